/* A drawing: shapes at places, before it is known where it will be shown.
 *
 * Pedigrees and charts are made as drawings; a writer turns a drawing into SVG (or, later, a page of a PDF). A pen is a
 * meaning ("typed", "sought"), and the one table of pens says how it looks: colours that the colour-blind tell apart,
 * and never a meaning by colour alone. Unit: one CSS pixel.
 *
 * Ownership: everything lives in the arena given at the start; texts are borrowed and must live as long.
 */
#ifndef AG_REPORT_DRAWING_H
#define AG_REPORT_DRAWING_H

#include "base/arena.h"
#include "base/text.h"

typedef enum ag_pen {
    AG_PEN_LINE,           /* descent and marriage */
    AG_PEN_AXIS,           /* the zero line */
    AG_PEN_GRID,           /* faint */
    AG_PEN_LIMIT,          /* a threshold */
    AG_PEN_UNTYPED,        /* a person without a profile */
    AG_PEN_TYPED,          /* a person with one */
    AG_PEN_SOUGHT,         /* the missing person of this proposal */
    AG_PEN_MISSING,        /* another missing person of the family */
    AG_PEN_FOR,            /* evidence for: bars to the right */
    AG_PEN_AGAINST,        /* evidence against: bars to the left */
    AG_PEN_HELD,           /* counted, but not proposed */
    AG_PEN_STEP,           /* what holds from here on */
    AG_PEN_NAME,           /* texts from here */
    AG_PEN_STRONG,         /* the name that matters */
    AG_PEN_SMALL,          /* what stands under a name, numbers on an axis */
    AG_PEN_VALUE,          /* a number at a bar */
    AG_PEN_QUESTION,       /* "?" in the symbol of a missing person */
    AG_PEN_QUESTION_LIGHT, /* on a filled symbol */
    AG_PEN_FLAG,           /* what somebody must look at */
    AG_PEN_INK,            /* black on white: a code for machines */
    AG_PENS
} ag_pen;

/* Colours as #rrggbb; fill "none", stroke NULL: none. */
typedef struct ag_pen_look {
    const char *fill, *stroke;
    double width; /* of the stroke */
    const char *dash;
    double size; /* of a text */
    bool bold;
} ag_pen_look;
const ag_pen_look *ag_pen_look_of(ag_pen pen);

typedef enum ag_anchor { AG_START, AG_MIDDLE, AG_END } ag_anchor;
typedef enum ag_shape_kind {
    AG_SHAPE_LINE,
    AG_SHAPE_BOX,
    AG_SHAPE_CIRCLE,
    AG_SHAPE_DIAMOND,
    AG_SHAPE_TEXT
} ag_shape_kind;

typedef struct ag_shape {
    ag_shape_kind kind;
    ag_pen pen;
    ag_anchor anchor;
    double x, y, to_x, to_y; /* a box: two corners; a circle or diamond: centre, and to_x its radius */
    const char *text;
    const struct ag_shape *next;
} ag_shape;

typedef struct ag_drawing {
    ag_arena *arena;
    double width, height;
    const char *title, *description; /* for those who cannot see it */
    ag_shape *first, *last;
} ag_drawing;

ag_drawing *ag_drawing_new(ag_arena *arena, const char *title); /* NULL: out of memory; drawing on NULL does nothing */
void ag_draw_line(ag_drawing *drawing, ag_pen pen, double x, double y, double to_x, double to_y);
void ag_draw_box(ag_drawing *drawing, ag_pen pen, double x, double y, double width, double height);
void ag_draw_circle(ag_drawing *drawing, ag_pen pen, double x, double y, double radius);
void ag_draw_diamond(ag_drawing *drawing, ag_pen pen, double x, double y, double radius);
void ag_draw_text(ag_drawing *drawing, ag_pen pen, ag_anchor anchor, double x, double y, const char *text);

/* About how wide a text is drawn: a stated guess by kind of letter, the same on every machine. */
double ag_drawing_text_width(ag_pen pen, ag_text text);
/* The text cut to at most `width`, with an ellipsis where something was cut. */
const char *ag_drawing_fit(ag_arena *arena, ag_pen pen, ag_text text, double width);

/* As an <svg> element; `number` makes its ids unique in the page. */
void ag_drawing_svg(const ag_drawing *drawing, int number, ag_buffer *out);
/* Text of an element or attribute: & < > " ' written as entities, control characters as U+FFFD. */
void ag_markup_escape(const char *text, ag_buffer *out);

#endif
