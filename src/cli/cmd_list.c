/* antigone list: the subjects of a kind, a page at a time. */
#include <stdio.h>
#include <string.h>

#include "cli/actions.h"
#include "cli/output.h"
#include "cli/screen.h"
#include "cli/session.h"

#include "base/banned.h"

enum { STATE = AG_SESSION_FIRST, OVERDUE, DUE, WAITING, AFTER, LIMIT, CSV, JSON };
enum { MAX_CONDITIONS = 8, MAX_COLUMNS = 64, CHUNK = 500, ON_SCREEN = 6, WIDEST = 30, DUE_WIDTH = 12 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--state", "STATE", "those in this state", false},
    {"--overdue", NULL, "those whose time has passed, the longest overdue first", false},
    {"--due", NULL, "those for which a time is set", false},
    {"--waiting", NULL, "those that are not closed", false},
    {"--after", "ID", "those behind this one: the next page", false},
    {"--limit", "N", "how many; default 50", false},
    {"--csv", NULL, "all open columns, as CSV", false},
    {"--json", NULL, "all open columns, as JSON", false},
    {NULL, NULL, NULL, false},
};

typedef struct condition {
    const char *column;
    ag_text value;
} condition;

typedef struct work {
    const ag_arguments *arguments;
    const ag_kind *kind;
    condition where[MAX_CONDITIONS];
    int conditions;
    const char *column[MAX_COLUMNS]; /* what is open and set by somebody or something */
    int columns;
    int64_t limit;
    ag_arena arena; /* of the rows that were found */
    ag_view view;
    ag_row *found;
    int founds;
    bool more;
    unsigned roles; /* in which somebody looks */
} work;

/* ---- What is asked ----------------------------------------------------------------------------------------------- */

static void add_column(work *w, const char *name) {
    for (int i = 0; i < w->columns; i++)
        if (strcmp(w->column[i], name) == 0) return;
    if (w->columns < MAX_COLUMNS) w->column[w->columns++] = name;
}

/* Those by which lists are filtered stand first: they are what people look for. */
static void find_columns(work *w) {
    for (int pass = 0; pass < 2; pass++) {
        for (const ag_action *a = w->kind->action; a && a->name; a++)
            for (const ag_field *f = a->field; f && f->name; f++)
                if (!ag_field_is_sealed(f) && (pass || ag_words_have(w->kind->indexed, f->name)))
                    add_column(w, f->name);
        for (const ag_column *c = w->kind->further; c && c->name; c++)
            if (c->type != AG_COLUMN_BYTES && (pass || ag_words_have(w->kind->indexed, c->name)))
                add_column(w, c->name);
    }
}

static ag_status no_such_column(const work *w, const char *name, ag_error *err) {
    char hint[AG_HINT_BYTES];
    return ag_fail(err, AG_USAGE,
                   ag_hint_nearest(name, w->column, (size_t)w->columns,
                                   "what is sealed cannot be filtered by; `antigone actions KIND` lists the rest",
                                   hint),
                   "%s have no open field \"%.60s\"", w->kind->plural, name);
}

static ag_status no_such_state(const work *w, const char *state, ag_error *err) {
    char hint[AG_HINT_BYTES];
    size_t n = 0;
    while (w->kind->state && w->kind->state[n]) n++;
    return ag_fail(err, AG_USAGE,
                   ag_hint_nearest(state, w->kind->state, n, "`antigone actions KIND` lists the states", hint),
                   "%s have no state \"%.60s\"", w->kind->plural, state);
}

static ag_status read_conditions(work *w, ag_error *err) {
    const char *state = w->arguments->value[STATE];
    bool known = false;
    for (const char *const *s = w->kind->state; s && *s && state; s++) known = known || strcmp(*s, state) == 0;
    if (state && !known) return no_such_state(w, state, err);
    for (int i = 0; i < w->arguments->rest_n; i++) {
        const char *word = w->arguments->rest[i], *sign = strchr(word, '=');
        if (!sign || w->conditions == MAX_CONDITIONS)
            return ag_fail(err, AG_USAGE, "FIELD=VALUE, at most 8 of them", "\"%.60s\" is no condition", word);
        char name[80];
        snprintf(name, sizeof name, "%.*s", (int)(sign - word), word);
        for (int c = 0; c < w->columns; c++)
            if (strcmp(w->column[c], name) == 0) w->where[w->conditions].column = w->column[c];
        if (!w->where[w->conditions].column) return no_such_column(w, name, err);
        w->where[w->conditions++].value = ag_text_of(sign + 1);
    }
    return AG_OK;
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* The text of an open column, numbers in digits. */
static ag_text value_of(const ag_view *view, const ag_row *row, const char *column) {
    const ag_text text = ag_row_text(row, column);
    const int64_t number = text.n ? 0 : ag_row_integer(row, column, INT64_MIN);
    return text.n || number == INT64_MIN ? text : ag_text_of(ag_view_say(view, "%lld", (long long)number));
}

static bool fits(const work *w, const ag_row *row) {
    const ag_arguments *a = w->arguments;
    const int64_t due = ag_row_integer(row, "due", -1);
    if (a->value[STATE] && !ag_row_is(row, "state", a->value[STATE])) return false;
    if (a->value[DUE] && due < 0) return false;
    if (a->value[OVERDUE] && (due < 0 || due >= w->view.now)) return false;
    if (a->value[WAITING] && w->kind->closed && ag_row_state(row, w->kind->closed)) return false;
    for (int i = 0; i < w->conditions; i++)
        if (!ag_text_equal(value_of(&w->view, row, w->where[i].column), w->where[i].value)) return false;
    return true;
}

/* The condition that an index answers; the others are looked at row by row. */
static ag_page first_page(const work *w) {
    const ag_arguments *a = w->arguments;
    ag_page page = {.kind = w->kind, .after = ag_text_of(a->value[AFTER]), .limit = CHUNK};
    if (a->value[OVERDUE])
        page.column = "due";
    else if (a->value[STATE]) {
        page.column = "state";
        page.value = ag_text_of(a->value[STATE]);
    }
    for (int i = 0; i < w->conditions && !page.column; i++)
        if (ag_kind_has_index(w->kind, w->where[i].column)) {
            page.column = w->where[i].column;
            page.value = w->where[i].value;
        }
    return page;
}

/* A chunk is read into an arena of its own and forgotten; what fits is read again into the one that stays. */
static ag_status find_in_chunk(work *w, ag_page *page, ag_arena *scratch, bool *ended, ag_error *err) {
    const ag_row *row;
    int n;
    ag_view view = w->view;
    view.arena = scratch;
    const ag_status status = ag_casebook_list(&view, page, &row, &n, err);
    if (status != AG_OK) return status;
    for (int i = 0; i < n && !w->more; i++) {
        ag_row shown = row[i];
        if (!ag_kind_reveals(w->kind, w->roles, &shown) || !fits(w, &shown)) continue;
        w->more = w->founds == w->limit;
        if (w->more) break;
        w->found[w->founds] = ag_view_row(&w->view, ag_row_subject(&view, &row[i]));
        ag_kind_reveals(w->kind, w->roles, &w->found[w->founds++]);
    }
    *ended = n < page->limit || w->more || w->arguments->value[OVERDUE];
    if (*ended) return AG_OK;
    const ag_text last = ag_row_id(&row[n - 1]);
    page->after = ag_text_of(ag_arena_text(&w->arena, last.at, last.n));
    page->after_due = ag_row_integer(&row[n - 1], "due", 0);
    return AG_OK;
}

/* Where in the order of time the page before ended. */
static ag_status find_time(const work *w, ag_page *page, ag_error *err) {
    const char *after = w->arguments->value[AFTER];
    if (!after || !w->arguments->value[OVERDUE]) return AG_OK;
    const ag_row row = ag_view_row(&w->view, ag_text_of(ag_view_say(&w->view, "%s:%s", w->kind->name, after)));
    page->after_due = ag_row_integer(&row, "due", -1);
    return page->after_due >= 0 ? AG_OK
                                : ag_fail(err, AG_BAD_INPUT, "begin again, without --after",
                                          "nothing is due of %s:%s any more", w->kind->name, after);
}

static ag_status find_rows(work *w, ag_error *err) {
    ag_arena scratch;
    ag_page page = first_page(w);
    bool ended = false;
    ag_status status = find_time(w, &page, err);
    w->found = AG_NEW(&w->arena, ag_row, w->limit);
    if (!w->found) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_init(&scratch);
    while (status == AG_OK && !ended) {
        ag_arena_reset(&scratch);
        status = find_in_chunk(w, &page, &scratch, &ended, err);
    }
    ag_arena_deinit(&scratch);
    if (status == AG_OK && w->arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    return status;
}

/* ---- Printing ---------------------------------------------------------------------------------------------------- */

static ag_text due_of(const work *w, const ag_row *row) {
    char time[21];
    const int64_t due = ag_row_integer(row, "due", -1);
    return due < 0
               ? ag_text_of(NULL)
               : ag_text_of(ag_view_say(&w->view, "%s%.10s", due < w->view.now ? "! " : "", ag_time_format(due, time)));
}

/* How many columns of the screen an open column needs; 0: no row has anything in it. */
static int width_of(const work *w, const char *column) {
    int widest = 0;
    for (int i = 0; i < w->founds; i++) {
        const int width = ag_display_width(value_of(&w->view, &w->found[i], column));
        if (width > widest) widest = width;
    }
    const int name = ag_display_width(ag_text_of(column));
    return !widest ? 0 : widest > WIDEST ? WIDEST : widest > name ? widest : name;
}

/* Numbers that apply has set are entries and moments: for programs, and in words in `show`. */
static bool is_for_programs(const ag_kind *kind, const char *name) {
    for (const ag_column *c = kind->further; c && c->name; c++)
        if (c->type == AG_COLUMN_INTEGER && strcmp(c->name, name) == 0) return true;
    return false;
}

/* As many of the used columns as find room beside id, state and due, those that lists are filtered by first. */
static int choose_columns(const work *w, int room, const char *chosen[ON_SCREEN]) {
    int n = 0;
    for (int c = 0; c < w->columns && n < ON_SCREEN; c++) {
        const int width = width_of(w, w->column[c]);
        if (!width || width + 2 > room || is_for_programs(w->kind, w->column[c])) continue;
        room -= width + 2;
        chosen[n++] = w->column[c];
    }
    return n;
}

static void fill_grid(const work *w, ag_grid *grid) {
    const char *chosen[ON_SCREEN];
    const bool due = width_of(w, "due") > 0;
    const int fixed = width_of(w, "id") + width_of(w, "state") + 4 + (due ? DUE_WIDTH + 2 : 0);
    const int n = choose_columns(w, AG_SCREEN_COLUMNS - fixed, chosen);
    ag_grid_column(grid, w->kind->name);
    if (w->kind->state) ag_grid_column(grid, "state");
    if (due) ag_grid_column(grid, "due");
    for (int c = 0; c < n; c++) ag_grid_column(grid, chosen[c]);
    for (int i = 0; i < w->founds; i++) {
        const ag_row *row = &w->found[i];
        ag_grid_put(grid, ag_row_id(row));
        if (w->kind->state) ag_grid_put(grid, ag_row_text(row, "state"));
        if (due) ag_grid_put(grid, due_of(w, row));
        for (int c = 0; c < n; c++) ag_grid_put(grid, value_of(&w->view, row, chosen[c]));
    }
}

static ag_status print_grid(const work *w, ag_error *err) {
    ag_grid grid;
    ag_grid_init(&grid, w->view.arena);
    if (w->founds) {
        fill_grid(w, &grid);
        ag_grid_print(&grid, stdout);
    } else {
        printf("No %s.\n", w->kind->plural);
    }
    if (w->more) {
        const ag_text last = ag_row_id(&w->found[w->founds - 1]);
        printf("There are more: --after %.*s shows the next.\n", (int)last.n, last.at);
    }
    return ag_finish_output(err);
}

static ag_status print_csv(const work *w, ag_error *err) {
    ag_buffer out = {0};
    ag_csv_writer c = {.out = &out};
    ag_csv_puts(&c, "id");
    ag_csv_puts(&c, "state");
    ag_csv_puts(&c, "due");
    for (int i = 0; i < w->columns; i++) ag_csv_puts(&c, w->column[i]);
    ag_csv_end_row(&c);
    for (int r = 0; r < w->founds; r++) {
        ag_csv_put(&c, ag_row_id(&w->found[r]));
        ag_csv_put(&c, ag_row_text(&w->found[r], "state"));
        ag_csv_put(&c, due_of(w, &w->found[r]));
        for (int i = 0; i < w->columns; i++) ag_csv_put(&c, value_of(&w->view, &w->found[r], w->column[i]));
        ag_csv_end_row(&c);
    }
    return ag_output_print(&out, err);
}

static void put_pair(ag_json_writer *j, const char *key, ag_text value) {
    if (!value.n) return;
    ag_json_key(j, ag_text_of(key));
    ag_json_put_text(j, value);
}

static ag_status print_json(const work *w, ag_error *err) {
    ag_buffer out = {0};
    ag_json_writer j = {.out = &out, .pretty = true};
    ag_json_open(&j, '{');
    ag_json_key(&j, AG_TEXT("rows"));
    ag_json_open(&j, '[');
    for (int r = 0; r < w->founds; r++) {
        ag_json_open(&j, '{');
        put_pair(&j, "id", ag_row_id(&w->found[r]));
        put_pair(&j, "state", ag_row_text(&w->found[r], "state"));
        put_pair(&j, "due", due_of(w, &w->found[r]));
        for (int i = 0; i < w->columns; i++) put_pair(&j, w->column[i], value_of(&w->view, &w->found[r], w->column[i]));
        ag_json_close(&j, '}');
    }
    ag_json_close(&j, ']');
    ag_json_key(&j, AG_TEXT("more"));
    ag_json_put_bool(&j, w->more);
    ag_json_close(&j, '}');
    return ag_output_print(&out, err);
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static ag_status list(work *w, const ag_session *session, ag_error *err) {
    const ag_arguments *a = w->arguments;
    w->roles = ag_session_roles(session);
    ag_status status = ag_casebook_view(session->casebook, (ag_text){0}, &w->arena, &w->view, err);
    if (status == AG_OK) status = find_rows(w, err);
    if (status != AG_OK) return status;
    return a->value[CSV] ? print_csv(w, err) : a->value[JSON] ? print_json(w, err) : print_grid(w, err);
}

static ag_status run_list(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    work w = {.arguments = arguments};
    uint64_t limit = 50;
    ag_status status = ag_kinds_need(arguments->operand[1], &w.kind, err);
    if (status == AG_OK) status = ag_argument_uint64(&ag_command_list, arguments, LIMIT, 1, 10000000, &limit, err);
    if (status != AG_OK) return status;
    w.limit = (int64_t)limit;
    find_columns(&w);
    status = read_conditions(&w, err);
    if (status == AG_OK) status = ag_session_look(arguments->operand[0], arguments, false, &session, err);
    if (status != AG_OK) return status;
    ag_arena_init(&w.arena);
    status = list(&w, &session, err);
    ag_arena_deinit(&w.arena);
    ag_session_close(&session);
    return status;
}

const ag_command ag_command_list = {
    .name = "list",
    .summary = "the subjects of a kind, a page at a time",
    .operand = {"CASEBOOK", "KIND"},
    .rest = "[FIELD=VALUE ...]",
    .option = options,
    .help =
        "A row for each subject, by id: its state, the day on which something is due (! when it has passed), and the\n"
        "first of its open fields that find room; --csv and --json have all. Conditions must all hold. Sealed fields "
        "cannot be\n"
        "listed or filtered by.",
    .examples = "  antigone list war.casebook users\n"
                "  antigone list war.casebook cases --state FOR_BOARD\n"
                "  antigone list war.casebook remains holder=morgue-2 --csv --limit 100000 > held.csv",
    .run = run_list,
};
