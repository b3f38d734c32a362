/* What lists say about those on none, as sentences, tables and a picture: see estimate_page.h. */
#include "report/estimate_page.h"

#include <math.h>

#include "report/estimate_chart.h"
#include "report/paper.h"
#include "report/words.h"

#include "base/banned.h"

enum { MODEL_COLUMNS = 6, LIST_COLUMNS = 3, MOST_MARKS = 64 };

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static const ag_phrase
    title = {{"Those on no list", "어느 명단에도 없는 사람들", "Те, кого нет ни в одном списке",
              "Ті, кого немає в жодному списку"}},
    listed_are = {{"{0} {0:person is|persons are} on {1} {1:list|lists}.", "명단 {1}개에 {0}명이 있습니다.",
                   "В списках ({1}) значится: {0}.", "У списках ({1}) значиться: {0}."}},
    range_is =
        {{"Those on the lists and those on none are together somewhere between {0} and {1}, depending on which "
          "model is believed; the middles of the models alone lie between {2} and {3}.",
          "명단에 있는 사람과 없는 사람을 합하면, 어느 모형을 믿느냐에 따라 {0}명에서 {1}명 사이입니다. 모형들의 "
          "중간값만 보아도 {2}명에서 {3}명 사이에 흩어져 있습니다.",
          "Вместе с теми, кого нет в списках, их от {0} до {1} — смотря какой модели верить; одни лишь середины "
          "моделей лежат между {2} и {3}.",
          "Разом із тими, кого немає в списках, їх від {0} до {1} — залежно від того, якій моделі вірити; самі "
          "лише середини моделей лежать між {2} і {3}."}},
    unbounded_is =
        {{"Those on the lists and those on none are together at least about {0}; nothing bounds them above. "
          "The middles of the models alone lie between {1} and {2}.",
          "명단에 있는 사람과 없는 사람을 합하면 적어도 약 {0}명이며, 위쪽 한계는 없습니다. 모형들의 중간값만 "
          "보아도 {1}명에서 {2}명 사이에 흩어져 있습니다.",
          "Вместе с теми, кого нет в списках, их не менее примерно {0}; сверху ничто не ограничивает. Одни "
          "лишь середины моделей лежат между {1} и {2}.",
          "Разом із тими, кого немає в списках, їх щонайменше близько {0}; згори ніщо не обмежує. Самі лише "
          "середини моделей лежать між {1} і {2}."}},
    nothing_is = {{"How many are on no list cannot be estimated from this table.",
                   "이 표로는 명단에 없는 사람이 몇 명인지 추정할 수 없습니다.",
                   "По этой таблице нельзя оценить, скольких нет ни в одном списке.",
                   "За цією таблицею не можна оцінити, скількох немає в жодному списку."}},
    no_single = {{"No one of these numbers is the answer. Whoever quotes one of them should quote the range with it.",
                  "이 수들 가운데 어느 하나도 정답이 아닙니다. 하나를 인용할 때에는 반드시 범위를 함께 적어야 합니다.",
                  "Ни одно из этих чисел не есть ответ. Кто приводит одно из них, должен привести и весь разброс.",
                  "Жодне з цих чисел не є відповіддю. Хто наводить одне з них, має навести й увесь розкид."}},
    of_two =
        {{"Two lists can give a range alone: they cannot show whether who is on one is more likely, or less, to be on "
          "the other. The odds ratio says how much more likely; 1 is not at all.",
          "명단이 둘뿐이면 범위만 말할 수 있습니다. 한 명단에 있는 사람이 다른 명단에도 있기 쉬운지는 두 명단만으로 알 "
          "수 없기 때문입니다. 오즈비는 그 정도를 나타내며 1은 관계가 없다는 뜻입니다.",
          "Два списка могут дать лишь разброс: по ним не видно, чаще или реже попадает в один тот, кто есть в другом. "
          "Отношение шансов говорит, насколько чаще; 1 — нисколько.",
          "Два списки можуть дати лише розкид: за ними не видно, частіше чи рідше потрапляє до одного той, хто є в "
          "іншому. Відношення шансів каже, наскільки частіше; 1 — анітрохи."}},
    why_title = {{"Why nothing is estimated", "추정하지 않는 까닭", "Почему оценки нет", "Чому оцінки немає"}},
    few = {{"There are fewer than three lists.", "명단이 세 개보다 적습니다.", "Списков меньше трёх.",
            "Списків менше трьох."}},
    short_one = {{"The list {0} has {1} persons; at least {2} are asked for.",
                  "명단 {0}에는 {1}명뿐입니다. 적어도 {2}명이 있어야 합니다.",
                  "В списке {0} значится {1}; требуется не менее {2}.",
                  "У списку {0} значиться {1}; потрібно щонайменше {2}."}},
    apart = {{"A list shares nobody with any other.", "다른 어느 명단과도 겹치지 않는 명단이 있습니다.",
              "Есть список, не имеющий общих лиц ни с каким другим.",
              "Є список, що не має спільних осіб із жодним іншим."}},
    no_triple = {{"Nobody is on three lists, and two of the lists share nobody.",
                  "세 명단에 함께 있는 사람이 없고, 서로 전혀 겹치지 않는 두 명단이 있습니다.",
                  "Никого нет в трёх списках сразу, а два списка не имеют общих лиц.",
                  "Нікого немає в трьох списках одразу, а два списки не мають спільних осіб."}},
    unnamed =
        {{"It is known on how many lists persons are, not on which: only models that treat all lists alike can be "
          "fitted.",
          "몇 개의 명단에 있는지만 알고 어느 명단인지는 모릅니다. 그러므로 모든 명단을 같게 보는 모형만 쓸 수 "
          "있습니다.",
          "Известно, в скольких списках значатся лица, но не в каких: подходят лишь модели, где все списки равны.",
          "Відомо, у скількох списках значаться особи, але не в яких: придатні лише моделі, де всі списки рівні."}},
    many = {{"Of more than eight lists the combinations are not modelled; join lists of one kind.",
             "명단이 여덟 개를 넘으면 조합을 모형화하지 않습니다. 같은 종류의 명단을 합치십시오.",
             "При более чем восьми списках сочетания не моделируются; объедините однородные списки.",
             "За понад вісьмох списків сполучення не моделюються; об’єднайте однорідні списки."}},
    models_title = {{"The models beside each other", "나란히 놓은 모형들", "Модели рядом", "Моделі поруч"}},
    models_are =
        {{"{0} log-linear {0:model was|models were} fitted; {1} of them {1:has|have} no estimate and "
          "{1:is|are} refused. Below stand the best by BIC, those that say the least and the most among the "
          "nearly as good, and the other methods.",
          "로그선형 모형 {0}개를 적합하였고, 그 가운데 {1}개는 추정값이 없어 제외하였습니다. 아래에는 BIC가 가장 좋은 "
          "모형들, 그와 거의 같은 모형들 중 가장 작거나 큰 값을 주는 모형, 그리고 다른 방법들을 보였습니다.",
          "Подобрано логлинейных моделей: {0}; из них без оценки и потому отклонено: {1}. Ниже — лучшие по BIC, "
          "крайние среди почти столь же хороших и другие методы.",
          "Підібрано логлінійних моделей: {0}; з них без оцінки й тому відхилено: {1}. Нижче — найкращі за BIC, "
          "крайні серед майже так само добрих та інші методи."}},
    pairs_only = {{"With so many lists only models with at most {0} pairs of lists are fitted.",
                   "명단이 많으므로 두 명단 사이의 관계가 {0}개 이하인 모형만 적합하였습니다.",
                   "При стольких списках подобраны лишь модели, где связанных пар списков не более {0}.",
                   "За стількох списків підібрано лише моделі, де пов’язаних пар списків не більше {0}."}},
    caption =
        {{"How many there were, by model: a point with its 95 % interval. A diamond is a lower bound, an arrow goes on "
          "beyond the picture, a dashed band is a model that was refused.",
          "모형별 전체 인원: 점과 95 % 구간. 마름모는 하한, 화살표는 그림 밖으로 이어짐, 점선 띠는 제외된 모형입니다.",
          "Сколько их было, по моделям: точка и 95-процентный интервал. Ромб — нижняя граница, стрелка уходит за край "
          "рисунка, пунктирная полоса — отклонённая модель.",
          "Скільки їх було, за моделями: точка й 95-відсотковий інтервал. Ромб — нижня межа, стрілка виходить за край "
          "рисунка, пунктирна смуга — відхилена модель."}},
    on_lists = {{"on the lists: {0}", "명단에 있음: {0}", "в списках: {0}", "у списках: {0}"}},
    table_caption = {{"Models and methods", "모형과 방법", "Модели и методы", "Моделі й методи"}},
    lists_title = {{"The lists", "명단", "Списки", "Списки"}},
    no_limit = {{"no limit", "한계 없음", "без предела", "без межі"}},
    from_to = {{"{0} to {1}", "{0}~{1}", "от {0} до {1}", "від {0} до {1}"}},
    at_least = {{"at least {0}", "{0} 이상", "не менее {0}", "щонайменше {0}"}},
    refused_as = {{"refused: {0}", "제외: {0}", "отклонено: {0}", "відхилено: {0}"}},
    prior =
        {{"The average over graphs depends on how much weight the prior has for each cell (delta): both are shown so "
          "that the difference is seen.",
          "그래프 평균은 칸마다 주는 사전 가중치(델타)에 따라 달라집니다. 그 차이가 보이도록 두 가지를 함께 "
          "실었습니다.",
          "Среднее по графам зависит от веса, данного заранее каждой клетке (дельта): показаны оба, чтобы разница была "
          "видна.",
          "Середнє за графами залежить від ваги, наперед наданої кожній клітинці (дельта): показано обидва, щоб "
          "різницю "
          "було видно."}},
    assumptions_title = {{"What all of this takes for granted", "이 모든 것이 전제하는 바",
                          "Что при этом принимается на веру", "Що при цьому береться на віру"}};

static const ag_phrase assumptions[] = {
    {{"Nobody came or went: the lists are about the same dead of the same place and time.",
      "드나든 사람이 없습니다. 모든 명단은 같은 곳, 같은 때의 같은 사망자들에 관한 것입니다.",
      "Никто не прибыл и не убыл: списки — об одних и тех же погибших в одном месте и времени.",
      "Ніхто не прибув і не вибув: списки — про тих самих загиблих у тому самому місці й часі."}},
    {{"The same person was always recognised on two lists, and two persons were never taken for one. Missed links make "
      "the "
      "estimate too high, wrong ones too low.",
      "같은 사람은 두 명단에서 언제나 같은 사람으로 확인되었고, 두 사람을 한 사람으로 본 일이 없습니다. 연결을 놓치면 "
      "추정이 "
      "커지고, 잘못 연결하면 작아집니다.",
      "Одно лицо всегда узнано в двух списках, и двое не приняты за одного. Пропущенные совпадения завышают оценку, "
      "ложные — "
      "занижают.",
      "Одну особу завжди впізнано у двох списках, і двох не прийнято за одну. Пропущені збіги завищують оцінку, хибні "
      "— "
      "занижують."}},
    {{"The lists are independent except where the model joins them: [12,3] joins the first two. Lists that feed each "
      "other "
      "make the estimate too low.",
      "모형이 묶은 명단 말고는 서로 독립입니다. [12,3]은 첫째와 둘째를 묶습니다. 서로 베낀 명단은 추정을 작게 "
      "만듭니다.",
      "Списки независимы, кроме тех, что связаны моделью: [12,3] связывает первые два. Списки, питающие друг друга, "
      "занижают "
      "оценку.",
      "Списки незалежні, крім тих, що пов’язані моделлю: [12,3] пов’язує перші два. Списки, що живлять один одного, "
      "занижують "
      "оцінку."}},
    {{"Everybody could have come onto some list. Those whom no list could ever have had, because nobody was left to "
      "tell, are "
      "in none of these numbers.",
      "누구나 어느 명단에든 오를 수 있었습니다. 말해 줄 사람이 남지 않아 어떤 명단에도 오를 수 없던 사람은 이 수에 "
      "들어 있지 "
      "않습니다.",
      "Каждый мог попасть хотя бы в один список. Тех, кто не мог попасть никуда, потому что некому было сообщить, нет "
      "ни в "
      "одном из этих чисел.",
      "Кожен міг потрапити хоча б до одного списку. Тих, хто не міг потрапити нікуди, бо нікому було повідомити, немає "
      "в "
      "жодному з цих чисел."}},
    {{"Persons differ in how easily they are listed: officers and the dead of towns more, others less. Models that "
      "ignore it "
      "say too few.",
      "사람마다 명단에 오르기 쉬운 정도가 다릅니다. 장교나 도시의 사망자는 쉽고 다른 이들은 어렵습니다. 이를 무시한 "
      "모형은 너무 "
      "적게 말합니다.",
      "Люди попадают в списки с разной лёгкостью: офицеры и погибшие в городах — чаще, другие — реже. Модели, не "
      "учитывающие "
      "этого, говорят о слишком малом числе.",
      "Люди потрапляють до списків з різною легкістю: офіцери й загиблі в містах — частіше, інші — рідше. Моделі, що "
      "цього не "
      "враховують, кажуть про замале число."}},
    {{"A model chosen because it fits best is believed too much: its own interval does not know that others were "
      "tried.",
      "가장 잘 맞는다고 고른 모형은 지나치게 믿기 쉽습니다. 그 모형의 구간은 다른 모형들도 시험해 보았다는 사실을 "
      "모릅니다.",
      "Модели, выбранной за лучшее согласие, верят слишком сильно: её интервал не знает, что пробовали и другие.",
      "Моделі, обраній за найкращу згоду, вірять надто сильно: її інтервал не знає, що пробували й інші."}},
};

static const ag_term methods[] = {
    {"odds-ratio", {{"odds ratio", "오즈비", "отношение шансов", "відношення шансів"}}},
    {"log-linear", {{"log-linear", "로그선형", "логлинейная", "логлінійна"}}},
    {"log-linear-average", {{"log-linear, averaged", "로그선형 평균", "логлинейные, среднее", "логлінійні, середнє"}}},
    {"capture", {{"capture", "포획 모형", "поимка", "вилов"}}},
    {"decomposable-average", {{"graphs, averaged", "그래프 평균", "графы, среднее", "графи, середнє"}}},
    {"latent-class", {{"latent classes", "잠재 계층", "скрытые классы", "приховані класи"}}},
    {NULL, {{NULL}}},
};

static const ag_term remarks[] = {
    {"no-maximum",
     {{"the estimate would be infinite", "추정값이 무한대가 됨", "оценка была бы бесконечной",
       "оцінка була б нескінченною"}}},
    {"not-identified",
     {{"several answers fit equally well", "여러 답이 똑같이 맞음", "несколько ответов подходят одинаково",
       "кілька відповідей пасують однаково"}}},
    {"no-maximum-and-not-identified",
     {{"several answers fit, none of them finite", "여러 답이 맞고 유한한 것이 없음", "ответов много, и конечных нет",
       "відповідей багато, і скінченних немає"}}},
    {"no-fit", {{"nothing fits", "맞는 값이 없음", "ничего не подходит", "нічого не пасує"}}},
    {"cut-off",
     {{"more are possible than could be weighed", "따져 본 범위 밖까지 가능함", "возможно больше, чем удалось взвесить",
       "можливо більше, ніж вдалося зважити"}}},
    {"chains-apart", {{"the chains do not agree", "사슬들이 일치하지 않음", "цепи не сошлись", "ланцюги не зійшлися"}}},
    {NULL, {{NULL}}},
};

static const ag_phrase model_column[MODEL_COLUMNS] = {
    {{"Method", "방법", "Метод", "Метод"}},
    {{"Model", "모형", "Модель", "Модель"}},
    {{"#In all", "#전체", "#Всего", "#Усього"}},
    {{"95 % interval", "95 % 구간", "95-процентный интервал", "95-відсотковий інтервал"}},
    {{"#BIC", "#BIC", "#BIC", "#BIC"}},
    {{"#Weight", "#가중치", "#Вес", "#Вага"}},
};
static const ag_phrase list_column[LIST_COLUMNS] = {
    {{"Number", "번호", "Номер", "Номер"}},
    {{"List", "명단", "Список", "Список"}},
    {{"#Persons", "#인원", "#Лиц", "#Осіб"}},
};

/* ---- Parts ------------------------------------------------------------------------------------------------------- */

static const char *whole(ag_paper *p, double value) {
    return isinf(value) ? ag_paper_say(p, &no_limit) : ag_paper_count(p, (int64_t)llround(value));
}

static const char *why(ag_paper *p, const ag_estimate_row *r) {
    return ag_remark_refuses(r->remark) ? ag_paper_term(p, remarks, ag_remark_name(r->remark)) : NULL;
}

static const char *range_sentence(ag_paper *p, const ag_estimate *e) {
    if (isnan(e->most)) return ag_paper_say(p, &nothing_is);
    if (isinf(e->most))
        return ag_paper_say(p, &unbounded_is, whole(p, e->least), whole(p, e->least_n), whole(p, e->most_n));
    return ag_paper_say(p, &range_is, whole(p, e->least), whole(p, e->most), whole(p, e->least_n), whole(p, e->most_n));
}

static void put_lead(ag_paper *p, const ag_estimate *e) {
    ag_node *here = ag_document_add(&p->document, &p->document.root, AG_BLOCK_GROUP, NULL);
    const char *listed =
        ag_paper_say(p, &listed_are, ag_paper_count(p, e->lists->people), ag_paper_count(p, e->lists->lists));
    ag_document_add(&p->document, here, AG_BLOCK_LEAD,
                    ag_document_format(&p->document, "%s %s", listed, range_sentence(p, e)));
    if (!isnan(e->most)) ag_paper_paragraph(p, here, ag_paper_say(p, &no_single));
    if (e->state == AG_ESTIMATE_RANGE) ag_paper_paragraph(p, here, ag_paper_say(p, &of_two));
    if (e->faults & AG_LISTS_UNNAMED) ag_paper_paragraph(p, here, ag_paper_say(p, &unnamed));
    if (e->state == AG_ESTIMATE_FREQUENCIES && !e->faults) ag_paper_paragraph(p, here, ag_paper_say(p, &many));
}

static void put_reasons(ag_paper *p, const ag_estimate *e, const ag_text *name) {
    static const struct {
        unsigned fault;
        const ag_phrase *words;
    } said[] = {{AG_LISTS_FEW, &few}, {AG_LISTS_APART, &apart}, {AG_LISTS_NO_TRIPLE, &no_triple}};
    if (e->state != AG_ESTIMATE_REFUSED) return;
    ag_node *here = ag_paper_section(p, &why_title);
    for (size_t k = 0; k < sizeof said / sizeof *said; k++)
        if (e->faults & said[k].fault) ag_paper_paragraph(p, here, ag_paper_say(p, said[k].words));
    for (int i = 0; i < e->lists->lists && e->faults & AG_LISTS_SHORT; i++)
        if (e->lists->size[i] < e->least_list)
            ag_paper_paragraph(p, here,
                               ag_paper_say(p, &short_one, ag_document_text(&p->document, name[i]),
                                            ag_paper_count(p, e->lists->size[i]), ag_paper_count(p, e->least_list)));
}

/* What is told of the model beside its method: no words of any language. */
static const char *model_of(ag_paper *p, const ag_estimate_row *r) {
    switch (r->method) {
    case AG_METHOD_ODDS:
        return ag_document_format(&p->document, "%g", r->parameter);
    case AG_METHOD_GRAPHS:
        return ag_document_format(&p->document, "\xCE\xB4 = %g", r->parameter);
    case AG_METHOD_CLASSES:
        return ag_document_format(&p->document, "R\xCC\x82 = %.3f", r->parameter);
    case AG_METHOD_AVERAGE:
        return "BIC";
    default:
        return r->model;
    }
}

static const char *label_of(ag_paper *p, const ag_estimate_row *r) {
    if (r->method == AG_METHOD_LOGLINEAR || r->method == AG_METHOD_CAPTURE) return r->model;
    return ag_document_format(&p->document, "%s, %s", ag_paper_term(p, methods, ag_method_name(r->method)),
                              model_of(p, r));
}

static const char *count_in(void *paper, int64_t value) { return ag_paper_count(paper, value); }

static void put_picture(ag_paper *p, ag_node *here, const ag_estimate *e) {
    ag_estimate_mark *mark = AG_NEW(p->arena, ag_estimate_mark, MOST_MARKS);
    const char *words = ag_paper_say(p, &caption);
    ag_estimate_chart chart = {.title = title.in[p->language],
                               .description = words,
                               .listed_word = ag_paper_say(p, &on_lists, ag_paper_count(p, e->lists->people)),
                               .listed = (double)e->lists->people,
                               .mark = mark,
                               .count = count_in,
                               .context = p};
    for (size_t i = 0; mark && i < e->rows && chart.marks < MOST_MARKS; i++) {
        const ag_estimate_row *r = &e->row[i];
        if (!r->shown) continue;
        mark[chart.marks++] = (ag_estimate_mark){.label = label_of(p, r),
                                                 .n = r->n,
                                                 .lower = r->lower,
                                                 .upper = r->upper,
                                                 .bound = r->remark == AG_REMARK_LOWER_BOUND,
                                                 .refused = why(p, r)};
    }
    const ag_drawing *drawing = chart.marks ? ag_estimate_chart_draw(p->arena, &chart) : NULL;
    if (drawing) ag_document_figure(&p->document, here, drawing, words);
}

static const char *fixed(ag_paper *p, double value, int decimals) {
    return isnan(value) ? "" : ag_document_format(&p->document, "%.*f", decimals, value);
}

static void put_row(ag_paper *p, ag_node *table, const ag_estimate_row *r) {
    const char *refused = why(p, r);
    const char *n = isnan(r->n) ? "" : whole(p, r->n);
    const char *cell[MODEL_COLUMNS] = {ag_paper_term(p, methods, ag_method_name(r->method)),
                                       model_of(p, r),
                                       r->remark == AG_REMARK_LOWER_BOUND ? ag_paper_say(p, &at_least, n) : n,
                                       refused ? ag_paper_say(p, &refused_as, refused)
                                       : isnan(r->lower)
                                           ? ""
                                           : ag_paper_say(p, &from_to, whole(p, r->lower), whole(p, r->upper)),
                                       fixed(p, r->bic, 1),
                                       fixed(p, r->weight, 3)};
    ag_paper_row(p, table, cell, MODEL_COLUMNS);
}

static void put_models(ag_paper *p, const ag_estimate *e) {
    if (e->state == AG_ESTIMATE_REFUSED) return;
    ag_node *here = ag_paper_section(p, &models_title);
    if (e->models)
        ag_paper_paragraph(p, here,
                           ag_paper_say(p, &models_are, ag_paper_count(p, (int64_t)e->models),
                                        ag_paper_count(p, (int64_t)e->refused)));
    if (e->most_pairs)
        ag_document_add(&p->document, here, AG_BLOCK_QUIET,
                        ag_paper_say(p, &pairs_only, ag_paper_count(p, e->most_pairs)));
    put_picture(p, here, e);
    if (e->graphs[0].graphs) ag_document_add(&p->document, here, AG_BLOCK_QUIET, ag_paper_say(p, &prior));
    ag_node *table = ag_paper_table(p, here, &table_caption, model_column, MODEL_COLUMNS);
    for (size_t i = 0; i < e->rows; i++)
        if (e->row[i].shown) put_row(p, table, &e->row[i]);
}

static void put_lists(ag_paper *p, const ag_estimate *e, const ag_text *name) {
    if (!name) return;
    ag_node *table = ag_paper_table(p, ag_paper_section(p, &lists_title), NULL, list_column, LIST_COLUMNS);
    for (int i = 0; i < e->lists->lists; i++) {
        const char *cell[LIST_COLUMNS] = {ag_paper_count(p, i + 1), ag_document_text(&p->document, name[i]),
                                          ag_paper_count(p, e->lists->size[i])};
        ag_paper_row(p, table, cell, LIST_COLUMNS);
    }
}

static void put_assumptions(ag_paper *p) {
    ag_node *items = ag_document_add(&p->document, ag_paper_section(p, &assumptions_title), AG_BLOCK_LIST, NULL);
    for (size_t i = 0; i < sizeof assumptions / sizeof *assumptions; i++)
        ag_document_add(&p->document, items, AG_BLOCK_ITEM, ag_paper_say(p, &assumptions[i]));
}

ag_status ag_report_estimate(const ag_estimate *e, const ag_text *name, ag_language language, ag_buffer *out_html,
                             ag_error *err) {
    ag_arena arena;
    ag_arena_init(&arena);
    ag_paper paper = {.arena = &arena, .language = language};
    ag_document_init(&paper.document, &arena, ag_language_tag(language), title.in[language]);
    ag_node *header = ag_document_add(&paper.document, &paper.document.root, AG_BLOCK_HEADER, NULL);
    ag_document_add(&paper.document, header, AG_BLOCK_QUIET, "Antigone");
    ag_document_heading(&paper.document, header, 1, title.in[language]);
    put_lead(&paper, e);
    put_reasons(&paper, e, name);
    put_models(&paper, e);
    if (e->state != AG_ESTIMATE_REFUSED) put_assumptions(&paper);
    put_lists(&paper, e, name);
    ag_document_html(&paper.document, out_html);
    const bool failed = arena.failed || out_html->failed;
    ag_arena_deinit(&arena);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}
