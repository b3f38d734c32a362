/* Where the persons of a pedigree stand: generations in rows, couples side by side, children under their parents.
 *
 * Three steps, each deterministic: rows (mates share one, children stand below), the order within each row (a search
 * that starts from a walk through the families and ends as soon as nothing crosses), and places (children are centred
 * under their parents, neighbours keep apart). Ordinary families come out without a crossing; loops, half siblings and
 * several spouses cost crossings only where the plane demands them, or where the search's budget ends.
 */
#ifndef AG_REPORT_PEDIGREE_LAYOUT_H
#define AG_REPORT_PEDIGREE_LAYOUT_H

#include "antigone/genetics.h"
#include "base/arena.h"

enum { AG_MAX_DRAWN_PERSONS = 64 };

/* Two parents and their children. A missing parent is -1; then both sides are the other one. */
typedef struct ag_mating {
    int father, mother;
    bool related; /* blood relatives: a double line */
    bool side_by_side;
    int left, right; /* persons between whose places the line to the children starts */
    int children;
    int *child; /* from left to right */
} ag_mating;

typedef struct ag_pedigree_layout {
    int persons, rows, matings;
    int *row;  /* [persons] 0 is the oldest */
    double *x; /* [persons] centre */
    ag_mating *mating;
    double width;
} ag_pedigree_layout;

/* `half_width` is what each person needs to both sides of the centre. The pedigree is checked and has at most
 * AG_MAX_DRAWN_PERSONS persons. All of *out is in the arena, which has failed if this answers false. */
bool ag_pedigree_layout_make(ag_arena *arena, const ag_pedigree *pedigree, const double *half_width,
                             ag_pedigree_layout *out);

#endif
