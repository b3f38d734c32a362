/* Lists of persons, and answers of reviewers: see list_file.h. */
#include "formats/list_file.h"

#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/map.h"
#include "formats/csv.h"
#include "formats/encoding.h"

#include "base/banned.h"

enum { ID, NAME, NEEDED, GIVEN = NEEDED, PLACE, UNIT, NUMBER, BORN, DIED, TRUTH, COLUMNS };
static const char *const column_name[TRUTH] = {"id",   "name",           "given", "place",
                                               "unit", "service_number", "born",  "died"};

typedef struct reader {
    ag_csv csv;
    int column[COLUMNS];
    ag_map ids;
} reader;

static ag_text cell(const reader *r, int column) {
    return r->column[column] < 0 ? (ag_text){"", 0} : ag_text_trim(r->csv.cell[r->column[column]]);
}

static bool find_columns(reader *r, const char *truth) {
    bool good = true;
    for (int i = 0; i < COLUMNS; i++) {
        const char *name = i < TRUTH ? column_name[i] : truth;
        r->column[i] = name ? ag_csv_column(&r->csv, name) : -1;
        if (r->column[i] >= 0 || (i >= NEEDED && (i != TRUTH || !truth))) continue;
        ag_diagnose(r->csv.diagnostics, AG_ERROR, r->csv.file, r->csv.row, 0,
                    "id,name,born,died,place,unit,service_number", "the column \"%.60s\" is missing", name);
        good = false;
    }
    return good;
}

static void check_length(const reader *r, int column) {
    if (cell(r, column).n > AG_MAX_ID_BYTES)
        ag_csv_report(&r->csv, AG_ERROR, r->column[column], "at most 200 bytes", "\"%s\" is too long",
                      column_name[column]);
}

static ag_text date_cell(const reader *r, int column) {
    ag_date date;
    const ag_text t = cell(r, column);
    if (!t.n || ag_date_parse_edtf(t, &date)) return t;
    ag_csv_report(&r->csv, AG_WARNING, r->column[column], "YYYY, YYYY-MM or YYYY-MM-DD, with ? or ~ where in doubt",
                  "\"%.*s\" is no date and counts as unknown", (int)(t.n < 60 ? t.n : 60), t.at);
    return (ag_text){"", 0};
}

static bool read_row(reader *r, ag_list *out, ag_error *err) {
    bool added = false;
    const ag_text id = cell(r, ID);
    if (!id.n) ag_csv_report(&r->csv, AG_ERROR, r->column[ID], NULL, "the id is empty");
    for (int i = 0; i < TRUTH; i++)
        if (r->column[i] >= 0) check_length(r, i);
    if (id.n && !ag_map_add(&r->ids, id, out->n, &added))
        return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory") == AG_OK;
    if (id.n && !added) ag_csv_report(&r->csv, AG_ERROR, r->column[ID], "each record once", "the id is there already");
    out->row[out->n++] = (ag_list_row){.id = id,
                                       .name = cell(r, NAME),
                                       .given = cell(r, GIVEN),
                                       .place = cell(r, PLACE),
                                       .unit = cell(r, UNIT),
                                       .number = cell(r, NUMBER),
                                       .born = date_cell(r, BORN),
                                       .died = date_cell(r, DIED),
                                       .truth = cell(r, TRUTH)};
    return true;
}

static ag_status read_rows(reader *r, ag_file *file, const char *truth, ag_arena *arena, ag_list *out,
                           ag_diagnostics *d, ag_error *err) {
    ag_status status = ag_file_decode(file, d, err);
    if (status != AG_OK) return status;
    if (!ag_csv_open(&r->csv, file, d) || !find_columns(r, truth)) return ag_diagnostics_status(d, err);
    const size_t most = ag_csv_rows_left(&r->csv);
    out->row = ag_arena_raw(arena, (most + 1) * sizeof *out->row);
    if (!out->row) return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
    while (ag_csv_next(&r->csv)) {
        if (out->n == AG_MAX_PERSONS)
            return ag_fail(err, AG_REFUSED, "link parts of it", "%.60s has more than %u records", file->name,
                           AG_MAX_PERSONS);
        if (!read_row(r, out, err)) return AG_ENVIRONMENT;
    }
    out->has_truth = r->column[TRUTH] >= 0;
    return ag_diagnostics_status(d, err);
}

ag_status ag_list_file_read(ag_file *file, const char *truth, ag_arena *arena, ag_list *out, ag_diagnostics *d,
                            ag_error *err) {
    reader *r = AG_NEW(arena, reader, 1);
    *out = (ag_list){0};
    if (!r) return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
    ag_map_init(&r->ids);
    const ag_status status = read_rows(r, file, truth, arena, out, d, err);
    ag_map_deinit(&r->ids);
    return status;
}

/* ---- Reviews ----------------------------------------------------------------------------------------------------- */

static ag_review_answer answer_of(const ag_csv *csv, int column) {
    const ag_text t = ag_text_trim(csv->cell[column]);
    if (!t.n) return AG_REVIEW_OPEN;
    if (ag_text_equal_fold(t, AG_TEXT("yes"))) return AG_REVIEW_SAME;
    if (!ag_text_equal_fold(t, AG_TEXT("no")))
        ag_csv_report(csv, AG_ERROR, column, "yes, no, or nothing where it cannot be said", "\"%.*s\" is no answer",
                      (int)(t.n < 60 ? t.n : 60), t.at);
    return AG_REVIEW_OTHER;
}

ag_status ag_review_file_read(ag_file *file, ag_arena *arena, ag_review_row **out, size_t *n, ag_diagnostics *d,
                              ag_error *err) {
    ag_csv *csv = AG_NEW(arena, ag_csv, 1);
    *n = 0;
    if (!csv) return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
    const ag_status status = ag_file_decode(file, d, err);
    if (status != AG_OK) return status;
    if (!ag_csv_open(csv, file, d)) return ag_diagnostics_status(d, err);
    const int a = ag_csv_column(csv, "a"), b = ag_csv_column(csv, "b"), same = ag_csv_column(csv, "same");
    if (a < 0 || b < 0 || same < 0) {
        ag_diagnose(d, AG_ERROR, file->name, csv->row, 0, "take the file that `antigone link` wrote",
                    "a column of a, b and same is missing");
        return ag_diagnostics_status(d, err);
    }
    *out = AG_NEW(arena, ag_review_row, ag_csv_rows_left(csv) + 1);
    if (!*out) return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
    while (ag_csv_next(csv))
        (*out)[(*n)++] = (ag_review_row){ag_text_trim(csv->cell[a]), ag_text_trim(csv->cell[b]), answer_of(csv, same)};
    return ag_diagnostics_status(d, err);
}
