/* What is particular to one of the databases of the store: its files, its refusals and their words. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>
#include <sqlite3.h>

#include "store_fixture.h"

#include "base/banned.h"

static void begin(ag_store *store) {
    ag_error err;
    assert_ok(ag_store_begin(store, true, &err), &err);
}

static void commit(ag_store *store) {
    ag_error err;
    assert_ok(ag_store_commit(store, &err), &err);
}

static void assert_not_opened(const char *location, ag_store_mode mode, ag_status expected, const char *words) {
    ag_store *store = NULL;
    ag_error err;
    assert_status(ag_store_open(location, mode, &store, &err), expected, &err);
    if (!has_words(err.what, words)) fail_msg("\"%s\" does not say \"%s\"", err.what, words);
    assert_true(err.hint[0]);
    assert_null(store);
}

/* ---- SQLite ---------------------------------------------------------------------------------------------------- */

static void run_sqlite(const char *path, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* Paths like store-wal */
static const char *with_end(const char *path, const char *end) {
    static char name[200];
    snprintf(name, sizeof name, "%s%s", path, end);
    return name;
}

static void a_file_and_its_log_are_its_owners_alone(void **state) {
    (void)state;
    static const char *const end[] = {"", "-wal", "-shm"};
    const char *path = fresh_location(false);
    ag_store *store = make_store(path);
    for (int i = 0; i < 3; i++) {
        struct stat info;
        assert_int_equal(stat(with_end(path, end[i]), &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
    ag_store_close(store);
    assert_int_equal(access(with_end(path, "-wal"), F_OK), -1);
}

static void a_file_that_is_not_ours_is_refused_by_what_it_is(void **state) {
    (void)state;
    const char *folder = scratch_folder(), *path = path_join(folder, "x");
    static const char words[] = "id,name\n1,A table of words, long enough to be looked at as the header of a database, "
                                "which is a hundred bytes.\n";
    assert_not_opened(path, AG_STORE_WRITE, AG_BAD_INPUT, "no such file");
    assert_not_opened(folder, AG_STORE_WRITE, AG_BAD_INPUT, "folder");
    assert_not_opened("", AG_STORE_READ, AG_BAD_INPUT, "folder");
    assert_not_opened(path_join(path, "y"), AG_STORE_MAKE, AG_BAD_INPUT, "no such file or folder");
    write_file(path, "", 0);
    assert_not_opened(path, AG_STORE_WRITE, AG_BAD_INPUT, "empty");
    write_file(path, words, strlen(words));
    assert_not_opened(path, AG_STORE_WRITE, AG_BAD_INPUT, "no database");
    assert_not_opened(path, AG_STORE_MAKE, AG_REFUSED, "already");
    const char *foreign = path_join(folder, "foreign");
    run_sqlite(foreign, "CREATE TABLE people (id)");
    assert_not_opened(foreign, AG_STORE_WRITE, AG_BAD_INPUT, "another program");
    assert_not_opened(foreign, AG_STORE_READ, AG_BAD_INPUT, "another program");
}

static void a_file_that_was_prepared_by_others_is_refused(void **state) {
    (void)state;
    const char *path = fresh_location(false);
    ag_store_close(make_store(path));
    run_sqlite(path, "CREATE TRIGGER t AFTER INSERT ON people BEGIN DELETE FROM people; END");
    assert_not_opened(path, AG_STORE_READ, AG_BAD_INPUT, "triggers or views");
    run_sqlite(path, "DROP TRIGGER t; PRAGMA user_version=99");
    assert_not_opened(path, AG_STORE_WRITE, AG_BAD_INPUT, "newer version");
}

static void a_full_disk_is_said_and_nothing_of_the_transaction_stays(void **state) {
    (void)state;
    ag_store *store = make_store(fresh_location(false));
    static char word[20000];
    struct rlimit before, now;
    ag_error err;
    ag_status status = AG_OK;
    memset(word, 'w', sizeof word - 1);
    put_word(store, 1, "before");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    now = before;
    now.rlim_cur = 300000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
    begin(store);
    const ag_cell row[] = {ag_cell_integer(2), text_cell(word)};
    for (int64_t i = 0; i < 3000 && status == AG_OK; i++) {
        const ag_cell next[] = {ag_cell_integer(i + 2), row[1]};
        status = ag_store_put(store, &plain, next, &err);
    }
    if (status == AG_OK) status = ag_store_commit(store, &err);
    assert_status(status, AG_ENVIRONMENT, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_true(has_words(err.what, "full"));
    assert_true(has_words(err.hint, "make room"));
    ag_store_rollback(store);
    assert_int_equal(count_all(store, &plain), 1);
    assert_ok(ag_store_put(store, &plain, row, &err), &err);
    assert_int_equal(count_all(store, &plain), 2);
    ag_store_close(store);
}

static void after_an_error_a_transaction_can_only_be_given_up(void **state) {
    (void)state;
    static const ag_table absent = {"absent", plain_columns, 2};
    ag_store *store = make_store(fresh_location(false));
    const ag_cell row[] = {ag_cell_integer(1), text_cell("w")};
    ag_error err;
    begin(store);
    put_word(store, 1, "lost");
    assert_status(ag_store_put(store, &absent, row, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "absent"));
    assert_status(ag_store_put(store, &plain, row, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "rolled back"));
    assert_status(ag_store_commit(store, &err), AG_ENVIRONMENT, &err);
    assert_int_equal(count_all(store, &plain), 0);
    put_word(store, 1, "kept");
    assert_int_equal(count_all(store, &plain), 1);
    ag_store_close(store);
}

/* What `work` answers, done by a user who is not root; 0: it holds. */
static void as_nobody(int (*work)(const char *path), const char *path) {
    const pid_t child = fork();
    int status;
    if (child == 0) {
        if (getuid() == 0 && (setgid(65534) || setuid(65534))) _exit(100);
        _exit(work(path));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static bool refuses(const char *path, ag_store_mode mode, const char *words) {
    ag_store *store;
    ag_error err;
    if (ag_store_open(path, mode, &store, &err) == AG_ENVIRONMENT && has_words(err.what, words) && err.hint[0])
        return true;
    print_message("# it says: %s\n", err.what);
    return false;
}

static int cannot_write_file(const char *path) {
    return refuses(path, AG_STORE_WRITE, "may not write the file") ? 0 : 1;
}

static int cannot_write_folder(const char *path) {
    if (!refuses(path, AG_STORE_WRITE, "folder must be writable")) return 1;
    return refuses(with_end(path, "-new"), AG_STORE_MAKE, "Permission denied") ? 0 : 2;
}

static int cannot_read(const char *path) { return refuses(path, AG_STORE_READ, "cannot be opened") ? 0 : 1; }

static int reads_backup(const char *path) {
    ag_store *store;
    ag_error err;
    int64_t n = 0;
    if (ag_store_open(path, AG_STORE_READ, &store, &err) != AG_OK) return 1;
    const ag_status status = ag_store_count(store, &(ag_query){.table = &plain}, &n, &err);
    ag_store_close(store);
    return status == AG_OK && n == 1 ? 0 : 2;
}

/* A folder that everybody reaches, and may write in. */
static const char *open_folder(void) {
    const char *folder = scratch_folder();
    char root[200];
    snprintf(root, sizeof root, "%s/..", folder);
    assert_int_equal(chmod(root, 0711), 0);
    assert_int_equal(chmod(folder, 0777), 0);
    return folder;
}

static void a_file_or_folder_that_may_not_be_written_is_said(void **state) {
    (void)state;
    const char *folder = open_folder(), *path = path_join(folder, "store"), *copy = path_join(folder, "copy");
    ag_error err;
    ag_store *store = make_store(path);
    put_word(store, 1, "w");
    assert_ok(ag_store_backup(store, copy, &err), &err);
    ag_store_close(store);
    assert_int_equal(chmod(path, 0444), 0);
    as_nobody(cannot_write_file, path);
    assert_int_equal(chmod(path, 0666), 0);
    assert_int_equal(chmod(copy, 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    as_nobody(cannot_write_folder, path);
    as_nobody(reads_backup, copy);
    if (getuid() == 0) {
        assert_int_equal(chmod(path, 0600), 0);
        as_nobody(cannot_read, path);
    }
    assert_int_equal(chmod(folder, 0777), 0);
}

static void a_damaged_file_is_said(void **state) {
    (void)state;
    const char *path = fresh_location(false);
    ag_store *store = make_store(path);
    size_t n;
    ag_error err;
    int64_t rows;
    begin(store);
    for (int64_t i = 0; i < 5000; i++) put_word(store, i, "a word of some length, so that there are many pages");
    commit(store);
    ag_store_close(store);
    char *bytes = read_file(path, &n);
    memset(bytes + 8192, 0xA5, n - 8192);
    write_file(path, bytes, n);
    store = open_store(path, AG_STORE_WRITE);
    const ag_query query = {.table = &plain};
    assert_status(ag_store_count(store, &query, &rows, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "damaged") && has_words(err.hint, "backup"));
    ag_store_close(store);
}

static bool file_has(const char *path, const char *words) {
    size_t n;
    if (access(path, F_OK) != 0) return false;
    const char *bytes = read_file(path, &n);
    for (size_t i = 0; i + strlen(words) <= n; i++)
        if (memcmp(bytes + i, words, strlen(words)) == 0) return true;
    return false;
}

static void what_was_removed_is_in_no_file_any_more(void **state) {
    (void)state;
    const char *path = fresh_location(false);
    ag_store *store = make_store(path);
    const char *log = with_end(path, "-wal");
    ag_error err;
    begin(store);
    for (int64_t i = 0; i < 1000; i++) put_word(store, i, i == 500 ? "the-key-to-erase" : "the-key-to-keep");
    commit(store);
    assert_true(file_has(log, "the-key-to-erase"));
    const ag_cell key = ag_cell_integer(500);
    assert_ok(ag_store_remove(store, &plain, &key, &err), &err);
    assert_false(file_has(log, "the-key-to-erase"));
    assert_false(file_has(path, "the-key-to-erase"));
    assert_true(file_has(path, "the-key-to-keep"));
    assert_int_equal(count_all(store, &plain), 999);
    ag_store_close(store);
}

static void a_backup_is_whole_while_others_write(void **state) {
    (void)state;
    const char *folder = scratch_folder(), *path = path_join(folder, "store"), *copy = path_join(folder, "copy");
    ag_store *writer = make_store(path), *other = open_store(path, AG_STORE_READ);
    struct stat info;
    ag_error err;
    put_word(writer, 1, "before");
    begin(writer);
    put_word(writer, 2, "not yet");
    assert_ok(ag_store_backup(other, copy, &err), &err);
    commit(writer);
    assert_status(ag_store_backup(other, copy, &err), AG_REFUSED, &err);
    assert_status(ag_store_backup(other, path_join(folder, "no/copy"), &err), AG_BAD_INPUT, &err);
    ag_store_close(other);
    ag_store_close(writer);
    assert_int_equal(stat(copy, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(access(path_join(folder, "copy.part"), F_OK), -1);
    ag_store *store = open_store(copy, AG_STORE_WRITE);
    assert_int_equal(count_all(store, &plain), 1);
    put_word(store, 2, "goes on");
    ag_store_close(store);
}

/* ---- PostgreSQL ------------------------------------------------------------------------------------------------ */

static void run_postgres(const char *location, const char *sql) {
    PGconn *c = PQconnectdb(location);
    PGresult *r = PQexec(c, sql);
    const ExecStatusType status = PQresultStatus(r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail_msg("%s: %s", sql, PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
}

static void a_database_that_is_not_ours_is_refused_by_what_it_is(void **state) {
    (void)state;
    const char *location = fresh_location(true);
    assert_not_opened(location, AG_STORE_WRITE, AG_BAD_INPUT, "no tables of Antigone");
    run_postgres(location, "CREATE TABLE people (id TEXT)");
    assert_not_opened(location, AG_STORE_MAKE, AG_REFUSED, "tables in this database already");
    run_postgres(location, "CREATE TABLE antigone (format INTEGER); INSERT INTO antigone VALUES (99)");
    assert_not_opened(location, AG_STORE_WRITE, AG_BAD_INPUT, "newer version");
    run_postgres(location, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'");
    char latin[200];
    snprintf(latin, sizeof latin, "postgresql://antigone@/latin%s", strchr(location, '?'));
    assert_not_opened(latin, AG_STORE_MAKE, AG_BAD_INPUT, "not UTF-8");
}

static void no_message_has_the_password_of_a_location(void **state) {
    (void)state;
    static const char *const locations[] = {
        "postgresql://u:Geheim7@127.0.0.1:1/nowhere", "postgresql://u:Geheim7%@x/y", "postgresql://u:Geheim7@[/y",
        "postgresql://u@/x?host=/nowhere&password=Geheim7", "postgresql://u@/x?pass=Geheim7"};
    for (size_t i = 0; i < sizeof locations / sizeof *locations; i++) {
        ag_store *store;
        ag_error err;
        char text[800];
        assert_true(ag_store_open(locations[i], AG_STORE_WRITE, &store, &err) != AG_OK);
        assert_false(has_words(ag_error_format(&err, text, sizeof text), "Geheim7"));
        assert_true(err.what[0] && err.hint[0]);
    }
}

static void a_database_is_not_backed_up_as_a_file(void **state) {
    (void)state;
    ag_store *store = make_store(fresh_location(true));
    ag_error err;
    assert_status(ag_store_backup(store, "x", &err), AG_REFUSED, &err);
    assert_true(has_words(err.hint, "pg_dump"));
    ag_store_close(store);
}

#define END_OTHERS                                                                                                     \
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "            \
    "pg_backend_pid()"

static void a_lost_connection_ends_the_transaction_and_is_made_again_for_the_next(void **state) {
    (void)state;
    const char *location = fresh_location(true);
    ag_store *store = make_store(location);
    const ag_cell row[] = {ag_cell_integer(2), text_cell("w")};
    ag_error err;
    put_word(store, 1, "kept");
    begin(store);
    put_word(store, 2, "lost");
    run_postgres(location, END_OTHERS);
    int64_t n;
    const ag_query query = {.table = &plain};
    assert_status(ag_store_count(store, &query, &n, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "connection"));
    assert_status(ag_store_put(store, &plain, row, &err), AG_ENVIRONMENT, &err);
    assert_status(ag_store_commit(store, &err), AG_ENVIRONMENT, &err);
    put_word(store, 3, "kept");
    assert_int_equal(count_all(store, &plain), 2);
    run_postgres(location, END_OTHERS);
    put_word(store, 4, "kept: a beginning is tried again");
    assert_int_equal(count_all(store, &plain), 3);
    ag_store_close(store);
}

static void a_broken_commit_says_that_nobody_knows(void **state) {
    (void)state;
    const char *location = fresh_location(true);
    ag_store *store = make_store(location);
    ag_error err;
    begin(store);
    put_word(store, 1, "?");
    run_postgres(location, END_OTHERS);
    assert_status(ag_store_commit(store, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "not known") && has_words(err.hint, "look what is there"));
    assert_int_equal(count_all(store, &plain), 0);
    ag_store_close(store);
}

static void a_put_that_was_not_waited_for_fails_the_commit(void **state) {
    (void)state;
    const char *location = fresh_location(true);
    ag_store *store = make_store(location);
    ag_error err;
    run_postgres(location, "ALTER TABLE plain ADD CHECK (id < 10)");
    begin(store);
    put_word(store, 1, "good");
    put_word(store, 11, "Anna");
    put_word(store, 2, "good");
    assert_status(ag_store_commit(store, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "check constraint"));
    assert_false(has_words(err.what, "Anna"));
    assert_int_equal(count_all(store, &plain), 0);
    begin(store);
    put_word(store, 11, "bad");
    const ag_query query = {.table = &plain};
    int64_t n;
    assert_status(ag_store_count(store, &query, &n, &err), AG_ENVIRONMENT, &err);
    ag_store_rollback(store);
    put_word(store, 3, "good");
    assert_int_equal(count_all(store, &plain), 1);
    ag_store_close(store);
}

static void more_puts_than_are_left_pending_all_arrive(void **state) {
    (void)state;
    ag_store *store = make_store(fresh_location(true));
    begin(store);
    for (int64_t i = 0; i < 2345; i++) put_word(store, i, "a word of some length, a word of some length");
    assert_int_equal(count_all(store, &plain), 2345);
    for (int64_t i = 0; i < 777; i++) put_word(store, i + 2000, "again");
    commit(store);
    assert_int_equal(count_all(store, &plain), 2777);
    ag_store_close(store);
}

static void a_user_without_rights_is_told(void **state) {
    (void)state;
    const char *location = fresh_location(true);
    ag_store_close(make_store(location));
    run_postgres(location, "CREATE ROLE guest LOGIN; GRANT SELECT ON antigone TO guest");
    char other[200];
    ag_error err;
    int64_t n;
    snprintf(other, sizeof other, "postgresql://guest@%s", strstr(location, "@/") + 1);
    ag_store *store = open_store(other, AG_STORE_READ);
    assert_status(ag_store_count(store, &(ag_query){.table = &plain}, &n, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "may not do that: permission denied for table plain"));
    ag_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_and_its_log_are_its_owners_alone),
        cmocka_unit_test(a_file_that_is_not_ours_is_refused_by_what_it_is),
        cmocka_unit_test(a_file_that_was_prepared_by_others_is_refused),
        cmocka_unit_test(a_full_disk_is_said_and_nothing_of_the_transaction_stays),
        cmocka_unit_test(after_an_error_a_transaction_can_only_be_given_up),
        cmocka_unit_test(a_file_or_folder_that_may_not_be_written_is_said),
        cmocka_unit_test(a_damaged_file_is_said),
        cmocka_unit_test(what_was_removed_is_in_no_file_any_more),
        cmocka_unit_test(a_backup_is_whole_while_others_write),
        cmocka_unit_test(a_database_that_is_not_ours_is_refused_by_what_it_is),
        cmocka_unit_test(no_message_has_the_password_of_a_location),
        cmocka_unit_test(a_database_is_not_backed_up_as_a_file),
        cmocka_unit_test(a_lost_connection_ends_the_transaction_and_is_made_again_for_the_next),
        cmocka_unit_test(a_broken_commit_says_that_nobody_knows),
        cmocka_unit_test(a_put_that_was_not_waited_for_fails_the_commit),
        cmocka_unit_test(more_puts_than_are_left_pending_all_arrive),
        cmocka_unit_test(a_user_without_rights_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
