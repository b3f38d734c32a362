/* Checkpoints and verification. See casebook.h.
 *
 * verify.h looks at the chain; what it cannot know is added here: which key is whose, which actions must be signed, and
 * that what the casebook says of its own head and of the other sites' chains agrees with what is there.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "casebook/engine.h"
#include "journal/verify.h"

#include "base/banned.h"

/* ---- Checkpoints
 * ------------------------------------------------------------------------------------------------------- */

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

ag_status ag_casebook_checkpoint(ag_casebook *casebook, ag_buffer *out, ag_error *err) {
    if (!casebook->have_key)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key",
                       "the site's signature needs the casebook's key");
    ag_buffer note = {0};
    ag_status status = ag_engine_begin(casebook, err);
    if (status != AG_OK) return status;
    ag_arena_reset(&casebook->arena);
    format_note(casebook, &note);
    status = note.failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory")
                         : keep_note(casebook, (ag_text){note.data, note.n}, err);
    if (status == AG_OK)
        status = ag_engine_commit(casebook, err);
    else
        ag_engine_rollback(casebook);
    if (status == AG_OK && out) ag_buffer_add(out, note.data, note.n);
    ag_buffer_deinit(&note);
    return status;
}

/* ---- Verification
 * ------------------------------------------------------------------------------------------------------------ */

/* One use of a key by a name. */
typedef struct signing {
    uint64_t seq;
    ag_text by, key; /* in the arena */
} signing;

typedef struct checking {
    ag_casebook *casebook;
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
        ag_diagnose(c->findings, AG_ERROR, "journal", (long)entry->seq, 0, NULL,
                    "entry %llu: signs other entries than those before it", (unsigned long long)entry->seq);
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < c->waitings; i++)
        if (c->waiting[i].seq < (uint64_t)from || !ag_text_equal(c->waiting[i].by, entry->by))
            c->waiting[kept++] = c->waiting[i];
    c->waitings = kept;
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
    for (size_t i = 0; i < json_array_size(entry.sig) && good; i++) {
        const json_t *sig = json_array_get(entry.sig, i);
        const char *by = json_string_value(json_object_get(sig, "by")),
                   *key = json_string_value(json_object_get(sig, "key"));
        if (by && key) good = remember_signing(c, entry.seq, by, key);
    }
    const char *key = json_string_value(json_object_get(entry.data, "key"));
    if (entry.seq == 0 && key) c->site_key_known = ag_hex_parse(ag_text_of(key), c->site_key, AG_PUBLIC_BYTES);
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
    if (contains(bytes, "\"sig\":[") || (action && ag_action_kind(action) == &ag_kind_user))
        return look_inside(c, bytes);
    return !action || !(action->flags & (AG_SIGNED | AG_COUNTERSIGNED)) || wait_for_signature(c, seq, by_of(bytes));
}

/* Entries and boxes come in two readings of the same order; a block of entries, then the boxes that belong to it. */
enum { BLOCK = 512 };

typedef struct block {
    ag_arena arena;
    uint64_t seq[BLOCK];
    ag_text bytes[BLOCK], box[BLOCK], leaf[BLOCK], prev[BLOCK], subject[BLOCK];
    int n;
} block;

static bool add_entry(void *context, const ag_cell *cell) {
    block *b = context;
    const ag_text bytes = cell[ENTRY_BYTES].text, subject = cell[ENTRY_SUBJECT].text;
    b->seq[b->n] = (uint64_t)cell[ENTRY_SEQ].integer;
    b->bytes[b->n] = (ag_text){ag_arena_text(&b->arena, bytes.at, bytes.n), bytes.n};
    b->leaf[b->n] =
        (ag_text){ag_arena_text(&b->arena, cell[ENTRY_LEAF].text.at, cell[ENTRY_LEAF].text.n), cell[ENTRY_LEAF].text.n};
    b->subject[b->n] = (ag_text){ag_arena_text(&b->arena, subject.at, subject.n), subject.n};
    b->box[b->n] = (ag_text){NULL, 0};
    return b->bytes[b->n].at && ++b->n < BLOCK;
}

static bool add_box(void *context, const ag_cell *cell) {
    block *b = context;
    const uint64_t at = (uint64_t)cell[PAYLOAD_AT].integer;
    for (int low = 0, high = b->n; low < high;) {
        const int middle = (low + high) / 2;
        if (b->seq[middle] == at) {
            const ag_text box = cell[PAYLOAD_BOX].text;
            b->box[middle] = (ag_text){ag_arena_text(&b->arena, box.at, box.n), box.n};
            return true;
        }
        if (b->seq[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return true;
}

static ag_status read_block(checking *c, block *b, uint64_t from) {
    ag_query query = {.table = &ag_table_entry,
                      .where = {{ENTRY_SEQ, AG_AT_LEAST, ag_cell_integer((int64_t)from)}},
                      .conditions = 1,
                      .limit = BLOCK};
    ag_arena_reset(&b->arena);
    b->n = 0;
    ag_status status = ag_store_find(c->casebook->store, &query, add_entry, b, &c->err);
    if (status != AG_OK || !b->n) return status;
    query = (ag_query){.table = &ag_table_payload,
                       .where = {{PAYLOAD_AT, AG_AT_LEAST, ag_cell_integer((int64_t)b->seq[0])},
                                 {PAYLOAD_AT, AG_AT_MOST, ag_cell_integer((int64_t)b->seq[b->n - 1])}},
                       .conditions = 2};
    status = ag_store_find(c->casebook->store, &query, add_box, b, &c->err);
    return status == AG_OK && b->arena.failed ? ag_fail(&c->err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

/* The columns beside the bytes are for finding entries; they must say the same. */
static void check_columns(checking *c, const block *b, int i) {
    const ag_digest leaf = ag_tree_leaf(b->bytes[i].at, b->bytes[i].n);
    if (b->leaf[i].n != AG_DIGEST_BYTES || memcmp(b->leaf[i].at, leaf.byte, AG_DIGEST_BYTES) != 0)
        ag_diagnose(c->findings, AG_ERROR, "journal", (long)b->seq[i], 0, NULL,
                    "entry %llu: its bytes are not those that were kept with their hash",
                    (unsigned long long)b->seq[i]);
}

static ag_status push_all(checking *c) {
    block *b = calloc(1, sizeof *b);
    if (!b) return ag_fail(&c->err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_init(&b->arena);
    ag_status status = AG_OK;
    for (uint64_t from = 0; status == AG_OK;) {
        status = read_block(c, b, from);
        if (status != AG_OK || !b->n) break;
        for (int i = 0; i < b->n && status == AG_OK; i++) {
            check_columns(c, b, i);
            if (!look_at(c, b->seq[i], b->bytes[i])) status = ag_fail(&c->err, AG_ENVIRONMENT, NULL, "out of memory");
            if (status == AG_OK) status = ag_verifier_push(c->verifier, b->bytes[i], b->box[i], &c->err);
        }
        from = b->seq[b->n - 1] + 1;
        ag_engine_tell(c->casebook, from);
    }
    ag_arena_deinit(&b->arena);
    free(b);
    return status;
}

static void check_signings(checking *c) {
    for (size_t i = 0; i < c->waitings; i++)
        ag_diagnose(c->findings, AG_ERROR, "journal", (long)c->waiting[i].seq, 0, NULL,
                    "entry %llu: must be signed by who made it, and is not", (unsigned long long)c->waiting[i].seq);
    for (size_t i = 0; i < c->signings; i++) {
        const signing *s = &c->signing[i];
        ag_buffer name = {0};
        ag_buffer_printf(&name, "%.*s %.*s", (int)s->by.n, s->by.at, (int)s->key.n, s->key.at);
        if (!name.failed && !ag_map_find(&c->keys, (ag_text){name.data, name.n}))
            ag_diagnose(c->findings, AG_ERROR, "journal", (long)s->seq, 0, NULL,
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

static ag_status verify_all(checking *c, ag_text against, uint64_t *size, ag_digest *root) {
    ag_status status = push_all(c);
    const ag_query notes = {.table = &ag_table_checkpoint};
    if (status == AG_OK) status = ag_store_find(c->casebook->store, &notes, expect_note, c, &c->err);
    if (status == AG_OK) status = c->status;
    if (status == AG_OK && against.n)
        status =
            ag_verifier_expect(c->verifier, against, c->site_key_known ? c->site_key : NULL, "from outside", &c->err);
    if (status == AG_OK || status == AG_FINDINGS) status = ag_verifier_finish(c->verifier, size, root, &c->err);
    if (status != AG_OK && status != AG_FINDINGS) return status;
    check_signings(c);
    status = check_head(c, *size, root);
    if (status == AG_OK && c->findings->errors)
        return ag_fail(&c->err, AG_FINDINGS, NULL, "%zu faults were found", c->findings->errors);
    return status;
}

ag_status ag_casebook_verify(ag_casebook *casebook, ag_text against, int threads, ag_diagnostics *findings,
                             uint64_t *size, ag_digest *root, ag_error *err) {
    checking c = {.casebook = casebook, .findings = findings};
    ag_status status = ag_store_begin(casebook->store, false, err); /* one state, while others write */
    if (status != AG_OK) return status;
    if (casebook->tell)
        (void)ag_engine_load_head(casebook, NULL); /* how many there are; a head that is damaged is a finding */
    c.verifier = ag_verifier_new("journal", threads, findings);
    ag_arena_init(&c.arena);
    ag_map_init(&c.keys);
    status = c.verifier ? verify_all(&c, against, size, root) : ag_fail(&c.err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status != AG_OK && err) *err = c.err;
    ag_store_rollback(casebook->store);
    ag_verifier_free(c.verifier);
    ag_map_deinit(&c.keys);
    ag_arena_deinit(&c.arena);
    free(c.signing);
    free(c.waiting);
    return status;
}
