/* incident.json: the parameters of an incident.
 *
 *     { "name": "A bridge", "theta": 0.01, "frequencies": "as given",
 *       "mutation": { "default": {"model": "equal", "rate": 0.002}, "loci": { "FGA": {"female": {…}, "male": {…}} } },
 *       "x": ["DXS10148"], "dropout": {"good": 0, "degraded": 0.1}, "dropin": 0.01, "error": 0.001,
 *       "homozygotes": "trusted", "silent": {"FGA": 0.001}, "others": 40, "pieces": true, "threshold": 0.9995 }
 *
 * Every key may be absent; an unknown one is an error. What is absent stays as ag_batch_init left it. Each mutation
 * pair is as formats/mutation_json.h says; the default has the empty locus and comes first. Without a default there are
 * no mutations, with a warning.
 */
#ifndef AG_FORMATS_SETTINGS_H
#define AG_FORMATS_SETTINGS_H

#include "formats/batch.h"
#include "formats/file.h"

/* `file` may have no bytes at all (file->at NULL): then everything stays at its default. Names of loci are not compared
 * with the loci of the batch (formats/incident_folder.h does). AG_ENVIRONMENT: no memory; faults of the file are in d.
 */
ag_status ag_settings_parse(const ag_file *file, ag_batch *batch, ag_diagnostics *d, ag_error *err);
void ag_settings_format(const ag_batch_settings *settings, ag_buffer *out);

#endif
