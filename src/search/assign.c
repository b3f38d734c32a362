/* The best assignments: see assign.h.
 *
 * Whole bodies: for each family the list of all ways to fill its places (one for each missing person, or none);
 * families are then combined by branch and bound. The bound is a Lagrangian relaxation (Fisher 1981) of "each remains
 * once": a remains has a price >= 0, a way is worth its weight less the prices of whom it takes, and no branch can
 * exceed the worth so far, plus the best worth of each further family, plus all prices. Prices by the subgradient
 * method; any prices give a valid bound, good ones a narrow one. Pieces: the list of hypotheses (joint.h) as far as it
 * has room.
 */
#include "search/assign.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/catalogue.h"
#include "search/joint.h"
#include "search/places.h"

#include "base/banned.h"

static const double SAME = 1e-9; /* weights closer than this are equal */
enum {
    MOST_WAYS = 4000000,     /* of one family */
    MOST_VISITED = 50000000, /* branches */
    PRICINGS = 300,          /* steps of the subgradient method */
    LEADING = 64,            /* ways of a family that it looks at */
    MOST_HYPOTHESES = 200000 /* of pieces */
};

/* One way to fill the places of a family. */
typedef struct way {
    double lr_ln;
    double worth; /* less the prices of those it takes */
    int taken;    /* index into the family's store: a remains or -1 for each lane */
} way;

typedef struct choice {
    int family, first, lanes; /* lanes of the question: first … first + lanes - 1 */
    way *way;                 /* owned; by worth, best first */
    int *taken;               /* owned */
    int ways, room;
    double best_of_rest; /* worth of all families behind this one, and all prices */
} choice;

typedef struct search {
    const ag_assign_question *q;
    ag_places *places;
    choice *choice;
    int choices;
    int *lane;     /* [remains] of the branch */
    double *price; /* [remains] */
    double floor;  /* a branch that cannot exceed it is not taken */
    ag_assignment *found;
    int *store; /* behind found: lanes, then bodies */
    size_t n, room;
    double visited;
    bool cut;
} search;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

static ag_status too_many(ag_error *err) {
    return ag_fail(err, AG_REFUSED, "ask for fewer, or use `antigone identify`, which needs no list of assignments",
                   "there are too many assignments to list the best of them");
}

/* ---- Order ------------------------------------------------------------------------------------------------------- */

static int compare_lanes(const int *a, const int *b, int n) {
    for (int k = 0; k < n; k++) {
        const unsigned x = (unsigned)a[k], y = (unsigned)b[k]; /* unlisted last */
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

typedef struct ranked {
    ag_assignment item;
    double key; /* equal for weights that are equal within SAME */
    int remains;
} ranked;

static int by_weight(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->key < y->key) return 1;
    if (x->key > y->key) return -1;
    const int lanes = compare_lanes(x->item.lane, y->item.lane, x->remains);
    return lanes ? lanes : compare_lanes(x->item.body, y->item.body, x->remains);
}

static ag_status sort_found(search *s, ag_error *err) {
    ranked *all = calloc(s->n + 1, sizeof *all);
    if (!all) return no_memory(err);
    for (size_t i = 0; i < s->n; i++) all[i] = (ranked){s->found[i], s->found[i].lr_ln, s->q->remains};
    qsort(all, s->n, sizeof *all, by_weight);
    for (size_t i = 1; i < s->n; i++)
        if (all[i].key > all[i - 1].key - SAME) all[i].key = all[i - 1].key;
    qsort(all, s->n, sizeof *all, by_weight);
    for (size_t i = 0; i < s->n; i++) s->found[i] = all[i].item;
    free(all);
    return AG_OK;
}

/* ---- What was found ---------------------------------------------------------------------------------------------- */

static void rebase(search *s, const int *old) {
    for (size_t i = 0; i < s->n; i++) {
        s->found[i].lane = s->store + (s->found[i].lane - old);
        s->found[i].body = s->store + (s->found[i].body - old);
    }
}

/* Keeps the best that were asked for, and those as good as the last of them. */
static ag_status compact(search *s, ag_error *err) {
    const size_t top = s->q->top, each = 2 * (size_t)s->q->remains;
    ag_status status = sort_found(s, err);
    if (status != AG_OK || s->n <= top) return status;
    size_t keep = top;
    while (keep < s->n && s->found[keep].lr_ln > s->found[top - 1].lr_ln - SAME) keep++;
    int *store = malloc((s->room * each + 1) * sizeof *store);
    if (!store) return no_memory(err);
    for (size_t i = 0; i < keep; i++) {
        int *at = store + i * each;
        memcpy(at, s->found[i].lane, each * sizeof *at);
        s->found[i].lane = at;
        s->found[i].body = at + s->q->remains;
    }
    free(s->store);
    s->store = store;
    s->cut = s->cut || keep < s->n;
    s->n = keep;
    s->floor = s->found[top - 1].lr_ln - SAME;
    return AG_OK;
}

static ag_status make_room(search *s, ag_error *err) {
    const size_t each = 2 * (size_t)s->q->remains;
    if (s->n < s->room) return AG_OK;
    if (s->room >= 2 * s->q->top + 1000) {
        const ag_status status = compact(s, err);
        if (status != AG_OK || s->n < s->room / 2) return status;
    }
    const size_t room = s->room ? 2 * s->room : 256;
    int *old = s->store;
    ag_assignment *found = realloc(s->found, room * sizeof *found);
    if (!found) return no_memory(err);
    s->found = found;
    int *store = malloc((room * each + 1) * sizeof *store);
    if (!store) return no_memory(err);
    if (old) memcpy(store, old, s->n * each * sizeof *store);
    s->store = store;
    rebase(s, old);
    free(old);
    s->room = room;
    return AG_OK;
}

static ag_status keep(search *s, double lr_ln, const int *lane, const int *body, ag_error *err) {
    const ag_status status = make_room(s, err);
    if (status != AG_OK) return status;
    const size_t n = (size_t)s->q->remains;
    int *at = s->store + s->n * 2 * n;
    for (size_t k = 0; k < n; k++) {
        at[k] = lane[k];
        at[n + k] = body ? body[k] : (int)k;
    }
    s->found[s->n++] = (ag_assignment){lr_ln, at, at + n};
    return AG_OK;
}

/* ---- Ways to fill a family's places ------------------------------------------------------------------------------ */

typedef struct filling {
    search *s;
    choice *c;
    ag_occupants *at; /* [missings] */
    int *who;         /* [lanes] remains or -1 */
} filling;

static bool add_way(choice *c, double lr_ln, const int *who) {
    if (c->ways == c->room) {
        const int room = c->room ? 2 * c->room : 64;
        way *grown = realloc(c->way, (size_t)room * sizeof *grown);
        if (!grown) return false;
        c->way = grown;
        int *taken = realloc(c->taken, (size_t)room * (size_t)c->lanes * sizeof *taken);
        if (!taken) return false;
        c->taken = taken;
        c->room = room;
    }
    memcpy(c->taken + (size_t)c->ways * (size_t)c->lanes, who, (size_t)c->lanes * sizeof *who);
    c->way[c->ways] = (way){lr_ln, lr_ln, c->ways * c->lanes};
    c->ways++;
    return true;
}

static bool is_free(const filling *f, int lane, int k) {
    const ag_assign_question *q = f->s->q;
    for (int i = 0; i < lane; i++)
        if (f->who[i] == k) return false;
    return !q->allowed || q->allowed(q->context, k, f->c->first + lane);
}

static ag_status fill(filling *f, int lane, double lr_ln, ag_error *err) { /* NOLINT(misc-no-recursion): by lanes */
    const ag_assign_question *q = f->s->q;
    if (lane == f->c->lanes) {
        if (f->c->ways >= MOST_WAYS) return too_many(err);
        return add_way(f->c, lr_ln, f->who) ? AG_OK : no_memory(err);
    }
    const double *row;
    const int missing = q->lane[f->c->first + lane][1];
    if (q->stop && *q->stop) return ag_fail(err, AG_INTERRUPTED, NULL, "interrupted");
    f->who[lane] = -1;
    f->at[missing] = (ag_occupants){NULL, 0};
    ag_status status = fill(f, lane + 1, lr_ln, err);
    if (status == AG_OK) status = ag_places_row(f->s->places, f->c->family, f->at, missing, &row, err);
    for (int k = 0; k < q->remains && status == AG_OK; k++) {
        if (!(row[k] > -INFINITY) || !is_free(f, lane, k)) continue;
        f->who[lane] = k;
        f->at[missing] = (ag_occupants){&f->who[lane], 1};
        status = fill(f, lane + 1, lr_ln + row[k], err);
    }
    f->who[lane] = -1;
    f->at[missing] = (ag_occupants){NULL, 0};
    return status;
}

static int best_first(const void *a, const void *b) {
    const way *x = a, *y = b;
    if (x->worth < y->worth) return 1;
    if (x->worth > y->worth) return -1;
    return (x->taken > y->taken) - (x->taken < y->taken);
}

static ag_status find_ways(search *s, choice *c, ag_error *err) {
    const int missings = s->q->catalogue->search->family[c->family].missings;
    filling f = {s, c, calloc((size_t)missings + 1, sizeof *f.at), calloc((size_t)c->lanes + 1, sizeof *f.who)};
    const ag_status status = f.at && f.who ? fill(&f, 0, 0, err) : no_memory(err);
    free(f.at);
    free(f.who);
    if (status == AG_OK) qsort(c->way, (size_t)c->ways, sizeof *c->way, best_first);
    return status;
}

/* ---- Prices ------------------------------------------------------------------------------------------------------ */

static void appraise(const search *s, choice *c, int ways) {
    for (int i = 0; i < ways; i++) {
        c->way[i].worth = c->way[i].lr_ln;
        for (int k = 0; k < c->lanes; k++) {
            const int who = c->taken[c->way[i].taken + k];
            if (who >= 0) c->way[i].worth -= s->price[who];
        }
    }
}

/* Raises the price of remains that several families want, lowers it where nobody does. */
static void price_once(search *s, double step, int *wanted) {
    memset(wanted, 0, (size_t)s->q->remains * sizeof *wanted);
    for (int f = 0; f < s->choices; f++) {
        choice *c = &s->choice[f];
        const int leading = c->ways < LEADING ? c->ways : LEADING;
        int best = 0;
        appraise(s, c, leading);
        for (int i = 1; i < leading; i++)
            if (c->way[i].worth > c->way[best].worth) best = i;
        for (int k = 0; k < c->lanes; k++) {
            const int who = c->taken[c->way[best].taken + k];
            if (who >= 0) wanted[who]++;
        }
    }
    for (int k = 0; k < s->q->remains; k++) s->price[k] = fmax(0, s->price[k] + step * (wanted[k] - 1));
}

static ag_status set_prices(search *s, ag_error *err) {
    int *wanted = calloc((size_t)s->q->remains + 1, sizeof *wanted);
    double all = 0;
    if (!wanted) return no_memory(err);
    for (int i = 0; i < PRICINGS; i++) price_once(s, 4.0 / (1 + 0.1 * i), wanted);
    free(wanted);
    for (int f = 0; f < s->choices; f++) {
        appraise(s, &s->choice[f], s->choice[f].ways);
        qsort(s->choice[f].way, (size_t)s->choice[f].ways, sizeof *s->choice[f].way, best_first);
    }
    for (int k = 0; k < s->q->remains; k++) all += s->price[k];
    for (int f = s->choices - 1; f >= 0; f--) {
        s->choice[f].best_of_rest = all;
        all += s->choice[f].way[0].worth;
    }
    return AG_OK;
}

/* ---- Families together ------------------------------------------------------------------------------------------- */

static bool take(search *s, const choice *c, const way *w) {
    const int *who = c->taken + w->taken;
    for (int i = 0; i < c->lanes; i++)
        if (who[i] >= 0 && s->lane[who[i]] >= 0) return false;
    for (int i = 0; i < c->lanes; i++)
        if (who[i] >= 0) s->lane[who[i]] = c->first + i;
    return true;
}

static void give_back(search *s, const choice *c, const way *w) {
    const int *who = c->taken + w->taken;
    for (int i = 0; i < c->lanes; i++)
        if (who[i] >= 0) s->lane[who[i]] = -1;
}

/* NOLINTNEXTLINE(misc-no-recursion): by families */
static ag_status branch(search *s, int f, double lr_ln, double worth, ag_error *err) {
    const ag_assign_question *q = s->q;
    if (f == s->choices) return keep(s, lr_ln, s->lane, NULL, err);
    const choice *c = &s->choice[f];
    for (int i = 0; i < c->ways; i++) {
        const way *w = &c->way[i];
        if (worth + w->worth + c->best_of_rest < s->floor) {
            s->cut = true;
            break;
        }
        if (!take(s, c, w)) continue;
        if (++s->visited > MOST_VISITED) return too_many(err);
        if (q->stop && *q->stop) return ag_fail(err, AG_INTERRUPTED, NULL, "interrupted");
        const ag_status status = branch(s, f + 1, lr_ln + w->lr_ln, worth + w->worth, err);
        give_back(s, c, w);
        if (status != AG_OK) return status;
    }
    return AG_OK;
}

static ag_status assign_whole(search *s, ag_engine *engine, ag_error *err) {
    const ag_assign_question *q = s->q;
    ag_status status = ag_places_new(engine, q->catalogue, q->remains, q->item, NULL, &s->places, err);
    for (int i = 0; i < q->lanes && status == AG_OK; i += s->choice[s->choices++].lanes) {
        choice *c = &s->choice[s->choices];
        *c = (choice){.family = q->lane[i][0], .first = i, .lanes = 1};
        while (i + c->lanes < q->lanes && q->lane[i + c->lanes][0] == c->family) c->lanes++;
        status = find_ways(s, c, err);
    }
    if (status == AG_OK) status = set_prices(s, err);
    return status == AG_OK ? branch(s, 0, 0, 0, err) : status;
}

/* ---- Pieces ------------------------------------------------------------------------------------------------------ */

static bool may_be(const void *context, int item, int lane) {
    const ag_assign_question *q = context;
    return !q->allowed || q->allowed(q->context, item, lane);
}

static ag_status assign_pieces(search *s, ag_engine *engine, ag_error *err) {
    const ag_assign_question *q = s->q;
    const ag_joint_question all = {.catalogue = q->catalogue,
                                   .lanes = q->lanes,
                                   .lane = q->lane,
                                   .items = q->remains,
                                   .item = q->item,
                                   .allowed = may_be,
                                   .context = q,
                                   .pieces = true,
                                   .keep_ln = INFINITY,
                                   .most = MOST_HYPOTHESES,
                                   .stop = q->stop};
    ag_joint_result found;
    ag_status status = ag_joint(engine, &all, &found, err);
    if (status != AG_OK) return status;
    s->cut = found.dropped > 0;
    int *body = calloc((size_t)q->remains + 1, sizeof *body);
    if (!body) status = no_memory(err);
    for (size_t i = 0; i < found.items && status == AG_OK; i++) {
        for (int k = 0; k < q->remains; k++) {
            const int place = found.item[i].place[k];
            s->lane[k] = place < 0 ? -1 : place;
            body[k] = k;
            for (int j = k - 1; j >= 0; j--)
                if (found.item[i].place[j] == place) body[k] = j;
        }
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the search owns its arrays, search_deinit frees them */
        status = keep(s, found.item[i].lr_ln, s->lane, body, err);
    }
    free(body);
    ag_joint_result_deinit(&found);
    return status;
}

/* ---- Interface --------------------------------------------------------------------------------------------------- */

static ag_status search_init(search *s, ag_error *err) {
    const size_t remains = (size_t)s->q->remains;
    s->choice = calloc((size_t)s->q->lanes + 1, sizeof *s->choice);
    s->lane = malloc((remains + 1) * sizeof *s->lane);
    s->price = calloc(remains + 1, sizeof *s->price);
    if (!s->choice || !s->lane || !s->price) return no_memory(err);
    for (size_t k = 0; k < remains; k++) s->lane[k] = -1;
    return AG_OK;
}

/* All but what was found, which the caller has. */
static void search_deinit(search *s) {
    for (int f = 0; f < s->choices; f++) {
        free(s->choice[f].way);
        free(s->choice[f].taken);
    }
    free(s->choice);
    free(s->lane);
    free(s->price);
    ag_places_free(s->places);
}

ag_status ag_assign(ag_engine *engine, const ag_assign_question *question, ag_assign_result *out, ag_error *err) {
    search s = {.q = question, .floor = -INFINITY};
    ag_status status = search_init(&s, err);
    if (status == AG_OK) status = question->pieces ? assign_pieces(&s, engine, err) : assign_whole(&s, engine, err);
    if (status == AG_OK) status = compact(&s, err);
    search_deinit(&s);
    *out = (ag_assign_result){s.found, s.n < question->top ? s.n : question->top, false, s.visited, s.store};
    out->all = !s.cut && s.n == out->items;
    if (status != AG_OK) ag_assign_result_deinit(out);
    return status;
}

void ag_assign_result_deinit(ag_assign_result *result) {
    free(result->item);
    free(result->store);
    *result = (ag_assign_result){0};
}
