/* The native files: encodings, tables, incident folders, parameters, frequencies, case files. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

#include "base/limits.h"
#include "base/locus_key.h"
#include "batch_dump.h"
#include "formats/case_file.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/frequency_file.h"
#include "formats/incident_folder.h"
#include "formats/json.h"
#include "formats/settings.h"

#include "base/banned.h"

/* ---- Helpers ------------------------------------------------------------------------------------------------- */

static const char *const good[AG_FOLDER_PARTS] = {
    "{\"name\":\"A bridge\",\"theta\":0.01,\"mutation\":{\"default\":{\"model\":\"equal\",\"rate\":0.002}},"
    "\"dropout\":{\"good\":0,\"degraded\":0.1},\"others\":40,\"pieces\":true}",
    "locus,allele,frequency\nTH01,6,0.25\nTH01,9.3,0.75\nPenta_D,9,1\n",
    "sample,sex,quality,TH01,Penta D,note\nR1,M,good,6/9.3,9/9,left\nR2,,degraded,6/?,,\"a \"\"b\"\", c\"\n",
    "sample,family,person,sex,THO1,PENTA-D\nS1,F1,mum,F,6/6,9/9\n",
    NULL,
    "family,person,father,mother,sex,missing\nF1,dad,,,M,\nF1,mum,,,F,no\nF1,M1,dad,mum,M,yes\n",
    "sample,DYS391,DYS385\nS1,10,11/14\n",
    "sample,ranges,variants\nS1,16024-576,263G 309.1C\n",
    "haplotype,count\nDYS391=10 DYS385=11/14,3\n",
    "haplotype,count,ranges\n263G,7,73-340\n,12,\n",
};

static void put_files(ag_file file[AG_FOLDER_PARTS], int part, const char *bytes, size_t n) {
    for (int i = 0; i < AG_FOLDER_PARTS; i++) {
        const char *text = i == part ? bytes : good[i];
        file[i] = (ag_file){.name = ag_folder_part_name((ag_folder_part)i)};
        if (text) assert_ok(ag_file_of_bytes(file[i].name, text, i == part ? n : strlen(text), &file[i], NULL), NULL);
    }
}

/* The good incident with one file replaced; NULL takes the file away. */
static ag_status parse_with(int part, const char *bytes, size_t n, ag_batch *batch, ag_diagnostics *d, ag_error *err) {
    ag_file file[AG_FOLDER_PARTS];
    put_files(file, part, bytes, n);
    ag_batch_init(batch);
    ag_diagnostics_init(d);
    return ag_folder_parse(file, 2, batch, d, err);
}

static const ag_error *find(const ag_diagnostics *d, ag_severity severity, const char *word) {
    for (size_t i = 0; i < d->n; i++)
        if (d->item[i].severity == severity && (strstr(d->item[i].what, word) || strstr(d->item[i].hint, word)))
            return &d->item[i];
    for (size_t i = 0; i < d->n; i++) print_message("  found: %s: %s\n", d->item[i].file, d->item[i].what);
    fail_msg("nothing found says \"%s\"", word);
    return NULL;
}

typedef struct fault {
    const char *bytes;
    long row, column;
    const char *says;
} fault;

static void check_faults(ag_folder_part part, ag_severity severity, const fault *fault_of, size_t n) {
    for (size_t i = 0; i < n; i++) {
        ag_batch batch;
        ag_diagnostics d;
        ag_error err = {0};
        const char *bytes = fault_of[i].bytes;
        const ag_status status = parse_with((int)part, bytes, bytes ? strlen(bytes) : 0, &batch, &d, &err);
        assert_int_equal(status, severity == AG_ERROR ? AG_BAD_INPUT : AG_OK);
        const ag_error *e = find(&d, severity, fault_of[i].says);
        if (e->row != fault_of[i].row || e->column != fault_of[i].column)
            fail_msg("\"%s\" is said of %s:%ld:%ld, not of row %ld, column %ld", e->what, e->file, e->row, e->column,
                     fault_of[i].row, fault_of[i].column);
        assert_non_null(strstr(e->file, ag_folder_part_name(part)));
        if (severity == AG_ERROR && !e->hint[0] && e->row == 0)
            fail_msg("\"%s\" has neither place nor remedy", e->what);
        ag_batch_deinit(&batch);
        ag_diagnostics_deinit(&d);
    }
}

#define CHECK_FAULTS(part, severity, table) check_faults((part), (severity), (table), sizeof(table) / sizeof *(table))

static char *dump(const ag_batch *batch) {
    ag_buffer out = {0};
    dump_batch(batch, &out);
    assert_false(out.failed);
    return out.data;
}

/* ---- Locus names --------------------------------------------------------------------------------------------- */

static void locus_names_match_as_laboratories_write_them(void **state) {
    (void)state;
    static const char *const same[][2] = {{"vWA", "VWA"},   {"Penta_D", "Penta D"}, {"penta-d", "PentaD"},
                                          {"TH01", "THO1"}, {"TPOX", "TP0X"},       {"D3S1358", "d3.s1358"}};
    char a[64], b[64];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(ag_locus_key(ag_text_of(same[i][0]), a, sizeof a) > 0);
        assert_true(ag_locus_key(ag_text_of(same[i][1]), b, sizeof b) > 0);
        assert_string_equal(a, b);
    }
    ag_locus_key(AG_TEXT("D10S1248"), a, sizeof a);
    ag_locus_key(AG_TEXT("D1OS1248"), b, sizeof b);
    assert_string_not_equal(a, b);
    assert_int_equal(ag_locus_key(AG_TEXT("-_."), a, sizeof a), 0);
    assert_int_equal(ag_locus_key(AG_TEXT("D10S1248"), a, 8), 0);
    assert_int_equal(ag_locus_key(AG_TEXT("D10S1248"), a, 9), 8);
}

/* ---- Encodings ----------------------------------------------------------------------------------------------- */

static void decodes_to(const char *bytes, size_t n, const char *expected, const char *note) {
    ag_file file;
    ag_diagnostics d;
    ag_error err = {0};
    ag_diagnostics_init(&d);
    assert_ok(ag_file_of_bytes("t.csv", bytes, n, &file, &err), &err);
    assert_ok(ag_file_decode(&file, &d, &err), &err);
    assert_int_equal(file.n, strlen(expected));
    assert_memory_equal(file.at, expected, file.n);
    assert_int_equal(d.n, note ? 1 : 0);
    if (note) find(&d, AG_NOTE, note);
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
}

#define DECODES_TO(bytes, expected, note) decodes_to((bytes), sizeof(bytes) - 1, (expected), (note))

static void text_of_every_known_encoding_is_read(void **state) {
    (void)state;
    DECODES_TO("имя,7\n", "имя,7\n", NULL);
    DECODES_TO("\xEF\xBB\xBF"
               "a,b\n",
               "a,b\n", NULL);
    DECODES_TO("\xFF\xFE"
               "a\0,\0\x40\x04\n\0",
               "a,р\n", "UTF-16LE");
    DECODES_TO("\xFE\xFF"
               "\0a\0,\xAC\x00\0\n",
               "a,가\n", "UTF-16BE");
    DECODES_TO("\xC0\xCC\xB8\xA7,\xB1\xE8\n", "이름,김\n", "CP949");
    DECODES_TO("\xC0\xCC\\~\n", "이\\~\n", "CP949"); /* not the won sign */
    DECODES_TO("\xC8\xEC\xFF,\xCF\xE5\xF2\xF0\n", "Имя,Петр\n", "CP1251");
    DECODES_TO("\xC8\xE2\xE0\xED\xEE\xE2\n", "Иванов\n", "CP1251"); /* valid as CP949, but hanja */
}

static void what_is_no_text_is_refused(const char *bytes, size_t n, long row, long column, const char *says) {
    ag_file file;
    ag_diagnostics d;
    ag_error err = {0};
    ag_diagnostics_init(&d);
    assert_ok(ag_file_of_bytes("t.csv", bytes, n, &file, &err), &err);
    assert_status(ag_file_decode(&file, &d, &err), AG_BAD_INPUT, &err);
    const ag_error *e = find(&d, AG_ERROR, says);
    assert_int_equal(e->row, row);
    assert_int_equal(e->column, column);
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
}

static void binary_garbage_is_named_as_such(void **state) {
    (void)state;
    what_is_no_text_is_refused("a,b\nc\0d", 7, 2, 2, "zero byte");
    what_is_no_text_is_refused("a,b\r\nc\x01"
                               "d",
                               8, 2, 2, "control character");
    what_is_no_text_is_refused("%PDF-1.4\0\xFF", 10, 1, 9, "PDF");
    what_is_no_text_is_refused("PK\3\4\0\0", 6, 1, 3, "spreadsheet");
    what_is_no_text_is_refused("\xEF\xBB\xBF"
                               "a\xFF",
                               5, 1, 2, "UTF-8");
}

static void utf8_is_checked_to_the_last_byte(void **state) {
    (void)state;
    static const char *const bad[] = {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82",
                                      "\x80",     "\xE0\x9F\xBF", "\xC2\x85",         "\x7F"};
    char text[200];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (size_t at = 0; at < 130; at += 13) {
            memset(text, 'a', sizeof text);
            memcpy(text + at, bad[i], strlen(bad[i]));
            assert_int_equal(ag_utf8_valid(text, at + strlen(bad[i])), at);
            assert_int_equal(ag_utf8_valid(text, at), at);
        }
    assert_int_equal(ag_utf8_valid("\xF0\x9F\xA6\xB4\xEA\xB0\x80\xD0\x96", 9), 9);
}

/* ---- Tables -------------------------------------------------------------------------------------------------- */

typedef struct table {
    ag_file file;
    ag_csv csv;
    ag_diagnostics d;
    bool open;
} table;

static table *open_table(const char *bytes, size_t n) {
    table *t = calloc(1, sizeof *t);
    assert_non_null(t);
    ag_diagnostics_init(&t->d);
    assert_ok(ag_file_of_bytes("t.csv", bytes, n, &t->file, NULL), NULL);
    t->open = ag_csv_open(&t->csv, &t->file, &t->d);
    return t;
}

static void close_table(table *t) {
    ag_file_deinit(&t->file);
    ag_diagnostics_deinit(&t->d);
    free(t);
}

static void assert_row(table *t, uint32_t row, const char *const *cell) {
    assert_true(ag_csv_next(&t->csv));
    assert_int_equal(t->csv.row, row);
    for (uint32_t i = 0; i < t->csv.columns; i++)
        if (!ag_text_equal(t->csv.cell[i], ag_text_of(cell[i])))
            fail_msg("cell %u of row %u is \"%.*s\", not \"%s\"", i + 1, row, (int)t->csv.cell[i].n, t->csv.cell[i].at,
                     cell[i]);
}

static void every_separator_and_line_end_is_read(void **state) {
    (void)state;
    static const char *const text[] = {"a,b\n1,2\n3,\n", "a;b\r\n1;2\r\n3;", "a\tb\r1\t2\r3\t", "sep=;\na;b\n1;2\n3;\n",
                                       "\n a , b\n\n 1 ,2 \n,\n3,\"\""};
    static const uint32_t first[] = {2, 2, 2, 3, 4};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        table *t = open_table(text[i], strlen(text[i]));
        assert_true(t->open);
        assert_int_equal(ag_csv_column(&t->csv, "B"), 1);
        assert_int_equal(ag_csv_column(&t->csv, "c"), -1);
        assert_true(ag_csv_rows_left(&t->csv) >= 2);
        assert_row(t, first[i], (const char *const[]){"1", "2"});
        assert_row(t, first[i] + (i == 4 ? 2 : 1), (const char *const[]){"3", ""});
        assert_false(ag_csv_next(&t->csv));
        assert_int_equal(t->d.n, 0);
        close_table(t);
    }
}

static void quoted_cells_keep_what_is_in_them(void **state) {
    (void)state;
    const char *text = "a,\"b,c\"\n\"x \"\"y\"\" z\",\" two\nlines \"\n\"\"\"\",5\" long\n";
    table *t = open_table(text, strlen(text));
    assert_int_equal(ag_csv_column(&t->csv, "b,c"), 1);
    assert_row(t, 2, (const char *const[]){"x \"y\" z", " two\nlines "});
    assert_row(t, 4, (const char *const[]){"\"", "5\" long"});
    assert_false(ag_csv_next(&t->csv));
    assert_int_equal(t->d.n, 0);
    close_table(t);
}

static void rows_of_the_wrong_width_are_named_and_the_others_read(void **state) {
    (void)state;
    const char *text = "a,b\n1\n1,2,3\n\"x\"y,2\n4,5\n";
    table *t = open_table(text, strlen(text));
    assert_row(t, 5, (const char *const[]){"4", "5"});
    assert_int_equal(t->d.errors, 3);
    assert_int_equal(find(&t->d, AG_ERROR, "has 1 cell,")->row, 2);
    assert_int_equal(find(&t->d, AG_ERROR, "has 3 cells, the header has 2")->row, 3);
    assert_int_equal(find(&t->d, AG_ERROR, "closing quote")->row, 4);
    close_table(t);
    t = open_table("a,b\n1\n1,2,\n1,2,3\n", 17);
    t->csv.ragged = true;
    assert_row(t, 2, (const char *const[]){"1", ""});
    assert_row(t, 3, (const char *const[]){"1", "2"});
    assert_false(ag_csv_next(&t->csv));
    assert_int_equal(t->d.errors, 1);
    close_table(t);
}

/* A table whose second line is `n` bytes, of cells of `cell` bytes. */
static char *long_line(size_t n, size_t cell, bool quoted, size_t *size) {
    char *text = malloc(n + 16);
    assert_non_null(text);
    memcpy(text, "a\n", 2);
    for (size_t i = 0; i < n; i++) text[2 + i] = i % (cell + 1) == cell ? ',' : 'x';
    if (quoted) text[2] = '"';
    text[2 + n] = '\n';
    *size = n + 3;
    return text;
}

static void caps_stop_a_table_and_say_where(void **state) {
    (void)state;
    static const struct {
        size_t n, cell;
        bool quoted;
        const char *says; /* NULL: at the cap, no fault but the width */
    } trial[] = {
        {AG_MAX_LINE_BYTES, AG_MAX_CELL_BYTES, false, NULL},
        {AG_MAX_LINE_BYTES + 1, AG_MAX_CELL_BYTES, false, "longer than 1 MiB"},
        {AG_MAX_CELL_BYTES + 1, AG_MAX_CELL_BYTES + 1, false, "longer than 64 KiB"},
        {AG_MAX_LINE_BYTES + 1, AG_MAX_LINE_BYTES * 2, true, "longer than 1 MiB"},
        {1000, 5000, true, "never closed"},
    };
    for (size_t i = 0; i < sizeof trial / sizeof *trial; i++) {
        size_t size;
        char *text = long_line(trial[i].n, trial[i].cell, trial[i].quoted, &size);
        table *t = open_table(text, size);
        assert_false(ag_csv_next(&t->csv));
        assert_int_equal(find(&t->d, AG_ERROR, trial[i].says ? trial[i].says : "the header has 1")->row, 2);
        assert_int_equal(t->d.errors, 1);
        close_table(t);
        free(text);
    }
    for (int past = 0; past < 2; past++) {
        char header[2 * AG_MAX_COLUMNS + 2];
        const size_t n = 2u * AG_MAX_COLUMNS - 1 + (past ? 2 : 0);
        for (size_t i = 0; i < n; i++) header[i] = i % 2 ? ',' : 'x';
        table *t = open_table(header, n);
        assert_int_equal(t->open, !past);
        close_table(t);
    }
}

static void what_is_written_reads_back_cell_by_cell(void **state) {
    (void)state;
    static const char *const cell[] = {"plain",
                                       "",
                                       " spaced ",
                                       "a,b",
                                       "c;d",
                                       "e\tf",
                                       "say \"x\"",
                                       "two\nlines",
                                       "sep=;",
                                       "\xEF\xBB\xBF"
                                       "x",
                                       "cr\rx"};
    enum { N = sizeof cell / sizeof *cell };
    ag_buffer out = {0};
    ag_csv_writer w = {.out = &out};
    for (int row = 0; row < 2; row++) {
        for (int i = 0; i < N; i++) ag_csv_puts(&w, cell[i]);
        ag_csv_end_row(&w);
    }
    table *t = open_table(out.data, out.n);
    assert_row(t, t->csv.line, cell);
    assert_int_equal(t->d.n, 0);
    close_table(t);
    ag_buffer_clear(&out);
    ag_csv_put_double(&w, 0.1);
    ag_csv_put_double(&w, NAN);
    ag_csv_put_double(&w, -INFINITY);
    ag_csv_put_int(&w, -7);
    ag_csv_end_row(&w);
    assert_string_equal(out.data, "0.1,,-Inf,-7\n");
    ag_buffer_deinit(&out);
}

/* ---- Files --------------------------------------------------------------------------------------------------- */

static void reads_as(const char *path, ag_status status, const char *says) {
    ag_file file;
    ag_error err = {0};
    assert_status(ag_file_read(path, path, true, &file, &err), status, &err);
    if (says && !strstr(err.what, says)) fail_msg("of %s it is said \"%s\", not \"%s\"", path, err.what, says);
    ag_file_deinit(&file);
}

static void what_cannot_be_read_is_named(void **state) {
    (void)state;
    const char *folder = scratch_folder(), *pipe = path_join(folder, "pipe"), *file = path_join(folder, "file");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    write_file(file, "", 0);
    reads_as(folder, AG_BAD_INPUT, "a folder");
    reads_as(pipe, AG_BAD_INPUT, "a pipe");
    reads_as(path_join(folder, "none"), AG_BAD_INPUT, "no such file");
    reads_as(path_join(file, "below"), AG_BAD_INPUT, "no such file");
    reads_as(file, AG_OK, NULL);
    if (getuid() == 0) return; /* who may read everything is refused nothing */
    assert_int_equal(chmod(file, 0), 0);
    reads_as(file, AG_ENVIRONMENT, "ermission");
}

static void a_line_of_two_gigabytes_costs_nothing(void **state) {
    (void)state;
    const char *path = path_join(scratch_folder(), "remains.csv");
    write_file(path, "sample,sex\nR1,", 14);
    assert_int_equal(truncate(path, 2147483648 + 100), 0); /* sparse: zero bytes, no line end */
    ag_file file;
    ag_error err = {0};
    assert_status(ag_file_read(path, path, true, &file, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.what, "longer than 1 MiB"));
    assert_int_equal(err.row, 2);
    assert_null(file.owned);
    assert_int_equal(truncate(path, AG_MAX_FILE_BYTES + 1), 0);
    reads_as(path, AG_BAD_INPUT, "larger than 4 GiB");
}

static void a_file_is_written_whole_or_not_at_all(void **state) {
    (void)state;
    const char *folder = scratch_folder(), *path = path_join(folder, "f");
    ag_error err = {0};
    size_t n;
    assert_ok(ag_file_write(path, "one", 3, &err), &err);
    assert_ok(ag_file_write(path, "two!", 4, &err), &err);
    assert_string_equal(read_file(path, &n), "two!");
    assert_status(ag_file_write(path_join(folder, "no/f"), "x", 1, &err), AG_BAD_INPUT, &err);
    assert_status(ag_file_write(folder, "x", 1, &err), AG_ENVIRONMENT, &err);
    if (access("/dev/full", W_OK) == 0) {
        assert_int_equal(symlink("/dev/full", path_join(folder, "full")), 0);
        assert_ok(ag_file_write(path_join(folder, "full"), "x", 1, &err),
                  &err); /* the link is replaced, not followed */
    }
}

/* ---- The incident folder ------------------------------------------------------------------------------------- */

static void an_incident_is_read_as_it_was_written_down(void **state) {
    (void)state;
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    assert_ok(parse_with(-1, NULL, 0, &b, &d, &err), &err);
    assert_int_equal(b.loci, 2);
    assert_true(ag_text_equal(b.locus[1], AG_TEXT("Penta_D")));
    assert_int_equal(b.profiles, 3);
    assert_true(ag_text_equal(b.profile[0].cell[0], AG_TEXT("6/9.3")));
    assert_int_equal(b.extras[AG_REMAINS], 1);
    assert_true(ag_text_equal(b.profile[1].extra[0], AG_TEXT("a \"b\", c")));
    assert_true(ag_text_equal(b.profile[1].quality, AG_TEXT("degraded")));
    assert_int_equal(b.profile[2].role, AG_REFERENCE);
    assert_true(ag_text_equal(b.profile[2].cell[1], AG_TEXT("9/9")));
    assert_int_equal(b.persons, 3);
    assert_true(ag_text_equal(b.person[2].missing, AG_TEXT("yes")));
    assert_int_equal(b.person[2].row, 4);
    assert_int_equal(b.frequencies, 3);
    assert_relative(b.frequency[1].frequency, 0.75, 0);
    assert_relative(b.settings.theta, 0.01, 0);
    assert_relative(b.settings.mutation[0].male.rate, 0.002, 0);
    assert_true(isnan(b.settings.dropin));
    find(&d, AG_NOTE, "\"note\" is kept but not used");
    assert_int_equal(d.errors + d.warnings, 0);
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void a_missing_file_or_column_has_a_remedy(void **state) {
    (void)state;
    static const ag_folder_part needed[] = {AG_FOLDER_FREQUENCIES, AG_FOLDER_REMAINS, AG_FOLDER_REFERENCES,
                                            AG_FOLDER_FAMILIES};
    for (size_t i = 0; i < 4; i++) {
        static const fault missing[] = {{NULL, 0, 0, "is missing"}};
        static const fault empty[] = {{"", 1, 0, "is empty"}};
        CHECK_FAULTS(needed[i], AG_ERROR, missing);
        CHECK_FAULTS(needed[i], AG_ERROR, empty);
    }
    static const fault no_settings[] = {{NULL, 0, 0, "there is no incident.json"}};
    CHECK_FAULTS(AG_FOLDER_SETTINGS, AG_WARNING, no_settings);
    static const fault remains[] = {{"name,sex,quality\n", 1, 0, "\"sample\" is missing"},
                                    {"sample,quality\n", 1, 0, "\"sex\" is missing"},
                                    {"sample,sex\n", 1, 0, "\"quality\" is missing"}};
    CHECK_FAULTS(AG_FOLDER_REMAINS, AG_ERROR, remains);
    static const fault references[] = {{"sample,person,sex\n", 1, 0, "\"family\" is missing"}};
    CHECK_FAULTS(AG_FOLDER_REFERENCES, AG_ERROR, references);
    static const fault families[] = {{"family,person,father,mother,sex\n", 1, 0, "\"missing\" is missing"}};
    CHECK_FAULTS(AG_FOLDER_FAMILIES, AG_ERROR, families);
    static const fault frequencies[] = {{"locus,frequency\nTH01,1\n", 1, 0, "\"allele\" is missing"}};
    CHECK_FAULTS(AG_FOLDER_FREQUENCIES, AG_ERROR, frequencies);
}

static void another_programs_file_is_recognised(void **state) {
    (void)state;
    static const fault foreign[] = {
        {"<?xml version=\"1.0\"?>\n<CODISImportFile/>\n", 1, 0, "XML"},
        {"\"Output from Familias, version 3.2.9\"\n\"DO NOT EDIT!\"\n3.2.9\n\"\"\n1\n\"V1\"\n#FALSE#\n", 1, 0,
         "Familias"},
        {"Sample Name\tMarker\tAllele 1\n", 1, 0, "GeneMapper"},
        {"%PDF-1.7\n", 1, 0, "PDF"},
    };
    CHECK_FAULTS(AG_FOLDER_REMAINS, AG_ERROR, foreign);
}

static void faults_of_samples_have_their_row_and_column(void **state) {
    (void)state;
#define HEAD "sample,sex,quality,TH01\n"
    static const fault remains[] = {
        {HEAD "R1,M,good,6/6\nR2,M,good,6/6\nR1,M,good,6/6\n", 4, 1, "stands in row 2 already"},
        {HEAD "R2,M,good,6/6\nR1,M,good,6/6\nR2,M,good,6/6\n", 4, 1, "stands in row 2 already"},
        {HEAD ",M,good,6/6\n", 2, 1, "is empty"},
        {HEAD "R1,Q,good,6/6\n", 2, 2, "the sex \"Q\" is not understood"},
        {HEAD "R1,M,good\n", 2, 0, "has 3 cells"},
        {"sample,sex,quality,TH01,THO1\nR1,M,good,6/6,6/6\n", 1, 5, "same as column 4"},
        {"sample,sex,quality,sex\nR1,M,good,F\n", 1, 4, "same as column 2"},
    };
    CHECK_FAULTS(AG_FOLDER_REMAINS, AG_ERROR, remains);
    static const fault warnings[] = {
        {"sample,sex,quality,TH01,D1S80\nR1,M,good,6/6,18/24\n", 1, 5, "\"D1S80\" is not in frequencies.csv"},
        {"sample,sex,quality,TH01,Odd\nR1,M,good,6/6,\nR2,M,good,6/6,18/24\n", 1, 5,
         "\"Odd\" is not in frequencies.csv"},
    };
    CHECK_FAULTS(AG_FOLDER_REMAINS, AG_WARNING, warnings);
    static const fault notes[] = {
        {"sample,sex,quality,TH01,Odd\nR1,M,good,6/6,left\nR2,M,good,6/6,18/24\n", 1, 5,
         "\"Odd\" is kept but not used"},
        {"sample,sex,quality,TH01,note\nR1,M,good,6/6,20\n", 1, 5, "\"note\" is kept but not used"},
    };
    CHECK_FAULTS(AG_FOLDER_REMAINS, AG_NOTE, notes);
#undef HEAD
}

static void amelogenin_is_a_locus_without_frequencies(void **state) {
    (void)state;
    static const char text[] = "sample,sex,quality,TH01,Amelogenin\nR1,M,good,6/6,X/Y\n";
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    assert_ok(parse_with(AG_FOLDER_REMAINS, text, strlen(text), &b, &d, &err), &err);
    assert_int_equal(b.loci, 3);
    assert_true(ag_text_equal(b.locus[2], AG_TEXT("Amelogenin")));
    assert_true(ag_text_equal(b.profile[0].cell[2], AG_TEXT("X/Y")));
    assert_int_equal(d.warnings, 0);
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void references_must_name_a_person_of_families(void **state) {
    (void)state;
    static const fault references[] = {
        {"sample,family,person,sex,TH01\nS1,F1,mum,F,6/6\nS2,F2,x,F,6/6\n", 3, 2, "\"F2\" is not in families.csv"},
        {"sample,family,person,sex,TH01\nS1,F1,mom,F,6/6\n", 2, 3, "(families.csv, row 2) has no person \"mom\""},
        {"sample,family,person,sex,TH01\nS1,F1,mom,F,6/6\n", 2, 3, "its persons are dad, mum, M1"},
        {"sample,family,person,sex,TH01\nS1,,mum,F,6/6\n", 2, 2, "the family is empty"},
    };
    CHECK_FAULTS(AG_FOLDER_REFERENCES, AG_ERROR, references);
}

static void faults_of_families_have_their_row_and_column(void **state) {
    (void)state;
#define HEAD "family,person,father,mother,sex,missing\nF1,mum,,,F,\n"
    static const fault families[] = {
        {HEAD "F2,x,,,M,\nF1,mum,,,F,\n", 4, 2, "of family \"F1\" stands in row 2 already"},
        {HEAD "F1,kid,dad,mum,M,\n", 3, 3, "the father \"dad\" has no row in family \"F1\""},
        {HEAD "F2,kid,,mum,M,\n", 3, 4, "the mother \"mum\" has no row in family \"F2\""},
        {HEAD "F1,kid,,mum,x,\n", 3, 5, "the sex \"x\""},
        {HEAD "F1,kid,,mum,M,maybe\n", 3, 6, "\"maybe\" is not understood"},
        {HEAD ",kid,,mum,M,\n", 3, 1, "the family is empty"},
        {HEAD "F1,,,,M,\n", 3, 2, "id is empty"},
        {"family,person,father,mother,sex,missing,inbreeding\nF1,mum,,,F,,2\n", 2, 7, "\"2\" is no inbreeding"},
        {"family,person,father,mother,sex,missing,twin\nF1,mum,,,F,,z\n", 2, 7, "the twin \"z\" has no row"},
        {"family,person,father,mother,sex,missing,Sex\nF1,mum,,,F,,\n", 1, 7, "same as column 5"},
    };
    CHECK_FAULTS(AG_FOLDER_FAMILIES, AG_ERROR, families);
#undef HEAD
}

static void a_family_has_a_largest_size(void **state) {
    (void)state;
    for (int past = 0; past < 2; past++) {
        ag_buffer text = {0};
        ag_buffer_puts(&text, "family,person,father,mother,sex,missing\nF1,mum,,,F,yes\n");
        for (int i = 1; i < AG_MAX_PERSONS_PER_FAMILY + past; i++) ag_buffer_printf(&text, "F1,p%d,,,M,\n", i);
        ag_batch b;
        ag_diagnostics d;
        ag_error err = {0};
        assert_status(parse_with(AG_FOLDER_FAMILIES, text.data, text.n, &b, &d, &err), past ? AG_BAD_INPUT : AG_OK,
                      &err);
        if (past) assert_int_equal(find(&d, AG_ERROR, "more than 400 persons")->row, AG_MAX_PERSONS_PER_FAMILY + 2);
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
        ag_buffer_deinit(&text);
    }
}

static void names_and_numbers_of_loci_have_a_cap(void **state) {
    (void)state;
    for (int past = 0; past < 2; past++) {
        ag_buffer loci = {0}, id = {0};
        ag_batch b;
        ag_diagnostics d;
        ag_error err = {0};
        ag_buffer_puts(&loci, "locus,allele,frequency\n");
        for (int i = 0; i < AG_MAX_LOCI - 2 + past; i++) ag_buffer_printf(&loci, "L%d,6,1\n", i);
        ag_buffer_puts(&loci, "TH01,6,1\nPenta D,9,1\n");
        assert_status(parse_with(AG_FOLDER_FREQUENCIES, loci.data, loci.n, &b, &d, &err), past ? AG_BAD_INPUT : AG_OK,
                      &err);
        if (past) assert_int_equal(find(&d, AG_ERROR, "\"Penta D\" cannot be added")->row, AG_MAX_LOCI + 2);
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
        ag_buffer_puts(&id, "sample,sex,quality\n");
        for (int i = 0; i < AG_MAX_ID_BYTES + past; i++) ag_buffer_putc(&id, 'x');
        ag_buffer_puts(&id, ",M,\n");
        assert_status(parse_with(AG_FOLDER_REMAINS, id.data, id.n, &b, &d, &err), past ? AG_BAD_INPUT : AG_OK, &err);
        if (past) find(&d, AG_ERROR, "longer than 200 bytes");
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
        ag_buffer_deinit(&loci);
        ag_buffer_deinit(&id);
    }
}

static void thousands_of_errors_are_counted_and_some_kept(void **state) {
    (void)state;
    ag_buffer text = {0};
    ag_buffer_puts(&text, "sample,sex,quality,TH01\n");
    for (int i = 0; i < 5000; i++) ag_buffer_puts(&text, "R1,bad,good,6/6\n");
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    assert_status(parse_with(AG_FOLDER_REMAINS, text.data, text.n, &b, &d, &err), AG_BAD_INPUT, &err);
    assert_int_equal(d.errors, 5000);
    assert_int_equal(d.n, AG_MAX_DIAGNOSTICS);
    assert_non_null(strstr(err.hint, "4999 more errors"));
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
    ag_buffer_deinit(&text);
}

static void words_of_sex_are_read_in_every_language_of_the_users(void **state) {
    (void)state;
    static const char text[] = "sample,sex,quality\nR1,male,\nR2,2,\nR3,남,\nR4,Ж,\nR5,unknown,\nR6,여성,\nR7,муж,\n";
    static const char *const expected[] = {"M", "F", "M", "F", "", "F", "M"};
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    assert_ok(parse_with(AG_FOLDER_REMAINS, text, strlen(text), &b, &d, &err), &err);
    for (int i = 0; i < 7; i++) assert_true(ag_text_equal(b.profile[i].sex, ag_text_of(expected[i])));
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void round_trips(const ag_batch *batch) {
    const char *folder = scratch_folder();
    ag_batch again;
    ag_diagnostics d;
    ag_error err = {0};
    ag_batch_init(&again);
    ag_diagnostics_init(&d);
    assert_ok(ag_folder_write(batch, folder, &err), &err);
    assert_ok(ag_folder_read(folder, 2, NULL, NULL, &again, &d, &err), &err);
    char *before = dump(batch), *after = dump(&again);
    assert_string_equal(before, after);
    free(before);
    free(after);
    ag_batch_deinit(&again);
    ag_diagnostics_deinit(&d);
}

static void a_folder_reads_back_as_it_was_written(void **state) {
    (void)state;
    static const char settings[] = "{\"name\":\"β "
                                   "\\\"x\\\"\",\"theta\":0.1,\"frequencies\":\"rest\",\"mutation\":{\"default\":{"
                                   "\"female\":{\"model\":\"stepwise\","
                                   "\"rate\":0.001,\"rate2\":1e-6,\"range\":0.1},\"male\":{\"model\":\"dawid\","
                                   "\"rate\":0.002,\"range\":0.5}},\"loci\":{\"TH01\":"
                                   "{\"model\":\"custom\",\"alleles\":[\"6\",\"9.3\"],\"matrix\":[[0.9,0.1],[0.2,0.8]]}"
                                   ",\"PentaD\":{\"model\":\"equal\",\"rate\":"
                                   "{\"female\":0.1,\"male\":0.2},\"stabilise\":\"PM\"}}},\"x\":[\"Penta "
                                   "D\"],\"dropout\":{\"good\":0,\"bad\":0.3},\"dropin\":0.01,"
                                   "\"error\":0.001,\"homozygotes\":\"trusted\",\"silent\":{\"TH01\":0.01},\"others\":"
                                   "7,\"pieces\":false,\"threshold\":0.9995}";
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    assert_ok(parse_with(AG_FOLDER_SETTINGS, settings, strlen(settings), &b, &d, &err), &err);
    assert_int_equal(d.warnings, 0);
    round_trips(&b);
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void loci_keep_their_order_over_files_that_lack_some(void **state) {
    (void)state;
    static const char *const references[] = {
        "sample,family,person,sex,Odd,D1S80,DXS1\nS1,F1,mum,F,1/2,18/24,\n",
        "sample,family,person,sex,DXS1,Odd\nS1,F1,mum,F,,1/2\n",
    };
    for (int i = 0; i < 2; i++) {
        ag_batch b;
        ag_diagnostics d;
        ag_error err = {0};
        assert_ok(parse_with(AG_FOLDER_REFERENCES, references[i], strlen(references[i]), &b, &d, &err), &err);
        round_trips(&b);
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
    }
}

static void a_folder_is_not_mixed_with_another(void **state) {
    (void)state;
    static const ag_folder_part part[] = {AG_FOLDER_ELIMINATION, AG_FOLDER_YSTR, AG_FOLDER_MTDNA,
                                          AG_FOLDER_HAPLOTYPES_Y, AG_FOLDER_HAPLOTYPES_MT};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        const char *folder = scratch_folder(), *name = ag_folder_part_name(part[i]);
        ag_batch b;
        ag_diagnostics d;
        ag_error err = {0};
        write_file(path_join(folder, name), "sample\n", 7);
        assert_ok(parse_with((int)part[i], NULL, 0, &b, &d, &err), &err);
        assert_status(ag_folder_write(&b, folder, &err), AG_REFUSED, &err);
        assert_non_null(strstr(err.what, name));
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
    }
}

static void lineage_markers_are_read_for_samples_that_are_there(void **state) {
    (void)state;
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    assert_ok(parse_with(-1, NULL, 0, &b, &d, &err), &err);
    assert_int_equal(b.y_loci, 2);
    assert_int_equal(b.ystrs, 1);
    assert_true(ag_text_equal(b.ystr[0].cell[1], AG_TEXT("11/14")));
    assert_int_equal(b.mtdnas, 1);
    assert_true(ag_text_equal(b.mtdna[0].variants, AG_TEXT("263G 309.1C")));
    assert_int_equal(b.haplotypes_y.item[0].count, 3);
    assert_int_equal(b.haplotypes_mt.items, 2);
    assert_true(ag_text_equal(b.haplotypes_mt.item[0].ranges, AG_TEXT("73-340")));
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void faults_of_lineage_markers_have_their_place(void **state) {
    (void)state;
    static const fault ystr[] = {
        {"DYS391\n10\n", 1, 0, "the column \"sample\" is missing"},
        {"sample,DYS391\nR9,10\n", 2, 1, "there is no sample \"R9\""},
        {"sample,DYS391\n,10\n", 2, 1, "there is no sample \"\""},
        {"sample,DYS391\nR1,10\nR1,10\n", 3, 1, "\"R1\" stands in row 2 already"},
        {"sample,DYS391,dys-391\nR1,10,10\n", 1, 3, "\"dys-391\" is the same as column 2"},
        {"sample,DYS391,\nR1,10,10\n", 1, 3, "no usable name"},
    };
    static const fault mtdna[] = {
        {"sample,ranges\nR1,16024-576\n", 1, 0, "the column \"variants\" is missing"},
        {"sample,ranges,variants\nR1,,263G\n", 2, 2, "the ranges are empty"},
        {"sample,ranges,variants\nX,73-340,263G\n", 2, 1, "there is no sample \"X\""},
    };
    static const fault haplotypes[] = {
        {"haplotype\nDYS391=10\n", 1, 0, "the column \"count\" is missing"},
        {"haplotype,count\nDYS391=10,0\n", 2, 2, "\"0\" is no whole number above 0"},
        {"haplotype,count\nDYS391=10,1.5\n", 2, 2, "\"1.5\" is no whole number above 0"},
    };
    static const fault notes[] = {{"sample,ranges,variants,lab\nR1,73-340,263G,x\n", 1, 4, "\"lab\" is not used"}};
    CHECK_FAULTS(AG_FOLDER_YSTR, AG_ERROR, ystr);
    CHECK_FAULTS(AG_FOLDER_MTDNA, AG_ERROR, mtdna);
    CHECK_FAULTS(AG_FOLDER_HAPLOTYPES_Y, AG_ERROR, haplotypes);
    CHECK_FAULTS(AG_FOLDER_HAPLOTYPES_MT, AG_ERROR, haplotypes);
    CHECK_FAULTS(AG_FOLDER_MTDNA, AG_NOTE, notes);
}

static void details_that_are_not_understood_are_warned_about_in_their_place(void **state) {
    (void)state;
#define HEAD "sample,sex,quality,TH01,"
    static const fault remains[] = {
        {HEAD "age_min\nR1,M,good,6/6,twenty\nR2,,,,\n", 2, 5, "\"twenty\" is not understood"},
        {HEAD "stature_cm\nR1,M,good,6/6,1.70\nR2,,,,\n", 2, 5, "\"1.70\" is not understood"},
        {HEAD "recovered\nR1,M,good,6/6,1951-02-29\nR2,,,,\n", 2, 5, "\"1951-02-29\" is not understood"},
    };
    static const fault families[] = {
        {"family,person,father,mother,sex,missing,born\nF1,dad,,,M,,3.2.1923\nF1,mum,,,F,,\nF1,M1,dad,mum,M,yes,1950\n",
         2, 7, "\"3.2.1923\" is not understood"},
    };
#undef HEAD
    CHECK_FAULTS(AG_FOLDER_REMAINS, AG_WARNING, remains);
    CHECK_FAULTS(AG_FOLDER_FAMILIES, AG_WARNING, families);
}

static void count_bytes(void *context, ag_folder_part part, const char *bytes, size_t n) {
    (void)bytes;
    ((size_t *)context)[part] += n;
}

static void a_folder_on_disk_is_found_watched_or_missed(void **state) {
    (void)state;
    const char *folder = scratch_folder(), *file = path_join(folder, "families.csv");
    size_t seen[AG_FOLDER_PARTS] = {0};
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    ag_batch_init(&b);
    ag_diagnostics_init(&d);
    assert_status(ag_folder_read(path_join(folder, "none"), 1, NULL, NULL, &b, &d, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.what, "there is no folder"));
    for (int i = 0; i < AG_FOLDER_PARTS; i++)
        if (good[i]) write_file(path_join(folder, ag_folder_part_name((ag_folder_part)i)), good[i], strlen(good[i]));
    assert_status(ag_folder_read(file, 1, NULL, NULL, &b, &d, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.hint, "antigone convert"));
    assert_ok(ag_folder_read(folder, 2, count_bytes, seen, &b, &d, &err), &err);
    for (int i = 0; i < AG_FOLDER_PARTS; i++) assert_int_equal(seen[i], good[i] ? strlen(good[i]) : 0);
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

static void the_number_of_threads_changes_nothing(void **state) {
    (void)state;
    char *first = NULL;
    for (int threads = 1; threads <= 4; threads++) {
        ag_file file[AG_FOLDER_PARTS];
        ag_batch b;
        ag_diagnostics d;
        put_files(file, AG_FOLDER_REMAINS, "sample,sex,quality,D9S9,x\nR1,q,,1/2,\nR1,,,,\n", 44);
        ag_batch_init(&b);
        ag_diagnostics_init(&d);
        ag_folder_parse(file, threads, &b, &d, NULL);
        ag_buffer text = {0};
        dump_batch(&b, &text);
        for (size_t i = 0; i < d.n; i++)
            ag_buffer_printf(&text, "%s:%ld %s\n", d.item[i].file, d.item[i].row, d.item[i].what);
        if (first) assert_string_equal(first, text.data);
        if (!first) first = text.data, text.data = NULL;
        ag_buffer_deinit(&text);
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
    }
    free(first);
}

/* ---- Parameters ---------------------------------------------------------------------------------------------- */

static void faults_of_parameters_name_their_key(void **state) {
    (void)state;
    static const fault settings[] = {
        {"{\"name\":\"a\",\n\"thet\": 0}", 2, 0, "thet: this key is unknown"},
        {"{\"thet\":0}", 1, 0, "did you mean \"theta\"?"},
        {"{\"mutation\":{\"loci\":{\"FGA\":\n{\"model\":\"equal\",\"rat\":0.1}}}}", 2, 0,
         "mutation.loci.FGA.rat: this key is unknown"},
        {"{\"theta\":1}", 1, 0, "theta: 1 should be at least 0 and less than 1"},
        {"{\"theta\":\"0\"}", 1, 0, "theta: this should be a number, not a text"},
        {"{\"dropout\":0.1}", 1, 0, "dropout: this should be an object"},
        {"{\"dropout\":{\"good\":1}}", 1, 0, "dropout.good: 1 should be"},
        {"{\"pieces\":1}", 1, 0, "pieces: this should be true or false"},
        {"{\"others\":1.5}", 1, 0, "others: 1.5 is not a whole number"},
        {"{\"others\":-1}", 1, 0, "others: -1 should be at least 0"},
        {"{\"frequencies\":\"as seen\"}", 1, 0, "frequencies: \"as seen\" is not known"},
        {"{\"threshold\":0}", 1, 0, "threshold: a threshold of 0"},
        {"{\"x\":[1]}", 1, 0, "x[0]: this should be a text"},
        {"{\"mutation\":{\"default\":{\"model\":\"step\"}}}", 1, 0, "mutation.default.model: \"step\" is not known"},
        {"{\"mutation\":{\"default\":{\"rate\":0}}}", 1, 0, "mutation.default.model: this is missing"},
        {"{\"mutation\":{\"default\":{\"model\":\"equal\"}}}", 1, 0,
         "mutation.default.rate: the model \"equal\" needs"},
        {"{\"mutation\":{\"default\":{\"model\":\"equal\",\"rate\":2}}}", 1, 0, "mutation.default.rate: 2 should be"},
        {"{\"mutation\":{\"default\":{\"model\":\"stepwise\",\"rate\":0.1}}}", 1, 0,
         "mutation.default.range: the model"},
        {"{\"mutation\":{\"default\":{\"model\":\"stepwise\",\"rate\":0.9,\"rate2\":0.2,\"range\":1}}}", 1, 0,
         "sum to more than 1"},
        {"{\"mutation\":{\"default\":{\"model\":\"dawid\",\"rate\":0.1,\"range\":1}}}", 1, 0,
         "range 1 should be more than 0 and less"},
        {"{\"mutation\":{\"default\":{\"model\":\"equal\",\"rate\":{\"female\":0.1}}}}", 1, 0,
         "mutation.default.rate.male: this is missing"},
        {"{\"mutation\":{\"default\":{\"female\":{\"model\":\"none\"}}}}", 1, 0,
         "mutation.default.male: this is missing"},
        {"{\"mutation\":{\"default\":{\"model\":\"custom\"}}}", 1, 0, "mutation.default.alleles: this is missing"},
        {"{\"mutation\":{\"default\":{\"model\":\"custom\",\"alleles\":[\"a\",\"b\"],\"matrix\":[[1,0],[0.5,0.4]]}}}",
         1, 0, "matrix[1]: the row sums to 0.9"},
        {"{\"mutation\":{\"default\":{\"model\":\"equal\",\"rate\":0,\"stabilise\":\"PM\",\"reversible\":\"MH\"}}}", 1,
         0, "not both"},
        {"{\"mutation\":{\"loci\":{\"TH01\":{\"model\":\"none\"},\"THO1\":{\"model\":\"none\"}}}}", 1, 0,
         "this locus is named twice"},
        {"{\"theta\":0,\"theta\":0}", 1, 18, "this is not JSON"},
        {"{\n\"theta\":,}", 2, 9, "this is not JSON"},
        {"[]", 1, 0, "this should be an object"},
        {"", 1, 0, "this is not JSON"},
    };
    CHECK_FAULTS(AG_FOLDER_SETTINGS, AG_ERROR, settings);
    static const fault warnings[] = {
        {"{}", 0, 0, "no default mutation model"},
        {"{\"mutation\":{\"default\":{\"model\":\"none\"}},\"x\":[\"DXS1\"]}", 0, 0, "\"DXS1\" is in no file"},
    };
    CHECK_FAULTS(AG_FOLDER_SETTINGS, AG_WARNING, warnings);
}

/* ---- Frequencies --------------------------------------------------------------------------------------------- */

static void faults_of_frequencies_have_their_row_and_column(void **state) {
    (void)state;
#define HEAD "locus,allele,frequency\nTH01,6,0.5\n"
    static const fault frequencies[] = {
        {HEAD "TH01,7,\"1,5\"\n", 3, 3, "\"1,5\" is not a number"},
        {HEAD "TH01,7,\"1,5\"\n", 3, 3, "decimal point"},
        {HEAD "TH01,7,1,5\n", 3, 0, "has 4 cells, the header has 3"},
        {HEAD "TH01,7,0\n", 3, 3, "the frequency 0 is not"},
        {HEAD "TH01,7,-0.1\n", 3, 3, "the frequency -0.1 is not"},
        {HEAD "TH01,7,1.01\n", 3, 3, "the frequency 1.01 is not"},
        {HEAD "TH01,7,\n", 3, 3, "is not a number"},
        {HEAD "THO1,6,0.5\n", 3, 2, "stands in row 2 already"},
        {HEAD ",6,0.5\n", 3, 1, "the locus is empty"},
        {HEAD "TH01,,0.5\n", 3, 2, "the allele is empty"},
        {"locus,allele,frequency\n", 0, 0, "no rows"},
        {"Allele,TH01,THO1\n6,0.5,0.5\n", 1, 3, "column 2 is the same locus"},
        {"Allele;TH01\n6;0,5\n", 2, 2, "\"0,5\" is not a number"},
    };
    CHECK_FAULTS(AG_FOLDER_FREQUENCIES, AG_ERROR, frequencies);
#undef HEAD
}

static void wide_and_long_tables_of_frequencies_agree(void **state) {
    (void)state;
    static const char *const text[] = {
        "locus,allele,frequency\nTH01,6,0.25\nPenta_D,6,0.5\nTH01,9.3,0.75\nPenta_D,9,0.5\n",
        "Allele\tTH01\tPenta_D\n6\t0.25\t0.5\n9\t\t0.5\n9.3\t0.75\t0\nN\t200\t200\n",
    };
    for (int i = 0; i < 2; i++) {
        ag_batch b;
        ag_diagnostics d;
        ag_error err = {0};
        assert_ok(parse_with(AG_FOLDER_FREQUENCIES, text[i], strlen(text[i]), &b, &d, &err), &err);
        assert_int_equal(b.frequencies, 4);
        double sum[2] = {0};
        for (int k = 0; k < 4; k++) sum[b.frequency[k].locus] += b.frequency[k].frequency;
        assert_relative(sum[0], 1, 1e-15);
        assert_relative(sum[1], 1, 1e-15);
        round_trips(&b);
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
    }
}

static void populations_are_kept_apart(void **state) {
    (void)state;
    static const char text[] = "population,locus,allele,count,frequency\nA,TH01,6,3,1\nB,TH01,6,4,1\nA,Penta D,9,1,1\n";
    ag_batch b;
    ag_diagnostics d;
    ag_error err = {0};
    assert_ok(parse_with(AG_FOLDER_FREQUENCIES, text, strlen(text), &b, &d, &err), &err);
    assert_true(ag_text_equal(b.frequency[1].population, AG_TEXT("B")));
    find(&d, AG_NOTE, "\"count\" is not used");
    round_trips(&b);
    ag_batch_deinit(&b);
    ag_diagnostics_deinit(&d);
}

/* ---- Case files ---------------------------------------------------------------------------------------------- */

#define PED                                                                                                            \
    "\"ped\":{\"id\":[\"1\",\"2\",\"3\"],\"father\":[null,null,\"1\"],\"mother\":[\"\",0,2],\"sex\":[1,\"F\",0]}"
#define MARKER "\"alleles\":[\"8\",\"9.3\"],\"freqs\":[0.4,0.6]"

static void a_likelihood_case_is_read(void **state) {
    (void)state;
    static const char line[] =
        "{\"id\":\"a4\"," PED "," MARKER
        ",\"xchrom\":true,\"theta\":0.02,\"founder_inbreeding\":{\"1\":0.25},\"twins\":[[\"2\",\"3\"]],"
        "\"dropout\":{\"3\":0.1},\"dropin\":0.01,\"silent\":0.001,\"mutation\":{\"spec\":{\"model\":\"stationary\","
        "\"base\":\"stepwise\","
        "\"rate\":{\"female\":0.1,\"male\":0.2},\"range\":0.1,\"rate2\":0,\"transform\":\"PM\"},\"female\":[[0.9,0.1],["
        "0,1]],\"male\":[[1,0],[0,1]]},"
        "\"genotypes\":{\"1\":[\"8\"],\"2\":[null,\"9.3\"],\"3\":\"8/?\"},\"loglik\":-1}";
    ag_arena arena;
    ag_case c;
    ag_error err = {0};
    ag_arena_init(&arena);
    assert_ok(ag_case_parse("f", 7, AG_TEXT(line), &arena, &c, &err), &err);
    assert_true(ag_text_equal(c.id, AG_TEXT("\"a4\"")));
    assert_int_equal(c.persons, 3);
    assert_int_equal(c.person[2].father, 0);
    assert_int_equal(c.person[2].mother, 1);
    assert_int_equal(c.person[0].mother, AG_NO_PERSON);
    assert_int_equal(c.person[1].sex, 'F');
    assert_int_equal(c.person[2].sex, 0);
    assert_int_equal(c.person[2].twin, 1);
    assert_int_equal(c.person[0].twin, AG_NO_PERSON);
    assert_relative(c.person[0].inbreeding, 0.25, 0);
    assert_true(isnan(c.person[0].dropout));
    assert_relative(c.person[2].dropout, 0.1, 0);
    const ag_case_marker *m = &c.marker[0];
    assert_true(m->x && m->has_mutation && c.missing == AG_NO_PERSON);
    assert_relative(m->silent_frequency, 0.001, 0);
    assert_true(ag_text_equal(m->mutation.male.model, AG_TEXT("stepwise")));
    assert_true(ag_text_equal(m->mutation.male.stabilise, AG_TEXT("PM")));
    assert_relative(m->mutation.male.rate, 0.2, 0);
    assert_relative(m->mutation.female.matrix[1], 0.1, 0);
    assert_int_equal(m->genotype[0].alleles, 1);
    assert_int_equal(m->genotype[1].alleles, 2);
    assert_true(ag_text_equal(m->genotype[1].first, AG_TEXT("9.3")) && m->genotype[1].second.n == 0);
    assert_true(ag_text_equal(m->genotype[2].cell, AG_TEXT("8/?")));
    ag_arena_deinit(&arena);
}

static void a_missing_person_case_is_read(void **state) {
    (void)state;
    static const char line[] =
        "{\"id\":3," PED
        ",\"missing\":\"3\",\"mutation\":{\"model\":\"equal\",\"rate\":0.01},\"markers\":[{\"name\":\"A\"," MARKER
        "},{\"name\":\"B\"," MARKER
        ",\"x\":true}],\"genotypes\":{\"1\":{\"A\":\"8/8\",\"B\":\"8\"}},\"poi\":{\"A\":\"8/9.3\"}}";
    ag_arena arena;
    ag_case c;
    ag_error err = {0};
    ag_arena_init(&arena);
    assert_ok(ag_case_parse("f", 1, AG_TEXT(line), &arena, &c, &err), &err);
    assert_int_equal(c.markers, 2);
    assert_int_equal(c.missing, 2);
    assert_true(!c.marker[0].x && c.marker[1].x);
    assert_true(ag_text_equal(c.marker[1].genotype[0].cell, AG_TEXT("8")));
    assert_true(ag_text_equal(c.marker[0].poi.cell, AG_TEXT("8/9.3")) && c.marker[1].poi.cell.n == 0);
    assert_relative(c.marker[1].mutation.female.rate, 0.01, 0);
    ag_arena_deinit(&arena);
}

static void faults_of_cases_name_line_and_key(void **state) {
    (void)state;
    static const struct {
        const char *line, *says;
    } trial[] = {
        {"{\"id\":1}", "ped: this is missing"},
        {"{\"ped\":{\"id\":[]}}", "ped.id: 0 persons"},
        {"{\"ped\":{\"id\":[\"1\",\"1\"]}}", "ped.id[1]: the id \"1\" stands there twice"},
        {"{\"ped\":{\"id\":[\"1\"],\"father\":[\"7\"],\"mother\":[null],\"sex\":[1]}}",
         "ped.father[0]: \"7\" is not a person"},
        {"{\"ped\":{\"id\":[\"1\"],\"father\":[],\"mother\":[null],\"sex\":[1]}}",
         "ped.father: 0 values; ped.id has 1"},
        {"{\"ped\":{\"id\":[\"1\"],\"father\":[null],\"mother\":[null],\"sex\":[3]}}", "ped.sex[0]: \"3\" is no sex"},
        {"{" PED "}", "genotypes: this is missing"},
        {"{" PED ",\"genotypes\":{},\"alleles\":[\"8\"],\"freqs\":[0.5,0.5]}", "freqs: 2 frequencies for 1 alleles"},
        {"{" PED ",\"genotypes\":{\"9\":[]}," MARKER "}", "genotypes.9: this is not a person"},
        {"{" PED ",\"genotypes\":{\"1\":[\"8\",\"8\",\"8\"]}," MARKER "}", "genotypes.1: 3 alleles"},
        {"{" PED ",\"genotypes\":{}," MARKER ",\"theta\":2}", "theta: 2 should be"},
        {"{" PED ",\"genotypes\":{}," MARKER ",\"silent\":\"12\"}", "silent: \"12\" is not among"},
        {"{" PED ",\"genotypes\":{}," MARKER ",\"twins\":[[\"1\",\"1\"]]}", "twins[0][1]: this person is named twice"},
        {"{" PED ",\"genotypes\":{}," MARKER ",\"mutation\":{\"female\":[[1]],\"male\":[[1]]}}",
         "mutation.female: 1 rows; there are 2"},
        {"{" PED ",\"genotypes\":{}," MARKER ",\"mutation\":{\"female\":[[1,0],[0,1]]}}",
         "mutation.male: give a matrix for each sex"},
        {"{" PED ",\"markers\":[]}", "markers: 0 markers"},
        {"{" PED ",\"markers\":[{}],\"missing\":\"x\"}", "missing: \"x\" is not a person"},
        {"{" PED ",\"missing\":1,\"markers\":[{\"name\":\"A\"," MARKER "}],\"genotypes\":{},\"poi\":{\"B\":\"8\"}}",
         "poi.B: this is not one of the markers"},
        {"nonsense", "this is not JSON"},
    };
    ag_arena arena;
    ag_arena_init(&arena);
    for (size_t i = 0; i < sizeof trial / sizeof *trial; i++) {
        ag_case c;
        ag_error err = {0};
        assert_status(ag_case_parse("f.jsonl", 12, ag_text_of(trial[i].line), &arena, &c, &err), AG_BAD_INPUT, &err);
        if (!strstr(err.what, trial[i].says)) fail_msg("it is said \"%s\", not \"%s\"", err.what, trial[i].says);
        assert_int_equal(err.row, 12);
        assert_string_equal(err.file, "f.jsonl");
    }
    ag_arena_deinit(&arena);
}

static void lines_are_read_one_by_one(void **state) {
    (void)state;
    const char *path = path_join(scratch_folder(), "c.jsonl");
    static const char text[] = "\xEF\xBB\xBF{}\r\n\n  \n[1]\n\n2";
    static const char *const expected[] = {"{}", "[1]", "2"};
    static const long row[] = {1, 4, 6};
    ag_case_reader r;
    ag_error err = {0};
    ag_text line;
    write_file(path, text, sizeof text - 1);
    assert_ok(ag_cases_open(path, &r, &err), &err);
    for (int i = 0; i < 3; i++) {
        assert_ok(ag_cases_next(&r, &line, &err), &err);
        assert_true(ag_text_equal(line, ag_text_of(expected[i])));
        assert_int_equal(r.row, row[i]);
    }
    assert_ok(ag_cases_next(&r, &line, &err), &err);
    assert_int_equal(line.n, 0);
    ag_cases_close(&r);
    assert_status(ag_cases_open(path_join(path, "x"), &r, &err), AG_ENVIRONMENT, &err);
}

static void a_line_of_a_case_file_has_a_cap(void **state) {
    (void)state;
    const char *path = path_join(scratch_folder(), "c.jsonl");
    for (int past = 0; past < 2; past++) {
        ag_case_reader r;
        ag_error err = {0};
        ag_text line;
        write_file(path, "{}\n", 3);
        assert_int_equal(truncate(path, 3 + AG_MAX_JSON_BYTES + past), 0);
        assert_ok(ag_cases_open(path, &r, &err), &err);
        assert_ok(ag_cases_next(&r, &line, &err), &err);
        assert_status(ag_cases_next(&r, &line, &err), past ? AG_BAD_INPUT : AG_OK, &err);
        if (past) assert_int_equal(err.row, 2);
        ag_cases_close(&r);
    }
}

/* ---- JSON writing -------------------------------------------------------------------------------------------- */

static void json_is_written_so_that_numbers_read_back(void **state) {
    (void)state;
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out};
    ag_json_open(&w, '{');
    ag_json_key(&w, AG_TEXT("a\"\\\n\x01"));
    ag_json_put_double(&w, 0.1);
    ag_json_key(&w, AG_TEXT("b"));
    ag_json_open(&w, '[');
    ag_json_put_double(&w, -INFINITY);
    ag_json_put_int(&w, -3);
    ag_json_put_bool(&w, true);
    ag_json_put_null(&w);
    ag_json_puts(&w, "Ж");
    ag_json_close(&w, ']');
    ag_json_key(&w, AG_TEXT("c"));
    ag_json_open(&w, '{');
    ag_json_close(&w, '}');
    ag_json_close(&w, '}');
    assert_string_equal(out.data, "{\"a\\\"\\\\\\n\\u0001\":0.1,\"b\":[\"-Inf\",-3,true,null,\"Ж\"],\"c\":{}}");
    ag_buffer_deinit(&out);
}

/* ---- Data of others ------------------------------------------------------------------------------------------ */

static void shared_incidents_are_read_and_written_without_a_finding(void **state) {
    (void)state;
    static const char *const folders[] = {"incident-a",
                                          "dvi/KETPchap481",
                                          "dvi/KETPchap484",
                                          "dvi/example1",
                                          "dvi/example2",
                                          "dvi/exclusionExample",
                                          "dvi/fire",
                                          "dvi/planecrash",
                                          "dvi/sim_20x20_mixed_equal",
                                          "dvi/sim_20x20_mixed_none",
                                          "dvi/symmetricSibs",
                                          "dvi-blind/KETPexer497",
                                          "dvi-blind/KETPexer498",
                                          "dvi-blind/grave",
                                          "dvi-blind/icmp",
                                          "dvi-blind/sim_100x100_mixed_equal",
                                          "dvi-blind/sim_20x20_mixed_proportional"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        ag_batch b;
        ag_diagnostics d;
        ag_error err = {0};
        ag_batch_init(&b);
        ag_diagnostics_init(&d);
        assert_ok(ag_folder_read(shared_path(folders[i]), 2, NULL, NULL, &b, &d, &err), &err);
        assert_int_equal(d.n, 0);
        assert_true(b.profiles && b.persons && b.frequencies);
        round_trips(&b);
        ag_batch_deinit(&b);
        ag_diagnostics_deinit(&d);
    }
}

static void shared_case_files_are_read(void **state) {
    (void)state;
    static const struct {
        const char *path;
        int cases;
    } file[] = {{"reference/likelihoods.jsonl", 291},
                {"reference/stepwise_hard.jsonl", 92},
                {"reference/missing_person.jsonl", 78}};
    ag_arena arena;
    ag_arena_init(&arena);
    for (size_t i = 0; i < 3; i++) {
        ag_case_reader r;
        ag_error err = {0};
        ag_text line;
        int n = 0;
        assert_ok(ag_cases_open(shared_path(file[i].path), &r, &err), &err);
        while (ag_cases_next(&r, &line, &err) == AG_OK && line.n) {
            ag_case c;
            ag_arena_reset(&arena);
            assert_ok(ag_case_parse(r.file, r.row, line, &arena, &c, &err), &err);
            n++;
        }
        assert_int_equal(n, file[i].cases);
        ag_cases_close(&r);
    }
    ag_arena_deinit(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locus_names_match_as_laboratories_write_them),
        cmocka_unit_test(text_of_every_known_encoding_is_read),
        cmocka_unit_test(binary_garbage_is_named_as_such),
        cmocka_unit_test(utf8_is_checked_to_the_last_byte),
        cmocka_unit_test(every_separator_and_line_end_is_read),
        cmocka_unit_test(quoted_cells_keep_what_is_in_them),
        cmocka_unit_test(rows_of_the_wrong_width_are_named_and_the_others_read),
        cmocka_unit_test(caps_stop_a_table_and_say_where),
        cmocka_unit_test(what_is_written_reads_back_cell_by_cell),
        cmocka_unit_test(what_cannot_be_read_is_named),
        cmocka_unit_test(a_line_of_two_gigabytes_costs_nothing),
        cmocka_unit_test(a_file_is_written_whole_or_not_at_all),
        cmocka_unit_test(an_incident_is_read_as_it_was_written_down),
        cmocka_unit_test(a_missing_file_or_column_has_a_remedy),
        cmocka_unit_test(another_programs_file_is_recognised),
        cmocka_unit_test(faults_of_samples_have_their_row_and_column),
        cmocka_unit_test(amelogenin_is_a_locus_without_frequencies),
        cmocka_unit_test(references_must_name_a_person_of_families),
        cmocka_unit_test(faults_of_families_have_their_row_and_column),
        cmocka_unit_test(a_family_has_a_largest_size),
        cmocka_unit_test(names_and_numbers_of_loci_have_a_cap),
        cmocka_unit_test(thousands_of_errors_are_counted_and_some_kept),
        cmocka_unit_test(words_of_sex_are_read_in_every_language_of_the_users),
        cmocka_unit_test(a_folder_reads_back_as_it_was_written),
        cmocka_unit_test(loci_keep_their_order_over_files_that_lack_some),
        cmocka_unit_test(a_folder_is_not_mixed_with_another),
        cmocka_unit_test(lineage_markers_are_read_for_samples_that_are_there),
        cmocka_unit_test(faults_of_lineage_markers_have_their_place),
        cmocka_unit_test(details_that_are_not_understood_are_warned_about_in_their_place),
        cmocka_unit_test(a_folder_on_disk_is_found_watched_or_missed),
        cmocka_unit_test(the_number_of_threads_changes_nothing),
        cmocka_unit_test(faults_of_parameters_name_their_key),
        cmocka_unit_test(faults_of_frequencies_have_their_row_and_column),
        cmocka_unit_test(wide_and_long_tables_of_frequencies_agree),
        cmocka_unit_test(populations_are_kept_apart),
        cmocka_unit_test(a_likelihood_case_is_read),
        cmocka_unit_test(a_missing_person_case_is_read),
        cmocka_unit_test(faults_of_cases_name_line_and_key),
        cmocka_unit_test(lines_are_read_one_by_one),
        cmocka_unit_test(a_line_of_a_case_file_has_a_cap),
        cmocka_unit_test(json_is_written_so_that_numbers_read_back),
        cmocka_unit_test(shared_incidents_are_read_and_written_without_a_finding),
        cmocka_unit_test(shared_case_files_are_read),
    };
    return cmocka_run_group_tests_name("native formats", tests, NULL, NULL);
}
