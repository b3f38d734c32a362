/* antigone check: the files, then families, duplicates and elimination. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/source.h"
#include "formats/json.h"
#include "incident/check.h"

#include "base/banned.h"

enum { DEEP = AG_SESSION_FIRST, JSON, THREADS, QUIET };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--deep", NULL, "ask every family and look for near duplicates, however long it takes", false},
    {"--json", NULL, "print the findings as JSON", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--quiet", NULL, "neither progress nor notes", false},
    {NULL, NULL, NULL, false},
};

enum { LINE_BYTES = 600 };

static void print_lines(const ag_incident *incident, const ag_check_result *result) {
    char line[LINE_BYTES];
    for (size_t i = 0; i < result->items; i++) {
        ag_finding_format(incident, &result->item[i], line, sizeof line);
        printf("%s%s\n", result->item[i].alarm ? "ALARM  " : "       ", line);
    }
    if (result->withheld) printf("       and %zu more pairs that look alike\n", result->withheld);
    if (!result->items) puts("Nothing was found.");
}

static ag_status print_json(const ag_incident *incident, const ag_check_result *result, ag_error *err) {
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out, .pretty = true};
    char line[LINE_BYTES];
    ag_json_open(&w, '{');
    ag_json_key(&w, AG_TEXT("withheld"));
    ag_json_put_int(&w, (int64_t)result->withheld);
    ag_json_key(&w, AG_TEXT("findings"));
    ag_json_open(&w, '[');
    for (size_t i = 0; i < result->items; i++) {
        ag_finding_format(incident, &result->item[i], line, sizeof line);
        ag_json_open(&w, '{');
        ag_json_key(&w, AG_TEXT("alarm"));
        ag_json_put_bool(&w, result->item[i].alarm);
        ag_json_key(&w, AG_TEXT("lr_ln"));
        ag_json_put_double(&w, result->item[i].lr_ln);
        ag_json_key(&w, AG_TEXT("what"));
        ag_json_puts(&w, line);
        ag_json_close(&w, '}');
    }
    ag_json_close(&w, ']');
    ag_json_close(&w, '}');
    const bool failed = out.failed;
    if (!failed) fputs(out.data, stdout);
    ag_buffer_deinit(&out);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}

static ag_status report(const ag_arguments *arguments, const ag_incident *incident, const ag_check_result *result,
                        ag_error *err) {
    ag_status status = AG_OK;
    if (arguments->value[JSON])
        status = print_json(incident, result, err);
    else
        print_lines(incident, result);
    if (status == AG_OK) status = ag_finish_output(err);
    return status == AG_OK && result->items ? AG_FINDINGS : status;
}

static ag_status run_check(const ag_arguments *arguments, ag_error *err) {
    const bool quiet = arguments->value[QUIET] != NULL;
    ag_run run;
    ag_loaded loaded;
    ag_diagnostics found;
    ag_check_result result;
    ag_progress progress;
    ag_status status = ag_argument_run(&ag_command_check, arguments, THREADS, -1, &run, err);
    if (status != AG_OK) return status;
    ag_interrupt_catch();
    ag_diagnostics_init(&found);
    status = ag_source_load(arguments, "check", run.threads, quiet, &loaded, &found, err);
    if (status == AG_OK) {
        ag_progress_init(&progress, "checking", quiet);
        run.progress = ag_progress_show;
        run.context = &progress;
        status = ag_check(loaded.incident, arguments->value[DEEP] != NULL, &run, &result, err);
        ag_progress_end(&progress);
        if (status == AG_OK) {
            status = report(arguments, loaded.incident, &result, err);
            ag_check_result_deinit(&result);
        }
    }
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&found);
    return status;
}

const ag_command ag_command_check = {
    .name = "check",
    .summary = "files, then families, duplicates and elimination",
    .operand = {"INCIDENT"},
    .option = options,
    .help =
        "Reads everything and says what is wrong where. Then tests each reference in its place in the family, looks\n"
        "for samples that look like one person, and compares all with the elimination set. Exits with 5 when\n"
        "somebody must look at what was found. An ALARM blocks the proposals that rest on it.",
    .examples = "  antigone check flood-2024\n"
                "  antigone check flood-2024 --deep --json > findings.json",
    .run = run_check,
};
