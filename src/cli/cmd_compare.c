/* antigone compare: two sides' lists, line against line. */
#include <stdio.h>

#include "base/date.h"
#include "cli/output.h"
#include "formats/json.h"
#include "formats/two_lists.h"

#include "base/banned.h"

enum { FROM, TO, DATES, HANDOVER, OUT };

static const ag_option options[] = {
    {"--from", "WHO", "lines of this sender alone", false},
    {"--to", "WHO", "lines of this receiver alone", false},
    {"--dates", "FROM/TO", "lines of these days alone: 2025-06-11/2025-06-16", false},
    {"--handover", "SUBJECT", "with --out: also the differences as notes of this handover, to be signed", false},
    {"--out", "DIR", "both lists side by side, as a table", false},
    {NULL, NULL, NULL, false},
};

static const char *const side_name[] = {"ours", "theirs"};

static void print_summary(const ag_two_lists *lists) {
    const long long ours = lists->side[0].bodies, theirs = lists->side[1].bodies;
    printf("          lines    bodies   alone  bodies in them\n");
    for (int s = 0; s < 2; s++) {
        const ag_side *side = &lists->side[s];
        printf("%-7s %7d %9lld %7d %15lld\n", side_name[s], side->lines, (long long)side->bodies, side->alone,
               (long long)side->alone_bodies);
    }
    printf("\n%d lines stand in both; in %d of them the numbers of bodies differ.\n", lists->pairs, lists->differing);
    if (ours == theirs)
        puts("Both lists add up to the same.");
    else
        printf("Ours adds up to %lld, theirs to %lld: %s says %lld more.\n", ours, theirs,
               ours > theirs ? "ours" : "theirs", ours > theirs ? ours - theirs : theirs - ours);
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static void put_side(ag_csv_writer *w, const ag_list_line *line) {
    const ag_list_line none = {.number = {"", 0}};
    const ag_list_line *l = line ? line : &none;
    if (line)
        ag_csv_put_int(w, line->row);
    else
        ag_csv_puts(w, "");
    ag_csv_put(w, l->number.n ? l->number : l->foreign);
    ag_csv_put(w, l->seal);
    ag_csv_put(w, l->date);
    if (line)
        ag_csv_put_int(w, line->bodies);
    else
        ag_csv_puts(w, "");
}

static void put_row(ag_csv_writer *w, const ag_list_line *ours, const ag_list_line *theirs) {
    ag_csv_puts(w, ours && theirs ? ag_list_key_name(ours->by) : "");
    put_side(w, ours);
    put_side(w, theirs);
    ag_csv_put_int(w, (ours ? ours->bodies : 0) - (theirs ? theirs->bodies : 0));
    ag_csv_end_row(w);
}

static void put_table(const ag_two_lists *lists, ag_buffer *out) {
    static const char *const column[] = {
        "paired_by",    "our_row",    "our_number", "our_seal",     "our_date",   "our_bodies", "their_row",
        "their_number", "their_seal", "their_date", "their_bodies", "difference", NULL};
    const ag_side *ours = &lists->side[0], *theirs = &lists->side[1];
    ag_csv_writer w = {.out = out};
    for (int i = 0; column[i]; i++) ag_csv_puts(&w, column[i]);
    ag_csv_end_row(&w);
    for (int i = 0; i < ours->lines; i++)
        put_row(&w, &ours->line[i], ours->line[i].other < 0 ? NULL : &theirs->line[ours->line[i].other]);
    for (int i = 0; i < theirs->lines; i++)
        if (theirs->line[i].other < 0) put_row(&w, NULL, &theirs->line[i]);
}

/* A line for `antigone do --batch`. We are the receiver: what the sender says is theirs. */
static void put_note(const char *handover, int64_t ours, int64_t theirs, ag_buffer *out) {
    ag_buffer quoted = {0};
    ag_json_writer w = {.out = &quoted};
    ag_json_puts(&w, handover);
    ag_buffer_printf(out,
                     "{\"action\":\"discrepancy.note\",\"fields\":{\"handover\":%s,\"type\":\"count-differs\","
                     "\"sender_says\":\"%lld\",\"receiver_says\":\"%lld\"}}\n",
                     quoted.data ? quoted.data : "\"\"", (long long)theirs, (long long)ours);
    if (quoted.failed) out->failed = true;
    ag_buffer_deinit(&quoted);
}

/* Of each line in which both differ; of the totals, where no line shows why they do. */
static void put_notes(const ag_two_lists *lists, const char *handover, ag_buffer *out) {
    const ag_side *ours = &lists->side[0], *theirs = &lists->side[1];
    for (int i = 0; i < ours->lines; i++) {
        const int other = ours->line[i].other;
        if (other >= 0 && ours->line[i].bodies != theirs->line[other].bodies)
            put_note(handover, ours->line[i].bodies, theirs->line[other].bodies, out);
    }
    if (!lists->differing && ours->bodies != theirs->bodies) put_note(handover, ours->bodies, theirs->bodies, out);
}

static ag_status write_into(const char *folder, const char *name, ag_buffer *text, ag_error *err) {
    ag_buffer path = {0};
    ag_buffer_printf(&path, "%s/%s", folder, name);
    ag_status status = path.failed || text->failed
                           ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory")
                           : ag_file_write(path.data, text->data ? text->data : "", text->n, err);
    if (status == AG_OK) printf("%s\n", path.data);
    ag_buffer_deinit(&path);
    ag_buffer_deinit(text);
    return status;
}

static ag_status write_files(const ag_arguments *a, const ag_two_lists *lists, ag_error *err) {
    ag_buffer table = {0}, notes = {0};
    const char *folder = a->value[OUT];
    if (!folder) return AG_OK;
    ag_status status = ag_folder_make(folder, NULL, err);
    if (status != AG_OK) return status;
    put_table(lists, &table);
    putchar('\n');
    status = write_into(folder, "comparison.csv", &table, err);
    if (status != AG_OK || !a->value[HANDOVER]) return status;
    put_notes(lists, a->value[HANDOVER], &notes);
    return write_into(folder, "notes.jsonl", &notes, err);
}

/* ---- Together ------------------------------------------------------------------------------------------------- */

static bool agree(const ag_two_lists *l) {
    return !l->differing && !l->side[0].alone && !l->side[1].alone && l->side[0].bodies == l->side[1].bodies;
}

static ag_status compare(const ag_arguments *a, ag_file *ours, ag_file *theirs, ag_error *err) {
    const ag_list_filter filter = {ag_text_of(a->value[FROM]), ag_text_of(a->value[TO]), ag_text_of(a->value[DATES])};
    ag_two_lists lists;
    ag_diagnostics findings;
    ag_arena arena;
    ag_arena_init(&arena);
    ag_diagnostics_init(&findings);
    ag_status status = ag_two_lists_read(ours, theirs, &filter, &arena, &lists, &findings, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    if (status == AG_OK) {
        print_summary(&lists);
        status = write_files(a, &lists, err);
    }
    if (status == AG_OK) status = ag_finish_output(err);
    if (status == AG_OK && !agree(&lists)) status = AG_FINDINGS;
    ag_diagnostics_deinit(&findings);
    ag_arena_deinit(&arena);
    return status;
}

static ag_status run_compare(const ag_arguments *arguments, ag_error *err) {
    ag_file file[2] = {{0}, {0}};
    ag_date dates;
    const char *given = arguments->value[DATES];
    if (given && !ag_date_parse_edtf(ag_text_of(given), &dates))
        return ag_fail(err, AG_USAGE, "2025-06-16, 2025-06, or 2025-06-11/2025-06-16", "--dates: \"%.60s\" is no date",
                       given);
    ag_status status = AG_OK;
    for (int s = 0; s < 2 && status == AG_OK; s++)
        status = ag_file_read(arguments->operand[s], arguments->operand[s], true, &file[s], err);
    if (status == AG_OK) status = compare(arguments, &file[0], &file[1], err);
    for (int s = 0; s < 2; s++) ag_file_deinit(&file[s]);
    return status;
}

const ag_command ag_command_compare = {
    .name = "compare",
    .summary = "two sides' lists of a handover, of graves or of prisoners, line against line",
    .operand = {"OURS", "THEIRS"},
    .option = options,
    .help =
        "Pairs the lines of two tables by number (either side's), by seal, and by day and direction where both have\n"
        "one line for it. Says what only one side has, and what both totals are. Columns: number, foreign_number,\n"
        "seal, date, from, to, bodies. Exits with 5 when the lists differ. comparison.record keeps the result in a\n"
        "casebook, as claims of either side.",
    .examples = "  antigone compare ours.csv theirs.csv\n"
                "  antigone compare ours.csv theirs.csv --from RU --to UA --dates 2025-06-11/2025-06-16 --out out\n"
                "  antigone compare ours.csv theirs.csv --out out --handover handover:odesa-3-1",
    .run = run_compare,
};
