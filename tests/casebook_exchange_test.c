/* Two sites that work apart and give each other bundles: what followed each other takes effect at both, what did not is
 * listed for a person, nothing is lost, and what was changed in what came from outside is found. */
#include <stdlib.h>
#include <string.h>

#include "casebook/engine.h"
#include "casebook_dead.h"
#include "casebook_support.h"
#include "journal/bundle.h"

#include <sqlite3.h>

static book *odesa(void) { return book_new(NULL); }
static book *kyiv(void) { return book_new_at(NULL, "kyiv-1", "0801"); }

enum { REGISTRAR, ANALYST };

/* ---- Giving and taking ---------------------------------------------------------------------------------------- */

static const char *bundle_of(book *from, uint64_t first, const ag_actor *recipient) {
    ag_buffer out = {0};
    ag_error err;
    uint8_t key[1][AG_PUBLIC_BYTES];
    if (recipient) memcpy(key[0], recipient->signer.open, AG_PUBLIC_BYTES);
    const char *path = path_join(scratch_folder(), "bundle.agb");
    const ag_bundle_order order = {
        .first = first, .recipient = (const uint8_t(*)[AG_PUBLIC_BYTES])key, .recipients = recipient != NULL};
    assert_ok(ag_casebook_bundle(from->casebook, &from->actor[REGISTRAR], &order, &out, &err), &err);
    write_file(path, out.data, out.n);
    ag_buffer_deinit(&out);
    return path;
}

static ag_status take(book *to, const ag_actor *actor, const char *path, ag_diagnostics *found, ag_error *err) {
    ag_diagnostics own;
    ag_diagnostics_init(&own);
    const ag_status status = ag_casebook_merge(to->casebook, actor, path, found ? found : &own, err);
    ag_diagnostics_deinit(&own);
    return status;
}

static void takes(book *to, const char *path) {
    ag_error err;
    assert_ok(take(to, &to->actor[ANALYST], path, NULL, &err), &err);
}

static void gives(book *from, book *to) { takes(to, bundle_of(from, 0, NULL)); }

static void refuses(book *to, const char *path, const char *because, const char *hint) {
    ag_error err;
    assert_status(take(to, &to->actor[ANALYST], path, NULL, &err), AG_REFUSED, &err);
    if (!strstr(err.what, because)) fail_msg("refused, but not because \"%s\": %s", because, err.what);
    if (!strstr(err.hint, hint)) fail_msg("the hint does not say \"%s\": %s", hint, err.hint);
}

/* Conflicts about a subject (NULL: all) that are open. */
static int open_conflicts(book *b, const char *about) {
    const ag_view view = book_view(b, "");
    int n, open = 0;
    const ag_row *row =
        ag_view_rows(&view, &ag_kind_conflict, "about", about ? ag_text_of(about) : (ag_text){NULL, 0}, 0, &n);
    for (int i = 0; i < n; i++) open += ag_row_state(&row[i], "OPEN");
    return open;
}

static const char *conflict_about(book *b, const char *about) {
    const ag_view view = book_view(b, "");
    int n;
    const ag_row *row = ag_view_rows(&view, &ag_kind_conflict, "about", ag_text_of(about), 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "OPEN")) return ag_row_subject(&view, &row[i]).at;
    fail_msg("no conflict about %s is open", about);
    return "";
}

static bool is(book *b, const char *subject, const char *column, const char *value) {
    const ag_view view = book_view(b, subject);
    return ag_row_is(&view.row, column, value);
}

static bool there(book *b, const char *subject) {
    const ag_view view = book_view(b, subject);
    return ag_row_there(&view.row);
}

static void transfer(book *b, const char *object, const char *from, const char *to, char *made) {
    const ag_view view = book_view(b, "");
    book_ok_signed(b, AG_REGISTRAR, AG_CASE_OFFICER, "custody.transfer", NULL, made,
                   ag_view_say(&view, "object=%s", object), ag_view_say(&view, "from=%s", from),
                   ag_view_say(&view, "to=%s", to), "place=the gate", "reason=transport", NULL);
}

static uint64_t entries_of(book *b) {
    ag_about about;
    ag_error err;
    assert_ok(ag_casebook_about(b->casebook, &about, &err), &err);
    return about.entries;
}

/* ---- What followed each other --------------------------------------------------------------------------------- */

static void work_on_what_was_received_is_no_conflict(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT], person[BOOK_SUBJECT], event[BOOK_SUBJECT];
    dead_examined(a, "intact", remains);
    gives(a, b);
    book_state_is(b, remains, "EXAMINED");
    dead_person(b, person);
    transfer(b, remains, "morgue-1", "kyiv-lab", event);
    gives(b, a);
    assert_int_equal(open_conflicts(a, NULL) + open_conflicts(b, NULL), 0);
    book_state_is(a, person, "ON_FILE");
    book_state_is(a, event, "JOINED");
    assert_true(is(a, remains, "holder", "kyiv-lab"));
    transfer(a, remains, "kyiv-lab", "morgue-1", event);
    gives(a, b);
    assert_true(is(b, remains, "holder", "morgue-1"));
    assert_int_equal(open_conflicts(a, NULL) + open_conflicts(b, NULL), 0);
    assert_non_null(strstr(book_fact(b, remains, "custody"), "unbroken"));
    book_is_sound(a);
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

static void history_says_which_site_an_entry_is_of(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT];
    const ag_past *past;
    int n;
    ag_error err;
    dead_examined(a, "intact", remains);
    gives(a, b);
    b->now += 60;
    book_ok(b, AG_REGISTRAR, "remains.describe", remains, NULL, "element=femur", "reason=looked again", NULL);
    const ag_view view = book_view(b, remains);
    assert_ok(ag_casebook_history(&view, ag_text_of(remains), 3, &past, &n, &err), &err);
    assert_int_equal(n, 3);
    assert_true(past[0].own && !past[1].own && !past[2].own);
    assert_int_equal(past[1].seq, past[2].seq + 1);
    assert_non_null(strstr(past[1].bytes.at, "remains.examine"));
    assert_true(past[1].at > past[1].seq);
    book_free(a);
    book_free(b);
}

static void what_was_opened_later_is_newer_at_whatever_site(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT], third[BOOK_SUBJECT];
    dead_person(b, first);
    a->now += 60;
    dead_person(a, second);
    gives(b, a);
    a->now += 60;
    dead_person(a, third);
    gives(a, b);
    for (int site = 0; site < 2; site++) {
        book *at = site ? b : a;
        const ag_view one = book_view(at, first), two = book_view(at, second), three = book_view(at, third);
        assert_true(ag_row_compare(&one.row, &two.row) < 0);
        assert_true(ag_row_compare(&two.row, &three.row) < 0);
        assert_true(ag_row_compare(&three.row, &one.row) > 0);
        assert_int_equal(ag_row_compare(&two.row, &two.row), 0);
    }
    book_free(a);
    book_free(b);
}

/* ---- What both have spoken of --------------------------------------------------------------------------------- */

/* Remains of A, of which both have said another element since B received them; each has the other's word. */
static void speak_apart(book *a, book *b, char *remains) {
    dead_examined(a, "intact", remains);
    gives(a, b);
    book_ok(a, AG_REGISTRAR, "remains.describe", remains, NULL, "element=femur", "side=left", "reason=looked", NULL);
    book_ok(b, AG_REGISTRAR, "remains.describe", remains, NULL, "element=tibia", "reason=looked", NULL);
    gives(b, a);
    gives(a, b);
}

static void both_stand_until_a_person_decides(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT];
    speak_apart(a, b, remains);
    assert_true(is(a, remains, "element", "femur"));
    assert_true(is(b, remains, "element", "tibia"));
    assert_int_equal(open_conflicts(a, remains), 1);
    assert_int_equal(open_conflicts(b, remains), 1);
    assert_true(is(a, conflict_about(a, remains), "why", "both-spoke"));
    assert_true(is(a, conflict_about(a, remains), "action", "remains.describe"));
    book_ok(a, AG_REGISTRAR, "conflict.keep", conflict_about(a, remains), NULL, "reason=measured twice", NULL);
    book_ok(b, AG_REGISTRAR, "conflict.take", conflict_about(b, remains), NULL, "reason=they measured twice", NULL);
    assert_true(is(a, remains, "element", "femur"));
    assert_true(is(b, remains, "element", "femur"));
    assert_true(is(b, remains, "side", "left"));
    gives(a, b);
    gives(b, a);
    assert_int_equal(open_conflicts(a, NULL) + open_conflicts(b, NULL), 0);
    book_is_sound(a);
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

static void what_follows_a_held_deed_waits_with_it(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT];
    speak_apart(a, b, remains);
    book_ok(b, AG_REGISTRAR, "remains.describe", remains, NULL, "side=right", "reason=looked", NULL);
    gives(b, a);
    assert_false(is(a, remains, "side", "right"));
    assert_int_equal(open_conflicts(a, remains), 2);
    book_ok(a, AG_REGISTRAR, "conflict.take", conflict_about(a, remains), NULL, "reason=theirs is better", NULL);
    book_ok(a, AG_REGISTRAR, "conflict.take", conflict_about(a, remains), NULL, "reason=theirs is better", NULL);
    assert_true(is(a, remains, "side", "right"));
    assert_true(is(a, remains, "element", "tibia"));
    book_is_sound(a);
    book_free(a);
    book_free(b);
}

/* Both hand the same remains on. At A neither the event nor the new holder of B's is in the tables before somebody has
 * decided, and then both are. */
static void a_deed_takes_effect_whole_or_not_at_all(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT], ours[BOOK_SUBJECT], theirs[BOOK_SUBJECT];
    dead_examined(a, "intact", remains);
    gives(a, b);
    transfer(a, remains, "morgue-1", "odesa-lab", ours);
    transfer(b, remains, "morgue-1", "kyiv-lab", theirs);
    gives(b, a);
    assert_false(there(a, theirs));
    assert_true(is(a, remains, "holder", "odesa-lab"));
    assert_int_equal(open_conflicts(a, remains), 1);
    assert_int_equal(open_conflicts(a, theirs), 1);
    book_ok(a, AG_REGISTRAR, "conflict.take", conflict_about(a, remains), NULL, "reason=it is there", NULL);
    assert_int_equal(open_conflicts(a, NULL), 0);
    book_state_is(a, theirs, "GAP"); /* odesa-lab had it by our record */
    assert_true(is(a, remains, "holder", "kyiv-lab"));
    book_is_sound(a);
    book_free(a);
    book_free(b);
}

static void work_on_what_is_not_here_is_held(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv(), *c = book_new_at(NULL, "lviv-2", "0900");
    char remains[BOOK_SUBJECT], event[BOOK_SUBJECT];
    ag_error err;
    dead_examined(a, "intact", remains);
    gives(a, b);
    transfer(b, remains, "morgue-1", "kyiv-lab", event);
    gives(b, c);
    assert_false(there(c, remains) || there(c, event));
    const char *conflict = conflict_about(c, event);
    assert_true(is(c, conflict, "why", "not-here"));
    gives(a, c);
    book_state_is(c, remains, "EXAMINED");
    book_ok(c, AG_REGISTRAR, "conflict.take", conflict, NULL, "reason=now it is here", NULL);
    book_state_is(c, event, "JOINED");
    assert_true(is(c, remains, "holder", "kyiv-lab"));
    book_is_sound(c);
    /* What nothing has made cannot be taken. */
    book *d = book_new_at(NULL, "sumy-1", "0901");
    book_ok(b, AG_REGISTRAR, "remains.describe", remains, NULL, "element=femur", "reason=looked", NULL);
    gives(b, d);
    assert_status(
        book_do(d, AG_REGISTRAR, 0, "conflict.take", conflict_about(d, remains), &err, "reason=why not", NULL),
        AG_REFUSED, &err);
    assert_int_equal(open_conflicts(d, remains), 1);
    book_is_sound(d);
    book_free(a);
    book_free(b);
    book_free(c);
    book_free(d);
}

/* ---- Bundles again, out of order, forged ---------------------------------------------------------------------- */

static void a_bundle_that_comes_twice_changes_nothing(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT];
    dead_examined(a, "intact", remains);
    const char *path = bundle_of(a, 0, NULL);
    takes(b, path);
    const uint64_t entries = entries_of(b);
    takes(b, path);
    assert_int_equal(entries_of(b), entries);
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

static void a_bundle_out_of_order_is_refused_with_what_to_ask_for(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT], person[BOOK_SUBJECT], hint[64];
    const char *first = bundle_of(a, 0, NULL);
    const uint64_t had = entries_of(a);
    dead_examined(a, "intact", remains);
    const char *second = bundle_of(a, had, NULL);
    const uint64_t later = entries_of(a);
    dead_person(a, person);
    const char *third = bundle_of(a, later, NULL);
    refuses(b, second, "of this chain 0 are here", "all of its entries");
    takes(b, first);
    snprintf(hint, sizeof hint, "--after %llu", (unsigned long long)had - 1);
    refuses(b, third, "begins at entry", hint);
    takes(b, second);
    takes(b, third);
    takes(b, first);
    book_state_is(b, person, "ON_FILE");
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

/* A chain made by hand. */
typedef struct forged {
    ag_signer signer;
    ag_tree tree;
    ag_digest genesis, last;
    const char *site;
    ag_buffer bytes[64];
    int entries;
} forged;

static void forge(forged *f, const char *action, const char *subject, json_t *data) {
    ag_error err;
    assert_non_null(data);
    const ag_entry entry = {.seq = (uint64_t)f->entries,
                            .at = AG_TEXT("2025-06-16T09:00:00Z"),
                            .by = AG_TEXT("somebody"),
                            .role = AG_TEXT("registrar"),
                            .site = ag_text_of(f->site),
                            .action = ag_text_of(action),
                            .subject = ag_text_of(subject),
                            .data = data,
                            .prev = f->last};
    ag_buffer *out = &f->bytes[f->entries];
    ag_buffer_clear(out);
    assert_ok(ag_entry_format(&entry, out, &err), &err);
    f->last = ag_tree_leaf(out->data, out->n);
    if (!f->entries++) f->genesis = f->last;
    ag_tree_push(&f->tree, &f->last);
    json_decref(data);
}

static void forge_begin(forged *f, const char *site) {
    char key[2 * AG_PUBLIC_BYTES + 1];
    ag_secret secret;
    *f = (forged){.site = site};
    ag_secret_random(&secret, sizeof secret);
    ag_signer_of(&secret, &f->signer);
    ag_tree_init(&f->tree);
    forge(f, "casebook.found", "casebook:1",
          json_pack("{s:n,s:s,s:s}", "name", "institution", "0801", "key",
                    ag_hex_format(f->signer.open, AG_PUBLIC_BYTES, key)));
}

static const char *forged_bundle(const forged *f, const ag_signer *signer) {
    ag_bundle_head head = {.genesis = f->genesis};
    ag_buffer origin = {0}, note = {0}, out = {0};
    snprintf(head.site, sizeof head.site, "%s", f->site);
    memcpy(head.site_key, signer->open, AG_PUBLIC_BYTES);
    ag_tree_init(&head.before);
    ag_note_origin(ag_text_of(f->site), &f->genesis, &origin);
    const ag_checkpoint checkpoint = {{origin.data, origin.n}, f->tree.size, ag_tree_root(&f->tree)};
    ag_note_format(&checkpoint, ag_text_of(f->site), signer, &note);
    ag_bundle_writer *w = ag_bundle_writer_new(&head, &out);
    assert_non_null(w);
    for (int i = 0; i < f->entries; i++)
        ag_bundle_put_entry(w, (uint64_t)i, (ag_text){f->bytes[i].data, f->bytes[i].n});
    ag_bundle_finish(w, (ag_text){note.data, note.n});
    const char *path = path_join(scratch_folder(), "forged.agb");
    write_file(path, out.data, out.n);
    ag_buffer_deinit(&out);
    ag_buffer_deinit(&note);
    ag_buffer_deinit(&origin);
    return path;
}

static void forge_end(forged *f) {
    for (int i = 0; i < 64; i++) ag_buffer_deinit(&f->bytes[i]);
}

static json_t *sort_of(const char *sort) { return json_pack("{s:s}", "sort", sort); }

static void a_rewritten_chain_is_refused_as_evidence(void **state) {
    (void)state;
    book *b = odesa();
    forged f, g;
    forge_begin(&f, "kyiv-1");
    g = f; /* the same beginning, then another story */
    memset(g.bytes, 0, sizeof g.bytes);
    ag_buffer_add(&g.bytes[0], f.bytes[0].data, f.bytes[0].n);
    forge(&f, "person.report", "person:kyiv-1-1", sort_of("reported"));
    forge(&g, "person.report", "person:kyiv-1-2", sort_of("reported"));
    forge(&g, "person.report", "person:kyiv-1-3", sort_of("reported"));
    takes(b, forged_bundle(&f, &f.signer));
    refuses(b, forged_bundle(&g, &g.signer), "entry 1 of kyiv-1", "evidence");
    assert_false(there(b, "person:kyiv-1-2") || there(b, "person:kyiv-1-3"));
    /* Somebody goes on with the chain under a key of his own. */
    forge(&f, "person.report", "person:kyiv-1-4", sort_of("reported"));
    ag_signer other = b->actor[REGISTRAR].signer;
    refuses(b, forged_bundle(&f, &other), "another key", "evidence");
    book *fresh = book_new_at(NULL, "lviv-2", "0900");
    refuses(fresh, forged_bundle(&f, &other), "does not found a casebook with the key", "evidence");
    takes(b, forged_bundle(&f, &f.signer));
    book_state_is(b, "person:kyiv-1-4", "ON_FILE");
    forge_end(&f);
    forge_end(&g);
    book_free(b);
    book_free(fresh);
}

static void two_sites_of_one_code_are_not_mixed(void **state) {
    (void)state;
    book *a = odesa(), *same = book_new_at(NULL, "odesa-3", "0713"), *b = kyiv(),
         *again = book_new_at(NULL, "kyiv-1", "0802");
    refuses(a, bundle_of(same, 0, NULL), "is called odesa-3 too", "code of its own");
    gives(b, a);
    refuses(a, bundle_of(again, 0, NULL), "is called kyiv-1 too", "code of its own");
    book_is_sound(a);
    book_free(a);
    book_free(same);
    book_free(b);
    book_free(again);
}

static void put_chain(book *b, int64_t number) {
    const ag_cell cell[CHAIN_COLUMNS] = {
        ag_cell_integer(number),      ag_cell_text(AG_TEXT("00")), ag_cell_text(AG_TEXT("lviv-2")),
        ag_cell_text(AG_TEXT("key")), ag_cell_integer(0),          ag_cell_text(AG_TEXT("leaf")),
        ag_cell_text(AG_TEXT("note"))};
    ag_error err;
    ag_store *store = ag_casebook_store(b->casebook);
    assert_ok(ag_store_begin(store, true, &err), &err);
    const ag_status put = ag_store_put(store, &ag_table_chain, cell, &err);
    assert_ok(put, &err);
    assert_ok(ag_store_commit(store, &err), &err);
}

static void the_last_number_of_a_chain_is_used_and_no_further(void **state) {
    (void)state;
    enum { MOST = (1 << 23) - 1 };
    book *b = kyiv(), *a = odesa(), *full = odesa();
    char person[BOOK_SUBJECT];
    dead_person(b, person);
    put_chain(a, MOST - 1);
    gives(b, a);
    book_state_is(a, person, "ON_FILE");
    put_chain(full, MOST);
    refuses(full, bundle_of(b, 0, NULL), "8388607 other sites", "new casebook");
    book_free(a);
    book_free(b);
    book_free(full);
}

static void what_a_later_version_says_is_kept_and_told(void **state) {
    (void)state;
    book *b = odesa();
    ag_diagnostics found;
    ag_error err;
    const ag_past *past;
    int n;
    forged f;
    forge_begin(&f, "kyiv-1");
    forge(&f, "remains.sing", "remains:2025061608010000017", json_pack("{s:s}", "song", "none"));
    forge(&f, "spirit.rise", "spirit:1", json_object());
    forge(&f, "person.report", "remains:2025061608010000017", sort_of("reported")); /* of another kind */
    forge(&f, "person.report", "person:kyiv-1-1", sort_of("reported"));
    ag_diagnostics_init(&found);
    assert_ok(take(b, &b->actor[ANALYST], forged_bundle(&f, &f.signer), &found, &err), &err);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.errors, 0);
    assert_non_null(strstr(found.item[0].what, "3 entries"));
    assert_non_null(strstr(found.item[0].what, "entry 1, remains.sing"));
    assert_false(there(b, "remains:2025061608010000017"));
    book_state_is(b, "person:kyiv-1-1", "ON_FILE");
    const ag_view view = book_view(b, "");
    assert_ok(ag_casebook_history(&view, AG_TEXT("spirit:1"), 0, &past, &n, &err), &err);
    assert_int_equal(n, 1);
    assert_ok(ag_casebook_rebuild(b->casebook, true, &found, NULL, &err), &err);
    ag_diagnostics_deinit(&found);
    forge_end(&f);
    book_free(b);
}

/* Every action, about something that is here and something that is not, with fields that name nothing or everything;
 * of a site that says that it knows all we have, so that nothing is held for being news to it. */
static void nothing_that_a_site_may_write_breaks_a_casebook(void **state) {
    (void)state;
    char remains[BOOK_SUBJECT];
    const char *const value[] = {"person:nobody", remains, "-1 x"};
    book *b = odesa();
    char subject[BOOK_SUBJECT];
    ag_error err;
    ag_diagnostics found;
    dead_examined(b, "intact", remains);
    for (size_t v = 0; v < sizeof value / sizeof *value; v++)
        for (int k = 0; ag_kinds[k]; k++) {
            forged f;
            char site[32];
            snprintf(site, sizeof site, "site-%d-%d", (int)v, k);
            forge_begin(&f, site);
            forge(&f, "casebook.receive", "casebook:1",
                  json_pack("{s:s,s:s,s:s}", "genesis", b->casebook->genesis, "first", "0", "entries", "1000000"));
            for (const ag_action *action = ag_kinds[k]->action; action->name && f.entries < 62; action++)
                for (int twice = 0; twice < 2; twice++) {
                    json_t *data = json_object();
                    for (const ag_field *field = action->field; field && field->name; field++)
                        json_object_set_new(data, field->name, json_string(value[v]));
                    snprintf(subject, sizeof subject, "%s:%s-%d", ag_kinds[k]->name, site, twice);
                    forge(&f, action->name, ag_kinds[k] == &ag_kind_remains && twice ? remains : subject, data);
                }
            takes(b, forged_bundle(&f, &f.signer));
            forge_end(&f);
        }
    ag_diagnostics_init(&found);
    assert_ok(ag_casebook_rebuild(b->casebook, true, &found, NULL, &err), &err);
    ag_diagnostics_deinit(&found);
    book_free(b);
}

/* ---- What is sealed ------------------------------------------------------------------------------------------- */

static ag_wanted reading(book *b, const ag_actor *actor, const char *subject, const char *field) {
    ag_wanted wanted = {.subject = ag_text_of(subject), .field = field};
    ag_error err;
    assert_ok(ag_casebook_read(b->casebook, actor, "a test", &wanted, 1, &b->arena, &err), &err);
    return wanted;
}

static bool reads(book *b, const ag_actor *actor, const char *subject) {
    const ag_wanted wanted = reading(b, actor, subject, "position");
    assert_true(!wanted.value.n || ag_text_equal(wanted.value, AG_TEXT("51.2073,35.2890,±20")));
    return wanted.value.n > 0;
}

static void what_is_sealed_is_read_by_whom_it_was_given_to(void **state) {
    (void)state;
    enum { AUDITOR = 8 };
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT];
    dead_examined(a, "intact", remains);
    gives(a, b);
    assert_false(reads(b, &b->actor[ANALYST], remains));
    /* The keys come later; somebody else's are not for this one. */
    takes(b, bundle_of(a, 0, &a->actor[ANALYST]));
    assert_false(reads(b, &b->actor[ANALYST], remains));
    takes(b, bundle_of(a, 0, &b->actor[ANALYST]));
    assert_true(reads(b, &b->actor[ANALYST], remains));
    assert_false(reads(b, &b->actor[AUDITOR], remains));
    assert_true(reading(b, &b->actor[AUDITOR], remains, "position").forbidden);
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

static void what_was_erased_stays_erased(void **state) {
    (void)state;
    enum { ADMINISTRATOR = 7 };
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT], other[BOOK_SUBJECT];
    ag_error err;
    dead_examined(a, "intact", remains);
    dead_examined(a, "intact", other);
    const char *before = bundle_of(a, 0, &b->actor[ANALYST]);
    takes(b, before);
    assert_true(reads(b, &b->actor[ANALYST], remains));
    assert_true(reads(b, &b->actor[ANALYST], other));
    /* Here: the same keys are not taken again. */
    assert_ok(ag_casebook_erase(b->casebook, &b->actor[ADMINISTRATOR], ag_text_of(remains), NULL, "asked", &err), &err);
    takes(b, before);
    assert_false(reads(b, &b->actor[ANALYST], remains));
    /* There: what a site closes of its own words is closed here too. */
    assert_ok(ag_casebook_erase(a->casebook, &a->actor[ADMINISTRATOR], ag_text_of(other), NULL, "asked", &err), &err);
    takes(b, bundle_of(a, 0, &b->actor[ANALYST]));
    assert_false(reads(b, &b->actor[ANALYST], other));
    takes(b, before);
    assert_false(reads(b, &b->actor[ANALYST], other));
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

static void a_bundle_leaves_an_entry_that_says_who_got_what(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char key[2 * AG_PUBLIC_BYTES + 1];
    const ag_past *past;
    int n;
    ag_entry entry;
    ag_error err;
    const char *path = bundle_of(a, 3, &b->actor[ANALYST]);
    const uint64_t entries = entries_of(a);
    const ag_view view = book_view(a, "casebook:1");
    assert_ok(ag_casebook_history(&view, AG_TEXT("casebook:1"), 1, &past, &n, &err), &err);
    assert_int_equal(past[0].seq, entries - 1);
    assert_ok(ag_entry_parse(past[0].bytes, &entry, &err), &err);
    assert_true(ag_text_equal(entry.action, AG_TEXT("casebook.give")));
    assert_string_equal(json_string_value(json_object_get(entry.data, "recipients")),
                        ag_hex_format(b->actor[ANALYST].signer.open, AG_PUBLIC_BYTES, key));
    assert_string_equal(json_string_value(json_object_get(entry.data, "first")), "3");
    assert_int_equal(strtoull(json_string_value(json_object_get(entry.data, "entries")), NULL, 10), entries - 3);
    assert_int_equal(json_array_size(entry.sig), 1);
    ag_entry_deinit(&entry);
    /* It is in the bundle that it tells of. */
    ag_diagnostics found;
    uint64_t size;
    ag_digest root;
    ag_diagnostics_init(&found);
    assert_ok(ag_bundle_verify(path, 1, (ag_text){NULL, 0}, &found, &size, &root, &err), &err);
    assert_int_equal(size, entries);
    ag_diagnostics_deinit(&found);
    ag_buffer out = {0};
    ag_bundle_order order = {0};
    assert_status(ag_casebook_bundle(a->casebook, &a->actor[8], &order, &out, &err), AG_REFUSED, &err);
    order.first = entries + 1;
    assert_status(ag_casebook_bundle(a->casebook, &a->actor[REGISTRAR], &order, &out, &err), AG_USAGE, &err);
    assert_int_equal(entries_of(a), entries);
    ag_buffer_deinit(&out);
    book_free(a);
    book_free(b);
}

/* ---- Files ---------------------------------------------------------------------------------------------------- */

static void claims(book *b, const char *content) {
    char source[BOOK_SUBJECT], field[6 + AG_DIGEST_HEX] = "file=";
    memcpy(field + 5, content, AG_DIGEST_HEX + 1);
    book_ok(b, AG_ANALYST, "source.record", NULL, source, "type=press", "anonymous=no", "handle=paper", NULL);
    const ag_view view = book_view(b, "");
    book_ok(b, AG_ANALYST, "claim.record", NULL, NULL, "topic=dprk-troops", "predicate=killed", "said=2025-01-05",
            ag_view_say(&view, "source=%s", source), field, NULL);
}

/* A file of n bytes, kept, and named by a claim. */
static ag_digest kept_and_claimed(book *b, size_t n) {
    char hex[AG_DIGEST_HEX + 1];
    ag_buffer content = {0};
    ag_digest digest;
    ag_error err;
    for (size_t i = 0; i < n; i++) ag_buffer_putc(&content, (char)(i * 31 + n));
    assert_ok(ag_casebook_keep_file(b->casebook, (ag_text){content.data, content.n}, &digest, &err), &err);
    ag_buffer_deinit(&content);
    claims(b, ag_digest_hex(&digest, hex));
    return digest;
}

static bool has_file(book *b, const ag_digest *content) {
    ag_buffer out = {0};
    ag_error err;
    const ag_status status = ag_casebook_file(b->casebook, content, &out, &err);
    const ag_digest digest = ag_sha256(out.data, out.n);
    if (status == AG_OK) assert_true(ag_digest_equal(&digest, content));
    ag_buffer_deinit(&out);
    return status == AG_OK;
}

typedef struct taken_out {
    FILE *file;
    ag_buffer buffer;
} taken_out;

static ag_status take_out(void *context, ag_error *err) {
    taken_out *t = context;
    (void)err;
    fwrite(t->buffer.data, 1, t->buffer.n, t->file);
    ag_buffer_clear(&t->buffer);
    return AG_OK;
}

/* As bundle_of, written bit by bit. */
static const char *bundle_in_bits(book *from, const ag_actor *recipient) {
    const char *path = path_join(scratch_folder(), "bits.agb");
    taken_out t = {.file = fopen(path, "wb")};
    ag_error err;
    const ag_bundle_order order = {.recipient = (const uint8_t(*)[AG_PUBLIC_BYTES])recipient->signer.open,
                                   .recipients = 1,
                                   .flush = take_out,
                                   .context = &t};
    assert_non_null(t.file);
    assert_ok(ag_casebook_bundle(from->casebook, &from->actor[REGISTRAR], &order, &t.buffer, &err), &err);
    assert_ok(take_out(&t, &err), &err);
    assert_int_equal(fclose(t.file), 0);
    ag_buffer_deinit(&t.buffer);
    return path;
}

static void files_go_along_to_those_who_are_named(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    const ag_digest file[] = {kept_and_claimed(a, 1), kept_and_claimed(a, 3 << 20)};
    const char *path = bundle_in_bits(a, &b->actor[ANALYST]);
    ag_error err;
    gives(a, b);
    assert_ok(take(b, &b->actor[REGISTRAR], path, NULL, &err), &err);
    assert_false(has_file(b, &file[0]) || has_file(b, &file[1]));
    for (int again = 0; again < 2; again++) {
        assert_ok(take(b, &b->actor[ANALYST], path, NULL, &err), &err);
        assert_true(has_file(b, &file[0]) && has_file(b, &file[1]));
    }
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

static void what_a_merge_does_not_keep_is_told(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    char hex[AG_DIGEST_HEX + 1];
    ag_error err;
    ag_diagnostics found;
    ag_cell cell[FILE_COLUMNS];
    bool there;
    const ag_digest good = kept_and_claimed(a, 100), other = ag_sha256("another", 7), nowhere = ag_sha256("nowhere", 7);
    /* The other site's store has one file under the name of another. */
    const ag_cell key = ag_cell_text(ag_text_of(ag_digest_hex(&good, hex)));
    assert_ok(ag_store_get(ag_casebook_store(a->casebook), &ag_table_file, &key, &a->arena, cell, &there, &err), &err);
    char name[AG_DIGEST_HEX + 1];
    cell[FILE_DIGEST] = ag_cell_text(ag_text_of(ag_digest_hex(&other, name)));
    assert_ok(ag_store_begin(ag_casebook_store(a->casebook), true, &err), &err);
    assert_ok(ag_store_put(ag_casebook_store(a->casebook), &ag_table_file, cell, &err), &err);
    assert_ok(ag_store_commit(ag_casebook_store(a->casebook), &err), &err);
    claims(a, name);
    claims(a, ag_digest_hex(&nowhere, hex));
    ag_diagnostics_init(&found);
    assert_ok(take(b, &b->actor[ANALYST], bundle_of(a, 0, &b->actor[ANALYST]), &found, &err), &err);
    assert_true(has_file(b, &good));
    assert_false(has_file(b, &other) || has_file(b, &nowhere));
    assert_int_equal(found.warnings, 2);
    assert_non_null(strstr(found.item[0].what, "were not kept: 1, the first is"));
    assert_non_null(strstr(found.item[0].what, name));
    assert_non_null(strstr(found.item[1].what, "are not here: 2, the first is"));
    ag_diagnostics_deinit(&found);
    book_is_sound(b);
    book_free(a);
    book_free(b);
}

static void files_of_the_casebook_itself_stay_at_home(void **state) {
    (void)state;
    book *a = odesa(), *b = kyiv();
    ag_digest table;
    char field[6 + AG_DIGEST_HEX] = "file=";
    ag_error err;
    const ag_digest page = kept_and_claimed(a, 100);
    assert_ok(ag_casebook_keep_file(a->casebook, AG_TEXT("locus,allele"), &table, &err), &err);
    ag_digest_hex(&table, field + 5);
    book_ok(a, AG_ADMINISTRATOR, "casebook.file", "casebook:1", NULL, "name=frequencies.csv", field, NULL);
    takes(b, bundle_of(a, 0, &b->actor[ANALYST]));
    assert_true(has_file(b, &page));
    assert_false(has_file(b, &table));
    const ag_view view = book_view(a, "casebook:1");
    assert_int_equal(ag_row_integer(&view.row, "files", 0), 1);
    book_free(a);
    book_free(b);
}

/* ---- Proof of what came from outside -------------------------------------------------------------------------- */

/* What is done to the file: a bit of what `select` gives is flipped, and `update` writes it. */
typedef struct damage {
    const char *what, *select, *update;
} damage;

#define FLIP(table, column, key)                                                                                       \
    "SELECT " column " FROM " table " WHERE " key, "UPDATE " table " SET " column "=?2 WHERE " key
static const damage damages[] = {
    {"a bit of an entry", FLIP("foreign_entry", "bytes", "at=(1<<40)+?1")},
    {"a bit of what an entry is filed under", FLIP("foreign_entry", "subject", "at=(1<<40)+?1")},
    {"a bit of a sealed box", FLIP("payload", "box", "at=(1<<40)+?1")},
    {"a bit of the genesis", FLIP("chain", "genesis", "?1=?1")},
    {"a bit of the site", FLIP("chain", "site", "?1=?1")},
    {"a bit of the key", FLIP("chain", "key", "?1=?1")},
    {"a bit of the leaf", FLIP("chain", "leaf", "?1=?1")},
    {"a bit of the note", FLIP("chain", "note", "?1=?1")},
    {"the size", "SELECT x'00'", "UPDATE chain SET size=size+1 WHERE ?1=?1 AND ?2=?2"},
    {"an entry dropped", "SELECT x'00'", "DELETE FROM foreign_entry WHERE at=(1<<40)+?1 AND ?2=?2"},
    {"the chain dropped", "SELECT x'00'", "DELETE FROM chain WHERE ?1=?1 AND ?2=?2"},
    {"an entry moved", "SELECT x'00'", "UPDATE foreign_entry SET at=(3<<40)+?1 WHERE at=(1<<40)+?1 AND ?2=?2"},
};
enum { DAMAGES = sizeof damages / sizeof *damages, OF_ENTRIES = 3 };

/* Answers false where there is no such thing. */
static bool do_damage(const char *path, const damage *d, int64_t seq, draws *draw) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    unsigned char bytes[16384];
    size_t n = 0;
    bool text = false;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, d->select, -1, &statement, NULL), SQLITE_OK);
    if (sqlite3_bind_parameter_count(statement)) sqlite3_bind_int64(statement, 1, seq);
    const bool found = sqlite3_step(statement) == SQLITE_ROW;
    if (found) {
        text = sqlite3_column_type(statement, 0) == SQLITE_TEXT;
        const void *value = text ? (const void *)sqlite3_column_text(statement, 0) : sqlite3_column_blob(statement, 0);
        n = (size_t)sqlite3_column_bytes(statement, 0);
        assert_in_range(n, 1, sizeof bytes);
        memcpy(bytes, value, n);
    }
    sqlite3_finalize(statement);
    if (found) {
        /* The lowest bit of ASCII leaves it text that a database takes. */
        size_t at = draw_below(draw, n);
        while (text && bytes[at] > 126) at = at ? at - 1 : n - 1;
        bytes[at] ^= (unsigned char)(text ? 1 : 1U << draw_below(draw, 8));
        assert_int_equal(sqlite3_prepare_v2(db, d->update, -1, &statement, NULL), SQLITE_OK);
        sqlite3_bind_int64(statement, 1, seq);
        if (text)
            sqlite3_bind_text(statement, 2, (const char *)bytes, (int)n, SQLITE_TRANSIENT);
        else
            sqlite3_bind_blob(statement, 2, bytes, (int)n, SQLITE_TRANSIENT);
        assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return found;
}

static bool is_named(const ag_diagnostics *found, bool entry, int64_t seq) {
    for (size_t i = 0; i < found->n; i++) {
        const ag_error *f = &found->item[i];
        const bool here = strncmp(f->file, "journal of ", 11) == 0;
        if (!entry || (here && (f->row == seq || f->row == seq + 1))) return true;
    }
    return false;
}

typedef struct whole {
    const ag_secret *key;
    const char *bytes; /* of the casebook's file */
    size_t n;
} whole;

static bool damage_from_outside_is_found(draws *draw, void *context) {
    const whole *w = context;
    const int what = (int)draw_below(draw, DAMAGES);
    const int64_t seq = (int64_t)draw_below(draw, 27); /* A's first entries, and some more */
    const char *copy = path_join(scratch_folder(), "copy");
    ag_casebook *casebook = NULL;
    ag_diagnostics found;
    uint64_t size;
    ag_digest root;
    ag_error err;
    write_file(copy, w->bytes, w->n);
    if (!do_damage(copy, &damages[what], seq, draw)) return true;
    ag_diagnostics_init(&found);
    const ag_casebook_options options = {.location = copy, .key = w->key, .readonly = true};
    ag_status status = ag_casebook_open(&options, &casebook, &err);
    if (status == AG_OK) status = ag_casebook_verify(casebook, (ag_text){NULL, 0}, 1, &found, &size, &root, &err);
    const bool named = is_named(&found, what < OF_ENTRIES, seq);
    ag_casebook_close(casebook);
    ag_diagnostics_deinit(&found);
    if (status != AG_FINDINGS)
        return draw_note(draw, "%s, entry %lld: not found (status %d, %s)", damages[what].what, (long long)seq, status,
                         status == AG_OK ? "" : err.what);
    return named || draw_note(draw, "%s, entry %lld: found, but not named", damages[what].what, (long long)seq);
}

static void every_fault_of_what_came_from_outside_is_found(void **state) {
    (void)state;
    if (!book_in_file()) skip();
    book *a = odesa(), *b = kyiv();
    char remains[BOOK_SUBJECT];
    dead_examined(a, "intact", remains);
    gives(a, b);
    dead_examined(a, "intact", remains);
    gives(a, b);
    const char *copy = path_join(scratch_folder(), "whole");
    ag_error err;
    whole w = {.key = &b->key};
    assert_ok(ag_store_backup(ag_casebook_store(b->casebook), copy, &err), &err);
    w.bytes = read_file(copy, &w.n);
    check_property("verify finds every fault of another site's chain and names the entry", 80,
                   damage_from_outside_is_found, &w);
    book_free(a);
    book_free(b);
}

/* ---- Any work, any exchange ----------------------------------------------------------------------------------- */

enum { SITES = 2 };

static const char *any_of(book *b, const ag_kind *kind, draws *d) {
    const ag_view view = book_view(b, "");
    int n;
    const ag_row *row = ag_view_rows(&view, kind, NULL, (ag_text){NULL, 0}, 0, &n);
    return n ? ag_row_subject(&view, &row[draw_below(d, (uint64_t)n)]).at : NULL;
}

/* One deed; what a rule refuses is not done. */
static void any_deed(book *b, draws *d) {
    static const char *const hand[] = {"team-2", "morgue-1", "kyiv-lab", "odesa-lab"};
    ag_error err;
    const ag_view view = book_view(b, "");
    const char *remains = any_of(b, &ag_kind_remains, d), *person = any_of(b, &ag_kind_person, d),
               *bag = any_of(b, &ag_kind_container, d);
    switch (draw_below(d, 9)) {
    case 0:
        if (!remains) dead_examined(b, "intact", (char[BOOK_SUBJECT]){0});
        break;
    case 1:
        if (!person) dead_person(b, (char[BOOK_SUBJECT]){0});
        break;
    case 2:
        book_do(b, AG_REGISTRAR, 0, "container.register", NULL, &err, "type=bag", "holder=morgue-1", NULL);
        break;
    case 3:
        if (remains)
            book_do(b, AG_REGISTRAR, 0, "remains.describe", remains, &err, draw_bool(d) ? "element=femur" : "side=left",
                    "reason=looked", NULL);
        break;
    case 4:
    case 5:
        if (remains || bag)
            book_do(b, AG_REGISTRAR, AG_CASE_OFFICER, "custody.transfer", NULL, &err,
                    ag_view_say(&view, "object=%s", bag && (!remains || draw_bool(d)) ? bag : remains),
                    ag_view_say(&view, "from=%s", hand[draw_below(d, 4)]),
                    ag_view_say(&view, "to=%s", hand[draw_below(d, 4)]), "place=the gate", "reason=transport", NULL);
        break;
    case 6:
        if (remains && bag)
            book_do(b, AG_REGISTRAR, 0, draw_bool(d) ? "remains.stow" : "remains.unstow", remains, &err,
                    ag_view_say(&view, "container=%s", bag), NULL);
        break;
    case 7:
        if (person)
            book_do(b, AG_CASE_OFFICER, 0, draw_bool(d) ? "person.missing" : "person.captured", person, &err, NULL);
        break;
    default:
        if (remains && person)
            book_do(b, AG_ANALYST, 0, "case.open", NULL, &err, ag_view_say(&view, "about=%s", remains), NULL);
        break;
    }
    b->now += (int64_t)draw_below(d, 3);
}

/* Numbers of entries are each site's own way of counting; which site's entry it is is the same at both. */
static bool same_cell(const ag_column *column, const ag_cell *x, const ag_cell *y) {
    const size_t n = strlen(column->name);
    const bool number = strcmp(column->name, "opened") == 0 || strcmp(column->name, "changed") == 0 ||
                        (column->type == AG_COLUMN_INTEGER && n > 3 && strcmp(column->name + n - 3, "_at") == 0);
    if (x->null || y->null) return x->null == y->null;
    if (column->type != AG_COLUMN_INTEGER) return ag_text_equal(x->text, y->text);
    if (!number) return x->integer == y->integer;
    const uint64_t p = (uint64_t)x->integer, q = (uint64_t)y->integer, seq = (1ULL << AG_CHAIN_SHIFT) - 1;
    return (p & seq) == (q & seq) && (p >> AG_CHAIN_SHIFT == 0) != (q >> AG_CHAIN_SHIFT == 0);
}

static const ag_column *difference(const ag_row *x, const ag_row *y) {
    const ag_table *table = ag_kind_table(x->kind);
    for (int c = 0; c < table->columns; c++)
        if (!same_cell(&table->column[c], &x->cell[c], &y->cell[c])) return &table->column[c];
    return NULL;
}

/* Each subject of `here` is the same at the other site, or somebody has to decide about it. */
static bool agree(book *const b[SITES], int here, draws *d) {
    const ag_view view = book_view(b[here], "");
    for (int k = 0; ag_kinds[k]; k++) {
        const ag_kind *kind = ag_kinds[k];
        int n;
        if (kind == &ag_kind_casebook || kind == &ag_kind_user || kind == &ag_kind_conflict) continue;
        const ag_row *row = ag_view_rows(&view, kind, NULL, (ag_text){NULL, 0}, 0, &n);
        for (int i = 0; i < n; i++) {
            const char *subject = ag_row_subject(&view, &row[i]).at;
            if (open_conflicts(b[0], subject) + open_conflicts(b[1], subject)) continue;
            const ag_view other = book_view(b[!here], subject);
            if (!ag_row_there(&other.row)) return draw_note(d, "%s is at one site alone", subject);
            const ag_column *column = difference(&row[i], &other.row);
            if (column) return draw_note(d, "%s differs in %s", subject, column->name);
        }
    }
    return true;
}

typedef struct leaves {
    ag_digest leaf[4096];
    int n;
} leaves;

static bool add_own(void *context, const ag_cell *cell) {
    leaves *l = context;
    l->leaf[l->n++] = ag_tree_leaf(cell[ENTRY_BYTES].text.at, cell[ENTRY_BYTES].text.n);
    return l->n < 4096;
}

static bool add_foreign(void *context, const ag_cell *cell) {
    leaves *l = context;
    l->leaf[l->n++] = ag_tree_leaf(cell[FOREIGN_BYTES].text.at, cell[FOREIGN_BYTES].text.n);
    return l->n < 4096;
}

/* What `to` has of `from` is the beginning of what `from` has, up to the bundle that was made last. */
static bool nothing_is_lost(book *from, book *to, draws *d) {
    static leaves own, foreign;
    const ag_query mine = {.table = &ag_table_entry}, theirs = {.table = &ag_table_foreign};
    ag_error err;
    own.n = foreign.n = 0;
    ag_status status = ag_store_find(ag_casebook_store(from->casebook), &mine, add_own, &own, &err);
    if (status == AG_OK) status = ag_store_find(ag_casebook_store(to->casebook), &theirs, add_foreign, &foreign, &err);
    if (status != AG_OK) return draw_note(d, "%s", err.what);
    if (foreign.n > own.n || memcmp(own.leaf, foreign.leaf, (size_t)foreign.n * sizeof *own.leaf) != 0)
        return draw_note(d, "the other site has other entries");
    return foreign.n + 64 > own.n || draw_note(d, "entries were lost");
}

static bool rebuilds_the_same(book *b, draws *d) {
    ag_diagnostics found;
    ag_error err;
    ag_diagnostics_init(&found);
    const ag_status status = ag_casebook_rebuild(b->casebook, true, &found, NULL, &err);
    ag_diagnostics_deinit(&found);
    return status == AG_OK || draw_note(d, "rebuild: %s", err.what);
}

static bool sites_agree(draws *d, void *context) {
    (void)context;
    book *b[SITES] = {odesa(), kyiv()};
    dead_examined(b[0], "intact", (char[BOOK_SUBJECT]){0});
    dead_person(b[1], (char[BOOK_SUBJECT]){0});
    for (int i = 0; i < 40 && draw_below(d, 12); i++) {
        const int who = draw_bool(d);
        if (draw_below(d, 5))
            any_deed(b[who], d);
        else
            gives(b[who], b[!who]);
    }
    gives(b[0], b[1]);
    gives(b[1], b[0]);
    gives(b[0], b[1]); /* what A did not know is told again */
    const bool good = agree(b, 0, d) && agree(b, 1, d) && nothing_is_lost(b[0], b[1], d) &&
                      nothing_is_lost(b[1], b[0], d) && rebuilds_the_same(b[0], d) && rebuilds_the_same(b[1], d);
    book_free(b[0]);
    book_free(b[1]);
    return good;
}

static void any_work_at_two_sites_ends_alike_or_in_conflicts(void **state) {
    (void)state;
    check_property("two sites end with the same values, or with conflicts", 25, sites_agree, NULL);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"work on what was received is no conflict, there and back", work_on_what_was_received_is_no_conflict, NULL,
         NULL, NULL},
        {"history says which site an entry is of", history_says_which_site_an_entry_is_of, NULL, NULL, NULL},
        {"what was opened later is newer, at whatever site", what_was_opened_later_is_newer_at_whatever_site, NULL,
         NULL, NULL},
        {"where both have spoken both stand until a person keeps or takes", both_stand_until_a_person_decides, NULL,
         NULL, NULL},
        {"what follows a held deed waits with it", what_follows_a_held_deed_waits_with_it, NULL, NULL, NULL},
        {"a deed takes effect whole or not at all", a_deed_takes_effect_whole_or_not_at_all, NULL, NULL, NULL},
        {"work on what is not here is held until it is", work_on_what_is_not_here_is_held, NULL, NULL, NULL},
        {"a bundle that comes twice changes nothing", a_bundle_that_comes_twice_changes_nothing, NULL, NULL, NULL},
        {"a bundle out of order is refused with what to ask for", a_bundle_out_of_order_is_refused_with_what_to_ask_for,
         NULL, NULL, NULL},
        {"a rewritten chain is refused as evidence", a_rewritten_chain_is_refused_as_evidence, NULL, NULL, NULL},
        {"two sites of one code are not mixed", two_sites_of_one_code_are_not_mixed, NULL, NULL, NULL},
        {"the last number of a chain is used, and no further", the_last_number_of_a_chain_is_used_and_no_further, NULL,
         NULL, NULL},
        {"what a later version says is kept and told", what_a_later_version_says_is_kept_and_told, NULL, NULL, NULL},
        {"nothing that a site may write breaks a casebook", nothing_that_a_site_may_write_breaks_a_casebook, NULL, NULL,
         NULL},
        {"what is sealed is read by whom it was given to", what_is_sealed_is_read_by_whom_it_was_given_to, NULL, NULL,
         NULL},
        {"what was erased stays erased, here and there", what_was_erased_stays_erased, NULL, NULL, NULL},
        {"a bundle leaves an entry that says who got what", a_bundle_leaves_an_entry_that_says_who_got_what, NULL, NULL,
         NULL},
        {"files go along to those who are named, and to nobody else", files_go_along_to_those_who_are_named, NULL, NULL,
         NULL},
        {"what a merge does not keep is told", what_a_merge_does_not_keep_is_told, NULL, NULL, NULL},
        {"files of the casebook itself stay at home", files_of_the_casebook_itself_stay_at_home, NULL, NULL, NULL},
        {"every fault of what came from outside is found and named", every_fault_of_what_came_from_outside_is_found,
         NULL, NULL, NULL},
        {"any work at two sites ends alike or in conflicts", any_work_at_two_sites_ends_alike_or_in_conflicts, NULL,
         NULL, NULL},
    };
    return cmocka_run_group_tests_name("two sites", cases, NULL, NULL);
}
