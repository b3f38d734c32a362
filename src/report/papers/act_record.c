/* The record of an act, for an investigation and a court: what was done to whom, who had which part in it, the claims
 * on which each of it rests with their grades, and the files of evidence by their digests. Persons and sources stand
 * under their numbers: no name comes into it, and what is said is not stated as found. */
#include <string.h>

#include "casebook/deployments.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "journal/entry.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static ag_text text_of_json(const json_t *value) {
    return json_is_string(value) ? ag_text_of(json_string_value(value)) : (ag_text){NULL, 0};
}

static json_t *add_to(json_t *list) {
    json_t *one = json_object();
    json_array_append_new(list, one);
    return one;
}

/* Each claim once, however many parts of the act rest on it. */
static ag_status gather_claims(ag_gather *g, json_t *claims, ag_text names, ag_error *err) {
    static const char *const open[] = {"state", "predicate", "value", "said", "valid", "source", "file"};
    static const char *const sealed[] = {"text", NULL};
    ag_text name;
    ag_status status = AG_OK;
    while (status == AG_OK && ag_next_word(&names, &name)) {
        size_t i;
        const json_t *known;
        bool there = false;
        json_array_foreach(claims, i, known) {
            there = there || ag_text_equal(name, text_of_json(json_object_get(known, "claim")));
        }
        if (there) continue;
        const ag_row row = ag_view_row(&g->view, name);
        json_t *one = add_to(claims);
        ag_gather_text(g, one, "claim", name);
        for (size_t k = 0; k < sizeof open / sizeof *open; k++) ag_gather_column(g, one, &row, open[k]);
        const ag_row grade = ag_claim_last_grade(&g->view, name);
        ag_gather_column(g, one, &grade, "reliability");
        ag_gather_column(g, one, &grade, "credibility");
        status = ag_whom_open(g, one, &row, sealed, err);
    }
    return status;
}

static ag_status gather_involved(ag_gather *g, json_t *claims, ag_error *err) {
    static const char *const sealed[] = {"text", NULL};
    int n;
    const ag_row *row =
        ag_view_rows(&g->view, &ag_kind_involvement, "act", ag_row_subject(&g->view, &g->view.row), 0, &n);
    json_t *list = json_array();
    json_object_set_new(g->record, "involved", list);
    ag_status status = AG_OK;
    for (int i = 0; i < n && status == AG_OK; i++) {
        const ag_text person = ag_row_text(&row[i], "person");
        if (!ag_row_state(&row[i], "STANDING")) continue;
        json_t *one = add_to(list);
        ag_gather_text(g, one, "who", person.n ? person : ag_row_text(&row[i], "force"));
        ag_gather_column(g, one, &row[i], "role");
        ag_gather_column(g, one, &row[i], "claim");
        status = ag_whom_open(g, one, &row[i], sealed, err);
        if (status == AG_OK) status = gather_claims(g, claims, ag_row_text(&row[i], "claim"), err);
    }
    return status;
}

/* The entries that added a file, oldest first. */
static ag_status gather_evidence(ag_gather *g, ag_error *err) {
    static const char *const said[] = {"file", "sort", "made"};
    const ag_past *past;
    int n;
    json_t *list = json_array();
    json_object_set_new(g->record, "evidence", list);
    ag_status status = ag_casebook_history(&g->view, ag_row_subject(&g->view, &g->view.row), 0, &past, &n, err);
    for (int i = n - 1; i >= 0 && status == AG_OK; i--) {
        ag_entry entry;
        status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) break;
        if (ag_text_equal(entry.action, AG_TEXT("act.attach"))) {
            json_t *one = add_to(list);
            for (size_t k = 0; k < sizeof said / sizeof *said; k++)
                ag_gather_text(g, one, said[k], text_of_json(json_object_get(entry.data, said[k])));
            ag_gather_text(g, one, "at", entry.at);
            ag_gather_text(g, one, "by", entry.by);
            json_object_set_new(one, "entry", json_integer((json_int_t)past[i].seq));
        }
        ag_entry_deinit(&entry);
    }
    return status;
}

static ag_status gather_event(ag_gather *g, ag_error *err) {
    static const char *const sealed[] = {"place", "text", NULL};
    const ag_row event = ag_view_row(&g->view, ag_row_text(&g->view.row, "event"));
    if (!ag_row_there(&event)) return AG_OK;
    json_t *one = json_object();
    json_object_set_new(g->record, "event", one);
    ag_gather_text(g, one, "event", ag_row_subject(&g->view, &event));
    ag_gather_column(g, one, &event, "happened");
    return ag_whom_open(g, one, &event, sealed, err);
}

static ag_status gather(ag_gather *g, ag_error *err) {
    static const char *const open[] = {"type", "to", "happened", "finding", "state"};
    static const char *const sealed[] = {"place", "text", NULL};
    const ag_row *row = &g->view.row;
    json_t *claims = json_array();
    json_object_set_new(g->record, "claims", claims);
    ag_gather_text(g, g->record, "act", ag_row_subject(&g->view, row));
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) ag_gather_column(g, g->record, row, open[i]);
    ag_status status = ag_whom_open(g, g->record, row, sealed, err);
    if (status == AG_OK) status = gather_event(g, err);
    if (status == AG_OK) status = gather_claims(g, claims, ag_row_text(row, "claim"), err);
    if (status == AG_OK) status = gather_involved(g, claims, err);
    if (status == AG_OK) status = gather_evidence(g, err);
    const ag_row inquiry =
        ag_standing_first(&g->view, &ag_kind_inquiry, "person", ag_row_text(row, "to"), "OPEN CLOSED");
    if (ag_row_there(&inquiry)) ag_gather_text(g, g->record, "inquiry", ag_row_subject(&g->view, &inquiry));
    ag_gather_essential(g, ag_row_subject(&g->view, row));
    ag_gather_essential(g, ag_row_text(row, "to"));
    ag_gather_essential(g, ag_row_text(row, "happened"));
    return status;
}

/* ---- Words ------------------------------------------------------------------------------------------------------ */

static const ag_phrase what_it_is = {
    {"This record says what is said to have been done, who says so, and on what that rests. It is no finding of guilt: "
     "that is for a court.",
     "이 기록은 어떤 일이 있었다고 하는지, 누가 그렇게 말하는지, 그 근거가 무엇인지를 적은 것입니다. 죄를 판단하는 "
     "것이 "
     "아니며, 그 판단은 재판소가 합니다.",
     "Эта запись сообщает, что, по имеющимся утверждениям, было совершено, кто это утверждает и на чём это основано. "
     "Она "
     "не устанавливает вины: это дело суда.",
     "Цей запис повідомляє, що, за наявними твердженнями, було вчинено, хто це стверджує і на чому це ґрунтується. Він "
     "не "
     "встановлює вини: це справа суду."}};
static const ag_phrase numbers_only = {
    {"Persons and sources stand here under their numbers. Names are given to the court apart, under its protection.",
     "사람과 출처는 번호로만 적었습니다. 이름은 재판소의 보호 아래 따로 제출합니다.",
     "Люди и источники указаны здесь под номерами. Имена передаются суду отдельно, под его защитой.",
     "Людей і джерела зазначено тут під номерами. Імена передаються суду окремо, під його захистом."}};
static const ag_phrase withdrawn = {{"Withdrawn.", "철회됨.", "Отозвано.", "Відкликано."}};
static const ag_phrase not_held = {
    {"It is no longer held that this was done.", "지금은 이러한 일이 있었다고 보지 않습니다.",
     "Более не считается, что это было совершено.", "Більше не вважається, що це було вчинено."}};
static const ag_phrase of_who_ordered = {
    {"An ordered self-detonation is an act of the one who ordered it, done to the one who was ordered.",
     "명령에 의한 자폭은 명령한 사람이 명령받은 사람에게 한 행위입니다.",
     "Приказ подорвать себя — это деяние того, кто его отдал, в отношении того, кому он был отдан.",
     "Наказ підірвати себе — це діяння того, хто його віддав, щодо того, кому його було віддано."}};
static const ag_phrase the_act = {{"The act", "행위", "Деяние", "Діяння"}};
static const ag_phrase type = {{"What was done", "행위의 종류", "Что совершено", "Що вчинено"}};
static const ag_phrase to = {{"To whom", "피해자", "В отношении кого", "Щодо кого"}};
static const ag_phrase when = {{"When", "일시", "Когда", "Коли"}};
static const ag_phrase where = {{"Where", "장소", "Где", "Де"}};
static const ag_phrase words = {{"In words", "내용", "Описание", "Опис"}};
static const ag_phrase event = {{"In the event", "관련 사건", "В ходе события", "Під час події"}};
static const ag_phrase finding = {{"File on the remains", "유해 감정 기록", "Дело об останках", "Справа про рештки"}};
static const ag_phrase inquiry = {
    {"Inquiry into the death", "사망 조사", "Расследование смерти", "Розслідування смерті"}};
static const ag_phrase involved = {{"Who had a part in it", "관여한 사람과 조직", "Кто причастен", "Хто причетний"}};
static const ag_phrase nobody = {
    {"Nobody is named.", "이름이 알려진 관여자가 없습니다.", "Никто не назван.", "Нікого не названо."}};
static const ag_phrase involved_column[] = {
    {{"Who", "누가", "Кто", "Хто"}},
    {{"Part", "역할", "Роль", "Роль"}},
    {{"Rests on", "근거", "Основание", "Підстава"}},
};
static const ag_phrase involved_caption = {{"A person by number, or a force or State by its code.",
                                            "사람은 번호로, 부대나 국가는 부호로 적었습니다.",
                                            "Человек — под номером, формирование или государство — под кодом.",
                                            "Людина — під номером, формування чи держава — під кодом."}};
static const ag_phrase claims = {{"The claims", "진술과 주장", "Утверждения", "Твердження"}};
static const ag_phrase claim_column[] = {
    {{"Claim", "번호", "Номер", "Номер"}},
    {{"Source", "출처", "Источник", "Джерело"}},
    {{"Said", "말한 날", "Когда сказано", "Коли сказано"}},
    {{"What", "내용", "Что", "Що"}},
    {{"Grade", "평가", "Оценка", "Оцінка"}},
};
static const ag_phrase claim_caption = {
    {"Grade: reliability of the source from A to F, credibility of what it says from 1 to 6; F and 6: cannot be "
     "judged. "
     "A claim marked ▲ has been taken back.",
     "평가: 출처의 신뢰도는 A부터 F까지, 내용의 신빙성은 1부터 6까지이며, F와 6은 판단할 수 없다는 뜻입니다. ▲ 표시가 "
     "있는 것은 철회되었습니다.",
     "Оценка: надёжность источника от A до F, достоверность сказанного от 1 до 6; F и 6 — судить нельзя. Знаком ▲ "
     "отмечено "
     "утверждение, взятое назад.",
     "Оцінка: надійність джерела від A до F, достовірність сказаного від 1 до 6; F і 6 — судити не можна. Знаком ▲ "
     "позначено твердження, взяте назад."}};
static const ag_phrase evidence = {{"Files of evidence", "증거 자료", "Файлы доказательств", "Файли доказів"}};
static const ag_phrase no_evidence = {
    {"No file is kept with it.", "보관된 증거 자료가 없습니다.", "Файлов не хранится.", "Файлів не зберігається."}};
static const ag_phrase digest = {{"SHA-256", "SHA-256", "SHA-256", "SHA-256"}};
static const ag_phrase made = {{"Made on", "만든 날", "Дата создания", "Дата створення"}};
static const ag_phrase kept = {{"Kept", "보관 기록", "Принято на хранение", "Взято на зберігання"}};
static const ag_phrase kept_by = {{"{0}, entry {1}, by {2}", "{0}, 기록 {1}, 담당 {2}",
                                   "{0}, запись {1}, принял(а) {2}", "{0}, запис {1}, прийняв(ла) {2}"}};
static const ag_phrase investigator = {{"For the investigation", "조사 담당자", "За следствие", "За слідство"}};

static const ag_term types[] = {
    {"ordered-self-detonation",
     {{"Self-detonation on orders", "명령에 의한 자폭", "Приказ подорвать себя", "Наказ підірвати себе"}}},
    {"killing", {{"Killing", "살해", "Убийство", "Убивство"}}},
    {"execution", {{"Execution", "처형", "Казнь", "Страта"}}},
    {"face-destroyed",
     {{"Face of the dead destroyed", "시신의 얼굴 훼손", "Лицо мёртвого обезображено", "Обличчя мертвого спотворено"}}},
    {"body-burned", {{"Body burned", "시신을 불태움", "Тело сожжено", "Тіло спалено"}}},
    {"body-booby-trapped", {{"Body booby-trapped", "시신에 폭발물 설치", "Тело заминировано", "Тіло заміновано"}}},
    {"papers-falsified", {{"Papers falsified", "서류 위조", "Документы подделаны", "Документи підроблено"}}},
    {"denial-of-care",
     {{"Care denied", "치료를 해 주지 않음", "Отказ в медицинской помощи", "Відмова в медичній допомозі"}}},
    {"coercion-of-family", {{"Family coerced", "가족에 대한 강요", "Принуждение семьи", "Примус родини"}}},
    {"other", {{"Another act", "그 밖의 행위", "Иное деяние", "Інше діяння"}}},
    {NULL, {{NULL}}},
};
static const ag_term roles[] = {
    {"ordered", {{"ordered it", "명령함", "приказ", "наказ"}}},
    {"did", {{"did it", "직접 행함", "исполнение", "виконання"}}},
    {"was-forced", {{"was forced", "강요당함", "под принуждением", "під примусом"}}},
    {"witnessed", {{"saw it", "목격함", "свидетель", "свідок"}}},
    {"concealed", {{"concealed it", "숨김", "сокрытие", "приховування"}}},
    {NULL, {{NULL}}},
};
static const ag_term sorts[] = {
    {"photograph", {{"Photograph", "사진", "Фотография", "Фотографія"}}},
    {"film", {{"Film", "영상", "Видеозапись", "Відеозапис"}}},
    {"sound", {{"Sound recording", "녹음", "Звукозапись", "Звукозапис"}}},
    {"paper", {{"Paper", "문서", "Документ", "Документ"}}},
    {"report", {{"Report", "보고서", "Отчёт", "Звіт"}}},
    {"data", {{"Data", "자료", "Данные", "Дані"}}},
    {NULL, {{NULL}}},
};

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static void add_date(ag_paper *p, ag_node *facts, const ag_phrase *label, const json_t *of, const char *name) {
    const char *date = ag_paper_text(of, name);
    if (*date) ag_paper_fact(p, facts, label, ag_paper_date(p, date));
}

static void add_act(ag_paper *p) {
    const json_t *r = p->record, *in = json_object_get(r, "event");
    ag_node *section = ag_paper_section(p, &the_act);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &type, ag_paper_term(p, types, ag_paper_text(r, "type")));
    ag_paper_fact(p, facts, &to, ag_paper_text(r, "to"));
    add_date(p, facts, &when, r, "happened");
    ag_paper_fact(p, facts, &where, ag_paper_text(r, "place"));
    ag_paper_fact(p, facts, &words, ag_paper_text(r, "text"));
    ag_paper_fact(p, facts, &finding, ag_paper_text(r, "finding"));
    ag_paper_fact(p, facts, &inquiry, ag_paper_text(r, "inquiry"));
    if (strcmp(ag_paper_text(r, "type"), "ordered-self-detonation") == 0)
        ag_paper_paragraph(p, section, ag_paper_say(p, &of_who_ordered));
    if (!in) return;
    facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &event, ag_paper_text(in, "event"));
    add_date(p, facts, &when, in, "happened");
    ag_paper_fact(p, facts, &where, ag_paper_text(in, "place"));
    ag_paper_fact(p, facts, &words, ag_paper_text(in, "text"));
}

static void add_involved(ag_paper *p) {
    const json_t *list = json_object_get(p->record, "involved"), *one;
    size_t i;
    ag_node *section = ag_paper_section(p, &involved);
    if (!json_array_size(list)) {
        ag_paper_paragraph(p, section, ag_paper_say(p, &nobody));
        return;
    }
    ag_node *table = ag_paper_table(p, section, &involved_caption, involved_column, 3);
    json_array_foreach(list, i, one) {
        const char *const cell[] = {ag_paper_text(one, "who"), ag_paper_term(p, roles, ag_paper_text(one, "role")),
                                    ag_paper_text(one, "claim")};
        ag_paper_row(p, table, cell, 3);
    }
    json_array_foreach(list, i, one) {
        if (*ag_paper_text(one, "text"))
            ag_document_labelled(&p->document, section, AG_BLOCK_NOTICE, ag_paper_text(one, "who"),
                                 ag_paper_text(one, "text"));
    }
}

static void add_claims(ag_paper *p) {
    const json_t *list = json_object_get(p->record, "claims"), *one;
    size_t i;
    ag_node *section = ag_paper_section(p, &claims);
    ag_node *table = ag_paper_table(p, section, &claim_caption, claim_column, 5);
    json_array_foreach(list, i, one) {
        const bool stands = strcmp(ag_paper_text(one, "state"), "STANDING") == 0;
        const char *value = ag_paper_text(one, "value");
        const char *const cell[] = {
            ag_document_format(&p->document, "%s%s", stands ? "" : "▲ ", ag_paper_text(one, "claim")),
            ag_paper_text(one, "source"), ag_paper_date(p, ag_paper_text(one, "said")),
            ag_document_format(&p->document, "%s%s%s", ag_paper_text(one, "predicate"), *value ? ": " : "", value),
            ag_document_format(&p->document, "%s%s", ag_paper_text(one, "reliability"),
                               ag_paper_text(one, "credibility"))};
        ag_paper_row(p, table, cell, 5);
    }
    json_array_foreach(list, i, one) {
        if (*ag_paper_text(one, "text"))
            ag_document_labelled(&p->document, section, AG_BLOCK_NOTICE, ag_paper_text(one, "claim"),
                                 ag_paper_text(one, "text"));
    }
}

static void add_evidence(ag_paper *p) {
    const json_t *list = json_object_get(p->record, "evidence"), *one;
    size_t i;
    ag_node *section = ag_paper_section(p, &evidence);
    if (!json_array_size(list)) ag_paper_paragraph(p, section, ag_paper_say(p, &no_evidence));
    json_array_foreach(list, i, one) {
        const char *entry = ag_document_format(&p->document, "%lld", (long long)ag_paper_integer(one, "entry"));
        ag_document_heading(&p->document, section, 3, ag_paper_term(p, sorts, ag_paper_text(one, "sort")));
        ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
        ag_paper_fact(p, facts, &digest, ag_paper_text(one, "file"));
        add_date(p, facts, &made, one, "made");
        ag_paper_fact(
            p, facts, &kept,
            ag_paper_say(p, &kept_by, ag_paper_date(p, ag_paper_text(one, "at")), entry, ag_paper_text(one, "by")));
    }
}

static void compose(ag_paper *p) {
    if (strcmp(ag_paper_text(p->record, "state"), "RECORDED") != 0)
        ag_document_labelled(&p->document, &p->document.root, AG_BLOCK_NOTICE, ag_paper_say(p, &withdrawn),
                             ag_paper_say(p, &not_held));
    ag_document_add(&p->document, &p->document.root, AG_BLOCK_LEAD, ag_paper_say(p, &what_it_is));
    ag_paper_paragraph(p, &p->document.root, ag_paper_say(p, &numbers_only));
    add_act(p);
    add_involved(p);
    add_claims(p);
    add_evidence(p);
    ag_paper_signature(p, &investigator);
}

const ag_paper_type ag_paper_act_record = {
    .name = "act-record",
    .kinds = "act",
    .roles = AG_INVESTIGATOR | AG_LEGAL,
    .title = {{"Record of an act", "행위 기록", "Запись о деянии", "Запис про діяння"}},
    .gather = gather,
    .compose = compose,
    .help = "for a court: what was done to whom, by whom, which claims and files it rests on; numbers, no names",
};
