/* antigone estimate: what lists of the dead say about those on none of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/output.h"
#include "cli/results.h"
#include "formats/json.h"
#include "formats/lists_file.h"
#include "report/estimate_page.h"

#include "base/banned.h"

enum { OUT, JSON, LANGUAGE, LEAST_LIST, UNSEEN, CHAINS, BURN, SAMPLES, THIN, SEED, THREADS, QUIET };
enum { DIGITS = 12, RANGE_BYTES = 64 };

static const ag_option options[] = {
    {"--out", "FOLDER", "writes estimates.csv and estimate.html, a page with a picture", false},
    {"--json", NULL, "print JSON instead of tables", false},
    {"--language", "WORD", "of the page: en, ko, ru, uk; default en", false},
    {"--least-list", "N", "a list of fewer persons is refused; default 20", false},
    {"--unseen", "N", "graphs weigh 0 to N unseen, at most 200000; by default as many as needed", false},
    {"--chains", "N", "of latent classes, at most 64; default 4, fewer are refused", false},
    {"--burn", "N", "steps of a chain before it counts; default 20000", false},
    {"--samples", "N", "samples of a chain, at least 100; default 10000", false},
    {"--thin", "N", "steps for each sample; default 20", false},
    {"--seed", "S", "the same seed gives the same answer; default 1", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--quiet", NULL, "neither progress nor notes", false},
    {NULL, NULL, NULL, false},
};

typedef struct work {
    const ag_arguments *arguments;
    ag_language language;
    ag_estimate_options how;
    ag_arena arena;
    ag_file file;
    ag_lists_file table;
    ag_lists lists;
    ag_estimate estimate;
    ag_progress progress;
} work;

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static ag_status read_options(work *w, ag_error *err) {
    const ag_command *me = &ag_command_estimate;
    const ag_arguments *a = w->arguments;
    ag_classes_options *c = &w->how.classes;
    ag_run run;
    *c = ag_classes_usual;
    uint64_t least = AG_LEAST_LIST, unseen = 0, chains = (uint64_t)c->chains, burn = (uint64_t)c->burn,
             samples = (uint64_t)c->samples, thin = (uint64_t)c->thin;
    ag_status status = ag_argument_run(me, a, THREADS, -1, &run, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, LEAST_LIST, 1, AG_MAX_LISTED, &least, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, UNSEEN, 100, AG_MAX_UNSEEN, &unseen, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, CHAINS, 1, AG_MAX_SAMPLE_CHAINS, &chains, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, BURN, 0, 10000000, &burn, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, SAMPLES, 100, 1000000, &samples, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, THIN, 1, 10000, &thin, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, SEED, 0, INT64_MAX, &c->seed, err);
    if (status != AG_OK) return status;
    if (a->value[LANGUAGE] && !ag_language_parse(ag_text_of(a->value[LANGUAGE]), &w->language))
        return ag_fail(err, AG_USAGE, "one of en, ko, ru, uk", "--language %.40s is not known", a->value[LANGUAGE]);
    c->threads = run.threads;
    c->stop = &ag_interrupted;
    c->progress = ag_progress_show;
    c->context = &w->progress;
    c->chains = (int)chains;
    c->burn = (int)burn;
    c->samples = (int)samples;
    c->thin = (int)thin;
    w->how.least_list = (int64_t)least;
    w->how.most_unseen = (int64_t)unseen;
    return AG_OK;
}

static ag_status read_lists(work *w, ag_error *err) {
    const char *path = w->arguments->operand[0];
    ag_diagnostics found;
    ag_status status = ag_file_read(path, path, true, &w->file, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&found);
    status = ag_lists_file_read(&w->file, &w->arena, &w->table, &found, err);
    ag_print_findings(&found, w->arguments->value[QUIET] != NULL);
    if (found.errors) err->what[0] = 0;
    ag_diagnostics_deinit(&found);
    if (status != AG_OK) return status;
    ag_lists_init(w->table.lists, &w->lists);
    for (size_t i = 0; i < w->table.n; i++) {
        const ag_lists_row row = w->table.row[i];
        if (w->table.times)
            ag_lists_add_times(&w->lists, (int)row.pattern, row.count);
        else
            ag_lists_add(&w->lists, row.pattern, row.count);
    }
    return AG_OK;
}

/* ---- The screen -------------------------------------------------------------------------------------------------- */

/* "8,994 to 12,110" without the commas: "8994 to 12110"; "11 or more". */
static const char *range_of(double lower, double upper, char out[RANGE_BYTES]) {
    out[0] = 0;
    if (isinf(upper))
        snprintf(out, RANGE_BYTES, "%.0f or more", lower);
    else if (!isnan(lower))
        snprintf(out, RANGE_BYTES, "%.0f to %.0f", lower, upper);
    return out;
}

static void print_row(const ag_estimate_row *r) {
    char range[RANGE_BYTES], n[RANGE_BYTES] = "";
    if (!isnan(r->n)) snprintf(n, sizeof n, "%s%.0f", r->remark == AG_REMARK_LOWER_BOUND ? "\xE2\x89\xA5 " : "", r->n);
    printf("  %-20s %-30s ", ag_method_name(r->method), r->model);
    if (ag_remark_refuses(r->remark))
        printf("refused: %s", ag_remark_name(r->remark));
    else
        printf("%*s  %-18s", r->remark == AG_REMARK_LOWER_BOUND ? 10 : 8, n, range_of(r->lower, r->upper, range));
    if (!isnan(r->bic)) printf(" %9.1f", r->bic);
    putchar('\n');
}

static void print_faults(const ag_estimate *e) {
    if (e->faults & AG_LISTS_UNNAMED) puts("Which lists persons are on is not known: only models of frequencies fit.");
    if (e->state == AG_ESTIMATE_FREQUENCIES && !e->faults)
        printf("More than %d lists: their combinations are not modelled.\n", AG_MAX_TABLE_LISTS);
    if (e->state == AG_ESTIMATE_RANGE)
        puts(
            "Two lists give a range alone; the odds ratio says how much likelier who is on one is to be on the other.");
}

static void print_screen(const work *w) {
    const ag_estimate *e = &w->estimate;
    char range[RANGE_BYTES];
    printf("%lld persons on %d lists.\n", (long long)e->lists->people, e->lists->lists);
    print_faults(e);
    if (e->models) printf("%zu log-linear models, %zu of them refused.\n", e->models, e->refused);
    if (e->most_pairs) printf("With so many lists: models with at most %d pairs of lists.\n", e->most_pairs);
    printf("All of them, seen and unseen: %s, depending on the model; middles from %.0f to %.0f.\n\n",
           range_of(e->least, e->most, range), e->least_n, e->most_n);
    printf("  %-20s %-30s %8s  %-18s %9s\n", "method", "model", "all", "95 % interval", "BIC");
    for (size_t i = 0; i < e->rows; i++)
        if (e->row[i].shown) print_row(&e->row[i]);
    puts("\nTaken for granted: the same dead on every list, every match found and none wrong, lists that are "
         "independent\n"
         "but for what the model joins, nobody who could be on no list at all. No one of these numbers is the answer.");
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void put_number(json_t *into, const char *name, double value) {
    if (isnan(value)) return;
    json_object_set_new(into, name, isinf(value) ? json_string("unbounded") : json_real(value));
}

static json_t *json_of_row(const ag_estimate_row *r) {
    json_t *o = json_object();
    json_object_set_new(o, "method", json_string(ag_method_name(r->method)));
    json_object_set_new(o, "model", json_string(r->model));
    put_number(o, "n", r->n);
    put_number(o, "se", r->se);
    put_number(o, "lower", r->lower);
    put_number(o, "upper", r->upper);
    put_number(o, "bic", r->bic);
    put_number(o, "aic", r->aic);
    put_number(o, "weight", r->weight);
    if (r->remark) json_object_set_new(o, "remark", json_string(ag_remark_name(r->remark)));
    return o;
}

/* What each chain says, and whether they agree. */
static void put_classes(json_t *into, const ag_classes_result *c) {
    if (!c->chains) return;
    json_t *o = json_object(), *chains = json_array();
    put_number(o, "r_hat", c->r_hat);
    for (int i = 0; i < c->chains; i++) {
        json_t *one = json_object();
        put_number(one, "lower", c->chain[i].lower);
        put_number(one, "median", c->chain[i].median);
        put_number(one, "upper", c->chain[i].upper);
        json_array_append_new(chains, one);
    }
    json_object_set_new(o, "chains", chains);
    json_object_set_new(into, "latent_classes", o);
}

/* What the averages weighed; the mode and the mean beside the median of the row. */
static void put_graphs(json_t *into, const ag_estimate *e) {
    json_t *all = json_array();
    for (int i = 0; i < AG_DELTAS && e->graphs[i].graphs; i++) {
        const ag_graphs_result *g = &e->graphs[i];
        json_t *o = json_object();
        put_number(o, "delta", g->delta);
        json_object_set_new(o, "graphs", json_integer(g->graphs));
        json_object_set_new(o, "most_unseen", json_integer(g->most));
        put_number(o, "mean", g->mean);
        json_object_set_new(o, "mode", json_integer(g->mode));
        json_object_set_new(o, "lower", json_integer(g->lower));
        json_object_set_new(o, "upper", json_integer(g->upper));
        put_number(o, "at_edge", g->at_edge);
        json_array_append_new(all, o);
    }
    json_object_set_new(into, "decomposable", all);
}

static ag_status print_json(const work *w, ag_error *err) {
    const ag_estimate *e = &w->estimate;
    json_t *o = json_object(), *rows = json_array();
    json_object_set_new(o, "people", json_integer(e->lists->people));
    json_object_set_new(o, "lists", json_integer(e->lists->lists));
    json_object_set_new(o, "models", json_integer((json_int_t)e->models));
    json_object_set_new(o, "refused", json_integer((json_int_t)e->refused));
    put_number(o, "least", e->least);
    put_number(o, "most", e->most);
    put_number(o, "least_n", e->least_n);
    put_number(o, "most_n", e->most_n);
    put_classes(o, &e->classes);
    put_graphs(o, e);
    for (size_t i = 0; i < e->rows; i++)
        if (e->row[i].shown) json_array_append_new(rows, json_of_row(&e->row[i]));
    json_object_set_new(o, "estimates", rows);
    char *text = json_dumps(o, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(DIGITS));
    json_decref(o);
    if (!text) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    puts(text);
    free(text);
    return AG_OK;
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static void put_cell(ag_csv_writer *csv, double value) {
    if (isnan(value))
        ag_csv_puts(csv, "");
    else
        ag_output_number(csv, value, DIGITS);
}

static void write_estimates(const ag_estimate *e, ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "method,model,n,se,lower,upper,deviance,df,aic,bic,weight,remark\n");
    for (size_t i = 0; i < e->rows; i++) {
        const ag_estimate_row *r = &e->row[i];
        const double value[] = {r->n, r->se, r->lower, r->upper, r->deviance, r->df, r->aic, r->bic, r->weight};
        ag_csv_puts(&csv, ag_method_name(r->method));
        ag_csv_puts(&csv, r->model);
        for (size_t k = 0; k < sizeof value / sizeof *value; k++) put_cell(&csv, value[k]);
        ag_csv_puts(&csv, ag_remark_name(r->remark));
        ag_csv_end_row(&csv);
    }
}

static ag_status save(const work *w, ag_error *err) {
    const char *folder = w->arguments->value[OUT];
    ag_result_file file[] = {{.name = "estimates.csv"}, {.name = "estimate.html"}};
    write_estimates(&w->estimate, &file[0].bytes);
    ag_status status =
        ag_report_estimate(&w->estimate, w->table.times ? NULL : w->table.name, w->language, &file[1].bytes, err);
    if (status == AG_OK) status = ag_folder_make(folder, NULL, err);
    if (status == AG_OK) status = ag_results_save(folder, file, sizeof file / sizeof *file, err);
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) ag_buffer_deinit(&file[i].bytes);
    return status;
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

/* The first short list, for the message. */
static int short_list(const work *w) {
    for (int i = 0; i < w->lists.lists; i++)
        if (w->lists.size[i] < w->how.least_list) return i;
    return 0;
}

static ag_status refuse(const work *w, ag_error *err) {
    const unsigned faults = w->estimate.faults;
    const int at = short_list(w);
    if (faults & AG_LISTS_FEW && w->lists.lists < 2)
        return ag_fail(err, AG_REFUSED, "a second list, better a third", "one list says nothing about who is on none");
    if (faults & AG_LISTS_APART)
        return ag_fail(err, AG_REFUSED, "lists that overlap, after their persons were linked",
                       "a list shares nobody with any other: who is on none cannot be estimated");
    if (faults & AG_LISTS_NO_TRIPLE)
        return ag_fail(err, AG_REFUSED, "more lists, or longer ones",
                       "nobody is on three lists and two lists share nobody: too sparse for an estimate");
    return ag_fail(err, AG_REFUSED, "join it with another list, or say --least-list with a smaller number",
                   "the list %.*s has %lld persons, fewer than %lld: too sparse for an estimate",
                   (int)(w->table.name[at].n < 60 ? w->table.name[at].n : 60), w->table.name[at].at,
                   (long long)w->lists.size[at], (long long)w->how.least_list);
}

static ag_status tell(const work *w, ag_error *err) {
    const bool refused = w->estimate.state == AG_ESTIMATE_REFUSED;
    ag_status status = w->arguments->value[OUT] ? save(w, err) : AG_OK;
    if (status == AG_OK && refused) return refuse(w, err);
    if (status == AG_OK && w->arguments->value[JSON]) status = print_json(w, err);
    if (status == AG_OK && !w->arguments->value[JSON]) print_screen(w);
    return status == AG_OK ? ag_finish_output(err) : status;
}

static ag_status run_estimate(const ag_arguments *arguments, ag_error *err) {
    work *w = calloc(1, sizeof *w);
    if (!w) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    w->arguments = arguments;
    ag_arena_init(&w->arena);
    ag_interrupt_catch();
    ag_status status = read_options(w, err);
    if (status == AG_OK) status = read_lists(w, err);
    ag_progress_init(&w->progress, "sampling latent classes", arguments->value[QUIET] != NULL);
    if (status == AG_OK) status = ag_estimate_all(&w->lists, &w->how, &w->arena, &w->estimate, err);
    ag_progress_end(&w->progress);
    if (status == AG_OK) status = tell(w, err);
    ag_file_deinit(&w->file);
    ag_arena_deinit(&w->arena);
    free(w);
    return status;
}

const ag_command ag_command_estimate = {
    .name = "estimate",
    .summary = "how many are on no list, by several models side by side",
    .operand = {"LISTS.csv"},
    .option = options,
    .help =
        "LISTS.csv has a column for each list and a row for each person (1 or 0), or a row for each combination with "
        "a\n"
        "column count (docs/estimates.md). Three to eight lists: log-linear models with existence checked by linear\n"
        "programming, models of unequal persons, an average over decomposable graphs, latent classes. Two lists give "
        "a\n"
        "range. A table that is too sparse is refused with the reason. No single number comes out: models that fit\n"
        "equally well may differ by a factor of two.",
    .examples = "  antigone estimate lists.csv\n"
                "  antigone estimate lists.csv --out out/estimate --language uk\n"
                "  antigone estimate lists.csv --least-list 10 --json",
    .run = run_estimate,
};
