/* What the parts of like_dvir.h share: the state, its words, and judgements from one row or column of LR. */
#ifndef AG_INCIDENT_LIKE_DVIR_WORK_H
#define AG_INCIDENT_LIKE_DVIR_WORK_H

#include <math.h>

#include "base/text.h"
#include "incident/like_dvir.h"
#include "incident/like_dvir_case.h"

/* T, T2, and the slack that dvir leaves at T for rounding. */
#define AG_DVIR_T 1e4
#define AG_DVIR_T2 1e3
#define AG_DVIR_SLACK 1.4901161193847656e-08

typedef struct ag_dvir_work {
    ag_dvir_result *out;
    const ag_incident *incident;
    ag_dvir_case c;
} ag_dvir_work;

/* Of the last matrix of LR; NaN where the pairing was not open. */
static inline double ag_dvir_lr(const ag_dvir_case *c, size_t lane, int r) {
    return exp(c->lr_ln[ag_dvir_at(c, lane, r)]);
}

/* ---- Words --------------------------------------------------------------------------------------------------- */

ag_text ag_dvir_sample(const ag_dvir_work *w, int r);
int ag_dvir_person(const ag_dvir_work *w, size_t lane); /* index into the pedigree */
ag_dvir_row ag_dvir_blank(const char *conclusion);
/* A text of the result; the buffer is emptied. */
ag_text ag_dvir_keep(ag_dvir_work *w, ag_buffer *text);
void ag_dvir_add(ag_buffer *b, ag_text t);
ag_text ag_dvir_join(ag_dvir_work *w, ag_text a, const char *between, ag_text b);

/* Is the kinship of two persons above 0: do they share an ancestor? `mark` has two places for each person. */
bool ag_dvir_related(const ag_pedigree *pedigree, int a, int b, bool *mark);
/* "full siblings", "half siblings", "relatives", "unrelated" */
const char *ag_dvir_relation(const ag_pedigree *pedigree, int a, int b, bool *mark);

/* ---- Judgements ---------------------------------------------------------------------------------------------- */

/* From the last matrix of LR, into the result: a missing person alone in his family, and remains that are left. */
void ag_dvir_judge_missing(ag_dvir_work *w, size_t lane);
void ag_dvir_judge_remains(ag_dvir_work *w, int r);
/* The largest LR of a missing person; NaN where there is none. */
double ag_dvir_best_lr(const ag_dvir_work *w, size_t lane);
/* A family of several who are left: lanes first ... end - 1. */
ag_status ag_dvir_settle_several(ag_dvir_work *w, size_t first, size_t end, ag_error *err);

#endif
