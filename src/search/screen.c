/* The screen: all remains against all missing persons. See antigone/search.h.
 *
 *     lane ─ag_lane_locus→ LR of each row ─quantise, interleave→ tile ─score→ remains that pass ─exact→ hits
 *
 * A row is a class of codes whose likelihood ratios are the same for every family (their forms are multiples of each
 * other). A tile's tables live only while all remains are scored against it. Work is cut into chunks of tiles whose
 * number does not depend on the threads, and sums are kept by chunk, so that results do not either.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/parallel.h"
#include "search/catalogue.h"
#include "search/screen_kernel.h"

#include "base/banned.h"

enum { MOST_CHUNKS = 32 };
static const char out_of_memory[] = "out of memory";

typedef struct lane {
    int family, missing;
    int number;     /* by family, then missing */
    uint64_t shape; /* families of one shape stand together: their programs are in the cache */
} lane;

/* What all workers share. */
typedef struct screen {
    const ag_catalogue *catalogue;
    const ag_search *search;
    const ag_screen_kernel *kernel;
    ag_cpu cpu;
    const ag_run *run;
    double limit_ln;
    ag_arena arena;
    lane *lane;
    int lanes, tiles, chunks;
    uint16_t *const *row_of; /* [loci][codes] row within the locus, of codes that remains have */
    ag_code_list *list;      /* [loci] a code of each row */
    uint32_t *base;          /* [loci + 1] rows of the loci before */
    uint16_t *remains_row;   /* [remains, padded to a group][loci] */
    struct worker *worker;
    struct chunk *chunk;
    double *best_ln; /* [lanes] by number; given to the result */
} screen;

typedef struct worker {
    ag_engine *engine;
    ag_lane_scratch scratch;
    double *code_lr;     /* [most codes of a locus] */
    double *lr;          /* [AG_LANES][rows] */
    int16_t *lane_major; /* [AG_LANES][rows] */
    int16_t *tile;       /* [rows][AG_LANES] */
    int32_t *passed;
    float *rest;
    double table_seconds, screen_seconds;
} worker;

typedef struct chunk {
    ag_hit *hit;
    size_t hits, capacity;
    double *rest; /* [remains] */
    double passed;
    int unusable;
} chunk;

/* ---- Rows: codes that are one to every family ---------------------------------------------------------------- */

static void add_number(ag_buffer *b, double x) { ag_buffer_add(b, (const char *)&x, sizeof x); }

static void add_form(ag_buffer *b, const ag_observation_form *f) {
    double unit = f->cells ? f->cell[0].weight : f->rows ? f->row[0].weight : f->total;
    if (unit == 0) unit = 1;
    add_number(b, f->total / unit);
    add_number(b, f->trace / unit);
    for (int c = 0; c < f->cells; c++) {
        ag_buffer_add(b, (const char *)&f->cell[c].i, sizeof f->cell[c].i);
        ag_buffer_add(b, (const char *)&f->cell[c].j, sizeof f->cell[c].j);
        add_number(b, f->cell[c].weight / unit);
    }
    ag_buffer_putc(b, '|');
    for (int r = 0; r < f->rows; r++) {
        ag_buffer_add(b, (const char *)&f->row[r].i, sizeof f->row[r].i);
        add_number(b, f->row[r].weight / unit);
    }
}

static ag_status make_rows(screen *s, int l, uint16_t *row_of, uint16_t *code_of, int *rows, ag_error *err) {
    const ag_search *search = s->search;
    unsigned char *used = calloc((size_t)search->codes[l] + 1, 1);
    ag_map map;
    ag_buffer key;
    ag_map_init(&map);
    ag_buffer_init(&key);
    bool failed = !used;
    if (used) used[0] = 1;
    for (int r = 0; !failed && r < search->remains; r++)
        used[search->remains_code[(size_t)r * (size_t)search->loci + (size_t)l]] = 1;
    *rows = 0;
    for (int c = 0; !failed && c < search->codes[l]; c++) {
        if (!used[c]) continue;
        ag_buffer_clear(&key);
        for (int h = 0; h < 1 + search->locus[l]->x; h++) add_form(&key, &s->catalogue->locus[l].code[c].form[h]);
        const char *kept = ag_arena_text(&s->arena, key.data, key.n);
        bool added = false;
        const uint32_t *row = kept ? ag_map_add(&map, (ag_text){kept, key.n}, (uint32_t)*rows, &added) : NULL;
        failed = !row || key.failed;
        if (failed) break;
        row_of[c] = (uint16_t)*row;
        if (added) code_of[(*rows)++] = (uint16_t)c;
    }
    free(used);
    ag_map_deinit(&map);
    ag_buffer_deinit(&key);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory) : AG_OK;
}

static ag_status make_all_rows(screen *s, ag_error *err) {
    const ag_search *search = s->search;
    uint16_t **row_of = AG_NEW(&s->arena, uint16_t *, search->loci);
    s->list = AG_NEW(&s->arena, ag_code_list, search->loci);
    s->base = AG_NEW(&s->arena, uint32_t, search->loci + 1);
    if (s->arena.failed) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    s->row_of = row_of;
    for (int l = 0; l < search->loci; l++) {
        int rows = 0;
        row_of[l] = AG_NEW(&s->arena, uint16_t, search->codes[l]);
        uint16_t *code_of = AG_NEW(&s->arena, uint16_t, search->codes[l]);
        if (s->arena.failed) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
        ag_status status = make_rows(s, l, row_of[l], code_of, &rows, err);
        if (status == AG_OK) status = ag_code_list_make(s->catalogue, l, code_of, rows, &s->arena, &s->list[l], err);
        if (status != AG_OK) return status;
        s->base[l + 1] = s->base[l] + (uint32_t)rows;
    }
    const size_t groups = ((size_t)search->remains + AG_SCORE_GROUP - 1) / AG_SCORE_GROUP;
    s->remains_row = AG_NEW(&s->arena, uint16_t, groups * AG_SCORE_GROUP * (size_t)search->loci);
    if (!s->remains_row) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int r = 0; r < search->remains; r++)
        for (int l = 0; l < search->loci; l++) {
            const size_t at = (size_t)r * (size_t)search->loci + (size_t)l;
            s->remains_row[at] = row_of[l][search->remains_code[at]];
        }
    return AG_OK;
}

/* ---- Lanes --------------------------------------------------------------------------------------------------- */

static uint64_t shape_of(const ag_family *family, int missing) {
    uint64_t h = (uint64_t)family->pedigree.persons * 31 + (uint64_t)family->readings;
    for (int p = 0; p < family->pedigree.persons; p++) {
        const int link[4] = {family->pedigree.person[p].father, family->pedigree.person[p].mother,
                             (int)family->pedigree.person[p].sex, family->pedigree.person[p].twin};
        h = ag_hash(link, sizeof link, h);
    }
    for (int r = 0; r < family->readings; r++) h = ag_hash(&family->reading[r].person, sizeof(int), h);
    return ag_hash(&family->missing[missing], sizeof(int), h);
}

static int compare_lanes(const void *a, const void *b) {
    const lane *x = a, *y = b;
    if (x->shape != y->shape) return x->shape < y->shape ? -1 : 1;
    if (x->family != y->family) return x->family - y->family;
    return x->missing - y->missing;
}

static ag_status make_lanes(screen *s, ag_error *err) {
    for (int f = 0; f < s->search->families; f++) s->lanes += s->search->family[f].missings;
    s->lane = AG_NEW(&s->arena, lane, s->lanes + 1);
    if (!s->lane) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    int n = 0;
    for (int f = 0; f < s->search->families; f++)
        for (int m = 0; m < s->search->family[f].missings; m++, n++)
            s->lane[n] = (lane){f, m, n, shape_of(&s->search->family[f], m)};
    qsort(s->lane, (size_t)n, sizeof *s->lane, compare_lanes);
    s->best_ln = calloc((size_t)n + 1, sizeof *s->best_ln);
    if (!s->best_ln) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    s->tiles = (s->lanes + AG_LANES - 1) / AG_LANES;
    s->chunks = s->tiles < MOST_CHUNKS ? s->tiles : MOST_CHUNKS;
    return AG_OK;
}

/* ---- A tile -------------------------------------------------------------------------------------------------- */

static double now(const screen *s) { return s->run && s->run->clock ? s->run->clock() : 0; }

/* Likelihood ratios of one lane's rows; all 0 when the family is impossible at some locus. */
static ag_status fill_lane(const screen *s, worker *w, const lane *at, double *lr, bool *usable, ag_error *err) {
    *usable = true;
    for (int l = 0; l < s->search->loci; l++) {
        bool possible;
        const ag_status status = ag_lane_rows(w->engine, s->catalogue, at->family, at->missing, l, &s->list[l],
                                              &w->scratch, lr + s->base[l], &possible, err);
        if (status != AG_OK) return status;
        *usable = *usable && possible;
    }
    if (!*usable) memset(lr, 0, s->base[s->search->loci] * sizeof *lr);
    return AG_OK;
}

/* Four maxima side by side: one alone waits for itself at every step. */
static double largest_of(const double *x, int n) {
    double most[4] = {1, 1, 1, 1};
    int i = 0;
    for (; i + 4 <= n; i += 4)
        for (int k = 0; k < 4; k++) most[k] = x[i + k] > most[k] ? x[i + k] : most[k];
    for (; i < n; i++) most[0] = x[i] > most[0] ? x[i] : most[0];
    return fmax(fmax(most[0], most[1]), fmax(most[2], most[3]));
}

static double log2_of_best_pair(const screen *s, const double *lr) {
    double total = 0;
    for (int l = 0; l < s->search->loci; l++) total += log2(largest_of(lr + s->base[l], s->list[l].codes));
    return total;
}

/* The finest scale at which no sum of a tile overflows 16 bits; -1 when there is none (then every pair is exact). */
static int choose_scale(double most_log2, int loci) {
    for (int k = AG_FINEST_SCALE_LOG2; k >= 0; k--)
        if (ldexp(most_log2, k) + 2.0 * loci < INT16_MAX) return k;
    return -1;
}

static ag_status build_tile(const screen *s, worker *w, int tile, int *scale_log2, int *unusable, ag_error *err) {
    const int rows = (int)s->base[s->search->loci], first = tile * AG_LANES;
    double most_log2 = 0;
    memset(w->lr, 0, (size_t)rows * AG_LANES * sizeof *w->lr);
    for (int k = 0; k < AG_LANES && first + k < s->lanes; k++) {
        bool usable;
        double *lr = w->lr + (size_t)k * (size_t)rows;
        const ag_status status = fill_lane(s, w, &s->lane[first + k], lr, &usable, err);
        if (status != AG_OK) return status;
        *unusable += !usable;
        const double best_log2 = log2_of_best_pair(s, lr);
        s->best_ln[s->lane[first + k].number] = best_log2 * log(2);
        most_log2 = fmax(most_log2, best_log2);
    }
    *scale_log2 = choose_scale(most_log2, s->search->loci);
    if (*scale_log2 < 0) return AG_OK;
    const int lowest = -(INT16_MAX / (s->search->loci ? s->search->loci : 1));
    s->kernel->quantise(w->lr, rows * AG_LANES, (float)(1 << *scale_log2), lowest, w->lane_major);
    s->kernel->interleave(w->lane_major, rows, w->tile);
    return AG_OK;
}

static double exact_lr_ln(const screen *s, const double *lr, int remains) {
    const uint16_t *row = s->remains_row + (size_t)remains * (size_t)s->search->loci;
    double total = 0;
    for (int l = 0; l < s->search->loci; l++) total += log(lr[s->base[l] + row[l]]);
    return total;
}

static ag_status add_hit(chunk *c, ag_hit hit, ag_error *err) {
    if (c->hits == c->capacity) {
        const size_t capacity = c->capacity ? 2 * c->capacity : 256;
        ag_hit *more = realloc(c->hit, capacity * sizeof *more);
        if (!more) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
        c->hit = more;
        c->capacity = capacity;
    }
    c->hit[c->hits++] = hit;
    return AG_OK;
}

static int score_of(const screen *s, const worker *w, int remains, int k) {
    const uint16_t *row = s->remains_row + (size_t)remains * (size_t)s->search->loci;
    int total = 0;
    for (int l = 0; l < s->search->loci; l++) total += w->tile[((size_t)s->base[l] + row[l]) * AG_LANES + (size_t)k];
    return total;
}

/* The lanes of one remains that passed: exact values; those below the limit after all go to the rest. */
static ag_status settle(const screen *s, const worker *w, chunk *c, int tile, int remains, int limit, ag_error *err) {
    const size_t rows = s->base[s->search->loci];
    for (int k = 0; k < AG_LANES && tile * AG_LANES + k < s->lanes; k++) {
        if (limit > INT16_MIN && score_of(s, w, remains, k) < limit) continue;
        const lane *at = &s->lane[tile * AG_LANES + k];
        const double lr_ln = exact_lr_ln(s, w->lr + (size_t)k * rows, remains);
        c->passed++;
        if (lr_ln >= s->limit_ln) {
            const ag_status status = add_hit(c, (ag_hit){remains, at->family, at->missing, lr_ln}, err);
            if (status != AG_OK) return status;
        } else
            c->rest[remains] += exp(lr_ln);
    }
    return AG_OK;
}

static ag_status run_tile(const screen *s, worker *w, chunk *c, int tile, ag_error *err) {
    int scale_log2 = -1;
    double before = now(s);
    ag_status status = build_tile(s, w, tile, &scale_log2, &c->unusable, err);
    w->table_seconds += now(s) - before;
    before = now(s);
    /* without a scale, or with a limit below all scores, every pair is computed exactly */
    double limit = scale_log2 < 0 ? -INFINITY : floor(ldexp(s->limit_ln / log(2), scale_log2));
    if (limit > INT16_MAX) limit = INT16_MAX;
    if (status == AG_OK && limit <= -INT16_MAX) {
        for (int r = 0; status == AG_OK && r < s->search->remains; r++)
            status = settle(s, w, c, tile, r, INT16_MIN, err);
    } else if (status == AG_OK) {
        const ag_score_task task = {.tile = w->tile,
                                    .base = s->base,
                                    .loci = s->search->loci,
                                    .code = s->remains_row,
                                    .remains = s->search->remains,
                                    .limit = (int16_t)limit,
                                    .scale_log2 = scale_log2,
                                    .passed = w->passed,
                                    .rest = w->rest};
        const int passed = s->kernel->score(&task);
        for (int r = 0; r < s->search->remains; r++) c->rest[r] += w->rest[r];
        for (int i = 0; status == AG_OK && i < passed; i++)
            status = settle(s, w, c, tile, w->passed[i], (int)limit, err);
    }
    w->screen_seconds += now(s) - before;
    return status;
}

static ag_status run_chunk(void *context, size_t index, int number, ag_error *err) {
    screen *s = context;
    worker *w = &s->worker[number];
    chunk *c = &s->chunk[index];
    const int first = (int)((size_t)s->tiles * index / (size_t)s->chunks);
    const int end = (int)((size_t)s->tiles * (index + 1) / (size_t)s->chunks);
    c->rest = calloc((size_t)s->search->remains + 1, sizeof *c->rest);
    if (!c->rest) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int t = first; t < end; t++) {
        if (s->run && s->run->stop && *s->run->stop) return ag_fail(err, AG_INTERRUPTED, NULL, "interrupted");
        const ag_status status = run_tile(s, w, c, t, err);
        if (status != AG_OK) return status;
        if (number == 0 && s->run && s->run->progress) {
            /* worker 0 speaks for all: chunks are taken in order */
            const double fraction = (double)(t - first + 1) / (end - first);
            s->run->progress(s->run->context, fmin(1, ((double)index + fraction) / s->chunks), 1);
        }
    }
    return AG_OK;
}

/* ---- The run ------------------------------------------------------------------------------------------------- */

static ag_status make_worker(const screen *s, worker *w, ag_error *err) {
    const size_t rows = (size_t)s->base[s->search->loci] + 1, remains = (size_t)s->search->remains + AG_SCORE_GROUP;
    w->engine = ag_engine_new();
    w->lr = malloc(rows * AG_LANES * sizeof *w->lr);
    w->lane_major = malloc(rows * AG_LANES * sizeof *w->lane_major);
    w->tile = aligned_alloc(64, rows * AG_LANES * sizeof *w->tile);
    w->passed = malloc(remains * sizeof *w->passed);
    w->rest = malloc(remains * sizeof *w->rest);
    if (!w->engine || !w->lr || !w->lane_major || !w->tile || !w->passed || !w->rest)
        return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    ag_engine_use(w->engine, s->cpu);
    return ag_lane_scratch_init(s->catalogue, &w->scratch, err);
}

static void free_worker(worker *w) {
    ag_engine_free(w->engine);
    ag_lane_scratch_deinit(&w->scratch);
    free(w->lr);
    free(w->lane_major);
    free(w->tile);
    free(w->passed);
    free(w->rest);
}

static int compare_hits(const void *a, const void *b) {
    const ag_hit *x = a, *y = b;
    if (x->lr_ln != y->lr_ln) return x->lr_ln > y->lr_ln ? -1 : 1;
    if (x->remains != y->remains) return x->remains - y->remains;
    if (x->family != y->family) return x->family - y->family;
    return x->missing - y->missing;
}

static ag_status collect(screen *s, int threads, ag_screen_result *out, ag_error *err) {
    size_t hits = 0;
    for (int c = 0; c < s->chunks; c++) hits += s->chunk[c].hits;
    *out = (ag_screen_result){.lanes = s->lanes,
                              .tiles = s->tiles,
                              .pairs = (double)s->lanes * s->search->remains,
                              .table_bytes = (double)s->base[s->search->loci] * AG_LANES * sizeof(int16_t)};
    out->hit = malloc((hits + 1) * sizeof *out->hit);
    out->rest = calloc((size_t)s->search->remains + 1, sizeof *out->rest);
    if (!out->hit || !out->rest) {
        ag_screen_result_deinit(out);
        return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    }
    for (int c = 0; c < s->chunks; c++) {
        const chunk *k = &s->chunk[c];
        if (k->hits) memcpy(out->hit + out->hits, k->hit, k->hits * sizeof *k->hit);
        out->hits += k->hits;
        out->passed += k->passed;
        out->unusable += k->unusable;
        for (int r = 0; r < s->search->remains; r++) out->rest[r] += k->rest[r];
    }
    for (int t = 0; t < threads; t++) {
        out->table_seconds += s->worker[t].table_seconds;
        out->screen_seconds += s->worker[t].screen_seconds;
        out->operations += ag_engine_operations(s->worker[t].engine);
    }
    qsort(out->hit, out->hits, sizeof *out->hit, compare_hits);
    out->best_ln = s->best_ln;
    s->best_ln = NULL;
    return AG_OK;
}

ag_status ag_screen(const ag_catalogue *catalogue, double limit_ln, const ag_run *run, ag_screen_result *out,
                    ag_error *err) {
    const int threads = run && run->threads > 0 ? run->threads : ag_processor_count();
    screen s = {.catalogue = catalogue,
                .search = catalogue->search,
                .run = run,
                .limit_ln = limit_ln,
                .cpu = run && run->kernel >= 0 ? (ag_cpu)run->kernel : ag_cpu_best()};
    s.kernel = ag_screen_kernel_for(s.cpu);
    ag_arena_init(&s.arena);
    ag_status status = make_all_rows(&s, err);
    if (status == AG_OK) status = make_lanes(&s, err);
    s.worker = AG_NEW(&s.arena, worker, threads);
    s.chunk = AG_NEW(&s.arena, chunk, s.chunks + 1);
    if (status == AG_OK && (!s.worker || !s.chunk)) status = ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int t = 0; status == AG_OK && t < threads; t++) status = make_worker(&s, &s.worker[t], err);
    if (status == AG_OK) status = ag_parallel((size_t)s.chunks, threads, run ? run->stop : NULL, run_chunk, &s, err);
    if (status == AG_OK) status = collect(&s, threads, out, err);
    for (int t = 0; s.worker && t < threads; t++) free_worker(&s.worker[t]);
    for (int c = 0; s.chunk && c < s.chunks; c++) {
        free(s.chunk[c].hit);
        free(s.chunk[c].rest);
    }
    free(s.best_ln);
    ag_arena_deinit(&s.arena);
    return status;
}

void ag_screen_result_deinit(ag_screen_result *result) {
    free(result->hit);
    free(result->rest);
    free(result->best_ln);
    *result = (ag_screen_result){0};
}
