/* The joint answer: see decide.h. */
#include "incident/decide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "incident/anatomy.h"
#include "incident/solve.h"

#include "base/banned.h"

static const double LISTED = 1e-9;     /* pairings below are not listed */
static const double POSSIBLE = 1e-3;   /* a person that a body may be, for groups */
static const double OPEN_SHARE = 0.05; /* of all listed persons together */

typedef struct maker {
    const ag_incident *incident;
    const struct ag_check_result *checks;
    const ag_identify_result *found;
    const ag_identify_options *options;
    ag_decision *out;
    ag_lane *lane;      /* owned */
    size_t *first_lane; /* owned, [families + 1] */
    ag_solution *under; /* owned, [populations] */
    int populations;
    const ag_identification **hit;      /* owned; hits by remains, then lane */
    double *share;                      /* owned, [lanes] scratch */
    int *body_of;                       /* owned, [remains] */
    int *group_of_body, *group_of_lane; /* owned, [bodies], [lanes]; -1: none */
    size_t room;                        /* of out->pairing */
    ag_pairing **best;                  /* owned, [lanes]; into out->pairing */
    double threshold;
} maker;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

const char *ag_conclusion_word(ag_conclusion conclusion) {
    static const char *const word[AG_CONCLUSIONS] = {"identified", "held", "group", "probable", "open", "not found"};
    return word[conclusion];
}

static size_t lane_of(const maker *m, int family, int missing) { return m->first_lane[family] + (size_t)missing; }

/* ---- Hits -------------------------------------------------------------------------------------------------------- */

static int by_pair(const void *a, const void *b) {
    const ag_hit *x = &(*(const ag_identification *const *)a)->hit, *y = &(*(const ag_identification *const *)b)->hit;
    if (x->remains != y->remains) return x->remains < y->remains ? -1 : 1;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    return (x->missing > y->missing) - (x->missing < y->missing);
}

static const ag_identification *hit_of(const maker *m, int remains, int family, int missing) {
    const ag_identification key = {.hit = {remains, family, missing, 0}}, *pointer = &key;
    if (!m->found->items) return NULL;
    const ag_identification *const *at = bsearch(&pointer, m->hit, m->found->items, sizeof pointer, by_pair);
    return at ? *at : NULL;
}

/* Least favourable over the populations; NaN where it is not known. */
static double pair_lr_ln(const maker *m, int remains, int family, int missing) {
    const ag_identification *hit = hit_of(m, remains, family, missing);
    if (hit) return hit->hit.lr_ln;
    double least = INFINITY;
    for (int p = 0; p < m->populations; p++) {
        const double lr_ln = ag_bonds_pair_ln(&m->under[p].bonds, remains, (int)lane_of(m, family, missing));
        least = isnan(lr_ln) || lr_ln < least ? lr_ln : least;
    }
    return least;
}

/* ---- Pairings ---------------------------------------------------------------------------------------------------- */

static bool add_pairing(maker *m, ag_pairing pairing) {
    ag_decision *out = m->out;
    if (!(pairing.posterior > LISTED)) return true;
    if (out->pairings == m->room) {
        const size_t room = m->room ? 2 * m->room : 256;
        ag_pairing *grown = realloc(out->pairing, room * sizeof *grown);
        if (!grown) return false;
        out->pairing = grown;
        m->room = room;
    }
    out->pairing[out->pairings++] = pairing;
    return true;
}

/* share[lane] of one remains over the hypotheses of its component. */
static void shares_of(const ag_solution *s, int remains, double *share) {
    const ag_component *c = &s->component[s->of_remains[remains]];
    const int k = s->at_remains[remains];
    for (int i = 0; i < c->lanes; i++) share[c->lane[i]] = 0;
    for (size_t h = 0; h < c->found.items; h++) {
        const int place = c->found.item[h].place[k];
        if (place >= 0) share[c->lane[place]] += c->posterior[h];
    }
}

/* The likeliest hypotheses of the list with the pairing and without it; -INFINITY where it has none. */
static void likeliest(const ag_solution *s, int remains, int lane, double *with_ln, double *without_ln) {
    const ag_component *c = &s->component[s->of_remains[remains]];
    *with_ln = *without_ln = -INFINITY;
    for (size_t h = 0; h < c->found.items; h++) {
        const ag_hypothesis *x = &c->found.item[h];
        double *best = x->place[s->at_remains[remains]] == s->at_lane[lane] ? with_ln : without_ln;
        *best = fmax(*best, x->lr_ln);
    }
}

/* Best likelihood with the pairing against best without; NaN where the list has only one of the two. */
static double glr_ln(const ag_solution *s, int remains, int lane) {
    double with_ln, without_ln;
    if (s->of_remains[remains] < 0 || s->of_remains[remains] != s->of_lane[lane]) return NAN;
    likeliest(s, remains, lane, &with_ln, &without_ln);
    return isinf(with_ln) || isinf(without_ln) ? NAN : with_ln - without_ln;
}

static double least_posterior(const maker *m, double first, int remains, size_t lane) {
    for (int p = 1; p < m->populations; p++) first = fmin(first, ag_solution_pairing(&m->under[p], remains, (int)lane));
    return first;
}

static bool add_lane(maker *m, int remains, size_t lane, double posterior) {
    const ag_lane at = m->lane[lane];
    posterior = least_posterior(m, fmin(1, posterior), remains, lane);
    if (!(posterior > LISTED)) return true;
    return add_pairing(m, (ag_pairing){remains, at.family, at.missing, posterior,
                                       pair_lr_ln(m, remains, at.family, at.missing),
                                       glr_ln(&m->under[0], remains, (int)lane)});
}

static bool add_remains(maker *m, int remains, size_t *bond) {
    const ag_solution *s = &m->under[0];
    const ag_bonds *b = &s->bonds;
    const int at = s->of_remains[remains];
    bool good = true;
    if (at >= 0) shares_of(s, remains, m->share);
    for (int i = 0; at >= 0 && i < s->component[at].lanes && good; i++)
        good = add_lane(m, remains, (size_t)s->component[at].lane[i], m->share[s->component[at].lane[i]]);
    for (; *bond < b->n && b->item[*bond].remains == remains && good; ++*bond) {
        const int lane = b->item[*bond].lane;
        if (lane >= 0 && (at < 0 || s->of_lane[lane] != at))
            good = add_lane(m, remains, (size_t)lane, ag_solution_pairing(s, remains, lane));
    }
    double unlisted = 0;
    for (int p = 0; p < m->populations; p++) unlisted = fmax(unlisted, ag_solution_unlisted(&m->under[p], remains));
    return good && add_pairing(m, (ag_pairing){remains, -1, -1, unlisted, NAN, NAN});
}

static int by_posterior(const void *a, const void *b) {
    const ag_pairing *x = a, *y = b;
    if (x->remains != y->remains) return x->remains < y->remains ? -1 : 1;
    if (x->posterior < y->posterior) return 1;
    if (x->posterior > y->posterior) return -1;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    return (x->missing > y->missing) - (x->missing < y->missing);
}

static ag_status find_pairings(maker *m, ag_error *err) {
    size_t bond = 0;
    for (int r = 0; r < m->incident->search.remains; r++) {
        while (bond < m->under[0].bonds.n && m->under[0].bonds.item[bond].remains < r) bond++;
        if (!add_remains(m, r, &bond)) return no_memory(err);
    }
    if (m->out->pairings) qsort(m->out->pairing, m->out->pairings, sizeof *m->out->pairing, by_posterior);
    return AG_OK;
}

/* What is so likely that the list has nothing else is asked again with the pairing forbidden. */
static ag_status complete_pairing(maker *m, const ag_component *c, ag_engine *engine, ag_places *places, ag_pairing *p,
                                  ag_error *err) {
    const ag_solution *s = &m->under[0];
    const int lane = (int)lane_of(m, p->family, p->missing);
    double with_ln, without_ln;
    if (s->of_lane[lane] != s->of_remains[p->remains]) return AG_OK;
    likeliest(s, p->remains, lane, &with_ln, &without_ln);
    if (isinf(with_ln)) return AG_OK;
    const ag_status status = ag_component_without(s, m->incident, c, engine, places, s->at_remains[p->remains],
                                                  s->at_lane[lane], &without_ln, err);
    p->glr_ln = with_ln - without_ln;
    return status;
}

/* Of the remains that are this person, the one whose own likelihood ratio says most. */
static bool says_more(const ag_pairing *a, const ag_pairing *b) {
    if (!b) return true;
    if (fabs(a->posterior - b->posterior) > 1e-6) return a->posterior > b->posterior;
    return a->lr_ln > b->lr_ln;
}

/* The pairing that speaks for each missing person. */
static ag_status find_best(maker *m, ag_error *err) {
    m->best = calloc(m->out->lanes + 1, sizeof *m->best);
    if (!m->best) return no_memory(err);
    for (size_t i = 0; i < m->out->pairings; i++) {
        ag_pairing *p = &m->out->pairing[i];
        if (p->family < 0) continue;
        ag_pairing **best = &m->best[lane_of(m, p->family, p->missing)];
        if (says_more(p, *best)) *best = p;
    }
    return AG_OK;
}

/* For each missing person; not in a large incident, where that would take longer than the search. */
static ag_status complete_glr(maker *m, ag_error *err) {
    const ag_solution *s = &m->under[0];
    ag_sex *sex = calloc((size_t)m->incident->search.remains + 1, sizeof *sex);
    ag_engine *engine = ag_engine_new();
    ag_status status = sex && engine ? AG_OK : no_memory(err);
    for (size_t k = 0; k < s->components && status == AG_OK && s->bonds.pair_ln; k++) {
        const ag_component *c = &s->component[k];
        ag_places *places = NULL;
        for (int i = 0; i < c->items; i++) sex[i] = m->incident->remains[c->item[i]].sex;
        for (int i = 0; i < c->lanes && status == AG_OK; i++) {
            ag_pairing *p = m->best[c->lane[i]];
            if (!p || p->posterior < OPEN_SHARE || !isnan(p->glr_ln)) continue;
            if (!places) status = ag_places_new(engine, s->catalogue, c->items, c->item, sex, &places, err);
            if (status == AG_OK) status = complete_pairing(m, c, engine, places, p, err);
        }
        ag_places_free(places);
    }
    free(sex);
    ag_engine_free(engine);
    return status;
}

/* ---- Bodies ------------------------------------------------------------------------------------------------------ */

static size_t best_of(const ag_component *c) {
    size_t best = 0;
    for (size_t h = 1; h < c->found.items; h++)
        if (c->posterior[h] > c->posterior[best]) best = h;
    return best;
}

/* Posterior that these items of a component are together. */
static double together(const ag_component *c, const int *place) {
    double sum = 0;
    for (size_t h = 0; h < c->found.items; h++) {
        int at = 0;
        bool same = true, first = true;
        for (int k = 0; k < c->items && same; k++) {
            if (!place[k]) continue;
            same = first || c->found.item[h].place[k] == at;
            at = c->found.item[h].place[k];
            first = false;
        }
        sum += same ? c->posterior[h] : 0;
    }
    return fmin(1, sum);
}

/* A body begins at its first remains in the order of the file. */
static ag_status add_body(maker *m, int remains, int *members, ag_error *err) {
    const ag_solution *s = &m->under[0];
    ag_decision *out = m->out;
    ag_decided_body *body = &out->body[out->bodies];
    *body = (ag_decided_body){*members, 0, -1, -1, 1};
    if (s->of_remains[remains] < 0) {
        out->member[(*members)++] = remains;
        body->n = 1;
    } else {
        const ag_component *c = &s->component[s->of_remains[remains]];
        const ag_hypothesis *best = &c->found.item[best_of(c)];
        const int place = best->place[s->at_remains[remains]];
        int *in = calloc((size_t)c->items + 1, sizeof *in);
        if (!in) return no_memory(err);
        for (int k = 0; k < c->items; k++) {
            if (best->place[k] != place) continue;
            int *at = out->member + body->first + body->n++;
            for (; at > out->member + body->first && at[-1] > c->item[k]; at--) *at = at[-1];
            *at = c->item[k];
            in[k] = 1;
            m->body_of[c->item[k]] = out->bodies;
        }
        *members += body->n;
        if (place >= 0) {
            body->family = m->lane[c->lane[place]].family;
            body->missing = m->lane[c->lane[place]].missing;
        }
        if (body->n > 1) body->together = together(c, in);
        free(in);
    }
    m->body_of[remains] = out->bodies++;
    return AG_OK;
}

static ag_status find_bodies(maker *m, ag_error *err) {
    const int remains = m->incident->search.remains;
    int members = 0;
    m->out->body = calloc((size_t)remains + 1, sizeof *m->out->body);
    m->out->member = calloc((size_t)remains + 1, sizeof *m->out->member);
    m->body_of = malloc(((size_t)remains + 1) * sizeof *m->body_of);
    if (!m->out->body || !m->out->member || !m->body_of) return no_memory(err);
    for (int r = 0; r < remains; r++) m->body_of[r] = -1;
    ag_status status = AG_OK;
    for (int r = 0; r < remains && status == AG_OK; r++)
        if (m->body_of[r] < 0) status = add_body(m, r, &members, err);
    return status;
}

/* Remains no two of which can be one person: those that say most first, each that has no bond with one before. */
static ag_status count_individuals(maker *m, ag_error *err) {
    const ag_bonds *b = &m->under[0].bonds;
    const size_t remains = (size_t)m->incident->search.remains;
    unsigned char *like = calloc(remains + 1, 1);
    size_t *first = calloc(remains + 2, sizeof *first); /* of each remains' bonds with others, both ways */
    int *other = calloc(2 * b->n + 1, sizeof *other);
    const bool good = like && first && other;
    for (int way = 0; good && way < 2; way++) { /* counted, then filled in from behind */
        for (size_t i = 0; i < b->n; i++) {
            const int r = b->item[i].remains, o = b->item[i].other;
            if (o < 0) continue;
            if (way) {
                other[--first[r]] = o;
                other[--first[o]] = r;
            } else {
                first[r]++;
                first[o]++;
            }
        }
        for (size_t r = 0; r <= remains && !way; r++) first[r] += r ? first[r - 1] : 0;
    }
    for (int seen = m->incident->search.loci; good && seen > 0; seen--)
        for (size_t r = 0; r < remains; r++) {
            if (m->incident->remains[r].loci != seen || like[r]) continue;
            m->out->min_individuals++;
            for (size_t i = first[r]; i < first[r + 1]; i++) like[other[i]] = 1;
        }
    const int by_bones = ag_anatomy_min_individuals(m->incident);
    if (by_bones > m->out->min_individuals) m->out->min_individuals = by_bones;
    free(like);
    free(first);
    free(other);
    return good ? AG_OK : no_memory(err);
}

/* ---- Groups ------------------------------------------------------------------------------------------------------ */

/* A body that is surely of a family, but not surely which person; with the persons that it may be. */
typedef struct unclear {
    int body, family;
    unsigned char *may; /* [missings of the family], owned */
} unclear;

static double posterior_of(const ag_decision *out, int remains, int family, int missing) {
    size_t low = 0, high = out->pairings;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (out->pairing[middle].remains < remains)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < out->pairings && out->pairing[low].remains == remains; low++)
        if (out->pairing[low].family == family && out->pairing[low].missing == missing)
            return out->pairing[low].posterior;
    return 0;
}

static int may_be(const maker *m, const ag_decided_body *body, unsigned char *may) {
    const int missings = m->incident->search.family[body->family].missings;
    int n = 0;
    for (int k = 0; k < missings; k++) {
        may[k] = posterior_of(m->out, m->out->member[body->first], body->family, k) >= POSSIBLE;
        n += may[k];
    }
    return n;
}

/* Posterior, under one population, that all these bodies are persons of the group. */
static double within(const ag_solution *s, const maker *m, const unclear *u, int n, int family,
                     const unsigned char *may) {
    const int at = s->of_remains[m->out->member[m->out->body[u[0].body].first]];
    double sum = 0;
    if (at < 0) return 0;
    const ag_component *c = &s->component[at];
    for (size_t h = 0; h < c->found.items; h++) {
        bool inside = true;
        for (int i = 0; i < n && inside; i++) {
            const ag_decided_body *body = &m->out->body[u[i].body];
            for (int k = 0; k < body->n && inside; k++) {
                const int r = m->out->member[body->first + k];
                const int place = s->of_remains[r] == at ? c->found.item[h].place[s->at_remains[r]] : -1;
                inside = place >= 0 && m->lane[c->lane[place]].family == family && may[m->lane[c->lane[place]].missing];
            }
        }
        sum += inside ? c->posterior[h] : 0;
    }
    return fmin(1, sum);
}

static void keep_group(maker *m, const unclear *u, int n, int family, const unsigned char *may, int *used) {
    ag_decision *out = m->out;
    ag_decided_group group = {.family = family, .first_missing = used[0], .first_body = used[1], .bodies = n};
    group.posterior = 1;
    for (int p = 0; p < m->populations; p++)
        group.posterior = fmin(group.posterior, within(&m->under[p], m, u, n, family, may));
    for (int k = 0; k < m->incident->search.family[family].missings; k++)
        if (may[k]) out->group_missing[used[0] + group.missings++] = k;
    for (int i = 0; i < n; i++) out->group_body[used[1] + i] = u[i].body;
    if (group.posterior < m->threshold) return;
    for (int i = 0; i < n; i++) m->group_of_body[u[i].body] = out->groups;
    for (int i = 0; i < group.missings; i++)
        m->group_of_lane[lane_of(m, family, out->group_missing[used[0] + i])] = out->groups;
    out->group[out->groups++] = group;
    used[0] += group.missings;
    used[1] += n;
}

/* Bodies that share a person they may be are of one group. */
static void gather_groups(maker *m, unclear *u, int n) {
    int used[2] = {0, 0};
    for (int i = 0; i < n; i++) {
        int end = i + 1;
        const int missings = m->incident->search.family[u[i].family].missings;
        for (int j = end; j < n; j++) {
            bool shared = false;
            for (int k = 0; k < missings && u[j].family == u[i].family; k++) shared |= u[i].may[k] && u[j].may[k];
            if (!shared) continue;
            for (int k = 0; k < missings; k++) u[i].may[k] |= u[j].may[k];
            const unclear kept = u[j];
            memmove(&u[end + 1], &u[end], (size_t)(j - end) * sizeof *u);
            u[end++] = kept;
            j = end - 1; /* the group has grown: look at the others again */
        }
        keep_group(m, &u[i], end - i, u[i].family, u[i].may, used);
        i = end - 1;
    }
}

static ag_status find_groups(maker *m, ag_error *err) {
    ag_decision *out = m->out;
    unclear *u = calloc((size_t)out->bodies + 1, sizeof *u);
    int n = 0;
    out->group = calloc((size_t)out->bodies + 1, sizeof *out->group);
    out->group_missing = calloc(out->lanes + 1, sizeof *out->group_missing);
    out->group_body = calloc((size_t)out->bodies + 1, sizeof *out->group_body);
    m->group_of_body = malloc(((size_t)out->bodies + 1) * sizeof *m->group_of_body);
    m->group_of_lane = malloc((out->lanes + 1) * sizeof *m->group_of_lane);
    bool good = u && out->group && out->group_missing && out->group_body && m->group_of_body && m->group_of_lane;
    for (int i = 0; good && i < out->bodies; i++) m->group_of_body[i] = -1;
    for (size_t i = 0; good && i < out->lanes; i++) m->group_of_lane[i] = -1;
    for (int i = 0; good && i < out->bodies; i++) {
        const ag_decided_body *body = &out->body[i];
        if (body->family < 0) continue;
        if (posterior_of(out, out->member[body->first], body->family, body->missing) >= m->threshold) continue;
        u[n] = (unclear){i, body->family, calloc((size_t)m->incident->search.family[body->family].missings + 1, 1)};
        good = u[n].may != NULL;
        if (good && may_be(m, body, u[n].may) > 1)
            n++;
        else
            free(u[n].may);
    }
    if (good) gather_groups(m, u, n);
    for (int i = 0; i < n; i++) free(u[i].may);
    free(u);
    return good ? AG_OK : no_memory(err);
}

/* ---- Verdicts ---------------------------------------------------------------------------------------------------- */

static ag_status flags_of(const maker *m, ag_engine *engine, const ag_catalogue *catalogue, const ag_verdict *v,
                          unsigned *flags, ag_error *err) {
    const ag_identification *hit = hit_of(m, v->remains, v->family, v->missing);
    ag_identification item = {.hit = {v->remains, v->family, v->missing, v->lr_ln}};
    *flags = hit ? hit->flags : 0;
    if (hit) return AG_OK;
    item.loci = ag_shared_loci(&m->incident->search, v->remains, v->family);
    const ag_status status = ag_exclusions(engine, catalogue, v->remains, v->family, v->missing, &item.exclusions, err);
    if (status == AG_OK) *flags = ag_hit_flags(m->incident, m->checks, &item);
    return status;
}

static ag_conclusion conclude(const maker *m, const ag_verdict *v, double listed) {
    if (v->family >= 0 && v->posterior >= m->threshold)
        return v->flags & AG_HIT_ALARMS ? AG_CONCLUDE_HELD : AG_CONCLUDE_IDENTIFIED;
    if (v->group >= 0) return AG_CONCLUDE_GROUP;
    if (v->family >= 0 && v->posterior >= 0.5) return AG_CONCLUDE_PROBABLE;
    return listed >= OPEN_SHARE ? AG_CONCLUDE_OPEN : AG_CONCLUDE_NOT_FOUND;
}

typedef struct judge {
    maker *m;
    ag_engine *engine;
    const ag_catalogue *catalogue;
} judge;

static ag_status judge_pairing(const judge *j, const ag_pairing *best, double listed, int group, ag_verdict *out,
                               ag_error *err) {
    ag_status status = AG_OK;
    *out = (ag_verdict){.family = -1, .missing = -1, .remains = -1, .group = group, .lr_ln = NAN, .glr_ln = NAN};
    if (best && (best->posterior >= OPEN_SHARE || group >= 0)) {
        out->family = best->family;
        out->missing = best->missing;
        out->remains = best->remains;
        out->lr_ln = best->lr_ln;
        out->glr_ln = best->glr_ln;
        status = flags_of(j->m, j->engine, j->catalogue, out, &out->flags, err);
    }
    if (best) out->posterior = best->posterior;
    out->conclusion = conclude(j->m, out, listed);
    if (out->conclusion == AG_CONCLUDE_GROUP) out->posterior = j->m->out->group[group].posterior;
    return status;
}

static ag_status judge_remains(const judge *j, ag_error *err) {
    ag_decision *out = j->m->out;
    size_t i = 0;
    ag_status status = AG_OK;
    for (int r = 0; r < j->m->incident->search.remains && status == AG_OK; r++) {
        const ag_pairing *best = NULL;
        double listed = 0;
        for (; i < out->pairings && out->pairing[i].remains == r; i++) {
            if (out->pairing[i].family < 0) continue;
            if (!best) best = &out->pairing[i];
            listed += out->pairing[i].posterior;
        }
        status = judge_pairing(j, best, listed, j->m->group_of_body[j->m->body_of[r]], &out->of_remains[r], err);
        out->of_remains[r].remains = r;
    }
    return status;
}

static ag_status judge_missing(const judge *j, ag_error *err) {
    ag_decision *out = j->m->out;
    ag_status status = AG_OK;
    for (size_t i = 0; i < out->lanes && status == AG_OK; i++) {
        const ag_lane lane = j->m->lane[i];
        const ag_pairing *best = j->m->best[i];
        status = judge_pairing(j, best, best ? best->posterior : 0, j->m->group_of_lane[i], &out->of_missing[i], err);
        out->of_missing[i].family = lane.family;
        out->of_missing[i].missing = lane.missing;
    }
    return status;
}

static ag_status judge_all(maker *m, ag_error *err) {
    ag_decision *out = m->out;
    judge j = {m, ag_engine_new(), NULL};
    ag_catalogue *catalogue = NULL;
    out->of_remains = calloc((size_t)m->incident->search.remains + 1, sizeof *out->of_remains);
    out->of_missing = calloc(out->lanes + 1, sizeof *out->of_missing);
    ag_status status = j.engine && out->of_remains && out->of_missing ? AG_OK : no_memory(err);
    if (status == AG_OK) status = ag_catalogue_new(&m->incident->search, &catalogue, err);
    j.catalogue = catalogue;
    if (status == AG_OK) status = judge_remains(&j, err);
    if (status == AG_OK) status = judge_missing(&j, err);
    ag_catalogue_free(catalogue);
    ag_engine_free(j.engine);
    return status;
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static ag_status make_room(maker *m, ag_error *err) {
    const int families = m->incident->search.families;
    m->lane = ag_lanes_new(&m->incident->search, &m->out->lanes);
    m->first_lane = calloc((size_t)families + 2, sizeof *m->first_lane);
    m->under = calloc((size_t)m->populations, sizeof *m->under);
    m->hit = calloc(m->found->items + 1, sizeof *m->hit);
    m->share = calloc(m->out->lanes + 1, sizeof *m->share);
    if (!m->lane || !m->first_lane || !m->under || !m->hit || !m->share) return no_memory(err);
    for (int f = 0; f < families; f++)
        m->first_lane[f + 1] = m->first_lane[f] + (size_t)m->incident->search.family[f].missings;
    for (size_t i = 0; i < m->found->items; i++) m->hit[i] = &m->found->item[i];
    qsort(m->hit, m->found->items, sizeof *m->hit, by_pair);
    return AG_OK;
}

static void account(maker *m) {
    ag_decision *out = m->out;
    const ag_solution *s = &m->under[0];
    out->components = (int)s->components;
    for (size_t i = 0; i < s->components; i++) out->exact += s->component[i].exact;
    out->persons_expected = s->pool.unlisted;
    for (size_t i = 0; i < out->lanes; i++)
        if (s->of_lane[i] >= 0) out->persons_expected += 1 - s->free[i];
    for (int p = 0; p < m->populations; p++) {
        out->bound = fmax(out->bound, m->under[p].left_out);
        out->first_order = fmax(out->first_order, m->under[p].first_order);
        out->others = fmax(out->others, m->under[p].others);
    }
}

ag_status ag_decide(const ag_incident *incident, const struct ag_check_result *checks, const ag_identify_result *found,
                    const ag_identify_options *options, ag_decision *out, ag_error *err) {
    maker m = {.incident = incident,
               .checks = checks,
               .found = found,
               .options = options,
               .out = out,
               .populations = incident->populations};
    *out = (ag_decision){0};
    m.threshold = ag_identify_threshold(incident, options->posterior);
    const double started = options->run.clock ? options->run.clock() : 0;
    ag_status status = make_room(&m, err);
    for (int p = 0; p < m.populations && status == AG_OK; p++)
        status = ag_solve(incident, p, found, options, m.lane, out->lanes, &m.under[p], err);
    if (status == AG_OK) status = find_pairings(&m, err);
    if (status == AG_OK) status = find_best(&m, err);
    if (status == AG_OK) status = complete_glr(&m, err);
    if (status == AG_OK) status = find_bodies(&m, err);
    if (status == AG_OK) status = count_individuals(&m, err);
    if (status == AG_OK) status = find_groups(&m, err);
    if (status == AG_OK) status = judge_all(&m, err);
    if (status == AG_OK) account(&m);
    for (int p = 0; m.under && p < m.populations; p++) ag_solution_deinit(&m.under[p]);
    free(m.lane);
    free(m.first_lane);
    free(m.under);
    free(m.hit);
    free(m.share);
    free(m.best);
    free(m.body_of);
    free(m.group_of_body);
    free(m.group_of_lane);
    out->seconds = options->run.clock ? options->run.clock() - started : 0;
    if (status != AG_OK) ag_decision_deinit(out);
    return status;
}

void ag_decision_deinit(ag_decision *decision) {
    free(decision->pairing);
    free(decision->body);
    free(decision->member);
    free(decision->of_remains);
    free(decision->of_missing);
    free(decision->group);
    free(decision->group_missing);
    free(decision->group_body);
    *decision = (ag_decision){0};
}

void ag_decision_apply(const ag_decision *decision, ag_identify_result *result) {
    result->proposals = 0;
    for (size_t i = 0; i < result->items; i++) {
        ag_identification *item = &result->item[i];
        const ag_verdict *v = &decision->of_remains[item->hit.remains];
        item->posterior = posterior_of(decision, item->hit.remains, item->hit.family, item->hit.missing);
        item->proposed =
            v->conclusion == AG_CONCLUDE_IDENTIFIED && v->family == item->hit.family && v->missing == item->hit.missing;
        result->proposals += item->proposed;
    }
}
