/* The wide frequency table: see frequency_wide.h. Alleles stand in order of size, names after numbers. */
#include "formats/frequency_wide.h"

#include <stdlib.h>

#include "base/map.h"
#include "formats/csv.h"

#include "base/banned.h"

/* One filled cell. */
typedef struct entry {
    ag_text allele;
    double size; /* beyond all numbers for a name */
    uint32_t locus;
    double frequency;
} entry;

static int by_allele_then_locus(const void *a, const void *b) {
    const entry *p = a, *q = b;
    if (p->size != q->size) return p->size < q->size ? -1 : 1;
    const int order = ag_text_compare(p->allele, q->allele);
    return order ? order : (p->locus > q->locus) - (p->locus < q->locus);
}

static uint32_t collect(const ag_batch *b, entry *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->frequencies; i++) {
        const ag_batch_frequency *f = &b->frequency[i];
        if (!ag_text_equal(f->population, b->frequency[0].population)) continue;
        out[n] = (entry){.allele = f->allele, .locus = f->locus, .frequency = f->frequency};
        if (!ag_parse_double(f->allele, &out[n].size)) out[n].size = 1e300;
        n++;
    }
    return n;
}

bool ag_frequencies_format_wide(const ag_batch *b, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    entry *cell = calloc((size_t)b->frequencies + 1, sizeof *cell);
    bool *used = calloc((size_t)b->loci + 1, sizeof *used);
    const uint32_t n = cell && used ? collect(b, cell) : 0;
    for (uint32_t i = 0; i < n; i++) used[cell[i].locus] = true;
    if (n) qsort(cell, n, sizeof *cell, by_allele_then_locus);
    ag_csv_puts(&w, "Allele");
    for (uint32_t l = 0; l < b->loci && used; l++)
        if (used[l]) ag_csv_put(&w, b->locus[l]);
    ag_csv_end_row(&w);
    for (uint32_t i = 0; i < n;) {
        const ag_text allele = cell[i].allele;
        ag_csv_put(&w, allele);
        for (uint32_t l = 0; l < b->loci; l++) {
            const bool here = i < n && ag_text_equal(cell[i].allele, allele) && cell[i].locus == l;
            if (here)
                ag_csv_put_double(&w, cell[i++].frequency);
            else if (used[l])
                ag_csv_puts(&w, "");
        }
        ag_csv_end_row(&w);
    }
    const bool ok = cell && used && !out->failed;
    free(cell);
    free(used);
    return ok;
}
