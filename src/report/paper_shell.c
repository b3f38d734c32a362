/* What every paper has around what it says: its head, its number, and the code by which it is checked. */
#include <string.h>

#include "report/paper_code.h"
#include "report/paper_make.h"
#include "report/pdf.h"
#include "report/words.h"

#include "base/banned.h"

static const ag_phrase from_site = {{"Site {0}", "기관 {0}", "Учреждение {0}", "Установа {0}"}};
static const ag_phrase issued = {{"Issued", "발행일", "Дата выдачи", "Дата видачі"}};
static const ag_phrase number = {{"Number", "문서 번호", "Номер", "Номер"}};
static const ag_phrase about = {{"About", "대상", "О ком или о чём", "Про кого або про що"}};
static const ag_phrase page_of = {
    {"Page {0} of {1}", "{1}쪽 가운데 {0}쪽", "Страница {0} из {1}", "Сторінка {0} з {1}"}};
static const ag_phrase check = {{"How this paper can be checked", "이 문서를 확인하는 방법",
                                 "Как проверить этот документ", "Як перевірити цей документ"}};
static const ag_phrase how = {
    {"The square code carries what stands beside it and the signature of the site that issued this paper. Whoever has "
     "the site’s public key can check it without a network: antigone verify --paper. What the check prints must be "
     "what "
     "is printed here.",
     "네모난 부호에는 옆에 적힌 내용과 이 문서를 발행한 기관의 전자서명이 들어 있습니다. 기관의 공개 열쇠를 가진 "
     "사람은 "
     "누구나 통신망 없이 antigone verify --paper 명령으로 확인할 수 있습니다. 확인 결과로 나오는 내용은 여기에 인쇄된 "
     "내용과 같아야 합니다.",
     "Квадратный код содержит то, что напечатано рядом с ним, и подпись учреждения, выдавшего документ. Каждый, у кого "
     "есть открытый ключ учреждения, может проверить его без сети: antigone verify --paper. То, что покажет проверка, "
     "должно совпадать с напечатанным здесь.",
     "Квадратний код містить те, що надруковано поруч із ним, і підпис установи, яка видала документ. Кожен, хто має "
     "відкритий ключ установи, може перевірити його без мережі: antigone verify --paper. Те, що покаже перевірка, має "
     "збігатися з надрукованим тут."}};
static const ag_phrase essentials = {
    {"The code must say", "부호에 담긴 내용", "В коде должно быть", "У коді має бути"}};
static const ag_phrase digest = {
    {"Digest of the record", "기록의 요약값", "Контрольная сумма записи", "Контрольна сума запису"}};
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

static void add_head(ag_paper *p, const ag_paper_issue *issue) {
    ag_document *d = &p->document;
    ag_node *head = ag_document_add(d, &d->root, AG_BLOCK_HEADER, NULL);
    ag_document_add(d, head, AG_BLOCK_QUIET, ag_paper_say(p, &from_site, issue->site));
    ag_document_heading(d, head, 1, d->title);
    ag_node *facts = ag_document_add(d, head, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &number, issue->number);
    ag_paper_fact(p, facts, &issued, ag_paper_date(p, issue->at));
    ag_paper_fact(p, facts, &about, issue->about);
    for (const ag_term *term = fallen; term->word; term++)
        if (strcmp(term->word, issue->state) == 0)
            ag_document_labelled(d, head, AG_BLOCK_NOTICE, ag_paper_say(p, &attention),
                                 ag_paper_say(p, &term->phrase, issue->newer));
}

static ag_status add_check(ag_paper *p, const ag_paper_issue *issue, ag_error *err) {
    ag_document *d = &p->document;
    const json_t *list = json_object_get(p->record, "essentials");
    const ag_drawing *code = ag_code_drawing(p->arena, issue->code, "", 200);
    if (!code) return ag_fail(err, AG_REFUSED, NULL, "what its code must say is too long for a QR code");
    ag_node *section = ag_paper_section(p, &check);
    ag_node *side = ag_document_add(d, section, AG_BLOCK_SIDE, NULL);
    ag_document_figure(d, side, code, NULL);
    ag_document_add(d, side, AG_BLOCK_QUIET, ag_paper_say(p, &how));
    ag_node *facts = ag_document_add(d, side, AG_BLOCK_FACTS, NULL);
    for (size_t i = 0; i < json_array_size(list); i++)
        ag_document_labelled(d, facts, AG_BLOCK_FACT, i ? "" : ag_paper_say(p, &essentials),
                             json_string_value(json_array_get(list, i)));
    ag_paper_fact(p, facts, &digest, issue->digest);
    ag_paper_fact(p, facts, &checkpoint,
                  ag_paper_say(p, &of_entries, ag_paper_count(p, (int64_t)issue->size), issue->root));
    return AG_OK;
}

static ag_status compose(const ag_paper_type *type, ag_paper *p, const ag_paper_issue *issue, ag_error *err) {
    if (issue->code) add_head(p, issue);
    type->compose(p);
    const ag_status status = issue->code ? add_check(p, issue, err) : AG_OK;
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
