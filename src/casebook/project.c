/* From an entry to rows: the one way in which the projection changes, whether the entry is new, replayed, or another
 * site's.
 *
 *     prepare (deed, its own row) → state, columns of the fields, due → the action's apply → rows written, states
 * counted
 */
#include <stdlib.h>
#include <string.h>

#include "casebook/engine.h"

#include "base/banned.h"

ag_status ag_engine_failed(ag_casebook *casebook, ag_error *err) {
    if (casebook->failed.status == AG_OK) return AG_OK;
    if (err) *err = casebook->failed;
    return casebook->failed.status;
}

/* ---- Tallies: how many of a kind are in a state
 * ------------------------------------------------------------------------- */

static ag_tally_change *tally_of(ag_casebook *casebook, const char *id) {
    for (int i = 0; i < casebook->tallies; i++)
        if (strcmp(casebook->tally[i].id, id) == 0) return &casebook->tally[i];
    if (casebook->tallies == casebook->tally_capacity) {
        const int capacity = casebook->tally_capacity ? 2 * casebook->tally_capacity : 64;
        ag_tally_change *more = realloc(casebook->tally, (size_t)capacity * sizeof *more);
        if (!more) return NULL;
        casebook->tally = more;
        casebook->tally_capacity = capacity;
    }
    ag_tally_change *t = &casebook->tally[casebook->tallies];
    ag_cell cell[TALLY_COLUMNS];
    const ag_cell key = ag_cell_text(ag_text_of(id));
    const size_t n = strlen(id);
    bool found = false;
    if (n >= sizeof t->id) return NULL;
    memcpy(t->id, id, n + 1);
    t->changed = false;
    ag_error err;
    if (ag_store_get(casebook->store, &ag_table_tally, &key, &casebook->arena, cell, &found, &err) != AG_OK) {
        if (casebook->failed.status == AG_OK) casebook->failed = err;
        return NULL;
    }
    t->n = found ? cell[TALLY_N].integer : 0;
    casebook->tallies++;
    return t;
}

int64_t ag_engine_tally(ag_casebook *casebook, const char *id) {
    const ag_tally_change *t = tally_of(casebook, id);
    return t ? t->n : 0;
}

void ag_engine_count(ag_casebook *casebook, const char *kind, ag_text state, int by) {
    ag_buffer id = {0};
    ag_buffer_printf(&id, "%s/%.*s", kind, (int)state.n, state.n ? state.at : "");
    ag_tally_change *t = id.failed ? NULL : tally_of(casebook, id.data);
    if (t) {
        t->n += by;
        t->changed = true;
    } else if (casebook->failed.status == AG_OK)
        ag_fail(&casebook->failed, AG_ENVIRONMENT, NULL, "out of memory");
    ag_buffer_deinit(&id);
}

/* ---- Preparing
 * ------------------------------------------------------------------------------------------------------------ */

void ag_engine_forget(ag_casebook *casebook) { casebook->doing->dirties = casebook->doing->seens = 0; }

ag_status ag_engine_prepare(ag_casebook *casebook, const ag_action *action, const ag_entry *entry, uint64_t at,
                            ag_error *err) {
    ag_doing *doing = casebook->doing;
    const char *colon = memchr(entry->subject.at, ':', entry->subject.n);
    int64_t now = 0;
    ag_time_parse(entry->at, &now);
    ag_engine_forget(casebook);
    doing->at = at;
    doing->insist = false;
    doing->deed = (ag_deed){
        .view = {.casebook = casebook, .arena = &casebook->arena, .now = now},
        .action = action,
        .kind = ag_action_kind(action),
        .seq = entry->seq,
        .by = entry->by,
        .role = entry->role,
        .site = entry->site,
        .when = entry->when,
        .data = entry->data,
    };
    if (!colon) return ag_fail(err, AG_BAD_INPUT, NULL, "entry %llu names no subject", (unsigned long long)entry->seq);
    doing->deed.id = (ag_text){colon + 1, (size_t)(entry->subject.at + entry->subject.n - colon - 1)};
    if (json_array_size(entry->sig) > 1) {
        const json_t *by = json_object_get(json_array_get(entry->sig, 1), "by");
        doing->deed.second = ag_text_of(json_string_value(by));
    }
    doing->deed.view.row = ag_view_row(&doing->deed.view, entry->subject);
    return ag_engine_failed(casebook, err);
}

/* ---- Projecting
 * ------------------------------------------------------------------------------------------------------------ */

static void set_field(ag_row *row, const ag_field *field, const ag_deed *deed, uint64_t at) {
    const json_t *value = json_object_get(deed->data, field->name);
    if (!value) return;
    if (ag_field_is_sealed(field)) {
        ag_row_set_integer(row, ag_view_say(&deed->view, "%s_at", field->name), (int64_t)at);
        return;
    }
    const ag_text text = ag_deed_text(deed, field->name);
    int64_t count;
    if (field->kind != AG_FIELD_COUNT)
        ag_row_set(row, field->name, (ag_text){ag_arena_text(deed->view.arena, text.at, text.n), text.n});
    else if (ag_parse_int(text, &count))
        ag_row_set_integer(row, field->name, count);
}

static void set_common(ag_row *row, ag_deed *deed, uint64_t at) {
    const ag_action *action = deed->action;
    for (const ag_field *field = action->field; field && field->name; field++) set_field(row, field, deed, at);
    if (action->to) ag_row_move(row, action->to);
    if (action->clock.rule)
        ag_row_due(row, action->clock.rule, deed->view.now + action->clock.seconds);
    else if (action->to)
        ag_row_due(row, NULL, 0);
}

static ag_status write_row(ag_casebook *casebook, const ag_dirty *dirty, ag_error *err) {
    ag_row *row = dirty->row;
    const ag_text state = row->cell[ROW_STATE].null ? (ag_text){NULL, 0} : row->cell[ROW_STATE].text;
    row->cell[ROW_CHANGED] = ag_cell_integer((int64_t)casebook->doing->at);
    if (row->fresh) ag_engine_count(casebook, row->kind->name, (ag_text){NULL, 0}, 1);
    if (!ag_text_equal(state, dirty->was)) {
        if (dirty->was.n) ag_engine_count(casebook, row->kind->name, dirty->was, -1);
        if (state.n) ag_engine_count(casebook, row->kind->name, state, 1);
    }
    return ag_store_put(casebook->store, ag_kind_table(row->kind), row->cell, err);
}

/* Another site has said something of what we have spoken about ourselves: for a person to decide. */
static ag_status open_conflict(ag_casebook *casebook, const ag_row *ours, ag_error *err) {
    ag_doing *doing = casebook->doing;
    ag_deed *deed = &doing->deed;
    const ag_text subject = ag_row_subject(&deed->view, ours);
    const ag_text id =
        ag_text_of(ag_view_say(&deed->view, "%llu-%llu-%.*s", (unsigned long long)(doing->at >> AG_CHAIN_SHIFT),
                               (unsigned long long)deed->seq, (int)subject.n, subject.at));
    ag_row *row = ag_deed_make(deed, &ag_kind_conflict, id);
    if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_set(row, "about", subject);
    ag_row_set(row, "action", ag_text_of(deed->action->name));
    ag_row_set_integer(row, "theirs", (int64_t)doing->at);
    ag_row_set_integer(row, "ours", ours->cell[ROW_CHANGED].integer);
    return write_row(casebook, &doing->dirty[doing->dirties - 1], err);
}

static ag_status write_rows(ag_casebook *casebook, ag_error *err) {
    ag_doing *doing = casebook->doing;
    ag_status status = AG_OK;
    const int n = doing->dirties;
    for (int i = 0; i < n && status == AG_OK; i++)
        status = doing->dirty[i].dropped ? open_conflict(casebook, doing->dirty[i].row, err)
                                         : write_row(casebook, &doing->dirty[i], err);
    return status;
}

/* The subject's own row; where another chain has it, a conflict takes the place of the deed. */
static ag_status own_row(ag_casebook *casebook, ag_row **out, ag_error *err) {
    ag_deed *deed = &casebook->doing->deed;
    const ag_text subject =
        ag_text_of(ag_view_say(&deed->view, "%s:%.*s", deed->kind->name, (int)deed->id.n, deed->id.at));
    *out = ag_row_there(&deed->view.row) ? ag_deed_change(deed, subject) : ag_deed_make(deed, deed->kind, deed->id);
    return *out ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

ag_status ag_engine_project(ag_casebook *casebook, ag_error *err) {
    ag_doing *doing = casebook->doing;
    ag_deed *deed = &doing->deed;
    ag_row *row;
    ag_status status = own_row(casebook, &row, err);
    if (status != AG_OK) return status;
    if (doing->dirty[0].dropped) return write_rows(casebook, err);
    set_common(row, deed, doing->at);
    deed->view.row = *row; /* shares its cells */
    if (deed->action->apply) status = deed->action->apply(deed, err);
    if (status == AG_OK) status = ag_engine_failed(casebook, err);
    if (status == AG_OK && casebook->arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    return status == AG_OK ? write_rows(casebook, err) : status;
}

typedef struct foreign_list {
    ag_arena arena;
    ag_text *bytes;
    uint64_t *at;
    size_t n, capacity;
} foreign_list;

static bool gather_foreign(void *context, const ag_cell *cell) {
    foreign_list *list = context;
    if (list->n == list->capacity) return false;
    const ag_text bytes = cell[FOREIGN_BYTES].text;
    list->at[list->n] = (uint64_t)cell[FOREIGN_AT].integer;
    list->bytes[list->n] = (ag_text){ag_arena_text(&list->arena, bytes.at, bytes.n), bytes.n};
    return list->bytes[list->n++].at != NULL;
}

static ag_status project_bytes(ag_casebook *casebook, uint64_t at, ag_text bytes, bool insist, ag_error *err) {
    ag_entry entry;
    ag_status status = ag_entry_parse(bytes, &entry, err);
    if (status != AG_OK) return status;
    const ag_action *action = ag_action_find(entry.action);
    /* Its own founding, users and readings are its own affair. */
    if (action && ag_action_kind(action) != &ag_kind_casebook && ag_action_kind(action) != &ag_kind_user) {
        status = ag_engine_prepare(casebook, action, &entry, at, err);
        casebook->doing->insist = insist;
        if (status == AG_OK) status = ag_engine_project(casebook, err);
    }
    ag_entry_deinit(&entry);
    return status;
}

enum { FOREIGN_BLOCK = 1024 };

ag_status ag_engine_project_foreign(ag_casebook *casebook, uint64_t from_at, uint64_t to_at, bool insist,
                                    ag_error *err) {
    ag_doing *outer = casebook->doing;
    ag_doing *inner = calloc(1, sizeof *inner);
    foreign_list list = {.capacity = FOREIGN_BLOCK};
    ag_arena_init(&list.arena);
    list.bytes = AG_NEW(&list.arena, ag_text, FOREIGN_BLOCK);
    list.at = AG_NEW(&list.arena, uint64_t, FOREIGN_BLOCK);
    ag_status status = inner && list.bytes && list.at ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    casebook->doing = inner;
    const ag_arena outer_arena = casebook->arena; /* holds the deed that takes these in */
    ag_arena_init(&casebook->arena);
    while (status == AG_OK && from_at < to_at) {
        const ag_query query = {.table = &ag_table_foreign,
                                .where = {{FOREIGN_AT, AG_AT_LEAST, ag_cell_integer((int64_t)from_at)},
                                          {FOREIGN_AT, AG_LESS, ag_cell_integer((int64_t)to_at)}},
                                .conditions = 2,
                                .limit = FOREIGN_BLOCK};
        list.n = 0;
        status = ag_store_find(casebook->store, &query, gather_foreign, &list, err);
        for (size_t i = 0; i < list.n && status == AG_OK; i++) {
            ag_arena_reset(&casebook->arena);
            status = project_bytes(casebook, list.at[i], list.bytes[i], insist, err);
        }
        if (!list.n) break;
        from_at = list.at[list.n - 1] + 1;
    }
    ag_arena_deinit(&casebook->arena);
    casebook->arena = outer_arena;
    casebook->doing = outer;
    free(inner);
    ag_arena_deinit(&list.arena);
    return status;
}
