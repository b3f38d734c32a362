/* antigone convert: from any format to any other. */
#include <string.h>

#include "cli/command.h"
#include "formats/convert.h"

#include "base/banned.h"

enum { FROM, TO, WIDE, REFERENCES, HOMOZYGOUS, LABORATORY, DESTINATION, QUIET };

static const ag_option options[] = {
    {"--from", "FORMAT", "folder, familias, genemapper, cmf, linkage, frequencies; by content when not given", false},
    {"--to", "FORMAT", "the same; by the name of OUT when not given", false},
    {"--wide", NULL, "a GeneMapper or frequency table with one column for each locus", false},
    {"--references", NULL, "the samples of a GeneMapper export are references, not remains", false},
    {"--homozygous", NULL, "one allele alone in a GeneMapper export is a homozygote, not a/?", false},
    {"--laboratory", "ORI", "SOURCELAB of a CODIS CMF file", false},
    {"--destination", "ORI", "DESTINATIONORI of a CODIS CMF file", false},
    {"--quiet", NULL, "no notes", false},
    {NULL, NULL, NULL, false},
};

static ag_status read_format(const ag_arguments *arguments, int option, ag_format *out, ag_error *err) {
    static const struct {
        const char *word;
        ag_format format;
    } known[] = {{"folder", AG_FORMAT_FOLDER},         {"familias", AG_FORMAT_FAMILIAS},
                 {"genemapper", AG_FORMAT_GENEMAPPER}, {"cmf", AG_FORMAT_CMF},
                 {"linkage", AG_FORMAT_LINKAGE},       {"frequencies", AG_FORMAT_FREQUENCIES}};
    const char *given = arguments->value[option];
    *out = AG_FORMAT_UNKNOWN;
    for (size_t i = 0; given && i < sizeof known / sizeof *known; i++)
        if (strcmp(given, known[i].word) == 0) *out = known[i].format;
    if (!given || *out != AG_FORMAT_UNKNOWN) return AG_OK;
    return ag_fail(err, AG_USAGE, "one of folder, familias, genemapper, cmf, linkage, frequencies",
                   "%s %.40s is no format", options[option].name, given);
}

static ag_status run_convert(const ag_arguments *arguments, ag_error *err) {
    ag_convert_options how = {
        .wide = arguments->value[WIDE] != NULL,
        .genemapper = {arguments->value[REFERENCES] ? AG_REFERENCE : AG_REMAINS, arguments->value[HOMOZYGOUS] != NULL},
        .cmf = {.destination = arguments->value[DESTINATION], .laboratory = arguments->value[LABORATORY]}};
    ag_diagnostics found;
    ag_status status = read_format(arguments, FROM, &how.from, err);
    if (status == AG_OK) status = read_format(arguments, TO, &how.to, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&found);
    status = ag_convert(arguments->operand[0], arguments->operand[1], &how, &found, err);
    ag_print_findings(&found, arguments->value[QUIET] != NULL);
    if (found.errors) err->what[0] = 0;
    ag_diagnostics_deinit(&found);
    return status;
}

const ag_command ag_command_convert = {
    .name = "convert",
    .summary = "between the incident folder and the files of other programs",
    .operand = {"IN", "OUT"},
    .option = options,
    .help = "Reads an incident folder, Familias .fam, GeneMapper export, CODIS CMF, LINKAGE .ped or a frequency table, "
            "and\n"
            "writes another of these. The name of OUT says which: a folder (no ending), .fam, .xml, .ped, .txt\n"
            "(GeneMapper) or .csv (frequencies). What OUT cannot carry is said on standard error.",
    .examples = "  antigone convert case.fam my-incident\n"
                "  antigone convert export.txt remains-folder --homozygous\n"
                "  antigone convert my-incident remains.xml --laboratory IDLAB0001",
    .run = run_convert,
};
