/* Sources, claims and assessments (rules E1 to E4). */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/origins.h"
#include "casebook_support.h"
#include "formats/csv.h"

static const char *text(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static void a_source(book *b, const char *anonymous, char *source) {
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", text(b, "anonymous", anonymous),
            "identity=Kim of the third office", NULL);
}

/* A claim of `count` killed; via NULL: by nobody before. */
static void a_claim(book *b, const char *source, const char *via, const char *count, char *claim) {
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, "topic=dprk-troops", "predicate=killed", "said=2025-04-30",
            text(b, "low", count), text(b, "high", count), text(b, "source", source),
            via ? text(b, "via", via) : "text=so they say", NULL);
}

#define GRADE(b, claim, reliability, credibility, ...)                                                                 \
    text(b, "claim", claim), "reliability=" reliability, "credibility=" credibility, "reasons=so it seems", __VA_ARGS__

/* A service, a lawmaker who was briefed, five papers that print it: one origin. */
static void one_origin_is_one(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[8][BOOK_SUBJECT], service[BOOK_SUBJECT], lawmaker[BOOK_SUBJECT], paper[5][BOOK_SUBJECT],
        other[BOOK_SUBJECT];
    for (int i = 0; i < 8; i++) a_source(b, "no", source[i]);
    a_claim(b, source[0], NULL, "600", service);
    a_claim(b, source[1], service, "600", lawmaker);
    for (int i = 0; i < 5; i++) a_claim(b, source[2 + i], lawmaker, "600", paper[i]);
    assert_non_null(strstr(book_fact(b, paper[0], "corroboration"), "not corroborated"));
    for (int i = 1; i < 5; i++)
        book_refused(b, AG_ANALYST, "assessment.add", NULL, "E2",
                     GRADE(b, paper[0], "B", "1", text(b, "confirmed_by", paper[i]), NULL));
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E2", GRADE(b, paper[0], "B", "1", NULL));
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E2",
                 GRADE(b, paper[0], "B", "1", text(b, "confirmed_by", paper[0]), NULL));
    a_claim(b, source[7], NULL, "600", other);
    assert_non_null(strstr(book_fact(b, paper[0], "corroboration"), other));
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL,
            GRADE(b, paper[0], "B", "1", text(b, "confirmed_by", other), NULL));
    assert_string_equal(book_fact(b, paper[0], "assessments"), "B1 by analyst-1");
    book_ok(b, AG_INVESTIGATOR, "claim.retract", other, NULL, "reasons=taken back", NULL);
    assert_non_null(strstr(book_fact(b, paper[0], "corroboration"), "not corroborated"));
    end(b);
}

static void what_contradicts_does_not_confirm(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], claim[BOOK_SUBJECT], other[BOOK_SUBJECT], range[BOOK_SUBJECT];
    a_source(b, "no", one);
    a_source(b, "no", two);
    a_claim(b, one, NULL, "600", claim);
    a_claim(b, two, NULL, "601", other);
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E2",
                 GRADE(b, claim, "B", "1", text(b, "confirmed_by", other), NULL));
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, range, "topic=dprk-troops", "predicate=wounded",
            "said=2025-04-30", "low=500", text(b, "source", two), NULL);
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E2",
                 GRADE(b, claim, "B", "1", text(b, "confirmed_by", range), NULL));
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, range, "topic=dprk-troops", "predicate=killed", "said=2025-04-30",
            "low=500", text(b, "source", two), NULL);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL,
            GRADE(b, claim, "B", "1", text(b, "confirmed_by", range), NULL));
    end(b);
}

static void an_anonymous_source_alone(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char unnamed[BOOK_SUBJECT], second[BOOK_SUBJECT], paper[BOOK_SUBJECT], claim[BOOK_SUBJECT], printed[BOOK_SUBJECT],
        other[BOOK_SUBJECT];
    a_source(b, "yes", unnamed);
    a_source(b, "yes", second);
    a_source(b, "no", paper);
    a_claim(b, unnamed, NULL, "600", claim);
    a_claim(b, paper, claim, "600", printed); /* that a paper prints it makes the source no less anonymous */
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E3", GRADE(b, claim, "F", "2", NULL));
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E3", GRADE(b, printed, "B", "2", NULL));
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E3",
                 GRADE(b, printed, "B", "2", text(b, "confirmed_by", claim), NULL));
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL, GRADE(b, claim, "F", "3", NULL));
    a_claim(b, second, NULL, "600", other);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL,
            GRADE(b, claim, "F", "2", text(b, "confirmed_by", other), NULL));
    end(b);
}

static void an_assessment_is_never_changed(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[BOOK_SUBJECT], claim[BOOK_SUBJECT], grade[BOOK_SUBJECT];
    ag_error err;
    a_source(b, "no", source);
    a_claim(b, source, NULL, "600", claim);
    assert_int_equal(book_do(b, AG_ANALYST, 0, "assessment.add", NULL, &err, text(b, "claim", claim), "reliability=B",
                             "credibility=3", NULL),
                     AG_USAGE);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, grade, GRADE(b, claim, "B", "3", NULL));
    assert_int_equal(book_do(b, AG_ANALYST, 0, "assessment.add", grade, &err, GRADE(b, claim, "A", "2", NULL)),
                     AG_REFUSED);
    book_ok(b, AG_REVIEWER, "assessment.add", NULL, NULL, GRADE(b, claim, "C", "4", NULL));
    assert_string_equal(book_fact(b, claim, "assessments"), "B3 by analyst-1, C4 by reviewer-1");
    int actions = 0;
    while (ag_kind_assessment.action[actions].name) actions++;
    assert_int_equal(actions, 1);
    end(b);
}

static const char *opened(book *b, const ag_actor *actor, const char *source) {
    ag_wanted wanted = {.subject = ag_text_of(source), .field = "identity"};
    ag_error err;
    assert_ok(ag_casebook_read(b->casebook, actor, "threats against a witness", &wanted, 1, &b->arena, &err), &err);
    const ag_view view = book_view(b, source);
    return wanted.forbidden ? "forbidden" : ag_view_say(&view, "%.*s", (int)wanted.value.n, wanted.value.at);
}

static const ag_actor *user(book *b, unsigned role, bool other) {
    int i = 0;
    while (1U << i != role) i++;
    return other ? &b->other[i] : &b->actor[i];
}

static void two_people_open_a_source(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[BOOK_SUBJECT];
    const ag_actor *asker = user(b, AG_INVESTIGATOR, false);
    a_source(b, "no", source);
    for (int i = 0; i < AG_ROLES; i++) assert_string_equal(opened(b, &b->actor[i], source), "forbidden");
    book_ok(b, AG_INVESTIGATOR, "source.ask", source, NULL, "reasons=threats against a witness", NULL);
    book_refused(b, AG_INVESTIGATOR, "source.grant", source, "A1", "reasons=mine", NULL);
    book_refused(b, AG_INVESTIGATOR, "source.open", source, NULL, NULL);
    assert_string_equal(opened(b, asker, source), "forbidden");
    book_ok(b, AG_LEGAL, "source.grant", source, NULL, "reasons=a life is at stake", NULL);
    assert_string_equal(opened(b, asker, source), "forbidden");
    book_refused(b, AG_INVESTIGATOR | BOOK_OTHER, "source.open", source, "E4", NULL);
    book_ok(b, AG_INVESTIGATOR, "source.open", source, NULL, NULL);
    const uint64_t seq = b->receipt.seq;
    assert_string_equal(opened(b, user(b, AG_INVESTIGATOR, true), source), "forbidden");
    assert_string_equal(opened(b, user(b, AG_LEGAL, false), source), "forbidden");
    assert_string_equal(opened(b, asker, source), "Kim of the third office");
    book_refused(b, AG_INVESTIGATOR, "source.open", source, NULL, NULL);
    assert_int_equal(b->refusals.n, 1);
    b->now += 600;
    assert_string_equal(opened(b, asker, source), "forbidden");
    book_ok(b, AG_INVESTIGATOR, "source.close", source, NULL, NULL);
    assert_int_equal(b->receipt.seq, seq + 2); /* the look was an entry of its own; those that were refused are none */
    end(b);
}

static void who_grants_is_another(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[BOOK_SUBJECT];
    ag_error err;
    a_source(b, "no", source);
    book_ok(b, AG_ADMINISTRATOR, "user.roles", "user:investigator-1", NULL, "roles=investigator legal", NULL);
    b->actor[4].roles |= AG_LEGAL;
    book_ok(b, AG_INVESTIGATOR, "source.ask", source, NULL, "reasons=curious", NULL);
    const json_t *none = json_pack("{s:s}", "reasons", "mine");
    const ag_request request = {.action = "source.grant", .subject = ag_text_of(source), .field = none};
    assert_status(ag_casebook_do(b->casebook, &b->actor[4], &request, &b->receipt, &b->refusals, &err), AG_REFUSED,
                  &err);
    assert_string_equal(b->refusals.item[0].rule->number, "E4");
    json_decref((json_t *)none);
    book_ok(b, AG_LEGAL, "source.deny", source, NULL, "reasons=curiosity is no reason", NULL);
    book_state_is(b, source, "PROTECTED");
    end(b);
}

/* A chain of n claims, each with the one source: n + 1 nodes. */
static void chain_of(book *b, const char *source, int n, char *last) {
    ag_error err;
    assert_ok(ag_casebook_begin(b->casebook, &err), &err);
    for (int i = 0; i < n; i++) {
        char before[BOOK_SUBJECT];
        memcpy(before, last, sizeof before);
        a_claim(b, source, i ? before : NULL, "600", last);
    }
    assert_ok(ag_casebook_commit(b->casebook, &err), &err);
}

static void a_chain_at_the_cap_and_one_past_it(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], other[BOOK_SUBJECT], longest[BOOK_SUBJECT] = "", past[BOOK_SUBJECT];
    a_source(b, "no", one);
    a_source(b, "no", two);
    a_claim(b, two, NULL, "600", other);
    chain_of(b, one, AG_MAX_ORIGINS - 1, longest);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL,
            GRADE(b, longest, "B", "1", text(b, "confirmed_by", other), NULL));
    a_claim(b, one, longest, "600", past);
    book_refused(b, AG_ANALYST, "assessment.add", NULL, "E2",
                 GRADE(b, past, "B", "1", text(b, "confirmed_by", other), NULL));
    ag_view view = book_view(b, past);
    ag_origins *origins = AG_NEW(&b->arena, ag_origins, 1);
    ag_origins_find(&view, ag_text_of(past), origins);
    assert_true(origins->cut);
    ag_origins_find(&view, ag_text_of(longest), origins);
    assert_false(origins->cut);
    assert_int_equal(origins->n, AG_MAX_ORIGINS);
    end(b);
}

/* ---- 17 claims of this war (shared data), seven of them from one service -------------------------------------- */

enum { MAX_ROWS = 32 };

/* Letters and digits, the rest hyphens. */
static const char *word_of(book *b, const char *name, ag_text words) {
    char out[60];
    size_t n = 0;
    for (size_t i = 0; i < words.n && n < sizeof out - 1; i++) {
        const char c = words.at[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        out[n++] = plain ? c : '-';
    }
    out[n] = '\0';
    return text(b, name, out);
}

typedef struct named_sources {
    ag_text name[2 * MAX_ROWS];
    char subject[2 * MAX_ROWS][BOOK_SUBJECT];
    int n;
} named_sources;

static const char *source_of(book *b, named_sources *known, ag_text name, ag_text anonymous) {
    const ag_view view = book_view(b, "casebook:1");
    for (int i = 0; i < known->n; i++)
        if (ag_text_equal(name, known->name[i])) return known->subject[i];
    known->name[known->n] = ag_text_of(ag_view_say(&view, "%.*s", (int)name.n, name.at));
    a_source(b, ag_text_equal(anonymous, AG_TEXT("yes")) ? "yes" : "no", known->subject[known->n]);
    return known->subject[known->n++];
}

static ag_text cell(const ag_csv *csv, const char *column) { return csv->cell[ag_csv_column(csv, column)]; }

static const char *bound(book *b, const ag_csv *csv, const char *name) {
    const ag_view view = book_view(b, "casebook:1");
    const ag_text own = cell(csv, name), point = cell(csv, "point"), value = own.n ? own : point;
    return ag_view_say(&view, "%s=%.*s", name, (int)value.n, value.at);
}

static void a_row(book *b, const ag_csv *csv, const char *source, const char *via, char *claim) {
    const ag_view view = book_view(b, "casebook:1");
    const ag_text said = cell(csv, "date"), valid = cell(csv, "as_of");
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, word_of(b, "topic", cell(csv, "subject")),
            word_of(b, "predicate", cell(csv, "measure")), ag_view_say(&view, "said=%.*s", (int)said.n, said.at),
            ag_view_say(&view, "valid=%.*s", (int)valid.n, valid.at), bound(b, csv, "low"), bound(b, csv, "high"),
            text(b, "source", source), via ? text(b, "via", via) : "text=as printed", NULL);
}

static void the_claims_of_this_war(void **state) {
    (void)state;
    const char *path = shared_path("claims/claims.csv");
    book *b = book_new(NULL);
    named_sources *known = AG_NEW(&b->arena, named_sources, 1);
    ag_csv *csv = AG_NEW(&b->arena, ag_csv, 1);
    char origin[BOOK_SUBJECT], claim[MAX_ROWS][BOOK_SUBJECT];
    ag_diagnostics found;
    ag_file file;
    int rows = 0, of_service = 0;
    ag_diagnostics_init(&found);
    ag_error err;
    assert_ok(ag_file_read(path, "claims.csv", false, &file, &err), &err);
    assert_true(ag_csv_open(csv, &file, &found));
    while (ag_csv_next(csv) && rows < MAX_ROWS) {
        const ag_text from = cell(csv, "attributed_to");
        of_service += ag_text_equal(from, AG_TEXT("ROK NIS"));
        a_row(b, csv, source_of(b, known, from, cell(csv, "anonymous_source")), NULL, origin);
        a_row(b, csv, source_of(b, known, cell(csv, "claimant"), AG_TEXT("no")), origin, claim[rows++]);
    }
    assert_int_equal(rows, 17);
    assert_int_equal(of_service, 7);
    for (int i = 0; i < rows; i++) {
        assert_non_null(strstr(book_fact(b, claim[i], "corroboration"), "not corroborated"));
        for (int k = 0; k < rows; k++)
            book_refused(b, AG_ANALYST, "assessment.add", NULL, "E2",
                         GRADE(b, claim[i], "C", "1", text(b, "confirmed_by", claim[k]), NULL));
    }
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&found);
    end(b);
}

static const struct CMUnitTest cases[] = {
    {"an assessment is never changed, a later one is added", an_assessment_is_never_changed, NULL, NULL, NULL},
    {"claims that go back to one origin do not confirm each other", one_origin_is_one, NULL, NULL, NULL},
    {"claims that contradict each other, or speak of other things, do not confirm each other",
     what_contradicts_does_not_confirm, NULL, NULL, NULL},
    {"an anonymous source alone makes nothing probable", an_anonymous_source_alone, NULL, NULL, NULL},
    {"a source is seen by who asked, after a second person granted it, and every look is an entry",
     two_people_open_a_source, NULL, NULL, NULL},
    {"who asks for a source does not grant it, whatever his roles", who_grants_is_another, NULL, NULL, NULL},
    {"a chain of origins is followed up to its cap, and beyond it confirms nothing", a_chain_at_the_cap_and_one_past_it,
     NULL, NULL, NULL},
    {"none of the claims about this war is corroborated, seven of them being of one service", the_claims_of_this_war,
     NULL, NULL, NULL},
};

int main(void) { return cmocka_run_group_tests_name("sources", cases, NULL, NULL); }
