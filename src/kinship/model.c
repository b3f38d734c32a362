/* Frequencies and transmission matrices as the arithmetic needs them: see model.h. */
#include "kinship/model.h"

#include <string.h>

#include "base/banned.h"

static const double *matrix_of(const ag_locus *locus, int parent) {
    return parent == AG_FROM_FATHER ? locus->male : locus->female;
}

/* Probability that class x becomes class c: the row of any member, summed over the members of c. */
static double lumped_entry(const ag_locus *locus, const ag_allele_model *m, const double *matrix, int x, int c) {
    if (!matrix) return x == c;
    if (m->n == locus->n) return matrix[(long)x * locus->n + c];
    const double *row = matrix + (long)m->member[x] * locus->n;
    double total = 0;
    for (int j = 0; j < locus->n; j++)
        if (m->class_of[j] == c) total += row[j];
    return total;
}

static void fill_transmission(const ag_locus *locus, const ag_allele_model *m, int parent, double *gated,
                              double *turned) {
    const long n = m->n, block = n * n;
    const double *matrix = matrix_of(locus, parent);
    for (long x = 0; x < n; x++)
        for (long c = 0; c < n; c++) {
            gated[x * n + c] = turned[c * n + x] = lumped_entry(locus, m, matrix, (int)x, (int)c);
            gated[block + x * n + c] = turned[block + x * n + c] = 1;
        }
    memcpy(gated + 2 * block, gated, (size_t)block * sizeof *gated);
    memcpy(turned + 2 * block, turned, (size_t)block * sizeof *turned);
}

static ag_status build(const ag_locus *locus, ag_allele_model *m, uint16_t *class_of, ag_arena *arena, ag_error *err) {
    const long n = m->n;
    uint16_t *member = AG_NEW(arena, uint16_t, n);
    double *frequency = AG_NEW(arena, double, n);
    if (!member || !frequency) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = locus->n - 1; i >= 0; i--) {
        member[class_of[i]] = (uint16_t)i;
        frequency[class_of[i]] += locus->frequency[i];
    }
    m->locus = locus;
    m->class_of = class_of;
    m->member = member;
    m->frequency = frequency;
    for (int parent = 0; parent < 2; parent++) {
        if (parent && matrix_of(locus, 0) == matrix_of(locus, 1)) {
            m->gated[1] = m->gated[0];
            m->turned[1] = m->turned[0];
            m->through[1] = m->through[0];
            continue;
        }
        double *gated = AG_NEW(arena, double, 3 * n * n), *turned = AG_NEW(arena, double, 3 * n * n);
        double *through = AG_NEW(arena, double, n);
        if (!gated || !turned || !through) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        fill_transmission(locus, m, parent, gated, turned);
        for (long x = 0; x < n; x++)
            for (long c = 0; c < n; c++) through[c] += frequency[x] * gated[x * n + c];
        m->gated[parent] = gated;
        m->turned[parent] = turned;
        m->through[parent] = through;
    }
    return AG_OK;
}

ag_status ag_allele_model_full(const ag_locus *locus, ag_arena *arena, ag_allele_model *out, ag_error *err) {
    uint16_t *class_of = AG_NEW(arena, uint16_t, locus->n);
    if (!class_of) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < locus->n; i++) class_of[i] = (uint16_t)i;
    *out = (ag_allele_model){.n = locus->n};
    return build(locus, out, class_of, arena, err);
}

ag_status ag_allele_model_lumped(const ag_locus *locus, const unsigned char *keep, ag_arena *arena,
                                 ag_allele_model *out, ag_error *err) {
    unsigned char *lump = AG_NEW(arena, unsigned char, locus->n);
    uint16_t *class_of = AG_NEW(arena, uint16_t, locus->n);
    if (!lump || !class_of) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    int lumped = 0;
    for (int i = 0; i < locus->n; i++) lumped += lump[i] = !keep[i] && i != locus->silent;
    if (lumped < 2 || !ag_mutation_lumps(locus->male, locus->n, lump) ||
        !ag_mutation_lumps(locus->female, locus->n, lump))
        return ag_allele_model_full(locus, arena, out, err);
    int next = 0;
    for (int i = 0; i < locus->n; i++)
        if (!lump[i]) class_of[i] = (uint16_t)next++;
    for (int i = 0; i < locus->n; i++)
        if (lump[i]) class_of[i] = (uint16_t)next;
    *out = (ag_allele_model){.n = next + 1};
    return build(locus, out, class_of, arena, err);
}
