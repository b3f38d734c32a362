/* Certificates of absence, of death, of the death of a soldier, of an identification: one composition, four titles.
 *
 * What is certified stands first, in one sentence; what it rests on follows; then what was done with the remains, by
 * which method, on which ground (GC I 17, rule P3). No likelihood and no count of remains stands on any of them.
 */
#include "casebook/certificate.h"

#include <string.h>

#include "casebook/kinds.h"
#include "journal/entry.h"
#include "report/papers/particulars.h"
#include "report/papers/types.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

/* The day of the board's last decision for it, from the case's history. */
static ag_status gather_decision(ag_gather *g, ag_text identification, ag_error *err) {
    const ag_past *past;
    int n;
    ag_status status = ag_casebook_history(&g->view, identification, 0, &past, &n, err);
    for (int i = 0; i < n && status == AG_OK; i++) {
        ag_entry entry;
        status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) break;
        const bool decides = ag_text_equal(entry.action, AG_TEXT("case.confirm"));
        if (decides) ag_gather_text(g, g->record, "decided", (ag_text){entry.at.at, 10});
        ag_entry_deinit(&entry);
        if (decides) break;
    }
    return status;
}

static ag_status gather_orders(ag_gather *g, ag_error *err) {
    static const char *const sealed[] = {"circumstances", "reasons", NULL};
    static const char *const open[] = {"method", "ground"};
    int n;
    ag_status status = AG_OK;
    const ag_row *order = ag_certificate_orders(&g->view, &g->view.row, &n);
    json_t *list = json_array();
    json_object_set_new(g->record, "orders", list);
    for (int i = 0; i < n && status == AG_OK; i++) {
        const ag_row grave = ag_view_row(&g->view, ag_row_text(&order[i], "grave"));
        json_t *one = json_object();
        for (size_t k = 0; k < sizeof open / sizeof *open; k++) ag_gather_column(g, one, &order[i], open[k]);
        ag_gather_column(g, one, &grave, "number");
        ag_gather_column(g, one, &grave, "cemetery");
        json_array_append_new(list, one);
        status = ag_particulars_open(g, one, &order[i], sealed, err);
    }
    return status;
}

static ag_status gather(ag_gather *g, const char *type, ag_error *err) {
    static const char *const sealed[] = {"died", "died_place", "cause", NULL};
    static const char *const open[] = {"type", "number", "issuer", "supersedes", "case"};
    static const char *const act[] = {"act", "act_date", "court", "act_number"};
    const ag_row *row = &g->view.row;
    const ag_row person = ag_view_row(&g->view, ag_row_text(row, "person"));
    const char *lacks = ag_certificate_lacks(&g->view, row);
    if (!ag_row_is(row, "type", type))
        return ag_fail(err, AG_REFUSED, ag_view_say(&g->view, "the paper of its own type is certificate-%.*s",
                                                    (int)ag_row_text(row, "type").n, ag_row_text(row, "type").at),
                       "it is no certificate of this type");
    if (lacks) return ag_fail(err, AG_REFUSED, lacks, "this certificate is not handed out now");
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) ag_gather_column(g, g->record, row, open[i]);
    if (ag_row_integer(&person, "said_legal", 0))
        for (size_t i = 0; i < sizeof act / sizeof *act; i++) ag_gather_column(g, g->record, &person, act[i]);
    json_t *who = json_object();
    json_object_set_new(g->record, "person", who);
    ag_gather_text(g, g->record, "certificate", ag_row_id(row));
    ag_status status = ag_particulars_gather(g, who, &person, err);
    if (status == AG_OK) status = ag_particulars_open(g, g->record, row, sealed, err);
    if (status == AG_OK && ag_row_text(row, "case").n) status = gather_decision(g, ag_row_text(row, "case"), err);
    if (status == AG_OK) status = gather_orders(g, err);
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

static const ag_phrase nameless = {{"the person described below", "아래에 적은 분", "лицо, описанное ниже",
                                    "особа, описана нижче"}};
static const ag_phrase certifies_absence = {
    {"This certifies that {0} has been declared absent.", "{0}의 부재가 법적으로 인정되었음을 증명합니다.",
     "Настоящим удостоверяется, что вынесено решение о безвестном отсутствии. О ком: {0}.",
     "Цим засвідчується, що ухвалено рішення про безвісну відсутність. Про кого: {0}."}};
static const ag_phrase no_death = {
    {"This is not a certificate of death. It does not say that {0} has died, and it ends no search. It is made so that "
     "relatives can use their rights while the fate is not known.",
     "이것은 사망 증명서가 아닙니다. {0}의 사망을 말하는 것이 아니며, 찾는 일도 끝나지 않습니다. 생사를 알 수 없는 "
     "동안 가족의 권리를 지켜 드리기 위한 것입니다.",
     "Это не свидетельство о смерти. Оно не говорит, что человек умер, и не прекращает поиск. Оно выдано для того, чтобы "
     "родственники могли пользоваться своими правами, пока судьба человека неизвестна.",
     "Це не свідоцтво про смерть. Воно не говорить, що людина померла, і не припиняє пошуку. Його видано для того, щоб "
     "рідні могли користуватися своїми правами, доки доля людини невідома."}};
static const ag_phrase certifies_death = {
    {"This certifies that {0} has died. The remains were examined and identified as those of {0}; at least two people "
     "decided this, each for themselves.",
     "{0}의 사망을 증명합니다. 유해를 검사하여 {0}의 유해로 확인하였으며, 두 사람 이상이 저마다 따로 판단하여 "
     "결정하였습니다.",
     "Настоящим удостоверяется смерть. Имя: {0}. Останки исследованы и опознаны; решение приняли не менее двух человек, "
     "каждый самостоятельно.",
     "Цим засвідчується смерть. Ім’я: {0}. Рештки досліджено та впізнано; рішення ухвалили щонайменше двоє людей, кожен "
     "самостійно."}};
static const ag_phrase certifies_act = {
    {"This certifies that the death of {0} has been declared in law. It rests on the act named below, which does not "
     "establish how, when or where {0} died.",
     "{0}의 사망이 법적으로 인정되었음을 증명합니다. 근거는 아래에 적은 결정이며, 그 결정은 사망의 경위와 시기, 장소를 "
     "밝힌 것이 아닙니다.",
     "Настоящим удостоверяется, что смерть признана в правовом порядке. Имя: {0}. Основание — указанный ниже акт; он не "
     "устанавливает, как, когда и где наступила смерть.",
     "Цим засвідчується, що смерть визнано в правовому порядку. Ім’я: {0}. Підстава — зазначений нижче акт; він не "
     "встановлює, як, коли й де настала смерть."}};
static const ag_phrase certifies_identification = {
    {"This certifies that remains which were found were examined and identified as those of {0}. At least two people "
     "decided this, each for themselves.",
     "발견된 유해를 검사하여 {0}의 유해로 확인하였음을 증명합니다. 두 사람 이상이 저마다 따로 판단하여 "
     "결정하였습니다.",
     "Настоящим удостоверяется, что найденные останки исследованы и опознаны. Имя: {0}. Решение приняли не менее двух "
     "человек, каждый самостоятельно.",
     "Цим засвідчується, що знайдені рештки досліджено та впізнано. Ім’я: {0}. Рішення ухвалили щонайменше двоє людей, "
     "кожен самостійно."}};

static const ag_phrase particulars = {{"Particulars", "인적 사항", "Сведения о лице", "Відомості про особу"}};
static const ag_phrase certificate = {
    {"Certificate", "증명서 번호", "Номер свидетельства", "Номер свідоцтва"}};
static const ag_phrase registered = {{"Number in the register", "등록 번호", "Номер в реестре", "Номер у реєстрі"}};
static const ag_phrase issuer = {{"Issuing authority", "발급 기관", "Кем выдано", "Ким видано"}};
static const ag_phrase supersedes = {{"Takes the place of", "대신하는 증명서", "Заменяет", "Замінює"}};
static const ag_phrase died = {{"Date of death", "사망일", "Дата смерти", "Дата смерті"}};
static const ag_phrase died_place = {{"Place of death", "사망 장소", "Место смерти", "Місце смерті"}};
static const ag_phrase cause = {{"Cause and circumstances", "사인과 경위", "Причина и обстоятельства",
                                 "Причина та обставини"}};
static const ag_phrase grounds = {{"What it rests on", "근거", "На чём основано", "На чому ґрунтується"}};
static const ag_phrase identification = {
    {"Identification", "신원 확인 사건", "Дело об опознании", "Справа про впізнання"}};
static const ag_phrase decided = {{"Decided on", "결정일", "Дата решения", "Дата рішення"}};
static const ag_phrase act = {{"Act", "결정의 종류", "Акт", "Акт"}};
static const ag_phrase court = {{"Court or office", "결정 기관", "Суд или орган", "Суд чи орган"}};
static const ag_phrase act_date = {{"Date of the act", "결정 날짜", "Дата акта", "Дата акта"}};
static const ag_phrase act_number = {{"Number of the act", "결정 번호", "Номер акта", "Номер акта"}};
static const ag_phrase remains = {{"What was done with the remains", "유해를 모신 경과", "Что сделано с останками",
                                   "Що зроблено з рештками"}};
static const ag_phrase ground = {{"Ground", "사유", "Основание", "Підстава"}};
static const ag_phrase reasons = {{"Reasons", "이유", "Причины", "Причини"}};
static const ag_phrase circumstances = {{"Circumstances", "경위", "Обстоятельства", "Обставини"}};
static const ag_phrase grave = {{"Grave", "무덤", "Могила", "Могила"}};
static const ag_phrase cemetery = {{"Cemetery", "묘지", "Кладбище", "Кладовище"}};
static const ag_phrase first = {{"For the issuing authority", "발급 기관을 대표하여", "За выдавший орган",
                                 "За орган, що видав"}};
static const ag_phrase second = {
    {"The second person who signs", "함께 서명하는 사람", "Второе подписавшее лицо", "Друга особа, яка підписує"}};

static const ag_term acts[] = {
    {"absence", {{"absence", "부재 인정", "безвестное отсутствие", "безвісна відсутність"}}},
    {"presumed-death", {{"presumption of death", "사망 추정", "предположение о смерти", "припущення про смерть"}}},
    {"death", {{"declaration of death", "사망 인정", "объявление о смерти", "оголошення про смерть"}}},
    {NULL, {{NULL}}},
};
static const ag_term methods[] = {
    {"cold-storage", {{"Cold storage", "냉장 안치", "Хранение в холоде", "Зберігання в холоді"}}},
    {"interim-burial", {{"Burial", "매장", "Погребение", "Поховання"}}},
    {"collective-burial",
     {{"Burial in a collective grave", "합동 매장", "Погребение в общей могиле", "Поховання у спільній могилі"}}},
    {"exhumation", {{"Exhumation", "발굴하여 옮겨 모심", "Эксгумация", "Ексгумація"}}},
    {"cremation", {{"Cremation", "화장", "Кремация", "Кремація"}}},
    {"burial-at-sea", {{"Burial at sea", "수장", "Погребение в море", "Поховання в морі"}}},
    {NULL, {{NULL}}},
};
static const ag_term why[] = {
    {"care", {{"care for the remains", "유해의 보존", "забота об останках", "турбота про рештки"}}},
    {"hygiene",
     {{"imperative hygiene, certified by a physician", "의사가 인정한 불가피한 위생상의 사유",
       "неотложные требования гигиены, удостоверенные врачом", "невідкладні вимоги гігієни, засвідчені лікарем"}}},
    {"religion",
     {{"religion of the deceased", "고인의 종교", "религия умершего лица", "релігія померлої особи"}}},
    {"own-wish", {{"the person’s own wish", "본인의 뜻", "собственная воля", "власна воля"}}},
    {"at-sea", {{"circumstances at sea", "해상의 사정", "обстоятельства на море", "обставини на морі"}}},
    {"agreement", {{"agreement", "합의", "соглашение", "угода"}}},
    {"home-country-request",
     {{"request of the home country", "본국의 요청", "просьба родной страны", "прохання рідної країни"}}},
    {"kin-request", {{"request of the family", "가족의 요청", "просьба семьи", "прохання родини"}}},
    {"public-necessity",
     {{"public necessity", "공공의 필요", "общественная необходимость", "суспільна необхідність"}}},
    {"host-law",
     {{"law on cemeteries of the country of burial", "매장지 국가의 묘지법", "закон о кладбищах страны захоронения",
       "закон про кладовища країни поховання"}}},
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
    ag_particulars_compose(p, facts, person, false);
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
    ag_paper_fact(p, facts, &supersedes, ag_paper_text(r, "supersedes"));
    ag_paper_fact(p, facts, &identification, ag_paper_text(r, "case"));
    add_date(p, facts, &decided, "decided");
    ag_paper_fact(p, facts, &act, ag_paper_term(p, acts, ag_paper_text(r, "act")));
    ag_paper_fact(p, facts, &court, ag_paper_text(r, "court"));
    add_date(p, facts, &act_date, "act_date");
    ag_paper_fact(p, facts, &act_number, ag_paper_text(r, "act_number"));
}

static void add_remains(ag_paper *p) {
    const json_t *orders = json_object_get(p->record, "orders"), *order;
    size_t i;
    if (!json_array_size(orders)) return;
    ag_node *section = ag_paper_section(p, &remains);
    json_array_foreach(orders, i, order) {
        ag_document_heading(&p->document, section, 3, ag_paper_term(p, methods, ag_paper_text(order, "method")));
        ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
        ag_paper_fact(p, facts, &ground, ag_paper_term(p, why, ag_paper_text(order, "ground")));
        ag_paper_fact(p, facts, &reasons, ag_paper_text(order, "reasons"));
        ag_paper_fact(p, facts, &circumstances, ag_paper_text(order, "circumstances"));
        ag_paper_fact(p, facts, &grave, ag_paper_text(order, "number"));
        ag_paper_fact(p, facts, &cemetery, ag_paper_text(order, "cemetery"));
    }
}

static void compose(ag_paper *p) {
    const json_t *person = json_object_get(p->record, "person");
    const char *name = ag_paper_text(person, "name");
    add_lead(p, *name ? name : ag_paper_say(p, &nameless));
    add_particulars(p, person);
    add_grounds(p);
    add_remains(p);
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
