/* A batch as text, row numbers left out: two batches are the same exactly when their texts are.
 * Shared by tests and fuzz targets. */
#ifndef ANTIGONE_TESTS_BATCH_DUMP_H
#define ANTIGONE_TESTS_BATCH_DUMP_H

#include "formats/batch.h"

static inline void dump_text(ag_buffer *out, const char *key, ag_text text) {
    if (!text.n) return;
    ag_buffer_printf(out, " %s=", key);
    ag_buffer_add(out, text.at, text.n);
}

static inline void dump_number(ag_buffer *out, const char *key, double value) {
    ag_buffer_printf(out, " %s=", key);
    ag_buffer_double(out, value);
}

static inline void dump_profiles(const ag_batch *b, ag_buffer *out) {
    for (uint32_t i = 0; i < b->profiles; i++) {
        const ag_batch_profile *p = &b->profile[i];
        ag_buffer_printf(out, "profile %d", (int)p->role);
        dump_text(out, "sample", p->sample);
        dump_text(out, "family", p->family);
        dump_text(out, "person", p->person);
        dump_text(out, "sex", p->sex);
        dump_text(out, "quality", p->quality);
        for (uint32_t l = 0; l < b->loci; l++)
            if (p->cell[l].n) {
                dump_text(out, "locus", b->locus[l]);
                dump_text(out, "", p->cell[l]);
            }
        for (uint32_t e = 0; e < b->extras[p->role]; e++)
            if (p->extra[e].n) {
                dump_text(out, "extra", b->extra[p->role][e]);
                dump_text(out, "", p->extra[e]);
            }
        ag_buffer_putc(out, '\n');
    }
}

static inline void dump_persons(const ag_batch *b, ag_buffer *out) {
    for (uint32_t i = 0; i < b->persons; i++) {
        const ag_batch_person *p = &b->person[i];
        ag_buffer_puts(out, "person");
        dump_text(out, "family", p->family);
        dump_text(out, "person", p->person);
        dump_text(out, "father", p->father);
        dump_text(out, "mother", p->mother);
        dump_text(out, "sex", p->sex);
        dump_text(out, "missing", p->missing);
        dump_text(out, "living", p->living);
        dump_text(out, "born", p->born);
        dump_text(out, "stature", p->stature_cm);
        dump_text(out, "place", p->lost_place);
        dump_text(out, "date", p->lost_date);
        dump_text(out, "twin", p->twin);
        dump_text(out, "inbreeding", p->inbreeding);
        ag_buffer_putc(out, '\n');
    }
}

static inline void dump_table(const ag_haplotype_table *t, const char *name, ag_buffer *out) {
    for (uint32_t i = 0; i < t->items; i++) {
        ag_buffer_printf(out, "%s %u", name, t->item[i].count);
        dump_text(out, "haplotype", t->item[i].haplotype);
        dump_text(out, "ranges", t->item[i].ranges);
        ag_buffer_putc(out, '\n');
    }
}

static inline void dump_lineage(const ag_batch *b, ag_buffer *out) {
    for (uint32_t i = 0; i < b->ystrs; i++) {
        dump_text(out, "y of", b->ystr[i].sample);
        for (uint32_t l = 0; l < b->y_loci; l++) {
            dump_text(out, "locus", b->y_locus[l]);
            dump_text(out, "", b->ystr[i].cell[l]);
        }
        ag_buffer_putc(out, '\n');
    }
    for (uint32_t i = 0; i < b->mtdnas; i++) {
        dump_text(out, "mtdna of", b->mtdna[i].sample);
        dump_text(out, "ranges", b->mtdna[i].ranges);
        dump_text(out, "variants", b->mtdna[i].variants);
        ag_buffer_putc(out, '\n');
    }
    dump_table(&b->haplotypes_y, "y table", out);
    dump_table(&b->haplotypes_mt, "mt table", out);
}

static inline void dump_mutation(ag_buffer *out, const ag_batch_mutation *m) {
    dump_text(out, "model", m->model);
    dump_text(out, "stabilise", m->stabilise);
    dump_text(out, "reversible", m->reversible);
    dump_number(out, "rate", m->rate);
    dump_number(out, "rate2", m->rate2);
    dump_number(out, "range", m->range);
}

static inline void dump_settings(const ag_batch_settings *s, ag_buffer *out) {
    ag_buffer_puts(out, "settings");
    dump_text(out, "name", s->name);
    dump_text(out, "rule", s->frequency_rule);
    dump_text(out, "homozygotes", s->homozygotes);
    dump_number(out, "theta", s->theta);
    dump_number(out, "dropin", s->dropin);
    dump_number(out, "error", s->error);
    dump_number(out, "others", s->others);
    dump_number(out, "pieces", s->pieces);
    dump_number(out, "threshold", s->threshold);
    for (uint32_t i = 0; i < s->mutations; i++) {
        dump_text(out, "\nmutation", s->mutation[i].locus);
        dump_mutation(out, &s->mutation[i].female);
        dump_mutation(out, &s->mutation[i].male);
    }
    for (uint32_t i = 0; i < s->x_loci; i++) dump_text(out, "\nx", s->x_locus[i]);
    for (uint32_t i = 0; i < s->dropouts; i++) {
        dump_text(out, "\ndropout", s->dropout[i].name);
        dump_number(out, "", s->dropout[i].value);
    }
    for (uint32_t i = 0; i < s->silents; i++) {
        dump_text(out, "\nsilent", s->silent[i].name);
        dump_number(out, "", s->silent[i].value);
    }
    ag_buffer_putc(out, '\n');
}

static inline void dump_batch(const ag_batch *b, ag_buffer *out) {
    for (uint32_t l = 0; l < b->loci; l++) {
        dump_text(out, "locus", b->locus[l]);
        ag_buffer_putc(out, '\n');
    }
    dump_profiles(b, out);
    dump_persons(b, out);
    dump_lineage(b, out);
    for (uint32_t i = 0; i < b->frequencies; i++) {
        const ag_batch_frequency *f = &b->frequency[i];
        dump_text(out, "frequency", b->locus[f->locus]);
        dump_text(out, "allele", f->allele);
        dump_text(out, "population", f->population);
        dump_number(out, "", f->frequency);
        ag_buffer_putc(out, '\n');
    }
    dump_settings(&b->settings, out);
}

#endif
