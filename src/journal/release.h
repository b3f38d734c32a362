/* A release (.agd): facts of a dossier for somebody outside, in one text file that can be checked without anything
 * else.
 *
 * Lines, each ended by LF:
 *
 *     antigone-release 1
 *     site NAME KEY                 the site's public key, hex
 *     genesis HEX                   the leaf hash of entry 0: which chain this is
 *     about {...}                   canonical JSON: dossier, release, profile, to, basis, frozen, facts, totals
 *     fact {...}                    canonical JSON: subject, and action, on, fields as far as they are released
 *     entry SEQ {...}               after a fact: the entry that it comes from, whole
 *     opening BASE64                after an entry: salt and content of its sealed part
 *     leaf SEQ HEX                  after a fact: the leaf hash of the entry that it comes from
 *     act SEQ {...}                 three entries, whole: release.propose, release.approve, release.issue
 *     hash BASE64                   what the tree needs besides (subtrees.h), any number of them
 *     checkpoint BASE64             a signed note over the tree, of origin ag_note_origin
 *     signed HEX                    the site's signature over "antigone-release-1\n" and all bytes before this line
 *
 * release.issue holds the SHA-256 of all bytes before the first act. What is proved of a fact:
 *
 *     entry     it stands in an entry of the chain, signed where that is; what was sealed is what was committed to
 *     leaf      something was recorded at this place, and what is said of it here is what the site says it was; shown
 *               whole to somebody later, it can be compared
 *     neither   that the site says so, under its signature
 *
 * Invariants: entries and leaves are in the order of the chain, none later than `frozen`; acts follow it. A release of
 * these lines is written in one way only.
 */
#ifndef AG_JOURNAL_RELEASE_H
#define AG_JOURNAL_RELEASE_H

#include <jansson.h>

#include "journal/entry.h"
#include "journal/note.h"
#include "journal/subtrees.h"

enum { AG_RELEASE_ACTS = 3 };

/* What a file says of itself, and how much of it is proved. */
typedef struct ag_release {
    char site[64], by[AG_RELEASE_ACTS][64];
    uint8_t site_key[AG_PUBLIC_BYTES];
    ag_digest genesis, content;
    json_t *about; /* owned */
    uint64_t facts, whole, hashed, attested, opened;
    ag_checkpoint checkpoint; /* its origin points into `note` */
    ag_buffer note;           /* owned */
} ag_release;

/* AG_BAD_INPUT: it is no release from line err->row on. AG_FINDINGS: it is one, and was changed, or says what its
 * entries do not; err->row is the line. `open` (may be NULL): the site's public key as it is known from elsewhere.
 * `against` (empty: none): a checkpoint that was kept; one of another size than that of the file cannot be compared,
 * and is AG_BAD_INPUT. ag_release_deinit is due in any case. */
ag_status ag_release_check(ag_text file, const uint8_t *open, ag_text against, ag_release *out, ag_error *err);
void ag_release_deinit(ag_release *release);

/* Writing, in the order of the lines. What a fact says must be canonical where it can be compared: texts. */
void ag_release_put_head(const char *site, const uint8_t key[AG_PUBLIC_BYTES], const ag_digest *genesis,
                         ag_buffer *out);
ag_status ag_release_put_json(const char *keyword, const json_t *value, ag_buffer *out, ag_error *err);
void ag_release_put_entry(const char *keyword, uint64_t seq, ag_text bytes, ag_buffer *out); /* "entry", "act" */
void ag_release_put_opening(ag_text plain, ag_buffer *out);
void ag_release_put_leaf(uint64_t seq, const ag_digest *leaf, ag_buffer *out);
/* Hashes, checkpoint and the signature. */
void ag_release_finish(ag_text hashes, ag_text note, const ag_signer *site, ag_buffer *out);

#endif
