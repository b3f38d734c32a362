/* A scratch casebook with a user of each role and a clock that stands where it is put, for the tests of casebook's
 * domains.
 *
 *     book *b = book_new();
 *     char grave[160];
 *     book_ok(b, AG_REGISTRAR, "remains.sight", NULL, grave, "source=claim:…", NULL);  // the subject goes to `grave`
 *     book_refused(b, AG_ANALYST, "case.confirm", "case:odesa-3-1", "I5", NULL);       // by this rule
 *     b->now += 72 * 3600;
 */
#ifndef ANTIGONE_TESTS_CASEBOOK_SUPPORT_H
#define ANTIGONE_TESTS_CASEBOOK_SUPPORT_H

#include "casebook/casebook.h"
#include "support.h"

enum { BOOK_SUBJECT = 160 };

/* A public key of nobody, as a field of user.add. */
#define SOME_KEY "key=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct book {
    ag_casebook *casebook;
    const char *path; /* or location */
    ag_secret key;
    ag_actor actor[AG_ROLES]; /* user "registrar-1", …: one of each role */
    ag_actor other[AG_ROLES]; /* user "registrar-2", …: a second one of each */
    int64_t now;              /* of its clock; moves only when a test moves it */
    ag_arena arena;
    ag_refusals refusals; /* of the last deed */
    ag_receipt receipt;   /* of the last deed that was done */
    const char **secret;  /* owned list: sealed texts of all deeds, which must not stand in the file */
    int secrets, secret_capacity;
} book;

/* At a location; NULL: a new file in a scratch folder, or with AG_STORE=postgresql in the environment a new database of
 * a private cluster (skips the test where there is no such program). Founded 2025-06-16T09:00:00Z at site odesa-3,
 * 0712. */
book *book_new(const char *location);
/* The same of another site, with its code and its institution's four digits. */
book *book_new_at(const char *location, const char *site, const char *institution);
bool book_in_file(void); /* whether that is a file: tests that damage one skip where it is not */
void book_free(book *b);
void book_reopen(book *b); /* closes and opens it again */

/* The second user of a role does it where `role` has this bit too. */
enum { BOOK_OTHER = 1 << 20 };

/* Fields are "name=value" texts, ended by NULL. The status; what was wrong is in *err. `second` (a role or BOOK_OTHER |
 * role; 0: nobody) countersigns. */
ag_status book_do(book *b, unsigned role, unsigned second, const char *action, const char *subject, ag_error *err, ...);
/* Done, or the test fails with why not. `made` (may be NULL) takes the subject. */
void book_ok(book *b, unsigned role, const char *action, const char *subject, char *made, ...);
void book_ok_signed(book *b, unsigned role, unsigned second, const char *action, const char *subject, char *made, ...);
/* Refused by this rule (NULL: by state), with words that say what would satisfy it. */
void book_refused(book *b, unsigned role, const char *action, const char *subject, const char *rule, ...);
/* The row and its columns, for assertions. */
ag_view book_view(book *b, const char *subject);
void book_state_is(book *b, const char *subject, const char *state);
/* What a fact of the subject's kind says ("" when it says nothing). */
const char *book_fact(book *b, const char *subject, const char *fact);
/* Every test of a domain ends with it: rebuild gives identical tables, verify finds nothing, no role reads a sealed
 * field that is not for it, every reading leaves an entry, and no sealed text stands in the file. */
void book_is_sound(book *b);

#endif
