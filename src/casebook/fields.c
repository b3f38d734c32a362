/* What a request says, checked field by field: texts become their canonical form, open ones go to `data`, sealed ones
 * to `sealed` with a null in `data` that says that they are there. */
#include <string.h>

#include "base/limits.h"
#include "base/money.h"
#include "casebook/engine.h"
#include "formats/json.h"

#include "base/banned.h"

enum { MAX_CODE_BYTES = 64, MAX_WORDS = 32 };

typedef struct given {
    const ag_view *view;
    const ag_action *action;
    const ag_field *field;
    ag_error *err;
} given;

static ag_status wrong(const given *g, const char *hint, const char *what) {
    return ag_fail(g->err, AG_USAGE, hint, "%s: %s: %s", g->action->name, g->field->name, what);
}

static bool is_code(ag_text t) {
    if (!t.n || t.n > MAX_CODE_BYTES) return false;
    for (size_t i = 0; i < t.n; i++) {
        const char c = t.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("._/+-:@", c)))
            return false;
    }
    return true;
}

static ag_status check_choice(const given *g, ag_text value) {
    const char *word[MAX_WORDS];
    size_t n = 0;
    for (const char *const *choice = g->field->choice; *choice && n < MAX_WORDS; choice++) {
        if (ag_text_equal(value, ag_text_of(*choice))) return AG_OK;
        word[n++] = *choice;
    }
    const char *nearest = ag_nearest_word(ag_view_say(g->view, "%.*s", (int)value.n, value.at), word, n);
    ag_buffer hint = {0};
    if (nearest)
        ag_buffer_printf(&hint, "did you mean %s?", nearest);
    else
        for (size_t i = 0; i < n; i++) ag_buffer_printf(&hint, "%s%s", i ? ", " : "one of ", word[i]);
    const ag_status status =
        wrong(g, hint.data,
              ag_view_say(g->view, "there is no \"%.60s\"", ag_view_say(g->view, "%.*s", (int)value.n, value.at)));
    ag_buffer_deinit(&hint);
    return status;
}

/* "12" for "person:12" where only a person can be meant. */
static ag_status check_reference(const given *g, ag_text *value) {
    if (!memchr(value->at, ':', value->n) && g->field->choice[0] && !g->field->choice[1])
        *value = ag_text_of(ag_view_say(g->view, "%s:%.*s", g->field->choice[0], (int)value->n, value->at));
    const char *colon = memchr(value->at, ':', value->n);
    bool fits = false;
    for (const char *const *kind = g->field->choice; colon && *kind; kind++)
        fits = fits || ag_text_equal((ag_text){value->at, (size_t)(colon - value->at)}, ag_text_of(*kind));
    if (!fits)
        return wrong(g, ag_view_say(g->view, "write %s:ID", g->field->choice[0]), "it does not name such a subject");
    const ag_row row = ag_view_row(g->view, *value);
    if (!ag_row_there(&row))
        return wrong(g, "`antigone list` shows those that are there",
                     ag_view_say(g->view, "there is no %.*s", (int)value->n, value->at));
    return AG_OK;
}

static ag_status check_number(const given *g, ag_text *value) {
    double number;
    if (!ag_parse_double(*value, &number)) return wrong(g, "a decimal number with a point", "it is no number");
    ag_buffer text = {0};
    ag_buffer_double(&text, number);
    *value = ag_text_of(ag_view_say(g->view, "%s", text.data ? text.data : ""));
    ag_buffer_deinit(&text);
    return AG_OK;
}

static ag_status check_money(const given *g, ag_text *value) {
    ag_money money;
    char text[AG_MONEY_BYTES];
    if (!ag_money_parse(*value, &money) || !money.minor)
        return wrong(g, "\"2000.00 USD\", \"84 RICE.kg\", \"1 TV.unit\": an amount, then ISO 4217 or WORD.unit",
                     "it is no amount");
    *value = ag_text_of(ag_view_say(g->view, "%s", ag_money_format(&money.of, money.minor, text)));
    return AG_OK;
}

static ag_status check_value(const given *g, ag_text *value) {
    int64_t count;
    ag_date date;
    ag_digest digest;
    switch (g->field->kind) {
    case AG_FIELD_CODE:
        return is_code(*value) ? AG_OK : wrong(g, "letters, digits and . _ / + - : @, at most 64", "it is no code");
    case AG_FIELD_DATE:
        return ag_date_parse_edtf(*value, &date)
                   ? AG_OK
                   : wrong(g, "2025-01-05, 2025-01, 2025, with ~ or ? after it when unsure, or FROM/TO",
                           "it is no date");
    case AG_FIELD_NUMBER:
        return check_number(g, value);
    case AG_FIELD_MONEY:
        return check_money(g, value);
    case AG_FIELD_COUNT:
        if (ag_parse_int(*value, &count) && count >= 0) return AG_OK;
        return wrong(g, "a whole number from 0", "it is no count");
    case AG_FIELD_CHOICE:
        return check_choice(g, *value);
    case AG_FIELD_YESNO:
        if (ag_text_equal(*value, AG_TEXT("yes")) || ag_text_equal(*value, AG_TEXT("no"))) return AG_OK;
        return wrong(g, "yes or no", "it is neither yes nor no");
    case AG_FIELD_REFERENCE:
        return check_reference(g, value);
    case AG_FIELD_FILE:
        return ag_digest_parse(*value, &digest) ? AG_OK
                                                : wrong(g, "field=@PATH keeps a file", "it is no SHA-256 in hex");
    default:
        return value->n <= AG_MAX_CELL_BYTES ? AG_OK : wrong(g, "keep it as a file", "it is longer than 64 KiB");
    }
}

static ag_text next_word(ag_text *rest) {
    *rest = ag_text_trim(*rest);
    size_t n = 0;
    while (n < rest->n && !strchr(" \t\r\n", rest->at[n])) n++;
    const ag_text word = {rest->at, n};
    *rest = (ag_text){rest->at + n, rest->n - n};
    return word;
}

static ag_status check_many(const given *g, ag_text *value) {
    ag_buffer all = {0};
    ag_status status = AG_OK;
    for (ag_text rest = *value, word = next_word(&rest); status == AG_OK && word.n; word = next_word(&rest)) {
        status = check_value(g, &word);
        if (all.n) ag_buffer_putc(&all, ' ');
        ag_buffer_add(&all, word.at, word.n);
    }
    if (status == AG_OK) *value = ag_text_of(ag_view_say(g->view, "%s", all.data ? all.data : ""));
    ag_buffer_deinit(&all);
    return status;
}

/* The text of a JSON value: a text, a whole number, yes or no for booleans, or a list of texts. */
static ag_status text_of(const given *g, const json_t *value, ag_text *out) {
    if (json_is_string(value))
        *out = (ag_text){json_string_value(value), json_string_length(value)};
    else if (json_is_integer(value))
        *out = ag_text_of(ag_view_say(g->view, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
    else if (json_is_real(value))
        *out = ag_text_of(ag_view_say(g->view, "%.17g", json_real_value(value)));
    else if (json_is_boolean(value))
        *out = json_is_true(value) ? AG_TEXT("yes") : AG_TEXT("no");
    else if (json_is_array(value) && g->field->flags & AG_MANY) {
        const char *all = "";
        for (size_t i = 0; i < json_array_size(value); i++) {
            const char *one = json_string_value(json_array_get(value, i));
            if (!one || strchr(one, ' ')) return wrong(g, "a list of texts without blanks", "it is no such list");
            all = i ? ag_view_say(g->view, "%s %s", all, one) : one;
        }
        *out = ag_text_of(all);
    } else
        return wrong(g, "a text", "it is neither text nor number");
    *out = ag_text_trim(*out);
    return AG_OK;
}

static ag_status unknown_field(const ag_view *view, const ag_action *action, const char *name, ag_error *err) {
    const char *word[MAX_WORDS];
    size_t n = 0;
    for (const ag_field *field = action->field; field && field->name && n < MAX_WORDS; field++) word[n++] = field->name;
    const char *nearest = ag_nearest_word(name, word, n);
    return ag_fail(err, AG_USAGE,
                   nearest ? ag_view_say(view, "did you mean %s?", nearest)
                           : ag_view_say(view, "`antigone do %s --help` lists its fields", action->name),
                   "%s has no field \"%.60s\"", action->name, name);
}

ag_status ag_fields_check(const ag_view *view, const ag_action *action, const json_t *object, json_t *data,
                          json_t *sealed, ag_error *err) {
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value) {
        const given g = {view, action, ag_action_field(action, ag_text_of(name)), err};
        if (!g.field) return unknown_field(view, action, name, err);
        ag_text text;
        ag_status status = text_of(&g, value, &text);
        if (status == AG_OK && text.n)
            status = g.field->flags & AG_MANY ? check_many(&g, &text) : check_value(&g, &text);
        if (status != AG_OK) return status;
        if (!text.n) continue;
        json_t *kept = json_stringn(text.at, text.n);
        if (!kept) return wrong(&g, "save it as UTF-8", "it is not UTF-8 text");
        const bool closed = ag_field_is_sealed(g.field);
        if (json_object_set_new(closed ? sealed : data, name, kept) != 0 ||
            (closed && json_object_set_new(data, name, json_null()) != 0))
            return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    }
    for (const ag_field *field = action->field; field && field->name; field++) {
        const given g = {view, action, field, err};
        if (field->flags & AG_REQUIRED && !json_object_get(data, field->name))
            return wrong(&g, field->help, "it is required");
    }
    return AG_OK;
}
