/* antigone search: by number, by the beginning of one, by what stands in an open field. */
#include <stdio.h>
#include <string.h>

#include "casebook/people_search.h"
#include "cli/actions.h"
#include "cli/output.h"
#include "cli/screen.h"
#include "cli/session.h"

#include "base/banned.h"

enum { NAME = AG_SESSION_FIRST, JSON };
enum { SHOWN = 20 /* of one kind and column */ };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--name", NULL, "by name: opens what is sealed, and leaves an entry that says so", false},
    {"--json", NULL, "as JSON", false},
    {NULL, NULL, NULL, false},
};

/* One search: what is found goes to the grid and to the JSON alike. */
typedef struct work {
    const char *word;
    ag_view view;
    unsigned roles; /* in which somebody looks */
    ag_grid grid;
    ag_json_writer json;
    int found;
    bool more;
} work;

static void put_pair(ag_json_writer *j, const char *key, ag_text value) {
    ag_json_key(j, ag_text_of(key));
    ag_json_put_text(j, value);
}

static void add(work *w, const ag_row *row, const char *where) {
    ag_row shown = *row;
    if (!ag_kind_reveals(row->kind, w->roles, &shown)) return;
    const ag_text subject = ag_row_subject(&w->view, row), state = ag_row_text(row, "state");
    ag_grid_put(&w->grid, subject);
    ag_grid_put(&w->grid, state);
    ag_grid_put(&w->grid, ag_text_of(where));
    ag_json_open(&w->json, '{');
    put_pair(&w->json, "subject", subject);
    put_pair(&w->json, "state", state);
    put_pair(&w->json, "by", ag_text_of(where));
    ag_json_close(&w->json, '}');
    w->found++;
}

static void by_id(work *w, const ag_kind *kind) {
    const char *subject = strchr(w->word, ':') ? w->word : ag_view_say(&w->view, "%s:%s", kind->name, w->word);
    const size_t n = strlen(kind->name);
    if (strncmp(subject, kind->name, n) != 0 || subject[n] != ':') return;
    const ag_row row = ag_view_row(&w->view, ag_text_of(subject));
    if (ag_row_there(&row)) add(w, &row, "id");
}

/* Ids are in the order of their bytes, so those that begin with the word follow it. */
static ag_status by_beginning(work *w, const ag_kind *kind, ag_error *err) {
    const ag_row *row;
    int n;
    const ag_page page = {.kind = kind, .after = ag_text_of(w->word), .limit = SHOWN};
    const ag_status status = ag_casebook_list(&w->view, &page, &row, &n, err);
    for (int i = 0; i < n && status == AG_OK; i++) {
        if (!ag_text_starts(ag_row_id(&row[i]), ag_text_of(w->word))) return AG_OK;
        add(w, &row[i], "id begins");
        w->more = w->more || i == SHOWN - 1;
    }
    return status;
}

static ag_status by_column(work *w, const ag_kind *kind, const char *column, ag_error *err) {
    const ag_row *row;
    int n;
    const ag_page page = {.kind = kind, .column = column, .value = ag_text_of(w->word), .limit = SHOWN};
    const ag_status status = ag_casebook_list(&w->view, &page, &row, &n, err);
    if (status == AG_USAGE) return AG_OK; /* a column of numbers, and the word is none */
    for (int i = 0; i < n && status == AG_OK; i++) add(w, &row[i], column);
    w->more = w->more || n == SHOWN;
    return status;
}

static ag_status in_kind(work *w, const ag_kind *kind, ag_error *err) {
    by_id(w, kind);
    ag_status status = by_beginning(w, kind, err);
    for (const char *at = kind->indexed; at && *at && status == AG_OK;) {
        const size_t n = strcspn(at, " ");
        const char *column = ag_view_say(&w->view, "%.*s", (int)n, at);
        status = by_column(w, kind, column, err);
        at += n + strspn(at + n, " ");
    }
    return status;
}

static ag_status print_found(work *w, bool json, ag_buffer *out, ag_error *err) {
    ag_json_close(&w->json, ']');
    if (json) return ag_output_print(out, err);
    ag_buffer_deinit(out);
    if (w->found)
        ag_grid_print(&w->grid, stdout);
    else
        puts("Nothing was found.");
    if (w->more) printf("There are more: `antigone list CASEBOOK KIND FIELD=VALUE` shows all.\n");
    return ag_finish_output(err);
}

static ag_status search(const ag_session *session, const char *word, bool json, ag_arena *arena, ag_error *err) {
    ag_buffer out = {0};
    work w = {.word = word, .roles = ag_session_roles(session), .json = {.out = &out, .pretty = true}};
    ag_status status = ag_casebook_view(session->casebook, (ag_text){0}, arena, &w.view, err);
    if (status != AG_OK) return status;
    ag_grid_init(&w.grid, arena);
    static const char *const name[] = {"subject", "state", "found by"};
    for (int i = 0; i < 3; i++) ag_grid_column(&w.grid, name[i]);
    ag_json_open(&w.json, '[');
    for (const ag_kind *const *kind = ag_kinds; *kind && status == AG_OK; kind++) status = in_kind(&w, *kind, err);
    if (status == AG_OK) return print_found(&w, json, &out, err);
    ag_buffer_deinit(&out);
    return status;
}

/* ---- By name -------------------------------------------------------------------------------------------------- */

enum { NAMES_SHOWN = 50 };

static ag_status search_names(const ag_session *session, const char *text, bool json, ag_arena *arena, ag_error *err) {
    static const char *const column[] = {"person", "name", "role", "record"};
    ag_found_name *found;
    ag_buffer out = {0};
    ag_json_writer j = {.out = &out, .pretty = true};
    ag_grid grid;
    int n, total;
    const ag_status status = ag_people_search(session->casebook, &session->actor, ag_text_of(text), NAMES_SHOWN, arena,
                                              &found, &n, &total, err);
    if (status != AG_OK) return status;
    ag_grid_init(&grid, arena);
    for (int c = 0; c < 4; c++) ag_grid_column(&grid, column[c]);
    ag_json_open(&j, '[');
    for (int i = 0; i < n; i++) {
        const ag_text cell[] = {found[i].person, found[i].original, found[i].role, found[i].name};
        ag_json_open(&j, '{');
        for (int c = 0; c < 4; c++) {
            put_pair(&j, column[c], cell[c]);
            ag_grid_put(&grid, cell[c]);
        }
        ag_json_close(&j, '}');
    }
    ag_json_close(&j, ']');
    if (json) return ag_output_print(&out, err);
    ag_buffer_deinit(&out);
    if (n)
        ag_grid_print(&grid, stdout);
    else
        puts("Nothing was found.");
    if (total > n) printf("%d of %d names: give more of the name.\n", n, total);
    return ag_finish_output(err);
}

static ag_status run_search(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    ag_arena arena;
    const bool json = arguments->value[JSON] != NULL, name = arguments->value[NAME] != NULL;
    ag_status status = name ? ag_session_enter(arguments->operand[0], arguments, &session, err)
                            : ag_session_look(arguments->operand[0], arguments, false, &session, err);
    if (status != AG_OK) return status;
    ag_arena_init(&arena);
    status = name ? search_names(&session, arguments->operand[1], json, &arena, err)
                  : search(&session, arguments->operand[1], json, &arena, err);
    ag_arena_deinit(&arena);
    ag_session_close(&session);
    return status;
}

const ag_command ag_command_search = {
    .name = "search",
    .summary = "a number, the beginning of one, what stands in an open field, or a name",
    .operand = {"CASEBOOK", "WORD"},
    .option = options,
    .help = "Finds subjects whose id is or begins with WORD, and those that have it in a field by which lists can be\n"
            "filtered: another register's number, a seal, a unit. With --name WORD is a part of a name in any script;\n"
            "every name that is shown is an entry of its own.",
    .examples = "  antigone search war.casebook 2025061607120001230\n"
                "  antigone search war.casebook UA-2025-0417\n"
                "  antigone search war.casebook 대혁 --name --as analyst-1",
    .run = run_search,
};
