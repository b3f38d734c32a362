/* Gene dropping: see simulate.h. */
#include "kinship/simulate.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"

#include "base/banned.h"

/* One of n with given probabilities: a fair choice of a column, then the column or its alias. */
typedef struct alias {
    double keep;
    int16_t other;
} alias;

struct ag_genes {
    const ag_locus *locus;
    int n;
    double theta;
    const alias *founder;       /* [n] */
    const alias *seen;          /* [n] by frequency among visible alleles: what error and drop-in show */
    const alias *female, *male; /* [n × n], a row for each parent's allele; NULL: nothing mutates */
    ag_arena arena;
};

/* ---- Alias tables ------------------------------------------------------------------------------------------------ */

static void alias_fill(const double *weight, int n, int skip, alias *out) {
    double total = 0, share[AG_MAX_ALLELES];
    int small[AG_MAX_ALLELES] = {0}, large[AG_MAX_ALLELES] = {0}, smalls = 0, larges = 0;
    for (int i = 0; i < n; i++) total += i == skip ? 0 : weight[i];
    for (int i = 0; i < n; i++) {
        share[i] = total > 0 && i != skip ? weight[i] / total * n : 0;
        if (share[i] < 1)
            small[smalls++] = i;
        else
            large[larges++] = i;
    }
    while (smalls && larges) {
        const int s = small[--smalls], l = large[larges - 1];
        out[s] = (alias){share[s], (int16_t)l};
        share[l] -= 1 - share[s];
        if (share[l] >= 1) continue;
        larges--;
        small[smalls++] = l;
    }
    /* What is left is 1 but for rounding. */
    while (larges) out[large[--larges]] = (alias){1, 0};
    while (smalls) out[small[--smalls]] = (alias){1, 0};
}

static int alias_draw(const alias *table, int n, ag_random *random) {
    const double u = ag_random_unit(random) * n;
    const int i = (int)u;
    return u - i < table[i].keep ? i : table[i].other;
}

static const alias *alias_new(const double *weight, int n, int skip, ag_arena *arena) {
    alias *table = AG_NEW(arena, alias, n);
    if (table) alias_fill(weight, n, skip, table);
    return table;
}

static const alias *alias_rows(const double *matrix, int n, ag_arena *arena) {
    if (!matrix) return NULL;
    alias *table = AG_NEW(arena, alias, (size_t)n * (size_t)n);
    for (int i = 0; table && i < n; i++) alias_fill(matrix + (long)i * n, n, -1, table + (long)i * n);
    return table;
}

ag_status ag_genes_new(const ag_locus *locus, const double *founder_frequency, ag_genes **out, ag_error *err) {
    ag_genes *g = calloc(1, sizeof *g);
    *out = g;
    if (!g) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_init(&g->arena);
    g->locus = locus;
    g->n = locus->n;
    g->theta = founder_frequency ? 0 : locus->theta;
    g->founder = alias_new(founder_frequency ? founder_frequency : locus->frequency, g->n, -1, &g->arena);
    g->seen = alias_new(locus->frequency, g->n, locus->silent, &g->arena);
    g->female = alias_rows(locus->female, g->n, &g->arena);
    g->male = locus->male == locus->female ? g->female : alias_rows(locus->male, g->n, &g->arena);
    if (!g->arena.failed) return AG_OK;
    ag_genes_free(g);
    *out = NULL;
    return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

void ag_genes_free(ag_genes *genes) {
    if (!genes) return;
    ag_arena_deinit(&genes->arena);
    free(genes);
}

/* ---- Dropping ---------------------------------------------------------------------------------------------------- */

typedef struct drop {
    const ag_genes *genes;
    ag_random *random;
    ag_genotype *out;
    int mutated;
    int drawn;                 /* founder alleles so far … */
    int count[AG_MAX_ALLELES]; /* … by allele; with theta only */
} drop;

/* P(next is a) = (n_a theta + (1 - theta) p_a) / (1 + (n - 1) theta): an earlier one again, or a fresh one. */
static int draw_founder(drop *d) {
    const ag_genes *g = d->genes;
    if (!(g->theta > 0)) return alias_draw(g->founder, g->n, d->random);
    int allele = 0;
    if (ag_random_unit(d->random) * (1 + (d->drawn - 1) * g->theta) < d->drawn * g->theta) {
        int k = (int)ag_random_below(d->random, (uint32_t)d->drawn);
        while (k >= d->count[allele]) k -= d->count[allele++];
    } else {
        allele = alias_draw(g->founder, g->n, d->random);
    }
    d->count[allele]++;
    d->drawn++;
    return allele;
}

static int transmit(drop *d, int parent, const alias *matrix) {
    const ag_genotype g = d->out[parent];
    const int from = g.b < 0 || ag_random_next(d->random) >> 63 ? g.a : g.b;
    if (!matrix) return from;
    const int to = alias_draw(matrix + (long)from * d->genes->n, d->genes->n, d->random);
    d->mutated += to != from;
    return to;
}

static ag_genotype drop_person(drop *d, const ag_person *p) {
    const ag_genes *g = d->genes;
    const bool haploid = g->locus->x && p->sex == AG_MALE;
    const bool founder = p->father < 0 && p->mother < 0;
    int a = -1, b = -1;
    if (!haploid) a = p->father >= 0 ? transmit(d, p->father, g->male) : draw_founder(d);
    if (founder && !haploid && p->inbreeding > 0 && ag_random_unit(d->random) < p->inbreeding)
        b = a;
    else
        b = p->mother >= 0 ? transmit(d, p->mother, g->female) : draw_founder(d);
    return haploid ? (ag_genotype){(int16_t)b, -1} : (ag_genotype){(int16_t)a, (int16_t)b};
}

enum { NOT_YET = -2 };

/* Of identical twins the first is dropped when any of them comes up: the order of persons may have a later one first.
 */
int ag_genes_drop(const ag_genes *genes, const ag_pedigree *pedigree, const int *order, ag_random *random,
                  ag_genotype *out) {
    drop d = {.genes = genes, .random = random, .out = out};
    for (int i = 0; i < pedigree->persons; i++) out[i].a = NOT_YET;
    for (int k = 0; k < pedigree->persons; k++) {
        int first = order[k];
        while (pedigree->person[first].twin >= 0) first = pedigree->person[first].twin;
        if (out[first].a == NOT_YET) out[first] = drop_person(&d, &pedigree->person[first]);
        out[order[k]] = out[first];
    }
    return d.mutated;
}

int ag_genes_meioses(const ag_genes *genes, const ag_pedigree *pedigree) {
    int meioses = 0;
    for (int i = 0; i < pedigree->persons; i++) {
        const ag_person *p = &pedigree->person[i];
        if (p->twin >= 0) continue;
        meioses += p->father >= 0 && genes->male && !(genes->locus->x && p->sex == AG_MALE);
        meioses += p->mother >= 0 && genes->female;
    }
    return meioses;
}

ag_genotype ag_genes_draw_unrelated(const ag_genes *genes, bool haploid, ag_random *random) {
    const ag_person person = {.father = -1, .mother = -1, .sex = haploid ? AG_MALE : AG_FEMALE, .twin = -1};
    const ag_pedigree alone = {1, &person};
    const int order = 0;
    ag_genotype out;
    ag_genes_drop(genes, &alone, &order, random, &out);
    return out;
}

/* ---- Seeing ------------------------------------------------------------------------------------------------------ */

static void see(int allele, ag_sighting *s) {
    int k = s->n;
    for (int i = 0; i < s->n; i++)
        if (s->allele[i] == allele) return;
    for (; k > 0 && s->allele[k - 1] > allele; k--) s->allele[k] = s->allele[k - 1];
    s->allele[k] = (int16_t)allele;
    s->n++;
}

static void see_copy(const ag_genes *g, int allele, ag_random *random, ag_sighting *s) {
    const bool misread = g->locus->error > 0 && ag_random_unit(random) < g->locus->error;
    see(misread ? alias_draw(g->seen, g->n, random) : allele, s);
}

/* How many of two equal copies are seen: what is not lost together is one or two as with single losses. */
static int homozygote_copies(double d, double d2, ag_random *random) {
    if (ag_random_unit(random) < d2) return 0;
    return ag_random_unit(random) * (1 + d) < 2 * d ? 1 : 2;
}

ag_sighting ag_genes_observe(const ag_genes *genes, ag_genotype genotype, double dropout, double dropout_both,
                             ag_random *random) {
    const int silent = genes->locus->silent, copy[2] = {genotype.a, genotype.b};
    ag_sighting s = {0};
    if (copy[0] == copy[1] && copy[0] != silent) {
        int copies = homozygote_copies(dropout, dropout_both, random);
        while (copies-- > 0) see_copy(genes, copy[0], random, &s);
    } else {
        for (int k = 0; k < 2; k++)
            if (copy[k] >= 0 && copy[k] != silent && ag_random_unit(random) >= dropout)
                see_copy(genes, copy[k], random, &s);
    }
    if (genes->locus->dropin > 0 && ag_random_unit(random) < genes->locus->dropin)
        see(alias_draw(genes->seen, genes->n, random), &s);
    return s;
}

/* ---- Subpopulations ---------------------------------------------------------------------------------------------- */

/* The polar method; its second variate is not kept, so that a draw has no state. */
static double normal_draw(ag_random *random) {
    for (;;) {
        const double x = 2 * ag_random_unit(random) - 1, y = 2 * ag_random_unit(random) - 1, r = x * x + y * y;
        if (r > 0 && r < 1) return x * sqrt(-2 * log(r) / r);
    }
}

static double gamma_draw(double shape, ag_random *random) {
    if (shape < 1) {
        const double u = 1 - ag_random_unit(random);
        return gamma_draw(shape + 1, random) * pow(u, 1 / shape);
    }
    const double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double x = normal_draw(random), v = (1 + c * x) * (1 + c * x) * (1 + c * x),
                     u = 1 - ag_random_unit(random);
        if (v > 0 && log(u) < x * x / 2 + d - d * v + d * log(v)) return d * v;
    }
}

void ag_subpopulation_draw(const double *frequency, int n, double theta, ag_random *random, double *out) {
    double total = 0;
    for (int i = 0; i < n; i++) {
        out[i] = frequency[i];
        if (theta > 0 && frequency[i] > 0) out[i] = gamma_draw(frequency[i] * (1 - theta) / theta, random);
        total += out[i];
    }
    /* Only when theta is so near 1 that all underflow: one allele has everything. */
    if (!(total > 0)) out[ag_random_choose(random, frequency, n)] = total = 1;
    for (int i = 0; i < n; i++) out[i] /= total;
}
