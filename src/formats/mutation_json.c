/* One mutation model as JSON: see mutation_json.h. */
#include "formats/mutation_json.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { NEEDS_RATE = 1, NEEDS_RANGE = 2, TAKES_RATE2 = 4, RANGE_BELOW_1 = 8 };

static const char *const model_word[] = {"none", "equal", "proportional", "onestep", "stepwise", "dawid", "custom"};
static const int model_needs[] = {
    0,
    NEEDS_RATE,
    NEEDS_RATE,
    NEEDS_RATE,
    NEEDS_RATE | NEEDS_RANGE | TAKES_RATE2,
    NEEDS_RATE | NEEDS_RANGE | RANGE_BELOW_1,
    0,
};
static const char *const stabilise_word[] = {"PM"};
static const char *const reversible_word[] = {"MH", "BA", "PR"};

/* A text that is one of n words; *index says which. */
static bool parse_word(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                       const char *const *word, size_t n, size_t *index) {
    ag_text text;
    if (!ag_json_text(ctx, place, value, &text)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!ag_text_equal_fold(text, ag_text_of(word[i]))) continue;
        *index = i;
        return true;
    }
    ag_buffer hint = {0};
    ag_buffer_puts(&hint, "one of ");
    for (size_t i = 0; i < n; i++) ag_buffer_printf(&hint, "%s\"%s\"", i ? ", " : "", word[i]);
    ag_json_report(ctx, place, AG_ERROR, hint.data, "\"%.60s\" is not known here", text.at);
    ag_buffer_deinit(&hint);
    return false;
}

/* "rate": 0.002 for both sexes, or {"female": …, "male": …}. Absent: both stay as they are. */
static bool parse_by_sex(const ag_json_context *ctx, const ag_json_place *place, const json_t *spec, const char *key,
                         double high, double *female, double *male) {
    static const char *const sexes[] = {"female", "male"};
    const json_t *value = json_object_get(spec, key);
    const ag_json_place here = {place, key, 0};
    if (!value || json_is_null(value)) return true;
    if (!json_is_object(value)) {
        if (!ag_json_number(ctx, &here, value, 0, high, false, female)) return false;
        *male = *female;
        return true;
    }
    ag_json_only(ctx, &here, value, sexes, COUNT(sexes));
    double *const out[] = {female, male};
    bool good = true;
    for (size_t i = 0; i < COUNT(sexes); i++) {
        const ag_json_place part = {&here, sexes[i], 0};
        const json_t *number = json_object_get(value, sexes[i]);
        if (!number) ag_json_report(ctx, &part, AG_ERROR, "give a number for each sex", "this is missing");
        good = number && ag_json_number(ctx, &part, number, 0, high, false, out[i]) && good;
    }
    return good;
}

bool ag_mutation_parse_names(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, uint32_t most,
                             const ag_text **out, uint32_t *n) {
    if (!ag_json_array(ctx, place, value)) return false;
    const size_t count = json_array_size(value);
    if (count == 0 || count > most) {
        ag_json_report(ctx, place, AG_ERROR, NULL, "%zu names; there should be 1 to %u", count, most);
        return false;
    }
    ag_text *name = AG_NEW(ctx->arena, ag_text, count);
    if (!name) return false;
    for (size_t i = 0; i < count; i++) {
        const ag_json_place here = {place, NULL, i};
        if (!ag_json_text(ctx, &here, json_array_get(value, i), &name[i])) return false;
    }
    *out = name;
    *n = (uint32_t)count;
    return true;
}

static bool parse_row(const ag_json_context *ctx, const ag_json_place *place, const json_t *row, uint32_t alleles,
                      double *out) {
    double sum = 0;
    if (!ag_json_array(ctx, place, row)) return false;
    if (json_array_size(row) != alleles) {
        ag_json_report(ctx, place, AG_ERROR, NULL, "a row of %zu numbers; there are %u alleles", json_array_size(row),
                       alleles);
        return false;
    }
    for (uint32_t j = 0; j < alleles; j++) {
        const ag_json_place here = {place, NULL, j};
        if (!ag_json_number(ctx, &here, json_array_get(row, j), 0, 1 + 1e-9, false, &out[j])) return false;
        sum += out[j];
    }
    if (fabs(sum - 1) <= 1e-6) return true;
    ag_json_report(ctx, place, AG_ERROR, "a row is a parent's allele; its probabilities sum to 1",
                   "the row sums to %.9g", sum);
    return false;
}

bool ag_mutation_parse_matrix(const ag_json_context *ctx, const ag_json_place *place, const json_t *rows,
                              uint32_t alleles, const double **out) {
    if (!ag_json_array(ctx, place, rows)) return false;
    if (json_array_size(rows) != alleles) {
        ag_json_report(ctx, place, AG_ERROR, NULL, "%zu rows; there are %u alleles", json_array_size(rows), alleles);
        return false;
    }
    double *matrix = AG_NEW(ctx->arena, double, (size_t)alleles *alleles);
    if (!matrix) return false;
    for (uint32_t i = 0; i < alleles; i++) {
        const ag_json_place here = {place, NULL, i};
        if (!parse_row(ctx, &here, json_array_get(rows, i), alleles, matrix + (size_t)i * alleles)) return false;
    }
    *out = matrix;
    return true;
}

static bool parse_custom(const ag_json_context *ctx, const ag_json_place *place, const json_t *spec,
                         ag_mutation_style style, ag_batch_mutation *out) {
    const json_t *names = json_object_get(spec, "alleles"), *rows = json_object_get(spec, "matrix");
    const ag_json_place at_names = {place, "alleles", 0}, at_rows = {place, "matrix", 0};
    if (!names && !rows && style == AG_MUTATION_CASE) return true;
    if (!names || !rows) {
        ag_json_report(ctx, names ? &at_rows : &at_names, AG_ERROR, "a custom model has \"alleles\" and \"matrix\"",
                       "this is missing");
        return false;
    }
    return ag_mutation_parse_names(ctx, &at_names, names, AG_MAX_ALLELES, &out->allele, &out->alleles) &&
           ag_mutation_parse_matrix(ctx, &at_rows, rows, out->alleles, &out->matrix);
}

static bool report_missing(const ag_json_context *ctx, const ag_json_place *place, const char *key, const char *model) {
    const ag_json_place here = {place, key, 0};
    ag_json_report(ctx, &here, AG_ERROR, NULL, "the model \"%s\" needs this number", model);
    return false;
}

static bool check_numbers(const ag_json_context *ctx, const ag_json_place *place, const json_t *spec, size_t model,
                          const ag_batch_mutation *m) {
    const int needs = model_needs[model];
    const ag_json_place at_range = {place, "range", 0}, at_rate2 = {place, "rate2", 0};
    if ((needs & NEEDS_RATE) && !json_object_get(spec, "rate"))
        return report_missing(ctx, place, "rate", model_word[model]);
    if ((needs & NEEDS_RANGE) && !json_object_get(spec, "range"))
        return report_missing(ctx, place, "range", model_word[model]);
    if ((needs & NEEDS_RANGE) && !(m->range > 0 && (!(needs & RANGE_BELOW_1) || m->range < 1))) {
        ag_json_report(ctx, &at_range, AG_ERROR, NULL, "the range %g should be more than 0%s", m->range,
                       needs & RANGE_BELOW_1 ? " and less than 1" : "");
        return false;
    }
    if (!(needs & TAKES_RATE2) || m->rate + m->rate2 <= 1) return true;
    ag_json_report(ctx, &at_rate2, AG_ERROR, NULL, "rate and rate2 sum to more than 1");
    return false;
}

/* The model's word, and its transform under the keys "stabilise" and "reversible"; the case files of pedsuite write
 * {"model": "stationary", "base": "stepwise", "transform": "PM"} instead. */
static bool parse_model(const ag_json_context *ctx, const ag_json_place *place, const json_t *spec,
                        ag_mutation_style style, size_t *model, ag_batch_mutation *out) {
    const json_t *word = json_object_get(spec, "model");
    const json_t *stabilise = json_object_get(spec, "stabilise"), *reversible = json_object_get(spec, "reversible");
    const char *stabilise_key = "stabilise", *key = "model";
    size_t index = 0;
    if (style == AG_MUTATION_CASE && json_is_string(word) && strcmp(json_string_value(word), "stationary") == 0) {
        key = "base";
        word = json_object_get(spec, key);
        stabilise_key = "transform";
        stabilise = json_object_get(spec, stabilise_key);
    }
    const ag_json_place at = {place, key, 0}, at_stabilise = {place, stabilise_key, 0},
                        at_reversible = {place, "reversible", 0};
    if (!word) {
        ag_json_report(ctx, &at, AG_ERROR, "for example {\"model\": \"equal\", \"rate\": 0.002}", "this is missing");
        return false;
    }
    if (json_is_string(word) && strcmp(json_string_value(word), "trivial") == 0)
        *model = 0;
    else if (!parse_word(ctx, &at, word, model_word, COUNT(model_word), model))
        return false;
    out->model = ag_text_of(model_word[*model]);
    if (stabilise) {
        if (!parse_word(ctx, &at_stabilise, stabilise, stabilise_word, COUNT(stabilise_word), &index)) return false;
        out->stabilise = ag_text_of(stabilise_word[index]);
    }
    if (reversible) {
        if (!parse_word(ctx, &at_reversible, reversible, reversible_word, COUNT(reversible_word), &index)) return false;
        out->reversible = ag_text_of(reversible_word[index]);
    }
    if (!stabilise || !reversible) return true;
    ag_json_report(ctx, &at_reversible, AG_ERROR, NULL, "a model is made either stable or reversible, not both");
    return false;
}

static bool parse_spec(const ag_json_context *ctx, const ag_json_place *place, const json_t *spec,
                       ag_mutation_style style, ag_batch_mutation *female, ag_batch_mutation *male) {
    static const char *const keys[] = {"model",     "rate",       "rate2",   "range",
                                       "stabilise", "reversible", "alleles", "matrix"};
    ag_batch_mutation m = {0};
    size_t model = 0;
    if (!ag_json_object(ctx, place, spec)) return false;
    if (style == AG_MUTATION_INCIDENT) ag_json_only(ctx, place, spec, keys, COUNT(keys));
    if (!parse_model(ctx, place, spec, style, &model, &m)) return false;
    if (strcmp(model_word[model], "custom") == 0 && !parse_custom(ctx, place, spec, style, &m)) return false;
    *female = *male = m;
    return parse_by_sex(ctx, place, spec, "rate", 1, &female->rate, &male->rate) &&
           parse_by_sex(ctx, place, spec, "rate2", 1, &female->rate2, &male->rate2) &&
           parse_by_sex(ctx, place, spec, "range", 1e6, &female->range, &male->range) &&
           check_numbers(ctx, place, spec, model, female) && check_numbers(ctx, place, spec, model, male);
}

bool ag_mutation_parse(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                       ag_mutation_style style, ag_batch_mutation_pair *out) {
    static const char *const sexes[] = {"female", "male"};
    if (!ag_json_object(ctx, place, value)) return false;
    if (!json_object_get(value, "female") && !json_object_get(value, "male"))
        return parse_spec(ctx, place, value, style, &out->female, &out->male);
    if (style == AG_MUTATION_INCIDENT) ag_json_only(ctx, place, value, sexes, COUNT(sexes));
    bool good = true;
    for (size_t i = 0; i < COUNT(sexes); i++) {
        const json_t *spec = json_object_get(value, sexes[i]);
        const ag_json_place here = {place, sexes[i], 0};
        ag_batch_mutation *side = i ? &out->male : &out->female, other;
        if (!spec) ag_json_report(ctx, &here, AG_ERROR, "give a model for each sex", "this is missing");
        good = spec && parse_spec(ctx, &here, spec, style, i ? &other : side, i ? side : &other) && good;
    }
    return good;
}

static void put_matrix(ag_json_writer *w, const ag_batch_mutation *m) {
    ag_json_key(w, AG_TEXT("alleles"));
    ag_json_open(w, '[');
    for (uint32_t i = 0; i < m->alleles; i++) ag_json_put_text(w, m->allele[i]);
    ag_json_close(w, ']');
    ag_json_key(w, AG_TEXT("matrix"));
    ag_json_open(w, '[');
    for (uint32_t i = 0; i < m->alleles; i++) {
        ag_json_open(w, '[');
        for (uint32_t j = 0; j < m->alleles; j++) ag_json_put_double(w, m->matrix[(size_t)i * m->alleles + j]);
        ag_json_close(w, ']');
    }
    ag_json_close(w, ']');
}

static void put_number(ag_json_writer *w, const char *key, double value) {
    if (value == 0 || isnan(value)) return;
    ag_json_key(w, ag_text_of(key));
    ag_json_put_double(w, value);
}

static void put_spec(ag_json_writer *w, const ag_batch_mutation *m) {
    const bool has_rate =
        m->model.n && !ag_text_equal(m->model, AG_TEXT("none")) && !ag_text_equal(m->model, AG_TEXT("custom"));
    ag_json_open(w, '{');
    ag_json_key(w, AG_TEXT("model"));
    ag_json_put_text(w, m->model.n ? m->model : AG_TEXT("none"));
    if (has_rate) {
        ag_json_key(w, AG_TEXT("rate"));
        ag_json_put_double(w, isnan(m->rate) ? 0 : m->rate);
    } else {
        put_number(w, "rate", m->rate);
    }
    put_number(w, "rate2", m->rate2);
    put_number(w, "range", m->range);
    if (m->stabilise.n) {
        ag_json_key(w, AG_TEXT("stabilise"));
        ag_json_put_text(w, m->stabilise);
    }
    if (m->reversible.n) {
        ag_json_key(w, AG_TEXT("reversible"));
        ag_json_put_text(w, m->reversible);
    }
    if (m->alleles && m->matrix) put_matrix(w, m);
    ag_json_close(w, '}');
}

static bool is_same(const ag_batch_mutation *a, const ag_batch_mutation *b) {
    const size_t bytes = (size_t)a->alleles * a->alleles * sizeof *a->matrix;
    if (a->alleles != b->alleles || !a->matrix != !b->matrix || (a->matrix && memcmp(a->matrix, b->matrix, bytes) != 0))
        return false;
    for (uint32_t i = 0; i < a->alleles; i++)
        if (!ag_text_equal(a->allele[i], b->allele[i])) return false;
    return ag_text_equal(a->model, b->model) && a->rate == b->rate && a->rate2 == b->rate2 && a->range == b->range &&
           ag_text_equal(a->stabilise, b->stabilise) && ag_text_equal(a->reversible, b->reversible);
}

void ag_mutation_format(ag_json_writer *w, const ag_batch_mutation_pair *pair) {
    if (is_same(&pair->female, &pair->male)) {
        put_spec(w, &pair->female);
        return;
    }
    ag_json_open(w, '{');
    ag_json_key(w, AG_TEXT("female"));
    put_spec(w, &pair->female);
    ag_json_key(w, AG_TEXT("male"));
    put_spec(w, &pair->male);
    ag_json_close(w, '}');
}
