/* An entry: one change of a casebook, as the bytes that are hashed.
 *
 *     {"action":"remains.recover","at":"2025-06-16T09:12:44Z","box":"…","by":"registrar-2","data":{…},"prev":"…",
 *      "role":"registrar","sealed":"…","seq":1027,"sig":[{"by":"registrar-2","key":"…","sig":"…"}],"site":"odesa-3",
 *      "subject":"remains:2025061603120001230","v":1,"when":"2025-06-16"}
 *
 * box and sealed (seal.h), sig and when are absent where there is nothing to say. "at" is when it was recorded, in
 * seconds of UTC; "when" is when it happened (EDTF), if that is another time; no text is empty. A field of `data` whose
 * value is null has its value in the sealed payload. "prev" is the leaf hash of the entry before (of the first: 64
 * zeroes); seq counts from 0. A signature covers the canonical bytes of the entry without seq, prev and sig, so that it
 * can be made where the chain is not at hand; it is Ed25519, key and signature in hex, over "antigone-entry-1\n" and
 * those bytes.
 */
#ifndef AG_JOURNAL_ENTRY_H
#define AG_JOURNAL_ENTRY_H

#include <jansson.h>

#include "journal/secret.h"
#include "journal/tree.h"

typedef struct ag_entry {
    uint64_t seq;
    ag_text at, when, by, role, site, action, subject; /* borrowed: from the caller, or from `owned` */
    ag_text sealed, box;                               /* hex; empty: nothing is sealed */
    json_t *data;                                      /* borrowed: an object */
    json_t *sig;                                       /* borrowed, NULL: unsigned */
    ag_digest prev;
    json_t *owned; /* of a parsed entry */
} ag_entry;

/* Appends the canonical bytes. AG_BAD_INPUT: ag_entry_parse would refuse them; `out` then ends with what was written.
 */
ag_status ag_entry_format(const ag_entry *entry, ag_buffer *out, ag_error *err);
/* AG_BAD_INPUT: not canonical, a key too many, too few or of the wrong kind; err->what names it. */
ag_status ag_entry_parse(ag_text bytes, ag_entry *out, ag_error *err);
void ag_entry_deinit(ag_entry *entry);

/* What a chain is checked by, found without building anything; texts borrowed from the bytes. Refuses as ag_entry_parse
 * does, but does not look into the signatures. */
typedef struct ag_entry_glance {
    uint64_t seq;
    ag_digest prev, box;
    ag_text at, action; /* action still escaped */
    bool boxed, has_signatures;
} ag_entry_glance;
ag_status ag_entry_glance_at(ag_text bytes, ag_entry_glance *out, ag_error *err);

/* {"by","key","sig"} appended to `sig` (an array). */
ag_status ag_entry_sign(const ag_entry *entry, ag_text by, const ag_signer *signer, json_t *sig, ag_error *err);
/* Whether each signature holds under the key that it names; AG_BAD_INPUT: one does not. Whether that key is the
 * signer's is for who knows people. */
ag_status ag_entry_check_signatures(const ag_entry *entry, ag_error *err);

#endif
