/* The Merkle tree of RFC 6962: see tree.h. Checking proofs follows RFC 9162, 2.1.3.2 and 2.1.4.2. */
#include "journal/tree.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

/* ---- Digests ------------------------------------------------------------------------------------------------- */

ag_digest ag_sha256(const void *bytes, size_t n) {
    ag_digest d;
    crypto_hash_sha256(d.byte, bytes, n);
    return d;
}

bool ag_digest_equal(const ag_digest *a, const ag_digest *b) { return memcmp(a->byte, b->byte, sizeof a->byte) == 0; }

char *ag_hex_format(const uint8_t *bytes, size_t n, char *out) { return sodium_bin2hex(out, 2 * n + 1, bytes, n); }

char *ag_digest_hex(const ag_digest *d, char out[AG_DIGEST_HEX + 1]) {
    return ag_hex_format(d->byte, sizeof d->byte, out);
}

static int hex_value(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

bool ag_hex_parse(ag_text hex, uint8_t *out, size_t n) {
    if (hex.n != 2 * n) return false;
    for (size_t i = 0; i < n; i++) {
        const int high = hex_value(hex.at[2 * i]), low = hex_value(hex.at[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool ag_digest_parse(ag_text hex, ag_digest *out) { return ag_hex_parse(hex, out->byte, sizeof out->byte); }

static ag_digest hash_tagged(uint8_t tag, const void *a, size_t a_bytes, const void *b, size_t b_bytes) {
    crypto_hash_sha256_state state;
    ag_digest d;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &tag, 1);
    crypto_hash_sha256_update(&state, a, a_bytes);
    if (b_bytes) crypto_hash_sha256_update(&state, b, b_bytes);
    crypto_hash_sha256_final(&state, d.byte);
    return d;
}

ag_digest ag_tree_leaf(const void *bytes, size_t n) { return hash_tagged(0, bytes, n, NULL, 0); }

ag_digest ag_tree_node(const ag_digest *left, const ag_digest *right) {
    return hash_tagged(1, left->byte, sizeof left->byte, right->byte, sizeof right->byte);
}

/* ---- The right edge ------------------------------------------------------------------------------------------ */

static bool has_edge(const ag_tree *tree, int k) { return tree->size >> k & 1; }

void ag_tree_init(ag_tree *tree) { *tree = (ag_tree){0}; }

void ag_tree_push(ag_tree *tree, const ag_digest *leaf) {
    ag_digest d = *leaf;
    int k = 0;
    for (; has_edge(tree, k); k++) d = ag_tree_node(&tree->edge[k], &d);
    tree->edge[k] = d;
    tree->size++;
}

ag_digest ag_tree_root(const ag_tree *tree) {
    if (!tree->size) return ag_sha256("", 0);
    int k = 0;
    while (!has_edge(tree, k)) k++;
    ag_digest d = tree->edge[k];
    while (++k < 64)
        if (has_edge(tree, k)) d = ag_tree_node(&tree->edge[k], &d);
    return d;
}

void ag_tree_format(const ag_tree *tree, ag_buffer *out) {
    for (int shift = 56; shift >= 0; shift -= 8) ag_buffer_putc(out, (char)(tree->size >> shift & 0xff));
    for (int k = 0; k < 64; k++)
        if (has_edge(tree, k)) ag_buffer_add(out, (const char *)tree->edge[k].byte, AG_DIGEST_BYTES);
}

bool ag_tree_parse(ag_text bytes, ag_tree *out) {
    *out = (ag_tree){0};
    if (bytes.n < 8) return false;
    for (int i = 0; i < 8; i++) out->size = out->size << 8 | (unsigned char)bytes.at[i];
    size_t at = 8;
    for (int k = 0; k < 64; k++) {
        if (!has_edge(out, k)) continue;
        if (bytes.n - at < AG_DIGEST_BYTES) return false;
        memcpy(out->edge[k].byte, bytes.at + at, AG_DIGEST_BYTES);
        at += AG_DIGEST_BYTES;
    }
    return at == bytes.n;
}

/* ---- Proofs -------------------------------------------------------------------------------------------------- */

ag_digest ag_tree_root_of(const ag_digest *leaf, uint64_t n) {
    ag_tree tree = {0};
    for (uint64_t i = 0; i < n; i++) ag_tree_push(&tree, &leaf[i]);
    return ag_tree_root(&tree);
}

/* The largest power of two below n > 1. */
static uint64_t split(uint64_t n) {
    uint64_t k = 1;
    while (k < n - k) k *= 2;
    return k;
}

int ag_tree_inclusion(const ag_digest *leaf, uint64_t n, uint64_t index, ag_digest path[AG_MAX_PROOF]) {
    assert(index < n);
    if (n == 1) return 0;
    const uint64_t k = split(n);
    const bool left = index < k;
    const int hashes =
        left ? ag_tree_inclusion(leaf, k, index, path) : ag_tree_inclusion(leaf + k, n - k, index - k, path);
    path[hashes] = left ? ag_tree_root_of(leaf + k, n - k) : ag_tree_root_of(leaf, k);
    return hashes + 1;
}

bool ag_tree_check_inclusion(const ag_digest *leaf, uint64_t index, uint64_t n, const ag_digest *path, int hashes,
                             const ag_digest *root) {
    if (index >= n) return false;
    uint64_t at = index, last = n - 1;
    ag_digest d = *leaf;
    for (int i = 0; i < hashes; i++) {
        if (!last) return false;
        if (at & 1 || at == last) {
            d = ag_tree_node(&path[i], &d);
            for (; !(at & 1) && at; at >>= 1) last >>= 1;
        } else {
            d = ag_tree_node(&d, &path[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return !last && ag_digest_equal(&d, root);
}

/* SUBPROOF of RFC 6962: `whole` says that the root of the first m leaves is what the reader has. */
static int subproof(const ag_digest *leaf, uint64_t m, uint64_t n, bool whole, ag_digest *path) {
    if (m == n) {
        if (!whole) path[0] = ag_tree_root_of(leaf, n);
        return !whole;
    }
    const uint64_t k = split(n);
    const bool left = m <= k;
    const int hashes = left ? subproof(leaf, m, k, whole, path) : subproof(leaf + k, m - k, n - k, false, path);
    path[hashes] = left ? ag_tree_root_of(leaf + k, n - k) : ag_tree_root_of(leaf, k);
    return hashes + 1;
}

int ag_tree_consistency(const ag_digest *leaf, uint64_t m, uint64_t n, ag_digest path[AG_MAX_PROOF]) {
    assert(m > 0 && m <= n);
    return subproof(leaf, m, n, true, path);
}

bool ag_tree_check_consistency(uint64_t m, const ag_digest *old_root, uint64_t n, const ag_digest *root,
                               const ag_digest *path, int hashes) {
    if (!m || m > n) return false;
    if (m == n) return !hashes && ag_digest_equal(old_root, root);
    uint64_t at = m - 1, last = n - 1;
    int i = 0;
    for (; at & 1; at >>= 1) last >>= 1;
    if (at && !hashes) return false;
    ag_digest old = at ? path[i++] : *old_root, d = old; /* m a power of two: its root is a node of the new tree */
    for (; i < hashes; i++) {
        if (!last) return false;
        if (at & 1 || at == last) {
            old = ag_tree_node(&path[i], &old);
            d = ag_tree_node(&path[i], &d);
            for (; !(at & 1) && at; at >>= 1) last >>= 1;
        } else {
            d = ag_tree_node(&d, &path[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return !last && ag_digest_equal(&old, old_root) && ag_digest_equal(&d, root);
}
