/* Writing canonical JSON: see canonical.h. */
#include "journal/canonical.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "journal/canonical_number.h"
#include "journal/nfc.h"

#include "base/banned.h"

typedef struct writer {
    ag_buffer *out;
    ag_arena arena; /* keys, and what was not NFC */
    ag_error *err;
} writer;

typedef struct member {
    ag_text key;
    const json_t *value;
} member;

static ag_status write_value(writer *w, const json_t *value, int depth);

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

void ag_canonical_number(double value, ag_buffer *out) {
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 && trunc(value) == value)
        ag_buffer_printf(out, "%" PRId64, (int64_t)value);
    else
        ag_buffer_double(out, value);
}

static ag_status normal(writer *w, ag_text text, ag_text *out) {
    if (text.n && memchr(text.at, 0, text.n))
        return ag_fail(w->err, AG_BAD_INPUT, "take it out", "there is a zero byte in a text");
    const ag_nfc found = ag_nfc_make(text, &w->arena, out);
    if (found == AG_NFC_NO_UTF8) return ag_fail(w->err, AG_BAD_INPUT, NULL, "a text is not UTF-8");
    return found == AG_NFC_HELD ? AG_OK : no_memory(w->err);
}

static void put_escape(ag_buffer *out, char c) {
    static const char named[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    const char *at = strchr(named, c);
    if (at)
        ag_buffer_printf(out, "\\%c", letter[at - named]);
    else
        ag_buffer_printf(out, "\\u%04x", (unsigned)c);
}

static void put_quoted(ag_buffer *out, ag_text text) {
    size_t from = 0;
    ag_buffer_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        ag_buffer_add(out, text.at + from, i - from);
        put_escape(out, text.at[i]);
        from = i + 1;
    }
    ag_buffer_add(out, text.at + from, text.n - from);
    ag_buffer_putc(out, '"');
}

static ag_status write_text(writer *w, ag_text text) {
    const ag_status status = normal(w, text, &text);
    if (status == AG_OK) put_quoted(w->out, text);
    return status;
}

static int by_key(const void *a, const void *b) {
    return ag_text_compare(((const member *)a)->key, ((const member *)b)->key);
}

static ag_status sorted_members(writer *w, const json_t *object, member **out) {
    /* jansson's iteration changes nothing and is not const */
    json_t *o = (json_t *)object;
    size_t n = 0;
    member *m = *out = AG_NEW(&w->arena, member, json_object_size(object) + 1);
    if (!m) return no_memory(w->err);
    for (void *i = json_object_iter(o); i; i = json_object_iter_next(o, i), n++) {
        m[n].value = json_object_iter_value(i);
        const ag_text key = {json_object_iter_key(i), json_object_iter_key_len(i)};
        const ag_status status = normal(w, key, &m[n].key);
        if (status != AG_OK) return status;
    }
    qsort(m, n, sizeof *m, by_key);
    for (size_t i = 1; i < n; i++)
        if (ag_text_equal(m[i - 1].key, m[i].key))
            return ag_fail(w->err, AG_BAD_INPUT, "name each member once", "two keys are the same when normalised");
    return AG_OK;
}

static ag_status write_object(writer *w, const json_t *object, int depth) {
    member *m;
    ag_status status = sorted_members(w, object, &m);
    ag_buffer_putc(w->out, '{');
    for (size_t i = 0; status == AG_OK && i < json_object_size(object); i++) {
        if (i) ag_buffer_putc(w->out, ',');
        put_quoted(w->out, m[i].key);
        ag_buffer_putc(w->out, ':');
        status = write_value(w, m[i].value, depth + 1);
    }
    ag_buffer_putc(w->out, '}');
    return status;
}

static ag_status write_array(writer *w, const json_t *array, int depth) {
    ag_status status = AG_OK;
    ag_buffer_putc(w->out, '[');
    for (size_t i = 0; status == AG_OK && i < json_array_size(array); i++) {
        if (i) ag_buffer_putc(w->out, ',');
        status = write_value(w, json_array_get(array, i), depth + 1);
    }
    ag_buffer_putc(w->out, ']');
    return status;
}

static ag_status write_real(writer *w, double value) {
    if (!isfinite(value)) return ag_fail(w->err, AG_BAD_INPUT, NULL, "a number is infinite or none");
    ag_canonical_number(value, w->out);
    return AG_OK;
}

static ag_status write_value(writer *w, const json_t *value, int depth) {
    if (depth > AG_MAX_ENTRY_DEPTH)
        return ag_fail(w->err, AG_BAD_INPUT, NULL, "more than %d values stand within each other", AG_MAX_ENTRY_DEPTH);
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return write_object(w, value, depth);
    case JSON_ARRAY:
        return write_array(w, value, depth);
    case JSON_STRING:
        return write_text(w, (ag_text){json_string_value(value), json_string_length(value)});
    case JSON_REAL:
        return write_real(w, json_real_value(value));
    case JSON_INTEGER:
        ag_buffer_printf(w->out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return AG_OK;
    default:
        ag_buffer_puts(w->out, json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
        return AG_OK;
    }
}

static ag_status end(writer *w, ag_status status) {
    ag_arena_deinit(&w->arena);
    return status == AG_OK && w->out->failed ? no_memory(w->err) : status;
}

ag_status ag_canonical_write(const json_t *value, ag_buffer *out, ag_error *err) {
    writer w = {.out = out, .err = err};
    return end(&w, write_value(&w, value, 1));
}

ag_status ag_canonical_write_text(ag_text text, ag_buffer *out, ag_error *err) {
    writer w = {.out = out, .err = err};
    return end(&w, write_text(&w, text));
}
