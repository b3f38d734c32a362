/* The contract of the store: every case is proved with SQLite and with PostgreSQL. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_fixture.h"

#include "base/limits.h"

#include "base/banned.h"

static bool is_postgres(void **state) { return *(const char *)*state == 'P'; }

static ag_store *new_store(void **state) { return make_store(fresh_location(is_postgres(state))); }

static void begin(ag_store *store, bool write) {
    ag_error err;
    assert_ok(ag_store_begin(store, write, &err), &err);
}

static void commit(ag_store *store) {
    ag_error err;
    assert_ok(ag_store_commit(store, &err), &err);
}

static void put(ag_store *store, person_row row) {
    ag_error err;
    assert_ok(ag_store_put(store, &people, row.cell, &err), &err);
}

/* The row of `id` in the arena; NULL: there is none. */
static const ag_cell *get(ag_store *store, ag_arena *arena, const char *id) {
    const ag_cell key = text_cell(id);
    ag_cell *cell = AG_NEW(arena, ag_cell, COLUMNS);
    bool found = false;
    ag_error err;
    assert_ok(ag_store_get(store, &people, &key, arena, cell, &found, &err), &err);
    return found ? cell : NULL;
}

static bool same_cell(const ag_cell *a, const ag_cell *b, ag_column_type type) {
    if (a->null || b->null) return a->null == b->null;
    return type == AG_COLUMN_INTEGER ? a->integer == b->integer : ag_text_equal(a->text, b->text);
}

static bool same_row(const ag_cell *a, const ag_cell *b) {
    for (int i = 0; i < COLUMNS; i++)
        if (!same_cell(&a[i], &b[i], people_columns[i].type)) return false;
    return true;
}

static int64_t number_of(ag_store *store, const char *id) {
    ag_arena arena;
    ag_arena_init(&arena);
    const ag_cell *row = get(store, &arena, id);
    const int64_t number = row ? row[NUMBER].integer : -1;
    ag_arena_deinit(&arena);
    return number;
}

/* Ids of the answer, "a b c". */
static bool add_id(void *context, const ag_cell *cell) {
    ag_buffer *b = context;
    if (b->n) ag_buffer_putc(b, ' ');
    ag_buffer_add(b, cell[ID].text.at, cell[ID].text.n);
    return true;
}

static void assert_found(ag_store *store, ag_query query, const char *ids) {
    ag_buffer b;
    ag_error err;
    int64_t n;
    ag_buffer_init(&b);
    ag_buffer_puts(&b, "");
    query.table = &people;
    assert_ok(ag_store_find(store, &query, add_id, &b, &err), &err);
    assert_string_equal(b.data, ids);
    assert_ok(ag_store_count(store, &query, &n, &err), &err);
    int64_t expected = b.n > 0;
    for (size_t i = 0; i < b.n; i++) expected += b.data[i] == ' ';
    if (!query.limit) assert_int_equal(n, expected);
    ag_buffer_deinit(&b);
}

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

static void a_row_comes_back_as_it_was_put(void **state) {
    static const char bytes[] = {0, 1, (char)0xFF, 0, 'x'};
    ag_store *store = new_store(state);
    ag_arena arena;
    ag_arena_init(&arena);
    const person_row rows[] = {
        {{text_cell("김철수"), text_cell("Невідомий, \"x\" 'y' $1 \\"), ag_cell_integer(INT64_MIN), ag_cell_null(),
          ag_cell_text((ag_text){bytes, sizeof bytes})}},
        {{text_cell("b"), text_cell(""), ag_cell_integer(INT64_MAX), text_cell("\t\n\x7F\xC2\x85"), text_cell("")}},
        {{text_cell(""), ag_cell_null(), ag_cell_null(), ag_cell_text((ag_text){NULL, 0}),
          ag_cell_text((ag_text){NULL, 0})}},
        {{text_cell("c"), ag_cell_null(), ag_cell_integer(-1), ag_cell_null(), ag_cell_null()}},
    };
    begin(store, true);
    for (int i = 0; i < 4; i++) put(store, rows[i]);
    commit(store);
    for (int i = 0; i < 4; i++) {
        const ag_cell *row = get(store, &arena, i == 0 ? "김철수" : i == 1 ? "b" : i == 2 ? "" : "c");
        assert_non_null(row);
        assert_true(same_row(row, rows[i].cell));
    }
    assert_null(get(store, &arena, "d"));
    ag_arena_deinit(&arena);
    ag_store_close(store);
}

static void a_put_replaces_the_row_of_its_key_and_no_other(void **state) {
    ag_store *store = new_store(state);
    begin(store, true);
    put(store, person("a", "old", 1, "x"));
    put(store, person("b", "old", 2, "y"));
    put(store, person("a", "new", 3, "x"));
    commit(store);
    assert_int_equal(count_all(store, &people), 2);
    assert_int_equal(number_of(store, "a"), 3);
    assert_int_equal(number_of(store, "b"), 2);
    ag_store_close(store);
}

static void an_add_never_replaces(void **state) {
    ag_store *store = new_store(state);
    ag_error err;
    begin(store, true);
    put(store, person("a", "old", 1, "secret-1"));
    assert_status(ag_store_add(store, &people, person("a", "new", 2, NULL).cell, &err), AG_REFUSED, &err);
    assert_status(ag_store_add(store, &people, person("b", "new", 2, "secret-1").cell, &err), AG_REFUSED, &err);
    assert_true(has_words(err.what, "people") && has_words(err.what, "id or tag"));
    assert_false(has_words(err.what, "secret-1"));
    assert_ok(ag_store_add(store, &people, person("c", "new", 3, "z").cell, &err), &err);
    commit(store);
    assert_found(store, (ag_query){0}, "a c");
    assert_int_equal(number_of(store, "a"), 1);
    ag_store_close(store);
}

static void a_put_takes_no_unique_value_of_another_row(void **state) {
    ag_store *store = new_store(state);
    ag_error err;
    begin(store, true);
    put(store, person("a", "s", 1, "x"));
    put(store, person("b", "s", 2, "y"));
    assert_status(ag_store_put(store, &people, person("b", "s", 3, "x").cell, &err), AG_REFUSED, &err);
    assert_status(ag_store_put(store, &people, person("c", "s", 4, "x").cell, &err), AG_REFUSED, &err);
    put(store, person("a", "s", 5, "x"));
    put(store, person("a", "s", 6, "w"));
    put(store, person("b", "s", 7, "x"));
    commit(store);
    assert_found(store, (ag_query){0}, "a b");
    assert_int_equal(number_of(store, "a"), 6);
    assert_int_equal(number_of(store, "b"), 7);
    ag_store_close(store);
}

static void many_rows_may_lack_a_unique_value(void **state) {
    ag_store *store = new_store(state);
    ag_error err;
    assert_ok(ag_store_add(store, &people, person("a", NULL, 1, NULL).cell, &err), &err);
    assert_ok(ag_store_add(store, &people, person("b", NULL, 1, NULL).cell, &err), &err);
    put(store, person("c", NULL, 1, NULL));
    assert_int_equal(count_all(store, &people), 3);
    ag_store_close(store);
}

static void a_removed_row_is_gone_and_to_remove_it_again_is_no_error(void **state) {
    ag_store *store = new_store(state);
    const ag_cell key = text_cell("a");
    ag_error err;
    put(store, person("a", "s", 1, NULL));
    put(store, person("b", "s", 2, NULL));
    for (int i = 0; i < 2; i++) {
        assert_ok(ag_store_remove(store, &people, &key, &err), &err);
        assert_found(store, (ag_query){0}, "b");
    }
    ag_store_close(store);
}

static void a_cleared_table_is_empty_and_a_dropped_one_can_be_made_again(void **state) {
    ag_store *store = new_store(state);
    ag_error err;
    put(store, person("a", "s", 1, NULL));
    assert_ok(ag_store_clear(store, &people, &err), &err);
    assert_int_equal(count_all(store, &people), 0);
    put(store, person("a", "s", 1, NULL));
    begin(store, true);
    assert_ok(ag_store_drop(store, "people", &err), &err);
    assert_ok(ag_store_drop(store, "people", &err), &err);
    assert_ok(ag_store_drop(store, "nowhere", &err), &err);
    assert_ok(ag_store_ensure(store, &people, &err), &err);
    commit(store);
    assert_int_equal(count_all(store, &people), 0);
    ag_store_close(store);
}

static void text_that_the_other_database_could_not_keep_is_refused(void **state) {
    static const char *const bad[] = {"\xFF", "a\xC3", "\xED\xA0\x80", "\xC0\x80", "\x80", "0123\xC2"};
    ag_store *store = new_store(state);
    ag_error err;
    begin(store, true);
    put(store, person("a", "s", 1, NULL));
    for (int i = 0; i < 6; i++)
        assert_status(ag_store_put(store, &people, person("b", bad[i], 1, NULL).cell, &err), AG_BAD_INPUT, &err);
    assert_true(has_words(err.what, "people, value 2") && has_words(err.what, "UTF-8"));
    person_row zero = person("b", "s", 1, NULL);
    zero.cell[STATE] = ag_cell_text((ag_text){"x\0y", 3});
    assert_status(ag_store_put(store, &people, zero.cell, &err), AG_BAD_INPUT, &err);
    commit(store);
    assert_found(store, (ag_query){0}, "a");
    ag_store_close(store);
}

static void a_value_is_kept_up_to_its_cap_and_refused_beyond(void **state) {
    ag_store *store = new_store(state);
    ag_error err;
    ag_arena arena;
    ag_arena_init(&arena);
    char *bytes = calloc(1, (size_t)AG_MAX_STORED_BYTES + 1);
    assert_non_null(bytes);
    bytes[AG_MAX_STORED_BYTES - 1] = 'z';
    person_row row = person("a", "s", 1, NULL);
    row.cell[PAYLOAD] = ag_cell_text((ag_text){bytes, AG_MAX_STORED_BYTES});
    begin(store, true); /* and not committed, which would cost seconds */
    put(store, row);
    const ag_cell *back = get(store, &arena, "a");
    assert_true(same_row(back, row.cell));
    row.cell[PAYLOAD].text.n++;
    assert_status(ag_store_put(store, &people, row.cell, &err), AG_BAD_INPUT, &err);
    assert_true(has_words(err.what, "64 MiB"));
    free(bytes);
    ag_arena_deinit(&arena);
    ag_store_close(store);
}

static void a_table_may_have_as_many_columns_as_a_file(void **state) {
    static char name[AG_MAX_COLUMNS][8];
    static ag_column columns[AG_MAX_COLUMNS];
    static const ag_table wide = {"wide", columns, AG_MAX_COLUMNS};
    static ag_cell row[AG_MAX_COLUMNS], back[AG_MAX_COLUMNS];
    ag_store *store = new_store(state);
    ag_arena arena;
    ag_error err;
    bool found;
    ag_arena_init(&arena);
    for (int i = 0; i < AG_MAX_COLUMNS; i++) {
        snprintf(name[i], sizeof name[i], "c%d", i);
        columns[i] = (ag_column){name[i], AG_COLUMN_TEXT, false, false};
        row[i] = text_cell(i % 2 ? "x" : "yz");
    }
    ensure(store, &wide);
    assert_ok(ag_store_put(store, &wide, row, &err), &err);
    assert_ok(ag_store_get(store, &wide, &row[0], &arena, back, &found, &err), &err);
    assert_true(found);
    for (int i = 0; i < AG_MAX_COLUMNS; i++) assert_true(same_cell(&row[i], &back[i], AG_COLUMN_TEXT));
    ag_arena_deinit(&arena);
    ag_store_close(store);
}

/* ---- Asking ---------------------------------------------------------------------------------------------------- */

static ag_store *alphabet(void **state) {
    ag_store *store = new_store(state);
    begin(store, true);
    put(store, person("a", "open", 3, "t1"));
    put(store, person("B", "open", 1, "t2"));
    put(store, person("é", "shut", 1, "t3"));
    put(store, person("Z", NULL, 2, NULL));
    put(store, person("aa", "open", 2, "t4"));
    commit(store);
    return store;
}

static void rows_come_in_the_order_of_bytes(void **state) {
    ag_store *store = alphabet(state);
    assert_found(store, (ag_query){0}, "B Z a aa é");
    assert_found(store, (ag_query){.descending = true}, "é aa a Z B");
    ag_store_close(store);
}

static void rows_without_a_value_come_first_and_ties_by_key(void **state) {
    ag_store *store = alphabet(state);
    assert_found(store, (ag_query){.order = STATE}, "Z B a aa é");
    assert_found(store, (ag_query){.order = STATE, .descending = true}, "é aa a B Z");
    assert_found(store, (ag_query){.order = NUMBER}, "B é Z aa a");
    assert_found(store, (ag_query){.order = NUMBER, .descending = true, .limit = 3}, "a aa Z");
    ag_store_close(store);
}

static void conditions_hold_all_together_and_never_for_what_is_absent(void **state) {
    ag_store *store = alphabet(state);
    const ag_cell open = text_cell("open"), one = ag_cell_integer(1), two = ag_cell_integer(2);
    assert_found(store, (ag_query){.where = {{STATE, AG_EQUAL, open}, {NUMBER, AG_MORE, one}}, .conditions = 2},
                 "a aa");
    assert_found(store, (ag_query){.where = {{STATE, AG_UNEQUAL, open}}, .conditions = 1}, "é");
    assert_found(store, (ag_query){.where = {{STATE, AG_IS_NULL, open}}, .conditions = 1}, "Z");
    assert_found(store, (ag_query){.where = {{STATE, AG_NOT_NULL, open}, {NUMBER, AG_LESS, two}}, .conditions = 2},
                 "B é");
    assert_found(store, (ag_query){.where = {{NUMBER, AG_AT_LEAST, one}, {NUMBER, AG_AT_MOST, two}}, .conditions = 2},
                 "B Z aa é");
    assert_found(store, (ag_query){.where = {{STATE, AG_EQUAL, ag_cell_null()}}, .conditions = 1}, "");
    assert_found(store,
                 (ag_query){.where = {{ID, AG_MORE, text_cell("A")},
                                      {ID, AG_LESS, text_cell("b")},
                                      {STATE, AG_EQUAL, open},
                                      {NUMBER, AG_AT_LEAST, one},
                                      {NUMBER, AG_UNEQUAL, two},
                                      {TAG, AG_NOT_NULL, open}},
                            .conditions = AG_MAX_WHERE},
                 "B a");
    ag_store_close(store);
}

static void pages_by_key_show_each_row_once(void **state) {
    enum { ROWS = 103, PAGE = 10 };
    ag_store *store = new_store(state);
    begin(store, true);
    for (int i = 0; i < ROWS; i++) {
        char id[8];
        snprintf(id, sizeof id, "%03d", i * 37 % ROWS);
        put(store, person(id, i * 37 % ROWS % 2 ? "odd" : "even", i, NULL));
    }
    commit(store);
    char after[8] = "", all[8 * ROWS] = "", expected[8 * ROWS] = "";
    for (int pages = 0, n = PAGE; n == PAGE; pages++) {
        ag_buffer b;
        ag_error err;
        ag_buffer_init(&b);
        ag_buffer_puts(&b, "");
        const ag_query query = {.table = &people,
                                .where = {{STATE, AG_EQUAL, text_cell("odd")}, {ID, AG_MORE, text_cell(after)}},
                                .conditions = 2,
                                .limit = PAGE};
        assert_ok(ag_store_find(store, &query, add_id, &b, &err), &err);
        n = (int)(b.n + 1) / 4;
        snprintf(after, sizeof after, "%s", b.n ? b.data + b.n - 3 : "");
        const size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s ", b.data);
        ag_buffer_deinit(&b);
        assert_true(pages < ROWS);
    }
    for (int i = 1; i < ROWS; i += 2) snprintf(expected + 4 * (i / 2), 8, "%03d ", i);
    assert_string_equal(all, expected);
    ag_store_close(store);
}

static bool stop_at_third(void *context, const ag_cell *cell) {
    (void)cell;
    return ++*(int *)context < 3;
}

static void a_visitor_that_has_seen_enough_is_not_called_again(void **state) {
    ag_store *store = alphabet(state);
    for (int64_t limit = 0; limit <= 4; limit += 4) {
        int calls = 0;
        ag_error err;
        const ag_query query = {.table = &people, .limit = limit};
        assert_ok(ag_store_find(store, &query, stop_at_third, &calls, &err), &err);
        assert_int_equal(calls, 3);
    }
    assert_int_equal(count_all(store, &people), 5);
    ag_store_close(store);
}

static void a_table_learns_a_column_and_an_index(void **state) {
    static const ag_column before[] = {{"id", AG_COLUMN_TEXT, false, false}, {"state", AG_COLUMN_TEXT, false, false}};
    static const ag_table young = {"people", before, 2};
    ag_store *store = open_store(fresh_location(is_postgres(state)), AG_STORE_MAKE);
    const ag_cell row[] = {text_cell("a"), text_cell("open")};
    ag_error err;
    ensure(store, &young);
    assert_ok(ag_store_put(store, &young, row, &err), &err);
    ensure(store, &people);
    ensure(store, &people);
    assert_found(store, (ag_query){.where = {{NUMBER, AG_IS_NULL, ag_cell_null()}}, .conditions = 1}, "a");
    put(store, person("b", "open", 2, "x"));
    assert_status(ag_store_add(store, &people, person("c", "open", 2, "x").cell, &err), AG_REFUSED, &err);
    assert_found(store, (ag_query){.order = NUMBER, .where = {{STATE, AG_EQUAL, row[1]}}, .conditions = 1}, "a b");
    ag_store_close(store);
}

/* ---- Transactions ---------------------------------------------------------------------------------------------- */

static void a_rollback_forgets_all_since_the_beginning(void **state) {
    ag_store *store = alphabet(state);
    const ag_cell key = text_cell("a");
    ag_error err;
    ag_store_rollback(store);
    begin(store, true);
    put(store, person("new", "open", 9, NULL));
    put(store, person("B", "shut", 9, NULL));
    assert_ok(ag_store_remove(store, &people, &key, &err), &err);
    put_word(store, 1, "not waited for");
    assert_int_equal(number_of(store, "B"), 9);
    assert_int_equal(count_all(store, &plain), 1);
    put_word(store, 2, "nor this");
    ag_store_rollback(store);
    assert_found(store, (ag_query){0}, "B Z a aa é");
    assert_int_equal(number_of(store, "B"), 1);
    assert_int_equal(count_all(store, &plain), 0);
    ag_store_close(store);
}

static void a_store_that_is_closed_keeps_what_was_committed(void **state) {
    const char *location = fresh_location(is_postgres(state));
    ag_store *store = make_store(location);
    put(store, person("alone", "s", 1, NULL));
    begin(store, true);
    put(store, person("together", "s", 2, NULL));
    commit(store);
    begin(store, true);
    put(store, person("lost", "s", 3, NULL));
    ag_store_close(store);
    store = open_store(location, AG_STORE_READ);
    assert_found(store, (ag_query){0}, "alone together");
    ag_store_close(store);
}

static void a_store_that_is_read_is_not_changed(void **state) {
    const char *location = fresh_location(is_postgres(state));
    ag_error err;
    ag_store_close(make_store(location));
    ag_store *store = open_store(location, AG_STORE_READ);
    assert_status(ag_store_begin(store, true, &err), AG_REFUSED, &err);
    assert_status(ag_store_put(store, &people, person("a", "s", 1, NULL).cell, &err), AG_REFUSED, &err);
    begin(store, false);
    assert_found(store, (ag_query){0}, "");
    commit(store);
    ag_store_close(store);
}

static void a_store_is_made_once_and_must_be_there_to_be_opened(void **state) {
    const char *location = fresh_location(is_postgres(state));
    ag_store *store = NULL;
    ag_error err;
    assert_status(ag_store_open(location, AG_STORE_WRITE, &store, &err), AG_BAD_INPUT, &err);
    assert_status(ag_store_open(location, AG_STORE_READ, &store, &err), AG_BAD_INPUT, &err);
    ag_store_close(make_store(location));
    assert_status(ag_store_open(location, AG_STORE_MAKE, &store, &err), AG_REFUSED, &err);
    store = open_store(location, AG_STORE_WRITE);
    assert_int_equal(count_all(store, &people), 0);
    ag_store_close(store);
    ag_store_close(NULL);
}

static void a_reader_sees_one_state_while_others_write(void **state) {
    const char *location = fresh_location(is_postgres(state));
    ag_store *writer = make_store(location), *reader = open_store(location, AG_STORE_READ);
    put(writer, person("a", "s", 1, NULL));
    begin(reader, false);
    assert_int_equal(count_all(reader, &people), 1);
    begin(writer, true);
    put(writer, person("a", "s", 2, NULL));
    put(writer, person("b", "s", 2, NULL));
    assert_int_equal(number_of(reader, "a"), 1);
    commit(writer);
    assert_int_equal(number_of(reader, "a"), 1);
    assert_int_equal(count_all(reader, &people), 1);
    commit(reader);
    assert_int_equal(number_of(reader, "a"), 2);
    assert_int_equal(count_all(reader, &people), 2);
    ag_store_close(reader);
    ag_store_close(writer);
}

enum { WRITERS = 3, STEPS = 40 };

/* Counts the row "a" up, STEPS times; not NULL: something failed. */
static void *count_up(void *context) {
    ag_store *store = context;
    const ag_cell key = text_cell("a");
    ag_error err;
    for (int i = 0; i < STEPS; i++) {
        ag_cell row[COLUMNS];
        ag_arena arena;
        bool found;
        ag_arena_init(&arena);
        if (ag_store_begin(store, true, &err) != AG_OK) return store;
        if (ag_store_get(store, &people, &key, &arena, row, &found, &err) != AG_OK || !found) return store;
        row[NUMBER].integer++;
        if (ag_store_put(store, &people, row, &err) != AG_OK) return store;
        if (ag_store_commit(store, &err) != AG_OK) return store;
        ag_arena_deinit(&arena);
    }
    return NULL;
}

static void writers_wait_for_each_other_and_no_change_is_lost(void **state) {
    const char *location = fresh_location(is_postgres(state));
    ag_store *store[WRITERS] = {make_store(location)};
    pthread_t thread[WRITERS];
    put(store[0], person("a", "s", 0, NULL));
    for (int i = 1; i < WRITERS; i++) store[i] = open_store(location, AG_STORE_WRITE);
    for (int i = 0; i < WRITERS; i++) assert_int_equal(pthread_create(&thread[i], NULL, count_up, store[i]), 0);
    for (int i = 0; i < WRITERS; i++) {
        void *failed;
        assert_int_equal(pthread_join(thread[i], &failed), 0);
        assert_null(failed);
    }
    assert_int_equal(number_of(store[0], "a"), WRITERS * STEPS);
    for (int i = 0; i < WRITERS; i++) ag_store_close(store[i]);
}

static void a_writer_that_waits_in_vain_is_told_why(void **state) {
    const char *location = fresh_location(is_postgres(state));
    ag_store *holder = make_store(location), *other = open_store(location, AG_STORE_WRITE);
    ag_error err;
    ag_store_patience(other, 100);
    begin(holder, true);
    assert_status(ag_store_begin(other, true, &err), AG_ENVIRONMENT, &err);
    assert_true(has_words(err.what, "another program"));
    assert_true(has_words(err.hint, "wait until it is done"));
    assert_status(ag_store_put(other, &people, person("a", "s", 1, NULL).cell, &err), AG_ENVIRONMENT, &err);
    assert_int_equal(count_all(other, &people), 0);
    commit(holder);
    put(other, person("a", "s", 1, NULL));
    assert_int_equal(count_all(holder, &people), 1);
    ag_store_close(other);
    ag_store_close(holder);
}

/* Commits rows 1, 2, 3, … and says each number once it is told that it is kept. */
static void commit_for_ever(const char *location, int out) {
    ag_store *store;
    ag_error err;
    if (ag_store_open(location, AG_STORE_WRITE, &store, &err) != AG_OK) _exit(1);
    for (int64_t i = 1;; i++) {
        const ag_cell row[] = {ag_cell_integer(i), text_cell("w")};
        if (ag_store_begin(store, true, &err) != AG_OK || ag_store_put(store, &plain, row, &err) != AG_OK ||
            ag_store_commit(store, &err) != AG_OK || write(out, &i, sizeof i) != sizeof i)
            _exit(1);
    }
}

static void what_was_acknowledged_survives_a_killed_program(void **state) {
    const char *location = fresh_location(is_postgres(state));
    ag_store_close(make_store(location));
    int64_t acknowledged = 0;
    for (int round = 1; round <= 3; round++) {
        int ends[2];
        int64_t n = 0;
        assert_int_equal(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) commit_for_ever(location, ends[1]);
        close(ends[1]);
        while (n < 50 * round && read(ends[0], &n, sizeof n) == sizeof n)
            acknowledged = n > acknowledged ? n : acknowledged;
        kill(child, SIGKILL);
        while (read(ends[0], &n, sizeof n) == sizeof n) acknowledged = n > acknowledged ? n : acknowledged;
        waitpid(child, NULL, 0);
        close(ends[0]);
        ag_store *store = open_store(location, AG_STORE_WRITE);
        begin(store, true); /* waits for what the killed one left behind */
        const int64_t kept = count_all(store, &plain);
        commit(store);
        ag_store_close(store);
        assert_true(acknowledged >= 50 * round);
        assert_true(kept >= acknowledged);
    }
}

/* ---- Any operations, against a table in memory ------------------------------------------------------------------ */

enum { KEYS = 6, STATES = 3, TAGS = 4 };

typedef struct model {
    struct {
        bool there;
        int state, number, tag; /* -1: NULL */
    } row[KEYS];
} model;

static const char *const model_key[KEYS] = {"A", "a", "aa", "b", "É", "김"}; /* in the order of their bytes */
static const char *const model_state[STATES] = {"closed", "open", "Жив"};
static const char *const model_tag[TAGS] = {"p", "q", "r", "s"};

static person_row model_row(const model *m, int k) {
    person_row row = person(model_key[k], m->row[k].state < 0 ? NULL : model_state[m->row[k].state], m->row[k].number,
                            m->row[k].tag < 0 ? NULL : model_tag[m->row[k].tag]);
    row.cell[NUMBER].null = m->row[k].number < 0;
    return row;
}

static bool takes_tag(const model *m, int k, int tag) {
    for (int i = 0; i < KEYS; i++)
        if (i != k && m->row[i].there && m->row[i].tag >= 0 && m->row[i].tag == tag) return true;
    return false;
}

/* A put or an add, in both. */
static bool write_both(draws *d, ag_store *store, model *m, bool add) {
    const int k = (int)draw_below(d, KEYS);
    model next = *m;
    ag_error err = {0};
    next.row[k].there = true;
    next.row[k].state = draw_between(d, -1, STATES - 1);
    next.row[k].number = draw_between(d, -1, 3);
    next.row[k].tag = draw_between(d, -1, TAGS - 1);
    const bool refused = takes_tag(m, k, next.row[k].tag) || (add && m->row[k].there);
    const person_row row = model_row(&next, k);
    const ag_status status =
        add ? ag_store_add(store, &people, row.cell, &err) : ag_store_put(store, &people, row.cell, &err);
    if (status != (refused ? AG_REFUSED : AG_OK))
        return draw_note(d, "%s of %s answers %d %s", add ? "add" : "put", model_key[k], (int)status, err.what);
    if (!refused) *m = next;
    return true;
}

/* -1, 0, 1; NULL is less than all. */
static int compare_cells(const ag_cell *a, const ag_cell *b, ag_column_type type) {
    if (a->null || b->null) return (a->null ? 0 : 1) - (b->null ? 0 : 1);
    if (type == AG_COLUMN_INTEGER) return (a->integer > b->integer) - (a->integer < b->integer);
    const int order = ag_text_compare(a->text, b->text);
    return (order > 0) - (order < 0);
}

static bool satisfies(const ag_where *w, const ag_cell *cell) {
    const int order = compare_cells(cell, &w->value, people_columns[w->column].type);
    if (w->is == AG_IS_NULL) return cell->null;
    if (w->is == AG_NOT_NULL) return !cell->null;
    if (cell->null || w->value.null) return false;
    switch (w->is) {
    case AG_EQUAL:
        return order == 0;
    case AG_UNEQUAL:
        return order != 0;
    case AG_LESS:
        return order < 0;
    case AG_MORE:
        return order > 0;
    case AG_AT_MOST:
        return order <= 0;
    default:
        return order >= 0;
    }
}

static ag_query draw_query(draws *d) {
    ag_query query = {.table = &people, .order = (int)draw_below(d, PAYLOAD), .descending = draw_bool(d)};
    query.limit = (int64_t)draw_below(d, 4);
    query.conditions = (int)draw_below(d, 3);
    for (int i = 0; i < query.conditions; i++) {
        ag_where *w = &query.where[i];
        const int k = (int)draw_below(d, KEYS);
        w->column = (int)draw_below(d, PAYLOAD);
        w->is = (ag_comparison)draw_below(d, 8);
        w->value = w->column == ID      ? text_cell(model_key[k])
                   : w->column == STATE ? text_cell(model_state[k % STATES])
                   : w->column == TAG   ? text_cell(model_tag[k % TAGS])
                                        : ag_cell_integer(k - 1);
    }
    return query;
}

/* The answer of the model: keys in order, insertion sorted. */
static int ask_model(const model *m, const ag_query *query, int out[KEYS]) {
    int n = 0;
    for (int k = 0; k < KEYS; k++) {
        const person_row row = model_row(m, k);
        bool all = m->row[k].there;
        for (int i = 0; i < query->conditions; i++)
            all = all && satisfies(&query->where[i], &row.cell[query->where[i].column]);
        if (!all) continue;
        int at = n++;
        for (; at > 0; at--) {
            const person_row other = model_row(m, out[at - 1]);
            int order =
                compare_cells(&other.cell[query->order], &row.cell[query->order], people_columns[query->order].type);
            if (order == 0) order = out[at - 1] < k ? -1 : 1;
            if ((query->descending ? -order : order) < 0) break;
            out[at] = out[at - 1];
        }
        out[at] = k;
    }
    return n;
}

typedef struct answer {
    int n;
    ag_buffer ids;
} answer;

static bool note_row(void *context, const ag_cell *cell) {
    answer *a = context;
    a->n++;
    return add_id(&a->ids, cell);
}

static bool ask_both(draws *d, ag_store *store, const model *m) {
    const ag_query query = draw_query(d);
    int expected[KEYS];
    const int all = ask_model(m, &query, expected), shown = query.limit && all > query.limit ? (int)query.limit : all;
    answer a = {0};
    ag_buffer b;
    ag_error err = {0};
    int64_t n = -1;
    ag_buffer_init(&a.ids);
    ag_buffer_init(&b);
    for (int i = 0; i < shown; i++) ag_buffer_printf(&b, "%s%s", i ? " " : "", model_key[expected[i]]);
    bool holds = ag_store_find(store, &query, note_row, &a, &err) == AG_OK && a.n == shown &&
                 ag_text_equal((ag_text){a.ids.data, a.ids.n}, (ag_text){b.data, b.n});
    if (!holds) draw_note(d, "find has \"%s\" for \"%s\" %s", a.n ? a.ids.data : "", shown ? b.data : "", err.what);
    if (holds && (ag_store_count(store, &query, &n, &err) != AG_OK || n != all))
        holds = draw_note(d, "count has %d for %d %s", (int)n, all, err.what);
    ag_buffer_deinit(&a.ids);
    ag_buffer_deinit(&b);
    return holds;
}

static bool get_both(draws *d, ag_store *store, const model *m) {
    const int k = (int)draw_below(d, KEYS);
    const person_row row = model_row(m, k);
    ag_cell cell[COLUMNS];
    ag_arena arena;
    ag_error err = {0};
    bool found = false;
    ag_arena_init(&arena);
    bool holds = ag_store_get(store, &people, &row.cell[ID], &arena, cell, &found, &err) == AG_OK;
    holds = holds && found == m->row[k].there && (!found || same_row(cell, row.cell));
    ag_arena_deinit(&arena);
    return holds || draw_note(d, "get of %s: found %d, expected %d %s", model_key[k], found, m->row[k].there, err.what);
}

static bool remove_both(draws *d, ag_store *store, model *m) {
    const int k = (int)draw_below(d, KEYS);
    const ag_cell key = text_cell(model_key[k]);
    ag_error err;
    m->row[k].there = false;
    return ag_store_remove(store, &people, &key, &err) == AG_OK || draw_note(d, "remove: %s", err.what);
}

static bool clear_both(draws *d, ag_store *store, model *m) {
    ag_error err;
    *m = (model){0};
    return ag_store_clear(store, &people, &err) == AG_OK || draw_note(d, "clear: %s", err.what);
}

/* Opens or ends a transaction, kept or not. */
static bool turn_both(draws *d, ag_store *store, model *m, model *before, bool *within) {
    ag_error err;
    if (!*within) {
        *before = *m;
        *within = true;
        return ag_store_begin(store, true, &err) == AG_OK || draw_note(d, "begin: %s", err.what);
    }
    *within = false;
    if (!draw_bool(d)) return ag_store_commit(store, &err) == AG_OK || draw_note(d, "commit: %s", err.what);
    ag_store_rollback(store);
    *m = *before;
    return true;
}

static bool store_does_as_the_model(draws *d, void *context) {
    ag_store *store = context;
    model m, before;
    bool within = false, holds = clear_both(d, store, &m);
    while (holds && draw_below(d, 40)) {
        switch (draw_below(d, 16)) {
        case 0:
        case 1:
        case 2:
            holds = turn_both(d, store, &m, &before, &within);
            break;
        case 3:
            holds = remove_both(d, store, &m);
            break;
        case 4:
            holds = draw_below(d, 4) || clear_both(d, store, &m);
            break;
        case 5:
        case 6:
        case 7:
            holds = get_both(d, store, &m);
            break;
        case 8:
        case 9:
        case 10:
            holds = ask_both(d, store, &m);
            break;
        case 11:
        case 12:
            holds = write_both(d, store, &m, true);
            break;
        default:
            holds = write_both(d, store, &m, false);
            break;
        }
    }
    holds = holds && ask_both(d, store, &m);
    ag_store_rollback(store);
    return holds;
}

static void any_operations_have_the_effect_of_a_table_in_memory(void **state) {
    ag_store *store = new_store(state);
    check_property("a store does what a table in memory does", 60, store_does_as_the_model, store);
    ag_store_close(store);
}

static char sqlite[] = "SQLite", postgres[] = "PostgreSQL";

#define CASE(sentence)                                                                                                 \
    {"SQLite: " #sentence, sentence, NULL, NULL, sqlite}, { "PostgreSQL: " #sentence, sentence, NULL, NULL, postgres }

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(a_row_comes_back_as_it_was_put),
        CASE(a_put_replaces_the_row_of_its_key_and_no_other),
        CASE(an_add_never_replaces),
        CASE(a_put_takes_no_unique_value_of_another_row),
        CASE(many_rows_may_lack_a_unique_value),
        CASE(a_removed_row_is_gone_and_to_remove_it_again_is_no_error),
        CASE(a_cleared_table_is_empty_and_a_dropped_one_can_be_made_again),
        CASE(text_that_the_other_database_could_not_keep_is_refused),
        CASE(a_value_is_kept_up_to_its_cap_and_refused_beyond),
        CASE(a_table_may_have_as_many_columns_as_a_file),
        CASE(rows_come_in_the_order_of_bytes),
        CASE(rows_without_a_value_come_first_and_ties_by_key),
        CASE(conditions_hold_all_together_and_never_for_what_is_absent),
        CASE(pages_by_key_show_each_row_once),
        CASE(a_visitor_that_has_seen_enough_is_not_called_again),
        CASE(a_table_learns_a_column_and_an_index),
        CASE(a_rollback_forgets_all_since_the_beginning),
        CASE(a_store_that_is_closed_keeps_what_was_committed),
        CASE(a_store_that_is_read_is_not_changed),
        CASE(a_store_is_made_once_and_must_be_there_to_be_opened),
        CASE(a_reader_sees_one_state_while_others_write),
        CASE(writers_wait_for_each_other_and_no_change_is_lost),
        CASE(a_writer_that_waits_in_vain_is_told_why),
        CASE(what_was_acknowledged_survives_a_killed_program),
        CASE(any_operations_have_the_effect_of_a_table_in_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
