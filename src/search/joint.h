/* All that remains and missing persons of one component can be to each other, weighed. Section 8 of genetics.md.
 *
 * Concept: a hypothesis says of each remains which missing person it is, or which unlisted body it is part of. Remains
 * are taken up one after the other, those that say most first; each hypothesis so far is continued in every way there
 * is, and what the new remains add to its likelihood is read from the places (places.h). What falls below the best by
 * more than a stated factor, and what exceeds the room, is dropped and its share added up: without that the list is
 * complete and every sum over it exact.
 *
 * A hypothesis' lr_ln is the likelihood ratio against everybody being unlisted and apart; priors are for whoever
 * sums over the list: the number of unlisted bodies stands beside it (section 7: whole bodies and pieces alike weigh an
 * assignment by the falling factorial (U)_u and a constant).
 *
 * Whole bodies: a missing person takes one remains at most, and unlisted bodies are single. Pieces: several remains may
 * share a place where `together` allows it.
 */
#ifndef AG_SEARCH_JOINT_H
#define AG_SEARCH_JOINT_H

#include "search/places.h"

typedef struct ag_joint_question {
    const ag_catalogue *catalogue;
    int lanes; /* the missing persons who take part: family and index into family.missing, those of a family together */
    const int (*lane)[2];
    int items;
    const int *item;   /* [items] index into search.remains_code */
    const ag_sex *sex; /* [items], or NULL; different known sexes are never one body */
    /* [lanes][items] ln LR of each pair where it is known (-INFINITY where impossible), NaN where not; or NULL */
    const double *pair_ln;
    ag_places *places; /* of these items, with what earlier questions about them computed; or NULL */
    /* May this item be this person; may two items be one body? NULL: they may. Indices into the question. */
    bool (*allowed)(const void *context, int item, int lane);
    bool (*together)(const void *context, int item, int other);
    const void *context;
    bool pieces;
    double unlisted_ln; /* ln weight of each unlisted body, for dropping alone */
    double keep_ln;     /* what is below the best by more than this is dropped; INFINITY: nothing */
    size_t most;        /* hypotheses kept */
    const volatile sig_atomic_t *stop;
} ag_joint_question;

typedef struct ag_hypothesis {
    double lr_ln;
    int unlisted;     /* bodies */
    const int *place; /* [items] lane, or -1 - b in the unlisted body whose lowest item is b */
} ag_hypothesis;

typedef struct ag_joint_result {
    ag_hypothesis *item; /* owned; lr_ln + unlisted * unlisted_ln descending, then by place */
    size_t items;
    double dropped; /* share of the weight, each part measured when it was dropped */
    int *store;     /* owned: behind place */
} ag_joint_result;

ag_status ag_joint(ag_engine *engine, const ag_joint_question *question, ag_joint_result *out, ag_error *err);
void ag_joint_result_deinit(ag_joint_result *result);

#endif
