/* The reliability diagram: see reliability.h. */
#include "report/reliability.h"

#include <math.h>

#include "base/banned.h"

enum {
    SIDE = 330,
    LEFT = 58,
    TOP = 44,
    UNDER = 52,
    EDGE = 26,
    WIDTH = LEFT + SIDE + EDGE,
    HEIGHT = TOP + SIDE + UNDER
};

static const double LOWEST = -3, HIGHEST = 5; /* log10 of the odds at the edges; what is beyond is drawn at them */

/* One chart with its corner in the drawing. */
typedef struct panel {
    ag_drawing *d;
    double left, top; /* of the square */
} panel;

static double place(double probability) {
    const double odds_log10 = log10(probability) - log10(1 - probability);
    return (fmin(fmax(odds_log10, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * SIDE;
}

static double x_of(const panel *p, double probability) { return p->left + place(probability); }
static double y_of(const panel *p, double probability) { return p->top + SIDE - place(probability); }

static void draw_axes(const panel *p, const ag_reliability_chart *chart) {
    static const struct {
        double probability;
        const char *percent;
    } tick[] = {{0.001, "0.1"}, {0.01, "1"},     {0.1, "10"},       {0.5, "50"}, {0.9, "90"},
                {0.99, "99"},   {0.999, "99.9"}, {0.9999, "99.99"}, {1, "100"}};
    const double right = p->left + SIDE, bottom = p->top + SIDE;
    for (size_t i = 0; i < sizeof tick / sizeof *tick; i++) {
        const double x = x_of(p, tick[i].probability), y = y_of(p, tick[i].probability);
        ag_draw_line(p->d, AG_PEN_GRID, x, p->top, x, bottom);
        ag_draw_line(p->d, AG_PEN_GRID, p->left, y, right, y);
        ag_draw_text(p->d, AG_PEN_SMALL, AG_MIDDLE, x, bottom + 16, tick[i].percent);
        ag_draw_text(p->d, AG_PEN_SMALL, AG_END, p->left - 7, y + 4, tick[i].percent);
    }
    ag_draw_line(p->d, AG_PEN_AXIS, p->left, p->top, p->left, bottom);
    ag_draw_line(p->d, AG_PEN_AXIS, p->left, bottom, right, bottom);
    ag_draw_line(p->d, AG_PEN_LIMIT, p->left, bottom, right, p->top);
    ag_draw_text(p->d, AG_PEN_STRONG, AG_START, p->left - LEFT + 4, p->top - TOP + 15, chart->title);
    ag_draw_text(p->d, AG_PEN_SMALL, AG_START, p->left - LEFT + 4, p->top - TOP + 32, chart->share);
    ag_draw_text(p->d, AG_PEN_SMALL, AG_END, right, bottom + 34, chart->stated);
}

static void draw_point(const panel *p, const ag_reliability_point *point) {
    const double x = x_of(p, point->stated), low = y_of(p, point->low), high = y_of(p, point->high);
    ag_draw_line(p->d, AG_PEN_LINE, x, low, x, high);
    ag_draw_line(p->d, AG_PEN_LINE, x - 4, low, x + 4, low);
    ag_draw_line(p->d, AG_PEN_LINE, x - 4, high, x + 4, high);
    if (point->agrees)
        ag_draw_circle(p->d, AG_PEN_TYPED, x, y_of(p, point->share), 4.5);
    else
        ag_draw_diamond(p->d, AG_PEN_SOUGHT, x, y_of(p, point->share), 6);
}

ag_drawing *ag_reliability_draw(ag_arena *arena, const char *title, const char *description,
                                const ag_reliability_chart *chart, int charts, int columns) {
    ag_drawing *d = ag_drawing_new(arena, title);
    if (!d) return NULL;
    const int rows = (charts + columns - 1) / columns;
    d->description = description;
    d->width = WIDTH * columns;
    d->height = HEIGHT * rows;
    for (int i = 0; i < charts; i++) {
        const int row = i / columns, column = i % columns;
        const panel p = {d, LEFT + WIDTH * column, TOP + HEIGHT * row};
        draw_axes(&p, &chart[i]);
        for (int k = 0; k < chart[i].points; k++) draw_point(&p, &chart[i].point[k]);
    }
    return d;
}
