/* Particulars of a person: see whom.h. */
#include "report/papers/whom.h"

#include "casebook/certificate.h"
#include "casebook/kinds.h"
#include "journal/entry.h"

#include "base/banned.h"

enum { NAMES = 16, FIELDS = 24, DAY_BYTES = 10 /* of a moment */ };

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

ag_status ag_whom_open(ag_gather *gather, json_t *into, const ag_row *row, const char *const *fields, ag_error *err) {
    ag_wanted wanted[FIELDS] = {{.field = NULL}};
    const ag_text subject = ag_row_subject(&gather->view, row);
    int n = 0;
    for (; n < FIELDS && fields[n]; n++) wanted[n] = (ag_wanted){.subject = subject, .field = fields[n]};
    const ag_status status = ag_gather_open_many(gather, wanted, n, err);
    for (int i = 0; i < n && status == AG_OK; i++) ag_gather_text(gather, into, fields[i], wanted[i].value);
    return status;
}

/* Names of this role that stand, the one that was recorded last first. */
static int add_names(const ag_view *view, ag_text person, const char *role, ag_wanted *wanted, int n) {
    int rows = 0;
    const ag_row *row = ag_view_rows(view, &ag_kind_name, "person", person, 0, &rows);
    for (int i = rows - 1; i >= 0 && n < NAMES; i--)
        if (ag_row_is(&row[i], "role", role) && ag_row_state(&row[i], "STANDING"))
            wanted[n++] = (ag_wanted){.subject = ag_row_subject(view, &row[i]), .field = "original"};
    return n;
}

ag_status ag_whom_gather_name(ag_gather *gather, json_t *into, const ag_row *person, ag_error *err) {
    static const char *const roles[] = {"true", "as-signed", "as-printed", "alias"};
    ag_wanted wanted[NAMES];
    ag_status status = AG_OK;
    int n = 0;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        n = add_names(&gather->view, ag_row_subject(&gather->view, person), roles[i], wanted, n);
    if (n) status = ag_gather_open_many(gather, wanted, n, err);
    if (!n || status != AG_OK) return status;
    ag_gather_text(gather, into, "name", wanted[0].value);
    json_t *others = json_array();
    for (int i = 1; i < n; i++)
        if (wanted[i].value.n) json_array_append_new(others, json_stringn(wanted[i].value.at, wanted[i].value.n));
    json_object_set_new(into, "other_names", others);
    return AG_OK;
}

ag_status ag_whom_gather(ag_gather *gather, json_t *into, const ag_row *person, ag_error *err) {
    static const char *const sealed[] = {"birth", "birthplace", "father", "mother", "service_number", NULL};
    static const char *const open[] = {"power", "force", "unit", "rank"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) ag_gather_column(gather, into, person, open[i]);
    const ag_status status = ag_whom_gather_name(gather, into, person, err);
    return status == AG_OK ? ag_whom_open(gather, into, person, sealed, err) : status;
}

ag_status ag_whom_gather_day(ag_gather *gather, json_t *into, const char *name, ag_text subject, const char *action,
                             ag_error *err) {
    const ag_past *past;
    int n = 0;
    bool found = false;
    ag_status status = subject.n ? ag_casebook_history(&gather->view, subject, 0, &past, &n, err) : AG_OK;
    for (int i = 0; i < n && status == AG_OK && !found; i++) {
        ag_entry entry;
        status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) break;
        found = ag_text_equal(entry.action, ag_text_of(action));
        if (found) ag_gather_text(gather, into, name, entry.when.n ? entry.when : (ag_text){entry.at.at, DAY_BYTES});
        ag_entry_deinit(&entry);
    }
    return status;
}

ag_status ag_whom_gather_orders(ag_gather *gather, ag_error *err) {
    static const char *const sealed[] = {"circumstances", "reasons", NULL};
    static const char *const open[] = {"method", "ground"};
    int n;
    ag_status status = AG_OK;
    const ag_row *order = ag_certificate_orders(&gather->view, &gather->view.row, &n);
    json_t *list = json_array();
    json_object_set_new(gather->record, "orders", list);
    for (int i = 0; i < n && status == AG_OK; i++) {
        const ag_row grave = ag_view_row(&gather->view, ag_row_text(&order[i], "grave"));
        json_t *one = json_object();
        for (size_t k = 0; k < sizeof open / sizeof *open; k++) ag_gather_column(gather, one, &order[i], open[k]);
        ag_gather_column(gather, one, &grave, "number");
        ag_gather_column(gather, one, &grave, "cemetery");
        json_array_append_new(list, one);
        status = ag_whom_open(gather, one, &order[i], sealed, err);
        if (status == AG_OK)
            status =
                ag_whom_gather_day(gather, one, "done", ag_row_subject(&gather->view, &order[i]), "order.execute", err);
    }
    return status;
}

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const ag_phrase unknown = {{"not known", "알 수 없음", "неизвестно", "невідомо"}};
static const ag_phrase name = {{"Name", "이름", "Фамилия, имя", "Прізвище, ім’я"}};
static const ag_phrase other_names = {{"Also written", "다른 표기", "Другое написание", "Інше написання"}};
static const ag_phrase birth = {{"Date of birth", "출생일", "Дата рождения", "Дата народження"}};
static const ag_phrase birthplace = {{"Place of birth", "출생지", "Место рождения", "Місце народження"}};
static const ag_phrase father = {{"First name of the father", "아버지의 이름", "Имя отца", "Ім’я батька"}};
static const ag_phrase mother = {
    {"Maiden name of the mother", "어머니의 처녀 때 성명", "Девичья фамилия матери", "Дівоче прізвище матері"}};
static const ag_phrase power = {{"Power on which the person depended", "소속 국가",
                                 "Держава, за которой числился человек", "Держава, за якою числилася людина"}};
static const ag_phrase force = {{"Force", "소속 군", "Вид вооружённых сил", "Вид збройних сил"}};
static const ag_phrase unit = {{"Unit", "소속 부대", "Часть", "Частина"}};
static const ag_phrase rank = {{"Rank", "군사칭호", "Звание", "Звання"}};
static const ag_phrase service_number = {{"Service number", "군번", "Личный номер", "Особистий номер"}};

static const ag_term powers[] = {
    {"KP",
     {{"Democratic People’s Republic of Korea", "조선민주주의인민공화국",
       "Корейская Народно-Демократическая Республика", "Корейська Народно-Демократична Республіка"}}},
    {"KR", {{"Republic of Korea", "대한민국", "Республика Корея", "Республіка Корея"}}},
    {"RU", {{"Russian Federation", "로씨야련방", "Российская Федерация", "Російська Федерація"}}},
    {"UA", {{"Ukraine", "우크라이나", "Украина", "Україна"}}},
    {NULL, {{NULL}}},
};
static const ag_term forces[] = {
    {"army", {{"army", "육군", "сухопутные войска", "сухопутні війська"}}},
    {"navy", {{"navy", "해군", "военно-морской флот", "військово-морські сили"}}},
    {"air-force", {{"air force", "공군", "военно-воздушные силы", "повітряні сили"}}},
    {"border-guard", {{"border guard", "국경경비대", "пограничная служба", "прикордонна служба"}}},
    {NULL, {{NULL}}},
};

/* Sides of a handover may be written in small letters. */
const char *ag_whom_power(ag_paper *paper, const char *code) {
    for (const ag_term *known = powers; known->word; known++)
        if (ag_text_equal_fold(ag_text_of(known->word), ag_text_of(code))) return known->phrase.in[paper->language];
    return code;
}

const char *ag_whom_kin(ag_paper *paper, const char *code) {
    static const ag_phrase kin = {
        {"next of kin ({0})", "가까운 친족({0})", "ближайшие родственники ({0})", "найближчі родичі ({0})"}};
    return ag_paper_say(paper, &kin, code);
}

void ag_whom_line(ag_paper *paper, ag_node *facts, const ag_phrase *label, const char *value, bool form) {
    ag_paper_fact(paper, facts, label, *value || !form ? value : ag_paper_say(paper, &unknown));
}

static const char *joined(ag_paper *paper, const json_t *list) {
    const char *all = "";
    for (size_t i = 0; i < json_array_size(list); i++)
        all = ag_document_format(&paper->document, "%s%s%s", all, i ? "; " : "",
                                 json_string_value(json_array_get(list, i)));
    return all;
}

void ag_whom_compose(ag_paper *paper, ag_node *facts, const json_t *of, bool form) {
    const char *born = ag_paper_text(of, "birth");
    ag_whom_line(paper, facts, &name, ag_paper_text(of, "name"), form);
    ag_paper_fact(paper, facts, &other_names, joined(paper, json_object_get(of, "other_names")));
    ag_whom_line(paper, facts, &father, ag_paper_text(of, "father"), form);
    ag_whom_line(paper, facts, &mother, ag_paper_text(of, "mother"), form);
    ag_whom_line(paper, facts, &birth, *born ? ag_paper_date(paper, born) : "", form);
    ag_whom_line(paper, facts, &birthplace, ag_paper_text(of, "birthplace"), form);
    ag_whom_line(paper, facts, &power, ag_whom_power(paper, ag_paper_text(of, "power")), form);
    ag_whom_line(paper, facts, &force, ag_paper_term(paper, forces, ag_paper_text(of, "force")), form);
    ag_whom_line(paper, facts, &unit, ag_paper_text(of, "unit"), form);
    ag_whom_line(paper, facts, &rank, ag_paper_text(of, "rank"), form);
    ag_whom_line(paper, facts, &service_number, ag_paper_text(of, "service_number"), form);
}

void ag_whom_sign(ag_paper *paper, const ag_phrase *who, const ag_phrase *line, int n) {
    ag_document *d = &paper->document;
    ag_node *sign = ag_document_labelled(d, &d->root, AG_BLOCK_SIGN, who->in[paper->language], NULL);
    for (int i = 0; i < n; i++) ag_document_add(d, sign, AG_BLOCK_BLANK, line[i].in[paper->language]);
}

/* ---- What was done with the remains ------------------------------------------------------------------------------ */

static const ag_phrase remains = {
    {"What was done with the remains", "유해를 모신 경과", "Что сделано с останками", "Що зроблено з рештками"}};
static const ag_phrase done = {{"Date", "날짜", "Дата", "Дата"}};
static const ag_phrase ground = {{"Ground", "사유", "Основание", "Підстава"}};
static const ag_phrase reasons = {{"Reasons", "이유", "Причины", "Причини"}};
static const ag_phrase circumstances = {{"Circumstances", "경위", "Обстоятельства", "Обставини"}};
static const ag_phrase grave = {{"Grave", "무덤", "Могила", "Могила"}};
static const ag_phrase cemetery = {{"Cemetery", "묘지", "Кладбище", "Кладовище"}};
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
    {"religion", {{"religion of the deceased", "고인의 종교", "религия умершего лица", "релігія померлої особи"}}},
    {"own-wish", {{"the person’s own wish", "본인의 뜻", "собственная воля", "власна воля"}}},
    {"at-sea", {{"circumstances at sea", "해상의 사정", "обстоятельства на море", "обставини на морі"}}},
    {"agreement", {{"agreement", "합의", "соглашение", "угода"}}},
    {"home-country-request",
     {{"request of the home country", "본국의 요청", "просьба родной страны", "прохання рідної країни"}}},
    {"kin-request", {{"request of the family", "가족의 요청", "просьба семьи", "прохання родини"}}},
    {"public-necessity", {{"public necessity", "공공의 필요", "общественная необходимость", "суспільна необхідність"}}},
    {"host-law",
     {{"law on cemeteries of the country of burial", "매장지 국가의 묘지법", "закон о кладбищах страны захоронения",
       "закон про кладовища країни поховання"}}},
    {NULL, {{NULL}}},
};

void ag_whom_compose_orders(ag_paper *p) {
    const json_t *orders = json_object_get(p->record, "orders"), *order;
    size_t i;
    if (!json_array_size(orders)) return;
    ag_node *section = ag_paper_section(p, &remains);
    json_array_foreach(orders, i, order) {
        ag_document_heading(&p->document, section, 3, ag_paper_term(p, methods, ag_paper_text(order, "method")));
        ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
        ag_paper_fact(p, facts, &done, ag_paper_date(p, ag_paper_text(order, "done")));
        ag_paper_fact(p, facts, &ground, ag_paper_term(p, why, ag_paper_text(order, "ground")));
        ag_paper_fact(p, facts, &reasons, ag_paper_text(order, "reasons"));
        ag_paper_fact(p, facts, &circumstances, ag_paper_text(order, "circumstances"));
        ag_paper_fact(p, facts, &grave, ag_paper_text(order, "number"));
        ag_paper_fact(p, facts, &cemetery, ag_paper_text(order, "cemetery"));
    }
}
