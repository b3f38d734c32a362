/* Verification of a chain: see verify.h.
 *
 * What can be said of an entry alone (form, box, signatures, leaf hash) is found by several threads, a block at a time;
 * then one pass follows the chain. Leaf hashes are kept, 32 bytes an entry, so that one walk at the end gives the root
 * at the size of every checkpoint.
 */
#include "journal/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"

#include "base/banned.h"

enum { BLOCK = 2048, BLOCK_BYTES = 8 * 1024 * 1024, CHUNK = 32, NAME = 160 };

typedef struct pushed {
    size_t at, n, box; /* in the block's bytes; the box follows */
    bool has_box;
    /* found by a worker */
    ag_digest leaf;
    ag_entry_glance glance;
    bool legible;
    ag_diagnostics found; /* without a place */
} pushed;

/* What the next entry is held against. */
typedef struct link {
    uint64_t seq; /* of the next */
    ag_digest leaf;
    char at[21];
    bool faulty, clock;
} link;

typedef struct expectation {
    uint64_t size;
    ag_digest root;
    char whose[NAME];
} expectation;

struct ag_verifier {
    char name[NAME];
    int threads;
    ag_diagnostics *findings;
    size_t errors_before;
    ag_tree before;
    ag_buffer bytes;
    pushed block[BLOCK];
    size_t in_block;
    link last;
    ag_digest *leaf; /* owned */
    size_t leaves, leaf_capacity;
    expectation *expected; /* owned */
    size_t expectations;
};

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

ag_verifier *ag_verifier_new(const char *name, int threads, ag_diagnostics *findings) {
    ag_verifier *v = calloc(1, sizeof *v);
    if (!v) return NULL;
    snprintf(v->name, sizeof v->name, "%s", name);
    v->threads = threads;
    v->findings = findings;
    v->errors_before = findings->errors;
    return v;
}

void ag_verifier_start_after(ag_verifier *v, const ag_tree *before, const ag_digest *prev) {
    v->before = *before;
    v->last.seq = before->size;
    v->last.leaf = *prev;
}

static void clear_block(ag_verifier *v) {
    for (size_t i = 0; i < v->in_block; i++) ag_diagnostics_deinit(&v->block[i].found);
    ag_buffer_clear(&v->bytes);
    v->in_block = 0;
}

void ag_verifier_free(ag_verifier *v) {
    if (!v) return;
    clear_block(v);
    ag_buffer_deinit(&v->bytes);
    free(v->leaf);
    free(v->expected);
    free(v);
}

/* ---- An entry alone ------------------------------------------------------------------------------------------ */

static void fault(pushed *p, const char *hint, const char *what) {
    ag_diagnose(&p->found, AG_ERROR, NULL, 0, 0, hint, "%s", what);
}

static void check_box(pushed *p, ag_text box) {
    if (!p->has_box) return;
    const ag_digest digest = ag_sha256(box.at, box.n);
    if (!p->glance.boxed)
        fault(p, NULL, "it has no sealed content, and one stands beside it");
    else if (!ag_digest_equal(&digest, &p->glance.box))
        fault(p, "take it from a backup", "the sealed content beside it is not its own, or was changed");
}

static ag_status check_signatures(pushed *p, ag_text bytes, ag_error *err) {
    ag_entry entry;
    if (!p->glance.has_signatures) return AG_OK;
    ag_status status = ag_entry_parse(bytes, &entry, err);
    if (status == AG_OK) status = ag_entry_check_signatures(&entry, err);
    ag_entry_deinit(&entry);
    return status;
}

/* The answer is not AG_OK only where the environment fails. */
static ag_status check_alone(pushed *p, const char *block, ag_error *err) {
    const ag_text bytes = {block + p->at, p->n}, box = {block + p->at + p->n, p->box};
    p->leaf = ag_tree_leaf(bytes.at, bytes.n);
    ag_status status = ag_entry_glance_at(bytes, &p->glance, err);
    p->legible = status == AG_OK;
    if (p->legible) {
        check_box(p, box);
        status = check_signatures(p, bytes, err);
    }
    if (status != AG_BAD_INPUT) return status;
    fault(p, err->hint, err->what);
    return AG_OK;
}

static ag_status check_chunk(void *context, size_t index, int worker, ag_error *err) {
    ag_verifier *v = context;
    (void)worker;
    for (size_t i = index * CHUNK; i < v->in_block && i < (index + 1) * CHUNK; i++) {
        const ag_status status = check_alone(&v->block[i], v->bytes.data, err);
        if (status != AG_OK) return status;
    }
    return AG_OK;
}

/* ---- The chain ----------------------------------------------------------------------------------------------- */

static void report(const ag_verifier *v, uint64_t seq, const char *hint, const char *what) {
    ag_diagnose(v->findings, AG_ERROR, v->name, (long)seq, 0, hint, "entry %" PRIu64 ": %s", seq, what);
}

static void report_own(const ag_verifier *v, uint64_t seq, const pushed *p) {
    for (size_t i = 0; i < p->found.n; i++) report(v, seq, p->found.item[i].hint, p->found.item[i].what);
}

static void report_missing(const ag_verifier *v, uint64_t next) {
    char what[120];
    const uint64_t first = v->last.seq;
    if (next == first + 1)
        snprintf(what, sizeof what, "it is missing");
    else
        snprintf(what, sizeof what, "it and those up to entry %" PRIu64 " are missing", next - 1);
    report(v, first, NULL, what);
}

static void report_broken(const ag_verifier *v) {
    char what[160];
    if (!v->last.seq) {
        report(v, 0, NULL, "it follows another entry, so it is not the first");
        return;
    }
    snprintf(what, sizeof what,
             "it is not what entry %" PRIu64 " follows: it was changed or replaced, or the other's prev was",
             v->last.seq);
    report(v, v->last.seq - 1, NULL, what);
}

/* False: it stands out of order, and what follows is held against the entry before it. *seq becomes its place. */
static bool check_place(const ag_verifier *v, const ag_entry_glance *entry, uint64_t *seq, bool *faulty) {
    const bool linked = ag_digest_equal(&entry->prev, &v->last.leaf);
    char what[120];
    *seq = entry->seq;
    if (entry->seq != v->last.seq && linked) {
        *seq = v->last.seq;
        *faulty = true;
        snprintf(what, sizeof what, "it calls itself entry %" PRIu64, entry->seq);
        report(v, *seq, NULL, what);
    } else if (entry->seq < v->last.seq) {
        report(v, entry->seq, NULL, "it stands twice or out of order");
        return false;
    } else if (entry->seq > v->last.seq) {
        report_missing(v, entry->seq);
    } else if (!linked && !v->last.faulty) {
        report_broken(v);
    }
    return true;
}

static void check_time(const ag_verifier *v, const ag_entry_glance *entry, uint64_t seq, bool clock) {
    if (v->last.at[0] && memcmp(entry->at.at, v->last.at, entry->at.n) < 0 && !clock && !v->last.clock &&
        !v->last.faulty)
        report(v, seq, "a clock that was put right is recorded by casebook.clock",
               "it was recorded before the entry before it");
}

static void follow(ag_verifier *v, const pushed *p) {
    link next = {.seq = v->last.seq, .leaf = p->leaf, .faulty = p->found.n > 0};
    if (p->legible) {
        next.clock = ag_text_equal(p->glance.action, AG_TEXT("casebook.clock"));
        memcpy(next.at, p->glance.at.at, p->glance.at.n);
        if (!check_place(v, &p->glance, &next.seq, &next.faulty)) {
            report_own(v, p->glance.seq, p);
            return;
        }
        check_time(v, &p->glance, next.seq, next.clock);
    }
    report_own(v, next.seq, p);
    next.seq++;
    v->last = next;
}

static bool keep_leaf(ag_verifier *v, const ag_digest *leaf) {
    if (v->leaves == v->leaf_capacity) {
        const size_t capacity = v->leaf_capacity ? 2 * v->leaf_capacity : BLOCK;
        ag_digest *more = realloc(v->leaf, capacity * sizeof *more);
        if (!more) return false;
        v->leaf = more;
        v->leaf_capacity = capacity;
    }
    v->leaf[v->leaves++] = *leaf;
    return true;
}

static ag_status check_block(ag_verifier *v, ag_error *err) {
    ag_status status = ag_parallel((v->in_block + CHUNK - 1) / CHUNK, v->threads, NULL, check_chunk, v, err);
    for (size_t i = 0; i < v->in_block && status == AG_OK; i++) {
        follow(v, &v->block[i]);
        if (!keep_leaf(v, &v->block[i].leaf)) status = no_memory(err);
    }
    clear_block(v);
    return status;
}

ag_status ag_verifier_push(ag_verifier *v, ag_text bytes, ag_text box, ag_error *err) {
    v->block[v->in_block++] = (pushed){.at = v->bytes.n, .n = bytes.n, .box = box.n, .has_box = box.at};
    ag_buffer_add(&v->bytes, bytes.at, bytes.n);
    ag_buffer_add(&v->bytes, box.at, box.n);
    if (v->bytes.failed) {
        v->in_block--;
        return no_memory(err);
    }
    return v->in_block == BLOCK || v->bytes.n > BLOCK_BYTES ? check_block(v, err) : AG_OK;
}

/* ---- Checkpoints --------------------------------------------------------------------------------------------- */

ag_status ag_verifier_expect(ag_verifier *v, ag_text note, const uint8_t *open, const char *whose, ag_error *err) {
    ag_checkpoint checkpoint;
    ag_error why;
    if (ag_note_parse(note, open, &checkpoint, &why) != AG_OK) {
        ag_diagnose(v->findings, AG_ERROR, v->name, 0, 0, why.hint, "%s: %s", whose, why.what);
        return AG_OK;
    }
    expectation *more = realloc(v->expected, (v->expectations + 1) * sizeof *more);
    if (!more) return no_memory(err);
    v->expected = more;
    expectation *e = &more[v->expectations++];
    *e = (expectation){.size = checkpoint.size, .root = checkpoint.root};
    snprintf(e->whose, sizeof e->whose, "%s", whose);
    return AG_OK;
}

static int by_size(const void *a, const void *b) {
    const uint64_t x = ((const expectation *)a)->size, y = ((const expectation *)b)->size;
    return (x > y) - (x < y);
}

static void report_root(const ag_verifier *v, const expectation *e, uint64_t agreed) {
    ag_diagnose(v->findings, AG_ERROR, v->name, (long)agreed, 0, "compare with a copy made before",
                "%s of %" PRIu64 " entries does not hold: from entry %" PRIu64
                " on there are others than it was made of",
                e->whose, e->size, agreed);
}

static void report_tail(const ag_verifier *v, const expectation *e, uint64_t size) {
    ag_diagnose(v->findings, AG_ERROR, v->name, (long)size, 0, "look for a copy that has the rest",
                "%s counts %" PRIu64 " entries, and there are %" PRIu64 ": entry %" PRIu64
                " and what follows was dropped",
                e->whose, e->size, size, size);
}

static void report_too_early(const ag_verifier *v, const expectation *e) {
    ag_diagnose(v->findings, AG_WARNING, v->name, 0, 0, "verify the whole chain, or ask for a later one",
                "%s counts %" PRIu64 " entries, and this begins after %" PRIu64 ": it cannot be compared", e->whose,
                e->size, v->before.size);
}

/* One walk over the leaves: every checkpoint at its size. Leaves `tree` as that of all entries. */
static void check_expectations(const ag_verifier *v, ag_tree *tree) {
    uint64_t agreed = v->before.size;
    size_t at = 0;
    *tree = v->before;
    if (v->expectations) qsort(v->expected, v->expectations, sizeof *v->expected, by_size);
    for (size_t i = 0; i < v->expectations; i++) {
        const expectation *e = &v->expected[i];
        while (tree->size < e->size && at < v->leaves) ag_tree_push(tree, &v->leaf[at++]);
        const ag_digest root = ag_tree_root(tree);
        if (e->size < v->before.size)
            report_too_early(v, e);
        else if (e->size > tree->size)
            report_tail(v, e, tree->size);
        else if (ag_digest_equal(&root, &e->root))
            agreed = e->size;
        else
            report_root(v, e, agreed);
    }
    while (at < v->leaves) ag_tree_push(tree, &v->leaf[at++]);
}

ag_status ag_verifier_finish(ag_verifier *v, uint64_t *size, ag_digest *root, ag_error *err) {
    ag_tree tree;
    const ag_status status = check_block(v, err);
    if (status != AG_OK) return status;
    check_expectations(v, &tree);
    *size = tree.size;
    *root = ag_tree_root(&tree);
    const size_t errors = v->findings->errors - v->errors_before;
    if (!errors) return AG_OK;
    return ag_fail(err, AG_FINDINGS, "the findings say which entries", "%s does not hold: %zu faults", v->name, errors);
}
