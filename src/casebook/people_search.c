/* The index over names: see people_search.h. */
#include "casebook/people_search.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/parallel.h"
#include "casebook/engine.h"
#include "people/name.h"

#include "base/banned.h"

enum { UNITS = 1024, BYTES = 3 * UNITS + 1, WORDS = 16 };

typedef struct entry {
    ag_text name; /* subject, in the index's arena */
    ag_text person, role;
    char *folded;               /* owned; NULL: its key is gone */
    ag_name_features *features; /* owned; NULL: it is no name in letters */
} entry;

struct ag_name_index {
    ag_arena arena;
    ag_names *names; /* owned */
    entry *item;
    size_t n;
};

/* ---- Folding ----------------------------------------------------------------------------------------------------- */

static bool is_ascii(ag_text t) {
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.at[i] >= 0x80) return false;
    return true;
}

static size_t fold_ascii(ag_text t, char *out) {
    for (size_t i = 0; i < t.n; i++) out[i] = (char)(t.at[i] >= 'A' && t.at[i] <= 'Z' ? t.at[i] + 32 : t.at[i]);
    return t.n;
}

/* NFKC_Casefold; 0: longer than any name, or no UTF-8. */
static size_t fold_unicode(ag_text t, char out[BYTES]) {
    UChar wide[UNITS], folded[UNITS];
    int32_t units = 0, bytes = 0;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&error);
    u_strFromUTF8(wide, UNITS, &units, t.at, (int32_t)t.n, &error);
    units = U_SUCCESS(error) ? unorm2_normalize(form, wide, units, folded, UNITS, &error) : 0;
    u_strToUTF8(out, BYTES, &bytes, folded, units, &error);
    return U_SUCCESS(error) ? (size_t)bytes : 0;
}

/* Into `out`, terminated. */
static size_t fold(ag_text t, char out[BYTES]) {
    const size_t n = t.n >= UNITS ? 0 : is_ascii(t) ? fold_ascii(t, out) : fold_unicode(t, out);
    out[n] = 0;
    return n;
}

/* ---- Making it --------------------------------------------------------------------------------------------------- */

/* Features of a name, on the heap; NULL: it is no name in letters. */
static ag_status features_of(const ag_names *names, ag_text name, ag_name_features **out, ag_error *err) {
    ag_arena arena;
    ag_name_features *made;
    *out = NULL;
    ag_arena_init(&arena);
    const ag_status status = ag_name_features_of(names, name, &arena, &made, err);
    if (status == AG_OK) {
        *out = malloc(made->bytes);
        if (*out) memcpy(*out, made, made->bytes);
        ag_secret_wipe(made, made->bytes);
    }
    ag_arena_deinit(&arena);
    if (status == AG_BAD_INPUT) return AG_OK;
    return status != AG_OK || *out ? status : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

static ag_status take_name(void *context, size_t i, const json_t *content, ag_error *err) {
    ag_name_index *index = context;
    const json_t *original = json_object_get(content, "original");
    const ag_text name = {json_string_value(original), json_string_length(original)};
    char folded[BYTES];
    const size_t n = fold(name, folded);
    char *kept = n ? malloc(n + 1) : NULL;
    if (n && !kept) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (n) memcpy(kept, folded, n + 1);
    index->item[i].folded = kept;
    return n ? features_of(index->names, name, &index->item[i].features, err) : AG_OK;
}

static ag_text kept(ag_name_index *index, ag_text t) {
    return (ag_text){t.n ? ag_arena_text(&index->arena, t.at, t.n) : "", t.n};
}

static ag_status fill(ag_name_index *index, ag_casebook *casebook, int threads, ag_error *err) {
    ag_arena scratch;
    ag_view view;
    int n = 0;
    ag_arena_init(&scratch);
    ag_status status = ag_casebook_view(casebook, (ag_text){NULL, 0}, &scratch, &view, err);
    const ag_row *row =
        status == AG_OK ? ag_view_rows(&view, &ag_kind_name, "state", AG_TEXT("STANDING"), 0, &n) : NULL;
    int64_t *at = AG_NEW(&scratch, int64_t, n + 1);
    index->item = AG_NEW(&index->arena, entry, n + 1);
    if (status == AG_OK) status = ag_engine_failed(casebook, err);
    if (status == AG_OK && (!at || !index->item)) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < n && status == AG_OK; i++) {
        entry *e = &index->item[index->n];
        at[index->n] = ag_row_integer(&row[i], "original_at", -1);
        if (at[index->n] < 0) continue;
        *e = (entry){.name = kept(index, ag_row_subject(&view, &row[i])),
                     .person = kept(index, ag_row_text(&row[i], "person")),
                     .role = kept(index, ag_row_text(&row[i], "role"))};
        index->n++;
    }
    if (status == AG_OK)
        status = ag_engine_open_many(casebook, &ag_kind_name, at, index->n, threads, take_name, index, err);
    if (status == AG_OK && index->arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_deinit(&scratch);
    return status;
}

ag_status ag_name_index_new(ag_casebook *casebook, const ag_actor *actor, int threads, ag_name_index **out,
                            ag_error *err) {
    *out = NULL;
    if (!(actor->roles & ag_kind_name.readers)) return ag_fail(err, AG_REFUSED, NULL, "your role may not read names");
    ag_name_index *index = calloc(1, sizeof *index);
    if (!index) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_arena_init(&index->arena);
    index->names = ag_names_new(err);
    const ag_status status =
        !index->names ? AG_ENVIRONMENT : fill(index, casebook, threads > 0 ? threads : ag_processor_count(), err);
    if (status == AG_OK)
        *out = index;
    else
        ag_name_index_free(index);
    return status;
}

void ag_name_index_free(ag_name_index *index) {
    if (!index) return;
    for (size_t i = 0; i < index->n; i++) {
        if (index->item[i].folded) ag_secret_wipe(index->item[i].folded, strlen(index->item[i].folded));
        free(index->item[i].folded);
        if (index->item[i].features) ag_secret_wipe(index->item[i].features, index->item[i].features->bytes);
        free(index->item[i].features);
    }
    ag_names_free(index->names);
    ag_arena_deinit(&index->arena);
    free(index);
}

/* ---- Asking it --------------------------------------------------------------------------------------------------- */

/* 2: at the beginning of a word; 1: elsewhere; 0: nowhere. */
static int fits(const char *name, const char *word) {
    int best = 0;
    for (const char *at = strstr(name, word); at && best < 2; at = strstr(at + 1, word))
        best = at == name || at[-1] == ' ' || at[-1] == '-' ? 2 : 1;
    return best;
}

/* How well all words fit: none of them may be missing. */
static int score(const char *name, char *const *word, int words) {
    int sum = 0;
    for (int i = 0; i < words; i++) {
        const int one = fits(name, word[i]);
        if (!one) return 0;
        sum += one;
    }
    return sum;
}

static int split(char *text, char *word[WORDS]) {
    int n = 0;
    for (char *at = text; *at && n < WORDS;) {
        at += strspn(at, " ");
        if (!*at) break;
        word[n++] = at;
        at += strcspn(at, " ");
        if (*at) *at++ = 0;
    }
    return n;
}

typedef struct gathering {
    const ag_name_index *index;
    char **word;
    int words, limit;
    ag_found_name *out;
    int n, total;
} gathering;

static void take(gathering *g, const entry *e, ag_found_by by) {
    g->total++;
    if (g->n < g->limit)
        g->out[g->n++] = (ag_found_name){.name = e->name, .person = e->person, .role = e->role, .by = by};
}

/* The best first, those alike in the order of their ids. */
static void gather_letters(gathering *g) {
    for (int wanted = 2 * g->words; wanted >= g->words; wanted--)
        for (size_t i = 0; i < g->index->n; i++) {
            const entry *e = &g->index->item[i];
            if (e->folded && score(e->folded, g->word, g->words) == wanted) take(g, e, AG_FOUND_LETTERS);
        }
}

/* Names that sound as `text` does and have other letters; those that sound the same first. */
static ag_status gather_spellings(gathering *g, ag_text text, ag_error *err) {
    const ag_name_index *index = g->index;
    ag_name_features *asked;
    const ag_status status = features_of(index->names, text, &asked, err);
    unsigned char *level = asked ? calloc(index->n + 1, 1) : NULL;
    for (size_t i = 0; i < index->n && level; i++) {
        const entry *e = &index->item[i];
        ag_name_comparison c;
        if (!e->features || score(e->folded, g->word, g->words)) continue;
        ag_name_compare(index->names, asked, e->features, &c);
        level[i] = (unsigned char)c.level;
    }
    for (int wanted = AG_NAME_SAME; wanted >= AG_NAME_NEAR && level; wanted--)
        for (size_t i = 0; i < index->n; i++)
            if (level[i] == wanted) take(g, &index->item[i], wanted == AG_NAME_SAME ? AG_FOUND_SAME : AG_FOUND_NEAR);
    const bool failed = asked && !level;
    free(level);
    if (asked) ag_secret_wipe(asked, asked->bytes);
    free(asked);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

ag_status ag_name_index_find(const ag_name_index *index, ag_casebook *casebook, const ag_actor *actor, ag_text text,
                             int limit, ag_arena *arena, ag_found_name **out, int *n, int *total, ag_error *err) {
    char folded[BYTES], *word[WORDS];
    fold(text, folded);
    const int words = split(folded, word);
    *n = *total = 0;
    if (!words) return ag_fail(err, AG_USAGE, "a part of the name, in its own script", "there is nothing to look for");
    gathering g = {index, word, words, limit, AG_NEW(arena, ag_found_name, limit + 1), 0, 0};
    if (!g.out) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    gather_letters(&g);
    const ag_status spelled = gather_spellings(&g, text, err);
    if (spelled != AG_OK) return spelled;
    *out = g.out;
    *n = g.n;
    *total = g.total;
    ag_wanted *wanted = AG_NEW(arena, ag_wanted, *n + 1);
    if (!wanted) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < *n; i++) wanted[i] = (ag_wanted){.subject = (*out)[i].name, .field = "original"};
    const ag_status status = *n ? ag_casebook_read(casebook, actor, "search by name", wanted, *n, arena, err) : AG_OK;
    for (int i = 0; i < *n; i++) {
        ag_found_name *f = &(*out)[i];
        f->original = wanted[i].value;
        /* The index goes before its answers do. */
        f->name = (ag_text){ag_arena_text(arena, f->name.at, f->name.n), f->name.n};
        f->person = (ag_text){ag_arena_text(arena, f->person.at, f->person.n), f->person.n};
        f->role = (ag_text){ag_arena_text(arena, f->role.at, f->role.n), f->role.n};
    }
    return status;
}

ag_status ag_people_search(ag_casebook *casebook, const ag_actor *actor, ag_text text, int limit, ag_arena *arena,
                           ag_found_name **out, int *n, int *total, ag_error *err) {
    ag_name_index *index;
    ag_status status = ag_name_index_new(casebook, actor, 0, &index, err);
    if (status == AG_OK) status = ag_name_index_find(index, casebook, actor, text, limit, arena, out, n, total, err);
    ag_name_index_free(index);
    return status;
}
