/* What the files of linkage share. */
#ifndef AG_PEOPLE_LINK_INSIDE_H
#define AG_PEOPLE_LINK_INSIDE_H

#include "people/link.h"

/* Records that satisfy a line have the same key, never 0; 0: this record satisfies it with none. */
uint64_t ag_link_block_key(const ag_link_record *r, ag_link_line line);

typedef struct ag_link_keyed {
    uint64_t key;
    uint32_t record;
} ag_link_keyed;

/* The lists with the records of B in the order of their keys. */
typedef struct ag_link_blocks {
    const ag_link_record *record;
    uint32_t n_a, n_b, first_b; /* with one list: n_b = n_a and first_b = 0 */
    bool one;
    ag_link_keyed *keyed[AG_LINK_LINES]; /* owned; of B */
    uint32_t n[AG_LINK_LINES];
} ag_link_blocks;

ag_status ag_link_blocks_new(const ag_link_record *record, uint32_t n_a, uint32_t n_b, const ag_link_options *options,
                             ag_link_blocks *out, ag_error *err);
void ag_link_blocks_deinit(ag_link_blocks *blocks);
double ag_link_blocks_bound(const ag_link_blocks *blocks); /* pairs that share a key, over all lines */

/* Every pair of the rule with `a`, once: visit(context, b as an index into `record`, line). */
typedef void ag_link_visit(void *context, uint32_t b, ag_link_line line);
void ag_link_each(const ag_link_blocks *blocks, uint32_t a, ag_link_visit *visit, void *context);

/* Work on the records of A in portions, each told by its number. */
enum { AG_LINK_PORTION = 4096 };
size_t ag_link_portions(const ag_link_blocks *blocks);
uint32_t ag_link_portion_end(const ag_link_blocks *blocks, size_t portion);

/* Fills in the rarities of a field and answers how often two records of one list agree in it. `room`: for all records.
 */
double ag_link_rarity(ag_link_record *record, uint32_t n_a, uint32_t n_b, int field, ag_link_keyed *room);
/* u, then m with the number of matches. `same`: the answers of ag_link_rarity; `count` has AG_LINK_PATTERNS places:
 * pairs of the rule by pattern. */
void ag_link_estimate_u(const ag_link_blocks *blocks, const double same[AG_LINK_FIELDS], uint64_t seed,
                        ag_link_model *model);
void ag_link_estimate_m(const ag_link_blocks *blocks, const uint64_t *count, ag_link_model *model);
double ag_link_pattern_bits(const ag_link_model *model, const int level[AG_LINK_FIELDS]);

#endif
