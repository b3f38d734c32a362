/* What weighs for and against a hypothesis, and how much (casework 8.3, I1 to I4). */
#ifndef AG_CASEBOOK_EVIDENCE_H
#define AG_CASEBOOK_EVIDENCE_H

#include "casebook/deed.h"

/* Standing lines of evidence for one hypothesis, by grade of their method. */
typedef struct ag_weighed {
    int dna, other_primary, documents, other_secondary, assisting;
    ag_text against; /* first line that speaks against it, or for no hypothesis, and is not explained; "evidence:…" */
} ag_weighed;

ag_weighed ag_evidence_weigh(const ag_view *view, ag_text identification, ag_text hypothesis);

/* The strength of a hypothesis in log10 of odds: LR times prior. False: LR, prior or pool is not written down. */
bool ag_hypothesis_odds(const ag_row *hypothesis, double *odds_log10);
/* The odds that the casebook's threshold asks for (casebook:1, `threshold`; 0.9995 where none is set). */
double ag_threshold_odds(const ag_view *view);
/* The posterior of these odds, "above 0.999999999" where it is; appended. */
void ag_posterior_format(double odds_log10, ag_buffer *out);
/* "posterior 0.99987 = LR 10^6.2 × prior 10^-2 (pool 100)". */
void ag_hypothesis_describe(const ag_row *hypothesis, ag_buffer *out);

/* Whether papers of a cover identity are known of the person or of the remains. */
bool ag_cover_present(const ag_view *view, ag_text person, ag_text about);

#endif
