/* What the papers about requests and handovers say, in every language. */
#include "casebook_dead.h"

#include <string.h>

#include "report/paper.h"

enum { O = AG_CASE_OFFICER, OFFICER = 3, REGISTRAR = 0, DAY = 86400 };

static const char *with(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static const ag_paper_type *type_of(const char *name) {
    const ag_paper_type *type = ag_paper_type_find(ag_text_of(name));
    if (!type) fail_msg("there is no paper %s", name);
    return type;
}

static ag_status gathered(book *b, int actor, const char *type, const char *subject, json_t *record, ag_error *err) {
    ag_gather g = {.view = book_view(b, subject), .actor = &b->actor[actor], .record = record, .purpose = "a test"};
    return type_of(type)->gather(&g, err);
}

static json_t *record_of(book *b, int actor, const char *type, const char *subject) {
    ag_error err;
    json_t *record = json_object();
    assert_ok(gathered(b, actor, type, subject, record, &err), &err);
    return record;
}

/* The paper as a page, in the book's arena. */
static const char *page_of(book *b, const char *type, const json_t *record, ag_language language) {
    ag_paper paper = {.arena = &b->arena, .language = language, .record = record};
    ag_buffer out = {0};
    ag_document_init(&paper.document, &b->arena, "x", "x");
    type_of(type)->compose(&paper);
    ag_document_html(&paper.document, &out);
    const char *page = ag_arena_text(&b->arena, out.data, out.n);
    ag_buffer_deinit(&out);
    return page;
}

static void says(const char *page, const char *words) {
    if (!strstr(page, words)) fail_msg("the paper does not say: %s", words);
}

/* No gap is left open, and nothing is left in capitals or with hyphens as the casebook writes it. */
static void is_in_words(const char *page) {
    static const char *const raw[] = {"{0",          "{1",        "(null)",   "..",          "REFUSED_",
                                      "DENIED_",     "NO_ANSWER", "cta-icrc", "third-state", "denied-subject",
                                      "missing-in-", "RECEIVED",  "MISSING",  "request.open"};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
        if (strstr(page, raw[i])) fail_msg("the paper says %s", raw[i]);
}

#define LETTER(...) book_ok(b, O, "communication.record", NULL, NULL, with(b, "request", request), __VA_ARGS__, NULL)

static void refused_offer(book *b, char *request) {
    book_ok(b, O, "request.open", NULL, request, "direction=offer", "holder=KR", "claimant=KP", "bodies=614", NULL);
    LETTER("kind=request", "direction=out", "channel=direct", "date=2014-05-12", "deadline=2014-06-30",
           "delivered=2014-05-12", "proof=hotline-17", "copy=yes", "text=to the other side of the line");
    LETTER("kind=reminder", "direction=out", "channel=direct", "date=2014-06-02");
    LETTER("kind=answer", "direction=in", "channel=third-state", "date=2014-08-01", "answer=refused", "reason=none");
    LETTER("kind=request", "direction=out", "channel=third-state", "date=2015-08-01");
    LETTER("kind=press-report", "direction=in", "channel=press-only", "date=2015-08-03");
    LETTER("kind=answer", "direction=in", "channel=cta-icrc", "date=2015-09-01", "answer=denied-subject",
           "reason=not-ours");
    LETTER("kind=notice", "direction=out", "channel=cta-icrc", "date=2015-09-02", "tells=position");
}

/* 12 May 2014 to 16 June 2025 are 4,053 days; to 2 June 2014 21, to 1 September 2015 477 (by the calendar). */
static void every_repeat_and_every_refusal(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT];
    refused_offer(b, request);
    json_t *record = record_of(b, OFFICER, "request-history", request);
    const char *page = page_of(b, "request-history", record, AG_ENGLISH);
    static const char *const words[] = {"People’s Republic of Korea",
                                        "4,053 days, until 16 June 2025",
                                        "Offer; answer asked for until 30 June 2014",
                                        "12 May 2014, hotline-17",
                                        "Answer: refused (no reason given)",
                                        "Press report: what others say of an answer, no answer itself",
                                        "ICRC, Central Tracing Agency",
                                        ">477<",
                                        "Five years from it end on 13 May 2019",
                                        "No such notice is proved to have arrived",
                                        "Neither a refusal nor silence allows anything",
                                        "Custom knows no objection of the home country"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) says(page, words[i]);
    for (int l = 0; l < AG_LANGUAGES; l++) is_in_words(page_of(b, "request-history", record, (ag_language)l));
    says(page_of(b, "request-history", record, AG_KOREAN), "4,053일, 2025년 6월 16일까지");
    says(page_of(b, "request-history", record, AG_RUSSIAN), "дня, по 16 июня 2025");
    json_decref(record);
    end(b);
}

static void objection_of_a_state(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], note[BOOK_SUBJECT];
    book_ok(b, O, "request.open", NULL, request, "direction=claim-kin", "holder=UA", "claimant=kin-7", "bodies=1",
            NULL);
    LETTER("kind=request", "direction=in", "channel=direct", "date=2025-06-01");
    json_t *before = record_of(b, OFFICER, "request-history", request);
    says(page_of(b, "request-history", before, AG_ENGLISH), "No objection of the home country is on record");
    book_ok(b, O, "communication.record", NULL, note, with(b, "request", request), "kind=notice", "direction=in",
            "channel=third-state", "date=2025-06-10", "tells=other", NULL);
    book_ok(b, O, "request.object", request, NULL, "objector=KP", with(b, "communication", note), NULL);
    json_t *after = record_of(b, OFFICER, "request-history", request);
    const char *page = page_of(b, "request-history", after, AG_ENGLISH);
    says(page, "Republic of Korea objected to the claim of the kin on 10 June 2025. Under the treaty that counts, "
               "under custom it does");
    says(page, "Recorded that a State objects to the claim of the kin.");
    json_decref(before);
    json_decref(after);
    end(b);
}

static void letter_by_number(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], three[BOOK_SUBJECT], individual[BOOK_SUBJECT], request[BOOK_SUBJECT];
    dead_examined(b, "intact", one);
    dead_examined(b, "intact", two);
    dead_examined(b, "absent", three);
    dead_individual(b, two, three, individual);
    book_ok(b, O, "request.open", NULL, request, "direction=offer", "holder=UA", "claimant=KP", "bodies=4", NULL);
    book_ok(b, O, "request_item.add", NULL, NULL, with(b, "request", request), with(b, "about", one), "number=KP-7",
            NULL);
    book_ok(b, O, "request_item.add", NULL, NULL, with(b, "request", request), with(b, "about", individual), NULL);
    json_t *record = record_of(b, OFFICER, "request-letter", request);
    const char *page = page_of(b, "request-letter", record, AG_ENGLISH);
    says(page, "We offer to return them");
    says(page, "6 in number");
    says(page, strchr(one, ':') + 1);
    says(page, strchr(two, ':') + 1);
    says(page, strchr(three, ':') + 1);
    says(page, "KP-7");
    says(page, "4 more are meant");
    assert_null(strstr(page, "first asked"));
    for (int l = 0; l < AG_LANGUAGES; l++) is_in_words(page_of(b, "request-letter", record, (ag_language)l));
    json_decref(record);
    LETTER("kind=request", "direction=out", "channel=direct", "date=2025-06-16", "deadline=2025-07-31");
    record = record_of(b, OFFICER, "request-letter", request);
    page = page_of(b, "request-letter", record, AG_ENGLISH);
    says(page, "first asked on 16 June 2025 and has been asked 1 time so far");
    says(page, "answer by 31 July 2025");
    json_decref(record);
    end(b);
}

static void no_letter_about_the_living(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], request[BOOK_SUBJECT];
    ag_error err;
    dead_person(b, person);
    book_ok(b, O, "name.record", NULL, NULL, with(b, "person", person), "original=리대혁 씨", "script=Hang",
            "role=true", NULL);
    book_ok(b, O, "request.open", NULL, request, "direction=claim-state", "holder=RU", "claimant=UA", NULL);
    book_ok(b, O, "request_item.add", NULL, NULL, with(b, "request", request), with(b, "about", person), NULL);
    json_t *record = record_of(b, OFFICER, "request-letter", request);
    const char *page = page_of(b, "request-letter", record, AG_ENGLISH);
    says(page, "sought by name, 1 in number, are enclosed apart, under seal");
    assert_null(strstr(page, "리대혁"));
    book_ok(b, O, "person.found_alive", person, NULL, "basis=seen-in-person", NULL);
    assert_status(gathered(b, OFFICER, "request-letter", request, record, &err), AG_REFUSED, &err);
    assert_non_null(strstr(err.hint, "A11"));
    json_decref(record);
    end(b);
}

static void protocol_has_both_lists(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char handover[BOOK_SUBJECT], one[BOOK_SUBJECT], two[BOOK_SUBJECT], bag[BOOK_SUBJECT], note[BOOK_SUBJECT];
    const unsigned r = AG_REGISTRAR;
    book_ok(b, r, "handover.open", NULL, handover, "direction=incoming", "sender=RU", "receiver=UA", "witness=icrc",
            "place=the border, at the old bridge", "agreed=2025-06-16", NULL);
    book_ok(b, r, "item.list", NULL, two, with(b, "handover", handover), "line=2", "number=1702", "parts=1", NULL);
    book_ok(b, r, "item.list", NULL, one, with(b, "handover", handover), "line=1", "number=1701", "seal=S-1", "parts=3",
            NULL);
    book_ok(b, r, "handover.list", handover, NULL, "listed=2", NULL);
    book_ok(b, r, "handover.sign", handover, NULL, "signers=two officers", "paper=" A_FILE, NULL);
    book_ok(b, r, "container.accept", NULL, bag, "type=bag", with(b, "handover", handover), with(b, "item", one),
            "seal_before=S-1", NULL);
    for (int i = 0; i < 2; i++)
        book_ok(b, r, "remains.accept", NULL, NULL, with(b, "handover", handover), with(b, "item", one),
                with(b, "container", bag), NULL);
    book_ok(b, r, "handover.spot_check", handover, NULL, "checker=icrc", "checked=1", "agreed_with_list=0", NULL);
    book_ok(b, r, "discrepancy.note", NULL, note, with(b, "handover", handover), "type=count-differs",
            with(b, "item", one), "sender_says=3", "receiver_says=2", NULL);
    book_ok(b, r, "discrepancy.note", NULL, NULL, with(b, "handover", handover), "type=missing-in-fact",
            with(b, "item", two), NULL);
    book_ok(b, r, "discrepancy.sign", note, NULL, "explanation=the third one was left at the railhead", "paper=" A_FILE,
            NULL);
    book_ok(b, r, "handover.count", handover, NULL, "counted=1", "seals_broken=0", NULL);
    json_t *record = record_of(b, REGISTRAR, "handover-protocol", handover);
    const char *page = page_of(b, "handover-protocol", record, AG_ENGLISH);
    static const char *const words[] = {"the border, at the old bridge",
                                        "icrc: 1 opened, 0 as the list says",
                                        "1701",
                                        "S-1",
                                        "there is this difference",
                                        "the third one was left at the railhead",
                                        "For the side that gives",
                                        "Witness",
                                        "in the list, and not there"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) says(page, words[i]);
    says(page, strchr(bag, ':') + 1);
    const json_t *lines = json_object_get(record, "lines");
    assert_int_equal(ag_paper_integer(json_array_get(lines, 0), "parts"), 3);
    assert_int_equal(ag_paper_integer(json_array_get(lines, 0), "counted"), 2);
    assert_string_equal(ag_paper_text(json_array_get(lines, 1), "number"), "1702");
    for (int l = 0; l < AG_LANGUAGES; l++) is_in_words(page_of(b, "handover-protocol", record, (ag_language)l));
    json_decref(record);
    end(b);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"the history of a request has every repeat, every refusal and what the law says",
         every_repeat_and_every_refusal, NULL, NULL, NULL},
        {"the history of a claim by kin has the objection and both views", objection_of_a_state, NULL, NULL, NULL},
        {"a letter offers or asks for the dead by their numbers", letter_by_number, NULL, NULL, NULL},
        {"a letter names nobody, and none is made about somebody who is said to live", no_letter_about_the_living, NULL,
         NULL, NULL},
        {"the protocol of a handover has both lists, the counts and every difference", protocol_has_both_lists, NULL,
         NULL, NULL},
    };
    return cmocka_run_group_tests_name("papers of requests and handovers", cases, NULL, NULL);
}
