/* Verifying a bundle: see bundle.h. The chain is verify.h's; here is what a file adds to it. */
#include "journal/bundle.h"

#include "base/banned.h"

typedef struct verification {
    const char *path;
    ag_bundle_head head;
    ag_verifier *verifier;
    ag_diagnostics *findings;
    ag_buffer entry; /* waits for its box */
    bool waits;
    uint64_t entries;
} verification;

static void report(const verification *v, const char *what) {
    ag_diagnose(v->findings, AG_ERROR, v->path, 0, 0, "ask for the bundle again", "%s", what);
}

static ag_status push(verification *v, ag_text box, ag_error *err) {
    if (!v->waits) return AG_OK;
    v->waits = false;
    return ag_verifier_push(v->verifier, (ag_text){v->entry.data, v->entry.n}, box, err);
}

static ag_status keep_entry(verification *v, ag_text bytes, ag_error *err) {
    const ag_digest leaf = ag_tree_leaf(bytes.at, bytes.n);
    if (!v->entries++ && !v->head.before.size && !ag_digest_equal(&leaf, &v->head.genesis))
        report(v, "entry 0 is not the genesis that the bundle names");
    ag_buffer_clear(&v->entry);
    ag_buffer_add(&v->entry, bytes.at, bytes.n);
    v->waits = true;
    return v->entry.failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}

/* It must be of this chain and of all of the bundle; that it holds is the verifier's. */
static ag_status check_note(verification *v, ag_text note, ag_error *err) {
    ag_checkpoint checkpoint;
    ag_buffer origin = {0};
    ag_note_origin(ag_text_of(v->head.site), &v->head.genesis, &origin);
    if (ag_note_parse(note, NULL, &checkpoint, NULL) == AG_OK) {
        if (!ag_text_equal(checkpoint.origin, (ag_text){origin.data, origin.n}))
            report(v, "the checkpoint of the bundle is of another chain");
        if (checkpoint.size != v->head.before.size + v->entries)
            report(v, "the checkpoint of the bundle is not of all its entries");
    }
    ag_buffer_deinit(&origin);
    return ag_verifier_expect(v->verifier, note, v->head.site_key, "the checkpoint of the bundle", err);
}

static ag_status take(verification *v, const ag_bundle_item *item, ag_error *err) {
    if (item->kind == AG_BUNDLE_BOX) return push(v, item->bytes, err);
    const ag_status status = push(v, (ag_text){NULL, 0}, err);
    if (status != AG_OK) return status;
    if (item->kind == AG_BUNDLE_ENTRY) return keep_entry(v, item->bytes, err);
    return item->kind == AG_BUNDLE_CHECKPOINT ? check_note(v, item->bytes, err) : AG_OK;
}

/* What is no bundle any more is a finding, and what came before is verified all the same. */
static ag_status take_all(verification *v, ag_bundle_reader *reader, ag_error *err) {
    ag_bundle_item item = {0};
    do {
        ag_status status = ag_bundle_next(reader, &item, err);
        if (status == AG_BAD_INPUT) {
            ag_diagnostics_add(v->findings, err);
            return push(v, (ag_text){NULL, 0}, err);
        }
        if (status == AG_OK) status = take(v, &item, err);
        if (status != AG_OK) return status;
    } while (item.kind != AG_BUNDLE_END);
    return AG_OK;
}

static ag_status verify(verification *v, ag_bundle_reader *reader, ag_text against, uint64_t *size, ag_digest *root,
                        ag_error *err) {
    if (!v->verifier) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_verifier_start_after(v->verifier, &v->head.before, &v->head.prev);
    ag_status status = take_all(v, reader, err);
    if (status == AG_OK && against.n)
        status = ag_verifier_expect(v->verifier, against, v->head.site_key, "the checkpoint from outside", err);
    if (status == AG_OK) status = ag_verifier_finish(v->verifier, size, root, err);
    return status;
}

ag_status ag_bundle_verify(const char *path, int threads, ag_text against, ag_diagnostics *findings, uint64_t *size,
                           ag_digest *root, ag_error *err) {
    ag_bundle_reader *reader;
    ag_error why;
    verification v = {.path = path, .findings = findings};
    if (!err) err = &why;
    ag_status status = ag_bundle_open(path, &v.head, &reader, err);
    if (status != AG_OK) return status;
    v.verifier = ag_verifier_new(path, threads, findings);
    status = verify(&v, reader, against, size, root, err);
    ag_verifier_free(v.verifier);
    ag_bundle_close(reader);
    ag_buffer_deinit(&v.entry);
    return status;
}
