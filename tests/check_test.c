/* Checks: direct matches against the definition, references in their places, look-alikes, contamination, words. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "incident/check.h"
#include "incident/consistency.h"
#include "incident/identify.h"
#include "incident/load.h"
#include "search/lookalike.h"

/* ---- A made incident ----------------------------------------------------------------------------------------- */

enum { LOCI = 20, ALLELES = 8, GENOTYPES = ALLELES * (ALLELES + 1) / 2, CODES = 1 + 2 * GENOTYPES };
enum { FAMILIES = 400, REMAINS = 4000, PERSONS = 6, READINGS = 5, ELIMINATIONS = 8 };

typedef struct genotype {
    unsigned char allele[LOCI][2];
} genotype;

typedef struct made_family {
    ag_person person[PERSONS];
    ag_incident_person name[PERSONS];
    ag_batch_person row[PERSONS];
    genotype genotype[PERSONS];
    ag_reading reading[READINGS];
    uint16_t code[READINGS][LOCI];
    uint32_t profile[READINGS];
    int missing[1];
    char id[8];
} made_family;

typedef struct world {
    ag_locus *locus[LOCI];
    const ag_locus *locus_view[LOCI];
    ag_observation observation[LOCI][CODES];
    const ag_observation *observation_view[LOCI];
    int codes[LOCI];
    made_family made[FAMILIES];
    ag_family family[FAMILIES];
    ag_incident_family incident_family[FAMILIES];
    uint16_t remains[REMAINS][LOCI], elimination[ELIMINATIONS][LOCI];
    ag_incident_sample sample[REMAINS], elimination_sample[ELIMINATIONS];
    char name[REMAINS + FAMILIES * READINGS + ELIMINATIONS][16];
    ag_batch_profile profile[REMAINS + FAMILIES * READINGS + ELIMINATIONS];
    ag_batch batch;
    ag_incident incident;
    ag_random random;
} world;

static const char *const allele_name[ALLELES] = {"10", "11", "12", "13", "14", "15", "16", "17"};
static const char *const person_name[PERSONS] = {"father", "mother", "missing", "sib1", "sib2", "sib3"};
static const double frequency[ALLELES] = {0.05, 0.1, 0.2, 0.25, 0.2, 0.1, 0.07, 0.03};

static uint16_t code_of(int a, int b, bool degraded) {
    const int low = a < b ? a : b, high = a < b ? b : a;
    return (uint16_t)(1 + degraded * GENOTYPES + high * (high + 1) / 2 + low);
}

static world *world_new(uint64_t seed, ag_mutation_model model, double theta) {
    world *w = calloc(1, sizeof *w);
    ag_error err;
    ag_random_init(&w->random, seed, 0);
    for (int l = 0; l < LOCI; l++) {
        ag_locus_spec spec = {.name = "L", .alleles = ALLELES, .allele = allele_name, .frequency = frequency};
        spec.theta = theta;
        spec.female = (ag_mutation_spec){.model = model, .rate = 0.002, .range = 0.1};
        spec.male = spec.female;
        assert_ok(ag_locus_new(&spec, &w->locus[l], &err), &err);
        for (int high = 0; high < ALLELES; high++)
            for (int low = 0; low <= high; low++)
                for (int degraded = 0; degraded < 2; degraded++) {
                    char cell[16];
                    unsigned flags;
                    const ag_observation_rules rules = {degraded * 0.1, -1, false};
                    snprintf(cell, sizeof cell, "%s/%s", allele_name[low], allele_name[high]);
                    assert_ok(ag_observation_parse(w->locus[l], cell, &rules,
                                                   &w->observation[l][code_of(low, high, degraded)], &flags, &err),
                              &err);
                }
        w->locus_view[l] = w->locus[l];
        w->observation_view[l] = w->observation[l];
        w->codes[l] = CODES;
    }
    w->incident.search = (ag_search){.loci = LOCI,
                                     .locus = w->locus_view,
                                     .observation = w->observation_view,
                                     .codes = w->codes,
                                     .family = w->family,
                                     .remains_code = &w->remains[0][0]};
    w->incident.family = w->incident_family;
    w->incident.remains = w->sample;
    w->incident.elimination = w->elimination_sample;
    w->incident.elimination_code = &w->elimination[0][0];
    w->batch.profile = w->profile;
    w->incident.batch = &w->batch;
    return w;
}

static void world_free(world *w) {
    for (int l = 0; l < LOCI; l++) ag_locus_free(w->locus[l]);
    free(w);
}

static genotype stranger(world *w) {
    genotype g;
    for (int l = 0; l < LOCI; l++)
        for (int k = 0; k < 2; k++) g.allele[l][k] = (unsigned char)ag_random_choose(&w->random, frequency, ALLELES);
    return g;
}

static genotype child_of(world *w, const genotype *father, const genotype *mother) {
    genotype g;
    for (int l = 0; l < LOCI; l++) {
        g.allele[l][0] = father->allele[l][ag_random_below(&w->random, 2)];
        g.allele[l][1] = mother->allele[l][ag_random_below(&w->random, 2)];
    }
    return g;
}

static void read_genotype(const genotype *g, uint16_t *code) {
    for (int l = 0; l < LOCI; l++) code[l] = code_of(g->allele[l][0], g->allele[l][1], false);
}

/* With lost loci and lost alleles. */
static void read_degraded(world *w, const genotype *g, uint16_t *code) {
    for (int l = 0; l < LOCI; l++) {
        const bool first = ag_random_unit(&w->random) > 0.1, second = ag_random_unit(&w->random) > 0.1;
        const int a = g->allele[l][first ? 0 : 1], b = g->allele[l][second ? 1 : 0];
        code[l] = (first || second) && ag_random_unit(&w->random) > 0.1 ? code_of(a, b, true) : 0;
    }
}

static ag_text add_profile(world *w, ag_role role, const char *prefix) {
    const uint32_t i = w->batch.profiles++;
    snprintf(w->name[i], sizeof w->name[i], "%s%u", prefix, i);
    w->profile[i] = (ag_batch_profile){.role = role, .sample = ag_text_of(w->name[i])};
    return w->profile[i].sample;
}

static int add_remains(world *w, const genotype *g, bool degraded) {
    const int i = w->incident.search.remains++;
    add_profile(w, AG_REMAINS, "R");
    w->sample[i] = (ag_incident_sample){.row = &w->profile[w->batch.profiles - 1]};
    if (degraded)
        read_degraded(w, g, w->remains[i]);
    else
        read_genotype(g, w->remains[i]);
    return i;
}

static void add_elimination(world *w, const genotype *g) {
    const int i = w->incident.eliminations++;
    add_profile(w, AG_ELIMINATION, "E");
    w->elimination_sample[i] = (ag_incident_sample){.row = &w->profile[w->batch.profiles - 1]};
    read_genotype(g, w->elimination[i]);
}

/* Father, mother, the missing child and three more children; `read` are the persons who gave a sample. */
static made_family *add_family(world *w, const char *read) {
    const int f = w->incident.search.families++;
    made_family *m = &w->made[f];
    snprintf(m->id, sizeof m->id, "F%d", f);
    for (int p = 0; p < PERSONS; p++) {
        const bool founder = p < 2;
        m->person[p] = (ag_person){founder ? -1 : 0, founder ? -1 : 1, p == 1 ? AG_FEMALE : AG_MALE, -1, 0};
        m->row[p] = (ag_batch_person){.person = ag_text_of(person_name[p])};
        m->name[p] = (ag_incident_person){ag_text_of(person_name[p]), p == 2, &m->row[p]};
        m->genotype[p] = founder ? stranger(w) : child_of(w, &m->genotype[0], &m->genotype[1]);
    }
    int readings = 0;
    for (; *read; read++) {
        const int p = *read - '0';
        add_profile(w, AG_REFERENCE, "K");
        ag_batch_profile *profile = &w->profile[w->batch.profiles - 1];
        profile->family = ag_text_of(m->id);
        profile->person = m->name[p].id;
        read_genotype(&m->genotype[p], m->code[readings]);
        m->profile[readings] = w->batch.profiles - 1;
        m->reading[readings] = (ag_reading){p, m->code[readings]};
        readings++;
    }
    m->missing[0] = 2;
    w->family[f] = (ag_family){{PERSONS, m->person}, m->reading, readings, m->missing, 1};
    w->incident_family[f] = (ag_incident_family){ag_text_of(m->id), m->name, m->profile};
    return m;
}

static void check(world *w, bool deep, int threads, ag_check_result *out) {
    const ag_run run = {.threads = threads, .kernel = -1};
    ag_error err;
    assert_ok(ag_check(&w->incident, deep, &run, out, &err), &err);
}

static size_t count(const ag_check_result *r, ag_finding_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < r->items; i++) n += r->item[i].kind == kind;
    return n;
}

static const ag_finding *find(const ag_check_result *r, ag_finding_kind kind, uint32_t index, uint32_t other) {
    for (size_t i = 0; i < r->items; i++)
        if (r->item[i].kind == kind && r->item[i].index == index && r->item[i].other == other) return &r->item[i];
    return NULL;
}

static void assert_words(const world *w, const ag_finding *finding, const char *words) {
    char line[512];
    ag_finding_format(&w->incident, finding, line, sizeof line);
    if (!strstr(line, words)) fail_msg("\"%s\" does not say \"%s\"", line, words);
}

/* ---- Direct matches ------------------------------------------------------------------------------------------ */

enum { CELLS = 16 };
static const char *const cells[CELLS] = {"",      "10/11", "10/10", "11/?",  "13/*", "10/13", "11.x/12>", "12/12",
                                         "11/11", "11/13", "13/13", "10/12", "12/?", "OL",    "OL/11",    "<12"};

/* Σ over genotypes of each of two people who share `k` alleles by descent, for a table of loci with one locus. */
static double defined_joint(const ag_locus *x, const ag_observation *o1, const ag_observation *o2, int k) {
    double sum = 0;
    for (int i = 0; i < x->n; i++)
        for (int j = 0; j < x->n; j++)
            for (int a = 0; a < x->n; a++)
                for (int b = 0; b < x->n; b++) {
                    if ((k > 0 && a != i) || (k > 1 && b != j)) continue;
                    sum += x->frequency[i] * x->frequency[j] * (k > 0 ? 1 : x->frequency[a]) *
                           (k > 1 ? 1 : x->frequency[b]) * ag_observation_probability(x, o1, i, j) *
                           ag_observation_probability(x, o2, a, b);
                }
    return sum;
}

static bool matches_as_defined(draws *d, void *context) {
    static const char *const names[] = {"10", "11", "12", "13"};
    (void)context;
    double p[4];
    draw_distribution(d, p, 4);
    ag_locus_spec spec = {.name = "L", .alleles = 4, .allele = names, .frequency = p};
    if (draw_bool(d)) spec.dropin = 0.05;
    if (draw_bool(d)) spec.error = 0.02;
    if (draw_bool(d)) spec.silent_frequency = 0.04;
    ag_locus *locus;
    ag_error err;
    if (ag_locus_new(&spec, &locus, &err) != AG_OK) return draw_note(d, "locus: %s", err.what);
    ag_observation seen[CELLS];
    const double dropout = draw_bool(d) ? 0.3 : 0;
    for (int c = 0; c < CELLS; c++) {
        const ag_observation_rules rules = {dropout, -1, c % 2 == 0};
        unsigned flags;
        if (ag_observation_parse(locus, cells[c], &rules, &seen[c], &flags, &err) != AG_OK)
            return draw_note(d, "cell %s: %s", cells[c], err.what);
    }
    const ag_locus *view = locus;
    const ag_observation *seen_view = seen;
    const int codes = CELLS;
    const ag_search search = {.loci = 1, .locus = &view, .observation = &seen_view, .codes = &codes};
    ag_catalogue *catalogue;
    if (ag_catalogue_new(&search, &catalogue, &err) != AG_OK) return draw_note(d, "catalogue: %s", err.what);
    const int c1 = draw_between(d, 1, CELLS - 1), c2 = draw_between(d, 1, CELLS - 1);
    const ag_match_ratio ratio = ag_match_locus(catalogue, 0, c1, c2);
    const double unrelated = defined_joint(locus, &seen[c1], &seen[c2], 0);
    const double one = defined_joint(locus, &seen[c1], &seen[c2], 2) / unrelated;
    const double parent = defined_joint(locus, &seen[c1], &seen[c2], 1) / unrelated;
    const bool holds =
        fabs(one - ratio.one_person) <= 1e-11 * (1 + one) && fabs(parent - ratio.parent_child) <= 1e-11 * (1 + parent);
    ag_catalogue_free(catalogue);
    ag_locus_free(locus);
    if (!holds)
        draw_note(d, "%s and %s: one person %.15g, by definition %.15g; parent and child %.15g, by definition %.15g",
                  cells[c1], cells[c2], ratio.one_person, one, ratio.parent_child, parent);
    return holds;
}

static void direct_matches_are_what_the_definition_says(void **state) {
    (void)state;
    check_property("the ratios of two readings for one person and for parent and child are those of the definition",
                   2000, matches_as_defined, NULL);
}

static void a_long_list_of_possible_alleles_gives_the_same_ratio(void **state) {
    (void)state;
    enum { MANY = 20 };
    char name[MANY][4];
    const char *names[MANY];
    double p[MANY];
    for (int i = 0; i < MANY; i++) {
        snprintf(name[i], sizeof name[i], "%d", i + 10);
        names[i] = name[i];
        p[i] = 1.0 / MANY;
    }
    const ag_locus_spec spec = {.name = "L", .alleles = MANY, .allele = names, .frequency = p};
    ag_locus *locus;
    ag_error err;
    assert_ok(ag_locus_new(&spec, &locus, &err), &err);
    ag_observation seen[3] = {{0}};
    const ag_observation_rules rules = {0, -1, false};
    unsigned flags;
    assert_ok(ag_observation_parse(locus, "15>/11>", &rules, &seen[1], &flags, &err), &err);
    assert_ok(ag_observation_parse(locus, "<24/<27", &rules, &seen[2], &flags, &err), &err);
    const ag_locus *view = locus;
    const ag_observation *seen_view = seen;
    const int codes = 3;
    const ag_search search = {.loci = 1, .locus = &view, .observation = &seen_view, .codes = &codes};
    ag_catalogue *catalogue;
    assert_ok(ag_catalogue_new(&search, &catalogue, &err), &err);
    const ag_match_ratio ratio = ag_match_locus(catalogue, 0, 1, 2);
    const double unrelated = defined_joint(locus, &seen[1], &seen[2], 0);
    assert_relative(ratio.one_person, defined_joint(locus, &seen[1], &seen[2], 2) / unrelated, 1e-10);
    assert_relative(ratio.parent_child, defined_joint(locus, &seen[1], &seen[2], 1) / unrelated, 1e-10);
    ag_catalogue_free(catalogue);
    ag_locus_free(locus);
}

/* The sibling ratio comes from a formula; the engine computes it from the pedigree. */
static void the_ratio_against_siblings_is_that_of_the_pedigree(void **state) {
    (void)state;
    world *w = world_new(3, AG_MUTATION_NONE, 0);
    const genotype g = stranger(w);
    uint16_t first[LOCI], second[LOCI];
    read_degraded(w, &g, first);
    read_degraded(w, &g, second);
    ag_catalogue *catalogue;
    ag_match match;
    ag_error err;
    assert_ok(ag_catalogue_new(&w->incident.search, &catalogue, &err), &err);
    assert_ok(ag_match_init(catalogue, &match, &err), &err);
    ag_match_result result;
    assert_true(ag_match_profiles(&match, first, second, &result));
    ag_engine *engine = ag_engine_new();
    const ag_person person[] = {{-1, -1, AG_MALE, -1, 0},
                                {-1, -1, AG_FEMALE, -1, 0},
                                {0, 1, AG_MALE, -1, 0},
                                {0, 1, AG_MALE, -1, 0},
                                {-1, -1, AG_MALE, -1, 0}};
    const ag_pedigree pedigree = {5, person};
    double expected[3] = {0}; /* ln likelihood: one person, siblings, unrelated */
    for (int l = 0; l < LOCI; l++)
        for (int k = 0; k < 3; k++) {
            if (!first[l] || !second[l]) continue;
            const ag_evidence evidence[] = {{2, &w->observation[l][first[l]]}, {2 + k, &w->observation[l][second[l]]}};
            double loglik_ln;
            assert_ok(ag_likelihood(engine, &pedigree, w->locus[l], evidence, 2, AG_PRUNE_NOTHING, &loglik_ln, &err),
                      &err);
            expected[k] += loglik_ln;
        }
    assert_relative(result.unrelated_ln, expected[0] - expected[2], 1e-11);
    assert_relative(result.sibling_ln, expected[0] - expected[1], 1e-11);
    ag_engine_free(engine);
    ag_match_deinit(&match);
    ag_catalogue_free(catalogue);
    world_free(w);
}

/* ---- Look-alikes --------------------------------------------------------------------------------------------- */

static void change(world *w, uint16_t *code, int l) {
    const uint16_t before = code[l];
    while (code[l] == before) code[l] = (uint16_t)(1 + ag_random_below(&w->random, GENOTYPES));
}

/* Pairs of remains that differ at `differing` loci and lack `lacking`, among many strangers. */
static void plant(world *w, int strangers, int pairs, int differing, int lacking) {
    for (int i = 0; i < strangers; i++) {
        const genotype g = stranger(w);
        add_remains(w, &g, i % 4 == 0);
    }
    for (int i = 0; i < pairs; i++) {
        const genotype g = stranger(w);
        const int a = add_remains(w, &g, false), b = add_remains(w, &g, false);
        int order[LOCI];
        for (int l = 0; l < LOCI; l++) order[l] = l;
        for (int l = LOCI - 1; l > 0; l--) {
            const uint32_t k = ag_random_below(&w->random, (uint32_t)l + 1);
            const int swap = order[l];
            order[l] = order[k];
            order[k] = swap;
        }
        for (int k = 0; k < differing; k++) change(w, w->remains[b], order[k]);
        for (int k = 0; k < lacking; k++) w->remains[k % 2 ? a : b][order[differing + k]] = 0;
    }
}

static void look_alikes_are_found_by_blocks(bool deep, int differing, int lacking) {
    enum { STRANGERS = 2500, PAIRS = 200 };
    world *w = world_new(11, AG_MUTATION_NONE, 0);
    plant(w, STRANGERS, PAIRS, differing, lacking);
    ag_check_result one, two;
    check(w, deep, 1, &one);
    check(w, deep, 2, &two);
    assert_int_equal(count(&one, AG_FINDING_SAME_REMAINS), PAIRS);
    for (uint32_t i = 0; i < PAIRS; i++)
        if (!find(&one, AG_FINDING_SAME_REMAINS, STRANGERS + 2 * i, STRANGERS + 2 * i + 1))
            fail_msg("two remains of one person that differ at %d loci and lack %d were not found", differing, lacking);
    assert_int_equal(one.items, two.items);
    for (size_t i = 0; i < one.items; i++) {
        const ag_finding *a = &one.item[i], *b = &two.item[i];
        assert_true(a->kind == b->kind && a->index == b->index && a->other == b->other);
        assert_ulp(a->lr_ln, b->lr_ln, 0);
        assert_false(a->alarm);
    }
    assert_words(w, &one.item[0], "look like remains of one person (LR 10^");
    ag_check_result_deinit(&one);
    ag_check_result_deinit(&two);
    world_free(w);
}

static void the_quick_check_finds_what_differs_at_three_loci(void **state) {
    (void)state;
    look_alikes_are_found_by_blocks(false, 2, 1);
    look_alikes_are_found_by_blocks(false, 0, 3);
    look_alikes_are_found_by_blocks(false, 1, 0);
}

static void the_deep_check_allows_for_more(void **state) {
    (void)state;
    look_alikes_are_found_by_blocks(true, 1, 5);
}

static void degraded_parts_of_a_body_belong_together(void **state) {
    (void)state;
    world *w = world_new(5, AG_MUTATION_NONE, 0);
    for (int i = 0; i < 50; i++) {
        const genotype g = stranger(w);
        add_remains(w, &g, true);
        add_remains(w, &g, true);
    }
    ag_check_result r;
    check(w, true, 2, &r);
    assert_in_range(count(&r, AG_FINDING_SAME_REMAINS), 48, 50);
    ag_check_result_deinit(&r);
    world_free(w);
}

static void a_thousand_copies_do_not_bring_millions_of_pairs(void **state) {
    (void)state;
    world *w = world_new(5, AG_MUTATION_NONE, 0);
    const genotype g = stranger(w);
    for (int i = 0; i < REMAINS; i++) add_remains(w, &g, false);
    ag_check_result r;
    check(w, true, 2, &r);
    assert_int_equal(count(&r, AG_FINDING_SAME_REMAINS), AG_MAX_SAME_REMAINS);
    assert_true(r.withheld > 0);
    ag_check_result_deinit(&r);
    world_free(w);
}

static void full_siblings_are_not_taken_for_one_person(void **state) {
    (void)state;
    world *w = world_new(8, AG_MUTATION_NONE, 0);
    for (int f = 0; f < FAMILIES; f++) add_family(w, "345");
    ag_check_result r;
    check(w, true, 2, &r);
    assert_int_equal(r.items, 0);
    ag_check_result_deinit(&r);
    world_free(w);
}

/* ---- References and remains ---------------------------------------------------------------------------------- */

static void one_person_under_two_names_is_an_alarm(void **state) {
    (void)state;
    world *w = world_new(21, AG_MUTATION_PROPORTIONAL, 0);
    made_family *a = add_family(w, "0"), *b = add_family(w, "1"), *c = add_family(w, "1");
    memcpy(b->code[0], a->code[0], sizeof b->code[0]);
    change(w, b->code[0], 7);
    memcpy(c->code[0], b->code[0], sizeof c->code[0]);
    ag_check_result r;
    check(w, false, 1, &r);
    assert_int_equal(count(&r, AG_FINDING_DUPLICATE), 3);
    const ag_finding *found = find(&r, AG_FINDING_DUPLICATE, a->profile[0], b->profile[0]);
    assert_non_null(found);
    assert_true(found->alarm && r.family_alarm[0] && r.family_alarm[1] && r.family_alarm[2]);
    assert_words(w, found, "references K0 (F0:father) and K1 (F1:mother) look like one person");
    ag_check_result_deinit(&r);
    /* a mother of two missing children, one in each of two families, says so by her birth */
    b->row[1].born = c->row[1].born = AG_TEXT("1931-04-02");
    check(w, false, 1, &r);
    found = find(&r, AG_FINDING_DUPLICATE, b->profile[0], c->profile[0]);
    assert_non_null(found);
    assert_false(found->alarm);
    assert_words(w, found, "one relative of two families, as stated");
    ag_check_result_deinit(&r);
    world_free(w);
}

static void twins_and_second_samples_are_no_duplicates(void **state) {
    (void)state;
    world *w = world_new(22, AG_MUTATION_PROPORTIONAL, 0);
    made_family *twins = add_family(w, "034"), *again = add_family(w, "033");
    twins->person[4].twin = 3;
    memcpy(twins->code[2], twins->code[1], sizeof twins->code[2]);
    (void)again;
    ag_check_result r;
    check(w, true, 1, &r);
    assert_int_equal(r.items, 0);
    ag_check_result_deinit(&r);
    /* without the statement that they are twins, they are */
    twins->person[4].twin = -1;
    check(w, true, 1, &r);
    assert_int_equal(count(&r, AG_FINDING_DUPLICATE), 1);
    ag_check_result_deinit(&r);
    world_free(w);
}

static void remains_of_the_living_are_an_alarm_those_of_the_missing_are_not(void **state) {
    (void)state;
    world *w = world_new(23, AG_MUTATION_PROPORTIONAL, 0);
    made_family *m = add_family(w, "03"), *typed = add_family(w, "2"), *twin = add_family(w, "3");
    twin->person[3].twin = 2;
    const int swapped = add_remains(w, &m->genotype[3], false);
    const int found = add_remains(w, &typed->genotype[2], false), by_twin = add_remains(w, &twin->genotype[3], false);
    ag_check_result r;
    check(w, false, 1, &r);
    assert_int_equal(r.items, 1);
    const ag_finding *finding = find(&r, AG_FINDING_REFERENCE_IS_REMAINS, (uint32_t)swapped, m->profile[1]);
    assert_non_null(finding);
    assert_words(w, finding, "match the reference K1, whose person is not missing");
    assert_true(r.family_alarm[0] && !r.family_alarm[1] && !r.family_alarm[2]);
    assert_true(r.remains_alarm[swapped] == AG_HIT_CONTAMINATION);
    assert_true(!r.remains_alarm[found] && !r.remains_alarm[by_twin]);
    ag_check_result_deinit(&r);
    world_free(w);
}

static void staff_in_the_remains_are_an_alarm(void **state) {
    (void)state;
    world *w = world_new(24, AG_MUTATION_PROPORTIONAL, 0);
    genotype staff[3];
    for (int i = 0; i < 200; i++) {
        const genotype g = stranger(w);
        add_remains(w, &g, i % 2 == 0);
    }
    for (int i = 0; i < 3; i++) {
        staff[i] = stranger(w);
        add_elimination(w, &staff[i]);
    }
    const int hit = add_remains(w, &staff[1], true);
    w->sample[7].flags = AG_SAMPLE_MIXTURE;
    w->sample[9].flags = AG_SAMPLE_SEX_CONFLICT;
    ag_check_result r;
    check(w, false, 2, &r);
    assert_int_equal(r.items, 3);
    const ag_finding *finding = find(&r, AG_FINDING_ELIMINATION, (uint32_t)hit, 1);
    assert_non_null(finding);
    assert_true(finding->alarm && finding->lr_ln > log(1e6));
    assert_words(w, finding, "of the elimination set");
    assert_int_equal(r.remains_alarm[hit], AG_HIT_CONTAMINATION);
    assert_int_equal(r.remains_alarm[7], AG_HIT_MIXTURE);
    assert_int_equal(r.remains_alarm[9], AG_HIT_SEX_CONFLICT);
    assert_words(w, find(&r, AG_FINDING_MIXTURE, 7, 0), "remains R7 show three or more alleles");
    assert_words(w, find(&r, AG_FINDING_SEX, 9, 0), "sample R9: the stated sex and amelogenin disagree");
    ag_check_result_deinit(&r);
    world_free(w);
}

/* ---- Families ------------------------------------------------------------------------------------------------ */

static void give_away(world *w, made_family *m, int reading) {
    const genotype g = stranger(w);
    read_genotype(&g, m->code[reading]);
}

static const char *const shapes[] = {"01", "03", "034", "34", "345", "013", "0345", "1"};
enum { SHAPES = 8 };

static void true_families_raise_no_alarm(void **state) {
    (void)state;
    world *w = world_new(31, AG_MUTATION_STEPWISE, 0);
    for (int f = 0; f < FAMILIES; f++) add_family(w, shapes[f % SHAPES]);
    ag_check_result quick, deep;
    check(w, false, 2, &quick);
    check(w, true, 2, &deep);
    assert_int_equal(quick.items, 0);
    assert_int_equal(deep.items, 0);
    assert_true(quick.families_asked < FAMILIES / 20);
    assert_int_equal(deep.families_asked, FAMILIES - FAMILIES / SHAPES);
    ag_check_result_deinit(&quick);
    ag_check_result_deinit(&deep);
    world_free(w);
}

/* One reading of each family is of a stranger, in every place where that can show. */
static void a_stranger_among_the_references_is_found(void **state) {
    (void)state;
    world *w = world_new(32, AG_MUTATION_STEPWISE, 0);
    for (int f = 0; f < FAMILIES; f++) {
        static const char *const shape[] = {"03", "034", "345", "013", "0345", "13"};
        made_family *m = add_family(w, shape[f % 6]);
        give_away(w, m, w->family[f].readings - 1);
    }
    ag_check_result quick, deep;
    check(w, false, 2, &quick);
    check(w, true, 2, &deep);
    int by_quick = 0, by_deep = 0;
    for (int f = 0; f < FAMILIES; f++) {
        const uint32_t last = (uint32_t)w->family[f].readings - 1;
        const ag_finding *a = find(&quick, AG_FINDING_FAMILY, (uint32_t)f, last);
        const ag_finding *b = find(&deep, AG_FINDING_FAMILY, (uint32_t)f, last);
        if (a && !b) fail_msg("family %d is an alarm of the quick check only", f);
        if (a) assert_ulp(a->lr_ln, b->lr_ln, 0);
        by_quick += a != NULL;
        by_deep += b != NULL;
    }
    assert_in_range(by_deep, FAMILIES - 8, FAMILIES);
    assert_in_range(by_quick, by_deep - 2, by_deep);
    assert_words(w, find(&deep, AG_FINDING_FAMILY, 0, 1), "family F0: sample K1 does not fit the place of sib1");
    ag_check_result_deinit(&quick);
    ag_check_result_deinit(&deep);
    world_free(w);
}

/* The ratio of a finding by its definition: the family as stated against the same with the sample a stranger's. */
static void the_ratio_of_a_reference_is_that_of_the_definition(void **state) {
    (void)state;
    for (int with_theta = 0; with_theta < 2; with_theta++) {
        world *w = world_new(33, AG_MUTATION_STEPWISE, with_theta * 0.02);
        made_family *m = add_family(w, "034");
        give_away(w, m, 2);
        ag_check_result r;
        check(w, true, 1, &r);
        const ag_finding *found = find(&r, AG_FINDING_FAMILY, 0, 2);
        assert_non_null(found);
        ag_person person[PERSONS + 1];
        memcpy(person, m->person, sizeof m->person);
        person[PERSONS] = (ag_person){-1, -1, AG_MALE, -1, 0};
        const ag_pedigree pedigree = {PERSONS + 1, person};
        ag_engine *engine = ag_engine_new();
        ag_error err;
        double ln[2] = {0};
        for (int l = 0; l < LOCI; l++)
            for (int apart = 0; apart < 2; apart++) {
                ag_evidence evidence[3];
                for (int k = 0; k < 3; k++)
                    evidence[k] = (ag_evidence){m->reading[k].person, &w->observation[l][m->code[k][l]]};
                if (apart) evidence[2].person = PERSONS;
                double loglik_ln;
                assert_ok(
                    ag_likelihood(engine, &pedigree, w->locus[l], evidence, 3, AG_PRUNE_NOTHING, &loglik_ln, &err),
                    &err);
                ln[apart] += loglik_ln;
            }
        assert_relative(found->lr_ln, ln[0] - ln[1], 1e-10);
        ag_engine_free(engine);
        ag_check_result_deinit(&r);
        world_free(w);
    }
}

static void without_mutation_one_locus_makes_a_family_impossible(void **state) {
    (void)state;
    world *w = world_new(34, AG_MUTATION_NONE, 0);
    made_family *m = add_family(w, "013"), *good = add_family(w, "013");
    (void)good;
    m->code[0][4] = code_of(0, 0, false);
    m->code[1][4] = code_of(1, 1, false);
    m->code[2][4] = code_of(0, 0, false);
    ag_check_result r;
    check(w, false, 1, &r);
    const ag_finding *found = find(&r, AG_FINDING_IMPOSSIBLE, 0, 4);
    assert_non_null(found);
    assert_int_equal(count(&r, AG_FINDING_IMPOSSIBLE), 1);
    assert_words(w, found, "family F0: at L the readings are impossible");
    found = find(&r, AG_FINDING_FAMILY, 0, 1);
    assert_non_null(found);
    assert_words(w, found, "sample K1 cannot be of mother in this family");
    assert_null(find(&r, AG_FINDING_FAMILY, 0, 0));
    assert_true(r.family_alarm[0] && !r.family_alarm[1]);
    ag_check_result_deinit(&r);
    world_free(w);
}

/* Father 10/12, mother 10/13, child 10/11: with either alone no mutation is needed, with both one is. */
static void a_child_that_fits_each_parent_but_not_both_is_suspicious(void **state) {
    (void)state;
    for (int loci = 2; loci <= 3; loci++) {
        world *w = world_new(35, AG_MUTATION_PROPORTIONAL, 0);
        made_family *m = add_family(w, "013");
        for (int l = 0; l < loci; l++) {
            m->code[0][l] = code_of(0, 2, false);
            m->code[1][l] = code_of(0, 3, false);
            m->code[2][l] = code_of(0, 1, false);
        }
        ag_check_result r;
        check(w, false, 1, &r);
        assert_int_equal(r.families_asked, loci == 3);
        ag_check_result_deinit(&r);
        world_free(w);
    }
}

static ag_check_result check_shared(const char *folder, bool deep, ag_loaded *in) {
    ag_diagnostics d;
    ag_error err;
    ag_check_result r;
    const ag_run run = {.threads = 2, .kernel = -1};
    ag_diagnostics_init(&d);
    assert_ok(ag_loaded_init(shared_path(folder), 2, in, &d, &err), &err);
    assert_ok(ag_check(in->incident, deep, &run, &r, &err), &err);
    ag_diagnostics_deinit(&d);
    return r;
}

/* Real genotypes, 9 mutations: no family is suspected, and of 46 pairs of parts of one body all are found. */
static void real_genotypes_raise_no_alarm_and_parts_of_bodies_are_found(void **state) {
    (void)state;
    for (int deep = 0; deep < 2; deep++) {
        ag_loaded in;
        ag_check_result r = check_shared("incident-a", deep, &in);
        assert_int_equal(r.items, 46);
        assert_int_equal(count(&r, AG_FINDING_SAME_REMAINS), 46);
        ag_check_result_deinit(&r);
        ag_loaded_deinit(&in);
    }
}

/* That published case holds one family twice, under other names. */
static void a_family_that_was_entered_twice_is_found(void **state) {
    (void)state;
    ag_loaded in;
    ag_check_result r = check_shared("dvi/exclusionExample", false, &in);
    assert_int_equal(r.items, 4);
    assert_int_equal(count(&r, AG_FINDING_DUPLICATE), 4);
    for (size_t i = 0; i < r.items; i++) assert_true(r.item[i].alarm);
    ag_check_result_deinit(&r);
    ag_loaded_deinit(&in);
}

static void an_empty_incident_has_no_findings(void **state) {
    (void)state;
    world *w = world_new(36, AG_MUTATION_NONE, 0);
    ag_check_result r;
    check(w, true, 2, &r);
    assert_int_equal(r.items, 0);
    ag_check_result_deinit(&r);
    world_free(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(direct_matches_are_what_the_definition_says),
        cmocka_unit_test(a_long_list_of_possible_alleles_gives_the_same_ratio),
        cmocka_unit_test(the_ratio_against_siblings_is_that_of_the_pedigree),
        cmocka_unit_test(the_quick_check_finds_what_differs_at_three_loci),
        cmocka_unit_test(the_deep_check_allows_for_more),
        cmocka_unit_test(degraded_parts_of_a_body_belong_together),
        cmocka_unit_test(a_thousand_copies_do_not_bring_millions_of_pairs),
        cmocka_unit_test(full_siblings_are_not_taken_for_one_person),
        cmocka_unit_test(one_person_under_two_names_is_an_alarm),
        cmocka_unit_test(twins_and_second_samples_are_no_duplicates),
        cmocka_unit_test(remains_of_the_living_are_an_alarm_those_of_the_missing_are_not),
        cmocka_unit_test(staff_in_the_remains_are_an_alarm),
        cmocka_unit_test(true_families_raise_no_alarm),
        cmocka_unit_test(a_stranger_among_the_references_is_found),
        cmocka_unit_test(the_ratio_of_a_reference_is_that_of_the_definition),
        cmocka_unit_test(without_mutation_one_locus_makes_a_family_impossible),
        cmocka_unit_test(a_child_that_fits_each_parent_but_not_both_is_suspicious),
        cmocka_unit_test(an_empty_incident_has_no_findings),
        cmocka_unit_test(real_genotypes_raise_no_alarm_and_parts_of_bodies_are_found),
        cmocka_unit_test(a_family_that_was_entered_twice_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
