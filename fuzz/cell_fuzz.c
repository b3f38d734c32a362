/* Any bytes as a cell of a profile: what is read is a probability for every genotype, its linear form agrees, and what
 * is not read leaves a message. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/genetics.h"

#include "base/banned.h"

static ag_locus *repeats(void) {
    static const char *const table[] = {"7", "8", "9", "9.3", "10", "15", "15.2", "X"}, *const seen[] = {"31.2"};
    static const double p[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    const ag_locus_spec spec = {.name = "L",
                                .alleles = 8,
                                .allele = table,
                                .frequency = p,
                                .rule = AG_FREQUENCY_REST,
                                .unlisted = 1,
                                .unlisted_allele = seen,
                                .silent_frequency = 0.02,
                                .dropin = 0.03,
                                .error = 0.01};
    ag_locus *locus = NULL;
    return ag_locus_new(&spec, &locus, NULL) == AG_OK ? locus : NULL;
}

static ag_locus *letters(void) {
    static const char *const table[] = {"A", "C"};
    static const double p[] = {0.4, 0.6};
    const ag_locus_spec spec = {.name = "rs1", .alleles = 2, .allele = table, .frequency = p};
    ag_locus *locus = NULL;
    return ag_locus_new(&spec, &locus, NULL) == AG_OK ? locus : NULL;
}

static double form_at(const ag_observation_form *form, int i, int j) {
    double value = form->total + (i == j ? form->trace : 0);
    for (int r = 0; r < form->rows; r++)
        value += ((form->row[r].i == i) + (form->row[r].i == j)) * form->row[r].weight / 2;
    for (int c = 0; c < form->cells; c++)
        if (form->cell[c].i == i && form->cell[c].j == j) value += form->cell[c].weight;
    return value;
}

static void check_form(const ag_locus *locus, const ag_observation *seen) {
    ag_observation_form form;
    if (ag_observation_form_new(locus, seen, false, &form, NULL) != AG_OK) abort();
    for (int i = 0; i < locus->n; i++)
        for (int j = 0; j < locus->n; j++) {
            const double p = ag_observation_probability(locus, seen, i, j);
            if (!(p >= -1e-15 && p <= 1 + 1e-12) || fabs(p - form_at(&form, i, j)) > 1e-13) abort();
        }
    ag_observation_form_free(&form);
}

static void read_cell(const ag_locus *locus, const char *cell, double dropout) {
    const ag_observation_rules rules = {.dropout = dropout, .dropout_both = -1};
    ag_observation seen;
    ag_error err;
    unsigned flags;
    char name[2][16];
    const int lacking = ag_cell_unlisted(locus, cell, name);
    const ag_status status = ag_observation_parse(locus, cell, &rules, &seen, &flags, &err);
    if (lacking < -1 || lacking > 2 || (status == AG_OK && lacking != 0)) abort();
    for (int i = 0; i < lacking; i++)
        if (strlen(name[i]) > 15 || ag_locus_allele(locus, name[i]) >= 0) abort();
    if (status == AG_OK)
        check_form(locus, &seen);
    else if (status != AG_BAD_INPUT || !err.what[0] || !err.hint[0])
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static ag_locus *locus[2];
    if (!locus[0]) locus[0] = repeats();
    if (!locus[1]) locus[1] = letters();
    char *cell = malloc(size + 1);
    if (!cell || !locus[0] || !locus[1]) abort();
    memcpy(cell, data, size);
    cell[size] = 0;
    read_cell(locus[0], cell, 0.1);
    read_cell(locus[0], cell, 0);
    read_cell(locus[1], cell, 0);
    free(cell);
    return 0;
}
