/* The letter by which the return of the dead is offered or asked for, to a State or to kin: how many, under which
 * numbers, and by when an answer is asked for. It names nobody: names go apart, under seal, for a letter passes through
 * many hands. Where somebody in it is said to live there is no letter (A11). */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/repatriation.h"
#include "casebook/standing.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering ------------------------------------------------------------------------------------------------- */

static void add_dead(ag_gather *g, json_t *list, const ag_row *item, ag_text about) {
    const char *colon = about.n ? memchr(about.at, ':', about.n) : NULL;
    json_t *one = json_object();
    if (colon) ag_gather_text(g, one, "ours", (ag_text){colon + 1, (size_t)(about.at + about.n - colon - 1)});
    ag_gather_column(g, one, item, "number");
    json_array_append_new(list, one);
}

/* An individual is told by the numbers of what was found of him. */
static void gather_dead(ag_gather *g) {
    int n, elements;
    json_t *list = json_array();
    const ag_row *item =
        ag_view_rows(&g->view, &ag_kind_request_item, "request", ag_row_subject(&g->view, &g->view.row), 0, &n);
    int64_t dead = 0, named = 0;
    for (int i = 0; i < n; i++) {
        const ag_text about = ag_row_text(&item[i], "about");
        if (!ag_row_state(&item[i], "ASKED ACCEPTED REFUSED")) continue;
        dead++;
        named += ag_text_starts(about, AG_TEXT("person:"));
        if (!ag_text_starts(about, AG_TEXT("individual:"))) {
            add_dead(g, list, &item[i], about);
            continue;
        }
        const ag_row *element = ag_standing_elements(&g->view, about, &elements);
        for (int k = 0; k < elements; k++) add_dead(g, list, &item[i], ag_row_subject(&g->view, &element[k]));
    }
    json_object_set_new(g->record, "dead", list);
    json_object_set_new(g->record, "named", json_integer(named));
    json_object_set_new(g->record, "count", json_integer(dead + ag_row_integer(&g->view.row, "bodies", 0)));
}

static ag_status gather(ag_gather *g, ag_error *err) {
    static const char *const column[] = {"direction", "holder", "claimant", "bodies", "times", "deadline"};
    const ag_row *row = &g->view.row;
    const ag_text subject = ag_row_subject(&g->view, row), living = ag_request_living(&g->view, subject),
                  claimant = ag_row_text(row, "claimant"), holder = ag_row_text(row, "holder");
    const int64_t first = ag_row_integer(row, "first_sent", INT64_MIN);
    if (living.n)
        return ag_fail(err, AG_REFUSED, "take it out: no request speaks of the living (A11)",
                       "%.*s is about somebody who is said to live", AG_SHOWN(living));
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) ag_gather_column(g, g->record, row, column[i]);
    if (first != INT64_MIN) ag_gather_text(g, g->record, "first_sent", ag_text_of(ag_request_day(&g->view, first)));
    gather_dead(g);
    ag_gather_essential(g, subject);
    ag_gather_essential(g, ag_row_text(row, "direction"));
    ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%.*s → %.*s", AG_SHOWN(holder), AG_SHOWN(claimant))));
    ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%lld", (long long)ag_paper_integer(g->record, "count"))));
    return AG_OK;
}

/* ---- Words ----------------------------------------------------------------------------------------------------- */

static const ag_phrase to = {{"To", "받는 쪽", "Кому", "Кому"}};
static const ag_phrase from = {{"From", "보내는 쪽", "От кого", "Від кого"}};
static const ag_phrase how_many = {{"Number of dead", "유해의 수", "Число погибших", "Число загиблих"}};
static const ag_phrase ask[] = {
    {{"The remains of the dead of whom this letter speaks, {0} in number, are in our care. We offer to return them, "
      "together with the "
      "personal effects that were found with them.",
      "이 서한에서 말하는 유해 {0}구를 저희가 보관하고 있습니다. 유해를 함께 발견된 유품과 더불어 돌려드리고자 합니다.",
      "Останки погибших, о которых говорится в этом письме (всего: {0}), находятся на нашем попечении. Мы предлагаем "
      "вернуть их вместе с "
      "найденными при них личными вещами.",
      "Рештки загиблих, про яких ідеться в цьому листі (усього: {0}), перебувають під нашою опікою. Ми пропонуємо "
      "повернути їх разом з "
      "особистими речами, знайденими при них."}},
    {{"We ask for the return of the dead of whom this letter speaks, {0} in number, together with the personal effects "
      "that were found "
      "with them.",
      "이 서한에서 말하는 유해 {0}구와 함께 발견된 유품을 돌려주시기를 요청합니다.",
      "Мы просим вернуть погибших, о которых говорится в этом письме (всего: {0}), вместе с найденными при них личными "
      "вещами.",
      "Ми просимо повернути загиблих, про яких ідеться в цьому листі (усього: {0}), разом з особистими речами, "
      "знайденими при них."}},
    {{"In the name of their next of kin we ask for the return of the dead of whom this letter speaks, {0} in number, "
      "together with the "
      "personal effects that were found with them.",
      "가까운 친족을 대신하여, 이 서한에서 말하는 유해 {0}구와 함께 발견된 유품을 돌려주시기를 요청합니다.",
      "От имени ближайших родственников мы просим вернуть погибших, о которых говорится в этом письме (всего: {0}), "
      "вместе с найденными "
      "при них личными вещами.",
      "Від імені найближчих родичів ми просимо повернути загиблих, про яких ідеться в цьому листі (усього: {0}), разом "
      "з особистими "
      "речами, знайденими при них."}},
};
static const ag_phrase keep = {{"Until they return they lie in graves of their own or in cold storage, each under a "
                                "number, so that each of them can be found.",
                                "돌아갈 때까지 유해는 저마다의 무덤이나 냉동 보관소에 번호를 붙여 모시며, 한 구 한 "
                                "구를 찾을 수 있도록 하겠습니다.",
                                "До возвращения они лежат в отдельных могилах или в холодильном хранилище, каждый под "
                                "своим номером, так что каждого можно найти.",
                                "До повернення вони лежать в окремих могилах або в холодильному сховищі, кожен під "
                                "своїм номером, тож кожного можна знайти."}};
static const ag_phrase please_keep = {{"Until they return we ask you to keep them in graves of their own or in cold "
                                       "storage, and to do nothing to them that cannot be undone.",
                                       "돌아올 때까지 유해를 저마다의 무덤이나 냉동 보관소에 모시고, 돌이킬 수 없는 "
                                       "어떤 일도 하지 말아 주시기를 요청합니다.",
                                       "До возвращения просим хранить их в отдельных могилах или в холодильном "
                                       "хранилище и не делать с ними ничего необратимого.",
                                       "До повернення просимо зберігати їх в окремих могилах або в холодильному "
                                       "сховищі й не робити з ними нічого незворотного."}};
static const ag_phrase again = {
    {"This was first asked on {0} and has been asked {1} {1:time|times} so far. We ask again.",
     "이 요청은 {0}에 처음 하였으며 지금까지 {1}번 하였습니다. 다시 요청합니다.",
     "Впервые мы обратились {0}; всего обращений: {1}. Мы обращаемся вновь.",
     "Уперше ми звернулися {0}; усього звернень: {1}. Ми звертаємося знову."}};
static const ag_phrase answer_by = {{"We ask you to answer by {0}.", "{0}까지 회답하여 주시기를 바랍니다.",
                                     "До {0} просим дать ответ.", "До {0} просимо дати відповідь."}};
static const ag_phrase answer_soon = {{"We ask you to answer as soon as you can.",
                                       "되도록 빨리 회답하여 주시기를 바랍니다.", "Просим ответить как можно скорее.",
                                       "Просимо відповісти якнайшвидше."}};
static const ag_phrase arrange = {{"Day, place and way of the handover, and who is to be present, can be agreed on "
                                   "directly, through a Protecting Power, through the "
                                   "International Committee of the Red Cross or through a third State.",
                                   "인계의 날짜와 장소, 방법과 입회인은 직접, 또는 이익보호국이나 국제적십자위원회, "
                                   "제3국을 통하여 합의할 수 있습니다.",
                                   "День, место и порядок передачи и состав присутствующих можно согласовать напрямую, "
                                   "через Державу-покровительницу, через "
                                   "Международный комитет Красного Креста или через третье государство.",
                                   "День, місце й порядок передавання та склад присутніх можна узгодити напряму, через "
                                   "Державу-покровительку, через Міжнародний "
                                   "комітет Червоного Хреста або через третю державу."}};
static const ag_phrase copy_goes = {
    {"A copy of this letter goes to the Central Tracing Agency of the International Committee of the Red Cross.",
     "이 서한의 사본은 국제적십자위원회 중앙심인국에 보냅니다.",
     "Копия этого письма направляется Центральному агентству по розыску Международного комитета Красного Креста.",
     "Копію цього листа надсилаємо Центральному агентству з розшуку Міжнародного комітету Червоного Хреста."}};
static const ag_phrase the_dead = {{"The dead", "유해 명단", "Погибшие", "Загиблі"}};
static const ag_phrase not_listed = {
    {"{0} more are meant who are not listed one by one.", "이 밖에 하나하나 적지 않은 유해 {0}구가 더 있습니다.",
     "Кроме того, не перечислены поодиночке: {0}.", "Крім того, не перелічено поодинці: {0}."}};
static const ag_phrase none_listed = {{"They are not listed one by one.", "하나하나 적은 명단은 없습니다.",
                                       "Они не перечислены поодиночке.", "Їх не перелічено поодинці."}};
static const ag_phrase enclosed = {
    {"The particulars of those who are sought by name, {0} in number, are enclosed apart, under seal.",
     "이름으로 찾는 {0}명의 인적 사항은 따로 봉하여 함께 보냅니다.",
     "Сведения о тех, кого разыскивают поимённо (всего: {0}), прилагаются отдельно, в запечатанном виде.",
     "Відомості про тих, кого розшукують поіменно (усього: {0}), додаються окремо, в запечатаному вигляді."}};
static const ag_phrase column[] = {
    {{"#No.", "#순번", "#№", "#№"}},
    {{"Our number", "저희 측 번호", "Наш номер", "Наш номер"}},
    {{"Your number", "귀측 번호", "Ваш номер", "Ваш номер"}},
};
static const ag_phrase signer = {
    {"For the side that sends this letter", "서한을 보내는 쪽", "За отправителя письма", "За відправника листа"}};

/* ---- Composing ------------------------------------------------------------------------------------------------- */

enum { OFFER, CLAIM, KIN };

static int direction_of(const ag_paper *p) {
    const char *direction = ag_paper_text(p->record, "direction");
    return strcmp(direction, "offer") == 0 ? OFFER : strcmp(direction, "claim-kin") == 0 ? KIN : CLAIM;
}

static void compose_dead(ag_paper *p) {
    const json_t *list = json_object_get(p->record, "dead"), *one;
    const int64_t bodies = ag_paper_integer(p->record, "bodies"), named = ag_paper_integer(p->record, "named");
    size_t i;
    ag_node *section = ag_paper_section(p, &the_dead);
    bool theirs = false;
    json_array_foreach(list, i, one) theirs = theirs || *ag_paper_text(one, "number");
    const int columns = theirs ? 3 : 2;
    ag_node *table = json_array_size(list) ? ag_paper_table(p, section, NULL, column, columns) : NULL;
    json_array_foreach(list, i, one) {
        const char *cell[3] = {ag_paper_count(p, (int64_t)i + 1), ag_paper_text(one, "ours"),
                               ag_paper_text(one, "number")};
        ag_paper_row(p, table, cell, columns);
    }
    if (!table)
        ag_paper_paragraph(p, section, ag_paper_say(p, &none_listed));
    else if (bodies)
        ag_paper_paragraph(p, section, ag_paper_say(p, &not_listed, ag_paper_count(p, bodies)));
    if (named) ag_paper_paragraph(p, section, ag_paper_say(p, &enclosed, ag_paper_count(p, named)));
}

static void compose(ag_paper *p) {
    const json_t *r = p->record;
    const int direction = direction_of(p);
    const int64_t times = ag_paper_integer(r, "times");
    const char *deadline = ag_paper_text(r, "deadline"), *count = ag_paper_count(p, ag_paper_integer(r, "count"));
    ag_node *letter = &p->document.root;
    ag_node *facts = ag_document_add(&p->document, letter, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &to, ag_whom_power(p, ag_paper_text(r, direction == OFFER ? "claimant" : "holder")));
    ag_paper_fact(p, facts, &from,
                  direction == KIN ? ag_whom_kin(p, ag_paper_text(r, "claimant"))
                                   : ag_whom_power(p, ag_paper_text(r, direction == OFFER ? "holder" : "claimant")));
    ag_paper_fact(p, facts, &how_many, count);
    ag_paper_paragraph(p, letter, ag_paper_say(p, &ask[direction], count));
    ag_paper_paragraph(p, letter, ag_paper_say(p, direction == OFFER ? &keep : &please_keep));
    if (times)
        ag_paper_paragraph(
            p, letter,
            ag_paper_say(p, &again, ag_paper_date(p, ag_paper_text(r, "first_sent")), ag_paper_count(p, times)));
    ag_paper_paragraph(p, letter, ag_paper_say(p, &arrange));
    ag_paper_paragraph(
        p, letter, *deadline ? ag_paper_say(p, &answer_by, ag_paper_date(p, deadline)) : ag_paper_say(p, &answer_soon));
    ag_paper_paragraph(p, letter, ag_paper_say(p, &copy_goes));
    compose_dead(p);
    ag_paper_signature(p, &signer);
}

const ag_paper_type ag_paper_request_letter = {
    .name = "request-letter",
    .kinds = "request",
    .roles = AG_CASE_OFFICER | AG_LEGAL | AG_LIAISON, /* who may know who lives (S6) */
    .title = {{"Letter on the return of the dead", "유해 송환에 관한 서한", "Письмо о возвращении погибших",
               "Лист про повернення загиблих"}},
    .gather = gather,
    .compose = compose,
    .help = "the offer or claim itself, with the numbers of the dead; to a State or to kin",
};
