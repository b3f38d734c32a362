/* Tables in a database, SQLite or PostgreSQL, behind one interface: what the casebook keeps its journal and its
 * projection in. Knows rows and columns, and nothing of cases.
 *
 *     ag_store_open("war.casebook", …)                     one SQLite file: WAL, synchronous=FULL, STRICT tables
 *     ag_store_open("postgresql://host/war?…", …)          a database, by libpq
 *
 * Invariants: column 0 is the primary key. A write transaction is BEGIN IMMEDIATE in SQLite; in PostgreSQL it takes one
 * advisory lock, so that there is one writer at a time in either. A commit that answered AG_OK is on the disk. Within a
 * write transaction reads see its own writes. A text order is that of bytes in both (PostgreSQL: COLLATE "C"). One
 * ag_store is used by one thread at a time. AG_ENVIRONMENT: the database refuses (full disk, read-only file, another
 * process holds it, no connection): err->what says which, err->hint what to do; the transaction is rolled back, and
 * whatever is asked of it from then on, its commit too, answers AG_ENVIRONMENT. AG_REFUSED and AG_BAD_INPUT leave it as
 * it is. Text is UTF-8 without zero bytes, a value at most AG_MAX_STORED_BYTES, a table at most AG_MAX_COLUMNS wide,
 * the names of a table and a column together at most 54 bytes: what either database refuses both refuse.
 *
 * What was erased. SQLite overwrites removed rows in the file (secure_delete) and empties its write-ahead log after a
 * commit that removed some, unless somebody is reading just then: the next such commit or the last close does it. A
 * value that a put replaced stays in the log until it is written over or the last close. Backups made before have all
 * of it; so may the disk itself, beneath the file. PostgreSQL keeps removed rows in its pages until they are reused, in
 * its own log and in archives of that: a site that must erase keeps it on an encrypted disk.
 *
 * A SQLite file has FILE-wal and FILE-shm beside it while it is open, so its folder must be writable, also for reading,
 * and on a disk of this machine; copy it by ag_store_backup, never by cp. A backup needs neither to be read.
 */
#ifndef AG_STORE_STORE_H
#define AG_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "antigone/status.h"
#include "base/arena.h"
#include "base/text.h"

typedef enum ag_column_type { AG_COLUMN_TEXT, AG_COLUMN_INTEGER, AG_COLUMN_BYTES } ag_column_type;

typedef struct ag_column {
    const char *name;
    ag_column_type type;
    bool indexed; /* an index over (this column, primary key): equality and order by key are fast */
    bool unique;
} ag_column;

typedef struct ag_table {
    const char *name;
    const ag_column *column; /* [columns] */
    int columns;
} ag_table;

typedef struct ag_cell {
    bool null;
    int64_t integer; /* of AG_COLUMN_INTEGER */
    ag_text text;    /* of AG_COLUMN_TEXT and AG_COLUMN_BYTES */
} ag_cell;

typedef enum ag_comparison {
    AG_EQUAL,
    AG_UNEQUAL,
    AG_LESS,
    AG_MORE,
    AG_AT_MOST,
    AG_AT_LEAST,
    AG_IS_NULL,
    AG_NOT_NULL
} ag_comparison;

/* A comparison never holds for a NULL, neither in the row nor as value (AG_UNEQUAL too); AG_IS_NULL and AG_NOT_NULL
 * do not look at the value. */
typedef struct ag_where {
    int column;
    ag_comparison is;
    ag_cell value;
} ag_where;

enum { AG_MAX_WHERE = 6 };

typedef struct ag_query {
    const ag_table *table;
    ag_where where[AG_MAX_WHERE]; /* all of them */
    int conditions;
    int order;       /* column, NULL first; ties by primary key; 0: primary key */
    bool descending; /* all of that the other way round */
    int64_t limit;   /* 0: all */
} ag_query;

typedef struct ag_store ag_store;

/* Called for each row of an answer, cells valid during the call; false ends the reading (PostgreSQL still sends
 * the rest: give a limit where few are wanted). It must not use the store. */
typedef bool ag_row_visit(void *context, const ag_cell *cell);

/* A location that starts with postgresql:// is libpq's, anything else a path. No message has its password.
 * `make`: a new file or empty database (AG_REFUSED: there is one already); else it must be there (AG_BAD_INPUT: it is
 * not, or is something else). `readonly`: nothing may be written. */
typedef enum ag_store_mode { AG_STORE_MAKE, AG_STORE_WRITE, AG_STORE_READ } ag_store_mode;
ag_status ag_store_open(const char *location, ag_store_mode mode, ag_store **out, ag_error *err);
void ag_store_close(ag_store *store);
/* How long a writer waits for another one; 30 seconds unless told. */
void ag_store_patience(ag_store *store, int milliseconds);

/* Reading: one state of the database from the first question to the commit. Writing: waits for other writers. Not
 * within another. AG_REFUSED: it is open for reading. What is asked outside a transaction is one of its own. */
ag_status ag_store_begin(ag_store *store, bool write, ag_error *err);
ag_status ag_store_commit(ag_store *store, ag_error *err);
void ag_store_rollback(ag_store *store); /* harmless outside a transaction */

/* Makes the table with its indices when it is absent; a column or an index that is missing is added (NULL in rows that
 * are there). Within a write transaction. The ag_table must live as long as the store: statements are kept by its
 * address. */
ag_status ag_store_ensure(ag_store *store, const ag_table *table, ag_error *err);
ag_status ag_store_drop(ag_store *store, const char *table, ag_error *err); /* also when it is absent */
ag_status ag_store_clear(ag_store *store, const ag_table *table, ag_error *err);

/* Inserts, or replaces the row of the same primary key. AG_REFUSED: another row has this value of a unique column. In a
 * PostgreSQL transaction an error may come with a later call instead, at the commit at the latest. */
ag_status ag_store_put(ag_store *store, const ag_table *table, const ag_cell *cell, ag_error *err);
/* Inserts. AG_REFUSED: a row with this key, or this value of a unique column, is there. */
ag_status ag_store_add(ag_store *store, const ag_table *table, const ag_cell *cell, ag_error *err);
/* Also when it is absent. */
ag_status ag_store_remove(ag_store *store, const ag_table *table, const ag_cell *key, ag_error *err);
/* cell [table->columns] in the arena; *found false when there is none. */
ag_status ag_store_get(ag_store *store, const ag_table *table, const ag_cell *key, ag_arena *arena, ag_cell *cell,
                       bool *found, ag_error *err);
ag_status ag_store_find(ag_store *store, const ag_query *query, ag_row_visit *visit, void *context, ag_error *err);
ag_status ag_store_count(ag_store *store, const ag_query *query, int64_t *out, ag_error *err);

/* SQLite: a copy of the whole database as one file of mode 0600, consistent while others write; not within a
 * transaction. AG_REFUSED: there is a file of this name. PostgreSQL: AG_REFUSED; the hint names pg_dump. */
ag_status ag_store_backup(ag_store *store, const char *path, ag_error *err);

/* Shorthands for cells. */
ag_cell ag_cell_text(ag_text text);
ag_cell ag_cell_integer(int64_t integer);
ag_cell ag_cell_null(void);

#endif
