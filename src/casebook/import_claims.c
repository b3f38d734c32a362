/* claims.csv into a casebook: see import_claims.h. */
#include "casebook/import_claims.h"

#include <string.h>

#include "base/map.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "formats/claims_file.h"

#include "base/banned.h"

enum { CODE_BYTES = 64, OPAQUE_BYTES = 6, SUBJECT_BYTES = 160, SHOWN = 60 };

typedef struct importing {
    ag_casebook *casebook;
    const ag_actor *actor;
    const char *file;
    ag_arena arena;
    ag_view view;
    ag_claim_record *record;
    size_t n;
    ag_map sources; /* handle → place in source */
    ag_text *source;
    ag_claims_counts *out;
    ag_diagnostics *d;
} importing;

/* ---- Deeds ------------------------------------------------------------------------------------------------------- */

static void put(json_t *fields, const char *name, ag_text value) {
    if (value.n) json_object_set_new(fields, name, json_stringn(value.at, value.n));
}

static void put_count(json_t *fields, const char *name, int64_t value) {
    if (value != AG_NO_COUNT) json_object_set_new(fields, name, json_integer(value));
}

/* Does it, or makes a finding of the row; takes `fields` over. *made: the subject in the arena; empty: refused. */
static ag_status do_row(importing *w, uint32_t row, const char *action, const char *subject, json_t *fields,
                        ag_text *made, ag_error *err) {
    const ag_request request = {.action = action, .subject = ag_text_of(subject), .field = fields};
    ag_receipt receipt;
    ag_error fault;
    const ag_status status = ag_casebook_do(w->casebook, w->actor, &request, &receipt, NULL, &fault);
    json_decref(fields);
    *made = (ag_text){NULL, 0};
    if (status == AG_OK) {
        *made = ag_text_of(ag_arena_text(&w->arena, receipt.subject, strlen(receipt.subject)));
        return AG_OK;
    }
    if (status == AG_ENVIRONMENT) {
        if (err) *err = fault;
        return status;
    }
    ag_diagnose(w->d, AG_ERROR, w->file, row, 0, fault.hint, "%s", fault.what);
    return AG_OK;
}

/* ---- Codes ------------------------------------------------------------------------------------------------------- */

/* Lower-case letters and digits; what stands between them becomes one hyphen. False: no code can tell it. */
static bool code_of(const importing *w, ag_text words, ag_text *out) {
    char *code = ag_arena_array(w->view.arena, words.n + 1, 1);
    size_t n = 0;
    *out = (ag_text){NULL, 0};
    for (size_t i = 0; code && i < words.n; i++) {
        const char c = words.at[i];
        if ((unsigned char)c >= 0x80) return false;
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'), capital = c >= 'A' && c <= 'Z';
        if (letter || capital)
            code[n++] = (char)(capital ? c - 'A' + 'a' : c);
        else if (n && code[n - 1] != '-')
            code[n++] = '-';
    }
    while (n && code[n - 1] == '-') n--;
    *out = (ag_text){code, n};
    return n && n <= CODE_BYTES;
}

static ag_text need_code(importing *w, const ag_claim_record *c, ag_text words) {
    ag_text code;
    if (code_of(w, words, &code)) return code;
    ag_diagnose(w->d, AG_ERROR, w->file, c->row, 0, "Latin letters, digits and blanks, at most 64",
                "\"%.*s\" cannot be a topic or a measure of a casebook", (int)(words.n < SHOWN ? words.n : SHOWN),
                words.at);
    return (ag_text){NULL, 0};
}

/* ---- Sources ----------------------------------------------------------------------------------------------------- */

static ag_status know_sources(importing *w, ag_error *err) {
    int n;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_source, NULL, (ag_text){NULL, 0}, 0, &n);
    w->source = AG_NEW(&w->arena, ag_text, (size_t)n + 2 * w->n + 1);
    for (int i = 0; w->source && i < n; i++) {
        bool added;
        const ag_text handle = ag_row_text(&row[i], "handle");
        if (!handle.n) continue;
        const uint32_t at = w->sources.n;
        if (!ag_map_add(&w->sources, handle, at, &added)) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        if (added) w->source[at] = ag_row_subject(&w->view, &row[i]);
    }
    return w->source ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

static const char *type_of(ag_claim_class relation) {
    static const char *const type[AG_CLAIM_CLASSES] = {
        [AG_CLAIM_UNSTATED] = "other",    [AG_CLAIM_PARTY] = "state",
        [AG_CLAIM_THIRD_STATE] = "state", [AG_CLAIM_ORGANISATION] = "organisation",
        [AG_CLAIM_PRESS] = "press",       [AG_CLAIM_WITNESS] = "witness"};
    return type[relation];
}

/* A handle that tells nothing and is the same for the same name. */
static ag_text opaque(importing *w, ag_text name) {
    char hex[2 * OPAQUE_BYTES + 1];
    ag_secret key, mark;
    if (!ag_casebook_derive(w->casebook, "sources", &key)) return (ag_text){NULL, 0};
    ag_secret_derive(&key, ag_view_say(&w->view, "%.*s", AG_SHOWN(name)), &mark);
    const char *handle = ag_view_say(&w->view, "s-%s", ag_hex_format(mark.byte, OPAQUE_BYTES, hex));
    ag_secret_wipe(&key, sizeof key);
    ag_secret_wipe(&mark, sizeof mark);
    return ag_text_of(handle);
}

/* The subject of a source by its name, which is made when it is not there. `first`: the claim begins with it. */
static ag_status need_source(importing *w, const ag_claim_record *c, ag_text name, bool first, ag_text *out,
                             ag_error *err) {
    bool added;
    ag_text handle = {NULL, 0};
    const bool anonymous = first && c->anonymous;
    const bool hidden = anonymous || (first && c->relation == AG_CLAIM_WITNESS) || !code_of(w, name, &handle);
    if (hidden) handle = opaque(w, name);
    if (!handle.n)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key", "a name cannot be sealed without the key");
    const uint32_t *at = ag_map_add(&w->sources, handle, w->sources.n, &added);
    if (!at) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const uint32_t place = *at;
    if (!added) return *out = w->source[place], AG_OK;
    json_t *fields = json_object();
    put(fields, "type", ag_text_of(type_of(first ? c->relation : AG_CLAIM_UNSTATED)));
    put(fields, "anonymous", anonymous ? AG_TEXT("yes") : AG_TEXT("no"));
    put(fields, "handle", handle);
    if (hidden) put(fields, "identity", name);
    w->out->sources++;
    const ag_status status = do_row(w, c->row, "source.record", NULL, fields, out, err);
    w->source[place] = *out;
    return status;
}

/* ---- Claims ------------------------------------------------------------------------------------------------------ */

static json_t *fields_of(importing *w, const ag_claim_record *c, ag_text source) {
    json_t *fields = json_object();
    put(fields, "topic", need_code(w, c, c->topic));
    put(fields, "predicate", need_code(w, c, c->measure));
    put_count(fields, "low", c->low);
    put_count(fields, "point", c->point);
    put_count(fields, "high", c->high);
    put(fields, "counting", c->so_far ? AG_TEXT("so-far") : AG_TEXT("at-the-time"));
    put(fields, "said", c->said);
    put(fields, "valid", c->as_of);
    if (c->relation != AG_CLAIM_UNSTATED) put(fields, "relation", ag_text_of(ag_claim_class_name(c->relation)));
    put(fields, "source", source);
    return fields;
}

static const char *subject_of(const importing *w, ag_text id, const char *suffix) {
    return ag_view_say(&w->view, "claim:%.*s%s", AG_SHOWN(id), suffix);
}

/* The claim of whom it is attributed to; empty where it is attributed to nobody else. */
static ag_status do_origin(importing *w, const ag_claim_record *c, ag_text *made, ag_error *err) {
    ag_text source;
    *made = (ag_text){NULL, 0};
    if (!c->froms) return AG_OK;
    const ag_status status = need_source(w, c, c->from[0], true, &source, err);
    if (status != AG_OK || !source.n) return status;
    json_t *fields = fields_of(w, c, source);
    put(fields, "unheard", AG_TEXT("yes"));
    w->out->unheard++;
    return do_row(w, c->row, "claim.record", subject_of(w, c->id, ".from"), fields, made, err);
}

static ag_status do_claim(importing *w, const ag_claim_record *c, ag_error *err) {
    ag_text origin, source = {NULL, 0}, made;
    ag_buffer via = {0};
    ag_status status = do_origin(w, c, &origin, err);
    if (status == AG_OK) status = need_source(w, c, c->source[0], !c->froms && !c->vias, &source, err);
    if (status != AG_OK || !source.n) return status;
    ag_buffer_printf(&via, "%.*s", AG_SHOWN(origin));
    for (int i = 0; i < c->vias; i++) ag_buffer_printf(&via, "%sclaim:%.*s", via.n ? " " : "", AG_SHOWN(c->via[i]));
    json_t *fields = fields_of(w, c, source);
    put(fields, "via", (ag_text){via.data, via.n});
    put(fields, "text", ag_text_of(ag_view_say(&w->view, "%.*s: %.*s", AG_SHOWN(c->topic), AG_SHOWN(c->measure))));
    put(fields, "link", c->link);
    ag_buffer_deinit(&via);
    w->out->claims++;
    w->out->grades += c->grade.n > 0;
    return do_row(w, c->row, "claim.record", subject_of(w, c->id, ""), fields, &made, err);
}

/* Whether the claim is in the casebook; one that says something else is a finding. */
static bool is_there(importing *w, const ag_claim_record *c) {
    ag_text topic, measure;
    const ag_row row = ag_view_row(&w->view, ag_text_of(subject_of(w, c->id, "")));
    if (!ag_row_there(&row)) return false;
    const bool same =
        code_of(w, c->topic, &topic) && ag_text_equal(topic, ag_row_text(&row, "topic")) &&
        code_of(w, c->measure, &measure) && ag_text_equal(measure, ag_row_text(&row, "predicate")) &&
        ag_text_equal(c->said, ag_row_text(&row, "said")) && ag_row_integer(&row, "low", AG_NO_COUNT) == c->low &&
        ag_row_integer(&row, "point", AG_NO_COUNT) == c->point && ag_row_integer(&row, "high", AG_NO_COUNT) == c->high;
    w->out->there += same;
    if (!same)
        ag_diagnose(w->d, AG_ERROR, w->file, c->row, 0, "give the row an id of its own; claims are not changed",
                    "claim:%.*s is there and says something else", AG_SHOWN(c->id));
    return true;
}

static bool can_be_done(const ag_claim_record *c, const ag_map *done) {
    for (int i = 0; i < c->vias; i++)
        if (!ag_map_find(done, c->via[i])) return false;
    return true;
}

/* What passes others on comes after them, whatever the order of the rows. */
static ag_status do_claims(importing *w, ag_error *err) {
    ag_map done;
    ag_status status = AG_OK;
    bool added = true;
    ag_map_init(&done);
    while (added && status == AG_OK) {
        added = false;
        for (size_t i = 0; i < w->n && status == AG_OK; i++) {
            bool fresh = false;
            const ag_claim_record *c = &w->record[i];
            if (ag_map_find(&done, c->id) || !can_be_done(c, &done)) continue;
            if (!ag_map_add(&done, c->id, (uint32_t)i, &fresh))
                status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
            else if (!is_there(w, c))
                status = do_claim(w, c, err);
            added = true;
        }
    }
    for (size_t i = 0; i < w->n && status == AG_OK; i++)
        if (!ag_map_find(&done, w->record[i].id))
            ag_diagnose(w->d, AG_ERROR, w->file, w->record[i].row, 0, "say who said it first",
                        "what the claim passes on runs in a circle");
    ag_map_deinit(&done);
    return status;
}

static ag_status in_transaction(importing *w, bool check, ag_error *err) {
    ag_status status = ag_casebook_begin(w->casebook, err);
    if (status != AG_OK) return status;
    status = do_claims(w, err);
    if (status == AG_OK && w->arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) status = ag_diagnostics_status(w->d, err);
    if (status == AG_OK && !check) return ag_casebook_commit(w->casebook, err);
    ag_casebook_rollback(w->casebook);
    return status;
}

ag_status ag_import_claims(ag_casebook *casebook, const ag_actor *actor, ag_file *file, bool check,
                           ag_claims_counts *out, ag_diagnostics *d, ag_error *err) {
    importing w = {.casebook = casebook, .actor = actor, .file = file->name, .out = out, .d = d};
    *out = (ag_claims_counts){.claims = 0};
    ag_arena_init(&w.arena);
    ag_map_init(&w.sources);
    ag_status status = ag_claims_file_read(file, &w.arena, &w.record, &w.n, d, err);
    if (status == AG_OK) status = ag_casebook_view(casebook, (ag_text){NULL, 0}, &w.arena, &w.view, err);
    if (status == AG_OK) status = know_sources(&w, err);
    if (status == AG_OK) status = in_transaction(&w, check, err);
    ag_map_deinit(&w.sources);
    ag_arena_deinit(&w.arena);
    return status;
}
