/* The report of an identification: see report.h. Prepares what the parts of the page share, and writes it. */
#include "report/report.h"

#include <math.h>
#include <stdlib.h>

#include "report/page.h"

#include "base/banned.h"

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

/* Proposals for one person form a ring; `last` is the latest proposal for each person, by number of the missing. */
static void find_same(ag_page *page, const size_t *first, uint32_t *last) {
    const ag_identify_result *r = page->result;
    for (size_t i = 0; i < r->items; i++) {
        page->same[i] = AG_NONE;
        if (!r->item[i].proposed) continue;
        size_t person = first[r->item[i].hit.family] + (size_t)r->item[i].hit.missing;
        uint32_t before = last[person];
        page->same[i] = before == AG_NONE ? (uint32_t)i : page->same[before];
        if (before != AG_NONE) page->same[before] = (uint32_t)i;
        page->persons += before == AG_NONE;
        last[person] = (uint32_t)i;
    }
}

static void find_pool(ag_page *page) {
    const ag_incident *incident = page->incident;
    page->threshold = page->options->posterior > 0  ? page->options->posterior
                      : !isnan(incident->threshold) ? incident->threshold
                                                    : 0.9995;
    page->pool = incident->listed + incident->others;
    double needed = page->threshold / (1 - page->threshold) * (page->pool - 1);
    page->needed_lr = needed > 0 && isfinite(needed) ? needed : (double)NAN;
    page->prior = page->pool > 0 ? ag_say(page, AG_SAY_PRIOR_VALUE, ag_page_count(page, page->pool),
                                          ag_page_percent(page, 1 / page->pool))
                                 : "";
}

static ag_status find_hits(ag_page *page, ag_error *err) {
    const ag_search *s = &page->incident->search;
    size_t *first = AG_NEW(&page->arena, size_t, (size_t)s->families + 1);
    page->best = ag_arena_array(&page->arena, (size_t)s->remains + 1, sizeof *page->best);
    page->same = AG_NEW(&page->arena, uint32_t, page->result->items + 1);
    for (int f = 0; first && f < s->families; f++) first[f + 1] = first[f] + (size_t)s->family[f].missings;
    uint32_t *last = first ? AG_NEW(&page->arena, uint32_t, first[s->families] + 1) : NULL;
    if (page->arena.failed || !last)
        return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the report");
    for (size_t k = 0; k < first[s->families]; k++) last[k] = AG_NONE;
    find_best(page);
    find_same(page, first, last);
    return AG_OK;
}

/* Searches of one remains, one for each population, so that the engine can be asked about single hits. */
static ag_status open_engine(ag_page *page, ag_error *err) {
    const ag_incident *incident = page->incident;
    page->engine = ag_engine_new();
    page->search = AG_NEW(&page->arena, ag_search, incident->populations);
    page->catalogue = AG_NEW(&page->arena, ag_catalogue *, incident->populations);
    page->probe = AG_NEW(&page->arena, uint16_t, incident->search.loci + 1);
    if (!page->engine || page->arena.failed)
        return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the report");
    for (int p = 0; p < incident->populations; p++) {
        page->search[p] = incident->search;
        page->search[p].locus = incident->table[p];
        page->search[p].remains = 1;
        page->search[p].remains_code = page->probe;
        ag_status status = ag_catalogue_new(&page->search[p], &page->catalogue[p], err);
        if (status != AG_OK) return status;
    }
    return AG_OK;
}

static void close_page(ag_page *page) {
    for (int p = 0; page->catalogue && p < page->incident->populations; p++) ag_catalogue_free(page->catalogue[p]);
    if (page->engine) ag_engine_free(page->engine);
    ag_arena_deinit(&page->arena);
}

ag_status ag_report_identify(const ag_incident *incident, const ag_check_result *checks,
                             const ag_identify_result *result, const ag_identify_options *options, ag_language language,
                             ag_buffer *out_html, ag_error *err) {
    ag_page page = {.incident = incident, .checks = checks, .result = result, .options = options, .language = language};
    ag_arena_init(&page.arena);
    ag_document_init(&page.document, &page.arena, ag_language_tag(language), ag_words_of(language, AG_SAY_TITLE));
    find_pool(&page);
    ag_status status = find_hits(&page, err);
    if (status == AG_OK) status = open_engine(&page, err);
    if (status == AG_OK) status = ag_page_sections(&page, err);
    if (status == AG_OK && !page.arena.failed) ag_document_html(&page.document, out_html);
    if (status == AG_OK && (page.arena.failed || out_html->failed))
        status = ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the report");
    close_page(&page);
    return status;
}
