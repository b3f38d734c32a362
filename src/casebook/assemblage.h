/* Remains that are together: in a container (and what is in it), split from a lot, come with a handover, of an
 * individual. What is in it, and how many people it is of at least.
 */
#ifndef AG_CASEBOOK_ASSEMBLAGE_H
#define AG_CASEBOOK_ASSEMBLAGE_H

#include "casebook/deed.h"

/* All remains of a container, a handover, a lot or an individual, void ones left out. In the view's arena. */
const ag_row *ag_assemblage_of(const ag_view *view, const ag_row *whole, int *n);
/* The minimum number of individuals among these remains (incident/mni.h): of one person are those of one individual, of
 * one DNA group, and a part with what it was split from. The reason is appended to `why`, which may be NULL. */
int ag_assemblage_mni(const ag_view *view, const ag_row *remains, int n, ag_buffer *why);

/* Facts "mni" (of lots, containers, handovers, individuals) and "contents". */
ag_status ag_assemblage_mni_fact(const ag_view *view, ag_buffer *out, ag_error *err);
ag_status ag_assemblage_contents_fact(const ag_view *view, ag_buffer *out, ag_error *err);

#endif
