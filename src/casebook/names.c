/* Names as they were said, written or printed, and the false identities that hide them.
 *
 * Concept: a name is a record with its origin: the original as it stands, its script, who transcribed it and by which
 * system, and what kind of name it is. A cover identity is what a document says that was issued to hide somebody; it is
 * never proof of a name or a nationality.
 *
 * Invariants: the letters of a name are sealed; nothing is corrected in place, a name is withdrawn with a reason.
 * Search by name is in people_search.c.
 */
#include "casebook/deed.h"
#include "casebook/kinds.h"

#include "base/banned.h"

static const char *const standing[] = {"STANDING", "WITHDRAWN", NULL};
static const char *const name_roles[] = {"true", "cover", "alias", "as-signed", "as-printed", NULL};
static const char *const a_person[] = {"person", NULL};
static const char *const some_remains[] = {"remains", NULL};
static const char *const a_claim[] = {"claim", NULL};
static const char *const features[] = {"photo", "seal", "signature", "date", "chip", "fingerprint", NULL};

enum {
    NAMERS = AG_REGISTRAR | AG_ANALYST | AG_CASE_OFFICER | AG_INVESTIGATOR | AG_LIAISON,
    READERS = AG_WRITERS & ~AG_ADMINISTRATOR,
};

static const ag_field f_withdraw[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why it no longer stands", 0}, {0}};

/* ---- Name ------------------------------------------------------------------------------------------------------- */

static const ag_field f_name[] = {
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, a_person, "whose name it is said to be", 0},
    {"role", AG_FIELD_CHOICE, AG_REQUIRED, name_roles,
     "true; cover: false, issued to hide; alias; as-signed: by the person's own hand; as-printed: on a paper", 0},
    {"original", AG_FIELD_NAME, AG_REQUIRED, NULL, "the name in its own script, as it stands there", 0},
    {"surname", AG_FIELD_NAME, 0, NULL, "the surname in it", 0},
    {"given", AG_FIELD_NAME, 0, NULL, "the first names in it", 0},
    {"script", AG_FIELD_CODE, 0, NULL, "ISO 15924: Hang, Cyrl, Latn", 0},
    {"system", AG_FIELD_CODE, 0, NULL, "system of transcription, if it was transcribed: dprk-2012, kontsevich", 0},
    {"transcribed_by", AG_FIELD_CODE, 0, NULL, "who transcribed it", 0},
    {"claim", AG_FIELD_REFERENCE, 0, a_claim, "the claim it rests on", 0},
    {0}};

static const ag_action name_actions[] = {{"name.record", NAMERS, AG_CREATES, NULL, NULL, f_name, NULL, NULL,
                                          AG_NO_CLOCK,
                                          "Records a name of a person, in the script in which it was found."},
                                         {"name.withdraw", NAMERS, 0, "STANDING", "WITHDRAWN", f_withdraw, NULL, NULL,
                                          AG_NO_CLOCK, "Takes a name back; it stays in the journal."},
                                         {0}};

const ag_kind ag_kind_name = {.name = "name",
                              .plural = "names",
                              .help = "a name as it was said, written or printed",
                              .state = standing,
                              .closed = "WITHDRAWN",
                              .action = name_actions,
                              .indexed = "person",
                              .readers = READERS};

/* ---- Cover identity --------------------------------------------------------------------------------------------- */

static const char *names_somebody(const ag_deed *deed) {
    return ag_deed_has(deed, "person") || ag_deed_has(deed, "remains")
               ? NULL
               : "person=… or remains=…: who is hidden, or the remains it was found on";
}

static const ag_guard guard_cover[] = {{"A24", names_somebody, true}, {0}};

static const ag_field f_cover[] = {
    {"person", AG_FIELD_REFERENCE, 0, a_person, "who is thought to be hidden by it", 0},
    {"remains", AG_FIELD_REFERENCE, 0, some_remains, "the remains it was found on", 0},
    {"authority", AG_FIELD_CODE, AG_REQUIRED, NULL, "authority that issued the paper, as a code: RU-tuva-mvd", 0},
    {"document", AG_FIELD_CODE, AG_REQUIRED, NULL, "what it is: military-id, passport", 0},
    {"document_number", AG_FIELD_CODE, AG_SEALED, NULL, "number of the paper", 0},
    {"printed", AG_FIELD_NAME, AG_REQUIRED, NULL, "the name printed on it", 0},
    {"birthplace", AG_FIELD_PLACE, 0, NULL, "the place of birth printed on it", 0},
    {"missing", AG_FIELD_CHOICE, AG_MANY, features, "what such a paper should have and this one lacks", 0},
    {"borrowed_from", AG_FIELD_NAME, 0, NULL, "a real person whose identity it borrows, if there is one",
     AG_INVESTIGATOR | AG_REVIEWER},
    {"picture", AG_FIELD_FILE, 0, NULL, "picture of the paper", 0},
    {0}};

static const ag_action cover_actions[] = {{"cover.record", NAMERS, AG_CREATES, NULL, NULL, f_cover, guard_cover, NULL,
                                           AG_NO_CLOCK,
                                           "Records a paper that was issued to hide somebody, or looks like one."},
                                          {"cover.withdraw", NAMERS, 0, "STANDING", "WITHDRAWN", f_withdraw, NULL, NULL,
                                           AG_NO_CLOCK, "Says that the paper is no cover after all."},
                                          {0}};

const ag_kind ag_kind_cover = {.name = "cover",
                               .plural = "covers",
                               .help = "a false identity on paper",
                               .state = standing,
                               .closed = "WITHDRAWN",
                               .action = cover_actions,
                               .indexed = "person remains",
                               .readers = READERS};
