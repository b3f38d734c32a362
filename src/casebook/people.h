/* What is asked about persons, families and donors by more than one file: status, risk, consent.
 *
 *     person ←name, cover            who somebody is said to be
 *     family ←relative→ person       the pedigree; the member who is the missing one refers to the person
 *     relative ←contact, consent     a donor
 *     sample ←profile                what was taken, and what a laboratory read in it
 *
 * Invariants: nothing here opens a sealed field; each answer costs a constant number of indexed look-ups.
 */
#ifndef AG_CASEBOOK_PEOPLE_H
#define AG_CASEBOOK_PEOPLE_H

#include "casebook/deed.h"

/* REPORTED … FOUND_ALIVE, with the reason in `because` (may be NULL). Rule S1. The only place that knows a status. */
const char *ag_person_status(const ag_view *view, const ag_row *person, const char **because);
/* Found alive, and that stands: by this record or by one of the same person. */
bool ag_person_is_alive(const ag_view *view, const ag_row *person);
/* Of somebody who died: as was stated with the death, or, where nothing was, as a capture was stated last of him. */
bool ag_person_was_prisoner(const ag_row *person);
/* All records of one person, as subjects: that which stands first, then its duplicates. In the view's arena. */
const ag_text *ag_person_records(const ag_view *view, ag_text person, int *n);
/* Rows of a kind whose `person` is any of them; *n in the view's arena. */
const ag_row *ag_person_rows(const ag_view *view, const ag_kind *kind, ag_text person, int *n);

/* The risk flag that stands for a relative or for the family ("relative:…", "family:…"); row.cell NULL: none. */
ag_row ag_risk_standing(const ag_view *view, ag_text about);

/* Whether consent of this scope stands: of a donor ("relative:…") or of a person for himself ("person:…"). `person`:
 * for the search of whom; empty: not asked. */
bool ag_consent_stands(const ag_view *view, ag_text giver, const char *scope, ag_text person);
/* Whether a donor's profile may be compared in the search for `person`. */
bool ag_consent_covers_search(const ag_view *view, ag_text giver, ag_text person);
/* Whether he has taken a consent back at some time. */
bool ag_consent_was_withdrawn(const ag_view *view, ag_text giver);

#endif
