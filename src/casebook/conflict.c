/* Where another site has said something of a subject of which we have spoken ourselves: both stand until a person
 * decides. */
#include "casebook/engine.h"

#include "base/banned.h"

static const char *const states[] = {"OPEN", "KEPT", "TAKEN", NULL};
static const ag_field reason_fields[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why", 0}, {0}};

static ag_status apply_take(ag_deed *deed, ag_error *err) {
    const uint64_t theirs = (uint64_t)ag_row_integer(&deed->view.row, "theirs", 0);
    return ag_engine_project_foreign(deed->view.casebook, theirs, theirs + 1, true, err);
}

static const ag_action actions[] = {
    {"conflict.keep",
     AG_WRITERS,
     AG_SIGNED,
     "OPEN",
     "KEPT",
     reason_fields,
     NULL,
     NULL,
     {0},
     "what we said stands; theirs is kept beside it"},
    {"conflict.take",
     AG_WRITERS,
     AG_SIGNED,
     "OPEN",
     "TAKEN",
     reason_fields,
     NULL,
     apply_take,
     {0},
     "what they said takes effect here too"},
    {0},
};

static const ag_column further[] = {{"about", AG_COLUMN_TEXT, true, false},
                                    {"action", AG_COLUMN_TEXT, false, false},
                                    {"theirs", AG_COLUMN_INTEGER, false, false},
                                    {"ours", AG_COLUMN_INTEGER, false, false},
                                    {0}};

const ag_kind ag_kind_conflict = {
    .name = "conflict",
    .plural = "conflicts",
    .help = "two sites have spoken of one subject; a person decides",
    .state = states,
    .closed = "KEPT TAKEN",
    .action = actions,
    .further = further,
    .readers = AG_WRITERS,
};
