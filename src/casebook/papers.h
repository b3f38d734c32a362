/* Papers that left the casebook: which stand, and which fell when what they rested on fell.
 *
 *     paper: ISSUED → SUPERSEDED (a newer one of the same type about the same subject)
 *                   → RECALLED   (what it rested on was withdrawn)
 *                   → VOID       (by a person, with reasons)
 *
 * What a paper says is its record, a sealed file; its digest is open. Papers are issued by the program alone, which
 * gathers the record from the casebook (report/paper.h): nobody can have a record of his own making signed.
 */
#ifndef AG_CASEBOOK_PAPERS_H
#define AG_CASEBOOK_PAPERS_H

#include "casebook/deed.h"

/* The paper of this type about this subject that stands and is of this site; row.cell NULL: none. */
ag_row ag_paper_standing(const ag_view *view, ag_text type, ag_text about);
/* In apply: every standing paper about the subject is recalled. */
void ag_papers_fall(ag_deed *deed, ag_text about);

#endif
