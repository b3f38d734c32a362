/* families.csv: one person a row, and where to find a person of a family.
 *
 * Invariants: of two rows for one person the first counts. A father, a mother or a twin is a person of the same family;
 * that the pedigree makes sense otherwise is for those who build it. At most AG_MAX_PERSONS_PER_FAMILY are in a family.
 */
#ifndef AG_FORMATS_PERSON_FILE_H
#define AG_FORMATS_PERSON_FILE_H

#include "base/map.h"
#include "formats/batch.h"
#include "formats/csv.h"

#define AG_NOBODY UINT32_MAX

/* Persons of a family as a chain of rows in file order. */
typedef struct ag_person_index {
    const ag_batch_person *person; /* borrowed */
    ag_map family;                 /* name → number of the family */
    uint32_t *first, *last, *size; /* owned; by family */
    uint32_t *next;                /* owned; by person */
    uint32_t recent;               /* the family of the last row added: rows of a family mostly follow each other */
} ag_person_index;

void ag_person_index_deinit(ag_person_index *index);
/* Number of the family, or AG_NOBODY. */
uint32_t ag_person_find_family(const ag_person_index *index, ag_text family);
/* Row of the person in a family of the index, or AG_NOBODY. */
uint32_t ag_person_find(const ag_person_index *index, uint32_t family, ag_text person);

/* The rows of an opened table into batch->person, and the index over them (deinit it in any case). Uses the batch's
 * arena. AG_ENVIRONMENT: no memory; faults of the file are in csv's diagnostics. */
ag_status ag_persons_parse(ag_csv *csv, ag_batch *batch, ag_person_index *index, ag_error *err);
void ag_persons_format(const ag_batch *batch, ag_buffer *out);

#endif
