/* The calculators: see calculator.h. */
#include "incident/calculator.h"

#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "genetics/allele.h"
#include "incident/mutation_spec.h"

#include "base/banned.h"

/* One marker of a question, ready for the engine. */
typedef struct asked {
    const ag_case *question;
    const ag_case_marker *marker;
    ag_arena *arena;
    ag_locus *locus; /* owned */
    ag_observation *seen;
    ag_evidence *evidence; /* room for all persons and one more */
    int n;
} asked;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* ---- The pedigree -------------------------------------------------------------------------------------------- */

static int index_of(uint32_t person) { return person == AG_NO_PERSON ? -1 : (int)person; }

/* Groups of twins name their first by the list; the engine wants each to point to the lowest of them. */
static void enter_twins(const ag_case *question, ag_person *person) {
    for (uint32_t i = 0; i < question->persons; i++) {
        const uint32_t group = question->person[i].twin == AG_NO_PERSON ? i : question->person[i].twin;
        for (uint32_t j = 0; j < i && person[i].twin < 0; j++)
            if (j == group || (group != i && question->person[j].twin == group) || question->person[j].twin == i)
                person[i].twin = (int)j;
    }
}

/* With one more place behind, for somebody unrelated. */
static ag_person *pedigree_of(const ag_case *question, ag_arena *arena) {
    ag_person *person = AG_NEW(arena, ag_person, question->persons + 1);
    for (uint32_t i = 0; person && i < question->persons; i++) {
        const ag_case_person *p = &question->person[i];
        person[i] = (ag_person){.father = index_of(p->father),
                                .mother = index_of(p->mother),
                                .sex = p->sex == 'M'   ? AG_MALE
                                       : p->sex == 'F' ? AG_FEMALE
                                                       : AG_SEX_UNKNOWN,
                                .twin = -1,
                                .inbreeding = p->inbreeding};
    }
    if (person) enter_twins(question, person);
    return person;
}

/* ---- The locus ----------------------------------------------------------------------------------------------- */

static double given(double value) { return isnan(value) ? 0 : value; }

static const char *copy(ag_arena *arena, ag_text text) { return ag_arena_text(arena, text.at, text.n); }

static ag_status make_locus(asked *a, ag_error *err) {
    const ag_case_marker *m = a->marker;
    const char **allele = AG_NEW(a->arena, const char *, m->alleles);
    for (uint32_t i = 0; allele && i < m->alleles; i++) allele[i] = copy(a->arena, m->allele[i]);
    ag_locus_spec spec = {.name = copy(a->arena, m->name),
                          .x = m->x,
                          .alleles = (int)m->alleles,
                          .allele = allele,
                          .frequency = m->frequency,
                          .silent_frequency = given(m->silent_frequency),
                          .silent_allele = m->silent_allele.n ? copy(a->arena, m->silent_allele) : NULL,
                          .theta = a->question->theta,
                          .dropin = given(m->dropin),
                          .error = given(m->error)};
    if (a->arena->failed) return no_memory(err);
    ag_status status = AG_OK;
    if (m->has_mutation) status = ag_mutation_spec_of(&m->mutation.female, a->arena, &spec.female, err);
    if (m->has_mutation && status == AG_OK) status = ag_mutation_spec_of(&m->mutation.male, a->arena, &spec.male, err);
    return status == AG_OK ? ag_locus_new(&spec, &a->locus, err) : status;
}

/* ---- What was seen ------------------------------------------------------------------------------------------- */

static ag_status find_allele(const asked *a, ag_text name, ag_allele_set *set, ag_error *err) {
    const int i = ag_allele_find(a->locus->allele, a->locus->size_tenths, a->locus->n, name, ag_allele_size(name));
    if (i < 0)
        return ag_fail(err, AG_BAD_INPUT, "name alleles as the list of alleles does",
                       "a genotype at %s has an allele that is not among the alleles",
                       a->locus->name[0] ? a->locus->name : "the marker");
    ag_allele_set_add(set, i);
    return AG_OK;
}

/* Two names of alleles, of which the second may be open. */
static ag_status read_names(const asked *a, const ag_case_genotype *g, double dropout, ag_observation *out,
                            ag_error *err) {
    *out = (ag_observation){.dropout = dropout, .dropout_both = dropout * dropout};
    ag_status status = find_allele(a, g->first, &out->a, err);
    if (status != AG_OK) return status;
    if (g->alleles == 2 && !g->second.n) return out->kind = AG_SEEN_HALF, AG_OK;
    if (g->alleles == 2 && !ag_text_equal(g->first, g->second)) {
        out->kind = AG_SEEN_PAIR;
        return find_allele(a, g->second, &out->b, err);
    }
    out->kind = dropout > 0 ? AG_SEEN_ONE : AG_SEEN_HOMOZYGOTE;
    return AG_OK;
}

static ag_status add_evidence(asked *a, int person, const ag_case_genotype *g, double dropout, ag_error *err) {
    ag_observation *out = &a->seen[a->n];
    ag_status status;
    unsigned flags;
    if (!g->alleles && !g->cell.n) return AG_OK;
    if (g->cell.n) {
        const char *cell = copy(a->arena, g->cell);
        if (!cell) return no_memory(err);
        status = ag_observation_parse(a->locus, cell, &(ag_observation_rules){dropout, -1, false}, out, &flags, err);
    } else {
        status = read_names(a, g, dropout, out, err);
    }
    if (status == AG_OK) a->evidence[a->n++] = (ag_evidence){person, out};
    return status;
}

static ag_status asked_init(asked *a, ag_error *err) {
    const uint32_t persons = a->question->persons;
    a->seen = AG_NEW(a->arena, ag_observation, persons + 1);
    a->evidence = AG_NEW(a->arena, ag_evidence, persons + 1);
    if (!a->seen || !a->evidence) return no_memory(err);
    ag_status status = make_locus(a, err);
    for (uint32_t i = 0; i < persons && status == AG_OK; i++)
        status = add_evidence(a, (int)i, &a->marker->genotype[i], given(a->question->person[i].dropout), err);
    return status;
}

/* ---- Questions ----------------------------------------------------------------------------------------------- */

ag_status ag_case_likelihood(ag_engine *engine, const ag_case *question, ag_pruning pruning, double *loglik_ln,
                             ag_error *err) {
    ag_arena arena;
    ag_arena_init(&arena);
    const ag_person *person = pedigree_of(question, &arena);
    const ag_pedigree pedigree = {(int)question->persons, person};
    ag_status status = person ? AG_OK : no_memory(err);
    *loglik_ln = 0;
    for (uint32_t m = 0; m < question->markers && status == AG_OK; m++) {
        asked a = {.question = question, .marker = &question->marker[m], .arena = &arena};
        double at_locus = 0;
        status = asked_init(&a, err);
        if (status == AG_OK)
            status = ag_likelihood(engine, &pedigree, a.locus, a.evidence, a.n, pruning, &at_locus, err);
        *loglik_ln += at_locus;
        ag_locus_free(a.locus);
    }
    ag_arena_deinit(&arena);
    return status;
}

/* Related: the person of interest is the missing one. Unrelated: he is a further founder, so that theta counts him. */
static ag_status marker_lr(ag_engine *engine, asked *a, const ag_person *person, ag_pruning pruning, double *lr_ln,
                           ag_error *err) {
    const int persons = (int)a->question->persons, missing = (int)a->question->missing;
    const ag_pedigree family = {persons, person}, apart = {persons + 1, person};
    double related_ln = 0, unrelated_ln = 0;
    const int n = a->n;
    ag_status status = add_evidence(a, missing, &a->marker->poi, given(a->question->person[missing].dropout), err);
    *lr_ln = 0;
    if (status != AG_OK || a->n == n) return status;
    status = ag_likelihood(engine, &family, a->locus, a->evidence, a->n, pruning, &related_ln, err);
    a->evidence[n].person = persons;
    if (status == AG_OK)
        status = ag_likelihood(engine, &apart, a->locus, a->evidence, a->n, pruning, &unrelated_ln, err);
    *lr_ln = related_ln - unrelated_ln;
    return status;
}

ag_status ag_case_lr(ag_engine *engine, const ag_case *question, ag_pruning pruning, double *lr_ln, ag_error *err) {
    ag_arena arena;
    if (question->missing == AG_NO_PERSON)
        return ag_fail(err, AG_BAD_INPUT, "\"missing\" names a person of the pedigree, \"poi\" has the genotypes",
                       "the case has no missing person");
    ag_arena_init(&arena);
    ag_person *person = pedigree_of(question, &arena);
    ag_status status = person ? AG_OK : no_memory(err);
    if (person)
        person[question->persons] =
            (ag_person){.father = -1, .mother = -1, .sex = person[question->missing].sex, .twin = -1};
    for (uint32_t m = 0; m < question->markers && status == AG_OK; m++) {
        asked a = {.question = question, .marker = &question->marker[m], .arena = &arena};
        status = asked_init(&a, err);
        if (status == AG_OK) status = marker_lr(engine, &a, person, pruning, &lr_ln[m], err);
        ag_locus_free(a.locus);
    }
    ag_arena_deinit(&arena);
    return status;
}
