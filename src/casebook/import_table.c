/* Tables as actions: see import_table.h. */
#include "casebook/import_table.h"

#include <stdlib.h>
#include <string.h>

#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/json.h"

#include "base/banned.h"

enum { MAX_NAMES = 256 };

typedef struct work {
    const ag_action *action;
    ag_casebook *casebook;
    const ag_actor *actor;
    const ag_table_files *files;
    ag_csv csv;
    int subject, when; /* columns; -1: none */
    const ag_field *field[AG_MAX_COLUMNS];
    int64_t rows;
} work;

static void unknown_column(const work *w, int column) {
    const char *word[MAX_NAMES] = {"subject", "when"};
    char name[80], hint[120];
    size_t n = 2;
    for (const ag_field *f = w->action->field; f && f->name && n < MAX_NAMES; f++) word[n++] = f->name;
    const ag_text given = w->csv.header[column];
    snprintf(name, sizeof name, "%.*s", (int)(given.n < 60 ? given.n : 60), given.at);
    const char *nearest = ag_nearest_word(name, word, n);
    if (nearest)
        snprintf(hint, sizeof hint, "did you mean %s?", nearest);
    else
        snprintf(hint, sizeof hint, "`antigone actions %s` lists its fields; leave other columns out", w->action->name);
    ag_csv_report(&w->csv, AG_ERROR, column, hint, "%s has no field \"%s\"", w->action->name, name);
}

static bool read_header(work *w) {
    bool good = true;
    w->subject = ag_csv_column(&w->csv, "subject");
    w->when = ag_csv_column(&w->csv, "when");
    for (int c = 0; c < (int)w->csv.columns; c++) {
        if (c == w->subject || c == w->when) continue;
        w->field[c] = ag_action_field(w->action, w->csv.header[c]);
        if (w->field[c]) continue;
        unknown_column(w, c);
        good = false;
    }
    if (w->subject >= 0 || w->action->flags & AG_CREATES) return good;
    ag_csv_report(&w->csv, AG_ERROR, -1, "a column \"subject\" names what each row is about", "%s needs its subject",
                  w->action->name);
    return false;
}

static json_t *fields_of_row(const work *w) {
    json_t *object = json_object();
    for (int c = 0; object && c < (int)w->csv.columns; c++) {
        const ag_text cell = w->csv.cell[c];
        if (!w->field[c] || !cell.n) continue;
        if (json_object_set_new(object, w->field[c]->name, json_stringn(cell.at, cell.n)) == 0) continue;
        json_decref(object);
        return NULL;
    }
    return object;
}

/* A row that is refused or wrong is a finding; what is left in *err ends it. */
static ag_status do_row(work *w, ag_error *err) {
    ag_receipt receipt;
    ag_error wrong;
    const ag_text none = {NULL, 0};
    json_t *field = fields_of_row(w);
    if (!field) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const ag_request request = {.action = w->action->name,
                                .subject = w->subject < 0 ? none : w->csv.cell[w->subject],
                                .when = w->when < 0 ? none : w->csv.cell[w->when],
                                .field = field};
    ag_status status = w->files ? w->files->keep(w->files->context, w->action, field, &wrong) : AG_OK;
    if (status == AG_OK) status = ag_casebook_do(w->casebook, w->actor, &request, &receipt, NULL, &wrong);
    json_decref(field);
    w->rows++;
    if (status == AG_OK) return AG_OK;
    if (status == AG_ENVIRONMENT) return *err = wrong, status;
    ag_csv_report(&w->csv, AG_ERROR, -1, wrong.hint, "%s", wrong.what);
    return AG_OK;
}

static ag_status do_rows(work *w, bool check, ag_diagnostics *d, ag_error *err) {
    ag_status status = ag_casebook_begin(w->casebook, err);
    while (status == AG_OK && ag_csv_next(&w->csv)) status = do_row(w, err);
    if (status == AG_OK) status = ag_diagnostics_status(d, err);
    if (status == AG_OK && !check) return ag_casebook_commit(w->casebook, err);
    ag_casebook_rollback(w->casebook);
    return status;
}

ag_status ag_import_table(ag_file *file, const ag_action *action, ag_casebook *casebook, const ag_actor *actor,
                          const ag_table_files *files, bool check, ag_diagnostics *d, int64_t *rows, ag_error *err) {
    *rows = 0;
    work *w = calloc(1, sizeof *w);
    if (!w) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    w->action = action;
    w->casebook = casebook;
    w->actor = actor;
    w->files = files;
    ag_status status = ag_file_decode(file, d, err);
    if (status == AG_OK && ag_csv_open(&w->csv, file, d) && read_header(w))
        status = do_rows(w, check, d, err);
    else if (status == AG_OK)
        status = ag_diagnostics_status(d, err);
    *rows = w->rows;
    free(w);
    return status;
}
