/* What is left of an incident: see like_dvir_case.h. */
#include "incident/like_dvir_case.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

static bool copy_families(ag_dvir_case *c, const ag_search *from) {
    c->family = AG_NEW(c->arena, ag_family, from->families + 1);
    if (!c->family) return false;
    if (from->families) memcpy(c->family, from->family, (size_t)from->families * sizeof *c->family);
    c->incident.search.family = c->family;
    return true;
}

ag_status ag_dvir_case_init(ag_dvir_case *c, const ag_incident *incident, const ag_lane *lane, size_t lanes,
                            ag_engine *engine, const ag_run *run, ag_arena *arena, ag_error *err) {
    const int remains = incident->search.remains;
    const size_t pairs = lanes * (size_t)remains + 1;
    *c = (ag_dvir_case){.incident = *incident,
                        .arena = arena,
                        .engine = engine,
                        .run = run,
                        .lane = lane,
                        .lanes = lanes,
                        .remains = remains};
    c->missing = AG_NEW(arena, bool, lanes + 1);
    c->here = AG_NEW(arena, bool, remains + 1);
    c->open = AG_NEW(arena, bool, pairs);
    c->lr_ln = AG_NEW(arena, double, pairs);
    c->exclusions = AG_NEW(arena, int, pairs);
    if (!copy_families(c, &incident->search) || arena->failed) return no_memory(err);
    for (int r = 0; r < remains; r++) c->here[r] = true;
    for (size_t i = 0; i < lanes; i++) {
        c->missing[i] = true;
        for (int r = 0; r < remains; r++) c->open[ag_dvir_at(c, i, r)] = !ag_sexes_conflict(incident, r, lane[i]);
    }
    return AG_OK;
}

ag_status ag_dvir_case_copy(ag_dvir_case *c, const ag_dvir_case *from, ag_arena *arena, ag_error *err) {
    const size_t pairs = from->lanes * (size_t)from->remains;
    *c = *from;
    c->arena = arena;
    c->missing = AG_NEW(arena, bool, from->lanes + 1);
    c->here = AG_NEW(arena, bool, from->remains + 1);
    c->open = AG_NEW(arena, bool, pairs + 1);
    if (!copy_families(c, &from->incident.search) || arena->failed) return no_memory(err);
    memcpy(c->missing, from->missing, from->lanes * sizeof *c->missing);
    memcpy(c->here, from->here, (size_t)from->remains * sizeof *c->here);
    memcpy(c->open, from->open, pairs * sizeof *c->open);
    return AG_OK;
}

ag_status ag_dvir_case_insert(ag_dvir_case *c, size_t lane, int r, ag_error *err) {
    ag_family *family = &c->family[c->lane[lane].family];
    ag_reading *reading = AG_NEW(c->arena, ag_reading, family->readings + 1);
    if (!reading) return no_memory(err);
    if (family->readings) memcpy(reading, family->reading, (size_t)family->readings * sizeof *reading);
    reading[family->readings] =
        (ag_reading){family->missing[c->lane[lane].missing],
                     c->incident.search.remains_code + (size_t)r * (size_t)c->incident.search.loci};
    family->reading = reading;
    family->readings++;
    c->missing[lane] = c->here[r] = false;
    return AG_OK;
}

bool ag_dvir_remains_paired(const ag_dvir_case *c, int r) {
    for (size_t i = 0; i < c->lanes; i++)
        if (ag_dvir_open(c, i, r)) return true;
    return false;
}

/* ---- Matrices ------------------------------------------------------------------------------------------------ */

typedef struct matrix {
    ag_dvir_case *c;
    const ag_lane_set *set;
    const size_t *which; /* lane of the case for each lane that is asked */
} matrix;

static ag_status row_of_lr(void *context, size_t index, ag_lane lane, double *const *table, ag_error *err) {
    const matrix *m = context;
    const ag_search *search = &m->c->incident.search;
    (void)lane, (void)err;
    for (int r = 0; r < m->c->remains; r++)
        if (ag_dvir_open(m->c, m->which[index], r))
            m->c->lr_ln[ag_dvir_at(m->c, m->which[index], r)] =
                ag_lane_lr_ln(m->set, 0, table[0], search->remains_code + (size_t)r * (size_t)search->loci);
    return AG_OK;
}

/* -INFINITY: these remains are impossible here; NaN: the family is without them. */
static ag_status row_of_exclusions(void *context, size_t index, ag_lane lane, double *const *table, ag_error *err) {
    const matrix *m = context;
    const ag_search *search = &m->c->incident.search;
    (void)lane, (void)err;
    for (int r = 0; r < m->c->remains; r++) {
        if (!ag_dvir_open(m->c, m->which[index], r)) continue;
        int n = 0;
        for (int l = 0; l < search->loci; l++) {
            const uint16_t code = search->remains_code[(size_t)r * (size_t)search->loci + (size_t)l];
            n += !(table[0][ag_catalogue_first(m->set->catalogue[0], l) + code] > -INFINITY);
        }
        m->c->exclusions[ag_dvir_at(m->c, m->which[index], r)] = n;
    }
    return AG_OK;
}

static ag_status fill(ag_dvir_case *c, ag_lane_set *set, ag_lane_task *row, ag_error *err) {
    ag_lane *asked = AG_NEW(c->arena, ag_lane, c->lanes + 1);
    size_t *which = AG_NEW(c->arena, size_t, c->lanes + 1), n = 0;
    if (!asked || !which) return no_memory(err);
    for (size_t i = 0; i < c->lanes; i++) {
        if (!c->missing[i]) continue;
        asked[n] = c->lane[i];
        which[n++] = i;
    }
    matrix m = {c, set, which};
    return ag_lane_set_run(set, asked, n, c->run, row, &m, err);
}

ag_status ag_dvir_case_lr(ag_dvir_case *c, ag_error *err) {
    ag_lane_set set;
    ag_lane_set_init(&set);
    for (size_t k = 0; k < c->lanes * (size_t)c->remains; k++) c->lr_ln[k] = NAN;
    ag_status status = ag_lane_set_add(&set, &c->incident, 0, err);
    if (status == AG_OK) status = fill(c, &set, row_of_lr, err);
    ag_lane_set_deinit(&set);
    return status;
}

ag_status ag_dvir_case_exclusions(ag_dvir_case *c, ag_error *err) {
    ag_lane_set set;
    ag_lane_set_init(&set);
    for (size_t k = 0; k < c->lanes * (size_t)c->remains; k++) c->exclusions[k] = -1;
    ag_status status = ag_lane_set_add_plain(&set, &c->incident, err);
    if (status == AG_OK) status = fill(c, &set, row_of_exclusions, err);
    ag_lane_set_deinit(&set);
    return status;
}
