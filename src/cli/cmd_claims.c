/* antigone claims: what is said, put together: bounds, origins, what corroborates and what contradicts. */
#include <stdio.h>
#include <stdlib.h>

#include "casebook/weigh.h"
#include "cli/output.h"
#include "cli/results.h"
#include "cli/source.h"
#include "formats/json.h"
#include "report/claims_page.h"
#include "report/claims_record.h"

#include "base/banned.h"

enum { TOPIC = AG_SESSION_FIRST, MEASURE, OUT, JSON, LANGUAGE };
enum { NAMED = 30, PAIRS_SHOWN = 10, RANGE_BYTES = 48 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--topic", "WORDS", "claims about this alone", false},
    {"--measure", "WORDS", "and of this measure", false},
    {"--out", "FOLDER", "writes combined.csv, origins.csv and claims.html, a page with pictures", false},
    {"--json", NULL, "print JSON instead of tables", false},
    {"--language", "WORD", "of the page: en, ko, ru, uk; default en", false},
    {NULL, NULL, NULL, false},
};

typedef struct work {
    const ag_arguments *arguments;
    ag_language language;
    ag_arena arena;
    ag_claim_record *record;
    size_t n;
    ag_claims claims;
} work;

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static ag_status read_casebook(work *w, ag_error *err) {
    ag_session session;
    ag_view view;
    ag_status status = ag_session_look(w->arguments->operand[0], w->arguments, false, &session, err);
    if (status != AG_OK) return status;
    status = ag_casebook_view(session.casebook, (ag_text){NULL, 0}, &w->arena, &view, err);
    if (status == AG_OK) status = ag_claims_of_casebook(&view, &w->record, &w->n, err);
    ag_session_close(&session);
    return status;
}

/* The bytes stay until the arena goes: records point into them. */
static ag_status read_claims_file(work *w, ag_file *file, ag_error *err) {
    const char *path = w->arguments->operand[0];
    ag_diagnostics findings;
    ag_status status = ag_file_read(path, path, true, file, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&findings);
    status = ag_claims_file_read(file, &w->arena, &w->record, &w->n, &findings, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    ag_diagnostics_deinit(&findings);
    return status;
}

/* What was asked for and nobody speaks of, with the nearest word that somebody uses. */
static ag_status nobody_speaks(work *w, int option, ag_error *err) {
    const char **word = AG_NEW(&w->arena, const char *, w->n + 1);
    char hint[AG_HINT_BYTES];
    for (size_t i = 0; word && i < w->n; i++) {
        const ag_text t = option == TOPIC ? w->record[i].topic : w->record[i].measure;
        word[i] = ag_arena_text(&w->arena, t.at, t.n);
        if (!word[i]) word[i] = "";
    }
    return ag_fail(err, AG_USAGE,
                   ag_hint_nearest(w->arguments->value[option], word, word ? w->n : 0,
                                   "without it all claims are put together", hint),
                   "no claim has the %s \"%.60s\"", option == TOPIC ? "topic" : "measure", w->arguments->value[option]);
}

static ag_status combine(work *w, ag_error *err) {
    const char *topic = w->arguments->value[TOPIC], *measure = w->arguments->value[MEASURE];
    const ag_claims_question question = {ag_text_of(topic), ag_text_of(measure)};
    const ag_status status = ag_claims_combine(w->record, w->n, &question, &w->arena, &w->claims, err);
    if (status != AG_OK || w->claims.n) return status;
    if (topic || measure) return nobody_speaks(w, topic ? TOPIC : MEASURE, err);
    return ag_fail(err, AG_BAD_INPUT, "claim.record, or `antigone import CASEBOOK claims.csv`", "there are no claims");
}

/* ---- The screen -------------------------------------------------------------------------------------------------- */

#define SHOWN_TEXT(text) (int)(text).n, (text).n ? (text).at : ""

/* "C01, C02 and C14", the first 30 of them. */
static void print_ids(const ag_claims *c, const uint32_t *claim, uint32_t n) {
    const uint32_t shown = n < NAMED ? n : NAMED;
    for (uint32_t i = 0; i < shown; i++) {
        const ag_text id = c->told[claim[i]].record->id;
        printf("%s%.*s", !i ? "" : i + 1 == n ? " and " : ", ", SHOWN_TEXT(id));
    }
    if (shown < n) printf(" and %u more", n - shown);
}

/* "600", "6000 or more", "at most 5", "300 to 600". */
static const char *range_of(int64_t least, int64_t most, bool open, bool unfounded, char out[RANGE_BYTES]) {
    const char *before = unfounded && least == most ? "at most " : "", *after = open ? " or more" : "";
    if (least == most)
        snprintf(out, RANGE_BYTES, "%s%lld%s", before, (long long)least, after);
    else
        snprintf(out, RANGE_BYTES, "%lld to %lld%s", (long long)least, (long long)most, after);
    return out;
}

static void print_claim(const ag_claims *claims, const ag_told *t) {
    const ag_claim_record *c = t->record;
    char range[RANGE_BYTES];
    const bool open = ag_claim_most(c) == INT64_MAX, unfounded = c->low == AG_NO_COUNT && c->point == AG_NO_COUNT;
    const int64_t most = open ? ag_claim_least(c) : ag_claim_most(c), least = unfounded ? most : ag_claim_least(c);
    printf("  %-6.*s %s, said %.*s by %.*s", SHOWN_TEXT(c->id),
           ag_claim_has_number(c) ? range_of(least, most, open, unfounded, range) : "no number", SHOWN_TEXT(c->said),
           SHOWN_TEXT(c->source[0]));
    for (int i = 0, shown = 0; i < t->roots; i++) {
        const ag_text name = claims->node[t->root[i]].name;
        if (!ag_text_equal(name, c->source[0])) printf("%s%.*s", shown++ ? ", " : ", from ", SHOWN_TEXT(name));
    }
    if (t->anonymous) printf(" (nobody known)");
    if (c->grade.n) printf(" [%.*s]", SHOWN_TEXT(c->grade));
    putchar('\n');
}

/* How many independent lines the claims of a class are. */
static uint32_t lines_of(const ag_claims *c, const ag_claim_group *g, ag_claim_class relation, uint32_t *mark,
                         uint32_t round) {
    uint32_t lines = 0;
    for (uint32_t i = g->first; i < g->first + g->claims; i++) {
        const ag_told *t = &c->told[i];
        if (!ag_claim_has_number(t->record) || (relation != AG_CLAIM_CLASSES && t->record->relation != relation) ||
            mark[t->line] == round)
            continue;
        mark[t->line] = round;
        lines++;
    }
    return lines;
}

/* The last row of each class is what holds of all its claims. */
static bool is_last_of_class(const ag_claim_group *g, uint32_t i) {
    return i + 1 == g->bounds_n || g->bounds[i + 1].relation != g->bounds[i].relation;
}

static void print_bounds(work *w, const ag_claim_group *g) {
    uint32_t *mark = AG_NEW(&w->arena, uint32_t, g->lines + 1);
    const ag_claim_bounds *first = NULL;
    char range[RANGE_BYTES];
    if (!mark || !g->bounds_n) return;
    printf("  %-13s %6s %7s  %-24s %s\n", "who says it", "claims", "origins", "numbers", "said");
    /* Where all are of one class, its row is that of all. */
    const uint32_t n = g->bounds[g->bounds_n / 2].relation == AG_CLAIM_CLASSES ? g->bounds_n / 2 : g->bounds_n;
    for (uint32_t i = 0; i < n; i++) {
        const ag_claim_bounds *b = &g->bounds[i];
        if (!first) first = b;
        if (!is_last_of_class(g, i)) continue;
        printf("  %-13s %6u %7u  %-24s %.*s",
               b->relation == AG_CLAIM_CLASSES ? "all" : ag_claim_class_name(b->relation), b->so_far,
               lines_of(&w->claims, g, b->relation, mark, i + 1),
               range_of(b->running_least, b->running_most, b->running_open, b->running_unfounded, range),
               SHOWN_TEXT(first->said));
        if (first != b) printf(" to %.*s", SHOWN_TEXT(b->said));
        putchar('\n');
        first = NULL;
    }
}

static void print_pairs(const ag_claims *c, const ag_claim_group *g) {
    int shown = 0;
    if (!g->corroborations && !g->contradictions) return;
    for (uint32_t i = g->first; i < g->first + g->claims; i++)
        for (uint32_t k = i + 1; k < g->first + g->claims; k++) {
            const ag_claim_pair p = ag_claims_pair(c, i, k);
            if (!p.contradicts && !(p.agrees && p.independent)) continue;
            if (shown++ >= PAIRS_SHOWN) continue;
            const ag_text a = c->told[i].record->id, b = c->told[k].record->id;
            const bool unknown = c->told[i].anonymous || c->told[k].anonymous;
            printf("  %.*s and %.*s %s\n", SHOWN_TEXT(a), SHOWN_TEXT(b),
                   p.contradicts && p.independent ? "contradict each other."
                   : p.contradicts                ? "contradict each other, and come from one origin: was it corrected?"
                   : unknown                      ? "say the same, but nobody known stands behind one of them."
                                                  : "corroborate each other: their chains do not meet.");
        }
    if (shown > PAIRS_SHOWN) printf("  and %d more pairs; --json has more of them.\n", shown - PAIRS_SHOWN);
}

static void print_lacks(const ag_claim_group *g) {
    static const char *const word[AG_LACKS] = {"a number",
                                               "an independent claim that says the same",
                                               "a second origin",
                                               "a lower bound",
                                               "an upper bound",
                                               "the parties to it",
                                               "a witness",
                                               "an origin that is known",
                                               "for when some of it is true"};
    const char *before = "  Lacking: ";
    for (int k = 0; k < AG_LACKS; k++)
        if (g->lacks & 1U << k) printf("%s%s", before, word[k]), before = ", ";
    if (g->lacks) puts(".");
}

static void print_group(work *w, const ag_claim_group *g) {
    const ag_claims *c = &w->claims;
    printf("\n%.*s: %.*s", SHOWN_TEXT(g->topic), SHOWN_TEXT(g->measure));
    if (g->about.n) printf(" (%.*s)", SHOWN_TEXT(g->about));
    puts(g->so_far ? ", counted so far" : "");
    if (g->claims > 1) print_bounds(w, g);
    for (uint32_t i = 0; i < g->claims && i < NAMED; i++) print_claim(c, &c->told[g->first + i]);
    if (g->claims > NAMED) printf("  and %u more claims; --out writes them all\n", g->claims - NAMED);
    print_pairs(c, g);
    if (g->claims > 1) print_lacks(g);
}

static void print_origins(const ag_claims *c) {
    for (uint32_t i = 0; i < c->origins; i++) {
        const ag_claim_origin *o = &c->origin[i];
        const ag_text name = c->node[o->node].name;
        if (o->claims < 2) continue;
        print_ids(c, o->claim, o->claims);
        printf(": %u claims, %s %.*s; they do not corroborate one another.\n", o->claims,
               o->begins ? "one origin:" : "all told by", SHOWN_TEXT(name));
    }
}

static void print_screen(work *w) {
    const ag_claims *c = &w->claims;
    uint32_t origins = 0, corroborated = 0;
    for (uint32_t i = 0; i < c->origins; i++) origins += c->origin[i].begins;
    for (uint32_t i = 0; i < c->n; i++) corroborated += c->told[i].corroborated > 0;
    printf("%u claims about %u %s, from %u %s; ", c->n, c->groups, c->groups == 1 ? "thing" : "things", origins,
           origins == 1 ? "origin" : "origins");
    if (corroborated)
        printf("%u corroborated by an independent claim.\n", corroborated);
    else
        puts("none is corroborated.");
    print_origins(c);
    for (int many = 1; many >= 0; many--)
        for (uint32_t g = 0; g < c->groups; g++)
            if ((c->group[g].claims > 1) == many) print_group(w, &c->group[g]);
}

static ag_status print_json(const json_t *record, ag_error *err) {
    char *text = json_dumps(record, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    if (!text) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    puts(text);
    free(text);
    return AG_OK;
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static void put_yes(ag_csv_writer *csv, bool yes) { ag_csv_puts(csv, yes ? "yes" : "no"); }

static void write_combined(const ag_claims *c, ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "topic,measure,about,counting,class,said,claims,least,most,open,unfounded,running_claims,"
                        "running_least,running_most,running_open,running_unfounded\n");
    for (uint32_t g = 0; g < c->groups; g++)
        for (uint32_t i = 0; i < c->group[g].bounds_n; i++) {
            const ag_claim_bounds *b = &c->group[g].bounds[i];
            ag_csv_put(&csv, c->group[g].topic);
            ag_csv_put(&csv, c->group[g].measure);
            ag_csv_put(&csv, c->group[g].about);
            ag_csv_puts(&csv, c->group[g].so_far ? "so-far" : "at-the-time");
            ag_csv_puts(&csv, b->relation == AG_CLAIM_CLASSES ? "all" : ag_claim_class_name(b->relation));
            ag_csv_put(&csv, b->said);
            ag_csv_put_int(&csv, b->claims);
            ag_csv_put_int(&csv, b->least);
            ag_csv_put_int(&csv, b->most);
            put_yes(&csv, b->open);
            put_yes(&csv, b->unfounded);
            ag_csv_put_int(&csv, b->so_far);
            ag_csv_put_int(&csv, b->running_least);
            ag_csv_put_int(&csv, b->running_most);
            put_yes(&csv, b->running_open);
            put_yes(&csv, b->running_unfounded);
            ag_csv_end_row(&csv);
        }
}

static void write_origins(const ag_claims *c, ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "origin,begins,anonymous,claims,ids\n");
    for (uint32_t i = 0; i < c->origins; i++) {
        const ag_claim_origin *o = &c->origin[i];
        ag_buffer ids = {0};
        for (uint32_t k = 0; k < o->claims; k++)
            ag_buffer_printf(&ids, "%s%.*s", k ? " " : "", SHOWN_TEXT(c->told[o->claim[k]].record->id));
        ag_csv_put(&csv, c->node[o->node].name);
        put_yes(&csv, o->begins);
        put_yes(&csv, o->begins && o->anonymous);
        ag_csv_put_int(&csv, o->claims);
        ag_csv_put(&csv, (ag_text){ids.data, ids.n});
        ag_csv_end_row(&csv);
        out->failed |= ids.failed;
        ag_buffer_deinit(&ids);
    }
}

static ag_status save(const work *w, const json_t *record, ag_error *err) {
    ag_result_file file[] = {{.name = "combined.csv"}, {.name = "origins.csv"}, {.name = "claims.html"}};
    write_combined(&w->claims, &file[0].bytes);
    write_origins(&w->claims, &file[1].bytes);
    ag_status status = ag_report_claims(record, w->language, &file[2].bytes, err);
    if (status == AG_OK) status = ag_folder_make(w->arguments->value[OUT], NULL, err);
    if (status == AG_OK) status = ag_results_save(w->arguments->value[OUT], file, sizeof file / sizeof *file, err);
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) ag_buffer_deinit(&file[i].bytes);
    return status;
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static ag_status tell(work *w, ag_error *err) {
    json_t *record = ag_claims_record(&w->claims);
    ag_status status = record ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK && w->arguments->value[OUT]) status = save(w, record, err);
    if (status == AG_OK && w->arguments->value[JSON]) status = print_json(record, err);
    if (status == AG_OK && !w->arguments->value[JSON]) print_screen(w);
    json_decref(record);
    return status == AG_OK ? ag_finish_output(err) : status;
}

static ag_status run_claims(const ag_arguments *arguments, ag_error *err) {
    work w = {.arguments = arguments};
    const char *language = arguments->value[LANGUAGE];
    ag_file file = {.owned = NULL};
    if (language && !ag_language_parse(ag_text_of(language), &w.language))
        return ag_fail(err, AG_USAGE, "one of en, ko, ru, uk", "--language %.40s is not known", language);
    ag_arena_init(&w.arena);
    ag_status status =
        ag_is_casebook(arguments->operand[0]) ? read_casebook(&w, err) : read_claims_file(&w, &file, err);
    if (status == AG_OK) status = combine(&w, err);
    if (status == AG_OK) status = tell(&w, err);
    ag_file_deinit(&file);
    ag_arena_deinit(&w.arena);
    return status;
}

const ag_command ag_command_claims = {
    .name = "claims",
    .summary = "what is said, put together: bounds, origins, what contradicts",
    .operand = {"FILE|CASEBOOK"},
    .option = options,
    .help =
        "FILE is a table of claims: id,date,subject,measure,claimant, and if they are known low,point,high,as_of,\n"
        "attributed_to,via,counting,relation_to_event,anonymous_source (docs/casework.md). For each thing that\n"
        "claims are about it prints the least and the most that is said, by class of source, and how many independent\n"
        "origins there are. Two claims corroborate each other when they say the same of the same time and what they\n"
        "go back to has nothing in common; a paper that prints what a service told a lawmaker adds nothing. A number\n"
        "that is counted so far cannot fall: at least 600 in April and 350 in September contradict. No single number\n"
        "comes out, for there is none.",
    .examples = "  antigone claims claims.csv\n"
                "  antigone claims claims.csv --topic \"DPRK troops\" --out out/claims --language uk\n"
                "  antigone claims war.casebook --topic dprk-troops --measure killed --json",
    .run = run_claims,
};
