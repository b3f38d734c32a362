/* The dossier on paper: what an approved release lets out, in the order of time, by subject matter; and what is not in
 * it and why.
 *
 * Its record is what the release's file says (release_file.h), and nothing else: the allow-list of the profile holds on
 * paper too. The file has the proofs; the paper names its digest.
 */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/release_file.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

enum { MOST_FACTS = 3000 }; /* more than that nobody reads on paper */

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static ag_status gather(ag_gather *g, ag_error *err) {
    json_t *said = NULL;
    const ag_text subject = ag_row_subject(&g->view, &g->view.row);
    const ag_status status = ag_release_gather(g->view.casebook, g->actor, subject, &said, err);
    const size_t facts = json_array_size(json_object_get(said, "facts"));
    if (status == AG_OK) json_object_update(g->record, said);
    json_decref(said);
    if (status != AG_OK) return status;
    if (facts > MOST_FACTS)
        return ag_fail(err, AG_REFUSED, "`antigone release` writes all of it into a file",
                       "the dossier has %zu facts; on paper at most %d are read", facts, MOST_FACTS);
    ag_gather_column(g, g->record, &g->view.row, "digest");
    ag_gather_essential(g, subject);
    ag_gather_essential(g, ag_row_text(&g->view.row, "to"));
    ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%zu", facts)));
    return AG_OK;
}

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const ag_phrase cover = {{"This dossier", "이 서류철", "Об этом досье", "Про це досьє"}};
static const ag_phrase for_whom = {{"For", "받는 곳", "Для кого", "Для кого"}};
static const ag_phrase as = {{"As", "자격", "В качестве", "Як"}};
static const ag_phrase basis = {{"Basis", "근거", "Основание", "Підстава"}};
static const ag_phrase frozen = {{"As recorded by", "기록 기준", "По состоянию на", "Станом на"}};
static const ag_phrase entry = {
    {"entry {0} of the journal", "장부의 기록 {0}", "запись {0} журнала", "запис {0} журналу"}};
static const ag_phrase contents = {{"Contents", "차례", "Содержание", "Зміст"}};
static const ag_phrase records = {
    {"{0} {0:record|records}", "기록 {0}건", "{0} {0:запись|записи|записей}", "{0} {0:запис|записи|записів}"}};
static const ag_phrase digest = {
    {"Digest of the file", "전자 문서의 요약값", "Контрольная сумма файла", "Контрольна сума файлу"}};
static const ag_phrase how = {
    {"Steps and fields stand under the names by which the journal keeps them, so that they can be compared with the "
     "file.",
     "단계와 항목은 전자 문서와 대조할 수 있도록 장부에 적힌 이름 그대로 적었습니다.",
     "Действия и поля приведены под теми именами, под которыми их хранит журнал, чтобы их можно было сверить с файлом.",
     "Дії та поля наведено під тими назвами, під якими їх зберігає журнал, щоб їх можна було звірити з файлом."}};
static const ag_phrase caption = {{"In the order in which it was recorded.", "기록된 순서대로 적었습니다.",
                                   "В порядке записи.", "У порядку запису."}};
static const ag_phrase column[] = {
    {{"When", "일시", "Когда", "Коли"}},
    {{"What", "대상", "Что", "Що"}},
    {{"Step", "단계", "Действие", "Дія"}},
    {{"Recorded", "기록 내용", "Записано", "Записано"}},
};
enum { COLUMNS = sizeof column / sizeof *column };
static const ag_phrase letters = {{"{0} sent, {1} received; {2} of those received refuse, in whole or in part.",
                                   "보낸 것 {0}건, 받은 것 {1}건. 받은 것 가운데 전부 또는 일부를 거절한 것 {2}건.",
                                   "Отправлено: {0}, получено: {1}; из полученных полный или частичный отказ: {2}.",
                                   "Надіслано: {0}, отримано: {1}; з отриманих повна або часткова відмова: {2}."}};
static const ag_phrase absent_title = {
    {"What is not in it, and why", "여기에 없는 것과 그 까닭", "Чего здесь нет и почему", "Чого тут немає і чому"}};
static const ag_phrase absent[] = {
    {{"Only what the rules of release name for this recipient is in it. What they do not name is left out without a "
      "mark.",
      "이 서류철에는 받는 곳에 대하여 공개 규정이 정한 것만 들어 있습니다. 규정에 없는 것은 표시 없이 뺐습니다.",
      "Сюда вошло только то, что правила передачи называют для этого получателя. Остальное опущено без пометок.",
      "Сюди увійшло лише те, що правила передачі називають для цього отримувача. Решту опущено без позначок."}},
    {{"Genetic data, relatives, addresses, sources of information and persons who may be alive are in no dossier. From "
      "this paper it cannot be seen whether there are any.",
      "유전 자료, 가족과 친척, 주소, 정보의 출처, 그리고 살아 있을 수 있는 사람에 관한 것은 어떤 서류철에도 넣지 "
      "않습니다. "
      "그러한 것이 있는지 없는지는 이 문서에서 알 수 없습니다.",
      "Генетические данные, родственники, адреса, источники сведений и люди, которые могут быть живы, не входят ни в "
      "одно "
      "досье. По этому документу нельзя узнать, есть ли такие сведения.",
      "Генетичні дані, родичі, адреси, джерела відомостей і люди, які можуть бути живими, не входять до жодного досьє. "
      "З "
      "цього документа не можна дізнатися, чи є такі відомості."}},
    {{"What was recorded after the entry named above is not in it.",
      "위에 적은 기록 뒤에 적힌 것은 들어 있지 않습니다.", "Записанное после указанной выше записи сюда не входит.",
      "Записане після зазначеного вище запису сюди не входить."}},
    {{"The file of this dossier shows for each record what is proved and by what. It can be checked without the "
      "journal.",
      "이 서류철의 전자 문서는 기록마다 무엇이 무엇으로 증명되는지 보여 줍니다. 장부가 없어도 확인할 수 있습니다.",
      "Файл этого досье показывает для каждой записи, что и чем доказано. Его можно проверить без журнала.",
      "Файл цього досьє показує для кожного запису, що і чим доведено. Його можна перевірити без журналу."}},
};
static const ag_phrase giver = {
    {"For the site that gives it", "내주는 기관", "За передающее учреждение", "За установу, яка передає"}};
static const ag_phrase taker = {{"Received", "받은 사람", "Получил(а)", "Отримав(ла)"}};
static const ag_term profiles[] = {
    {"public", {{"the public", "공개", "общественность", "громадськість"}}},
    {"partner", {{"a partner institution", "협력 기관", "учреждение-партнёр", "установа-партнер"}}},
    {"counterpart-state", {{"the other State", "상대 국가", "другое государство", "інша держава"}}},
    {"tribunal", {{"a court", "법정", "суд", "суд"}}},
    {"family", {{"the family", "가족", "семья", "родина"}}},
    {NULL, {{NULL}}},
};

typedef struct part {
    const char *kinds; /* separated by blanks */
    ag_phrase title;
} part;
static const part parts[] = {
    {"request request_item communication",
     {{"Requests and answers", "요청과 회답", "Запросы и ответы", "Запити та відповіді"}}},
    {"person name cover certificate", {{"The dead", "사망자", "Погибшие", "Загиблі"}}},
    {"remains individual container custody effect packet sample",
     {{"Remains, effects and custody", "유해와 유품, 보관 경로", "Останки, вещи и их хранение",
       "Останки, речі та їх зберігання"}}},
    {"case hypothesis evidence", {{"Identification", "신원 확인", "Опознание", "Ідентифікація"}}},
    {"grave order hold finding allegation site search",
     {{"Graves, orders and findings", "묘와 처리, 조사 결과", "Могилы, распоряжения и выводы",
       "Могили, розпорядження та висновки"}}},
    {"handover item discrepancy comparison",
     {{"Handovers and lists", "인계와 명단", "Передачи и списки", "Передавання та списки"}}},
    {"deployment assignment acknowledgement",
     {{"Troops, and who acknowledges them", "파병된 부대와 그 인정 여부", "Войска и кто их признаёт",
       "Війська і хто їх визнає"}}},
    {"event act inquiry", {{"What was done", "있었던 일", "Что было совершено", "Що було вчинено"}}},
    {"entitlement transfer",
     {{"What is owed and what was paid", "지급할 것과 지급한 것", "Что причитается и что выплачено",
       "Що належить і що виплачено"}}},
    {"claim", {{"What has been said", "알려진 주장", "Что заявлено", "Що заявлено"}}},
};
enum { PARTS = sizeof parts / sizeof *parts };

/* Of "remains:…" and "person/1". */
static bool is_of(const ag_paper *p, const json_t *fact, const part *of) {
    const char *subject = ag_paper_text(fact, "subject");
    const size_t n = strcspn(subject, ":/");
    return ag_words_have(of->kinds, ag_arena_text(p->arena, subject, n));
}

/* "from: team-2; to: morgue-1" */
static const char *said(ag_paper *p, const json_t *fields) {
    const char *name, *all = "";
    json_t *value;
    json_object_foreach((json_t *)fields, name, value) {
        all = ag_document_format(&p->document, "%s%s%s: %s", all, *all ? "; " : "", name, json_string_value(value));
    }
    return all;
}

static void add_fact(ag_paper *p, ag_node *table, const json_t *fact) {
    const char *action = ag_paper_text(fact, "action"), *dot = strchr(action, '.'), *on = ag_paper_text(fact, "on");
    const char *cell[COLUMNS] = {*on ? ag_paper_date(p, on) : "–", ag_paper_text(fact, "subject"), dot ? dot + 1 : "–",
                                 said(p, json_object_get(fact, "fields"))};
    ag_paper_row(p, table, cell, COLUMNS);
}

static int64_t count(const ag_paper *p, const part *of) {
    size_t i;
    const json_t *facts = json_object_get(p->record, "facts"), *fact;
    int64_t n = 0;
    json_array_foreach(facts, i, fact) { n += is_of(p, fact, of); }
    return n;
}

static bool field_is(const json_t *fact, const char *field, const char *value) {
    return strcmp(ag_paper_text(json_object_get(fact, "fields"), field), value) == 0;
}

static void say_letters(ag_paper *p, ag_node *section) {
    size_t i;
    const json_t *facts = json_object_get(p->record, "facts"), *fact;
    int64_t sent = 0, received = 0, refused = 0;
    json_array_foreach(facts, i, fact) {
        const bool in = field_is(fact, "direction", "in");
        sent += field_is(fact, "direction", "out");
        received += in;
        const char *answer = in ? ag_paper_text(json_object_get(fact, "fields"), "answer") : "";
        refused += *answer && strcmp(answer, "accepted") != 0 && strcmp(answer, "negotiate") != 0;
    }
    if (sent + received)
        ag_paper_paragraph(p, section,
                           ag_paper_say(p, &letters, ag_paper_count(p, sent), ag_paper_count(p, received),
                                        ag_paper_count(p, refused)));
}

static void add_part(ag_paper *p, const part *of) {
    size_t i;
    const json_t *facts = json_object_get(p->record, "facts"), *fact;
    ag_node *section = ag_paper_section(p, &of->title);
    if (of == parts) say_letters(p, section);
    ag_node *table = ag_paper_table(p, section, &caption, column, COLUMNS);
    json_array_foreach(facts, i, fact) {
        if (is_of(p, fact, of)) add_fact(p, table, fact);
    }
}

static void add_cover(ag_paper *p) {
    const json_t *about = json_object_get(p->record, "about");
    ag_node *section = ag_paper_section(p, &cover);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &for_whom, ag_whom_power(p, ag_paper_text(about, "to")));
    ag_paper_fact(p, facts, &as, ag_paper_term(p, profiles, ag_paper_text(about, "profile")));
    ag_paper_fact(p, facts, &basis, ag_paper_text(about, "basis"));
    ag_paper_fact(p, facts, &frozen,
                  ag_paper_say(p, &entry,
                               ag_document_format(&p->document, "%lld", (long long)ag_paper_integer(about, "frozen"))));
    ag_paper_fact(p, facts, &digest, ag_paper_text(p->record, "digest"));
    ag_paper_paragraph(p, section, ag_paper_say(p, &how));
    section = ag_paper_section(p, &contents);
    facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    for (int i = 0; i < PARTS; i++) {
        const int64_t n = count(p, &parts[i]);
        if (n) ag_paper_fact(p, facts, &parts[i].title, ag_paper_say(p, &records, ag_paper_count(p, n)));
    }
}

static void compose(ag_paper *p) {
    add_cover(p);
    for (int i = 0; i < PARTS; i++)
        if (count(p, &parts[i])) add_part(p, &parts[i]);
    ag_node *section = ag_paper_section(p, &absent_title);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        ag_paper_paragraph(p, section, ag_paper_say(p, &absent[i]));
    ag_paper_signature(p, &giver);
    ag_paper_signature(p, &taker);
}

const ag_paper_type ag_paper_dossier = {
    .name = "dossier",
    .kinds = "release",
    .roles = AG_CASE_OFFICER | AG_LEGAL | AG_INVESTIGATOR | AG_LIAISON,
    .title = {{"Dossier", "서류철", "Досье", "Досьє"}},
    .gather = gather,
    .compose = compose,
    .help = "what an approved release lets out, in the order of time, and what is not in it",
};
