/* Help for actions, from their rows: see actions.h. */
#include "cli/actions.h"

#include <string.h>

#include "cli/screen.h"

#include "base/banned.h"

enum { MAX_NAMES = 1024, LABEL = 11, FIELD_COLUMN = 18, RULE_COLUMN = 6 };

/* ---- Finding --------------------------------------------------------------------------------------------------- */

ag_status ag_kinds_need(const char *name, const ag_kind **out, ag_error *err) {
    const char *word[MAX_NAMES];
    char hint[AG_HINT_BYTES];
    size_t n = 0;
    for (const ag_kind *const *kind = ag_kinds; *kind && n + 2 <= MAX_NAMES; kind++) {
        if (strcmp((*kind)->name, name) == 0 || strcmp((*kind)->plural, name) == 0) return *out = *kind, AG_OK;
        word[n++] = (*kind)->name;
        word[n++] = (*kind)->plural;
    }
    return ag_fail(err, AG_USAGE, ag_hint_nearest(name, word, n, "`antigone actions` lists the kinds", hint),
                   "there is no kind \"%.60s\"", name);
}

ag_status ag_actions_need(const char *name, const ag_action **out, ag_error *err) {
    const char *word[MAX_NAMES];
    char hint[AG_HINT_BYTES];
    size_t n = 0;
    *out = ag_action_find(ag_text_of(name));
    if (*out) return AG_OK;
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++)
        for (const ag_action *a = (*kind)->action; a && a->name && n < MAX_NAMES; a++) word[n++] = a->name;
    return ag_fail(err, AG_USAGE, ag_hint_nearest(name, word, n, "`antigone actions` lists them", hint),
                   "there is no action \"%.60s\"", name);
}

/* ---- Words ----------------------------------------------------------------------------------------------------- */

const char *ag_roles_say(unsigned roles, char *out, size_t out_size) {
    size_t n = 0;
    out[0] = 0;
    if (roles == AG_ANY_ROLE) snprintf(out, out_size, "everybody");
    for (unsigned bit = 1; roles != AG_ANY_ROLE && bit < AG_ANY_ROLE; bit <<= 1)
        if (roles & bit && n < out_size)
            n += (size_t)snprintf(out + n, out_size - n, "%s%s", n ? ", " : "", ag_role_name(bit));
    return out;
}

const char *ag_mark_say(char mark) {
    return mark == 'V'   ? "[V] read at its source"
           : mark == 'C' ? "[C] computed"
                         : "[M] unverified: from general knowledge, check the official text";
}

const char *ag_hold_say(ag_rule_hold holds) {
    static const char *const word[] = {
        [AG_HOLDS_GUARD] = "an action is refused",          [AG_HOLDS_STATE] = "there is no such step",
        [AG_HOLDS_FACT] = "it is computed and shown",       [AG_HOLDS_CLOCK] = "something becomes due",
        [AG_HOLDS_FIELD] = "the record has a place for it",
    };
    return word[holds];
}

static const char *kind_of_field(const ag_field *field) {
    static const char *const word[] = {
        [AG_FIELD_TEXT] = "text",           [AG_FIELD_CODE] = "code",     [AG_FIELD_NAME] = "name",
        [AG_FIELD_PLACE] = "place",         [AG_FIELD_DATE] = "date",     [AG_FIELD_NUMBER] = "number",
        [AG_FIELD_COUNT] = "count",         [AG_FIELD_CHOICE] = "choice", [AG_FIELD_YESNO] = "yes or no",
        [AG_FIELD_REFERENCE] = "reference", [AG_FIELD_FILE] = "file",     [AG_FIELD_PROFILE] = "genotypes",
        [AG_FIELD_MONEY] = "amount",
    };
    return word[field->kind];
}

/* "code, sealed; one of a, b": all that its row says. */
static void describe_field(const ag_field *field, ag_buffer *out) {
    const char *before = field->kind == AG_FIELD_REFERENCE ? " to " : ": ";
    ag_buffer_puts(out, kind_of_field(field));
    for (const char *const *choice = field->choice; choice && *choice; choice++)
        ag_buffer_printf(out, "%s%s", choice == field->choice ? before : " | ", *choice);
    if (field->flags & AG_MANY) ag_buffer_puts(out, ", several: give it again, or blanks between");
    if (ag_field_is_sealed(field)) ag_buffer_puts(out, ", sealed");
    ag_buffer_printf(out, ". %s", field->help ? field->help : "");
}

static void print_labelled(FILE *to, const char *label, const char *text) {
    fprintf(to, "%-*s", LABEL, label);
    ag_print_wrapped(to, LABEL, LABEL, ag_text_of(text));
}

/* ---- Help ------------------------------------------------------------------------------------------------------ */

void ag_actions_print_kinds(FILE *to) {
    fprintf(to, "What a casebook has records of, and what can be done with them:\n\n");
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++) {
        fprintf(to, "%-14s", (*kind)->name);
        ag_print_wrapped(to, 14, 14, ag_text_of((*kind)->help));
        ag_buffer names = {0};
        for (const ag_action *a = (*kind)->action; a && a->name; a++)
            if (!(a->flags & AG_INTERNAL)) ag_buffer_printf(&names, "%s ", a->name);
        if (names.n) {
            fprintf(to, "%14s", "");
            ag_print_wrapped(to, 14, 14, ag_text_trim((ag_text){names.data, names.n}));
        }
        ag_buffer_deinit(&names);
    }
    fprintf(to, "\n`antigone actions ACTION` lists the fields and rules of one.\n");
}

void ag_actions_print_kind(FILE *to, const ag_kind *kind) {
    ag_buffer states = {0};
    fprintf(to, "%s - ", kind->name);
    ag_print_wrapped(to, (int)strlen(kind->name) + 3, 4, ag_text_of(kind->help));
    for (const char *const *state = kind->state; state && *state; state++) ag_buffer_printf(&states, "%s ", *state);
    fputc('\n', to);
    if (states.n) print_labelled(to, "States", states.data);
    if (kind->closed) print_labelled(to, "Closed", kind->closed);
    ag_buffer_deinit(&states);
    fprintf(to, "\nActions:\n");
    for (const ag_action *a = kind->action; a && a->name; a++) {
        fprintf(to, "  %-24s ", a->name);
        ag_print_wrapped(to, 27, 27, ag_text_of(a->help));
    }
}

static void print_usage(FILE *to, const ag_action *action) {
    const char *kind = ag_action_kind(action)->name;
    fprintf(to, "\nUsage: antigone do CASEBOOK %s ", action->name);
    fprintf(to, action->flags & AG_CREATES ? "[%s:ID]" : "%s:ID", kind);
    fprintf(to, action->field && action->field->name ? " FIELD=VALUE ...\n\n" : "\n\n");
}

static const char *signatures(const ag_action *action) {
    if (action->flags & AG_COUNTERSIGNED)
        return "by you, and by a second person (--second USER) or on a paper that the field paper names";
    return action->flags & AG_SIGNED ? "by you, with your own key" : NULL;
}

static void print_fields(FILE *to, const ag_action *action) {
    if (!action->field || !action->field->name) return;
    fprintf(to, "\nFields (* must be given):\n");
    for (const ag_field *field = action->field; field->name; field++) {
        ag_buffer text = {0};
        describe_field(field, &text);
        const int n = fprintf(to, "  %s%s", field->name, field->flags & AG_REQUIRED ? "*" : "");
        fprintf(to, "%*s", n < FIELD_COLUMN ? FIELD_COLUMN - n : 1, "");
        ag_print_wrapped(to, n < FIELD_COLUMN ? FIELD_COLUMN : n + 1, FIELD_COLUMN, ag_text_of(text.data));
        ag_buffer_deinit(&text);
    }
}

/* "L4    words" and its source under it. */
static void print_rule(FILE *to, int indent, const ag_rule *rule) {
    ag_buffer text = {0};
    const int column = indent + RULE_COLUMN;
    fprintf(to, "%*s%-*s", indent, "", RULE_COLUMN, rule->number);
    ag_buffer_printf(&text, "%s\nSource: %s %s.", rule->words, rule->source, ag_mark_say(rule->mark));
    ag_print_wrapped(to, column, column, ag_text_of(text.data));
    ag_buffer_deinit(&text);
}

/* Several guards may serve one rule. */
static bool is_first(const ag_guard *all, const ag_guard *guard) {
    while (strcmp(all->rule, guard->rule) != 0) all++;
    return all == guard;
}

static void print_rules(FILE *to, const ag_action *action) {
    if (!action->guard || !action->guard->rule) return;
    fprintf(to, "\nRules that may forbid it:\n");
    for (const ag_guard *guard = action->guard; guard->rule; guard++) {
        const ag_rule *rule = ag_rule_find(guard->rule);
        if (rule && is_first(action->guard, guard)) print_rule(to, 2, rule);
    }
}

void ag_actions_print(FILE *to, const ag_action *action) {
    char roles[160];
    fprintf(to, "%s - ", action->name);
    ag_print_wrapped(to, (int)strlen(action->name) + 3, 4, ag_text_of(action->help));
    if (!(action->flags & AG_INTERNAL)) print_usage(to, action);
    print_labelled(to, "Who",
                   action->flags & AG_INTERNAL ? "the program itself"
                                               : ag_roles_say(action->roles, roles, sizeof roles));
    if (action->from) print_labelled(to, "From state", action->from);
    if (action->to) print_labelled(to, "To state", action->to);
    if (signatures(action)) print_labelled(to, "Signed", signatures(action));
    if (action->clock.rule) {
        char due[80];
        snprintf(due, sizeof due, "%.3g days after it (rule %s)", (double)action->clock.seconds / 86400,
                 action->clock.rule);
        print_labelled(to, "Due", due);
    }
    print_fields(to, action);
    print_rules(to, action);
}

/* ---- The manual page ------------------------------------------------------------------------------------------- */

/* Characters that scdoc takes for marks are escaped. */
static void put_scdoc(FILE *to, const char *text) {
    for (const char *at = text ? text : ""; *at; at++) {
        if (strchr("\\_*#[]~<>|", *at)) fputc('\\', to);
        fputc(*at == '\n' ? ' ' : *at, to);
    }
}

static void manual_action(FILE *to, const ag_action *action) {
    char roles[160];
    fprintf(to, "*");
    put_scdoc(to, action->name);
    fprintf(to, "*\n\t");
    put_scdoc(to, action->help);
    fprintf(to, ". By: %s.",
            action->flags & AG_INTERNAL ? "the program itself" : ag_roles_say(action->roles, roles, sizeof roles));
    if (action->from) fprintf(to, " From: "), put_scdoc(to, action->from), fprintf(to, ".");
    if (action->to) fprintf(to, " To: "), put_scdoc(to, action->to), fprintf(to, ".");
    if (signatures(action)) fprintf(to, " Signed %s.", signatures(action));
    for (const ag_guard *guard = action->guard; guard && guard->rule; guard++)
        if (is_first(action->guard, guard))
            fprintf(to, "%s%s", guard == action->guard ? " Rules: " : ", ", guard->rule);
    if (action->guard && action->guard->rule) fprintf(to, ".");
    fprintf(to, "\n\n");
    for (const ag_field *field = action->field; field && field->name; field++) {
        ag_buffer text = {0};
        describe_field(field, &text);
        fprintf(to, "\t_");
        put_scdoc(to, field->name);
        fprintf(to, "_%s\n\t\t", field->flags & AG_REQUIRED ? " (required)" : "");
        put_scdoc(to, text.data);
        fprintf(to, "\n\n");
        ag_buffer_deinit(&text);
    }
}

void ag_actions_print_manual(FILE *to) {
    fprintf(
        to,
        "antigone-actions(7)\n\n# NAME\n\nantigone-actions - what can be done to a casebook, and the rules of it\n\n"
        "# DESCRIPTION\n\nEvery change of a casebook is one of these actions, done by *antigone do*. This page is made "
        "from "
        "the table that the program itself works by.\n\n");
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++) {
        fprintf(to, "# ");
        for (const char *at = (*kind)->name; *at; at++) fputc(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at, to);
        fprintf(to, "\n\n");
        put_scdoc(to, (*kind)->help);
        fprintf(to, "\n\n");
        for (const ag_action *a = (*kind)->action; a && a->name; a++) manual_action(to, a);
    }
    fprintf(to, "# RULES\n\n");
    for (const ag_rule *rule = ag_rules; rule->number; rule++) {
        fprintf(to, "*%s*\n\t", rule->number);
        put_scdoc(to, rule->words);
        fprintf(to, " ");
        put_scdoc(to, rule->source);
        fprintf(to, ". ");
        put_scdoc(to, ag_mark_say(rule->mark));
        fprintf(to, ". %s.\n\n", ag_hold_say(rule->holds));
    }
    fprintf(to, "# SEE ALSO\n\n*antigone*(1)\n");
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static void put_pair(ag_json_writer *w, const char *key, const char *value) {
    if (!value) return;
    ag_json_key(w, ag_text_of(key));
    ag_json_puts(w, value);
}

static void put_flag(ag_json_writer *w, const char *key, bool value) {
    ag_json_key(w, ag_text_of(key));
    ag_json_put_bool(w, value);
}

static void put_field(ag_json_writer *w, const ag_field *field) {
    ag_json_open(w, '{');
    put_pair(w, "name", field->name);
    put_pair(w, "kind", kind_of_field(field));
    put_flag(w, "required", field->flags & AG_REQUIRED);
    put_flag(w, "sealed", ag_field_is_sealed(field));
    put_flag(w, "many", field->flags & AG_MANY);
    if (field->choice) {
        ag_json_key(w, AG_TEXT("choice"));
        ag_json_open(w, '[');
        for (const char *const *choice = field->choice; *choice; choice++) ag_json_puts(w, *choice);
        ag_json_close(w, ']');
    }
    put_pair(w, "help", field->help);
    ag_json_close(w, '}');
}

static void put_action(ag_json_writer *w, const ag_action *action) {
    char roles[160];
    ag_json_open(w, '{');
    put_pair(w, "name", action->name);
    put_pair(w, "help", action->help);
    put_pair(w, "roles", ag_roles_say(action->roles, roles, sizeof roles));
    put_pair(w, "from", action->from);
    put_pair(w, "to", action->to);
    put_flag(w, "creates", action->flags & AG_CREATES);
    put_flag(w, "signed", action->flags & AG_SIGNED);
    put_flag(w, "countersigned", action->flags & AG_COUNTERSIGNED);
    put_flag(w, "internal", action->flags & AG_INTERNAL);
    ag_json_key(w, AG_TEXT("fields"));
    ag_json_open(w, '[');
    for (const ag_field *field = action->field; field && field->name; field++) put_field(w, field);
    ag_json_close(w, ']');
    ag_json_key(w, AG_TEXT("rules"));
    ag_json_open(w, '[');
    for (const ag_guard *guard = action->guard; guard && guard->rule; guard++)
        if (is_first(action->guard, guard)) ag_json_puts(w, guard->rule);
    ag_json_close(w, ']');
    ag_json_close(w, '}');
}

void ag_actions_put_json(ag_json_writer *w) {
    ag_json_open(w, '[');
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++)
        for (const ag_action *a = (*kind)->action; a && a->name; a++) put_action(w, a);
    ag_json_close(w, ']');
}

/* ---- Skeletons -------------------------------------------------------------------------------------------------- */

/* "remains.recover" → "remains_recover". */
static void put_identifier(FILE *to, const char *name) {
    for (const char *at = name; *at; at++) fputc(*at == '.' || *at == '-' ? '_' : *at, to);
}

/* AG_CASE_OFFICER of "case-officer". */
static void put_role(FILE *to, unsigned roles) {
    fprintf(to, "AG_");
    for (const char *at = ag_role_name(roles & -roles); *at; at++)
        fputc(*at == '-' ? '_' : *at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at, to);
}

/* The rest of a call of tests/casebook_support.h: role, action, subject, what is particular, and the required fields.
 */
static void skeleton_deed(FILE *to, const ag_action *action, const char *particular) {
    put_role(to, action->roles);
    fprintf(to, ", \"%s\", ", action->name);
    if (action->flags & AG_CREATES)
        fprintf(to, "NULL, %s", particular);
    else
        fprintf(to, "\"%s:...\", %s", ag_action_kind(action)->name, particular);
    for (const ag_field *field = action->field; field && field->name; field++)
        if (field->flags & AG_REQUIRED) fprintf(to, ", \"%s=...\"", field->name);
    fprintf(to, ", NULL);\n");
}

void ag_actions_print_skeleton(FILE *to, const ag_action *action) {
    fprintf(to, "static void ");
    put_identifier(to, action->name);
    fprintf(to, "_can_be_done(void **state) {\n    book *b = *state;\n    book_ok(b, ");
    skeleton_deed(to, action, "NULL");
    fprintf(to, "    book_is_sound(b);\n}\n");
    for (const ag_guard *guard = action->guard; guard && guard->rule; guard++) {
        const ag_rule *rule = ag_rule_find(guard->rule);
        char quoted[24];
        if (!is_first(action->guard, guard)) continue;
        snprintf(quoted, sizeof quoted, "\"%s\"", guard->rule);
        fprintf(to, "\n/* %s: %s */\nstatic void ", guard->rule, rule ? rule->words : "");
        put_identifier(to, action->name);
        fprintf(to, "_is_refused_by_%s(void **state) {\n    book *b = *state;\n    book_refused(b, ", guard->rule);
        skeleton_deed(to, action, quoted);
        fprintf(to, "}\n");
    }
}

/* ---- Refusals --------------------------------------------------------------------------------------------------- */

void ag_refusals_print(FILE *to, const char *action, const char *subject, const ag_refusals *refusals) {
    fprintf(to, "antigone: refused: %s %s\n", action, subject);
    for (int i = 0; i < refusals->n; i++) {
        const ag_refusal *r = &refusals->item[i];
        if (r->rule) print_rule(to, 2, r->rule);
        fprintf(to, "  %*s", r->rule ? RULE_COLUMN : 0, "");
        const int column = r->rule ? 2 + RULE_COLUMN : 2;
        if (r->rule) fprintf(to, "What would satisfy it: ");
        ag_print_wrapped(to, r->rule ? column + 23 : column, column, ag_text_of(r->satisfy));
    }
}

void ag_refusals_put_json(ag_json_writer *w, const ag_refusals *refusals) {
    ag_json_open(w, '[');
    for (int i = 0; i < refusals->n; i++) {
        const ag_refusal *r = &refusals->item[i];
        ag_json_open(w, '{');
        if (r->rule) {
            put_pair(w, "rule", r->rule->number);
            put_pair(w, "words", r->rule->words);
            put_pair(w, "source", r->rule->source);
            put_pair(w, "mark", ag_mark_say(r->rule->mark));
        }
        put_pair(w, "satisfy", r->satisfy);
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
}
