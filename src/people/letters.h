/* Russian and Ukrainian in Latin letters by their official tables, and what is common to all ways to write a name.
 *
 * Sources. icao: ICAO Doc 9303 part 3, section 6, as Russian passports have it (GOST R 52535.1-2006 but for "ъ").
 * gost: GOST 7.79-2000, system B. kmu: resolution 55 of the Cabinet of Ministers of Ukraine of 27 January 2010.
 */
#ifndef AG_PEOPLE_LETTERS_H
#define AG_PEOPLE_LETTERS_H

#include "base/text.h"
#include "people/name.h"

typedef enum ag_letters { AG_LETTERS_ICAO, AG_LETTERS_GOST, AG_LETTERS_KMU, AG_LETTERS_N } ag_letters;
extern const char *const ag_letters_name[AG_LETTERS_N];

/* Cyrillic → Latin; everything else stays. A capital makes a capital. */
void ag_letters_write(ag_letters system, ag_text cyrillic, ag_buffer *out);
/* By the letters that one of the two alphabets lacks: і ї є ґ, or ё ъ ы э. */
typedef enum ag_alphabet { AG_ALPHABET_EITHER, AG_ALPHABET_RUSSIAN, AG_ALPHABET_UKRAINIAN } ag_alphabet;
ag_alphabet ag_letters_alphabet(ag_text cyrillic);

enum { AG_FOLDED_BYTES = 3 * 200 + 1 };
/* Folded for reading: NFKC and case folding; one kind of apostrophe; words parted by single blanks, hyphens and commas
 * being blanks; what is no letter is gone. Returns bytes in `out`, terminated; 0: no letters, or no UTF-8. */
size_t ag_name_fold(ag_text name, char out[AG_FOLDED_BYTES], ag_script *script);
/* The skeleton of a folded word: Latin by icao (kmu for a Ukrainian name), without marks and doubled letters, with
 * what systems write differently made one (y and j are i; kh h, ts c, zh z, sh s; a glide before a vowel is gone). */
void ag_name_skeleton(ag_text word, bool ukrainian, char out[AG_NAME_WORD_BYTES]);

#endif
