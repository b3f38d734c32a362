/* The checks that the engine owes its users: family consistency, duplicates, elimination. Section 11 of genetics.md.
 *
 * Families: consistency.h says what the quick check can miss; `deep` misses nothing. Likeness: lookalike.h; quick finds
 * every pair that differs, or lacks a reading, at no more than three loci, deep allows as many as the number of
 * profiles leaves room for. Two profiles look like one person when at most two loci differ, the likelihood ratio
 * against unrelated people is at least 10^6 and at least the number of pairs (so that chance gives at most one), and
 * against siblings at least 10^2, or 10^4 where siblings are expected: for two references of one family, and for
 * remains and a reference. For the elimination set 10^6 against unrelated is enough. Direct matches are computed with
 * theta = 0, families with their own; both under the first population.
 *
 * What a check may reveal about a family is for the analyst alone: words outside the analyst's own list say
 * "reference needs review".
 */
#ifndef AG_INCIDENT_CHECK_H
#define AG_INCIDENT_CHECK_H

#include "incident/incident.h"

typedef enum ag_finding_kind {
    AG_FINDING_FAMILY,     /* a reference does not fit its place: index = family, other = reading */
    AG_FINDING_IMPOSSIBLE, /* a family is impossible under the model at a locus: index = family, other = locus */
    AG_FINDING_DUPLICATE, /* two references (of different persons, no twins) look like one person: profiles of the batch
                           */
    AG_FINDING_SAME_REMAINS, /* two remains look like one person: a note, for reassociation */
    AG_FINDING_ELIMINATION,  /* remains look like a profile of the elimination set: index = remains, other = elimination
                              */
    AG_FINDING_REFERENCE_IS_REMAINS, /* remains are identical to a reference who is not missing: index = remains, other
                                        = profile */
    AG_FINDING_MIXTURE,              /* index = remains */
    AG_FINDING_SEX                   /* stated sex against amelogenin: index = profile of the batch */
} ag_finding_kind;

enum { AG_MAX_SAME_REMAINS = 100000 }; /* pairs of remains that are listed; the rest are counted */

typedef struct ag_finding {
    ag_finding_kind kind;
    uint32_t index, other;
    double lr_ln; /* for its being as stated (family) or for one person (the matches); NaN if none */
    bool alarm;   /* blocks proposals that rest on it */
} ag_finding;

typedef struct ag_check_result {
    ag_finding *item; /* owned; by kind, index, other */
    size_t items;
    size_t withheld;              /* pairs that look alike, beyond AG_MAX_SAME_REMAINS or lookalike.h's cap */
    int families_asked;           /* exactly; the others passed the quick look */
    unsigned char *family_alarm;  /* owned, [families] */
    unsigned char *remains_alarm; /* owned, [remains] AG_HIT_… flags */
} ag_check_result;

/* Quick checks run before every identify; `deep` adds those that cost more (near duplicates). */
ag_status ag_check(const ag_incident *incident, bool deep, const ag_run *run, ag_check_result *out, ag_error *err);
void ag_check_result_deinit(ag_check_result *result);
/* One line in the user's words, for `antigone check`. */
void ag_finding_format(const ag_incident *incident, const ag_finding *finding, char *out, size_t out_size);

#endif
