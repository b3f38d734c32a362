/* The page of a linkage: see link_page.h. */
#include "report/link_page.h"

#include <math.h>

#include "base/binomial.h"
#include "report/paper.h"
#include "report/reliability.h"
#include "report/words.h"

#include "base/banned.h"

enum { MODEL_COLUMNS = 5, STEP_COLUMNS = 5, BIN_COLUMNS = 5, SIDE = 330, LEFT = 64, TOP = 40, UNDER = 52, RIGHT = 40 };

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static const ag_phrase title_words = {{"Which records are of one person", "같은 사람의 기록",
                                       "Какие записи об одном человеке", "Які записи про одну людину"}};
static const ag_phrase
    lead = {{"{0} {0:pair|pairs} of records {0:was|were} linked, and {1} {1:is|are} for two people to look at.",
             "기록 {0}쌍을 연결하였고, {1}쌍은 두 사람이 따로 살펴보아야 합니다.",
             "Связано пар записей: {0}; ещё {1} должны посмотреть два человека.",
             "Пов’язано пар записів: {0}; ще {1} мають переглянути дві людини."}},
    what =
        {{"{0} and {1} records give {2} pairs. {3} of them satisfy the blocking rule and were compared, every one; "
          "the others agree in too little to be looked at and count as different people.",
          "기록 {0}건과 {1}건에서 {2}쌍이 나옵니다. 그 가운데 비교 규칙에 맞는 {3}쌍을 빠짐없이 비교하였습니다. "
          "나머지는 "
          "일치하는 항목이 너무 적어 비교하지 않고 다른 사람으로 봅니다.",
          "{0} и {1} записей дают {2} пар. Правилу отбора отвечают {3}, и все они сравнены; у остальных совпадает "
          "слишком мало: их не сравнивали и считают разными людьми.",
          "{0} і {1} записів дають {2} пар. Правилу відбору відповідають {3}, і всі їх порівняно; в інших збігається "
          "надто мало: їх не порівнювали й вважають різними людьми."}},
    no_merge =
        {{"A link says that two records are of one person. It changes neither, and can be undone. This is version "
          "{0}; whoever counts with it names the version.",
          "연결은 두 기록이 같은 사람의 것이라는 진술일 뿐입니다. 기록 자체는 바뀌지 않으며 연결을 취소할 수 "
          "있습니다. 이 결과의 판은 {0}이며, 이를 써서 수를 셀 때에는 판을 밝혀야 합니다.",
          "Связь говорит, что две записи — об одном человеке. Она не меняет записей, и её можно отменить. Это версия "
          "{0}; кто считает по ней, называет версию.",
          "Зв’язок каже, що два записи — про одну людину. Він не змінює записів, і його можна скасувати. Це версія "
          "{0}; хто рахує за нею, називає версію."}},
    thresholds = {{"Linked from a posterior of {0}; for review from {1}.", "사후 확률 {0}부터 연결, {1}부터 검토.",
                   "Связь — от апостериорной вероятности {0}; просмотр — от {1}.",
                   "Зв’язок — від апостеріорної ймовірності {0}; перегляд — від {1}."}},
    truth_title = {{"Against the truth", "실제와의 비교", "Сравнение с истиной", "Порівняння з істиною"}},
    truth_lead = {{"There are {0} true pairs; {1} of them satisfy no line of the blocking rule and could not be found.",
                   "실제로 같은 사람인 쌍은 {0}쌍이며, 그 가운데 {1}쌍은 비교 규칙에 맞지 않아 찾을 수 없었습니다.",
                   "Истинных пар {0}; из них {1} не отвечают правилу отбора и не могли быть найдены.",
                   "Істинних пар {0}; з них {1} не відповідають правилу відбору й не могли бути знайдені."}},
    chart_title = {{"Precision against recall", "정밀도와 재현율", "Точность и полнота", "Точність і повнота"}},
    chart_words =
        {{"Each point is a threshold. Precision: of the linked pairs, the share that is right. Recall: of the true "
          "pairs, the share that is linked.",
          "점 하나가 기준값 하나입니다. 정밀도는 연결한 쌍 가운데 옳은 것의 비율, 재현율은 실제 쌍 가운데 연결한 "
          "것의 비율입니다.",
          "Каждая точка — порог. Точность: доля верных среди связанных пар. Полнота: доля связанных среди истинных.",
          "Кожна точка — поріг. Точність: частка правильних серед пов’язаних пар. Повнота: частка пов’язаних серед "
          "істинних."}},
    precision = {{"Precision", "정밀도", "Точность", "Точність"}},
    recall = {{"Recall", "재현율", "Полнота", "Повнота"}},
    calibration = {{"Is a posterior what it says?", "사후 확률은 말한 그대로인가?", "То ли значит вероятность?",
                    "Чи те означає ймовірність?"}},
    calibration_words =
        {{"On the diagonal a stated probability is what it says. Bars: 95 % intervals (Clopper and Pearson).",
          "대각선 위에 있으면 말한 확률이 실제와 같습니다. 막대: 95 % 구간(클로퍼–피어슨).",
          "На диагонали вероятность такова, как сказано. Отрезки: 95 %-е интервалы (Клоппер — Пирсон).",
          "На діагоналі ймовірність така, як сказано. Відрізки: 95 %-ві інтервали (Клоппер — Пірсон)."}},
    stated = {{"stated, %", "말한 확률, %", "сказано, %", "сказано, %"}},
    observed = {{"right, %", "옳은 비율, %", "верно, %", "правильно, %"}},
    model_title = {{"What agreement weighs", "일치의 무게", "Сколько весит совпадение", "Скільки важить збіг"}},
    model_words =
        {{"How often a field agrees in two records of one person, and in two records of two people. Bits are log2 of "
          "their "
          "ratio: each doubles the odds. Where two agree in a surname, a given name, a place or a unit, its own "
          "frequency "
          "counts: a rare one weighs more than this table says, a common one less.",
          "같은 사람의 두 기록에서, 그리고 서로 다른 두 사람의 기록에서 각 항목이 얼마나 자주 일치하는지를 보여 "
          "줍니다. 비트는 "
          "두 비율의 로그(밑 2)로, 1비트마다 승산이 두 배가 됩니다. 성, 이름, 장소, 부대가 같을 때에는 그 값의 빈도를 "
          "씁니다. 드문 값은 이 표보다 무겁고 흔한 값은 가볍습니다.",
          "Как часто поле совпадает в двух записях об одном человеке и в двух записях о разных людях. Биты — двоичный "
          "логарифм отношения: каждый удваивает шансы. При совпадении фамилии, имени, места или части важна их "
          "собственная "
          "частота: редкое весит больше, чем в таблице, частое меньше.",
          "Як часто поле збігається у двох записах про одну людину й у двох записах про різних людей. Біти — двійковий "
          "логарифм відношення: кожен подвоює шанси. За збігу прізвища, імені, місця чи частини важить їхня власна "
          "частота: "
          "рідкісне важить більше, ніж у таблиці, часте менше."}},
    steps_caption = {{"By threshold", "기준값별", "По порогам", "За порогами"}},
    bins_caption = {{"By posterior", "사후 확률별", "По вероятности", "За ймовірністю"}},
    limits_title = {{"What this rests on", "전제", "На чём это держится", "На чому це тримається"}},
    limits = {
        {"The fields are taken to agree independently of one another. People of one unit who died on one day share "
         "both more often than that says; where such pairs are linked by little else, look at them. A cover identity "
         "that shares neither a number, nor a unit with a birth, cannot be found.",
         "각 항목은 서로 독립적으로 일치한다고 봅니다. 같은 부대에서 같은 날 전사한 사람들은 실제로는 두 항목이 함께 "
         "일치하는 일이 더 많으므로, 다른 근거가 적은 연결은 살펴보십시오. 군번도, 부대와 생년월일도 같지 않은 위장 "
         "신분은 찾을 수 없습니다.",
         "Считается, что поля совпадают независимо друг от друга. У погибших в один день из одной части оба поля "
         "совпадают "
         "чаще; где связь держится почти только на этом, её надо посмотреть. Прикрытие, у которого не совпадает ни "
         "номер, "
         "ни часть вместе с рождением, найти нельзя.",
         "Вважається, що поля збігаються незалежно одне від одного. У загиблих одного дня з однієї частини обидва поля "
         "збігаються частіше; де зв’язок тримається майже лише на цьому, його треба переглянути. Прикриття, в якого не "
         "збігається ні номер, ні частина разом із народженням, знайти не можна."}};

static const ag_term fields[] = {
    {"surname", {{"surname", "성", "фамилия", "прізвище"}}},
    {"given", {{"given name", "이름", "имя", "ім’я"}}},
    {"place", {{"place", "출생지", "место", "місце"}}},
    {"unit", {{"unit", "부대", "часть", "частина"}}},
    {"number", {{"service number", "군번", "личный номер", "особистий номер"}}},
    {"born", {{"born", "생년월일", "родился", "народився"}}},
    {"died", {{"died", "사망일", "погиб", "загинув"}}},
    {NULL, {{NULL}}},
};
static const ag_term level_terms[] = {
    {"different", {{"different", "다름", "различается", "різниться"}}},
    {"near", {{"near", "비슷함", "близко", "близько"}}},
    {"same", {{"same", "같음", "совпадает", "збігається"}}},
    {"swapped",
     {{"names exchanged", "성과 이름이 바뀜", "имя и фамилия переставлены", "ім’я й прізвище переставлено"}}},
    {"part", {{"in part", "일부 같음", "частично", "частково"}}},
    {"rough", {{"may be the same", "같을 수 있음", "может совпадать", "може збігатися"}}},
    {NULL, {{NULL}}},
};
static const ag_phrase model_column[MODEL_COLUMNS] = {
    {{"Field", "항목", "Поле", "Поле"}},
    {{"Agreement", "일치", "Совпадение", "Збіг"}},
    {{"#One person, %", "#같은 사람, %", "#Один человек, %", "#Одна людина, %"}},
    {{"#Two people, %", "#다른 사람, %", "#Разные люди, %", "#Різні люди, %"}},
    {{"#Bits", "#비트", "#Биты", "#Біти"}},
};
static const ag_phrase step_column[STEP_COLUMNS] = {
    {{"Posterior at least", "사후 확률 하한", "Вероятность не ниже", "Ймовірність не нижче"}},
    {{"#Linked", "#연결", "#Связано", "#Пов’язано"}},
    {{"#Right", "#옳음", "#Верно", "#Правильно"}},
    {{"#Precision, %", "#정밀도, %", "#Точность, %", "#Точність, %"}},
    {{"#Recall, %", "#재현율, %", "#Полнота, %", "#Повнота, %"}},
};
static const ag_phrase bin_column[BIN_COLUMNS] = {
    {{"Posterior", "사후 확률", "Вероятность", "Ймовірність"}},
    {{"#Pairs", "#쌍", "#Пар", "#Пар"}},
    {{"#Expected right", "#예상", "#Ожидается верных", "#Очікувано правильних"}},
    {{"#Right", "#옳음", "#Верно", "#Правильно"}},
    {{"95 % interval, %", "95 % 구간, %", "95 %-й интервал, %", "95 %-й інтервал, %"}},
};

/* ---- Numbers ----------------------------------------------------------------------------------------------------- */

static double share(uint64_t part, uint64_t of) { return of ? (double)part / (double)of : 0; }

static const char *percent(ag_paper *p, double x) {
    if (x > 0 && x < 1e-6) return "< 0.0001";
    return ag_document_format(&p->document, x >= 0.0001 || x <= 0 ? "%.2f" : "%.4f", 100 * x);
}

static const char *plain(ag_paper *p, double x) { return ag_document_format(&p->document, "%g", x); }

static const char *large(ag_paper *p, double count) { return ag_paper_count(p, (int64_t)count); }

/* ---- Pictures ---------------------------------------------------------------------------------------------------- */

/* Both axes from a whole percent below every point, to 100 %; thresholds from 0.05. */
static ag_drawing *precision_chart(ag_paper *p, const ag_link_evaluation *e) {
    ag_drawing *d = ag_drawing_new(p->arena, ag_paper_say(p, &chart_title));
    double least = 1;
    if (!d) return NULL;
    for (int i = 1; i < AG_LINK_STEPS; i++) {
        const double pr = share(e->step[i].right, e->step[i].linked), re = share(e->step[i].right, e->truth);
        least = fmin(least, fmin(pr, re));
    }
    least = fmin(0.99, floor(least * 100 - 0.3) / 100);
    d->description = ag_paper_say(p, &chart_words);
    d->width = LEFT + SIDE + RIGHT;
    d->height = TOP + SIDE + UNDER;
    for (int k = 0; k <= 4; k++) {
        const double at = k * SIDE / 4.0;
        const char *word = ag_document_format(&p->document, "%.4g", 100 * (least + k * (1 - least) / 4));
        ag_draw_line(d, AG_PEN_GRID, LEFT + at, TOP, LEFT + at, TOP + SIDE);
        ag_draw_line(d, AG_PEN_GRID, LEFT, TOP + SIDE - at, LEFT + SIDE, TOP + SIDE - at);
        ag_draw_text(d, AG_PEN_SMALL, AG_MIDDLE, LEFT + at, TOP + SIDE + 16, word);
        ag_draw_text(d, AG_PEN_SMALL, AG_END, LEFT - 7, TOP + SIDE - at + 4, word);
    }
    ag_draw_line(d, AG_PEN_AXIS, LEFT, TOP, LEFT, TOP + SIDE);
    ag_draw_line(d, AG_PEN_AXIS, LEFT, TOP + SIDE, LEFT + SIDE, TOP + SIDE);
    ag_draw_text(d, AG_PEN_SMALL, AG_START, 4, TOP - 14,
                 ag_document_format(&p->document, "%s, %%", ag_paper_say(p, &precision)));
    ag_draw_text(d, AG_PEN_SMALL, AG_END, LEFT + SIDE, TOP + SIDE + 36,
                 ag_document_format(&p->document, "%s, %%", ag_paper_say(p, &recall)));
    double before[2] = {0}, labelled = -100;
    for (int i = 1; i < AG_LINK_STEPS; i++) {
        const double re = share(e->step[i].right, e->truth), pr = share(e->step[i].right, e->step[i].linked);
        const double x = LEFT + (re - least) / (1 - least) * SIDE, y = TOP + SIDE - (pr - least) / (1 - least) * SIDE;
        if (i > 1) ag_draw_line(d, AG_PEN_STEP, before[0], before[1], x, y);
        ag_draw_circle(d, AG_PEN_FOR, x, y, 4);
        if (fabs(x - labelled) > 34)
            ag_draw_text(d, AG_PEN_VALUE, AG_END, x - 7, y + 16, plain(p, e->step[i].threshold)), labelled = x;
        before[0] = x;
        before[1] = y;
    }
    return d;
}

static ag_drawing *reliability(ag_paper *p, const ag_link_evaluation *e) {
    ag_reliability_point *point = AG_NEW(p->arena, ag_reliability_point, AG_LINK_BINS);
    ag_reliability_chart chart = {.title = ag_paper_say(p, &calibration),
                                  .stated = ag_paper_say(p, &stated),
                                  .share = ag_paper_say(p, &observed),
                                  .point = point};
    for (int i = 0; i < AG_LINK_BINS && point; i++) {
        if (!e->bin[i].pairs) continue;
        const ag_interval in = ag_binomial_interval(e->bin[i].right, e->bin[i].pairs, 0.95);
        const double said = e->bin[i].expected / (double)e->bin[i].pairs;
        point[chart.points++] = (ag_reliability_point){said, share(e->bin[i].right, e->bin[i].pairs), in.low, in.high,
                                                       said >= in.low && said <= in.high};
    }
    return ag_reliability_draw(p->arena, chart.title, ag_paper_say(p, &calibration_words), &chart, 1, 1);
}

/* ---- Sections ---------------------------------------------------------------------------------------------------- */

static void put_steps(ag_paper *p, ag_node *here, const ag_link_evaluation *e) {
    ag_node *table = ag_paper_table(p, here, &steps_caption, step_column, STEP_COLUMNS);
    for (int i = 0; i < AG_LINK_STEPS; i++) {
        const ag_link_step *s = &e->step[i];
        const char *cell[] = {plain(p, s->threshold), large(p, (double)s->linked), large(p, (double)s->right),
                              percent(p, share(s->right, s->linked)), percent(p, share(s->right, e->truth))};
        ag_paper_row(p, table, cell, STEP_COLUMNS);
    }
}

static void put_bins(ag_paper *p, ag_node *here, const ag_link_evaluation *e) {
    ag_node *table = ag_paper_table(p, here, &bins_caption, bin_column, BIN_COLUMNS);
    for (int i = 0; i < AG_LINK_BINS; i++) {
        const ag_interval in = ag_binomial_interval(e->bin[i].right, e->bin[i].pairs, 0.95);
        const char *cell[] = {
            ag_document_format(&p->document, "%g \xE2\x80\x93 %g", ag_link_bin_from(i), ag_link_bin_from(i + 1)),
            large(p, (double)e->bin[i].pairs), ag_document_format(&p->document, "%.1f", e->bin[i].expected),
            large(p, (double)e->bin[i].right),
            ag_document_format(&p->document, "%s \xE2\x80\x93 %s", percent(p, in.low), percent(p, in.high))};
        ag_paper_row(p, table, cell, BIN_COLUMNS);
    }
}

static void put_truth(ag_paper *p, const ag_link_evaluation *e) {
    ag_node *here = ag_paper_section(p, &truth_title);
    ag_paper_paragraph(p, here, ag_paper_say(p, &truth_lead, large(p, (double)e->truth), large(p, (double)e->outside)));
    const ag_drawing *chart = precision_chart(p, e), *good = reliability(p, e);
    if (chart) ag_document_figure(&p->document, here, chart, ag_paper_say(p, &chart_words));
    if (good) ag_document_figure(&p->document, here, good, ag_paper_say(p, &calibration_words));
    put_steps(p, here, e);
    put_bins(p, here, e);
}

static void put_model(ag_paper *p, const ag_link_model *m) {
    ag_node *here = ag_paper_section(p, &model_title);
    ag_paper_paragraph(p, here, ag_paper_say(p, &model_words));
    ag_node *table = ag_paper_table(p, here, &model_title, model_column, MODEL_COLUMNS);
    for (int f = 0; f < AG_LINK_FIELDS; f++)
        for (int k = 1; k < ag_link_levels_of((ag_link_field)f); k++) {
            const char *cell[] = {ag_paper_term(p, fields, ag_link_field_word((ag_link_field)f)),
                                  ag_paper_term(p, level_terms, ag_link_level_word((ag_link_field)f, k)),
                                  percent(p, m->m[f][k]), percent(p, m->u[f][k]),
                                  ag_document_format(&p->document, "%+.1f", ag_link_bits(m, (ag_link_field)f, k))};
            ag_paper_row(p, table, cell, MODEL_COLUMNS);
        }
}

static void put_head(ag_paper *p, const ag_link_told *told) {
    const ag_linkage *l = told->linkage;
    double compared = 0;
    for (int i = 0; i < AG_LINK_LINES; i++) compared += (double)l->model.compared[i];
    ag_node *header = ag_document_add(&p->document, &p->document.root, AG_BLOCK_HEADER, NULL);
    ag_document_add(&p->document, header, AG_BLOCK_QUIET, "Antigone");
    ag_document_heading(&p->document, header, 1, ag_paper_say(p, &title_words));
    ag_document_add(
        &p->document, header, AG_BLOCK_LEAD,
        ag_paper_say(p, &lead, large(p, (double)l->count[AG_LINK_YES]), large(p, (double)l->count[AG_LINK_REVIEW])));
    ag_paper_paragraph(
        p, header,
        ag_paper_say(p, &what, large(p, told->n_a), large(p, told->n_b), large(p, l->model.pairs), large(p, compared)));
    ag_paper_paragraph(p, header,
                       ag_paper_say(p, &thresholds, plain(p, told->options->link), plain(p, told->options->review)));
    ag_paper_paragraph(p, header, ag_paper_say(p, &no_merge, ag_document_format(&p->document, "%.12s", told->version)));
}

ag_status ag_report_link(const ag_link_told *told, ag_language language, ag_buffer *out_html, ag_error *err) {
    ag_arena arena;
    ag_arena_init(&arena);
    ag_paper paper = {.arena = &arena, .language = language};
    ag_document_init(&paper.document, &arena, ag_language_tag(language), title_words.in[language]);
    put_head(&paper, told);
    if (told->evaluation) put_truth(&paper, told->evaluation);
    put_model(&paper, &told->linkage->model);
    ag_paper_paragraph(&paper, ag_paper_section(&paper, &limits_title), ag_paper_say(&paper, &limits));
    ag_document_html(&paper.document, out_html);
    const bool failed = arena.failed || out_html->failed;
    ag_arena_deinit(&arena);
    return failed ? ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory for the page") : AG_OK;
}
