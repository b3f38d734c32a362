/* Joint assignments and generalised likelihood ratios for like_dvir.h (Egeland & Vigeland 2025: the best explanation
 * with V = M against the best without).
 *
 * The best assignment with V = M is LR(V = M) times the best of everybody else once V's reading stands at M, so it is a
 * search of its own; where there are few assignments, they are listed once instead.
 */
#include <math.h>

#include "incident/like_dvir_case.h"
#include "search/assign.h"

#include "base/banned.h"

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

enum { MOST_LISTED = 500000 }; /* up to so many assignments, one list of all answers everything */

/* Those who are left and have somebody to be paired with. */
typedef struct part {
    const ag_dvir_case *c;
    size_t *lane; /* lanes of the case */
    int *remains;
    int (*place)[2];
    int lanes, items;
    /* a remains that may not be either of two lanes; -1: none */
    int barred;
    size_t barred_lane[2];
} part;

static bool may_be(const void *context, int item, int lane) {
    const part *p = context;
    const int r = p->remains[item];
    const size_t i = p->lane[lane];
    if (r == p->barred && (i == p->barred_lane[0] || i == p->barred_lane[1])) return false;
    return ag_dvir_open(p->c, i, r);
}

static ag_status part_init(const ag_dvir_case *c, part *p, ag_error *err) {
    *p = (part){.c = c, .barred = -1};
    p->lane = AG_NEW(c->arena, size_t, c->lanes + 1);
    p->remains = AG_NEW(c->arena, int, c->remains + 1);
    p->place = ag_arena_array(c->arena, c->lanes + 1, sizeof *p->place);
    if (!p->lane || !p->remains || !p->place) return no_memory(err);
    for (size_t i = 0; i < c->lanes; i++) {
        if (!c->missing[i]) continue;
        p->place[p->lanes][0] = c->lane[i].family;
        p->place[p->lanes][1] = c->lane[i].missing;
        p->lane[p->lanes++] = i;
    }
    for (int r = 0; r < c->remains; r++)
        if (ag_dvir_remains_paired(c, r)) p->remains[p->items++] = r;
    return AG_OK;
}

static ag_status solve(const part *p, size_t top, ag_assign_result *found, ag_error *err) {
    ag_catalogue *catalogue = NULL;
    ag_status status = ag_catalogue_new(&p->c->incident.search, &catalogue, err);
    const ag_assign_question question = {.catalogue = catalogue,
                                         .lanes = p->lanes,
                                         .lane = (const int(*)[2])p->place,
                                         .remains = p->items,
                                         .item = p->remains,
                                         .allowed = may_be,
                                         .context = p,
                                         .top = top,
                                         .stop = p->c->run->stop};
    *found = (ag_assign_result){0};
    if (status == AG_OK) status = ag_assign(p->c->engine, &question, found, err);
    ag_catalogue_free(catalogue);
    return status;
}

static ag_status solve_best(const part *p, double *lr_ln, ag_error *err) {
    ag_assign_result found;
    const ag_status status = solve(p, 1, &found, err);
    *lr_ln = found.items ? found.item[0].lr_ln : -INFINITY;
    ag_assign_result_deinit(&found);
    return status;
}

/* ---- One search for each question ------------------------------------------------------------------------------- */

ag_status ag_dvir_without(const ag_dvir_case *c, int r, const size_t lane[2], double *lr_ln, ag_error *err) {
    part p;
    const ag_status status = part_init(c, &p, err);
    if (status != AG_OK) return status;
    p.barred = r;
    p.barred_lane[0] = lane[0];
    p.barred_lane[1] = lane[1];
    return solve_best(&p, lr_ln, err);
}

static ag_status best_with(const ag_dvir_case *c, size_t lane, int r, double *lr_ln, ag_error *err) {
    const double pair_ln = c->lr_ln[ag_dvir_at(c, lane, r)];
    ag_dvir_case inserted;
    double rest_ln = 0;
    ag_arena arena;
    part p;
    *lr_ln = -INFINITY;
    if (!(pair_ln > -INFINITY)) return AG_OK;
    ag_arena_init(&arena);
    ag_status status = ag_dvir_case_copy(&inserted, c, &arena, err);
    if (status == AG_OK) status = ag_dvir_case_insert(&inserted, lane, r, err);
    if (status == AG_OK) status = part_init(&inserted, &p, err);
    if (status == AG_OK) status = solve_best(&p, &rest_ln, err);
    *lr_ln = pair_ln + rest_ln;
    ag_arena_deinit(&arena);
    return status;
}

static ag_status search_glr(const ag_dvir_case *c, const ag_dvir_best *best, double *glr, ag_error *err) {
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++) {
            double with_ln = best->lr_ln[0], without_ln = best->lr_ln[0];
            ag_status status = AG_OK;
            if (!ag_dvir_open(c, i, r)) continue;
            if (best->lane[0][r] == (int)i)
                status = ag_dvir_without(c, r, (const size_t[2]){i, i}, &without_ln, err);
            else
                status = best_with(c, i, r, &with_ln, err);
            if (status != AG_OK) return status;
            glr[ag_dvir_at(c, i, r)] = exp(with_ln - without_ln);
        }
    return AG_OK;
}

/* ---- From the list of all assignments ---------------------------------------------------------------------------- */

/* At most so many assignments: for each remains, nobody or one of those who are open. */
static double most_assignments(const part *p) {
    double product = 1;
    for (int item = 0; item < p->items; item++) {
        int open = 1;
        for (int i = 0; i < p->lanes; i++) open += ag_dvir_open(p->c, p->lane[i], p->remains[item]);
        product *= open;
    }
    return product;
}

static void read_glr(const part *p, const ag_assign_result *all, double *glr) {
    const ag_dvir_case *c = p->c;
    for (int item = 0; item < p->items; item++)
        for (int i = 0; i < p->lanes; i++) {
            double with_ln = -INFINITY, without_ln = -INFINITY;
            for (size_t k = 0; k < all->items && !(with_ln > -INFINITY && without_ln > -INFINITY); k++) {
                double *best = all->item[k].lane[item] == i ? &with_ln : &without_ln;
                if (!(*best > -INFINITY)) *best = all->item[k].lr_ln;
            }
            if (ag_dvir_open(c, p->lane[i], p->remains[item]))
                glr[ag_dvir_at(c, p->lane[i], p->remains[item])] = exp(with_ln - without_ln);
        }
}

static void keep_best(const part *p, const ag_assign_result *found, ag_dvir_best *out) {
    for (size_t k = 0; k < 2; k++) {
        out->lr_ln[k] = k < found->items ? found->item[k].lr_ln : -INFINITY;
        for (int r = 0; r < p->c->remains; r++) out->lane[k][r] = -1;
        for (int item = 0; item < p->items && k < found->items; item++) {
            const int lane = found->item[k].lane[item];
            out->lane[k][p->remains[item]] = lane < 0 ? -1 : (int)p->lane[lane];
        }
    }
}

ag_status ag_dvir_joint(const ag_dvir_case *c, ag_dvir_best *out, double *glr, ag_error *err) {
    part p;
    ag_assign_result found;
    for (int k = 0; k < 2; k++) out->lane[k] = AG_NEW(c->arena, int, c->remains + 1);
    if (!out->lane[0] || !out->lane[1]) return no_memory(err);
    for (size_t k = 0; k < c->lanes * (size_t)c->remains; k++) glr[k] = NAN;
    ag_status status = part_init(c, &p, err);
    if (status != AG_OK) return status;
    const bool list = most_assignments(&p) <= MOST_LISTED;
    status = solve(&p, list ? MOST_LISTED : 2, &found, err);
    if (status == AG_OK) keep_best(&p, &found, out);
    if (status == AG_OK && list) read_glr(&p, &found, glr);
    ag_assign_result_deinit(&found);
    return status == AG_OK && !list ? search_glr(c, out, glr, err) : status;
}
