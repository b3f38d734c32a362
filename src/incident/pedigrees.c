/* Families: see pedigrees.h. */
#include "incident/pedigrees.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"

#include "base/banned.h"

enum { SHOWN = 60, NOBODY = -1 };

/* Notes that are put together: how often, and where first. */
typedef struct tally {
    uint32_t n;
    const ag_batch_person *first;
} tally;

typedef struct maker {
    const ag_pedigrees_input *in;
    ag_arena *arena;
    ag_pedigrees *out;
    ag_diagnostics *d;
    ag_map family;          /* id → index */
    uint32_t *first_row;    /* owned; [families + 1] rows of each family, in `row` */
    uint32_t *row;          /* owned; [persons] rows in the order of families */
    uint32_t *first_sample; /* owned; [families + 1] references of each family, in `sample` */
    uint32_t *sample;       /* owned; profiles */
    tally no_missing, no_reference, one_parent, sex_differs;
} maker;

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }

static void count(tally *t, const ag_batch_person *row) {
    if (!t->n++) t->first = row;
}

/* ---- Which rows and references are whose --------------------------------------------------------------------- */

/* The family of each item by name, -1 where there is none; consecutive items mostly share it. */
static int find_family(const maker *m, ag_text name, ag_text *recent, int recent_family) {
    if (recent->n && ag_text_equal(*recent, name)) return recent_family;
    const uint32_t *at = ag_map_find(&m->family, name);
    *recent = name;
    return at ? (int)*at : -1;
}

static bool name_families(maker *m) {
    const ag_batch *batch = m->in->batch;
    ag_text recent = {"", 0};
    for (uint32_t i = 0; i < batch->persons; i++) {
        const ag_text name = batch->person[i].family;
        bool added;
        if (recent.n && ag_text_equal(recent, name)) continue;
        if (!ag_map_add(&m->family, name, m->family.n, &added)) return false;
        recent = name;
    }
    m->out->families = (int)m->family.n;
    return true;
}

/* Counting sort of n items by family: those of f are item[first[f]] … item[first[f + 1] - 1], in their order. */
static bool sort_by_family(uint32_t n, const int *family, size_t families, uint32_t **first, uint32_t **item) {
    *first = calloc(families + 2, sizeof **first);
    *item = calloc((size_t)n + 1, sizeof **item);
    if (!*first || !*item) return false;
    for (uint32_t i = 0; i < n; i++)
        if (family[i] >= 0) (*first)[family[i] + 2]++;
    for (size_t f = 2; f < families + 2; f++) (*first)[f] += (*first)[f - 1];
    for (uint32_t i = 0; i < n; i++)
        if (family[i] >= 0) (*item)[(*first)[family[i] + 1]++] = i;
    return true;
}

static bool sort_rows(maker *m, int *family) {
    const ag_batch *batch = m->in->batch;
    ag_text recent = {"", 0};
    int f = -1;
    for (uint32_t i = 0; i < batch->persons; i++) family[i] = f = find_family(m, batch->person[i].family, &recent, f);
    return sort_by_family(batch->persons, family, (size_t)m->out->families, &m->first_row, &m->row);
}

static bool sort_samples(maker *m, int *family) {
    const ag_batch *batch = m->in->batch;
    ag_text recent = {"", 0};
    int f = -1;
    for (uint32_t i = 0; i < batch->profiles; i++) {
        const ag_batch_profile *p = &batch->profile[i];
        family[i] = -1;
        if (p->role != AG_REFERENCE) continue;
        family[i] = f = find_family(m, p->family, &recent, f);
        if (f < 0)
            ag_sources_report(m->in->sources, batch, m->d, AG_ERROR, i, -1, "add its persons to families.csv",
                              "the family \"%.*s\" is not known", shown(p->family), p->family.at);
    }
    return sort_by_family(batch->profiles, family, (size_t)m->out->families, &m->first_sample, &m->sample);
}

static bool sort_all(maker *m) {
    const size_t n = m->in->batch->persons > m->in->batch->profiles ? m->in->batch->persons : m->in->batch->profiles;
    int *family = malloc((n + 1) * sizeof *family);
    const bool good = family && name_families(m) && sort_rows(m, family) && sort_samples(m, family);
    free(family);
    return good;
}

/* ---- One family ---------------------------------------------------------------------------------------------- */

/* A family while it is made. */
typedef struct making {
    ag_person *person;
    ag_incident_person *about;
    int rows, persons; /* rows first, then the implied ones */
    bool good;
} making;

static void report_person(const maker *m, making *f, const ag_batch_person *row, const char *hint, const char *what,
                          ag_text name) {
    f->good = false;
    ag_diagnose(m->d, AG_ERROR, m->in->sources->families, (long)row->row, 0, hint,
                "family \"%.*s\", person \"%.*s\": %s%s%.*s%s", shown(row->family), row->family.at, shown(row->person),
                row->person.at, what, name.n ? " \"" : "", shown(name), name.n ? name.at : "", name.n ? "\"" : "");
}

static int find_person(const making *f, ag_text id) {
    for (int i = 0; i < f->rows; i++)
        if (ag_text_equal(f->about[i].id, id)) return i;
    return NOBODY;
}

static ag_sex sex_of_word(ag_text word) {
    if (ag_text_equal(word, AG_TEXT("M"))) return AG_MALE;
    return ag_text_equal(word, AG_TEXT("F")) ? AG_FEMALE : AG_SEX_UNKNOWN;
}

static void enter_rows(maker *m, making *f, const uint32_t *row) {
    for (int i = 0; i < f->rows; i++) {
        const ag_batch_person *p = &m->in->batch->person[row[i]];
        if (find_person(f, p->person) < i && find_person(f, p->person) != NOBODY)
            report_person(m, f, p, "every person of a family has one row and an id of his own",
                          "the id stands there twice", (ag_text){"", 0});
        f->about[i] = (ag_incident_person){p->person, ag_text_equal(p->missing, AG_TEXT("yes")), p};
        f->person[i] = (ag_person){.father = NOBODY, .mother = NOBODY, .sex = sex_of_word(p->sex), .twin = NOBODY};
        if (p->inbreeding.n && !ag_parse_double(p->inbreeding, &f->person[i].inbreeding))
            report_person(m, f, p, "a number from 0 to 1", "no inbreeding coefficient:", p->inbreeding);
    }
}

static int find_relative(maker *m, making *f, int i, ag_text name, const char *what) {
    if (!name.n) return NOBODY;
    const int at = find_person(f, name);
    if (at == NOBODY) report_person(m, f, f->about[i].row, "add a row for this person, or correct the id", what, name);
    return at;
}

static void enter_parents(maker *m, making *f) {
    for (int i = 0; i < f->rows; i++) {
        const ag_batch_person *row = f->about[i].row;
        ag_person *p = &f->person[i];
        p->father = find_relative(m, f, i, row->father, "there is no row for the father");
        p->mother = find_relative(m, f, i, row->mother, "there is no row for the mother");
        if (p->father >= 0 && f->person[p->father].sex == AG_SEX_UNKNOWN) f->person[p->father].sex = AG_MALE;
        if (p->mother >= 0 && f->person[p->mother].sex == AG_SEX_UNKNOWN) f->person[p->mother].sex = AG_FEMALE;
    }
}

/* Each of a group of identical twins points to the first of them. */
static void enter_twins(maker *m, making *f) {
    bool again = true;
    for (int i = 0; i < f->rows; i++) {
        const int j = find_relative(m, f, i, f->about[i].row->twin, "there is no row for the twin");
        if (j == i)
            report_person(m, f, f->about[i].row, "name the other twin", "given as a twin of himself", (ag_text){"", 0});
        f->person[i].twin = j;
    }
    int first[AG_MAX_PERSONS_PER_FAMILY];
    for (int i = 0; i < f->rows; i++) first[i] = i;
    while (again) {
        again = false;
        for (int i = 0; i < f->rows; i++) {
            const int j = f->person[i].twin;
            if (j < 0 || first[i] == first[j]) continue;
            first[i] = first[j] = first[i] < first[j] ? first[i] : first[j];
            again = true;
        }
    }
    for (int i = 0; i < f->rows; i++) {
        f->person[i].twin = first[i] < i ? first[i] : NOBODY;
        if (f->person[i].sex == AG_SEX_UNKNOWN) f->person[i].sex = f->person[first[i]].sex;
        if (f->person[first[i]].sex == AG_SEX_UNKNOWN) f->person[first[i]].sex = f->person[i].sex;
    }
}

/* Where one parent is named the other is somebody of whom nothing is known, and of each child another. */
static void imply_parents(maker *m, making *f) {
    for (int i = 0; i < f->rows; i++) {
        ag_person *p = &f->person[i];
        if ((p->father < 0) == (p->mother < 0)) continue;
        const ag_person *twin = p->twin >= 0 ? &f->person[p->twin] : NULL;
        int *lacking = p->father < 0 ? &p->father : &p->mother;
        count(&m->one_parent, f->about[i].row);
        if (twin && (p->father < 0 ? twin->mother == p->mother : twin->father == p->father)) {
            *lacking = p->father < 0 ? twin->father : twin->mother;
            continue;
        }
        f->person[f->persons] =
            (ag_person){.father = NOBODY, .mother = NOBODY, .sex = p->father < 0 ? AG_MALE : AG_FEMALE, .twin = NOBODY};
        f->about[f->persons].id = (ag_text){"", 0};
        *lacking = f->persons++;
    }
}

static int count_lacking(const maker *m, const uint32_t *row, int rows) {
    int n = 0;
    for (int i = 0; i < rows; i++) {
        const ag_batch_person *p = &m->in->batch->person[row[i]];
        n += (p->father.n == 0) != (p->mother.n == 0);
    }
    return n;
}

/* ---- References ---------------------------------------------------------------------------------------------- */

static ag_status enter_samples(maker *m, making *f, ag_family *family, ag_incident_family *about,
                               const uint32_t *sample, uint32_t n) {
    const ag_batch *batch = m->in->batch;
    ag_reading *reading = AG_NEW(m->arena, ag_reading, n);
    uint32_t *profile = AG_NEW(m->arena, uint32_t, n);
    if (n && (!reading || !profile)) return AG_ENVIRONMENT;
    family->reading = reading;
    about->profile = profile;
    for (uint32_t k = 0; k < n; k++) {
        const ag_batch_profile *p = &batch->profile[sample[k]];
        const int i = find_person(f, p->person);
        const ag_sex seen = (ag_sex)m->in->sex_of[sample[k]];
        if (i == NOBODY) {
            ag_sources_report(m->in->sources, batch, m->d, AG_ERROR, sample[k], -1, "add a row for this person",
                              "family \"%.*s\" has no person \"%.*s\"", shown(p->family), p->family.at,
                              shown(p->person), p->person.at);
            continue;
        }
        profile[family->readings] = sample[k];
        reading[family->readings++] = (ag_reading){i, m->in->code + (size_t)sample[k] * (size_t)m->in->loci};
        if (f->person[i].sex == AG_SEX_UNKNOWN)
            f->person[i].sex = seen;
        else if (seen != AG_SEX_UNKNOWN && seen != f->person[i].sex)
            count(&m->sex_differs, f->about[i].row);
    }
    return AG_OK;
}

/* ---- Checks -------------------------------------------------------------------------------------------------- */

/* Replaces "person 3" by the person's id, so that a finding speaks the file's language. */
static void name_persons(const making *f, const char *what, char *out, size_t size) {
    size_t used = 0;
    while (*what && used + 1 < size) {
        const bool number = isdigit((unsigned char)*what) && used && out[used - 1] == ' ';
        char *end = NULL;
        const long at = number ? strtol(what, &end, 10) : 0;
        if (at < 1 || at > f->persons) {
            out[used++] = *what++;
            continue;
        }
        const ag_text id = f->about[at - 1].id;
        const int n = snprintf(out + used, size - used, "\"%.*s\"", shown(id), id.at);
        used += n > 0 ? (size_t)n : 0;
        if (used >= size) used = size - 1;
        what = end;
    }
    out[used] = 0;
}

static void check_pedigree(maker *m, making *f, const ag_pedigree *pedigree) {
    ag_error fault = {0};
    char what[sizeof fault.what];
    int at = 0;
    if (!f->good || ag_pedigree_check(pedigree, &at, &fault) == AG_OK) return;
    name_persons(f, fault.what, what, sizeof what);
    const ag_batch_person *row = f->about[at].row ? f->about[at].row : f->about[0].row;
    ag_diagnose(m->d, AG_ERROR, m->in->sources->families, (long)row->row, 0, fault.hint, "family \"%.*s\": %s",
                shown(row->family), row->family.at, what);
    f->good = false;
}

static void check_sexes(maker *m, making *f) {
    for (int i = 0; i < f->rows && m->in->any_x; i++)
        if (f->person[i].sex == AG_SEX_UNKNOWN)
            report_person(m, f, f->about[i].row, "M or F; or remove the X loci",
                          "the sex must be known because X loci are used", (ag_text){"", 0});
}

static ag_status enter_missing(maker *m, const making *f, ag_family *family) {
    int n = 0, *missing;
    for (int i = 0; i < f->rows; i++) n += f->about[i].missing;
    missing = AG_NEW(m->arena, int, n);
    if (!missing) return AG_ENVIRONMENT;
    for (int i = 0; i < f->rows; i++)
        if (f->about[i].missing) missing[family->missings++] = i;
    family->missing = missing;
    m->out->missing += (uint32_t)n;
    if (!n) count(&m->no_missing, f->about[0].row);
    if (n && !family->readings) count(&m->no_reference, f->about[0].row);
    return AG_OK;
}

static ag_status make_family(maker *m, int index) {
    ag_family *family = &m->out->family[index];
    ag_incident_family *about = &m->out->about[index];
    const uint32_t *row = m->row + m->first_row[index], *sample = m->sample + m->first_sample[index];
    making f = {.rows = (int)(m->first_row[index + 1] - m->first_row[index]), .good = true};
    about->id = m->in->batch->person[row[0]].family;
    if (f.rows > AG_MAX_PERSONS_PER_FAMILY) {
        f.about = &(ag_incident_person){.id = about->id};
        report_person(m, &f, &m->in->batch->person[row[0]],
                      "leave out persons who do not link the missing to the typed", "the family has too many persons",
                      (ag_text){"", 0});
        return AG_OK;
    }
    const int most = f.rows + count_lacking(m, row, f.rows);
    about->person = f.about = AG_NEW(m->arena, ag_incident_person, most);
    f.person = AG_NEW(m->arena, ag_person, most);
    if (!f.about || !f.person) return AG_ENVIRONMENT;
    f.persons = f.rows;
    enter_rows(m, &f, row);
    if (enter_samples(m, &f, family, about, sample, m->first_sample[index + 1] - m->first_sample[index]) != AG_OK)
        return AG_ENVIRONMENT;
    enter_parents(m, &f);
    enter_twins(m, &f);
    imply_parents(m, &f);
    family->pedigree = (ag_pedigree){f.persons, f.person};
    check_pedigree(m, &f, &family->pedigree);
    check_sexes(m, &f);
    return enter_missing(m, &f, family);
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

static void report_tally(const maker *m, const tally *t, ag_severity severity, const char *hint, const char *what) {
    if (!t->n) return;
    ag_diagnose(m->d, severity, m->in->sources->families, (long)t->first->row, 0, hint,
                "%s: %u in all, first \"%.*s:%.*s\"", what, t->n, shown(t->first->family), t->first->family.at,
                shown(t->first->person), t->first->person.at);
}

static void report_tallies(const maker *m) {
    report_tally(m, &m->sex_differs, AG_WARNING, "the one of families.csv is used",
                 "the sex of a person is not that of the person's sample");
    report_tally(m, &m->one_parent, AG_NOTE, "name both where children share them",
                 "one parent is named, the other is taken to be an unknown person, another for each child");
    report_tally(m, &m->no_missing, AG_NOTE, "missing = yes for each person who is looked for",
                 "families in which nobody is missing, not searched");
    report_tally(m, &m->no_reference, AG_NOTE, "nobody can be found through them",
                 "families with a missing person and no reference sample");
}

static ag_status make_all(maker *m) {
    if (!sort_all(m)) return AG_ENVIRONMENT;
    m->out->family = AG_NEW(m->arena, ag_family, m->out->families);
    m->out->about = AG_NEW(m->arena, ag_incident_family, m->out->families);
    if (m->arena->failed) return AG_ENVIRONMENT;
    for (int f = 0; f < m->out->families; f++)
        if (make_family(m, f) != AG_OK) return AG_ENVIRONMENT;
    report_tallies(m);
    return AG_OK;
}

ag_status ag_pedigrees_make(const ag_pedigrees_input *input, ag_arena *arena, ag_pedigrees *out, ag_diagnostics *d,
                            ag_error *err) {
    maker m = {.in = input, .arena = arena, .out = out, .d = d};
    *out = (ag_pedigrees){0};
    ag_map_init(&m.family);
    const ag_status status = make_all(&m);
    ag_map_deinit(&m.family);
    free(m.first_row);
    free(m.row);
    free(m.first_sample);
    free(m.sample);
    return status == AG_OK ? AG_OK : ag_fail(err, status, NULL, "out of memory");
}
