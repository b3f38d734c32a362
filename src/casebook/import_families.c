/* families.csv into families, relatives and missing persons: see import.h. */
#include <stdlib.h>
#include <string.h>

#include "casebook/importing.h"
#include "casebook/kinds.h"

#include "base/banned.h"

/* ---- Whom the casebook has ------------------------------------------------------------------------------------ */

static ag_status remember(ag_importing *w, ag_text family, ag_text person, ag_text subject, ag_error *err) {
    const char *key = ag_view_say(&w->view, "%.*s\n%.*s", (int)family.n, family.at, (int)person.n, person.at);
    bool added = false;
    const uint32_t *value = ag_map_add(&w->relative, ag_text_of(key), w->relative.n, &added);
    if (!value) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    w->relative_subject[*value] = subject;
    return AG_OK;
}

typedef struct labels {
    ag_wanted *wanted;
    ag_text *family; /* of each, as the batch calls it */
    int n, capacity;
} labels;

static bool want_labels(ag_importing *w, ag_text family, labels *l) {
    const char *subject = ag_view_say(&w->view, "family:%s", ag_import_id(w, family));
    int n = 0;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_relative, "family", ag_text_of(subject), 0, &n);
    for (int i = 0; i < n; i++) {
        if (l->n == l->capacity) {
            const int capacity = l->capacity ? 2 * l->capacity : 256;
            ag_wanted *wanted = AG_NEW(w->view.arena, ag_wanted, capacity);
            ag_text *families = AG_NEW(w->view.arena, ag_text, capacity);
            if (!wanted || !families) return false;
            if (l->n) memcpy(wanted, l->wanted, (size_t)l->n * sizeof *wanted);
            if (l->n) memcpy(families, l->family, (size_t)l->n * sizeof *families);
            *l = (labels){wanted, families, l->n, capacity};
        }
        l->wanted[l->n] = (ag_wanted){.subject = ag_row_subject(&w->view, &row[i]), .field = "label"};
        l->family[l->n++] = family;
    }
    return true;
}

ag_status ag_import_known_relatives(ag_importing *w, ag_error *err) {
    const ag_batch *batch = w->batch;
    labels l = {0};
    ag_map seen;
    bool fine = true;
    ag_map_init(&seen);
    for (uint32_t i = 0; i < batch->persons && fine; i++) {
        bool added = false;
        fine = ag_map_add(&seen, batch->person[i].family, 0, &added) != NULL;
        if (fine && added) fine = want_labels(w, batch->person[i].family, &l);
    }
    ag_map_deinit(&seen);
    w->relative_subject = AG_NEW(w->view.arena, ag_text, (size_t)batch->persons + (size_t)l.n + 1);
    ag_status status = fine && w->relative_subject ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK && l.n)
        status = ag_casebook_read(w->casebook, w->actor, "whom an import names", l.wanted, l.n, w->view.arena, err);
    for (int i = 0; i < l.n && status == AG_OK; i++) {
        const ag_text subject = l.wanted[i].subject, label = l.wanted[i].value;
        const char *id = (const char *)memchr(subject.at, ':', subject.n) + 1;
        status = remember(w, l.family[i], label.n ? label : ag_text_of(id), subject, err);
    }
    return status;
}

/* ---- Adding --------------------------------------------------------------------------------------------------- */

enum { WAITING, BEGUN, DONE };

typedef struct adding {
    ag_importing *w;
    unsigned char *state; /* of each row */
    uint32_t *number;     /* place in its family, from 1 */
    ag_map row;           /* "family\nperson" → row */
} adding;

static ag_text sex_of(ag_text letter) {
    return ag_text_equal(letter, AG_TEXT("M"))   ? AG_TEXT("male")
           : ag_text_equal(letter, AG_TEXT("F")) ? AG_TEXT("female")
                                                 : AG_TEXT("");
}

static ag_status add_row(adding *a, uint32_t i, ag_error *err);

/* Parents and twins go before their children; what waits for itself is left out. */
static ag_status add_kin(adding *a, uint32_t i, json_t *fields, const char *field, ag_text name, ag_error *err) {
    const ag_text family = a->w->batch->person[i].family;
    const char *key = ag_view_say(&a->w->look, "%.*s\n%.*s", (int)family.n, family.at, (int)name.n, name.at);
    const uint32_t *row = name.n ? ag_map_find(&a->row, ag_text_of(key)) : NULL;
    const ag_status status = row && a->state[*row] == WAITING ? add_row(a, *row, err) : AG_OK;
    if (name.n && status == AG_OK) ag_import_put(fields, field, ag_import_relative(a->w, family, name));
    return status;
}

static ag_status add_person(adding *a, const ag_batch_person *p, json_t *fields, ag_error *err) {
    char made[AG_IMPORT_NAME];
    bool done;
    if (!ag_text_equal(p->missing, AG_TEXT("yes"))) return AG_OK;
    json_t *person = json_pack("{s:s}", "sort", "reported");
    ag_import_put(person, "sex", sex_of(p->sex));
    const ag_status status =
        ag_import_do(a->w, AG_FOLDER_FAMILIES, p->row, "person.report", NULL, person, made, &done, err);
    if (status == AG_OK && done) {
        ag_import_put(fields, "person", ag_text_of(made));
        a->w->out->persons++;
    }
    return status;
}

/* A date or a number that the casebook cannot read has been warned about and is left out. */
static void put_readable(json_t *fields, const char *name, ag_text value, bool date) {
    ag_date when;
    double number;
    if (date ? ag_date_parse(value, &when) : ag_parse_double(value, &number)) ag_import_put(fields, name, value);
}

static void put_particulars(json_t *fields, const ag_batch_person *p) {
    ag_import_put(fields, "sex", sex_of(p->sex));
    ag_import_put(fields, "living", p->living);
    ag_import_put(fields, "label", p->person);
    ag_import_put(fields, "lost_place", p->lost_place);
    put_readable(fields, "born", p->born, true);
    put_readable(fields, "lost_date", p->lost_date, true);
    put_readable(fields, "stature_cm", p->stature_cm, false);
    put_readable(fields, "inbreeding", p->inbreeding, false);
}

static ag_status add_row(adding *a, uint32_t i, ag_error *err) {
    ag_importing *w = a->w;
    const ag_batch_person *p = &w->batch->person[i];
    const char *family = ag_import_id(w, p->family);
    json_t *fields = json_object();
    bool done = false;
    a->state[i] = BEGUN;
    ag_import_put(fields, "family", ag_text_of(ag_view_say(&w->look, "family:%s", family)));
    put_particulars(fields, p);
    ag_status status = add_kin(a, i, fields, "father", p->father, err);
    if (status == AG_OK) status = add_kin(a, i, fields, "mother", p->mother, err);
    if (status == AG_OK) status = add_kin(a, i, fields, "twin", p->twin, err);
    if (status == AG_OK) status = add_person(a, p, fields, err);
    if (status != AG_OK) return json_decref(fields), status;
    const char *subject = ag_view_say(&w->view, "relative:%s.%03u", family, a->number[i]);
    status = ag_import_do(w, AG_FOLDER_FAMILIES, p->row, "relative.add", subject, fields, NULL, &done, err);
    a->state[i] = DONE;
    w->out->relatives += done;
    return status == AG_OK && done ? remember(w, p->family, p->person, ag_text_of(subject), err) : status;
}

static ag_status open_family(ag_importing *w, const ag_batch_person *p, ag_map *opened, ag_error *err) {
    const char *id = ag_import_id(w, p->family), *subject = ag_view_say(&w->look, "family:%s", id);
    bool added = false, done;
    uint32_t *first = ag_map_add(opened, ag_text_of(id), p->row, &added);
    if (!first) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const ag_row there = ag_view_row(&w->look, ag_text_of(subject));
    if (!added || ag_row_there(&there)) return AG_OK;
    const ag_status status =
        ag_import_do(w, AG_FOLDER_FAMILIES, p->row, "family.open", subject, NULL, NULL, &done, err);
    w->out->families += done;
    return status;
}

static ag_status number_rows(adding *a, ag_error *err) {
    ag_importing *w = a->w;
    ag_map size;
    ag_status status = AG_OK;
    ag_map_init(&size);
    for (uint32_t i = 0; i < w->batch->persons && status == AG_OK; i++) {
        const ag_batch_person *p = &w->batch->person[i];
        const char *key =
            ag_view_say(&w->view, "%.*s\n%.*s", (int)p->family.n, p->family.at, (int)p->person.n, p->person.at);
        bool added = false;
        uint32_t *count = ag_map_add(&size, p->family, 0, &added),
                 *row = ag_map_add(&a->row, ag_text_of(key), i, &added);
        if (!count || !row)
            status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        else
            a->number[i] = ++*count;
        if (ag_import_relative(w, p->family, p->person).n) a->state[i] = DONE;
        w->out->there += a->state[i] == DONE;
    }
    ag_map_deinit(&size);
    return status;
}

ag_status ag_import_families(ag_importing *w, ag_error *err) {
    const ag_batch *batch = w->batch;
    adding a = {.w = w,
                .state = AG_NEW(w->view.arena, unsigned char, batch->persons + 1),
                .number = AG_NEW(w->view.arena, uint32_t, batch->persons + 1)};
    ag_map opened;
    if (!w->given[AG_FOLDER_FAMILIES]) return AG_OK;
    if (!a.state || !a.number) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_map_init(&a.row);
    ag_map_init(&opened);
    ag_status status = number_rows(&a, err);
    for (uint32_t i = 0; i < batch->persons && status == AG_OK; i++) {
        ag_arena_reset(w->look.arena);
        status = open_family(w, &batch->person[i], &opened, err);
        if (status == AG_OK && a.state[i] == WAITING) status = add_row(&a, i, err);
    }
    ag_map_deinit(&opened);
    ag_map_deinit(&a.row);
    return status;
}
