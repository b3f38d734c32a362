/* The screen against the definition: no pair lost, exact values, the same bits whatever the kernel and the threads. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/antigone.h"

enum { LOCI = 4, CODES = 14, FAMILIES = 20, REMAINS = 5, MOST_PERSONS = 7, MOST_READINGS = 3 };

typedef struct made_family {
    ag_person person[MOST_PERSONS];
    ag_reading reading[MOST_READINGS];
    uint16_t code[MOST_READINGS][LOCI];
    int missing[2];
} made_family;

typedef struct world {
    ag_locus *locus[LOCI];
    const ag_locus *locus_view[LOCI];
    ag_observation observation[LOCI][CODES];
    const ag_observation *observation_view[LOCI];
    int codes[LOCI];
    made_family made[FAMILIES];
    ag_family family[FAMILIES];
    uint16_t remains[REMAINS][LOCI];
    ag_search search;
} world;

static const char *const cell[CODES] = {"",      "10/11", "10/10", "11/?",  "13/*",  "10/13", "11.x/12>",
                                        "12/12", "11/11", "11/13", "13/13", "10/12", "12/?",  "11/12"};

static bool draw_loci(draws *d, world *w) {
    static const char *const name[] = {"10", "11", "12", "13"};
    const double theta = draw_below(d, 4) == 0 ? 0.03 : 0;
    for (int l = 0; l < LOCI; l++) {
        double frequency[4];
        draw_distribution(d, frequency, 4);
        ag_locus_spec spec = {.name = "L",
                              .alleles = 4,
                              .allele = name,
                              .frequency = frequency,
                              .theta = theta,
                              .x = draw_below(d, 5) == 0};
        const ag_mutation_model models[] = {AG_MUTATION_NONE, AG_MUTATION_STEPWISE, AG_MUTATION_PROPORTIONAL};
        spec.female.model = models[draw_below(d, 3)];
        spec.female.rate = 0.005;
        spec.female.range = 0.1;
        spec.male = spec.female;
        if (draw_below(d, 4) == 0) spec.error = 0.01;
        if (draw_below(d, 4) == 0) spec.dropin = 0.02;
        ag_error err;
        if (ag_locus_new(&spec, &w->locus[l], &err) != AG_OK) return false;
        for (int c = 0; c < CODES; c++) {
            const ag_observation_rules rules = {c % 3 == 0 ? 0.2 : 0, -1, true};
            unsigned flags;
            if (ag_observation_parse(w->locus[l], cell[c], &rules, &w->observation[l][c], &flags, &err) != AG_OK)
                return false;
        }
        w->locus_view[l] = w->locus[l];
        w->observation_view[l] = w->observation[l];
        w->codes[l] = CODES;
    }
    return true;
}

/* Two founders, their children, now and then a spouse and a grandchild: shapes of real caseloads. */
static void draw_family(draws *d, made_family *m, ag_family *f) {
    const int persons = draw_between(d, 3, MOST_PERSONS);
    m->person[0] = (ag_person){-1, -1, AG_MALE, -1, 0};
    m->person[1] = (ag_person){-1, -1, AG_FEMALE, -1, 0};
    for (int p = 2; p < persons; p++) m->person[p] = (ag_person){0, 1, draw_bool(d) ? AG_MALE : AG_FEMALE, -1, 0};
    if (persons == MOST_PERSONS) {
        m->person[5] = (ag_person){-1, -1, m->person[2].sex == AG_MALE ? AG_FEMALE : AG_MALE, -1, 0};
        m->person[6] =
            m->person[2].sex == AG_MALE ? (ag_person){2, 5, AG_MALE, -1, 0} : (ag_person){5, 2, AG_MALE, -1, 0};
    }
    const int readings = draw_between(d, 0, MOST_READINGS);
    for (int r = 0; r < readings; r++) {
        m->reading[r] = (ag_reading){(int)draw_below(d, (uint64_t)persons), m->code[r]};
        for (int l = 0; l < LOCI; l++) m->code[r][l] = (uint16_t)draw_below(d, CODES);
    }
    m->missing[0] = 2;
    m->missing[1] = persons - 1;
    *f = (ag_family){{persons, m->person}, m->reading, readings, m->missing, 1 + (persons > 3)};
}

static bool draw_world(draws *d, world *w) {
    memset(w, 0, sizeof *w);
    if (!draw_loci(d, w)) return false;
    const int families = draw_between(d, 1, FAMILIES), remains = draw_between(d, 1, REMAINS);
    for (int f = 0; f < families; f++) draw_family(d, &w->made[f], &w->family[f]);
    for (int r = 0; r < remains; r++)
        for (int l = 0; l < LOCI; l++) w->remains[r][l] = (uint16_t)draw_below(d, CODES);
    w->search = (ag_search){.loci = LOCI,
                            .locus = w->locus_view,
                            .observation = w->observation_view,
                            .codes = w->codes,
                            .families = families,
                            .family = w->family,
                            .remains = remains,
                            .remains_code = &w->remains[0][0]};
    return true;
}

static void free_world(world *w) {
    for (int l = 0; l < LOCI; l++) ag_locus_free(w->locus[l]);
}

static double loglik(ag_engine *e, const ag_pedigree *ped, const ag_locus *locus, const ag_evidence *ev, int n) {
    double out = NAN;
    ag_error err = {0};
    ag_likelihood(e, ped, locus, ev, n, AG_PRUNE_NOTHING, &out, &err);
    return out;
}

/* By the definition: with the remains at the missing person, against the remains as a stranger beside the family. */
static double defined_lr_ln(ag_engine *e, const world *w, int r, int f, int m, bool *usable) {
    const ag_family *family = &w->family[f];
    ag_person with[MOST_PERSONS + 1];
    memcpy(with, family->pedigree.person, (size_t)family->pedigree.persons * sizeof *with);
    const int target = family->missing[m], stranger = family->pedigree.persons;
    with[stranger] = (ag_person){-1, -1, with[target].sex, -1, 0};
    const ag_pedigree ped = {stranger + 1, with};
    double total = 0;
    *usable = true;
    for (int l = 0; l < LOCI; l++) {
        ag_evidence ev[MOST_READINGS + 1];
        int n = 0;
        for (int i = 0; i < family->readings; i++)
            ev[n++] = (ag_evidence){family->reading[i].person, &w->observation[l][family->reading[i].code[l]]};
        if (!isfinite(loglik(e, &ped, w->locus[l], ev, n))) *usable = false;
        if (!w->remains[r][l]) continue;
        ev[n] = (ag_evidence){target, &w->observation[l][w->remains[r][l]]};
        const double related = loglik(e, &ped, w->locus[l], ev, n + 1);
        ev[n].person = stranger;
        const double unrelated = loglik(e, &ped, w->locus[l], ev, n + 1);
        total += isfinite(unrelated) ? related - unrelated : -INFINITY;
    }
    return *usable ? total : -INFINITY;
}

static const ag_hit *find_hit(const ag_screen_result *s, int r, int f, int m) {
    for (size_t i = 0; i < s->hits; i++)
        if (s->hit[i].remains == r && s->hit[i].family == f && s->hit[i].missing == m) return &s->hit[i];
    return NULL;
}

static bool compare_all(draws *d, const world *w, const ag_screen_result *s, double limit_ln, ag_engine *e) {
    for (int r = 0; r < w->search.remains; r++) {
        double rest = 0;
        for (int f = 0; f < w->search.families; f++)
            for (int m = 0; m < w->family[f].missings; m++) {
                bool usable;
                const double lr = defined_lr_ln(e, w, r, f, m, &usable);
                const ag_hit *hit = find_hit(s, r, f, m);
                if (!hit && lr >= limit_ln + 1e-9)
                    return draw_note(d, "lost: remains %d, family %d, missing %d with ln LR %.12g at limit %.12g", r, f,
                                     m, lr, limit_ln);
                if (hit && fabs(hit->lr_ln - lr) > 1e-9 * fmax(1, fabs(lr)))
                    return draw_note(d, "ln LR %.15g where the definition gives %.15g", hit->lr_ln, lr);
                if (hit && lr < limit_ln - 1e-9) return draw_note(d, "a hit below the limit: %.12g", lr);
                if (!hit) rest += exp(lr);
            }
        if (s->rest[r] < rest * (1 - 1e-6))
            return draw_note(d, "rest %.9g is below the exact sum %.9g", s->rest[r], rest);
        if (s->rest[r] > rest * 1.25 + s->tiles * 32 / 1024.0 + 1e-9)
            return draw_note(d, "rest %.9g is far above the exact sum %.9g", s->rest[r], rest);
    }
    return true;
}

/* By fields: the padding of a struct has no value. */
static bool same_bits(const ag_screen_result *a, const ag_screen_result *b, int remains) {
    bool same = a->hits == b->hits && memcmp(a->rest, b->rest, (size_t)remains * sizeof *a->rest) == 0;
    for (size_t i = 0; same && i < a->hits; i++)
        same = a->hit[i].remains == b->hit[i].remains && a->hit[i].family == b->hit[i].family &&
               a->hit[i].missing == b->hit[i].missing &&
               memcmp(&a->hit[i].lr_ln, &b->hit[i].lr_ln, sizeof(double)) == 0;
    return same;
}

static bool nothing_is_lost(draws *d, void *context) {
    static world w;
    ag_engine *engine = context;
    ag_error err = {0};
    bool holds = true;
    ag_catalogue *catalogue = NULL;
    ag_screen_result result = {0}, again = {0};
    if (draw_world(d, &w)) {
        const double limit_ln = 6 * draw_unit(d) - 1;
        ag_run run = {.threads = 1, .kernel = 0};
        if (ag_catalogue_new(&w.search, &catalogue, &err) != AG_OK ||
            ag_screen(catalogue, limit_ln, &run, &result, &err) != AG_OK)
            holds = draw_note(d, "refused: %s", err.what);
        holds = holds && compare_all(d, &w, &result, limit_ln, engine);
        run = (ag_run){.threads = 2, .kernel = -1};
        if (holds && ag_screen(catalogue, limit_ln, &run, &again, &err) != AG_OK) holds = draw_note(d, "%s", err.what);
        if (holds && !same_bits(&result, &again, w.search.remains))
            holds = draw_note(d, "another kernel and two threads give other bits");
    }
    ag_screen_result_deinit(&result);
    ag_screen_result_deinit(&again);
    ag_catalogue_free(catalogue);
    free_world(&w);
    return holds;
}

static void test_screen(void **state) {
    check_property("no pair at or above the limit is lost, and what is found is exact", 12, nothing_is_lost, *state);
}

static int make_engine(void **state) { return (*state = ag_engine_new()) ? 0 : -1; }

static int free_engine(void **state) {
    ag_engine_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screen),
    };
    return cmocka_run_group_tests(tests, make_engine, free_engine);
}
