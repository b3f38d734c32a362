/* What was concluded, at a glance: the head of the page, and every missing person and every body in tables. */
#include <math.h>

#include "report/page.h"

#include "base/banned.h"

enum { MOST_ROWS = 200 };

static void paragraph(ag_page *page, ag_node *parent, ag_block block, const char *text) {
    ag_document_add(&page->document, parent, block, text);
}

static const char *lanes(ag_page *page, ag_conclusion conclusion) {
    return ag_page_count(page, (double)ag_page_lanes(page, conclusion));
}

/* ---- The head -------------------------------------------------------------------------------------------------- */

static void contents(ag_page *page, ag_node *header) {
    static const struct {
        const char *anchor;
        ag_words words;
    } part[] = {
        {"conclusions", AG_SAY_CONCLUSIONS}, {"searched", AG_SAY_SEARCHED},       {"proposals", AG_SAY_IDENTIFICATIONS},
        {"groups", AG_SAY_GROUPS},           {"review", AG_SAY_REVIEW},           {"below", AG_SAY_BELOW},
        {"not-found", AG_SAY_NOT_FOUND},     {"unreachable", AG_SAY_UNREACHABLE}, {"findings", AG_SAY_FINDINGS},
        {"reading", AG_SAY_READING},         {"provenance", AG_SAY_PROVENANCE},   {"signatures", AG_SAY_SIGNATURES}};
    ag_node *list =
        ag_document_labelled(&page->document, header, AG_BLOCK_CONTENTS, ag_page_words(page, AG_SAY_CONTENTS), NULL);
    for (size_t k = 0; k < sizeof part / sizeof *part; k++) {
        if (part[k].words == AG_SAY_GROUPS && page->decision->groups == 0) continue;
        ag_document_add(&page->document, list, AG_BLOCK_ITEM, ag_page_words(page, part[k].words))->target =
            part[k].anchor;
    }
}

static void lead(ag_page *page, ag_node *header) {
    const char *all = ag_page_count(page, (double)page->decision->lanes), *threshold = ag_page_threshold(page);
    paragraph(page, header, AG_BLOCK_LEAD,
              ag_page_lanes(page, AG_CONCLUDE_IDENTIFIED)
                  ? ag_say(page, AG_SAY_LEAD_IDENTIFIED, lanes(page, AG_CONCLUDE_IDENTIFIED), all, threshold)
                  : ag_say(page, AG_SAY_LEAD_NOBODY, all, threshold));
    if (ag_page_lanes(page, AG_CONCLUDE_GROUP))
        paragraph(page, header, AG_BLOCK_PARAGRAPH, ag_say(page, AG_SAY_LEAD_GROUPS, lanes(page, AG_CONCLUDE_GROUP)));
    if (ag_page_lanes(page, AG_CONCLUDE_HELD))
        paragraph(page, header, AG_BLOCK_PARAGRAPH, ag_say(page, AG_SAY_LEAD_HELD, lanes(page, AG_CONCLUDE_HELD)));
    if (ag_page_lanes(page, AG_CONCLUDE_PROBABLE) + ag_page_lanes(page, AG_CONCLUDE_OPEN))
        paragraph(page, header, AG_BLOCK_PARAGRAPH,
                  ag_say(page, AG_SAY_LEAD_OPEN, lanes(page, AG_CONCLUDE_PROBABLE), lanes(page, AG_CONCLUDE_OPEN)));
    paragraph(page, header, AG_BLOCK_PARAGRAPH,
              ag_say(page, AG_SAY_LEAD_NOT_FOUND, ag_page_count(page, (double)page->remains_of[AG_CONCLUDE_NOT_FOUND]),
                     lanes(page, AG_CONCLUDE_NOT_FOUND)));
    paragraph(page, header, AG_BLOCK_QUIET, ag_page_words(page, AG_SAY_PEOPLE_DECIDE));
}

void ag_page_head(ag_page *page) {
    ag_node *header = ag_document_add(&page->document, &page->document.root, AG_BLOCK_HEADER, NULL);
    const ag_text name = page->incident->batch->settings.name;
    paragraph(page, header, AG_BLOCK_QUIET, "Antigone");
    ag_document_heading(
        &page->document, header, 1,
        ag_document_format(&page->document, "%s: %s", ag_page_words(page, AG_SAY_TITLE),
                           name.n ? ag_document_text(&page->document, name) : ag_page_words(page, AG_SAY_UNNAMED)));
    lead(page, header);
    ag_node *tiles = ag_document_add(&page->document, header, AG_BLOCK_TILES, NULL);
    for (int c = 0; c < AG_CONCLUSIONS; c++)
        ag_document_labelled(&page->document, tiles, AG_BLOCK_TILE, ag_page_conclusion(page, (ag_conclusion)c),
                             lanes(page, (ag_conclusion)c));
    contents(page, header);
}

/* ---- Missing persons ------------------------------------------------------------------------------------------- */

typedef struct column {
    ag_block block;
    ag_words words;
} column;

static ag_node *new_table(ag_page *page, ag_node *parent, ag_words caption, const column *of, int n) {
    ag_node *table = ag_document_labelled(&page->document, parent, AG_BLOCK_TABLE, ag_page_words(page, caption), NULL);
    ag_node *head = ag_document_add(&page->document, table, AG_BLOCK_COLUMNS, NULL);
    for (int k = 0; k < n; k++) ag_document_add(&page->document, head, of[k].block, ag_page_words(page, of[k].words));
    return table;
}

/* The remains of a person: all of a body that is his; of a group all bodies, in some order. */
static const char *remains_of(ag_page *page, const ag_verdict *v) {
    if (v->remains < 0) return "";
    const ag_decision *d = page->decision;
    if (v->conclusion != AG_CONCLUDE_GROUP) return ag_page_parts(page, page->body_of[v->remains]);
    const ag_decided_group *g = &d->group[v->group];
    const char *text = "";
    for (int b = 0; b < g->bodies; b++)
        text = ag_document_format(&page->document, "%s%s%s", text, b ? " / " : "",
                                  ag_page_parts(page, d->group_body[g->first_body + b]));
    return text;
}

static void person_row(ag_page *page, ag_node *table, size_t lane) {
    const ag_verdict *v = &page->decision->of_missing[lane];
    ag_document *d = &page->document;
    ag_node *row = ag_document_add(d, table, AG_BLOCK_ROW, NULL);
    ag_document_add(d, row, AG_BLOCK_NAME, ag_page_missing(page, v->family, v->missing))->target =
        ag_page_card_anchor(page, lane);
    ag_document_add(d, row, AG_BLOCK_CELL, ag_page_conclusion(page, v->conclusion));
    ag_document_add(d, row, AG_BLOCK_CELL, remains_of(page, v));
    ag_document_add(d, row, AG_BLOCK_NUMBER, isnan(v->lr_ln) ? "" : ag_page_log10(page, v->lr_ln));
    ag_document_add(d, row, AG_BLOCK_NUMBER, ag_page_percent(page, v->posterior));
    ag_document_add(d, row, AG_BLOCK_CELL, ag_page_flags(page, v->flags));
}

/* All but those who were not found, of each conclusion the first; names of the others stand in their own section. */
static void persons_table(ag_page *page, ag_node *here) {
    static const column of[] = {{AG_BLOCK_CELL, AG_SAY_MISSING_PERSON},    {AG_BLOCK_CELL, AG_SAY_CONCLUSION},
                                {AG_BLOCK_CELL, AG_SAY_REMAINS},           {AG_BLOCK_NUMBER, AG_SAY_LR_LOG10},
                                {AG_BLOCK_NUMBER, AG_SAY_JOINT_POSTERIOR}, {AG_BLOCK_CELL, AG_SAY_NOTES}};
    const size_t all = page->first_of[AG_CONCLUDE_NOT_FOUND];
    size_t shown = 0;
    if (all == 0) return;
    ag_node *table = new_table(page, here, AG_SAY_PERSONS_TABLE, of, 6);
    for (int c = 0; c < AG_CONCLUDE_NOT_FOUND; c++)
        for (size_t k = 0; k < ag_page_lanes(page, (ag_conclusion)c) && k < MOST_ROWS; k++, shown++)
            person_row(page, table, page->lane[page->first_of[c] + k]);
    if (shown < all)
        paragraph(page, here, AG_BLOCK_QUIET,
                  ag_say(page, AG_SAY_PERSONS_FIRST_OF, ag_page_count(page, (double)shown),
                         ag_page_count(page, (double)all)));
}

/* ---- Bodies ---------------------------------------------------------------------------------------------------- */

static void body_row(ag_page *page, ag_node *table, int body) {
    const ag_decision *decision = page->decision;
    const ag_decided_body *b = &decision->body[body];
    const ag_verdict *v = &decision->of_remains[decision->member[b->first]];
    ag_document *d = &page->document;
    ag_node *row = ag_document_add(d, table, AG_BLOCK_ROW, NULL);
    ag_document_add(d, row, AG_BLOCK_NAME, ag_page_parts(page, body));
    ag_document_add(d, row, AG_BLOCK_NUMBER, ag_page_count(page, b->n));
    ag_document_add(d, row, AG_BLOCK_NUMBER, b->n > 1 ? ag_page_percent(page, b->together) : "");
    ag_document_add(d, row, AG_BLOCK_CELL, ag_page_conclusion(page, v->conclusion));
    ag_node *who = ag_document_add(d, row, AG_BLOCK_CELL,
                                   b->family < 0 ? ag_page_words(page, AG_SAY_UNLISTED)
                                                 : ag_page_missing(page, b->family, b->missing));
    if (b->family >= 0) who->target = ag_page_card_anchor(page, page->first_lane[b->family] + (size_t)b->missing);
}

static void bodies_table(ag_page *page, ag_node *here) {
    static const column of[] = {{AG_BLOCK_CELL, AG_SAY_REMAINS},
                                {AG_BLOCK_NUMBER, AG_SAY_PARTS},
                                {AG_BLOCK_NUMBER, AG_SAY_TOGETHER},
                                {AG_BLOCK_CELL, AG_SAY_CONCLUSION},
                                {AG_BLOCK_CELL, AG_SAY_MISSING_PERSON}};
    const ag_decision *d = page->decision;
    ag_node *table = NULL;
    int shown = 0;
    for (int b = 0; b < d->bodies && shown < MOST_ROWS; b++) {
        if (d->body[b].family < 0 && d->body[b].n == 1) continue;
        if (!table) table = new_table(page, here, AG_SAY_BODIES_TABLE, of, 5);
        body_row(page, table, b);
        shown++;
    }
    if (shown < d->bodies)
        paragraph(page, here, AG_BLOCK_QUIET,
                  ag_say(page, AG_SAY_BODIES_FIRST_OF, ag_page_count(page, shown), ag_page_count(page, d->bodies)));
}

/* ---- Together -------------------------------------------------------------------------------------------------- */

static void joint_facts(ag_page *page, ag_node *here) {
    const ag_decision *d = page->decision;
    ag_node *facts = ag_document_add(&page->document, here, AG_BLOCK_FACTS, NULL);
    const char *expected = ag_document_format(&page->document, "%.1f", d->persons_expected);
    const char *components = ag_page_count(page, d->components), *exact = ag_page_count(page, d->exact);
    ag_page_fact(page, facts, AG_SAY_INDIVIDUALS,
                 ag_say(page, AG_SAY_INDIVIDUALS_VALUE, ag_page_count(page, d->min_individuals), expected,
                        ag_page_count(page, d->bodies)));
    ag_page_fact(page, facts, AG_SAY_COMPONENTS,
                 d->exact == d->components
                     ? ag_say(page, AG_SAY_COMPONENTS_EXACT, components)
                     : ag_say(page, AG_SAY_COMPONENTS_BOUND, components, exact, ag_page_few(page, d->bound)));
    if (d->others > page->incident->others)
        ag_page_fact(page, facts, AG_SAY_OTHERS_USED,
                     ag_say(page, AG_SAY_OTHERS_USED_VALUE, ag_page_count(page, d->others),
                            ag_page_count(page, page->incident->others)));
}

void ag_page_conclusions(ag_page *page) {
    ag_node *here = ag_page_section(page, AG_SAY_CONCLUSIONS, "conclusions");
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_CONCLUSIONS_INTRO));
    joint_facts(page, here);
    persons_table(page, here);
    bodies_table(page, here);
}
