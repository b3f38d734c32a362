/* Profiles of laboratories into samples and profiles: see import.h. */
#include <stdlib.h>
#include <string.h>

#include "casebook/importing.h"
#include "casebook/kinds.h"
#include "casebook/numbers.h"

#include "base/banned.h"

enum { NOTHING = -1 };

/* A row of the batch, with what it says in the casebook's form. */
typedef struct arrival {
    const ag_batch_profile *row;
    const char *id;                                     /* of the sample */
    ag_text about;                                      /* of a sample that is there */
    const char *genotypes, *ystr, *mtdna, *particulars; /* "" where there is nothing, or its part was not given */
    int known[3]; /* places in wanted: genotypes, ystr, mtdna of the newest profile */
    bool there;
} arrival;

struct ag_import_profiles {
    arrival *item; /* [batch->profiles] */
    ag_wanted *wanted;
    int n;
    ag_map ystr, mtdna; /* sample → row + 1 */
    int serial;         /* of the next number of remains; 0: not asked yet */
};

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory"); }
static ag_folder_part part_of(ag_role role) { return (ag_folder_part)(AG_FOLDER_REMAINS + (int)role); }

/* ---- What a row says ------------------------------------------------------------------------------------------ */

/* "LOCUS=a/b ": blanks in the name become _, which is no other locus; blanks in the cell mean nothing. */
static void add_reading(ag_buffer *out, ag_text locus, ag_text cell) {
    if (!cell.n) return;
    if (out->n) ag_buffer_putc(out, ' ');
    for (size_t i = 0; i < locus.n; i++)
        ag_buffer_putc(out, locus.at[i] == ' ' || locus.at[i] == '=' ? '_' : locus.at[i]);
    ag_buffer_putc(out, '=');
    for (size_t i = 0; i < cell.n; i++)
        if (cell.at[i] != ' ' && cell.at[i] != '\t') ag_buffer_putc(out, cell.at[i]);
}

/* The buffer's text in the arena; empties the buffer. */
static const char *kept(const ag_importing *w, ag_buffer *text) {
    const char *copy = text->n ? ag_arena_text(w->view.arena, text->data, text->n) : "";
    if (text->failed || !copy) w->view.arena->failed = true;
    ag_buffer_deinit(text);
    return copy ? copy : "";
}

static const char *genotypes_of(const ag_importing *w, const ag_batch_profile *p) {
    ag_buffer text = {0};
    for (uint32_t i = 0; i < w->batch->loci; i++) add_reading(&text, w->batch->locus[i], p->cell[i]);
    return kept(w, &text);
}

static const char *ystr_of(const ag_importing *w, const ag_batch_ystr *row) {
    ag_buffer text = {0};
    for (uint32_t i = 0; i < w->batch->y_loci; i++) add_reading(&text, w->batch->y_locus[i], row->cell[i]);
    return kept(w, &text);
}

/* Columns that have a meaning of their own here. */
static bool is_used(ag_text column) {
    return ag_text_equal_fold(column, AG_TEXT("consent")) || ag_text_equal_fold(column, AG_TEXT("number"));
}

static const char *particulars_of(const ag_importing *w, const ag_batch_profile *p) {
    json_t *object = json_object();
    for (uint32_t i = 0; i < w->batch->extras[p->role]; i++) {
        const ag_text name = w->batch->extra[p->role][i];
        if (p->extra[i].n && !is_used(name))
            json_object_set_new(object, ag_view_say(&w->view, "%.*s", (int)name.n, name.at),
                                json_stringn(p->extra[i].at, p->extra[i].n));
    }
    char *text = json_object_size(object) ? json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *copy = text ? ag_arena_text(w->view.arena, text, strlen(text)) : "";
    free(text);
    json_decref(object);
    return copy ? copy : "";
}

static void read_row(ag_importing *w, const ag_import_profiles *known, const ag_batch_profile *p, arrival *out) {
    const bool given = w->given[part_of(p->role)];
    const uint32_t *y = w->given[AG_FOLDER_YSTR] ? ag_map_find(&known->ystr, p->sample) : NULL;
    const uint32_t *m = w->given[AG_FOLDER_MTDNA] ? ag_map_find(&known->mtdna, p->sample) : NULL;
    *out = (arrival){
        .row = p, .genotypes = "", .ystr = "", .mtdna = "", .particulars = "", .known = {NOTHING, NOTHING, NOTHING}};
    if (!given && !y && !m) return;
    out->id = ag_import_id(w, p->sample);
    if (given) out->genotypes = genotypes_of(w, p);
    if (given) out->particulars = particulars_of(w, p);
    if (y) out->ystr = ystr_of(w, &w->batch->ystr[*y]);
    if (m) {
        const ag_batch_mtdna *row = &w->batch->mtdna[*m];
        out->mtdna = ag_view_say(&w->view, "%.*s: %.*s", (int)row->ranges.n, row->ranges.at, (int)row->variants.n,
                                 row->variants.at);
    }
}

/* ---- What the casebook has ------------------------------------------------------------------------------------ */

static void want_newest(ag_importing *w, ag_import_profiles *known, ag_text sample, arrival *a) {
    static const char *const field[] = {"genotypes", "ystr", "mtdna"}, *const column[] = {"genotypes_at", "ystr_at",
                                                                                          "mtdna_at"};
    const char *const says[] = {a->genotypes, a->ystr, a->mtdna};
    int n = 0;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_profile, "sample", sample, 0, &n);
    for (int k = 0; k < 3; k++) {
        if (!*says[k]) continue;
        const ag_row *newest = NULL;
        for (int i = 0; i < n; i++)
            if (ag_row_state(&row[i], "STANDING") && ag_row_integer(&row[i], column[k], -1) >= 0 &&
                (!newest || ag_row_compare(&row[i], newest) > 0))
                newest = &row[i];
        if (!newest) continue;
        a->known[k] = known->n;
        known->wanted[known->n++] = (ag_wanted){.subject = ag_row_subject(&w->view, newest), .field = field[k]};
    }
}

static bool index_lineage(const ag_batch *batch, ag_import_profiles *known) {
    bool added = false, fine = true;
    for (uint32_t i = 0; i < batch->ystrs && fine; i++)
        fine = ag_map_add(&known->ystr, batch->ystr[i].sample, i, &added) != NULL;
    for (uint32_t i = 0; i < batch->mtdnas && fine; i++)
        fine = ag_map_add(&known->mtdna, batch->mtdna[i].sample, i, &added) != NULL;
    return fine;
}

static bool says_it(const ag_import_profiles *known, int place, const char *text) {
    return !*text || (place != NOTHING && ag_text_equal(known->wanted[place].value, ag_text_of(text)));
}

ag_status ag_import_known_profiles(ag_importing *w, ag_import_profiles **out, ag_error *err) {
    const ag_batch *batch = w->batch;
    ag_import_profiles *known = AG_NEW(w->view.arena, ag_import_profiles, 1);
    if (!known) return no_memory(err);
    ag_map_init(&known->ystr);
    ag_map_init(&known->mtdna);
    known->item = AG_NEW(w->view.arena, arrival, batch->profiles + 1);
    known->wanted = AG_NEW(w->view.arena, ag_wanted, 3 * (size_t)batch->profiles + 1);
    const bool fine = known->item && known->wanted && index_lineage(batch, known);
    for (uint32_t i = 0; i < batch->profiles && fine; i++) {
        arrival *a = &known->item[i];
        read_row(w, known, &batch->profile[i], a);
        if (!a->id) continue;
        ag_arena_reset(w->look.arena);
        const char *subject = ag_view_say(&w->look, "sample:%s", a->id);
        const ag_row sample = ag_view_row(&w->look, ag_text_of(subject));
        if (!ag_row_there(&sample)) continue;
        a->there = true;
        const ag_text about = ag_row_text(&sample, "about");
        a->about = (ag_text){ag_arena_text(w->view.arena, about.n ? about.at : "", about.n), about.n};
        want_newest(w, known, ag_text_of(subject), a);
    }
    ag_map_deinit(&known->ystr);
    ag_map_deinit(&known->mtdna);
    ag_status status = fine && !w->view.arena->failed ? AG_OK : no_memory(err);
    if (status == AG_OK && known->n)
        status = ag_casebook_read(w->casebook, w->actor, "compared with an import", known->wanted, known->n,
                                  w->view.arena, err);
    for (int i = 0; i < known->n && status == AG_OK; i++)
        if (known->wanted[i].forbidden)
            return ag_fail(err, AG_REFUSED, "an analyst imports them",
                           "there are profiles of these samples, and your role may not compare them");
    *out = known;
    return status;
}

/* ---- What it was taken from ----------------------------------------------------------------------------------- */

/* Remains that nobody has recorded get a number; what the file calls them stays as a foreign number. */
static ag_status make_remains(ag_importing *w, ag_import_profiles *known, const arrival *a, ag_text *about,
                              ag_error *err) {
    char number[AG_NUMBER_DIGITS + 1], made[AG_IMPORT_NAME];
    const ag_text institution = ag_number_institution(&w->look), site = ag_batch_extra(w->batch, a->row, "site");
    const int32_t day = (int32_t)(ag_casebook_now(w->casebook) / 86400);
    bool done;
    if (!known->serial) known->serial = ag_number_next_serial(&w->look, day, institution);
    if (known->serial > AG_MAX_SERIAL)
        return ag_fail(err, AG_REFUSED, "go on tomorrow", "all numbers of this day are given");
    const char *subject =
        ag_view_say(&w->look, "remains:%s", ag_number_format(day, institution, known->serial, number));
    json_t *fields =
        json_pack("{s:s,s:s,s:s}", "type", "unexamined", "foreign_scheme", "sample", "foreign_number", a->id);
    ag_import_put(fields, "position", site.n ? site : AG_TEXT("not stated in the file that it came with"));
    const ag_status status =
        ag_import_do(w, AG_FOLDER_REMAINS, a->row->row, "remains.sight", subject, fields, made, &done, err);
    if (status != AG_OK || !done) return status;
    known->serial++;
    w->out->remains++;
    *about = ag_text_of(ag_view_say(&w->look, "%s", made));
    return AG_OK;
}

/* "2025061603120001230.s01" is a sample of those remains. */
static ag_text remains_of_number(const ag_importing *w, ag_text id) {
    size_t n = id.n;
    while (n && id.at[n - 1] >= '0' && id.at[n - 1] <= '9') n--;
    if (n < id.n && n >= 2 && id.at[n - 1] == 's' && id.at[n - 2] == '.') id.n = n - 2;
    const ag_text subject = ag_text_of(ag_view_say(&w->look, "remains:%.*s", (int)id.n, id.at));
    const ag_row row = ag_view_row(&w->look, subject);
    return ag_row_there(&row) ? subject : (ag_text){"", 0};
}

static ag_status find_about(ag_importing *w, ag_import_profiles *known, const arrival *a, ag_text *about,
                            ag_error *err) {
    *about = a->about;
    if (a->there || a->row->role == AG_ELIMINATION) return AG_OK;
    if (a->row->role == AG_REFERENCE) return *about = ag_import_relative(w, a->row->family, a->row->person), AG_OK;
    const ag_text number = ag_batch_extra(w->batch, a->row, "number");
    *about = remains_of_number(w, number.n ? number : ag_text_of(a->id));
    if (about->n) return AG_OK;
    if (!number.n) return make_remains(w, known, a, about, err);
    ag_diagnose(w->d, AG_ERROR, ag_folder_part_name(AG_FOLDER_REMAINS), a->row->row, 0,
                "record the remains first, or leave the number out", "there are no remains:%.*s",
                (int)(number.n < 40 ? number.n : 40), number.at);
    return AG_OK;
}

/* ---- Together ------------------------------------------------------------------------------------------------- */

static ag_text consent_of(const ag_importing *w, const ag_batch_profile *p) {
    const ag_text own = ag_batch_extra(w->batch, p, "consent");
    return own.n || p->role != AG_REFERENCE ? own : ag_text_of(w->options->consent);
}

static json_t *fields_of(const ag_importing *w, const arrival *a, ag_text about) {
    static const char *const role[] = {"remains", "reference", "elimination"};
    const ag_batch_profile *p = a->row;
    json_t *fields = json_pack("{s:s,s:s}", "sample_id", a->id, "role", role[p->role]);
    ag_import_put(fields, "about", about);
    ag_import_put(fields, "paper", consent_of(w, p));
    ag_import_put(fields, "quality", p->quality);
    ag_import_put(fields, "sex",
                  ag_text_equal(p->sex, AG_TEXT("M"))   ? AG_TEXT("male")
                  : ag_text_equal(p->sex, AG_TEXT("F")) ? AG_TEXT("female")
                                                        : AG_TEXT(""));
    ag_import_put(fields, "source", ag_text_of(w->source[part_of(p->role)]));
    ag_import_put(fields, "genotypes", ag_text_of(a->genotypes));
    ag_import_put(fields, "ystr", ag_text_of(a->ystr));
    ag_import_put(fields, "mtdna", ag_text_of(a->mtdna));
    ag_import_put(fields, "particulars", ag_text_of(a->particulars));
    return fields;
}

static ag_status import_one(ag_importing *w, ag_import_profiles *known, arrival *a, ag_error *err) {
    ag_text about;
    bool done;
    const ag_folder_part part = part_of(a->row->role);
    if (a->there && says_it(known, a->known[0], a->genotypes) && says_it(known, a->known[1], a->ystr) &&
        says_it(known, a->known[2], a->mtdna))
        return w->out->there++, AG_OK;
    if (a->there && a->known[0] != NOTHING && !says_it(known, a->known[0], a->genotypes))
        ag_diagnose(w->d, AG_WARNING, ag_folder_part_name(part), a->row->row, 0,
                    "set the wrong one aside (profile.set_aside)",
                    "sample %.60s has another profile in the casebook; the search will use this one", a->id);
    ag_status status = find_about(w, known, a, &about, err);
    if (status != AG_OK || (!about.n && a->row->role != AG_ELIMINATION)) return status;
    /* A first profile has the id of its sample. */
    const char *subject = a->there ? NULL : ag_view_say(&w->look, "profile:%s", a->id);
    status = ag_import_do(w, part, a->row->row, "profile.import", subject, fields_of(w, a, about), NULL, &done, err);
    w->out->profiles += done;
    return status;
}

ag_status ag_import_profiles_do(ag_importing *w, ag_import_profiles *known, ag_error *err) {
    ag_status status = AG_OK;
    for (uint32_t i = 0; i < w->batch->profiles && status == AG_OK; i++) {
        ag_arena_reset(w->look.arena);
        if (known->item[i].id) status = import_one(w, known, &known->item[i], err);
    }
    return status;
}
