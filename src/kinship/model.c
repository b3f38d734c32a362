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

ag_status ag_allele_model_identity(int n, ag_arena *arena, ag_allele_model *out, ag_error *err) {
    double *frequency = AG_NEW(arena, double, n), *matrix = AG_NEW(arena, double, 3 * (long)n * n);
    if (!frequency || !matrix) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (long i = 0; i < n; i++) {
        frequency[i] = 1.0 / n;
        for (long j = 0; j < n; j++) {
            matrix[i * n + j] = matrix[(2L * n + i) * n + j] = i == j;
            matrix[(n + i) * n + j] = 1;
        }
    }
    *out = (ag_allele_model){.n = n,
                             .frequency = frequency,
                             .gated = {matrix, matrix},
                             .turned = {matrix, matrix},
                             .through = {frequency, frequency}};
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

/* ---- What an observation leaves open ------------------------------------------------------------------------- */

static void mark(const ag_allele_set *set, int n, unsigned char *seen) {
    for (int i = 0; i < n; i++) seen[i] = (unsigned char)(seen[i] | (set->word[i >> 6] >> (i & 63) & 1));
}

static bool misread(const ag_locus *locus) { return locus->dropin > 0 || locus->error > 0; }

void ag_evidence_alleles(const ag_locus *locus, const ag_evidence *evidence, int n, unsigned char *keep) {
    memset(keep, misread(locus), (size_t)locus->n);
    for (int e = 0; e < n; e++) {
        if (evidence[e].seen->kind == AG_SEEN_NOTHING) continue;
        mark(&evidence[e].seen->a, locus->n, keep);
        if (evidence[e].seen->kind == AG_SEEN_PAIR) mark(&evidence[e].seen->b, locus->n, keep);
    }
}

/* May the observation be of one allele only, the other copy unseen? A pair of readings with an allele in common may. */
static bool may_be_one(const ag_observation *o) {
    bool common = o->kind != AG_SEEN_PAIR;
    for (int w = 0; w < AG_ALLELE_WORDS; w++) common |= (o->a.word[w] & o->b.word[w]) != 0;
    return common;
}

void ag_observation_support(const ag_allele_model *m, const ag_observation *o, unsigned char *may) {
    const ag_locus *locus = m->locus;
    const bool one = may_be_one(o), drops = o->kind != AG_SEEN_HOMOZYGOTE && o->dropout > 0;
    if (o->kind == AG_SEEN_NOTHING || misread(locus) || o->kind == AG_SEEN_HALF || (one && drops)) return;
    unsigned char seen[AG_ALLELE_CAP] = {0}, here[AG_ALLELE_CAP] = {0};
    mark(&o->a, locus->n, seen);
    if (o->kind == AG_SEEN_PAIR) mark(&o->b, locus->n, seen);
    if (one && locus->silent >= 0) seen[locus->silent] = 1;
    for (int i = 0; i < locus->n; i++) here[m->class_of[i]] |= seen[i];
    for (int i = 0; i < m->n; i++) may[i] &= here[i];
}

static void summarise(const ag_allele_model *m, const ag_observation *o, ag_seen_summary *s) {
    unsigned char may[AG_ALLELE_CAP];
    int n = 0;
    memset(may, 1, (size_t)m->n);
    ag_observation_support(m, o, may);
    for (int i = 0; i < m->n; i++) {
        if (!may[i]) continue;
        if (n == 2) return;
        s->allele[n++] = m->member[i];
    }
    for (int i = 0; i < n; i++) {
        s->single[i] = ag_observation_probability(m->locus, o, s->allele[i], -1);
        for (int j = 0; j < n; j++) s->pair[i][j] = ag_observation_probability(m->locus, o, s->allele[i], s->allele[j]);
    }
    s->alleles = n;
}

ag_status ag_allele_model_summarise(ag_allele_model *model, const ag_observation *observation, int observations,
                                    ag_arena *arena, ag_error *err) {
    ag_seen_summary *summary = AG_NEW(arena, ag_seen_summary, observations);
    if (!summary) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int o = 0; o < observations; o++) summarise(model, &observation[o], &summary[o]);
    model->observation = observation;
    model->observations = observations;
    model->summary = summary;
    return AG_OK;
}

const ag_seen_summary *ag_seen_summary_of(const ag_allele_model *model, const ag_observation *seen) {
    const uintptr_t at = (uintptr_t)seen, first = (uintptr_t)model->observation;
    if (!model->summary || at < first || at >= first + (size_t)model->observations * sizeof *seen) return NULL;
    const ag_seen_summary *s = &model->summary[(at - first) / sizeof *seen];
    return s->alleles ? s : NULL;
}
