/* GeneMapper exports, read: see genemapper.h. */
#include <stdlib.h>
#include <string.h>

#include "formats/collect.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/genemapper.h"

#include "base/banned.h"

typedef enum column_kind { IGNORED, SAMPLE, SAMPLE_FILE, CATEGORY, MARKER, ALLELE, LOCUS } column_kind;

/* Columns by name; those that end in a number ("Size 3") are listed without it. */
static const struct {
    const char *name;
    column_kind kind;
} known[] = {
    {"Sample Name", SAMPLE},
    {"Sample File", SAMPLE_FILE},
    {"Sample Type", CATEGORY},
    {"Specimen Category", CATEGORY},
    {"Sample Category", CATEGORY},
    {"Specimen Type", CATEGORY},
    {"Marker", MARKER},
    {"Allele", ALLELE},
    {"Sample ID", IGNORED},
    {"Panel", IGNORED},
    {"Dye", IGNORED},
    {"Run Name", IGNORED},
    {"Run Date", IGNORED},
    {"Run Date & Time", IGNORED},
    {"Instrument ID", IGNORED},
    {"Instrument Type", IGNORED},
    {"Height", IGNORED},
    {"Heights", IGNORED},
    {"Peak Height", IGNORED},
    {"Size", IGNORED},
    {"Sizes", IGNORED},
    {"Area", IGNORED},
    {"Peak Area", IGNORED},
    {"Data Point", IGNORED},
    {"Mutation", IGNORED},
    {"AE Comment", IGNORED},
    {"Comments", IGNORED},
    {"Comment", IGNORED},
    {"UD", IGNORED},
    {"Analysis Method", IGNORED},
    {"Size Standard", IGNORED},
    {"Matrix", IGNORED},
    {"Case", IGNORED},
    {"SQ", IGNORED},
    {"GQ", IGNORED},
    {"CGQ", IGNORED},
    {"OS", IGNORED},
    {"SOS", IGNORED},
    {"SSPK", IGNORED},
    {"OMR", IGNORED},
    {"MIX", IGNORED},
    {"BIN", IGNORED},
    {"PHR", IGNORED},
    {"LPH", IGNORED},
    {"MPH", IGNORED},
    {"SPU", IGNORED},
    {"AN", IGNORED},
    {"BD", IGNORED},
    {"CC", IGNORED},
    {"OVL", IGNORED},
    {"", IGNORED},
};

/* Whole names of controls, then beginnings of names and of categories. */
static const char *const control_name[] = {"C+", "C-", "K+",    "K-",   "PC",    "NC", "NTC",
                                           "AL", "RB", "9947A", "9948", "2800M", "007"};
static const char *const control_start[] = {
    "ladder",        "allelic ladder", "positive control", "negative control", "control",
    "reagent blank", "blank",          "extraction blank"};
static const char *const elimination_word[] = {"control", "ladder", "staff", "elimination", "blank"};
static const char *const reference_word[] = {"reference", "relative", "biological"};
static const char *const remains_word[] = {"unidentified", "remains"};

#define COUNT(array) (sizeof(array) / sizeof *(array))
enum { TOKENS_MAX = 64, TOKEN_BYTES = 16 };

typedef struct reader {
    ag_collector c;
    ag_csv *csv;
    const ag_genemapper_options *options;
    column_kind kind[AG_MAX_COLUMNS];
    uint32_t locus[AG_MAX_COLUMNS];
    bool wrong[AG_MAX_COLUMNS]; /* reported as no marker */
    int sample, file, category, marker;
    ag_map profile; /* tall: sample and file → profile */
    ag_map taken;   /* names → profiles of that name */
    size_t x_alone, lone;
    bool tall;
} reader;

/* ---- The header ------------------------------------------------------------------------------------------------ */

static ag_text without_number(ag_text name) {
    while (name.n && name.at[name.n - 1] >= '0' && name.at[name.n - 1] <= '9') name.n--;
    return ag_text_trim(name);
}

static int find_known(ag_text name) {
    for (size_t i = 0; i < COUNT(known); i++)
        if (ag_text_equal_fold(name, ag_text_of(known[i].name))) return (int)i;
    const ag_text stem = without_number(name);
    for (size_t i = 0; stem.n && stem.n < name.n && i < COUNT(known); i++)
        if (ag_text_equal_fold(stem, ag_text_of(known[i].name))) return (int)i;
    return -1;
}

static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }

/* Whether two letters are exchanged, one is wrong, one is missing or one is too many. */
static bool is_misspelt(ag_text a, ag_text right) {
    size_t head = 0, tail = 0;
    const size_t shorter = a.n < right.n ? a.n : right.n, longer = a.n + right.n - shorter;
    while (head < shorter && lower(a.at[head]) == lower(right.at[head])) head++;
    while (tail < shorter - head && lower(a.at[a.n - 1 - tail]) == lower(right.at[right.n - 1 - tail])) tail++;
    const size_t middle = longer - head - tail;
    if (longer - shorter == 1) return middle == 1;
    if (longer != shorter) return false;
    return middle == 1 || (middle == 2 && lower(a.at[head]) == lower(right.at[head + 1]) &&
                           lower(a.at[head + 1]) == lower(right.at[head]));
}

static const char *find_misspelt(ag_text name) {
    for (size_t i = 0; i < COUNT(known); i++) {
        const ag_text right = ag_text_of(known[i].name);
        if (right.n >= 5 && is_misspelt(name, right)) return known[i].name;
    }
    return NULL;
}

static int shown(ag_text text) { return text.n < 60 ? (int)text.n : 60; }

/* A comma or semicolon would make another separator of the header the most frequent one. */
static bool has_separator(ag_text name) {
    return name.n && (memchr(name.at, ',', name.n) || memchr(name.at, ';', name.n));
}

static void add_marker(reader *r, uint32_t column, ag_text name) {
    const char *right = find_misspelt(name);
    ag_buffer hint = {0};
    if (right) {
        ag_buffer_printf(&hint, "is '%s' meant?", right);
        ag_csv_report(r->csv, AG_ERROR, (int)column, hint.data, "the column '%.*s' is not known", shown(name), name.at);
        ag_buffer_deinit(&hint);
        return;
    }
    if (has_separator(name)) {
        ag_csv_report(r->csv, AG_ERROR, (int)column, "is this the line that names the columns?",
                      "'%.*s' is not the name of a marker", shown(name), name.at);
        return;
    }
    if (ag_collect_find_locus(&r->c, name) != AG_NOWHERE) {
        ag_csv_report(r->csv, AG_ERROR, (int)column, "keep one of them", "the marker '%.*s' has two columns",
                      shown(name), name.at);
        return;
    }
    r->locus[column] = ag_collect_locus(&r->c, name, 1);
    if (r->locus[column] != AG_NOWHERE) r->kind[column] = LOCUS;
}

static bool read_header(reader *r) {
    ag_csv *csv = r->csv;
    r->sample = r->file = r->category = r->marker = -1;
    for (uint32_t i = 0; i < csv->columns; i++) {
        csv->header[i] = ag_text_trim(csv->header[i]);
        const int at = find_known(csv->header[i]);
        if (at < 0) continue;
        r->kind[i] = known[at].kind;
        int *place = r->kind[i] == SAMPLE        ? &r->sample
                     : r->kind[i] == SAMPLE_FILE ? &r->file
                     : r->kind[i] == CATEGORY    ? &r->category
                     : r->kind[i] == MARKER      ? &r->marker
                                                 : NULL;
        if (place && *place < 0) *place = (int)i;
    }
    r->tall = r->marker >= 0;
    for (uint32_t i = 0; !r->tall && i < csv->columns; i++)
        if (find_known(csv->header[i]) < 0) add_marker(r, i, csv->header[i]);
    if (r->sample < 0)
        ag_csv_report(csv, AG_ERROR, -1, "export with the column Sample Name", "there is no column 'Sample Name'");
    if (!r->tall && !r->c.batch->loci)
        ag_csv_report(csv, AG_ERROR, -1, "export a column Marker with Allele 1, Allele 2, or a column for each marker",
                      "there is no column of a marker");
    return r->sample >= 0 && (r->tall || r->c.batch->loci);
}

/* ---- Samples --------------------------------------------------------------------------------------------------- */

static bool contains_fold(ag_text text, const char *word) {
    const ag_text w = ag_text_of(word);
    for (size_t i = 0; i + w.n <= text.n; i++)
        if (ag_text_equal_fold((ag_text){text.at + i, w.n}, w)) return true;
    return false;
}

static bool contains_any(ag_text text, const char *const *word, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (contains_fold(text, word[i])) return true;
    return false;
}

static bool is_control(ag_text name) {
    for (size_t i = 0; i < COUNT(control_name); i++)
        if (ag_text_equal_fold(name, ag_text_of(control_name[i]))) return true;
    for (size_t i = 0; i < COUNT(control_start); i++) {
        const ag_text start = ag_text_of(control_start[i]);
        if (name.n >= start.n && ag_text_equal_fold((ag_text){name.at, start.n}, start)) return true;
    }
    return false;
}

static ag_role role_of(const reader *r, ag_text name) {
    const ag_text category = r->category >= 0 ? r->csv->cell[r->category] : (ag_text){"", 0};
    if (is_control(name) || contains_any(category, elimination_word, COUNT(elimination_word))) return AG_ELIMINATION;
    if (contains_any(category, reference_word, COUNT(reference_word))) return AG_REFERENCE;
    if (contains_any(category, remains_word, COUNT(remains_word))) return AG_REMAINS;
    return r->options->role;
}

/* The name; the second and later controls of a plate are "Ladder (2)" and so on. */
static ag_text sample_name(reader *r, ag_text name, bool control) {
    const ag_text own = ag_collect_unique(&r->c, &r->taken, ag_collect_text(&r->c, name));
    if (!control && !ag_text_equal(own, name))
        ag_csv_report(r->csv, AG_ERROR, r->sample, "rename one of them, or export the consensus",
                      "the sample '%.*s' stands here a second time", shown(name), name.at);
    return own;
}

static uint32_t add_sample(reader *r, ag_text name) {
    ag_batch_profile p = {.role = role_of(r, name), .row = r->csv->row};
    p.sample = sample_name(r, name, p.role == AG_ELIMINATION);
    if (p.role == AG_REFERENCE) {
        p.family = p.person = p.sample;
        ag_collect_person(&r->c, &(ag_batch_person){.family = p.family, .person = p.person, .row = p.row});
        r->lone++;
    }
    return ag_collect_profile(&r->c, &p);
}

/* Tall: the profile that this row belongs to. */
static uint32_t find_sample(reader *r, ag_text name) {
    bool added = false;
    const ag_text file = r->file >= 0 ? r->csv->cell[r->file] : (ag_text){"", 0};
    const ag_text key = ag_collect_join(&r->c, name, "\n", file);
    uint32_t *at = ag_map_add(&r->profile, key, 0, &added);
    if (!at) {
        r->c.failed = true;
        return AG_NOWHERE;
    }
    if (added) {
        const uint32_t profile = add_sample(r, name);
        at = ag_map_find(&r->profile, key);
        *at = profile;
    }
    return *at;
}

/* ---- Alleles --------------------------------------------------------------------------------------------------- */

static bool is_allele(ag_text t) {
    static const char marks[] = ".<>+-";
    if (t.n > TOKEN_BYTES) return false;
    for (size_t i = 0; i < t.n; i++) {
        const char c = lower(t.at[i]);
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !memchr(marks, t.at[i], sizeof marks - 1))
            return false;
    }
    return true;
}

static void note_sex(reader *r, uint32_t profile, const ag_text *allele, uint32_t n) {
    bool x = false, y = false;
    for (uint32_t i = 0; i < n; i++) {
        x |= ag_text_equal_fold(allele[i], AG_TEXT("X"));
        y |= ag_text_equal_fold(allele[i], AG_TEXT("Y"));
    }
    ag_batch_profile *p = &r->c.profile[profile];
    if (x && y && n == 2) p->sex = AG_TEXT("M");
    if (x && !y && (n == 2 || (n == 1 && r->options->homozygous))) p->sex = AG_TEXT("F");
    r->x_alone += x && n == 1 && !r->options->homozygous && p->role == AG_REMAINS;
}

static ag_text cell_text(reader *r, ag_text locus, const ag_text *allele, uint32_t n) {
    ag_text cell = ag_collect_text(&r->c, allele[0]);
    for (uint32_t i = 1; i < n; i++) cell = ag_collect_join(&r->c, cell, "/", allele[i]);
    if (n > 1 || ag_is_y_locus(locus) || ag_text_equal_fold(cell, AG_TEXT("OL"))) return cell;
    return ag_collect_join(&r->c, cell, "/", r->options->homozygous ? cell : AG_TEXT("?"));
}

static void add_alleles(reader *r, uint32_t profile, uint32_t locus, const ag_text *allele, uint32_t n) {
    if (!n || profile == AG_NOWHERE || locus == AG_NOWHERE) return;
    const ag_text name = r->c.batch->locus[locus];
    if (ag_is_amelogenin(name)) note_sex(r, profile, allele, n);
    ag_collect_cell(&r->c, profile, locus, cell_text(r, name, allele, n), r->csv->row);
}

static bool check_allele(reader *r, uint32_t column, ag_text token) {
    if (is_allele(token)) return true;
    const bool comma = r->tall && memchr(token.at, ',', token.n);
    if (!r->wrong[column])
        ag_csv_report(r->csv, AG_ERROR, (int)column,
                      comma ? "write a decimal point" : "is the header right? Alleles look like 15, 9.3, X or OL",
                      "'%.*s' in the column '%.*s' is not an allele", shown(token), token.at,
                      shown(r->csv->header[column]), r->csv->header[column].at);
    r->wrong[column] = true;
    return false;
}

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

static uint32_t split_alleles(reader *r, uint32_t column, ag_text *allele) {
    ag_text rest = r->csv->cell[column];
    uint32_t n = 0;
    while (rest.n) {
        const char *comma = memchr(rest.at, ',', rest.n);
        const size_t length = comma ? (size_t)(comma - rest.at) : rest.n;
        const ag_text token = ag_text_trim((ag_text){rest.at, length});
        if (token.n && n < TOKENS_MAX && check_allele(r, column, token)) allele[n++] = token;
        rest.at += length + (comma != NULL);
        rest.n -= length + (comma != NULL);
    }
    return n;
}

static void read_wide_row(reader *r, ag_text name) {
    ag_text allele[TOKENS_MAX];
    const uint32_t profile = add_sample(r, name);
    for (uint32_t i = 0; i < r->csv->columns; i++)
        if (r->kind[i] == LOCUS && !r->wrong[i])
            add_alleles(r, profile, r->locus[i], allele, split_alleles(r, i, allele));
}

static void read_tall_row(reader *r, ag_text name) {
    ag_text allele[TOKENS_MAX];
    uint32_t n = 0;
    const ag_text marker = ag_text_trim(r->csv->cell[r->marker]);
    const uint32_t profile = find_sample(r, name);
    if (!marker.n || has_separator(marker) || find_known(marker) >= 0 || find_misspelt(marker)) {
        ag_csv_report(r->csv, AG_ERROR, r->marker, "name the marker", "'%.*s' is not the name of a marker",
                      shown(marker), marker.at);
        return;
    }
    for (uint32_t i = 0; i < r->csv->columns; i++)
        if (r->kind[i] == ALLELE && ag_text_trim(r->csv->cell[i]).n && n < TOKENS_MAX &&
            check_allele(r, i, ag_text_trim(r->csv->cell[i])))
            allele[n++] = ag_text_trim(r->csv->cell[i]);
    add_alleles(r, profile, ag_collect_locus(&r->c, marker, r->csv->row), allele, n);
}

static void read_rows(reader *r) {
    r->csv->ragged = true;
    while (!r->c.failed && ag_csv_next(r->csv)) {
        const ag_text name = ag_text_trim(r->csv->cell[r->sample]);
        if (!name.n || name.n > AG_MAX_ID_BYTES)
            ag_csv_report(r->csv, AG_ERROR, r->sample, "name the sample in at most 200 bytes",
                          name.n ? "the name of the sample is too long" : "the name of the sample is missing");
        else if (r->tall)
            read_tall_row(r, name);
        else
            read_wide_row(r, name);
    }
    if (!r->c.profiles && !r->c.failed)
        ag_csv_report(r->csv, AG_ERROR, -1, "export at least one sample", "the table has no samples");
}

static void report_notes(const reader *r) {
    if (r->x_alone)
        ag_diagnose(r->c.diagnostics, AG_NOTE, r->c.file, 0, 0, "say that a single allele is a homozygote if it is",
                    "%zu samples show X alone at Amelogenin; their sex is left open, as Y may have dropped out",
                    r->x_alone);
    if (r->lone)
        ag_diagnose(r->c.diagnostics, AG_WARNING, r->c.file, 0, 0, "state the families in families.csv",
                    "the file says nothing about families: each of %zu references stands in one of its own", r->lone);
}

static void read_table(reader *r, const ag_file *file, ag_diagnostics *d) {
    if (!ag_csv_open(r->csv, file, d)) return;
    if (!read_header(r)) return;
    read_rows(r);
    report_notes(r);
}

ag_status ag_genemapper_parse(ag_text bytes, const char *name, const ag_genemapper_options *options, ag_batch *batch,
                              ag_diagnostics *d) {
    const size_t errors = d->errors;
    ag_file file;
    ag_status status = ag_file_of_bytes(name, bytes.at, bytes.n, &file, NULL);
    if (status == AG_OK) status = ag_file_decode(&file, d, NULL);
    reader *r = status == AG_OK ? AG_NEW(&batch->arena, reader, 1) : NULL;
    if (r) r->csv = AG_NEW(&batch->arena, ag_csv, 1);
    if (status == AG_OK && (!r || !r->csv)) status = AG_ENVIRONMENT;
    if (status != AG_OK) {
        ag_file_deinit(&file);
        return status;
    }
    r->options = options;
    ag_collector_init(&r->c, batch, d, name);
    read_table(r, &file, d);
    status = ag_collect_finish(&r->c);
    if (status == AG_OK && d->errors > errors) status = AG_BAD_INPUT;
    ag_map_deinit(&r->profile);
    ag_map_deinit(&r->taken);
    ag_collector_deinit(&r->c);
    ag_file_deinit(&file);
    return status;
}
