/* The section on the checks: alarms first, then remarks, then remains that may be of one person as groups.
 *
 * Of a family it says that a reference needs review, and not what the check saw.
 */
#include "report/page.h"

#include "base/banned.h"

enum { MOST_ROWS = 200, MOST_OF_GROUP = 30 };

static const char *profile_name(ag_page *page, uint32_t profile) {
    if (profile >= page->incident->batch->profiles) return "";
    return ag_document_text(&page->document, page->incident->batch->profile[profile].sample);
}

static const char *remains_name(ag_page *page, uint32_t remains) {
    return remains < (uint32_t)page->incident->search.remains ? ag_page_sample(page, remains) : "";
}

static const char *two(ag_page *page, const char *a, const char *b) {
    return ag_document_format(&page->document, "%s, %s", a, b);
}

/* What a finding is called, and whom it concerns. */
static ag_words told_as(ag_page *page, const ag_finding *f, const char **concerns) {
    const ag_incident *incident = page->incident;
    switch (f->kind) {
    case AG_FINDING_FAMILY: {
        const ag_incident_family *family = &incident->family[f->index];
        const char *id = ag_document_text(&page->document, family->id);
        bool known = f->other < (uint32_t)incident->search.family[f->index].readings;
        *concerns = known ? ag_say(page, AG_SAY_FAMILY_SAMPLE, id, profile_name(page, family->profile[f->other]))
                          : ag_say(page, AG_SAY_FAMILY, id);
        return AG_SAY_FOUND_REFERENCE;
    }
    case AG_FINDING_IMPOSSIBLE:
        *concerns = ag_say(page, AG_SAY_FAMILY, ag_document_text(&page->document, incident->family[f->index].id));
        return AG_SAY_FOUND_REFERENCE;
    case AG_FINDING_DUPLICATE:
        *concerns = two(page, profile_name(page, f->index), profile_name(page, f->other));
        return AG_SAY_FOUND_DUPLICATE;
    case AG_FINDING_SAME_REMAINS:
        *concerns = two(page, remains_name(page, f->index), remains_name(page, f->other));
        return AG_SAY_FOUND_SAME_REMAINS;
    case AG_FINDING_ELIMINATION:
        *concerns = remains_name(page, f->index);
        if (f->other < (uint32_t)incident->eliminations)
            *concerns =
                two(page, *concerns, ag_document_text(&page->document, incident->elimination[f->other].row->sample));
        return AG_SAY_FOUND_ELIMINATION;
    case AG_FINDING_REFERENCE_IS_REMAINS:
        *concerns = two(page, remains_name(page, f->index), profile_name(page, f->other));
        return AG_SAY_FOUND_REFERENCE_IS_REMAINS;
    case AG_FINDING_MIXTURE:
        *concerns = remains_name(page, f->index);
        return AG_SAY_FOUND_MIXTURE;
    case AG_FINDING_SEX:
        *concerns = profile_name(page, f->index);
        return AG_SAY_FOUND_SEX;
    }
    return AG_SAY_FOUND_REFERENCE;
}

static void finding_row(ag_page *page, ag_node *table, ag_words words, const char *concerns, bool alarm) {
    ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
    ag_document_add(&page->document, row, AG_BLOCK_NAME, ag_page_words(page, words));
    ag_document_add(&page->document, row, AG_BLOCK_CELL, concerns);
    ag_document_add(&page->document, row, AG_BLOCK_CELL, ag_page_words(page, alarm ? AG_SAY_YES : AG_SAY_NO));
}

/* Those with an alarm or those without, as rows; returns how many there are. */
static size_t finding_rows(ag_page *page, ag_node *table, bool alarm, size_t room) {
    size_t found = 0;
    for (size_t i = 0; i < page->checks->items; i++) {
        const ag_finding *f = &page->checks->item[i];
        if (f->alarm != alarm || (!alarm && f->kind == AG_FINDING_SAME_REMAINS)) continue;
        if (found++ >= room) continue;
        const char *concerns = "";
        ag_words words = told_as(page, f, &concerns);
        finding_row(page, table, words, concerns, alarm);
    }
    return found;
}

static uint32_t top_of(const uint32_t *up, uint32_t r) {
    while (up[r] != r) r = up[r];
    return r;
}

/* Groups of remains joined by findings: up[r] leads to the first of the group, next[r] through it. */
static void group_remains(const ag_page *page, uint32_t *up, uint32_t *next, uint32_t *last) {
    for (uint32_t r = 0; r < (uint32_t)page->incident->search.remains; r++) {
        up[r] = last[r] = r;
        next[r] = AG_NONE;
    }
    for (size_t i = 0; i < page->checks->items; i++) {
        const ag_finding *f = &page->checks->item[i];
        if (f->kind != AG_FINDING_SAME_REMAINS || f->alarm) continue;
        uint32_t a = top_of(up, f->index), b = top_of(up, f->other);
        if (a == b) continue;
        uint32_t low = a < b ? a : b, high = a < b ? b : a;
        up[high] = low;
        next[last[low]] = high;
        last[low] = last[high];
    }
}

static size_t group_rows(ag_page *page, ag_node *table, size_t room) {
    uint32_t remains = (uint32_t)page->incident->search.remains;
    uint32_t *up = AG_NEW(&page->arena, uint32_t, remains + 1), *next = AG_NEW(&page->arena, uint32_t, remains + 1);
    uint32_t *last = AG_NEW(&page->arena, uint32_t, remains + 1);
    size_t groups = 0;
    if (!up || !next || !last) return 0;
    group_remains(page, up, next, last);
    for (uint32_t r = 0; r < remains; r++) {
        const char *id[MOST_OF_GROUP];
        size_t members = 0;
        if (up[r] != r || next[r] == AG_NONE || groups++ >= room) continue;
        for (uint32_t k = r; k != AG_NONE; k = next[k], members++)
            if (members < MOST_OF_GROUP) id[members] = ag_page_sample(page, k);
        size_t shown = members < MOST_OF_GROUP ? members : MOST_OF_GROUP;
        finding_row(page, table, AG_SAY_FOUND_SAME_REMAINS, ag_page_join(page, id, shown, members), false);
    }
    return groups;
}

void ag_page_findings(ag_page *page) {
    static const ag_words column[] = {AG_SAY_FINDING, AG_SAY_CONCERNS, AG_SAY_HOLDS_PROPOSALS};
    ag_node *here = ag_page_section(page, AG_SAY_FINDINGS, "findings");
    if (!page->checks || page->checks->items == 0) {
        ag_document_add(&page->document, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_FINDINGS_NONE));
        return;
    }
    const char *intro = ag_page_words(page, AG_SAY_FINDINGS_INTRO);
    ag_node *table = ag_document_labelled(&page->document, here, AG_BLOCK_TABLE, intro, NULL);
    ag_node *head = ag_document_add(&page->document, table, AG_BLOCK_COLUMNS, NULL);
    for (int k = 0; k < 3; k++) ag_document_add(&page->document, head, AG_BLOCK_CELL, ag_page_words(page, column[k]));
    size_t alarms = finding_rows(page, table, true, MOST_ROWS), remarks = finding_rows(page, table, false, MOST_ROWS);
    size_t groups = group_rows(page, table, MOST_ROWS), left = 0;
    left += alarms > MOST_ROWS ? alarms - MOST_ROWS : 0;
    left += remarks > MOST_ROWS ? remarks - MOST_ROWS : 0;
    left += groups > MOST_ROWS ? groups - MOST_ROWS : 0;
    if (left)
        ag_document_add(&page->document, here, AG_BLOCK_QUIET,
                        ag_say(page, AG_SAY_AND_MORE, "\xE2\x80\xA6", ag_page_count(page, (double)left)));
}
