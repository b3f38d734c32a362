/* The incident of a casebook: see incident_of.h.
 *
 * Three steps: rows are gathered and it is settled what takes part; all that is sealed is opened at once; tables are
 * written. */
#include "casebook/incident_of.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/locus_key.h"
#include "base/map.h"
#include "casebook/kinds.h"
#include "casebook/people.h"
#include "formats/csv.h"

#include "base/banned.h"

enum { NOTHING = -1, LOCUS_KEY = 256 };

/* A member of a pedigree; the numbers are places in `wanted`, NOTHING: not recorded. */
typedef struct member {
    ag_row row;
    ag_text subject, name; /* in the column `person` */
    int label, born, stature, place, date;
    int next_missing; /* of the same family; NOTHING: the last */
    bool missing;
} member;

typedef struct sample {
    ag_row row; /* of the profile that says most lately what its genotypes are */
    ag_text id;
    const member *who; /* of a reference */
    int genotypes, ystr, mtdna, particulars;
} sample;

typedef struct work {
    ag_view view;
    const ag_actor *actor;
    unsigned what;
    ag_incident_counts *counts;
    member *member;
    sample *sample;
    int members, samples;
    ag_map by_member, by_sample, first_missing; /* relative:… → member; sample:… → sample; family:… → member */
    ag_wanted *wanted;
    int n, capacity;
} work;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory"); }

/* ---- What is there --------------------------------------------------------------------------------------------- */

/* In the order in which they came. */
static ag_row *rows_in_order(const ag_view *view, const ag_kind *kind, const char *state, int *n) {
    const ag_row *row = ag_view_rows(view, kind, "state", ag_text_of(state), 0, n);
    ag_row *sorted = AG_NEW(view->arena, ag_row, *n + 1);
    if (!sorted) return *n = 0, NULL;
    if (*n) memcpy(sorted, row, (size_t)*n * sizeof *row);
    qsort(sorted, (size_t)*n, sizeof *sorted, ag_row_compare);
    return sorted;
}

/* Asks for a sealed field when the row has one. */
static int want(work *w, const ag_row *row, ag_text subject, const char *field) {
    char column[64];
    snprintf(column, sizeof column, "%s_at", field);
    if (ag_row_integer(row, column, NOTHING) < 0) return NOTHING;
    if (w->n == w->capacity) {
        const int capacity = w->capacity ? 2 * w->capacity : 1024;
        ag_wanted *more = realloc(w->wanted, (size_t)capacity * sizeof *more);
        if (!more) return w->view.arena->failed = true, NOTHING;
        w->wanted = more;
        w->capacity = capacity;
    }
    w->wanted[w->n] = (ag_wanted){.subject = subject, .field = field};
    return w->n++;
}

static ag_text value_of(const work *w, int place) {
    return place == NOTHING ? (ag_text){"", 0} : w->wanted[place].value;
}

static bool is_sought(const work *w, ag_text person) {
    if (!person.n) return false;
    const ag_row row = ag_view_row(&w->view, person);
    return ag_row_there(&row) && !ag_person_is_alive(&w->view, &row);
}

static ag_status gather_members(work *w, ag_error *err) {
    const ag_row *row = rows_in_order(&w->view, &ag_kind_relative, "MEMBER", &w->members);
    w->member = AG_NEW(w->view.arena, member, w->members + 1);
    if (!row || !w->member) return no_memory(err);
    for (int i = 0; i < w->members; i++) {
        member *m = &w->member[i];
        *m = (member){.row = row[i], .next_missing = NOTHING, .label = NOTHING};
        m->subject = ag_row_subject(&w->view, &row[i]);
        m->name = ag_row_id(&row[i]);
        m->missing = is_sought(w, ag_row_text(&row[i], "person"));
        if (w->what & AG_PARTS_LABELS) m->label = want(w, &row[i], m->subject, "label");
        m->born = want(w, &row[i], m->subject, "born");
        m->stature = want(w, &row[i], m->subject, "stature_cm");
        m->place = want(w, &row[i], m->subject, "lost_place");
        m->date = want(w, &row[i], m->subject, "lost_date");
        bool added = false;
        if (!ag_map_add(&w->by_member, m->subject, (uint32_t)i, &added)) return no_memory(err);
        if (!m->missing) continue;
        w->counts->missing++;
        uint32_t *first = ag_map_add(&w->first_missing, ag_row_text(&row[i], "family"), (uint32_t)i, &added);
        if (!first) return no_memory(err);
        if (!added) m->next_missing = (int)*first;
        *first = (uint32_t)i;
    }
    w->counts->relatives = w->members;
    return AG_OK;
}

/* ---- Who takes part --------------------------------------------------------------------------------------------- */

/* The consent must cover every person whom the family misses. */
static bool consents(const work *w, const member *donor) {
    const uint32_t *first = ag_map_find(&w->first_missing, ag_row_text(&donor->row, "family"));
    if (!first) return ag_consent_covers_search(&w->view, donor->subject, (ag_text){"", 0});
    for (int i = (int)*first; i != NOTHING; i = w->member[i].next_missing)
        if (!ag_consent_covers_search(&w->view, donor->subject, ag_row_text(&w->member[i].row, "person"))) return false;
    return true;
}

/* The member whom a reference is of: the relative, or the relative who is the person. */
static const member *member_of(const work *w, ag_text about) {
    const uint32_t *found = ag_map_find(&w->by_member, about);
    int n = 0;
    if (found || !ag_text_starts(about, AG_TEXT("person:"))) return found ? &w->member[*found] : NULL;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_relative, "person", about, 1, &n);
    found = n ? ag_map_find(&w->by_member, ag_row_subject(&w->view, row)) : NULL;
    return found ? &w->member[*found] : NULL;
}

static bool takes_part(const work *w, sample *s) {
    if (!ag_row_is(&s->row, "role", "reference")) return true;
    const ag_text about = ag_row_text(&s->row, "about");
    s->who = member_of(w, about);
    if (!s->who) return w->counts->unattached++, false;
    const ag_text person = ag_row_text(&s->who->row, "person");
    const bool alive = person.n && !s->who->missing;
    const bool may =
        !person.n ? consents(w, s->who) : !alive || ag_consent_covers_search(&w->view, person, (ag_text){"", 0});
    if (!may) w->counts->without_consent++;
    return may;
}

/* One row for each sample: of several profiles the newest that has it, part by part. */
static ag_status gather_samples(work *w, ag_error *err) {
    int n = 0;
    const ag_row *row = rows_in_order(&w->view, &ag_kind_profile, "STANDING", &n);
    w->sample = AG_NEW(w->view.arena, sample, n + 1);
    if (!row || !w->sample) return no_memory(err);
    for (int i = n - 1; i >= 0; i--) {
        const ag_text subject = ag_row_subject(&w->view, &row[i]), of = ag_row_text(&row[i], "sample");
        bool added = false;
        if (of.n < sizeof "sample:") continue;
        const uint32_t *at = ag_map_add(&w->by_sample, of, (uint32_t)w->samples, &added);
        if (!at) return no_memory(err);
        sample *s = &w->sample[*at];
        if (added) {
            *s = (sample){.row = row[i], .id = {of.at + sizeof "sample:" - 1, of.n - (sizeof "sample:" - 1)}};
            s->genotypes = s->ystr = s->mtdna = s->particulars = NOTHING;
            w->samples++;
        }
        if (!(w->what & AG_PARTS_PROFILES)) continue;
        if (s->genotypes == NOTHING && (s->genotypes = want(w, &row[i], subject, "genotypes")) != NOTHING)
            s->row = row[i];
        if (s->ystr == NOTHING) s->ystr = want(w, &row[i], subject, "ystr");
        if (s->mtdna == NOTHING) s->mtdna = want(w, &row[i], subject, "mtdna");
        if (s->particulars == NOTHING) s->particulars = want(w, &row[i], subject, "particulars");
    }
    return AG_OK;
}

static int compare_samples(const void *a, const void *b) {
    const sample *x = a, *y = b;
    return ag_row_compare(&x->row, &y->row);
}

static void settle_samples(work *w) {
    int kept = 0;
    for (int i = 0; i < w->samples; i++)
        if (takes_part(w, &w->sample[i])) w->sample[kept++] = w->sample[i];
    w->samples = kept;
    qsort(w->sample, (size_t)kept, sizeof *w->sample, compare_samples);
}

/* ---- Opening ---------------------------------------------------------------------------------------------------- */

static ag_status open_all(work *w, const char *purpose, ag_error *err) {
    ag_status status = w->view.arena->failed ? no_memory(err) : AG_OK;
    if (status == AG_OK && w->n)
        status = ag_casebook_read(w->view.casebook, w->actor, purpose, w->wanted, w->n, w->view.arena, err);
    for (int i = 0; i < w->n && status == AG_OK; i++)
        if (w->wanted[i].forbidden)
            return ag_fail(err, AG_REFUSED, "an analyst or a reviewer does this", "your role may not read %s of %.*s",
                           w->wanted[i].field, (int)w->wanted[i].subject.n, w->wanted[i].subject.at);
    return status;
}

static bool is_erased(const work *w, const sample *s) {
    return s->genotypes != NOTHING && w->wanted[s->genotypes].erased;
}

/* ---- Tables ----------------------------------------------------------------------------------------------------- */

/* Columns in the order of first appearance, and the cells of the row that is being written. */
typedef struct columns {
    ag_arena *arena;
    ag_map by_name;
    ag_text *name, *cell; /* [AG_MAX_COLUMNS] */
    bool loci;            /* names mean loci, and are the same by ag_locus_key */
} columns;

static bool columns_init(columns *c, ag_arena *arena, bool loci) {
    *c = (columns){.arena = arena, .loci = loci};
    ag_map_init(&c->by_name);
    c->name = AG_NEW(arena, ag_text, AG_MAX_COLUMNS);
    c->cell = AG_NEW(arena, ag_text, AG_MAX_COLUMNS);
    return c->name && c->cell;
}

/* The column's place, or NOTHING where there are too many. */
static int column_of(columns *c, ag_text name) {
    char key[LOCUS_KEY];
    const size_t n = c->loci ? ag_locus_key(name, key, sizeof key) : 0;
    const ag_text by = c->loci ? (ag_text){key, n} : name;
    const uint32_t *found = ag_map_find(&c->by_name, by);
    bool added = false;
    if (found) return (int)*found;
    if (!by.n || c->by_name.n == AG_MAX_COLUMNS) return NOTHING;
    const uint32_t place = c->by_name.n;
    const char *kept = ag_arena_text(c->arena, by.at, by.n);
    if (!kept || !ag_map_add(&c->by_name, (ag_text){kept, by.n}, place, &added)) return NOTHING;
    c->name[place] = name;
    return (int)place;
}

/* "LOCUS=a/b LOCUS=c" one by one. */
static bool next_reading(ag_text *rest, ag_text *name, ag_text *cell) {
    while (rest->n && *rest->at == ' ') *rest = (ag_text){rest->at + 1, rest->n - 1};
    size_t end = 0, sign = 0;
    while (end < rest->n && rest->at[end] != ' ') end++;
    while (sign < end && rest->at[sign] != '=') sign++;
    *name = (ag_text){rest->at, sign};
    *cell = sign < end ? (ag_text){rest->at + sign + 1, end - sign - 1} : (ag_text){"", 0};
    *rest = (ag_text){rest->at + end, rest->n - end};
    return end > 0;
}

static void spread(columns *c, ag_text readings) {
    ag_text name, cell;
    while (next_reading(&readings, &name, &cell)) {
        const int at = column_of(c, name);
        if (at != NOTHING) c->cell[at] = cell;
    }
}

/* Further columns of the table that a profile came in: a JSON object of texts. */
static void spread_particulars(columns *c, ag_text object) {
    json_t *all = object.n ? json_loadb(object.at, object.n, 0, NULL) : NULL;
    const char *name;
    json_t *value;
    json_object_foreach(all, name, value) {
        const size_t n = json_string_length(value);
        const char *kept = ag_arena_text(c->arena, name, strlen(name));
        const char *text = ag_arena_text(c->arena, n ? json_string_value(value) : "", n);
        const int at = kept && text ? column_of(c, ag_text_of(kept)) : NOTHING;
        if (at != NOTHING) c->cell[at] = (ag_text){text, n};
    }
    json_decref(all);
}

static void forget(columns *c) {
    for (uint32_t i = 0; i < c->by_name.n; i++) c->cell[i] = (ag_text){"", 0};
}

static void put_names(ag_csv_writer *out, const columns *c) {
    for (uint32_t i = 0; i < c->by_name.n; i++) ag_csv_put(out, c->name[i]);
}

static void put_cells(ag_csv_writer *out, const columns *c) {
    for (uint32_t i = 0; i < c->by_name.n; i++) ag_csv_put(out, c->cell[i]);
}

static ag_text letter(const ag_row *row) {
    return ag_row_is(row, "sex", "male") ? AG_TEXT("M") : ag_row_is(row, "sex", "female") ? AG_TEXT("F") : AG_TEXT("");
}

/* "family:F1" → "F1". */
static ag_text id_of(ag_text subject) {
    const char *colon = subject.n ? memchr(subject.at, ':', subject.n) : NULL;
    return colon ? (ag_text){colon + 1, (size_t)(subject.at + subject.n - colon - 1)} : (ag_text){"", 0};
}

static ag_text name_of(const work *w, const member *m) {
    const ag_text label = value_of(w, m->label);
    return label.n ? label : m->name;
}

static ag_text kin(const work *w, const member *m, const char *column) {
    const uint32_t *found = ag_map_find(&w->by_member, ag_row_text(&m->row, column));
    return found ? name_of(w, &w->member[*found]) : (ag_text){"", 0};
}

static void write_families(const work *w, ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(
        out, "family,person,father,mother,sex,missing,living,born,stature_cm,lost_place,lost_date,twin,inbreeding\n");
    for (int i = 0; i < w->members; i++) {
        const member *m = &w->member[i];
        const ag_text cell[] = {id_of(ag_row_text(&m->row, "family")),
                                name_of(w, m),
                                kin(w, m, "father"),
                                kin(w, m, "mother"),
                                letter(&m->row),
                                m->missing ? AG_TEXT("yes") : AG_TEXT(""),
                                ag_row_text(&m->row, "living"),
                                value_of(w, m->born),
                                value_of(w, m->stature),
                                value_of(w, m->place),
                                value_of(w, m->date),
                                kin(w, m, "twin"),
                                ag_row_text(&m->row, "inbreeding")};
        for (size_t k = 0; k < sizeof cell / sizeof *cell; k++) ag_csv_put(&csv, cell[k]);
        ag_csv_end_row(&csv);
    }
}

static void write_sample(const work *w, const sample *s, ag_csv_writer *csv) {
    ag_csv_put(csv, s->id);
    if (s->who) {
        ag_csv_put(csv, id_of(ag_row_text(&s->who->row, "family")));
        ag_csv_put(csv, name_of(w, s->who));
    }
    ag_csv_put(csv, letter(&s->row));
    ag_csv_put(csv, ag_row_text(&s->row, "quality"));
}

/* remains.csv, references.csv or elimination.csv: twice over the samples, first for the columns. */
static ag_status write_samples(const work *w, const char *role, int *count, ag_buffer *out, ag_error *err) {
    const bool reference = strcmp(role, "reference") == 0;
    ag_csv_writer csv = {.out = out};
    columns extra, loci;
    if (!columns_init(&extra, w->view.arena, false) || !columns_init(&loci, w->view.arena, true)) return no_memory(err);
    ag_buffer_puts(out, reference ? "sample,family,person,sex,quality" : "sample,sex,quality");
    csv.begun = true;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < w->samples; i++) {
            const sample *s = &w->sample[i];
            if (!ag_row_is(&s->row, "role", role) || is_erased(w, s)) continue;
            forget(&extra);
            forget(&loci);
            spread_particulars(&extra, value_of(w, s->particulars));
            spread(&loci, value_of(w, s->genotypes));
            if (pass == 0) continue;
            write_sample(w, s, &csv);
            put_cells(&csv, &extra);
            put_cells(&csv, &loci);
            ag_csv_end_row(&csv);
            ++*count;
        }
        if (pass) break;
        put_names(&csv, &extra);
        put_names(&csv, &loci);
        ag_csv_end_row(&csv);
    }
    ag_map_deinit(&extra.by_name);
    ag_map_deinit(&loci.by_name);
    return AG_OK;
}

static ag_status write_ystr(const work *w, ag_buffer *out, ag_error *err) {
    ag_csv_writer csv = {.out = out, .begun = true};
    columns loci;
    int n = 0;
    if (!columns_init(&loci, w->view.arena, true)) return no_memory(err);
    for (int i = 0; i < w->samples; i++) spread(&loci, value_of(w, w->sample[i].ystr));
    ag_buffer_puts(out, "sample");
    put_names(&csv, &loci);
    ag_csv_end_row(&csv);
    for (int i = 0; i < w->samples; i++) {
        const sample *s = &w->sample[i];
        if (!value_of(w, s->ystr).n || is_erased(w, s)) continue;
        forget(&loci);
        spread(&loci, value_of(w, s->ystr));
        ag_csv_put(&csv, s->id);
        put_cells(&csv, &loci);
        ag_csv_end_row(&csv);
        n++;
    }
    ag_map_deinit(&loci.by_name);
    if (!n) ag_buffer_clear(out);
    return AG_OK;
}

/* "16024-576: 263G 309.1C" */
static void write_mtdna(const work *w, ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    for (int i = 0; i < w->samples; i++) {
        const sample *s = &w->sample[i];
        const ag_text all = value_of(w, s->mtdna);
        const char *colon = all.n && !is_erased(w, s) ? memchr(all.at, ':', all.n) : NULL;
        if (!colon) continue;
        if (!out->n) ag_buffer_puts(out, "sample,ranges,variants\n");
        const size_t n = (size_t)(colon - all.at);
        ag_csv_put(&csv, s->id);
        ag_csv_put(&csv, (ag_text){all.at, n});
        ag_csv_put(&csv, ag_text_trim((ag_text){colon + 1, all.n - n - 1}));
        ag_csv_end_row(&csv);
    }
}

/* ---- Parts ------------------------------------------------------------------------------------------------------ */

/* The files that are kept as they are. */
static ag_status kept_part(const work *w, ag_folder_part part, ag_buffer *out, ag_error *err) {
    const ag_row casebook = ag_view_row(&w->view, AG_TEXT("casebook:1"));
    ag_digest digest;
    const ag_text hex = ag_row_text(&casebook, ag_casebook_file_column(ag_text_of(ag_folder_part_name(part))));
    return hex.n && ag_digest_parse(hex, &digest) ? ag_casebook_file(w->view.casebook, &digest, out, err) : AG_OK;
}

static ag_status write_part(work *w, ag_folder_part part, ag_buffer *out, ag_error *err) {
    ag_incident_counts *c = w->counts;
    switch (part) {
    case AG_FOLDER_REMAINS:
        return write_samples(w, "remains", &c->remains, out, err);
    case AG_FOLDER_REFERENCES:
        return write_samples(w, "reference", &c->references, out, err);
    case AG_FOLDER_ELIMINATION:
        return write_samples(w, "elimination", &c->eliminations, out, err);
    case AG_FOLDER_FAMILIES:
        return write_families(w, out), AG_OK;
    case AG_FOLDER_YSTR:
        return write_ystr(w, out, err);
    case AG_FOLDER_MTDNA:
        return write_mtdna(w, out), AG_OK;
    default:
        return kept_part(w, part, out, err);
    }
}

static ag_status write_parts(work *w, ag_file file[AG_FOLDER_PARTS], ag_error *err) {
    ag_status status = AG_OK;
    for (int i = 0; i < AG_FOLDER_PARTS && status == AG_OK; i++) {
        ag_buffer out = {0};
        file[i] = (ag_file){.name = ag_folder_part_name((ag_folder_part)i)};
        status = write_part(w, (ag_folder_part)i, &out, err);
        if (status == AG_OK && out.failed) status = no_memory(err);
        const bool absent = !out.n || (i == AG_FOLDER_ELIMINATION && !w->counts->eliminations);
        if (status == AG_OK && !absent)
            file[i] = (ag_file){file[i].name, out.data, out.data, out.n};
        else
            ag_buffer_deinit(&out);
    }
    return status;
}

static ag_status gather(work *w, const char *purpose, ag_error *err) {
    ag_store *store = ag_casebook_store(w->view.casebook);
    ag_status status = ag_store_begin(store, false, err);
    if (status != AG_OK) return status;
    status = gather_members(w, err);
    if (status == AG_OK) status = gather_samples(w, err);
    if (status == AG_OK) settle_samples(w);
    ag_store_rollback(store);
    if (status == AG_OK) status = open_all(w, purpose, err);
    for (int i = 0; i < w->samples && status == AG_OK; i++) w->counts->erased += is_erased(w, &w->sample[i]);
    return status;
}

ag_status ag_parts_of_casebook(ag_casebook *casebook, const ag_actor *actor, const char *purpose, unsigned what,
                               ag_file file[AG_FOLDER_PARTS], ag_incident_counts *counts, ag_error *err) {
    ag_arena arena;
    work w = {.actor = actor, .what = what, .counts = counts};
    *counts = (ag_incident_counts){0};
    for (int i = 0; i < AG_FOLDER_PARTS; i++) file[i] = (ag_file){0};
    ag_arena_init(&arena);
    ag_map_init(&w.by_member);
    ag_map_init(&w.by_sample);
    ag_map_init(&w.first_missing);
    ag_status status = ag_casebook_view(casebook, (ag_text){NULL, 0}, &arena, &w.view, err);
    if (status == AG_OK) status = gather(&w, purpose, err);
    if (status == AG_OK) status = write_parts(&w, file, err);
    ag_map_deinit(&w.by_member);
    ag_map_deinit(&w.by_sample);
    ag_map_deinit(&w.first_missing);
    free(w.wanted);
    ag_arena_deinit(&arena);
    return status;
}

static ag_status stated_threshold(ag_casebook *casebook, ag_incident *incident, ag_error *err) {
    ag_arena arena;
    ag_view view;
    double threshold;
    ag_arena_init(&arena);
    const ag_status status = ag_casebook_view(casebook, AG_TEXT("casebook:1"), &arena, &view, err);
    if (status == AG_OK && ag_parse_double(ag_row_text(&view.row, "threshold"), &threshold))
        incident->threshold = threshold;
    ag_arena_deinit(&arena);
    return status;
}

ag_status ag_incident_of_casebook(ag_casebook *casebook, const ag_actor *actor, const char *name, const char *purpose,
                                  int threads, ag_loaded *out, ag_incident_counts *counts, ag_diagnostics *d,
                                  ag_error *err) {
    ag_file file[AG_FOLDER_PARTS];
    ag_batch_init(&out->batch);
    out->incident = NULL;
    ag_status status = ag_parts_of_casebook(casebook, actor, purpose, AG_PARTS_PROFILES, file, counts, err);
    if (status == AG_OK && !file[AG_FOLDER_FREQUENCIES].at)
        status = ag_fail(err, AG_BAD_INPUT, "`antigone import CASEBOOK frequencies.csv` keeps one",
                         "the casebook has no table of frequencies");
    if (status != AG_OK) {
        for (int i = 0; i < AG_FOLDER_PARTS; i++) ag_file_deinit(&file[i]);
        return status;
    }
    status = ag_loaded_init_bytes(name, file, threads, out, d, err);
    return status == AG_OK ? stated_threshold(casebook, out->incident, err) : status;
}
