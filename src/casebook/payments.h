/* What is owed and was paid over many persons: sums for each State whose soldiers they are, and each wave of them; and
 * transfers as a journal for hledger and ledger.
 */
#ifndef AG_CASEBOOK_PAYMENTS_H
#define AG_CASEBOOK_PAYMENTS_H

#include "casebook/ledger.h"

enum { AG_BOOKS = 2 };
extern const char *const ag_book_name[AG_BOOKS]; /* "books", "claimed" */

/* Called for every person that stands and every State that received something, each with an arena of its own in the
 * view. `person` NULL: a State, "state:KP". */
typedef ag_status ag_holder_visit(void *context, const ag_view *view, const ag_row *person, ag_text holder,
                                  ag_error *err);
ag_status ag_payments_each(const ag_view *view, ag_holder_visit *visit, void *context, ag_error *err);

typedef struct ag_payments_group {
    ag_text power; /* empty: not recorded */
    int64_t wave;  /* of the deployment that they were assigned to; 0: none is recorded, or it is the State itself */
    int64_t persons;
    int64_t unknown;        /* of them: no transfer is on record */
    ag_sums sums[AG_BOOKS]; /* of their transfers, and of what the State received */
} ag_payments_group;

typedef struct ag_payments {
    ag_payments_group *group[AG_MAX_PAYMENT_GROUPS]; /* by power and wave; in the view's arena */
    int groups;
    bool beyond; /* there are more groups: their persons were left out */
} ag_payments;

/* Until a day; one look-up of transfers and one of assignments for each person. */
ag_status ag_payments_find(const ag_view *view, int32_t day, ag_payments *out, ag_error *err);

/* The posted transfers of a holder as a journal, with a balance assertion for each of his accounts at its end. Amounts
 * are what an account has received; what was paid in another commodity stands at what was paid (@@). */
void ag_payments_journal(const ag_view *view, ag_text holder, const char *book, int32_t day, ag_buffer *out);
/* What such a journal begins with: what it is, and the rates between currencies; of goods it knows no prices. */
void ag_payments_journal_head(const ag_view *view, int32_t day, ag_buffer *out);

#endif
