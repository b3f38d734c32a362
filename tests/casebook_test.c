/* The engine of the casebook, on both stores: what is acknowledged is there, what is refused changed nothing, what was
 * changed behind the journal's back is found. */
#include "casebook_support.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "casebook/engine.h"
#include "journal/bundle.h"

/* ---- Doing ---------------------------------------------------------------------------------------------------- */

static void a_casebook_begins_with_its_founding_and_its_administrator(void **state) {
    (void)state;
    book *b = book_new(NULL);
    const ag_view view = book_view(b, "casebook:1");
    const ag_past *past;
    int n;
    ag_error err;
    assert_ok(ag_casebook_history(&view, AG_TEXT("casebook:1"), 0, &past, &n, &err), &err);
    assert_int_equal(n, 1);
    assert_int_equal(past[0].seq, 0);
    book_state_is(b, "user:administrator-0", "ACTIVE");
    book_is_sound(b);
    book_free(b);
}

static void another_key_does_not_open_it(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_casebook *other = NULL;
    ag_error err;
    ag_secret key;
    ag_secret_random(&key, sizeof key);
    const ag_casebook_options options = {.location = b->path, .key = &key};
    assert_status(ag_casebook_open(&options, &other, &err), AG_REFUSED, &err);
    assert_null(other);
    book_free(b);
}

static void what_is_wrong_with_a_request_is_said(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.ad", "user:x", &err, NULL), AG_USAGE, &err);
    assert_non_null(strstr(err.hint, "user.add"));
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.add", "user:x", &err, "role=analyst", NULL), AG_USAGE, &err);
    assert_non_null(strstr(err.hint, "roles"));
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.add", "user:x", &err, "roles=analist", SOME_KEY, NULL),
                  AG_USAGE, &err);
    assert_non_null(strstr(err.hint, "analyst"));
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.add", "user:x", &err, "roles=analyst", NULL), AG_USAGE, &err);
    assert_non_null(strstr(err.what, "key"));
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.add", "user:X Y", &err, "roles=analyst", SOME_KEY, NULL),
                  AG_USAGE, &err);
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.retire", "user:nobody", &err, "reason=gone", NULL),
                  AG_BAD_INPUT, &err);
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.add", "user:analyst-1", &err, "roles=analyst", SOME_KEY, NULL),
                  AG_REFUSED, &err);
    book_is_sound(b);
    book_free(b);
}

static void nobody_does_what_his_role_does_not_allow(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    int refused = 0, admitted = 0;
    for (int k = 0; ag_kinds[k]; k++)
        for (const ag_action *action = ag_kinds[k]->action; action->name; action++)
            for (int r = 0; r < AG_ROLES; r++) {
                const ag_status status = book_do(b, 1U << r, 0, action->name, NULL, &err, NULL);
                const bool by_role = status == AG_REFUSED && b->refusals.n && b->refusals.item[0].rule &&
                                     strcmp(b->refusals.item[0].rule->number, "A1") == 0;
                if (action->roles & 1U << r && by_role)
                    fail_msg("%s should be open to %s", action->name, ag_role_name(1U << r));
                if (!(action->roles & 1U << r) && !by_role)
                    fail_msg("%s should be closed to %s", action->name, ag_role_name(1U << r));
                refused += by_role;
                admitted += !by_role;
            }
    assert_true(refused > 20 && admitted > 5);
    book_is_sound(b);
    book_free(b);
}

static void the_last_administrator_stays(void **state) {
    (void)state;
    book *b = book_new(NULL);
    book_ok(b, AG_ADMINISTRATOR, "user.retire", "user:administrator-1", NULL, "reason=left", NULL);
    book_ok(b, AG_ADMINISTRATOR, "user.roles", "user:administrator-2", NULL, "roles=auditor", NULL);
    book_refused(b, AG_ADMINISTRATOR, "user.retire", "user:administrator-0", "A2", "reason=left", NULL);
    book_refused(b, AG_ADMINISTRATOR, "user.roles", "user:administrator-0", "A2", "roles=auditor", NULL);
    book_free(b);
}

static bool there(book *b, const char *subject) {
    const ag_view view = book_view(b, subject);
    return ag_row_there(&view.row);
}

static void a_user_without_a_key_is_refused(void **state) {
    (void)state;
    book *b = book_new(NULL);
    book_refused(b, AG_ADMINISTRATOR, "user.add", "user:x", "A8", "roles=analyst", "key=00", NULL);
    book_refused(b, AG_ADMINISTRATOR, "user.add", "user:x", "A8", "roles=analyst", SOME_KEY, "salt=12", NULL);
    book_refused(b, AG_ADMINISTRATOR, "user.key", "user:analyst-1", "A8", "key=none", NULL);
    book_free(b);
}

static void no_setting_does_away_with_the_reviewer(void **state) {
    (void)state;
    book *b = book_new(NULL);
    book_refused(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", "I5", "reviewers=0", "reason=nobody has time",
                 NULL);
    book_refused(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", "I4", "threshold=1", "reason=to be sure", NULL);
    book_refused(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", "I4", "threshold=0.1", "reason=to be quick", NULL);
    book_ok(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", NULL, "reviewers=2", "threshold=0.9999",
            "reason=the law", NULL);
    book_free(b);
}

static void a_batch_is_whole_or_not_at_all(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    assert_ok(ag_casebook_begin(b->casebook, &err), &err);
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:one", NULL, "roles=analyst", SOME_KEY, NULL);
    assert_status(book_do(b, AG_ANALYST, 0, "user.add", "user:two", &err, "roles=analyst", SOME_KEY, NULL), AG_REFUSED,
                  &err);
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:three", NULL, "roles=analyst", SOME_KEY, NULL);
    ag_casebook_rollback(b->casebook);
    assert_false(there(b, "user:one"));
    assert_ok(ag_casebook_begin(b->casebook, &err), &err);
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:one", NULL, "roles=analyst", SOME_KEY, NULL);
    assert_status(book_do(b, AG_ANALYST, 0, "user.add", "user:two", &err, "roles=analyst", SOME_KEY, NULL), AG_REFUSED,
                  &err);
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:three", NULL, "roles=analyst", SOME_KEY, NULL);
    assert_ok(ag_casebook_commit(b->casebook, &err), &err);
    book_state_is(b, "user:one", "ACTIVE");
    book_state_is(b, "user:three", "ACTIVE");
    assert_false(there(b, "user:two"));
    book_is_sound(b);
    book_free(b);
}

static void what_one_person_did_in_a_batch_is_signed_together(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    const ag_view view = book_view(b, "casebook:1");
    const ag_past *past;
    int n;
    assert_ok(ag_casebook_begin(b->casebook, &err), &err);
    for (int i = 0; i < 3; i++) {
        char subject[32];
        snprintf(subject, sizeof subject, "user:u%d", i);
        book_ok(b, AG_ADMINISTRATOR, "user.add", subject, NULL, "roles=analyst", SOME_KEY, NULL);
    }
    const uint64_t last = b->receipt.seq;
    assert_ok(ag_casebook_commit(b->casebook, &err), &err);
    assert_ok(ag_casebook_history(&view, AG_TEXT("casebook:1"), 1, &past, &n, &err), &err);
    assert_int_equal(past[0].seq, last + 1);
    assert_non_null(strstr(past[0].bytes.at, "casebook.sign"));
    assert_non_null(strstr(past[0].bytes.at, "\"sig\":["));
    assert_ok(ag_casebook_history(&view, AG_TEXT("user:u1"), 1, &past, &n, &err), &err);
    assert_null(strstr(past[0].bytes.at, "\"sig\":["));
    book_is_sound(b);
    book_free(b);
}

static void what_can_be_done_next_is_said(void **state) {
    (void)state;
    book *b = book_new(NULL);
    const ag_view view = book_view(b, "user:analyst-1");
    const ag_step *step;
    int n;
    ag_error err;
    assert_ok(ag_casebook_steps(&view, &b->actor[7], &step, &n, &err), &err);
    assert_int_equal(n, 3);
    for (int i = 0; i < n; i++) assert_int_equal(step[i].refusals.n, 0);
    assert_ok(ag_casebook_steps(&view, &b->actor[1], &step, &n, &err), &err);
    for (int i = 0; i < n; i++) assert_string_equal(step[i].refusals.item[0].rule->number, "A1");
    book_free(b);
}

/* ---- Sealed fields -------------------------------------------------------------------------------------------- */

static void every_read_of_a_sealed_field_leaves_an_entry(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:new", NULL, "roles=analyst", SOME_KEY, "name=Bang Guk-jin 방국진",
            NULL);
    ag_wanted wanted = {.subject = AG_TEXT("user:new"), .field = "name"};
    const uint64_t before = b->receipt.seq;
    assert_ok(ag_casebook_read(b->casebook, &b->actor[7], "test", &wanted, 1, &b->arena, &err), &err);
    assert_true(ag_text_equal(wanted.value, AG_TEXT("Bang Guk-jin 방국진")));
    const ag_view view = book_view(b, "casebook:1");
    const ag_past *past;
    int n;
    assert_ok(ag_casebook_history(&view, AG_TEXT("casebook:1"), 1, &past, &n, &err), &err);
    assert_int_equal(past[0].seq, before + 1);
    assert_non_null(strstr(past[0].bytes.at, "casebook.read"));
    assert_non_null(strstr(past[0].bytes.at, "user:new"));
    assert_null(strstr(past[0].bytes.at, "방국진"));
    assert_ok(ag_casebook_read(b->casebook, &b->actor[1], "test", &wanted, 1, &b->arena, &err), &err);
    assert_true(wanted.forbidden);
    assert_int_equal(wanted.value.n, 0);
    book_is_sound(b);
    book_free(b);
}

static void an_erased_field_is_gone_and_the_chain_verifies(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:new", NULL, "roles=analyst", SOME_KEY, "name=Jo Chul-ho", NULL);
    assert_ok(ag_casebook_erase(b->casebook, &b->actor[7], AG_TEXT("user:new"), "name", "asked for it", &err), &err);
    ag_wanted wanted = {.subject = AG_TEXT("user:new"), .field = "name"};
    assert_ok(ag_casebook_read(b->casebook, &b->actor[7], "test", &wanted, 1, &b->arena, &err), &err);
    assert_true(wanted.erased);
    assert_int_equal(wanted.value.n, 0);
    book_is_sound(b);
    book_free(b);
}

/* The wrapped key of a payload, 72 bytes, as they stand in the file. */
static void take_key(const char *path, int64_t at, unsigned char out[AG_WRAPPED_BYTES]) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT wrapped FROM payload WHERE at=?1", -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(statement, 1, at);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_bytes(statement, 0), AG_WRAPPED_BYTES);
    memcpy(out, sqlite3_column_blob(statement, 0), AG_WRAPPED_BYTES);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static bool has(const char *bytes, size_t n, const void *what, size_t length) {
    for (size_t i = 0; i + length <= n; i++)
        if (memcmp(bytes + i, what, length) == 0) return true;
    return false;
}

static bool file_has(const char *path, const void *what, size_t length) {
    size_t n;
    const char *bytes = read_file(path, &n);
    return has(bytes, n, what, length);
}

static void an_erased_key_is_not_in_the_file(void **state) {
    (void)state;
    if (!book_in_file()) skip();
    book *b = book_new(NULL);
    unsigned char key[AG_WRAPPED_BYTES];
    ag_error err;
    char log[4096];
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:new", NULL, "roles=analyst", SOME_KEY, "name=Jo Chul-ho", NULL);
    take_key(b->path, (int64_t)b->receipt.seq, key);
    snprintf(log, sizeof log, "%s-wal", b->path);
    assert_true(file_has(b->path, key, sizeof key) || file_has(log, key, sizeof key));
    assert_ok(ag_casebook_erase(b->casebook, &b->actor[7], AG_TEXT("user:new"), "name", "asked for it", &err), &err);
    assert_false(file_has(b->path, key, sizeof key));
    assert_false(file_has(log, key, sizeof key));
    book_free(b);
}

static void what_is_overdue_comes_in_pages(void **state) {
    (void)state;
    enum { WEEK = 7 * 86400, SEARCHES = 11, OVERDUE = 8 };
    book *b = book_new(NULL);
    for (int i = 0; i < SEARCHES; i++) { /* four, four and three are due at one moment */
        book_ok(b, AG_REGISTRAR, "search.open", NULL, NULL, "engagement=kursk-2025-06-15", "area=51.2,35.3,±5000",
                NULL);
        b->now += i % 4 == 3 ? 60 : 0;
    }
    b->now += WEEK; /* the last three are due just now, and so not overdue */
    const ag_view view = book_view(b, "");
    for (int limit = 1; limit <= SEARCHES; limit++) {
        ag_page page = {.kind = ag_kind_find(AG_TEXT("search")), .column = "due", .limit = limit};
        int64_t due = 0;
        int found = 0, n = limit;
        while (n == limit) {
            const ag_row *row;
            ag_error err;
            assert_ok(ag_casebook_list(&view, &page, &row, &n, &err), &err);
            for (int i = 0; i < n; i++) {
                const int64_t its = ag_row_integer(&row[i], "due", 0);
                assert_true(its > due || (its == due && ag_text_compare(ag_row_id(&row[i]), page.after) > 0));
                due = page.after_due = its;
                page.after = ag_row_id(&row[i]);
            }
            found += n;
        }
        assert_int_equal(found, OVERDUE);
    }
    book_free(b);
}

static void a_file_is_kept_once_and_comes_back(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    ag_digest digest, again;
    ag_buffer out = {0};
    assert_ok(ag_casebook_keep_file(b->casebook, AG_TEXT("a photograph"), &digest, &err), &err);
    assert_ok(ag_casebook_keep_file(b->casebook, AG_TEXT("a photograph"), &again, &err), &err);
    assert_true(ag_digest_equal(&digest, &again));
    assert_ok(ag_casebook_file(b->casebook, &digest, &out, &err), &err);
    assert_string_equal(out.data, "a photograph");
    ag_buffer_deinit(&out);
    book_free(b);
}

static void a_new_key_opens_what_the_old_one_did(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    ag_secret old = b->key;
    ag_digest file;
    ag_buffer out = {0};
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:new", NULL, "roles=analyst", SOME_KEY, "name=Ri Dae-hyuk", NULL);
    assert_ok(ag_casebook_keep_file(b->casebook, AG_TEXT("a photograph"), &file, &err), &err);
    ag_secret_random(&b->key, sizeof b->key);
    assert_ok(ag_casebook_rekey(b->casebook, &b->actor[7], &b->key, NULL, &err), &err);
    book_reopen(b);
    ag_wanted wanted = {.subject = AG_TEXT("user:new"), .field = "name"};
    assert_ok(ag_casebook_read(b->casebook, &b->actor[7], "test", &wanted, 1, &b->arena, &err), &err);
    assert_true(ag_text_equal(wanted.value, AG_TEXT("Ri Dae-hyuk")));
    assert_ok(ag_casebook_file(b->casebook, &file, &out, &err), &err);
    ag_buffer_deinit(&out);
    book_is_sound(b);
    ag_casebook *other;
    const ag_casebook_options options = {.location = b->path, .key = &old};
    assert_status(ag_casebook_open(&options, &other, &err), AG_REFUSED, &err);
    book_free(b);
}

/* ---- Time
 * ------------------------------------------------------------------------------------------------------------------------
 */

#define PAPER "paper=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define TRANSFER "from=odesa-3/morgue", "to=kyiv-1/lab", "place=the loading bay", "reason=examination"

static void what_passes_from_hand_to_hand_is_signed_by_both(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    char bag[BOOK_SUBJECT], object[BOOK_SUBJECT + 8], custody[BOOK_SUBJECT];
    book_ok(b, AG_REGISTRAR, "container.register", NULL, bag, "type=bag", "holder=odesa-3/morgue", NULL);
    snprintf(object, sizeof object, "object=%s", bag);
    book_refused(b, AG_REGISTRAR, "custody.transfer", NULL, "A3", object, TRANSFER, NULL);
    assert_status(book_do(b, AG_REGISTRAR, AG_REGISTRAR, "custody.transfer", NULL, &err, object, TRANSFER, NULL),
                  AG_REFUSED, &err);
    book_ok_signed(b, AG_REGISTRAR, BOOK_OTHER | AG_REGISTRAR, "custody.transfer", NULL, custody, object, TRANSFER,
                   NULL);
    const ag_view view = book_view(b, custody);
    const ag_past *past;
    int n;
    ag_entry entry;
    assert_ok(ag_casebook_history(&view, ag_text_of(custody), 1, &past, &n, &err), &err);
    assert_ok(ag_entry_parse(past[0].bytes, &entry, &err), &err);
    assert_int_equal(json_array_size(entry.sig), 2);
    assert_ok(ag_entry_check_signatures(&entry, &err), &err);
    ag_entry_deinit(&entry);
    book_ok(b, AG_REGISTRAR, "custody.transfer", NULL, NULL, object, "from=kyiv-1/lab", "to=odesa-3/morgue",
            "place=there", "reason=examination", PAPER, NULL);
    book_is_sound(b);
    book_free(b);
}

static void a_clock_that_jumps_back_is_refused(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    b->now += 3600;
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:one", NULL, "roles=analyst", SOME_KEY, NULL);
    b->now -= 30;
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:two", NULL, "roles=analyst", SOME_KEY, NULL);
    b->now -= 1800;
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.add", "user:three", &err, "roles=analyst", SOME_KEY, NULL),
                  AG_ENVIRONMENT, &err);
    assert_non_null(strstr(err.hint, "casebook.clock"));
    book_ok(b, AG_ADMINISTRATOR, "casebook.clock", "casebook:1", NULL, "reason=battery", NULL);
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:three", NULL, "roles=analyst", SOME_KEY, NULL);
    book_is_sound(b);
    book_free(b);
}

/* ---- Proof
 * ------------------------------------------------------------------------------------------------------------------------
 */

static void a_dropped_tail_is_found_against_a_checkpoint_outside(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_buffer note = {0};
    ag_diagnostics found;
    ag_error err;
    uint64_t size;
    ag_digest root;
    ag_diagnostics_init(&found);
    assert_ok(ag_casebook_checkpoint(b->casebook, &note, &err), &err);
    assert_ok(ag_casebook_verify(b->casebook, (ag_text){note.data, note.n}, 1, &found, &size, &root, &err), &err);
    book *other = book_new(NULL);
    assert_status(ag_casebook_verify(other->casebook, (ag_text){note.data, note.n}, 1, &found, &size, &root, &err),
                  AG_FINDINGS, &err);
    ag_diagnostics_deinit(&found);
    ag_buffer_deinit(&note);
    book_free(b);
    book_free(other);
}

static void a_table_changed_behind_the_journal_is_found(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_store *store = ag_casebook_store(b->casebook);
    ag_diagnostics found;
    ag_error err;
    ag_view view = book_view(b, "user:analyst-1");
    ag_diagnostics_init(&found);
    ag_row_move(&view.row, "RETIRED");
    assert_ok(ag_store_begin(store, true, &err), &err);
    const ag_status put = ag_store_put(store, ag_kind_table(&ag_kind_user), view.row.cell, &err);
    assert_ok(put, &err);
    assert_ok(ag_store_commit(store, &err), &err);
    assert_status(ag_casebook_rebuild(b->casebook, true, &found, NULL, &err), AG_FINDINGS, &err);
    assert_int_equal(found.errors, 1);
    assert_string_equal(found.item[0].file, "kind_user");
    assert_ok(ag_casebook_rebuild(b->casebook, false, NULL, NULL, &err), &err);
    book_state_is(b, "user:analyst-1", "ACTIVE");
    book_is_sound(b);
    ag_diagnostics_deinit(&found);
    book_free(b);
}

/* One fault, done to the file as an opponent would; which entry it is about. */
typedef enum fault { FLIP_ENTRY, FLIP_BOX, FLIP_LEAF, DROP, SWAP, CUT, FAULTS } fault;

static void run_sql(sqlite3 *db, const char *sql, int64_t a, int64_t b, const void *bytes, size_t n) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    if (sqlite3_bind_parameter_count(statement) > 0) sqlite3_bind_int64(statement, 1, a);
    if (sqlite3_bind_parameter_count(statement) > 1) sqlite3_bind_int64(statement, 2, b);
    if (sqlite3_bind_parameter_count(statement) > 2) sqlite3_bind_blob(statement, 3, bytes, (int)n, SQLITE_TRANSIENT);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

static void flip(sqlite3 *db, const char *select, const char *update, int64_t seq, draws *d) {
    sqlite3_stmt *statement = NULL;
    unsigned char bytes[8192];
    assert_int_equal(sqlite3_prepare_v2(db, select, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_int64(statement, 1, seq);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const size_t n = (size_t)sqlite3_column_bytes(statement, 0);
    assert_in_range(n, 1, sizeof bytes);
    memcpy(bytes, sqlite3_column_blob(statement, 0), n);
    sqlite3_finalize(statement);
    bytes[draw_below(d, n)] ^= (unsigned char)(1U << draw_below(d, 8));
    run_sql(db, update, seq, 0, bytes, n);
}

static void do_fault(const char *path, fault what, int64_t seq, draws *d) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    switch (what) {
    case FLIP_ENTRY:
        flip(db, "SELECT bytes FROM entry WHERE seq=?1", "UPDATE entry SET bytes=?3 WHERE seq=?1+?2", seq, d);
        break;
    case FLIP_BOX:
        flip(db, "SELECT box FROM payload WHERE at=?1", "UPDATE payload SET box=?3 WHERE at=?1+?2", seq, d);
        break;
    case FLIP_LEAF:
        flip(db, "SELECT leaf FROM entry WHERE seq=?1", "UPDATE entry SET leaf=?3 WHERE seq=?1+?2", seq, d);
        break;
    case DROP:
        run_sql(db, "DELETE FROM entry WHERE seq=?1", seq, 0, NULL, 0);
        break;
    case SWAP:
        run_sql(db, "UPDATE entry SET seq=-7 WHERE seq=?1", seq, 0, NULL, 0);
        run_sql(db, "UPDATE entry SET seq=?1 WHERE seq=?1+1", seq, 0, NULL, 0);
        run_sql(db, "UPDATE entry SET seq=?1+1 WHERE seq=-7", seq, 0, NULL, 0);
        break;
    default:
        run_sql(db, "DELETE FROM entry WHERE seq>=?1", seq, 0, NULL, 0);
        break;
    }
    sqlite3_close(db);
}

static bool a_fault_is_found(draws *d, void *context) {
    static const char *const name[] = {
        "flipped bit in entry", "flipped bit in box", "flipped bit in hash", "dropped", "swapped", "cut off"};
    book *b = context;
    const int64_t size = (int64_t)b->receipt.seq + 1;
    const fault what = (fault)draw_below(d, FAULTS);
    int64_t seq = (int64_t)draw_below(d, (uint64_t)size - 1);
    if (what == FLIP_BOX) seq = (int64_t)(b->receipt.seq - draw_below(d, 10)); /* these have one */
    const char *copy = path_join(scratch_folder(), "copy");
    ag_error err;
    ag_diagnostics found;
    ag_casebook *casebook = NULL;
    uint64_t n;
    ag_digest root;
    if (ag_store_backup(ag_casebook_store(b->casebook), copy, &err) != AG_OK)
        return draw_note(d, "no copy: %s", err.what);
    do_fault(copy, what, seq, d);
    ag_diagnostics_init(&found);
    const ag_casebook_options options = {.location = copy, .key = &b->key, .readonly = true};
    ag_status status = ag_casebook_open(&options, &casebook, &err);
    const bool opened = status == AG_OK;
    if (opened) status = ag_casebook_verify(casebook, (ag_text){NULL, 0}, 1, &found, &n, &root, &err);
    bool named = what == CUT;
    for (size_t i = 0; i < found.n; i++) named = named || found.item[i].row == seq || found.item[i].row == seq + 1;
    const size_t errors = found.errors;
    ag_casebook_close(casebook);
    ag_diagnostics_deinit(&found);
    if (opened && status != AG_FINDINGS)
        return draw_note(d, "%s at %lld: not found (status %d)", name[what], (long long)seq, status);
    if (opened && (!errors || !named))
        return draw_note(d, "%s at %lld: found, but not named", name[what], (long long)seq);
    return opened || draw_note(d, "%s at %lld: %s", name[what], (long long)seq, err.what);
}

static void every_fault_of_the_journal_is_found_and_named(void **state) {
    (void)state;
    if (!book_in_file()) skip(); /* the faults are done to a file */
    book *b = book_new(NULL);
    char field[64];
    for (int i = 0; i < 10; i++) {
        snprintf(field, sizeof field, "name=Person %d", i);
        char subject[32];
        snprintf(subject, sizeof subject, "user:u%d", i);
        book_ok(b, AG_ADMINISTRATOR, "user.add", subject, NULL, "roles=analyst", SOME_KEY, field, NULL);
    }
    check_property("verify finds every fault and names the entry", 60, a_fault_is_found, b);
    book_free(b);
}

/* What `change` does to the row of the file ?1 is found. */
static void is_found_changed(book *b, const ag_digest *file, const char *change) {
    char hex[AG_DIGEST_HEX + 1], sql[400];
    sqlite3 *db = NULL;
    ag_diagnostics found;
    uint64_t size;
    ag_digest root;
    ag_error err;
    snprintf(sql, sizeof sql, "UPDATE file SET %s WHERE digest='%s'", change, ag_digest_hex(file, hex));
    assert_int_equal(sqlite3_open(b->path, &db), SQLITE_OK);
    run_sql(db, sql, 0, 0, NULL, 0);
    assert_int_equal(sqlite3_changes(db), 1);
    sqlite3_close(db);
    ag_diagnostics_init(&found);
    assert_status(ag_casebook_verify(b->casebook, (ag_text){NULL, 0}, 1, &found, &size, &root, &err), AG_FINDINGS,
                  &err);
    assert_int_equal(found.errors, 1);
    assert_non_null(strstr(found.item[0].what, hex));
    ag_diagnostics_deinit(&found);
}

static void a_kept_file_that_was_changed_is_named(void **state) {
    (void)state;
    static const char *const change[] = {"box=CAST(box || x'00' AS BLOB)", "commitment=x'00'",
                                         "wrapped=(SELECT wrapped FROM file ORDER BY digest LIMIT 1)",
                                         "(commitment, box, wrapped)=(SELECT commitment, box, wrapped FROM file ORDER "
                                         "BY digest LIMIT 1)"};
    if (!book_in_file()) skip();
    for (int i = 0; i < 4; i++) {
        book *b = book_new(NULL);
        ag_digest file[3], *last = &file[0];
        ag_error err;
        for (int k = 0; k < 3; k++) {
            const char content[] = {(char)('a' + k), 0};
            assert_ok(ag_casebook_keep_file(b->casebook, ag_text_of(content), &file[k], &err), &err);
            if (memcmp(file[k].byte, last->byte, AG_DIGEST_BYTES) > 0) last = &file[k];
        }
        book_is_sound(b);
        is_found_changed(b, last, change[i]);
        book_free(b);
    }
}

static void a_stolen_file_shows_no_name(void **state) {
    (void)state;
    if (!book_in_file()) skip();
    book *b = book_new(NULL);
    size_t n;
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:new", NULL, "roles=analyst", SOME_KEY, "name=Kapolovich", NULL);
    const char *path = b->path;
    book_free(b);
    const char *bytes = read_file(path, &n);
    assert_true(has(bytes, n, "user.add", strlen("user.add")));
    assert_false(has(bytes, n, "Kapolovich", strlen("Kapolovich")));
    assert_false(has(bytes, n, "The dead of a test", strlen("The dead of a test")));
}

/* ---- Two sites
 * ------------------------------------------------------------------------------------------------------------------------
 */

static void two_sites_merge_and_nothing_is_overwritten(void **state) {
    (void)state;
    book *ours = book_new(NULL), *theirs = book_new_at(NULL, "kyiv-1", "0801");
    ag_error err;
    ag_buffer bundle = {0};
    ag_diagnostics found;
    ag_diagnostics_init(&found);
    const char *path = path_join(scratch_folder(), "theirs.agb");
    assert_ok(ag_casebook_bundle(theirs->casebook, &theirs->actor[7], &(ag_bundle_order){0}, &bundle, &err), &err);
    write_file(path, bundle.data, bundle.n);
    assert_ok(ag_casebook_merge(ours->casebook, &ours->actor[0], path, &found, &err), &err);
    book_is_sound(ours);
    /* Once more changes nothing; a bundle of one's own is refused. */
    const uint64_t size = ours->receipt.seq;
    assert_ok(ag_casebook_merge(ours->casebook, &ours->actor[0], path, &found, &err), &err);
    assert_status(ag_casebook_merge(theirs->casebook, &theirs->actor[0], path, &found, &err), AG_REFUSED, &err);
    assert_int_equal(ours->receipt.seq, size);
    ag_buffer_deinit(&bundle);
    if (book_in_file()) { /* what came from elsewhere is verified too */
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(ours->path, &db), SQLITE_OK);
        run_sql(db,
                "UPDATE foreign_entry SET bytes=CAST(replace(CAST(bytes AS TEXT), 'analyst-1', 'analyst-7') AS BLOB) "
                "WHERE at=(1 << 40) + 4",
                0, 0, NULL, 0);
        sqlite3_close(db);
        uint64_t size_now;
        ag_digest root;
        assert_status(ag_casebook_verify(ours->casebook, (ag_text){NULL, 0}, 1, &found, &size_now, &root, &err),
                      AG_FINDINGS, &err);
        assert_int_equal(found.item[0].row, 4);
    }
    ag_diagnostics_deinit(&found);
    book_free(ours);
    book_free(theirs);
}

/* ---- */

static const struct CMUnitTest cases[] = {
    {"a casebook begins with its founding and its administrator",
     a_casebook_begins_with_its_founding_and_its_administrator, NULL, NULL, NULL},
    {"another key does not open it", another_key_does_not_open_it, NULL, NULL, NULL},
    {"what is wrong with a request is said, with what would be right", what_is_wrong_with_a_request_is_said, NULL, NULL,
     NULL},
    {"nobody does what his role does not allow: all actions and roles", nobody_does_what_his_role_does_not_allow, NULL,
     NULL, NULL},
    {"the last administrator can neither retire nor lose the role", the_last_administrator_stays, NULL, NULL, NULL},
    {"a user without a key of his own is refused", a_user_without_a_key_is_refused, NULL, NULL, NULL},
    {"no setting does away with the reviewer, and a threshold is a probability", no_setting_does_away_with_the_reviewer,
     NULL, NULL, NULL},
    {"a batch is whole or not at all", a_batch_is_whole_or_not_at_all, NULL, NULL, NULL},
    {"what one person did in a batch is signed together", what_one_person_did_in_a_batch_is_signed_together, NULL, NULL,
     NULL},
    {"what can be done next is said, and what forbids the rest", what_can_be_done_next_is_said, NULL, NULL, NULL},
    {"every read of a sealed field leaves an entry, and who may not read gets nothing",
     every_read_of_a_sealed_field_leaves_an_entry, NULL, NULL, NULL},
    {"an erased field is gone for good and the chain still verifies", an_erased_field_is_gone_and_the_chain_verifies,
     NULL, NULL, NULL},
    {"an erased key is nowhere in the file", an_erased_key_is_not_in_the_file, NULL, NULL, NULL},
    {"what is overdue comes in pages, first what was due first", what_is_overdue_comes_in_pages, NULL, NULL, NULL},
    {"a file is kept once and comes back", a_file_is_kept_once_and_comes_back, NULL, NULL, NULL},
    {"a kept file that was changed is named", a_kept_file_that_was_changed_is_named, NULL, NULL, NULL},
    {"a new key opens what the old one did", a_new_key_opens_what_the_old_one_did, NULL, NULL, NULL},
    {"what passes from hand to hand is signed by both sides, or on paper that is kept",
     what_passes_from_hand_to_hand_is_signed_by_both, NULL, NULL, NULL},
    {"a clock that jumps back is refused until somebody says what was wrong", a_clock_that_jumps_back_is_refused, NULL,
     NULL, NULL},
    {"a dropped tail is found against a checkpoint kept outside", a_dropped_tail_is_found_against_a_checkpoint_outside,
     NULL, NULL, NULL},
    {"a table changed behind the journal's back is found", a_table_changed_behind_the_journal_is_found, NULL, NULL,
     NULL},
    {"every fault of the journal is found and named", every_fault_of_the_journal_is_found_and_named, NULL, NULL, NULL},
    {"a stolen casebook file shows no name", a_stolen_file_shows_no_name, NULL, NULL, NULL},
    {"two sites that worked apart merge and nothing is overwritten", two_sites_merge_and_nothing_is_overwritten, NULL,
     NULL, NULL},
};

int main(void) { return cmocka_run_group_tests_name("casebook", cases, NULL, NULL); }
