/* Checks over an incident, and their findings in words: see check.h. */
#include "incident/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "incident/consistency.h"
#include "incident/identify.h"
#include "search/lookalike.h"

#include "base/banned.h"

static const char out_of_memory[] = "out of memory";
static const double MATCH_LIMIT = 1e6, SIBLING_LIMIT = 1e2, KIN_SIBLING_LIMIT = 1e4;
/* Pairs of remains and elimination profiles that are all compared; beyond, they take part in the blocks. */
static const double QUICK_PAIRS = 2e7, DEEP_PAIRS = 2e9;

/* ---- Findings ------------------------------------------------------------------------------------------------ */

typedef struct checking {
    const ag_incident *incident;
    const ag_search *search;
    const ag_match *match;
    bool deep;
    ag_run run;
    ag_check_result *out;
    size_t capacity, same_remains;
} checking;

static ag_status add(checking *c, ag_finding finding, ag_error *err) {
    ag_check_result *out = c->out;
    if (finding.kind == AG_FINDING_SAME_REMAINS && ++c->same_remains > AG_MAX_SAME_REMAINS) {
        out->withheld++;
        return AG_OK;
    }
    if (out->items == c->capacity) {
        const size_t capacity = c->capacity ? 2 * c->capacity : 64;
        ag_finding *item = realloc(out->item, capacity * sizeof *item);
        if (!item) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
        out->item = item;
        c->capacity = capacity;
    }
    out->item[out->items++] = finding;
    return AG_OK;
}

static int by_order(const void *x, const void *y) {
    const ag_finding *a = x, *b = y;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->index != b->index) return a->index < b->index ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

/* ---- Families ------------------------------------------------------------------------------------------------ */

static ag_status family_findings(checking *c, const ag_fit *fit, size_t n, ag_error *err) {
    uint64_t impossible[4] = {0};
    const uint32_t f = (uint32_t)fit->family;
    ag_status status = AG_OK;
    for (size_t i = 0; i < n && status == AG_OK; i++) {
        for (int w = 0; w < 4; w++) impossible[w] |= fit[i].impossible[w];
        if (!(fit[i].lr_ln < log(AG_FIT_LIMIT))) continue;
        c->out->family_alarm[f] = 1;
        status = add(c, (ag_finding){AG_FINDING_FAMILY, f, (uint32_t)fit[i].reading, fit[i].lr_ln, true}, err);
    }
    for (int l = 0; l < c->search->loci && status == AG_OK; l++) {
        if (!((impossible[l >> 6] >> (l & 63)) & 1)) continue;
        c->out->family_alarm[f] = 1;
        status = add(c, (ag_finding){AG_FINDING_IMPOSSIBLE, f, (uint32_t)l, -INFINITY, true}, err);
    }
    return status;
}

static ag_status check_families(checking *c, ag_error *err) {
    ag_consistency consistency;
    ag_status status = ag_consistency_check(c->match, c->deep, &c->run, &consistency, err);
    if (status != AG_OK) return status;
    c->out->families_asked = consistency.asked;
    for (size_t i = 0, end; i < consistency.fits && status == AG_OK; i = end) {
        for (end = i + 1; end < consistency.fits && consistency.fit[end].family == consistency.fit[i].family;) end++;
        status = family_findings(c, consistency.fit + i, end - i, err);
    }
    ag_consistency_deinit(&consistency);
    return status;
}

/* ---- Who looks like whom ------------------------------------------------------------------------------------- */

/* Everyone who was typed: remains, then references, then (where they are too many to compare all) elimination. */
typedef struct member {
    ag_role role;
    uint32_t index; /* of the remains, the family or the elimination profile */
    uint32_t reading;
} member;

typedef struct roll {
    const ag_incident *incident;
    const ag_search *search;
    member *member;
    const uint16_t **profile;
    uint32_t n;
    double unrelated_ln; /* limit */
} roll;

static int twin_root(const ag_pedigree *pedigree, int person) {
    while (pedigree->person[person].twin >= 0) person = pedigree->person[person].twin;
    return person;
}

static int person_of(const roll *r, const member *m) { return r->search->family[m->index].reading[m->reading].person; }

/* The missing person himself, or his identical twin. */
static bool is_missing(const roll *r, const member *m) {
    const ag_family *family = &r->search->family[m->index];
    const int root = twin_root(&family->pedigree, person_of(r, m));
    for (int k = 0; k < family->missings; k++)
        if (twin_root(&family->pedigree, family->missing[k]) == root) return true;
    return false;
}

static bool one_person(const roll *r, const member *a, const member *b) {
    if (a->index != b->index) return false;
    const ag_pedigree *pedigree = &r->search->family[a->index].pedigree;
    return twin_root(pedigree, person_of(r, a)) == twin_root(pedigree, person_of(r, b));
}

static bool wanted(const void *context, uint32_t first, uint32_t second, const ag_match_result *match) {
    const roll *r = context;
    const member *a = &r->member[first], *b = &r->member[second];
    if (b->role == AG_ELIMINATION) return a->role == AG_REMAINS && match->unrelated_ln >= log(MATCH_LIMIT);
    const bool kin_expected = b->role == AG_REFERENCE && (a->role == AG_REMAINS || a->index == b->index);
    if (match->unrelated_ln < r->unrelated_ln) return false;
    if (match->sibling_ln < log(kin_expected ? KIN_SIBLING_LIMIT : SIBLING_LIMIT)) return false;
    if (a->role == AG_REFERENCE) return !one_person(r, a, b);
    return b->role == AG_REMAINS || !is_missing(r, b);
}

static bool eliminations_in_blocks(const checking *c) {
    return (double)c->search->remains * c->incident->eliminations > (c->deep ? DEEP_PAIRS : QUICK_PAIRS);
}

static void enrol(roll *r, ag_role role, uint32_t index, uint32_t reading, const uint16_t *profile) {
    r->member[r->n] = (member){role, index, reading};
    r->profile[r->n++] = profile;
}

static const uint16_t *elimination_of(const ag_incident *incident, uint32_t e) {
    return incident->elimination_code + (size_t)e * (size_t)incident->search.loci;
}

static const uint16_t *remains_of(const ag_search *search, uint32_t i) {
    return search->remains_code + (size_t)i * (size_t)search->loci;
}

static ag_status make_roll(const checking *c, roll *r, ag_error *err) {
    const ag_search *s = c->search;
    const uint32_t eliminations = eliminations_in_blocks(c) ? (uint32_t)c->incident->eliminations : 0;
    size_t n = (size_t)s->remains + eliminations + 1;
    for (int f = 0; f < s->families; f++) n += (size_t)s->family[f].readings;
    *r = (roll){.incident = c->incident, .search = s};
    r->member = malloc(n * sizeof *r->member);
    r->profile = malloc(n * sizeof *r->profile);
    if (!r->member || !r->profile) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    for (int i = 0; i < s->remains; i++) enrol(r, AG_REMAINS, (uint32_t)i, 0, remains_of(s, (uint32_t)i));
    for (int f = 0; f < s->families; f++)
        for (int k = 0; k < s->family[f].readings; k++)
            enrol(r, AG_REFERENCE, (uint32_t)f, (uint32_t)k, s->family[f].reading[k].code);
    for (uint32_t e = 0; e < eliminations; e++) enrol(r, AG_ELIMINATION, e, 0, elimination_of(c->incident, e));
    r->unrelated_ln = log(fmax(MATCH_LIMIT, 0.5 * (double)r->n * (double)r->n));
    return AG_OK;
}

/* Is it one relative who is named in two families? Ids are unique in a family only: the birth must be stated, too. */
static bool same_relative(const roll *r, const member *a, const member *b) {
    if (a->index == b->index) return false;
    const ag_incident_person *p = &r->incident->family[a->index].person[person_of(r, a)];
    const ag_incident_person *q = &r->incident->family[b->index].person[person_of(r, b)];
    return p->row && q->row && p->row->born.n > 0 && ag_text_equal(p->id, q->id) &&
           ag_text_equal(p->row->born, q->row->born);
}

static uint32_t profile_of(const roll *r, const member *m) { return r->incident->family[m->index].profile[m->reading]; }

static ag_status lookalike_finding(checking *c, const roll *r, const ag_lookalike *pair, ag_error *err) {
    const member *a = &r->member[pair->first], *b = &r->member[pair->second];
    const double lr_ln = pair->match.unrelated_ln;
    if (b->role == AG_ELIMINATION) {
        c->out->remains_alarm[a->index] |= AG_HIT_CONTAMINATION;
        return add(c, (ag_finding){AG_FINDING_ELIMINATION, a->index, b->index, lr_ln, true}, err);
    }
    if (b->role == AG_REMAINS)
        return add(c, (ag_finding){AG_FINDING_SAME_REMAINS, a->index, b->index, lr_ln, false}, err);
    if (a->role == AG_REMAINS) {
        c->out->remains_alarm[a->index] |= AG_HIT_CONTAMINATION;
        c->out->family_alarm[b->index] = 1;
        return add(c, (ag_finding){AG_FINDING_REFERENCE_IS_REMAINS, a->index, profile_of(r, b), lr_ln, true}, err);
    }
    const bool alarm = !same_relative(r, a, b);
    if (alarm) c->out->family_alarm[a->index] = c->out->family_alarm[b->index] = 1;
    return add(c, (ag_finding){AG_FINDING_DUPLICATE, profile_of(r, a), profile_of(r, b), lr_ln, alarm}, err);
}

static ag_status check_lookalikes(checking *c, ag_error *err) {
    roll r;
    ag_lookalike_result found = {0};
    ag_status status = make_roll(c, &r, err);
    const ag_lookalike_question question = {c->match, r.profile, r.n, c->deep, wanted, &r};
    if (status == AG_OK) status = ag_lookalikes(&question, &c->run, &found, err);
    for (size_t i = 0; i < found.pairs && status == AG_OK; i++) status = lookalike_finding(c, &r, &found.pair[i], err);
    c->out->withheld += found.withheld;
    ag_lookalike_result_deinit(&found);
    free(r.member);
    free(r.profile);
    return status;
}

/* ---- The elimination set ------------------------------------------------------------------------------------- */

typedef struct contamination {
    const checking *c;
    double *lr_ln;         /* [remains] of the first elimination profile that matches, else NaN */
    uint32_t *elimination; /* [remains] */
} contamination;

/* One remains against every elimination profile: the best match is told. */
static ag_status compare_eliminations(void *context, size_t i, int worker, ag_error *err) {
    const contamination *k = context;
    const ag_incident *incident = k->c->incident;
    ag_match_result match;
    (void)worker;
    (void)err;
    k->lr_ln[i] = NAN;
    for (uint32_t e = 0; e < (uint32_t)incident->eliminations; e++) {
        if (!ag_match_profiles(k->c->match, remains_of(k->c->search, (uint32_t)i), elimination_of(incident, e), &match))
            continue;
        if (match.unrelated_ln < log(MATCH_LIMIT) || match.unrelated_ln <= k->lr_ln[i]) continue;
        k->lr_ln[i] = match.unrelated_ln;
        k->elimination[i] = e;
    }
    return AG_OK;
}

static ag_status check_elimination(checking *c, ag_error *err) {
    if (!c->incident->eliminations || eliminations_in_blocks(c)) return AG_OK;
    const size_t n = (size_t)c->search->remains;
    contamination k = {c, malloc((n + 1) * sizeof *k.lr_ln), malloc((n + 1) * sizeof *k.elimination)};
    ag_status status = k.lr_ln && k.elimination ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    if (status == AG_OK) status = ag_parallel(n, c->run.threads, c->run.stop, compare_eliminations, &k, err);
    for (size_t i = 0; i < n && status == AG_OK; i++) {
        if (isnan(k.lr_ln[i])) continue;
        c->out->remains_alarm[i] |= AG_HIT_CONTAMINATION;
        status = add(c, (ag_finding){AG_FINDING_ELIMINATION, (uint32_t)i, k.elimination[i], k.lr_ln[i], true}, err);
    }
    free(k.lr_ln);
    free(k.elimination);
    return status;
}

/* ---- What reading flagged ------------------------------------------------------------------------------------ */

static ag_status sex_finding(checking *c, const ag_incident_sample *sample, bool alarm, ag_error *err) {
    const uint32_t profile = (uint32_t)(sample->row - c->incident->batch->profile);
    return add(c, (ag_finding){AG_FINDING_SEX, profile, 0, NAN, alarm}, err);
}

static ag_status check_samples(checking *c, ag_error *err) {
    const ag_incident *incident = c->incident;
    ag_status status = AG_OK;
    for (int i = 0; i < c->search->remains && status == AG_OK; i++) {
        const unsigned flags = incident->remains[i].flags;
        if (flags & AG_SAMPLE_MIXTURE) {
            c->out->remains_alarm[i] |= AG_HIT_MIXTURE;
            status = add(c, (ag_finding){AG_FINDING_MIXTURE, (uint32_t)i, 0, NAN, true}, err);
        }
        if (status == AG_OK && (flags & AG_SAMPLE_SEX_CONFLICT)) {
            c->out->remains_alarm[i] |= AG_HIT_SEX_CONFLICT;
            status = sex_finding(c, &incident->remains[i], true, err);
        }
    }
    for (int e = 0; e < incident->eliminations && status == AG_OK; e++)
        if (incident->elimination[e].flags & AG_SAMPLE_SEX_CONFLICT)
            status = sex_finding(c, &incident->elimination[e], false, err);
    return status;
}

/* ---- Interface ----------------------------------------------------------------------------------------------- */

static ag_status run_checks(checking *c, ag_error *err) {
    ag_status status = check_families(c, err);
    if (status == AG_OK) status = check_lookalikes(c, err);
    if (status == AG_OK) status = check_elimination(c, err);
    if (status == AG_OK) status = check_samples(c, err);
    if (status == AG_OK && c->out->items) qsort(c->out->item, c->out->items, sizeof *c->out->item, by_order);
    return status;
}

ag_status ag_check(const ag_incident *incident, bool deep, const ag_run *run, ag_check_result *out, ag_error *err) {
    const ag_search *search = &incident->search;
    ag_match match = {0};
    checking c = {.incident = incident, .search = search, .match = &match, .deep = deep, .run = *run, .out = out};
    if (c.run.threads < 1) c.run.threads = ag_processor_count();
    *out = (ag_check_result){.family_alarm = calloc((size_t)search->families + 1, 1),
                             .remains_alarm = calloc((size_t)search->remains + 1, 1)};
    ag_catalogue *catalogue = NULL;
    ag_status status = out->family_alarm && out->remains_alarm ? ag_catalogue_new(search, &catalogue, err)
                                                               : ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    if (status == AG_OK) status = ag_match_init(catalogue, &match, err);
    if (status == AG_OK) {
        status = run_checks(&c, err);
        ag_match_deinit(&match);
    }
    ag_catalogue_free(catalogue);
    if (status != AG_OK) ag_check_result_deinit(out);
    return status;
}

void ag_check_result_deinit(ag_check_result *result) {
    free(result->item);
    free(result->family_alarm);
    free(result->remains_alarm);
    *result = (ag_check_result){0};
}

/* ---- Words --------------------------------------------------------------------------------------------------- */

#define TEXT(t) (int)(t).n, (t).at

static ag_text sample_name(const ag_incident *incident, uint32_t profile) {
    return incident->batch->profile[profile].sample;
}

static void format_family(const ag_incident *incident, const ag_finding *finding, char *out, size_t out_size) {
    const ag_incident_family *family = &incident->family[finding->index];
    const int person = incident->search.family[finding->index].reading[finding->other].person;
    const ag_text sample = sample_name(incident, family->profile[finding->other]), id = family->person[person].id;
    if (isinf(finding->lr_ln))
        snprintf(
            out, out_size,
            "family %.*s: sample %.*s cannot be of %.*s in this family; check its label and the stated relationship",
            TEXT(family->id), TEXT(sample), TEXT(id));
    else
        snprintf(out, out_size,
                 "family %.*s: sample %.*s does not fit the place of %.*s: the readings are 10^%.1f times as likely if "
                 "it is of an unrelated person; check its label and the stated relationship",
                 TEXT(family->id), TEXT(sample), TEXT(id), -finding->lr_ln / log(10));
}

static void format_references(const ag_incident *incident, const ag_finding *finding, char *out, size_t out_size) {
    const ag_batch_profile *a = &incident->batch->profile[finding->index];
    const ag_batch_profile *b = &incident->batch->profile[finding->other];
    snprintf(out, out_size, "references %.*s (%.*s:%.*s) and %.*s (%.*s:%.*s) look like one person (LR 10^%.1f); %s",
             TEXT(a->sample), TEXT(a->family), TEXT(a->person), TEXT(b->sample), TEXT(b->family), TEXT(b->person),
             finding->lr_ln / log(10),
             finding->alarm ? "check for a swapped or repeated sample, or identical twins; for one relative of two "
                              "families give the same person and born in both"
                            : "one relative of two families, as stated");
}

static void format_sex(const ag_incident *incident, const ag_finding *finding, char *out, size_t out_size) {
    snprintf(out, out_size, "sample %.*s: the stated sex and amelogenin disagree; check its label",
             TEXT(sample_name(incident, finding->index)));
}

static void format_remains(const ag_incident *incident, const ag_finding *finding, char *out, size_t out_size) {
    const ag_text sample = incident->remains[finding->index].row->sample;
    const double lr_log10 = finding->lr_ln / log(10);
    switch (finding->kind) {
    case AG_FINDING_SAME_REMAINS:
        snprintf(out, out_size, "remains %.*s and %.*s look like remains of one person (LR 10^%.1f)", TEXT(sample),
                 TEXT(incident->remains[finding->other].row->sample), lr_log10);
        break;
    case AG_FINDING_ELIMINATION:
        snprintf(out, out_size,
                 "remains %.*s match %.*s of the elimination set (LR 10^%.1f): contamination; type the remains again",
                 TEXT(sample), TEXT(incident->elimination[finding->other].row->sample), lr_log10);
        break;
    case AG_FINDING_REFERENCE_IS_REMAINS:
        snprintf(out, out_size,
                 "remains %.*s match the reference %.*s, whose person is not missing (LR 10^%.1f): one of the two "
                 "samples is mislabelled or contaminated",
                 TEXT(sample), TEXT(sample_name(incident, finding->other)), lr_log10);
        break;
    default:
        snprintf(out, out_size,
                 "remains %.*s show three or more alleles at two or more loci: possibly a mixture of persons; type "
                 "them again",
                 TEXT(sample));
    }
}

void ag_finding_format(const ag_incident *incident, const ag_finding *finding, char *out, size_t out_size) {
    switch (finding->kind) {
    case AG_FINDING_FAMILY:
        format_family(incident, finding, out, out_size);
        break;
    case AG_FINDING_IMPOSSIBLE:
        snprintf(out, out_size,
                 "family %.*s: at %s the readings are impossible under the mutation model; check the samples, or allow "
                 "mutation",
                 TEXT(incident->family[finding->index].id), incident->search.locus[finding->other]->name);
        break;
    case AG_FINDING_DUPLICATE:
        format_references(incident, finding, out, out_size);
        break;
    case AG_FINDING_SEX:
        format_sex(incident, finding, out, out_size);
        break;
    case AG_FINDING_SAME_REMAINS:
    case AG_FINDING_ELIMINATION:
    case AG_FINDING_REFERENCE_IS_REMAINS:
    case AG_FINDING_MIXTURE:
        format_remains(incident, finding, out, out_size);
        break;
    }
}
