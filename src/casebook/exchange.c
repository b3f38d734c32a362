/* Bundles between sites, and a new key for a casebook. See casebook.h and journal/bundle.h.
 *
 * Taking in: bundle ─verify→ foreign entries and boxes beside our chain ─casebook.receive→ projected like our own, but
 * for what we have spoken of ourselves: that becomes a conflict.
 */
#include <stdlib.h>
#include <string.h>

#include "casebook/engine.h"
#include "journal/bundle.h"

#include "base/banned.h"

/* ---- Giving
 * ---------------------------------------------------------------------------------------------------------------- */

typedef struct giving {
    ag_casebook *casebook;
    ag_bundle_writer *writer;
    const uint8_t (*recipient)[AG_PUBLIC_BYTES];
    int recipients;
    ag_arena *arena;
    ag_error *err;
} giving;

typedef struct listed {
    ag_arena arena;
    uint64_t *seq;
    ag_text *bytes;
    size_t n, capacity;
} listed;

static bool list_entry(void *context, const ag_cell *cell) {
    listed *l = context;
    const ag_text bytes = cell[ENTRY_BYTES].text;
    if (l->n == l->capacity) return false;
    l->seq[l->n] = (uint64_t)cell[ENTRY_SEQ].integer;
    l->bytes[l->n] = (ag_text){ag_arena_text(&l->arena, bytes.at, bytes.n), bytes.n};
    return l->bytes[l->n++].at != NULL;
}

static const ag_kind *kind_of(ag_text bytes) {
    ag_entry entry;
    ag_error ignored;
    if (ag_entry_parse(bytes, &entry, &ignored) != AG_OK) return NULL;
    const ag_action *action = ag_action_find(entry.action);
    const ag_kind *kind = action ? ag_action_kind(action) : NULL;
    ag_entry_deinit(&entry);
    return kind;
}

static ag_status put_payload(giving *g, uint64_t seq, ag_text bytes) {
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)seq);
    bool found = false;
    ag_status status = ag_store_get(g->casebook->store, &ag_table_payload, &key, g->arena, cell, &found, g->err);
    if (status != AG_OK || !found) return status;
    ag_bundle_put_box(g->writer, seq, cell[PAYLOAD_BOX].text);
    const ag_kind *kind = cell[PAYLOAD_WRAPPED].null ? NULL : kind_of(bytes);
    /* Users and the casebook's own affairs stay at home; so do sources, which two people open. */
    if (!kind || kind == &ag_kind_user || kind == &ag_kind_casebook || kind->may_read) return AG_OK;
    for (int i = 0; i < g->recipients && status == AG_OK; i++) {
        ag_buffer wrapped = {0};
        status = ag_wrap_for(ag_engine_key(g->casebook, kind), cell[PAYLOAD_WRAPPED].text, g->recipient[i], &wrapped,
                             g->err);
        if (status == AG_OK) ag_bundle_put_key(g->writer, seq, g->recipient[i], (ag_text){wrapped.data, wrapped.n});
        ag_buffer_deinit(&wrapped);
    }
    return status;
}

enum { BLOCK = 512 };

static ag_status give_entries(giving *g, uint64_t from) {
    listed l = {.capacity = BLOCK};
    ag_arena_init(&l.arena);
    ag_status status = AG_OK;
    while (status == AG_OK) {
        const ag_query query = {.table = &ag_table_entry,
                                .where = {{ENTRY_SEQ, AG_AT_LEAST, ag_cell_integer((int64_t)from)}},
                                .conditions = 1,
                                .limit = BLOCK};
        ag_arena_reset(&l.arena);
        l.seq = AG_NEW(&l.arena, uint64_t, BLOCK);
        l.bytes = AG_NEW(&l.arena, ag_text, BLOCK);
        l.n = 0;
        status = l.bytes && l.seq ? ag_store_find(g->casebook->store, &query, list_entry, &l, g->err)
                                  : ag_fail(g->err, AG_ENVIRONMENT, NULL, "out of memory");
        if (status != AG_OK || !l.n) break;
        for (size_t i = 0; i < l.n && status == AG_OK; i++) {
            ag_bundle_put_entry(g->writer, l.seq[i], l.bytes[i]);
            status = put_payload(g, l.seq[i], l.bytes[i]);
        }
        from = l.seq[l.n - 1] + 1;
        ag_arena_reset(g->arena);
    }
    ag_arena_deinit(&l.arena);
    return status;
}

typedef struct climbing {
    ag_tree *tree;
    ag_digest leaf;
} climbing;

static bool climb(void *context, const ag_cell *cell) {
    climbing *c = context;
    if ((uint64_t)cell[ENTRY_SEQ].integer != c->tree->size || cell[ENTRY_LEAF].text.n != AG_DIGEST_BYTES) return false;
    memcpy(c->leaf.byte, cell[ENTRY_LEAF].text.at, AG_DIGEST_BYTES);
    ag_tree_push(c->tree, &c->leaf);
    return true;
}

/* The tree of the entries before the first of the bundle, and what that one follows. */
static ag_status tree_before(ag_casebook *casebook, uint64_t first, ag_bundle_head *head, ag_error *err) {
    climbing c = {.tree = &head->before};
    const ag_query query = {
        .table = &ag_table_entry, .where = {{ENTRY_SEQ, AG_LESS, ag_cell_integer((int64_t)first)}}, .conditions = 1};
    ag_tree_init(&head->before);
    const ag_status status = ag_store_find(casebook->store, &query, climb, &c, err);
    if (status == AG_OK && head->before.size != first)
        return ag_fail(err, AG_USAGE, "a bundle holds what came after an entry that both sites have",
                       "the casebook has %llu entries, not %llu", (unsigned long long)head->before.size,
                       (unsigned long long)first);
    head->prev = c.leaf;
    return status;
}

ag_status ag_casebook_bundle(ag_casebook *casebook, const ag_actor *actor, uint64_t after,
                             const uint8_t (*recipient)[AG_PUBLIC_BYTES], int recipients, ag_buffer *out,
                             ag_error *err) {
    (void)actor;
    ag_buffer note = {0};
    ag_arena arena;
    ag_bundle_head head = {0};
    /* The checkpoint first: what is written after it by others is not in the bundle's tree. */
    ag_status status = ag_casebook_checkpoint(casebook, &note, err);
    if (status == AG_OK) status = ag_store_begin(casebook->store, false, err);
    if (status != AG_OK) return ag_buffer_deinit(&note), status;
    ag_arena_init(&arena);
    memcpy(head.site, casebook->site, sizeof head.site);
    memcpy(head.site_key, casebook->site_signer.open, AG_PUBLIC_BYTES);
    ag_digest_parse(ag_text_of(casebook->genesis), &head.genesis);
    status = tree_before(casebook, after, &head, err);
    giving g = {casebook, NULL, recipient, recipients, &arena, err};
    if (status == AG_OK && !(g.writer = ag_bundle_writer_new(&head, out)))
        status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) status = give_entries(&g, after);
    ag_store_rollback(casebook->store);
    if (g.writer) ag_bundle_finish(g.writer, (ag_text){note.data, note.n});
    if (status == AG_OK && out->failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_deinit(&arena);
    ag_buffer_deinit(&note);
    return status;
}

/* ---- Taking in
 * -------------------------------------------------------------------------------------------------------------- */

typedef struct taking {
    ag_casebook *casebook;
    const ag_actor *actor;
    ag_bundle_head head;
    int64_t chain;
    uint64_t have;       /* entries of that chain that are here already */
    ag_digest leaf;      /* of the last of them */
    uint64_t last;       /* number of the last entry read */
    const ag_kind *kind; /* of the last entry read */
    uint64_t taken;
    bool known; /* the last entry read was here already */
    ag_text note;
    ag_error *err;
} taking;

typedef struct chain_search {
    const char *genesis;
    int64_t number, last;
    uint64_t size;
    ag_digest leaf;
} chain_search;

static bool look_at_chain(void *context, const ag_cell *cell) {
    chain_search *s = context;
    s->last = cell[CHAIN_NUMBER].integer;
    if (!ag_text_equal(cell[CHAIN_GENESIS].text, ag_text_of(s->genesis))) return true;
    s->number = s->last;
    s->size = (uint64_t)cell[CHAIN_SIZE].integer;
    memcpy(s->leaf.byte, cell[CHAIN_LEAF].text.at, AG_DIGEST_BYTES);
    return true;
}

/* Which number the bundle's chain has here, and how much of it is here. */
static ag_status find_chain(taking *t) {
    char genesis[AG_DIGEST_HEX + 1];
    chain_search s = {.genesis = ag_digest_hex(&t->head.genesis, genesis)};
    const ag_query query = {.table = &ag_table_chain};
    if (strcmp(genesis, t->casebook->genesis) == 0)
        return ag_fail(t->err, AG_REFUSED, NULL,
                       "this bundle was made from this very casebook; there is nothing to take in");
    const ag_status status = ag_store_find(t->casebook->store, &query, look_at_chain, &s, t->err);
    if (status != AG_OK) return status;
    t->chain = s.number ? s.number : s.last + 1;
    t->have = s.number ? s.size : 0;
    t->leaf = s.leaf;
    if (t->head.before.size > t->have)
        return ag_fail(t->err, AG_REFUSED, "ask the other site for a bundle from there on",
                       "the bundle begins at entry %llu; of this chain %llu are here",
                       (unsigned long long)t->head.before.size, (unsigned long long)t->have);
    return AG_OK;
}

/* What of the chain is here already must be the same: else the other site has rewritten it. */
static ag_status check_known(taking *t, const ag_bundle_item *item, uint64_t at) {
    ag_cell cell[FOREIGN_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)at);
    bool found = false;
    const ag_status status =
        ag_store_get(t->casebook->store, &ag_table_foreign, &key, &t->casebook->arena, cell, &found, t->err);
    if (status != AG_OK) return status;
    if (!found || !ag_text_equal(cell[FOREIGN_BYTES].text, item->bytes))
        return ag_fail(t->err, AG_REFUSED, "keep both bundles: this is evidence",
                       "entry %llu of %s is not the one that was received before: its chain was rewritten",
                       (unsigned long long)item->seq, t->head.site);
    return AG_OK;
}

static ag_status take_entry(taking *t, const ag_bundle_item *item) {
    ag_entry entry;
    const uint64_t at = ((uint64_t)t->chain << AG_CHAIN_SHIFT) + item->seq;
    t->last = at;
    t->known = item->seq < t->have;
    if (t->known) return check_known(t, item, at);
    ag_status status = ag_entry_parse(item->bytes, &entry, t->err);
    if (status != AG_OK) return status;
    if (item->seq == t->have && t->have && !ag_digest_equal(&entry.prev, &t->leaf))
        status = ag_fail(t->err, AG_REFUSED, "keep both bundles: this is evidence",
                         "entry %llu of %s does not follow what was received before: its chain was rewritten",
                         (unsigned long long)item->seq, t->head.site);
    const ag_action *action = ag_action_find(entry.action);
    t->kind = action ? ag_action_kind(action) : NULL;
    t->leaf = ag_tree_leaf(item->bytes.at, item->bytes.n);
    const ag_cell cell[FOREIGN_COLUMNS] = {ag_cell_integer((int64_t)at), ag_cell_text(entry.subject),
                                           ag_cell_text(item->bytes)};
    if (status == AG_OK) status = ag_store_put(t->casebook->store, &ag_table_foreign, cell, t->err);
    ag_entry_deinit(&entry);
    t->taken++;
    t->have = item->seq + 1;
    return status;
}

static ag_status take_box(taking *t, const ag_bundle_item *item) {
    const ag_cell cell[PAYLOAD_COLUMNS] = {ag_cell_integer((int64_t)t->last), ag_cell_text(item->bytes),
                                           ag_cell_null()};
    return t->known ? AG_OK : ag_store_put(t->casebook->store, &ag_table_payload, cell, t->err);
}

static ag_status take_key(taking *t, const ag_bundle_item *item) {
    uint8_t wrapped[AG_WRAPPED_BYTES];
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)t->last);
    bool found = false;
    if (!t->kind || !t->casebook->have_key || memcmp(item->recipient, t->actor->signer.open, AG_PUBLIC_BYTES) != 0)
        return AG_OK;
    ag_status status =
        ag_unwrap_as(&t->actor->signer, item->bytes, ag_engine_key(t->casebook, t->kind), wrapped, t->err);
    if (status == AG_OK)
        status = ag_store_get(t->casebook->store, &ag_table_payload, &key, &t->casebook->arena, cell, &found, t->err);
    if (status != AG_OK || !found) return status;
    cell[PAYLOAD_WRAPPED] = ag_cell_text((ag_text){(const char *)wrapped, AG_WRAPPED_BYTES});
    return ag_store_put(t->casebook->store, &ag_table_payload, cell, t->err);
}

static ag_status take_item(taking *t, const ag_bundle_item *item) {
    switch (item->kind) {
    case AG_BUNDLE_ENTRY:
        return take_entry(t, item);
    case AG_BUNDLE_BOX:
        return take_box(t, item);
    case AG_BUNDLE_KEY:
        return take_key(t, item);
    case AG_BUNDLE_CHECKPOINT: {
        const char *note = ag_arena_text(&t->casebook->kept, item->bytes.at, item->bytes.n);
        t->note = (ag_text){note, note ? item->bytes.n : 0};
        return note ? AG_OK : ag_fail(t->err, AG_ENVIRONMENT, NULL, "out of memory");
    }
    default:
        return AG_OK;
    }
}

static ag_status keep_chain(taking *t) {
    char genesis[AG_DIGEST_HEX + 1];
    const ag_cell cell[CHAIN_COLUMNS] = {ag_cell_integer(t->chain),
                                         ag_cell_text(ag_text_of(ag_digest_hex(&t->head.genesis, genesis))),
                                         ag_cell_text(ag_text_of(t->head.site)),
                                         ag_cell_text((ag_text){(const char *)t->head.site_key, AG_PUBLIC_BYTES}),
                                         ag_cell_integer((int64_t)t->have),
                                         ag_cell_text((ag_text){(const char *)t->leaf.byte, AG_DIGEST_BYTES}),
                                         ag_cell_text(t->note)};
    return ag_store_put(t->casebook->store, &ag_table_chain, cell, t->err);
}

static ag_status record_receipt(taking *t, uint64_t first, const ag_digest *root) {
    char genesis[AG_DIGEST_HEX + 1], hex[AG_DIGEST_HEX + 1];
    ag_receipt receipt;
    json_t *field = json_pack("{s:s,s:s,s:I,s:I,s:I,s:s}", "site", t->head.site, "genesis",
                              ag_digest_hex(&t->head.genesis, genesis), "chain", (json_int_t)t->chain, "first",
                              (json_int_t)first, "entries", (json_int_t)t->taken, "root", ag_digest_hex(root, hex));
    const ag_request request = {
        .action = "casebook.receive", .subject = AG_TEXT("casebook:1"), .field = field, .program = true};
    const ag_status status = field ? ag_casebook_do(t->casebook, t->actor, &request, &receipt, NULL, t->err)
                                   : ag_fail(t->err, AG_ENVIRONMENT, NULL, "out of memory");
    json_decref(field);
    return status;
}

static ag_status take_all(taking *t, const char *path, const ag_digest *root) {
    ag_bundle_reader *reader = NULL;
    ag_bundle_item item = {0};
    ag_status status = ag_bundle_open(path, &t->head, &reader, t->err);
    if (status == AG_OK) status = find_chain(t);
    const uint64_t first = t->have;
    while (status == AG_OK && item.kind != AG_BUNDLE_END) {
        status = ag_bundle_next(reader, &item, t->err);
        if (status == AG_OK) status = take_item(t, &item);
        ag_arena_reset(&t->casebook->arena);
    }
    ag_bundle_close(reader);
    if (status == AG_OK && t->taken) status = keep_chain(t);
    if (status == AG_OK && t->taken) status = record_receipt(t, first, root);
    return status;
}

ag_status ag_casebook_merge(ag_casebook *casebook, const ag_actor *actor, const char *path, ag_diagnostics *findings,
                            ag_error *err) {
    uint64_t size;
    ag_digest root;
    taking t = {.casebook = casebook, .actor = actor, .err = err};
    ag_status status = ag_bundle_verify(path, 0, (ag_text){NULL, 0}, findings, &size, &root, err);
    if (status == AG_OK) status = ag_casebook_begin(casebook, err);
    if (status != AG_OK) return status;
    status = take_all(&t, path, &root);
    if (status == AG_OK) return ag_casebook_commit(casebook, err);
    ag_casebook_rollback(casebook);
    return status;
}

/* ---- A new key
 * ------------------------------------------------------------------------------------------------------------------ */

enum { REKEY_BLOCK = 256 };

typedef struct rekeying {
    ag_casebook *casebook;
    const ag_secret *to;
    ag_arena arena;
    ag_cell (*row)[FILE_COLUMNS];
    int n, columns;
    ag_error *err;
} rekeying;

static bool gather_row(void *context, const ag_cell *cell) {
    rekeying *r = context;
    for (int c = 0; c < r->columns; c++) {
        r->row[r->n][c] = cell[c];
        if (!cell[c].null && cell[c].text.n)
            r->row[r->n][c].text.at = ag_arena_text(&r->arena, cell[c].text.at, cell[c].text.n);
    }
    return ++r->n < REKEY_BLOCK;
}

static const ag_kind *kind_of_payload(rekeying *r, int64_t at) {
    ag_cell cell[ENTRY_COLUMNS];
    const ag_cell key = ag_cell_integer(at);
    const bool own = at >> AG_CHAIN_SHIFT == 0;
    bool found = false;
    if (at < 0) return &ag_kind_casebook; /* the site's own key */
    if (ag_store_get(r->casebook->store, own ? &ag_table_entry : &ag_table_foreign, &key, &r->arena, cell, &found,
                     r->err) != AG_OK ||
        !found)
        return NULL;
    return kind_of(cell[own ? ENTRY_BYTES : FOREIGN_BYTES].text);
}

static ag_status rewrap(rekeying *r, const ag_kind *kind, const ag_table *table, ag_cell *row, int wrapped) {
    uint8_t again[AG_WRAPPED_BYTES];
    if (row[wrapped].null) return AG_OK;
    if (!kind)
        return ag_fail(r->err, AG_BAD_INPUT, "`antigone verify` says more", "payload %lld belongs to no entry",
                       (long long)row[0].integer);
    ag_secret to;
    ag_secret_derive(r->to, kind->name, &to);
    const ag_status status = ag_rewrap(ag_engine_key(r->casebook, kind), &to, row[wrapped].text, again, r->err);
    ag_secret_wipe(&to, sizeof to);
    row[wrapped] = ag_cell_text((ag_text){(const char *)again, AG_WRAPPED_BYTES});
    return status == AG_OK ? ag_store_put(r->casebook->store, table, row, r->err) : status;
}

static ag_status rewrap_table(rekeying *r, const ag_table *table, int wrapped) {
    ag_query query = {.table = table, .limit = REKEY_BLOCK};
    char last[AG_DIGEST_HEX + 1] = "";
    ag_status status = AG_OK;
    r->columns = table->columns;
    do {
        ag_arena_reset(&r->arena);
        r->row = ag_arena_array(&r->arena, REKEY_BLOCK, sizeof *r->row);
        r->n = 0;
        if (!r->row) return ag_fail(r->err, AG_ENVIRONMENT, NULL, "out of memory");
        status = ag_store_find(r->casebook->store, &query, gather_row, r, r->err);
        for (int i = 0; i < r->n && status == AG_OK; i++)
            status = rewrap(r, table == &ag_table_file ? &ag_kind_casebook : kind_of_payload(r, r->row[i][0].integer),
                            table, r->row[i], wrapped);
        if (!r->n) break;
        ag_cell key = r->row[r->n - 1][0];
        if (key.text.n && key.text.n < sizeof last) { /* outlives the block */
            memcpy(last, key.text.at, key.text.n);
            key.text.at = last;
        }
        query.where[0] = (ag_where){0, AG_MORE, key};
        query.conditions = 1;
    } while (status == AG_OK && r->n == REKEY_BLOCK);
    return status;
}

static ag_status rekey(rekeying *r, const ag_actor *actor, const uint8_t *salt) {
    char check[AG_DIGEST_HEX + 1], hex[2 * AG_SALT_BYTES + 1] = "";
    ag_receipt receipt;
    const ag_request request = {.action = "casebook.rekey", .subject = AG_TEXT("casebook:1"), .program = true};
    ag_status status = ag_casebook_do(r->casebook, actor, &request, &receipt, NULL, r->err);
    if (status == AG_OK) status = rewrap_table(r, &ag_table_payload, PAYLOAD_WRAPPED);
    if (status == AG_OK) status = rewrap_table(r, &ag_table_file, FILE_WRAPPED);
    ag_engine_key_check(r->to, check);
    if (salt) ag_hex_format(salt, AG_SALT_BYTES, hex);
    if (status == AG_OK) status = ag_engine_set_meta(r->casebook->store, "check", ag_text_of(check), r->err);
    if (status == AG_OK) status = ag_engine_set_meta(r->casebook->store, "salt", ag_text_of(hex), r->err);
    return status;
}

ag_status ag_casebook_rekey(ag_casebook *casebook, const ag_actor *actor, const ag_secret *to, const uint8_t *salt,
                            ag_error *err) {
    rekeying r = {.casebook = casebook, .to = to, .err = err};
    int kinds = 0;
    while (ag_kinds[kinds]) kinds++;
    if (!casebook->have_key)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key", "the old key is needed to set a new one");
    ag_status status = ag_casebook_begin(casebook, err);
    if (status != AG_OK) return status;
    ag_arena_init(&r.arena);
    status = rekey(&r, actor, salt);
    if (status == AG_OK) status = ag_casebook_commit(casebook, err);
    if (status != AG_OK) ag_casebook_rollback(casebook);
    ag_arena_deinit(&r.arena);
    if (status != AG_OK) return status;
    casebook->key = *to;
    memset(casebook->kind_key, 0, (size_t)kinds * sizeof *casebook->kind_key);
    return AG_OK;
}
