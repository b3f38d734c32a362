/* SQLite as a store: one file beside its -wal and -shm. See store.h and backend.h.
 *
 * Invariants: the file is made by us (application_id), of mode 0600, without triggers or views; everything goes through
 * a write-ahead log that is synchronised at each commit. No memory mapping: a disk that fails would be a signal, not an
 * error.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "store/backend.h"

#include "base/banned.h"

enum {
    APPLICATION = 0x416E7467, /* "Antg", in the header of the file: file(1) and we know it by this */
    FORMAT = 1,               /* of what this room makes, in user_version */
    PATIENCE_MS = 30000,
};

typedef struct database {
    sqlite3 *db;
    char *path;       /* owned: absolute or from "./" on, so that no name is special to SQLite */
    const char *name; /* in it: as the user wrote it */
    int patience;
    bool erased; /* in this transaction */
} database;

/* ---- What the database refuses, in words ----------------------------------------------------------------------- */

static ag_status fail_input_output(const database *d, ag_error *err) {
    const int number = sqlite3_system_errno(d->db);
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        return ag_store_fail(err, AG_ENVIRONMENT, d->name, "make room and do it again: nothing of this was kept",
                             "the disk or its quota is full: %s", strerror(number));
    return ag_store_fail(err, AG_ENVIRONMENT, d->name, "look at the disk and its log; copy the file to another one",
                         "the disk fails to read or write (%s)", number ? strerror(number) : sqlite3_errmsg(d->db));
}

static ag_status fail_code(const database *d, int code, ag_error *err) {
    const char *name = d->name;
    const bool beside = code == SQLITE_READONLY_DIRECTORY || code == SQLITE_READONLY_CANTINIT;
    switch (beside ? SQLITE_CANTOPEN : code & 0xFF) {
    case SQLITE_FULL:
        return ag_store_fail(err, AG_ENVIRONMENT, name, "make room and do it again: nothing of this was kept",
                             "the disk is full");
    case SQLITE_IOERR:
        return fail_input_output(d, err);
    case SQLITE_NOMEM:
        return ag_store_fail(err, AG_ENVIRONMENT, name, "free some memory", "not enough memory");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ag_store_fail(err, AG_ENVIRONMENT, name,
                             "wait until it is done, or end it; `fuser` with the file's name shows which it is",
                             "another program holds the file and has not let go for %g seconds", d->patience / 1e3);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ag_store_fail(err, AG_ENVIRONMENT, name,
                             "change who may write the file and its folder, or work on a copy",
                             "this user may not write the file");
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return ag_store_fail(
            err, AG_ENVIRONMENT, name,
            "change who may read and write there, or copy the file into a folder of your own",
            "the file, or the -wal and -shm beside it, cannot be opened: its folder must be writable too");
    case SQLITE_CORRUPT:
        return ag_store_fail(err, AG_ENVIRONMENT, name, "keep it as it is and go on with the last backup",
                             "the file is damaged");
    case SQLITE_NOTADB:
        return ag_store_fail(err, AG_BAD_INPUT, name, "check the name",
                             "this is no database, or the start of it is damaged");
    default:
        return ag_store_fail(err, AG_ENVIRONMENT, name, "see what else was done to this file",
                             "the database refuses: %s", sqlite3_errmsg(d->db));
    }
}

static ag_status fail_file(const database *d, int number, const char *doing, ag_error *err) {
    if (number == EEXIST)
        return ag_store_fail(err, AG_REFUSED, d->name, "give another name", "there is a file of this name already");
    if (number == ENOENT || number == ENOTDIR)
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "check the name and the folder",
                             "there is no such file or folder");
    return ag_store_fail(err, AG_ENVIRONMENT, d->name, "check who may read and write there, and that there is room",
                         "cannot %s the file: %s", doing, strerror(number));
}

/* ---- Statements ------------------------------------------------------------------------------------------------ */

static ag_status run_sql(const database *d, const char *sql, ag_error *err) {
    const int code = sqlite3_exec(d->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? AG_OK : fail_code(d, code, err);
}

static ag_status run(void *context, const char *sql, ag_error *err) { return run_sql(context, sql, err); }

static int bind(sqlite3_stmt *s, int at, ag_column_type type, const ag_cell *cell) {
    const char *bytes = cell->text.at ? cell->text.at : "";
    if (cell->null) return sqlite3_bind_null(s, at);
    switch (type) {
    case AG_COLUMN_INTEGER:
        return sqlite3_bind_int64(s, at, cell->integer);
    case AG_COLUMN_BYTES:
        return sqlite3_bind_blob64(s, at, bytes, cell->text.n, SQLITE_STATIC);
    case AG_COLUMN_TEXT:
        break;
    }
    return sqlite3_bind_text64(s, at, bytes, cell->text.n, SQLITE_STATIC, SQLITE_UTF8);
}

static ag_cell column(sqlite3_stmt *s, int at, ag_column_type type) {
    if (sqlite3_column_type(s, at) == SQLITE_NULL) return ag_cell_null();
    if (type == AG_COLUMN_INTEGER) return ag_cell_integer(sqlite3_column_int64(s, at));
    const void *bytes = type == AG_COLUMN_TEXT ? sqlite3_column_text(s, at) : sqlite3_column_blob(s, at);
    return ag_cell_text((ag_text){bytes ? bytes : "", bytes ? (size_t)sqlite3_column_bytes(s, at) : 0});
}

static int step(sqlite3_stmt *s, const ag_statement *statement, ag_row_visit *visit, void *context) {
    for (;;) {
        const int code = sqlite3_step(s);
        if (code != SQLITE_ROW) return code;
        for (int i = 0; i < statement->answers; i++) statement->row[i] = column(s, i, statement->answer[i]);
        if (!visit(context, statement->row)) return SQLITE_DONE;
    }
}

static ag_status execute(void *context, ag_statement *statement, const ag_cell *argument, ag_row_visit *visit,
                         void *visitor, int64_t *changed, ag_error *err) {
    database *d = context;
    int code = SQLITE_OK;
    if (!statement->prepared) {
        sqlite3_stmt *made = NULL;
        code = sqlite3_prepare_v3(d->db, statement->sql, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
        statement->prepared = made;
    }
    sqlite3_stmt *s = statement->prepared;
    for (int i = 0; i < statement->arguments && code == SQLITE_OK; i++)
        code = bind(s, i + 1, statement->argument[i], &argument[i]);
    if (code == SQLITE_OK) code = step(s, statement, visit, visitor);
    if (changed) *changed = sqlite3_changes64(d->db);
    d->erased |= statement->erases;
    const ag_status status = code == SQLITE_DONE ? AG_OK : fail_code(d, code, err);
    sqlite3_reset(s);
    return status;
}

/* ---- Transactions ---------------------------------------------------------------------------------------------- */

static ag_status begin(void *context, bool write, ag_error *err) {
    database *d = context;
    d->erased = false;
    return run_sql(d, write ? "BEGIN IMMEDIATE" : "BEGIN", err);
}

/* What was erased stands in the log until that is emptied; somebody who reads may prevent it, then a later one does it.
 */
static void empty_log(const database *d) {
    sqlite3_busy_timeout(d->db, 0);
    sqlite3_wal_checkpoint_v2(d->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(d->db, d->patience);
}

static ag_status commit(void *context, ag_error *err) {
    database *d = context;
    const ag_status status = run_sql(d, "COMMIT", err);
    if (status == AG_OK && d->erased) empty_log(d);
    return status;
}

static void rollback(void *context) {
    const database *d = context;
    if (!sqlite3_get_autocommit(d->db)) run_sql(d, "ROLLBACK", NULL);
}

static void set_patience(void *context, int milliseconds) {
    database *d = context;
    d->patience = milliseconds;
    sqlite3_busy_timeout(d->db, milliseconds);
}

/* ---- Opening --------------------------------------------------------------------------------------------------- */

static char *plain_path(const char *path) {
    const size_t n = strlen(path) + 3;
    char *plain = malloc(n);
    if (plain) snprintf(plain, n, "%s%s", path[0] == '/' ? "" : "./", path);
    return plain;
}

/* The number that `sql` asks for. */
static ag_status ask(const database *d, const char *sql, int64_t *out, ag_error *err) {
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(d->db, sql, -1, &s, NULL);
    if (code == SQLITE_OK) code = sqlite3_step(s);
    if (code == SQLITE_ROW) *out = sqlite3_column_int64(s, 0);
    const ag_status status = code == SQLITE_ROW ? AG_OK : fail_code(d, code, err);
    sqlite3_finalize(s);
    return status;
}

static ag_status make_file(const database *d, ag_error *err) {
    const int fd = open(d->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fail_file(d, errno, "make", err);
    close(fd);
    return AG_OK;
}

/* The clearer words for what SQLite would open, make or refuse. */
static ag_status check_file(const database *d, ag_error *err) {
    struct stat info;
    if (stat(d->path, &info)) return fail_file(d, errno, "open", err);
    if (S_ISDIR(info.st_mode))
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "give the name of a file", "this is a folder, not a file");
    if (!S_ISREG(info.st_mode) || info.st_size == 0)
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "check the name", "this file is empty, or no ordinary file");
    return AG_OK;
}

static ag_status connect(database *d, ag_store_mode mode, ag_error *err) {
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (mode == AG_STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    const int code = sqlite3_open_v2(d->path, &d->db, flags, NULL);
    if (code != SQLITE_OK) return fail_code(d, code, err);
    if (mode != AG_STORE_READ && sqlite3_db_readonly(d->db, "main") == 1) return fail_code(d, SQLITE_READONLY, err);
    set_patience(d, PATIENCE_MS);
    sqlite3_db_config(d->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(d->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(d->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    /* cache_size in KiB: a connection is a thread's. The log is written back in pieces of 16 MiB. */
    return run_sql(
        d,
        "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
        "PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL;"
        "PRAGMA wal_autocheckpoint=4096; PRAGMA journal_size_limit=67108864",
        err);
}

/* A file from elsewhere might have been prepared: what we never make is not there to be run. */
static ag_status check_ours(const database *d, ag_error *err) {
    int64_t application = 0, format = 0, foreign = 0;
    ag_status status = ask(d, "PRAGMA application_id", &application, err);
    if (status == AG_OK) status = ask(d, "PRAGMA user_version", &format, err);
    if (status == AG_OK)
        status = ask(d, "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')", &foreign, err);
    if (status != AG_OK) return status;
    if (application != APPLICATION)
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "check the name",
                             "this is the SQLite database of another program");
    if (format > FORMAT)
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "use the newer version",
                             "a newer version of Antigone made this file");
    if (foreign)
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "go on with the last backup",
                             "another program changed this file: it has triggers or views, and Antigone makes none");
    return AG_OK;
}

static ag_status set_log(const database *d, ag_error *err) {
    int64_t is_log = 0;
    ag_status status = run_sql(d, "PRAGMA journal_mode=WAL", err);
    if (status == AG_OK) status = ask(d, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &is_log, err);
    if (status != AG_OK || is_log) return status;
    return ag_store_fail(err, AG_ENVIRONMENT, d->name, "keep it on a disk of this machine, or use PostgreSQL",
                         "the folder cannot share memory between programs, as a write-ahead log needs");
}

static ag_status prepare_file(database *d, ag_store_mode mode, ag_error *err) {
    char sql[80];
    ag_status status = connect(d, mode, err);
    if (status != AG_OK) return status;
    if (mode != AG_STORE_MAKE) {
        status = check_ours(d, err);
        return status == AG_OK && mode == AG_STORE_WRITE ? set_log(d, err) : status;
    }
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION, FORMAT);
    status = run_sql(d, sql, err);
    return status == AG_OK ? set_log(d, err) : status;
}

/* SQLite empties and removes the log when the last connection closes. */
static void close_database(void *context) {
    database *d = context;
    for (sqlite3_stmt *s; d->db && (s = sqlite3_next_stmt(d->db, NULL));) sqlite3_finalize(s);
    sqlite3_close(d->db);
    free(d->path);
    free(d);
}

static ag_status open_database(const char *location, ag_store_mode mode, void **out, ag_error *err) {
    database *d = calloc(1, sizeof *d);
    char *path = plain_path(location);
    if (!d || !path) {
        free(d);
        free(path);
        return ag_store_fail(err, AG_ENVIRONMENT, location, "free some memory", "not enough memory");
    }
    *d = (database){.path = path, .name = path + (location[0] == '/' ? 0 : 2), .patience = PATIENCE_MS};
    ag_status status = mode == AG_STORE_MAKE ? make_file(d, err) : check_file(d, err);
    const bool made = status == AG_OK && mode == AG_STORE_MAKE;
    if (status == AG_OK) status = prepare_file(d, mode, err);
    if (status == AG_OK) {
        *out = d;
        return AG_OK;
    }
    if (made) unlink(path);
    close_database(d);
    return status;
}

/* ---- Backup ---------------------------------------------------------------------------------------------------- */

/* A copy of the rows as they are now, without what was erased. */
static ag_status copy_into(const database *d, const char *path, ag_error *err) {
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(d->db, "VACUUM INTO $1", -1, &s, NULL);
    if (code == SQLITE_OK) code = sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
    if (code == SQLITE_OK) code = sqlite3_step(s);
    const ag_status status = code == SQLITE_DONE ? AG_OK : fail_code(d, code, err);
    sqlite3_finalize(s);
    return status;
}

static int synchronise(const char *path) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno;
    const int fault = fsync(fd) ? errno : 0;
    close(fd);
    return fault;
}

/* `part` becomes `target` once it is whole. */
static ag_status write_backup(const database *d, database *target, char *part, ag_error *err) {
    ag_status status = make_file(&(database){.path = part, .name = target->name}, err);
    if (status != AG_OK) return status;
    status = copy_into(d, part, err);
    if (status == AG_OK) {
        int fault = synchronise(part);
        if (!fault && rename(part, target->path)) fault = errno;
        if (fault) status = fail_file(target, fault, "write", err);
    }
    if (status != AG_OK) unlink(part);
    return status;
}

static ag_status backup(void *context, const char *path, ag_error *err) {
    database target = {.path = plain_path(path), .name = path};
    const size_t n = strlen(path) + 16;
    char *part = malloc(n);
    ag_status status;
    if (!target.path || !part)
        status = ag_store_fail(err, AG_ENVIRONMENT, path, "free some memory", "not enough memory");
    else if (access(target.path, F_OK) == 0)
        status = fail_file(&target, EEXIST, "make", err);
    else {
        snprintf(part, n, "%s.part", target.path);
        status = write_backup(context, &target, part, err);
    }
    free(part);
    free(target.path);
    return status;
}

const ag_backend ag_backend_sqlite = {
    .type = {"TEXT", "INTEGER", "BLOB"},
    .table_ends = " STRICT",
    .nulls_first = "",
    .nulls_last = "",
    .columns = "SELECT name FROM pragma_table_info($1)",
    .open = open_database,
    .close = close_database,
    .patience = set_patience,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .run = run,
    .execute = execute,
    .backup = backup,
};
