/* remains.csv, references.csv and elimination.csv: see profile_file.h. */
#include "formats/profile_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/locus_key.h"
#include "base/map.h"

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* How much of a file is looked at to see what a column holds. */
enum { PREVIEW_BYTES = 256 * 1024, SHOWN = 60 };

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }

/* ---- The header ---------------------------------------------------------------------------------------------- */

static bool is_word(ag_text name, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ag_text_equal_fold(name, ag_text_of(words[i]))) return true;
    return false;
}

/* Further columns that mean something here. */
static bool is_used_extra(ag_role role, ag_text name) {
    static const char *const of_remains[] = {"element", "side",    "site",       "recovered",
                                             "age_min", "age_max", "stature_cm", "stature_sd"};
    static const char *const of_references[] = {"provenance"};
    if (role == AG_REMAINS) return is_word(name, of_remains, COUNT(of_remains));
    return role == AG_REFERENCE && is_word(name, of_references, COUNT(of_references));
}

/* Columns that are never taken for a locus, in whatever file they stand. */
static bool is_known_extra(ag_text name) {
    static const char *const words[] = {"note", "family", "person"};
    return is_used_extra(AG_REMAINS, name) || is_used_extra(AG_REFERENCE, name) || is_word(name, words, COUNT(words));
}

static bool require(const ag_profile_file *f, int column, const char *name, const char *columns) {
    if (column >= 0) return true;
    const char *program = f->csv.columns == 1 ? "; if it comes from another program, `antigone convert` reads it" : "";
    ag_diagnose(f->csv.diagnostics, AG_ERROR, f->csv.file, f->csv.row, 0, columns, "the column \"%s\" is missing%s",
                name, program);
    return false;
}

static bool find_parts(ag_profile_file *f) {
    const bool reference = f->role == AG_REFERENCE;
    f->sample = ag_csv_column(&f->csv, "sample");
    f->family = reference ? ag_csv_column(&f->csv, "family") : -1;
    f->person = reference ? ag_csv_column(&f->csv, "person") : -1;
    f->sex = ag_csv_column(&f->csv, "sex");
    f->quality = ag_csv_column(&f->csv, "quality");
    switch (f->role) {
    case AG_REMAINS: {
        const char *columns = "its columns are sample,sex,quality and then the loci";
        return require(f, f->sample, "sample", columns) & require(f, f->sex, "sex", columns) &
               require(f, f->quality, "quality", columns);
    }
    case AG_REFERENCE: {
        const char *columns = "its columns are sample,family,person,sex and then the loci";
        return require(f, f->sample, "sample", columns) & require(f, f->family, "family", columns) &
               require(f, f->person, "person", columns) & require(f, f->sex, "sex", columns);
    }
    default:
        return require(f, f->sample, "sample", "its columns are sample and then the loci");
    }
}

/* Whether the first rows hold genotypes and nothing else in this column. Works on a copy, since reading changes quoted
 * cells. */
static bool holds_genotypes(const ag_profile_file *f, uint32_t column) {
    const size_t left = (size_t)(f->csv.end - f->csv.at), n = left < PREVIEW_BYTES ? left : PREVIEW_BYTES;
    ag_diagnostics ignored;
    ag_diagnostics_init(&ignored);
    char *bytes = malloc(n + 1);
    ag_csv *copy = malloc(sizeof *copy);
    bool all = bytes && copy;
    size_t seen = 0;
    if (all) {
        memcpy(bytes, f->csv.at, n);
        *copy = f->csv;
        copy->diagnostics = &ignored;
        copy->at = bytes;
        copy->end = bytes + n;
        while (all && seen < 1000 && ag_csv_next(copy)) {
            const ag_text cell = copy->cell[column];
            all = cell.n == 0 || ag_is_genotype(cell) || (seen && ag_text_equal(cell, AG_TEXT("OL")));
            seen += cell.n > 0;
        }
    }
    free(bytes);
    free(copy);
    ag_diagnostics_deinit(&ignored);
    return all && seen;
}

static bool add_extra(ag_profile_file *f, ag_batch *batch, uint32_t column) {
    const ag_text name = f->csv.header[column];
    uint32_t *n = &batch->extras[f->role];
    if (!batch->extra[f->role]) batch->extra[f->role] = AG_NEW(&batch->arena, ag_text, f->csv.columns);
    if (!batch->extra[f->role]) return false;
    f->place[column] = AG_PLACE_EXTRA - (int32_t)*n;
    batch->extra[f->role][(*n)++] = name;
    if (!is_used_extra(f->role, name))
        ag_csv_report(&f->csv, AG_NOTE, (int)column, NULL, "the column \"%.*s\" is kept but not used by this version",
                      shown(name), name.n ? name.at : "");
    return true;
}

static bool is_amelogenin(ag_text name) {
    char key[AG_MAX_ID_BYTES];
    return ag_locus_key(name, key, sizeof key) >= 4 && memcmp(key, "amel", 4) == 0;
}

static bool add_locus(ag_profile_file *f, ag_loci *loci, uint32_t column, uint32_t table_loci) {
    const ag_text name = f->csv.header[column];
    const uint32_t before = loci->batch->loci;
    const int index = ag_loci_add(loci, name);
    if (index < 0) {
        ag_csv_report(&f->csv, AG_ERROR, (int)column, "at most 256 loci, with names of at most 200 bytes",
                      "the locus \"%.*s\" cannot be added", shown(name), name.at);
        return false;
    }
    f->place[column] = index;
    if (loci->batch->loci > before && before >= table_loci && !is_amelogenin(name))
        ag_csv_report(&f->csv, AG_WARNING, (int)column, "add its alleles to frequencies.csv, or remove the column",
                      "the locus \"%.*s\" is not in frequencies.csv; it is not used", shown(name), name.at);
    return true;
}

/* Two columns of one name or of one locus: nobody can say which is meant. */
static bool check_twice(const ag_profile_file *f, uint32_t column) {
    const ag_text name = f->csv.header[column];
    for (uint32_t i = 0; i < column; i++) {
        const bool same_locus = f->place[column] >= 0 && f->place[i] == f->place[column];
        if (!same_locus && !(name.n && ag_text_equal_fold(f->csv.header[i], name))) continue;
        ag_csv_report(&f->csv, AG_ERROR, (int)column, "keep one of the two columns",
                      "\"%.*s\" is the same as column %u", shown(name), name.at, i + 1);
        return false;
    }
    return true;
}

static bool is_part(const ag_profile_file *f, uint32_t column) {
    const int c = (int)column;
    return c == f->sample || c == f->family || c == f->person || c == f->sex || c == f->quality;
}

bool ag_profiles_header(ag_profile_file *f, ag_loci *loci, uint32_t table_loci) {
    if (!find_parts(f)) return false;
    bool good = true;
    for (uint32_t i = 0; i < f->csv.columns; i++) {
        const ag_text name = f->csv.header[i];
        f->place[i] = AG_PLACE_PART;
        const bool locus = name.n && !is_known_extra(name) &&
                           (ag_loci_find(loci, name) >= 0 || ag_is_locus_name(name) || holds_genotypes(f, i));
        if (!is_part(f, i)) good = (locus ? add_locus(f, loci, i, table_loci) : add_extra(f, loci->batch, i)) && good;
        good = check_twice(f, i) && good;
    }
    return good;
}

/* ---- The rows ------------------------------------------------------------------------------------------------ */

bool ag_sex_parse(ag_text word, ag_text *out) {
    static const char *const male[] = {"M", "male", "1", "man", "남", "남성", "남자", "м", "М", "муж", "мужской"};
    static const char *const female[] = {"F", "female", "2", "woman", "여", "여성", "여자", "ж", "Ж", "жен", "женский"};
    static const char *const unknown[] = {"", "?", "0", "U", "unknown"};
    for (size_t i = 0; i < COUNT(male); i++) {
        const bool is_male = ag_text_equal_fold(word, ag_text_of(male[i]));
        if (!is_male && !ag_text_equal_fold(word, ag_text_of(female[i]))) continue;
        *out = is_male ? AG_TEXT("M") : AG_TEXT("F");
        return true;
    }
    *out = (ag_text){"", 0};
    for (size_t i = 0; i < COUNT(unknown); i++)
        if (ag_text_equal_fold(word, ag_text_of(unknown[i]))) return true;
    return false;
}

static ag_text cell_of(const ag_profile_file *f, int column) {
    return column < 0 ? (ag_text){"", 0} : f->csv.cell[column];
}

static bool check_id(const ag_profile_file *f, int column, const char *what) {
    const ag_text id = f->csv.cell[column];
    if (id.n && id.n <= AG_MAX_ID_BYTES) return true;
    ag_csv_report(&f->csv, AG_ERROR, column, "every row needs one",
                  id.n ? "the %s is longer than 200 bytes" : "the %s is empty", what);
    return false;
}

static bool read_parts(const ag_profile_file *f, ag_batch_profile *p) {
    bool good = check_id(f, f->sample, "sample's id");
    *p = (ag_batch_profile){.role = f->role,
                            .sample = f->csv.cell[f->sample],
                            .family = cell_of(f, f->family),
                            .person = cell_of(f, f->person),
                            .quality = cell_of(f, f->quality),
                            .row = f->csv.row};
    if (f->role == AG_REFERENCE) good = check_id(f, f->family, "family") & check_id(f, f->person, "person") & good;
    if (ag_sex_parse(cell_of(f, f->sex), &p->sex)) return good;
    const ag_text word = f->csv.cell[f->sex];
    ag_csv_report(&f->csv, AG_ERROR, f->sex, "M, F, or nothing when it is not known",
                  "the sex \"%.*s\" is not understood", shown(word), word.at);
    return false;
}

/* Places of a row of cells that no column of this file fills. */
static size_t find_unfilled(const ag_profile_file *f, uint32_t loci, uint32_t width, uint32_t *unfilled) {
    bool filled[AG_MAX_LOCI + AG_MAX_COLUMNS] = {false};
    size_t n = 0;
    for (uint32_t i = 0; i < f->csv.columns; i++)
        if (f->place[i] != AG_PLACE_PART)
            filled[f->place[i] >= 0 ? (uint32_t)f->place[i] : loci + (uint32_t)(AG_PLACE_EXTRA - f->place[i])] = true;
    for (uint32_t i = 0; i < width; i++)
        if (!filled[i]) unfilled[n++] = i;
    return n;
}

/* The ids so far. As long as they ascend no two can be the same, and nothing needs to be remembered. */
typedef struct id_set {
    ag_map seen; /* id → row; filled from the first id on that does not ascend */
    bool ascending, failed;
} id_set;

static uint32_t *remember(id_set *ids, const ag_batch_profile *p, bool *added) {
    uint32_t *row = ag_map_add(&ids->seen, p->sample, p->row, added);
    ids->failed |= !row;
    return row;
}

static bool is_first(const ag_profile_file *f, id_set *ids, const ag_batch_profile *p) {
    bool added = true;
    if (ids->ascending && (f->n == 0 || ag_text_compare(f->profile[f->n - 1].sample, p->sample) < 0)) return true;
    for (size_t i = 0; ids->ascending && i < f->n; i++) remember(ids, &f->profile[i], &added);
    ids->ascending = false;
    const uint32_t *row = remember(ids, p, &added);
    if (!row || added) return added;
    ag_csv_report(&f->csv, AG_ERROR, f->sample, "every sample has its own id",
                  "the sample \"%.*s\" stands in row %u already", shown(p->sample), p->sample.at, *row);
    return false;
}

static ag_status no_memory(const ag_profile_file *f, ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory to read %s", f->csv.file);
}

/* Columns of the remains that are numbers or dates. */
typedef struct details {
    int recovered, age_min, age_max, stature_cm, stature_sd;
} details;

static details find_details(const ag_profile_file *f) {
    if (f->role != AG_REMAINS) return (details){-1, -1, -1, -1, -1};
    return (details){.recovered = ag_csv_column(&f->csv, "recovered"),
                     .age_min = ag_csv_column(&f->csv, "age_min"),
                     .age_max = ag_csv_column(&f->csv, "age_max"),
                     .stature_cm = ag_csv_column(&f->csv, "stature_cm"),
                     .stature_sd = ag_csv_column(&f->csv, "stature_sd")};
}

static void check_details(const ag_csv *csv, const details *at) {
    ag_csv_expect_date(csv, at->recovered);
    ag_csv_expect_number(csv, at->age_min, 0, AG_MAX_AGE);
    ag_csv_expect_number(csv, at->age_max, 0, AG_MAX_AGE);
    ag_csv_expect_number(csv, at->stature_cm, AG_MIN_STATURE_CM, AG_MAX_STATURE_CM);
    ag_csv_expect_number(csv, at->stature_sd, 0, AG_MAX_STATURE_CM);
}

ag_status ag_profiles_rows(ag_profile_file *f, const ag_batch *batch, ag_error *err) {
    uint32_t unfilled[AG_MAX_LOCI + AG_MAX_COLUMNS];
    int32_t target[AG_MAX_COLUMNS];
    const uint32_t width = batch->loci + batch->extras[f->role];
    const size_t empty = find_unfilled(f, batch->loci, width, unfilled);
    const details at = find_details(f);
    id_set ids = {.ascending = true};
    for (uint32_t i = 0; i < f->csv.columns; i++) {
        const int32_t place = f->place[i];
        target[i] = place <= AG_PLACE_EXTRA ? (int32_t)batch->loci + AG_PLACE_EXTRA - place : place;
    }
    f->cells = f->capacity <= SIZE_MAX / sizeof *f->cells / (width + 1)
                   ? malloc((f->capacity * width + 1) * sizeof *f->cells)
                   : NULL;
    if (!f->cells) return no_memory(f, err);
    ag_map_init(&ids.seen);
    while (!ids.failed && f->n < f->capacity && ag_csv_next(&f->csv)) {
        ag_batch_profile *p = &f->profile[f->n];
        ag_text *cell = f->cells + f->n * width;
        for (uint32_t i = 0; i < f->csv.columns; i++)
            if (target[i] >= 0) cell[target[i]] = f->csv.cell[i];
        for (size_t i = 0; i < empty; i++) cell[unfilled[i]] = (ag_text){"", 0};
        check_details(&f->csv, &at);
        if (!read_parts(f, p) || !is_first(f, &ids, p)) continue;
        p->cell = cell;
        p->extra = cell + batch->loci;
        f->n++;
    }
    ag_map_deinit(&ids.seen);
    if (f->n == AG_MAX_PERSONS && ag_csv_next(&f->csv))
        ag_csv_report(&f->csv, AG_ERROR, -1, "split the incident", "the file has more than %u samples", AG_MAX_PERSONS);
    return ids.failed ? no_memory(f, err) : AG_OK;
}

/* ---- Writing ------------------------------------------------------------------------------------------------- */

/* Which columns a file gets, so that reading it finds the same loci in the same order: those of the table of
 * frequencies and those with a cell. A name that a reader takes for a locus without a cell gets one too, unless it
 * would then come before a locus that has no column here. */
typedef struct written_columns {
    bool quality;
    bool locus[AG_MAX_LOCI];
} written_columns;

static void find_written(const ag_batch *batch, ag_role role, written_columns *out) {
    bool all_before = true;
    *out = (written_columns){.quality = role == AG_REMAINS};
    for (uint32_t i = 0; i < batch->frequencies; i++) out->locus[batch->frequency[i].locus] = true;
    for (uint32_t i = 0; i < batch->profiles; i++) {
        const ag_batch_profile *p = &batch->profile[i];
        if (p->role != role) continue;
        out->quality |= p->quality.n > 0;
        for (uint32_t k = 0; k < batch->loci; k++) out->locus[k] |= p->cell[k].n > 0;
    }
    for (uint32_t k = 0; k < batch->loci; k++) {
        out->locus[k] |= all_before && ag_is_locus_name(batch->locus[k]);
        all_before = all_before && out->locus[k];
    }
}

static void put_row(ag_csv_writer *w, const ag_batch *batch, const ag_batch_profile *p,
                    const written_columns *written) {
    ag_csv_put(w, p->sample);
    if (p->role == AG_REFERENCE) {
        ag_csv_put(w, p->family);
        ag_csv_put(w, p->person);
    }
    ag_csv_put(w, p->sex);
    if (written->quality) ag_csv_put(w, p->quality);
    for (uint32_t i = 0; i < batch->loci; i++)
        if (written->locus[i]) ag_csv_put(w, p->cell[i]);
    for (uint32_t i = 0; i < batch->extras[p->role]; i++) ag_csv_put(w, p->extra[i]);
    ag_csv_end_row(w);
}

void ag_profiles_format(const ag_batch *batch, ag_role role, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    written_columns written;
    find_written(batch, role, &written);
    ag_csv_puts(&w, "sample");
    if (role == AG_REFERENCE) {
        ag_csv_puts(&w, "family");
        ag_csv_puts(&w, "person");
    }
    ag_csv_puts(&w, "sex");
    if (written.quality) ag_csv_puts(&w, "quality");
    for (uint32_t i = 0; i < batch->loci; i++)
        if (written.locus[i]) ag_csv_put(&w, batch->locus[i]);
    for (uint32_t i = 0; i < batch->extras[role]; i++) ag_csv_put(&w, batch->extra[role][i]);
    ag_csv_end_row(&w);
    for (uint32_t i = 0; i < batch->profiles; i++)
        if (batch->profile[i].role == role) put_row(&w, batch, &batch->profile[i], &written);
}
