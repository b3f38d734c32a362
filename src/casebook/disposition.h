/* Holds and orders about remains, for the domain files that must stop what is under way. */
#ifndef AG_CASEBOOK_DISPOSITION_H
#define AG_CASEBOOK_DISPOSITION_H

#include "casebook/deed.h"

/* Every method that an order or an allegation can name; NULL-ended. */
extern const char *const ag_disposition_methods[];

/* Orders about it, its individual or its elements that are not executed become BLOCKED (cold storage apart). Part of an
 * apply. */
ag_status ag_orders_block(ag_deed *deed, ag_text about);
/* A hold by the program: opens a row of kind hold, counts it in the remains' `hold`, and blocks orders. Part of an
 * apply. */
ag_status ag_hold_make(ag_deed *deed, ag_text about, const char *ground, ag_error *err);
/* Counts a hold (+1) or its lifting (-1) in the remains' `hold`. */
void ag_hold_count(ag_deed *deed, ag_text about, int by);
/* What an executed order says for the certificate: method, ground, grave, circumstances. */
void ag_order_describe(const ag_row *order, ag_buffer *out);
/* What would make it a grave for them alone; NULL: it is. */
const char *ag_grave_refuses(const ag_view *view, ag_text grave, ag_text about);
/* The remains that lie in a grave now. *n of them in the view's arena. */
const ag_row *ag_grave_remains(const ag_view *view, ag_text grave, int *n);

#endif
