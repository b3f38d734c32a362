/* Texts as 64-bit codes whose equality and nearness say whether they sound, or are written, alike. Private to linkage.
 */
#ifndef AG_PEOPLE_LINK_CODE_H
#define AG_PEOPLE_LINK_CODE_H

#include "base/text.h"

/* Up to 16 classes of sounds, four bits each, the first lowest. `name`: ㄹ and ㄴ at the beginning are left out, as
 * they are written in one Korea and not in the other. */
uint64_t ag_link_sound(ag_text text, bool name);
/* The last ten digits and letters, six bits each. */
uint64_t ag_link_marks(ag_text text);
/* The numbers in it, with a mark between them; 0 when there is none. */
uint64_t ag_link_numbers(ag_text text);
/* One symbol of `bits` added, left out, changed or exchanged with the next. */
bool ag_link_near(uint64_t a, uint64_t b, int bits);
/* Splits a whole name: "surname, given"; in Hangul without blanks the first syllable (two of the few surnames that have
 * two); else the first word. */
void ag_link_split(ag_text name, ag_text *surname, ag_text *given);

#endif
