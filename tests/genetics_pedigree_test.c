/* Which pedigrees are possible, and the order of their persons. */
#include "support.h"

#include <string.h>

#include "antigone/genetics.h"
#include "base/limits.h"

#include "base/banned.h"

static void refuse(const ag_person *person, int n, int expected, const char *words) {
    const ag_pedigree pedigree = {n, person};
    ag_error err;
    int at = -1;
    assert_status(ag_pedigree_check(&pedigree, &at, &err), AG_BAD_INPUT, &err);
    if (!strstr(err.what, words)) fail_msg("the message does not say '%s': %s", words, err.what);
    assert_int_equal(at, expected);
}

static const ag_person MAN = {-1, -1, AG_MALE, -1, 0}, WOMAN = {-1, -1, AG_FEMALE, -1, 0};

static ag_person child(int father, int mother, ag_sex sex) { return (ag_person){father, mother, sex, -1, 0}; }

static void an_ordinary_family_passes(void **state) {
    (void)state;
    ag_error err;
    ag_person p[] = {child(1, 2, AG_SEX_UNKNOWN), MAN, WOMAN, child(1, -1, AG_FEMALE), child(1, 2, AG_SEX_UNKNOWN)};
    p[4].twin = 0;
    p[1].inbreeding = 0.25;
    const ag_pedigree pedigree = {5, p};
    int order[5];
    assert_ok(ag_pedigree_check(&pedigree, NULL, &err), &err);
    ag_pedigree_order(&pedigree, order);
    const int expected[] = {1, 2, 3, 4, 0};
    assert_memory_equal(order, expected, sizeof expected);
}

static void parents_have_the_sex_of_their_place(void **state) {
    (void)state;
    refuse((ag_person[]){WOMAN, WOMAN, child(0, 1, AG_MALE)}, 3, 2, "the father of person 3 is a woman");
    refuse((ag_person[]){MAN, MAN, child(0, 1, AG_MALE)}, 3, 2, "the mother of person 3 is a man");
    refuse((ag_person[]){child(-1, -1, AG_SEX_UNKNOWN), child(0, -1, AG_MALE)}, 2, 1, "of unknown sex");
    refuse((ag_person[]){MAN, child(0, 0, AG_MALE)}, 2, 1, "one and the same person");
    refuse((ag_person[]){MAN, child(7, -1, AG_MALE)}, 2, 1, "not in the pedigree");
    refuse((ag_person[]){MAN, child(-1, -2, AG_MALE)}, 2, 1, "not in the pedigree");
}

static void nobody_is_his_own_ancestor(void **state) {
    (void)state;
    refuse((ag_person[]){MAN, child(1, -1, AG_MALE)}, 2, 1, "a parent of the same person");
    /* 2 and 3 descend from each other; 1 only descends from them. */
    refuse((ag_person[]){child(1, -1, AG_MALE), child(2, -1, AG_MALE), child(1, -1, AG_MALE)}, 3, 1,
           "person 2 is his own ancestor");
    refuse((ag_person[]){child(-1, 1, AG_FEMALE), child(-1, 0, AG_FEMALE)}, 2, 0, "person 1 is her own ancestor");
}

static void identical_twins_are_alike(void **state) {
    (void)state;
    ag_person p[] = {MAN, WOMAN, child(0, 1, AG_MALE), child(0, 1, AG_FEMALE)};
    p[3].twin = 2;
    refuse(p, 4, 3, "persons 3 and 4 are given as identical twins but differ in sex");
    p[3].sex = AG_MALE;
    p[3].mother = -1;
    refuse(p, 4, 3, "different parents");
    p[3].mother = 1;
    p[3].twin = 3;
    refuse(p, 4, 3, "not a person before");
    p[3].twin = -7;
    refuse(p, 4, 3, "not a person before");
    ag_person founders[] = {MAN, MAN};
    founders[1].twin = 0;
    founders[1].inbreeding = 0.1;
    refuse(founders, 2, 1, "differ in inbreeding");
}

static void inbreeding_is_a_probability_of_founders(void **state) {
    (void)state;
    ag_person p[] = {MAN, child(0, -1, AG_MALE)};
    p[1].inbreeding = 0.5;
    refuse(p, 2, 1, "has parents and an inbreeding coefficient");
    p[1].inbreeding = 0;
    p[0].inbreeding = 1.5;
    refuse(p, 2, 0, "not between 0 and 1");
}

static void the_number_of_persons_is_capped(void **state) {
    (void)state;
    ag_error err;
    ag_person p[AG_MAX_PERSONS_PER_FAMILY + 1];
    int order[AG_MAX_PERSONS_PER_FAMILY];
    /* A line of fathers, the eldest last: the order that needs most passes. */
    for (int i = 0; i <= AG_MAX_PERSONS_PER_FAMILY; i++)
        p[i] = child(i + 1 < AG_MAX_PERSONS_PER_FAMILY ? i + 1 : -1, -1, AG_MALE);
    const ag_pedigree most = {AG_MAX_PERSONS_PER_FAMILY, p};
    assert_ok(ag_pedigree_check(&most, NULL, &err), &err);
    ag_pedigree_order(&most, order);
    assert_int_equal(order[0], AG_MAX_PERSONS_PER_FAMILY - 1);
    refuse(p, AG_MAX_PERSONS_PER_FAMILY + 1, 0, "between 1 and");
    refuse(p, 0, 0, "between 1 and");
}

/* Parents drawn from all persons: the check accepts exactly the pedigrees that can be ordered. */
static bool accepted_pedigrees_have_an_order(draws *d, void *context) {
    (void)context;
    ag_person p[8];
    const int n = draw_between(d, 1, 8);
    for (int i = 0; i < n; i++) p[i] = i % 2 ? WOMAN : MAN;
    for (int i = 0; i < n; i++) {
        if (draw_bool(d)) p[i].father = 2 * draw_between(d, 0, (n - 1) / 2);
        if (n > 1 && draw_bool(d)) p[i].mother = 2 * draw_between(d, 0, n / 2 - 1) + 1;
    }
    const ag_pedigree pedigree = {n, p};
    /* Who is an ancestor of whom, by closing over parents. */
    bool above[8][8] = {{false}}, circle = false;
    for (int round = 0; round < n; round++)
        for (int i = 0; i < n; i++)
            for (int parent = 0; parent < 2; parent++) {
                const int q = parent ? p[i].mother : p[i].father;
                if (q < 0) continue;
                above[i][q] = true;
                for (int k = 0; k < n; k++) above[i][k] = above[i][k] || above[q][k];
            }
    for (int i = 0; i < n; i++) circle = circle || above[i][i];
    int at = -1;
    const ag_status status = ag_pedigree_check(&pedigree, &at, NULL);
    if (circle) return (status == AG_BAD_INPUT && above[at][at]) || draw_note(d, "a circle is not found at %d", at);
    if (status != AG_OK) return draw_note(d, "a possible pedigree of %d is refused", n);
    int order[8];
    bool seen[8] = {false};
    ag_pedigree_order(&pedigree, order);
    for (int k = 0; k < n; k++) {
        const ag_person *q = &p[order[k]];
        if ((q->father >= 0 && !seen[q->father]) || (q->mother >= 0 && !seen[q->mother]) || seen[order[k]])
            return draw_note(d, "person %d comes too early", order[k]);
        seen[order[k]] = true;
    }
    return true;
}

static void parents_come_before_children(void **state) {
    (void)state;
    check_property("a pedigree is accepted exactly when parents can come before children", 3000,
                   accepted_pedigrees_have_an_order, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ordinary_family_passes),
        cmocka_unit_test(parents_have_the_sex_of_their_place),
        cmocka_unit_test(nobody_is_his_own_ancestor),
        cmocka_unit_test(identical_twins_are_alike),
        cmocka_unit_test(inbreeding_is_a_probability_of_founders),
        cmocka_unit_test(the_number_of_persons_is_capped),
        cmocka_unit_test(parents_come_before_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
