/* Who descends from whom: is a pedigree possible, and in which order do parents come before their children?
 *
 * Both questions are one walk: place everybody whose parents are placed, until nobody is left (then that is the order)
 * or nobody can be placed (then somebody is his own ancestor). Pedigrees are small, so passes over all persons are
 * cheap, need no memory, and keep the given order among those who are free to go.
 */
#include "antigone/genetics.h"
#include "base/limits.h"

#include "base/banned.h"

static bool in_range(int index, int persons) { return index >= -1 && index < persons; }

/* Places persons as far as possible; returns how many. `placed` has one byte for each person. */
static int place(const ag_pedigree *pedigree, int *order, unsigned char *placed) {
    int n = 0, before = -1;
    for (int i = 0; i < pedigree->persons; i++) placed[i] = 0;
    while (n != before) {
        before = n;
        for (int i = 0; i < pedigree->persons; i++) {
            const ag_person *p = &pedigree->person[i];
            if (placed[i] || (p->father >= 0 && !placed[p->father]) || (p->mother >= 0 && !placed[p->mother])) continue;
            placed[i] = 1;
            order[n++] = i;
        }
    }
    return n;
}

static ag_status check_parents(const ag_pedigree *pedigree, int i, ag_error *err) {
    const ag_person *p = &pedigree->person[i];
    const char *hint = "parents are persons of the same pedigree";
    if (!in_range(p->father, pedigree->persons))
        return ag_fail(err, AG_BAD_INPUT, hint, "the father of person %d is not in the pedigree", i + 1);
    if (!in_range(p->mother, pedigree->persons))
        return ag_fail(err, AG_BAD_INPUT, hint, "the mother of person %d is not in the pedigree", i + 1);
    if (p->father == i || p->mother == i)
        return ag_fail(err, AG_BAD_INPUT, "correct the parents", "person %d is given as a parent of the same person",
                       i + 1);
    if (p->father >= 0 && p->father == p->mother)
        return ag_fail(err, AG_BAD_INPUT, "correct one of the two",
                       "the father and the mother of person %d are one and the same person", i + 1);
    if (p->father >= 0 && pedigree->person[p->father].sex != AG_MALE)
        return ag_fail(err, AG_BAD_INPUT, "correct the sex, or exchange the parents", "the father of person %d is %s",
                       i + 1, pedigree->person[p->father].sex == AG_FEMALE ? "a woman" : "of unknown sex");
    if (p->mother >= 0 && pedigree->person[p->mother].sex != AG_FEMALE)
        return ag_fail(err, AG_BAD_INPUT, "correct the sex, or exchange the parents", "the mother of person %d is %s",
                       i + 1, pedigree->person[p->mother].sex == AG_MALE ? "a man" : "of unknown sex");
    return AG_OK;
}

static ag_status check_twin(const ag_pedigree *pedigree, int i, ag_error *err) {
    const ag_person *p = &pedigree->person[i];
    if (p->twin == -1) return AG_OK;
    if (p->twin < 0 || p->twin >= i)
        return ag_fail(err, AG_BAD_INPUT, "let the later of the two name the earlier",
                       "the identical twin of person %d is not a person before", i + 1);
    const ag_person *q = &pedigree->person[p->twin];
    if (p->sex != q->sex)
        return ag_fail(err, AG_BAD_INPUT,
                       "identical twins have one sex; siblings born together but not identical are no twins here",
                       "persons %d and %d are given as identical twins but differ in sex", p->twin + 1, i + 1);
    if (p->father != q->father || p->mother != q->mother)
        return ag_fail(err, AG_BAD_INPUT, "give both the same father and mother",
                       "persons %d and %d are given as identical twins but have different parents", p->twin + 1, i + 1);
    if (p->inbreeding < q->inbreeding || p->inbreeding > q->inbreeding)
        return ag_fail(err, AG_BAD_INPUT, "give both the same coefficient",
                       "persons %d and %d are given as identical twins but differ in inbreeding", p->twin + 1, i + 1);
    return AG_OK;
}

static ag_status check_inbreeding(const ag_person *p, int i, ag_error *err) {
    if (!(p->inbreeding >= 0 && p->inbreeding <= 1))
        return ag_fail(err, AG_BAD_INPUT, "a probability: 0.0625 for a child of first cousins",
                       "the inbreeding coefficient of person %d is not between 0 and 1", i + 1);
    if (p->inbreeding > 0 && (p->father >= 0 || p->mother >= 0))
        return ag_fail(err, AG_BAD_INPUT, "inbreeding of a person with parents follows from the pedigree",
                       "person %d has parents and an inbreeding coefficient", i + 1);
    return AG_OK;
}

static ag_status check_ancestors(const ag_pedigree *pedigree, int *at, ag_error *err) {
    int order[AG_MAX_PERSONS_PER_FAMILY];
    unsigned char placed[AG_MAX_PERSONS_PER_FAMILY];
    if (place(pedigree, order, placed) == pedigree->persons) return AG_OK;
    int i = 0;
    while (placed[i]) i++;
    /* From anyone who could not be placed, unplaced parents lead into the circle in at most that many steps. */
    for (int step = 0; step < pedigree->persons; step++) {
        const ag_person *p = &pedigree->person[i];
        i = p->father >= 0 && !placed[p->father] ? p->father : p->mother;
    }
    *at = i;
    return ag_fail(err, AG_BAD_INPUT, "a parent is wrong somewhere between this person and the ancestor",
                   pedigree->person[i].sex == AG_FEMALE ? "person %d is her own ancestor"
                                                        : "person %d is his own ancestor",
                   i + 1);
}

ag_status ag_pedigree_check(const ag_pedigree *pedigree, int *at, ag_error *err) {
    int ignored;
    if (!at) at = &ignored;
    *at = 0;
    if (pedigree->persons < 1 || pedigree->persons > AG_MAX_PERSONS_PER_FAMILY)
        return ag_fail(err, AG_BAD_INPUT, "split the family where its parts share nobody",
                       "a pedigree has between 1 and %d persons, this one %d", AG_MAX_PERSONS_PER_FAMILY,
                       pedigree->persons);
    for (int i = 0; i < pedigree->persons; i++) {
        *at = i;
        ag_status status = check_parents(pedigree, i, err);
        if (status == AG_OK) status = check_twin(pedigree, i, err);
        if (status == AG_OK) status = check_inbreeding(&pedigree->person[i], i, err);
        if (status != AG_OK) return status;
    }
    return check_ancestors(pedigree, at, err);
}

void ag_pedigree_order(const ag_pedigree *pedigree, int *order) {
    unsigned char placed[AG_MAX_PERSONS_PER_FAMILY];
    place(pedigree, order, placed);
}
