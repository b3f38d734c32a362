/* Inclusion of many leaves in one tree of RFC 6962 at once: besides the leaves that are shown, the hashes of the
 * largest subtrees that have none of them, from left to right. For one leaf these are the hashes of its inclusion path.
 *
 * A hash tells nothing of what it covers only when something in it cannot be guessed. An entry without a sealed part or
 * a signature can be: who it is by, when and what are guessed until the hash fits. ag_subtrees_settle therefore gives
 * up leaves until every hash that has to be told covers something that is blinded.
 */
#ifndef AG_JOURNAL_SUBTREES_H
#define AG_JOURNAL_SUBTREES_H

#include "journal/tree.h"

typedef struct ag_shown {
    uint64_t index;
    ag_digest leaf;
    bool must;    /* is not given up */
    bool dropped; /* given up */
} ag_shown;

/* `shown` [n] in ascending order of index. blinded[i]: how many of the first i leaves are blinded. */
void ag_subtrees_settle(const uint32_t *blinded, uint64_t leaves, ag_shown *shown, size_t n);
/* Appends the hashes, AG_DIGEST_BYTES each, for those that are not dropped. */
void ag_subtrees_prove(const ag_digest *leaf, uint64_t leaves, const ag_shown *shown, size_t n, ag_buffer *out);
/* The root that leaves and hashes lead to. False: there are too few hashes, or too many, or an index is none. Dropped
 * ones are ignored. */
bool ag_subtrees_root(uint64_t leaves, const ag_shown *shown, size_t n, ag_text hashes, ag_digest *root);

#endif
