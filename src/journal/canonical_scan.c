/* Reading canonical JSON: see canonical.h.
 *
 * A scanner stands at the next byte. Every step answers whether what it read is canonical; the first that is not says
 * what and where. Nothing of the content enters a message.
 */
#include <string.h>

#include "base/limits.h"
#include "journal/canonical.h"
#include "journal/canonical_number.h"
#include "journal/nfc.h"

#include "base/banned.h"

typedef struct scanner {
    const char *start, *at, *end;
    ag_member *member; /* [room], of the outermost object */
    int room, members, depth;
    const char *wrong, *wrong_at; /* NULL: nothing yet */
    bool no_memory;
} scanner;

static bool scan_value(scanner *s);

static bool wrong(scanner *s, const char *at, const char *what) {
    s->wrong = what;
    s->wrong_at = at;
    return false;
}

static bool take(scanner *s, char c) {
    if (s->at == s->end || *s->at != c) return false;
    s->at++;
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* ---- Strings ------------------------------------------------------------------------------------------------- */

static const char escape_letter[] = "\"\\bfnrt", escape_meaning[] = "\"\\\b\f\n\r\t";

/* The value of \u00xx for a control character without a letter of its own, in lower case; else -1. */
static int control(const char *at, const char *end) {
    if (end - at < 6 || memcmp(at, "\\u00", 4) != 0 || (at[4] != '0' && at[4] != '1')) return -1;
    const char *digit = memchr("0123456789abcdef", at[5], 16);
    if (!digit) return -1;
    const int value = (at[4] - '0') * 16 + (int)(digit - "0123456789abcdef");
    return value && !strchr(escape_meaning, value) ? value : -1;
}

/* The byte that an escape at `at` stands for and how long it is; 0: none that is canonical. */
static size_t escape(const char *at, const char *end, unsigned char *out) {
    const char *letter = end - at >= 2 && at[1] ? strchr(escape_letter, at[1]) : NULL;
    const int value = letter ? escape_meaning[letter - escape_letter] : control(at, end);
    *out = (unsigned char)value;
    return value < 0 ? 0 : letter ? 2 : 6;
}

/* No character that is escaped composes with another, so what stands between escapes is looked at alone. */
static bool check_run(scanner *s, const char *from, bool ascii) {
    if (ascii) return true;
    const ag_nfc found = ag_nfc_check((ag_text){from, (size_t)(s->at - from)});
    s->no_memory = found == AG_NFC_NO_MEMORY;
    if (found == AG_NFC_HELD) return true;
    return wrong(s, from, found == AG_NFC_OTHER ? "text is not in normalisation form C" : "text is not UTF-8");
}

/* Up to the closing quote; *out is what stands between the quotes. */
static bool scan_text(scanner *s, ag_text *out) {
    if (!take(s, '"')) return wrong(s, s->at, "a string should stand here");
    const char *start = s->at, *run = start;
    bool ascii = true;
    while (s->at < s->end && *s->at != '"') {
        unsigned char c = (unsigned char)*s->at;
        if (c < 0x20) return wrong(s, s->at, "a control character is not escaped");
        ascii &= c < 0x80;
        if (c != '\\') {
            s->at++;
            continue;
        }
        if (!check_run(s, run, ascii)) return false;
        const size_t n = escape(s->at, s->end, &c);
        if (!n) return wrong(s, s->at, "an escape is not the canonical one");
        run = s->at += n;
        ascii = true;
    }
    if (!check_run(s, run, ascii)) return false;
    *out = (ag_text){start, (size_t)(s->at - start)};
    return take(s, '"') || wrong(s, s->at, "a string does not end");
}

/* The next byte that canonical text stands for, -1 at its end. */
static int next_byte(ag_text *t) {
    if (!t->n) return -1;
    unsigned char c = (unsigned char)*t->at;
    const size_t n = c == '\\' ? escape(t->at, t->at + t->n, &c) : 1;
    t->at += n;
    t->n -= n;
    return c;
}

static bool sorts_before(ag_text a, ag_text b) {
    int x, y;
    do {
        x = next_byte(&a);
        y = next_byte(&b);
    } while (x == y && x >= 0);
    return x < y;
}

/* ---- Numbers ------------------------------------------------------------------------------------------------- */

/* Whether `t`, which is not an integer, is as ag_canonical_write writes its value. */
static bool is_shortest(ag_text t) {
    double value;
    ag_buffer again = {0};
    if (!ag_parse_double(t, &value)) return false;
    ag_canonical_number(value, &again);
    const bool same = !again.failed && ag_text_equal(t, (ag_text){again.data, again.n});
    ag_buffer_deinit(&again);
    return same;
}

static bool is_plain(ag_text t) {
    int64_t value;
    const size_t sign = *t.at == '-';
    return ag_parse_int(t, &value) && (t.at[sign] != '0' || t.n == 1);
}

static bool scan_number(scanner *s) {
    const char *start = s->at;
    bool whole = true;
    for (; s->at < s->end && (is_digit(*s->at) || memchr("+-.eE", *s->at, 5)); s->at++)
        whole &= is_digit(*s->at) || s->at == start;
    const ag_text t = {start, (size_t)(s->at - start)};
    return (whole ? is_plain(t) : is_shortest(t)) || wrong(s, start, "a number is not in its shortest form");
}

/* ---- Values -------------------------------------------------------------------------------------------------- */

static bool scan_word(scanner *s, ag_text word) {
    if (!ag_text_starts((ag_text){s->at, (size_t)(s->end - s->at)}, word))
        return wrong(s, s->at, "a value should stand here, without white space before it");
    s->at += word.n;
    return true;
}

/* A comma and more, or the end. */
static bool goes_on(scanner *s, char closing, bool *more) {
    *more = take(s, ',');
    return *more || take(s, closing) || wrong(s, s->at, "a comma or the end should stand here, without white space");
}

static void keep_member(scanner *s, ag_text key, const char *value) {
    if (s->depth != 1) return;
    if (s->members < s->room) s->member[s->members] = (ag_member){key, {value, (size_t)(s->at - value)}};
    s->members++;
}

static bool scan_object(scanner *s) {
    ag_text key, before = {NULL, 0};
    bool more = !take(s, '}');
    while (more) {
        const char *key_at = s->at;
        if (!scan_text(s, &key)) return false;
        if (before.at && !sorts_before(before, key))
            return wrong(s, key_at, "keys are not in order, or one stands twice");
        if (!take(s, ':')) return wrong(s, s->at, "a colon should stand here, without white space");
        const char *value = s->at;
        if (!scan_value(s)) return false;
        keep_member(s, key, value);
        if (!goes_on(s, '}', &more)) return false;
        before = key;
    }
    return true;
}

static bool scan_array(scanner *s) {
    bool more = !take(s, ']');
    while (more)
        if (!scan_value(s) || !goes_on(s, ']', &more)) return false;
    return true;
}

static bool scan_value_here(scanner *s) {
    ag_text text;
    const char c = s->at < s->end ? *s->at : 0;
    if (c == '"') return scan_text(s, &text);
    if (c == '-' || is_digit(c)) return scan_number(s);
    if (take(s, '{')) return scan_object(s);
    if (take(s, '[')) return scan_array(s);
    return scan_word(s, c == 't' ? AG_TEXT("true") : c == 'f' ? AG_TEXT("false") : AG_TEXT("null"));
}

static bool scan_value(scanner *s) {
    if (s->depth == AG_MAX_ENTRY_DEPTH) return wrong(s, s->at, "too many values stand within each other");
    s->depth++;
    const bool held = scan_value_here(s);
    s->depth--;
    return held;
}

ag_status ag_canonical_scan(ag_text bytes, ag_member *member, int room, int *members, ag_error *err) {
    if (bytes.n > AG_MAX_ENTRY_BYTES)
        return ag_fail(err, AG_BAD_INPUT, NULL, "longer than %d bytes", AG_MAX_ENTRY_BYTES);
    const char *start = bytes.n ? bytes.at : "";
    scanner s = {.start = start, .at = start, .end = start + bytes.n, .member = member, .room = room};
    if (scan_value(&s) && s.at < s.end) wrong(&s, s.at, "there is more after the value");
    *members = s.members;
    if (s.no_memory) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (!s.wrong) return AG_OK;
    ag_fail(err, AG_BAD_INPUT, "it was changed, or not written by Antigone", "not canonical JSON: %s", s.wrong);
    if (err) err->column = s.wrong_at - s.start + 1;
    return AG_BAD_INPUT;
}

ag_status ag_canonical_parse(ag_text bytes, json_t **out, ag_error *err) {
    int members;
    *out = NULL;
    const ag_status status = ag_canonical_scan(bytes, NULL, 0, &members, err);
    if (status != AG_OK) return status;
    *out = json_loadb(bytes.at, bytes.n, JSON_DECODE_ANY, NULL);
    return *out ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}
