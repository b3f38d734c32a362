/* families.csv: see person_file.h. */
#include "formats/person_file.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "formats/profile_file.h"

#include "base/banned.h"

enum { COLUMNS = 13, REQUIRED = 6, SHOWN = 60 };

/* The columns in the order in which they are written. */
static const struct {
    const char *name;
    size_t at;
} column_of[COLUMNS] = {
    {"family", offsetof(ag_batch_person, family)},
    {"person", offsetof(ag_batch_person, person)},
    {"father", offsetof(ag_batch_person, father)},
    {"mother", offsetof(ag_batch_person, mother)},
    {"sex", offsetof(ag_batch_person, sex)},
    {"missing", offsetof(ag_batch_person, missing)},
    {"living", offsetof(ag_batch_person, living)},
    {"born", offsetof(ag_batch_person, born)},
    {"stature_cm", offsetof(ag_batch_person, stature_cm)},
    {"lost_place", offsetof(ag_batch_person, lost_place)},
    {"lost_date", offsetof(ag_batch_person, lost_date)},
    {"twin", offsetof(ag_batch_person, twin)},
    {"inbreeding", offsetof(ag_batch_person, inbreeding)},
};
enum { FAMILY, PERSON, FATHER, MOTHER, SEX, MISSING, LIVING, BORN, STATURE, LOST_PLACE, LOST_DATE, TWIN, INBREEDING };

static ag_text *part(ag_batch_person *p, int column) { return (ag_text *)(void *)((char *)p + column_of[column].at); }

static ag_text const_part(const ag_batch_person *p, int column) {
    return *(const ag_text *)(const void *)((const char *)p + column_of[column].at);
}

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }

/* ---- The index ----------------------------------------------------------------------------------------------- */

void ag_person_index_deinit(ag_person_index *index) {
    ag_map_deinit(&index->family);
    free(index->first);
    free(index->last);
    free(index->size);
    free(index->next);
    *index = (ag_person_index){0};
}

static bool index_init(ag_person_index *index, const ag_batch_person *person, size_t capacity) {
    *index = (ag_person_index){.person = person, .recent = AG_NOBODY};
    index->first = malloc((capacity + 1) * sizeof *index->first);
    index->last = malloc((capacity + 1) * sizeof *index->last);
    index->size = malloc((capacity + 1) * sizeof *index->size);
    index->next = malloc((capacity + 1) * sizeof *index->next);
    return index->first && index->last && index->size && index->next;
}

static ag_text family_name(const ag_person_index *index, uint32_t family) {
    return index->person[index->first[family]].family;
}

uint32_t ag_person_find_family(const ag_person_index *index, ag_text family) {
    const uint32_t *at = ag_map_find(&index->family, family);
    return at ? *at : AG_NOBODY;
}

uint32_t ag_person_find(const ag_person_index *index, uint32_t family, ag_text person) {
    uint32_t i = index->first[family];
    while (i != AG_NOBODY && !ag_text_equal(index->person[i].person, person)) i = index->next[i];
    return i;
}

/* The family of row `i`, made when it is new; AG_NOBODY: no memory. The row is not yet in its chain. */
static uint32_t enter_family(ag_person_index *index, uint32_t i) {
    const ag_text name = index->person[i].family;
    if (index->recent != AG_NOBODY && ag_text_equal(family_name(index, index->recent), name)) return index->recent;
    bool added = false;
    const uint32_t *at = ag_map_add(&index->family, name, index->family.n, &added);
    if (!at) return AG_NOBODY;
    if (added) {
        index->first[*at] = AG_NOBODY;
        index->size[*at] = 0;
    }
    return *at;
}

static void append(ag_person_index *index, uint32_t family, uint32_t i) {
    if (index->size[family]++)
        index->next[index->last[family]] = i;
    else
        index->first[family] = i;
    index->last[family] = i;
    index->next[i] = AG_NOBODY;
    index->recent = family;
}

/* ---- Reading ------------------------------------------------------------------------------------------------- */

/* A column that is none of ours: of no use, or the second of its name. */
static bool check_further(const ag_csv *csv, int i) {
    const ag_text name = csv->header[i];
    for (int j = 0; j < i; j++) {
        if (!name.n || !ag_text_equal_fold(csv->header[j], name)) continue;
        ag_csv_report(csv, AG_ERROR, i, "keep one of the two columns", "\"%.*s\" is the same as column %d", shown(name),
                      name.at, j + 1);
        return false;
    }
    ag_csv_report(csv, AG_NOTE, i, NULL, "the column \"%.*s\" is not used", shown(name), name.n ? name.at : "");
    return true;
}

static bool find_columns(const ag_csv *csv, int *column) {
    bool good = true;
    for (int k = 0; k < COLUMNS; k++) {
        column[k] = ag_csv_column(csv, column_of[k].name);
        if (column[k] >= 0 || k >= REQUIRED) continue;
        ag_diagnose(csv->diagnostics, AG_ERROR, csv->file, csv->row, 0,
                    "its columns are family,person,father,mother,sex,missing", "the column \"%s\" is missing",
                    column_of[k].name);
        good = false;
    }
    for (int i = 0; i < (int)csv->columns; i++) {
        int known = 0;
        while (known < COLUMNS && column[known] != i) known++;
        if (known == COLUMNS) good = check_further(csv, i) && good;
    }
    return good;
}

static bool check_id(const ag_csv *csv, int column, const char *what) {
    const ag_text id = csv->cell[column];
    if (id.n && id.n <= AG_MAX_ID_BYTES) return true;
    ag_csv_report(csv, AG_ERROR, column, "every row needs one",
                  id.n ? "the %s is longer than 200 bytes" : "the %s is empty", what);
    return false;
}

static bool parse_yes(ag_text word, ag_text *out) {
    static const char *const yes[] = {"yes", "y", "1", "true", "예", "да"};
    static const char *const no[] = {"no", "n", "0", "false", "아니오", "нет"};
    *out = (ag_text){"", 0};
    if (!word.n) return true;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (ag_text_equal_fold(word, ag_text_of(yes[i]))) *out = AG_TEXT("yes");
        if (ag_text_equal_fold(word, ag_text_of(no[i]))) *out = AG_TEXT("no");
    }
    return out->n > 0;
}

static bool is_inbreeding(ag_text t) {
    double f;
    return t.n == 0 || (ag_parse_double(t, &f) && f >= 0 && f <= 1);
}

static bool check_words(const ag_csv *csv, const int *column, ag_batch_person *p) {
    bool good = true;
    ag_csv_expect_date(csv, column[BORN]);
    ag_csv_expect_date(csv, column[LOST_DATE]);
    ag_csv_expect_number(csv, column[STATURE], AG_MIN_STATURE_CM, AG_MAX_STATURE_CM);
    if (!ag_sex_parse(csv->cell[column[SEX]], &p->sex)) {
        ag_csv_report(csv, AG_ERROR, column[SEX], "M, F, or nothing when it is not known",
                      "the sex \"%.*s\" is not understood", shown(csv->cell[column[SEX]]), csv->cell[column[SEX]].at);
        good = false;
    }
    if (!parse_yes(csv->cell[column[MISSING]], &p->missing)) {
        ag_csv_report(csv, AG_ERROR, column[MISSING], "yes for a person who is looked for, else no or nothing",
                      "\"%.*s\" is not understood", shown(csv->cell[column[MISSING]]), csv->cell[column[MISSING]].at);
        good = false;
    }
    ag_text living;
    if (parse_yes(p->living, &living))
        p->living = living;
    else
        ag_csv_report(csv, AG_WARNING, column[LIVING], "yes or no; nothing when it is not known",
                      "\"%.*s\" does not say whether the person is living", shown(p->living), p->living.at);
    if (!is_inbreeding(p->inbreeding)) {
        ag_csv_report(csv, AG_ERROR, column[INBREEDING], "a number from 0 to 1, such as 0.0625",
                      "\"%.*s\" is no inbreeding coefficient", shown(p->inbreeding), p->inbreeding.at);
        good = false;
    }
    return good;
}

static bool read_row(const ag_csv *csv, const int *column, ag_batch_person *p) {
    for (int k = 0; k < COLUMNS; k++) *part(p, k) = column[k] < 0 ? (ag_text){"", 0} : csv->cell[column[k]];
    p->row = csv->row;
    return check_id(csv, column[FAMILY], "family") & check_id(csv, column[PERSON], "person's id") &
           check_words(csv, column, p);
}

/* Whether row `i` is a new person of a family that is not too large; puts it into its family's chain. */
static bool enter(const ag_csv *csv, const int *column, ag_person_index *index, uint32_t i, bool *failed) {
    const ag_batch_person *p = &index->person[i];
    const uint32_t family = enter_family(index, i);
    *failed = family == AG_NOBODY;
    if (*failed) return false;
    const uint32_t twice = index->size[family] ? ag_person_find(index, family, p->person) : AG_NOBODY;
    if (twice != AG_NOBODY) {
        ag_csv_report(csv, AG_ERROR, column[PERSON], "every person of a family has one row and an id of his own",
                      "the person \"%.*s\" of family \"%.*s\" stands in row %u already", shown(p->person), p->person.at,
                      shown(p->family), p->family.at, index->person[twice].row);
        return false;
    }
    if (index->size[family] < AG_MAX_PERSONS_PER_FAMILY) {
        append(index, family, i);
        return true;
    }
    ag_csv_report(csv, AG_ERROR, column[FAMILY], "leave out persons who do not link the missing to the typed",
                  "the family \"%.*s\" has more than %d persons", shown(p->family), p->family.at,
                  AG_MAX_PERSONS_PER_FAMILY);
    return false;
}

/* A father, a mother or a twin must have a row in the same family. */
static void check_relative(const ag_csv *csv, const int *column, const ag_person_index *index, uint32_t family,
                           const ag_batch_person *p, int k) {
    const ag_text name = const_part(p, k);
    if (!name.n || ag_person_find(index, family, name) != AG_NOBODY) return;
    ag_diagnose(csv->diagnostics, AG_ERROR, csv->file, p->row, column[k] + 1,
                "add a row for this person, or correct the id", "the %s \"%.*s\" has no row in family \"%.*s\"",
                column_of[k].name, shown(name), name.at, shown(p->family), p->family.at);
}

static void check_relatives(const ag_csv *csv, const int *column, const ag_person_index *index) {
    for (uint32_t family = 0; family < index->family.n; family++) {
        if (!index->size[family]) continue;
        for (uint32_t i = index->first[family]; i != AG_NOBODY; i = index->next[i]) {
            check_relative(csv, column, index, family, &index->person[i], FATHER);
            check_relative(csv, column, index, family, &index->person[i], MOTHER);
            check_relative(csv, column, index, family, &index->person[i], TWIN);
        }
    }
}

static ag_status no_memory(const ag_csv *csv, ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory to read %s", csv->file);
}

ag_status ag_persons_parse(ag_csv *csv, ag_batch *batch, ag_person_index *index, ag_error *err) {
    int column[COLUMNS];
    bool failed = false;
    *index = (ag_person_index){0};
    if (!find_columns(csv, column)) return AG_OK;
    const size_t bound = ag_csv_rows_left(csv), capacity = bound < AG_MAX_PERSONS ? bound : AG_MAX_PERSONS;
    batch->person = AG_NEW(&batch->arena, ag_batch_person, capacity);
    if (!batch->person || !index_init(index, batch->person, capacity)) return no_memory(csv, err);
    uint32_t n = 0;
    while (!failed && n < capacity && ag_csv_next(csv)) {
        if (read_row(csv, column, &batch->person[n]) && enter(csv, column, index, n, &failed)) n++;
    }
    batch->persons = n;
    if (n == AG_MAX_PERSONS && ag_csv_next(csv))
        ag_csv_report(csv, AG_ERROR, -1, "split the incident", "the file has more than %u persons", AG_MAX_PERSONS);
    if (failed) return no_memory(csv, err);
    check_relatives(csv, column, index);
    return AG_OK;
}

/* ---- Writing ------------------------------------------------------------------------------------------------- */

void ag_persons_format(const ag_batch *batch, ag_buffer *out) {
    bool used[COLUMNS];
    ag_csv_writer w = {.out = out};
    for (int k = 0; k < COLUMNS; k++) {
        used[k] = k < REQUIRED;
        for (uint32_t i = 0; i < batch->persons && !used[k]; i++) used[k] = const_part(&batch->person[i], k).n > 0;
        if (used[k]) ag_csv_puts(&w, column_of[k].name);
    }
    ag_csv_end_row(&w);
    for (uint32_t i = 0; i < batch->persons; i++) {
        for (int k = 0; k < COLUMNS; k++)
            if (used[k]) ag_csv_put(&w, const_part(&batch->person[i], k));
        ag_csv_end_row(&w);
    }
}
