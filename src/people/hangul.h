/* Hangul syllables and the letters (jamo) they are made of.
 *
 * A modern syllable is an initial (19), a medial (21) and a final (27, or none: 0), in the order of Unicode's block
 * U+AC00 … U+D7A3: code = 0xAC00 + (initial * 21 + medial) * 28 + final (The Unicode Standard, section 3.12).
 * Sets of jamo are masks: bit i is the jamo with number i.
 */
#ifndef AG_PEOPLE_HANGUL_H
#define AG_PEOPLE_HANGUL_H

#include "base/text.h"

enum {
    AG_INITIALS = 19, /* ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ */
    AG_MEDIALS = 21,  /* ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ */
    AG_FINALS = 28,   /* none ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ */
    AG_SYLLABLES = AG_INITIALS * AG_MEDIALS * AG_FINALS,
    AG_SYLLABLE_BYTES = 3 /* of one in UTF-8 */
};

typedef enum ag_initial {
    AG_I_G,
    AG_I_GG,
    AG_I_N,
    AG_I_D,
    AG_I_DD,
    AG_I_R,
    AG_I_M,
    AG_I_B,
    AG_I_BB,
    AG_I_S,
    AG_I_SS,
    AG_I_NONE,
    AG_I_J,
    AG_I_JJ,
    AG_I_CH,
    AG_I_K,
    AG_I_T,
    AG_I_P,
    AG_I_H
} ag_initial;

typedef struct ag_syllable {
    uint8_t initial, medial, final;
} ag_syllable;

/* 0 … AG_SYLLABLES-1 */
int ag_syllable_index(ag_syllable s);
ag_syllable ag_syllable_at(int index);
/* The syllable at the beginning of `t`; false when something else stands there. */
bool ag_syllable_read(ag_text t, ag_syllable *out);
void ag_syllable_add(ag_buffer *out, ag_syllable s); /* in UTF-8 */

#endif
