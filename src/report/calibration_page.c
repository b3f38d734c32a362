/* The page of a calibration: see calibration_page.h. */
#include "report/calibration_page.h"

#include <math.h>

#include "report/page.h"
#include "report/reliability.h"

#include "base/banned.h"

enum { PICTURE_COLUMNS = 2 };

typedef struct sheet {
    ag_page page; /* its arena, document and language alone */
    const ag_calibrate_options *options;
    const ag_calibration *result;
} sheet;

static const char *say(sheet *s, ag_words words) { return ag_page_words(&s->page, words); }

static const char *case_title(sheet *s, ag_calibration_case which) {
    static const ag_words words[AG_CALIBRATIONS] = {
        AG_SAY_CALIBRATE_MODEL,      AG_SAY_CALIBRATE_BODIES,    AG_SAY_CALIBRATE_REGISTER,  AG_SAY_CALIBRATE_THETA,
        AG_SAY_CALIBRATE_POPULATION, AG_SAY_CALIBRATE_PATERNITY, AG_SAY_CALIBRATE_RELATIVES, AG_SAY_CALIBRATE_GIVEN};
    return say(s, words[which]);
}

static const char *about_title(sheet *s, ag_calibration_about about) {
    static const ag_words words[AG_ABOUTS] = {AG_SAY_ABOUT_ALL,      AG_SAY_ABOUT_PARENTS,  AG_SAY_ABOUT_CHILDREN,
                                              AG_SAY_ABOUT_SIBLINGS, AG_SAY_ABOUT_ELDERS,   AG_SAY_ABOUT_TWO_MISSING,
                                              AG_SAY_ABOUT_GOOD,     AG_SAY_ABOUT_DEGRADED, AG_SAY_ABOUT_UNLISTED,
                                              AG_SAY_ABOUT_TOGETHER, AG_SAY_ABOUT_GROUP};
    return say(s, words[about]);
}

/* ---- Numbers ----------------------------------------------------------------------------------------------------- */

static const char *percent(sheet *s, double probability) {
    return isnan(probability) ? "\xE2\x80\x93"
                              : ag_document_format(&s->page.document, "%.4f\xC2\xA0%%", 100 * probability);
}

static const char *interval(sheet *s, ag_interval i) {
    return ag_document_format(&s->page.document, "%.4f \xE2\x80\x93 %.4f\xC2\xA0%%", 100 * i.low, 100 * i.high);
}

static const char *level_name(sheet *s, int i) {
    const ag_calibration_level level = ag_calibration_level_of(i);
    const char *low = ag_document_format(&s->page.document, "%g", 100 * level.low);
    if (isinf(level.high)) return ag_say(&s->page, AG_SAY_LEVEL_FROM, low);
    return ag_say(&s->page, AG_SAY_LEVEL_RANGE, low, ag_document_format(&s->page.document, "%g", 100 * level.high));
}

/* ---- Tables ------------------------------------------------------------------------------------------------------ */

static void add_columns(sheet *s, ag_node *table, const ag_words *words, int n) {
    ag_node *head = ag_document_add(&s->page.document, table, AG_BLOCK_COLUMNS, NULL);
    for (int i = 0; i < n; i++)
        ag_document_add(&s->page.document, head, i ? AG_BLOCK_NUMBER : AG_BLOCK_CELL, say(s, words[i]));
}

static void add_cells(sheet *s, ag_node *table, const char *const *text, int n) {
    ag_node *row = ag_document_add(&s->page.document, table, AG_BLOCK_ROW, NULL);
    for (int i = 0; i < n; i++) ag_document_add(&s->page.document, row, i ? AG_BLOCK_NUMBER : AG_BLOCK_NAME, text[i]);
}

static void add_count(sheet *s, ag_node *table, const char *name, const ag_calibration_count *count) {
    const bool any = count->pairings > 0;
    const double share = any ? (double)count->right / (double)count->pairings : (double)NAN;
    const char *text[] = {name,
                          ag_page_count(&s->page, (double)count->pairings),
                          ag_document_format(&s->page.document, "%.2f", count->expected),
                          ag_page_count(&s->page, (double)count->right),
                          percent(s, ag_calibration_stated(count)),
                          percent(s, share),
                          any ? interval(s, ag_calibration_share(count)) : "\xE2\x80\x93",
                          !any                           ? "\xE2\x80\x93"
                          : ag_calibration_agrees(count) ? say(s, AG_SAY_YES)
                                                         : say(s, AG_SAY_NO)};
    add_cells(s, table, text, 8);
}

static ag_node *share_table(sheet *s, ag_node *here, ag_words caption, ag_words first) {
    const ag_words column[] = {first,         AG_SAY_PAIRINGS, AG_SAY_EXPECTED_RIGHT, AG_SAY_RIGHT,
                               AG_SAY_STATED, AG_SAY_SHARE,    AG_SAY_INTERVAL,       AG_SAY_AGREES};
    ag_node *table = ag_document_labelled(&s->page.document, here, AG_BLOCK_TABLE, say(s, caption), NULL);
    add_columns(s, table, column, 8);
    return table;
}

static void tail_table(sheet *s, ag_node *here, ag_calibration_case which) {
    static const ag_words column[] = {AG_SAY_LR_AT_LEAST, AG_SAY_LR_BOUND, AG_SAY_UNRELATED_ABOVE,
                                      AG_SAY_UNRELATED_SHARE, AG_SAY_BY_IMPORTANCE};
    const ag_calibration_tail *tail = &s->result[which].tail;
    const int columns = ag_calibration_is_model(which) ? 5 : 4;
    const char *caption = ag_say(&s->page, AG_SAY_TAIL_CAPTION, ag_page_count(&s->page, (double)tail->unrelated));
    ag_node *table = ag_document_labelled(&s->page.document, here, AG_BLOCK_TABLE, caption, NULL);
    add_columns(s, table, column, columns);
    for (int i = 0; i < AG_TAILS; i++) {
        ag_interval about;
        const double by = ag_calibration_by_importance(tail, i, &about);
        const char *text[] = {ag_page_count(&s->page, pow(10, i)), ag_page_few(&s->page, pow(10, -i)),
                              ag_page_count(&s->page, (double)tail->above[i]),
                              ag_page_few(&s->page, (double)tail->above[i] / (double)tail->unrelated),
                              ag_page_few(&s->page, by)};
        add_cells(s, table, text, columns);
    }
}

/* ---- Pictures ---------------------------------------------------------------------------------------------------- */

/* `point` has AG_BINS places. */
static ag_reliability_chart chart_of(sheet *s, ag_calibration_case which, ag_reliability_point *point) {
    ag_reliability_chart chart = {.title = case_title(s, which),
                                  .stated = say(s, AG_SAY_STATED_AXIS),
                                  .share = say(s, AG_SAY_SHARE_AXIS),
                                  .point = point};
    for (int i = 0; i < AG_BINS; i++) {
        const ag_calibration_count *count = &s->result[which].count[AG_ABOUT_ALL][i];
        if (!count->pairings) continue;
        const ag_interval share = ag_calibration_share(count);
        point[chart.points++] =
            (ag_reliability_point){ag_calibration_stated(count), (double)count->right / (double)count->pairings,
                                   share.low, share.high, ag_calibration_agrees(count)};
    }
    return chart;
}

static void diagrams(sheet *s, ag_node *here) {
    ag_node *side = NULL;
    for (int c = 0; c < AG_CALIBRATIONS; c++) {
        if (!s->result[c].incidents) continue;
        ag_reliability_point point[AG_BINS];
        const ag_reliability_chart chart = chart_of(s, (ag_calibration_case)c, point);
        if (c % 2 == 0) side = ag_document_add(&s->page.document, here, AG_BLOCK_SIDE, NULL);
        ag_document_figure(&s->page.document, side,
                           ag_reliability_draw(&s->page.arena, chart.title, say(s, AG_SAY_DIAGRAM), &chart, 1, 1),
                           chart.title);
    }
    ag_document_add(&s->page.document, here, AG_BLOCK_QUIET, say(s, AG_SAY_DIAGRAM));
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static void head(sheet *s) {
    int off = 0, levels = 0;
    ag_document *d = &s->page.document;
    ag_node *header = ag_document_add(d, &d->root, AG_BLOCK_HEADER, NULL);
    for (int c = 0; c < AG_CALIBRATIONS; c++)
        for (int i = AG_BINS; i < AG_CALIBRATION_LEVELS && ag_calibration_is_model((ag_calibration_case)c); i++) {
            off += !ag_calibration_agrees(&s->result[c].count[AG_ABOUT_ALL][i]);
            levels++;
        }
    const char *all = ag_page_count(&s->page, levels);
    ag_document_add(d, header, AG_BLOCK_QUIET, "Antigone");
    ag_document_heading(d, header, 1, say(s, AG_SAY_CALIBRATION));
    ag_document_add(d, header, AG_BLOCK_LEAD,
                    off ? ag_say(&s->page, AG_SAY_CALIBRATION_OFF, ag_page_count(&s->page, off), all)
                        : ag_say(&s->page, AG_SAY_CALIBRATION_GOOD, all));
    ag_document_add(d, header, AG_BLOCK_PARAGRAPH,
                    ag_say(&s->page, AG_SAY_CALIBRATION_HOW, ag_page_count(&s->page, s->options->incidents),
                           ag_page_count(&s->page, s->options->families), ag_page_count(&s->page, s->options->remains),
                           ag_page_count(&s->page, s->options->others),
                           ag_document_format(d, "%llu", (unsigned long long)s->options->seed)));
    ag_document_add(d, header, AG_BLOCK_PARAGRAPH, say(s, AG_SAY_CALIBRATION_VIOLATIONS));
}

static void one_case(sheet *s, ag_calibration_case which) {
    ag_document *d = &s->page.document;
    const ag_calibration *c = &s->result[which];
    ag_node *here = ag_document_add(d, &d->root, AG_BLOCK_SECTION, NULL);
    here->anchor = ag_calibration_case_word(which);
    ag_document_heading(d, here, 2, case_title(s, which));
    ag_node *table = share_table(s, here, AG_SAY_BY_LEVEL, AG_SAY_LEVEL);
    for (int i = 0; i < AG_CALIBRATION_LEVELS; i++)
        if (i != AG_BINS - 1) add_count(s, table, level_name(s, i), &c->count[AG_ABOUT_ALL][i]);
    table = share_table(s, here, AG_SAY_BY_KIND, AG_SAY_KIND);
    for (int a = 0; a < AG_ABOUTS; a++)
        add_count(s, table, about_title(s, (ag_calibration_about)a), &c->count[a][AG_BINS]);
    tail_table(s, here, which);
}

ag_status ag_report_calibration_picture(const ag_calibration result[AG_CALIBRATIONS], ag_language language,
                                        ag_buffer *out_svg, ag_error *err) {
    sheet s = {.page = {.language = language}, .result = result};
    ag_reliability_point point[AG_CALIBRATIONS][AG_BINS];
    ag_reliability_chart chart[AG_CALIBRATIONS];
    ag_arena_init(&s.page.arena);
    int charts = 0;
    for (int c = 0; c < AG_CALIBRATIONS; c++)
        if (result[c].incidents) chart[charts] = chart_of(&s, (ag_calibration_case)c, point[charts]), charts++;
    const ag_drawing *drawing = ag_reliability_draw(&s.page.arena, say(&s, AG_SAY_CALIBRATION), say(&s, AG_SAY_DIAGRAM),
                                                    chart, charts, PICTURE_COLUMNS);
    if (drawing && !s.page.arena.failed) ag_drawing_svg(drawing, 1, out_svg);
    ag_buffer_putc(out_svg, '\n');
    const bool good = drawing && !s.page.arena.failed && !out_svg->failed;
    ag_arena_deinit(&s.page.arena);
    return good ? AG_OK : ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the picture");
}

ag_status ag_report_calibration(const ag_calibrate_options *options, const ag_calibration result[AG_CALIBRATIONS],
                                ag_language language, ag_buffer *out_html, ag_error *err) {
    sheet s = {.page = {.language = language}, .options = options, .result = result};
    ag_arena_init(&s.page.arena);
    ag_document_init(&s.page.document, &s.page.arena, ag_language_tag(language), say(&s, AG_SAY_CALIBRATION));
    head(&s);
    ag_node *pictures = ag_page_section(&s.page, AG_SAY_DIAGRAMS, "diagrams");
    diagrams(&s, pictures);
    for (int c = 0; c < AG_CALIBRATIONS; c++)
        if (result[c].incidents) one_case(&s, (ag_calibration_case)c);
    ag_status status = AG_OK;
    if (!s.page.arena.failed) ag_document_html(&s.page.document, out_html);
    if (s.page.arena.failed || out_html->failed)
        status = ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the page");
    ag_arena_deinit(&s.page.arena);
    return status;
}
