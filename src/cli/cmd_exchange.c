/* antigone backup, bundle, merge: copies, and exchange between sites. */
#include <stdio.h>
#include <string.h>

#include "cli/output.h"
#include "cli/session.h"
#include "formats/file.h"

#include "base/banned.h"

/* ---- backup ------------------------------------------------------------------------------------------------------ */

static const ag_option backup_options[] = {
    AG_SESSION_OPTIONS,
    {"--out", "FILE", "the copy; it must not be there yet", true},
    {NULL, NULL, NULL, false},
};

static ag_status run_backup(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    const char *out = arguments->value[AG_SESSION_FIRST];
    if (ag_file_exists(out)) return ag_fail(err, AG_REFUSED, "name another file", "\"%.200s\" is there already", out);
    ag_status status = ag_session_look(arguments->operand[0], arguments, false, &session, err);
    if (status != AG_OK) return status;
    status = ag_store_backup(ag_casebook_store(session.casebook), out, err);
    ag_session_close(&session);
    if (status != AG_OK) return status;
    printf("%s: a copy of %s.\nIt is opened by the same key, and keeps what is erased from the casebook later.\n", out,
           arguments->operand[0]);
    return ag_finish_output(err);
}

const ag_command ag_command_backup = {
    .name = "backup",
    .summary = "a copy of a casebook, whole, while others work on it",
    .operand = {"CASEBOOK"},
    .option = backup_options,
    .help =
        "Makes one file that is a casebook of its own, as it was at one moment. A PostgreSQL casebook is copied by\n"
        "pg_dump.",
    .examples = "  antigone backup war.casebook --out /media/copy/war-2025-06-16.casebook",
    .run = run_backup,
};

/* ---- bundle ------------------------------------------------------------------------------------------------------ */

enum { AFTER = AG_SESSION_FIRST, FOR, BUNDLE_OUT };
enum { MAX_RECIPIENTS = 64 };

static const ag_option bundle_options[] = {
    AG_SESSION_OPTIONS,
    {"--after", "SEQ", "entries behind this one alone; default: all", false},
    {"--for", "WHO", "who may open what is sealed: users or public keys, with commas between", false},
    {"--out", "FILE", "the bundle, by custom .agb", true},
    {NULL, NULL, NULL, false},
};

static bool parse_public_key(ag_text hex, uint8_t out[AG_PUBLIC_BYTES]) {
    ag_digest bytes;
    if (!ag_digest_parse(hex, &bytes)) return false;
    memcpy(out, bytes.byte, AG_PUBLIC_BYTES);
    return true;
}

/* A user's public key stands in his row. */
static ag_status recipient_key(const ag_view *view, ag_text who, uint8_t out[AG_PUBLIC_BYTES], ag_error *err) {
    if (parse_public_key(who, out)) return AG_OK;
    const ag_row row = ag_view_row(view, ag_text_of(ag_view_say(view, "user:%.*s", (int)who.n, who.at)));
    if (ag_row_there(&row) && parse_public_key(ag_row_text(&row, "key"), out)) return AG_OK;
    return ag_fail(err, AG_BAD_INPUT, "a user of this casebook, or 64 hex digits of a public key",
                   "--for: \"%.*s\" is nobody known", (int)(who.n < 80 ? who.n : 80), who.at);
}

static ag_status read_recipients(const ag_session *session, const char *list, uint8_t (*out)[AG_PUBLIC_BYTES], int *n,
                                 ag_error *err) {
    ag_arena arena;
    ag_view view;
    *n = 0;
    if (!list) return AG_OK;
    ag_arena_init(&arena);
    ag_status status = ag_casebook_view(session->casebook, (ag_text){0}, &arena, &view, err);
    for (const char *at = list; *at && status == AG_OK;) {
        const size_t length = strcspn(at, ",");
        if (*n == MAX_RECIPIENTS)
            status =
                ag_fail(err, AG_USAGE, "make a second bundle for the others", "--for takes at most %d", MAX_RECIPIENTS);
        else if (length)
            status = recipient_key(&view, (ag_text){at, length}, out[(*n)++], err);
        at += length + (at[length] == ',');
    }
    ag_arena_deinit(&arena);
    return status;
}

static ag_status flush(void *output, ag_error *err) { return ag_output_flush(output, err); }

static ag_status write_bundle(const ag_arguments *a, const ag_session *session, uint64_t first, ag_error *err) {
    uint8_t recipient[MAX_RECIPIENTS][AG_PUBLIC_BYTES];
    ag_output out;
    const char *path = a->value[BUNDLE_OUT];
    ag_bundle_order order = {
        .first = first, .recipient = (const uint8_t(*)[AG_PUBLIC_BYTES])recipient, .flush = flush, .context = &out};
    ag_status status = read_recipients(session, a->value[FOR], recipient, &order.recipients, err);
    if (status == AG_OK) status = ag_output_open(path, &out, err);
    if (status != AG_OK) return status;
    status = ag_casebook_bundle(session->casebook, &session->actor, &order, &out.buffer, err);
    status = ag_output_close(&out, status, err);
    if (status == AG_OK && strcmp(path, "-") != 0)
        printf("%s%s.\n`antigone verify %s` checks it without this casebook.\n", path,
               order.recipients ? " is sealed to those who were named"
                                : ": nobody can open what is sealed in it, and kept files are not in it (--for WHO)",
               path);
    return status;
}

static ag_status run_bundle(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    uint64_t after = 0;
    ag_status status = ag_argument_uint64(&ag_command_bundle, arguments, AFTER, 0, INT64_MAX - 1, &after, err);
    if (status == AG_OK) status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    status = write_bundle(arguments, &session, arguments->value[AFTER] ? after + 1 : 0, err);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_bundle = {
    .name = "bundle",
    .summary = "entries for another site, sealed to those who may read them",
    .operand = {"CASEBOOK"},
    .option = bundle_options,
    .help = "Writes entries with their signatures, their sealed parts and a checkpoint into one file that anybody can\n"
            "verify. What is sealed can be opened by those who are named with --for and by nobody else.",
    .examples = "  antigone bundle war.casebook --for lee,kim --out to-kyiv.agb --as registrar-1\n"
                "  antigone bundle war.casebook --after 1027 --out since-monday.agb --as registrar-1",
    .run = run_bundle,
};

/* ---- merge ------------------------------------------------------------------------------------------------------- */

static const ag_option merge_options[] = {AG_SESSION_OPTIONS, {NULL, NULL, NULL, false}};

static ag_status run_merge(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    ag_diagnostics findings;
    ag_status status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&findings);
    status = ag_casebook_merge(session.casebook, &session.actor, arguments->operand[1], &findings, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    if (status == AG_OK)
        printf("%s was taken in. `antigone list %s conflicts --waiting` lists what both have said.\n",
               arguments->operand[1], arguments->operand[0]);
    ag_diagnostics_deinit(&findings);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_merge = {
    .name = "merge",
    .summary = "takes in a bundle of another site",
    .operand = {"CASEBOOK", "BUNDLE"},
    .option = merge_options,
    .help = "Keeps the other site's chain whole beside one's own and enters its subjects. Where both have spoken about "
            "the\n"
            "same subject both stand, and a conflict is listed for a person to decide. Nothing is overwritten.",
    .examples = "  antigone merge war.casebook from-lviv.agb --as registrar-1",
    .run = run_merge,
};
