/* The minimum number of individuals against all partitions of a few elements, with what can be together written down
 * anew. */
#include "support.h"

#include <string.h>

#include "incident/mni.h"

enum { MOST = 6, ELEMENTS = 9 };

/* What each word holds: how many crania, left, right and any femora, left and any tibiae; -1: a complete body. */
static const struct {
    const char *element, *side;
    int cranium, left, right, any, shin, any_shin;
    bool known;
} words[ELEMENTS] = {
    {"cranium", "", 1, 0, 0, 0, 0, 0, true},    {"femur", "left", 0, 1, 0, 0, 0, 0, true},
    {"femur", "right", 0, 0, 1, 0, 0, 0, true}, {"tibia", "left", 0, 0, 0, 0, 1, 0, true},
    {"femur", "", 0, 0, 0, 1, 0, 0, true},      {"tibia", "", 0, 0, 0, 0, 0, 1, true},
    {"rib", "", 0, 0, 0, 0, 0, 0, true},        {"tissue", "", 0, 0, 0, 0, 0, 0, false},
    {"body", "", -1, 0, 0, 0, 0, 0, true},
};

typedef struct thing {
    int word, age, dna, group; /* dna, group 0: none */
} thing;

typedef struct pile {
    thing of[MOST];
    int n;
} pile;

static bool can_be_one(const pile *p, const int *block, int b) {
    int cranium = 0, left = 0, right = 0, any = 0, shin = 0, any_shin = 0, bodies = 0, known = 0, age = 0, dna = 0;
    for (int i = 0; i < p->n; i++) {
        if (block[i] != b) continue;
        const thing *t = &p->of[i];
        if ((age && t->age && t->age != age) || (dna && t->dna && t->dna != dna)) return false;
        if (t->age) age = t->age;
        if (t->dna) dna = t->dna;
        known += words[t->word].known;
        bodies += words[t->word].cranium < 0;
        cranium += words[t->word].cranium > 0;
        left += words[t->word].left;
        right += words[t->word].right;
        any += words[t->word].any;
        shin += words[t->word].shin;
        any_shin += words[t->word].any_shin;
    }
    return cranium <= 1 && left <= 1 && right <= 1 && left + right + any <= 2 && shin <= 1 && shin + any_shin <= 2 &&
           (!bodies || known == 1);
}

/* Elements of one group or of one profile are of one person. */
static bool is_asserted(const pile *p, const int *block) {
    for (int i = 0; i < p->n; i++)
        for (int j = 0; j < i; j++) {
            const thing *a = &p->of[i], *b = &p->of[j];
            const bool one = (a->group && a->group == b->group) || (a->dna && a->dna == b->dna);
            if (one && block[i] != block[j]) return false;
        }
    return true;
}

/* The fewest persons of all partitions that contradict nothing; 0: the assertions contradict each other. */
static int fewest(const pile *p, int *block, int i, int used) {
    if (i == p->n) {
        for (int b = 0; b < used; b++)
            if (!can_be_one(p, block, b)) return 0;
        return is_asserted(p, block) ? used : 0;
    }
    int least = 0;
    for (int b = 0; b <= used; b++) {
        block[i] = b;
        const int n = fewest(p, block, i + 1, b == used ? used + 1 : used);
        if (n && (!least || n < least)) least = n;
    }
    return least;
}

static int bound_of(const pile *p) {
    int unit_of[MOST];
    ag_mni mni = {.units = 0};
    for (int i = 0; i < p->n; i++) {
        unit_of[i] = i;
        for (int j = 0; j < i; j++) {
            const thing *a = &p->of[i], *b = &p->of[j];
            if (!((a->group && a->group == b->group) || (a->dna && a->dna == b->dna))) continue;
            const int from = unit_of[i], to = unit_of[j];
            for (int k = 0; k <= i; k++)
                if (unit_of[k] == from) unit_of[k] = to;
        }
    }
    for (int u = 0; u < p->n; u++) {
        ag_mni_unit unit = {.age = 0};
        bool any = false;
        for (int i = 0; i < p->n; i++) {
            if (unit_of[i] != u) continue;
            bool known;
            any = true;
            ag_mni_unit_add(&unit, ag_anatomy_code(ag_text_of(words[p->of[i].word].element),
                                                   ag_text_of(words[p->of[i].word].side), &known));
            if (p->of[i].age) unit.age = p->of[i].age;
            if (p->of[i].dna) unit.dna = true;
        }
        if (any) ag_mni_add(&mni, &unit);
    }
    return ag_mni_bound(&mni, NULL);
}

static void draw_pile(draws *d, int kinds, bool assertions, pile *p) {
    p->n = 0;
    while (p->n < MOST && draw_bool(d)) {
        thing *t = &p->of[p->n++];
        *t = (thing){.word = (int)draw_below(d, (uint64_t)kinds), .age = (int)draw_below(d, 3)};
        if (assertions) t->dna = (int)draw_below(d, 4) % 3, t->group = (int)draw_below(d, 5) % 3;
    }
}

static bool is_never_too_large(draws *d, void *context) {
    pile p;
    int block[MOST];
    (void)context;
    draw_pile(d, ELEMENTS, true, &p);
    const int truth = fewest(&p, block, 0, 0), bound = bound_of(&p);
    if ((truth == 0 && p.n) || (bound <= truth && (bound > 0) == (p.n > 0))) return true;
    return draw_note(d, "%d elements: the bound is %d, %d persons are enough", p.n, bound, truth);
}

static bool is_exact(draws *d, void *context) {
    pile p;
    int block[MOST];
    (void)context;
    draw_pile(d, 4, false, &p);
    const int truth = fewest(&p, block, 0, 0), bound = bound_of(&p);
    return bound == truth || draw_note(d, "%d elements: the bound is %d, the least is %d", p.n, bound, truth);
}

static void the_minimum_is_never_above_the_fewest_persons_of_all_partitions(void **state) {
    (void)state;
    check_property("no pile of elements is said to be of more persons than can have left it", 3000, is_never_too_large,
                   NULL);
}

static void the_minimum_is_exact_for_single_pieces_with_side_and_age(void **state) {
    (void)state;
    check_property("single pieces have an exact minimum", 3000, is_exact, NULL);
}

static void the_reason_of_a_minimum_is_told(void **state) {
    (void)state;
    ag_mni mni = {.units = 0};
    const ag_mni_unit adult = {.pieces = 1, .known = true, .age = 4}, child = {.pieces = 2, .known = true, .age = 2};
    ag_buffer why = {0};
    ag_mni_add(&mni, &adult);
    ag_mni_add(&mni, &adult);
    ag_mni_add(&mni, &child);
    assert_int_equal(ag_mni_bound(&mni, &why), 3);
    assert_string_equal(why.data, "1 child (mandible), 2 adult (cranium)");
    ag_buffer_deinit(&why);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_minimum_is_never_above_the_fewest_persons_of_all_partitions),
        cmocka_unit_test(the_minimum_is_exact_for_single_pieces_with_side_and_age),
        cmocka_unit_test(the_reason_of_a_minimum_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
