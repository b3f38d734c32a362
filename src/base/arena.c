/* An arena: see arena.h. Blocks double in size up to 16 MiB; large requests get a block of their own. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct ag_arena_block {
    ag_arena_block *next;
    size_t size, used; /* of data */
    unsigned char *data;
};

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 16 * 1024 * 1024 };

void ag_arena_init(ag_arena *arena) { *arena = (ag_arena){0}; }

static void free_blocks(ag_arena_block *b) {
    while (b) {
        ag_arena_block *next = b->next;
        free(b->data);
        free(b);
        b = next;
    }
}

void ag_arena_deinit(ag_arena *arena) {
    free_blocks(arena->block);
    *arena = (ag_arena){0};
}

void ag_arena_reset(ag_arena *arena) {
    ag_arena_block *keep = NULL;
    for (ag_arena_block *b = arena->block; b; b = b->next)
        if (!keep || b->size > keep->size) keep = b;
    for (ag_arena_block *b = arena->block, *next; b; b = next) {
        next = b->next;
        b->next = NULL;
        if (b != keep) free_blocks(b);
    }
    if (keep) keep->used = 0;
    arena->block = keep;
    arena->failed = false;
}

static ag_arena_block *new_block(ag_arena *arena, size_t need) {
    size_t size = arena->block ? arena->block->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
    if (size < need) size = need;
    if (size > SIZE_MAX - 64) return NULL;
    size = (size + 63) / 64 * 64;
    ag_arena_block *b = malloc(sizeof *b);
    if (!b) return NULL;
    *b = (ag_arena_block){.next = arena->block, .size = size, .data = aligned_alloc(64, size)};
    if (!b->data) {
        free(b);
        return NULL;
    }
    arena->block = b;
    return b;
}

void *ag_arena_raw(ag_arena *arena, size_t bytes) {
    const size_t align = bytes >= 64 ? 64 : 16;
    ag_arena_block *b = arena->block;
    size_t at = b ? (b->used + align - 1) / align * align : 0;
    if (!b || at > b->size || bytes > b->size - at) {
        b = new_block(arena, bytes ? bytes : 1);
        at = 0;
    }
    if (!b) {
        arena->failed = true;
        return NULL;
    }
    b->used = at + bytes;
    return b->data + at;
}

void *ag_arena_alloc(ag_arena *arena, size_t bytes) {
    void *at = ag_arena_raw(arena, bytes);
    return at ? memset(at, 0, bytes) : NULL;
}

void *ag_arena_array(ag_arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return ag_arena_alloc(arena, count * size);
}

char *ag_arena_text(ag_arena *arena, const char *bytes, size_t n) {
    char *copy = n < SIZE_MAX ? ag_arena_alloc(arena, n + 1) : NULL;
    if (copy && n) memcpy(copy, bytes, n);
    return copy;
}
