/* The incident folder: see incident_folder.h.
 *
 * Three steps: the files are loaded side by side; headers are read in turn, since they decide which loci there are;
 * rows are read side by side. Each file has diagnostics of its own, put together in the order of ag_folder_part. */
#include "formats/incident_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/locus_key.h"
#include "base/parallel.h"
#include "formats/encoding.h"
#include "formats/frequency_file.h"
#include "formats/lineage_file.h"
#include "formats/person_file.h"
#include "formats/profile_file.h"
#include "formats/settings.h"

#include "base/banned.h"

enum { PATH_BYTES = 4096, PROFILE_FILES = 3, SHOWN = 60 };

static const struct {
    const char *name;
    bool required;
    const char *columns; /* the remedy when it is missing */
} part_of[AG_FOLDER_PARTS] = {
    {"incident.json", false, NULL},
    {"frequencies.csv", true, "make it with the columns locus,allele,frequency"},
    {"remains.csv", true, "make it with the columns sample,sex,quality and the loci"},
    {"references.csv", true, "make it with the columns sample,family,person,sex and the loci"},
    {"elimination.csv", false, NULL},
    {"families.csv", true, "make it with the columns family,person,father,mother,sex,missing"},
    {"ystr.csv", false, NULL},
    {"mtdna.csv", false, NULL},
    {"haplotypes_y.csv", false, NULL},
    {"haplotypes_mt.csv", false, NULL},
};

static const ag_role role_of[PROFILE_FILES] = {AG_REMAINS, AG_REFERENCE, AG_ELIMINATION};
static ag_folder_part profile_part(int k) { return (ag_folder_part)(AG_FOLDER_REMAINS + k); }

typedef struct folder_reader {
    ag_file *file; /* AG_FOLDER_PARTS of them */
    ag_batch *batch;
    ag_diagnostics found[AG_FOLDER_PARTS];
    ag_profile_file profiles[PROFILE_FILES];
    ag_csv families, frequencies, lineage;
    bool usable[AG_FOLDER_PARTS]; /* there, decoded, and with a header that makes sense */
    ag_person_index people;
    ag_loci loci;
} folder_reader;

static ag_status no_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory to read the incident");
}

const char *ag_folder_part_name(ag_folder_part part) { return part_of[part].name; }

/* ---- Loading ------------------------------------------------------------------------------------------------- */

typedef struct loader {
    const char *folder;
    ag_folder_watch *watch;
    void *context;
    ag_file *file;
    ag_diagnostics *found;
    char (*path)[PATH_BYTES];
} loader;

static ag_status load_part(void *context, size_t i, int worker, ag_error *err) {
    loader *l = context;
    (void)worker;
    ag_file *file = &l->file[i];
    ag_error fault = {0};
    /* A path that does not fit a finding would lose its end, the telling part. */
    const char *name = strlen(l->path[i]) < sizeof fault.file ? l->path[i] : part_of[i].name;
    *file = (ag_file){.name = name};
    if (!ag_file_exists(l->path[i])) return AG_OK;
    const ag_status status = ag_file_read(l->path[i], name, i != AG_FOLDER_SETTINGS, file, &fault);
    if (status == AG_BAD_INPUT) {
        fault.severity = AG_ERROR;
        ag_diagnostics_add(&l->found[i], &fault);
        ag_file_of_bytes(name, "", 0, file, NULL); /* it is there, only not readable */
        return AG_OK;
    }
    if (status != AG_OK) {
        *err = fault;
        return status;
    }
    if (l->watch) l->watch(l->context, (ag_folder_part)i, file->at, file->n);
    return AG_OK;
}

static ag_status make_paths(const char *folder, char path[][PATH_BYTES], ag_error *err) {
    for (int i = 0; i < AG_FOLDER_PARTS; i++) {
        const int n = snprintf(path[i], PATH_BYTES, "%s/%s", folder, part_of[i].name);
        if (n < 0 || n >= PATH_BYTES)
            return ag_fail(err, AG_BAD_INPUT, "use a shorter one", "the folder's name is too long");
    }
    return AG_OK;
}

static ag_status check_folder(const char *folder, ag_error *err) {
    struct stat info;
    if (stat(folder, &info)) {
        if (errno == ENOENT || errno == ENOTDIR)
            return ag_fail(err, AG_BAD_INPUT, "give the folder with remains.csv in it", "there is no folder \"%.200s\"",
                           folder);
        return ag_fail(err, AG_ENVIRONMENT, NULL, "cannot open the folder \"%.200s\": %s", folder, strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) return AG_OK;
    return ag_fail(err, AG_BAD_INPUT, "`antigone convert FILE FOLDER` makes one from a file of another program",
                   "\"%.200s\" is a file; this needs an incident folder", folder);
}

/* ---- Headers ------------------------------------------------------------------------------------------------- */

static void hand_over(ag_batch *batch, char *bytes) {
    size_t i = 0;
    while (i < sizeof batch->owned / sizeof *batch->owned && batch->owned[i]) i++;
    if (i < sizeof batch->owned / sizeof *batch->owned)
        batch->owned[i] = bytes;
    else
        free(bytes);
}

/* Decodes the part; false: it is absent, or it is no text (both reported). */
static ag_status decode_part(folder_reader *r, ag_folder_part part, ag_error *err) {
    ag_file *file = &r->file[part];
    ag_diagnostics *d = &r->found[part];
    if (!file->at && part_of[part].required)
        ag_diagnose(d, AG_ERROR, file->name, 0, 0, part_of[part].columns, "the file %s is missing", part_of[part].name);
    if (!file->at || d->errors) return AG_OK;
    const ag_status status = ag_file_decode(file, d, err);
    if (status == AG_ENVIRONMENT) return status;
    const char *kind = part == AG_FOLDER_SETTINGS ? NULL : ag_file_kind(file->at, file->n);
    if (kind && !d->errors)
        ag_diagnose(d, AG_ERROR, file->name, 1, 0,
                    "`antigone convert` reads files of other programs; a table is exported as CSV",
                    "this should be a table but looks like %s", kind);
    r->usable[part] = !d->errors;
    return AG_OK;
}

static void open_headers(folder_reader *r, uint32_t table_loci) {
    for (int k = 0; k < PROFILE_FILES; k++) {
        const ag_folder_part part = profile_part(k);
        ag_profile_file *f = &r->profiles[k];
        f->role = role_of[k];
        if (!r->usable[part]) continue;
        r->usable[part] =
            ag_csv_open(&f->csv, &r->file[part], &r->found[part]) && ag_profiles_header(f, &r->loci, table_loci);
    }
    if (r->usable[AG_FOLDER_FAMILIES])
        r->usable[AG_FOLDER_FAMILIES] =
            ag_csv_open(&r->families, &r->file[AG_FOLDER_FAMILIES], &r->found[AG_FOLDER_FAMILIES]);
}

/* Where each locus stands, for findings about cells. */
static void keep_columns(folder_reader *r) {
    for (int k = 0; k < PROFILE_FILES; k++) {
        const ag_profile_file *f = &r->profiles[k];
        uint32_t *column = r->usable[profile_part(k)] ? AG_NEW(&r->batch->arena, uint32_t, r->batch->loci) : NULL;
        for (uint32_t i = 0; column && i < f->csv.columns; i++)
            if (f->place[i] >= 0) column[f->place[i]] = i + 1;
        r->batch->locus_column[f->role] = column;
    }
}

static size_t rows_bound(const ag_csv *csv) {
    const size_t bound = ag_csv_rows_left(csv);
    return bound < AG_MAX_PERSONS ? bound : AG_MAX_PERSONS;
}

static bool make_room(folder_reader *r) {
    size_t total = 0;
    for (int k = 0; k < PROFILE_FILES; k++)
        if (r->usable[profile_part(k)]) total += r->profiles[k].capacity = rows_bound(&r->profiles[k].csv);
    ag_batch_profile *profile = AG_NEW(&r->batch->arena, ag_batch_profile, total);
    for (int k = 0; k < PROFILE_FILES && profile; k++) {
        r->profiles[k].profile = profile;
        profile += r->profiles[k].capacity;
    }
    r->batch->profile = r->profiles[0].profile;
    return profile != NULL;
}

/* ---- Rows ---------------------------------------------------------------------------------------------------- */

/* References are the largest file by far: they come first, and the rest fits beside them. Only the persons use the
 * arena. */
static ag_status read_rows(void *context, size_t i, int worker, ag_error *err) {
    static const ag_folder_part order[] = {AG_FOLDER_REFERENCES, AG_FOLDER_REMAINS, AG_FOLDER_FAMILIES,
                                           AG_FOLDER_ELIMINATION};
    folder_reader *r = context;
    const ag_folder_part part = order[i];
    (void)worker;
    if (!r->usable[part]) return AG_OK;
    if (part == AG_FOLDER_FAMILIES) return ag_persons_parse(&r->families, r->batch, &r->people, err);
    return ag_profiles_rows(&r->profiles[part - AG_FOLDER_REMAINS], r->batch, err);
}

/* Closes the gaps that the bounds on rows left between the files. */
static void join_profiles(folder_reader *r) {
    ag_batch *batch = r->batch;
    for (int k = 0; k < PROFILE_FILES; k++) {
        const ag_profile_file *f = &r->profiles[k];
        if (f->n && f->profile != batch->profile + batch->profiles)
            memmove(batch->profile + batch->profiles, f->profile, f->n * sizeof *f->profile);
        batch->profiles += (uint32_t)f->n;
    }
}

/* ---- Lineage markers, once all samples are known ---------------------------------------------------------------- */

static ag_status read_lineage_part(folder_reader *r, ag_folder_part part, const ag_map *samples, ag_error *err) {
    ag_batch *batch = r->batch;
    if (!r->usable[part] || !ag_csv_open(&r->lineage, &r->file[part], &r->found[part])) return AG_OK;
    switch (part) {
    case AG_FOLDER_YSTR:
        return ag_ystr_parse(&r->lineage, samples, batch, err);
    case AG_FOLDER_MTDNA:
        return ag_mtdna_parse(&r->lineage, samples, batch, err);
    case AG_FOLDER_HAPLOTYPES_Y:
        return ag_haplotypes_parse(&r->lineage, batch, &batch->haplotypes_y, err);
    default:
        return ag_haplotypes_parse(&r->lineage, batch, &batch->haplotypes_mt, err);
    }
}

static ag_status read_lineage(folder_reader *r, ag_error *err) {
    ag_map samples;
    const bool any = r->usable[AG_FOLDER_YSTR] || r->usable[AG_FOLDER_MTDNA];
    ag_map_init(&samples);
    ag_status status = any && !ag_samples_index(r->batch, &samples) ? no_memory(err) : AG_OK;
    for (int i = AG_FOLDER_YSTR; i < AG_FOLDER_PARTS && status == AG_OK; i++)
        status = read_lineage_part(r, (ag_folder_part)i, &samples, err);
    ag_map_deinit(&samples);
    return status;
}

/* ---- Across files -------------------------------------------------------------------------------------------- */

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }

/* "its persons are a, b, c" */
static void list_persons(const ag_person_index *people, uint32_t family, char *out, size_t size) {
    size_t used = (size_t)snprintf(out, size, "its persons are");
    for (uint32_t i = people->first[family], n = 0; i != AG_NOBODY && used < size; i = people->next[i], n++) {
        const ag_text id = people->person[i].person;
        const int more =
            n == 8 ? snprintf(out + used, size - used, ", …")
                   : snprintf(out + used, size - used, "%s %.*s", n ? "," : "", (int)(id.n < 16 ? id.n : 16), id.at);
        used += more > 0 ? (size_t)more : 0;
        if (n == 8) break;
    }
}

static void report_unknown_person(folder_reader *r, const ag_batch_profile *p, uint32_t family) {
    const ag_csv *csv = &r->profiles[1].csv;
    ag_diagnostics *d = &r->found[AG_FOLDER_REFERENCES];
    char hint[sizeof((ag_error *)0)->hint];
    if (family == AG_NOBODY) {
        ag_diagnose(d, AG_ERROR, csv->file, p->row, r->profiles[1].family + 1,
                    "add its persons there, or correct the id", "the family \"%.*s\" is not in families.csv",
                    shown(p->family), p->family.at);
        return;
    }
    list_persons(&r->people, family, hint, sizeof hint);
    ag_diagnose(d, AG_ERROR, csv->file, p->row, r->profiles[1].person + 1, hint,
                "family \"%.*s\" (families.csv, row %u) has no person \"%.*s\"", shown(p->family), p->family.at,
                r->people.person[r->people.first[family]].row, shown(p->person), p->person.at);
}

static void check_references(folder_reader *r) {
    ag_text recent = {"", 0};
    uint32_t family = AG_NOBODY;
    if (!r->usable[AG_FOLDER_FAMILIES] || !r->people.first) return;
    const ag_profile_file *f = &r->profiles[1];
    for (size_t i = 0; i < f->n; i++) {
        const ag_batch_profile *p = &r->batch->profile[r->profiles[0].n + i];
        if (!ag_text_equal(recent, p->family)) family = ag_person_find_family(&r->people, p->family);
        recent = p->family;
        if (family == AG_NOBODY || ag_person_find(&r->people, family, p->person) == AG_NOBODY)
            report_unknown_person(r, p, family);
    }
}

static void check_locus(folder_reader *r, ag_text name, const char *key) {
    if (ag_loci_find(&r->loci, name) >= 0) return;
    for (uint32_t i = 0; i < r->batch->y_loci; i++)
        if (ag_locus_same(r->batch->y_locus[i], name)) return;
    ag_diagnose(&r->found[AG_FOLDER_SETTINGS], AG_WARNING, r->file[AG_FOLDER_SETTINGS].name, 0, 0,
                "correct its name if it is meant for a column of the tables",
                "%s: the locus \"%.*s\" is in no file; it is not used", key, shown(name), name.at);
}

/* Parameters of loci that no file has. */
static void check_settings(folder_reader *r) {
    const ag_batch_settings *s = &r->batch->settings;
    for (uint32_t i = 0; i < s->mutations; i++)
        if (s->mutation[i].locus.n) check_locus(r, s->mutation[i].locus, "mutation.loci");
    for (uint32_t i = 0; i < s->x_loci; i++) check_locus(r, s->x_locus[i], "x");
    for (uint32_t i = 0; i < s->silents; i++) check_locus(r, s->silent[i].name, "silent");
}

/* ---- All together -------------------------------------------------------------------------------------------- */

static ag_status read_settings(folder_reader *r, ag_error *err) {
    ag_file *file = &r->file[AG_FOLDER_SETTINGS];
    if (file->at && !r->usable[AG_FOLDER_SETTINGS]) return AG_OK;
    return ag_settings_parse(file, r->batch, &r->found[AG_FOLDER_SETTINGS], err);
}

static ag_status read_parts(folder_reader *r, int threads, ag_error *err) {
    ag_status status = AG_OK;
    for (int i = 0; i < AG_FOLDER_PARTS && status == AG_OK; i++) status = decode_part(r, (ag_folder_part)i, err);
    if (status == AG_OK) status = read_settings(r, err);
    if (status != AG_OK) return status;
    if (!ag_loci_init(&r->loci, r->batch)) return no_memory(err);
    if (r->usable[AG_FOLDER_FREQUENCIES])
        status = ag_frequencies_parse(&r->file[AG_FOLDER_FREQUENCIES], &r->frequencies, &r->loci,
                                      &r->found[AG_FOLDER_FREQUENCIES], err);
    if (status != AG_OK) return status;
    open_headers(r, r->batch->loci);
    keep_columns(r);
    if (!make_room(r) || r->batch->arena.failed) return no_memory(err);
    status = ag_parallel(4, threads, NULL, read_rows, r, err);
    if (status != AG_OK) return status;
    join_profiles(r);
    status = read_lineage(r, err);
    if (status != AG_OK) return status;
    check_references(r);
    check_settings(r);
    return AG_OK;
}

static void release(folder_reader *r) {
    for (int i = 0; i < AG_FOLDER_PARTS; i++) {
        if (i == AG_FOLDER_SETTINGS)
            ag_file_deinit(&r->file[i]);
        else if (r->file[i].owned)
            hand_over(r->batch, r->file[i].owned);
        r->file[i].owned = r->file[i].at = NULL;
        ag_diagnostics_deinit(&r->found[i]);
    }
    for (int k = 0; k < PROFILE_FILES; k++)
        if (r->profiles[k].cells) hand_over(r->batch, (char *)r->profiles[k].cells);
    ag_person_index_deinit(&r->people);
    ag_loci_deinit(&r->loci);
    free(r);
}

/* Takes over `found`, the findings of loading. */
static ag_status parse(ag_file *file, ag_diagnostics *found, int threads, ag_batch *batch, ag_diagnostics *d,
                       ag_error *err) {
    folder_reader *r = calloc(1, sizeof *r);
    if (!r) {
        for (int i = 0; i < AG_FOLDER_PARTS; i++) {
            ag_file_deinit(&file[i]);
            ag_diagnostics_deinit(&found[i]);
        }
        return no_memory(err);
    }
    r->file = file;
    r->batch = batch;
    memcpy(r->found, found, sizeof r->found);
    ag_status status = read_parts(r, threads, err);
    for (int i = 0; i < AG_FOLDER_PARTS; i++) ag_diagnostics_merge(d, &r->found[i]);
    release(r);
    return status == AG_OK ? ag_diagnostics_status(d, err) : status;
}

ag_status ag_folder_parse(ag_file file[AG_FOLDER_PARTS], int threads, ag_batch *batch, ag_diagnostics *d,
                          ag_error *err) {
    ag_diagnostics none[AG_FOLDER_PARTS] = {{0}};
    return parse(file, none, threads, batch, d, err);
}

ag_status ag_folder_read(const char *folder, int threads, ag_folder_watch *watch, void *context, ag_batch *batch,
                         ag_diagnostics *d, ag_error *err) {
    ag_file file[AG_FOLDER_PARTS] = {{0}};
    ag_diagnostics found[AG_FOLDER_PARTS] = {{0}};
    ag_status status = check_folder(folder, err);
    if (status != AG_OK) return status;
    char(*path)[PATH_BYTES] = malloc(sizeof *path * AG_FOLDER_PARTS);
    if (!path) return no_memory(err);
    loader l = {folder, watch, context, file, found, path};
    status = make_paths(folder, path, err);
    if (status == AG_OK) status = ag_parallel(AG_FOLDER_PARTS, threads, NULL, load_part, &l, err);
    if (status == AG_OK) {
        status = parse(file, found, threads, batch, d, err);
    } else {
        for (int i = 0; i < AG_FOLDER_PARTS; i++) {
            ag_file_deinit(&file[i]);
            ag_diagnostics_deinit(&found[i]);
        }
    }
    free(path);
    return status;
}

/* ---- Writing ------------------------------------------------------------------------------------------------- */

static bool has_elimination(const ag_batch *batch) {
    for (uint32_t i = 0; i < batch->profiles; i++)
        if (batch->profile[i].role == AG_ELIMINATION) return true;
    return false;
}

void ag_folder_format(const ag_batch *batch, ag_folder_part part, ag_buffer *out) {
    switch (part) {
    case AG_FOLDER_SETTINGS:
        ag_settings_format(&batch->settings, out);
        break;
    case AG_FOLDER_FREQUENCIES:
        ag_frequencies_format(batch, out);
        break;
    case AG_FOLDER_REMAINS:
        ag_profiles_format(batch, AG_REMAINS, out);
        break;
    case AG_FOLDER_REFERENCES:
        ag_profiles_format(batch, AG_REFERENCE, out);
        break;
    case AG_FOLDER_ELIMINATION:
        if (has_elimination(batch)) ag_profiles_format(batch, AG_ELIMINATION, out);
        break;
    case AG_FOLDER_YSTR:
        ag_ystr_format(batch, out);
        break;
    case AG_FOLDER_MTDNA:
        ag_mtdna_format(batch, out);
        break;
    case AG_FOLDER_HAPLOTYPES_Y:
        ag_haplotypes_format(&batch->haplotypes_y, out);
        break;
    case AG_FOLDER_HAPLOTYPES_MT:
        ag_haplotypes_format(&batch->haplotypes_mt, out);
        break;
    default:
        ag_persons_format(batch, out);
        break;
    }
}

static ag_status write_part(const ag_batch *batch, ag_folder_part part, const char *path, ag_error *err) {
    ag_buffer bytes;
    ag_buffer_init(&bytes);
    ag_folder_format(batch, part, &bytes);
    ag_status status = AG_OK;
    if (bytes.failed)
        status = ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory to write %s", part_of[part].name);
    else if (bytes.n)
        status = ag_file_write(path, bytes.data, bytes.n, err);
    ag_buffer_deinit(&bytes);
    return status;
}

static bool has_part(const ag_batch *batch, ag_folder_part part) {
    switch (part) {
    case AG_FOLDER_ELIMINATION:
        return has_elimination(batch);
    case AG_FOLDER_YSTR:
        return batch->ystrs > 0;
    case AG_FOLDER_MTDNA:
        return batch->mtdnas > 0;
    case AG_FOLDER_HAPLOTYPES_Y:
        return batch->haplotypes_y.items > 0;
    case AG_FOLDER_HAPLOTYPES_MT:
        return batch->haplotypes_mt.items > 0;
    default:
        return true;
    }
}

/* A file of another incident must not become a part of this one. */
static ag_status prepare_folder(const ag_batch *batch, const char *folder, char path[][PATH_BYTES], ag_error *err) {
    const ag_status status = ag_folder_make(folder, NULL, err);
    for (int i = 0; i < AG_FOLDER_PARTS && status == AG_OK; i++)
        if (!has_part(batch, (ag_folder_part)i) && ag_file_exists(path[i]))
            return ag_fail(err, AG_REFUSED, "write to a new folder, or remove that file",
                           "\"%.200s\" holds the file %s of something else", folder, part_of[i].name);
    return status;
}

ag_status ag_folder_write(const ag_batch *batch, const char *folder, ag_error *err) {
    char(*path)[PATH_BYTES] = malloc(sizeof *path * AG_FOLDER_PARTS);
    if (!path) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory");
    ag_status status = make_paths(folder, path, err);
    if (status == AG_OK) status = prepare_folder(batch, folder, path, err);
    for (int i = 0; i < AG_FOLDER_PARTS && status == AG_OK; i++)
        status = write_part(batch, (ag_folder_part)i, path[i], err);
    free(path);
    return status;
}
