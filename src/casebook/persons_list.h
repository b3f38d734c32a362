/* The persons of a casebook as a list that can be linked with another (antigone link): id, name, born, died, unit,
 * service_number, a line for each person of whom a name stands. The id is the subject: what is linked is asserted by
 * person.duplicate, and taken back by person.distinct. */
#ifndef AG_CASEBOOK_PERSONS_LIST_H
#define AG_CASEBOOK_PERSONS_LIST_H

#include "casebook/casebook.h"

/* CSV, appended to *out. Duplicates and cover records are left out. Names and dates are opened for the actor, which
 * leaves an entry. AG_REFUSED: he may not read names. */
ag_status ag_persons_list(ag_casebook *casebook, const ag_actor *actor, ag_buffer *out, ag_error *err);

#endif
