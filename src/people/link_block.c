/* Blocking: the pairs of the rule without looking at the others. See link_inside.h.
 *
 * Each line has a key that is equal for records that satisfy it together; the records of B lie sorted by it. A pair
 * that satisfies several lines is visited for the first of them alone, so no memory of pairs is needed. */
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "people/link_inside.h"

#include "base/banned.h"

static int by_key(const void *x, const void *y) {
    const ag_link_keyed *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

static ag_status sort_line(void *context, size_t index, int worker, ag_error *err) {
    ag_link_blocks *blocks = context;
    (void)worker;
    ag_link_keyed *keyed = calloc((size_t)blocks->n_b + 1, sizeof *keyed);
    if (!keyed) return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
    uint32_t n = 0;
    for (uint32_t i = 0; i < blocks->n_b; i++) {
        const uint64_t key = ag_link_block_key(&blocks->record[blocks->first_b + i], (ag_link_line)index);
        if (key) keyed[n++] = (ag_link_keyed){key, blocks->first_b + i};
    }
    qsort(keyed, n, sizeof *keyed, by_key);
    blocks->keyed[index] = keyed;
    blocks->n[index] = n;
    return AG_OK;
}

ag_status ag_link_blocks_new(const ag_link_record *record, uint32_t n_a, uint32_t n_b, const ag_link_options *options,
                             ag_link_blocks *out, ag_error *err) {
    *out = (ag_link_blocks){
        .record = record, .n_a = n_a, .n_b = n_b ? n_b : n_a, .first_b = n_b ? n_a : 0, .one = n_b == 0};
    return ag_parallel(AG_LINK_LINES, options->threads, options->stop, sort_line, out, err);
}

void ag_link_blocks_deinit(ag_link_blocks *blocks) {
    for (int i = 0; i < AG_LINK_LINES; i++) free(blocks->keyed[i]);
}

static uint32_t first_with(const ag_link_blocks *blocks, int line, uint64_t key) {
    uint32_t low = 0, high = blocks->n[line];
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (blocks->keyed[line][middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void ag_link_each(const ag_link_blocks *blocks, uint32_t a, ag_link_visit *visit, void *context) {
    for (int line = 0; line < AG_LINK_LINES; line++) {
        const uint64_t key = ag_link_block_key(&blocks->record[a], (ag_link_line)line);
        if (!key) continue;
        const ag_link_keyed *keyed = blocks->keyed[line];
        for (uint32_t i = first_with(blocks, line, key); i < blocks->n[line] && keyed[i].key == key; i++) {
            const uint32_t b = keyed[i].record;
            if (blocks->one && b <= a) continue;
            if ((int)ag_link_rule(&blocks->record[a], &blocks->record[b]) == line)
                visit(context, b, (ag_link_line)line);
        }
    }
}

double ag_link_blocks_bound(const ag_link_blocks *blocks) {
    double sum = 0;
    for (int line = 0; line < AG_LINK_LINES; line++) {
        const ag_link_keyed *keyed = blocks->keyed[line];
        if (blocks->one) {
            for (uint32_t i = 0, from = 0; i < blocks->n[line]; i++) {
                if (keyed[i].key != keyed[from].key) from = i;
                sum += i - from;
            }
            continue;
        }
        for (uint32_t a = 0; a < blocks->n_a; a++) {
            const uint64_t key = ag_link_block_key(&blocks->record[a], (ag_link_line)line);
            for (uint32_t i = key ? first_with(blocks, line, key) : blocks->n[line];
                 i < blocks->n[line] && keyed[i].key == key; i++)
                sum++;
        }
    }
    return sum;
}

size_t ag_link_portions(const ag_link_blocks *blocks) {
    return (blocks->n_a + (size_t)AG_LINK_PORTION - 1) / AG_LINK_PORTION;
}

uint32_t ag_link_portion_end(const ag_link_blocks *blocks, size_t portion) {
    const size_t end = (portion + 1) * AG_LINK_PORTION;
    return end < blocks->n_a ? (uint32_t)end : blocks->n_a;
}
