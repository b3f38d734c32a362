/* Words and tables on a terminal: see screen.h. */
#include "cli/screen.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/banned.h"

enum { GAP = 2, NARROWEST = 6 };

/* The character at *i, which moves on; what must not reach a terminal is '?'. */
static UChar32 next_character(ag_text text, size_t *i) {
    int32_t at = (int32_t)*i;
    UChar32 c;
    U8_NEXT((const uint8_t *)text.at, at, (int32_t)text.n, c);
    *i = (size_t)at;
    const int type = c < 0 ? U_CONTROL_CHAR : u_charType(c);
    const bool turns = c >= 0 && u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
    if (c == '\n' || c == '\t') return ' ';
    return type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR || turns ? '?' : c;
}

static int character_width(UChar32 c) {
    const int type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
    if (c >= 0x1160 && c <= 0x11FF) return 0; /* vowels and finals of a Hangul syllable, drawn into its first letter */
    const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int ag_display_width(ag_text text) {
    int columns = 0;
    for (size_t i = 0; i < text.n;) columns += character_width(next_character(text, &i));
    return columns;
}

const char *ag_display_fit(ag_arena *arena, ag_text text, int columns) {
    char *out = ag_arena_array(arena, text.n + 4, 1);
    const bool cut = columns > 0 && ag_display_width(text) > columns;
    int width = 0;
    size_t n = 0;
    if (!out) return "";
    for (size_t i = 0; i < text.n;) {
        const UChar32 c = next_character(text, &i);
        width += character_width(c);
        if (cut && width > columns - 1) break;
        U8_APPEND_UNSAFE((uint8_t *)out, n, (uint32_t)c);
    }
    if (cut) memcpy(out + n, "\xE2\x80\xA6", 3);
    return out;
}

static void print_safe(FILE *to, ag_text text) {
    uint8_t byte[U8_MAX_LENGTH];
    for (size_t i = 0; i < text.n;) {
        size_t n = 0;
        const UChar32 c = next_character(text, &i);
        U8_APPEND_UNSAFE(byte, n, (uint32_t)c);
        fwrite(byte, 1, n, to);
    }
}

void ag_print_wrapped(FILE *to, int at, int indent, ag_text text) {
    bool fresh = true; /* nothing stands before the next word on its line */
    for (size_t i = 0; i < text.n;) {
        size_t end = i;
        while (end < text.n && text.at[end] != ' ' && text.at[end] != '\n') end++;
        const ag_text word = {text.at + i, end - i};
        const int width = ag_display_width(word);
        const bool broken = width && !fresh && at + 1 + width > AG_SCREEN_COLUMNS;
        if (broken) fprintf(to, "\n%*s", indent, "");
        if (width && !fresh && !broken) fputc(' ', to);
        at = broken ? indent + width : at + width + (width && !fresh);
        fresh = fresh && !width;
        print_safe(to, word);
        if (end < text.n && text.at[end] == '\n') {
            fprintf(to, "\n%*s", indent, "");
            at = indent;
            fresh = true;
        }
        i = end + 1;
    }
    fputc('\n', to);
}

/* ---- Tables -------------------------------------------------------------------------------------------------- */

void ag_grid_init(ag_grid *grid, ag_arena *arena) { *grid = (ag_grid){.arena = arena}; }

void ag_grid_column(ag_grid *grid, const char *name) {
    if (grid->columns < AG_MAX_GRID_COLUMNS) grid->name[grid->columns++] = name;
}

void ag_grid_put(ag_grid *grid, ag_text cell) {
    if (grid->cells == grid->capacity) {
        const int wanted = grid->capacity ? 2 * grid->capacity : 32 * grid->columns;
        ag_text *more = AG_NEW(grid->arena, ag_text, wanted);
        if (!more) return;
        if (grid->cells) memcpy(more, grid->cell, (size_t)grid->cells * sizeof *more);
        grid->cell = more;
        grid->capacity = wanted;
    }
    grid->cell[grid->cells++] = cell;
}

static int total_width(const ag_grid *grid, const int *width) {
    int total = GAP * (grid->columns - 1);
    for (int c = 0; c < grid->columns; c++) total += width[c];
    return total;
}

/* The widest columns lose until a row fits. */
static void find_widths(const ag_grid *grid, int *width) {
    for (int c = 0; c < grid->columns; c++) {
        width[c] = ag_display_width(ag_text_of(grid->name[c]));
        for (int i = c; i < grid->cells; i += grid->columns) {
            const int w = ag_display_width(grid->cell[i]);
            if (w > width[c]) width[c] = w;
        }
    }
    while (total_width(grid, width) > AG_SCREEN_COLUMNS) {
        int widest = 1;
        for (int c = 2; c < grid->columns; c++)
            if (width[c] > width[widest]) widest = c;
        if (grid->columns < 2 || width[widest] <= NARROWEST) return;
        width[widest]--;
    }
}

static void print_row(const ag_grid *grid, FILE *to, const int *width, const ag_text *cell) {
    int gap = 0; /* between what was printed last and the next column */
    for (int c = 0; c < grid->columns; c++) {
        const char *text = ag_display_fit(grid->arena, cell[c], c ? width[c] : 0);
        if (*text) fprintf(to, "%*s%s", gap, "", text); /* so that no blanks end a row */
        gap = (*text ? 0 : gap) + width[c] + GAP - ag_display_width(ag_text_of(text));
    }
    fputc('\n', to);
}

void ag_grid_print(const ag_grid *grid, FILE *to) {
    int width[AG_MAX_GRID_COLUMNS] = {0};
    ag_text head[AG_MAX_GRID_COLUMNS];
    for (int c = 0; c < grid->columns; c++) head[c] = ag_text_of(grid->name[c]);
    find_widths(grid, width);
    print_row(grid, to, width, head);
    for (int i = 0; i + grid->columns <= grid->cells; i += grid->columns) print_row(grid, to, width, grid->cell + i);
}
