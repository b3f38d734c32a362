/* The statement of account of one person: what is due, what was paid and given, what is withheld by whom and on what
 * ground, and of what nothing is known; every transfer with its receipt or claim. What is proved and what is said stand
 * in sections of their own and are never added; goods are not valued. */
#include <string.h>

#include "casebook/payments.h"
#include "casebook/standing.h"
#include "report/papers/account.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static json_t *transfer_of(ag_gather *g, const ag_row *row) {
    static const char *const column[] = {"date", "debit", "credit", "receipt", "claim", "state"};
    char text[AG_MONEY_BYTES];
    ag_money money;
    json_t *one = json_object();
    ag_gather_text(g, one, "transfer", ag_row_id(row));
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) ag_gather_column(g, one, row, column[i]);
    if (ag_transfer_amount(row, &money))
        ag_gather_text(g, one, "amount", ag_text_of(ag_money_format(&money.of, money.minor, text)));
    if (ag_account_of(row, "debit") != AG_ACCRUED) return one;
    const ag_row entitlement = ag_view_row(&g->view, ag_row_text(row, "entitlement"));
    ag_gather_column(g, one, &entitlement, "ruleset");
    return one;
}

static void gather_book(ag_gather *g, const char *book, json_t *list) {
    ag_ledger_statement s;
    const ag_text person = ag_row_subject(&g->view, &g->view.row);
    if (!ag_ledger_state(&g->view, "holder", person, book, INT32_MAX, &s)) return;
    json_t *one = json_object(), *lines = json_array(), *transfers = json_array();
    json_object_set_new(one, "book", json_string(book));
    for (int i = 0; i < s.lines; i++) json_array_append_new(lines, ag_account_gather_line(g, &s.line[i]));
    for (int i = 0; i < s.transfers; i++)
        if (!ag_row_state(&s.transfer[i], "VOIDED")) json_array_append_new(transfers, transfer_of(g, &s.transfer[i]));
    json_object_set_new(one, "lines", lines);
    json_object_set_new(one, "transfers", transfers);
    json_array_append_new(list, one);
}

static ag_status gather(ag_gather *g, ag_error *err) {
    json_t *who = json_object(), *books = json_array();
    json_object_set_new(g->record, "person", who);
    json_object_set_new(g->record, "books", books);
    for (int i = 0; i < AG_BOOKS; i++) gather_book(g, ag_book_name[i], books);
    ag_gather_column(g, who, &g->view.row, "power");
    ag_gather_column(g, who, &g->view.row, "unit");
    ag_gather_text(g, g->record, "subject", ag_row_subject(&g->view, &g->view.row));
    ag_gather_essential(g, ag_row_subject(&g->view, &g->view.row));
    const json_t *lines = json_object_get(json_array_get(books, 0), "lines");
    for (size_t i = 0; i < json_array_size(lines) && i < 3; i++) {
        const json_t *line = json_array_get(lines, i);
        ag_gather_essential(
            g, ag_text_of(ag_view_say(&g->view, "%s %s", ag_paper_text(line, "what"), ag_paper_text(line, "amount"))));
    }
    return ag_whom_gather_name(g, who, &g->view.row, err);
}

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const ag_phrase about = {{"About whom", "누구에 관한 것인가", "О ком", "Про кого"}};
static const ag_phrase unknown = {
    {"Nothing is on record of what is due or was paid. That does not mean that nothing is due.",
     "지불해야 할 것이나 지불된 것에 대한 기록이 없습니다. 이는 지불해야 할 것이 없다는 뜻이 아닙니다.",
     "О том, что причитается или выплачено, записей нет. Это не значит, что ничего не причитается.",
     "Про те, що належить або виплачено, записів немає. Це не означає, що нічого не належить."}};
static const ag_phrase proved = {
    {"Every line rests on a receipt that is kept, on a claim that was judged at least fairly reliable and possibly "
     "true, "
     "or on the rule by which it is due.",
     "아래의 모든 내용은 보관된 영수증, 믿을 만하다고 평가된 진술 또는 지불의 근거가 되는 규정에 따른 것입니다.",
     "Каждая строка основана на сохранённой расписке, на сообщении, признанном достаточно надёжным, или на правиле, по "
     "которому сумма причитается.",
     "Кожен рядок спирається на збережену розписку, на повідомлення, визнане достатньо надійним, або на правило, за "
     "яким "
     "сума належить."}};
static const ag_phrase said = {
    {"These lines are what somebody says. They are not proved and are in no sum with what is proved.",
     "아래는 누군가의 말에 따른 것입니다. 증명되지 않았으며, 증명된 것과 합산하지 않았습니다.",
     "Эти строки — то, что кто-то сообщает. Они не доказаны и не складываются с доказанным.",
     "Ці рядки — те, що хтось повідомляє. Вони не доведені й не додаються до доведеного."}};
static const ag_phrase line_caption = {{"Sums", "합계", "Суммы", "Суми"}};
static const ag_phrase line_column[] = {
    {{"What", "내용", "Что", "Що"}},
    {{"#Amount", "#금액 또는 수량", "#Сумма или количество", "#Сума або кількість"}},
    {{"By whom, on what ground; valuation", "누가, 어떤 근거로; 가치 평가", "Кем и на каком основании; оценка",
      "Ким і на якій підставі; оцінка"}},
};
static const ag_phrase transfer_caption = {
    {"Every transfer, by date", "날짜순 이동 내역", "Все движения по датам", "Усі рухи за датами"}};
static const ag_phrase transfer_column[] = {
    {{"Date", "날짜", "Дата", "Дата"}},
    {{"#Amount", "#금액 또는 수량", "#Сумма или количество", "#Сума або кількість"}},
    {{"From", "어디에서", "Откуда", "Звідки"}},
    {{"To", "어디로", "Куда", "Куди"}},
    {{"Proof", "근거", "Основание", "Підстава"}},
};
static const ag_term accounts[] = {
    {"entitlement:accrued", {{"the rule", "규정", "по правилу", "за правилом"}}},
    {"payable:due", {{"due", "지불할 것", "причитается", "належить"}}},
    {"payable:withheld", {{"withheld", "보류", "удержано", "утримано"}}},
    {"paid:cash", {{"paid in money", "돈으로 지불", "выплачено", "виплачено"}}},
    {"paid:in-kind", {{"given in goods", "물품으로 지급", "выдано вещами", "видано речами"}}},
    {"deducted", {{"deducted", "공제", "вычтено", "вирахувано"}}},
    {"disputed", {{"in dispute", "다툼", "оспаривается", "оспорюється"}}},
    {"forfeited", {{"forfeited", "몰수", "утрачено", "втрачено"}}},
    {"owed-back", {{"to be paid back", "돌려줄 것", "к возврату", "до повернення"}}},
    {"exchange", {{"exchange", "환전", "обмен", "обмін"}}},
    {"outside", {{"from outside", "외부", "извне", "ззовні"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase pending = {{"{0} (proposed)", "{0} (제안)", "{0} (предложено)", "{0} (запропоновано)"}};
static const ag_phrase receipt = {{"receipt {0}", "영수증 {0}", "расписка {0}", "розписка {0}"}};
static const ag_phrase none = {{"–", "–", "–", "–"}};
static const ag_phrase keeper = {{"For the office that issues this statement", "이 명세서를 발행하는 기관",
                                  "За учреждение, выдавшее выписку", "За установу, яка видала виписку"}};
static const ag_phrase name_label = {{"Name", "이름", "Фамилия, имя", "Прізвище, ім’я"}};
static const ag_phrase number_label = {{"Number", "번호", "Номер", "Номер"}};
static const ag_phrase power_label = {{"State", "소속 국가", "Государство", "Держава"}};

/* The first twelve digits name a receipt; the record has all of them. */
static const char *proof_of(ag_paper *p, const json_t *transfer) {
    const char *kept = ag_paper_text(transfer, "receipt"), *claim = ag_paper_text(transfer, "claim"),
               *rule = ag_paper_text(transfer, "ruleset");
    if (*rule) return rule;
    if (*kept) return ag_paper_say(p, &receipt, ag_document_format(&p->document, "%.12s", kept));
    return *claim ? claim : ag_paper_say(p, &none);
}

static void add_transfer(ag_paper *p, ag_node *table, const json_t *transfer) {
    const char *amount = ag_account_amount(p, ag_paper_text(transfer, "amount"));
    const bool done = strcmp(ag_paper_text(transfer, "state"), "POSTED") == 0;
    const char *cell[] = {
        ag_paper_date(p, ag_paper_text(transfer, "date")),
        done ? amount : ag_paper_say(p, &pending, amount),
        ag_paper_term(p, accounts, ag_paper_text(transfer, "debit")),
        ag_paper_term(p, accounts, ag_paper_text(transfer, "credit")),
        proof_of(p, transfer),
    };
    ag_paper_row(p, table, cell, 5);
}

static void add_book(ag_paper *p, const json_t *book) {
    const char *name = ag_paper_text(book, "book");
    const json_t *lines = json_object_get(book, "lines"), *transfers = json_object_get(book, "transfers"), *one;
    size_t i;
    const char *word = ag_account_book(p, name);
    const ag_phrase title = {{word, word, word, word}};
    ag_node *section = ag_paper_section(p, &title);
    ag_paper_paragraph(p, section, ag_paper_say(p, strcmp(name, "books") == 0 ? &proved : &said));
    ag_node *table = ag_paper_table(p, section, &line_caption, line_column, 3);
    json_array_foreach(lines, i, one) {
        const char *cell[] = {ag_account_what(p, one), ag_account_amount(p, ag_paper_text(one, "amount")),
                              ag_account_note(p, one)};
        ag_paper_row(p, table, cell, 3);
    }
    table = ag_paper_table(p, section, &transfer_caption, transfer_column, 5);
    json_array_foreach(transfers, i, one) { add_transfer(p, table, one); }
}

static void compose(ag_paper *p) {
    const json_t *who = json_object_get(p->record, "person"), *books = json_object_get(p->record, "books"), *book;
    size_t i;
    ag_node *section = ag_paper_section(p, &about);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &name_label, ag_paper_text(who, "name"));
    ag_paper_fact(p, facts, &number_label, ag_paper_id(ag_paper_text(p->record, "subject")));
    ag_paper_fact(p, facts, &power_label, ag_whom_power(p, ag_paper_text(who, "power")));
    if (json_array_size(books))
        ag_account_say_goods(p, section);
    else
        ag_paper_paragraph(p, section, ag_paper_say(p, &unknown));
    json_array_foreach(books, i, book) { add_book(p, book); }
    ag_paper_signature(p, &keeper);
}

const ag_paper_type ag_paper_statement_of_account = {
    .name = "statement-of-account",
    .kinds = "person",
    .roles = AG_CASE_OFFICER | AG_LEGAL,
    .title = {{"Statement of account", "지불 명세서", "Выписка о причитающемся и выплаченном",
               "Виписка про належне та виплачене"}},
    .gather = gather,
    .compose = compose,
    .help =
        "what is due for a person, paid, given in goods, withheld by whom, and unknown; every figure with its proof",
};
