/* A request in words – ACTION [SUBJECT] FIELD=VALUE … – as the casebook takes it. */
#ifndef AG_CLI_REQUEST_H
#define AG_CLI_REQUEST_H

#include "casebook/casebook.h"
#include "cli/session.h"

typedef struct ag_draft {
    const ag_action *action;
    json_t *field; /* owned */
    char subject[200];
    bool files; /* a field names a file that is still to be kept */
} ag_draft;

/* AG_USAGE: a word that is none of these, an action or a field that is not there, a value given twice. A value "@PATH"
 * of a text is the content of that file ("@@x" is the text "@x"). */
ag_status ag_draft_parse(const char *const *word, int n, ag_draft *out, ag_error *err);
/* {"action": …, "subject": …, "when": …, "fields": {…}}; *when is borrowed from `request`. Texts are taken as they are.
 */
ag_status ag_draft_of_json(const json_t *request, ag_draft *out, ag_text *when, ag_error *err);
void ag_draft_deinit(ag_draft *draft);

/* How it is done. */
typedef struct ag_manner {
    ag_text when;
    const ag_actor *second; /* NULL: nobody signs beside */
    bool try_only;          /* look whether it would be done */
    const char *folder;     /* where paths of files begin; NULL: where the program runs */
} ag_manner;

/* The folder of a path, which files that it names lie in; of standard input the one where the program runs. Owned;
 * NULL: out of memory. */
char *ag_request_folder(const char *path);
/* In an object name → text: the paths in fields of files become digests of what is kept (with try_only only computed).
 * AG_REFUSED: a path that leaves manner->folder. */
ag_status ag_request_keep_files(const ag_action *action, json_t *request, const ag_session *session,
                                const ag_manner *manner, ag_error *err);
/* Keeps its files and does it: both or neither. */
ag_status ag_draft_do(ag_draft *draft, const ag_session *session, const ag_manner *manner, ag_receipt *receipt,
                      ag_refusals *refusals, ag_error *err);
/* Says on the screen what came of it. Answers `status`; a refusal that was told in full leaves nothing in *err. */
ag_status ag_draft_tell(const ag_draft *draft, bool try_only, ag_status status, const ag_receipt *receipt,
                        const ag_refusals *refusals, ag_error *err);

#endif
