/* antigone release: the file of a release that was approved. */
#include <stdio.h>

#include "casebook/release_file.h"
#include "cli/actions.h"
#include "cli/output.h"
#include "cli/session.h"
#include "formats/file.h"

#include "base/banned.h"

enum { OUT = AG_SESSION_FIRST };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--out", "FILE", "the file, by custom .agd", true},
    {NULL, NULL, NULL, false},
};

static ag_status write_release(const ag_arguments *a, const ag_session *session, ag_error *err) {
    ag_buffer out = {0};
    ag_refusals refusals = {0};
    ag_status status =
        ag_release_write(session->casebook, &session->actor, ag_text_of(a->operand[1]), &out, &refusals, err);
    if (status == AG_REFUSED && refusals.n) {
        ag_refusals_print(stderr, "release.issue", a->operand[1], &refusals);
        err->what[0] = 0;
    }
    if (status == AG_OK) status = ag_file_write(a->value[OUT], out.data, out.n, err);
    if (status == AG_OK)
        printf("%s: %zu bytes.\n`antigone verify %s` checks it without this casebook. What went out cannot be\n"
               "called back.\n",
               a->value[OUT], out.n, a->value[OUT]);
    ag_buffer_deinit(&out);
    return status;
}

static ag_status run_release(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    const char *out = arguments->value[OUT];
    if (ag_file_exists(out)) return ag_fail(err, AG_REFUSED, "name another file", "\"%.200s\" is there already", out);
    ag_status status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    status = write_release(arguments, &session, err);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_release = {
    .name = "release",
    .summary = "a dossier for somebody outside: what is allowed, with proofs",
    .operand = {"CASEBOOK", "RELEASE"},
    .option = options,
    .help = "Writes what the profile of an approved release lets out of its dossier into one file that anybody can\n"
            "verify. Genotypes, kin, contacts, sources and the living are in no release, nor that there are any. The\n"
            "steps before: dossier.open, dossier_item.add, dossier.freeze, release.propose, and release.approve by a\n"
            "second person.",
    .examples = "  antigone release war.casebook release:odesa-3-1 --out to-icrc.agd --as lee",
    .run = run_release,
};
