/* The best assignments against their definition: every assignment of a small incident, each weighed by the likelihood
 * of whole families with all its remains in place. No table of the search is used for what is expected. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/antigone.h"
#include "search/assign.h"

enum { LOCI = 3, CODES = 9, FAMILIES = 2, REMAINS = 3, LANES = 4, MOST_PERSONS = 6, MOST_READINGS = 2, MOST = 4096 };

typedef struct made_family {
    ag_person person[MOST_PERSONS];
    ag_reading reading[MOST_READINGS];
    uint16_t code[MOST_READINGS][LOCI];
    int missing[2];
} made_family;

typedef struct world {
    ag_locus *locus[LOCI];
    const ag_locus *locus_view[LOCI];
    ag_observation observation[LOCI][CODES];
    const ag_observation *observation_view[LOCI];
    int codes[LOCI];
    made_family made[FAMILIES];
    ag_family family[FAMILIES];
    uint16_t remains[REMAINS][LOCI];
    ag_search search;
    int lane[LANES][2], lanes, item[REMAINS];
    bool barred[REMAINS][LANES], pieces;
    ag_engine *engine;
} world;

static const char *const cell[CODES] = {"", "10/11", "10/10", "11/?", "12/*", "10/12", "12/12", "11/11", "11/12"};

static bool draw_loci(draws *d, world *w) {
    static const char *const name[] = {"10", "11", "12"};
    const double theta = draw_below(d, 3) == 0 ? 0.03 : 0;
    for (int l = 0; l < LOCI; l++) {
        double frequency[3];
        unsigned flags;
        ag_error err;
        draw_distribution(d, frequency, 3);
        ag_locus_spec spec = {.name = "L", .alleles = 3, .allele = name, .frequency = frequency, .theta = theta};
        if (draw_bool(d)) spec.female = (ag_mutation_spec){.model = AG_MUTATION_EQUAL, .rate = 0.01};
        spec.male = spec.female;
        if (ag_locus_new(&spec, &w->locus[l], &err) != AG_OK) return false;
        for (int c = 0; c < CODES; c++) {
            const ag_observation_rules rules = {c == 3 ? 0.2 : 0, -1, true};
            if (ag_observation_parse(w->locus[l], cell[c], &rules, &w->observation[l][c], &flags, &err) != AG_OK)
                return false;
        }
        w->locus_view[l] = w->locus[l];
        w->observation_view[l] = w->observation[l];
        w->codes[l] = CODES;
    }
    return true;
}

/* Parents, two or three children, now and then a spouse and a grandchild; two are missing, and may be parent and child.
 */
static void draw_family(draws *d, made_family *m, ag_family *f) {
    const int persons = draw_below(d, 3) == 0 ? 6 : draw_between(d, 4, 5);
    m->person[0] = (ag_person){-1, -1, AG_MALE, -1, 0};
    m->person[1] = (ag_person){-1, -1, AG_FEMALE, -1, 0};
    m->person[2] = (ag_person){0, 1, AG_MALE, -1, 0};
    m->person[3] = (ag_person){0, 1, AG_FEMALE, -1, 0};
    m->person[4] = persons == 6 ? (ag_person){-1, -1, AG_FEMALE, -1, 0} : (ag_person){0, 1, AG_MALE, -1, 0};
    m->person[5] = (ag_person){2, 4, AG_FEMALE, -1, 0};
    const int readings = draw_between(d, 0, MOST_READINGS);
    for (int r = 0; r < readings; r++) {
        m->reading[r] = (ag_reading){(int)draw_below(d, (uint64_t)persons), m->code[r]};
        for (int l = 0; l < LOCI; l++) m->code[r][l] = (uint16_t)draw_below(d, CODES);
    }
    m->missing[0] = 2;
    m->missing[1] = draw_bool(d) ? persons - 1 : 0;
    *f = (ag_family){{persons, m->person}, m->reading, readings, m->missing, draw_between(d, 1, 2)};
}

static bool draw_world(draws *d, world *w) {
    memset(w, 0, sizeof *w);
    if (!draw_loci(d, w)) return false;
    const int families = draw_between(d, 1, FAMILIES), remains = draw_between(d, 1, REMAINS);
    for (int f = 0; f < families; f++) {
        draw_family(d, &w->made[f], &w->family[f]);
        for (int m = 0; m < w->family[f].missings; m++) {
            w->lane[w->lanes][0] = f;
            w->lane[w->lanes++][1] = m;
        }
    }
    for (int r = 0; r < remains; r++) {
        w->item[r] = r;
        for (int l = 0; l < LOCI; l++) w->remains[r][l] = (uint16_t)draw_below(d, CODES);
        for (int i = 0; i < w->lanes; i++) w->barred[r][i] = draw_below(d, 8) == 0;
    }
    w->pieces = draw_bool(d);
    w->search = (ag_search){.loci = LOCI,
                            .locus = w->locus_view,
                            .observation = w->observation_view,
                            .codes = w->codes,
                            .families = families,
                            .family = w->family,
                            .remains = remains,
                            .remains_code = &w->remains[0][0]};
    return true;
}

/* ---- The definition ---------------------------------------------------------------------------------------------- */

static double loglik(const world *w, const ag_pedigree *pedigree, int l, const ag_evidence *evidence, int n) {
    double out = NAN;
    ag_error err = {0};
    ag_likelihood(w->engine, pedigree, w->locus[l], evidence, n, AG_PRUNE_NOTHING, &out, &err);
    return out;
}

/* What these remains at these persons are worth at a locus, against their being strangers beside the family, which
 * shares its draws with them (theta). A family of nobody is an unlisted body: person 0 of a pedigree of one. */
static double ratio_ln(const world *w, const ag_family *family, int l, const int *who, const int *at, int n) {
    static const ag_person nobody = {-1, -1, AG_MALE, -1, 0};
    ag_person person[MOST_PERSONS + REMAINS];
    ag_evidence evidence[MOST_READINGS + REMAINS];
    const int persons = family ? family->pedigree.persons : 1;
    int seen = 0;
    for (int p = 0; p < persons; p++) person[p] = family ? family->pedigree.person[p] : nobody;
    for (int k = 0; k < n; k++) person[persons + k] = nobody;
    for (int r = 0; family && r < family->readings; r++)
        evidence[seen++] = (ag_evidence){family->reading[r].person, &w->observation[l][family->reading[r].code[l]]};
    const ag_pedigree all = {persons + n, person};
    for (int k = 0; k < n; k++) evidence[seen + k] = (ag_evidence){at[k], &w->observation[l][w->remains[who[k]][l]]};
    const double with = loglik(w, &all, l, evidence, seen + n);
    for (int k = 0; k < n; k++) evidence[seen + k].person = persons + k;
    const double without = loglik(w, &all, l, evidence, seen + n);
    return isfinite(without) ? with - without : -INFINITY;
}

typedef struct defined {
    double lr_ln;
    int lane[REMAINS], body[REMAINS];
} defined;

static double weigh(const world *w, const defined *a) {
    double sum = 0;
    for (int l = 0; l < LOCI; l++) {
        for (int f = 0; f < w->search.families; f++) {
            int who[REMAINS], at[REMAINS], n = 0;
            for (int r = 0; r < w->search.remains; r++)
                if (a->lane[r] >= 0 && w->lane[a->lane[r]][0] == f) {
                    who[n] = r;
                    at[n++] = w->family[f].missing[w->lane[a->lane[r]][1]];
                }
            if (n) sum += ratio_ln(w, &w->family[f], l, who, at, n);
        }
        for (int b = 0; b < w->search.remains; b++) {
            int who[REMAINS], at[REMAINS] = {0}, n = 0;
            for (int r = 0; r < w->search.remains; r++)
                if (a->lane[r] < 0 && a->body[r] == b) who[n++] = r;
            if (n > 1) sum += ratio_ln(w, NULL, l, who, at, n);
        }
    }
    return sum;
}

typedef struct defined_list {
    defined *item;
    int n;
} defined_list;

/* Every remains in turn: somebody listed, or unlisted, alone or (pieces) with an earlier one. */
static void enumerate(const world *w, int r, defined a, defined_list *out) {
    if (r >= w->search.remains || r >= REMAINS) {
        a.lr_ln = weigh(w, &a);
        if (a.lr_ln > -INFINITY) out->item[out->n++] = a;
        return;
    }
    for (int i = 0; i < w->lanes; i++) {
        int first = r;
        for (int k = r - 1; k >= 0; k--)
            if (a.lane[k] == i) first = k;
        if (w->barred[r][i] || (first < r && !w->pieces)) continue;
        a.lane[r] = i;
        a.body[r] = first;
        enumerate(w, r + 1, a, out);
    }
    a.lane[r] = -1;
    for (int b = 0; b <= r; b++) {
        if (b < r && (!w->pieces || a.lane[b] >= 0 || a.body[b] != b)) continue;
        a.body[r] = b;
        enumerate(w, r + 1, a, out);
    }
}

/* ---- Comparison -------------------------------------------------------------------------------------------------- */

static bool may_be(const void *context, int remains, int lane) {
    return !((const world *)context)->barred[remains][lane];
}

static bool same(const world *w, const ag_assignment *a, const int *lane, const int *body) {
    return memcmp(a->lane, lane, (size_t)w->search.remains * sizeof *lane) == 0 &&
           memcmp(a->body, body, (size_t)w->search.remains * sizeof *body) == 0;
}

/* In the stated order: neighbours that weigh the same stand by their first remains. */
static bool in_order(const world *w, const ag_assignment *a, const ag_assignment *b) {
    if (fabs(a->lr_ln - b->lr_ln) > 1e-9) return a->lr_ln > b->lr_ln;
    for (int r = 0; r < w->search.remains; r++)
        if (a->lane[r] != b->lane[r]) return (unsigned)a->lane[r] < (unsigned)b->lane[r];
    return true;
}

static bool compare_all(draws *d, const world *w, const defined_list *expected, const ag_assign_result *found) {
    if (!found->all || found->items != (size_t)expected->n)
        return draw_note(d, "%zu assignments of %d, all %d", found->items, expected->n, found->all);
    for (size_t k = 0; k < found->items; k++) {
        const ag_assignment *a = &found->item[k];
        int at = 0;
        while (at < expected->n && !same(w, a, expected->item[at].lane, expected->item[at].body)) at++;
        if (at == expected->n) return draw_note(d, "assignment %zu is impossible", k);
        if (fabs(a->lr_ln - expected->item[at].lr_ln) > 1e-9 * fmax(1, fabs(a->lr_ln)))
            return draw_note(d, "ln LR %.15g where the definition gives %.15g", a->lr_ln, expected->item[at].lr_ln);
        if (k && !in_order(w, a - 1, a)) return draw_note(d, "assignments %zu and %zu are out of order", k - 1, k);
    }
    return true;
}

static bool compare_top(draws *d, const world *w, const ag_assign_result *all, const ag_assign_result *top) {
    for (size_t k = 0; k < top->items; k++)
        if (!same(w, &top->item[k], all->item[k].lane, all->item[k].body))
            return draw_note(d, "the best %zu are not the first of all", top->items);
    return true;
}

static bool list_is_right(draws *d, world *w, const defined_list *expected) {
    ag_catalogue *catalogue = NULL;
    ag_assign_result all = {0}, top = {0};
    ag_error err;
    char text[700];
    ag_status status = ag_catalogue_new(&w->search, &catalogue, &err);
    ag_assign_question q = {.catalogue = catalogue,
                            .lanes = w->lanes,
                            .lane = (const int(*)[2])w->lane,
                            .remains = w->search.remains,
                            .item = w->item,
                            .allowed = may_be,
                            .context = w,
                            .pieces = w->pieces,
                            .top = MOST};
    if (status == AG_OK) status = ag_assign(w->engine, &q, &all, &err);
    q.top = (size_t)draw_between(d, 1, 5);
    if (status == AG_OK) status = ag_assign(w->engine, &q, &top, &err);
    const bool good = status != AG_OK ? draw_note(d, "%s", ag_error_format(&err, text, sizeof text))
                                      : compare_all(d, w, expected, &all) && compare_top(d, w, &all, &top);
    ag_assign_result_deinit(&all);
    ag_assign_result_deinit(&top);
    ag_catalogue_free(catalogue);
    return good;
}

/* Is any family impossible by itself? Its persons then take nobody, which the definition says in its own way. */
static bool families_are_possible(const world *w) {
    for (int f = 0; f < w->search.families; f++)
        for (int l = 0; l < LOCI; l++)
            if (!isfinite(ratio_ln(w, &w->family[f], l, NULL, NULL, 0))) return false;
    return true;
}

static bool list_is_that_of_the_definition(draws *d, void *context) {
    static world w;
    static defined item[MOST];
    defined_list expected = {item, 0};
    w.engine = NULL;
    (void)context;
    bool good = draw_world(d, &w);
    w.engine = ag_engine_new();
    if (good && families_are_possible(&w)) {
        enumerate(&w, 0, (defined){0}, &expected);
        good = list_is_right(d, &w, &expected);
    }
    ag_engine_free(w.engine);
    for (int l = 0; l < LOCI; l++) ag_locus_free(w.locus[l]);
    return good;
}

static void every_assignment_weighs_what_its_families_say(void **state) {
    (void)state;
    check_property("the list of assignments is that of the definition", 150, list_is_that_of_the_definition, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_assignment_weighs_what_its_families_say)};
    return cmocka_run_group_tests_name("the best assignments", tests, NULL, NULL);
}
