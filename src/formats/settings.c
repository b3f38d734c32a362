/* incident.json: see settings.h. */
#include "formats/settings.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "base/locus_key.h"
#include "formats/mutation_json.h"

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef void parse_key(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                       ag_batch_settings *out);

static void parse_name(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                       ag_batch_settings *out) {
    ag_json_text(ctx, place, value, &out->name);
}

static void parse_theta(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                        ag_batch_settings *out) {
    ag_json_number(ctx, place, value, 0, 1, true, &out->theta);
}

static void parse_dropin(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                         ag_batch_settings *out) {
    ag_json_number(ctx, place, value, 0, 1, true, &out->dropin);
}

static void parse_error(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                        ag_batch_settings *out) {
    ag_json_number(ctx, place, value, 0, 1, true, &out->error);
}

static void parse_threshold(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                            ag_batch_settings *out) {
    double x;
    if (!ag_json_number(ctx, place, value, 0, 1, true, &x)) return;
    if (x == 0)
        ag_json_report(ctx, place, AG_ERROR, "a posterior probability such as 0.9995",
                       "a threshold of 0 proposes everything");
    else
        out->threshold = x;
}

static void parse_others(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                         ag_batch_settings *out) {
    double x;
    if (!ag_json_number(ctx, place, value, 0, 1e12, false, &x)) return;
    if (x != floor(x))
        ag_json_report(ctx, place, AG_ERROR, "the number of further persons among the remains",
                       "%g is not a whole number", x);
    else
        out->others = x;
}

static void parse_pieces(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                         ag_batch_settings *out) {
    if (json_is_boolean(value))
        out->pieces = json_is_true(value);
    else
        ag_json_report(ctx, place, AG_ERROR, "true: several remains may be of one person",
                       "this should be true or false");
}

static void parse_choice(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                         const char *const *word, size_t n, const char *hint, ag_text *out) {
    ag_text text;
    if (!ag_json_text(ctx, place, value, &text)) return;
    for (size_t i = 0; i < n; i++) {
        if (!ag_text_equal_fold(text, ag_text_of(word[i]))) continue;
        *out = ag_text_of(word[i]);
        return;
    }
    ag_json_report(ctx, place, AG_ERROR, hint, "\"%.60s\" is not known here", text.at);
}

static void parse_frequencies(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                              ag_batch_settings *out) {
    static const char *const rules[] = {"as given", "renormalise", "rest", "minimum"};
    parse_choice(ctx, place, value, rules, COUNT(rules), "one of \"as given\", \"renormalise\", \"rest\", \"minimum\"",
                 &out->frequency_rule);
}

static void parse_homozygotes(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                              ag_batch_settings *out) {
    static const char *const words[] = {"trusted"};
    parse_choice(ctx, place, value, words, COUNT(words),
                 "\"trusted\": a/a is a homozygote also where the quality has drop-out; leave the key out otherwise",
                 &out->homozygotes);
}

static void parse_x(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                    ag_batch_settings *out) {
    const ag_text *name = NULL;
    uint32_t n = 0;
    if (json_is_array(value) && json_array_size(value) == 0) return;
    if (!ag_mutation_parse_names(ctx, place, value, AG_MAX_LOCI, &name, &n)) return;
    out->x_locus = AG_NEW(ctx->arena, ag_text, n);
    if (!out->x_locus) return;
    memcpy(out->x_locus, name, n * sizeof *name);
    out->x_loci = n;
}

/* {"good": 0, "degraded": 0.1}: names with probabilities below 1. */
static void parse_numbers(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                          ag_batch_named_number **out, uint32_t *n) {
    const size_t size = json_object_size(value);
    if (!ag_json_object(ctx, place, value) || size == 0) return;
    ag_batch_named_number *item = AG_NEW(ctx->arena, ag_batch_named_number, size);
    uint32_t used = 0;
    for (void *at = json_object_iter((json_t *)value); at && item; at = json_object_iter_next((json_t *)value, at)) {
        const char *key = json_object_iter_key(at);
        const ag_json_place here = {place, key, 0};
        const char *name = ag_arena_text(ctx->arena, key, strlen(key));
        if (!name || !ag_json_number(ctx, &here, json_object_iter_value(at), 0, 1, true, &item[used].value)) continue;
        item[used++].name = ag_text_of(name);
    }
    *out = item;
    *n = used;
}

static void parse_dropout(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                          ag_batch_settings *out) {
    parse_numbers(ctx, place, value, &out->dropout, &out->dropouts);
}

static void parse_silent(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                         ag_batch_settings *out) {
    parse_numbers(ctx, place, value, &out->silent, &out->silents);
}

static void parse_locus(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                        ag_batch_settings *out) {
    ag_batch_mutation_pair *pair = &out->mutation[out->mutations];
    const char *name = ag_arena_text(ctx->arena, place->key, strlen(place->key));
    if (!name || !ag_mutation_parse(ctx, place, value, AG_MUTATION_INCIDENT, pair)) return;
    pair->locus = ag_text_of(name);
    for (uint32_t i = 0; i < out->mutations; i++)
        if (ag_locus_same(out->mutation[i].locus, pair->locus))
            ag_json_report(ctx, place, AG_ERROR, "keep one of the two", "this locus is named twice");
    out->mutations++;
}

static void parse_mutation(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                           ag_batch_settings *out) {
    static const char *const keys[] = {"default", "loci"};
    if (!ag_json_object(ctx, place, value)) return;
    ag_json_only(ctx, place, value, keys, COUNT(keys));
    const json_t *common = json_object_get(value, "default"), *loci = json_object_get(value, "loci");
    const ag_json_place at_default = {place, "default", 0}, at_loci = {place, "loci", 0};
    out->mutation = AG_NEW(ctx->arena, ag_batch_mutation_pair, json_object_size(loci) + 1);
    if (!out->mutation) return;
    if (common && ag_mutation_parse(ctx, &at_default, common, AG_MUTATION_INCIDENT, &out->mutation[0]))
        out->mutations = 1;
    if (!loci || !ag_json_object(ctx, &at_loci, loci)) return;
    for (void *at = json_object_iter((json_t *)loci); at; at = json_object_iter_next((json_t *)loci, at)) {
        const ag_json_place here = {&at_loci, json_object_iter_key(at), 0};
        parse_locus(ctx, &here, json_object_iter_value(at), out);
    }
}

static const struct {
    const char *key;
    parse_key *parse;
} settings_key[] = {
    {"name", parse_name},           {"theta", parse_theta},   {"frequencies", parse_frequencies},
    {"mutation", parse_mutation},   {"x", parse_x},           {"dropout", parse_dropout},
    {"dropin", parse_dropin},       {"error", parse_error},   {"homozygotes", parse_homozygotes},
    {"silent", parse_silent},       {"others", parse_others}, {"pieces", parse_pieces},
    {"threshold", parse_threshold},
};

static void parse_all(const ag_json_context *ctx, const json_t *root, ag_batch_settings *out) {
    const char *known[COUNT(settings_key)];
    if (!ag_json_object(ctx, NULL, root)) return;
    for (size_t i = 0; i < COUNT(settings_key); i++) known[i] = settings_key[i].key;
    ag_json_only(ctx, NULL, root, known, COUNT(known));
    for (size_t i = 0; i < COUNT(settings_key); i++) {
        const ag_json_place here = {NULL, known[i], 0};
        const json_t *value = json_object_get(root, known[i]);
        if (value) settings_key[i].parse(ctx, &here, value, out);
    }
}

ag_status ag_settings_parse(const ag_file *file, ag_batch *batch, ag_diagnostics *d, ag_error *err) {
    const ag_json_context ctx = {file->name, {file->at, file->n}, 1, d, &batch->arena};
    const size_t errors = d->errors;
    if (file->at) {
        json_t *root = ag_json_parse(&ctx);
        if (root) parse_all(&ctx, root, &batch->settings);
        json_decref(root);
    }
    if (batch->arena.failed) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory");
    const bool has_default = batch->settings.mutations && batch->settings.mutation[0].locus.n == 0;
    if (!has_default && d->errors == errors)
        ag_diagnose(d, AG_WARNING, file->name, 0, 0,
                    "state \"mutation\": {\"default\": {\"model\": …}} in incident.json; \"none\" says it is meant",
                    file->at ? "no default mutation model is given: none is assumed"
                             : "there is no incident.json: no mutation, theta 0, no drop-out are assumed");
    return AG_OK;
}

static void put_number(ag_json_writer *w, const char *key, double value) {
    if (isnan(value)) return;
    ag_json_key(w, ag_text_of(key));
    ag_json_put_double(w, value);
}

static void put_text(ag_json_writer *w, const char *key, ag_text value) {
    if (!value.n) return;
    ag_json_key(w, ag_text_of(key));
    ag_json_put_text(w, value);
}

static void put_numbers(ag_json_writer *w, const char *key, const ag_batch_named_number *item, uint32_t n) {
    if (!n) return;
    ag_json_key(w, ag_text_of(key));
    ag_json_open(w, '{');
    for (uint32_t i = 0; i < n; i++) {
        ag_json_key(w, item[i].name);
        ag_json_put_double(w, item[i].value);
    }
    ag_json_close(w, '}');
}

static void put_mutation(ag_json_writer *w, const ag_batch_settings *s) {
    bool in_loci = false;
    if (!s->mutations) return;
    ag_json_key(w, AG_TEXT("mutation"));
    ag_json_open(w, '{');
    for (uint32_t i = 0; i < s->mutations; i++) {
        if (s->mutation[i].locus.n) continue;
        ag_json_key(w, AG_TEXT("default"));
        ag_mutation_format(w, &s->mutation[i]);
    }
    for (uint32_t i = 0; i < s->mutations; i++) {
        if (!s->mutation[i].locus.n) continue;
        if (!in_loci) {
            ag_json_key(w, AG_TEXT("loci"));
            ag_json_open(w, '{');
            in_loci = true;
        }
        ag_json_key(w, s->mutation[i].locus);
        ag_mutation_format(w, &s->mutation[i]);
    }
    if (in_loci) ag_json_close(w, '}');
    ag_json_close(w, '}');
}

void ag_settings_format(const ag_batch_settings *s, ag_buffer *out) {
    ag_json_writer w = {.out = out, .pretty = true};
    ag_json_open(&w, '{');
    put_text(&w, "name", s->name);
    put_number(&w, "theta", s->theta);
    put_text(&w, "frequencies", s->frequency_rule);
    put_mutation(&w, s);
    if (s->x_loci) {
        ag_json_key(&w, AG_TEXT("x"));
        ag_json_open(&w, '[');
        for (uint32_t i = 0; i < s->x_loci; i++) ag_json_put_text(&w, s->x_locus[i]);
        ag_json_close(&w, ']');
    }
    put_numbers(&w, "dropout", s->dropout, s->dropouts);
    put_number(&w, "dropin", s->dropin);
    put_number(&w, "error", s->error);
    put_text(&w, "homozygotes", s->homozygotes);
    put_numbers(&w, "silent", s->silent, s->silents);
    put_number(&w, "others", s->others);
    if (s->pieces >= 0) {
        ag_json_key(&w, AG_TEXT("pieces"));
        ag_json_put_bool(&w, s->pieces);
    }
    put_number(&w, "threshold", s->threshold);
    ag_json_close(&w, '}');
}
