/* Simulation: what is drawn has the probabilities that the likelihood computes, and a caseload is what it says.
 *
 * Frequencies are compared by chi-square with fixed seeds: a limit of five standard deviations of the statistic. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/kinship.h"
#include "base/map.h"
#include "formats/csv.h"
#include "formats/incident_folder.h"
#include "incident/shipped.h"
#include "incident/simulate.h"
#include "kinship/simulate.h"
#include "support.h"

#include "base/banned.h"

/* ---- Chi-square ------------------------------------------------------------------------------------------------- */

/* Cells with fewer than 5 expected are counted as one. */
static double deviations(const double *expected, const int *seen, int cells) {
    double chi2 = 0, rest_expected = 0, rest_seen = 0;
    int degrees = -1;
    for (int i = 0; i < cells; i++) {
        if (expected[i] <= 0 && seen[i] > 0) return INFINITY;
        if (expected[i] < 5) {
            rest_expected += expected[i];
            rest_seen += seen[i];
            continue;
        }
        chi2 += (seen[i] - expected[i]) * (seen[i] - expected[i]) / expected[i];
        degrees++;
    }
    if (rest_expected > 0) {
        chi2 += (rest_seen - rest_expected) * (rest_seen - rest_expected) / fmax(rest_expected, 1);
        degrees++;
    }
    return degrees > 0 ? (chi2 - degrees) / sqrt(2.0 * degrees) : 0;
}

static void assert_as_expected(const double *expected, const int *seen, int cells, const char *what) {
    const double z = deviations(expected, seen, cells);
    if (z > 5) fail_msg("%s: simulated frequencies are %.1f standard deviations from their probabilities", what, z);
}

/* ---- Mutation ---------------------------------------------------------------------------------------------------- */

static const char *const ladder[] = {"8", "9", "10", "11", "12"};
static const double ladder_frequency[] = {0.1, 0.2, 0.35, 0.25, 0.1};
enum { LADDER = 5 };

static ag_locus *ladder_locus(ag_locus_spec spec) {
    ag_error err;
    ag_locus *locus;
    spec.name = "ladder";
    spec.alleles = LADDER;
    spec.allele = ladder;
    spec.frequency = ladder_frequency;
    assert_ok(ag_locus_new(&spec, &locus, &err), &err);
    return locus;
}

/* A homozygous parent shows what a meiosis started from. */
static void check_transmission(const ag_locus *locus, bool father, const char *what) {
    enum { RUNS = 60000 };
    const ag_person trio[] = {{-1, -1, AG_MALE, -1, 1}, {-1, -1, AG_FEMALE, -1, 1}, {0, 1, AG_MALE, -1, 0}};
    const ag_pedigree pedigree = {3, trio};
    const int order[] = {0, 1, 2};
    const double *matrix = father ? locus->male : locus->female;
    double expected[LADDER * LADDER];
    int seen[LADDER * LADDER] = {0};
    ag_genes *genes;
    ag_error err;
    ag_random random;
    ag_random_init(&random, 11, 0);
    assert_ok(ag_genes_new(locus, NULL, &genes, &err), &err);
    for (int i = 0; i < RUNS; i++) {
        ag_genotype g[3];
        ag_genes_drop(genes, &pedigree, order, &random, g);
        assert_int_equal(g[0].a, g[0].b);
        seen[father ? g[0].a * LADDER + g[2].a : g[1].a * LADDER + g[2].b]++;
    }
    for (int i = 0; i < LADDER * LADDER; i++)
        expected[i] = RUNS * locus->frequency[i / LADDER] * (matrix ? matrix[i] : i / LADDER == i % LADDER);
    assert_as_expected(expected, seen, LADDER * LADDER, what);
    ag_genes_free(genes);
}

static void parents_transmit_by_their_mutation_matrix(void **state) {
    (void)state;
    static const struct {
        const char *name;
        ag_mutation_spec spec;
    } models[] = {
        {"none", {.model = AG_MUTATION_NONE}},
        {"equal", {.model = AG_MUTATION_EQUAL, .rate = 0.1}},
        {"proportional", {.model = AG_MUTATION_PROPORTIONAL, .rate = 0.1}},
        {"onestep", {.model = AG_MUTATION_ONESTEP, .rate = 0.1}},
        {"stepwise", {.model = AG_MUTATION_STEPWISE, .rate = 0.1, .rate2 = 0.01, .range = 0.3}},
        {"dawid", {.model = AG_MUTATION_DAWID, .rate = 0.05, .range = 0.3}},
        {"stabilised", {.model = AG_MUTATION_EQUAL, .transform = AG_STABILISE_PM, .rate = 0.05}},
        {"reversible", {.model = AG_MUTATION_EQUAL, .transform = AG_REVERSIBLE_MH, .rate = 0.05}},
    };
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        ag_mutation_spec half = models[i].spec;
        half.rate /= 2;
        ag_locus *locus = ladder_locus((ag_locus_spec){.male = models[i].spec, .female = half});
        check_transmission(locus, true, models[i].name);
        check_transmission(locus, false, models[i].name);
        ag_locus_free(locus);
    }
}

/* ---- The likelihood says how often ------------------------------------------------------------------------------- */

enum { SMALL = 3, READINGS = SMALL * (SMALL + 1) / 2 };

typedef struct comparison {
    const char *what;
    ag_pedigree pedigree;
    int typed[2];
    ag_locus_spec locus;
    double dropout, dropout_both;
} comparison;

/* {a} or {a, b} as one number; -1 for nothing and for three. */
static int reading_of(const ag_sighting *s) {
    static const int number[SMALL][SMALL] = {{0, 1, 2}, {1, 3, 4}, {2, 4, 5}};
    if (s->n < 1 || s->n > 2) return -1;
    assert_true(s->allele[s->n - 1] < SMALL); /* a silent allele is not seen */
    return number[s->allele[0]][s->allele[s->n - 1]];
}

static ag_observation observation_of(int reading, const comparison *c) {
    static const int first[READINGS] = {0, 0, 0, 1, 1, 2}, second[READINGS] = {0, 1, 2, 1, 2, 2};
    ag_observation o = {.dropout = c->dropout, .dropout_both = c->dropout_both};
    o.kind = first[reading] == second[reading] ? AG_SEEN_ONE : AG_SEEN_PAIR;
    o.a.word[0] = UINT64_C(1) << first[reading];
    if (o.kind == AG_SEEN_PAIR) o.b.word[0] = UINT64_C(1) << second[reading];
    return o;
}

static double probability_of(ag_engine *engine, const comparison *c, const ag_locus *locus, int x, int y) {
    const ag_observation seen[] = {observation_of(x, c), observation_of(y, c)};
    const ag_evidence evidence[] = {{c->typed[0], &seen[0]}, {c->typed[1], &seen[1]}};
    double ln;
    ag_error err;
    assert_ok(ag_likelihood(engine, &c->pedigree, locus, evidence, 2, AG_PRUNE_NOTHING, &ln, &err), &err);
    return exp(ln);
}

static void compare(const comparison *c) {
    enum { RUNS = 60000 };
    static const char *const allele[] = {"10", "11", "12"};
    static const double frequency[] = {0.2, 0.5, 0.3};
    double expected[READINGS * READINGS + 1], sum = 0;
    int seen[READINGS * READINGS + 1] = {0}, order[8];
    ag_locus_spec spec = c->locus;
    ag_locus *locus;
    ag_genes *genes;
    ag_error err;
    ag_random random;
    ag_engine *engine = ag_engine_new();
    spec.name = c->what;
    spec.alleles = SMALL;
    spec.allele = allele;
    spec.frequency = frequency;
    assert_ok(ag_pedigree_check(&c->pedigree, NULL, &err), &err);
    assert_ok(ag_locus_new(&spec, &locus, &err), &err);
    assert_ok(ag_genes_new(locus, NULL, &genes, &err), &err);
    for (int i = 0; i < READINGS * READINGS; i++) {
        expected[i] = RUNS * probability_of(engine, c, locus, i / READINGS, i % READINGS);
        sum += expected[i];
    }
    expected[READINGS * READINGS] = fmax(0, RUNS - sum < 1e-6 ? 0 : RUNS - sum);
    ag_pedigree_order(&c->pedigree, order);
    ag_random_init(&random, 5, 0);
    for (int i = 0; i < RUNS; i++) {
        ag_genotype g[8];
        int reading[2];
        ag_genes_drop(genes, &c->pedigree, order, &random, g);
        for (int k = 0; k < 2; k++) {
            const ag_sighting s = ag_genes_observe(genes, g[c->typed[k]], c->dropout, c->dropout_both, &random);
            reading[k] = reading_of(&s);
        }
        seen[reading[0] < 0 || reading[1] < 0 ? READINGS * READINGS : reading[0] * READINGS + reading[1]]++;
    }
    assert_as_expected(expected, seen, READINGS * READINGS + 1, c->what);
    ag_genes_free(genes);
    ag_locus_free(locus);
    ag_engine_free(engine);
}

#define FOUNDER(sex_)                                                                                                  \
    { .father = -1, .mother = -1, .sex = (sex_), .twin = -1 }
#define CHILD(father_, mother_, sex_)                                                                                  \
    { .father = (father_), .mother = (mother_), .sex = (sex_), .twin = -1 }
#define STEPWISE                                                                                                       \
    { .model = AG_MUTATION_STEPWISE, .rate = 0.2, .rate2 = 0, .range = 0.3 }
#define PEDIGREE(person_)                                                                                              \
    { sizeof(person_) / sizeof *(person_), (person_) }

static const ag_person brothers[] = {FOUNDER(AG_MALE), FOUNDER(AG_FEMALE), CHILD(0, 1, AG_MALE), CHILD(0, 1, AG_MALE)};
static const ag_person mixed[] = {FOUNDER(AG_MALE), FOUNDER(AG_FEMALE), CHILD(0, 1, AG_MALE), CHILD(0, 1, AG_FEMALE)};
/* The twin that is named stands before the parents. */
static const ag_person twins_child[] = {CHILD(1, 2, AG_MALE), FOUNDER(AG_MALE),
                                        FOUNDER(AG_FEMALE),   {.father = 1, .mother = 2, .sex = AG_MALE, .twin = 0},
                                        FOUNDER(AG_FEMALE),   CHILD(3, 4, AG_FEMALE)};
static const ag_person half[] = {FOUNDER(AG_MALE), CHILD(0, -1, AG_MALE), CHILD(0, -1, AG_FEMALE)};
static const ag_person inbred[] = {{.father = -1, .mother = -1, .sex = AG_MALE, .twin = -1, .inbreeding = 0.4},
                                   FOUNDER(AG_FEMALE),
                                   CHILD(0, 1, AG_MALE)};
/* A child of brother and sister. */
static const ag_person loop[] = {FOUNDER(AG_MALE), FOUNDER(AG_FEMALE), CHILD(0, 1, AG_MALE), CHILD(0, 1, AG_FEMALE),
                                 CHILD(2, 3, AG_MALE)};
static const ag_person strangers[] = {FOUNDER(AG_MALE), FOUNDER(AG_FEMALE)};

static void genotypes_come_as_often_as_the_likelihood_says(void **state) {
    (void)state;
    const comparison cases[] = {
        {"brothers with stepwise mutation", PEDIGREE(brothers), {2, 3}, {.male = STEPWISE, .female = STEPWISE}, 0, 0},
        {"strangers under theta", PEDIGREE(strangers), {0, 1}, {.theta = 0.2}, 0, 0},
        {"half brother and half sister under theta, with mutation",
         PEDIGREE(half),
         {1, 2},
         {.theta = 0.1, .male = STEPWISE},
         0,
         0},
        {"an inbred father and his son under theta", PEDIGREE(inbred), {0, 2}, {.theta = 0.1}, 0, 0},
        {"a child of siblings and its grandfather",
         PEDIGREE(loop),
         {0, 4},
         {.male = STEPWISE, .female = STEPWISE},
         0,
         0},
        {"a niece and the twin of her father", PEDIGREE(twins_child), {0, 5}, {.male = STEPWISE}, 0, 0},
        {"brother and sister at an X locus",
         PEDIGREE(mixed),
         {2, 3},
         {.x = true, .theta = 0.1, .male = STEPWISE, .female = STEPWISE},
         0,
         0},
        {"father and daughter at an X locus", PEDIGREE(mixed), {0, 3}, {.x = true, .male = STEPWISE}, 0, 0},
        {"brothers with a silent allele",
         PEDIGREE(brothers),
         {2, 3},
         {.silent_frequency = 0.2, .male = STEPWISE, .female = STEPWISE},
         0,
         0},
        {"drop-out, drop-in and error", PEDIGREE(brothers), {2, 3}, {.dropin = 0.1, .error = 0.4}, 0.2, 0.1},
        {"drop-out and drop-in with a silent allele at an X locus",
         PEDIGREE(mixed),
         {2, 3},
         {.x = true, .dropin = 0.2, .silent_frequency = 0.1},
         0.3,
         0.09},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) compare(&cases[i]);
}

static void a_subpopulation_varies_by_theta(void **state) {
    (void)state;
    enum { RUNS = 40000 };
    const double theta = 0.05;
    double mean[LADDER] = {0}, alike = 0, expected = 0;
    ag_random random;
    ag_random_init(&random, 3, 0);
    for (int i = 0; i < RUNS; i++) {
        double p[LADDER];
        ag_subpopulation_draw(ladder_frequency, LADDER, theta, &random, p);
        for (int k = 0; k < LADDER; k++) {
            mean[k] += p[k] / RUNS;
            alike += p[k] * p[k] / RUNS;
        }
    }
    for (int k = 0; k < LADDER; k++) {
        assert_close(mean[k], ladder_frequency[k], 0.003);
        expected += ladder_frequency[k] * ladder_frequency[k];
    }
    assert_close(alike, theta + (1 - theta) * expected, 0.002);
}

/* ---- A caseload -------------------------------------------------------------------------------------------------- */

static ag_caseload make(ag_simulate_options options) {
    ag_caseload caseload;
    ag_error err;
    assert_ok(ag_caseload_init(&options, &caseload, &err), &err);
    return caseload;
}

static ag_simulate_options sized(uint32_t remains, uint32_t families) {
    ag_simulate_options o = ag_simulate_defaults();
    o.remains = remains;
    o.families = families;
    o.seed = 42;
    o.run.threads = 2;
    return o;
}

static bool same(ag_text a, const char *b) { return ag_text_equal(a, ag_text_of(b)); }

static void families_come_in_the_promised_shares(void **state) {
    (void)state;
    ag_simulate_options o = sized(3000, 3000);
    o.loci = "TH01";
    ag_caseload c = make(o);
    assert_int_equal(c.kind[0], 1000);
    assert_int_equal(c.kind[1], 600);
    assert_int_equal(c.kind[2], 1000);
    assert_int_equal(c.kind[3], 300);
    assert_int_equal(c.kind[4], 100);
    assert_int_equal(c.missing, 3100);
    uint32_t missing = 0, degraded = 0;
    for (uint32_t i = 0; i < c.batch.persons; i++) missing += same(c.batch.person[i].missing, "yes");
    for (uint32_t i = 0; i < c.remains; i++) degraded += same(c.batch.profile[i].quality, "degraded");
    assert_int_equal(missing, c.missing);
    assert_int_equal(degraded, 750);
    ag_caseload_deinit(&c);
}

/* Bodies and listed persons counted again from the truth. */
static void truth_names_bodies_and_others_counts_those_without_a_family(void **state) {
    (void)state;
    ag_simulate_options o = sized(4000, 4000);
    o.loci = "TH01,FGA";
    ag_caseload c = make(o);
    ag_map bodies, persons;
    uint32_t listed = 0, several = 0;
    ag_map_init(&bodies);
    ag_map_init(&persons);
    for (uint32_t i = 0; i < c.batch.persons; i++) {
        char id[64];
        bool added;
        const ag_batch_person *p = &c.batch.person[i];
        snprintf(id, sizeof id, "%s:%s", p->family.at, p->person.at);
        assert_non_null(ag_map_add(&persons, ag_text_of(ag_arena_text(&c.batch.arena, id, strlen(id))), i, &added));
        assert_true(added);
    }
    for (uint32_t i = 0; i < c.remains; i++) {
        const ag_truth *t = &c.truth[i];
        bool added;
        uint32_t *parts = ag_map_add(&bodies, t->body, 0, &added);
        several += ++*parts == 2;
        listed += added && t->person.n > 0;
        if (!t->person.n) continue;
        const uint32_t *at = ag_map_find(&persons, t->person);
        if (!at) fail_msg("truth names %s, who is in no family", t->person.at);
        assert_true(same(c.batch.person[*at].missing, "yes"));
        assert_true(ag_text_equal(c.batch.person[*at].family, t->family));
        if (c.batch.profile[i].sex.n) assert_true(ag_text_equal(c.batch.profile[i].sex, c.batch.person[*at].sex));
    }
    assert_int_equal(listed, c.found);
    assert_int_equal(bodies.n - listed, c.others);
    assert_close(c.batch.settings.others, c.others, 0);
    assert_true(c.found > c.missing * 6 / 10 && c.others > 0 && several > bodies.n / 10);
    ag_map_deinit(&bodies);
    ag_map_deinit(&persons);
    ag_caseload_deinit(&c);
}

/* ---- Genotypes of a caseload ------------------------------------------------------------------------------------- */

typedef struct cell {
    char a[16], b[16];
} cell;

static cell read_cell(ag_text text) {
    cell c = {0};
    sscanf(text.at, "%15[^/]/%15s", c.a, c.b);
    return c;
}

static bool share_allele(ag_text x, ag_text y) {
    const cell p = read_cell(x), q = read_cell(y);
    return !strcmp(p.a, q.a) || !strcmp(p.a, q.b) || !strcmp(p.b, q.a) || !strcmp(p.b, q.b);
}

static const ag_batch_profile *reference_of(const ag_caseload *c, ag_text family, const char *person) {
    for (uint32_t i = c->remains; i < c->batch.profiles; i++)
        if (ag_text_equal(c->batch.profile[i].family, family) && same(c->batch.profile[i].person, person))
            return &c->batch.profile[i];
    return NULL;
}

/* Share of loci at which a missing person and the child have no allele in common; *loci are counted. */
static double mismatches(const char *mutation, int *loci) {
    ag_simulate_options o = sized(400, 400);
    o.mutation = mutation;
    o.degraded = 0;
    ag_caseload c = make(o);
    int apart = 0;
    *loci = 0;
    for (uint32_t i = 0; i < c.remains; i++) {
        const ag_batch_profile *child = reference_of(&c, c.truth[i].family, "child1");
        if (!child || !c.truth[i].person.n || strstr(c.truth[i].person.at, ":M2")) /* M2 is a sibling of child1 */
            continue;
        for (uint32_t l = 0; l < c.batch.loci; l++, ++*loci)
            apart += !share_allele(c.batch.profile[i].cell[l], child->cell[l]);
    }
    ag_caseload_deinit(&c);
    return (double)apart / *loci;
}

static void parents_and_children_share_an_allele_but_for_mutations(void **state) {
    (void)state;
    int loci;
    assert_close(mismatches("none:0", &loci), 0, 0);
    assert_true(loci > 1000);
    /* A mutation is hidden where the new allele is one of the parent's: a third to a half of them. */
    const double apart = mismatches("proportional:0.1", &loci);
    if (apart < 0.04 || apart > 0.09) fail_msg("with mutations at 0.1, %g of parents and children do not match", apart);
}

static void mutations_come_at_the_stated_rate(void **state) {
    (void)state;
    ag_caseload c = make(sized(10, 5000));
    const double n = (double)c.meioses, expected = 0.002 * n;
    assert_true(n > 400000);
    assert_close((double)c.mutated, expected, 5 * sqrt(expected));
    ag_caseload_deinit(&c);
}

/* Degraded samples against a good sample of the same body. */
static void degraded_samples_lose_loci_and_alleles(void **state) {
    (void)state;
    ag_simulate_options o = sized(6000, 4000);
    o.loci = "codis20";
    ag_caseload c = make(o);
    ag_map good;
    int empty = 0, all = 0, pairs = 0, ones = 0;
    bool added;
    ag_map_init(&good);
    for (uint32_t i = 0; i < c.remains; i++)
        if (same(c.batch.profile[i].quality, "good")) ag_map_add(&good, c.truth[i].body, i, &added);
    for (uint32_t i = 0; i < c.remains; i++) {
        const uint32_t *at = ag_map_find(&good, c.truth[i].body);
        if (!at || !same(c.batch.profile[i].quality, "degraded")) continue;
        for (uint32_t l = 0; l < c.batch.loci; l++) {
            const ag_text x = c.batch.profile[i].cell[l], whole = c.batch.profile[*at].cell[l];
            const cell g = read_cell(whole), s = read_cell(x);
            all++;
            empty += x.n == 0;
            if (!x.n) continue;
            if (strcmp(s.b, "?") == 0) {
                assert_true(!strcmp(s.a, g.a) || !strcmp(s.a, g.b));
                ones += strcmp(g.a, g.b) != 0;
            } else {
                assert_true(ag_text_equal(x, whole));
                assert_true(strcmp(g.a, g.b) != 0);
                pairs++;
            }
        }
    }
    assert_true(pairs > 1000);
    /* 0.9² and 2 · 0.9 · 0.1 of the heterozygotes */
    assert_close((double)ones / (ones + pairs), 0.18 / 0.99, 0.02);
    assert_close((double)empty / all, 0.3 + 0.7 * 0.01, 0.03);
    ag_map_deinit(&good);
    ag_caseload_deinit(&c);
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static const char *const files[] = {"families.csv",   "frequencies.csv", "incident.json",
                                    "references.csv", "remains.csv",     "truth.csv"};

static const char *saved(ag_simulate_options options) {
    ag_error err;
    const char *folder = path_join(scratch_folder(), "incident");
    assert_ok(ag_simulate(&options, folder, NULL, &err), &err);
    return folder;
}

static bool same_folders(const char *a, const char *b) {
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t n, m;
        const char *x = read_file(path_join(a, files[i]), &n), *y = read_file(path_join(b, files[i]), &m);
        if (n != m || memcmp(x, y, n) != 0) return false;
    }
    return true;
}

static void the_same_seed_gives_the_same_bytes_with_any_number_of_threads(void **state) {
    (void)state;
    ag_simulate_options o = sized(700, 600);
    const char *two = saved(o);
    assert_true(same_folders(two, saved(o)));
    o.run.threads = 1;
    assert_true(same_folders(two, saved(o)));
    o.run.threads = 5;
    o.theta = 0.01;
    const char *theta = saved(o);
    assert_false(same_folders(two, theta));
    o.run.threads = 1;
    assert_true(same_folders(theta, saved(o)));
    o.theta = 0;
    o.seed++;
    assert_false(same_folders(two, saved(o)));
}

static void the_folder_is_read_without_an_error_or_a_warning(void **state) {
    (void)state;
    const char *folder = saved(sized(300, 200));
    ag_batch batch;
    ag_diagnostics d;
    ag_error err;
    char line[600];
    ag_batch_init(&batch);
    ag_diagnostics_init(&d);
    assert_ok(ag_folder_read(folder, 2, NULL, NULL, &batch, &d, &err), &err);
    if (d.warnings) fail_msg("%s", ag_error_format(&d.item[0], line, sizeof line));
    assert_int_equal(batch.loci, 24);
    assert_int_equal(batch.settings.pieces, 1);
    ag_diagnostics_deinit(&d);
    ag_batch_deinit(&batch);
}

static void the_sample_incident_is_made_by_the_command_in_its_readme(void **state) {
    (void)state;
    ag_simulate_options o = ag_simulate_defaults();
    o.remains = 60;
    o.families = 40;
    o.seed = 1953;
    o.loci = "globalfiler";
    assert_true(same_folders(source_path("data/sample"), saved(o)));
}

/* ---- What is shipped, and what is refused ------------------------------------------------------------------------ */

static uint32_t loci_of(const char *words, const char *with) {
    ag_batch batch;
    ag_error err;
    bool there = !with;
    ag_batch_init(&batch);
    assert_ok(ag_shipped_fill(words, "all", &batch, &err), &err);
    for (uint32_t i = 0; i < batch.loci; i++) there |= with && same(batch.locus[i], with);
    if (!there) fail_msg("%s lacks %s", words, with);
    double sum[AG_MAX_LOCI] = {0};
    for (uint32_t i = 0; i < batch.frequencies; i++) sum[batch.frequency[i].locus] += batch.frequency[i].frequency;
    for (uint32_t i = 0; i < batch.loci; i++) assert_close(sum[i], 1, 1e-12);
    const uint32_t n = batch.loci;
    ag_batch_deinit(&batch);
    return n;
}

static void kits_have_their_loci(void **state) {
    (void)state;
    assert_int_equal(loci_of("codis20", "D2S441"), 20);
    assert_int_equal(loci_of("GlobalFiler", "SE33"), 21);
    assert_int_equal(loci_of("ppf6c", "Penta_E"), 23);
    assert_int_equal(loci_of("nist24", "SE33"), 24);
    assert_int_equal(loci_of("nist29", "LPL"), 29);
    assert_int_equal(loci_of("verifiler", "D6S1043"), 23);
    assert_int_equal(loci_of("ngmselect", "SE33"), 16);
    assert_int_equal(loci_of("identifiler", "D19S433"), 15);
    assert_int_equal(loci_of("powerplex16", "Penta_D"), 15);
    assert_int_equal(loci_of("24", "SE33"), 24);
    assert_int_equal(loci_of("fga, Penta D,THO1", "TH01"), 3);
}

/* The figures that came with the project's data, whose frequencies are rounded to six digits. */
static void shipped_frequencies_are_those_of_the_source(void **state) {
    (void)state;
    const char *path = shared_path("nist1036/frequencies.csv");
    ag_file file;
    ag_error err;
    ag_diagnostics d;
    ag_batch batch;
    ag_csv *csv = malloc(sizeof *csv);
    uint32_t rows = 0;
    ag_diagnostics_init(&d);
    ag_batch_init(&batch);
    assert_ok(ag_shipped_fill("nist29", "Cauc", &batch, &err), &err);
    assert_ok(ag_file_read(path, "frequencies.csv", true, &file, &err), &err);
    assert_true(ag_csv_open(csv, &file, &d));
    while (ag_csv_next(csv)) {
        double frequency, found = 0;
        if (!same(csv->cell[0], "Cauc")) continue;
        rows++;
        assert_true(ag_parse_double(csv->cell[4], &frequency));
        for (uint32_t i = 0; i < batch.frequencies; i++)
            if (ag_text_equal(batch.locus[batch.frequency[i].locus], csv->cell[1]) &&
                ag_text_equal(batch.frequency[i].allele, csv->cell[2]))
                found = batch.frequency[i].frequency;
        assert_close(found, frequency, 5.1e-7);
    }
    assert_int_equal(rows, batch.frequencies);
    free(csv);
    ag_file_deinit(&file);
    ag_batch_deinit(&batch);
    ag_diagnostics_deinit(&d);
}

static void refuse(ag_simulate_options o, const char *word) {
    ag_caseload caseload;
    ag_error err;
    assert_status(ag_caseload_init(&o, &caseload, &err), AG_USAGE, &err);
    if (!strstr(err.what, word) || !err.hint[0]) fail_msg("\"%s\" does not say %s, or not what to do", err.what, word);
}

static void options_that_make_no_caseload_are_refused_with_a_remedy(void **state) {
    (void)state;
    ag_simulate_options o;
    refuse(sized(0, 5), "remains");
    refuse(sized(5, 0), "families");
    refuse(sized(5, UINT32_MAX), "families");
    o = sized(5, 5), o.degraded = 1.5, refuse(o, "degraded");
    o = sized(5, 5), o.degraded = NAN, refuse(o, "degraded");
    o = sized(5, 5), o.theta = 1, refuse(o, "theta");
    o = sized(5, 5), o.loci = "D99S1", refuse(o, "D99S1");
    o = sized(5, 5), o.loci = "30", refuse(o, "29");
    o = sized(5, 5), o.loci = "", refuse(o, "locus");
    o = sized(5, 5), o.loci = "FGA,fga", refuse(o, "twice");
    o = sized(5, 5), o.population = "Mars", refuse(o, "Mars");
    o = sized(5, 5), o.mutation = "magic:0.1", refuse(o, "magic");
    o = sized(5, 5), o.mutation = "equal:0,1", refuse(o, "equal:0,1");
    o = sized(5, 5), o.mutation = "equal:0.1:0:0:0", refuse(o, "equal");
    o = sized(5, 5), o.mutation = "stepwise:0.002", refuse(o, "range");
    o = sized(5, 5), o.mutation = "onestep:0.002", refuse(o, "D12S391");
}

static void remember(void *context, double done, double of) {
    double *last = context;
    assert_true(done >= last[0] && done <= of);
    last[0] = done;
    last[1] = of;
}

static void it_tells_its_progress_and_stops_when_asked(void **state) {
    (void)state;
    volatile sig_atomic_t stop = 0;
    double last[2] = {0, 0};
    ag_simulate_options o = sized(500, 300);
    o.run.stop = &stop;
    o.run.progress = remember;
    o.run.context = last;
    ag_caseload c = make(o);
    ag_caseload_deinit(&c);
    assert_close(last[0], 800, 0);
    assert_close(last[1], 800, 0);
    stop = 1;
    last[0] = 0;
    ag_error err;
    const char *folder = path_join(scratch_folder(), "incident");
    assert_status(ag_simulate(&o, folder, NULL, &err), AG_INTERRUPTED, &err);
    assert_false(ag_file_exists(path_join(folder, "truth.csv")));
    assert_false(ag_file_exists(path_join(folder, "remains.csv")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parents_transmit_by_their_mutation_matrix),
        cmocka_unit_test(genotypes_come_as_often_as_the_likelihood_says),
        cmocka_unit_test(a_subpopulation_varies_by_theta),
        cmocka_unit_test(families_come_in_the_promised_shares),
        cmocka_unit_test(truth_names_bodies_and_others_counts_those_without_a_family),
        cmocka_unit_test(parents_and_children_share_an_allele_but_for_mutations),
        cmocka_unit_test(mutations_come_at_the_stated_rate),
        cmocka_unit_test(degraded_samples_lose_loci_and_alleles),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes_with_any_number_of_threads),
        cmocka_unit_test(the_folder_is_read_without_an_error_or_a_warning),
        cmocka_unit_test(the_sample_incident_is_made_by_the_command_in_its_readme),
        cmocka_unit_test(kits_have_their_loci),
        cmocka_unit_test(shipped_frequencies_are_those_of_the_source),
        cmocka_unit_test(options_that_make_no_caseload_are_refused_with_a_remedy),
        cmocka_unit_test(it_tells_its_progress_and_stops_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
