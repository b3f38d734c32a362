/* Lists of handovers into a casebook, as tables whose columns may be called by several names.
 *
 *     sender's list     number, seal, parts, description      → a handover (unless it is there) and one item for each
 * line receiver's count  number, seal, parts                   → containers and remains with new numbers, and every
 * difference to sign published list    date, from, to, bodies, note, url     → handovers that are known from
 * publications alone
 *
 * Invariants: everything in one transaction; when anything is wrong nothing is written, and every finding has row and
 * column. A number or a seal becomes a code: blanks are dropped, bytes that no code has become "_" and two hex digits;
 * as it is written it is sealed. A count is matched with the list by number, then by seal among what is left; nothing
 * else is guessed.
 */
#ifndef AG_CASEBOOK_IMPORT_HANDOVER_H
#define AG_CASEBOOK_IMPORT_HANDOVER_H

#include "casebook/casebook.h"
#include "formats/file.h"

typedef struct ag_handover_import {
    bool check;           /* all findings, and nothing is written */
    const char *handover; /* "handover:…"; NULL: of a sender's list: a new one, `sender` and `receiver` are needed */
    const char *sender, *receiver;
    ag_text when; /* the day of the handover; empty: now */
} ag_handover_import;

typedef struct ag_handover_counts {
    char handover[160];
    int lines;               /* rows that were read */
    int containers, remains; /* new ones */
    int unlisted, missing;   /* in fact and in no list; in the list and not in fact */
    int differing;           /* seals, numbers and counts that differ */
} ag_handover_counts;

/* Each decodes `file` in place. AG_BAD_INPUT: `d` holds errors, the first is in *err. */
ag_status ag_import_sender_list(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options,
                                ag_file *file, ag_handover_counts *out, ag_diagnostics *d, ag_error *err);
ag_status ag_import_receiver_count(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options,
                                   ag_file *file, ag_handover_counts *out, ag_diagnostics *d, ag_error *err);
ag_status ag_import_published_handovers(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options,
                                        ag_file *file, ag_handover_counts *out, ag_diagnostics *d, ag_error *err);

#endif
