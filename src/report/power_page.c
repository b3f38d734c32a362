/* What next, as a page: see power_page.h. */
#include "report/power_page.h"

#include <math.h>
#include <stdlib.h>

#include "report/page.h"
#include "report/power_chart.h"

#include "base/banned.h"

enum { MOST_ROWS = 200, MOST_ASKED = 1000 };

typedef struct power_page {
    ag_page page; /* its results of an identification stay NULL */
    const ag_power_result *result;
} power_page;

static void paragraph(ag_page *page, ag_node *parent, ag_block block, const char *text) {
    ag_document_add(&page->document, parent, block, text);
}

static const char *expectation(ag_page *page, double value) {
    return ag_document_format(&page->document, "%.2f", value);
}

/* ---- The head ------------------------------------------------------------------------------------------------- */

static void put_facts(power_page *p, ag_node *parent) {
    ag_page *page = &p->page;
    const ag_power_result *r = p->result;
    const ag_incident *in = page->incident;
    ag_node *facts = ag_document_add(&page->document, parent, AG_BLOCK_FACTS, NULL);
    const char *pool = ag_say(page, AG_SAY_POOL_VALUE, ag_page_count(page, r->pool), ag_page_count(page, in->listed),
                              ag_page_count(page, in->others));
    ag_page_fact(page, facts, AG_SAY_POOL, in->others_assumed ? ag_say(page, AG_SAY_ASSUMED, pool) : pool);
    ag_page_fact(page, facts, AG_SAY_POWER_THRESHOLD,
                 ag_say(page, AG_SAY_POWER_THRESHOLD_VALUE, ag_page_threshold(page), ag_page_ratio(page, r->needed_ln),
                        ag_page_few(page, fmin(1, exp(-r->needed_ln)))));
    ag_page_fact(page, facts, AG_SAY_POWER_DRAWS,
                 ag_say(page, AG_SAY_POWER_DRAWS_VALUE, ag_page_count(page, r->simulations),
                        ag_document_format(&page->document, "%llu", (unsigned long long)r->seed)));
}

/* "What next: the incident", and the family where one was asked for. */
static const char *title_of(power_page *p) {
    ag_page *page = &p->page;
    const ag_power_result *r = p->result;
    const ag_text name = page->incident->batch->settings.name;
    const char *incident = name.n ? ag_document_text(&page->document, name) : ag_page_words(page, AG_SAY_UNNAMED);
    const char *title =
        ag_document_format(&page->document, "%s: %s", ag_page_words(page, AG_SAY_POWER_TITLE), incident);
    if (!r->missings || !r->missing[0].sample_ln) return title;
    const ag_text id = page->incident->family[r->missing[0].family].id;
    return ag_document_format(&page->document, "%s, %s", title,
                              ag_say(page, AG_SAY_FAMILY, ag_document_text(&page->document, id)));
}

static void put_head(power_page *p) {
    ag_page *page = &p->page;
    const ag_power_result *r = p->result;
    ag_node *header = ag_document_add(&page->document, &page->document.root, AG_BLOCK_HEADER, NULL);
    paragraph(page, header, AG_BLOCK_QUIET, "Antigone");
    ag_document_heading(&page->document, header, 1, title_of(p));
    paragraph(
        page, header, AG_BLOCK_LEAD,
        ag_say(page, AG_SAY_POWER_LEAD, ag_page_count(page, (double)r->missings), expectation(page, r->expected)));
    if (r->relatives)
        paragraph(page, header, AG_BLOCK_PARAGRAPH,
                  ag_say(page, AG_SAY_POWER_LEAD_MORE, ag_page_count(page, (double)r->relatives),
                         expectation(page, r->relative[r->relatives - 1].expected)));
    paragraph(page, header, AG_BLOCK_QUIET, ag_page_words(page, AG_SAY_POWER_FREELY));
    put_facts(p, header);
}

/* ---- Whom to ask ---------------------------------------------------------------------------------------------- */

static void put_columns(ag_page *page, ag_node *table, const ag_words *words, const ag_block *block, int n) {
    ag_node *head = ag_document_add(&page->document, table, AG_BLOCK_COLUMNS, NULL);
    for (int k = 0; k < n; k++) ag_document_add(&page->document, head, block[k], ag_page_words(page, words[k]));
}

static void put_relatives(power_page *p, ag_node *here) {
    static const ag_words words[] = {AG_SAY_POWER_RANK, AG_SAY_POWER_RELATIVE, AG_SAY_POWER_ADDS, AG_SAY_POWER_ADDS_LR,
                                     AG_SAY_POWER_EXPECTED};
    static const ag_block block[] = {AG_BLOCK_NUMBER, AG_BLOCK_CELL, AG_BLOCK_NUMBER, AG_BLOCK_NUMBER, AG_BLOCK_NUMBER};
    ag_page *page = &p->page;
    const ag_power_result *r = p->result;
    ag_node *table =
        ag_document_labelled(&page->document, here, AG_BLOCK_TABLE, ag_page_words(page, AG_SAY_POWER_WHOM), NULL);
    put_columns(page, table, words, block, 5);
    for (size_t k = 0; k < r->relatives && k < MOST_ASKED; k++) {
        const ag_power_relative *one = &r->relative[k];
        const char *text[] = {ag_page_count(page, (double)k + 1), ag_page_person(page, one->family, one->person),
                              ag_document_format(&page->document, "%.3f", one->identifications),
                              ag_page_log10(page, one->lr_ln), expectation(page, one->expected)};
        ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
        for (int c = 0; c < 5; c++) ag_document_add(&page->document, row, c == 1 ? AG_BLOCK_NAME : block[c], text[c]);
    }
}

static void put_curve(power_page *p, ag_node *here) {
    ag_page *page = &p->page;
    const ag_power_result *r = p->result;
    double *value = AG_NEW(&page->arena, double, r->relatives + 1);
    if (!value) return;
    value[0] = r->expected;
    for (size_t k = 0; k < r->relatives; k++) value[k + 1] = r->relative[k].expected;
    const char *caption = ag_say(page, AG_SAY_POWER_CURVE_CAPTION, expectation(page, value[0]),
                                 expectation(page, value[r->relatives]), ag_page_count(page, (double)r->relatives));
    const ag_growth_chart chart = {.title = ag_page_words(page, AG_SAY_POWER_CURVE_TITLE),
                                   .description = caption,
                                   .axis = ag_page_words(page, AG_SAY_POWER_CURVE_AXIS),
                                   .word = ag_page_words(page, AG_SAY_POWER_CURVE_TITLE),
                                   .value = value,
                                   .n = r->relatives};
    ag_document_figure(&page->document, here, ag_growth_chart_draw(&page->arena, &chart), caption);
}

static void put_whom(power_page *p) {
    ag_page *page = &p->page;
    const ag_power_result *r = p->result;
    ag_node *here = ag_page_section(page, AG_SAY_POWER_WHOM, "whom");
    if (!r->relatives) {
        paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_POWER_WHOM_NONE));
        return;
    }
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_POWER_WHOM_INTRO));
    if (r->relatives > 1) put_curve(p, here);
    put_relatives(p, here);
    const size_t shown = r->relatives < MOST_ASKED ? r->relatives : MOST_ASKED;
    if (shown < r->candidates)
        paragraph(page, here, AG_BLOCK_QUIET,
                  ag_say(page, AG_SAY_POWER_WHOM_FIRST, ag_page_count(page, (double)shown),
                         ag_page_count(page, (double)r->candidates)));
}

/* ---- How far the samples carry -------------------------------------------------------------------------------- */

static double *to_log10(ag_arena *arena, const double *ln, int n) {
    double *out = AG_NEW(arena, double, n);
    for (int i = 0; out && i < n; i++) out[i] = ln[i] / log(10);
    return out;
}

static void put_spread(power_page *p, ag_node *here, const ag_power_missing *m) {
    ag_page *page = &p->page;
    const int n = p->result->simulations;
    const double *found = to_log10(&page->arena, m->sample_ln, n), *other = to_log10(&page->arena, m->sample_ln + n, n);
    if (!found || !other) return;
    const char *caption = ag_say(page, AG_SAY_POWER_CHART_CAPTION, ag_page_percent(page, m->reach),
                                 ag_page_few(page, m->reach_unrelated));
    const ag_spread_chart chart = {
        .title = ag_say(page, AG_SAY_POWER_CHART_TITLE, ag_page_missing(page, m->family, m->missing)),
        .description = caption,
        .axis = ag_page_words(page, AG_SAY_LR_LOG10),
        .word = {ag_page_words(page, AG_SAY_POWER_FOUND), ag_page_words(page, AG_SAY_POWER_UNRELATED)},
        .sorted = {found, other},
        .n = n,
        .limit = p->result->needed_ln / log(10),
        .limit_word = ag_say(page, AG_SAY_LIMIT_LINE, ag_page_threshold(page))};
    ag_document_heading(&page->document, here, 3, chart.title);
    ag_document_figure(&page->document, here, ag_spread_chart_draw(&page->arena, &chart), caption);
}

/* "9.95 (7.58 – 15.83)", minus signs and all. */
static const char *range(ag_page *page, const ag_power_spread *s) {
    return ag_document_format(&page->document, "%s (%s \xE2\x80\xA6 %s)", ag_page_log10(page, s->median_ln),
                              ag_page_log10(page, s->low_ln), ag_page_log10(page, s->high_ln));
}

static void put_row(power_page *p, ag_node *table, const ag_power_missing *m) {
    ag_page *page = &p->page;
    ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
    ag_document_add(&page->document, row, AG_BLOCK_NAME, ag_page_missing(page, m->family, m->missing));
    ag_document_add(&page->document, row, AG_BLOCK_CELL, ag_page_typed(page, m->family));
    ag_document_add(&page->document, row, AG_BLOCK_NUMBER,
                    m->possible ? range(page, &m->found) : ag_page_words(page, AG_SAY_POWER_IMPOSSIBLE));
    ag_document_add(&page->document, row, AG_BLOCK_NUMBER, m->possible ? range(page, &m->unrelated) : "");
    ag_document_add(&page->document, row, AG_BLOCK_NUMBER, ag_page_percent(page, m->reach));
}

static int compare_reach(const void *a, const void *b) {
    const ag_power_missing *x = *(const ag_power_missing *const *)a, *y = *(const ag_power_missing *const *)b;
    if (x->reach < y->reach || x->reach > y->reach) return x->reach < y->reach ? -1 : 1;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    return (x->missing > y->missing) - (x->missing < y->missing);
}

static void put_far(power_page *p) {
    static const ag_words words[] = {AG_SAY_MISSING_PERSON, AG_SAY_RELATIVES_TYPED, AG_SAY_POWER_FOUND_COLUMN,
                                     AG_SAY_POWER_UNRELATED_COLUMN, AG_SAY_POWER_REACH};
    static const ag_block block[] = {AG_BLOCK_CELL, AG_BLOCK_CELL, AG_BLOCK_NUMBER, AG_BLOCK_NUMBER, AG_BLOCK_NUMBER};
    ag_page *page = &p->page;
    const ag_power_result *r = p->result;
    ag_node *here = ag_page_section(page, AG_SAY_POWER_FAR, "far");
    const ag_power_missing **order = AG_NEW(&page->arena, const ag_power_missing *, r->missings);
    if (!order) return;
    for (size_t k = 0; k < r->missings; k++) {
        order[k] = &r->missing[k];
        if (order[k]->sample_ln) put_spread(p, here, order[k]);
    }
    qsort(order, r->missings, sizeof *order, compare_reach);
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_POWER_FAR_INTRO));
    ag_node *table =
        ag_document_labelled(&page->document, here, AG_BLOCK_TABLE, ag_page_words(page, AG_SAY_POWER_FAR), NULL);
    put_columns(page, table, words, block, 5);
    for (size_t k = 0; k < r->missings && k < MOST_ROWS; k++) put_row(p, table, order[k]);
    if (r->missings > MOST_ROWS)
        paragraph(page, here, AG_BLOCK_QUIET,
                  ag_say(page, AG_SAY_POWER_FAR_FIRST, ag_page_count(page, MOST_ROWS),
                         ag_page_count(page, (double)r->missings)));
}

/* ---- Together ------------------------------------------------------------------------------------------------- */

static void put_reading(power_page *p) {
    ag_page *page = &p->page;
    const double draws = p->result->simulations;
    ag_node *here = ag_page_section(page, AG_SAY_READING, "reading");
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_POWER_READING_FOUND));
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_POWER_READING_OTHERS));
    /* two standard errors of a chance of one half, which has the largest */
    paragraph(
        page, here, AG_BLOCK_PARAGRAPH,
        ag_say(page, AG_SAY_POWER_READING_DRAWS, ag_page_count(page, draws), ag_page_percent(page, 1 / sqrt(draws))));
}

ag_status ag_report_power(const ag_incident *incident, const ag_power_result *result, ag_language language,
                          ag_buffer *out_html, ag_error *err) {
    power_page p = {.page = {.incident = incident, .language = language}, .result = result};
    ag_page *page = &p.page;
    page->threshold = result->threshold;
    page->pool = result->pool;
    ag_arena_init(&page->arena);
    ag_document_init(&page->document, &page->arena, ag_language_tag(language),
                     ag_words_of(language, AG_SAY_POWER_TITLE));
    put_head(&p);
    put_whom(&p);
    put_far(&p);
    put_reading(&p);
    ag_page_provenance(page);
    if (!page->arena.failed) ag_document_html(&page->document, out_html);
    const bool failed = page->arena.failed || out_html->failed;
    ag_arena_deinit(&page->arena);
    return failed ? ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the page") : AG_OK;
}
