/* Gathering records whose number is not known beforehand into a batch: what the readers of other programs' files share.
 *
 * A reader adds loci, profiles, cells, persons and frequencies in any order; ag_collect_finish lays them out as batch.h
 * wants them (profiles by role, a row of cells for each) and reports a locus that was given twice for one sample.
 *
 * Invariants: texts given here must live as long as the batch (ag_collect_text copies into its arena). Loci are told
 * apart by formats/loci.h. Running out of memory sets `failed`, and finish answers it.
 */
#ifndef AG_FORMATS_COLLECT_H
#define AG_FORMATS_COLLECT_H

#include "formats/loci.h"

#define AG_NOWHERE UINT32_MAX /* no such locus, person, profile */

typedef struct ag_collected_cell {
    uint32_t profile, column, row;
    bool extra;
    ag_text text;
} ag_collected_cell;

typedef struct ag_collector {
    ag_batch *batch;
    ag_diagnostics *diagnostics;
    const char *file; /* name, borrowed */
    ag_loci loci;
    ag_batch_profile *profile; /* owned arrays */
    ag_batch_person *person;
    ag_batch_frequency *frequency;
    ag_collected_cell *cell;
    size_t profiles, persons, frequencies, cells;
    size_t profile_capacity, person_capacity, frequency_capacity, cell_capacity;
    bool failed, full;
} ag_collector;

void ag_collector_init(ag_collector *c, ag_batch *batch, ag_diagnostics *d, const char *file);
void ag_collector_deinit(ag_collector *c);

/* Makes room for one more item of `size` bytes in an owned array; false: out of memory. */
bool ag_collect_room(void **array, size_t n, size_t *capacity, size_t size);
ag_text ag_collect_text(ag_collector *c, ag_text text);
/* first + between + second in the batch's arena. */
ag_text ag_collect_join(ag_collector *c, ag_text first, const char *between, ag_text second);
/* Index of the locus, AG_NOWHERE beyond AG_MAX_LOCI or without a usable name (reported). */
uint32_t ag_collect_locus(ag_collector *c, ag_text name, uint32_t row);
uint32_t ag_collect_find_locus(const ag_collector *c, ag_text name);
/* `text`, or the first of "text (2)", "text (3)", … that is not in `taken` yet, where it is noted. */
ag_text ag_collect_unique(ag_collector *c, ag_map *taken, ag_text text);
uint32_t ag_collect_profile(ag_collector *c, const ag_batch_profile *profile);
void ag_collect_cell(ag_collector *c, uint32_t profile, uint32_t locus, ag_text text, uint32_t row);
/* A value in a column that is no locus; a profile's role is final by then. */
void ag_collect_extra(ag_collector *c, uint32_t profile, ag_text column, ag_text text, uint32_t row);
void ag_collect_person(ag_collector *c, const ag_batch_person *person);
void ag_collect_frequency(ag_collector *c, const ag_batch_frequency *frequency);
/* AG_OK also when there are diagnostics; AG_ENVIRONMENT: out of memory. */
ag_status ag_collect_finish(ag_collector *c);

/* A locus of the Y chromosome, whose single allele has no second; Amelogenin, which states the sex. */
bool ag_is_y_locus(ag_text name);
bool ag_is_amelogenin(ag_text name);

/* The alleles of a cell ("15/16", "a/b/c", "OL"): how many there are, at most `most` of them in part. */
uint32_t ag_cell_split(ag_text cell, ag_text *part, uint32_t most);

#endif
