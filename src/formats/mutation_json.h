/* One mutation model as JSON, as in incident.json and in the lines of a case file.
 *
 *     {"model": "stepwise", "rate": 0.002, "rate2": 1e-6, "range": 0.1, "stabilise": "PM"}
 *     {"model": "equal", "rate": {"female": 0.0005, "male": 0.002}}        any of the three numbers by sex
 *     {"model": "custom", "alleles": ["8", "9"], "matrix": [[0.9, 0.1], [0.2, 0.8]]}
 *     {"female": {…}, "male": {…}}
 *
 * Invariants: `model` is one of the words of ag_batch_mutation; a number that the text does not give is 0, and every
 * number that the model needs was given and is in range. A custom matrix has rows that sum to 1 within 1e-6.
 */
#ifndef AG_FORMATS_MUTATION_JSON_H
#define AG_FORMATS_MUTATION_JSON_H

#include "formats/batch.h"
#include "formats/json.h"

typedef enum ag_mutation_style {
    AG_MUTATION_INCIDENT, /* unknown keys are errors; a custom model brings its matrix */
    AG_MUTATION_CASE      /* unknown keys are ignored; "stationary" with "base" and "transform"; matrices come apart */
} ag_mutation_style;

/* False: something was wrong and is reported. The pair's locus is left alone. */
bool ag_mutation_parse(const ag_json_context *ctx, const ag_json_place *place, const json_t *value,
                       ag_mutation_style style, ag_batch_mutation_pair *out);
/* alleles and matrix of a custom model, from a list of names and a list of rows. */
bool ag_mutation_parse_matrix(const ag_json_context *ctx, const ag_json_place *place, const json_t *rows,
                              uint32_t alleles, const double **out);
bool ag_mutation_parse_names(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, uint32_t most,
                             const ag_text **out, uint32_t *n);
void ag_mutation_format(ag_json_writer *w, const ag_batch_mutation_pair *pair);

#endif
