/* dvir's tables: see results_like.h. */
#include "cli/results_like.h"

#include <math.h>
#include <stdio.h>

#include "antigone/antigone.h"
#include "cli/output.h"
#include "cli/results.h"
#include "formats/json.h"

#include "base/banned.h"

enum { DIGITS = 17 };

static void put_number(ag_csv_writer *w, double value) {
    if (isnan(value))
        ag_csv_puts(w, "");
    else
        ag_output_number(w, value, DIGITS);
}

static ag_text family_id(const ag_incident *incident, int family) {
    const ag_text nobody = {0};
    return family < 0 ? nobody : incident->family[family].id;
}

static void put_verdict(ag_csv_writer *w, const ag_dvir_row *row) {
    put_number(w, row->lr);
    put_number(w, row->glr);
    ag_csv_puts(w, row->conclusion ? row->conclusion : "");
    ag_csv_put(w, row->comment);
    ag_csv_end_row(w);
}

static void put_am(const ag_incident *incident, const ag_dvir_result *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, "family,missing,sample,lr,glr,conclusion,comment\n");
    for (size_t i = 0; i < r->lanes; i++) {
        ag_csv_put(&w, family_id(incident, r->lane[i].family));
        ag_csv_put(&w, r->name[i]);
        ag_csv_put(&w, r->am[i].partner);
        put_verdict(&w, &r->am[i]);
    }
}

static void put_pm(const ag_incident *incident, const ag_dvir_result *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, "sample,missing,family,lr,glr,conclusion,comment\n");
    for (int k = 0; k < r->remains; k++) {
        ag_csv_put(&w, incident->remains[k].row->sample);
        ag_csv_put(&w, r->pm[k].partner);
        ag_csv_put(&w, family_id(incident, r->pm[k].family));
        put_verdict(&w, &r->pm[k]);
    }
}

static void put_undisputed(const ag_incident *incident, const ag_dvir_result *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, "family,missing,sample,lr,conclusion,comment\n");
    for (int k = 0; k < r->undisputeds; k++) {
        const ag_dvir_undisputed *u = &r->undisputed[k];
        ag_buffer step = {0};
        ag_buffer_printf(&step, "Step %d", u->step);
        ag_csv_put(&w, family_id(incident, r->lane[u->lane].family));
        ag_csv_put(&w, r->name[u->lane]);
        ag_csv_put(&w, incident->remains[u->remains].row->sample);
        put_number(&w, u->lr);
        ag_csv_puts(&w, "Undisputed");
        ag_csv_put(&w, (ag_text){step.data, step.n});
        ag_csv_end_row(&w);
        ag_buffer_deinit(&step);
    }
}

/* One row for each remains, one column for each missing person: GLR, or inconsistencies where glr is NULL. */
static void put_matrix(const ag_incident *incident, const ag_dvir_result *r, const double *glr, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_csv_puts(&w, "sample");
    for (size_t i = 0; i < r->lanes; i++) ag_csv_put(&w, r->name[i]);
    ag_csv_end_row(&w);
    for (int k = 0; k < r->remains; k++) {
        ag_csv_put(&w, incident->remains[k].row->sample);
        for (size_t i = 0; i < r->lanes; i++) {
            const size_t at = i * (size_t)r->remains + (size_t)k;
            if (glr)
                put_number(&w, glr[at]);
            else if (r->exclusions[at] < 0)
                ag_csv_puts(&w, "");
            else
                ag_csv_put_int(&w, r->exclusions[at]);
        }
        ag_csv_end_row(&w);
    }
}

static void put_text(ag_json_writer *w, const char *key, ag_text text) {
    ag_json_key(w, ag_text_of(key));
    ag_json_put_text(w, text);
}

static void put_run(const ag_incident *incident, const ag_dvir_result *r, ag_buffer *out) {
    static const char *const digest[] = {"frequencies", "parameters", "files"};
    ag_json_writer w = {.out = out, .pretty = true};
    ag_json_open(&w, '{');
    put_text(&w, "program", AG_TEXT("antigone"));
    put_text(&w, "version", AG_TEXT(AG_VERSION));
    put_text(&w, "like", AG_TEXT("dvir"));
    put_text(&w, "glr", r->glr_refused ? AG_TEXT("left out: too many pairings or assignments") : AG_TEXT("exact"));
    put_text(&w, "incident", incident->batch->settings.name);
    ag_json_key(&w, AG_TEXT("sha256"));
    ag_json_open(&w, '{');
    for (int i = 0; i < 3; i++) put_text(&w, digest[i], ag_text_of(incident->digest[i]));
    ag_json_close(&w, '}');
    ag_json_close(&w, '}');
}

ag_status ag_results_like_dvir(const ag_incident *incident, const ag_run *run, const char *folder, bool print,
                               ag_error *err) {
    ag_result_file file[AG_LIKE_FILES] = {{"summary_am.csv", {0}}, {"summary_pm.csv", {0}}, {"undisputed.csv", {0}},
                                          {"exclusions.csv", {0}}, {"glr.csv", {0}},        {"run.json", {0}}};
    ag_dvir_result r;
    ag_status status = ag_like_dvir(incident, run, &r, err);
    if (status != AG_OK) return status;
    put_am(incident, &r, &file[0].bytes);
    put_pm(incident, &r, &file[1].bytes);
    put_undisputed(incident, &r, &file[2].bytes);
    put_matrix(incident, &r, NULL, &file[3].bytes);
    put_matrix(incident, &r, r.glr, &file[4].bytes);
    put_run(incident, &r, &file[5].bytes);
    status = ag_results_save(folder, file, AG_LIKE_FILES, err);
    if (status == AG_OK && print) fwrite(file[5].bytes.data, 1, file[5].bytes.n, stdout);
    for (int i = 0; i < AG_LIKE_FILES; i++) ag_buffer_deinit(&file[i].bytes);
    ag_dvir_result_deinit(&r);
    return status;
}
