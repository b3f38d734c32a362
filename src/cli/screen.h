/* What people read on a terminal of 80 columns: words that are wrapped, and tables whose columns stand under each other
 * in every script.
 *
 * Width is counted in columns of the terminal: a Hangul or Chinese character takes two, a combining mark none
 * (Unicode's East Asian Width, by ICU). Invariants: nothing that comes from a casebook reaches the terminal as a
 * control character or as a mark that turns the direction of writing; such characters are printed as "?".
 */
#ifndef AG_CLI_SCREEN_H
#define AG_CLI_SCREEN_H

#include <stdio.h>

#include "base/arena.h"
#include "base/text.h"

enum { AG_SCREEN_COLUMNS = 80, AG_MAX_GRID_COLUMNS = 12 };

int ag_display_width(ag_text text);
/* One line of it, safe to print, in the arena; cut to `columns` with an ellipsis when it is wider (0: never cut). ""
 * when memory is gone. */
const char *ag_display_fit(ag_arena *arena, ag_text text, int columns);
/* Words broken at blanks, each line after the first behind `indent` blanks; the first begins in column `at`. Ends the
 * line. */
void ag_print_wrapped(FILE *to, int at, int indent, ag_text text);

/* A table. Its first column is never cut; others are, where a row is wider than the screen. */
typedef struct ag_grid {
    ag_arena *arena;
    int columns;
    const char *name[AG_MAX_GRID_COLUMNS];
    ag_text *cell; /* arena: [rows * columns] */
    int cells, capacity;
} ag_grid;

void ag_grid_init(ag_grid *grid, ag_arena *arena);
void ag_grid_column(ag_grid *grid, const char *name); /* before the first cell */
void ag_grid_put(ag_grid *grid, ag_text cell);        /* cells row by row; borrowed until it is printed */
void ag_grid_print(const ag_grid *grid, FILE *to);

#endif
