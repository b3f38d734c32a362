/* Making a paper: gather, issue, compose, write. See paper.h.
 *
 * A paper is issued when what it says differs from the one that stands, else that one is made again: the same bytes in
 * the same language. Its record has a salt, so that the digest, which is open, tells nothing to who guesses.
 */
#ifndef AG_REPORT_PAPER_MAKE_H
#define AG_REPORT_PAPER_MAKE_H

#include "report/paper.h"

typedef struct ag_paper_made {
    char subject[160]; /* "paper:odesa-3-17"; empty: labels, which leave no entry */
    bool again;        /* it had been issued before */
    ag_buffer pdf;     /* owned */
    ag_buffer code;    /* owned: what its QR code says; empty: labels */
} ag_paper_made;

/* A paper of the type about the subject. ag_paper_made_deinit is due either way. */
ag_status ag_paper_make(ag_casebook *casebook, const ag_actor *actor, const ag_paper_type *type, ag_text subject,
                        ag_language language, ag_paper_made *out, ag_error *err);
/* The paper "paper:…" again as it was issued; one that no longer stands says so. */
ag_status ag_paper_copy(ag_casebook *casebook, const ag_actor *actor, ag_text paper, ag_language language,
                        ag_paper_made *out, ag_error *err);
void ag_paper_made_deinit(ag_paper_made *made);
/* NULL: he may make it; else why not. In the view's arena. */
const char *ag_paper_refuses(const ag_paper_type *type, const ag_view *view, const ag_actor *actor);

/* Which papers of the site no longer stand, as a signed code: salted digests, of use to who has a paper alone. */
ag_status ag_papers_recalls(ag_casebook *casebook, ag_buffer *out, ag_error *err);

/* The record composed, with the head, the code and the foot that every paper has. */
typedef struct ag_paper_issue {
    const char *number, *about, *site, *at; /* at: when it was issued */
    const char *state;                      /* ISSUED, … */
    const char *newer;                      /* the paper that took its place, or "" */
    const char *digest;                     /* hex, of the record */
    const char *root;                       /* base64url */
    uint64_t size;
    const char *code; /* NULL: labels have no head and no foot */
} ag_paper_issue;
ag_status ag_paper_pdf(const ag_paper_type *type, const json_t *record, ag_language language,
                       const ag_paper_issue *issue, ag_buffer *out, ag_error *err);

#endif
