/* What the domain files give to the table of actions: a line here and in kinds.c for each kind. */
#ifndef AG_CASEBOOK_KINDS_H
#define AG_CASEBOOK_KINDS_H

#include "casebook/action.h"

/* casebook_kind.c, users.c, conflict.c */
extern const ag_kind ag_kind_casebook, ag_kind_user, ag_kind_conflict;

/* sites.c, containers.c, remains.c, individual.c, effects.c, custody.c, handover.c */
extern const ag_kind ag_kind_site, ag_kind_search, ag_kind_container, ag_kind_remains, ag_kind_individual, ag_kind_effect,
    ag_kind_packet, ag_kind_custody, ag_kind_handover, ag_kind_item, ag_kind_discrepancy;

#endif
