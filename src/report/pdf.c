/* Documents as PDF: see pdf.h. Two passes of the same flow: the first counts the pages, the second paints them. */
#include "report/pdf.h"

#include <assert.h>
#include <cairo-pdf.h>
#include <stdio.h>

#include "report/pdf_flow.h"
#include "report/words.h"

#include "base/banned.h"

#define MARGIN_LEFT AG_MM(22)
#define MARGIN_RIGHT AG_MM(18)
#define MARGIN_TOP AG_MM(18)
#define MARGIN_BOTTOM AG_MM(20)
#define FOOT_Y (AG_PDF_HEIGHT - AG_MM(14))
#define SANS "Noto Sans,NanumGothic"
#define SERIF "Noto Serif,NanumMyeongjo"

/* Dark text on white: every contrast is 7 : 1 at least. */
static const struct {
    const char *family;
    double size;
    bool bold;
    const char *colour;
    double leading; /* height of a line, in that of the font */
} styles[AG_STYLES] = {
    [AG_STYLE_TITLE] = {SERIF, 19, true, "#14486b", 1.05},
    [AG_STYLE_SECTION] = {SERIF, 12.5, true, "#14486b", 1.05},
    [AG_STYLE_SMALL_HEADING] = {SERIF, 10.5, true, "#14486b", 1.05},
    [AG_STYLE_LEAD] = {SANS, 11, false, "#1c2733", 1.05},
    [AG_STYLE_BODY] = {SANS, 9.5, false, "#1c2733", 1.05},
    [AG_STYLE_QUIET] = {SANS, 8.5, false, "#3f4c59", 1.05},
    [AG_STYLE_NAME] = {SANS, 9, false, "#3f4c59", 1.05},
    [AG_STYLE_STRONG] = {SANS, 9.5, true, "#7a3300", 1.05},
    [AG_STYLE_HEAD] = {SANS, 8, true, "#1c2733", 1},
    [AG_STYLE_CELL] = {SANS, 8.5, false, "#1c2733", 1},
    [AG_STYLE_CELL_NAME] = {SANS, 8.5, true, "#1c2733", 1},
    [AG_STYLE_FOOT] = {SANS, 7.5, false, "#3f4c59", 1},
    [AG_STYLE_LABEL] = {SANS, 12, true, "#000000", 1.1},
};

/* ---- The pen ---------------------------------------------------------------------------------------------------- */

void ag_flow_set(ag_flow *f, PangoLayout *layout, ag_style style, const char *text, double width) {
    pango_layout_set_font_description(layout, f->font[style]);
    pango_layout_set_line_spacing(layout, (float)styles[style].leading);
    pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT);
    pango_layout_set_attributes(layout, f->plain);
    pango_layout_set_width(layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
    pango_layout_set_text(layout, text ? text : "", -1);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0) f->lacks_letters = true;
}

void ag_flow_colour(ag_flow *f, const char *hex) {
    unsigned part[3] = {0};
    for (int i = 0; i < 6; i++) {
        const char c = hex[1 + i];
        part[i / 2] = part[i / 2] * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    cairo_set_source_rgb(f->cairo, part[0] / 255.0, part[1] / 255.0, part[2] / 255.0);
}

void ag_flow_open(ag_flow *f, const char *tag) {
    assert(f->tags < AG_PDF_TAGS);
    f->tag[f->tags++] = tag;
    if (f->paint) cairo_tag_begin(f->cairo, tag, NULL);
}

void ag_flow_close(ag_flow *f) {
    f->tags--;
    if (f->paint) cairo_tag_end(f->cairo, f->tag[f->tags]);
}

void ag_flow_rule(ag_flow *f, double x, double y, double to_x, double width, const char *colour) {
    if (!f->paint) return;
    ag_flow_colour(f, colour);
    cairo_set_line_width(f->cairo, width);
    cairo_move_to(f->cairo, x, y);
    cairo_line_to(f->cairo, to_x, y);
    cairo_stroke(f->cairo);
}

void ag_flow_show(ag_flow *f, PangoLayout *layout, ag_style style, double x, double y) {
    if (!f->paint) return;
    ag_flow_colour(f, styles[style].colour);
    cairo_move_to(f->cairo, x, y);
    pango_cairo_show_layout(f->cairo, layout);
}

static void paint_foot(ag_flow *f) {
    ag_arena *arena = f->document->arena;
    if (!f->paint || !f->options->foot) return;
    char page[16], pages[16];
    snprintf(page, sizeof page, "%d", f->page);
    snprintf(pages, sizeof pages, "%d", f->pages);
    const double half = f->width / 2, left = MARGIN_LEFT;
    ag_flow_rule(f, left, FOOT_Y - 4, AG_PDF_WIDTH - MARGIN_RIGHT, 0.5, "#9aa6b1");
    ag_flow_set(f, f->layout, AG_STYLE_FOOT, f->options->foot, half * 1.5);
    ag_flow_show(f, f->layout, AG_STYLE_FOOT, left, FOOT_Y);
    ag_flow_set(
        f, f->layout, AG_STYLE_FOOT,
        ag_sentence_fill(arena, f->options->language, f->options->page, (const char *const[]){page, pages, NULL}),
        half * 0.5);
    pango_layout_set_alignment(f->layout, PANGO_ALIGN_RIGHT);
    ag_flow_show(f, f->layout, AG_STYLE_FOOT, left + half * 1.5, FOOT_Y);
}

double ag_flow_room(void) { return AG_PDF_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM; }

bool ag_flow_fits(const ag_flow *f, double height) {
    return f->apart || f->y + height <= AG_PDF_HEIGHT - MARGIN_BOTTOM;
}

/* A structure that goes on over a page is closed on the one and opened on the other. */
void ag_flow_new_page(ag_flow *f) {
    const int tags = f->tags;
    for (int i = tags; i > 0 && f->paint; i--) cairo_tag_end(f->cairo, f->tag[i - 1]);
    if (f->page) {
        paint_foot(f);
        if (f->paint) cairo_show_page(f->cairo);
    }
    f->page++;
    f->y = MARGIN_TOP;
    f->labels = 0;
    for (int i = 0; i < tags && f->paint; i++) cairo_tag_begin(f->cairo, f->tag[i], NULL);
}

void ag_flow_need(ag_flow *f, double height) {
    if (!ag_flow_fits(f, height) && f->y > MARGIN_TOP) ag_flow_new_page(f);
}

void ag_flow_gap(ag_flow *f, double height) {
    if (f->y > MARGIN_TOP || f->apart) f->y += height;
}

static void paint_line(ag_flow *f, PangoLayoutIter *line, ag_style style, double x, double height) {
    PangoRectangle at;
    if (!f->paint) return;
    pango_layout_iter_get_line_extents(line, NULL, &at);
    if (f->bar) {
        ag_flow_colour(f, "#fff4e8");
        cairo_rectangle(f->cairo, x - 8, f->y - 0.2, f->width + f->left - x + 8, height + 0.4);
        cairo_fill(f->cairo);
        ag_flow_colour(f, "#d55e00");
        cairo_rectangle(f->cairo, x - 10, f->y - 0.2, 2.5, height + 0.4);
        cairo_fill(f->cairo);
    }
    ag_flow_colour(f, styles[style].colour);
    cairo_move_to(f->cairo, x + (double)at.x / PANGO_SCALE,
                  f->y + (double)(pango_layout_iter_get_baseline(line) - at.y) / PANGO_SCALE);
    pango_cairo_show_layout_line(f->cairo, pango_layout_iter_get_line_readonly(line));
}

/* A layout of its own: the foot of a page that ends within it is set by the other. */
void ag_flow_text(ag_flow *f, ag_style style, const char *text, double x, double width, PangoAlignment align) {
    if (!text || !*text) return;
    PangoLayout *layout = pango_layout_copy(f->layout);
    ag_flow_set(f, layout, style, text, width);
    pango_layout_set_alignment(layout, align);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    PangoLayoutIter *line = pango_layout_get_iter(layout);
    /* No single line at the foot of a page with the rest on the next. */
    const bool several = pango_layout_get_line_count(layout) > 1;
    for (bool first = true;; first = false) {
        PangoRectangle at;
        pango_layout_iter_get_line_extents(line, NULL, &at);
        const double height = (double)at.height / PANGO_SCALE;
        ag_flow_need(f, first && several ? 2 * height : height);
        paint_line(f, line, style, x, height);
        f->y += height;
        if (!pango_layout_iter_next_line(line)) break;
    }
    pango_layout_iter_free(line);
    g_object_unref(layout);
}

/* ---- Blocks ----------------------------------------------------------------------------------------------------- */

static void tagged_text(ag_flow *f, const char *tag, ag_style style, const char *text, double x, double after) {
    ag_flow_open(f, tag);
    ag_flow_text(f, style, text, x, f->left + f->width - x, PANGO_ALIGN_LEFT);
    ag_flow_close(f);
    ag_flow_gap(f, after);
}

static void item(ag_flow *f, const ag_node *node) {
    ag_flow_need(f, 14);
    ag_flow_set(f, f->layout, AG_STYLE_BODY, "\xE2\x80\x93", -1);
    ag_flow_show(f, f->layout, AG_STYLE_BODY, f->left, f->y);
    tagged_text(f, "P", AG_STYLE_BODY, node->text, f->left + 12, 2);
    ag_flow_children(f, node);
}

static void notice(ag_flow *f, const ag_node *node) {
    ag_flow_gap(f, 3);
    f->bar = true;
    ag_flow_open(f, "P");
    ag_flow_text(f, AG_STYLE_STRONG, node->label, f->left + 12, f->width - 18, PANGO_ALIGN_LEFT);
    ag_flow_text(f, AG_STYLE_BODY, node->text, f->left + 12, f->width - 18, PANGO_ALIGN_LEFT);
    ag_flow_close(f);
    f->bar = false;
    ag_flow_gap(f, 8);
}

static void figure(ag_flow *f, const ag_node *node) {
    const ag_drawing *d = node->drawing;
    if (!d || d->width <= 0) return;
    double scale = 0.75; /* points of a CSS pixel */
    if (d->width * scale > f->width) scale = f->width / d->width;
    ag_flow_need(f, d->height * scale + 14);
    ag_flow_drawing(f, d, f->left, f->y, scale);
    f->y += d->height * scale + 2;
    if (node->label) tagged_text(f, "P", AG_STYLE_QUIET, node->label, f->left, 6);
}

static int lines_of(const ag_node *sign) {
    int lines = 0;
    for (const ag_node *n = sign->first; n; n = n->next) lines++;
    return lines;
}

static double label_height(ag_flow *f, const ag_node *sign, double width) {
    int wide, high;
    ag_flow_set(f, f->layout, AG_STYLE_SMALL_HEADING, sign->label, width);
    pango_layout_get_size(f->layout, &wide, &high);
    return (double)high / PANGO_SCALE;
}

/* A name, and behind it a line to `to`. */
static void blank(ag_flow *f, const ag_node *node, double x, double to) {
    const double base = f->y + 24;
    int wide, high;
    ag_flow_set(f, f->layout, AG_STYLE_NAME, node->text, -1);
    pango_layout_get_size(f->layout, &wide, &high);
    ag_flow_open(f, "P");
    ag_flow_show(f, f->layout, AG_STYLE_NAME, x, base - (double)high / PANGO_SCALE + 2);
    ag_flow_close(f);
    ag_flow_rule(f, x + (double)wide / PANGO_SCALE + 6, base, to, 0.6, "#1c2733");
}

static const double BLANK_HEIGHT = 27, BETWEEN = 22;

/* Who signs, and lines for it from x on, the first of them `below` the top; `pairs`: two in a row. */
static void sign(ag_flow *f, const ag_node *node, double x, double width, double below, bool pairs) {
    const double top = f->y, half = (width - BETWEEN) / 2;
    ag_flow_open(f, "P");
    ag_flow_text(f, AG_STYLE_SMALL_HEADING, node->label, x, width, PANGO_ALIGN_LEFT);
    ag_flow_close(f);
    f->y = top + below;
    for (const ag_node *n = node->first; n; n = n->next) {
        const bool beside = pairs && n->next;
        blank(f, n, x, beside ? x + half : x + width);
        if (beside) {
            n = n->next;
            blank(f, n, x + half + BETWEEN, x + width);
        }
        f->y += BLANK_HEIGHT;
    }
}

/* What is written by hand stands together: a name without its line says nothing. Two who sign alike stand side by
 * side. The last one that was set. */
static const ag_node *signatures(ag_flow *f, const ag_node *node) {
    const ag_node *next = node->next,
                  *twin = next && next->block == AG_BLOCK_SIGN && lines_of(next) == lines_of(node) ? next : NULL;
    const double width = twin ? (f->width - BETWEEN) / 2 : f->width;
    const int rows = twin ? lines_of(node) : (lines_of(node) + 1) / 2;
    double below = label_height(f, node, width);
    if (twin && label_height(f, twin, width) > below) below = label_height(f, twin, width);
    ag_flow_need(f, 8 + below + BLANK_HEIGHT * rows);
    ag_flow_gap(f, 8);
    const double top = f->y;
    sign(f, node, f->left, width, below, !twin);
    if (twin) {
        f->y = top;
        sign(f, twin, f->left + width + BETWEEN, width, below, false);
    }
    ag_flow_gap(f, 8);
    return twin ? twin : node;
}

static double height_of(ag_flow *f, const ag_node *node, double width) {
    const ag_flow was = *f;
    f->paint = false;
    f->apart = true;
    f->width = width;
    ag_flow_children(f, node);
    const double height = f->y - was.y;
    const bool lacks = f->lacks_letters;
    *f = was;
    f->lacks_letters = lacks;
    return height;
}

static const double SIDE_SCALE = 0.75, SIDE_GAP = 14;

static bool has_picture(const ag_node *side) {
    return side->first && side->first->block == AG_BLOCK_FIGURE && side->first->drawing;
}

static double side_height(ag_flow *f, const ag_node *node) {
    if (!has_picture(node)) return 0;
    const ag_drawing *picture = node->first->drawing;
    ag_node rest = *node;
    rest.first = node->first->next;
    const double text = height_of(f, &rest, f->width - picture->width * SIDE_SCALE - SIDE_GAP);
    return picture->height * SIDE_SCALE > text ? picture->height * SIDE_SCALE : text;
}

/* A figure and, to the right of it, the rest: never over two pages. */
static void side(ag_flow *f, const ag_node *node) {
    if (!has_picture(node)) {
        ag_flow_children(f, node);
        return;
    }
    const ag_drawing *picture = node->first->drawing;
    const double height = side_height(f, node), shift = picture->width * SIDE_SCALE + SIDE_GAP;
    ag_node rest = *node;
    rest.first = node->first->next;
    ag_flow_need(f, height);
    const double top = f->y;
    ag_flow_drawing(f, picture, f->left, top, SIDE_SCALE);
    f->apart = true;
    f->left += shift;
    f->width -= shift;
    ag_flow_children(f, &rest);
    f->apart = false;
    f->left -= shift;
    f->width += shift;
    f->y = top + height;
}

static void heading(ag_flow *f, const ag_node *node) {
    const int level = node->level < 1 ? 1 : node->level > 3 ? 3 : node->level;
    static const char *const tag[] = {"H1", "H2", "H3"};
    static const ag_style style[] = {AG_STYLE_TITLE, AG_STYLE_SECTION, AG_STYLE_SMALL_HEADING};
    /* Never alone at the foot of a page. */
    const ag_node *next = node->next;
    ag_flow_need(f, next && next->block == AG_BLOCK_SIDE ? 34 + side_height(f, next) : 64);
    if (level == 2) ag_flow_gap(f, 12);
    if (level == 3) ag_flow_gap(f, 5);
    tagged_text(f, tag[level - 1], style[level - 1], node->text, f->left, level == 1 ? 6 : 3);
}

static void head_of_page(ag_flow *f, const ag_node *node) {
    if (f->paint) {
        ag_flow_colour(f, "#14486b");
        cairo_rectangle(f->cairo, f->left, f->y, f->width, 3);
        cairo_fill(f->cairo);
    }
    f->y += 12;
    ag_flow_children(f, node);
    ag_flow_gap(f, 4);
}

static void block(ag_flow *f, const ag_node *node) {
    switch (node->block) {
    case AG_BLOCK_HEADER:
        head_of_page(f, node);
        break;
    case AG_BLOCK_HEADING:
        heading(f, node);
        break;
    case AG_BLOCK_PARAGRAPH:
        tagged_text(f, "P", AG_STYLE_BODY, node->text, f->left, 5);
        break;
    case AG_BLOCK_LEAD:
        tagged_text(f, "P", AG_STYLE_LEAD, node->text, f->left, 5);
        break;
    case AG_BLOCK_QUIET:
        tagged_text(f, "P", AG_STYLE_QUIET, node->text, f->left, 4);
        break;
    case AG_BLOCK_ITEM:
        item(f, node);
        break;
    case AG_BLOCK_NOTICE:
        notice(f, node);
        break;
    case AG_BLOCK_FACTS:
    case AG_BLOCK_TILES:
        ag_flow_facts(f, node);
        break;
    case AG_BLOCK_TABLE:
        ag_flow_table(f, node);
        break;
    case AG_BLOCK_FIGURE:
        figure(f, node);
        break;
    case AG_BLOCK_SIDE:
        side(f, node);
        break;
    case AG_BLOCK_LABEL:
        ag_flow_label(f, node);
        break;
    case AG_BLOCK_CONTENTS: /* of a page on a screen */
        break;
    default:
        if (node->text) tagged_text(f, "P", AG_STYLE_BODY, node->text, f->left, 5);
        ag_flow_children(f, node);
    }
}

void ag_flow_children(ag_flow *f, const ag_node *node) {
    for (const ag_node *n = node->first; n; n = n->next)
        if (n->block == AG_BLOCK_SIGN)
            n = signatures(f, n);
        else
            block(f, n);
}

/* ---- The whole -------------------------------------------------------------------------------------------------- */

static void run(ag_flow *f, bool paint) {
    f->paint = paint;
    f->page = f->tags = f->labels = 0;
    f->left = MARGIN_LEFT;
    f->width = AG_PDF_WIDTH - MARGIN_LEFT - MARGIN_RIGHT;
    ag_flow_new_page(f);
    ag_flow_children(f, &f->document->root);
    paint_foot(f);
    if (!paint) f->pages = f->page;
}

static cairo_status_t take_bytes(void *context, const unsigned char *bytes, unsigned n) {
    ag_buffer *out = context;
    ag_buffer_add(out, (const char *)bytes, n);
    return out->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static ag_status fonts_are_here(PangoFontMap *map, ag_error *err) {
    static const char *const family[] = {"Noto Sans", "Noto Serif", "NanumGothic", "NanumMyeongjo"};
    for (size_t i = 0; i < sizeof family / sizeof *family; i++)
        if (!pango_font_map_get_family(map, family[i]))
            return ag_fail(err, AG_ENVIRONMENT, "install the packages fonts-noto-core and fonts-nanum",
                           "the font %s is not on this computer", family[i]);
    return AG_OK;
}

static void make_layouts(ag_flow *f) {
    cairo_font_options_t *plain = cairo_font_options_create();
    cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(f->context, plain);
    cairo_font_options_destroy(plain);
    pango_cairo_context_set_resolution(f->context, 72);
    pango_context_set_language(f->context, pango_language_from_string(f->document->language));
    /* A hyphen that is not in a digest must not seem to be. */
    f->plain = pango_attr_list_new();
    pango_attr_list_insert(f->plain, pango_attr_insert_hyphens_new(FALSE));
    f->layout = pango_layout_new(f->context);
    for (int i = 0; i < AG_PDF_COLUMNS; i++) {
        f->column[i] = pango_layout_new(f->context);
        pango_layout_set_wrap(f->column[i], PANGO_WRAP_WORD_CHAR);
    }
    for (int i = 0; i < AG_STYLES; i++) {
        f->font[i] = pango_font_description_new();
        pango_font_description_set_family_static(f->font[i], styles[i].family);
        pango_font_description_set_size(f->font[i], (int)(styles[i].size * PANGO_SCALE));
        pango_font_description_set_weight(f->font[i], styles[i].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    }
}

static void free_layouts(ag_flow *f) {
    for (int i = 0; i < AG_STYLES; i++) pango_font_description_free(f->font[i]);
    for (int i = 0; i < AG_PDF_COLUMNS; i++) g_object_unref(f->column[i]);
    g_object_unref(f->layout);
    pango_attr_list_unref(f->plain);
}

static ag_status write_pages(ag_flow *f, cairo_surface_t *surface, ag_error *err) {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, f->document->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, f->options->author);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, f->document->language);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Antigone");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, f->options->created);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, f->options->created);
    f->cairo = cairo_create(surface);
    make_layouts(f);
    run(f, false);
    if (!f->lacks_letters) run(f, true);
    free_layouts(f);
    cairo_destroy(f->cairo);
    cairo_surface_finish(surface);
    if (f->lacks_letters)
        return ag_fail(err, AG_ENVIRONMENT, "install the packages fonts-noto-core and fonts-nanum",
                       "no font on this computer has all letters of this document");
    const cairo_status_t status = cairo_surface_status(surface);
    return status == CAIRO_STATUS_SUCCESS
               ? AG_OK
               : ag_fail(err, AG_ENVIRONMENT, NULL, "the PDF cannot be made: %s", cairo_status_to_string(status));
}

ag_status ag_pdf_ready(ag_error *err) {
    PangoFontMap *map = pango_cairo_font_map_new();
    const ag_status status = fonts_are_here(map, err);
    g_object_unref(map);
    return status;
}

ag_status ag_document_pdf(const ag_document *document, const ag_pdf_options *options, ag_buffer *out, ag_error *err) {
    ag_flow f = {.document = document, .options = options};
    ag_buffer file = {0};
    PangoFontMap *map = pango_cairo_font_map_new();
    ag_status status = fonts_are_here(map, err);
    if (status == AG_OK) {
        cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take_bytes, &file, AG_PDF_WIDTH, AG_PDF_HEIGHT);
        f.context = pango_font_map_create_context(map);
        status = write_pages(&f, surface, err);
        cairo_surface_destroy(surface);
        g_object_unref(f.context);
    }
    g_object_unref(map);
    if (status == AG_OK) {
        ag_pdf_complete_catalog(&file, document->language);
        ag_buffer_add(out, file.data, file.n);
        if (out->failed || file.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    }
    ag_buffer_deinit(&file);
    return status;
}
