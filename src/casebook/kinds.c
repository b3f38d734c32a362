/* The kinds of subject, each from its domain file; and how to find them, their actions and their fields by name. */
#include "casebook/kinds.h"

#include <string.h>

#include "base/banned.h"

const ag_kind *const ag_kinds[] = {
    &ag_kind_casebook,
    &ag_kind_user,
    &ag_kind_conflict,
    NULL,
};
