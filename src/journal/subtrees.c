/* Inclusion of many leaves: see subtrees.h. */
#include "journal/subtrees.h"

#include <string.h>

#include "base/banned.h"

/* Leaves low … low + size - 1 of the tree, and those of `shown` that are among them. */
typedef struct range {
    uint64_t low, size;
    ag_shown *shown;
    size_t n;
} range;

/* The two subtrees of a range of more than one leaf. */
static void halve(const range *r, range *left, range *right) {
    uint64_t k = 1;
    size_t m = 0;
    while (k < r->size - k) k *= 2;
    while (m < r->n && r->shown[m].index < r->low + k) m++;
    *left = (range){r->low, k, r->shown, m};
    *right = (range){r->low + k, r->size - k, r->shown + m, r->n - m};
}

static bool is_empty(const range *r) {
    for (size_t i = 0; i < r->n; i++)
        if (!r->shown[i].dropped) return false;
    return true;
}

static void give_up(const range *r) {
    for (size_t i = 0; i < r->n; i++) r->shown[i].dropped = !r->shown[i].must;
}

static void settle(const uint32_t *blinded, const range *r) {
    range left, right;
    if (r->size == 1 || !r->n) return;
    halve(r, &left, &right);
    settle(blinded, &left);
    settle(blinded, &right);
    const bool no_left = is_empty(&left), no_right = is_empty(&right);
    const range *told = no_left ? &left : &right;
    if (no_left == no_right || blinded[told->low + told->size] > blinded[told->low]) return;
    give_up(no_left ? &right : &left);
}

void ag_subtrees_settle(const uint32_t *blinded, uint64_t leaves, ag_shown *shown, size_t n) {
    if (leaves) settle(blinded, &(range){0, leaves, shown, n});
}

static void prove(const ag_digest *leaf, const range *r, ag_buffer *out) {
    range left, right;
    if (is_empty(r)) {
        const ag_digest root = ag_tree_root_of(leaf + r->low, r->size);
        ag_buffer_add(out, (const char *)root.byte, AG_DIGEST_BYTES);
    } else if (r->size > 1) {
        halve(r, &left, &right);
        prove(leaf, &left, out);
        prove(leaf, &right, out);
    }
}

/* `shown` is not written to. */
static range whole(uint64_t leaves, const ag_shown *shown, size_t n) {
    return (range){0, leaves, (ag_shown *)shown, n};
}

void ag_subtrees_prove(const ag_digest *leaf, uint64_t leaves, const ag_shown *shown, size_t n, ag_buffer *out) {
    const range all = whole(leaves, shown, n);
    if (leaves) prove(leaf, &all, out);
}

static bool root_of(const range *r, ag_text *hashes, ag_digest *out) {
    range left, right;
    ag_digest a, b;
    if (is_empty(r)) {
        if (hashes->n < AG_DIGEST_BYTES) return false;
        memcpy(out->byte, hashes->at, AG_DIGEST_BYTES);
        *hashes = (ag_text){hashes->at + AG_DIGEST_BYTES, hashes->n - AG_DIGEST_BYTES};
        return true;
    }
    if (r->size == 1) {
        for (size_t i = 0; i < r->n; i++)
            if (!r->shown[i].dropped) *out = r->shown[i].leaf;
        return r->n == 1;
    }
    halve(r, &left, &right);
    if (!root_of(&left, hashes, &a) || !root_of(&right, hashes, &b)) return false;
    *out = ag_tree_node(&a, &b);
    return true;
}

bool ag_subtrees_root(uint64_t leaves, const ag_shown *shown, size_t n, ag_text hashes, ag_digest *root) {
    const range all = whole(leaves, shown, n);
    for (size_t i = 0; i < n; i++)
        if (shown[i].index >= leaves || (i && shown[i].index <= shown[i - 1].index)) return false;
    return leaves && root_of(&all, &hashes, root) && !hashes.n;
}
