/* Rows ↔ SQL: the generator of statements that both databases share, and the state of the transaction. See store.h.
 *
 *     (table, shape) ──cache──→ ag_statement ──backend->execute──→ rows, changed
 */
#include "store/store.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "formats/encoding.h"
#include "store/backend.h"

#include "base/banned.h"

typedef enum verb { PUT, ADD, REMOVE, CLEAR, GET, FIND, COUNT } verb;
enum { DESCENDING = 1, LIMITED = 2 };

/* All that decides the text of a statement. Without padding: compared and hashed as bytes. */
typedef struct shape {
    const ag_table *table;
    uint16_t verb, flags, order, conditions;
    struct {
        uint16_t column, is;
    } where[AG_MAX_WHERE];
} shape;
static_assert(sizeof(shape) == sizeof(void *) + 8 + 4 * AG_MAX_WHERE, "padding would be hashed");

typedef struct cached {
    shape shape;
    ag_statement statement;
    struct cached *next;
} cached;

enum { CHAINS = 512, MOST_NAME_BYTES = 54 /* of table and column: PostgreSQL's names end at 63 */ };

typedef enum state {
    IDLE,
    READING,
    WRITING,
    BROKEN /* rolled back, and the caller has not yet said that he knows */
} state;

struct ag_store {
    const ag_backend *backend;
    void *database;
    state state;
    bool readonly;
    ag_statement columns; /* backend->columns */
    ag_cell columns_row;
    cached *chain[CHAINS];
    ag_arena arena; /* of the statements */
};

ag_status ag_store_fail(ag_error *err, ag_status status, const char *name, const char *hint, const char *what, ...) {
    if (!err) return status;
    char words[sizeof err->what];
    va_list args;
    va_start(args, what);
    vsnprintf(words, sizeof words, what, args);
    va_end(args);
    ag_fail(err, status, hint, "%s", words);
    snprintf(err->file, sizeof err->file, "%s", name);
    return status;
}

static ag_status no_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory");
}

/* ---- The text of statements ------------------------------------------------------------------------------------ */

static void add_columns(ag_buffer *b, const ag_table *table) {
    for (int i = 0; i < table->columns; i++) ag_buffer_printf(b, "%s\"%s\"", i ? ", " : "", table->column[i].name);
}

static bool is_unique(const ag_table *table, int column) { return column > 0 && table->column[column].unique; }

static bool has_unique(const ag_table *table) {
    for (int i = 1; i < table->columns; i++)
        if (is_unique(table, i)) return true;
    return false;
}

static void write_insert(ag_buffer *b, const ag_table *table, const char *source) {
    ag_buffer_printf(b, "INSERT INTO \"%s\" (", table->name);
    add_columns(b, table);
    ag_buffer_printf(b, ") %s", source);
    for (int i = 1; i <= table->columns; i++) ag_buffer_printf(b, "%s$%d", i > 1 ? ", " : "", i);
}

static void write_add(ag_buffer *b, const ag_table *table) {
    write_insert(b, table, "VALUES (");
    ag_buffer_puts(b, ") ON CONFLICT DO NOTHING");
}

/* A value of a unique column that another row has must change nothing, and must not be an error of the database either:
 * in PostgreSQL that would spoil the transaction. There is one writer, so to look first is enough. */
static void write_put(ag_buffer *b, const ag_table *table) {
    const char *key = table->column[0].name;
    const bool look = has_unique(table);
    write_insert(b, table, look ? "SELECT " : "VALUES (");
    ag_buffer_puts(b, look ? " WHERE true" : ")");
    for (int i = 1; i < table->columns; i++)
        if (is_unique(table, i))
            ag_buffer_printf(b, " AND NOT EXISTS (SELECT 1 FROM \"%s\" WHERE \"%s\" = $%d AND \"%s\" <> $1)",
                             table->name, table->column[i].name, i + 1, key);
    ag_buffer_printf(b, " ON CONFLICT (\"%s\") DO %s", key, table->columns > 1 ? "UPDATE SET " : "NOTHING");
    for (int i = 1; i < table->columns; i++)
        ag_buffer_printf(b, "%s\"%s\" = excluded.\"%s\"", i > 1 ? ", " : "", table->column[i].name,
                         table->column[i].name);
}

static bool has_value(ag_comparison is) { return is != AG_IS_NULL && is != AG_NOT_NULL; }

static void add_where(ag_buffer *b, const shape *s) {
    static const char *const sign[] = {"=", "<>", "<", ">", "<=", ">=", "IS NULL", "IS NOT NULL"};
    int argument = 0;
    for (int i = 0; i < s->conditions; i++) {
        ag_buffer_printf(b, " %s \"%s\" %s", i ? "AND" : "WHERE", s->table->column[s->where[i].column].name,
                         sign[s->where[i].is]);
        if (has_value((ag_comparison)s->where[i].is)) ag_buffer_printf(b, " $%d", ++argument);
    }
}

static void write_find(ag_buffer *b, const shape *s, int arguments, const ag_backend *backend) {
    const bool down = s->flags & DESCENDING;
    ag_buffer_puts(b, "SELECT ");
    add_columns(b, s->table);
    ag_buffer_printf(b, " FROM \"%s\"", s->table->name);
    add_where(b, s);
    ag_buffer_puts(b, " ORDER BY ");
    if (s->order)
        ag_buffer_printf(b, "\"%s\"%s%s, ", s->table->column[s->order].name, down ? " DESC" : "",
                         down ? backend->nulls_last : backend->nulls_first);
    ag_buffer_printf(b, "\"%s\"%s", s->table->column[0].name, down ? " DESC" : "");
    if (s->flags & LIMITED) ag_buffer_printf(b, " LIMIT $%d", arguments);
}

static void write_sql(ag_buffer *b, const shape *s, int arguments, const ag_backend *backend) {
    const ag_table *table = s->table;
    switch ((verb)s->verb) {
    case PUT:
        write_put(b, table);
        break;
    case ADD:
        write_add(b, table);
        break;
    case REMOVE:
        ag_buffer_printf(b, "DELETE FROM \"%s\" WHERE \"%s\" = $1", table->name, table->column[0].name);
        break;
    case CLEAR:
        ag_buffer_printf(b, "DELETE FROM \"%s\"", table->name);
        break;
    case GET:
        ag_buffer_puts(b, "SELECT ");
        add_columns(b, table);
        ag_buffer_printf(b, " FROM \"%s\" WHERE \"%s\" = $1", table->name, table->column[0].name);
        break;
    case FIND:
        write_find(b, s, arguments, backend);
        break;
    case COUNT:
        ag_buffer_printf(b, "SELECT count(*) FROM \"%s\"", table->name);
        add_where(b, s);
        break;
    }
}

/* ---- The statements that are kept ------------------------------------------------------------------------------ */

static ag_column_type *column_types(ag_store *store, const ag_table *table) {
    ag_column_type *type = AG_NEW(&store->arena, ag_column_type, table->columns);
    for (int i = 0; type && i < table->columns; i++) type[i] = table->column[i].type;
    return type;
}

static int where_types(const shape *s, ag_column_type *type) {
    int n = 0;
    for (int i = 0; i < s->conditions; i++)
        if (has_value((ag_comparison)s->where[i].is)) type[n++] = s->table->column[s->where[i].column].type;
    if (s->flags & LIMITED) type[n++] = AG_COLUMN_INTEGER;
    return n;
}

/* Types of arguments and answers; false: out of memory. */
static bool set_types(ag_store *store, const shape *s, ag_statement *out) {
    static const ag_column_type number = AG_COLUMN_INTEGER;
    const ag_column_type *columns = column_types(store, s->table);
    if (!columns) return false;
    out->argument = columns; /* put, add: all; get, remove: the first */
    out->arguments = s->verb == PUT || s->verb == ADD ? s->table->columns : s->verb != CLEAR;
    if (s->verb == FIND || s->verb == COUNT) {
        ag_column_type *type = AG_NEW(&store->arena, ag_column_type, AG_MAX_WHERE + 1);
        if (!type) return false;
        out->arguments = where_types(s, type);
        out->argument = type;
    }
    out->answer = s->verb == COUNT ? &number : columns;
    out->answers = s->verb == COUNT ? 1 : s->verb == GET || s->verb == FIND ? s->table->columns : 0;
    out->row = AG_NEW(&store->arena, ag_cell, out->answers + 1);
    return out->row != NULL;
}

static cached *new_statement(ag_store *store, const shape *s) {
    cached *c = AG_NEW(&store->arena, cached, 1);
    if (!c || !set_types(store, s, &c->statement)) return NULL;
    c->shape = *s;
    c->statement.erases = s->verb == REMOVE || s->verb == CLEAR;
    c->statement.deferrable = c->statement.erases || (s->verb == PUT && !has_unique(s->table));
    c->statement.streams = s->verb == FIND && !(s->flags & LIMITED);
    ag_buffer b;
    ag_buffer_init(&b);
    write_sql(&b, s, c->statement.arguments, store->backend);
    c->statement.sql = b.failed ? NULL : ag_arena_text(&store->arena, b.data, b.n);
    ag_buffer_deinit(&b);
    return c->statement.sql ? c : NULL;
}

/* NULL: out of memory. */
static ag_statement *statement_of(ag_store *store, const shape *s) {
    cached **chain = &store->chain[ag_hash(s, sizeof *s, 0) % CHAINS];
    for (cached *c = *chain; c; c = c->next)
        if (memcmp(&c->shape, s, sizeof *s) == 0) return &c->statement;
    cached *c = new_statement(store, s);
    if (!c) return NULL;
    c->next = *chain;
    *chain = c;
    return &c->statement;
}

/* ---- Opening and transactions ---------------------------------------------------------------------------------- */

static const ag_backend *backend_of(const char *location) {
    const ag_text t = ag_text_of(location);
    return ag_text_starts(t, AG_TEXT("postgresql://")) || ag_text_starts(t, AG_TEXT("postgres://"))
               ? &ag_backend_postgres
               : &ag_backend_sqlite;
}

ag_status ag_store_open(const char *location, ag_store_mode mode, ag_store **out, ag_error *err) {
    static const ag_column_type text = AG_COLUMN_TEXT;
    ag_store *store = calloc(1, sizeof *store);
    if (!store) return no_memory(err);
    store->backend = backend_of(location);
    store->readonly = mode == AG_STORE_READ;
    store->columns = (ag_statement){.sql = store->backend->columns,
                                    .argument = &text,
                                    .answer = &text,
                                    .arguments = 1,
                                    .answers = 1,
                                    .row = &store->columns_row};
    ag_arena_init(&store->arena);
    const ag_status status = store->backend->open(location, mode, &store->database, err);
    if (status != AG_OK) {
        free(store);
        return status;
    }
    *out = store;
    return AG_OK;
}

void ag_store_close(ag_store *store) {
    if (!store) return;
    ag_store_rollback(store);
    store->backend->close(store->database);
    ag_arena_deinit(&store->arena);
    free(store);
}

void ag_store_patience(ag_store *store, int milliseconds) { store->backend->patience(store->database, milliseconds); }

/* What the database could not do ends the transaction: half of one must not be committed by a caller who does not look.
 */
static ag_status settle(ag_store *store, ag_status status) {
    if (status == AG_OK) return AG_OK;
    store->backend->rollback(store->database);
    if (store->state != IDLE) store->state = BROKEN;
    return status;
}

static ag_status check_whole(const ag_store *store, ag_error *err) {
    if (store->state != BROKEN) return AG_OK;
    return ag_fail(err, AG_ENVIRONMENT, "begin again", "the transaction was rolled back after an earlier error");
}

ag_status ag_store_begin(ag_store *store, bool write, ag_error *err) {
    assert(store->state == IDLE);
    if (write && store->readonly)
        return ag_fail(err, AG_REFUSED, "open it for writing", "it is open for reading only, nothing can be changed");
    const ag_status status = settle(store, store->backend->begin(store->database, write, err));
    if (status == AG_OK) store->state = write ? WRITING : READING;
    return status;
}

ag_status ag_store_commit(ag_store *store, ag_error *err) {
    assert(store->state != IDLE);
    ag_status status = check_whole(store, err);
    if (status == AG_OK) status = settle(store, store->backend->commit(store->database, err));
    store->state = IDLE;
    return status;
}

void ag_store_rollback(ag_store *store) {
    if (store->state == READING || store->state == WRITING) store->backend->rollback(store->database);
    store->state = IDLE;
}

/* ---- Tables ---------------------------------------------------------------------------------------------------- */

/* `sql` is in `b`, which is emptied. */
static ag_status run(ag_store *store, ag_buffer *b, ag_error *err) {
    const ag_status status =
        b->failed ? no_memory(err) : settle(store, store->backend->run(store->database, b->data, err));
    ag_buffer_clear(b);
    return status;
}

static void add_definition(ag_buffer *b, const ag_store *store, const ag_column *column) {
    ag_buffer_printf(b, "\"%s\" %s", column->name, store->backend->type[column->type]);
}

static ag_status make_table(ag_store *store, const ag_table *table, ag_buffer *b, ag_error *err) {
    ag_buffer_printf(b, "CREATE TABLE IF NOT EXISTS \"%s\" (", table->name);
    for (int i = 0; i < table->columns; i++) {
        if (i) ag_buffer_puts(b, ", ");
        add_definition(b, store, &table->column[i]);
        if (i == 0) ag_buffer_puts(b, " NOT NULL PRIMARY KEY");
    }
    ag_buffer_printf(b, ")%s", store->backend->table_ends);
    return run(store, b, err);
}

typedef struct presence {
    const ag_table *table;
    bool *there; /* [columns] */
} presence;

static bool note_column(void *context, const ag_cell *cell) {
    const presence *p = context;
    for (int i = 0; i < p->table->columns; i++)
        if (ag_text_equal(cell->text, ag_text_of(p->table->column[i].name))) p->there[i] = true;
    return true;
}

static ag_status make_columns(ag_store *store, const ag_table *table, ag_buffer *b, ag_error *err) {
    bool there[AG_MAX_COLUMNS] = {false};
    presence p = {table, there};
    const ag_cell name = ag_cell_text(ag_text_of(table->name));
    ag_status status =
        settle(store, store->backend->execute(store->database, &store->columns, &name, note_column, &p, NULL, err));
    for (int i = 1; i < table->columns && status == AG_OK; i++) {
        if (there[i]) continue;
        ag_buffer_printf(b, "ALTER TABLE \"%s\" ADD COLUMN ", table->name);
        add_definition(b, store, &table->column[i]);
        status = run(store, b, err);
    }
    return status;
}

/* Names with a point are names of indices and of no table. */
static ag_status make_indices(ag_store *store, const ag_table *table, ag_buffer *b, ag_error *err) {
    ag_status status = AG_OK;
    for (int i = 1; i < table->columns && status == AG_OK; i++) {
        const ag_column *column = &table->column[i];
        assert(strlen(table->name) + strlen(column->name) <= MOST_NAME_BYTES);
        if (column->unique)
            ag_buffer_printf(b, "CREATE UNIQUE INDEX IF NOT EXISTS \"%s.%s.unique\" ON \"%s\" (\"%s\")", table->name,
                             column->name, table->name, column->name);
        else if (column->indexed)
            ag_buffer_printf(b, "CREATE INDEX IF NOT EXISTS \"%s.%s\" ON \"%s\" (\"%s\"%s, \"%s\")", table->name,
                             column->name, table->name, column->name, store->backend->nulls_first,
                             table->column[0].name);
        else
            continue;
        status = run(store, b, err);
    }
    return status;
}

ag_status ag_store_ensure(ag_store *store, const ag_table *table, ag_error *err) {
    assert(store->state == WRITING || store->state == BROKEN);
    assert(table->columns > 0 && table->columns <= AG_MAX_COLUMNS);
    ag_status status = check_whole(store, err);
    ag_buffer b;
    ag_buffer_init(&b);
    if (status == AG_OK) status = make_table(store, table, &b, err);
    if (status == AG_OK) status = make_columns(store, table, &b, err);
    if (status == AG_OK) status = make_indices(store, table, &b, err);
    ag_buffer_deinit(&b);
    return status;
}

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

static const char *text_fault(ag_text t) {
    for (size_t i = ag_utf8_valid(t.at, t.n); i < t.n; i += ag_utf8_valid(t.at + i, t.n - i)) {
        const unsigned char c =
            (unsigned char)t.at[i]; /* control characters may be kept, but for the one that ends a text */
        const bool control = c == 0xC2 && i + 1 < t.n && ((unsigned char)t.at[i + 1] & 0xE0) == 0x80;
        if (!c) return "text has a zero byte in it";
        if (c >= 0x80 && !control) return "text is not UTF-8";
        i += control ? 2 : 1;
    }
    return NULL;
}

static ag_status check_cells(const ag_table *table, const ag_statement *s, const ag_cell *cell, ag_error *err) {
    for (int i = 0; i < s->arguments; i++) {
        if (cell[i].null || s->argument[i] == AG_COLUMN_INTEGER) continue;
        const char *fault = cell[i].text.n > AG_MAX_STORED_BYTES ? "more than 64 MiB in one value"
                            : s->argument[i] == AG_COLUMN_TEXT   ? text_fault(cell[i].text)
                                                                 : NULL;
        if (fault)
            return ag_fail(err, AG_BAD_INPUT, "see where this value comes from", "table %s, value %d: %s", table->name,
                           i + 1, fault);
    }
    return AG_OK;
}

static ag_status execute(ag_store *store, const shape *s, const ag_cell *argument, ag_row_visit *visit, void *context,
                         int64_t *changed, ag_error *err) {
    ag_statement *statement = statement_of(store, s);
    if (!statement) return settle(store, no_memory(err));
    ag_status status = check_whole(store, err);
    if (status == AG_OK) status = check_cells(s->table, statement, argument, err);
    if (status == AG_OK)
        status =
            settle(store, store->backend->execute(store->database, statement, argument, visit, context, changed, err));
    return status;
}

/* A change outside a transaction is one of its own. */
static ag_status change(ag_store *store, const ag_table *table, verb what, const ag_cell *argument, int64_t *changed,
                        ag_error *err) {
    const shape s = {.table = table, .verb = (uint16_t)what};
    assert(store->state != READING);
    if (store->state != IDLE) return execute(store, &s, argument, NULL, NULL, changed, err);
    ag_status status = ag_store_begin(store, true, err);
    if (status != AG_OK) return status;
    status = execute(store, &s, argument, NULL, NULL, changed, err);
    if (status == AG_OK) return ag_store_commit(store, err);
    ag_store_rollback(store);
    return status;
}

ag_status ag_store_drop(ag_store *store, const char *table, ag_error *err) {
    assert(store->state == WRITING || store->state == BROKEN);
    ag_status status = check_whole(store, err);
    ag_buffer b;
    ag_buffer_init(&b);
    ag_buffer_printf(&b, "DROP TABLE IF EXISTS \"%s\"", table);
    if (status == AG_OK) status = run(store, &b, err);
    ag_buffer_deinit(&b);
    return status;
}

ag_status ag_store_clear(ag_store *store, const ag_table *table, ag_error *err) {
    return change(store, table, CLEAR, NULL, NULL, err);
}

/* "id, prev or number" */
static ag_status refuse_row(const ag_table *table, ag_error *err) {
    char names[160];
    int n = snprintf(names, sizeof names, "%s", table->column[0].name);
    for (int i = 1; i < table->columns && n < (int)sizeof names; i++)
        if (is_unique(table, i)) n += snprintf(names + n, sizeof names - (size_t)n, " or %s", table->column[i].name);
    return ag_fail(err, AG_REFUSED, "give another one, or change the row that is there",
                   "table %s has a row with this %s already", table->name, names);
}

ag_status ag_store_put(ag_store *store, const ag_table *table, const ag_cell *cell, ag_error *err) {
    assert(!cell[0].null);
    if (!has_unique(table)) return change(store, table, PUT, cell, NULL, err);
    int64_t changed = 0;
    const ag_status status = change(store, table, PUT, cell, &changed, err);
    return status == AG_OK && changed == 0 ? refuse_row(table, err) : status;
}

ag_status ag_store_add(ag_store *store, const ag_table *table, const ag_cell *cell, ag_error *err) {
    assert(!cell[0].null);
    int64_t changed = 0;
    const ag_status status = change(store, table, ADD, cell, &changed, err);
    return status == AG_OK && changed == 0 ? refuse_row(table, err) : status;
}

ag_status ag_store_remove(ag_store *store, const ag_table *table, const ag_cell *key, ag_error *err) {
    return change(store, table, REMOVE, key, NULL, err);
}

typedef struct copy {
    const ag_table *table;
    ag_arena *arena;
    ag_cell *cell;
    bool found;
} copy;

static bool copy_row(void *context, const ag_cell *cell) {
    copy *c = context;
    c->found = true;
    for (int i = 0; i < c->table->columns; i++) {
        c->cell[i] = cell[i];
        if (cell[i].null || c->table->column[i].type == AG_COLUMN_INTEGER) continue;
        c->cell[i].text.at = ag_arena_text(c->arena, cell[i].text.at, cell[i].text.n);
    }
    return false;
}

ag_status ag_store_get(ag_store *store, const ag_table *table, const ag_cell *key, ag_arena *arena, ag_cell *cell,
                       bool *found, ag_error *err) {
    const shape s = {.table = table, .verb = GET};
    copy c = {table, arena, cell, false};
    const ag_status status = execute(store, &s, key, copy_row, &c, NULL, err);
    *found = status == AG_OK && c.found;
    return status == AG_OK && arena->failed ? settle(store, no_memory(err)) : status;
}

/* The shape and the arguments of a query. */
static shape shape_of(const ag_query *query, verb what, ag_cell argument[AG_MAX_WHERE + 1]) {
    shape s = {.table = query->table, .verb = (uint16_t)what, .conditions = (uint16_t)query->conditions};
    int n = 0;
    assert(query->conditions >= 0 && query->conditions <= AG_MAX_WHERE);
    for (int i = 0; i < query->conditions; i++) {
        const ag_where *w = &query->where[i];
        assert(w->column >= 0 && w->column < query->table->columns);
        s.where[i].column = (uint16_t)w->column;
        s.where[i].is = (uint16_t)w->is;
        if (has_value(w->is)) argument[n++] = w->value;
    }
    if (what == COUNT) return s;
    assert(query->order >= 0 && query->order < query->table->columns);
    s.order = (uint16_t)query->order;
    s.flags = (uint16_t)((query->descending ? DESCENDING : 0) | (query->limit > 0 ? LIMITED : 0));
    argument[n] = ag_cell_integer(query->limit);
    return s;
}

ag_status ag_store_find(ag_store *store, const ag_query *query, ag_row_visit *visit, void *context, ag_error *err) {
    ag_cell argument[AG_MAX_WHERE + 1];
    const shape s = shape_of(query, FIND, argument);
    return execute(store, &s, argument, visit, context, NULL, err);
}

static bool take_number(void *context, const ag_cell *cell) {
    *(int64_t *)context = cell->integer;
    return false;
}

ag_status ag_store_count(ag_store *store, const ag_query *query, int64_t *out, ag_error *err) {
    ag_cell argument[AG_MAX_WHERE + 1];
    const shape s = shape_of(query, COUNT, argument);
    return execute(store, &s, argument, take_number, out, NULL, err);
}

ag_status ag_store_backup(ag_store *store, const char *path, ag_error *err) {
    assert(store->state == IDLE);
    return store->backend->backup(store->database, path, err);
}

ag_cell ag_cell_text(ag_text text) { return (ag_cell){.text = text}; }
ag_cell ag_cell_integer(int64_t integer) { return (ag_cell){.integer = integer}; }
ag_cell ag_cell_null(void) { return (ag_cell){.null = true}; }
