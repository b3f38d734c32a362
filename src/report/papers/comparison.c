/* The comparison of two sides' lists: both totals beside each other, the difference, and a place for both to sign that
 * there is this difference. */
#include "casebook/kinds.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static const char *when_said(ag_gather *g, const char *column) {
    const ag_row claim = ag_view_row(&g->view, ag_row_text(&g->view.row, column));
    const ag_text said = ag_row_text(&claim, "said");
    return ag_view_say(&g->view, "%.*s", (int)said.n, said.n ? said.at : "");
}

static ag_status gather(ag_gather *g, ag_error *err) {
    static const char *const text[] = {"topic", "ours", "theirs", "handover", "our_list", "their_list", "state"};
    static const char *const count[] = {"our_total", "their_total", "pairs", "our_alone", "their_alone"};
    const ag_row *row = &g->view.row;
    (void)err;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) ag_gather_column(g, g->record, row, text[i]);
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        const int64_t n = ag_row_integer(row, count[i], -1);
        if (n >= 0) json_object_set_new(g->record, count[i], json_integer(n));
    }
    ag_gather_text(g, g->record, "our_said", ag_text_of(when_said(g, "our_claim")));
    ag_gather_text(g, g->record, "their_said", ag_text_of(when_said(g, "their_claim")));
    ag_gather_essential(g, ag_row_text(row, "topic"));
    static const char *const side[] = {"ours", "theirs"}, *const total[] = {"our_total", "their_total"};
    for (int i = 0; i < 2; i++) {
        const ag_text who = ag_row_text(row, side[i]);
        ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%.*s %lld", (int)who.n, who.at,
                                                      (long long)ag_row_integer(row, total[i], 0))));
    }
    return AG_OK;
}

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const ag_phrase subject = {{"What is compared", "대조 대상", "Что сопоставлено", "Що зіставлено"}};
static const ag_phrase topic = {{"Subject", "건명", "Предмет", "Предмет"}};
static const ag_phrase handover = {{"Handover", "인계", "Передача", "Передавання"}};
static const ag_phrase totals = {{"What each side's list says", "쌍방 명단의 내용",
                                  "Что указано в списке каждой стороны", "Що зазначено у списку кожної сторони"}};
static const ag_phrase caption = {
    {"Neither figure replaces the other. Each stands as the statement of the side that made it.",
     "어느 쪽의 수자도 다른 쪽의 수자를 대신하지 않습니다. 각 수자는 그것을 제시한 측의 진술로 남습니다.",
     "Ни одно из чисел не заменяет другое. Каждое остаётся заявлением той стороны, которая его сделала.",
     "Жодне з чисел не замінює інше. Кожне залишається заявою тієї сторони, яка її зробила."}};
static const ag_phrase column[] = {
    {{"Side", "측", "Сторона", "Сторона"}},
    {{"#Total", "#총수", "#Всего", "#Усього"}},
    {{"#Lines that this list alone has", "#이 명단에만 있는 줄", "#Строк, которые есть только в этом списке",
      "#Рядків, які є лише в цьому списку"}},
    {{"Stated on", "진술한 날", "Заявлено", "Заявлено"}},
    {{"Digest of the list", "명단의 요약값", "Контрольная сумма списка", "Контрольна сума списку"}},
};
enum { COLUMNS = sizeof column / sizeof *column };
static const ag_phrase in_both = {
    {"{0} {0:line stands|lines stand} in both lists.", "두 명단에 모두 있는 줄은 {0}개입니다.",
     "В обоих списках есть {0} {0:строка|строки|строк}.", "В обох списках є {0} {0:рядок|рядки|рядків}."}};
static const ag_phrase same = {{"Both lists add up to the same number.", "두 명단의 총수는 같습니다.",
                                "Итоги обоих списков совпадают.", "Підсумки обох списків збігаються."}};
static const ag_phrase differs = {{"The totals differ by {0}. Who states more: {1}.",
                                   "총수의 차이는 {0}이며, {1} 측의 수자가 더 큽니다.",
                                   "Итоги расходятся на {0}. Большее число указывает {1}.",
                                   "Підсумки розходяться на {0}. Більше число зазначає {1}."}};
static const ag_phrase meaning = {
    {"Whoever signs below confirms that there is this difference. The signature accepts neither figure.",
     "아래의 서명은 이러한 차이가 있다는 것만을 확인합니다. 어느 쪽의 수자를 인정하는 것이 아닙니다.",
     "Подпись ниже подтверждает лишь то, что такое расхождение существует. Она не означает согласия ни с одним из "
     "чисел.",
     "Підпис нижче підтверджує лише те, що така розбіжність існує. Він не означає згоди з жодним із чисел."}};
static const ag_phrase sign_for = {{"For the side: {0}", "{0} 측을 대표하여", "За сторону: {0}", "За сторону: {0}"}};
static const ag_phrase none = {{"–", "–", "–", "–"}};

static const char *count_or_dash(ag_paper *p, const char *name) {
    return json_object_get(p->record, name) ? ag_paper_count(p, ag_paper_integer(p->record, name))
                                            : ag_paper_say(p, &none);
}

static void add_side(ag_paper *p, ag_node *table, const char *side, const char *total, const char *alone,
                     const char *said, const char *list) {
    const char *digest = ag_paper_text(p->record, list), *day = ag_paper_text(p->record, said);
    const char *cell[COLUMNS] = {ag_whom_power(p, ag_paper_text(p->record, side)), count_or_dash(p, total),
                                 count_or_dash(p, alone), *day ? ag_paper_date(p, day) : ag_paper_say(p, &none),
                                 *digest ? digest : ag_paper_say(p, &none)};
    ag_paper_row(p, table, cell, COLUMNS);
}

static void say_difference(ag_paper *p, ag_node *section) {
    const int64_t ours = ag_paper_integer(p->record, "our_total"), theirs = ag_paper_integer(p->record, "their_total");
    if (ours == theirs)
        ag_paper_paragraph(p, section, ag_paper_say(p, &same));
    else
        ag_paper_paragraph(p, section,
                           ag_paper_say(p, &differs, ag_paper_count(p, ours > theirs ? ours - theirs : theirs - ours),
                                        ag_whom_power(p, ag_paper_text(p->record, ours > theirs ? "ours" : "theirs"))));
}

/* The name of a side is in the phrase of who signs. */
static void add_signature(ag_paper *p, const char *side) {
    const char *who = ag_paper_say(p, &sign_for, ag_whom_power(p, ag_paper_text(p->record, side)));
    const ag_phrase filled = {{who, who, who, who}};
    ag_paper_signature(p, &filled);
}

static void compose(ag_paper *p) {
    ag_node *section = ag_paper_section(p, &subject);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &topic, ag_paper_text(p->record, "topic"));
    ag_paper_fact(p, facts, &handover, ag_paper_id(ag_paper_text(p->record, "handover")));
    section = ag_paper_section(p, &totals);
    ag_node *table = ag_paper_table(p, section, &caption, column, COLUMNS);
    add_side(p, table, "ours", "our_total", "our_alone", "our_said", "our_list");
    add_side(p, table, "theirs", "their_total", "their_alone", "their_said", "their_list");
    if (json_object_get(p->record, "pairs"))
        ag_paper_paragraph(p, section, ag_paper_say(p, &in_both, count_or_dash(p, "pairs")));
    say_difference(p, section);
    ag_paper_paragraph(p, section, ag_paper_say(p, &meaning));
    add_signature(p, "ours");
    add_signature(p, "theirs");
}

const ag_paper_type ag_paper_comparison = {
    .name = "comparison",
    .kinds = "comparison",
    .roles = AG_REGISTRAR | AG_CASE_OFFICER | AG_LEGAL,
    .title = {{"Comparison of two lists", "명단 대조서", "Сопоставление двух списков", "Зіставлення двох списків"}},
    .gather = gather,
    .compose = compose,
    .help = "what two sides' lists add up to, side by side, and the difference, to be signed by both",
};
