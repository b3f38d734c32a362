/* What an allele is called. A number with at most one decimal is a size in tenths ("9.3" is 93, "010" is 100); anything
 * else is a name without a size. Two names are one allele when their sizes are equal or, without sizes, when they are
 * equal but for ASCII case.
 */
#ifndef AG_GENETICS_ALLELE_H
#define AG_GENETICS_ALLELE_H

#include <stdbool.h>
#include <stdint.h>

#include "antigone/genetics.h"
#include "base/text.h"

enum { AG_ALLELE_NAME_BYTES = 15 };

/* The size in tenths, or AG_ALLELE_NO_SIZE. */
int32_t ag_allele_size(ag_text name);
/* Can a table call an allele this? AG_BAD_INPUT for names that a cell could not tell from a reading. */
ag_status ag_allele_name_check(ag_text name, ag_error *err);
/* The index of `name` (of this size) among n alleles, or -1. */
int ag_allele_find(const char *const *allele, const int32_t *size_tenths, int n, ag_text name, int32_t size);

static inline bool ag_allele_set_has(const ag_allele_set *set, int i) { return (set->word[i >> 6] >> (i & 63)) & 1; }
static inline void ag_allele_set_add(ag_allele_set *set, int i) { set->word[i >> 6] |= UINT64_C(1) << (i & 63); }

#endif
