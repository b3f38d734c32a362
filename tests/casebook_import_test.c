/* Files into a casebook and an incident out of it: what goes in comes out, and the search finds the same. */
#include "casebook_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casebook/import.h"
#include "casebook/incident_of.h"
#include "cli/results.h"
#include "formats/csv.h"


static const ag_actor *registrar(const book *b) { return &b->actor[0]; }
static const ag_actor *analyst(const book *b) { return &b->actor[1]; }

typedef struct imported {
    ag_import_counts counts;
    ag_diagnostics found;
    ag_error err;
    ag_status status;
} imported;

static imported import(book *b, const ag_actor *actor, const char *path, ag_import_options options) {
    imported x = {.status = AG_OK};
    ag_diagnostics_init(&x.found);
    x.status = ag_import_path(b->casebook, actor, path, &options, &x.counts, &x.found, &x.err);
    return x;
}

/* Imports what must be good. */
static ag_import_counts take(book *b, const ag_actor *actor, const char *path) {
    char text[700];
    imported x = import(b, actor, path, (ag_import_options){.consent = "F-1"});
    for (size_t i = 0; i < x.found.n && x.status != AG_OK; i++)
        if (x.found.item[i].severity == AG_ERROR) print_error("%s\n", ag_error_format(&x.found.item[i], text, sizeof text));
    assert_ok(x.status, &x.err);
    ag_diagnostics_deinit(&x.found);
    return x.counts;
}

static __attribute__((unused)) int64_t entries(book *b) {
    ag_diagnostics found;
    ag_error err;
    uint64_t size = 0;
    ag_digest root;
    ag_diagnostics_init(&found);
    assert_ok(ag_casebook_verify(b->casebook, (ag_text){NULL, 0}, 1, &found, &size, &root, &err), &err);
    ag_diagnostics_deinit(&found);
    return (int64_t)size;
}

/* ---- The search ---------------------------------------------------------------------------------------------------- */

static ag_buffer proposals_of(const ag_incident *incident) {
    ag_check_result checks;
    ag_identify_result result;
    ag_decision decision;
    ag_error err;
    ag_buffer out = {0};
    ag_identify_options how = {.min_lr = 1e4, .posterior = ag_identify_threshold(incident, 0), .run = {.threads = 2, .kernel = -1}};
    assert_ok(ag_check(incident, false, &how.run, &checks, &err), &err);
    assert_ok(ag_identify(incident, &checks, &how, &result, &err), &err);
    assert_ok(ag_decide(incident, &checks, &result, &how, &decision, &err), &err);
    ag_decision_apply(&decision, &result);
    const ag_results r = {.incident = incident, .checks = &checks, .result = &result, .decision = &decision, .options = &how};
    ag_results_hits(&r, true, &out);
    ag_decision_deinit(&decision);
    ag_identify_result_deinit(&result);
    ag_check_result_deinit(&checks);
    return out;
}

/* The same table with each person called by his place in his family, as the casebook calls him: "F1","M1" → "F1","F1.001". */
static void call_by_place(const ag_batch *batch, ag_buffer *table) {
    ag_buffer out = {0};
    ag_csv_writer w = {.out = &out};
    ag_diagnostics d;
    ag_file file;
    ag_csv *csv = calloc(1, sizeof *csv);
    ag_diagnostics_init(&d);
    assert_ok(ag_file_of_bytes("proposals.csv", table->data, table->n, &file, NULL), NULL);
    assert_true(ag_csv_open(csv, &file, &d));
    for (uint32_t c = 0; c < csv->columns; c++) ag_csv_put(&w, csv->header[c]);
    ag_csv_end_row(&w);
    while (ag_csv_next(csv)) {
        int place = 0;
        char name[80] = "";
        for (uint32_t i = 0; i < batch->persons && !name[0]; i++) {
            place += ag_text_equal(batch->person[i].family, csv->cell[1]);
            if (ag_text_equal(batch->person[i].family, csv->cell[1]) && ag_text_equal(batch->person[i].person, csv->cell[2]))
                snprintf(name, sizeof name, "%.*s.%03d", (int)csv->cell[1].n, csv->cell[1].at, place);
        }
        for (uint32_t c = 0; c < csv->columns; c++) ag_csv_put(&w, c == 2 ? ag_text_of(name) : csv->cell[c]);
        ag_csv_end_row(&w);
    }
    ag_buffer_deinit(table);
    *table = out;
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
    free(csv);
}

static ag_buffer proposals_of_casebook(book *b, ag_incident_counts *counts) {
    ag_loaded loaded;
    ag_diagnostics d;
    ag_error err;
    ag_diagnostics_init(&d);
    assert_ok(ag_incident_of_casebook(b->casebook, analyst(b), "war.casebook", "identify", 2, &loaded, counts, &d, &err), &err);
    const ag_buffer out = proposals_of(loaded.incident);
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&d);
    return out;
}

static ag_buffer proposals_of_folder(const char *folder) {
    ag_loaded loaded;
    ag_diagnostics d;
    ag_error err;
    ag_diagnostics_init(&d);
    assert_ok(ag_loaded_init(folder, 2, &loaded, &d, &err), &err);
    ag_buffer out = proposals_of(loaded.incident);
    call_by_place(&loaded.batch, &out);
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&d);
    return out;
}

static void same_proposals(const char *folder) {
    book *b = book_new(NULL);
    ag_incident_counts counts;
    take(b, registrar(b), folder);
    ag_buffer expected = proposals_of_folder(folder), actual = proposals_of_casebook(b, &counts);
    assert_string_equal(actual.data, expected.data);
    ag_buffer_deinit(&expected);
    ag_buffer_deinit(&actual);
    book_is_sound(b);
    book_free(b);
}

static void test_shared_incident(void **state) {
    (void)state;
    same_proposals(shared_path("incident-a"));
}

static void test_sample_incident(void **state) {
    (void)state;
    same_proposals(source_path("data/sample"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"an incident in a casebook gives the proposals of its folder, byte for byte", test_shared_incident, NULL, NULL, NULL},
        {"so does the sample incident", test_sample_incident, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("casebook: import", tests, NULL, NULL);
}
