/* Familias 3 `.fam`: the file of the program by which most kinship laboratories work, read and written with its DVI
 * part.
 *
 * Part one (persons, alternative pedigrees, the allele database) is positional; the DVI part is nested by brackets.
 * What becomes what:
 *
 *   DVI: unidentified person     remains of quality "good"
 *   DVI: reference family        family; its tree is the first pedigree that is not called "Reference pedigree"
 *   part one: pedigree           family of that name, of all persons of part one ("Persons" where there is no pedigree)
 *   a person with genotypes      reference; sample = family-person
 *   a person called "Missing…"   missing = yes. "Missing person" in a relation means the first such person of the
 * family whom no relation calls by his own name extra females, extra males   "Extra female 1", … untyped members of the
 * family "Direct" relation            identical twins
 *   "(Consider dropouts)"        quality "dropout", with the database's drop-out probability
 *   database                     frequencies (its name: the population), mutation models, silent alleles, theta
 *
 * Sex of a missing person: the other parent of a common child decides, then what the file says. A person named only in
 * a relation gets his sex the same way; where a parent's sex cannot be decided that is an error, except for the missing
 * person himself, who then stands as father with his sex left open, with a warning.
 *
 * Invariants: read → write → read gives the same batch, write → read → write the same bytes (row numbers apart).
 */
#ifndef AG_FORMATS_FAMILIAS_H
#define AG_FORMATS_FAMILIAS_H

#include "formats/batch.h"

/* Pedigrees × persons of part one: each pedigree becomes a family of all of them. */
enum { AG_FAMILIAS_COPIES_MAX = 20000 };

/* `bytes` in any encoding of formats/encoding.h; `name` is how messages call the file. The batch must be fresh from
 * ag_batch_init. AG_BAD_INPUT: d says why; AG_ENVIRONMENT: out of memory. */
ag_status ag_familias_parse(ag_text bytes, const char *name, ag_batch *batch, ag_diagnostics *d);

/* A case without remains and missing persons whose families are made of the same people is written as part one
 * (alternative pedigrees), everything else as DVI. What could not be carried is added to d. */
ag_status ag_familias_format(const ag_batch *batch, const char *name, ag_buffer *out, ag_diagnostics *d);

#endif
