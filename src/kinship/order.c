/* The order in which a contraction eliminates its variables: see order.h. */
#include "kinship/order.h"

#include <math.h>
#include <string.h>

#include "base/random.h"

#include "base/banned.h"

enum { CRITERIA = 3, MOST_TRIES = 400 };
typedef enum criterion { NEW_SIZE, OPERATIONS, GROWTH } criterion;

typedef struct search {
    const ag_contraction_shape *shape;
    int words;      /* of a scope */
    int most;       /* arrays, at most */
    uint64_t *mask; /* [most][words] scopes */
    double *volume; /* [most] product of sizes */
    int *alive;     /* live arrays */
    int lives;
    int arrays;
    double *score;        /* [vars]; negative: to be computed */
    unsigned char *state; /* [vars] 0 waiting, 1 eliminated, 2 kept */
    uint64_t *joined;     /* [words] */
    int *bucket;
    ag_order order; /* of this try */
} search;

static bool has(const uint64_t *mask, int v) { return mask[v >> 6] >> (v & 63) & 1; }

static double volume_of(const search *s, const uint64_t *mask) {
    double product = 1;
    for (int w = 0; w < s->words; w++)
        for (uint64_t bits = mask[w]; bits; bits &= bits - 1) product *= s->shape->size[w * 64 + __builtin_ctzll(bits)];
    return product;
}

static void join(uint64_t *to, const uint64_t *from, int words) {
    for (int w = 0; w < words; w++) to[w] |= from[w];
}

static uint64_t *scope(const search *s, int array) { return s->mask + (size_t)array * (size_t)s->words; }

/* Operations when v is eliminated: every array of its bucket but the first is multiplied into the joined scope. */
static double score_of(search *s, int v, criterion by) {
    memset(s->joined, 0, (size_t)s->words * sizeof *s->joined);
    double before = 0;
    int members = 0;
    for (int i = 0; i < s->lives; i++) {
        if (!has(scope(s, s->alive[i]), v)) continue;
        join(s->joined, scope(s, s->alive[i]), s->words);
        before += s->volume[s->alive[i]];
        members++;
    }
    const double all = volume_of(s, s->joined), after = all / s->shape->size[v];
    switch (by) {
    case NEW_SIZE:
        return after;
    case OPERATIONS:
        return all * (members > 1 ? members - 1 : 1);
    case GROWTH:
        break;
    }
    return after / before;
}

static int add_step(search *s, int a, int b, int sum) {
    const int out = s->arrays++;
    uint64_t *mask = scope(s, out);
    memset(mask, 0, (size_t)s->words * sizeof *mask);
    join(mask, scope(s, a), s->words);
    if (b >= 0) join(mask, scope(s, b), s->words);
    const double all = volume_of(s, mask);
    s->order.operations += all + 16; /* a step costs something even when its arrays are tiny */
    if (sum >= 0) mask[sum >> 6] &= ~(UINT64_C(1) << (sum & 63));
    s->volume[out] = sum >= 0 ? all / s->shape->size[sum] : all;
    s->order.largest = fmax(s->order.largest, s->volume[out]);
    s->order.step[s->order.steps++] = (ag_step){a, b, sum};
    return out;
}

static double joined_volume(search *s, int a, int b) {
    memcpy(s->joined, scope(s, a), (size_t)s->words * sizeof *s->joined);
    join(s->joined, scope(s, b), s->words);
    return volume_of(s, s->joined);
}

/* Multiplies the arrays of `bucket` together, cheapest pair first; the last product sums over `sum`. */
static int multiply_bucket(search *s, int members, int sum) {
    int *b = s->bucket;
    while (members > 2) {
        int best_i = 0, best_j = 1;
        double best = INFINITY;
        for (int i = 0; i < members; i++)
            for (int j = i + 1; j < members; j++) {
                const double cost = joined_volume(s, b[i], b[j]);
                if (cost < best) best = cost, best_i = i, best_j = j;
            }
        b[best_i] = add_step(s, b[best_i], b[best_j], -1);
        b[best_j] = b[--members];
    }
    if (members == 2) return add_step(s, b[0], b[1], sum);
    return sum >= 0 ? add_step(s, b[0], -1, sum) : b[0];
}

static void eliminate(search *s, int v, int position) {
    int members = 0, left = 0;
    for (int i = 0; i < s->lives; i++)
        if (has(scope(s, s->alive[i]), v))
            s->bucket[members++] = s->alive[i];
        else
            s->alive[left++] = s->alive[i];
    const int out = multiply_bucket(s, members, v);
    s->lives = left;
    s->alive[s->lives++] = out;
    s->state[v] = 1;
    s->order.eliminated[v] = position;
    for (int w = 0; w < s->words; w++)
        for (uint64_t bits = scope(s, out)[w]; bits; bits &= bits - 1) s->score[w * 64 + __builtin_ctzll(bits)] = -1;
}

static void reset(search *s) {
    const ag_contraction_shape *shape = s->shape;
    s->arrays = s->lives = shape->factors;
    s->order.steps = 0;
    s->order.operations = 0;
    s->order.largest = 1;
    for (int f = 0; f < shape->factors; f++) s->alive[f] = f;
    for (int v = 0; v < shape->vars; v++) s->score[v] = -1, s->state[v] = 0;
    for (int k = 0; k < shape->kept; k++) {
        s->state[shape->keep[k]] = 2;
        s->order.eliminated[shape->keep[k]] = shape->vars + k;
    }
}

static int choose(search *s, criterion by, ag_random *noise) {
    int best = -1;
    double least = INFINITY;
    for (int v = 0; v < s->shape->vars; v++) {
        if (s->state[v]) continue;
        if (s->score[v] < 0) s->score[v] = score_of(s, v, by);
        const double score = noise ? s->score[v] * (1 + 0.5 * ag_random_unit(noise)) : s->score[v];
        if (score < least) least = score, best = v;
    }
    return best;
}

/* `give_up`: a try that already costs more than the best is of no use. */
static void attempt(search *s, criterion by, ag_random *noise, double give_up) {
    reset(s);
    int position = 0;
    for (int v; (v = choose(s, by, noise)) >= 0;) {
        eliminate(s, v, position++);
        if (s->order.operations > give_up) return;
    }
    for (int i = 0; i < s->lives; i++) s->bucket[i] = s->alive[i];
    if (s->lives) multiply_bucket(s, s->lives, -1);
}

static void take(ag_order *best, const search *s) {
    best->operations = s->order.operations;
    best->largest = s->order.largest;
    best->steps = s->order.steps;
    memcpy(best->step, s->order.step, (size_t)s->order.steps * sizeof *best->step);
    memcpy(best->eliminated, s->order.eliminated, (size_t)s->shape->vars * sizeof *best->eliminated);
}

static bool allocate(search *s, ag_arena *arena, ag_order *best) {
    const size_t vars = (size_t)s->shape->vars + 1, most = (size_t)s->most;
    s->mask = AG_NEW(arena, uint64_t, most * (size_t)s->words);
    s->volume = AG_NEW(arena, double, most);
    s->alive = AG_NEW(arena, int, most);
    s->bucket = AG_NEW(arena, int, most);
    s->score = AG_NEW(arena, double, vars);
    s->state = AG_NEW(arena, unsigned char, vars);
    s->joined = AG_NEW(arena, uint64_t, s->words);
    s->order.step = AG_NEW(arena, ag_step, most);
    s->order.eliminated = AG_NEW(arena, int, vars);
    best->step = AG_NEW(arena, ag_step, most);
    best->eliminated = AG_NEW(arena, int, vars);
    return !arena->failed;
}

ag_status ag_order_find(const ag_contraction_shape *shape, ag_arena *arena, ag_order *out, ag_error *err) {
    search s = {.shape = shape, .words = shape->vars / 64 + 1, .most = 2 * shape->factors + shape->vars + 2};
    *out = (ag_order){.operations = INFINITY};
    if (!allocate(&s, arena, out)) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int f = 0; f < shape->factors; f++) {
        for (int d = 0; d < shape->factor[f].n; d++) {
            const int v = shape->factor[f].var[d];
            scope(&s, f)[v >> 6] |= UINT64_C(1) << (v & 63);
        }
        s.volume[f] = volume_of(&s, scope(&s, f));
    }
    ag_random noise;
    ag_random_init(&noise, 1990, 0);
    /* One try costs about this many operations' time. */
    const double try_cost = 20.0 * shape->vars * (shape->vars + shape->factors);
    for (int t = 0; t < MOST_TRIES; t++) {
        if (t >= CRITERIA && t * try_cost > out->operations) break;
        attempt(&s, (criterion)(t % CRITERIA), t < CRITERIA ? NULL : &noise, out->operations);
        if (s.order.operations < out->operations) take(out, &s);
    }
    return AG_OK;
}
