/* How remains stand: what decisions about them ask first.
 *
 * `about` is "remains:…" or "individual:…". An individual stands for all of its elements; an element for itself and for
 * the individual that it is asserted to be of. Derived from rows each time it is asked, never stored.
 */
#ifndef AG_CASEBOOK_STANDING_H
#define AG_CASEBOOK_STANDING_H

#include "casebook/deed.h"

/* Arguments of %.*s */
#define AG_SHOWN(text) (int)(text).n, (text).n ? (text).at : ""

/* The remains themselves, or all elements of the individual; in the view's arena. */
const ag_row *ag_standing_elements(const ag_view *view, ag_text about, int *n);
/* "individual:…"; empty: none is asserted. */
ag_text ag_standing_individual(const ag_view *view, ag_text about);
/* Who was identified: of the individual, or of the case about these remains, as "person:…"; empty: nobody. */
ag_text ag_standing_person(const ag_view *view, ag_text about);
/* The confirmed case that found this person, by whatever record of his; row.cell NULL: none. */
ag_row ag_standing_case(const ag_view *view, ag_text person);
/* An identification of it is CONFIRMED (a challenged one is not), of somebody who was not found alive. An element that
 * came to its individual later counts by its own case, or by the DNA profile that it shares (I10). */
bool ag_standing_confirmed(const ag_view *view, ag_text about);
/* A sample of these remains is there: one that was used up or destroyed is none. */
bool ag_standing_sampled(const ag_view *view, const ag_row *remains);
/* Which open hold on it, its individual or an element must be lifted, in words; NULL: there is none. */
const char *ag_standing_hold(const ag_view *view, ag_text about);
/* The same, or which gap in custody must be explained. */
const char *ag_standing_block(const ag_view *view, ag_text about);
/* The first element whose custody has a gap that nobody has explained, as "remains:…"; empty: none. */
ag_text ag_standing_gap(const ag_view *view, ag_text about);
/* First row of a kind where column = value and the state is one of `states`; row.cell NULL: none. */
ag_row ag_standing_first(const ag_view *view, const ag_kind *kind, const char *column, ag_text value,
                         const char *states);

/* Whether the deed is done by the user in this column of its subject. */
bool ag_deed_by(const ag_deed *deed, const char *column);
/* The next of words separated by blanks; false: there are no more. */
bool ag_next_word(ag_text *rest, ag_text *word);

#endif
