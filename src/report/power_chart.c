/* Charts of what next: see power_chart.h. */
#include "report/power_chart.h"

#include <math.h>

#include "report/chart.h"

#include "base/banned.h"

/* ---- Distributions -------------------------------------------------------------------------------------------- */

enum { WIDE = 470, PANEL = 96, GAP = 34, ABOVE = 40, LEFT = 16, RIGHT = 16, MOST_COLUMNS = 48, MOST_TICKS = 8 };

typedef struct bins {
    double low, width; /* of a column, in log10 */
    int columns;
    bool zero; /* a column apart for likelihood ratios of 0 */
    int count[2][MOST_COLUMNS + 2], none[2];
    int most;
} bins;

static double first_finite(const double *sorted, int n) {
    for (int i = 0; i < n; i++)
        if (isfinite(sorted[i])) return sorted[i];
    return 0;
}

static void count_bins(const ag_spread_chart *c, bins *b) {
    double high = 1;
    b->low = 0;
    for (int k = 0; k < 2; k++) {
        b->low = fmin(b->low, first_finite(c->sorted[k], c->n));
        if (isfinite(c->sorted[k][c->n - 1])) high = fmax(high, c->sorted[k][c->n - 1]);
    }
    if (isfinite(c->limit)) b->low = fmin(b->low, c->limit), high = fmax(high, c->limit);
    b->width = fmax(ag_chart_step(high - b->low, MOST_COLUMNS), 0.1);
    b->low = floor(b->low / b->width) * b->width;
    b->columns = (int)floor((high - b->low) / b->width) + 1;
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < c->n; i++) {
            const int column = (int)((c->sorted[k][i] - b->low) / b->width);
            if (isfinite(c->sorted[k][i]))
                b->count[k][column < b->columns ? column : b->columns - 1]++;
            else
                b->none[k]++;
        }
    for (int k = 0; k < 2; k++) {
        b->zero |= b->none[k] > 0;
        b->most = b->none[k] > b->most ? b->none[k] : b->most;
        for (int i = 0; i < b->columns; i++) b->most = b->count[k][i] > b->most ? b->count[k][i] : b->most;
    }
}

static void draw_panel(ag_drawing *d, const ag_spread_chart *c, const bins *b, int k, double left, double unit) {
    const ag_pen pen = k ? AG_PEN_AGAINST : AG_PEN_FOR;
    const double bottom = ABOVE + PANEL + k * (PANEL + GAP), tall = (PANEL - 8.0) / (b->most ? b->most : 1);
    ag_draw_box(d, pen, LEFT, bottom - PANEL - 16, 12, 12);
    ag_draw_text(d, AG_PEN_NAME, AG_START, LEFT + 18, bottom - PANEL - 5.5, c->word[k]);
    if (b->none[k]) ag_draw_box(d, pen, LEFT + 4, bottom - b->none[k] * tall, 16, b->none[k] * tall);
    for (int i = 0; i < b->columns; i++)
        if (b->count[k][i])
            ag_draw_box(d, pen, left + unit * i + 0.5, bottom - b->count[k][i] * tall, fmax(unit - 1, 1),
                        b->count[k][i] * tall);
    ag_draw_line(d, AG_PEN_AXIS, LEFT, bottom, LEFT + WIDE, bottom);
}

static void draw_limit(ag_drawing *d, const ag_spread_chart *c, double x, double bottom) {
    const bool late = x > LEFT + WIDE * 0.6;
    ag_draw_line(d, AG_PEN_LIMIT, x, 18, x, bottom);
    ag_draw_text(d, AG_PEN_SMALL, late ? AG_END : AG_START, x + (late ? -6 : 6), 18, c->limit_word);
}

ag_drawing *ag_spread_chart_draw(ag_arena *arena, const ag_spread_chart *c) {
    bins b = {0};
    ag_drawing *d = ag_drawing_new(arena, c->title);
    if (!d) return NULL;
    count_bins(c, &b);
    const double left = LEFT + (b.zero ? 34 : 0), unit = (LEFT + WIDE - left) / b.columns;
    const double bottom = ABOVE + 2 * PANEL + GAP, high = b.low + b.width * b.columns;
    const double tick = fmax(ag_chart_step(high - b.low, MOST_TICKS), 1);
    d->description = c->description;
    d->width = LEFT + WIDE + RIGHT;
    d->height = bottom + 42;
    for (int k = (int)ceil(b.low / tick); k * tick <= high + 1e-9; k++) {
        const double v = k * tick, x = left + (v - b.low) / b.width * unit;
        ag_draw_line(d, AG_PEN_GRID, x, ABOVE, x, bottom + 4);
        ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, x, bottom + 17, ag_chart_number(arena, v, 0));
    }
    if (b.zero) ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, LEFT + 12, bottom + 17, ag_chart_number(arena, -INFINITY, 0));
    for (int k = 0; k < 2; k++) draw_panel(d, c, &b, k, left, unit);
    if (isfinite(c->limit)) draw_limit(d, c, left + (c->limit - b.low) / b.width * unit, bottom);
    ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, LEFT + WIDE / 2.0, bottom + 35, c->axis);
    return d;
}

/* ---- Growth --------------------------------------------------------------------------------------------------- */

enum { FIELD = 480, TALL = 200, NUMBERS = 64, HEAD = 34, MOST_DOTS = 40 };

typedef struct frame {
    double low, high, across, up; /* pixels for a sample, and for one more expected */
} frame;

static double place_x(const frame *f, double k) { return NUMBERS + f->across * k; }
static double place_y(const frame *f, double v) { return HEAD + TALL - (v - f->low) * f->up; }

static void draw_frame(ag_drawing *d, const ag_growth_chart *c, const frame *f, double step) {
    const double each = fmax(ag_chart_step((double)c->n, 8), 1);
    for (int k = 0; f->low + k * step <= f->high + step * 1e-6; k++) {
        const double v = f->low + k * step, y = place_y(f, v);
        ag_draw_line(d, k ? AG_PEN_GRID : AG_PEN_AXIS, NUMBERS, y, NUMBERS + FIELD, y);
        ag_draw_text(d, AG_PEN_SMALL, AG_END, NUMBERS - 8, y + 4,
                     ag_chart_number(d->arena, v,
                                     step >= 1     ? 0
                                     : step >= 0.1 ? 1
                                                   : 2));
    }
    for (int k = 0; k * each <= (double)c->n; k++)
        ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, place_x(f, k * each), HEAD + TALL + 17,
                     ag_chart_number(d->arena, k * each, 0));
    ag_draw_text(d, AG_PEN_NAME, AG_START, 8, 16, c->word);
    ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, NUMBERS + FIELD / 2.0, HEAD + TALL + 36, c->axis);
}

ag_drawing *ag_growth_chart_draw(ag_arena *arena, const ag_growth_chart *c) {
    ag_drawing *d = ag_drawing_new(arena, c->title);
    if (!d) return NULL;
    const double span = fmax(c->value[c->n] - c->value[0], 0.01), step = ag_chart_step(span, 6);
    frame f = {.low = floor(c->value[0] / step) * step, .high = ceil(c->value[c->n] / step) * step};
    if (f.high < f.low + step) f.high = f.low + step;
    f.across = (double)FIELD / (double)c->n;
    f.up = TALL / (f.high - f.low);
    d->description = c->description;
    d->width = NUMBERS + FIELD + 20;
    d->height = HEAD + TALL + 44;
    draw_frame(d, c, &f, step);
    for (size_t k = 1; k <= c->n; k++)
        ag_draw_line(d, AG_PEN_LINE, place_x(&f, (double)(k - 1)), place_y(&f, c->value[k - 1]), place_x(&f, (double)k),
                     place_y(&f, c->value[k]));
    for (size_t k = 0; k <= c->n && c->n <= MOST_DOTS; k++)
        ag_draw_circle(d, AG_PEN_FOR, place_x(&f, (double)k), place_y(&f, c->value[k]), 4);
    return d;
}
