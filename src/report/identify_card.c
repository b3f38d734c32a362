/* The card of one hit: its numbers as separate fields, its flags, its family drawn, its evidence by locus. */
#include <math.h>
#include <string.h>

#include "report/chart.h"
#include "report/page.h"
#include "report/pedigree_drawing.h"
#include "report/pedigree_layout.h"

#include "base/banned.h"

enum { OTHERS_NAMED = 6, SIDE_WIDTH = 430 };

/* Said aloud; the other flags are remarks. */
enum { LOUD_FLAGS = AG_HIT_ALARMS | AG_HIT_INCONSISTENT_LOCUS };

/* ---- Evidence by locus ---------------------------------------------------------------------------------------- */

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

static ag_status locus_chart(ag_page *page, const ag_identification *item, const double *lr_ln, ag_drawing **out,
                             ag_error *err) {
    const ag_search *s = &page->incident->search;
    ag_locus_bar *bar = AG_NEW(&page->arena, ag_locus_bar, s->loci ? s->loci : 1);
    ag_status status = bar ? AG_OK : no_memory(err);
    const char *told = "";
    int bars = 0;
    for (int l = 0; status == AG_OK && l < s->loci; l++) {
        if (!compared(page, &item->hit, l)) continue;
        bool excluded = false;
        if (item->exclusions > 0) status = excluded_at(page, &item->hit, l, &excluded, err);
        bar[bars] = (ag_locus_bar){s->locus[l]->name, lr_ln[l] / log(10), NULL};
        if (excluded) bar[bars].flag = ag_page_words(page, AG_SAY_INCONSISTENT);
        told = ag_document_format(&page->document, "%s%s%s", told, bars ? ", " : "",
                                  ag_say(page, AG_SAY_BAR, bar[bars].name, ag_page_log10(page, lr_ln[l])));
        bars++;
    }
    if (status != AG_OK) return status;
    *out = ag_locus_chart_draw(
        &page->arena,
        &(ag_locus_chart){.title = ag_say(page, AG_SAY_CHART_TITLE, ag_page_sample(page, (uint32_t)item->hit.remains),
                                          ag_page_missing(page, item->hit.family, item->hit.missing)),
                          .description = told,
                          .against = ag_page_words(page, AG_SAY_AGAINST),
                          .in_favour = ag_page_words(page, AG_SAY_FOR),
                          .total = ag_page_words(page, AG_SAY_TOTAL),
                          .bar = bar,
                          .bars = bars,
                          .total_lr_log10 = item->hit.lr_ln / log(10)});
    return AG_OK;
}

/* ---- The family ----------------------------------------------------------------------------------------------- */

static ag_drawn_person drawn_person(ag_page *page, const ag_hit *hit, int person) {
    int loci = ag_page_typed_loci(page, hit->family, person);
    const ag_incident_person *who = &page->incident->family[hit->family].person[person];
    bool sought = page->incident->search.family[hit->family].missing[hit->missing] == person;
    const char *note = NULL;
    if (sought)
        note = ag_page_sample(page, (uint32_t)hit->remains);
    else if (loci > 0)
        note = ag_say(page, AG_SAY_TYPED_LOCI, ag_page_count(page, loci));
    return (ag_drawn_person){
        .name = who->id, .note = note, .typed = loci > 0, .missing = who->missing, .sought = sought};
}

/* A narrow family stands beside the chart, a wide one below it. */
static void family_figure(ag_page *page, ag_node *beside, ag_node *below, const ag_hit *hit) {
    const ag_pedigree *pedigree = &page->incident->search.family[hit->family].pedigree;
    const char *typed = ag_say(page, AG_SAY_TYPED_LIST, ag_page_typed(page, hit->family));
    ag_drawn_person *person = AG_NEW(&page->arena, ag_drawn_person, pedigree->persons + 1);
    for (int p = 0; person && p < pedigree->persons; p++) person[p] = drawn_person(page, hit, p);
    const char *family = ag_document_text(&page->document, page->incident->family[hit->family].id);
    const char *title = ag_say(page, AG_SAY_FAMILY_TITLE, family, ag_page_sample(page, (uint32_t)hit->remains),
                               ag_page_missing(page, hit->family, hit->missing));
    ag_drawing *drawing = person ? ag_pedigree_draw(&page->arena, pedigree, person, title) : NULL;
    if (!drawing) {
        const char *large = ag_say(page, AG_SAY_FAMILY_TOO_LARGE, ag_page_count(page, pedigree->persons));
        ag_document_add(&page->document, beside, AG_BLOCK_QUIET,
                        ag_document_format(&page->document, "%s %s", large, typed));
        return;
    }
    drawing->description = typed;
    ag_document_figure(&page->document, drawing->width > SIDE_WIDTH ? below : beside, drawing, title);
}

/* ---- Numbers -------------------------------------------------------------------------------------------------- */

static const char *next_candidate(ag_page *page, size_t item) {
    uint32_t next = ag_page_rival(page, item);
    if (next == AG_NONE) return ag_say(page, AG_SAY_NO_NEXT);
    const ag_hit *hit = &page->result->item[next].hit;
    return ag_say(page, AG_SAY_NEXT_VALUE, ag_page_missing(page, hit->family, hit->missing),
                  ag_page_log10(page, hit->lr_ln));
}

static void fact(ag_page *page, ag_node *facts, ag_words label, const char *value) {
    ag_document_labelled(&page->document, facts, AG_BLOCK_FACT, ag_page_words(page, label), value);
}

static void card_facts(ag_page *page, ag_node *parent, size_t index, int population) {
    const ag_identification *item = &page->result->item[index];
    const ag_hit *hit = &item->hit;
    const char *ratio = ag_page_ratio(page, hit->lr_ln), *sample = ag_page_sample(page, (uint32_t)hit->remains);
    const char *person = ag_page_missing(page, hit->family, hit->missing);
    ag_document_add(&page->document, parent, AG_BLOCK_PARAGRAPH,
                    hit->lr_ln > 0 ? ag_say(page, AG_SAY_LR_MEANS, sample, person, ratio)
                                   : ag_say(page, AG_SAY_LR_AGAINST, sample, person));
    ag_node *facts = ag_document_add(&page->document, parent, AG_BLOCK_FACTS, NULL);
    fact(page, facts, AG_SAY_LR, ag_say(page, AG_SAY_LR_VALUE, ratio, ag_page_log10(page, hit->lr_ln)));
    fact(page, facts, AG_SAY_PRIOR, page->prior);
    fact(page, facts, AG_SAY_POSTERIOR, ag_say(page, AG_SAY_AT_LEAST, ag_page_percent(page, item->posterior)));
    fact(page, facts, AG_SAY_LOCI_COMPARED, ag_page_count(page, item->loci));
    fact(page, facts, AG_SAY_EXCLUSIONS, ag_page_count(page, item->exclusions));
    if (page->incident->populations > 1)
        fact(page, facts, AG_SAY_POPULATION, ag_document_text(&page->document, page->incident->population[population]));
    fact(page, facts, AG_SAY_NEXT_CANDIDATE, next_candidate(page, index));
    unsigned quiet = item->flags & ~(unsigned)LOUD_FLAGS;
    if (quiet) fact(page, facts, AG_SAY_NOTES, ag_page_flags(page, quiet));
}

static void notices(ag_page *page, ag_node *card, size_t index) {
    const char *label = ag_page_words(page, AG_SAY_LOOK_AT), *other[OTHERS_NAMED];
    unsigned flags = page->result->item[index].flags & LOUD_FLAGS;
    size_t others = 0;
    if (flags)
        ag_document_labelled(&page->document, card, AG_BLOCK_NOTICE, label,
                             ag_document_format(&page->document, "%s.", ag_page_flags(page, flags)));
    for (uint32_t k = page->same[index]; k != AG_NONE && k != index; k = page->same[k]) {
        if (others < OTHERS_NAMED) other[others] = ag_page_sample(page, (uint32_t)page->result->item[k].hit.remains);
        others++;
    }
    size_t named = others < OTHERS_NAMED ? others : OTHERS_NAMED;
    if (others)
        ag_document_labelled(&page->document, card, AG_BLOCK_NOTICE, label,
                             ag_say(page, AG_SAY_SAME_PERSON, ag_page_join(page, other, named, others)));
}

ag_status ag_page_card(ag_page *page, ag_node *parent, size_t index, const char *anchor, ag_error *err) {
    const ag_identification *item = &page->result->item[index];
    int population = 0, loci = page->incident->search.loci;
    double *lr_ln = AG_NEW(&page->arena, double, loci ? loci : 1);
    ag_drawing *chart = NULL;
    if (!lr_ln) return no_memory(err);
    ag_status status = least_favourable(page, &item->hit, lr_ln, &population, err);
    if (status == AG_OK) status = locus_chart(page, item, lr_ln, &chart, err);
    if (status != AG_OK) return status;
    ag_node *card = ag_document_add(&page->document, parent, AG_BLOCK_CARD, NULL);
    card->anchor = anchor;
    ag_document_heading(&page->document, card, 3,
                        ag_say(page, AG_SAY_CARD_PAIR, ag_page_sample(page, (uint32_t)item->hit.remains),
                               ag_page_missing(page, item->hit.family, item->hit.missing)));
    notices(page, card, index);
    ag_node *side = ag_document_add(&page->document, card, AG_BLOCK_SIDE, NULL);
    ag_node *left = ag_document_add(&page->document, side, AG_BLOCK_GROUP, NULL);
    card_facts(page, left, index, population);
    ag_document_figure(&page->document, side, chart, ag_page_words(page, AG_SAY_CHART_CAPTION));
    family_figure(page, left, card, &item->hit);
    return AG_OK;
}
