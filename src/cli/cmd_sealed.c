/* antigone erase, rekey: what is sealed, closed for good or under another key. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/session.h"

#include "base/banned.h"

/* ---- erase ------------------------------------------------------------------------------------------------------- */

enum { FIELD = AG_SESSION_FIRST, REASON };

static const ag_option erase_options[] = {
    AG_SESSION_OPTIONS,
    {"--field", "FIELD", "this sealed field alone; default: all of the subject's", false},
    {"--reason", "TEXT", "why; it stays in the record", true},
    {NULL, NULL, NULL, false},
};

static ag_status run_erase(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    const char *subject = arguments->operand[1], *field = arguments->value[FIELD];
    ag_status status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    status =
        ag_casebook_erase(session.casebook, &session.actor, ag_text_of(subject), field, arguments->value[REASON], err);
    ag_session_close(&session);
    if (status != AG_OK) return status;
    printf("%s: the keys of %s%s are gone,\nand with them the content. The entries and their proof stay.\n"
           "Backups and bundles made before still have them: destroy those, or make\nnew ones.\n",
           subject, field ? "the field " : "all sealed fields", field ? field : "");
    return ag_finish_output(err);
}

const ag_command ag_command_erase = {
    .name = "erase",
    .summary = "removes what is sealed of a subject, for good",
    .operand = {"CASEBOOK", "SUBJECT"},
    .option = erase_options,
    .help = "Destroys the keys of the sealed parts of a subject, so that nobody can open them any more, and leaves an\n"
            "entry that says who did it and why. Nothing else is lost: the chain of entries verifies as before.",
    .examples =
        "  antigone erase war.casebook relative:odesa-3-12 --reason \"consent withdrawn on 2025-07-01\" --as lee",
    .run = run_erase,
};

/* ---- rekey ------------------------------------------------------------------------------------------------------- */

enum { NEW_KEY = AG_SESSION_FIRST, TYPED };

static const ag_option rekey_options[] = {
    AG_SESSION_OPTIONS,
    {"--new-key", "FILE", "the new key; made if it is absent", false},
    {"--passphrase", NULL, "type a passphrase instead", false},
    {NULL, NULL, NULL, false},
};

static ag_status rekey(const ag_arguments *a, const ag_session *session, ag_error *err) {
    uint8_t salt[AG_SALT_BYTES];
    const uint8_t *salted;
    ag_secret secret = {{0}};
    bool made;
    const char *file = a->value[NEW_KEY];
    ag_status status = ag_key_make(file, "the casebook", &secret, salt, &salted, &made, err);
    if (status == AG_OK) status = ag_casebook_rekey(session->casebook, &session->actor, &secret, salted, err);
    ag_secret_wipe(&secret, sizeof secret);
    if (status != AG_OK && made) unlink(file);
    if (status == AG_OK)
        printf("%s has another key%s%s.\n%sWhoever has an old backup still opens that with the old key.\n",
               a->operand[0], file ? ": " : "", file ? file : "",
               file ? "Keep a copy of it elsewhere, apart from the casebook.\n" : "");
    return status;
}

static ag_status run_rekey(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    if (!arguments->value[NEW_KEY] == !arguments->value[TYPED])
        return ag_fail(err, AG_USAGE, "--new-key FILE or --passphrase", "rekey needs to know the new key");
    ag_status status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    status = rekey(arguments, &session, err);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_rekey = {
    .name = "rekey",
    .summary = "another key for a casebook",
    .operand = {"CASEBOOK"},
    .option = rekey_options,
    .help =
        "Puts everything that is sealed under another key. The old one opens nothing any more, but for backups that\n"
        "were made before.",
    .examples = "  antigone rekey war.casebook --new-key new.key --key old.key --as admin-1",
    .run = run_rekey,
};
