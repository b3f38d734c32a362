/* Hierarchical log-linear models: see loglinear.h. */
#include "people/loglinear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* A cell without anybody that is fitted by less may stand for a zero. */
#define NEARLY_NOBODY 1e-5

static int members(unsigned pattern) { return __builtin_popcount(pattern); }

/* ---- Which there are --------------------------------------------------------------------------------------------- */

/* Smaller sets first; of one size in the order of their digits. */
static int compare_terms(const void *a, const void *b) {
    const unsigned x = *(const uint16_t *)a, y = *(const uint16_t *)b;
    if (members(x) != members(y)) return members(x) - members(y);
    const unsigned differ = x ^ y;
    return differ & -differ & x ? -1 : differ != 0;
}

static void list_terms(ag_models *m) {
    const int greatest = m->most_pairs ? 2 : m->lists - 1;
    m->terms = 0;
    for (unsigned s = 1; s < 1U << m->lists; s++)
        if (members(s) >= 2 && members(s) <= greatest) m->term[m->terms++] = (uint16_t)s;
    qsort(m->term, (size_t)m->terms, sizeof *m->term, compare_terms);
}

/* The terms within each, which a model must have with it. */
static void find_within(const ag_models *m, uint32_t within[AG_MOST_INTERACTIONS]) {
    for (int i = 0; i < m->terms; i++) {
        within[i] = 0;
        for (int k = 0; k < i; k++)
            if ((m->term[k] & m->term[i]) == m->term[k]) within[i] |= 1U << k;
    }
}

typedef struct walk {
    const ag_models *models;
    uint32_t within[AG_MOST_INTERACTIONS];
    uint32_t *out; /* NULL: counts alone */
    size_t n;
} walk;

static void visit(walk *w, int next, uint32_t model) {
    if (w->n > AG_MAX_MODELS) return;
    if (w->out && w->n < AG_MAX_MODELS) w->out[w->n] = model;
    w->n++;
    if (w->models->most_pairs && members(model) == w->models->most_pairs) return;
    for (int i = next; i < w->models->terms; i++)
        if ((w->within[i] & model) == w->within[i]) visit(w, i + 1, model | 1U << i);
}

static size_t walk_models(const ag_models *m, uint32_t *out) {
    walk w = {.models = m, .out = out};
    find_within(m, w.within);
    visit(&w, 0, 0);
    return w.n;
}

ag_status ag_models_make(int lists, ag_arena *arena, ag_models *out, ag_error *err) {
    *out = (ag_models){.lists = lists, .most_pairs = lists > 5 ? lists * (lists - 1) / 2 : 0};
    list_terms(out);
    while ((out->n = walk_models(out, NULL)) > AG_MAX_MODELS) out->most_pairs--;
    uint32_t *model = AG_NEW(arena, uint32_t, out->n);
    if (!model) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    walk_models(out, model);
    out->model = model;
    return AG_OK;
}

bool ag_model_is_of_pairs(const ag_models *m, uint32_t model) {
    for (int i = 0; i < m->terms; i++)
        if (model >> i & 1 && members(m->term[i]) > 2) return false;
    return true;
}

/* ---- Names ------------------------------------------------------------------------------------------------------- */

static bool is_within(const ag_models *m, uint32_t model, unsigned set) {
    for (int i = 0; i < m->terms; i++)
        if (model >> i & 1 && m->term[i] != set && (m->term[i] & set) == set) return true;
    return false;
}

static char *put_set(char *at, unsigned set, bool first) {
    if (!first) *at++ = ',';
    for (int i = 0; i < AG_MAX_TABLE_LISTS; i++)
        if (set >> i & 1) *at++ = (char)('1' + i);
    return at;
}

/* The greatest sets first: at most 28 pairs of three characters, or 10 sets of three lists. */
const char *ag_model_name(const ag_models *m, uint32_t model, char out[AG_MODEL_NAME_BYTES]) {
    char *at = out;
    *at++ = '[';
    for (int size = m->lists; size > 1; size--)
        for (int i = 0; i < m->terms; i++)
            if (model >> i & 1 && members(m->term[i]) == size && !is_within(m, model, m->term[i]))
                at = put_set(at, m->term[i], at == out + 1);
    for (int i = 0; i < m->lists; i++)
        if (!is_within(m, model, 1U << i)) at = put_set(at, 1U << i, at == out + 1);
    *at++ = ']';
    *at = 0;
    return out;
}

bool ag_models_find(const ag_models *m, const char *name, uint32_t *out) {
    char own[AG_MODEL_NAME_BYTES];
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(ag_model_name(m, m->model[i], own), name) == 0) {
            *out = m->model[i];
            return true;
        }
    return false;
}

/* ---- Fits -------------------------------------------------------------------------------------------------------- */

static int64_t shared_by(const ag_lists *lists, unsigned set) {
    int64_t sum = 0;
    for (unsigned s = set; s < 1U << lists->lists; s = (s + 1) | set) sum += lists->cell[s];
    return sum;
}

void ag_design_of_model(const ag_lists *lists, const ag_models *m, uint32_t model, ag_design *d) {
    unsigned column[1 + AG_MAX_TABLE_LISTS + AG_MOST_INTERACTIONS] = {0}, gone[AG_MOST_INTERACTIONS] = {0};
    int infinite = 0;
    d->terms = 1;
    for (int i = 0; i < m->lists; i++) column[d->terms++] = 1U << i;
    for (int i = 0; i < m->terms; i++) {
        if (!(model >> i & 1)) continue;
        if (shared_by(lists, m->term[i]))
            column[d->terms++] = m->term[i];
        else
            gone[infinite++] = m->term[i];
    }
    d->all_cells = (1 << m->lists) - 1;
    d->all_terms = d->terms + infinite;
    d->cells = 0;
    for (unsigned s = 1; s < 1U << m->lists; s++) {
        bool is_gone = false;
        for (int k = 0; k < infinite; k++) is_gone |= (s & gone[k]) == gone[k];
        if (is_gone) continue;
        for (int a = 0; a < d->terms; a++) d->x[d->cells * d->terms + a] = (s & column[a]) == column[a];
        d->y[d->cells++] = (double)lists->cell[s];
    }
}

static ag_poisson problem_of(const ag_design *d) {
    return (ag_poisson){.cells = d->cells, .terms = d->terms, .x = d->x, .y = d->y};
}

static bool is_doubtful(const ag_design *d, const ag_poisson_fit *fit) {
    for (int i = 0; i < d->cells; i++)
        if (d->y[i] == 0 && fit->mean[i] < NEARLY_NOBODY) return true;
    return !fit->converged;
}

static void set_fit(const ag_lists *lists, const ag_design *d, const ag_poisson_fit *fit, ag_model_fit *out) {
    const double unseen = exp(fit->beta[0]), people = (double)lists->people, terms = d->all_terms;
    out->n = people + unseen;
    out->se = sqrt(unseen + unseen * unseen * fit->covariance[0][0]);
    out->deviance = fmax(fit->deviance, 0);
    out->aic = 2 * terms - 2 * fit->likelihood_ln;
    out->bic = log(people) * terms - 2 * fit->likelihood_ln;
}

void ag_model_fit_quick(const ag_lists *lists, const ag_models *m, uint32_t model, ag_model_fit *out) {
    ag_design d;
    ag_poisson_fit fit;
    *out = (ag_model_fit){.model = model,
                          .n = NAN,
                          .se = NAN,
                          .deviance = NAN,
                          .aic = NAN,
                          .bic = NAN,
                          .lower = NAN,
                          .upper = NAN,
                          .profile_n = NAN};
    ag_design_of_model(lists, m, model, &d);
    out->df = d.all_cells - d.all_terms;
    out->infinite = d.all_terms - d.terms;
    const ag_poisson problem = problem_of(&d);
    ag_poisson_fit_by_scoring(&problem, false, &fit);
    if (fit.converged) set_fit(lists, &d, &fit, out);
    out->state = is_doubtful(&d, &fit) ? AG_MODEL_DOUBTFUL : AG_MODEL_FITS;
}

ag_model_state ag_model_check(const ag_lists *lists, const ag_models *m, uint32_t model) {
    ag_design d;
    ag_design_of_model(lists, m, model, &d);
    const int state = (ag_design_has_maximum(&d) ? 0 : AG_MODEL_NO_MAXIMUM) |
                      (ag_design_has_full_rank(&d) ? 0 : AG_MODEL_NOT_IDENTIFIED);
    return (ag_model_state)state;
}

void ag_model_profile(const ag_lists *lists, const ag_models *m, ag_model_fit *fit) {
    ag_design d;
    ag_design_of_model(lists, m, fit->model, &d);
    const double people = (double)lists->people;
    const ag_profile p = ag_design_profile(&d, people, fit->n - people);
    fit->lower = p.lower;
    fit->upper = p.upper;
    fit->profile_n = p.n;
}
