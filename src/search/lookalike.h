/* Pairs of profiles that look like one person, among hundreds of thousands, without comparing all pairs.
 *
 * The loci are cut into blocks. Two profiles of one person that differ, or lack a reading, at fewer loci than there are
 * blocks agree on all of some block; so only profiles that agree on all of a block are compared (ag_match_profiles).
 * Few profiles are compared all with all. The deep search makes the blocks as small as chance agreement permits, and
 * cuts the loci three ways, which finds most degraded remains that differ at more loci than that.
 *
 * Agreement is of labels (match.h): 12/12 and 12/? agree. More than AG_LOOKALIKE_RUN profiles that agree on a block are
 * compared with their AG_LOOKALIKE_NEAR next ones in order of their whole profile, since nobody reads through
 * millions of copies of one. The pairs and their order do not depend on the number of threads.
 */
#ifndef AG_SEARCH_LOOKALIKE_H
#define AG_SEARCH_LOOKALIKE_H

#include "search/match.h"

enum {
    AG_LOOKALIKE_ALL_PAIRS = 1000, /* so many profiles are compared all with all */
    AG_LOOKALIKE_RUN = 512,
    AG_LOOKALIKE_NEAR = 32,
    AG_LOOKALIKE_CAP = 1 << 20 /* pairs kept from one block; further ones are counted */
};

typedef struct ag_lookalike {
    uint32_t first, second; /* first < second, indices of profiles */
    ag_match_result match;
} ag_lookalike;

typedef struct ag_lookalike_question {
    const ag_match *match;
    const uint16_t *const *profile; /* [profiles] of [loci] codes */
    uint32_t profiles;
    bool deep; /* else AG_LOOKALIKE_QUICK_BLOCKS blocks */
    /* Is this pair, which looks like one person, worth reporting? Called from several threads. */
    bool (*wanted)(const void *context, uint32_t first, uint32_t second, const ag_match_result *match);
    const void *context;
} ag_lookalike_question;

enum { AG_LOOKALIKE_QUICK_BLOCKS = 4 };

typedef struct ag_lookalike_result {
    ag_lookalike *pair; /* owned; by first, second */
    size_t pairs;
    size_t withheld; /* beyond the cap */
    int blocks;      /* of all rounds; 0: all pairs were compared */
} ag_lookalike_result;

ag_status ag_lookalikes(const ag_lookalike_question *question, const ag_run *run, ag_lookalike_result *out,
                        ag_error *err);
void ag_lookalike_result_deinit(ag_lookalike_result *result);

#endif
