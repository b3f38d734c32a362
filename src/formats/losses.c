/* What a format cannot carry: see losses.h. */
#include "formats/losses.h"

#include <string.h>

#include "base/banned.h"

void ag_lose(ag_losses *losses, size_t count, const char *what) {
    unsigned i = 0;
    if (!count) return;
    while (i < losses->n && strcmp(losses->what[i], what) != 0) i++;
    if (i == AG_LOSSES_MAX) return;
    losses->what[i] = what;
    losses->count[i] += count;
    if (i == losses->n) losses->n++;
}

static bool is_provenance(ag_text column) {
    return ag_text_equal(column, AG_TEXT("provenance")) || ag_text_equal(column, AG_TEXT("note")) ||
           ag_text_equal(column, AG_TEXT("case"));
}

static void lose_of_profiles(ag_losses *l, const ag_batch *b, unsigned carries) {
    if (!(carries & AG_CARRIES_SAMPLES)) ag_lose(l, b->profiles, "samples with their readings");
    for (uint32_t i = 0; (carries & AG_CARRIES_SAMPLES) && i < b->profiles; i++) {
        const ag_batch_profile *p = &b->profile[i];
        if (p->role == AG_ELIMINATION && !(carries & AG_CARRIES_ELIMINATION)) {
            ag_lose(l, 1, "profiles of the elimination list (left out)");
            continue;
        }
        if (p->sex.n && !(carries & AG_CARRIES_SEX)) ag_lose(l, 1, "statements of a sample's sex");
        if (p->quality.n && !ag_text_equal(p->quality, AG_TEXT("good")) && !(carries & AG_CARRIES_QUALITY))
            ag_lose(l, 1, "statements of a sample's quality");
        for (uint32_t e = 0; e < b->extras[p->role]; e++)
            if (p->extra[e].n && !((carries & AG_CARRIES_PROVENANCE) && is_provenance(b->extra[p->role][e])))
                ag_lose(l, 1, "values in further columns of the samples");
    }
}

static void lose_of_persons(ag_losses *l, const ag_batch *b, unsigned carries) {
    for (uint32_t i = 0; i < b->persons; i++) {
        const ag_batch_person *p = &b->person[i];
        const ag_text detail[] = {p->living, p->stature_cm, p->lost_place, p->lost_date};
        size_t details = 0;
        for (size_t k = 0; k < sizeof detail / sizeof *detail; k++) details += detail[k].n > 0;
        ag_lose(l, details, "details of persons (living, stature, place and date of loss)");
        if (!(carries & AG_CARRIES_BORN)) ag_lose(l, p->born.n > 0, "dates of birth");
        ag_lose(l, p->inbreeding.n > 0, "inbreeding coefficients");
        if (!(carries & AG_CARRIES_PEDIGREE)) ag_lose(l, 1, "family members with their parents (the pedigree)");
        if (!(carries & AG_CARRIES_TWINS)) ag_lose(l, p->twin.n > 0, "statements that two persons are identical twins");
    }
}

static void lose_of_tables(ag_losses *l, const ag_batch *b, unsigned carries) {
    const ag_batch_settings *s = &b->settings;
    if (!(carries & AG_CARRIES_MODELS)) {
        ag_lose(l, s->mutations, "mutation models");
        ag_lose(l, s->silents, "frequencies of silent alleles");
        ag_lose(l, s->x_loci, "statements that a locus lies on X");
        ag_lose(l, s->theta > 0, "setting theta");
    }
    if (!(carries & AG_CARRIES_FREQUENCIES)) ag_lose(l, b->frequencies, "allele frequencies");
    ag_lose(l, b->ystrs, "Y haplotypes of samples");
    ag_lose(l, b->mtdnas, "mtDNA of samples");
    ag_lose(l, (size_t)b->haplotypes_y.items + b->haplotypes_mt.items, "rows of haplotype tables");
    const bool one = (carries & AG_CARRIES_FREQUENCIES) && !(carries & AG_CARRIES_POPULATIONS);
    for (uint32_t i = 0; one && i < b->frequencies; i++)
        ag_lose(l, !ag_text_equal(b->frequency[i].population, b->frequency[0].population),
                "allele frequencies of a second population (left out)");
}

static void lose_of_settings(ag_losses *l, const ag_batch_settings *s) {
    const ag_text rule = s->frequency_rule;
    ag_lose(l, rule.n && !ag_text_equal(rule, AG_TEXT("as given")), "setting the rule for frequencies");
    ag_lose(l, s->dropin > 0, "setting dropin");
    ag_lose(l, s->error > 0, "setting error");
    ag_lose(l, s->homozygotes.n > 0, "setting homozygotes");
    ag_lose(l, s->others >= 0, "setting others");
    ag_lose(l, s->pieces >= 0, "setting pieces");
    ag_lose(l, s->threshold >= 0, "setting threshold");
    ag_lose(l, s->name.n > 0, "setting the name of the incident");
}

void ag_losses_of_batch(ag_losses *losses, const ag_batch *batch, unsigned carries) {
    lose_of_profiles(losses, batch, carries);
    lose_of_persons(losses, batch, carries);
    lose_of_tables(losses, batch, carries);
    lose_of_settings(losses, &batch->settings);
    if (!(carries & AG_CARRIES_QUALITY)) ag_lose(losses, batch->settings.dropouts, "settings dropout by quality");
}

void ag_losses_report(const ag_losses *losses, ag_diagnostics *d, const char *file, const char *format) {
    for (unsigned i = 0; i < losses->n; i++)
        ag_diagnose(d, AG_WARNING, file, 0, 0, NULL, "%s does not carry: %s (%zu)", format, losses->what[i],
                    losses->count[i]);
}
