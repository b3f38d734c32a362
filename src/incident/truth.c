/* truth.csv: see truth.h. */
#include "incident/truth.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"
#include "formats/csv.h"
#include "formats/encoding.h"

#include "base/banned.h"

enum { SHOWN = 60 };
#define UNSEEN UINT32_MAX

typedef struct reader {
    const ag_incident *incident;
    ag_truth *out;
    ag_csv *csv;
    ag_diagnostics *d;
    ag_map samples, families, bodies;
    uint32_t *row; /* [remains] where it stands, 0: nowhere */
    int sample, person, body;
    bool failed;
} reader;

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }

static bool index_incident(reader *r) {
    bool added;
    bool good = true;
    for (int i = 0; i < r->incident->search.remains && good; i++)
        good = ag_map_add(&r->samples, r->incident->remains[i].row->sample, (uint32_t)i, &added) != NULL;
    for (int f = 0; f < r->incident->search.families && good; f++)
        good = ag_map_add(&r->families, r->incident->family[f].id, (uint32_t)f, &added) != NULL;
    return good;
}

/* The family whose id, with a colon, starts the text; ids may have colons themselves. */
static bool find_person(const reader *r, ag_text text, int32_t *family, int32_t *missing) {
    for (size_t colon = 0; colon < text.n; colon++) {
        const uint32_t *at = text.at[colon] == ':' ? ag_map_find(&r->families, (ag_text){text.at, colon}) : NULL;
        if (!at) continue;
        const ag_family *f = &r->incident->search.family[*at];
        const ag_text id = {text.at + colon + 1, text.n - colon - 1};
        for (int m = 0; m < f->missings; m++) {
            if (!ag_text_equal(r->incident->family[*at].person[f->missing[m]].id, id)) continue;
            *family = (int32_t)*at;
            *missing = m;
            return true;
        }
    }
    return false;
}

static void read_row(reader *r) {
    const ag_text sample = r->csv->cell[r->sample], person = r->csv->cell[r->person], body = r->csv->cell[r->body];
    const uint32_t *at = ag_map_find(&r->samples, sample);
    bool added;
    if (!at) {
        ag_csv_report(r->csv, AG_ERROR, r->sample, "name a sample of remains.csv", "there are no remains \"%.*s\"",
                      shown(sample), sample.at);
        return;
    }
    if (r->row[*at])
        ag_csv_report(r->csv, AG_ERROR, r->sample, "keep one of the rows", "\"%.*s\" stands in row %u already",
                      shown(sample), sample.at, r->row[*at]);
    r->row[*at] = r->csv->row;
    ag_truth *t = &r->out[*at];
    *t = (ag_truth){.person = person, .body = body.n ? body : person, .family_at = -1, .missing_at = -1};
    if (person.n && !find_person(r, person, &t->family_at, &t->missing_at))
        ag_csv_report(r->csv, AG_ERROR, r->person, "FAMILY:PERSON of families.csv, or nothing for somebody unlisted",
                      "nobody missing is called \"%.*s\"", shown(person), person.at);
    if (t->family_at >= 0) t->family = r->incident->family[t->family_at].id;
    /* Without a word for the body it is one of its own. */
    const uint32_t *number = ag_map_add(&r->bodies, t->body.n ? t->body : sample, r->bodies.n, &added);
    r->failed |= !number;
    t->body_at = number ? *number : 0;
}

static void report_absent(reader *r) {
    for (int i = 0; i < r->incident->search.remains; i++) {
        const ag_text sample = r->incident->remains[i].row->sample;
        if (!r->row[i])
            ag_csv_report(r->csv, AG_ERROR, -1, "add a row for it", "it is not told who \"%.*s\" is", shown(sample),
                          sample.at);
    }
}

static bool find_columns(reader *r) {
    static const char *const name[] = {"sample", "missing_person", "body"};
    int *const place[] = {&r->sample, &r->person, &r->body};
    bool all = true;
    for (int i = 0; i < 3; i++) {
        *place[i] = ag_csv_column(r->csv, name[i]);
        if (*place[i] >= 0) continue;
        ag_csv_report(r->csv, AG_ERROR, -1, "the columns are sample,missing_person,family,body",
                      "the column %s is missing", name[i]);
        all = false;
    }
    return all;
}

static ag_status read_rows(reader *r, ag_file *file, ag_error *err) {
    const ag_status status = ag_file_decode(file, r->d, err);
    if (status == AG_ENVIRONMENT) return status;
    if (status == AG_OK && ag_csv_open(r->csv, file, r->d) && find_columns(r)) {
        while (ag_csv_next(r->csv) && !r->failed) read_row(r);
        report_absent(r);
    }
    return r->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : ag_diagnostics_status(r->d, err);
}

ag_status ag_truth_parse(ag_file *file, const ag_incident *incident, ag_truth *out, ag_diagnostics *d, ag_error *err) {
    reader r = {.incident = incident, .out = out, .d = d};
    ag_map_init(&r.samples);
    ag_map_init(&r.families);
    ag_map_init(&r.bodies);
    r.csv = malloc(sizeof *r.csv);
    r.row = calloc((size_t)incident->search.remains + 1, sizeof *r.row);
    const ag_status status = r.csv && r.row && index_incident(&r) ? read_rows(&r, file, err)
                                                                  : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_map_deinit(&r.samples);
    ag_map_deinit(&r.families);
    ag_map_deinit(&r.bodies);
    free(r.csv);
    free(r.row);
    return status;
}
