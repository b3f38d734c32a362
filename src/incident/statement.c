/* Statements: see statement.h. */
#include "incident/statement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "incident/haplotypes.h"
#include "incident/particulars.h"

#include "base/banned.h"

static const double BOUND_ALPHA = 0.05; /* one-sided 95 % */
enum { Y_TABLES = 16, MT_TABLES = 16, KEY_BYTES = 1 + 2 * AG_Y_COPIES };

/* The table of Y haplotypes at some of its loci: how often each is in it. */
typedef struct y_table {
    bool locus[AG_MAX_LOCI];
    ag_arena arena;
    ag_map count; /* alleles at these loci → persons */
    double n, singletons;
    bool used;
} y_table;

/* The table of mtDNA at some positions: the rows that were read at all of them. */
typedef struct mt_table {
    ag_mt_ranges ranges;
    ag_arena arena;
    ag_map count; /* what is compared there → persons; rows with a letter for several bases apart */
    int *row, *unsure;
    int rows, unsures;
    double n;
    bool used;
} mt_table;

struct ag_statements {
    const ag_incident *incident;
    ag_arena arena;
    ag_particulars particulars;
    y_table y[Y_TABLES];
    int next_y;
    mt_table mt[MT_TABLES];
    int next_mt;
};

static const struct {
    const char *word, *assumption;
    bool in_product;
} about[AG_LINES] = {
    {"autosomal", "least-favourable-population", true},
    {"Y", "single-step-mutation;counting;independent-of-autosomal", true},
    {"mtDNA", "substitution-rate-by-region;counting;independent-of-autosomal", true},
    {"sex", "error-by-quality;bounds-the-pool-not-in-product", false},
    {"age", "normal-age-interval;listed-persons;independent", true},
    {"stature", "normal-stature;listed-persons;independent", true},
    {"place", "site-is-place-of-loss-error-0.1;listed-persons;independent", true},
    {"time", "not-recovered-before-loss-error-0.01;pool;independent", true},
};

const char *ag_line_word(ag_line_kind kind) { return about[kind].word; }
const char *ag_line_assumption(ag_line_kind kind) { return about[kind].assumption; }

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* ---- Lineages -------------------------------------------------------------------------------------------------- */

static uint32_t profile_of_reading(const ag_statements *s, int family, int reading) {
    return s->incident->family[family].profile[reading];
}

static bool has_haplotype(const ag_haplotypes *h, ag_lineage lineage, uint32_t profile) {
    if (lineage == AG_PATRILINE) return h && h->y_of && h->y_of[profile];
    return h && h->mt_of && h->mt_of[profile];
}

/* Differences, and how much could be compared. */
static int differences(const ag_haplotypes *h, ag_lineage lineage, uint32_t a, uint32_t b, int *compared) {
    if (lineage == AG_PATRILINE) {
        const ag_y_comparison c = ag_y_compare(h->y_of[a], h->y_of[b], h->loci, h->rate, 1);
        *compared = c.compared;
        return c.differences;
    }
    const ag_mt_comparison c = ag_mt_compare(h->mt_of[a], h->mt_of[b], false, 1);
    *compared = c.compared;
    return c.differences;
}

static void find_kin(const ag_family *family, ag_lineage lineage, int missing, ag_line *line) {
    for (int i = 0; i < family->missings; i++) {
        if (i == missing) continue;
        if (ag_lineage_meioses(&family->pedigree, lineage, family->missing[missing], family->missing[i]) < 0) continue;
        if (line->kins < AG_STATEMENT_KIN) line->kin[line->kins] = i;
        line->kins++;
    }
}

/* The nearest reference of the line with something to compare; of two as near the one with more. */
static void find_reference(const ag_statements *s, ag_lineage lineage, const ag_candidate *c, ag_line *line) {
    const ag_family *family = &s->incident->search.family[c->family];
    const ag_haplotypes *h = s->incident->haplotypes;
    int most = 0;
    for (int r = 0; r < family->readings; r++) {
        const uint32_t profile = profile_of_reading(s, c->family, r);
        if (!has_haplotype(h, lineage, profile)) continue;
        const int meioses =
            ag_lineage_meioses(&family->pedigree, lineage, family->missing[c->missing], family->reading[r].person);
        if (meioses < 0) continue;
        int compared;
        differences(h, lineage, (uint32_t)c->remains, profile, &compared);
        line->references++;
        if (!compared) continue;
        const bool better =
            line->reference < 0 || meioses < line->meioses || (meioses == line->meioses && compared > most);
        if (!better) continue;
        line->reference = (int)profile;
        line->meioses = meioses;
        most = compared;
    }
}

/* Do two references of one line differ by more than a family should? */
static bool need_review(const ag_statements *s, ag_lineage lineage, const ag_candidate *c) {
    const ag_family *family = &s->incident->search.family[c->family];
    const ag_haplotypes *h = s->incident->haplotypes;
    const int missing = family->missing[c->missing];
    for (int a = 0; a < family->readings; a++) {
        const uint32_t first = profile_of_reading(s, c->family, a);
        if (!has_haplotype(h, lineage, first) ||
            ag_lineage_meioses(&family->pedigree, lineage, missing, family->reading[a].person) < 0)
            continue;
        for (int b = 0; b < a; b++) {
            const uint32_t second = profile_of_reading(s, c->family, b);
            int compared;
            if (has_haplotype(h, lineage, second) &&
                ag_lineage_meioses(&family->pedigree, lineage, missing, family->reading[b].person) >= 0 &&
                differences(h, lineage, first, second, &compared) > AG_LINEAGE_CONFLICT)
                return true;
        }
    }
    return false;
}

/* LR from the numerator and what the table counted; NaN without a table. */
static void rate_line(double numerator_ln, double n, double x, ag_line *line) {
    line->comparable = true;
    line->table_n = n;
    line->table_x = x;
    line->lr_ln = n > 0 ? numerator_ln - log(ag_haplotype_counted(x, n)) : NAN;
    line->bound_ln = n > 0 ? numerator_ln - log(ag_haplotype_bound(x, n, BOUND_ALPHA)) : NAN;
}

/* ---- Y --------------------------------------------------------------------------------------------------------- */

static void add_count(uint32_t *to, double count) {
    *to = count > UINT32_MAX - *to ? UINT32_MAX : *to + (uint32_t)count;
}

/* Alleles at the table's loci as bytes; false: not all of them are typed. Several copies alike are one. */
static bool write_key(const y_table *t, const ag_y_alleles *allele, int loci, char *out, size_t *n) {
    *n = 0;
    for (int l = 0; l < loci; l++) {
        if (!t->locus[l]) continue;
        ag_y_alleles y = allele[l];
        if (!y.n) return false;
        if (y.tenths[0] == y.tenths[y.n - 1]) y.n = 1;
        out[(*n)++] = (char)y.n;
        memcpy(out + *n, y.tenths, y.n * sizeof *y.tenths);
        *n += y.n * sizeof *y.tenths;
    }
    return true;
}

static void empty_table(y_table *t) {
    if (!t->used) return;
    ag_map_deinit(&t->count);
    ag_arena_deinit(&t->arena);
    t->used = false;
}

static bool fill_table(const ag_haplotypes *h, y_table *t) {
    char key[AG_MAX_LOCI * KEY_BYTES];
    t->used = true;
    t->n = t->singletons = 0;
    ag_arena_init(&t->arena);
    ag_map_init(&t->count);
    for (int i = 0; i < h->y_rows; i++) {
        size_t n;
        bool added;
        if (!write_key(t, h->y_row[i].allele, h->loci, key, &n)) continue;
        const char *kept = ag_arena_text(&t->arena, key, n);
        uint32_t *count = kept ? ag_map_add(&t->count, (ag_text){kept, n}, 0, &added) : NULL;
        if (!count) return false;
        add_count(count, h->y_row[i].count);
        t->n += h->y_row[i].count;
    }
    for (uint32_t i = 0; i < t->count.n; i++) t->singletons += t->count.value[i] == 1;
    return true;
}

/* The table at the loci that both have; kept, as most samples are typed alike. NULL: no memory. */
static const y_table *find_table(ag_statements *s, const ag_y_alleles *a, const ag_y_alleles *b) {
    const ag_haplotypes *h = s->incident->haplotypes;
    bool locus[AG_MAX_LOCI] = {false};
    for (int l = 0; l < h->loci; l++) locus[l] = ag_y_comparable(&a[l], &b[l]);
    for (int i = 0; i < Y_TABLES; i++)
        if (s->y[i].used && memcmp(s->y[i].locus, locus, sizeof locus) == 0) return &s->y[i];
    y_table *t = &s->y[s->next_y];
    s->next_y = (s->next_y + 1) % Y_TABLES;
    empty_table(t);
    memcpy(t->locus, locus, sizeof locus);
    if (fill_table(h, t)) return t;
    empty_table(t);
    return NULL;
}

static ag_status compare_y(ag_statements *s, const ag_candidate *c, ag_line *line, ag_error *err) {
    const ag_haplotypes *h = s->incident->haplotypes;
    char key[AG_MAX_LOCI * KEY_BYTES];
    size_t n;
    const ag_y_alleles *mine = h->y_of[c->remains], *his = h->y_of[line->reference];
    const ag_y_comparison seen = ag_y_compare(mine, his, h->loci, h->rate, line->meioses);
    const y_table *t = find_table(s, mine, his);
    if (!t) return no_memory(err);
    write_key(t, mine, h->loci, key, &n);
    const uint32_t *x = ag_map_find(&t->count, (ag_text){key, n});
    line->compared = seen.compared;
    line->differences = seen.differences;
    rate_line(seen.ln, t->n, x ? *x : 0, line);
    if (!x && t->n > 0) line->kappa_ln = seen.ln - log(ag_haplotype_kappa(t->singletons + 1, t->n + 1));
    return AG_OK;
}

/* ---- mtDNA ----------------------------------------------------------------------------------------------------- */

static void empty_mt_table(mt_table *t) {
    if (!t->used) return;
    ag_map_deinit(&t->count);
    ag_arena_deinit(&t->arena);
    t->used = false;
}

static bool add_mt_row(const ag_haplotypes *h, mt_table *t, int row) {
    unsigned char key[AG_MT_KEY];
    size_t n;
    bool added;
    t->row[t->rows++] = row;
    t->n += h->mt_row[row].count;
    if (!ag_mt_key(&h->mt_row[row].sequence, &t->ranges, key, &n)) {
        t->unsure[t->unsures++] = row;
        return true;
    }
    const char *kept = ag_arena_text(&t->arena, (const char *)key, n);
    uint32_t *count = kept ? ag_map_add(&t->count, (ag_text){kept, n}, 0, &added) : NULL;
    if (count) add_count(count, h->mt_row[row].count);
    return count != NULL;
}

static bool fill_mt_table(const ag_haplotypes *h, mt_table *t) {
    *t = (mt_table){.ranges = t->ranges, .used = true};
    ag_arena_init(&t->arena);
    ag_map_init(&t->count);
    t->row = AG_NEW(&t->arena, int, h->mt_rows);
    t->unsure = AG_NEW(&t->arena, int, h->mt_rows);
    bool good = !t->arena.failed;
    const ag_mt_ranges *recent = NULL; /* rows share their ranges */
    bool covers = false;
    for (int i = 0; i < h->mt_rows && good; i++) {
        const ag_mt_ranges *ranges = h->mt_row[i].sequence.ranges;
        if (ranges != recent) covers = ag_mt_covers(ranges, &t->ranges);
        recent = ranges;
        if (covers) good = add_mt_row(h, t, i);
    }
    return good;
}

/* The table at these positions; kept, as most samples are read at the same. NULL: no memory. */
static const mt_table *find_mt_table(ag_statements *s, const ag_mt_ranges *where) {
    for (int i = 0; i < MT_TABLES; i++)
        if (s->mt[i].used && memcmp(&s->mt[i].ranges, where, sizeof *where) == 0) return &s->mt[i];
    mt_table *t = &s->mt[s->next_mt];
    s->next_mt = (s->next_mt + 1) % MT_TABLES;
    empty_mt_table(t);
    t->ranges = *where;
    if (fill_mt_table(s->incident->haplotypes, t)) return t;
    empty_mt_table(t);
    return NULL;
}

/* Persons of the table without a difference. */
static double count_alike(const ag_haplotypes *h, const mt_table *t, const ag_mt_sequence *mine) {
    unsigned char key[AG_MT_KEY];
    size_t n;
    double alike = 0, change_ln;
    const bool sure = ag_mt_key(mine, &t->ranges, key, &n);
    const uint32_t *x = sure ? ag_map_find(&t->count, (ag_text){(const char *)key, n}) : NULL;
    const int *row = sure ? t->unsure : t->row;
    const int rows = sure ? t->unsures : t->rows;
    if (x) alike += *x;
    for (int i = 0; i < rows; i++)
        if (!ag_mt_differences(mine, &h->mt_row[row[i]].sequence, &t->ranges, false, 1, &change_ln))
            alike += h->mt_row[row[i]].count;
    return alike;
}

static ag_status compare_mtdna(ag_statements *s, const ag_candidate *c, ag_line *line, ag_error *err) {
    const ag_haplotypes *h = s->incident->haplotypes;
    const ag_mt_sequence *mine = h->mt_of[c->remains], *theirs = h->mt_of[line->reference];
    const ag_mt_comparison seen = ag_mt_compare(mine, theirs, false, line->meioses);
    ag_mt_ranges both;
    ag_mt_intersect(mine->ranges, theirs->ranges, &both);
    const mt_table *t = find_mt_table(s, &both);
    if (!t) return no_memory(err);
    line->compared = seen.compared;
    line->differences = seen.differences;
    rate_line(seen.change_ln, t->n, count_alike(h, t, mine), line);
    return AG_OK;
}

/* ---- Together -------------------------------------------------------------------------------------------------- */

static ag_status compare_lineage(ag_statements *s, ag_lineage lineage, const ag_candidate *c, ag_line *line,
                                 ag_error *err) {
    const ag_family *family = &s->incident->search.family[c->family];
    find_kin(family, lineage, c->missing, line);
    if (!has_haplotype(s->incident->haplotypes, lineage, (uint32_t)c->remains)) return AG_OK;
    find_reference(s, lineage, c, line);
    if (line->reference < 0) return AG_OK;
    line->review = line->references > 1 && need_review(s, lineage, c);
    return lineage == AG_PATRILINE ? compare_y(s, c, line, err) : compare_mtdna(s, c, line, err);
}

static ag_line empty_line(void) {
    return (ag_line){.lr_ln = NAN,
                     .bound_ln = NAN,
                     .kappa_ln = NAN,
                     .compared = -1,
                     .differences = -1,
                     .table_n = -1,
                     .table_x = -1,
                     .reference = -1,
                     .meioses = -1};
}

ag_status ag_statement_make(ag_statements *s, const ag_candidate *candidate, ag_statement *out, ag_error *err) {
    *out = (ag_statement){.candidate = *candidate};
    for (int k = 0; k < AG_LINES; k++) out->line[k] = empty_line();
    ag_line *autosomal = &out->line[AG_LINE_AUTOSOMAL];
    autosomal->comparable = !isnan(candidate->lr_ln);
    autosomal->lr_ln = candidate->lr_ln;
    autosomal->compared = ag_shared_loci(&s->incident->search, candidate->remains, candidate->family);
    ag_status status = compare_lineage(s, AG_PATRILINE, candidate, &out->line[AG_LINE_Y], err);
    if (status == AG_OK) status = compare_lineage(s, AG_MATRILINE, candidate, &out->line[AG_LINE_MTDNA], err);
    for (int k = AG_LINE_SEX; k < AG_LINES; k++)
        ag_particulars_line(&s->particulars, candidate, (ag_line_kind)k, &out->line[k]);
    for (int k = 0; k < AG_LINES; k++) {
        ag_line *line = &out->line[k];
        line->in_product = about[k].in_product && line->comparable && !isnan(line->lr_ln);
        if (line->in_product) out->combined_ln += line->lr_ln;
    }
    return status;
}

bool ag_statements_have(const ag_statements *s, ag_line_kind kind) {
    const ag_haplotypes *h = s->incident->haplotypes;
    if (kind == AG_LINE_Y) return h && h->y_of;
    if (kind == AG_LINE_MTDNA) return h && h->mt_of;
    return ag_particulars_have(&s->particulars, kind);
}

ag_status ag_statements_new(const ag_incident *incident, ag_statements **out, ag_error *err) {
    ag_statements *s = calloc(1, sizeof *s);
    *out = s;
    if (!s) return no_memory(err);
    s->incident = incident;
    ag_arena_init(&s->arena);
    const ag_status status = ag_particulars_init(incident, &s->arena, &s->particulars, err);
    if (status == AG_OK) return AG_OK;
    ag_statements_free(s);
    *out = NULL;
    return status;
}

void ag_statements_free(ag_statements *s) {
    if (!s) return;
    for (int i = 0; i < Y_TABLES; i++) empty_table(&s->y[i]);
    for (int i = 0; i < MT_TABLES; i++) empty_mt_table(&s->mt[i]);
    ag_particulars_deinit(&s->particulars);
    ag_arena_deinit(&s->arena);
    free(s);
}
