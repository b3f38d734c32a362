/* The one way to draw a pedigree: squares are men, circles women, diamonds persons of unknown sex; filled means typed;
 * a thick frame with "?" is the missing person in question, a dashed one another missing person of the family; a
 * double line joins blood relatives; identical twins hang from one point. Names stand below. */
#ifndef AG_REPORT_PEDIGREE_DRAWING_H
#define AG_REPORT_PEDIGREE_DRAWING_H

#include "antigone/genetics.h"
#include "report/drawing.h"

typedef struct ag_drawn_person {
    ag_text name;     /* empty: nothing is written below */
    const char *note; /* a second line, or NULL */
    bool typed, missing;
    bool sought; /* the missing person in question */
} ag_drawn_person;

/* NULL: more than AG_MAX_DRAWN_PERSONS persons (pedigree_layout.h), or the arena has failed. */
ag_drawing *ag_pedigree_draw(ag_arena *arena, const ag_pedigree *pedigree, const ag_drawn_person *person,
                             const char *title);

/* A key to the symbols in one row or several; the words are the caller's. */
typedef struct ag_pedigree_key {
    const char *title, *man, *woman, *unknown, *typed, *sought, *missing;
} ag_pedigree_key;
ag_drawing *ag_pedigree_key_draw(ag_arena *arena, const ag_pedigree_key *words, double width);

#endif
