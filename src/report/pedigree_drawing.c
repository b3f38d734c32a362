/* Pedigrees as drawings: see pedigree_drawing.h. Where persons stand is decided by pedigree_layout.h. */
#include "report/pedigree_drawing.h"

#include <math.h>

#include "report/pedigree_layout.h"

#include "base/banned.h"

enum {
    HALF = 16,    /* of a symbol */
    MARGIN = 6,   /* around the drawing */
    LANE = 9,     /* between lines that run beside each other */
    NAME_AT = 15, /* baselines below the symbol */
    NOTE_AT = 29,
    BELOW = 36,     /* room for both lines of text */
    DESCENT = 30,   /* from there to the symbols of the children, without lanes */
    NARROWEST = 27, /* half of what a person takes */
    WIDEST = 66,
    BETWEEN_LABELS = 7
};

typedef struct sketch {
    ag_drawing *drawing;
    const ag_pedigree *pedigree;
    const ag_drawn_person *person;
    ag_pedigree_layout layout;
    int lane[AG_MAX_DRAWN_PERSONS];      /* of each mating's line of children, 0 the highest */
    int over[AG_MAX_DRAWN_PERSONS];      /* of the line between mates who are not neighbours, from 1; 0: none */
    double row_y[AG_MAX_DRAWN_PERSONS];  /* centre of the symbols */
    int lanes[AG_MAX_DRAWN_PERSONS + 1]; /* of lines of children between row r-1 and r */
    int overs[AG_MAX_DRAWN_PERSONS + 1]; /* of lines above the symbols of row r */
} sketch;

/* ---- Heights -------------------------------------------------------------------------------------------------- */

static int parents_row(const sketch *s, const ag_mating *m) { return s->layout.row[m->left]; }

static double drop_of(const sketch *s, const ag_mating *m) {
    double middle = (s->layout.x[m->left] + s->layout.x[m->right]) / 2;
    double only = s->layout.x[m->child[0]];
    return m->children == 1 && fabs(only - middle) < 2 ? only : middle;
}

/* From where to where a mating's line of children runs. */
static void span_of(const sketch *s, const ag_mating *m, double *low, double *high) {
    double drop = drop_of(s, m);
    *low = fmin(drop, s->layout.x[m->child[0]]);
    *high = fmax(drop, s->layout.x[m->child[m->children - 1]]);
}

/* Lines of children that would lie upon each other get lanes of their own. */
static void find_lanes(sketch *s) {
    for (int u = 0; u < s->layout.matings; u++) {
        double low, high, l, h;
        const ag_mating *m = &s->layout.mating[u];
        int row = parents_row(s, m) + 1;
        span_of(s, m, &low, &high);
        for (int v = 0; v < u; v++) {
            const ag_mating *other = &s->layout.mating[v];
            span_of(s, other, &l, &h);
            if (parents_row(s, other) + 1 != row || h < low - 1 || l > high + 1) continue;
            if (s->lane[v] >= s->lane[u]) s->lane[u] = s->lane[v] + 1;
        }
        if (s->lane[u] + 1 > s->lanes[row]) s->lanes[row] = s->lane[u] + 1;
        bool distant = m->father >= 0 && m->mother >= 0 && !m->side_by_side &&
                       s->layout.row[m->father] == s->layout.row[m->mother];
        if (distant) s->over[u] = ++s->overs[row - 1];
    }
}

static double find_heights(sketch *s) {
    double y = MARGIN;
    for (int r = 0; r < s->layout.rows; r++) {
        if (r > 0) y += DESCENT + LANE * (s->lanes[r] > 1 ? s->lanes[r] - 1 : 0);
        y += s->overs[r] ? LANE * s->overs[r] + 3 : 0;
        s->row_y[r] = y + HALF;
        y += 2 * HALF + BELOW;
    }
    return y + MARGIN;
}

/* ---- Lines ---------------------------------------------------------------------------------------------------- */

static void line(const sketch *s, double x, double y, double to_x, double to_y) {
    ag_draw_line(s->drawing, AG_PEN_LINE, x, y, to_x, to_y);
}

static void marriage_line(const sketch *s, const ag_mating *m, double x, double y, double to_x, double to_y) {
    double off = m->related ? 2.2 : 0;
    bool upright = x == to_x;
    line(s, x - (upright ? off : 0), y - (upright ? 0 : off), to_x - (upright ? off : 0), to_y - (upright ? 0 : off));
    if (m->related)
        line(s, x + (upright ? off : 0), y + (upright ? 0 : off), to_x + (upright ? off : 0),
             to_y + (upright ? 0 : off));
}

/* Returns the height from which the line to the children starts. */
static double draw_marriage(const sketch *s, int u) {
    const ag_pedigree_layout *l = &s->layout;
    const ag_mating *m = &l->mating[u];
    if (m->father < 0 || m->mother < 0) return s->row_y[parents_row(s, m)] + HALF;
    double a = l->x[m->father], b = l->x[m->mother];
    double y = s->row_y[l->row[m->father]], to_y = s->row_y[l->row[m->mother]];
    if (l->row[m->father] != l->row[m->mother]) { /* down from the higher one, then across to the lower one */
        bool father_high = y < to_y;
        double high_x = father_high ? a : b, low_x = father_high ? b : a, low_y = fmax(y, to_y);
        marriage_line(s, m, high_x, fmin(y, to_y), high_x, low_y);
        marriage_line(s, m, high_x, low_y, low_x, low_y);
        return low_y;
    }
    if (m->side_by_side) {
        marriage_line(s, m, fmin(a, b), y, fmax(a, b), y);
        return y;
    }
    double roof = y - HALF - 3 - LANE * s->over[u];
    marriage_line(s, m, a, y, a, roof);
    marriage_line(s, m, b, y, b, roof);
    marriage_line(s, m, fmin(a, b), roof, fmax(a, b), roof);
    return roof;
}

static int first_of_twins(const ag_pedigree *pedigree, int p) {
    while (pedigree->person[p].twin >= 0) p = pedigree->person[p].twin;
    return p;
}

/* Where a child's line leaves the line of children: twins leave from one point between them. */
static double joint_of(const sketch *s, const ag_mating *m, int child, int *twins) {
    double sum = 0;
    *twins = 0;
    for (int k = 0; k < m->children; k++)
        if (first_of_twins(s->pedigree, m->child[k]) == first_of_twins(s->pedigree, child)) {
            sum += s->layout.x[m->child[k]];
            ++*twins;
        }
    return sum / *twins;
}

static void draw_child_line(const sketch *s, const ag_mating *m, int child, double bar) {
    int twins;
    double x = s->layout.x[child], top = s->row_y[s->layout.row[child]] - HALF, joint = joint_of(s, m, child, &twins);
    if (twins == 1) {
        line(s, x, bar, x, top);
        return;
    }
    line(s, joint, bar, x, top);
    int first = first_of_twins(s->pedigree, child);
    if (child == first) return;
    double half_y = (bar + top) / 2, near = (joint + x) / 2, far = (joint + s->layout.x[first]) / 2;
    line(s, near, half_y, far, half_y); /* identical */
}

static void draw_descent(const sketch *s, int u) {
    const ag_mating *m = &s->layout.mating[u];
    int row = parents_row(s, m), next = row + 1, twins;
    double from = draw_marriage(s, u), drop = drop_of(s, m);
    double base = s->row_y[row] + HALF + BELOW;
    double bar = base + DESCENT * 0.3 + LANE * (s->lanes[next] - 1 - s->lane[u]);
    double low = drop, high = drop;
    line(s, drop, from + (m->related ? 2.2 : 0), drop, bar);
    for (int k = 0; k < m->children; k++) {
        double joint = joint_of(s, m, m->child[k], &twins);
        low = fmin(low, joint);
        high = fmax(high, joint);
        draw_child_line(s, m, m->child[k], bar);
    }
    if (high > low) line(s, low, bar, high, bar);
}

/* ---- Persons -------------------------------------------------------------------------------------------------- */

static ag_pen pen_of(const ag_drawn_person *p) {
    if (p->sought) return AG_PEN_SOUGHT;
    if (p->missing) return AG_PEN_MISSING;
    return p->typed ? AG_PEN_TYPED : AG_PEN_UNTYPED;
}

static void draw_symbol(ag_drawing *d, ag_sex sex, ag_pen pen, double x, double y, double half) {
    if (sex == AG_MALE)
        ag_draw_box(d, pen, x - half, y - half, 2 * half, 2 * half);
    else if (sex == AG_FEMALE)
        ag_draw_circle(d, pen, x, y, half);
    else
        ag_draw_diamond(d, pen, x, y, half + 2);
}

static void draw_question(ag_drawing *d, bool light, double x, double y) {
    ag_draw_text(d, light ? AG_PEN_QUESTION_LIGHT : AG_PEN_QUESTION, AG_MIDDLE, x, y + 6.5, "?");
}

static void draw_person(const sketch *s, int p) {
    const ag_drawn_person *who = &s->person[p];
    double x = s->layout.x[p], y = s->row_y[s->layout.row[p]];
    ag_sex sex = s->pedigree->person[p].sex;
    bool asked = who->sought || who->missing;
    draw_symbol(s->drawing, sex, pen_of(who), x, y, HALF);
    if (asked && who->typed) draw_symbol(s->drawing, sex, AG_PEN_TYPED, x, y, HALF - 4.5); /* by a tooth, a card */
    if (asked) draw_question(s->drawing, who->typed, x, y);
    ag_pen pen = who->sought ? AG_PEN_STRONG : AG_PEN_NAME;
    if (who->name.n)
        ag_draw_text(s->drawing, pen, AG_MIDDLE, x, y + HALF + NAME_AT,
                     ag_drawing_fit(s->drawing->arena, pen, who->name, 2 * WIDEST - BETWEEN_LABELS));
    if (who->note) {
        ag_pen small = who->sought ? AG_PEN_FLAG : AG_PEN_SMALL;
        ag_draw_text(s->drawing, small, AG_MIDDLE, x, y + HALF + NOTE_AT,
                     ag_drawing_fit(s->drawing->arena, small, ag_text_of(who->note), 2 * WIDEST - BETWEEN_LABELS));
    }
}

static double half_width_of(const ag_drawn_person *p) {
    double name = ag_drawing_text_width(AG_PEN_STRONG, p->name);
    double note = p->note ? ag_drawing_text_width(AG_PEN_FLAG, ag_text_of(p->note)) : 0;
    double half = fmax(name, note) / 2 + BETWEEN_LABELS;
    return half < NARROWEST ? NARROWEST : half > WIDEST ? WIDEST : half;
}

ag_drawing *ag_pedigree_draw(ag_arena *arena, const ag_pedigree *pedigree, const ag_drawn_person *person,
                             const char *title) {
    double half[AG_MAX_DRAWN_PERSONS];
    sketch s = {.pedigree = pedigree, .person = person};
    if (pedigree->persons > AG_MAX_DRAWN_PERSONS) return NULL;
    for (int p = 0; p < pedigree->persons; p++) half[p] = half_width_of(&person[p]);
    s.drawing = ag_drawing_new(arena, title);
    if (!s.drawing || !ag_pedigree_layout_make(arena, pedigree, half, &s.layout)) return NULL;
    find_lanes(&s);
    s.drawing->height = find_heights(&s);
    s.drawing->width = s.layout.width + 2 * MARGIN;
    for (int p = 0; p < pedigree->persons; p++) s.layout.x[p] += MARGIN;
    for (int u = 0; u < s.layout.matings; u++) draw_descent(&s, u);
    for (int p = 0; p < pedigree->persons; p++) draw_person(&s, p);
    return s.drawing;
}

/* ---- The key -------------------------------------------------------------------------------------------------- */

ag_drawing *ag_pedigree_key_draw(ag_arena *arena, const ag_pedigree_key *words, double width) {
    const struct {
        ag_sex sex;
        ag_pen pen;
        const char *word;
        bool asked;
    } entry[] = {{AG_MALE, AG_PEN_UNTYPED, words->man, false},
                 {AG_FEMALE, AG_PEN_UNTYPED, words->woman, false},
                 {AG_SEX_UNKNOWN, AG_PEN_UNTYPED, words->unknown, false},
                 {AG_MALE, AG_PEN_TYPED, words->typed, false},
                 {AG_MALE, AG_PEN_SOUGHT, words->sought, true},
                 {AG_MALE, AG_PEN_MISSING, words->missing, true}};
    ag_drawing *d = ag_drawing_new(arena, words->title);
    double x = MARGIN, y = MARGIN + HALF;
    for (size_t k = 0; k < sizeof entry / sizeof *entry; k++) {
        double wide = 2 * HALF + 6 + ag_drawing_text_width(AG_PEN_NAME, ag_text_of(entry[k].word)) + 14;
        if (x > MARGIN && x + wide > width) {
            x = MARGIN;
            y += 2 * HALF + 10;
        }
        draw_symbol(d, entry[k].sex, entry[k].pen, x + HALF, y, HALF - 3);
        if (entry[k].asked) draw_question(d, false, x + HALF, y);
        ag_draw_text(d, AG_PEN_NAME, AG_START, x + 2 * HALF + 4, y + 4.5, entry[k].word);
        x += wide;
    }
    if (d) d->width = width, d->height = y + HALF + MARGIN;
    return d;
}
