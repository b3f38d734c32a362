/* Notification of death (GC III 120 and Annex IV D): to the Power on which the dead person depended.
 *
 * Every box of the form is printed, with "not known" where nothing is known, so that it can be seen that it was asked.
 * The boxes are from general knowledge: the treaty's own form has not been compared, and the paper says so. Unlike a
 * letter to a family it may state a credit balance (GC III 66); next of kin stand on it only where that is safe (F3).
 */
#include "casebook/certificate.h"
#include "casebook/kinds.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static ag_status gather(ag_gather *g, ag_error *err) {
    /* Kin first: they are left out where they may be in danger. */
    static const char *const sealed[] = {"kin",    "died",    "died_place", "cause", "captured",
                                         "burial", "account", "credit",     NULL};
    static const char *const open[] = {"number", "issuer", "individual", "marked", "effects", "through", "currency"};
    const ag_row *row = &g->view.row;
    const ag_row person = ag_view_row(&g->view, ag_row_text(row, "person"));
    const ag_row risk = ag_certificate_kin_at_risk(&g->view, ag_row_text(row, "person"));
    const char *lacks = ag_certificate_lacks(&g->view, row);
    ag_status status = AG_OK;
    if (!ag_row_is(row, "type", "geneva-notice"))
        return ag_fail(err, AG_REFUSED, "certificate.issue type=geneva-notice", "it is no notification of death");
    if (lacks) return ag_fail(err, AG_REFUSED, lacks, "this notification is not handed out now");
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) ag_gather_column(g, g->record, row, open[i]);
    json_t *who = json_object();
    json_object_set_new(g->record, "person", who);
    ag_gather_text(g, g->record, "certificate", ag_row_id(row));
    if (ag_row_there(&person)) status = ag_whom_gather(g, who, &person, err);
    if (status == AG_OK) status = ag_whom_open(g, g->record, row, sealed + ag_row_there(&risk), err);
    if (status == AG_OK) status = ag_whom_gather_orders(g, err);
    ag_gather_essential(g, ag_row_id(row));
    ag_gather_essential(g, ag_text_of(ag_paper_text(who, "name")));
    ag_gather_essential(g, ag_text_of(ag_paper_text(g->record, "died")));
    return status;
}

/* ---- Words ------------------------------------------------------------------------------------------------------ */

static const ag_phrase treaty = {
    {"Geneva Convention relative to the Treatment of Prisoners of War of 12 August 1949, Article 120 and Annex IV D",
     "포로의 대우에 관한 1949년 8월 12일 제네바 협약 제120조 및 부속서 IV D",
     "Женевская конвенция об обращении с военнопленными от 12 августа 1949 года, статья 120 и приложение IV D",
     "Женевська конвенція про поводження з військовополоненими від 12 серпня 1949 року, стаття 120 та додаток IV D"}};
static const ag_phrase remark = {
    {"To be made out in two or three languages, one of them that of the dead person. The boxes of this form have not "
     "been "
     "compared with the treaty’s own: check against the treaty print before its first use.",
     "두 개 또는 세 개의 언어로 작성하며, 그 가운데 하나는 고인의 언어로 합니다. 이 서식의 항목은 협약 원본의 서식과 "
     "대조하지 않았으므로, 처음 쓰기 전에 협약 인쇄본과 대조하십시오.",
     "Составляется на двух или трёх языках, один из которых — язык умершего лица. Графы этого бланка не сверены с "
     "образцом самой конвенции: перед первым применением сверьте их с её официальным изданием.",
     "Складається двома або трьома мовами, одна з яких — мова померлої особи. Графи цього бланка не звірено зі зразком "
     "самої конвенції: перед першим застосуванням звірте їх з її офіційним виданням."}};
static const ag_phrase unidentified = {
    {"Nobody knows yet who this was. It is notified so that those who may know can say so.",
     "고인이 누구인지 아직 알지 못합니다. 아시는 분께서 알려 주실 수 있도록 통지합니다.",
     "Пока неизвестно, кто это. Извещение направляется, чтобы те, кто может знать, сообщили об этом.",
     "Поки невідомо, хто це. Сповіщення надсилається, щоб ті, хто може знати, повідомили про це."}};
/* Kin are left out where they may be in danger: to print that they are not known would not be true. */
static const ag_phrase not_stated = {{"not stated", "적지 않음", "не указано", "не зазначено"}};
static const ag_phrase authority = {
    {"Responsible authority", "책임 기관", "Ответственный орган", "Відповідальний орган"}};
static const ag_phrase number = {{"Number", "번호", "Номер", "Номер"}};
static const ag_phrase registered = {{"Number in the register", "등록 번호", "Номер в реестре", "Номер у реєстрі"}};
static const ag_phrase remains = {{"Number of the remains", "유해 번호", "Номер останков", "Номер решток"}};
static const ag_phrase the_dead = {{"The dead person", "고인", "Умершее лицо", "Померла особа"}};
static const ag_phrase kin = {
    {"Next of kin and address", "가까운 가족과 주소", "Ближайшие родственники и адрес", "Найближчі родичі та адреса"}};
static const ag_phrase captured = {
    {"Where and when captured", "포로가 된 장소와 날짜", "Где и когда взят в плен", "Де й коли взято в полон"}};
static const ag_phrase the_death = {{"Death and burial", "사망과 매장", "Смерть и погребение", "Смерть і поховання"}};
static const ag_phrase died = {{"Date of death", "사망일", "Дата смерти", "Дата смерті"}};
static const ag_phrase died_place = {{"Place of death", "사망 장소", "Место смерти", "Місце смерті"}};
static const ag_phrase cause = {{"Cause and circumstances of death", "사인과 사망 경위",
                                 "Причина и обстоятельства смерти", "Причина та обставини смерті"}};
static const ag_phrase burial = {{"Place of burial", "매장 장소", "Место погребения", "Місце поховання"}};
static const ag_phrase marked = {
    {"Is the grave marked, and can relatives find it?", "무덤에 표지가 있어 가족이 찾을 수 있는가?",
     "Обозначена ли могила и смогут ли родственники её найти?", "Чи позначено могилу і чи зможуть рідні її знайти?"}};
static const ag_phrase effects = {{"Personal effects", "유품", "Личные вещи", "Особисті речі"}};
static const ag_phrase through = {
    {"Forwarded through", "유품을 전달하는 기관", "Пересылаются через", "Пересилаються через"}};
static const ag_phrase credit = {{"Credit balance of the prisoner’s account", "포로 계정의 잔액",
                                  "Остаток на счету военнопленного", "Залишок на рахунку військовополоненого"}};
static const ag_phrase account = {{"Short account by the person who cared for the deceased",
                                   "고인을 돌본 사람의 간단한 서술", "Краткий рассказ лица, ухаживавшего за умершим",
                                   "Коротка розповідь особи, яка доглядала за померлим"}};
static const ag_phrase witness[] = {{{"First witness", "첫째 증인", "Первый свидетель", "Перший свідок"}},
                                    {{"Second witness", "둘째 증인", "Второй свидетель", "Другий свідок"}}};
static const ag_phrase witness_line[] = {{{"Name", "이름", "Имя", "Ім’я"}},
                                         {{"Address", "주소", "Адрес", "Адреса"}},
                                         {{"Signature", "서명", "Подпись", "Підпис"}}};
static const ag_phrase sealed_by = {{"Date, seal and signature of the responsible authority",
                                     "책임 기관의 날짜, 도장과 서명", "Дата, печать и подпись ответственного органа",
                                     "Дата, печатка й підпис відповідального органу"}};
static const ag_term answers[] = {
    {"yes", {{"yes", "예", "да", "так"}}},
    {"no", {{"no", "아니요", "нет", "ні"}}},
    {"none", {{"none were found", "발견되지 않음", "не найдены", "не знайдено"}}},
    {"kept",
     {{"kept by the authority", "책임 기관이 보관함", "хранятся у ответственного органа",
       "зберігаються у відповідального органу"}}},
    {"forwarded-with-this",
     {{"forwarded with this notification", "이 통지서와 함께 전달함", "пересылаются с этим извещением",
       "пересилаються з цим сповіщенням"}}},
    {"forwarded-apart", {{"forwarded separately", "따로 전달함", "пересылаются отдельно", "пересилаються окремо"}}},
    {NULL, {{NULL}}},
};

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static ag_node *facts_of(ag_paper *p, const ag_phrase *title) {
    return ag_document_add(&p->document, ag_paper_section(p, title), AG_BLOCK_FACTS, NULL);
}

static void box(ag_paper *p, ag_node *facts, const ag_phrase *label, const char *name) {
    ag_whom_line(p, facts, label, ag_paper_text(p->record, name), true);
}

static void box_or_not(ag_paper *p, ag_node *facts, const ag_phrase *label, const char *name) {
    const char *value = ag_paper_text(p->record, name);
    ag_paper_fact(p, facts, label, *value ? value : ag_paper_say(p, &not_stated));
}

static void add_death(ag_paper *p) {
    const json_t *r = p->record;
    const char *date = ag_paper_text(r, "died"), *balance = ag_paper_text(r, "credit");
    ag_node *facts = facts_of(p, &the_death);
    ag_whom_line(p, facts, &died, *date ? ag_paper_date(p, date) : "", true);
    box(p, facts, &died_place, "died_place");
    box(p, facts, &cause, "cause");
    box(p, facts, &burial, "burial");
    ag_whom_line(p, facts, &marked, ag_paper_term(p, answers, ag_paper_text(r, "marked")), true);
    ag_whom_line(p, facts, &effects, ag_paper_term(p, answers, ag_paper_text(r, "effects")), true);
    ag_paper_fact(p, facts, &through, ag_paper_text(r, "through"));
    if (*balance)
        ag_paper_fact(p, facts, &credit,
                      ag_document_format(&p->document, "%s %s", balance, ag_paper_text(r, "currency")));
    box_or_not(p, facts, &account, "account");
}

static void compose(ag_paper *p) {
    const json_t *person = json_object_get(p->record, "person");
    ag_document_add(&p->document, &p->document.root, AG_BLOCK_LEAD, ag_paper_say(p, &treaty));
    if (!*ag_paper_text(person, "name")) ag_paper_paragraph(p, &p->document.root, ag_paper_say(p, &unidentified));
    ag_node *facts = ag_document_add(&p->document, &p->document.root, AG_BLOCK_FACTS, NULL);
    box(p, facts, &authority, "issuer");
    box(p, facts, &number, "certificate");
    ag_paper_fact(p, facts, &registered, ag_paper_text(p->record, "number"));
    ag_paper_fact(p, facts, &remains, ag_paper_text(p->record, "individual"));
    facts = facts_of(p, &the_dead);
    ag_whom_compose(p, facts, person, true);
    box_or_not(p, facts, &kin, "kin");
    box(p, facts, &captured, "captured");
    add_death(p);
    ag_whom_compose_orders(p);
    ag_document_add(&p->document, &p->document.root, AG_BLOCK_QUIET, ag_paper_say(p, &remark));
    ag_paper_signature(p, &sealed_by);
    for (int i = 0; i < 2; i++) ag_whom_sign(p, &witness[i], witness_line, 3);
}

const ag_paper_type ag_paper_geneva_notice = {
    .name = "geneva-notice",
    .kinds = "certificate",
    .roles = AG_CASE_OFFICER | AG_LEGAL,
    .title = {{"Notification of death", "사망 통지서", "Извещение о смерти", "Сповіщення про смерть"}},
    .gather = gather,
    .compose = compose,
    .help = "notification of death to the other Power (GC III, Annex IV D); check against the treaty print",
};
