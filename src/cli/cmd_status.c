/* antigone status: one screen. What is open, overdue, broken; who can act next; how far the last checkpoint reaches.
 * All of it is read from tallies and indices, so it costs the same for ten subjects and for a million. */
#include <stdio.h>
#include <string.h>

#include "cli/actions.h"
#include "cli/output.h"
#include "cli/screen.h"
#include "cli/session.h"

#include "base/banned.h"

enum { JSON = AG_SESSION_FIRST };
enum { MAX_LINES = 256, MAX_OVERDUE = 1000 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--json", NULL, "as JSON", false},
    {NULL, NULL, NULL, false},
};

/* Subjects of a kind in an open state, and who can act on them there. */
typedef struct waiting {
    const ag_kind *kind;
    const char *state;
    int64_t n;
    unsigned roles;
} waiting;

typedef struct overview {
    ag_view view;
    ag_about about;
    waiting line[MAX_LINES];
    int lines;
} overview;

/* Roles of the actions that lead out of a state. An action that may be done in any state waits for nobody. */
static unsigned who_acts(const ag_kind *kind, const char *state) {
    unsigned roles = 0;
    for (const ag_action *a = kind->action; a && a->name; a++)
        if (!(a->flags & AG_INTERNAL) && a->to && ag_words_have(a->from, state) && strcmp(a->to, state) != 0)
            roles |= a->roles;
    return roles;
}

static ag_status count_kind(overview *o, const ag_kind *kind, ag_error *err) {
    ag_status status = AG_OK;
    if (strcmp(kind->name, "user") == 0) return AG_OK; /* people do not wait to be dealt with */
    for (const char *const *state = kind->state; state && *state && status == AG_OK; state++) {
        int64_t n = 0;
        if (kind->closed && ag_words_have(kind->closed, *state)) continue;
        status = ag_casebook_tally(&o->view, kind, *state, &n, err);
        if (status == AG_OK && n && o->lines < MAX_LINES)
            o->line[o->lines++] = (waiting){kind, *state, n, who_acts(kind, *state)};
    }
    return status;
}

/* At most MAX_OVERDUE are counted. */
static ag_status count_overdue(const overview *o, const ag_kind *kind, int *out, ag_error *err) {
    const ag_row *row;
    const ag_page page = {.kind = kind, .column = "due", .limit = MAX_OVERDUE};
    return ag_casebook_list(&o->view, &page, &row, out, err);
}

/* ---- What is broken ------------------------------------------------------------------------------------------- */

/* Kinds whose open subjects are faults, and a column that says one. Those that this program does not know of are left
 * out. */
static const struct {
    const char *kind, *column, *words;
} faults[] = {
    {"conflict", NULL, "conflicts between sites, to be decided"},
    {"alarm", NULL, "alarms, to be answered"},
    {"discrepancy", NULL, "discrepancies of handovers, to be signed"},
    {"remains", "gap", "remains with a gap in their custody"},
    {"container", "gap", "containers with a gap in their custody"},
};
enum { FAULTS = sizeof faults / sizeof *faults };

static ag_status count_fault(const overview *o, int fault, int64_t *out, ag_error *err) {
    const ag_kind *kind = ag_kind_find(ag_text_of(faults[fault].kind));
    *out = 0;
    if (!kind) return AG_OK;
    if (faults[fault].column) return ag_casebook_count_set(&o->view, kind, faults[fault].column, out, err);
    for (int i = 0; i < o->lines; i++)
        if (o->line[i].kind == kind) *out += o->line[i].n;
    return AG_OK;
}

/* ---- For people ----------------------------------------------------------------------------------------------- */

static void print_head(const ag_arguments *a, const overview *o) {
    char time[21];
    const uint64_t since = o->about.entries - o->about.checkpointed;
    printf("%s  site %s, %llu entries, the last at %s\n", a->operand[0], o->about.site,
           (unsigned long long)o->about.entries, ag_time_format(o->about.last_at, time));
    if (since)
        printf("%llu entries since the last checkpoint: `antigone checkpoint` writes one.\n",
               (unsigned long long)since);
    else
        puts("The last checkpoint covers all of them.");
}

static ag_status print_open(const overview *o, ag_error *err) {
    bool begun = false;
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++) {
        ag_buffer states = {0};
        int64_t open = 0;
        int overdue;
        for (int i = 0; i < o->lines; i++) {
            if (o->line[i].kind != *kind) continue;
            ag_buffer_printf(&states, "%s%s %lld", open ? ", " : "", o->line[i].state, (long long)o->line[i].n);
            open += o->line[i].n;
        }
        const ag_status status = open ? count_overdue(o, *kind, &overdue, err) : AG_OK;
        if (status != AG_OK) return ag_buffer_deinit(&states), status;
        if (!open) continue;
        if (!begun) puts("\nOpen");
        begun = true;
        if (overdue) ag_buffer_printf(&states, "; %d%s OVERDUE", overdue, overdue == MAX_OVERDUE ? " or more" : "");
        printf("  %-18.18s%8lld  ", (*kind)->plural, (long long)open);
        ag_print_wrapped(stdout, 30, 30, ag_text_of(states.data));
        ag_buffer_deinit(&states);
    }
    if (!begun) puts("\nNothing is open.");
    return AG_OK;
}

static ag_status print_faults(const overview *o, ag_error *err) {
    bool begun = false;
    for (int f = 0; f < FAULTS; f++) {
        int64_t n;
        const ag_status status = count_fault(o, f, &n, err);
        if (status != AG_OK) return status;
        if (n && !begun) puts("\nBroken, somebody must look");
        begun = begun || n;
        if (n) printf("  %lld %s\n", (long long)n, faults[f].words);
    }
    return AG_OK;
}

static void print_waiting(const overview *o) {
    bool begun = false;
    for (unsigned role = 1; role < AG_ANY_ROLE; role <<= 1) {
        ag_buffer words = {0};
        for (int i = 0; i < o->lines; i++)
            if (o->line[i].roles & role)
                ag_buffer_printf(&words, "%s%lld %s %s", words.n ? ", " : "", (long long)o->line[i].n,
                                 o->line[i].kind->plural, o->line[i].state);
        if (words.n && !begun) puts("\nWho can act next");
        begun = begun || words.n;
        if (words.n) {
            printf("  %-16s", ag_role_name(role));
            ag_print_wrapped(stdout, 18, 18, ag_text_of(words.data));
        }
        ag_buffer_deinit(&words);
    }
}

/* ---- JSON ----------------------------------------------------------------------------------------------------- */

static void put_int(ag_json_writer *w, const char *key, int64_t value) {
    ag_json_key(w, ag_text_of(key));
    ag_json_put_int(w, value);
}

static void put_text(ag_json_writer *w, const char *key, const char *value) {
    ag_json_key(w, ag_text_of(key));
    ag_json_puts(w, value);
}

static ag_status put_faults(ag_json_writer *w, const overview *o, ag_error *err) {
    ag_json_key(w, AG_TEXT("broken"));
    ag_json_open(w, '[');
    for (int f = 0; f < FAULTS; f++) {
        int64_t n;
        const ag_status status = count_fault(o, f, &n, err);
        if (status != AG_OK) return status;
        if (!n) continue;
        ag_json_open(w, '{');
        put_text(w, "kind", faults[f].kind);
        put_text(w, "what", faults[f].words);
        put_int(w, "n", n);
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
    return AG_OK;
}

static ag_status put_open(ag_json_writer *w, const overview *o, ag_error *err) {
    ag_json_key(w, AG_TEXT("open"));
    ag_json_open(w, '[');
    for (int i = 0; i < o->lines; i++) {
        char roles[160];
        ag_json_open(w, '{');
        put_text(w, "kind", o->line[i].kind->name);
        put_text(w, "state", o->line[i].state);
        put_int(w, "n", o->line[i].n);
        put_text(w, "roles", ag_roles_say(o->line[i].roles, roles, sizeof roles));
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
    ag_json_key(w, AG_TEXT("overdue"));
    ag_json_open(w, '{');
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++) {
        int n;
        const ag_status status = count_overdue(o, *kind, &n, err);
        if (status != AG_OK) return status;
        if (n) put_int(w, (*kind)->name, n);
    }
    ag_json_close(w, '}');
    return AG_OK;
}

static ag_status print_json(const overview *o, ag_error *err) {
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out, .pretty = true};
    char time[21];
    ag_json_open(&w, '{');
    put_text(&w, "site", o->about.site);
    put_int(&w, "entries", (int64_t)o->about.entries);
    put_int(&w, "checkpointed", (int64_t)o->about.checkpointed);
    put_text(&w, "last_at", ag_time_format(o->about.last_at, time));
    ag_status status = put_open(&w, o, err);
    if (status == AG_OK) status = put_faults(&w, o, err);
    ag_json_close(&w, '}');
    if (status == AG_OK) return ag_output_print(&out, err);
    ag_buffer_deinit(&out);
    return status;
}

/* ---- Together ------------------------------------------------------------------------------------------------- */

static ag_status look(const ag_session *session, ag_arena *arena, overview *o, ag_error *err) {
    ag_status status = ag_casebook_view(session->casebook, (ag_text){0}, arena, &o->view, err);
    if (status == AG_OK) status = ag_casebook_about(session->casebook, &o->about, err);
    for (const ag_kind *const *kind = ag_kinds; *kind && status == AG_OK; kind++) status = count_kind(o, *kind, err);
    return status;
}

static ag_status run_status(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    ag_arena arena;
    overview o = {.lines = 0};
    ag_status status = ag_session_look(arguments->operand[0], arguments, false, &session, err);
    if (status != AG_OK) return status;
    ag_arena_init(&arena);
    status = look(&session, &arena, &o, err);
    if (status == AG_OK && arguments->value[JSON]) {
        status = print_json(&o, err);
    } else if (status == AG_OK) {
        print_head(arguments, &o);
        status = print_open(&o, err);
        if (status == AG_OK) status = print_faults(&o, err);
        print_waiting(&o);
    }
    ag_arena_deinit(&arena);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_status = {
    .name = "status",
    .summary = "one screen: what is open, overdue, broken, and waiting for whom",
    .operand = {"CASEBOOK"},
    .option = options,
    .help =
        "Counts what is not closed, by kind and state; what is overdue; what is broken (conflicts, alarms, gaps in\n"
        "custody); which roles can act next; and how many entries no checkpoint covers yet.",
    .examples = "  antigone status war.casebook\n"
                "  antigone status war.casebook --json",
    .run = run_status,
};
