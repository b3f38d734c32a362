/* What the files of the PDF writer share: a pen that goes down the pages. Units: points. */
#ifndef AG_REPORT_PDF_FLOW_H
#define AG_REPORT_PDF_FLOW_H

#include <pango/pangocairo.h>

#include "report/pdf.h"

#define AG_MM(x) ((x)*72 / 25.4)
#define AG_PDF_WIDTH AG_MM(210)
#define AG_PDF_HEIGHT AG_MM(297)

typedef enum ag_style {
    AG_STYLE_TITLE,
    AG_STYLE_SECTION,
    AG_STYLE_SMALL_HEADING,
    AG_STYLE_LEAD,
    AG_STYLE_BODY,
    AG_STYLE_QUIET,
    AG_STYLE_NAME, /* of a fact */
    AG_STYLE_STRONG,
    AG_STYLE_HEAD, /* of a column */
    AG_STYLE_CELL,
    AG_STYLE_CELL_NAME,
    AG_STYLE_FOOT,
    AG_STYLE_LABEL, /* the number on a label */
    AG_STYLES
} ag_style;

enum { AG_PDF_COLUMNS = 14, AG_PDF_TAGS = 8 };

typedef struct ag_flow {
    const ag_document *document;
    const ag_pdf_options *options;
    cairo_t *cairo;
    PangoContext *context;
    PangoLayout *layout;                 /* for what is set and shown at once */
    PangoLayout *column[AG_PDF_COLUMNS]; /* for the cells of a row */
    PangoAttrList *plain;
    PangoFontDescription *font[AG_STYLES];
    double y, left, width;
    int page, pages; /* from 1; pages: known in the second pass */
    bool paint;      /* the second pass */
    bool apart;      /* what stands side by side: measured and shown without new pages */
    bool bar;        /* a notice: a bar stands before each line */
    int labels;      /* that stand on the sheet */
    const char *tag[AG_PDF_TAGS];
    int tags;
    bool lacks_letters;
} ag_flow;

void ag_flow_set(ag_flow *flow, PangoLayout *layout, ag_style style, const char *text, double width);
/* At most that far down, else on a new page. */
void ag_flow_need(ag_flow *flow, double height);
bool ag_flow_fits(const ag_flow *flow, double height);
double ag_flow_room(void); /* height of a page between its margins */
void ag_flow_new_page(ag_flow *flow);
/* Lines of a text at x, breaking over pages. */
void ag_flow_text(ag_flow *flow, ag_style style, const char *text, double x, double width, PangoAlignment align);
void ag_flow_gap(ag_flow *flow, double height);
void ag_flow_rule(ag_flow *flow, double x, double y, double to_x, double width, const char *colour);
void ag_flow_colour(ag_flow *flow, const char *hex);
void ag_flow_show(ag_flow *flow, PangoLayout *layout, ag_style style, double x, double y);
/* Structure, for those who hear the page; harmless while nothing is painted. */
void ag_flow_open(ag_flow *flow, const char *tag);
void ag_flow_close(ag_flow *flow);
void ag_flow_children(ag_flow *flow, const ag_node *node);

void ag_flow_table(ag_flow *flow, const ag_node *table);                                          /* pdf_table.c */
void ag_flow_facts(ag_flow *flow, const ag_node *facts);                                          /* pdf_table.c */
void ag_flow_drawing(ag_flow *flow, const ag_drawing *drawing, double x, double y, double scale); /* pdf_drawing.c */
void ag_flow_label(ag_flow *flow, const ag_node *label);                                          /* pdf_drawing.c */

void ag_pdf_complete_catalog(ag_buffer *file, const char *language); /* pdf_catalog.c */

#endif
