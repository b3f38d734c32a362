/* A bundle (.agb): entries of one chain, their boxes and a checkpoint, in one text file that anyone can verify.
 *
 * Lines, each ended by LF:
 *     antigone-bundle 1
 *     site NAME KEY                    the site's public key, hex
 *     genesis HEX                      the leaf hash of entry 0: which chain this is
 *     after SEQ HEX                    seq of the first entry that follows, and its prev
 *     { … }                            an entry, its canonical bytes
 *     box SEQ BASE64                   right after the entry it belongs to
 *     key SEQ RECIPIENT BASE64         its payload key, wrapped for a recipient (his public key, hex); any number
 *     checkpoint BASE64                a signed note, last
 *     end COUNT HEX                    entries, and SHA-256 of all bytes before this line
 *
 * Invariants: reading is a stream; a line is at most AG_MAX_ENTRY_BYTES; nothing is believed before `end` was seen.
 */
#ifndef AG_JOURNAL_BUNDLE_H
#define AG_JOURNAL_BUNDLE_H

#include <stdio.h>

#include "journal/seal.h"
#include "journal/verify.h"

typedef struct ag_bundle_head {
    char site[64];
    uint8_t site_key[AG_PUBLIC_BYTES];
    ag_digest genesis, prev;
    uint64_t first; /* seq of the first entry */
} ag_bundle_head;

typedef enum ag_bundle_line {
    AG_BUNDLE_ENTRY,
    AG_BUNDLE_BOX,
    AG_BUNDLE_KEY,
    AG_BUNDLE_CHECKPOINT,
    AG_BUNDLE_END
} ag_bundle_line;

typedef struct ag_bundle_item {
    ag_bundle_line kind;
    uint64_t seq;  /* of the entry (also of its box and key); of END: how many entries */
    ag_text bytes; /* entry bytes, box, wrapped key, note; valid until the next call */
    uint8_t recipient[AG_PUBLIC_BYTES];
} ag_bundle_item;

typedef struct ag_bundle_reader ag_bundle_reader;
/* AG_BAD_INPUT names what the file is instead. */
ag_status ag_bundle_open(const char *path, ag_bundle_head *head, ag_bundle_reader **out, ag_error *err);
ag_status ag_bundle_next(ag_bundle_reader *reader, ag_bundle_item *item, ag_error *err);
void ag_bundle_close(ag_bundle_reader *reader);

/* Written piece by piece into a buffer; the caller writes the file. */
typedef struct ag_bundle_writer ag_bundle_writer;
ag_bundle_writer *ag_bundle_writer_new(const ag_bundle_head *head, ag_buffer *out);
void ag_bundle_put_entry(ag_bundle_writer *w, uint64_t seq, ag_text bytes);
void ag_bundle_put_box(ag_bundle_writer *w, uint64_t seq, ag_text box);
void ag_bundle_put_key(ag_bundle_writer *w, uint64_t seq, const uint8_t recipient[AG_PUBLIC_BYTES], ag_text wrapped);
void ag_bundle_finish(ag_bundle_writer *w, ag_text note); /* frees w */

/* All of it: the findings of verify.h and of the file itself. */
ag_status ag_bundle_verify(const char *path, int threads, ag_text against, ag_diagnostics *findings, uint64_t *size,
                           ag_digest *root, ag_error *err);

#endif
