/* Certificates: what others ask of them, and how it is found out that one no longer stands.
 *
 * A certificate's number is its id, with letters at its end that nobody can guess. The list of recalls has a digest for
 * each certificate that no longer stands, under a salt that goes with the list: who holds a certificate can look for
 * its digest, and nobody can read from the list whose it is or what was recalled.
 */
#ifndef AG_CASEBOOK_CERTIFICATE_H
#define AG_CASEBOOK_CERTIFICATE_H

#include "casebook/deed.h"
#include "journal/secret.h"
#include "journal/tree.h"

/* SHA-256 of the salt and the number. */
ag_digest ag_certificate_recall_digest(ag_text number, const uint8_t salt[AG_SALT_BYTES]);
/* Of every certificate that is recalled or superseded, in the order of the digests; *n of them in the arena. */
const ag_digest *ag_certificate_recalls(const ag_view *view, const uint8_t salt[AG_SALT_BYTES], size_t *n);

/* What keeps a certificate from being handed out now, in words; NULL: it stands. */
const char *ag_certificate_lacks(const ag_view *view, const ag_row *certificate);
/* What was done with the remains that it is about: executed orders, oldest first. */
const ag_row *ag_certificate_orders(const ag_view *view, const ag_row *certificate, int *n);

/* ---- In apply ------------------------------------------------------------------------------------------------- */

/* Those that rest on a case are recalled (I6). */
void ag_certificates_recall(ag_deed *deed, ag_text identification);
/* A prisoner's death is established: its notification is due, unless it was made (L8). `k` tells apart consequences of
 * one entry. */
ag_status ag_certificate_fall_due(ag_deed *deed, const ag_row *person, ag_text cause, int k, ag_error *err);

#endif
