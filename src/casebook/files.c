/* Files: kept once by content, sealed like payloads. See casebook.h.
 *
 * The row of a file has the digest of its content, and what proves that its box is that content; the box alone proves
 * nothing, so only who has the casebook's key can tell that a file is as it was.
 */
#include <string.h>

#include "casebook/engine.h"

#include "base/banned.h"

ag_status ag_casebook_keep_file(ag_casebook *casebook, ag_text bytes, ag_digest *out, ag_error *err) {
    char hex[AG_DIGEST_HEX + 1];
    ag_cell there[FILE_COLUMNS];
    ag_sealed sealed = {0};
    bool found = false;
    *out = ag_sha256(bytes.at, bytes.n);
    const ag_cell key = ag_cell_text(ag_text_of(ag_digest_hex(out, hex)));
    if (!casebook->have_key) return ag_fail(err, AG_REFUSED, "open the casebook with its key", "files are sealed");
    ag_status status = ag_store_get(casebook->store, &ag_table_file, &key, &casebook->arena, there, &found, err);
    if (status != AG_OK || found) return status;
    const bool own = !casebook->writing;
    status = ag_seal(ag_engine_key(casebook, &ag_kind_casebook), bytes, &sealed, err);
    if (status == AG_OK && own) status = ag_engine_begin(casebook, err);
    const ag_cell cell[FILE_COLUMNS] = {key,
                                        ag_cell_text((ag_text){(const char *)sealed.commitment.byte, AG_DIGEST_BYTES}),
                                        ag_cell_text((ag_text){sealed.box.data, sealed.box.n}),
                                        ag_cell_text((ag_text){(const char *)sealed.wrapped, AG_WRAPPED_BYTES})};
    if (status == AG_OK) status = ag_store_put(casebook->store, &ag_table_file, cell, err);
    if (own && casebook->writing) {
        if (status == AG_OK)
            status = ag_engine_commit(casebook, err);
        else
            ag_engine_rollback(casebook);
    }
    ag_sealed_deinit(&sealed);
    return status;
}

ag_status ag_casebook_file(ag_casebook *casebook, const ag_digest *digest, ag_buffer *out, ag_error *err) {
    char hex[AG_DIGEST_HEX + 1];
    ag_cell cell[FILE_COLUMNS];
    ag_digest commitment;
    bool found = false;
    ag_arena arena;
    const ag_cell key = ag_cell_text(ag_text_of(ag_digest_hex(digest, hex)));
    if (!casebook->have_key) return ag_fail(err, AG_REFUSED, "open the casebook with its key", "files are sealed");
    ag_arena_init(&arena);
    ag_status status = ag_store_get(casebook->store, &ag_table_file, &key, &arena, cell, &found, err);
    if (status == AG_OK && (!found || cell[FILE_COMMITMENT].text.n != AG_DIGEST_BYTES))
        status = ag_fail(err, AG_BAD_INPUT, NULL, "the file %s is not kept here", hex);
    if (status == AG_OK) {
        memcpy(commitment.byte, cell[FILE_COMMITMENT].text.at, AG_DIGEST_BYTES);
        status = ag_unseal(ag_engine_key(casebook, &ag_kind_casebook), cell[FILE_WRAPPED].text, cell[FILE_BOX].text,
                           &commitment, out, err);
    }
    ag_arena_deinit(&arena);
    return status;
}

/* ---- Verification ----------------------------------------------------------------------------------------------- */

typedef struct checking {
    const ag_secret *key;
    ag_diagnostics *findings;
    ag_buffer last; /* digest of the file before, as it stands there */
    ag_status status;
    ag_error *err;
} checking;

static bool is_its_content(ag_text hex, ag_text content) {
    const ag_digest digest = ag_sha256(content.at, content.n);
    char own[AG_DIGEST_HEX + 1];
    return ag_text_equal(hex, ag_text_of(ag_digest_hex(&digest, own)));
}

static bool check_file(void *context, const ag_cell *cell) {
    checking *c = context;
    const ag_text hex = cell[FILE_DIGEST].text;
    ag_digest commitment = {0};
    ag_buffer content = {0};
    ag_buffer_clear(&c->last);
    ag_buffer_add(&c->last, hex.at, hex.n);
    if (!ag_engine_has_key(&cell[FILE_WRAPPED])) return true; /* erased */
    if (cell[FILE_COMMITMENT].text.n == AG_DIGEST_BYTES)
        memcpy(commitment.byte, cell[FILE_COMMITMENT].text.at, AG_DIGEST_BYTES);
    const ag_status status =
        ag_unseal(c->key, cell[FILE_WRAPPED].text, cell[FILE_BOX].text, &commitment, &content, c->err);
    if (status == AG_ENVIRONMENT)
        c->status = status;
    else if (status != AG_OK || !is_its_content(hex, (ag_text){content.data, content.n}))
        ag_diagnose(c->findings, AG_ERROR, "journal", 0, 0, "restore it from a backup, or from where it came",
                    "the kept file %.*s was changed", (int)(hex.n < AG_DIGEST_HEX ? hex.n : AG_DIGEST_HEX),
                    hex.at ? hex.at : "");
    if (content.data) ag_secret_wipe(content.data, content.n);
    ag_buffer_deinit(&content);
    return true;
}

/* One at a time: a file may be long, and a database may send all that is asked for at once. */
ag_status ag_engine_verify_files(ag_casebook *casebook, ag_diagnostics *findings, ag_error *err) {
    checking c = {.key = ag_engine_key(casebook, &ag_kind_casebook), .findings = findings, .err = err};
    ag_query query = {.table = &ag_table_file, .limit = 1};
    ag_buffer after = {0};
    do {
        ag_buffer_clear(&after);
        ag_buffer_add(&after, c.last.data, c.last.n);
        query.where[0] = (ag_where){FILE_DIGEST, AG_MORE, ag_cell_text((ag_text){after.data, after.n})};
        query.conditions = after.n > 0;
        ag_buffer_clear(&c.last);
        const ag_status status = ag_store_find(casebook->store, &query, check_file, &c, err);
        if (status != AG_OK) c.status = status;
    } while (c.status == AG_OK && c.last.n);
    ag_buffer_deinit(&c.last);
    ag_buffer_deinit(&after);
    return c.status;
}
