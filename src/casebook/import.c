/* Reading files for a casebook, and the one transaction that they go into: see import.h. */
#include "casebook/import.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/parallel.h"
#include "casebook/importing.h"
#include "casebook/incident_of.h"
#include "formats/convert.h"
#include "incident/incident.h"

#include "base/banned.h"

/* ---- What a file is ---------------------------------------------------------------------------------------------- */

static bool has_column(ag_text header, const char *name) {
    for (size_t from = 0, i = 0; i <= header.n; i++) {
        if (i < header.n && !strchr(",;\t", header.at[i])) continue;
        ag_text cell = ag_text_trim((ag_text){header.at + from, i - from});
        if (cell.n > 1 && cell.at[0] == '"') cell = (ag_text){cell.at + 1, cell.n - 2};
        if (ag_text_equal_fold(cell, ag_text_of(name))) return true;
        from = i + 1;
    }
    return false;
}

ag_folder_part ag_import_part(const char *path, ag_text bytes) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    for (int i = 0; i < AG_FOLDER_PARTS; i++)
        if (strcasecmp(name, ag_folder_part_name((ag_folder_part)i)) == 0) return (ag_folder_part)i;
    size_t n = 0;
    while (n < bytes.n && bytes.at[n] != '\n' && bytes.at[n] != '\r') n++;
    ag_text header = {bytes.at, n};
    if (ag_text_starts(header, AG_TEXT("\xEF\xBB\xBF"))) header = (ag_text){header.at + 3, header.n - 3};
    if (has_column(header, "sample"))
        return has_column(header, "variants") ? AG_FOLDER_MTDNA
               : has_column(header, "family") ? AG_FOLDER_REFERENCES
               : has_column(header, "DYS391") ? AG_FOLDER_YSTR
                                              : AG_FOLDER_REMAINS;
    if (has_column(header, "family") && has_column(header, "person")) return AG_FOLDER_FAMILIES;
    if (has_column(header, "allele")) return AG_FOLDER_FREQUENCIES;
    return AG_FOLDER_PARTS;
}

/* ---- What its rows share ----------------------------------------------------------------------------------------- */

ag_status ag_import_do(ag_importing *w, ag_folder_part part, uint32_t row, const char *action, const char *subject,
                       json_t *fields, char made[AG_IMPORT_NAME], bool *done, ag_error *err) {
    ag_receipt receipt;
    ag_error fault;
    const ag_request request = {.action = action, .subject = ag_text_of(subject), .field = fields, .program = true};
    const ag_status status = ag_casebook_do(w->casebook, w->actor, &request, &receipt, NULL, &fault);
    json_decref(fields);
    *done = status == AG_OK;
    if (status == AG_OK) {
        if (made) memcpy(made, receipt.subject, AG_IMPORT_NAME - 1), made[AG_IMPORT_NAME - 1] = 0;
        return AG_OK;
    }
    if (status == AG_ENVIRONMENT || status == AG_INTERRUPTED) {
        if (err) *err = fault;
        return status;
    }
    ag_diagnose(w->d, AG_ERROR, ag_folder_part_name(part), row, 0, fault.hint, "%s", fault.what);
    return AG_OK;
}

void ag_import_put(json_t *fields, const char *name, ag_text value) {
    if (value.n) json_object_set_new(fields, name, json_stringn(value.at, value.n));
}

const char *ag_import_id(const ag_importing *w, ag_text text) {
    char *id = ag_arena_text(w->view.arena, text.at, text.n);
    for (char *c = id; c && *c; c++)
        if ((unsigned char)*c <= ' ' || (unsigned char)*c > '~' || *c == ':') *c = '-';
    return id ? id : "";
}

ag_text ag_import_relative(const ag_importing *w, ag_text family, ag_text person) {
    const char *key = ag_view_say(&w->look, "%.*s\n%.*s", (int)family.n, family.at, (int)person.n, person.at);
    const uint32_t *found = ag_map_find(&w->relative, ag_text_of(key));
    return found ? w->relative_subject[*found] : (ag_text){"", 0};
}

/* ---- Kept files -------------------------------------------------------------------------------------------------- */

static bool is_kept(int part) {
    return ag_casebook_file_column(ag_text_of(ag_folder_part_name((ag_folder_part)part))) != NULL;
}

static ag_status keep_files(ag_importing *w, ag_text bytes[AG_FOLDER_PARTS], ag_error *err) {
    ag_status status = AG_OK;
    for (int i = 0; i < AG_FOLDER_PARTS && status == AG_OK; i++) {
        char hex[AG_DIGEST_HEX + 1];
        ag_digest digest;
        bool done;
        if (!w->given[i] || !is_kept(i)) continue;
        const char *name = ag_folder_part_name((ag_folder_part)i);
        const ag_row casebook = ag_view_row(&w->view, AG_TEXT("casebook:1"));
        status = ag_casebook_keep_file(w->casebook, bytes[i], &digest, err);
        ag_digest_hex(&digest, hex);
        if (status != AG_OK || ag_row_is(&casebook, ag_casebook_file_column(ag_text_of(name)), hex)) continue;
        json_t *fields = json_pack("{s:s,s:s}", "name", name, "file", hex);
        status = ag_import_do(w, (ag_folder_part)i, 0, "casebook.file", "casebook:1", fields, NULL, &done, err);
        w->out->files += done;
    }
    return status;
}

/* ---- The transaction --------------------------------------------------------------------------------------------- */

static ag_status do_all(ag_importing *w, ag_text kept[AG_FOLDER_PARTS], ag_error *err) {
    ag_import_profiles *known = NULL;
    ag_status status = ag_import_known_relatives(w, err);
    if (status == AG_OK) status = ag_import_known_profiles(w, &known, err);
    if (status == AG_OK) status = ag_casebook_begin(w->casebook, err);
    if (status != AG_OK) return status;
    status = keep_files(w, kept, err);
    if (status == AG_OK) status = ag_import_families(w, err);
    if (status == AG_OK) status = ag_import_profiles_do(w, known, err);
    if (status == AG_OK) status = ag_diagnostics_status(w->d, err);
    if (status == AG_OK && !w->options->check) return ag_casebook_commit(w->casebook, err);
    ag_casebook_rollback(w->casebook);
    return status;
}

/* The parts that were not given, from the casebook: what the given ones refer to. */
static ag_status complete(ag_importing *w, ag_file file[AG_FOLDER_PARTS], ag_error *err) {
    ag_file own[AG_FOLDER_PARTS];
    ag_incident_counts counts;
    ag_status status =
        ag_parts_of_casebook(w->casebook, w->actor, "what an import refers to", AG_PARTS_LABELS, own, &counts, err);
    for (int i = 0; i < AG_FOLDER_PARTS; i++) {
        if (status == AG_OK && !w->given[i])
            file[i] = own[i];
        else
            ag_file_deinit(&own[i]);
    }
    if (status == AG_OK && !file[AG_FOLDER_FREQUENCIES].at)
        status = ag_fail(err, AG_BAD_INPUT, "import frequencies.csv first, or a whole incident folder",
                         "the casebook has no table of frequencies to read genotypes with");
    return status;
}

/* Everything that the search would find wrong with the profiles and their families. */
static ag_status check_batch(const ag_importing *w, const ag_batch *batch, ag_error *err) {
    ag_incident *incident = NULL;
    if (!w->given[AG_FOLDER_REMAINS] && !w->given[AG_FOLDER_REFERENCES] && !w->given[AG_FOLDER_ELIMINATION])
        return AG_OK;
    const ag_status status = ag_incident_new(batch, "the import", w->options->threads, &incident, w->d, err);
    ag_incident_free(incident);
    return status;
}

static ag_status import_batch(ag_importing *w, ag_text kept[AG_FOLDER_PARTS], const ag_batch *batch, ag_error *err) {
    ag_arena arena, scratch;
    ag_arena_init(&arena);
    ag_arena_init(&scratch);
    ag_map_init(&w->relative);
    w->batch = batch;
    ag_status status = ag_casebook_view(w->casebook, (ag_text){NULL, 0}, &arena, &w->view, err);
    w->look = w->view;
    w->look.arena = &scratch;
    if (status == AG_OK) status = do_all(w, kept, err);
    ag_map_deinit(&w->relative);
    ag_arena_deinit(&scratch);
    ag_arena_deinit(&arena);
    return status;
}

ag_status ag_import_parts(ag_casebook *casebook, const ag_actor *actor, ag_file file[AG_FOLDER_PARTS],
                          const ag_import_options *options, ag_import_counts *out, ag_diagnostics *d, ag_error *err) {
    ag_importing w = {.casebook = casebook, .actor = actor, .options = options, .out = out, .d = d};
    ag_buffer copy[AG_FOLDER_PARTS] = {{0}};
    ag_text kept[AG_FOLDER_PARTS] = {{0}};
    ag_batch batch;
    *out = (ag_import_counts){0};
    ag_batch_init(&batch);
    for (int i = 0; i < AG_FOLDER_PARTS; i++) {
        if (!file[i].at) continue;
        const ag_digest digest = ag_sha256(file[i].at, file[i].n);
        ag_digest_hex(&digest, w.source[i]);
        w.given[i] = true;
        if (is_kept(i)) ag_buffer_add(&copy[i], file[i].at, file[i].n);
        kept[i] = (ag_text){copy[i].data, copy[i].n};
    }
    ag_status status = complete(&w, file, err);
    if (status == AG_OK)
        status = ag_folder_parse(file, options->threads > 0 ? options->threads : ag_processor_count(), &batch, d, err);
    else
        for (int i = 0; i < AG_FOLDER_PARTS; i++) ag_file_deinit(&file[i]);
    if (status == AG_OK) status = check_batch(&w, &batch, err);
    if (status == AG_OK) status = import_batch(&w, kept, &batch, err);
    ag_batch_deinit(&batch);
    for (int i = 0; i < AG_FOLDER_PARTS; i++) ag_buffer_deinit(&copy[i]);
    return status;
}

/* ---- From the disk -------------------------------------------------------------------------------------------- */

static ag_status read_part(const char *path, ag_folder_part part, ag_file file[AG_FOLDER_PARTS], ag_error *err) {
    return ag_file_read(path, ag_folder_part_name(part), part != AG_FOLDER_SETTINGS, &file[part], err);
}

static ag_status read_folder(const char *path, ag_file file[AG_FOLDER_PARTS], ag_error *err) {
    ag_status status = AG_OK;
    for (int i = 0; i < AG_FOLDER_PARTS && status == AG_OK; i++) {
        ag_buffer name = {0};
        ag_buffer_printf(&name, "%s/%s", path, ag_folder_part_name((ag_folder_part)i));
        if (name.failed)
            status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        else if (ag_file_exists(name.data))
            status = read_part(name.data, (ag_folder_part)i, file, err);
        ag_buffer_deinit(&name);
    }
    return status;
}

/* A file of another program becomes the parts that it has something for. */
static ag_status read_foreign(const char *path, ag_file file[AG_FOLDER_PARTS], ag_diagnostics *d, ag_error *err) {
    const ag_convert_options options = {.from = AG_FORMAT_UNKNOWN};
    ag_batch batch;
    ag_batch_init(&batch);
    ag_status status = ag_convert_read(path, &options, &batch, d, err);
    for (int i = 0; i < AG_FOLDER_PARTS && status == AG_OK; i++) {
        ag_buffer bytes = {0};
        const bool whole = batch.frequencies && batch.persons;
        if (i == AG_FOLDER_FREQUENCIES ? !batch.frequencies : i == AG_FOLDER_FAMILIES ? !batch.persons : false)
            continue;
        if (i == AG_FOLDER_SETTINGS && !whole) continue;
        ag_folder_format(&batch, (ag_folder_part)i, &bytes);
        if (bytes.n && !bytes.failed)
            status = ag_file_of_bytes(ag_folder_part_name((ag_folder_part)i), bytes.data, bytes.n, &file[i], err);
        ag_buffer_deinit(&bytes);
    }
    ag_batch_deinit(&batch);
    return status;
}

static ag_status read_path(const char *path, ag_file file[AG_FOLDER_PARTS], ag_diagnostics *d, ag_error *err) {
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) return read_folder(path, file, err);
    ag_file whole;
    ag_status status = ag_file_read(path, path, false, &whole, err);
    if (status != AG_OK) return status;
    const ag_folder_part part = ag_import_part(path, (ag_text){whole.at, whole.n});
    if (part == AG_FOLDER_PARTS) {
        ag_file_deinit(&whole);
        return read_foreign(path, file, d, err);
    }
    file[part] = whole;
    file[part].name = ag_folder_part_name(part);
    return AG_OK;
}

ag_status ag_import_path(ag_casebook *casebook, const ag_actor *actor, const char *path,
                         const ag_import_options *options, ag_import_counts *out, ag_diagnostics *d, ag_error *err) {
    ag_file file[AG_FOLDER_PARTS] = {{0}};
    const ag_status status = read_path(path, file, d, err);
    if (status == AG_OK) return ag_import_parts(casebook, actor, file, options, out, d, err);
    for (int i = 0; i < AG_FOLDER_PARTS; i++) ag_file_deinit(&file[i]);
    return status;
}
