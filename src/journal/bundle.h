/* A bundle (.agb): entries of one chain, their boxes, files that they name and a checkpoint, in one text file that
 * anyone can verify.
 *
 * Lines, each ended by LF:
 *
 *     antigone-bundle 1
 *     site NAME KEY                 the site's public key, hex
 *     genesis HEX                   the leaf hash of entry 0: which chain this is
 *     after SEQ HEX BASE64          seq of the first entry that follows, its prev, and the tree before it
 *     { ... }                       an entry, its canonical bytes
 *     box SEQ BASE64                right after the entry it belongs to
 *     key SEQ RECIPIENT BASE64      its payload key, wrapped for a public key (hex); any number of them
 *     file HEX HEX HEX              behind the entries, of each file that goes along: SHA-256 of its content,
 * commitment (seal.h) and SHA-256 of its box; in the order of the first part HEX BASE64               of the box of the
 * file with this content: AG_BUNDLE_PART bytes, the last one fewer filekey HEX RECIPIENT BASE64  right after its parts:
 * its key, as above; in the order of the files checkpoint BASE64             a signed note over all entries up to the
 * last, of origin ag_note_origin end COUNT HEX                 entries, and SHA-256 of all bytes before this line
 *
 * The tree before the first entry (ag_tree_format) is that from which the checkpoint's root is reached. Where there are
 * files the last entry is a casebook.give that says how many ("files") and what ag_bundle_files_digest of them is
 * ("list"), so that no file can be changed or taken out unseen by those who cannot open it.
 *
 * Invariants: reading is a stream; a line is at most AG_MAX_BUNDLE_LINE; a bundle of these lines is written in one way
 * only; nothing is believed before `end` was seen.
 */
#ifndef AG_JOURNAL_BUNDLE_H
#define AG_JOURNAL_BUNDLE_H

#include "journal/seal.h"
#include "journal/verify.h"

enum { AG_BUNDLE_PART = 1024 * 1024 };

typedef struct ag_bundle_head {
    char site[64];
    uint8_t site_key[AG_PUBLIC_BYTES];
    ag_digest genesis, prev; /* prev of the first entry; of entry 0: zeroes */
    ag_tree before;          /* of the entries before the first; its size is the seq of the first */
} ag_bundle_head;

typedef enum ag_bundle_line {
    AG_BUNDLE_ENTRY,
    AG_BUNDLE_BOX,
    AG_BUNDLE_KEY,
    AG_BUNDLE_FILE,
    AG_BUNDLE_PART_OF,
    AG_BUNDLE_FILE_KEY,
    AG_BUNDLE_CHECKPOINT,
    AG_BUNDLE_END
} ag_bundle_line;

typedef struct ag_bundle_file {
    ag_digest content, commitment, box;
} ag_bundle_file;

/* By content, as they stand in a bundle. */
int ag_bundle_file_compare(const void *a, const void *b);
/* SHA-256 of the three digests of each, in order. */
ag_digest ag_bundle_files_digest(const ag_bundle_file *file, size_t n);

typedef struct ag_bundle_item {
    ag_bundle_line kind;
    uint64_t seq; /* of the entry (also of its box and key; of one that is none: its place); of END: how many entries */
    ag_text bytes; /* entry bytes, box, wrapped key, part, note; valid until the next call */
    uint8_t recipient[AG_PUBLIC_BYTES];
    ag_bundle_file file; /* of FILE; of PART_OF and FILE_KEY its content */
} ag_bundle_item;

typedef struct ag_bundle_reader ag_bundle_reader;
/* AG_BAD_INPUT: it is absent, or no bundle from line err->row on. AG_ENVIRONMENT: it cannot be read. */
ag_status ag_bundle_open(const char *path, ag_bundle_head *head, ag_bundle_reader **out, ag_error *err);
/* AG_BAD_INPUT: the file is no bundle from this line on (err->row). What an entry says is not judged. Not to be
 * called after AG_BUNDLE_END or a failure. */
ag_status ag_bundle_next(ag_bundle_reader *reader, ag_bundle_item *item, ag_error *err);
void ag_bundle_close(ag_bundle_reader *reader);

/* Written piece by piece into a buffer, which the caller may empty between two calls; he writes the file. Site:
 * ag_note_name_fits. NULL: out of memory, as is out->failed after the end. */
typedef struct ag_bundle_writer ag_bundle_writer;
ag_bundle_writer *ag_bundle_writer_new(const ag_bundle_head *head, ag_buffer *out);
void ag_bundle_put_entry(ag_bundle_writer *w, uint64_t seq, ag_text bytes);
void ag_bundle_put_box(ag_bundle_writer *w, uint64_t seq, ag_text box);
void ag_bundle_put_key(ag_bundle_writer *w, uint64_t seq, const uint8_t recipient[AG_PUBLIC_BYTES], ag_text wrapped);
void ag_bundle_put_file(ag_bundle_writer *w, const ag_bundle_file *file);
void ag_bundle_put_part(ag_bundle_writer *w, const ag_digest *content, ag_text part);
void ag_bundle_put_file_key(ag_bundle_writer *w, const ag_digest *content, const uint8_t recipient[AG_PUBLIC_BYTES],
                            ag_text wrapped);
void ag_bundle_finish(ag_bundle_writer *w, ag_text note); /* frees w */

/* All of it: the findings of verify.h and of the file itself (whose row is a line). `against`: a note from outside,
 * empty: none. AG_FINDINGS: something is wrong. AG_BAD_INPUT: not the beginning of a bundle. */
ag_status ag_bundle_verify(const char *path, int threads, ag_text against, ag_diagnostics *findings, uint64_t *size,
                           ag_digest *root, ag_error *err);

#endif
