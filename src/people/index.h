/* The tables of all systems turned round: from letters to the jamo that they can stand for. Private to people.
 *
 * A word is cut into: the initial of its first syllable (start), a medial, then for each further syllable a junction
 * (final and next initial) and a medial, and the final of the last (end). Strings are folded; each stands there as its
 * system writes it and without marks (o for ŏ, nothing for an apostrophe, е for ё, nothing for ъ).
 */
#ifndef AG_PEOPLE_INDEX_H
#define AG_PEOPLE_INDEX_H

#include "base/map.h"
#include "people/frequency.h"
#include "people/name.h"

/* Finals and initials of a junction: four ways, by whether a final is there (1) and whether an initial is there (2), so
 * that "n" is ㄴ before a vowel or no final before ㄴ, but not ㄴㄴ. */
typedef struct ag_edge {
    uint32_t final[4], initial[4];
} ag_edge;

/* Surnames that a word can be: of one syllable together, of two one by one. n is 0 where there is none. */
typedef struct ag_surname_word {
    ag_syllable_set one;
    int two[4], two_n; /* places in ag_surnames */
} ag_surname_word;

enum { AG_UNIT_BYTES = 24 }; /* of the longest string of a unit, with room */

struct ag_names {
    ag_arena arena;
    ag_map start, medial, end; /* → masks */
    ag_map junction;           /* → place in edge */
    ag_map surname;            /* → place in word */
    ag_edge *edge;             /* owned */
    ag_surname_word *word;     /* owned */
    uint32_t edges, words;
    float surname_share[AG_SYLLABLES], given_share[AG_SYLLABLES];
};

static inline uint32_t ag_bit(int i) { return (uint32_t)1 << i; }

/* Of a folded name in Hangul; how many, 0: it is not all Hangul, or too long. */
int ag_name_syllables(ag_text folded, ag_syllable out[AG_NAME_SYLLABLES], int *surname);

#endif
