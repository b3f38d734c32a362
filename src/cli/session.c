/* Opening a casebook with the keys of those who work on it: see session.h. */
#include "cli/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "formats/file.h"

#include "base/banned.h"

enum { PASSPHRASE_BYTES = 1024, PASSPHRASE_LEAST = 12 };

/* What was said on the command line, else in the environment; NULL: neither. */
static const char *named(const ag_arguments *arguments, int option, const char *variable) {
    const char *given = arguments->value[option] ? arguments->value[option] : getenv(variable);
    return given && given[0] ? given : NULL;
}

/* ---- Key files and passphrases --------------------------------------------------------------------------------- */

ag_status ag_key_read(const char *path, ag_secret *out, ag_error *err) {
    ag_file file;
    struct stat about;
    ag_status status = ag_file_read(path, path, false, &file, err);
    if (status != AG_OK) return status;
    status = ag_secret_parse((ag_text){file.at, file.n}, out, err);
    ag_secret_wipe(file.owned, file.n);
    ag_file_deinit(&file);
    if (status != AG_OK && err && !err->file[0]) snprintf(err->file, sizeof err->file, "%s", path);
    if (status == AG_OK && stat(path, &about) == 0 && about.st_mode & (S_IRWXG | S_IRWXO)) {
        ag_error finding;
        ag_fail(&finding, AG_FINDINGS, "chmod 600 closes it", "others on this machine may read the key file \"%.200s\"",
                path);
        finding.severity = AG_WARNING;
        ag_print_finding(&finding);
    }
    return status;
}

static ag_status write_new_key(const char *path, const ag_secret *secret, ag_error *err) {
    ag_buffer text = {0};
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return ag_fail(err, AG_ENVIRONMENT, "check that its folder is there and may be written",
                       "cannot make the key file \"%.160s\": %s", path, strerror(errno));
    ag_secret_format(secret, &text);
    bool good = !text.failed && write(file, text.data, text.n) == (ssize_t)text.n && fsync(file) == 0;
    if (text.data) ag_secret_wipe(text.data, text.n);
    ag_buffer_deinit(&text);
    if (close(file) != 0) good = false;
    if (good) return AG_OK;
    unlink(path);
    return ag_fail(err, AG_ENVIRONMENT, "is the disk full?", "cannot write the key file \"%.160s\"", path);
}

static ag_status secret_typed(const char *whose, const uint8_t salt[AG_SALT_BYTES], ag_secret *out, ag_error *err) {
    char prompt[120], typed[PASSPHRASE_BYTES];
    snprintf(prompt, sizeof prompt, "Passphrase of %s", whose);
    ag_status status = ag_passphrase_ask(prompt, typed, sizeof typed, err);
    if (status == AG_OK) status = ag_secret_of_passphrase(ag_text_of(typed), salt, out, err);
    ag_secret_wipe(typed, sizeof typed);
    return status;
}

static ag_status new_passphrase(const char *whose, char typed[PASSPHRASE_BYTES], ag_error *err) {
    char prompt[120], again[PASSPHRASE_BYTES];
    snprintf(prompt, sizeof prompt, "New passphrase of %s, %d characters at least", whose, PASSPHRASE_LEAST);
    ag_status status = ag_passphrase_ask(prompt, typed, PASSPHRASE_BYTES, err);
    if (status == AG_OK && strlen(typed) < PASSPHRASE_LEAST)
        return ag_fail(err, AG_REFUSED, "five or six words that nobody would guess are good",
                       "a passphrase has at least %d characters", PASSPHRASE_LEAST);
    if (status == AG_OK) status = ag_passphrase_ask("The same again", again, sizeof again, err);
    if (status == AG_OK && strcmp(typed, again) != 0)
        status = ag_fail(err, AG_REFUSED, "start again: nothing was done", "the two passphrases differ");
    ag_secret_wipe(again, sizeof again);
    return status;
}

ag_status ag_key_make(const char *path, const char *whose, ag_secret *out, uint8_t salt[AG_SALT_BYTES],
                      const uint8_t **salted, bool *made, ag_error *err) {
    char typed[PASSPHRASE_BYTES] = "";
    *made = false;
    *salted = NULL;
    if (path && ag_file_exists(path)) return ag_key_read(path, out, err);
    if (path) {
        ag_secret_random(out->byte, sizeof out->byte);
        const ag_status status = write_new_key(path, out, err);
        *made = status == AG_OK;
        return status;
    }
    ag_secret_random(salt, AG_SALT_BYTES);
    *salted = salt;
    ag_status status = new_passphrase(whose, typed, err);
    if (status == AG_OK) status = ag_secret_of_passphrase(ag_text_of(typed), salt, out, err);
    ag_secret_wipe(typed, sizeof typed);
    return status;
}

/* ---- The casebook ---------------------------------------------------------------------------------------------- */

static ag_status casebook_key(const char *location, const char *file, ag_secret *out, ag_error *err) {
    uint8_t salt[AG_SALT_BYTES];
    bool typed;
    ag_status status = ag_casebook_salt(location, salt, &typed, err);
    if (status != AG_OK) return status;
    if (file) return ag_key_read(file, out, err);
    if (!typed)
        return ag_fail(err, AG_USAGE, "--key FILE names it; so does ANTIGONE_KEY in the environment",
                       "this casebook is opened by a key file");
    return secret_typed("the casebook", salt, out, err);
}

/* Roles of the user who is named, from his row; of nobody, all. */
static ag_status look_as(const char *user, ag_session *session, ag_error *err) {
    ag_arena arena;
    ag_view view;
    session->actor = (ag_actor){.roles = AG_ANY_ROLE};
    if (!user) return AG_OK;
    ag_arena_init(&arena);
    char subject[160];
    snprintf(subject, sizeof subject, "user:%s", user);
    ag_status status = ag_casebook_view(session->casebook, ag_text_of(subject), &arena, &view, err);
    if (status == AG_OK && !ag_row_there(&view.row))
        status = ag_fail(err, AG_BAD_INPUT, "`antigone users CASEBOOK` lists them", "there is no user \"%.60s\"", user);
    if (status == AG_OK) {
        snprintf(session->actor.user, sizeof session->actor.user, "%s", user);
        session->actor.roles = 0;
        const ag_text roles = ag_row_text(&view.row, "roles");
        for (unsigned bit = 1; bit < AG_ANY_ROLE; bit <<= 1)
            if (ag_words_have(ag_arena_text(&arena, roles.at, roles.n), ag_role_name(bit))) session->actor.roles |= bit;
    }
    ag_arena_deinit(&arena);
    return status;
}

ag_status ag_session_look(const char *location, const ag_arguments *arguments, bool write, ag_session *out,
                          ag_error *err) {
    const char *file = named(arguments, AG_SESSION_KEY, "ANTIGONE_KEY");
    *out = (ag_session){0};
    ag_status status = ag_secrets_start(err);
    if (status == AG_OK && file) status = ag_key_read(file, &out->key, err);
    const ag_casebook_options how = {.location = location, .readonly = !write, .key = file ? &out->key : NULL};
    if (status == AG_OK) status = ag_casebook_open(&how, &out->casebook, err);
    if (status == AG_OK) status = look_as(named(arguments, AG_SESSION_AS, "ANTIGONE_USER"), out, err);
    if (status != AG_OK) ag_session_close(out);
    return status;
}

ag_status ag_session_login(const ag_session *session, const char *user, const char *key_file, ag_actor *out,
                           ag_error *err) {
    uint8_t salt[AG_SALT_BYTES];
    char whose[100];
    bool typed;
    ag_secret secret;
    ag_status status = AG_OK;
    if (key_file)
        status = ag_key_read(key_file, &secret, err);
    else {
        status = ag_casebook_user_salt(session->casebook, user, salt, &typed, err);
        snprintf(whose, sizeof whose, "user %s", user);
        if (status == AG_OK && !typed)
            status = ag_fail(err, AG_USAGE, "--user-key FILE names it; so does ANTIGONE_USER_KEY in the environment",
                             "user %.60s has a key file", user);
        if (status == AG_OK) status = secret_typed(whose, salt, &secret, err);
    }
    if (status == AG_OK) status = ag_casebook_login(session->casebook, user, &secret, out, err);
    ag_secret_wipe(&secret, sizeof secret);
    return status;
}

ag_status ag_session_unlock(const char *location, const ag_arguments *arguments, ag_session *out, ag_error *err) {
    *out = (ag_session){0};
    ag_status status = ag_secrets_start(err);
    if (status == AG_OK)
        status = casebook_key(location, named(arguments, AG_SESSION_KEY, "ANTIGONE_KEY"), &out->key, err);
    const ag_casebook_options how = {.location = location, .key = &out->key};
    if (status == AG_OK) status = ag_casebook_open(&how, &out->casebook, err);
    if (status != AG_OK) ag_session_close(out);
    return status;
}

ag_status ag_session_enter(const char *location, const ag_arguments *arguments, ag_session *out, ag_error *err) {
    const char *user = named(arguments, AG_SESSION_AS, "ANTIGONE_USER");
    if (!user)
        return ag_fail(err, AG_USAGE, "--as USER; `antigone users CASEBOOK` lists the users",
                       "say who you are: every entry carries its maker");
    ag_status status = ag_session_unlock(location, arguments, out, err);
    if (status != AG_OK) return status;
    status = ag_session_login(out, user, named(arguments, AG_SESSION_USER_KEY, "ANTIGONE_USER_KEY"), &out->actor, err);
    if (status != AG_OK) ag_session_close(out);
    return status;
}

unsigned ag_session_roles(const ag_session *session) { return session->actor.user[0] ? session->actor.roles : 0; }

void ag_session_close(ag_session *session) {
    if (session->casebook) ag_casebook_close(session->casebook);
    ag_secret_wipe(&session->actor, sizeof session->actor);
    ag_secret_wipe(&session->key, sizeof session->key);
    session->casebook = NULL;
}
