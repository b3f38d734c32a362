/* Charts: see chart.h. */
#include "report/chart.h"

#include <math.h>
#include <stdio.h>

#include "base/banned.h"

enum { PITCH = 19, BAR = 12, HEAD = 24, NAMES = 84, VALUES = 52, PLOT = 270, EDGE = 6 };

double ag_chart_step(double span, int most) {
    static const double times[] = {1, 2, 5};
    double power = pow(10, floor(log10(fmax(span, 1e-9) / most)) - 1);
    for (;; power *= 10)
        for (int k = 0; k < 3; k++)
            if (span / (times[k] * power) <= most) return times[k] * power;
}

const char *ag_chart_number(ag_arena *arena, double value, int decimals) {
    char text[48];
    if (isnan(value)) return "\xE2\x80\x93";
    if (isinf(value)) return value < 0 ? "\xE2\x88\x92\xE2\x88\x9E" : "\xE2\x88\x9E";
    snprintf(text, sizeof text, "%.*f", decimals, fabs(value));
    bool zero = true;
    for (const char *at = text; *at; at++) zero &= *at == '0' || *at == '.';
    char *out = ag_arena_array(arena, sizeof text + 4, 1);
    if (out) snprintf(out, sizeof text + 4, "%s%s", value < 0 && !zero ? "\xE2\x88\x92" : "", text);
    return out ? out : "";
}

/* ---- Loci ----------------------------------------------------------------------------------------------------- */

typedef struct scale {
    double zero, unit; /* x of log10 LR 0; pixels for 1 */
    double low, high;
} scale;

/* Both sides get what they need, and at least one unit, so that a weak locus does not look strong. */
static scale scale_of(const ag_locus_chart *chart) {
    double low = 0, high = 1;
    bool impossible = false;
    for (int k = 0; k < chart->bars; k++) {
        double v = chart->bar[k].lr_log10;
        if (isfinite(v)) low = fmin(low, v), high = fmax(high, v);
        impossible |= isinf(v) && v < 0;
    }
    low = floor(low * 2) / 2;
    if (impossible) low = fmin(low - 0.5, -1);
    for (int k = 0; k < chart->bars; k++) { /* room for a flag at the end of its bar */
        double room = chart->bar[k].flag ? ag_drawing_text_width(AG_PEN_FLAG, ag_text_of(chart->bar[k].flag)) + 14 : 0;
        if (room > 0 && room < PLOT / 2.0 && chart->bar[k].lr_log10 > 0)
            high = fmax(high, (chart->bar[k].lr_log10 * PLOT - room * low) / (PLOT - room));
    }
    high = ceil(high * 2) / 2;
    double unit = PLOT / (high - low);
    return (scale){.zero = NAMES - low * unit, .unit = unit, .low = low, .high = high};
}

static void draw_grid(ag_drawing *d, const ag_locus_chart *chart, const scale *s, double bottom) {
    double step = s->high - s->low > 12 ? 5 : s->high - s->low > 5 ? 2 : 1;
    for (int k = (int)ceil(s->low / step); k * step <= s->high + 1e-9; k++) {
        double v = k * step, x = s->zero + v * s->unit;
        ag_draw_line(d, v == 0 ? AG_PEN_AXIS : AG_PEN_GRID, x, HEAD - 4, x, bottom);
        ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, x, bottom + 14, ag_chart_number(d->arena, v, 0));
    }
    ag_draw_text(d, AG_PEN_SMALL, AG_START, s->zero + 5, 13, chart->in_favour);
    if (s->low < 0) ag_draw_text(d, AG_PEN_SMALL, AG_END, s->zero - 5, 13, chart->against);
}

static void draw_bar(ag_drawing *d, const ag_locus_bar *bar, const scale *s, double y) {
    double value = isfinite(bar->lr_log10) ? bar->lr_log10 : s->low;
    double end = s->zero + value * s->unit, middle = y + PITCH / 2.0;
    ag_draw_text(d, bar->flag ? AG_PEN_FLAG : AG_PEN_NAME, AG_END, NAMES - 10, middle + 4.5,
                 ag_drawing_fit(d->arena, AG_PEN_NAME, ag_text_of(bar->name), NAMES - 12));
    if (!isnan(bar->lr_log10) && value != 0)
        ag_draw_box(d, value > 0 ? AG_PEN_FOR : AG_PEN_AGAINST, fmin(s->zero, end), middle - BAR / 2.0,
                    fmax(fabs(end - s->zero), 0.8), BAR);
    if (bar->flag) ag_draw_text(d, AG_PEN_FLAG, AG_START, s->zero + fmax(end - s->zero, 0) + 6, middle + 4, bar->flag);
    ag_draw_text(d, bar->flag ? AG_PEN_FLAG : AG_PEN_VALUE, AG_END, NAMES + PLOT + VALUES - 4, middle + 4,
                 ag_chart_number(d->arena, bar->lr_log10, 2));
}

ag_drawing *ag_locus_chart_draw(ag_arena *arena, const ag_locus_chart *chart) {
    ag_drawing *d = ag_drawing_new(arena, chart->title);
    if (!d) return NULL;
    scale s = scale_of(chart);
    double bottom = HEAD + PITCH * chart->bars;
    d->description = chart->description;
    d->width = NAMES + PLOT + VALUES + EDGE;
    d->height = bottom + 48;
    draw_grid(d, chart, &s, bottom);
    for (int k = 0; k < chart->bars; k++) draw_bar(d, &chart->bar[k], &s, HEAD + PITCH * k);
    ag_draw_line(d, AG_PEN_AXIS, NAMES, bottom + 22, NAMES + PLOT + VALUES, bottom + 22);
    ag_draw_text(d, AG_PEN_STRONG, AG_START, NAMES, bottom + 39, chart->total);
    ag_draw_text(d, AG_PEN_STRONG, AG_END, NAMES + PLOT + VALUES - 4, bottom + 39,
                 ag_chart_number(arena, chart->total_lr_log10, 2));
    return d;
}

/* ---- Hits ----------------------------------------------------------------------------------------------------- */

enum { FIELD = 760, TALL = 150, TOP = 46, LEFT = 44 };

static const ag_pen class_pen[AG_HIT_CLASSES] = {AG_PEN_FOR, AG_PEN_UNTYPED, AG_PEN_HELD};

static void draw_classes(ag_drawing *d, const ag_hit_histogram *h) {
    double x = LEFT;
    for (int c = 0; c < AG_HIT_CLASSES; c++) {
        ag_draw_box(d, class_pen[c], x, 6, 14, 14);
        if (c == AG_HIT_HELD) ag_draw_line(d, class_pen[c], x, 20, x + 14, 6);
        ag_draw_text(d, AG_PEN_NAME, AG_START, x + 20, 17.5, h->word[c]);
        x += 20 + ag_drawing_text_width(AG_PEN_NAME, ag_text_of(h->word[c])) + 26;
    }
}

static size_t sum_of(const size_t *count) {
    size_t sum = 0;
    for (int c = 0; c < AG_HIT_CLASSES; c++) sum += count[c];
    return sum;
}

static void draw_column(ag_drawing *d, const size_t *count, double x, double wide, double unit) {
    double y = TOP + TALL;
    char text[32];
    for (int c = 0; c < AG_HIT_CLASSES; c++) {
        double tall = (double)count[c] * unit;
        if (tall <= 0) continue;
        ag_draw_box(d, class_pen[c], x + 1.5, y - tall, wide - 3, tall);
        if (c == AG_HIT_HELD) ag_draw_line(d, class_pen[c], x + 1.5, y, x + wide - 1.5, y - tall);
        y -= tall;
    }
    if (sum_of(count) == 0) return;
    snprintf(text, sizeof text, "%zu", sum_of(count));
    if (ag_drawing_text_width(AG_PEN_SMALL, ag_text_of(text)) < wide + 6)
        ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, x + wide / 2, y - 4,
                     ag_drawing_fit(d->arena, AG_PEN_SMALL, ag_text_of(text), 99));
}

static void draw_hit_axis(ag_drawing *d, const ag_hit_histogram *h, double wide) {
    int every = 1;
    while (wide * every < 26) every++;
    for (int k = 0; k <= h->columns; k += every)
        ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, LEFT + wide * k, TOP + TALL + 15,
                     ag_chart_number(d->arena, h->first + (double)h->width * k, 0));
    ag_draw_line(d, AG_PEN_AXIS, LEFT, TOP + TALL, LEFT + FIELD, TOP + TALL);
    ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, LEFT + FIELD / 2.0, TOP + TALL + 32, h->axis);
}

ag_drawing *ag_hit_histogram_draw(ag_arena *arena, const ag_hit_histogram *h) {
    ag_drawing *d = ag_drawing_new(arena, h->title);
    if (!d) return NULL;
    size_t most = 1;
    for (int k = 0; k < h->columns; k++) most = sum_of(h->count[k]) > most ? sum_of(h->count[k]) : most;
    double wide = fmin((double)FIELD / h->columns, 64), unit = (TALL - 14.0) / (double)most;
    d->description = h->description;
    d->width = LEFT + FIELD + 20;
    d->height = TOP + TALL + 40;
    draw_classes(d, h);
    for (int k = 0; k < h->columns; k++) draw_column(d, h->count[k], LEFT + wide * k, wide, unit);
    draw_hit_axis(d, h, wide);
    double x = LEFT + (h->limit_log10 - h->first) / h->width * wide;
    if (x >= LEFT && x <= LEFT + wide * h->columns) {
        bool late = x > LEFT + FIELD * 0.6;
        ag_draw_line(d, AG_PEN_LIMIT, x, TOP - 16, x, TOP + TALL);
        ag_draw_text(d, AG_PEN_SMALL, late ? AG_END : AG_START, x + (late ? -6 : 6), TOP - 8, h->limit_word);
    }
    return d;
}
