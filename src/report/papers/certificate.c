/* Certificates of absence, of death, of the death of a soldier, of an identification: one composition, four titles.
 *
 * What is certified stands first, in one sentence; what it rests on follows; then what was done with the remains, by
 * which method, on which ground (GC I 17, rule P3). No likelihood and no count of remains stands on any of them.
 */
#include "casebook/certificate.h"

#include <string.h>

#include "casebook/kinds.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static ag_status gather(ag_gather *g, const char *type, ag_error *err) {
    static const char *const sealed[] = {"died", "died_place", "cause", NULL};
    static const char *const open[] = {"type", "number", "issuer", "supersedes", "case"};
    static const char *const act[] = {"act", "act_date", "court", "act_number"};
    const ag_row *row = &g->view.row;
    const ag_row person = ag_view_row(&g->view, ag_row_text(row, "person"));
    const char *lacks = ag_certificate_lacks(&g->view, row);
    if (!ag_row_is(row, "type", type))
        return ag_fail(err, AG_REFUSED,
                       ag_view_say(&g->view, "the paper of its own type is certificate-%.*s",
                                   (int)ag_row_text(row, "type").n, ag_row_text(row, "type").at),
                       "it is no certificate of this type");
    if (lacks) return ag_fail(err, AG_REFUSED, lacks, "this certificate is not handed out now");
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) ag_gather_column(g, g->record, row, open[i]);
    if (ag_row_integer(&person, "said_legal", 0))
        for (size_t i = 0; i < sizeof act / sizeof *act; i++) ag_gather_column(g, g->record, &person, act[i]);
    json_t *who = json_object();
    json_object_set_new(g->record, "person", who);
    ag_gather_text(g, g->record, "certificate", ag_row_id(row));
    ag_status status = ag_whom_gather(g, who, &person, err);
    if (status == AG_OK) status = ag_whom_open(g, g->record, row, sealed, err);
    if (status == AG_OK)
        status = ag_whom_gather_day(g, g->record, "decided", ag_row_text(row, "case"), "case.confirm", err);
    if (status == AG_OK) status = ag_whom_gather_orders(g, err);
    static const char *const essential[] = {"name", "birth"};
    ag_gather_essential(g, ag_row_id(row));
    for (size_t i = 0; i < sizeof essential / sizeof *essential; i++)
        ag_gather_essential(g, ag_text_of(ag_paper_text(who, essential[i])));
    ag_gather_essential(g, ag_text_of(ag_paper_text(g->record, "died")));
    return status;
}

static ag_status gather_absence(ag_gather *g, ag_error *err) { return gather(g, "absence", err); }
static ag_status gather_death(ag_gather *g, ag_error *err) { return gather(g, "death", err); }
static ag_status gather_military(ag_gather *g, ag_error *err) { return gather(g, "military-death", err); }
static ag_status gather_identification(ag_gather *g, ag_error *err) { return gather(g, "identification", err); }

/* ---- Words ------------------------------------------------------------------------------------------------------ */

static const ag_phrase nameless = {
    {"the person described below", "아래에 적은 분", "лицо, описанное ниже", "особа, описана нижче"}};
static const ag_phrase certifies_absence = {
    {"This certifies that {0} has been declared absent.", "{0}의 부재가 법적으로 인정되었음을 증명합니다.",
     "Настоящим удостоверяется, что вынесено решение о безвестном отсутствии следующего лица: {0}.",
     "Цим засвідчується, що ухвалено рішення про безвісну відсутність такої особи: {0}."}};
static const ag_phrase no_death = {
    {"This is not a certificate of death. It does not say that {0} has died, and it ends no search. It is made so that "
     "relatives can use their rights while the fate is not known.",
     "이것은 사망 증명서가 아닙니다. {0}의 사망을 말하는 것이 아니며, 찾는 일도 끝나지 않습니다. 생사를 알 수 없는 "
     "동안 가족의 권리를 지켜 드리기 위한 것입니다.",
     "Это не свидетельство о смерти. Оно не говорит, что человек умер, и не прекращает поиск. Оно выдано для того, "
     "чтобы "
     "родственники могли пользоваться своими правами, пока судьба человека неизвестна.",
     "Це не свідоцтво про смерть. Воно не говорить, що людина померла, і не припиняє пошуку. Його видано для того, щоб "
     "рідні могли користуватися своїми правами, доки доля людини невідома."}};
static const ag_phrase certifies_death = {
    {"This certifies that {0} has died. The remains were examined and identified as those of {0}; at least two people "
     "decided this, each for themselves.",
     "{0}의 사망을 증명합니다. 유해를 검사하여 {0}의 유해로 확인하였으며, 두 사람 이상이 저마다 따로 판단하여 "
     "결정하였습니다.",
     "Настоящим удостоверяется смерть следующего лица: {0}. Останки исследованы и опознаны как останки этого лица; "
     "решение приняли не менее двух человек, каждый самостоятельно.",
     "Цим засвідчується смерть такої особи: {0}. Рештки досліджено та впізнано як рештки цієї особи; рішення ухвалили "
     "щонайменше двоє людей, кожен самостійно."}};
static const ag_phrase certifies_act = {
    {"This certifies that the death of {0} has been declared in law. It rests on the act named below, which does not "
     "establish how, when or where {0} died.",
     "{0}의 사망이 법적으로 인정되었음을 증명합니다. 근거는 아래에 적은 결정이며, 그 결정은 사망의 경위와 시기, 장소를 "
     "밝힌 것이 아닙니다.",
     "Настоящим удостоверяется, что в правовом порядке признана смерть следующего лица: {0}. Основание — указанный "
     "ниже акт; он не устанавливает, как, когда и где наступила смерть.",
     "Цим засвідчується, що в правовому порядку визнано смерть такої особи: {0}. Підстава — зазначений нижче акт; він "
     "не встановлює, як, коли й де настала смерть."}};
static const ag_phrase certifies_identification = {
    {"This certifies that remains which were found were examined and identified as those of {0}. At least two people "
     "decided this, each for themselves.",
     "발견된 유해를 검사하여 {0}의 유해로 확인하였음을 증명합니다. 두 사람 이상이 저마다 따로 판단하여 결정하였습니다.",
     "Настоящим удостоверяется, что найденные останки исследованы и опознаны как останки следующего лица: {0}. Решение "
     "приняли не менее двух человек, каждый самостоятельно.",
     "Цим засвідчується, що знайдені рештки досліджено та впізнано як рештки такої особи: {0}. Рішення ухвалили "
     "щонайменше двоє людей, кожен самостійно."}};

static const ag_phrase particulars = {{"Particulars", "인적 사항", "Сведения о лице", "Відомості про особу"}};
static const ag_phrase certificate = {{"Certificate", "증명서 번호", "Номер свидетельства", "Номер свідоцтва"}};
static const ag_phrase registered = {{"Number in the register", "등록 번호", "Номер в реестре", "Номер у реєстрі"}};
static const ag_phrase issuer = {{"Issuing authority", "발급 기관", "Кем выдано", "Ким видано"}};
static const ag_phrase supersedes = {{"Takes the place of", "대신하는 증명서", "Заменяет", "Замінює"}};
static const ag_phrase died = {{"Date of death", "사망일", "Дата смерти", "Дата смерті"}};
static const ag_phrase died_place = {{"Place of death", "사망 장소", "Место смерти", "Місце смерті"}};
static const ag_phrase cause = {
    {"Cause and circumstances", "사인과 경위", "Причина и обстоятельства", "Причина та обставини"}};
static const ag_phrase grounds = {{"What it rests on", "근거", "На чём основано", "На чому ґрунтується"}};
static const ag_phrase identification = {
    {"Identification", "신원 확인 사건", "Дело об опознании", "Справа про впізнання"}};
static const ag_phrase decided = {{"Decided on", "결정일", "Дата решения", "Дата рішення"}};
static const ag_phrase act = {{"Act", "결정의 종류", "Акт", "Акт"}};
static const ag_phrase court = {{"Court or office", "결정 기관", "Суд или орган", "Суд чи орган"}};
static const ag_phrase act_date = {{"Date of the act", "결정 날짜", "Дата акта", "Дата акта"}};
static const ag_phrase act_number = {{"Number of the act", "결정 번호", "Номер акта", "Номер акта"}};
static const ag_phrase first = {
    {"For the issuing authority", "발급 기관을 대표하여", "За выдавший орган", "За орган, що видав"}};
static const ag_phrase second = {
    {"The second person who signs", "함께 서명하는 사람", "Второе подписавшее лицо", "Друга особа, яка підписує"}};

static const ag_term acts[] = {
    {"absence", {{"absence", "부재 인정", "безвестное отсутствие", "безвісна відсутність"}}},
    {"presumed-death", {{"presumption of death", "사망 추정", "предположение о смерти", "припущення про смерть"}}},
    {"death", {{"declaration of death", "사망 인정", "объявление о смерти", "оголошення про смерть"}}},
    {NULL, {{NULL}}},
};
/* ---- Composing -------------------------------------------------------------------------------------------------- */

static void add_lead(ag_paper *p, const char *name) {
    const char *type = ag_paper_text(p->record, "type");
    const ag_phrase *says = *ag_paper_text(p->record, "case") ? &certifies_death : &certifies_act;
    if (strcmp(type, "absence") == 0) says = &certifies_absence;
    if (strcmp(type, "identification") == 0) says = &certifies_identification;
    ag_document_add(&p->document, &p->document.root, AG_BLOCK_LEAD, ag_paper_say(p, says, name));
    if (says == &certifies_absence) ag_paper_paragraph(p, &p->document.root, ag_paper_say(p, &no_death, name));
}

static void add_date(ag_paper *p, ag_node *facts, const ag_phrase *label, const char *name) {
    const char *date = ag_paper_text(p->record, name);
    if (*date) ag_paper_fact(p, facts, label, ag_paper_date(p, date));
}

static void add_particulars(ag_paper *p, const json_t *person) {
    ag_node *section = ag_paper_section(p, &particulars);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_whom_compose(p, facts, person, false);
    add_date(p, facts, &died, "died");
    ag_paper_fact(p, facts, &died_place, ag_paper_text(p->record, "died_place"));
    ag_paper_fact(p, facts, &cause, ag_paper_text(p->record, "cause"));
}

static void add_grounds(ag_paper *p) {
    ag_node *section = ag_paper_section(p, &grounds);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    const json_t *r = p->record;
    ag_paper_fact(p, facts, &certificate, ag_paper_text(r, "certificate"));
    ag_paper_fact(p, facts, &registered, ag_paper_text(r, "number"));
    ag_paper_fact(p, facts, &issuer, ag_paper_text(r, "issuer"));
    ag_paper_fact(p, facts, &supersedes, ag_paper_id(ag_paper_text(r, "supersedes")));
    ag_paper_fact(p, facts, &identification, ag_paper_id(ag_paper_text(r, "case")));
    add_date(p, facts, &decided, "decided");
    ag_paper_fact(p, facts, &act, ag_paper_term(p, acts, ag_paper_text(r, "act")));
    ag_paper_fact(p, facts, &court, ag_paper_text(r, "court"));
    add_date(p, facts, &act_date, "act_date");
    ag_paper_fact(p, facts, &act_number, ag_paper_text(r, "act_number"));
}

static void compose(ag_paper *p) {
    const json_t *person = json_object_get(p->record, "person");
    const char *name = ag_paper_text(person, "name");
    add_lead(p, *name ? name : ag_paper_say(p, &nameless));
    add_particulars(p, person);
    add_grounds(p);
    ag_whom_compose_orders(p);
    ag_paper_signature(p, &first);
    ag_paper_signature(p, &second);
}

enum { ISSUERS = AG_CASE_OFFICER | AG_LEGAL };

const ag_paper_type ag_paper_certificate_absence = {
    .name = "certificate-absence",
    .kinds = "certificate",
    .roles = ISSUERS,
    .title = {{"Certificate of absence", "부재 증명서", "Свидетельство о безвестном отсутствии",
               "Свідоцтво про безвісну відсутність"}},
    .gather = gather_absence,
    .compose = compose,
    .help = "that somebody has been declared absent, which is not death",
};
const ag_paper_type ag_paper_certificate_death = {
    .name = "certificate-death",
    .kinds = "certificate",
    .roles = ISSUERS,
    .title = {{"Certificate of death", "사망 증명서", "Свидетельство о смерти", "Свідоцтво про смерть"}},
    .gather = gather_death,
    .compose = compose,
    .help = "that somebody has died: identified, or by an act in law",
};
const ag_paper_type ag_paper_certificate_military_death = {
    .name = "certificate-military-death",
    .kinds = "certificate",
    .roles = ISSUERS,
    .title = {{"Certificate of the death of a member of the armed forces", "군인 사망 증명서",
               "Свидетельство о смерти военнослужащего", "Свідоцтво про смерть військовослужбовця"}},
    .gather = gather_military,
    .compose = compose,
    .help = "that a member of the armed forces has died, with Power, force, unit and rank",
};
const ag_paper_type ag_paper_certificate_identification = {
    .name = "certificate-identification",
    .kinds = "certificate",
    .roles = ISSUERS,
    .title = {{"Certificate of identification", "신원 확인 증명서", "Свидетельство об опознании",
               "Свідоцтво про впізнання"}},
    .gather = gather_identification,
    .compose = compose,
    .help = "that remains were identified as those of a person",
};
