/* Certificates: what others ask of them. One that falls, by a recall or because another supersedes it, takes its papers
 * with it: who holds a paper can find that out, and nobody else (papers.h). */
#ifndef AG_CASEBOOK_CERTIFICATE_H
#define AG_CASEBOOK_CERTIFICATE_H

#include "casebook/deed.h"

/* What keeps a certificate from being handed out now, in words; NULL: it stands. */
const char *ag_certificate_lacks(const ag_view *view, const ag_row *certificate);
/* What was done with the remains that it is about, storage apart: executed orders, oldest first. */
const ag_row *ag_certificate_orders(const ag_view *view, const ag_row *certificate, int *n);

/* The risk flag of any relative of the person, for whose safety no next of kin stands on a notice that goes to the
 * other side; row.cell NULL: none. */
ag_row ag_certificate_kin_at_risk(const ag_view *view, ag_text person);

/* ---- In apply ------------------------------------------------------------------------------------------------- */

/* Those that rest on a case are recalled (I6). */
void ag_certificates_recall(ag_deed *deed, ag_text identification);
/* A prisoner's death is established: its notification is due, unless it was made (L8). `k` tells apart consequences of
 * one entry. */
ag_status ag_certificate_fall_due(ag_deed *deed, const ag_row *person, ag_text cause, int k, ag_error *err);

#endif
