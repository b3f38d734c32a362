/* Drawings and labels of a PDF: see pdf_flow.h. */
#include <string.h>

#include "report/pdf_flow.h"

#include "base/banned.h"

/* ---- Drawings --------------------------------------------------------------------------------------------------- */

static void outline(cairo_t *cairo, const ag_shape *s) {
    switch (s->kind) {
    case AG_SHAPE_LINE:
        cairo_move_to(cairo, s->x, s->y);
        cairo_line_to(cairo, s->to_x, s->to_y);
        break;
    case AG_SHAPE_BOX:
        cairo_rectangle(cairo, s->x, s->y, s->to_x - s->x, s->to_y - s->y);
        break;
    case AG_SHAPE_CIRCLE:
        cairo_new_sub_path(cairo);
        cairo_arc(cairo, s->x, s->y, s->to_x, 0, 6.283185307179586);
        break;
    case AG_SHAPE_DIAMOND:
        cairo_move_to(cairo, s->x, s->y - s->to_x);
        cairo_line_to(cairo, s->x + s->to_x, s->y);
        cairo_line_to(cairo, s->x, s->y + s->to_x);
        cairo_line_to(cairo, s->x - s->to_x, s->y);
        cairo_close_path(cairo);
        break;
    case AG_SHAPE_TEXT:
        break;
    }
}

static void dash(cairo_t *cairo, const char *words) {
    double length[2] = {0};
    if (words && words[0] && words[1] == ' ' && words[2]) {
        length[0] = words[0] - '0';
        length[1] = words[2] - '0';
    }
    cairo_set_dash(cairo, length, words ? 2 : 0, 0);
}

static void shape(ag_flow *f, const ag_shape *s) {
    const ag_pen_look *look = ag_pen_look_of(s->pen);
    outline(f->cairo, s);
    if (strcmp(look->fill, "none") != 0 && s->kind != AG_SHAPE_LINE) {
        ag_flow_colour(f, look->fill);
        cairo_fill_preserve(f->cairo);
    }
    if (look->stroke) {
        ag_flow_colour(f, look->stroke);
        cairo_set_line_width(f->cairo, look->width);
        dash(f->cairo, look->dash);
        cairo_stroke_preserve(f->cairo);
        dash(f->cairo, NULL);
    }
    cairo_new_path(f->cairo);
}

static void text(ag_flow *f, const ag_shape *s) {
    const ag_pen_look *look = ag_pen_look_of(s->pen);
    PangoFontDescription *font = pango_font_description_copy(f->font[look->bold ? AG_STYLE_STRONG : AG_STYLE_BODY]);
    PangoLayout *layout = f->column[0];
    int width, height;
    ag_flow_set(f, layout, AG_STYLE_BODY, s->text, -1);
    pango_font_description_set_size(font, (int)(look->size * PANGO_SCALE));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_get_size(layout, &width, &height);
    const double w = (double)width / PANGO_SCALE;
    ag_flow_colour(f, look->fill);
    cairo_move_to(f->cairo,
                  s->x - (s->anchor == AG_MIDDLE ? w / 2
                          : s->anchor == AG_END  ? w
                                                 : 0),
                  s->y - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
    pango_cairo_show_layout(f->cairo, layout);
}

/* Shapes of ink are one path: between two that touch no white line may show. */
void ag_flow_drawing(ag_flow *f, const ag_drawing *drawing, double x, double y, double scale) {
    if (!drawing || !f->paint) return;
    cairo_save(f->cairo);
    cairo_translate(f->cairo, x, y);
    cairo_scale(f->cairo, scale, scale);
    for (const ag_shape *s = drawing->first; s; s = s->next) {
        if (s->kind == AG_SHAPE_TEXT)
            text(f, s);
        else if (s->pen != AG_PEN_INK)
            shape(f, s);
        else {
            outline(f->cairo, s);
            if (s->next && s->next->pen == AG_PEN_INK) continue;
            ag_flow_colour(f, ag_pen_look_of(AG_PEN_INK)->fill);
            cairo_fill(f->cairo);
        }
    }
    cairo_restore(f->cairo);
}

/* ---- Labels ------------------------------------------------------------------------------------------------------
 * Sheets of 14 labels of 99.1 x 38.1 mm, two beside each other: a common size for printers (such as Avery L7163). */

enum { ACROSS = 2, DOWN = 7 };
#define LABEL_WIDTH AG_MM(99.1)
#define LABEL_HEIGHT AG_MM(38.1)
#define SHEET_LEFT AG_MM(4.65)
#define SHEET_TOP AG_MM(15.15)
#define PITCH AG_MM(101.6)
#define CODE AG_MM(30)

void ag_flow_label(ag_flow *f, const ag_node *node) {
    if (f->labels == ACROSS * DOWN) ag_flow_new_page(f);
    const int k = f->labels++;
    const double left = SHEET_LEFT + PITCH * (k % ACROSS), top = SHEET_TOP + LABEL_HEIGHT * (k / ACROSS);
    const double inner = left + AG_MM(4), beside = inner + CODE + AG_MM(4),
                 width = left + LABEL_WIDTH - AG_MM(4) - beside;
    if (node->drawing && node->drawing->width > 0)
        ag_flow_drawing(f, node->drawing, inner, top + (LABEL_HEIGHT - CODE) / 2, CODE / node->drawing->width);
    ag_flow_open(f, "P");
    ag_flow_set(f, f->column[0], AG_STYLE_HEAD, node->label, width);
    ag_flow_show(f, f->column[0], AG_STYLE_HEAD, beside, top + AG_MM(6));
    ag_flow_set(f, f->column[0], AG_STYLE_LABEL, node->text, width);
    ag_flow_show(f, f->column[0], AG_STYLE_LABEL, beside, top + AG_MM(12));
    ag_flow_close(f);
}
