/* antigone likelihood, antigone lr: one question a line, one answer a line. A line that is wrong is reported, and the
 * others are answered. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "incident/calculator.h"

#include "base/banned.h"

enum { JSONL, PRUNE };

static const ag_option options[] = {
    {"--jsonl", "FILE", "one JSON object a line; - reads standard input", true},
    {"--prune", NULL, "leave out untyped relatives as Familias does, and draw from the population", false},
    {NULL, NULL, NULL, false},
};

typedef ag_status answer_case(ag_engine *engine, const ag_case *question, ag_pruning pruning, ag_buffer *out,
                              ag_error *err);

/* 17 digits; JSON has no word for what is not finite. */
static void put_number(ag_buffer *out, double value) {
    if (!isfinite(value)) ag_buffer_putc(out, '"');
    ag_buffer_double_digits(out, value, 17);
    if (!isfinite(value)) ag_buffer_putc(out, '"');
}

static void put_id(ag_buffer *out, const ag_case *question) {
    ag_buffer_puts(out, "{\"id\":");
    ag_buffer_add(out, question->id.at, question->id.n);
}

static ag_status answer_likelihood(ag_engine *engine, const ag_case *question, ag_pruning pruning, ag_buffer *out,
                                   ag_error *err) {
    double loglik_ln;
    const ag_status status = ag_case_likelihood(engine, question, pruning, &loglik_ln, err);
    if (status != AG_OK) return status;
    put_id(out, question);
    ag_buffer_puts(out, ",\"loglik\":");
    put_number(out, loglik_ln);
    ag_buffer_puts(out, "}\n");
    return AG_OK;
}

static ag_status answer_lr(ag_engine *engine, const ag_case *question, ag_pruning pruning, ag_buffer *out,
                           ag_error *err) {
    double total_ln = 0, *lr_ln = calloc(question->markers + 1, sizeof *lr_ln);
    if (!lr_ln) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const ag_status status = ag_case_lr(engine, question, pruning, lr_ln, err);
    if (status == AG_OK) {
        put_id(out, question);
        ag_buffer_puts(out, ",\"lr_per_marker\":[");
        for (uint32_t m = 0; m < question->markers; m++) {
            if (m) ag_buffer_putc(out, ',');
            put_number(out, exp(lr_ln[m]));
            total_ln += lr_ln[m];
        }
        ag_buffer_puts(out, "],\"log_lr\":");
        put_number(out, total_ln);
        ag_buffer_puts(out, "}\n");
    }
    free(lr_ln);
    return status;
}

/* The answer to one line on standard output, or a finding about it. */
static ag_status answer_line(ag_engine *engine, const ag_case_reader *reader, ag_text line, ag_pruning pruning,
                             answer_case *answer) {
    ag_arena arena;
    ag_buffer out;
    ag_case question;
    ag_error fault = {0};
    ag_arena_init(&arena);
    ag_buffer_init(&out);
    ag_status status = ag_case_parse(reader->file, reader->row, line, &arena, &question, &fault);
    if (status == AG_OK) status = answer(engine, &question, pruning, &out, &fault);
    if (status == AG_OK && out.failed) status = ag_fail(&fault, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) {
        fwrite(out.data, 1, out.n, stdout);
    } else {
        if (!fault.file[0]) {
            snprintf(fault.file, sizeof fault.file, "%s", reader->file);
            fault.row = reader->row;
        }
        fault.severity = AG_ERROR;
        ag_print_finding(&fault);
    }
    ag_buffer_deinit(&out);
    ag_arena_deinit(&arena);
    return status;
}

/* The gravest status of all lines; AG_ENVIRONMENT ends it. */
static ag_status answer_all(ag_engine *engine, ag_case_reader *reader, ag_pruning pruning, answer_case *answer,
                            ag_error *err) {
    ag_status worst = AG_OK;
    for (;;) {
        ag_text line;
        ag_status status = ag_cases_next(reader, &line, err);
        if (status != AG_OK) return status;
        if (!line.n) return worst;
        status = answer_line(engine, reader, line, pruning, answer);
        if (status > worst) worst = status;
        if (status == AG_ENVIRONMENT) return status;
    }
}

static ag_status run(const ag_arguments *arguments, answer_case *answer, ag_error *err) {
    const ag_pruning pruning = arguments->value[PRUNE] ? AG_PRUNE_FAMILIAS : AG_PRUNE_NOTHING;
    const char *given = arguments->value[JSONL];
    ag_case_reader reader;
    ag_status status = ag_cases_open(strcmp(given, "-") == 0 ? "/dev/stdin" : given, &reader, err);
    if (status != AG_OK) return status;
    ag_engine *engine = ag_engine_new();
    status = engine ? answer_all(engine, &reader, pruning, answer, err)
                    : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_engine_free(engine);
    ag_cases_close(&reader);
    const ag_status written = ag_finish_output(status == AG_OK ? err : NULL);
    return status == AG_OK ? written : status;
}

static ag_status run_likelihood(const ag_arguments *arguments, ag_error *err) {
    return run(arguments, answer_likelihood, err);
}

static ag_status run_lr(const ag_arguments *arguments, ag_error *err) { return run(arguments, answer_lr, err); }

const ag_command ag_command_likelihood = {
    .name = "likelihood",
    .summary = "the likelihood of single pedigrees",
    .option = options,
    .help = "Reads one pedigree with its genotypes a line and prints {\"id\":…,\"loglik\":…}: the natural logarithm "
            "with 17\n"
            "digits, or \"-Inf\". A line: {\"id\": 1, \"ped\": {\"id\": [\"1\",\"2\",\"3\"], \"father\": "
            "[null,null,\"1\"],\n"
            "\"mother\": [null,null,\"2\"], \"sex\": [1,2,1]}, \"alleles\": [\"8\",\"9.3\"], \"freqs\": [0.4,0.6],\n"
            "\"mutation\": {\"model\": \"equal\", \"rate\": 0.002}, \"genotypes\": {\"1\": [\"8\",\"9.3\"], \"3\": "
            "[\"8\",null]}}",
    .examples = "  antigone likelihood --jsonl cases.jsonl\n"
                "  antigone likelihood --jsonl - --prune < cases.jsonl",
    .run = run_likelihood,
};

const ag_command ag_command_lr = {
    .name = "lr",
    .summary = "likelihood ratios of single missing-person cases",
    .option = options,
    .help = "Reads one case a line and prints {\"id\":…,\"lr_per_marker\":[…],\"log_lr\":…}: is the person of interest "
            "the\n"
            "missing one, or somebody unrelated? A line has \"ped\", \"missing\", \"markers\" (\"name\", \"alleles\",\n"
            "\"freqs\"), \"genotypes\" by person and marker, and \"poi\" by marker.",
    .examples = "  antigone lr --jsonl cases.jsonl\n"
                "  antigone lr --jsonl - --prune < cases.jsonl",
    .run = run_lr,
};
