/* Any bytes as truth.csv of a small incident. What was accepted tells of every remains who it is. */
#include <stdint.h>
#include <stdlib.h>

#include "incident/simulate.h"
#include "incident/truth.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REMAINS = 3 };

static ag_caseload made;
static ag_incident *incident;

static void make_once(void) {
    ag_simulate_options o = ag_simulate_defaults();
    ag_diagnostics d;
    if (incident) return;
    o.loci = "TH01";
    o.remains = REMAINS;
    o.families = 2;
    o.run.threads = 1;
    ag_diagnostics_init(&d);
    if (ag_caseload_init(&o, &made, NULL) != AG_OK) abort();
    if (ag_incident_new(&made.batch, "made", 1, &incident, &d, NULL) != AG_OK) abort();
    ag_diagnostics_deinit(&d);
}

static void check(const ag_truth *t) {
    const int families = incident->search.families;
    if (t->family_at >= families || (t->family_at < 0) != (t->missing_at < 0) ||
        (t->person.n > 0) != (t->family_at >= 0))
        abort();
    if (t->family_at >= 0 && t->missing_at >= incident->search.family[t->family_at].missings) abort();
    if (t->body_at >= REMAINS) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ag_truth truth[REMAINS];
    ag_diagnostics d;
    ag_file file;
    make_once();
    ag_diagnostics_init(&d);
    if (ag_file_of_bytes("truth.csv", data, size, &file, NULL) != AG_OK) abort();
    if (ag_truth_parse(&file, incident, truth, &d, NULL) == AG_OK)
        for (int i = 0; i < REMAINS; i++) check(&truth[i]);
    else if (!d.errors)
        abort();
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
    return 0;
}
