/* Drawings and their writer: see drawing.h. */
#include "report/drawing.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

/* Okabe and Ito's blue and vermilion, darkened where text needs the contrast. */
static const ag_pen_look looks[AG_PENS] = {
    [AG_PEN_LINE] = {"none", "#33414e", 1.6, NULL, 0, false},
    [AG_PEN_AXIS] = {"none", "#33414e", 1, NULL, 0, false},
    [AG_PEN_GRID] = {"none", "#dfe4e8", 1, NULL, 0, false},
    [AG_PEN_LIMIT] = {"none", "#33414e", 1.5, "5 4", 0, false},
    [AG_PEN_UNTYPED] = {"#ffffff", "#33414e", 1.6, NULL, 0, false},
    [AG_PEN_TYPED] = {"#1f5f8b", "#163f5c", 1.6, NULL, 0, false},
    [AG_PEN_SOUGHT] = {"#fff0dd", "#b04a00", 3, NULL, 0, false},
    [AG_PEN_MISSING] = {"#ffffff", "#b04a00", 1.6, "4 3", 0, false},
    [AG_PEN_FOR] = {"#2a78ad", NULL, 0, NULL, 0, false},
    [AG_PEN_AGAINST] = {"#d55e00", NULL, 0, NULL, 0, false},
    [AG_PEN_HELD] = {"#ffffff", "#7a5200", 1.4, NULL, 0, false},
    [AG_PEN_STEP] = {"none", "#7c8a97", 1.2, NULL, 0, false},
    [AG_PEN_NAME] = {"#1c2733", NULL, 0, NULL, 12.5, false},
    [AG_PEN_STRONG] = {"#1c2733", NULL, 0, NULL, 12.5, true},
    [AG_PEN_SMALL] = {"#4a5866", NULL, 0, NULL, 11, false},
    [AG_PEN_VALUE] = {"#1c2733", NULL, 0, NULL, 11.5, false},
    [AG_PEN_QUESTION] = {"#8f3c00", NULL, 0, NULL, 19, true},
    [AG_PEN_QUESTION_LIGHT] = {"#ffffff", NULL, 0, NULL, 17, true},
    [AG_PEN_FLAG] = {"#9a3d00", NULL, 0, NULL, 11.5, true},
    [AG_PEN_INK] = {"#000000", NULL, 0, NULL, 0, false},
};

const ag_pen_look *ag_pen_look_of(ag_pen pen) { return &looks[pen]; }

ag_drawing *ag_drawing_new(ag_arena *arena, const char *title) {
    ag_drawing *d = AG_NEW(arena, ag_drawing, 1);
    if (d) *d = (ag_drawing){.arena = arena, .title = title, .description = ""};
    return d;
}

static void add(ag_drawing *d, ag_shape shape) {
    ag_shape *s = d ? AG_NEW(d->arena, ag_shape, 1) : NULL;
    if (!s) return;
    *s = shape;
    if (d->last)
        d->last->next = s;
    else
        d->first = s;
    d->last = s;
}

void ag_draw_line(ag_drawing *d, ag_pen pen, double x, double y, double to_x, double to_y) {
    add(d, (ag_shape){.kind = AG_SHAPE_LINE, .pen = pen, .x = x, .y = y, .to_x = to_x, .to_y = to_y});
}

void ag_draw_box(ag_drawing *d, ag_pen pen, double x, double y, double width, double height) {
    add(d, (ag_shape){.kind = AG_SHAPE_BOX, .pen = pen, .x = x, .y = y, .to_x = x + width, .to_y = y + height});
}

void ag_draw_circle(ag_drawing *d, ag_pen pen, double x, double y, double radius) {
    add(d, (ag_shape){.kind = AG_SHAPE_CIRCLE, .pen = pen, .x = x, .y = y, .to_x = radius});
}

void ag_draw_diamond(ag_drawing *d, ag_pen pen, double x, double y, double radius) {
    add(d, (ag_shape){.kind = AG_SHAPE_DIAMOND, .pen = pen, .x = x, .y = y, .to_x = radius});
}

void ag_draw_text(ag_drawing *d, ag_pen pen, ag_anchor anchor, double x, double y, const char *text) {
    add(d, (ag_shape){.kind = AG_SHAPE_TEXT, .pen = pen, .anchor = anchor, .x = x, .y = y, .text = text});
}

/* ---- Texts ---------------------------------------------------------------------------------------------------- */

/* Width of the letter that starts with this byte, in ems: wide scripts, capitals, narrow letters, the rest. */
static double letter_width(unsigned char lead) {
    if (lead >= 0xE1) return 1; /* Hangul, Han, symbols: three or four bytes */
    if (lead >= 0xC0) return 0.62;
    if (lead >= 0x80) return 0; /* continues a letter */
    if (strchr("mwMW@%", lead)) return 0.88;
    if (strchr("iljtfrI.,:;'|!()[] ", lead)) return 0.34;
    return lead >= 'A' && lead <= 'Z' ? 0.68 : 0.57;
}

double ag_drawing_text_width(ag_pen pen, ag_text text) {
    double ems = 0;
    for (size_t i = 0; i < text.n; i++) ems += text.at[i] ? letter_width((unsigned char)text.at[i]) : 0;
    return ems * looks[pen].size * (looks[pen].bold ? 1.07 : 1);
}

const char *ag_drawing_fit(ag_arena *arena, ag_pen pen, ag_text text, double width) {
    ag_text cut = text;
    if (ag_drawing_text_width(pen, text) > width) {
        double room = width - looks[pen].size;
        while (cut.n > 0 && ag_drawing_text_width(pen, cut) > room) cut.n--;
        while (cut.n > 0 && ((unsigned char)text.at[cut.n] & 0xC0) == 0x80) cut.n--;
    }
    char *out = ag_arena_array(arena, cut.n + 4, 1);
    if (!out) return "";
    if (cut.n) memcpy(out, cut.at, cut.n);
    if (cut.n < text.n) memcpy(out + cut.n, "\xE2\x80\xA6", 3);
    return out;
}

/* ---- SVG ------------------------------------------------------------------------------------------------------ */

void ag_markup_escape(const char *text, ag_buffer *out) {
    for (const char *at = text ? text : ""; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (c == '&')
            ag_buffer_puts(out, "&amp;");
        else if (c == '<')
            ag_buffer_puts(out, "&lt;");
        else if (c == '>')
            ag_buffer_puts(out, "&gt;");
        else if (c == '"')
            ag_buffer_puts(out, "&quot;");
        else if (c == '\'')
            ag_buffer_puts(out, "&#39;");
        else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
            ag_buffer_puts(out, "\xEF\xBF\xBD");
        else
            ag_buffer_putc(out, *at);
    }
}

/* A tenth of a pixel is enough, and keeps the page small. */
static void coordinate(ag_buffer *out, const char *name, double value) {
    double tenths = round(value * 10);
    ag_buffer_printf(out, " %s=\"", name);
    ag_buffer_double(out, tenths == 0 ? 0 : tenths / 10);
    ag_buffer_putc(out, '"');
}

static void appearance(ag_buffer *out, ag_pen pen) {
    const ag_pen_look *k = &looks[pen];
    ag_buffer_printf(out, " fill=\"%s\"", k->fill);
    if (!k->stroke) ag_buffer_puts(out, " stroke=\"none\"");
    if (k->stroke) {
        ag_buffer_printf(out, " stroke=\"%s\"", k->stroke);
        coordinate(out, "stroke-width", k->width);
    }
    if (k->dash) ag_buffer_printf(out, " stroke-dasharray=\"%s\"", k->dash);
}

static void write_text(ag_buffer *out, const ag_shape *s) {
    static const char *const anchor[] = {"start", "middle", "end"};
    ag_buffer_puts(out, "<text");
    coordinate(out, "x", s->x);
    coordinate(out, "y", s->y);
    coordinate(out, "font-size", looks[s->pen].size);
    ag_buffer_printf(out, " text-anchor=\"%s\" fill=\"%s\"", anchor[s->anchor], looks[s->pen].fill);
    if (s->pen == AG_PEN_QUESTION || s->pen == AG_PEN_QUESTION_LIGHT) ag_buffer_puts(out, " stroke=\"none\"");
    if (looks[s->pen].bold) ag_buffer_puts(out, " font-weight=\"700\"");
    ag_buffer_putc(out, '>');
    ag_markup_escape(s->text, out);
    ag_buffer_puts(out, "</text>");
}

static void write_diamond(ag_buffer *out, const ag_shape *s) {
    ag_buffer_puts(out, "<path d=\"");
    const double at[4][2] = {{0, -1}, {1, 0}, {0, 1}, {-1, 0}};
    for (int k = 0; k < 4; k++) {
        ag_buffer_putc(out, k ? 'L' : 'M');
        ag_buffer_double(out, round((s->x + at[k][0] * s->to_x) * 10) / 10);
        ag_buffer_putc(out, ' ');
        ag_buffer_double(out, round((s->y + at[k][1] * s->to_x) * 10) / 10);
    }
    ag_buffer_puts(out, "z\"");
    appearance(out, s->pen);
    ag_buffer_puts(out, "/>");
}

static void write_shape(ag_buffer *out, const ag_shape *s) {
    if (s->kind == AG_SHAPE_TEXT) {
        write_text(out, s);
    } else if (s->kind == AG_SHAPE_DIAMOND) {
        write_diamond(out, s);
    } else if (s->kind == AG_SHAPE_LINE) {
        ag_buffer_puts(out, "<line");
        coordinate(out, "x1", s->x);
        coordinate(out, "y1", s->y);
        coordinate(out, "x2", s->to_x);
        coordinate(out, "y2", s->to_y);
        appearance(out, s->pen);
        ag_buffer_puts(out, "/>");
    } else {
        bool box = s->kind == AG_SHAPE_BOX;
        ag_buffer_puts(out, box ? "<rect" : "<circle");
        coordinate(out, box ? "x" : "cx", s->x);
        coordinate(out, box ? "y" : "cy", s->y);
        coordinate(out, box ? "width" : "r", box ? s->to_x - s->x : s->to_x);
        if (box) coordinate(out, "height", s->to_y - s->y);
        appearance(out, s->pen);
        ag_buffer_puts(out, "/>");
    }
}

void ag_drawing_svg(const ag_drawing *d, int number, ag_buffer *out) {
    /* The white stroke is the halo of texts, where a line passes below; shapes have strokes of their own. */
    ag_buffer_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" stroke=\"#fff\" stroke-width=\"3\" "
                        "paint-order=\"stroke\"");
    ag_buffer_printf(out, " aria-labelledby=\"f%d-t f%d-d\" viewBox=\"0 0 %.0f %.0f\"", number, number, d->width,
                     d->height);
    coordinate(out, "width", ceil(d->width));
    coordinate(out, "height", ceil(d->height));
    ag_buffer_printf(out, "><title id=\"f%d-t\">", number);
    ag_markup_escape(d->title, out);
    ag_buffer_printf(out, "</title><desc id=\"f%d-d\">", number);
    ag_markup_escape(d->description, out);
    ag_buffer_puts(out, "</desc>\n");
    for (const ag_shape *s = d->first; s; s = s->next) write_shape(out, s);
    ag_buffer_puts(out, "\n</svg>");
}
