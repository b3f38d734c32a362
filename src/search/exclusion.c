/* Exclusions of a pair: loci that only mutation could explain. See antigone/search.h.
 *
 * Only possibility is asked, so frequencies do not matter: alleles that the family and the remains tell apart are
 * classes of their own, all others are one, and every class has the same frequency.
 */
#include <stdlib.h>
#include <string.h>

#include "search/catalogue.h"

#include "base/banned.h"

/* What one question needs; made once for all loci of a pair. */
typedef struct question {
    const ag_search *search;
    const ag_family *family;
    int person; /* the missing one */
    const ag_catalogue *catalogue;
    ag_arena arena;
    ag_lane_scratch scratch;
    ag_locus locus; /* as it would be if nothing mutated and nothing was misread; drop-out stays in the observations */
    uint16_t class_of[AG_ALLELE_CAP], member[AG_ALLELE_CAP];
    ag_allele_model model;
} question;

/* Marks the alleles that an observation names. */
static void mark_alleles(const question *q, const ag_allele_model *full, const ag_evidence *evidence,
                         unsigned char *keep) {
    const ag_seen_summary *s = ag_seen_summary_of(full, evidence->seen);
    unsigned char named[AG_ALLELE_CAP];
    for (int i = 0; s && i < s->alleles; i++) keep[s->allele[i]] = 1;
    if (s) return;
    ag_evidence_alleles(&q->locus, evidence, 1, named);
    for (int i = 0; i < q->locus.n; i++) keep[i] = keep[i] || named[i];
}

/* Classes: each kept allele, the silent one, and the others together. */
static int make_classes(question *q, const unsigned char *keep) {
    int n = 0, rest = -1;
    for (int i = 0; i < q->locus.n; i++) {
        const bool own = keep[i] || i == q->locus.silent;
        if (!own && rest >= 0) {
            q->class_of[i] = (uint16_t)rest;
            continue;
        }
        if (!own) rest = n;
        q->member[n] = (uint16_t)i;
        q->class_of[i] = (uint16_t)n++;
    }
    return n;
}

static ag_status make_model(question *q, int l, const ag_evidence *evidence, int n, ag_error *err) {
    const ag_allele_model *full = &q->catalogue->locus[l].model;
    unsigned char keep[AG_ALLELE_CAP] = {0};
    q->locus = *q->search->locus[l];
    q->locus.female = q->locus.male = NULL;
    q->locus.theta = q->locus.dropin = q->locus.error = 0;
    for (int e = 0; e < n; e++) mark_alleles(q, full, &evidence[e], keep);
    const int classes = make_classes(q, keep);
    if (classes <= AG_MOST_CLASSES)
        q->model = q->catalogue->possible[classes];
    else {
        const ag_status status = ag_allele_model_identity(classes, &q->arena, &q->model, err);
        if (status != AG_OK) return status;
    }
    q->model.locus = &q->locus;
    q->model.class_of = q->class_of;
    q->model.member = q->member;
    q->model.observation = full->observation;
    q->model.observations = full->observations;
    q->model.summary = full->summary;
    return AG_OK;
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

static ag_status excluded_at(ag_engine *engine, question *q, int l, const ag_observation *seen, bool *excluded,
                             ag_error *err) {
    ag_evidence *evidence = q->scratch.evidence;
    int n = 0;
    for (int r = 0; r < q->family->readings; r++) {
        const uint16_t code = q->family->reading[r].code[l];
        if (code) evidence[n++] = (ag_evidence){q->family->reading[r].person, &q->search->observation[l][code]};
    }
    *excluded = false;
    if (n == 0) return AG_OK;
    evidence[n] = (ag_evidence){q->person, seen};
    double *joint = q->scratch.joint, scale_ln, total = 0;
    ag_status status = make_model(q, l, evidence, n + 1, err);
    if (status == AG_OK)
        status = ag_engine_table(engine, &q->family->pedigree, &q->model, evidence, n, q->search->pruning, q->person,
                                 joint, &scale_ln, err);
    if (status != AG_OK) return status;
    const bool haploid = ag_person_haploid(&q->family->pedigree, &q->locus, q->person);
    for (int i = 0; i < q->model.n * (haploid ? 1 : q->model.n); i++) total += joint[i];
    *excluded = total > 0 && !may_be_seen(&q->model, seen, joint, haploid);
    return AG_OK;
}

ag_status ag_exclusions(ag_engine *engine, const ag_catalogue *catalogue, int remains, int family, int missing,
                        int *out, ag_error *err) {
    const ag_search *s = catalogue->search;
    const uint16_t *code = s->remains_code + (size_t)remains * (size_t)s->loci;
    question q = {.search = s, .family = &s->family[family], .catalogue = catalogue};
    q.person = q.family->missing[missing];
    ag_arena_init(&q.arena);
    ag_status status = ag_lane_scratch_init(catalogue, &q.scratch, err);
    *out = 0;
    for (int l = 0; status == AG_OK && l < s->loci; l++) {
        bool excluded = false;
        if (code[l]) status = excluded_at(engine, &q, l, &s->observation[l][code[l]], &excluded, err);
        *out += excluded;
        ag_arena_reset(&q.arena);
    }
    ag_lane_scratch_deinit(&q.scratch);
    ag_arena_deinit(&q.arena);
    return status;
}
