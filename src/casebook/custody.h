/* Who has held what, when, and where the chain does not join on.
 *
 *     object (remains, container, effect, packet) ──has── holder, seal, moved (seconds) ──each change── one custody
 * event
 *
 * Concept: an event joins on when it is from the present holder, not earlier than the event before it, and the seal
 * read is the one that was put on. Else it is a gap: it takes place all the same, the object's `gap` names its entry,
 * and both stay for ever; it can be explained, never removed. What is in a container moves with it without events of
 * its own: its holder is that of the outermost container, and the container's gaps since it went in are its gaps. What
 * is taken out keeps them (`inherited`).
 *
 * Columns that every kind of object has: AG_OBJECT_COLUMNS, and `container` where it can be in one.
 */
#ifndef AG_CASEBOOK_CUSTODY_H
#define AG_CASEBOOK_CUSTODY_H

#include "casebook/deed.h"

/* Further columns of an object: */
#define AG_OBJECT_COLUMNS                                                                                              \
    {"holder", AG_COLUMN_TEXT, true, false},    /* code of who holds it; of what is in a container: as it went in */   \
        {"seal", AG_COLUMN_TEXT, false, false}, /* on it now; none: NULL */                                            \
        {"moved", AG_COLUMN_INTEGER, false, false}, /* the earliest moment of its last event */                        \
        {"gap", AG_COLUMN_INTEGER, true, false},    /* ag_deed_order of the first event with a gap */                  \
        {"since", AG_COLUMN_INTEGER, false, false}, /* ag_deed_order of going into its container */                    \
    {                                                                                                                  \
        "inherited", AG_COLUMN_TEXT, false, false                                                                      \
    } /* gaps of containers it was in: custody:… separated by blanks */

/* Fields of an action that hands something over. */
#define AG_HANDS_FIELDS                                                                                                \
    {"from", AG_FIELD_CODE, AG_REQUIRED, NULL, "who gives it: a code such as team-2, odesa-3/morgue, icrc", 0},        \
        {"to", AG_FIELD_CODE, AG_REQUIRED, NULL, "who takes it", 0},                                                   \
        {"place", AG_FIELD_PLACE, AG_REQUIRED, NULL, "where it is handed over", 0},                                    \
        {"at", AG_FIELD_CODE, 0, NULL, "the moment, in UTC, where the day is not exact enough: 2025-06-16T09:12:00Z",  \
         0},                                                                                                           \
        {"seal_before",                                                                                                \
         AG_FIELD_CODE,                                                                                                \
         0,                                                                                                            \
         NULL,                                                                                                         \
         "number of the seal as it is read; none where it has none or the seal is gone",                               \
         0},                                                                                                           \
        {"seal_after", AG_FIELD_CODE, 0, NULL, "number of a new seal; none where it stays open", 0}, {                 \
        "paper", AG_FIELD_FILE, 0, NULL, "the signed paper, where the other side has no key here", 0                   \
    }

/* Guards of such an action, about what is in view.row; deed->data says the rest. */
const char *ag_custody_is_alone(const ag_deed *deed); /* H9: not inside a container */
const char *
ag_custody_fields_fit(const ag_deed *deed); /* H10: two different sides, the seal read, a moment that is one */

/* Makes the event of the deed's own fields from and to (place, at, seal_before, seal_after) for an object that was got
 * for change, and marks the gap. `from` empty: the first event. In apply. */
typedef struct ag_hands {
    ag_text from, to, seal_before, seal_after;
} ag_hands;
ag_hands ag_custody_hands(const ag_deed *deed);
ag_status ag_custody_record(ag_deed *deed, ag_row *object, const ag_hands *hands, ag_error *err);

/* The container in which a row is, outermost last; 0 … AG_MAX_CONTAINER_DEPTH of them. */
int ag_custody_containers(const ag_view *view, const ag_row *object, ag_row *out);
/* Who holds it now: that of the outermost container. */
ag_text ag_custody_holder(const ag_view *view, const ag_row *object);
/* H9: NULL, or why what is in view.row cannot go into a container: it is sealed, held by somebody else, inside itself,
 * or too deep. */
const char *ag_custody_can_enter(const ag_deed *deed, const ag_row *object, ag_text container);
/* The same of the field `container`; and whether it is in a container (or packet) that is open: guards H9. */
const char *ag_custody_may_enter(const ag_deed *deed);
const char *ag_custody_may_leave(const ag_deed *deed);
/* Into, and out of its container; in apply. */
void ag_custody_enter(ag_deed *deed, ag_row *object, ag_text container);
void ag_custody_leave(ag_deed *deed, ag_row *object);

/* What kinds of objects share: it goes into the field `container`; out of what it is in; its seal is opened, and one
 * that differs is a gap; it goes from hand to hand by the deed's own fields, unless it is in a container that does. */
ag_apply ag_custody_apply_enter, ag_custody_apply_leave, ag_custody_apply_unseal, ag_custody_apply_hand_over;

/* Every event that breaks the object's chain, those of containers it was in included: rows of kind custody in the
 * arena. */
const ag_row *ag_custody_gaps(const ag_view *view, const ag_row *object, int *n);
/* The same as words, "custody:… custody:…": what `inherited` of a part that is split off begins with. */
ag_text ag_custody_gap_words(const ag_view *view, const ag_row *object);
/* How many of them nobody has explained. What asks for an unbroken chain asks this. */
int ag_custody_unexplained(const ag_view *view, const ag_row *object);

/* Facts "custody" and "where" of every kind of object. */
ag_status ag_custody_fact(const ag_view *view, ag_buffer *out, ag_error *err);
ag_status ag_custody_where_fact(const ag_view *view, ag_buffer *out, ag_error *err);

#endif
