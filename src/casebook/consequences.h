/* What must follow from a decision, one row each, open until somebody has done it. Made by apply, never by request. */
#ifndef AG_CASEBOOK_CONSEQUENCES_H
#define AG_CASEBOOK_CONSEQUENCES_H

#include "casebook/deed.h"

/* `what`: one of the words in consequences.c. `about` and `cause` are subjects; `k` tells apart those of one entry. Due
 * at once. */
ag_status ag_consequence_make(ag_deed *deed, const char *rule, const char *what, ag_text about, ag_text cause, int k,
                              ag_error *err);
/* For the action that adds an element to an individual: when the individual is confirmed, the family chooses again
 * (I7). */
ag_status ag_consequence_of_element(ag_deed *deed, ag_text individual, ag_text element, ag_error *err);

#endif
