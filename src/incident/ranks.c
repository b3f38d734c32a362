/* Ranks: see ranks.h. */
#include "incident/ranks.h"

#include <stdlib.h>

#include "base/banned.h"

typedef struct named {
    ag_text first, second;
    uint32_t index;
} named;

static int by_name(const void *a, const void *b) {
    const named *x = a, *y = b;
    const int order = ag_text_compare(x->first, y->first);
    return order ? order : ag_text_compare(x->second, y->second);
}

static uint32_t *rank(named *name, size_t n) {
    uint32_t *out = name ? malloc((n + 1) * sizeof *out) : NULL;
    if (out) qsort(name, n, sizeof *name, by_name);
    for (size_t i = 0; out && i < n; i++) out[name[i].index] = (uint32_t)i;
    free(name);
    return out;
}

uint32_t *ag_rank_remains(const ag_incident *incident) {
    const size_t n = (size_t)incident->search.remains;
    named *name = calloc(n + 1, sizeof *name);
    for (size_t i = 0; name && i < n; i++) name[i] = (named){incident->remains[i].row->sample, {"", 0}, (uint32_t)i};
    return rank(name, n);
}

uint32_t *ag_rank_lanes(const ag_incident *incident, const ag_lane *lane, size_t lanes) {
    named *name = calloc(lanes + 1, sizeof *name);
    for (size_t i = 0; name && i < lanes; i++) {
        const ag_incident_family *about = &incident->family[lane[i].family];
        const int person = incident->search.family[lane[i].family].missing[lane[i].missing];
        name[i] = (named){about->id, about->person[person].id, (uint32_t)i};
    }
    return rank(name, lanes);
}
