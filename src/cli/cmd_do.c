/* antigone do: one action, or a batch of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/actions.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/session.h"
#include "formats/case_file.h"

#include "base/banned.h"

enum { WHEN = AG_SESSION_FIRST, SECOND, SECOND_KEY, TRY, JSON, BATCH, SKIP };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--when", "DATE", "when it happened, if not now: 2025-01-05~, 2024-12, ...", false},
    {"--second", "USER", "who signs beside you", false},
    {"--second-key", "FILE", "that user's key; else ANTIGONE_SECOND_KEY, else it asks", false},
    {"--try", NULL, "say whether it would be done, and do nothing", false},
    {"--json", NULL, "the receipt, or the reasons of a refusal, as JSON", false},
    {"--batch", "FILE", "requests, one JSON object a line; - reads standard input", false},
    {"--skip", "N", "lines of the batch that have been done already", false},
    {NULL, NULL, NULL, false},
};

/* One run of the command. */
typedef struct work {
    const ag_arguments *arguments;
    ag_session session;
    ag_actor second;
    ag_manner manner;
} work;

/* ---- One request ------------------------------------------------------------------------------------------------ */

static void put_pair(ag_json_writer *w, const char *key, const char *value) {
    ag_json_key(w, ag_text_of(key));
    ag_json_puts(w, value);
}

/* One line of JSON: {"seq", "subject", "leaf"}, {"would": true}, or {"error", "hint", "refused"}; `line` of a batch,
 * else 0. */
static void print_json(const work *w, long line, ag_status status, const ag_receipt *receipt,
                       const ag_refusals *refusals, const ag_error *err) {
    ag_buffer out = {0};
    ag_json_writer j = {.out = &out};
    char hex[AG_DIGEST_HEX + 1];
    ag_json_open(&j, '{');
    if (line) {
        ag_json_key(&j, AG_TEXT("line"));
        ag_json_put_int(&j, line);
    }
    if (status != AG_OK) {
        if (err->file[0]) put_pair(&j, "file", err->file);
        put_pair(&j, "error", err->what);
        if (err->hint[0]) put_pair(&j, "hint", err->hint);
    }
    if (refusals->n) {
        ag_json_key(&j, AG_TEXT("refused"));
        ag_refusals_put_json(&j, refusals);
    }
    if (status == AG_OK && w->manner.try_only) {
        ag_json_key(&j, AG_TEXT("would"));
        ag_json_put_bool(&j, true);
    } else if (status == AG_OK) {
        ag_json_key(&j, AG_TEXT("seq"));
        ag_json_put_int(&j, (int64_t)receipt->seq);
        put_pair(&j, "subject", receipt->subject);
        put_pair(&j, "leaf", ag_digest_hex(&receipt->leaf, hex));
    }
    ag_json_close(&j, '}');
    if (!out.failed) puts(out.data);
    ag_buffer_deinit(&out);
}

static ag_status do_one(work *w, ag_error *err) {
    const ag_arguments *a = w->arguments;
    ag_draft draft;
    ag_receipt receipt = {0};
    ag_refusals refusals = {0};
    w->manner.when = ag_text_of(a->value[WHEN]);
    ag_status status = ag_draft_parse(a->rest, a->rest_n, &draft, err);
    if (status == AG_OK) {
        status = ag_draft_do(&draft, &w->session, &w->manner, &receipt, &refusals, err);
        if (!a->value[JSON]) {
            ag_draft_tell(&draft, w->manner.try_only, status, &receipt, &refusals, err);
        } else {
            print_json(w, 0, status, &receipt, &refusals, err);
            err->what[0] = 0;
        }
    }
    ag_draft_deinit(&draft);
    return status;
}

/* ---- A batch ---------------------------------------------------------------------------------------------------- */

static ag_status do_line(work *w, ag_text line, long row) {
    ag_error err = {0};
    json_error_t fault;
    ag_draft draft = {0};
    ag_receipt receipt = {0};
    ag_refusals refusals = {0};
    json_t *request = json_loadb(line.at, line.n, JSON_REJECT_DUPLICATES, &fault);
    ag_status status = request ? ag_draft_of_json(request, &draft, &w->manner.when, &err)
                               : ag_fail(&err, AG_BAD_INPUT, "one JSON object a line", "it is no JSON, from byte %d on",
                                         fault.position);
    if (status == AG_OK) status = ag_draft_do(&draft, &w->session, &w->manner, &receipt, &refusals, &err);
    print_json(w, row, status, &receipt, &refusals, &err);
    fflush(stdout);
    ag_draft_deinit(&draft);
    json_decref(request);
    return status;
}

/* Each line is durable when its receipt is printed. A refusal, or a line that is wrong, does not stop the others; a
 * full disk does. */
static ag_status do_lines(work *w, ag_case_reader *reader, uint64_t skip, ag_error *err) {
    ag_status worst = AG_OK;
    uint64_t done = 0;
    for (;;) {
        ag_text line;
        ag_status status = ag_cases_next(reader, &line, err);
        if (status != AG_OK) return status;
        if (!line.n) break;
        if (ag_interrupted)
            return ag_fail(err, AG_INTERRUPTED, "--skip leaves out the lines that were done",
                           "interrupted: %llu lines were read, every receipt that was printed is on the disk",
                           (unsigned long long)done);
        if (done++ < skip) continue;
        status = do_line(w, line, reader->row);
        if (status == AG_ENVIRONMENT)
            return ag_fail(err, status, "receipts tell what was done before", "stopped at line %ld", reader->row);
        if (status != AG_OK) worst = AG_REFUSED;
    }
    if (worst != AG_OK)
        return ag_fail(err, worst, "the lines with \"error\" say which and why", "some of the batch were not done");
    return worst;
}

static ag_status do_batch(work *w, const char *path, ag_error *err) {
    ag_case_reader reader;
    uint64_t skip = 0;
    ag_status status = ag_argument_uint64(&ag_command_do, w->arguments, SKIP, 0, UINT64_MAX, &skip, err);
    if (status == AG_OK) status = ag_cases_open(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &reader, err);
    if (status != AG_OK) return status;
    ag_interrupt_catch();
    char *folder = ag_request_folder(path);
    w->manner.folder = folder;
    status = folder ? do_lines(w, &reader, skip, err) : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    free(folder);
    ag_cases_close(&reader);
    return status;
}

/* ---- Together --------------------------------------------------------------------------------------------------- */

/* What is wrong with the words is said before a passphrase is asked for. */
static ag_status check_words(const ag_arguments *a, ag_error *err) {
    ag_draft draft;
    if (a->value[BATCH] && a->rest_n)
        return ag_fail(err, AG_USAGE, "the requests are in the file", "--batch takes no action beside it");
    if (a->value[BATCH]) return AG_OK;
    const ag_status status = ag_draft_parse(a->rest, a->rest_n, &draft, err);
    ag_draft_deinit(&draft);
    return status;
}

static ag_status enter_second(work *w, ag_error *err) {
    const char *user = w->arguments->value[SECOND], *file = w->arguments->value[SECOND_KEY];
    if (!user) return AG_OK;
    w->manner.second = &w->second;
    return ag_session_login(&w->session, user, file ? file : getenv("ANTIGONE_SECOND_KEY"), &w->second, err);
}

static ag_status run_do(const ag_arguments *arguments, ag_error *err) {
    work w = {.arguments = arguments, .manner = {.try_only = arguments->value[TRY] != NULL}};
    ag_status status = check_words(arguments, err);
    if (status == AG_OK) status = ag_session_enter(arguments->operand[0], arguments, &w.session, err);
    if (status != AG_OK) return status;
    status = enter_second(&w, err);
    if (status == AG_OK)
        status = arguments->value[BATCH] ? do_batch(&w, arguments->value[BATCH], err) : do_one(&w, err);
    ag_secret_wipe(&w.second, sizeof w.second);
    ag_session_close(&w.session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

/* `antigone do … ACTION --help`: of the last word that is an action or a kind; `antigone do --help`: of all. */
static bool explain(int argc, char *const *argv) {
    ag_error err;
    const ag_action *action;
    for (int i = argc - 1; i >= 0; i--) {
        const ag_kind *kind = ag_kind_find(ag_text_of(argv[i]));
        if (ag_actions_need(argv[i], &action, &err) == AG_OK) return ag_actions_print(stdout, action), true;
        if (kind) return ag_actions_print_kind(stdout, kind), true;
        if (strncmp(err.hint, "did you mean", 12) == 0) return ag_print_error(&err), true;
    }
    ag_command_print_help(&ag_command_do);
    putchar('\n');
    ag_actions_print_kinds(stdout);
    return true;
}

const ag_command ag_command_do = {
    .name = "do",
    .summary = "an action: every change of a casebook is one",
    .operand = {"CASEBOOK"},
    .rest = "ACTION [SUBJECT] FIELD=VALUE ...",
    .option = options,
    .help =
        "Does the action and prints its receipt: the subject, the number of the entry, and its leaf in the tree of\n"
        "entries. What was answered with a receipt is on the disk. A refusal (exit 1) names each rule that refuses, "
        "its\n"
        "source, and what would satisfy it, and changes nothing. FIELD=@PATH takes a text, or a file to be kept, from\n"
        "PATH. In a batch each line is an action of its own: {\"action\": ..., \"subject\": ..., \"when\": ...,\n"
        "\"fields\": {...}}; each gets a line that answers it, and a refusal does not stop the others.\n"
        "`antigone do ACTION --help` lists the fields and rules of an action.",
    .examples = "  antigone do war.casebook user.add user:kim roles=registrar key=5f0c...\n"
                "  antigone do remains.recover --help\n"
                "  antigone do war.casebook --batch queue.jsonl > receipts.jsonl",
    .run = run_do,
    .explain = explain,
};
