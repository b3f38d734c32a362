/* Files into a casebook and an incident out of it: what goes in comes out, and the search finds the same. */
#include "casebook_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casebook/import.h"
#include "casebook/incident_of.h"
#include "incident/decide.h"
#include "incident/check.h"

static const ag_actor *analyst(const book *b) { return &b->actor[1]; }

static ag_status import(book *b, const char *path, ag_import_options options, ag_import_counts *counts, ag_diagnostics *d, ag_error *err) {
    ag_diagnostics_init(d);
    *err = (ag_error){0};
    return ag_import_path(b->casebook, analyst(b), path, &options, counts, d, err);
}

static void must(ag_status status, const ag_diagnostics *d, const ag_error *err) {
    char text[700];
    for (size_t i = 0; i < d->n && status != AG_OK; i++)
        if (d->item[i].severity == AG_ERROR) print_error("%s\n", ag_error_format(&d->item[i], text, sizeof text));
    assert_ok(status, err);
}

static void test_incident(void **state) {
    const char *folder = shared_path("incident-a");
    book *b = book_new(NULL);
    ag_import_counts counts;
    ag_diagnostics d;
    ag_error err;
    (void)state;
    must(import(b, folder, (ag_import_options){.consent = "F-1"}, &counts, &d, &err), &d, &err);
    ag_diagnostics_deinit(&d);
    assert_int_equal(counts.relatives, 215);
    book_is_sound(b);
    book_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"an incident imported into a casebook", test_incident, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("casebook: import", tests, NULL, NULL);
}
