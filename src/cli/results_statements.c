/* statements.csv and candidates.csv of an identification: see results.h. */
#include <math.h>
#include <stdlib.h>

#include "cli/output.h"
#include "cli/results.h"
#include "incident/statement.h"

#include "base/banned.h"

enum { DIGITS = 12, STATEMENTS_PER_REMAINS = 100 };

/* ---- Which candidates ------------------------------------------------------------------------------------------ */

/* Items of each remains, in the order of the file, then as they stand in the result: first[r] … first[r + 1] - 1. */
typedef struct by_remains {
    size_t *first, *item; /* owned */
} by_remains;

static bool sort_items(const ag_results *r, by_remains *out) {
    const size_t remains = (size_t)r->incident->search.remains, items = r->result->items;
    out->first = calloc(remains + 2, sizeof *out->first);
    out->item = malloc((items + 1) * sizeof *out->item);
    if (!out->first || !out->item) return false;
    for (size_t i = 0; i < items; i++) out->first[r->result->item[i].hit.remains + 2]++;
    for (size_t k = 1; k < remains + 2; k++) out->first[k] += out->first[k - 1];
    for (size_t i = 0; i < items; i++) out->item[out->first[r->result->item[i].hit.remains + 1]++] = i;
    return true;
}

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

typedef struct writer {
    const ag_results *r;
    ag_csv_writer statements, candidates;
    ag_buffer text;      /* of one cell */
    bool have[AG_LINES]; /* kinds that are comparable for somebody here; the others have no line */
} writer;

/* An empty cell for what there is not. */
static void put_log10(ag_csv_writer *w, double value_ln) {
    if (isnan(value_ln))
        ag_csv_puts(w, "");
    else
        ag_output_number(w, value_ln / log(10), DIGITS);
}

static void put_count(ag_csv_writer *w, int value) {
    if (value < 0)
        ag_csv_puts(w, "");
    else
        ag_csv_put_int(w, value);
}

static ag_text person_id(const ag_incident *incident, int family, int missing) {
    return incident->family[family].person[incident->search.family[family].missing[missing]].id;
}

static void put_ids(ag_csv_writer *w, const ag_incident *incident, const ag_candidate *c) {
    ag_csv_put(w, incident->remains[c->remains].row->sample);
    ag_csv_put(w, incident->family[c->family].id);
    ag_csv_put(w, person_id(incident, c->family, c->missing));
}

/* The text that was built up, as one cell. */
static void put_built(ag_csv_writer *w, ag_buffer *text) {
    ag_csv_put(w, (ag_text){text->data ? text->data : "", text->n});
    ag_buffer_clear(text);
}

static const char *table_of(const ag_line *line, ag_line_kind kind) {
    switch (kind) {
    case AG_LINE_AUTOSOMAL:
        return "frequencies.csv";
    case AG_LINE_Y:
        return line->table_n > 0 ? "haplotypes_y.csv" : "no table of haplotypes";
    case AG_LINE_MTDNA:
        return line->table_n > 0 ? "haplotypes_mt.csv" : "no table of haplotypes";
    default:
        return "families.csv";
    }
}

static void put_table(writer *w, const ag_line *line, ag_line_kind kind) {
    ag_buffer_puts(&w->text, table_of(line, kind));
    if (kind == AG_LINE_AUTOSOMAL && w->r->incident->populations > 1)
        ag_buffer_printf(&w->text, ", %d populations", w->r->incident->populations);
    if (line->table_n > 0) ag_buffer_printf(&w->text, ", n=%.0f", line->table_n);
    if (line->table_n > 0 && line->table_x >= 0) ag_buffer_printf(&w->text, ", x=%.0f", line->table_x);
    if (!isnan(line->kappa_ln)) {
        ag_buffer_puts(&w->text, ", lr_log10 by kappa ");
        ag_buffer_double_digits(&w->text, line->kappa_ln / log(10), 4);
    }
    put_built(&w->statements, &w->text);
}

static void add_text(ag_buffer *b, ag_text t) { ag_buffer_add(b, t.at, t.n); }

static void add_reference(writer *w, const ag_line *line) {
    const ag_batch *batch = w->r->incident->batch;
    const ag_batch_profile *p = &batch->profile[line->reference];
    const ag_text provenance = ag_batch_extra(batch, p, "provenance");
    ag_buffer_puts(&w->text, "; reference ");
    add_text(&w->text, p->sample);
    if (provenance.n) {
        ag_buffer_puts(&w->text, " (");
        add_text(&w->text, provenance);
        ag_buffer_putc(&w->text, ')');
    }
    ag_buffer_printf(&w->text, ", meioses=%d, of %d %s of the line", line->meioses, line->references,
                     line->references == 1 ? "reference" : "references");
    if (line->review) ag_buffer_puts(&w->text, "; reference needs review");
}

static void add_kin(writer *w, const ag_line *line, ag_line_kind kind, int family) {
    const ag_incident *in = w->r->incident;
    if (!line->kins) return;
    ag_buffer_printf(&w->text, "; shares its %s with", kind == AG_LINE_Y ? "patriline" : "matriline");
    for (int i = 0; i < line->kins && i < AG_STATEMENT_KIN; i++) {
        ag_buffer_puts(&w->text, i ? ", " : " ");
        add_text(&w->text, in->family[family].id);
        ag_buffer_putc(&w->text, ':');
        add_text(&w->text, person_id(in, family, line->kin[i]));
    }
    if (line->kins > AG_STATEMENT_KIN) ag_buffer_printf(&w->text, " and %d more", line->kins - AG_STATEMENT_KIN);
}

static void put_line(writer *w, const ag_candidate *c, const ag_line *line, ag_line_kind kind) {
    ag_csv_writer *out = &w->statements;
    put_ids(out, w->r->incident, c);
    ag_csv_puts(out, ag_line_word(kind));
    if (!line->comparable) {
        for (int i = 0; i < 6; i++) ag_csv_puts(out, i == 1 ? "no" : "");
        ag_csv_puts(out, "not comparable");
        ag_csv_end_row(out);
        return;
    }
    put_log10(out, line->lr_ln);
    ag_csv_puts(out, line->in_product ? "yes" : "no");
    put_count(out, line->compared);
    put_count(out, line->differences);
    put_table(w, line, kind);
    put_log10(out, line->bound_ln);
    ag_buffer_puts(&w->text, ag_line_assumption(kind));
    if (line->reference >= 0) {
        add_reference(w, line);
        add_kin(w, line, kind, c->family);
    }
    put_built(out, &w->text);
    ag_csv_end_row(out);
}

static void put_candidate(writer *w, const ag_statement *s, double posterior, double combined) {
    ag_csv_writer *out = &w->candidates;
    put_ids(out, w->r->incident, &s->candidate);
    put_log10(out, s->candidate.lr_ln);
    for (int k = AG_LINE_Y; k <= AG_LINE_MTDNA; k++) {
        put_count(out, s->line[k].compared);
        put_count(out, s->line[k].differences);
    }
    put_log10(out, s->combined_ln);
    ag_output_number(out, posterior, DIGITS);
    ag_output_number(out, combined, DIGITS);
    ag_csv_end_row(out);
}

/* ---- Together -------------------------------------------------------------------------------------------------- */

/* One candidate of a remains: the joint posterior, and what the lines beside the autosomal one make of it. */
typedef struct weighed {
    ag_statement statement;
    double posterior, factor;
} weighed;

/* Candidates of one remains against each other and against everybody who is not among them, for whom the other lines
 * say nothing: posterior times factor, over the sum of that and of what is left to 1. */
static void put_weighed(writer *w, const weighed *item, size_t n) {
    double left = 1, sum = 0;
    for (size_t i = 0; i < n; i++) {
        left -= item[i].posterior;
        sum += item[i].posterior * item[i].factor;
    }
    sum += fmax(left, 0);
    for (size_t i = 0; i < n; i++)
        put_candidate(w, &item[i].statement, item[i].posterior, sum > 0 ? item[i].posterior * item[i].factor / sum : 0);
}

static ag_status put_remains(writer *w, ag_statements *statements, const by_remains *sorted, int r, weighed *kept,
                             ag_error *err) {
    ag_status status = AG_OK;
    size_t n = 0;
    for (size_t i = sorted->first[r], k = 0; i < sorted->first[r + 1] && status == AG_OK; i++, k++) {
        const ag_identification *item = &w->r->result->item[sorted->item[i]];
        const ag_candidate c = {r, item->hit.family, item->hit.missing, item->hit.lr_ln};
        ag_statement *s = &kept[n].statement;
        if (k >= STATEMENTS_PER_REMAINS && !item->proposed) continue;
        status = ag_statement_make(statements, &c, s, err);
        for (int line = 0; line < AG_LINES && status == AG_OK; line++)
            if (w->have[line]) put_line(w, &c, &s->line[line], (ag_line_kind)line);
        kept[n].posterior = item->posterior;
        kept[n++].factor = exp(s->combined_ln - s->candidate.lr_ln);
    }
    if (status == AG_OK) put_weighed(w, kept, n);
    return status;
}

static ag_status put_statements(writer *w, ag_statements *statements, const by_remains *sorted, ag_error *err) {
    const size_t remains = (size_t)w->r->incident->search.remains;
    size_t most = 0;
    for (size_t r = 0; r < remains; r++)
        if (sorted->first[r + 1] - sorted->first[r] > most) most = sorted->first[r + 1] - sorted->first[r];
    weighed *kept = calloc(most + 1, sizeof *kept);
    ag_status status = kept ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int k = 0; k < AG_LINES; k++) w->have[k] = ag_statements_have(statements, (ag_line_kind)k);
    for (size_t r = 0; r < remains && status == AG_OK; r++)
        status = put_remains(w, statements, sorted, (int)r, kept, err);
    free(kept);
    return status;
}

ag_status ag_results_statements(const ag_results *r, ag_buffer *statements, ag_buffer *candidates, ag_error *err) {
    writer w = {.r = r, .statements = {.out = statements}, .candidates = {.out = candidates}};
    by_remains sorted = {0};
    ag_statements *prepared = NULL;
    ag_buffer_puts(statements, "sample,family,missing,line,lr_log10,in_product,compared,differences,table,bound_log10,"
                               "assumption\n");
    ag_buffer_puts(candidates, "sample,family,missing,autosomal_lr_log10,y_compared,y_differences,mt_compared,"
                               "mt_differences,combined_lr_log10,posterior,posterior_combined\n");
    ag_status status = ag_statements_new(r->incident, &prepared, err);
    if (status == AG_OK && !sort_items(r, &sorted)) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) status = put_statements(&w, prepared, &sorted, err);
    if (status == AG_OK && w.text.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_buffer_deinit(&w.text);
    free(sorted.first);
    free(sorted.item);
    ag_statements_free(prepared);
    return status;
}
