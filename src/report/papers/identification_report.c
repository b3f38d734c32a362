/* The identification report, for professionals: which hypotheses were considered, on what evidence, with the likelihood
 * ratio and the prior apart, what contradicts them, and what the board decided. Persons stand under their numbers: no
 * name and no genotype is in it. */
#include <stdlib.h>
#include <string.h>

#include "casebook/evidence.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "journal/entry.h"
#include "report/papers/types.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static json_t *list_in(ag_gather *g, const char *name) {
    json_t *list = json_array();
    json_object_set_new(g->record, name, list);
    return list;
}

static json_t *object_of(ag_gather *g, json_t *list, const ag_row *row, const char *const *column) {
    json_t *object = json_object();
    ag_gather_text(g, object, "id", ag_row_subject(&g->view, row));
    for (; *column; column++) ag_gather_column(g, object, row, *column);
    json_array_append_new(list, object);
    return object;
}

static void add_hypotheses(ag_gather *g, ag_text identification) {
    static const char *const column[] = {"person", "state",       "lr_log10", "prior_log10", "pool",
                                         "inputs", "frequencies", "engine",   "ground",      NULL};
    const ag_text lead = ag_row_text(&g->view.row, "hypothesis");
    json_t *list = list_in(g, "hypotheses");
    int n;
    const ag_row *row = ag_view_rows(&g->view, &ag_kind_hypothesis, "case", identification, 0, &n);
    for (int i = 0; i < n; i++) {
        json_t *object = object_of(g, list, &row[i], column);
        double odds_log10;
        ag_buffer text = {0};
        if (ag_text_equal(ag_row_subject(&g->view, &row[i]), lead)) json_object_set_new(object, "lead", json_true());
        if (ag_hypothesis_odds(&row[i], &odds_log10)) {
            ag_posterior_format(odds_log10, &text);
            ag_gather_text(g, object, "posterior", (ag_text){text.data, text.n});
            json_object_set_new(object, "reaches", json_boolean(odds_log10 >= ag_threshold_odds(&g->view)));
        }
        ag_buffer_deinit(&text);
    }
}

static ag_status add_evidence(ag_gather *g, ag_text identification, ag_error *err) {
    static const char *const column[] = {"hypothesis", "method", "weighs", "state", "explained", "inputs", NULL};
    json_t *list = list_in(g, "evidence");
    int n;
    const ag_row *row = ag_view_rows(&g->view, &ag_kind_evidence, "case", identification, 0, &n);
    ag_wanted *text = AG_NEW(g->view.arena, ag_wanted, n + 1);
    if (!text) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < n; i++) text[i] = (ag_wanted){.subject = ag_row_subject(&g->view, &row[i]), .field = "text"};
    const ag_status status = n ? ag_gather_open_many(g, text, n, err) : AG_OK;
    for (int i = 0; i < n && status == AG_OK; i++)
        ag_gather_text(g, object_of(g, list, &row[i], column), "text", text[i].value);
    return status;
}

static void add_alarms_of(ag_gather *g, json_t *list, const char *column, ag_text value) {
    static const char *const shown[] = {"finding", "state", "answer", "lr_log10", "person", "remains", NULL};
    int n = 0;
    const ag_row *row = value.n ? ag_view_rows(&g->view, &ag_kind_alarm, column, value, 0, &n) : NULL;
    for (int i = 0; i < n; i++) {
        const char *id = ag_view_say(&g->view, "alarm:%.*s", AG_SHOWN(ag_row_id(&row[i])));
        bool known = false;
        size_t k;
        json_t *other;
        json_array_foreach(list, k, other) { known = known || strcmp(ag_paper_text(other, "id"), id) == 0; }
        if (!known) object_of(g, list, &row[i], shown);
    }
}

/* Those that case.confirm looks at: of the case, of the person, of the remains. */
static void add_alarms(ag_gather *g, ag_text identification) {
    json_t *list = list_in(g, "alarms"), *elements = list_in(g, "remains");
    const ag_row lead = ag_view_row(&g->view, ag_row_text(&g->view.row, "hypothesis"));
    int n;
    add_alarms_of(g, list, "case", identification);
    add_alarms_of(g, list, "person", ag_row_text(&lead, "person"));
    const ag_row *element = ag_standing_elements(&g->view, ag_row_text(&g->view.row, "about"), &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_subject(&g->view, &element[i]);
        add_alarms_of(g, list, "remains", id);
        json_array_append_new(elements, json_stringn(id.at, id.n));
    }
}

/* Who decided what, as the entries say. */
static ag_status add_decisions(ag_gather *g, ag_text identification, ag_error *err) {
    static const char steps[] = "case.open case.presume case.propose case.endorse case.confirm case.reject "
                                "case.reconsider case.pause case.challenge case.uphold case.withdraw";
    json_t *list = list_in(g, "decisions");
    const ag_past *past;
    int n;
    ag_status status = ag_casebook_history(&g->view, identification, 0, &past, &n, err);
    for (int i = n - 1; i >= 0 && status == AG_OK; i--) {
        ag_entry entry;
        status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) return status;
        if (ag_words_have(steps, ag_view_say(&g->view, "%.*s", AG_SHOWN(entry.action))))
            json_array_append_new(list,
                                  json_pack("{s:s%,s:s%,s:s%,s:s%,s:I}", "action", entry.action.at, entry.action.n,
                                            "at", entry.at.at, entry.at.n, "by", entry.by.at, entry.by.n, "role",
                                            entry.role.at, entry.role.n, "entry", (json_int_t)entry.seq));
        ag_entry_deinit(&entry);
    }
    return status;
}

static ag_status gather(ag_gather *g, ag_error *err) {
    const ag_row *row = &g->view.row;
    const ag_row settings = ag_view_row(&g->view, AG_TEXT("casebook:1"));
    const ag_text self = ag_row_subject(&g->view, row), threshold = ag_row_text(&settings, "threshold");
    const ag_row lead = ag_view_row(&g->view, ag_row_text(row, "hypothesis"));
    ag_text reasons;
    ag_gather_text(g, g->record, "case", self);
    ag_gather_column(g, g->record, row, "about");
    ag_gather_column(g, g->record, row, "state");
    ag_gather_column(g, g->record, row, "person");
    ag_gather_text(g, g->record, "threshold", threshold.n ? threshold : AG_TEXT("0.9995"));
    ag_gather_text(g, g->record, "gap", ag_standing_gap(&g->view, ag_row_text(row, "about")));
    if (ag_cover_present(&g->view, ag_row_text(&lead, "person"), ag_row_text(row, "about")))
        json_object_set_new(g->record, "cover", json_true());
    add_hypotheses(g, self);
    add_alarms(g, self);
    ag_status status = add_evidence(g, self, err);
    if (status == AG_OK) status = add_decisions(g, self, err);
    if (status == AG_OK) status = ag_gather_open(g, row, "reasons", &reasons, err);
    if (status != AG_OK) return status;
    ag_gather_text(g, g->record, "reasons", reasons);
    ag_gather_essential(g, self);
    ag_gather_essential(g, ag_row_text(row, "about"));
    ag_gather_essential(g, ag_row_text(row, "state"));
    ag_gather_essential(g, ag_row_text(row, "person"));
    return AG_OK;
}

/* ---- Words ------------------------------------------------------------------------------------------------------ */

static const ag_phrase result = {{"Result", "결과", "Результат", "Результат"}};
static const ag_term state_words[] = {
    {"OPEN", {{"The case is open.", "신원 확인이 시작되었습니다.", "Дело открыто.", "Справу відкрито."}}},
    {"HYPOTHESES",
     {{"Hypotheses are being examined.", "가설을 검토하고 있습니다.", "Гипотезы изучаются.", "Гіпотези вивчаються."}}},
    {"PRESUMPTIVE",
     {{"An identity is presumed. This is not an identification.", "신원이 추정되었습니다. 이것은 신원 확인이 아닙니다.",
       "Личность предполагается. Это ещё не идентификация.", "Особу припускають. Це ще не ідентифікація."}}},
    {"FOR_BOARD",
     {{"An identity has been proposed; the board has not decided.",
       "신원 확인이 제안되었으며 심의회는 아직 결정하지 않았습니다.",
       "Личность предложена на утверждение; комиссия ещё не решила.",
       "Особу запропоновано на затвердження; комісія ще не вирішила."}}},
    {"CONFIRMED",
     {{"The identification is confirmed.", "신원이 확인되었습니다.", "Идентификация подтверждена.",
       "Ідентифікацію підтверджено."}}},
    {"NOT_CONFIRMED",
     {{"The board did not confirm the identification.", "심의회는 신원을 확인하지 않았습니다.",
       "Комиссия не подтвердила идентификацию.", "Комісія не підтвердила ідентифікацію."}}},
    {"CHALLENGED",
     {{"The identification was confirmed and has been challenged; it must not be relied on now.",
       "확인된 신원에 이의가 제기되었습니다. 지금은 이를 근거로 삼을 수 없습니다.",
       "Подтверждённая идентификация оспорена; сейчас на неё нельзя опираться.",
       "Підтверджену ідентифікацію оскаржено; зараз на неї не можна спиратися."}}},
    {"WITHDRAWN",
     {{"The identification has been withdrawn: it was wrong.", "신원 확인이 철회되었습니다. 그 확인은 잘못되었습니다.",
       "Идентификация отозвана: она была ошибочной.", "Ідентифікацію відкликано: вона була помилковою."}}},
    {"OPEN_NO_FURTHER_TEST_NOW",
     {{"No further test helps now. The sample is kept and the case can be taken up again.",
       "지금은 더 할 수 있는 검사가 없습니다. 시료는 보존되며 다시 검토할 수 있습니다.",
       "Дальнейшие исследования сейчас не помогут. Образец хранится, дело может быть возобновлено.",
       "Подальші дослідження зараз не допоможуть. Зразок зберігається, справу можна відновити."}}},
    {NULL, {{NULL}}},
};
static const ag_phrase remains_words = {{"Remains", "유해", "Останки", "Рештки"}};
static const ag_phrase person_words = {{"Identified as", "확인된 사람", "Опознано как", "Упізнано як"}};
static const ag_phrase threshold_words = {{"Posterior that an identification by DNA needs",
                                           "DNA로 신원을 확인하는 데 필요한 사후확률",
                                           "Апостериорная вероятность, нужная для идентификации по ДНК",
                                           "Апостеріорна ймовірність, потрібна для ідентифікації за ДНК"}};
static const ag_phrase reasons_words = {{"Reasons written down last", "마지막으로 적은 이유",
                                         "Обоснование, записанное последним", "Обґрунтування, записане останнім"}};

static const ag_phrase hypotheses_title = {
    {"Hypotheses considered", "검토한 가설", "Рассмотренные гипотезы", "Розглянуті гіпотези"}};
static const ag_phrase hypotheses_caption = {
    {"Likelihood ratio and prior are stated apart. Posterior = LR × prior odds / (1 + LR × prior odds), among the "
     "persons of the pool.",
     "우도비와 사전확률은 따로 적습니다. 사후확률 = 우도비 × 사전오즈 / (1 + 우도비 × 사전오즈)이며, 후보 집단 "
     "안에서의 "
     "값입니다.",
     "Отношение правдоподобия и априорные шансы указаны раздельно. Апостериорная вероятность = LR × априорные шансы / "
     "(1 + LR × априорные шансы) среди кандидатов.",
     "Відношення правдоподібності та апріорні шанси наведено окремо. Апостеріорна ймовірність = LR × апріорні шанси / "
     "(1 + LR × апріорні шанси) серед кандидатів."}};
static const ag_phrase hypothesis_column[] = {
    {{"Person", "사람", "Лицо", "Особа"}},
    {{"Standing", "상태", "Состояние", "Стан"}},
    {{"#log₁₀ LR", "#log₁₀ 우도비", "#log₁₀ LR", "#log₁₀ LR"}},
    {{"#log₁₀ prior odds", "#log₁₀ 사전오즈", "#log₁₀ априорных шансов", "#log₁₀ апріорних шансів"}},
    {{"#Pool", "#후보 수", "#Кандидатов", "#Кандидатів"}},
    {{"#Posterior", "#사후확률", "#Апостериорная вероятность", "#Апостеріорна ймовірність"}},
    {{"Threshold", "기준", "Порог", "Поріг"}},
};
enum { HYPOTHESIS_COLUMNS = sizeof hypothesis_column / sizeof *hypothesis_column };
static const ag_phrase proposed = {{"proposed", "제안됨", "предложена", "запропонована"}};
static const ag_phrase alternative = {{"alternative", "대안", "альтернатива", "альтернатива"}};
static const ag_phrase excluded = {{"excluded: {0}", "제외: {0}", "исключена: {0}", "виключена: {0}"}};
static const ag_phrase reached = {{"reached", "도달", "достигнут", "досягнуто"}};
static const ag_phrase not_reached = {{"not reached", "미달", "не достигнут", "не досягнуто"}};
static const ag_phrase not_computed = {{"not computed", "계산하지 않음", "не вычислено", "не обчислено"}};
static const ag_phrase above = {{"above {0}", "{0} 초과", "выше {0}", "понад {0}"}};
static const ag_phrase computed_from = {{"{0}: computed by {1}; frequencies {2}; inputs {3}",
                                         "{0}: 계산 프로그램 {1}, 빈도표 {2}, 입력 자료 {3}",
                                         "{0}: вычислено программой {1}; частоты {2}; исходные данные {3}",
                                         "{0}: обчислено програмою {1}; частоти {2}; вхідні дані {3}"}};
static const ag_phrase no_alternative = {{"No alternative has been considered.", "다른 가설은 검토하지 않았습니다.",
                                          "Других гипотез не рассматривалось.", "Інших гіпотез не розглядали."}};
static const ag_phrase no_hypothesis = {{"No hypothesis has been proposed.", "제안된 가설이 없습니다.",
                                         "Гипотез не предложено.", "Гіпотез не запропоновано."}};
static const ag_term grounds[] = {
    {"dna", {{"DNA", "DNA", "ДНК", "ДНК"}}},
    {"friction-ridge", {{"friction ridges", "지문", "папиллярные узоры", "папілярні візерунки"}}},
    {"dental", {{"teeth", "치아", "зубы", "зуби"}}},
    {"anthropology", {{"anthropology", "인류학적 소견", "антропология", "антропологія"}}},
    {"alive", {{"found alive", "생존 확인", "найден живым", "знайдений живим"}}},
    {"circumstances", {{"circumstances", "정황", "обстоятельства", "обставини"}}},
    {"other", {{"other ground", "기타 사유", "иное основание", "інша підстава"}}},
    {NULL, {{NULL}}},
};

static const ag_phrase evidence_title = {{"Lines of evidence", "증거", "Доказательства", "Докази"}};
static const ag_phrase evidence_column[] = {
    {{"Method", "방법", "Метод", "Метод"}},      {{"Hypothesis", "가설", "Гипотеза", "Гіпотеза"}},
    {{"Weighs", "방향", "Вес", "Вага"}},         {{"Finding", "소견", "Вывод", "Висновок"}},
    {{"Standing", "상태", "Состояние", "Стан"}},
};
enum { EVIDENCE_COLUMNS = sizeof evidence_column / sizeof *evidence_column };
static const ag_phrase no_evidence = {{"No line of evidence has been recorded.", "기록된 증거가 없습니다.",
                                       "Доказательств не записано.", "Доказів не записано."}};
static const ag_term methods[] = {
    {"friction-ridge", {{"Friction ridges", "지문", "Папиллярные узоры", "Папілярні візерунки"}}},
    {"dental", {{"Teeth", "치아", "Зубы", "Зуби"}}},
    {"dna", {{"DNA", "DNA", "ДНК", "ДНК"}}},
    {"medical", {{"Medical findings", "의학적 소견", "Медицинские данные", "Медичні дані"}}},
    {"effects", {{"Effects", "소지품", "Вещи", "Речі"}}},
    {"documents", {{"Documents", "문서", "Документы", "Документи"}}},
    {"distinctive-marks", {{"Distinctive marks", "신체 특징", "Особые приметы", "Особливі прикмети"}}},
    {"visual", {{"Recognition", "육안 확인", "Опознание по виду", "Упізнання за виглядом"}}},
    {"photo", {{"Photographs", "사진", "Фотографии", "Фотографії"}}},
    {"location", {{"Place", "장소", "Место", "Місце"}}},
    {NULL, {{NULL}}},
};
static const ag_term directions[] = {
    {"for", {{"for", "찬성", "за", "за"}}},
    {"against", {{"against", "반대", "против", "проти"}}},
    {"neutral", {{"neither", "중립", "нейтрально", "нейтрально"}}},
    {NULL, {{NULL}}},
};
static const ag_term standings[] = {
    {"STANDING", {{"stands", "유효", "в силе", "чинний"}}},
    {"WITHDRAWN", {{"withdrawn", "철회", "отозвано", "відкликано"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase is_explained = {{"explained", "설명됨", "объяснено", "пояснено"}};
static const ag_phrase each = {{"each", "모두", "каждая", "кожна"}};

static const ag_phrase against_title = {
    {"What speaks against it", "반대되는 사항", "Что говорит против", "Що свідчить проти"}};
static const ag_phrase alarm_open = {{"Alarm {0} ({1}) is not answered.", "경보 {0}({1})에 대한 답변이 없습니다.",
                                      "На тревогу {0} ({1}) не дан ответ.",
                                      "На тривогу {0} ({1}) не надано відповіді."}};
static const ag_phrase alarm_answered = {{"Alarm {0} ({1}) was answered: {2}.", "경보 {0}({1}) 답변: {2}.",
                                          "На тревогу {0} ({1}) дан ответ: {2}.",
                                          "На тривогу {0} ({1}) надано відповідь: {2}."}};
static const ag_term findings[] = {
    {"another-person",
     {{"the search points to another person", "다른 사람을 가리킴", "поиск указывает на другое лицо",
       "пошук вказує на іншу особу"}}},
    {"confirmed-person-unlikely",
     {{"the person found is unlikely", "확인된 사람일 가능성이 낮음", "найденное лицо маловероятно",
       "знайдена особа малоймовірна"}}},
    {"one-person-twice",
     {{"one person found twice", "한 사람이 두 번 확인됨", "одно лицо найдено дважды", "одну особу знайдено двічі"}}},
    {"other", {{"other finding", "기타", "иное", "інше"}}},
    {NULL, {{NULL}}},
};
static const ag_term answers[] = {
    {"identification-stands",
     {{"the identification stands", "신원 확인은 유효함", "идентификация остаётся в силе", "ідентифікація чинна"}}},
    {"identification-challenged",
     {{"the identification is challenged", "신원 확인에 이의가 제기됨", "идентификация оспорена",
       "ідентифікацію оскаржено"}}},
    {"laboratory-error",
     {{"an error of the laboratory", "실험실의 오류", "ошибка лаборатории", "помилка лабораторії"}}},
    {"relative", {{"a relative", "친족", "родственник", "родич"}}},
    {"other", {{"other", "기타", "иное", "інше"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase no_alarm = {
    {"No alarm has been raised.", "제기된 경보가 없습니다.", "Тревог не было.", "Тривог не було."}};
static const ag_phrase gap_words = {
    {"The custody of {0} has a gap that nobody has explained.", "{0}의 보관 경로에 설명되지 않은 끊긴 곳이 있습니다.",
     "В цепи хранения {0} есть необъяснённый разрыв.", "У ланцюзі зберігання {0} є непояснений розрив."}};
static const ag_phrase no_gap = {{"Custody has no unexplained gap.", "보관 경로에 설명되지 않은 끊긴 곳이 없습니다.",
                                  "Необъяснённых разрывов в цепи хранения нет.",
                                  "Непояснених розривів у ланцюзі зберігання немає."}};
static const ag_phrase cover_words = {
    {"Papers of a cover identity are present: papers prove neither name nor nationality.",
     "가명 신분 문서가 있습니다. 문서는 이름이나 국적을 증명하지 않습니다.",
     "Имеются документы прикрытия: они не доказывают ни имени, ни гражданства.",
     "Наявні документи прикриття: вони не доводять ні імені, ні громадянства."}};

static const ag_phrase decisions_title = {{"Decisions", "결정", "Решения", "Рішення"}};
static const ag_phrase decision_column[] = {
    {{"When", "일시", "Когда", "Коли"}},        {{"What", "내용", "Что", "Що"}},
    {{"By", "담당자", "Кем", "Ким"}},           {{"Role", "직무", "Роль", "Роль"}},
    {{"#Entry", "#기록", "#Запись", "#Запис"}},
};
enum { DECISION_COLUMNS = sizeof decision_column / sizeof *decision_column };
static const ag_term steps[] = {
    {"case.open", {{"opened", "시작", "открыто", "відкрито"}}},
    {"case.presume", {{"presumed", "추정", "предположено", "припущено"}}},
    {"case.propose", {{"proposed to the board", "심의회에 제안", "предложено комиссии", "запропоновано комісії"}}},
    {"case.endorse", {{"endorsed", "찬동", "поддержано", "підтримано"}}},
    {"case.confirm", {{"confirmed", "확인", "подтверждено", "підтверджено"}}},
    {"case.reject", {{"not confirmed", "확인하지 않음", "не подтверждено", "не підтверджено"}}},
    {"case.reconsider", {{"taken up again", "다시 검토", "возобновлено", "відновлено"}}},
    {"case.pause", {{"no further test now", "검사 중지", "без дальнейших исследований", "без подальших досліджень"}}},
    {"case.challenge", {{"challenged", "이의 제기", "оспорено", "оскаржено"}}},
    {"case.uphold", {{"upheld", "유지", "оставлено в силе", "залишено чинним"}}},
    {"case.withdraw", {{"withdrawn", "철회", "отозвано", "відкликано"}}},
    {NULL, {{NULL}}},
};
static const ag_term roles[] = {
    {"registrar", {{"registrar", "등록 담당", "регистратор", "реєстратор"}}},
    {"analyst", {{"analyst", "분석 담당", "аналитик", "аналітик"}}},
    {"reviewer", {{"reviewer", "심의 위원", "рецензент", "рецензент"}}},
    {"case-officer", {{"case officer", "사건 담당", "ведущий дело", "відповідальний за справу"}}},
    {"investigator", {{"investigator", "조사 담당", "следователь", "слідчий"}}},
    {"liaison", {{"liaison", "연락 담당", "по связям", "зі зв’язків"}}},
    {"legal", {{"legal adviser", "법률 담당", "юрист", "юрист"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase board = {{"For the board", "심의회", "За комиссию", "За комісію"}};

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const char *joined(ag_paper *p, const json_t *list) {
    const char *text = "";
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item) {
        text = ag_document_format(&p->document, "%s%s%s", text, i ? ", " : "", json_string_value(item));
    }
    return text;
}

static void add_result(ag_paper *p) {
    ag_node *section = ag_paper_section(p, &result);
    const char *state = ag_paper_text(p->record, "state");
    const bool shaken = strcmp(state, "CHALLENGED") == 0 || strcmp(state, "WITHDRAWN") == 0;
    const char *words = ag_paper_term(p, state_words, state);
    if (shaken)
        ag_document_labelled(&p->document, section, AG_BLOCK_NOTICE, "", words);
    else
        ag_document_add(&p->document, section, AG_BLOCK_LEAD, words);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &remains_words, joined(p, json_object_get(p->record, "remains")));
    ag_paper_fact(p, facts, &person_words, ag_paper_text(p->record, "person"));
    ag_paper_fact(p, facts, &threshold_words, ag_paper_text(p->record, "threshold"));
    ag_paper_fact(p, facts, &reasons_words, ag_paper_text(p->record, "reasons"));
}

static const char *standing_of(ag_paper *p, const json_t *h) {
    if (strcmp(ag_paper_text(h, "state"), "EXCLUDED") == 0)
        return ag_paper_say(p, &excluded, ag_paper_term(p, grounds, ag_paper_text(h, "ground")));
    return ag_paper_say(p, json_is_true(json_object_get(h, "lead")) ? &proposed : &alternative);
}

static const char *posterior_of(ag_paper *p, const json_t *h) {
    static const char over[] = "above ";
    const char *text = ag_paper_text(h, "posterior");
    if (!*text) return ag_paper_say(p, &not_computed);
    return strncmp(text, over, sizeof over - 1) == 0 ? ag_paper_say(p, &above, text + sizeof over - 1) : text;
}

static void add_hypothesis(ag_paper *p, ag_node *table, const json_t *h) {
    const json_t *reaches = json_object_get(h, "reaches");
    const char *cell[HYPOTHESIS_COLUMNS] = {
        ag_paper_text(h, "person"),
        standing_of(p, h),
        ag_paper_text(h, "lr_log10"),
        ag_paper_text(h, "prior_log10"),
        json_object_get(h, "pool") ? ag_paper_count(p, ag_paper_integer(h, "pool")) : "",
        posterior_of(p, h),
        !reaches ? "" : ag_paper_say(p, json_is_true(reaches) ? &reached : &not_reached),
    };
    ag_paper_row(p, table, cell, HYPOTHESIS_COLUMNS);
}

static const char *or_dash(const json_t *of, const char *name) {
    const char *text = ag_paper_text(of, name);
    return *text ? text : "–";
}

static void add_hypotheses_section(ag_paper *p) {
    size_t i;
    const json_t *list = json_object_get(p->record, "hypotheses"), *h;
    ag_node *section = ag_paper_section(p, &hypotheses_title);
    if (!json_array_size(list)) {
        ag_paper_paragraph(p, section, ag_paper_say(p, &no_hypothesis));
        return;
    }
    ag_node *table = ag_paper_table(p, section, &hypotheses_caption, hypothesis_column, HYPOTHESIS_COLUMNS);
    json_array_foreach(list, i, h) { add_hypothesis(p, table, h); }
    json_array_foreach(list, i, h) {
        if (*ag_paper_text(h, "engine") || *ag_paper_text(h, "inputs"))
            ag_document_add(&p->document, section, AG_BLOCK_QUIET,
                            ag_paper_say(p, &computed_from, ag_paper_text(h, "person"), or_dash(h, "engine"),
                                         or_dash(h, "frequencies"), or_dash(h, "inputs")));
    }
    if (json_array_size(list) < 2) ag_paper_paragraph(p, section, ag_paper_say(p, &no_alternative));
}

static void add_line(ag_paper *p, ag_node *table, const json_t *line) {
    const char *about = ag_paper_text(line, "hypothesis");
    const bool is_answered = strcmp(ag_paper_text(line, "explained"), "yes") == 0;
    const char *cell[EVIDENCE_COLUMNS] = {
        ag_paper_term(p, methods, ag_paper_text(line, "method")),
        *about ? about : ag_paper_say(p, &each),
        ag_paper_term(p, directions, ag_paper_text(line, "weighs")),
        ag_paper_text(line, "text"),
        is_answered ? ag_paper_say(p, &is_explained) : ag_paper_term(p, standings, ag_paper_text(line, "state")),
    };
    ag_paper_row(p, table, cell, EVIDENCE_COLUMNS);
}

static void add_evidence_section(ag_paper *p) {
    size_t i;
    const json_t *list = json_object_get(p->record, "evidence"), *line;
    ag_node *section = ag_paper_section(p, &evidence_title);
    if (!json_array_size(list)) {
        ag_paper_paragraph(p, section, ag_paper_say(p, &no_evidence));
        return;
    }
    ag_node *table = ag_paper_table(p, section, NULL, evidence_column, EVIDENCE_COLUMNS);
    json_array_foreach(list, i, line) { add_line(p, table, line); }
}

static void add_against(ag_paper *p) {
    size_t i;
    const json_t *list = json_object_get(p->record, "alarms"), *alarm;
    const char *gap = ag_paper_text(p->record, "gap");
    ag_node *section = ag_paper_section(p, &against_title);
    json_array_foreach(list, i, alarm) {
        const char *id = ag_paper_text(alarm, "id"), *answer = ag_paper_text(alarm, "answer"),
                   *finding = ag_paper_term(p, findings, ag_paper_text(alarm, "finding"));
        ag_paper_paragraph(p, section,
                           *answer ? ag_paper_say(p, &alarm_answered, id, finding, ag_paper_term(p, answers, answer))
                                   : ag_paper_say(p, &alarm_open, id, finding));
    }
    if (!json_array_size(list)) ag_paper_paragraph(p, section, ag_paper_say(p, &no_alarm));
    ag_paper_paragraph(p, section, *gap ? ag_paper_say(p, &gap_words, gap) : ag_paper_say(p, &no_gap));
    if (json_is_true(json_object_get(p->record, "cover")))
        ag_paper_paragraph(p, section, ag_paper_say(p, &cover_words));
}

static void add_decisions_section(ag_paper *p) {
    size_t i;
    const json_t *step;
    ag_node *section = ag_paper_section(p, &decisions_title);
    ag_node *table = ag_paper_table(p, section, NULL, decision_column, DECISION_COLUMNS);
    json_array_foreach(json_object_get(p->record, "decisions"), i, step) {
        const char *cell[DECISION_COLUMNS] = {
            ag_paper_date(p, ag_paper_text(step, "at")),
            ag_paper_term(p, steps, ag_paper_text(step, "action")),
            ag_paper_text(step, "by"),
            ag_paper_term(p, roles, ag_paper_text(step, "role")),
            ag_document_format(&p->document, "%lld", (long long)ag_paper_integer(step, "entry")),
        };
        ag_paper_row(p, table, cell, DECISION_COLUMNS);
    }
}

static void compose(ag_paper *p) {
    add_result(p);
    add_hypotheses_section(p);
    add_evidence_section(p);
    add_against(p);
    add_decisions_section(p);
    ag_paper_signature(p, &board);
}

const ag_paper_type ag_paper_identification_report = {
    .name = "identification-report",
    .kinds = "case",
    .roles = AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER,
    .title = {{"Identification report", "신원 확인 보고서", "Отчёт об идентификации", "Звіт про ідентифікацію"}},
    .gather = gather,
    .compose = compose,
    .help = "a case for professionals: hypotheses, evidence, LR and prior apart, alarms, decisions",
};
