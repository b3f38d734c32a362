/* A caseload with known truth: see simulate.h.
 *
 * Three passes: the plan (case_plan.h), by one thread; then families and remains, each by all threads in chunks. Texts
 * of cells are made once for each pair of alleles and shared by all profiles.
 */
#include "incident/simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/parallel.h"
#include "formats/csv.h"
#include "formats/incident_folder.h"
#include "incident/case_plan.h"
#include "incident/mutation_spec.h"
#include "incident/shipped.h"
#include "kinship/simulate.h"

#include "base/banned.h"

/* What degraded remains lose: whole loci, of each sample a share between these; and single alleles. */
static const double LEAST_LOST = 0.1, MOST_LOST = 0.5, DROPOUT = 0.1;

enum {
    CHUNK = 256,
    BLOCKS = 32,
    ID_BYTES = 24,
    EXTRAS = 2, /* columns of remains: element, side */
    /* a family with a true father for each false one, and with its unlisted kin, each of whom may need two parents */
    MOST_FAMILIES = AG_MAX_PERSONS / 8, /* a family has seven persons at most, but for grave8, which is alone */
    DROPPED_PERSONS = 2 * AG_PLANNED_PERSONS + 3 * AG_KIN_PER_FAMILY
};

typedef struct locus_maker {
    ag_locus *locus;
    ag_genes *genes;
    ag_text *pair; /* [n × n] "a/b" with a ≤ b */
    ag_text *one;  /* [n] "a/?" */
} locus_maker;

typedef struct maker {
    const ag_simulate_options *options;
    ag_caseload *caseload;
    ag_case_plan plan;
    locus_maker *locus;     /* [loci] */
    ag_genotype *body;      /* [bodies][loci] */
    ag_text *reference_row; /* cells: [references][loci] */
    ag_text *remains_row;
    ag_text *bones;                                                            /* [remains][EXTRAS], or NULL */
    char (*family_id)[ID_BYTES], (*sample_id)[ID_BYTES], (*body_id)[ID_BYTES]; /* of families, remains, bodies */
    char (*reference_id)[2 * ID_BYTES];
    uint32_t *mutated, *meioses, *false_fathers; /* [families] */
    int family_digits, remains_digits;
} maker;

static ag_status out_of_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "simulate fewer remains or families", "not enough memory for the caseload");
}

/* What the room below finds wrong with a file is here wrong with an option. */
static ag_status as_usage(ag_status status, ag_error *err) {
    if (status != AG_BAD_INPUT) return status;
    if (err) err->status = AG_USAGE;
    return AG_USAGE;
}

/* ---- Options ----------------------------------------------------------------------------------------------------- */

ag_simulate_options ag_simulate_defaults(void) {
    return (ag_simulate_options){.seed = 1,
                                 .loci = "nist24",
                                 .mutation = "stepwise:0.002:1e-6:0.1",
                                 .population = "Cauc",
                                 .degraded = 0.25,
                                 .stated_theta = NAN,
                                 .run = {.kernel = -1}};
}

static ag_status check_shape(const ag_simulate_options *o, ag_error *err) {
    const bool grave = o->shape == AG_CASE_GRAVE8;
    const uint32_t bones = (AG_GRAVE8_MISSING + AG_GRAVE8_OTHERS) * AG_BONES;
    if (grave && (o->families != 1 || o->draw != AG_DRAW_REGISTER))
        return ag_fail(err, AG_USAGE, "leave --families out", "grave8 is one family and its grave");
    if (grave && o->remains > bones)
        return ag_fail(err, AG_USAGE, "such as --remains 200", "the twenty bodies of grave8 have %u bones", bones);
    if (o->pool_others > AG_MAX_PERSONS)
        return ag_fail(err, AG_USAGE, "give fewer of them", "the pool has at most %u others", AG_MAX_PERSONS);
    if (o->draw == AG_DRAW_BODIES && o->remains > o->families + o->pool_others)
        return ag_fail(err, AG_USAGE, "give more families, or more others",
                       "there are more whole bodies than persons who may be among them");
    return AG_OK;
}

static ag_status check_options(const ag_simulate_options *o, ag_error *err) {
    if (o->remains < 1 || o->remains > AG_MAX_PERSONS)
        return ag_fail(err, AG_USAGE, "such as --remains 1000", "the number of remains is from 1 to %u",
                       AG_MAX_PERSONS);
    if (o->families < 1 || o->families > MOST_FAMILIES)
        return ag_fail(err, AG_USAGE, "such as --families 1000", "the number of families is from 1 to %u",
                       MOST_FAMILIES);
    if (!(o->degraded >= 0 && o->degraded <= 1))
        return ag_fail(err, AG_USAGE, "such as --degraded 0.25", "the share of degraded remains is from 0 to 1");
    if (!(o->theta >= 0 && o->theta < 1) || o->stated_theta < 0 || o->stated_theta >= 1)
        return ag_fail(err, AG_USAGE, "such as --theta 0.01", "theta is from 0 to below 1");
    if (!(o->false_paternity >= 0 && o->false_paternity <= 1))
        return ag_fail(err, AG_USAGE, "such as --false-paternity 0.02", "the share of false fathers is from 0 to 1");
    if (!(o->relatives >= 0 && o->relatives <= 1))
        return ag_fail(err, AG_USAGE, "such as --relatives 0.2", "the share of unlisted relatives is from 0 to 1");
    return check_shape(o, err);
}

/* MODEL:RATE[:RATE2:RANGE]; numbers that are not given are 0, and the model says what it lacks. */
static ag_status parse_mutation(const char *words, ag_batch_mutation *out, ag_error *err) {
    ag_text rest = ag_text_of(words);
    double *const number[] = {&out->rate, &out->rate2, &out->range};
    *out = (ag_batch_mutation){0};
    for (int part = 0; part < 4; part++) {
        const char *colon = rest.n ? memchr(rest.at, ':', rest.n) : NULL;
        const ag_text word = {rest.at, colon ? (size_t)(colon - rest.at) : rest.n};
        if (part == 0)
            out->model = word;
        else if (!ag_parse_double(word, number[part - 1]))
            break;
        if (!colon) return AG_OK;
        rest = (ag_text){colon + 1, rest.n - word.n - 1};
    }
    return ag_fail(err, AG_USAGE, "MODEL:RATE[:RATE2:RANGE], such as stepwise:0.002:1e-6:0.1 or proportional:0.002",
                   "the mutation model \"%.60s\" cannot be read", words);
}

/* ---- Loci -------------------------------------------------------------------------------------------------------- */

static ag_text cell_text(ag_arena *arena, const char *a, const char *b) {
    const size_t n = strlen(a) + 1 + strlen(b);
    char *text = ag_arena_alloc(arena, n + 1);
    if (text) snprintf(text, n + 1, "%s/%s", a, b);
    return ag_text_of(text);
}

static ag_status make_texts(locus_maker *m, ag_arena *arena, ag_error *err) {
    const int n = m->locus->n;
    m->pair = AG_NEW(arena, ag_text, (size_t)n * (size_t)n);
    m->one = AG_NEW(arena, ag_text, n);
    for (int i = 0; i < n && !arena->failed; i++) {
        m->one[i] = cell_text(arena, m->locus->allele[i], "?");
        for (int j = 0; j < n; j++)
            m->pair[i * n + j] = cell_text(arena, m->locus->allele[i < j ? i : j], m->locus->allele[i < j ? j : i]);
    }
    return arena->failed ? out_of_memory(err) : AG_OK;
}

/* With theta everybody is of one subpopulation, whose frequencies the laboratory does not know: the table and the
 * mutation model stay those of the population. */
static ag_status make_genes(const maker *mk, locus_maker *m, ag_random *random, ag_error *err) {
    double own[AG_MAX_ALLELES];
    if (!(mk->options->theta > 0)) return ag_genes_new(m->locus, NULL, &m->genes, err);
    ag_subpopulation_draw(m->locus->frequency, m->locus->n, mk->options->theta, random, own);
    return ag_genes_new(m->locus, own, &m->genes, err);
}

/* The next locus of the batch, whose frequencies start at *at. */
static ag_status make_locus(maker *mk, uint32_t l, const ag_mutation_spec *mutation, uint32_t *at, ag_random *random,
                            ag_error *err) {
    const ag_batch *batch = &mk->caseload->batch;
    const char *name[AG_MAX_ALLELES];
    double frequency[AG_MAX_ALLELES];
    ag_locus_spec spec = {.name = batch->locus[l].at, .allele = name, .frequency = frequency};
    for (; *at < batch->frequencies && batch->frequency[*at].locus == l; ++*at) {
        name[spec.alleles] = batch->frequency[*at].allele.at;
        frequency[spec.alleles++] = batch->frequency[*at].frequency;
    }
    spec.female = spec.male = *mutation;
    ag_error why;
    ag_status status = ag_locus_new(&spec, &mk->locus[l].locus, &why);
    if (status == AG_BAD_INPUT) return ag_fail(err, AG_USAGE, why.hint, "at %s %.250s", spec.name, why.what);
    if (status != AG_OK) return out_of_memory(err);
    status = make_genes(mk, &mk->locus[l], random, err);
    return status == AG_OK ? make_texts(&mk->locus[l], &mk->caseload->batch.arena, err) : status;
}

static ag_status make_loci(maker *mk, ag_error *err) {
    ag_batch *batch = &mk->caseload->batch;
    ag_batch_mutation_pair *pair = &batch->settings.mutation[0];
    ag_mutation_spec mutation;
    ag_random random;
    uint32_t at = 0;
    ag_status status = parse_mutation(mk->options->mutation, &pair->female, err);
    if (status == AG_OK) status = as_usage(ag_mutation_spec_of(&pair->female, &batch->arena, &mutation, err), err);
    if (status == AG_OK) status = ag_shipped_fill(mk->options->loci, mk->options->population, batch, err);
    if (status != AG_OK) return status;
    pair->female.model = ag_text_of(ag_mutation_word(mutation.model));
    pair->male = pair->female;
    mk->locus = calloc(batch->loci, sizeof *mk->locus);
    if (!mk->locus) return out_of_memory(err);
    ag_random_init(&random, mk->options->seed, AG_STREAM_SUBPOPULATION);
    for (uint32_t l = 0; l < batch->loci && status == AG_OK; l++)
        status = make_locus(mk, l, &mutation, &at, &random, err);
    return status;
}

/* ---- Families ---------------------------------------------------------------------------------------------------- */

static ag_text sex_text(int sex) { return sex == AG_MALE ? AG_TEXT("M") : AG_TEXT("F"); }

/* The people whose genes are dropped: the family, then those of whom no file tells. */
typedef struct lineage {
    ag_person person[DROPPED_PERSONS];
    int persons;
    int kin[AG_KIN_PER_FAMILY]; /* where each unlisted relative stands, in the order of the plan's list */
} lineage;

static int add_founder(lineage *x, ag_sex sex) {
    x->person[x->persons] = (ag_person){.father = -1, .mother = -1, .sex = sex, .twin = -1};
    return x->persons++;
}

/* Each child's father is with the stated chance a man whom nobody names. */
static void add_true_fathers(maker *mk, uint32_t k, lineage *x) {
    const int planned = x->persons;
    ag_random random;
    ag_random_init(&random, mk->options->seed, AG_STREAM_FATHERS(k));
    for (int i = 0; i < planned; i++) {
        if (x->person[i].father < 0 || ag_random_unit(&random) >= mk->options->false_paternity) continue;
        x->person[i].father = add_founder(x, AG_MALE);
        mk->false_fathers[k]++;
    }
}

/* With whom somebody has planned children, or a founder more. */
static int spouse_of(lineage *x, int person, int planned) {
    for (int i = 0; i < planned; i++) {
        if (x->person[i].father == person) return x->person[i].mother;
        if (x->person[i].mother == person) return x->person[i].father;
    }
    return add_founder(x, x->person[person].sex == AG_MALE ? AG_FEMALE : AG_MALE);
}

static int add_relative(lineage *x, int of, bool son, int planned) {
    int parent[2] = {of, -1};
    if (son) {
        parent[1] = spouse_of(x, of, planned);
    } else {
        if (x->person[of].father < 0) {
            x->person[of].father = add_founder(x, AG_MALE);
            x->person[of].mother = add_founder(x, AG_FEMALE);
        }
        parent[0] = x->person[of].father;
        parent[1] = x->person[of].mother;
    }
    const int father = x->person[parent[0]].sex == AG_MALE ? 0 : 1, i = add_founder(x, AG_MALE);
    x->person[i].father = parent[father];
    x->person[i].mother = parent[1 - father];
    return i;
}

static int missing_at(const ag_planned_family *f, uint32_t missing) {
    int i = -1;
    for (uint32_t left = missing - f->first_missing + 1; left; left -= f->person[i].missing) i++;
    return i;
}

static void make_lineage(maker *mk, uint32_t k, lineage *x) {
    const ag_planned_family *f = &mk->plan.family[k];
    x->persons = f->persons;
    for (int i = 0; i < f->persons; i++)
        x->person[i] = (ag_person){
            .father = f->person[i].father, .mother = f->person[i].mother, .sex = (ag_sex)f->person[i].sex, .twin = -1};
    if (mk->options->false_paternity > 0) add_true_fathers(mk, k, x);
    int n = 0;
    for (uint32_t i = mk->plan.first_kin[k]; i != AG_NO_KIN; i = mk->plan.kin[i].next)
        x->kin[n++] = add_relative(x, missing_at(f, mk->plan.kin[i].of), mk->plan.kin[i].son, f->persons);
}

/* Genes of all persons: kept for the missing and for unlisted relatives, seen in those who are typed. */
static void drop_family(maker *mk, uint32_t k, ag_genotype out[][DROPPED_PERSONS]) {
    lineage x;
    int order[DROPPED_PERSONS], n = 0;
    make_lineage(mk, k, &x);
    const ag_pedigree pedigree = {x.persons, x.person};
    const uint32_t loci = mk->caseload->batch.loci;
    ag_random random;
    ag_random_init(&random, mk->options->seed, AG_STREAM_FAMILY(k));
    ag_pedigree_order(&pedigree, order);
    for (uint32_t l = 0; l < loci; l++) {
        mk->mutated[k] += (uint32_t)ag_genes_drop(mk->locus[l].genes, &pedigree, order, &random, out[l]);
        mk->meioses[k] += (uint32_t)ag_genes_meioses(mk->locus[l].genes, &pedigree);
    }
    for (uint32_t i = mk->plan.first_kin[k]; i != AG_NO_KIN; i = mk->plan.kin[i].next, n++)
        for (uint32_t l = 0; l < loci; l++) mk->body[((size_t)mk->plan.missing + i) * loci + l] = out[l][x.kin[n]];
}

static ag_text pair_text(const locus_maker *m, ag_genotype g) { return m->pair[g.a * m->locus->n + g.b]; }

/* Nothing of the missing; of the untyped every sixth grandparent is living, half of the parents, and most of the
 * others.
 */
static ag_text draw_living(const ag_planned_person *p, ag_random *random) {
    const ag_text id = ag_text_of(p->id);
    const bool parent = ag_text_equal(id, AG_TEXT("father")) || ag_text_equal(id, AG_TEXT("mother"));
    const double share = ag_text_starts(id, AG_TEXT("grand")) ? 1.0 / 6 : parent ? 0.5 : 0.8;
    const bool living = ag_random_unit(random) < share;
    return p->missing ? AG_TEXT("") : living || p->typed ? AG_TEXT("yes") : AG_TEXT("no");
}

static void write_person(const maker *mk, const ag_planned_family *f, ag_text family, int i, ag_random *living) {
    const ag_planned_person *p = &f->person[i];
    mk->caseload->batch.person[f->first_person + (uint32_t)i] =
        (ag_batch_person){.family = family,
                          .person = ag_text_of(p->id),
                          .father = ag_text_of(p->father < 0 ? NULL : f->person[p->father].id),
                          .mother = ag_text_of(p->mother < 0 ? NULL : f->person[p->mother].id),
                          .sex = sex_text(p->sex),
                          .missing = p->missing ? AG_TEXT("yes") : AG_TEXT(""),
                          .living = draw_living(p, living),
                          .row = f->first_person + (uint32_t)i + 2};
}

static void write_reference(const maker *mk, uint32_t reference, ag_text family, const ag_planned_person *p) {
    ag_text *cell = mk->reference_row + (size_t)reference * mk->caseload->batch.loci;
    char *id = mk->reference_id[reference];
    snprintf(id, sizeof *mk->reference_id, "%s-%s", family.at, p->id);
    mk->caseload->batch.profile[mk->plan.samples + reference] = (ag_batch_profile){.role = AG_REFERENCE,
                                                                                   .sample = ag_text_of(id),
                                                                                   .family = family,
                                                                                   .person = ag_text_of(p->id),
                                                                                   .sex = sex_text(p->sex),
                                                                                   .cell = cell,
                                                                                   .row = reference + 2};
}

static void make_family(maker *mk, uint32_t k) {
    const ag_planned_family *f = &mk->plan.family[k];
    const uint32_t loci = mk->caseload->batch.loci;
    ag_genotype genotype[AG_MAX_LOCI][DROPPED_PERSONS];
    uint32_t reference = f->first_reference, missing = f->first_missing;
    char *id = mk->family_id[k];
    ag_random living;
    snprintf(id, ID_BYTES, "F%0*u", mk->family_digits, k + 1);
    drop_family(mk, k, genotype);
    ag_random_init(&living, mk->options->seed, AG_STREAM_LIVING(k));
    for (int i = 0; i < f->persons; i++) {
        write_person(mk, f, ag_text_of(id), i, &living);
        if (f->person[i].missing) {
            for (uint32_t l = 0; l < loci; l++) mk->body[(size_t)missing * loci + l] = genotype[l][i];
            snprintf(mk->body_id[missing++], ID_BYTES, "%s:%s", id, f->person[i].id);
        }
        if (!f->person[i].typed) continue;
        for (uint32_t l = 0; l < loci; l++)
            mk->reference_row[(size_t)reference * loci + l] = pair_text(&mk->locus[l], genotype[l][i]);
        write_reference(mk, reference++, ag_text_of(id), &f->person[i]);
    }
}

/* ---- Remains ----------------------------------------------------------------------------------------------------- */

/* Those whose family is not here; the genes of a relative were dropped with the family. */
static void make_nobody(maker *mk, uint32_t k) {
    const uint32_t body = mk->plan.missing + k, loci = mk->caseload->batch.loci;
    ag_random random;
    ag_random_init(&random, mk->options->seed, AG_STREAM_BODY(body));
    for (uint32_t l = 0; l < loci && mk->plan.kin[k].of == AG_NO_KIN; l++)
        mk->body[(size_t)body * loci + l] = ag_genes_draw_unrelated(mk->locus[l].genes, false, &random);
    snprintf(mk->body_id[body], ID_BYTES, "nobody%u", k + 1);
}

static ag_text degraded_cell(const locus_maker *m, ag_genotype g, double lost, ag_random *random) {
    const bool failed = ag_random_unit(random) < lost;
    const ag_sighting s = ag_genes_observe(m->genes, g, DROPOUT, DROPOUT * DROPOUT, random);
    if (failed || s.n == 0) return AG_TEXT("");
    return s.n == 1 ? m->one[s.allele[0]] : pair_text(m, (ag_genotype){s.allele[0], s.allele[1]});
}

static ag_truth truth_of(const maker *mk, uint32_t body) {
    const ag_text id = ag_text_of(mk->body_id[body]);
    if (body >= mk->plan.missing) return (ag_truth){.body = id, .family_at = -1, .missing_at = -1, .body_at = body};
    const uint32_t family = mk->plan.family_of[body];
    return (ag_truth){.person = id,
                      .family = ag_text_of(mk->family_id[family]),
                      .body = id,
                      .family_at = (int32_t)family,
                      .missing_at = (int32_t)(body - mk->plan.family[family].first_missing),
                      .body_at = body};
}

/* Which bone each part is: columns of remains.csv. */
static ag_status make_bones(maker *mk, ag_error *err) {
    ag_batch *batch = &mk->caseload->batch;
    ag_text *name = AG_NEW(&batch->arena, ag_text, EXTRAS);
    mk->bones = AG_NEW(&batch->arena, ag_text, (size_t)EXTRAS * mk->plan.samples);
    if (batch->arena.failed) return out_of_memory(err);
    name[0] = AG_TEXT("element");
    name[1] = AG_TEXT("side");
    batch->extra[AG_REMAINS] = name;
    batch->extras[AG_REMAINS] = EXTRAS;
    for (uint32_t i = 0; i < mk->plan.samples; i++) {
        mk->bones[(size_t)EXTRAS * i] = ag_text_of(ag_bone_element(mk->plan.sample[i].bone));
        mk->bones[(size_t)EXTRAS * i + 1] = ag_text_of(ag_bone_side(mk->plan.sample[i].bone));
    }
    return AG_OK;
}

static void make_remains(maker *mk, uint32_t i) {
    const ag_planned_sample *s = &mk->plan.sample[i];
    const uint32_t loci = mk->caseload->batch.loci;
    const ag_genotype *g = mk->body + (size_t)s->body * loci;
    ag_text *cell = mk->remains_row + (size_t)i * loci;
    ag_random random;
    ag_random_init(&random, mk->options->seed, AG_STREAM_SAMPLE(i));
    const double lost = LEAST_LOST + (MOST_LOST - LEAST_LOST) * ag_random_unit(&random);
    for (uint32_t l = 0; l < loci; l++)
        cell[l] = s->degraded ? degraded_cell(&mk->locus[l], g[l], lost, &random) : pair_text(&mk->locus[l], g[l]);
    snprintf(mk->sample_id[i], ID_BYTES, "R%0*u", mk->remains_digits, i + 1);
    mk->caseload->batch.profile[i] =
        (ag_batch_profile){.role = AG_REMAINS,
                           .sample = ag_text_of(mk->sample_id[i]),
                           .sex = s->sex_known ? sex_text(mk->plan.sex_of[s->body]) : AG_TEXT(""),
                           .quality = s->degraded ? AG_TEXT("degraded") : AG_TEXT("good"),
                           .cell = cell,
                           .extra = mk->bones ? mk->bones + (size_t)EXTRAS * i : NULL,
                           .row = i + 2};
    mk->caseload->truth[i] = truth_of(mk, s->body);
}

/* ---- All of them ------------------------------------------------------------------------------------------------- */

typedef void make_one(maker *mk, uint32_t i);

typedef struct stage {
    maker *mk;
    make_one *make;
    size_t first, end; /* of the present block */
} stage;

static ag_status make_chunk(void *context, size_t index, int worker, ag_error *err) {
    const stage *s = context;
    const size_t from = s->first + index * CHUNK, to = from + CHUNK < s->end ? from + CHUNK : s->end;
    (void)worker;
    (void)err;
    for (size_t i = from; i < to; i++) s->make(s->mk, (uint32_t)i);
    return AG_OK;
}

/* n of them, block by block so that progress is told by this thread; `before` and `of` are counts of the whole work. */
static ag_status make_all(maker *mk, make_one *make, uint32_t n, double before, double of, ag_error *err) {
    const ag_run *run = &mk->options->run;
    const int threads = run->threads > 0 ? run->threads : ag_processor_count();
    ag_status status = AG_OK;
    for (size_t b = 0; b < BLOCKS && status == AG_OK; b++) {
        stage s = {mk, make, n * b / BLOCKS, n * (b + 1) / BLOCKS};
        status = ag_parallel((s.end - s.first + CHUNK - 1) / CHUNK, threads, run->stop, make_chunk, &s, err);
        if (status == AG_OK && run->progress) run->progress(run->context, before + (double)s.end, of);
    }
    return status;
}

static int digits(uint32_t n, int least) {
    int d = 1;
    while (n /= 10) d++;
    return d > least ? d : least;
}

static ag_status make_room(maker *mk, ag_error *err) {
    ag_batch *batch = &mk->caseload->batch;
    ag_arena *arena = &batch->arena;
    const ag_case_plan *p = &mk->plan;
    const size_t bodies = (size_t)p->missing + p->others, loci = batch->loci;
    batch->persons = p->persons;
    batch->profiles = p->samples + p->references;
    batch->person = AG_NEW(arena, ag_batch_person, batch->persons);
    batch->profile = AG_NEW(arena, ag_batch_profile, batch->profiles);
    mk->caseload->truth = AG_NEW(arena, ag_truth, p->samples);
    mk->remains_row = AG_NEW(arena, ag_text, p->samples * loci);
    mk->reference_row = AG_NEW(arena, ag_text, p->references * loci);
    mk->family_id = ag_arena_array(arena, p->families, sizeof *mk->family_id);
    mk->sample_id = ag_arena_array(arena, p->samples, sizeof *mk->sample_id);
    mk->body_id = ag_arena_array(arena, bodies, sizeof *mk->body_id);
    mk->reference_id = ag_arena_array(arena, p->references, sizeof *mk->reference_id);
    mk->body = calloc(bodies * loci, sizeof *mk->body);
    mk->mutated = calloc(p->families, sizeof *mk->mutated);
    mk->false_fathers = calloc(p->families, sizeof *mk->false_fathers);
    mk->meioses = calloc(p->families, sizeof *mk->meioses);
    mk->family_digits = digits(p->families, 4);
    mk->remains_digits = digits(p->samples, 5);
    return arena->failed || !mk->body || !mk->mutated || !mk->meioses || !mk->false_fathers ? out_of_memory(err)
                                                                                            : AG_OK;
}

static ag_status make_settings(maker *mk, ag_error *err) {
    ag_batch *batch = &mk->caseload->batch;
    ag_batch_settings *s = &batch->settings;
    char name[64];
    const int n = snprintf(name, sizeof name, "Simulated incident, seed %llu", (unsigned long long)mk->options->seed);
    s->name = (ag_text){ag_arena_text(&batch->arena, name, (size_t)n), (size_t)n};
    s->mutation = AG_NEW(&batch->arena, ag_batch_mutation_pair, 1);
    s->dropout = AG_NEW(&batch->arena, ag_batch_named_number, 2);
    if (batch->arena.failed) return out_of_memory(err);
    s->mutation[0] = (ag_batch_mutation_pair){0};
    s->mutations = 1;
    s->dropout[0] = (ag_batch_named_number){AG_TEXT("good"), 0};
    s->dropout[1] = (ag_batch_named_number){AG_TEXT("degraded"), DROPOUT};
    s->dropouts = 2;
    s->theta = isnan(mk->options->stated_theta) ? mk->options->theta : mk->options->stated_theta;
    s->frequency_rule = AG_TEXT("as given");
    s->pieces = mk->options->draw != AG_DRAW_BODIES;
    return AG_OK;
}

static ag_status count(const maker *mk, ag_error *err) {
    ag_caseload *c = mk->caseload;
    const ag_case_plan *p = &mk->plan;
    uint8_t *kind = AG_NEW(&c->batch.arena, uint8_t, p->families);
    if (!kind) return out_of_memory(err);
    c->remains = p->samples;
    c->references = p->references;
    c->families = p->families;
    c->missing = p->missing;
    c->found = p->found;
    c->others = p->others;
    c->batch.settings.others = p->pool_others;
    c->family_kind = kind;
    for (uint32_t k = 0; k < p->families; k++) {
        const ag_planned_family *f = &p->family[k];
        kind[k] = f->kind;
        c->kind[f->kind]++;
        c->mutated += mk->mutated[k];
        c->meioses += mk->meioses[k];
        c->false_fathers += mk->false_fathers[k];
        for (int i = 0; i < f->persons; i++) c->fathers += f->person[i].father >= 0;
    }
    for (uint32_t i = 0; i < p->others; i++) c->kin += p->kin[i].of != AG_NO_KIN;
    return AG_OK;
}

/* The laboratory's table is another population's: alleles that it lacks are as rare as the reader of cells makes them.
 */
static ag_status swap_table(maker *mk, ag_error *err) {
    ag_batch *batch = &mk->caseload->batch;
    ag_batch other;
    if (!mk->options->table_population) return AG_OK;
    ag_batch_init(&other);
    ag_status status = ag_shipped_fill(mk->options->loci, mk->options->table_population, &other, err);
    batch->frequency = status == AG_OK ? AG_NEW(&batch->arena, ag_batch_frequency, other.frequencies) : NULL;
    batch->frequencies = 0;
    for (; batch->frequency && batch->frequencies < other.frequencies; batch->frequencies++) {
        const ag_text allele = other.frequency[batch->frequencies].allele;
        ag_batch_frequency *f = &batch->frequency[batch->frequencies];
        *f = other.frequency[batch->frequencies];
        f->population = AG_TEXT("");
        f->allele = (ag_text){ag_arena_text(&batch->arena, allele.at, allele.n), allele.n};
    }
    if (status == AG_OK && batch->arena.failed) status = out_of_memory(err);
    ag_batch_deinit(&other);
    return status;
}

static ag_status make_plan(maker *mk, ag_error *err) {
    const ag_simulate_options *o = mk->options;
    const ag_case_spec spec = {.shape = o->shape,
                               .draw = o->draw,
                               .families = o->families,
                               .samples = o->remains,
                               .pool_others = o->pool_others,
                               .degraded = o->degraded,
                               .relatives = o->relatives,
                               .sex_untold = o->sex_untold,
                               .seed = o->seed};
    return ag_case_plan_make(&spec, &mk->caseload->batch.arena, &mk->plan, err);
}

static ag_status make_caseload(maker *mk, ag_error *err) {
    const ag_simulate_options *o = mk->options;
    const double of = (double)o->families + o->remains;
    ag_status status = make_settings(mk, err);
    if (status == AG_OK) status = make_loci(mk, err);
    if (status == AG_OK) status = make_plan(mk, err);
    if (status == AG_OK) status = make_room(mk, err);
    if (status == AG_OK && o->shape == AG_CASE_GRAVE8) status = make_bones(mk, err);
    if (status == AG_OK) status = make_all(mk, make_family, o->families, 0, of, err);
    for (uint32_t k = 0; k < mk->plan.others && status == AG_OK; k++) make_nobody(mk, k);
    if (status == AG_OK) status = make_all(mk, make_remains, o->remains, o->families, of, err);
    if (status == AG_OK) status = count(mk, err);
    return status == AG_OK ? swap_table(mk, err) : status;
}

/* ---- Interface --------------------------------------------------------------------------------------------------- */

ag_status ag_caseload_init(const ag_simulate_options *options, ag_caseload *out, ag_error *err) {
    maker mk = {.options = options, .caseload = out};
    *out = (ag_caseload){0};
    ag_batch_init(&out->batch);
    ag_status status = check_options(options, err);
    if (status == AG_OK) status = make_caseload(&mk, err);
    for (uint32_t l = 0; mk.locus && l < out->batch.loci; l++) {
        ag_genes_free(mk.locus[l].genes);
        ag_locus_free(mk.locus[l].locus);
    }
    free(mk.locus);
    free(mk.body);
    free(mk.mutated);
    free(mk.meioses);
    free(mk.false_fathers);
    if (status != AG_OK) ag_caseload_deinit(out);
    return status;
}

void ag_caseload_deinit(ag_caseload *caseload) { ag_batch_deinit(&caseload->batch); }

static ag_status save_truth(const ag_caseload *caseload, const char *path, ag_error *err) {
    ag_buffer bytes;
    ag_csv_writer w = {.out = &bytes};
    ag_buffer_init(&bytes);
    ag_buffer_puts(&bytes, "sample,missing_person,family,body\n");
    for (uint32_t i = 0; i < caseload->remains; i++) {
        ag_csv_put(&w, caseload->batch.profile[i].sample);
        ag_csv_put(&w, caseload->truth[i].person);
        ag_csv_put(&w, caseload->truth[i].family);
        ag_csv_put(&w, caseload->truth[i].body);
        ag_csv_end_row(&w);
    }
    const ag_status status = bytes.failed ? out_of_memory(err) : ag_file_write(path, bytes.data, bytes.n, err);
    ag_buffer_deinit(&bytes);
    return status;
}

ag_status ag_caseload_save(const ag_caseload *caseload, const char *folder, ag_error *err) {
    ag_buffer path;
    ag_status status = ag_folder_write(&caseload->batch, folder, err);
    if (status != AG_OK) return status;
    ag_buffer_init(&path);
    ag_buffer_puts(&path, folder);
    ag_buffer_puts(&path, "/truth.csv");
    status = path.failed ? out_of_memory(err) : save_truth(caseload, path.data, err);
    ag_buffer_deinit(&path);
    return status;
}

ag_status ag_simulate(const ag_simulate_options *options, const char *folder, ag_caseload *out, ag_error *err) {
    ag_caseload own = {0};
    ag_caseload *caseload = out ? out : &own;
    ag_status status = ag_caseload_init(options, caseload, err);
    if (status != AG_OK) return status;
    status = ag_caseload_save(caseload, folder, err);
    if (status != AG_OK || !out) ag_caseload_deinit(caseload);
    return status;
}
