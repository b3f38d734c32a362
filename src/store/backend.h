/* Between the one generator of SQL (store.c) and the databases that execute it (sqlite.c, postgres.c).
 *
 * Invariants: store.c keeps the transactions' state, checks cells and decides what a count of changed rows means; a
 * backend knows its connection, its errors' words and nothing of tables. SQL text is the same for both but for the
 * words in ag_backend; values are always arguments ($1, $2, …, numbered in order of first appearance), never text of a
 * statement.
 */
#ifndef AG_STORE_BACKEND_H
#define AG_STORE_BACKEND_H

#include "store/store.h"

/* A statement that is prepared when it is first executed and kept. Lives as long as the store. */
typedef struct ag_statement {
    const char *sql;
    const ag_column_type *argument; /* [arguments] */
    const ag_column_type *answer;   /* [answers] */
    int arguments, answers;
    bool erases; /* removes rows: what they held must not linger */
    bool
        deferrable; /* nobody waits for its outcome: an error may come with a later call, at the commit at the latest */
    bool streams;   /* its rows may be more than memory holds */
    ag_cell *row;   /* [answers], for the rows of an answer */
    void *prepared; /* SQLite's own */
    int session;    /* PostgreSQL's: the connection that knows it */
} ag_statement;

/* Every function answers AG_OK, or AG_ENVIRONMENT after which the transaction is to be rolled back. */
typedef struct ag_backend {
    const char *type[3];    /* by ag_column_type */
    const char *table_ends; /* behind the list of columns */
    const char *nulls_first, *nulls_last;
    const char *columns; /* the names of the columns of table $1 */

    /* Also AG_REFUSED and AG_BAD_INPUT, as ag_store_open. */
    ag_status (*open)(const char *location, ag_store_mode mode, void **database, ag_error *err);
    void (*close)(void *database);
    void (*patience)(void *database, int milliseconds);
    ag_status (*begin)(void *database, bool write, ag_error *err);
    ag_status (*commit)(void *database, ag_error *err);
    void (*rollback)(void *database); /* also when there is nothing to roll back */
    ag_status (*run)(void *database, const char *sql, ag_error *err);
    /* visit may be NULL; changed (rows inserted, updated or deleted) may be NULL. */
    ag_status (*execute)(void *database, ag_statement *statement, const ag_cell *argument, ag_row_visit *visit,
                         void *context, int64_t *changed, ag_error *err);
    ag_status (*backup)(void *database, const char *path, ag_error *err);
} ag_backend;

extern const ag_backend ag_backend_sqlite, ag_backend_postgres;

/* ag_fail with the name of the database before it. */
ag_status ag_store_fail(ag_error *err, ag_status status, const char *name, const char *hint, const char *what, ...)
    AG_PRINTF(5, 6);

#endif
