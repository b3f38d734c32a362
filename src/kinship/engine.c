/* Likelihoods and genotype tables: terms of a network, each run by a compiled program. See antigone/kinship.h.
 *
 * Programs are kept by shape: families of one kind share one. The kept ones never influence a result.
 */
#include "kinship/engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "kinship/network.h"

#include "base/banned.h"

enum { MOST_PROGRAMS = 20000 }; /* then the store starts afresh */
static const char out_of_memory[] = "out of memory";

struct ag_engine {
    ag_cpu cpu;
    ag_arena call;    /* of one term */
    ag_arena network; /* of one call */
    ag_arena kept;    /* programs and their keys */
    ag_map known;     /* key → index into program */
    ag_program **program;
    double *scratch; /* for runs and the arrays of a term */
    int64_t scratch_size;
    double operations;
};

ag_engine *ag_engine_new(void) {
    ag_engine *engine = calloc(1, sizeof *engine);
    if (!engine) return NULL;
    engine->cpu = ag_cpu_best();
    engine->program = calloc(MOST_PROGRAMS, sizeof *engine->program);
    if (!engine->program) {
        free(engine);
        return NULL;
    }
    return engine;
}

void ag_engine_free(ag_engine *engine) {
    if (!engine) return;
    ag_arena_deinit(&engine->call);
    ag_arena_deinit(&engine->network);
    ag_arena_deinit(&engine->kept);
    ag_map_deinit(&engine->known);
    free(engine->program);
    free(engine->scratch);
    free(engine);
}

double ag_engine_operations(const ag_engine *engine) { return engine->operations; }

void ag_engine_use(ag_engine *engine, ag_cpu cpu) { engine->cpu = cpu; }

/* ---- Programs by shape --------------------------------------------------------------------------------------- */

static ag_text key_of(const ag_contraction_shape *shape, ag_arena *arena) {
    const int n = 3 + shape->vars + shape->factors * (AG_FACTOR_RANK + 2) + shape->kept;
    uint16_t *key = ag_arena_raw(arena, (size_t)n * sizeof *key); /* every number of a shape is small */
    if (!key) return (ag_text){NULL, 0};
    int at = 0;
    key[at++] = (uint16_t)shape->vars;
    key[at++] = (uint16_t)shape->factors;
    key[at++] = (uint16_t)shape->kept;
    for (int v = 0; v < shape->vars; v++) key[at++] = (uint16_t)shape->size[v];
    for (int f = 0; f < shape->factors; f++) {
        key[at++] = (uint16_t)shape->factor[f].n;
        key[at++] = (uint16_t)shape->factor[f].value;
        for (int d = 0; d < shape->factor[f].n; d++) key[at++] = (uint16_t)shape->factor[f].var[d];
    }
    for (int k = 0; k < shape->kept; k++) key[at++] = (uint16_t)shape->keep[k];
    return (ag_text){(const char *)key, (size_t)at * sizeof *key};
}

static ag_status program_for(ag_engine *engine, const ag_contraction_shape *shape, const ag_program **out,
                             ag_error *err) {
    const ag_text key = key_of(shape, &engine->call);
    if (!key.at) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    const uint32_t *old = ag_map_find(&engine->known, key);
    if (old) {
        *out = engine->program[*old];
        return AG_OK;
    }
    if (engine->known.n == MOST_PROGRAMS) {
        ag_map_deinit(&engine->known);
        ag_arena_reset(&engine->kept);
    }
    const char *copy = ag_arena_text(&engine->kept, key.at, key.n);
    ag_program *program;
    const ag_status status = ag_program_compile(shape, &engine->kept, &program, err);
    if (status != AG_OK) return status;
    bool added;
    const uint32_t index = engine->known.n;
    if (!copy || !ag_map_add(&engine->known, (ag_text){copy, key.n}, index, &added))
        return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    engine->program[index] = program;
    *out = program;
    return AG_OK;
}

/* ---- Terms --------------------------------------------------------------------------------------------------- */

static ag_status reserve(ag_engine *engine, int64_t size, ag_error *err) {
    if (size <= engine->scratch_size) return AG_OK;
    free(engine->scratch);
    engine->scratch_size = 0;
    engine->scratch = aligned_alloc(64, ((size_t)size * sizeof(double) + 63) / 64 * 64);
    if (!engine->scratch) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    engine->scratch_size = size;
    return AG_OK;
}

/* A sum of terms, as numbers times 2^exponent. */
typedef struct total {
    double *sum;
    int n; /* alleles: sum has n*n, n or 1 numbers */
    bool haploid, table;
    bool scaled;
    int64_t exponent;
    double factor_ln; /* left to the caller, where multiplying a whole table by it would be waste */
    bool any;
} total;

static int64_t numbers_in(const total *t) { return !t->table ? 1 : t->haploid ? t->n : (int64_t)t->n * t->n; }

/* Brings the sum and a new term with `exponent` to one power of two; returns the factor for the term. */
static double align(total *t, int64_t exponent) {
    if (!t->scaled) return 1;
    if (!t->any || exponent > t->exponent) {
        const int shift = !t->any ? 0 : (int)fmax(-4000, (double)(t->exponent - exponent));
        for (int64_t i = 0; shift && i < numbers_in(t); i++) t->sum[i] = ldexp(t->sum[i], shift);
        t->exponent = exponent;
        return 1;
    }
    return ldexp(1, (int)fmax(-4000, (double)(exponent - t->exponent)));
}

/* Is the array over the kept variables the table itself, copy from the father slow, from the mother fast? */
static bool is_table(const ag_network_term *term, const total *t) {
    const int *keep = term->shape.keep, *size = term->shape.size;
    if (!t->table || t->scaled || !term->only) return false;
    if (t->haploid) return term->shape.kept == 1 && size[keep[0]] == t->n;
    return term->shape.kept == 2 && size[keep[0]] == t->n && size[keep[1]] == t->n && term->kept_at[0] == 0;
}

/* Adds the array over the kept variables into the table of genotypes. */
static void scatter(const ag_network *net, const ag_network_term *term, const double *part, double factor, total *t) {
    const int *keep = term->shape.keep, *size = term->shape.size;
    const int n0 = term->shape.kept > 0 ? size[keep[0]] : 1, n1 = term->shape.kept > 1 ? size[keep[1]] : 1;
    for (int i = 0; i < n0; i++)
        for (int j = 0; j < n1; j++) {
            int allele[2];
            for (int k = 0; k < 2; k++)
                allele[k] = term->kept_at[k] < 0
                                ? term->fixed_allele[k]
                                : ag_network_kept_allele(net, term->kept_at[k], term->kept_at[k] ? j : i);
            const double value = factor * part[(int64_t)i * n1 + j];
            if (t->haploid)
                t->sum[allele[1]] += value;
            else
                t->sum[(int64_t)allele[0] * t->n + allele[1]] += value;
        }
}

static int64_t kept_count(const ag_network_term *term) {
    int64_t count = 1;
    for (int k = 0; k < term->shape.kept; k++) count *= term->shape.size[term->shape.keep[k]];
    return count;
}

static ag_status add_term(ag_engine *engine, ag_network *net, const ag_network_term *term, total *t, ag_error *err) {
    const ag_program *program = NULL;
    const int64_t count = kept_count(term);
    ag_status status = program_for(engine, &term->shape, &program, err);
    if (status == AG_OK) status = reserve(engine, ag_program_scratch(program) + count + 8, err);
    if (status != AG_OK) return status;
    const double **array = AG_NEW(&engine->call, const double *, term->shape.factors + 1);
    if (!array) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    status = ag_network_fill(net, program, array, err);
    if (status != AG_OK) return status;
    const bool in_place = is_table(term, t);
    if (!in_place && !t->any) memset(t->sum, 0, (size_t)numbers_in(t) * sizeof *t->sum);
    double *result = in_place ? t->sum : engine->scratch + (ag_program_scratch(program) + 7) / 8 * 8;
    int64_t exponent = 0;
    ag_program_run(program, engine->cpu, array, engine->scratch, result, t->scaled ? &exponent : NULL);
    engine->operations += ag_program_operations(program);
    const double unscaled = t->scaled ? 1 : ldexp(1, term->exponent < -4000 ? -4000 : (int)term->exponent);
    const double factor = term->weight * unscaled * align(t, exponent + term->exponent);
    t->any = true;
    if (in_place)
        t->factor_ln = log(term->weight) + (double)term->exponent * log(2);
    else if (t->table)
        scatter(net, term, result, factor, t);
    else
        t->sum[0] += factor * result[0];
    return AG_OK;
}

typedef struct question {
    const ag_pedigree *pedigree;
    const ag_allele_model *model;
    const ag_evidence *evidence;
    int n;
    ag_pruning pruning;
    int target;
} question;

static ag_status sum_terms(ag_engine *engine, const question *q, total *t, ag_error *err) {
    ag_network *net;
    ag_network_term term;
    t->factor_ln = 0;
    t->exponent = 0;
    t->any = false;
    ag_arena_reset(&engine->network);
    ag_status status = ag_network_new(q->pedigree, q->model, q->evidence, q->n, q->pruning, q->target, &engine->network,
                                      &engine->call, &net, err);
    while (status == AG_OK && ag_network_next(net, &term)) {
        status = add_term(engine, net, &term, t, err);
        ag_arena_reset(&engine->call);
    }
    if (!t->any) memset(t->sum, 0, (size_t)numbers_in(t) * sizeof *t->sum);
    return status;
}

/* Numbers near the end of the double range (many relatives, several mutations) are computed again with scaling. */
static ag_status evaluate(ag_engine *engine, const question *q, total *t, ag_error *err) {
    t->scaled = false;
    ag_status status = sum_terms(engine, q, t, err);
    if (status != AG_OK || !t->any) return status;
    for (int64_t i = 0; i < numbers_in(t); i++)
        if (t->sum[i] > 1e-200) return AG_OK;
    t->scaled = true;
    return sum_terms(engine, q, t, err);
}

/* ---- Interface ----------------------------------------------------------------------------------------------- */

static ag_status check_question(const ag_pedigree *pedigree, const ag_evidence *evidence, int n, ag_error *err) {
    const ag_status status = ag_pedigree_check(pedigree, NULL, err);
    if (status != AG_OK) return status;
    for (int e = 0; e < n; e++)
        if (evidence[e].person < 0 || evidence[e].person >= pedigree->persons)
            return ag_fail(err, AG_BAD_INPUT, NULL, "evidence %d is of person %d, the pedigree has %d", e,
                           evidence[e].person, pedigree->persons);
    return AG_OK;
}

ag_status ag_likelihood(ag_engine *engine, const ag_pedigree *pedigree, const ag_locus *locus,
                        const ag_evidence *evidence, int n, ag_pruning pruning, double *loglik_ln, ag_error *err) {
    ag_status status = check_question(pedigree, evidence, n, err);
    if (status != AG_OK) return status;
    unsigned char keep[AG_ALLELE_CAP];
    ag_allele_model model;
    ag_arena arena;
    ag_arena_init(&arena);
    ag_evidence_alleles(locus, evidence, n, keep);
    status = ag_allele_model_lumped(locus, keep, &arena, &model, err);
    double sum = 0;
    total t = {.sum = &sum, .n = model.n};
    const question q = {pedigree, &model, evidence, n, pruning, -1};
    if (status == AG_OK) status = evaluate(engine, &q, &t, err);
    ag_arena_deinit(&arena);
    if (status == AG_OK) *loglik_ln = log(sum) + (double)t.exponent * log(2);
    return status;
}

ag_status ag_engine_table(ag_engine *engine, const ag_pedigree *pedigree, const ag_allele_model *model,
                          const ag_evidence *evidence, int n, ag_pruning pruning, int person, double *joint,
                          double *scale_ln, ag_error *err) {
    total t = {
        .sum = joint, .n = model->n, .table = true, .haploid = ag_person_haploid(pedigree, model->locus, person)};
    const question q = {pedigree, model, evidence, n, pruning, person};
    const ag_status status = evaluate(engine, &q, &t, err);
    *scale_ln = t.factor_ln + (double)t.exponent * log(2);
    return status;
}

ag_status ag_genotype_table(ag_engine *engine, const ag_pedigree *pedigree, const ag_locus *locus,
                            const ag_evidence *evidence, int n, ag_pruning pruning, int person, double *joint,
                            double *scale_ln, ag_error *err) {
    ag_status status = check_question(pedigree, evidence, n, err);
    if (status == AG_OK && (person < 0 || person >= pedigree->persons))
        status = ag_fail(err, AG_BAD_INPUT, NULL, "person %d is not in the pedigree", person);
    if (status != AG_OK) return status;
    ag_allele_model model;
    ag_arena arena;
    ag_arena_init(&arena);
    status = ag_allele_model_full(locus, &arena, &model, err);
    if (status == AG_OK)
        status = ag_engine_table(engine, pedigree, &model, evidence, n, pruning, person, joint, scale_ln, err);
    ag_arena_deinit(&arena);
    return status;
}
