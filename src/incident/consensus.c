/* Consensus of parts: see consensus.h. */
#include "incident/consensus.h"

#include <math.h>

#include "base/banned.h"

static const ag_observation *seen_of(const ag_incident *in, int remains, int locus) {
    const ag_search *s = &in->search;
    const uint16_t code = s->remains_code[(size_t)remains * (size_t)s->loci + (size_t)locus];
    return code ? &s->observation[locus][code] : NULL;
}

ag_consensus ag_consensus_of(const ag_incident *in, const int *remains, int n, int l) {
    const ag_locus *locus = in->search.locus[l];
    ag_consensus out = {-1, -1, NAN, 0};
    double total = 0, best = 0;
    for (int k = 0; k < n; k++) out.readings += seen_of(in, remains[k], l) != NULL;
    for (int i = 0; i < locus->n && out.readings; i++)
        for (int j = i; j < locus->n; j++) {
            double p = (i == j ? 1 : 2) * locus->frequency[i] * locus->frequency[j];
            for (int k = 0; k < n && p > 0; k++) {
                const ag_observation *seen = seen_of(in, remains[k], l);
                if (seen) p *= ag_observation_probability(locus, seen, i, j);
            }
            total += p;
            if (p <= best) continue;
            best = p;
            out.a = i;
            out.b = j;
        }
    if (best > 0) out.probability = best / total;
    return out;
}
