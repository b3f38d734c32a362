/* A casebook at a glance, and proof that an entry is in it: see casebook.h. */
#include <string.h>

#include "casebook/engine.h"
#include "journal/inclusion.h"

#include "base/banned.h"

/* ---- At a glance ---------------------------------------------------------------------------------------------- */

ag_status ag_casebook_about(ag_casebook *casebook, ag_about *out, ag_error *err) {
    ag_cell cell[HEAD_COLUMNS];
    const ag_cell key = ag_cell_integer(0);
    ag_tree tree;
    ag_arena arena;
    bool there = false;
    *out = (ag_about){
        .site = casebook->site, .institution = casebook->institution, .checkpointed = casebook->checkpointed};
    ag_arena_init(&arena);
    ag_status status = ag_store_get(casebook->store, &ag_table_head, &key, &arena, cell, &there, err);
    if (status == AG_OK && (!there || !ag_tree_parse(cell[HEAD_TREE].text, &tree)))
        status = ag_fail(err, AG_BAD_INPUT, "`antigone verify` says where; restore a backup",
                         "the head of the journal is damaged");
    if (status == AG_OK) {
        out->entries = tree.size;
        out->last_at = cell[HEAD_AT].integer;
    }
    ag_arena_deinit(&arena);
    return status;
}

ag_status ag_casebook_count_set(const ag_view *view, const ag_kind *kind, const char *column, int64_t *out,
                                ag_error *err) {
    ag_query query = {.table = ag_kind_table(kind), .conditions = 1};
    query.where[0] = (ag_where){.column = ag_table_column(query.table, column), .is = AG_NOT_NULL};
    *out = 0;
    return query.where[0].column < 0 ? AG_OK : ag_store_count(view->casebook->store, &query, out, err);
}

/* ---- Proof of inclusion --------------------------------------------------------------------------------------- */

typedef struct leaves {
    ag_digest *leaf; /* arena: [size] */
    uint64_t n, size;
} leaves;

static bool add_leaf(void *context, const ag_cell *cell) {
    leaves *l = context;
    if (l->n == l->size || cell[ENTRY_LEAF].text.n != AG_DIGEST_BYTES) return false;
    memcpy(l->leaf[l->n++].byte, cell[ENTRY_LEAF].text.at, AG_DIGEST_BYTES);
    return true;
}

typedef struct note {
    ag_arena *arena;
    ag_text text; /* of the largest checkpoint */
    uint64_t size;
} note;

static bool take_note(void *context, const ag_cell *cell) {
    note *n = context;
    const ag_text text = cell[CHECKPOINT_NOTE].text;
    n->size = (uint64_t)cell[CHECKPOINT_SIZE].integer;
    n->text = (ag_text){ag_arena_text(n->arena, text.at, text.n), text.n};
    return false;
}

static ag_status newest_note(ag_casebook *casebook, uint64_t seq, note *out, ag_error *err) {
    const ag_query query = {.table = &ag_table_checkpoint, .descending = true, .limit = 1};
    const ag_status status = ag_store_find(casebook->store, &query, take_note, out, err);
    if (status != AG_OK) return status;
    if (out->size <= seq)
        return ag_fail(err, AG_REFUSED, "`antigone checkpoint CASEBOOK` writes one",
                       "no checkpoint covers entry %llu: the last is over %llu entries", (unsigned long long)seq,
                       (unsigned long long)out->size);
    return AG_OK;
}

static ag_status read_leaves(ag_casebook *casebook, uint64_t size, ag_arena *arena, leaves *out, ag_error *err) {
    *out = (leaves){.leaf = AG_NEW(arena, ag_digest, size + 1), .size = size};
    const ag_query query = {.table = &ag_table_entry, .limit = (int64_t)size};
    if (!out->leaf) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const ag_status status = ag_store_find(casebook->store, &query, add_leaf, out, err);
    return status == AG_OK && out->n != size ? ag_fail(err, AG_BAD_INPUT, "`antigone verify` says more",
                                                       "entries that a checkpoint covers are missing")
                                             : status;
}

static ag_status prove(ag_casebook *casebook, uint64_t seq, ag_arena *arena, ag_buffer *out, ag_error *err) {
    ag_cell cell[ENTRY_COLUMNS];
    ag_digest path[AG_MAX_PROOF];
    const ag_cell key = ag_cell_integer((int64_t)seq);
    bool there = false;
    note newest = {.arena = arena};
    ag_status status = ag_store_get(casebook->store, &ag_table_entry, &key, arena, cell, &there, err);
    if (status == AG_OK && !there)
        status = ag_fail(err, AG_BAD_INPUT, "`antigone status` says how many there are", "there is no entry %llu",
                         (unsigned long long)seq);
    if (status == AG_OK) status = newest_note(casebook, seq, &newest, err);
    if (status != AG_OK) return status;
    leaves l;
    status = read_leaves(casebook, newest.size, arena, &l, err);
    if (status != AG_OK) return status;
    const int hashes = ag_tree_inclusion(l.leaf, l.n, seq, path);
    ag_inclusion_format(cell[ENTRY_BYTES].text, seq, path, hashes, newest.text, out);
    return out->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}

ag_status ag_casebook_prove(ag_casebook *casebook, uint64_t seq, ag_buffer *out, ag_error *err) {
    ag_arena arena;
    ag_arena_init(&arena);
    const ag_status status = prove(casebook, seq, &arena, out, err);
    ag_arena_deinit(&arena);
    return status;
}

/* ---- For who has a paper and no casebook ------------------------------------------------------------------------ */

/* A checkpoint that is kept says it; else the leaves do. */
static ag_status root_of(ag_casebook *casebook, uint64_t size, ag_arena *arena, ag_digest *out, ag_error *err) {
    ag_cell cell[CHECKPOINT_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)size);
    ag_checkpoint kept;
    leaves l;
    bool there = false;
    ag_status status = ag_store_get(casebook->store, &ag_table_checkpoint, &key, arena, cell, &there, err);
    if (status == AG_OK && there) {
        status = ag_note_parse(cell[CHECKPOINT_NOTE].text, casebook->have_key ? casebook->site_signer.open : NULL,
                               &kept, err);
        *out = kept.root;
        return status;
    }
    if (status == AG_OK) status = read_leaves(casebook, size, arena, &l, err);
    if (status == AG_OK) *out = ag_tree_root_of(l.leaf, size);
    return status;
}

ag_status ag_casebook_root(ag_casebook *casebook, uint64_t size, ag_digest *out, ag_error *err) {
    ag_arena arena;
    ag_arena_init(&arena);
    const ag_status status = root_of(casebook, size, &arena, out, err);
    ag_arena_deinit(&arena);
    return status;
}

ag_status ag_casebook_attest(const ag_casebook *casebook, ag_text text, uint8_t signature[AG_SIGNATURE_BYTES],
                             uint8_t open[AG_PUBLIC_BYTES], ag_error *err) {
    if (!casebook->have_key)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key",
                       "the site's signature needs the casebook's key");
    ag_sign(&casebook->site_signer, text, signature);
    memcpy(open, casebook->site_signer.open, AG_PUBLIC_BYTES);
    return AG_OK;
}
