/* Families of several missing: joint assignments, GLR, and pairs that cannot be told apart. See like_dvir.h. */
#include <math.h>

#include "incident/like_dvir_work.h"

#include "base/banned.h"

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

typedef struct several {
    ag_dvir_work *w;
    ag_dvir_case c; /* this family and those whom it may concern */
    ag_dvir_best best;
    double *glr;
} several;

static void say_match(several *s, size_t lane, int r, ag_text comment) {
    ag_dvir_row row = ag_dvir_blank("Match (GLR)");
    row.lr = ag_dvir_lr(&s->c, lane, r);
    row.glr = s->glr[ag_dvir_at(&s->c, lane, r)];
    row.family = s->c.lane[lane].family;
    row.comment = comment;
    row.partner = ag_dvir_sample(s->w, r);
    s->w->out->am[lane] = row;
    row.partner = s->w->out->name[lane];
    s->w->out->pm[r] = row;
}

static ag_text joint_comment(several *s) {
    ag_buffer text = {0};
    for (size_t i = 0; i < s->c.lanes; i++) {
        if (!s->c.missing[i]) continue;
        ag_buffer_puts(&text, text.n ? "," : "Joint: {");
        ag_dvir_add(&text, s->w->out->name[i]);
    }
    ag_buffer_puts(&text, "}");
    return ag_dvir_keep(s->w, &text);
}

/* Matches leave the family and the incident; remains without another pairing take no further part. */
static void take_matches(several *s) {
    ag_dvir_case *c = &s->c, *all = &s->w->c;
    const ag_text comment = joint_comment(s);
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++)
            if (s->glr[ag_dvir_at(c, i, r)] >= AG_DVIR_T - AG_DVIR_SLACK) say_match(s, i, r, comment);
    for (size_t i = 0; i < c->lanes; i++)
        if (s->w->out->am[i].conclusion) c->missing[i] = false;
    for (int r = 0; r < c->remains; r++) {
        if (s->w->out->pm[r].conclusion) c->here[r] = all->here[r] = false;
        if (!ag_dvir_remains_paired(c, r)) c->here[r] = false;
    }
}

/* Where the two best assignments differ among those who are left: remains r[n] and, in order, two persons. */
typedef struct swap {
    int r[2], n;
    size_t lane[2];
} swap;

static bool find_swap(const several *s, swap *out) {
    const int *first = s->best.lane[0], *second = s->best.lane[1];
    int a[2] = {-1, -1}, b[2] = {-1, -1};
    out->n = 0;
    for (int r = 0; r < s->c.remains; r++) {
        if (!s->c.here[r] || first[r] == second[r]) continue;
        if (out->n == 2 || first[r] < 0 || second[r] < 0) return false;
        a[out->n] = first[r];
        b[out->n] = second[r];
        out->r[out->n++] = r;
    }
    if (out->n == 0 || (out->n == 2 && (a[0] != b[1] || a[1] != b[0]))) return false;
    out->lane[0] = (size_t)(a[0] < b[0] ? a[0] : b[0]);
    out->lane[1] = (size_t)(a[0] < b[0] ? b[0] : a[0]);
    return s->c.missing[out->lane[0]] && s->c.missing[out->lane[1]];
}

static ag_text braces(ag_dvir_work *w, const char *relation, ag_text a, ag_text b, ag_text c, ag_text d) {
    ag_buffer text = {0};
    ag_buffer_putc(&text, (char)(relation[0] - 'a' + 'A'));
    ag_buffer_printf(&text, "%s: {", relation + 1);
    ag_dvir_add(&text, a);
    ag_buffer_puts(&text, ", ");
    ag_dvir_add(&text, b);
    ag_buffer_puts(&text, "} = {");
    ag_dvir_add(&text, c);
    ag_buffer_puts(&text, ", ");
    ag_dvir_add(&text, d);
    ag_buffer_puts(&text, "}");
    return ag_dvir_keep(w, &text);
}

static double largest_lr(const several *s, int r, const swap *p) {
    const double a = ag_dvir_lr(&s->c, p->lane[0], r), b = ag_dvir_lr(&s->c, p->lane[1], r);
    return isnan(a) || b > a ? b : a;
}

static void say_pair(several *s, const swap *p, const char *relation, ag_dvir_row row) {
    ag_dvir_work *w = s->w;
    const ag_text v0 = ag_dvir_sample(w, p->r[0]), v1 = ag_dvir_sample(w, p->r[1]);
    const ag_text m0 = w->out->name[p->lane[0]], m1 = w->out->name[p->lane[1]];
    row.partner = ag_dvir_join(w, v0, "/", v1);
    row.comment = braces(w, relation, m0, m1, v0, v1);
    w->out->am[p->lane[0]] = w->out->am[p->lane[1]] = row;
    row.partner = ag_dvir_join(w, m0, "/", m1);
    row.comment = braces(w, relation, v0, v1, m0, m1);
    for (int k = 0; k < 2; k++) {
        row.lr = largest_lr(s, p->r[k], p);
        w->out->pm[p->r[k]] = row;
    }
}

static void say_single(several *s, const swap *p, const char *relation, ag_dvir_row row) {
    ag_dvir_work *w = s->w;
    for (int k = 0; k < 2; k++) {
        ag_buffer text = {0};
        ag_dvir_add(&text, ag_dvir_sample(w, p->r[0]));
        ag_buffer_puts(&text, " also matches ");
        ag_dvir_add(&text, w->out->name[p->lane[1 - k]]);
        ag_buffer_printf(&text, " (%s)", relation);
        row.comment = ag_dvir_keep(w, &text);
        row.partner = ag_dvir_sample(w, p->r[0]);
        row.lr = ag_dvir_lr(&s->c, p->lane[k], p->r[0]);
        w->out->am[p->lane[k]] = row;
    }
    ag_buffer text = {0};
    ag_dvir_add(&text, w->out->name[p->lane[0]]);
    ag_buffer_puts(&text, " and ");
    ag_dvir_add(&text, w->out->name[p->lane[1]]);
    ag_buffer_printf(&text, " are %s", relation);
    row.comment = ag_dvir_keep(w, &text);
    row.partner = ag_dvir_join(w, w->out->name[p->lane[0]], "/", w->out->name[p->lane[1]]);
    row.lr = largest_lr(s, p->r[0], p);
    w->out->pm[p->r[0]] = row;
}

/* `whole` is the family before its matches left: its best assignments are those that differ by the swap. */
static ag_status take_swap(several *s, const ag_dvir_case *whole, ag_error *err) {
    swap p;
    double without_ln = -INFINITY;
    if (!find_swap(s, &p)) return AG_OK;
    for (int k = 0; k < p.n; k++) {
        double ln;
        const ag_status status = ag_dvir_without(whole, p.r[k], p.lane, &ln, err);
        if (status != AG_OK) return status;
        if (ln > without_ln) without_ln = ln;
    }
    ag_dvir_row row = ag_dvir_blank("Symmetric match");
    row.glr = exp(s->best.lr_ln[0] - without_ln);
    row.family = s->c.lane[p.lane[0]].family;
    if (row.glr < AG_DVIR_T) return AG_OK;
    const ag_pedigree *pedigree = &s->w->incident->search.family[row.family].pedigree;
    bool *mark = AG_NEW(s->c.arena, bool, 2 * pedigree->persons);
    if (!mark) return no_memory(err);
    const char *word =
        ag_dvir_relation(pedigree, ag_dvir_person(s->w, p.lane[0]), ag_dvir_person(s->w, p.lane[1]), mark);
    if (p.n == 2)
        say_pair(s, &p, word, row);
    else
        say_single(s, &p, word, row);
    for (int k = 0; k < p.n; k++) s->w->c.here[p.r[k]] = false;
    return AG_OK;
}

static double largest(const double *value, int n) {
    double best = NAN;
    for (int k = 0; k < n; k++)
        if (isnan(best) || value[k] > best) best = value[k];
    return best;
}

static void say_rest(several *s, size_t lane) {
    ag_dvir_row row = ag_dvir_blank("Inconclusive");
    row.family = s->c.lane[lane].family;
    row.glr = largest(&s->glr[ag_dvir_at(&s->c, lane, 0)], s->c.remains);
    row.lr = ag_dvir_best_lr(s->w, lane);
    s->w->out->am[lane] = row;
}

ag_status ag_dvir_settle_several(ag_dvir_work *w, size_t first, size_t end, ag_error *err) {
    several s = {.w = w};
    ag_dvir_case whole;
    s.glr = AG_NEW(w->c.arena, double, w->c.lanes *(size_t)w->c.remains + 1);
    ag_status status = s.glr ? ag_dvir_case_copy(&whole, &w->c, w->c.arena, err) : no_memory(err);
    for (size_t i = 0; i < w->c.lanes && status == AG_OK; i++)
        if (i < first || i >= end) whole.missing[i] = false;
    for (int r = 0; r < w->c.remains && status == AG_OK; r++)
        if (!ag_dvir_remains_paired(&whole, r)) whole.here[r] = false;
    if (status == AG_OK) status = ag_dvir_case_copy(&s.c, &whole, w->c.arena, err);
    if (status == AG_OK) status = ag_dvir_joint(&whole, &s.best, s.glr, err);
    if (status != AG_OK) return status;
    take_matches(&s);
    status = take_swap(&s, &whole, err);
    for (size_t i = first; i < end && status == AG_OK; i++) {
        if (w->c.missing[i] && !w->out->am[i].conclusion) say_rest(&s, i);
        w->c.missing[i] = false;
    }
    return status;
}
