/* The words of the reports: see words.h.
 *
 * Style: plain, exact, and kind. "Not found among those examined so far" and not "no match"; a family is never told
 * off.
 */
#include "report/words.h"

#include <string.h>

#include "base/banned.h"

#define NBSP "\xC2\xA0"

static const char *const sentence[AG_WORDS][AG_LANGUAGES] = {
    [AG_SAY_TITLE] = {"Identification report", "신원 확인 보고서", "Отчёт об идентификации", "Звіт про ідентифікацію"},
    [AG_SAY_UNNAMED] = {"An incident without a name", "이름이 지정되지 않은 사건", "Происшествие без названия",
                        "Подія без назви"},
    [AG_SAY_LEAD_NOT_FOUND] =
        {"For {0} remains nobody was found among the families examined so far; {1} missing {1:person was|persons were} "
         "not found among the remains examined so far.",
         "유해 {0}구는 지금까지 조사한 가족 가운데에서 해당자를 찾지 못했고, 실종자 {1}명은 지금까지 조사한 유해 "
         "가운데에서 "
         "찾지 못했습니다.",
         "Для {0} останков среди обследованных до сих пор семей никто не найден; среди исследованных до сих пор "
         "останков "
         "не {1:найден|найдены|найдены} {1} {1:пропавший|пропавших|пропавших}.",
         "Для {0} решток серед обстежених досі родин нікого не знайдено; серед досліджених досі решток не знайдено {1} "
         "{1:зниклого|зниклих|зниклих}."},
    [AG_SAY_PEOPLE_DECIDE] = {"“Identified” says that the DNA reaches the threshold. It is not yet an identification: "
                              "at least two people decide, with everything else that is known.",
                              "“확인됨”은 DNA가 기준에 이르렀다는 뜻이며 아직 신원 확인이 아닙니다. 알려진 다른 모든 "
                              "사실을 함께 살펴 두 사람 이상이 결정합니다.",
                              "«Опознан» значит, что ДНК достигает порога. Это ещё не идентификация: решают по меньшей "
                              "мере два человека, с учётом всего остального, что известно.",
                              "«Упізнано» означає, що ДНК досягає порога. Це ще не ідентифікація: рішення ухвалюють "
                              "щонайменше двоє людей з урахуванням усього іншого, що відомо."},
    [AG_SAY_CONTENTS] = {"Contents", "차례", "Содержание", "Зміст"},

    [AG_SAY_SEARCHED] = {"What was searched", "검색 범위", "Что было проверено", "Що було перевірено"},
    [AG_SAY_REMAINS] = {"Remains", "유해", "Останки", "Рештки"},
    [AG_SAY_MISSING] = {"Missing persons", "실종자", "Пропавшие без вести", "Зниклі безвісти"},
    [AG_SAY_MISSING_OF_FAMILIES] = {"{0} of {1} {1:family|families}", "{1}가족의 {0}명",
                                    "{0} из {1} {1:семьи|семей|семей}", "{0} із {1} {1:родини|родин|родин}"},
    [AG_SAY_REFERENCES] = {"Reference profiles", "참조 프로필", "Референтные профили", "Референтні профілі"},
    [AG_SAY_PAIRS] = {"Pairs compared", "비교한 쌍", "Сравнено пар", "Порівняно пар"},
    [AG_SAY_PAIRS_ALL] = {"{0}: all remains against all missing persons", "{0}: 모든 유해와 모든 실종자",
                          "{0}: все останки со всеми пропавшими", "{0}: усі рештки з усіма зниклими"},
    [AG_SAY_LOCI] = {"Loci", "유전자좌", "Локусы", "Локуси"},
    [AG_SAY_LOCI_LIST] = {"{0}: {1}", "{0}개: {1}", "{0}: {1}", "{0}: {1}"},
    [AG_SAY_POPULATIONS] = {"Populations", "인구집단", "Популяции", "Популяції"},
    [AG_SAY_LEAST_FAVOURABLE] = {"{0}; the least favourable one counts", "{0}; 가장 불리한 값을 씁니다",
                                 "{0}; учитывается наименее благоприятная", "{0}; враховується найменш сприятлива"},
    [AG_SAY_FREQUENCIES] = {"Allele frequencies", "대립유전자 빈도", "Частоты аллелей", "Частоти алелів"},
    [AG_SAY_RULE_AS_GIVEN] = {"as given", "주어진 그대로", "как заданы", "як задано"},
    [AG_SAY_RULE_RENORMALISE] = {"scaled to sum to 1", "합이 1이 되도록 조정", "приведены к сумме 1",
                                 "приведено до суми 1"},
    [AG_SAY_RULE_REST] = {"what lacks to 1 is one further allele", "1에 모자라는 몫은 하나의 나머지 대립유전자",
                          "недостающее до 1 — ещё один аллель", "нестача до 1 — ще один алель"},
    [AG_SAY_RULE_MINIMUM] = {"raised to a minimum frequency", "최소 빈도로 올림", "подняты до минимальной частоты",
                             "піднято до мінімальної частоти"},
    [AG_SAY_MUTATION] = {"Mutation", "돌연변이", "Мутации", "Мутації"},
    [AG_SAY_MUTATION_NONE] = {"none", "없음", "нет", "немає"},
    [AG_SAY_MUTATION_OTHER_LOCI] = {"own models at {0} {0:locus|loci}: {1}", "{0}개 유전자좌는 별도 모형: {1}",
                                    "собственные модели в {0} {0:локусе|локусах|локусах}: {1}",
                                    "власні моделі у {0} {0:локусі|локусах|локусах}: {1}"},
    [AG_SAY_MOTHERS] = {"mothers {0}", "어머니 {0}", "матери {0}", "матері {0}"},
    [AG_SAY_FATHERS] = {"fathers {0}", "아버지 {0}", "отцы {0}", "батьки {0}"},
    [AG_SAY_RATE] = {"{0}, rate {1}", "{0}, 비율 {1}", "{0}, частота {1}", "{0}, частота {1}"},
    [AG_SAY_THETA] = {"Coancestry θ", "공통조상 계수 θ", "Коэффициент родства θ", "Коефіцієнт спорідненості θ"},
    [AG_SAY_DROPOUT] = {"Drop-out, by quality", "품질별 탈락(drop-out)", "Выпадение аллелей по качеству",
                        "Випадіння алелів за якістю"},
    [AG_SAY_DROPOUT_NONE] = {"none assumed", "가정하지 않음", "не предполагается", "не припускається"},
    [AG_SAY_DROPIN] = {"Drop-in, per locus", "유전자좌당 유입(drop-in)", "Лишний аллель (drop-in) на локус",
                       "Зайвий алель (drop-in) на локус"},
    [AG_SAY_READING_ERROR] = {"Reading error, per copy", "사본당 판독 오류", "Ошибка чтения на копию",
                              "Помилка читання на копію"},
    [AG_SAY_SILENT] = {"Silent alleles", "침묵 대립유전자", "Немые аллели", "Німі алелі"},
    [AG_SAY_AT_LOCI] = {"at {0} {0:locus|loci}", "{0}개 유전자좌", "в {0} {0:локусе|локусах|локусах}",
                        "у {0} {0:локусі|локусах|локусах}"},
    [AG_SAY_PRUNING] = {"Untyped relatives", "분석되지 않은 친족", "Нетипированные родственники", "Нетиповані родичі"},
    [AG_SAY_PRUNE_NOTHING] = {"all summed over", "모두 합산", "суммирование по всем", "підсумовування за всіма"},
    [AG_SAY_PRUNE_FAMILIES] = {"left out where nothing hangs on them, as Familias does",
                               "영향이 없는 경우 제외(Familias 방식)",
                               "опущены, где от них ничего не зависит (как в Familias)",
                               "опущено, де від них нічого не залежить (як у Familias)"},
    [AG_SAY_POOL] = {"Who it could be", "가능한 사람의 수", "Кто это может быть", "Хто це може бути"},
    [AG_SAY_POOL_VALUE] = {"{0} persons: {1} listed as missing and {2} others",
                           "{0}명: 명단상 실종자 {1}명, 그 밖의 {2}명", "{0} чел.: {1} в списке пропавших и {2} других",
                           "{0} осіб: {1} у списку зниклих і {2} інших"},
    [AG_SAY_ASSUMED] = {"{0} (assumed: the number of others was not stated)",
                        "{0} (가정: 그 밖의 인원수가 명시되지 않음)", "{0} (предположение: число других не указано)",
                        "{0} (припущення: кількість інших не зазначено)"},
    [AG_SAY_LIMIT] = {"Reporting limit", "보고 한계", "Предел включения в отчёт", "Межа внесення до звіту"},
    [AG_SAY_LIMIT_VALUE] =
        {"likelihood ratio {0} or more. Among unrelated people alone, at most {1} {1:pair|pairs} would reach it by "
         "chance.",
         "우도비 {0} 이상. 혈연관계가 없는 사람들만 비교하더라도 우연히 이 값에 이르는 쌍은 평균 {1}쌍 이하입니다.",
         "отношение правдоподобия {0} и более. Среди одних лишь неродственных людей случайно его достигло бы в среднем "
         "не "
         "более {1} {1:пары|пар|пар|пары}.",
         "відношення правдоподібності {0} і більше. Серед самих лише неспоріднених людей випадково його досягло б у "
         "середньому не більш як {1} {1:пари|пар|пар|пари}."},
    [AG_SAY_THRESHOLD] = {"Threshold of an identification", "확인 기준", "Порог идентификации", "Поріг ідентифікації"},
    [AG_SAY_THRESHOLD_VALUE] = {"posterior probability {0}", "사후확률 {0}", "апостериорная вероятность {0}",
                                "апостеріорна ймовірність {0}"},
    [AG_SAY_THRESHOLD_CHANCE] =
        {"posterior probability {0}; without another candidate this needs a likelihood ratio of about {1}. Among "
         "unrelated "
         "people alone, at most {2} {2:pair|pairs} would reach that by chance.",
         "사후확률 {0}. 다른 후보가 없을 때 우도비 약 {1}이 필요합니다. 혈연관계가 없는 사람들만 비교하더라도 우연히 "
         "이 값에 "
         "이르는 쌍은 평균 {2}쌍 이하입니다.",
         "апостериорная вероятность {0}; без другого кандидата для этого нужно отношение правдоподобия около {1}. "
         "Среди "
         "одних лишь неродственных людей случайно его достигло бы в среднем не более {2} {2:пары|пар|пар|пары}.",
         "апостеріорна ймовірність {0}; без іншого кандидата для цього потрібне відношення правдоподібності близько "
         "{1}. "
         "Серед самих лише неспоріднених людей випадково його досягло б у середньому не більш як {2} "
         "{2:пари|пар|пар|пари}."},
    [AG_SAY_EVERY_LOCUS] = {"Every locus with its table and mutation model", "유전자좌별 빈도표와 돌연변이 모형",
                            "Каждый локус с таблицей частот и моделью мутаций",
                            "Кожен локус із таблицею частот і моделлю мутацій"},
    [AG_SAY_LOCUS] = {"Locus", "유전자좌", "Локус", "Локус"},
    [AG_SAY_ALLELES] = {"Alleles", "대립유전자 수", "Аллелей", "Алелів"},
    [AG_SAY_SUM_OF_TABLE] = {"Sum as given", "원래 합", "Сумма как задано", "Сума як задано"},
    [AG_SAY_MUTATION_RATE_FEMALE] = {"Mutation, mothers", "돌연변이, 어머니", "Мутации, матери", "Мутації, матері"},
    [AG_SAY_MUTATION_RATE_MALE] = {"Mutation, fathers", "돌연변이, 아버지", "Мутации, отцы", "Мутації, батьки"},
    [AG_SAY_REMARK] = {"Remark", "비고", "Примечание", "Примітка"},
    [AG_SAY_X_LOCUS] = {"on the X chromosome", "X 염색체", "на X-хромосоме", "на X-хромосомі"},
    [AG_SAY_UNBOUNDED] = {"not bounded", "비유계", "не ограничена", "не обмежена"},
    [AG_SAY_UNBOUNDED_AT] =
        {"not bounded at {0} {0:locus|loci}: there it can favour kinship without a shared allele",
         "{0}개 유전자좌에서 비유계: 공유 대립유전자 없이도 혈연을 지지할 수 있음",
         "не ограничена в {0} {0:локусе|локусах|локусах}: там она может говорить в пользу родства и без общего аллеля",
         "не обмежена у {0} {0:локусі|локусах|локусах}: там вона може свідчити на користь споріднення й без спільного "
         "алеля"},

    [AG_SAY_HITS_TITLE] = {"All hits by strength", "모든 후보의 강도 분포", "Все совпадения по силе",
                           "Усі збіги за силою"},
    [AG_SAY_HITS_CAPTION] =
        {"Each column counts pairs at or above the reporting limit. The dashed line is the likelihood ratio that "
         "reaches "
         "the threshold when there is no other candidate.",
         "각 막대는 보고 한계 이상인 쌍의 수입니다. 점선은 다른 후보가 없을 때 기준에 이르는 우도비입니다.",
         "Каждый столбец — число пар не ниже предела отчёта. Пунктир — отношение правдоподобия, достигающее порога, "
         "если другого кандидата нет.",
         "Кожен стовпець — кількість пар не нижче межі звіту. Пунктир — відношення правдоподібності, що досягає "
         "порога, "
         "якщо іншого кандидата немає."},
    [AG_SAY_HITS_DESCRIPTION] =
        {"{0} hits: {1} identified, {2} below the threshold or in a group, {3} held for review",
         "후보 {0}쌍: 확인 {1}, 기준 미달이거나 집단에 속함 {2}, 검토 보류 {3}",
         "Совпадений: {0}; опознано {1}, ниже порога или в группе {2}, отложено для проверки {3}",
         "Збігів: {0}; упізнано {1}, нижче порога або в групі {2}, відкладено для перевірки {3}"},
    [AG_SAY_HITS_AXIS] = {"log₁₀ likelihood ratio", "log₁₀ 우도비", "log₁₀ отношения правдоподобия",
                          "log₁₀ відношення правдоподібності"},
    [AG_SAY_CLASS_PROPOSED] = {"identified", "확인됨", "опознано", "упізнано"},
    [AG_SAY_CLASS_BELOW] = {"below the threshold, or in a group", "기준 미달이거나 집단에 속함",
                            "ниже порога или в группе", "нижче порога або в групі"},
    [AG_SAY_CLASS_HELD] = {"held for review", "검토 보류", "отложено для проверки", "відкладено для перевірки"},
    [AG_SAY_LIMIT_LINE] = {"posterior {0}", "사후확률 {0}", "вероятность {0}", "імовірність {0}"},

    [AG_SAY_PRIOR_CAPTION] = {"Prior probability of every listed person: {0}", "명단에 있는 각 사람의 사전확률: {0}",
                              "Априорная вероятность каждого в списке: {0}",
                              "Апріорна ймовірність кожної особи у списку: {0}"},
    [AG_SAY_LR_LOG10] = {"log₁₀ LR", "log₁₀ LR", "log₁₀ LR", "log₁₀ LR"},
    [AG_SAY_POSTERIOR_COLUMN] = {"Joint posterior", "결합 사후확률", "Совместная апостериорная",
                                 "Спільна апостеріорна"},
    [AG_SAY_PRIOR] = {"Prior", "사전확률", "Априорная вероятность", "Апріорна ймовірність"},
    [AG_SAY_LOCI_COMPARED] = {"Loci compared", "비교한 유전자좌", "Сравнено локусов", "Порівняно локусів"},
    [AG_SAY_EXCLUSIONS] = {"Inconsistent loci", "불일치 유전자좌", "Несовместимых локусов", "Несумісних локусів"},
    [AG_SAY_NOTES] = {"Notes", "유의 사항", "Замечания", "Зауваження"},
    [AG_SAY_MISSING_PERSON] = {"Missing person", "실종자", "Пропавший", "Зниклий"},
    [AG_SAY_KEY] = {"Key to the family drawings", "가계도 기호", "Обозначения на схемах семей",
                    "Позначення на схемах родин"},
    [AG_SAY_KEY_MAN] = {"man", "남성", "мужчина", "чоловік"},
    [AG_SAY_KEY_WOMAN] = {"woman", "여성", "женщина", "жінка"},
    [AG_SAY_KEY_UNKNOWN] = {"sex unknown", "성별 미상", "пол неизвестен", "стать невідома"},
    [AG_SAY_KEY_TYPED] = {"filled: DNA typed", "채움: DNA 분석됨", "закрашено: ДНК типирована",
                          "зафарбовано: ДНК типовано"},
    [AG_SAY_KEY_SOUGHT] = {"the missing person compared", "비교 대상 실종자", "сравниваемый пропавший",
                           "порівнюваний зниклий"},
    [AG_SAY_KEY_MISSING] = {"also missing", "다른 실종자", "другой пропавший", "інший зниклий"},
    [AG_SAY_CARD_PAIR] = {"{0} – {1}", "{0} – {1}", "{0} – {1}", "{0} – {1}"},
    [AG_SAY_LR] = {"Likelihood ratio (LR)", "우도비(LR)", "Отношение правдоподобия (LR)",
                   "Відношення правдоподібності (LR)"},
    [AG_SAY_LR_VALUE] = {"{0} (log₁₀ {1})", "{0} (log₁₀ {1})", "{0} (log₁₀ {1})", "{0} (log₁₀ {1})"},
    [AG_SAY_PRIOR_VALUE] = {"1 in {0} ({1})", "{0}분의 1 ({1})", "1 из {0} ({1})", "1 з {0} ({1})"},
    [AG_SAY_POPULATION] = {"Least favourable population", "가장 불리한 인구집단", "Наименее благоприятная популяция",
                           "Найменш сприятлива популяція"},
    [AG_SAY_ALSO_FITS] = {"fits {0} too", "{0}에도 맞음", "подходит и {0}", "підходить і {0}"},
    [AG_SAY_LOOK_AT] = {"Look at this:", "확인하십시오:", "Обратите внимание:", "Зверніть увагу:"},
    [AG_SAY_FAMILY_TITLE] = {"Family {0}, with {1} in the place of {2}", "가족 {0}: {2}의 자리에 {1}을(를) 둔 가계도",
                             "Семья {0}: {1} на месте {2}", "Родина {0}: {1} на місці {2}"},
    [AG_SAY_TYPED_LIST] = {"Typed: {0}.", "분석됨: {0}.", "Типированы: {0}.", "Типовано: {0}."},
    [AG_SAY_TYPED_LOCI] = {"{0} {0:locus|loci}", "{0}개 좌위", "{0} {0:локус|локуса|локусов}",
                           "{0} {0:локус|локуси|локусів}"},
    [AG_SAY_NONE_TYPED] = {"nobody", "없음", "никто", "нікого"},
    [AG_SAY_FAMILY_TOO_LARGE] = {"This family has {0} persons and is not drawn.",
                                 "이 가족은 {0}명이어서 그리지 않았습니다.",
                                 "В этой семье {0} чел.; она не изображена.",
                                 "У цій родині {0} осіб; її не зображено."},
    [AG_SAY_CHART_TITLE] = {"Evidence by locus: {0} and {1}", "유전자좌별 근거: {0}, {1}",
                            "Доводы по локусам: {0} и {1}", "Доводи за локусами: {0} і {1}"},
    [AG_SAY_CHART_CAPTION] = {"log₁₀ LR of each locus; bars to the left speak against.",
                              "유전자좌별 log₁₀ LR. 왼쪽 막대는 반대 근거입니다.",
                              "log₁₀ LR каждого локуса; столбцы влево говорят против.",
                              "log₁₀ LR кожного локуса; стовпці ліворуч свідчать проти."},
    [AG_SAY_AGAINST] = {"against", "반대", "против", "проти"},
    [AG_SAY_FOR] = {"for", "지지", "за", "за"},
    [AG_SAY_TOTAL] = {"All loci together", "전체 유전자좌 합", "Все локусы вместе", "Усі локуси разом"},
    [AG_SAY_BAR] = {"{0}: {1}", "{0}: {1}", "{0}: {1}", "{0}: {1}"},
    [AG_SAY_INCONSISTENT] = {"▲ inconsistent", "▲ 불일치", "▲ несовместим", "▲ несумісний"},

    [AG_SAY_REVIEW] = {"Needs review", "검토가 필요한 쌍", "Требует проверки", "Потребує перевірки"},
    [AG_SAY_REVIEW_INTRO] =
        {"Something speaks against taking these hits as they are. None of them counts as identified until the question "
         "is settled.",
         "이 후보들은 그대로 받아들일 수 없는 사유가 있습니다. 해결되기 전에는 확인된 것이 아닙니다.",
         "Что-то мешает принять эти совпадения как есть. Пока вопрос не решён, ни одно из них не считается "
         "идентификацией.",
         "Щось заважає прийняти ці збіги як є. Поки питання не вирішено, жоден із них не вважається ідентифікацією."},
    [AG_SAY_REVIEW_HELD] = {"Held hits", "보류된 후보", "Отложенные совпадения", "Відкладені збіги"},
    [AG_SAY_REVIEW_SEX] = {"Hits whose sex conflicts", "성별이 어긋나는 후보", "Совпадения с расхождением пола",
                           "Збіги з розбіжністю статі"},
    [AG_SAY_REVIEW_NONE] = {"No hit is held.", "보류된 후보가 없습니다.", "Отложенных совпадений нет.",
                            "Відкладених збігів немає."},
    [AG_SAY_BELOW] = {"Below the threshold", "기준 미달 후보", "Ниже порога", "Нижче порога"},
    [AG_SAY_BELOW_INTRO] =
        {"These pairs reached the reporting limit but not the threshold. Another relative typed may settle them, "
         "either way.",
         "보고 한계에는 이르렀으나 기준에는 미치지 못했습니다. 친족을 더 분석하면 어느 쪽으로든 밝혀질 수 있습니다.",
         "Эти пары достигли предела отчёта, но не порога. Типирование ещё одного родственника может решить вопрос в "
         "любую "
         "сторону.",
         "Ці пари досягли межі звіту, але не порога. Типування ще одного родича може вирішити питання в будь-який "
         "бік."},
    [AG_SAY_BELOW_NONE] = {"There is none.", "없습니다.", "Таких нет.", "Таких немає."},
    [AG_SAY_FIRST_OF] = {"The first {0} of {1}; all are in hits.csv.",
                         "전체 {1}건 중 처음 {0}건. 전체는 hits.csv에 있습니다.",
                         "Первые {0} из {1}; все — в файле hits.csv.", "Перші {0} з {1}; усі — у файлі hits.csv."},

    [AG_SAY_NOT_FOUND] = {"Not found so far", "아직 찾지 못한 사람과 유해", "Пока не найдено", "Поки не знайдено"},
    [AG_SAY_NOT_FOUND_INTRO] =
        {"Not found among those examined so far. That is no statement that somebody is not there: families may be "
         "missing "
         "from the search, and so may remains.",
         "지금까지 조사한 범위에서 찾지 못했다는 뜻이며, 없다는 뜻이 아닙니다. 아직 검색에 포함되지 않은 가족이나 "
         "유해가 있을 수 "
         "있습니다.",
         "Не найдены среди исследованных до сих пор. Это не значит, что их нет: в поиске могут отсутствовать и семьи, "
         "и "
         "останки.",
         "Не знайдено серед досліджених досі. Це не означає, що їх немає: у пошуку може бракувати і родин, і решток."},
    [AG_SAY_REMAINS_LEFT] = {"{0} remains of whom nobody was found so far", "해당자를 아직 찾지 못한 유해 {0}구",
                             "Останки, для которых пока никто не найден: {0}",
                             "Рештки, для яких поки нікого не знайдено: {0}"},
    [AG_SAY_MISSING_LEFT] = {"{0} missing {0:person|persons} not found so far", "아직 찾지 못한 실종자 {0}명",
                             "Пока не найденные пропавшие: {0}", "Поки не знайдені зниклі: {0}"},
    [AG_SAY_AND_MORE] = {"{0} and {1} more", "{0} 외 {1}", "{0} и ещё {1}", "{0} і ще {1}"},

    [AG_SAY_UNREACHABLE] = {"Families that cannot reach the threshold yet", "아직 기준에 이를 수 없는 가족",
                            "Семьи, для которых порог пока недостижим", "Родини, для яких поріг поки недосяжний"},
    [AG_SAY_UNREACHABLE_INTRO] =
        {"With the relatives typed so far, even the best remains could not reach the threshold for {0} missing "
         "{0:person|persons}. Another relative would help.",
         "지금까지 분석된 친족만으로는 어떤 유해도 이 실종자 {0}명에 대해 기준에 이를 수 없습니다. 친족이 더 참여하면 "
         "도움이 됩니다.",
         "При уже типированных родственниках даже самые подходящие останки не достигли бы порога для этих пропавших "
         "({0}). Помог бы ещё один родственник.",
         "З уже типованими родичами навіть найвідповідніші рештки не досягли б порога для цих зниклих ({0}). Допоміг "
         "би ще "
         "один родич."},
    [AG_SAY_UNREACHABLE_NONE] = {"The relatives typed are enough to reach the threshold for every missing person.",
                                 "분석된 친족만으로 모든 실종자에 대해 기준에 이를 수 있습니다.",
                                 "Типированных родственников достаточно, чтобы достичь порога для каждого пропавшего.",
                                 "Типованих родичів достатньо, щоб досягти порога для кожного зниклого."},
    [AG_SAY_RELATIVES_TYPED] = {"Relatives typed", "분석된 친족", "Типированные родственники", "Типовані родичі"},
    [AG_SAY_BEST_POSTERIOR] = {"Best posterior possible", "가능한 최고 사후확률", "Лучшая возможная вероятность",
                               "Найкраща можлива ймовірність"},

    [AG_SAY_FINDINGS] = {"What the checks found", "점검 결과", "Что показали проверки", "Що показали перевірки"},
    [AG_SAY_FINDINGS_INTRO] = {"For the analyst. A finding is a question to settle, not a verdict about anybody.",
                               "분석관을 위한 내용입니다. 점검 결과는 해결할 질문이지 누구에 대한 판단이 아닙니다.",
                               "Для эксперта. Это вопросы, которые нужно решить, а не суждение о ком-либо.",
                               "Для експерта. Це питання, які треба з'ясувати, а не судження про когось."},
    [AG_SAY_FINDINGS_NONE] = {"The checks found nothing that needs a look.", "확인이 필요한 사항이 없습니다.",
                              "Проверки не выявили ничего, что требует внимания.",
                              "Перевірки не виявили нічого, що потребує уваги."},
    [AG_SAY_FINDING] = {"Finding", "내용", "Что найдено", "Що знайдено"},
    [AG_SAY_CONCERNS] = {"Concerns", "대상", "Касается", "Стосується"},
    [AG_SAY_HOLDS_PROPOSALS] = {"Holds identifications", "확인 보류", "Задерживает идентификации",
                                "Затримує ідентифікації"},
    [AG_SAY_YES] = {"yes", "예", "да", "так"},
    [AG_SAY_NO] = {"no", "아니요", "нет", "ні"},
    [AG_SAY_FOUND_REFERENCE] = {"Reference needs review", "참조 시료 검토 필요", "Референтный образец требует проверки",
                                "Референтний зразок потребує перевірки"},
    [AG_SAY_FOUND_DUPLICATE] = {"Two references look like one sample", "두 참조 시료가 같은 시료로 보임",
                                "Два референтных образца похожи на один", "Два референтні зразки схожі на один"},
    [AG_SAY_FOUND_SAME_REMAINS] = {"Perhaps remains of one person", "한 사람의 유해일 수 있음",
                                   "Возможно, останки одного человека", "Можливо, рештки однієї людини"},
    [AG_SAY_FOUND_ELIMINATION] = {"Remains resemble a profile of the elimination set", "유해가 제외용 프로필과 유사함",
                                  "Останки похожи на профиль из списка исключения",
                                  "Рештки схожі на профіль зі списку виключення"},
    [AG_SAY_FOUND_REFERENCE_IS_REMAINS] = {"Remains and a reference look like one sample",
                                           "유해와 참조 시료가 같은 시료로 보임",
                                           "Останки и референтный образец похожи на один",
                                           "Рештки та референтний зразок схожі на один"},
    [AG_SAY_FOUND_MIXTURE] = {"Possible mixture: held", "혼합 가능성: 보류", "Возможная смесь: отложено",
                              "Можлива суміш: відкладено"},
    [AG_SAY_FOUND_SEX] = {"Stated sex and amelogenin differ", "기재된 성별과 아멜로제닌 결과가 다름",
                          "Указанный пол и амелогенин расходятся", "Зазначена стать і амелогенін розходяться"},
    [AG_SAY_FAMILY_SAMPLE] = {"family {0}, sample {1}", "가족 {0}, 시료 {1}", "семья {0}, образец {1}",
                              "родина {0}, зразок {1}"},
    [AG_SAY_FAMILY] = {"family {0}", "가족 {0}", "семья {0}", "родина {0}"},

    [AG_SAY_FLAG_SEX_CONFLICT] = {"sex conflict", "성별 불일치", "расхождение пола", "розбіжність статі"},
    [AG_SAY_FLAG_CONFLICT] = {"strong LR but more than two inconsistent loci", "LR은 높으나 불일치 유전자좌가 셋 이상",
                              "LR велико, но несовместимых локусов больше двух",
                              "LR велике, але несумісних локусів більше двох"},
    [AG_SAY_FLAG_FEW_LOCI] = {"few loci compared", "비교한 유전자좌가 적음", "мало сравненных локусов",
                              "мало порівняних локусів"},
    [AG_SAY_FLAG_INCONSISTENT_LOCUS] = {"inconsistent locus", "불일치 유전자좌", "несовместимый локус",
                                        "несумісний локус"},
    [AG_SAY_FLAG_DROPOUT_ASSUMED] = {"drop-out assumed", "탈락(drop-out) 가정", "предполагается выпадение аллеля",
                                     "припускається випадіння алеля"},
    [AG_SAY_FLAG_MIXTURE] = {"possible mixture", "혼합 가능성", "возможная смесь", "можлива суміш"},
    [AG_SAY_FLAG_REFERENCE_REVIEW] = {"reference needs review", "참조 시료 검토 필요",
                                      "референтный образец требует проверки", "референтний зразок потребує перевірки"},
    [AG_SAY_FLAG_CONTAMINATION] = {"resembles a profile of the elimination set", "제외용 프로필과 유사함",
                                   "похоже на профиль из списка исключения", "схоже на профіль зі списку виключення"},
    [AG_SAY_FLAG_UNUSABLE_FAMILY] = {"reference needs review: the family cannot be compared at some locus",
                                     "참조 시료 검토 필요: 일부 유전자좌에서 비교할 수 없음",
                                     "референтный образец требует проверки: в некотором локусе сравнение невозможно",
                                     "референтний зразок потребує перевірки: у деякому локусі порівняння неможливе"},

    [AG_SAY_READING] = {"How to read the numbers", "수치를 읽는 법", "Как читать числа", "Як читати числа"},
    [AG_SAY_READING_LR] =
        {"The likelihood ratio (LR) says how many times more probable the profiles are if the remains are the missing "
         "person than if they are an unrelated person. It is the product over all loci, computed exactly for the whole "
         "family; log₁₀ 6 means a million times.",
         "우도비(LR)는 유해가 그 실종자일 때 관찰된 프로필이, 혈연이 없는 사람일 때보다 몇 배 더 잘 설명되는지를 "
         "나타냅니다. 모든 "
         "유전자좌의 곱이며 가족 전체에 대해 정확히 계산했습니다. log₁₀ 6은 백만 배입니다.",
         "Отношение правдоподобия (LR) показывает, во сколько раз вероятнее профили, если останки принадлежат "
         "пропавшему, чем если они принадлежат неродственному человеку. Это произведение по всем локусам, точно "
         "вычисленное для всей семьи; log₁₀ 6 означает миллион раз.",
         "Відношення правдоподібності (LR) показує, у скільки разів імовірніші профілі, якщо рештки належать зниклому, "
         "ніж "
         "якщо вони належать неспорідненій людині. Це добуток за всіма локусами, точно обчислений для всієї родини; "
         "log₁₀ "
         "6 означає мільйон разів."},
    [AG_SAY_READING_POSTERIOR] =
        {"The prior is what was known before the DNA: everybody it could be counts alike. The posterior puts both "
         "together and takes into account every other candidate for the same remains. LR, prior and posterior are "
         "different things; only the posterior says how probable an identity is.",
         "사전확률은 DNA 이전에 알고 있던 것으로, 가능한 모든 사람을 똑같이 봅니다. 사후확률은 이 둘을 합하고 같은 "
         "유해의 다른 모든 "
         "후보를 고려합니다. LR, 사전확률, 사후확률은 서로 다르며, 신원의 확률을 말해 주는 것은 사후확률뿐입니다.",
         "Априорная вероятность — то, что известно до анализа ДНК: все, кем это может быть, равноправны. Апостериорная "
         "объединяет то и другое и учитывает всех остальных кандидатов для тех же останков. LR, априорная и "
         "апостериорная "
         "вероятности — разные вещи; только последняя говорит, насколько вероятна личность.",
         "Апріорна ймовірність — те, що відомо до аналізу ДНК: усі, ким це може бути, рівноправні. Апостеріорна "
         "поєднує "
         "обидва і враховує всіх інших кандидатів для тих самих решток. LR, апріорна й апостеріорна ймовірності — "
         "різні "
         "речі; лише остання говорить, наскільки ймовірна особа."},
    [AG_SAY_READING_CHANCE] =
        {"Among unrelated pairs, an LR of t or more occurs with a probability of at most 1/t. The bound on chance hits "
         "is "
         "the number of pairs divided by t.",
         "혈연이 없는 쌍에서 LR이 t 이상일 확률은 최대 1/t입니다. 우연한 후보 수의 상한은 쌍의 수를 t로 나눈 값입니다.",
         "Для неродственных пар LR не меньше t встречается с вероятностью не более 1/t. Граница числа случайных "
         "совпадений — число пар, делённое на t.",
         "Для неспоріднених пар LR не менше t трапляється з імовірністю не більш як 1/t. Межа кількості випадкових "
         "збігів "
         "— кількість пар, поділена на t."},
    [AG_SAY_READING_INCONSISTENT] =
        {"A locus is inconsistent if the family could not have passed on what was seen without a mutation or an error. "
         "One "
         "or two occur among true relatives; with more, the hit is held for review.",
         "돌연변이나 오류 없이는 관찰된 결과를 그 가족이 물려줄 수 없는 유전자좌를 불일치라고 합니다. 실제 친족에게도 "
         "하나나 둘은 나타나며, "
         "그보다 많으면 검토를 위해 보류합니다.",
         "Локус несовместим, если без мутации или ошибки семья не могла передать наблюдаемое. Один-два таких локуса "
         "встречаются и у настоящих родственников; если их больше, совпадение откладывается для проверки.",
         "Локус несумісний, якщо без мутації чи помилки родина не могла передати спостережене. Один-два такі локуси "
         "трапляються і в справжніх родичів; якщо їх більше, збіг відкладається для перевірки."},
    [AG_SAY_READING_RELATIVES] =
        {"The alternative is an unrelated person. A close relative of the missing person among the remains can also "
         "have a "
         "high LR: think of brothers who served together.",
         "비교 가설은 혈연이 없는 사람입니다. 실종자의 가까운 친족이 유해 가운데 있으면 그 역시 LR이 높을 수 있습니다. "
         "함께 복무한 "
         "형제를 염두에 두십시오.",
         "Альтернатива — неродственный человек. Высокое LR может быть и у близкого родственника пропавшего, "
         "оказавшегося "
         "среди останков: помните о братьях, служивших вместе.",
         "Альтернатива — неспоріднена людина. Високе LR може мати і близький родич зниклого, що опинився серед решток: "
         "пам'ятайте про братів, які служили разом."},
    [AG_SAY_READING_INDEPENDENCE] =
        {"Families are treated as independent of each other, and loci as unlinked. The posterior is joint; where "
         "possibilities were left out, their share is bounded under “Conclusions”.",
         "가족들은 서로 독립이고 유전자좌는 연관되지 않은 것으로 다룹니다. 사후확률은 결합 확률이며, 빠뜨린 가능성의 "
         "몫은 “결론”에 상한으로 적었습니다.",
         "Семьи считаются независимыми друг от друга, а локусы — несцепленными. Апостериорная вероятность совместная; "
         "доля опущенных возможностей ограничена в разделе «Выводы».",
         "Родини вважаються незалежними одна від одної, а локуси — незчепленими. Апостеріорна ймовірність спільна; "
         "частка опущених можливостей обмежена в розділі «Висновки»."},
    [AG_SAY_PROVENANCE] = {"Provenance", "출처 기록", "Происхождение результата", "Походження результату"},
    [AG_SAY_PROGRAM] = {"Program", "프로그램", "Программа", "Програма"},
    [AG_SAY_DIGEST_INPUTS] = {"SHA-256 of all input files", "입력 파일 전체의 SHA-256", "SHA-256 всех входных файлов",
                              "SHA-256 усіх вхідних файлів"},
    [AG_SAY_DIGEST_FREQUENCIES] = {"SHA-256 of the frequency tables", "빈도표의 SHA-256", "SHA-256 таблиц частот",
                                   "SHA-256 таблиць частот"},
    [AG_SAY_DIGEST_PARAMETERS] = {"SHA-256 of the parameters", "매개변수의 SHA-256", "SHA-256 параметров",
                                  "SHA-256 параметрів"},
    [AG_SAY_PIECES] = {"One person may have several remains", "한 사람에게 유해가 여럿일 수 있음",
                       "У одного человека может быть несколько останков", "В однієї людини може бути кілька решток"},
    [AG_SAY_REPEATABLE] =
        {"Run again on the same files, the program gives the same page, byte by byte. The full record is in run.json.",
         "같은 파일로 다시 실행하면 바이트까지 같은 페이지가 나옵니다. 전체 기록은 run.json에 있습니다.",
         "Повторный запуск на тех же файлах даёт ту же страницу байт в байт. Полная запись — в файле run.json.",
         "Повторний запуск на тих самих файлах дає ту саму сторінку байт у байт. Повний запис — у файлі run.json."},
    [AG_SAY_LEAD_IDENTIFIED] =
        {"{0} of {1} missing {1:person|persons} {0:is|are} identified among the remains examined so far, each with a "
         "joint posterior probability of {2} or more.",
         "실종자 {1}명 가운데 {0}명이 지금까지 조사한 유해에서 확인되었으며, 각각의 결합 사후확률은 {2} 이상입니다.",
         "Среди исследованных до сих пор останков опознаны {0} из {1} пропавших, в каждом случае с совместной "
         "апостериорной вероятностью не ниже {2}.",
         "Серед досліджених досі решток упізнано {0} з {1} зниклих, у кожному випадку зі спільною апостеріорною "
         "ймовірністю не нижче {2}."},
    [AG_SAY_LEAD_NOBODY] = {"None of {0} missing {0:person|persons} is identified yet: no conclusion reached a joint "
                            "posterior probability of {1} without an open question.",
                            "실종자 {0}명 가운데 아직 확인된 사람은 없습니다. 미해결 문제 없이 결합 사후확률 {1}에 "
                            "이른 결론이 없었습니다.",
                            "Из {0} пропавших пока не опознан никто: ни один вывод не достиг совместной апостериорной "
                            "вероятности {1} без открытых вопросов.",
                            "Із {0} зниклих поки не впізнано нікого: жоден висновок не досяг спільної апостеріорної "
                            "ймовірності {1} без відкритих питань."},
    [AG_SAY_LEAD_GROUPS] = {"{0} further {0:person is|persons are} certain as part of a group: the bodies are known to "
                            "be of that group, but which is whose cannot be told with the relatives sampled so far.",
                            "그 밖에 {0}명은 집단으로 확실합니다. 유해가 그 집단의 것임은 확실하지만, 지금까지 시료를 "
                            "제공한 친족만으로는 누구의 것인지 구별할 수 없습니다.",
                            "Ещё {0} чел. установлены в составе группы: известно, что тела принадлежат этой группе, но "
                            "кому какое — по образцам родственников, взятым до сих пор, различить нельзя.",
                            "Ще {0} осіб встановлено у складі групи: відомо, що тіла належать цій групі, але кому яке "
                            "— за зразками родичів, узятими досі, розрізнити не можна."},
    [AG_SAY_LEAD_HELD] = {"For {0} {0:person|persons} the threshold is reached, but a question must be settled first.",
                          "{0}명은 기준에 이르렀으나 먼저 해결해야 할 문제가 있습니다.",
                          "Для {0} чел. порог достигнут, но сначала нужно решить открытый вопрос.",
                          "Для {0} осіб порога досягнуто, але спершу треба вирішити відкрите питання."},
    [AG_SAY_LEAD_OPEN] =
        {"Another relative sampled may settle what is probable ({0}) or open ({1}), either way.",
         "개연성 있음({0}명)과 미정({1}명)은 친족의 시료를 더 받으면 어느 쪽으로든 밝혀질 수 있습니다.",
         "Образец ещё одного родственника может решить вероятные ({0}) и открытые ({1}) случаи в любую сторону.",
         "Зразок ще одного родича може вирішити ймовірні ({0}) і відкриті ({1}) випадки в будь-який бік."},
    [AG_SAY_CONCLUDE_IDENTIFIED] = {"identified", "확인됨", "опознан", "упізнано"},
    [AG_SAY_CONCLUDE_HELD] = {"held for review", "검토 보류", "отложено для проверки", "відкладено для перевірки"},
    [AG_SAY_CONCLUDE_GROUP] = {"one of a group", "집단의 한 사람", "один из группы", "один із групи"},
    [AG_SAY_CONCLUDE_PROBABLE] = {"probable", "개연성 있음", "вероятно", "імовірно"},
    [AG_SAY_CONCLUDE_OPEN] = {"open", "미정", "открыто", "відкрито"},
    [AG_SAY_CONCLUDE_NOT_FOUND] = {"not found among those examined so far", "지금까지 조사한 범위에서 찾지 못함",
                                   "не найден среди исследованных до сих пор", "не знайдено серед досліджених досі"},
    [AG_SAY_CONCLUSIONS] = {"Conclusions", "결론", "Выводы", "Висновки"},
    [AG_SAY_CONCLUSIONS_INTRO] =
        {"Decided jointly over all families and all remains: remains of one person count as one body, and nobody is "
         "two bodies.",
         "모든 가족과 모든 유해를 함께 판단했습니다. 한 사람의 유해는 한 개체로 보며, 한 사람이 두 개체일 수 없습니다.",
         "Решено совместно по всем семьям и всем останкам: останки одного человека считаются одним телом, и никто не "
         "может быть двумя телами.",
         "Вирішено спільно за всіма родинами й усіма рештками: рештки однієї людини вважаються одним тілом, і ніхто не "
         "може бути двома тілами."},
    [AG_SAY_INDIVIDUALS] = {"Persons among the remains", "유해에 포함된 사람 수", "Людей среди останков",
                            "Людей серед решток"},
    [AG_SAY_INDIVIDUALS_VALUE] = {"at least {0}; {1} expected; {2} {2:body|bodies} in the likeliest assignment",
                                  "최소 {0}명, 기댓값 {1}명, 가장 그럴듯한 배정에서 {2}개체",
                                  "не менее {0}; ожидается {1}; в вероятнейшем распределении тел: {2}",
                                  "щонайменше {0}; очікується {1}; у найімовірнішому розподілі тіл: {2}"},
    [AG_SAY_COMPONENTS] = {"Joint solution", "결합 해", "Совместное решение", "Спільний розв'язок"},
    [AG_SAY_COMPONENTS_EXACT] = {"{0} independent {0:part|parts}, all solved exactly",
                                 "독립된 부분 {0}개, 모두 정확히 풀었음", "независимых частей: {0}, все решены точно",
                                 "незалежних частин: {0}, усі розв'язано точно"},
    [AG_SAY_COMPONENTS_BOUND] =
        {"{0} independent {0:part|parts}, {1} solved exactly; of any other at most {2} of the probability was left out",
         "독립된 부분 {0}개 가운데 {1}개는 정확히 풀었음. 나머지에서 빠진 확률은 각각 최대 {2}",
         "независимых частей: {0}, решено точно: {1}; в любой другой опущено не более {2} вероятности",
         "незалежних частин: {0}, розв'язано точно: {1}; у будь-якій іншій опущено не більш як {2} ймовірності"},
    [AG_SAY_OTHERS_USED] = {"Others used", "사용한 그 밖의 인원", "Принято других", "Прийнято інших"},
    [AG_SAY_OTHERS_USED_VALUE] = {"{0}: the {1} stated are too few to explain what was found",
                                  "{0}명: 명시된 {1}명으로는 결과를 설명하기에 부족함",
                                  "{0}: указанных {1} слишком мало, чтобы объяснить найденное",
                                  "{0}: зазначених {1} замало, щоб пояснити знайдене"},
    [AG_SAY_PERSONS_TABLE] = {"Missing persons; in each group those with the least margin first",
                              "실종자. 결론별로 여유가 가장 작은 사람부터",
                              "Пропавшие; в каждой группе сначала с наименьшим запасом",
                              "Зниклі; у кожній групі спершу з найменшим запасом"},
    [AG_SAY_PERSONS_FIRST_OF] = {"{0} of {1} are shown; all are in summary_am.csv.",
                                 "{1}명 가운데 {0}명을 표시했습니다. 전체는 summary_am.csv에 있습니다.",
                                 "Показано {0} из {1}; все — в файле summary_am.csv.",
                                 "Показано {0} із {1}; усі — у файлі summary_am.csv."},
    [AG_SAY_CONCLUSION] = {"Conclusion", "결론", "Вывод", "Висновок"},
    [AG_SAY_JOINT_POSTERIOR] = {"Joint posterior", "결합 사후확률", "Совместная апостериорная", "Спільна апостеріорна"},
    [AG_SAY_BODIES_TABLE] = {"Bodies: what belongs to one person, and who that is",
                             "개체: 한 사람에게 속하는 유해와 그 사람",
                             "Тела: что принадлежит одному человеку и кто это",
                             "Тіла: що належить одній людині і хто це"},
    [AG_SAY_BODIES_FIRST_OF] =
        {"{0} of {1} bodies are shown; all are in bodies.csv. A body of one part that is nobody listed has no row.",
         "{1}개체 가운데 {0}개체를 표시했습니다. 전체는 bodies.csv에 있습니다. 부분이 하나이고 명단에 없는 사람인 "
         "경우는 "
         "생략했습니다.",
         "Показано тел: {0} из {1}; все — в файле bodies.csv. Тела из одной части, не принадлежащие никому из списка, "
         "опущены.",
         "Показано тіл: {0} із {1}; усі — у файлі bodies.csv. Тіла з однієї частини, що не належать нікому зі списку, "
         "опущено."},
    [AG_SAY_PARTS] = {"Parts", "부분", "Частей", "Частин"},
    [AG_SAY_TOGETHER] = {"One person", "한 사람일 확률", "Один человек", "Одна людина"},
    [AG_SAY_UNLISTED] = {"somebody unlisted", "명단에 없는 사람", "кто-то не из списка", "хтось не зі списку"},
    [AG_SAY_IDENTIFICATIONS] = {"Identifications", "신원 확인", "Идентификации", "Ідентифікації"},
    [AG_SAY_IDENTIFICATIONS_NONE] = {"There is none.", "없습니다.", "Их нет.", "Їх немає."},
    [AG_SAY_IDENTIFICATIONS_INTRO] =
        {"One card for each person, with the least margin first: those deserve the closest look.",
         "사람마다 카드 한 장이며, 여유가 가장 작아 자세히 살펴야 할 사람부터 나열했습니다.",
         "На каждого человека одна карточка; сначала с наименьшим запасом: они требуют наибольшего внимания.",
         "На кожну людину одна картка; спершу з найменшим запасом: вони потребують найбільшої уваги."},
    [AG_SAY_IDENTIFICATIONS_CAPPED] = {"Only the first {0} of {1} have a card.",
                                       "{1}명 가운데 처음 {0}명만 카드가 있습니다.",
                                       "Карточки есть только у первых {0} из {1}.",
                                       "Картки мають лише перші {0} із {1}."},
    [AG_SAY_GROUPS] = {"Groups that cannot be told apart", "구별할 수 없는 집단", "Неразличимые группы",
                       "Нерозрізненні групи"},
    [AG_SAY_GROUP_OF] = {"Group of family {0}: {1}", "가족 {0}의 집단: {1}", "Группа семьи {0}: {1}",
                         "Група родини {0}: {1}"},
    [AG_SAY_GROUP_SAYS] = {"These {0} bodies are these {1} persons in some order; which is which cannot be told with "
                           "the relatives sampled so far.",
                           "이 유해 {0}구는 어떤 순서로든 이 {1}명입니다. 지금까지 시료를 제공한 친족만으로는 누가 "
                           "누구인지 구별할 수 없습니다.",
                           "Эти тела ({0}) — эти люди ({1}) в некотором порядке; кто есть кто, по образцам "
                           "родственников, взятым до сих пор, различить нельзя.",
                           "Ці тіла ({0}) — ці люди ({1}) у певному порядку; хто є хто, за зразками родичів, узятими "
                           "досі, розрізнити не можна."},
    [AG_SAY_GROUP_SAYS_FEWER] =
        {"{0} {0:body is|bodies are} of these {1} persons; of which, cannot be told with the relatives sampled so far.",
         "유해 {0}구는 이 {1}명 가운데 있습니다. 지금까지 시료를 제공한 친족만으로는 누구의 것인지 구별할 수 없습니다.",
         "Тел: {0}; они принадлежат кому-то из этих людей ({1}), но кому именно — по образцам родственников, взятым до "
         "сих пор, различить нельзя.",
         "Тіл: {0}; вони належать комусь із цих людей ({1}), але кому саме — за зразками родичів, узятими досі, "
         "розрізнити не можна."},
    [AG_SAY_GROUP_H1_FEWER] = {"{0}: among {1}.", "{0}: {1} 가운데 있다.", "{0}: среди {1}.", "{0}: серед {1}."},
    [AG_SAY_GROUP_H1] = {"The bodies {0} are {1}, in some order.", "유해 {0}은(는) 어떤 순서로든 {1}이다.",
                         "Тела {0} — это {1} в некотором порядке.", "Тіла {0} — це {1} у певному порядку."},
    [AG_SAY_GROUP_H2] = {"They are of people unrelated to the family {0}.",
                         "이들은 가족 {0}과(와) 혈연이 없는 사람들의 유해이다.",
                         "Они принадлежат людям, не родственным семье {0}.",
                         "Вони належать людям, не спорідненим із родиною {0}."},
    [AG_SAY_GROUP_TABLE] = {"log₁₀ LR of each pair, and its joint posterior", "쌍마다 log₁₀ LR과 결합 사후확률",
                            "log₁₀ LR каждой пары и её совместная апостериорная вероятность",
                            "log₁₀ LR кожної пари та її спільна апостеріорна ймовірність"},
    [AG_SAY_GROUP_POSTERIOR] = {"Posterior of the group", "집단의 사후확률", "Апостериорная вероятность группы",
                                "Апостеріорна ймовірність групи"},
    [AG_SAY_BODY] = {"Body", "개체", "Тело", "Тіло"},
    [AG_SAY_H1] = {"Hypothesis 1", "가설 1", "Гипотеза 1", "Гіпотеза 1"},
    [AG_SAY_H2] = {"Hypothesis 2", "가설 2", "Гипотеза 2", "Гіпотеза 2"},
    [AG_SAY_H1_VALUE] = {"The remains {0} are {1}.", "유해 {0}은(는) {1}이다.", "Останки {0} — это {1}.",
                         "Рештки {0} — це {1}."},
    [AG_SAY_H2_VALUE] = {"They are of somebody unrelated to the family {0}.",
                         "가족 {0}과(와) 혈연이 없는 사람의 유해이다.",
                         "Они принадлежат человеку, не родственному семье {0}.",
                         "Вони належать людині, не спорідненій із родиною {0}."},
    [AG_SAY_DATA] = {"Data", "자료", "Данные", "Дані"},
    [AG_SAY_DATA_PART] = {"{0}: {1}", "{0}: {1}", "{0}: {1}", "{0}: {1}"},
    [AG_SAY_DATA_QUALITY] = {"{0}: {1}, quality “{2}”", "{0}: {1}, 품질 “{2}”", "{0}: {1}, качество «{2}»",
                             "{0}: {1}, якість «{2}»"},
    [AG_SAY_DATA_CONSENSUS] = {"together {0} (consensus.csv)", "합하면 {0} (consensus.csv)",
                               "вместе {0} (consensus.csv)", "разом {0} (consensus.csv)"},
    [AG_SAY_DATA_TOGETHER] = {"one person with {0}", "한 사람일 확률 {0}", "один человек с вероятностью {0}",
                              "одна людина з імовірністю {0}"},
    [AG_SAY_LR_OF] = {"{0}: {1}", "{0}: {1}", "{0}: {1}", "{0}: {1}"},
    [AG_SAY_GLR] = {"GLR", "GLR", "GLR", "GLR"},
    [AG_SAY_GLR_VALUE] = {"{0}: the likeliest assignment with this pairing against the likeliest without",
                          "{0}: 이 짝이 있는 가장 그럴듯한 배정과 없는 배정의 비",
                          "{0}: вероятнейшее распределение с этой парой против вероятнейшего без неё",
                          "{0}: найімовірніший розподіл із цією парою проти найімовірнішого без неї"},
    [AG_SAY_ALTERNATIVES] = {"Alternatives", "대안", "Альтернативы", "Альтернативи"},
    [AG_SAY_ALTERNATIVE] = {"{0} {1}", "{0} {1}", "{0} {1}", "{0} {1}"},
    [AG_SAY_ALTERNATIVES_NONE] = {"none above one in a thousand million", "10억분의 1을 넘는 대안 없음",
                                  "нет вероятнее одной миллиардной", "немає ймовірніших за одну мільярдну"},
    [AG_SAY_NEAREST] = {"Next closest relation", "가장 가까운 다른 관계", "Ближайшее другое родство",
                        "Найближче інше споріднення"},
    [AG_SAY_NEAREST_VALUE] = {"{0} of the missing person; LR against that: {1}", "실종자의 {0}; 그에 대한 LR: {1}",
                              "{0} по отношению к пропавшему; LR против этого: {1}",
                              "{0} щодо зниклої особи; LR проти цього: {1}"},
    [AG_SAY_NEAREST_NO_THETA] = {"{0} of the missing person; LR against that, without θ: {1}",
                                 "실종자의 {0}; 그에 대한 LR(θ 없이): {1}",
                                 "{0} по отношению к пропавшему; LR против этого, без θ: {1}",
                                 "{0} щодо зниклої особи; LR проти цього, без θ: {1}"},
    [AG_SAY_NEAREST_NONE] = {"none is possible", "가능한 관계 없음", "никакое не возможно", "жодне не можливе"},
    [AG_SAY_RELATION_SIBLING] = {"full sibling", "친형제자매", "полнородный брат или сестра", "рідний брат або сестра"},
    [AG_SAY_RELATION_PATERNAL_HALF] = {"half sibling by the father", "아버지가 같은 이복형제자매",
                                       "единокровный брат или сестра", "єдинокровний брат або сестра"},
    [AG_SAY_RELATION_MATERNAL_HALF] = {"half sibling by the mother", "어머니가 같은 이부형제자매",
                                       "единоутробный брат или сестра", "єдиноутробний брат або сестра"},
    [AG_SAY_RELATION_FATHER] = {"father", "아버지", "отец", "батько"},
    [AG_SAY_RELATION_MOTHER] = {"mother", "어머니", "мать", "мати"},
    [AG_SAY_RELATION_CHILD] = {"child", "자녀", "ребёнок", "дитина"},
    [AG_SAY_RELATION_PATERNAL_UNCLE] = {"uncle or aunt by the father", "친삼촌이나 고모", "дядя или тётя по отцу",
                                        "дядько або тітка по батькові"},
    [AG_SAY_RELATION_MATERNAL_UNCLE] = {"uncle or aunt by the mother", "외삼촌이나 이모", "дядя или тётя по матери",
                                        "дядько або тітка по матері"},
    [AG_SAY_ASSUMPTIONS] = {"Assumptions", "가정", "Допущения", "Припущення"},
    [AG_SAY_ASSUMPTIONS_VALUE] =
        {"frequencies {0}; mutation {1}; θ {2}; drop-out {3}; untyped relatives {4}. Sex bounds the pairs and is not "
         "multiplied. Families, loci and lines of evidence are independent.",
         "빈도 {0}; 돌연변이 {1}; θ {2}; 탈락 {3}; 분석되지 않은 친족 {4}. 성별은 쌍을 제한할 뿐 곱하지 않습니다. "
         "가족, 유전자좌, 증거는 서로 독립입니다.",
         "частоты {0}; мутации {1}; θ {2}; выпадение {3}; нетипированные родственники: {4}. Пол ограничивает пары и не "
         "умножается. Семьи, локусы и линии доказательств независимы.",
         "частоти {0}; мутації {1}; θ {2}; випадіння {3}; нетиповані родичі: {4}. Стать обмежує пари й не множиться. "
         "Родини, локуси та лінії доказів незалежні."},
    [AG_SAY_LINES] =
        {"Lines of evidence. Combined is the product of those in it; the posterior above rests on the autosomal line "
         "alone.",
         "증거별 결과. 결합값은 곱에 포함된 것들의 곱이며, 위의 사후확률은 상염색체 증거만으로 계산했습니다.",
         "Линии доказательств. Итог — произведение входящих в него; апостериорная вероятность выше основана только на "
         "аутосомной линии.",
         "Лінії доказів. Підсумок — добуток тих, що входять до нього; апостеріорна ймовірність вище спирається лише на "
         "аутосомну лінію."},
    [AG_SAY_LINE] = {"Line", "증거", "Линия", "Лінія"},
    [AG_SAY_IN_PRODUCT] = {"In the product", "곱에 포함", "В произведении", "У добутку"},
    [AG_SAY_COMPARED] = {"Compared", "비교", "Сравнено", "Порівняно"},
    [AG_SAY_DIFFERENCES] = {"Differences", "차이", "Различий", "Відмінностей"},
    [AG_SAY_LINE_BOUND] = {"Bound, log₁₀", "하한, log₁₀", "Граница, log₁₀", "Межа, log₁₀"},
    [AG_SAY_LINE_AUTOSOMAL] = {"autosomal", "상염색체", "аутосомная", "аутосомна"},
    [AG_SAY_LINE_Y] = {"Y chromosome", "Y 염색체", "Y-хромосома", "Y-хромосома"},
    [AG_SAY_LINE_MTDNA] = {"mtDNA", "미토콘드리아 DNA", "мтДНК", "мтДНК"},
    [AG_SAY_LINE_SEX] = {"sex", "성별", "пол", "стать"},
    [AG_SAY_LINE_AGE] = {"age", "나이", "возраст", "вік"},
    [AG_SAY_LINE_STATURE] = {"stature", "키", "рост", "зріст"},
    [AG_SAY_LINE_PLACE] = {"place", "장소", "место", "місце"},
    [AG_SAY_LINE_TIME] = {"time", "시기", "время", "час"},
    [AG_SAY_LINE_COMBINED] = {"combined", "결합", "вместе", "разом"},
    [AG_SAY_NOT_COMPARABLE] = {"not comparable", "비교할 수 없음", "не сравнимо", "не порівнянно"},
    [AG_SAY_LINE_KIN] = {"shared with {0} other missing {0:person|persons} of the family",
                         "가족의 다른 실종자 {0}명과 공유", "общая с другими пропавшими семьи: {0}",
                         "спільна з іншими зниклими родини: {0}"},
    [AG_SAY_CHANCE] = {"Simulated", "모의실험", "По моделированию", "За моделюванням"},
    [AG_SAY_CHANCE_VALUE] =
        {"about {0} {0:pair|pairs} of unrelated people with a likelihood ratio of {1} or more; {2} if a full sibling "
         "of each missing person were among the remains, {3} if a first cousin were",
         "우도비 {1} 이상인 혈연이 없는 쌍은 약 {0}쌍. 실종자마다 친형제자매 한 명이 유해에 있다면 {2}쌍, 사촌 한 명이 "
         "있다면 {3}쌍",
         "неродственных пар с отношением правдоподобия не ниже {1} — около {0}; {2}, если бы среди останков был "
         "полнородный брат или сестра каждого пропавшего, {3} — если бы двоюродный",
         "неспоріднених пар із відношенням правдоподібності не нижче {1} — близько {0}; {2}, якби серед решток був "
         "рідний брат або сестра кожного зниклого, {3} — якби двоюрідний"},
    [AG_SAY_CHANCE_HOW] = {"{0} draws for each of {1} missing persons of {2}; good quality at all loci. The joint "
                           "answer tells relatives apart as far as it can.",
                           "실종자 {2}명 중 {1}명에 대해 각각 {0}회 모의실험. 모든 유전자좌의 품질이 좋다고 봄. 친족은 "
                           "결합 해가 가능한 만큼 구별합니다.",
                           "{0} розыгрышей для каждого из {1} пропавших из {2}; хорошее качество во всех локусах. "
                           "Совместное решение различает родственников, насколько это возможно.",
                           "{0} розіграшів для кожного з {1} зниклих із {2}; добра якість у всіх локусах. Спільний "
                           "розв'язок розрізняє родичів, наскільки це можливо."},
    [AG_SAY_SIGNATURES] = {"Signatures", "서명", "Подписи", "Підписи"},
    [AG_SAY_SIGNATURES_INTRO] = {"To be signed by hand, by two different people.",
                                 "서로 다른 두 사람이 손으로 서명합니다.",
                                 "Подписывается от руки двумя разными людьми.",
                                 "Підписується від руки двома різними людьми."},
    [AG_SAY_SIGN_COMPUTED] = {"Computed by", "계산한 사람", "Рассчитал(а)", "Обчислив(ла)"},
    [AG_SAY_SIGN_REVIEWED] = {"Reviewed by, never the same person", "검토한 사람(계산한 사람이 아닌 사람)",
                              "Проверил(а), другой человек", "Перевірив(ла), інша людина"},
    [AG_SAY_SIGN_NAME] = {"Name", "이름", "Имя", "Ім'я"},
    [AG_SAY_SIGN_DATE] = {"Date", "날짜", "Дата", "Дата"},
    [AG_SAY_SIGN_SIGNATURE] = {"Signature", "서명", "Подпись", "Підпис"},
    [AG_SAY_SKIP] = {"Skip to the conclusions", "결론으로 건너뛰기", "Перейти к выводам", "Перейти до висновків"},

    [AG_SAY_POWER_TITLE] = {"What next", "다음에 할 일", "Что дальше", "Що далі"},
    [AG_SAY_POWER_LEAD] =
        {"{0} missing {0:person is|persons are} looked for. If all were found, {1} identifications could be expected "
         "with the samples at hand.",
         "찾고 있는 실종자는 {0}명입니다. 모두 발견된다면 지금 있는 시료로 신원 확인을 {1}건 기대할 수 있습니다.",
         "Разыскивают {0} {0:пропавшего|пропавших|пропавших}. Если найдут всех, ожидаемое число идентификаций с "
         "имеющимися образцами: {1}.",
         "Розшукують {0} {0:зниклого|зниклих|зниклих}. Якщо знайдуть усіх, очікувана кількість ідентифікацій із "
         "наявними зразками: {1}."},
    [AG_SAY_POWER_LEAD_MORE] =
        {"With {0} further {0:sample|samples}, asked in the order below, it would be {1}.",
         "아래 순서로 시료 {0}개를 더 받으면 {1}건이 됩니다.",
         "Ещё {0} {0:образец|образца|образцов} в указанном ниже порядке, и ожидаемое число составит {1}.",
         "Ще {0} {0:зразок|зразки|зразків} у наведеному нижче порядку, і очікувана кількість становитиме {1}."},
    [AG_SAY_POWER_FREELY] =
        {"A relative gives a sample freely, knowing what it is for and what it may show. Nobody owes one.",
         "가족은 시료의 쓰임과 시료로 드러날 수 있는 것을 알고 자유로이 제공합니다. 시료를 내야 할 의무는 누구에게도 "
         "없습니다.",
         "Родственник даёт образец добровольно, зная, для чего он нужен и что он может показать. Никто не обязан его "
         "давать.",
         "Родич дає зразок добровільно, знаючи, навіщо він потрібен і що він може показати. Ніхто не зобов’язаний його "
         "давати."},
    [AG_SAY_POWER_THRESHOLD] = {"Threshold of an identification", "신원 확인 기준", "Порог идентификации",
                                "Поріг ідентифікації"},
    [AG_SAY_POWER_THRESHOLD_VALUE] = {"posterior probability {0}, that is a likelihood ratio of {1}; somebody "
                                      "unrelated reaches it with a chance of at most {2}",
                                      "사후확률 {0}, 곧 가능도비 {1}. 혈연이 아닌 사람이 여기에 이를 확률은 최대 {2}",
                                      "апостериорная вероятность {0}, то есть отношение правдоподобия {1}; посторонний "
                                      "достигает его с вероятностью не более {2}",
                                      "апостеріорна ймовірність {0}, тобто відношення правдоподібності {1}; стороння "
                                      "особа досягає його з імовірністю щонайбільше {2}"},
    [AG_SAY_POWER_DRAWS] = {"Simulated draws", "모의 추출", "Смоделировано", "Змодельовано"},
    [AG_SAY_POWER_DRAWS_VALUE] = {"{0} for each missing person, seed {1}", "실종자마다 {0}회, 시드 {1}",
                                  "{0} для каждого пропавшего, начальное число {1}",
                                  "{0} для кожного зниклого, початкове число {1}"},
    [AG_SAY_POWER_FAR] = {"How far the samples carry", "지금 시료로 어디까지 갈 수 있는가",
                          "На что хватит имеющихся образцов", "На що вистачить наявних зразків"},
    [AG_SAY_POWER_FAR_INTRO] =
        {"log₁₀ of the likelihood ratio, if good remains of the missing person are found, and of somebody unrelated: "
         "median, and 5" NBSP "% to 95" NBSP "%.",
         "실종자의 상태 좋은 유해가 발견될 때와 혈연이 아닌 사람일 때 가능도비의 log₁₀: 중앙값과 5" NBSP "%~95" NBSP
         "%.",
         "log₁₀ отношения правдоподобия, если найдены хорошо сохранившиеся останки пропавшего, и для постороннего: "
         "медиана и от 5" NBSP "% до 95" NBSP "%.",
         "log₁₀ відношення правдоподібності, якщо знайдено добре збережені рештки зниклого, та для сторонньої особи: "
         "медіана і від 5" NBSP "% до 95" NBSP "%."},
    [AG_SAY_POWER_FAR_FIRST] = {"The {0} furthest from the threshold, of {1}.",
                                "전체 {1}명 가운데 기준에서 가장 먼 {0}명입니다.",
                                "Показано {0} из {1}, наиболее далёкие от порога.",
                                "Показано {0} із {1}, найвіддаленіші від порога."},
    [AG_SAY_POWER_FOUND] = {"if the person is found", "실종자가 발견될 때", "если человек найден",
                            "якщо людину знайдено"},
    [AG_SAY_POWER_UNRELATED] = {"somebody unrelated", "혈연이 아닌 사람", "посторонний", "стороння особа"},
    [AG_SAY_POWER_FOUND_COLUMN] = {"If found", "발견될 때", "Если найден", "Якщо знайдено"},
    [AG_SAY_POWER_UNRELATED_COLUMN] = {"Unrelated", "혈연 아님", "Посторонний", "Стороння особа"},
    [AG_SAY_POWER_REACH] = {"Reaches the threshold", "기준 도달 확률", "Достигает порога", "Досягає порога"},
    [AG_SAY_POWER_IMPOSSIBLE] = {"the family is impossible under the mutation model",
                                 "돌연변이 모형으로는 이 가족이 불가능함", "семья невозможна при данной модели мутаций",
                                 "родина неможлива за цієї моделі мутацій"},
    [AG_SAY_POWER_CHART_TITLE] = {"Likelihood ratio of {0}", "{0}의 가능도비", "Отношение правдоподобия: {0}",
                                  "Відношення правдоподібності: {0}"},
    [AG_SAY_POWER_CHART_CAPTION] = {"The chance to reach the threshold is {0} if the person is found, {1} for somebody "
                                    "unrelated. Columns are shares of the draws, on one scale.",
                                    "기준에 이를 확률은 실종자가 발견될 때 {0}, 혈연이 아닌 사람일 때 {1}입니다. "
                                    "막대는 추출 비율이며 눈금은 같습니다.",
                                    "Вероятность достичь порога: {0}, если человек найден, и {1} для постороннего. "
                                    "Столбцы — доли выборки в одном масштабе.",
                                    "Імовірність досягти порога: {0}, якщо людину знайдено, і {1} для сторонньої "
                                    "особи. Стовпці — частки вибірки в одному масштабі."},
    [AG_SAY_POWER_WHOM] = {"Whom to ask", "누구에게 요청할 것인가", "Кого попросить", "Кого попросити"},
    [AG_SAY_POWER_WHOM_INTRO] = {"In this order: each adds most to the expected number of identifications, given all "
                                 "before; then most to the likelihood ratio.",
                                 "이 순서대로: 앞선 모든 사람을 고려할 때 신원 확인 기대 건수를 가장 많이 늘리는 사람, "
                                 "그다음은 가능도비를 가장 많이 늘리는 사람.",
                                 "В этом порядке: каждый больше всего увеличивает ожидаемое число идентификаций с "
                                 "учётом всех предыдущих; затем — отношение правдоподобия.",
                                 "У такому порядку: кожен найбільше збільшує очікувану кількість ідентифікацій з "
                                 "урахуванням усіх попередніх; потім — відношення правдоподібності."},
    [AG_SAY_POWER_WHOM_NONE] = {"No living relative without a sample is known, or none was asked for. The column "
                                "“living” of families.csv says who is living.",
                                "시료를 내지 않은 생존 가족이 알려져 있지 않거나 요청 대상에 없었습니다. 생존 여부는 "
                                "families.csv의 “living” 열에 적습니다.",
                                "Живых родственников без образца не известно, или о них не спрашивали. Кто жив, "
                                "указывает столбец «living» файла families.csv.",
                                "Живих родичів без зразка не відомо, або про них не питали. Хто живий, зазначає "
                                "стовпець «living» файлу families.csv."},
    [AG_SAY_POWER_WHOM_FIRST] = {"The first {0} of {1} who could be asked.",
                                 "요청할 수 있는 {1}명 가운데 처음 {0}명입니다.",
                                 "Первые {0} из {1}, кого можно попросить.", "Перші {0} із {1}, кого можна попросити."},
    [AG_SAY_POWER_RANK] = {"Order", "순서", "Порядок", "Порядок"},
    [AG_SAY_POWER_RELATIVE] = {"Relative", "가족", "Родственник", "Родич"},
    [AG_SAY_POWER_ADDS] = {"Adds identifications", "늘어나는 신원 확인", "Добавляет идентификаций",
                           "Додає ідентифікацій"},
    [AG_SAY_POWER_ADDS_LR] = {"Adds log₁₀ LR", "늘어나는 log₁₀ LR", "Добавляет log₁₀ LR", "Додає log₁₀ LR"},
    [AG_SAY_POWER_EXPECTED] = {"Then expected", "그때 기대 건수", "Тогда ожидается", "Тоді очікується"},
    [AG_SAY_POWER_CURVE_TITLE] = {"Expected identifications", "신원 확인 기대 건수", "Ожидаемое число идентификаций",
                                  "Очікувана кількість ідентифікацій"},
    [AG_SAY_POWER_CURVE_AXIS] = {"further samples, in this order", "이 순서로 더 받는 시료 수",
                                 "новые образцы, в этом порядке", "нові зразки, у такому порядку"},
    [AG_SAY_POWER_CURVE_CAPTION] =
        {"From {0} without to {1} with {2} further {2:sample|samples}. The scale does not start at zero.",
         "추가 시료가 없을 때 {0}건에서 시료 {2}개를 더 받을 때 {1}건까지. 눈금은 0에서 시작하지 않습니다.",
         "От {0} без новых образцов до {1}, если образцов больше на {2}. Шкала начинается не с нуля.",
         "Від {0} без нових зразків до {1}, якщо зразків більше на {2}. Шкала починається не з нуля."},
    [AG_SAY_POWER_READING_FOUND] = {"Identifications are expected under the condition that every missing person is "
                                    "found, in good condition, and that nobody else fits as well.",
                                    "기대 건수는 모든 실종자가 상태 좋은 유해로 발견되고 똑같이 잘 맞는 다른 사람이 "
                                    "없다는 조건에서 셈한 것입니다.",
                                    "Ожидаемое число считается при условии, что найдены все пропавшие, останки в "
                                    "хорошем состоянии и никто другой не подходит так же хорошо.",
                                    "Очікувану кількість обчислено за умови, що знайдено всіх зниклих, рештки в "
                                    "доброму стані й ніхто інший не пасує так само добре."},
    [AG_SAY_POWER_READING_DRAWS] =
        {"Chances are counted over the draws: with {0} of them a chance may be off by {1} either way.",
         "확률은 추출 결과로 셈합니다. {0}회 추출에서는 위아래로 {1}까지 다를 수 있습니다.",
         "Вероятности подсчитаны по выборке: при {0} розыгрышах возможно отклонение на {1} в обе стороны.",
         "Імовірності підраховано за вибіркою: за {0} розіграшів можливе відхилення на {1} в обидва боки."},
    [AG_SAY_POWER_READING_OTHERS] =
        {"Each missing person is compared as if the others of the family were not found; gains are summed over them.",
         "한 가족의 실종자는 다른 실종자가 발견되지 않은 것으로 보고 한 사람씩 비교하며, 늘어나는 값은 모두 더합니다.",
         "Каждого пропавшего сравнивают так, как если бы других пропавших семьи не нашли; прирост по ним суммируется.",
         "Кожного зниклого порівнюють так, ніби інших зниклих родини не знайдено; приріст за ними підсумовується."},

    [AG_SAY_CALIBRATION] = {"Calibration", "보정 검증", "Калибровка", "Калібрування"},
    [AG_SAY_CALIBRATION_GOOD] = {"Under the model the stated posterior lies within the 95 % interval of the observed "
                                 "share at all {0} levels from 50 % to 99.99 %.",
                                 "모형대로인 경우, 50 %에서 99.99 %까지 {0}개 수준 모두에서 표시된 사후확률이 실제로 "
                                 "맞은 비율의 95 % 신뢰구간 안에 있습니다.",
                                 "При верной модели заявленная апостериорная вероятность лежит в 95 %-м интервале "
                                 "наблюдаемой доли на всех уровнях от 50 до 99,99 % (всего {0}).",
                                 "За правильної моделі заявлена апостеріорна ймовірність лежить у 95 %-му інтервалі "
                                 "спостереженої частки на всіх рівнях від 50 до 99,99 % (усього {0})."},
    [AG_SAY_CALIBRATION_OFF] = {"Under the model the stated posterior lies outside the 95 % interval of the observed "
                                "share at {0} of {1} levels from 50 % to 99.99 %.",
                                "모형대로인 경우, 50 %에서 99.99 %까지 {1}개 수준 가운데 {0}개에서 표시된 사후확률이 "
                                "실제로 맞은 비율의 95 % 신뢰구간을 벗어납니다.",
                                "При верной модели заявленная апостериорная вероятность лежит вне 95 %-го интервала "
                                "наблюдаемой доли на {0} из {1} уровней от 50 до 99,99 %.",
                                "За правильної моделі заявлена апостеріорна ймовірність лежить поза 95 %-м інтервалом "
                                "спостереженої частки на {0} з {1} рівнів від 50 до 99,99 %."},
    [AG_SAY_CALIBRATION_HOW] =
        {"Each case: {0} simulated incidents with {1} families, {2} remains and a pool with {3} unlisted persons; seed "
         "{4}. Every incident was decided as `identify` does and compared with the truth. Parts that are taken for one "
         "body count once.",
         "각 경우: 모의 사건 {0}건, 사건마다 가족 {1}가족, 유해 {2}구, 모집단의 미등록자 {3}명, 난수 씨앗 {4}. 모든 "
         "사건을 `identify`와 같은 방식으로 판정한 뒤 정답과 비교했습니다. 한 사람의 것으로 판정된 유해들은 한 번만 "
         "셉니다.",
         "В каждом случае: смоделированных происшествий — {0}, в каждом семей — {1}, останков — {2}, лиц вне списка в "
         "совокупности — {3}; начальное число {4}. Каждое происшествие решено так же, как командой `identify`, и "
         "сопоставлено с истиной. Части, отнесённые к одному телу, считаются один раз.",
         "У кожному випадку: змодельованих подій — {0}, у кожній родин — {1}, решток — {2}, осіб поза списком у "
         "сукупності — {3}; початкове число {4}. Кожну подію розв'язано так само, як командою `identify`, і зіставлено "
         "з істиною. Частини, віднесені до одного тіла, рахуються один раз."},
    [AG_SAY_CALIBRATION_VIOLATIONS] =
        {"Where the model is violated, the figures are published as they are; nothing is tuned to them.",
         "모형이 어긋나는 경우의 수치는 있는 그대로 공개하며, 그에 맞추어 조정한 것은 없습니다.",
         "Там, где модель нарушена, результаты публикуются как есть; под них ничего не подгонялось.",
         "Там, де модель порушено, результати публікуються як є; під них нічого не підганяли."},
    [AG_SAY_DIAGRAMS] = {"Stated and observed", "표시된 확률과 실제 비율", "Заявленное и наблюдаемое",
                         "Заявлене і спостережене"},
    [AG_SAY_DIAGRAM] =
        {"Pairings of remains and missing persons by stated posterior, against the share that is right; lines are 95 % "
         "intervals. On the dashed diagonal a posterior is what it says; a diamond marks an interval that does not "
         "hold the stated posterior.",
         "유해와 실종자의 짝을 표시된 사후확률별로 묶어 실제로 맞은 비율과 비교합니다. 세로선은 95 % 신뢰구간입니다. "
         "점선 대각선 위에서는 사후확률이 말한 그대로이며, 마름모는 표시된 사후확률이 신뢰구간 밖에 있음을 뜻합니다.",
         "Пары «останки — пропавший» по заявленной апостериорной вероятности и доля верных среди них; отрезки — 95 %-е "
         "интервалы. На пунктирной диагонали вероятность такова, как заявлена; ромб — интервал не содержит заявленной "
         "вероятности.",
         "Пари «рештки — зниклий» за заявленою апостеріорною ймовірністю і частка правильних серед них; відрізки — 95 "
         "%-ві інтервали. На пунктирній діагоналі ймовірність така, як заявлено; ромб — інтервал не містить заявленої "
         "ймовірності."},
    [AG_SAY_STATED_AXIS] = {"stated posterior, %", "표시된 사후확률, %", "заявленная апостериорная вероятность, %",
                            "заявлена апостеріорна ймовірність, %"},
    [AG_SAY_SHARE_AXIS] = {"share that is right, %", "실제로 맞은 비율, %", "доля верных, %", "частка правильних, %"},
    [AG_SAY_CALIBRATE_MODEL] = {"Under the model: parts", "모형대로: 유해 일부", "Модель верна: части тел",
                                "Модель правильна: частини тіл"},
    [AG_SAY_CALIBRATE_BODIES] = {"Under the model: whole bodies", "모형대로: 온전한 시신", "Модель верна: целые тела",
                                 "Модель правильна: цілі тіла"},
    [AG_SAY_CALIBRATE_REGISTER] = {"As a war leaves them", "전쟁 뒤의 실제 구성", "Как после войны", "Як після війни"},
    [AG_SAY_CALIBRATE_THETA] = {"Theta 0.02, analysed with 0", "θ 0.02를 0으로 분석", "Тета 0,02, в расчёте 0",
                                "Тета 0,02, у розрахунку 0"},
    [AG_SAY_CALIBRATE_POPULATION] = {"Frequencies of another population", "다른 인구집단의 빈도",
                                     "Частоты другой популяции", "Частоти іншої популяції"},
    [AG_SAY_CALIBRATE_PATERNITY] = {"2 % false paternity", "2 % 부자관계 불일치", "2 % ложных отцовств",
                                    "2 % хибних батьківств"},
    [AG_SAY_CALIBRATE_RELATIVES] = {"Unlisted relatives of the listed", "등록 실종자의 미등록 친족",
                                    "Родственники пропавших вне списка", "Родичі зниклих поза списком"},
    [AG_SAY_CALIBRATE_GIVEN] = {"The incident given", "주어진 사건", "Данное происшествие", "Надана подія"},
    [AG_SAY_ABOUT_ALL] = {"all pairings with missing persons", "실종자와의 모든 짝", "все пары с пропавшими",
                          "усі пари зі зниклими"},
    [AG_SAY_ABOUT_PARENTS] = {"families with parents", "부모가 있는 가족", "семьи с родителями", "родини з батьками"},
    [AG_SAY_ABOUT_CHILDREN] = {"families with children", "자녀가 있는 가족", "семьи с детьми", "родини з дітьми"},
    [AG_SAY_ABOUT_SIBLINGS] = {"families with siblings", "형제자매가 있는 가족", "семьи с братьями и сёстрами",
                               "родини з братами і сестрами"},
    [AG_SAY_ABOUT_ELDERS] = {"families with grandparents, uncles, aunts", "조부모·삼촌·고모·이모가 있는 가족",
                             "семьи с дедом, бабушкой, дядей, тётей", "родини з дідом, бабусею, дядьком, тіткою"},
    [AG_SAY_ABOUT_TWO_MISSING] = {"families with two missing", "실종자가 두 명인 가족", "семьи с двумя пропавшими",
                                  "родини з двома зниклими"},
    [AG_SAY_ABOUT_GOOD] = {"good samples", "양호한 시료", "хорошие образцы", "добрі зразки"},
    [AG_SAY_ABOUT_DEGRADED] = {"degraded samples", "분해된 시료", "деградировавшие образцы", "деградовані зразки"},
    [AG_SAY_ABOUT_UNLISTED] = {"that it is somebody unlisted", "미등록자라는 판단", "что это кто-то вне списка",
                               "що це хтось поза списком"},
    [AG_SAY_ABOUT_TOGETHER] = {"that remains are of one person", "여러 유해가 한 사람의 것이라는 판단",
                               "что останки принадлежат одному человеку", "що рештки належать одній людині"},
    [AG_SAY_ABOUT_GROUP] = {"that a group's persons are its bodies", "집단의 사람들이 그 시신들이라는 판단",
                            "что лица группы — это её тела", "що особи групи — це її тіла"},
    [AG_SAY_BY_LEVEL] = {"By stated posterior", "표시된 사후확률별", "По заявленной вероятности",
                         "За заявленою ймовірністю"},
    [AG_SAY_BY_KIND] = {"From 50 % on, by kind of family, quality and claim",
                        "50 % 이상, 가족 유형·시료 상태·판단 종류별", "От 50 %, по виду семьи, качеству и утверждению",
                        "Від 50 %, за видом родини, якістю і твердженням"},
    [AG_SAY_LEVEL] = {"Posterior", "사후확률", "Вероятность", "Ймовірність"},
    [AG_SAY_LEVEL_FROM] = {"at least {0} %", "{0} % 이상", "не ниже {0} %", "не нижче {0} %"},
    [AG_SAY_LEVEL_RANGE] = {"{0} % to {1} %", "{0} %에서 {1} %까지", "от {0} до {1} %", "від {0} до {1} %"},
    [AG_SAY_KIND] = {"Which", "구분", "Какие", "Які"},
    [AG_SAY_PAIRINGS] = {"Pairings", "짝", "Пар", "Пар"},
    [AG_SAY_EXPECTED_RIGHT] = {"Expected right", "맞을 것으로 기대", "Ожидалось верных", "Очікувалося правильних"},
    [AG_SAY_RIGHT] = {"Right", "맞음", "Верных", "Правильних"},
    [AG_SAY_STATED] = {"Stated", "표시된 값", "Заявлено", "Заявлено"},
    [AG_SAY_SHARE] = {"Share", "비율", "Доля", "Частка"},
    [AG_SAY_INTERVAL] = {"95 % interval", "95 % 신뢰구간", "95 %-й интервал", "95 %-й інтервал"},
    [AG_SAY_AGREES] = {"Within", "구간 안", "Внутри", "Усередині"},
    [AG_SAY_LR_AT_LEAST] = {"LR at least", "LR 이상", "LR не ниже", "LR не нижче"},
    [AG_SAY_LR_BOUND] = {"At most (1/LR)", "상한 (1/LR)", "Не более (1/LR)", "Не більше (1/LR)"},
    [AG_SAY_UNRELATED_ABOVE] = {"Pairs", "짝", "Пар", "Пар"},
    [AG_SAY_UNRELATED_SHARE] = {"Share", "비율", "Доля", "Частка"},
    [AG_SAY_BY_IMPORTANCE] = {"Estimated from related pairs", "친족 짝으로 추정", "Оценка по родственным парам",
                              "Оцінка за спорідненими парами"},
    [AG_SAY_TAIL_CAPTION] =
        {"How often unrelated people reach a likelihood ratio: {0} pairs of remains and missing persons of other "
         "families",
         "무관한 사람이 우도비에 이르는 빈도: 다른 가족의 실종자와 유해 {0}쌍",
         "Как часто неродственные люди достигают отношения правдоподобия: пар останков и пропавших из других семей — "
         "{0}",
         "Як часто неспоріднені люди досягають відношення правдоподібності: пар решток і зниклих з інших родин — {0}"},
};

static const char *const tag[AG_LANGUAGES] = {"en", "ko", "ru", "uk"};

bool ag_language_parse(ag_text word, ag_language *out) {
    for (int k = 0; k < AG_LANGUAGES; k++)
        if (ag_text_equal(word, ag_text_of(tag[k]))) {
            *out = (ag_language)k;
            return true;
        }
    return false;
}

const char *ag_language_tag(ag_language language) { return tag[language]; }

const char *ag_language_thousands(ag_language language) {
    return language == AG_RUSSIAN || language == AG_UKRAINIAN ? NBSP : ",";
}

const char *ag_words_of(ag_language language, ag_words words) { return sentence[words][language]; }

/* ---- Filling -------------------------------------------------------------------------------------------------- */

/* The form for the number that a value shows: digits with thousands between them, or a fraction. */
static int form_of(ag_language language, const char *value) {
    unsigned last = 0, before = 0;
    bool whole = true;
    size_t digits = 0;
    for (const char *at = value; *at; at++) {
        if (*at == '.') whole = false;
        if (*at < '0' || *at > '9') continue;
        before = last;
        last = (unsigned)(*at - '0');
        digits++;
    }
    if (language == AG_ENGLISH) return digits == 1 && last == 1 && whole ? 0 : 1;
    if (!whole) return 3;
    if (before == 1 && digits > 1) return 2;
    return last == 1 ? 0 : last >= 2 && last <= 4 ? 1 : 2;
}

static void add_form(ag_buffer *out, const char *forms, const char *end, int wanted) {
    for (int form = 0; form < wanted; form++) {
        const char *bar = memchr(forms, '|', (size_t)(end - forms));
        if (!bar) break; /* the last form stands for all after it */
        forms = bar + 1;
    }
    const char *bar = memchr(forms, '|', (size_t)(end - forms));
    ag_buffer_add(out, forms, (size_t)((bar ? bar : end) - forms));
}

const char *ag_words_fill(ag_arena *arena, ag_language language, ag_words words, const char *const *value) {
    return ag_sentence_fill(arena, language, sentence[words][language], value);
}

const char *ag_sentence_fill(ag_arena *arena, ag_language language, const char *gapped, const char *const *value) {
    ag_buffer out;
    int values = 0;
    while (value[values]) values++;
    ag_buffer_init(&out);
    for (const char *at = gapped; *at; at++) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        int k = end ? at[1] - '0' : -1;
        if (k < 0 || k >= values) {
            ag_buffer_putc(&out, *at);
            continue;
        }
        if (at[2] == ':')
            add_form(&out, at + 3, end, form_of(language, value[k]));
        else
            ag_buffer_puts(&out, value[k]);
        at = end;
    }
    const char *text = out.failed || !out.data ? NULL : ag_arena_text(arena, out.data, out.n);
    if (!text) arena->failed = true;
    ag_buffer_deinit(&out);
    return text ? text : "";
}
