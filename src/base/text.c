/* Text: see text.h. The program never changes the locale, so strtod and printf use the decimal point. */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

ag_text ag_text_of(const char *terminated) {
    return terminated ? (ag_text){terminated, strlen(terminated)} : (ag_text){"", 0};
}

bool ag_text_equal(ag_text a, ag_text b) { return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0); }

static int fold(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c; }

bool ag_text_equal_fold(ag_text a, ag_text b) {
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (fold(a.at[i]) != fold(b.at[i])) return false;
    return true;
}

bool ag_text_starts(ag_text a, ag_text prefix) {
    return a.n >= prefix.n && (prefix.n == 0 || memcmp(a.at, prefix.at, prefix.n) == 0);
}

int ag_text_compare(ag_text a, ag_text b) {
    const size_t n = a.n < b.n ? a.n : b.n;
    const int order = n ? memcmp(a.at, b.at, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

ag_text ag_text_trim(ag_text t) {
    while (t.n && is_space(t.at[0])) t.at++, t.n--;
    while (t.n && is_space(t.at[t.n - 1])) t.n--;
    return t;
}

void ag_buffer_init(ag_buffer *b) { *b = (ag_buffer){0}; }

void ag_buffer_deinit(ag_buffer *b) {
    free(b->data);
    *b = (ag_buffer){0};
}

void ag_buffer_clear(ag_buffer *b) {
    b->n = 0;
    if (b->data) b->data[0] = 0;
}

static bool reserve(ag_buffer *b, size_t more) {
    if (more >= SIZE_MAX / 2 - b->n) return !(b->failed = true);
    const size_t need = b->n + more + 1;
    if (need <= b->capacity) return true;
    size_t capacity = b->capacity ? b->capacity * 2 : 256;
    if (capacity < need) capacity = need;
    char *data = realloc(b->data, capacity);
    if (!data) return !(b->failed = true);
    b->data = data;
    b->capacity = capacity;
    return true;
}

void ag_buffer_add(ag_buffer *b, const char *bytes, size_t n) {
    if (!reserve(b, n)) return;
    if (n) memcpy(b->data + b->n, bytes, n);
    b->n += n;
    b->data[b->n] = 0;
}

void ag_buffer_puts(ag_buffer *b, const char *terminated) { ag_buffer_add(b, terminated, strlen(terminated)); }

void ag_buffer_putc(ag_buffer *b, char c) { ag_buffer_add(b, &c, 1); }

void ag_buffer_printf(ag_buffer *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

static const char *not_finite(double value) {
    if (isnan(value)) return "NaN";
    return value > 0 ? "Inf" : "-Inf";
}

void ag_buffer_double_digits(ag_buffer *b, double value, int digits) {
    if (isfinite(value))
        ag_buffer_printf(b, "%.*g", digits, value);
    else
        ag_buffer_puts(b, not_finite(value));
}

void ag_buffer_double(ag_buffer *b, double value) {
    char text[40];
    if (!isfinite(value)) {
        ag_buffer_puts(b, not_finite(value));
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) break;
    }
    ag_buffer_puts(b, text);
}

bool ag_parse_double(ag_text t, double *out) {
    char text[64];
    if (t.n == 0 || t.n >= sizeof text) return false;
    for (size_t i = 0; i < t.n; i++)
        if (!isdigit((unsigned char)t.at[i]) && !strchr("+-.eE", t.at[i])) return false;
    memcpy(text, t.at, t.n);
    text[t.n] = 0;
    char *end;
    const double value = strtod(text, &end);
    if (end != text + t.n || !isfinite(value)) return false;
    *out = value;
    return true;
}

bool ag_parse_int(ag_text t, int64_t *out) {
    char text[24];
    if (t.n == 0 || t.n >= sizeof text) return false;
    for (size_t i = 0; i < t.n; i++)
        if (!isdigit((unsigned char)t.at[i]) && !(i == 0 && t.n > 1 && t.at[i] == '-')) return false;
    memcpy(text, t.at, t.n);
    text[t.n] = 0;
    errno = 0;
    const long long value = strtoll(text, NULL, 10);
    if (errno) return false;
    *out = value;
    return true;
}
