/* Sites, with their hazards, and searches: one for each engagement, open until somebody closes it with a reason. */
#include "casebook/kinds.h"

#include "base/banned.h"

enum { WEEK = 7 * 86400 };

static const char *const site_kinds[] = {"site", NULL};
static const char *const hazards[] = {"none-found", "mined", "unexploded", "under-fire", "collapse", "chemical", NULL};
static const char *const places[] = {"field",      "building", "trench", "forest", "water", "road",
                                     "mass-grave", "cemetery", "morgue", "other",  NULL};
static const char *const results[] = {
    "complete", "handed-to-another", "no-access", "area-lost", "no-dead-reported", "other", NULL};

#define REASON                                                                                                         \
    { "reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in your own words", 0 }
#define REMARKS                                                                                                        \
    { "remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0 }
#define FIELD (AG_REGISTRAR | AG_INVESTIGATOR | AG_CASE_OFFICER)
static const ag_field reason_fields[] = {REASON, {0}};

/* ---- Sites ------------------------------------------------------------------------------------------------------ */

static const char *const site_states[] = {"OPEN", "CLOSED", NULL};

static const ag_field open_fields[] = {
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, places, "what kind of place it is", 0},
    {"position", AG_FIELD_PLACE, AG_REQUIRED, NULL, "51.2073,35.2890,±20 or in words", 0},
    {"name", AG_FIELD_TEXT, 0, NULL, "how people call it", 0},
    {"map", AG_FIELD_FILE, 0, NULL, "a plan or a map", 0},
    REMARKS,
    {0},
};
static const ag_field assess_fields[] = {
    {"hazard", AG_FIELD_CHOICE, AG_REQUIRED, hazards, "the worst that endangers a team there", 0},
    {"assessor", AG_FIELD_CODE, AG_REQUIRED, NULL, "who assessed it: a code such as sappers-1", 0},
    REMARKS,
    {0},
};

static const ag_action site_actions[] = {
    {"site.open", FIELD, AG_CREATES, NULL, "OPEN", open_fields, NULL, NULL, {0}, "a place where dead lie, or may lie"},
    {"site.assess",
     FIELD,
     AG_SIGNED,
     "OPEN",
     NULL,
     assess_fields,
     NULL,
     NULL,
     {0},
     "record what endangers a team there; the last assessment counts"},
    {"site.close",
     FIELD,
     0,
     "OPEN",
     "CLOSED",
     reason_fields,
     NULL,
     NULL,
     {0},
     "nothing more is to be looked for there"},
    {"site.reopen", FIELD, 0, "CLOSED", "OPEN", reason_fields, NULL, NULL, {0}, "there is more to be looked for"},
    {0},
};

const ag_kind ag_kind_site = {
    .name = "site",
    .plural = "sites",
    .help = "a place where dead lie, or may lie",
    .state = site_states,
    .closed = "CLOSED",
    .action = site_actions,
    .indexed = "",
    .readers = AG_WRITERS,
};

/* ---- Searches --------------------------------------------------------------------------------------------------- */

static const char *const search_states[] = {"OPEN", "CLOSED", NULL};

static const ag_field begin_fields[] = {
    {"engagement", AG_FIELD_CODE, AG_REQUIRED, NULL, "a code for the engagement, such as kursk-2025-01-05", 0},
    {"area", AG_FIELD_PLACE, AG_REQUIRED, NULL, "where it took place", 0},
    {"site", AG_FIELD_REFERENCE, 0, site_kinds, "the site, where there is one", 0},
    REMARKS,
    {0},
};
static const ag_field report_fields[] = {
    {"found", AG_FIELD_COUNT, 0, NULL, "how many were found since the last report", 0},
    {"report", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was done, what stands in the way", 0},
    {0},
};
static const ag_field close_fields[] = {
    {"result", AG_FIELD_CHOICE, AG_REQUIRED, results, "how it ends", 0}, REASON, {0}};

static const ag_action search_actions[] = {
    {"search.open",
     FIELD,
     AG_CREATES,
     NULL,
     "OPEN",
     begin_fields,
     NULL,
     NULL,
     {"L1", WEEK},
     "after each engagement: look for the dead without delay"},
    {"search.report",
     FIELD,
     0,
     "OPEN",
     "OPEN",
     report_fields,
     NULL,
     NULL,
     {"L1", WEEK},
     "what was done; the next report is due in a week"},
    {"search.close",
     FIELD,
     AG_SIGNED,
     "OPEN",
     "CLOSED",
     close_fields,
     NULL,
     NULL,
     {0},
     "end the search, with the reason"},
    {"search.reopen",
     FIELD,
     0,
     "CLOSED",
     "OPEN",
     reason_fields,
     NULL,
     NULL,
     {"L1", WEEK},
     "search again: the duty does not lapse"},
    {0},
};

const ag_kind ag_kind_search = {
    .name = "search",
    .plural = "searches",
    .help = "the search for the dead of one engagement",
    .state = search_states,
    .closed = "CLOSED",
    .action = search_actions,
    .indexed = "engagement",
    .readers = AG_WRITERS,
};
