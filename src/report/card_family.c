/* The family of a card: its pedigree, with the remains in the place of who is sought. */
#include "report/page.h"
#include "report/pedigree_drawing.h"
#include "report/pedigree_layout.h"

#include "base/banned.h"

enum { SIDE_WIDTH = 430 };

/* Who is sought where: remains[k] in the place of missing[k]. */
typedef struct place {
    int family, n;
    const int *missing;
    const char *const *remains;
} place;

static ag_drawn_person drawn_person(ag_page *page, const place *at, int person) {
    const ag_family *f = &page->incident->search.family[at->family];
    const ag_incident_person *who = &page->incident->family[at->family].person[person];
    const int loci = ag_page_typed_loci(page, at->family, person);
    const char *note = loci > 0 ? ag_say(page, AG_SAY_TYPED_LOCI, ag_page_count(page, loci)) : NULL;
    bool sought = false;
    for (int k = 0; k < at->n; k++) {
        if (f->missing[at->missing[k]] != person) continue;
        sought = true;
        note = at->remains[k];
    }
    return (ag_drawn_person){
        .name = who->id, .note = note, .typed = loci > 0, .missing = who->missing, .sought = sought};
}

static const char *persons_of(ag_page *page, const place *at) {
    enum { NAMED = 6 };
    const char *name[NAMED];
    const int shown = at->n < NAMED ? at->n : NAMED;
    for (int k = 0; k < shown; k++) name[k] = ag_page_missing(page, at->family, at->missing[k]);
    return ag_page_join(page, name, (size_t)shown, (size_t)at->n);
}

void ag_page_family(ag_page *page, ag_node *beside, ag_node *below, int family, const int *missing,
                    const char *const *remains, int n) {
    const place at = {family, n, missing, remains};
    const ag_pedigree *pedigree = &page->incident->search.family[family].pedigree;
    const char *typed = ag_say(page, AG_SAY_TYPED_LIST, ag_page_typed(page, family));
    ag_drawn_person *person = AG_NEW(&page->arena, ag_drawn_person, pedigree->persons + 1);
    for (int p = 0; person && p < pedigree->persons; p++) person[p] = drawn_person(page, &at, p);
    const char *id = ag_document_text(&page->document, page->incident->family[family].id);
    const char *title =
        ag_say(page, AG_SAY_FAMILY_TITLE, id, ag_page_join(page, remains, (size_t)n, (size_t)n), persons_of(page, &at));
    ag_drawing *drawing = person ? ag_pedigree_draw(&page->arena, pedigree, person, title) : NULL;
    if (!drawing) {
        const char *large = ag_say(page, AG_SAY_FAMILY_TOO_LARGE, ag_page_count(page, pedigree->persons));
        ag_document_add(&page->document, beside, AG_BLOCK_QUIET, large);
        return;
    }
    drawing->description = typed;
    ag_document_figure(&page->document, drawing->width > SIDE_WIDTH ? below : beside, drawing, title);
}
