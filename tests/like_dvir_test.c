/* Comparison with the R package dvir: its tables of every published case, cell by cell, and what differs by name. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"
#include "cli/results_like.h"
#include "formats/csv.h"
#include "incident/apart.h"
#include "incident/like_dvir.h"
#include "incident/load.h"
#include "search/assign.h"

static const char *const sets[] = {"KETPchap481",      "KETPchap484", "example1",   "example2",
                                   "exclusionExample", "fire",        "planecrash", "symmetricSibs"};
enum { SETS = sizeof sets / sizeof *sets };

/* ---- Tables -------------------------------------------------------------------------------------------------- */

typedef struct table {
    ag_file file;
    ag_csv csv;
    ag_diagnostics found;
} table;

static table *open_table(const char *path) {
    table *t = calloc(1, sizeof *t);
    ag_error err;
    assert_non_null(t);
    ag_diagnostics_init(&t->found);
    assert_ok(ag_file_read(path, path, true, &t->file, &err), &err);
    assert_true(ag_csv_open(&t->csv, &t->file, &t->found));
    return t;
}

static void close_table(table *t) {
    ag_file_deinit(&t->file);
    ag_diagnostics_deinit(&t->found);
    free(t);
}

/* dvi/SET/expected/NAME, or NULL where there is none. */
static const char *expected_path(const char *set, const char *name) {
    char path[200];
    struct stat about;
    snprintf(path, sizeof path, "%s/expected/%s", set, name);
    const char *found = path_join(shared_path("dvi"), path);
    return stat(found, &about) == 0 ? found : NULL;
}

static bool number_of(ag_text text, double *out) {
    char copy[64];
    char *end;
    snprintf(copy, sizeof copy, "%.*s", (int)text.n, text.at);
    *out = strtod(copy, &end);
    return text.n && *end == 0;
}

/* The same text, or numbers that are equal to 1e-8. */
static bool cells_agree(ag_text a, ag_text b) {
    double x, y;
    if (ag_text_equal(a, b)) return true;
    if (!number_of(a, &x) || !number_of(b, &y)) return false;
    return fabs(x - y) <= 1e-8 * fmax(fabs(x), fabs(y));
}

/* ---- Whole tables -------------------------------------------------------------------------------------------- */

/* What dvir says wrongly. A cell that is listed must have both texts. */
static const struct {
    const char *set, *file, *row, *column, *theirs, *ours;
} differences[] = {
    /* the LR is 1; theirs came out as 0.99999999999999645, below 1 */
    {"example1", "dviSolve_PM.csv", "V2", "Conclusion", "No match", "Inconclusive"},
    {"example1", "dviSolve_PM.csv", "V2", "Comment", "", "Best: M1"},
};
enum { DIFFERENCES = sizeof differences / sizeof *differences };

static bool is_listed(const char *set, const char *file, ag_text row, ag_text column, ag_text theirs, ag_text ours) {
    for (size_t i = 0; i < DIFFERENCES; i++)
        if (strcmp(differences[i].set, set) == 0 && strcmp(differences[i].file, file) == 0 &&
            ag_text_equal(row, ag_text_of(differences[i].row)) &&
            ag_text_equal(column, ag_text_of(differences[i].column)))
            return ag_text_equal(theirs, ag_text_of(differences[i].theirs)) &&
                   ag_text_equal(ours, ag_text_of(differences[i].ours));
    return false;
}

/* Every cell of theirs stands in the column of that name and the same row of ours; answers how many there are. */
static int compare_tables(const char *set, const char *file, const char *ours_path, int key_column, int *listed) {
    table *theirs = open_table(expected_path(set, file)), *ours = open_table(ours_path);
    int cells = 0;
    while (ag_csv_next(&theirs->csv)) {
        assert_true(ag_csv_next(&ours->csv));
        const ag_text row = theirs->csv.cell[key_column];
        for (uint32_t c = 0; c < theirs->csv.columns; c++, cells++) {
            char name[100];
            const ag_text column = theirs->csv.header[c], expected = theirs->csv.cell[c];
            snprintf(name, sizeof name, "%.*s", (int)column.n, column.at);
            const int at = ag_csv_column(&ours->csv, name);
            if (at < 0) fail_msg("%s: our table has no column %s", set, name);
            const ag_text actual = ours->csv.cell[at];
            if (cells_agree(expected, actual)) continue;
            if (!is_listed(set, file, row, column, expected, actual))
                fail_msg("%s, %s, row %.*s, %s: dvir says \"%.*s\", we say \"%.*s\"", set, file, (int)row.n, row.at,
                         name, (int)expected.n, expected.at, (int)actual.n, actual.at);
            ++*listed;
        }
    }
    assert_false(ag_csv_next(&ours->csv));
    close_table(theirs);
    close_table(ours);
    return cells;
}

typedef struct opened {
    ag_loaded loaded;
    ag_diagnostics found;
    const ag_incident *incident;
} opened;

static opened *open_folder(const char *path) {
    opened *o = calloc(1, sizeof *o);
    ag_error err;
    assert_non_null(o);
    ag_diagnostics_init(&o->found);
    assert_ok(ag_loaded_init(path, 2, &o->loaded, &o->found, &err), &err);
    o->incident = o->loaded.incident;
    return o;
}

static opened *open_set(const char *set) {
    char path[100];
    snprintf(path, sizeof path, "dvi/%s", set);
    return open_folder(shared_path(path));
}

static void close_set(opened *o) {
    ag_loaded_deinit(&o->loaded);
    ag_diagnostics_deinit(&o->found);
    free(o);
}

static const ag_run two_threads = {.threads = 2, .kernel = -1};

static void every_table_is_dvirs_but_for_the_cells_that_are_named(void **state) {
    (void)state;
    const struct {
        const char *theirs, *ours;
        int key, cells;
    } files[] = {{"dviSolve_AM.csv", "summary_am.csv", 1, 7 * 40},
                 {"dviSolve_PM.csv", "summary_pm.csv", 0, 7 * 44},
                 {"undisputed.csv", "undisputed.csv", 1, 6 * 6},
                 {"exclusion_matrix.csv", "exclusions.csv", 0, 396},
                 {"GLR_matrix.csv", "glr.csv", 0, 140}};
    int listed = 0;
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        int cells = 0;
        for (size_t i = 0; i < SETS; i++) {
            if (!expected_path(sets[i], files[k].theirs)) continue;
            ag_error err;
            opened *o = open_set(sets[i]);
            const char *folder = scratch_folder();
            assert_ok(ag_results_like_dvir(o->incident, &two_threads, folder, false, &err), &err);
            close_set(o);
            cells += compare_tables(sets[i], files[k].theirs, path_join(folder, files[k].ours), files[k].key, &listed);
        }
        assert_int_equal(cells, files[k].cells);
    }
    assert_int_equal(listed, DIFFERENCES);
}

/* ---- GLR_summary: what passes T in the matrix of GLR ------------------------------------------------------------ */

static size_t lane_called(const ag_dvir_result *r, ag_text name) {
    for (size_t i = 0; i < r->lanes; i++)
        if (ag_text_equal(r->name[i], name)) return i;
    fail_msg("nobody is called %.*s", (int)name.n, name.at);
    return 0;
}

static int remains_called(const ag_incident *in, ag_text sample) {
    for (int r = 0; r < in->search.remains; r++)
        if (ag_text_equal(in->remains[r].row->sample, sample)) return r;
    fail_msg("there is no sample %.*s", (int)sample.n, sample.at);
    return 0;
}

static void matches_by_glr_are_those_of_dvir(void **state) {
    (void)state;
    for (size_t i = 0; i < SETS; i++) {
        const char *path = expected_path(sets[i], "GLR_summary.csv");
        if (!path) continue;
        ag_error err;
        ag_dvir_result r;
        opened *o = open_set(sets[i]);
        table *t = open_table(path);
        int rows = 0, high = 0;
        assert_ok(ag_like_dvir(o->incident, &two_threads, &r, &err), &err);
        for (; ag_csv_next(&t->csv); rows++) {
            double glr;
            const size_t lane = lane_called(&r, t->csv.cell[1]);
            const int sample = remains_called(o->incident, t->csv.cell[2]);
            assert_true(number_of(t->csv.cell[4], &glr));
            assert_relative(r.glr[lane * (size_t)r.remains + (size_t)sample], glr, 1e-8);
        }
        for (size_t k = 0; k < r.lanes * (size_t)r.remains; k++) high += r.glr[k] >= 1e4;
        assert_int_equal(high, rows);
        close_table(t);
        ag_dvir_result_deinit(&r);
        close_set(o);
    }
}

/* ---- amDrivenDVI: the LR of a pair is that of `pairs`, but for two -------------------------------------------- */

/* It takes the LR of a match by its place in the matrix of the family out of the matrix of all: M2 = V2 has the LR of
 * M1 = V1, and M3 = V3 that of M2 = V2. */
static void am_driven_lrs_of_two_matches_are_those_of_other_pairs(void **state) {
    (void)state;
    int differing = 0, rows = 0;
    for (size_t i = 0; i < SETS; i++) {
        const char *path = expected_path(sets[i], "amDriven_AM.csv");
        if (!path) continue;
        ag_error err;
        ag_dvir_result r;
        ag_lane_set set;
        opened *o = open_set(sets[i]);
        table *t = open_table(path);
        assert_ok(ag_like_dvir(o->incident, &two_threads, &r, &err), &err);
        ag_pair *pair = calloc(r.lanes * (size_t)r.remains, sizeof *pair);
        assert_non_null(pair);
        assert_ok(ag_pairs_set(o->incident, &set, &err), &err);
        assert_ok(ag_pairs_of_lanes(&set, r.lane, r.lanes, &two_threads, pair, &err), &err);
        for (; ag_csv_next(&t->csv); rows++) {
            double lr;
            const ag_text missing = t->csv.cell[1], sample = t->csv.cell[2];
            if (!sample.n || !number_of(t->csv.cell[3], &lr)) continue; /* nobody, or a pair of samples */
            const size_t at = lane_called(&r, missing) * (size_t)r.remains;
            if (fabs(exp(pair[at + (size_t)remains_called(o->incident, sample)].lr_ln) - lr) <= 1e-8 * lr) continue;
            assert_string_equal(sets[i], "KETPchap484");
            const size_t before = ag_text_equal(missing, AG_TEXT("M2")) ? 0 : 1; /* of whom the LR really is */
            assert_true(before == 0 || ag_text_equal(missing, AG_TEXT("M3")));
            assert_relative(exp(pair[before * (size_t)r.remains + before].lr_ln), lr, 1e-8);
            differing++;
        }
        ag_lane_set_deinit(&set);
        free(pair);
        close_table(t);
        ag_dvir_result_deinit(&r);
        close_set(o);
    }
    assert_int_equal(rows, 25);
    assert_int_equal(differing, 2);
}

/* ---- Why the counts of exclusions differ from those of `pairs` -------------------------------------------------- */

/* Loci at which a family is impossible without mutation, by the definition. */
static int impossible_loci(const ag_incident *in, int f) {
    const ag_family *family = &in->search.family[f];
    ag_engine *engine = ag_engine_new();
    ag_error err;
    int n = 0;
    for (int l = 0; l < in->search.loci; l++) {
        ag_locus plain = *in->search.locus[l];
        ag_evidence evidence[16];
        double ln;
        plain.female = plain.male = NULL;
        assert_true(family->readings <= 16);
        for (int r = 0; r < family->readings; r++)
            evidence[r] =
                (ag_evidence){family->reading[r].person, &in->search.observation[l][family->reading[r].code[l]]};
        assert_ok(
            ag_likelihood(engine, &family->pedigree, &plain, evidence, family->readings, AG_PRUNE_NOTHING, &ln, &err),
            &err);
        n += !isfinite(ln);
    }
    ag_engine_free(engine);
    return n;
}

static void dvir_counts_loci_at_which_the_family_alone_is_impossible(void **state) {
    (void)state;
    int differing = 0;
    for (size_t i = 0; i < SETS; i++) {
        ag_error err;
        ag_dvir_result r;
        ag_lane_set set;
        opened *o = open_set(sets[i]);
        assert_ok(ag_like_dvir(o->incident, &two_threads, &r, &err), &err);
        ag_pair *pair = calloc(r.lanes * (size_t)r.remains, sizeof *pair);
        assert_non_null(pair);
        assert_ok(ag_pairs_set(o->incident, &set, &err), &err);
        assert_ok(ag_pairs_of_lanes(&set, r.lane, r.lanes, &two_threads, pair, &err), &err);
        for (size_t k = 0; k < r.lanes * (size_t)r.remains; k++) {
            if (r.exclusions[k] < 0) continue;
            const int more = impossible_loci(o->incident, r.lane[k / (size_t)r.remains].family);
            assert_int_equal(r.exclusions[k], pair[k].exclusions + more);
            differing += more > 0;
        }
        ag_lane_set_deinit(&set);
        free(pair);
        ag_dvir_result_deinit(&r);
        close_set(o);
    }
    assert_int_equal(differing, 32); /* M5 and M6 of exclusionExample, 16 remains each, one locus */
}

/* ---- Joint likelihoods --------------------------------------------------------------------------------------- */

/* A part of an incident: one family or all (-1), and the remains whose samples are columns of a table. */
typedef struct part {
    ag_incident incident;
    ag_incident_sample remains[40];
    uint16_t code[40 * 64];
    int lane[40][2], item[40], lanes;
    ag_text name[40];
} part;

static void take_remains(part *p, const ag_incident *in, const table *t) {
    const size_t loci = (size_t)in->search.loci;
    int n = 0;
    assert_true(loci <= 64 && t->csv.columns <= 40);
    for (uint32_t c = 0; c < t->csv.columns; c++)
        for (int r = 0; r < in->search.remains; r++)
            if (ag_text_equal(in->remains[r].row->sample, t->csv.header[c])) {
                p->remains[n] = in->remains[r];
                memcpy(p->code + (size_t)n * loci, in->search.remains_code + (size_t)r * loci, loci * sizeof *p->code);
                n++;
            }
    p->incident.search.remains = n;
    p->incident.search.remains_code = p->code;
    p->incident.remains = p->remains;
}

static void take_part(part *p, const ag_incident *in, int family, const table *t) {
    p->incident = *in;
    take_remains(p, in, t);
    if (family >= 0) {
        p->incident.search.families = 1;
        p->incident.search.family = &in->search.family[family];
        p->incident.family = &in->family[family];
    }
    p->lanes = 0;
    for (int f = 0; f < p->incident.search.families; f++)
        for (int m = 0; m < p->incident.search.family[f].missings; m++) {
            p->lane[p->lanes][0] = f;
            p->lane[p->lanes][1] = m;
            p->name[p->lanes++] = p->incident.family[f].person[p->incident.search.family[f].missing[m]].id;
        }
    for (int r = 0; r < p->incident.search.remains; r++) p->item[r] = r;
}

static bool sexes_agree(const void *context, int remains, int lane) {
    const part *p = context;
    return !ag_sexes_conflict(&p->incident, remains, (ag_lane){p->lane[lane][0], p->lane[lane][1]});
}

static ag_assign_result assign_all(const part *p, double *apart_ln) {
    ag_error err;
    ag_assign_result found;
    ag_catalogue *catalogue;
    ag_engine *engine = ag_engine_new();
    assert_ok(ag_loglik_apart(engine, &p->incident, apart_ln, &err), &err);
    assert_ok(ag_catalogue_new(&p->incident.search, &catalogue, &err), &err);
    const ag_assign_question q = {.catalogue = catalogue,
                                  .lanes = p->lanes,
                                  .lane = (const int(*)[2])p->lane,
                                  .remains = p->incident.search.remains,
                                  .item = p->item,
                                  .allowed = sexes_agree,
                                  .context = p,
                                  .top = 1000000};
    assert_ok(ag_assign(engine, &q, &found, &err), &err);
    assert_true(found.all);
    ag_catalogue_free(catalogue);
    ag_engine_free(engine);
    return found;
}

/* An assignment as "M1|*|M2|", for looking it up. */
static ag_text key_of(const part *p, const ag_assignment *a, char *out, size_t size) {
    size_t n = 0;
    for (int r = 0; r < p->incident.search.remains; r++) {
        const ag_text name = a->lane[r] < 0 ? AG_TEXT("*") : p->name[a->lane[r]];
        n += (size_t)snprintf(out + n, size - n, "%.*s|", (int)name.n, name.at);
    }
    return (ag_text){out, n};
}

static ag_text key_of_row(const part *p, const table *t, char *out, size_t size) {
    size_t n = 0;
    for (int r = 0; r < p->incident.search.remains; r++)
        n += (size_t)snprintf(out + n, size - n, "%.*s|", (int)t->csv.cell[r].n, t->csv.cell[r].at);
    return (ag_text){out, n};
}

/* Every row of the table is in our list with its likelihood, and those of -Inf are not. */
static int compare_joint(const char *set, const char *path, int family, bool complete) {
    static part p;
    opened *o = open_set(set);
    table *t = open_table(path);
    double apart_ln;
    ag_map map;
    int rows = 0;
    take_part(&p, o->incident, family, t);
    ag_assign_result found = assign_all(&p, &apart_ln);
    char(*key)[100] = malloc((found.items + 1) * sizeof *key);
    assert_non_null(key);
    ag_map_init(&map);
    for (size_t k = 0; k < found.items; k++) {
        bool added;
        assert_non_null(ag_map_add(&map, key_of(&p, &found.item[k], key[k], sizeof key[k]), (uint32_t)k, &added));
        assert_true(added);
    }
    while (ag_csv_next(&t->csv)) {
        char text[100];
        double loglik;
        assert_true(number_of(t->csv.cell[p.incident.search.remains], &loglik));
        const uint32_t *at = ag_map_find(&map, key_of_row(&p, t, text, sizeof text));
        if (!isfinite(loglik)) {
            assert_null(at);
            continue;
        }
        if (!at) fail_msg("%s: %s is missing", set, text);
        assert_close(apart_ln + found.item[*at].lr_ln, loglik, 1e-8);
        assert_close(apart_ln + found.item[rows].lr_ln, loglik, 1e-8); /* best first, as there */
        rows++;
    }
    if (complete) assert_int_equal(rows, (int)found.items);
    ag_map_deinit(&map);
    free(key);
    ag_assign_result_deinit(&found);
    close_table(t);
    close_set(o);
    return rows;
}

static void joint_likelihoods_are_those_of_dvir(void **state) {
    (void)state;
    const struct {
        const char *set, *file;
        int family, rows;
        bool complete;
    } tables[] = {
        {"KETPchap481", "dviJoint_top500.csv", -1, 5, true},
        {"KETPchap484", "dviJoint_top500.csv", -1, 49, true},
        {"example1", "dviJoint_top500.csv", -1, 20, true},
        {"example2", "dviJoint_top500.csv", -1, 10, true},
        {"fire", "dviJoint_top500.csv", -1, 34, true},
        {"planecrash", "dviJoint_top1000.csv", -1, 1000, false},
        {"symmetricSibs", "dviJoint_top500.csv", -1, 63, true},
        /* one family and the remains that were left when its turn came */
        {"KETPchap481", "dviSolve_joint_F1.csv", 0, 5, true},
        {"KETPchap484", "dviSolve_joint_F2.csv", 1, 5, false}, /* without pairings of three exclusions */
        {"example1", "dviSolve_joint_F1.csv", 0, 20, false},
        {"example2", "dviSolve_joint_F1.csv", 0, 5, true},
        {"fire", "dviSolve_joint_F1.csv", 0, 34, true},
        {"symmetricSibs", "dviSolve_joint_F1.csv", 0, 7, true},
        {"symmetricSibs", "dviSolve_joint_F2.csv", 1, 3, true},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *path = expected_path(tables[i].set, tables[i].file);
        assert_non_null(path);
        assert_int_equal(compare_joint(tables[i].set, path, tables[i].family, tables[i].complete), tables[i].rows);
    }
}

static void all_19081_assignments_of_planecrash_have_dvirs_likelihood(void **state) {
    (void)state;
    static part p;
    opened *o = open_set("planecrash");
    table *head = open_table(expected_path("planecrash", "dviJoint_top1000.csv"));
    table *t = open_table(expected_path("planecrash", "dviJoint_all_logliks.csv"));
    double apart_ln, loglik;
    take_part(&p, o->incident, -1, head);
    ag_assign_result found = assign_all(&p, &apart_ln);
    assert_int_equal(found.items, 19081);
    for (size_t k = 0; k < found.items; k++) {
        assert_true(ag_csv_next(&t->csv));
        assert_true(number_of(t->csv.cell[1], &loglik));
        assert_close(apart_ln + found.item[k].lr_ln, loglik, 1e-8);
    }
    ag_assign_result_deinit(&found);
    close_table(head);
    close_table(t);
    close_set(o);
}

/* ---- Rules by hand ------------------------------------------------------------------------------------------- */

typedef struct hand {
    opened *o;
    ag_dvir_result r;
} hand;

static hand judge(const char *frequencies, const char *families, const char *references, const char *remains) {
    static const char settings[] = "{\"mutation\": {\"default\": {\"model\": \"none\"}}}";
    const char *folder = scratch_folder();
    hand h;
    ag_error err;
    write_file(path_join(folder, "frequencies.csv"), frequencies, strlen(frequencies));
    write_file(path_join(folder, "families.csv"), families, strlen(families));
    write_file(path_join(folder, "references.csv"), references, strlen(references));
    write_file(path_join(folder, "remains.csv"), remains, strlen(remains));
    write_file(path_join(folder, "incident.json"), settings, strlen(settings));
    h.o = open_folder(folder);
    assert_ok(ag_like_dvir(h.o->incident, &two_threads, &h.r, &err), &err);
    return h;
}

static void forget(hand *h) {
    ag_dvir_result_deinit(&h->r);
    close_set(h->o);
}

static void assert_row(const ag_dvir_row *row, const char *conclusion, const char *partner, const char *comment) {
    assert_string_equal(row->conclusion, conclusion);
    if (!ag_text_equal(row->partner, ag_text_of(partner)) || !ag_text_equal(row->comment, ag_text_of(comment)))
        fail_msg("partner \"%.*s\", comment \"%.*s\"", (int)row->partner.n, row->partner.at, (int)row->comment.n,
                 row->comment.at);
}

#define ONE_LOCUS "locus,allele,frequency\nL,1,0.1\nL,2,0.4\nL,3,0.5\n"

/* A son 1/1 of a father 1/2: half of 0.1 against 0.01. */
static void remains_of_unknown_sex_are_paired(void **state) {
    (void)state;
    hand h = judge(ONE_LOCUS, "family,person,father,mother,sex,missing\nF,R,,,M,\nF,W,,,F,\nF,M,R,W,M,yes\n",
                   "sample,family,person,sex,L\nR,F,R,M,1/2\n", "sample,sex,quality,L\nV,,good,1/1\nX,F,good,1/1\n");
    assert_row(&h.r.am[0], "Inconclusive", "V", "Best: V");
    assert_relative(h.r.am[0].lr, 5, 1e-12);
    assert_row(&h.r.pm[0], "Inconclusive", "", "Best: M");
    assert_row(&h.r.pm[1], "Excluded", "", "No compatible pairings"); /* a woman is not the son */
    assert_relative(h.r.glr[0], 5, 1e-12);
    assert_true(isnan(h.r.glr[1]));
    assert_int_equal(h.r.exclusions[0], 0);
    assert_int_equal(h.r.exclusions[1], -1);
    forget(&h);
}

/* The wife is related to her missing child, who is the reference's grandchild; her brother to nobody who was read. */
static void who_is_related_through_another_missing_person_is_identifiable(void **state) {
    (void)state;
    hand h = judge(ONE_LOCUS,
                   "family,person,father,mother,sex,missing\nF,R,,,M,\nF,W,,,F,\nF,son,R,W,M,yes\nF,wife,,,F,yes\n"
                   "F,child,son,wife,F,yes\nF,friend,,,M,yes\nG,lonely,,,M,yes\n",
                   "sample,family,person,sex,L\nR,F,R,M,1/2\n", "sample,sex,quality,L\nV,F,good,1/1\n");
    assert_string_equal(h.r.am[1].conclusion, "Inconclusive");
    assert_string_equal(h.r.am[2].conclusion, "Inconclusive");
    assert_row(&h.r.am[3], "Nonidentifiable", "", "Unrelated to all references");
    assert_row(&h.r.am[4], "Nonidentifiable", "", "No references in family");
    forget(&h);
}

/* A child of a father 1/2 that is 1/3: about 25 at each of six loci; which child of two mothers it is, nobody can say.
 */
static void children_of_two_mothers_are_half_siblings(void **state) {
    (void)state;
    char loci[400] = "locus,allele,frequency\n";
    for (int l = 0; l < 6; l++)
        snprintf(loci + strlen(loci), sizeof loci - strlen(loci), "%c,1,0.01\n%c,2,0.01\n%c,3,0.98\n", "ABCDEG"[l],
                 "ABCDEG"[l], "ABCDEG"[l]);
    hand h = judge(loci,
                   "family,person,father,mother,sex,missing\nF,R,,,M,\nF,W1,,,F,\nF,W2,,,F,\nF,M1,R,W1,M,yes\n"
                   "F,M2,R,W2,M,yes\n",
                   "sample,family,person,sex,A,B,C,D,E,G\nR,F,R,M,1/2,1/2,1/2,1/2,1/2,1/2\n",
                   "sample,sex,quality,A,B,C,D,E,G\nV1,M,good,1/3,1/3,1/3,1/3,1/3,1/3\n"
                   "V2,M,good,2/3,2/3,2/3,2/3,2/3,2/3\n");
    assert_row(&h.r.am[0], "Symmetric match", "V1/V2", "Half siblings: {M1, M2} = {V1, V2}");
    assert_row(&h.r.pm[1], "Symmetric match", "M1/M2", "Half siblings: {V1, V2} = {M1, M2}");
    /* without one of them: that one's (0.5 * 0.98 / 0.0196)^6 = 25^6 */
    assert_relative(h.r.am[0].glr, pow(25, 6), 1e-9);
    assert_relative(h.r.pm[0].lr, pow(25, 6), 1e-9);
    forget(&h);
}

static void theta_is_refused(void **state) {
    (void)state;
    static const char settings[] = "{\"theta\": 0.01, \"mutation\": {\"default\": {\"model\": \"none\"}}}";
    const char *folder = scratch_folder();
    const char *const file[][2] = {
        {"frequencies.csv", ONE_LOCUS},
        {"families.csv", "family,person,father,mother,sex,missing\nF,R,,,M,\nF,W,,,F,\nF,M,R,W,M,yes\n"},
        {"references.csv", "sample,family,person,sex,L\nR,F,R,M,1/2\n"},
        {"remains.csv", "sample,sex,quality,L\nV,M,good,1/1\n"},
        {"incident.json", settings}};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        write_file(path_join(folder, file[i][0]), file[i][1], strlen(file[i][1]));
    opened *o = open_folder(folder);
    ag_dvir_result r;
    ag_error err;
    assert_status(ag_like_dvir(o->incident, &two_threads, &r, &err), AG_REFUSED, &err);
    close_set(o);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_is_dvirs_but_for_the_cells_that_are_named),
        cmocka_unit_test(matches_by_glr_are_those_of_dvir),
        cmocka_unit_test(am_driven_lrs_of_two_matches_are_those_of_other_pairs),
        cmocka_unit_test(dvir_counts_loci_at_which_the_family_alone_is_impossible),
        cmocka_unit_test(joint_likelihoods_are_those_of_dvir),
        cmocka_unit_test(all_19081_assignments_of_planecrash_have_dvirs_likelihood),
        cmocka_unit_test(remains_of_unknown_sex_are_paired),
        cmocka_unit_test(who_is_related_through_another_missing_person_is_identifiable),
        cmocka_unit_test(children_of_two_mothers_are_half_siblings),
        cmocka_unit_test(theta_is_refused),
    };
    return cmocka_run_group_tests_name("like dvir", tests, NULL, NULL);
}
