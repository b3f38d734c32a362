/* Tables and facts of a PDF: see pdf_flow.h. Columns are as wide as their contents ask for, and break within cells
 * where that is more than the page. */
#include <assert.h>

#include "report/pdf_flow.h"

#include "base/banned.h"

static const double PAD = 7, ROW_GAP = 3;
static const double SHORT = 56, SHORT_NAME = 96; /* a cell as wide as that is not broken */

typedef struct columns {
    int n;
    double least[AG_PDF_COLUMNS], natural[AG_PDF_COLUMNS], x[AG_PDF_COLUMNS], width[AG_PDF_COLUMNS];
} columns;

static double width_of(PangoLayout *layout) {
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    return (double)width / PANGO_SCALE;
}

static double height_of(PangoLayout *layout) {
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    return (double)height / PANGO_SCALE;
}

static ag_style style_of(const ag_node *row, const ag_node *cell) {
    return row->block == AG_BLOCK_COLUMNS ? AG_STYLE_HEAD
           : cell->block == AG_BLOCK_NAME ? AG_STYLE_CELL_NAME
                                          : AG_STYLE_CELL;
}

/* How wide its cells are in one line, and how wide their longest words. */
static void measure(ag_flow *f, const ag_node *table, columns *c) {
    *c = (columns){0};
    for (const ag_node *row = table->first; row; row = row->next) {
        int i = 0;
        for (const ag_node *cell = row->first; cell; cell = cell->next, i++) {
            assert(i < AG_PDF_COLUMNS);
            ag_flow_set(f, f->layout, style_of(row, cell), cell->text, -1);
            const double natural = width_of(f->layout);
            if (natural > c->natural[i]) c->natural[i] = natural;
            if (natural <= c->least[i]) continue;
            pango_layout_set_wrap(f->layout, PANGO_WRAP_WORD);
            pango_layout_set_width(f->layout, natural <= (cell->block == AG_BLOCK_NAME ? SHORT_NAME : SHORT) ? -1 : 0);
            const double least = width_of(f->layout);
            if (least > c->least[i]) c->least[i] = least;
        }
        if (i > c->n) c->n = i;
    }
}

/* Each gets what its longest word needs, and what is left goes to those that would have more. */
static void share(const ag_flow *f, columns *c) {
    double least = 0, natural = 0;
    const double slack = 0.5; /* what was measured fits */
    const double room = f->width - (PAD + slack) * c->n + PAD;
    for (int i = 0; i < c->n; i++) {
        if (c->least[i] > room / 2) c->least[i] = room / 2;
        if (c->natural[i] < c->least[i]) c->natural[i] = c->least[i];
        least += c->least[i];
        natural += c->natural[i];
    }
    double x = f->left;
    for (int i = 0; i < c->n; i++) {
        if (natural <= room)
            c->width[i] = c->natural[i];
        else if (least <= room)
            c->width[i] =
                c->least[i] + (room - least) * (c->natural[i] - c->least[i]) / (natural > least ? natural - least : 1);
        else
            c->width[i] = c->least[i] * room / least;
        c->width[i] += slack;
        c->x[i] = x;
        x += c->width[i] + PAD;
    }
}

/* The cells into the layouts of the columns; how high the row is. */
static double set_row(ag_flow *f, const ag_node *row, const columns *c) {
    double height = 0;
    int i = 0;
    for (const ag_node *cell = row->first; cell && i < c->n; cell = cell->next, i++) {
        ag_flow_set(f, f->column[i], style_of(row, cell), cell->text, c->width[i]);
        if (cell->block == AG_BLOCK_NUMBER) pango_layout_set_alignment(f->column[i], PANGO_ALIGN_RIGHT);
        const double own = height_of(f->column[i]);
        if (own > height) height = own;
    }
    return height;
}

/* A row that is higher than a page, cell after cell. */
static void tall_row(ag_flow *f, const ag_node *row) {
    for (const ag_node *cell = row->first; cell; cell = cell->next)
        ag_flow_text(f, style_of(row, cell), cell->text, f->left, f->width, PANGO_ALIGN_LEFT);
}

static void show_row(ag_flow *f, const ag_node *row, const columns *c, double height) {
    const bool head = row->block == AG_BLOCK_COLUMNS;
    int i = 0;
    ag_flow_open(f, "TR");
    for (const ag_node *cell = row->first; cell && i < c->n; cell = cell->next, i++) {
        const double above = head ? height - height_of(f->column[i]) : 0;
        ag_flow_open(f, head || cell->block == AG_BLOCK_NAME ? "TH" : "TD");
        ag_flow_show(f, f->column[i], style_of(row, cell), c->x[i], f->y + above);
        ag_flow_close(f);
    }
    ag_flow_close(f);
    f->y += height + ROW_GAP / 2;
    ag_flow_rule(f, f->left, f->y, f->left + f->width, head ? 1 : 0.4, head ? "#1c2733" : "#c3ccd4");
    f->y += ROW_GAP;
}

void ag_flow_table(ag_flow *f, const ag_node *table) {
    columns c;
    measure(f, table, &c);
    share(f, &c);
    const ag_node *head = table->first && table->first->block == AG_BLOCK_COLUMNS ? table->first : NULL;
    const double head_height = head ? set_row(f, head, &c) : 0;
    ag_flow_need(f, head_height + 60);
    ag_flow_gap(f, 2);
    ag_flow_text(f, AG_STYLE_QUIET, table->label, f->left, f->width, PANGO_ALIGN_LEFT);
    ag_flow_gap(f, 4);
    ag_flow_open(f, "Table");
    if (head) {
        set_row(f, head, &c);
        show_row(f, head, &c, head_height);
    }
    for (const ag_node *row = head ? head->next : table->first; row; row = row->next) {
        double height = set_row(f, row, &c);
        if (height + head_height > ag_flow_room() - 40) {
            tall_row(f, row);
            continue;
        }
        if (!ag_flow_fits(f, height + ROW_GAP)) {
            ag_flow_new_page(f);
            if (head) {
                set_row(f, head, &c);
                show_row(f, head, &c, head_height);
                height = set_row(f, row, &c);
            }
        }
        show_row(f, row, &c, height);
    }
    ag_flow_close(f);
    ag_flow_gap(f, 8);
}

/* Names at the left, as wide as the widest of them asks for, values beside them. */
void ag_flow_facts(ag_flow *f, const ag_node *facts) {
    double widest = 0;
    for (const ag_node *n = facts->first; n; n = n->next) {
        ag_flow_set(f, f->layout, AG_STYLE_NAME, n->label, -1);
        const double width = width_of(f->layout);
        if (width > widest) widest = width;
    }
    if (widest > f->width * 0.36) widest = f->width * 0.36;
    for (const ag_node *n = facts->first; n; n = n->next) {
        ag_flow_set(f, f->column[0], AG_STYLE_NAME, n->label, widest + 0.5);
        const double high = height_of(f->column[0]);
        ag_flow_need(f, high);
        const double top = f->y;
        const int page = f->page;
        ag_flow_open(f, "P");
        ag_flow_show(f, f->column[0], AG_STYLE_NAME, f->left, f->y);
        ag_flow_text(f, AG_STYLE_BODY, n->text, f->left + widest + 12, f->width - widest - 12, PANGO_ALIGN_LEFT);
        ag_flow_close(f);
        if (page == f->page && f->y < top + high) f->y = top + high;
        ag_flow_gap(f, 1.5);
    }
    ag_flow_gap(f, 5);
}
