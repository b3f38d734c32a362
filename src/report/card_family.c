/* The family of a card: its pedigree, with the remains in the place of who is sought. */
#include "report/page.h"
#include "report/pedigree_drawing.h"
#include "report/pedigree_layout.h"

#include "base/banned.h"

enum { SIDE_WIDTH = 430 };

/* missing[0 … n-1] are those whom the card is about. */
typedef struct place {
    int family, n;
    const int *missing;
    const char *note;
} place;

static ag_drawn_person drawn_person(ag_page *page, const place *at, int person) {
    const ag_family *f = &page->incident->search.family[at->family];
    const ag_incident_person *who = &page->incident->family[at->family].person[person];
    const int loci = ag_page_typed_loci(page, at->family, person);
    bool sought = false;
    for (int k = 0; k < at->n; k++) sought = sought || f->missing[at->missing[k]] == person;
    const char *note = sought ? at->note : loci > 0 ? ag_say(page, AG_SAY_TYPED_LOCI, ag_page_count(page, loci)) : NULL;
    return (ag_drawn_person){
        .name = who->id, .note = note, .typed = loci > 0, .missing = who->missing, .sought = sought};
}

void ag_page_family(ag_page *page, ag_node *beside, ag_node *below, const char *title, int family, const int *missing,
                    int n, const char *note) {
    const place at = {family, n, missing, note};
    const ag_pedigree *pedigree = &page->incident->search.family[family].pedigree;
    ag_drawn_person *person = AG_NEW(&page->arena, ag_drawn_person, pedigree->persons + 1);
    for (int p = 0; person && p < pedigree->persons; p++) person[p] = drawn_person(page, &at, p);
    ag_drawing *drawing = person ? ag_pedigree_draw(&page->arena, pedigree, person, title) : NULL;
    if (!drawing) {
        const char *large = ag_say(page, AG_SAY_FAMILY_TOO_LARGE, ag_page_count(page, pedigree->persons));
        ag_document_add(&page->document, beside, AG_BLOCK_QUIET, large);
        return;
    }
    drawing->description = ag_say(page, AG_SAY_TYPED_LIST, ag_page_typed(page, family));
    ag_document_figure(&page->document, drawing->width > SIDE_WIDTH ? below : beside, drawing, title);
}
