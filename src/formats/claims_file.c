/* claims.csv: see claims_file.h. */
#include "formats/claims_file.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "formats/csv.h"
#include "formats/encoding.h"

#include "base/banned.h"

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static const char *const class_name[AG_CLAIM_CLASSES] = {"unstated",     "party", "third-state",
                                                         "organisation", "press", "witness"};

const char *ag_claim_class_name(ag_claim_class relation) { return class_name[relation]; }

bool ag_claim_class_parse(ag_text word, ag_claim_class *out) {
    *out = AG_CLAIM_UNSTATED;
    if (!word.n) return true;
    if (ag_text_equal_fold(word, AG_TEXT("third state"))) return *out = AG_CLAIM_THIRD_STATE, true;
    for (int i = 0; i < AG_CLAIM_CLASSES; i++)
        if (ag_text_equal_fold(word, ag_text_of(class_name[i]))) return *out = (ag_claim_class)i, true;
    return false;
}

bool ag_claim_measure_is_so_far(ag_text measure) {
    static const char *const word[] = {"killed", "dead", "died", "deaths", "wounded", "casualties", "captured"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        const ag_text w = ag_text_of(word[i]);
        if (measure.n >= w.n && ag_text_equal_fold((ag_text){measure.at, w.n}, w)) return true;
    }
    return false;
}

int64_t ag_claim_least(const ag_claim_record *claim) {
    return claim->low != AG_NO_COUNT ? claim->low : claim->point != AG_NO_COUNT ? claim->point : 0;
}

int64_t ag_claim_most(const ag_claim_record *claim) {
    return claim->high != AG_NO_COUNT ? claim->high : claim->point != AG_NO_COUNT ? claim->point : INT64_MAX;
}

bool ag_claim_has_number(const ag_claim_record *claim) {
    return claim->low != AG_NO_COUNT || claim->point != AG_NO_COUNT || claim->high != AG_NO_COUNT;
}

/* ---- Columns ----------------------------------------------------------------------------------------------------- */

enum {
    ID,
    DATE,
    SUBJECT,
    MEASURE,
    CLAIMANT,
    NEEDED,
    LOW = NEEDED,
    POINT,
    HIGH,
    AS_OF,
    ATTRIBUTED,
    VIA,
    COUNTING,
    RELATION,
    ANONYMOUS,
    GRADE,
    URL,
    COLUMNS
};
static const char *const column_name[COLUMNS] = {"id",
                                                 "date",
                                                 "subject",
                                                 "measure",
                                                 "claimant",
                                                 "low",
                                                 "point",
                                                 "high",
                                                 "as_of",
                                                 "attributed_to",
                                                 "via",
                                                 "counting",
                                                 "relation_to_event",
                                                 "anonymous_source",
                                                 "admiralty_suggestion",
                                                 "url"};

typedef struct reader {
    ag_csv csv;
    int column[COLUMNS];
    ag_arena *arena;
    ag_map ids; /* id → row */
    ag_claim_record *record;
    size_t n;
} reader;

static ag_text cell(const reader *r, int column) {
    return r->column[column] < 0 ? (ag_text){"", 0} : ag_text_trim(r->csv.cell[r->column[column]]);
}

#define SHOWN_CELL(text) (int)((text).n < 60 ? (text).n : 60), (text).at

static bool find_columns(reader *r) {
    bool good = true;
    for (int i = 0; i < COLUMNS; i++) {
        r->column[i] = ag_csv_column(&r->csv, column_name[i]);
        if (i >= NEEDED || r->column[i] >= 0) continue;
        ag_diagnose(r->csv.diagnostics, AG_ERROR, r->csv.file, r->csv.row, 0, "id,date,subject,measure,claimant,…",
                    "the column \"%s\" is missing", column_name[i]);
        good = false;
    }
    return good;
}

static void wrong(const reader *r, int column, const char *hint, const char *is_not) {
    const ag_text t = cell(r, column);
    ag_csv_report(&r->csv, AG_ERROR, r->column[column], hint, "\"%.*s\" is %s", SHOWN_CELL(t), is_not);
}

/* ---- Cells ------------------------------------------------------------------------------------------------------- */

static void read_needed(const reader *r) {
    for (int i = 0; i < NEEDED; i++) {
        const ag_text t = cell(r, i);
        if (!t.n)
            ag_csv_report(&r->csv, AG_ERROR, r->column[i], NULL, "\"%s\" is empty", column_name[i]);
        else if (t.n > AG_MAX_ID_BYTES)
            wrong(r, i, "at most 200 bytes", "too long");
    }
}

static int64_t read_count(const reader *r, int column) {
    int64_t value;
    const ag_text t = cell(r, column);
    if (!t.n) return AG_NO_COUNT;
    if (ag_parse_int(t, &value) && value >= 0) return value;
    wrong(r, column, "digits alone, such as 4700", "no whole number from 0");
    return AG_NO_COUNT;
}

static void read_numbers(const reader *r, ag_claim_record *c) {
    c->low = read_count(r, LOW);
    c->point = read_count(r, POINT);
    c->high = read_count(r, HIGH);
    const bool above = c->low != AG_NO_COUNT && c->point != AG_NO_COUNT && c->low > c->point;
    const bool below = c->high != AG_NO_COUNT && c->point != AG_NO_COUNT && c->point > c->high;
    if (above || below || ag_claim_least(c) > ag_claim_most(c))
        ag_csv_report(&r->csv, AG_ERROR, r->column[LOW], "low <= point <= high", "the bounds exclude each other");
}

static ag_date read_date(const reader *r, int column, ag_date otherwise) {
    ag_date date;
    const ag_text t = cell(r, column);
    if (!t.n) return otherwise;
    if (ag_date_parse_edtf(t, &date)) return date;
    wrong(r, column, "2025-06-16, 2025-06, 2025, or 2025-01/2025-03", "no date");
    return otherwise;
}

static bool read_yes(const reader *r, int column, const char *yes, const char *no, bool otherwise) {
    const ag_text t = cell(r, column);
    if (!t.n) return otherwise;
    if (ag_text_equal_fold(t, ag_text_of(yes))) return true;
    if (!ag_text_equal_fold(t, ag_text_of(no)))
        ag_csv_report(&r->csv, AG_ERROR, r->column[column], NULL, "\"%.*s\" is neither %s nor %s", SHOWN_CELL(t), yes,
                      no);
    return false;
}

static const ag_text *one(const reader *r, ag_text text, int *n) {
    ag_text *out = text.n ? AG_NEW(r->arena, ag_text, 1) : NULL;
    *n = out != NULL;
    if (out) *out = text;
    return out;
}

static bool between_words(char c) { return c == ' ' || c == ';' || c == ','; }

static const ag_text *read_words(const reader *r, int column, int *n) {
    const ag_text t = cell(r, column);
    ag_text *out = t.n ? AG_NEW(r->arena, ag_text, t.n / 2 + 1) : NULL;
    *n = 0;
    for (size_t i = 0; out && i < t.n;) {
        size_t end = i;
        while (end < t.n && !between_words(t.at[end])) end++;
        if (end > i) out[(*n)++] = (ag_text){t.at + i, end - i};
        i = end + 1;
    }
    return out;
}

static void read_row(reader *r, ag_claim_record *c) {
    bool added = true;
    *c =
        (ag_claim_record){.id = cell(r, ID), .topic = cell(r, SUBJECT), .measure = cell(r, MEASURE), .row = r->csv.row};
    read_needed(r);
    read_numbers(r, c);
    c->said = cell(r, DATE);
    c->as_of = cell(r, AS_OF);
    c->said_on = read_date(r, DATE, (ag_date){0, 0});
    c->held_on = read_date(r, AS_OF, c->said_on);
    c->source = one(r, cell(r, CLAIMANT), &c->sources);
    const ag_text from = cell(r, ATTRIBUTED);
    c->from = one(r, ag_text_equal(from, cell(r, CLAIMANT)) ? (ag_text){NULL, 0} : from, &c->froms);
    c->via = read_words(r, VIA, &c->vias);
    c->so_far = read_yes(r, COUNTING, "so-far", "at-the-time", ag_claim_measure_is_so_far(c->measure));
    c->anonymous = read_yes(r, ANONYMOUS, "yes", "no", false);
    if (!ag_claim_class_parse(cell(r, RELATION), &c->relation))
        wrong(r, RELATION, "party, third state, organisation, press or witness", "no relation to the event");
    c->grade = cell(r, GRADE);
    c->link = cell(r, URL);
    const uint32_t *first = c->id.n ? ag_map_add(&r->ids, c->id, c->row, &added) : NULL;
    if (!added) ag_csv_report(&r->csv, AG_ERROR, r->column[ID], "an id of its own", "row %u has this id too", *first);
}

static void check_via(const reader *r) {
    for (size_t i = 0; i < r->n; i++)
        for (int k = 0; k < r->record[i].vias; k++) {
            const ag_text id = r->record[i].via[k];
            if (!ag_map_find(&r->ids, id))
                ag_diagnose(r->csv.diagnostics, AG_ERROR, r->csv.file, r->record[i].row, r->column[VIA] + 1,
                            "the id of a row of this file", "via names %.*s, which is not there", SHOWN_CELL(id));
        }
}

/* ---- The file ---------------------------------------------------------------------------------------------------- */

bool ag_is_claims_file(const ag_file *file) {
    ag_arena arena;
    ag_diagnostics none;
    ag_arena_init(&arena);
    ag_diagnostics_init(&none);
    ag_csv *csv = AG_NEW(&arena, ag_csv, 1);
    /* Opening changes quoted cells in place, so it looks at a copy of the beginning. */
    ag_file head = {.name = file->name, .n = file->n < AG_MAX_CELL_BYTES ? file->n : AG_MAX_CELL_BYTES};
    head.at = ag_arena_text(&arena, file->at, head.n);
    const bool is = csv && head.at && ag_csv_open(csv, &head, &none) && ag_csv_column(csv, "claimant") >= 0 &&
                    ag_csv_column(csv, "measure") >= 0;
    ag_diagnostics_deinit(&none);
    ag_arena_deinit(&arena);
    return is;
}

static ag_status read_rows(reader *r, ag_error *err) {
    const size_t bound = ag_csv_rows_left(&r->csv);
    r->record = AG_NEW(r->arena, ag_claim_record, bound < AG_MAX_CLAIMS ? bound + 1 : AG_MAX_CLAIMS);
    if (!r->record) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    ag_map_init(&r->ids);
    while (ag_csv_next(&r->csv)) {
        if (r->n == AG_MAX_CLAIMS) {
            ag_csv_report(&r->csv, AG_ERROR, -1, "split it by subject", "the file has more than %d claims",
                          AG_MAX_CLAIMS);
            break;
        }
        read_row(r, &r->record[r->n++]);
    }
    check_via(r);
    ag_map_deinit(&r->ids);
    return r->arena->failed ? ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory") : AG_OK;
}

ag_status ag_claims_file_read(ag_file *file, ag_arena *arena, ag_claim_record **out, size_t *n, ag_diagnostics *d,
                              ag_error *err) {
    reader *r = AG_NEW(arena, reader, 1);
    *out = NULL;
    *n = 0;
    if (!r) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    r->arena = arena;
    ag_status status = ag_file_decode(file, d, err);
    if (status == AG_OK && ag_csv_open(&r->csv, file, d) && find_columns(r)) status = read_rows(r, err);
    if (status == AG_OK) status = ag_diagnostics_status(d, err);
    if (status != AG_OK) return status;
    *out = r->record;
    *n = r->n;
    return AG_OK;
}
