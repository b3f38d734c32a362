/* GeneMapper tables, written, tall and wide: see genemapper.h. The column "Specimen Category" keeps what a sample is.
 */
#include <string.h>

#include "formats/collect.h"
#include "formats/genemapper.h"
#include "formats/losses.h"

#include "base/banned.h"

enum { ALLELES = 8 };

static const char *const category[] = {"Unidentified", "Reference", "Elimination"};

typedef struct writer {
    const ag_batch *b;
    ag_buffer *out;
    ag_losses losses;
} writer;

/* Quoted where a tab, a line end or a quote would break the table. */
static void put_word(writer *w, ag_text text) {
    bool quotes = false;
    for (size_t i = 0; i < text.n; i++) quotes |= memchr("\t\n\r\"", text.at[i], 4) != NULL;
    if (quotes) ag_buffer_putc(w->out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"') ag_buffer_putc(w->out, '"');
        ag_buffer_putc(w->out, text.at[i]);
    }
    if (quotes) ag_buffer_putc(w->out, '"');
}

/* The alleles that are seen: the first of a reading whose second is open. */
static uint32_t seen_alleles(writer *w, ag_text cell, ag_text allele[ALLELES]) {
    uint32_t n = ag_cell_split(cell, allele, ALLELES);
    if (n > ALLELES) {
        ag_lose(&w->losses, n - ALLELES, "alleles beyond the eighth of a reading (left out)");
        n = ALLELES;
    }
    if (n == 2 && ag_text_equal(allele[1], AG_TEXT("*")))
        ag_lose(&w->losses, 1, "readings a/* as such (written as one allele, like a/?)");
    if (n == 2 && allele[1].n == 1 && (allele[1].at[0] == '?' || allele[1].at[0] == '*')) n = 1;
    return n;
}

static void put_wide(writer *w) {
    const ag_batch *b = w->b;
    ag_text allele[ALLELES];
    ag_buffer_puts(w->out, "Sample Name\tSpecimen Category");
    for (uint32_t l = 0; l < b->loci; l++) {
        ag_buffer_putc(w->out, '\t');
        put_word(w, b->locus[l]);
    }
    ag_buffer_putc(w->out, '\n');
    for (uint32_t i = 0; i < b->profiles; i++) {
        put_word(w, b->profile[i].sample);
        ag_buffer_printf(w->out, "\t%s", category[b->profile[i].role]);
        for (uint32_t l = 0; l < b->loci; l++) {
            const uint32_t n = seen_alleles(w, b->profile[i].cell[l], allele);
            ag_buffer_putc(w->out, '\t');
            for (uint32_t k = 0; k < n; k++) {
                if (k) ag_buffer_puts(w->out, ", ");
                put_word(w, allele[k]);
            }
        }
        ag_buffer_putc(w->out, '\n');
    }
}

static void put_tall(writer *w) {
    const ag_batch *b = w->b;
    ag_text allele[ALLELES];
    ag_buffer_puts(w->out, "Sample Name\tSpecimen Category\tMarker");
    for (int k = 1; k <= ALLELES; k++) ag_buffer_printf(w->out, "\tAllele %d", k);
    ag_buffer_putc(w->out, '\n');
    for (uint32_t i = 0; i < b->profiles; i++) {
        uint32_t rows = 0;
        for (uint32_t l = 0; l < b->loci; l++) {
            const uint32_t n = seen_alleles(w, b->profile[i].cell[l], allele);
            if (!n) continue;
            rows++;
            put_word(w, b->profile[i].sample);
            ag_buffer_printf(w->out, "\t%s\t", category[b->profile[i].role]);
            put_word(w, b->locus[l]);
            for (uint32_t k = 0; k < ALLELES; k++) {
                ag_buffer_putc(w->out, '\t');
                if (k < n) put_word(w, allele[k]);
            }
            ag_buffer_putc(w->out, '\n');
        }
        ag_lose(&w->losses, !rows, "samples without any reading (left out)");
    }
}

ag_status ag_genemapper_format(const ag_batch *batch, const char *name, ag_genemapper_form form, ag_buffer *out,
                               ag_diagnostics *d) {
    writer w = {.b = batch, .out = out};
    if (form == AG_GENEMAPPER_TALL)
        put_tall(&w);
    else
        put_wide(&w);
    ag_losses_of_batch(&w.losses, batch, AG_CARRIES_SAMPLES | AG_CARRIES_ELIMINATION);
    for (uint32_t i = 0; i < batch->profiles; i++)
        ag_lose(&w.losses, batch->profile[i].role == AG_REFERENCE, "statements of whose family a reference is");
    ag_losses_report(&w.losses, d, name, "GeneMapper");
    return out->failed ? AG_ENVIRONMENT : AG_OK;
}
