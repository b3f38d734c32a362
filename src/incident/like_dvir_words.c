/* Words and judgements: see like_dvir_work.h. */
#include <float.h>
#include <math.h>

#include "incident/like_dvir_work.h"

#include "base/banned.h"

static const double SAME = 1e-9; /* ratios closer than this are equal */

/* ---- Words --------------------------------------------------------------------------------------------------- */

ag_text ag_dvir_sample(const ag_dvir_work *w, int r) { return w->incident->remains[r].row->sample; }

ag_text ag_dvir_keep(ag_dvir_work *w, ag_buffer *text) {
    const ag_text kept = {ag_arena_text(&w->out->arena, text->data ? text->data : "", text->n), text->n};
    if (text->failed) w->out->arena.failed = true;
    ag_buffer_deinit(text);
    return kept.at ? kept : (ag_text){0};
}

void ag_dvir_add(ag_buffer *b, ag_text t) { ag_buffer_add(b, t.at, t.n); }

/* "a<between>b" */
ag_text ag_dvir_join(ag_dvir_work *w, ag_text a, const char *between, ag_text b) {
    ag_buffer text = {0};
    ag_dvir_add(&text, a);
    ag_buffer_puts(&text, between);
    ag_dvir_add(&text, b);
    return ag_dvir_keep(w, &text);
}

static ag_text with_lr(ag_dvir_work *w, const char *before, ag_text who, double lr) {
    ag_buffer text = {0};
    ag_buffer_puts(&text, before);
    ag_dvir_add(&text, who);
    ag_buffer_printf(&text, " (LR=%.2g)", lr);
    return ag_dvir_keep(w, &text);
}

ag_dvir_row ag_dvir_blank(const char *conclusion) {
    return (ag_dvir_row){.conclusion = conclusion, .family = -1, .lr = NAN, .glr = NAN};
}

int ag_dvir_person(const ag_dvir_work *w, size_t lane) {
    const ag_lane at = w->c.lane[lane];
    return w->incident->search.family[at.family].missing[at.missing];
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
bool ag_dvir_related(const ag_pedigree *pedigree, int a, int b, bool *mark) {
    mark_ancestors(pedigree, a, mark);
    mark_ancestors(pedigree, b, mark + pedigree->persons);
    for (int i = 0; i < pedigree->persons; i++)
        if (mark[i] && mark[pedigree->persons + i]) return true;
    return false;
}

const char *ag_dvir_relation(const ag_pedigree *pedigree, int a, int b, bool *mark) {
    const ag_person *p = &pedigree->person[a], *q = &pedigree->person[b];
    const int shared = (p->father >= 0 && p->father == q->father) + (p->mother >= 0 && p->mother == q->mother);
    if (shared) return shared == 2 ? "full siblings" : "half siblings";
    return ag_dvir_related(pedigree, a, b, mark) ? "relatives" : "unrelated";
}

/* ---- 3 and 5. From the last matrix --------------------------------------------------------------------------- */

/* One row or column of the last matrix of LR: of a missing person, or (r >= 0) of remains. */
typedef struct line {
    const ag_dvir_work *w;
    size_t lane;
    int r;
    int n;
} line;

static double line_lr(const line *l, int k) {
    return l->r < 0 ? ag_dvir_lr(&l->w->c, l->lane, k) : ag_dvir_lr(&l->w->c, (size_t)k, l->r);
}

static ag_text line_name(const line *l, int k) { return l->r < 0 ? ag_dvir_sample(l->w, k) : l->w->out->name[k]; }

/* The first of the largest, leaving out `but`; -1: there is none. */
static int line_best(const line *l, int but) {
    int best = -1;
    for (int k = 0; k < l->n; k++)
        if (k != but && line_lr(l, k) >= 0 && (best < 0 || line_lr(l, k) > line_lr(l, best) * (1 + SAME))) best = k;
    return best;
}

static bool is_high(const line *l, int k) {
    return l->r < 0 ? line_lr(l, k) > AG_DVIR_T2 : line_lr(l, k) >= AG_DVIR_T2 - DBL_EPSILON;
}

static ag_text also(ag_dvir_work *w, const line *l, int best) {
    ag_buffer text = {0};
    for (int k = 0; k < l->n; k++) {
        if (k == best || !is_high(l, k)) continue;
        ag_buffer_puts(&text, text.n ? ", " : "Also: ");
        ag_dvir_add(&text, line_name(l, k));
        ag_buffer_printf(&text, " (LR=%.2g)", line_lr(l, k));
    }
    return ag_dvir_keep(w, &text);
}

static ag_text runner_up(ag_dvir_work *w, const line *l, int best) {
    const int second = line_best(l, best);
    if (second < 0) return AG_TEXT("Runner-up: -");
    return with_lr(w, "Runner-up: ", line_name(l, second), line_lr(l, second));
}

/* *best is the other side, -1 where nothing is known. */
static ag_dvir_row judge(ag_dvir_work *w, const line *l, int *best) {
    ag_dvir_row row = ag_dvir_blank("No match");
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
        row.comment = ag_dvir_join(w, AG_TEXT("Best: "), "", line_name(l, *best));
    }
    return row;
}

void ag_dvir_judge_missing(ag_dvir_work *w, size_t lane) {
    const line column = {w, lane, -1, w->c.remains};
    int best;
    ag_dvir_row row = judge(w, &column, &best);
    if (best >= 0) row.partner = ag_dvir_sample(w, best);
    row.family = w->c.lane[lane].family;
    w->out->am[lane] = row;
}

void ag_dvir_judge_remains(ag_dvir_work *w, int r) {
    const line row_of_matrix = {w, 0, r, (int)w->c.lanes};
    int best;
    ag_dvir_row row = judge(w, &row_of_matrix, &best);
    if (best >= 0 && is_high(&row_of_matrix, best)) {
        row.partner = w->out->name[best];
        row.family = w->c.lane[best].family;
    }
    w->out->pm[r] = row;
}

double ag_dvir_best_lr(const ag_dvir_work *w, size_t lane) {
    const line column = {w, lane, -1, w->c.remains};
    const int best = line_best(&column, -1);
    return best < 0 ? NAN : line_lr(&column, best);
}
