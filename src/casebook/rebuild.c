/* The projection made anew from the journal, or compared with what a replay gives. See casebook.h.
 *
 * A comparison replays into the same tables within a transaction that is then rolled back, so nothing is kept twice.
 */
#include <stdlib.h>
#include <string.h>

#include "casebook/engine.h"

#include "base/banned.h"

/* ---- The digest of the tables --------------------------------------------------------------------------------- */

typedef struct digesting {
    const ag_table *table;
    ag_tree tree; /* over the rows: an order-keeping digest in constant memory */
    ag_buffer row;
    bool failed;
} digesting;

static void put_cell(ag_buffer *out, const ag_cell *cell, ag_column_type type) {
    if (cell->null)
        ag_buffer_putc(out, '-');
    else if (type == AG_COLUMN_INTEGER)
        ag_buffer_printf(out, "%lld", (long long)cell->integer);
    else {
        ag_buffer_printf(out, "%zu:", cell->text.n);
        ag_buffer_add(out, cell->text.n ? cell->text.at : "", cell->text.n);
    }
    ag_buffer_putc(out, '\n');
}

static bool digest_row(void *context, const ag_cell *cell) {
    digesting *d = context;
    /* A tally of nothing and none at all say the same. */
    if (d->table == &ag_table_tally && cell[TALLY_N].integer == 0) return true;
    ag_buffer_clear(&d->row);
    ag_buffer_puts(&d->row, d->table->name);
    ag_buffer_putc(&d->row, '\n');
    for (int c = 0; c < d->table->columns; c++) put_cell(&d->row, &cell[c], d->table->column[c].type);
    if (d->row.failed) return d->failed = true, false;
    const ag_digest leaf = ag_tree_leaf(d->row.data, d->row.n);
    ag_tree_push(&d->tree, &leaf);
    return true;
}

static ag_status digest_table(ag_casebook *casebook, const ag_table *table, ag_digest *out, ag_error *err) {
    digesting d = {.table = table};
    const ag_query query = {.table = table};
    ag_tree_init(&d.tree);
    ag_status status = ag_store_find(casebook->store, &query, digest_row, &d, err);
    if (status == AG_OK && d.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    *out = ag_tree_root(&d.tree);
    ag_buffer_deinit(&d.row);
    return status;
}

enum { MAX_TABLES = 80 };

static int projected_tables(const ag_table *out[MAX_TABLES]) {
    int n = 0;
    out[n++] = &ag_table_tally;
    for (int k = 0; ag_kinds[k] && n < MAX_TABLES; k++) out[n++] = ag_kind_table(ag_kinds[k]);
    return n;
}

static ag_status digest_all(ag_casebook *casebook, ag_digest each[MAX_TABLES], ag_digest *all, ag_error *err) {
    const ag_table *table[MAX_TABLES];
    const int n = projected_tables(table);
    ag_status status = AG_OK;
    for (int i = 0; i < n && status == AG_OK; i++) status = digest_table(casebook, table[i], &each[i], err);
    *all = ag_sha256(each, (size_t)n * sizeof *each);
    return status;
}

/* ---- Replay
 * --------------------------------------------------------------------------------------------------------------------
 */

enum { BLOCK = 1024 };

typedef struct replay {
    ag_arena arena;
    ag_text bytes[BLOCK];
    uint64_t seq[BLOCK];
    int n;
} replay;

static bool add_entry(void *context, const ag_cell *cell) {
    replay *r = context;
    const ag_text bytes = cell[ENTRY_BYTES].text;
    r->seq[r->n] = (uint64_t)cell[ENTRY_SEQ].integer;
    r->bytes[r->n] = (ag_text){ag_arena_text(&r->arena, bytes.at, bytes.n), bytes.n};
    return r->bytes[r->n].at && ++r->n < BLOCK;
}

static ag_status replay_entry(ag_casebook *casebook, uint64_t seq, ag_text bytes, ag_error *err) {
    ag_entry entry;
    ag_arena_reset(&casebook->arena);
    ag_status status = ag_entry_parse(bytes, &entry, err);
    if (status != AG_OK) return status;
    const ag_action *action = ag_action_find(entry.action);
    if (!action)
        status = ag_fail(err, AG_BAD_INPUT, "use the program that wrote it, or a later one",
                         "entry %llu: this program has no action %.*s", (unsigned long long)seq,
                         (int)(entry.action.n < 80 ? entry.action.n : 80), entry.action.at);
    if (status == AG_OK) status = ag_engine_prepare(casebook, action, &entry, seq, err);
    if (status == AG_OK) status = ag_engine_project(casebook, err);
    ag_entry_deinit(&entry);
    return status;
}

static ag_status replay_all(ag_casebook *casebook, ag_error *err) {
    replay *r = calloc(1, sizeof *r);
    if (!r) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_init(&r->arena);
    ag_status status = AG_OK;
    for (uint64_t from = 0; status == AG_OK;) {
        const ag_query query = {.table = &ag_table_entry,
                                .where = {{ENTRY_SEQ, AG_AT_LEAST, ag_cell_integer((int64_t)from)}},
                                .conditions = 1,
                                .limit = BLOCK};
        r->n = 0;
        ag_arena_reset(&r->arena);
        status = ag_store_find(casebook->store, &query, add_entry, r, err);
        if (status != AG_OK || !r->n) break;
        for (int i = 0; i < r->n && status == AG_OK; i++) status = replay_entry(casebook, r->seq[i], r->bytes[i], err);
        from = r->seq[r->n - 1] + 1;
        ag_engine_tell(casebook, from);
    }
    ag_arena_deinit(&r->arena);
    free(r);
    return status;
}

static ag_status empty_tables(ag_casebook *casebook, bool keep, ag_error *err) {
    const ag_table *table[MAX_TABLES];
    const int n = projected_tables(table);
    ag_status status = AG_OK;
    for (int i = 0; i < n && status == AG_OK; i++)
        status =
            keep ? ag_store_clear(casebook->store, table[i], err) : ag_store_drop(casebook->store, table[i]->name, err);
    return status == AG_OK && !keep ? ag_tables_ensure(casebook->store, true, true, err) : status;
}

static ag_status flush_tallies(ag_casebook *casebook, ag_error *err) {
    ag_status status = AG_OK;
    for (int i = 0; i < casebook->tallies && status == AG_OK; i++) {
        const ag_cell cell[TALLY_COLUMNS] = {ag_cell_text(ag_text_of(casebook->tally[i].id)),
                                             ag_cell_integer(casebook->tally[i].n)};
        if (casebook->tally[i].changed) status = ag_store_put(casebook->store, &ag_table_tally, cell, err);
        casebook->tally[i].changed = false;
    }
    return status;
}

static void compare(const ag_digest *was, const ag_digest *is, ag_diagnostics *findings) {
    const ag_table *table[MAX_TABLES];
    const int n = projected_tables(table);
    for (int i = 0; i < n; i++)
        if (!ag_digest_equal(&was[i], &is[i]))
            ag_diagnose(findings, AG_ERROR, table[i]->name, 0, 0,
                        "`antigone rebuild` makes the tables anew from the journal",
                        "the table is not what the journal says: it was changed behind its back");
}

static ag_status rebuild(ag_casebook *casebook, bool check, ag_diagnostics *findings, ag_digest *digest,
                         ag_error *err) {
    ag_digest was[MAX_TABLES], is[MAX_TABLES], all;
    char tables[AG_DIGEST_HEX + 1];
    ag_status status = check ? digest_all(casebook, was, &all, err) : AG_OK;
    if (status == AG_OK) status = empty_tables(casebook, check, err);
    if (status == AG_OK) status = replay_all(casebook, err);
    if (status == AG_OK) status = flush_tallies(casebook, err);
    if (status == AG_OK && (check || digest)) status = digest_all(casebook, is, &all, err);
    if (status != AG_OK) return status;
    if (digest) *digest = all;
    if (check) return compare(was, is, findings), AG_OK;
    ag_tables_digest(tables);
    return ag_engine_set_meta(casebook->store, "tables", ag_text_of(tables), err);
}

ag_status ag_casebook_rebuild(ag_casebook *casebook, bool check, ag_diagnostics *findings, ag_digest *digest,
                              ag_error *err) {
    const size_t errors = findings ? findings->errors : 0;
    ag_status status = ag_engine_begin(casebook, err);
    if (status != AG_OK) return status;
    status = rebuild(casebook, check, findings, digest, err);
    if (status == AG_OK && !check) return ag_engine_commit(casebook, err);
    ag_engine_rollback(casebook);
    if (status == AG_OK && findings && findings->errors > errors)
        return ag_fail(err, AG_FINDINGS, NULL, "%zu tables are not what the journal says", findings->errors - errors);
    return status;
}
