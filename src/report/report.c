/* The report of an identification: see report.h. Prepares what the parts of the page share, and writes it. */
#include "report/report.h"

#include <math.h>
#include <stdlib.h>

#include "incident/nearest.h"
#include "incident/power.h"
#include "incident/statement.h"
#include "report/page.h"

#include "base/banned.h"

static ag_status no_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the report");
}

/* The two strongest hits of each remains; items come strongest first. */
static void find_best(ag_page *page) {
    for (int r = 0; r < page->incident->search.remains; r++) page->best[r][0] = page->best[r][1] = AG_NONE;
    for (size_t i = 0; i < page->result->items; i++) {
        uint32_t *best = page->best[page->result->item[i].hit.remains];
        if (best[0] == AG_NONE)
            best[0] = (uint32_t)i;
        else if (best[1] == AG_NONE)
            best[1] = (uint32_t)i;
    }
}

static void find_pool(ag_page *page) {
    const ag_incident *incident = page->incident;
    page->threshold = ag_identify_threshold(incident, page->options->posterior);
    page->pool = incident->listed + incident->others;
    const double needed_ln = ag_needed_lr_ln(page->threshold, page->pool);
    page->needed_lr = isfinite(needed_ln) ? exp(needed_ln) : (double)NAN;
    page->prior = page->pool > 0 ? ag_say(page, AG_SAY_PRIOR_VALUE, ag_page_count(page, page->pool),
                                          ag_page_percent(page, 1 / page->pool))
                                 : "";
    if (incident->others_assumed) page->prior = ag_say(page, AG_SAY_ASSUMED, page->prior);
}

/* ---- The joint answer ----------------------------------------------------------------------------------------- */

typedef struct by_margin {
    const ag_verdict *verdict;
    size_t lane;
} by_margin;

/* By conclusion; then the least margin first: what a reviewer must look at most. */
static int compare_margins(const void *x, const void *y) {
    const by_margin *a = x, *b = y;
    const ag_verdict *v = a->verdict, *w = b->verdict;
    if (v->conclusion != w->conclusion) return v->conclusion < w->conclusion ? -1 : 1;
    if (v->posterior < w->posterior || v->posterior > w->posterior) return v->posterior < w->posterior ? -1 : 1;
    if (v->lr_ln < w->lr_ln || v->lr_ln > w->lr_ln) return v->lr_ln < w->lr_ln ? -1 : 1;
    return (a->lane > b->lane) - (a->lane < b->lane);
}

static void sort_lanes(ag_page *page) {
    const ag_decision *d = page->decision;
    by_margin *sorted = AG_NEW(&page->arena, by_margin, d->lanes + 1);
    page->lane = AG_NEW(&page->arena, size_t, d->lanes + 1);
    page->rank = AG_NEW(&page->arena, size_t, d->lanes + 1);
    if (page->arena.failed) return;
    for (size_t i = 0; i < d->lanes; i++) sorted[i] = (by_margin){&d->of_missing[i], i};
    qsort(sorted, d->lanes, sizeof *sorted, compare_margins);
    for (size_t i = 0; i < d->lanes; i++) {
        page->lane[i] = sorted[i].lane;
        page->first_of[sorted[i].verdict->conclusion + 1]++;
    }
    for (int c = 0; c < AG_CONCLUSIONS; c++) page->first_of[c + 1] += page->first_of[c];
    for (size_t i = 0; i < d->lanes; i++)
        page->rank[sorted[i].lane] = i - page->first_of[sorted[i].verdict->conclusion];
}

static void index_decision(ag_page *page) {
    const ag_decision *d = page->decision;
    const ag_search *s = &page->incident->search;
    const size_t remains = (size_t)s->remains;
    page->body_of = AG_NEW(&page->arena, int, remains + 1);
    page->first_pairing = AG_NEW(&page->arena, size_t, remains + 1);
    page->first_lane = AG_NEW(&page->arena, size_t, (size_t)s->families + 1);
    if (page->arena.failed) return;
    for (int b = 0; b < d->bodies; b++)
        for (int k = 0; k < d->body[b].n; k++) page->body_of[d->member[d->body[b].first + k]] = b;
    for (size_t i = 0; i < d->pairings; i++) page->first_pairing[d->pairing[i].remains + 1]++;
    for (size_t r = 0; r < remains; r++) {
        page->first_pairing[r + 1] += page->first_pairing[r];
        page->remains_of[d->of_remains[r].conclusion]++;
    }
    for (int f = 0; f < s->families; f++) page->first_lane[f + 1] = page->first_lane[f] + (size_t)s->family[f].missings;
}

static ag_status find_hits(ag_page *page, ag_error *err) {
    page->best = ag_arena_array(&page->arena, (size_t)page->incident->search.remains + 1, sizeof *page->best);
    index_decision(page);
    sort_lanes(page);
    if (page->arena.failed) return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the report");
    find_best(page);
    return ag_statements_new(page->incident, &page->statements, err);
}

/* Searches of one remains, one for each population, so that the engine can be asked about single hits. */
static ag_status open_catalogues(ag_page *page, const ag_incident *incident, ag_catalogue ***out, ag_error *err) {
    ag_search *search = AG_NEW(&page->arena, ag_search, incident->populations);
    *out = AG_NEW(&page->arena, ag_catalogue *, incident->populations);
    ag_status status = page->arena.failed ? no_memory(err) : AG_OK;
    for (int p = 0; p < incident->populations && status == AG_OK; p++) {
        search[p] = incident->search;
        search[p].locus = incident->table[p];
        search[p].remains = 1;
        search[p].remains_code = page->probe;
        status = ag_catalogue_new(&search[p], &(*out)[p], err);
    }
    return status;
}

static ag_status open_engine(ag_page *page, ag_error *err) {
    page->engine = ag_engine_new();
    page->probe = AG_NEW(&page->arena, uint16_t, page->incident->search.loci + 1);
    if (!page->engine || page->arena.failed) return no_memory(err);
    const ag_status status = open_catalogues(page, page->incident, &page->catalogue, err);
    page->close = page->catalogue;
    page->has_theta = ag_incident_has_theta(page->incident);
    if (status != AG_OK || !page->has_theta) return status;
    if (!ag_incident_without_theta(page->incident, &page->arena, &page->without)) return no_memory(err);
    page->close = NULL;
    return open_catalogues(page, &page->without, &page->close, err);
}

static void free_catalogues(const ag_page *page, ag_catalogue **catalogue) {
    for (int p = 0; catalogue && p < page->incident->populations; p++) ag_catalogue_free(catalogue[p]);
}

static void close_page(ag_page *page) {
    if (page->close != page->catalogue) free_catalogues(page, page->close);
    free_catalogues(page, page->catalogue);
    if (page->engine) ag_engine_free(page->engine);
    ag_statements_free(page->statements);
    ag_arena_deinit(&page->arena);
}

ag_status ag_report_identify(const ag_report_results *r, ag_language language, ag_buffer *out_html, ag_error *err) {
    ag_page page = {.incident = r->incident,
                    .checks = r->checks,
                    .result = r->result,
                    .decision = r->decision,
                    .chance = r->chance,
                    .options = r->options,
                    .language = language};
    ag_arena_init(&page.arena);
    ag_document_init(&page.document, &page.arena, ag_language_tag(language), ag_words_of(language, AG_SAY_TITLE));
    page.document.skip = ag_words_of(language, AG_SAY_SKIP);
    page.document.skip_to = "conclusions";
    find_pool(&page);
    ag_status status = find_hits(&page, err);
    if (status == AG_OK) status = open_engine(&page, err);
    if (status == AG_OK) status = ag_page_sections(&page, err);
    if (status == AG_OK && !page.arena.failed) ag_document_html(&page.document, out_html);
    if (status == AG_OK && (page.arena.failed || out_html->failed)) status = no_memory(err);
    close_page(&page);
    return status;
}
