/* antigone calibrate: of the pairings with posterior p, the share that is right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "antigone/antigone.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/results.h"
#include "formats/json.h"
#include "incident/calibrate.h"
#include "report/calibration_page.h"

#include "base/banned.h"

enum { OUT, INCIDENTS, SEED, QUICK, KNOWN, LANGUAGE, THREADS, QUIET };
enum { DIGITS = 9 };

static const ag_option options[] = {
    {"--out", "DIR", "the folder for table, record, page and picture; made if need be", false},
    {"--incidents", "N", "simulated incidents of each case; default 100", false},
    {"--seed", "S", "the same seed gives the same bytes; default 1", false},
    {"--quick", NULL, "a few small incidents: seconds", false},
    {"--known", "INCIDENT", "also count this one: INCIDENT/truth.csv says who is who in it", false},
    {"--language", "WORD", "of the page: en, ko, ru, uk; default en", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--quiet", NULL, "no progress", false},
    {NULL, NULL, NULL, false},
};

typedef struct work {
    ag_calibrate_options how;
    ag_language language;
    bool quiet;
    const char *folder; /* NULL: the table alone */
    const char *known;  /* NULL: none */
    ag_loaded loaded;
    ag_diagnostics found;
    ag_file truth_file;
    ag_truth *truth; /* owned */
    ag_calibration result[AG_CALIBRATIONS];
} work;

static ag_status read_options(const ag_arguments *a, work *w, ag_error *err) {
    const ag_command *me = &ag_command_calibrate;
    uint64_t incidents = 0;
    w->how = a->value[QUICK] ? ag_calibrate_quick() : ag_calibrate_defaults();
    incidents = w->how.incidents;
    w->quiet = a->value[QUIET] != NULL;
    w->folder = a->value[OUT];
    w->known = a->value[KNOWN];
    ag_status status = ag_argument_run(me, a, THREADS, -1, &w->how.run, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, INCIDENTS, 1, 100000, &incidents, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, SEED, 0, INT64_MAX, &w->how.seed, err);
    w->how.incidents = (uint32_t)incidents;
    if (status == AG_OK && a->value[LANGUAGE] && !ag_language_parse(ag_text_of(a->value[LANGUAGE]), &w->language))
        return ag_fail(err, AG_USAGE, "one of en, ko, ru, uk", "--language %.40s is not known", a->value[LANGUAGE]);
    return status;
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static void put_count(ag_csv_writer *w, const ag_calibration_count *count) {
    const ag_interval share = ag_calibration_share(count);
    const bool any = count->pairings > 0;
    ag_csv_put_int(w, (int64_t)count->pairings);
    ag_output_number(w, count->expected, DIGITS);
    ag_csv_put_int(w, (int64_t)count->right);
    if (!any) {
        for (int i = 0; i < 5; i++) ag_csv_puts(w, "");
        return;
    }
    ag_output_number(w, ag_calibration_stated(count), DIGITS);
    ag_output_number(w, (double)count->right / (double)count->pairings, DIGITS);
    ag_output_number(w, share.low, DIGITS);
    ag_output_number(w, share.high, DIGITS);
    ag_csv_puts(w, ag_calibration_agrees(count) ? "yes" : "no");
}

static void format_shares(const work *w, ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "case,about,from,below,pairings,expected_right,right,mean_posterior,share,low,high,agrees\n");
    for (int c = 0; c < AG_CALIBRATIONS; c++)
        for (int a = 0; a < AG_ABOUTS; a++)
            for (int i = 0; i < AG_CALIBRATION_LEVELS && w->result[c].incidents; i++) {
                const ag_calibration_level level = ag_calibration_level_of(i);
                ag_csv_puts(&csv, ag_calibration_case_word((ag_calibration_case)c));
                ag_csv_puts(&csv, ag_calibration_about_word((ag_calibration_about)a));
                ag_output_number(&csv, level.low, DIGITS);
                if (isinf(level.high))
                    ag_csv_puts(&csv, "");
                else
                    ag_output_number(&csv, level.high, DIGITS);
                put_count(&csv, &w->result[c].count[a][i]);
                ag_csv_end_row(&csv);
            }
}

static void format_tails(const work *w, ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "case,lr,bound,unrelated_pairs,at_or_above,share,low,high,related_pairs,by_importance,"
                        "importance_low,importance_high\n");
    for (int c = 0; c < AG_CALIBRATIONS; c++) {
        const ag_calibration_tail *tail = &w->result[c].tail;
        for (int i = 0; i < AG_TAILS && w->result[c].incidents; i++) {
            const ag_interval share = ag_binomial_interval(tail->above[i], tail->unrelated, 0.95);
            ag_interval about;
            const double importance = ag_calibration_by_importance(tail, i, &about);
            const double number[] = {pow(10, i), pow(10, -i)};
            const double estimate[] = {importance, about.low, about.high};
            ag_csv_puts(&csv, ag_calibration_case_word((ag_calibration_case)c));
            for (int k = 0; k < 2; k++) ag_output_number(&csv, number[k], DIGITS);
            ag_csv_put_int(&csv, (int64_t)tail->unrelated);
            ag_csv_put_int(&csv, (int64_t)tail->above[i]);
            ag_output_number(&csv, (double)tail->above[i] / (double)tail->unrelated, DIGITS);
            ag_output_number(&csv, share.low, DIGITS);
            ag_output_number(&csv, share.high, DIGITS);
            ag_csv_put_int(&csv, (int64_t)tail->related);
            for (int k = 0; k < 3; k++) {
                if (ag_calibration_is_model((ag_calibration_case)c) && !isnan(estimate[k]))
                    ag_output_number(&csv, estimate[k], DIGITS);
                else
                    ag_csv_puts(&csv, "");
            }
            ag_csv_end_row(&csv);
        }
    }
}

static void put_key_int(ag_json_writer *w, const char *key, uint64_t value) {
    ag_json_key(w, ag_text_of(key));
    ag_json_put_int(w, (int64_t)value);
}

/* Sums over logarithms may differ in their last digits between machines. */
static void put_digits(ag_json_writer *w, double value) {
    char text[40];
    double rounded = 0;
    snprintf(text, sizeof text, "%.6g", value);
    ag_parse_double(ag_text_of(text), &rounded);
    ag_json_put_double(w, rounded);
}

static void format_record(const work *w, ag_buffer *out) {
    ag_json_writer json = {.out = out, .pretty = true};
    ag_json_open(&json, '{');
    ag_json_key(&json, AG_TEXT("program"));
    ag_json_puts(&json, "antigone " AG_VERSION);
    put_key_int(&json, "seed", w->how.seed);
    put_key_int(&json, "incidents", w->how.incidents);
    put_key_int(&json, "families", w->how.families);
    put_key_int(&json, "remains", w->how.remains);
    put_key_int(&json, "others", w->how.others);
    ag_json_key(&json, AG_TEXT("cases"));
    ag_json_open(&json, '{');
    for (int c = 0; c < AG_CALIBRATIONS; c++) {
        if (!w->result[c].incidents) continue;
        ag_json_key(&json, ag_text_of(ag_calibration_case_word((ag_calibration_case)c)));
        ag_json_open(&json, '{');
        put_key_int(&json, "incidents", w->result[c].incidents);
        put_key_int(&json, "solved_exactly", w->result[c].exact);
        ag_json_key(&json, AG_TEXT("left_out_at_most"));
        put_digits(&json, w->result[c].bound);
        put_key_int(&json, "remains", w->result[c].remains);
        put_key_int(&json, "bodies", w->result[c].bodies);
        put_key_int(&json, "missing", w->result[c].missing);
        ag_json_close(&json, '}');
    }
    ag_json_close(&json, '}');
    ag_json_close(&json, '}');
    ag_buffer_putc(out, '\n');
}

static ag_status save(const work *w, ag_error *err) {
    ag_result_file file[] = {{"calibration.csv", {0}},
                             {"lr_tail.csv", {0}},
                             {"calibration.json", {0}},
                             {"calibration.html", {0}},
                             {"calibration.svg", {0}}};
    const size_t files = sizeof file / sizeof *file;
    format_shares(w, &file[0].bytes);
    format_tails(w, &file[1].bytes);
    format_record(w, &file[2].bytes);
    ag_status status = ag_report_calibration(&w->how, w->result, w->language, &file[3].bytes, err);
    if (status == AG_OK) status = ag_report_calibration_picture(w->result, w->language, &file[4].bytes, err);
    if (status == AG_OK) status = ag_results_save(w->folder, file, files, err);
    for (size_t i = 0; i < files; i++) ag_buffer_deinit(&file[i].bytes);
    return status;
}

/* ---- The table --------------------------------------------------------------------------------------------------- */

static void print_share(const char *what, const ag_calibration_count *count) {
    const ag_interval share = ag_calibration_share(count);
    if (!count->pairings)
        printf("  %-16s %9d\n", what, 0);
    else
        printf("  %-16s %9llu %12.4f %9llu   %.6f   %.6f  %.6f – %.6f%s\n", what, (unsigned long long)count->pairings,
               count->expected, (unsigned long long)count->right, ag_calibration_stated(count),
               (double)count->right / (double)count->pairings, share.low, share.high,
               ag_calibration_agrees(count) ? "" : "  outside");
}

static void print_tail(const ag_calibration_tail *tail, bool model) {
    printf("  %-16s %9s %12s %22s\n", "LR at least", "pairs", "1/LR", model ? "share, by importance" : "share");
    for (int i = 0; i < AG_TAILS; i++) {
        ag_interval about;
        const double by = ag_calibration_by_importance(tail, i, &about);
        printf("  %-16.0f %9llu %12.0e %10.2e", pow(10, i), (unsigned long long)tail->above[i], pow(10, -i),
               (double)tail->above[i] / (double)tail->unrelated);
        if (model && !isnan(by))
            printf("   %.2e\n", by);
        else
            printf("\n");
    }
}

static void print_case(const work *w, ag_calibration_case which) {
    const ag_calibration *c = &w->result[which];
    printf(
        "%s: %llu incidents with %llu remains and %llu missing persons; %llu solved exactly, at most %.1e left out\n",
        ag_calibration_case_word(which), (unsigned long long)c->incidents, (unsigned long long)c->remains,
        (unsigned long long)c->missing, (unsigned long long)c->exact, c->bound);
    printf("  %-16s %9s %12s %9s   %8s   %8s  %s\n", "posterior", "pairings", "expected", "right", "stated", "share",
           "95 % interval");
    for (int i = 0; i < AG_CALIBRATION_LEVELS; i++) {
        const ag_calibration_level level = ag_calibration_level_of(i);
        char what[40];
        if (isinf(level.high))
            snprintf(what, sizeof what, "at least %g", level.low);
        else
            snprintf(what, sizeof what, "%g to %g", level.low, level.high);
        if (i != AG_BINS - 1) print_share(what, &c->count[AG_ABOUT_ALL][i]); /* the same as "at least 0.9999" */
    }
    printf("  at least 0.5, by kind of family, quality, and what is claimed:\n");
    for (int a = AG_ABOUT_ALL + 1; a < AG_ABOUTS; a++)
        print_share(ag_calibration_about_word((ag_calibration_about)a), &c->count[a][AG_BINS]);
    print_tail(&c->tail, ag_calibration_is_model(which));
    printf("\n");
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

/* The incident that the user knows, and who is who in it; *err is empty when the findings were printed. */
static ag_status load_known(work *w, ag_error *err) {
    char path[4096];
    ag_status status = ag_load_incident(w->known, w->how.run.threads, w->quiet, &w->loaded, &w->found, err);
    if (status != AG_OK) return status;
    const int n = snprintf(path, sizeof path, "%s/truth.csv", w->known);
    if (n < 0 || (size_t)n >= sizeof path)
        return ag_fail(err, AG_USAGE, "use a shorter one", "the folder's name is too long");
    w->truth = calloc((size_t)w->loaded.incident->search.remains + 1, sizeof *w->truth);
    if (!w->truth) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    status = ag_file_read(path, "truth.csv", true, &w->truth_file, err);
    if (status != AG_OK) return status;
    ag_diagnostics_deinit(&w->found);
    ag_diagnostics_init(&w->found);
    status = ag_truth_parse(&w->truth_file, w->loaded.incident, w->truth, &w->found, err);
    ag_print_findings(&w->found, w->quiet);
    if (w->found.errors) err->what[0] = 0;
    w->how.given = w->loaded.incident;
    w->how.truth = w->truth;
    return status;
}

static ag_status work_through(work *w, ag_error *err) {
    ag_progress progress;
    if (w->known) {
        const ag_status status = load_known(w, err);
        if (status != AG_OK) return status;
    }
    ag_progress_init(&progress, "calibrating", w->quiet);
    w->how.run.progress = ag_progress_show;
    w->how.run.context = &progress;
    ag_status status = ag_calibrate(&w->how, w->result, err);
    ag_progress_end(&progress);
    w->how.run.progress = NULL;
    w->how.run.context = NULL;
    if (status == AG_OK && w->folder) status = save(w, err);
    for (int c = 0; c < AG_CALIBRATIONS && status == AG_OK; c++)
        if (w->result[c].incidents) print_case(w, (ag_calibration_case)c);
    return status == AG_OK ? ag_finish_output(err) : status;
}

static ag_status run_calibrate(const ag_arguments *arguments, ag_error *err) {
    work w = {0};
    bool made = false;
    ag_status status = read_options(arguments, &w, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&w.found);
    ag_interrupt_catch();
    if (w.folder) status = ag_folder_make(w.folder, &made, err);
    if (status == AG_OK) status = work_through(&w, err);
    if (status != AG_OK && made) rmdir(w.folder);
    ag_loaded_deinit(&w.loaded);
    ag_diagnostics_deinit(&w.found);
    ag_file_deinit(&w.truth_file);
    free(w.truth);
    return status;
}

const ag_command ag_command_calibrate = {
    .name = "calibrate",
    .summary = "is a posterior what it says? Simulated incidents, decided, and compared with the truth",
    .option = options,
    .help =
        "Simulates incidents under the model and under what breaks it (another theta, another population, false\n"
        "fathers, unlisted relatives), decides each as `identify` does and compares with the truth: of the pairings "
        "with\n"
        "posterior p, the share that is right, with its 95 % interval (Clopper and Pearson), by kind of family and by\n"
        "quality; and how often unrelated people reach a likelihood ratio. Parts that are taken for one body count "
        "once.\n"
        "Under the model the stated posterior lies in the interval. Prints a table; --out also writes "
        "calibration.csv,\n"
        "lr_tail.csv, calibration.json, calibration.html and calibration.svg.",
    .examples = "  antigone calibrate --quick\n"
                "  antigone calibrate --incidents 500 --seed 7 --out out/calibration\n"
                "  antigone calibrate --quick --known exercise-2023",
    .run = run_calibrate,
};
