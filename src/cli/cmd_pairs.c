/* antigone pairs: every pair of remains and missing person whose sexes do not conflict, as a table. */
#include <math.h>
#include <stdlib.h>

#include "base/parallel.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/source.h"
#include "formats/csv.h"
#include "incident/lanes.h"
#include "incident/load.h"

#include "base/banned.h"

enum { CSV = AG_SESSION_FIRST, THREADS, QUIET };
/* Pairs held at a time. */
enum { BLOCK_PAIRS = 1 << 20 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--csv", "FILE", "the table to write", true},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--quiet", NULL, "neither progress nor notes", false},
    {NULL, NULL, NULL, false},
};

static void put_pair(ag_csv_writer *w, const ag_incident *incident, size_t remains, ag_lane lane, const ag_pair *pair) {
    const ag_family *family = &incident->search.family[lane.family];
    const ag_incident_family *about = &incident->family[lane.family];
    ag_csv_put(w, incident->remains[remains].row->sample);
    ag_csv_put(w, about->id);
    ag_csv_put(w, about->person[family->missing[lane.missing]].id);
    ag_output_number(w, pair->lr_ln, 17);
    ag_output_number(w, pair->lr_ln / log(10), 17);
    ag_csv_put_int(w, ag_shared_loci(&incident->search, (int)remains, lane.family));
    ag_csv_put_int(w, pair->exclusions);
    ag_csv_end_row(w);
}

/* Lanes in blocks, so that memory does not grow with the incident. */
static ag_status write_blocks(const ag_incident *incident, const ag_lane_set *set, const ag_lane *lane, size_t lanes,
                              const ag_run *run, ag_output *output, ag_error *err) {
    const size_t remains = (size_t)incident->search.remains;
    const size_t block = remains && remains < BLOCK_PAIRS ? BLOCK_PAIRS / remains : 1;
    ag_pair *pair = calloc(block * remains + 1, sizeof *pair);
    ag_csv_writer w = {.out = &output->buffer};
    ag_status status = pair ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (size_t first = 0; first < lanes && status == AG_OK; first += block) {
        const size_t n = lanes - first < block ? lanes - first : block;
        status = ag_pairs_of_lanes(set, lane + first, n, run, pair, err);
        for (size_t i = 0; i < n && status == AG_OK; i++)
            for (size_t r = 0; r < remains; r++)
                if (!ag_sexes_conflict(incident, (int)r, lane[first + i]))
                    put_pair(&w, incident, r, lane[first + i], &pair[i * remains + r]);
        if (status == AG_OK) status = ag_output_flush(output, err);
        if (run->progress) run->progress(run->context, (double)(first + n), (double)lanes);
    }
    free(pair);
    return status;
}

static ag_status write_pairs(const ag_incident *incident, const ag_run *run, ag_output *output, ag_error *err) {
    size_t lanes;
    ag_lane *lane = ag_lanes_new(&incident->search, &lanes);
    ag_lane_set set;
    if (!lane) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_buffer_puts(&output->buffer, "sample,family,missing,log_lr,lr_log10,loci,exclusions\n");
    ag_status status = ag_pairs_set(incident, &set, err);
    if (status == AG_OK) status = write_blocks(incident, &set, lane, lanes, run, output, err);
    ag_lane_set_deinit(&set);
    free(lane);
    return status;
}

static ag_status run_pairs(const ag_arguments *arguments, ag_error *err) {
    const bool quiet = arguments->value[QUIET] != NULL;
    ag_run run;
    ag_loaded loaded;
    ag_diagnostics found;
    ag_output output;
    ag_progress progress;
    ag_status status = ag_argument_run(&ag_command_pairs, arguments, THREADS, -1, &run, err);
    if (status != AG_OK) return status;
    ag_interrupt_catch();
    ag_diagnostics_init(&found);
    status = ag_source_load(arguments, "pairs", run.threads, quiet, &loaded, &found, err);
    if (status == AG_OK) status = ag_output_open(arguments->value[CSV], &output, err);
    if (status == AG_OK) {
        ag_progress_init(&progress, "pairs", quiet);
        run.progress = ag_progress_show;
        run.context = &progress;
        status = write_pairs(loaded.incident, &run, &output, err);
        ag_progress_end(&progress);
        status = ag_output_close(&output, status, err);
    }
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&found);
    return status;
}

const ag_command ag_command_pairs = {
    .name = "pairs",
    .summary = "the likelihood ratio of every pair, as a table",
    .operand = {"INCIDENT"},
    .option = options,
    .help =
        "Writes sample,family,missing,log_lr,lr_log10,loci,exclusions for every pair of remains and missing person\n"
        "whose sexes do not conflict. log_lr is the natural logarithm, with 17 digits, or -Inf; the least favourable\n"
        "over the populations; NaN where the family itself is impossible under the mutation model.",
    .examples = "  antigone pairs flood-2024 --csv pairs.csv\n"
                "  antigone pairs case.fam --csv -",
    .run = run_pairs,
};
