/* The card of a group: persons of one family who cannot be told apart, and the bodies that are theirs in some order. */
#include <math.h>

#include "report/page.h"

#include "base/banned.h"

enum { MOST_SHOWN = 12 }; /* bodies, and persons, in the table */

/* Of the pairings of a body's parts with a person, the one that says most; NULL: none has a posterior worth keeping. */
static const ag_pairing *pairing_of(const ag_page *page, int body, int family, int missing) {
    const ag_decision *d = page->decision;
    const ag_decided_body *b = &d->body[body];
    const ag_pairing *best = NULL;
    for (int k = 0; k < b->n; k++) {
        const int r = d->member[b->first + k];
        for (size_t i = page->first_pairing[r]; i < page->first_pairing[r + 1]; i++) {
            const ag_pairing *p = &d->pairing[i];
            if (p->family == family && p->missing == missing && (!best || p->lr_ln > best->lr_ln)) best = p;
        }
    }
    return best;
}

static const char *cell(ag_page *page, const ag_pairing *p) {
    if (!p) return "\xE2\x80\x93";
    return ag_document_format(&page->document, "%s; %s", ag_page_log10(page, p->lr_ln),
                              ag_page_share(page, p->posterior));
}

static int smaller(int a, int b) { return a < b ? a : b; }

static void pair_table(ag_page *page, ag_node *card, const ag_decided_group *g) {
    const ag_decision *d = page->decision;
    ag_document *doc = &page->document;
    ag_node *table = ag_document_labelled(doc, card, AG_BLOCK_TABLE, ag_page_words(page, AG_SAY_GROUP_TABLE), NULL);
    ag_node *head = ag_document_add(doc, table, AG_BLOCK_COLUMNS, NULL);
    ag_document_add(doc, head, AG_BLOCK_CELL, ag_page_words(page, AG_SAY_BODY));
    const int persons = smaller(g->missings, MOST_SHOWN);
    for (int m = 0; m < persons; m++)
        ag_document_add(doc, head, AG_BLOCK_NUMBER,
                        ag_page_missing(page, g->family, d->group_missing[g->first_missing + m]));
    for (int b = 0; b < smaller(g->bodies, MOST_SHOWN); b++) {
        const int body = d->group_body[g->first_body + b];
        ag_node *row = ag_document_add(doc, table, AG_BLOCK_ROW, NULL);
        ag_document_add(doc, row, AG_BLOCK_NAME, ag_page_parts(page, body));
        for (int m = 0; m < persons; m++)
            ag_document_add(doc, row, AG_BLOCK_NUMBER,
                            cell(page, pairing_of(page, body, g->family, d->group_missing[g->first_missing + m])));
    }
}

static const char *persons_of(ag_page *page, const ag_decided_group *g) {
    const char *name[MOST_SHOWN];
    const int shown = smaller(g->missings, MOST_SHOWN);
    for (int m = 0; m < shown; m++)
        name[m] = ag_page_missing(page, g->family, page->decision->group_missing[g->first_missing + m]);
    return ag_page_join(page, name, (size_t)shown, (size_t)g->missings);
}

/* "[R1, R2], [R3]": what belongs together is told together. */
static const char *bodies_of(ag_page *page, const ag_decided_group *g) {
    const char *name[MOST_SHOWN];
    const int shown = smaller(g->bodies, MOST_SHOWN);
    for (int b = 0; b < shown; b++) {
        const int body = page->decision->group_body[g->first_body + b];
        name[b] = page->decision->body[body].n == 1
                      ? ag_page_parts(page, body)
                      : ag_document_format(&page->document, "[%s]", ag_page_parts(page, body));
    }
    return ag_page_join(page, name, (size_t)shown, (size_t)g->bodies);
}

static void facts(ag_page *page, ag_node *card, const ag_decided_group *g) {
    const char *family = ag_document_text(&page->document, page->incident->family[g->family].id);
    ag_node *list = ag_document_add(&page->document, card, AG_BLOCK_FACTS, NULL);
    ag_page_fact(page, list, AG_SAY_H1,
                 ag_say(page, g->bodies < g->missings ? AG_SAY_GROUP_H1_FEWER : AG_SAY_GROUP_H1, bodies_of(page, g),
                        persons_of(page, g)));
    ag_page_fact(page, list, AG_SAY_H2, ag_say(page, AG_SAY_GROUP_H2, family));
    for (int b = 0; b < smaller(g->bodies, MOST_SHOWN); b++)
        ag_page_fact(page, list, AG_SAY_DATA, ag_page_data(page, page->decision->group_body[g->first_body + b]));
    ag_page_fact(page, list, AG_SAY_RELATIVES_TYPED, ag_page_typed(page, g->family));
    ag_page_fact(page, list, AG_SAY_PRIOR, page->prior);
    ag_page_fact(page, list, AG_SAY_GROUP_POSTERIOR, ag_page_percent(page, g->posterior));
    ag_page_fact(page, list, AG_SAY_ASSUMPTIONS, page->assumptions);
}

void ag_page_group_card(ag_page *page, ag_node *parent, int group) {
    const ag_decision *d = page->decision;
    const ag_decided_group *g = &d->group[group];
    ag_node *card = ag_document_add(&page->document, parent, AG_BLOCK_CARD, NULL);
    const char *family = ag_document_text(&page->document, page->incident->family[g->family].id);
    const char *title = ag_say(page, AG_SAY_GROUP_OF, family, persons_of(page, g));
    card->anchor = ag_document_format(&page->document, "g%d", group + 1);
    ag_document_heading(&page->document, card, 3, title);
    ag_document_add(&page->document, card, AG_BLOCK_PARAGRAPH,
                    ag_say(page, g->bodies < g->missings ? AG_SAY_GROUP_SAYS_FEWER : AG_SAY_GROUP_SAYS,
                           ag_page_count(page, g->bodies), ag_page_count(page, g->missings)));
    facts(page, card, g);
    pair_table(page, card, g);
    ag_page_family(page, card, card, title, g->family, d->group_missing + g->first_missing, g->missings, NULL);
}
