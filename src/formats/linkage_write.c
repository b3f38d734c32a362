/* LINKAGE `.ped` and its `.map`, written: see linkage.h. */
#include <string.h>

#include "formats/collect.h"
#include "formats/families.h"
#include "formats/linkage.h"
#include "formats/losses.h"

#include "base/banned.h"

typedef struct writer {
    const ag_batch *b;
    ag_buffer *out;
    ag_losses losses;
} writer;

/* White space separates, so names cannot hold it, and an empty name would move the columns. */
static void put_word(writer *w, ag_text text) {
    bool changed = text.n == 0;
    if (changed) ag_buffer_putc(w->out, '_');
    for (size_t i = 0; i < text.n; i++) {
        const bool blank = (unsigned char)text.at[i] <= ' ';
        changed |= blank;
        ag_buffer_putc(w->out, blank ? '_' : text.at[i]);
    }
    ag_lose(&w->losses, changed, "white space in names (written as '_')");
}

static void put_name(writer *w, const ag_kin *kin) {
    const bool missing = ag_kin_is_missing(kin), looks_missing = ag_is_missing_name(kin->row->person);
    const bool zero = ag_text_equal(kin->row->person, AG_TEXT("0")); /* means nobody */
    ag_lose(&w->losses, !missing && looks_missing, "names \"Missing…\" of people who are not missing (\"Found:_…\")");
    ag_lose(&w->losses, zero, "the name 0 (\"Person_0\")");
    if (missing != looks_missing) ag_buffer_puts(w->out, missing ? "Missing:_" : "Found:_");
    if (zero) ag_buffer_puts(w->out, "Person_");
    put_word(w, kin->row->person);
}

static void put_parent(writer *w, const ag_families *f, uint32_t parent) {
    ag_buffer_putc(w->out, '\t');
    if (parent == UINT32_MAX)
        ag_buffer_putc(w->out, '0');
    else
        put_name(w, &f->kin[parent]);
}

static void put_genotype(writer *w, ag_text cell) {
    ag_text allele[2] = {AG_TEXT("0"), AG_TEXT("0")};
    const uint32_t n = ag_cell_split(cell, allele, 2);
    bool zero = n != 2;
    for (int k = 0; k < 2 && !zero; k++) {
        zero = ag_text_equal(allele[k], AG_TEXT("0"));
        for (size_t i = 0; i < allele[k].n; i++) zero |= (unsigned char)allele[k].at[i] <= ' ';
    }
    ag_lose(&w->losses, n && zero,
            "readings that are no two plain alleles (OL, three alleles, the allele 0; left out)");
    if (zero) allele[0] = allele[1] = AG_TEXT("0");
    const bool open = !zero && ag_text_equal(allele[1], AG_TEXT("?"));
    ag_lose(&w->losses, open, "readings a/? as such (written as half typed)");
    if (open || ag_text_equal(allele[1], AG_TEXT("*"))) allele[1] = AG_TEXT("0");
    ag_buffer_printf(w->out, "\t%.*s %.*s", (int)allele[0].n, allele[0].at, (int)allele[1].n, allele[1].at);
}

static void put_rest(writer *w, ag_text sex, const ag_batch_profile *p) {
    const char code = ag_text_equal(sex, AG_TEXT("M")) ? '1' : ag_text_equal(sex, AG_TEXT("F")) ? '2' : '0';
    ag_buffer_printf(w->out, "\t%c\t0", code);
    for (uint32_t l = 0; l < w->b->loci; l++) put_genotype(w, p ? p->cell[l] : (ag_text){"", 0});
    ag_buffer_putc(w->out, '\n');
}

static void put_family_name(writer *w, ag_text family) {
    const bool reserved =
        ag_text_equal(family, AG_TEXT("Unidentified")) || ag_text_equal(family, AG_TEXT("Elimination"));
    const bool remark = family.n && family.at[0] == '#';
    ag_lose(&w->losses, reserved || remark, "families called Unidentified, Elimination or #… (\"Family_…\")");
    if (reserved || remark) ag_buffer_puts(w->out, "Family_");
    put_word(w, family);
    ag_buffer_putc(w->out, '\t');
}

static void put_families(writer *w, const ag_families *f) {
    for (uint32_t i = 0; i < f->persons; i++) {
        const ag_kin *kin = &f->kin[i];
        put_family_name(w, kin->row->family);
        put_name(w, kin);
        put_parent(w, f, kin->father);
        put_parent(w, f, kin->mother);
        put_rest(w, ag_kin_sex(kin), kin->profile);
    }
}

static void put_samples(writer *w, ag_role role, const char *family) {
    for (uint32_t i = 0; i < w->b->profiles; i++) {
        const ag_batch_profile *p = &w->b->profile[i];
        if (p->role != role) continue;
        ag_buffer_printf(w->out, "%s\t", family);
        put_word(w, p->sample);
        ag_buffer_puts(w->out, "\t0\t0");
        put_rest(w, p->sex, p);
    }
}

static void put_map(writer *w, ag_buffer *map) {
    ag_buffer *ped = w->out;
    w->out = map;
    for (uint32_t l = 0; l < w->b->loci; l++) {
        ag_buffer_puts(map, "0\t");
        put_word(w, w->b->locus[l]);
        ag_buffer_puts(map, "\t0\t0\n");
    }
    w->out = ped;
}

static void count_losses(writer *w, const ag_families *f) {
    ag_losses_of_batch(&w->losses, w->b,
                       AG_CARRIES_SAMPLES | AG_CARRIES_PEDIGREE | AG_CARRIES_SEX | AG_CARRIES_ELIMINATION);
    ag_lose(&w->losses, f->unknown_relatives, "parents and twins who are no members of the family");
    ag_lose(&w->losses, f->further_profiles, "second samples of one person (left out)");
    for (uint32_t i = 0; i < f->persons; i++) {
        const ag_batch_profile *p = f->kin[i].profile;
        const ag_text family = f->kin[i].row->family, person = f->kin[i].row->person;
        ag_lose(&w->losses,
                p && !(p->sample.n == family.n + 1 + person.n && ag_text_starts(p->sample, family) &&
                       memcmp(p->sample.at + family.n + 1, person.at, person.n) == 0),
                "sample names of relatives (it knows them by person)");
    }
}

ag_status ag_linkage_format(const ag_batch *batch, const char *name, ag_buffer *ped, ag_buffer *map,
                            ag_diagnostics *d) {
    writer w = {.b = batch, .out = ped};
    ag_arena arena;
    ag_families families;
    ag_arena_init(&arena);
    const bool ok = ag_families_of_batch(batch, &arena, &families);
    if (ok) {
        /* A remark, so that the first family is not taken for a header whatever it is called. */
        ag_buffer_puts(ped, "# family id father mother sex phenotype alleles\n");
        put_families(&w, &families);
        put_samples(&w, AG_REMAINS, "Unidentified");
        put_samples(&w, AG_ELIMINATION, "Elimination");
        put_map(&w, map);
        count_losses(&w, &families);
        ag_losses_report(&w.losses, d, name, "LINKAGE");
    }
    ag_arena_deinit(&arena);
    return ok && !ped->failed && !map->failed ? AG_OK : AG_ENVIRONMENT;
}
