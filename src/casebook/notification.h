/* Who of a family was told what about a person, and whether it still has to be told: what others ask first.
 *
 * Concept: one notification for each piece of news and each family. An identification, its withdrawal, and a family
 * that is found later make it due by themselves; a risk flag holds it. The order is: the family, then the press and the
 * other side's list.
 *
 * Invariants: nothing here opens a sealed field; each answer costs a constant number of indexed look-ups for each
 * family of the person.
 */
#ifndef AG_CASEBOOK_NOTIFICATION_H
#define AG_CASEBOOK_NOTIFICATION_H

#include "casebook/deed.h"

/* The families that a person is a member of, by whatever record of his, each once; *n of them in the arena. */
const ag_text *ag_families_of(const ag_view *view, ag_text person, int *n);
/* What must be told first, in words; NULL: nothing about the person waits to be told to a family, and where he is
 * identified every family on record has been told of it. Who makes a list, a release or a notice to the press asks. */
const char *ag_notification_lacks(const ag_view *view, ag_text person);
/* Whether a family was told this of a person (empty: of anybody) in person, which is what it may see later; false while
 * a risk flag stands. `topic`: one of the topics of notification.deliver. */
bool ag_notification_told(const ag_view *view, ag_text family, ag_text person, const char *topic);
/* What keeps a letter about this notification (view->row) from being written, in words; NULL: it may be. Never while a
 * risk flag stands, nor that somebody lives: that is said, not written. */
const char *ag_notification_forbids_letter(const ag_view *view);
/* Fact of a person: the same in words. */
ag_status ag_notification_fact(const ag_view *view, ag_buffer *out, ag_error *err);

/* ---- In apply ------------------------------------------------------------------------------------------------- */

/* The person was identified by this case: each of his families that has not been told is to be told. */
ag_status ag_notifications_of_case(ag_deed *deed, ag_text person, ag_text identification, ag_error *err);
/* The case is withdrawn: who was told of it is told of that; what had not been told is told to nobody. */
ag_status ag_notifications_withdraw(ag_deed *deed, ag_text identification, ag_error *err);
/* The relative of the deed is the person who was identified: his family is to be told. */
ag_status ag_notification_of_relative(ag_deed *deed, ag_error *err);
/* A risk flag about a relative or a family is raised: what is about to be told is held; lifted: what is held is looked
 * at again at once. */
void ag_notifications_hold(ag_deed *deed, ag_text about, bool raised);

#endif
