/* What may leave the casebook: the allow-list of releases, and who is kept out of all of them.
 *
 * One table (disclosure.c): profile × kind × fields. What it does not name stays here. Over it stands a list of what no
 * profile can name: genotypes, kin, contacts, sources, whereabouts, who received remains. A subject is protected when
 * it is of such a kind, when it is a person who may be alive or whose family is at risk, or when it refers to one that
 * is protected: of a protected subject a release holds nothing, not even that it is there.
 */
#ifndef AG_CASEBOOK_DISCLOSURE_H
#define AG_CASEBOOK_DISCLOSURE_H

#include "casebook/deed.h"

enum {
    AG_TO_PUBLIC = 1,
    AG_TO_PARTNER = 2,
    AG_TO_STATE = 4, /* counterpart-state */
    AG_TO_TRIBUNAL = 8,
    AG_TO_FAMILY = 16,
};
extern const char *const ag_profiles[]; /* names, in the order of the bits; NULL-ended */
unsigned ag_profile_find(ag_text name); /* 0: none */

/* The k-th line of the table: fields of a kind that profiles `to` disclose, separated by blanks; NULL: there are no
 * more. */
const char *ag_disclosure_line(int k, const ag_kind **kind, unsigned *to);

/* Whether anything of this kind may be in a release of this profile. */
bool ag_discloses_kind(const ag_kind *kind, unsigned profile);
/* Whether a field may; also of "id" (the subject's own id), "day" (when it happened) and "step" (which action it was).
 */
bool ag_discloses(const ag_kind *kind, const char *field, unsigned profile);
/* Whether entries may be shown whole: who made them and when, and their subjects' ids. */
bool ag_discloses_entries(unsigned profile);
/* What no profile can release, whatever the table says. */
bool ag_never_disclosed(const ag_kind *kind, const char *field);

/* Whether anything of this subject is kept out of releases of this profile. When in doubt: yes. */
bool ag_is_protected(const ag_view *view, const ag_row *row, unsigned profile);
/* A risk flag that stands for a family of this person, or for any member of it. */
bool ag_family_at_risk(const ag_view *view, ag_text person);

/* The column by which rows of `kind` belong to a subject, as custody events to their object; NULL: they are selected
 * one by one. */
const char *ag_belongs_by(const ag_kind *kind, const ag_kind *to);

#endif
