/* Files into a casebook and an incident out of it: what goes in comes out, and the search finds the same. */
#include "casebook_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casebook/import.h"
#include "casebook/incident_of.h"
#include "casebook/kinds.h"
#include "casebook/propose.h"
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
        if (x.found.item[i].severity == AG_ERROR)
            print_error("%s\n", ag_error_format(&x.found.item[i], text, sizeof text));
    assert_ok(x.status, &x.err);
    ag_diagnostics_deinit(&x.found);
    return x.counts;
}

static int64_t entries(book *b) {
    ag_diagnostics found;
    ag_error err;
    uint64_t size = 0;
    ag_digest root;
    ag_diagnostics_init(&found);
    assert_ok(ag_casebook_verify(b->casebook, (ag_text){NULL, 0}, 1, &found, &size, &root, &err), &err);
    ag_diagnostics_deinit(&found);
    return (int64_t)size;
}

/* ---- The search ----------------------------------------------------------------------------------------------- */

static ag_buffer proposals_of(const ag_incident *incident) {
    ag_check_result checks;
    ag_identify_result result;
    ag_decision decision;
    ag_error err;
    ag_buffer out = {0};
    ag_identify_options how = {
        .min_lr = 1e4, .posterior = ag_identify_threshold(incident, 0), .run = {.threads = 2, .kernel = -1}};
    assert_ok(ag_check(incident, false, &how.run, &checks, &err), &err);
    assert_ok(ag_identify(incident, &checks, &how, &result, &err), &err);
    assert_ok(ag_decide(incident, &checks, &result, &how, &decision, &err), &err);
    ag_decision_apply(&decision, &result);
    const ag_results r = {
        .incident = incident, .checks = &checks, .result = &result, .decision = &decision, .options = &how};
    ag_results_hits(&r, true, &out);
    ag_decision_deinit(&decision);
    ag_identify_result_deinit(&result);
    ag_check_result_deinit(&checks);
    return out;
}

/* The same table with each person called by his place in his family, as the casebook calls him: "F1","M1" →
 * "F1","F1.001". */
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
            if (ag_text_equal(batch->person[i].family, csv->cell[1]) &&
                ag_text_equal(batch->person[i].person, csv->cell[2]))
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
    assert_ok(
        ag_incident_of_casebook(b->casebook, analyst(b), "war.casebook", "identify", 2, &loaded, counts, &d, &err),
        &err);
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

/* ---- Proposals and alarms ------------------------------------------------------------------------------------- */

/* One family, father and missing son, and remains that are his. Loci enough for an LR of more than a billion. */
enum { LOCI = 20, PATH_BYTES = 4096 };

static void put_loci(ag_buffer *b, const char *cell) {
    for (int i = 0; i < LOCI; i++) ag_buffer_printf(b, ",%s", cell);
    ag_buffer_putc(b, '\n');
}

static void put_header(ag_buffer *b, const char *first) {
    ag_buffer_puts(b, first);
    for (int i = 0; i < LOCI; i++) ag_buffer_printf(b, ",D%dS%d", i + 1, 1000 + i);
    ag_buffer_putc(b, '\n');
}

static void save(const char *folder, const char *name, ag_buffer *b) {
    write_file(path_join(folder, name), b->data, b->n);
    ag_buffer_deinit(b);
}

/* Persons are typed directly: `first` is the profile of F1's missing man, `second` that of F2's, `found` of the
 * remains. */
static const char *a_folder(const char *first, const char *second, const char *found) {
    const char *folder = scratch_folder();
    ag_buffer b = {0};
    ag_buffer_puts(&b, "locus,allele,frequency\n");
    for (int i = 0; i < LOCI; i++)
        for (int a = 10; a < 20; a++) ag_buffer_printf(&b, "D%dS%d,%d,0.1\n", i + 1, 1000 + i, a);
    save(folder, "frequencies.csv", &b);
    b = (ag_buffer){0};
    put_header(&b, "sample,sex,quality");
    ag_buffer_puts(&b, "R1,M,good");
    put_loci(&b, found);
    save(folder, "remains.csv", &b);
    b = (ag_buffer){0};
    put_header(&b, "sample,family,person,sex");
    ag_buffer_puts(&b, "F1-brush,F1,son,M");
    put_loci(&b, first);
    ag_buffer_puts(&b, "F2-brush,F2,son,M");
    put_loci(&b, second);
    save(folder, "references.csv", &b);
    b = (ag_buffer){0};
    ag_buffer_puts(&b, "family,person,father,mother,sex,missing\nF1,son,,,M,yes\nF2,son,,,M,yes\n");
    save(folder, "families.csv", &b);
    b = (ag_buffer){0};
    ag_buffer_puts(&b, "{\"mutation\": {\"default\": {\"model\": \"none\"}}, \"others\": 3}");
    save(folder, "incident.json", &b);
    return folder;
}

static ag_propose_counts search_and_propose(book *b) {
    ag_loaded loaded;
    ag_diagnostics d;
    ag_error err;
    ag_incident_counts counts;
    ag_check_result checks;
    ag_identify_result result;
    ag_decision decision;
    ag_propose_counts out;
    ag_identify_options how = {.min_lr = 1e4, .posterior = 0.9995, .run = {.threads = 1, .kernel = -1}};
    ag_diagnostics_init(&d);
    assert_ok(
        ag_incident_of_casebook(b->casebook, analyst(b), "war.casebook", "identify", 1, &loaded, &counts, &d, &err),
        &err);
    const ag_incident *in = loaded.incident;
    assert_ok(ag_check(in, false, &how.run, &checks, &err), &err);
    assert_ok(ag_identify(in, &checks, &how, &result, &err), &err);
    assert_ok(ag_decide(in, &checks, &result, &how, &decision, &err), &err);
    ag_decision_apply(&decision, &result);
    assert_ok(ag_propose(b->casebook, analyst(b), in, &result, in->listed + decision.others, &how, &out, &err), &err);
    ag_decision_deinit(&decision);
    ag_identify_result_deinit(&result);
    ag_check_result_deinit(&checks);
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&d);
    return out;
}

/* The only row of a kind. */
static const char *only(book *b, const ag_kind *kind) {
    const ag_view view = book_view(b, "casebook:1");
    int n = 0;
    const ag_row *row = ag_view_rows(&view, kind, NULL, (ag_text){NULL, 0}, 0, &n);
    assert_int_equal(n, 1);
    return ag_view_say(&view, "%.*s", (int)ag_row_subject(&view, row).n, ag_row_subject(&view, row).at);
}

/* The case of the proposal goes through the board. */
static const char *confirm(book *b) {
    const char *identification = only(b, &ag_kind_case), *hypothesis = only(b, &ag_kind_hypothesis);
    const ag_view view = book_view(b, identification);
    book_ok(b, AG_ANALYST, "case.presume", identification, NULL, ag_view_say(&view, "hypothesis=%s", hypothesis), NULL);
    book_ok(b, AG_ANALYST, "case.propose", identification, NULL, NULL);
    book_ok(b, AG_REVIEWER, "case.confirm", identification, NULL, NULL);
    return identification;
}

static void test_propose(void **state) {
    book *b = book_new(NULL);
    (void)state;
    take(b, registrar(b), a_folder("10/11", "12/13", "10/11"));
    ag_propose_counts counts = search_and_propose(b);
    assert_int_equal(counts.cases, 1);
    assert_int_equal(counts.hypotheses, 1);
    assert_int_equal(counts.evidence, 1);
    book_state_is(b, only(b, &ag_kind_case), "HYPOTHESES");
    const int64_t before = entries(b);
    counts = search_and_propose(b);
    assert_int_equal(counts.there, 1);
    assert_int_equal(counts.cases + counts.hypotheses + counts.weighed + counts.evidence + counts.alarms, 0);
    assert_int_equal(entries(b), before + 1); /* the reading */
    confirm(b);
    counts = search_and_propose(b);
    assert_int_equal(counts.there, 1);
    assert_int_equal(counts.cases + counts.alarms, 0);
    book_is_sound(b);
    book_free(b);
}

static void test_contradiction(void **state) {
    book *b = book_new(NULL);
    (void)state;
    take(b, registrar(b), a_folder("10/11", "12/13", "10/11"));
    search_and_propose(b);
    const char *identification = confirm(b);
    /* The remains are typed again, and are the other man. */
    const char *profile = "profile.record";
    ag_buffer genotypes = {0};
    ag_buffer_puts(&genotypes, "genotypes=");
    for (int i = 0; i < LOCI; i++) ag_buffer_printf(&genotypes, "%sD%dS%d=12/13", i ? " " : "", i + 1, 1000 + i);
    book_ok(b, AG_ANALYST, profile, NULL, NULL, "sample=sample:R1", "role=remains", "quality=good", genotypes.data,
            NULL);
    ag_buffer_deinit(&genotypes);
    ag_propose_counts counts = search_and_propose(b);
    assert_int_equal(counts.alarms, 2); /* another person, and the confirmed one is impossible */
    assert_int_equal(counts.cases + counts.hypotheses, 0);
    counts = search_and_propose(b);
    assert_int_equal(counts.alarms, 0);
    book_state_is(b, identification, "CONFIRMED");
    book_is_sound(b);
    book_free(b);
}

/* ---- What takes part ------------------------------------------------------------------------------------------ */

static void test_consent_left_out(void **state) {
    book *b = book_new(NULL);
    ag_incident_counts counts;
    (void)state;
    take(b, registrar(b), source_path("data/sample"));
    ag_buffer before = proposals_of_casebook(b, &counts);
    assert_int_equal(counts.without_consent, 0);
    const int references = counts.references;
    const ag_view view = book_view(b, "casebook:1");
    int n = 0;
    const ag_row *consent = ag_view_rows(&view, &ag_kind_consent, NULL, (ag_text){NULL, 0}, 3, &n);
    assert_int_equal(n, 3);
    for (int i = 0; i < n; i++) {
        const ag_text subject = ag_row_subject(&view, &consent[i]);
        book_ok(b, AG_LIAISON, "consent.withdraw", ag_view_say(&view, "%.*s", (int)subject.n, subject.at), NULL, NULL);
    }
    ag_actor both = *registrar(b);
    both.roles |= AG_ANALYST;
    imported x = import(b, &both, source_path("data/sample"), (ag_import_options){.consent = "F-1"});
    assert_status(x.status, AG_BAD_INPUT, &x.err); /* an old file with an old form undoes no withdrawal */
    assert_non_null(strstr(x.err.what, "A14"));
    ag_diagnostics_deinit(&x.found);
    ag_buffer after = proposals_of_casebook(b, &counts);
    assert_int_equal(counts.references, references - 3); /* erased: they are not even counted */
    ag_buffer_deinit(&before);
    ag_buffer_deinit(&after);
    book_is_sound(b);
    book_free(b);
}

/* ---- Importing ------------------------------------------------------------------------------------------------ */

static void test_dry_run(void **state) {
    book *b = book_new(NULL);
    (void)state;
    const int64_t before = entries(b);
    imported x =
        import(b, registrar(b), source_path("data/sample"), (ag_import_options){.check = true, .consent = "F-1"});
    assert_ok(x.status, &x.err);
    assert_true(x.counts.profiles > 0);
    assert_int_equal(entries(b), before);
    ag_diagnostics_deinit(&x.found);
    x = import(b, registrar(b), source_path("data/sample"), (ag_import_options){0});
    assert_status(x.status, AG_BAD_INPUT, &x.err);
    assert_non_null(strstr(x.err.what, "A14"));
    assert_true(x.err.row > 1);
    assert_int_equal(entries(b), before);
    ag_diagnostics_deinit(&x.found);
    book_free(b);
}

static void test_again(void **state) {
    book *b = book_new(NULL);
    const char *folder = a_folder("10/11", "12/13", "10/11");
    ag_actor both = *registrar(b);
    (void)state;
    take(b, registrar(b), folder);
    imported x = import(b, registrar(b), folder, (ag_import_options){0});
    assert_status(x.status, AG_REFUSED, &x.err); /* a registrar may not compare genotypes */
    ag_diagnostics_deinit(&x.found);
    both.roles |= AG_ANALYST;
    const ag_import_counts counts = take(b, &both, folder);
    assert_int_equal(counts.there, 5);
    assert_int_equal(counts.profiles + counts.relatives + counts.families + counts.remains + counts.files, 0);
    book_free(b);
}

static void test_one_file(void **state) {
    book *b = book_new(NULL);
    const char *folder = a_folder("10/11", "12/13", "10/11"), *later = a_folder("10/11", "12/13", "10/11");
    ag_buffer y = {0}, r = {0};
    ag_incident_counts counts;
    (void)state;
    imported x = import(b, registrar(b), path_join(folder, "families.csv"), (ag_import_options){0});
    assert_status(x.status, AG_BAD_INPUT, &x.err); /* no frequencies yet */
    ag_diagnostics_deinit(&x.found);
    take(b, registrar(b), path_join(folder, "frequencies.csv"));
    take(b, registrar(b), path_join(folder, "incident.json"));
    assert_int_equal(take(b, registrar(b), path_join(folder, "families.csv")).persons, 2);
    assert_int_equal(take(b, registrar(b), path_join(folder, "references.csv")).profiles, 2);
    assert_int_equal(take(b, registrar(b), path_join(folder, "remains.csv")).remains, 1);
    ag_buffer_puts(&y, "sample,DYS391\nR1,10\n");
    save(later, "ystr.csv", &y);
    assert_int_equal(take(b, registrar(b), path_join(later, "ystr.csv")).profiles, 1);
    put_header(&r, "sample,sex,quality,element,side");
    ag_buffer_puts(&r, "R2,M,good,femur,left");
    put_loci(&r, "12/13");
    save(later, "remains.csv", &r);
    assert_int_equal(take(b, registrar(b), path_join(later, "remains.csv")).profiles, 1);
    ag_file file[AG_FOLDER_PARTS];
    ag_error err;
    assert_ok(ag_parts_of_casebook(b->casebook, analyst(b), "a test", AG_PARTS_PROFILES, file, &counts, &err), &err);
    assert_int_equal(counts.remains, 2);
    assert_non_null(strstr(file[AG_FOLDER_REMAINS].at, "element"));
    assert_non_null(strstr(file[AG_FOLDER_REMAINS].at, "R2,M,good,femur,left,12/13"));
    assert_string_equal(file[AG_FOLDER_YSTR].at, "sample,DYS391\nR1,10\n");
    for (int i = 0; i < AG_FOLDER_PARTS; i++) ag_file_deinit(&file[i]);
    book_is_sound(b);
    book_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"an incident in a casebook gives the proposals of its folder, byte for byte", test_shared_incident, NULL, NULL,
         NULL},
        {"so does the sample incident", test_sample_incident, NULL, NULL, NULL},
        {"identify proposes a case once, and never confirms", test_propose, NULL, NULL, NULL},
        {"a new profile that contradicts a solved case raises an alarm once", test_contradiction, NULL, NULL, NULL},
        {"the profile of a donor who has withdrawn takes no part", test_consent_left_out, NULL, NULL, NULL},
        {"a dry run and a file with an error write nothing", test_dry_run, NULL, NULL, NULL},
        {"the same files again change nothing", test_again, NULL, NULL, NULL},
        {"each file of an incident can come alone", test_one_file, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("casebook: import", tests, NULL, NULL);
}
