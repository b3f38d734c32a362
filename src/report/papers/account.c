/* Words of papers about payments: see account.h. */
#include "report/papers/account.h"

#include <string.h>

#include "report/papers/whom.h"

#include "base/banned.h"

json_t *ag_account_gather_line(ag_gather *gather, const ag_ledger_line *line) {
    char text[AG_MONEY_BYTES];
    json_t *one = json_object(), *by = json_array();
    ag_gather_text(gather, one, "what", ag_text_of(ag_ledger_what[line->what]));
    ag_gather_text(gather, one, "amount", ag_text_of(ag_money_format(&line->of, line->minor, text)));
    for (int i = 0; i < line->holders; i++) {
        json_t *holder = json_object();
        ag_gather_text(gather, holder, "by", line->by[i]);
        ag_gather_text(gather, holder, "ground", line->ground[i]);
        json_array_append_new(by, holder);
    }
    json_object_set_new(one, "by", by);
    if (!line->of.currency && line->what == AG_WHAT_IN_KIND) json_object_set_new(one, "goods", json_true());
    ag_gather_text(gather, one, "value", line->value);
    return one;
}

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static const ag_term whats[] = {
    {"due", {{"Due in all", "지불해야 할 총액", "Причитается всего", "Належить усього"}}},
    {"paid-cash", {{"Paid in money", "돈으로 지불됨", "Выплачено деньгами", "Виплачено грошима"}}},
    {"paid-in-kind", {{"Given in goods", "물품으로 지급됨", "Выдано вещами", "Видано речами"}}},
    {"exchanged",
     {{"Paid in another currency", "다른 화폐로 지불됨", "Выплачено в другой валюте", "Виплачено в іншій валюті"}}},
    {"withheld", {{"Withheld", "지불되지 않고 보류됨", "Удержано", "Утримано"}}},
    {"deducted", {{"Deducted", "공제됨", "Вычтено", "Вирахувано"}}},
    {"disputed", {{"In dispute", "다툼이 있음", "Оспаривается", "Оспорюється"}}},
    {"forfeited", {{"Declared forfeited", "몰수가 선고됨", "Объявлено утраченным", "Оголошено втраченим"}}},
    {"owed-back", {{"To be paid back", "돌려주어야 함", "Подлежит возврату", "Підлягає поверненню"}}},
    {"received-by-state", {{"Received by the State", "국가가 받음", "Получено государством", "Отримано державою"}}},
    {"unknown",
     {{"Due, and nothing further is known of it", "지불해야 하나 그 뒤의 일이 알려지지 않음",
       "Причитается, и дальше о них ничего не известно", "Належить, і далі про них нічого не відомо"}}},
    {"proposed", {{"Of that: proposed", "그 가운데 제안된 것", "Из этого предложено", "З цього запропоновано"}}},
    {NULL, {{NULL}}},
};
static const ag_term grounds[] = {
    {"treasury", {{"for the treasury", "국고로", "в казну", "до скарбниці"}}},
    {"party", {{"for the party", "당으로", "в пользу партии", "на користь партії"}}},
    {"not-announced",
     {{"the death is not announced", "사망이 알려지지 않음", "о смерти не объявлено", "про смерть не оголошено"}}},
    {"secrecy", {{"secrecy", "비밀", "секретность", "секретність"}}},
    {"fraud-inquiry", {{"an inquiry", "조사", "проверка", "перевірка"}}},
    {"heirs-disagree",
     {{"the heirs do not agree", "상속인들의 의견이 다름", "наследники не согласны между собой",
       "спадкоємці не згодні між собою"}}},
    {"debt", {{"a debt", "빚", "долг", "борг"}}},
    {"tax", {{"tax", "세금", "налог", "податок"}}},
    {"unit-fund", {{"a fund of the unit", "부대 기금", "фонд части", "фонд частини"}}},
    {"other", {{"another ground", "다른 이유", "другое основание", "інша підстава"}}},
    {NULL, {{NULL}}},
};
/* Goods that are given to families; others stand under their code. */
static const ag_term goods[] = {
    {"RICE.kg", {{"{0} kg of rice", "쌀 {0}kg", "{0} кг риса", "{0} кг рису"}}},
    {"FLOUR.kg", {{"{0} kg of flour", "밀가루 {0}kg", "{0} кг муки", "{0} кг борошна"}}},
    {"TV.unit", {{"{0} television {0:set|sets}", "텔레비전 {0}대", "телевизоров: {0}", "телевізорів: {0}"}}},
    {"HOUSING", {{"{0} {0:dwelling|dwellings}", "살림집 {0}채", "жилых помещений: {0}", "жилих приміщень: {0}"}}},
    {NULL, {{NULL}}},
};
static const ag_term books[] = {
    {"books", {{"What is proved", "증명된 것", "Доказано", "Доведено"}}},
    {"claimed",
     {{"What is said and not proved", "말로 전해졌으나 증명되지 않은 것", "Сообщается, но не доказано",
       "Повідомляється, але не доведено"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase held = {
    {"by {0}: {1}", "{0}, 근거: {1}", "кем: {0}; основание: {1}", "ким: {0}; підстава: {1}"}};
static const ag_phrase no_value = {
    {"valuation: not agreed", "가치 평가: 합의되지 않음", "оценка: не согласована", "оцінка: не узгоджена"}};
static const ag_phrase value = {
    {"valuation, as agreed: {0}", "합의된 가치 평가: {0}", "согласованная оценка: {0}", "узгоджена оцінка: {0}"}};
static const ag_phrase of_goods = {
    {"Goods are stated as what they are. They stand for no sum of money unless a value was proposed with its source "
     "and "
     "agreed to.",
     "물품은 있는 그대로 적었습니다. 근거와 함께 제시되고 합의된 가치가 없으면 어떤 금액으로도 여기지 않습니다.",
     "Вещи указаны такими, какие они есть. Они не заменяют никакой суммы, если их стоимость не была предложена с "
     "указанием источника и согласована.",
     "Речі зазначено такими, якими вони є. Вони не замінюють жодної суми, якщо їхню вартість не було запропоновано із "
     "зазначенням джерела та узгоджено."}};

const char *ag_account_what(ag_paper *paper, const json_t *line) {
    return ag_paper_term(paper, whats, ag_paper_text(line, "what"));
}

const char *ag_account_book(ag_paper *paper, const char *book) { return ag_paper_term(paper, books, book); }

/* "24000.00 USD" as the language writes it: 24,000.00 USD, 24 000,00 USD. */
static const char *in_thousands(ag_paper *paper, const char *amount) {
    const size_t digits = strspn(amount, "0123456789");
    int64_t whole;
    if (!ag_parse_int((ag_text){amount, digits}, &whole)) return amount;
    const char *rest = amount + digits;
    const bool comma = *rest == '.' && (paper->language == AG_RUSSIAN || paper->language == AG_UKRAINIAN);
    return ag_document_format(&paper->document, "%s%s%s", ag_paper_count(paper, whole), comma ? "," : "",
                              comma ? rest + 1 : rest);
}

const char *ag_account_amount(ag_paper *paper, const char *amount) {
    const char *blank = strchr(amount, ' ');
    for (const ag_term *one = goods; one->word && blank; one++)
        if (strcmp(blank + 1, one->word) == 0)
            return ag_paper_say(paper, &one->phrase,
                                ag_document_format(&paper->document, "%.*s", (int)(blank - amount), amount));
    return in_thousands(paper, amount);
}

const char *ag_account_note(ag_paper *paper, const json_t *line) {
    const json_t *by = json_object_get(line, "by"), *one;
    const char *note = "", *agreed = ag_paper_text(line, "value");
    size_t i;
    json_array_foreach(by, i, one) {
        const char *holder = ag_paper_say(paper, &held, ag_whom_power(paper, ag_paper_text(one, "by")),
                                          ag_paper_term(paper, grounds, ag_paper_text(one, "ground")));
        note = ag_document_format(&paper->document, "%s%s%s", note, i ? "; " : "", holder);
    }
    if (*agreed) return ag_paper_say(paper, &value, agreed);
    return json_is_true(json_object_get(line, "goods")) ? ag_paper_say(paper, &no_value) : note;
}

void ag_account_say_goods(ag_paper *paper, ag_node *parent) {
    ag_paper_paragraph(paper, parent, ag_paper_say(paper, &of_goods));
}
