/* Handovers between two sides: the sender's list, line by line (items), the receiver's count, and every difference
 * between them (discrepancies), each of which both sign before the handover is reconciled.
 *
 *     handover: DRAFT → LISTED → COUNTED → RECONCILED → CLOSED     or REPORTED: known from a publication alone
 *     item: LISTED → RECEIVED or MISSING; RECEIVED → RETURN_CLAIMED → RETURNED where it is of the sender's own side
 */
#ifndef AG_CASEBOOK_HANDOVER_H
#define AG_CASEBOOK_HANDOVER_H

#include "casebook/deed.h"

extern const char *const ag_handover_kinds[], *const ag_item_kinds[], *const ag_discrepancy_kinds[];

/* Fields of what is taken in at a handover. */
#define AG_LINE_FIELDS                                                                                                 \
    {"handover", AG_FIELD_REFERENCE, AG_REQUIRED, ag_handover_kinds, "the handover, signed by both", 0},               \
        {"item", AG_FIELD_REFERENCE, 0, ag_item_kinds, "the line of the sender's list", 0}, {                          \
        "discrepancy", AG_FIELD_REFERENCE, 0, ag_discrepancy_kinds,                                                    \
            "where it is on no line: the difference that says so", 0                                                   \
    }

/* Guard R6, of those fields: an incoming handover that both have signed, and a line or a difference of it. */
const char *ag_handover_has_line(const ag_deed *deed);
/* The object goes from the sender to the receiver; its line is received. In apply. */
ag_status ag_handover_take(ag_deed *deed, ag_row *object, ag_error *err);

#endif
