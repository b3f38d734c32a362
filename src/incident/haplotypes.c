/* Rows of lineage markers → haplotypes: see haplotypes.h. */
#include "incident/haplotypes.h"

#include <string.h>

#include "base/limits.h"
#include "base/locus_key.h"
#include "base/map.h"
#include "formats/lineage_file.h"

#include "base/banned.h"

enum { SHOWN = 60 };

typedef struct maker {
    const ag_batch *batch;
    const ag_sources *sources;
    ag_arena *arena;
    ag_haplotypes *out;
    ag_diagnostics *d;
    ag_text *locus;        /* with room for AG_MAX_LOCI */
    int first, second;     /* DYS389I, DYS389II; -1: not there */
    ag_map samples, range; /* sample → 1 + profile; text of ranges → 1 + place in `ranges`, 0 for a bad one */
    const ag_mt_ranges **ranges;
} maker;

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }
static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* The profile of a row; the reader has seen that it is there. */
static uint32_t profile_of(const maker *m, ag_text sample) {
    const uint32_t *at = ag_map_find(&m->samples, sample);
    return at && *at ? *at - 1 : 0;
}

/* ---- Y --------------------------------------------------------------------------------------------------------- */

static int find_locus(const maker *m, ag_text name) {
    for (int l = 0; l < m->out->loci; l++)
        if (ag_locus_same(m->locus[l], name)) return l;
    return -1;
}

/* A message names sample and locus, never what a person's cell holds. */
static void read_y_cell(const maker *m, const ag_batch_ystr *row, uint32_t l, ag_y_alleles *out) {
    const ag_text locus = m->batch->y_locus[l];
    if (ag_y_parse(row->cell[l], out)) return;
    ag_diagnose(m->d, AG_ERROR, m->sources->lineage[AG_LINEAGE_YSTR], row->row, m->batch->y_column[l],
                "14, 13.2, or for a locus of several copies 11/14",
                "sample \"%.*s\", locus %.*s: this is no reading of a Y-STR", shown(row->sample), row->sample.at,
                shown(locus), locus.at);
}

/* DYS389II without DYS389I, once both were read. */
static void subtract(const maker *m, ag_y_alleles *allele) {
    const ag_y_alleles none = {0};
    if (m->second < 0) return;
    allele[m->second] = ag_y_subtract(allele[m->second], m->first < 0 ? none : allele[m->first]);
}

static ag_status read_ystr(maker *m, ag_error *err) {
    const ag_batch *b = m->batch;
    const ag_y_alleles **y_of = AG_NEW(m->arena, const ag_y_alleles *, b->profiles);
    if (!y_of) return no_memory(err);
    for (uint32_t i = 0; i < b->ystrs; i++) {
        const ag_batch_ystr *row = &b->ystr[i];
        ag_y_alleles *allele = AG_NEW(m->arena, ag_y_alleles, m->out->loci);
        if (!allele) return no_memory(err);
        for (uint32_t l = 0; l < b->y_loci; l++) read_y_cell(m, row, l, &allele[l]);
        subtract(m, allele);
        y_of[profile_of(m, row->sample)] = allele;
    }
    m->out->y_of = y_of;
    return AG_OK;
}

/* The next "DYS391=10" of a haplotype; false at its end. */
static bool next_word(ag_text *rest, ag_text *word) {
    while (rest->n && (*rest->at == ' ' || *rest->at == ',' || *rest->at == ';')) rest->at++, rest->n--;
    *word = (ag_text){rest->at, 0};
    while (word->n < rest->n && !strchr(" ,;", rest->at[word->n])) word->n++;
    rest->at += word->n;
    rest->n -= word->n;
    return word->n > 0;
}

static bool split_word(ag_text word, ag_text *locus, ag_text *cell) {
    const char *equals = memchr(word.at, '=', word.n);
    if (!equals || equals == word.at) return false;
    *locus = (ag_text){word.at, (size_t)(equals - word.at)};
    *cell = (ag_text){equals + 1, word.n - locus->n - 1};
    return cell->n > 0;
}

/* Adds the loci that only the table has. */
static void find_table_loci(maker *m) {
    const ag_haplotype_table *t = &m->batch->haplotypes_y;
    for (uint32_t i = 0; i < t->items; i++) {
        ag_text rest = t->item[i].haplotype, word, locus, cell;
        while (next_word(&rest, &word))
            if (split_word(word, &locus, &cell) && m->out->loci < AG_MAX_LOCI && find_locus(m, locus) < 0)
                m->locus[m->out->loci++] = locus;
    }
}

static void refuse_haplotype(const maker *m, const ag_batch_haplotype *item, ag_text word, const char *what) {
    ag_diagnose(m->d, AG_ERROR, m->sources->lineage[AG_LINEAGE_HAPLOTYPES_Y], item->row, m->batch->haplotypes_y.column,
                "loci with their alleles, each once: DYS391=10 DYS385=11/14", "\"%.*s\" %s", shown(word), word.at,
                what);
}

static void read_y_word(const maker *m, const ag_batch_haplotype *item, ag_text word, bool *seen,
                        ag_y_alleles *allele) {
    ag_text locus, cell;
    const int l = split_word(word, &locus, &cell) ? find_locus(m, locus) : -1;
    if (l < 0 || !ag_y_parse(cell, &allele[l])) {
        refuse_haplotype(m, item, word, "is no part of a Y haplotype");
        return;
    }
    if (seen[l]) refuse_haplotype(m, item, word, "is of a locus that stands in the haplotype twice");
    seen[l] = true;
}

static ag_status read_y_table(maker *m, ag_error *err) {
    const ag_haplotype_table *t = &m->batch->haplotypes_y;
    ag_y_row *row = AG_NEW(m->arena, ag_y_row, t->items);
    if (!row) return no_memory(err);
    for (uint32_t i = 0; i < t->items; i++) {
        ag_text rest = t->item[i].haplotype, word;
        ag_y_alleles *allele = AG_NEW(m->arena, ag_y_alleles, m->out->loci);
        if (!allele) return no_memory(err);
        bool seen[AG_MAX_LOCI] = {false};
        while (next_word(&rest, &word)) read_y_word(m, &t->item[i], word, seen, allele);
        subtract(m, allele);
        row[i] = (ag_y_row){allele, t->item[i].count};
    }
    m->out->y_row = row;
    m->out->y_rows = (int)t->items;
    return AG_OK;
}

/* The rate that incident.json states for the locus: that of fathers. */
static double rate_of(const ag_batch_settings *s, ag_text locus) {
    for (uint32_t i = 0; i < s->mutations; i++)
        if (s->mutation[i].locus.n && s->mutation[i].male.rate > 0 && ag_locus_same(s->mutation[i].locus, locus))
            return s->mutation[i].male.rate;
    return AG_Y_RATE;
}

static ag_status find_loci(maker *m, ag_error *err) {
    m->locus = AG_NEW(m->arena, ag_text, AG_MAX_LOCI + 1);
    double *rate = AG_NEW(m->arena, double, AG_MAX_LOCI + 1);
    if (!m->locus || !rate) return no_memory(err);
    for (uint32_t l = 0; l < m->batch->y_loci; l++) m->locus[l] = m->batch->y_locus[l];
    m->out->loci = (int)m->batch->y_loci;
    find_table_loci(m);
    for (int l = 0; l < m->out->loci; l++) rate[l] = rate_of(&m->batch->settings, m->locus[l]);
    m->first = find_locus(m, AG_TEXT("DYS389I"));
    m->second = find_locus(m, AG_TEXT("DYS389II"));
    m->out->locus = m->locus;
    m->out->rate = rate;
    return AG_OK;
}

/* ---- mtDNA ----------------------------------------------------------------------------------------------------- */

/* Ranges by their text: a laboratory sequences the same ones every time. NULL: they cannot be read, or no memory. */
static const ag_mt_ranges *find_ranges(maker *m, ag_text text, const char *file, uint32_t row, uint32_t column) {
    bool added;
    const uint32_t *at = ag_map_add(&m->range, text, m->range.n, &added);
    if (!at) return NULL;
    const uint32_t place = *at;
    ag_text fault;
    if (added) {
        ag_mt_ranges *ranges = AG_NEW(m->arena, ag_mt_ranges, 1);
        m->ranges[place] = ranges && ag_mt_ranges_parse(text, ranges, &fault) ? ranges : NULL;
    }
    if (!m->ranges[place])
        ag_diagnose(m->d, AG_ERROR, file, row, column, "positions of rCRS from 1 to 16569, such as 16024-16365 73-340",
                    "\"%.*s\" are no ranges", shown(text), text.n ? text.at : "");
    return m->ranges[place];
}

/* `sample` is empty for a row of the table, which is nobody's and may be shown. */
static ag_status read_variants(maker *m, ag_text text, ag_text sample, const char *file, uint32_t row, uint32_t column,
                               ag_mt_sequence *out, ag_error *err) {
    int outside;
    ag_text fault;
    if (!ag_mt_variants_parse(text, m->arena, out, &outside, &fault)) {
        if (!fault.n) return no_memory(err);
        const ag_text named = sample.n ? sample : fault;
        ag_diagnose(m->d, AG_ERROR, file, row, column,
                    "differences from rCRS, each once, at most 1000: 263G 309.1C 523d 16093Y",
                    sample.n ? "sample \"%.*s\": what begins at character %zu is no variant, or contradicts another"
                             : "\"%.*s\", at character %zu, is no variant, or contradicts another",
                    shown(named), named.at, (size_t)(fault.at - text.at) + 1);
    } else if (outside) {
        ag_diagnose(m->d, AG_WARNING, file, row, column, "correct the ranges, or the variant",
                    "%d %s outside the ranges; not used", outside, outside == 1 ? "variant lies" : "variants lie");
    }
    return AG_OK;
}

static ag_status read_mtdna(maker *m, ag_error *err) {
    const ag_batch *b = m->batch;
    const char *file = m->sources->lineage[AG_LINEAGE_MTDNA];
    const ag_mt_sequence **mt_of = AG_NEW(m->arena, const ag_mt_sequence *, b->profiles);
    ag_mt_sequence *sequence = AG_NEW(m->arena, ag_mt_sequence, b->mtdnas);
    if (!mt_of || !sequence) return no_memory(err);
    for (uint32_t i = 0; i < b->mtdnas; i++) {
        const ag_batch_mtdna *row = &b->mtdna[i];
        sequence[i].ranges = find_ranges(m, row->ranges, file, row->row, b->mtdna_column[1]);
        if (m->arena->failed) return no_memory(err);
        if (!sequence[i].ranges) continue;
        if (read_variants(m, row->variants, row->sample, file, row->row, b->mtdna_column[2], &sequence[i], err) !=
            AG_OK)
            return AG_ENVIRONMENT;
        mt_of[profile_of(m, row->sample)] = &sequence[i];
    }
    m->out->mt_of = mt_of;
    return AG_OK;
}

static ag_status read_mt_table(maker *m, ag_error *err) {
    const ag_haplotype_table *t = &m->batch->haplotypes_mt;
    const char *file = m->sources->lineage[AG_LINEAGE_HAPLOTYPES_MT];
    ag_mt_row *row = AG_NEW(m->arena, ag_mt_row, t->items);
    if (!row) return no_memory(err);
    for (uint32_t i = 0; i < t->items; i++) {
        const ag_batch_haplotype *item = &t->item[i];
        const ag_text ranges = item->ranges.n ? item->ranges : AG_TEXT("16024-576");
        row[i].count = item->count;
        row[i].sequence.ranges = find_ranges(m, ranges, file, item->row, t->ranges_column);
        if (m->arena->failed) return no_memory(err);
        if (row[i].sequence.ranges && read_variants(m, item->haplotype, (ag_text){"", 0}, file, item->row, t->column,
                                                    &row[i].sequence, err) != AG_OK)
            return AG_ENVIRONMENT;
    }
    m->out->mt_row = row;
    m->out->mt_rows = (int)t->items;
    return AG_OK;
}

/* ---- Together -------------------------------------------------------------------------------------------------- */

static ag_status make(maker *m, ag_error *err) {
    const ag_batch *b = m->batch;
    ag_status status = ag_samples_index(b, &m->samples) ? AG_OK : no_memory(err);
    m->ranges = AG_NEW(m->arena, const ag_mt_ranges *, (size_t)b->mtdnas + b->haplotypes_mt.items + 1);
    if (!m->ranges) return no_memory(err);
    if (status == AG_OK && (b->ystrs || b->haplotypes_y.items)) {
        status = find_loci(m, err);
        if (status == AG_OK) status = read_ystr(m, err);
        if (status == AG_OK) status = read_y_table(m, err);
    }
    if (status == AG_OK && (b->mtdnas || b->haplotypes_mt.items)) {
        status = read_mtdna(m, err);
        if (status == AG_OK) status = read_mt_table(m, err);
    }
    return status;
}

ag_status ag_haplotypes_make(const ag_batch *batch, const ag_sources *sources, ag_arena *arena,
                             const ag_haplotypes **out, ag_diagnostics *d, ag_error *err) {
    *out = NULL;
    if (!batch->ystrs && !batch->mtdnas && !batch->haplotypes_y.items && !batch->haplotypes_mt.items) return AG_OK;
    const size_t errors = d->errors;
    maker m = {.batch = batch, .sources = sources, .arena = arena, .d = d};
    m.out = AG_NEW(arena, ag_haplotypes, 1);
    if (!m.out) return no_memory(err);
    ag_map_init(&m.samples);
    ag_map_init(&m.range);
    const ag_status status = make(&m, err);
    ag_map_deinit(&m.samples);
    ag_map_deinit(&m.range);
    if (status != AG_OK) return status;
    if (batch->ystrs || batch->mtdnas) *out = m.out;
    return d->errors > errors ? ag_diagnostics_status(d, err) : AG_OK;
}
