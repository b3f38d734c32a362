/* Payments of all persons, for negotiators and courts: sums for each State and wave, without a name. What is proved and
 * what is said stand apart; goods are not valued; of how many persons nothing is known is said first. */
#include <string.h>

#include "casebook/payments.h"
#include "report/papers/account.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static json_t *lines_of(ag_gather *g, const ag_sums *sums) {
    json_t *lines = json_array();
    for (int i = 0; i < sums->n; i++)
        for (int what = 0; what < AG_WHATS; what++) {
            const ag_ledger_line line = {.of = sums->balance[i].of,
                                         .what = (ag_ledger_line_what)what,
                                         .minor = ag_balance_what(&sums->balance[i], (ag_ledger_line_what)what)};
            if (line.minor > 0) json_array_append_new(lines, ag_account_gather_line(g, &line));
        }
    return lines;
}

static ag_status gather(ag_gather *g, ag_error *err) {
    ag_payments *p = AG_NEW(g->view.arena, ag_payments, 1);
    json_t *groups = json_array();
    int64_t persons = 0, unknown = 0;
    json_object_set_new(g->record, "groups", groups);
    if (!p) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const ag_status status = ag_payments_find(&g->view, INT32_MAX, p, err);
    if (status != AG_OK) return status;
    if (p->beyond) return ag_fail(err, AG_REFUSED, NULL, "it has more than %d States and waves", AG_MAX_PAYMENT_GROUPS);
    for (int i = 0; i < p->groups; i++) {
        json_t *one = json_object();
        ag_gather_text(g, one, "power", p->group[i]->power);
        json_object_set_new(one, "wave", json_integer(p->group[i]->wave));
        json_object_set_new(one, "persons", json_integer(p->group[i]->persons));
        json_object_set_new(one, "unknown", json_integer(p->group[i]->unknown));
        for (int book = 0; book < AG_BOOKS; book++)
            json_object_set_new(one, ag_book_name[book], lines_of(g, &p->group[i]->sums[book]));
        json_array_append_new(groups, one);
        persons += p->group[i]->persons;
        unknown += p->group[i]->unknown;
    }
    ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%lld (? %lld)", (long long)persons, (long long)unknown)));
    return AG_OK;
}

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const ag_phrase lead = {
    {"What is due for the persons in this casebook, what was paid and given, what is withheld, and of what nothing is "
     "known. No person is named. Proved and claimed sums are never added together.",
     "이 기록에 있는 사람들에 대하여 지불해야 할 것, 지불되고 지급된 것, 보류된 것, 알려지지 않은 것을 적었습니다. "
     "개인의 이름은 적지 않았습니다. 증명된 금액과 말로 전해진 금액은 합산하지 않았습니다.",
     "Что причитается за лиц, внесённых в это дело, что выплачено и выдано, что удержано и о чём ничего не известно. "
     "Имена не указаны. Доказанные суммы и суммы, о которых только сообщается, не складываются.",
     "Що належить за осіб, внесених до цієї справи, що виплачено й видано, що утримано і про що нічого не відомо. Імен "
     "не зазначено. Доведені суми й суми, про які лише повідомляється, не додаються."}};
static const ag_phrase people = {{"Persons", "사람", "Лица", "Особи"}};
static const ag_phrase caption_of_people = {
    {"How many persons, and of how many nothing is known", "사람 수와, 아무것도 알려지지 않은 사람 수",
     "Сколько лиц и о скольких ничего не известно", "Скільки осіб і про скількох нічого не відомо"}};
static const ag_phrase people_column[] = {
    {{"State", "국가", "Государство", "Держава"}},
    {{"Wave", "파견 차수", "Волна", "Хвиля"}},
    {{"#Persons", "#사람 수", "#Лиц", "#Осіб"}},
    {{"#Nothing known", "#알려지지 않음", "#Ничего не известно", "#Нічого не відомо"}},
};
static const ag_phrase sum_caption = {{"Sums for each State and wave", "국가와 파견 차수별 합계",
                                       "Суммы по государствам и волнам", "Суми за державами та хвилями"}};
static const ag_phrase sum_column[] = {
    {{"State", "국가", "Государство", "Держава"}},
    {{"Wave", "파견 차수", "Волна", "Хвиля"}},
    {{"What", "내용", "Что", "Що"}},
    {{"#Amount", "#금액 또는 수량", "#Сумма или количество", "#Сума або кількість"}},
};
static const ag_phrase nothing = {{"Nothing is on record.", "기록이 없습니다.", "Записей нет.", "Записів немає."}};
static const ag_phrase dash = {{"–", "–", "–", "–"}};
static const ag_phrase keeper = {{"For the office that issues this summary", "이 집계표를 발행하는 기관",
                                  "За учреждение, выдавшее сводку", "За установу, яка видала зведення"}};

static const char *power_of(ag_paper *p, const json_t *group) {
    const char *power = ag_paper_text(group, "power");
    return *power ? ag_whom_power(p, power) : ag_paper_say(p, &dash);
}

static const char *wave_of(ag_paper *p, const json_t *group) {
    const int64_t wave = ag_paper_integer(group, "wave");
    return wave ? ag_paper_count(p, wave) : ag_paper_say(p, &dash);
}

static void add_book(ag_paper *p, const char *book) {
    const json_t *groups = json_object_get(p->record, "groups"), *group, *line;
    size_t i, k, all = 0;
    const char *word = ag_account_book(p, book);
    const ag_phrase title = {{word, word, word, word}};
    ag_node *section = ag_paper_section(p, &title), *table = NULL;
    json_array_foreach(groups, i, group) { all += json_array_size(json_object_get(group, book)); }
    if (all)
        table = ag_paper_table(p, section, &sum_caption, sum_column, 4);
    else
        ag_paper_paragraph(p, section, ag_paper_say(p, &nothing));
    json_array_foreach(groups, i, group) {
        const json_t *lines = json_object_get(group, book);
        json_array_foreach(lines, k, line) {
            const char *cell[] = {power_of(p, group), wave_of(p, group), ag_account_what(p, line),
                                  ag_account_amount(p, ag_paper_text(line, "amount"))};
            ag_paper_row(p, table, cell, 4);
        }
    }
}

static void compose(ag_paper *p) {
    const json_t *groups = json_object_get(p->record, "groups"), *group;
    size_t i;
    ag_document_add(&p->document, &p->document.root, AG_BLOCK_LEAD, ag_paper_say(p, &lead));
    ag_account_say_goods(p, &p->document.root);
    ag_node *table = ag_paper_table(p, ag_paper_section(p, &people), &caption_of_people, people_column, 4);
    json_array_foreach(groups, i, group) {
        const char *cell[] = {power_of(p, group), wave_of(p, group),
                              ag_paper_count(p, ag_paper_integer(group, "persons")),
                              ag_paper_count(p, ag_paper_integer(group, "unknown"))};
        ag_paper_row(p, table, cell, 4);
    }
    for (int book = 0; book < AG_BOOKS; book++) add_book(p, ag_book_name[book]);
    ag_paper_signature(p, &keeper);
}

const ag_paper_type ag_paper_payment_summary = {
    .name = "payment-summary",
    .kinds = "casebook",
    .roles = AG_CASE_OFFICER | AG_LEGAL,
    .title = {{"Summary of payments", "지불 집계표", "Сводка о выплатах", "Зведення про виплати"}},
    .gather = gather,
    .compose = compose,
    .help = "for courts and negotiators: what is due, paid, withheld and unknown, by State and wave; no names",
};
