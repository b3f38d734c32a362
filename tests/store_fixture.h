/* What the tests of the store share: a table of people, and a fresh database of either kind. */
#ifndef ANTIGONE_TESTS_STORE_FIXTURE_H
#define ANTIGONE_TESTS_STORE_FIXTURE_H

#include "cluster.h"
#include "store/store.h"
#include "support.h"

enum { ID, STATE, NUMBER, TAG, PAYLOAD, COLUMNS };

static const ag_column people_columns[COLUMNS] = {
    [ID] = {"id", AG_COLUMN_TEXT, false, false},
    [STATE] = {"state", AG_COLUMN_TEXT, true, false},
    [NUMBER] = {"number", AG_COLUMN_INTEGER, true, false},
    [TAG] = {"tag", AG_COLUMN_TEXT, false, true},
    [PAYLOAD] = {"payload", AG_COLUMN_BYTES, false, false},
};
static const ag_table people = {"people", people_columns, COLUMNS};

/* Without the unique column: puts of this table are not waited for. */
static const ag_column plain_columns[] = {
    {"id", AG_COLUMN_INTEGER, false, false},
    {"word", AG_COLUMN_TEXT, false, false},
};
static const ag_table plain = {"plain", plain_columns, 2};

static inline ag_cell text_cell(const char *text) { return text ? ag_cell_text(ag_text_of(text)) : ag_cell_null(); }

typedef struct person_row {
    ag_cell cell[COLUMNS];
} person_row;

/* NULL texts are NULL cells. */
static inline person_row person(const char *id, const char *state, int64_t number, const char *tag) {
    return (person_row){{text_cell(id), text_cell(state), ag_cell_integer(number), text_cell(tag), ag_cell_null()}};
}

/* Where a new database can be made; skips the test where there is no such program. */
static inline const char *fresh_location(bool postgres) {
    const char *location = postgres ? cluster_location() : path_join(scratch_folder(), "store");
    if (!location) skip();
    return location;
}

static inline ag_store *open_store(const char *location, ag_store_mode mode) {
    ag_store *store = NULL;
    ag_error err;
    assert_ok(ag_store_open(location, mode, &store, &err), &err);
    return store;
}

static inline void ensure(ag_store *store, const ag_table *table) {
    ag_error err;
    assert_ok(ag_store_begin(store, true, &err), &err);
    assert_ok(ag_store_ensure(store, table, &err), &err);
    assert_ok(ag_store_commit(store, &err), &err);
}

static inline ag_store *make_store(const char *location) {
    ag_store *store = open_store(location, AG_STORE_MAKE);
    ensure(store, &people);
    ensure(store, &plain);
    return store;
}

static inline void put_word(ag_store *store, int64_t id, const char *word) {
    const ag_cell row[] = {ag_cell_integer(id), text_cell(word)};
    ag_error err;
    assert_ok(ag_store_put(store, &plain, row, &err), &err);
}

static inline int64_t count_all(ag_store *store, const ag_table *table) {
    int64_t n = -1;
    ag_error err;
    assert_ok(ag_store_count(store, &(ag_query){.table = table}, &n, &err), &err);
    return n;
}

static inline bool has_words(const char *text, const char *words) { return strstr(text, words) != NULL; }

#endif
