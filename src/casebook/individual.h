/* Individuals: remains that are asserted to be of one person, whoever that is. The assertion joins elements and merges
 * nothing: it can be taken back, element by element.
 */
#ifndef AG_CASEBOOK_INDIVIDUAL_H
#define AG_CASEBOOK_INDIVIDUAL_H

#include "casebook/deed.h"

/* Rule H8: NULL, or why these remains cannot be of that individual ("individual:…"; empty: a new one): a bone that a
 * body has once is there already, DNA profiles or ages that differ, or they are of another individual. `besides`:
 * further remains it gets too. */
const char *ag_individual_fits(const ag_view *view, const ag_row *remains, ag_text individual, const ag_row *besides,
                               int n);
/* Makes these remains one of its elements (empty: of none); where the individual is identified the family is asked
 * again (I7). In apply. */
ag_status ag_individual_join(ag_deed *deed, ag_row *remains, ag_text individual, ag_error *err);
/* The code of remains' element and side (incident/anatomy.h). */
uint16_t ag_remains_anatomy(const ag_row *remains);
/* A word of the list of elements ("petrous-bone": blanks are hyphens), with a side that fits: guard H15, of fields. */
const char *ag_remains_words_fit(const ag_deed *deed);

#endif
