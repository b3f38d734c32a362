/* Bundles between sites, and a new key for a casebook. See casebook.h and journal/bundle.h.
 *
 * Giving: casebook.give ─checkpoint→ entries up to it, boxes, files (exchange_files.h), and keys for the recipients.
 * Taking in: bundle ─verify→ foreign entries and boxes beside our chain ─casebook.receive→ projected like our own, but
 * for what is held (engine.h): that becomes a conflict. Files are kept by whom they are sealed to.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "casebook/exchange_files.h"

#include "base/banned.h"

/* ---- Giving --------------------------------------------------------------------------------------------------- */

typedef struct giving {
    ag_casebook *casebook;
    const ag_bundle_order *order;
    ag_bundle_writer *writer;
    ag_named_files files;
    uint64_t named_to; /* entries before it have been asked for the files that they name */
    ag_buffer note;
    ag_arena arena;
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

/* Also of an action that only a later version knows. */
static const ag_kind *kind_of_action(ag_text action) {
    const char *dot = memchr(action.at, '.', action.n);
    return dot ? ag_kind_find((ag_text){action.at, (size_t)(dot - action.at)}) : NULL;
}

static const ag_kind *kind_of(ag_text bytes) {
    ag_entry entry;
    if (ag_entry_parse(bytes, &entry, NULL) != AG_OK) return NULL;
    const ag_kind *kind = kind_of_action(entry.action);
    ag_entry_deinit(&entry);
    return kind;
}

static ag_status put_payload(giving *g, uint64_t seq, ag_text bytes) {
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)seq);
    bool found = false;
    ag_status status = ag_store_get(g->casebook->store, &ag_table_payload, &key, &g->arena, cell, &found, g->err);
    if (status != AG_OK || !found) return status;
    ag_bundle_put_box(g->writer, seq, cell[PAYLOAD_BOX].text);
    const ag_kind *kind = ag_engine_has_key(&cell[PAYLOAD_WRAPPED]) ? kind_of(bytes) : NULL;
    if (ag_kind_stays_home(kind)) return AG_OK;
    for (int i = 0; i < g->order->recipients && status == AG_OK; i++) {
        const uint8_t *recipient = g->order->recipient[i];
        ag_buffer wrapped = {0};
        status = ag_wrap_for(ag_engine_key(g->casebook, kind), cell[PAYLOAD_WRAPPED].text, recipient, &wrapped, g->err);
        if (status == AG_OK) ag_bundle_put_key(g->writer, seq, recipient, (ag_text){wrapped.data, wrapped.n});
        ag_buffer_deinit(&wrapped);
    }
    return status;
}

static ag_status give_entry(giving *g, uint64_t seq, ag_text bytes) {
    ag_bundle_put_entry(g->writer, seq, bytes);
    const ag_status status = put_payload(g, seq, bytes);
    return status == AG_OK && g->order->flush ? g->order->flush(g->order->context, g->err) : status;
}

static ag_status name_files(giving *g, uint64_t seq, ag_text bytes) {
    g->named_to = seq + 1;
    return ag_files_name_in(&g->files, bytes, g->err);
}

enum { BLOCK = 512 };

static ag_status each_entry(giving *g, uint64_t from, uint64_t to,
                            ag_status (*visit)(giving *g, uint64_t seq, ag_text bytes)) {
    listed l = {.capacity = BLOCK};
    ag_arena_init(&l.arena);
    ag_status status = AG_OK;
    while (status == AG_OK) {
        const ag_query query = {.table = &ag_table_entry,
                                .where = {{ENTRY_SEQ, AG_AT_LEAST, ag_cell_integer((int64_t)from)},
                                          {ENTRY_SEQ, AG_LESS, ag_cell_integer((int64_t)to)}},
                                .conditions = 2,
                                .limit = BLOCK};
        ag_arena_reset(&l.arena);
        l.seq = AG_NEW(&l.arena, uint64_t, BLOCK);
        l.bytes = AG_NEW(&l.arena, ag_text, BLOCK);
        l.n = 0;
        status = l.bytes && l.seq ? ag_store_find(g->casebook->store, &query, list_entry, &l, g->err)
                                  : ag_fail(g->err, AG_ENVIRONMENT, NULL, "out of memory");
        if (status != AG_OK || !l.n) break;
        for (size_t i = 0; i < l.n && status == AG_OK; i++) status = visit(g, l.seq[i], l.bytes[i]);
        from = l.seq[l.n - 1] + 1;
        ag_arena_reset(&g->arena);
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

static json_t *what_is_given(const giving *g, uint64_t entries) {
    char hex[2 * AG_PUBLIC_BYTES + 1];
    json_t *field = json_pack("{s:I,s:I}", "first", (json_int_t)g->order->first, "entries", (json_int_t)entries);
    json_t *recipients = json_array();
    for (int i = 0; i < g->order->recipients; i++)
        json_array_append_new(recipients, json_string(ag_hex_format(g->order->recipient[i], AG_PUBLIC_BYTES, hex)));
    if (g->order->recipients) json_object_set(field, "recipients", recipients);
    json_decref(recipients);
    if (!g->files.n) return field;
    const ag_digest list = ag_bundle_files_digest(g->files.item, g->files.n);
    json_object_set_new(field, "files", json_integer((json_int_t)g->files.n));
    json_object_set_new(field, "list", json_string(ag_digest_hex(&list, hex)));
    return field;
}

/* Before anybody is kept waiting: to read all the files may take long. */
static ag_status look_for_files(giving *g) {
    g->named_to = g->order->first;
    if (!g->order->recipients) return AG_OK;
    ag_status status = ag_store_begin(g->casebook->store, false, g->err);
    if (status != AG_OK) return status;
    status = each_entry(g, g->named_to, INT64_MAX, name_files);
    if (status == AG_OK) status = ag_files_look_up(&g->files, g->casebook, g->err);
    ag_store_rollback(g->casebook->store);
    return status;
}

static ag_status record(giving *g, const ag_actor *actor) {
    ag_casebook *casebook = g->casebook;
    const uint64_t size = casebook->tree.size, first = g->order->first;
    ag_receipt receipt;
    ag_status status = AG_OK;
    if (first > size)
        return ag_fail(g->err, AG_USAGE, "a bundle holds what came after an entry that both sites have",
                       "the casebook has %llu entries, not %llu", (unsigned long long)size, (unsigned long long)first);
    if (g->order->recipients) status = each_entry(g, g->named_to, size, name_files); /* what was added since */
    if (status == AG_OK) status = ag_files_look_up(&g->files, casebook, g->err);
    if (status != AG_OK) return status;
    json_t *field = what_is_given(g, size + 1 - first);
    const ag_request request = {
        .action = "casebook.give", .subject = AG_TEXT("casebook:1"), .field = field, .program = true};
    status = ag_casebook_do(casebook, actor, &request, &receipt, NULL, g->err);
    json_decref(field);
    return status == AG_OK ? ag_engine_checkpoint(casebook, &g->note, g->err) : status;
}

/* Who got what is on record, in the bundle too, and the checkpoint is of that entry. */
static ag_status record_giving(giving *g, const ag_actor *actor) {
    ag_status status = look_for_files(g);
    if (status == AG_OK) status = ag_casebook_begin(g->casebook, g->err);
    if (status != AG_OK) return status;
    g->casebook->signs_together = false; /* it is the last entry of the bundle, and signed by itself */
    status = record(g, actor);
    if (status == AG_OK) return ag_casebook_commit(g->casebook, g->err);
    ag_casebook_rollback(g->casebook);
    return status;
}

static ag_status give_all(giving *g, uint64_t end) {
    ag_status status = each_entry(g, g->order->first, end, give_entry);
    if (status == AG_OK) ag_files_list(&g->files, g->writer);
    for (size_t i = 0; i < g->files.n && status == AG_OK; i++)
        status = ag_file_give(&g->files.item[i], g->casebook, g->order, g->writer, g->err);
    return status;
}

static ag_status give(giving *g, ag_buffer *out) {
    ag_casebook *casebook = g->casebook;
    const ag_text note = {g->note.data, g->note.n};
    ag_bundle_head head = {0};
    ag_checkpoint checkpoint;
    memcpy(head.site, casebook->site, sizeof head.site);
    memcpy(head.site_key, casebook->site_signer.open, AG_PUBLIC_BYTES);
    ag_digest_parse(ag_text_of(casebook->genesis), &head.genesis);
    ag_status status = ag_note_parse(note, casebook->site_signer.open, &checkpoint, g->err);
    if (status == AG_OK) status = ag_store_begin(casebook->store, false, g->err);
    if (status != AG_OK) return status;
    status = tree_before(casebook, g->order->first, &head, g->err);
    if (status == AG_OK && !(g->writer = ag_bundle_writer_new(&head, out)))
        status = ag_fail(g->err, AG_ENVIRONMENT, NULL, "out of memory");
    /* What others write after the checkpoint is not in the bundle. */
    if (status == AG_OK) status = give_all(g, checkpoint.size);
    ag_store_rollback(casebook->store);
    if (g->writer) ag_bundle_finish(g->writer, note);
    return status == AG_OK && out->failed ? ag_fail(g->err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

ag_status ag_casebook_bundle(ag_casebook *casebook, const ag_actor *actor, const ag_bundle_order *order, ag_buffer *out,
                             ag_error *err) {
    giving g = {.casebook = casebook, .order = order, .err = err};
    ag_arena_init(&g.arena);
    ag_status status = record_giving(&g, actor);
    if (status == AG_OK) status = give(&g, out);
    ag_arena_deinit(&g.arena);
    ag_buffer_deinit(&g.note);
    ag_named_files_deinit(&g.files);
    return status;
}

/* ---- Taking in ------------------------------------------------------------------------------------------------ */

typedef struct taking {
    ag_casebook *casebook;
    const ag_actor *actor;
    ag_bundle_head head;
    int64_t chain;
    uint64_t have;       /* entries of that chain that are here already */
    ag_tree tree;        /* of what was read: it must be what was verified */
    ag_digest leaf;      /* of the last entry that is here */
    uint64_t last;       /* number of the last entry read */
    const ag_kind *kind; /* of the last entry read; NULL: this program has none such */
    uint64_t taken;
    bool known; /* the last entry read was here already */
    /* What this program cannot apply. */
    uint64_t strange, first_strange;
    char strange_action[80];
    ag_taking_files files;
    ag_text note;
    ag_error *err;
} taking;

typedef struct chain_search {
    const taking *t;
    const char *genesis;
    int64_t number, last;
    uint64_t size;
    ag_digest leaf;
    bool same, namesake; /* has the key that it had; another chain has its name */
} chain_search;

static bool look_at_chain(void *context, const ag_cell *cell) {
    chain_search *s = context;
    const ag_text site = ag_text_of(s->t->head.site), leaf = cell[CHAIN_LEAF].text, key = cell[CHAIN_KEY].text;
    const bool same_site = ag_text_equal(cell[CHAIN_SITE].text, site);
    s->last = cell[CHAIN_NUMBER].integer;
    if (!ag_text_equal(cell[CHAIN_GENESIS].text, ag_text_of(s->genesis))) return s->namesake |= same_site, true;
    s->number = s->last;
    s->size = (uint64_t)cell[CHAIN_SIZE].integer;
    s->same = same_site && ag_text_equal(key, (ag_text){(const char *)s->t->head.site_key, AG_PUBLIC_BYTES}) &&
              leaf.n == AG_DIGEST_BYTES;
    if (s->same) memcpy(s->leaf.byte, leaf.at, AG_DIGEST_BYTES);
    return true;
}

static ag_status is_evidence(const taking *t, uint64_t seq, const char *what) {
    return ag_fail(t->err, AG_REFUSED, "keep both bundles: this is evidence", "entry %llu of %s %s",
                   (unsigned long long)seq, t->head.site, what);
}

/* Ids begin with the code of their site: two sites of one code would speak of different things by one name. */
static ag_status check_names(const taking *t, const chain_search *s) {
    if (s->namesake || strcmp(t->head.site, t->casebook->site) == 0)
        return ag_fail(t->err, AG_REFUSED, "each site has a code of its own: `antigone init --site CODE`",
                       "another casebook here is of a site that is called %s too", t->head.site);
    if (s->number && !s->same) return is_evidence(t, 0, "was signed with another key before: its chain was rewritten");
    if (!s->number && s->last >= AG_MAX_CHAINS)
        return ag_fail(t->err, AG_REFUSED, "begin a new casebook", "there are %d other sites here already",
                       AG_MAX_CHAINS);
    return AG_OK;
}

/* Which number the bundle's chain has here, and how much of it is here. */
static ag_status find_chain(taking *t) {
    char genesis[AG_DIGEST_HEX + 1];
    chain_search s = {.t = t, .genesis = ag_digest_hex(&t->head.genesis, genesis)};
    const ag_query query = {.table = &ag_table_chain};
    if (strcmp(genesis, t->casebook->genesis) == 0)
        return ag_fail(t->err, AG_REFUSED, NULL,
                       "this bundle was made from this very casebook; there is nothing to take in");
    ag_status status = ag_store_find(t->casebook->store, &query, look_at_chain, &s, t->err);
    if (status == AG_OK) status = check_names(t, &s);
    if (status != AG_OK) return status;
    t->chain = s.number ? s.number : s.last + 1;
    t->have = s.number ? s.size : 0;
    t->leaf = s.leaf;
    t->tree = t->head.before;
    if (t->head.before.size <= t->have) return AG_OK;
    ag_buffer hint = {0};
    if (t->have)
        ag_buffer_printf(&hint, "ask %s for what came after entry %llu: `antigone bundle --after %llu`", t->head.site,
                         (unsigned long long)t->have - 1, (unsigned long long)t->have - 1);
    status = ag_fail(t->err, AG_REFUSED, t->have ? hint.data : "ask the other site for all of its entries",
                     "the bundle begins at entry %llu; of this chain %llu are here",
                     (unsigned long long)t->head.before.size, (unsigned long long)t->have);
    ag_buffer_deinit(&hint);
    return status;
}

/* What of the chain is here already must be the same: else the other site has rewritten it. */
static ag_status check_known(taking *t, const ag_bundle_item *item, uint64_t at) {
    ag_cell cell[FOREIGN_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)at);
    bool found = false;
    const ag_status status =
        ag_store_get(t->casebook->store, &ag_table_foreign, &key, &t->casebook->arena, cell, &found, t->err);
    if (status != AG_OK || (found && ag_text_equal(cell[FOREIGN_BYTES].text, item->bytes))) return status;
    return is_evidence(t, item->seq, "is not the one that was received before: its chain was rewritten");
}

/* The first entry says whose chain this is; every other is of the same site. */
static ag_status check_origin(const taking *t, const ag_entry *entry) {
    uint8_t key[AG_PUBLIC_BYTES];
    if (!ag_text_equal(entry->site, ag_text_of(t->head.site)))
        return is_evidence(t, entry->seq, "says that it is of another site");
    if (entry->seq) return AG_OK;
    const char *said = json_string_value(json_object_get(entry->data, "key"));
    if (ag_text_equal(entry->action, AG_TEXT("casebook.found")) && said &&
        ag_hex_parse(ag_text_of(said), key, sizeof key) && memcmp(key, t->head.site_key, sizeof key) == 0)
        return AG_OK;
    return is_evidence(t, 0, "does not found a casebook with the key that the bundle is signed with");
}

static void note_if_strange(taking *t, const ag_entry *entry) {
    if (ag_engine_applicable(entry)) return;
    if (t->strange++) return;
    t->first_strange = entry->seq;
    snprintf(t->strange_action, sizeof t->strange_action, "%.*s", (int)entry->action.n, entry->action.at);
}

static ag_status keep_entry(taking *t, const ag_entry *entry, const ag_bundle_item *item) {
    const ag_cell cell[FOREIGN_COLUMNS] = {ag_cell_integer((int64_t)t->last), ag_cell_text(entry->subject),
                                           ag_cell_text(item->bytes)};
    ag_status status = check_origin(t, entry);
    if (status == AG_OK && item->seq == t->have && t->have && !ag_digest_equal(&entry->prev, &t->leaf))
        status = is_evidence(t, item->seq, "does not follow what was received before: its chain was rewritten");
    if (status == AG_OK) status = ag_store_add(t->casebook->store, &ag_table_foreign, cell, t->err);
    note_if_strange(t, entry);
    t->taken++;
    t->have = item->seq + 1;
    return status;
}

static ag_status take_entry(taking *t, const ag_bundle_item *item) {
    ag_entry entry;
    const ag_digest leaf = ag_tree_leaf(item->bytes.at, item->bytes.n);
    t->last = ((uint64_t)t->chain << AG_CHAIN_SHIFT) + item->seq;
    t->known = item->seq < t->have;
    ag_tree_push(&t->tree, &leaf);
    ag_status status = ag_entry_parse(item->bytes, &entry, t->err);
    if (status != AG_OK) return status;
    t->kind = kind_of_action(entry.action);
    status = t->known ? check_known(t, item, t->last) : keep_entry(t, &entry, item);
    if (status == AG_OK) status = ag_files_name(&t->files.named, &entry, t->err);
    if (!t->known) t->leaf = leaf;
    ag_entry_deinit(&entry);
    return status;
}

static ag_status take_box(taking *t, const ag_bundle_item *item) {
    const ag_cell cell[PAYLOAD_COLUMNS] = {ag_cell_integer((int64_t)t->last), ag_cell_text(item->bytes),
                                           ag_cell_null()};
    return t->known ? AG_OK : ag_store_put(t->casebook->store, &ag_table_payload, cell, t->err);
}

/* Also of an entry that came before without its key; but not one that was erased since. */
static ag_status take_key(taking *t, const ag_bundle_item *item) {
    uint8_t wrapped[AG_WRAPPED_BYTES];
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)t->last);
    bool found = false;
    if (!t->kind || !t->casebook->have_key || memcmp(item->recipient, t->actor->signer.open, AG_PUBLIC_BYTES) != 0)
        return AG_OK;
    ag_status status =
        ag_store_get(t->casebook->store, &ag_table_payload, &key, &t->casebook->arena, cell, &found, t->err);
    if (status != AG_OK || !found || !cell[PAYLOAD_WRAPPED].null) return status;
    status = ag_unwrap_as(&t->actor->signer, item->bytes, ag_engine_key(t->casebook, t->kind), wrapped, t->err);
    if (status != AG_OK) return status;
    cell[PAYLOAD_WRAPPED] = ag_cell_text((ag_text){(const char *)wrapped, AG_WRAPPED_BYTES});
    return ag_store_put(t->casebook->store, &ag_table_payload, cell, t->err);
}

static ag_status take_note(taking *t, const ag_bundle_item *item) {
    const char *note = ag_arena_text(&t->casebook->kept, item->bytes.at, item->bytes.n);
    t->note = (ag_text){note, note ? item->bytes.n : 0};
    return note ? ag_files_take(&t->files, item, t->err) : ag_fail(t->err, AG_ENVIRONMENT, NULL, "out of memory");
}

static ag_status take_item(taking *t, const ag_bundle_item *item) {
    switch (item->kind) {
    case AG_BUNDLE_ENTRY:
        return take_entry(t, item);
    case AG_BUNDLE_BOX:
        return take_box(t, item);
    case AG_BUNDLE_KEY:
        return take_key(t, item);
    case AG_BUNDLE_FILE:
    case AG_BUNDLE_PART_OF:
    case AG_BUNDLE_FILE_KEY:
        return ag_files_take(&t->files, item, t->err);
    case AG_BUNDLE_CHECKPOINT:
        return take_note(t, item);
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

static ag_status read_bundle(taking *t, const char *path) {
    ag_bundle_reader *reader = NULL;
    ag_bundle_item item = {0};
    ag_status status = ag_bundle_open(path, &t->head, &reader, t->err);
    if (status != AG_OK) return status;
    status = find_chain(t);
    while (status == AG_OK && item.kind != AG_BUNDLE_END) {
        status = ag_bundle_next(reader, &item, t->err);
        if (status == AG_OK) status = take_item(t, &item);
        ag_arena_reset(&t->casebook->arena);
    }
    ag_bundle_close(reader);
    return status;
}

static ag_status take_all(taking *t, const char *path, const ag_digest *root) {
    ag_status status = read_bundle(t, path);
    const ag_digest read = ag_tree_root(&t->tree);
    if (status == AG_OK && !ag_digest_equal(&read, root))
        status = ag_fail(t->err, AG_BAD_INPUT, "copy it to this machine first",
                         "the bundle was changed while it was being read");
    if (status == AG_OK) status = ag_files_miss(&t->files, t->err);
    if (status == AG_OK && t->taken) status = keep_chain(t);
    if (status == AG_OK && t->taken) status = record_receipt(t, t->have - t->taken, root);
    return status;
}

static void tell_what_is_strange(const taking *t, const char *path, ag_diagnostics *findings) {
    if (t->strange)
        ag_diagnose(findings, AG_WARNING, path, 0, 0,
                    "they are kept; a version of this program that knows them makes its tables with them",
                    "%llu entries cannot be applied by this program, the first is entry %llu, %s",
                    (unsigned long long)t->strange, (unsigned long long)t->first_strange, t->strange_action);
}

ag_status ag_casebook_merge(ag_casebook *casebook, const ag_actor *actor, const char *path, ag_diagnostics *findings,
                            ag_error *err) {
    uint64_t size;
    ag_digest root;
    taking t = {.casebook = casebook, .actor = actor, .files = {.casebook = casebook, .actor = actor}, .err = err};
    ag_status status = ag_bundle_verify(path, 0, (ag_text){NULL, 0}, findings, &size, &root, err);
    if (status == AG_OK) status = ag_casebook_begin(casebook, err);
    if (status != AG_OK) return status;
    status = take_all(&t, path, &root);
    if (status == AG_OK) status = ag_casebook_commit(casebook, err);
    if (status == AG_OK) {
        tell_what_is_strange(&t, path, findings);
        ag_files_tell(&t.files, path, findings);
    } else
        ag_casebook_rollback(casebook);
    ag_taking_files_deinit(&t.files);
    return status;
}

/* ---- A new key ------------------------------------------------------------------------------------------------ */

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
    if (!ag_engine_has_key(&row[wrapped])) return AG_OK;
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
