/* The likelihood of a pedigree by its definition: see brute.h. */
#include "brute.h"

enum { MOST = 32 };

typedef struct walk {
    const ag_pedigree *pedigree;
    const ag_locus *locus;
    const ag_evidence *evidence;
    int n, target;
    double *joint, total;
    int order[MOST];
    int allele[MOST][2]; /* from father, from mother */
    int drawn[AG_ALLELE_CAP], draws;
} walk;

static double draw_probability(const walk *w, int a) {
    const double theta = w->locus->theta;
    return (w->drawn[a] * theta + (1 - theta) * w->locus->frequency[a]) / (1 + (w->draws - 1) * theta);
}

static double mutate(const double *matrix, int n, int from, int to) {
    return matrix ? matrix[from * n + to] : from == to;
}

static double passes(const walk *w, int parent, int to) {
    const ag_person *p = &w->pedigree->person[parent];
    const double *matrix = p->sex == AG_MALE ? w->locus->male : w->locus->female;
    const int *from = w->allele[parent], n = w->locus->n;
    if (ag_person_haploid(w->pedigree, w->locus, parent)) return mutate(matrix, n, from[1], to);
    return 0.5 * mutate(matrix, n, from[0], to) + 0.5 * mutate(matrix, n, from[1], to);
}

static double seen(const walk *w, int p) {
    double product = 1;
    const bool haploid = ag_person_haploid(w->pedigree, w->locus, p);
    for (int e = 0; e < w->n; e++)
        if (w->evidence[e].person == p)
            product *=
                ag_observation_probability(w->locus, w->evidence[e].seen, haploid ? w->allele[p][1] : w->allele[p][0],
                                           haploid ? -1 : w->allele[p][1]);
    return product;
}

static void visit(walk *w, int at, double probability);

static void take(walk *w, int at, double probability, int p) { visit(w, at + 1, probability * seen(w, p)); }

static void draw(walk *w, int a, int by) {
    w->drawn[a] += by;
    w->draws += by;
}

/* Chooses copy k of the person at `at`, then the next copy or the next person. */
static void choose(walk *w, int at, int k, double probability) {
    const int p = w->order[at];
    const ag_person *q = &w->pedigree->person[p];
    const int parent = k ? q->mother : q->father;
    const bool founder = q->father < 0 && q->mother < 0;
    for (int a = 0; a < w->locus->n; a++) {
        w->allele[p][k] = a;
        if (parent >= 0) {
            const double t = passes(w, parent, a);
            if (t <= 0) continue;
            if (k == 0)
                choose(w, at, 1, probability * t);
            else
                take(w, at, probability * t, p);
            continue;
        }
        const double t = draw_probability(w, a);
        if (t <= 0) continue;
        draw(w, a, 1);
        if (k == 1)
            take(w, at, probability * t, p);
        else if (founder && q->inbreeding > 0) {
            w->allele[p][1] = a;
            take(w, at, probability * t * q->inbreeding, p);
            choose(w, at, 1, probability * t * (1 - q->inbreeding));
        } else
            choose(w, at, 1, probability * t);
        draw(w, a, -1);
        w->allele[p][k] = a;
    }
}

static void visit(walk *w, int at, double probability) {
    if (probability == 0) return;
    if (at == w->pedigree->persons) {
        w->total += probability;
        if (w->target >= 0 && w->joint) {
            const int *g = w->allele[w->target];
            const bool haploid = ag_person_haploid(w->pedigree, w->locus, w->target);
            w->joint[haploid ? g[1] : g[0] * w->locus->n + g[1]] += probability;
        }
        return;
    }
    const int p = w->order[at], twin = w->pedigree->person[p].twin;
    if (twin >= 0) {
        w->allele[p][0] = w->allele[twin][0];
        w->allele[p][1] = w->allele[twin][1];
        take(w, at, probability, p);
    } else
        choose(w, at, ag_person_haploid(w->pedigree, w->locus, p), probability);
}

/* Parents and the first of twins before the others. */
static void list(walk *w, int p, int *n, unsigned char *listed) {
    if (p < 0 || listed[p]) return;
    listed[p] = 1;
    list(w, w->pedigree->person[p].twin, n, listed);
    list(w, w->pedigree->person[p].father, n, listed);
    list(w, w->pedigree->person[p].mother, n, listed);
    w->order[(*n)++] = p;
}

double brute_likelihood(const ag_pedigree *pedigree, const ag_locus *locus, const ag_evidence *evidence, int n,
                        int target, double *joint) {
    walk w = {.pedigree = pedigree, .locus = locus, .evidence = evidence, .n = n, .target = target, .joint = joint};
    unsigned char listed[MOST] = {0};
    int count = 0;
    for (int i = 0; joint && i < locus->n * (ag_person_haploid(pedigree, locus, target) ? 1 : locus->n); i++)
        joint[i] = 0;
    for (int p = 0; p < pedigree->persons; p++) list(&w, p, &count, listed);
    visit(&w, 0, 1);
    return w.total;
}
