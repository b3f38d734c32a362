/* Sources: who said it, known to the casebook by a number alone.
 *
 *     PROTECTED → ASKED → GRANTED → OPENED → PROTECTED
 *
 * Invariants: claims name a source by its number. Identity and contact are sealed and no role reads them: an
 * investigator asks with a reason, another person grants, and the one who asked opens them, for ten minutes, each
 * reading an entry of its own (E4).
 */
#include <string.h>

#include "casebook/casebook.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { OPEN_SECONDS = 600 };

static const char *const types[] = {"witness", "relative",     "official", "state",     "intelligence",
                                    "press",   "organisation", "document", "recording", "other",
                                    NULL};
static const ag_field record_fields[] = {
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, types, "what kind of source it is", 0},
    {"anonymous", AG_FIELD_YESNO, AG_REQUIRED, NULL, "yes: nobody here knows who it is", 0},
    {"handle", AG_FIELD_CODE, 0, NULL,
     "a public name that tells nothing secret, such as yonhap; none for who spoke in confidence", 0},
    {"identity", AG_FIELD_NAME, 0, NULL, "who it is; opened by two people together only", 0},
    {"contact", AG_FIELD_TEXT, 0, NULL, "how to reach it; opened by two people together only", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

static const char *is_another_than_asks(const ag_deed *deed) {
    return ag_deed_by(deed, "asker") ? "a second person: who asks does not grant" : NULL;
}

static const char *is_who_asked(const ag_deed *deed) {
    return ag_deed_by(deed, "asker") ? NULL : "the investigator to whom it was granted";
}

static ag_status apply_ask(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "asker", deed->by);
    return AG_OK;
}

static ag_status apply_open(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set_integer(&deed->view.row, "open_until", deed->view.now + OPEN_SECONDS);
    return AG_OK;
}

static const char *may_read(const ag_view *view, const ag_actor *actor, const char *field) {
    if (strcmp(field, "identity") != 0 && strcmp(field, "contact") != 0) return NULL;
    return ag_row_state(&view->row, "OPENED") && ag_row_is(&view->row, "asker", actor->user) &&
                   view->now < ag_row_integer(&view->row, "open_until", 0)
               ? NULL
               : "E4: ask with a reason (source.ask), have a second person grant it (source.grant), and open it "
                 "(source.open)";
}

static const ag_guard grant_guards[] = {{"E4", is_another_than_asks, false}, {0}};
static const ag_guard open_guards[] = {{"E4", is_who_asked, false}, {0}};

static const ag_action actions[] = {
    {"source.record",
     AG_INVESTIGATOR | AG_ANALYST | AG_CASE_OFFICER | AG_LIAISON,
     AG_CREATES,
     NULL,
     "PROTECTED",
     record_fields,
     NULL,
     NULL,
     {0},
     "record a source; claims name it by its number"},
    {"source.ask",
     AG_INVESTIGATOR,
     AG_SIGNED,
     "PROTECTED ASKED OPENED",
     "ASKED",
     reasons_fields,
     NULL,
     apply_ask,
     {0},
     "ask to see who a source is"},
    {"source.grant",
     AG_LEGAL | AG_REVIEWER,
     AG_SIGNED,
     "ASKED",
     "GRANTED",
     reasons_fields,
     grant_guards,
     NULL,
     {0},
     "let the one who asked see who the source is, once"},
    {"source.deny",
     AG_LEGAL | AG_REVIEWER,
     AG_SIGNED,
     "ASKED GRANTED OPENED",
     "PROTECTED",
     reasons_fields,
     NULL,
     NULL,
     {0},
     "do not let it be seen"},
    {"source.open",
     AG_INVESTIGATOR,
     AG_SIGNED,
     "GRANTED",
     "OPENED",
     NULL,
     open_guards,
     apply_open,
     {0},
     "open it: for ten minutes the one who asked may read identity and contact"},
    {"source.close",
     AG_INVESTIGATOR | AG_LEGAL | AG_REVIEWER,
     0,
     "OPENED",
     "PROTECTED",
     NULL,
     NULL,
     NULL,
     {0},
     "it has been seen"},
    {0},
};

static const char *const states[] = {"PROTECTED", "ASKED", "GRANTED", "OPENED", NULL};
static const ag_column further[] = {
    {"asker", AG_COLUMN_TEXT, false, false}, {"open_until", AG_COLUMN_INTEGER, false, false}, {0}};

const ag_kind ag_kind_source = {
    .name = "source",
    .plural = "sources",
    .help = "who said something; shown by its number alone",
    .state = states,
    .closed = "PROTECTED",
    .action = actions,
    .further = further,
    .readers = AG_INVESTIGATOR | AG_LEGAL | AG_REVIEWER,
    .may_read = may_read,
};
