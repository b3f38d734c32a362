/* What commands do with papers: cmd_report.c makes them (report_paper.c), cmd_verify.c checks them (verify_paper.c). */
#ifndef AG_CLI_PAPERS_H
#define AG_CLI_PAPERS_H

#include "cli/session.h"

/* antigone report --paper TYPE: TYPE "list" shows those that fit the subject. */
typedef struct ag_paper_order {
    const char *location, *subject, *type, *language, *out, *code; /* language, code: may be NULL */
} ag_paper_order;
ag_status ag_report_paper(const ag_arguments *arguments, const ag_paper_order *order, ag_error *err);
/* antigone report --recalls FILE. */
ag_status ag_report_recalls(const ag_arguments *arguments, const char *location, const char *out, ag_error *err);
/* antigone report --site-key FILE: the line SITE KEY. */
ag_status ag_report_site_key(const ag_arguments *arguments, const char *location, const char *out, ag_error *err);

/* antigone verify --paper. `code`: the text of its QR code, or a file that holds it; `key`: 64 hex digits, or a file of
 * lines SITE KEY; `recalls`: a file, or NULL. AG_FINDINGS: it is no good, or stands no more. */
ag_status ag_verify_paper(const char *code, const char *key, const char *recalls, ag_error *err);

#endif
