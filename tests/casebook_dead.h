/* The dead of the tests of decisions: remains that are held and examined, persons, and cases up to where a test begins.
 */
#ifndef ANTIGONE_TESTS_CASEBOOK_DEAD_H
#define ANTIGONE_TESTS_CASEBOOK_DEAD_H

#include "casebook_support.h"

#define A_FILE "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" /* SHA-256 of "test" */

typedef struct dead {
    char remains[BOOK_SUBJECT], person[BOOK_SUBJECT], identification[BOOK_SUBJECT], hypothesis[BOOK_SUBJECT];
} dead;

/* Remains EXAMINED; `face` as in remains.face. */
void dead_examined(book *b, const char *face, char *remains);
void dead_sampled(book *b, const char *remains);
void dead_person(book *b, char *person);
/* Two remains asserted to be one individual. */
void dead_individual(book *b, const char *first, const char *second, char *individual);
void dead_join(book *b, const char *individual, const char *remains);
/* A custody event that does not join on, and the explanation of it. */
void dead_gap(book *b, const char *remains);
void dead_explained(book *b, const char *remains);
/* Papers of a cover identity, found on remains or known of a person (either may be NULL); and a person's record that is
 * one. */
void dead_cover(book *b, const char *remains, const char *person);
void dead_cover_record(book *b, char *person);
/* A family with the person as one member and a relative as another. */
void dead_kin(book *b, const char *person, char *relative);
void dead_release(book *b, const char *remains);

/* Case, hypothesis of a new person, a line of evidence for it, and PRESUMPTIVE. `about` NULL: new remains with an
 * intact face. */
void dead_presumed(book *b, const char *about, const char *method, dead *out);
/* The same, FOR_BOARD, by DNA that reaches the threshold (10^8 against a pool of 100), proposed by analyst-1. */
void dead_proposed(book *b, const char *about, dead *out);
/* The same, CONFIRMED by reviewer-1. */
void dead_confirmed(book *b, const char *about, dead *out);
void dead_weigh(book *b, const dead *d, const char *lr_log10);

/* Order fields beyond `about`, `method` and `ground` that a cremation needs. */
#define HYGIENE "ground=hygiene", "physician=Dr. K.", "certificate=" A_FILE, "reasons=the cold store has failed"

#endif
