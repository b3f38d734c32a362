/* Casebooks that earlier versions made, kept in tests/fixtures (by tools/make-fixture): they open, their tables are
 * made anew where this program's differ, and the journal is what it was. A version that this program does not know is
 * refused. */
#include "casebook_support.h"

#include <sqlite3.h>
#include <string.h>

#include "casebook/engine.h"

#define REMAINS "remains:2026112607120000018"
enum { ENTRIES = 13, LATER = 1798761600 /* 2027-01-01 */ };

static int64_t later(void *context) {
    (void)context;
    return LATER;
}

static const char *fixture(const char *ending) {
    static char path[64];
    snprintf(path, sizeof path, "tests/fixtures/casebook-1.%s", ending);
    return source_path(path);
}

static ag_secret secret_of(const char *ending) {
    ag_secret secret;
    ag_error err;
    assert_ok(ag_secret_parse(ag_text_of(read_file(fixture(ending), NULL)), &secret, &err), &err);
    return secret;
}

/* A copy in a scratch folder, after `sql` (NULL: as it is). */
static const char *copy_with(const char *sql) {
    const char *path = path_join(scratch_folder(), "war.casebook");
    size_t n;
    const char *bytes = read_file(fixture("sqlite"), &n);
    sqlite3 *db = NULL;
    write_file(path, bytes, n);
    if (!sql) return path;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return path;
}

static ag_status open_copy(const char *path, bool readonly, ag_casebook **out, ag_error *err) {
    const ag_secret key = secret_of("key");
    const ag_casebook_options options = {.location = path, .readonly = readonly, .key = &key, .clock = later};
    *out = NULL;
    return ag_casebook_open(&options, out, err);
}

static ag_casebook *opened(const char *path) {
    ag_casebook *casebook;
    ag_error err;
    assert_ok(open_copy(path, false, &casebook, &err), &err);
    return casebook;
}

/* The journal verifies against the checkpoint of then, and the tables are what it says; their digest. */
static ag_digest sound(ag_casebook *casebook) {
    ag_diagnostics found;
    ag_digest root, tables;
    uint64_t size;
    ag_error err;
    ag_diagnostics_init(&found);
    assert_ok(ag_casebook_verify(casebook, ag_text_of(read_file(fixture("note"), NULL)), 1, &found, &size, &root, &err),
              &err);
    assert_ok(ag_casebook_rebuild(casebook, true, &found, &tables, &err), &err);
    assert_int_equal(found.errors, 0);
    ag_diagnostics_deinit(&found);
    return tables;
}

static void the_first_version_opens(void **state) {
    (void)state;
    ag_casebook *casebook = opened(copy_with(NULL));
    const ag_secret user = secret_of("user.key");
    ag_actor kim;
    ag_about about;
    ag_view view;
    ag_arena arena;
    ag_error err;
    ag_arena_init(&arena);
    sound(casebook);
    assert_ok(ag_casebook_about(casebook, &about, &err), &err);
    assert_int_equal(about.entries, ENTRIES);
    assert_ok(ag_casebook_view(casebook, AG_TEXT(REMAINS), &arena, &view, &err), &err);
    assert_true(ag_row_state(&view.row, "CLEARED"));
    assert_ok(ag_casebook_view(casebook, AG_TEXT("hypothesis:odesa-3-1"), &arena, &view, &err), &err);
    assert_true(ag_row_is(&view.row, "person", "person:odesa-3-1"));
    assert_ok(ag_casebook_login(casebook, "kim", &user, &kim, &err), &err);
    ag_wanted name = {.subject = AG_TEXT("name:odesa-3-1"), .field = "original"};
    assert_ok(ag_casebook_read(casebook, &kim, "a test", &name, 1, &arena, &err), &err);
    assert_true(ag_text_equal(name.value, AG_TEXT("방국진")));
    sound(casebook);
    ag_arena_deinit(&arena);
    ag_casebook_close(casebook);
}

static void tables_that_differ_are_made_anew(void **state) {
    (void)state;
#define OF_ANOTHER "UPDATE meta SET value = 'another' WHERE name = 'tables';"
    static const char *const sql[] = {
        "DELETE FROM meta WHERE name = 'tables'",
        OF_ANOTHER,
        OF_ANOTHER "DROP TABLE kind_remains",
        OF_ANOTHER "ALTER TABLE kind_name DROP COLUMN script",
        OF_ANOTHER "ALTER TABLE kind_name ADD COLUMN gone TEXT",
        OF_ANOTHER "DELETE FROM tally; UPDATE kind_remains SET state = 'SIGHTED'",
        OF_ANOTHER "DROP TABLE tally; CREATE TABLE kind_gone (id TEXT PRIMARY KEY)",
    };
    ag_casebook *casebook = opened(copy_with(NULL));
    const ag_digest expected = sound(casebook);
    ag_casebook_close(casebook);
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        const char *path = copy_with(sql[i]);
        ag_error err;
        assert_status(open_copy(path, true, &casebook, &err), AG_REFUSED, &err);
        assert_non_null(strstr(err.hint, "antigone rebuild"));
        casebook = opened(path);
        const ag_digest made = sound(casebook);
        if (!ag_digest_equal(&made, &expected)) fail_msg("after \"%s\" the tables are not what they were", sql[i]);
        ag_casebook_close(casebook);
        assert_ok(open_copy(path, true, &casebook, &err), &err);
        ag_casebook_close(casebook);
    }
}

static void an_unknown_version_is_refused(void **state) {
    (void)state;
    static const char *const sql[] = {"UPDATE meta SET value = '2' WHERE name = 'schema'",
                                      "UPDATE meta SET value = '0' WHERE name = 'schema'",
                                      "UPDATE meta SET value = 'x' WHERE name = 'schema'", "PRAGMA user_version = 2"};
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
        for (int readonly = 0; readonly < 2; readonly++) {
            ag_casebook *casebook;
            ag_error err;
            assert_status(open_copy(copy_with(sql[i]), readonly, &casebook, &err), AG_BAD_INPUT, &err);
            assert_null(casebook);
            assert_non_null(strstr(err.what, "version"));
            assert_true(err.hint[0]);
        }
}

/* An action that a later version wrote: nothing is thrown away to make tables that would lack it. */
static void tables_that_cannot_be_made_anew_stay(void **state) {
    (void)state;
    const char *path =
        copy_with(OF_ANOTHER "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'remains.clear', "
                             "'remains.later') AS BLOB) WHERE seq = 7");
    ag_casebook *casebook;
    ag_error err;
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;
    assert_status(open_copy(path, false, &casebook, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.what, "remains.later"));
    assert_non_null(strstr(err.hint, "later"));
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT state FROM kind_remains", -1, &rows, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(rows, 0), "CLEARED");
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"a casebook of the first version opens and is what it was", the_first_version_opens, NULL, NULL, NULL},
        {"tables that differ from this program's are made anew from the journal", tables_that_differ_are_made_anew,
         NULL, NULL, NULL},
        {"a version that this program does not know is refused", an_unknown_version_is_refused, NULL, NULL, NULL},
        {"tables that cannot be made anew stay as they are", tables_that_cannot_be_made_anew_stay, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("released", cases, NULL, NULL);
}
