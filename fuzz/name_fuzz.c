/* Any two lines as names: what is read of them is bounded, a comparison is the same both ways, a name is itself, and
 * every spelling that is made of a name can be read again. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "people/name.h"

#include "base/banned.h"

static ag_names *names;

static ag_name_features *read_name(ag_text name, ag_arena *arena) {
    ag_name_features *f = NULL;
    ag_error err;
    const ag_status status = ag_name_features_of(names, name, arena, &f, &err);
    if (status != AG_OK && (status != AG_BAD_INPUT || !err.what[0])) abort();
    return status == AG_OK ? f : NULL;
}

static void check_spellings(ag_text name, ag_arena *arena) {
    ag_spelling *spelling;
    size_t n;
    if (ag_name_spellings(name, arena, &spelling, &n, NULL) != AG_OK) return;
    for (size_t i = 0; i < n && i < 40; i++)
        if (spelling[i].text.n > 200 || !spelling[i].system) abort();
}

static void check_pair(const ag_name_features *a, const ag_name_features *b) {
    ag_name_comparison there, back;
    uint64_t key[AG_NAME_KEYS];
    ag_name_compare(names, a, b, &there);
    ag_name_compare(names, b, a, &back);
    if (there.level != back.level || !(fabs(there.weight_log2 - back.weight_log2) < 1e-9)) abort();
    if (!(there.similarity >= 0 && there.similarity <= 1)) abort();
    if (ag_name_block_keys(a, key) > AG_NAME_KEYS) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data, *line = size ? memchr(text, '\n', size) : NULL;
    const ag_text first = {text, line ? (size_t)(line - text) : size};
    const ag_text second = {line ? line + 1 : text, line ? size - first.n - 1 : size};
    ag_name_comparison c;
    ag_arena arena;
    if (!names) names = ag_names_new(NULL);
    if (!names) abort();
    ag_arena_init(&arena);
    const ag_name_features *a = read_name(first, &arena), *b = read_name(second, &arena);
    check_spellings(first, &arena);
    if (a && b) check_pair(a, b);
    if (a) ag_name_compare(names, a, a, &c);
    if (a && a->readings && c.level != AG_NAME_SAME && c.given != AG_NAME_DIFFERENT) abort();
    ag_arena_deinit(&arena);
    return 0;
}
