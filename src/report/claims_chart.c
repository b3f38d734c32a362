/* Claims over time: see claims_chart.h. */
#include "report/claims_chart.h"

#include <math.h>
#include <string.h>

#include "report/chart.h"

#include "base/banned.h"

enum { LEFT = 62, WIDE = 520, RIGHT = 62, ABOVE = 12, TALL = 280, KEY_LINE = 22, RADIUS = 6, ARROW = 22 };
enum { MOST_TICKS = 7, NEAR = 14, LABEL_TALL = 13, MOST_LABELLED = 60 };

typedef struct frame {
    ag_drawing *d;
    const ag_claims_chart *chart;
    int32_t from, to; /* days */
    double high;      /* at the upper edge */
    struct {
        double x, y, width;
    } label[2 * MOST_LABELLED];
    int labels;
} frame;

static double place_x(const frame *f, double day) { return LEFT + (day - f->from) / (f->to - f->from) * WIDE; }
static double place_y(const frame *f, double value) { return ABOVE + TALL - value / f->high * TALL; }

static double middle_of(const ag_claim_mark *m) { return ((double)m->said.first + m->said.last) / 2; }

/* ---- Axes -------------------------------------------------------------------------------------------------------- */

/* The first day of the month in which `months` (since 1970-01) have passed. */
static int32_t month_start(int months) {
    const int year = 1970 + (months >= 0 ? months / 12 : -((11 - months) / 12));
    return ag_date_days(year, months - 12 * (year - 1970) + 1, 1);
}

static int month_of(int32_t day) {
    int months = (int)floor(day / 30.4369) - 1;
    while (month_start(months + 1) <= day) months++;
    return months;
}

static void find_frame(frame *f) {
    int64_t most = 1;
    for (int i = 0; i < f->chart->marks; i++) {
        const ag_claim_mark *m = &f->chart->mark[i];
        if (!i || m->said.first < f->from) f->from = m->said.first;
        if (!i || m->said.last > f->to) f->to = m->said.last;
        if (m->most > most) most = m->most;
    }
    const int32_t margin = (f->to - f->from) / 20 + 15;
    f->from -= margin;
    f->to += margin;
    const double step = ag_chart_step((double)most * 1.15, MOST_TICKS);
    f->high = ceil((double)most * 1.15 / step) * step;
}

static void draw_axes(const frame *f) {
    const double step = fmax(ag_chart_step(f->high, MOST_TICKS), 1), bottom = ABOVE + TALL;
    for (int k = 0; k * step <= f->high * (1 + 1e-9); k++) {
        const double y = place_y(f, k * step);
        ag_draw_line(f->d, k ? AG_PEN_GRID : AG_PEN_AXIS, LEFT, y, LEFT + WIDE, y);
        ag_draw_text(f->d, AG_PEN_SMALL, AG_END, LEFT - 8, y + 4,
                     f->chart->count(f->chart->context, (int64_t)llround(k * step)));
    }
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000};
    const int first = month_of(f->from) + 1, last = month_of(f->to);
    size_t s = 0;
    while (s + 1 < sizeof steps / sizeof *steps && (last - first) / steps[s] > MOST_TICKS) s++;
    for (int month = first; month <= last; month++) {
        if (month % steps[s]) continue;
        const double x = place_x(f, month_start(month));
        const int year = 1970 + (month >= 0 ? month / 12 : -((11 - month) / 12));
        ag_buffer text = {0};
        ag_buffer_printf(&text, "%04d-%02d", year, month - 12 * (year - 1970) + 1);
        ag_draw_line(f->d, AG_PEN_AXIS, x, bottom, x, bottom + 5);
        const char *word = text.data ? ag_arena_text(f->d->arena, text.data, text.n) : NULL;
        if (word) ag_draw_text(f->d, AG_PEN_SMALL, AG_MIDDLE, x, bottom + 19, word);
        ag_buffer_deinit(&text);
    }
}

/* ---- Marks ------------------------------------------------------------------------------------------------------- */

static void draw_mark(ag_drawing *d, ag_claim_class relation, double x, double y) {
    switch (relation) {
    case AG_CLAIM_PARTY:
        ag_draw_box(d, AG_PEN_AGAINST, x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        break;
    case AG_CLAIM_THIRD_STATE:
        ag_draw_circle(d, AG_PEN_FOR, x, y, RADIUS);
        break;
    case AG_CLAIM_ORGANISATION:
        ag_draw_box(d, AG_PEN_UNTYPED, x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        break;
    case AG_CLAIM_PRESS:
        ag_draw_diamond(d, AG_PEN_UNTYPED, x, y, RADIUS + 2);
        break;
    case AG_CLAIM_WITNESS:
        ag_draw_diamond(d, AG_PEN_TYPED, x, y, RADIUS + 2);
        break;
    default:
        ag_draw_circle(d, AG_PEN_UNTYPED, x, y, RADIUS);
    }
}

static void draw_arrow(ag_drawing *d, double x, double y, double to_y) {
    const double back = to_y < y ? 6 : -6;
    ag_draw_line(d, AG_PEN_LINE, x, y, x, to_y);
    ag_draw_line(d, AG_PEN_LINE, x, to_y, x - 4, to_y + back);
    ag_draw_line(d, AG_PEN_LINE, x, to_y, x + 4, to_y + back);
}

static void take_place(frame *f, double x, double y, double width) {
    f->label[f->labels].x = x;
    f->label[f->labels].y = y;
    f->label[f->labels++].width = width;
}

/* Where a label of this width stands free, going down from beside its mark. It clears the other by a little, so that
 * rounding does not bring it back. */
static double free_place(const frame *f, double x, double y, double width) {
    for (int i = 0; i < f->labels; i++) {
        if (x >= f->label[i].x + f->label[i].width || f->label[i].x >= x + width ||
            fabs(f->label[i].y - y) >= LABEL_TALL)
            continue;
        y = f->label[i].y + LABEL_TALL + 0.1;
        i = -1;
    }
    return y;
}

static double height_of(const frame *f, const ag_claim_mark *m) {
    return place_y(f, ((double)m->least + (double)m->most) / 2);
}

static void draw_claim(const frame *f, const ag_claim_mark *m) {
    const double x = place_x(f, middle_of(m)), low = place_y(f, (double)m->least), high = place_y(f, (double)m->most);
    const double y = height_of(f, m), early = place_x(f, m->said.first), late = place_x(f, m->said.last);
    if (late - early > 3) ag_draw_line(f->d, AG_PEN_LINE, early, y, late, y);
    if (m->least < m->most) ag_draw_line(f->d, AG_PEN_LINE, x, low, x, high);
    if (m->open) draw_arrow(f->d, x, high, high - ARROW);
    if (m->unfounded) draw_arrow(f->d, x, low, fmin(low + ARROW, ABOVE + TALL));
    draw_mark(f->d, m->relation, x, y);
}

static void draw_label(frame *f, const ag_claim_mark *m) {
    const double x = place_x(f, middle_of(m)), width = ag_drawing_text_width(AG_PEN_STRONG, ag_text_of(m->label));
    const double at = x + NEAR + width > LEFT + WIDE + RIGHT ? x - NEAR - width : x + NEAR,
                 y = free_place(f, at, height_of(f, m) - 5, width);
    take_place(f, at, y, width);
    ag_draw_text(f->d, AG_PEN_STRONG, AG_START, at, y, m->label);
}

/* Labels stand beside the marks and beside each other; of many claims there are none. */
static void draw_claims(frame *f) {
    const bool labelled = f->chart->marks <= MOST_LABELLED;
    for (int i = 0; i < f->chart->marks; i++) {
        const ag_claim_mark *m = &f->chart->mark[i];
        draw_claim(f, m);
        if (labelled) take_place(f, place_x(f, middle_of(m)) - RADIUS - 2, height_of(f, m) + 4, 2 * RADIUS + 4);
    }
    for (int i = 0; i < f->chart->marks && labelled; i++) draw_label(f, &f->chart->mark[i]);
}

/* A line to each mark from the one before it that is of the same origin. */
static void draw_origins(const frame *f) {
    const ag_claim_mark *mark = f->chart->mark;
    for (int i = 1; i < f->chart->marks; i++) {
        int k = i - 1;
        while (k >= 0 && mark[k].line != mark[i].line) k--;
        if (k >= 0)
            ag_draw_line(f->d, AG_PEN_LIMIT, place_x(f, middle_of(&mark[k])), height_of(f, &mark[k]),
                         place_x(f, middle_of(&mark[i])), height_of(f, &mark[i]));
    }
}

/* The least and the most until then, as steps. */
static void draw_steps(const frame *f) {
    int64_t least = 0, most = 0;
    for (int i = 0; i < f->chart->marks; i++) {
        const ag_claim_mark *m = &f->chart->mark[i];
        const double x = place_x(f, m->said.last),
                     end = i + 1 < f->chart->marks ? place_x(f, f->chart->mark[i + 1].said.last) : LEFT + WIDE;
        const int64_t before[] = {i ? least : m->least, i ? most : m->most};
        if (!i || m->least < least) least = m->least;
        if (!i || m->most > most) most = m->most;
        const int64_t now[] = {least, most};
        for (int k = 0; k < 2; k++) {
            ag_draw_line(f->d, AG_PEN_STEP, x, place_y(f, (double)before[k]), x, place_y(f, (double)now[k]));
            ag_draw_line(f->d, AG_PEN_STEP, x, place_y(f, (double)now[k]), end, place_y(f, (double)now[k]));
        }
    }
    ag_draw_text(f->d, AG_PEN_VALUE, AG_START, LEFT + WIDE + 6, place_y(f, (double)most) + 4,
                 f->chart->count(f->chart->context, most));
    if (place_y(f, (double)least) - place_y(f, (double)most) > LABEL_TALL)
        ag_draw_text(f->d, AG_PEN_VALUE, AG_START, LEFT + WIDE + 6, place_y(f, (double)least) + 4,
                     f->chart->count(f->chart->context, least));
}

/* ---- The key ----------------------------------------------------------------------------------------------------- */

static void next_place(double *x, double *y, const char *word) {
    const double width = 34 + ag_drawing_text_width(AG_PEN_SMALL, ag_text_of(word));
    if (*x > LEFT && *x + width > LEFT + WIDE + RIGHT) *x = LEFT, *y += KEY_LINE;
}

static void draw_word(ag_drawing *d, double *x, double y, const char *word) {
    ag_draw_text(d, AG_PEN_SMALL, AG_START, *x + 26, y + 4, word);
    *x += 46 + ag_drawing_text_width(AG_PEN_SMALL, ag_text_of(word));
}

static double draw_key(const frame *f, double y) {
    unsigned used = 0;
    double x = LEFT;
    bool joined = false;
    for (int i = 0; i < f->chart->marks; i++) {
        used |= 1U << f->chart->mark[i].relation;
        for (int k = 0; k < i; k++) joined |= f->chart->mark[k].line == f->chart->mark[i].line;
    }
    for (int c = 0; c < AG_CLAIM_CLASSES; c++) {
        if (!(used & 1U << c)) continue;
        next_place(&x, &y, f->chart->class_word[c]);
        draw_mark(f->d, (ag_claim_class)c, x + 12, y);
        draw_word(f->d, &x, y, f->chart->class_word[c]);
    }
    const char *const line[] = {joined ? f->chart->one_origin : NULL, f->chart->so_far};
    const ag_pen pen[] = {AG_PEN_LIMIT, AG_PEN_STEP};
    for (int k = 0; k < 2; k++) {
        if (!line[k]) continue;
        next_place(&x, &y, line[k]);
        ag_draw_line(f->d, pen[k], x, y, x + 22, y);
        draw_word(f->d, &x, y, line[k]);
    }
    return y + KEY_LINE;
}

ag_drawing *ag_claims_chart_draw(ag_arena *arena, const ag_claims_chart *chart) {
    frame *f = AG_NEW(arena, frame, 1);
    ag_drawing *d = ag_drawing_new(arena, chart->title);
    if (!d || !f) return NULL;
    f->d = d;
    f->chart = chart;
    find_frame(f);
    d->description = chart->description;
    d->width = LEFT + WIDE + RIGHT;
    draw_axes(f);
    draw_steps(f);
    draw_origins(f);
    draw_claims(f);
    d->height = draw_key(f, ABOVE + TALL + 44);
    return d;
}
