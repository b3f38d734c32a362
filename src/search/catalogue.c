/* The catalogue of a search, and the likelihood ratios of a lane's codes. See catalogue.h. */
#include "search/catalogue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char out_of_memory[] = "out of memory";

/* ---- Linear forms of a table --------------------------------------------------------------------------------- */

typedef struct margins {
    double total, trace;
    double *row; /* Σ_j (J_ij + J_ji) / 2 */
} margins;

/* Eight partial sums: the additions can run side by side, in an order that the source fixes. */
static double sum_of(const double *x, long n) {
    double part[8] = {0};
    long i = 0;
    for (; i + 8 <= n; i += 8)
        for (int k = 0; k < 8; k++) part[k] += x[i + k];
    for (; i < n; i++) part[0] += x[i];
    return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

/* `column` is scratch for n numbers. */
static void margins_of(const double *joint, int n, bool haploid, margins *m, double *column) {
    m->total = m->trace = 0;
    memset(column, 0, (size_t)n * sizeof *column);
    for (int i = 0; i < n; i++) {
        const double *r = joint + (haploid ? i : (long)i * n);
        m->row[i] = haploid ? *r : 0.5 * sum_of(r, n);
        for (int j = 0; !haploid && j < n; j++) column[j] += 0.5 * r[j];
        m->trace += haploid ? 0 : r[i];
    }
    for (int i = 0; i < n; i++) m->total += m->row[i] += column[i];
}

static double apply(const ag_observation_form *f, const double *joint, int n, const margins *m) {
    double value = 0;
    for (int c = 0; c < f->cells; c++) value += f->cell[c].weight * joint[(long)f->cell[c].i * n + f->cell[c].j];
    for (int r = 0; r < f->rows; r++) value += f->row[r].weight * m->row[f->row[r].i];
    return value + f->total * m->total + f->trace * m->trace;
}

/* ---- Lists of codes ------------------------------------------------------------------------------------------ */

/* One genotype {i, j}, or {i, i}: the sum of (i, j) and (j, i), or (i, i) alone. */
static bool is_genotype(const ag_observation_form *f) {
    if (f->rows || f->total != 0 || f->trace != 0) return false;
    return f->cells == 1 || (f->cells == 2 && f->cell[0].weight == f->cell[1].weight);
}

static ag_code_entries entries_of(const ag_code_form *code, int row, int n) {
    const ag_observation_form *f = &code->form[0];
    const ag_form_term *a = &f->cell[0], *b = &f->cell[f->cells - 1];
    const double weight = a->weight * code->inverse_unrelated[0] / (f->cells == 1 ? 2 : 1);
    return (ag_code_entries){row, {a->i * n + a->j, b->i * n + b->j}, weight};
}

ag_status ag_code_list_make(const ag_catalogue *cat, int l, const uint16_t *code, int codes, ag_arena *arena,
                            ag_code_list *out, ag_error *err) {
    const ag_code_form *of = cat->locus[l].code;
    const bool simple = cat->locus[l].model.locus->theta == 0;
    ag_code_entries *entry = AG_NEW(arena, ag_code_entries, codes);
    int *other = AG_NEW(arena, int, codes);
    if (!entry || !other) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    *out = (ag_code_list){.codes = codes, .code = code, .entry = entry, .other = other};
    for (int c = 0; c < codes; c++) {
        if (simple && is_genotype(&of[code[c]].form[0])) {
            entry[out->entries++] = entries_of(&of[code[c]], c, cat->locus[l].model.n);
            continue;
        }
        other[out->others++] = c;
        out->margins |= code[c] != 0;
    }
    return AG_OK;
}

/* ---- Making a catalogue -------------------------------------------------------------------------------------- */

/* Probability of every code in an unrelated person: the form over p p, or over p. */
static void set_unrelated(const ag_locus *locus, ag_code_form *code, int codes, bool haploid, double *joint,
                          double *row, double *column) {
    const int n = locus->n;
    for (int i = 0; i < n; i++) {
        if (haploid) joint[i] = locus->frequency[i];
        for (int j = 0; !haploid && j < n; j++) joint[(long)i * n + j] = locus->frequency[i] * locus->frequency[j];
    }
    margins m = {.row = row};
    margins_of(joint, n, haploid, &m, column);
    for (int c = 0; c < codes; c++) {
        const double p = apply(&code[c].form[haploid], joint, n, &m);
        code[c].inverse_unrelated[haploid] = p > 0 ? 1 / p : 0;
    }
}

static ag_status prepare_locus(ag_catalogue *cat, int l, ag_lane_scratch *scratch, ag_error *err) {
    const ag_search *s = cat->search;
    ag_status status = ag_allele_model_full(s->locus[l], &cat->arena, &cat->locus[l].model, err);
    if (status == AG_OK)
        status = ag_allele_model_summarise(&cat->locus[l].model, s->observation[l], s->codes[l], &cat->arena, err);
    if (status != AG_OK) return status;
    ag_code_form *code = AG_NEW(&cat->arena, ag_code_form, s->codes[l]);
    if (!code) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    cat->locus[l].code = code;
    for (int haploid = 0; haploid < 1 + s->locus[l]->x; haploid++) {
        for (int c = 0; c < s->codes[l]; c++) {
            status = ag_observation_form_new(s->locus[l], &s->observation[l][c], haploid, &code[c].form[haploid], err);
            if (status != AG_OK) return status;
        }
        set_unrelated(s->locus[l], code, s->codes[l], haploid, scratch->joint, scratch->row,
                      scratch->row + cat->most_alleles);
    }
    return ag_code_list_make(cat, l, cat->every_code, s->codes[l], &cat->arena, &cat->every[l], err);
}

ag_status ag_catalogue_new(const ag_search *search, ag_catalogue **out, ag_error *err) {
    ag_catalogue *cat = calloc(1, sizeof *cat);
    if (!cat) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    cat->search = search;
    cat->locus = AG_NEW(&cat->arena, ag_catalogue_locus, search->loci);
    cat->first = AG_NEW(&cat->arena, int, search->loci + 1);
    cat->every = AG_NEW(&cat->arena, ag_code_list, search->loci);
    int most_codes = 0;
    ag_lane_scratch scratch = {0};
    ag_status status = cat->arena.failed ? ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory) : AG_OK;
    for (int l = 0; status == AG_OK && l < search->loci; l++) {
        cat->first[l + 1] = cat->first[l] + search->codes[l];
        if (search->locus[l]->n > cat->most_alleles) cat->most_alleles = search->locus[l]->n;
        if (search->codes[l] > most_codes) most_codes = search->codes[l];
    }
    cat->every_code = AG_NEW(&cat->arena, uint16_t, most_codes);
    for (int c = 0; cat->every_code && c < most_codes; c++) cat->every_code[c] = (uint16_t)c;
    if (status == AG_OK && cat->arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int f = 0; f < search->families; f++) {
        const ag_family *family = &search->family[f];
        if (family->readings > cat->most_readings) cat->most_readings = family->readings;
        if (family->pedigree.persons > cat->most_persons) cat->most_persons = family->pedigree.persons;
    }
    if (status == AG_OK) status = ag_lane_scratch_init(cat, &scratch, err);
    for (int n = 1; status == AG_OK && n <= AG_MOST_CLASSES; n++)
        status = ag_allele_model_identity(n, &cat->arena, &cat->possible[n], err);
    for (int l = 0; status == AG_OK && l < search->loci; l++) status = prepare_locus(cat, l, &scratch, err);
    ag_lane_scratch_deinit(&scratch);
    if (status == AG_OK)
        *out = cat;
    else
        ag_catalogue_free(cat);
    return status;
}

void ag_catalogue_free(ag_catalogue *cat) {
    if (!cat) return;
    for (int l = 0; l < cat->search->loci; l++) {
        for (int c = 0; cat->locus[l].code && c < cat->search->codes[l]; c++)
            for (int k = 0; k < 2; k++) {
                ag_observation_form form = cat->locus[l].code[c].form[k];
                ag_observation_form_free(&form);
            }
    }
    ag_arena_deinit(&cat->arena);
    free(cat);
}

int ag_catalogue_first(const ag_catalogue *catalogue, int locus) { return catalogue->first[locus]; }

/* ---- Lanes --------------------------------------------------------------------------------------------------- */

ag_status ag_lane_scratch_init(const ag_catalogue *cat, ag_lane_scratch *out, ag_error *err) {
    const size_t n = (size_t)cat->most_alleles + 1;
    *out = (ag_lane_scratch){.joint = malloc(n * n * sizeof *out->joint),
                             .unrelated = malloc(n * n * sizeof *out->unrelated),
                             .row = malloc(3 * n * sizeof *out->row),
                             .evidence = malloc(((size_t)cat->most_readings + 1) * sizeof *out->evidence),
                             .person = malloc(((size_t)cat->most_persons + 1) * sizeof *out->person)};
    if (out->joint && out->unrelated && out->row && out->evidence && out->person) return AG_OK;
    ag_lane_scratch_deinit(out);
    return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
}

void ag_lane_scratch_deinit(ag_lane_scratch *scratch) {
    free(scratch->joint);
    free(scratch->unrelated);
    free(scratch->row);
    free(scratch->evidence);
    free(scratch->person);
    *scratch = (ag_lane_scratch){0};
}

int ag_family_evidence(const ag_search *s, const ag_family *family, int l, ag_evidence *evidence) {
    int n = 0;
    for (int r = 0; r < family->readings; r++) {
        const uint16_t code = family->reading[r].code[l];
        if (code) evidence[n++] = (ag_evidence){family->reading[r].person, &s->observation[l][code]};
    }
    return n;
}

/* The table if the remains were an unrelated founder beside the family, sharing its draws from the population. */
static ag_status unrelated_table(ag_engine *engine, const ag_search *s, const ag_family *family, int person,
                                 const ag_allele_model *model, int n, ag_lane_scratch *scratch, double *scale_ln,
                                 ag_error *err) {
    const int persons = family->pedigree.persons;
    memcpy(scratch->person, family->pedigree.person, (size_t)persons * sizeof *scratch->person);
    scratch->person[persons] = (ag_person){-1, -1, family->pedigree.person[person].sex, -1, 0};
    const ag_pedigree with_stranger = {persons + 1, scratch->person};
    return ag_engine_table(engine, &with_stranger, model, scratch->evidence, n, s->pruning, persons, scratch->unrelated,
                           scale_ln, err);
}

/* P(code | evidence) against P(code) of one allele after the other drawn from the table; with theta = 0 that is the
 * likelihood ratio, the unrelated side being the same for every family and standing in the list. */
static void independent_rows(const ag_catalogue *cat, int l, const ag_code_list *list, bool haploid,
                             ag_lane_scratch *scratch, double *out, bool *possible) {
    const int n = cat->locus[l].model.n;
    const double *joint = scratch->joint;
    margins m = {.row = scratch->row};
    if (haploid || list->margins)
        margins_of(joint, n, haploid, &m, scratch->row + cat->most_alleles);
    else
        m.total = sum_of(joint, (long)n * n);
    *possible = m.total > 0;
    const double factor = *possible ? 1 / m.total : 0;
    for (int e = 0; e < list->entries && !haploid; e++) {
        const ag_code_entries *x = &list->entry[e];
        out[x->row] = (joint[x->at[0]] + joint[x->at[1]]) * x->weight * factor;
    }
    const int others = haploid ? list->codes : list->others;
    for (int i = 0; i < others; i++) {
        const int row = haploid ? i : list->other[i], code = list->code[row];
        const ag_code_form *f = &cat->locus[l].code[code];
        out[row] =
            code == 0 ? *possible : apply(&f->form[haploid], joint, n, &m) * factor * f->inverse_unrelated[haploid];
    }
}

/* theta > 0: `unrelated` holds the table of a stranger who shares the draws; `scale` brings both to one unit. */
static void sequential_rows(const ag_catalogue *cat, int l, const ag_code_list *list, bool haploid, double scale,
                            ag_lane_scratch *scratch, double *out, bool *possible) {
    const int n = cat->locus[l].model.n, most = cat->most_alleles;
    margins m = {.row = scratch->row}, u = {.row = scratch->row + most};
    margins_of(scratch->joint, n, haploid, &m, scratch->row + 2 * most);
    margins_of(scratch->unrelated, n, haploid, &u, scratch->row + 2 * most);
    *possible = u.total > 0;
    for (int c = 0; c < list->codes; c++) {
        const ag_observation_form *f = &cat->locus[l].code[list->code[c]].form[haploid];
        const double unrelated = apply(f, scratch->unrelated, n, &u);
        out[c] = list->code[c] == 0 ? *possible
                 : unrelated > 0    ? scale * apply(f, scratch->joint, n, &m) / unrelated
                                    : 0;
    }
}

ag_status ag_place_rows(ag_engine *engine, const ag_catalogue *cat, const ag_pedigree *pedigree, int person, int l,
                        const ag_evidence *evidence, int n, const ag_code_list *list, ag_lane_scratch *scratch,
                        double *out, double *scale_ln, bool *possible, ag_error *err) {
    const ag_allele_model *model = &cat->locus[l].model;
    const ag_status status = ag_engine_table(engine, pedigree, model, evidence, n, cat->search->pruning, person,
                                             scratch->joint, scale_ln, err);
    if (status == AG_OK)
        independent_rows(cat, l, list, ag_person_haploid(pedigree, model->locus, person), scratch, out, possible);
    return status;
}

ag_status ag_lane_rows(ag_engine *engine, const ag_catalogue *cat, int family_index, int missing, int l,
                       const ag_code_list *list, ag_lane_scratch *scratch, double *out, bool *possible, ag_error *err) {
    const ag_search *s = cat->search;
    const ag_family *family = &s->family[family_index];
    const ag_allele_model *model = &cat->locus[l].model;
    const int person = family->missing[missing];
    const bool haploid = ag_person_haploid(&family->pedigree, model->locus, person);
    const int seen = ag_family_evidence(s, family, l, scratch->evidence);
    double scale_ln, unrelated_scale_ln;
    ag_status status = ag_place_rows(engine, cat, &family->pedigree, person, l, scratch->evidence, seen, list, scratch,
                                     out, &scale_ln, possible, err);
    if (status != AG_OK || model->locus->theta == 0) return status;
    status = unrelated_table(engine, s, family, person, model, seen, scratch, &unrelated_scale_ln, err);
    if (status == AG_OK)
        sequential_rows(cat, l, list, haploid, exp(scale_ln - unrelated_scale_ln), scratch, out, possible);
    return status;
}

ag_status ag_code_chances(ag_engine *engine, const ag_catalogue *cat, const ag_pedigree *pedigree, int person, int l,
                          const ag_evidence *evidence, int n, const ag_code_list *list, ag_lane_scratch *scratch,
                          double *out, ag_error *err) {
    const bool haploid = ag_person_haploid(pedigree, cat->locus[l].model.locus, person);
    double scale_ln;
    bool possible;
    const ag_status status =
        ag_place_rows(engine, cat, pedigree, person, l, evidence, n, list, scratch, out, &scale_ln, &possible, err);
    for (int c = 0; c < list->codes && status == AG_OK; c++) {
        const double inverse = cat->locus[l].code[list->code[c]].inverse_unrelated[haploid];
        if (list->code[c]) out[c] = inverse > 0 ? out[c] / inverse : 0;
    }
    return status;
}

ag_status ag_lane_table(ag_engine *engine, const ag_catalogue *cat, int family, int missing, double *out,
                        ag_error *err) {
    ag_lane_scratch scratch;
    ag_status status = ag_lane_scratch_init(cat, &scratch, err);
    if (status != AG_OK) return status;
    for (int l = 0; status == AG_OK && l < cat->search->loci; l++) {
        bool possible;
        double *at = out + cat->first[l];
        status = ag_lane_rows(engine, cat, family, missing, l, &cat->every[l], &scratch, at, &possible, err);
        for (int c = 0; status == AG_OK && c < cat->search->codes[l]; c++) at[c] = possible ? log(at[c]) : NAN;
    }
    ag_lane_scratch_deinit(&scratch);
    return status;
}

int ag_shared_loci(const ag_search *s, int remains, int family_index) {
    const ag_family *family = &s->family[family_index];
    const uint16_t *code = s->remains_code + (size_t)remains * (size_t)s->loci;
    int shared = 0;
    for (int l = 0; l < s->loci; l++) {
        bool seen = false;
        for (int r = 0; r < family->readings; r++) seen |= family->reading[r].code[l] != 0;
        shared += seen && code[l];
    }
    return shared;
}
