/* The joint answer against its definition: every assignment of small incidents, with every way that remains can be one
 * body, weighed by the likelihood of whole families and the prior of section 7 of genetics.md. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "incident/decide.h"
#include "incident/lanes.h"
#include "incident/simulate.h"

enum { MOST_REMAINS = 5, MOST_LANES = 8 };

/* ---- By the definition ---------------------------------------------------------------------------------------- */

typedef struct definition {
    const ag_incident *in;
    ag_engine *engine;
    ag_lane *lane;
    int lanes, remains;
    double others;
    int place[MOST_REMAINS];                 /* lane, or lanes + number of an unlisted body */
    double listed[MOST_REMAINS][MOST_LANES]; /* sums of weights */
    double unlisted[MOST_REMAINS], total;
    double together[MOST_REMAINS][MOST_REMAINS];
    double shift_ln; /* of the first assignment, so that weights stay in range */
    bool first;
    double known[4096][2]; /* likelihoods by who is where: families' and bodies' */
    int knowns;
} definition;

static double loglik(definition *d, const ag_pedigree *ped, int locus, const ag_evidence *ev, int n) {
    double out = NAN;
    ag_error err = {0};
    const ag_status status =
        ag_likelihood(d->engine, ped, d->in->search.locus[locus], ev, n, AG_PRUNE_NOTHING, &out, &err);
    return status == AG_OK ? out : NAN;
}

static const ag_observation *seen_at(const definition *d, int remains, int locus) {
    const ag_search *s = &d->in->search;
    const uint16_t code = s->remains_code[(size_t)remains * (size_t)s->loci + (size_t)locus];
    return code ? &s->observation[locus][code] : NULL;
}

/* ln of the likelihood ratio of family f with the remains that are assigned to it in place, against all of them as
 * strangers beside it who share its draws from the population (theta = 0: of the family and each of them apart). */
static double family_lr_ln(definition *d, int f) {
    const ag_search *s = &d->in->search;
    const ag_family *family = &s->family[f];
    double sum = 0;
    for (int l = 0; l < s->loci; l++) {
        ag_person person[64];
        ag_evidence with[64], without[64];
        int n = 0, persons = family->pedigree.persons;
        memcpy(person, family->pedigree.person, (size_t)persons * sizeof *person);
        for (int r = 0; r < family->readings; r++)
            with[n++] = (ag_evidence){family->reading[r].person, &s->observation[l][family->reading[r].code[l]]};
        memcpy(without, with, (size_t)n * sizeof *with);
        for (int r = 0; r < d->remains; r++) {
            const ag_observation *seen = seen_at(d, r, l);
            if (d->place[r] >= d->lanes || d->lane[d->place[r]].family != f || !seen) continue;
            person[persons] = (ag_person){-1, -1, AG_SEX_UNKNOWN, -1, 0};
            with[n] = (ag_evidence){family->missing[d->lane[d->place[r]].missing], seen};
            without[n++] = (ag_evidence){persons++, seen};
        }
        const ag_pedigree apart = {persons, person};
        sum += loglik(d, &family->pedigree, l, with, n) - loglik(d, &apart, l, without, n);
    }
    return sum;
}

/* The same of an unlisted body. */
static double body_lr_ln(definition *d, int body) {
    double sum = 0;
    for (int l = 0; l < d->in->search.loci; l++) {
        ag_person person[MOST_REMAINS];
        ag_evidence one[MOST_REMAINS], apart[MOST_REMAINS];
        int n = 0;
        for (int r = 0; r < d->remains; r++) {
            const ag_observation *seen = seen_at(d, r, l);
            if (d->place[r] != d->lanes + body || !seen) continue;
            person[n] = (ag_person){-1, -1, AG_SEX_UNKNOWN, -1, 0};
            one[n] = (ag_evidence){0, seen};
            apart[n] = (ag_evidence){n, seen};
            n++;
        }
        if (n < 2) continue;
        const ag_pedigree single = {1, person}, several = {n, person};
        sum += loglik(d, &single, l, one, n) - loglik(d, &several, l, apart, n);
    }
    return sum;
}

/* Who is there, as bits, with which family: a number for each, so that nothing is computed twice. */
static double remembered(definition *d, int f, double (*compute)(definition *, int)) {
    double key = f;
    for (int r = 0; r < d->remains; r++) {
        const bool here =
            f < 0 ? d->place[r] == d->lanes - 1 - f : d->place[r] < d->lanes && d->lane[d->place[r]].family == f;
        key = key * 32 + (here ? (f < 0 ? 1 : d->place[r] + 2) : 0);
    }
    if (f < 0) key = -1 - fabs(key);
    for (int i = 0; f >= 0 && i < d->knowns; i++)
        if (d->known[i][0] >= key && d->known[i][0] <= key) return d->known[i][1];
    const double value = compute(d, f < 0 ? -1 - f : f);
    if (f >= 0 && d->knowns < 4096) {
        d->known[d->knowns][0] = key;
        d->known[d->knowns++][1] = value;
    }
    return value;
}

static bool sexes_allow(const definition *d) {
    for (int r = 0; r < d->remains; r++) {
        if (d->place[r] < d->lanes && ag_sexes_conflict(d->in, r, d->lane[d->place[r]])) return false;
        for (int s = 0; s < r; s++) {
            const ag_sex a = d->in->remains[r].sex, b = d->in->remains[s].sex;
            if (d->place[r] == d->place[s] && a && b && a != b) return false;
        }
    }
    return true;
}

static void weigh(definition *d, int bodies) {
    double ln = 0;
    if (!sexes_allow(d)) return;
    for (int u = 0; u < bodies; u++) ln += d->others - u > 0 ? log(d->others - u) : -INFINITY; /* (U)_u */
    for (int f = 0; f < d->in->search.families && ln > -INFINITY; f++) ln += remembered(d, f, family_lr_ln);
    for (int b = 0; b < bodies && ln > -INFINITY; b++) ln += remembered(d, -1 - b, body_lr_ln);
    if (!(ln > -INFINITY)) return;
    if (d->first) d->shift_ln = ln;
    d->first = false;
    const double w = exp(ln - d->shift_ln);
    d->total += w;
    for (int r = 0; r < d->remains; r++) {
        if (d->place[r] < d->lanes)
            d->listed[r][d->place[r]] += w;
        else
            d->unlisted[r] += w;
        for (int s = 0; s < d->remains; s++)
            if (d->place[r] == d->place[s]) d->together[r][s] += w;
    }
}

static void assign(definition *d, int r, int bodies) {
    if (r >= d->remains || r >= MOST_REMAINS) {
        weigh(d, bodies);
        return;
    }
    for (int place = 0; place <= d->lanes + bodies; place++) {
        bool taken = false;
        for (int s = 0; s < r; s++) taken |= d->place[s] == place;
        if (taken && !d->in->pieces) continue;
        d->place[r] = place;
        assign(d, r + 1, bodies + (place == d->lanes + bodies));
    }
}

/* ---- Comparison ----------------------------------------------------------------------------------------------- */

static double answered(const ag_decision *x, int remains, int family, int missing) {
    for (size_t i = 0; i < x->pairings; i++)
        if (x->pairing[i].remains == remains && x->pairing[i].family == family && x->pairing[i].missing == missing)
            return x->pairing[i].posterior;
    return 0;
}

static bool compare(draws *d, const definition *by, const ag_decision *x, double tolerance) {
    for (int r = 0; r < by->remains; r++) {
        for (int i = 0; i < by->lanes; i++) {
            const double expected = by->listed[r][i] / by->total;
            const double got = answered(x, r, by->lane[i].family, by->lane[i].missing);
            if (fabs(got - expected) > tolerance + 1e-9)
                return draw_note(d, "remains %d as missing person %d: posterior %.12g, by definition %.12g", r, i, got,
                                 expected);
        }
        const double expected = by->unlisted[r] / by->total, got = answered(x, r, -1, -1);
        if (fabs(got - expected) > tolerance + 1e-9)
            return draw_note(d, "remains %d as somebody unlisted: posterior %.12g, by definition %.12g", r, got,
                             expected);
    }
    for (int b = 0; b < x->bodies; b++)
        for (int k = 1; k < x->body[b].n && x->body[b].n == 2; k++) {
            const int r = x->member[x->body[b].first], s = x->member[x->body[b].first + 1];
            const double expected = by->together[r][s] / by->total;
            if (fabs(x->body[b].together - expected) > tolerance)
                return draw_note(d, "remains %d and %d as one body: posterior %.12g, by definition %.12g", r, s,
                                 x->body[b].together, expected);
        }
    return true;
}

typedef struct kind {
    bool pieces;
    double theta;
    int most_remains;
} kind;

static bool posteriors_hold(draws *d, void *context) {
    const kind *k = context;
    static definition by;
    ag_simulate_options how = ag_simulate_defaults();
    ag_caseload made;
    ag_error err = {0};
    how.remains = (uint32_t)draw_between(d, 1, k->most_remains);
    how.families = (uint32_t)draw_between(d, 1, 3);
    how.seed = 1 + draw_below(d, 100000);
    how.loci = k->theta > 0 ? "2" : "5";
    how.degraded = 0.5;
    how.theta = k->theta;
    how.mutation = draw_bool(d) ? "stepwise:0.02:1e-4:0.1" : "none:0";
    how.run = (ag_run){.threads = 1, .kernel = 0};
    if (ag_caseload_init(&how, &made, &err) != AG_OK) return draw_note(d, "not simulated: %s", err.what);
    made.batch.settings.pieces = k->pieces;
    made.batch.settings.others = (double)draw_below(d, 6);
    ag_incident *in = NULL;
    ag_diagnostics found;
    ag_diagnostics_init(&found);
    ag_identify_result result = {0};
    ag_decision decision = {0};
    const ag_identify_options options = {.min_lr = 1e4, .posterior = 0.9995, .run = how.run};
    bool holds = true;
    ag_status status = ag_incident_new(&made.batch, "made", 1, &in, &found, &err);
    if (status == AG_OK) status = ag_identify(in, NULL, &options, &result, &err);
    if (status == AG_OK) status = ag_decide(in, NULL, &result, &options, &decision, &err);
    if (status != AG_OK) holds = draw_note(d, "refused: %s", err.what);
    if (holds && decision.lanes <= MOST_LANES) {
        size_t lanes;
        memset(&by, 0, sizeof by);
        by =
            (definition){.in = in, .engine = ag_engine_new(), .lane = ag_lanes_new(&in->search, &lanes), .first = true};
        by.lanes = (int)lanes;
        by.remains = in->search.remains;
        by.others = decision.others;
        assign(&by, 0, 0);
        if (in->others < decision.others && by.total <= 0) holds = draw_note(d, "no assignment is possible");
        if (holds && by.total > 0) holds = compare(d, &by, &decision, 1e-9);
        ag_engine_free(by.engine);
        free(by.lane);
    }
    ag_decision_deinit(&decision);
    ag_identify_result_deinit(&result);
    ag_diagnostics_deinit(&found);
    if (in) ag_incident_free(in);
    ag_caseload_deinit(&made);
    return holds;
}

static void whole_bodies(void **state) {
    kind k = {.pieces = false, .most_remains = 4};
    (void)state;
    check_property("posteriors of whole bodies are those of all assignments under the prior", 25, posteriors_hold, &k);
}

static void pieces(void **state) {
    kind k = {.pieces = true, .most_remains = 4};
    (void)state;
    check_property("posteriors of pieces are those of all assignments and clusterings", 25, posteriors_hold, &k);
}

static void with_theta(void **state) {
    kind k = {.pieces = true, .theta = 0.03, .most_remains = 3};
    (void)state;
    check_property("so they are where families and strangers share their draws (theta)", 8, posteriors_hold, &k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_bodies),
        cmocka_unit_test(pieces),
        cmocka_unit_test(with_theta),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
