/* Documents as PDF on A4.
 *
 *     ag_document ─flow→ lines and rows on pages ─cairo→ bytes
 *
 * Invariants: one thread; the same document, options and fonts give the same bytes (no clock, no random numbers); the
 * text can be read back in every script; tables that go on over a page repeat their heads; a letter that no font here
 * has is an error and never a box.
 */
#ifndef AG_REPORT_PDF_H
#define AG_REPORT_PDF_H

#include "report/document.h"
#include "report/report.h"

typedef struct ag_pdf_options {
    ag_language language;
    const char *foot; /* stands on every page; NULL: pages have no foot */
    const char *page; /* "Page {0} of {1}" */
    const char *author;
    const char *created; /* 2025-06-16T09:12:44Z */
} ag_pdf_options;

/* Appended to `out`. AG_ENVIRONMENT: fonts are missing, or memory. */
ag_status ag_document_pdf(const ag_document *document, const ag_pdf_options *options, ag_buffer *out, ag_error *err);

/* Whether a PDF can be made here, before something rests on it. AG_ENVIRONMENT: fonts are missing. */
ag_status ag_pdf_ready(ag_error *err);

#endif
