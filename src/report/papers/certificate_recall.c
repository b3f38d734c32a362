/* The recall of a certificate: for the offices that rely on it. It says which certificate no longer stands and what its
 * holder should do. That somebody was found alive is never said by it; the family hears from us, not from an office. */
#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

static ag_status gather(ag_gather *g, ag_error *err) {
    static const char *const open[] = {"type", "number", "issuer"};
    const ag_row *row = &g->view.row;
    const ag_row person = ag_view_row(&g->view, ag_row_text(row, "person"));
    const ag_row after =
        ag_standing_first(&g->view, &ag_kind_certificate, "supersedes", ag_row_subject(&g->view, row), "ISSUED");
    if (ag_row_state(row, "ISSUED"))
        return ag_fail(err, AG_REFUSED, "certificate.recall, or a certificate that supersedes it",
                       "this certificate stands");
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) ag_gather_column(g, g->record, row, open[i]);
    if (!ag_row_is(row, "ground", "found-alive")) ag_gather_column(g, g->record, row, "ground");
    ag_gather_text(g, g->record, "certificate", ag_row_id(row));
    ag_gather_text(g, g->record, "newer", ag_row_id(&after));
    ag_gather_essential(g, ag_row_id(row));
    json_t *who = json_object();
    json_object_set_new(g->record, "person", who);
    return ag_row_there(&person) ? ag_whom_gather(g, who, &person, err) : AG_OK;
}

static const ag_phrase says = {
    {"The certificate named below no longer stands. Please do not rely on it any more.",
     "아래에 적은 증명서는 더 이상 효력이 없습니다. 앞으로 이 증명서를 근거로 삼지 말아 주십시오.",
     "Указанный ниже документ больше не действует. Пожалуйста, больше на него не опирайтесь.",
     "Зазначений нижче документ більше не чинний. Будь ласка, більше на нього не спирайтеся."}};
static const ag_phrase which = {{"Which certificate", "해당 증명서", "Какой документ", "Який документ"}};
static const ag_phrase certificate = {{"Number", "번호", "Номер", "Номер"}};
static const ag_phrase registered = {{"Number in the register", "등록 번호", "Номер в реестре", "Номер у реєстрі"}};
static const ag_phrase type = {{"What it certified", "증명한 내용", "Что удостоверял", "Що засвідчував"}};
static const ag_phrase name = {{"About", "증명의 대상", "О ком", "Про кого"}};
static const ag_phrase issuer = {{"Issuing authority", "발급 기관", "Кем выдан", "Ким видано"}};
static const ag_phrase ground = {{"Why", "사유", "Почему", "Чому"}};
static const ag_phrase newer = {{"In its place", "대신하는 증명서", "Вместо него", "Замість нього"}};
static const ag_phrase title = {{"What we ask of you", "부탁드리는 일", "О чём мы просим", "Про що ми просимо"}};
static const ag_phrase asks[] = {
    {{"Mark it in your files as recalled, or send it back to us.",
      "보관하고 계신 서류에 회수되었음을 표시하시거나 저희에게 돌려보내 주십시오.",
      "Отметьте в своих делах, что он отозван, или верните его нам.",
      "Позначте у своїх справах, що його відкликано, або поверніть його нам."}},
    {{"Tell us what was decided because of it, so that it can be looked at again. Take no step against the family: it "
      "is "
      "not to blame.",
      "이 증명서를 근거로 결정하신 일이 있으면 다시 살펴볼 수 있도록 알려 주십시오. 가족에게는 아무런 책임이 없으니 "
      "불이익을 주지 말아 주십시오.",
      "Сообщите нам, что было решено на его основании, чтобы это можно было пересмотреть. Не предпринимайте ничего "
      "против "
      "семьи: её вины в этом нет.",
      "Повідомте нам, що було вирішено на його підставі, щоб це можна було переглянути. Не робіть нічого проти родини: "
      "її "
      "провини в цьому немає."}},
    {{"Please do not write to the family about this. We speak with the family ourselves, in person, where that is "
      "safe.",
      "이 일로 가족에게 글을 보내지 말아 주십시오. 안전한 경우에 저희가 직접 찾아뵙고 말씀드립니다.",
      "Пожалуйста, не пишите об этом семье. Мы говорим с семьёй сами, лично, там, где это безопасно.",
      "Будь ласка, не пишіть про це родині. Ми говоримо з родиною самі, особисто, там, де це безпечно."}},
};
static const ag_phrase for_us = {
    {"For the authority that recalls it", "회수하는 기관을 대표하여", "За отзывающий орган", "За орган, що відкликає"}};
static const ag_term types[] = {
    {"absence", {{"absence", "부재", "безвестное отсутствие", "безвісну відсутність"}}},
    {"death", {{"death", "사망", "смерть", "смерть"}}},
    {"military-death",
     {{"death of a member of the armed forces", "군인의 사망", "смерть военнослужащего", "смерть військовослужбовця"}}},
    {"identification", {{"identification", "신원 확인", "опознание", "впізнання"}}},
    {"geneva-notice", {{"notification of death", "사망 통지", "извещение о смерти", "сповіщення про смерть"}}},
    {NULL, {{NULL}}},
};
static const ag_term grounds[] = {
    {"identification-withdrawn",
     {{"the identification on which it rested was withdrawn", "근거가 된 신원 확인이 철회되었습니다",
       "опознание, на котором он основан, отозвано", "впізнання, на якому він ґрунтувався, відкликано"}}},
    {"error", {{"it was made in error", "잘못 작성되었습니다", "он составлен с ошибкой", "його складено з помилкою"}}},
    {"act-reversed",
     {{"the act on which it rested was reversed", "근거가 된 결정이 취소되었습니다",
       "акт, на котором он основан, отменён", "акт, на якому він ґрунтувався, скасовано"}}},
    {"other",
     {{"what it certified is no longer certain", "증명한 내용이 더 이상 확실하지 않습니다",
       "то, что он удостоверял, больше не достоверно", "те, що він засвідчував, більше не є певним"}}},
    {NULL, {{NULL}}},
};

static void compose(ag_paper *p) {
    const json_t *r = p->record;
    const char *why = ag_paper_text(r, "ground"), *instead = ag_paper_text(r, "newer");
    ag_document_add(&p->document, &p->document.root, AG_BLOCK_LEAD, ag_paper_say(p, &says));
    ag_node *facts = ag_document_add(&p->document, ag_paper_section(p, &which), AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &certificate, ag_paper_text(r, "certificate"));
    ag_paper_fact(p, facts, &registered, ag_paper_text(r, "number"));
    ag_paper_fact(p, facts, &type, ag_paper_term(p, types, ag_paper_text(r, "type")));
    ag_paper_fact(p, facts, &name, ag_paper_text(json_object_get(r, "person"), "name"));
    ag_paper_fact(p, facts, &issuer, ag_paper_text(r, "issuer"));
    ag_paper_fact(p, facts, &newer, instead);
    if (!*instead) ag_paper_fact(p, facts, &ground, ag_paper_term(p, grounds, *why ? why : "other"));
    ag_node *list = ag_document_add(&p->document, ag_paper_section(p, &title), AG_BLOCK_LIST, NULL);
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        ag_document_add(&p->document, list, AG_BLOCK_ITEM, ag_paper_say(p, &asks[i]));
    ag_paper_signature(p, &for_us);
}

const ag_paper_type ag_paper_certificate_recall = {
    .name = "certificate-recall",
    .kinds = "certificate",
    .roles = AG_CASE_OFFICER | AG_LEGAL,
    .title = {{"Recall of a certificate", "증명서 회수 통지", "Отзыв свидетельства", "Відкликання свідоцтва"}},
    .gather = gather,
    .compose = compose,
    .help = "to the offices that rely on it: a certificate no longer stands",
};
