/* Estimates on one scale: see estimate_chart.h. */
#include "report/estimate_chart.h"

#include <math.h>

#include "report/chart.h"

#include "base/banned.h"

enum { LABEL = 250, WIDE = 430, RIGHT = 40, ABOVE = 30, LINE = 22, MOST_TICKS = 6, RADIUS = 5, ARROW = 5 };
/* Intervals that end beyond this many times the greatest estimate are cut, with an arrow. */
#define MOST_BEYOND 2.0

typedef struct frame {
    ag_drawing *d;
    const ag_estimate_chart *chart;
    double high, bottom;
} frame;

static double place_x(const frame *f, double value) { return LABEL + fmin(value / f->high, 1) * WIDE; }

static void find_scale(frame *f) {
    double most = f->chart->listed, upper = f->chart->listed;
    for (int i = 0; i < f->chart->marks; i++) {
        const ag_estimate_mark *m = &f->chart->mark[i];
        if (m->refused) continue;
        most = fmax(most, m->n);
        upper = fmax(upper, m->upper);
    }
    const double end = fmin(upper, most * MOST_BEYOND) * 1.03, step = ag_chart_step(end, MOST_TICKS);
    f->high = ceil(end / step) * step;
}

static void draw_axes(const frame *f) {
    const double step = fmax(ag_chart_step(f->high, MOST_TICKS), 1), x = place_x(f, f->chart->listed);
    for (int k = 0; k * step <= f->high * (1 + 1e-9); k++) {
        const double at = place_x(f, k * step);
        ag_draw_line(f->d, k ? AG_PEN_GRID : AG_PEN_AXIS, at, ABOVE, at, f->bottom);
        ag_draw_text(f->d, AG_PEN_SMALL, AG_MIDDLE, at, f->bottom + 16,
                     f->chart->count(f->chart->context, (int64_t)llround(k * step)));
    }
    ag_draw_line(f->d, AG_PEN_LIMIT, x, ABOVE - 8, x, f->bottom);
    ag_draw_text(f->d, AG_PEN_SMALL, AG_START, x + 4, ABOVE - 10, f->chart->listed_word);
}

static void draw_arrow(ag_drawing *d, double x, double y) {
    ag_draw_line(d, AG_PEN_LINE, x - ARROW, y - ARROW, x, y);
    ag_draw_line(d, AG_PEN_LINE, x - ARROW, y + ARROW, x, y);
}

static void draw_refused(const frame *f, const ag_estimate_mark *m, double y) {
    ag_draw_box(f->d, AG_PEN_MISSING, LABEL + 1, y - LINE / 2.0 + 2, WIDE - 2, LINE - 4);
    ag_draw_text(f->d, AG_PEN_FLAG, AG_MIDDLE, LABEL + WIDE / 2.0, y + 4,
                 ag_drawing_fit(f->d->arena, AG_PEN_FLAG, ag_text_of(m->refused), WIDE - 16));
}

static void draw_mark(const frame *f, const ag_estimate_mark *m, double y) {
    const double x = place_x(f, m->n);
    ag_draw_text(f->d, AG_PEN_NAME, AG_END, LABEL - 10, y + 4,
                 ag_drawing_fit(f->d->arena, AG_PEN_NAME, ag_text_of(m->label), LABEL - 16));
    if (m->refused) {
        draw_refused(f, m, y);
        return;
    }
    if (!isnan(m->lower)) {
        const double low = place_x(f, m->lower), high = place_x(f, m->upper);
        ag_draw_line(f->d, AG_PEN_LINE, low, y, high, y);
        ag_draw_line(f->d, AG_PEN_LINE, low, y - ARROW, low, y + ARROW);
        if (m->upper > f->high)
            draw_arrow(f->d, high, y);
        else
            ag_draw_line(f->d, AG_PEN_LINE, high, y - ARROW, high, y + ARROW);
    }
    if (m->bound)
        ag_draw_diamond(f->d, AG_PEN_UNTYPED, x, y, RADIUS + 1);
    else
        ag_draw_circle(f->d, AG_PEN_FOR, x, y, RADIUS);
}

ag_drawing *ag_estimate_chart_draw(ag_arena *arena, const ag_estimate_chart *chart) {
    frame f = {.d = ag_drawing_new(arena, chart->title), .chart = chart, .bottom = ABOVE + LINE * (double)chart->marks};
    if (!f.d) return NULL;
    find_scale(&f);
    f.d->description = chart->description;
    f.d->width = LABEL + WIDE + RIGHT;
    f.d->height = f.bottom + 26;
    draw_axes(&f);
    for (int i = 0; i < chart->marks; i++) draw_mark(&f, &chart->mark[i], ABOVE + LINE * (i + 0.5));
    return f.d;
}
