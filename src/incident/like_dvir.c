/* The rules of dvir: see like_dvir.h. */
#include "incident/like_dvir.h"

#include <math.h>
#include <stdlib.h>

#include "incident/apart.h"
#include "incident/lane_names.h"
#include "incident/like_dvir_work.h"

#include "base/banned.h"

enum { MOST_INCONSISTENT = 2, MOST_SEARCHED = 2500 /* pairings whose GLR is searched for */ };

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* ---- 1. Nonidentifiable -------------------------------------------------------------------------------------- */

/* Links missing persons to the references of their family, also through each other. */
static void link_family(const ag_dvir_work *w, int f, size_t first, size_t end, bool *linked, bool *mark) {
    const ag_family *family = &w->incident->search.family[f];
    for (size_t i = first; i < end; i++)
        for (int r = 0; r < family->readings && !linked[i]; r++)
            linked[i] = ag_dvir_related(&family->pedigree, ag_dvir_person(w, i), family->reading[r].person, mark);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = first; i < end; i++)
            for (size_t k = first; k < end && !linked[i]; k++)
                if (linked[k] && ag_dvir_related(&family->pedigree, ag_dvir_person(w, i), ag_dvir_person(w, k), mark))
                    more = linked[i] = true;
    }
}

static ag_status find_nonidentifiable(ag_dvir_work *w, ag_error *err) {
    ag_dvir_case *c = &w->c;
    bool *linked = AG_NEW(c->arena, bool, c->lanes + 1);
    for (size_t i = 0, end; i < c->lanes; i = end) {
        const ag_family *family = &w->incident->search.family[c->lane[i].family];
        bool *mark = AG_NEW(c->arena, bool, 2 * family->pedigree.persons);
        if (!linked || !mark) return no_memory(err);
        for (end = i; end < c->lanes && c->lane[end].family == c->lane[i].family;) end++;
        link_family(w, c->lane[i].family, i, end, linked, mark);
        for (size_t k = i; k < end; k++) {
            if (linked[k]) continue;
            w->out->am[k] = ag_dvir_blank("Nonidentifiable");
            w->out->am[k].comment =
                family->readings ? AG_TEXT("Unrelated to all references") : AG_TEXT("No references in family");
            c->missing[k] = false;
        }
    }
    return AG_OK;
}

/* ---- 2. Excluded --------------------------------------------------------------------------------------------- */

static ag_dvir_row excluded(ag_dvir_work *w, int least) {
    ag_dvir_row row = ag_dvir_blank("Excluded");
    ag_buffer text = {0};
    if (least == INT32_MAX)
        ag_buffer_puts(&text, "No compatible pairings");
    else
        ag_buffer_printf(&text, "%d+ inconsistencies", least);
    row.comment = ag_dvir_keep(w, &text);
    return row;
}

/* Fewest inconsistencies among the open pairings of a missing person (r < 0) or of remains; INT32_MAX: none is open. */
static int fewest(const ag_dvir_case *c, size_t lane, int r) {
    int least = INT32_MAX;
    const size_t first = r < 0 ? lane : 0, end = r < 0 ? lane + 1 : c->lanes;
    for (size_t i = first; i < end; i++)
        for (int k = r < 0 ? 0 : r; k < (r < 0 ? c->remains : r + 1); k++)
            if (ag_dvir_open(c, i, k) && c->exclusions[ag_dvir_at(c, i, k)] < least)
                least = c->exclusions[ag_dvir_at(c, i, k)];
    return least;
}

static ag_status exclude(ag_dvir_work *w, bool *changed, ag_error *err) {
    ag_dvir_case *c = &w->c;
    const ag_status status = ag_dvir_case_exclusions(c, err);
    if (status != AG_OK) return status;
    /* everybody is judged by the same matrix, and then leaves */
    for (int r = 0; r < c->remains; r++)
        if (c->here[r] && fewest(c, 0, r) > MOST_INCONSISTENT) w->out->pm[r] = excluded(w, fewest(c, 0, r));
    for (size_t i = 0; i < c->lanes; i++)
        if (c->missing[i] && fewest(c, i, -1) > MOST_INCONSISTENT) w->out->am[i] = excluded(w, fewest(c, i, -1));
    *changed = false;
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++) {
            if (!ag_dvir_open(c, i, r) || c->exclusions[ag_dvir_at(c, i, r)] <= MOST_INCONSISTENT) continue;
            c->open[ag_dvir_at(c, i, r)] = false;
            *changed = true;
        }
    for (int r = 0; r < c->remains; r++)
        if (c->here[r] && w->out->pm[r].conclusion) c->here[r] = false, *changed = true;
    for (size_t i = 0; i < c->lanes; i++)
        if (c->missing[i] && w->out->am[i].conclusion) c->missing[i] = false, *changed = true;
    return AG_OK;
}

/* ---- 2. Undisputed ------------------------------------------------------------------------------------------- */

/* No other LR of these remains or of this person is above limit; NaN never is. */
static bool is_undisputed(const ag_dvir_case *c, size_t lane, int r) {
    const double lr = ag_dvir_lr(c, lane, r), limit = lr / AG_DVIR_T;
    if (!(lr >= AG_DVIR_T - AG_DVIR_SLACK)) return false;
    for (size_t i = 0; i < c->lanes; i++)
        if (i != lane && ag_dvir_lr(c, i, r) > limit) return false;
    for (int k = 0; k < c->remains; k++)
        if (k != r && ag_dvir_lr(c, lane, k) > limit) return false;
    return true;
}

/* All that one matrix shows, by missing person; *n of found[] were known before. */
static void collect_undisputed(const ag_dvir_case *c, int step, ag_dvir_undisputed *found, int *n) {
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++)
            if (ag_dvir_open(c, i, r) && is_undisputed(c, i, r))
                found[(*n)++] = (ag_dvir_undisputed){i, r, step, ag_dvir_lr(c, i, r)};
}

static bool anybody_left(const ag_dvir_case *c) {
    bool missing = false, here = false;
    for (size_t i = 0; i < c->lanes; i++) missing = missing || c->missing[i];
    for (int r = 0; r < c->remains; r++) here = here || c->here[r];
    return missing && here;
}

/* Step after step, until a matrix shows none. found[] has room for as many as there are missing persons. */
static ag_status identify_undisputed(ag_dvir_case *c, ag_dvir_undisputed *found, int *n, ag_error *err) {
    for (int step = 1; anybody_left(c); step++) {
        const int before = *n;
        ag_status status = ag_dvir_case_lr(c, err);
        if (status == AG_OK) collect_undisputed(c, step, found, n);
        for (int k = before; k < *n && status == AG_OK; k++)
            status = ag_dvir_case_insert(c, found[k].lane, found[k].remains, err);
        if (status != AG_OK || *n == before) return status;
    }
    return AG_OK;
}

static void say_undisputed(ag_dvir_work *w, const ag_dvir_undisputed *u) {
    ag_buffer text = {0};
    ag_dvir_row row = ag_dvir_blank("Undisputed");
    ag_buffer_printf(&text, "Step %d", u->step);
    row.comment = ag_dvir_keep(w, &text);
    row.lr = u->lr;
    row.family = w->c.lane[u->lane].family;
    row.partner = ag_dvir_sample(w, u->remains);
    w->out->am[u->lane] = row;
    row.partner = w->out->name[u->lane];
    w->out->pm[u->remains] = row;
}

/* Pairings that have become impossible are closed, and remains that have none left are excluded. */
static bool close_pairings(ag_dvir_work *w, bool somebody_left) {
    ag_dvir_case *c = &w->c;
    bool changed = false;
    for (int r = 0; r < c->remains; r++)
        if (somebody_left && c->here[r] && !ag_dvir_remains_paired(c, r)) {
            w->out->pm[r] = excluded(w, INT32_MAX);
            c->here[r] = false;
            changed = true;
        }
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++)
            if (ag_dvir_open(c, i, r) && !(ag_dvir_lr(c, i, r) > 0)) {
                c->open[ag_dvir_at(c, i, r)] = false;
                changed = true;
            }
    return changed;
}

static ag_status settle_undisputed(ag_dvir_work *w, bool *changed, ag_error *err) {
    int n = 0;
    ag_dvir_undisputed *found = AG_NEW(w->c.arena, ag_dvir_undisputed, w->c.lanes + 1);
    if (!found) return no_memory(err);
    const ag_status status = identify_undisputed(&w->c, found, &n, err);
    for (int k = 0; k < n && status == AG_OK; k++) say_undisputed(w, &found[k]);
    *changed = close_pairings(w, n > 0) || n > 0;
    return status;
}

static ag_status settle_alternately(ag_dvir_work *w, ag_error *err) {
    for (int round = 1;; round++) {
        bool changed;
        ag_status status = exclude(w, &changed, err);
        if (status != AG_OK || (!changed && round > 1)) return status;
        status = settle_undisputed(w, &changed, err);
        if (status != AG_OK || !changed) return status;
    }
}

/* ---- 3 and 4. Families ------------------------------------------------------------------------------------------ */

/* Families of one first: they take no remains away. */
static ag_status settle_families(ag_dvir_work *w, bool one, ag_error *err) {
    ag_dvir_case *c = &w->c;
    ag_status status = AG_OK;
    for (size_t i = 0, end; i < c->lanes && status == AG_OK; i = end) {
        int left = 0;
        for (end = i; end < c->lanes && c->lane[end].family == c->lane[i].family; end++) left += c->missing[end];
        if (one && left == 1)
            for (size_t k = i; k < end; k++)
                if (c->missing[k]) ag_dvir_judge_missing(w, k);
        if (!one && left > 1) status = ag_dvir_settle_several(w, i, end, err);
    }
    return status;
}

/* ---- Matrices of the whole incident -------------------------------------------------------------------------- */

/* Left out, not refused, where it would need too many searches or one that is too long. */
static ag_status fill_glr(const ag_dvir_case *all, ag_dvir_result *out, ag_error *err) {
    const size_t pairs = out->lanes * (size_t)out->remains;
    ag_dvir_best best;
    ag_error refused;
    const ag_status status = pairs > MOST_SEARCHED ? AG_REFUSED : ag_dvir_joint(all, &best, out->glr, &refused);
    out->glr_refused = status == AG_REFUSED;
    if (out->glr_refused) {
        for (size_t k = 0; k < pairs; k++) out->glr[k] = NAN;
        return AG_OK;
    }
    if (status != AG_OK && err) *err = refused;
    return status;
}

static ag_status fill_matrices(ag_dvir_work *w, ag_error *err) {
    ag_dvir_result *out = w->out;
    ag_dvir_case all;
    const size_t pairs = out->lanes * (size_t)out->remains;
    ag_status status =
        ag_dvir_case_init(&all, w->incident, out->lane, out->lanes, w->c.engine, w->c.run, w->c.arena, err);
    if (status == AG_OK) status = ag_dvir_case_exclusions(&all, err);
    if (status == AG_OK) status = ag_dvir_case_lr(&all, err);
    if (status != AG_OK) return status;
    for (size_t k = 0; k < pairs; k++) out->exclusions[k] = all.exclusions[k];
    status = fill_glr(&all, out, err);
    if (status != AG_OK) return status;
    return identify_undisputed(&all, out->undisputed, &out->undisputeds, err);
}

/* ---- Interface ----------------------------------------------------------------------------------------------- */

static ag_status refuse_theta(const ag_incident *incident, ag_error *err) {
    for (int l = 0; l < incident->search.loci; l++)
        if (incident->search.locus[l]->theta > 0)
            return ag_fail(err, AG_REFUSED, "set \"theta\": 0 for the comparison, or leave --like out",
                           "dvir has no theta, so its rules cannot be followed with one");
    return AG_OK;
}

static ag_status prepare(ag_dvir_work *w, ag_engine *engine, const ag_run *run, ag_arena *arena, ag_error *err) {
    ag_dvir_result *out = w->out;
    double apart_ln;
    ag_status status = refuse_theta(w->incident, err);
    if (status != AG_OK) return status;
    out->lane = ag_lanes_new(&w->incident->search, &out->lanes);
    out->remains = w->incident->search.remains;
    const size_t pairs = out->lanes * (size_t)out->remains + 1;
    out->am = AG_NEW(&out->arena, ag_dvir_row, out->lanes + 1);
    out->pm = AG_NEW(&out->arena, ag_dvir_row, out->remains + 1);
    out->undisputed = AG_NEW(&out->arena, ag_dvir_undisputed, out->lanes + 1);
    out->exclusions = AG_NEW(&out->arena, int, pairs);
    out->glr = AG_NEW(&out->arena, double, pairs);
    if (!engine || !out->lane || out->arena.failed) return no_memory(err);
    status = ag_loglik_apart(engine, w->incident, &apart_ln, err); /* refuses what dvir stops at */
    if (status == AG_OK) status = ag_lane_names(w->incident, out->lane, out->lanes, &out->arena, &out->name, err);
    if (status == AG_OK) status = ag_dvir_case_init(&w->c, w->incident, out->lane, out->lanes, engine, run, arena, err);
    return status;
}

static ag_status conclude(ag_dvir_work *w, ag_error *err) {
    ag_status status = fill_matrices(w, err);
    if (status == AG_OK) status = find_nonidentifiable(w, err);
    if (status == AG_OK) status = settle_alternately(w, err);
    if (status == AG_OK) status = settle_families(w, true, err);
    if (status == AG_OK) status = settle_families(w, false, err);
    for (int r = 0; r < w->c.remains && status == AG_OK; r++)
        if (w->c.here[r]) ag_dvir_judge_remains(w, r);
    for (size_t i = 0; i < w->c.lanes; i++) w->out->am[i].family = w->c.lane[i].family;
    return status == AG_OK && w->out->arena.failed ? no_memory(err) : status;
}

ag_status ag_like_dvir(const ag_incident *incident, const ag_run *run, ag_dvir_result *out, ag_error *err) {
    ag_dvir_work w = {.out = out, .incident = incident};
    ag_arena arena;
    ag_engine *engine = ag_engine_new();
    *out = (ag_dvir_result){.lane = NULL};
    ag_arena_init(&out->arena);
    ag_arena_init(&arena);
    ag_status status = prepare(&w, engine, run, &arena, err);
    if (status == AG_OK) status = conclude(&w, err);
    ag_arena_deinit(&arena);
    ag_engine_free(engine);
    if (status != AG_OK) ag_dvir_result_deinit(out);
    return status;
}

void ag_dvir_result_deinit(ag_dvir_result *result) {
    free(result->lane);
    ag_arena_deinit(&result->arena);
    *result = (ag_dvir_result){.lane = NULL};
}
