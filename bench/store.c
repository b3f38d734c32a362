/* What the store costs: rows written and read, commits that are on the disk.
 *
 * Usage: store PROGRAM [LOCATION]. A table of 10 columns (key of 20 bytes, two of them indexed; 200 bytes a row) as the
 * casebook projects, and one with a whole number as key, a unique column and texts of 500 bytes, as it keeps its
 * journal. LOCATION, an empty database, is measured instead of a new SQLite file in the folder where this runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"

#include "base/banned.h"

enum { ROWS = 50000, COMMITS = 500, COLUMNS = 10 };

static const ag_column project_column[COLUMNS] = {
    {"id", AG_COLUMN_TEXT, false, false},         {"state", AG_COLUMN_TEXT, true, false},
    {"origin", AG_COLUMN_TEXT, false, false},     {"opened", AG_COLUMN_INTEGER, false, false},
    {"changed", AG_COLUMN_INTEGER, false, false}, {"due", AG_COLUMN_INTEGER, true, false},
    {"due_rule", AG_COLUMN_TEXT, false, false},   {"site", AG_COLUMN_TEXT, false, false},
    {"found", AG_COLUMN_TEXT, false, false},      {"number", AG_COLUMN_TEXT, false, false},
};
static const ag_table project = {"remains", project_column, COLUMNS};

static const ag_column journal_column[] = {
    {"seq", AG_COLUMN_INTEGER, false, false},
    {"prev", AG_COLUMN_BYTES, false, true},
    {"entry", AG_COLUMN_TEXT, false, false},
};
static const ag_table journal = {"journal", journal_column, 3};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void stop_on(ag_status status, const ag_error *err) {
    if (status == AG_OK) return;
    fprintf(stderr, "store bench: %s: %s\n", err->what, err->hint);
    exit(status);
}

/* Spread over the keys, so that the rows of a table do not come in its order. */
static int shuffled(int i) { return (int)((int64_t)i * 7919 % ROWS); }

static ag_cell project_key(int i, char id[32]) {
    snprintf(id, 32, "20250616%012d", shuffled(i));
    return ag_cell_text(ag_text_of(id));
}

static void put_project(ag_store *store, int i, int64_t changed) {
    static const char *const states[] = {"sighted", "recovered", "examined", "identified", "released"};
    char id[32], number[64];
    ag_error err;
    snprintf(number, sizeof number, "0123-odesa-3-2025-%08d-with-some-more-words", i);
    const ag_cell row[COLUMNS] = {
        project_key(i, id),
        ag_cell_text(ag_text_of(states[(i + changed) % 5])),
        ag_cell_text(AG_TEXT("odesa-3")),
        ag_cell_integer(i),
        ag_cell_integer(changed),
        i % 3 ? ag_cell_integer(1750000000 + i) : ag_cell_null(),
        i % 3 ? ag_cell_text(AG_TEXT("GC I 17(1)")) : ag_cell_null(),
        ag_cell_text(AG_TEXT("site:odesa-3-0000012")),
        ag_cell_text(AG_TEXT("2025-01-05~")),
        ag_cell_text(ag_text_of(number)),
    };
    stop_on(ag_store_put(store, &project, row, &err), &err);
}

static void add_journal(ag_store *store, int64_t seq) {
    char prev[32] = "", entry[500];
    ag_error err;
    memset(entry, 'e', sizeof entry);
    for (int i = 0; i < 4; i++) { /* like a digest: no order */
        const uint64_t word = (uint64_t)(seq + 1) * 0x9E3779B97F4A7C15u * (uint64_t)(2 * i + 1);
        memcpy(prev + 8 * i, &word, sizeof word);
    }
    const ag_cell row[] = {ag_cell_integer(seq), ag_cell_text((ag_text){prev, sizeof prev}),
                           ag_cell_text((ag_text){entry, sizeof entry})};
    stop_on(ag_store_add(store, &journal, row, &err), &err);
}

static void begin(ag_store *store, bool write) {
    ag_error err;
    stop_on(ag_store_begin(store, write, &err), &err);
}

static void commit(ag_store *store) {
    ag_error err;
    stop_on(ag_store_commit(store, &err), &err);
}

static void print_row(const char *what, int times, double started) {
    const double microseconds = 1e6 * (now() - started) / times;
    printf("| %s | %.2f | %.0f |\n", what, microseconds, 1e6 / microseconds);
}

static void measure_puts(ag_store *store, const char *what, int64_t changed) {
    const double started = now();
    begin(store, true);
    for (int i = 0; i < ROWS; i++) put_project(store, i, changed);
    commit(store);
    print_row(what, ROWS, started);
}

static void measure_adds(ag_store *store) {
    const double started = now();
    begin(store, true);
    for (int i = 0; i < ROWS; i++) add_journal(store, i);
    commit(store);
    print_row("add of a journal's row, all in one transaction", ROWS, started);
}

static void measure_gets(ag_store *store) {
    ag_arena arena;
    ag_arena_init(&arena);
    const double started = now();
    begin(store, false);
    for (int i = 0; i < ROWS; i++) {
        char id[32];
        ag_error err;
        ag_cell row[COLUMNS];
        bool found;
        const ag_cell key = project_key(ROWS - 1 - i, id);
        stop_on(ag_store_get(store, &project, &key, &arena, row, &found, &err), &err);
        if (!found) exit(AG_FINDINGS);
        if (i % 100 == 0) ag_arena_reset(&arena);
    }
    commit(store);
    print_row("get by key", ROWS, started);
    ag_arena_deinit(&arena);
}

static bool count_row(void *context, const ag_cell *cell) {
    *(int64_t *)context += cell[0].text.n > 0 || cell[0].integer >= 0;
    return true;
}

static void measure_scan(ag_store *store) {
    ag_error err;
    int64_t n = 0;
    const ag_query query = {.table = &journal};
    const double started = now();
    stop_on(ag_store_find(store, &query, count_row, &n, &err), &err);
    print_row("row of the whole journal in order", (int)n, started);
}

/* As a list is read page after page. */
static void measure_pages(ag_store *store) {
    enum { PAGES = 1000, PAGE = 50 };
    ag_error err;
    const double started = now();
    for (int i = 0; i < PAGES; i++) {
        char id[32];
        int64_t n = 0;
        const ag_query query = {
            .table = &project,
            .where = {{1, AG_EQUAL, ag_cell_text(AG_TEXT("examined"))}, {0, AG_MORE, project_key(i, id)}},
            .conditions = 2,
            .limit = PAGE};
        stop_on(ag_store_find(store, &query, count_row, &n, &err), &err);
    }
    print_row("page of 50 rows in one state", PAGES, started);
}

static void measure_commits(ag_store *store) {
    const double started = now();
    for (int i = 0; i < COMMITS; i++) {
        begin(store, true);
        add_journal(store, ROWS + i);
        put_project(store, i, 3);
        commit(store);
    }
    print_row("commit of a journal's row and a put, on the disk", COMMITS, started);
}

static void measure(ag_store *store) {
    ag_error err;
    begin(store, true);
    stop_on(ag_store_ensure(store, &project, &err), &err);
    stop_on(ag_store_ensure(store, &journal, &err), &err);
    commit(store);
    printf("| what | microseconds | a second |\n| --- | ---: | ---: |\n");
    measure_puts(store, "put of a new row, all in one transaction", 1);
    measure_puts(store, "put over a row, all in one transaction", 2);
    measure_adds(store);
    measure_gets(store);
    measure_pages(store);
    measure_scan(store);
    measure_commits(store);
}

int main(int argc, char **argv) {
    char folder[] = "store-bench-XXXXXX", path[64];
    const bool given = argc > 2;
    ag_store *store;
    ag_error err;
    if (!given && !mkdtemp(folder)) return AG_ENVIRONMENT;
    snprintf(path, sizeof path, "%s/store", folder);
    stop_on(ag_store_open(given ? argv[2] : path, AG_STORE_MAKE, &store, &err), &err);
    printf("%s, %d rows\n\n", given ? "PostgreSQL" : "SQLite", ROWS);
    measure(store);
    ag_store_close(store);
    if (given) return 0;
    return unlink(path) || rmdir(folder) ? AG_ENVIRONMENT : 0;
}
