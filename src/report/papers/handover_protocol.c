/* The protocol of a handover: who gives and who takes, the sender's list beside what was received, line by line, the
 * counts, the seals, the check by a neutral side, and every difference with what either side says of it, for both to
 * sign. Numbers and seals only: no name and no nationality of the dead. */
#include <stdlib.h>
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering ------------------------------------------------------------------------------------------------- */

static int by_line(const void *a, const void *b) {
    const int64_t x = ag_row_integer(a, "line", INT64_MAX), y = ag_row_integer(b, "line", INT64_MAX);
    return x != y ? (x < y ? -1 : 1) : ag_row_compare(a, b);
}

static void without_kind(ag_gather *g, json_t *into, const char *name, ag_text subject) {
    const char *colon = subject.n ? memchr(subject.at, ':', subject.n) : NULL;
    if (colon) ag_gather_text(g, into, name, (ag_text){colon + 1, (size_t)(subject.at + subject.n - colon - 1)});
}

/* A line as the sender has it, and what came of it: the number that it got here, and how many were in it. */
static json_t *line_of(ag_gather *g, const ag_row *item) {
    static const char *const column[] = {"line", "number", "seal", "parts", "state"};
    const ag_text received = ag_row_text(item, "received"), ours = ag_row_text(item, "remains");
    json_t *line = json_object();
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) ag_gather_column(g, line, item, column[i]);
    without_kind(g, line, "received", received.n ? received : ours);
    const int64_t n = ag_view_count(&g->view, &ag_kind_remains, "item", ag_row_subject(&g->view, item), NULL);
    if (n) json_object_set_new(line, "counted", json_integer(n));
    return line;
}

static void gather_lines(ag_gather *g, ag_text handover) {
    int n;
    ag_row *item = (ag_row *)ag_view_rows(&g->view, &ag_kind_item, "handover", handover, 0, &n);
    json_t *lines = json_array();
    if (n) qsort(item, (size_t)n, sizeof *item, by_line);
    for (int i = 0; i < n; i++) json_array_append_new(lines, line_of(g, &item[i]));
    json_object_set_new(g->record, "lines", lines);
}

/* What the sides say about the differences is sealed; one entry says that it was read. */
static ag_status gather_differences(ag_gather *g, ag_text handover, ag_error *err) {
    static const char *const column[] = {"type", "sender_says", "receiver_says", "state"};
    int n;
    const ag_row *row = ag_view_rows(&g->view, &ag_kind_discrepancy, "handover", handover, 0, &n);
    ag_wanted *sealed = AG_NEW(g->view.arena, ag_wanted, n + 1);
    json_t *list = json_array();
    json_object_set_new(g->record, "differences", list);
    if (!sealed) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < n; i++)
        sealed[i] = (ag_wanted){.subject = ag_row_subject(&g->view, &row[i]), .field = "explanation"};
    const ag_status status = n ? ag_gather_open_many(g, sealed, n, err) : AG_OK;
    for (int i = 0; i < n && status == AG_OK; i++) {
        const ag_row item = ag_view_row(&g->view, ag_row_text(&row[i], "item"));
        json_t *one = json_object();
        for (size_t c = 0; c < sizeof column / sizeof *column; c++) ag_gather_column(g, one, &row[i], column[c]);
        ag_gather_column(g, one, &item, "line");
        ag_gather_column(g, one, &item, "number");
        without_kind(g, one, "container", ag_row_text(&row[i], "container"));
        ag_gather_text(g, one, "explanation", sealed[i].value);
        json_array_append_new(list, one);
    }
    return status;
}

static ag_status gather(ag_gather *g, ag_error *err) {
    static const char *const column[] = {"sender",  "receiver",     "agreed",  "witness", "state",           "listed",
                                         "counted", "seals_broken", "checker", "checked", "agreed_with_list"};
    const ag_row *row = &g->view.row;
    const ag_text subject = ag_row_subject(&g->view, row), sender = ag_row_text(row, "sender"),
                  receiver = ag_row_text(row, "receiver");
    ag_text place;
    if (ag_row_state(row, "REPORTED CANCELLED"))
        return ag_fail(err, AG_REFUSED, NULL,
                       "there is nothing to sign about a handover that is known from others or "
                       "was cancelled");
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) ag_gather_column(g, g->record, row, column[i]);
    gather_lines(g, subject);
    ag_gather_essential(g, subject);
    ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%.*s → %.*s", AG_SHOWN(sender), AG_SHOWN(receiver))));
    ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%lld / %lld", (long long)ag_row_integer(row, "listed", 0),
                                                  (long long)ag_row_integer(row, "counted", 0))));
    ag_status status = gather_differences(g, subject, err);
    if (status == AG_OK) status = ag_gather_open(g, row, "place", &place, err);
    if (status == AG_OK) ag_gather_text(g, g->record, "place", place);
    ag_gather_essential(
        g, ag_text_of(ag_view_say(&g->view, "≠ %zu", json_array_size(json_object_get(g->record, "differences")))));
    return status;
}

/* ---- Words ----------------------------------------------------------------------------------------------------- */

static const ag_phrase the_sides = {{"The two sides", "두 쪽", "Стороны", "Сторони"}};
static const ag_phrase gives = {{"Gives", "넘기는 쪽", "Передаёт", "Передає"}};
static const ag_phrase takes = {{"Takes", "받는 쪽", "Принимает", "Приймає"}};
static const ag_phrase agreed_day = {{"Day agreed on", "합의한 날", "Согласованный день", "Узгоджений день"}};
static const ag_phrase place_of = {{"Place", "장소", "Место", "Місце"}};
static const ag_phrase looks_on = {{"Witness", "입회인", "Присутствует", "Присутній"}};
static const ag_phrase counts = {{"Counts", "수량", "Подсчёт", "Підрахунок"}};
static const ag_phrase listed = {{"Lines of the sender’s list", "넘기는 쪽 명단의 항목 수",
                                  "Строк в списке передающей стороны", "Рядків у списку сторони, що передає"}};
static const ag_phrase counted = {{"Counted by the receiver", "받는 쪽이 센 수", "Насчитано принимающей стороной",
                                   "Нараховано стороною, що приймає"}};
static const ag_phrase not_counted = {{"not counted yet", "아직 세지 않음", "ещё не сосчитано", "ще не пораховано"}};
static const ag_phrase broken_seals = {
    {"Seals broken or gone", "훼손되거나 없는 봉인", "Пломб нарушено или отсутствует", "Пломб порушено або немає"}};
static const ag_phrase difference_count = {{"Differences", "차이", "Расхождений", "Розбіжностей"}};
static const ag_phrase checked_by = {{"Checked by a neutral side", "중립 쪽의 확인", "Проверено нейтральной стороной",
                                      "Перевірено нейтральною стороною"}};
static const ag_phrase check_is = {{"{0}: {1} opened, {2} as the list says", "{0}: {1}건을 열어 {2}건이 명단과 일치",
                                    "{0}: вскрыто {1}, соответствует списку {2}",
                                    "{0}: розкрито {1}, відповідає списку {2}"}};
static const ag_phrase both_lists = {{"The list of the sender and what was received", "넘기는 쪽의 명단과 받은 내용",
                                      "Список передающей стороны и принятое",
                                      "Список сторони, що передає, і прийняте"}};
static const ag_phrase no_lines = {{"No line of a list is on record.", "기록된 명단 항목이 없습니다.",
                                    "Строк списка не записано.", "Рядків списку не записано."}};
static const ag_phrase line_column[] = {
    {{"#Line", "#순번", "#Строка", "#Рядок"}},
    {{"Sender’s number", "넘기는 쪽 번호", "Номер передающей стороны", "Номер сторони, що передає"}},
    {{"Seal", "봉인", "Пломба", "Пломба"}},
    {{"#Listed", "#명단의 수", "#По списку", "#За списком"}},
    {{"Received under the number", "받은 번호", "Принято под номером", "Прийнято за номером"}},
    {{"#Counted", "#센 수", "#По счёту", "#За підрахунком"}},
    {{"State", "상태", "Состояние", "Стан"}},
};
enum { LINE_COLUMNS = sizeof line_column / sizeof *line_column };
static const ag_term line_states[] = {
    {"LISTED", {{"listed", "명단에 있음", "в списке", "у списку"}}},
    {"RECEIVED", {{"received", "받음", "принято", "прийнято"}}},
    {"MISSING", {{"not there", "없음", "отсутствует", "немає"}}},
    {"RETURN_CLAIMED", {{"to go back", "돌려보낼 것", "подлежит возврату", "підлягає поверненню"}}},
    {"RETURNED", {{"gone back", "돌려보냄", "возвращено", "повернуто"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase differences = {{"Differences", "차이점", "Расхождения", "Розбіжності"}};
static const ag_phrase no_difference = {
    {"No difference between the list and the count is on record.", "명단과 센 결과 사이에 기록된 차이가 없습니다.",
     "Расхождений между списком и подсчётом не записано.", "Розбіжностей між списком і підрахунком не записано."}};
static const ag_phrase difference_caption = {
    {"Both sides sign that there is this difference; neither side thereby says that the other is right.",
     "두 쪽은 이러한 차이가 있음에 서명합니다. 서명은 상대편의 말이 옳다고 인정하는 것이 아닙니다.",
     "Подписью стороны удостоверяют, что расхождение есть; это не признание правоты другой стороны.",
     "Підписом сторони засвідчують, що розбіжність є; це не визнання правоти іншої сторони."}};
static const ag_phrase difference_column[] = {
    {{"What differs", "다른 점", "В чём расхождение", "У чому розбіжність"}},
    {{"Line", "순번", "Строка", "Рядок"}},
    {{"Container", "용기", "Контейнер", "Контейнер"}},
    {{"The sender says", "넘기는 쪽의 말", "Передающая сторона", "Сторона, що передає"}},
    {{"The receiver says", "받는 쪽의 말", "Принимающая сторона", "Сторона, що приймає"}},
    {{"Signed", "서명", "Подписано", "Підписано"}},
};
enum { DIFFERENCE_COLUMNS = sizeof difference_column / sizeof *difference_column };
static const ag_term difference_types[] = {
    {"missing-in-list",
     {{"there, and in no list", "있으나 명단에 없음", "есть, но нет в списке", "є, але немає у списку"}}},
    {"missing-in-fact",
     {{"in the list, and not there", "명단에 있으나 없음", "в списке, но отсутствует", "у списку, але немає"}}},
    {"seal-differs", {{"seal", "봉인", "пломба", "пломба"}}},
    {"number-differs", {{"number", "번호", "номер", "номер"}}},
    {"count-differs", {{"count", "수량", "количество", "кількість"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase yes = {{"yes", "예", "да", "так"}};
static const ag_phrase not_yet = {{"not yet", "아직 아님", "ещё нет", "ще ні"}};
static const ag_phrase explanation = {{"Line {0}: {1}", "순번 {0}: {1}", "Строка {0}: {1}", "Рядок {0}: {1}"}};
static const ag_phrase explanation_without = {
    {"Without a line: {0}", "순번 없음: {0}", "Вне списка: {0}", "Поза списком: {0}"}};
static const ag_phrase no_line = {{"–", "–", "–", "–"}};
static const ag_phrase for_sender = {
    {"For the side that gives", "넘기는 쪽", "За передающую сторону", "За сторону, що передає"}};
static const ag_phrase for_receiver = {
    {"For the side that takes", "받는 쪽", "За принимающую сторону", "За сторону, що приймає"}};
static const ag_phrase for_witness = {{"Witness", "입회인", "Присутствующий", "Присутній"}};

/* ---- Composing ------------------------------------------------------------------------------------------------- */

static const char *number(ag_paper *p, const json_t *of, const char *name) {
    return json_object_get(of, name) ? ag_paper_count(p, ag_paper_integer(of, name)) : "";
}

static void compose_counts(ag_paper *p) {
    const json_t *r = p->record;
    ag_node *facts = ag_document_add(&p->document, ag_paper_section(p, &counts), AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &listed, number(p, r, "listed"));
    ag_paper_fact(p, facts, &counted,
                  json_object_get(r, "counted") ? number(p, r, "counted") : ag_paper_say(p, &not_counted));
    ag_paper_fact(p, facts, &broken_seals, number(p, r, "seals_broken"));
    ag_paper_fact(p, facts, &difference_count,
                  ag_paper_count(p, (int64_t)json_array_size(json_object_get(r, "differences"))));
    if (*ag_paper_text(r, "checker"))
        ag_paper_fact(p, facts, &checked_by,
                      ag_paper_say(p, &check_is, ag_paper_text(r, "checker"), number(p, r, "checked"),
                                   number(p, r, "agreed_with_list")));
}

static void compose_lines(ag_paper *p) {
    const json_t *lines = json_object_get(p->record, "lines"), *line;
    size_t i;
    ag_node *section = ag_paper_section(p, &both_lists), *table = NULL;
    if (json_array_size(lines))
        table = ag_paper_table(p, section, NULL, line_column, LINE_COLUMNS);
    else
        ag_paper_paragraph(p, section, ag_paper_say(p, &no_lines));
    json_array_foreach(lines, i, line) {
        const char *cell[LINE_COLUMNS] = {number(p, line, "line"),
                                          ag_paper_text(line, "number"),
                                          ag_paper_text(line, "seal"),
                                          number(p, line, "parts"),
                                          ag_paper_text(line, "received"),
                                          number(p, line, "counted"),
                                          ag_paper_term(p, line_states, ag_paper_text(line, "state"))};
        ag_paper_row(p, table, cell, LINE_COLUMNS);
    }
}

static const char *line_of_difference(ag_paper *p, const json_t *one) {
    const char *line = number(p, one, "line");
    return *line ? line : ag_paper_say(p, &no_line);
}

static void compose_differences(ag_paper *p) {
    const json_t *list = json_object_get(p->record, "differences"), *one;
    size_t i;
    ag_node *section = ag_paper_section(p, &differences), *table = NULL;
    if (json_array_size(list))
        table = ag_paper_table(p, section, &difference_caption, difference_column, DIFFERENCE_COLUMNS);
    else
        ag_paper_paragraph(p, section, ag_paper_say(p, &no_difference));
    json_array_foreach(list, i, one) {
        const bool is_signed = strcmp(ag_paper_text(one, "state"), "SIGNED") == 0;
        const char *cell[DIFFERENCE_COLUMNS] = {ag_paper_term(p, difference_types, ag_paper_text(one, "type")),
                                                line_of_difference(p, one),
                                                ag_paper_text(one, "container"),
                                                ag_paper_text(one, "sender_says"),
                                                ag_paper_text(one, "receiver_says"),
                                                ag_paper_say(p, is_signed ? &yes : &not_yet)};
        ag_paper_row(p, table, cell, DIFFERENCE_COLUMNS);
    }
    json_array_foreach(list, i, one) {
        const char *line = number(p, one, "line"), *why = ag_paper_text(one, "explanation");
        if (*why)
            ag_paper_paragraph(p, section,
                               *line ? ag_paper_say(p, &explanation, line, why)
                                     : ag_paper_say(p, &explanation_without, why));
    }
}

static void compose(ag_paper *p) {
    const json_t *r = p->record;
    const char *agreed = ag_paper_text(r, "agreed");
    ag_node *facts = ag_document_add(&p->document, ag_paper_section(p, &the_sides), AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &gives, ag_whom_power(p, ag_paper_text(r, "sender")));
    ag_paper_fact(p, facts, &takes, ag_whom_power(p, ag_paper_text(r, "receiver")));
    ag_paper_fact(p, facts, &agreed_day, *agreed ? ag_paper_date(p, agreed) : "");
    ag_paper_fact(p, facts, &place_of, ag_paper_text(r, "place"));
    ag_paper_fact(p, facts, &looks_on, ag_paper_text(r, "witness"));
    compose_counts(p);
    compose_differences(p);
    compose_lines(p);
    ag_paper_signature(p, &for_sender);
    ag_paper_signature(p, &for_receiver);
    if (*ag_paper_text(r, "witness")) ag_paper_signature(p, &for_witness);
}

const ag_paper_type ag_paper_handover_protocol = {
    .name = "handover-protocol",
    .kinds = "handover",
    .roles = AG_REGISTRAR | AG_CASE_OFFICER | AG_LEGAL,
    .title = {{"Protocol of a handover", "유해 인계인수 조서", "Акт приёма-передачи", "Акт приймання-передавання"}},
    .gather = gather,
    .compose = compose,
    .help = "the sender's list beside what was received, counts, seals and differences, for both sides to sign",
};
