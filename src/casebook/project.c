/* From an entry to rows: the one way in which the projection changes, whether the entry is new, replayed, or another
 * site's.
 *
 *     prepare (deed, its own row) → state, columns, due → the action's apply → rows written, states counted
 *
 * A deed of another site may be held instead: see engine.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "casebook/engine.h"

#include "base/banned.h"

ag_status ag_engine_failed(ag_casebook *casebook, ag_error *err) {
    if (casebook->failed.status == AG_OK) return AG_OK;
    if (err) *err = casebook->failed;
    return casebook->failed.status;
}

/* ---- Tallies: how many of a kind are in a state --------------------------------------------------------------- */

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

void ag_engine_count(ag_casebook *casebook, const char *kind, ag_text state, int64_t by) {
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

/* ---- Preparing ------------------------------------------------------------------------------------------------ */

void ag_engine_forget(ag_casebook *casebook) { casebook->doing->dirties = casebook->doing->seens = 0; }

ag_status ag_engine_prepare(ag_casebook *casebook, const ag_action *action, const ag_entry *entry, uint64_t at,
                            ag_error *err) {
    ag_doing *doing = casebook->doing;
    const char *colon = memchr(entry->subject.at, ':', entry->subject.n);
    int64_t now = 0;
    ag_time_parse(entry->at, &now);
    ag_engine_forget(casebook);
    doing->at = at;
    doing->insist = doing->watched = false;
    doing->held = AG_HELD_NOT;
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

/* ---- Projecting ----------------------------------------------------------------------------------------------- */

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

static ag_status write_rows(ag_casebook *casebook, ag_error *err) {
    ag_doing *doing = casebook->doing;
    ag_status status = AG_OK;
    const int n = doing->dirties;
    for (int i = 0; i < n && status == AG_OK; i++) status = write_row(casebook, &doing->dirty[i], err);
    return status;
}

/* ---- Deeds of other sites that are held ----------------------------------------------------------------------- */

bool ag_engine_is_foreign(const ag_doing *doing) { return doing->at >> AG_CHAIN_SHIFT != 0; }

/* An earlier deed of the same site about this subject waits for a person. */
static bool waits(const ag_doing *doing, ag_text subject) {
    const ag_view *view = &doing->deed.view;
    int n;
    const ag_row *row = ag_view_rows(view, &ag_kind_conflict, "about", subject, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "OPEN") &&
            (uint64_t)ag_row_integer(&row[i], "theirs", 0) >> AG_CHAIN_SHIFT == doing->at >> AG_CHAIN_SHIFT)
            return true;
    return false;
}

static bool is_opened_elsewhere(const ag_doing *doing, const ag_row *row) {
    return (uint64_t)row->cell[ROW_OPENED].integer >> AG_CHAIN_SHIFT != doing->at >> AG_CHAIN_SHIFT;
}

/* What the rows that it would change say, beside what was found while it read them. */
static void look_at_rows(ag_casebook *casebook) {
    ag_doing *doing = casebook->doing;
    const bool any = ag_engine_tally(casebook, "conflict/OPEN") > 0;
    doing->watched = false;
    for (int i = 0; i < doing->dirties && doing->held == AG_HELD_NOT; i++) {
        const ag_row *row = doing->dirty[i].row;
        if (any && waits(doing, ag_row_subject(&doing->deed.view, row)))
            doing->held = AG_HELD_FOLLOWS;
        else if (doing->deed.action->flags & AG_ERASES && ag_engine_is_erased_now(&doing->dirty[i]) &&
                 is_opened_elsewhere(doing, row))
            doing->held = AG_HELD_ERASES;
    }
}

/* SITE-SEQ.K for the k-th of its subjects. */
static ag_status open_conflict(ag_casebook *casebook, int k, const ag_row *ours, ag_error *err) {
    static const char *const why[] = {NULL, "both-spoke", "not-here", "follows", "erases", "cannot-be-applied"};
    ag_doing *doing = casebook->doing;
    ag_deed *deed = &doing->deed;
    ag_row *row = ag_deed_make(deed, &ag_kind_conflict,
                               ag_text_of(ag_view_say(&deed->view, "%.*s-%llu.%d", (int)deed->site.n, deed->site.at,
                                                      (unsigned long long)deed->seq, k)));
    if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_set(row, "about", ag_row_subject(&deed->view, ours));
    ag_row_set(row, "action", ag_text_of(deed->action->name));
    ag_row_set(row, "why", ag_text_of(why[doing->held]));
    ag_row_set_integer(row, "theirs", (int64_t)doing->at);
    if (!ours->fresh) ag_row_set_integer(row, "ours", ours->cell[ROW_CHANGED].integer);
    return AG_OK;
}

static ag_status hold(ag_casebook *casebook, ag_error *err) {
    ag_doing *doing = casebook->doing;
    const int n = doing->dirties;
    ag_row **would_change = AG_NEW(doing->deed.view.arena, ag_row *, n);
    ag_status status = would_change ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < n && status == AG_OK; i++) would_change[i] = doing->dirty[i].row;
    doing->dirties = 0;
    for (int i = 0; i < n && status == AG_OK; i++) status = open_conflict(casebook, i, would_change[i], err);
    if (status == AG_OK) status = ag_engine_failed(casebook, err);
    return status == AG_OK ? write_rows(casebook, err) : status;
}

/* ---- A deed --------------------------------------------------------------------------------------------------- */

static ag_status own_row(ag_casebook *casebook, ag_row **out, ag_error *err) {
    ag_doing *doing = casebook->doing;
    ag_deed *deed = &doing->deed;
    const ag_text subject =
        ag_text_of(ag_view_say(&deed->view, "%s:%.*s", deed->kind->name, (int)deed->id.n, deed->id.at));
    const bool there = ag_row_there(&deed->view.row);
    if (!there && ag_engine_is_foreign(doing) && !(deed->action->flags & AG_CREATES)) {
        if (doing->insist)
            return ag_fail(err, AG_REFUSED, "decide first on what makes it", "%s is not here", subject.at);
        doing->held = AG_HELD_ABSENT;
    }
    *out = there ? ag_deed_change(deed, subject) : ag_deed_make(deed, deed->kind, deed->id);
    return *out ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

ag_status ag_engine_project(ag_casebook *casebook, ag_error *err) {
    ag_doing *doing = casebook->doing;
    ag_deed *deed = &doing->deed;
    ag_row *row;
    doing->watched = ag_engine_is_foreign(doing) && !doing->insist;
    ag_status status = own_row(casebook, &row, err);
    if (status != AG_OK) return status;
    set_common(row, deed, doing->at);
    deed->view.row = *row; /* shares its cells */
    const ag_status applied = deed->action->apply ? deed->action->apply(deed, err) : AG_OK;
    status = ag_engine_failed(casebook, err);
    if (status == AG_OK && casebook->arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK && !doing->watched) status = applied;
    if (status != AG_OK) return status;
    if (applied != AG_OK) doing->held = AG_HELD_FAILS;
    if (doing->watched) look_at_rows(casebook);
    return doing->held != AG_HELD_NOT && !doing->insist ? hold(casebook, err) : write_rows(casebook, err);
}

/* ---- Other sites ---------------------------------------------------------------------------------------------- */

/* By genesis, for of a third site's entries it may be told before its chain is here. */
static const char *had_id(const ag_view *view, uint64_t reader, ag_text genesis) {
    return ag_view_say(view, "%llu-%.*s", (unsigned long long)reader, (int)genesis.n, genesis.at);
}

int64_t ag_engine_had(ag_casebook *casebook, uint64_t reader, uint64_t chain) {
    const ag_view view = {.casebook = casebook, .arena = &casebook->arena};
    ag_cell cell[CHAIN_COLUMNS] = {[CHAIN_GENESIS] = ag_cell_text(ag_text_of(casebook->genesis))};
    const ag_cell key = ag_cell_integer((int64_t)chain);
    bool found = !chain;
    ag_error err;
    if (chain && ag_store_get(casebook->store, &ag_table_chain, &key, view.arena, cell, &found, &err) != AG_OK &&
        casebook->failed.status == AG_OK)
        casebook->failed = err;
    return found ? ag_engine_tally(casebook,
                                   ag_view_say(&view, "had/%s", had_id(&view, reader, cell[CHAIN_GENESIS].text)))
                 : 0;
}

/* A casebook.receive of another site: from there on it has these entries of ours, or of a third site. */
static ag_status learn_what_it_had(ag_casebook *casebook, const ag_entry *entry, uint64_t at, ag_error *err) {
    const ag_view view = {.casebook = casebook, .arena = &casebook->arena};
    const ag_deed deed = {.data = entry->data};
    const ag_text genesis = ag_deed_text(&deed, "genesis");
    const char *id = had_id(&view, at >> AG_CHAIN_SHIFT, genesis);
    const int64_t first = ag_deed_count(&deed, "first", 0), n = ag_deed_count(&deed, "entries", 0),
                  most = 1LL << AG_CHAIN_SHIFT;
    if (first < 0 || first > most || n < 0 || n > most || genesis.n != AG_DIGEST_HEX) return AG_OK;
    const int64_t more = first + n - ag_engine_tally(casebook, ag_view_say(&view, "had/%s", id));
    if (more > 0) ag_engine_count(casebook, "had", ag_text_of(id), more);
    return ag_engine_failed(casebook, err);
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

const ag_action *ag_engine_applicable(const ag_entry *entry) {
    const ag_action *action = ag_action_find(entry->action);
    const ag_kind *kind = action ? ag_action_kind(action) : NULL;
    const ag_text subject = entry->subject;
    const size_t n = kind ? strlen(kind->name) : 0;
    if (!kind || subject.n <= n + 1 || subject.n > n + 1 + AG_MAX_SUBJECT_ID || subject.at[n] != ':' ||
        memcmp(subject.at, kind->name, n) != 0)
        return NULL;
    for (size_t i = n; i < subject.n; i++)
        if ((unsigned char)subject.at[i] <= ' ' || (unsigned char)subject.at[i] > '~') return NULL;
    return action;
}

/* Its own founding, users, decisions and readings are its own affair; but what it closes for good of its own words is
 * closed here too. */
static ag_status project_own_affair(ag_casebook *casebook, const ag_entry *entry, uint64_t at, bool live,
                                    ag_error *err) {
    const ag_deed deed = {.data = entry->data};
    const uint64_t chain = at >> AG_CHAIN_SHIFT << AG_CHAIN_SHIFT;
    if (ag_text_equal(entry->action, AG_TEXT("casebook.receive"))) return learn_what_it_had(casebook, entry, at, err);
    if (!live || !ag_text_equal(entry->action, AG_TEXT("casebook.erase"))) return AG_OK;
    const char *field = json_string_value(json_object_get(entry->data, "field"));
    return ag_engine_erase(casebook, ag_deed_text(&deed, "erases"), field, chain, at, err);
}

/* live: not a replay, which has no keys to close. */
static ag_status project_entry(ag_casebook *casebook, const ag_entry *entry, uint64_t at, bool insist, bool live,
                               ag_error *err) {
    const ag_action *action = ag_engine_applicable(entry);
    const ag_kind *kind = action ? ag_action_kind(action) : NULL;
    if (!action) return AG_OK; /* kept, and projected by a program that knows it */
    if (kind == &ag_kind_casebook || kind == &ag_kind_user || kind == &ag_kind_conflict)
        return project_own_affair(casebook, entry, at, live, err);
    ag_status status = ag_engine_prepare(casebook, action, entry, at, err);
    casebook->doing->insist = insist;
    if (status == AG_OK) status = ag_engine_project(casebook, err);
    const bool done = insist || casebook->doing->held == AG_HELD_NOT;
    if (status != AG_OK || !live || !done || !(action->flags & AG_ERASES)) return status;
    const uint64_t chain = at >> AG_CHAIN_SHIFT << AG_CHAIN_SHIFT;
    return ag_engine_erase_erased(casebook, insist ? 0 : chain, insist ? INT64_MAX : chain + (1ULL << AG_CHAIN_SHIFT),
                                  err);
}

static ag_status project_bytes(ag_casebook *casebook, uint64_t at, ag_text bytes, bool insist, bool live,
                               ag_error *err) {
    ag_entry entry;
    ag_status status = ag_entry_parse(bytes, &entry, err);
    if (status != AG_OK) return status;
    status = project_entry(casebook, &entry, at, insist, live, err);
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
    const bool live = outer->deed.actor != NULL;
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
            status = project_bytes(casebook, list.at[i], list.bytes[i], insist, live, err);
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
