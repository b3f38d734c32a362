/* Lists of the same dead: see lists_file.h. */
#include "formats/lists_file.h"

#include "base/limits.h"
#include "formats/csv.h"
#include "formats/encoding.h"

#include "base/banned.h"

typedef struct reader {
    ag_csv csv;
    ag_lists_file *out;
    int list[AG_MAX_LISTS]; /* its column */
    int count;              /* column; -1: a row is a person */
} reader;

#define SHOWN_CELL(text) (int)((text).n < 60 ? (text).n : 60), (text).at

static bool is_one_of(ag_text word, const char *const *known) {
    for (; *known; known++)
        if (ag_text_equal_fold(word, ag_text_of(*known))) return true;
    return false;
}

static const char *const counts[] = {"count", "freq", "frequency", NULL};
static const char *const others[] = {"id", "person", "name", "note", NULL};

static void fault(const reader *r, int column, const char *hint, const char *what) {
    ag_diagnose(r->csv.diagnostics, AG_ERROR, r->csv.file, r->csv.row, column + 1, hint, "%s", what);
}

/* nbcap,freq: its rows are numbers of lists. */
static bool find_times(reader *r) {
    r->list[0] = ag_csv_column(&r->csv, "nbcap");
    r->out->times = r->list[0] >= 0 && r->count >= 0;
    return r->out->times;
}

static bool find_columns(reader *r, ag_arena *arena) {
    const int columns = (int)r->csv.columns;
    r->count = -1;
    r->out->name = AG_NEW(arena, ag_text, AG_MAX_LISTS);
    if (!r->out->name) return false;
    for (int c = 0; c < columns; c++)
        if (is_one_of(r->csv.header[c], counts)) {
            if (r->count >= 0) return fault(r, c, "one column of counts", "there are two columns of counts"), false;
            r->count = c;
        }
    if (find_times(r)) return true;
    r->out->persons = r->count < 0;
    for (int c = 0; c < columns; c++) {
        if (c == r->count || is_one_of(r->csv.header[c], others)) continue;
        if (r->out->lists == AG_MAX_LISTS) return fault(r, c, "join lists of one kind", "more than 64 lists"), false;
        if (!r->csv.header[c].n) return fault(r, c, "the name of a list", "a column has no name"), false;
        r->list[r->out->lists] = c;
        r->out->name[r->out->lists++] = r->csv.header[c];
    }
    if (!r->out->lists) fault(r, 0, "A,B,C,count or A,B,C, a column for each list", "no column is a list");
    return r->out->lists > 0;
}

static uint64_t read_mark(const reader *r, int column) {
    static const char *const yes[] = {"1", "yes", "x", "true", NULL}, *const no[] = {"0", "no", "", "false", NULL};
    const ag_text t = ag_text_trim(r->csv.cell[column]);
    if (is_one_of(t, yes)) return 1;
    if (!is_one_of(t, no))
        ag_csv_report(&r->csv, AG_ERROR, column, "1 where the person is on the list, else 0; a number goes under count",
                      "\"%.*s\" says neither", SHOWN_CELL(t));
    return 0;
}

static int64_t read_number(const reader *r, int column, int64_t most) {
    int64_t value;
    const ag_text t = ag_text_trim(r->csv.cell[column]);
    if (ag_parse_int(t, &value) && value >= 0 && value <= most) return value;
    ag_csv_report(&r->csv, AG_ERROR, column, "digits alone, such as 27", "\"%.*s\" is no whole number from 0 to %lld",
                  SHOWN_CELL(t), (long long)most);
    return 0;
}

static void put_row(reader *r, uint64_t pattern, int64_t count) {
    ag_lists_file *out = r->out;
    if (!count) return;
    if (!pattern) {
        ag_csv_report(&r->csv, AG_WARNING, -1, "they are what is to be estimated",
                      "%lld on no list: the row is passed over", (long long)count);
        return;
    }
    out->row[out->n++] = (ag_lists_row){pattern, count};
    out->people += count;
}

static void read_row(reader *r) {
    const size_t errors = r->csv.diagnostics->errors;
    const int64_t room = AG_MAX_LISTED - r->out->people, count = r->count < 0 ? 1 : read_number(r, r->count, room);
    uint64_t pattern = 0;
    if (r->out->times) {
        pattern = (uint64_t)read_number(r, r->list[0], AG_MAX_LISTS);
        if (count && (int)pattern > r->out->lists) r->out->lists = (int)pattern;
    } else {
        for (int i = 0; i < r->out->lists; i++) pattern |= read_mark(r, r->list[i]) << i;
    }
    if (r->csv.diagnostics->errors == errors) put_row(r, pattern, count);
}

static ag_status read_rows(reader *r, ag_arena *arena, ag_error *err) {
    const size_t bound = ag_csv_rows_left(&r->csv);
    r->out->row = AG_NEW(arena, ag_lists_row, (bound < AG_MAX_LISTED_ROWS ? bound : AG_MAX_LISTED_ROWS) + 1);
    if (!r->out->row) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    while (ag_csv_next(&r->csv)) {
        if (r->out->n == AG_MAX_LISTED_ROWS) {
            ag_csv_report(&r->csv, AG_ERROR, -1, "a row for each combination, with a column count",
                          "the file has more than %d rows", AG_MAX_LISTED_ROWS);
            break;
        }
        read_row(r);
    }
    if (!r->out->n && !r->csv.diagnostics->errors)
        ag_diagnose(r->csv.diagnostics, AG_ERROR, r->csv.file, 0, 0, "a row for each combination of lists, or person",
                    "nobody is on any list");
    return AG_OK;
}

ag_status ag_lists_file_read(ag_file *file, ag_arena *arena, ag_lists_file *out, ag_diagnostics *d, ag_error *err) {
    reader *r = AG_NEW(arena, reader, 1);
    *out = (ag_lists_file){.lists = 0};
    if (!r) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    r->out = out;
    ag_status status = ag_file_decode(file, d, err);
    if (status == AG_OK && ag_csv_open(&r->csv, file, d) && find_columns(r, arena)) status = read_rows(r, arena, err);
    return status == AG_OK ? ag_diagnostics_status(d, err) : status;
}
