/* How much more probable are two samples if they are father and child than if they are strangers?
 *
 *     cc client.c $(pkg-config --cflags --libs antigone) && ./a.out
 *
 * By hand: at the first locus the child has one allele of the father, 1 / (4 × 0.2) = 1.25; at the second both
 * are homozygous for the same allele, 1 / 0.1 = 10. Together 12.5.
 */
#include <antigone/antigone.h>

#include <math.h>
#include <stdio.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static const ag_person related[] = {
    {.father = -1, .mother = -1, .sex = AG_MALE, .twin = -1},
    {.father = 0, .mother = -1, .sex = AG_MALE, .twin = -1},
};
static const ag_person strangers[] = {
    {.father = -1, .mother = -1, .sex = AG_MALE, .twin = -1},
    {.father = -1, .mother = -1, .sex = AG_MALE, .twin = -1},
};

/* ln LR at one locus; cell[0] is the father's, cell[1] the child's. */
static ag_status compare(ag_engine *engine, const ag_locus *locus, const char *const cell[2], double *lr_ln,
                         ag_error *err) {
    const ag_observation_rules rules = {.dropout = 0, .dropout_both = -1};
    const ag_pedigree family = {2, related}, apart = {2, strangers};
    ag_observation seen[2];
    ag_evidence evidence[2];
    for (int i = 0; i < 2; i++) {
        unsigned flags;
        const ag_status status = ag_observation_parse(locus, cell[i], &rules, &seen[i], &flags, err);
        if (status != AG_OK) return status;
        evidence[i] = (ag_evidence){.person = i, .seen = &seen[i]};
    }
    double with_ln, without_ln;
    ag_status status = ag_likelihood(engine, &family, locus, evidence, 2, AG_PRUNE_NOTHING, &with_ln, err);
    if (status == AG_OK) status = ag_likelihood(engine, &apart, locus, evidence, 2, AG_PRUNE_NOTHING, &without_ln, err);
    if (status == AG_OK) *lr_ln += with_ln - without_ln;
    return status;
}

int main(void) {
    static const char *const name[] = {"D3S1358", "TH01"};
    static const char *const allele[][4] = {{"12", "14", "15", "16"}, {"6", "7", "9", "9.3"}};
    static const double frequency[][4] = {{0.3, 0.2, 0.4, 0.1}, {0.3, 0.2, 0.1, 0.4}};
    static const char *const cell[][2] = {{"14/15", "12/14"}, {"9/9", "9/9"}};
    double lr_ln = 0;
    ag_error err = {0};
    ag_engine *engine = ag_engine_new();
    ag_status status = engine ? AG_OK : ag_fail(&err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < COUNT(name) && status == AG_OK; i++) {
        ag_locus *locus = NULL;
        status = ag_locus_new(
            &(ag_locus_spec){.name = name[i], .alleles = 4, .allele = allele[i], .frequency = frequency[i]}, &locus,
            &err);
        if (status == AG_OK) status = compare(engine, locus, cell[i], &lr_ln, &err);
        ag_locus_free(locus);
    }
    ag_engine_free(engine);
    char text[700];
    if (status != AG_OK) return fprintf(stderr, "%s\n", ag_error_format(&err, text, sizeof text)), (int)status;
    printf("LR %.6g\n", exp(lr_ln));
    return 0;
}
