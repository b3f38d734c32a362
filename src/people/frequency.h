/* How common Korean surnames and syllables of given names are, and how surnames are spelled by habit.
 *
 * Shares of surnames are those of the South: the population census of 2015 (Statistics Korea), of memory and rounded to
 * a hundredth of a percent, homophones of different characters together. The North publishes none; the commonest
 * surnames are thought to be the same. The order of syllables is from general knowledge, its shares follow 1/(rank +
 * 8). Both tell the common from the rare; neither is a measurement of the dead of this war.
 *
 * A surname stands in the spelling of the South (이); that of the North (리) is its twin, and has no share of its own.
 */
#ifndef AG_PEOPLE_FREQUENCY_H
#define AG_PEOPLE_FREQUENCY_H

#include "people/hangul.h"

typedef struct ag_surname {
    const char *hangul; /* one or two syllables */
    double percent;
    const char *variants; /* spellings that no system gives, parted by "|"; Latin and Cyrillic; NULL: none */
} ag_surname;

extern const ag_surname ag_surnames[];
extern const int ag_surnames_n;

/* The two syllables, or the one, of a listed surname; how many. */
int ag_surname_syllables(const ag_surname *surname, ag_syllable out[2]);

/* ㄹ ㄴ and ㅇ at the beginning of a name: the initial that the other Korea writes before this medial; the same when
 * both write alike. */
uint8_t ag_initial_twin(uint8_t initial, uint8_t medial);

/* [AG_SYLLABLES] each, sums at most 1. Surnames of two syllables are not in it. */
void ag_surname_shares(float *share);
void ag_given_shares(float *share);

#endif
