/* References in their places: see consistency.h. */
#include "incident/consistency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/parallel.h"

#include "base/banned.h"

static const char out_of_memory[] = "out of memory";
static const double QUICK_LIMIT = 0.1, QUICK_MUTATION = 1e-3;
enum { QUICK_LOCI = 3, CHUNK = 64 /* families per task */ };

/* ---- Kinship ------------------------------------------------------------------------------------------------- */

/* Coefficients of all pairs of a family, persons × persons. */
typedef struct kinship {
    int n;
    double *phi; /* owned */
    int order[AG_MAX_PERSONS_PER_FAMILY], twin_of[AG_MAX_PERSONS_PER_FAMILY];
} kinship;

static double phi(const kinship *k, int i, int j) { return i < 0 || j < 0 ? 0 : k->phi[i * k->n + j]; }

/* An identical twin who came earlier in the order, or -1. */
static int earlier_twin(const kinship *k, int at) {
    for (int t = 0; t < at; t++)
        if (k->twin_of[k->order[t]] == k->twin_of[k->order[at]]) return k->order[t];
    return -1;
}

static void add_person(const ag_pedigree *pedigree, kinship *k, int at) {
    const int i = k->order[at], twin = earlier_twin(k, at);
    const ag_person *p = &pedigree->person[i];
    for (int t = 0; t < at; t++) {
        const int j = k->order[t];
        const double value = twin >= 0 ? phi(k, twin, j) : 0.5 * (phi(k, p->father, j) + phi(k, p->mother, j));
        k->phi[i * k->n + j] = k->phi[j * k->n + i] = value;
    }
    const double inbreeding = p->father < 0 && p->mother < 0 ? p->inbreeding : phi(k, p->father, p->mother);
    k->phi[i * k->n + i] = 0.5 * (1 + inbreeding);
}

static void kinship_of(const ag_pedigree *pedigree, kinship *k) {
    k->n = pedigree->persons;
    ag_pedigree_order(pedigree, k->order);
    for (int i = 0; i < k->n; i++) {
        k->twin_of[i] = i;
        while (pedigree->person[k->twin_of[i]].twin >= 0) k->twin_of[i] = pedigree->person[k->twin_of[i]].twin;
    }
    for (int at = 0; at < k->n; at++) add_person(pedigree, k, at);
}

/* Probabilities of sharing 0, 1, 2 alleles by descent (exact unless somebody is inbred). */
typedef struct sharing {
    double none, one, both;
} sharing;

static sharing sharing_of(const ag_pedigree *pedigree, const kinship *k, int i, int j) {
    if (k->twin_of[i] == k->twin_of[j]) return (sharing){0, 0, 1};
    const ag_person *p = &pedigree->person[i], *q = &pedigree->person[j];
    const double both = phi(k, p->father, q->father) * phi(k, p->mother, q->mother) +
                        phi(k, p->father, q->mother) * phi(k, p->mother, q->father);
    const double one = fmin(1, fmax(0, 4 * phi(k, i, j) - 2 * both));
    return (sharing){fmax(0, 1 - one - both), one, both};
}

/* ---- The quick look ------------------------------------------------------------------------------------------ */

/* The genotype where it is certain: a homozygote is not where an allele may be silent. */
static bool genotype(const ag_match *match, int l, uint16_t code, int *a, int *b) {
    const ag_code_label *label = &match->code[l][code];
    *a = label->a;
    *b = label->b;
    return label->a >= 0 && (label->a != label->b || match->search->locus[l]->silent < 0) &&
           !match->search->locus[l]->x;
}

static bool can_differ(const ag_locus *locus) {
    return locus->male || locus->female || locus->error > 0 || locus->dropin > 0;
}

/* Likelihood ratio of two certain genotypes against unrelated. */
static double pair_ratio(const ag_locus *locus, sharing k, int a, int b, int c, int d) {
    const double pa = locus->frequency[a], pb = locus->frequency[b];
    const double one = 0.25 * (((a == c) + (a == d)) / pa + ((b == c) + (b == d)) / pb);
    const double both = a == c && b == d ? 1 / (a == b ? pa * pa : 2 * pa * pb) : 0;
    return k.none + k.one * one + k.both * both;
}

static bool pair_contradicts(const ag_match *match, const ag_family *family, int r, int s, sharing k) {
    double product = 1, sum_ln = 0;
    for (int l = 0; l < match->search->loci; l++) {
        const ag_locus *locus = match->search->locus[l];
        int a, b, c, d;
        if (!genotype(match, l, family->reading[r].code[l], &a, &b)) continue;
        if (!genotype(match, l, family->reading[s].code[l], &c, &d)) continue;
        const double ratio = pair_ratio(locus, k, a, b, c, d);
        if (!(ratio > 0) && !can_differ(locus)) return true;
        product *= fmax(ratio, QUICK_MUTATION);
        if (product > 1e-200 && product < 1e200) continue;
        sum_ln += log(product);
        product = 1;
    }
    return sum_ln + log(product) < log(QUICK_LIMIT);
}

static bool pairs_contradict(const ag_match *match, const ag_family *family, const kinship *k) {
    for (int r = 0; r < family->readings; r++)
        for (int s = r + 1; s < family->readings; s++) {
            const sharing shared =
                sharing_of(&family->pedigree, k, family->reading[r].person, family->reading[s].person);
            if (shared.none < 1 && pair_contradicts(match, family, r, s, shared)) return true;
        }
    return false;
}

static const uint16_t *codes_of(const ag_family *family, int person) {
    for (int r = 0; person >= 0 && r < family->readings; r++)
        if (family->reading[r].person == person) return family->reading[r].code;
    return NULL;
}

static bool has(int allele, int a, int b) { return allele == a || allele == b; }

static bool trio_contradicts(const ag_match *match, const uint16_t *child, const uint16_t *father,
                             const uint16_t *mother) {
    int against = 0;
    for (int l = 0; l < match->search->loci; l++) {
        int a, b, f1, f2, m1, m2;
        if (!genotype(match, l, child[l], &a, &b) || !genotype(match, l, father[l], &f1, &f2) ||
            !genotype(match, l, mother[l], &m1, &m2))
            continue;
        if ((has(a, f1, f2) && has(b, m1, m2)) || (has(b, f1, f2) && has(a, m1, m2))) continue;
        if (!can_differ(match->search->locus[l]) || ++against >= QUICK_LOCI) return true;
    }
    return false;
}

static bool trios_contradict(const ag_match *match, const ag_family *family) {
    for (int r = 0; r < family->readings; r++) {
        const ag_person *p = &family->pedigree.person[family->reading[r].person];
        const uint16_t *father = codes_of(family, p->father), *mother = codes_of(family, p->mother);
        if (father && mother && trio_contradicts(match, family->reading[r].code, father, mother)) return true;
    }
    return false;
}

/* Alleles of the children of two parents at a locus, up to five. */
static int sibship_alleles(const ag_match *match, const ag_family *family, const ag_person *like, int l) {
    int allele[4], n = 0;
    for (int r = 0; r < family->readings; r++) {
        const ag_person *p = &family->pedigree.person[family->reading[r].person];
        int g[2];
        if (p->father != like->father || p->mother != like->mother) continue;
        if (!genotype(match, l, family->reading[r].code[l], &g[0], &g[1])) continue;
        for (int k = 0; k < 2; k++) {
            int at = 0;
            while (at < n && allele[at] != g[k]) at++;
            if (at < n) continue;
            if (n == 4) return 5;
            allele[n++] = g[k];
        }
    }
    return n;
}

static bool sibship_contradicts(const ag_match *match, const ag_family *family, int r) {
    const ag_person *like = &family->pedigree.person[family->reading[r].person];
    int before = 0, after = 0, against = 0;
    if (like->father < 0 || like->mother < 0) return false;
    for (int s = 0; s < family->readings; s++) {
        const ag_person *p = &family->pedigree.person[family->reading[s].person];
        if (p->father == like->father && p->mother == like->mother) *(s < r ? &before : &after) += 1;
    }
    if (before || after < 3) return false; /* once for each sibship, by its first reading */
    for (int l = 0; l < match->search->loci; l++)
        if (sibship_alleles(match, family, like, l) > 4 &&
            (!can_differ(match->search->locus[l]) || ++against >= QUICK_LOCI))
            return true;
    return false;
}

static bool sibships_contradict(const ag_match *match, const ag_family *family) {
    for (int r = 0; family->readings >= 3 && r < family->readings; r++)
        if (sibship_contradicts(match, family, r)) return true;
    return false;
}

/* ---- Which families, which readings ---------------------------------------------------------------------------- */

typedef struct selection {
    const ag_match *match;
    bool deep;
    kinship *kinship;        /* [threads] */
    unsigned char *selected; /* [families] */
} selection;

static ag_status select_chunk(void *context, size_t index, int worker, ag_error *err) {
    const selection *s = context;
    const ag_search *search = s->match->search;
    kinship *k = &s->kinship[worker];
    (void)err;
    const int end = search->families - (int)index * CHUNK > CHUNK ? ((int)index + 1) * CHUNK : search->families;
    for (int f = (int)index * CHUNK; f < end; f++) {
        const ag_family *family = &search->family[f];
        if (family->readings < 2) continue;
        if (!s->deep) kinship_of(&family->pedigree, k);
        s->selected[f] = s->deep || pairs_contradict(s->match, family, k) || trios_contradict(s->match, family) ||
                         sibships_contradict(s->match, family);
    }
    return AG_OK;
}

static bool has_relative(const ag_family *family, const kinship *k, int reading) {
    for (int s = 0; s < family->readings; s++)
        if (s != reading && phi(k, family->reading[reading].person, family->reading[s].person) > 0) return true;
    return false;
}

/* ---- The exact answer ------------------------------------------------------------------------------------------ */

/* Each reading to be tested is the one missing person of a family of its own: the others' readings, its place. The
 * likelihood ratio of its code there is what is asked. */
typedef struct lanes {
    ag_search search;
    ag_family *family; /* behind search.family */
    ag_fit *fit;       /* [search.families] */
    ag_catalogue *catalogue;
    ag_engine **engine; /* [threads] */
    ag_lane_scratch *scratch;
    const ag_family *original;
    ag_arena arena;
} lanes;

static bool add_lane(lanes *w, int f, int r) {
    const ag_family *family = &w->original[f];
    ag_reading *others = AG_NEW(&w->arena, ag_reading, family->readings);
    int *missing = AG_NEW(&w->arena, int, 1);
    if (!others || !missing) return false;
    int n = 0;
    for (int s = 0; s < family->readings; s++)
        if (s != r) others[n++] = family->reading[s];
    *missing = family->reading[r].person;
    w->fit[w->search.families] = (ag_fit){.family = f, .reading = r};
    w->family[w->search.families++] =
        (ag_family){.pedigree = family->pedigree, .reading = others, .readings = n, .missing = missing, .missings = 1};
    return true;
}

static ag_status make_lanes(lanes *w, const ag_search *search, const unsigned char *selected, kinship *k, int *asked,
                            ag_error *err) {
    size_t most = 0;
    for (int f = 0; f < search->families; f++)
        if (selected[f]) most += (size_t)search->family[f].readings;
    w->search = *search;
    w->search.families = 0;
    w->original = search->family;
    w->search.family = w->family = AG_NEW(&w->arena, ag_family, most);
    w->fit = malloc((most + 1) * sizeof *w->fit);
    bool good = w->family && w->fit;
    for (int f = 0; good && f < search->families; f++) {
        if (!selected[f]) continue;
        ++*asked;
        kinship_of(&search->family[f].pedigree, k);
        for (int r = 0; good && r < search->family[f].readings; r++)
            if (has_relative(&search->family[f], k, r)) good = add_lane(w, f, r);
    }
    return good ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
}

static ag_status make_workers(lanes *w, int threads, ag_error *err) {
    w->engine = AG_NEW(&w->arena, ag_engine *, threads);
    w->scratch = AG_NEW(&w->arena, ag_lane_scratch, threads);
    if (w->arena.failed) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    ag_status status = ag_catalogue_new(&w->search, &w->catalogue, err);
    for (int t = 0; status == AG_OK && t < threads; t++) {
        w->engine[t] = ag_engine_new();
        if (!w->engine[t]) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
        status = ag_lane_scratch_init(w->catalogue, &w->scratch[t], err);
    }
    return status;
}

static void lanes_deinit(lanes *w, int threads) {
    for (int t = 0; t < threads; t++) {
        if (w->engine) ag_engine_free(w->engine[t]);
        if (w->scratch) ag_lane_scratch_deinit(&w->scratch[t]);
    }
    ag_catalogue_free(w->catalogue);
    ag_arena_deinit(&w->arena);
}

static const int only_row = 0;

static ag_status test_lane(void *context, size_t index, int worker, ag_error *err) {
    const lanes *w = context;
    ag_fit *fit = &w->fit[index];
    const uint16_t *code = w->original[fit->family].reading[fit->reading].code;
    for (int l = 0; l < w->search.loci; l++) {
        if (!code[l]) continue;
        const ag_code_list one = {.codes = 1, .code = &code[l], .others = 1, .other = &only_row, .margins = true};
        bool possible;
        double ratio;
        const ag_status status = ag_lane_rows(w->engine[worker], w->catalogue, (int)index, 0, l, &one,
                                              &w->scratch[worker], &ratio, &possible, err);
        if (status != AG_OK) return status;
        if (possible) fit->lr_ln += log(ratio);
        if (!(ratio > 0)) fit->impossible[l >> 6] |= UINT64_C(1) << (l & 63);
    }
    return AG_OK;
}

static ag_status test_families(const ag_match *match, const unsigned char *selected, const ag_run *run, kinship *k,
                               ag_consistency *out, ag_error *err) {
    lanes w = {0};
    ag_arena_init(&w.arena);
    ag_status status = make_lanes(&w, match->search, selected, k, &out->asked, err);
    if (status == AG_OK && w.search.families > 0) {
        status = make_workers(&w, run->threads, err);
        if (status == AG_OK)
            status = ag_parallel((size_t)w.search.families, run->threads, run->stop, test_lane, &w, err);
    }
    out->fit = w.fit;
    out->fits = (size_t)w.search.families;
    lanes_deinit(&w, run->threads);
    return status;
}

/* ---- Interface ------------------------------------------------------------------------------------------------- */

static ag_status make_kinships(const ag_search *search, int threads, kinship *k, ag_error *err) {
    int most = 1;
    for (int f = 0; f < search->families; f++)
        if (search->family[f].pedigree.persons > most) most = search->family[f].pedigree.persons;
    for (int t = 0; t < threads; t++) {
        k[t].phi = malloc((size_t)most * (size_t)most * sizeof *k[t].phi);
        if (!k[t].phi) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    }
    return AG_OK;
}

ag_status ag_consistency_check(const ag_match *match, bool deep, const ag_run *run, ag_consistency *out,
                               ag_error *err) {
    const ag_search *search = match->search;
    *out = (ag_consistency){0};
    selection s = {.match = match, .deep = deep};
    s.kinship = calloc((size_t)run->threads, sizeof *s.kinship);
    s.selected = calloc((size_t)search->families + 1, 1);
    ag_status status = s.kinship && s.selected ? make_kinships(search, run->threads, s.kinship, err)
                                               : ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    if (status == AG_OK)
        status =
            ag_parallel(((size_t)search->families + CHUNK - 1) / CHUNK, run->threads, run->stop, select_chunk, &s, err);
    if (status == AG_OK) status = test_families(match, s.selected, run, s.kinship, out, err);
    for (int t = 0; s.kinship && t < run->threads; t++) free(s.kinship[t].phi);
    free(s.kinship);
    free(s.selected);
    if (status != AG_OK) ag_consistency_deinit(out);
    return status;
}

void ag_consistency_deinit(ag_consistency *consistency) {
    free(consistency->fit);
    *consistency = (ag_consistency){0};
}
