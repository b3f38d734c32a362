/* From a name to its readings: see name.h. Letters are cut as people/index.h says; every way to cut them is followed,
 * the given names of two syllables first, and from a place that led nowhere nothing is tried again. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "people/index.h"
#include "people/letters.h"
#include "people/romanise.h"

#include "base/banned.h"

enum { GIVEN_BYTES = 64 };

/* ---- Sets -------------------------------------------------------------------------------------------------------- */

static ag_syllable_set set_of(ag_syllable s) {
    return (ag_syllable_set){ag_bit(s.initial), ag_bit(s.medial), ag_bit(s.final)};
}

/* With the initials that the other Korea writes. */
static ag_syllable_set with_twins(ag_syllable_set set) {
    const uint32_t before = set.initial;
    for (int m = 0; m < AG_MEDIALS; m++)
        for (int i = 0; set.medial >> m & 1 && i < AG_INITIALS; i++)
            if (before >> i & 1) set.initial |= ag_bit(ag_initial_twin((uint8_t)i, (uint8_t)m));
    return set;
}

bool ag_name_reading_has(const ag_name_reading *reading, const ag_syllable *syllable, int n, int surname) {
    if (n != reading->n || surname != reading->surname) return false;
    for (int i = 0; i < n; i++) {
        const ag_syllable_set *set = &reading->syllable[i];
        if (!(set->initial >> syllable[i].initial & 1) || !(set->medial >> syllable[i].medial & 1) ||
            !(set->final >> syllable[i].final & 1))
            return false;
    }
    return true;
}

/* ---- Walking ----------------------------------------------------------------------------------------------------- */

typedef struct walk {
    const ag_names *names;
    ag_text text;       /* the given name, folded */
    int target;         /* syllables that it shall have */
    ag_name_reading at; /* so far; its surname stands in it */
    bool dead[GIVEN_BYTES + 1][AG_NAME_GIVEN + 1];
    ag_name_reading *out; /* [AG_NAME_READINGS] */
    int n;
    bool more;
} walk;

static bool same(const ag_name_reading *a, const ag_name_reading *b) {
    return a->surname == b->surname && a->n == b->n && memcmp(a->syllable, b->syllable, sizeof a->syllable) == 0;
}

static void keep(walk *w) {
    for (int i = 0; i < w->n; i++)
        if (same(&w->out[i], &w->at)) return;
    if (w->n < AG_NAME_READINGS)
        w->out[w->n++] = w->at;
    else
        w->more = true;
}

static ag_text piece(const walk *w, size_t at, size_t n) { return (ag_text){w->text.at + at, n}; }

static bool walk_medial(walk *w, size_t at, int depth, uint32_t initial);

/* After a medial that ends at `at`. */
static bool walk_on(walk *w, size_t at, int depth) {
    ag_syllable_set *set = &w->at.syllable[w->at.surname + depth];
    if (depth + 1 == w->target) {
        const uint32_t *end = ag_map_find(&w->names->end, piece(w, at, w->text.n - at));
        if (!end) return false;
        set->final = *end;
        w->at.n = (uint8_t)(w->at.surname + w->target);
        keep(w);
        return true;
    }
    bool found = false;
    for (size_t n = w->text.n - at < AG_UNIT_BYTES ? w->text.n - at : AG_UNIT_BYTES; n + 1 > 0; n--) {
        const uint32_t *junction = ag_map_find(&w->names->junction, piece(w, at, n));
        for (int way = 3; junction && way >= 0; way--) {
            const ag_edge *edge = &w->names->edge[*junction];
            if (!edge->final[way]) continue;
            set->final = edge->final[way];
            found = walk_medial(w, at + n, depth + 1, edge->initial[way]) || found;
        }
    }
    return found;
}

static bool walk_medial(walk *w, size_t at, int depth, uint32_t initial) {
    bool found = false;
    if (w->dead[at][depth] || w->more) return false;
    for (size_t n = w->text.n - at < AG_UNIT_BYTES ? w->text.n - at : AG_UNIT_BYTES; n > 0; n--) {
        const uint32_t *medial = ag_map_find(&w->names->medial, piece(w, at, n));
        if (!medial) continue;
        w->at.syllable[w->at.surname + depth] = (ag_syllable_set){initial, *medial, 0};
        found = walk_on(w, at + n, depth) || found;
    }
    w->dead[at][depth] = !found && !w->more;
    return found;
}

/* All readings of the given name after the surname that stands in w->at. */
static void walk_given(walk *w, ag_text given) {
    static const int order[AG_NAME_GIVEN] = {2, 1, 3, 4};
    w->text = given;
    if (given.n > GIVEN_BYTES) return;
    for (int k = 0; k < AG_NAME_GIVEN; k++) {
        w->target = order[k];
        memset(w->dead, 0, sizeof w->dead);
        for (size_t n = 0; n <= given.n && n < AG_UNIT_BYTES; n++) {
            const uint32_t *start = ag_map_find(&w->names->start, piece(w, 0, n));
            if (start && n < given.n) walk_medial(w, n, 0, *start);
        }
        memset(w->at.syllable + w->at.surname, 0, (AG_NAME_SYLLABLES - w->at.surname) * sizeof *w->at.syllable);
    }
}

/* ---- Latin and Cyrillic ------------------------------------------------------------------------------------------ */

static void walk_name(walk *w, ag_text surname, ag_text given) {
    const uint32_t *place = ag_map_find(&w->names->surname, surname);
    if (!place || !given.n) return;
    const ag_surname_word *word = &w->names->word[*place];
    if (word->one.initial) {
        w->at = (ag_name_reading){.surname = 1, .syllable = {with_twins(word->one)}};
        walk_given(w, given);
    }
    for (int i = 0; i < word->two_n; i++) {
        ag_syllable s[2];
        ag_surname_syllables(&ag_surnames[word->two[i]], s);
        w->at = (ag_name_reading){.surname = 2, .syllable = {set_of(s[0]), set_of(s[1])}};
        walk_given(w, given);
    }
}

/* The surname first, as Korea writes, and last, as others do; two words as a surname of two syllables. */
static void read_letters(walk *w, ag_text name) {
    const char *first = memchr(name.at, ' ', name.n);
    if (!first) return;
    const char *end = name.at + name.n, *second = memchr(first + 1, ' ', (size_t)(end - first - 1)), *last = end;
    while (last[-1] != ' ') last--;
    walk_name(w, (ag_text){name.at, (size_t)(first - name.at)}, (ag_text){first + 1, (size_t)(end - first - 1)});
    walk_name(w, (ag_text){last, (size_t)(end - last)}, (ag_text){name.at, (size_t)(last - 1 - name.at)});
    if (!second) return;
    char joined[GIVEN_BYTES];
    const size_t a = (size_t)(first - name.at), b = (size_t)(second - first - 1);
    if (a + b >= sizeof joined) return;
    memcpy(joined, name.at, a);
    memcpy(joined + a, first + 1, b);
    const uint32_t *place = ag_map_find(&w->names->surname, (ag_text){joined, a + b});
    if (place && w->names->word[*place].two_n)
        walk_name(w, (ag_text){joined, a + b}, (ag_text){second + 1, (size_t)(end - second - 1)});
}

/* ---- Hangul ------------------------------------------------------------------------------------------------------ */

/* Whether these two syllables are a listed surname. */
static bool is_double_surname(const ag_syllable *s) {
    for (int i = 0; i < ag_surnames_n; i++) {
        ag_syllable listed[2];
        if (ag_surname_syllables(&ag_surnames[i], listed) == 2 && memcmp(listed, s, sizeof listed) == 0) return true;
    }
    return false;
}

static void keep_hangul(walk *w, const ag_syllable *s, int n, int surname) {
    w->at = (ag_name_reading){.surname = (uint8_t)surname, .n = (uint8_t)n};
    for (int i = 0; i < n; i++) w->at.syllable[i] = i == 0 && surname == 1 ? with_twins(set_of(s[i])) : set_of(s[i]);
    keep(w);
}

int ag_name_syllables(ag_text folded, ag_syllable out[AG_NAME_SYLLABLES], int *surname) {
    int n = 0;
    *surname = 1;
    for (size_t at = 0; at < folded.n; n++) {
        if (folded.at[at] == ' ') {
            if (n == 2 && at == 2 * AG_SYLLABLE_BYTES && is_double_surname(out)) *surname = 2;
            at++;
        }
        if (n == AG_NAME_SYLLABLES || !ag_syllable_read((ag_text){folded.at + at, folded.n - at}, &out[n])) return 0;
        at += AG_SYLLABLE_BYTES;
    }
    if (n > 2 && is_double_surname(out) && !memchr(folded.at, ' ', folded.n)) *surname = 2;
    return n > *surname + AG_NAME_GIVEN ? 0 : n;
}

static void read_hangul(walk *w, ag_text name) {
    ag_syllable s[AG_NAME_SYLLABLES];
    int surname;
    const int n = ag_name_syllables(name, s, &surname);
    if (!n) return;
    keep_hangul(w, s, n, surname);
    /* 선우진 may be 선 우진 as well. */
    if (surname == 2 && n <= 1 + AG_NAME_GIVEN && !memchr(name.at, ' ', name.n)) keep_hangul(w, s, n, 1);
}

/* ---- Features ---------------------------------------------------------------------------------------------------- */

static void take_words(ag_text name, bool ukrainian, ag_name_features *f) {
    for (size_t at = 0; at < name.n && f->words < AG_NAME_WORDS;) {
        const char *blank = memchr(name.at + at, ' ', name.n - at);
        const size_t n = blank ? (size_t)(blank - name.at) - at : name.n - at;
        ag_name_skeleton((ag_text){name.at + at, n}, ukrainian, f->word[f->words]);
        if (f->word[f->words][0]) f->words++;
        at += n + 1;
    }
}

/* Skeletons of a Hangul name are those of its plain spelling. */
static void take_spelled(ag_text name, ag_name_features *f) {
    ag_syllable s[AG_NAME_SYLLABLES];
    int surname;
    const int n = ag_name_syllables(name, s, &surname);
    const ag_korean korean = {.syllable = s, .n = n, .surname = surname};
    char folded[AG_FOLDED_BYTES];
    ag_script script;
    ag_buffer latin = {0};
    if (n) ag_romanise(ag_system_named(AG_TEXT("dprk-plain")), &korean, 0, &latin);
    const size_t bytes = latin.data ? ag_name_fold((ag_text){latin.data, latin.n}, folded, &script) : 0;
    take_words((ag_text){folded, bytes}, false, f);
    ag_buffer_deinit(&latin);
}

ag_status ag_name_features_of(const ag_names *names, ag_text name, ag_arena *arena, ag_name_features **out,
                              ag_error *err) {
    char text[AG_FOLDED_BYTES];
    ag_script script;
    if (name.n > AG_MAX_ID_BYTES)
        return ag_fail(err, AG_BAD_INPUT, "a surname and a given name", "a name of %zu bytes; at most %d are read",
                       name.n, AG_MAX_ID_BYTES);
    const ag_text folded = {text, ag_name_fold(name, text, &script)};
    if (!folded.n)
        return ag_fail(err, AG_BAD_INPUT, "a name in Hangul, Latin or Cyrillic, in UTF-8", "this is no name");
    ag_name_reading *reading = malloc(AG_NAME_READINGS * sizeof *reading);
    if (!reading) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    walk w = {.names = names, .out = reading};
    if (script == AG_SCRIPT_HANGUL)
        read_hangul(&w, folded);
    else
        read_letters(&w, folded);
    const size_t bytes = sizeof **out + (size_t)w.n * sizeof *reading;
    *out = ag_arena_alloc(arena, bytes);
    if (*out) {
        **out = (ag_name_features){
            .bytes = (uint32_t)bytes, .script = (uint8_t)script, .readings = (uint8_t)w.n, .more = w.more};
        memcpy((*out)->reading, reading, (size_t)w.n * sizeof *reading);
        if (script == AG_SCRIPT_HANGUL)
            take_spelled(folded, *out);
        else
            take_words(folded, ag_letters_alphabet(folded) == AG_ALPHABET_UKRAINIAN, *out);
    }
    free(reading);
    return *out ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}
