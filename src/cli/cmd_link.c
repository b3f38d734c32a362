/* antigone link: which records of two lists, or of one, are of one person. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "antigone/antigone.h"
#include "base/map.h"
#include "base/random.h"
#include "casebook/persons_list.h"
#include "cli/output.h"
#include "cli/results.h"
#include "cli/source.h"
#include "formats/json.h"
#include "formats/list_file.h"
#include "incident/digest.h"
#include "report/link_page.h"

#include "base/banned.h"

enum { OUT = AG_SESSION_FIRST, TRUTH, LINK, REVIEW, DECIDED, AND, SEED, JSON, LANGUAGE, THREADS, QUIET };
enum { DIGITS = 9 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--out", "DIR", "the folder for all files; made if need be", false},
    {"--truth", "COLUMN", "a column of both lists that says who each record is: evaluation.csv", false},
    {"--link", "P", "posterior from which two records are linked, above 0.5; default 0.95", false},
    {"--review", "P", "posterior from which people look at them; default 0.2", false},
    {"--decided", "FILE", "review-1.csv with the answers of its reviewer; needs --and", false},
    {"--and", "FILE", "review-2.csv with the answers of the other", false},
    {"--seed", "S", "of the random pairs and of the order of reviews; default 1", false},
    {"--json", NULL, "print run.json instead of a summary", false},
    {"--language", "WORD", "of the page: en, ko, ru, uk; default en", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--quiet", NULL, "no progress and no summary", false},
    {NULL, NULL, NULL, false},
};

typedef struct source {
    ag_file file;
    ag_list list;
    char digest[AG_DIGEST_TEXT];
} source;

typedef struct work {
    const ag_arguments *arguments;
    ag_link_options how;
    ag_language language;
    bool quiet;
    ag_arena arena;
    ag_diagnostics found;
    source from[2]; /* B is empty where one list is looked through */
    uint32_t n[2];
    ag_link_record *record;
    uint32_t *person, *cluster; /* person: NULL without --truth */
    ag_linkage linkage;
    ag_link_evaluation evaluation;
    char version[AG_DIGEST_TEXT]; /* of the linkage: inputs and parameters */
    double seconds[3];            /* read, link, write */
} work;

static ag_status no_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "close other programs, or link parts of the lists", "out of memory");
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static ag_status read_options(const ag_arguments *a, work *w, ag_error *err) {
    const ag_command *me = &ag_command_link;
    ag_run run = {0};
    w->arguments = a;
    w->how = ag_link_defaults();
    w->quiet = a->value[QUIET] != NULL;
    ag_status status = ag_argument_run(me, a, THREADS, -1, &run, err);
    if (run.threads > 0) w->how.threads = run.threads;
    if (status == AG_OK) status = ag_argument_double(me, a, LINK, 0.500001, 1, &w->how.link, err);
    if (status == AG_OK) status = ag_argument_double(me, a, REVIEW, 0.001, w->how.link, &w->how.review, err);
    if (status == AG_OK) status = ag_argument_uint64(me, a, SEED, 0, INT64_MAX, &w->how.seed, err);
    if (status == AG_OK && a->value[LANGUAGE] && !ag_language_parse(ag_text_of(a->value[LANGUAGE]), &w->language))
        return ag_fail(err, AG_USAGE, "one of en, ko, ru, uk", "--language %.40s is not known", a->value[LANGUAGE]);
    if (status == AG_OK && !a->value[DECIDED] != !a->value[AND])
        return ag_fail(err, AG_USAGE, "--decided review-1.csv --and review-2.csv",
                       "answers come from two reviewers who did not see each other's");
    return status;
}

/* The persons of a casebook, as the file that they would be. */
static ag_status read_persons(const ag_arguments *arguments, const char *location, ag_file *out, ag_error *err) {
    ag_session session;
    ag_buffer list = {0};
    ag_status status = ag_session_enter(location, arguments, &session, err);
    if (status != AG_OK) return status;
    status = ag_persons_list(session.casebook, &session.actor, &list, err);
    if (status == AG_OK && list.failed) status = no_memory(err);
    if (status == AG_OK) status = ag_file_of_bytes(location, list.data, list.n, out, err);
    ag_secret_wipe(list.data, list.n);
    ag_buffer_deinit(&list);
    ag_session_close(&session);
    return status;
}

static ag_status read_source(work *w, int which, ag_error *err) {
    source *s = &w->from[which];
    const char *path = w->arguments->operand[which];
    ag_status status = ag_is_casebook(path) ? read_persons(w->arguments, path, &s->file, err)
                                            : ag_file_read(path, path, true, &s->file, err);
    if (status != AG_OK) return status;
    ag_digest_of(s->file.at, s->file.n, s->digest);
    status = ag_list_file_read(&s->file, w->arguments->value[TRUTH], &w->arena, &s->list, &w->found, err);
    w->n[which] = s->list.n;
    return status;
}

static const ag_list_row *row_of(const work *w, uint32_t record) {
    return record < w->n[0] ? &w->from[0].list.row[record] : &w->from[1].list.row[record - w->n[0]];
}

/* Who each record is, as numbers in the order in which the words come. */
static ag_status number_persons(work *w, uint32_t n, ag_error *err) {
    ag_map persons;
    bool failed = false, added;
    w->person = AG_NEW(&w->arena, uint32_t, n + 1);
    ag_map_init(&persons);
    for (uint32_t i = 0; i < n && w->person && !failed; i++) {
        const ag_text who = row_of(w, i)->truth;
        if (!who.n) continue;
        const uint32_t *number = ag_map_add(&persons, who, persons.n + 1, &added);
        failed = !number;
        if (number) w->person[i] = *number;
    }
    ag_map_deinit(&persons);
    return failed || !w->person ? no_memory(err) : AG_OK;
}

static ag_status make_records(work *w, ag_error *err) {
    const uint32_t n = w->n[0] + w->n[1];
    w->record = AG_NEW(&w->arena, ag_link_record, n + 1);
    w->cluster = AG_NEW(&w->arena, uint32_t, n + 1);
    if (!w->record || !w->cluster) return no_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        const ag_list_row *r = row_of(w, i);
        const ag_link_text text = {r->name, r->given, r->place, r->unit, r->number, r->born, r->died};
        ag_link_record_of(&text, &w->record[i]);
    }
    return w->arguments->value[TRUTH] ? number_persons(w, n, err) : AG_OK;
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

/* "surname same, born near": the fields that say something, in the order of the model. */
static const char *reasons_of(ag_link_pattern pattern, char out[200]) {
    int level[AG_LINK_FIELDS];
    size_t n = 0;
    ag_link_pattern_levels(pattern, level);
    out[0] = 0;
    for (int f = 0; f < AG_LINK_FIELDS; f++)
        if (level[f])
            n += (size_t)snprintf(out + n, 200 - n, "%s%s %s", n ? "; " : "", ag_link_field_word((ag_link_field)f),
                                  ag_link_level_word((ag_link_field)f, level[f]));
    return out;
}

static void format_links(const work *w, ag_buffer *out) {
    static const char *const word[AG_LINK_OUTCOMES] = {"non-link", "review", "link"};
    ag_csv_writer csv = {.out = out};
    char reasons[200];
    ag_buffer_puts(out, "a,b,weight_bits,posterior,outcome,reasons\n");
    for (size_t i = 0; i < w->linkage.pairs; i++) {
        const ag_link_pair *p = &w->linkage.pair[i];
        if (p->outcome == AG_LINK_NO) continue;
        ag_csv_put(&csv, row_of(w, p->a)->id);
        ag_csv_put(&csv, row_of(w, p->b)->id);
        ag_output_number(&csv, (double)p->weight_bits, 6);
        ag_output_number(&csv, p->posterior, DIGITS);
        ag_csv_puts(&csv, word[p->outcome]);
        ag_csv_puts(&csv, reasons_of(p->pattern, reasons));
        ag_csv_end_row(&csv);
    }
}

static void put_side(ag_csv_writer *csv, const ag_list_row *r) {
    const ag_text cell[] = {r->name, r->given, r->born, r->died, r->place, r->unit, r->number};
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) ag_csv_put(csv, cell[i]);
}

/* Without weight and in an order of its own, so that the reviewers cannot lean on either. */
static ag_status format_review(const work *w, uint64_t reviewer, ag_buffer *out, ag_error *err) {
    ag_csv_writer csv = {.out = out};
    ag_random random;
    uint32_t n = 0;
    uint32_t *order = malloc((w->linkage.count[AG_LINK_REVIEW] + 1) * sizeof *order);
    if (!order) return no_memory(err);
    ag_random_init(&random, w->how.seed, reviewer);
    for (size_t i = 0; i < w->linkage.pairs; i++)
        if (w->linkage.pair[i].outcome == AG_LINK_REVIEW) {
            const uint32_t k = ag_random_below(&random, n + 1);
            order[n] = order[k];
            order[k] = (uint32_t)i;
            n++;
        }
    ag_buffer_puts(out, "a,b,same,name_a,given_a,born_a,died_a,place_a,unit_a,service_number_a,name_b,given_b,born_b,"
                        "died_b,place_b,unit_b,service_number_b\n");
    for (uint32_t i = 0; i < n; i++) {
        const ag_link_pair *p = &w->linkage.pair[order[i]];
        ag_csv_put(&csv, row_of(w, p->a)->id);
        ag_csv_put(&csv, row_of(w, p->b)->id);
        ag_csv_puts(&csv, "");
        put_side(&csv, row_of(w, p->a));
        put_side(&csv, row_of(w, p->b));
        ag_csv_end_row(&csv);
    }
    free(order);
    return AG_OK;
}

static void format_clusters(const work *w, ag_buffer *out) {
    const uint32_t n = w->n[0] + w->n[1];
    ag_csv_writer csv = {.out = out};
    ag_buffer_printf(out, "cluster,list,id,version\n");
    for (uint32_t i = 0; i < n; i++) {
        ag_csv_put_int(&csv, (int64_t)w->cluster[i] + 1);
        ag_csv_puts(&csv, i < w->n[0] ? "A" : "B");
        ag_csv_put(&csv, row_of(w, i)->id);
        ag_csv_put(&csv, (ag_text){w->version, 12});
        ag_csv_end_row(&csv);
    }
}

static void format_model(const work *w, ag_buffer *out) {
    const ag_link_model *m = &w->linkage.model;
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "field,level,m,u,bits\n");
    for (int f = 0; f < AG_LINK_FIELDS; f++)
        for (int k = 1; k < ag_link_levels_of((ag_link_field)f); k++) {
            ag_csv_puts(&csv, ag_link_field_word((ag_link_field)f));
            ag_csv_puts(&csv, ag_link_level_word((ag_link_field)f, k));
            ag_output_number(&csv, m->m[f][k], DIGITS);
            ag_output_number(&csv, m->u[f][k], DIGITS);
            ag_output_number(&csv, ag_link_bits(m, (ag_link_field)f, k), DIGITS);
            ag_csv_end_row(&csv);
        }
}

static double share(uint64_t part, uint64_t of) { return of ? (double)part / (double)of : 0; }

static void format_evaluation(const work *w, ag_buffer *out) {
    const ag_link_evaluation *e = &w->evaluation;
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "about,from,pairs,right,expected_right,precision,recall\n");
    for (int i = 0; i < AG_LINK_STEPS; i++) {
        ag_csv_puts(&csv, "posterior at least");
        ag_output_number(&csv, e->step[i].threshold, DIGITS);
        ag_csv_put_int(&csv, (int64_t)e->step[i].linked);
        ag_csv_put_int(&csv, (int64_t)e->step[i].right);
        ag_csv_puts(&csv, "");
        ag_output_number(&csv, share(e->step[i].right, e->step[i].linked), DIGITS);
        ag_output_number(&csv, share(e->step[i].right, e->truth), DIGITS);
        ag_csv_end_row(&csv);
    }
    for (int i = 0; i < AG_LINK_BINS; i++) {
        ag_csv_puts(&csv, "posterior in bin");
        ag_output_number(&csv, ag_link_bin_from(i), DIGITS);
        ag_csv_put_int(&csv, (int64_t)e->bin[i].pairs);
        ag_csv_put_int(&csv, (int64_t)e->bin[i].right);
        ag_output_number(&csv, e->bin[i].expected, DIGITS);
        ag_output_number(&csv, share(e->bin[i].right, e->bin[i].pairs), DIGITS);
        ag_csv_puts(&csv, "");
        ag_csv_end_row(&csv);
    }
}

static void put_number(ag_json_writer *j, const char *key, double value) {
    ag_json_key(j, ag_text_of(key));
    ag_json_put_double(j, value);
}

static void put_count(ag_json_writer *j, const char *key, uint64_t value) {
    ag_json_key(j, ag_text_of(key));
    ag_json_put_int(j, (int64_t)value);
}

static void put_words(ag_json_writer *j, const char *key, const char *value) {
    ag_json_key(j, ag_text_of(key));
    ag_json_puts(j, value);
}

static uint64_t compared(const work *w) {
    uint64_t sum = 0;
    for (int i = 0; i < AG_LINK_LINES; i++) sum += w->linkage.model.compared[i];
    return sum;
}

static void format_run(const work *w, ag_buffer *out) {
    const ag_link_model *m = &w->linkage.model;
    ag_json_writer j = {.out = out, .pretty = true};
    ag_json_open(&j, '{');
    put_words(&j, "program", "antigone " AG_VERSION);
    put_words(&j, "version", w->version);
    put_words(&j, "a_sha256", w->from[0].digest);
    if (w->n[1]) put_words(&j, "b_sha256", w->from[1].digest);
    put_count(&j, "records_a", w->n[0]);
    put_count(&j, "records_b", w->n[1]);
    put_number(&j, "link_from", w->how.link);
    put_number(&j, "review_from", w->how.review);
    put_count(&j, "seed", w->how.seed);
    put_words(&j, "clusters", w->n[1] ? "one to one" : "connected by links");
    put_number(&j, "pairs", m->pairs);
    put_count(&j, "compared", compared(w));
    ag_json_key(&j, AG_TEXT("compared_first_by"));
    ag_json_open(&j, '{');
    for (int i = 0; i < AG_LINK_LINES; i++) put_count(&j, ag_link_line_word((ag_link_line)i), m->compared[i]);
    ag_json_close(&j, '}');
    put_count(&j, "random_pairs", m->random_pairs);
    put_count(&j, "rounds", (uint64_t)m->rounds);
    put_count(&j, "linked", w->linkage.count[AG_LINK_YES]);
    put_count(&j, "for_review", w->linkage.count[AG_LINK_REVIEW]);
    if (w->person) {
        put_count(&j, "true_pairs", w->evaluation.truth);
        put_count(&j, "true_pairs_outside_the_rule", w->evaluation.outside);
    }
    ag_json_close(&j, '}');
    ag_buffer_putc(out, '\n');
}

static void format_timing(const work *w, ag_buffer *out) {
    ag_json_writer j = {.out = out, .pretty = true};
    ag_json_open(&j, '{');
    put_count(&j, "threads", (uint64_t)w->how.threads);
    put_number(&j, "read_seconds", w->seconds[0]);
    put_number(&j, "link_seconds", w->seconds[1]);
    put_number(&j, "format_seconds", w->seconds[2]);
    ag_json_close(&j, '}');
    ag_buffer_putc(out, '\n');
}

static ag_status format_page(const work *w, ag_buffer *out, ag_error *err) {
    const ag_link_told told = {.linkage = &w->linkage,
                               .options = &w->how,
                               .evaluation = w->person ? &w->evaluation : NULL,
                               .n_a = w->n[0],
                               .n_b = w->n[1],
                               .version = w->version};
    return ag_report_link(&told, w->language, out, err);
}

static ag_status save(work *w, ag_error *err) {
    ag_result_file file[] = {{"links.csv", {0}},    {"review-1.csv", {0}}, {"review-2.csv", {0}},
                             {"clusters.csv", {0}}, {"model.csv", {0}},    {"run.json", {0}},
                             {"link.html", {0}},    {"timing.json", {0}},  {"evaluation.csv", {0}}};
    const size_t files = sizeof file / sizeof *file, written = w->person ? files : files - 1;
    const double started = ag_clock();
    format_links(w, &file[0].bytes);
    ag_status status = format_review(w, 1, &file[1].bytes, err);
    if (status == AG_OK) status = format_review(w, 2, &file[2].bytes, err);
    format_clusters(w, &file[3].bytes);
    format_model(w, &file[4].bytes);
    format_run(w, &file[5].bytes);
    if (status == AG_OK) status = format_page(w, &file[6].bytes, err);
    if (w->person) format_evaluation(w, &file[8].bytes);
    w->seconds[2] = ag_clock() - started;
    format_timing(w, &file[7].bytes);
    for (size_t i = 0; i < written; i++)
        if (file[i].bytes.failed && status == AG_OK) status = no_memory(err);
    if (status == AG_OK) status = ag_results_save(w->arguments->value[OUT], file, written, err);
    for (size_t i = 0; i < files; i++) ag_buffer_deinit(&file[i].bytes);
    return status;
}

/* ---- Reviews ----------------------------------------------------------------------------------------------------- */

typedef struct review {
    ag_file file;
    ag_review_row *row;
    size_t n;
} review;

static int by_pair(const void *x, const void *y) {
    const ag_review_row *a = x, *b = y;
    const int first = ag_text_compare(a->a, b->a);
    return first ? first : ag_text_compare(a->b, b->b);
}

static ag_status read_review(work *w, const char *path, review *out, ag_error *err) {
    ag_status status = ag_file_read(path, path, true, &out->file, err);
    if (status == AG_OK) status = ag_review_file_read(&out->file, &w->arena, &out->row, &out->n, &w->found, err);
    if (status == AG_OK) qsort(out->row, out->n, sizeof *out->row, by_pair);
    return status;
}

/* What both say stands; what they say differently, or one leaves open, is for a third. */
static const char *joined(ag_review_answer one, ag_review_answer two) {
    if (one != two || one == AG_REVIEW_OPEN) return "adjudicate";
    return one == AG_REVIEW_SAME ? "link" : "non-link";
}

static ag_status join_reviews(work *w, review of[2], ag_error *err) {
    static const char *const word[] = {"", "yes", "no"};
    ag_result_file file = {"decided.csv", {0}};
    ag_csv_writer csv = {.out = &file.bytes};
    size_t open = 0;
    if (of[0].n != of[1].n)
        return ag_fail(err, AG_BAD_INPUT, "take both from one run", "the reviews are of %zu and %zu pairs", of[0].n,
                       of[1].n);
    ag_buffer_puts(&file.bytes, "a,b,first,second,outcome\n");
    for (size_t i = 0; i < of[0].n; i++) {
        const ag_review_row *one = &of[0].row[i], *two = &of[1].row[i];
        if (by_pair(one, two) != 0) {
            ag_buffer_deinit(&file.bytes);
            return ag_fail(err, AG_BAD_INPUT, "take both from one run", "the reviews are not of the same pairs");
        }
        const char *outcome = joined(one->answer, two->answer);
        open += strcmp(outcome, "adjudicate") == 0;
        ag_csv_put(&csv, one->a);
        ag_csv_put(&csv, one->b);
        ag_csv_puts(&csv, word[one->answer]);
        ag_csv_puts(&csv, word[two->answer]);
        ag_csv_puts(&csv, outcome);
        ag_csv_end_row(&csv);
    }
    const ag_status status = ag_results_save(w->arguments->value[OUT], &file, 1, err);
    ag_buffer_deinit(&file.bytes);
    if (status == AG_OK && !w->quiet)
        printf("%zu pairs reviewed; %zu of them the reviewers see differently or leave open\n", of[0].n, open);
    return status;
}

static ag_status decide(work *w, ag_error *err) {
    review of[2] = {{.n = 0}, {.n = 0}};
    ag_status status = read_review(w, w->arguments->value[DECIDED], &of[0], err);
    if (status == AG_OK) status = read_review(w, w->arguments->value[AND], &of[1], err);
    if (status == AG_OK) status = join_reviews(w, of, err);
    for (int i = 0; i < 2; i++) ag_file_deinit(&of[i].file);
    return status;
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static void name_version(work *w) {
    const char *const name[] = {"a", "b", "parameters"};
    char digest[3][AG_DIGEST_TEXT] = {{0}}, text[200];
    memcpy(digest[0], w->from[0].digest, sizeof digest[0]);
    memcpy(digest[1], w->from[1].digest, sizeof digest[1]);
    const int n = snprintf(text, sizeof text, "%s link %.17g review %.17g seed %llu", AG_VERSION, w->how.link,
                           w->how.review, (unsigned long long)w->how.seed);
    ag_digest_of(text, (size_t)n, digest[2]);
    ag_digest_list((const char(*)[AG_DIGEST_TEXT])digest, name, 3, w->version);
}

static ag_status link_lists(work *w, ag_error *err) {
    ag_progress progress;
    const double started = ag_clock();
    ag_progress_init(&progress, "linking", w->quiet);
    w->how.progress = ag_progress_show;
    w->how.context = &progress;
    w->how.stop = &ag_interrupted;
    ag_status status = ag_link(w->record, w->n[0], w->n[1], &w->how, &w->linkage, err);
    ag_progress_end(&progress);
    if (status != AG_OK) return status;
    ag_link_clusters(&w->linkage, w->n[0], w->n[1], w->cluster);
    if (w->person) status = ag_link_evaluate(&w->linkage, w->record, w->n[0], w->n[1], w->person, &w->evaluation, err);
    w->seconds[1] = ag_clock() - started;
    return status;
}

static ag_status tell(const work *w, ag_error *err) {
    const ag_link_step *at = NULL;
    ag_buffer text = {0};
    if (w->arguments->value[JSON]) {
        format_run(w, &text);
        return ag_output_print(&text, err);
    }
    printf("%u and %u records: %llu pairs compared, %zu linked, %zu for two reviewers\n", w->n[0], w->n[1],
           (unsigned long long)compared(w), w->linkage.count[AG_LINK_YES], w->linkage.count[AG_LINK_REVIEW]);
    for (int i = 0; i < AG_LINK_STEPS && w->person; i++) {
        at = &w->evaluation.step[i];
        printf("  posterior at least %-6g precision %.5f  recall %.5f\n", at->threshold, share(at->right, at->linked),
               share(at->right, w->evaluation.truth));
    }
    if (w->person)
        printf("  of %llu pairs of one person %llu satisfy no line of the blocking rule\n",
               (unsigned long long)w->evaluation.truth, (unsigned long long)w->evaluation.outside);
    return ag_finish_output(err);
}

static ag_status work_through(work *w, ag_error *err) {
    const double started = ag_clock();
    ag_status status = AG_OK;
    if (w->arguments->value[DECIDED]) return decide(w, err);
    for (int k = 0; k < 2 && status == AG_OK && w->arguments->operand[k]; k++) status = read_source(w, k, err);
    if (status == AG_OK && (!w->n[0] || (w->arguments->operand[1] && !w->n[1])))
        status = ag_fail(err, AG_BAD_INPUT, "a header line and a line for each person", "a list without records");
    if (status == AG_OK) status = make_records(w, err);
    w->seconds[0] = ag_clock() - started;
    if (status == AG_OK) name_version(w);
    if (status == AG_OK) status = link_lists(w, err);
    if (status == AG_OK && w->arguments->value[OUT]) status = save(w, err);
    return status == AG_OK && (!w->quiet || w->arguments->value[JSON]) ? tell(w, err) : status;
}

static ag_status run_link(const ag_arguments *arguments, ag_error *err) {
    work w = {0};
    bool made = false;
    ag_status status = read_options(arguments, &w, err);
    if (status != AG_OK) return status;
    ag_arena_init(&w.arena);
    ag_diagnostics_init(&w.found);
    ag_interrupt_catch();
    if (arguments->value[OUT]) status = ag_folder_make(arguments->value[OUT], &made, err);
    if (status == AG_OK) status = work_through(&w, err);
    ag_print_findings(&w.found, w.quiet);
    if (status != AG_OK && w.found.errors) err->what[0] = 0;
    if (status != AG_OK && made) rmdir(arguments->value[OUT]);
    ag_linkage_deinit(&w.linkage);
    for (int k = 0; k < 2; k++) ag_file_deinit(&w.from[k].file);
    ag_diagnostics_deinit(&w.found);
    ag_arena_deinit(&w.arena);
    return status;
}

const ag_command ag_command_link = {
    .name = "link",
    .summary = "which records of two lists, or of one, are of one person",
    .operand = {"A.csv", "[B.csv]"},
    .option = options,
    .help =
        "Compares names across Hangul, Latin and Cyrillic, dates, places, units and service numbers by the model of\n"
        "Fellegi and Sunter, and answers for each pair of the blocking rule: link, review, or non-link. A link joins\n"
        "two records and changes neither. With one list it finds persons who are listed twice. Writes links.csv,\n"
        "review-1.csv and review-2.csv (the pairs in doubt for two reviewers who do not see each other), "
        "clusters.csv,\n"
        "model.csv, run.json, link.html and timing.json; --decided joins the answers into decided.csv.\n"
        "\n"
        "A list may be a casebook: its persons, with the names that stand. Who is linked there is one person when\n"
        "somebody says so: person.duplicate, which person.distinct takes back. What is written names people.",
    .examples = "  antigone link ours.csv theirs.csv --out out/linkage\n"
                "  antigone link lists/a.csv lists/b.csv --truth person --out out/measured\n"
                "  antigone link war.casebook portraits.csv --out out/linkage --as han\n"
                "  antigone link ours.csv theirs.csv --out out/linkage --decided review-1.csv --and review-2.csv\n",
    .run = run_link,
};
