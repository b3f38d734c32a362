/* Requests for return, for the domain files that must not act against one (casework 8.4).
 *
 *     request ←request_item→ remains, individual or person
 *        ↑communication (who wrote what to whom, by which channel, and the proof that it arrived)
 *
 * `about` is "remains:…" or "individual:…": a request for the individual, for the person it was identified as, or for
 * one of its elements is a request for it. Derived from rows each time it is asked, never stored.
 */
#ifndef AG_CASEBOOK_REPATRIATION_H
#define AG_CASEBOOK_REPATRIATION_H

#include "casebook/deed.h"

/* States of a request. */
#define AG_REQUEST_ASKED "SENT ACKNOWLEDGED NEGOTIATING"
#define AG_REQUEST_AGREED "ACCEPTED SCHEDULED HANDED_OVER"
#define AG_REQUEST_REFUSED "REFUSED_EXPRESS REFUSED_CONDITIONAL NO_ANSWER DENIED_SUBJECT ANSWER_DISPUTED CLOSED_REFUSED"

enum { AG_FIVE_YEARS = 5 * 365 + 2 /* days, whatever leap years lie in them */ };

/* In words, which request for it was sent and has no end; NULL: there is none. */
const char *ag_request_open(const ag_view *view, ag_text about);
/* In words, which request for it was refused or not answered at some time, and was not carried out since; NULL: there
 * is none. */
const char *ag_request_refused(const ag_view *view, ag_text about);
/* L15: what an offer of its return lacks for the host's own law to apply; NULL: nothing. */
const char *ag_request_host_law(const ag_view *view, ag_text about);
/* Whether one of its items is about it. */
bool ag_request_has(const ag_view *view, ag_text request, ag_text about);
/* The first of its items that must not be in a request, for the person lives, as "request_item:…"; empty: none. */
ag_text ag_request_living(const ag_view *view, ag_text request);
/* Whether the person, or who the individual or the remains are said to be, is said to live. */
bool ag_request_is_of_living(const ag_view *view, ag_text about);

/* What was written about it, in the order of its days; *n of them in the arena. */
const ag_row *ag_request_letters(const ag_view *view, ag_text request, int *n);
/* The day until which was waited: today, or when it was accepted or heard of last. */
int64_t ag_request_until(const ag_view *view, const ag_row *request);
/* Days since 1970 as 2025-06-16. */
const char *ag_request_day(const ag_view *view, int64_t day);

#endif
