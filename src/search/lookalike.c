/* Near duplicates by blocking: see lookalike.h. */
#include "search/lookalike.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/parallel.h"

#include "base/banned.h"

static const char out_of_memory[] = "out of memory";
enum {
    COINCIDENCES = 20, /* pairs per profile and block that may agree by chance */
    DEEP_ROUNDS = 3    /* ways to cut the loci */
};

typedef struct found {
    ag_lookalike *pair; /* owned */
    size_t n, capacity, withheld;
} found;

typedef struct work {
    const ag_lookalike_question *q;
    int loci;
    uint16_t *order; /* [loci] */
    int per_round;
    int blocks;   /* 0: all pairs */
    int *start;   /* [blocks + 1] into order */
    found *block; /* [blocks], or one */
    ag_arena arena;
} work;

/* ---- Blocks -------------------------------------------------------------------------------------------------- */

typedef struct locus_use {
    uint32_t seen;
    double information; /* -ln of the chance that two who are seen agree */
    uint16_t locus;
} locus_use;

/* The loci that most profiles have come first, so that what one laboratory lacks spoils few blocks. */
static int by_use(const void *x, const void *y) {
    const locus_use *a = x, *b = y;
    if (a->seen != b->seen) return a->seen > b->seen ? -1 : 1;
    return (a->locus > b->locus) - (a->locus < b->locus);
}

static locus_use use_of(const ag_lookalike_question *q, int l, uint32_t *count) {
    const ag_code_label *code = q->match->code[l];
    locus_use use = {.locus = (uint16_t)l};
    memset(count, 0, (UINT16_MAX + 1u) * sizeof *count);
    for (uint32_t i = 0; i < q->profiles; i++) count[code[q->profile[i][l]].label]++;
    use.seen = q->profiles - count[0];
    double agree = 0;
    for (uint32_t k = 1; k <= UINT16_MAX; k++) agree += (double)count[k] * count[k];
    if (use.seen) use.information = -log(agree / ((double)use.seen * use.seen));
    return use;
}

static int block_count(const work *w, double information) {
    const double room = log((double)w->q->profiles / (2 * COINCIDENCES));
    const int least = w->loci < AG_LOOKALIKE_QUICK_BLOCKS ? (w->loci ? w->loci : 1) : AG_LOOKALIKE_QUICK_BLOCKS;
    const double most = w->q->deep ? information / room : least;
    return most > w->loci ? w->loci : most < least ? least : (int)most;
}

/* The first round takes the loci as they are; each further one takes every step-th, with no common factor, so that
 * neighbours in one round stand in different blocks of another. */
static int step_of_round(const work *w, int round) {
    int step = 1;
    for (int passed = 0; passed < round && step < w->loci;) {
        step++;
        int a = w->loci, b = step;
        while (b) {
            const int rest = a % b;
            a = b;
            b = rest;
        }
        passed += a == 1 && step >= w->loci / w->per_round;
    }
    return step;
}

/* Cuts the loci, in the order of the round, where equal shares of the information are reached. */
static void cut_round(work *w, const locus_use *use, double information, int round) {
    const int step = step_of_round(w, round), first = round * w->per_round, end = (round + 1) * w->loci;
    double sum = 0;
    int block = 0;
    for (int k = 0; k < w->loci; k++) {
        const locus_use *u = &use[(long)k * step % w->loci];
        w->order[round * w->loci + k] = u->locus;
        sum += u->information;
        if (block < w->per_round - 1 && sum >= information * (block + 1) / w->per_round)
            w->start[first + ++block] = round * w->loci + k + 1;
    }
    while (block < w->per_round) w->start[first + ++block] = end;
}

static ag_status cut_blocks(work *w, ag_error *err) {
    uint32_t *count = malloc((UINT16_MAX + 1u) * sizeof *count);
    if (!count) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    locus_use use[AG_MAX_LOCI + 1] = {{0}};
    double information = 0;
    for (int l = 0; l < w->q->match->search->loci; l++) {
        use[w->loci] = use_of(w->q, l, count);
        if (use[w->loci].seen && !w->q->match->search->locus[l]->x) information += use[w->loci++].information;
    }
    free(count);
    qsort(use, (size_t)w->loci, sizeof *use, by_use);
    const int rounds = w->q->deep ? DEEP_ROUNDS : 1;
    w->per_round = block_count(w, information);
    w->blocks = rounds * w->per_round;
    w->order = AG_NEW(&w->arena, uint16_t, rounds * w->loci + 1);
    w->start = AG_NEW(&w->arena, int, w->blocks + 1);
    if (!w->order || !w->start) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int round = 0; round < rounds; round++) cut_round(w, use, information, round);
    return AG_OK;
}

/* ---- Comparing ----------------------------------------------------------------------------------------------- */

static uint16_t label_at(const work *w, uint32_t i, int k) {
    const int l = w->order[k];
    return w->q->match->code[l][w->q->profile[i][l]].label;
}

static bool agree_on(const work *w, int block, uint32_t i, uint32_t j) {
    if (w->start[block] == w->start[block + 1]) return false;
    for (int k = w->start[block]; k < w->start[block + 1]; k++)
        if (!label_at(w, i, k) || label_at(w, i, k) != label_at(w, j, k)) return false;
    return true;
}

static ag_status keep(found *f, uint32_t i, uint32_t j, const ag_match_result *match, ag_error *err) {
    if (f->n == AG_LOOKALIKE_CAP) {
        f->withheld++;
        return AG_OK;
    }
    if (f->n == f->capacity) {
        const size_t capacity = f->capacity ? 2 * f->capacity : 64;
        ag_lookalike *pair = realloc(f->pair, capacity * sizeof *pair);
        if (!pair) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
        f->pair = pair;
        f->capacity = capacity;
    }
    f->pair[f->n++] = (ag_lookalike){i < j ? i : j, i < j ? j : i, *match};
    return AG_OK;
}

/* A pair that agrees on several blocks is told by the first of them. */
static ag_status compare(const work *w, int block, uint32_t i, uint32_t j, ag_error *err) {
    const ag_lookalike_question *q = w->q;
    ag_match_result match;
    if (ag_match_excluded(q->match, q->profile[i], q->profile[j])) return AG_OK;
    for (int b = 0; b < block; b++)
        if (agree_on(w, b, i, j)) return AG_OK;
    if (!ag_match_profiles(q->match, q->profile[i], q->profile[j], &match)) return AG_OK;
    if (!q->wanted(q->context, i < j ? i : j, i < j ? j : i, &match)) return AG_OK;
    return keep(&w->block[block], i, j, &match, err);
}

typedef struct keyed {
    uint64_t key;
    uint32_t index;
} keyed;

static int by_key(const void *x, const void *y) {
    const keyed *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Of the labels of some loci; false if one of them was not seen. */
static bool key_of_labels(const work *w, uint32_t i, int from, int to, uint64_t *key) {
    uint16_t label[AG_MAX_LOCI];
    bool whole = true;
    for (int k = from; k < to; k++) {
        label[k - from] = label_at(w, i, k);
        whole &= label[k - from] != 0;
    }
    *key = ag_hash(label, (size_t)(to - from) * sizeof *label, 1);
    return whole;
}

/* Profiles with a reading at every locus of the block. */
static uint32_t key_profiles(const work *w, int block, keyed *out) {
    const int from = w->start[block], to = w->start[block + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; from < to && i < w->q->profiles; i++) {
        out[n].index = i;
        n += key_of_labels(w, i, from, to, &out[n].key);
    }
    return n;
}

static ag_status compare_run(const work *w, int block, keyed *run, uint32_t n, ag_error *err) {
    const bool crowd = n > AG_LOOKALIKE_RUN;
    ag_status status = AG_OK;
    if (crowd) {
        for (uint32_t i = 0; i < n; i++) key_of_labels(w, run[i].index, 0, w->loci, &run[i].key);
        qsort(run, n, sizeof *run, by_key);
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; status == AG_OK && j < n && !(crowd && j - i > AG_LOOKALIKE_NEAR); j++)
            status = compare(w, block, run[i].index, run[j].index, err);
    return status;
}

static ag_status compare_block(void *context, size_t block, int worker, ag_error *err) {
    const work *w = context;
    (void)worker;
    keyed *item = malloc(w->q->profiles * sizeof *item);
    if (!item) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    const uint32_t n = key_profiles(w, (int)block, item);
    qsort(item, n, sizeof *item, by_key);
    ag_status status = AG_OK;
    for (uint32_t i = 0, end; status == AG_OK && i < n; i = end) {
        for (end = i + 1; end < n && item[end].key == item[i].key;) end++;
        if (end > i + 1) status = compare_run(w, (int)block, item + i, end - i, err);
    }
    free(item);
    return status;
}

static ag_status compare_all(const work *w, ag_error *err) {
    ag_status status = AG_OK;
    for (uint32_t i = 0; i < w->q->profiles; i++)
        for (uint32_t j = i + 1; status == AG_OK && j < w->q->profiles; j++) status = compare(w, 0, i, j, err);
    return status;
}

/* ---- Interface ----------------------------------------------------------------------------------------------- */

static int by_pair(const void *x, const void *y) {
    const ag_lookalike *a = x, *b = y;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return (a->second > b->second) - (a->second < b->second);
}

static ag_status gather(const work *w, int blocks, ag_lookalike_result *out, ag_error *err) {
    size_t n = 0;
    for (int b = 0; b < blocks; b++) n += w->block[b].n;
    out->pair = malloc((n + 1) * sizeof *out->pair);
    if (!out->pair) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int b = 0; b < blocks; b++) {
        if (w->block[b].n) memcpy(out->pair + out->pairs, w->block[b].pair, w->block[b].n * sizeof *out->pair);
        out->pairs += w->block[b].n;
        out->withheld += w->block[b].withheld;
    }
    qsort(out->pair, out->pairs, sizeof *out->pair, by_pair);
    return AG_OK;
}

ag_status ag_lookalikes(const ag_lookalike_question *question, const ag_run *run, ag_lookalike_result *out,
                        ag_error *err) {
    work w = {.q = question};
    *out = (ag_lookalike_result){0};
    ag_arena_init(&w.arena);
    ag_status status = AG_OK;
    const bool all = question->profiles <= AG_LOOKALIKE_ALL_PAIRS;
    if (!all) status = cut_blocks(&w, err);
    const int blocks = all ? 1 : w.blocks;
    if (status == AG_OK) {
        w.block = AG_NEW(&w.arena, found, blocks);
        if (!w.block) status = ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    }
    if (status == AG_OK)
        status =
            all ? compare_all(&w, err) : ag_parallel((size_t)blocks, run->threads, run->stop, compare_block, &w, err);
    if (status == AG_OK) status = gather(&w, blocks, out, err);
    for (int b = 0; w.block && b < blocks; b++) free(w.block[b].pair);
    ag_arena_deinit(&w.arena);
    out->blocks = all ? 0 : blocks;
    return status;
}

void ag_lookalike_result_deinit(ag_lookalike_result *result) {
    free(result->pair);
    *result = (ag_lookalike_result){0};
}
