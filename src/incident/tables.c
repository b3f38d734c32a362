/* Frequency tables and parameters, locus by locus: see tables.h. */
#include "incident/tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/locus_key.h"
#include "base/map.h"
#include "genetics/allele.h"
#include "incident/mutation_spec.h"

#include "base/banned.h"

enum { KEY_BYTES = AG_MAX_ID_BYTES + 1, SHOWN = 60, MAX_POPULATIONS = 32 };
static const double SUM_TOLERANCE = 1e-6;

/* One locus while its rows are gathered. */
typedef struct gathering {
    const char **allele;
    int32_t *size;
    double **frequency; /* [populations] */
    int alleles;
} gathering;

typedef struct maker {
    const ag_batch *batch;
    const ag_sources *sources;
    ag_arena *arena;
    ag_diagnostics *d;
    ag_tables *out;
    int *plan_of; /* [batch->loci], -1 where the locus is not used */
    gathering *gathering;
    ag_frequency_rule rule;
} maker;

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }

static bool key_starts(ag_text name, const char *start) {
    char key[KEY_BYTES];
    return ag_locus_key(name, key, sizeof key) && strncmp(key, start, strlen(start)) == 0;
}

bool ag_is_sex_marker(ag_text locus) { return key_starts(locus, "amel"); }

static bool is_y_locus(ag_text name) {
    return key_starts(name, "dys") || key_starts(name, "yindel") || key_starts(name, "ygata");
}

/* ---- Which loci ---------------------------------------------------------------------------------------------- */

static bool occurs(const ag_batch *batch, uint32_t locus) {
    for (uint32_t i = 0; i < batch->profiles; i++)
        if (batch->profile[i].cell[locus].n) return true;
    return false;
}

static void report_y(const maker *m, const ag_batch_frequency *f) {
    ag_diagnose(m->d, AG_WARNING, m->sources->frequencies, (long)f->row, 0,
                "ystr.csv has the Y markers, one column for each", "%.*s is on the Y chromosome; it is not used",
                shown(m->batch->locus[f->locus]), m->batch->locus[f->locus].at);
}

/* The loci of the tables, in the batch's order. */
static bool find_loci(maker *m) {
    const ag_batch *batch = m->batch;
    m->plan_of = AG_NEW(m->arena, int, batch->loci);
    const ag_batch_frequency **first = AG_NEW(m->arena, const ag_batch_frequency *, batch->loci);
    m->out->plan = AG_NEW(m->arena, ag_locus_plan, batch->loci);
    if (m->arena->failed) return false;
    for (uint32_t i = 0; i < batch->frequencies; i++) {
        const ag_batch_frequency *f = &batch->frequency[i];
        const ag_text name = batch->locus[f->locus];
        if (first[f->locus] || ag_is_sex_marker(name)) continue;
        first[f->locus] = f;
        if (is_y_locus(name)) report_y(m, f);
    }
    for (uint32_t i = 0; i < batch->loci; i++) {
        m->plan_of[i] = -1;
        if (!first[i] || is_y_locus(batch->locus[i]) || !occurs(batch, i)) continue;
        m->plan_of[i] = m->out->loci;
        m->out->plan[m->out->loci++] = (ag_locus_plan){.locus = i, .row = first[i]->row};
    }
    if (!m->out->loci)
        ag_diagnose(m->d, AG_ERROR, m->sources->frequencies, 0, 0,
                    "name the columns of the profiles as the frequency table names its loci",
                    "no locus of the frequency table occurs in a profile");
    return true;
}

/* ---- Frequencies --------------------------------------------------------------------------------------------- */

static bool find_populations(maker *m, uint32_t *population_of_row) {
    ag_text *name = AG_NEW(m->arena, ag_text, MAX_POPULATIONS);
    if (!name) return false;
    m->out->population = name;
    for (uint32_t i = 0; i < m->batch->frequencies; i++) {
        int p = 0;
        while (p < m->out->populations && !ag_text_equal(name[p], m->batch->frequency[i].population)) p++;
        if (p == MAX_POPULATIONS) {
            ag_diagnose(m->d, AG_ERROR, m->sources->frequencies, (long)m->batch->frequency[i].row, 0,
                        "leave out those that nobody here belongs to", "there are more than %d populations",
                        MAX_POPULATIONS);
            return true;
        }
        if (p == m->out->populations) name[m->out->populations++] = m->batch->frequency[i].population;
        population_of_row[i] = (uint32_t)p;
    }
    return true;
}

static bool start_gathering(maker *m) {
    const size_t populations = (size_t)m->out->populations;
    m->gathering = AG_NEW(m->arena, gathering, m->out->loci);
    for (int l = 0; l < m->out->loci && m->gathering; l++) {
        gathering *g = &m->gathering[l];
        g->allele = AG_NEW(m->arena, const char *, AG_MAX_ALLELES + 2);
        g->size = AG_NEW(m->arena, int32_t, AG_MAX_ALLELES + 2);
        g->frequency = AG_NEW(m->arena, double *, populations);
        for (size_t p = 0; p < populations && g->frequency; p++)
            g->frequency[p] = AG_NEW(m->arena, double, AG_MAX_ALLELES + 2);
    }
    return !m->arena->failed;
}

static int add_allele(maker *m, gathering *g, ag_text name) {
    if (g->alleles >= AG_MAX_ALLELES) return -1;
    g->allele[g->alleles] = ag_arena_text(m->arena, name.at, name.n);
    g->size[g->alleles] = ag_allele_size(name);
    for (int p = 0; p < m->out->populations; p++) g->frequency[p][g->alleles] = NAN;
    return g->allele[g->alleles] ? g->alleles++ : -1;
}

static void gather_row(maker *m, const ag_batch_frequency *f, uint32_t population) {
    const int l = m->plan_of[f->locus];
    if (l < 0) return;
    gathering *g = &m->gathering[l];
    const ag_text locus = m->batch->locus[f->locus];
    int i = ag_allele_find(g->allele, g->size, g->alleles, f->allele, ag_allele_size(f->allele));
    if (i < 0) i = add_allele(m, g, f->allele);
    if (i < 0)
        ag_diagnose(m->d, AG_ERROR, m->sources->frequencies, (long)f->row, 0, "is this a frequency table?",
                    "%.*s has more than %d alleles", shown(locus), locus.at, AG_MAX_ALLELES);
    else if (!isnan(g->frequency[population][i]))
        ag_diagnose(m->d, AG_ERROR, m->sources->frequencies, (long)f->row, 0, "keep one of the two rows",
                    "%.*s has the allele %.*s twice", shown(locus), locus.at, shown(f->allele), f->allele.at);
    else
        g->frequency[population][i] = f->frequency;
}

static double sum_of(const gathering *g, int population) {
    double sum = 0;
    for (int i = 0; i < g->alleles; i++)
        if (!isnan(g->frequency[population][i])) sum += g->frequency[population][i];
    return sum;
}

/* What a table lacks to 1 is one more allele; with several tables it must be one in all of them. */
static void add_rest(maker *m, gathering *g) {
    const int n = g->alleles;
    bool lacks = false;
    for (int p = 0; p < m->out->populations; p++) lacks |= sum_of(g, p) < 1 - SUM_TOLERANCE;
    if (!lacks || add_allele(m, g, AG_TEXT("rest")) < 0) return;
    for (int p = 0; p < m->out->populations; p++) g->frequency[p][n] = fmax(0, 1 - sum_of(g, p));
}

/* A silent allele that the table names, or whose frequency the table has left room for, is an allele of the table. */
static void settle_silent(maker *m, gathering *g, ag_locus_spec *spec) {
    int i = ag_allele_find(g->allele, g->size, g->alleles, AG_TEXT("silent"), AG_ALLELE_NO_SIZE);
    bool fits = spec->silent_frequency > 0;
    for (int p = 0; p < m->out->populations; p++)
        fits = fits && fabs(sum_of(g, p) + spec->silent_frequency - 1) <= SUM_TOLERANCE;
    if (i < 0 && fits) {
        i = add_allele(m, g, AG_TEXT("silent"));
        for (int p = 0; p < m->out->populations && i >= 0; p++) g->frequency[p][i] = spec->silent_frequency;
    }
    if (i < 0) return;
    spec->silent_allele = g->allele[i];
    spec->silent_frequency = 0;
}

static void check_gathered(maker *m, const gathering *g, const ag_locus_plan *plan) {
    for (int p = 0; p < m->out->populations; p++) {
        bool any = false;
        for (int i = 0; i < g->alleles; i++) any |= !isnan(g->frequency[p][i]);
        if (any) continue;
        const ag_text locus = m->batch->locus[plan->locus], population = m->out->population[p];
        ag_diagnose(m->d, AG_ERROR, m->sources->frequencies, (long)plan->row, 0,
                    "every population needs every locus; an empty population name is one of its own",
                    "%.*s has no frequencies in the population \"%.*s\"", shown(locus), locus.at, shown(population),
                    population.n ? population.at : "");
    }
}

static void finish_gathering(maker *m) {
    for (int l = 0; l < m->out->loci; l++) {
        gathering *g = &m->gathering[l];
        ag_locus_plan *plan = &m->out->plan[l];
        check_gathered(m, g, plan);
        settle_silent(m, g, &plan->spec);
        plan->populations = m->out->populations;
        if (plan->populations > 1 && m->rule == AG_FREQUENCY_REST) {
            add_rest(m, g);
            plan->spec.rule = AG_FREQUENCY_AS_GIVEN;
        }
        for (int p = 0; p < m->out->populations; p++)
            for (int i = 0; i < g->alleles; i++)
                if (isnan(g->frequency[p][i])) g->frequency[p][i] = 0;
        plan->spec.alleles = g->alleles;
        plan->spec.allele = g->allele;
        plan->frequency = (const double *const *)g->frequency;
    }
}

/* Which rule was applied where the sums differ from 1: the commonest cause of differing likelihood ratios. */
static void note_rule(const maker *m) {
    char list[200] = "";
    size_t used = 0;
    int n = 0;
    for (int l = 0; l < m->out->loci; l++)
        for (int p = 0; p < m->out->populations; p++) {
            const double sum = sum_of(&m->gathering[l], p);
            const ag_text locus = m->batch->locus[m->out->plan[l].locus];
            if (fabs(sum - 1) <= SUM_TOLERANCE || n++ >= 6) continue;
            const int more = snprintf(list + used, sizeof list - used, "%s%.*s %.6f", used ? ", " : "",
                                      (int)(locus.n < 20 ? locus.n : 20), locus.at, sum);
            if (more > 0 && used + (size_t)more < sizeof list) used += (size_t)more;
        }
    if (n)
        ag_diagnose(m->d, AG_NOTE, m->sources->frequencies, 0, 0, "\"frequencies\" of incident.json states the rule",
                    "the frequencies of %d %s do not sum to 1 (%s%s); the rule applied is \"%s\"", n,
                    n == 1 ? "locus" : "loci", list, n > 6 ? ", …" : "", ag_frequency_rule_word(m->rule));
}

/* ---- Parameters ---------------------------------------------------------------------------------------------- */

static const char *const rule_word[] = {"as given", "renormalise", "rest", "minimum"};

const char *ag_frequency_rule_word(ag_frequency_rule rule) { return rule_word[rule]; }

static ag_frequency_rule find_rule(ag_text word) {
    for (size_t i = 0; i < sizeof rule_word / sizeof *rule_word; i++)
        if (ag_text_equal_fold(word, ag_text_of(rule_word[i]))) return (ag_frequency_rule)i;
    return AG_FREQUENCY_AS_GIVEN;
}

static double given(double value) { return isnan(value) ? 0 : value; }

static bool is_x(const ag_batch_settings *s, ag_text locus) {
    for (uint32_t i = 0; i < s->x_loci; i++)
        if (ag_locus_same(s->x_locus[i], locus)) return true;
    return false;
}

static const ag_batch_mutation_pair *find_mutation(const ag_batch_settings *s, ag_text locus) {
    const ag_batch_mutation_pair *found = NULL;
    for (uint32_t i = 0; i < s->mutations; i++) {
        if (s->mutation[i].locus.n && ag_locus_same(s->mutation[i].locus, locus)) return &s->mutation[i];
        if (!s->mutation[i].locus.n) found = &s->mutation[i];
    }
    return found;
}

static double find_silent(const ag_batch_settings *s, ag_text locus) {
    for (uint32_t i = 0; i < s->silents; i++)
        if (ag_locus_same(s->silent[i].name, locus)) return given(s->silent[i].value);
    return 0;
}

static ag_status set_mutation(maker *m, ag_text locus, ag_locus_spec *spec, ag_error *err) {
    const ag_batch_mutation_pair *pair = find_mutation(&m->batch->settings, locus);
    if (!pair) return AG_OK;
    ag_error fault = {0};
    ag_status status = ag_mutation_spec_of(&pair->female, m->arena, &spec->female, &fault);
    if (status == AG_OK) status = ag_mutation_spec_of(&pair->male, m->arena, &spec->male, &fault);
    if (status == AG_BAD_INPUT) {
        ag_diagnose(m->d, AG_ERROR, m->sources->settings, 0, 0, fault.hint, "%.*s: %s", shown(locus), locus.at,
                    fault.what);
        return AG_OK;
    }
    if (status != AG_OK) *err = fault;
    return status;
}

static ag_status set_parameters(maker *m, ag_error *err) {
    const ag_batch_settings *s = &m->batch->settings;
    m->rule = find_rule(s->frequency_rule);
    for (int l = 0; l < m->out->loci; l++) {
        const ag_text locus = m->batch->locus[m->out->plan[l].locus];
        ag_locus_spec *spec = &m->out->plan[l].spec;
        spec->name = ag_arena_text(m->arena, locus.at, locus.n);
        spec->x = is_x(s, locus);
        spec->rule = m->rule;
        spec->theta = given(s->theta);
        spec->dropin = given(s->dropin);
        spec->error = given(s->error);
        spec->silent_frequency = find_silent(s, locus);
        const ag_status status = set_mutation(m, locus, spec, err);
        if (status != AG_OK) return status;
        if (!spec->x && (key_starts(locus, "dxs") || key_starts(locus, "hprtb")))
            ag_diagnose(m->d, AG_WARNING, m->sources->settings, 0, 0, "\"x\": [\"DXS10148\", …] in incident.json",
                        "%.*s is not listed as an X locus but is named like one", shown(locus), locus.at);
    }
    return AG_OK;
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

ag_status ag_tables_make(const ag_batch *batch, const ag_sources *sources, ag_arena *arena, ag_tables *out,
                         ag_diagnostics *d, ag_error *err) {
    maker m = {.batch = batch, .sources = sources, .arena = arena, .d = d, .out = out};
    *out = (ag_tables){0};
    uint32_t *population = AG_NEW(arena, uint32_t, batch->frequencies + 1);
    if (!population || !find_populations(&m, population) || !find_loci(&m))
        return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const ag_status status = set_parameters(&m, err);
    if (status != AG_OK) return status;
    if (!start_gathering(&m)) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (uint32_t i = 0; i < batch->frequencies; i++) gather_row(&m, &batch->frequency[i], population[i]);
    note_rule(&m);
    finish_gathering(&m);
    return arena->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}

/* Does the table of another population have what this one lacks? */
static bool lacks(const ag_locus_plan *plan, int population, int allele) {
    if (plan->frequency[population][allele] > 0) return false;
    for (int p = 0; p < plan->populations; p++)
        if (plan->frequency[p][allele] > 0) return plan->spec.allele[allele] != plan->spec.silent_allele;
    return false;
}

ag_status ag_plan_locus(const ag_locus_plan *plan, int population, bool mutation, int unlisted,
                        const char *const *unlisted_allele, ag_arena *arena, ag_locus **out, ag_error *err) {
    ag_locus_spec spec = plan->spec;
    const char **lacking = AG_NEW(arena, const char *, (size_t)unlisted + (size_t)spec.alleles);
    if (!lacking) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    spec.frequency = plan->frequency[population];
    spec.unlisted_allele = lacking;
    for (int i = 0; i < unlisted; i++) lacking[spec.unlisted++] = unlisted_allele[i];
    for (int i = 0; i < spec.alleles; i++)
        if (lacks(plan, population, i)) lacking[spec.unlisted++] = spec.allele[i];
    if (!mutation) spec.female = spec.male = (ag_mutation_spec){.model = AG_MUTATION_NONE};
    return ag_locus_new(&spec, out, err);
}
