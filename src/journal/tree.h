/* The Merkle tree of RFC 6962, section 2.1: leaf = SHA-256(0x00 ‖ bytes), node = SHA-256(0x01 ‖ left ‖ right).
 *
 * Vectors: rfc6962_vectors.json. An ag_tree keeps the right edge only (at most 64 hashes), so appending costs one or
 * two hashes; proofs are made from the leaves, which the caller holds.
 */
#ifndef AG_JOURNAL_TREE_H
#define AG_JOURNAL_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum { AG_DIGEST_BYTES = 32, AG_DIGEST_HEX = 2 * AG_DIGEST_BYTES, AG_MAX_PROOF = 64 };

typedef struct ag_digest {
    uint8_t byte[AG_DIGEST_BYTES];
} ag_digest;

ag_digest ag_sha256(const void *bytes, size_t n);
bool ag_digest_equal(const ag_digest *a, const ag_digest *b);
/* Lower-case hex, terminated. Returns out. */
char *ag_digest_hex(const ag_digest *d, char out[AG_DIGEST_HEX + 1]);
/* False: not 64 lower-case hex digits. */
bool ag_digest_parse(ag_text hex, ag_digest *out);
/* n bytes as 2n lower-case hex digits, terminated. Returns out. */
char *ag_hex_format(const uint8_t *bytes, size_t n, char *out);
/* n bytes of 2n lower-case hex digits; false: it is something else, and `out` is undefined. */
bool ag_hex_parse(ag_text hex, uint8_t *out, size_t n);

ag_digest ag_tree_leaf(const void *bytes, size_t n);
ag_digest ag_tree_node(const ag_digest *left, const ag_digest *right);

typedef struct ag_tree {
    uint64_t size;
    ag_digest edge[64]; /* edge[k] is the root of the complete subtree of 2^k leaves, where bit k of size is set */
} ag_tree;

void ag_tree_init(ag_tree *tree);
void ag_tree_push(ag_tree *tree, const ag_digest *leaf);
ag_digest ag_tree_root(const ag_tree *tree); /* of no leaves: SHA-256 of nothing */
/* size (8 bytes, big-endian) and the hashes of the set bits, lowest first. */
void ag_tree_format(const ag_tree *tree, ag_buffer *out);
bool ag_tree_parse(ag_text bytes, ag_tree *out);

/* The root of the first n leaves. */
ag_digest ag_tree_root_of(const ag_digest *leaf, uint64_t n);
/* Inclusion of leaf[index] among n > index leaves; returns how many hashes the path has. RFC 6962, 2.1.1. */
int ag_tree_inclusion(const ag_digest *leaf, uint64_t n, uint64_t index, ag_digest path[AG_MAX_PROOF]);
bool ag_tree_check_inclusion(const ag_digest *leaf, uint64_t index, uint64_t n, const ag_digest *path, int hashes,
                             const ag_digest *root);
/* That the first m of n leaves are those of the tree of size m; 0 < m <= n. RFC 6962, 2.1.2. */
int ag_tree_consistency(const ag_digest *leaf, uint64_t m, uint64_t n, ag_digest path[AG_MAX_PROOF]);
bool ag_tree_check_consistency(uint64_t m, const ag_digest *old_root, uint64_t n, const ag_digest *root,
                               const ag_digest *path, int hashes);

#endif
