/* One mechanism for all systems: see romanise.h. Their letters are in systems.c. */
#include "people/romanise.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/banned.h"

const ag_system *ag_system_named(ag_text name) {
    for (int i = 0; i < ag_systems_n; i++)
        if (ag_text_equal(ag_text_of(ag_systems[i].name), name)) return &ag_systems[i];
    return NULL;
}

/* ---- Sounds ------------------------------------------------------------------------------------------------------ */

/* Of each final: what it sounds like, and before a vowel what stays behind and what moves over. */
static const struct {
    uint8_t coda, stays, moves;
} finals[AG_FINALS] = {
    {AG_C_NONE, AG_C_NONE, AG_I_NONE}, /* none */
    {AG_C_G, AG_C_NONE, AG_I_G},       /* ㄱ */
    {AG_C_G, AG_C_NONE, AG_I_GG},      /* ㄲ */
    {AG_C_G, AG_C_G, AG_I_S},          /* ㄳ */
    {AG_C_N, AG_C_NONE, AG_I_N},       /* ㄴ */
    {AG_C_N, AG_C_N, AG_I_J},          /* ㄵ */
    {AG_C_N, AG_C_NONE, AG_I_N},       /* ㄶ */
    {AG_C_D, AG_C_NONE, AG_I_D},       /* ㄷ */
    {AG_C_R, AG_C_NONE, AG_I_R},       /* ㄹ */
    {AG_C_G, AG_C_R, AG_I_G},          /* ㄺ */
    {AG_C_M, AG_C_R, AG_I_M},          /* ㄻ */
    {AG_C_R, AG_C_R, AG_I_B},          /* ㄼ */
    {AG_C_R, AG_C_R, AG_I_S},          /* ㄽ */
    {AG_C_R, AG_C_R, AG_I_T},          /* ㄾ */
    {AG_C_B, AG_C_R, AG_I_P},          /* ㄿ */
    {AG_C_R, AG_C_NONE, AG_I_R},       /* ㅀ */
    {AG_C_M, AG_C_NONE, AG_I_M},       /* ㅁ */
    {AG_C_B, AG_C_NONE, AG_I_B},       /* ㅂ */
    {AG_C_B, AG_C_B, AG_I_S},          /* ㅄ */
    {AG_C_D, AG_C_NONE, AG_I_S},       /* ㅅ */
    {AG_C_D, AG_C_NONE, AG_I_SS},      /* ㅆ */
    {AG_C_NG, AG_C_NG, AG_I_NONE},     /* ㅇ */
    {AG_C_D, AG_C_NONE, AG_I_J},       /* ㅈ */
    {AG_C_D, AG_C_NONE, AG_I_CH},      /* ㅊ */
    {AG_C_G, AG_C_NONE, AG_I_K},       /* ㅋ */
    {AG_C_D, AG_C_NONE, AG_I_T},       /* ㅌ */
    {AG_C_B, AG_C_NONE, AG_I_P},       /* ㅍ */
    {AG_C_D, AG_C_NONE, AG_I_NONE},    /* ㅎ */
};
enum { F_NH = 6, F_RH = 15, F_H = 27 }; /* ㄶ ㅀ ㅎ */

ag_coda ag_coda_of(int final) { return (ag_coda)finals[final].coda; }

/* Place among ㄱㄷㅂㅈ; -1: none of them. */
static int lenis(int initial) {
    return initial == AG_I_G ? 0 : initial == AG_I_D ? 1 : initial == AG_I_B ? 2 : initial == AG_I_J ? 3 : -1;
}

static bool is_sonorant(ag_coda coda) {
    return coda == AG_C_NONE || coda == AG_C_N || coda == AG_C_R || coda == AG_C_M || coda == AG_C_NG;
}

/* ㅎ ㄶ ㅀ before ㄱㄷㅈ make ㅋㅌㅊ of them. */
static uint8_t aspirated(int initial) {
    return initial == AG_I_G ? AG_I_K : initial == AG_I_D ? AG_I_T : initial == AG_I_J ? AG_I_CH : (uint8_t)initial;
}

static ag_coda nasal(ag_coda coda) {
    return coda == AG_C_G ? AG_C_NG : coda == AG_C_D ? AG_C_N : coda == AG_C_B ? AG_C_M : coda;
}

/* Consonant after consonant. */
static void assimilate(ag_sounds *s, bool keeps_r) {
    const bool before_r = s->initial == AG_I_R;
    if ((before_r && s->coda == AG_C_N) || (s->initial == AG_I_N && s->coda == AG_C_R)) {
        s->coda = AG_C_R;
        s->initial = AG_I_R;
    } else if (before_r && s->coda != AG_C_NONE && s->coda != AG_C_R) {
        s->coda = nasal(s->coda);
        if (!keeps_r) s->initial = AG_I_N;
    } else if (s->initial == AG_I_N || s->initial == AG_I_M) {
        s->coda = nasal(s->coda);
    }
}

ag_sounds ag_junction(int final, int initial, bool linked, bool keeps_r) {
    ag_sounds s = {.coda = ag_coda_of(final), .initial = (uint8_t)initial};
    if (linked && initial == AG_I_NONE) {
        s.coda = (ag_coda)finals[final].stays;
        s.initial = finals[final].moves;
    } else if (linked && (final == F_H || final == F_NH || final == F_RH) && aspirated(initial) != initial) {
        s.coda = final == F_H ? AG_C_NONE : s.coda;
        s.initial = aspirated(initial);
    } else if (linked) {
        assimilate(&s, keeps_r);
    }
    s.voiced = lenis(s.initial) >= 0 && is_sonorant(s.coda);
    return s;
}

/* ---- Letters ----------------------------------------------------------------------------------------------------- */

static const char *initial_cell(const ag_system *system, ag_sounds s) {
    const int soft = s.voiced && system->flags & AG_SYSTEM_VOICES ? lenis(s.initial) : -1;
    return soft >= 0 ? system->voiced[soft] : system->initial[s.initial];
}

void ag_system_junction(const ag_system *system, ag_sounds s, bool linked, const char **coda, const char **initial) {
    *coda = system->coda[s.coda];
    *initial = initial_cell(system, s);
    if (s.coda == AG_C_R && s.initial == AG_I_H && system->flags & AG_SYSTEM_R_BEFORE_H)
        *coda = system->initial[AG_I_R];
    if (!linked) return;
    if (s.coda == AG_C_R && s.initial == AG_I_R) {
        *coda = system->double_r[0];
        *initial = system->double_r[1];
    } else if (s.coda == AG_C_NG && s.initial == AG_I_NONE) {
        *coda = system->ng_linked;
    } else if (s.coda == AG_C_N && s.initial == AG_I_G) {
        *coda = system->n_before_g;
    }
}

bool ag_cell_spelling(const char *cell, int k, ag_text *out) {
    for (; k > 0; k--) {
        cell = strchr(cell, '|');
        if (!cell) return false;
        cell++;
    }
    *out = (ag_text){cell, strcspn(cell, "|")};
    return true;
}

static void put(ag_buffer *out, const char *cell) { ag_buffer_add(out, cell, strcspn(cell, "|")); }

void ag_capitalise(ag_buffer *out, ag_text t, bool both) {
    UChar32 first = 0, c;
    int32_t at = 0, next = 0;
    for (int letters = 0; next < (int32_t)t.n && letters < (both ? 2 : 1); letters++) {
        U8_NEXT((const uint8_t *)t.at, next, (int32_t)t.n, c);
        if (c < 0 || (letters && c != first)) break;
        first = c;
        uint8_t bytes[U8_MAX_LENGTH];
        int32_t n = 0;
        U8_APPEND_UNSAFE(bytes, n, (uint32_t)u_toupper(c));
        ag_buffer_add(out, (const char *)bytes, (size_t)n);
        at = next;
    }
    ag_buffer_add(out, t.at + at, t.n - (size_t)at);
}

static const char *medial_cell(const ag_system *system, uint8_t initial, uint8_t medial) {
    return initial == AG_I_NONE && system->bare[medial] ? system->bare[medial] : system->medial[medial];
}

/* Syllables that are written as one word; `joint` between them. Sounds change over "" and "-", and over no blank. */
static void write_word(const ag_system *system, const ag_korean *w, const char *joint, bool changes, ag_buffer *out) {
    const char *coda, *initial = system->initial[w->syllable[0].initial];
    uint8_t sound = w->syllable[0].initial;
    ag_buffer part = {0};
    for (int i = 0; i < w->n; i++) {
        const ag_syllable *s = &w->syllable[i];
        const bool last = i + 1 == w->n;
        put(&part, initial);
        put(&part, medial_cell(system, sound, s->medial));
        if (!last) {
            ag_sounds sounds = ag_junction(s->final, s[1].initial, changes, system->flags & AG_SYSTEM_KEEPS_R);
            if (w->suffix && i + 1 == w->n - w->suffix) sounds.voiced = lenis(sounds.initial) >= 0;
            ag_system_junction(system, sounds, changes, &coda, &initial);
            sound = sounds.initial;
        }
        put(&part, last ? system->coda[ag_coda_of(s->final)] : coda);
        if (!last) ag_buffer_puts(&part, joint);
        if (last || joint[0] == ' ') {
            ag_capitalise(out, (ag_text){part.data ? part.data : "", part.n}, system->flags & AG_SYSTEM_CAPITALS);
            ag_buffer_clear(&part);
        }
    }
    out->failed = out->failed || part.failed;
    ag_buffer_deinit(&part);
}

void ag_romanise(const ag_system *system, const ag_korean *name, int joint, ag_buffer *out) {
    const char *between = system->joint[joint];
    const bool changes = between[0] != ' ' && system->flags & AG_SYSTEM_ASSIMILATES;
    if (!name->surname) {
        if (name->n) write_word(system, name, "", true, out);
        return;
    }
    const ag_korean surname = {.syllable = name->syllable, .n = name->surname};
    const ag_korean given = {.syllable = name->syllable + name->surname, .n = name->n - name->surname};
    write_word(system, &surname, "", true, out);
    if (!given.n) return;
    ag_buffer_putc(out, ' ');
    write_word(system, &given, between, changes, out);
}
