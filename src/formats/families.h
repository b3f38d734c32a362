/* A batch seen family by family: what the writers of other programs' files share, and how they name the missing.
 *
 * Invariants: families stand in the order in which they first appear (rows of families first, then references whose
 * family has no row); persons within a family likewise. A reference whose person has no row gets one without parents.
 * Everything lives in the arena that is handed in; texts are the batch's.
 *
 * Names: Familias and LINKAGE know a missing person by a name that begins with "Missing". A missing person with another
 * name, M1, is written "Missing: M1", which the readers here turn back into M1.
 */
#ifndef AG_FORMATS_FAMILIES_H
#define AG_FORMATS_FAMILIES_H

#include "formats/batch.h"

typedef struct ag_kin {
    const ag_batch_person *row;
    const ag_batch_profile *profile; /* the person's reference sample; NULL: untyped */
    uint32_t father, mother, twin;   /* index into ag_families.kin; UINT32_MAX: none */
} ag_kin;

typedef struct ag_families {
    ag_kin *kin;
    uint32_t *first; /* kin of family f: first[f] … first[f + 1] - 1 */
    uint32_t families, persons;
    uint32_t unknown_relatives; /* fathers, mothers and twins that are named and are no members */
    uint32_t further_profiles;  /* second and later samples of one person, not shown in kin */
} ag_families;

/* False: out of memory. */
bool ag_families_of_batch(const ag_batch *batch, ag_arena *arena, ag_families *out);
bool ag_kin_is_missing(const ag_kin *kin);
/* "M", "F" or empty: the person's, else the sample's. */
ag_text ag_kin_sex(const ag_kin *kin);

bool ag_is_missing_name(ag_text name);
/* "Missing: M1" and "Missing:_M1" → "M1"; other names stay. */
ag_text ag_plain_name(ag_text name);

#endif
