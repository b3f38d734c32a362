/* antigone show: one subject, all that is known of it, and what can be done next. */
#include <stdio.h>
#include <string.h>

#include "cli/actions.h"
#include "cli/output.h"
#include "cli/screen.h"
#include "cli/subject.h"

#include "base/banned.h"

enum { OPEN = AG_SESSION_FIRST, PURPOSE, ALL, JSON };
enum { FIELD_COLUMN = 20, STEP_COLUMN = 26, EVERY = 1 << 20 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--open", "FIELD", "open a sealed field, or all; the reading is itself an entry", false},
    {"--purpose", "TEXT", "why it is opened; required with --open", false},
    {"--all", NULL, "the whole history, not the newest 20 entries", false},
    {"--json", NULL, "as JSON", false},
    {NULL, NULL, NULL, false},
};

/* ---- For people ------------------------------------------------------------------------------------------------- */

static void print_head(const ag_subject *s) {
    char time[21];
    const ag_row *row = &s->view.row;
    const ag_text state = ag_row_text(row, "state"), origin = ag_row_text(row, "origin"),
                  rule = ag_row_text(row, "due_rule");
    const int64_t due = ag_row_integer(row, "due", -1);
    printf("%s%s%.*s\n", s->name, state.n ? "  " : "", (int)state.n, state.n ? state.at : "");
    if (origin.n) printf("opened by site %.*s\n", (int)origin.n, origin.at);
    if (due >= 0)
        printf("%s %s, rule %.*s\n", due < s->view.now ? "OVERDUE since" : "due", ag_time_format(due, time),
               (int)rule.n, rule.at);
}

static void print_fields(const ag_subject *s) {
    if (s->fields) puts("\nFields");
    for (int i = 0; i < s->fields; i++) {
        const ag_subject_field *f = &s->field[i];
        if (f->inner) continue;
        const int n = printf("  %s ", f->name);
        const int at = n < FIELD_COLUMN ? FIELD_COLUMN : n;
        printf("%*s", at - n, "");
        if (f->value)
            ag_print_wrapped(stdout, at, FIELD_COLUMN, ag_text_of(f->value));
        else
            printf("(sealed%s%s)\n", f->note ? ": " : "", f->note ? f->note : "");
    }
}

static void print_facts(const ag_subject *s) {
    if (s->facts) puts("\nComputed");
    for (int i = 0; i < s->facts; i++) {
        const ag_fact *fact = s->fact[i].fact;
        int n = printf("  %s ", fact->name);
        if (n < FIELD_COLUMN) n += printf("%*s", FIELD_COLUMN - n, "");
        ag_buffer words = {0};
        ag_buffer_puts(&words, s->fact[i].words);
        if (fact->rule) ag_buffer_printf(&words, " (%s)", fact->rule);
        ag_print_wrapped(stdout, n, FIELD_COLUMN, ag_text_of(words.data));
        ag_buffer_deinit(&words);
    }
}

static void print_links(const ag_subject *s) {
    if (s->links) puts("\nWhat names it");
    for (int i = 0; i < s->links; i++) {
        const ag_subject_link *link = &s->link[i];
        ag_buffer words = {0};
        for (int r = 0; r < link->rows; r++) {
            const ag_text subject = ag_row_subject(&s->view, &link->row[r]),
                          state = ag_row_text(&link->row[r], "state");
            ag_buffer_printf(&words, "%s%.*s %.*s", r ? ", " : "", (int)subject.n, subject.at, (int)state.n, state.at);
        }
        if (link->all > link->rows) ag_buffer_printf(&words, ", and %lld more", (long long)(link->all - link->rows));
        int n = printf("  %s.%s ", link->kind->name, link->column);
        if (n < FIELD_COLUMN) n += printf("%*s", FIELD_COLUMN - n, "");
        ag_print_wrapped(stdout, n, FIELD_COLUMN, ag_text_of(words.data));
        ag_buffer_deinit(&words);
    }
}

static void print_history(const ag_subject *s, bool all) {
    ag_grid grid;
    ag_grid_init(&grid, s->view.arena);
    static const char *const name[] = {"  entry", "recorded", "happened", "by", "action"};
    for (int i = 0; i < 5; i++) ag_grid_column(&grid, name[i]);
    printf("\nHistory, newest first%s\n", !all && s->events == AG_SUBJECT_EVENTS ? " (--all prints the rest)" : "");
    for (int i = 0; i < s->events; i++) {
        const ag_subject_event *e = &s->event[i];
        ag_grid_put(&grid, ag_text_of(ag_view_say(&s->view, "  %s%s%llu", e->site, e->site[0] ? " " : "",
                                                  (unsigned long long)e->seq)));
        ag_grid_put(&grid, ag_text_of(e->at));
        ag_grid_put(&grid, ag_text_of(e->when));
        ag_grid_put(&grid, ag_text_of(e->by));
        ag_grid_put(&grid, ag_text_of(e->action));
    }
    ag_grid_print(&grid, stdout);
}

static void print_step(const ag_step *step) {
    int n = printf("  %s ", step->action->name);
    if (n < STEP_COLUMN) n += printf("%*s", STEP_COLUMN - n, "");
    char roles[160];
    if (!step->refusals.n) {
        ag_print_wrapped(stdout, n, STEP_COLUMN, ag_text_of(ag_roles_say(step->action->roles, roles, sizeof roles)));
        return;
    }
    for (int i = 0; i < step->refusals.n; i++) {
        const ag_refusal *r = &step->refusals.item[i];
        ag_buffer words = {0};
        if (r->rule) {
            const size_t length = strlen(r->rule->words);
            const bool ended = length && r->rule->words[length - 1] == '.';
            ag_buffer_printf(&words, "%s: %s%s ", r->rule->number, r->rule->words, ended ? "" : ".");
        }
        ag_buffer_printf(&words, "%s%s", r->rule ? "Needed: " : "", r->satisfy);
        if (i) printf("%*s", STEP_COLUMN, "");
        ag_print_wrapped(stdout, i ? STEP_COLUMN : n, STEP_COLUMN, ag_text_of(words.data));
        ag_buffer_deinit(&words);
    }
}

/* Another state, or another person, is all that is missing: rule A1 is that of the roles. */
static bool is_of_moment(const ag_refusals *refusals) {
    for (int i = 0; i < refusals->n; i++)
        if (!refusals->item[i].rule || strcmp(refusals->item[i].rule->number, "A1") == 0) return true;
    return false;
}

/* What can be done; what a rule forbids; what another state or role would be needed for. */
static void print_steps(const ag_subject *s) {
    static const char *const title[] = {"\nWhat can be done now, by", "\nWhat a rule forbids now",
                                        "\nWhat another state or role is needed for"};
    for (int group = 0; group < 3; group++) {
        bool begun = false;
        for (int i = 0; i < s->steps; i++) {
            const ag_refusals *r = &s->step[i].refusals;
            const int belongs = r->n == 0 ? 0 : is_of_moment(r) ? 2 : 1;
            if (belongs != group || s->step[i].action->flags & AG_INTERNAL) continue;
            if (!begun) puts(title[group]);
            begun = true;
            print_step(&s->step[i]);
        }
    }
}

static ag_status print_subject(const ag_subject *s, bool all, ag_error *err) {
    print_head(s);
    print_facts(s);
    print_fields(s);
    print_links(s);
    print_history(s, all);
    print_steps(s);
    return ag_finish_output(err);
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void put_pair(ag_json_writer *w, const char *key, ag_text value) {
    ag_json_key(w, ag_text_of(key));
    if (value.at)
        ag_json_put_text(w, value);
    else
        ag_json_put_null(w);
}

static void put_fields(ag_json_writer *w, const ag_subject *s) {
    ag_json_key(w, AG_TEXT("fields"));
    ag_json_open(w, '{');
    for (int i = 0; i < s->fields; i++) {
        const ag_subject_field *f = &s->field[i];
        ag_json_key(w, ag_text_of(f->name));
        if (!f->sealed) {
            ag_json_puts(w, f->value);
            continue;
        }
        ag_json_open(w, '{');
        ag_json_key(w, AG_TEXT("sealed"));
        ag_json_put_bool(w, true);
        if (f->value) put_pair(w, "value", ag_text_of(f->value));
        if (f->note) put_pair(w, "note", ag_text_of(f->note));
        ag_json_close(w, '}');
    }
    ag_json_close(w, '}');
}

static void put_facts(ag_json_writer *w, const ag_subject *s) {
    ag_json_key(w, AG_TEXT("computed"));
    ag_json_open(w, '{');
    for (int i = 0; i < s->facts; i++) put_pair(w, s->fact[i].fact->name, ag_text_of(s->fact[i].words));
    ag_json_close(w, '}');
}

static void put_links(ag_json_writer *w, const ag_subject *s) {
    ag_json_key(w, AG_TEXT("links"));
    ag_json_open(w, '[');
    for (int i = 0; i < s->links; i++) {
        const ag_subject_link *link = &s->link[i];
        ag_json_open(w, '{');
        put_pair(w, "kind", ag_text_of(link->kind->name));
        put_pair(w, "field", ag_text_of(link->column));
        ag_json_key(w, AG_TEXT("all"));
        ag_json_put_int(w, link->all);
        ag_json_key(w, AG_TEXT("first"));
        ag_json_open(w, '[');
        for (int r = 0; r < link->rows; r++) ag_json_put_text(w, ag_row_subject(&s->view, &link->row[r]));
        ag_json_close(w, ']');
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
}

static void put_history(ag_json_writer *w, const ag_subject *s) {
    ag_json_key(w, AG_TEXT("history"));
    ag_json_open(w, '[');
    for (int i = 0; i < s->events; i++) {
        const ag_subject_event *e = &s->event[i];
        ag_json_open(w, '{');
        ag_json_key(w, AG_TEXT("seq"));
        ag_json_put_int(w, (int64_t)e->seq);
        if (e->site[0]) put_pair(w, "site", ag_text_of(e->site));
        put_pair(w, "at", ag_text_of(e->at));
        if (e->when[0]) put_pair(w, "when", ag_text_of(e->when));
        put_pair(w, "by", ag_text_of(e->by));
        put_pair(w, "role", ag_text_of(e->role));
        put_pair(w, "action", ag_text_of(e->action));
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
}

static void put_steps(ag_json_writer *w, const ag_subject *s) {
    ag_json_key(w, AG_TEXT("steps"));
    ag_json_open(w, '[');
    for (int i = 0; i < s->steps; i++) {
        ag_json_open(w, '{');
        put_pair(w, "action", ag_text_of(s->step[i].action->name));
        ag_json_key(w, AG_TEXT("possible"));
        ag_json_put_bool(w, s->step[i].refusals.n == 0);
        ag_json_key(w, AG_TEXT("refused"));
        ag_refusals_put_json(w, &s->step[i].refusals);
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
}

static ag_status print_json(const ag_subject *s, ag_error *err) {
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out, .pretty = true};
    char time[21];
    const int64_t due = ag_row_integer(&s->view.row, "due", -1);
    ag_json_open(&w, '{');
    put_pair(&w, "subject", ag_text_of(s->name));
    put_pair(&w, "state", ag_row_text(&s->view.row, "state"));
    const ag_text none = {NULL, 0};
    put_pair(&w, "due", due < 0 ? none : ag_text_of(ag_time_format(due, time)));
    put_facts(&w, s);
    put_fields(&w, s);
    put_links(&w, s);
    put_history(&w, s);
    put_steps(&w, s);
    ag_json_close(&w, '}');
    return ag_output_print(&out, err);
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static ag_status show(const ag_arguments *a, const ag_session *session, ag_error *err) {
    ag_arena arena;
    ag_subject subject;
    ag_arena_init(&arena);
    const bool all = a->value[ALL] != NULL;
    ag_status status = ag_subject_find(session, a->operand[1], all ? EVERY : AG_SUBJECT_EVENTS, &arena, &subject, err);
    if (status == AG_OK && a->value[OPEN])
        status = ag_subject_open(session, a->value[OPEN], a->value[PURPOSE], &subject, err);
    if (status == AG_OK) status = a->value[JSON] ? print_json(&subject, err) : print_subject(&subject, all, err);
    ag_arena_deinit(&arena);
    return status;
}

static ag_status run_show(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    const bool open = arguments->value[OPEN] != NULL;
    if (open != (arguments->value[PURPOSE] != NULL))
        return ag_fail(err, AG_USAGE, "--open FIELD --purpose \"why\": the reading is recorded with its purpose",
                       "--open and --purpose go together");
    ag_status status = open ? ag_session_enter(arguments->operand[0], arguments, &session, err)
                            : ag_session_look(arguments->operand[0], arguments, false, &session, err);
    if (status != AG_OK) return status;
    status = show(arguments, &session, err);
    ag_session_close(&session);
    return status;
}

const ag_command ag_command_show = {
    .name = "show",
    .summary = "one subject: its fields, its history, what can be done next",
    .operand = {"CASEBOOK", "SUBJECT"},
    .option = options,
    .help =
        "Prints what is open of a subject, what is computed from it, who names it, its newest entries, and then every\n"
        "action that it can undergo: what can be done now and by whom, and what forbids the rest. With --as USER the\n"
        "actions are judged for that user. What is sealed stays sealed unless it is opened, which leaves an entry.",
    .examples = "  antigone show war.casebook remains:2025061607120001230\n"
                "  antigone show war.casebook user:kim --json\n"
                "  antigone show war.casebook person:odesa-3-7 --open all --purpose \"notice to the mother\" --as lee",
    .run = run_show,
};
