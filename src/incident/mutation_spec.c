/* Words of mutation models: see mutation_spec.h. */
#include "incident/mutation_spec.h"

#include "base/banned.h"

static const char *const model_word[] = {"none", "equal", "proportional", "onestep", "stepwise", "dawid", "custom"};

const char *ag_mutation_word(ag_mutation_model model) { return model_word[model]; }

static bool find_model(ag_text word, ag_mutation_model *out) {
    *out = AG_MUTATION_NONE;
    if (!word.n || ag_text_equal_fold(word, AG_TEXT("trivial"))) return true;
    for (size_t i = 0; i < sizeof model_word / sizeof *model_word; i++) {
        if (!ag_text_equal_fold(word, ag_text_of(model_word[i]))) continue;
        *out = (ag_mutation_model)i;
        return true;
    }
    return false;
}

static bool find_transform(const ag_batch_mutation *words, ag_mutation_transform *out) {
    static const struct {
        const char *word;
        ag_mutation_transform transform;
    } reversible[] = {{"MH", AG_REVERSIBLE_MH}, {"BA", AG_REVERSIBLE_BA}, {"PR", AG_REVERSIBLE_PR}};
    *out = AG_TRANSFORM_NONE;
    if (words->stabilise.n) *out = AG_STABILISE_PM;
    if (words->stabilise.n) return !words->reversible.n && ag_text_equal_fold(words->stabilise, AG_TEXT("PM"));
    for (size_t i = 0; i < sizeof reversible / sizeof *reversible; i++)
        if (ag_text_equal_fold(words->reversible, ag_text_of(reversible[i].word))) *out = reversible[i].transform;
    return !words->reversible.n || *out != AG_TRANSFORM_NONE;
}

static ag_status copy_names(const ag_batch_mutation *words, ag_arena *arena, ag_mutation_spec *out, ag_error *err) {
    const char **name = AG_NEW(arena, const char *, words->alleles);
    for (uint32_t i = 0; name && i < words->alleles; i++)
        name[i] = ag_arena_text(arena, words->allele[i].at, words->allele[i].n);
    if (arena->failed) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    out->alleles = (int)words->alleles;
    out->allele = name;
    out->matrix = words->matrix;
    return AG_OK;
}

ag_status ag_mutation_spec_of(const ag_batch_mutation *words, ag_arena *arena, ag_mutation_spec *out, ag_error *err) {
    *out = (ag_mutation_spec){.rate = words->rate, .rate2 = words->rate2, .range = words->range};
    if (!find_model(words->model, &out->model))
        return ag_fail(err, AG_BAD_INPUT, "one of none, equal, proportional, onestep, stepwise, dawid, custom",
                       "the mutation model \"%.*s\" is not known", (int)words->model.n, words->model.at);
    if (!find_transform(words, &out->transform))
        return ag_fail(err, AG_BAD_INPUT, "\"stabilise\": \"PM\", or \"reversible\": \"MH\", \"BA\" or \"PR\"",
                       "the way in which the mutation model is made stationary is not known");
    return words->alleles ? copy_names(words, arena, out, err) : AG_OK;
}
