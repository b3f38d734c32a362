/* An incident from its batch: see incident.h.
 *
 *     tables → samples (sex, class of drop-out) → loci and families side by side → what reading had to assume
 */
#include "incident/incident.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/parallel.h"
#include "formats/incident_folder.h"
#include "incident/anatomy.h"
#include "incident/codebook.h"
#include "incident/digest.h"
#include "incident/haplotypes.h"
#include "incident/mutation_spec.h"
#include "incident/pedigrees.h"

#include "base/banned.h"

/* Neighbouring loci of a row share cache lines, so a task reads a few of them. */
enum { LOCI_PER_TASK = 4, MAX_CLASSES = 255, SHOWN = 60 };

typedef struct made {
    ag_incident incident; /* first: what the caller holds */
    ag_arena arena, kin;  /* kin: of the families, which are made beside the loci */
    ag_tables tables;
    ag_sources sources;
    ag_pedigrees pedigrees;
    ag_diagnostics found_in_families;
    ag_codebook *book; /* owned; [loci] */
    ag_dropout_class *class;
    int classes;
    unsigned char *class_of, *sex_of, *sex_conflict; /* [profiles] */
    uint16_t *code;                                  /* owned; [profiles][loci] */
    atomic_ushort *set_aside;
    atomic_uchar *assumed;
} made;

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }
static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

void ag_incident_free(ag_incident *incident) {
    if (!incident) return;
    made *m = (made *)incident;
    for (int l = 0; m->book && l < m->tables.loci; l++) ag_codebook_deinit(&m->book[l]);
    free(m->book);
    free(m->code);
    ag_diagnostics_deinit(&m->found_in_families);
    ag_arena_deinit(&m->kin);
    ag_arena_deinit(&m->arena);
    free(m);
}

/* ---- Drop-out by quality ------------------------------------------------------------------------------------- */

static int find_class(made *m, double dropout, ag_text word) {
    for (int c = 0; c < m->classes; c++)
        if (!(m->class[c].dropout < dropout || m->class[c].dropout > dropout)) return c;
    m->class[m->classes] = (ag_dropout_class){dropout, word};
    return m->classes++;
}

/* The class of a word of quality; words that the parameters do not know have no drop-out, with a note. */
static int class_of_word(made *m, ag_text word, uint32_t profile, ag_diagnostics *d) {
    const ag_batch_settings *s = &m->incident.batch->settings;
    for (uint32_t i = 0; i < s->dropouts; i++)
        if (ag_text_equal_fold(s->dropout[i].name, word)) return find_class(m, s->dropout[i].value, word);
    if (word.n && !ag_text_equal_fold(word, AG_TEXT("good")))
        ag_sources_report(&m->sources, m->incident.batch, d, AG_NOTE, profile, -1,
                          "\"dropout\" of incident.json gives each quality its probability",
                          "no drop-out is stated for the quality \"%.*s\"; it is taken as 0", shown(word), word.at);
    return find_class(m, 0, word);
}

static ag_status classify(made *m, ag_diagnostics *d, ag_error *err) {
    const ag_batch *batch = m->incident.batch;
    if (batch->settings.dropouts >= MAX_CLASSES)
        return ag_fail(err, AG_BAD_INPUT, "use fewer words", "there are more than %d words of quality", MAX_CLASSES);
    m->class = AG_NEW(&m->arena, ag_dropout_class, MAX_CLASSES + 1);
    m->class_of = AG_NEW(&m->arena, unsigned char, batch->profiles);
    if (m->arena.failed) return no_memory(err);
    find_class(m, 0, (ag_text){"", 0});
    ag_map known;
    ag_map_init(&known);
    bool good = true;
    for (uint32_t i = 0; i < batch->profiles && good; i++) {
        bool added;
        uint32_t *class = ag_map_add(&known, batch->profile[i].quality, 0, &added);
        good = class != NULL;
        if (good && added) *class = (uint32_t)class_of_word(m, batch->profile[i].quality, i, d);
        if (good) m->class_of[i] = (unsigned char)*class;
    }
    ag_map_deinit(&known);
    return good ? AG_OK : no_memory(err);
}

/* ---- Sex ----------------------------------------------------------------------------------------------------- */

/* What Amelogenin shows: Y is male; X/X is female, where no Y can have dropped out. */
static ag_sex read_amelogenin(ag_text cell, double dropout) {
    bool x = false, y = false, unsure = dropout > 0;
    for (size_t i = 0; i < cell.n; i++) {
        y |= cell.at[i] == 'Y' || cell.at[i] == 'y';
        x |= cell.at[i] == 'X' || cell.at[i] == 'x';
        unsure |= cell.at[i] == '?' || cell.at[i] == '*' || cell.at[i] == '.';
    }
    if (y) return AG_MALE;
    return x && !unsure ? AG_FEMALE : AG_SEX_UNKNOWN;
}

static ag_sex stated_sex(ag_text word) {
    if (ag_text_equal(word, AG_TEXT("M"))) return AG_MALE;
    return ag_text_equal(word, AG_TEXT("F")) ? AG_FEMALE : AG_SEX_UNKNOWN;
}

static void warn_sex_conflicts(made *m, uint32_t n, uint32_t first, ag_diagnostics *d) {
    if (!n) return;
    ag_sources_report(&m->sources, m->incident.batch, d, AG_WARNING, first, -1,
                      "check the sample; the stated sex is used",
                      "Amelogenin contradicts the stated sex (%u %s in all)", n, n == 1 ? "sample" : "samples");
}

static ag_status find_sexes(made *m, ag_diagnostics *d, ag_error *err) {
    const ag_batch *batch = m->incident.batch;
    uint32_t marker[AG_MAX_LOCI], markers = 0, conflicts = 0, first = 0;
    m->sex_of = AG_NEW(&m->arena, unsigned char, batch->profiles);
    m->sex_conflict = AG_NEW(&m->arena, unsigned char, batch->profiles);
    if (m->arena.failed) return no_memory(err);
    for (uint32_t l = 0; l < batch->loci && markers < AG_MAX_LOCI; l++)
        if (ag_is_sex_marker(batch->locus[l])) marker[markers++] = l;
    for (uint32_t i = 0; i < batch->profiles; i++) {
        const ag_batch_profile *p = &batch->profile[i];
        ag_sex sex = stated_sex(p->sex), seen = AG_SEX_UNKNOWN;
        for (uint32_t k = 0; k < markers && seen == AG_SEX_UNKNOWN; k++)
            seen = read_amelogenin(p->cell[marker[k]], m->class[m->class_of[i]].dropout);
        m->sex_conflict[i] = sex && seen && sex != seen;
        if (m->sex_conflict[i] && !conflicts++) first = i;
        m->sex_of[i] = (unsigned char)(sex ? sex : seen);
    }
    warn_sex_conflicts(m, conflicts, first, d);
    return AG_OK;
}

/* ---- Loci and families, side by side ------------------------------------------------------------------------- */

static ag_status make_pedigrees(made *m, ag_error *err) {
    ag_pedigrees_input in = {m->incident.batch, &m->sources, m->sex_of, m->code, m->tables.loci, false};
    for (int l = 0; l < m->tables.loci; l++) in.any_x |= m->tables.plan[l].spec.x;
    return ag_pedigrees_make(&in, &m->kin, &m->pedigrees, &m->found_in_families, err);
}

static ag_status make_part(void *context, size_t index, int worker, ag_error *err) {
    made *m = context;
    (void)worker;
    if (index == 0) return make_pedigrees(m, err);
    const ag_cell_context cells = {
        .batch = m->incident.batch,
        .sources = &m->sources,
        .tables = &m->tables,
        .class_of = m->class_of,
        .sex_of = m->sex_of,
        .class = m->class,
        .classes = m->classes,
        .trust_homozygotes = ag_text_equal_fold(m->incident.batch->settings.homozygotes, AG_TEXT("trusted")),
        .code = m->code,
        .set_aside = m->set_aside,
        .assumed = m->assumed,
    };
    const int first = ((int)index - 1) * LOCI_PER_TASK, left = m->tables.loci - first;
    return ag_codebook_read(&cells, first, left < LOCI_PER_TASK ? left : LOCI_PER_TASK, &m->book[first], err);
}

static ag_status make_parts(made *m, int threads, ag_diagnostics *d, ag_error *err) {
    const size_t loci = (size_t)m->tables.loci, profiles = m->incident.batch->profiles;
    m->book = calloc(loci + 1, sizeof *m->book);
    m->code = malloc((profiles * loci + 1) * sizeof *m->code);
    m->set_aside = AG_NEW(&m->arena, atomic_ushort, profiles);
    m->assumed = AG_NEW(&m->arena, atomic_uchar, profiles);
    if (!m->book || !m->code || m->arena.failed) return no_memory(err);
    for (size_t l = 0; l < loci; l++) ag_codebook_init(&m->book[l]);
    const size_t tasks = 1 + (loci + LOCI_PER_TASK - 1) / LOCI_PER_TASK;
    const ag_status status = ag_parallel(tasks, threads > 0 ? threads : ag_processor_count(), NULL, make_part, m, err);
    for (size_t l = 0; l < loci; l++) ag_diagnostics_merge(d, &m->book[l].found);
    ag_diagnostics_merge(d, &m->found_in_families);
    return status;
}

/* ---- What reading had to assume ------------------------------------------------------------------------------ */

static void warn_assumed(const made *m, ag_diagnostics *d) {
    for (int c = 0; c < m->classes; c++) {
        ag_cell_count total = {.first = UINT32_MAX};
        for (int l = 0; l < m->tables.loci; l++) {
            const ag_cell_count *n = &m->book[l].count[c];
            total.dropout_assumed += n->dropout_assumed;
            total.read_homozygote += n->read_homozygote;
            if (n->first < total.first) total.first = n->first;
        }
        if (total.dropout_assumed)
            ag_sources_report(&m->sources, m->incident.batch, d, AG_WARNING, total.first, -1,
                              "\"homozygotes\": \"trusted\" in incident.json keeps them",
                              "a/a is read as a/? where the quality \"%.*s\" has drop-out %g (%u in all)",
                              shown(m->class[c].word), m->class[c].word.at, m->class[c].dropout, total.dropout_assumed);
        if (total.read_homozygote)
            ag_sources_report(&m->sources, m->incident.batch, d, AG_WARNING, total.first, -1,
                              "\"dropout\" of incident.json gives each quality its probability",
                              "a/? is read as a/a where the quality has no drop-out (%u in all)",
                              total.read_homozygote);
    }
}

static bool unbounded(const made *m, int l, ag_mutation_model model) {
    const ag_locus_spec *spec = &m->tables.plan[l].spec;
    for (int p = 0; p < m->tables.populations; p++) {
        const ag_locus *locus = m->book[l].locus[p];
        if (spec->female.model == model && !locus->female_report.bounded) return true;
        if (spec->male.model == model && !locus->male_report.bounded) return true;
    }
    return false;
}

static void warn_unbounded(const made *m, ag_diagnostics *d) {
    for (ag_mutation_model model = AG_MUTATION_EQUAL; model <= AG_MUTATION_CUSTOM; model++) {
        char list[160] = "";
        size_t used = 0;
        int n = 0;
        for (int l = 0; l < m->tables.loci; l++) {
            if (!unbounded(m, l, model)) continue;
            const int more = n++ < 8 ? snprintf(list + used, sizeof list - used, "%s%.16s", used ? ", " : "",
                                                m->tables.plan[l].spec.name)
                                     : 0;
            if (more > 0 && used + (size_t)more < sizeof list) used += (size_t)more;
        }
        if (n)
            ag_diagnose(d, AG_WARNING, m->sources.settings, 0, 0, "the model \"proportional\" is bounded",
                        "the mutation model %s is not bounded at %d %s (%s%s): a likelihood ratio above 1 without a "
                        "shared allele is possible",
                        ag_mutation_word(model), n, n == 1 ? "locus" : "loci", list, n > 8 ? ", …" : "");
    }
}

/* ---- Samples ------------------------------------------------------------------------------------------------- */

static unsigned sample_flags(const made *m, uint32_t profile) {
    unsigned flags = m->sex_conflict[profile] ? AG_SAMPLE_SEX_CONFLICT : 0;
    if (m->set_aside[profile] >= 2) flags |= AG_SAMPLE_MIXTURE;
    if (m->assumed[profile]) flags |= AG_SAMPLE_DROPOUT_ASSUMED;
    return flags;
}

static void make_samples(made *m, uint32_t first, int n, ag_incident_sample *out, ag_diagnostics *d) {
    const size_t loci = (size_t)m->tables.loci;
    uint32_t mixtures = 0, first_mixture = 0;
    for (uint32_t i = 0; i < (uint32_t)n; i++) {
        const uint32_t p = first + i;
        out[i] = (ag_incident_sample){&m->incident.batch->profile[p], (ag_sex)m->sex_of[p], sample_flags(m, p), 0};
        for (size_t l = 0; l < loci; l++) out[i].loci += m->code[p * loci + l] != 0;
        if (out[i].flags & AG_SAMPLE_MIXTURE && !mixtures++) first_mixture = p;
    }
    if (mixtures)
        ag_sources_report(&m->sources, m->incident.batch, d, AG_WARNING, first_mixture, -1,
                          "they are compared, but never proposed; `antigone check` names them all",
                          "a possible mixture, three or more alleles at several loci (%u %s in all)", mixtures,
                          mixtures == 1 ? "sample" : "samples");
}

static ag_status find_samples(made *m, ag_diagnostics *d, ag_error *err) {
    const ag_batch *batch = m->incident.batch;
    ag_incident *out = &m->incident;
    uint32_t n[3] = {0};
    for (uint32_t i = 0; i < batch->profiles; i++) n[batch->profile[i].role]++;
    ag_incident_sample *remains = AG_NEW(&m->arena, ag_incident_sample, n[AG_REMAINS]);
    ag_incident_sample *elimination = AG_NEW(&m->arena, ag_incident_sample, n[AG_ELIMINATION]);
    if (m->arena.failed) return no_memory(err);
    const uint32_t first_elimination = n[AG_REMAINS] + n[AG_REFERENCE];
    make_samples(m, 0, (int)n[AG_REMAINS], remains, d);
    make_samples(m, first_elimination, (int)n[AG_ELIMINATION], elimination, d);
    out->remains = remains;
    out->elimination = elimination;
    out->eliminations = (int)n[AG_ELIMINATION];
    out->search.remains = (int)n[AG_REMAINS];
    out->search.remains_code = m->code;
    out->elimination_code = m->code + (size_t)first_elimination * (size_t)m->tables.loci;
    return ag_anatomy_make(batch, &m->sources, out->search.remains, &m->arena, &out->anatomy, d, err);
}

/* ---- The incident -------------------------------------------------------------------------------------------- */

static ag_status find_loci(made *m, ag_error *err) {
    const size_t loci = (size_t)m->tables.loci, populations = (size_t)m->tables.populations;
    const ag_locus **locus = AG_NEW(&m->arena, const ag_locus *, loci *populations);
    const ag_locus *const **table = AG_NEW(&m->arena, const ag_locus *const *, populations);
    const ag_observation **observation = AG_NEW(&m->arena, const ag_observation *, loci);
    int *codes = AG_NEW(&m->arena, int, loci);
    if (m->arena.failed) return no_memory(err);
    for (size_t l = 0; l < loci; l++) {
        for (size_t p = 0; p < populations; p++) locus[p * loci + l] = m->book[l].locus[p];
        observation[l] = m->book[l].observation;
        codes[l] = m->book[l].codes;
    }
    for (size_t p = 0; p < populations; p++) table[p] = locus + p * loci;
    ag_search *search = &m->incident.search;
    search->loci = (int)loci;
    search->locus = table[0];
    search->observation = observation;
    search->codes = codes;
    search->pruning = AG_PRUNE_NOTHING;
    m->incident.populations = (int)populations;
    m->incident.population = m->tables.population;
    m->incident.table = (const ag_locus *const *const *)table;
    return AG_OK;
}

static void set_pool(made *m, ag_diagnostics *d) {
    const ag_batch_settings *s = &m->incident.batch->settings;
    ag_incident *out = &m->incident;
    out->search.families = m->pedigrees.families;
    out->search.family = m->pedigrees.family;
    out->family = m->pedigrees.about;
    out->listed = m->pedigrees.missing;
    out->others_assumed = isnan(s->others);
    out->others = out->others_assumed ? out->listed : s->others;
    out->threshold = s->threshold;
    out->pieces = s->pieces == 1;
    if (out->others_assumed)
        ag_diagnose(d, AG_NOTE, m->sources.settings, 0, 0, "\"others\" of incident.json states it",
                    "how many persons who are not listed may be among the remains is not stated; %g assumed, as many "
                    "as are listed",
                    out->others);
}

static ag_status digest_part(const ag_batch *batch, ag_folder_part part, char out[AG_DIGEST_TEXT], ag_error *err) {
    ag_buffer bytes;
    ag_buffer_init(&bytes);
    ag_folder_format(batch, part, &bytes);
    const bool failed = bytes.failed;
    if (!failed) ag_digest_of(bytes.data, bytes.n, out);
    ag_buffer_deinit(&bytes);
    return failed ? no_memory(err) : AG_OK;
}

static ag_status make(made *m, int threads, ag_diagnostics *d, ag_error *err) {
    const size_t errors = d->errors;
    const ag_batch *batch = m->incident.batch;
    ag_status status = ag_tables_make(batch, &m->sources, &m->arena, &m->tables, d, err);
    if (status == AG_OK && d->errors == errors) status = classify(m, d, err);
    if (status == AG_OK && d->errors == errors) status = find_sexes(m, d, err);
    if (status == AG_OK && d->errors == errors) status = make_parts(m, threads, d, err);
    if (status != AG_OK) return status;
    if (d->errors > errors) return ag_diagnostics_status(d, err);
    warn_assumed(m, d);
    warn_unbounded(m, d);
    status = find_samples(m, d, err);
    if (status == AG_OK) status = find_loci(m, err);
    if (status == AG_OK) status = ag_haplotypes_make(batch, &m->sources, &m->arena, &m->incident.haplotypes, d, err);
    if (status == AG_OK) status = digest_part(batch, AG_FOLDER_FREQUENCIES, m->incident.digest[0], err);
    if (status == AG_OK) status = digest_part(batch, AG_FOLDER_SETTINGS, m->incident.digest[1], err);
    if (status == AG_OK) set_pool(m, d);
    return status;
}

ag_status ag_incident_new(const ag_batch *batch, const char *path, int threads, ag_incident **out,
                          ag_diagnostics *diagnostics, ag_error *err) {
    *out = NULL;
    made *m = calloc(1, sizeof *m);
    if (!m) return no_memory(err);
    m->incident.batch = batch;
    ag_arena_init(&m->arena);
    ag_arena_init(&m->kin);
    ag_diagnostics_init(&m->found_in_families);
    ag_sources_init(path, &m->sources);
    const ag_status status = make(m, threads, diagnostics, err);
    if (status == AG_OK)
        *out = &m->incident;
    else
        ag_incident_free(&m->incident);
    return status;
}
