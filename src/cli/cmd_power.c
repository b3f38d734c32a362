/* antigone power: how far the DNA at hand can carry, and which relatives to ask next. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/source.h"
#include "formats/json.h"
#include "incident/power.h"
#include "report/power_page.h"

#include "base/banned.h"

enum {
    FAMILY = AG_SESSION_FIRST,
    BUDGET,
    SIMULATIONS,
    SEED,
    POSTERIOR,
    ASSUME_LIVING,
    CSV,
    RELATIVES,
    HTML,
    LANGUAGE,
    JSON,
    THREADS,
    QUIET
};
enum { ROWS_SHOWN = 20, NAME_COLUMNS = 18, DIGITS = 12 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--family", "F", "this family alone; all by default", false},
    {"--budget", "K", "samples that can be taken, at most 10000; default 10", false},
    {"--simulations", "N", "draws for each missing person; default 1000", false},
    {"--seed", "S", "the same seed gives the same answer; default 1", false},
    {"--posterior", "P", "of an identification; default that of incident.json, else 0.9995", false},
    {"--assume-living", NULL, "everybody untyped can be asked, but for living = no", false},
    {"--csv", "FILE", "a row for each missing person", false},
    {"--relatives", "FILE", "a row for each relative, in the order in which to ask", false},
    {"--html", "FILE", "a page to read, with pictures", false},
    {"--language", "WORD", "of the page: en, ko, ru, uk; default en", false},
    {"--json", NULL, "print JSON instead of tables", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--quiet", NULL, "neither progress nor notes", false},
    {NULL, NULL, NULL, false},
};

/* One run, from arguments to files. */
typedef struct work {
    const ag_arguments *arguments;
    bool quiet;
    ag_language language;
    ag_power_options how;
    ag_diagnostics found;
    ag_loaded loaded;
    ag_power_result result;
} work;

static ag_status read_options(work *w, ag_error *err) {
    const ag_command *me = &ag_command_power;
    const ag_arguments *a = w->arguments;
    uint64_t budget = 10, simulations = 1000;
    w->how = (ag_power_options){.family = -1, .posterior = NAN, .seed = 1};
    w->quiet = a->value[QUIET] != NULL;
    w->how.assume_living = a->value[ASSUME_LIVING] != NULL;
    ag_status status = ag_argument_run(me, a, THREADS, -1, &w->how.run, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, BUDGET, 0, AG_POWER_MOST_BUDGET, &budget, err);
    if (status == AG_OK)
        status = ag_argument_uint64(me, a, SIMULATIONS, 1, AG_POWER_MOST_SIMULATIONS, &simulations, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, SEED, 0, INT64_MAX, &w->how.seed, err);
    if (status == AG_OK) status = ag_argument_double(me, a, POSTERIOR, 1e-6, 1, &w->how.posterior, err);
    w->how.budget = (int)budget;
    w->how.simulations = (int)simulations;
    if (status == AG_OK && a->value[LANGUAGE] && !ag_language_parse(ag_text_of(a->value[LANGUAGE]), &w->language))
        return ag_fail(err, AG_USAGE, "one of en, ko, ru, uk", "--language %.40s is not known", a->value[LANGUAGE]);
    return status;
}

/* ---- The family asked for ------------------------------------------------------------------------------------ */

static ag_status refuse_family(const ag_incident *in, const char *given, ag_error *err) {
    const size_t n = (size_t)in->search.families;
    const char **name = calloc(n + 1, sizeof *name);
    ag_arena arena;
    ag_arena_init(&arena);
    for (size_t f = 0; name && f < n; f++) {
        name[f] = ag_arena_text(&arena, in->family[f].id.at, in->family[f].id.n);
        if (!name[f]) name[f] = "";
    }
    const char *nearest = name ? ag_nearest_word(given, name, n) : NULL;
    char hint[120];
    snprintf(hint, sizeof hint, nearest ? "did you mean %.80s?" : "families.csv lists the families", nearest);
    const ag_status status = ag_fail(err, AG_USAGE, hint, "there is no family \"%.80s\"", given);
    ag_arena_deinit(&arena);
    free(name);
    return status;
}

static ag_status find_family(work *w, ag_error *err) {
    const ag_incident *in = w->loaded.incident;
    const char *given = w->arguments->value[FAMILY];
    if (!given) return AG_OK;
    int f = 0;
    while (f < in->search.families && !ag_text_equal(in->family[f].id, ag_text_of(given))) f++;
    if (f == in->search.families) return refuse_family(in, given, err);
    if (!in->search.family[f].missings)
        return ag_fail(err, AG_USAGE, "missing = yes in families.csv for each person who is looked for",
                       "nobody is missing in the family \"%.80s\"", given);
    w->how.family = f;
    return AG_OK;
}

/* ---- Tables on the screen ------------------------------------------------------------------------------------ */

static double log10_of(double ln) { return ln / log(10); }

static const char *person_name(const ag_incident *in, int family, int person, char out[2 * NAME_COLUMNS]) {
    const ag_incident_family *f = &in->family[family];
    const int n = snprintf(out, 2 * NAME_COLUMNS, "%.*s:%.*s", (int)f->id.n, f->id.at, (int)f->person[person].id.n,
                           f->person[person].id.at);
    if (n > NAME_COLUMNS) snprintf(out + NAME_COLUMNS - 1, 4, "\xE2\x80\xA6");
    return out;
}

/* Right-aligned in `width`, whatever it is. */
static void print_log10(double ln, int width) {
    const double value = log10_of(ln);
    if (isinf(value))
        printf("%*s", width, value < 0 ? "-Inf" : "Inf");
    else
        printf("%*.2f", width, value + 0.0);
}

static void print_spread(const ag_power_spread *s, int width) {
    print_log10(s->mean_ln, 7);
    print_log10(s->low_ln, width);
    print_log10(s->median_ln, width);
    print_log10(s->high_ln, width);
}

typedef struct by_reach {
    double reach;
    size_t place;
} by_reach;

static int compare_reach(const void *a, const void *b) {
    const by_reach *x = a, *y = b;
    if (x->reach < y->reach || x->reach > y->reach) return x->reach < y->reach ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static void print_missing(const work *w, const by_reach *order, size_t shown) {
    const ag_power_result *r = &w->result;
    char name[2 * NAME_COLUMNS];
    printf("%*slog10 LR if found            of somebody unrelated\n"
           "%-*s   mean    5%%   50%%   95%%   mean     5%%    50%%    95%%  reaches\n",
           NAME_COLUMNS + 4, "", NAME_COLUMNS, "missing person");
    for (size_t k = 0; k < shown; k++) {
        const ag_power_missing *m = &r->missing[order[k].place];
        const int person = w->loaded.incident->search.family[m->family].missing[m->missing];
        const char *shown_name = person_name(w->loaded.incident, m->family, person, name);
        const size_t bytes = strlen(shown_name);
        printf("%s%*s", shown_name, bytes < NAME_COLUMNS ? NAME_COLUMNS - (int)bytes : 0, "");
        if (!m->possible) {
            puts("  the family is impossible under the mutation model");
            continue;
        }
        print_spread(&m->found, 6);
        print_spread(&m->unrelated, 7);
        printf(" %6.1f %%\n", floor(1000 * m->reach + 1e-9) / 10); /* 100 % only of all draws */
    }
    if (r->missings > shown)
        printf("These are the %zu furthest from the threshold, of %zu; --csv writes all.\n", shown, r->missings);
}

static ag_status print_all_missing(const work *w, ag_error *err) {
    const ag_power_result *r = &w->result;
    by_reach *order = calloc(r->missings + 1, sizeof *order);
    if (!order) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (size_t k = 0; k < r->missings; k++) order[k] = (by_reach){r->missing[k].reach, k};
    const bool many = r->missings > ROWS_SHOWN;
    if (many) qsort(order, r->missings, sizeof *order, compare_reach);
    print_missing(w, order, many ? ROWS_SHOWN : r->missings);
    free(order);
    return AG_OK;
}

static void print_relatives(const work *w) {
    const ag_power_result *r = &w->result;
    char name[2 * NAME_COLUMNS];
    const size_t shown = r->relatives < ROWS_SHOWN || w->arguments->value[BUDGET] ? r->relatives : ROWS_SHOWN;
    printf("\nWhom to ask, in this order:\n      %-*s  adds identifications  adds log10 LR  then expected\n",
           NAME_COLUMNS, "relative");
    for (size_t k = 0; k < shown; k++) {
        const ag_power_relative *p = &r->relative[k];
        const char *shown_name = person_name(w->loaded.incident, p->family, p->person, name);
        const size_t bytes = strlen(shown_name);
        printf("%4zu  %s%*s  %20.3f ", k + 1, shown_name, bytes < NAME_COLUMNS ? NAME_COLUMNS - (int)bytes : 0, "",
               p->identifications);
        print_log10(p->lr_ln, 14);
        printf(" %14.2f\n", p->expected);
    }
}

static ag_status print_tables(const work *w, ag_error *err) {
    const ag_power_result *r = &w->result;
    const ag_incident *in = w->loaded.incident;
    printf("Threshold: posterior %.10g %%, pool %.0f (%.0f listed and %.0f others%s): LR >= ", 100 * r->threshold,
           r->pool, in->listed, in->others, in->others_assumed ? ", assumed" : "");
    printf("%.3g.\n", exp(r->needed_ln));
    printf("Somebody unrelated reaches it with chance %.2g or less. %d draws for each person.\n\n",
           fmin(1, exp(-r->needed_ln)), r->simulations);
    const ag_status status = print_all_missing(w, err);
    if (status != AG_OK) return status;
    printf("\nIdentifications expected if all are found: %.2f of %zu.\n", r->expected, r->missings);
    if (r->relatives) print_relatives(w);
    if (r->relatives < r->candidates)
        printf("%s%zu relatives could be asked; ", r->relatives ? "" : "\n", r->candidates);
    if (r->relatives < r->candidates && r->relatives == (size_t)w->how.budget)
        printf("the budget was %d.\n", w->how.budget);
    else if (r->relatives < r->candidates)
        puts("the others are not needed.");
    return AG_OK;
}

/* ---- JSON ---------------------------------------------------------------------------------------------------- */

static void put_number(ag_json_writer *w, const char *key, double value) {
    ag_json_key(w, ag_text_of(key));
    ag_json_put_double(w, value);
}

static void put_name(ag_json_writer *w, const ag_incident *in, int family, const char *key, int person) {
    ag_json_key(w, AG_TEXT("family"));
    ag_json_put_text(w, in->family[family].id);
    ag_json_key(w, ag_text_of(key));
    ag_json_put_text(w, in->family[family].person[person].id);
}

static void put_spread(ag_json_writer *w, const char *key, const ag_power_spread *s) {
    ag_json_key(w, ag_text_of(key));
    ag_json_open(w, '{');
    put_number(w, "mean", log10_of(s->mean_ln));
    put_number(w, "deviation", log10_of(s->deviation_ln));
    put_number(w, "q05", log10_of(s->low_ln));
    put_number(w, "median", log10_of(s->median_ln));
    put_number(w, "q95", log10_of(s->high_ln));
    ag_json_close(w, '}');
}

static void put_missing(ag_json_writer *w, const ag_incident *in, const ag_power_missing *m) {
    ag_json_open(w, '{');
    put_name(w, in, m->family, "missing", in->search.family[m->family].missing[m->missing]);
    ag_json_key(w, AG_TEXT("possible"));
    ag_json_put_bool(w, m->possible);
    if (m->possible) {
        put_spread(w, "lr_log10_found", &m->found);
        put_spread(w, "lr_log10_unrelated", &m->unrelated);
        put_number(w, "reach", m->reach);
        put_number(w, "reach_unrelated", m->reach_unrelated);
    }
    ag_json_close(w, '}');
}

static void put_relative(ag_json_writer *w, const ag_incident *in, const ag_power_relative *p, size_t rank) {
    ag_json_open(w, '{');
    ag_json_key(w, AG_TEXT("rank"));
    ag_json_put_int(w, (int64_t)rank);
    put_name(w, in, p->family, "person", p->person);
    put_number(w, "identifications", p->identifications);
    put_number(w, "lr_log10", log10_of(p->lr_ln));
    put_number(w, "alone_identifications", p->alone_identifications);
    put_number(w, "alone_lr_log10", log10_of(p->alone_lr_ln));
    put_number(w, "expected", p->expected);
    ag_json_close(w, '}');
}

static void put_json(const work *job, ag_buffer *out) {
    const ag_power_result *r = &job->result;
    const ag_incident *in = job->loaded.incident;
    ag_json_writer w = {.out = out, .pretty = true};
    ag_json_open(&w, '{');
    put_number(&w, "posterior", r->threshold);
    put_number(&w, "pool", r->pool);
    ag_json_key(&w, AG_TEXT("others_assumed"));
    ag_json_put_bool(&w, in->others_assumed);
    put_number(&w, "needed_lr_log10", log10_of(r->needed_ln));
    put_number(&w, "reach_unrelated_bound", fmin(1, exp(-r->needed_ln)));
    put_number(&w, "simulations", r->simulations);
    put_number(&w, "seed", (double)job->how.seed);
    put_number(&w, "expected", r->expected);
    ag_json_key(&w, AG_TEXT("living_stated"));
    ag_json_put_bool(&w, r->living_stated);
    put_number(&w, "candidates", (double)r->candidates);
    ag_json_key(&w, AG_TEXT("missing"));
    ag_json_open(&w, '[');
    for (size_t k = 0; k < r->missings; k++) put_missing(&w, in, &r->missing[k]);
    ag_json_close(&w, ']');
    ag_json_key(&w, AG_TEXT("relatives"));
    ag_json_open(&w, '[');
    for (size_t k = 0; k < r->relatives; k++) put_relative(&w, in, &r->relative[k], k + 1);
    ag_json_close(&w, ']');
    ag_json_close(&w, '}');
}

static ag_status print_json(const work *w, ag_error *err) {
    ag_buffer out;
    ag_buffer_init(&out);
    put_json(w, &out);
    const bool failed = out.failed;
    if (!failed) fwrite(out.data, 1, out.n, stdout);
    ag_buffer_deinit(&out);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}

/* ---- Files --------------------------------------------------------------------------------------------------- */

static void write_spread(ag_csv_writer *w, const ag_power_spread *s) {
    ag_output_number(w, log10_of(s->mean_ln), DIGITS);
    ag_output_number(w, log10_of(s->deviation_ln), DIGITS);
    ag_output_number(w, log10_of(s->low_ln), DIGITS);
    ag_output_number(w, log10_of(s->median_ln), DIGITS);
    ag_output_number(w, log10_of(s->high_ln), DIGITS);
}

static ag_status write_missing(const work *w, ag_buffer *out, ag_error *err) {
    const ag_power_result *r = &w->result;
    const ag_incident *in = w->loaded.incident;
    const ag_power_spread nothing = {NAN, NAN, NAN, NAN, NAN};
    ag_csv_writer csv = {.out = out};
    (void)err;
    ag_buffer_puts(out, "family,missing,found_lr_log10_mean,found_lr_log10_deviation,found_lr_log10_q05,"
                        "found_lr_log10_median,found_lr_log10_q95,unrelated_lr_log10_mean,"
                        "unrelated_lr_log10_deviation,unrelated_lr_log10_q05,unrelated_lr_log10_median,"
                        "unrelated_lr_log10_q95,needed_lr_log10,reach,reach_unrelated,reach_unrelated_bound\n");
    for (size_t k = 0; k < r->missings; k++) {
        const ag_power_missing *m = &r->missing[k];
        ag_csv_put(&csv, in->family[m->family].id);
        ag_csv_put(&csv, in->family[m->family].person[in->search.family[m->family].missing[m->missing]].id);
        write_spread(&csv, m->possible ? &m->found : &nothing);
        write_spread(&csv, m->possible ? &m->unrelated : &nothing);
        ag_output_number(&csv, log10_of(r->needed_ln), DIGITS);
        ag_output_number(&csv, m->reach, DIGITS);
        ag_output_number(&csv, m->reach_unrelated, DIGITS);
        ag_output_number(&csv, fmin(1, exp(-r->needed_ln)), DIGITS);
        ag_csv_end_row(&csv);
    }
    return AG_OK;
}

static ag_status write_relatives(const work *w, ag_buffer *out, ag_error *err) {
    const ag_power_result *r = &w->result;
    const ag_incident *in = w->loaded.incident;
    ag_csv_writer csv = {.out = out};
    (void)err;
    ag_buffer_puts(out, "rank,family,person,identifications,lr_log10,alone_identifications,alone_lr_log10,expected\n");
    for (size_t k = 0; k < r->relatives; k++) {
        const ag_power_relative *p = &r->relative[k];
        ag_csv_put_int(&csv, (int64_t)k + 1);
        ag_csv_put(&csv, in->family[p->family].id);
        ag_csv_put(&csv, in->family[p->family].person[p->person].id);
        ag_output_number(&csv, p->identifications, DIGITS);
        ag_output_number(&csv, log10_of(p->lr_ln), DIGITS);
        ag_output_number(&csv, p->alone_identifications, DIGITS);
        ag_output_number(&csv, log10_of(p->alone_lr_ln), DIGITS);
        ag_output_number(&csv, p->expected, DIGITS);
        ag_csv_end_row(&csv);
    }
    return AG_OK;
}

static ag_status write_page(const work *w, ag_buffer *out, ag_error *err) {
    return ag_report_power(w->loaded.incident, &w->result, w->language, out, err);
}

typedef ag_status write_one(const work *w, ag_buffer *out, ag_error *err);

static ag_status save(const work *w, int option, write_one *write, ag_error *err) {
    ag_output output;
    if (!w->arguments->value[option]) return AG_OK;
    ag_status status = ag_output_open(w->arguments->value[option], &output, err);
    if (status != AG_OK) return status;
    status = write(w, &output.buffer, err);
    return ag_output_close(&output, status, err);
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

static void say_who_is_living(const work *w) {
    const ag_power_result *r = &w->result;
    ag_error note = {0};
    if (w->quiet || w->how.assume_living || !r->unstated || !w->how.budget) return;
    if (!r->living_stated)
        ag_fail(&note, AG_OK, "add it, yes or no for each person; or give --assume-living",
                "families.csv has no column `living`, so none of the %zu untyped relatives is proposed", r->unstated);
    else
        ag_fail(&note, AG_OK, "fill it in; or give --assume-living",
                "the column `living` of families.csv is empty for %zu untyped relatives, who are not proposed",
                r->unstated);
    note.severity = AG_NOTE;
    ag_print_finding(&note);
}

static ag_status compute(work *w, ag_error *err) {
    ag_progress progress;
    ag_progress_init(&progress, "simulating", w->quiet);
    w->how.run.progress = ag_progress_show;
    w->how.run.context = &progress;
    const ag_status status = ag_power(w->loaded.incident, &w->how, &w->result, err);
    ag_progress_end(&progress);
    w->how.run.context = NULL;
    return status;
}

static ag_status work_through(work *w, ag_error *err) {
    ag_status status = ag_source_load(w->arguments, "power", w->how.run.threads, w->quiet, &w->loaded, &w->found, err);
    if (status == AG_OK) status = find_family(w, err);
    if (status == AG_OK) status = compute(w, err);
    if (status != AG_OK) return status;
    say_who_is_living(w);
    status = save(w, CSV, write_missing, err);
    if (status == AG_OK) status = save(w, RELATIVES, write_relatives, err);
    if (status == AG_OK) status = save(w, HTML, write_page, err);
    if (status == AG_OK) status = w->arguments->value[JSON] ? print_json(w, err) : print_tables(w, err);
    return status == AG_OK ? ag_finish_output(err) : status;
}

static ag_status run_power(const ag_arguments *arguments, ag_error *err) {
    work w = {.arguments = arguments};
    ag_status status = read_options(&w, err);
    if (status != AG_OK) return status;
    ag_interrupt_catch();
    ag_diagnostics_init(&w.found);
    status = work_through(&w, err);
    ag_power_result_deinit(&w.result);
    ag_loaded_deinit(&w.loaded);
    ag_diagnostics_deinit(&w.found);
    return status;
}

const ag_command ag_command_power = {
    .name = "power",
    .summary = "how far the DNA at hand can carry, and whom to ask for a sample",
    .operand = {"INCIDENT"},
    .option = options,
    .help =
        "For each missing person: the log10 LR if good remains of the person are found, and of somebody unrelated,\n"
        "by simulation; and the chance to reach the threshold. Then the living relatives without a sample (column\n"
        "`living` of families.csv), in the order in which to ask them: each adds most to the expected number of\n"
        "identifications, given all before; then most to the LR. The gain is over all missing persons of the family.\n"
        "Identifications are expected under the condition that every missing person is found.",
    .examples = "  antigone power flood-2024 --budget 50 --relatives ask.csv --html ask.html\n"
                "  antigone power flood-2024 --family F0012\n"
                "  antigone power flood-2024 --family F0012 --assume-living --json",
    .run = run_power,
};
