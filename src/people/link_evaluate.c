/* A linkage against the truth: see link.h. */
#include <stdlib.h>

#include "people/link.h"

#include "base/banned.h"

static const double step_at[AG_LINK_STEPS] = {0.01, 0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999};
static const double bin_from[AG_LINK_BINS + 1] = {0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1};

double ag_link_bin_from(int bin) { return bin_from[bin]; }

typedef struct whose {
    uint32_t person, record;
} whose;

static int by_person(const void *x, const void *y) {
    const whose *a = x, *b = y;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

/* Pairs of one person across the lists, or within the one. */
static ag_status count_truth(const ag_link_record *record, uint32_t n_a, uint32_t n_b, const uint32_t *person,
                             ag_link_evaluation *out, ag_error *err) {
    const uint32_t n = n_a + n_b;
    whose *w = malloc(((size_t)n + 1) * sizeof *w);
    if (!w) return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
    for (uint32_t i = 0; i < n; i++) w[i] = (whose){person[i], i};
    qsort(w, n, sizeof *w, by_person);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && w[i].person && w[k].person == w[i].person; k++) {
            if (n_b && (w[i].record < n_a) == (w[k].record < n_a)) continue;
            out->truth++;
            out->outside += ag_link_rule(&record[w[i].record], &record[w[k].record]) == AG_LINK_LINES;
        }
    free(w);
    return AG_OK;
}

ag_status ag_link_evaluate(const ag_linkage *linkage, const ag_link_record *record, uint32_t n_a, uint32_t n_b,
                           const uint32_t *person, ag_link_evaluation *out, ag_error *err) {
    *out = (ag_link_evaluation){0};
    for (int k = 0; k < AG_LINK_STEPS; k++) out->step[k].threshold = step_at[k];
    for (size_t i = 0; i < linkage->pairs; i++) {
        const ag_link_pair *p = &linkage->pair[i];
        const bool right = person[p->a] && person[p->a] == person[p->b];
        for (int k = 0; k < AG_LINK_STEPS && p->posterior >= step_at[k]; k++) {
            out->step[k].linked++;
            out->step[k].right += right;
        }
        int bin = AG_LINK_BINS - 1;
        while (bin >= 0 && p->posterior < bin_from[bin]) bin--;
        if (bin < 0) continue;
        out->bin[bin].pairs++;
        out->bin[bin].right += right;
        out->bin[bin].expected += p->posterior;
    }
    return count_truth(record, n_a, n_b, person, out, err);
}
