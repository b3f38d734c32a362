/* Claims of a casebook: see weigh.h. */
#include "casebook/weigh.h"

#include "base/limits.h"
#include "base/map.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

typedef struct work {
    const ag_view *view;
    const ag_row *source;
    ag_map sources; /* id → place in source */
    ag_map grades;  /* claim:… → place in grade */
    const ag_row *grade;
} work;

/* Places of rows by a text of theirs; of two with the same text the one that was opened last. */
static bool index_rows(ag_map *map, const ag_row *row, int n, ag_text (*text)(const ag_row *row)) {
    ag_map_init(map);
    for (int i = 0; i < n; i++) {
        bool added;
        uint32_t *at = ag_map_add(map, text(&row[i]), (uint32_t)i, &added);
        if (!at) return false;
        if (ag_row_compare(&row[i], &row[*at]) > 0) *at = (uint32_t)i;
    }
    return true;
}

static ag_text claim_of(const ag_row *grade) { return ag_row_text(grade, "claim"); }

static ag_text without_kind(ag_text subject) {
    for (size_t i = 0; i < subject.n; i++)
        if (subject.at[i] == ':') return (ag_text){subject.at + i + 1, subject.n - i - 1};
    return subject;
}

static const ag_row *source_of(const work *w, ag_text subject) {
    const uint32_t *at = ag_map_find(&w->sources, without_kind(subject));
    return at ? &w->source[*at] : NULL;
}

static int count_words(ag_text words) {
    ag_text word;
    int n = 0;
    while (ag_next_word(&words, &word)) n++;
    return n;
}

/* The names of the sources in a column; *anonymous becomes false when one of them is known. */
static const ag_text *names_of(const work *w, ag_text subjects, int *n, bool *anonymous) {
    ag_text word, *out = AG_NEW(w->view->arena, ag_text, count_words(subjects) + 1);
    *n = 0;
    while (out && ag_next_word(&subjects, &word)) {
        const ag_row *source = source_of(w, word);
        const ag_text handle = source ? ag_row_text(source, "handle") : (ag_text){NULL, 0};
        if (source && ag_row_is(source, "anonymous", "no")) *anonymous = false;
        out[(*n)++] = handle.n ? handle : word;
    }
    return out;
}

static const ag_text *ids_of(const work *w, ag_text subjects, int *n) {
    ag_text word, *out = AG_NEW(w->view->arena, ag_text, count_words(subjects) + 1);
    *n = 0;
    while (out && ag_next_word(&subjects, &word)) out[(*n)++] = without_kind(word);
    return out;
}

/* As the claim says, else as its source is. */
static ag_claim_class relation_of(const work *w, const ag_row *claim) {
    ag_claim_class said;
    ag_text sources = ag_row_text(claim, "source"), first;
    if (ag_claim_class_parse(ag_row_text(claim, "relation"), &said) && said != AG_CLAIM_UNSTATED) return said;
    const ag_row *source = ag_next_word(&sources, &first) ? source_of(w, first) : NULL;
    if (!source) return AG_CLAIM_UNSTATED;
    if (ag_row_is(source, "type", "witness") || ag_row_is(source, "type", "relative")) return AG_CLAIM_WITNESS;
    return ag_claim_class_parse(ag_row_text(source, "type"), &said) ? said : AG_CLAIM_UNSTATED;
}

static ag_text grade_of(const work *w, const ag_row *claim) {
    const uint32_t *at = ag_map_find(&w->grades, ag_row_subject(w->view, claim));
    if (!at) return (ag_text){NULL, 0};
    const ag_text reliability = ag_row_text(&w->grade[*at], "reliability"),
                  credibility = ag_row_text(&w->grade[*at], "credibility");
    return ag_text_of(ag_view_say(w->view, "%.*s%.*s", AG_SHOWN(reliability), AG_SHOWN(credibility)));
}

static void read_claim(const work *w, const ag_row *row, ag_claim_record *c) {
    bool from_nobody = true, by_nobody = true;
    const ag_text counting = ag_row_text(row, "counting");
    *c = (ag_claim_record){.id = ag_row_id(row),
                           .topic = ag_row_text(row, "topic"),
                           .measure = ag_row_text(row, "predicate"),
                           .about = ag_row_text(row, "about"),
                           .value = ag_row_text(row, "value"),
                           .low = ag_row_integer(row, "low", AG_NO_COUNT),
                           .point = ag_row_integer(row, "point", AG_NO_COUNT),
                           .high = ag_row_integer(row, "high", AG_NO_COUNT),
                           .said = ag_row_text(row, "said"),
                           .as_of = ag_row_text(row, "valid"),
                           .relation = relation_of(w, row),
                           .grade = grade_of(w, row),
                           .unheard = ag_row_is(row, "unheard", "yes") || !ag_row_state(row, "STANDING")};
    c->so_far = counting.n ? ag_text_equal(counting, AG_TEXT("so-far")) : ag_claim_measure_is_so_far(c->measure);
    c->source = names_of(w, ag_row_text(row, "source"), &c->sources, &by_nobody);
    c->from = names_of(w, ag_row_text(row, "from"), &c->froms, &from_nobody);
    c->via = ids_of(w, ag_row_text(row, "via"), &c->vias);
    c->anonymous = c->froms ? from_nobody : by_nobody;
    ag_date_parse_edtf(c->said, &c->said_on);
    if (!ag_date_parse_edtf(c->as_of, &c->held_on)) c->held_on = c->said_on;
}

ag_status ag_claims_of_casebook(const ag_view *view, ag_claim_record **out, size_t *n, ag_error *err) {
    const ag_text all = {NULL, 0};
    work w = {.view = view};
    int sources, grades, claims;
    *n = 0;
    const ag_row *claim = ag_view_rows(view, &ag_kind_claim, NULL, all, AG_MAX_CLAIMS + 1, &claims);
    if (claims > AG_MAX_CLAIMS)
        return ag_fail(err, AG_REFUSED, "weigh a file of those of one topic", "more than %d claims at once",
                       AG_MAX_CLAIMS);
    w.source = ag_view_rows(view, &ag_kind_source, NULL, all, 0, &sources);
    w.grade = ag_view_rows(view, &ag_kind_assessment, NULL, all, 0, &grades);
    *out = AG_NEW(view->arena, ag_claim_record, claims + 1);
    const bool indexed = index_rows(&w.sources, w.source, sources, ag_row_id);
    if (index_rows(&w.grades, w.grade, grades, claim_of) && indexed && *out)
        for (; *n < (size_t)claims; (*n)++) read_claim(&w, &claim[*n], &(*out)[*n]);
    ag_map_deinit(&w.sources);
    ag_map_deinit(&w.grades);
    return *n < (size_t)claims || view->arena->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}
