/* antigone simulate: a caseload with known truth. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/results.h"
#include "formats/file.h"
#include "formats/json.h"
#include "incident/simulate.h"
#include "people/link_simulate.h"

#include "base/banned.h"

enum {
    REMAINS,
    FAMILIES,
    SEED,
    LOCI,
    MUTATION,
    POPULATION,
    DEGRADED,
    THETA,
    SHAPE,
    FALSE_PATERNITY,
    RELATIVES,
    LISTS,
    OVERLAP,
    CORRUPTED,
    COVER,
    THREADS,
    QUIET
};

static const ag_option options[] = {
    {"--remains", "N", "samples of remains, 1 or more; needed but for --lists", false},
    {"--families", "M", "families, 1 or more; needed but for grave8, which is one", false},
    {"--seed", "S", "the same seed gives the same bytes; default 1", false},
    {"--loci", "KIT", "a kit, a list FGA,TH01,… or how many; default 24 loci with SE33", false},
    {"--mutation", "SPEC", "MODEL:RATE[:RATE2:RANGE]; default stepwise:0.002:1e-6:0.1", false},
    {"--population", "NAME", "Cauc, AA, Asian, Hisp or all; default Cauc", false},
    {"--degraded", "SHARE", "share of the remains with lost loci and drop-out; default 0.25", false},
    {"--theta", "T", "coancestry; default 0", false},
    {"--shape", "WORD", "war (default), parents, children, siblings, elders, two-missing, grave8", false},
    {"--false-paternity", "SHARE", "share of the children whose father is another man; default 0", false},
    {"--relatives", "SHARE", "share of the unlisted who are brother or son of one listed; default 0", false},
    {"--lists", "N", "two lists of N persons, OUT/a.csv and OUT/b.csv, to be linked; no remains", false},
    {"--overlap", "SHARE", "of a list that is in the other too; default 0.5", false},
    {"--corrupted", "SHARE", "of the fields of a list; default 0.1", false},
    {"--cover", "SHARE", "of list B under a cover identity; default 0.01", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--quiet", NULL, "no progress and no summary", false},
    {NULL, NULL, NULL, false},
};

static ag_status read_shape(const char *given, ag_simulate_options *out, ag_error *err) {
    const char *word[AG_CASE_SHAPES];
    int shape = 0;
    if (!given) return AG_OK;
    for (int i = 0; i < AG_CASE_SHAPES; i++) word[i] = ag_case_shape_word((ag_case_shape)i);
    while (shape < AG_CASE_SHAPES && strcmp(given, word[shape]) != 0) shape++;
    out->shape = (ag_case_shape)shape;
    if (shape < AG_CASE_SHAPES) return AG_OK;
    const char *nearest = ag_nearest_word(given, word, AG_CASE_SHAPES);
    char hint[120];
    snprintf(hint, sizeof hint, "%s%s", nearest ? "did you mean " : ag_command_simulate.option[SHAPE].help,
             nearest ? nearest : "");
    return ag_fail(err, AG_USAGE, hint, "there is no shape \"%.60s\"", given);
}

/* How many families; grave8 says so itself. */
static ag_status read_families(const ag_arguments *arguments, ag_simulate_options *out, ag_error *err) {
    uint64_t families = out->shape == AG_CASE_GRAVE8;
    if (!families && !arguments->value[FAMILIES])
        return ag_fail(err, AG_USAGE, "`antigone simulate --help` shows how", "simulate needs --families M");
    const ag_status status = ag_argument_uint64(&ag_command_simulate, arguments, FAMILIES, 1, 16000000, &families, err);
    out->families = (uint32_t)families;
    return status;
}

static ag_status read_options(const ag_arguments *arguments, ag_simulate_options *out, ag_error *err) {
    const ag_command *me = &ag_command_simulate;
    uint64_t remains = 0;
    *out = ag_simulate_defaults();
    if (!arguments->value[REMAINS])
        return ag_fail(err, AG_USAGE, "`antigone simulate --help` shows how", "simulate needs --remains N");
    ag_status status = ag_argument_run(me, arguments, THREADS, -1, &out->run, err);
    if (status == AG_OK) status = ag_argument_uint64(me, arguments, REMAINS, 1, 16000000, &remains, err);
    if (status == AG_OK) status = read_shape(arguments->value[SHAPE], out, err);
    if (status == AG_OK) status = read_families(arguments, out, err);
    if (status == AG_OK) status = ag_argument_uint64(me, arguments, SEED, 0, INT64_MAX, &out->seed, err);
    if (status == AG_OK) status = ag_argument_double(me, arguments, DEGRADED, 0, 1, &out->degraded, err);
    if (status == AG_OK) status = ag_argument_double(me, arguments, THETA, 0, 0.999, &out->theta, err);
    if (status == AG_OK) status = ag_argument_double(me, arguments, FALSE_PATERNITY, 0, 1, &out->false_paternity, err);
    if (status == AG_OK) status = ag_argument_double(me, arguments, RELATIVES, 0, 1, &out->relatives, err);
    out->remains = (uint32_t)remains;
    if (arguments->value[LOCI]) out->loci = arguments->value[LOCI];
    if (arguments->value[MUTATION]) out->mutation = arguments->value[MUTATION];
    if (arguments->value[POPULATION]) out->population = arguments->value[POPULATION];
    return status;
}

/* ---- Lists ------------------------------------------------------------------------------------------------------- */

static ag_status save_lists(const ag_lists_options *how, const char *folder, ag_error *err) {
    ag_result_file file[] = {{"a.csv", {0}}, {"b.csv", {0}}};
    bool made = false;
    for (int k = 0; k < 2; k++) ag_lists_write(how, k, &file[k].bytes);
    ag_status status = file[0].bytes.failed || file[1].bytes.failed
                           ? ag_fail(err, AG_ENVIRONMENT, "ask for shorter lists", "out of memory")
                           : ag_folder_make(folder, &made, err);
    if (status == AG_OK) status = ag_results_save(folder, file, 2, err);
    for (int k = 0; k < 2; k++) ag_buffer_deinit(&file[k].bytes);
    return status;
}

static ag_status simulate_lists(const ag_arguments *arguments, ag_error *err) {
    const ag_command *me = &ag_command_simulate;
    ag_lists_options how = ag_lists_defaults();
    uint64_t records = 0;
    ag_status status = ag_argument_uint64(me, arguments, LISTS, 1, 4000000, &records, err);
    how.records = (uint32_t)records;
    if (status == AG_OK) status = ag_argument_uint64(me, arguments, SEED, 0, INT64_MAX, &how.seed, err);
    if (status == AG_OK) status = ag_argument_double(me, arguments, OVERLAP, 0, 1, &how.overlap, err);
    if (status == AG_OK) status = ag_argument_double(me, arguments, CORRUPTED, 0, 1, &how.corrupted, err);
    if (status == AG_OK) status = ag_argument_double(me, arguments, COVER, 0, 1, &how.cover, err);
    if (status == AG_OK) status = save_lists(&how, arguments->operand[0], err);
    if (status != AG_OK || arguments->value[QUIET]) return status;
    printf("%s: two lists of %u persons; the column person says who each is\n", arguments->operand[0], how.records);
    return ag_finish_output(err);
}

static ag_status run_simulate(const ag_arguments *arguments, ag_error *err) {
    const bool quiet = arguments->value[QUIET] != NULL;
    ag_simulate_options how;
    ag_caseload made;
    ag_progress progress;
    if (arguments->value[LISTS]) return simulate_lists(arguments, err);
    ag_status status = read_options(arguments, &how, err);
    if (status != AG_OK) return status;
    ag_interrupt_catch();
    ag_progress_init(&progress, "simulating", quiet);
    how.run.progress = ag_progress_show;
    how.run.context = &progress;
    status = ag_simulate(&how, arguments->operand[0], &made, err);
    ag_progress_end(&progress);
    if (status != AG_OK) return status;
    if (!quiet)
        printf("%s: %u remains, %u references, %u families with %u missing (%u of them found), %u others; %llu "
               "mutations\n",
               arguments->operand[0], made.remains, made.references, made.families, made.missing, made.found,
               made.others, (unsigned long long)made.mutated);
    ag_caseload_deinit(&made);
    return ag_finish_output(err);
}

const ag_command ag_command_simulate = {
    .name = "simulate",
    .summary = "a caseload of people who never were, with the truth beside it",
    .operand = {"OUT"},
    .option = options,
    .help =
        "Makes an incident folder and OUT/truth.csv, which says who each sample is. Families of many shapes; most of\n"
        "the missing are found, some in several parts; some remains belong to nobody listed. Other shapes: all "
        "families of\n"
        "one kind; or grave8, a family with eight missing, whose bodies lie in parts among those of twelve others.\n"
        "--lists makes two lists of persons instead, in three scripts, with what goes wrong in lists: typing errors,\n"
        "exchanged fields, rough dates, cover identities.",
    .examples = "  antigone simulate war --remains 10000 --families 10000 --seed 1\n"
                "  antigone simulate grave --shape grave8 --remains 200 --seed 1\n"
                "  antigone simulate small --remains 50 --families 40 --seed 7 --mutation equal:0.002 --degraded 0\n"
                "  antigone simulate lists --lists 10000 --corrupted 0.1 --seed 1",
    .run = run_simulate,
};
