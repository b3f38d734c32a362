/* An arena: many small allocations, one release.
 *
 * Invariants: memory from an arena is zeroed (but for ag_arena_raw), aligned to 64 bytes for requests of 64 bytes or
 * more and to 16 otherwise, and lives until ag_arena_deinit or ag_arena_reset. An arena is used by one thread at a
 * time. A failed allocation returns NULL and sets `failed`, so a caller may test once at the end of a batch.
 */
#ifndef AG_BASE_ARENA_H
#define AG_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ag_arena_block ag_arena_block;
typedef struct ag_arena {
    ag_arena_block *block; /* newest first */
    bool failed;
} ag_arena;

void ag_arena_init(ag_arena *arena);
void ag_arena_deinit(ag_arena *arena);
/* Keeps the largest block for reuse and forgets what was in it. */
void ag_arena_reset(ag_arena *arena);
void *ag_arena_alloc(ag_arena *arena, size_t bytes);
/* The same without the zeroes, for what is written before it is read. */
void *ag_arena_raw(ag_arena *arena, size_t bytes);
/* count * size with the multiplication checked. */
void *ag_arena_array(ag_arena *arena, size_t count, size_t size);
/* A terminated copy of n bytes. */
char *ag_arena_text(ag_arena *arena, const char *bytes, size_t n);

#define AG_NEW(arena, type, count) ((type *)ag_arena_array((arena), (size_t)(count), sizeof(type)))

#endif
