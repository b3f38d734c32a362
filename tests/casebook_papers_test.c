/* Papers: issued once and made again as they were, checked by their code alone, in four languages; and what falls with
 * what they rest on. What the print says is read back by other programs (poppler, zbar), where those are installed. */
#include "casebook_dead.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casebook/kinds.h"
#include "casebook/numbers.h"
#include "casebook/papers.h"
#include "journal/canonical.h"
#include "report/paper_code.h"
#include "report/paper_make.h"
#include "report/pdf.h"
#include "report/words.h"

#include "base/banned.h"

enum { R = AG_REGISTRAR, OTHER = BOOK_OTHER | AG_REGISTRAR };

static const ag_actor *who(const book *b, unsigned role) {
    int k = 0;
    while (!(role >> k & 1)) k++;
    return &b->actor[k];
}

static const char *said(book *b, const char *name, const char *value) {
    return ag_view_say(&(const ag_view){.arena = &b->arena}, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static void made(book *b, unsigned role, const char *type, const char *subject, ag_language language,
                 ag_paper_made *out) {
    ag_error err = {0};
    assert_ok(ag_paper_make(b->casebook, who(b, role), ag_paper_type_find(ag_text_of(type)), ag_text_of(subject),
                            language, out, &err),
              &err);
}

static void transferred(book *b, const char *remains, const char *from, const char *to) {
    book_ok_signed(b, R, OTHER, "custody.transfer", NULL, NULL, said(b, "object", remains), said(b, "from", from),
                   said(b, "to", to), "place=시체안치소 2호실", "reason=transport", NULL);
}

/* What a program prints about a file of these bytes; skips the test where there is no such program. */
static const char *read_by(book *b, const char *program, const ag_buffer *pdf, const char *command) {
    ag_buffer line = {0}, out = {0};
    char bytes[4096];
    ag_buffer_printf(&line, "{ command -v %s; } >/dev/null", program);
    if (system(line.data) != 0) {
        ag_buffer_deinit(&line);
        skip();
    }
    const char *path = path_join(scratch_folder(), "paper.pdf");
    write_file(path, pdf->data, pdf->n);
    ag_buffer_clear(&line);
    ag_buffer_printf(&line, "f='%s'; { %s; } 2>/dev/null", path, command);
    FILE *pipe = popen(line.data, "r");
    assert_non_null(pipe);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, pipe)) > 0;) ag_buffer_add(&out, bytes, n);
    pclose(pipe);
    const char *kept = out.n ? ag_arena_text(&b->arena, out.data, out.n) : "";
    ag_buffer_deinit(&line);
    ag_buffer_deinit(&out);
    return kept;
}

static bool same(const ag_buffer *a, const ag_buffer *b) { return a->n == b->n && memcmp(a->data, b->data, a->n) == 0; }

static void key_of(book *b, uint8_t open[AG_PUBLIC_BYTES]) {
    uint8_t signature[AG_SIGNATURE_BYTES];
    ag_error err;
    assert_ok(ag_casebook_attest(b->casebook, AG_TEXT(""), signature, open, &err), &err);
}

/* ---- Issuing ---------------------------------------------------------------------------------------------------- */

static void a_paper_is_issued_once(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT];
    ag_paper_made first, again, newer;
    dead_examined(b, "intact", remains);
    for (ag_language language = 0; language < AG_LANGUAGES; language++) {
        made(b, R, "custody-history", remains, language, &first);
        assert_int_equal(first.again, language != 0);
        b->now += 86400;
        made(b, R, "custody-history", remains, language, &again);
        assert_true(again.again && same(&first.pdf, &again.pdf) && same(&first.code, &again.code));
        assert_string_equal(first.subject, "paper:odesa-3-1");
        ag_paper_made_deinit(&again);
        if (language + 1 < AG_LANGUAGES) ag_paper_made_deinit(&first);
    }
    transferred(b, remains, "morgue-1", "odesa-3/lab");
    made(b, R, "custody-history", remains, AG_ENGLISH, &newer);
    assert_false(newer.again || same(&newer.code, &first.code));
    book_state_is(b, "paper:odesa-3-1", "SUPERSEDED");
    book_state_is(b, newer.subject, "ISSUED");
    ag_paper_made_deinit(&first);
    ag_paper_made_deinit(&newer);
    /* Nobody has a record of his own making signed. */
    json_t *field = json_pack("{s:s,s:s,s:s}", "type", "custody-history", "about", remains, "record", A_FILE);
    const ag_request own = {.action = "paper.issue", .field = field};
    ag_error err;
    assert_status(ag_casebook_try(b->casebook, who(b, R), &own, NULL, &err), AG_REFUSED, &err);
    json_decref(field);
    end(b);
}

static void a_copy_that_fell_says_so(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT];
    ag_paper_made first, copy;
    ag_error err = {0};
    dead_examined(b, "intact", remains);
    made(b, R, "custody-history", remains, AG_ENGLISH, &first);
    assert_ok(ag_paper_copy(b->casebook, who(b, R), ag_text_of(first.subject), AG_ENGLISH, &copy, &err), &err);
    assert_true(same(&first.pdf, &copy.pdf));
    ag_paper_made_deinit(&copy);
    book_ok(b, R, "paper.void", first.subject, NULL, "reasons=the wrong remains", NULL);
    assert_ok(ag_paper_copy(b->casebook, who(b, R), ag_text_of(first.subject), AG_ENGLISH, &copy, &err), &err);
    assert_true(same(&first.code, &copy.code));
    assert_false(same(&first.pdf, &copy.pdf));
    ag_paper_made_deinit(&copy);
    ag_paper_made_deinit(&first);
    end(b);
}

/* Whether the site's list has it, in which of its lists. */
static const char *fallen_as(book *b, const ag_paper_made *paper) {
    static const char *const lists[] = {"superseded", "recalled", "void"};
    uint8_t open[AG_PUBLIC_BYTES];
    ag_buffer list = {0}, digest = {0};
    json_t *recalls, *content;
    ag_error err = {0};
    const char *found = "";
    key_of(b, open);
    assert_ok(ag_papers_recalls(b->casebook, &list, &err), &err);
    assert_ok(ag_code_open((ag_text){list.data, list.n}, AG_CODE_RECALLS, open, &recalls, &err), &err);
    assert_ok(ag_code_open((ag_text){paper->code.data, paper->code.n}, AG_CODE_PAPER, open, &content, &err), &err);
    ag_recall_digest(ag_paper_text(recalls, "salt"), ag_paper_text(content, "number"), ag_paper_text(content, "digest"),
                     &digest);
    for (int i = 0; i < 3; i++) {
        size_t k;
        json_t *item;
        json_array_foreach(json_object_get(recalls, lists[i]), k, item) {
            if (strcmp(json_string_value(item), digest.data) == 0) found = lists[i];
        }
    }
    assert_null(strstr(list.data, ag_paper_text(content, "number")));
    json_decref(recalls);
    json_decref(content);
    ag_buffer_deinit(&list);
    ag_buffer_deinit(&digest);
    return found;
}

static void a_paper_falls_with_its_identification(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    ag_paper_made report;
    dead_confirmed(b, NULL, &d);
    made(b, AG_ANALYST, "identification-report", d.identification, AG_UKRAINIAN, &report);
    assert_string_equal(fallen_as(b, &report), "");
    book_ok(b, R, "case.challenge", d.identification, NULL, "reasons=another profile", NULL);
    book_state_is(b, report.subject, "ISSUED");
    book_ok(b, BOOK_OTHER | AG_REVIEWER, "case.withdraw", d.identification, NULL, "reasons=it is wrong", NULL);
    book_state_is(b, report.subject, "RECALLED");
    assert_string_equal(fallen_as(b, &report), "recalled");
    ag_paper_made_deinit(&report);
    end(b);
}

static void sealed_fields_are_opened_with_an_entry(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT];
    ag_paper_made paper;
    ag_error err = {0};
    ag_about before, after;
    dead_examined(b, "intact", remains);
    assert_ok(ag_casebook_about(b->casebook, &before, &err), &err);
    made(b, R, "custody-history", remains, AG_ENGLISH, &paper);
    assert_ok(ag_casebook_about(b->casebook, &after, &err), &err);
    assert_int_equal(after.entries, before.entries + 2); /* one that reads, one that issues */
    ag_paper_made_deinit(&paper);
    assert_int_equal(ag_paper_make(b->casebook, who(b, AG_AUDITOR), ag_paper_type_find(AG_TEXT("custody-history")),
                                   ag_text_of(remains), AG_ENGLISH, &paper, &err),
                     AG_REFUSED);
    ag_paper_made_deinit(&paper);
    end(b);
}

/* What a bag goes through while they are in it is theirs too, and nothing of what it goes through before and after. */
static void a_history_follows_the_container(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], bag[BOOK_SUBJECT], number[40];
    ag_paper_made paper;
    dead_examined(b, "intact", remains);
    book_ok(b, R, "container.register", NULL, bag, "type=bag", "holder=store-0", NULL);
    transferred(b, bag, "store-0", "morgue-1"); /* before */
    book_ok(b, R, "remains.stow", remains, NULL, said(b, "container", bag), NULL);
    transferred(b, bag, "morgue-1", "driver-7");
    transferred(b, bag, "lviv-9", "kyiv-2"); /* does not join on */
    book_ok(b, R, "remains.unstow", remains, NULL, NULL);
    transferred(b, bag, "kyiv-2", "laundry-5"); /* after */
    made(b, R, "custody-history", remains, AG_ENGLISH, &paper);
    const char *text = read_by(b, "pdftotext", &paper.pdf, "pdftotext -raw \"$f\" - | tr '\\n' ' '");
    assert_non_null(strstr(text, "driver-7"));
    assert_non_null(strstr(text, "lviv-9 gave it; driver-7 held it before."));
    assert_non_null(strstr(text, "broken in 1 place; 1 not explained"));
    assert_null(strstr(text, "store-0"));
    assert_null(strstr(text, "laundry-5"));
    snprintf(number, sizeof number, "%s", strchr(bag, ':') + 1);
    assert_non_null(strstr(text, number));
    ag_paper_made_deinit(&paper);
    end(b);
}

static void labels_leave_no_entry(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT];
    ag_paper_made labels;
    ag_error err = {0};
    ag_about before, after;
    dead_examined(b, "intact", remains);
    assert_ok(ag_casebook_about(b->casebook, &before, &err), &err);
    made(b, R, "labels", remains, AG_KOREAN, &labels);
    assert_ok(ag_casebook_about(b->casebook, &after, &err), &err);
    assert_int_equal(after.entries, before.entries);
    assert_true(labels.subject[0] == 0 && !labels.code.n && labels.pdf.n > 1000);
    ag_paper_made_deinit(&labels);
    end(b);
}

/* ---- Read back by other programs -------------------------------------------------------------------------------- */

static void the_text_of_a_paper_can_be_read_back(void **state) {
    (void)state;
    static const char *const words[AG_LANGUAGES][3] = {
        [AG_ENGLISH] = {"Custody history", "16 June 2025", "Page 1 of"},
        [AG_KOREAN] = {"보관 경로 기록", "2025년 6월 16일", "끊긴 곳이 없습니다"},
        [AG_RUSSIAN] = {"История хранения и передачи", "16 июня 2025 г.", "Страница 1 из"},
        [AG_UKRAINIAN] = {"Історія зберігання та передавання", "16 червня 2025 р.", "Сторінка 1 з"},
    };
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    transferred(b, remains, "morgue-1", "odesa-3/lab");
    for (ag_language language = 0; language < AG_LANGUAGES; language++) {
        ag_paper_made paper;
        made(b, R, "custody-history", remains, language, &paper);
        const char *text = read_by(b, "pdftotext", &paper.pdf, "pdftotext -raw \"$f\" - | tr '\\n' ' '");
        for (int i = 0; i < 3; i++)
            if (!strstr(text, words[language][i])) fail_msg("\"%s\" is not in: %s", words[language][i], text);
        assert_non_null(strstr(text, "시체안치소"));
        const char *about = read_by(b, "pdfinfo", &paper.pdf, "pdfinfo \"$f\"");
        assert_non_null(strstr(about, "A4"));
        assert_non_null(strstr(about, "Tagged:          yes"));
        ag_paper_made_deinit(&paper);
    }
    end(b);
}

static void the_code_is_read_from_the_print(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT];
    ag_paper_made paper;
    uint8_t open[AG_PUBLIC_BYTES];
    json_t *content;
    ag_error err = {0};
    dead_examined(b, "intact", remains);
    made(b, R, "custody-history", remains, AG_RUSSIAN, &paper);
    const char *code =
        read_by(b, "pdftoppm && command -v zbarimg", &paper.pdf,
                "pdftoppm -r 150 -png \"$f\" \"$f\" && for p in \"$f\"*.png; do zbarimg -q --raw \"$p\"; done");
    key_of(b, open);
    assert_ok(ag_code_open(ag_text_of(code), AG_CODE_PAPER, open, &content, &err), &err);
    assert_string_equal(ag_paper_text(content, "about"), remains);
    assert_string_equal(ag_paper_text(content, "number"), "odesa-3-1");
    json_decref(content);
    ag_paper_made_deinit(&paper);
    end(b);
}

/* ---- Forgeries -------------------------------------------------------------------------------------------------- */

typedef struct forging {
    ag_text code;
    uint8_t open[AG_PUBLIC_BYTES];
} forging;

static bool no_changed_letter_passes(draws *d, void *context) {
    const forging *f = context;
    char changed[2048];
    ag_error err;
    json_t *content;
    memcpy(changed, f->code.at, f->code.n);
    const size_t at = draw_below(d, f->code.n);
    const char letter = (char)(33 + draw_below(d, 94));
    if (changed[at] == letter) return true;
    changed[at] = letter;
    if (ag_code_open((ag_text){changed, f->code.n}, AG_CODE_PAPER, f->open, &content, &err) != AG_OK) return true;
    json_decref(content);
    return draw_note(d, "letter %zu may be %c", at, letter);
}

static void a_forged_code_is_refused(void **state) {
    (void)state;
    book *b = book_new(NULL), *other = book_new(NULL);
    char remains[BOOK_SUBJECT];
    ag_paper_made paper;
    json_t *content;
    ag_error err = {0};
    forging f;
    dead_examined(b, "intact", remains);
    made(b, R, "custody-history", remains, AG_ENGLISH, &paper);
    f.code = (ag_text){paper.code.data, paper.code.n};
    assert_true(f.code.n < 2048);
    key_of(b, f.open);
    check_property("a code of which a letter was changed is refused", 400, no_changed_letter_passes, &f);
    /* Another site's key, by name. */
    uint8_t strange[AG_PUBLIC_BYTES];
    key_of(other, strange);
    assert_status(ag_code_open(f.code, AG_CODE_PAPER, strange, &content, &err), AG_REFUSED, &err);
    assert_non_null(strstr(err.what, "another key"));
    /* Another essential under the same signature. */
    ag_buffer forged = {0};
    assert_ok(ag_code_open(f.code, AG_CODE_PAPER, f.open, &content, &err), &err);
    json_object_set_new(content, "about", json_string("remains:another"));
    assert_ok(ag_code_make(other->casebook, AG_CODE_PAPER, content, &forged, &err), &err);
    json_decref(content);
    assert_status(ag_code_open((ag_text){forged.data, forged.n}, AG_CODE_PAPER, f.open, &content, &err), AG_REFUSED,
                  &err);
    /* One kind of code is not taken for the other. */
    assert_status(ag_code_open(f.code, AG_CODE_RECALLS, f.open, &content, &err), AG_BAD_INPUT, &err);
    ag_buffer_deinit(&forged);
    ag_paper_made_deinit(&paper);
    book_is_sound(other);
    book_free(other);
    end(b);
}

/* ---- Every type in every language ------------------------------------------------------------------------------- */

static bool is_empty(const char *text) { return !text || !*text; }

/* The same blocks in the same order, each with words where English has words, and no gap left open. */
static void same_shape(const char *type, const ag_node *english, const ag_node *node) {
    for (; english && node; english = english->next, node = node->next) {
        if (english->block != node->block || is_empty(english->text) != is_empty(node->text) ||
            is_empty(english->label) != is_empty(node->label))
            fail_msg("%s: \"%s\" / \"%s\" is otherwise in another language: \"%s\" / \"%s\"", type,
                     english->text ? english->text : "", english->label ? english->label : "",
                     node->text ? node->text : "", node->label ? node->label : "");
        if ((node->text && strstr(node->text, "{0")) || (node->label && strstr(node->label, "{0")))
            fail_msg("%s: a gap is open: %s", type, node->text ? node->text : node->label);
        same_shape(type, english->first, node->first);
    }
    if (english || node) fail_msg("%s has more in one language than in another", type);
}

static void compose(const ag_paper_type *type, const json_t *record, ag_language language, ag_paper *out) {
    *out = (ag_paper){.arena = out->arena, .language = language, .record = record};
    ag_document_init(&out->document, out->arena, ag_language_tag(language), type->title.in[language]);
    type->compose(out);
}

static void a_bare_record_is_composed(void **state) {
    (void)state;
    ag_arena arena;
    json_t *bare = json_object();
    ag_arena_init(&arena);
    for (const ag_paper_type *const *type = ag_paper_types; *type; type++) {
        ag_paper english = {.arena = &arena}, other = {.arena = &arena};
        compose(*type, bare, AG_ENGLISH, &english);
        for (ag_language language = 1; language < AG_LANGUAGES; language++) {
            compose(*type, bare, language, &other);
            same_shape((*type)->name, english.document.root.first, other.document.root.first);
            assert_false(is_empty((*type)->title.in[language]));
        }
        assert_true((*type)->help && (*type)->kinds && (*type)->roles && (*type)->gather);
        for (const char *kind = (*type)->kinds; *kind; kind += strspn(kind, " ")) {
            const size_t n = strcspn(kind, " ");
            if (!ag_kind_find((ag_text){kind, n})) fail_msg("%s is about %s, which is no kind", (*type)->name, kind);
            kind += n;
        }
        assert_ptr_equal(ag_paper_type_find(ag_text_of((*type)->name)), *type);
    }
    json_decref(bare);
    ag_arena_deinit(&arena);
}

static void essentials_are_few_and_short(void **state) {
    (void)state;
    ag_gather g = {.record = json_object()};
    ag_buffer text = {0};
    ag_gather_essential(&g, AG_TEXT(""));
    for (int i = 0; i < AG_PAPER_ESSENTIAL_BYTES - 1; i++) ag_buffer_putc(&text, 'a');
    ag_buffer_puts(&text, "b");
    ag_gather_essential(&g, (ag_text){text.data, text.n}); /* at the cap */
    text.n--;
    ag_buffer_puts(&text, "\xD1\x96"); /* і would be half in it */
    ag_gather_essential(&g, (ag_text){text.data, text.n});
    const json_t *list = json_object_get(g.record, "essentials");
    assert_int_equal(json_string_length(json_array_get(list, 0)), AG_PAPER_ESSENTIAL_BYTES);
    assert_int_equal(json_string_length(json_array_get(list, 1)), AG_PAPER_ESSENTIAL_BYTES - 1);
    for (int i = 2; i < AG_PAPER_ESSENTIALS + 1; i++) ag_gather_essential(&g, AG_TEXT("x"));
    assert_int_equal(json_array_size(list), AG_PAPER_ESSENTIALS);
    json_decref(g.record);
    ag_buffer_deinit(&text);
}

/* ---- Dates ------------------------------------------------------------------------------------------------------ */

static void dates_are_said_as_they_are_known(void **state) {
    (void)state;
    static const struct {
        const char *edtf, *in[AG_LANGUAGES];
    } date[] = {
        {"2025-06-16", {"16 June 2025", "2025년 6월 16일", "16 июня 2025 г.", "16 червня 2025 р."}},
        {"2025-06-06", {"6 June 2025", "2025년 6월 6일", "6 июня 2025 г.", "6 червня 2025 р."}},
        {"2025-03", {"March 2025", "2025년 3월", "март 2025 г.", "березень 2025 р."}},
        {"2025", {"2025", "2025년", "2025 г.", "2025 р."}},
        {"2025-01-05~",
         {"about 5 January 2025", "2025년 1월 5일경", "около 5 января 2025 г.", "близько 5 січня 2025 р."}},
        {"2025-01~", {"about January 2025", "2025년 1월경", "около января 2025 г.", "близько січня 2025 р."}},
        {"2025-01-05?",
         {"5 January 2025 (uncertain)", "2025년 1월 5일(확실하지 않음)", "5 января 2025 г. (точно не установлено)",
          "5 січня 2025 р. (точно не встановлено)"}},
        {"2024-12/2025-02",
         {"between December 2024 and February 2025", "2024년 12월부터 2025년 2월 사이",
          "в период с декабря 2024 г. по февраль 2025 г.", "у період з грудня 2024 р. до лютого 2025 р."}},
        {"../2025-02", {"until February 2025", "2025년 2월까지", "до февраля 2025 г.", "до лютого 2025 р."}},
        {"2025-02-01/..",
         {"from 1 February 2025 on", "2025년 2월 1일 이후", "начиная с 1 февраля 2025 г.",
          "починаючи з 1 лютого 2025 р."}},
        {"2025-06-16T09:12:44Z",
         {"16 June 2025, 09:12 UTC", "2025년 6월 16일 09:12(협정 세계시)", "16 июня 2025 г., 09:12 (UTC)",
          "16 червня 2025 р., 09:12 (UTC)"}},
        {"", {"", "", "", ""}},
    };
    ag_arena arena;
    ag_arena_init(&arena);
    ag_paper p = {.arena = &arena};
    ag_document_init(&p.document, &arena, "en", "");
    for (size_t i = 0; i < sizeof date / sizeof *date; i++)
        for (p.language = 0; p.language < AG_LANGUAGES; p.language++)
            assert_string_equal(ag_paper_date(&p, date[i].edtf), date[i].in[p.language]);
    ag_arena_deinit(&arena);
}

/* ---- Pages ------------------------------------------------------------------------------------------------------ */

/* As many lines as the largest handover of June 2025 had. */
static void a_long_table_goes_on_over_pages(void **state) {
    (void)state;
    enum { LINES = 1245 };
    book *b = book_new(NULL);
    const ag_paper_type *type = ag_paper_type_find(AG_TEXT("custody-history"));
    json_t *record = json_object(), *events = json_array();
    ag_buffer pdf = {0}, again = {0};
    ag_error err = {0};
    for (int i = 0; i < LINES; i++)
        json_array_append_new(events,
                              json_pack("{s:s,s:s,s:s,s:s,s:s,s:i}", "when", "2025-06-16", "from", "RU", "to", "UA",
                                        "place", "граница, пункт пропуска", "state", "JOINED", "entry", i));
    json_object_set_new(record, "events", events);
    const ag_paper_issue issue = {.number = "odesa-3-1",
                                  .about = "x",
                                  .site = "odesa-3",
                                  .at = "2025-06-16T09:00:00Z",
                                  .state = "ISSUED",
                                  .newer = "",
                                  .digest = "",
                                  .root = "",
                                  .code = "AGP1.x.y"};
    const clock_t start = clock();
    assert_ok(ag_paper_pdf(type, record, AG_RUSSIAN, &issue, &pdf, &err), &err);
    const double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > 5) fail_msg("%d lines take %.1f s", LINES, seconds);
    assert_ok(ag_paper_pdf(type, record, AG_RUSSIAN, &issue, &again, &err), &err);
    assert_true(same(&pdf, &again));
    const char *heads = read_by(b, "pdftotext", &pdf, "pdftotext -raw \"$f\" - | grep -c 'Запись'");
    const char *pages = read_by(b, "pdfinfo", &pdf, "pdfinfo \"$f\" | sed -n 's/^Pages: *//p'");
    const int with_table = (int)strtol(heads, NULL, 10), all = (int)strtol(pages, NULL, 10);
    print_message("# %d lines: %.2f s, %d pages, %zu bytes\n", LINES, seconds, all, pdf.n);
    assert_true(all > 20 && with_table >= all - 1);
    ag_buffer_deinit(&pdf);
    ag_buffer_deinit(&again);
    json_decref(record);
    end(b);
}

/* Two labels a number, 14 a sheet. */
static void labels_of_a_whole_handover(void **state) {
    (void)state;
    enum { LINES = 245, SHEETS = (2 * LINES + 13) / 14 };
    book *b = book_new(NULL);
    json_t *record = json_object(), *labels = json_array();
    ag_buffer pdf = {0}, code = {0};
    ag_error err = {0};
    for (int i = 0; i < LINES; i++) {
        char number[AG_NUMBER_DIGITS + 1];
        ag_number_format(20255, AG_TEXT("0712"), i + 1, number);
        ag_buffer_clear(&code);
        ag_buffer_printf(&code, "AG1 %s 1bc27f3f b5b62736955f42d4", number);
        json_array_append_new(labels, json_pack("{s:s,s:s,s:b}", "number", number, "code", code.data, "body", 1));
    }
    json_object_set_new(record, "labels", labels);
    assert_ok(ag_paper_pdf(ag_paper_type_find(AG_TEXT("labels")), record, AG_UKRAINIAN, &(const ag_paper_issue){0},
                           &pdf, &err),
              &err);
    const char *sheets = read_by(b, "pdfinfo", &pdf, "pdfinfo \"$f\" | sed -n 's/^Pages: *//p'");
    assert_int_equal(strtol(sheets, NULL, 10), SHEETS);
    const char *first = read_by(b, "pdftoppm && command -v zbarimg", &pdf,
                                "pdftoppm -r 150 -l 1 -png \"$f\" \"$f\" && zbarimg -q --raw \"$f\"*.png | sort -u");
    int codes = 0;
    for (const char *at = first; (at = strstr(at, "AG1 ")); at++) codes++;
    assert_int_equal(codes, 7);
    ag_buffer_deinit(&pdf);
    ag_buffer_deinit(&code);
    json_decref(record);
    end(b);
}

static void a_letter_without_a_font_is_an_error(void **state) {
    (void)state;
    ag_arena arena;
    ag_buffer pdf = {0};
    ag_error err = {0};
    ag_document d;
    const ag_pdf_options options = {.language = AG_ENGLISH, .page = "{0} {1}", .created = "2025-06-16T09:00:00Z"};
    ag_arena_init(&arena);
    ag_document_init(&d, &arena, "en", "A private letter");
    ag_document_add(&d, &d.root, AG_BLOCK_PARAGRAPH, "\xF4\x8F\xBF\xBD"); /* U+10FFFD: of nobody's font */
    assert_status(ag_document_pdf(&d, &options, &pdf, &err), AG_ENVIRONMENT, &err);
    assert_non_null(strstr(err.hint, "fonts-nanum"));
    assert_int_equal(pdf.n, 0);
    ag_arena_deinit(&arena);
}

static const struct CMUnitTest cases[] = {
    {"a paper is issued once and made again as it was", a_paper_is_issued_once, NULL, NULL, NULL},
    {"a copy of a paper that no longer stands says so", a_copy_that_fell_says_so, NULL, NULL, NULL},
    {"a paper falls with the identification that it rests on", a_paper_falls_with_its_identification, NULL, NULL, NULL},
    {"what is sealed is opened for a paper with an entry, and for nobody who may not read it",
     sealed_fields_are_opened_with_an_entry, NULL, NULL, NULL},
    {"a custody history tells what a container it was in went through, and no more", a_history_follows_the_container,
     NULL, NULL, NULL},
    {"labels are made again at any time and leave no entry", labels_leave_no_entry, NULL, NULL, NULL},
    {"the text of a paper can be read back in every language", the_text_of_a_paper_can_be_read_back, NULL, NULL, NULL},
    {"the code of a paper is read from its print and holds", the_code_is_read_from_the_print, NULL, NULL, NULL},
    {"a forged code is refused", a_forged_code_is_refused, NULL, NULL, NULL},
    {"every paper is composed from a bare record, alike in every language", a_bare_record_is_composed, NULL, NULL,
     NULL},
    {"essentials are six at most, of 80 bytes, cut between letters", essentials_are_few_and_short, NULL, NULL, NULL},
    {"dates are said as they are known", dates_are_said_as_they_are_known, NULL, NULL, NULL},
    {"a table of 1,245 lines goes on over pages, with its head on each", a_long_table_goes_on_over_pages, NULL, NULL,
     NULL},
    {"the labels of a whole handover stand on sheets, and each can be read", labels_of_a_whole_handover, NULL, NULL,
     NULL},
    {"a letter that no font has is an error", a_letter_without_a_font_is_an_error, NULL, NULL, NULL},
};

int main(void) { return cmocka_run_group_tests_name("papers", cases, NULL, NULL); }
