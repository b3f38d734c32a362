/* JSON: see json.h. */
#include "formats/json.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

enum { PATH_BYTES = 200, LONGEST_WORD = 32 };

json_t *ag_json_parse(const ag_json_context *ctx) {
    json_error_t fault;
    if (ctx->source.n > AG_MAX_JSON_BYTES) {
        ag_diagnose(ctx->diagnostics, AG_ERROR, ctx->file, ctx->row, 0, "split it",
                    "the JSON text is longer than 16 MiB");
        return NULL;
    }
    json_t *root = json_loadb(ctx->source.n ? ctx->source.at : "", ctx->source.n, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        ag_diagnose(ctx->diagnostics, AG_ERROR, ctx->file, ctx->row + (fault.line > 0 ? fault.line - 1 : 0),
                    fault.column > 0 ? fault.column : 0,
                    "JSON: objects in {}, names in double quotes, no comma at the end", "this is not JSON: %s",
                    fault.text);
    return root;
}

static void add_place(const ag_json_place *place, ag_buffer *path) {
    if (place->parent) add_place(place->parent, path);
    if (path->n > PATH_BYTES) return;
    if (!place->key)
        ag_buffer_printf(path, "[%zu]", place->index);
    else
        ag_buffer_printf(path, "%s%.60s", path->n ? "." : "", place->key);
}

/* The line of `key` where it occurs as a key exactly once, else 0. */
static long find_row(const ag_json_context *ctx, const char *key) {
    const size_t length = strlen(key);
    long row = ctx->row, found = 0;
    for (size_t i = 0; i + length + 2 < ctx->source.n; i++) {
        const char *p = ctx->source.at + i;
        row += *p == '\n';
        if (*p != '"' || p[length + 1] != '"' || memcmp(p + 1, key, length) != 0) continue;
        size_t after = i + length + 2;
        while (after < ctx->source.n && strchr(" \t\r\n", ctx->source.at[after])) after++;
        if (after == ctx->source.n || ctx->source.at[after] != ':') continue;
        if (found) return 0;
        found = row;
    }
    return found;
}

void ag_json_report(const ag_json_context *ctx, const ag_json_place *place, ag_severity severity, const char *hint,
                    const char *what, ...) {
    char text[sizeof((ag_error *)0)->what];
    va_list args;
    va_start(args, what);
    vsnprintf(text, sizeof text, what, args);
    va_end(args);
    long row = ctx->row;
    const ag_json_place *named = place;
    while (named && !named->key) named = named->parent;
    const bool lines = ctx->source.n && memchr(ctx->source.at, '\n', ctx->source.n);
    if (named && lines) row = find_row(ctx, named->key);
    ag_buffer path = {0};
    if (place) add_place(place, &path);
    ag_diagnose(ctx->diagnostics, severity, ctx->file, row, 0, hint, "%s%s%s", path.n ? path.data : "",
                path.n ? ": " : "", text);
    ag_buffer_deinit(&path);
}

static const char *type_name(const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    default:
        return "null";
    }
}

static bool wrong_type(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                       const char *wanted) {
    ag_json_report(ctx, place, AG_ERROR, NULL, "this should be %s, not %s", wanted, type_name(value));
    return false;
}

bool ag_json_object(const ag_json_context *ctx, const ag_json_place *place, const json_t *value) {
    return json_is_object(value) || wrong_type(ctx, place, value, "an object {…}");
}

bool ag_json_array(const ag_json_context *ctx, const ag_json_place *place, const json_t *value) {
    return json_is_array(value) || wrong_type(ctx, place, value, "a list […]");
}

bool ag_json_text(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, ag_text *out) {
    if (!json_is_string(value)) return wrong_type(ctx, place, value, "a text in quotes");
    const char *copy = ag_arena_text(ctx->arena, json_string_value(value), json_string_length(value));
    *out = (ag_text){copy, copy ? json_string_length(value) : 0};
    return copy != NULL;
}

bool ag_json_number(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, double low,
                    double high, bool open, double *out) {
    if (!json_is_number(value)) return wrong_type(ctx, place, value, "a number");
    const double x = json_number_value(value);
    if (x >= low && (open ? x < high : x <= high)) {
        *out = x;
        return true;
    }
    if (isinf(high))
        ag_json_report(ctx, place, AG_ERROR, NULL, "%g is less than %g", x, low);
    else
        ag_json_report(ctx, place, AG_ERROR, NULL, "%g should be at least %g and %s %g", x, low,
                       open ? "less than" : "at most", high);
    return false;
}

static size_t edit_distance(const char *a, const char *b) {
    size_t row[LONGEST_WORD + 1];
    const size_t n = strlen(b);
    if (strlen(a) > LONGEST_WORD || n > LONGEST_WORD) return LONGEST_WORD;
    for (size_t j = 0; j <= n; j++) row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            const size_t change = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            const size_t shift = (row[j] < diagonal ? row[j] : diagonal) + 1;
            row[j + 1] = change < shift ? change : shift;
        }
    }
    return row[n];
}

const char *ag_nearest_word(const char *word, const char *const *known, size_t n) {
    const char *best = NULL;
    size_t least = 3;
    for (size_t i = 0; i < n; i++) {
        const size_t distance = edit_distance(word, known[i]);
        if (distance < least) least = distance, best = known[i];
    }
    return best;
}

void ag_json_only(const ag_json_context *ctx, const ag_json_place *place, const json_t *object,
                  const char *const *known, size_t n) {
    /* jansson's iteration takes a plain pointer, and does not change the object. */
    for (void *at = json_object_iter((json_t *)object); at; at = json_object_iter_next((json_t *)object, at)) {
        const char *key = json_object_iter_key(at);
        bool is_known = false;
        for (size_t i = 0; i < n && !is_known; i++) is_known = strcmp(key, known[i]) == 0;
        if (is_known) continue;
        const ag_json_place here = {place, key, 0};
        const char *nearest = ag_nearest_word(key, known, n);
        ag_buffer hint = {0};
        ag_buffer_printf(&hint, nearest ? "did you mean \"%s\"?" : "known here are %s", nearest ? nearest : known[0]);
        for (size_t i = 1; i < n && !nearest; i++) ag_buffer_printf(&hint, ", %s", known[i]);
        ag_json_report(ctx, &here, AG_ERROR, hint.data, "this key is unknown");
        ag_buffer_deinit(&hint);
    }
}

static void begin_value(ag_json_writer *w) {
    const bool breaks = w->depth > 0 && !w->after_key;
    if (w->begun && breaks) ag_buffer_putc(w->out, ',');
    if (w->pretty && breaks) {
        ag_buffer_putc(w->out, '\n');
        for (int i = 0; i < w->depth; i++) ag_buffer_puts(w->out, "  ");
    }
    w->begun = true;
    w->after_key = false;
}

void ag_json_open(ag_json_writer *w, char bracket) {
    begin_value(w);
    ag_buffer_putc(w->out, bracket);
    w->depth++;
    w->begun = false;
}

void ag_json_close(ag_json_writer *w, char bracket) {
    w->depth--;
    if (w->pretty && w->begun) {
        ag_buffer_putc(w->out, '\n');
        for (int i = 0; i < w->depth; i++) ag_buffer_puts(w->out, "  ");
    }
    ag_buffer_putc(w->out, bracket);
    w->begun = true;
    if (w->depth == 0 && w->pretty) ag_buffer_putc(w->out, '\n');
}

static void put_quoted(ag_buffer *out, ag_text text) {
    ag_buffer_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\')
            ag_buffer_printf(out, "\\%c", c);
        else if (c == '\n')
            ag_buffer_puts(out, "\\n");
        else if (c < 0x20 || c == 0x7F)
            ag_buffer_printf(out, "\\u%04x", c);
        else
            ag_buffer_putc(out, (char)c);
    }
    ag_buffer_putc(out, '"');
}

void ag_json_key(ag_json_writer *w, ag_text key) {
    begin_value(w);
    put_quoted(w->out, key);
    ag_buffer_puts(w->out, w->pretty ? ": " : ":");
    w->after_key = true;
}

void ag_json_put_text(ag_json_writer *w, ag_text text) {
    begin_value(w);
    put_quoted(w->out, text);
}

void ag_json_puts(ag_json_writer *w, const char *text) { ag_json_put_text(w, ag_text_of(text)); }

void ag_json_put_double(ag_json_writer *w, double value) {
    begin_value(w);
    if (!isfinite(value)) ag_buffer_putc(w->out, '"');
    ag_buffer_double(w->out, value);
    if (!isfinite(value)) ag_buffer_putc(w->out, '"');
}

void ag_json_put_int(ag_json_writer *w, int64_t value) {
    begin_value(w);
    ag_buffer_printf(w->out, "%lld", (long long)value);
}

void ag_json_put_bool(ag_json_writer *w, bool value) {
    begin_value(w);
    ag_buffer_puts(w->out, value ? "true" : "false");
}

void ag_json_put_null(ag_json_writer *w) {
    begin_value(w);
    ag_buffer_puts(w->out, "null");
}
