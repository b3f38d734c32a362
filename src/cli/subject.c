/* All that can be said about a subject: see subject.h. */
#include "cli/subject.h"

#include <string.h>

#include "cli/actions.h"
#include "formats/json.h"
#include "journal/entry.h"

#include "base/banned.h"

enum { MAX_FIELDS = 256, MAX_LINKS = 256, MAX_FACTS = 64 };

static const char *copy(ag_arena *arena, ag_text text) {
    const char *out = ag_arena_text(arena, text.at, text.n);
    return out ? out : "";
}

/* ---- Fields ----------------------------------------------------------------------------------------------------- */

static bool has_field(const ag_subject *s, const char *name) {
    for (int i = 0; i < s->fields; i++)
        if (strcmp(s->field[i].name, name) == 0) return true;
    return false;
}

/* The column of a sealed field holds the number of the entry whose payload has it. */
static void add_field(ag_subject *s, const ag_field *field, const char *name) {
    const bool sealed = field && ag_field_is_sealed(field);
    char column[80];
    snprintf(column, sizeof column, "%s%s", name, sealed ? "_at" : "");
    if (s->fields == MAX_FIELDS || has_field(s, name)) return;
    ag_text value = ag_row_text(&s->view.row, column);
    const int64_t number = ag_row_integer(&s->view.row, column, INT64_MIN);
    const bool inner = !field && !value.n;
    if (!value.n && number != INT64_MIN) value = ag_text_of(ag_view_say(&s->view, "%lld", (long long)number));
    if (!value.n) return;
    s->field[s->fields++] =
        (ag_subject_field){field, name, sealed ? NULL : copy(s->view.arena, value), sealed, inner, NULL};
}

static void find_fields(ag_subject *s) {
    const ag_kind *kind = s->view.row.kind;
    for (const ag_action *action = kind->action; action && action->name; action++)
        for (const ag_field *field = action->field; field && field->name; field++) add_field(s, field, field->name);
    for (const ag_column *column = kind->further; column && column->name; column++) add_field(s, NULL, column->name);
}

/* ---- Facts ------------------------------------------------------------------------------------------------------ */

static ag_status find_facts(ag_subject *s, ag_error *err) {
    ag_buffer words = {0};
    ag_status status = AG_OK;
    for (const ag_fact *fact = s->view.row.kind->fact; fact && fact->name && s->facts < MAX_FACTS && status == AG_OK;
         fact++) {
        ag_buffer_clear(&words);
        status = fact->compute(&s->view, &words, err);
        if (status == AG_OK && words.n)
            s->fact[s->facts++] = (ag_subject_fact){fact, copy(s->view.arena, (ag_text){words.data, words.n})};
    }
    ag_buffer_deinit(&words);
    return status;
}

/* ---- Links ------------------------------------------------------------------------------------------------------ */

static bool refers_to(const ag_field *field, const char *kind) {
    if (field->kind != AG_FIELD_REFERENCE || field->flags & AG_MANY || ag_field_is_sealed(field)) return false;
    for (const char *const *choice = field->choice; choice && *choice; choice++)
        if (strcmp(*choice, kind) == 0) return true;
    return false;
}

static void add_link(ag_subject *s, const ag_kind *kind, const char *column) {
    ag_subject_link link = {.kind = kind, .column = column};
    for (int i = 0; i < s->links; i++)
        if (s->link[i].kind == kind && strcmp(s->link[i].column, column) == 0) return;
    if (s->links == MAX_LINKS) return;
    ag_row *row = (ag_row *)ag_view_rows(&s->view, kind, column, ag_text_of(s->name), AG_SUBJECT_LINKED, &link.rows);
    const int found = link.rows;
    link.rows = 0;
    for (int i = 0; i < found; i++)
        if (ag_kind_reveals(kind, s->roles, &row[i])) row[link.rows++] = row[i];
    if (!link.rows) return;
    link.row = row;
    /* Those that are not shown are not counted either. */
    link.all = found < AG_SUBJECT_LINKED || found > link.rows
                   ? link.rows
                   : ag_view_count(&s->view, kind, column, ag_text_of(s->name), NULL);
    s->link[s->links++] = link;
}

/* Columns that may name a subject: fields that refer to its kind, and what the program itself sets and lists are
 * filtered by. */
static void find_links(ag_subject *s) {
    const char *mine = s->view.row.kind->name;
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++) {
        for (const ag_action *action = (*kind)->action; action && action->name; action++)
            for (const ag_field *field = action->field; field && field->name; field++)
                if (refers_to(field, mine)) add_link(s, *kind, field->name);
        for (const ag_column *column = (*kind)->further; column && column->name; column++)
            if (column->type == AG_COLUMN_TEXT && ag_words_have((*kind)->indexed, column->name))
                add_link(s, *kind, column->name);
    }
}

/* ---- History ---------------------------------------------------------------------------------------------------- */

static bool is_concealed(const ag_subject *s, ag_text action) {
    const ag_kind *kind = s->view.row.kind;
    return kind->concealed && !(s->roles & kind->knowers) &&
           ag_words_have(kind->concealed, ag_view_say(&s->view, "%.*s", (int)action.n, action.at));
}

static ag_status find_history(ag_subject *s, int limit, ag_error *err) {
    const ag_past *past;
    int n;
    ag_status status = ag_casebook_history(&s->view, ag_text_of(s->name), limit, &past, &n, err);
    if (status == AG_OK) s->event = AG_NEW(s->view.arena, ag_subject_event, n + 1);
    for (int i = 0; i < n && status == AG_OK && s->event; i++) {
        ag_entry entry;
        status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) return status;
        if (is_concealed(s, entry.action)) {
            ag_entry_deinit(&entry);
            continue;
        }
        ag_arena *arena = s->view.arena;
        s->event[s->events++] = (ag_subject_event){past[i].seq,
                                                   past[i].own ? "" : copy(arena, entry.site),
                                                   copy(arena, entry.at),
                                                   copy(arena, entry.when),
                                                   copy(arena, entry.by),
                                                   copy(arena, entry.role),
                                                   copy(arena, entry.action)};
        ag_entry_deinit(&entry);
    }
    return status;
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

/* Says whether the kind or the id is what is not there. */
static ag_status not_there(const char *name, ag_error *err) {
    char kind[80];
    const char *colon = strchr(name, ':');
    const ag_kind *known;
    if (!colon)
        return ag_fail(err, AG_USAGE, "`antigone search CASEBOOK WORD` finds it by its number",
                       "\"%.80s\" is no subject: KIND:ID", name);
    snprintf(kind, sizeof kind, "%.*s", (int)(colon - name), name);
    const ag_status status = ag_kinds_need(kind, &known, err);
    if (status != AG_OK) return status;
    return ag_fail(err, AG_BAD_INPUT, "`antigone list` shows those that are there", "there is no %.120s", name);
}

ag_status ag_subject_find(const ag_session *session, const char *name, int events, ag_arena *arena, ag_subject *out,
                          ag_error *err) {
    *out = (ag_subject){.name = name, .roles = ag_session_roles(session)};
    ag_status status = ag_casebook_view(session->casebook, ag_text_of(name), arena, &out->view, err);
    if (status == AG_OK &&
        (!ag_row_there(&out->view.row) || !ag_kind_reveals(out->view.row.kind, out->roles, &out->view.row)))
        status = not_there(name, err);
    if (status != AG_OK) return status;
    out->field = AG_NEW(arena, ag_subject_field, MAX_FIELDS);
    out->fact = AG_NEW(arena, ag_subject_fact, MAX_FACTS);
    out->link = AG_NEW(arena, ag_subject_link, MAX_LINKS);
    if (arena->failed) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    find_fields(out);
    find_links(out);
    status = find_facts(out, err);
    if (status == AG_OK) status = find_history(out, events, err);
    if (status == AG_OK) status = ag_casebook_steps(&out->view, &session->actor, &out->step, &out->steps, err);
    if (status == AG_OK && arena->failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    return status;
}

static ag_status no_such_field(const ag_subject *s, const char *name, ag_error *err) {
    const char *word[MAX_FIELDS];
    char hint[AG_HINT_BYTES];
    size_t n = 0;
    for (int i = 0; i < s->fields; i++)
        if (s->field[i].sealed) word[n++] = s->field[i].name;
    return ag_fail(err, AG_USAGE, ag_hint_nearest(name, word, n, "--open all opens what there is", hint),
                   "%.80s has no sealed %.60s", s->name, name);
}

ag_status ag_subject_open(const ag_session *session, const char *field, const char *purpose, ag_subject *s,
                          ag_error *err) {
    const bool all = strcmp(field, "all") == 0;
    ag_wanted *wanted = AG_NEW(s->view.arena, ag_wanted, s->fields + 1);
    int n = 0;
    if (!wanted) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < s->fields; i++)
        if (s->field[i].sealed && (all || strcmp(s->field[i].name, field) == 0))
            wanted[n++] = (ag_wanted){.subject = ag_text_of(s->name), .field = s->field[i].name};
    if (!n && !all) return no_such_field(s, field, err);
    const ag_status status =
        n ? ag_casebook_read(session->casebook, &session->actor, purpose, wanted, n, s->view.arena, err) : AG_OK;
    for (int i = 0, k = 0; i < s->fields && status == AG_OK && k < n; i++) {
        ag_subject_field *f = &s->field[i];
        if (wanted[k].field != f->name) continue;
        f->note = wanted[k].erased ? "erased" : wanted[k].forbidden ? "your role may not read it" : NULL;
        f->value = f->note ? NULL : copy(s->view.arena, wanted[k].value);
        k++;
    }
    return status;
}
