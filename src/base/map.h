/* Text → number. Keys are borrowed: they must outlive the map. Iteration is in order of insertion, so nothing
 * that is printed depends on a hash. */
#ifndef AG_BASE_MAP_H
#define AG_BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef struct ag_map {
    ag_text *key;    /* owned array, in order of insertion */
    uint32_t *value; /* owned array beside it */
    uint32_t n, capacity;
    uint32_t *slot; /* owned; 1 + index, 0 empty */
    uint32_t slots; /* power of two */
} ag_map;

void ag_map_init(ag_map *map);
void ag_map_deinit(ag_map *map);
/* The value's place, or NULL when absent. Valid until the next add. */
uint32_t *ag_map_find(const ag_map *map, ag_text key);
/* The place of key's value; *added says whether it is new (value then is `value`). NULL: out of memory. */
uint32_t *ag_map_add(ag_map *map, ag_text key, uint32_t value, bool *added);
uint64_t ag_hash(const void *bytes, size_t n, uint64_t seed);

#endif
