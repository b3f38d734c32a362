/* What every paper has around what it says: its head, its number, and the code by which it is checked. */
#include <string.h>

#include "report/paper_code.h"
#include "report/paper_make.h"
#include "report/pdf.h"
#include "report/words.h"

#include "base/banned.h"

enum { DAY_BYTES = 10 }; /* of a moment */

static const ag_phrase from_site = {{"Site {0}", "기관 {0}", "Учреждение {0}", "Установа {0}"}};
static const ag_phrase issued = {{"Issued", "발행일", "Дата выдачи", "Дата видачі"}};
static const ag_phrase number = {{"Number of this paper", "문서 번호", "Номер документа", "Номер документа"}};
static const ag_phrase about = {{"About", "대상", "О ком или о чём", "Про кого або про що"}};
static const ag_term kinds[] = {
    {"act", {{"act {0}", "행위 {0}", "деяние {0}", "діяння {0}"}}},
    {"case", {{"identification case {0}", "신원 확인 사건 {0}", "дело об опознании {0}", "справа про впізнання {0}"}}},
    {"casebook", {{"the whole casebook", "기록 전체", "всё дело", "уся справа"}}},
    {"certificate", {{"certificate {0}", "증명서 {0}", "свидетельство {0}", "свідоцтво {0}"}}},
    {"claim", {{"claim {0}", "주장 {0}", "утверждение {0}", "твердження {0}"}}},
    {"comparison", {{"comparison {0}", "대조 {0}", "сопоставление {0}", "зіставлення {0}"}}},
    {"container", {{"container {0}", "용기 {0}", "контейнер {0}", "контейнер {0}"}}},
    {"effect", {{"personal effect {0}", "유품 {0}", "личная вещь {0}", "особиста річ {0}"}}},
    {"handover", {{"handover {0}", "인계인수 {0}", "передача {0}", "передавання {0}"}}},
    {"packet", {{"packet {0}", "꾸러미 {0}", "пакет {0}", "пакет {0}"}}},
    {"person", {{"person {0}", "사람 {0}", "человек {0}", "людина {0}"}}},
    {"release", {{"release {0}", "제공 {0}", "выдача {0}", "видача {0}"}}},
    {"remains", {{"remains {0}", "유해 {0}", "останки {0}", "рештки {0}"}}},
    {"request", {{"request {0}", "요청 {0}", "запрос {0}", "запит {0}"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase page_of = {
    {"Page {0} of {1}", "{1}쪽 가운데 {0}쪽", "Страница {0} из {1}", "Сторінка {0} з {1}"}};
static const ag_phrase check = {{"How this paper can be checked", "이 문서를 확인하는 방법",
                                 "Как проверить этот документ", "Як перевірити цей документ"}};
static const ag_phrase how = {
    {"The square code carries what stands beside it, signed by the site. With the site’s public key anybody can check "
     "it without a network (antigone verify --paper); the answer must be what is printed here.",
     "네모난 부호에는 옆에 적힌 내용과 발행 기관의 전자서명이 들어 있습니다. 기관의 공개 열쇠가 있으면 누구나 통신망 "
     "없이 확인할 수 있으며(antigone verify --paper), 그 결과는 여기에 인쇄된 내용과 같아야 합니다.",
     "Квадратный код содержит напечатанное рядом с ним и подпись учреждения. С открытым ключом учреждения его может "
     "проверить каждый без сети (antigone verify --paper); ответ должен совпасть с напечатанным здесь.",
     "Квадратний код містить надруковане поруч із ним і підпис установи. З відкритим ключем установи його може "
     "перевірити кожен без мережі (antigone verify --paper); відповідь має збігтися з надрукованим тут."}};
static const ag_phrase how_letter = {
    {"With the square code others can make sure that this letter comes from us. You need not do anything with it.",
     "네모난 부호로 이 편지가 저희가 드린 것임을 확인할 수 있습니다. 가족분들께서 따로 하실 일은 없습니다.",
     "По квадратному коду можно убедиться, что это письмо от нас. Вам с ним ничего делать не нужно.",
     "За квадратним кодом можна переконатися, що цей лист від нас. Вам із ним нічого робити не треба."}};
static const ag_phrase wrong = {
    {"If anything here is wrong, tell the site that issued this paper: it will be looked into, and a wrong paper is "
     "recalled.",
     "잘못된 내용이 있으면 이 문서를 발행한 기관에 알려 주십시오. 다시 살펴보고, 잘못된 문서는 회수합니다.",
     "Если здесь что-то неверно, сообщите учреждению, выдавшему документ: это проверят, а ошибочный документ отзовут.",
     "Якщо тут щось неправильно, повідомте установу, яка видала документ: це перевірять, а помилковий документ "
     "відкличуть."}};
static const ag_phrase essentials = {
    {"The code must say", "부호에 담긴 내용", "В коде должно быть", "У коді має бути"}};
static const ag_phrase digest = {{"Digest of the record", "기록의 요약값", "Контрольная сумма", "Контрольна сума"}};
static const ag_phrase checkpoint = {{"Checkpoint", "검증 기준점", "Контрольная точка", "Контрольна точка"}};
static const ag_phrase of_entries = {{"{0} {0:entry|entries}, root {1}", "기록 {0}건, 뿌리값 {1}",
                                      "{0} {0:запись|записи|записей}, корень {1}",
                                      "{0} {0:запис|записи|записів}, корінь {1}"}};

static const ag_phrase attention = {{"Not in force.", "효력이 없습니다.", "Не действует.", "Не чинний."}};
static const ag_term fallen[] = {
    {"SUPERSEDED",
     {{"Paper {0} has taken the place of this one.", "이 문서는 문서 {0}(으)로 바뀌었습니다.",
       "Вместо этого документа действует документ {0}.", "Замість цього документа діє документ {0}."}}},
    {"RECALLED",
     {{"What this paper rested on has been withdrawn. Please ask the site that issued it.",
       "이 문서의 근거가 철회되었습니다. 발행한 기관에 문의하여 주십시오.",
       "То, на чём основан этот документ, отозвано. Пожалуйста, обратитесь в выдавшее его учреждение.",
       "Те, на чому ґрунтується цей документ, відкликано. Будь ласка, зверніться до установи, яка його видала."}}},
    {"VOID",
     {{"This paper should not have been issued. Please ask the site that issued it.",
       "이 문서는 잘못 발행된 것입니다. 발행한 기관에 문의하여 주십시오.",
       "Этот документ выдан ошибочно. Пожалуйста, обратитесь в выдавшее его учреждение.",
       "Цей документ видано помилково. Будь ласка, зверніться до установи, яка його видала."}}},
    {NULL, {{NULL}}},
};

/* "remains 2025061307120000045" of remains:2025061307120000045. */
static const char *about_what(ag_paper *p, const char *subject) {
    const size_t kind = strcspn(subject, ":");
    for (const ag_term *term = kinds; term->word; term++)
        if (strlen(term->word) == kind && strncmp(term->word, subject, kind) == 0)
            return ag_paper_say(p, &term->phrase, ag_paper_id(subject));
    return subject;
}

/* A letter says itself whom it is about, and needs no minute. */
static void add_head(ag_paper *p, const ag_paper_issue *issue, bool letter) {
    ag_document *d = &p->document;
    ag_node *head = ag_document_add(d, &d->root, AG_BLOCK_HEADER, NULL);
    ag_document_add(d, head, AG_BLOCK_QUIET, ag_paper_say(p, &from_site, issue->site));
    ag_document_heading(d, head, 1, d->title);
    ag_node *facts = ag_document_add(d, head, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &number, issue->number);
    ag_paper_fact(p, facts, &issued,
                  ag_paper_date(p, letter ? ag_arena_text(p->arena, issue->at, DAY_BYTES) : issue->at));
    if (!letter) ag_paper_fact(p, facts, &about, about_what(p, issue->about));
    for (const ag_term *term = fallen; term->word; term++)
        if (strcmp(term->word, issue->state) == 0)
            ag_document_labelled(d, head, AG_BLOCK_NOTICE, ag_paper_say(p, &attention),
                                 ag_paper_say(p, &term->phrase, issue->newer));
}

static const char *joined(ag_paper *p, const json_t *list) {
    const char *all = "";
    for (size_t i = 0; i < json_array_size(list); i++)
        all =
            ag_document_format(&p->document, "%s%s%s", all, i ? " | " : "", json_string_value(json_array_get(list, i)));
    return all;
}

static ag_status add_check(ag_paper *p, const ag_paper_issue *issue, bool letter, ag_error *err) {
    ag_document *d = &p->document;
    const ag_drawing *code = ag_code_drawing(p->arena, issue->code, "", 160);
    if (!code) return ag_fail(err, AG_REFUSED, NULL, "what its code must say is too long for a QR code");
    ag_node *section = ag_paper_section(p, &check);
    ag_node *side = ag_document_add(d, section, AG_BLOCK_SIDE, NULL);
    ag_document_figure(d, side, code, NULL);
    ag_document_add(d, side, AG_BLOCK_QUIET, ag_paper_say(p, letter ? &how_letter : &how));
    if (!letter) ag_document_add(d, side, AG_BLOCK_QUIET, ag_paper_say(p, &wrong));
    ag_node *facts = ag_document_add(d, side, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &essentials, joined(p, json_object_get(p->record, "essentials")));
    ag_paper_fact(p, facts, &digest, issue->digest);
    ag_paper_fact(p, facts, &checkpoint,
                  ag_paper_say(p, &of_entries, ag_paper_count(p, (int64_t)issue->size), issue->root));
    return AG_OK;
}

static ag_status compose(const ag_paper_type *type, ag_paper *p, const ag_paper_issue *issue, ag_error *err) {
    const bool letter = type->flags & AG_PAPER_LETTER;
    if (issue->code) add_head(p, issue, letter);
    type->compose(p);
    const ag_status status = issue->code ? add_check(p, issue, letter, err) : AG_OK;
    return status == AG_OK && p->arena->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

ag_status ag_paper_pdf(const ag_paper_type *type, const json_t *record, ag_language language,
                       const ag_paper_issue *issue, ag_buffer *out, ag_error *err) {
    ag_arena arena;
    ag_arena_init(&arena);
    ag_paper p = {.arena = &arena, .language = language, .record = record};
    ag_document_init(&p.document, &arena, ag_language_tag(language), type->title.in[language]);
    ag_status status = compose(type, &p, issue, err);
    const ag_pdf_options options = {
        .language = language,
        .foot = issue->code ? ag_document_format(&p.document, "%s \xC2\xB7 %s", p.document.title, issue->number) : NULL,
        .page = page_of.in[language],
        .author = issue->site ? issue->site : "",
        .created = issue->at ? issue->at : "1970-01-01T00:00:00Z"};
    if (status == AG_OK) status = ag_document_pdf(&p.document, &options, out, err);
    ag_arena_deinit(&arena);
    return status;
}
