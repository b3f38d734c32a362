/* The rules of dvir: see like_dvir.h. */
#include "incident/like_dvir.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "incident/apart.h"
#include "incident/lane_names.h"
#include "incident/like_dvir_case.h"

#include "base/banned.h"

/* T, T2, and the slack that dvir leaves at T for rounding. */
static const double THRESHOLD = 1e4, THRESHOLD2 = 1e3, SLACK = 1.4901161193847656e-08;
static const double SAME = 1e-9; /* ratios closer than this are equal */
enum { MOST_INCONSISTENT = 2, COMMENT_BYTES = 4096 };

typedef struct work {
    ag_dvir_result *out;
    const ag_incident *incident;
    ag_dvir_case c;
} work;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* ---- Words --------------------------------------------------------------------------------------------------- */

static ag_text sample_of(const work *w, int r) { return w->incident->remains[r].row->sample; }

static ag_text keep_text(work *w, ag_buffer *text) {
    const ag_text kept = {ag_arena_text(&w->out->arena, text->data ? text->data : "", text->n), text->n};
    if (text->failed) w->out->arena.failed = true;
    ag_buffer_deinit(text);
    return kept.at ? kept : (ag_text){0};
}

static void add_text(ag_buffer *b, ag_text t) { ag_buffer_add(b, t.at, t.n); }

/* "a<between>b" */
static ag_text join(work *w, ag_text a, const char *between, ag_text b) {
    ag_buffer text = {0};
    add_text(&text, a);
    ag_buffer_puts(&text, between);
    add_text(&text, b);
    return keep_text(w, &text);
}

static ag_text with_lr(work *w, const char *before, ag_text who, double lr) {
    ag_buffer text = {0};
    ag_buffer_puts(&text, before);
    add_text(&text, who);
    ag_buffer_printf(&text, " (LR=%.2g)", lr);
    return keep_text(w, &text);
}

static ag_dvir_row blank(const char *conclusion) {
    return (ag_dvir_row){.conclusion = conclusion, .family = -1, .lr = NAN, .glr = NAN};
}

/* ---- Kin ----------------------------------------------------------------------------------------------------- */

/* Everybody from whom somebody descends, and himself; identical twins are one. */
static void mark_ancestors(const ag_pedigree *pedigree, int of, bool *mark) {
    for (int i = 0; i < pedigree->persons; i++) mark[i] = i == of;
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < pedigree->persons; i++) {
            if (!mark[i]) continue;
            const ag_person *p = &pedigree->person[i];
            const int next[] = {p->father, p->mother, p->twin};
            for (int k = 0; k < 3; k++)
                if (next[k] >= 0 && !mark[next[k]]) more = mark[next[k]] = true;
        }
    }
}

/* Do two persons share an ancestor: is their kinship above 0? `mark` has room for two. */
static bool related(const ag_pedigree *pedigree, int a, int b, bool *mark) {
    mark_ancestors(pedigree, a, mark);
    mark_ancestors(pedigree, b, mark + pedigree->persons);
    for (int i = 0; i < pedigree->persons; i++)
        if (mark[i] && mark[pedigree->persons + i]) return true;
    return false;
}

static const char *relation(const ag_pedigree *pedigree, int a, int b, bool *mark) {
    const ag_person *p = &pedigree->person[a], *q = &pedigree->person[b];
    const int shared = (p->father >= 0 && p->father == q->father) + (p->mother >= 0 && p->mother == q->mother);
    if (shared) return shared == 2 ? "full siblings" : "half siblings";
    return related(pedigree, a, b, mark) ? "relatives" : "unrelated";
}

/* ---- 1. Nonidentifiable -------------------------------------------------------------------------------------- */

static int person_of(const work *w, size_t lane) {
    const ag_lane at = w->c.lane[lane];
    return w->incident->search.family[at.family].missing[at.missing];
}

/* Links missing persons to the references of their family, also through each other. */
static void link_family(const work *w, int f, size_t first, size_t end, bool *linked, bool *mark) {
    const ag_family *family = &w->incident->search.family[f];
    for (size_t i = first; i < end; i++)
        for (int r = 0; r < family->readings && !linked[i]; r++)
            linked[i] = related(&family->pedigree, person_of(w, i), family->reading[r].person, mark);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = first; i < end; i++)
            for (size_t k = first; k < end && !linked[i]; k++)
                if (linked[k] && related(&family->pedigree, person_of(w, i), person_of(w, k), mark))
                    more = linked[i] = true;
    }
}

static ag_status find_nonidentifiable(work *w, ag_error *err) {
    ag_dvir_case *c = &w->c;
    bool *linked = AG_NEW(c->arena, bool, c->lanes + 1);
    for (size_t i = 0, end; i < c->lanes; i = end) {
        const ag_family *family = &w->incident->search.family[c->lane[i].family];
        bool *mark = AG_NEW(c->arena, bool, 2 * family->pedigree.persons);
        if (!linked || !mark) return no_memory(err);
        for (end = i; end < c->lanes && c->lane[end].family == c->lane[i].family;) end++;
        link_family(w, c->lane[i].family, i, end, linked, mark);
        for (size_t k = i; k < end; k++) {
            if (linked[k]) continue;
            w->out->am[k] = blank("Nonidentifiable");
            w->out->am[k].comment =
                family->readings ? AG_TEXT("Unrelated to all references") : AG_TEXT("No references in family");
            c->missing[k] = false;
        }
    }
    return AG_OK;
}

/* ---- 2. Excluded --------------------------------------------------------------------------------------------- */

static ag_dvir_row excluded(work *w, int least) {
    ag_dvir_row row = blank("Excluded");
    ag_buffer text = {0};
    if (least == INT32_MAX)
        ag_buffer_puts(&text, "No compatible pairings");
    else
        ag_buffer_printf(&text, "%d+ inconsistencies", least);
    row.comment = keep_text(w, &text);
    return row;
}

/* Fewest inconsistencies among the open pairings of a missing person (r < 0) or of remains; INT32_MAX: none is open. */
static int fewest(const ag_dvir_case *c, size_t lane, int r) {
    int least = INT32_MAX;
    const size_t first = r < 0 ? lane : 0, end = r < 0 ? lane + 1 : c->lanes;
    for (size_t i = first; i < end; i++)
        for (int k = r < 0 ? 0 : r; k < (r < 0 ? c->remains : r + 1); k++)
            if (ag_dvir_open(c, i, k) && c->exclusions[ag_dvir_at(c, i, k)] < least)
                least = c->exclusions[ag_dvir_at(c, i, k)];
    return least;
}

static ag_status exclude(work *w, bool *changed, ag_error *err) {
    ag_dvir_case *c = &w->c;
    const ag_status status = ag_dvir_case_exclusions(c, err);
    if (status != AG_OK) return status;
    /* everybody is judged by the same matrix, and then leaves */
    for (int r = 0; r < c->remains; r++)
        if (c->here[r] && fewest(c, 0, r) > MOST_INCONSISTENT) w->out->pm[r] = excluded(w, fewest(c, 0, r));
    for (size_t i = 0; i < c->lanes; i++)
        if (c->missing[i] && fewest(c, i, -1) > MOST_INCONSISTENT) w->out->am[i] = excluded(w, fewest(c, i, -1));
    *changed = false;
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++) {
            if (!ag_dvir_open(c, i, r) || c->exclusions[ag_dvir_at(c, i, r)] <= MOST_INCONSISTENT) continue;
            c->open[ag_dvir_at(c, i, r)] = false;
            *changed = true;
        }
    for (int r = 0; r < c->remains; r++)
        if (c->here[r] && w->out->pm[r].conclusion) c->here[r] = false, *changed = true;
    for (size_t i = 0; i < c->lanes; i++)
        if (c->missing[i] && w->out->am[i].conclusion) c->missing[i] = false, *changed = true;
    return AG_OK;
}

/* ---- 2. Undisputed ------------------------------------------------------------------------------------------- */

static double lr_of(const ag_dvir_case *c, size_t lane, int r) { return exp(c->lr_ln[ag_dvir_at(c, lane, r)]); }

/* No other LR of these remains or of this person is above limit; NaN never is. */
static bool is_undisputed(const ag_dvir_case *c, size_t lane, int r) {
    const double lr = lr_of(c, lane, r), limit = lr / THRESHOLD;
    if (!(lr >= THRESHOLD - SLACK)) return false;
    for (size_t i = 0; i < c->lanes; i++)
        if (i != lane && lr_of(c, i, r) > limit) return false;
    for (int k = 0; k < c->remains; k++)
        if (k != r && lr_of(c, lane, k) > limit) return false;
    return true;
}

/* All that one matrix shows, by missing person; *n of found[] were known before. */
static void collect_undisputed(const ag_dvir_case *c, int step, ag_dvir_undisputed *found, int *n) {
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++)
            if (ag_dvir_open(c, i, r) && is_undisputed(c, i, r))
                found[(*n)++] = (ag_dvir_undisputed){i, r, step, lr_of(c, i, r)};
}

static bool anybody_left(const ag_dvir_case *c) {
    bool missing = false, here = false;
    for (size_t i = 0; i < c->lanes; i++) missing = missing || c->missing[i];
    for (int r = 0; r < c->remains; r++) here = here || c->here[r];
    return missing && here;
}

/* Step after step, until a matrix shows none. found[] has room for as many as there are missing persons. */
static ag_status identify_undisputed(ag_dvir_case *c, ag_dvir_undisputed *found, int *n, ag_error *err) {
    for (int step = 1; anybody_left(c); step++) {
        const int before = *n;
        ag_status status = ag_dvir_case_lr(c, err);
        if (status == AG_OK) collect_undisputed(c, step, found, n);
        for (int k = before; k < *n && status == AG_OK; k++)
            status = ag_dvir_case_insert(c, found[k].lane, found[k].remains, err);
        if (status != AG_OK || *n == before) return status;
    }
    return AG_OK;
}

static void say_undisputed(work *w, const ag_dvir_undisputed *u) {
    ag_buffer text = {0};
    ag_dvir_row row = blank("Undisputed");
    ag_buffer_printf(&text, "Step %d", u->step);
    row.comment = keep_text(w, &text);
    row.lr = u->lr;
    row.family = w->c.lane[u->lane].family;
    row.partner = sample_of(w, u->remains);
    w->out->am[u->lane] = row;
    row.partner = w->out->name[u->lane];
    w->out->pm[u->remains] = row;
}

/* Pairings that have become impossible are closed, and remains that have none left are excluded. */
static bool close_pairings(work *w, bool somebody_left) {
    ag_dvir_case *c = &w->c;
    bool changed = false;
    for (int r = 0; r < c->remains; r++)
        if (somebody_left && c->here[r] && !ag_dvir_remains_paired(c, r)) {
            w->out->pm[r] = excluded(w, INT32_MAX);
            c->here[r] = false;
            changed = true;
        }
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++)
            if (ag_dvir_open(c, i, r) && !(lr_of(c, i, r) > 0)) {
                c->open[ag_dvir_at(c, i, r)] = false;
                changed = true;
            }
    return changed;
}

static ag_status settle_undisputed(work *w, bool *changed, ag_error *err) {
    int n = 0;
    ag_dvir_undisputed *found = AG_NEW(w->c.arena, ag_dvir_undisputed, w->c.lanes + 1);
    if (!found) return no_memory(err);
    const ag_status status = identify_undisputed(&w->c, found, &n, err);
    for (int k = 0; k < n && status == AG_OK; k++) say_undisputed(w, &found[k]);
    *changed = close_pairings(w, n > 0) || n > 0;
    return status;
}

static ag_status settle_alternately(work *w, ag_error *err) {
    for (int round = 1;; round++) {
        bool changed;
        ag_status status = exclude(w, &changed, err);
        if (status != AG_OK || (!changed && round > 1)) return status;
        status = settle_undisputed(w, &changed, err);
        if (status != AG_OK || !changed) return status;
    }
}

/* ---- 3 and 5. From the last matrix --------------------------------------------------------------------------- */

/* One row or column of the last matrix of LR: of a missing person, or (r >= 0) of remains. */
typedef struct line {
    const work *w;
    size_t lane;
    int r;
    int n;
} line;

static double line_lr(const line *l, int k) {
    return l->r < 0 ? lr_of(&l->w->c, l->lane, k) : lr_of(&l->w->c, (size_t)k, l->r);
}

static ag_text line_name(const line *l, int k) { return l->r < 0 ? sample_of(l->w, k) : l->w->out->name[k]; }

/* The first of the largest, leaving out `but`; -1: there is none. */
static int line_best(const line *l, int but) {
    int best = -1;
    for (int k = 0; k < l->n; k++)
        if (k != but && line_lr(l, k) >= 0 && (best < 0 || line_lr(l, k) > line_lr(l, best) * (1 + SAME))) best = k;
    return best;
}

static bool is_high(const line *l, int k) {
    return l->r < 0 ? line_lr(l, k) > THRESHOLD2 : line_lr(l, k) >= THRESHOLD2 - DBL_EPSILON;
}

static ag_text also(work *w, const line *l, int best) {
    ag_buffer text = {0};
    for (int k = 0; k < l->n; k++) {
        if (k == best || !is_high(l, k)) continue;
        ag_buffer_puts(&text, text.n ? ", " : "Also: ");
        add_text(&text, line_name(l, k));
        ag_buffer_printf(&text, " (LR=%.2g)", line_lr(l, k));
    }
    return keep_text(w, &text);
}

static ag_text runner_up(work *w, const line *l, int best) {
    const int second = line_best(l, best);
    if (second < 0) return AG_TEXT("Runner-up: -");
    return with_lr(w, "Runner-up: ", line_name(l, second), line_lr(l, second));
}

/* *best is the other side, -1 where nothing is known. */
static ag_dvir_row judge(work *w, const line *l, int *best) {
    ag_dvir_row row = blank("No match");
    int high = 0;
    *best = line_best(l, -1);
    if (*best < 0) return row;
    row.lr = line_lr(l, *best);
    for (int k = 0; k < l->n; k++) high += is_high(l, k);
    if (high > 1) {
        row.conclusion = "Disputed";
        row.comment = also(w, l, *best);
    } else if (high == 1) {
        row.conclusion = "Probable";
        row.comment = runner_up(w, l, *best);
    } else if (row.lr >= 1 - SAME) {
        row.conclusion = "Inconclusive";
        row.comment = join(w, AG_TEXT("Best: "), "", line_name(l, *best));
    }
    return row;
}

static void judge_missing(work *w, size_t lane) {
    const line column = {w, lane, -1, w->c.remains};
    int best;
    ag_dvir_row row = judge(w, &column, &best);
    if (best >= 0) row.partner = sample_of(w, best);
    row.family = w->c.lane[lane].family;
    w->out->am[lane] = row;
}

static void judge_remains(work *w, int r) {
    const line row_of_matrix = {w, 0, r, (int)w->c.lanes};
    int best;
    ag_dvir_row row = judge(w, &row_of_matrix, &best);
    const bool partner = row.conclusion[0] == 'P' || row.conclusion[0] == 'D';
    if (partner) {
        row.partner = w->out->name[best];
        row.family = w->c.lane[best].family;
    }
    w->out->pm[r] = row;
}

/* ---- 4. Families of several ---------------------------------------------------------------------------------- */

typedef struct several {
    work *w;
    ag_dvir_case c; /* this family and those whom it may concern */
    ag_dvir_best best;
    double *glr;
} several;

static void say_match(several *s, size_t lane, int r, ag_text comment) {
    ag_dvir_row row = blank("Match (GLR)");
    row.lr = lr_of(&s->c, lane, r);
    row.glr = s->glr[ag_dvir_at(&s->c, lane, r)];
    row.family = s->c.lane[lane].family;
    row.comment = comment;
    row.partner = sample_of(s->w, r);
    s->w->out->am[lane] = row;
    row.partner = s->w->out->name[lane];
    s->w->out->pm[r] = row;
}

static ag_text joint_comment(several *s) {
    ag_buffer text = {0};
    for (size_t i = 0; i < s->c.lanes; i++) {
        if (!s->c.missing[i]) continue;
        ag_buffer_puts(&text, text.n ? "," : "Joint: {");
        add_text(&text, s->w->out->name[i]);
    }
    ag_buffer_puts(&text, "}");
    return keep_text(s->w, &text);
}

/* Matches leave the family and the incident; remains without another pairing take no further part. */
static void take_matches(several *s) {
    ag_dvir_case *c = &s->c, *all = &s->w->c;
    const ag_text comment = joint_comment(s);
    for (size_t i = 0; i < c->lanes; i++)
        for (int r = 0; r < c->remains; r++)
            if (s->glr[ag_dvir_at(c, i, r)] >= THRESHOLD - SLACK) say_match(s, i, r, comment);
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

static ag_text braces(work *w, const char *relation, ag_text a, ag_text b, ag_text c, ag_text d) {
    ag_buffer text = {0};
    ag_buffer_putc(&text, (char)(relation[0] - 'a' + 'A'));
    ag_buffer_printf(&text, "%s: {", relation + 1);
    add_text(&text, a);
    ag_buffer_puts(&text, ", ");
    add_text(&text, b);
    ag_buffer_puts(&text, "} = {");
    add_text(&text, c);
    ag_buffer_puts(&text, ", ");
    add_text(&text, d);
    ag_buffer_puts(&text, "}");
    return keep_text(w, &text);
}

static double largest_lr(const several *s, int r, const swap *p) {
    const double a = lr_of(&s->c, p->lane[0], r), b = lr_of(&s->c, p->lane[1], r);
    return isnan(a) || b > a ? b : a;
}

static void say_pair(several *s, const swap *p, const char *relation, ag_dvir_row row) {
    work *w = s->w;
    const ag_text v0 = sample_of(w, p->r[0]), v1 = sample_of(w, p->r[1]);
    const ag_text m0 = w->out->name[p->lane[0]], m1 = w->out->name[p->lane[1]];
    row.partner = join(w, v0, "/", v1);
    row.comment = braces(w, relation, m0, m1, v0, v1);
    w->out->am[p->lane[0]] = w->out->am[p->lane[1]] = row;
    row.partner = join(w, m0, "/", m1);
    row.comment = braces(w, relation, v0, v1, m0, m1);
    for (int k = 0; k < 2; k++) {
        row.lr = largest_lr(s, p->r[k], p);
        w->out->pm[p->r[k]] = row;
    }
}

static void say_single(several *s, const swap *p, const char *relation, ag_dvir_row row) {
    work *w = s->w;
    for (int k = 0; k < 2; k++) {
        ag_buffer text = {0};
        add_text(&text, sample_of(w, p->r[0]));
        ag_buffer_puts(&text, " also matches ");
        add_text(&text, w->out->name[p->lane[1 - k]]);
        ag_buffer_printf(&text, " (%s)", relation);
        row.comment = keep_text(w, &text);
        row.partner = sample_of(w, p->r[0]);
        row.lr = lr_of(&s->c, p->lane[k], p->r[0]);
        w->out->am[p->lane[k]] = row;
    }
    ag_buffer text = {0};
    add_text(&text, w->out->name[p->lane[0]]);
    ag_buffer_puts(&text, " and ");
    add_text(&text, w->out->name[p->lane[1]]);
    ag_buffer_printf(&text, " are %s", relation);
    row.comment = keep_text(w, &text);
    row.partner = join(w, w->out->name[p->lane[0]], "/", w->out->name[p->lane[1]]);
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
    ag_dvir_row row = blank("Symmetric match");
    row.glr = exp(s->best.lr_ln[0] - without_ln);
    row.family = s->c.lane[p.lane[0]].family;
    if (row.glr < THRESHOLD) return AG_OK;
    const ag_pedigree *pedigree = &s->w->incident->search.family[row.family].pedigree;
    bool *mark = AG_NEW(s->c.arena, bool, 2 * pedigree->persons);
    if (!mark) return no_memory(err);
    const char *word = relation(pedigree, person_of(s->w, p.lane[0]), person_of(s->w, p.lane[1]), mark);
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
    const line column = {s->w, lane, -1, s->c.remains};
    const int best = line_best(&column, -1);
    ag_dvir_row row = blank("Inconclusive");
    row.family = s->c.lane[lane].family;
    row.glr = largest(&s->glr[ag_dvir_at(&s->c, lane, 0)], s->c.remains);
    if (best >= 0) row.lr = line_lr(&column, best);
    s->w->out->am[lane] = row;
}

static ag_status settle_several(work *w, size_t first, size_t end, ag_error *err) {
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

/* Families of one first: they take no remains away. */
static ag_status settle_families(work *w, bool one, ag_error *err) {
    ag_dvir_case *c = &w->c;
    ag_status status = AG_OK;
    for (size_t i = 0, end; i < c->lanes && status == AG_OK; i = end) {
        int left = 0;
        for (end = i; end < c->lanes && c->lane[end].family == c->lane[i].family; end++) left += c->missing[end];
        if (one && left == 1)
            for (size_t k = i; k < end; k++)
                if (c->missing[k]) judge_missing(w, k);
        if (!one && left > 1) status = settle_several(w, i, end, err);
    }
    return status;
}

/* ---- Matrices of the whole incident -------------------------------------------------------------------------- */

static ag_status fill_matrices(work *w, ag_error *err) {
    ag_dvir_result *out = w->out;
    ag_dvir_case all;
    ag_dvir_best best;
    const size_t pairs = out->lanes * (size_t)out->remains;
    ag_status status =
        ag_dvir_case_init(&all, w->incident, out->lane, out->lanes, w->c.engine, w->c.run, w->c.arena, err);
    if (status == AG_OK) status = ag_dvir_case_exclusions(&all, err);
    if (status == AG_OK) status = ag_dvir_case_lr(&all, err);
    if (status != AG_OK) return status;
    for (size_t k = 0; k < pairs; k++) out->exclusions[k] = all.exclusions[k];
    ag_error refused;
    status = ag_dvir_joint(&all, &best, out->glr, &refused);
    out->glr_refused = status == AG_REFUSED;
    for (size_t k = 0; out->glr_refused && k < pairs; k++) out->glr[k] = NAN;
    if (status != AG_OK && !out->glr_refused) {
        if (err) *err = refused;
        return status;
    }
    return identify_undisputed(&all, out->undisputed, &out->undisputeds, err);
}

/* ---- Interface ----------------------------------------------------------------------------------------------- */

static ag_status refuse_theta(const ag_incident *incident, ag_error *err) {
    for (int l = 0; l < incident->search.loci; l++)
        if (incident->search.locus[l]->theta > 0)
            return ag_fail(err, AG_REFUSED, "set \"theta\": 0 for the comparison, or leave --like out",
                           "dvir has no theta, so its rules cannot be followed with one");
    return AG_OK;
}

static ag_status prepare(work *w, ag_engine *engine, const ag_run *run, ag_arena *arena, ag_error *err) {
    ag_dvir_result *out = w->out;
    double apart_ln;
    ag_status status = refuse_theta(w->incident, err);
    if (status != AG_OK) return status;
    out->lane = ag_lanes_new(&w->incident->search, &out->lanes);
    out->remains = w->incident->search.remains;
    const size_t pairs = out->lanes * (size_t)out->remains + 1;
    out->am = AG_NEW(&out->arena, ag_dvir_row, out->lanes + 1);
    out->pm = AG_NEW(&out->arena, ag_dvir_row, out->remains + 1);
    out->undisputed = AG_NEW(&out->arena, ag_dvir_undisputed, out->lanes + 1);
    out->exclusions = AG_NEW(&out->arena, int, pairs);
    out->glr = AG_NEW(&out->arena, double, pairs);
    if (!engine || !out->lane || out->arena.failed) return no_memory(err);
    status = ag_loglik_apart(engine, w->incident, &apart_ln, err); /* refuses what dvir stops at */
    if (status == AG_OK) status = ag_lane_names(w->incident, out->lane, out->lanes, &out->arena, &out->name, err);
    if (status == AG_OK) status = ag_dvir_case_init(&w->c, w->incident, out->lane, out->lanes, engine, run, arena, err);
    return status;
}

static ag_status conclude(work *w, ag_error *err) {
    ag_status status = fill_matrices(w, err);
    if (status == AG_OK) status = find_nonidentifiable(w, err);
    if (status == AG_OK) status = settle_alternately(w, err);
    if (status == AG_OK) status = settle_families(w, true, err);
    if (status == AG_OK) status = settle_families(w, false, err);
    for (int r = 0; r < w->c.remains && status == AG_OK; r++)
        if (w->c.here[r]) judge_remains(w, r);
    for (size_t i = 0; i < w->c.lanes; i++) w->out->am[i].family = w->c.lane[i].family;
    return status == AG_OK && w->out->arena.failed ? no_memory(err) : status;
}

ag_status ag_like_dvir(const ag_incident *incident, const ag_run *run, ag_dvir_result *out, ag_error *err) {
    work w = {.out = out, .incident = incident};
    ag_arena arena;
    ag_engine *engine = ag_engine_new();
    *out = (ag_dvir_result){.lane = NULL};
    ag_arena_init(&out->arena);
    ag_arena_init(&arena);
    ag_status status = prepare(&w, engine, run, &arena, err);
    if (status == AG_OK) status = conclude(&w, err);
    ag_arena_deinit(&arena);
    ag_engine_free(engine);
    if (status != AG_OK) ag_dvir_result_deinit(out);
    return status;
}

void ag_dvir_result_deinit(ag_dvir_result *result) {
    free(result->lane);
    ag_arena_deinit(&result->arena);
    *result = (ag_dvir_result){.lane = NULL};
}
