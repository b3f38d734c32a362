/* Rows as guards, facts and apply see them: see deed.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "casebook/engine.h"

#include "base/banned.h"

/* ---- Rows ----------------------------------------------------------------------------------------------------- */

bool ag_row_there(const ag_row *row) { return row && row->cell; }

ag_text ag_row_id(const ag_row *row) { return ag_row_there(row) ? row->cell[ROW_ID].text : (ag_text){NULL, 0}; }

static const ag_cell *cell_of(const ag_row *row, const char *column) {
    const int c = ag_row_there(row) ? ag_table_column(ag_kind_table(row->kind), column) : -1;
    return c < 0 || row->cell[c].null ? NULL : &row->cell[c];
}

ag_text ag_row_text(const ag_row *row, const char *column) {
    const ag_cell *cell = cell_of(row, column);
    return cell ? cell->text : (ag_text){NULL, 0};
}

int64_t ag_row_integer(const ag_row *row, const char *column, int64_t otherwise) {
    const ag_cell *cell = cell_of(row, column);
    return cell ? cell->integer : otherwise;
}

bool ag_row_is(const ag_row *row, const char *column, const char *value) {
    const ag_text text = ag_row_text(row, column);
    return text.n && ag_text_equal(text, ag_text_of(value));
}

static bool text_in(ag_text word, const char *words) {
    for (const char *at = words; at && *at;) {
        const size_t n = strcspn(at, " ");
        if (n && ag_text_equal(word, (ag_text){at, n})) return true;
        at += n + (at[n] == ' ');
    }
    return false;
}

bool ag_row_state(const ag_row *row, const char *states) {
    return ag_row_there(row) && !row->cell[ROW_STATE].null && text_in(row->cell[ROW_STATE].text, states);
}

int ag_row_compare(const void *a, const void *b) {
    const ag_row *x = a, *y = b;
    const int64_t m = x->cell[ROW_RECORDED].integer, n = y->cell[ROW_RECORDED].integer;
    return m != n ? (m < n ? -1 : 1) : ag_text_compare(ag_row_id(x), ag_row_id(y));
}

const char *ag_view_say(const ag_view *view, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = n < 0 ? NULL : ag_arena_alloc(view->arena, (size_t)n + 1);
    if (text) vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return text ? text : "";
}

ag_text ag_row_subject(const ag_view *view, const ag_row *row) {
    if (!ag_row_there(row)) return (ag_text){"", 0};
    const ag_text id = ag_row_id(row);
    return ag_text_of(ag_view_say(view, "%s:%.*s", row->kind->name, (int)id.n, id.at ? id.at : ""));
}

/* ---- Looking -------------------------------------------------------------------------------------------------- */

static void keep_failure(const ag_view *view, ag_status status, const ag_error *err) {
    if (status != AG_OK && view->casebook->failed.status == AG_OK) view->casebook->failed = *err;
}

static bool split_subject(ag_text subject, const ag_kind **kind, ag_text *id) {
    const char *colon = subject.n ? memchr(subject.at, ':', subject.n) : NULL;
    *kind = colon ? ag_kind_find((ag_text){subject.at, (size_t)(colon - subject.at)}) : NULL;
    if (*kind) *id = (ag_text){colon + 1, (size_t)(subject.at + subject.n - colon - 1)};
    return *kind && id->n;
}

/* Whether `row` was last changed by another chain, with an entry that the site of this one did not have when it wrote
 * it: then the two have spoken apart. */
static bool is_news_to(ag_casebook *casebook, const ag_doing *doing, const ag_row *row) {
    const uint64_t changed = (uint64_t)row->cell[ROW_CHANGED].integer, chain = changed >> AG_CHAIN_SHIFT,
                   reader = doing->at >> AG_CHAIN_SHIFT;
    if (!doing->watched || chain == reader) return false;
    return changed - (chain << AG_CHAIN_SHIFT) >= (uint64_t)ag_engine_had(casebook, reader, chain);
}

/* What another site's deed reads or changes here must be as it was there. */
static void watch(const ag_view *view, const ag_row *row) {
    ag_doing *doing = view->casebook->doing;
    if (is_news_to(view->casebook, doing, row)) doing->held = AG_HELD_BOTH;
}

static ag_dirty *dirty_of(ag_casebook *casebook, const ag_kind *kind, ag_text id) {
    ag_doing *doing = casebook->doing;
    for (int i = 0; doing && i < doing->dirties; i++)
        if (doing->dirty[i].row->kind == kind && ag_text_equal(ag_row_id(doing->dirty[i].row), id))
            return &doing->dirty[i];
    return NULL;
}

static ag_row fetch(const ag_view *view, const ag_kind *kind, ag_text id) {
    ag_row row = {.kind = kind};
    ag_error err;
    const ag_table *table = ag_kind_table(kind);
    ag_cell *cell = AG_NEW(view->arena, ag_cell, table->columns);
    const ag_cell key = ag_cell_text(id);
    bool found = false;
    const ag_status status = cell ? ag_store_get(view->casebook->store, table, &key, view->arena, cell, &found, &err)
                                  : ag_fail(&err, AG_ENVIRONMENT, NULL, "out of memory");
    keep_failure(view, status, &err);
    if (status == AG_OK && found) row.cell = cell;
    return row;
}

static ag_row fetch_once(const ag_view *view, const ag_kind *kind, ag_text id, ag_text subject) {
    ag_doing *doing = view->casebook->doing;
    for (int i = 0; i < doing->seens; i++)
        if (ag_text_equal(ag_text_of(doing->seen_subject[i]), subject)) return doing->seen[i];
    const ag_row row = fetch(view, kind, id);
    if (doing->seens == AG_MAX_SEEN) return row;
    doing->seen_subject[doing->seens] = ag_arena_text(view->arena, subject.at, subject.n);
    if (doing->seen_subject[doing->seens]) doing->seen[doing->seens++] = row;
    return row;
}

ag_row ag_view_row(const ag_view *view, ag_text subject) {
    ag_casebook *casebook = view->casebook;
    ag_row row = {0};
    ag_text id;
    if (!split_subject(subject, &row.kind, &id)) return row;
    /* While a deed is done nobody else writes: what it has changed or seen stays so. */
    const bool doing_one = casebook->writing && view->arena == &casebook->arena;
    const ag_dirty *dirty = doing_one ? dirty_of(casebook, row.kind, id) : NULL;
    if (dirty) return *dirty->row;
    row = doing_one ? fetch_once(view, row.kind, id, subject) : fetch(view, row.kind, id);
    if (row.cell) watch(view, &row); /* also one that was seen before the watch began */
    return row;
}

typedef struct gathering {
    const ag_view *view;
    const ag_kind *kind;
    ag_row *row;
    int n, capacity;
} gathering;

static ag_cell copied(ag_arena *arena, const ag_cell *cell) {
    ag_cell copy = *cell;
    if (!cell->null && cell->text.n) copy.text.at = ag_arena_text(arena, cell->text.at, cell->text.n);
    if (!copy.text.at) copy.text.n = 0;
    return copy;
}

static bool gather(void *context, const ag_cell *cell) {
    gathering *g = context;
    const int columns = ag_kind_table(g->kind)->columns;
    if (g->n == g->capacity) {
        const int capacity = g->capacity ? 2 * g->capacity : 16;
        ag_row *row = AG_NEW(g->view->arena, ag_row, capacity);
        if (!row) return false;
        if (g->n) memcpy(row, g->row, (size_t)g->n * sizeof *row);
        g->row = row;
        g->capacity = capacity;
    }
    ag_cell *copy = AG_NEW(g->view->arena, ag_cell, columns);
    for (int c = 0; copy && c < columns; c++) copy[c] = copied(g->view->arena, &cell[c]);
    g->row[g->n++] = (ag_row){.kind = g->kind, .cell = copy};
    return copy != NULL;
}

/* A condition column = value, of the column's type. False: there is no such column, or no such number. */
static bool where_equal(const ag_table *table, const char *column, ag_text value, ag_where *out) {
    out->column = ag_table_column(table, column);
    out->is = AG_EQUAL;
    if (out->column < 0) return false;
    int64_t number;
    if (table->column[out->column].type != AG_COLUMN_INTEGER) return out->value = ag_cell_text(value), true;
    return ag_parse_int(value, &number) && (out->value = ag_cell_integer(number), true);
}

const ag_row *ag_view_rows(const ag_view *view, const ag_kind *kind, const char *column, ag_text value, int limit,
                           int *n) {
    ag_query query = {.table = ag_kind_table(kind), .limit = limit};
    gathering g = {.view = view, .kind = kind};
    ag_error err;
    *n = 0;
    if (value.at) {
        if (!where_equal(query.table, column, value, &query.where[0])) return NULL;
        query.conditions = 1;
    }
    ag_status status = ag_store_find(view->casebook->store, &query, gather, &g, &err);
    if (status == AG_OK && view->arena->failed) status = ag_fail(&err, AG_ENVIRONMENT, NULL, "out of memory");
    keep_failure(view, status, &err);
    *n = status == AG_OK ? g.n : 0;
    for (int i = 0; i < *n; i++) watch(view, &g.row[i]);
    return g.row;
}

ag_row ag_view_last(const ag_view *view, const ag_kind *kind, ag_text from, ag_text below) {
    const ag_query query = {
        .table = ag_kind_table(kind),
        .where = {{ROW_ID, AG_AT_LEAST, ag_cell_text(from)}, {ROW_ID, AG_LESS, ag_cell_text(below)}},
        .conditions = 2,
        .descending = true,
        .limit = 1};
    gathering g = {.view = view, .kind = kind};
    ag_error err;
    const ag_status status = ag_store_find(view->casebook->store, &query, gather, &g, &err);
    keep_failure(view, status, &err);
    return status == AG_OK && g.n ? g.row[0] : (ag_row){.kind = kind};
}

enum { PAGE = 50 };

static ag_status find_by_column(const ag_view *view, const ag_page *page, gathering *g, ag_error *err) {
    ag_query query = {.table = ag_kind_table(page->kind), .limit = page->limit ? page->limit : PAGE};
    if (page->column && !where_equal(query.table, page->column, page->value, &query.where[query.conditions++]))
        return ag_fail(err, AG_USAGE, NULL, "%s have no \"%.60s\" to ask for", page->kind->plural, page->column);
    if (page->after.n) query.where[query.conditions++] = (ag_where){ROW_ID, AG_MORE, ag_cell_text(page->after)};
    return ag_store_find(view->casebook->store, &query, gather, g, err);
}

/* Those due at the moment at which the page before ended, then those due later: an index answers either. */
static ag_status find_by_due(const ag_view *view, const ag_page *page, gathering *g, ag_error *err) {
    const ag_cell after = ag_cell_integer(page->after_due);
    ag_query query = {.table = ag_kind_table(page->kind),
                      .where = {{ROW_DUE, AG_EQUAL, after}, {ROW_ID, AG_MORE, ag_cell_text(page->after)}},
                      .conditions = 2,
                      .limit = page->limit ? page->limit : PAGE};
    ag_status status = page->after.n ? ag_store_find(view->casebook->store, &query, gather, g, err) : AG_OK;
    query.limit -= g->n;
    if (status != AG_OK || !query.limit) return status;
    query.where[0] = (ag_where){ROW_DUE, AG_LESS, ag_cell_integer(view->now)};
    query.where[1] = (ag_where){ROW_DUE, AG_MORE, after};
    query.conditions = page->after.n ? 2 : 1;
    query.order = ROW_DUE;
    return ag_store_find(view->casebook->store, &query, gather, g, err);
}

ag_status ag_casebook_list(const ag_view *view, const ag_page *page, const ag_row **out, int *n, ag_error *err) {
    gathering g = {.view = view, .kind = page->kind};
    const bool by_due = page->column && strcmp(page->column, "due") == 0;
    *out = NULL;
    *n = 0;
    const ag_status status = by_due ? find_by_due(view, page, &g, err) : find_by_column(view, page, &g, err);
    if (status == AG_OK && view->arena->failed) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    *out = g.row;
    *n = g.n;
    return status;
}

int64_t ag_view_count(const ag_view *view, const ag_kind *kind, const char *column, ag_text value, const char *state) {
    ag_query query = {.table = ag_kind_table(kind)};
    ag_error err;
    int64_t n = 0;
    if (value.at && !where_equal(query.table, column, value, &query.where[query.conditions++])) return 0;
    if (state) query.where[query.conditions++] = (ag_where){ROW_STATE, AG_EQUAL, ag_cell_text(ag_text_of(state))};
    const ag_status status = ag_store_count(view->casebook->store, &query, &n, &err);
    keep_failure(view, status, &err);
    return n;
}

/* ---- What the request says ------------------------------------------------------------------------------------ */

ag_text ag_deed_text(const ag_deed *deed, const char *field) {
    const json_t *value = json_object_get(deed->data, field);
    if (json_is_null(value)) value = json_object_get(deed->sealed, field);
    return json_is_string(value) ? (ag_text){json_string_value(value), json_string_length(value)} : (ag_text){NULL, 0};
}

bool ag_deed_has(const ag_deed *deed, const char *field) { return json_object_get(deed->data, field) != NULL; }

int64_t ag_deed_count(const ag_deed *deed, const char *field, int64_t otherwise) {
    int64_t n;
    return ag_parse_int(ag_deed_text(deed, field), &n) ? n : otherwise;
}

bool ag_deed_is(const ag_deed *deed, const char *field, const char *value) {
    const ag_text text = ag_deed_text(deed, field);
    return text.n && ag_text_equal(text, ag_text_of(value));
}

bool ag_deed_each(const ag_deed *deed, const char *field, int k, ag_text *out) {
    const ag_text all = ag_deed_text(deed, field);
    for (size_t at = 0; at < all.n;) {
        size_t end = at;
        while (end < all.n && all.at[end] != ' ') end++;
        if (k-- == 0) return *out = (ag_text){all.at + at, end - at}, true;
        at = end + 1;
    }
    return false;
}

int64_t ag_order_of(int64_t recorded, uint64_t seq) {
    enum { WITHIN_A_SECOND = 28 };
    return recorded * (1LL << WITHIN_A_SECOND) + (int64_t)(seq & ((1ULL << WITHIN_A_SECOND) - 1));
}

int64_t ag_deed_order(const ag_deed *deed) { return ag_order_of(deed->view.now, deed->seq); }

int32_t ag_deed_day(const ag_deed *deed) {
    ag_date date;
    if (deed->when.n && ag_date_parse_edtf(deed->when, &date) && date.first != INT32_MIN) return date.first;
    return (int32_t)(deed->view.now / 86400);
}

/* ---- Changing ------------------------------------------------------------------------------------------------- */

static ag_row *remember(ag_doing *doing, ag_row row) {
    ag_row *kept = AG_NEW(doing->deed.view.arena, ag_row, 1);
    if (!kept || doing->dirties == AG_MAX_DIRTY) return NULL;
    *kept = row;
    doing->dirty[doing->dirties++] =
        (ag_dirty){kept, row.fresh || row.cell[ROW_STATE].null ? (ag_text){NULL, 0} : row.cell[ROW_STATE].text};
    return kept;
}

static ag_row blank_row(const ag_deed *deed, const ag_kind *kind) {
    const ag_table *table = ag_kind_table(kind);
    ag_row row = {.kind = kind, .cell = AG_NEW(deed->view.arena, ag_cell, table->columns), .fresh = true};
    for (int c = 0; row.cell && c < table->columns; c++) row.cell[c] = ag_cell_null();
    return row;
}

/* Another site may speak of what is not here, or nowhere: what becomes of that is written nowhere either. */
static ag_row *absent_row(ag_doing *doing) {
    ag_row *row = AG_NEW(doing->deed.view.arena, ag_row, 1);
    if (!ag_engine_is_foreign(doing) || !row) return NULL;
    if (doing->held == AG_HELD_NOT) doing->held = AG_HELD_ABSENT;
    *row = blank_row(&doing->deed, doing->deed.kind);
    return row->cell ? row : NULL;
}

ag_row *ag_deed_change(ag_deed *deed, ag_text subject) {
    ag_doing *doing = deed->view.casebook->doing;
    const ag_kind *kind;
    ag_text id;
    if (!subject.n) return NULL;
    if (!split_subject(subject, &kind, &id)) return absent_row(doing);
    const ag_dirty *dirty = dirty_of(deed->view.casebook, kind, id);
    if (dirty) return dirty->row;
    const ag_row row = ag_view_row(&deed->view, subject);
    return row.cell ? remember(doing, row) : absent_row(doing);
}

ag_row *ag_deed_make(ag_deed *deed, const ag_kind *kind, ag_text id) {
    ag_doing *doing = deed->view.casebook->doing;
    if (ag_engine_is_foreign(doing)) { /* our own deeds have looked, or have an id from their number */
        const ag_text subject =
            ag_text_of(ag_view_say(&deed->view, "%s:%.*s", kind->name, (int)id.n, id.at ? id.at : ""));
        const ag_row there = ag_view_row(&deed->view, subject);
        if (ag_row_there(&there)) return ag_deed_change(deed, subject);
    }
    ag_row row = blank_row(deed, kind);
    if (!row.cell) return NULL;
    row.cell[ROW_ID] = ag_cell_text(id);
    if (kind->state) row.cell[ROW_STATE] = ag_cell_text(ag_text_of(kind->state[0]));
    row.cell[ROW_ORIGIN] = ag_cell_text(deed->site);
    row.cell[ROW_OPENED] = ag_cell_integer((int64_t)doing->at);
    row.cell[ROW_CHANGED] = ag_cell_integer((int64_t)doing->at);
    row.cell[ROW_RECORDED] = ag_cell_integer(ag_deed_order(deed));
    return remember(doing, row);
}

static ag_cell *own_cell(ag_row *row, const char *column) {
    const int c = row ? ag_table_column(ag_kind_table(row->kind), column) : -1;
    return c < 0 ? NULL : &row->cell[c];
}

void ag_row_set(ag_row *row, const char *column, ag_text value) {
    ag_cell *cell = own_cell(row, column);
    if (cell) *cell = value.n ? ag_cell_text(value) : ag_cell_null();
}

void ag_row_set_integer(ag_row *row, const char *column, int64_t value) {
    ag_cell *cell = own_cell(row, column);
    if (cell) *cell = ag_cell_integer(value);
}

void ag_row_move(ag_row *row, const char *state) { ag_row_set(row, "state", ag_text_of(state)); }

void ag_row_due(ag_row *row, const char *rule, int64_t at) {
    if (!row) return;
    row->cell[ROW_DUE] = rule ? ag_cell_integer(at) : ag_cell_null();
    row->cell[ROW_DUE_RULE] = rule ? ag_cell_text(ag_text_of(rule)) : ag_cell_null();
}
