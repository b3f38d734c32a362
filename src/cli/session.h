/* Who is at the casebook, and with what keys: every command that works on one opens it here, and nowhere else.
 *
 *     casebook's key   --key FILE, ANTIGONE_KEY=FILE, or the passphrase, typed
 *     user             --as USER, ANTIGONE_USER
 *     user's key       --user-key FILE, ANTIGONE_USER_KEY=FILE, or the passphrase, typed
 *
 * Invariants: a passphrase is read from the terminal alone, never from the command line, the environment or a pipe, and
 * is not shown; secrets are wiped when the session is closed. Commands begin their list of options with
 * AG_SESSION_OPTIONS and their enumeration of it with AG_SESSION_FIRST.
 */
#ifndef AG_CLI_SESSION_H
#define AG_CLI_SESSION_H

#include "casebook/casebook.h"
#include "cli/command.h"

enum { AG_SESSION_KEY, AG_SESSION_AS, AG_SESSION_USER_KEY, AG_SESSION_FIRST };
#define AG_SESSION_OPTIONS                                                                                             \
    {"--key", "FILE", "key of the casebook; else ANTIGONE_KEY, else it asks", false},                                  \
        {"--as", "USER", "who you are; else ANTIGONE_USER", false}, {                                                  \
        "--user-key", "FILE", "your own key; else ANTIGONE_USER_KEY, else it asks", false                              \
    }

typedef struct ag_session {
    ag_casebook *casebook;
    ag_actor actor; /* user empty: nobody has logged in, and no role is left out */
    ag_secret key;
} ag_session;

/* The roles in which somebody looks, for what is not for everybody: none where nobody has said who he is. */
unsigned ag_session_roles(const ag_session *session);

/* To look at what is open: no passphrase is asked for; a key file that is named is used. The actor, if one is named,
 * has the roles of that user and cannot sign. `write`: to make the tables anew, which needs no key and leaves no entry.
 */
ag_status ag_session_look(const char *location, const ag_arguments *arguments, bool write, ag_session *out,
                          ag_error *err);
/* With the casebook's key, for what the casebook itself does: checkpoints. Nobody logs in. */
ag_status ag_session_unlock(const char *location, const ag_arguments *arguments, ag_session *out, ag_error *err);
/* To do something, or to open what is sealed: the casebook's key, and the user's. */
ag_status ag_session_enter(const char *location, const ag_arguments *arguments, ag_session *out, ag_error *err);
/* Another user of the open casebook, by his own key (key_file NULL: his passphrase is asked for). */
ag_status ag_session_login(const ag_session *session, const char *user, const char *key_file, ag_actor *out,
                           ag_error *err);
/* Writes the checkpoint, wipes the keys. Harmless after a failed opening. */
void ag_session_close(ag_session *session);

/* A key file, read; somebody else may read it: a warning. */
ag_status ag_key_read(const char *path, ag_secret *out, ag_error *err);
/* For something new: the key in the file, which is made (mode 0600, *made) when it is not there; without a file a
 * passphrase, typed twice, over a salt that is put into `salt` and whose address is put into *salted (NULL: a key
 * file). */
ag_status ag_key_make(const char *path, const char *whose, ag_secret *out, uint8_t salt[AG_SALT_BYTES],
                      const uint8_t **salted, bool *made, ag_error *err);

/* passphrase.c: a line typed on the terminal without being shown. AG_USAGE: there is no terminal. AG_INTERRUPTED:
 * Ctrl-C. */
ag_status ag_passphrase_ask(const char *prompt, char *out, size_t out_size, ag_error *err);

#endif
