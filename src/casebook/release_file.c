/* A release as a file: see release_file.h. Of the domains' files this one needs the journal itself: leaves, entries and
 * what was sealed in them.
 *
 *     dossier ─select→ subjects ─take→ facts ─open→ sealed values ─settle→ which leaves are shown ─write→ file
 */
#include "casebook/release_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "casebook/disclosure.h"
#include "casebook/engine.h"
#include "casebook/notification.h"
#include "casebook/standing.h"
#include "journal/release.h"

#include "base/banned.h"

typedef struct subject {
    ag_row row;
    ag_text name;     /* "remains:…" */
    const char *said; /* in the file: the same, or "person/2" */
} subject;

/* One entry of a subject, and what of it goes out. */
typedef struct fact {
    uint64_t seq;
    const subject *about;
    const ag_action *action;
    ag_text bytes;
    ag_entry entry;  /* owned */
    json_t *fields;  /* owned: open ones */
    json_t *sealed;  /* owned: sealed ones, name → value; null until they are opened */
    bool whole;      /* the entry may be shown */
    bool unseals;    /* all that is sealed in it goes out, so that it can be shown too */
    ag_buffer plain; /* owned: salt and content */
    const ag_shown *shown;
} fact;

typedef struct releasing {
    ag_casebook *casebook;
    const ag_actor *actor;
    ag_arena arena;
    ag_view view;
    ag_row release;
    unsigned profile;
    uint64_t frozen;
    subject *subject; /* arena */
    int subjects, subject_capacity;
    ag_map names; /* name → place in `subject` */
    fact *fact;   /* owned */
    size_t facts, fact_capacity;
    ag_digest *leaf;   /* owned [leaves] */
    uint32_t *blinded; /* owned [leaves + 2] */
    uint64_t leaves, leaf_capacity;
    ag_shown *shown; /* arena */
    size_t shows;
    ag_error *err;
} releasing;

static ag_status no_memory(const releasing *r) { return ag_fail(r->err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* ---- Selecting --------------------------------------------------------------------------------------------------- */

/* The family before the other side. */
static ag_status family_first(const releasing *r, const ag_row *row, ag_text name) {
    const ag_text person = row->kind == &ag_kind_person ? name : ag_row_text(row, "person");
    const char *lacks =
        person.n && r->profile & (AG_TO_STATE | AG_TO_PUBLIC) ? ag_notification_lacks(&r->view, person) : NULL;
    return lacks ? ag_fail(r->err, AG_REFUSED, lacks, "rule X5: %s", ag_rule_find("X5")->words) : AG_OK;
}

static ag_status add_subject(releasing *r, const ag_row *row) {
    bool added;
    if (!ag_row_there(row) || (uint64_t)ag_row_integer(row, "opened", INT64_MAX) > r->frozen ||
        ag_is_protected(&r->view, row, r->profile))
        return AG_OK;
    const ag_text name = ag_row_subject(&r->view, row);
    if (!ag_map_add(&r->names, name, (uint32_t)r->subjects, &added)) return no_memory(r);
    if (!added) return AG_OK;
    const ag_status status = family_first(r, row, name);
    if (status != AG_OK) return status;
    if (r->subjects == r->subject_capacity) {
        const int capacity = r->subject_capacity ? 2 * r->subject_capacity : 64;
        subject *more = AG_NEW(&r->arena, subject, capacity);
        if (!more) return no_memory(r);
        if (r->subjects) memcpy(more, r->subject, (size_t)r->subjects * sizeof *more);
        r->subject = more;
        r->subject_capacity = capacity;
    }
    r->subject[r->subjects++] = (subject){.row = *row, .name = name};
    return AG_OK;
}

/* Custody, names, cases …: rows of other kinds that name it. */
static ag_status add_what_belongs(releasing *r, const ag_row *to, ag_text name) {
    ag_status status = AG_OK;
    for (int k = 0; ag_kinds[k] && status == AG_OK; k++) {
        const char *column = ag_belongs_by(ag_kinds[k], to->kind);
        int n = 0;
        const ag_row *row = column ? ag_view_rows(&r->view, ag_kinds[k], column, name, 0, &n) : NULL;
        for (int i = 0; i < n && status == AG_OK; i++) status = add_subject(r, &row[i]);
    }
    return status;
}

static int by_opening(const void *a, const void *b) {
    const subject *x = a, *y = b;
    const int64_t m = ag_row_integer(&x->row, "opened", 0), n = ag_row_integer(&y->row, "opened", 0);
    return m < n ? -1 : m > n ? 1 : ag_text_compare(x->name, y->name);
}

static int place_of(const ag_kind *kind) {
    int k = 0;
    while (ag_kinds[k] && ag_kinds[k] != kind) k++;
    return k;
}

/* In the order of the casebook; what has no id outside gets a number of this file. */
static ag_status name_subjects(releasing *r) {
    int *given = AG_NEW(&r->arena, int, place_of(NULL) + 1);
    if (!given) return no_memory(r);
    if (r->subjects) qsort(r->subject, (size_t)r->subjects, sizeof *r->subject, by_opening);
    for (int i = 0; i < r->subjects; i++) {
        subject *s = &r->subject[i];
        const ag_kind *kind = s->row.kind;
        s->said = ag_discloses(kind, "id", r->profile)
                      ? ag_view_say(&r->view, "%.*s", AG_SHOWN(s->name))
                      : ag_view_say(&r->view, "%s/%d", kind->name, ++given[place_of(kind)]);
        *ag_map_find(&r->names, s->name) = (uint32_t)i;
    }
    return AG_OK;
}

static ag_status select_subjects(releasing *r) {
    int n;
    const ag_row *item = ag_view_rows(&r->view, &ag_kind_dossier_item, "dossier", ag_row_text(&r->release, "dossier"),
                                      AG_MAX_DOSSIER_ITEMS, &n);
    ag_status status = AG_OK;
    for (int i = 0; i < n && status == AG_OK; i++) {
        if (!ag_row_state(&item[i], "LISTED")) continue;
        const ag_text name = ag_row_text(&item[i], "about");
        const ag_row row = ag_view_row(&r->view, name);
        status = add_subject(r, &row);
        /* Of a kind that does not go out what belongs to it still may. */
        if (status == AG_OK && !ag_map_find(&r->names, name) && !ag_discloses_kind(row.kind, r->profile))
            status = add_what_belongs(r, &row, name);
    }
    for (int i = 0; i < r->subjects && status == AG_OK; i++) {
        const subject s = r->subject[i];
        status = add_what_belongs(r, &s.row, s.name);
    }
    if (status == AG_OK) status = ag_engine_failed(r->casebook, r->err);
    return status == AG_OK ? name_subjects(r) : status;
}

/* ---- Taking facts --------------------------------------------------------------------------------------------- */

static fact *another(releasing *r) {
    if (r->facts == r->fact_capacity) {
        const size_t capacity = r->fact_capacity ? 2 * r->fact_capacity : 256;
        fact *more = realloc(r->fact, capacity * sizeof *more);
        if (!more) return NULL;
        r->fact = more;
        r->fact_capacity = capacity;
    }
    r->fact[r->facts] = (fact){0};
    return &r->fact[r->facts++];
}

/* References as the file calls them; NULL: one of them is not in the file. */
static const char *said_references(const releasing *r, const char *words) {
    ag_text rest = ag_text_of(words), word;
    const char *all = "";
    while (ag_next_word(&rest, &word)) {
        const uint32_t *place = ag_map_find(&r->names, word);
        if (!place) return NULL;
        all = ag_view_say(&r->view, "%s%s%s", all, *all ? " " : "", r->subject[*place].said);
    }
    return all;
}

/* A number of people that is too small to be published. */
static bool is_too_small(const releasing *r, const ag_field *field, const char *value) {
    int64_t n;
    return r->profile == AG_TO_PUBLIC && field->kind == AG_FIELD_COUNT && ag_parse_int(ag_text_of(value), &n) &&
           n > 0 && n < AG_SMALLEST_PUBLIC_COUNT;
}

/* An open field into the fact; false: it stays here, so the entry cannot be shown whole. */
static bool take_open(const releasing *r, fact *f, const ag_field *field, const char *value) {
    const char *said = value;
    if (!ag_discloses(f->about->row.kind, field->name, r->profile)) return false;
    if (field->kind == AG_FIELD_REFERENCE) said = said_references(r, value);
    if (said && is_too_small(r, field, said)) said = "fewer than 5";
    if (!said) return false;
    json_object_set_new(f->fields, field->name, json_string(said));
    return strcmp(said, value) == 0;
}

static void take_fields(const releasing *r, fact *f) {
    const char *name;
    json_t *value;
    const ag_kind *kind = f->about->row.kind;
    f->whole = ag_discloses_entries(r->profile) && ag_discloses(kind, "id", r->profile) &&
               ag_discloses(kind, "step", r->profile);
    f->unseals = true;
    json_object_foreach(f->entry.data, name, value) {
        const ag_field *field = ag_action_field(f->action, ag_text_of(name));
        if (json_is_null(value)) {
            const bool goes = field && ag_discloses(kind, name, r->profile);
            if (goes) json_object_set_new(f->sealed, name, json_null());
            f->unseals = f->unseals && goes;
        } else if (!field || !json_is_string(value) || !take_open(r, f, field, json_string_value(value))) {
            f->whole = false;
        }
    }
}

static ag_status take_entry(releasing *r, const subject *about, const ag_past *past) {
    fact *f = another(r);
    if (!f) return no_memory(r);
    *f = (fact){
        .seq = past->seq, .about = about, .bytes = past->bytes, .fields = json_object(), .sealed = json_object()};
    const ag_status status = ag_entry_parse(past->bytes, &f->entry, r->err);
    if (status != AG_OK) return status;
    f->action = ag_action_find(f->entry.action);
    if (!f->action || !f->fields || !f->sealed) return no_memory(r);
    take_fields(r, f);
    return AG_OK;
}

static void drop_fact(fact *f) {
    ag_entry_deinit(&f->entry);
    json_decref(f->fields);
    json_decref(f->sealed);
    if (f->plain.data) ag_secret_wipe(f->plain.data, f->plain.n);
    ag_buffer_deinit(&f->plain);
}

/* Nothing is said by a fact without fields unless the step itself may be told. */
static bool says_nothing(const releasing *r, const fact *f) {
    return !json_object_size(f->fields) && !json_object_size(f->sealed) &&
           !ag_discloses(f->about->row.kind, "step", r->profile);
}

static int by_seq(const void *a, const void *b) {
    const fact *x = a, *y = b;
    return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static ag_status take_facts(releasing *r) {
    ag_status status = AG_OK;
    for (int i = 0; i < r->subjects && status == AG_OK; i++) {
        const ag_past *past;
        int n;
        status = ag_casebook_history(&r->view, r->subject[i].name, 0, &past, &n, r->err);
        for (int k = 0; k < n && status == AG_OK; k++) {
            if (past[k].seq > r->frozen) continue; /* later, or of another site */
            status = take_entry(r, &r->subject[i], &past[k]);
            if (status == AG_OK && says_nothing(r, &r->fact[r->facts - 1])) drop_fact(&r->fact[--r->facts]);
        }
    }
    if (status != AG_OK) return status;
    if (!r->facts)
        return ag_fail(r->err, AG_REFUSED, "what is allowed is in the guide, under releases",
                       "nothing of this dossier may go to whom the release is for");
    if (r->facts > AG_MAX_RELEASED)
        return ag_fail(r->err, AG_REFUSED, "make several dossiers", "the release would have more than %d facts",
                       AG_MAX_RELEASED);
    qsort(r->fact, r->facts, sizeof *r->fact, by_seq);
    return AG_OK;
}

/* ---- Opening what is sealed ----------------------------------------------------------------------------------- */

/* What will be opened, said to the journal first; refused when one of it is not for the actor. */
static ag_status ask_to_read(releasing *r) {
    size_t n = 0, k = 0;
    for (size_t i = 0; i < r->facts; i++) n += json_object_size(r->fact[i].sealed);
    if (!n) return AG_OK;
    ag_wanted *wanted = AG_NEW(&r->arena, ag_wanted, n);
    if (!wanted) return no_memory(r);
    for (size_t i = 0; i < r->facts; i++) {
        const char *name;
        json_t *value;
        json_object_foreach(r->fact[i].sealed, name, value) {
            wanted[k++] = (ag_wanted){.subject = r->fact[i].about->name, .field = name};
        }
    }
    const ag_status status = ag_casebook_read(r->casebook, r->actor, "release", wanted, (int)n, &r->arena, r->err);
    for (size_t i = 0; status == AG_OK && i < n; i++)
        if (wanted[i].forbidden)
            return ag_fail(r->err, AG_REFUSED, "let somebody make the file who may read it",
                           "%s of %.*s belongs into the release and is not for you to read", wanted[i].field,
                           AG_SHOWN(wanted[i].subject));
    return status;
}

static ag_status open_entry(releasing *r, fact *f) {
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)f->seq);
    ag_digest commitment;
    bool found = false;
    json_t *content = NULL;
    ag_status status = ag_store_get(r->casebook->store, &ag_table_payload, &key, &r->arena, cell, &found, r->err);
    if (status != AG_OK || !found || cell[PAYLOAD_WRAPPED].null || !ag_digest_parse(f->entry.sealed, &commitment)) {
        json_object_clear(f->sealed); /* erased */
        return status;
    }
    status = ag_unseal_salted(ag_engine_key(r->casebook, f->about->row.kind), cell[PAYLOAD_WRAPPED].text,
                              cell[PAYLOAD_BOX].text, &commitment, &f->plain, r->err);
    if (status == AG_OK)
        status = ag_canonical_parse((ag_text){f->plain.data + AG_SEAL_SALT_BYTES, f->plain.n - AG_SEAL_SALT_BYTES},
                                    &content, r->err);
    if (status != AG_OK) return status;
    const char *name;
    void *next;
    json_t *ignored;
    json_object_foreach_safe(f->sealed, next, name, ignored) {
        json_t *value = json_object_get(content, name);
        if (value)
            json_object_set(f->sealed, name, value);
        else
            json_object_del(f->sealed, name);
    }
    json_decref(content);
    return AG_OK;
}

static ag_status open_sealed(releasing *r) {
    ag_status status = ask_to_read(r);
    for (size_t i = 0; i < r->facts && status == AG_OK; i++)
        if (json_object_size(r->fact[i].sealed)) status = open_entry(r, &r->fact[i]);
    return status;
}

/* ---- What can be proved --------------------------------------------------------------------------------------- */

static bool contains(ag_text bytes, ag_text what) {
    for (size_t i = 0; i + what.n <= bytes.n; i++)
        if (bytes.at[i] == what.at[0] && memcmp(bytes.at + i, what.at, what.n) == 0) return true;
    return false;
}

/* Nobody can guess its bytes: a commitment with its salt, or a signature, is among them. */
static bool is_blinded(ag_text bytes) {
    return contains(bytes, AG_TEXT(",\"sealed\":\"")) || contains(bytes, AG_TEXT(",\"sig\":[{"));
}

static bool take_leaf(void *context, const ag_cell *cell) {
    releasing *r = context;
    if (r->leaves == r->leaf_capacity) {
        const uint64_t capacity = r->leaf_capacity ? 2 * r->leaf_capacity : 4096;
        ag_digest *leaf = realloc(r->leaf, capacity * sizeof *leaf);
        if (leaf) r->leaf = leaf;
        uint32_t *blinded = realloc(r->blinded, (capacity + 2) * sizeof *blinded);
        if (blinded) r->blinded = blinded;
        if (!leaf || !blinded) return false;
        r->leaf_capacity = capacity;
    }
    if (!r->leaves) r->blinded[0] = 0;
    if (cell[ENTRY_LEAF].text.n != AG_DIGEST_BYTES) return false;
    memcpy(r->leaf[r->leaves].byte, cell[ENTRY_LEAF].text.at, AG_DIGEST_BYTES);
    r->blinded[r->leaves + 1] = r->blinded[r->leaves] + is_blinded(cell[ENTRY_BYTES].text);
    r->leaves++;
    return true;
}

/* Leaves from r->leaves on, below `end`. */
static ag_status take_leaves(releasing *r, uint64_t end) {
    const ag_query query = {.table = &ag_table_entry,
                            .where = {{ENTRY_SEQ, AG_AT_LEAST, ag_cell_integer((int64_t)r->leaves)},
                                      {ENTRY_SEQ, AG_LESS, ag_cell_integer((int64_t)end)}},
                            .conditions = 2};
    const ag_status status = ag_store_find(r->casebook->store, &query, take_leaf, r, r->err);
    return status == AG_OK && r->leaves != end
               ? ag_fail(r->err, AG_BAD_INPUT, "`antigone verify` says more", "entries of the journal are missing")
               : status;
}

static bool blinded_at(const releasing *r, uint64_t seq) { return r->blinded[seq + 1] > r->blinded[seq]; }

/* An entry names the hash of the one before it, which then must not be one that can be guessed. */
static void decide_whole(releasing *r) {
    for (size_t i = 0; i < r->facts; i++) {
        fact *f = &r->fact[i];
        const bool follows = i && r->fact[i - 1].seq + 1 == f->seq && r->fact[i - 1].whole;
        f->whole = f->whole && (!f->seq || follows || blinded_at(r, f->seq - 1));
    }
}

static uint64_t seq_of(const releasing *r, const char *column) {
    return (uint64_t)ag_row_integer(&r->release, column, 0);
}

/* Which leaves are shown, in a tree that ends with release.issue as entry `issue`. */
static ag_status settle(releasing *r, uint64_t issue) {
    r->shown = AG_NEW(&r->arena, ag_shown, r->facts + AG_RELEASE_ACTS);
    if (!r->shown) return no_memory(r);
    for (size_t i = 0; i < r->facts; i++) {
        fact *f = &r->fact[i];
        if (!f->whole && !blinded_at(r, f->seq)) continue;
        f->shown = &r->shown[r->shows];
        r->shown[r->shows++] = (ag_shown){.index = f->seq};
    }
    const uint64_t act[AG_RELEASE_ACTS] = {seq_of(r, "proposed"), seq_of(r, "approved"), issue};
    for (int i = 0; i < AG_RELEASE_ACTS; i++) r->shown[r->shows++] = (ag_shown){.index = act[i], .must = true};
    r->blinded[r->leaves + 1] = r->blinded[r->leaves] + 1; /* release.issue will be signed */
    ag_subtrees_settle(r->blinded, issue + 1, r->shown, r->shows);
    return AG_OK;
}

/* ---- Writing -------------------------------------------------------------------------------------------------- */

static void set_text(json_t *object, const char *key, ag_text text) {
    json_object_set_new(object, key, json_stringn(text.at ? text.at : "", text.n));
}

static int count_kind(const releasing *r, const char *kind, unsigned profile) {
    int n, all = 0;
    const ag_row *item = ag_view_rows(&r->view, &ag_kind_dossier_item, "dossier", ag_row_text(&r->release, "dossier"),
                                      AG_MAX_DOSSIER_ITEMS, &n);
    for (int i = 0; i < n; i++) {
        const ag_row row = ag_view_row(&r->view, ag_row_text(&item[i], "about"));
        all += ag_row_state(&item[i], "LISTED") && ag_row_there(&row) && strcmp(row.kind->name, kind) == 0 &&
               !ag_is_protected(&r->view, &row, profile);
    }
    return all;
}

/* To the public the dead are a number, and none where it is small. */
static void put_totals(const releasing *r, json_t *about) {
    static const char *const kinds[] = {"person", "remains", "grave"};
    json_t *totals = json_object();
    if (r->profile != AG_TO_PUBLIC || !totals) {
        json_decref(totals);
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const int n = count_kind(r, kinds[i], AG_TO_STATE);
        if (n)
            json_object_set_new(totals, kinds[i],
                                n < AG_SMALLEST_PUBLIC_COUNT ? json_string("fewer than 5") : json_integer(n));
    }
    json_object_set_new(about, "totals", totals);
}

static json_t *about_line(const releasing *r) {
    static const char *const columns[] = {"dossier", "profile", "to", "basis"};
    json_t *about = json_object();
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        set_text(about, columns[i], ag_row_text(&r->release, columns[i]));
    set_text(about, "release", ag_row_subject(&r->view, &r->release));
    json_object_set_new(about, "frozen", json_integer((json_int_t)r->frozen));
    put_totals(r, about);
    return about;
}

static ag_status put_line(const releasing *r, const char *keyword, json_t *line, ag_buffer *out) {
    const ag_status status = line ? ag_release_put_json(keyword, line, out, r->err) : no_memory(r);
    json_decref(line);
    return status;
}

static json_t *fact_line(const releasing *r, const fact *f, json_t *fields) {
    const ag_kind *kind = f->about->row.kind;
    json_t *line = json_pack("{s:s,s:O}", "subject", f->about->said, "fields", fields);
    if (ag_discloses(kind, "step", r->profile)) set_text(line, "action", f->entry.action);
    if (ag_discloses(kind, "day", r->profile))
        set_text(line, "on", f->entry.when.n ? f->entry.when : (ag_text){f->entry.at.at, 10});
    return line;
}

/* What is open and what was sealed in one fact; in two where the sealed part cannot be shown with the entry. */
static ag_status put_fact(const releasing *r, const fact *f, ag_buffer *out) {
    const bool shown = f->shown && !f->shown->dropped, whole = shown && f->whole,
               opening = whole && f->unseals && json_object_size(f->sealed), apart = whole && !opening;
    if (!apart) json_object_update(f->fields, f->sealed);
    ag_status status = put_line(r, "fact", fact_line(r, f, f->fields), out);
    if (whole)
        ag_release_put_entry("entry", f->seq, f->bytes, out);
    else if (shown)
        ag_release_put_leaf(f->seq, &r->leaf[f->seq], out);
    if (opening) ag_release_put_opening((ag_text){f->plain.data, f->plain.n}, out);
    if (status == AG_OK && apart && json_object_size(f->sealed))
        status = put_line(r, "fact", fact_line(r, f, f->sealed), out);
    return status;
}

static ag_status put_content(const releasing *r, ag_buffer *out) {
    ag_digest genesis;
    ag_digest_parse(ag_text_of(r->casebook->genesis), &genesis);
    ag_release_put_head(r->casebook->site, r->casebook->site_signer.open, &genesis, out);
    ag_status status = put_line(r, "about", about_line(r), out);
    for (size_t i = 0; i < r->facts && status == AG_OK; i++) status = put_fact(r, &r->fact[i], out);
    return status == AG_OK && out->failed ? no_memory(r) : status;
}

static json_t *issue_fields(const releasing *r, const ag_digest *content) {
    char hex[AG_DIGEST_HEX + 1];
    return json_pack("{s:s,s:I}", "digest", ag_digest_hex(content, hex), "facts", (json_int_t)r->facts);
}

static ag_status issue(const releasing *r, const ag_buffer *content, ag_receipt *receipt) {
    const ag_digest digest = ag_sha256(content->data, content->n);
    json_t *fields = issue_fields(r, &digest);
    const ag_request request = {
        .action = "release.issue", .subject = ag_row_subject(&r->view, &r->release), .field = fields, .program = true};
    const ag_status status =
        fields ? ag_casebook_do(r->casebook, r->actor, &request, receipt, NULL, r->err) : no_memory(r);
    json_decref(fields);
    return status;
}

static ag_status put_act(const releasing *r, uint64_t seq, ag_buffer *out) {
    ag_cell cell[ENTRY_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)seq);
    bool found = false;
    ag_arena arena;
    ag_arena_init(&arena);
    const ag_status status = ag_store_get(r->casebook->store, &ag_table_entry, &key, &arena, cell, &found, r->err);
    if (status == AG_OK && found) ag_release_put_entry("act", seq, cell[ENTRY_BYTES].text, out);
    ag_arena_deinit(&arena);
    return status == AG_OK && !found ? ag_fail(r->err, AG_BAD_INPUT, NULL, "an act of the release is not here")
                                     : status;
}

/* Acts, hashes, checkpoint, signature. */
static ag_status put_proof(releasing *r, uint64_t issued, ag_buffer *out) {
    ag_buffer note = {0}, hashes = {0};
    ag_checkpoint checkpoint = {.size = 0};
    ag_status status = put_act(r, seq_of(r, "proposed"), out);
    if (status == AG_OK) status = put_act(r, seq_of(r, "approved"), out);
    if (status == AG_OK) status = put_act(r, issued, out);
    if (status == AG_OK) status = ag_casebook_checkpoint(r->casebook, &note, r->err);
    if (status == AG_OK) status = ag_note_parse((ag_text){note.data, note.n}, NULL, &checkpoint, r->err);
    if (status == AG_OK) status = take_leaves(r, checkpoint.size);
    if (status == AG_OK) {
        ag_subtrees_prove(r->leaf, r->leaves, r->shown, r->shows, &hashes);
        ag_release_finish((ag_text){hashes.data, hashes.n}, (ag_text){note.data, note.n}, &r->casebook->site_signer,
                          out);
    }
    ag_buffer_deinit(&note);
    ag_buffer_deinit(&hashes);
    return status == AG_OK && (out->failed || hashes.failed) ? no_memory(r) : status;
}

/* ---- Together ------------------------------------------------------------------------------------------------- */

static ag_status find_release(releasing *r, ag_text name) {
    r->release = ag_view_row(&r->view, name);
    if (!ag_row_there(&r->release) || r->release.kind != &ag_kind_release)
        return ag_fail(r->err, AG_BAD_INPUT, "`antigone list CASEBOOK releases` shows those that are there",
                       "there is no release %.*s", AG_SHOWN(name));
    r->profile = ag_profile_find(ag_row_text(&r->release, "profile"));
    r->frozen = seq_of(r, "frozen");
    return AG_OK;
}

/* Whether it may be issued, before anything is opened for it. */
static ag_status ask_to_issue(const releasing *r, ag_refusals *refusals) {
    const ag_digest none = {{0}};
    json_t *fields = issue_fields(r, &none);
    const ag_request request = {
        .action = "release.issue", .subject = ag_row_subject(&r->view, &r->release), .field = fields, .program = true};
    const ag_status status = fields ? ag_casebook_try(r->casebook, r->actor, &request, refusals, r->err) : no_memory(r);
    json_decref(fields);
    return status;
}

static ag_status write_file(releasing *r, ag_buffer *out) {
    ag_about about;
    ag_receipt receipt = {0};
    ag_status status = ag_casebook_about(r->casebook, &about, r->err);
    if (status == AG_OK) status = take_leaves(r, about.entries);
    if (status == AG_OK) decide_whole(r);
    if (status == AG_OK) status = settle(r, about.entries);
    if (status == AG_OK) status = put_content(r, out);
    if (status == AG_OK) status = issue(r, out, &receipt);
    if (status == AG_OK && receipt.seq != about.entries)
        status = ag_fail(r->err, AG_REFUSED, "do it again", "somebody else made an entry while the file was written");
    return status == AG_OK ? put_proof(r, receipt.seq, out) : status;
}

/* Everything up to the sealed values; facts are there or the status says why not. */
static ag_status collect(releasing *r) {
    ag_status status = select_subjects(r);
    if (status == AG_OK) status = take_facts(r);
    return status == AG_OK ? open_sealed(r) : status;
}

static ag_status begin(releasing *r, ag_text release) {
    ag_arena_init(&r->arena);
    ag_map_init(&r->names);
    const ag_status status = ag_casebook_view(r->casebook, (ag_text){NULL, 0}, &r->arena, &r->view, r->err);
    return status == AG_OK ? find_release(r, release) : status;
}

static void end(releasing *r) {
    for (size_t i = 0; i < r->facts; i++) drop_fact(&r->fact[i]);
    free(r->fact);
    free(r->leaf);
    free(r->blinded);
    ag_map_deinit(&r->names);
    ag_arena_deinit(&r->arena);
}

static json_t *what_it_says(const releasing *r) {
    json_t *facts = json_array();
    for (size_t i = 0; facts && i < r->facts; i++) {
        json_object_update(r->fact[i].fields, r->fact[i].sealed);
        json_array_append_new(facts, fact_line(r, &r->fact[i], r->fact[i].fields));
    }
    return json_pack("{s:o,s:o}", "about", about_line(r), "facts", facts);
}

ag_status ag_release_gather(ag_casebook *casebook, const ag_actor *actor, ag_text release, json_t **out,
                            ag_error *err) {
    releasing r = {.casebook = casebook, .actor = actor, .err = err};
    *out = NULL;
    ag_status status = begin(&r, release);
    if (status == AG_OK) status = ask_to_issue(&r, NULL);
    if (status == AG_OK) status = collect(&r);
    if (status == AG_OK && !(*out = what_it_says(&r))) status = no_memory(&r);
    end(&r);
    return status;
}

ag_status ag_release_write(ag_casebook *casebook, const ag_actor *actor, ag_text release, ag_buffer *out,
                           ag_refusals *refusals, ag_error *err) {
    releasing r = {.casebook = casebook, .actor = actor, .err = err};
    ag_status status = begin(&r, release);
    if (status == AG_OK) status = ask_to_issue(&r, refusals);
    if (status == AG_OK) status = collect(&r);
    if (status == AG_OK) status = write_file(&r, out);
    end(&r);
    return status;
}
