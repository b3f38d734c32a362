/* The history of a request for return: each time it was made, each reminder, each answer and each silence, in the order
 * of their days, with the channel and the proof of delivery; what was decided about it; and what the law says, the
 * treaty and custom beside each other. Words that were written are sealed and stay so: what kind of answer it was is
 * told, not how it was put. */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/repatriation.h"
#include "journal/entry.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering ------------------------------------------------------------------------------------------------- */

static void gather_day(ag_gather *g, json_t *into, const char *name, int64_t day) {
    if (day != INT64_MIN) ag_gather_text(g, into, name, ag_text_of(ag_request_day(&g->view, day)));
}

static void gather_letters(ag_gather *g) {
    static const char *const column[] = {"kind",  "direction", "channel",   "date",  "answer", "reason",
                                         "tells", "deadline",  "delivered", "proof", "copy"};
    const ag_row *row = &g->view.row;
    const int64_t first = ag_row_integer(row, "first_sent", INT64_MAX);
    int n;
    const ag_row *letter = ag_request_letters(&g->view, ag_row_subject(&g->view, row), &n);
    json_t *list = json_array();
    for (int i = 0; i < n; i++) {
        const int64_t day = ag_row_integer(&letter[i], "day", 0);
        json_t *one = json_object();
        for (size_t c = 0; c < sizeof column / sizeof *column; c++) ag_gather_column(g, one, &letter[i], column[c]);
        if (day >= first) json_object_set_new(one, "waited", json_integer(day - first));
        json_array_append_new(list, one);
    }
    json_object_set_new(g->record, "letters", list);
}

/* What people decided about it, from its own entries, the oldest first. */
static ag_status gather_decisions(ag_gather *g, ag_error *err) {
    const ag_past *past;
    int n;
    json_t *list = json_array();
    json_object_set_new(g->record, "decisions", list);
    ag_status status = ag_casebook_history(&g->view, ag_row_subject(&g->view, &g->view.row), 0, &past, &n, err);
    for (int i = n - 1; i >= 0 && status == AG_OK; i--) {
        ag_entry entry;
        status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) return status;
        json_t *one = json_object();
        const ag_text when = entry.when.n ? entry.when : (ag_text){entry.at.at, 10};
        ag_gather_text(g, one, "when", when);
        ag_gather_text(g, one, "action", entry.action);
        ag_gather_text(g, one, "role", entry.role);
        json_object_set_new(one, "entry", json_integer((json_int_t)past[i].seq));
        json_array_append_new(list, one);
        ag_entry_deinit(&entry);
    }
    return status;
}

static void gather_law(ag_gather *g) {
    const ag_row *row = &g->view.row;
    const int64_t offered = ag_row_integer(row, "offered", INT64_MIN);
    ag_gather_column(g, g->record, row, "objector");
    gather_day(g, g->record, "objected", ag_row_integer(row, "objected", INT64_MIN));
    gather_day(g, g->record, "lodged", ag_row_integer(row, "lodged", INT64_MIN));
    gather_day(g, g->record, "noticed", ag_row_integer(row, "noticed", INT64_MIN));
    gather_day(g, g->record, "offered", offered);
    if (offered != INT64_MIN) gather_day(g, g->record, "five_years", offered + AG_FIVE_YEARS);
}

static ag_status gather(ag_gather *g, ag_error *err) {
    static const char *const column[] = {"state", "direction",     "holder", "claimant", "bodies",
                                         "times", "all_reminders", "copied", "refused",  "deadline"};
    const ag_row *row = &g->view.row;
    const int64_t first = ag_row_integer(row, "first_sent", INT64_MIN), ended = ag_request_until(&g->view, row);
    const ag_text subject = ag_row_subject(&g->view, row);
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) ag_gather_column(g, g->record, row, column[i]);
    json_object_set_new(g->record, "items",
                        json_integer(ag_view_count(&g->view, &ag_kind_request_item, "request", subject, NULL)));
    gather_day(g, g->record, "first_sent", first);
    gather_day(g, g->record, "contact", ag_row_integer(row, "contact", INT64_MIN));
    gather_day(g, g->record, "until", ended);
    if (first != INT64_MIN) json_object_set_new(g->record, "waited", json_integer(ended - first));
    gather_letters(g);
    gather_law(g);
    ag_gather_essential(g, subject);
    ag_gather_essential(g, ag_row_text(row, "state"));
    if (first != INT64_MIN)
        ag_gather_essential(
            g, ag_text_of(ag_view_say(&g->view, "%s … %s (%lld)", ag_paper_text(g->record, "first_sent"),
                                      ag_paper_text(g->record, "until"), (long long)ag_row_integer(row, "times", 0))));
    return gather_decisions(g, err);
}

/* ---- Words ----------------------------------------------------------------------------------------------------- */

static const ag_phrase the_request = {{"The request", "요청의 개요", "Запрос", "Запит"}};
static const ag_phrase what = {{"What it is", "종류", "Что это", "Що це"}};
static const ag_phrase holder = {
    {"Who holds the dead", "유해를 보관하는 쪽", "У кого находятся погибшие", "У кого перебувають загиблі"}};
static const ag_phrase claimant = {{"Who is to have them", "유해를 받을 쪽", "Кому их вернуть", "Кому їх повернути"}};
static const ag_phrase dead_listed = {{"Dead, listed", "명단에 있는 유해", "Погибших в списке", "Загиблих у списку"}};
static const ag_phrase dead_counted = {
    {"Dead, not listed", "명단에 없는 유해", "Погибших вне списка", "Загиблих поза списком"}};
static const ag_phrase state_now = {{"How it stands", "현재 상태", "Состояние", "Стан"}};
static const ag_phrase first_asked = {{"First asked", "첫 요청", "Запрошено впервые", "Запитано вперше"}};
static const ag_phrase times_asked = {{"Times asked", "요청 횟수", "Сколько раз запрошено", "Скільки разів запитано"}};
static const ag_phrase reminders = {{"Reminders", "독촉 횟수", "Напоминаний", "Нагадувань"}};
static const ag_phrase last_contact = {{"Last contact", "마지막 연락", "Последняя связь", "Останній зв’язок"}};
static const ag_phrase waited = {{"Waited", "기다린 기간", "Ожидание", "Очікування"}};
static const ag_phrase days_until = {{"{0} {0:day|days}, until {1}", "{0}일, {1}까지",
                                      "{0} {0:день|дня|дней|дня}, по {1}", "{0} {0:день|дні|днів|дня}, по {1}"}};
static const ag_phrase asked_until = {
    {"Answer asked for until", "회답 기한", "Ответ просили дать до", "Відповідь просили дати до"}};
static const ag_phrase agency = {{"Copy to the Central Tracing Agency", "중앙심인국에 보낸 사본",
                                  "Копия Центральному агентству по розыску", "Копія Центральному агентству з розшуку"}};
static const ag_phrase sent = {{"sent", "보냄", "направлена", "надіслано"}};
static const ag_phrase not_sent = {{"not sent", "보내지 않음", "не направлена", "не надіслано"}};
static const ag_phrase agency_knows = {{"Told the Agency where they lie", "묻힌 곳을 중앙심인국에 알린 날",
                                        "Агентству сообщено, где они лежат", "Агентству повідомлено, де вони лежать"}};

static const ag_term directions[] = {
    {"offer",
     {{"an offer by who holds them", "보관하는 쪽의 송환 제의", "предложение того, у кого они находятся",
       "пропозиція того, у кого вони перебувають"}}},
    {"claim-state", {{"a claim by a State", "국가의 송환 요청", "запрос государства", "запит держави"}}},
    {"claim-kin",
     {{"a claim by next of kin", "가까운 친족의 송환 요청", "запрос ближайших родственников",
       "запит найближчих родичів"}}},
    {NULL, {{NULL}}},
};
static const ag_term states[] = {
    {"DRAFT", {{"not sent", "보내지 않음", "не отправлен", "не надіслано"}}},
    {"SENT",
     {{"sent; no answer yet", "보냄, 아직 회답 없음", "отправлен; ответа пока нет", "надіслано; відповіді ще немає"}}},
    {"ACKNOWLEDGED",
     {{"receipt acknowledged; no answer yet", "접수 확인, 아직 회답 없음", "получение подтверждено; ответа пока нет",
       "отримання підтверджено; відповіді ще немає"}}},
    {"NEGOTIATING", {{"being negotiated", "협의 중", "идут переговоры", "тривають переговори"}}},
    {"ACCEPTED", {{"accepted", "수락", "принят", "прийнято"}}},
    {"SCHEDULED",
     {{"accepted; handover arranged", "수락, 인계 일정 합의", "принят; передача назначена",
       "прийнято; передавання призначено"}}},
    {"HANDED_OVER", {{"handed over", "인계함", "передача состоялась", "передавання відбулося"}}},
    {"RECONCILED",
     {{"handed over; lists compared", "인계함, 명단 대조 완료", "передача состоялась; списки сверены",
       "передавання відбулося; списки звірено"}}},
    {"CLOSED", {{"concluded", "종결", "завершён", "завершено"}}},
    {"REFUSED_EXPRESS", {{"refused", "거부", "отказано", "відмовлено"}}},
    {"REFUSED_CONDITIONAL",
     {{"refused unless conditions are met", "조건을 붙여 거부", "отказано до выполнения условий",
       "відмовлено до виконання умов"}}},
    {"NO_ANSWER",
     {{"no answer in the time that was set", "기한 안에 회답 없음", "нет ответа в назначенный срок",
       "немає відповіді у призначений строк"}}},
    {"DENIED_SUBJECT",
     {{"answered: they are not ours", "자기 측 사람이 아니라고 회답", "ответ: это не наши люди",
       "відповідь: це не наші люди"}}},
    {"ANSWER_DISPUTED",
     {{"the two sides say different things of the answer", "회답에 대한 두 쪽의 말이 다름",
       "стороны по-разному говорят об ответе", "сторони по-різному кажуть про відповідь"}}},
    {"WITHDRAWN", {{"withdrawn", "철회", "отозван", "відкликано"}}},
    {"CLOSED_REFUSED",
     {{"refused; the dead are kept safe and it is asked again every year",
       "거부, 유해를 안전하게 보관하며 해마다 다시 요청",
       "отказано; погибшие в сохранности, запрос повторяется каждый год",
       "відмовлено; загиблі у збереженні, запит повторюється щороку"}}},
    {NULL, {{NULL}}},
};

static const ag_phrase written = {{"What was written", "주고받은 문서", "Переписка", "Листування"}};
static const ag_phrase nothing_written = {
    {"Nothing has been written yet.", "아직 주고받은 문서가 없습니다.", "Переписки пока нет.", "Листування ще немає."}};
static const ag_phrase written_caption = {{"In the order of their days. “Days” are counted from the first request.",
                                           "날짜순으로 적었습니다. ‘일수’는 첫 요청부터 센 것입니다.",
                                           "В порядке дат. Дни отсчитаны от первого запроса.",
                                           "За датами. Дні відлічено від першого запиту."}};
static const ag_phrase column[] = {
    {{"Date", "날짜", "Дата", "Дата"}},
    {{"What", "내용", "Что", "Що"}},
    {{"Way", "방향", "Направление", "Напрям"}},
    {{"Channel", "경로", "Через кого", "Через кого"}},
    {{"Proof of arrival", "전달 확인", "Доказательство вручения", "Доказ вручення"}},
    {{"#Days", "#일수", "#Дней", "#Днів"}},
};
enum { COLUMNS = sizeof column / sizeof *column };
static const ag_term ways[] = {
    {"out", {{"sent", "보냄", "отправлено", "надіслано"}}},
    {"in", {{"received", "받음", "получено", "отримано"}}},
    {NULL, {{NULL}}},
};
static const ag_term channels[] = {
    {"direct", {{"direct", "직접", "напрямую", "напряму"}}},
    {"protecting-power", {{"Protecting Power", "이익보호국", "Держава-покровительница", "Держава-покровителька"}}},
    {"cta-icrc",
     {{"ICRC, Central Tracing Agency", "국제적십자위원회 중앙심인국", "МККК, Центральное агентство по розыску",
       "МКЧХ, Центральне агентство з розшуку"}}},
    {"third-state", {{"third State", "제3국", "третье государство", "третя держава"}}},
    {"press-only", {{"press alone", "언론 보도뿐", "только печать", "лише преса"}}},
    {NULL, {{NULL}}},
};
static const ag_term kinds[] = {
    {"request", {{"Request", "요청", "Запрос", "Запит"}}},
    {"offer", {{"Offer", "제의", "Предложение", "Пропозиція"}}},
    {"reminder", {{"Reminder", "독촉", "Напоминание", "Нагадування"}}},
    {"answer", {{"Answer", "회답", "Ответ", "Відповідь"}}},
    {"notice", {{"Notice", "통지", "Уведомление", "Повідомлення"}}},
    {"acknowledgement", {{"Acknowledgement", "접수 확인", "Подтверждение получения", "Підтвердження отримання"}}},
    {"press-report",
     {{"Press report: what others say of an answer, no answer itself",
       "언론 보도: 회답에 대한 남의 말이며 회답 자체가 아님", "Сообщение печати: чужие слова об ответе, не сам ответ",
       "Повідомлення преси: чужі слова про відповідь, не сама відповідь"}}},
    {NULL, {{NULL}}},
};
static const ag_term answers[] = {
    {"accepted", {{"accepted", "수락", "согласие", "згода"}}},
    {"accepted-part", {{"accepted in part", "일부 수락", "частичное согласие", "часткова згода"}}},
    {"refused", {{"refused", "거부", "отказ", "відмова"}}},
    {"conditional",
     {{"refused unless conditions are met", "조건을 붙여 거부", "отказ до выполнения условий",
       "відмова до виконання умов"}}},
    {"negotiate", {{"ready to negotiate", "협의하겠음", "готовность к переговорам", "готовність до переговорів"}}},
    {"denied-subject", {{"they are not ours", "자기 측 사람이 아님", "это не наши люди", "це не наші люди"}}},
    {"position", {{"where they lie", "묻힌 곳", "где они лежат", "де вони лежать"}}},
    {"host-law",
     {{"that the host's own law will apply", "보관국의 국내법 적용", "о применении права страны захоронения",
       "про застосування права країни поховання"}}},
    {"reinterment", {{"the place of re-interment", "이장할 곳", "о месте перезахоронения", "про місце перепоховання"}}},
    {"other", {{"other", "기타", "прочее", "інше"}}},
    {NULL, {{NULL}}},
};
static const ag_term reasons[] = {
    {"none", {{"no reason given", "이유를 밝히지 않음", "причина не названа", "причини не названо"}}},
    {"no-such-troops",
     {{"there were no such troops", "그러한 부대가 없었다고 함", "таких войск не было", "таких військ не було"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase reason_of = {{"{0}: {1} ({2})", "{0}: {1} ({2})", "{0}: {1} ({2})", "{0}: {1} ({2})"}};
static const ag_phrase content_of = {{"{0}: {1}", "{0}: {1}", "{0}: {1}", "{0}: {1}"}};
static const ag_phrase answer_by = {{"{0}; answer asked for until {1}", "{0}, 회답 기한 {1}",
                                     "{0}; ответ просили дать до {1}", "{0}; відповідь просили дати до {1}"}};
static const ag_phrase none = {{"none", "없음", "нет", "немає"}};

static const ag_phrase decided = {{"What was decided", "내린 결정", "Принятые решения", "Ухвалені рішення"}};
static const ag_phrase decided_column[] = {
    {{"Date", "날짜", "Дата", "Дата"}},
    {{"Decision", "결정", "Решение", "Рішення"}},
    {{"#Entry", "#기록", "#Запись", "#Запис"}},
};
static const ag_term decisions[] = {
    {"request.open",
     {{"The request was prepared.", "요청을 준비하였습니다.", "Запрос подготовлен.", "Запит підготовлено."}}},
    {"request.no_answer",
     {{"Established that there was no answer: it had arrived, the time was over, and a reminder had been sent.",
       "회답이 없었음을 확정하였습니다. 요청이 전달되었고 기한이 지났으며 독촉도 하였습니다.",
       "Установлено отсутствие ответа: запрос вручён, срок истёк, напоминание направлено.",
       "Встановлено відсутність відповіді: запит вручено, строк минув, нагадування надіслано."}}},
    {"request.dispute",
     {{"Recorded that the two sides say different things of the answer.",
       "회답에 대한 두 쪽의 말이 다름을 기록하였습니다.", "Записано, что стороны по-разному говорят об ответе.",
       "Записано, що сторони по-різному кажуть про відповідь."}}},
    {"request.object",
     {{"Recorded that a State objects to the claim of the kin.", "친족의 요청에 한 국가가 반대함을 기록하였습니다.",
       "Записано, что государство возражает против запроса родственников.",
       "Записано, що держава заперечує проти запиту родичів."}}},
    {"request.schedule",
     {{"A handover was arranged.", "인계 일정을 정하였습니다.", "Передача назначена.", "Передавання призначено."}}},
    {"request.hand_over",
     {{"The handover took place.", "인계가 이루어졌습니다.", "Передача состоялась.", "Передавання відбулося."}}},
    {"request.reconcile",
     {{"The lists of both sides were compared.", "두 쪽의 명단을 대조하였습니다.", "Списки сторон сверены.",
       "Списки сторін звірено."}}},
    {"request.close",
     {{"The request was concluded.", "요청을 종결하였습니다.", "Запрос завершён.", "Запит завершено."}}},
    {"request.close_refused",
     {{"Put away as refused: the dead are examined, sampled, in graves of their own or in the cold, and the Central "
       "Tracing Agency knows where.",
       "거부된 채 보류하였습니다. 유해는 검안과 시료 채취를 마치고 저마다의 무덤이나 냉동 보관소에 있으며, 그 위치를 "
       "중앙심인국에 "
       "알렸습니다.",
       "Отложен после отказа: погибшие осмотрены, образцы взяты, они лежат в отдельных могилах или на холоде, и "
       "Центральное агентство по розыску знает где.",
       "Відкладено після відмови: загиблих оглянуто, зразки взято, вони лежать в окремих могилах або на холоді, і "
       "Центральне агентство з розшуку знає де."}}},
    {"request.withdraw",
     {{"The request was withdrawn.", "요청을 철회하였습니다.", "Запрос отозван.", "Запит відкликано."}}},
    {NULL, {{NULL}}},
};

static const ag_phrase law = {{"What the law says", "법의 규정", "Что говорит право", "Що каже право"}};
static const ag_phrase treaty = {
    {"Treaty (Additional Protocol I to the Geneva Conventions, article 34(2)): remains and personal effects go home at "
     "the request of the home "
     "country or, unless that country objects, at the request of the next of kin.",
     "조약(제네바협약 제1추가의정서 제34조 2항): 유해와 유품은 본국의 요청에 따라, 또는 본국이 반대하지 않는 한 가까운 "
     "친족의 요청에 따라 "
     "본국으로 돌려보냅니다.",
     "Договор (Дополнительный протокол I к Женевским конвенциям, статья 34(2)): останки и личные вещи возвращаются на "
     "родину по просьбе "
     "государства происхождения или, если оно не возражает, по просьбе ближайших родственников.",
     "Договір (Додатковий протокол I до Женевських конвенцій, стаття 34(2)): рештки та особисті речі повертаються на "
     "батьківщину на прохання "
     "держави походження або, якщо вона не заперечує, на прохання найближчих родичів."}};
static const ag_phrase custom = {{"Custom (Rule 114 of customary international humanitarian law): the parties "
                                  "endeavour to facilitate the return at the request of the party "
                                  "to which the dead belong or of their next of kin; personal effects must be "
                                  "returned. Custom knows no objection of the home country.",
                                  "관습법(국제인도관습법 규칙 114): 당사자들은 전사자가 속한 쪽 또는 가까운 친족의 "
                                  "요청에 따라 송환이 이루어지도록 힘써야 하며, 유품은 반드시 "
                                  "돌려주어야 합니다. 관습법에는 본국의 반대에 관한 규정이 없습니다.",
                                  "Обычай (норма 114 обычного международного гуманитарного права): стороны стремятся "
                                  "содействовать возвращению по просьбе стороны, к которой "
                                  "принадлежали погибшие, или их ближайших родственников; личные вещи должны быть "
                                  "возвращены. Обычай не знает возражения государства происхождения.",
                                  "Звичай (норма 114 звичаєвого міжнародного гуманітарного права): сторони прагнуть "
                                  "сприяти поверненню на прохання сторони, до якої належали "
                                  "загиблі, або їхніх найближчих родичів; особисті речі має бути повернуто. Звичай не "
                                  "знає заперечення держави походження."}};
static const ag_phrase objection = {{"{0} objected to the claim of the kin on {1}. Under the treaty that counts, under "
                                     "custom it does not. Both are stated here.",
                                     "{0} 측은 {1}에 친족의 요청에 반대하였습니다. 조약에 따르면 이는 효력이 있고 "
                                     "관습법에 따르면 효력이 없습니다. 여기에 두 가지를 모두 적습니다.",
                                     "{1} поступило возражение против запроса родственников: {0}. По договору оно "
                                     "имеет значение, по обычаю нет. Здесь указано и то и другое.",
                                     "{1} надійшло заперечення проти запиту родичів: {0}. За договором воно має "
                                     "значення, за звичаєм ні. Тут зазначено і те і те."}};
static const ag_phrase no_objection = {
    {"No objection of the home country is on record.", "본국의 반대는 기록된 것이 없습니다.",
     "Возражений государства происхождения не записано.", "Заперечень держави походження не записано."}};
static const ag_phrase five_years = {
    {"The offer whose arrival is proved is of {0}. Five years from it end on {1}. Only then, and after a notice that "
     "has arrived, may the host's own law on cemeteries apply (article 34(3)).",
     "전달이 확인된 송환 제의의 날짜는 {0}입니다. 그로부터 5년은 {1}에 끝납니다. 그 뒤에, 그리고 통지가 전달된 뒤에만 "
     "보관국의 묘지에 관한 국내법이 적용될 수 있습니다(제34조 3항).",
     "{0} сделано предложение, вручение которого доказано; {1} истекают пять лет с этого дня. Лишь после этого и после "
     "вручённого уведомления может применяться право страны захоронения о кладбищах (статья 34(3)).",
     "{0} зроблено пропозицію, вручення якої доведено; {1} спливають п’ять років від цього дня. Лише після того і "
     "після врученого повідомлення може застосовуватися право країни поховання про кладовища (стаття 34(3))."}};
static const ag_phrase notice_arrived = {{"The notice arrived on {0}.", "통지는 {0}에 전달되었습니다.",
                                          "{0} уведомление вручено.", "{0} повідомлення вручено."}};
static const ag_phrase notice_lacks = {
    {"No such notice is proved to have arrived.", "그러한 통지가 전달되었다는 증거는 없습니다.",
     "Вручение такого уведомления не доказано.", "Вручення такого повідомлення не доведено."}};
static const ag_phrase refusal = {
    {"Neither a refusal nor silence allows anything to be done to the dead that cannot be undone. They are kept in "
     "graves of their own or in the "
     "cold, their samples are kept, kin may ask for them, and the request is made again every year.",
     "거부도 침묵도 유해에 돌이킬 수 없는 일을 하도록 허락하지 않습니다. 유해는 저마다의 무덤이나 냉동 보관소에 "
     "모시고, 시료를 보존하며, 친족이 송환을 "
     "요청할 수 있고, 요청은 해마다 다시 합니다.",
     "Ни отказ, ни молчание не дают права сделать с погибшими что-либо необратимое. Их хранят в отдельных могилах или "
     "на холоде, образцы "
     "сохраняются, родственники могут просить о них, и запрос повторяется каждый год.",
     "Ні відмова, ні мовчання не дають права зробити із загиблими щось незворотне. Їх зберігають в окремих могилах або "
     "на холоді, зразки "
     "зберігаються, родичі можуть просити про них, і запит повторюється щороку."}};
static const ag_phrase unverified = {
    {"Article 34(2) and (3) is given in our own words, which have not been compared with the official text.",
     "제34조 2항과 3항은 저희의 말로 옮긴 것이며 공식 원문과 대조하지 않았습니다.",
     "Статья 34(2) и (3) изложена нашими словами; с официальным текстом они не сверялись.",
     "Статтю 34(2) і (3) викладено нашими словами; з офіційним текстом їх не звіряли."}};
static const ag_phrase keeper = {{"For the site that issues this history", "이 기록을 발행하는 기관",
                                  "За учреждение, выдавшее эту историю", "За установу, яка видала цю історію"}};

/* ---- Composing ------------------------------------------------------------------------------------------------- */

static const char *count_of(ag_paper *p, const char *name) {
    const int64_t n = ag_paper_integer(p->record, name);
    return n ? ag_paper_count(p, n) : "";
}

static const char *date_of(ag_paper *p, const json_t *of, const char *name) {
    const char *date = ag_paper_text(of, name);
    return *date ? ag_paper_date(p, date) : "";
}

static void compose_request(ag_paper *p) {
    const json_t *r = p->record;
    ag_node *facts = ag_document_add(&p->document, ag_paper_section(p, &the_request), AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &what, ag_paper_term(p, directions, ag_paper_text(r, "direction")));
    ag_paper_fact(p, facts, &holder, ag_whom_power(p, ag_paper_text(r, "holder")));
    ag_paper_fact(p, facts, &claimant,
                  strcmp(ag_paper_text(r, "direction"), "claim-kin") == 0
                      ? ag_whom_kin(p, ag_paper_text(r, "claimant"))
                      : ag_whom_power(p, ag_paper_text(r, "claimant")));
    ag_paper_fact(p, facts, &dead_listed, count_of(p, "items"));
    ag_paper_fact(p, facts, &dead_counted, count_of(p, "bodies"));
    ag_paper_fact(p, facts, &state_now, ag_paper_term(p, states, ag_paper_text(r, "state")));
    if (!ag_paper_integer(r, "times")) return;
    ag_paper_fact(p, facts, &first_asked, date_of(p, r, "first_sent"));
    ag_paper_fact(p, facts, &times_asked, count_of(p, "times"));
    ag_paper_fact(p, facts, &reminders, count_of(p, "all_reminders"));
    ag_paper_fact(p, facts, &last_contact, date_of(p, r, "contact"));
    ag_paper_fact(
        p, facts, &waited,
        ag_paper_say(p, &days_until, ag_paper_count(p, ag_paper_integer(r, "waited")), date_of(p, r, "until")));
    ag_paper_fact(p, facts, &asked_until, date_of(p, r, "deadline"));
    ag_paper_fact(p, facts, &agency, ag_paper_say(p, *ag_paper_text(r, "copied") ? &sent : &not_sent));
    ag_paper_fact(p, facts, &agency_knows, date_of(p, r, "lodged"));
}

/* "Answer: refused (no reason given)", "Offer; answer asked for until …" */
static const char *content(ag_paper *p, const json_t *letter) {
    const bool offer = strcmp(ag_paper_text(p->record, "direction"), "offer") == 0;
    const char *kind = ag_paper_text(letter, "kind"), *reason = ag_paper_text(letter, "reason"),
               *answer = ag_paper_text(letter, "answer"), *deadline = ag_paper_text(letter, "deadline");
    const char *said = ag_paper_term(p, kinds, offer && strcmp(kind, "request") == 0 ? "offer" : kind);
    if (!*answer) answer = ag_paper_text(letter, "tells");
    if (*answer && *reason)
        said = ag_paper_say(p, &reason_of, said, ag_paper_term(p, answers, answer), ag_paper_term(p, reasons, reason));
    else if (*answer)
        said = ag_paper_say(p, &content_of, said, ag_paper_term(p, answers, answer));
    return *deadline ? ag_paper_say(p, &answer_by, said, ag_paper_date(p, deadline)) : said;
}

static const char *proof_of(ag_paper *p, const json_t *letter) {
    const char *date = date_of(p, letter, "delivered"), *proof = ag_paper_text(letter, "proof");
    if (!*date) return strcmp(ag_paper_text(letter, "direction"), "out") == 0 ? ag_paper_say(p, &none) : "";
    return *proof ? ag_document_format(&p->document, "%s, %s", date, proof) : date;
}

static void compose_letters(ag_paper *p) {
    const json_t *letters = json_object_get(p->record, "letters"), *letter;
    size_t i;
    ag_node *section = ag_paper_section(p, &written), *table = NULL;
    if (json_array_size(letters))
        table = ag_paper_table(p, section, &written_caption, column, COLUMNS);
    else
        ag_paper_paragraph(p, section, ag_paper_say(p, &nothing_written));
    json_array_foreach(letters, i, letter) {
        const char *cell[COLUMNS] = {
            date_of(p, letter, "date"),
            content(p, letter),
            ag_paper_term(p, ways, ag_paper_text(letter, "direction")),
            ag_paper_term(p, channels, ag_paper_text(letter, "channel")),
            proof_of(p, letter),
            json_object_get(letter, "waited") ? ag_paper_count(p, ag_paper_integer(letter, "waited")) : "",
        };
        ag_paper_row(p, table, cell, COLUMNS);
    }
}

static void compose_decisions(ag_paper *p) {
    const json_t *list = json_object_get(p->record, "decisions"), *one;
    size_t i;
    ag_node *table = ag_paper_table(p, ag_paper_section(p, &decided), NULL, decided_column, 3);
    json_array_foreach(list, i, one) {
        const char *cell[3] = {date_of(p, one, "when"), ag_paper_term(p, decisions, ag_paper_text(one, "action")),
                               ag_document_format(&p->document, "%lld", (long long)ag_paper_integer(one, "entry"))};
        ag_paper_row(p, table, cell, 3);
    }
}

static void compose_law(ag_paper *p) {
    const json_t *r = p->record;
    ag_node *section = ag_paper_section(p, &law);
    ag_paper_paragraph(p, section, ag_paper_say(p, &treaty));
    ag_paper_paragraph(p, section, ag_paper_say(p, &custom));
    if (*ag_paper_text(r, "objector"))
        ag_paper_paragraph(
            p, section,
            ag_paper_say(p, &objection, ag_whom_power(p, ag_paper_text(r, "objector")), date_of(p, r, "objected")));
    else if (strcmp(ag_paper_text(r, "direction"), "claim-kin") == 0)
        ag_paper_paragraph(p, section, ag_paper_say(p, &no_objection));
    if (*ag_paper_text(r, "offered")) {
        ag_paper_paragraph(p, section,
                           ag_paper_say(p, &five_years, date_of(p, r, "offered"), date_of(p, r, "five_years")));
        ag_paper_paragraph(p, section,
                           *ag_paper_text(r, "noticed") ? ag_paper_say(p, &notice_arrived, date_of(p, r, "noticed"))
                                                        : ag_paper_say(p, &notice_lacks));
    }
    if (*ag_paper_text(r, "refused")) ag_paper_paragraph(p, section, ag_paper_say(p, &refusal));
    ag_document_add(&p->document, section, AG_BLOCK_QUIET, ag_paper_say(p, &unverified));
}

static void compose(ag_paper *p) {
    compose_request(p);
    compose_letters(p);
    compose_decisions(p);
    compose_law(p);
    ag_paper_signature(p, &keeper);
}

const ag_paper_type ag_paper_request_history = {
    .name = "request-history",
    .kinds = "request",
    .roles = AG_CASE_OFFICER | AG_LEGAL | AG_LIAISON | AG_REVIEWER | AG_INVESTIGATOR,
    .title = {{"History of a request for return", "유해 송환 요청의 경과", "История запроса о возвращении погибших",
               "Історія запиту про повернення загиблих"}},
    .gather = gather,
    .compose = compose,
    .help = "every time a return was asked for, every answer and every silence, with what the law says",
};
