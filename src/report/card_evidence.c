/* The evidence of one pair by locus: ln LR under the population that counts, which loci exclude, and a drawing. */
#include <math.h>
#include <string.h>

#include "report/chart.h"
#include "report/page.h"

#include "base/banned.h"

static ag_status no_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the report");
}

static const uint16_t *codes_of(const ag_page *page, const ag_hit *hit) {
    const ag_search *s = &page->incident->search;
    return s->remains_code + (size_t)hit->remains * (size_t)s->loci;
}

/* ln LR of each locus under one population, and their sum. */
static ag_status locus_lr(ag_page *page, const ag_hit *hit, int population, double *table, double *out_ln,
                          double *sum_ln, ag_error *err) {
    const ag_catalogue *catalogue = page->catalogue[population];
    const uint16_t *code = codes_of(page, hit);
    ag_status status = ag_lane_table(page->engine, catalogue, hit->family, hit->missing, table, err);
    *sum_ln = 0;
    for (int l = 0; status == AG_OK && l < page->incident->search.loci; l++) {
        out_ln[l] = table[ag_catalogue_first(catalogue, l) + code[l]];
        if (!isnan(out_ln[l])) *sum_ln += out_ln[l];
    }
    return status;
}

/* The population that counts is the one with the lowest sum. */
static ag_status least_favourable(ag_page *page, const ag_hit *hit, double *lr_ln, int *population, ag_error *err) {
    size_t loci = (size_t)page->incident->search.loci;
    double lowest = INFINITY, sum = 0, *of_one = AG_NEW(&page->arena, double, loci + 1);
    double *table = AG_NEW(&page->arena, double, ag_catalogue_first(page->catalogue[0], (int)loci) + 1);
    if (!of_one || !table) return no_memory(err);
    for (int p = 0; p < page->incident->populations; p++) {
        ag_status status = locus_lr(page, hit, p, table, of_one, &sum, err);
        if (status != AG_OK) return status;
        if (p > 0 && sum >= lowest) continue;
        lowest = sum;
        *population = p;
        memcpy(lr_ln, of_one, loci * sizeof *lr_ln);
    }
    return AG_OK;
}

static bool compared(const ag_page *page, const ag_hit *hit, int locus) {
    const ag_family *f = &page->incident->search.family[hit->family];
    if (codes_of(page, hit)[locus] == 0) return false;
    for (int r = 0; r < f->readings; r++)
        if (f->reading[r].code[locus] != 0) return true;
    return false;
}

/* Is this one locus an exclusion? Asks for remains that were typed here alone. */
static ag_status excluded_at(ag_page *page, const ag_hit *hit, int locus, bool *out, ag_error *err) {
    int exclusions = 0;
    memset(page->probe, 0, (size_t)page->incident->search.loci * sizeof *page->probe);
    page->probe[locus] = codes_of(page, hit)[locus];
    ag_status status = ag_exclusions(page->engine, page->catalogue[0], 0, hit->family, hit->missing, &exclusions, err);
    *out = exclusions > 0;
    return status;
}

ag_status ag_page_pair_ask(ag_page *page, const ag_verdict *v, ag_page_pair *out, ag_error *err) {
    const ag_search *s = &page->incident->search;
    *out = (ag_page_pair){.hit = {v->remains, v->family, v->missing, v->lr_ln},
                          .loci = ag_shared_loci(s, v->remains, v->family),
                          .lr_ln = AG_NEW(&page->arena, double, s->loci + 1)};
    if (!out->lr_ln) return no_memory(err);
    memcpy(page->probe, codes_of(page, &out->hit), (size_t)s->loci * sizeof *page->probe);
    ag_status status = ag_exclusions(page->engine, page->catalogue[0], 0, v->family, v->missing, &out->exclusions, err);
    return status == AG_OK ? least_favourable(page, &out->hit, out->lr_ln, &out->population, err) : status;
}

ag_status ag_page_pair_chart(ag_page *page, const ag_page_pair *pair, ag_node *parent, ag_error *err) {
    const double *lr_ln = pair->lr_ln;
    const ag_hit *hit = &pair->hit;
    const ag_search *s = &page->incident->search;
    ag_locus_bar *bar = AG_NEW(&page->arena, ag_locus_bar, s->loci ? s->loci : 1);
    ag_status status = bar ? AG_OK : no_memory(err);
    const char *told = "";
    int bars = 0;
    for (int l = 0; status == AG_OK && l < s->loci; l++) {
        if (!compared(page, hit, l)) continue;
        bool excluded = false;
        if (pair->exclusions > 0) status = excluded_at(page, hit, l, &excluded, err);
        bar[bars] = (ag_locus_bar){s->locus[l]->name, lr_ln[l] / log(10), NULL};
        if (excluded) bar[bars].flag = ag_page_words(page, AG_SAY_INCONSISTENT);
        told = ag_document_format(&page->document, "%s%s%s", told, bars ? ", " : "",
                                  ag_say(page, AG_SAY_BAR, bar[bars].name, ag_page_log10(page, lr_ln[l])));
        bars++;
    }
    if (status != AG_OK) return status;
    ag_drawing *chart = ag_locus_chart_draw(
        &page->arena,
        &(ag_locus_chart){.title = ag_say(page, AG_SAY_CHART_TITLE, ag_page_sample(page, (uint32_t)hit->remains),
                                          ag_page_missing(page, hit->family, hit->missing)),
                          .description = told,
                          .against = ag_page_words(page, AG_SAY_AGAINST),
                          .in_favour = ag_page_words(page, AG_SAY_FOR),
                          .total = ag_page_words(page, AG_SAY_TOTAL),
                          .bar = bar,
                          .bars = bars,
                          .total_lr_log10 = hit->lr_ln / log(10)});
    ag_document_figure(&page->document, parent, chart, ag_page_words(page, AG_SAY_CHART_CAPTION));
    return AG_OK;
}
