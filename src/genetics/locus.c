/* A locus: its alleles and their frequencies after the rule, and what mutation does to them.
 *
 * Order of alleles: those of the table, then "rest" where the rule makes one, then those that profiles have and the
 * table lacks, then an added silent allele. An added silent allele counts inside the sum: the others are scaled by what
 * it leaves. An allele that the table gives the frequency 0 counts as lacking: named among the unlisted it gets the
 * minimum.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/genetics.h"
#include "base/arena.h"
#include "base/limits.h"
#include "genetics/allele.h"

#include "base/banned.h"

/* Below this a difference of the frequencies' sum from 1 is rounding. */
static const double SUM_TOLERANCE = 1e-6;

typedef struct made {
    ag_locus locus; /* first: what the caller holds */
    ag_arena arena; /* what the locus points to */
    /* the same arrays, writable while the locus is made */
    const char **allele;
    int32_t *size;
    double *frequency;
} made;

static ag_status out_of_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

static bool probability(double p) { return p >= 0 && p <= 1; }
static bool below_one(double p) { return p >= 0 && p < 1; }

/* ---- What is given -------------------------------------------------------------------------------------------- */

static ag_status check_numbers(const ag_locus_spec *spec, ag_error *err) {
    if (!below_one(spec->theta))
        return ag_fail(err, AG_BAD_INPUT, "such as 0.01", "theta %g is not in [0, 1)", spec->theta);
    if (!below_one(spec->dropin))
        return ag_fail(err, AG_BAD_INPUT, "such as 0.01", "the drop-in probability %g is not in [0, 1)", spec->dropin);
    if (!below_one(spec->error))
        return ag_fail(err, AG_BAD_INPUT, "such as 0.001", "the reading error %g is not in [0, 1)", spec->error);
    if (!below_one(spec->silent_frequency))
        return ag_fail(err, AG_BAD_INPUT, "such as 0.002", "the frequency %g of the silent allele is not in [0, 1)",
                       spec->silent_frequency);
    if (!probability(spec->minimum) || !(spec->database_size >= 0 && isfinite(spec->database_size)))
        return ag_fail(err, AG_BAD_INPUT, "0 takes 5/(2N), or the smallest frequency of the table",
                       "the minimum frequency or the size of the database is not possible");
    return AG_OK;
}

static ag_status check_table(const ag_locus_spec *spec, ag_error *err) {
    double total = 0;
    if (spec->alleles < 1 || spec->unlisted < 0)
        return ag_fail(err, AG_BAD_INPUT, "give its alleles and their frequencies", "the table has no allele");
    if (spec->alleles > AG_MAX_ALLELES || spec->unlisted > AG_MAX_ALLELES)
        return ag_fail(err, AG_BAD_INPUT, "is this a frequency table?", "a locus has at most %d alleles, this one %d",
                       AG_MAX_ALLELES, spec->alleles > spec->unlisted ? spec->alleles : spec->unlisted);
    for (int i = 0; i < spec->alleles; i++) {
        if (!probability(spec->frequency[i]))
            return ag_fail(err, AG_BAD_INPUT, "a frequency is between 0 and 1: 0.12, not 12 or 12 %",
                           "the frequency %g of allele %s is not between 0 and 1", spec->frequency[i], spec->allele[i]);
        total += spec->frequency[i];
    }
    if (!(total > 0)) return ag_fail(err, AG_BAD_INPUT, "give a frequency table", "all frequencies are 0");
    return AG_OK;
}

/* ---- Alleles -------------------------------------------------------------------------------------------------- */

static int find(const made *m, ag_text name) {
    return ag_allele_find(m->allele, m->size, m->locus.n, name, ag_allele_size(name));
}

static ag_status add_allele(made *m, const char *name, double frequency, ag_error *err) {
    const int n = m->locus.n;
    if (n == AG_MAX_ALLELES)
        return ag_fail(err, AG_BAD_INPUT, "is this a frequency table?",
                       "a locus has at most %d alleles, those that profiles add included", AG_MAX_ALLELES);
    const ag_text text = ag_text_of(name);
    m->allele[n] = ag_arena_text(&m->arena, text.at, text.n);
    if (!m->allele[n]) return out_of_memory(err);
    m->size[n] = ag_allele_size(text);
    m->frequency[n] = frequency;
    m->locus.n++;
    return AG_OK;
}

static ag_status add_table(const ag_locus_spec *spec, made *m, ag_error *err) {
    for (int i = 0; i < spec->alleles; i++) {
        const ag_text name = ag_text_of(spec->allele[i]);
        ag_status status = ag_allele_name_check(name, err);
        if (status != AG_OK) return status;
        const int same = find(m, name);
        if (same >= 0)
            return ag_fail(err, AG_BAD_INPUT, "keep one of the two", "allele %s stands in the table twice%s%s%s",
                           spec->allele[i], strcmp(m->allele[same], spec->allele[i]) ? " (as " : "",
                           strcmp(m->allele[same], spec->allele[i]) ? m->allele[same] : "",
                           strcmp(m->allele[same], spec->allele[i]) ? " too)" : "");
        status = add_allele(m, spec->allele[i], spec->frequency[i], err);
        if (status != AG_OK) return status;
        m->locus.sum_as_given += spec->frequency[i];
    }
    m->locus.listed = spec->alleles;
    if (!spec->silent_allele) return AG_OK;
    m->locus.silent = find(m, ag_text_of(spec->silent_allele));
    if (m->locus.silent >= 0) return AG_OK;
    return ag_fail(err, AG_BAD_INPUT, "name an allele of the table, or give the silent frequency instead",
                   "the silent allele %s is not in the table", spec->silent_allele);
}

static double minimum_frequency(const ag_locus_spec *spec, const made *m) {
    if (spec->minimum > 0) return spec->minimum;
    if (spec->database_size > 0) return fmin(1, 5 / (2 * spec->database_size));
    double least = 1;
    for (int i = 0; i < m->locus.listed; i++)
        if (i != m->locus.silent && m->frequency[i] > 0) least = fmin(least, m->frequency[i]);
    return least;
}

/* Is `name` an allele still to be added? One that the table has at 0 is raised instead. */
static bool lacking(made *m, ag_text name) {
    const int i = find(m, name);
    if (i < 0) return true;
    if (i != m->locus.silent && !(m->frequency[i] > 0)) m->frequency[i] = m->locus.minimum;
    return false;
}

static double sum(const made *m) {
    double total = 0;
    for (int i = 0; i < m->locus.n; i++) total += m->frequency[i];
    return total;
}

/* The rest stands before the unlisted alleles but is what they, too, leave: it is added at 0 and set afterwards. */
static ag_status add_others(const ag_locus_spec *spec, made *m, ag_error *err) {
    const int rest = m->locus.n;
    ag_status status = AG_OK;
    if (spec->rule == AG_FREQUENCY_REST && sum(m) < 1 - SUM_TOLERANCE) {
        if (find(m, AG_TEXT("rest")) >= 0)
            return ag_fail(err, AG_BAD_INPUT, "take the frequencies as given or renormalise",
                           "the table has an allele 'rest' and lacks %g to 1 with it", 1 - sum(m));
        status = add_allele(m, "rest", 0, err);
    }
    const int before = m->locus.n;
    for (int i = 0; status == AG_OK && i < spec->unlisted; i++) {
        const ag_text name = ag_text_of(spec->unlisted_allele[i]);
        status = ag_allele_name_check(name, err);
        if (status == AG_OK && lacking(m, name))
            status = add_allele(m, spec->unlisted_allele[i], m->locus.minimum, err);
    }
    if (status == AG_OK && before > rest) m->frequency[rest] = fmax(0, 1 - sum(m));
    return status;
}

static void apply_rule(const ag_locus_spec *spec, made *m, double silent) {
    double factor = 1 - silent;
    if (spec->rule == AG_FREQUENCY_MINIMUM)
        for (int i = 0; i < m->locus.n; i++)
            if (i != m->locus.silent) m->frequency[i] = fmax(m->frequency[i], m->locus.minimum);
    if (spec->rule == AG_FREQUENCY_MINIMUM || spec->rule == AG_FREQUENCY_RENORMALISE) factor /= sum(m);
    for (int i = 0; i < m->locus.n; i++) m->frequency[i] *= factor;
}

static ag_status add_silent(made *m, double silent, ag_error *err) {
    if (!(silent > 0)) return AG_OK;
    if (find(m, AG_TEXT("silent")) >= 0)
        return ag_fail(err, AG_BAD_INPUT, "say that it is the silent allele, and give no other silent frequency",
                       "the table has an allele 'silent' already");
    m->locus.silent = m->locus.n;
    return add_allele(m, "silent", silent, err);
}

static ag_status make_alleles(const ag_locus_spec *spec, made *m, ag_error *err) {
    m->allele = AG_NEW(&m->arena, const char *, AG_MAX_ALLELES);
    m->size = AG_NEW(&m->arena, int32_t, AG_MAX_ALLELES);
    m->frequency = AG_NEW(&m->arena, double, AG_MAX_ALLELES);
    m->locus.name = ag_arena_text(&m->arena, spec->name ? spec->name : "", spec->name ? strlen(spec->name) : 0);
    if (m->arena.failed) return out_of_memory(err);
    m->locus.allele = m->allele;
    m->locus.size_tenths = m->size;
    m->locus.frequency = m->frequency;
    ag_status status = add_table(spec, m, err);
    if (status != AG_OK) return status;
    if (spec->unlisted > 0 || spec->rule == AG_FREQUENCY_MINIMUM) m->locus.minimum = minimum_frequency(spec, m);
    status = add_others(spec, m, err);
    if (status != AG_OK) return status;
    const double silent = spec->silent_allele ? 0 : spec->silent_frequency;
    apply_rule(spec, m, silent);
    return add_silent(m, silent, err);
}

/* ---- Mutation ------------------------------------------------------------------------------------------------- */

static bool is_identity(const double *matrix, long n) {
    for (long i = 0; i < n; i++)
        if (matrix[i * n + i] < 1) return false;
    return true;
}

/* A matrix over names speaks of the table: every allele there, no other. What profiles add stays out of it. */
static ag_status check_custom_names(const ag_mutation_spec *mutation, const made *m, ag_error *err) {
    if (mutation->model != AG_MUTATION_CUSTOM || !mutation->allele) return AG_OK;
    bool named[AG_MAX_ALLELES] = {false};
    for (int k = 0; k < mutation->alleles; k++) {
        const int i = find(m, ag_text_of(mutation->allele[k]));
        if (i < 0 || i == m->locus.silent)
            return ag_fail(err, AG_BAD_INPUT, "its names are those of the frequency table, without the silent allele",
                           "the custom mutation matrix names allele %s, which %s", mutation->allele[k],
                           i < 0 ? "the table lacks" : "is silent");
        named[i] = true;
    }
    for (int i = 0; i < m->locus.listed; i++)
        if (!named[i] && i != m->locus.silent)
            return ag_fail(err, AG_BAD_INPUT, "its names are those of the frequency table, without the silent allele",
                           "the custom mutation matrix lacks allele %s", m->allele[i]);
    return AG_OK;
}

static ag_status make_matrix(const ag_mutation_spec *mutation, made *m, const double **out, ag_error *err) {
    *out = NULL;
    if (mutation->model == AG_MUTATION_NONE) return AG_OK;
    ag_status status = check_custom_names(mutation, m, err);
    if (status != AG_OK) return status;
    const int n = m->locus.n;
    double *matrix = AG_NEW(&m->arena, double, (size_t)n *(size_t)n);
    if (!matrix) return out_of_memory(err);
    status = ag_mutation_matrix(mutation, n, m->allele, m->size, m->frequency, m->locus.silent, matrix, err);
    if (status == AG_OK && !is_identity(matrix, n)) *out = matrix;
    return status;
}

static ag_status make_mutation(const ag_locus_spec *spec, made *m, ag_error *err) {
    ag_locus *locus = &m->locus;
    ag_status status = make_matrix(&spec->female, m, &locus->female, err);
    if (status == AG_OK) status = make_matrix(&spec->male, m, &locus->male, err);
    if (status != AG_OK) return status;
    const size_t bytes = (size_t)locus->n * (size_t)locus->n * sizeof *locus->male;
    /* One matrix for both sexes is one pointer: who compares pointers saves the work for the second. */
    if (locus->female && locus->male && memcmp(locus->female, locus->male, bytes) == 0) locus->male = locus->female;
    locus->female_report = ag_mutation_properties(locus->female, locus->n, locus->frequency);
    locus->male_report = ag_mutation_properties(locus->male, locus->n, locus->frequency);
    return AG_OK;
}

/* ---- Interface ------------------------------------------------------------------------------------------------ */

ag_status ag_locus_new(const ag_locus_spec *spec, ag_locus **out, ag_error *err) {
    *out = NULL;
    ag_status status = check_numbers(spec, err);
    if (status == AG_OK) status = check_table(spec, err);
    if (status != AG_OK) return status;
    made *m = calloc(1, sizeof *m);
    if (!m) return out_of_memory(err);
    ag_arena_init(&m->arena);
    m->locus.x = spec->x;
    m->locus.silent = -1;
    m->locus.theta = spec->theta;
    m->locus.dropin = spec->dropin;
    m->locus.error = spec->error;
    m->locus.rule = spec->rule;
    status = make_alleles(spec, m, err);
    if (status == AG_OK) status = make_mutation(spec, m, err);
    if (status == AG_OK)
        *out = &m->locus;
    else
        ag_locus_free(&m->locus);
    return status;
}

void ag_locus_free(ag_locus *locus) {
    if (!locus) return;
    made *m = (made *)locus;
    ag_arena_deinit(&m->arena);
    free(m);
}

int ag_locus_allele(const ag_locus *locus, const char *name) {
    const ag_text text = ag_text_of(name);
    return ag_allele_find(locus->allele, locus->size_tenths, locus->n, text, ag_allele_size(text));
}
