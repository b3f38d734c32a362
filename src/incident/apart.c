/* Everything apart: see apart.h. */
#include "incident/apart.h"

#include <math.h>

#include "base/arena.h"

#include "base/banned.h"

static ag_status add_family(ag_engine *engine, const ag_incident *incident, int f, ag_evidence *evidence,
                            double *loglik_ln, ag_error *err) {
    const ag_search *search = &incident->search;
    const ag_family *family = &search->family[f];
    const ag_text id = incident->family[f].id;
    for (int l = 0; l < search->loci; l++) {
        double ln;
        for (int r = 0; r < family->readings; r++)
            evidence[r] = (ag_evidence){family->reading[r].person, &search->observation[l][family->reading[r].code[l]]};
        const ag_status status = ag_likelihood(engine, &family->pedigree, search->locus[l], evidence, family->readings,
                                               search->pruning, &ln, err);
        if (status != AG_OK) return status;
        if (!(ln > -INFINITY))
            return ag_fail(err, AG_REFUSED,
                           "`antigone check` says which reference needs review; or state a mutation model",
                           "family %.*s is impossible at %s under the mutation model, so nothing can be said jointly",
                           (int)id.n, id.at, search->locus[l]->name);
        *loglik_ln += ln;
    }
    return AG_OK;
}

static ag_status add_remains(ag_engine *engine, const ag_incident *incident, int r, double *loglik_ln, ag_error *err) {
    const ag_search *search = &incident->search;
    const uint16_t *code = search->remains_code + (size_t)r * (size_t)search->loci;
    const ag_person stranger = {.father = -1, .mother = -1, .sex = incident->remains[r].sex, .twin = -1};
    const ag_pedigree alone = {1, &stranger};
    for (int l = 0; l < search->loci; l++) {
        double ln;
        if (search->locus[l]->x && stranger.sex == AG_SEX_UNKNOWN) continue;
        const ag_evidence seen = {0, &search->observation[l][code[l]]};
        const ag_status status = ag_likelihood(engine, &alone, search->locus[l], &seen, 1, search->pruning, &ln, err);
        if (status != AG_OK) return status;
        *loglik_ln += ln;
    }
    return AG_OK;
}

ag_status ag_loglik_apart(ag_engine *engine, const ag_incident *incident, double *loglik_ln, ag_error *err) {
    const ag_search *search = &incident->search;
    ag_arena arena;
    int most = 0;
    ag_arena_init(&arena);
    for (int f = 0; f < search->families; f++)
        if (search->family[f].readings > most) most = search->family[f].readings;
    ag_evidence *evidence = AG_NEW(&arena, ag_evidence, most + 1);
    ag_status status = evidence ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    *loglik_ln = 0;
    for (int f = 0; f < search->families && status == AG_OK; f++)
        status = add_family(engine, incident, f, evidence, loglik_ln, err);
    for (int r = 0; r < search->remains && status == AG_OK; r++)
        status = add_remains(engine, incident, r, loglik_ln, err);
    ag_arena_deinit(&arena);
    return status;
}
