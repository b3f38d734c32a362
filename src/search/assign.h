/* The best assignments of remains to missing persons, by likelihood. Section 8 of genetics.md.
 *
 * Concept: an assignment says of each remains which missing person it is, or that it is somebody unlisted (-1). Its
 * weight is the likelihood ratio of all that was seen, against everybody being unlisted; within a family with several
 * missing that is the likelihood of the family with all of them in place. Priors are not in it: see joint.h.
 *
 * Whole bodies: each missing person takes one remains at most. Pieces: several remains may be one person, listed or
 * not, and `body` says who is together.
 *
 * Order: weight descending; weights within 1e-9 of each other are equal, and then the first remains decides, missing
 * persons before unlisted, in the order of the question's lanes.
 */
#ifndef AG_SEARCH_ASSIGN_H
#define AG_SEARCH_ASSIGN_H

#include "antigone/search.h"

typedef struct ag_assign_question {
    const ag_catalogue *catalogue;
    int lanes; /* the missing persons who take part: family and index into family.missing, grouped by family */
    const int (*lane)[2];
    int remains;
    const int *item; /* [remains] index into search.remains_code */
    /* may this remains be this person? NULL: all may */
    bool (*allowed)(const void *context, int remains, int lane); /* indices into the question */
    const void *context;
    bool pieces;
    size_t top; /* how many assignments; impossible ones never count */
    const volatile sig_atomic_t *stop;
} ag_assign_question;

typedef struct ag_assignment {
    double lr_ln;
    const int *lane; /* [remains] index into the question's lanes, or -1 */
    const int *body; /* [remains] lowest index of the remains that are one body with it; itself when alone */
} ag_assignment;

typedef struct ag_assign_result {
    ag_assignment *item; /* owned */
    size_t items;
    bool all; /* there are no other possible assignments */
    double visited;
    int *store; /* owned: behind lane and body */
} ag_assign_result;

/* Errors: AG_REFUSED when the engine refuses a family, AG_INTERRUPTED. */
ag_status ag_assign(ag_engine *engine, const ag_assign_question *question, ag_assign_result *out, ag_error *err);
void ag_assign_result_deinit(ag_assign_result *result);

#endif
