/* Allele frequencies and kits that come with the program (data/README.md), for simulation. */
#ifndef AG_INCIDENT_SHIPPED_H
#define AG_INCIDENT_SHIPPED_H

#include "formats/batch.h"

/* Loci and frequencies of an empty batch. `loci`: a kit of data/kits.csv ("globalfiler"), a list ("FGA,TH01,SE33"), or
 * how many of the list "nist29". `population`: Cauc, AA, Asian, Hisp or all. The batch's population is the empty text:
 * there is one. AG_USAGE says what there is. */
ag_status ag_shipped_fill(const char *loci, const char *population, ag_batch *batch, ag_error *err);

#endif
