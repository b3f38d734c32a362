/* antigone identify: all remains against all missing persons. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "casebook/propose.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/results.h"
#include "cli/results_like.h"
#include "cli/source.h"
#include "formats/file.h"
#include "incident/power.h"
#include "report/report.h"

#include "base/banned.h"

enum { OUT = AG_SESSION_FIRST, MIN_LR, POSTERIOR, LANGUAGE, JSON, THREADS, KERNEL, QUIET, LIKE };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--out", "DIR", "the folder for the results; made if need be", true},
    {"--min-lr", "LR", "pairs at or above it are hits; default 1e4", false},
    {"--posterior", "P", "what a proposal needs; default that of incident.json, else 0.9995", false},
    {"--language", "WORD", "of the report: en, ko, ru, uk; default en", false},
    {"--json", NULL, "print run.json when done", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--kernel", "NAME", "plain, avx2 or avx512; the best there is by default", false},
    {"--quiet", NULL, "neither progress nor notes nor summary", false},
    {"--like", "PROGRAM", "dvir: its rules and words instead of ours, for comparison", false},
    {NULL, NULL, NULL, false},
};

/* One run, from arguments to files. */
typedef struct work {
    const ag_arguments *arguments;
    bool quiet;
    ag_language language;
    ag_identify_options how;
    ag_diagnostics found;
    ag_session session; /* open where it is a casebook */
    ag_loaded loaded;
    ag_check_result checks;
    ag_identify_result result;
    ag_decision decision;
    ag_chance_result chance;
    double started;
} work;

static ag_status read_options(work *w, ag_error *err) {
    const ag_command *me = &ag_command_identify;
    const ag_arguments *a = w->arguments;
    const char *language = a->value[LANGUAGE], *like = a->value[LIKE];
    if (like && strcmp(like, "dvir") != 0)
        return ag_fail(err, AG_USAGE, "the one program there is: --like dvir", "--like %.40s is not known", like);
    w->quiet = a->value[QUIET] != NULL;
    w->how = (ag_identify_options){.min_lr = 1e4, .posterior = NAN};
    ag_status status = ag_argument_run(me, a, THREADS, KERNEL, &w->how.run, err);
    if (status == AG_OK) status = ag_argument_double(me, a, MIN_LR, 1e-9, 1e300, &w->how.min_lr, err);
    if (status == AG_OK) status = ag_argument_double(me, a, POSTERIOR, 1e-6, 1, &w->how.posterior, err);
    if (status == AG_OK && language && !ag_language_parse(ag_text_of(language), &w->language))
        return ag_fail(err, AG_USAGE, "one of en, ko, ru, uk", "--language %.40s is not known", language);
    return status;
}

/* ---- The stages ---------------------------------------------------------------------------------------------- */

/* The seed is fixed, so that the same input gives the same bytes. */
static ag_status expect_chance(work *w, ag_error *err) {
    enum { SEED = 1 };
    const ag_incident *in = w->loaded.incident;
    const double needed_ln = ag_needed_lr_ln(w->how.posterior, in->listed + in->others);
    const double limit_ln[AG_CHANCE_LIMITS] = {log(w->how.min_lr), isfinite(needed_ln) ? needed_ln : (double)NAN};
    return ag_chance(in, limit_ln, SEED, &w->how.run, &w->chance, err);
}

static ag_status search(work *w, double read_seconds, ag_error *err) {
    ag_progress progress;
    ag_progress_init(&progress, "checking", w->quiet);
    w->how.run.progress = ag_progress_show;
    w->how.run.context = &progress;
    const double started = ag_clock();
    ag_status status = ag_check(w->loaded.incident, false, &w->how.run, &w->checks, err);
    const double checked = ag_clock();
    ag_progress_end(&progress);
    if (status != AG_OK) return status;
    progress.what = "searching";
    status = ag_identify(w->loaded.incident, &w->checks, &w->how, &w->result, err);
    ag_progress_end(&progress);
    progress.what = "deciding";
    if (status == AG_OK) status = ag_decide(w->loaded.incident, &w->checks, &w->result, &w->how, &w->decision, err);
    ag_progress_end(&progress);
    if (status == AG_OK) ag_decision_apply(&w->decision, &w->result);
    if (status == AG_OK) status = expect_chance(w, err);
    w->result.seconds[0] = read_seconds;
    w->result.seconds[1] = checked - started;
    return status;
}

static ag_status save(work *w, ag_error *err) {
    enum {
        HITS,
        PROPOSALS,
        SUMMARY_AM,
        SUMMARY_PM,
        PAIRINGS,
        BODIES,
        CONSENSUS,
        STATEMENTS,
        CANDIDATES,
        RUN,
        REPORT,
        TIMING,
        FILES
    };
    ag_result_file file[FILES] = {[HITS] = {"hits.csv", {0}},
                                  [PROPOSALS] = {"proposals.csv", {0}},
                                  [SUMMARY_AM] = {"summary_am.csv", {0}},
                                  [SUMMARY_PM] = {"summary_pm.csv", {0}},
                                  [PAIRINGS] = {"pairings.csv", {0}},
                                  [BODIES] = {"bodies.csv", {0}},
                                  [CONSENSUS] = {"consensus.csv", {0}},
                                  [STATEMENTS] = {"statements.csv", {0}},
                                  [CANDIDATES] = {"candidates.csv", {0}},
                                  [RUN] = {"run.json", {0}},
                                  [REPORT] = {"report.html", {0}},
                                  [TIMING] = {"timing.json", {0}}};
    ag_results r = {w->loaded.incident, &w->checks, &w->result, &w->decision, &w->chance, &w->how, &w->found, 0, 0};
    const double started = ag_clock();
    ag_results_hits(&r, false, &file[HITS].bytes);
    ag_results_hits(&r, true, &file[PROPOSALS].bytes);
    ag_results_summary_am(&r, &file[SUMMARY_AM].bytes);
    ag_results_summary_pm(&r, &file[SUMMARY_PM].bytes);
    ag_results_pairings(&r, &file[PAIRINGS].bytes);
    ag_results_bodies(&r, &file[BODIES].bytes);
    ag_results_consensus(&r, &file[CONSENSUS].bytes);
    ag_results_run(&r, &file[RUN].bytes);
    const ag_report_results told = {r.incident, r.checks, r.result, r.decision, r.chance, r.options};
    ag_status status = ag_report_identify(&told, w->language, &file[REPORT].bytes, err);
    if (status == AG_OK) status = ag_results_statements(&r, &file[STATEMENTS].bytes, &file[CANDIDATES].bytes, err);
    r.report_seconds = ag_clock() - started;
    r.total_seconds = ag_clock() - w->started;
    ag_results_timing(&r, &file[TIMING].bytes);
    if (status == AG_OK && ag_interrupted) status = ag_fail(err, AG_INTERRUPTED, NULL, "interrupted");
    if (status == AG_OK) status = ag_results_save(w->arguments->value[OUT], file, FILES, err);
    if (status == AG_OK && w->arguments->value[JSON]) fwrite(file[RUN].bytes.data, 1, file[RUN].bytes.n, stdout);
    for (int i = 0; i < FILES; i++) ag_buffer_deinit(&file[i].bytes);
    return status;
}

/* A warning like those of reading: said with --quiet too. */
static void warn_of_pool(const work *w) {
    const double stated = w->loaded.incident->others, used = w->decision.others;
    ag_error finding;
    if (used <= stated) return;
    ag_fail(&finding, AG_FINDINGS, "mend \"others\" of incident.json",
            "%.0f others are too few to explain what was found; %.0f were used", stated, used);
    finding.severity = AG_WARNING;
    ag_print_finding(&finding);
}

static void print_summary(const work *w) {
    const ag_identify_result *r = &w->result;
    const ag_incident *in = w->loaded.incident;
    printf("%d remains against %.0f missing persons of %d families: %zu hits at LR >= %g, %zu proposals at %.6g %%.\n",
           in->search.remains, in->listed, in->search.families, r->items, w->how.min_lr, r->proposals,
           100 * w->how.posterior);
    printf("Pool: %.0f listed and %.0f others%s. Chance hits: at most %.3g.\n", in->listed, in->others,
           in->others_assumed ? " (assumed)" : "", r->chance_hits_bound);
    const ag_decision *d = &w->decision;
    printf("Jointly: %d bodies in the best assignment, at least %d persons, %.1f expected; %d components, %d solved "
           "exactly; in the others at most %.2g was left out, and %.2g taken to first order.\n",
           d->bodies, d->min_individuals, d->persons_expected, d->components, d->exact, d->bound, d->first_order);
    if (w->checks.items) printf("%zu findings of the checks: `antigone check` lists them.\n", w->checks.items);
    printf("The report: %s/report.html\n", w->arguments->value[OUT]);
}

/* What was found becomes cases, hypotheses, evidence and alarms; others decide. */
static ag_status propose(work *w, ag_error *err) {
    const ag_incident *in = w->loaded.incident;
    const double others = in->others > w->decision.others ? in->others : w->decision.others;
    ag_propose_counts n = {0};
    const ag_status status =
        ag_propose(w->session.casebook, &w->session.actor, in, &w->result, in->listed + others, &w->how, &n, err);
    if (status == AG_OK && !w->quiet && !w->arguments->value[JSON])
        printf("Casebook: %d cases opened, %d hypotheses proposed and %d weighed anew, %d lines of evidence; %d were "
               "there.\n",
               n.cases, n.hypotheses, n.weighed, n.evidence, n.there);
    if (status == AG_OK && n.alarms)
        printf("ALARM: %d results contradict confirmed identifications: `antigone list CASEBOOK alarm` shows them.\n",
               n.alarms);
    return status;
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

static ag_status work_through(work *w, ag_error *err) {
    ag_status status =
        ag_source_open(w->arguments, "identify", w->how.run.threads, w->quiet, &w->session, &w->loaded, &w->found, err);
    const double read_seconds = ag_clock() - w->started;
    if (status != AG_OK) return status;
    if (w->arguments->value[LIKE]) {
        status = ag_results_like_dvir(w->loaded.incident, &w->how.run, w->arguments->value[OUT],
                                      w->arguments->value[JSON] != NULL, err);
        return status == AG_OK ? ag_finish_output(err) : status;
    }
    w->how.posterior = ag_identify_threshold(w->loaded.incident, w->how.posterior);
    status = search(w, read_seconds, err);
    if (status == AG_OK) status = save(w, err);
    if (status == AG_OK && w->session.casebook) status = propose(w, err);
    if (status == AG_OK) warn_of_pool(w);
    if (status == AG_OK && !w->quiet && !w->arguments->value[JSON]) print_summary(w);
    return status == AG_OK ? ag_finish_output(err) : status;
}

static ag_status run_identify(const ag_arguments *arguments, ag_error *err) {
    work w = {.arguments = arguments, .started = ag_clock()};
    const char *folder = arguments->value[OUT];
    bool made = false;
    ag_status status = read_options(&w, err);
    if (status != AG_OK) return status;
    ag_interrupt_catch();
    status = ag_folder_make(folder, &made, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&w.found);
    status = work_through(&w, err);
    if (status != AG_OK && made) rmdir(folder);
    if (status == AG_INTERRUPTED)
        ag_fail(err, status, NULL, "interrupted: nothing was written, and \"%.200s\" %s", folder,
                made ? "was removed again" : "keeps the results that it had");
    ag_decision_deinit(&w.decision);
    ag_identify_result_deinit(&w.result);
    ag_check_result_deinit(&w.checks);
    ag_loaded_deinit(&w.loaded);
    ag_session_close(&w.session);
    ag_diagnostics_deinit(&w.found);
    return status;
}

const ag_command ag_command_identify = {
    .name = "identify",
    .summary = "all remains against all missing persons: hits, proposals, report",
    .operand = {"INCIDENT"},
    .option = options,
    .help =
        "Reads an incident folder (or a Familias .fam with a DVI part), checks it, compares all remains with all "
        "missing\n"
        "persons, decides jointly over all families and all parts, and writes to DIR:\n"
        "  report.html                        to read\n"
        "  summary_am.csv, summary_pm.csv     a conclusion for every missing person, and for every remains\n"
        "  pairings.csv                       who each remains may be, with posteriors; * is somebody unlisted\n"
        "  bodies.csv, consensus.csv          which remains are of one body, and its profile from all parts\n"
        "  candidates.csv, statements.csv     of each candidate: mtDNA, Y, autosomal, combined; every line of "
        "evidence\n"
        "  proposals.csv, hits.csv            pairs: sample,family,missing,log_lr,lr_log10,posterior,loci,...\n"
        "  run.json, timing.json              versions, digests, parameters, pool, counts; how long it took\n"
        "Conclusions: identified (posterior reached, no alarm), held (an alarm must be answered first), group "
        "(persons\n"
        "and bodies of one family that cannot be told apart), probable, open, not found among those examined so far.\n"
        "A proposal needs the posterior and no alarm. No pair at or above --min-lr is lost. Results that are there\n"
        "already are replaced only by a finished run; Ctrl-C leaves nothing half-written.\n"
        "INCIDENT may be a casebook: its profiles are searched as far as their donors consent, each proposal becomes\n"
        "a case with its hypotheses and a line of evidence, and what contradicts a confirmed case an alarm.",
    .examples = "  antigone identify flood-2024 --out out/flood-2024\n"
                "  antigone identify war --out out/war --min-lr 1e6 --posterior 0.9999\n"
                "  antigone identify case.fam --out out/case --language ko\n"
                "  antigone identify flood-2024 --out out/as-dvir --like dvir\n"
                "  antigone identify war.casebook --out out/war --as analyst-1",
    .run = run_identify,
};
