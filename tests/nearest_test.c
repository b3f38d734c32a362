/* The next closest relation against the likelihoods of pedigrees written out by hand; chance hits against the sums over
 * all genotypes of a locus with two alleles. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "brute.h"
#include "incident/chance.h"
#include "incident/load.h"
#include "incident/nearest.h"

typedef struct fixture {
    ag_loaded loaded;
    ag_diagnostics found;
} fixture;

static void save(const char *folder, const char *name, const char *text) {
    write_file(path_join(folder, name), text, strlen(text));
}

/* In place: an incident refers to its batch. */
static void make(fixture *x, const char *families, const char *references, const char *remains, const char *tables,
                 const char *settings) {
    const char *folder = scratch_folder();
    ag_error err = {0};
    save(folder, "families.csv", families);
    save(folder, "references.csv", references);
    save(folder, "remains.csv", remains);
    save(folder, "frequencies.csv", tables);
    save(folder, "incident.json", settings);
    ag_diagnostics_init(&x->found);
    assert_ok(ag_loaded_init(folder, 1, &x->loaded, &x->found, &err), &err);
}

static void drop(fixture *x) {
    ag_loaded_deinit(&x->loaded);
    ag_diagnostics_deinit(&x->found);
}

/* ---- The next closest relation ---------------------------------------------------------------------------------- */

#define FAMILY                                                                                                         \
    "family,person,father,mother,sex,missing\nF,father,,,M,\nF,mother,,,F,\nF,son,father,mother,M,yes\n"               \
    "F,daughter,father,mother,F,\n"
#define REFERENCES "sample,family,person,sex,A,B\nS,F,daughter,F,10/11,12/13\n"
#define REMAINS "sample,sex,quality,A,B\nR,M,degraded,10/10,12/14\n"
#define TABLES "locus,allele,frequency\nA,10,0.2\nA,11,0.3\nA,12,0.5\nB,12,0.1\nB,13,0.2\nB,14,0.3\nB,15,0.4\n"
#define MODEL                                                                                                          \
    "\"others\":4,\"dropout\":{\"degraded\":0.1},\"mutation\":{\"default\":{\"model\":\"proportional\",\"rate\":0.01}" \
    "}"

/* The family as above, then who each relation adds; `remains` is where the remains stand. */
static const struct {
    ag_relation relation;
    int persons, remains;
    ag_person person[10];
} written[] = {
    {AG_RELATION_FULL_SIBLING,
     5,
     4,
     {{-1, -1, 1, -1, 0}, {-1, -1, 2, -1, 0}, {0, 1, 1, -1, 0}, {0, 1, 2, -1, 0}, {0, 1, 1, -1, 0}}},
    {AG_RELATION_PATERNAL_HALF_SIBLING,
     6,
     5,
     {{-1, -1, 1, -1, 0},
      {-1, -1, 2, -1, 0},
      {0, 1, 1, -1, 0},
      {0, 1, 2, -1, 0},
      {-1, -1, 2, -1, 0},
      {0, 4, 1, -1, 0}}},
    {AG_RELATION_MATERNAL_HALF_SIBLING,
     6,
     5,
     {{-1, -1, 1, -1, 0},
      {-1, -1, 2, -1, 0},
      {0, 1, 1, -1, 0},
      {0, 1, 2, -1, 0},
      {-1, -1, 1, -1, 0},
      {4, 1, 1, -1, 0}}},
    {AG_RELATION_FATHER, 4, 0, {{-1, -1, 1, -1, 0}, {-1, -1, 2, -1, 0}, {0, 1, 1, -1, 0}, {0, 1, 2, -1, 0}}},
    {AG_RELATION_CHILD,
     6,
     5,
     {{-1, -1, 1, -1, 0},
      {-1, -1, 2, -1, 0},
      {0, 1, 1, -1, 0},
      {0, 1, 2, -1, 0},
      {-1, -1, 2, -1, 0},
      {2, 4, 1, -1, 0}}},
    {AG_RELATION_PATERNAL_UNCLE,
     7,
     6,
     {{4, 5, 1, -1, 0},
      {-1, -1, 2, -1, 0},
      {0, 1, 1, -1, 0},
      {0, 1, 2, -1, 0},
      {-1, -1, 1, -1, 0},
      {-1, -1, 2, -1, 0},
      {4, 5, 1, -1, 0}}},
    {AG_RELATION_MATERNAL_UNCLE,
     7,
     6,
     {{-1, -1, 1, -1, 0},
      {4, 5, 2, -1, 0},
      {0, 1, 1, -1, 0},
      {0, 1, 2, -1, 0},
      {-1, -1, 1, -1, 0},
      {-1, -1, 2, -1, 0},
      {4, 5, 1, -1, 0}}},
};

/* P(remains there | family) / P(remains of a stranger | family), the stranger a founder beside it. */
static double lr_ln(const ag_search *s, const ag_pedigree *pedigree, int at, const ag_pedigree *family) {
    ag_error err = {0};
    ag_engine *engine = ag_engine_new();
    ag_person beside[10];
    memcpy(beside, family->person, (size_t)family->persons * sizeof *beside);
    beside[family->persons] = (ag_person){-1, -1, AG_MALE, -1, 0};
    const ag_pedigree apart = {family->persons + 1, beside};
    double sum = 0;
    for (int l = 0; l < s->loci; l++) {
        double with, family_with, without, family_without;
        const ag_observation *seen = s->observation[l];
        ag_evidence e[2] = {{s->family[0].reading[0].person, &seen[s->family[0].reading[0].code[l]]},
                            {at, &seen[s->remains_code[l]]}};
        assert_ok(ag_likelihood(engine, pedigree, s->locus[l], e, 2, s->pruning, &with, &err), &err);
        assert_ok(ag_likelihood(engine, pedigree, s->locus[l], e, 1, s->pruning, &family_with, &err), &err);
        e[1].person = family->persons;
        assert_ok(ag_likelihood(engine, &apart, s->locus[l], e, 2, s->pruning, &without, &err), &err);
        assert_ok(ag_likelihood(engine, &apart, s->locus[l], e, 1, s->pruning, &family_without, &err), &err);
        sum += with - family_with - (without - family_without);
    }
    ag_engine_free(engine);
    return sum;
}

static void check_relations(const char *settings) {
    fixture x;
    ag_error err = {0};
    ag_catalogue *catalogue;
    ag_nearest_result r;
    make(&x, FAMILY, REFERENCES, REMAINS, TABLES, settings);
    const ag_search *s = &x.loaded.incident->search;
    ag_engine *engine = ag_engine_new();
    assert_ok(ag_catalogue_new(s, &catalogue, &err), &err);
    assert_ok(ag_nearest(engine, catalogue, 0, 0, s->remains_code, AG_MALE, &r, &err), &err);
    double best = -INFINITY;
    for (size_t k = 0; k < sizeof written / sizeof *written; k++) {
        const ag_pedigree pedigree = {written[k].persons, written[k].person};
        const double expected = lr_ln(s, &pedigree, written[k].remains, &s->family[0].pedigree);
        assert_relative(r.lr_ln[written[k].relation], expected, 1e-9);
        best = fmax(best, expected);
    }
    assert_true(isnan(r.lr_ln[AG_RELATION_MOTHER])); /* the remains are a man's */
    assert_relative(r.lr_ln[r.nearest], best, 1e-9);
    ag_catalogue_free(catalogue);
    ag_engine_free(engine);
    drop(&x);
}

static void every_relation_is_its_pedigree_written_out(void **state) {
    (void)state;
    check_relations("{" MODEL "}");
}

static void every_relation_is_its_pedigree_under_theta(void **state) {
    (void)state;
    check_relations("{\"theta\":0.03," MODEL "}");
}

static void nobody_typed_is_asked_to_be_the_remains(void **state) {
    (void)state;
    fixture x;
    ag_error err = {0};
    ag_catalogue *catalogue;
    ag_nearest_result r;
    make(&x, FAMILY, "sample,family,person,sex,A,B\nS,F,father,M,10/11,12/13\n", REMAINS, TABLES, "{" MODEL "}");
    ag_engine *engine = ag_engine_new();
    assert_ok(ag_catalogue_new(&x.loaded.incident->search, &catalogue, &err), &err);
    assert_ok(ag_nearest(engine, catalogue, 0, 0, x.loaded.incident->search.remains_code, AG_SEX_UNKNOWN, &r, &err),
              &err);
    assert_true(isnan(r.lr_ln[AG_RELATION_FATHER]));
    assert_true(isfinite(r.lr_ln[AG_RELATION_MOTHER])); /* of unknown sex it may be hers */
    assert_true(isfinite(r.lr_ln[AG_RELATION_FULL_SIBLING]));
    ag_catalogue_free(catalogue);
    ag_engine_free(engine);
    drop(&x);
}

static void a_founder_gets_the_parents_that_his_siblings_need(void **state) {
    (void)state;
    const ag_person founder = {-1, -1, AG_MALE, -1, 0}, inbred = {-1, -1, AG_MALE, -1, 0.1};
    const ag_pedigree alone = {1, &founder}, other = {1, &inbred};
    ag_person room[1 + AG_RELATIVE_ROOM];
    ag_pedigree out;
    ag_error err = {0};
    int relative;
    for (int k = 0; k <= AG_RELATION_COUSIN; k++) {
        assert_true(ag_relative_add(&alone, 0, (ag_relation)k, AG_SEX_UNKNOWN, room, &out, &relative));
        assert_true(out.persons <= 1 + AG_RELATIVE_ROOM && relative < out.persons);
        assert_ok(ag_pedigree_check(&out, NULL, &err), &err);
    }
    assert_false(ag_relative_add(&other, 0, AG_RELATION_FULL_SIBLING, AG_MALE, room, &out, &relative));
}

/* ---- Chance hits ------------------------------------------------------------------------------------------------- */

/* As in power_test.c: the father is 10/11, the child 10/10 with 0.1, and an unrelated man with 0.04; only that has an
 * LR of 2 or more. */
static void chance_hits_are_as_by_hand(void **state) {
    (void)state;
    static const ag_person person[] = {
        {4, 5, AG_MALE, -1, 0},   {-1, -1, AG_FEMALE, -1, 0}, {0, 1, AG_MALE, -1, 0}, {-1, -1, AG_FEMALE, -1, 0},
        {-1, -1, AG_MALE, -1, 0}, {-1, -1, AG_FEMALE, -1, 0}, {4, 5, AG_MALE, -1, 0}, {6, 3, AG_MALE, -1, 0}};
    const ag_pedigree cousins = {8, person};
    const double limit_ln[AG_CHANCE_LIMITS] = {log(2), NAN};
    fixture x;
    ag_error err = {0};
    ag_chance_result r, again;
    make(&x, "family,person,father,mother,sex,missing\nF,father,,,M,\nF,mother,,,F,\nF,child,father,mother,M,yes\n",
         "sample,family,person,sex,L\nA,F,father,M,10/11\n", "sample,sex,quality,L\nR1,M,good,10/10\nR2,M,good,11/11\n",
         "locus,allele,frequency\nL,10,0.2\nL,11,0.8\n", "{\"others\":2}");
    const ag_search *s = &x.loaded.incident->search;
    const ag_observation *seen = s->observation[0];
    const ag_evidence e[2] = {{0, &seen[s->family[0].reading[0].code[0]]}, {7, &seen[s->remains_code[0]]}};
    const double cousin = brute_likelihood(&cousins, s->locus[0], e, 2, -1, NULL) /
                          brute_likelihood(&cousins, s->locus[0], e, 1, -1, NULL);
    ag_run run = {.threads = 1, .kernel = -1};
    assert_ok(ag_chance(x.loaded.incident, limit_ln, 1953, &run, &r, &err), &err);
    assert_true(r.simulated);
    assert_int_equal(r.persons, 1);
    const double share = 5 * sqrt(0.1 * 0.9 / r.simulations) / 0.1; /* five standard errors, as a share */
    assert_relative(r.at[0].unrelated, 2 * 0.04, share);
    assert_relative(r.at[0].siblings, 0.1, share);
    assert_relative(r.at[0].cousins, cousin, share);
    assert_relative(r.at[0].cousins / r.at[0].siblings, cousin / 0.1, 1e-9); /* the same draws */
    assert_true(isnan(r.at[1].unrelated));
    run.threads = 3;
    assert_ok(ag_chance(x.loaded.incident, limit_ln, 1953, &run, &again, &err), &err);
    assert_memory_equal(&r.at[0], &again.at[0], sizeof r.at[0]);
    drop(&x);
}

static void many_missing_persons_are_sampled_and_scaled(void **state) {
    (void)state;
    ag_buffer families = {0}, references = {0};
    const double limit_ln[AG_CHANCE_LIMITS] = {log(2), log(2)};
    const ag_run run = {.threads = 2, .kernel = -1};
    fixture x;
    ag_error err = {0};
    ag_chance_result r;
    ag_buffer_puts(&families, "family,person,father,mother,sex,missing\n");
    ag_buffer_puts(&references, "sample,family,person,sex,L\n");
    for (int f = 0; f < AG_CHANCE_PERSONS + 1; f++) {
        ag_buffer_printf(&families, "F%d,father,,,M,\nF%d,child,father,,M,yes\n", f, f);
        ag_buffer_printf(&references, "S%d,F%d,father,M,10/11\n", f, f);
    }
    make(&x, families.data, references.data, "sample,sex,quality,L\nR1,M,good,10/10\n",
         "locus,allele,frequency\nL,10,0.2\nL,11,0.8\n", "{\"others\":2}");
    assert_ok(ag_chance(x.loaded.incident, limit_ln, 1953, &run, &r, &err), &err);
    assert_int_equal(r.persons, AG_CHANCE_PERSONS);
    assert_relative(r.at[0].unrelated, (AG_CHANCE_PERSONS + 1) * 0.04,
                    5 * sqrt(0.1 * 0.9 / (r.simulations * AG_CHANCE_PERSONS)) / 0.1);
    ag_buffer_deinit(&families);
    ag_buffer_deinit(&references);
    drop(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_relation_is_its_pedigree_written_out),
        cmocka_unit_test(every_relation_is_its_pedigree_under_theta),
        cmocka_unit_test(nobody_typed_is_asked_to_be_the_remains),
        cmocka_unit_test(a_founder_gets_the_parents_that_his_siblings_need),
        cmocka_unit_test(chance_hits_are_as_by_hand),
        cmocka_unit_test(many_missing_persons_are_sampled_and_scaled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
