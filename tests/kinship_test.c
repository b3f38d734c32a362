/* The engine against the definition: random pedigrees, models and observations, everything on at once. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "antigone/antigone.h"
#include "brute.h"
#include "kinship/engine.h"

enum { MOST_PERSONS = 7, MOST_ALLELES = 4, MOST_EVIDENCE = 6 };

typedef struct problem {
    ag_person person[MOST_PERSONS];
    ag_pedigree pedigree;
    ag_locus *locus;
    ag_observation seen[MOST_EVIDENCE];
    ag_evidence evidence[MOST_EVIDENCE];
    int n;
} problem;

static ag_mutation_spec draw_mutation(draws *d, bool integers) {
    ag_mutation_spec m = {.rate = 0.01 + 0.05 * draw_unit(d), .rate2 = 0.01, .range = 0.2};
    static const ag_mutation_model models[] = {AG_MUTATION_NONE, AG_MUTATION_EQUAL, AG_MUTATION_PROPORTIONAL,
                                               AG_MUTATION_STEPWISE, AG_MUTATION_ONESTEP};
    m.model = models[draw_below(d, integers ? 5 : 4)];
    return m;
}

static ag_locus *draw_locus(draws *d, int n, bool x) {
    static const char *const integer[] = {"10", "11", "12", "13"}, *const micro[] = {"10", "11", "11.2", "13"};
    double frequency[MOST_ALLELES];
    draw_distribution(d, frequency, n);
    const bool integers = draw_bool(d);
    ag_locus_spec spec = {
        .name = "L", .x = x, .alleles = n, .allele = integers ? integer : micro, .frequency = frequency};
    spec.female = draw_mutation(d, integers);
    spec.male = draw_bool(d) ? draw_mutation(d, integers) : spec.female;
    if (draw_bool(d)) spec.theta = 0.1 * draw_unit(d);
    if (draw_bool(d)) spec.dropin = 0.1 * draw_unit(d);
    if (draw_bool(d)) spec.error = 0.1 * draw_unit(d);
    if (draw_bool(d)) spec.silent_frequency = 0.05;
    ag_locus *locus = NULL;
    ag_error err;
    return ag_locus_new(&spec, &locus, &err) == AG_OK ? locus : NULL;
}

static int draw_parent(draws *d, const problem *p, int before, ag_sex sex) {
    int fit[MOST_PERSONS], n = 0;
    for (int i = 0; i < before; i++)
        if (p->person[i].sex == sex) fit[n++] = i;
    return n ? fit[draw_below(d, (uint64_t)n)] : -1;
}

static void draw_pedigree(draws *d, problem *p, int persons) {
    for (int i = 0; i < persons; i++) {
        ag_person *q = &p->person[i];
        *q = (ag_person){-1, -1, draw_bool(d) ? AG_MALE : AG_FEMALE, -1, 0};
        const int kind = (int)draw_below(d, 6);
        if (kind >= 2) q->father = draw_parent(d, p, i, AG_MALE), q->mother = draw_parent(d, p, i, AG_FEMALE);
        if (kind == 3) q->mother = -1; /* half of the genome from the population */
        if (q->father < 0 && q->mother < 0 && kind == 1) q->inbreeding = draw_unit(d);
        if (kind == 5 && i > 0) {
            *q = p->person[i - 1];
            q->twin = i - 1;
        }
    }
    p->pedigree = (ag_pedigree){persons, p->person};
}

static bool draw_evidence(draws *d, problem *p) {
    static const char *const cell[] = {"10/11",    "10/10", "11/?", "13/*",  "10/13",
                                       "11.x/12>", "OL/10", "12",   "11/11", ""};
    for (int i = 0; i < MOST_EVIDENCE; i++) {
        if (!draw_bool(d)) continue;
        const ag_observation_rules rules = {draw_bool(d) ? 0.3 * draw_unit(d) : 0, draw_bool(d) ? 0.05 : -1,
                                            draw_bool(d)};
        unsigned flags;
        ag_error err;
        ag_observation *o = &p->seen[p->n];
        if (ag_observation_parse(p->locus, cell[draw_below(d, 10)], &rules, o, &flags, &err) != AG_OK) continue;
        p->evidence[p->n] = (ag_evidence){(int)draw_below(d, (uint64_t)p->pedigree.persons), o};
        p->n++;
    }
    return true;
}

static bool draw_problem(draws *d, problem *p) {
    memset(p, 0, sizeof *p);
    p->locus = draw_locus(d, draw_between(d, 2, 4), draw_bool(d));
    if (!p->locus) return false;
    draw_pedigree(d, p, draw_between(d, 1, p->locus->n > 3 || p->locus->silent >= 0 ? 4 : 5));
    draw_evidence(d, p);
    return true;
}

static bool close_enough(double a, double b) { return fabs(a - b) <= 1e-11 * fmax(fabs(a), fabs(b)) + 1e-300; }

static bool likelihood_is_the_sum(draws *d, void *context) {
    ag_engine *engine = context;
    problem p;
    if (!draw_problem(d, &p)) return true;
    ag_error err = {0};
    bool holds = true;
    double loglik = 0;
    if (ag_pedigree_check(&p.pedigree, NULL, &err) == AG_OK) {
        const double expected = brute_likelihood(&p.pedigree, p.locus, p.evidence, p.n, -1, NULL);
        const ag_status s =
            ag_likelihood(engine, &p.pedigree, p.locus, p.evidence, p.n, AG_PRUNE_NOTHING, &loglik, &err);
        if (s != AG_OK)
            holds = draw_note(d, "refused: %s", err.what);
        else if (!close_enough(exp(loglik), expected))
            holds = draw_note(d, "%d persons, %d seen, theta %g, x %d: engine %.17g, definition %.17g",
                              p.pedigree.persons, p.n, p.locus->theta, p.locus->x, exp(loglik), expected);
    }
    ag_locus_free(p.locus);
    return holds;
}

static bool table_is_the_sum(draws *d, void *context) {
    ag_engine *engine = context;
    problem p;
    if (!draw_problem(d, &p)) return true;
    ag_error err = {0};
    bool holds = true;
    if (ag_pedigree_check(&p.pedigree, NULL, &err) == AG_OK) {
        const int target = (int)draw_below(d, (uint64_t)p.pedigree.persons), n = p.locus->n;
        double joint[64], expected[64], scale;
        brute_likelihood(&p.pedigree, p.locus, p.evidence, p.n, target, expected);
        const ag_status s = ag_genotype_table(engine, &p.pedigree, p.locus, p.evidence, p.n, AG_PRUNE_NOTHING, target,
                                              joint, &scale, &err);
        if (s != AG_OK) holds = draw_note(d, "refused: %s", err.what);
        const bool haploid = ag_person_haploid(&p.pedigree, p.locus, target);
        for (int i = 0; holds && i < n; i++)
            for (int j = 0; j <= i && holds; j++) {
                const double e = haploid ? expected[i] : expected[i * n + j] + expected[j * n + i];
                const double a = exp(scale) * (haploid ? joint[i] : joint[i * n + j] + joint[j * n + i]);
                if (!close_enough(a, e))
                    holds = draw_note(d, "target %d of %d, genotype %d,%d: engine %.17g, definition %.17g (theta %g)",
                                      target, p.pedigree.persons, i, j, a, e, p.locus->theta);
            }
    }
    ag_locus_free(p.locus);
    return holds;
}

static void test_likelihood(void **state) {
    check_property("the likelihood of a pedigree is the sum over all genotypes", 4000, likelihood_is_the_sum, *state);
}

static void test_table(void **state) {
    check_property("a genotype table is the sum over all genotypes of the others", 4000, table_is_the_sum, *state);
}

/* A father 10/10, a mother who is typed so too or not at all, and 80 children 13/13: about 1e-400 and 1e-800. The
 * expected value is summed over the mother's genotypes in logarithms. */
static void check_small(ag_engine *engine, bool mother_typed) {
    enum { CHILDREN = 80 };
    static const char *const name[] = {"10", "11", "12", "13"};
    static const double frequency[] = {0.4, 0.3, 0.2, 0.1};
    const ag_mutation_spec m = {.model = AG_MUTATION_STEPWISE, .rate = 0.002, .range = 0.1};
    const ag_locus_spec spec = {
        .name = "L", .alleles = 4, .allele = name, .frequency = frequency, .female = m, .male = m};
    const ag_observation_rules rules = {0, -1, false};
    ag_locus *locus;
    ag_error err = {0};
    ag_observation parent, child;
    unsigned flags;
    assert_ok(ag_locus_new(&spec, &locus, &err), &err);
    assert_ok(ag_observation_parse(locus, "10/10", &rules, &parent, &flags, &err), &err);
    assert_ok(ag_observation_parse(locus, "13/13", &rules, &child, &flags, &err), &err);
    ag_person person[CHILDREN + 2] = {{-1, -1, AG_MALE, -1, 0}, {-1, -1, AG_FEMALE, -1, 0}};
    ag_evidence evidence[CHILDREN + 2] = {{0, &parent}, {1, &parent}};
    for (int i = 0; i < CHILDREN; i++) {
        person[2 + i] = (ag_person){0, 1, AG_MALE, -1, 0};
        evidence[2 + i] = (ag_evidence){2 + i, &child};
    }
    if (!mother_typed) evidence[1] = (ag_evidence){2, &child}; /* a second reading of a child: nothing new */
    double most = -INFINITY, terms[16], total = 0, actual;
    for (int x = 0; x < 4; x++)
        for (int y = 0; y < 4; y++) {
            const double passes = 0.5 * (locus->female[x * 4 + 3] + locus->female[y * 4 + 3]);
            double *t = &terms[x * 4 + y];
            *t = mother_typed && (x || y) ? -INFINITY : log(frequency[x] * frequency[y]) + CHILDREN * log(passes);
            most = fmax(most, *t);
        }
    for (int t = 0; t < 16; t++) total += exp(terms[t] - most);
    const double expected = 2 * log(0.4) + CHILDREN * log(locus->male[3]) + most + log(total);
    const ag_pedigree pedigree = {CHILDREN + 2, person};
    assert_ok(ag_likelihood(engine, &pedigree, locus, evidence, CHILDREN + 2, AG_PRUNE_NOTHING, &actual, &err), &err);
    assert_relative(actual, expected, 1e-12);
    ag_locus_free(locus);
}

static void test_small(void **state) {
    check_small(*state, true);
    check_small(*state, false);
}

static int make_engine(void **state) { return (*state = ag_engine_new()) ? 0 : -1; }

static int free_engine(void **state) {
    ag_engine_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_likelihood),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_small),
    };
    return cmocka_run_group_tests(tests, make_engine, free_engine);
}
