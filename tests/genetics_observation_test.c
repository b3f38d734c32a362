/* P(o | g) against an enumeration of everything that can happen to the copies, and its linear form against both. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/genetics.h"
#include "genetics/allele.h"

#include "base/banned.h"

enum { MOST = 6 };

/* ---- The enumeration: a set of alleles is a bit mask ------------------------------------------------------------- */

typedef struct world {
    int n, silent;
    double p[MOST]; /* of the locus */
    double d, d2, c, e;
} world;

static double visible_frequency(const world *w, int r) {
    double sum = 0;
    for (int i = 0; i < w->n; i++)
        if (i != w->silent) sum += w->p[i];
    return w->p[r] / sum;
}

static double read_as(const world *w, int i, int r) { return (i == r ? 1 - w->e : 0) + w->e * visible_frequency(w, r); }

/* Adds the masks of what may be read from the seen copies (allele or -1 each), with drop-in after. */
static void add_readings(const world *w, int first, int second, double weight, double *out) {
    for (int r = -1; r < w->n; r++) {
        if ((r < 0) != (first < 0) || r == w->silent) {
            if (!(r < 0 && first < 0)) continue;
        }
        for (int q = -1; q < w->n; q++) {
            if ((q < 0) != (second < 0)) continue;
            if (q >= 0 && q == w->silent) continue;
            double probability = weight;
            unsigned mask = 0;
            if (r >= 0) probability *= read_as(w, first, r), mask |= 1u << r;
            if (q >= 0) probability *= read_as(w, second, q), mask |= 1u << q;
            out[mask] += probability * (1 - w->c);
            for (int extra = 0; extra < w->n; extra++)
                if (extra != w->silent) out[mask | 1u << extra] += probability * w->c * visible_frequency(w, extra);
        }
    }
}

/* P(exactly this set is seen | {i, j}) for every set; j = -1 is haploid. */
static void enumerate(const world *w, int i, int j, double *out) {
    for (int mask = 0; mask < 1 << MOST; mask++) out[mask] = 0;
    if (i >= 0 && i == j && i != w->silent) {
        const double one = 2 * w->d * (1 - w->d), two = (1 - w->d) * (1 - w->d);
        add_readings(w, -1, -1, w->d2, out);
        add_readings(w, i, -1, (1 - w->d2) * (one + two > 0 ? one / (one + two) : 1), out);
        add_readings(w, i, i, (1 - w->d2) * (one + two > 0 ? two / (one + two) : 0), out);
        return;
    }
    for (int a = 0; a < 2; a++)
        for (int b = 0; b < 2; b++) {
            const double di = i == w->silent ? 1 : w->d, dj = j < 0 || j == w->silent ? 1 : w->d;
            add_readings(w, a ? i : -1, b ? j : -1, (a ? 1 - di : di) * (b ? 1 - dj : dj), out);
        }
}

static int size_of(unsigned mask) {
    int n = 0;
    for (; mask; mask &= mask - 1) n++;
    return n;
}

static int lowest(unsigned mask) {
    int i = 0;
    while (!(mask >> i & 1)) i++;
    return i;
}

static bool compatible(const ag_observation *o, unsigned mask) {
    if (size_of(mask) < 1 || size_of(mask) > 2) return false;
    const int x = lowest(mask), y = size_of(mask) == 2 ? lowest(mask & (mask - 1)) : x;
    if (o->kind != AG_SEEN_PAIR) return x == y && ag_allele_set_has(&o->a, x);
    return (ag_allele_set_has(&o->a, x) && ag_allele_set_has(&o->b, y)) ||
           (ag_allele_set_has(&o->a, y) && ag_allele_set_has(&o->b, x));
}

static double half(const world *w, const ag_observation *o, int i, int j) {
    double shown[2] = {0, 0};
    for (int r = 0; r < w->n; r++) {
        if (!ag_allele_set_has(&o->a, r)) continue;
        if (i != w->silent) shown[0] += read_as(w, i, r);
        if (j >= 0 && j != w->silent) shown[1] += read_as(w, j, r);
    }
    return 1 - (1 - shown[0]) * (1 - shown[1]);
}

static double expected(const world *w, const ag_observation *o, int i, int j) {
    double set[1 << MOST], total = 0;
    world sure = *w;
    if (o->kind == AG_SEEN_NOTHING) return 1;
    if (o->kind == AG_SEEN_HALF) return half(w, o, i, j);
    if (o->kind == AG_SEEN_HOMOZYGOTE) sure.d = sure.d2 = 0;
    enumerate(&sure, i, j, set);
    for (unsigned mask = 0; mask < 1u << w->n; mask++)
        if (compatible(o, mask)) total += set[mask];
    return total;
}

/* ---- Random worlds -------------------------------------------------------------------------------------------- */

static double draw_parameter(draws *d) { return draw_bool(d) ? draw_unit(d) : 0; }

static world draw_world(draws *d) {
    world w = {.silent = -1};
    const bool silent = draw_bool(d);
    w.n = draw_between(d, 1, MOST - 1) + silent;
    if (silent) w.silent = draw_between(d, 0, w.n - 1);
    draw_distribution(d, w.p, w.n);
    w.d = draw_parameter(d);
    w.d2 = draw_bool(d) ? draw_unit(d) : w.d * w.d;
    w.c = draw_parameter(d);
    w.e = draw_parameter(d);
    return w;
}

static ag_locus *locus_of(const world *w) {
    static const char *const names[MOST] = {"7", "8", "9", "10", "11", "12"};
    ag_locus *locus = NULL;
    const ag_locus_spec spec = {.name = "D3S1358",
                                .alleles = w->n,
                                .allele = names,
                                .frequency = w->p,
                                .silent_allele = w->silent < 0 ? NULL : names[w->silent],
                                .dropin = w->c,
                                .error = w->e};
    return ag_locus_new(&spec, &locus, NULL) == AG_OK ? locus : NULL;
}

static ag_allele_set draw_set(draws *d, const world *w) {
    ag_allele_set set = {{0}};
    const bool many = draw_bool(d);
    int one;
    do one = draw_between(d, 0, w->n - 1);
    while (one == w->silent && w->n > 1 && draw_bool(d));
    if (one == w->silent) one = one ? 0 : 1;
    ag_allele_set_add(&set, one);
    for (int i = 0; many && i < w->n; i++)
        if (i != w->silent && draw_bool(d)) ag_allele_set_add(&set, i);
    return set;
}

static ag_observation draw_observation(draws *d, const world *w) {
    ag_observation o = {.kind = (ag_observation_kind)draw_between(d, AG_SEEN_NOTHING, AG_SEEN_HALF)};
    o.dropout = w->d;
    o.dropout_both = w->d2;
    if (o.kind != AG_SEEN_NOTHING) o.a = draw_set(d, w);
    if (o.kind == AG_SEEN_PAIR) o.b = draw_set(d, w);
    return o;
}

/* ---- The probability ------------------------------------------------------------------------------------------ */

static bool probability_is_that_of_the_enumeration(draws *d, void *context) {
    (void)context;
    const world w = draw_world(d);
    const ag_observation o = draw_observation(d, &w);
    ag_locus *locus = locus_of(&w);
    bool holds = locus != NULL;
    for (int i = 0; holds && i < w.n; i++)
        for (int j = -1; holds && j < w.n; j++) {
            const double is = ag_observation_probability(locus, &o, i, j), should = expected(&w, &o, i, j);
            if (fabs(is - should) > 1e-14 ||
                fabs(is - ag_observation_probability(locus, &o, j < 0 ? i : j, j < 0 ? j : i)) > 1e-15)
                holds = draw_note(
                    d, "kind %d given {%d, %d} of %d: %.17g, enumerated %.17g (silent %d d %g d2 %g c %g e %g)",
                    (int)o.kind, i, j, w.n, is, should, w.silent, w.d, w.d2, w.c, w.e);
        }
    ag_locus_free(locus);
    return holds;
}

static void probabilities_agree_with_an_enumeration(void **state) {
    (void)state;
    check_property("P(o|g) is what enumerating drop-out, error and drop-in gives", 3000,
                   probability_is_that_of_the_enumeration, NULL);
}

static bool everything_seen_sums_to_1(draws *d, void *context) {
    (void)context;
    const world w = draw_world(d);
    ag_locus *locus = locus_of(&w);
    bool holds = locus != NULL;
    for (int i = 0; holds && i < w.n; i++)
        for (int j = -1; holds && j < w.n; j++) {
            double set[1 << MOST], total = 0;
            enumerate(&w, i, j, set);
            /* Nothing seen and three or more alleles are not told apart by a cell; the rest is ours. */
            for (unsigned mask = 0; mask < 1u << w.n; mask++) {
                if (size_of(mask) == 0 || size_of(mask) > 2) {
                    total += set[mask];
                    continue;
                }
                ag_observation o = {.kind = size_of(mask) == 1 ? AG_SEEN_ONE : AG_SEEN_PAIR};
                o.dropout = w.d;
                o.dropout_both = w.d2;
                ag_allele_set_add(&o.a, lowest(mask));
                if (size_of(mask) == 2) ag_allele_set_add(&o.b, lowest(mask & (mask - 1)));
                total += ag_observation_probability(locus, &o, i, j);
            }
            if (fabs(total - 1) > 1e-13) holds = draw_note(d, "{%d, %d}: the sum is %.17g", i, j, total);
        }
    ag_locus_free(locus);
    return holds;
}

static void all_that_can_be_seen_sums_to_1(void **state) {
    (void)state;
    check_property("for every genotype, all that can be seen sums to 1", 2000, everything_seen_sums_to_1, NULL);
}

static void the_table_of_plain_readings_is_as_published(void **state) {
    (void)state;
    const world w = {.n = 4, .silent = -1, .p = {0.1, 0.2, 0.3, 0.4}};
    ag_locus *locus = locus_of(&w);
    ag_observation o = {.kind = AG_SEEN_PAIR, .dropout = 0.1, .dropout_both = 0.03};
    ag_allele_set_add(&o.a, 0);
    ag_allele_set_add(&o.b, 1);
    assert_close(ag_observation_probability(locus, &o, 0, 1), 0.81, 1e-15);
    assert_close(ag_observation_probability(locus, &o, 0, 0), 0, 0);
    o.kind = AG_SEEN_ONE;
    assert_close(ag_observation_probability(locus, &o, 0, 3), 0.09, 1e-15);
    assert_close(ag_observation_probability(locus, &o, 0, 0), 0.97, 1e-15);
    assert_close(ag_observation_probability(locus, &o, 2, 3), 0, 0);
    o.kind = AG_SEEN_HOMOZYGOTE;
    assert_close(ag_observation_probability(locus, &o, 0, 0), 1, 0);
    assert_close(ag_observation_probability(locus, &o, 0, 3), 0, 0);
    o.kind = AG_SEEN_HALF;
    assert_close(ag_observation_probability(locus, &o, 0, 3), 1, 0);
    assert_close(ag_observation_probability(locus, &o, 2, 3), 0, 0);
    ag_locus_free(locus);
}

/* ---- The linear form ------------------------------------------------------------------------------------------ */

static double form_value(const ag_observation_form *form, int n, const double *joint) {
    double value = 0;
    for (int i = 0; i < n; i++) {
        value += form->trace * joint[i * n + i];
        for (int j = 0; j < n; j++) value += form->total * joint[i * n + j];
    }
    for (int r = 0; r < form->rows; r++)
        for (int j = 0; j < n; j++) value += form->row[r].weight * joint[form->row[r].i * n + j];
    for (int c = 0; c < form->cells; c++) value += form->cell[c].weight * joint[form->cell[c].i * n + form->cell[c].j];
    return value;
}

static bool form_is_the_probability(draws *d, const ag_locus *locus, const ag_observation *o) {
    ag_observation_form form;
    const int n = locus->n;
    if (ag_observation_form_new(locus, o, false, &form, NULL) != AG_OK) return draw_note(d, "no form");
    bool holds = true;
    for (int i = 0; holds && i < n; i++)
        for (int j = 0; holds && j <= i; j++) {
            double joint[MOST * MOST] = {0};
            joint[i * n + j] += 0.5;
            joint[j * n + i] += 0.5;
            const double is = form_value(&form, n, joint), should = ag_observation_probability(locus, o, i, j);
            if (fabs(is - should) > 1e-14)
                holds = draw_note(d, "kind %d, {%d, %d}: %.17g, not %.17g", (int)o->kind, i, j, is, should);
        }
    ag_observation_form_free(&form);
    return holds;
}

static bool haploid_form_is_the_probability(draws *d, const ag_locus *locus, const ag_observation *o) {
    ag_observation_form form;
    if (ag_observation_form_new(locus, o, true, &form, NULL) != AG_OK) return draw_note(d, "no form");
    bool holds = form.cells == 0 && !(form.trace < 0) && !(form.trace > 0);
    for (int i = 0; holds && i < locus->n; i++) {
        double is = form.total;
        for (int r = 0; r < form.rows; r++) is += form.row[r].i == i ? form.row[r].weight : 0;
        const double should = ag_observation_probability(locus, o, i, -1);
        if (fabs(is - should) > 1e-14)
            holds = draw_note(d, "kind %d, haploid %d: %.17g, not %.17g", (int)o->kind, i, is, should);
    }
    ag_observation_form_free(&form);
    return holds;
}

static bool forms_are_exact(draws *d, void *context) {
    (void)context;
    const world w = draw_world(d);
    const ag_observation o = draw_observation(d, &w);
    ag_locus *locus = locus_of(&w);
    const bool holds = locus && form_is_the_probability(d, locus, &o) && haploid_form_is_the_probability(d, locus, &o);
    ag_locus_free(locus);
    return holds;
}

static void forms_agree_with_the_probability(void **state) {
    (void)state;
    check_property("the linear form of an observation is its probability for every genotype", 3000, forms_are_exact,
                   NULL);
}

/* Without error and drop-in a genotype that cannot be is exactly 0 in the form too. */
static bool impossible_stays_impossible(draws *d, void *context) {
    (void)context;
    world w = draw_world(d);
    w.c = w.e = 0;
    const ag_observation o = draw_observation(d, &w);
    ag_locus *locus = locus_of(&w);
    ag_observation_form form = {0};
    bool holds = locus && ag_observation_form_new(locus, &o, false, &form, NULL) == AG_OK;
    for (int i = 0; holds && i < w.n; i++)
        for (int j = 0; holds && j < w.n; j++) {
            double joint[MOST * MOST] = {0};
            joint[i * w.n + j] += 0.5;
            joint[j * w.n + i] += 0.5;
            if (expected(&w, &o, i, j) <= 0 && fabs(form_value(&form, w.n, joint)) > 0)
                holds = draw_note(d, "{%d, %d} is possible in the form only", i, j);
        }
    ag_observation_form_free(&form);
    ag_locus_free(locus);
    return holds;
}

static void impossible_is_exactly_0_in_a_form(void **state) {
    (void)state;
    check_property("what is impossible is exactly 0 in the form", 2000, impossible_stays_impossible, NULL);
}

static void expect_form(const char *cell, double dropout, bool zero_total, int rows, int cells) {
    const world w = {.n = 5, .silent = -1, .p = {0.1, 0.2, 0.3, 0.3, 0.1}};
    ag_locus *locus = locus_of(&w);
    ag_observation o;
    ag_observation_form form;
    unsigned flags;
    ag_error err;
    const ag_observation_rules rules = {.dropout = dropout, .dropout_both = -1};
    assert_ok(ag_observation_parse(locus, cell, &rules, &o, &flags, &err), &err);
    assert_ok(ag_observation_form_new(locus, &o, false, &form, &err), &err);
    assert_int_equal(form.total <= 0, zero_total);
    assert_int_equal(form.rows, rows);
    assert_int_equal(form.cells, cells);
    ag_observation_form_free(&form);
    ag_locus_free(locus);
}

static void common_forms_are_short(void **state) {
    (void)state;
    expect_form("7/8", 0, true, 0, 2);
    expect_form("7/8", 0.1, true, 0, 2);
    expect_form("7/7", 0, true, 0, 1);
    expect_form("7/?", 0.1, true, 1, 1);
    expect_form("7/*", 0, true, 1, 1);
    expect_form("", 0, false, 0, 0);
    expect_form("OL/OL", 0.1, false, 0, 0);
}

/* ---- Cells ---------------------------------------------------------------------------------------------------- */

typedef struct reading {
    const char *cell;
    ag_observation_kind kind;
    const char *a, *b; /* names of the compatible alleles */
    unsigned flags;
} reading;

static ag_locus *d21(void) {
    static const char *const table[] = {"9", "9.3", "12", "15", "15.2", "15.3", "28", "X"};
    static const char *const more[] = {"31.2"};
    static const double p[] = {0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1};
    const ag_locus_spec spec = {.name = "D21S11",
                                .alleles = 8,
                                .allele = table,
                                .frequency = p,
                                .rule = AG_FREQUENCY_REST,
                                .unlisted = 1,
                                .unlisted_allele = more,
                                .minimum = 0.01,
                                .silent_frequency = 0.02};
    ag_locus *locus = NULL;
    ag_error err;
    assert_ok(ag_locus_new(&spec, &locus, &err), &err);
    return locus;
}

static void expect_set(const ag_locus *locus, const ag_allele_set *set, const char *names, const char *cell) {
    char is[200] = "";
    size_t n = 0;
    for (int i = 0; i < AG_ALLELE_CAP; i++)
        if (ag_allele_set_has(set, i))
            n += (size_t)snprintf(is + n, sizeof is - n, "%s%s", n ? " " : "",
                                  i < locus->n ? locus->allele[i] : "beyond");
    if (strcmp(is, names ? names : "") != 0) fail_msg("'%s' is compatible with %s, expected %s", cell, is, names);
}

static void expect_readings(const ag_observation_rules *rules, const reading *list, size_t n) {
    ag_locus *locus = d21();
    for (size_t k = 0; k < n; k++) {
        ag_observation o;
        unsigned flags;
        ag_error err;
        assert_ok(ag_observation_parse(locus, list[k].cell, rules, &o, &flags, &err), &err);
        if (o.kind != list[k].kind || flags != list[k].flags)
            fail_msg("'%s' is read as kind %d with flags %u", list[k].cell, (int)o.kind, flags);
        expect_set(locus, &o.a, list[k].a, list[k].cell);
        expect_set(locus, &o.b, list[k].b, list[k].cell);
        assert_close(o.dropout, rules->dropout, 0);
        assert_close(o.dropout_both, rules->dropout_both < 0 ? rules->dropout * rules->dropout : rules->dropout_both,
                     0);
    }
    ag_locus_free(locus);
}

static void cells_are_read_as_laboratories_write_them(void **state) {
    (void)state;
    const reading list[] = {
        {"", AG_SEEN_NOTHING, NULL, NULL, 0},
        {"  ", AG_SEEN_NOTHING, NULL, NULL, 0},
        {"9/9.3", AG_SEEN_PAIR, "9", "9.3", 0},
        {"9.3/9", AG_SEEN_PAIR, "9.3", "9", 0},
        {" 09.3 / 12 ", AG_SEEN_PAIR, "9.3", "12", 0},
        {"12/12", AG_SEEN_HOMOZYGOTE, "12", NULL, 0},
        {"12", AG_SEEN_HOMOZYGOTE, "12", NULL, 0},
        {"12/?", AG_SEEN_HOMOZYGOTE, "12", NULL, AG_CELL_READ_HOMOZYGOTE},
        {"?/12", AG_SEEN_HOMOZYGOTE, "12", NULL, AG_CELL_READ_HOMOZYGOTE},
        {"12/*", AG_SEEN_HALF, "12", NULL, 0},
        {"*/12", AG_SEEN_HALF, "12", NULL, 0},
        {"15.x/9", AG_SEEN_PAIR, "15 15.2 15.3", "9", 0},
        {"9/15.X", AG_SEEN_PAIR, "9", "15 15.2 15.3", 0},
        {"15.x/15.x", AG_SEEN_PAIR, "15 15.2 15.3", "15 15.2 15.3", 0},
        {"15.x", AG_SEEN_HOMOZYGOTE, "15 15.2 15.3", NULL, 0},
        {"15.2>/<9.3", AG_SEEN_PAIR, "15.3 28 31.2", "9", 0},
        {">15.2/*", AG_SEEN_HALF, "15.3 28 31.2", NULL, 0},
        {"9/ol", AG_SEEN_PAIR, "9", "9 9.3 12 15 15.2 15.3 28 X rest 31.2", 0},
        {"x/12", AG_SEEN_PAIR, "X", "12", 0},
        {"31.2/12", AG_SEEN_PAIR, "31.2", "12", AG_CELL_UNLISTED},
        {"9/rest", AG_SEEN_PAIR, "9", "rest", 0},
        {"9/12/15", AG_SEEN_NOTHING, NULL, NULL, AG_CELL_SET_ASIDE},
        {"9/12/15/77", AG_SEEN_NOTHING, NULL, NULL, AG_CELL_SET_ASIDE},
    };
    expect_readings(&(ag_observation_rules){.dropout_both = -1}, list, sizeof list / sizeof *list);
}

static void homozygotes_are_doubted_where_alleles_drop_out(void **state) {
    (void)state;
    const reading doubted[] = {
        {"12/12", AG_SEEN_ONE, "12", NULL, AG_CELL_DROPOUT_ASSUMED},
        {"12", AG_SEEN_ONE, "12", NULL, AG_CELL_DROPOUT_ASSUMED},
        {"12/?", AG_SEEN_ONE, "12", NULL, 0},
        {"9/12", AG_SEEN_PAIR, "9", "12", 0},
    };
    const reading trusted[] = {
        {"12/12", AG_SEEN_HOMOZYGOTE, "12", NULL, 0},
        {"12/?", AG_SEEN_ONE, "12", NULL, 0},
    };
    expect_readings(&(ag_observation_rules){.dropout = 0.1, .dropout_both = -1}, doubted, 4);
    expect_readings(&(ag_observation_rules){.dropout = 0.1, .dropout_both = 0.05, .trust_homozygotes = true}, trusted,
                    2);
}

static void garbage_is_refused_with_the_forms_of_a_cell(void **state) {
    (void)state;
    static const char *const garbage[] = {
        "/",       "12/",     "/12",   "12//13", "?",     "*",      "?/?",    "*/*",    "?/*",  "12/?/13",
        "12/13/?", "?/12/13", "12;13", "12,13",  "9,3",   "12-13",  "-1",     "+12",    "1e1",  "0x10",
        "12.34",   "9.",      ".3",    "12 13",  "12>/",  "<",      ">",      "<>",     "<12>", "12<",
        "xx",      "15.xx",   ".x",    "x.x",    "nan",   "12/abc", "OLL",    "123456", "1 2",  "12/\t",
        "\x80",    "silent",  "77/12", "40>",    "<7",    "16.x",   "12/40>", "12/13?", "**",   "12/13/a",
        "0/0",     "12\n13",  "12/#",  "“12”",   "12:13", "12.3.4", "9.3.x",  "15.2.x"};
    ag_locus *locus = d21();
    const ag_observation_rules rules = {.dropout_both = -1};
    for (size_t k = 0; k < sizeof garbage / sizeof *garbage; k++) {
        ag_observation o;
        unsigned flags;
        ag_error err;
        if (strcmp(garbage[k], "12/13/a") == 0) continue; /* 'a' could be an allele: three readings, set aside */
        if (ag_observation_parse(locus, garbage[k], &rules, &o, &flags, &err) != AG_BAD_INPUT)
            fail_msg("'%s' is read as kind %d", garbage[k], (int)o.kind);
        if (!err.hint[0]) fail_msg("'%s' is refused without a hint: %s", garbage[k], err.what);
        assert_int_equal(o.kind, AG_SEEN_NOTHING);
    }
    ag_locus_free(locus);
}

static void alleles_that_the_table_lacks_are_named(void **state) {
    (void)state;
    static const struct {
        const char *cell;
        int n;
        const char *first, *second;
    } list[] = {{"", 0, "", ""},          {"9/12", 0, "", ""},      {"13/9", 1, "13", ""},   {"9/17.3", 1, "17.3", ""},
                {"13/14", 2, "13", "14"}, {"13/13", 1, "13", ""},   {"13/013", 1, "13", ""}, {"13/?", 1, "13", ""},
                {"OL/13", 1, "13", ""},   {"16.x/13", 1, "13", ""}, {"13/14/15", 0, "", ""}, {"abc", -1, "", ""},
                {"12,13", -1, "", ""},    {"12/", -1, "", ""},      {"31.2/9", 0, "", ""},   {"silent/9", 0, "", ""}};
    ag_locus *locus = d21();
    for (size_t k = 0; k < sizeof list / sizeof *list; k++) {
        char name[2][16] = {"", ""};
        const int n = ag_cell_unlisted(locus, list[k].cell, name);
        if (n != list[k].n)
            fail_msg("'%s' names %d alleles that the table lacks, expected %d", list[k].cell, n, list[k].n);
        if (n > 0) assert_string_equal(name[0], list[k].first);
        if (n > 1) assert_string_equal(name[1], list[k].second);
    }
    ag_locus_free(locus);
}

static void named_alleles_may_be_added_where_all_are_named(void **state) {
    (void)state;
    static const char *const snp[] = {"A", "C"};
    static const double p[] = {0.4, 0.6};
    const ag_locus_spec spec = {.name = "rs1", .alleles = 2, .allele = snp, .frequency = p};
    ag_locus *locus = NULL;
    ag_error err;
    char name[2][16];
    assert_ok(ag_locus_new(&spec, &locus, &err), &err);
    assert_int_equal(ag_cell_unlisted(locus, "A/T", name), 1);
    assert_string_equal(name[0], "T");
    assert_int_equal(ag_cell_unlisted(locus, "a/c", name), 0);
    assert_int_equal(ag_cell_unlisted(locus, "abcdefghijklmnop", name), -1);
    ag_locus_free(locus);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probabilities_agree_with_an_enumeration),
        cmocka_unit_test(all_that_can_be_seen_sums_to_1),
        cmocka_unit_test(the_table_of_plain_readings_is_as_published),
        cmocka_unit_test(forms_agree_with_the_probability),
        cmocka_unit_test(impossible_is_exactly_0_in_a_form),
        cmocka_unit_test(common_forms_are_short),
        cmocka_unit_test(cells_are_read_as_laboratories_write_them),
        cmocka_unit_test(homozygotes_are_doubted_where_alleles_drop_out),
        cmocka_unit_test(garbage_is_refused_with_the_forms_of_a_cell),
        cmocka_unit_test(alleles_that_the_table_lacks_are_named),
        cmocka_unit_test(named_alleles_may_be_added_where_all_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
