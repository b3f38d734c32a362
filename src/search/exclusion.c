/* Exclusions of a pair: loci that only mutation could explain. See antigone/search.h. */
#include <stdlib.h>
#include <string.h>

#include "search/catalogue.h"

#include "base/banned.h"

/* The locus as it would be if nothing mutated and nothing was misread; drop-out stays in the observations. */
static ag_locus without_mutation(const ag_locus *locus) {
    ag_locus copy = *locus;
    copy.female = copy.male = NULL;
    copy.theta = copy.dropin = copy.error = 0;
    return copy;
}

/* Can a person with table J have been seen as `seen`? */
static bool may_be_seen(const ag_allele_model *m, const ag_observation *seen, const double *joint, bool haploid) {
    unsigned char may[AG_ALLELE_CAP];
    memset(may, 1, (size_t)m->n);
    ag_observation_support(m, seen, may);
    for (int i = 0; i < m->n; i++) {
        if (!may[i]) continue;
        if (haploid && joint[i] > 0 && ag_observation_probability(m->locus, seen, m->member[i], -1) > 0) return true;
        for (int j = 0; !haploid && j < m->n; j++)
            if (may[j] && joint[i * m->n + j] > 0 &&
                ag_observation_probability(m->locus, seen, m->member[i], m->member[j]) > 0)
                return true;
    }
    return false;
}

static ag_status excluded_at(ag_engine *engine, const ag_search *s, const ag_family *family, int person, int l,
                             const ag_observation *seen, ag_evidence *evidence, ag_arena *arena, double *joint,
                             bool *excluded, ag_error *err) {
    const ag_locus locus = without_mutation(s->locus[l]);
    unsigned char keep[AG_ALLELE_CAP];
    int n = 0;
    for (int r = 0; r < family->readings; r++) {
        const uint16_t code = family->reading[r].code[l];
        if (code) evidence[n++] = (ag_evidence){family->reading[r].person, &s->observation[l][code]};
    }
    *excluded = false;
    if (n == 0) return AG_OK;
    evidence[n] = (ag_evidence){person, seen};
    ag_evidence_alleles(&locus, evidence, n + 1, keep);
    ag_allele_model model;
    double scale_ln;
    ag_status status = ag_allele_model_lumped(&locus, keep, arena, &model, err);
    if (status == AG_OK)
        status =
            ag_engine_table(engine, &family->pedigree, &model, evidence, n, s->pruning, person, joint, &scale_ln, err);
    if (status != AG_OK) return status;
    const bool haploid = ag_person_haploid(&family->pedigree, &locus, person);
    double total = 0;
    for (int i = 0; i < model.n * (haploid ? 1 : model.n); i++) total += joint[i];
    *excluded = total > 0 && !may_be_seen(&model, seen, joint, haploid);
    return AG_OK;
}

ag_status ag_exclusions(ag_engine *engine, const ag_catalogue *catalogue, int remains, int family_index, int missing,
                        int *out, ag_error *err) {
    const ag_search *s = catalogue->search;
    const ag_family *family = &s->family[family_index];
    const uint16_t *code = s->remains_code + (size_t)remains * (size_t)s->loci;
    ag_lane_scratch scratch;
    ag_arena arena;
    ag_arena_init(&arena);
    ag_status status = ag_lane_scratch_init(catalogue, &scratch, err);
    *out = 0;
    for (int l = 0; status == AG_OK && l < s->loci; l++) {
        bool excluded = false;
        if (code[l])
            status = excluded_at(engine, s, family, family->missing[missing], l, &s->observation[l][code[l]],
                                 scratch.evidence, &arena, scratch.joint, &excluded, err);
        *out += excluded;
        ag_arena_reset(&arena);
    }
    ag_lane_scratch_deinit(&scratch);
    ag_arena_deinit(&arena);
    return status;
}
