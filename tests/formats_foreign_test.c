/* Other programs' files: read, written, read back, and what each format says it cannot carry. */
#include "support.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "batch_dump.h"
#include "formats/cmf.h"
#include "formats/collect.h"
#include "formats/convert.h"
#include "formats/familias.h"
#include "formats/families.h"
#include "formats/genemapper.h"
#include "formats/incident_folder.h"
#include "formats/linkage.h"

#include "base/banned.h"

/* ---- Helpers --------------------------------------------------------------------------------------------------- */

typedef enum kind { FAM, GENEMAPPER, CMF, PED } kind;

typedef struct reading {
    ag_batch batch;
    ag_diagnostics d;
    ag_status status;
} reading;

static const ag_genemapper_options as_read = {.role = AG_REMAINS};

static void read_text(reading *r, kind k, const char *bytes, size_t n) {
    const ag_text text = {bytes, n};
    ag_batch_init(&r->batch);
    ag_diagnostics_init(&r->d);
    r->status = k == FAM          ? ag_familias_parse(text, "input", &r->batch, &r->d)
                : k == GENEMAPPER ? ag_genemapper_parse(text, "input", &as_read, &r->batch, &r->d)
                : k == CMF        ? ag_cmf_parse(text, "input", &r->batch, &r->d)
                                  : ag_linkage_parse(text, (ag_text){"", 0}, "input", &r->batch, &r->d);
}

static void read_words(reading *r, kind k, const char *text) { read_text(r, k, text, strlen(text)); }

static void release(reading *r) {
    ag_batch_deinit(&r->batch);
    ag_diagnostics_deinit(&r->d);
}

/* The text of all findings, one a line. */
static const char *findings(const ag_diagnostics *d) {
    static char all[20000];
    char one[800];
    size_t n = 0;
    all[0] = 0;
    for (size_t i = 0; i < d->n; i++) {
        const int put = snprintf(all + n, sizeof all - n, "%s\n", ag_error_format(&d->item[i], one, sizeof one));
        if (put > 0 && n + (size_t)put < sizeof all) n += (size_t)put;
    }
    return all;
}

static void assert_says(const ag_diagnostics *d, const char *words) {
    if (!strstr(findings(d), words)) fail_msg("nothing says \"%s\" in:\n%s", words, findings(d));
}

static void assert_read(const reading *r, const char *what) {
    if (r->status != AG_OK) fail_msg("%s is not read: %s", what, findings(&r->d));
}

static ag_text dump_of(const ag_batch *b, ag_buffer *out) {
    ag_buffer_clear(out);
    dump_batch(b, out);
    return (ag_text){out->data ? out->data : "", out->n};
}

static void assert_same_batch(const ag_batch *a, const ag_batch *b, const char *what) {
    ag_buffer one = {0}, two = {0};
    const ag_text p = dump_of(a, &one), q = dump_of(b, &two);
    if (!ag_text_equal(p, q)) {
        size_t i = 0;
        while (i < p.n && i < q.n && p.at[i] == q.at[i]) i++;
        const size_t from = i > 60 ? i - 60 : 0;
        fail_msg("%s: read back differently at:\n%.120s\nwas:\n%.120s", what, q.at + from, p.at + from);
    }
    ag_buffer_deinit(&one);
    ag_buffer_deinit(&two);
}

static bool text_is(ag_text t, const char *words) { return ag_text_equal(t, ag_text_of(words)); }

static const ag_batch_profile *profile_of(const ag_batch *b, const char *sample) {
    for (uint32_t i = 0; i < b->profiles; i++)
        if (text_is(b->profile[i].sample, sample)) return &b->profile[i];
    fail_msg("there is no sample %s", sample);
    return NULL;
}

static const ag_batch_person *person_of(const ag_batch *b, const char *family, const char *person) {
    for (uint32_t i = 0; i < b->persons; i++)
        if (text_is(b->person[i].family, family) && text_is(b->person[i].person, person)) return &b->person[i];
    fail_msg("there is no %s in %s", person, family);
    return NULL;
}

static const char *cell_of(const ag_batch *b, const char *sample, const char *locus) {
    static char text[200];
    for (uint32_t l = 0; l < b->loci; l++)
        if (text_is(b->locus[l], locus)) {
            const ag_text cell = profile_of(b, sample)->cell[l];
            snprintf(text, sizeof text, "%.*s", (int)cell.n, cell.n ? cell.at : "");
            return text;
        }
    fail_msg("there is no locus %s", locus);
    return NULL;
}

/* ---- Familias: files of our own -------------------------------------------------------------------------------- */

/* Two loci with the numbers of a mutation model; the second has a silent allele. */
#define DATABASE(female, male, code)                                                                                   \
    "#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0.02 )\n2\n#TRUE#\n\"Norway\"\n"                                       \
    "\"TH01\"\n" female "\n" male "\n" code "\n" code "\n3\n0.1\n0.2\n1e-006\n1e-006\n#FALSE#\n0\n"                    \
    "3\t(DatabaseSize = 600 , Dropout probability = 0.05 , Minor allele frequency = 0 )\n"                             \
    "\"6\"\n0.2\n\"9.3\"\n0.5\n\"0\"\n0.3\n"                                                                           \
    "\"Penta D\"\n0\n0\n0\n0\n3\n0.1\n0.1\n0\n0\n#TRUE#\n0.1\n"                                                        \
    "2\t(DatabaseSize = 600 , Dropout probability = 0.05 , Minor allele frequency = 0 )\n"                             \
    "\"8\"\n0.4\n\"9\"\n0.5\n"

#define HEADING "\"Output from Familias, version 3.3.1\"\n\"DO NOT EDIT!\"\n3.3.1\n\"\"\n"

static const char case_file[] = HEADING
    "3\n\"Father\"\n#FALSE#\n1951 (Consider dropouts)\n#FALSE#\n#TRUE#\n2\n0\n2\n0\n1\n1\n1\n"
    "\"Child\"\n#FALSE#\n-1\n#FALSE#\n#FALSE#\n1\n1\n0\n0\n\"Twin\"\n#FALSE#\n-1\n#FALSE#\n#FALSE#\n0\n"
    "\"Known relations\"\n1\n0\n1\n3\n1\n" /* an extra female is the mother of Child in both pedigrees */
    "2\n0\n\"H1\"\n0\n1\n3\n0\n1\n4\n0\n1 (Direct/Identity)\n2\n1\n\"H2\"\n0\n0\n0\n" DATABASE("0.001", "0.002", "4");

static const char dvi_people[] = "0\n\"Known relations\"\n0\n0\n0\n0\n" DATABASE(
    "0.001", "0.001",
    "3") "\n[DVI]\n[[Unidentified persons]]\nnPersons= 1\n[[[Person 1 ]]]\nName= V1\nGender= Male\n[[[[DNA data]]]]\n"
         "nSystems= 2\nSystemName= TH01\nAllele1= 9.3\nAllele2= 0\nSystemName= penta_d\nAllele1= 8\nAllele2= \n"
         "[[Notes]]\nnFamilies= 1\nseen [by] nobody\n[[Reference Families]]\nnFamilies= 1\n[[[Family 1 ]]]\n"
         "Name= Berg\n[[[[Persons]]]]\nnPersons= 3\n[[[[[Person 1]]]]]\nName= Wife\nGender= Female\n[[[[[[DNA "
         "data]]]]]]\n"
         "nSystems= 1\nSystemName= TH01\nAllele1= 6\nAllele2= 6\n[[[[[Person 2]]]]]\nName= Missing female 1\n"
         "Gender= Female\n[[[[[[DNA data]]]]]]\nnSystems= 0\n[[[[[Person 3]]]]]\nName= Son\nGender= Male\n"
         "[[[[[[DNA data]]]]]]\nnSystems= 0\n[[[[Pedigrees]]]]\nnPedigrees= 2\n";

#define PEDIGREES                                                                                                      \
    "[[[[[Pedigree 1]]]]]\nName= Reference pedigree\nnRelations= 1\nParent= Wife\nChild= Son\n"                        \
    "[[[[[Pedigree 2]]]]]\nName= Tree\nnRelations= 4\nParent= Wife\nChild= Son\nParent= Missing person\nChild= Son\n"  \
    "Parent= Grandmother\nChild= Missing person\nParent= Old man\nChild= Missing person\n"

static const char dvi_head[] = "\"Output from Familias, version 3.3.1\"\n\"DO NOT EDIT!\"\n3.3.1 (DVI)\n\"\"\n";

static void make_dvi(ag_buffer *out, const char *pedigrees) {
    ag_buffer_puts(out, dvi_head);
    ag_buffer_puts(out, dvi_people);
    ag_buffer_puts(out, pedigrees);
}

static void part_one_becomes_families_with_all_its_quirks(void **state) {
    (void)state;
    reading r;
    read_words(&r, FAM, case_file);
    assert_read(&r, "a kinship case");
    const ag_batch *b = &r.batch;
    assert_string_equal(cell_of(b, "H1-Father", "TH01"), "6/0");
    assert_string_equal(cell_of(b, "H2-Father", "Penta D"), "9/9");
    assert_true(text_is(profile_of(b, "H1-Father")->quality, "dropout"));
    assert_true(text_is(person_of(b, "H1", "Father")->born, "1951"));
    assert_true(text_is(person_of(b, "H1", "Child")->father, "Father"));
    assert_true(text_is(person_of(b, "H1", "Child")->mother, "Extra female 1"));
    assert_true(text_is(person_of(b, "H2", "Child")->mother, "Extra female 1"));
    assert_int_equal(person_of(b, "H2", "Child")->father.n, 0);
    assert_true(text_is(person_of(b, "H1", "Father")->father, "Extra male 1"));
    assert_true(text_is(person_of(b, "H1", "Child")->twin, "Twin"));
    assert_true(text_is(person_of(b, "H1", "Twin")->twin, "Child"));
    assert_close(b->settings.theta, 0.02, 0);
    assert_close(b->settings.dropout[0].value, 0.05, 0);
    assert_int_equal(b->settings.silents, 1);
    assert_true(text_is(b->settings.silent[0].name, "Penta D"));
    assert_true(text_is(b->settings.mutation[1].male.model, "stepwise"));
    assert_close(b->settings.mutation[1].male.rate, 0.002, 0);
    assert_close(b->settings.mutation[1].male.rate2, 1e-6, 0);
    assert_close(b->settings.mutation[1].male.range, 0.2, 0);
    assert_close(b->settings.mutation[1].female.range, 0.1, 0);
    assert_true(text_is(b->settings.mutation[2].male.model, "none"));
    release(&r);
}

static void a_missing_man_listed_as_a_woman_is_put_right(void **state) {
    (void)state;
    reading r;
    ag_buffer file = {0};
    make_dvi(&file, PEDIGREES);
    ag_buffer_puts(&file, "");
    read_text(&r, FAM, file.data, file.n);
    assert_says(&r.d, "cannot tell whether 'Grandmother' is father or mother");
    release(&r);
    ag_buffer_clear(&file);
    make_dvi(&file, "[[[[[Pedigree 1]]]]]\nName= Reference pedigree\nnRelations= 0\n[[[[[Pedigree 2]]]]]\nName= Tree\n"
                    "nRelations= 3\nParent= Wife\nChild= Son\nParent= Missing person\nChild= Son\n"
                    "Parent= Son\nChild= Grandchild\n");
    read_text(&r, FAM, file.data, file.n);
    assert_read(&r, "a DVI file");
    assert_true(text_is(person_of(&r.batch, "Berg", "Missing female 1")->sex, "M"));
    assert_true(text_is(person_of(&r.batch, "Berg", "Missing female 1")->missing, "yes"));
    assert_true(text_is(person_of(&r.batch, "Berg", "Son")->father, "Missing female 1"));
    assert_true(text_is(person_of(&r.batch, "Berg", "Grandchild")->father, "Son"));
    assert_says(&r.d, "is read as a man");
    assert_says(&r.d, "1 lines of notes");
    assert_string_equal(cell_of(&r.batch, "V1", "TH01"), "9.3/0");
    assert_string_equal(cell_of(&r.batch, "V1", "Penta D"), "8/?");
    assert_true(text_is(r.batch.settings.mutation[1].male.stabilise, "PM"));
    release(&r);
    ag_buffer_deinit(&file);
}

static void blanks_before_the_mark_of_twins_make_no_stranger(void **state) {
    (void)state;
    reading r;
    ag_buffer file = {0};
    make_dvi(&file, "[[[[[Pedigree 1]]]]]\nName= Reference pedigree\nnRelations= 0\n[[[[[Pedigree 2]]]]]\nName= Tree\n"
                    "nRelations= 1\nParent= Son  (Direct/Identity)\nChild= Missing person\n");
    read_text(&r, FAM, file.data, file.n);
    assert_read(&r, "twins with two blanks before the mark");
    assert_int_equal(r.batch.persons, 3);
    assert_true(text_is(person_of(&r.batch, "Berg", "Son")->twin, "Missing female 1"));
    release(&r);
    ag_buffer_deinit(&file);
}

static void a_broken_familias_file_is_named_by_row(void **state) {
    (void)state;
    static const struct {
        const char *file, *says;
    } broken[] = {
        {"", "input: the file ends where \"Output from Familias"},
        {"hello\n", "input:1: here \"Output from Familias, version …\" should stand, not 'hello'"},
        {HEADING "x\n", "input:5: here the number of persons should stand, not 'x'"},
        {HEADING "1\n\"A\"\n#FALSE#\n-1\n#FALSE#\n#TRUE#\n1\n0\n",
         "input:12: the file ends where the number of an allele"},
        {HEADING "0\n\"Known relations\"\n0\n0\n1\n0\n0\n", "input:10: here the number of a parent among the persons"},
        {HEADING "0\n\"Known relations\"\n0\n0\n0\n0\n#TRUE#\n", "the file holds results"},
        {HEADING "0\n\"Known relations\"\n0\n0\n0\n0\n#FALSE#\n1\n#FALSE#\n\"L\"\n0,1\n", "write a decimal point"},
        {HEADING "0\n\"Known relations\"\n0\n0\n0\n0\n#FALSE#\n1\n#FALSE#\n\"L\"\n0.1\n0\n7\n",
         "a mutation model, 0 to 4"},
        {"\"Output from Familias, version 2\"\n\"\"\n2.0\n", "only files of Familias 3"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        reading r;
        read_words(&r, FAM, broken[i].file);
        assert_int_equal(r.status, AG_BAD_INPUT);
        assert_says(&r.d, broken[i].says);
        release(&r);
    }
    reading r;
    ag_buffer file = {0};
    make_dvi(&file, ""); /* two pedigrees announced, none there */
    read_text(&r, FAM, file.data, file.n);
    assert_int_equal(r.status, AG_BAD_INPUT);
    assert_says(&r.d, "2 pedigrees are announced and 0 follow");
    release(&r);
    ag_buffer_deinit(&file);
}

/* read → write → read: the same batch; write → read → write: the same bytes. */
static void check_familias_round_trip(const char *bytes, size_t n, const char *what) {
    reading first, second;
    ag_buffer one = {0}, two = {0};
    ag_diagnostics d = {0};
    read_text(&first, FAM, bytes, n);
    assert_read(&first, what);
    assert_int_equal(ag_familias_format(&first.batch, "out", &one, &d), AG_OK);
    read_text(&second, FAM, one.data, one.n);
    if (second.status != AG_OK) fail_msg("%s is not read back: %s", what, findings(&second.d));
    assert_same_batch(&first.batch, &second.batch, what);
    assert_int_equal(ag_familias_format(&second.batch, "out", &two, &d), AG_OK);
    assert_true(one.n == two.n && memcmp(one.data, two.data, one.n) == 0);
    release(&first);
    release(&second);
    ag_buffer_deinit(&one);
    ag_buffer_deinit(&two);
    ag_diagnostics_deinit(&d);
}

static void familias_is_read_back_identical(void **state) {
    (void)state;
    ag_buffer file = {0};
    check_familias_round_trip(case_file, strlen(case_file), "a kinship case");
    make_dvi(&file,
             "[[[[[Pedigree 1]]]]]\nName= Reference pedigree\nnRelations= 1\nParent= Son\nChild= Missing person\n"
             "[[[[[Pedigree 2]]]]]\nName= Tree\nnRelations= 3\nParent= Son\nChild= Missing person\n"
             "Parent= Son (Direct/Identity)\nChild= Brother\nParent= Stranger\nChild= Missing person\n");
    check_familias_round_trip(file.data, file.n, "a DVI case");
    ag_buffer_deinit(&file);
}

/* ---- Familias: real files -------------------------------------------------------------------------------------- */

static void every_real_familias_file_is_read_and_comes_back(void **state) {
    (void)state;
    static const char *const name[] = {"Ch4-example-4-8-4", "Ch4-table-4-4", "KETPex497",        "KETPex498",
                                       "Solution3_3",       "dvi-example",   "exclusionExample", "halfsib-test",
                                       "halfsib",           "paternity",     "sibship"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        char below[80];
        size_t n;
        snprintf(below, sizeof below, "formats/familias/%s.fam", name[i]);
        const char *bytes = read_file(shared_path(below), &n);
        check_familias_round_trip(bytes, n, name[i]);
    }
}

/* The alleles of a cell in either order. */
static bool same_cell(ag_text a, ag_text b) {
    ag_text p[2], q[2];
    if (ag_cell_split(a, p, 2) != 2 || ag_cell_split(b, q, 2) != 2) return ag_text_equal(a, b);
    return (ag_text_equal(p[0], q[0]) && ag_text_equal(p[1], q[1])) ||
           (ag_text_equal(p[0], q[1]) && ag_text_equal(p[1], q[0]));
}

static void compare_cells(const ag_batch *a, const ag_batch_profile *p, const ag_batch *b, const ag_batch_profile *q) {
    for (uint32_t l = 0; l < a->loci; l++)
        if (!same_cell(p->cell[l], q->cell[l]))
            fail_msg("%.*s and %.*s differ at %.*s", (int)p->sample.n, p->sample.at, (int)q->sample.n, q->sample.at,
                     (int)a->locus[l].n, a->locus[l].at);
    assert_int_equal(a->loci, b->loci);
}

/* A person of one batch and the one of the other in the same place of the tree: same sex, same readings, missing or
 * not, and the same for the parents. */
static bool same_ancestry(const ag_batch *a, const ag_families *f, uint32_t i, const ag_batch *b, const ag_families *g,
                          uint32_t k, int depth) {
    if (i == UINT32_MAX || k == UINT32_MAX) {
        /* pedtools wants both parents and adds an untyped one where Familias names only the other */
        const ag_kin *added = i != UINT32_MAX ? &f->kin[i] : k != UINT32_MAX ? &g->kin[k] : NULL;
        return !added || (!added->profile && !ag_kin_is_missing(added) && added->father == UINT32_MAX);
    }
    const ag_kin *p = &f->kin[i], *q = &g->kin[k];
    if (ag_kin_is_missing(p) != ag_kin_is_missing(q) || !p->profile != !q->profile || depth > 20) return false;
    if (ag_kin_sex(p).n && !ag_text_equal(ag_kin_sex(p), ag_kin_sex(q))) return false;
    for (uint32_t l = 0; p->profile && l < a->loci; l++)
        if (!same_cell(p->profile->cell[l], q->profile->cell[l])) return false;
    (void)b;
    return same_ancestry(a, f, p->father, b, g, q->father, depth + 1) &&
           same_ancestry(a, f, p->mother, b, g, q->mother, depth + 1);
}

static bool is_isolated(const ag_families *f, uint32_t i) {
    if (f->kin[i].father != UINT32_MAX || f->kin[i].mother != UINT32_MAX) return false;
    for (uint32_t k = 0; k < f->persons; k++)
        if (f->kin[k].father == i || f->kin[k].mother == i) return false;
    return true;
}

static void compare_families(const ag_batch *a, const ag_batch *b) {
    ag_arena arena;
    ag_families f, g;
    ag_arena_init(&arena);
    assert_true(ag_families_of_batch(a, &arena, &f) && ag_families_of_batch(b, &arena, &g));
    assert_int_equal(f.families, g.families);
    for (uint32_t n = 0; n < f.families; n++)
        for (uint32_t i = f.first[n]; i < f.first[n + 1]; i++) {
            bool found = !f.kin[i].profile && !ag_kin_is_missing(&f.kin[i]) && is_isolated(&f, i);
            for (uint32_t k = g.first[n]; k < g.first[n + 1] && !found; k++)
                found = same_ancestry(a, &f, i, b, &g, k, 0);
            if (!found)
                fail_msg("family %u: nobody in the folder is like %.*s", n + 1, (int)f.kin[i].row->person.n,
                         f.kin[i].row->person.at);
        }
    ag_arena_deinit(&arena);
}

/* The same alleles with the same frequencies, in whatever order. */
static void compare_frequencies(const ag_batch *a, const ag_batch *b) {
    assert_int_equal(a->frequencies, b->frequencies);
    for (uint32_t i = 0; i < a->frequencies; i++) {
        const ag_batch_frequency *p = &a->frequency[i], *q = NULL;
        for (uint32_t k = 0; k < b->frequencies && !q; k++)
            if (ag_text_equal(a->locus[p->locus], b->locus[b->frequency[k].locus]) &&
                ag_text_equal(p->allele, b->frequency[k].allele))
                q = &b->frequency[k];
        if (!q) fail_msg("the folder has no allele %.*s of that locus", (int)p->allele.n, p->allele.at);
        assert_relative(p->frequency, q->frequency, 1e-12);
    }
}

static void compare_tables(const ag_batch *a, const ag_batch *b) {
    compare_frequencies(a, b);
    assert_int_equal(a->settings.mutations, 1);
    assert_int_equal(b->settings.mutations, 1);
    const ag_batch_mutation *m = &a->settings.mutation[0].female, *o = &b->settings.mutation[0].female;
    assert_true(ag_text_equal(m->model, o->model));
    assert_close(m->rate, o->rate, 0);
    assert_close(a->settings.theta, b->settings.theta, 0);
}

static void compare_with_folder(const char *fam, const char *folder) {
    ag_batch a, b;
    ag_diagnostics d = {0};
    ag_error err = {0};
    const ag_convert_options options = {0};
    ag_batch_init(&a);
    ag_batch_init(&b);
    assert_ok(ag_convert_read(fam, &options, &a, &d, &err), &err);
    assert_ok(ag_convert_read(folder, &options, &b, &d, &err), &err);
    compare_tables(&a, &b);
    compare_families(&a, &b);
    uint32_t remains = 0;
    for (; remains < a.profiles && a.profile[remains].role == AG_REMAINS; remains++) {
        assert_int_equal(b.profile[remains].role, AG_REMAINS);
        compare_cells(&a, &a.profile[remains], &b, &b.profile[remains]);
        assert_true(ag_text_equal(a.profile[remains].sex, b.profile[remains].sex));
    }
    assert_int_equal(a.profiles, b.profiles);
    ag_batch_deinit(&a);
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void familias_files_say_what_the_incident_folders_say(void **state) {
    (void)state;
    compare_with_folder(shared_path("formats/familias/exclusionExample.fam"), shared_path("dvi/exclusionExample"));
    compare_with_folder(shared_path("formats/familias/KETPex497.fam"), shared_path("dvi-blind/KETPexer497"));
    compare_with_folder(shared_path("formats/familias/KETPex498.fam"), shared_path("dvi-blind/KETPexer498"));
    compare_with_folder(shared_path("formats/familias/dvi-example.fam"), shared_path("dvi/example1"));
}

/* ---- GeneMapper ------------------------------------------------------------------------------------------------ */

static const char wide_table[] = "Sample File\tSample Name\tTH01\tHeight\tvWA\tHeight\tAMEL\tHeight\t\r\n"
                                 "a.fsa\tS1\t6, 9.3, , \t100, 90, , \t15, , , \t200, , ,\tX, Y, ,\t1,1\t\r\n"
                                 "b.fsa\tS2\tOL, 9.3\t1\t14, 15, 16, ,\t1\tX, , \t1\t\r\n"
                                 "c.fsa\tLadder\t4, 5, 6, 7, 8\t1\t10, 11, 12\t1\tX, Y\t1\t\r\n"
                                 "d.fsa\tLadder\t4, 5, 6, 7, 8\t1\tOL\t1\tX, Y\t1\t\r\n"
                                 "e.fsa\tC+\t6, 6\t1\t15, 16\t1\tX, X\t1\t\r\n";

static void a_wide_genemapper_table_is_read(void **state) {
    (void)state;
    reading r;
    read_words(&r, GENEMAPPER, wide_table);
    assert_read(&r, "a wide table");
    assert_string_equal(cell_of(&r.batch, "S1", "TH01"), "6/9.3");
    assert_string_equal(cell_of(&r.batch, "S1", "vWA"), "15/?");
    assert_string_equal(cell_of(&r.batch, "S1", "AMEL"), "X/Y");
    assert_true(text_is(profile_of(&r.batch, "S1")->sex, "M"));
    assert_int_equal(profile_of(&r.batch, "S2")->sex.n, 0);
    assert_string_equal(cell_of(&r.batch, "S2", "TH01"), "OL/9.3");
    assert_string_equal(cell_of(&r.batch, "S2", "vWA"), "14/15/16");
    assert_int_equal(profile_of(&r.batch, "Ladder")->role, AG_ELIMINATION);
    assert_string_equal(cell_of(&r.batch, "Ladder (2)", "vWA"), "OL");
    assert_int_equal(profile_of(&r.batch, "C+")->role, AG_ELIMINATION);
    assert_true(text_is(profile_of(&r.batch, "C+")->sex, "F"));
    assert_says(&r.d, "1 samples show X alone");
    release(&r);
}

static void a_tall_genemapper_table_is_read_with_samples_in_any_order(void **state) {
    (void)state;
    reading r;
    read_words(&r, GENEMAPPER,
               "Sample File\tSample Name\tSample Type\tMarker\tDye\tAllele 1\tAllele 2\tAllele 3\tHeight 1\tHeight 2\n"
               "1\tA\tSample\tTH01\tB\t6\t9.3\t\t100\t90\n"
               "2\tB\tSample\tTH01\tB\t7\t\t\t100\n"
               "1\tA\tSample\tvWA\tB\t15\t15\t\t100\t90\n"
               "2\tB\tSample\tFGA\tB\t20\t21\t22\n"
               "3\tQ\tPositive Control\tFGA\tB\t20\t21\n");
    assert_read(&r, "a tall table");
    assert_string_equal(cell_of(&r.batch, "A", "vWA"), "15/15");
    assert_string_equal(cell_of(&r.batch, "A", "FGA"), "");
    assert_string_equal(cell_of(&r.batch, "B", "TH01"), "7/?");
    assert_string_equal(cell_of(&r.batch, "B", "FGA"), "20/21/22");
    assert_int_equal(profile_of(&r.batch, "Q")->role, AG_ELIMINATION);
    release(&r);
}

static void a_single_allele_is_a_homozygote_only_where_the_user_says_so(void **state) {
    (void)state;
    const ag_genemapper_options options = {.role = AG_REFERENCE, .homozygous = true};
    ag_batch b;
    ag_diagnostics d = {0};
    ag_batch_init(&b);
    assert_int_equal(ag_genemapper_parse(ag_text_of(wide_table), "input", &options, &b, &d), AG_OK);
    assert_string_equal(cell_of(&b, "S1", "vWA"), "15/15");
    assert_true(text_is(profile_of(&b, "S2")->sex, "F"));
    assert_int_equal(profile_of(&b, "S1")->role, AG_REFERENCE);
    assert_int_equal(profile_of(&b, "Ladder")->role, AG_ELIMINATION);
    assert_says(&d, "each of 2 references stands in one of its own");
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void a_broken_genemapper_table_is_named_by_row_and_column(void **state) {
    (void)state;
    static const struct {
        const char *file, *says;
    } broken[] = {
        {"Smaple File\tSample Name\tTH01\nx.fsa\tS\t6\n", "input:1:1: the column 'Smaple File' is not known"},
        {"Sample File\tSampel Name\tTH01\nx.fsa\tS\t6\n", "there is no column 'Sample Name'"},
        {"Sample Name\tTH01\tRemarks\nS\t6\tnone_at_all\n", "input:2:3: 'none_at_all' in the column 'Remarks'"},
        {"Sample Name\tTH01\nS\t6\nS\t7\n", "input:3:1: the sample 'S' stands here a second time"},
        {"Sample Name\tTH01\tTHO1\nS\t6\t7\n", "the marker 'THO1' has two columns"},
        {"Sample Name\tMarker\tAllele 1\nS\tTH01\t9,3\n", "input:2:3: '9,3'"},
        {"Sample Name\tMarker\tAllele 1\nS\tTH01\t9\nS\tTH01\t9\n", "sample 'S' has TH01 more than once"},
        {"Sample Name\tTH01\n\t6\n", "the name of the sample is missing"},
        {"Sample Name\tTH01\n", "the table has no samples"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        reading r;
        read_words(&r, GENEMAPPER, broken[i].file);
        assert_int_equal(r.status, AG_BAD_INPUT);
        assert_says(&r.d, broken[i].says);
        release(&r);
    }
}

static void genemapper_tables_are_read_back(void **state) {
    (void)state;
    reading first, second;
    ag_diagnostics d = {0};
    read_words(&first, GENEMAPPER, wide_table);
    for (int form = AG_GENEMAPPER_TALL; form <= AG_GENEMAPPER_WIDE; form++) {
        ag_buffer out = {0};
        assert_int_equal(ag_genemapper_format(&first.batch, "out", (ag_genemapper_form)form, &out, &d), AG_OK);
        read_text(&second, GENEMAPPER, out.data, out.n);
        assert_read(&second, "what was written");
        assert_same_batch(&first.batch, &second.batch, form ? "a wide table" : "a tall table");
        release(&second);
        ag_buffer_deinit(&out);
    }
    ag_diagnostics_deinit(&d);
    release(&first);
}

static void real_genemapper_exports_are_read(void **state) {
    (void)state;
    static const struct {
        const char *name;
        uint32_t profiles;
    } file[] = {{"GeneMapperExample", 4},
                {"GeneMapperExampleDifferentCaseNumbers", 4},
                {"GeneMapperExampleWithHeights", 0},
                {"GeneMapperExampleWithHeightsAndOL", 0}};
    char below[100];
    size_t n;
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        reading r;
        snprintf(below, sizeof below, "formats/genemapper/%s.txt", file[i].name);
        const char *bytes = read_file(shared_path(below), &n);
        read_text(&r, GENEMAPPER, bytes, n);
        assert_read(&r, file[i].name);
        assert_int_equal(r.batch.loci, 16);
        if (file[i].profiles) assert_int_equal(r.batch.profiles, file[i].profiles);
        release(&r);
    }
    reading r;
    const char *bytes = read_file(shared_path("formats/genemapper/GeneMapperExampleWithHeightsAndOL.txt"), &n);
    read_text(&r, GENEMAPPER, bytes, n);
    assert_string_equal(cell_of(&r.batch, "1234567_20160928001_AAAA0000NL#01", "vWA"), "OL/17");
    release(&r);
    bytes = read_file(shared_path("formats/genemapper/GeneMapperExampleBrokenHeader.txt"), &n);
    read_text(&r, GENEMAPPER, bytes, n);
    assert_int_equal(r.status, AG_BAD_INPUT);
    assert_says(&r.d, "is 'Sample File' meant?");
    release(&r);
}

/* ---- CODIS CMF ------------------------------------------------------------------------------------------------- */

#define CMF_HEAD                                                                                                       \
    "<?xml version=\"1.0\"?>\n<CODISImportFile "                                                                       \
    "xmlns=\"urn:CODISImportFile-schema\">\n<HEADERVERSION>3.2</HEADERVERSION>"                                        \
    "<MESSAGETYPE>Import</MESSAGETYPE><DESTINATIONORI>D</DESTINATIONORI><SOURCELAB>L</SOURCELAB>"                      \
    "<SUBMITBYUSERID>U</SUBMITBYUSERID><SUBMITDATETIME>2024-01-01T00:00:00</SUBMITDATETIME>\n"
#define CMF_LOCUS(name, alleles)                                                                                       \
    "<LOCUS><LOCUSNAME>" name "</LOCUSNAME><READINGBY>U</READINGBY><READINGDATETIME>2024-01-01T00:00:00"               \
    "</READINGDATETIME>" alleles "</LOCUS>"
#define CMF_ALLELE(value) "<ALLELE><ALLELEVALUE>" value "</ALLELEVALUE></ALLELE>"
#define CMF_SPECIMEN(attributes, id, category, loci)                                                                   \
    "<SPECIMEN " attributes "><SPECIMENID>" id "</SPECIMENID><SPECIMENCATEGORY>" category "</SPECIMENCATEGORY>" loci   \
    "</SPECIMEN>\n"

static const char cmf_file[] = CMF_HEAD CMF_SPECIMEN("CASEID=\"7\"", "PM1", "Unidentified Person",
                                                     CMF_LOCUS("TH01", CMF_ALLELE("6"))
                                                         CMF_LOCUS("AMEL", CMF_ALLELE("X") CMF_ALLELE("Y"))
                                                             CMF_LOCUS("DYS391", CMF_ALLELE("11")))
    CMF_SPECIMEN("PARTIAL=\"true\"", "PM2", "Unidentified Person",
                 CMF_LOCUS("TH01", CMF_ALLELE("6")) CMF_LOCUS("FGA", CMF_ALLELE("&gt;30") CMF_ALLELE("20"))
                     CMF_LOCUS("SE33", CMF_ALLELE("20") CMF_ALLELE("20")))
        CMF_SPECIMEN("CASEID=\"Berg\"", "AM1", "Biological Mother", CMF_LOCUS("TH01", CMF_ALLELE("6") CMF_ALLELE("7")))
            CMF_SPECIMEN("CASEID=\"Berg\"", "AM2", "Missing Person", CMF_LOCUS("TH01", CMF_ALLELE("7")))
                CMF_SPECIMEN("SOURCEID=\"N/A\"", "T1", "Staff", CMF_LOCUS("TH01", CMF_ALLELE("8"))) CMF_SPECIMEN(
                    "", "O1", "Convicted Offender", CMF_LOCUS("TH01", CMF_ALLELE("8"))) "</CODISImportFile>\n";

static void categories_of_cmf_become_roles(void **state) {
    (void)state;
    reading r;
    read_words(&r, CMF, cmf_file);
    assert_read(&r, "a CMF file");
    const ag_batch *b = &r.batch;
    assert_int_equal(profile_of(b, "PM1")->role, AG_REMAINS);
    assert_true(text_is(profile_of(b, "PM1")->sex, "M"));
    assert_string_equal(cell_of(b, "PM1", "TH01"), "6/6");
    assert_string_equal(cell_of(b, "PM1", "DYS391"), "11");
    assert_string_equal(cell_of(b, "PM2", "TH01"), "6/?");
    assert_string_equal(cell_of(b, "PM2", "FGA"), "30>/20");
    assert_true(text_is(profile_of(b, "AM1")->family, "Berg"));
    assert_true(text_is(profile_of(b, "AM1")->sex, "F"));
    assert_true(text_is(profile_of(b, "AM1")->extra[0], "Biological Mother"));
    assert_true(text_is(person_of(b, "Berg", "AM2")->missing, "yes"));
    assert_int_equal(profile_of(b, "T1")->role, AG_ELIMINATION);
    assert_int_equal(profile_of(b, "O1")->role, AG_ELIMINATION);
    assert_says(&r.d, "the category 'Convicted Offender' is not known");
    assert_says(&r.d, "1 relatives stand in their families without parents");
    release(&r);
}

static void cmf_is_read_back(void **state) {
    (void)state;
    reading first, second;
    ag_diagnostics d = {0};
    ag_buffer out = {0};
    const ag_cmf_header header = {.laboratory = "L & <co>"};
    read_words(&first, CMF, cmf_file);
    assert_int_equal(ag_cmf_format(&first.batch, "out", &header, &out, &d), AG_OK);
    read_text(&second, CMF, out.data, out.n);
    assert_read(&second, "what was written");
    /* the category that CMF does not have became the one of the elimination list */
    first.batch.profile[first.batch.profiles - 1].extra = second.batch.profile[second.batch.profiles - 1].extra;
    assert_same_batch(&first.batch, &second.batch, "a CMF file");
    assert_non_null(strstr(out.data, "<SOURCELAB>L &amp; &lt;co&gt;</SOURCELAB>"));
    release(&first);
    release(&second);
    ag_buffer_deinit(&out);
    ag_diagnostics_deinit(&d);
}

static void long_ids_are_shortened_and_stay_unique(void **state) {
    (void)state;
    reading r, again;
    ag_diagnostics d = {0};
    ag_buffer out = {0};
    read_words(&r, GENEMAPPER,
               "Sample Name\tTH01\nthe-same-long-beginning-of-a-name-1\t6,7\nthe-same-long-beginning-of-a-name-2\t6,7\n"
               "the-same-long-beginning-\t8,9\n");
    assert_int_equal(ag_cmf_format(&r.batch, "out", &(ag_cmf_header){0}, &out, &d), AG_OK);
    assert_says(&d, "'the-same-long-beginning-of-a-name-2' is written as 'the-same-long-beginnin~2'");
    assert_says(&d, "'the-same-long-beginning-' is written as 'the-same-long-beginnin~3'");
    read_text(&again, CMF, out.data, out.n);
    assert_read(&again, "shortened ids");
    assert_int_equal(again.batch.profiles, 3);
    release(&r);
    release(&again);
    ag_buffer_deinit(&out);
    ag_diagnostics_deinit(&d);
}

static void a_broken_cmf_file_is_named_by_row_and_column(void **state) {
    (void)state;
    static const struct {
        const char *file, *says;
    } broken[] = {
        {"<root/>", "input:1:1: this is no CODIS file"},
        {"<!DOCTYPE x [<!ENTITY a \"b\">]><x/>", "a document type declaration is refused"},
        {CMF_HEAD "</CODISImportFile>", "has no SPECIMEN: the file holds no profile"},
        {CMF_HEAD CMF_SPECIMEN("", "A", "Staff", CMF_LOCUS("", CMF_ALLELE("1"))) "</CODISImportFile>",
         "the LOCUSNAME is empty"},
        {CMF_HEAD CMF_SPECIMEN("", "A", "Staff", CMF_LOCUS("TH01", "<ALLELE></ALLELE>")) "</CODISImportFile>",
         "the element ALLELE has no ALLELEVALUE"},
        {CMF_HEAD CMF_SPECIMEN("", "A", "Staff", CMF_LOCUS("TH01", CMF_ALLELE("a b"))) "</CODISImportFile>",
         "'a b' is not an allele"},
        {CMF_HEAD CMF_SPECIMEN("", "A", "Staff", CMF_LOCUS("TH01", CMF_ALLELE("6")))
             CMF_SPECIMEN("", "A", "Staff", CMF_LOCUS("TH01", CMF_ALLELE("6"))) "</CODISImportFile>",
         "input:5:25: the SPECIMENID 'A' stands twice"},
        {CMF_HEAD "<SPECIMEN><SPECIMENCATEGORY>Staff</SPECIMENCATEGORY><SPECIMENID>A</SPECIMENID></SPECIMEN>",
         "the element SPECIMENID comes too late"},
        {CMF_HEAD "<SPECIMEN><WEIGHT>3</WEIGHT>", "input:4:11: the element WEIGHT may not stand here"},
        {CMF_HEAD, "this is not well-formed XML"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        reading r;
        read_words(&r, CMF, broken[i].file);
        assert_int_equal(r.status, AG_BAD_INPUT);
        assert_says(&r.d, broken[i].says);
        release(&r);
    }
}

static void real_cmf_files_are_read_or_refused(void **state) {
    (void)state;
    static const struct {
        const char *name, *says; /* NULL: read */
    } file[] = {
        {"Codis-Single-Profile", NULL},
        {"Codis-Mix-Profile-With-BOM-Header", NULL},
        {"broken-allele", "input:38:7: the element ALLELE has no ALLELEVALUE"},
        {"broken-locus", "the element LOCUS has no LOCUSNAME"},
        {"no-profiles", "the file holds no profile"},
        {"not-a-codis-file", "input:2:1: this is no CODIS file"},
    };
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        reading r;
        char below[100];
        size_t n;
        snprintf(below, sizeof below, "formats/cmf/%s.xml", file[i].name);
        const char *bytes = read_file(shared_path(below), &n);
        read_text(&r, CMF, bytes, n);
        if (file[i].says) {
            assert_int_equal(r.status, AG_BAD_INPUT);
            assert_says(&r.d, file[i].says);
        } else {
            assert_read(&r, file[i].name);
            assert_int_equal(r.batch.profile[0].role, AG_REMAINS);
        }
        release(&r);
    }
}

/* ---- LINKAGE --------------------------------------------------------------------------------------------------- */

static const char ped_file[] = "family id father mother sex phenotype TH01.1 TH01.2 vWA.1 vWA.2\n"
                               "Berg\tA\t0\t0\t1\t0\t6 9.3\t15 15\n"
                               "Berg\tB\t0\t0\t2\t0\t0 0\t0 0\n"
                               "Berg\tMissing:_C\tA\tB\t1\t0\t0 0\t0 0\n"
                               "Berg\tD\tMissing:_C\t0\t0\t0\t6 0\t15 16\n"
                               "Unidentified\tV1\t0\t0\t2\t0\t7 8\t0 0\n"
                               "Elimination\tT\t0\t0\t0\t0\t7 8\t14 14\n";

static void a_ped_file_is_read_and_read_back(void **state) {
    (void)state;
    reading first, second = {0};
    ag_diagnostics d = {0};
    ag_buffer ped = {0}, map = {0};
    read_words(&first, PED, ped_file);
    assert_read(&first, "a .ped file");
    assert_string_equal(cell_of(&first.batch, "Berg-D", "TH01"), "6/*");
    assert_string_equal(cell_of(&first.batch, "Berg-A", "vWA"), "15/15");
    assert_true(text_is(person_of(&first.batch, "Berg", "C")->missing, "yes"));
    assert_true(text_is(person_of(&first.batch, "Berg", "D")->father, "C"));
    assert_int_equal(profile_of(&first.batch, "V1")->role, AG_REMAINS);
    assert_int_equal(profile_of(&first.batch, "T")->role, AG_ELIMINATION);
    assert_int_equal(ag_linkage_format(&first.batch, "out", &ped, &map, &d), AG_OK);
    ag_batch_init(&second.batch);
    second.status =
        ag_linkage_parse((ag_text){ped.data, ped.n}, (ag_text){map.data, map.n}, "input", &second.batch, &second.d);
    assert_read(&second, "what was written");
    assert_same_batch(&first.batch, &second.batch, "a .ped file");
    release(&first);
    release(&second);
    ag_buffer_deinit(&ped);
    ag_buffer_deinit(&map);
    ag_diagnostics_deinit(&d);
}

static void a_ped_file_without_names_and_with_slashes_is_read(void **state) {
    (void)state;
    reading r;
    read_words(&r, PED, "# a remark\nF 1 0 0 1 1 6/7 8\nF 2 0 0 2 1 6/0 0/0\n");
    assert_read(&r, "a .ped file without names");
    assert_string_equal(cell_of(&r.batch, "F-1", "L1"), "6/7");
    assert_string_equal(cell_of(&r.batch, "F-1", "L2"), "8/8");
    assert_string_equal(cell_of(&r.batch, "F-2", "L1"), "6/*");
    release(&r);
    read_words(&r, PED, "F 1 0 0 1 1 6 7\nF 1 0 0 1 1 6 7\nF 2 0 0 7 1 6 7 8\nF 3 0 0 x 1 6 7\n");
    assert_int_equal(r.status, AG_BAD_INPUT);
    assert_says(&r.d, "input:2:2: '1' stands a second time");
    assert_says(&r.d, "input:3: the line has 9 words, the first has 8");
    assert_says(&r.d, "input:4:5: 'x' is no sex");
    release(&r);
}

static void loci_of_a_ped_file_that_look_like_columns_stay_apart(void **state) {
    (void)state;
    static const char ped[] = "F 1 0 0 1 0 6 7 15 16\n", map[] = "0 DYS385.1 0\n0 DYS385.2 0\n";
    reading r = {0};
    ag_batch_init(&r.batch);
    r.status = ag_linkage_parse(ag_text_of(ped), ag_text_of(map), "input", &r.batch, &r.d);
    assert_read(&r, "a .map file with loci DYS385.1 and DYS385.2");
    assert_string_equal(cell_of(&r.batch, "F-1", "DYS385.2"), "15/16");
    release(&r);
    read_words(&r, PED, "family id father mother sex phenotype DYS385.1 DYS385.2\nF 1 0 0 1 0 6 7 15 16\n");
    assert_read(&r, "a header with loci DYS385.1 and DYS385.2");
    assert_string_equal(cell_of(&r.batch, "F-1", "DYS385.1"), "6/7");
    release(&r);
}

/* ---- Conversion ------------------------------------------------------------------------------------------------ */

static void convert(const char *in, const char *out, const ag_convert_options *options, ag_diagnostics *d) {
    ag_error err = {0};
    const ag_status status = ag_convert(in, out, options, d, &err);
    char text[800];
    if (status != AG_OK) fail_msg("%s to %s: %s", in, out, ag_error_format(&err, text, sizeof text));
}

static void an_incident_goes_through_familias_and_back(void **state) {
    (void)state;
    const char *folder = scratch_folder();
    const char *incident = path_join(folder, "incident"), *fam = path_join(folder, "a.fam");
    const char *back = path_join(folder, "back"), *again = path_join(folder, "again.fam");
    const ag_convert_options options = {0};
    ag_diagnostics d = {0};
    ag_buffer file = {0};
    make_dvi(&file, "[[[[[Pedigree 1]]]]]\nName= Reference pedigree\nnRelations= 0\n[[[[[Pedigree 2]]]]]\nName= Tree\n"
                    "nRelations= 2\nParent= Wife\nChild= Son\nParent= Missing person\nChild= Son\n");
    write_file(fam, file.data, file.n);
    convert(fam, incident, &options, &d);
    convert(incident, again, &options, &d);
    convert(again, back, &options, &d);
    for (ag_folder_part part = AG_FOLDER_SETTINGS; part <= AG_FOLDER_FAMILIES; part++) {
        if (part == AG_FOLDER_ELIMINATION) continue;
        const char *one = read_file(path_join(incident, ag_folder_part_name(part)), NULL);
        const char *two = read_file(path_join(back, ag_folder_part_name(part)), NULL);
        assert_string_equal(one, two);
    }
    ag_buffer_deinit(&file);
    ag_diagnostics_deinit(&d);
}

static void conversion_says_what_is_lost(void **state) {
    (void)state;
    const char *folder = scratch_folder();
    const char *fam = path_join(folder, "a.fam"), *cmf = path_join(folder, "a.xml"), *csv = path_join(folder, "a.csv");
    const char *wide = path_join(folder, "w.csv"), *long_again = path_join(folder, "l.csv");
    ag_diagnostics d = {0};
    write_file(fam, case_file, strlen(case_file));
    convert(fam, cmf, &(ag_convert_options){0}, &d);
    assert_says(&d, "CODIS CMF does not carry: family members with their parents (the pedigree) (9)");
    assert_says(&d, "CODIS CMF does not carry: allele frequencies (5)");
    convert(fam, csv, &(ag_convert_options){0}, &d);
    assert_says(&d, "A frequency table does not carry: mutation models (3)");
    convert(csv, wide, &(ag_convert_options){.wide = true}, &d);
    convert(wide, long_again, &(ag_convert_options){0}, &d);
    assert_non_null(strstr(read_file(wide, NULL), "Allele,TH01,Penta D\n0,0.3,\n6,0.2,\n8,,0.4\n9,,0.5\n9.3,0.5,\n"));
    assert_non_null(strstr(read_file(long_again, NULL), "TH01,9.3,0.5"));
    ag_diagnostics_deinit(&d);
}

static void what_cannot_be_converted_is_refused_in_words(void **state) {
    (void)state;
    const char *folder = scratch_folder();
    const char *odd = path_join(folder, "odd.bin");
    ag_diagnostics d = {0};
    ag_error err = {0};
    const ag_convert_options options = {0};
    write_file(odd, "%PDF-1.4 and so on\n", 19);
    assert_int_equal(ag_convert(odd, path_join(folder, "x.fam"), &options, &d, &err), AG_BAD_INPUT);
    assert_says(&d, "looks like a PDF document");
    write_file(odd, "sample,sex,quality,TH01\n", 24);
    assert_int_equal(ag_convert(odd, path_join(folder, "x.fam"), &options, &d, &err), AG_BAD_INPUT);
    assert_says(&d, "of an incident give the folder");
    assert_int_equal(ag_convert(path_join(folder, "nothing.fam"), path_join(folder, "x"), &options, &d, &err),
                     AG_BAD_INPUT);
    assert_int_equal(ag_convert(odd, path_join(folder, "x.doc"), &options, &d, &err), AG_USAGE);
    ag_diagnostics_deinit(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(part_one_becomes_families_with_all_its_quirks),
        cmocka_unit_test(a_missing_man_listed_as_a_woman_is_put_right),
        cmocka_unit_test(blanks_before_the_mark_of_twins_make_no_stranger),
        cmocka_unit_test(a_broken_familias_file_is_named_by_row),
        cmocka_unit_test(familias_is_read_back_identical),
        cmocka_unit_test(every_real_familias_file_is_read_and_comes_back),
        cmocka_unit_test(familias_files_say_what_the_incident_folders_say),
        cmocka_unit_test(a_wide_genemapper_table_is_read),
        cmocka_unit_test(a_tall_genemapper_table_is_read_with_samples_in_any_order),
        cmocka_unit_test(a_single_allele_is_a_homozygote_only_where_the_user_says_so),
        cmocka_unit_test(a_broken_genemapper_table_is_named_by_row_and_column),
        cmocka_unit_test(genemapper_tables_are_read_back),
        cmocka_unit_test(real_genemapper_exports_are_read),
        cmocka_unit_test(categories_of_cmf_become_roles),
        cmocka_unit_test(cmf_is_read_back),
        cmocka_unit_test(long_ids_are_shortened_and_stay_unique),
        cmocka_unit_test(a_broken_cmf_file_is_named_by_row_and_column),
        cmocka_unit_test(real_cmf_files_are_read_or_refused),
        cmocka_unit_test(a_ped_file_is_read_and_read_back),
        cmocka_unit_test(a_ped_file_without_names_and_with_slashes_is_read),
        cmocka_unit_test(loci_of_a_ped_file_that_look_like_columns_stay_apart),
        cmocka_unit_test(an_incident_goes_through_familias_and_back),
        cmocka_unit_test(conversion_says_what_is_lost),
        cmocka_unit_test(what_cannot_be_converted_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
