/* Files of an identification: see results.h. */
#include "cli/results.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "antigone/antigone.h"
#include "base/cpu.h"
#include "base/parallel.h"
#include "cli/output.h"
#include "formats/file.h"
#include "formats/json.h"
#include "formats/mutation_json.h"

#include "base/banned.h"

enum { DIGITS = 12, PATH_BYTES = 4096 };

/* ---- hits.csv, proposals.csv --------------------------------------------------------------------------------- */

static void put_flags(ag_csv_writer *w, unsigned flags) {
    char text[256] = "";
    size_t used = 0;
    for (unsigned bit = 1; bit && bit <= flags; bit <<= 1) {
        const char *word = flags & bit ? ag_hit_flag_word(bit) : NULL;
        const int n = word ? snprintf(text + used, sizeof text - used, "%s%s", used ? " " : "", word) : 0;
        if (n > 0 && used + (size_t)n < sizeof text) used += (size_t)n;
    }
    ag_csv_puts(w, text);
}

static void put_item(ag_csv_writer *w, const ag_incident *incident, const ag_identification *item) {
    const ag_hit *hit = &item->hit;
    const ag_incident_family *family = &incident->family[hit->family];
    ag_csv_put(w, incident->remains[hit->remains].row->sample);
    ag_csv_put(w, family->id);
    ag_csv_put(w, family->person[incident->search.family[hit->family].missing[hit->missing]].id);
    ag_output_number(w, hit->lr_ln, DIGITS);
    ag_output_number(w, hit->lr_ln / log(10), DIGITS);
    ag_output_number(w, item->posterior, DIGITS);
    ag_csv_put_int(w, item->loci);
    ag_csv_put_int(w, item->exclusions);
    put_flags(w, item->flags);
    ag_csv_end_row(w);
}

void ag_results_hits(const ag_results *r, bool proposals_only, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, "sample,family,missing,log_lr,lr_log10,posterior,loci,exclusions,flags\n");
    for (size_t i = 0; i < r->result->items; i++)
        if (!proposals_only || r->result->item[i].proposed) put_item(&w, r->incident, &r->result->item[i]);
}

/* ---- run.json ------------------------------------------------------------------------------------------------ */

static void put_key(ag_json_writer *w, const char *key) { ag_json_key(w, ag_text_of(key)); }

static void put_text(ag_json_writer *w, const char *key, const char *text) {
    put_key(w, key);
    ag_json_puts(w, text);
}

static void put_number(ag_json_writer *w, const char *key, double value) {
    put_key(w, key);
    ag_json_put_double(w, value);
}

static void put_count(ag_json_writer *w, const char *key, double value) {
    put_key(w, key);
    ag_json_put_int(w, (int64_t)value);
}

/* 12 digits, as in the tables. */
static double rounded(double value) {
    char text[40];
    double out = value;
    snprintf(text, sizeof text, "%.*g", DIGITS, value);
    return isfinite(value) && ag_parse_double(ag_text_of(text), &out) ? out : value;
}

static void put_report(ag_json_writer *w, const char *key, const ag_mutation_report *report) {
    put_key(w, key);
    ag_json_open(w, '{');
    put_number(w, "overall_rate", rounded(report->overall_rate));
    put_key(w, "bounded");
    ag_json_put_bool(w, report->bounded);
    put_key(w, "stationary");
    ag_json_put_bool(w, report->stationary);
    put_key(w, "reversible");
    ag_json_put_bool(w, report->reversible);
    put_key(w, "lumpable");
    ag_json_put_bool(w, report->lumpable);
    ag_json_close(w, '}');
}

static void put_locus(ag_json_writer *w, const ag_locus *locus) {
    ag_json_open(w, '{');
    put_text(w, "name", locus->name);
    put_key(w, "x");
    ag_json_put_bool(w, locus->x);
    put_count(w, "alleles", locus->n);
    put_count(w, "alleles_listed", locus->listed);
    put_number(w, "sum_as_given", rounded(locus->sum_as_given));
    put_number(w, "minimum", rounded(locus->minimum));
    put_number(w, "silent", locus->silent < 0 ? 0 : rounded(locus->frequency[locus->silent]));
    put_report(w, "female", &locus->female_report);
    put_report(w, "male", &locus->male_report);
    ag_json_close(w, '}');
}

/* incident.json as it was understood, which has mutation, drop-out and the rest in its own words. */
static void put_parameters(ag_json_writer *w, const ag_incident *incident) {
    const ag_locus *first = incident->search.locus[0];
    const ag_batch_settings *s = &incident->batch->settings;
    put_key(w, "parameters");
    ag_json_open(w, '{');
    put_number(w, "theta", first->theta);
    put_number(w, "dropin", first->dropin);
    put_number(w, "error", first->error);
    put_key(w, "frequencies");
    ag_json_put_text(w, s->frequency_rule.n ? s->frequency_rule : AG_TEXT("as given"));
    put_text(w, "homozygotes", s->homozygotes.n ? "trusted" : "by quality");
    put_text(w, "untyped_relatives", "summed over");
    put_key(w, "pieces");
    ag_json_put_bool(w, incident->pieces);
    put_key(w, "dropout");
    ag_json_open(w, '{');
    for (uint32_t i = 0; i < s->dropouts; i++) {
        ag_json_key(w, s->dropout[i].name);
        ag_json_put_double(w, s->dropout[i].value);
    }
    ag_json_close(w, '}');
    put_key(w, "mutation");
    ag_json_open(w, '[');
    for (uint32_t i = 0; i < s->mutations; i++) {
        ag_json_open(w, '{');
        put_key(w, "locus");
        ag_json_put_text(w, s->mutation[i].locus.n ? s->mutation[i].locus : AG_TEXT("default"));
        put_key(w, "model");
        ag_mutation_format(w, &s->mutation[i]);
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
    ag_json_close(w, '}');
}

static void put_tables(ag_json_writer *w, const ag_incident *incident) {
    put_key(w, "populations");
    ag_json_open(w, '[');
    for (int p = 0; p < incident->populations; p++) {
        ag_json_open(w, '{');
        put_key(w, "name");
        ag_json_put_text(w, incident->population[p]);
        put_key(w, "loci");
        ag_json_open(w, '[');
        for (int l = 0; l < incident->search.loci; l++) put_locus(w, incident->table[p][l]);
        ag_json_close(w, ']');
        ag_json_close(w, '}');
    }
    ag_json_close(w, ']');
}

static void put_counts(ag_json_writer *w, const ag_results *r) {
    const ag_identify_result *result = r->result;
    size_t references = 0;
    for (int f = 0; f < r->incident->search.families; f++) references += (size_t)r->incident->search.family[f].readings;
    put_key(w, "counts");
    ag_json_open(w, '{');
    put_count(w, "remains", r->incident->search.remains);
    put_count(w, "families", r->incident->search.families);
    put_count(w, "references", (double)references);
    put_count(w, "missing", r->incident->listed);
    put_count(w, "elimination", r->incident->eliminations);
    put_count(w, "loci", r->incident->search.loci);
    put_count(w, "pairs", result->screen.pairs);
    put_count(w, "hits", (double)result->items);
    put_count(w, "proposals", (double)result->proposals);
    put_count(w, "remains_without_hit", (double)result->not_found_remains);
    put_count(w, "missing_without_hit", (double)result->not_found_missing);
    put_count(w, "missing_unreachable", (double)result->unreachables);
    put_count(w, "families_impossible_lanes", result->screen.unusable);
    put_count(w, "findings_of_checks", (double)r->checks->items);
    ag_json_close(w, '}');
}

/* What is expected at a limit, simulated; left out where a table is too large for it. */
static void put_chance(ag_json_writer *w, const char *where, const ag_chance_result *chance, int limit) {
    const ag_chance_hits *hits = &chance->at[limit];
    char key[80];
    if (!chance->simulated || isnan(hits->unrelated)) return;
    snprintf(key, sizeof key, "chance_hits_simulated%s", where);
    put_number(w, key, rounded(hits->unrelated));
    snprintf(key, sizeof key, "chance_hits_simulated%s_with_brothers", where);
    put_number(w, key, rounded(hits->siblings));
    snprintf(key, sizeof key, "chance_hits_simulated%s_with_cousins", where);
    put_number(w, key, rounded(hits->cousins));
}

static void put_pool(ag_json_writer *w, const ag_results *r) {
    put_key(w, "pool");
    ag_json_open(w, '{');
    put_number(w, "listed", r->incident->listed);
    put_number(w, "others", r->incident->others);
    put_key(w, "others_assumed");
    ag_json_put_bool(w, r->incident->others_assumed);
    put_number(w, "size", r->incident->listed + r->incident->others);
    ag_json_close(w, '}');
    put_key(w, "thresholds");
    ag_json_open(w, '{');
    put_number(w, "min_lr", r->options->min_lr);
    put_number(w, "posterior", r->options->posterior);
    put_number(w, "chance_hits_at_most", rounded(r->result->chance_hits_bound));
    put_chance(w, "", r->chance, 0);
    const double needed_ln = r->chance->limit_ln[1];
    if (!isnan(needed_ln)) {
        put_number(w, "lr_log10_that_reaches_posterior", rounded(needed_ln / log(10)));
        put_number(w, "chance_hits_at_posterior_at_most", rounded(r->result->screen.pairs * exp(-needed_ln)));
        put_chance(w, "_at_posterior", r->chance, 1);
    }
    ag_json_close(w, '}');
}

/* What the joint answer rests on; each item of evidence enters once. */
static void put_joint(ag_json_writer *w, const ag_results *r) {
    static const char *const item[][2] = {
        {"autosomal and X loci", "likelihood of every assignment"},
        {"sex", "bounds the pairs: conflicting sexes take no part in the joint answer and stand in hits.csv"},
        {"element, side", "bounds the bodies: what one body has once is not there twice"},
    };
    const ag_decision *d = r->decision;
    put_key(w, "joint");
    ag_json_open(w, '{');
    put_count(w, "components", d->components);
    put_count(w, "components_exact", d->exact);
    put_number(w, "left_out_at_most", rounded(d->bound));
    put_number(w, "by_first_order_at_most", rounded(d->first_order));
    put_number(w, "others_used", d->others);
    put_count(w, "bodies", d->bodies);
    put_count(w, "groups", d->groups);
    put_count(w, "persons_at_least", d->min_individuals);
    put_number(w, "persons_expected", rounded(d->persons_expected));
    put_key(w, "evidence");
    ag_json_open(w, '{');
    for (size_t i = 0; i < sizeof item / sizeof *item; i++) put_text(w, item[i][0], item[i][1]);
    ag_json_close(w, '}');
    ag_json_close(w, '}');
}

static void put_warnings(ag_json_writer *w, const ag_diagnostics *found) {
    put_key(w, "assumptions");
    ag_json_open(w, '[');
    for (size_t i = 0; i < found->n; i++) {
        ag_error finding = found->item[i];
        char text[700];
        const char *slash = strrchr(found->item[i].file, '/');
        snprintf(finding.file, sizeof finding.file, "%s", slash ? slash + 1 : found->item[i].file);
        ag_json_puts(w, ag_error_format(&finding, text, sizeof text));
    }
    ag_json_close(w, ']');
}

void ag_results_run(const ag_results *r, ag_buffer *out) {
    ag_json_writer w = {.out = out, .pretty = true};
    ag_json_open(&w, '{');
    put_text(&w, "program", "antigone");
    put_text(&w, "version", AG_VERSION);
    put_key(&w, "incident");
    ag_json_put_text(&w, r->incident->batch->settings.name);
    put_key(&w, "sha256");
    ag_json_open(&w, '{');
    put_text(&w, "frequencies", r->incident->digest[0]);
    put_text(&w, "parameters", r->incident->digest[1]);
    put_text(&w, "files", r->incident->digest[2]);
    ag_json_close(&w, '}');
    put_pool(&w, r);
    put_counts(&w, r);
    put_joint(&w, r);
    put_parameters(&w, r->incident);
    put_tables(&w, r->incident);
    put_warnings(&w, r->found);
    ag_json_close(&w, '}');
}

/* ---- timing.json --------------------------------------------------------------------------------------------- */

static void put_machine(ag_json_writer *w, const ag_results *r) {
    struct utsname name;
    struct tm when;
    char text[40];
    const time_t now = time(NULL);
    const ag_run *run = &r->options->run;
    if (gmtime_r(&now, &when) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &when)) put_text(w, "ended", text);
    put_count(w, "threads", run->threads > 0 ? run->threads : ag_processor_count());
    put_text(w, "kernel", ag_cpu_name(run->kernel < 0 ? ag_cpu_best() : (ag_cpu)run->kernel));
    put_count(w, "processors", ag_processor_count());
    if (uname(&name) == 0) {
        put_text(w, "system", name.sysname);
        put_text(w, "release", name.release);
        put_text(w, "machine", name.machine);
    }
}

void ag_results_timing(const ag_results *r, ag_buffer *out) {
    static const char *const stage[] = {"read", "checks", "search", "exact"};
    const ag_screen_result *screen = &r->result->screen;
    ag_json_writer w = {.out = out, .pretty = true};
    ag_json_open(&w, '{');
    put_machine(&w, r);
    put_key(&w, "seconds");
    ag_json_open(&w, '{');
    for (size_t i = 0; i < sizeof stage / sizeof *stage; i++) put_number(&w, stage[i], r->result->seconds[i]);
    put_number(&w, "joint", r->decision->seconds);
    put_number(&w, "report", r->report_seconds);
    put_number(&w, "total", r->total_seconds);
    put_number(&w, "tables_of_all_threads", screen->table_seconds);
    put_number(&w, "screen_of_all_threads", screen->screen_seconds);
    ag_json_close(&w, '}');
    put_count(&w, "pairs_scored", screen->pairs);
    put_count(&w, "pairs_recomputed", screen->passed);
    put_count(&w, "lanes", screen->lanes);
    put_count(&w, "multiply_adds_of_tables", screen->operations);
    put_count(&w, "tiles", screen->tiles);
    put_count(&w, "tile_bytes", screen->table_bytes);
    ag_json_close(&w, '}');
}

/* ---- Saving -------------------------------------------------------------------------------------------------- */

static bool path_of(const char *folder, const char *name, const char *ending, char out[PATH_BYTES]) {
    const int n = snprintf(out, PATH_BYTES, "%s/%s%s", folder, name, ending);
    return n > 0 && n < PATH_BYTES;
}

static ag_status put_in_place(const char *folder, const ag_result_file *file, size_t n, ag_error *err) {
    char from[PATH_BYTES], to[PATH_BYTES];
    for (size_t i = 0; i < n; i++)
        if (!path_of(folder, file[i].name, ".part", from) || !path_of(folder, file[i].name, "", to) ||
            rename(from, to) != 0)
            return ag_fail(err, AG_ENVIRONMENT, NULL, "cannot write \"%.200s\": %s", to, strerror(errno));
    return AG_OK;
}

ag_status ag_results_save(const char *folder, const ag_result_file *file, size_t n, ag_error *err) {
    char path[PATH_BYTES];
    ag_status status = AG_OK;
    for (size_t i = 0; i < n && status == AG_OK; i++) {
        if (file[i].bytes.failed) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        if (!path_of(folder, file[i].name, ".part", path))
            return ag_fail(err, AG_USAGE, "use a shorter one", "the folder's name is too long");
        status = ag_file_write(path, file[i].bytes.data, file[i].bytes.n, err);
    }
    if (status == AG_OK) status = put_in_place(folder, file, n, err);
    for (size_t i = 0; i < n && status != AG_OK; i++)
        if (path_of(folder, file[i].name, ".part", path)) unlink(path);
    return status;
}
