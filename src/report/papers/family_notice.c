/* The letter that is left with a family: that somebody has died and was found, that an identification was wrong, that
 * more was found, what others state, what a court has declared.
 *
 * It says less than is known: no likelihood, no number, no count of remains, nothing of how they look; whoever wishes
 * to know asks, and may choose not to. It names what the family decides and that nothing has to be decided today. It
 * may be given back or destroyed, for to have it can be dangerous. None is made while a risk flag stands, and never one
 * that somebody lives: that is said, not written.
 */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

static ag_status gather(ag_gather *g, ag_error *err) {
    static const char *const label[] = {"label", NULL};
    static const char *const of_person[] = {"act", "asserted_by", "asserted_of"};
    const ag_row *row = &g->view.row;
    const ag_row person = ag_view_row(&g->view, ag_row_text(row, "person")),
                 relative = ag_view_row(&g->view, ag_row_text(row, "relative"));
    const char *forbids = ag_notification_forbids_letter(&g->view);
    if (forbids) return ag_fail(err, AG_REFUSED, forbids, "no letter is written to this family now");
    ag_gather_column(g, g->record, row, "news");
    for (size_t i = 0; i < sizeof of_person / sizeof *of_person; i++)
        ag_gather_column(g, g->record, &person, of_person[i]);
    json_t *who = json_object();
    json_object_set_new(g->record, "person", who);
    ag_gather_essential(g, ag_row_id(row));
    ag_status status = ag_whom_gather_name(g, who, &person, err);
    if (status == AG_OK) status = ag_whom_open(g, g->record, &relative, label, err);
    return status;
}

/* ---- What there is to tell -------------------------------------------------------------------------------------- */

static const ag_phrase to = {{"For", "받으시는 분", "Кому", "Кому"}};
static const ag_phrase about = {{"About", "어느 분의 소식", "О ком", "Про кого"}};
static const ag_phrase beloved = {
    {"the person you have been looking for", "찾고 계신 분", "человек, которого вы ищете", "людина, яку ви шукаєте"}};

static const ag_phrase identified[] = {
    {{"It is very hard for us to have to tell you that {0} has died. Remains that were found have been identified: "
      "they "
      "are those of {0}. We grieve with you.",
      "{0}의 사망 소식을 전해 드리게 되어 참으로 마음이 무겁습니다. 발견된 유해의 신원을 확인한 결과 {0}의 유해로 "
      "확인되었습니다. 가족분들과 슬픔을 함께합니다.",
      "Нам очень тяжело сообщать вам, что близкого вам человека нет в живых. Найденные останки опознаны: это {0}. Мы "
      "скорбим вместе с вами.",
      "Нам дуже тяжко повідомляти вам, що близької вам людини немає серед живих. Знайдені рештки впізнано: це {0}. Ми "
      "сумуємо разом із вами."}},
    {{"Everything that is known was examined, and at least two people decided it, each for themselves. Should we ever "
      "learn that we were mistaken, we will tell you ourselves, at once.",
      "알려진 모든 사실을 살펴보았고, 두 사람 이상이 저마다 따로 판단하여 결정하였습니다. 만일 저희의 잘못이 있었음을 "
      "알게 되면 곧바로 저희가 직접 알려 드리겠습니다.",
      "Всё, что известно, было изучено, и решение приняли не менее двух человек, каждый самостоятельно. Если "
      "когда-нибудь "
      "окажется, что мы ошиблись, мы сами сразу скажем вам об этом.",
      "Усе, що відомо, було вивчено, і рішення ухвалили щонайменше двоє людей, кожен самостійно. Якщо колись "
      "виявиться, "
      "що ми помилилися, ми самі одразу скажемо вам про це."}},
    {{NULL}},
};
static const ag_phrase withdrawn[] = {
    {{"We told you that remains had been identified as those of {0}. We were wrong to tell you so: it has turned out "
      "that "
      "the identification does not hold. This is our fault, not yours. We are deeply sorry for the pain that it causes "
      "you.",
      "전에 저희는 발견된 유해가 {0}의 유해로 확인되었다고 말씀드렸습니다. 그 확인이 옳지 않았음이 밝혀졌습니다. 이는 "
      "저희의 잘못입니다. 가족분들께 다시 아픔을 드리게 된 것을 깊이 사죄드립니다.",
      "Мы сообщили вам, что найденные останки принадлежат близкому вам человеку: {0}. Мы ошиблись: опознание не "
      "подтвердилось. Это наша вина, не "
      "ваша. Мы глубоко просим у вас прощения за боль, которую вам причиняем.",
      "Ми повідомили вам, що знайдені рештки належать близькій вам людині: {0}. Ми помилилися: впізнання не "
      "підтвердилося. Це наша провина, "
      "не ваша. Ми щиро просимо у вас пробачення за біль, якого вам завдаємо."}},
    {{"This does not tell whether {0} is alive or has died. Please do not take it as a sign of either. We go on "
      "searching, and we will come to you when there is something that we can tell you.",
      "이 소식은 생사에 대하여 아무것도 말해 주지 않습니다. 어느 쪽의 징조로도 여기지 말아 주십시오. 저희는 계속 찾고 "
      "있으며, 말씀드릴 수 있는 것이 있으면 찾아뵙겠습니다.",
      "Это не говорит ни о том, что человек жив, ни о том, что его нет. Пожалуйста, не принимайте это за знак. Мы "
      "продолжаем поиск и придём к вам, когда будет что сказать.",
      "Це не говорить ні про те, що людина жива, ні про те, що її немає. Будь ласка, не сприймайте це за знак. Ми "
      "продовжуємо пошук і прийдемо до вас, коли буде що сказати."}},
    {{"Papers that we gave you about it no longer hold. You need not do anything about them, about payments or about a "
      "burial by yourselves: we will speak with you about each of them, and at a grave nothing will be done before "
      "that.",
      "그와 관련하여 드린 문서는 더 이상 효력이 없습니다. 그 문서나 지급금, 장례와 관련하여 가족분들께서 스스로 하셔야 "
      "할 일은 없습니다. 하나하나 함께 말씀을 나누겠으며, 그 전에는 무덤에 아무런 손도 대지 않겠습니다.",
      "Документы, которые мы вам об этом выдали, больше не действуют. Вам не нужно самим ничего предпринимать ни с "
      "ними, "
      "ни с выплатами, ни с погребением: обо всём мы поговорим с вами, а до этого могилу никто не тронет.",
      "Документи, які ми вам про це видали, більше не чинні. Вам не треба самим нічого робити ні з ними, ні з "
      "виплатами, "
      "ні з похованням: про все ми поговоримо з вами, а до того могили ніхто не торкнеться."}},
    {{NULL}},
};
static const ag_phrase further[] = {
    {{"More has been found and identified that belongs to {0}. We are sorry that such news reaches you once more.",
      "{0}의 유해 가운데 더 발견되어 확인된 것이 있습니다. 이런 소식을 다시 전해 드리게 되어 참으로 마음이 무겁습니다.",
      "Найдена и опознана ещё одна часть останков того же человека: {0}. Нам тяжело снова приносить вам такую весть.",
      "Знайдено та впізнано ще одну частину решток тієї самої людини: {0}. Нам тяжко знову приносити вам таку "
      "звістку."}},
    {{NULL}},
};
static const ag_phrase stated[] = {
    {{"It has been stated that {0} has died. We have not been able to establish this ourselves. For us it is a "
      "statement "
      "and not a certainty, and we go on searching.",
      "{0}의 사망을 전하는 말이 있었습니다. 저희는 아직 이를 직접 확인하지 못하였습니다. 저희에게 이는 전해 들은 말일 "
      "뿐 "
      "확인된 사실이 아니며, 저희는 계속 찾고 있습니다.",
      "Поступило сообщение о смерти. О ком: {0}. Сами мы установить этого не смогли. Для нас это сообщение, а не "
      "установленный факт, и мы продолжаем поиск.",
      "Надійшло повідомлення про смерть. Про кого: {0}. Самі ми встановити цього не змогли. Для нас це повідомлення, а "
      "не "
      "встановлений факт, і ми продовжуємо пошук."}},
    {{"Who states it: {1}.", "말을 전한 쪽: {1}.", "Кто сообщает: {1}.", "Хто повідомляє: {1}."}},
    {{NULL}},
};
static const ag_phrase declared[] = {
    {{"A court or an office has declared in law: {1}. About whom: {0}. It does so for the rights of the family. It "
      "does "
      "not tell what has happened, and we go on searching.",
      "법원 또는 관청이 {0}에 대하여 법적으로 결정하였습니다: {1}. 이는 가족분들의 권리를 위한 것입니다. 실제로 어떤 "
      "일이 "
      "있었는지를 말해 주지는 않으며, 저희는 계속 찾고 있습니다.",
      "Суд или орган власти вынес решение: {1}. О ком: {0}. Оно принято ради прав семьи. Оно не говорит о том, что "
      "произошло, и мы продолжаем поиск.",
      "Суд або орган влади ухвалив рішення: {1}. Про кого: {0}. Його ухвалено заради прав родини. Воно не говорить про "
      "те, що сталося, і ми продовжуємо пошук."}},
    {{NULL}},
};

static const ag_term asserters[] = {
    {"state", {{"a State", "국가", "государство", "держава"}}},
    {"kin", {{"a relative", "친척", "родственник", "родич"}}},
    {"press", {{"the press", "언론", "печать", "преса"}}},
    {"unit", {{"a military unit", "부대", "воинская часть", "військова частина"}}},
    {"witness", {{"a witness", "목격자", "очевидец", "очевидець"}}},
    {NULL, {{NULL}}},
};
static const ag_term acts[] = {
    {"absence", {{"absence", "부재 인정", "безвестное отсутствие", "безвісна відсутність"}}},
    {"presumed-death", {{"presumption of death", "사망 추정", "предположение о смерти", "припущення про смерть"}}},
    {"death", {{"death", "사망 인정", "объявление о смерти", "оголошення про смерть"}}},
    {NULL, {{NULL}}},
};

/* ---- What the family decides, and should know ------------------------------------------------------------------- */

static const ag_phrase decides = {{"What you decide", "가족분들께서 정하실 일", "Что решаете вы", "Що вирішуєте ви"}};
static const ag_phrase no_haste = {
    {"Nothing has to be decided today. You may take your time, and you may change your mind.",
     "오늘 정하지 않으셔도 됩니다. 천천히 생각하셔도 되고, 나중에 마음을 바꾸셔도 됩니다.",
     "Сегодня ничего решать не нужно. Вы можете не спешить и можете передумать.",
     "Сьогодні нічого вирішувати не треба. Ви можете не поспішати й можете передумати."}};
static const struct {
    bool of_remains; /* where there are some */
    ag_phrase phrase;
} choices[] = {
    {false,
     {{"How much you wish to hear. You may ask us anything, and you may also wish not to be told.",
       "얼마나 자세히 들으실지. 무엇이든 물으실 수 있고, 듣지 않으셔도 됩니다.",
       "Сколько вы хотите узнать. Спрашивать можно обо всём; можно и не захотеть этого слышать.",
       "Скільки ви хочете дізнатися. Запитувати можна про все; можна й не захотіти цього чути."}}},
    {false,
     {{"Who else in the family is told, and who tells them.", "가족 가운데 또 누구에게, 누가 알릴지.",
       "Кому ещё в семье об этом скажут и кто скажет.", "Кому ще в родині про це скажуть і хто скаже."}}},
    {true,
     {{"Where and how the burial takes place, and by which rite.", "장례를 어디에서, 어떻게, 어떤 예법으로 모실지.",
       "Где, как и по какому обряду хоронить.", "Де, як і за яким обрядом ховати."}}},
    {true,
     {{"Who receives the belongings, if any were found.", "발견된 유품이 있으면 누가 받으실지.",
       "Кому передать вещи, если они найдены.", "Кому передати речі, якщо їх знайдено."}}},
    {true,
     {{"Whether you wish to be told if anything more is found.", "앞으로 더 발견되는 것이 있을 때 알려 드릴지.",
       "Сообщать ли вам, если будет найдено что-то ещё.", "Чи повідомляти вам, якщо буде знайдено щось іще."}}},
};
static const ag_phrase to_know = {{"What you should know", "알아 두실 일", "Что важно знать", "Що важливо знати"}};
static const ag_phrase owes_nothing = {
    {"You owe nobody anything for this. Nobody may ask you for money, for a signature or for silence in return. If "
     "somebody does, tell us when it is safe for you.",
     "이 일로 누구에게도 갚으셔야 할 것은 없습니다. 그 대가로 돈이나 서명, 침묵을 요구할 권리는 누구에게도 없습니다. "
     "그런 요구를 받으시면 안전할 때에 저희에게 알려 주십시오.",
     "Вы никому ничего за это не должны. Никто не вправе требовать от вас взамен денег, подписи или молчания. Если это "
     "случится, скажите нам, когда это будет для вас безопасно.",
     "Ви нікому нічого за це не винні. Ніхто не має права вимагати від вас натомість грошей, підпису чи мовчання. Якщо "
     "це "
     "станеться, скажіть нам, коли це буде для вас безпечно."}};
static const ag_phrase need_not_keep = {
    {"You need not keep this letter. If having it could harm you, give it back to us or destroy it. What it says is "
     "kept "
     "with us, and you can have it again at any time.",
     "이 편지를 간직하지 않으셔도 됩니다. 지니고 계시는 것이 해가 될 수 있으면 저희에게 돌려주시거나 없애셔도 됩니다. "
     "내용은 저희가 보관하고 있으므로 언제든지 다시 받으실 수 있습니다.",
     "Хранить это письмо не обязательно. Если оно может вам повредить, верните его нам или уничтожьте. Его содержание "
     "хранится у нас, и вы в любое время можете получить его снова.",
     "Зберігати цей лист не обов’язково. Якщо він може вам зашкодити, поверніть його нам або знищте. Його зміст "
     "зберігається в нас, і ви будь-коли можете отримати його знову."}};
static const ag_phrase whom = {{"Whom you can ask", "물어보실 수 있는 곳", "К кому обратиться", "До кого звернутися"}};
static const ag_phrase ask_us = {
    {"Ask the person who brought you this letter, as often as you wish. You may come with somebody whom you trust. If "
     "you "
     "wish it, we will come to see you again.",
     "이 편지를 전해 드린 사람에게 몇 번이든 물어보십시오. 믿으시는 분과 함께 오셔도 됩니다. 원하시면 저희가 다시 "
     "찾아뵙겠습니다.",
     "Спрашивайте того, кто передал вам это письмо, столько раз, сколько захотите. Вы можете прийти с человеком, "
     "которому "
     "доверяете. Если вы пожелаете, мы придём к вам снова.",
     "Запитуйте того, хто передав вам цей лист, стільки разів, скільки захочете. Ви можете прийти з людиною, якій "
     "довіряєте. Якщо ви забажаєте, ми прийдемо до вас знову."}};
static const ag_phrase bearer = {
    {"Who brought you this letter", "편지를 전해 드린 사람", "Кто передал вам это письмо", "Хто передав вам цей лист"}};
static const ag_phrase bearer_line[] = {{{"Name", "이름", "Имя", "Ім’я"}},
                                        {{"Telephone", "전화", "Телефон", "Телефон"}},
                                        {{"Where to find us", "찾아오실 곳", "Где нас найти", "Де нас знайти"}}};

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *news;
    const ag_phrase *says;
    const ag_term *terms; /* of the second gap */
    const char *term;
    bool of_remains;
} letters[] = {
    {"identified", identified, acts, "act", true}, {"further-remains", further, acts, "act", true},
    {"withdrawn", withdrawn, acts, "act", false},  {"death-stated", stated, asserters, "asserted_by", false},
    {"legal-act", declared, acts, "act", false},
};

static void add_choices(ag_paper *p, bool of_remains) {
    ag_node *section = ag_paper_section(p, &decides);
    ag_paper_paragraph(p, section, ag_paper_say(p, &no_haste));
    ag_node *list = ag_document_add(&p->document, section, AG_BLOCK_LIST, NULL);
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (of_remains || !choices[i].of_remains)
            ag_document_add(&p->document, list, AG_BLOCK_ITEM, ag_paper_say(p, &choices[i].phrase));
}

/* What fills the second gap: which act, or who states it and of which State. */
static const char *detail(ag_paper *p, size_t letter) {
    const char *word = ag_paper_text(p->record, letters[letter].term), *of = ag_paper_text(p->record, "asserted_of");
    const char *term = ag_paper_term(p, letters[letter].terms, word);
    return strcmp(word, "state") == 0 && *of ? ag_document_format(&p->document, "%s (%s)", term, ag_whom_power(p, of))
                                             : term;
}

static void add_news(ag_paper *p, size_t letter) {
    const char *name = ag_paper_text(json_object_get(p->record, "person"), "name");
    if (!*name) name = ag_paper_say(p, &beloved);
    ag_node *facts = ag_document_add(&p->document, &p->document.root, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &to, ag_paper_text(p->record, "label"));
    ag_paper_fact(p, facts, &about, name);
    for (const ag_phrase *says = letters[letter].says; says->in[0]; says++)
        ag_paper_paragraph(p, &p->document.root, ag_paper_say(p, says, name, detail(p, letter)));
}

static void compose(ag_paper *p) {
    const char *news = ag_paper_text(p->record, "news");
    size_t letter = 0;
    while (letter + 1 < sizeof letters / sizeof *letters && strcmp(letters[letter].news, news) != 0) letter++;
    add_news(p, letter);
    add_choices(p, letters[letter].of_remains);
    ag_node *section = ag_paper_section(p, &to_know);
    ag_paper_paragraph(p, section, ag_paper_say(p, &owes_nothing));
    ag_paper_paragraph(p, section, ag_paper_say(p, &need_not_keep));
    section = ag_paper_section(p, &whom);
    ag_paper_paragraph(p, section, ag_paper_say(p, &ask_us));
    ag_whom_sign(p, &bearer, bearer_line, 3);
}

const ag_paper_type ag_paper_family_notice = {
    .name = "family-notice",
    .kinds = "notification",
    .roles = AG_CASE_OFFICER | AG_LIAISON,
    .flags = AG_PAPER_LETTER,
    .title = {{"A letter to the family", "가족분들께 드리는 편지", "Письмо семье", "Лист родині"}},
    .gather = gather,
    .compose = compose,
    .help = "the letter that is left with a family; none while a risk flag stands",
};
