/* Korean in other letters: systems as rows of one table, and one mechanism that applies them.
 *
 *     syllables ─sounds at each junction→ codas and initials ─letters of the system→ text
 *
 * A cell holds a spelling, or several parted by "|", the usual one first; the rows of the press have several. A
 * junction is a final and the initial that follows it; ag_junction says what both sound like (Standard Pronunciation of
 * 1988, chapters 4 and 5: linking, ㅎ, seven codas, nasals, ㄴㄹ; without palatalisation, ㄴ-insertion and tensing,
 * which need to know the word).
 *
 * Sources. DPRK: Rules of Latin Alphabetical Transcriptions of the Korean Language, 1992, 2002, 2012 (UNGEGN).
 * McCune–Reischauer: the tables of 1939. Revised Romanisation: Ministry of Culture notice 2000-8 (names are not
 * assimilated between syllables). Kontsevich: tables of consonants and of their neighbours as published; some vowels,
 * and the habits of the English, Russian and Ukrainian press, from general knowledge (see docs/names.md).
 */
#ifndef AG_PEOPLE_ROMANISE_H
#define AG_PEOPLE_ROMANISE_H

#include "people/hangul.h"

/* Finals as they sound before a consonant or at an end. */
typedef enum ag_coda { AG_C_NONE, AG_C_G, AG_C_N, AG_C_D, AG_C_R, AG_C_M, AG_C_B, AG_C_NG, AG_CODAS } ag_coda;

enum {
    AG_SYSTEM_UKRAINIAN = 64,  /* its alphabet */
    AG_SYSTEM_VOICES = 1,      /* ㄱㄷㅂㅈ between vowels and after ㄴㄹㅁㅇ have letters of their own */
    AG_SYSTEM_ASSIMILATES = 2, /* sounds change within a given name too, not in single words alone */
    AG_SYSTEM_KEEPS_R = 4,     /* ㄹ stays r after ㄱㄷㅂㅁㅇ */
    AG_SYSTEM_R_BEFORE_H = 8,
    AG_SYSTEM_CAPITALS = 16, /* each syllable has a capital; of a double letter both */
    AG_SYSTEM_PRESS = 32     /* habits: further spellings in the cells, further ones of surnames */
};

typedef struct ag_system {
    const char *name, *title;
    bool cyrillic;
    unsigned flags;
    const char *joint[3]; /* what stands between the syllables of a given name: "", " " or "-"; NULL ends */
    const char *initial[AG_INITIALS];
    const char *voiced[4]; /* ㄱㄷㅂㅈ; unused without AG_SYSTEM_VOICES */
    const char *medial[AG_MEDIALS];
    const char *bare[AG_MEDIALS]; /* the same after no consonant; NULL: as in medial */
    const char *coda[AG_CODAS];
    const char *n_before_g;  /* ㄴ before ㄱ, within a word */
    const char *ng_linked;   /* ㅇ before a vowel, within a word */
    const char *double_r[2]; /* coda and initial of ㄹㄹ within a word */
} ag_system;

extern const ag_system ag_systems[];
extern const int ag_systems_n;
const ag_system *ag_system_named(ag_text name); /* NULL: there is none */

/* What a final and the next initial sound like. */
typedef struct ag_sounds {
    ag_coda coda;
    uint8_t initial;
    bool voiced;
} ag_sounds;
/* Within a word; `linked`: a final moves over to a vowel, and sounds change. */
ag_sounds ag_junction(int final, int initial, bool linked, bool keeps_r);
ag_coda ag_coda_of(int final);

/* The cells of a junction. *coda is "" where nothing is written. */
void ag_system_junction(const ag_system *system, ag_sounds sounds, bool linked, const char **coda,
                        const char **initial);

/* A word or a name. */
typedef struct ag_korean {
    const ag_syllable *syllable;
    int n;
    int surname; /* syllables of the surname; 0: one word, as a place */
    int suffix; /* last syllables of a place that are a common noun (강 of 압록강): its initial sounds as after a vowel
                 */
} ag_korean;

/* The usual spelling in a system, with the k-th joint (0 is the official one). */
void ag_romanise(const ag_system *system, const ag_korean *name, int joint, ag_buffer *out);

/* The k-th spelling of a cell; false: it has no more. */
bool ag_cell_spelling(const char *cell, int k, ag_text *out);
/* Appends `t` with its first letter (with `both`, and the same letter after it) as a capital. */
void ag_capitalise(ag_buffer *out, ag_text t, bool both);

#endif
