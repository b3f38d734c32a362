/* Direct matching of codes: see match.h. */
#include "search/match.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"

#include "base/banned.h"

static const char out_of_memory[] = "out of memory";
enum { MOST_CELL_PRODUCTS = 4096 }; /* beyond, a sum over genotypes is the cheaper way */

/* ---- Ratios at one locus ------------------------------------------------------------------------------------- */

/* The value of a form at one genotype: a row's weight is shared by the two orders of a pair. */
static double form_value(const ag_observation_form *f, int i, int j) {
    double value = f->total + (i == j ? f->trace : 0);
    for (int r = 0; r < f->rows; r++) value += 0.5 * f->row[r].weight * ((f->row[r].i == i) + (f->row[r].i == j));
    for (int c = 0; c < f->cells; c++)
        if (f->cell[c].i == i && f->cell[c].j == j) value += f->cell[c].weight;
    return value;
}

/* given[i] = P(o | one copy is i, the other from the population). */
static void form_given_one(const ag_observation_form *f, const double *p, int n, double *given) {
    double shared = f->total;
    for (int r = 0; r < f->rows; r++) shared += 0.5 * f->row[r].weight * p[f->row[r].i];
    for (int i = 0; i < n; i++) given[i] = shared + f->trace * p[i];
    for (int r = 0; r < f->rows; r++) given[f->row[r].i] += 0.5 * f->row[r].weight;
    for (int c = 0; c < f->cells; c++) given[f->cell[c].i] += f->cell[c].weight * p[f->cell[c].j];
}

/* Σ p_i p_j f1(i,j) f2(i,j), term by term of f1; `given2` is form_given_one of f2. */
static double joint_by_terms(const ag_observation_form *f1, const ag_observation_form *f2, const double *p, int n,
                             const double *given2) {
    double all = 0, diagonal = 0, value = 0;
    for (int i = 0; i < n; i++) all += p[i] * given2[i];
    if (f1->trace > 0 || f1->trace < 0)
        for (int i = 0; i < n; i++) diagonal += p[i] * p[i] * form_value(f2, i, i);
    for (int r = 0; r < f1->rows; r++) value += f1->row[r].weight * p[f1->row[r].i] * given2[f1->row[r].i];
    for (int c = 0; c < f1->cells; c++) {
        const int i = f1->cell[c].i, j = f1->cell[c].j;
        value += f1->cell[c].weight * p[i] * p[j] * form_value(f2, i, j);
    }
    return value + f1->total * all + f1->trace * diagonal;
}

/* The same from the definition: readings such as 12> hold so many alleles that their terms outnumber genotypes. */
static double joint_by_genotypes(const ag_locus *locus, const ag_observation *seen1, const ag_observation *seen2) {
    double sum = 0;
    for (int i = 0; i < locus->n; i++)
        for (int j = i; j < locus->n; j++) {
            const double first = ag_observation_probability(locus, seen1, i, j);
            if (!(first > 0)) continue;
            sum += (i == j ? 1 : 2) * locus->frequency[i] * locus->frequency[j] * first *
                   ag_observation_probability(locus, seen2, i, j);
        }
    return sum;
}

ag_match_ratio ag_match_locus(const ag_catalogue *catalogue, int l, int code1, int code2) {
    const ag_search *s = catalogue->search;
    const ag_locus *locus = s->locus[l];
    if (!code1 || !code2 || locus->x) return (ag_match_ratio){1, 1};
    const ag_code_form *c1 = &catalogue->locus[l].code[code1], *c2 = &catalogue->locus[l].code[code2];
    const ag_observation_form *f1 = &c1->form[0], *f2 = &c2->form[0];
    const double *p = locus->frequency, inverse = c1->inverse_unrelated[0] * c2->inverse_unrelated[0];
    double given1[AG_MAX_ALLELES], given2[AG_MAX_ALLELES], shared = 0;
    form_given_one(f1, p, locus->n, given1);
    form_given_one(f2, p, locus->n, given2);
    for (int i = 0; i < locus->n; i++) shared += p[i] * given1[i] * given2[i];
    const double one = (int64_t)f1->cells * f2->cells > MOST_CELL_PRODUCTS
                           ? joint_by_genotypes(locus, &s->observation[l][code1], &s->observation[l][code2])
                           : joint_by_terms(f1, f2, p, locus->n, given2);
    return (ag_match_ratio){one * inverse, shared * inverse};
}

/* ---- Labels -------------------------------------------------------------------------------------------------- */

static int only_allele(const ag_allele_set *set) {
    int found = -1;
    for (int w = 0; w < AG_ALLELE_WORDS; w++) {
        const uint64_t word = set->word[w];
        if (!word) continue;
        if (found >= 0 || (word & (word - 1))) return -1;
        int bit = 0;
        while (!((word >> bit) & 1)) bit++;
        found = 64 * w + bit;
    }
    return found;
}

static ag_code_label label_of(const ag_observation *seen) {
    ag_code_label label = {.a = -1, .b = -1};
    const bool pair = seen->kind == AG_SEEN_PAIR;
    if (!pair && seen->kind != AG_SEEN_HOMOZYGOTE) return label;
    const int a = only_allele(&seen->a), b = pair ? only_allele(&seen->b) : a;
    if (a < 0 || b < 0) return label;
    label.a = (int16_t)(a < b ? a : b);
    label.b = (int16_t)(a < b ? b : a);
    return label;
}

/* The alleles that were seen, whatever the order and the quality. */
static ag_text key_of(const ag_observation *seen, ag_arena *arena) {
    const ag_allele_set *a = &seen->a, *b = seen->kind == AG_SEEN_PAIR ? &seen->b : a;
    ag_allele_set *key = AG_NEW(arena, ag_allele_set, 2);
    if (!key) return (ag_text){NULL, 0};
    const bool in_order = memcmp(a, b, sizeof *a) <= 0;
    key[0] = in_order ? *a : *b;
    key[1] = in_order ? *b : *a;
    return (ag_text){(const char *)key, 2 * sizeof *key};
}

static ag_status label_locus(ag_match *match, int l, ag_error *err) {
    const ag_search *s = match->search;
    ag_code_label *label = AG_NEW(&match->arena, ag_code_label, s->codes[l]);
    ag_map known;
    ag_map_init(&known);
    bool good = label != NULL;
    for (int c = 0; good && c < s->codes[l]; c++) {
        const ag_observation *seen = &s->observation[l][c];
        label[c] = label_of(seen);
        if (seen->kind == AG_SEEN_NOTHING) continue;
        bool added;
        const ag_text key = key_of(seen, &match->arena);
        const uint32_t *value = key.at ? ag_map_add(&known, key, known.n + 1, &added) : NULL;
        good = value != NULL;
        if (good) label[c].label = (uint16_t)*value;
    }
    ag_map_deinit(&known);
    match->code[l] = label;
    return good ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
}

ag_status ag_match_init(const ag_catalogue *catalogue, ag_match *out, ag_error *err) {
    *out = (ag_match){.catalogue = catalogue, .search = catalogue->search};
    ag_arena_init(&out->arena);
    out->code = AG_NEW(&out->arena, const ag_code_label *, out->search->loci);
    ag_status status = out->code ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int l = 0; status == AG_OK && l < out->search->loci; l++) status = label_locus(out, l, err);
    if (status != AG_OK) ag_match_deinit(out);
    return status;
}

void ag_match_deinit(ag_match *match) {
    ag_arena_deinit(&match->arena);
    *match = (ag_match){0};
}

/* ---- Profiles ------------------------------------------------------------------------------------------------ */

bool ag_match_excluded(const ag_match *match, const uint16_t *first, const uint16_t *second) {
    int differing = 0;
    for (int l = 0; l < match->search->loci; l++) {
        const ag_code_label *x = &match->code[l][first[l]], *y = &match->code[l][second[l]];
        differing += x->a >= 0 && y->a >= 0 && x->label != y->label && !match->search->locus[l]->x;
        if (differing > AG_MATCH_DIFFERING) return true;
    }
    return false;
}

bool ag_match_profiles(const ag_match *match, const uint16_t *first, const uint16_t *second, ag_match_result *out) {
    if (ag_match_excluded(match, first, second)) return false;
    ag_match_result result = {0};
    for (int l = 0; l < match->search->loci; l++) {
        if (!first[l] || !second[l]) continue;
        const ag_match_ratio ratio = ag_match_locus(match->catalogue, l, first[l], second[l]);
        if (ratio.one_person < AG_MATCH_FLOOR) {
            if (++result.differing > AG_MATCH_DIFFERING) return false;
            result.unrelated_ln += log(AG_MATCH_FLOOR);
            result.sibling_ln += log(AG_MATCH_FLOOR);
            continue;
        }
        const double siblings = (1 + 2 * ratio.parent_child + ratio.one_person) / 4;
        result.unrelated_ln += log(ratio.one_person);
        result.sibling_ln += log(ratio.one_person / siblings);
    }
    *out = result;
    return true;
}
