/* The model of a linkage: how often fields agree among records of two persons (u) and of one (m). See link.h.
 *
 * u of exact agreement is counted within the lists, where almost all pairs are of two persons: on pairs across, the
 * matches themselves would be most of those with one service number. Its other levels are counted on random pairs.
 * m is found by expectation maximisation over all pairs: those of the rule by their patterns, of the others, which are
 * far too many to look at, only that they are pairs of two persons is used. Sums run over patterns in order.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "people/link_inside.h"

#include "base/banned.h"

enum { RANDOM_PAIRS = 2000000, MOST_ROUNDS = 300 };

static int same_level(int field) {
    return field == AG_LINK_BORN ? AG_LINK_DAY : field == AG_LINK_DIED ? AG_LINK_DIED_DAY : AG_LINK_SAME;
}

double ag_link_bits(const ag_link_model *model, ag_link_field field, int level) {
    return level ? log2(model->m[field][level] / model->u[field][level]) : 0;
}

/* ---- Frequencies ------------------------------------------------------------------------------------------------- */

static int by_code(const void *x, const void *y) {
    const ag_link_keyed *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

static uint64_t value_of(const ag_link_record *r, int field) {
    return field < AG_LINK_TEXTS ? r->code[field] : (uint64_t)r->ymd[field - AG_LINK_BORN];
}

static bool has(const ag_link_record *r, int field) {
    return field < AG_LINK_TEXTS ? r->code[field] != 0 : !ag_link_date_missing(r, field - AG_LINK_BORN);
}

static double pairs_of(double n) { return n * (n - 1) / 2; }

double ag_link_rarity(ag_link_record *record, uint32_t n_a, uint32_t n_b, int field, ag_link_keyed *room) {
    const uint32_t n = n_a + n_b;
    uint32_t filled[2] = {0}, valued = 0;
    double agree = 0;
    for (uint32_t i = 0; i < n; i++) {
        filled[i >= n_a] += has(&record[i], field);
        const uint64_t value = value_of(&record[i], field);
        if (value) room[valued++] = (ag_link_keyed){value, i};
    }
    qsort(room, valued, sizeof *room, by_code);
    for (uint32_t from = 0, to; from < valued; from = to) {
        uint32_t in_b = 0;
        for (to = from; to < valued && room[to].key == room[from].key; to++) in_b += room[to].record >= n_a;
        const uint32_t all = to - from;
        agree += pairs_of(all - in_b) + pairs_of(in_b);
        const float rarity = (float)-log2((double)all / (double)(filled[0] + filled[1]));
        for (uint32_t i = from; i < to && field <= AG_LINK_UNIT; i++)
            record[room[i].record].rarity_log2[field] = rarity;
    }
    const double pairs = pairs_of(filled[0]) + pairs_of(filled[1]);
    return (agree + 0.5) / (pairs + 1);
}

/* ---- u ----------------------------------------------------------------------------------------------------------- */

void ag_link_estimate_u(const ag_link_blocks *blocks, const double same[AG_LINK_FIELDS], uint64_t seed,
                        ag_link_model *model) {
    uint64_t count[AG_LINK_FIELDS][AG_LINK_LEVELS] = {0};
    ag_random random;
    ag_random_init(&random, seed, 0);
    /* Of few pairs each is drawn a hundred times; more would say nothing new. */
    const double draws = fmin(RANDOM_PAIRS, 100.0 * blocks->n_a * blocks->n_b);
    for (uint32_t i = 0; i < draws; i++) {
        int level[AG_LINK_FIELDS];
        const uint32_t a = ag_random_below(&random, blocks->n_a);
        const uint32_t b = blocks->first_b + ag_random_below(&random, blocks->n_b);
        if (a == b) continue;
        model->random_pairs++;
        ag_link_pattern_levels(ag_link_compare(&blocks->record[a], &blocks->record[b]), level);
        for (int f = 0; f < AG_LINK_FIELDS; f++) count[f][level[f]]++;
    }
    for (int f = 0; f < AG_LINK_FIELDS; f++) {
        const int fixed = same_level(f);
        double sum = 0;
        model->u[f][fixed] = fmin(same[f], 0.999);
        for (int k = 1; k < ag_link_levels_of((ag_link_field)f); k++)
            if (k != fixed) sum += (double)count[f][k] + 0.5;
        for (int k = 1; k < ag_link_levels_of((ag_link_field)f); k++)
            if (k != fixed) model->u[f][k] = (1 - model->u[f][fixed]) * ((double)count[f][k] + 0.5) / sum;
    }
    /* Both parts agree by chance, and in the wrong order: rarer than this, and the names' frequencies say how rare. */
    model->u[AG_LINK_SURNAME][AG_LINK_SWAPPED] = same[AG_LINK_SURNAME] * same[AG_LINK_GIVEN];
    /* Within one list the same number is mostly the same person; EM finds how often it is not. */
    if (blocks->one) model->u[AG_LINK_NUMBER][AG_LINK_SAME] *= 0.01;
}

/* ---- m ----------------------------------------------------------------------------------------------------------- */

static void begin_m(ag_link_model *model) {
    for (int f = 0; f < AG_LINK_FIELDS; f++) {
        const int n = ag_link_levels_of((ag_link_field)f), fixed = same_level(f);
        for (int k = 1; k < n; k++) model->m[f][k] = k == fixed ? 0.85 : 0.15 / (n - 2);
    }
}

double ag_link_pattern_bits(const ag_link_model *model, const int level[AG_LINK_FIELDS]) {
    double bits = 0;
    for (int f = 0; f < AG_LINK_FIELDS; f++) bits += ag_link_bits(model, (ag_link_field)f, level[f]);
    return bits;
}

typedef struct sums {
    double match[AG_LINK_FIELDS][AG_LINK_LEVELS], matches, chance_number;
} sums;

static void expect(const ag_link_model *model, const uint64_t *count, sums *out) {
    const double prior = model->matches / (model->pairs - model->matches);
    *out = (sums){0};
    for (ag_link_pattern p = 0; p < AG_LINK_PATTERNS; p++) {
        int level[AG_LINK_FIELDS];
        if (!count[p]) continue;
        ag_link_pattern_levels(p, level);
        const double odds = prior * exp2(ag_link_pattern_bits(model, level));
        const double share = odds / (1 + odds), n = (double)count[p];
        out->matches += n * share;
        for (int f = 0; f < AG_LINK_FIELDS; f++) out->match[f][level[f]] += n * share;
        if (level[AG_LINK_NUMBER] == AG_LINK_SAME) out->chance_number += n * (1 - share);
    }
}

/* Half a pair is added to every level, so that what was never seen is not impossible. */
static void maximise(const sums *s, double numbered_pairs, ag_link_model *model) {
    for (int f = 0; f < AG_LINK_FIELDS; f++) {
        const int n = ag_link_levels_of((ag_link_field)f);
        double sum = 0;
        for (int k = 1; k < n; k++) sum += s->match[f][k] + 0.5;
        for (int k = 1; k < n; k++) model->m[f][k] = (s->match[f][k] + 0.5) / sum;
    }
    model->matches = fmax(s->matches, 0.5);
    model->u[AG_LINK_NUMBER][AG_LINK_SAME] = (s->chance_number + 0.5) / (numbered_pairs + 1);
}

void ag_link_estimate_m(const ag_link_blocks *blocks, const uint64_t *count, ag_link_model *model) {
    double numbered[2] = {0};
    for (uint32_t i = 0; i < blocks->n_a; i++) numbered[0] += blocks->record[i].code[AG_LINK_NUMBER] != 0;
    for (uint32_t i = 0; i < blocks->n_b; i++)
        numbered[1] += blocks->record[blocks->first_b + i].code[AG_LINK_NUMBER] != 0;
    const double numbered_pairs = blocks->one ? pairs_of(numbered[0]) : numbered[0] * numbered[1];
    model->pairs = blocks->one ? pairs_of(blocks->n_a) : (double)blocks->n_a * blocks->n_b;
    model->matches = fmin(0.2 * fmin(blocks->n_a, blocks->n_b), 0.5 * model->pairs);
    begin_m(model);
    for (double before = 0; model->rounds < MOST_ROUNDS && fabs(model->matches - before) > 1e-7 * before;
         model->rounds++) {
        sums s;
        before = model->matches;
        expect(model, count, &s);
        maximise(&s, numbered_pairs, model);
        model->matches = fmin(model->matches, 0.9 * model->pairs);
    }
}
