/* What people cost in a casebook: a large incident folder taken in, the incident out of it, and search by name.
 *
 *     people ANTIGONE [FOLDER]     an incident folder; without it names alone
 *
 * Seconds are those of the processor, so that other work on the machine does not count.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "casebook/import.h"
#include "casebook/incident_of.h"
#include "casebook/people_search.h"

#include "base/banned.h"

enum { NAMES = 200000 };

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void must(ag_status status, const ag_error *err) {
    char text[700];
    if (status == AG_OK) return;
    fprintf(stderr, "%s\n", ag_error_format(err, text, sizeof text));
    exit((int)status);
}

static void row(const char *what, double n, double took) {
    printf("| %-40s | %9.0f | %8.2f | %9.0f |\n", what, n, took, n / took);
}

static void bench_folder(ag_casebook *casebook, const ag_actor *actor, const char *folder) {
    const ag_import_options how = {.consent = "F-1"};
    ag_import_counts n;
    ag_incident_counts of;
    ag_diagnostics d;
    ag_loaded loaded;
    ag_error err;
    ag_diagnostics_init(&d);
    double started = seconds();
    must(ag_import_path(casebook, actor, folder, &how, &n, &d, &err), &err);
    row("import: rows", n.families + n.persons + n.relatives + n.remains + n.profiles, seconds() - started);
    started = seconds();
    must(ag_incident_of_casebook(casebook, actor, "casebook", "bench", 0, &loaded, &of, &d, &err), &err);
    row("incident of the casebook: profiles", of.remains + of.references + of.eliminations, seconds() - started);
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&d);
}

/* Names of two syllables out of many: every search has some that fit. */
static void bench_names(ag_casebook *casebook, const ag_actor *actor) {
    char person[160];
    ag_receipt receipt;
    ag_name_index *index;
    ag_found_name *found;
    ag_arena arena;
    ag_error err;
    int n, total;
    json_t *report = json_pack("{s:s}", "sort", "reported");
    const ag_request one = {.action = "person.report", .field = report};
    must(ag_casebook_do(casebook, actor, &one, &receipt, NULL, &err), &err);
    json_decref(report);
    memcpy(person, receipt.subject, sizeof person);
    double started = seconds();
    must(ag_casebook_begin(casebook, &err), &err);
    for (int i = 0; i < NAMES; i++) {
        char name[80];
        snprintf(name, sizeof name, "Иванов-%d Пётр %d", i % 5003, i);
        json_t *field = json_pack("{s:s,s:s,s:s}", "person", person, "role", "alias", "original", name);
        const ag_request request = {.action = "name.record", .field = field};
        must(ag_casebook_do(casebook, actor, &request, &receipt, NULL, &err), &err);
        json_decref(field);
    }
    must(ag_casebook_commit(casebook, &err), &err);
    row("name.record in a batch", NAMES, seconds() - started);
    started = seconds();
    must(ag_name_index_new(casebook, actor, 0, &index, &err), &err);
    row("index over names", NAMES, seconds() - started);
    ag_arena_init(&arena);
    started = seconds();
    must(ag_name_index_find(index, casebook, actor, AG_TEXT("пётр 4711"), 20, &arena, &found, &n, &total, &err), &err);
    row("search in it: names", NAMES, seconds() - started);
    ag_arena_deinit(&arena);
    ag_name_index_free(index);
}

int main(int argc, char **argv) {
    char folder[] = "/tmp/antigone-bench-XXXXXX", path[80];
    ag_secret key, admin;
    ag_casebook *casebook;
    ag_actor actor;
    ag_error err;
    must(ag_secrets_start(&err), &err);
    if (!mkdtemp(folder)) return (int)AG_ENVIRONMENT;
    snprintf(path, sizeof path, "%s/war.casebook", folder);
    ag_secret_random(&key, sizeof key);
    ag_secret_random(&admin, sizeof admin);
    const ag_casebook_options options = {.location = path, .key = &key};
    const ag_founding founding = {
        .name = "bench", .site = "bench", .institution = "0001", .user = "all", .user_secret = &admin};
    must(ag_casebook_make(&options, &founding, &casebook, &err), &err);
    must(ag_casebook_login(casebook, "all", &admin, &actor, &err), &err);
    actor.roles = AG_ANY_ROLE;
    puts("| what                                     |         n |  seconds |       1/s |\n|---|---|---|---|");
    if (argc > 2) bench_folder(casebook, &actor, argv[2]);
    bench_names(casebook, &actor);
    ag_casebook_close(casebook);
    unlink(path);
    rmdir(folder);
    return 0;
}
