/* Simulated caseloads of other shapes than a war, and what breaks the model in them: counted again from what the
 * caseload says of itself, with the shares that were asked for. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "formats/incident_folder.h"
#include "incident/simulate.h"
#include "support.h"

#include "base/banned.h"

static ag_caseload make(ag_simulate_options options) {
    ag_caseload caseload;
    ag_error err;
    assert_ok(ag_caseload_init(&options, &caseload, &err), &err);
    return caseload;
}

static ag_simulate_options sized(ag_case_shape shape, uint32_t remains, uint32_t families) {
    ag_simulate_options o = ag_simulate_defaults();
    o.shape = shape;
    o.remains = remains;
    o.families = families;
    o.seed = 5;
    o.run.threads = 2;
    return o;
}

static bool same(ag_text a, const char *b) { return ag_text_equal(a, ag_text_of(b)); }

/* ---- grave8 ------------------------------------------------------------------------------------------------------ */

static void a_grave_is_one_family_with_eight_missing_among_twenty_bodies(void **state) {
    (void)state;
    ag_caseload c = make(sized(AG_CASE_GRAVE8, 200, 1));
    uint32_t degraded = 0, missing = 0;
    bool seen[20] = {false};
    for (uint32_t i = 0; i < c.batch.persons; i++) missing += same(c.batch.person[i].missing, "yes");
    for (uint32_t i = 0; i < c.remains; i++) {
        degraded += same(c.batch.profile[i].quality, "degraded");
        assert_true(c.truth[i].body_at < 20);
        seen[c.truth[i].body_at] = true;
    }
    for (int b = 0; b < 20; b++) assert_true(seen[b]);
    assert_int_equal(missing, 8);
    assert_int_equal(c.missing, 8);
    assert_int_equal(c.found, 8);
    assert_int_equal(c.remains, 200);
    assert_int_equal(degraded, 50);
    assert_int_equal(c.kind[AG_FAMILY_GRAVE8], 1);
    assert_close(c.batch.settings.others, 12, 0);
    assert_int_equal(c.batch.settings.pieces, 1);
    ag_caseload_deinit(&c);
}

/* At the cap: every bone of every body. */
static void no_bone_of_a_body_comes_twice(void **state) {
    (void)state;
    const uint32_t sizes[] = {200, 20 * AG_BONES};
    for (int k = 0; k < 2; k++) {
        ag_caseload c = make(sized(AG_CASE_GRAVE8, sizes[k], 1));
        assert_int_equal(c.batch.extras[AG_REMAINS], 2);
        assert_true(same(c.batch.extra[AG_REMAINS][0], "element") && same(c.batch.extra[AG_REMAINS][1], "side"));
        for (uint32_t i = 0; i < c.remains; i++) {
            const ag_text *bone = c.batch.profile[i].extra;
            const bool single = same(bone[0], "cranium") || same(bone[0], "mandible") || same(bone[0], "sternum") ||
                                same(bone[0], "sacrum");
            assert_true(bone[0].n && (single ? bone[1].n == 0 : same(bone[1], "left") || same(bone[1], "right")));
            for (uint32_t j = 0; j < i; j++)
                if (ag_text_equal(c.truth[i].body, c.truth[j].body) &&
                    ag_text_equal(bone[0], c.batch.profile[j].extra[0]) &&
                    ag_text_equal(bone[1], c.batch.profile[j].extra[1]))
                    fail_msg("%s has two of one bone: %s", c.truth[i].body.at, bone[0].at);
        }
        ag_caseload_deinit(&c);
    }
}

static void a_grave_is_written_and_read_again_with_its_bones(void **state) {
    (void)state;
    const ag_simulate_options o = sized(AG_CASE_GRAVE8, 60, 1);
    const char *folder = path_join(scratch_folder(), "grave");
    ag_caseload made = make(o);
    ag_batch batch;
    ag_diagnostics d;
    ag_error err;
    ag_batch_init(&batch);
    ag_diagnostics_init(&d);
    assert_ok(ag_caseload_save(&made, folder, &err), &err);
    assert_ok(ag_folder_read(folder, 1, NULL, NULL, &batch, &d, &err), &err);
    assert_int_equal(d.warnings, 0);
    assert_int_equal(batch.loci, 24);
    assert_int_equal(batch.extras[AG_REMAINS], 2);
    for (uint32_t i = 0; i < made.remains; i++)
        for (int e = 0; e < 2; e++)
            assert_true(ag_text_equal(batch.profile[i].extra[e], made.batch.profile[i].extra[e]));
    ag_diagnostics_deinit(&d);
    ag_batch_deinit(&batch);
    ag_caseload_deinit(&made);
}

/* ---- Truth ------------------------------------------------------------------------------------------------------- */

/* The numbers of the truth against its names, by walking the rows of families.csv. */
static void check_truth(const ag_caseload *c) {
    for (uint32_t i = 0; i < c->remains; i++) {
        const ag_truth *t = &c->truth[i];
        int family = -1, missing = -1;
        char id[64] = "";
        for (uint32_t p = 0; p < c->batch.persons && !same(t->person, id); p++) {
            const ag_batch_person *row = &c->batch.person[p];
            if (!p || !ag_text_equal(row->family, c->batch.person[p - 1].family)) family++, missing = -1;
            if (!same(row->missing, "yes")) continue;
            missing++;
            snprintf(id, sizeof id, "%s:%s", row->family.at, row->person.at);
        }
        const bool listed = t->person.n > 0;
        assert_true(!listed || same(t->person, id));
        assert_int_equal(t->family_at, listed ? family : -1);
        assert_int_equal(t->missing_at, listed ? missing : -1);
        assert_int_equal(listed, t->body_at < c->missing);
    }
}

static void truth_is_the_same_in_numbers_and_in_names(void **state) {
    (void)state;
    for (int shape = 0; shape < AG_CASE_SHAPES; shape++) {
        ag_simulate_options o = sized((ag_case_shape)shape, 120, shape == AG_CASE_GRAVE8 ? 1 : 80);
        o.loci = "TH01";
        ag_caseload c = make(o);
        check_truth(&c);
        if (shape >= AG_CASE_PARENTS && shape <= AG_CASE_TWO_MISSING)
            assert_int_equal(c.kind[shape - AG_CASE_PARENTS], 80);
        for (uint32_t f = 0; f < c.families; f++) assert_true(c.family_kind[f] < AG_FAMILY_KINDS);
        ag_caseload_deinit(&c);
    }
}

/* ---- Draws from the pool ----------------------------------------------------------------------------------------- */

static void parts_are_of_anybody_in_the_pool(void **state) {
    (void)state;
    ag_simulate_options o = sized(AG_CASE_SIBLINGS, 6000, 20);
    o.loci = "TH01";
    o.draw = AG_DRAW_PIECES;
    o.pool_others = 10;
    ag_caseload c = make(o);
    int of[30] = {0};
    double chi2 = 0;
    for (uint32_t i = 0; i < c.remains; i++) {
        assert_true(c.truth[i].body_at < 30);
        of[c.truth[i].body_at]++;
    }
    for (int b = 0; b < 30; b++) chi2 += (of[b] - 200.0) * (of[b] - 200.0) / 200;
    assert_true(chi2 < 29 + 5 * sqrt(2 * 29.0));
    assert_close(c.batch.settings.others, 10, 0);
    assert_int_equal(c.batch.settings.pieces, 1);
    check_truth(&c);
    ag_caseload_deinit(&c);
}

static void whole_bodies_are_different_persons(void **state) {
    (void)state;
    ag_simulate_options o = sized(AG_CASE_WAR, 25, 20);
    o.loci = "TH01";
    o.draw = AG_DRAW_BODIES;
    o.pool_others = 10;
    o.sex_untold = true;
    ag_caseload c = make(o);
    for (uint32_t i = 0; i < c.remains; i++) {
        assert_int_equal(c.batch.profile[i].sex.n, 0);
        for (uint32_t j = 0; j < i; j++) assert_false(ag_text_equal(c.truth[i].body, c.truth[j].body));
    }
    assert_int_equal(c.found + c.others, 25);
    assert_close(c.batch.settings.others, 10, 0);
    assert_int_equal(c.batch.settings.pieces, 0);
    ag_caseload_deinit(&c);
}

/* ---- Against the model ------------------------------------------------------------------------------------------- */

static const ag_batch_profile *reference_of(const ag_caseload *c, ag_text family, const char *person) {
    for (uint32_t i = c->remains; i < c->batch.profiles; i++)
        if (ag_text_equal(c->batch.profile[i].family, family) && same(c->batch.profile[i].person, person))
            return &c->batch.profile[i];
    return NULL;
}

static bool share_allele(ag_text x, ag_text y) {
    char a[2][16], b[2][16];
    assert_int_equal(sscanf(x.at, "%15[^/]/%15s", a[0], a[1]), 2);
    assert_int_equal(sscanf(y.at, "%15[^/]/%15s", b[0], b[1]), 2);
    return !strcmp(a[0], b[0]) || !strcmp(a[0], b[1]) || !strcmp(a[1], b[0]) || !strcmp(a[1], b[1]);
}

/* Without mutation a father shares an allele at every locus; another man all but never does so at 24. */
static void the_share_of_false_fathers_is_the_stated_one(void **state) {
    (void)state;
    ag_simulate_options o = sized(AG_CASE_PARENTS, 1500, 1500);
    o.mutation = "none:0";
    o.degraded = 0;
    o.false_paternity = 0.1;
    ag_caseload c = make(o);
    int fathers = 0, apart = 0;
    for (uint32_t i = 0; i < c.remains; i++) {
        const ag_batch_profile *father = reference_of(&c, c.truth[i].family, "father");
        const ag_batch_profile *mother = reference_of(&c, c.truth[i].family, "mother");
        bool differs = false;
        for (uint32_t l = 0; l < c.batch.loci; l++) {
            if (mother) assert_true(share_allele(c.batch.profile[i].cell[l], mother->cell[l]));
            if (father) differs |= !share_allele(c.batch.profile[i].cell[l], father->cell[l]);
        }
        fathers += father != NULL;
        apart += differs;
    }
    assert_true(fathers > 600);
    assert_close((double)apart / fathers, 0.1, 5 * sqrt(0.09 / fathers));
    assert_int_equal(c.fathers, 1500);
    assert_close((double)c.false_fathers, 150, 5 * sqrt(135.0));
    ag_caseload_deinit(&c);
}

/* Without mutation a brother of somebody missing shares an allele at every locus with the parents who were typed; a
 * nephew, and a stranger, all but never does at 24. */
static void some_of_the_unlisted_are_relatives_of_the_listed(void **state) {
    (void)state;
    ag_simulate_options o = sized(AG_CASE_PARENTS, 1200, 300);
    o.mutation = "none:0";
    o.degraded = 0;
    o.draw = AG_DRAW_PIECES;
    o.pool_others = 500;
    o.relatives = 0.4;
    ag_caseload c = make(o);
    uint32_t brothers = 0;
    for (uint32_t i = 0; i < c.remains; i++) {
        bool again = c.truth[i].person.n > 0, found = false;
        for (uint32_t j = 0; j < i; j++) again |= c.truth[j].body_at == c.truth[i].body_at;
        for (uint32_t r = c.remains; r < c.batch.profiles && !again && !found; r++) {
            found = true;
            for (uint32_t l = 0; l < c.batch.loci && found; l++)
                found = share_allele(c.batch.profile[i].cell[l], c.batch.profile[r].cell[l]);
        }
        brothers += found;
    }
    assert_close((double)c.kin / c.others, 0.4, 5 * sqrt(0.24 / c.others));
    assert_close((double)brothers / c.kin, 0.5, 5 * sqrt(0.25 / c.kin));
    ag_caseload_deinit(&c);
}

static void the_laboratory_may_state_another_theta_and_another_table(void **state) {
    (void)state;
    ag_simulate_options o = sized(AG_CASE_WAR, 30, 20);
    ag_caseload plain = make(o);
    o.table_population = "AA";
    o.stated_theta = 0.03;
    ag_caseload other = make(o);
    o.population = "AA";
    o.table_population = NULL;
    ag_caseload there = make(o);
    assert_close(other.batch.settings.theta, 0.03, 0);
    for (uint32_t i = 0; i < plain.batch.profiles; i++)
        for (uint32_t l = 0; l < plain.batch.loci; l++)
            assert_true(ag_text_equal(plain.batch.profile[i].cell[l], other.batch.profile[i].cell[l]));
    assert_int_equal(other.batch.frequencies, there.batch.frequencies);
    for (uint32_t i = 0; i < there.batch.frequencies; i++) {
        assert_true(ag_text_equal(other.batch.frequency[i].allele, there.batch.frequency[i].allele));
        assert_int_equal(other.batch.frequency[i].locus, there.batch.frequency[i].locus);
        assert_close(other.batch.frequency[i].frequency, there.batch.frequency[i].frequency, 0);
    }
    ag_caseload_deinit(&plain);
    ag_caseload_deinit(&other);
    ag_caseload_deinit(&there);
}

/* ---- Bytes and refusals ------------------------------------------------------------------------------------------ */

static const char *saved(ag_simulate_options options) {
    ag_error err;
    const char *folder = path_join(scratch_folder(), "incident");
    assert_ok(ag_simulate(&options, folder, NULL, &err), &err);
    return folder;
}

static bool same_folders(const char *a, const char *b) {
    static const char *const files[] = {"families.csv",   "frequencies.csv", "incident.json",
                                        "references.csv", "remains.csv",     "truth.csv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t n, m;
        const char *x = read_file(path_join(a, files[i]), &n), *y = read_file(path_join(b, files[i]), &m);
        if (n != m || memcmp(x, y, n) != 0) return false;
    }
    return true;
}

static void every_shape_has_the_same_bytes_with_any_number_of_threads(void **state) {
    (void)state;
    for (int shape = 0; shape < AG_CASE_SHAPES; shape++) {
        ag_simulate_options o = sized((ag_case_shape)shape, 400, shape == AG_CASE_GRAVE8 ? 1 : 300);
        o.false_paternity = 0.1;
        o.relatives = 0.3;
        const char *two = saved(o);
        o.run.threads = 1;
        assert_true(same_folders(two, saved(o)));
        o.seed++;
        assert_false(same_folders(two, saved(o)));
    }
}

static void refuse(ag_simulate_options o, const char *word) {
    ag_caseload caseload;
    ag_error err;
    assert_status(ag_caseload_init(&o, &caseload, &err), AG_USAGE, &err);
    if (!strstr(err.what, word) || !err.hint[0]) fail_msg("\"%s\" does not say %s, or not what to do", err.what, word);
}

static void shapes_that_cannot_be_are_refused(void **state) {
    (void)state;
    ag_simulate_options o;
    refuse(sized(AG_CASE_GRAVE8, 200, 2), "grave8");
    refuse(sized(AG_CASE_GRAVE8, 20 * AG_BONES + 1, 1), "bones");
    o = sized(AG_CASE_GRAVE8, 20, 1), o.draw = AG_DRAW_PIECES, refuse(o, "grave8");
    o = sized(AG_CASE_WAR, 5, 5), o.false_paternity = -0.1, refuse(o, "fathers");
    o = sized(AG_CASE_WAR, 5, 5), o.relatives = NAN, refuse(o, "relatives");
    o = sized(AG_CASE_WAR, 5, 5), o.stated_theta = 1, refuse(o, "theta");
    o = sized(AG_CASE_WAR, 5, 5), o.table_population = "Mars", refuse(o, "Mars");
    o = sized(AG_CASE_PARENTS, 8, 5), o.draw = AG_DRAW_BODIES, o.pool_others = 2, refuse(o, "whole bodies");
    o = sized(AG_CASE_PARENTS, 5, 5), o.pool_others = UINT32_MAX, o.draw = AG_DRAW_PIECES, refuse(o, "others");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grave_is_one_family_with_eight_missing_among_twenty_bodies),
        cmocka_unit_test(no_bone_of_a_body_comes_twice),
        cmocka_unit_test(a_grave_is_written_and_read_again_with_its_bones),
        cmocka_unit_test(truth_is_the_same_in_numbers_and_in_names),
        cmocka_unit_test(parts_are_of_anybody_in_the_pool),
        cmocka_unit_test(whole_bodies_are_different_persons),
        cmocka_unit_test(the_share_of_false_fathers_is_the_stated_one),
        cmocka_unit_test(some_of_the_unlisted_are_relatives_of_the_listed),
        cmocka_unit_test(the_laboratory_may_state_another_theta_and_another_table),
        cmocka_unit_test(every_shape_has_the_same_bytes_with_any_number_of_threads),
        cmocka_unit_test(shapes_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
