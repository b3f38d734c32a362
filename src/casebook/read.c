/* Sealed content: opening it with an entry that says so, closing it for good, files, and a new key for the casebook. */
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "casebook/engine.h"

#include "base/banned.h"

enum { LISTED_SUBJECTS = 200 };

/* ---- Payloads ------------------------------------------------------------------------------------------------- */

/* The bytes of any entry that is here, by its number. */
static ag_status entry_bytes(ag_casebook *casebook, uint64_t at, ag_arena *arena, ag_text *out, ag_error *err) {
    ag_cell cell[ENTRY_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)at);
    const bool own = at >> AG_CHAIN_SHIFT == 0;
    bool found = false;
    const ag_status status =
        ag_store_get(casebook->store, own ? &ag_table_entry : &ag_table_foreign, &key, arena, cell, &found, err);
    if (status == AG_OK && !found)
        return ag_fail(err, AG_BAD_INPUT, "`antigone verify` says more", "entry %llu is not here",
                       (unsigned long long)at);
    if (status == AG_OK) *out = cell[own ? ENTRY_BYTES : FOREIGN_BYTES].text;
    return status;
}

typedef struct unsealed {
    json_t *content; /* owned; NULL: erased */
    uint64_t at;
} unsealed;

/* Opens the payload of entry `at`. *content NULL: its key is gone, or there is none here. */
static ag_status open_payload(ag_casebook *casebook, const ag_kind *kind, uint64_t at, ag_arena *arena,
                              json_t **content, ag_error *err) {
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)at);
    ag_entry entry;
    ag_digest commitment;
    ag_text bytes;
    ag_buffer plain = {0};
    bool found = false;
    *content = NULL;
    ag_status status = ag_store_get(casebook->store, &ag_table_payload, &key, arena, cell, &found, err);
    if (status != AG_OK || !found || !ag_engine_has_key(&cell[PAYLOAD_WRAPPED])) return status;
    status = entry_bytes(casebook, at, arena, &bytes, err);
    if (status == AG_OK) status = ag_entry_parse(bytes, &entry, err);
    if (status != AG_OK) return status;
    if (!ag_digest_parse(entry.sealed, &commitment))
        status = ag_fail(err, AG_BAD_INPUT, NULL, "entry %llu has no sealed content", (unsigned long long)at);
    ag_entry_deinit(&entry);
    if (status == AG_OK)
        status = ag_unseal(ag_engine_key(casebook, kind), cell[PAYLOAD_WRAPPED].text, cell[PAYLOAD_BOX].text,
                           &commitment, &plain, err);
    if (status == AG_OK) status = ag_canonical_parse((ag_text){plain.data, plain.n}, content, err);
    if (plain.data) ag_secret_wipe(plain.data, plain.n);
    ag_buffer_deinit(&plain);
    return status;
}

static unsigned readers_of(const ag_kind *kind, const char *field) {
    for (const ag_action *action = kind->action; action->name; action++) {
        const ag_field *f = ag_action_field(action, ag_text_of(field));
        if (f && ag_field_is_sealed(f)) return f->readers ? f->readers : kind->readers;
    }
    return 0;
}

static bool may_read(const ag_view *view, const ag_actor *actor, const char *field) {
    if (!(readers_of(view->row.kind, field) & actor->roles)) return false;
    return !view->row.kind->may_read || !view->row.kind->may_read(view, actor, field);
}

/* ---- Many, for an index --------------------------------------------------------------------------------------- */

typedef struct opening {
    const ag_secret *key;
    ag_text *wrapped, *box; /* [n], in the arena; empty: the key is gone */
    ag_engine_visit *visit;
    void *context;
} opening;

static ag_status open_one(void *context, size_t i, int worker, ag_error *err) {
    const opening *o = context;
    ag_buffer plain = {0};
    json_t *content = NULL;
    (void)worker;
    if (!o->wrapped[i].n) return AG_OK;
    ag_status status = ag_unseal(o->key, o->wrapped[i], o->box[i], NULL, &plain, err);
    if (status == AG_OK) status = ag_canonical_parse((ag_text){plain.data, plain.n}, &content, err);
    if (status == AG_OK) status = o->visit(o->context, i, content, err);
    json_decref(content);
    if (plain.data) ag_secret_wipe(plain.data, plain.n);
    ag_buffer_deinit(&plain);
    return status;
}

ag_status ag_engine_open_many(ag_casebook *casebook, const ag_kind *kind, const int64_t *at, size_t n, int threads,
                              ag_engine_visit *visit, void *context, ag_error *err) {
    if (!casebook->have_key)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key", "sealed fields cannot be opened");
    ag_arena arena;
    ag_arena_init(&arena);
    opening o = {ag_engine_key(casebook, kind), AG_NEW(&arena, ag_text, n + 1), AG_NEW(&arena, ag_text, n + 1), visit,
                 context};
    const bool own = !casebook->writing;
    ag_status status = o.wrapped && o.box ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK && own) status = ag_store_begin(casebook->store, false, err);
    for (size_t i = 0; i < n && status == AG_OK; i++) {
        ag_cell cell[PAYLOAD_COLUMNS];
        const ag_cell key = ag_cell_integer(at[i]);
        bool found = false;
        status = ag_store_get(casebook->store, &ag_table_payload, &key, &arena, cell, &found, err);
        if (status != AG_OK || !found || !ag_engine_has_key(&cell[PAYLOAD_WRAPPED])) continue;
        o.wrapped[i] = cell[PAYLOAD_WRAPPED].text;
        o.box[i] = cell[PAYLOAD_BOX].text;
    }
    if (own) ag_store_rollback(casebook->store);
    if (status == AG_OK) status = ag_parallel(n, threads, NULL, open_one, &o, err);
    ag_arena_deinit(&arena);
    return status;
}

/* ---- Reading -------------------------------------------------------------------------------------------------- */

static int compare_wanted(const void *a, const void *b) {
    const ag_wanted *const *x = a, *const *y = b;
    const int order = ag_text_compare((*x)->subject, (*y)->subject);
    return order ? order : strcmp((*x)->field, (*y)->field);
}

static void add_word(ag_buffer *list, const char *word) {
    if (list->n && ag_words_have(list->data, word)) return;
    if (list->n) ag_buffer_putc(list, ' ');
    ag_buffer_puts(list, word);
}

/* What is about to be opened, as the fields of a casebook.read entry: by name where it is little, by digest where it is
 * much. */
static json_t *what_is_read(const char *purpose, ag_wanted *const *opened, int n) {
    ag_buffer subjects = {0}, fields = {0}, all = {0};
    char digest[AG_DIGEST_HEX + 1];
    for (int i = 0; i < n; i++) {
        const ag_text subject = opened[i]->subject;
        add_word(&fields, opened[i]->field);
        ag_buffer_printf(&all, "%.*s\n", (int)subject.n, subject.at);
        const bool again = i && ag_text_equal(subject, opened[i - 1]->subject);
        if (n <= LISTED_SUBJECTS && !again)
            ag_buffer_printf(&subjects, "%s%.*s", subjects.n ? " " : "", (int)subject.n, subject.at);
    }
    const ag_digest sum = ag_sha256(all.data ? all.data : "", all.n);
    json_t *object = json_pack("{s:s,s:s,s:I,s:s}", "purpose", purpose, "fields", fields.data ? fields.data : "",
                               "count", (json_int_t)n, "digest", ag_digest_hex(&sum, digest));
    if (object && subjects.n) json_object_set_new(object, "subjects", json_string(subjects.data));
    ag_buffer_deinit(&subjects);
    ag_buffer_deinit(&fields);
    ag_buffer_deinit(&all);
    return object;
}

static ag_status record_reading(ag_casebook *casebook, const ag_actor *actor, const char *purpose,
                                ag_wanted *const *opened, int n, ag_error *err) {
    ag_receipt receipt;
    json_t *field = what_is_read(purpose, opened, n);
    const ag_request request = {
        .action = "casebook.read", .subject = AG_TEXT("casebook:1"), .field = field, .program = true};
    const ag_status status = field ? ag_casebook_do(casebook, actor, &request, &receipt, NULL, err)
                                   : ag_fail(err, AG_USAGE, "say it in UTF-8", "the purpose cannot be read");
    json_decref(field);
    return status;
}

static ag_status open_value(const ag_view *view, ag_wanted *wanted, unsealed *last, ag_error *err) {
    const int64_t at = ag_row_integer(&view->row, ag_view_say(view, "%s_at", wanted->field), -1);
    if (at < 0) return AG_OK;
    if (last->at != (uint64_t)at) {
        json_decref(last->content);
        last->at = (uint64_t)at;
        const ag_status status =
            open_payload(view->casebook, view->row.kind, (uint64_t)at, view->arena, &last->content, err);
        if (status != AG_OK) return status;
    }
    const json_t *value = json_object_get(last->content, wanted->field);
    wanted->erased = !value;
    if (value)
        wanted->value = (ag_text){ag_arena_text(view->arena, json_string_value(value), json_string_length(value)),
                                  json_string_length(value)};
    return AG_OK;
}

/* Several wanted fields of one subject in a row are looked up once. */
static ag_status view_of(ag_view *view, const ag_wanted *wanted, ag_error *err) {
    const bool same = ag_row_there(&view->row) && ag_text_equal(ag_row_subject(view, &view->row), wanted->subject);
    if (!same) view->row = ag_view_row(view, wanted->subject);
    return ag_engine_failed(view->casebook, err);
}

/* In one transaction, so that a database is not locked anew for each value. */
static ag_status open_values(ag_view *view, ag_wanted *const *wanted, int n, ag_error *err) {
    const bool own = !view->casebook->writing;
    unsealed last = {.at = UINT64_MAX};
    ag_status status = own ? ag_store_begin(view->casebook->store, false, err) : AG_OK;
    if (status != AG_OK) return status;
    for (int i = 0; i < n && status == AG_OK; i++) {
        status = view_of(view, wanted[i], err);
        if (status == AG_OK) status = open_value(view, wanted[i], &last, err);
    }
    json_decref(last.content);
    if (own) ag_store_rollback(view->casebook->store);
    return status;
}

ag_status ag_casebook_read(ag_casebook *casebook, const ag_actor *actor, const char *purpose, ag_wanted *wanted, int n,
                           ag_arena *arena, ag_error *err) {
    if (!casebook->have_key)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key", "sealed fields cannot be opened");
    ag_view view;
    ag_status status = ag_casebook_view(casebook, (ag_text){NULL, 0}, arena, &view, err);
    ag_wanted **open = malloc((size_t)(n ? n : 1) * sizeof *open);
    int opens = 0;
    if (!open) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < n && status == AG_OK; i++) {
        wanted[i].value = (ag_text){NULL, 0};
        wanted[i].erased = false;
        status = view_of(&view, &wanted[i], err);
        wanted[i].forbidden = ag_row_there(&view.row) && !may_read(&view, actor, wanted[i].field);
        if (ag_row_there(&view.row) && !wanted[i].forbidden) open[opens++] = &wanted[i];
    }
    if (status == AG_OK && opens) {
        qsort(open, (size_t)opens, sizeof(ag_wanted *), compare_wanted);
        status = record_reading(casebook, actor, purpose, open, opens, err);
    }
    if (status == AG_OK) status = open_values(&view, open, opens, err);
    free(open);
    return status == AG_OK && arena->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

/* ---- Erasing -------------------------------------------------------------------------------------------------- */

bool ag_engine_has_key(const ag_cell *wrapped) { return !wrapped->null && wrapped->text.n; }

static ag_status drop_key(ag_casebook *casebook, uint64_t at, ag_error *err) {
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer((int64_t)at);
    bool found = false;
    ag_status status = ag_store_get(casebook->store, &ag_table_payload, &key, &casebook->arena, cell, &found, err);
    if (status != AG_OK || !found) return status;
    cell[PAYLOAD_WRAPPED] = ag_cell_text((ag_text){"", 0});
    /* Removed and not replaced, so that the store empties its log of it too (store.h). */
    status = ag_store_remove(casebook->store, &ag_table_payload, &key, err);
    return status == AG_OK ? ag_store_add(casebook->store, &ag_table_payload, cell, err) : status;
}

ag_status ag_engine_erase(ag_casebook *casebook, ag_text subject, const char *field, uint64_t from, uint64_t to,
                          ag_error *err) {
    const ag_view view = {.casebook = casebook, .arena = &casebook->arena};
    const ag_past *past;
    int n;
    ag_status status = ag_casebook_history(&view, subject, 0, &past, &n, err);
    for (int i = 0; i < n && status == AG_OK; i++) {
        ag_entry entry;
        if (past[i].at < from || past[i].at >= to) continue;
        status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) break;
        const bool has = !field || json_is_null(json_object_get(entry.data, field));
        ag_entry_deinit(&entry);
        if (has) status = drop_key(casebook, past[i].at, err);
    }
    return status;
}

bool ag_engine_is_erased_now(const ag_dirty *dirty) {
    return ag_row_state(dirty->row, "ERASED") && !ag_text_equal(dirty->was, AG_TEXT("ERASED"));
}

ag_status ag_engine_erase_erased(ag_casebook *casebook, uint64_t from, uint64_t to, ag_error *err) {
    const ag_doing *doing = casebook->doing;
    ag_status status = AG_OK;
    for (int i = 0; i < doing->dirties && status == AG_OK; i++) {
        const ag_dirty *dirty = &doing->dirty[i];
        if (ag_engine_is_erased_now(dirty))
            status = ag_engine_erase(casebook, ag_row_subject(&doing->deed.view, dirty->row), NULL, from, to, err);
    }
    return status;
}

ag_status ag_casebook_erase(ag_casebook *casebook, const ag_actor *actor, ag_text subject, const char *field,
                            const char *reason, ag_error *err) {
    ag_receipt receipt;
    json_t *object = json_pack("{s:s%,s:s}", "erases", subject.at, subject.n, "reason", reason);
    if (object && field) json_object_set_new(object, "field", json_string(field));
    const ag_request request = {.action = "casebook.erase", .subject = AG_TEXT("casebook:1"), .field = object};
    const ag_status status = object ? ag_casebook_do(casebook, actor, &request, &receipt, NULL, err)
                                    : ag_fail(err, AG_USAGE, "say it in UTF-8", "the reason cannot be read");
    json_decref(object);
    return status;
}

/* ---- History -------------------------------------------------------------------------------------------------- */

typedef struct gathering {
    ag_arena *arena;
    ag_past *past;
    int n, capacity;
    int bytes_column;
} gathering;

static bool gather(void *context, const ag_cell *cell) {
    gathering *g = context;
    if (g->n == g->capacity) {
        const int capacity = g->capacity ? 2 * g->capacity : 32;
        ag_past *past = AG_NEW(g->arena, ag_past, capacity);
        if (!past) return false;
        if (g->n) memcpy(past, g->past, (size_t)g->n * sizeof *past);
        g->past = past;
        g->capacity = capacity;
    }
    const uint64_t at = (uint64_t)cell[0].integer;
    const ag_text bytes = cell[g->bytes_column].text;
    g->past[g->n++] = (ag_past){.at = at,
                                .seq = at & ((1ULL << AG_CHAIN_SHIFT) - 1),
                                .own = at >> AG_CHAIN_SHIFT == 0,
                                .bytes = {ag_arena_text(g->arena, bytes.at, bytes.n), bytes.n}};
    return true;
}

static ag_status gather_from(const ag_view *view, const ag_table *table, int subject_column, ag_text subject, int limit,
                             gathering *g, ag_error *err) {
    const ag_query query = {.table = table,
                            .where = {{subject_column, AG_EQUAL, ag_cell_text(subject)}},
                            .conditions = 1,
                            .descending = true,
                            .limit = limit};
    return ag_store_find(view->casebook->store, &query, gather, g, err);
}

static ag_text time_of(const ag_past *past) {
    ag_entry_glance glance;
    return ag_entry_glance_at(past->bytes, &glance, NULL) == AG_OK ? glance.at : (ag_text){"", 0};
}

/* Within a chain by its order, between chains by time. */
static int compare_past(const void *a, const void *b) {
    const ag_past *x = a, *y = b;
    const int order = x->at >> AG_CHAIN_SHIFT == y->at >> AG_CHAIN_SHIFT ? 0 : ag_text_compare(time_of(y), time_of(x));
    return order ? order : (x->at < y->at) - (x->at > y->at);
}

ag_status ag_casebook_history(const ag_view *view, ag_text subject, int limit, const ag_past **out, int *n,
                              ag_error *err) {
    gathering g = {.arena = view->arena, .bytes_column = FOREIGN_BYTES};
    ag_status status = gather_from(view, &ag_table_foreign, FOREIGN_SUBJECT, subject, limit, &g, err);
    const bool foreign = g.n > 0;
    g.bytes_column = ENTRY_BYTES;
    if (status == AG_OK) status = gather_from(view, &ag_table_entry, ENTRY_SUBJECT, subject, limit, &g, err);
    if (status == AG_OK && view->arena->failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (foreign) qsort(g.past, (size_t)g.n, sizeof *g.past, compare_past);
    *out = g.past;
    *n = status != AG_OK ? 0 : limit && g.n > limit ? limit : g.n;
    return status;
}
