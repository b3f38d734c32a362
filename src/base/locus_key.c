/* Names of loci: see locus_key.h. */
#include "base/locus_key.h"

#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

static bool is_skipped(char c) { return c == '-' || c == '.' || c == '_' || c == ' '; }

size_t ag_locus_key(ag_text name, char *out, size_t out_size) {
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        const char c = name.at[i];
        if (is_skipped(c)) continue;
        if (n + 1 >= out_size) return 0;
        out[n++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    if (out_size) out[n] = 0;
    if (n == 4 && memcmp(out, "tho1", 4) == 0) out[2] = '0';
    if (n == 4 && memcmp(out, "tp0x", 4) == 0) out[2] = 'o';
    return n;
}

bool ag_locus_same(ag_text a, ag_text b) {
    char x[AG_MAX_ID_BYTES + 1], y[AG_MAX_ID_BYTES + 1];
    const size_t n = ag_locus_key(a, x, sizeof x);
    return n && n == ag_locus_key(b, y, sizeof y) && memcmp(x, y, n) == 0;
}
