/* From files to an incident: cells and codes, families, populations, and what is said about each fault. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "incident/load.h"

/* ---- Incidents written for a test ---------------------------------------------------------------------------- */

#define FREQUENCIES                                                                                                    \
    "locus,allele,frequency\nFGA,20,0.3\nFGA,21,0.3\nFGA,22,0.4\nTH01,6,0.2\nTH01,7,0.3\nTH01,9.3,0.5\n"               \
    "vWA,16,0.5\nvWA,17,0.5\n"
#define REMAINS "sample,sex,quality,FGA,TH01,vWA,AMEL\nR1,M,good,20/21,6/7,16/17,X/Y\n"
#define REFERENCES "sample,family,person,sex,FGA,TH01,vWA,AMEL\nA1,F1,father,M,20/22,6/6,16/16,X/Y\n"
#define FAMILIES "family,person,father,mother,sex,missing\nF1,father,,,M,\nF1,mother,,,F,\nF1,son,father,mother,M,yes\n"
#define SETTINGS "{\"mutation\": {\"default\": {\"model\": \"none\"}}, \"others\": 3}"

typedef struct fixture {
    const char *folder;
    ag_loaded loaded;
    ag_diagnostics found;
    ag_status status;
    ag_error err;
} fixture;

typedef struct files {
    const char *frequencies, *remains, *references, *families, *settings, *elimination;
} files;

static void write_text(const char *folder, const char *name, const char *text, const char *otherwise) {
    const char *bytes = text ? text : otherwise;
    if (bytes) write_file(path_join(folder, name), bytes, strlen(bytes));
}

static fixture load(files f, int threads) {
    fixture x = {.folder = scratch_folder()};
    write_text(x.folder, "frequencies.csv", f.frequencies, FREQUENCIES);
    write_text(x.folder, "remains.csv", f.remains, REMAINS);
    write_text(x.folder, "references.csv", f.references, REFERENCES);
    write_text(x.folder, "families.csv", f.families, FAMILIES);
    write_text(x.folder, "incident.json", f.settings, SETTINGS);
    write_text(x.folder, "elimination.csv", f.elimination, NULL);
    ag_diagnostics_init(&x.found);
    x.status = ag_loaded_init(x.folder, threads, &x.loaded, &x.found, &x.err);
    return x;
}

static void unload(fixture *x) {
    ag_loaded_deinit(&x->loaded);
    ag_diagnostics_deinit(&x->found);
}

static fixture load_good(files f) {
    fixture x = load(f, 2);
    char text[900];
    if (x.status != AG_OK) fail_msg("the incident was refused: %s", ag_error_format(&x.err, text, sizeof text));
    return x;
}

static int count_findings(const fixture *x, ag_severity severity, const char *part) {
    int n = 0;
    for (size_t i = 0; i < x->found.n; i++)
        n += x->found.item[i].severity == severity && strstr(x->found.item[i].what, part) != NULL;
    return n;
}

/* The one finding that says this, with its place "file:row:column" behind the folder. */
static void assert_finding(const fixture *x, ag_severity severity, const char *place, const char *part) {
    char all[4000] = "", text[900];
    for (size_t i = 0; i < x->found.n; i++) {
        const ag_error *e = &x->found.item[i];
        ag_error_format(e, text, sizeof text);
        snprintf(all + strlen(all), sizeof all - strlen(all), "\n  %s", text);
        if (e->severity == severity && strstr(e->what, part) && strstr(text, place)) return;
    }
    fail_msg("nothing says \"%s\" at %s; found:%s", part, place, all);
}

static int locus_of(const ag_incident *in, const char *name) {
    for (int l = 0; l < in->search.loci; l++)
        if (strcmp(in->search.locus[l]->name, name) == 0) return l;
    fail_msg("the incident has no locus %s", name);
    return -1;
}

static uint16_t remains_code(const ag_incident *in, int remains, const char *locus) {
    return in->search.remains_code[remains * in->search.loci + locus_of(in, locus)];
}

static ag_observation seen(const ag_incident *in, int remains, const char *locus) {
    return in->search.observation[locus_of(in, locus)][remains_code(in, remains, locus)];
}

/* ---- Cells --------------------------------------------------------------------------------------------------- */

static void cells_that_mean_the_same_have_one_code(void **state) {
    (void)state;
    fixture x = load_good((files){.remains = "sample,sex,quality,FGA\nR1,,good,20/21\nR2,,good,21/20\nR3,,good,\n"
                                             "R4,,good,20/20\nR5,,good,20\nR6,,good, 020 / 21.0\n"});
    const ag_incident *in = x.loaded.incident;
    const uint16_t pair = remains_code(in, 0, "FGA");
    assert_int_not_equal(pair, 0);
    assert_int_equal(remains_code(in, 1, "FGA"), pair);
    assert_int_equal(remains_code(in, 5, "FGA"), pair);
    assert_int_equal(remains_code(in, 2, "FGA"), 0);
    assert_int_equal(remains_code(in, 3, "FGA"), remains_code(in, 4, "FGA"));
    assert_int_equal(in->search.observation[locus_of(in, "FGA")][0].kind, AG_SEEN_NOTHING);
    unload(&x);
}

static void an_allele_that_the_table_lacks_is_a_warning_with_its_place(void **state) {
    (void)state;
    fixture x = load_good((files){.remains = "sample,sex,quality,FGA,vWA\nR1,,good,20/33,16/16\nR2,,good,33/33,\n"});
    const ag_incident *in = x.loaded.incident;
    assert_finding(&x, AG_WARNING, "remains.csv:2:4", "lacks the allele 33, seen 2 times");
    assert_int_equal(count_findings(&x, AG_WARNING, "lacks the allele"), 1);
    const ag_locus *fga = in->search.locus[locus_of(in, "FGA")];
    assert_relative(fga->frequency[ag_locus_allele(fga, "33")], 0.3, 1e-15);
    unload(&x);
}

static void three_alleles_set_a_locus_aside_and_two_such_loci_hold_the_sample(void **state) {
    (void)state;
    fixture x = load_good((files){.remains = "sample,sex,quality,FGA,TH01,vWA\nR1,,good,20/21/22,6/7,16/17\n"
                                             "R2,,good,20/21/22,6/7/9.3,16/17\n"});
    const ag_incident *in = x.loaded.incident;
    assert_int_equal(remains_code(in, 0, "FGA"), 0);
    assert_int_equal(in->remains[0].flags & AG_SAMPLE_MIXTURE, 0);
    assert_int_equal(in->remains[0].loci, 2);
    assert_int_equal(in->remains[1].flags & AG_SAMPLE_MIXTURE, AG_SAMPLE_MIXTURE);
    assert_finding(&x, AG_WARNING, "remains.csv:2:4", "three or more alleles; the locus is set aside (in 2 samples)");
    assert_finding(&x, AG_WARNING, "remains.csv:3", "possible mixture");
    unload(&x);
}

static void homozygotes_are_read_by_quality_unless_they_are_trusted(void **state) {
    (void)state;
    const char *remains = "sample,sex,quality,FGA,TH01\nR1,,bad,20/20,6/6\nR2,,good,20/20,6/?\nR3,,bad,20/?,\n";
    files f = {.remains = remains,
               .settings = "{\"mutation\": {\"default\": {\"model\": \"none\"}}, \"others\": 1, "
                           "\"dropout\": {\"bad\": 0.2}}"};
    fixture x = load_good(f);
    assert_int_equal(seen(x.loaded.incident, 0, "FGA").kind, AG_SEEN_ONE);
    assert_relative(seen(x.loaded.incident, 0, "FGA").dropout, 0.2, 0);
    assert_int_equal(remains_code(x.loaded.incident, 0, "FGA"), remains_code(x.loaded.incident, 2, "FGA"));
    assert_int_equal(seen(x.loaded.incident, 1, "FGA").kind, AG_SEEN_HOMOZYGOTE);
    assert_int_equal(seen(x.loaded.incident, 1, "TH01").kind, AG_SEEN_HOMOZYGOTE);
    assert_int_equal(x.loaded.incident->remains[0].flags, AG_SAMPLE_DROPOUT_ASSUMED);
    assert_int_equal(x.loaded.incident->remains[1].flags, 0);
    assert_finding(&x, AG_WARNING, "remains.csv:2",
                   "a/a is read as a/? where the quality \"bad\" has drop-out 0.2 (2 in all)");
    assert_finding(&x, AG_WARNING, "remains.csv:3", "a/? is read as a/a where the quality has no drop-out (1 in all)");
    unload(&x);
    f.settings = "{\"mutation\": {\"default\": {\"model\": \"none\"}}, \"others\": 1, \"dropout\": {\"bad\": 0.2}, "
                 "\"homozygotes\": \"trusted\"}";
    x = load_good(f);
    assert_int_equal(seen(x.loaded.incident, 0, "FGA").kind, AG_SEEN_HOMOZYGOTE);
    assert_int_equal(count_findings(&x, AG_WARNING, "a/a is read"), 0);
    unload(&x);
}

static void an_unknown_quality_is_noted_once_and_good_or_none_never(void **state) {
    (void)state;
    fixture x = load_good((files){.remains = "sample,sex,quality,FGA\nR1,,good,20/21\nR2,,,20/21\nR3,,burnt,20/21\n"
                                             "R4,,burnt,20/22\n"});
    assert_int_equal(count_findings(&x, AG_NOTE, "no drop-out is stated"), 1);
    assert_finding(&x, AG_NOTE, "remains.csv:4", "no drop-out is stated for the quality \"burnt\"");
    unload(&x);
}

static void a_cell_that_cannot_be_read_is_an_error_with_its_place(void **state) {
    (void)state;
    fixture x = load((files){.remains = "sample,sex,quality,FGA,TH01\nR1,,good,20/21,6/7\nR2,,good,20-21,6/7\n"}, 2);
    assert_int_equal(x.status, AG_BAD_INPUT);
    assert_finding(&x, AG_ERROR, "remains.csv:3:4", "locus FGA");
    unload(&x);
}

static void amelogenin_gives_the_sex_and_contradicts_it(void **state) {
    (void)state;
    fixture x = load_good((files){.remains = "sample,sex,quality,FGA,AMEL\nR1,,good,20/21,X/Y\nR2,,good,20/21,X/X\n"
                                             "R3,F,good,20/21,X/Y\nR4,,good,20/21,\n"});
    const ag_incident *in = x.loaded.incident;
    assert_int_equal(in->remains[0].sex, AG_MALE);
    assert_int_equal(in->remains[1].sex, AG_FEMALE);
    assert_int_equal(in->remains[2].sex, AG_FEMALE);
    assert_int_equal(in->remains[2].flags, AG_SAMPLE_SEX_CONFLICT);
    assert_int_equal(in->remains[3].sex, AG_SEX_UNKNOWN);
    assert_int_equal(in->search.loci, 3);
    assert_finding(&x, AG_WARNING, "remains.csv:4", "Amelogenin contradicts the stated sex (1 sample in all)");
    unload(&x);
}

static void names_of_loci_match_in_every_spelling_and_the_y_chromosome_is_left_out(void **state) {
    (void)state;
    fixture x = load_good((files){.frequencies = "locus,allele,frequency\nvWA,16,0.5\nvWA,17,0.5\nDYS391,10,1\n",
                                  .remains = "sample,sex,quality,V-WA,DYS391\nR1,,good,16/17,10\n",
                                  .references = "sample,family,person,sex,VWA\nA1,F1,father,M,16/16\n"});
    assert_int_equal(x.loaded.incident->search.loci, 1);
    assert_finding(&x, AG_WARNING, "frequencies.csv:4", "DYS391 is on the Y chromosome");
    unload(&x);
}

static void a_man_with_two_alleles_on_the_x_chromosome_is_set_aside(void **state) {
    (void)state;
    fixture x = load_good((files){
        .frequencies = "locus,allele,frequency\nDXS8378,10,0.5\nDXS8378,11,0.5\n",
        .remains = "sample,sex,quality,DXS8378\nR1,M,good,10/11\nR2,M,good,10\nR3,F,good,10/11\nR4,M,good,10/10\n",
        .references = "sample,family,person,sex,DXS8378\nA1,F1,mother,F,10/11\n",
        .settings = "{\"mutation\": {\"default\": {\"model\": \"none\"}}, \"others\": 1, \"x\": [\"DXS8378\"]}"});
    const ag_incident *in = x.loaded.incident;
    assert_true(in->search.locus[0]->x);
    assert_int_equal(remains_code(in, 0, "DXS8378"), 0);
    assert_int_not_equal(remains_code(in, 2, "DXS8378"), 0);
    assert_int_equal(remains_code(in, 1, "DXS8378"), remains_code(in, 3, "DXS8378"));
    assert_finding(&x, AG_WARNING, "remains.csv:2:4", "a man shows two alleles on the X chromosome");
    unload(&x);
}

/* One text for each way to write 20/21 with blanks, and one more. */
static char *many_cells(int n) {
    const size_t most = (size_t)n * 300 + 100;
    char *out = malloc(most);
    assert_non_null(out);
    size_t used = (size_t)snprintf(out, most, "sample,sex,quality,FGA\n");
    for (int i = 0; i < n; i++) {
        const int left = i % 64, right = i / 64 % 64, allele = i / 4096;
        used += (size_t)snprintf(out + used, most - used, "R%d,,good,%s%*s/%*s%s\n", i,
                                 allele % 3 == 0   ? "20"
                                 : allele % 3 == 1 ? "21"
                                                   : "22",
                                 left, "", right, "",
                                 (const char *[]){"20", "21", "22", "020", "021", "022"}[allele / 3 % 6]);
    }
    return out;
}

static void as_many_different_readings_as_there_are_codes_and_one_more(void **state) {
    (void)state;
    char *cells = many_cells(65534);
    fixture x =
        load_good((files){.remains = cells, .references = "sample,family,person,sex,TH01\nA1,F1,father,M,6/6\n"});
    assert_int_equal(x.loaded.incident->search.remains, 65534);
    unload(&x);
    free(cells);
    cells = many_cells(65535);
    x = load((files){.remains = cells, .references = "sample,family,person,sex,TH01\nA1,F1,father,M,6/6\n"}, 2);
    assert_int_equal(x.status, AG_BAD_INPUT);
    assert_finding(&x, AG_ERROR, "remains.csv:65536:4", "more than 65,534 different readings");
    unload(&x);
    free(cells);
}

/* ---- Tables -------------------------------------------------------------------------------------------------- */

static void the_rule_that_was_applied_to_frequencies_is_told(void **state) {
    (void)state;
    fixture x = load_good((files){.frequencies = "locus,allele,frequency\nFGA,20,0.3\nFGA,21,0.3\nFGA,22,0.3\n",
                                  .settings = "{\"mutation\": {\"default\": {\"model\": \"none\"}}, \"others\": 1, "
                                              "\"frequencies\": \"renormalise\"}"});
    assert_finding(&x, AG_NOTE, "frequencies.csv", "(FGA 0.900000); the rule applied is \"renormalise\"");
    assert_relative(x.loaded.incident->search.locus[0]->frequency[0], 1.0 / 3, 1e-14);
    unload(&x);
}

static void populations_share_alleles_and_lack_none(void **state) {
    (void)state;
    fixture x =
        load_good((files){.frequencies = "population,locus,allele,frequency\nA,FGA,20,0.4\nA,FGA,21,0.6\nB,FGA,22,0.1\n"
                                         "B,FGA,21,0.2\nB,FGA,20,0.7\n"});
    const ag_incident *in = x.loaded.incident;
    assert_int_equal(in->populations, 2);
    for (int p = 0; p < 2; p++) {
        assert_int_equal(in->table[p][0]->n, 3);
        for (int i = 0; i < 3; i++) assert_string_equal(in->table[p][0]->allele[i], in->table[0][0]->allele[i]);
    }
    assert_relative(in->table[0][0]->frequency[2], 0.4, 1e-15); /* lacking in A: its smallest */
    assert_relative(in->table[1][0]->frequency[0], 0.7, 1e-15);
    unload(&x);
    x = load((files){.frequencies = "population,locus,allele,frequency\nA,FGA,20,1\nB,TH01,6,1\nA,TH01,6,1\n"}, 2);
    assert_int_equal(x.status, AG_BAD_INPUT);
    assert_finding(&x, AG_ERROR, "frequencies.csv:2", "FGA has no frequencies in the population \"B\"");
    unload(&x);
}

static void a_model_that_is_not_bounded_is_told_once(void **state) {
    (void)state;
    fixture x = load_good(
        (files){.frequencies =
                    "locus,allele,frequency\nFGA,20,0.999\nFGA,21,0.0005\nFGA,22,0.0005\nTH01,6,0.999\nTH01,7,0.001\n",
                .settings = "{\"mutation\": {\"default\": {\"model\": \"equal\", \"rate\": 0.005}}, \"others\": 1}"});
    assert_int_equal(count_findings(&x, AG_WARNING, "is not bounded"), 1);
    assert_finding(&x, AG_WARNING, "incident.json", "equal is not bounded at 2 loci (FGA, TH01)");
    unload(&x);
}

static void others_that_are_not_stated_are_assumed_and_said_so(void **state) {
    (void)state;
    fixture x = load_good((files){.settings = "{\"mutation\": {\"default\": {\"model\": \"none\"}}}"});
    assert_true(x.loaded.incident->others_assumed);
    assert_relative(x.loaded.incident->others, 1, 0);
    assert_finding(&x, AG_NOTE, "incident.json", "1 assumed");
    unload(&x);
    x = load_good((files){.settings = NULL});
    assert_false(x.loaded.incident->others_assumed);
    assert_relative(x.loaded.incident->others, 3, 0);
    unload(&x);
}

/* ---- Families ------------------------------------------------------------------------------------------------ */

static void assert_family_error(const char *families, const char *place, const char *part) {
    fixture x = load((files){.families = families}, 2);
    assert_int_equal(x.status, AG_BAD_INPUT);
    assert_finding(&x, AG_ERROR, place, part);
    unload(&x);
}

static void impossible_families_are_named_with_row_and_persons(void **state) {
    (void)state;
    assert_family_error("family,person,father,mother,sex,missing\nF1,father,son,mother,M,\nF1,mother,,,F,\n"
                        "F1,son,father,mother,M,yes\n",
                        "families.csv:4", "family \"F1\": person \"son\" is his own ancestor");
    assert_family_error("family,person,father,mother,sex,missing\nF1,father,,,F,\nF1,mother,,,F,\n"
                        "F1,son,father,mother,M,yes\n",
                        "families.csv:4", "family \"F1\": the father of person \"son\" is a woman");
    assert_family_error("family,person,father,mother,sex,missing,twin\nF1,father,,,M,,\nF1,mother,,,F,,\n"
                        "F1,son,father,mother,M,yes,\nF1,sister,father,mother,F,,son\n",
                        "families.csv:5", "\"son\" and \"sister\" are given as identical twins but differ in sex");
    assert_family_error("family,person,father,mother,sex,missing,inbreeding\nF1,father,,,M,,\nF1,mother,,,F,,\n"
                        "F1,son,father,mother,M,yes,0.25\n",
                        "families.csv:4", "\"son\" has parents and an inbreeding coefficient");
}

static void a_parent_who_is_not_named_is_implied(void **state) {
    (void)state;
    fixture x =
        load_good((files){.families = "family,person,father,mother,sex,missing,twin\nF1,father,,,,,\n"
                                      "F1,son,father,,M,yes,\nF1,daughter,father,,F,,\nF1,twin,father,,M,,son\n"});
    const ag_pedigree *p = &x.loaded.incident->search.family[0].pedigree;
    const ag_incident_person *about = x.loaded.incident->family[0].person;
    assert_int_equal(p->persons, 6);
    assert_int_equal(p->person[0].sex, AG_MALE);
    assert_int_equal(p->person[1].mother, 4);
    assert_int_equal(p->person[2].mother, 5);
    assert_int_equal(p->person[3].mother, 4);
    assert_int_equal(p->person[3].twin, 1);
    assert_int_equal(p->person[4].sex, AG_FEMALE);
    assert_int_equal(about[4].id.n, 0);
    assert_null(about[4].row);
    assert_finding(&x, AG_NOTE, "families.csv:3", "one parent is named");
    unload(&x);
}

static void twins_name_each_other_in_any_order(void **state) {
    (void)state;
    fixture x =
        load_good((files){.families = "family,person,father,mother,sex,missing,twin\nF1,a,father,mother,M,yes,c\n"
                                      "F1,b,father,mother,,,c\nF1,c,father,mother,,,\nF1,father,,,M,,\n"
                                      "F1,mother,,,F,,\n"});
    const ag_pedigree *p = &x.loaded.incident->search.family[0].pedigree;
    assert_int_equal(p->person[0].twin, -1);
    assert_int_equal(p->person[1].twin, 0);
    assert_int_equal(p->person[2].twin, 0);
    assert_int_equal(p->person[2].sex, AG_MALE);
    unload(&x);
}

static void families_keep_the_order_of_the_file_even_when_their_rows_are_mixed(void **state) {
    (void)state;
    fixture x = load_good((files){
        .families =
            "family,person,father,mother,sex,missing\nB,x,,,M,yes\nF1,father,,,M,\nB,y,x,,M,\nF1,son,father,,M,yes\n",
        .references = "sample,family,person,sex,FGA\nA1,F1,father,M,20/21\nA2,B,y,M,20/20\nA3,F1,father,M,20/21\n"});
    const ag_incident *in = x.loaded.incident;
    assert_int_equal(in->search.families, 2);
    assert_memory_equal(in->family[0].id.at, "B", 1);
    assert_int_equal(in->search.family[0].readings, 1);
    assert_int_equal(in->search.family[0].reading[0].person, 1);
    assert_int_equal(in->search.family[1].readings, 2);
    assert_int_equal(in->family[1].profile[1], 3);
    assert_int_equal(in->search.family[1].missing[0], 1);
    assert_relative(in->listed, 2, 0);
    unload(&x);
}

static void families_of_no_use_to_the_search_are_noted(void **state) {
    (void)state;
    fixture x = load_good((files){.families = FAMILIES "F2,a,,,M,yes\nF3,b,,,M,\nF4,c,,,F,\n"});
    assert_finding(&x, AG_NOTE, "families.csv:5", "no reference sample: 1 in all, first \"F2:a\"");
    assert_finding(&x, AG_NOTE, "families.csv:6", "nobody is missing, not searched: 2 in all");
    unload(&x);
}

/* ---- Provenance ---------------------------------------------------------------------------------------------- */

static void digests_change_with_what_they_stand_for(void **state) {
    (void)state;
    fixture a = load_good((files){0}), b = load_good((files){0});
    fixture c = load_good((files){.remains = "sample,sex,quality,FGA\nR1,M,good,20/21\n"});
    for (int i = 0; i < 3; i++) {
        assert_int_equal(strlen(a.loaded.incident->digest[i]), 64);
        assert_string_equal(a.loaded.incident->digest[i], b.loaded.incident->digest[i]);
    }
    assert_string_equal(a.loaded.incident->digest[0], c.loaded.incident->digest[0]);
    assert_string_not_equal(a.loaded.incident->digest[2], c.loaded.incident->digest[2]);
    unload(&a);
    unload(&b);
    unload(&c);
}

static void a_file_without_an_incident_says_what_to_do(void **state) {
    (void)state;
    ag_loaded loaded;
    ag_diagnostics found;
    ag_error err;
    ag_diagnostics_init(&found);
    const char *path = path_join(scratch_folder(), "table.csv");
    write_file(path, FREQUENCIES, strlen(FREQUENCIES));
    assert_status(ag_loaded_init(path, 1, &loaded, &found, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.what, "holds no whole incident"));
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_that_mean_the_same_have_one_code),
        cmocka_unit_test(an_allele_that_the_table_lacks_is_a_warning_with_its_place),
        cmocka_unit_test(three_alleles_set_a_locus_aside_and_two_such_loci_hold_the_sample),
        cmocka_unit_test(homozygotes_are_read_by_quality_unless_they_are_trusted),
        cmocka_unit_test(an_unknown_quality_is_noted_once_and_good_or_none_never),
        cmocka_unit_test(a_cell_that_cannot_be_read_is_an_error_with_its_place),
        cmocka_unit_test(amelogenin_gives_the_sex_and_contradicts_it),
        cmocka_unit_test(names_of_loci_match_in_every_spelling_and_the_y_chromosome_is_left_out),
        cmocka_unit_test(a_man_with_two_alleles_on_the_x_chromosome_is_set_aside),
        cmocka_unit_test(as_many_different_readings_as_there_are_codes_and_one_more),
        cmocka_unit_test(the_rule_that_was_applied_to_frequencies_is_told),
        cmocka_unit_test(populations_share_alleles_and_lack_none),
        cmocka_unit_test(a_model_that_is_not_bounded_is_told_once),
        cmocka_unit_test(others_that_are_not_stated_are_assumed_and_said_so),
        cmocka_unit_test(impossible_families_are_named_with_row_and_persons),
        cmocka_unit_test(a_parent_who_is_not_named_is_implied),
        cmocka_unit_test(twins_name_each_other_in_any_order),
        cmocka_unit_test(families_keep_the_order_of_the_file_even_when_their_rows_are_mixed),
        cmocka_unit_test(families_of_no_use_to_the_search_are_noted),
        cmocka_unit_test(digests_change_with_what_they_stand_for),
        cmocka_unit_test(a_file_without_an_incident_says_what_to_do),
    };
    return cmocka_run_group_tests_name("incident", tests, NULL, NULL);
}
