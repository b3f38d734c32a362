/* Hypotheses about a component: see joint.h. */
#include "search/joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/catalogue.h"

#include "base/banned.h"

/* A hypothesis so far. Its places are lanes 0 … lanes-1, then lanes + k for the unlisted body that item k began. */
typedef struct partial {
    double lr_ln;
    int unlisted;
    int *place;         /* [items] index of a place, -1: not taken up yet */
    int *last, *before; /* [lanes + items] the item that came last to a place, [items] the one before it there; or -1 */
    const double **row; /* [lanes + items] what items would add there; NULL: not asked yet */
} partial;

typedef struct generation {
    partial *item;
    size_t n;
    int *number; /* owned: behind place, last, before of all */
    const double **row;
} generation;

/* One way to continue a hypothesis. */
typedef struct step {
    double weight_ln, lr_ln;
    uint32_t parent;
    int place;
} step;

typedef struct search {
    const ag_joint_question *q;
    ag_engine *engine;
    ag_places *places; /* the question's, or our own, made when first needed */
    ag_places *own;
    int *order;         /* [items] */
    ag_occupants *at;   /* [most missings of a family] */
    int *member;        /* [items] behind at */
    int *first, *count; /* [lanes] first lane of its family, lanes of it */
    step *step;
    size_t steps, room;
    double best_ln; /* of the steps so far */
    double skipped; /* weight, against the best, of steps that were not even noted */
    double dropped;
} search;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* ---- Generations ------------------------------------------------------------------------------------------------- */

static size_t numbers_of(const ag_joint_question *q) { return 3 * (size_t)q->items + (size_t)q->lanes; }

static bool generation_init(generation *g, size_t n, const ag_joint_question *q) {
    const size_t items = (size_t)q->items, places = items + (size_t)q->lanes, numbers = numbers_of(q);
    *g = (generation){.item = calloc(n + 1, sizeof *g->item), .n = n};
    g->number = malloc((n * numbers + 1) * sizeof *g->number);
    g->row = malloc((n * places + 1) * sizeof *g->row);
    for (size_t i = 0; g->item && g->number && g->row && i < n; i++) {
        partial *h = &g->item[i];
        h->place = g->number + i * numbers;
        h->before = h->place + items;
        h->last = h->before + items;
        h->row = g->row + i * places;
    }
    return g->item && g->number && g->row;
}

static void generation_deinit(generation *g) {
    free(g->item);
    free(g->number);
    free(g->row);
    *g = (generation){0};
}

/* ---- Places ------------------------------------------------------------------------------------------------------ */

/* Who is in a place, into `member`. */
static int members_of(const partial *h, int place, int *member) {
    int n = 0;
    for (int k = h->last[place]; k >= 0; k = h->before[k]) member[n++] = k;
    return n;
}

/* The known pairs of a lane, when nobody of its family is in place yet and all of them are known. */
static const double *known_pairs(const search *s, const partial *h, int lane) {
    const ag_joint_question *q = s->q;
    const double *known = q->pair_ln ? q->pair_ln + (size_t)lane * (size_t)q->items : NULL;
    for (int i = s->first[lane]; i < s->first[lane] + s->count[lane]; i++)
        if (h->last[i] >= 0) return NULL;
    for (int k = 0; known && k < q->items; k++)
        if (isnan(known[k])) known = NULL;
    return known;
}

/* Who is in the places of the lane's family, into s->at. */
static void find_occupants(search *s, const partial *h, int lane) {
    const ag_joint_question *q = s->q;
    const int missings = q->catalogue->search->family[q->lane[lane][0]].missings;
    int used = 0;
    for (int m = 0; m < missings; m++) s->at[m] = (ag_occupants){NULL, 0};
    for (int i = s->first[lane]; i < s->first[lane] + s->count[lane]; i++) {
        const int n = members_of(h, i, s->member + used);
        s->at[q->lane[i][1]] = (ag_occupants){s->member + used, n};
        used += n;
    }
}

static ag_status ask_row(search *s, const partial *h, int place, const double **row, ag_error *err) {
    const ag_joint_question *q = s->q;
    ag_status status = AG_OK;
    if (!s->places) status = ag_places_new(s->engine, q->catalogue, q->items, q->item, q->sex, &s->own, err);
    if (status != AG_OK) return status;
    if (!s->places) s->places = s->own;
    if (place < q->lanes) {
        find_occupants(s, h, place);
        return ag_places_row(s->places, q->lane[place][0], s->at, q->lane[place][1], row, err);
    }
    s->at[0] = (ag_occupants){s->member, members_of(h, place, s->member)};
    return ag_places_row(s->places, AG_UNLISTED, s->at, 0, row, err);
}

/* What each item would add in this place, asked once for each hypothesis and its continuations. */
static ag_status row_of(search *s, partial *h, int place, const double **row, ag_error *err) {
    ag_status status = AG_OK;
    if (!h->row[place] && place < s->q->lanes) h->row[place] = known_pairs(s, h, place);
    if (!h->row[place]) status = ask_row(s, h, place, &h->row[place], err);
    *row = h->row[place];
    return status;
}

static bool may_share(const search *s, const partial *h, int item, int place) {
    const ag_joint_question *q = s->q;
    for (int k = h->last[place]; k >= 0; k = h->before[k]) {
        if (q->sex && q->sex[k] && q->sex[item] && q->sex[k] != q->sex[item]) return false;
        if (q->together && !q->together(q->context, item, k)) return false;
    }
    return true;
}

/* ---- One item more ----------------------------------------------------------------------------------------------- */

static bool add_step(search *s, step next) {
    if (next.weight_ln < s->best_ln - s->q->keep_ln) {
        s->skipped += exp(next.weight_ln - s->best_ln);
        return true;
    }
    if (s->steps == s->room) {
        const size_t room = s->room ? 2 * s->room : 1024;
        step *grown = realloc(s->step, room * sizeof *grown);
        if (!grown) return false;
        s->step = grown;
        s->room = room;
    }
    s->best_ln = fmax(s->best_ln, next.weight_ln);
    s->step[s->steps++] = next;
    return true;
}

static ag_status continue_one(search *s, partial *h, uint32_t parent, int item, ag_error *err) {
    const ag_joint_question *q = s->q;
    const double apart_ln = h->lr_ln + h->unlisted * q->unlisted_ln;
    if (!add_step(s, (step){apart_ln + q->unlisted_ln, h->lr_ln, parent, q->lanes + item})) return no_memory(err);
    const int places = q->pieces ? q->lanes + q->items : q->lanes;
    for (int place = 0; place < places; place++) {
        const double *row;
        if (place >= q->lanes && h->last[place] < 0) continue; /* no body begins here */
        if (!q->pieces && h->last[place] >= 0) continue;
        if (place < q->lanes && q->allowed && !q->allowed(q->context, item, place)) continue;
        const ag_status status = row_of(s, h, place, &row, err);
        if (status != AG_OK) return status;
        if (!(row[item] > -INFINITY) || !may_share(s, h, item, place)) continue;
        if (!add_step(s, (step){apart_ln + row[item], h->lr_ln + row[item], parent, place})) return no_memory(err);
    }
    return AG_OK;
}

static int by_weight(const void *a, const void *b) {
    const step *x = a, *y = b;
    if (x->weight_ln < y->weight_ln) return 1;
    if (x->weight_ln > y->weight_ln) return -1;
    if (x->parent != y->parent) return x->parent < y->parent ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* The steps worth taking come first; answers how many. */
static size_t choose_steps(search *s) {
    double all = s->skipped, kept = 0;
    size_t n = 0;
    for (size_t i = 0; i < s->steps; i++) {
        all += exp(s->step[i].weight_ln - s->best_ln);
        if (s->step[i].weight_ln >= s->best_ln - s->q->keep_ln) s->step[n++] = s->step[i];
    }
    if (n > s->q->most) {
        qsort(s->step, n, sizeof *s->step, by_weight);
        n = s->q->most;
    }
    for (size_t i = 0; i < n; i++) kept += exp(s->step[i].weight_ln - s->best_ln);
    if (all > 0) s->dropped += fmax(0, 1 - kept / all);
    return n;
}

static void forget_rows(const search *s, partial *h, int place) {
    if (place >= s->q->lanes)
        h->row[place] = NULL;
    else
        for (int i = s->first[place]; i < s->first[place] + s->count[place]; i++) h->row[i] = NULL;
}

static ag_status take_steps(search *s, const generation *old, int item, generation *next, ag_error *err) {
    const ag_joint_question *q = s->q;
    const size_t n = choose_steps(s), places = (size_t)q->items + (size_t)q->lanes, numbers = numbers_of(q);
    if (!generation_init(next, n, q)) return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        const step *taken = &s->step[i];
        const partial *from = &old->item[taken->parent];
        partial *to = &next->item[i];
        memcpy(to->place, from->place, numbers * sizeof *to->place);
        memcpy(to->row, from->row, places * sizeof *to->row);
        to->lr_ln = taken->lr_ln;
        to->unlisted = from->unlisted + (taken->place == q->lanes + item);
        to->place[item] = taken->place;
        to->before[item] = to->last[taken->place];
        to->last[taken->place] = item;
        forget_rows(s, to, taken->place);
    }
    return AG_OK;
}

/* ---- The whole component ----------------------------------------------------------------------------------------- */

static int loci_seen(const ag_search *s, int item) {
    int seen = 0;
    for (int l = 0; l < s->loci; l++) seen += s->remains_code[(size_t)item * (size_t)s->loci + (size_t)l] != 0;
    return seen;
}

/* Those that say most come first: the hypotheses are fewest when little is left to say. */
static void order_items(search *s) {
    const ag_joint_question *q = s->q;
    for (int k = 0; k < q->items; k++) {
        const int seen = loci_seen(q->catalogue->search, q->item[k]);
        int at = k;
        for (; at > 0 && loci_seen(q->catalogue->search, q->item[s->order[at - 1]]) < seen; at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = k;
    }
}

static void group_lanes(search *s) {
    const ag_joint_question *q = s->q;
    for (int i = 0; i < q->lanes; i++) {
        int first = i, end = i + 1;
        while (first > 0 && q->lane[first - 1][0] == q->lane[i][0]) first--;
        while (end < q->lanes && q->lane[end][0] == q->lane[i][0]) end++;
        s->first[i] = first;
        s->count[i] = end - first;
    }
}

static ag_status search_init(search *s, ag_error *err) {
    const ag_joint_question *q = s->q;
    int most = 1;
    for (int i = 0; i < q->lanes; i++) {
        const int missings = q->catalogue->search->family[q->lane[i][0]].missings;
        if (missings > most) most = missings;
    }
    s->order = calloc((size_t)q->items + 1, sizeof *s->order);
    s->at = calloc((size_t)most, sizeof *s->at);
    s->member = calloc((size_t)q->items + 1, sizeof *s->member);
    s->first = calloc((size_t)q->lanes + 1, sizeof *s->first);
    s->count = calloc((size_t)q->lanes + 1, sizeof *s->count);
    if (!s->order || !s->at || !s->member || !s->first || !s->count) return no_memory(err);
    order_items(s);
    group_lanes(s);
    return AG_OK;
}

static void search_deinit(search *s) {
    ag_places_free(s->own);
    free(s->order);
    free(s->at);
    free(s->member);
    free(s->first);
    free(s->count);
    free(s->step);
}

static ag_status run(search *s, generation *g, ag_error *err) {
    const ag_joint_question *q = s->q;
    if (!generation_init(g, 1, q)) return no_memory(err);
    for (size_t i = 0; i < numbers_of(q); i++) g->item[0].place[i] = -1;
    for (int i = 0; i < q->items + q->lanes; i++) g->item[0].row[i] = NULL;
    for (int t = 0; t < q->items; t++) {
        generation next = {0};
        ag_status status = AG_OK;
        s->steps = 0;
        s->best_ln = -INFINITY;
        s->skipped = 0;
        for (size_t h = 0; h < g->n && status == AG_OK; h++) {
            if (q->stop && *q->stop) status = ag_fail(err, AG_INTERRUPTED, NULL, "interrupted");
            if (status == AG_OK) status = continue_one(s, &g->item[h], (uint32_t)h, s->order[t], err);
        }
        if (status == AG_OK) status = take_steps(s, g, s->order[t], &next, err);
        generation_deinit(g);
        *g = next;
        if (status != AG_OK) return status;
    }
    return AG_OK;
}

/* ---- The answer -------------------------------------------------------------------------------------------------- */

/* Unlisted bodies are named by their lowest item, whatever the order in which they were built. */
static void name_bodies(const search *s, const partial *h, int *place) {
    const int lanes = s->q->lanes;
    for (int k = 0; k < s->q->items; k++) {
        int lowest = k;
        for (int j = k - 1; j >= 0; j--)
            if (h->place[j] == h->place[k]) lowest = j;
        place[k] = h->place[k] < lanes ? h->place[k] : -1 - lowest;
    }
}

typedef struct ranked {
    ag_hypothesis item;
    double weight_ln;
    int items;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->weight_ln < y->weight_ln) return 1;
    if (x->weight_ln > y->weight_ln) return -1;
    for (int k = 0; k < x->items; k++)
        if (x->item.place[k] != y->item.place[k]) return x->item.place[k] < y->item.place[k] ? -1 : 1;
    return 0;
}

static ag_status give(const search *s, const generation *g, ag_joint_result *out, ag_error *err) {
    const size_t items = (size_t)s->q->items;
    ranked *all = calloc(g->n + 1, sizeof *all);
    out->item = calloc(g->n + 1, sizeof *out->item);
    out->store = calloc(g->n * items + 1, sizeof *out->store);
    const bool good = all && out->item && out->store;
    for (size_t h = 0; good && h < g->n; h++) {
        int *place = out->store + h * items;
        name_bodies(s, &g->item[h], place);
        all[h] = (ranked){{g->item[h].lr_ln, g->item[h].unlisted, place},
                          g->item[h].lr_ln + g->item[h].unlisted * s->q->unlisted_ln,
                          s->q->items};
    }
    if (good) qsort(all, g->n, sizeof *all, by_rank);
    for (size_t h = 0; good && h < g->n; h++) out->item[h] = all[h].item;
    out->items = good ? g->n : 0;
    out->dropped = s->dropped;
    free(all);
    return good ? AG_OK : no_memory(err);
}

ag_status ag_joint(ag_engine *engine, const ag_joint_question *question, ag_joint_result *out, ag_error *err) {
    search s = {.q = question, .engine = engine, .places = question->places};
    generation g = {0};
    *out = (ag_joint_result){0};
    ag_status status = search_init(&s, err);
    if (status == AG_OK) status = run(&s, &g, err);
    if (status == AG_OK) status = give(&s, &g, out, err);
    generation_deinit(&g);
    search_deinit(&s);
    if (status != AG_OK) ag_joint_result_deinit(out);
    return status;
}

void ag_joint_result_deinit(ag_joint_result *result) {
    free(result->item);
    free(result->store);
    *result = (ag_joint_result){0};
}
