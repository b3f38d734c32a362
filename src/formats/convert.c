/* Conversion between formats: see convert.h. */
#include "formats/convert.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/parallel.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/familias.h"
#include "formats/frequency_file.h"
#include "formats/frequency_wide.h"
#include "formats/incident_folder.h"
#include "formats/linkage.h"
#include "formats/losses.h"

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
enum { PATH_BYTES = 4096 };

/* ---- What is it? ----------------------------------------------------------------------------------------------- */

const char *ag_format_name(ag_format format) {
    static const char *const name[] = {"unknown",   "incident folder", "Familias",       "GeneMapper",
                                       "CODIS CMF", "LINKAGE",         "frequency table"};
    return name[format];
}

static const char *ending_of(const char *path) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    return dot && dot != base ? dot : "";
}

ag_format ag_format_of_name(const char *path) {
    static const struct {
        const char *ending;
        ag_format format;
    } known[] = {{".fam", AG_FORMAT_FAMILIAS},   {".xml", AG_FORMAT_CMF},        {".cmf", AG_FORMAT_CMF},
                 {".ped", AG_FORMAT_LINKAGE},    {".txt", AG_FORMAT_GENEMAPPER}, {".tsv", AG_FORMAT_GENEMAPPER},
                 {".csv", AG_FORMAT_FREQUENCIES}};
    struct stat info;
    const ag_text ending = ag_text_of(ending_of(path));
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return AG_FORMAT_FOLDER;
    if (!ending.n || path[strlen(path) - 1] == '/') return AG_FORMAT_FOLDER;
    for (size_t i = 0; i < COUNT(known); i++)
        if (ag_text_equal_fold(ending, ag_text_of(known[i].ending))) return known[i].format;
    return AG_FORMAT_UNKNOWN;
}

static bool contains(ag_text text, const char *word) {
    const ag_text w = ag_text_of(word);
    for (size_t i = 0; i + w.n <= text.n; i++)
        if (ag_text_equal_fold((ag_text){text.at + i, w.n}, w)) return true;
    return false;
}

static ag_text first_line(ag_text text) {
    text = ag_text_trim(text);
    size_t n = 0;
    while (n < text.n && n < AG_MAX_LINE_BYTES && text.at[n] != '\n' && text.at[n] != '\r') n++;
    return (ag_text){text.at, n};
}

/* The first cell of a line, in lower case; a word of at most 15 letters. */
static void first_cell(ag_text line, char out[16]) {
    size_t n = 0;
    while (line.n && (line.at[0] == '"' || line.at[0] == '#')) line.at++, line.n--;
    while (n < line.n && n < 15 && !strchr(",;\t\" ", line.at[n])) {
        out[n] = (char)(line.at[n] >= 'A' && line.at[n] <= 'Z' ? line.at[n] + 'a' - 'A' : line.at[n]);
        n++;
    }
    out[n] = 0;
}

/* family id father mother sex …: the fifth word is a sex. */
static bool looks_like_linkage(ag_text line) {
    size_t words = 0;
    ag_text sex = {"", 0};
    for (size_t i = 0; i < line.n;) {
        while (i < line.n && (line.at[i] == ' ' || line.at[i] == '\t')) i++;
        const size_t start = i;
        while (i < line.n && line.at[i] != ' ' && line.at[i] != '\t') i++;
        if (i > start && ++words == 5) sex = (ag_text){line.at + start, i - start};
    }
    return words >= 6 && ((sex.n == 1 && strchr("012MFmf", sex.at[0])) || ag_text_equal_fold(sex, AG_TEXT("sex")));
}

ag_format ag_format_of_content(ag_text text, const char *path) {
    char word[16];
    const ag_text line = first_line(text);
    first_cell(line, word);
    if (line.n && line.at[0] == '<') return AG_FORMAT_CMF;
    if (contains(line, "Output from Familias")) return AG_FORMAT_FAMILIAS;
    if (contains(line, "Sample Name") || (contains(line, "Marker") && contains(line, "Allele 1")))
        return AG_FORMAT_GENEMAPPER;
    if (strcmp(word, "allele") == 0 || strcmp(word, "alleles") == 0) return AG_FORMAT_FREQUENCIES;
    if (contains(line, "allele") && contains(line, "freq")) return AG_FORMAT_FREQUENCIES;
    if (looks_like_linkage(line) || ag_text_equal_fold(ag_text_of(ending_of(path)), AG_TEXT(".ped")))
        return AG_FORMAT_LINKAGE;
    if (ag_text_equal_fold(ag_text_of(ending_of(path)), AG_TEXT(".fam"))) return AG_FORMAT_FAMILIAS;
    return AG_FORMAT_UNKNOWN;
}

/* ---- Reading --------------------------------------------------------------------------------------------------- */

static ag_status fail_at(ag_error *err, const char *path, ag_status status, const char *hint, const char *what) {
    ag_fail(err, status, hint, "%s", what);
    if (err) snprintf(err->file, sizeof err->file, "%s", path);
    return status;
}

static ag_status read_frequencies(ag_file *file, ag_batch *batch, ag_diagnostics *d, ag_error *err) {
    ag_loci loci;
    const size_t errors = d->errors;
    ag_csv *csv = AG_NEW(&batch->arena, ag_csv, 1);
    ag_status status = csv && ag_loci_init(&loci, batch) ? AG_OK : AG_ENVIRONMENT;
    if (status != AG_OK) return fail_at(err, file->name, status, "free some memory", "not enough memory");
    status = ag_frequencies_parse(file, csv, &loci, d, err);
    ag_loci_deinit(&loci);
    batch->owned[0] = file->owned; /* the batch points into the bytes */
    file->owned = NULL;
    return status == AG_OK && d->errors > errors ? AG_BAD_INPUT : status;
}

/* base.map beside base.ped, if it is there. */
static ag_status read_map(const char *ped, ag_file *map, ag_error *err) {
    char path[PATH_BYTES];
    const size_t stem = strlen(ped) - strlen(ending_of(ped));
    *map = (ag_file){.name = ped};
    const int n = snprintf(path, sizeof path, "%.*s.map", (int)stem, ped);
    if (n < 0 || (size_t)n >= sizeof path || !ag_file_exists(path)) return AG_OK;
    return ag_file_read(path, ped, true, map, err);
}

static ag_status read_linkage(const ag_file *file, ag_batch *batch, ag_diagnostics *d, ag_error *err) {
    ag_file map;
    ag_status status = read_map(file->name, &map, err);
    if (status == AG_OK)
        status = ag_linkage_parse((ag_text){file->at, file->n}, (ag_text){map.at, map.n}, file->name, batch, d);
    ag_file_deinit(&map);
    return status;
}

static ag_status read_by_format(ag_format format, ag_file *file, const ag_convert_options *options, ag_batch *batch,
                                ag_diagnostics *d, ag_error *err) {
    const ag_text bytes = {file->at, file->n};
    switch (format) {
    case AG_FORMAT_FAMILIAS:
        return ag_familias_parse(bytes, file->name, batch, d);
    case AG_FORMAT_GENEMAPPER:
        return ag_genemapper_parse(bytes, file->name, &options->genemapper, batch, d);
    case AG_FORMAT_CMF:
        return ag_cmf_parse(bytes, file->name, batch, d);
    case AG_FORMAT_LINKAGE:
        return read_linkage(file, batch, d, err);
    case AG_FORMAT_FREQUENCIES:
        return read_frequencies(file, batch, d, err);
    case AG_FORMAT_UNKNOWN:
    case AG_FORMAT_FOLDER:
        break;
    }
    const char *kind = ag_file_kind(file->at, file->n);
    ag_diagnose(
        d, AG_ERROR, file->name, 1, 0,
        "Familias, GeneMapper, CODIS CMF, LINKAGE and frequency tables are read; of an incident give the folder",
        kind ? "this looks like %s, which is not read" : "what kind of file this is cannot be told from it%s",
        kind ? kind : "");
    return AG_BAD_INPUT;
}

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static ag_status read_file(const char *in, const ag_convert_options *options, ag_batch *batch, ag_diagnostics *d,
                           ag_error *err) {
    ag_file file;
    ag_status status = ag_file_read(in, in, true, &file, err);
    if (status == AG_BAD_INPUT && err) { /* told like every other fault of the file */
        err->severity = AG_ERROR;
        ag_diagnostics_add(d, err);
    }
    if (status != AG_OK) return status;
    status = ag_file_decode(&file, d, err);
    const ag_format known = options->from ? options->from : AG_FORMAT_UNKNOWN;
    if (status == AG_OK) {
        const ag_format format = known ? known : ag_format_of_content((ag_text){file.at, file.n}, in);
        status = read_by_format(format, &file, options, batch, d, err);
    }
    ag_file_deinit(&file);
    return status;
}

ag_status ag_convert_read(const char *in, const ag_convert_options *options, ag_batch *batch, ag_diagnostics *d,
                          ag_error *err) {
    if (is_folder(in)) return ag_folder_read(in, ag_processor_count(), NULL, NULL, batch, d, err);
    const ag_status status = read_file(in, options, batch, d, err);
    if (status == AG_BAD_INPUT && d->errors) return ag_diagnostics_status(d, err);
    if (status == AG_ENVIRONMENT && err && !err->what[0])
        return fail_at(err, in, status, "free some memory", "not enough memory to read the file");
    return status;
}

/* ---- Writing --------------------------------------------------------------------------------------------------- */

static ag_status write_frequencies(const ag_batch *batch, const char *out, bool wide, ag_buffer *bytes,
                                   ag_diagnostics *d) {
    ag_losses losses = {0};
    const unsigned more = wide ? 0 : AG_CARRIES_POPULATIONS;
    ag_losses_of_batch(&losses, batch, AG_CARRIES_FREQUENCIES | AG_CARRIES_ELIMINATION | more);
    ag_losses_report(&losses, d, out, "A frequency table");
    if (wide) return ag_frequencies_format_wide(batch, bytes) ? AG_OK : AG_ENVIRONMENT;
    ag_frequencies_format(batch, bytes);
    return bytes->failed ? AG_ENVIRONMENT : AG_OK;
}

static ag_status write_map(const char *out, const ag_buffer *map, ag_error *err) {
    char path[PATH_BYTES];
    const size_t stem = strlen(out) - strlen(ending_of(out));
    const int n = snprintf(path, sizeof path, "%.*s.map", (int)stem, out);
    if (n < 0 || (size_t)n >= sizeof path)
        return fail_at(err, out, AG_USAGE, "use a shorter name", "the name is too long");
    return ag_file_write(path, map->data ? map->data : "", map->n, err);
}

static ag_status format_batch(const ag_batch *batch, const char *out, ag_format format,
                              const ag_convert_options *options, ag_buffer *bytes, ag_buffer *map, ag_diagnostics *d) {
    switch (format) {
    case AG_FORMAT_FAMILIAS:
        return ag_familias_format(batch, out, bytes, d);
    case AG_FORMAT_CMF:
        return ag_cmf_format(batch, out, &options->cmf, bytes, d);
    case AG_FORMAT_LINKAGE:
        return ag_linkage_format(batch, out, bytes, map, d);
    case AG_FORMAT_FREQUENCIES:
        return write_frequencies(batch, out, options->wide, bytes, d);
    case AG_FORMAT_GENEMAPPER:
        return ag_genemapper_format(batch, out, options->wide ? AG_GENEMAPPER_WIDE : AG_GENEMAPPER_TALL, bytes, d);
    case AG_FORMAT_UNKNOWN:
    case AG_FORMAT_FOLDER:
        break;
    }
    return AG_USAGE;
}

static ag_status write_file(const ag_batch *batch, const char *out, ag_format format, const ag_convert_options *options,
                            ag_diagnostics *d, ag_error *err) {
    ag_buffer bytes = {0}, map = {0};
    ag_status status = format_batch(batch, out, format, options, &bytes, &map, d);
    if (status != AG_OK)
        fail_at(err, out, status, "free some memory", "not enough memory to write the file");
    else
        status = ag_file_write(out, bytes.data ? bytes.data : "", bytes.n, err);
    if (status == AG_OK && format == AG_FORMAT_LINKAGE) status = write_map(out, &map, err);
    ag_buffer_deinit(&bytes);
    ag_buffer_deinit(&map);
    return status;
}

static ag_status write_folder(const ag_batch *batch, const char *out, ag_diagnostics *d, ag_error *err) {
    const ag_status status = ag_folder_write(batch, out, err);
    if (status == AG_OK && !batch->frequencies)
        ag_diagnose(d, AG_WARNING, out, 0, 0, "put a table into frequencies.csv before identifying",
                    "the file had no allele frequencies");
    return status;
}

ag_status ag_convert(const char *in, const char *out, const ag_convert_options *options, ag_diagnostics *d,
                     ag_error *err) {
    const ag_format to = options->to ? options->to : ag_format_of_name(out);
    if (to == AG_FORMAT_UNKNOWN)
        return fail_at(err, out, AG_USAGE, ".fam, .xml, .cmf, .ped, .txt, .tsv or .csv; a folder's name ends with /",
                       "the name of the output does not say what to write");
    ag_batch batch;
    ag_batch_init(&batch);
    ag_status status = ag_convert_read(in, options, &batch, d, err);
    if (status == AG_OK)
        status =
            to == AG_FORMAT_FOLDER ? write_folder(&batch, out, d, err) : write_file(&batch, out, to, options, d, err);
    ag_batch_deinit(&batch);
    return status;
}
