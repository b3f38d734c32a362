/* What the domain files give to the table of actions: a line here and in kinds.c for each kind. */
#ifndef AG_CASEBOOK_KINDS_H
#define AG_CASEBOOK_KINDS_H

#include "casebook/action.h"

/* casebook_kind.c, users.c, conflict.c */
extern const ag_kind ag_kind_casebook, ag_kind_user, ag_kind_conflict;

#endif
