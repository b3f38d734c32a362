/* Loading an incident: see load.h. */
#include "incident/load.h"

#include <string.h>
#include <sys/stat.h>

#include "base/parallel.h"
#include "formats/convert.h"
#include "incident/digest.h"

#include "base/banned.h"

/* Called from several threads, each with a part of its own. */
static void watch(void *context, ag_folder_part part, const char *bytes, size_t n) {
    char(*digest)[AG_DIGEST_TEXT] = context;
    ag_digest_of(bytes, n, digest[part]);
}

static void list_parts(char digest[][AG_DIGEST_TEXT], char out[AG_DIGEST_TEXT]) {
    const char *name[AG_FOLDER_PARTS];
    for (int i = 0; i < AG_FOLDER_PARTS; i++) name[i] = ag_folder_part_name((ag_folder_part)i);
    ag_digest_list((const char(*)[AG_DIGEST_TEXT])digest, name, AG_FOLDER_PARTS, out);
}

static ag_status read_folder(const char *path, int threads, ag_batch *batch, char out[AG_DIGEST_TEXT],
                             ag_diagnostics *d, ag_error *err) {
    char digest[AG_FOLDER_PARTS][AG_DIGEST_TEXT] = {{0}};
    const ag_status status = ag_folder_read(path, threads, watch, digest, batch, d, err);
    list_parts(digest, out);
    return status;
}

static ag_status read_file(const char *path, ag_batch *batch, char out[AG_DIGEST_TEXT], ag_diagnostics *d,
                           ag_error *err) {
    ag_convert_options options = {.from = AG_FORMAT_UNKNOWN};
    char digest[1][AG_DIGEST_TEXT];
    ag_file file;
    ag_status status = ag_file_read(path, path, false, &file, err);
    if (status != AG_OK) return status;
    ag_digest_of(file.at, file.n, digest[0]);
    ag_file_deinit(&file);
    const char *slash = strrchr(path, '/'), *name[1] = {slash ? slash + 1 : path};
    ag_digest_list((const char(*)[AG_DIGEST_TEXT])digest, name, 1, out);
    status = ag_convert_read(path, &options, batch, d, err);
    if (status == AG_OK && (!batch->frequencies || !batch->persons))
        return ag_fail(err, AG_BAD_INPUT,
                       "`antigone convert` makes an incident folder from it, to which the rest can be added",
                       "\"%.200s\" holds no whole incident: frequencies, families, samples", path);
    return status;
}

/* The batch has been read: the rest is the same for all. */
static ag_status make_incident(const char *path, int threads, const char *digest, ag_loaded *out, ag_diagnostics *d,
                               ag_error *err) {
    const ag_status status = ag_incident_new(&out->batch, path, threads, &out->incident, d, err);
    if (status == AG_OK) memcpy(out->incident->digest[2], digest, AG_DIGEST_TEXT);
    return status;
}

ag_status ag_loaded_init_bytes(const char *name, ag_file file[AG_FOLDER_PARTS], int threads, ag_loaded *out,
                               ag_diagnostics *d, ag_error *err) {
    char digest[AG_FOLDER_PARTS][AG_DIGEST_TEXT] = {{0}}, all[AG_DIGEST_TEXT] = "";
    if (threads < 1) threads = ag_processor_count();
    ag_batch_init(&out->batch);
    out->incident = NULL;
    for (int i = 0; i < AG_FOLDER_PARTS; i++)
        if (file[i].at) watch(digest, (ag_folder_part)i, file[i].at, file[i].n);
    list_parts(digest, all);
    const ag_status status = ag_folder_parse(file, threads, &out->batch, d, err);
    return status == AG_OK ? make_incident(name, threads, all, out, d, err) : status;
}

ag_status ag_loaded_init(const char *path, int threads, ag_loaded *out, ag_diagnostics *d, ag_error *err) {
    char digest[AG_DIGEST_TEXT] = "";
    struct stat info;
    const bool file = stat(path, &info) == 0 && S_ISREG(info.st_mode);
    if (threads < 1) threads = ag_processor_count();
    ag_batch_init(&out->batch);
    out->incident = NULL;
    ag_status status =
        file ? read_file(path, &out->batch, digest, d, err) : read_folder(path, threads, &out->batch, digest, d, err);
    return status == AG_OK ? make_incident(path, threads, digest, out, d, err) : status;
}

void ag_loaded_deinit(ag_loaded *loaded) {
    ag_incident_free(loaded->incident);
    ag_batch_deinit(&loaded->batch);
    loaded->incident = NULL;
}
