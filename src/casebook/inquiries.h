/* Inquiries into deaths of prisoners, and requests for tracing: what other files ask of them. */
#ifndef AG_CASEBOOK_INQUIRIES_H
#define AG_CASEBOOK_INQUIRIES_H

#include "casebook/deed.h"

/* For an action that states the death of a person by violence or of unknown cause: an inquiry at once, unless one is
 * open (L9). Once in a deed. */
ag_status ag_inquiry_begin(ag_deed *deed, ag_text person, ag_error *err);
/* For person.assert_death: the same where it is a prisoner's and its cause asks for it. */
ag_status ag_inquiry_of_prisoner(ag_deed *deed, ag_error *err);
/* For case.confirm: the same of who is found dead and was a prisoner, where nobody has looked into it yet. */
ag_status ag_inquiry_of_found(ag_deed *deed, const ag_row *person, ag_error *err);

/* Facts (L13): who has asked after the person, or what the family has asked, and for how long without an answer. */
ag_status ag_tracing_of_person_fact(const ag_view *view, ag_buffer *out, ag_error *err);
ag_status ag_tracing_of_family_fact(const ag_view *view, ag_buffer *out, ag_error *err);

#endif
