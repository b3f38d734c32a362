/* What the engine costs: tables by family shape, the screen in pairs per second, one likelihood by pedigree.
 *
 * 24 loci with SE33 of data/nist1036.csv, stepwise 0.002, 1e-6, 0.1. Each figure is the median of several runs. Floors:
 * a table needs at least one multiply–add for each pair of alleles at each locus; a scored pair one 16-bit addition for
 * each locus.
 */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "antigone/antigone.h"
#include "base/cpu.h"
#include "incident/shipped.h"
#include "kinship/simulate.h"

#include "base/banned.h"

enum { MOST_LOCI = 32, MOST_PERSONS = 12, MOST_READINGS = 5, RUNS = 5 };

typedef struct shape {
    const char *name;
    int persons;
    ag_person person[MOST_PERSONS];
    int readings, reading[MOST_READINGS];
    int missing;
} shape;

#define M AG_MALE
#define F AG_FEMALE
#define FOUNDER(sex)                                                                                                   \
    { -1, -1, sex, -1, 0 }
#define CHILD(father, mother, sex)                                                                                     \
    { father, mother, sex, -1, 0 }
static const shape shapes[] = {
    {"both parents", 3, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M)}, 2, {0, 1}, 2},
    {"one parent", 3, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M)}, 1, {1}, 2},
    {"child", 3, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M)}, 1, {2}, 0},
    {"child and spouse", 3, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M)}, 2, {1, 2}, 0},
    {"one sibling", 4, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, F)}, 1, {3}, 2},
    {"two siblings", 5, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, F), CHILD(0, 1, M)}, 2, {3, 4}, 2},
    {"three siblings",
     6,
     {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, F), CHILD(0, 1, M), CHILD(0, 1, M)},
     3,
     {3, 4, 5},
     2},
    {"two siblings and mother",
     5,
     {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, F), CHILD(0, 1, M)},
     3,
     {1, 3, 4},
     2},
    {"paternal grandparents", 5, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), FOUNDER(F), CHILD(2, 3, M)}, 2, {0, 1}, 4},
    {"uncle and aunt",
     7,
     {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, M), CHILD(0, 1, F), FOUNDER(F), CHILD(2, 5, M)},
     2,
     {3, 4},
     6},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

static const shape pedigrees[] = {
    {"sibs3",
     6,
     {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, M), CHILD(0, 1, M), CHILD(0, 1, M)},
     3,
     {2, 3, 4},
     0},
    {"uncle", 6, {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, M), FOUNDER(F), CHILD(3, 4, M)}, 2, {2, 5}, 0},
    {"cousin",
     8,
     {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), FOUNDER(F), CHILD(0, 1, M), FOUNDER(F), CHILD(2, 3, M), CHILD(4, 5, M)},
     2,
     {6, 7},
     0},
    {"ped12",
     12,
     {FOUNDER(M), FOUNDER(F), CHILD(0, 1, M), CHILD(0, 1, M), CHILD(0, 1, F), FOUNDER(F), FOUNDER(F), CHILD(2, 5, M),
      CHILD(2, 5, F), CHILD(3, 6, M), CHILD(3, 6, F), CHILD(3, 6, M)},
     5,
     {4, 5, 7, 8, 10},
     0},
};
enum { PEDIGREES = sizeof pedigrees / sizeof pedigrees[0] };
#undef M
#undef F

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* one thread: other work on the machine does not count */
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef struct panel {
    ag_batch batch;
    int loci;
    ag_locus *locus[MOST_LOCI];
    const ag_locus *view[MOST_LOCI];
    ag_genes *genes[MOST_LOCI];
    ag_observation *code[MOST_LOCI];
    const ag_observation *code_view[MOST_LOCI];
    int codes[MOST_LOCI];
} panel;

static void stop_on(ag_status status, const ag_error *err) {
    if (status == AG_OK) return;
    fprintf(stderr, "engine bench: %s\n", err->what);
    exit(status);
}

/* Codes: nothing, then every genotype a ≤ b. */
static int code_of(int a, int b) { return 1 + (a > b ? a * (a + 1) / 2 + b : b * (b + 1) / 2 + a); }

static void make_codes(panel *p, int l) {
    const ag_locus *locus = p->locus[l];
    const ag_observation_rules rules = {0, -1, true};
    ag_error err;
    p->codes[l] = 1 + locus->n * (locus->n + 1) / 2;
    p->code[l] = calloc((size_t)p->codes[l], sizeof *p->code[l]);
    if (!p->code[l]) exit(AG_ENVIRONMENT);
    for (int a = 0; a < locus->n; a++)
        for (int b = 0; b <= a; b++) {
            char cell[64];
            unsigned flags;
            snprintf(cell, sizeof cell, "%s/%s", locus->allele[a], locus->allele[b]);
            stop_on(ag_observation_parse(locus, cell, &rules, &p->code[l][code_of(a, b)], &flags, &err), &err);
        }
    p->code_view[l] = p->code[l];
}

static void make_panel(panel *p) {
    ag_error err;
    ag_batch_init(&p->batch);
    stop_on(ag_shipped_fill("nist24", "Cauc", &p->batch, &err), &err);
    p->loci = (int)p->batch.loci;
    for (int l = 0; l < p->loci; l++) {
        const char *name[AG_ALLELE_CAP];
        double frequency[AG_ALLELE_CAP];
        int n = 0;
        for (uint32_t i = 0; i < p->batch.frequencies; i++) {
            const ag_batch_frequency *f = &p->batch.frequency[i];
            if (f->locus != (uint32_t)l) continue;
            name[n] = ag_arena_text(&p->batch.arena, f->allele.at, f->allele.n);
            frequency[n++] = f->frequency;
        }
        const ag_mutation_spec m = {.model = AG_MUTATION_STEPWISE, .rate = 0.002, .rate2 = 1e-6, .range = 0.1};
        const ag_locus_spec spec = {.name = "L",
                                    .alleles = n,
                                    .allele = name,
                                    .frequency = frequency,
                                    .rule = AG_FREQUENCY_RENORMALISE,
                                    .female = m,
                                    .male = m};
        stop_on(ag_locus_new(&spec, &p->locus[l], &err), &err);
        stop_on(ag_genes_new(p->locus[l], NULL, &p->genes[l], &err), &err);
        p->view[l] = p->locus[l];
        make_codes(p, l);
    }
}

/* Simulated families of one shape. */
typedef struct caseload {
    ag_family *family;
    ag_reading *reading;
    uint16_t *code;
    uint16_t *remains;
    ag_search search;
} caseload;

static void drop_family(const panel *p, const shape *s, ag_random *random, ag_reading *reading, uint16_t *code) {
    int order[MOST_PERSONS];
    ag_genotype g[MOST_PERSONS];
    const ag_pedigree ped = {s->persons, s->person};
    ag_pedigree_order(&ped, order);
    for (int r = 0; r < s->readings; r++) reading[r] = (ag_reading){s->reading[r], code + r * p->loci};
    for (int l = 0; l < p->loci; l++) {
        ag_genes_drop(p->genes[l], &ped, order, random, g);
        for (int r = 0; r < s->readings; r++)
            code[r * p->loci + l] = (uint16_t)code_of(g[s->reading[r]].a, g[s->reading[r]].b);
    }
}

static void make_caseload(const panel *p, int first_shape, int shape_count, int families, int remains, caseload *c) {
    c->family = calloc((size_t)families, sizeof *c->family);
    c->reading = calloc((size_t)families * MOST_READINGS, sizeof *c->reading);
    c->code = calloc((size_t)families * MOST_READINGS * (size_t)p->loci, sizeof *c->code);
    c->remains = calloc((size_t)remains * (size_t)p->loci, sizeof *c->remains);
    if (!c->family || !c->reading || !c->code || !c->remains) exit(AG_ENVIRONMENT);
    ag_random random;
    ag_random_init(&random, 1, 0);
    for (int f = 0; f < families; f++) {
        const shape *s = &shapes[first_shape + f % shape_count];
        ag_reading *reading = c->reading + (size_t)f * MOST_READINGS;
        drop_family(p, s, &random, reading, c->code + (size_t)f * MOST_READINGS * (size_t)p->loci);
        c->family[f] = (ag_family){{s->persons, s->person}, reading, s->readings, &s->missing, 1};
    }
    for (int r = 0; r < remains; r++)
        for (int l = 0; l < p->loci; l++) {
            const ag_genotype g = ag_genes_draw_unrelated(p->genes[l], false, &random);
            c->remains[(size_t)r * (size_t)p->loci + (size_t)l] = (uint16_t)code_of(g.a, g.b);
        }
    c->search = (ag_search){.loci = p->loci,
                            .locus = p->view,
                            .observation = p->code_view,
                            .codes = p->codes,
                            .families = families,
                            .family = c->family,
                            .remains = remains,
                            .remains_code = c->remains};
}

static void free_caseload(caseload *c) {
    free(c->family);
    free(c->reading);
    free(c->code);
    free(c->remains);
}

static int compare_doubles(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, int n) {
    qsort(x, (size_t)n, sizeof *x, compare_doubles);
    return x[n / 2];
}

/* Medians over RUNS of the seconds for tables and for scoring, on one thread. */
static void measure(const caseload *c, int kernel, double *tables, double *screen) {
    double t[RUNS], s[RUNS];
    ag_error err;
    ag_catalogue *catalogue;
    stop_on(ag_catalogue_new(&c->search, &catalogue, &err), &err);
    for (int i = 0; i < RUNS; i++) {
        const ag_run run = {.threads = 1, .kernel = kernel, .clock = seconds};
        ag_screen_result result;
        stop_on(ag_screen(catalogue, log(1e6), &run, &result, &err), &err);
        t[i] = result.table_seconds;
        s[i] = result.screen_seconds;
        ag_screen_result_deinit(&result);
    }
    ag_catalogue_free(catalogue);
    *tables = median(t, RUNS);
    *screen = median(s, RUNS);
}

static void bench_tables(const panel *p) {
    double pairs = 0, rows = 0;
    for (int l = 0; l < p->loci; l++) pairs += (double)p->locus[l]->n * p->locus[l]->n, rows += p->codes[l];
    printf("Tables: %d loci, %.0f ordered pairs of alleles, %.0f genotypes; floor %.0f multiply-adds a family\n\n",
           p->loci, pairs, rows, pairs);
    printf("| missing person's family | microseconds a family |\n| --- | ---: |\n");
    for (int i = 0; i < SHAPES; i++) {
        caseload c;
        double tables, screen;
        make_caseload(p, i, 1, 640, 2000, &c);
        measure(&c, -1, &tables, &screen);
        printf("| %s | %.1f |\n", shapes[i].name, 1e6 * tables / 640);
        free_caseload(&c);
    }
}

static void bench_screen(const panel *p) {
    printf("\n| kernel | million pairs a second and core | additions of 16 bits a cycle at 2.5 GHz |\n| --- | ---: | "
           "---: |\n");
    caseload c;
    make_caseload(p, 0, SHAPES, 1600, 20000, &c);
    for (int kernel = 0; kernel <= (int)ag_cpu_best(); kernel++) {
        double tables, screen;
        measure(&c, kernel, &tables, &screen);
        const double rate = 1600.0 * 20000 / screen;
        printf("| %s | %.0f | %.1f |\n", ag_cpu_name((ag_cpu)kernel), rate / 1e6, rate * p->loci / 2.5e9);
    }
    free_caseload(&c);
}

static double all_loci(const panel *p, const shape *s, ag_engine *engine, const uint16_t *code) {
    const ag_pedigree ped = {s->persons, s->person};
    const double before = seconds();
    for (int l = 0; l < p->loci; l++) {
        ag_evidence evidence[MOST_READINGS];
        double loglik;
        ag_error err;
        for (int r = 0; r < s->readings; r++)
            evidence[r] = (ag_evidence){s->reading[r], &p->code[l][code[r * p->loci + l]]};
        stop_on(ag_likelihood(engine, &ped, p->locus[l], evidence, s->readings, AG_PRUNE_NOTHING, &loglik, &err), &err);
    }
    return seconds() - before;
}

static void bench_likelihood(const panel *p) {
    printf("\n| pedigree, %d loci | milliseconds, first time | again |\n| --- | ---: | ---: |\n", p->loci);
    for (int i = 0; i < PEDIGREES; i++) {
        double first[RUNS], again[RUNS];
        for (int run = 0; run < RUNS; run++) {
            ag_random random;
            ag_reading reading[MOST_READINGS];
            uint16_t code[MOST_READINGS * MOST_LOCI];
            ag_random_init(&random, (uint64_t)run + 1, 0);
            drop_family(p, &pedigrees[i], &random, reading, code);
            ag_engine *engine = ag_engine_new();
            if (!engine) exit(AG_ENVIRONMENT);
            first[run] = all_loci(p, &pedigrees[i], engine, code);
            again[run] = all_loci(p, &pedigrees[i], engine, code);
            ag_engine_free(engine);
        }
        printf("| %s | %.2f | %.2f |\n", pedigrees[i].name, 1e3 * median(first, RUNS), 1e3 * median(again, RUNS));
    }
}

int main(void) {
    static panel p;
    make_panel(&p);
    bench_tables(&p);
    bench_screen(&p);
    bench_likelihood(&p);
    for (int l = 0; l < p.loci; l++) {
        ag_genes_free(p.genes[l]);
        ag_locus_free(p.locus[l]);
        free(p.code[l]);
    }
    ag_batch_deinit(&p.batch);
    return 0;
}
