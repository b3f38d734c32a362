/* The frequencies and kits that the program carries: see shipped.h. */
#include "incident/shipped.h"

#include <stdlib.h>
#include <string.h>

#include "formats/frequency_file.h"
#include "incident/shipped_data.h"

#include "base/banned.h"

/* The whole table with all its populations, and the names of the loci asked for. */
typedef struct shelf {
    ag_batch table; /* owns the bytes of both files */
    ag_loci loci;   /* of table */
    ag_csv *csv;
    ag_diagnostics diagnostics; /* stays empty: the files are the project's own */
    ag_text wanted[AG_MAX_LOCI];
    uint32_t n;
} shelf;

static ag_status out_of_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* A copy of an embedded file, in the table's keeping. */
static ag_status open_file(shelf *s, int place, const char *name, const unsigned char *bytes, size_t n, ag_file *file,
                           ag_error *err) {
    const ag_status status = ag_file_of_bytes(name, bytes, n, file, err);
    s->table.owned[place] = file->owned;
    return status;
}

static ag_status open_shelf(shelf *s, ag_error *err) {
    ag_file file = {0};
    ag_batch_init(&s->table);
    ag_diagnostics_init(&s->diagnostics);
    s->csv = malloc(sizeof *s->csv);
    if (!ag_loci_init(&s->loci, &s->table) || !s->csv) return out_of_memory(err);
    ag_status status = open_file(s, 0, "nist1036.csv", ag_data_nist1036, ag_data_nist1036_bytes, &file, err);
    if (status == AG_OK) status = ag_frequencies_parse(&file, s->csv, &s->loci, &s->diagnostics, err);
    return status == AG_OK ? ag_diagnostics_status(&s->diagnostics, err) : status;
}

static void close_shelf(shelf *s) {
    ag_loci_deinit(&s->loci);
    ag_diagnostics_deinit(&s->diagnostics);
    ag_batch_deinit(&s->table);
    free(s->csv);
    free(s);
}

/* ---- Which loci -------------------------------------------------------------------------------------------------- */

static ag_status want(shelf *s, ag_text name, ag_error *err) {
    const ag_text trimmed = ag_text_trim(name);
    const int locus = ag_loci_find(&s->loci, trimmed);
    if (locus < 0)
        return ag_fail(err, AG_USAGE,
                       "a kit such as globalfiler, a list such as FGA,TH01,SE33, or a number of loci up to 29",
                       "there is no kit and no locus \"%.*s\"", (int)(trimmed.n < 60 ? trimmed.n : 60), trimmed.at);
    for (uint32_t i = 0; i < s->n; i++)
        if (ag_text_equal(s->wanted[i], s->table.locus[locus]))
            return ag_fail(err, AG_USAGE, "name each locus once", "the locus %.*s is named twice", (int)s->wanted[i].n,
                           s->wanted[i].at);
    s->wanted[s->n++] = s->table.locus[locus];
    return AG_OK;
}

static ag_status want_list(shelf *s, ag_text list, char separator, uint32_t most, ag_error *err) {
    ag_status status = AG_OK;
    while (status == AG_OK && s->n < most) {
        const char *end = list.n ? memchr(list.at, separator, list.n) : NULL;
        const size_t n = end ? (size_t)(end - list.at) : list.n;
        status = want(s, (ag_text){list.at, n}, err);
        if (!end) break;
        list = (ag_text){end + 1, list.n - n - 1};
    }
    return status;
}

/* The list of a kit, or an empty text. */
static ag_status find_kit(shelf *s, ag_text name, ag_text *list, ag_error *err) {
    ag_file file = {0};
    *list = (ag_text){"", 0};
    const ag_status status = open_file(s, 1, "kits.csv", ag_data_kits, ag_data_kits_bytes, &file, err);
    if (status != AG_OK || !ag_csv_open(s->csv, &file, &s->diagnostics)) return status;
    const int kit = ag_csv_column(s->csv, "kit"), loci = ag_csv_column(s->csv, "loci");
    while (ag_csv_next(s->csv))
        if (ag_text_equal_fold(s->csv->cell[kit], name)) *list = s->csv->cell[loci];
    return ag_diagnostics_status(&s->diagnostics, err);
}

static ag_status choose_loci(shelf *s, ag_text words, ag_error *err) {
    ag_text list;
    int64_t most = AG_MAX_LOCI;
    const bool number = ag_parse_int(words, &most);
    if (number && (most < 1 || most > (int64_t)s->table.loci))
        return ag_fail(err, AG_USAGE, "that is how many there are frequencies for",
                       "the number of loci is from 1 to %u", s->table.loci);
    const ag_status status = find_kit(s, number ? AG_TEXT("nist29") : words, &list, err);
    if (status != AG_OK) return status;
    return list.n ? want_list(s, list, ' ', (uint32_t)most, err) : want_list(s, words, ',', AG_MAX_LOCI, err);
}

/* ---- Into the batch ---------------------------------------------------------------------------------------------- */

static ag_text keep(ag_batch *batch, ag_text text) {
    const char *copy = ag_arena_text(&batch->arena, text.at, text.n);
    return (ag_text){copy ? copy : "", copy ? text.n : 0};
}

static ag_status copy_frequencies(const shelf *s, ag_text population, ag_batch *batch, ag_error *err) {
    batch->locus = AG_NEW(&batch->arena, ag_text, AG_MAX_LOCI);
    batch->frequency = AG_NEW(&batch->arena, ag_batch_frequency, s->table.frequencies);
    if (batch->arena.failed) return out_of_memory(err);
    for (uint32_t l = 0; l < s->n; l++) {
        batch->locus[l] = keep(batch, s->wanted[l]);
        const uint32_t from = (uint32_t)ag_loci_find(&s->loci, s->wanted[l]);
        for (uint32_t i = 0; i < s->table.frequencies; i++) {
            const ag_batch_frequency *f = &s->table.frequency[i];
            if (f->locus != from || !ag_text_equal_fold(f->population, population)) continue;
            batch->frequency[batch->frequencies++] = (ag_batch_frequency){
                .population = AG_TEXT(""), .locus = l, .allele = keep(batch, f->allele), .frequency = f->frequency};
        }
    }
    batch->loci = s->n;
    if (batch->arena.failed) return out_of_memory(err);
    if (batch->frequencies) return AG_OK;
    return ag_fail(err, AG_USAGE, "one of AA, Asian, Cauc, Hisp and all",
                   "there are no frequencies of the population \"%.*s\"", (int)(population.n < 60 ? population.n : 60),
                   population.at);
}

ag_status ag_shipped_fill(const char *loci, const char *population, ag_batch *batch, ag_error *err) {
    shelf *s = calloc(1, sizeof *s);
    if (!s) return out_of_memory(err);
    ag_status status = open_shelf(s, err);
    if (status == AG_OK) status = choose_loci(s, ag_text_of(loci), err);
    if (status == AG_OK) status = copy_frequencies(s, ag_text_of(population), batch, err);
    close_shelf(s);
    return status;
}
