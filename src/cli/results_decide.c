/* Files of the joint answer: summary_am.csv, summary_pm.csv, pairings.csv, bodies.csv, consensus.csv. See results.h. */
#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "cli/output.h"
#include "cli/results.h"
#include "incident/consensus.h"

#include "base/banned.h"

enum { DIGITS = 12 };

static ag_text sample_of(const ag_incident *in, int remains) { return in->remains[remains].row->sample; }

static ag_text person_of(const ag_incident *in, int family, int missing) {
    return in->family[family].person[in->search.family[family].missing[missing]].id;
}

static void put_person(ag_csv_writer *w, const ag_incident *in, int family, int missing) {
    ag_csv_put(w, family < 0 ? AG_TEXT("") : in->family[family].id);
    ag_csv_put(w, family < 0 ? AG_TEXT("") : person_of(in, family, missing));
}

static void add_person(ag_buffer *b, const ag_incident *in, int family, int missing) {
    const ag_text id = in->family[family].id, person = person_of(in, family, missing);
    if (b->n) ag_buffer_putc(b, ' ');
    ag_buffer_add(b, id.at, id.n);
    ag_buffer_putc(b, ':');
    ag_buffer_add(b, person.at, person.n);
}

static void add_sample(ag_buffer *b, const ag_incident *in, int remains) {
    const ag_text sample = sample_of(in, remains);
    if (b->n) ag_buffer_putc(b, ' ');
    ag_buffer_add(b, sample.at, sample.n);
}

static void put_number(ag_csv_writer *w, double value) {
    if (isnan(value))
        ag_csv_puts(w, "");
    else
        ag_output_number(w, value, DIGITS);
}

/* ---- Summaries --------------------------------------------------------------------------------------------------- */

/* "F1:M1 F1:M2" and "R1 R2": who they are in some order. */
static void group_persons(const ag_results *r, const ag_decided_group *g, ag_buffer *out) {
    for (int i = 0; i < g->missings; i++)
        add_person(out, r->incident, g->family, r->decision->group_missing[g->first_missing + i]);
}

static void group_bodies(const ag_results *r, const ag_decided_group *g, ag_buffer *out) {
    for (int i = 0; i < g->bodies; i++)
        add_sample(out, r->incident,
                   r->decision->member[r->decision->body[r->decision->group_body[g->first_body + i]].first]);
}

static void comment(const ag_results *r, const ag_verdict *v, ag_buffer *out) {
    if (v->conclusion == AG_CONCLUDE_GROUP) {
        const ag_decided_group *g = &r->decision->group[v->group];
        ag_buffer text = {0}, bodies = {0};
        group_persons(r, g, &text);
        group_bodies(r, g, &bodies);
        ag_buffer_printf(out, "%d remains, one of each body, are in some order among %d persons: %s are %s", g->bodies,
                         g->missings, bodies.data ? bodies.data : "", text.data ? text.data : "");
        ag_buffer_deinit(&text);
        ag_buffer_deinit(&bodies);
        return;
    }
    if (v->conclusion == AG_CONCLUDE_NOT_FOUND) ag_buffer_puts(out, "not found among those examined so far");
    for (unsigned bit = 1; bit && bit <= v->flags; bit <<= 1) {
        const char *word = v->flags & bit ? ag_hit_flag_word(bit) : NULL;
        if (word) ag_buffer_printf(out, "%s%s", out->n ? " " : "", word);
    }
}

static void put_verdict(ag_csv_writer *w, const ag_results *r, const ag_verdict *v, ag_text partner) {
    ag_buffer text = {0};
    ag_csv_puts(w, ag_conclusion_word(v->conclusion));
    ag_csv_put(w, partner);
    put_number(w, v->lr_ln / log(10));
    put_number(w, v->glr_ln / log(10));
    put_number(w, v->posterior);
    comment(r, v, &text);
    ag_csv_puts(w, text.data ? text.data : "");
    ag_buffer_deinit(&text);
    ag_csv_end_row(w);
}

static const char summary_columns[] = "id,conclusion,partner,lr_log10,glr_log10,posterior,comment\n";

void ag_results_summary_am(const ag_results *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, summary_columns);
    for (size_t i = 0; i < r->decision->lanes; i++) {
        const ag_verdict *v = &r->decision->of_missing[i];
        ag_buffer id = {0}, partner = {0};
        add_person(&id, r->incident, v->family, v->missing);
        if (v->conclusion == AG_CONCLUDE_GROUP)
            group_bodies(r, &r->decision->group[v->group], &partner);
        else if (v->remains >= 0)
            add_sample(&partner, r->incident, v->remains);
        ag_csv_put(&w, (ag_text){id.data, id.n});
        put_verdict(&w, r, v, (ag_text){partner.data, partner.n});
        ag_buffer_deinit(&id);
        ag_buffer_deinit(&partner);
    }
}

void ag_results_summary_pm(const ag_results *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, summary_columns);
    for (int i = 0; i < r->incident->search.remains; i++) {
        const ag_verdict *v = &r->decision->of_remains[i];
        ag_buffer partner = {0};
        if (v->conclusion == AG_CONCLUDE_GROUP)
            group_persons(r, &r->decision->group[v->group], &partner);
        else if (v->family >= 0)
            add_person(&partner, r->incident, v->family, v->missing);
        ag_csv_put(&w, sample_of(r->incident, i));
        put_verdict(&w, r, v, (ag_text){partner.data, partner.n});
        ag_buffer_deinit(&partner);
    }
}

/* ---- Pairings, bodies -------------------------------------------------------------------------------------------- */

void ag_results_pairings(const ag_results *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, "sample,family,missing,posterior,lr_log10,glr_log10\n");
    for (size_t i = 0; i < r->decision->pairings; i++) {
        const ag_pairing *p = &r->decision->pairing[i];
        ag_csv_put(&w, sample_of(r->incident, p->remains));
        if (p->family < 0) {
            ag_csv_puts(&w, "");
            ag_csv_puts(&w, "*");
        } else {
            put_person(&w, r->incident, p->family, p->missing);
        }
        put_number(&w, p->posterior);
        put_number(&w, p->lr_ln / log(10));
        put_number(&w, p->glr_ln / log(10));
        ag_csv_end_row(&w);
    }
}

void ag_results_bodies(const ag_results *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    ag_buffer_puts(out, "body,sample,family,missing,parts,together\n");
    for (int i = 0; i < r->decision->bodies; i++) {
        const ag_decided_body *body = &r->decision->body[i];
        for (int k = 0; k < body->n; k++) {
            ag_csv_put_int(&w, i + 1);
            ag_csv_put(&w, sample_of(r->incident, r->decision->member[body->first + k]));
            put_person(&w, r->incident, body->family, body->missing);
            ag_csv_put_int(&w, body->n);
            put_number(&w, body->together);
            ag_csv_end_row(&w);
        }
    }
}

/* ---- Consensus --------------------------------------------------------------------------------------------------- */

/* "R1=12/? R2=12/14": what each part has to say. */
static void add_contributions(ag_buffer *b, const ag_incident *in, const int *member, int n, uint32_t column) {
    for (int k = 0; k < n; k++) {
        const ag_text cell = in->remains[member[k]].row->cell[column];
        if (!cell.n) continue;
        add_sample(b, in, member[k]);
        ag_buffer_putc(b, '=');
        ag_buffer_add(b, cell.at, cell.n);
    }
}

static int column_of(const ag_incident *in, const char *locus) {
    for (uint32_t i = 0; i < in->batch->loci; i++)
        if (ag_text_equal(in->batch->locus[i], ag_text_of(locus))) return (int)i;
    return -1;
}

static void put_consensus(ag_csv_writer *w, const ag_results *r, int body, int locus, int column) {
    const ag_decided_body *b = &r->decision->body[body];
    const int *member = r->decision->member + b->first;
    const ag_locus *at = r->incident->search.locus[locus];
    const ag_consensus c = ag_consensus_of(r->incident, member, b->n, locus);
    ag_buffer text = {0}, from = {0};
    if (!c.readings) return;
    if (c.a >= 0) ag_buffer_printf(&text, "%s/%s", at->allele[c.a], at->allele[c.b]);
    if (column >= 0) add_contributions(&from, r->incident, member, b->n, (uint32_t)column);
    ag_csv_put_int(w, body + 1);
    ag_csv_puts(w, at->name);
    ag_csv_put(w, (ag_text){text.data, text.n});
    put_number(w, c.probability);
    ag_csv_put(w, (ag_text){from.data, from.n});
    ag_csv_end_row(w);
    ag_buffer_deinit(&text);
    ag_buffer_deinit(&from);
}

void ag_results_consensus(const ag_results *r, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    int column[AG_MAX_LOCI];
    ag_buffer_puts(out, "body,locus,consensus,probability,contributed\n");
    for (int l = 0; l < r->incident->search.loci; l++)
        column[l] = column_of(r->incident, r->incident->search.locus[l]->name);
    for (int i = 0; i < r->decision->bodies; i++)
        for (int l = 0; l < r->incident->search.loci && r->decision->body[i].n > 1; l++)
            put_consensus(&w, r, i, l, column[l]);
}
