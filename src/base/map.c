/* Text → number: open addressing over indices into two arrays that keep the order of insertion. */
#include "base/map.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void ag_map_init(ag_map *map) { *map = (ag_map){0}; }

void ag_map_deinit(ag_map *map) {
    free(map->key);
    free(map->value);
    free(map->slot);
    *map = (ag_map){0};
}

/* Multiply and mix eight bytes at a time; not for adversaries, whose harm is bounded by the caps on rows. */
uint64_t ag_hash(const void *bytes, size_t n, uint64_t seed) {
    const unsigned char *p = bytes;
    uint64_t h = seed ^ (0x9E3779B97F4A7C15u + n);
    while (n) {
        uint64_t word = 0;
        const size_t take = n < 8 ? n : 8;
        memcpy(&word, p, take);
        h = (h ^ word) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
        p += take;
        n -= take;
    }
    h *= 0xD6E8FEB86659FD93u;
    return h ^ (h >> 29);
}

static uint32_t find_slot(const ag_map *map, ag_text key) {
    uint32_t s = (uint32_t)ag_hash(key.at, key.n, 0) & (map->slots - 1);
    while (map->slot[s] && !ag_text_equal(map->key[map->slot[s] - 1], key)) s = (s + 1) & (map->slots - 1);
    return s;
}

uint32_t *ag_map_find(const ag_map *map, ag_text key) {
    if (!map->n) return NULL;
    const uint32_t at = map->slot[find_slot(map, key)];
    return at ? &map->value[at - 1] : NULL;
}

static bool grow(ag_map *map) {
    const uint32_t capacity = map->capacity ? map->capacity * 2 : 16;
    if (capacity > UINT32_MAX / 4) return false;
    ag_text *key = realloc(map->key, capacity * sizeof *key);
    if (key) map->key = key;
    uint32_t *value = realloc(map->value, capacity * sizeof *value);
    if (value) map->value = value;
    uint32_t *slot = calloc((size_t)capacity * 2, sizeof *slot);
    if (!key || !value || !slot) {
        free(slot);
        return false;
    }
    free(map->slot);
    map->slot = slot;
    map->slots = capacity * 2;
    map->capacity = capacity;
    for (uint32_t i = 0; i < map->n; i++) map->slot[find_slot(map, map->key[i])] = i + 1;
    return true;
}

uint32_t *ag_map_add(ag_map *map, ag_text key, uint32_t value, bool *added) {
    *added = false;
    uint32_t *old = ag_map_find(map, key);
    if (old) return old;
    if (map->n == map->capacity && !grow(map)) return NULL;
    assert(map->slot && map->key && map->value);
    map->slot[find_slot(map, key)] = map->n + 1;
    map->key[map->n] = key;
    map->value[map->n] = value;
    *added = true;
    return &map->value[map->n++];
}
