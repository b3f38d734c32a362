/* Case files: see case_file.h. */
#include "formats/case_file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "formats/mutation_json.h"
#include "formats/profile_file.h"

#include "base/banned.h"

/* ---- Small values -------------------------------------------------------------------------------------------- */

/* A name, written as a text or as a whole number. */
static bool parse_name(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, ag_text *out) {
    char digits[32];
    if (!json_is_integer(value)) return ag_json_text(ctx, place, value, out);
    const int n = snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
    *out = (ag_text){ag_arena_text(ctx->arena, digits, (size_t)n), (size_t)n};
    return out->at != NULL;
}

/* A probability below 1 under `key`, or NaN when there is none. */
static bool parse_chance(const ag_json_context *ctx, const ag_json_place *place, const json_t *object, const char *key,
                         double *out) {
    const json_t *value = json_object_get(object, key);
    const ag_json_place here = {place, key, 0};
    if (!value || json_is_null(value)) return true;
    return ag_json_number(ctx, &here, value, 0, 1, true, out);
}

static bool parse_flag(const ag_json_context *ctx, const ag_json_place *place, const json_t *object, const char *key,
                       bool *out) {
    const json_t *value = json_object_get(object, key);
    const ag_json_place here = {place, key, 0};
    if (!value || json_is_null(value)) return true;
    if (!json_is_boolean(value)) {
        ag_json_report(ctx, &here, AG_ERROR, NULL, "this should be true or false");
        return false;
    }
    *out = json_is_true(value);
    return true;
}

static const json_t *require(const ag_json_context *ctx, const ag_json_place *place, const json_t *object,
                             const char *key) {
    const json_t *value = json_object_get(object, key);
    const ag_json_place here = {place, key, 0};
    if (!value) ag_json_report(ctx, &here, AG_ERROR, NULL, "this is missing");
    return value;
}

static uint32_t find_person(const ag_case *c, ag_text id) {
    for (uint32_t i = 0; i < c->persons; i++)
        if (ag_text_equal(c->person[i].id, id)) return i;
    return AG_NO_PERSON;
}

/* The person who is named by a value, reported when there is none. */
static bool parse_person(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, const ag_case *c,
                         uint32_t *out) {
    ag_text id;
    if (!parse_name(ctx, place, value, &id)) return false;
    *out = find_person(c, id);
    if (*out != AG_NO_PERSON) return true;
    ag_json_report(ctx, place, AG_ERROR, "ids are those of ped.id", "\"%.60s\" is not a person of the pedigree", id.at);
    return false;
}

/* ---- The pedigree -------------------------------------------------------------------------------------------- */

static bool parse_parent(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, const ag_case *c,
                         uint32_t *out) {
    ag_text id;
    *out = AG_NO_PERSON;
    if (json_is_null(value)) return true;
    if (!parse_name(ctx, place, value, &id)) return false;
    if (id.n == 0 || (ag_text_equal(id, AG_TEXT("0")) && find_person(c, id) == AG_NO_PERSON)) return true;
    return parse_person(ctx, place, value, c, out);
}

static bool parse_sex(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, char *out) {
    ag_text word, sex;
    *out = 0;
    if (json_is_null(value)) return true;
    if (!parse_name(ctx, place, value, &word)) return false;
    if (!ag_sex_parse(word, &sex)) {
        ag_json_report(ctx, place, AG_ERROR, "1 or \"M\", 2 or \"F\", 0 when it is not known", "\"%.60s\" is no sex",
                       word.at);
        return false;
    }
    if (sex.n) *out = sex.at[0];
    return true;
}

/* ped.<key>, a list with a value for each person. */
static const json_t *ped_list(const ag_json_context *ctx, const ag_json_place *place, const json_t *ped,
                              const char *key, size_t persons) {
    const json_t *list = require(ctx, place, ped, key);
    const ag_json_place here = {place, key, 0};
    if (!list || !ag_json_array(ctx, &here, list)) return NULL;
    if (json_array_size(list) == persons) return list;
    ag_json_report(ctx, &here, AG_ERROR, NULL, "%zu values; ped.id has %zu", json_array_size(list), persons);
    return NULL;
}

static bool parse_ids(const ag_json_context *ctx, const ag_json_place *place, const json_t *ped, ag_case *c) {
    const json_t *ids = require(ctx, place, ped, "id");
    const ag_json_place here = {place, "id", 0};
    if (!ids || !ag_json_array(ctx, &here, ids)) return false;
    const size_t n = json_array_size(ids);
    if (n == 0 || n > AG_MAX_PERSONS_PER_FAMILY) {
        ag_json_report(ctx, &here, AG_ERROR, NULL, "%zu persons; there should be 1 to %d", n,
                       AG_MAX_PERSONS_PER_FAMILY);
        return false;
    }
    c->person = AG_NEW(ctx->arena, ag_case_person, n);
    if (!c->person) return false;
    for (size_t i = 0; i < n; i++) {
        const ag_json_place item = {&here, NULL, i};
        ag_text id;
        if (!parse_name(ctx, &item, json_array_get(ids, i), &id)) return false;
        if (find_person(c, id) != AG_NO_PERSON) {
            ag_json_report(ctx, &item, AG_ERROR, "every person has an id of his own",
                           "the id \"%.60s\" stands there twice", id.at);
            return false;
        }
        c->person[c->persons++] = (ag_case_person){.id = id, .dropout = NAN, .twin = AG_NO_PERSON};
    }
    return true;
}

static bool parse_pedigree(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    const ag_json_place place = {NULL, "ped", 0};
    const json_t *ped = require(ctx, NULL, root, "ped");
    if (!ped || !ag_json_object(ctx, &place, ped) || !parse_ids(ctx, &place, ped, c)) return false;
    const json_t *father = ped_list(ctx, &place, ped, "father", c->persons);
    const json_t *mother = ped_list(ctx, &place, ped, "mother", c->persons);
    const json_t *sex = ped_list(ctx, &place, ped, "sex", c->persons);
    const ag_json_place at_father = {&place, "father", 0}, at_mother = {&place, "mother", 0},
                        at_sex = {&place, "sex", 0};
    bool good = father && mother && sex;
    for (uint32_t i = 0; i < c->persons && good; i++) {
        ag_case_person *p = &c->person[i];
        const ag_json_place f = {&at_father, NULL, i}, m = {&at_mother, NULL, i}, s = {&at_sex, NULL, i};
        good = parse_parent(ctx, &f, json_array_get(father, i), c, &p->father) &&
               parse_parent(ctx, &m, json_array_get(mother, i), c, &p->mother) &&
               parse_sex(ctx, &s, json_array_get(sex, i), &p->sex);
    }
    return good;
}

/* {"1": 0.25, …} into a number of each person named. */
static bool parse_by_person(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, ag_case *c,
                            double high, bool open, double *(*where)(ag_case_person *)) {
    if (!ag_json_object(ctx, place, value)) return false;
    for (void *at = json_object_iter((json_t *)value); at; at = json_object_iter_next((json_t *)value, at)) {
        const ag_json_place here = {place, json_object_iter_key(at), 0};
        const uint32_t i = find_person(c, ag_text_of(here.key));
        if (i == AG_NO_PERSON) {
            ag_json_report(ctx, &here, AG_ERROR, "ids are those of ped.id", "this is not a person of the pedigree");
            return false;
        }
        if (!ag_json_number(ctx, &here, json_object_iter_value(at), 0, high, open, where(&c->person[i]))) return false;
    }
    return true;
}

static double *inbreeding_of(ag_case_person *p) { return &p->inbreeding; }
static double *dropout_of(ag_case_person *p) { return &p->dropout; }

static bool parse_dropout(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    const json_t *value = json_object_get(root, "dropout");
    const ag_json_place place = {NULL, "dropout", 0};
    double d;
    if (!value || json_is_null(value)) return true;
    if (json_is_object(value)) return parse_by_person(ctx, &place, value, c, 1, true, dropout_of);
    if (!ag_json_number(ctx, &place, value, 0, 1, true, &d)) return false;
    for (uint32_t i = 0; i < c->persons; i++) c->person[i].dropout = d;
    return true;
}

static bool parse_twins(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    const json_t *groups = json_object_get(root, "twins");
    const ag_json_place place = {NULL, "twins", 0};
    if (!groups || json_is_null(groups)) return true;
    if (!ag_json_array(ctx, &place, groups)) return false;
    for (size_t g = 0; g < json_array_size(groups); g++) {
        const json_t *group = json_array_get(groups, g);
        const ag_json_place at_group = {&place, NULL, g};
        uint32_t first = AG_NO_PERSON;
        if (!ag_json_array(ctx, &at_group, group)) return false;
        for (size_t k = 0; k < json_array_size(group); k++) {
            const ag_json_place here = {&at_group, NULL, k};
            uint32_t i;
            if (!parse_person(ctx, &here, json_array_get(group, k), c, &i)) return false;
            if (c->person[i].twin != AG_NO_PERSON) {
                ag_json_report(ctx, &here, AG_ERROR, "write all twins of a birth as one group",
                               "this person is named twice");
                return false;
            }
            if (k == 0) first = i;
            c->person[i].twin = first;
        }
    }
    return true;
}

static bool parse_persons(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    const ag_json_place at_inbreeding = {NULL, "founder_inbreeding", 0};
    const json_t *inbreeding = json_object_get(root, "founder_inbreeding");
    if (!parse_pedigree(ctx, root, c)) return false;
    if (inbreeding && !json_is_null(inbreeding) &&
        !parse_by_person(ctx, &at_inbreeding, inbreeding, c, 1, false, inbreeding_of))
        return false;
    return parse_dropout(ctx, root, c) & parse_twins(ctx, root, c);
}

/* ---- Markers ------------------------------------------------------------------------------------------------- */

static bool parse_alleles(const ag_json_context *ctx, const ag_json_place *place, const json_t *object,
                          ag_case_marker *m) {
    const json_t *names = require(ctx, place, object, "alleles"), *freqs = require(ctx, place, object, "freqs");
    const ag_json_place at_names = {place, "alleles", 0}, at_freqs = {place, "freqs", 0};
    if (!names || !freqs || !ag_mutation_parse_names(ctx, &at_names, names, AG_MAX_ALLELES, &m->allele, &m->alleles) ||
        !ag_json_array(ctx, &at_freqs, freqs))
        return false;
    if (json_array_size(freqs) != m->alleles) {
        ag_json_report(ctx, &at_freqs, AG_ERROR, NULL, "%zu frequencies for %u alleles", json_array_size(freqs),
                       m->alleles);
        return false;
    }
    double *frequency = AG_NEW(ctx->arena, double, m->alleles);
    m->frequency = frequency;
    for (uint32_t i = 0; i < m->alleles && frequency; i++) {
        const ag_json_place here = {&at_freqs, NULL, i};
        if (!ag_json_number(ctx, &here, json_array_get(freqs, i), 0, 1, false, &frequency[i])) return false;
    }
    return frequency != NULL;
}

static bool parse_silent(const ag_json_context *ctx, const ag_json_place *place, const json_t *object,
                         ag_case_marker *m) {
    const json_t *value = json_object_get(object, "silent");
    const ag_json_place here = {place, "silent", 0};
    if (!value || json_is_null(value)) return true;
    if (!json_is_string(value)) return ag_json_number(ctx, &here, value, 0, 1, true, &m->silent_frequency);
    if (!ag_json_text(ctx, &here, value, &m->silent_allele)) return false;
    for (uint32_t i = 0; i < m->alleles; i++)
        if (ag_text_equal(m->allele[i], m->silent_allele)) return true;
    ag_json_report(ctx, &here, AG_ERROR, "the name of a listed allele, or the frequency of a further one",
                   "\"%.60s\" is not among the alleles", m->silent_allele.at);
    return false;
}

static bool parse_matrix(const ag_json_context *ctx, const ag_json_place *place, const json_t *rows,
                         const ag_case_marker *m, ag_batch_mutation *out) {
    if (!json_is_array(rows)) return true;
    out->allele = m->allele;
    out->alleles = m->alleles;
    if (!out->model.n) out->model = AG_TEXT("custom");
    return ag_mutation_parse_matrix(ctx, place, rows, m->alleles, &out->matrix);
}

/* {"spec": {…}, "female": [[…]], "male": [[…]]}, or a model or a pair of models. */
static bool parse_mutation(const ag_json_context *ctx, const ag_json_place *place, const json_t *object,
                           ag_case_marker *m) {
    const json_t *value = json_object_get(object, "mutation");
    const ag_json_place here = {place, "mutation", 0};
    if (!value || json_is_null(value)) return true;
    if (!ag_json_object(ctx, &here, value)) return false;
    const json_t *spec = json_object_get(value, "spec"), *female = json_object_get(value, "female"),
                 *male = json_object_get(value, "male");
    const ag_json_place at_spec = {&here, "spec", 0}, at_female = {&here, "female", 0}, at_male = {&here, "male", 0};
    const bool matrices = json_is_array(female) || json_is_array(male);
    m->mutation = (ag_batch_mutation_pair){0};
    m->has_mutation = true;
    if (spec && !ag_mutation_parse(ctx, &at_spec, spec, AG_MUTATION_CASE, &m->mutation)) return false;
    if (!spec && !matrices) return ag_mutation_parse(ctx, &here, value, AG_MUTATION_CASE, &m->mutation);
    if (!matrices) return true;
    if (!json_is_array(female) || !json_is_array(male)) {
        ag_json_report(ctx, json_is_array(male) ? &at_female : &at_male, AG_ERROR, NULL, "give a matrix for each sex");
        return false;
    }
    return parse_matrix(ctx, &at_female, female, m, &m->mutation.female) &&
           parse_matrix(ctx, &at_male, male, m, &m->mutation.male);
}

/* What a marker and the whole case may both say: the marker's own word goes before. */
static bool parse_conditions(const ag_json_context *ctx, const ag_json_place *place, const json_t *object,
                             ag_case_marker *m) {
    return parse_flag(ctx, place, object, "xchrom", &m->x) & parse_flag(ctx, place, object, "x", &m->x) &
           parse_chance(ctx, place, object, "dropin", &m->dropin) &
           parse_chance(ctx, place, object, "error", &m->error) & parse_silent(ctx, place, object, m) &
           parse_mutation(ctx, place, object, m);
}

static bool parse_genotype(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                           ag_case_genotype *out) {
    ag_text name[2] = {{"", 0}, {"", 0}};
    if (json_is_null(value)) return true;
    if (json_is_string(value)) return ag_json_text(ctx, place, value, &out->cell);
    if (!ag_json_array(ctx, place, value)) return false;
    const size_t n = json_array_size(value);
    if (n < 1 || n > 2) {
        ag_json_report(ctx, place, AG_ERROR, "[\"8\",\"9.3\"], [\"8\",null], or a cell such as \"8/?\"", "%zu alleles",
                       n);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const ag_json_place here = {place, NULL, i};
        const json_t *item = json_array_get(value, i);
        if (!json_is_null(item) && !parse_name(ctx, &here, item, &name[i])) return false;
    }
    const bool swapped = !name[0].n;
    *out = (ag_case_genotype){.first = name[swapped], .second = name[!swapped], .alleles = (int)n};
    if (!out->first.n) out->alleles = 0;
    return true;
}

static ag_case_genotype *room_for_genotypes(const ag_json_context *ctx, const ag_case *c, ag_case_marker *m) {
    ag_case_genotype *g = AG_NEW(ctx->arena, ag_case_genotype, c->persons);
    m->genotype = g;
    return g;
}

static bool unknown_person(const ag_json_context *ctx, const ag_json_place *place) {
    ag_json_report(ctx, place, AG_ERROR, "ids are those of ped.id", "this is not a person of the pedigree");
    return false;
}

/* genotypes: person → alleles */
static bool parse_one_marker(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    const ag_json_place place = {NULL, "genotypes", 0}, at_locus = {NULL, "locus", 0};
    const json_t *genotypes = require(ctx, NULL, root, "genotypes"), *locus = json_object_get(root, "locus");
    ag_case_marker *m = c->marker;
    if (locus && !ag_json_text(ctx, &at_locus, locus, &m->name)) return false;
    if (!parse_alleles(ctx, NULL, root, m) || !parse_conditions(ctx, NULL, root, m)) return false;
    ag_case_genotype *genotype = room_for_genotypes(ctx, c, m);
    if (!genotypes || !genotype || !ag_json_object(ctx, &place, genotypes)) return false;
    for (void *at = json_object_iter((json_t *)genotypes); at; at = json_object_iter_next((json_t *)genotypes, at)) {
        const ag_json_place here = {&place, json_object_iter_key(at), 0};
        const uint32_t i = find_person(c, ag_text_of(here.key));
        if (i == AG_NO_PERSON) return unknown_person(ctx, &here);
        if (!parse_genotype(ctx, &here, json_object_iter_value(at), &genotype[i])) return false;
    }
    return true;
}

static bool parse_marker(const ag_json_context *ctx, const ag_json_place *place, const json_t *root,
                         const json_t *object, const ag_case *c, ag_case_marker *m) {
    const ag_json_place at_name = {place, "name", 0};
    if (!ag_json_object(ctx, place, object)) return false;
    const json_t *name = require(ctx, place, object, "name");
    if (!name || !ag_json_text(ctx, &at_name, name, &m->name) || !parse_alleles(ctx, place, object, m)) return false;
    return parse_conditions(ctx, NULL, root, m) && parse_conditions(ctx, place, object, m) &&
           room_for_genotypes(ctx, c, m);
}

static ag_case_marker *find_marker(const ag_case *c, const char *name) {
    for (uint32_t i = 0; i < c->markers; i++)
        if (ag_text_equal(c->marker[i].name, ag_text_of(name))) return &c->marker[i];
    return NULL;
}

/* {"FGA": "20/21", …} of one person (AG_NO_PERSON: of the person of interest). */
static bool parse_profile(const ag_json_context *ctx, const ag_json_place *place, const json_t *profile,
                          const ag_case *c, uint32_t person) {
    if (!ag_json_object(ctx, place, profile)) return false;
    for (void *at = json_object_iter((json_t *)profile); at; at = json_object_iter_next((json_t *)profile, at)) {
        const ag_json_place here = {place, json_object_iter_key(at), 0};
        ag_case_marker *m = find_marker(c, here.key);
        if (!m) {
            ag_json_report(ctx, &here, AG_ERROR, "names are those of markers", "this is not one of the markers");
            return false;
        }
        ag_case_genotype *g = person == AG_NO_PERSON ? &m->poi : &m->genotype[person];
        if (!parse_genotype(ctx, &here, json_object_iter_value(at), g)) return false;
    }
    return true;
}

static bool parse_profiles(const ag_json_context *ctx, const json_t *root, const ag_case *c) {
    const ag_json_place place = {NULL, "genotypes", 0}, at_poi = {NULL, "poi", 0};
    const json_t *genotypes = require(ctx, NULL, root, "genotypes"), *poi = require(ctx, NULL, root, "poi");
    if (!genotypes || !poi || !ag_json_object(ctx, &place, genotypes)) return false;
    for (void *at = json_object_iter((json_t *)genotypes); at; at = json_object_iter_next((json_t *)genotypes, at)) {
        const ag_json_place here = {&place, json_object_iter_key(at), 0};
        const uint32_t i = find_person(c, ag_text_of(here.key));
        if (i == AG_NO_PERSON) return unknown_person(ctx, &here);
        if (!parse_profile(ctx, &here, json_object_iter_value(at), c, i)) return false;
    }
    return parse_profile(ctx, &at_poi, poi, c, AG_NO_PERSON);
}

static bool parse_many_markers(const ag_json_context *ctx, const json_t *root, const json_t *markers, ag_case *c) {
    const ag_json_place place = {NULL, "markers", 0}, at_missing = {NULL, "missing", 0};
    const json_t *missing = require(ctx, NULL, root, "missing");
    if (!missing || !parse_person(ctx, &at_missing, missing, c, &c->missing)) return false;
    for (uint32_t i = 0; i < c->markers; i++) {
        const ag_json_place here = {&place, NULL, i};
        if (!parse_marker(ctx, &here, root, json_array_get(markers, i), c, &c->marker[i])) return false;
    }
    return parse_profiles(ctx, root, c);
}

static bool parse_markers(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    const json_t *markers = json_object_get(root, "markers");
    const ag_json_place place = {NULL, "markers", 0};
    const size_t n = markers ? json_array_size(markers) : 1;
    if (markers && !ag_json_array(ctx, &place, markers)) return false;
    if (n == 0 || n > AG_MAX_LOCI) {
        ag_json_report(ctx, &place, AG_ERROR, NULL, "%zu markers; there should be 1 to %d", n, AG_MAX_LOCI);
        return false;
    }
    c->marker = AG_NEW(ctx->arena, ag_case_marker, n);
    if (!c->marker) return false;
    c->markers = (uint32_t)n;
    for (size_t i = 0; i < n; i++) c->marker[i].silent_frequency = c->marker[i].dropin = c->marker[i].error = NAN;
    return markers ? parse_many_markers(ctx, root, markers, c) : parse_one_marker(ctx, root, c);
}

/* ---- A line -------------------------------------------------------------------------------------------------- */

static bool parse_id(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    const json_t *id = json_object_get(root, "id");
    const ag_json_place place = {NULL, "id", 0};
    char *text = id ? json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    const bool good = !id || json_is_integer(id) || json_is_string(id) || json_is_null(id);
    c->id = AG_TEXT("null");
    if (text && good) c->id = (ag_text){ag_arena_text(ctx->arena, text, strlen(text)), strlen(text)};
    free(text);
    if (!good) ag_json_report(ctx, &place, AG_ERROR, NULL, "this should be a whole number or a text");
    return good;
}

static void parse_case(const ag_json_context *ctx, const json_t *root, ag_case *c) {
    if (!ag_json_object(ctx, NULL, root) || !parse_id(ctx, root, c) ||
        !parse_chance(ctx, NULL, root, "theta", &c->theta) || !parse_persons(ctx, root, c))
        return;
    parse_markers(ctx, root, c);
}

ag_status ag_case_parse(const char *file, long row, ag_text line, ag_arena *arena, ag_case *out, ag_error *err) {
    ag_diagnostics found;
    ag_diagnostics_init(&found);
    const ag_json_context ctx = {file, line, row, &found, arena};
    *out = (ag_case){.row = row, .missing = AG_NO_PERSON};
    json_t *root = ag_json_parse(&ctx);
    if (root) parse_case(&ctx, root, out);
    json_decref(root);
    ag_status status = ag_diagnostics_status(&found, err);
    if (status == AG_OK && arena->failed)
        status = ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory");
    ag_diagnostics_deinit(&found);
    return status;
}

/* ---- Lines --------------------------------------------------------------------------------------------------- */

static ag_status fail_at(const ag_case_reader *r, ag_error *err, ag_status status, const char *hint, const char *what) {
    ag_fail(err, status, hint, "%s", what);
    if (!err) return status;
    snprintf(err->file, sizeof err->file, "%s", r->file);
    err->row = r->row;
    return status;
}

ag_status ag_cases_open(const char *path, ag_case_reader *reader, ag_error *err) {
    *reader = (ag_case_reader){.file = path, .fd = open(path, O_RDONLY | O_CLOEXEC)};
    struct stat info;
    if (reader->fd < 0 && errno == ENOENT)
        return fail_at(reader, err, AG_BAD_INPUT, "check the name and the folder", "there is no such file");
    if (reader->fd < 0) return fail_at(reader, err, AG_ENVIRONMENT, "check who may read it", strerror(errno));
    if (fstat(reader->fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        ag_cases_close(reader);
        return fail_at(reader, err, AG_BAD_INPUT, "give the name of a file", "this is a folder, not a file");
    }
    return AG_OK;
}

void ag_cases_close(ag_case_reader *reader) {
    if (reader->fd >= 0) close(reader->fd);
    free(reader->bytes);
    reader->bytes = NULL;
    reader->fd = -1;
}

/* More bytes behind those that are there. */
static ag_status fill(ag_case_reader *r, ag_error *err) {
    if (r->at) {
        memmove(r->bytes, r->bytes + r->at, r->n - r->at);
        r->n -= r->at;
        r->at = 0;
    }
    if (r->n == r->capacity) {
        const size_t capacity = r->capacity ? r->capacity * 2 : 64 * 1024;
        char *bytes = realloc(r->bytes, capacity);
        if (!bytes) return fail_at(r, err, AG_ENVIRONMENT, "free some memory", "not enough memory");
        r->bytes = bytes;
        r->capacity = capacity;
    }
    ssize_t got;
    do got = read(r->fd, r->bytes + r->n, r->capacity - r->n);
    while (got < 0 && errno == EINTR);
    if (got < 0) return fail_at(r, err, AG_ENVIRONMENT, NULL, strerror(errno));
    r->ended = got == 0;
    r->n += (size_t)got;
    return AG_OK;
}

/* The next line with its end taken off; no bytes and `ended` at the end. */
static ag_status next_line(ag_case_reader *r, ag_text *line, ag_error *err) {
    size_t searched = 0;
    r->row++;
    for (;;) {
        const size_t left = r->n - r->at;
        const char *end = left > searched ? memchr(r->bytes + r->at + searched, '\n', left - searched) : NULL;
        const size_t n = end ? (size_t)(end - (r->bytes + r->at)) : left;
        if (n > AG_MAX_JSON_BYTES)
            return fail_at(r, err, AG_BAD_INPUT, "write one case on a line", "the line is longer than 16 MiB");
        if (end || r->ended) {
            *line = ag_text_trim((ag_text){r->bytes ? r->bytes + r->at : "", n});
            r->at += n + (end != NULL);
            return AG_OK;
        }
        searched = left;
        const ag_status status = fill(r, err);
        if (status != AG_OK) return status;
    }
}

ag_status ag_cases_next(ag_case_reader *reader, ag_text *line, ag_error *err) {
    ag_status status;
    do status = next_line(reader, line, err);
    while (status == AG_OK && line->n == 0 && !(reader->ended && reader->at == reader->n));
    if (status == AG_OK && reader->row == 1 && ag_text_starts(*line, AG_TEXT("\xEF\xBB\xBF"))) {
        line->at += 3;
        line->n -= 3;
    }
    return status;
}
