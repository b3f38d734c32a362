/* antigone joint: the best assignments of all remains to all missing persons, as a table. */
#include <stdlib.h>

#include "base/arena.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/source.h"
#include "incident/apart.h"
#include "incident/lane_names.h"
#include "search/assign.h"

#include "base/banned.h"

enum { CSV = AG_SESSION_FIRST, TOP, QUIET };
enum { DEFAULT_TOP = 100, MOST_TOP = 100000000, EVERY = 1 << 30 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--csv", "FILE", "the table to write", true},
    {"--top", "K", "how many assignments, the best first; 0: all; default 100", false},
    {"--quiet", NULL, "no notes", false},
    {NULL, NULL, NULL, false},
};

/* What the table is made from. */
typedef struct question {
    const ag_incident *incident;
    ag_lane *lane; /* owned */
    size_t lanes;
    const ag_text *name; /* of each lane */
    ag_arena arena;
} question;

static ag_status question_init(const ag_incident *incident, question *q, ag_error *err) {
    *q = (question){.incident = incident};
    ag_arena_init(&q->arena);
    q->lane = ag_lanes_new(&incident->search, &q->lanes);
    if (!q->lane) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    return ag_lane_names(incident, q->lane, q->lanes, &q->arena, &q->name, err);
}

static void question_deinit(question *q) {
    free(q->lane);
    ag_arena_deinit(&q->arena);
}

/* ---- The table ----------------------------------------------------------------------------------------------- */

/* The number of an unlisted body of several parts, in the order of its first sample; 0 when it is one sample alone. */
static int number_of_body(const ag_assignment *a, int remains, int k) {
    int number = 0;
    for (int first = 0; first <= a->body[k]; first++) {
        int parts = 0;
        if (a->lane[first] >= 0 || a->body[first] != first) continue;
        for (int i = first; i < remains; i++) parts += a->body[i] == first;
        number += parts > 1;
        if (first == a->body[k] && parts == 1) return 0;
    }
    return number;
}

static void put_assignment(ag_csv_writer *w, const question *q, const ag_assignment *a, double apart_ln) {
    const int remains = q->incident->search.remains;
    for (int k = 0; k < remains; k++) {
        const int body = a->lane[k] < 0 ? number_of_body(a, remains, k) : 0;
        if (a->lane[k] >= 0) {
            ag_csv_put(w, q->name[a->lane[k]]);
        } else if (body == 0) {
            ag_csv_puts(w, "*");
        } else {
            ag_buffer text = {0};
            ag_buffer_printf(&text, "*%d", body);
            ag_csv_put(w, (ag_text){text.data, text.n});
            ag_buffer_deinit(&text);
        }
    }
    ag_output_number(w, apart_ln + a->lr_ln, 17);
    ag_csv_end_row(w);
}

static ag_status put_table(const question *q, const ag_assign_result *found, double apart_ln, ag_output *output,
                           ag_error *err) {
    const ag_incident *incident = q->incident;
    ag_csv_writer w = {.out = &output->buffer};
    ag_status status = AG_OK;
    for (int r = 0; r < incident->search.remains; r++) ag_csv_put(&w, incident->remains[r].row->sample);
    ag_csv_puts(&w, "loglik");
    ag_csv_end_row(&w);
    for (size_t i = 0; i < found->items && status == AG_OK; i++) {
        put_assignment(&w, q, &found->item[i], apart_ln);
        status = ag_output_flush(output, err);
    }
    return status;
}

/* ---- The search ---------------------------------------------------------------------------------------------- */

static bool sexes_agree(const void *context, int remains, int lane) {
    const question *q = context;
    return !ag_sexes_conflict(q->incident, remains, q->lane[lane]);
}

static ag_status assign(ag_engine *engine, question *q, size_t top, ag_assign_result *found, ag_error *err) {
    ag_catalogue *catalogue = NULL;
    const int remains = q->incident->search.remains;
    int(*lane)[2] = ag_arena_array(&q->arena, q->lanes + 1, sizeof *lane);
    int *item = AG_NEW(&q->arena, int, remains + 1);
    if (!lane || !item) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (size_t i = 0; i < q->lanes; i++) {
        lane[i][0] = q->lane[i].family;
        lane[i][1] = q->lane[i].missing;
    }
    for (int r = 0; r < remains; r++) item[r] = r;
    ag_status status = ag_catalogue_new(&q->incident->search, &catalogue, err);
    const ag_assign_question asked = {.catalogue = catalogue,
                                      .lanes = (int)q->lanes,
                                      .lane = (const int(*)[2])lane,
                                      .remains = remains,
                                      .item = item,
                                      .allowed = sexes_agree,
                                      .context = q,
                                      .pieces = q->incident->pieces,
                                      .top = top,
                                      .stop = &ag_interrupted};
    if (status == AG_OK) status = ag_assign(engine, &asked, found, err);
    ag_catalogue_free(catalogue);
    return status;
}

static ag_status write_table(const ag_incident *incident, size_t top, const char *path, ag_error *err) {
    question q;
    double apart_ln = 0;
    ag_output output;
    ag_assign_result found = {0};
    ag_engine *engine = ag_engine_new();
    ag_status status = question_init(incident, &q, err);
    if (status == AG_OK && !engine) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) status = ag_loglik_apart(engine, incident, &apart_ln, err);
    if (status == AG_OK) status = assign(engine, &q, top, &found, err);
    if (status == AG_OK) status = ag_output_open(path, &output, err);
    if (status == AG_OK) status = ag_output_close(&output, put_table(&q, &found, apart_ln, &output, err), err);
    ag_assign_result_deinit(&found);
    ag_engine_free(engine);
    question_deinit(&q);
    return status;
}

static ag_status run_joint(const ag_arguments *arguments, ag_error *err) {
    ag_loaded loaded;
    ag_diagnostics found;
    uint64_t top = DEFAULT_TOP;
    ag_status status = ag_argument_uint64(&ag_command_joint, arguments, TOP, 0, MOST_TOP, &top, err);
    if (status != AG_OK) return status;
    ag_interrupt_catch();
    ag_diagnostics_init(&found);
    status = ag_source_load(arguments, "joint", 0, arguments->value[QUIET] != NULL, &loaded, &found, err);
    if (status == AG_OK)
        status = write_table(loaded.incident, top ? (size_t)top : (size_t)EVERY, arguments->value[CSV], err);
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&found);
    return status;
}

const ag_command ag_command_joint = {
    .name = "joint",
    .summary = "the best assignments of all remains to all missing persons, as a table",
    .operand = {"INCIDENT"},
    .option = options,
    .help =
        "Writes one column for each sample of the remains, then loglik; one row for each assignment, the best first. "
        "A\n"
        "cell is the missing person (family:person where the incident has several of that name) or * for somebody\n"
        "unlisted; with \"pieces\" in incident.json, parts of one unlisted body are *1, *2, ... loglik is the natural\n"
        "logarithm of the likelihood of all families and all remains, with 17 digits. Assignments that are impossible\n"
        "have no row; pairs of conflicting known sexes are never made. Logarithms within 1e-9 are equal: the first\n"
        "sample then decides, missing persons in the order of families.csv before *. No prior is in it.\n"
        "With theta > 0, loglik is that of everything apart (each family and each remains with draws of its own), "
        "plus\n"
        "the logarithm of the likelihood ratio against everybody being unlisted. The first population counts.",
    .examples = "  antigone joint flood-2024 --top 20 --csv joint.csv\n"
                "  antigone joint family-grave --top 0 --csv -",
    .run = run_joint,
};
