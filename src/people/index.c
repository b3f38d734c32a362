/* Tables turned round: see index.h. */
#include "people/index.h"

#include <stdlib.h>
#include <string.h>

#include "people/letters.h"
#include "people/romanise.h"

#include "base/banned.h"

/* ---- Strings ----------------------------------------------------------------------------------------------------- */

/* The same without marks; false: it has none. */
static bool strip(const char *text, char out[AG_UNIT_BYTES]) {
    static const char *const mark[][2] = {{"ŏ", "o"}, {"ŭ", "u"}, {"’", ""}, {"ё", "е"}, {"ъ", ""}};
    size_t n = 0;
    bool any = false;
    while (*text) {
        size_t m = 0;
        while (m < 5 && strncmp(text, mark[m][0], strlen(mark[m][0])) != 0) m++;
        const char *piece = m < 5 ? mark[m][1] : text;
        const size_t piece_n = m < 5 ? strlen(mark[m][1]) : 1;
        memcpy(out + n, piece, piece_n);
        n += piece_n;
        text += m < 5 ? strlen(mark[m][0]) : 1;
        any = any || m < 5;
    }
    out[n] = 0;
    return any;
}

/* The place of the value of `text`, new ones with `fresh`; NULL: out of memory. */
static uint32_t *place(ag_names *names, ag_map *map, const char *text, uint32_t fresh) {
    bool added;
    uint32_t *at = ag_map_find(map, ag_text_of(text));
    if (at) return at;
    const size_t n = strlen(text);
    const char *kept = ag_arena_text(&names->arena, text, n);
    at = kept ? ag_map_add(map, (ag_text){kept, n}, fresh, &added) : NULL;
    if (!at) names->arena.failed = true;
    return at;
}

static void add_mask(ag_names *names, ag_map *map, const char *text, uint32_t mask) {
    char bare[AG_UNIT_BYTES];
    uint32_t *at = place(names, map, text, 0);
    if (at) *at |= mask;
    at = strip(text, bare) ? place(names, map, bare, 0) : NULL;
    if (at) *at |= mask;
}

static void add_cell(ag_names *names, ag_map *map, const char *cell, uint32_t mask) {
    ag_text t;
    for (int k = 0; cell && ag_cell_spelling(cell, k, &t); k++) {
        char text[AG_UNIT_BYTES] = "";
        memcpy(text, t.at, t.n);
        add_mask(names, map, text, mask);
    }
}

/* ---- Junctions --------------------------------------------------------------------------------------------------- */

/* A further element of an owned array, zeroed; NULL: out of memory. */
static void *grow(ag_names *names, void *array, uint32_t n, size_t size) {
    if (n & (n - 1)) return array; /* there is room up to the next power of two */
    void *more = realloc(array, (size_t)(n ? 2 * n : 1) * size);
    if (!more) names->arena.failed = true;
    return more;
}

static void add_edge(ag_names *names, const char *text, int final, int initial) {
    const int way = (final != 0) + 2 * (initial != AG_I_NONE);
    uint32_t *at = place(names, &names->junction, text, names->edges);
    if (!at) return;
    if (*at == names->edges) {
        ag_edge *more = grow(names, names->edge, names->edges, sizeof *more);
        if (!more) return;
        names->edge = more;
        names->edge[names->edges++] = (ag_edge){{0}, {0}};
    }
    names->edge[*at].final[way] |= ag_bit(final);
    names->edge[*at].initial[way] |= ag_bit(initial);
}

static void add_spelled_junction(ag_names *names, ag_text coda, ag_text initial, int f, int i) {
    for (int blank = 0; blank < 2; blank++) {
        char text[AG_UNIT_BYTES] = "", bare[AG_UNIT_BYTES];
        memcpy(text, coda.at, coda.n);
        if (blank) text[coda.n] = ' ';
        memcpy(text + coda.n + (size_t)blank, initial.at, initial.n);
        add_edge(names, text, f, i);
        if (strip(text, bare)) add_edge(names, bare, f, i);
    }
}

static void add_junction(ag_names *names, const ag_system *system, ag_sounds sounds, bool linked, int f, int i) {
    const char *coda, *initial;
    ag_text c, n;
    ag_system_junction(system, sounds, linked, &coda, &initial);
    for (int a = 0; ag_cell_spelling(coda, a, &c); a++)
        for (int b = 0; ag_cell_spelling(initial, b, &n); b++) add_spelled_junction(names, c, n, f, i);
}

/* As it sounds and as it is written, voiced and not: writers mix them. */
static void add_junctions(ag_names *names, const ag_system *system) {
    for (int f = 0; f < AG_FINALS; f++)
        for (int i = 0; i < AG_INITIALS; i++)
            for (int linked = 0; linked < 2; linked++) {
                ag_sounds s = ag_junction(f, i, linked, system->flags & AG_SYSTEM_KEEPS_R);
                add_junction(names, system, s, linked, f, i);
                if (!s.voiced || !(system->flags & AG_SYSTEM_VOICES)) continue;
                s.voiced = false;
                add_junction(names, system, s, linked, f, i);
            }
}

/* ---- Surnames ---------------------------------------------------------------------------------------------------- */

static void add_surname_word(ag_names *names, const char *text, int surname, const ag_syllable *s, int n) {
    uint32_t *at = place(names, &names->surname, text, names->words);
    if (!at) return;
    if (*at == names->words) {
        ag_surname_word *more = grow(names, names->word, names->words, sizeof *more);
        if (!more) return;
        names->word = more;
        names->word[names->words++] = (ag_surname_word){.two_n = 0};
    }
    ag_surname_word *w = &names->word[*at];
    if (n == 1) {
        w->one.initial |= ag_bit(s->initial);
        w->one.medial |= ag_bit(s->medial);
        w->one.final |= ag_bit(s->final);
    }
    for (int i = 0; i < w->two_n; i++)
        if (w->two[i] == surname) return;
    if (n == 2 && w->two_n < 4) w->two[w->two_n++] = surname;
}

static void add_surname_spelling(ag_names *names, const char *spelling, size_t bytes, int surname, const ag_syllable *s,
                                 int n) {
    char folded[AG_FOLDED_BYTES], bare[AG_UNIT_BYTES];
    ag_script script;
    const size_t length = ag_name_fold((ag_text){spelling, bytes}, folded, &script);
    if (!length || length >= AG_UNIT_BYTES) return;
    add_surname_word(names, folded, surname, s, n);
    if (strip(folded, bare)) add_surname_word(names, bare, surname, s, n);
}

/* Every choice of cells. */
static void add_one_syllable(ag_names *names, const ag_system *system, int surname, const ag_syllable *s) {
    const char *bare = s->initial == AG_I_NONE ? system->bare[s->medial] : NULL;
    ag_text i, m, f;
    for (int a = 0; ag_cell_spelling(system->initial[s->initial], a, &i); a++)
        for (int b = 0; ag_cell_spelling(bare ? bare : system->medial[s->medial], b, &m); b++)
            for (int c = 0; ag_cell_spelling(system->coda[ag_coda_of(s->final)], c, &f); c++) {
                char text[3 * AG_UNIT_BYTES];
                memcpy(text, i.at, i.n);
                memcpy(text + i.n, m.at, m.n);
                memcpy(text + i.n + m.n, f.at, f.n);
                add_surname_spelling(names, text, i.n + m.n + f.n, surname, s, 1);
            }
}

static void add_two_syllables(ag_names *names, const ag_system *system, int surname, const ag_syllable *s) {
    const ag_korean word = {.syllable = s, .n = 2};
    ag_buffer out = {0};
    ag_romanise(system, &word, 0, &out);
    if (out.data) add_surname_spelling(names, out.data, out.n, surname, s, 2);
    names->arena.failed = names->arena.failed || out.failed;
    ag_buffer_deinit(&out);
}

static void add_surname(ag_names *names, int surname) {
    ag_syllable s[2];
    ag_text t;
    const int n = ag_surname_syllables(&ag_surnames[surname], s);
    const char *variants = ag_surnames[surname].variants;
    for (int k = 0; variants && ag_cell_spelling(variants, k, &t); k++)
        add_surname_spelling(names, t.at, t.n, surname, s, n);
    for (int i = 0; i < ag_systems_n; i++) {
        if (n == 2) {
            add_two_syllables(names, &ag_systems[i], surname, s);
            continue;
        }
        ag_syllable twin = *s;
        add_one_syllable(names, &ag_systems[i], surname, s);
        twin.initial = ag_initial_twin(s->initial, s->medial);
        if (twin.initial == AG_I_R) add_one_syllable(names, &ag_systems[i], surname, &twin);
    }
}

/* ---- All --------------------------------------------------------------------------------------------------------- */

static void add_system(ag_names *names, const ag_system *system) {
    for (int i = 0; i < AG_INITIALS; i++) add_cell(names, &names->start, system->initial[i], ag_bit(i));
    for (int m = 0; m < AG_MEDIALS; m++) {
        add_cell(names, &names->medial, system->medial[m], ag_bit(m));
        add_cell(names, &names->medial, system->bare[m], ag_bit(m));
    }
    for (int f = 0; f < AG_FINALS; f++) add_cell(names, &names->end, system->coda[ag_coda_of(f)], ag_bit(f));
    add_junctions(names, system);
}

ag_names *ag_names_new(ag_error *err) {
    ag_names *names = calloc(1, sizeof *names);
    if (!names) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"), NULL;
    ag_arena_init(&names->arena);
    ag_map *const map[] = {&names->start, &names->medial, &names->end, &names->junction, &names->surname};
    for (int i = 0; i < 5; i++) ag_map_init(map[i]);
    for (int i = 0; i < ag_systems_n; i++) add_system(names, &ag_systems[i]);
    for (int i = 0; i < ag_surnames_n; i++) add_surname(names, i);
    ag_surname_shares(names->surname_share);
    ag_given_shares(names->given_share);
    if (!names->arena.failed) return names;
    ag_names_free(names);
    return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"), NULL;
}

void ag_names_free(ag_names *names) {
    if (!names) return;
    ag_map *const map[] = {&names->start, &names->medial, &names->end, &names->junction, &names->surname};
    for (int i = 0; i < 5; i++) ag_map_deinit(map[i]);
    free(names->edge);
    free(names->word);
    ag_arena_deinit(&names->arena);
    free(names);
}
