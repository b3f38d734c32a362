/* The tables of a casebook: those of the journal, written down here, and those of the projection, derived from the
 * table of actions once for the program. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "casebook/engine.h"

#include "base/banned.h"

#define TABLE(name, columns)                                                                                           \
    { name, columns, (int)(sizeof(columns) / sizeof *(columns)) }

static const ag_column entry_columns[ENTRY_COLUMNS] = {{"seq", AG_COLUMN_INTEGER, false, false},
                                                       {"prev", AG_COLUMN_BYTES, false, true},
                                                       {"subject", AG_COLUMN_TEXT, true, false},
                                                       {"leaf", AG_COLUMN_BYTES, false, false},
                                                       {"bytes", AG_COLUMN_BYTES, false, false}};
static const ag_column payload_columns[PAYLOAD_COLUMNS] = {{"at", AG_COLUMN_INTEGER, false, false},
                                                           {"box", AG_COLUMN_BYTES, false, false},
                                                           {"wrapped", AG_COLUMN_BYTES, false, false}};
static const ag_column head_columns[HEAD_COLUMNS] = {{"id", AG_COLUMN_INTEGER, false, false},
                                                     {"tree", AG_COLUMN_BYTES, false, false},
                                                     {"leaf", AG_COLUMN_BYTES, false, false},
                                                     {"at", AG_COLUMN_INTEGER, false, false}};
static const ag_column checkpoint_columns[CHECKPOINT_COLUMNS] = {{"size", AG_COLUMN_INTEGER, false, false},
                                                                 {"note", AG_COLUMN_TEXT, false, false}};
static const ag_column meta_columns[META_COLUMNS] = {{"name", AG_COLUMN_TEXT, false, false},
                                                     {"value", AG_COLUMN_TEXT, false, false}};
static const ag_column file_columns[FILE_COLUMNS] = {{"digest", AG_COLUMN_TEXT, false, false},
                                                     {"commitment", AG_COLUMN_BYTES, false, false},
                                                     {"box", AG_COLUMN_BYTES, false, false},
                                                     {"wrapped", AG_COLUMN_BYTES, false, false}};
static const ag_column chain_columns[CHAIN_COLUMNS] = {
    {"number", AG_COLUMN_INTEGER, false, false}, {"genesis", AG_COLUMN_TEXT, false, true},
    {"site", AG_COLUMN_TEXT, false, false},      {"key", AG_COLUMN_BYTES, false, false},
    {"size", AG_COLUMN_INTEGER, false, false},   {"leaf", AG_COLUMN_BYTES, false, false},
    {"note", AG_COLUMN_TEXT, false, false}};
static const ag_column foreign_columns[FOREIGN_COLUMNS] = {{"at", AG_COLUMN_INTEGER, false, false},
                                                           {"subject", AG_COLUMN_TEXT, true, false},
                                                           {"bytes", AG_COLUMN_BYTES, false, false}};
static const ag_column tally_columns[TALLY_COLUMNS] = {{"id", AG_COLUMN_TEXT, false, false},
                                                       {"n", AG_COLUMN_INTEGER, false, false}};

const ag_table ag_table_entry = TABLE("entry", entry_columns), ag_table_payload = TABLE("payload", payload_columns),
               ag_table_head = TABLE("head", head_columns),
               ag_table_checkpoint = TABLE("checkpoint", checkpoint_columns),
               ag_table_meta = TABLE("meta", meta_columns), ag_table_file = TABLE("file", file_columns),
               ag_table_chain = TABLE("chain", chain_columns),
               ag_table_foreign = TABLE("foreign_entry", foreign_columns),
               ag_table_tally = TABLE("tally", tally_columns);

/* ---- Derived tables --------------------------------------------------------------------------------------------- */

enum { MAX_KINDS = 128, MAX_KIND_COLUMNS = 96, NAME_BYTES = 64 };

typedef struct derived {
    ag_table table;
    ag_column column[MAX_KIND_COLUMNS];
    char name[NAME_BYTES];
    char (*text)[NAME_BYTES]; /* names of columns of sealed fields */
    int texts;
} derived;

static derived *tables; /* [kinds]; made once, kept until the program ends */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int column_of(const derived *d, const char *name) {
    for (int i = 0; i < d->table.columns; i++)
        if (strcmp(d->column[i].name, name) == 0) return i;
    return -1;
}

static void add(derived *d, const char *name, ag_column_type type, bool indexed) {
    if (column_of(d, name) >= 0 || d->table.columns == MAX_KIND_COLUMNS) return;
    d->column[d->table.columns++] = (ag_column){name, type, indexed, false};
}

static void add_field(derived *d, const ag_kind *kind, const ag_field *field) {
    if (!ag_field_is_sealed(field)) {
        const bool indexed = field->kind == AG_FIELD_REFERENCE || ag_words_have(kind->indexed, field->name);
        add(d, field->name, field->kind == AG_FIELD_COUNT ? AG_COLUMN_INTEGER : AG_COLUMN_TEXT, indexed);
        return;
    }
    ag_buffer name = {0};
    ag_buffer_printf(&name, "%s_at", field->name);
    if (!name.failed && name.n < NAME_BYTES && column_of(d, name.data) < 0 && d->texts < MAX_KIND_COLUMNS) {
        char *kept = d->text[d->texts++];
        memcpy(kept, name.data, name.n + 1);
        add(d, kept, AG_COLUMN_INTEGER, false);
    }
    ag_buffer_deinit(&name);
}

static void derive(derived *d, const ag_kind *kind) {
    ag_buffer name = {0};
    ag_buffer_printf(&name, "kind_%s", kind->name);
    if (!name.failed && name.n < NAME_BYTES) memcpy(d->name, name.data, name.n + 1);
    ag_buffer_deinit(&name);
    d->table.name = d->name;
    d->table.column = d->column;
    add(d, "id", AG_COLUMN_TEXT, false);
    add(d, "state", AG_COLUMN_TEXT, kind->state != NULL);
    add(d, "origin", AG_COLUMN_TEXT, false);
    add(d, "opened", AG_COLUMN_INTEGER, false);
    add(d, "changed", AG_COLUMN_INTEGER, false);
    add(d, "due", AG_COLUMN_INTEGER, true);
    add(d, "due_rule", AG_COLUMN_TEXT, false);
    add(d, "recorded", AG_COLUMN_INTEGER, false);
    for (const ag_action *action = kind->action; action->name; action++)
        for (const ag_field *field = action->field; field && field->name; field++) add_field(d, kind, field);
    for (const ag_column *column = kind->further; column && column->name; column++)
        add(d, column->name, column->type, column->indexed || ag_words_have(kind->indexed, column->name));
}

static void derive_all(void) {
    tables = calloc(MAX_KINDS, sizeof *tables);
    for (int k = 0; tables && ag_kinds[k] && k < MAX_KINDS; k++) {
        tables[k].text = calloc(MAX_KIND_COLUMNS, sizeof *tables[k].text);
        if (tables[k].text) derive(&tables[k], ag_kinds[k]);
    }
}

const ag_table *ag_kind_table(const ag_kind *kind) {
    pthread_once(&once, derive_all);
    for (int k = 0; tables && ag_kinds[k] && k < MAX_KINDS; k++)
        if (ag_kinds[k] == kind) return &tables[k].table;
    return NULL;
}

int ag_table_column(const ag_table *table, const char *name) {
    for (int i = 0; i < table->columns; i++)
        if (strcmp(table->column[i].name, name) == 0) return i;
    return -1;
}

bool ag_kind_has_index(const ag_kind *kind, const char *column) {
    const ag_table *table = ag_kind_table(kind);
    const int c = ag_table_column(table, column);
    return c >= 0 && table->column[c].indexed;
}

void ag_tables_digest(char out[AG_DIGEST_HEX + 1]) {
    ag_buffer all = {0};
    for (int k = 0; ag_kinds[k]; k++) {
        const ag_table *table = ag_kind_table(ag_kinds[k]);
        for (int c = 0; table && c < table->columns; c++)
            ag_buffer_printf(&all, "%s.%s %d %d\n", table->name, table->column[c].name, (int)table->column[c].type,
                             table->column[c].indexed);
        /* An action that is new to this program may stand in another site's entries, not projected yet. */
        for (const ag_action *action = ag_kinds[k]->action; action->name; action++)
            ag_buffer_printf(&all, "%s\n", action->name);
    }
    const ag_digest digest = ag_sha256(all.data ? all.data : "", all.n);
    ag_digest_hex(&digest, out);
    ag_buffer_deinit(&all);
}

ag_status ag_tables_ensure(ag_store *store, bool journal, bool projection, ag_error *err) {
    const ag_table *const fixed[] = {&ag_table_entry, &ag_table_payload, &ag_table_head,  &ag_table_checkpoint,
                                     &ag_table_meta,  &ag_table_file,    &ag_table_chain, &ag_table_foreign};
    ag_status status = AG_OK;
    for (size_t i = 0; journal && status == AG_OK && i < sizeof fixed / sizeof *fixed; i++)
        status = ag_store_ensure(store, fixed[i], err);
    if (projection && status == AG_OK) status = ag_store_ensure(store, &ag_table_tally, err);
    for (int k = 0; projection && status == AG_OK && ag_kinds[k]; k++)
        status = ag_store_ensure(store, ag_kind_table(ag_kinds[k]), err);
    return status;
}
