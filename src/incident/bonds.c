/* Bonds: see bonds.h. */
#include "incident/bonds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/logarithm.h"
#include "incident/anatomy.h"
#include "search/catalogue.h"
#include "search/places.h"

#include "base/banned.h"

enum {
    SMALL_REMAINS = 3000, /* compared all with all */
    MOST_ANCHORS = 2      /* remains tried in one place, to see who then fits beside them */
};
static const double ANCHOR_SHARE = 0.05;

typedef struct finder {
    const ag_incident *incident;
    const ag_identify_options *options;
    const ag_catalogue *catalogue;
    double tilt;
    ag_bonds *out;
} finder;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* LR over tilt + sum, where the sum may or may not hold the LR already. */
static double share_of(double lr_ln, double tilt, double sum_ln) {
    const double total_ln = ag_add_ln(ag_add_ln(log(tilt), sum_ln), lr_ln);
    return exp(lr_ln - total_ln);
}

static ag_status add(ag_bonds *b, ag_bond bond, ag_error *err) {
    if (!(bond.share >= AG_LEAST_SHARE)) return AG_OK;
    if (b->n == b->room) {
        const size_t room = b->room ? 2 * b->room : 256;
        ag_bond *grown = realloc(b->item, room * sizeof *grown);
        if (!grown) return no_memory(err);
        b->item = grown;
        b->room = room;
    }
    b->item[b->n++] = bond;
    return AG_OK;
}

static ag_status add_lane(const finder *f, int remains, int lane, double lr_ln, ag_error *err) {
    const ag_bond bond = {remains, lane, -1, share_of(lr_ln, f->tilt, f->out->sum_ln[remains]), lr_ln};
    return ag_sexes_conflict(f->incident, remains, f->out->lane[lane]) ? AG_OK : add(f->out, bond, err);
}

/* The one with less to lose decides: parts that nothing else is known of must not lose their body. */
static ag_status add_match(const finder *f, int r, int s, double lr_ln, ag_error *err) {
    const ag_sex a = f->incident->remains[r].sex, b = f->incident->remains[s].sex;
    const double sum_ln = fmin(f->out->sum_ln[r], f->out->sum_ln[s]);
    const ag_bond bond = {r < s ? r : s, -1, r < s ? s : r, share_of(lr_ln, f->tilt, sum_ln), lr_ln};
    const bool apart = r == s || (a && b && a != b) || !ag_anatomy_together(f->incident, r, s);
    return apart ? AG_OK : add(f->out, bond, err);
}

/* ---- Pairs of a small incident ----------------------------------------------------------------------------------- */

typedef struct rows {
    const finder *f;
    const ag_lane_set *set;
} rows;

static ag_status store_row(void *context, size_t index, ag_lane lane, double *const *table, ag_error *err) {
    const rows *t = context;
    const ag_incident *in = t->f->incident;
    double *row = t->f->out->pair_ln + index * (size_t)in->search.remains;
    (void)err;
    for (int r = 0; r < in->search.remains; r++) {
        const uint16_t *code = in->search.remains_code + (size_t)r * (size_t)in->search.loci;
        const double lr_ln = ag_lane_lr_ln(t->set, 0, table[0], code);
        row[r] = isnan(lr_ln) || ag_sexes_conflict(in, r, lane) ? -INFINITY : lr_ln;
    }
    return AG_OK;
}

static ag_status all_pairs(const finder *f, int population, ag_error *err) {
    ag_bonds *b = f->out;
    ag_lane_set set;
    b->pair_ln = malloc((b->lanes * (size_t)b->remains + 1) * sizeof *b->pair_ln);
    if (!b->pair_ln) return no_memory(err);
    ag_lane_set_init(&set);
    ag_status status = ag_lane_set_add(&set, f->incident, population, err);
    ag_run run = f->options->run;
    run.progress = NULL;
    rows t = {f, &set};
    if (status == AG_OK) status = ag_lane_set_run(&set, b->lane, b->lanes, &run, store_row, &t, err);
    ag_lane_set_deinit(&set);
    for (size_t i = 0; i < b->lanes && status == AG_OK; i++)
        for (int r = 0; r < b->remains; r++)
            b->sum_ln[r] = ag_add_ln(b->sum_ln[r], b->pair_ln[i * (size_t)b->remains + (size_t)r]);
    for (size_t i = 0; i < b->lanes && status == AG_OK; i++)
        for (int r = 0; r < b->remains && status == AG_OK; r++)
            status = add_lane(f, r, (int)i, b->pair_ln[i * (size_t)b->remains + (size_t)r], err);
    return status;
}

/* ---- Pairs of a large one ---------------------------------------------------------------------------------------- */

static int by_lane(const void *a, const void *b) {
    const ag_known_pair *x = a, *y = b;
    if (x->lane != y->lane) return x->lane < y->lane ? -1 : 1;
    return (x->remains > y->remains) - (x->remains < y->remains);
}

static ag_status known_pairs(const finder *f, const ag_identify_result *found, const size_t *first_lane,
                             ag_error *err) {
    ag_bonds *b = f->out;
    b->pair = calloc(found->items + 1, sizeof *b->pair);
    if (!b->pair) return no_memory(err);
    for (size_t i = 0; i < found->items; i++) {
        const ag_hit *hit = &found->item[i].hit;
        const int lane = (int)first_lane[hit->family] + hit->missing;
        if (!ag_sexes_conflict(f->incident, hit->remains, b->lane[lane]))
            b->pair[b->pairs++] = (ag_known_pair){lane, hit->remains, hit->lr_ln};
    }
    qsort(b->pair, b->pairs, sizeof *b->pair, by_lane);
    for (int r = 0; r < b->remains; r++) {
        b->rest[r] = found->screen.rest[r];
        b->sum_ln[r] = log(b->rest[r]);
    }
    for (size_t i = 0; i < b->pairs; i++)
        b->sum_ln[b->pair[i].remains] = ag_add_ln(b->sum_ln[b->pair[i].remains], b->pair[i].lr_ln);
    ag_status status = AG_OK;
    for (size_t i = 0; i < b->pairs && status == AG_OK; i++)
        status = add_lane(f, b->pair[i].remains, b->pair[i].lane, b->pair[i].lr_ln, err);
    return status;
}

double ag_bonds_pair_ln(const ag_bonds *b, int remains, int lane) {
    if (b->pair_ln) return b->pair_ln[(size_t)lane * (size_t)b->remains + (size_t)remains];
    const ag_known_pair key = {lane, remains, 0};
    const ag_known_pair *found = b->pairs ? bsearch(&key, b->pair, b->pairs, sizeof key, by_lane) : NULL;
    return found ? found->lr_ln : NAN;
}

/* ---- Who fits beside somebody in place --------------------------------------------------------------------------- */

/* The remains with the largest shares at a lane: candidates to stand there. */
static int anchors_at(const ag_bonds *b, size_t bonds, int lane, int *anchor) {
    double share[MOST_ANCHORS];
    int n = 0;
    for (size_t i = 0; i < bonds; i++) {
        const ag_bond *bond = &b->item[i];
        if (bond->lane != lane || bond->share < ANCHOR_SHARE) continue;
        int at = n < MOST_ANCHORS ? n++ : MOST_ANCHORS;
        for (; at > 0 && share[at - 1] < bond->share; at--)
            if (at < MOST_ANCHORS) {
                share[at] = share[at - 1];
                anchor[at] = anchor[at - 1];
            }
        if (at < MOST_ANCHORS) {
            share[at] = bond->share;
            anchor[at] = bond->remains;
        }
    }
    return n;
}

/* Fills the family place by place, the surest first, and looks at each step who else would fit where. */
static ag_status fill_family(const finder *f, ag_places *places, int first, int missings, int lane, int anchor,
                             ag_error *err) {
    ag_occupants at[AG_MAX_PERSONS_PER_FAMILY] = {{NULL, 0}};
    int who[AG_MAX_PERSONS_PER_FAMILY];
    const int family = f->out->lane[first].family;
    for (int filled = 0; filled < missings - 1 && lane >= 0; filled++) {
        who[lane - first] = anchor;
        at[lane - first] = (ag_occupants){&who[lane - first], 1};
        double best = 0.5;
        lane = -1;
        for (int m = 0; m < missings; m++) {
            const double *row;
            if (at[m].n) continue;
            ag_status status = ag_places_row(places, family, at, m, &row, err);
            for (int r = 0; r < f->out->remains && status == AG_OK; r++) {
                if (!(row[r] > -INFINITY) || ag_sexes_conflict(f->incident, r, f->out->lane[first + m])) continue;
                const double share = share_of(row[r], f->tilt, f->out->sum_ln[r]);
                if (share < AG_LEAST_SHARE) continue;
                status = add_lane(f, r, first + m, row[r], err);
                bool taken = false;
                for (int k = 0; k < missings; k++) taken |= at[k].n && who[k] == r;
                if (taken || share <= best) continue;
                best = share;
                lane = first + m;
                anchor = r;
            }
            if (status != AG_OK) return status;
        }
    }
    return AG_OK;
}

static ag_status beside_others(const finder *f, ag_places *places, ag_error *err) {
    const ag_bonds *b = f->out;
    const size_t bonds = b->n;
    ag_status status = AG_OK;
    for (size_t i = 0; i < b->lanes && status == AG_OK; i++) {
        const int missings = f->incident->search.family[b->lane[i].family].missings;
        int anchor[MOST_ANCHORS];
        const int n = missings > 1 ? anchors_at(b, bonds, (int)i, anchor) : 0;
        for (int k = 0; k < n && status == AG_OK; k++)
            status = fill_family(f, places, (int)i - b->lane[i].missing, missings, (int)i, anchor[k], err);
    }
    return status;
}

static ag_status all_matches(const finder *f, ag_places *places, ag_error *err) {
    ag_status status = AG_OK;
    for (int r = 0; r < f->out->remains && status == AG_OK; r++) {
        const ag_occupants alone = {&r, 1};
        const double *row;
        status = ag_places_row(places, AG_UNLISTED, &alone, 0, &row, err);
        for (int s = r + 1; s < f->out->remains && status == AG_OK; s++)
            if (row[s] > -INFINITY) status = add_match(f, r, s, row[s], err);
    }
    return status;
}

static ag_status small_bonds(const finder *f, ag_error *err) {
    const int n = f->out->remains;
    int *item = calloc((size_t)n + 1, sizeof *item);
    ag_engine *engine = ag_engine_new();
    ag_places *places = NULL;
    ag_status status = item && engine ? AG_OK : no_memory(err);
    for (int r = 0; item && r < n; r++) item[r] = r;
    if (status == AG_OK) status = ag_places_new(engine, f->catalogue, n, item, NULL, &places, err);
    if (status == AG_OK) status = beside_others(f, places, err);
    if (status == AG_OK && f->incident->pieces) status = all_matches(f, places, err);
    ag_places_free(places);
    ag_engine_free(engine);
    free(item);
    return status;
}

/* ---- The same by one more screen --------------------------------------------------------------------------------- */

/* A lane of that screen: remains as a person of their own, or a missing person of a family with somebody in place. */
typedef struct stand_in {
    ag_family *family;
    int *remains;    /* of each family: which remains, or -1 */
    int *first_lane; /* of each family: the lane of its missing 0, in the incident */
    int families;
    ag_person *person;
    ag_reading *reading;
    uint16_t *code; /* [remains][loci] without loci of the X chromosome */
    int *missing;
} stand_in;

static int anchored_families(const finder *f, size_t bonds, ag_bond **chosen) {
    const ag_bonds *b = f->out;
    int n = 0;
    *chosen = calloc(bonds + 1, sizeof **chosen);
    for (size_t i = 0; *chosen && i < bonds; i++)
        if (b->item[i].lane >= 0 && b->item[i].share >= ANCHOR_SHARE &&
            f->incident->search.family[b->lane[b->item[i].lane].family].missings > 1)
            (*chosen)[n++] = b->item[i];
    return n;
}

static void stand_in_deinit(stand_in *s) {
    free(s->family);
    free(s->remains);
    free(s->first_lane);
    free(s->person);
    free(s->reading);
    free(s->code);
    free(s->missing);
}

static void add_remains(stand_in *s, const ag_search *search, int r) {
    static const int only_person = 0;
    const int f = s->families++;
    s->reading[r] = (ag_reading){0, s->code + (size_t)r * (size_t)search->loci};
    s->family[f] = (ag_family){{1, s->person}, &s->reading[r], 1, &only_person, 1};
    s->remains[f] = r;
}

static void add_anchored(stand_in *s, const ag_search *search, const ag_lane *lane, const ag_bond *bond,
                         size_t *readings, size_t *missings) {
    const int f = s->families++;
    const ag_family *old = &search->family[lane[bond->lane].family];
    const int anchored = old->missing[lane[bond->lane].missing];
    ag_reading *reading = s->reading + *readings;
    int *missing = s->missing + *missings;
    memcpy(reading, old->reading, (size_t)old->readings * sizeof *reading);
    reading[old->readings] =
        (ag_reading){anchored, search->remains_code + (size_t)bond->remains * (size_t)search->loci};
    memcpy(missing, old->missing, (size_t)old->missings * sizeof *missing);
    s->family[f] = (ag_family){old->pedigree, reading, old->readings + 1, missing, old->missings};
    s->remains[f] = -1;
    s->first_lane[f] = bond->lane - lane[bond->lane].missing;
    *readings += (size_t)old->readings + 1;
    *missings += (size_t)old->missings;
}

static bool make_stand_ins(const finder *f, const ag_bond *chosen, int n, stand_in *s) {
    const ag_search *search = &f->incident->search;
    const size_t remains = f->incident->pieces ? (size_t)search->remains : 0, loci = (size_t)search->loci;
    size_t readings = remains, missings = 0, more = remains, places = 0;
    for (int i = 0; i < n; i++) {
        const ag_family *family = &search->family[f->out->lane[chosen[i].lane].family];
        readings += (size_t)family->readings + 1;
        places += (size_t)family->missings;
    }
    const size_t families = remains + (size_t)n;
    *s = (stand_in){.family = calloc(families + 1, sizeof *s->family),
                    .remains = calloc(families + 1, sizeof *s->remains),
                    .first_lane = calloc(families + 1, sizeof *s->first_lane),
                    .person = calloc(1, sizeof *s->person),
                    .reading = calloc(readings + 1, sizeof *s->reading),
                    .code = malloc((remains * loci + 1) * sizeof *s->code),
                    .missing = calloc(places + 1, sizeof *s->missing)};
    if (!s->family || !s->remains || !s->first_lane || !s->person || !s->reading || !s->code || !s->missing)
        return false;
    s->person[0] = (ag_person){-1, -1, AG_SEX_UNKNOWN, -1, 0};
    for (size_t r = 0; r < remains; r++) {
        for (size_t l = 0; l < loci; l++)
            s->code[r * loci + l] = search->locus[l]->x ? 0 : search->remains_code[r * loci + l];
        add_remains(s, search, (int)r);
    }
    for (int i = 0; i < n; i++) add_anchored(s, search, f->out->lane, &chosen[i], &more, &missings);
    return true;
}

static ag_status keep_found(const finder *f, const stand_in *s, const ag_screen_result *screen, ag_error *err) {
    ag_status status = AG_OK;
    for (size_t i = 0; i < screen->hits && status == AG_OK; i++) {
        const ag_hit *hit = &screen->hit[i];
        if (s->remains[hit->family] >= 0)
            status = add_match(f, hit->remains, s->remains[hit->family], hit->lr_ln, err);
        else
            status = add_lane(f, hit->remains, s->first_lane[hit->family] + hit->missing, hit->lr_ln, err);
    }
    return status;
}

static ag_status large_bonds(const finder *f, ag_error *err) {
    stand_in s = {0};
    ag_bond *chosen;
    ag_screen_result screen = {0};
    ag_catalogue *catalogue = NULL;
    const int n = anchored_families(f, f->out->n, &chosen);
    ag_status status = chosen && make_stand_ins(f, chosen, n, &s) ? AG_OK : no_memory(err);
    ag_search search = *f->catalogue->search;
    search.families = s.families;
    search.family = s.family;
    ag_run run = f->options->run;
    run.progress = NULL;
    if (status == AG_OK) status = ag_catalogue_new(&search, &catalogue, err);
    if (status == AG_OK) status = ag_screen(catalogue, log(f->options->min_lr), &run, &screen, err);
    if (status == AG_OK) status = keep_found(f, &s, &screen, err);
    ag_screen_result_deinit(&screen);
    ag_catalogue_free(catalogue);
    stand_in_deinit(&s);
    free(chosen);
    return status;
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static int in_order(const void *a, const void *b) {
    const ag_bond *x = a, *y = b;
    if (x->remains != y->remains) return x->remains < y->remains ? -1 : 1;
    if (x->lane != y->lane) return x->lane < y->lane ? -1 : 1;
    if (x->other != y->other) return x->other < y->other ? -1 : 1;
    return (x->share < y->share) - (x->share > y->share);
}

/* Two remains as one body compete with the best that either has: of the two, the one with less to lose decides. */
static bool weigh_matches(const finder *f) {
    ag_bonds *b = f->out;
    double *best_ln = malloc(((size_t)b->remains + 1) * sizeof *best_ln);
    for (int r = 0; best_ln && r < b->remains; r++) best_ln[r] = b->sum_ln[r];
    for (size_t i = 0; best_ln && i < b->n; i++) {
        const ag_bond *bond = &b->item[i];
        if (bond->other < 0) continue;
        best_ln[bond->remains] = fmax(best_ln[bond->remains], bond->lr_ln);
        best_ln[bond->other] = fmax(best_ln[bond->other], bond->lr_ln);
    }
    for (size_t i = 0; best_ln && i < b->n; i++) {
        ag_bond *bond = &b->item[i];
        if (bond->other >= 0)
            bond->share = share_of(bond->lr_ln, f->tilt, fmin(best_ln[bond->remains], best_ln[bond->other]));
    }
    const bool good = best_ln != NULL;
    free(best_ln);
    return good;
}

static void sort_bonds(ag_bonds *b) {
    size_t n = 0;
    if (b->n) qsort(b->item, b->n, sizeof *b->item, in_order);
    for (size_t i = 0; i < b->n; i++) {
        const ag_bond *last = n ? &b->item[n - 1] : NULL;
        const ag_bond *next = &b->item[i];
        const bool again =
            last && last->remains == next->remains && last->lane == next->lane && last->other == next->other;
        if (!again && next->share >= AG_LEAST_SHARE) b->item[n++] = *next;
    }
    b->n = n;
}

ag_status ag_bonds_find(const ag_incident *incident, int population, const ag_catalogue *catalogue,
                        const ag_identify_result *found, const ag_identify_options *options, const ag_lane *lane,
                        size_t lanes, double tilt, ag_bonds *out, ag_error *err) {
    const size_t remains = (size_t)incident->search.remains, families = (size_t)incident->search.families;
    finder f = {incident, options, catalogue, tilt, out};
    *out = (ag_bonds){.lane = lane, .lanes = lanes, .remains = (int)remains};
    out->sum_ln = malloc((remains + 1) * sizeof *out->sum_ln);
    out->rest = calloc(remains + 1, sizeof *out->rest);
    size_t *first_lane = calloc(families + 2, sizeof *first_lane);
    ag_status status = out->sum_ln && out->rest && first_lane ? AG_OK : no_memory(err);
    for (size_t r = 0; status == AG_OK && r < remains; r++) out->sum_ln[r] = -INFINITY;
    for (size_t k = 0; status == AG_OK && k < families; k++)
        first_lane[k + 1] = first_lane[k] + (size_t)incident->search.family[k].missings;
    const bool screened = found->screen.rest != NULL;
    if (status == AG_OK) status = screened ? known_pairs(&f, found, first_lane, err) : all_pairs(&f, population, err);
    if (status == AG_OK) status = screened || remains > SMALL_REMAINS ? large_bonds(&f, err) : small_bonds(&f, err);
    if (status == AG_OK && !weigh_matches(&f)) status = no_memory(err);
    if (status == AG_OK) sort_bonds(out);
    free(first_lane);
    if (status != AG_OK) ag_bonds_deinit(out);
    return status;
}

void ag_bonds_deinit(ag_bonds *bonds) {
    free(bonds->item);
    free(bonds->sum_ln);
    free(bonds->rest);
    free(bonds->pair_ln);
    free(bonds->pair);
    *bonds = (ag_bonds){0};
}
