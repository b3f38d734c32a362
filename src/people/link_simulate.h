/* Two lists of people who never were, with the truth: for linkage to be measured on.
 *
 * Names are of syllables and surnames that are common in Korea, drawn by rank (1 / (rank + 8), as in general knowledge;
 * no measurement). Each record writes its name in Hangul, in Latin letters of the North or of the South, or in
 * Cyrillic; and each field may be missing, less exact, or corrupted: a letter changed, left out, doubled or exchanged,
 * surname and given name exchanged, day and month exchanged, a wrong value. A cover identity has the name, birth and
 * place of somebody else.
 */
#ifndef AG_PEOPLE_LINK_SIMULATE_H
#define AG_PEOPLE_LINK_SIMULATE_H

#include "base/text.h"

typedef struct ag_lists_options {
    uint32_t records; /* of each list */
    double overlap;   /* share of them that is in the other list too */
    double corrupted; /* share of the fields */
    double missing;   /* share of the fields that are empty; names never are */
    double cover;     /* share of the records of B under a cover identity */
    int scripts;      /* 1 Hangul … 3 all */
    uint64_t seed;
} ag_lists_options;
ag_lists_options ag_lists_defaults(void);

/* id,name,born,died,place,unit,service_number,person: rows in an order that tells nothing. Appends; `list` 0 or 1. */
void ag_lists_write(const ag_lists_options *options, int list, ag_buffer *out);

#endif
