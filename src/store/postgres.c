/* PostgreSQL as a store: a schema of a database, by one connection of libpq. See store.h and backend.h.
 *
 * The connection is in pipeline mode all the time: what nobody waits for (a put of a bulk import) is sent and its
 * outcome read with the next answer that somebody does wait for, so that such a row costs no round trip.
 *
 *     send … send, synchronise ──→ server ──→ outcome … outcome, synchronised
 *
 * Invariants: values go as binary arguments, never as text of a statement, so that the server's log has none; of its
 * errors only the primary message is repeated, which has none either. A password in the location is in no message. The
 * table "antigone" marks a database as ours. A lost connection is made again outside a transaction only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/limits.h"
#include "store/backend.h"

#include "base/banned.h"

#define LOCK "pg_advisory_xact_lock(1097757799)" /* "Antg": one writer in a database */

enum {
    FORMAT = 1, /* of what this room makes, in the table "antigone" */
    PATIENCE_MS = 30000,
    MOST_PENDING = 500, /* their outcomes, 30 bytes each, fit the socket: the server never waits for us to read */
    TYPE_TEXT = 25,     /* as in the server's pg_type.dat */
    TYPE_INTEGER = 20,
    TYPE_BYTES = 17,
};

typedef struct database {
    PGconn *connection;
    char *location; /* owned; may have a password in it */
    char name[160]; /* for messages */
    ag_store_mode mode;
    int patience;
    int pending; /* sent, and their outcome not yet read */
    int session; /* counts connections: a statement is prepared in one of them */
    bool within; /* a transaction */
} database;

/* Where the rows of an answer go. */
typedef struct reading {
    ag_statement *statement;
    ag_row_visit *visit; /* NULL: nowhere, or no more */
    void *context;
    int64_t changed; /* by the last statement */
} reading;

/* ---- What the database refuses, in words ----------------------------------------------------------------------- */

/* The first line of what libpq says, of a connection that could not be made or was lost. */
static ag_status fail_connection(const database *d, ag_error *err) {
    char line[200];
    snprintf(line, sizeof line, "%s", d->connection ? PQerrorMessage(d->connection) : "not enough memory");
    line[strcspn(line, "\n")] = 0;
    return ag_store_fail(
        err, AG_ENVIRONMENT, d->name,
        "see that the server runs, that the database is there (createdb) and that this user may use it",
        "no connection: %s", line);
}

typedef struct refusal {
    const char *state; /* the start of an SQLSTATE */
    const char *what, *hint;
} refusal;

static const refusal refusals[] = {
    {"53100", "the server's disk is full", "make room there and do it again: nothing of this was kept"},
    {"53200", "the server has not enough memory", "do it again when less is going on there"},
    {"55P03", "another program is writing and has not let go in time",
     "wait until it is done, or end it; the view pg_stat_activity shows which it is"},
    {"42501", "this user may not do that", "grant it to him, or use another user"},
    {"25006", "the database is for reading only", "use the server that may be written"},
    {"57P", "the server has ended the connection", "do it again, when the server is back"},
    {"XX00", "the database is damaged", "keep it as it is and go on with the last backup"},
    {"40", "the transaction got into the way of another program's", "do it again"},
};

static ag_status fail_result(const database *d, const PGresult *result, ag_error *err) {
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (!state || !message || PQstatus(d->connection) == CONNECTION_BAD) return fail_connection(d, err);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (strncmp(state, refusals[i].state, strlen(refusals[i].state)) == 0)
            return ag_store_fail(err, AG_ENVIRONMENT, d->name, refusals[i].hint, "%s: %s", refusals[i].what, message);
    return ag_store_fail(err, AG_ENVIRONMENT, d->name, "see what else was done to this database",
                         "the database refuses: %s (%s)", message, state);
}

/* ---- Sending and receiving ------------------------------------------------------------------------------------- */

static int64_t whole_number(const char *bytes) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | (unsigned char)bytes[i];
    return (int64_t)value;
}

static ag_cell column(const PGresult *result, int row, int at, ag_column_type type) {
    if (PQgetisnull(result, row, at)) return ag_cell_null();
    const char *bytes = PQgetvalue(result, row, at);
    if (type == AG_COLUMN_INTEGER) return ag_cell_integer(whole_number(bytes));
    return ag_cell_text((ag_text){bytes, (size_t)PQgetlength(result, row, at)});
}

static void visit_rows(reading *r, const PGresult *result) {
    for (int row = 0; r->visit && row < PQntuples(result); row++) {
        for (int i = 0; i < r->statement->answers; i++)
            r->statement->row[i] = column(result, row, i, r->statement->answer[i]);
        if (!r->visit(r->context, r->statement->row)) r->visit = NULL;
    }
}

static ag_status take_result(const database *d, reading *r, const PGresult *result, ag_error *err) {
    int64_t changed;
    switch (PQresultStatus(result)) {
    case PGRES_SINGLE_TUPLE:
    case PGRES_TUPLES_OK:
        visit_rows(r, result);
        return AG_OK;
    case PGRES_COMMAND_OK:
        r->changed = ag_parse_int(ag_text_of(PQcmdTuples((PGresult *)result)), &changed) ? changed : 0;
        return AG_OK;
    case PGRES_PIPELINE_ABORTED:
        return AG_OK; /* of one before it failed, which was told */
    default:
        return fail_result(d, result, err);
    }
}

/* A connection that is out of step cannot be used any more. */
static ag_status lose(database *d, ag_error *err) {
    fail_connection(d, err);
    PQfinish(d->connection);
    d->connection = NULL;
    return AG_ENVIRONMENT;
}

/* Reads the outcomes of all that was sent, each ended by NULL; the first failure is the answer. */
static ag_status receive(database *d, reading *r, ag_error *err) {
    ag_status status = AG_OK;
    bool ended = false;
    d->pending = 0;
    if (!PQpipelineSync(d->connection)) return lose(d, err);
    for (;;) {
        PGresult *result = PQgetResult(d->connection);
        if (!result && (ended || PQstatus(d->connection) == CONNECTION_BAD))
            return lose(d, status == AG_OK ? err : NULL);
        ended = !result;
        const bool done = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        if (result && !done && status == AG_OK) status = take_result(d, r, result, err);
        PQclear(result);
        if (done) return status;
    }
}

static ag_status send_sql(database *d, const char *sql, ag_error *err) {
    d->pending++;
    return PQsendQueryParams(d->connection, sql, 0, NULL, NULL, NULL, NULL, 1) ? AG_OK : fail_connection(d, err);
}

static ag_status run(void *context, const char *sql, ag_error *err) {
    database *d = context;
    reading none = {0};
    const ag_status status = send_sql(d, sql, err);
    return status == AG_OK ? receive(d, &none, err) : status;
}

static void name_statement(const ag_statement *statement, char out[40]) {
    snprintf(out, 40, "%p", (const void *)statement);
}

static ag_status prepare(database *d, ag_statement *statement, ag_error *err) {
    static const Oid oid[] = {
        [AG_COLUMN_TEXT] = TYPE_TEXT, [AG_COLUMN_INTEGER] = TYPE_INTEGER, [AG_COLUMN_BYTES] = TYPE_BYTES};
    Oid type[AG_MAX_COLUMNS];
    char name[40];
    reading none = {0};
    name_statement(statement, name);
    for (int i = 0; i < statement->arguments; i++) type[i] = oid[statement->argument[i]];
    if (!PQsendPrepare(d->connection, name, statement->sql, statement->arguments, type)) return fail_connection(d, err);
    const ag_status status = receive(d, &none, err);
    if (status == AG_OK) statement->session = d->session;
    return status;
}

static ag_status send_statement(database *d, const ag_statement *statement, const ag_cell *argument, ag_error *err) {
    char number[AG_MAX_COLUMNS][8], name[40];
    const char *value[AG_MAX_COLUMNS];
    int length[AG_MAX_COLUMNS], binary[AG_MAX_COLUMNS];
    for (int i = 0; i < statement->arguments; i++) {
        const bool whole = statement->argument[i] == AG_COLUMN_INTEGER;
        for (int k = 0; whole && k < 8; k++) number[i][k] = (char)((uint64_t)argument[i].integer >> (56 - 8 * k));
        value[i] = argument[i].null ? NULL : whole ? number[i] : argument[i].text.at ? argument[i].text.at : "";
        length[i] = whole ? 8 : (int)argument[i].text.n;
        binary[i] = 1;
    }
    name_statement(statement, name);
    d->pending++;
    return PQsendQueryPrepared(d->connection, name, statement->arguments, value, length, binary, 1)
               ? AG_OK
               : fail_connection(d, err);
}

/* ---- Connecting ------------------------------------------------------------------------------------------------ */

static void ignore_notice(void *context, const PGresult *result) { (void)context, (void)result; }

/* The first row of what `sql` answers, before the pipeline; NULL: it failed. */
static PGresult *ask(const database *d, const char *sql, ag_error *err) {
    PGresult *result = PQexec(d->connection, sql);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return result;
    fail_result(d, result, err);
    PQclear(result);
    return NULL;
}

static ag_status set_session(const database *d, ag_error *err) {
    char sql[300];
    snprintf(sql, sizeof sql,
             "SET lock_timeout = %d; SET SESSION CHARACTERISTICS AS TRANSACTION %s;"
             "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
             d->patience, d->mode == AG_STORE_READ ? "READ ONLY" : "READ WRITE");
    PGresult *result = ask(d, sql, err);
    PQclear(result);
    return result ? AG_OK : AG_ENVIRONMENT;
}

static ag_status connect(database *d, ag_error *err) {
    /* What stands before the location can be said otherwise in it. */
    const char *const keyword[] = {"connect_timeout", "fallback_application_name", "dbname", "client_encoding", NULL};
    const char *const value[] = {"10", "antigone", d->location, "UTF8", NULL};
    d->connection = PQconnectdbParams(keyword, value, 1);
    d->session++;
    d->pending = 0;
    if (PQstatus(d->connection) != CONNECTION_OK) return fail_connection(d, err);
    PQsetNoticeReceiver(d->connection, ignore_notice, NULL);
    return set_session(d, err);
}

static ag_status start_pipeline(const database *d, ag_error *err) {
    return PQenterPipelineMode(d->connection) ? AG_OK : fail_connection(d, err);
}

/* Connects again when the server was away. */
static ag_status reconnect(database *d, ag_error *err) {
    if (PQstatus(d->connection) == CONNECTION_OK || d->within) return AG_OK;
    PQfinish(d->connection);
    const ag_status status = connect(d, err);
    return status == AG_OK ? start_pipeline(d, err) : status;
}

/* ---- Opening --------------------------------------------------------------------------------------------------- */

/* The location without user and password. */
static ag_status name_database(database *d, ag_error *err) {
    PQconninfoOption *option = PQconninfoParse(d->location, NULL); /* its words might quote a password */
    const char *host = "", *name = "";
    if (!option)
        return ag_fail(err, AG_BAD_INPUT, "write postgresql://user@host/database, with %40 for an @ in a name",
                       "this is no location of a PostgreSQL database");
    for (const PQconninfoOption *o = option; o->keyword; o++) {
        if (o->val && strcmp(o->keyword, "host") == 0) host = o->val;
        if (o->val && strcmp(o->keyword, "dbname") == 0) name = o->val;
    }
    snprintf(d->name, sizeof d->name, "postgresql://%s/%s", host, name);
    PQconninfoFree(option);
    return AG_OK;
}

static ag_status make_mark(const database *d, ag_error *err) {
    char sql[200];
    snprintf(sql, sizeof sql,
             "SELECT " LOCK "; CREATE TABLE antigone (format INTEGER NOT NULL); INSERT INTO antigone VALUES (%d)",
             FORMAT);
    PGresult *result = ask(d, sql, err);
    PQclear(result);
    return result ? AG_OK : AG_ENVIRONMENT;
}

static ag_status check_mark(const database *d, ag_error *err) {
    int64_t format = 0;
    PGresult *result = ask(d, "SELECT max(format) FROM antigone", err);
    if (!result) return AG_ENVIRONMENT;
    const bool known = ag_parse_int(ag_text_of(PQgetvalue(result, 0, 0)), &format) && format <= FORMAT;
    PQclear(result);
    return known ? AG_OK
                 : ag_store_fail(err, AG_BAD_INPUT, d->name, "use the newer version",
                                 "a newer version of Antigone made these tables");
}

static ag_status check_ours(const database *d, ag_error *err) {
    PGresult *result =
        ask(d,
            "SELECT current_setting('server_encoding'), count(*) FILTER (WHERE relname = 'antigone'), count(*) "
            "FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind <> 'i'",
            err);
    if (!result) return AG_ENVIRONMENT;
    const bool unicode = strcmp(PQgetvalue(result, 0, 0), "UTF8") == 0;
    const bool ours = strcmp(PQgetvalue(result, 0, 1), "0") != 0, empty = strcmp(PQgetvalue(result, 0, 2), "0") == 0;
    PQclear(result);
    if (!unicode)
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "make one by: createdb -E UTF8 -T template0 NAME",
                             "the encoding of this database is not UTF-8");
    if (d->mode != AG_STORE_MAKE && !ours)
        return ag_store_fail(err, AG_BAD_INPUT, d->name, "check the name",
                             "there are no tables of Antigone in this database");
    if (d->mode == AG_STORE_MAKE && !empty)
        return ag_store_fail(err, AG_REFUSED, d->name, "make a new one: createdb -E UTF8 -T template0 NAME",
                             "there are tables in this database already");
    return d->mode == AG_STORE_MAKE ? make_mark(d, err) : check_mark(d, err);
}

static void close_database(void *context) {
    database *d = context;
    PQfinish(d->connection);
    free(d->location);
    free(d);
}

static ag_status open_database(const char *location, ag_store_mode mode, void **out, ag_error *err) {
    database *d = calloc(1, sizeof *d);
    if (d) d->location = strdup(location);
    if (!d || !d->location) {
        free(d);
        return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory");
    }
    d->mode = mode;
    d->patience = PATIENCE_MS;
    ag_status status = name_database(d, err);
    if (status == AG_OK) status = connect(d, err);
    if (status == AG_OK) status = check_ours(d, err);
    if (status == AG_OK) status = start_pipeline(d, err);
    if (status == AG_OK)
        *out = d;
    else
        close_database(d);
    return status;
}

/* ---- Transactions ---------------------------------------------------------------------------------------------- */

static ag_status try_begin(database *d, bool write, ag_error *err) {
    reading none = {0};
    ag_status status = send_sql(d, write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err);
    if (status == AG_OK && write) status = send_sql(d, "SELECT " LOCK, err);
    return status == AG_OK ? receive(d, &none, err) : status;
}

/* A connection that broke while nobody looked is noticed here, where to try again is harmless. */
static ag_status begin(void *context, bool write, ag_error *err) {
    database *d = context;
    ag_status status = reconnect(d, err);
    if (status == AG_OK) status = try_begin(d, write, err);
    if (status != AG_OK && PQstatus(d->connection) == CONNECTION_BAD && reconnect(d, err) == AG_OK)
        status = try_begin(d, write, err);
    d->within = status == AG_OK;
    return status;
}

static ag_status commit(void *context, ag_error *err) {
    database *d = context;
    const ag_status status = run(d, "COMMIT", err);
    if (status != AG_OK && PQstatus(d->connection) == CONNECTION_BAD)
        return ag_store_fail(err, status, d->name, "look what is there before you do it again",
                             "the connection broke at the commit: whether this was kept is not known");
    if (status == AG_OK) d->within = false;
    return status;
}

static void rollback(void *context) {
    database *d = context;
    if (PQstatus(d->connection) == CONNECTION_OK) run(d, "ROLLBACK", NULL);
    d->within = false;
}

static void set_patience(void *context, int milliseconds) {
    database *d = context;
    char sql[60];
    d->patience = milliseconds;
    snprintf(sql, sizeof sql, "SET lock_timeout = %d", milliseconds);
    if (PQstatus(d->connection) == CONNECTION_OK) run(d, sql, NULL);
}

/* ---- Statements ------------------------------------------------------------------------------------------------ */

static ag_status execute(void *context, ag_statement *statement, const ag_cell *argument, ag_row_visit *visit,
                         void *visitor, int64_t *changed, ag_error *err) {
    database *d = context;
    reading r = {statement, visit, visitor, 0}, none = {0};
    ag_status status = reconnect(d, err);
    if (status == AG_OK && statement->session != d->session) status = prepare(d, statement, err);
    if (status == AG_OK && statement->streams && d->pending) status = receive(d, &none, err);
    if (status == AG_OK) status = send_statement(d, statement, argument, err);
    if (status != AG_OK) return status;
    if (statement->deferrable && d->within && d->pending < MOST_PENDING) return AG_OK;
    if (statement->streams) PQsetSingleRowMode(d->connection); /* else all rows would stand in memory */
    status = receive(d, &r, err);
    if (changed) *changed = r.changed;
    return status;
}

static ag_status backup(void *context, const char *path, ag_error *err) {
    const database *d = context;
    (void)path;
    return ag_store_fail(err, AG_REFUSED, d->name, "use pg_dump --format=custom --file=FILE DATABASE",
                         "a PostgreSQL database is copied by its own programs");
}

const ag_backend ag_backend_postgres = {
    .type = {"TEXT COLLATE \"C\"", "BIGINT", "BYTEA"},
    .table_ends = "",
    .nulls_first = " NULLS FIRST",
    .nulls_last = " NULLS LAST",
    .columns = "SELECT attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relname = $1"
               " AND relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped",
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
