/* What papers about payments share: lines of a statement in a record, and their words. */
#ifndef AG_REPORT_PAPERS_ACCOUNT_H
#define AG_REPORT_PAPERS_ACCOUNT_H

#include "casebook/ledger.h"
#include "report/paper.h"

/* A line as it stands in a record: what, amount; of a statement also by ([{by, ground}]) and value. NULL: out of
 * memory. */
json_t *ag_account_gather_line(ag_gather *gather, const ag_ledger_line *line);
/* "withheld", and "24000.00 USD" or "84 kg of rice". */
const char *ag_account_what(ag_paper *paper, const json_t *line);
const char *ag_account_amount(ag_paper *paper, const char *amount);
/* Who keeps it and on what ground, or how goods are valued; "" where there is nothing to say. */
const char *ag_account_note(ag_paper *paper, const json_t *line);
/* "books", "claimed" as a title. */
const char *ag_account_book(ag_paper *paper, const char *book);
/* That goods have no value here but one that was agreed. */
void ag_account_say_goods(ag_paper *paper, ag_node *parent);

#endif
