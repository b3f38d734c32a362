/* claims.csv: what is said, by whom, from whom, and when; and the plain record of a claim that everything else uses.
 *
 *     id,date,subject,measure,claimant                        must be there
 *     low,point,high,as_of,attributed_to,via,counting,        may be
 *     relation_to_event,anonymous_source,admiralty_suggestion,url
 *
 * `date` is when it was said and `as_of` for when; both EDTF. `attributed_to` names whom the claimant has it from, and
 * `via` the rows (ids separated by blanks) that he passes on. Names are compared as they are written: who is written in
 * two ways is two. `counting` is so-far or at-the-time; where it is not given, what is counted until a day (killed,
 * wounded, …) is so-far.
 */
#ifndef AG_FORMATS_CLAIMS_FILE_H
#define AG_FORMATS_CLAIMS_FILE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/diagnostics.h"
#include "formats/file.h"

/* How who says it stands to what it is about. */
typedef enum ag_claim_class {
    AG_CLAIM_UNSTATED,
    AG_CLAIM_PARTY,
    AG_CLAIM_THIRD_STATE,
    AG_CLAIM_ORGANISATION,
    AG_CLAIM_PRESS,
    AG_CLAIM_WITNESS,
    AG_CLAIM_CLASSES
} ag_claim_class;

enum { AG_NO_COUNT = -1 };

typedef struct ag_claim_record {
    ag_text id, topic, measure;
    ag_text about;            /* a subject of a casebook; may be empty */
    ag_text value;            /* what is said where one word says it; may be empty */
    int64_t low, point, high; /* AG_NO_COUNT: not said */
    ag_text said, as_of;      /* as they are written; as_of may be empty */
    ag_date said_on, held_on; /* held_on: as_of, or said where that is empty */
    const ag_text *source;    /* who says it, at least one */
    const ag_text *from;      /* whom they have it from, where no claim of theirs is recorded */
    const ag_text *via;       /* ids of the claims that are passed on */
    int sources, froms, vias;
    ag_claim_class relation;
    bool so_far;    /* counted from the beginning until then: cannot fall */
    bool anonymous; /* nobody knows who says it first, as far as this claim tells */
    bool unheard;   /* known only because others pass it on */
    ag_text grade, link;
    uint32_t row; /* of the file */
} ag_claim_record;

const char *ag_claim_class_name(ag_claim_class relation); /* "third-state" */
/* With a blank or a hyphen; an empty word is AG_CLAIM_UNSTATED. */
bool ag_claim_class_parse(ag_text word, ag_claim_class *out);
/* Whether a measure of this name is counted so far unless something else is said: it begins with killed, dead, … */
bool ag_claim_measure_is_so_far(ag_text measure);
/* The least and the most that a claim says: 0 and INT64_MAX where it does not say. */
int64_t ag_claim_least(const ag_claim_record *claim);
int64_t ag_claim_most(const ag_claim_record *claim);
bool ag_claim_has_number(const ag_claim_record *claim);

/* Whether a decoded file has the columns of one. */
bool ag_is_claims_file(const ag_file *file);
/* Decodes `file` in place; *n records in the arena, whose texts lie in the bytes of the file. AG_BAD_INPUT: `d` has
 * errors, the first is in *err. */
ag_status ag_claims_file_read(ag_file *file, ag_arena *arena, ag_claim_record **out, size_t *n, ag_diagnostics *d,
                              ag_error *err);

#endif
