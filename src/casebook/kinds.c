/* The kinds of subject, each from its domain file; and how to find them, their actions and their fields by name. */
#include "casebook/kinds.h"

#include <string.h>

#include "base/banned.h"

const ag_kind *const ag_kinds[] = {
    &ag_kind_casebook,
    &ag_kind_user,
    &ag_kind_conflict,
    &ag_kind_site,
    &ag_kind_search,
    &ag_kind_container,
    &ag_kind_remains,
    &ag_kind_individual,
    &ag_kind_effect,
    &ag_kind_packet,
    &ag_kind_custody,
    &ag_kind_handover,
    &ag_kind_item,
    &ag_kind_discrepancy,
    NULL,
};
