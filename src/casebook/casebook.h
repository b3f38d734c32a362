/* A casebook: a journal of entries and the tables projected from it, in one store. Every change goes through
 * ag_casebook_do.
 *
 *     request ─field checks, role, state, guards→ entry (sealed, signed) ─journal→ chain ─apply→ rows: one transaction
 *
 * Invariants: what is in the projection is in the journal, and ag_casebook_rebuild gets the same rows from the journal
 * alone. An entry that was answered with AG_OK is on the disk. Entries' times do not go back: a clock that is up to a
 * minute behind the last entry is treated as standing still, one that is further behind is refused (AG_ENVIRONMENT)
 * until it is set right or an administrator records casebook.clock. One ag_casebook is used by one thread at a time;
 * open one for each thread.
 */
#ifndef AG_CASEBOOK_CASEBOOK_H
#define AG_CASEBOOK_CASEBOOK_H

#include <jansson.h>

#include "base/diagnostics.h"
#include "casebook/deed.h"
#include "casebook/rules.h"
#include "journal/secret.h"
#include "journal/tree.h"
#include "store/store.h"

typedef int64_t ag_time_source(void *context); /* seconds since 1970, UTC */

typedef struct ag_casebook_options {
    const char *location; /* path or postgresql://… */
    bool readonly;
    const ag_secret *key;  /* of the casebook; NULL: sealed payloads stay closed and nothing can be sealed */
    ag_time_source *clock; /* NULL: the system's */
    void *clock_context;
} ag_casebook_options;

/* Who does something: a user of the casebook who has shown that he holds his key. */
struct ag_actor {
    char user[64];
    unsigned roles;
    ag_signer signer;
};

typedef struct ag_founding {
    const char *name;        /* of the casebook: sealed */
    const char *site;        /* code of this desk, also part of ids: a-z 0-9 - */
    const char *institution; /* four digits, part of the numbers of remains */
    const char *user;        /* the first administrator */
    const ag_secret *user_secret;
    const uint8_t *user_salt; /* [AG_SALT_BYTES] of the user's passphrase; NULL: a key file */
    const uint8_t *salt;      /* [AG_SALT_BYTES] of the casebook's passphrase; NULL: a key file */
} ag_founding;

ag_status ag_casebook_make(const ag_casebook_options *options, const ag_founding *founding, ag_casebook **out,
                           ag_error *err);
/* AG_REFUSED: the key is not this casebook's. A projection of another version of the table of actions is rebuilt first.
 */
ag_status ag_casebook_open(const ag_casebook_options *options, ag_casebook **out, ag_error *err);
/* Writes a checkpoint when entries were added since the last (and the key is there), and closes. */
void ag_casebook_close(ag_casebook *casebook);

/* What is needed to make the keys: the salt of the casebook's or a user's passphrase. *there false: a key file, no
 * salt; AG_BAD_INPUT: no casebook, no such user. Reads without a key. */
ag_status ag_casebook_salt(const char *location, uint8_t out[AG_SALT_BYTES], bool *there, ag_error *err);
ag_status ag_casebook_user_salt(ag_casebook *casebook, const char *user, uint8_t out[AG_SALT_BYTES], bool *there,
                                ag_error *err);
/* AG_REFUSED: wrong secret, no such user, or retired; the same words for each. */
ag_status ag_casebook_login(ag_casebook *casebook, const char *user, const ag_secret *secret, ag_actor *out,
                            ag_error *err);

/* ---- Doing ------------------------------------------------------------------------------------------------------ */

typedef struct ag_request {
    const char *action;
    ag_text subject; /* "remains:…"; with AG_CREATES may be empty */
    const json_t
        *field;   /* borrowed: an object, name → text (a list: texts separated by blanks, or an array of texts) */
    ag_text when; /* EDTF: when it happened, if not now */
    const ag_actor *second; /* who countersigns */
    bool program;           /* made by the program itself: AG_INTERNAL actions are open to it */
} ag_request;

typedef struct ag_receipt {
    uint64_t seq;
    char subject[160];
    ag_digest leaf;
} ag_receipt;

/* Why not: a rule, the state, or the role. */
typedef struct ag_refusal {
    const ag_rule *rule; /* NULL: the state or the role */
    char satisfy[320];   /* what would satisfy it */
} ag_refusal;
enum { AG_MAX_REFUSALS = 16 };
typedef struct ag_refusals {
    ag_refusal item[AG_MAX_REFUSALS];
    int n;
} ag_refusals;

/* AG_USAGE: no such action or field, a value of the wrong form; AG_REFUSED: `refusals` (may be NULL) has each reason
 * and *err the first of them. Between ag_casebook_begin and ag_casebook_commit deeds share one transaction, which is
 * durable at the commit, not before; a deed that fails within leaves the others as they are (it has changed nothing).
 * What one actor must sign in a batch he signs together, by one casebook.sign entry over the chain as it then stands;
 * he must live until the commit. */
ag_status ag_casebook_do(ag_casebook *casebook, const ag_actor *actor, const ag_request *request, ag_receipt *out,
                         ag_refusals *refusals, ag_error *err);
/* The same without doing it: AG_OK when it would be done. */
ag_status ag_casebook_try(ag_casebook *casebook, const ag_actor *actor, const ag_request *request,
                          ag_refusals *refusals, ag_error *err);
ag_status ag_casebook_begin(ag_casebook *casebook, ag_error *err);
ag_status ag_casebook_commit(ag_casebook *casebook, ag_error *err);
void ag_casebook_rollback(ag_casebook *casebook);

/* ---- Reading ---------------------------------------------------------------------------------------------------- */

/* A view on a subject ("" for none), in `arena`. row.cell NULL: there is no such subject. */
ag_status ag_casebook_view(ag_casebook *casebook, ag_text subject, ag_arena *arena, ag_view *out, ag_error *err);

typedef struct ag_step {
    const ag_action *action;
    ag_refusals refusals; /* n = 0: can be done now */
} ag_step;
/* What can be done next with a subject and what forbids the rest: one step for each action of its kind that does not
 * create. Steps that another state would allow have one refusal without a rule. In view->arena. */
ag_status ag_casebook_steps(const ag_view *view, const ag_actor *actor, const ag_step **out, int *n, ag_error *err);

typedef struct ag_page {
    const ag_kind *kind;
    const char *column; /* one of the kind's indexed columns, "state", "due" (due before now); NULL: all */
    ag_text value;
    ag_text after;     /* id of the last row seen */
    int64_t after_due; /* of a page by "due": when that one was due */
    int limit;         /* 0: 50 */
} ag_page;
/* Rows of a list page in the arena, by id; of a page by "due" the longest due first. */
ag_status ag_casebook_list(const ag_view *view, const ag_page *page, const ag_row **out, int *n, ag_error *err);

/* Entries of a subject, newest first, as canonical bytes in the arena. */
typedef struct ag_past {
    uint64_t at;  /* its number here (engine.h) */
    uint64_t seq; /* in the chain of its site */
    bool own;     /* of this site */
    ag_text bytes;
} ag_past;
ag_status ag_casebook_history(const ag_view *view, ag_text subject, int limit, const ag_past **out, int *n,
                              ag_error *err);

/* How many subjects of a kind are in a state (NULL: all). Constant time. */
ag_status ag_casebook_tally(const ag_view *view, const ag_kind *kind, const char *state, int64_t *out, ag_error *err);

/* How many subjects have something in an open column. A column that the kind lacks: none. */
ag_status ag_casebook_count_set(const ag_view *view, const ag_kind *kind, const char *column, int64_t *out,
                                ag_error *err);

/* Sealed fields. Opening leaves an entry (casebook.read) that names reader, subjects and fields; when that entry cannot
 * be written nothing is opened. `fields` NULL: all that the role may read. value [n] in the arena, empty where there is
 * none, where the key was erased, or where the role may not read it. */
typedef struct ag_wanted {
    ag_text subject;
    const char *field;
    ag_text value;  /* out */
    bool erased;    /* out */
    bool forbidden; /* out */
} ag_wanted;
ag_status ag_casebook_read(ag_casebook *casebook, const ag_actor *actor, const char *purpose, ag_wanted *wanted, int n,
                           ag_arena *arena, ag_error *err);
/* Removes the keys of every payload of a subject's field (NULL: all its fields) for good; leaves an entry that says
 * why. Backups made before still have them: the caller says so. */
ag_status ag_casebook_erase(ag_casebook *casebook, const ag_actor *actor, ag_text subject, const char *field,
                            const char *reason, ag_error *err);

/* Files: kept once by content, sealed like payloads. The digest is of the content. */
ag_status ag_casebook_keep_file(ag_casebook *casebook, ag_text bytes, ag_digest *out, ag_error *err);
ag_status ag_casebook_file(ag_casebook *casebook, const ag_digest *digest, ag_buffer *out, ag_error *err);
/* The column of casebook:1 with the digest of the last file that casebook.file kept under this name; NULL: one that no
 * search needs. */
const char *ag_casebook_file_column(ag_text name);

/* ---- Proof ------------------------------------------------------------------------------------------------------ */

/* A signed note over all entries, appended to `out`; also kept in the store. */
ag_status ag_casebook_checkpoint(ag_casebook *casebook, ag_buffer *out, ag_error *err);
/* The root of the tree over the first `size` entries of this casebook's own. */
ag_status ag_casebook_root(ag_casebook *casebook, uint64_t size, ag_digest *out, ag_error *err);
/* The site's signature over a text, which begins with a line that says what it is, and the site's public key.
 * AG_REFUSED: the casebook was opened without its key. */
ag_status ag_casebook_attest(const ag_casebook *casebook, ag_text text, uint8_t signature[AG_SIGNATURE_BYTES],
                             uint8_t open[AG_PUBLIC_BYTES], ag_error *err);
/* Chain, boxes, signatures by users with the right key, checkpoints inside, `against` (a note from outside; empty:
 * none), foreign chains; with the casebook's key also its kept files. AG_FINDINGS: findings say what. */
ag_status ag_casebook_verify(ag_casebook *casebook, ag_text against, int threads, ag_diagnostics *findings,
                             uint64_t *size, ag_digest *root, ag_error *err);
/* A proof that entry `seq` is covered by the newest checkpoint (journal/inclusion.h), appended to `out`. AG_BAD_INPUT:
 * there is no such entry; AG_REFUSED: no checkpoint covers it yet. */
ag_status ag_casebook_prove(ag_casebook *casebook, uint64_t seq, ag_buffer *out, ag_error *err);
/* Tells, now and then, how many entries of how many are done while verify and rebuild run. */
typedef void ag_casebook_tell(void *context, double done, double of);
void ag_casebook_watch(ag_casebook *casebook, ag_casebook_tell *tell, void *context);
/* Replays the journal into empty tables. `check`: compares with what is there instead and says which rows differ
 * (AG_FINDINGS). *digest: of all projected rows in order. */
ag_status ag_casebook_rebuild(ag_casebook *casebook, bool check, ag_diagnostics *findings, ag_digest *digest,
                              ag_error *err);
/* What is to be in a bundle, and who may open what is sealed in it. */
typedef struct ag_bundle_order {
    uint64_t first; /* seq of the first entry */
    const uint8_t (*recipient)[AG_PUBLIC_BYTES];
    int recipients;
    /* Called now and then: may take what is in the buffer out of it. NULL: all of it stays there. */
    ag_status (*flush)(void *context, ag_error *err);
    void *context;
} ag_bundle_order;
/* Writes entries, boxes, the kept files that they name, and the keys of both for the recipients into a bundle; the last
 * entry is a casebook.give that says so. Without recipients files stay here: nobody could open them. */
ag_status ag_casebook_bundle(ag_casebook *casebook, const ag_actor *actor, const ag_bundle_order *order, ag_buffer *out,
                             ag_error *err);
/* Takes a bundle of another site in: its chain beside ours, its deeds into the tables, and a `conflict` of each subject
 * of a deed that is held (engine.h), such as one about what both have spoken of. Keys wrapped for `actor` are taken
 * over. AG_REFUSED: entries before it are missing (err->hint: which), the other chain was rewritten, the site has the
 * code of another. Findings of AG_OK: entries that this program cannot apply; they are kept; and files that did not
 * come along. */
ag_status ag_casebook_merge(ag_casebook *casebook, const ag_actor *actor, const char *path, ag_diagnostics *findings,
                            ag_error *err);
/* All of the payload keys under another casebook key. */
ag_status ag_casebook_rekey(ag_casebook *casebook, const ag_actor *actor, const ag_secret *to, const uint8_t *salt,
                            ag_error *err);

typedef struct ag_about {
    const char *site, *institution; /* live as long as the casebook */
    uint64_t entries, checkpointed; /* now, and at the last checkpoint */
    int64_t last_at;                /* of the newest entry */
} ag_about;
ag_status ag_casebook_about(ag_casebook *casebook, ag_about *out, ag_error *err);

/* A secret of this casebook's own for one purpose ("labels"), the same at every time; false: it was opened without its
 * key. */
bool ag_casebook_derive(const ag_casebook *casebook, const char *purpose, ag_secret *out);
ag_store *ag_casebook_store(ag_casebook *casebook);
const char *ag_casebook_site(const ag_casebook *casebook);
int64_t ag_casebook_now(const ag_casebook *casebook);
#endif
