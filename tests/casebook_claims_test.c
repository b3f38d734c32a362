/* Claims of a casebook: what they say together, and claims.csv taken into it. */
#include <stdlib.h>
#include <string.h>

#include "casebook/import_claims.h"
#include "casebook/kinds.h"
#include "casebook/weigh.h"
#include "casebook_support.h"
#include "incident/claims.h"
#include "report/papers/types.h"

static const ag_claims_question everything = {{NULL, 0}, {NULL, 0}};
static const ag_actor *investigator(const book *b) { return &b->actor[4]; }

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static const char *text(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void a_source(book *b, const char *handle, char *source) {
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", "anonymous=no", text(b, "handle", handle),
            NULL);
}

#define KILLED "topic=dprk-troops", "predicate=killed", "said=2025-04-30"

static ag_claims weighed(book *b) {
    const ag_view view = book_view(b, "casebook:1");
    ag_claim_record *record;
    ag_claims claims;
    ag_error err;
    size_t n;
    assert_ok(ag_claims_of_casebook(&view, &record, &n, &err), &err);
    assert_ok(ag_claims_combine(record, n, &everything, view.arena, &claims, &err), &err);
    return claims;
}

static uint32_t find(const ag_claims *claims, const char *id) {
    for (uint32_t i = 0; i < claims->n; i++)
        if (ag_text_equal(claims->told[i].record->id, ag_text_of(id))) return i;
    fail_msg("there is no claim %s", id);
    return 0;
}

/* ---- Recording --------------------------------------------------------------------------------------------------- */

static void bounds(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[BOOK_SUBJECT];
    a_source(b, "yonhap", source);
    const char *by = text(b, "source", source);
    book_refused(b, AG_ANALYST, "claim.record", NULL, "E5", KILLED, by, "low=5", "high=4", NULL);
    book_refused(b, AG_ANALYST, "claim.record", NULL, "E5", KILLED, by, "low=5", "point=4", NULL);
    book_refused(b, AG_ANALYST, "claim.record", NULL, "E5", KILLED, by, "point=5", "high=4", NULL);
    book_ok(b, AG_ANALYST, "claim.record", NULL, NULL, KILLED, by, "low=4", "point=5", "high=5", NULL);
    end(b);
}

static void whom_it_is_from(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char service[BOOK_SUBJECT], one[BOOK_SUBJECT], two[BOOK_SUBJECT], third[BOOK_SUBJECT];
    a_source(b, "service", service);
    a_source(b, "one-paper", one);
    a_source(b, "another-paper", two);
    a_source(b, "third-paper", third);
    book_ok(b, AG_ANALYST, "claim.record", "claim:1", NULL, KILLED, text(b, "source", one), text(b, "from", service),
            "point=600", NULL);
    book_ok(b, AG_ANALYST, "claim.record", "claim:2", NULL, KILLED, text(b, "source", two), text(b, "from", service),
            "point=600", NULL);
    assert_string_equal(book_fact(b, "claim:1", "told again"), "from the same origin, in claim:2");
    assert_non_null(strstr(book_fact(b, "claim:1", "corroboration"), "not corroborated"));
    book_ok(b, AG_ANALYST, "claim.record", "claim:3", NULL, KILLED, text(b, "source", third), "low=500", NULL);
    assert_string_equal(book_fact(b, "claim:1", "corroboration"), "corroborated by claim:3");
    assert_string_equal(book_fact(b, "claim:3", "told again"), "");
    const ag_claims claims = weighed(b);
    assert_int_equal(claims.groups, 1);
    assert_int_equal(claims.group[0].lines, 2);
    assert_int_equal(claims.group[0].corroborations, 2);
    assert_true(claims.group[0].so_far);
    end(b);
}

static void only_what_is_open(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[BOOK_SUBJECT];
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=witness", "anonymous=no",
            "identity=Kim of the third office", NULL);
    book_ok(b, AG_ANALYST, "claim.record", "claim:1", NULL, KILLED, text(b, "source", source), "low=3", NULL);
    book_ok(b, AG_ANALYST, "claim.record", "claim:2", NULL, KILLED, text(b, "source", source), "low=4", NULL);
    book_ok(b, AG_ANALYST, "claim.retract", "claim:2", NULL, "reasons=taken back", NULL);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL, "claim=claim:1", "reliability=B", "credibility=4",
            "reasons=so it seems", NULL);
    b->now += 60;
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL, "claim=claim:1", "reliability=C", "credibility=3",
            "reasons=another look", NULL);
    const ag_claims claims = weighed(b);
    assert_int_equal(claims.n, 1);
    assert_int_equal(claims.told[0].record->relation, AG_CLAIM_WITNESS);
    assert_true(ag_text_equal(claims.told[0].record->grade, AG_TEXT("C3")));
    assert_true(ag_text_equal(claims.node[claims.origin[0].node].name, ag_text_of(source)));
    end(b);
}

static void a_paper(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[BOOK_SUBJECT], paper[BOOK_SUBJECT];
    ag_error err;
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=witness", "anonymous=no",
            "identity=Kim of the third office", NULL);
    a_source(b, "yonhap", paper);
    book_ok(b, AG_ANALYST, "claim.record", "claim:1", NULL, KILLED, text(b, "source", source), "low=3",
            "text=heard at night", NULL);
    book_ok(b, AG_ANALYST, "claim.record", "claim:2", NULL, KILLED, text(b, "source", paper), "via=claim:1", "low=3",
            NULL);
    book_ok(b, AG_ANALYST, "claim.record", "claim:3", NULL, "topic=other", "predicate=killed", "said=2025-04-30",
            text(b, "source", paper), "low=3", NULL);
    ag_gather gather = {.view = book_view(b, "claim:2"), .actor = &b->actor[1], .record = json_object()};
    assert_ok(ag_paper_claims_picture.gather(&gather, &err), &err);
    assert_int_equal(json_array_size(json_object_get(gather.record, "claims")), 2);
    char *said = json_dumps(gather.record, 0);
    assert_non_null(strstr(said, source));
    assert_non_null(strstr(said, "yonhap"));
    assert_null(strstr(said, "Kim"));
    assert_null(strstr(said, "heard at night"));
    free(said);
    book_ok(b, AG_ANALYST, "claim.retract", "claim:3", NULL, "reasons=taken back", NULL);
    gather.view = book_view(b, "claim:3");
    assert_status(ag_paper_claims_picture.gather(&gather, &err), AG_REFUSED, &err);
    json_decref(gather.record);
    end(b);
}

/* ---- Import ------------------------------------------------------------------------------------------------------ */

static ag_status import(book *b, const char *bytes, size_t n, bool check, ag_claims_counts *counts,
                        ag_diagnostics *found) {
    ag_file file;
    ag_error err;
    ag_diagnostics_init(found);
    assert_ok(ag_file_of_bytes("claims.csv", bytes, n, &file, &err), &err);
    const ag_status status = ag_import_claims(b->casebook, investigator(b), &file, check, counts, found, &err);
    ag_file_deinit(&file);
    return status;
}

static void take(book *b, const char *bytes, size_t n, ag_claims_counts *counts) {
    ag_diagnostics found;
    char words[700];
    const ag_status status = import(b, bytes, n, false, counts, &found);
    for (size_t i = 0; i < found.n; i++) print_error("%s\n", ag_error_format(&found.item[i], words, sizeof words));
    assert_int_equal(status, AG_OK);
    ag_diagnostics_deinit(&found);
}

static void same_group(const ag_claim_group *a, const ag_claim_group *b) {
    assert_int_equal(a->claims, b->claims);
    assert_int_equal(a->lines, b->lines);
    assert_int_equal(a->corroborations, b->corroborations);
    assert_int_equal(a->contradictions, b->contradictions);
    assert_int_equal(a->lacks, b->lacks);
    assert_int_equal(a->so_far, b->so_far);
    assert_int_equal(a->bounds_n, b->bounds_n);
    for (uint32_t i = 0; i < a->bounds_n; i++) {
        assert_int_equal(a->bounds[i].relation, b->bounds[i].relation);
        assert_int_equal(a->bounds[i].running_least, b->bounds[i].running_least);
        assert_int_equal(a->bounds[i].running_most, b->bounds[i].running_most);
        assert_int_equal(a->bounds[i].running_open, b->bounds[i].running_open);
    }
}

static void what_a_file_says(void **state) {
    (void)state;
    size_t bytes;
    const char *csv = read_file(shared_path("claims/claims.csv"), &bytes);
    book *b = book_new(NULL);
    ag_claims_counts counts;
    ag_diagnostics found;
    ag_claim_record *record;
    ag_claims of_file;
    ag_file file;
    ag_error err;
    size_t n;
    take(b, csv, bytes, &counts);
    assert_int_equal(counts.claims, 17);
    assert_int_equal(counts.unheard, 16); /* one row's claimant is its origin */
    assert_int_equal(counts.grades, 17);
    ag_diagnostics_init(&found);
    assert_ok(ag_file_of_bytes("claims.csv", csv, bytes, &file, &err), &err);
    assert_ok(ag_claims_file_read(&file, &b->arena, &record, &n, &found, &err), &err);
    assert_ok(ag_claims_combine(record, n, &everything, &b->arena, &of_file, &err), &err);
    const ag_claims claims = weighed(b);
    assert_int_equal(claims.n, of_file.n);
    assert_int_equal(claims.groups, of_file.groups);
    assert_int_equal(claims.origins, of_file.origins);
    assert_true(ag_text_equal(claims.node[claims.origin[0].node].name, AG_TEXT("rok-nis")));
    assert_int_equal(claims.origin[0].claims, 7);
    for (uint32_t i = 0; i < claims.n; i++) {
        const uint32_t place =
            find(&of_file, ag_view_say(&(ag_view){.arena = &b->arena}, "%.*s", (int)claims.told[i].record->id.n,
                                       claims.told[i].record->id.at));
        assert_int_equal(claims.told[i].corroborated, 0);
        assert_int_equal(claims.told[i].anonymous, of_file.told[place].anonymous);
        assert_int_equal(claims.told[i].repeated, of_file.told[place].repeated);
        same_group(&claims.group[claims.told[i].group], &of_file.group[of_file.told[place].group]);
    }
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&found);
    end(b);
}

static const char a_few[] =
    "id,date,subject,measure,claimant,attributed_to,relation_to_event,anonymous_source,via,point\n"
    "B,2025-05-01,DPRK troops,killed,a paper,,press,no,A,600\n"
    "A,2025-04-30,DPRK troops,killed,Rep. Lee,ROK NIS,third state,no,,600\n"
    "W,2025-05-02,DPRK troops,killed,a paper,woman of Hamhung,witness,no,,3\n"
    "X,2025-05-02,DPRK troops,killed,조선중앙통신,,party,no,,4\n";

static void again(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_claims_counts counts;
    ag_diagnostics found;
    assert_int_equal(import(b, a_few, sizeof a_few - 1, true, &counts, &found), AG_OK);
    ag_diagnostics_deinit(&found);
    assert_int_equal(weighed(b).n, 0);
    take(b, a_few, sizeof a_few - 1, &counts);
    assert_int_equal(counts.claims, 4);
    assert_int_equal(counts.sources, 5);
    take(b, a_few, sizeof a_few - 1, &counts);
    assert_int_equal(counts.there, 4);
    assert_int_equal(counts.claims + counts.unheard + counts.sources, 0);
    const char other[] = "id,date,subject,measure,claimant,point\nA,2025-04-30,DPRK troops,killed,Rep. Lee,700\n";
    assert_int_equal(import(b, other, sizeof other - 1, false, &counts, &found), AG_BAD_INPUT);
    assert_non_null(strstr(found.item[0].what, "claim:A is there and says something else"));
    ag_diagnostics_deinit(&found);
    end(b);
}

static void who_is_in_danger(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_claims_counts counts;
    int n;
    take(b, a_few, sizeof a_few - 1, &counts);
    const ag_view view = book_view(b, "casebook:1");
    const ag_row *source = ag_view_rows(&view, &ag_kind_source, NULL, (ag_text){NULL, 0}, 0, &n);
    int opaque = 0, open = 0;
    for (int i = 0; i < n; i++) {
        const ag_text handle = ag_row_text(&source[i], "handle");
        const bool hidden = ag_row_integer(&source[i], "identity_at", -1) >= 0;
        assert_int_equal(hidden, ag_text_starts(handle, AG_TEXT("s-")));
        opaque += hidden;
        open += ag_text_equal(handle, AG_TEXT("rep-lee")) || ag_text_equal(handle, AG_TEXT("rok-nis")) ||
                ag_text_equal(handle, AG_TEXT("a-paper"));
    }
    assert_int_equal(opaque, 2); /* the witness, and the name in Hangul */
    assert_int_equal(open, 3);
    end(b);
}

static void circles_and_codes(void **state) {
    (void)state;
    const char wrong[] = "id,date,subject,measure,claimant,via\n"
                         "A,2025,troops,killed,one,B\nB,2025,troops,killed,two,A\n"
                         "C,2025,병력,killed,three,\n";
    book *b = book_new(NULL);
    ag_claims_counts counts;
    ag_diagnostics found;
    assert_int_equal(import(b, wrong, sizeof wrong - 1, false, &counts, &found), AG_BAD_INPUT);
    int circles = 0, codes = 0;
    for (size_t i = 0; i < found.n; i++) {
        circles += strstr(found.item[i].what, "circle") != NULL;
        codes += strstr(found.item[i].what, "cannot be a topic") != NULL;
    }
    assert_int_equal(circles, 2);
    assert_int_equal(codes, 1);
    assert_int_equal(weighed(b).n, 0);
    ag_diagnostics_deinit(&found);
    end(b);
}

static const struct CMUnitTest cases[] = {
    {"bounds that exclude each other are refused", bounds, NULL, NULL, NULL},
    {"what is attributed to one source is one origin, also where that source has no claim", whom_it_is_from, NULL, NULL,
     NULL},
    {"claims are weighed by what is open, and a source without a handle is called by its number", only_what_is_open,
     NULL, NULL, NULL},
    {"a paper of what is claimed names its sources by handle or number, and opens nothing", a_paper, NULL, NULL, NULL},
    {"claims taken in from a file say the same as the file", what_a_file_says, NULL, NULL, NULL},
    {"a file that is taken in again changes nothing, and what differs is told", again, NULL, NULL, NULL},
    {"who is a witness or unknown keeps a sealed name and a handle that tells nothing", who_is_in_danger, NULL, NULL,
     NULL},
    {"claims that pass each other on, and words that are no codes, are told and nothing is written", circles_and_codes,
     NULL, NULL, NULL},
};

int main(void) { return cmocka_run_group_tests_name("claims of a casebook", cases, NULL, NULL); }
