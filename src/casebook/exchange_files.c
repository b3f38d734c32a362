/* Files in bundles: see exchange_files.h. */
#include "casebook/exchange_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

bool ag_kind_stays_home(const ag_kind *kind) {
    return !kind || kind == &ag_kind_user || kind == &ag_kind_casebook || kind->may_read;
}

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* ---- Which files ------------------------------------------------------------------------------------------------ */

void ag_named_files_deinit(ag_named_files *files) { free(files->item); }

static bool is_known(const ag_bundle_file *file) {
    static const ag_digest nothing;
    return !ag_digest_equal(&file->box, &nothing);
}

static void sort(ag_named_files *files) {
    size_t n = 0;
    if (files->n) qsort(files->item, files->n, sizeof *files->item, ag_bundle_file_compare);
    for (size_t i = 0; i < files->n; i++) {
        const ag_bundle_file *file = &files->item[i];
        if (!n || ag_bundle_file_compare(file, &files->item[n - 1]) != 0)
            files->item[n++] = *file;
        else if (is_known(file))
            files->item[n - 1] = *file;
    }
    files->n = n;
    files->sorted = true;
}

/* Many entries may name one file: before the list grows it is looked whether that is needed. */
static bool make_room(ag_named_files *files) {
    if (files->n < files->capacity) return true;
    sort(files);
    if (files->n < files->capacity / 2) return true;
    const size_t capacity = files->capacity ? 2 * files->capacity : 64;
    ag_bundle_file *more = realloc(files->item, capacity * sizeof *more);
    if (!more) return false;
    files->item = more;
    files->capacity = capacity;
    return true;
}

static ag_status name(ag_named_files *files, const ag_digest *content, ag_error *err) {
    if (!make_room(files)) return no_memory(err);
    files->item[files->n++] = (ag_bundle_file){.content = *content};
    files->sorted = false;
    return AG_OK;
}

static bool has_files(const ag_action *action) {
    for (const ag_field *field = action->field; field && field->name; field++)
        if (field->kind == AG_FIELD_FILE) return true;
    return false;
}

static const ag_action *action_with_files(ag_text action_name) {
    const ag_action *action = ag_action_find(action_name);
    return action && has_files(action) && !ag_kind_stays_home(ag_action_kind(action)) ? action : NULL;
}

ag_status ag_files_name(ag_named_files *files, const ag_entry *entry, ag_error *err) {
    const ag_deed deed = {.data = entry->data};
    const ag_action *action = action_with_files(entry->action);
    ag_status status = AG_OK;
    for (const ag_field *field = action ? action->field : NULL; field && field->name; field++) {
        ag_text word;
        ag_digest content;
        for (int k = 0; field->kind == AG_FIELD_FILE && ag_deed_each(&deed, field->name, k, &word); k++)
            if (status == AG_OK && ag_digest_parse(word, &content)) status = name(files, &content, err);
    }
    return status;
}

ag_status ag_files_name_in(ag_named_files *files, ag_text entry_bytes, ag_error *err) {
    ag_entry_glance glance;
    ag_entry entry;
    if (ag_entry_glance_at(entry_bytes, &glance, NULL) != AG_OK || !action_with_files(glance.action)) return AG_OK;
    ag_status status = ag_entry_parse(entry_bytes, &entry, err);
    if (status != AG_OK) return status;
    status = ag_files_name(files, &entry, err);
    ag_entry_deinit(&entry);
    return status;
}

static ag_bundle_file *find(ag_named_files *files, const ag_digest *content) {
    const ag_bundle_file key = {.content = *content};
    if (!files->sorted) sort(files);
    return files->n ? bsearch(&key, files->item, files->n, sizeof key, ag_bundle_file_compare) : NULL;
}

/* ---- Giving ----------------------------------------------------------------------------------------------------- */

/* The row of a file that is kept here and can be opened. */
static ag_status get(ag_casebook *casebook, const ag_digest *content, ag_arena *arena, ag_cell *cell, bool *there,
                     ag_error *err) {
    char hex[AG_DIGEST_HEX + 1];
    const ag_cell key = ag_cell_text(ag_text_of(ag_digest_hex(content, hex)));
    const ag_status status = ag_store_get(casebook->store, &ag_table_file, &key, arena, cell, there, err);
    *there = status == AG_OK && *there && ag_engine_has_key(&cell[FILE_WRAPPED]) &&
             cell[FILE_COMMITMENT].text.n == AG_DIGEST_BYTES;
    return status;
}

ag_status ag_files_look_up(ag_named_files *files, ag_casebook *casebook, ag_error *err) {
    ag_arena arena;
    ag_status status = AG_OK;
    size_t kept = 0;
    sort(files);
    ag_arena_init(&arena);
    for (size_t i = 0; i < files->n && status == AG_OK; i++) {
        ag_cell cell[FILE_COLUMNS];
        ag_bundle_file file = files->item[i];
        bool there = is_known(&file);
        if (!there) {
            ag_arena_reset(&arena);
            status = get(casebook, &file.content, &arena, cell, &there, err);
            if (there) file.box = ag_sha256(cell[FILE_BOX].text.at, cell[FILE_BOX].text.n);
            if (there) memcpy(file.commitment.byte, cell[FILE_COMMITMENT].text.at, AG_DIGEST_BYTES);
        }
        if (there) files->item[kept++] = file;
    }
    files->n = kept;
    ag_arena_deinit(&arena);
    if (status != AG_OK || kept <= AG_MAX_BUNDLE_FILES) return status;
    return ag_fail(err, AG_REFUSED, "begin behind an earlier entry: --after SEQ",
                   "these entries name %zu files, and a bundle holds %d", kept, AG_MAX_BUNDLE_FILES);
}

void ag_files_list(const ag_named_files *files, ag_bundle_writer *writer) {
    for (size_t i = 0; i < files->n; i++) ag_bundle_put_file(writer, &files->item[i]);
}

static ag_status give_parts(const ag_bundle_file *file, ag_text box, const ag_bundle_order *order,
                            ag_bundle_writer *writer, ag_error *err) {
    ag_status status = AG_OK;
    for (size_t at = 0; at < box.n && status == AG_OK; at += AG_BUNDLE_PART) {
        const size_t left = box.n - at;
        ag_bundle_put_part(writer, &file->content,
                           (ag_text){box.at + at, left < AG_BUNDLE_PART ? left : AG_BUNDLE_PART});
        if (order->flush) status = order->flush(order->context, err);
    }
    return status;
}

static ag_status give_keys(const ag_bundle_file *file, ag_text wrapped, const ag_secret *key,
                           const ag_bundle_order *order, ag_bundle_writer *writer, ag_error *err) {
    ag_status status = AG_OK;
    for (int i = 0; i < order->recipients && status == AG_OK; i++) {
        ag_buffer for_him = {0};
        status = ag_wrap_for(key, wrapped, order->recipient[i], &for_him, err);
        if (status == AG_OK)
            ag_bundle_put_file_key(writer, &file->content, order->recipient[i], (ag_text){for_him.data, for_him.n});
        ag_buffer_deinit(&for_him);
    }
    return status;
}

ag_status ag_file_give(const ag_bundle_file *file, ag_casebook *casebook, const ag_bundle_order *order,
                       ag_bundle_writer *writer, ag_error *err) {
    ag_arena arena;
    ag_cell cell[FILE_COLUMNS];
    bool there = false;
    ag_arena_init(&arena);
    ag_status status = get(casebook, &file->content, &arena, cell, &there, err);
    if (status == AG_OK && !there)
        status = ag_fail(err, AG_ENVIRONMENT, "do it again", "a file was erased while the bundle was being made");
    if (status == AG_OK) status = give_parts(file, cell[FILE_BOX].text, order, writer, err);
    if (status == AG_OK)
        status =
            give_keys(file, cell[FILE_WRAPPED].text, ag_engine_key(casebook, &ag_kind_casebook), order, writer, err);
    ag_arena_deinit(&arena);
    return status;
}

/* ---- Taking in -------------------------------------------------------------------------------------------------- */

static ag_status is_here(ag_casebook *casebook, const ag_digest *content, bool *here, ag_error *err) {
    char hex[AG_DIGEST_HEX + 1];
    int64_t n = 0;
    const ag_query query = {.table = &ag_table_file,
                            .where = {{FILE_DIGEST, AG_EQUAL, ag_cell_text(ag_text_of(ag_digest_hex(content, hex)))}},
                            .conditions = 1};
    const ag_status status = ag_store_count(casebook->store, &query, &n, err);
    *here = n > 0;
    return status;
}

static ag_status keep(ag_taking_files *t, ag_error *err) {
    char hex[AG_DIGEST_HEX + 1];
    const ag_bundle_file *file = t->now;
    const ag_cell cell[FILE_COLUMNS] = {ag_cell_text(ag_text_of(ag_digest_hex(&file->content, hex))),
                                        ag_cell_text((ag_text){(const char *)file->commitment.byte, AG_DIGEST_BYTES}),
                                        ag_cell_text((ag_text){t->box.data, t->box.n}),
                                        ag_cell_text((ag_text){(const char *)t->wrapped, AG_WRAPPED_BYTES})};
    ag_buffer content = {0};
    ag_status status = ag_unseal(ag_engine_key(t->casebook, &ag_kind_casebook), cell[FILE_WRAPPED].text,
                                 cell[FILE_BOX].text, &file->commitment, &content, err);
    const ag_digest digest = ag_sha256(content.data, content.n);
    const bool same = status == AG_OK && ag_digest_equal(&digest, &file->content);
    if (content.data) ag_secret_wipe(content.data, content.n);
    ag_buffer_deinit(&content);
    if (same) return ag_store_put(t->casebook->store, &ag_table_file, cell, err);
    if (status == AG_ENVIRONMENT) return status;
    if (!t->faulty++) t->first_faulty = file->content;
    return AG_OK;
}

static ag_status finish(ag_taking_files *t, ag_error *err) {
    const ag_status status = t->now && t->opens ? keep(t, err) : AG_OK;
    t->now = NULL;
    return status;
}

static ag_status begin(ag_taking_files *t, const ag_digest *content, ag_error *err) {
    bool here = false;
    ag_status status = finish(t, err);
    if (status == AG_OK) status = is_here(t->casebook, content, &here, err);
    t->content = *content;
    t->opens = false;
    ag_buffer_clear(&t->box);
    const ag_bundle_file *file = here || !t->casebook->have_key ? NULL : find(&t->named, content);
    t->now = file && is_known(file) ? file : NULL;
    return status;
}

static ag_status take_part(ag_taking_files *t, const ag_bundle_item *item, ag_error *err) {
    ag_status status = AG_OK;
    if (!ag_digest_equal(&t->content, &item->file.content)) status = begin(t, &item->file.content, err);
    if (status != AG_OK || !t->now) return status;
    ag_buffer_add(&t->box, item->bytes.at, item->bytes.n);
    if (t->box.n > AG_MAX_STORED_BYTES) t->now = NULL; /* no file is so long */
    return t->box.failed ? no_memory(err) : AG_OK;
}

static ag_status take_key(ag_taking_files *t, const ag_bundle_item *item, ag_error *err) {
    if (!t->now || memcmp(item->recipient, t->actor->signer.open, AG_PUBLIC_BYTES) != 0) return AG_OK;
    t->opens = true;
    return ag_unwrap_as(&t->actor->signer, item->bytes, ag_engine_key(t->casebook, &ag_kind_casebook), t->wrapped, err);
}

ag_status ag_files_take(ag_taking_files *t, const ag_bundle_item *item, ag_error *err) {
    ag_bundle_file *named;
    switch (item->kind) {
    case AG_BUNDLE_FILE:
        named = find(&t->named, &item->file.content);
        if (named) *named = item->file;
        return AG_OK;
    case AG_BUNDLE_PART_OF:
        return take_part(t, item, err);
    case AG_BUNDLE_FILE_KEY:
        return take_key(t, item, err);
    default:
        return finish(t, err);
    }
}

ag_status ag_files_miss(ag_taking_files *t, ag_error *err) {
    ag_status status = AG_OK;
    sort(&t->named);
    for (size_t i = 0; i < t->named.n && status == AG_OK; i++) {
        bool here = false;
        status = is_here(t->casebook, &t->named.item[i].content, &here, err);
        if (status == AG_OK && !here && !t->missing++) t->first_missing = t->named.item[i].content;
    }
    return status;
}

void ag_files_tell(const ag_taking_files *t, const char *path, ag_diagnostics *findings) {
    char hex[AG_DIGEST_HEX + 1];
    if (t->faulty)
        ag_diagnose(findings, AG_WARNING, path, 0, 0, "keep the bundle, and ask the other site for them again",
                    "files are not what their names say and were not kept: %llu, the first is %s",
                    (unsigned long long)t->faulty, ag_digest_hex(&t->first_faulty, hex));
    if (t->missing)
        ag_diagnose(findings, AG_WARNING, path, 0, 0, "ask the other site for a bundle that is sealed to you",
                    "files that its entries name are not here: %llu, the first is %s", (unsigned long long)t->missing,
                    ag_digest_hex(&t->first_missing, hex));
}

void ag_taking_files_deinit(ag_taking_files *t) {
    ag_named_files_deinit(&t->named);
    ag_buffer_deinit(&t->box);
}
