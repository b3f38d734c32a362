/* antigone init: a new casebook and its first administrator. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/session.h"

#include "base/banned.h"

enum { NAME, SITE, INSTITUTION, USER, KEY, USER_KEY };

static const ag_option options[] = {
    {"--name", "TEXT", "of the casebook; sealed", true},
    {"--site", "CODE", "of this desk, part of every id: a-z 0-9 -", true},
    {"--institution", "NNNN", "four digits, part of the numbers of remains", true},
    {"--user", "USER", "the first administrator", true},
    {"--key", "FILE", "key of the casebook, made if absent; else ANTIGONE_KEY; else a passphrase, typed", false},
    {"--user-key", "FILE", "the administrator's, the same way; else ANTIGONE_USER_KEY", false},
    {NULL, NULL, NULL, false},
};

/* A secret with where it came from. */
typedef struct origin {
    const char *file; /* NULL: typed */
    ag_secret secret;
    uint8_t salt[AG_SALT_BYTES];
    const uint8_t *salted;
    bool made;
} origin;

static ag_status need(const ag_arguments *a, int option, const char *variable, const char *whose, origin *out,
                      ag_error *err) {
    out->file = a->value[option] ? a->value[option] : getenv(variable);
    if (out->file && !out->file[0]) out->file = NULL;
    return ag_key_make(out->file, whose, &out->secret, out->salt, &out->salted, &out->made, err);
}

static ag_status found(const ag_arguments *a, const origin *book, const origin *user, ag_error *err) {
    const ag_casebook_options how = {.location = a->operand[0], .key = &book->secret};
    const ag_founding founding = {.name = a->value[NAME],
                                  .site = a->value[SITE],
                                  .institution = a->value[INSTITUTION],
                                  .user = a->value[USER],
                                  .user_secret = &user->secret,
                                  .user_salt = user->salted,
                                  .salt = book->salted};
    ag_casebook *casebook = NULL;
    const ag_status status = ag_casebook_make(&how, &founding, &casebook, err);
    if (status == AG_OK) ag_casebook_close(casebook);
    return status;
}

/* What must be done now, for no one can do it later. */
static void say_keep(const origin *o, const char *what) {
    if (o->made)
        printf("New key file of %s: %s\n  Keep a copy elsewhere, apart from the casebook.\n", what, o->file);
    else if (!o->file)
        printf("The passphrase of %s is written down nowhere.\n", what);
}

static void report(const ag_arguments *a, const origin *book, const origin *user) {
    printf("%s: a new casebook of site %s.\n", a->operand[0], a->value[SITE]);
    say_keep(book, "the casebook");
    say_keep(user, a->value[USER]);
    printf("Without the key of the casebook nobody can open what is sealed in it, names and\ngenotypes included.\n"
           "Next: `antigone users %s add USER roles=registrar`,\nthen `antigone status %s`.\n",
           a->operand[0], a->operand[0]);
}

static ag_status run_init(const ag_arguments *arguments, ag_error *err) {
    origin book = {0}, user = {0};
    ag_status status = ag_secrets_start(err);
    if (status == AG_OK) status = need(arguments, KEY, "ANTIGONE_KEY", "the casebook", &book, err);
    if (status == AG_OK) status = need(arguments, USER_KEY, "ANTIGONE_USER_KEY", arguments->value[USER], &user, err);
    if (status == AG_OK) status = found(arguments, &book, &user, err);
    if (status == AG_OK) report(arguments, &book, &user);
    if (status != AG_OK && book.made) unlink(book.file);
    if (status != AG_OK && user.made) unlink(user.file);
    ag_secret_wipe(&book, sizeof book);
    ag_secret_wipe(&user, sizeof user);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_init = {
    .name = "init",
    .summary = "a new casebook, with its key and its first administrator",
    .operand = {"CASEBOOK"},
    .option = options,
    .help =
        "CASEBOOK is a file, or postgresql://HOST/DATABASE for many desks. Two keys are made: the casebook's, which\n"
        "opens what is sealed in it, and the administrator's own, which signs. Each is a file (made if it is absent,\n"
        "readable by its owner alone) or a passphrase that is typed twice. They are never stored in the casebook.",
    .examples = "  antigone init war.casebook --name \"Odesa\" --site odesa-3 --institution 0712 \\\n"
                "    --user admin-1 --key ~/keys/war.key --user-key ~/keys/admin-1.key\n"
                "  antigone init war.casebook --name \"Odesa\" --site odesa-3 --institution 0712 --user admin-1",
    .run = run_init,
};
