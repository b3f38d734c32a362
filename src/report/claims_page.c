/* What is claimed, as sentences, tables and pictures: see claims_page.h. */
#include "report/claims_page.h"

#include <string.h>

#include "base/date.h"
#include "report/claims_chart.h"
#include "report/claims_record.h"
#include "report/words.h"

#include "base/banned.h"

enum { MOST_MARKS = 200, MOST_ROWS = 500, MOST_NAMED = 40, CLAIM_COLUMNS = 8, BOUND_COLUMNS = 5, ORIGIN_COLUMNS = 3 };

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static const ag_phrase title_words = {{"What is claimed", "주장된 내용", "Что утверждается", "Що стверджують"}};

static const ag_phrase
    lead = {{"{0} {0:claim|claims} about {1} {1:thing|things}, going back to {2} {2:origin|origins}.",
             "{1}가지 사항에 관한 주장 {0}건이며, 출처는 {2}곳입니다.",
             "{0} {0:утверждение|утверждения|утверждений} о {1} {1:предмете|предметах|предметах}; "
             "{2} {2:первоисточник|первоисточника|первоисточников}.",
             "{0} {0:твердження|твердження|тверджень} про {1} {1:предмет|предмети|предметів}; "
             "{2} {2:першоджерело|першоджерела|першоджерел}."}},
    some_corroborated = {{"{0} of them {0:is|are} corroborated by an independent claim.",
                          "그 가운데 독립된 다른 주장으로 뒷받침되는 것은 {0}건입니다.",
                          "Подтверждено независимым утверждением: {0}.", "Підтверджено незалежним твердженням: {0}."}},
    none_corroborated = {{"None of them is corroborated by an independent claim.",
                          "그 가운데 독립된 다른 주장으로 뒷받침되는 것은 없습니다.",
                          "Ни одно не подтверждено независимым утверждением.",
                          "Жодне не підтверджено незалежним твердженням."}},
    not_a_count =
        {{"This page does not say how many there were. It says what is claimed, by whom, for when, and which "
          "claims go back to the same origin.",
          "이 문서는 실제 수가 얼마인지를 말하지 않습니다. 누가 언제의 일에 대하여 무엇을 주장하였고 어느 주장들이 "
          "같은 출처에서 나왔는지를 보여 줍니다.",
          "Здесь не сказано, сколько их было на самом деле. Здесь сказано, что утверждается, кем, на какое "
          "время и какие утверждения восходят к одному первоисточнику.",
          "Тут не сказано, скільки їх було насправді. Тут сказано, що стверджують, хто, на який час і які "
          "твердження походять з одного першоджерела."}},
    origins_title = {{"Where the claims come from", "주장의 출처", "Откуда эти утверждения", "Звідки ці твердження"}},
    one_origin =
        {{"{0}: {1} {1:claim|claims}, one origin: {2}. They do not corroborate one another.",
          "{0}: 주장 {1}건의 출처는 하나입니다: {2}. 이 주장들은 서로를 뒷받침하지 않습니다.",
          "{0}: {1} {1:утверждение|утверждения|утверждений}, один первоисточник: {2}. Они не подтверждают друг друга.",
          "{0}: {1} {1:твердження|твердження|тверджень}, одне першоджерело: {2}. Вони не підтверджують одне одного."}},
    one_teller =
        {{"{0}: {1} {1:claim|claims}, all told by {2}. They do not corroborate one another.",
          "{0}: 주장 {1}건을 모두 {2}에서 전하였습니다. 이 주장들은 서로를 뒷받침하지 않습니다.",
          "{0}: {1} {1:утверждение|утверждения|утверждений}, все переданы одним: {2}. Они не подтверждают друг друга.",
          "{0}: {1} {1:твердження|твердження|тверджень}, усі передав один: {2}. Вони не підтверджують одне одного."}},
    independent = {{"The {0} claims about it come from {1} independent {1:origin|origins}.",
                    "이에 관한 주장 {0}건은 서로 독립된 출처 {1}곳에서 나왔습니다.",
                    "Утверждений об этом: {0}; независимых первоисточников: {1}.",
                    "Тверджень про це: {0}; незалежних першоджерел: {1}."}},
    contradict = {{"{0} and {1} contradict each other.", "{0}와(과) {1}은(는) 서로 어긋납니다.",
                   "{0} и {1} противоречат друг другу.", "{0} і {1} суперечать одне одному."}},
    corroborate = {{"{0} and {1} say the same and come from different origins: each corroborates the other.",
                    "{0}와(과) {1}은(는) 같은 내용이며 출처가 서로 다르므로 서로를 뒷받침합니다.",
                    "{0} и {1} говорят одно и то же и восходят к разным первоисточникам: они подтверждают друг друга.",
                    "{0} і {1} кажуть те саме й походять з різних першоджерел: вони підтверджують одне одного."}},
    and_more_pairs = {{"And {0} more such {0:pair|pairs}.", "이 밖에 {0}쌍이 더 있습니다.", "И ещё таких пар: {0}.",
                       "І ще таких пар: {0}."}},
    and_more = {{"{0} and {1} more", "{0} 외 {1}건", "{0} и ещё {1}", "{0} і ще {1}"}},
    no_contradiction = {{"None of these numbers excludes another: what is counted so far may have grown.",
                         "이 수들 가운데 서로 모순되는 것은 없습니다. 누적된 수는 그사이에 늘어났을 수 있습니다.",
                         "Ни одно из этих чисел не исключает другого: счёт нарастающим итогом мог вырасти.",
                         "Жодне з цих чисел не виключає іншого: підсумок від початку міг зрости."}},
    lacking = {{"What is lacking: {0}.", "부족한 것: {0}.", "Чего не хватает: {0}.", "Чого бракує: {0}."}},
    singles_title = {{"What only one claim says", "주장이 하나뿐인 사항", "О чём есть лишь одно утверждение",
                      "Про що є лише одне твердження"}},
    of_one_title = {{"{0}: {1}", "{0}: {1}", "{0}: {1}", "{0}: {1}"}},
    counted_so_far = {{"Counted from the beginning until the day that is named: such a number cannot fall.",
                       "처음부터 해당 날짜까지 누적하여 센 수입니다. 이러한 수는 줄어들 수 없습니다.",
                       "Счёт идёт с начала до названного дня: такое число не может уменьшиться.",
                       "Лічба йде від початку до названого дня: таке число не може зменшитися."}},
    caption =
        {{"What is claimed about {0}, by the day on which it was said. Shapes show who says it; an arrow: at least, "
          "or at most.",
          "{0}에 관한 주장을 발표된 날짜에 따라 나타낸 그림입니다. 모양은 누가 말하였는지를, 화살표는 “이상” 또는 "
          "“이하”를 뜻합니다.",
          "Что утверждается: {0}, по дням, когда это было сказано. Форма знака показывает, кто говорит; стрелка — "
          "не менее или не более.",
          "Що стверджують: {0}, за днями, коли це сказано. Форма знака показує, хто каже; стрілка — не менше або "
          "не більше."}},
    key_one_origin = {{"one origin", "같은 출처", "один первоисточник", "одне першоджерело"}},
    key_so_far = {{"least and most said until then", "그때까지의 최소와 최대", "наименьшее и наибольшее к этому дню",
                   "найменше й найбільше до цього дня"}},
    bounds_caption = {{"The least and the most that had been said until each day", "각 날짜까지 주장된 최소와 최대",
                       "Наименьшее и наибольшее, что было названо к каждому дню",
                       "Найменше й найбільше, що було названо до кожного дня"}},
    claims_caption = {{"The claims", "주장", "Утверждения", "Твердження"}},
    first_rows = {{"The first {0} are shown.", "처음 {0}건만 보입니다.", "Показаны первые {0}.",
                   "Показано перші {0}."}},
    nobody_known = {{"{0} (nobody known)", "{0} (신원 미상)", "{0} (неизвестно кто)", "{0} (невідомо хто)"}},
    at_least = {{"{0} or more", "{0} 이상", "не менее {0}", "не менше {0}"}},
    at_most = {{"at most {0}", "{0} 이하", "не более {0}", "не більше {0}"}},
    from_to = {{"{0} to {1}", "{0}~{1}", "от {0} до {1}", "від {0} до {1}"}},
    from_to_open = {{"{0} to {1} or more", "{0}~{1} 이상", "от {0} до {1} или более", "від {0} до {1} або більше"}},
    no_number = {{"no number", "수 없음", "без числа", "без числа"}},
    reading_title = {{"How to read this", "읽는 방법", "Как это читать", "Як це читати"}};

static const ag_phrase reading[] = {
    {{"Two claims corroborate each other when they say the same of the same time and nothing that one goes back to is "
      "something that the other goes back to. A newspaper that prints what an official was told by a service adds no "
      "origin.",
      "두 주장이 같은 시기에 대하여 같은 내용을 말하고, 거슬러 올라갔을 때 공통된 출처가 없을 때에만 서로를 "
      "뒷받침합니다. "
      "기관이 공직자에게 알려 준 내용을 신문이 보도하여도 출처가 늘어나는 것은 아닙니다.",
      "Два утверждения подтверждают друг друга, если говорят одно и то же об одном времени и не восходят ни к чему "
      "общему. Газета, напечатавшая то, что служба сообщила должностному лицу, не добавляет первоисточника.",
      "Два твердження підтверджують одне одного, якщо кажуть те саме про той самий час і не сягають нічого спільного. "
      "Газета, що надрукувала повідомлене службою посадовій особі, не додає першоджерела."}},
    {{"Two claims contradict each other when they give numbers for the same time that exclude each other, or when what "
      "is "
      "counted from the beginning is later said to be less than before.",
      "같은 시점에 대하여 서로 양립할 수 없는 수를 말하거나, 처음부터 누적하여 센 수가 나중에 더 적게 말해진 경우에 두 "
      "주장은 "
      "서로 어긋납니다.",
      "Два утверждения противоречат друг другу, если называют для одного времени исключающие друг друга числа или если "
      "счёт нарастающим итогом позже назван меньшим, чем раньше.",
      "Два твердження суперечать одне одному, якщо називають для одного часу числа, що виключають одне одне, або якщо "
      "підсумок від початку пізніше названо меншим, ніж раніше."}},
    {{"Names are compared as they are written: two that mean the same and are written in two ways count as two.",
      "이름은 적힌 그대로 비교합니다. 같은 대상을 다르게 적으면 둘로 셉니다.",
      "Названия сравниваются так, как они записаны: одно и то же, записанное по-разному, считается двумя.",
      "Назви порівнюються так, як записані: те саме, записане по-різному, вважається двома."}},
    {{"That independent sources agree does not prove a number; that only one speaks does not refute it.",
      "독립된 출처들이 일치한다고 하여 그 수가 증명되는 것은 아니며, 출처가 하나뿐이라고 하여 부정되는 것도 아닙니다.",
      "Согласие независимых источников не доказывает число; то, что источник один, его не опровергает.",
      "Згода незалежних джерел не доводить числа; те, що джерело одне, його не спростовує."}},
};

static const ag_term classes[] = {
    {"unstated", {{"not stated", "밝히지 않음", "не указано", "не зазначено"}}},
    {"party", {{"party to the event", "당사자 측", "сторона события", "сторона події"}}},
    {"third-state", {{"third State", "제3국", "третье государство", "третя держава"}}},
    {"organisation", {{"organisation", "단체", "организация", "організація"}}},
    {"press", {{"press", "언론", "пресса", "преса"}}},
    {"witness", {{"witness", "목격자", "свидетель", "свідок"}}},
    {"all", {{"all", "전체", "все", "усі"}}},
    {NULL, {{NULL}}},
};

static const ag_term lacks[] = {
    {"number", {{"a number", "구체적인 수", "число", "число"}}},
    {"corroboration",
     {{"an independent claim that says the same", "같은 내용의 독립된 주장", "независимое утверждение о том же",
       "незалежне твердження про те саме"}}},
    {"second-origin", {{"a second origin", "두 번째 출처", "второй первоисточник", "друге першоджерело"}}},
    {"least", {{"a lower bound", "최소값", "нижняя граница", "нижня межа"}}},
    {"most", {{"an upper bound", "최대값", "верхняя граница", "верхня межа"}}},
    {"party", {{"what a party to the event says", "당사자 측의 말", "слова стороны события", "слова сторони події"}}},
    {"witness", {{"a witness", "목격자", "свидетель", "свідок"}}},
    {"known-origin",
     {{"an origin that is known", "신원이 알려진 출처", "известный первоисточник", "відоме першоджерело"}}},
    {"time",
     {{"for when some of it is true", "일부 주장의 기준 시점", "на какое время часть этого верна",
       "на який час частина цього правдива"}}},
    {NULL, {{NULL}}},
};

static const ag_phrase claim_column[CLAIM_COLUMNS] = {
    {{"Claim", "주장", "Утверждение", "Твердження"}},
    {{"What is said", "내용", "Что сказано", "Що сказано"}},
    {{"Said", "발표일", "Когда сказано", "Коли сказано"}},
    {{"For when", "기준 시점", "На какое время", "На який час"}},
    {{"By", "말한 곳", "Кем", "Ким"}},
    {{"From", "출처", "От кого", "Від кого"}},
    {{"Class", "구분", "Кто это", "Хто це"}},
    {{"Grade", "평가", "Оценка", "Оцінка"}},
};
static const ag_phrase bound_column[BOUND_COLUMNS] = {
    {{"Class", "구분", "Кто говорит", "Хто каже"}},
    {{"Said", "발표일", "Когда сказано", "Коли сказано"}},
    {{"That day", "그날", "В тот день", "Того дня"}},
    {{"#Claims until then", "#그때까지의 주장", "#Утверждений к этому дню", "#Тверджень до цього дня"}},
    {{"Until then", "그때까지", "К этому дню", "До цього дня"}},
};
static const ag_phrase origin_column[ORIGIN_COLUMNS] = {
    {{"Origin", "출처", "Первоисточник", "Першоджерело"}},
    {{"#Claims", "#주장", "#Утверждений", "#Тверджень"}},
    {{"Which", "해당 주장", "Какие", "Які"}},
};

/* ---- Of the record ----------------------------------------------------------------------------------------------- */

static const json_t *list_of(const json_t *of, const char *name) { return json_object_get(of, name); }
static bool is_set(const json_t *of, const char *name) { return json_is_true(json_object_get(of, name)); }
static const json_t *claim_at(const ag_paper *p, const json_t *place) {
    return json_array_get(list_of(p->record, "claims"), (size_t)json_integer_value(place));
}
static int64_t count_of(const json_t *of, const char *name) {
    const json_t *value = json_object_get(of, name);
    return value ? json_integer_value(value) : AG_NO_COUNT;
}

static const char *join(ag_paper *p, const char *first, const char *next) {
    return *first ? ag_document_format(&p->document, "%s, %s", first, next) : next;
}

/* "C01, C02 and 5 more" of places in the claims. */
static const char *ids_of(ag_paper *p, const json_t *places) {
    const size_t n = json_array_size(places);
    const char *text = "";
    for (size_t i = 0; i < n && i < MOST_NAMED; i++)
        text = join(p, text, ag_paper_text(claim_at(p, json_array_get(places, i)), "id"));
    return n > MOST_NAMED ? ag_paper_say(p, &and_more, text, ag_paper_count(p, (int64_t)(n - MOST_NAMED))) : text;
}

static const char *words_of(ag_paper *p, const json_t *list, const ag_term *terms) {
    const char *text = "";
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));
        text = join(p, text, terms ? ag_paper_term(p, terms, word) : word);
    }
    return text;
}

/* "600", "6,000 or more", "at most 5", "300 to 600". */
static const char *range(ag_paper *p, int64_t least, int64_t most, bool open, bool unfounded) {
    const char *low = ag_paper_count(p, least), *high = ag_paper_count(p, most);
    if (least < most) return ag_paper_say(p, open ? &from_to_open : &from_to, low, high);
    return open ? ag_paper_say(p, &at_least, low) : unfounded ? ag_paper_say(p, &at_most, low) : low;
}

/* What a claim says as a mark; false: it has no number. */
static bool mark_of(const json_t *claim, ag_claim_mark *out) {
    const int64_t low = count_of(claim, "low"), point = count_of(claim, "point"), high = count_of(claim, "high");
    const int64_t least = low != AG_NO_COUNT ? low : point, most = high != AG_NO_COUNT ? high : point;
    *out = (ag_claim_mark){.label = ag_paper_text(claim, "id"),
                           .least = least != AG_NO_COUNT ? least : most,
                           .most = most != AG_NO_COUNT ? most : least,
                           .open = most == AG_NO_COUNT,
                           .unfounded = least == AG_NO_COUNT,
                           .line = (int)ag_paper_integer(claim, "line")};
    ag_claim_class_parse(ag_text_of(ag_paper_text(claim, "class")), &out->relation);
    if ((least == AG_NO_COUNT && most == AG_NO_COUNT) ||
        !ag_date_parse_edtf(ag_text_of(ag_paper_text(claim, "said")), &out->said))
        return false;
    if (out->said.first == INT32_MIN) out->said.first = out->said.last; /* an open end is no place in a picture */
    if (out->said.last == INT32_MAX) out->said.last = out->said.first;
    return out->said.first > INT32_MIN && out->said.last < INT32_MAX;
}

static const char *thing_of(ag_paper *p, const json_t *of) {
    const char *about = ag_paper_text(of, "about"),
               *thing = ag_paper_say(p, &of_one_title, ag_paper_text(of, "topic"), ag_paper_text(of, "measure"));
    return *about ? ag_document_format(&p->document, "%s (%s)", thing, about) : thing;
}

/* The last column is for grades: none, where nobody has graded. */
static int claim_columns(const ag_paper *p) {
    const json_t *claims = list_of(p->record, "claims");
    for (size_t i = 0; i < json_array_size(claims); i++)
        if (*ag_paper_text(json_array_get(claims, i), "grade")) return CLAIM_COLUMNS;
    return CLAIM_COLUMNS - 1;
}

/* ---- Tables ------------------------------------------------------------------------------------------------------ */

static void put_claim(ag_paper *p, ag_node *table, int columns, const json_t *claim, bool with_thing) {
    ag_claim_mark m;
    const char *by = words_of(p, list_of(claim, "by"), NULL), *origin = words_of(p, list_of(claim, "from"), NULL),
               *says =
                   mark_of(claim, &m) ? range(p, m.least, m.most, m.open, m.unfounded) : ag_paper_say(p, &no_number);
    if (is_set(claim, "anonymous")) {
        if (*origin)
            origin = ag_paper_say(p, &nobody_known, origin);
        else
            by = ag_paper_say(p, &nobody_known, by);
    }
    if (with_thing) says = ag_document_format(&p->document, "%s: %s", thing_of(p, claim), says);
    const char *cell[CLAIM_COLUMNS] = {ag_paper_text(claim, "id"),
                                       says,
                                       ag_paper_date(p, ag_paper_text(claim, "said")),
                                       ag_paper_date(p, ag_paper_text(claim, "as_of")),
                                       by,
                                       origin,
                                       ag_paper_term(p, classes, ag_paper_text(claim, "class")),
                                       ag_paper_text(claim, "grade")};
    ag_paper_row(p, table, cell, columns);
}

static void put_claims(ag_paper *p, ag_node *here, const json_t *group) {
    const int columns = claim_columns(p);
    ag_node *table = ag_paper_table(p, here, &claims_caption, claim_column, columns);
    const int64_t n = ag_paper_integer(group, "claims"), first = ag_paper_integer(group, "first");
    for (int64_t i = 0; i < n && i < MOST_ROWS; i++)
        put_claim(p, table, columns, json_array_get(list_of(p->record, "claims"), (size_t)(first + i)), false);
    if (n > MOST_ROWS) ag_paper_paragraph(p, here, ag_paper_say(p, &first_rows, ag_paper_count(p, MOST_ROWS)));
}

static void put_bounds(ag_paper *p, ag_node *here, const json_t *group) {
    const json_t *bounds = list_of(group, "bounds");
    size_t n = json_array_size(bounds);
    if (!n) return;
    /* Where all are of one class, its rows are those of all. */
    if (strcmp(ag_paper_text(json_array_get(bounds, n / 2), "class"), "all") == 0) n /= 2;
    ag_node *table = ag_paper_table(p, here, &bounds_caption, bound_column, BOUND_COLUMNS);
    for (size_t i = 0; i < n && i < MOST_ROWS; i++) {
        const json_t *b = json_array_get(bounds, i);
        const char *cell[BOUND_COLUMNS] = {
            ag_paper_term(p, classes, ag_paper_text(b, "class")), ag_paper_date(p, ag_paper_text(b, "said")),
            range(p, ag_paper_integer(b, "least"), ag_paper_integer(b, "most"), is_set(b, "open"),
                  is_set(b, "unfounded")),
            ag_paper_count(p, ag_paper_integer(b, "running_claims")),
            range(p, ag_paper_integer(b, "running_least"), ag_paper_integer(b, "running_most"),
                  is_set(b, "running_open"), is_set(b, "running_unfounded"))};
        ag_paper_row(p, table, cell, BOUND_COLUMNS);
    }
    if (n > MOST_ROWS) ag_paper_paragraph(p, here, ag_paper_say(p, &first_rows, ag_paper_count(p, MOST_ROWS)));
}

/* ---- The picture ------------------------------------------------------------------------------------------------- */

static const char *count_in(void *paper, int64_t value) { return ag_paper_count(paper, value); }

static void put_picture(ag_paper *p, ag_node *here, const json_t *group) {
    const int64_t n = ag_paper_integer(group, "claims"), first = ag_paper_integer(group, "first");
    ag_claim_mark *mark = AG_NEW(p->arena, ag_claim_mark, MOST_MARKS);
    const char *thing = thing_of(p, group), *words = ag_paper_say(p, &caption, thing);
    ag_claims_chart chart = {.title = thing,
                             .description = words,
                             .one_origin = ag_paper_say(p, &key_one_origin),
                             .so_far = ag_paper_say(p, &key_so_far),
                             .mark = mark,
                             .count = count_in,
                             .context = p};
    for (int c = 0; c < AG_CLAIM_CLASSES; c++)
        chart.class_word[c] = ag_paper_term(p, classes, ag_claim_class_name((ag_claim_class)c));
    for (int64_t i = 0; mark && i < n && chart.marks < MOST_MARKS; i++)
        chart.marks += mark_of(json_array_get(list_of(p->record, "claims"), (size_t)(first + i)), &mark[chart.marks]);
    const ag_drawing *drawing = chart.marks ? ag_claims_chart_draw(p->arena, &chart) : NULL;
    if (drawing) ag_document_figure(&p->document, here, drawing, words);
}

/* ---- Sections ---------------------------------------------------------------------------------------------------- */

static void put_pairs(ag_paper *p, ag_node *here, const json_t *group, const char *pairs, const char *total,
                      const ag_phrase *phrase) {
    const json_t *list = list_of(group, pairs);
    const int64_t all = ag_paper_integer(group, total);
    size_t n = json_array_size(list);
    if (!n) return;
    if (n > MOST_NAMED) n = MOST_NAMED;
    ag_node *items = ag_document_add(&p->document, here, AG_BLOCK_LIST, NULL);
    for (size_t i = 0; i < n; i++) {
        const json_t *pair = json_array_get(list, i);
        const char *a = ag_paper_text(claim_at(p, json_array_get(pair, 0)), "id"),
                   *b = ag_paper_text(claim_at(p, json_array_get(pair, 1)), "id");
        ag_document_add(&p->document, items, AG_BLOCK_ITEM, ag_paper_say(p, phrase, a, b));
    }
    if (all > (int64_t)n)
        ag_document_add(&p->document, items, AG_BLOCK_ITEM,
                        ag_paper_say(p, &and_more_pairs, ag_paper_count(p, all - (int64_t)n)));
}

static void put_group(ag_paper *p, const json_t *group) {
    ag_node *here = ag_document_add(&p->document, &p->document.root, AG_BLOCK_SECTION, NULL);
    ag_document_heading(&p->document, here, 2, thing_of(p, group));
    ag_paper_paragraph(p, here,
                       ag_paper_say(p, &independent, ag_paper_count(p, ag_paper_integer(group, "claims")),
                                    ag_paper_count(p, ag_paper_integer(group, "lines"))));
    if (is_set(group, "so_far")) ag_document_add(&p->document, here, AG_BLOCK_QUIET, ag_paper_say(p, &counted_so_far));
    put_picture(p, here, group);
    put_bounds(p, here, group);
    put_pairs(p, here, group, "contradict", "contradictions", &contradict);
    put_pairs(p, here, group, "corroborate", "corroborations", &corroborate);
    if (!ag_paper_integer(group, "contradictions") && json_array_size(list_of(group, "bounds")))
        ag_paper_paragraph(p, here, ag_paper_say(p, &no_contradiction));
    if (json_array_size(list_of(group, "lacks")))
        ag_paper_paragraph(p, here, ag_paper_say(p, &lacking, words_of(p, list_of(group, "lacks"), lacks)));
    put_claims(p, here, group);
}

static void put_origins(ag_paper *p) {
    ag_node *here = ag_paper_section(p, &origins_title);
    const json_t *origins = list_of(p->record, "origins");
    for (size_t i = 0; i < json_array_size(origins); i++) {
        const json_t *o = json_array_get(origins, i), *which = list_of(o, "claims");
        if (json_array_size(which) < 2) continue;
        ag_paper_paragraph(p, here,
                           ag_paper_say(p, is_set(o, "begins") ? &one_origin : &one_teller, ids_of(p, which),
                                        ag_paper_count(p, (int64_t)json_array_size(which)), ag_paper_text(o, "name")));
    }
    ag_node *table = ag_paper_table(p, here, NULL, origin_column, ORIGIN_COLUMNS);
    for (size_t i = 0, shown = 0; i < json_array_size(origins) && shown < MOST_ROWS; i++) {
        const json_t *o = json_array_get(origins, i), *which = list_of(o, "claims");
        if (!is_set(o, "begins")) continue;
        const char *name = ag_paper_text(o, "name");
        const char *cell[ORIGIN_COLUMNS] = {is_set(o, "anonymous") ? ag_paper_say(p, &nobody_known, name) : name,
                                            ag_paper_count(p, (int64_t)json_array_size(which)), ids_of(p, which)};
        ag_paper_row(p, table, cell, ORIGIN_COLUMNS);
        shown++;
    }
}

static void put_singles(ag_paper *p) {
    const json_t *groups = list_of(p->record, "groups");
    const int columns = claim_columns(p);
    ag_node *table = NULL, *here = NULL;
    for (size_t i = 0, shown = 0; i < json_array_size(groups) && shown < MOST_ROWS; i++) {
        const json_t *group = json_array_get(groups, i);
        if (ag_paper_integer(group, "claims") != 1) continue;
        if (!here) here = ag_paper_section(p, &singles_title);
        if (!table) table = ag_paper_table(p, here, &claims_caption, claim_column, columns);
        put_claim(p, table, columns, claim_at(p, json_object_get(group, "first")), true);
        shown++;
    }
}

static void put_lead(ag_paper *p, ag_node *here) {
    const json_t *claims = list_of(p->record, "claims"), *origins = list_of(p->record, "origins");
    int64_t corroborated = 0, begin = 0;
    for (size_t i = 0; i < json_array_size(claims); i++)
        corroborated += ag_paper_integer(json_array_get(claims, i), "corroborated") > 0;
    for (size_t i = 0; i < json_array_size(origins); i++) begin += is_set(json_array_get(origins, i), "begins");
    const char *how_many = ag_paper_say(p, &lead, ag_paper_count(p, (int64_t)json_array_size(claims)),
                                        ag_paper_count(p, (int64_t)json_array_size(list_of(p->record, "groups"))),
                                        ag_paper_count(p, begin)),
               *how_good = corroborated ? ag_paper_say(p, &some_corroborated, ag_paper_count(p, corroborated))
                                        : ag_paper_say(p, &none_corroborated);
    ag_document_add(&p->document, here, AG_BLOCK_LEAD, ag_document_format(&p->document, "%s %s", how_many, how_good));
    ag_paper_paragraph(p, here, ag_paper_say(p, &not_a_count));
}

void ag_claims_compose(ag_paper *paper) {
    const json_t *groups = list_of(paper->record, "groups");
    put_lead(paper, ag_document_add(&paper->document, &paper->document.root, AG_BLOCK_GROUP, NULL));
    put_origins(paper);
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        if (ag_paper_integer(group, "claims") > 1) put_group(paper, group);
    }
    put_singles(paper);
    ag_node *here = ag_paper_section(paper, &reading_title);
    for (size_t i = 0; i < sizeof reading / sizeof *reading; i++)
        ag_paper_paragraph(paper, here, ag_paper_say(paper, &reading[i]));
}

ag_status ag_report_claims(const json_t *record, ag_language language, ag_buffer *out_html, ag_error *err) {
    ag_arena arena;
    ag_arena_init(&arena);
    ag_paper paper = {.arena = &arena, .language = language, .record = record};
    const char *title = title_words.in[language];
    ag_document_init(&paper.document, &arena, ag_language_tag(language), title);
    ag_node *header = ag_document_add(&paper.document, &paper.document.root, AG_BLOCK_HEADER, NULL);
    ag_document_add(&paper.document, header, AG_BLOCK_QUIET, "Antigone");
    ag_document_heading(&paper.document, header, 1, title);
    ag_claims_compose(&paper);
    ag_document_html(&paper.document, out_html);
    const bool failed = arena.failed || out_html->failed;
    ag_arena_deinit(&arena);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}
