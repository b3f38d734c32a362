/* All spellings of a name: see name.h. The systems first, then without their marks; then the press, whose cells have
 * several spellings: the usual ones, then those with one other choice, then with two, up to a bound, each with each
 * spelling of the surname. */
#include <string.h>

#include "base/limits.h"
#include "people/index.h"
#include "people/letters.h"
#include "people/romanise.h"

#include "base/banned.h"

enum { SURNAMES = 12, CELLS = 3 * AG_NAME_SYLLABLES, GIVEN_SPELLINGS = 24 };

typedef struct speller {
    ag_arena *arena;
    ag_map seen; /* spellings in out */
    ag_spelling *out;
    size_t n, capacity;
    ag_buffer scratch;
    bool failed;
} speller;

/* What stands in scratch; `own` is kept although another system writes the same. */
static void keep(speller *s, const char *system, bool own) {
    bool added;
    if (!own && ag_map_find(&s->seen, (ag_text){s->scratch.data, s->scratch.n})) return;
    if (s->n == s->capacity) {
        ag_spelling *more = AG_NEW(s->arena, ag_spelling, 2 * s->capacity);
        if (!more) return;
        memcpy(more, s->out, s->capacity * sizeof *more);
        s->out = more;
        s->capacity *= 2;
    }
    const char *text = ag_arena_text(s->arena, s->scratch.data, s->scratch.n);
    if (!text) return;
    const ag_text kept = {text, s->scratch.n};
    s->out[s->n++] = (ag_spelling){kept, system};
    if (!ag_map_add(&s->seen, kept, 0, &added)) s->failed = true;
}

/* Takes marks out of what stands in scratch: breves and apostrophes. */
static void unmark(ag_buffer *b) {
    static const char *const mark[][2] = {{"ŏ", "o"}, {"ŭ", "u"}, {"Ŏ", "O"}, {"Ŭ", "U"}, {"’", ""}};
    size_t n = 0;
    for (size_t i = 0; i < b->n;) {
        size_t m = 0;
        while (m < 5 && strncmp(b->data + i, mark[m][0], strlen(mark[m][0])) != 0) m++;
        i += m < 5 ? strlen(mark[m][0]) : 1;
        if (m == 5) b->data[n++] = b->data[i - 1];
        if (m < 5 && mark[m][1][0]) b->data[n++] = mark[m][1][0];
    }
    b->n = n;
    b->data[n] = 0;
}

/* ---- Systems ----------------------------------------------------------------------------------------------------- */

static void spell_system(speller *s, const ag_system *system, const ag_korean *name, bool marks) {
    for (int joint = 0; joint < 3 && system->joint[joint]; joint++) {
        ag_buffer_clear(&s->scratch);
        ag_romanise(system, name, joint, &s->scratch);
        if (!s->scratch.data) return;
        if (!marks) unmark(&s->scratch);
        keep(s, system->name, marks && !joint);
    }
}

/* ---- The press --------------------------------------------------------------------------------------------------- */

static const char *medial_cell(const ag_system *system, const ag_syllable *s) {
    return s->initial == AG_I_NONE && system->bare[s->medial] ? system->bare[s->medial] : system->medial[s->medial];
}

/* One way to write syllables: which spelling of which cell is not the usual one; -1: none. */
typedef struct choice {
    int cell[2], spelling[2];
} choice;

static ag_text chosen(const char *cell, int place, const choice *c) {
    ag_text t = {"", 0};
    int k = 0;
    for (int i = 0; i < 2; i++)
        if (c->cell[i] == place) k = c->spelling[i];
    ag_cell_spelling(cell, k, &t);
    return t;
}

/* false: a cell has no such spelling. */
static bool write_chosen(const ag_system *system, const ag_syllable *syllable, int n, const char *joint,
                         const choice *c, ag_buffer *out) {
    for (int i = 0; i < n; i++) {
        const char *cell[] = {system->initial[syllable[i].initial], medial_cell(system, &syllable[i]),
                              system->coda[ag_coda_of(syllable[i].final)]};
        char text[3 * AG_UNIT_BYTES];
        size_t bytes = 0;
        for (int k = 0; k < 3; k++) {
            const ag_text t = chosen(cell[k], 3 * i + k, c);
            if (!t.n && cell[k][0]) return false;
            memcpy(text + bytes, t.at, t.n);
            bytes += t.n;
        }
        if (i) ag_buffer_puts(out, joint);
        if (!i || joint[0] == ' ')
            ag_capitalise(out, (ag_text){text, bytes}, false);
        else
            ag_buffer_add(out, text, bytes);
    }
    return true;
}

/* The next choice: none, one cell, two cells by their second spelling; false: no more. */
static bool next_choice(choice *c, int cells) {
    if (c->cell[1] < 0) { /* one cell: its next spelling, then the next cell */
        if (c->cell[0] >= 0 && ++c->spelling[0] < 4) return true;
        c->spelling[0] = 1;
        if (++c->cell[0] < cells) return true;
        *c = (choice){{0, 0}, {1, 1}};
    }
    if (++c->cell[1] == cells) c->cell[1] = ++c->cell[0] + 1;
    return c->cell[1] < cells;
}

static void end_text(speller *s, ag_text *list, int *n, int most, size_t begin) {
    const char *text = ag_arena_text(s->arena, s->scratch.data + begin, s->scratch.n - begin);
    if (text && *n < most) list[(*n)++] = (ag_text){text, s->scratch.n - begin};
}

/* The first `most` ways to write these syllables, in the arena. */
static int write_ways(speller *s, const ag_system *system, const ag_syllable *syllable, int n, const char *joint,
                      int most, ag_text *list) {
    choice c = {{-1, -1}, {0, 0}};
    int ways = 0;
    do {
        ag_buffer_clear(&s->scratch);
        if (write_chosen(system, syllable, n, joint, &c, &s->scratch) && s->scratch.data)
            end_text(s, list, &ways, most, 0);
    } while (ways < most && next_choice(&c, 3 * n));
    return ways;
}

static bool fits_script(ag_text t, const ag_system *system) {
    const bool cyrillic = (unsigned char)t.at[0] == 0xD0; /* the capitals that begin Cyrillic variants */
    const bool ukrainian = ag_letters_alphabet(t) == AG_ALPHABET_UKRAINIAN;
    return cyrillic == system->cyrillic && (!ukrainian || system->flags & AG_SYSTEM_UKRAINIAN);
}

/* Of a listed surname of one syllable, or of its twin; in the script of the system. */
static int habits(const ag_system *system, const ag_syllable *surname, ag_text list[SURNAMES]) {
    int n = 0;
    for (int i = 0; i < ag_surnames_n; i++) {
        ag_syllable listed[2];
        ag_text t;
        if (ag_surname_syllables(&ag_surnames[i], listed) != 1 || !ag_surnames[i].variants) continue;
        if (memcmp(listed, surname, sizeof *listed) != 0) {
            listed->initial = ag_initial_twin(listed->initial, listed->medial);
            if (memcmp(listed, surname, sizeof *listed) != 0) continue;
        }
        for (int k = 0; n < SURNAMES && ag_cell_spelling(ag_surnames[i].variants, k, &t); k++)
            if (fits_script(t, system)) list[n++] = t;
    }
    return n;
}

static void spell_press(speller *s, const ag_system *system, const ag_korean *name) {
    ag_text surname[2 * SURNAMES], given[GIVEN_SPELLINGS];
    int n = name->surname == 1 ? habits(system, name->syllable, surname) : 0;
    n += write_ways(s, system, name->syllable, name->surname, "", SURNAMES / 2, surname + n);
    const int ways = name->n > name->surname
                         ? write_ways(s, system, name->syllable + name->surname, name->n - name->surname,
                                      system->joint[0], GIVEN_SPELLINGS, given)
                         : 0;
    for (int far = 0; far < ways + n; far++) /* the usual spellings of both first */
        for (int g = 0, i = far; g <= far && g < ways; g++, i--) {
            if (i >= n) continue;
            ag_buffer_clear(&s->scratch);
            ag_buffer_add(&s->scratch, surname[i].at, surname[i].n);
            ag_buffer_putc(&s->scratch, ' ');
            ag_buffer_add(&s->scratch, given[g].at, given[g].n);
            keep(s, system->name, false);
        }
}

/* ---- All --------------------------------------------------------------------------------------------------------- */

static void spell_korean(speller *s, const ag_korean *name) {
    for (int marks = 1; marks >= 0; marks--)
        for (int i = 0; i < ag_systems_n; i++) spell_system(s, &ag_systems[i], name, marks);
    for (int i = 0; i < ag_systems_n; i++)
        if (ag_systems[i].flags & AG_SYSTEM_PRESS) spell_press(s, &ag_systems[i], name);
}

static void spell_cyrillic(speller *s, ag_text name) {
    const ag_alphabet alphabet = ag_letters_alphabet(name);
    for (int i = 0; i < AG_LETTERS_N; i++) {
        if (alphabet == (i == AG_LETTERS_KMU ? AG_ALPHABET_RUSSIAN : AG_ALPHABET_UKRAINIAN)) continue;
        ag_buffer_clear(&s->scratch);
        ag_letters_write((ag_letters)i, name, &s->scratch);
        if (s->scratch.data) keep(s, ag_letters_name[i], true);
    }
}

ag_status ag_name_spellings(ag_text name, ag_arena *arena, ag_spelling **out, size_t *n, ag_error *err) {
    char folded[AG_FOLDED_BYTES];
    ag_script script;
    ag_syllable syllable[AG_NAME_SYLLABLES];
    const size_t bytes = name.n <= AG_MAX_ID_BYTES ? ag_name_fold(name, folded, &script) : 0;
    if (!bytes) return ag_fail(err, AG_BAD_INPUT, "a name in Hangul, Latin or Cyrillic, in UTF-8", "this is no name");
    speller s = {.arena = arena, .capacity = 64, .out = AG_NEW(arena, ag_spelling, 64)};
    ag_map_init(&s.seen);
    ag_korean korean = {.syllable = syllable};
    korean.n = script == AG_SCRIPT_HANGUL ? ag_name_syllables((ag_text){folded, bytes}, syllable, &korean.surname) : 0;
    if (s.out && korean.n) spell_korean(&s, &korean);
    if (s.out && script == AG_SCRIPT_CYRILLIC) spell_cyrillic(&s, name);
    *out = s.out;
    *n = s.n;
    const bool failed = s.failed || s.scratch.failed || arena->failed;
    ag_map_deinit(&s.seen);
    ag_buffer_deinit(&s.scratch);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}
