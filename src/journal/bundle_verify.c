/* Verifying a bundle: see bundle.h. The chain is verify.h's; here is what a file adds to it. */
#include "journal/bundle.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

typedef struct verification {
    const char *path;
    ag_bundle_head head;
    ag_verifier *verifier;
    ag_diagnostics *findings;
    ag_buffer entry; /* waits for its box */
    bool waits;
    uint64_t entries;
    ag_bundle_file *file; /* owned: what is listed */
    size_t files, capacity;
    size_t met; /* of the list: as far as contents have come, or been missed */
    bool reading;
    ag_digest content; /* whose parts are being read */
    crypto_hash_sha256_state box;
} verification;

static void report(const verification *v, const char *what) {
    ag_diagnose(v->findings, AG_ERROR, v->path, 0, 0, "ask for the bundle again", "%s", what);
}

static void report_file(const verification *v, const ag_digest *content, const char *what) {
    char hex[AG_DIGEST_HEX + 1];
    ag_diagnose(v->findings, AG_ERROR, v->path, 0, 0, "ask for the bundle again", "the file %s %s",
                ag_digest_hex(content, hex), what);
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

/* ---- Files --------------------------------------------------------------------------------------------------- */

static ag_status list_file(verification *v, const ag_bundle_file *file, ag_error *err) {
    if (v->files == v->capacity) {
        const size_t capacity = v->capacity ? 2 * v->capacity : 64;
        ag_bundle_file *more = realloc(v->file, capacity * sizeof *more);
        if (!more) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        v->file = more;
        v->capacity = capacity;
    }
    v->file[v->files++] = *file;
    return AG_OK;
}

/* Those of the list before `content` did not come; NULL: nor did any that is left. */
static void miss_until(verification *v, const ag_digest *content) {
    for (; v->met < v->files; v->met++) {
        const ag_digest *listed = &v->file[v->met].content;
        if (content && memcmp(listed->byte, content->byte, AG_DIGEST_BYTES) >= 0) return;
        report_file(v, listed, "is missing");
    }
}

/* The parts of one file are all there. */
static void finish_file(verification *v) {
    ag_digest box;
    if (!v->reading) return;
    v->reading = false;
    crypto_hash_sha256_final(&v->box, box.byte);
    miss_until(v, &v->content);
    if (v->met == v->files || !ag_digest_equal(&v->file[v->met].content, &v->content))
        report_file(v, &v->content, "is not in the list of files");
    else if (!ag_digest_equal(&v->file[v->met++].box, &box))
        report_file(v, &v->content, "was changed");
}

static void take_part(verification *v, const ag_bundle_item *item) {
    if (!v->reading || !ag_digest_equal(&v->content, &item->file.content)) {
        finish_file(v);
        v->reading = true;
        v->content = item->file.content;
        crypto_hash_sha256_init(&v->box);
    }
    crypto_hash_sha256_update(&v->box, (const unsigned char *)item->bytes.at, item->bytes.n);
}

static bool says(const ag_entry *entry, const char *field, const char *value) {
    const char *said = json_string_value(json_object_get(entry->data, field));
    return said && strcmp(said, value) == 0;
}

/* The last entry, which is signed, says which files were given. */
static void check_list(const verification *v) {
    char hex[AG_DIGEST_HEX + 1], n[24];
    ag_entry entry;
    const ag_digest list = ag_bundle_files_digest(v->file, v->files);
    if (!v->entry.n || ag_entry_parse((ag_text){v->entry.data, v->entry.n}, &entry, NULL) != AG_OK) {
        if (v->files) report(v, "no entry says which files were given");
        return;
    }
    const bool gives = ag_text_equal(entry.action, AG_TEXT("casebook.give"));
    snprintf(n, sizeof n, "%zu", v->files);
    const bool same = v->files ? gives && says(&entry, "files", n) && says(&entry, "list", ag_digest_hex(&list, hex))
                               : !gives || !json_object_get(entry.data, "files");
    if (!same) report(v, "the list of files is not the one that was signed: files were put in, changed or taken out");
    ag_entry_deinit(&entry);
}

static void finish_files(verification *v) {
    finish_file(v);
    miss_until(v, NULL);
    check_list(v);
}

/* ---- Lines --------------------------------------------------------------------------------------------------- */

static ag_status take(verification *v, const ag_bundle_item *item, ag_error *err) {
    if (item->kind == AG_BUNDLE_BOX) return push(v, item->bytes, err);
    const ag_status status = push(v, (ag_text){NULL, 0}, err);
    if (status != AG_OK) return status;
    switch (item->kind) {
    case AG_BUNDLE_ENTRY:
        return keep_entry(v, item->bytes, err);
    case AG_BUNDLE_FILE:
        return list_file(v, &item->file, err);
    case AG_BUNDLE_PART_OF:
        return take_part(v, item), AG_OK;
    case AG_BUNDLE_CHECKPOINT:
        finish_files(v);
        return check_note(v, item->bytes, err);
    default:
        return AG_OK;
    }
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
    free(v.file);
    return status;
}
