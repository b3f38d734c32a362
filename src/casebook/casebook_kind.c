/* The casebook itself as a subject ("casebook:1"): its founding, its settings, and the program's own entries about
 * reading, clocks, keys and other sites' bundles. */
#include "casebook/engine.h"

#include "base/banned.h"

static const ag_field found_fields[] = {
    {"name", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what this casebook is for", 0},
    {"institution", AG_FIELD_CODE, AG_REQUIRED, NULL, "four digits, part of the numbers of remains", 0},
    {"key", AG_FIELD_CODE, AG_REQUIRED, NULL, "public key of the site, hex", 0},
    {0},
};

static const ag_field set_fields[] = {
    {"threshold", AG_FIELD_NUMBER, 0, NULL, "posterior that an identification by DNA needs; 0.9995 where not set", 0},
    {"reviewers", AG_FIELD_COUNT, 0, NULL,
     "reviewers that an identification needs beside its proposer; 1 where not set", 0},
    {"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why it is changed", 0},
    {0},
};

static const char *somebody_reviews(const ag_deed *deed) {
    return ag_deed_count(deed, "reviewers", 1) >= 1 ? NULL : "at least one reviewer; more may be asked for, never none";
}

static const char *threshold_is_one(const ag_deed *deed) {
    double threshold;
    if (!ag_parse_double(ag_deed_text(deed, "threshold"), &threshold)) return NULL; /* not given */
    return threshold >= 0.5 && threshold < 1 ? NULL : "a probability from 0.5 up to, and not including, 1";
}

static const ag_guard set_guards[] = {{"I5", somebody_reviews, true}, {"I4", threshold_is_one, true}, {0}};

static const ag_field read_fields[] = {
    {"purpose", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what it was read for", 0},
    {"fields", AG_FIELD_CODE, AG_MANY | AG_OPEN, NULL, "the fields that were opened", 0},
    {"subjects", AG_FIELD_CODE, AG_MANY | AG_OPEN, NULL, "whose they are, where they are few", 0},
    {"count", AG_FIELD_COUNT, 0, NULL, "how many values were opened", 0},
    {"digest", AG_FIELD_CODE, 0, NULL, "SHA-256 of the sorted list of subjects", 0},
    {0},
};

static const ag_field erase_fields[] = {
    {"erases", AG_FIELD_CODE, AG_REQUIRED, NULL, "the subject whose sealed fields are closed for good", 0},
    {"field", AG_FIELD_CODE, 0, NULL, "only payloads that hold this field", 0},
    {"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why", 0},
    {0},
};

static const ag_field clock_fields[] = {
    {"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was wrong with the clock", 0},
    {0},
};

static const ag_field give_fields[] = {
    {"recipients", AG_FIELD_CODE, AG_MANY | AG_OPEN, NULL, "public keys of those who may open what is sealed in it", 0},
    {"first", AG_FIELD_COUNT, AG_REQUIRED, NULL, "seq of the first entry in it", 0},
    {"entries", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many, up to this one", 0},
    {"files", AG_FIELD_COUNT, 0, NULL, "how many kept files go along", 0},
    {"list", AG_FIELD_CODE, 0, NULL, "SHA-256 of the list of these files", 0},
    {0},
};

static const ag_field receive_fields[] = {
    {"site", AG_FIELD_CODE, AG_REQUIRED, NULL, "the other site", 0},
    {"genesis", AG_FIELD_CODE, AG_REQUIRED, NULL, "leaf hash of its first entry", 0},
    {"chain", AG_FIELD_COUNT, AG_REQUIRED, NULL, "the number that its chain has here", 0},
    {"first", AG_FIELD_COUNT, AG_REQUIRED, NULL, "seq of the first entry taken in", 0},
    {"entries", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many", 0},
    {"root", AG_FIELD_CODE, AG_REQUIRED, NULL, "root of its tree after the last", 0},
    {0},
};

static const ag_field sign_fields[] = {
    {"first", AG_FIELD_COUNT, AG_REQUIRED, NULL, "seq of the first entry that is signed", 0},
    {"entries", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many entries, up to this one", 0},
    {"leaf", AG_FIELD_CODE, AG_REQUIRED, NULL, "leaf hash of the last of them", 0},
    {0},
};

static const ag_field file_fields[] = {
    {"name", AG_FIELD_CODE, AG_REQUIRED | AG_OPEN, NULL, "frequencies.csv, incident.json, …", 0},
    {"file", AG_FIELD_FILE, AG_REQUIRED, NULL, "the file", 0},
    {0},
};

/* The files that a search needs; others are kept and not looked for. */
static const struct {
    const char *name, *column;
} searched[] = {{"incident.json", "settings"},
                {"frequencies.csv", "frequencies"},
                {"haplotypes_y.csv", "haplotypes_y"},
                {"haplotypes_mt.csv", "haplotypes_mt"}};

const char *ag_casebook_file_column(ag_text name) {
    for (size_t i = 0; i < sizeof searched / sizeof *searched; i++)
        if (ag_text_equal(name, ag_text_of(searched[i].name))) return searched[i].column;
    return NULL;
}

static ag_status apply_file(ag_deed *deed, ag_error *err) {
    const char *column = ag_casebook_file_column(ag_deed_text(deed, "name"));
    (void)err;
    if (column) ag_row_set(&deed->view.row, column, ag_row_text(&deed->view.row, "file"));
    return AG_OK;
}

static const ag_column further[] = {{"settings", AG_COLUMN_TEXT, false, false},
                                    {"frequencies", AG_COLUMN_TEXT, false, false},
                                    {"haplotypes_y", AG_COLUMN_TEXT, false, false},
                                    {"haplotypes_mt", AG_COLUMN_TEXT, false, false},
                                    {NULL, AG_COLUMN_TEXT, false, false}};

static ag_status apply_receive(ag_deed *deed, ag_error *err) {
    const uint64_t chain = (uint64_t)ag_deed_count(deed, "chain", 0) << AG_CHAIN_SHIFT;
    const uint64_t first = (uint64_t)ag_deed_count(deed, "first", 0), n = (uint64_t)ag_deed_count(deed, "entries", 0);
    return ag_engine_project_foreign(deed->view.casebook, chain + first, chain + first + n, false, err);
}

static const ag_action actions[] = {
    {"casebook.found",
     AG_ADMINISTRATOR,
     AG_CREATES | AG_INTERNAL | AG_SIGNED,
     NULL,
     NULL,
     found_fields,
     NULL,
     NULL,
     {0},
     "begin a casebook"},
    {"casebook.set", AG_ADMINISTRATOR, AG_SIGNED, NULL, NULL, set_fields, set_guards, NULL, {0}, "change a setting"},
    {"casebook.file",
     AG_WRITERS | AG_ADMINISTRATOR,
     0,
     NULL,
     NULL,
     file_fields,
     NULL,
     apply_file,
     {0},
     "keep a file that belongs to the whole, such as a frequency table"},
    {"casebook.clock",
     AG_ADMINISTRATOR,
     AG_SIGNED,
     NULL,
     NULL,
     clock_fields,
     NULL,
     NULL,
     {0},
     "let time go back after a clock that was wrong"},
    {"casebook.read", AG_ANY_ROLE, AG_INTERNAL, NULL, NULL, read_fields, NULL, NULL, {0}, "sealed fields were opened"},
    {"casebook.erase",
     AG_ADMINISTRATOR | AG_LIAISON | AG_LEGAL,
     AG_SIGNED | AG_ERASES,
     NULL,
     NULL,
     erase_fields,
     NULL,
     NULL,
     {0},
     "close sealed fields for good"},
    {"casebook.sign",
     AG_ANY_ROLE,
     AG_INTERNAL | AG_SIGNED,
     NULL,
     NULL,
     sign_fields,
     NULL,
     NULL,
     {0},
     "what one person did in one go, signed together"},
    {"casebook.rekey",
     AG_ADMINISTRATOR,
     AG_INTERNAL | AG_SIGNED,
     NULL,
     NULL,
     NULL,
     NULL,
     NULL,
     {0},
     "the casebook's key was changed"},
    {"casebook.give",
     AG_WRITERS | AG_ADMINISTRATOR,
     AG_INTERNAL | AG_SIGNED,
     NULL,
     NULL,
     give_fields,
     NULL,
     NULL,
     {0},
     "a bundle was made for another site"},
    {"casebook.receive",
     AG_WRITERS | AG_ADMINISTRATOR,
     AG_INTERNAL | AG_SIGNED,
     NULL,
     NULL,
     receive_fields,
     NULL,
     apply_receive,
     {0},
     "another site's bundle was taken in"},
    {0},
};

const ag_kind ag_kind_casebook = {
    .name = "casebook",
    .plural = "casebooks",
    .help = "this casebook: its settings and what the program did with it",
    .action = actions,
    .further = further,
    .readers = AG_ADMINISTRATOR | AG_AUDITOR,
};
