/* Checkpoints and verification. See casebook.h.
 *
 * verify.h looks at a chain; what it cannot know is added here: which key is whose, which actions must be signed, and
 * that what the casebook says of its own head and of the other sites' chains agrees with what is there. Our own chain
 * comes first: it says by its casebook.receive entries which roots the chains of the others must have had.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "casebook/engine.h"
#include "journal/verify.h"

#include "base/banned.h"

/* ---- Checkpoints ---------------------------------------------------------------------------------------------- */

static void format_note(const ag_casebook *casebook, ag_buffer *out) {
    ag_buffer origin = {0};
    ag_digest genesis;
    ag_digest_parse(ag_text_of(casebook->genesis), &genesis);
    ag_note_origin(ag_text_of(casebook->site), &genesis, &origin);
    const ag_checkpoint checkpoint = {{origin.data, origin.n}, casebook->tree.size, ag_tree_root(&casebook->tree)};
    ag_note_format(&checkpoint, ag_text_of(casebook->site), &casebook->site_signer, out);
    if (origin.failed) out->failed = true;
    ag_buffer_deinit(&origin);
}

static ag_status keep_note(ag_casebook *casebook, ag_text note, ag_error *err) {
    ag_buffer size = {0};
    ag_buffer_printf(&size, "%llu", (unsigned long long)casebook->tree.size);
    const ag_cell cell[CHECKPOINT_COLUMNS] = {ag_cell_integer((int64_t)casebook->tree.size), ag_cell_text(note)};
    ag_status status = ag_store_put(casebook->store, &ag_table_checkpoint, cell, err);
    if (status == AG_OK)
        status = ag_engine_set_meta(casebook->store, "checkpointed", (ag_text){size.data, size.n}, err);
    if (status == AG_OK) casebook->checkpointed = casebook->tree.size;
    ag_buffer_deinit(&size);
    return status;
}

ag_status ag_engine_checkpoint(ag_casebook *casebook, ag_buffer *note, ag_error *err) {
    if (!casebook->have_key)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key",
                       "the site's signature needs the casebook's key");
    format_note(casebook, note);
    return note->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory")
                        : keep_note(casebook, (ag_text){note->data, note->n}, err);
}

ag_status ag_casebook_checkpoint(ag_casebook *casebook, ag_buffer *out, ag_error *err) {
    ag_buffer note = {0};
    ag_status status = ag_engine_begin(casebook, err);
    if (status != AG_OK) return status;
    ag_arena_reset(&casebook->arena);
    status = ag_engine_checkpoint(casebook, &note, err);
    if (status == AG_OK)
        status = ag_engine_commit(casebook, err);
    else
        ag_engine_rollback(casebook);
    if (status == AG_OK && out) ag_buffer_add(out, note.data, note.n);
    ag_buffer_deinit(&note);
    return status;
}

/* ---- Verification --------------------------------------------------------------------------------------------- */

/* One use of a key by a name. */
typedef struct signing {
    uint64_t seq;
    ag_text by, key; /* in the arena */
} signing;

/* Where the entries of a chain are. */
typedef struct chain_source {
    const ag_table *table;
    int subject, bytes, leaf; /* columns; leaf < 0: none */
    uint64_t base;            /* number of its first entry */
} chain_source;

/* Of a casebook.receive: the root that a chain had at a size. */
typedef struct received {
    uint64_t chain, size, seq /* of our entry that says so */;
    ag_digest root;
    bool met;
} received;

typedef struct checking {
    ag_casebook *casebook;
    chain_source source;
    const char *name; /* in findings */
    ag_tree tree;     /* of the entries seen */
    ag_digest last;   /* leaf of the last of them */
    received *received;
    size_t receipts, receipt_capacity;
    ag_text site; /* as the first entry says */
    ag_verifier *verifier;
    ag_diagnostics *findings;
    ag_arena arena;
    ag_map keys; /* "user key" → 1 */
    signing *signing;
    size_t signings, capacity;
    signing *waiting; /* entries that a casebook.sign has still to cover */
    size_t waitings, waiting_capacity;
    uint8_t site_key[AG_PUBLIC_BYTES]; /* as the first entry says */
    bool site_key_known;
    ag_status status;
    ag_error err;
} checking;

/* One more place in a list that grows; NULL: out of memory. */
static signing *another(signing **list, size_t *n, size_t *capacity) {
    if (*n == *capacity) {
        const size_t more = *capacity ? 2 * *capacity : 1024;
        signing *grown = realloc(*list, more * sizeof *grown);
        if (!grown) return NULL;
        *list = grown;
        *capacity = more;
    }
    return &(*list)[(*n)++];
}

static ag_text kept_text(checking *c, const char *text, size_t n) {
    return (ag_text){ag_arena_text(&c->arena, text, n), n};
}

static bool remember_signing(checking *c, uint64_t seq, const char *by, const char *key) {
    signing *s = another(&c->signing, &c->signings, &c->capacity);
    if (s) *s = (signing){seq, kept_text(c, by, strlen(by)), kept_text(c, key, strlen(key))};
    return s && !c->arena.failed;
}

/* An entry that must be signed and is not by itself: a casebook.sign of the same person has to cover it. */
static bool wait_for_signature(checking *c, uint64_t seq, ag_text by) {
    const bool same = c->waitings && ag_text_equal(c->waiting[c->waitings - 1].by, by);
    signing *s = another(&c->waiting, &c->waitings, &c->waiting_capacity);
    if (s) *s = (signing){seq, same ? s[-1].by : kept_text(c, by.at, by.n), {NULL, 0}};
    return s && !c->arena.failed;
}

/* A casebook.sign: "leaf" must be what it follows; all of its person that waited since "first" is signed. */
static void cover(checking *c, const ag_entry *entry) {
    const ag_text leaf = ag_text_of(json_string_value(json_object_get(entry->data, "leaf")));
    const ag_text first = ag_text_of(json_string_value(json_object_get(entry->data, "first")));
    ag_digest before;
    int64_t from;
    if (!ag_digest_parse(leaf, &before) || !ag_digest_equal(&before, &entry->prev) || !ag_parse_int(first, &from)) {
        ag_diagnose(c->findings, AG_ERROR, c->name, (long)entry->seq, 0, NULL,
                    "entry %llu: signs other entries than those before it", (unsigned long long)entry->seq);
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < c->waitings; i++)
        if (c->waiting[i].seq < (uint64_t)from || !ag_text_equal(c->waiting[i].by, entry->by))
            c->waiting[kept++] = c->waiting[i];
    c->waitings = kept;
}

static bool remember_receipt(checking *c, const ag_entry *entry) {
    const ag_deed deed = {.data = entry->data};
    received r = {.chain = (uint64_t)ag_deed_count(&deed, "chain", 0),
                  .size = (uint64_t)ag_deed_count(&deed, "first", 0) + (uint64_t)ag_deed_count(&deed, "entries", 0),
                  .seq = entry->seq};
    ag_digest_parse(ag_deed_text(&deed, "root"), &r.root);
    if (c->receipts == c->receipt_capacity) {
        const size_t more = c->receipt_capacity ? 2 * c->receipt_capacity : 64;
        received *grown = realloc(c->received, more * sizeof *grown);
        if (!grown) return false;
        c->received = grown;
        c->receipt_capacity = more;
    }
    c->received[c->receipts++] = r;
    return true;
}

static bool learn_key(checking *c, ag_text subject, const char *key) {
    ag_buffer name = {0};
    bool added;
    const char *colon = memchr(subject.at, ':', subject.n);
    if (!key || !colon) return true;
    ag_buffer_printf(&name, "%.*s %s", (int)(subject.at + subject.n - colon - 1), colon + 1, key);
    const char *kept = name.failed ? NULL : ag_arena_text(&c->arena, name.data, name.n);
    const bool good = kept && ag_map_add(&c->keys, (ag_text){kept, name.n}, 1, &added);
    ag_buffer_deinit(&name);
    return good;
}

/* What an entry with a signature, or one about users, has to be read for. */
static bool look_inside(checking *c, ag_text bytes) {
    ag_entry entry;
    ag_error ignored;
    if (ag_entry_parse(bytes, &entry, &ignored) != AG_OK) return true; /* the verifier has said so */
    const ag_action *action = ag_action_find(entry.action);
    bool good = true;
    if (ag_text_equal(entry.action, AG_TEXT("casebook.sign"))) cover(c, &entry);
    if (ag_text_equal(entry.action, AG_TEXT("casebook.receive")) && !c->source.base) good = remember_receipt(c, &entry);
    for (size_t i = 0; i < json_array_size(entry.sig) && good; i++) {
        const json_t *sig = json_array_get(entry.sig, i);
        const char *by = json_string_value(json_object_get(sig, "by")),
                   *key = json_string_value(json_object_get(sig, "key"));
        if (by && key) good = remember_signing(c, entry.seq, by, key);
    }
    const char *key = json_string_value(json_object_get(entry.data, "key"));
    if (entry.seq == 0 && key) {
        c->site_key_known = ag_hex_parse(ag_text_of(key), c->site_key, AG_PUBLIC_BYTES);
        c->site = kept_text(c, entry.site.at, entry.site.n);
    }
    if (action && ag_action_kind(action) == &ag_kind_user) good = good && learn_key(c, entry.subject, key);
    ag_entry_deinit(&entry);
    return good;
}

/* Keys of an object are sorted, so the action comes first: {"action":"remains.recover", … */
static const ag_action *action_of(ag_text bytes) {
    static const char start[] = "{\"action\":\"";
    const size_t n = sizeof start - 1;
    const char *end = bytes.n > n && memcmp(bytes.at, start, n) == 0 ? memchr(bytes.at + n, '"', bytes.n - n) : NULL;
    return end ? ag_action_find((ag_text){bytes.at + n, (size_t)(end - bytes.at) - n}) : NULL;
}

static bool contains(ag_text bytes, const char *what) {
    const size_t n = strlen(what);
    for (const char *at = bytes.at, *end = bytes.at + bytes.n; (size_t)(end - at) >= n; at++) {
        at = memchr(at, what[0], (size_t)(end - at) - n + 1);
        if (!at) return false;
        if (memcmp(at, what, n) == 0) return true;
    }
    return false;
}

/* After action, at and box, in which there are no quotes. */
static ag_text by_of(ag_text bytes) {
    static const char key[] = "\"by\":\"";
    for (size_t i = 0; i + sizeof key <= bytes.n; i++) {
        if (memcmp(bytes.at + i, key, sizeof key - 1) != 0) continue;
        const char *start = bytes.at + i + sizeof key - 1,
                   *end = memchr(start, '"', (size_t)(bytes.at + bytes.n - start));
        return (ag_text){start, end ? (size_t)(end - start) : 0};
    }
    return (ag_text){NULL, 0};
}

/* Most entries need no parsing here: the verifier does that in its threads. */
static bool look_at(checking *c, uint64_t seq, ag_text bytes) {
    const ag_action *action = action_of(bytes);
    const bool has_signature = contains(bytes, "\"sig\":[");
    const bool of_moment =
        !seq || (action && (ag_action_kind(action) == &ag_kind_user || strcmp(action->name, "casebook.receive") == 0));
    if ((has_signature || of_moment) && !look_inside(c, bytes)) return false;
    const bool needs = action && action->flags & (AG_SIGNED | AG_COUNTERSIGNED) && !has_signature;
    return !needs || wait_for_signature(c, seq, by_of(bytes));
}

/* Entries and boxes come in two readings of the same order; a block of entries, then the boxes that belong to it. */
enum { BLOCK = 512 };

typedef struct block {
    const chain_source *source;
    ag_arena arena;
    uint64_t seq[BLOCK];
    ag_text bytes[BLOCK], box[BLOCK], leaf[BLOCK], subject[BLOCK];
    int n;
} block;

static ag_text copied(block *b, ag_text t) { return (ag_text){ag_arena_text(&b->arena, t.at, t.n), t.n}; }

static bool add_entry(void *context, const ag_cell *cell) {
    block *b = context;
    const chain_source *from = b->source;
    b->seq[b->n] = (uint64_t)cell[0].integer - from->base;
    b->bytes[b->n] = copied(b, cell[from->bytes].text);
    b->subject[b->n] = copied(b, cell[from->subject].text);
    b->leaf[b->n] = from->leaf < 0 ? (ag_text){NULL, 0} : copied(b, cell[from->leaf].text);
    b->box[b->n] = (ag_text){NULL, 0};
    return b->bytes[b->n].at && ++b->n < BLOCK;
}

static bool add_box(void *context, const ag_cell *cell) {
    block *b = context;
    const uint64_t seq = (uint64_t)cell[PAYLOAD_AT].integer - b->source->base;
    for (int low = 0, high = b->n; low < high;) {
        const int middle = (low + high) / 2;
        if (b->seq[middle] == seq) {
            b->box[middle] = copied(b, cell[PAYLOAD_BOX].text);
            return true;
        }
        if (b->seq[middle] < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return true;
}

static ag_cell number_of(const chain_source *source, uint64_t seq) {
    return ag_cell_integer((int64_t)(source->base + seq));
}

static ag_status read_block(checking *c, block *b, uint64_t from) {
    const uint64_t end = 1ULL << AG_CHAIN_SHIFT;
    ag_query query = {
        .table = c->source.table,
        .where = {{0, AG_AT_LEAST, number_of(&c->source, from)}, {0, AG_LESS, number_of(&c->source, end)}},
        .conditions = 2,
        .limit = BLOCK};
    ag_arena_reset(&b->arena);
    b->n = 0;
    ag_status status = ag_store_find(c->casebook->store, &query, add_entry, b, &c->err);
    if (status != AG_OK || !b->n) return status;
    query = (ag_query){.table = &ag_table_payload,
                       .where = {{PAYLOAD_AT, AG_AT_LEAST, number_of(&c->source, b->seq[0])},
                                 {PAYLOAD_AT, AG_AT_MOST, number_of(&c->source, b->seq[b->n - 1])}},
                       .conditions = 2};
    status = ag_store_find(c->casebook->store, &query, add_box, b, &c->err);
    return status == AG_OK && b->arena.failed ? ag_fail(&c->err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

static void fault(const checking *c, uint64_t seq, const char *what) {
    ag_diagnose(c->findings, AG_ERROR, c->name, (long)seq, 0, NULL, "entry %llu: %s", (unsigned long long)seq, what);
}

/* The columns beside the bytes are for finding entries; they must say the same. */
static void check_columns(const checking *c, const block *b, int i, const ag_digest *leaf) {
    ag_buffer subject = {0};
    if (c->source.leaf >= 0 && !ag_text_equal(b->leaf[i], (ag_text){(const char *)leaf->byte, AG_DIGEST_BYTES}))
        fault(c, b->seq[i], "its bytes are not those that were kept with their hash");
    ag_buffer_puts(&subject, "\"subject\":");
    if (ag_canonical_write_text(b->subject[i], &subject, NULL) != AG_OK || !contains(b->bytes[i], subject.data))
        fault(c, b->seq[i], "it is about something else than it is filed under");
    ag_buffer_deinit(&subject);
}

/* What our own entries say of this chain at this size. */
static void check_received(checking *c, const checking *own) {
    if (!c->source.base) return;
    for (size_t i = 0; i < own->receipts; i++) {
        received *r = &own->received[i];
        if (r->chain != c->source.base >> AG_CHAIN_SHIFT || r->size != c->tree.size) continue;
        const ag_digest root = ag_tree_root(&c->tree);
        r->met = true;
        if (ag_digest_equal(&root, &r->root)) continue;
        ag_diagnose(c->findings, AG_ERROR, c->name, (long)r->size - 1, 0, "keep a copy: this is evidence",
                    "entry %llu: it, or one before it, is not what was received by entry %llu of this casebook",
                    (unsigned long long)r->size - 1, (unsigned long long)r->seq);
    }
}

static ag_status push_entry(checking *c, const block *b, int i, const checking *own) {
    const ag_digest leaf = ag_tree_leaf(b->bytes[i].at, b->bytes[i].n);
    check_columns(c, b, i, &leaf);
    ag_tree_push(&c->tree, &leaf);
    c->last = leaf;
    check_received(c, own);
    if (!look_at(c, b->seq[i], b->bytes[i])) return ag_fail(&c->err, AG_ENVIRONMENT, NULL, "out of memory");
    return ag_verifier_push(c->verifier, b->bytes[i], b->box[i], &c->err);
}

static ag_status push_all(checking *c, const checking *own) {
    block *b = calloc(1, sizeof *b);
    if (!b) return ag_fail(&c->err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_init(&b->arena);
    b->source = &c->source;
    ag_status status = AG_OK;
    for (uint64_t from = 0; status == AG_OK;) {
        status = read_block(c, b, from);
        if (status != AG_OK || !b->n) break;
        for (int i = 0; i < b->n && status == AG_OK; i++) status = push_entry(c, b, i, own);
        from = b->seq[b->n - 1] + 1;
        ag_engine_tell(c->casebook, from);
    }
    ag_arena_deinit(&b->arena);
    free(b);
    return status;
}

static void check_signings(checking *c) {
    for (size_t i = 0; i < c->waitings; i++) fault(c, c->waiting[i].seq, "must be signed by who made it, and is not");
    for (size_t i = 0; i < c->signings; i++) {
        const signing *s = &c->signing[i];
        ag_buffer name = {0};
        ag_buffer_printf(&name, "%.*s %.*s", (int)s->by.n, s->by.at, (int)s->key.n, s->key.at);
        if (!name.failed && !ag_map_find(&c->keys, (ag_text){name.data, name.n}))
            ag_diagnose(c->findings, AG_ERROR, c->name, (long)s->seq, 0, NULL,
                        "entry %llu: signed with a key that was never that of %.*s", (unsigned long long)s->seq,
                        (int)(s->by.n < 80 ? s->by.n : 80), s->by.at);
        ag_buffer_deinit(&name);
    }
}

static bool expect_note(void *context, const ag_cell *cell) {
    checking *c = context;
    c->status = ag_verifier_expect(c->verifier, cell[CHECKPOINT_NOTE].text, c->site_key_known ? c->site_key : NULL,
                                   "in the casebook", &c->err);
    return c->status == AG_OK;
}

static ag_status check_head(checking *c, uint64_t size, const ag_digest *root) {
    ag_cell cell[HEAD_COLUMNS];
    const ag_cell key = ag_cell_integer(0);
    ag_tree tree;
    bool there = false;
    const ag_status status = ag_store_get(c->casebook->store, &ag_table_head, &key, &c->arena, cell, &there, &c->err);
    if (status != AG_OK) return status;
    const bool good = there && ag_tree_parse(cell[HEAD_TREE].text, &tree);
    const ag_digest said = good ? ag_tree_root(&tree) : (ag_digest){{0}};
    if (!good || tree.size != size || !ag_digest_equal(&said, root))
        ag_diagnose(c->findings, AG_ERROR, "journal", (long)size, 0,
                    "restore a backup and compare with a checkpoint kept outside",
                    "the casebook says that it has %llu entries; %llu are there%s",
                    (unsigned long long)(good ? tree.size : 0), (unsigned long long)size,
                    good && tree.size == size ? ", and they are not the same" : "");
    return AG_OK;
}

static ag_status verify_own(checking *c, ag_text against, uint64_t *size, ag_digest *root) {
    ag_status status = push_all(c, c);
    const ag_query notes = {.table = &ag_table_checkpoint};
    if (status == AG_OK) status = ag_store_find(c->casebook->store, &notes, expect_note, c, &c->err);
    if (status == AG_OK) status = c->status;
    if (status == AG_OK && against.n)
        status =
            ag_verifier_expect(c->verifier, against, c->site_key_known ? c->site_key : NULL, "from outside", &c->err);
    if (status == AG_OK || status == AG_FINDINGS) status = ag_verifier_finish(c->verifier, size, root, &c->err);
    if (status != AG_OK && status != AG_FINDINGS) return status;
    check_signings(c);
    return check_head(c, *size, root);
}

/* `name` is borrowed. */
static ag_status checking_init(checking *c, ag_casebook *casebook, const chain_source *source, const char *name,
                               int threads, ag_diagnostics *findings, ag_error *err) {
    *c = (checking){.casebook = casebook, .source = *source, .name = name, .findings = findings};
    c->verifier = ag_verifier_new(name, threads, findings);
    ag_arena_init(&c->arena);
    ag_map_init(&c->keys);
    ag_tree_init(&c->tree);
    return c->verifier ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

static void checking_deinit(checking *c) {
    ag_verifier_free(c->verifier);
    ag_map_deinit(&c->keys);
    ag_arena_deinit(&c->arena);
    free(c->signing);
    free(c->waiting);
    free(c->received);
}

/* ---- Chains of other sites ------------------------------------------------------------------------------------ */

typedef struct chain {
    uint64_t number, size;
    ag_text genesis, site, key, leaf, note; /* in the arena */
} chain;

typedef struct chain_list {
    ag_arena arena;
    chain *chain;
    size_t n, capacity;
} chain_list;

static bool add_chain(void *context, const ag_cell *cell) {
    chain_list *l = context;
    if (l->n == l->capacity) {
        const size_t capacity = l->capacity ? 2 * l->capacity : 16;
        chain *more = ag_arena_array(&l->arena, capacity, sizeof *more);
        if (!more) return false;
        if (l->n) memcpy(more, l->chain, l->n * sizeof *more);
        l->chain = more;
        l->capacity = capacity;
    }
    static const int text[] = {CHAIN_GENESIS, CHAIN_SITE, CHAIN_KEY, CHAIN_LEAF, CHAIN_NOTE};
    ag_text kept[5];
    for (int i = 0; i < 5; i++) {
        const ag_text t = cell[text[i]].text;
        kept[i] = (ag_text){ag_arena_text(&l->arena, t.at, t.n), t.n};
    }
    l->chain[l->n++] = (chain){.number = (uint64_t)cell[CHAIN_NUMBER].integer,
                               .size = (uint64_t)cell[CHAIN_SIZE].integer,
                               .genesis = kept[0],
                               .site = kept[1],
                               .key = kept[2],
                               .leaf = kept[3],
                               .note = kept[4]};
    return true;
}

static void fault_of_chain(const checking *c, uint64_t seq, const char *what) {
    ag_diagnose(c->findings, AG_ERROR, c->name, (long)seq, 0, "take its bundles in again, into a backup", "%s", what);
}

static bool says_digest(ag_text bytes, const ag_digest *digest) {
    return ag_text_equal(bytes, (ag_text){(const char *)digest->byte, AG_DIGEST_BYTES});
}

/* What the casebook says of a chain against the entries that are there. */
static ag_status check_chain(checking *c, const chain *said, const ag_digest *genesis) {
    char hex[AG_DIGEST_HEX + 1];
    ag_checkpoint checkpoint;
    ag_buffer origin = {0};
    const uint64_t last = c->tree.size ? c->tree.size - 1 : 0;
    if (said->size != c->tree.size)
        fault_of_chain(c, last, "the casebook says that it has another number of entries than are there");
    if (!says_digest(said->leaf, &c->last))
        fault_of_chain(c, last, "the casebook says that it ends with another entry");
    if (!ag_text_equal(said->genesis, ag_text_of(ag_digest_hex(genesis, hex))))
        fault_of_chain(c, 0, "the casebook says that it begins with another entry");
    if (!ag_text_equal(said->site, c->site)) fault_of_chain(c, 0, "the casebook says that it is of another site");
    if (!c->site_key_known || !ag_text_equal(said->key, (ag_text){(const char *)c->site_key, AG_PUBLIC_BYTES}))
        fault_of_chain(c, 0, "the casebook says that it is signed with another key");
    ag_note_origin(c->site, genesis, &origin);
    if (ag_note_parse(said->note, NULL, &checkpoint, NULL) == AG_OK &&
        (checkpoint.size != said->size || !ag_text_equal(checkpoint.origin, (ag_text){origin.data, origin.n})))
        fault_of_chain(c, last, "the checkpoint that came with it is not of this chain");
    ag_buffer_deinit(&origin);
    return ag_verifier_expect(c->verifier, said->note, c->site_key_known ? c->site_key : NULL,
                              "the checkpoint that came with it", &c->err);
}

static ag_status genesis_of(checking *c, ag_digest *out) {
    ag_cell cell[FOREIGN_COLUMNS];
    const ag_cell key = number_of(&c->source, 0);
    bool found = false;
    const ag_status status =
        ag_store_get(c->casebook->store, &ag_table_foreign, &key, &c->arena, cell, &found, &c->err);
    *out = status == AG_OK && found ? ag_tree_leaf(cell[FOREIGN_BYTES].text.at, cell[FOREIGN_BYTES].text.n)
                                    : (ag_digest){{0}};
    return status;
}

static ag_status verify_entries(checking *c, const chain *said, const checking *own) {
    uint64_t size;
    ag_digest root, genesis;
    ag_status status = push_all(c, own);
    if (status == AG_OK) status = genesis_of(c, &genesis);
    if (status == AG_OK) status = check_chain(c, said, &genesis);
    if (status == AG_OK) status = ag_verifier_finish(c->verifier, &size, &root, &c->err);
    check_signings(c);
    return status == AG_FINDINGS ? AG_OK : status;
}

static ag_status verify_chain(checking *own, const chain *said, int threads) {
    const chain_source source = {&ag_table_foreign, FOREIGN_SUBJECT, FOREIGN_BYTES, -1, said->number << AG_CHAIN_SHIFT};
    char name[96];
    checking c;
    snprintf(name, sizeof name, "journal of %.*s", (int)said->site.n, said->site.at);
    ag_status status = checking_init(&c, own->casebook, &source, name, threads, own->findings, &own->err);
    if (status == AG_OK) {
        status = verify_entries(&c, said, own);
        if (status != AG_OK) own->err = c.err;
    }
    checking_deinit(&c);
    return status;
}

/* What was received must be there, and what is there must belong to a chain. */
static ag_status check_all_are_there(checking *own, const chain_list *list) {
    const ag_query all = {.table = &ag_table_foreign};
    int64_t there = 0;
    uint64_t said = 0;
    const ag_status status = ag_store_count(own->casebook->store, &all, &there, &own->err);
    for (size_t i = 0; i < list->n; i++) said += list->chain[i].size;
    if (status == AG_OK && said != (uint64_t)there)
        ag_diagnose(own->findings, AG_ERROR, "journal", 0, 0, "restore a backup",
                    "%lld entries of other sites are there; their chains have %llu", (long long)there,
                    (unsigned long long)said);
    for (size_t i = 0; i < own->receipts; i++)
        if (!own->received[i].met)
            ag_diagnose(own->findings, AG_ERROR, "journal", (long)own->received[i].seq, 0, "restore a backup",
                        "entry %llu: what it received of another site is not there",
                        (unsigned long long)own->received[i].seq);
    return status;
}

static ag_status verify_others(checking *own, int threads) {
    chain_list list = {.n = 0};
    const ag_query chains = {.table = &ag_table_chain};
    ag_arena_init(&list.arena);
    ag_status status = ag_store_find(own->casebook->store, &chains, add_chain, &list, &own->err);
    if (status == AG_OK && list.arena.failed) status = ag_fail(&own->err, AG_ENVIRONMENT, NULL, "out of memory");
    for (size_t i = 0; i < list.n && status == AG_OK; i++)
        if (list.chain[i].number - 1 < AG_MAX_CHAINS) status = verify_chain(own, &list.chain[i], threads);
    if (status == AG_OK) status = check_all_are_there(own, &list);
    ag_arena_deinit(&list.arena);
    return status;
}

ag_status ag_casebook_verify(ag_casebook *casebook, ag_text against, int threads, ag_diagnostics *findings,
                             uint64_t *size, ag_digest *root, ag_error *err) {
    static const chain_source source = {&ag_table_entry, ENTRY_SUBJECT, ENTRY_BYTES, ENTRY_LEAF, 0};
    const size_t errors = findings->errors;
    checking c;
    ag_status status = ag_store_begin(casebook->store, false, err); /* one state, while others write */
    if (status != AG_OK) return status;
    if (casebook->tell)
        (void)ag_engine_load_head(casebook, NULL); /* how many there are; a head that is damaged is a finding */
    status = checking_init(&c, casebook, &source, "journal", threads, findings, &c.err);
    if (status == AG_OK) status = verify_own(&c, against, size, root);
    if (status == AG_OK) status = verify_others(&c, threads);
    if (status == AG_OK && casebook->have_key) status = ag_engine_verify_files(casebook, findings, &c.err);
    if (status == AG_OK && findings->errors > errors)
        status = ag_fail(&c.err, AG_FINDINGS, NULL, "%zu faults were found", findings->errors - errors);
    if (status != AG_OK && err) *err = c.err;
    ag_store_rollback(casebook->store);
    checking_deinit(&c);
    return status;
}
