/* Dates in words: see paper.h. What is uncertain in the record is uncertain in the sentence. */
#include <string.h>

#include "base/date.h"
#include "report/paper.h"

#include "base/banned.h"

/* As a month stands after its day, and alone. */
static const char *const of_month[AG_LANGUAGES][12] = {
    [AG_ENGLISH] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                    "November", "December"},
    [AG_KOREAN] = {"1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"},
    [AG_RUSSIAN] = {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
                    "ноября", "декабря"},
    [AG_UKRAINIAN] = {"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня",
                      "жовтня", "листопада", "грудня"},
};
static const char *const russian_month[12] = {"январь", "февраль", "март",     "апрель",  "май",    "июнь",
                                              "июль",   "август",  "сентябрь", "октябрь", "ноябрь", "декабрь"};
static const char *const ukrainian_month[12] = {"січень", "лютий",   "березень", "квітень", "травень",  "червень",
                                                "липень", "серпень", "вересень", "жовтень", "листопад", "грудень"};

static const ag_phrase whole = {{"{0} {1} {2}", "{2}년 {1} {0}일", "{0} {1} {2} г.", "{0} {1} {2} р."}};
static const ag_phrase month_only = {{"{0} {1}", "{1}년 {0}", "{0} {1} г.", "{0} {1} р."}};
static const ag_phrase year_only = {{"{0}", "{0}년", "{0} г.", "{0} р."}};

static const char *number(ag_paper *paper, ag_text digits) {
    while (digits.n > 1 && *digits.at == '0') digits.at++, digits.n--;
    return ag_document_text(&paper->document, digits);
}

static const char *month_alone(const ag_paper *paper, int month) {
    return paper->language == AG_RUSSIAN     ? russian_month[month]
           : paper->language == AG_UKRAINIAN ? ukrainian_month[month]
                                             : of_month[paper->language][month];
}

/* 2025, 2025-06, 2025-06-16; `bent`: after a word that asks for the genitive. */
static const char *plain(ag_paper *paper, ag_text date, bool bent) {
    const char *year = number(paper, (ag_text){date.at, 4});
    if (date.n < 7) return ag_paper_say(paper, &year_only, year);
    const int month = (date.at[5] - '0') * 10 + date.at[6] - '1';
    if (date.n < 10)
        return ag_paper_say(paper, &month_only, bent ? of_month[paper->language][month] : month_alone(paper, month),
                            year);
    return ag_paper_say(paper, &whole, number(paper, (ag_text){date.at + 8, 2}), of_month[paper->language][month],
                        year);
}

static const char *qualified(ag_paper *paper, ag_text date, bool bent) {
    static const ag_phrase about = {{"about {0}", "{0}경", "около {0}", "близько {0}"}};
    static const ag_phrase uncertain = {
        {"{0} (uncertain)", "{0}(확실하지 않음)", "{0} (точно не установлено)", "{0} (точно не встановлено)"}};
    const char mark = date.at[date.n - 1];
    if (mark != '~' && mark != '?' && mark != '%') return plain(paper, date, bent);
    date.n--;
    const char *text = plain(paper, date, bent || mark != '?');
    if (mark != '?') text = ag_paper_say(paper, &about, text);
    return mark == '~' ? text : ag_paper_say(paper, &uncertain, text);
}

static const char *interval(ag_paper *paper, ag_text from, ag_text to) {
    static const ag_phrase between = {
        {"between {0} and {1}", "{0}부터 {1} 사이", "в период с {0} по {1}", "у період з {0} до {1}"}};
    static const ag_phrase since = {{"from {0} on", "{0} 이후", "начиная с {0}", "починаючи з {0}"}};
    static const ag_phrase until = {{"until {0}", "{0}까지", "до {0}", "до {0}"}};
    const bool open_from = ag_text_equal(from, AG_TEXT("..")), open_to = ag_text_equal(to, AG_TEXT(".."));
    if (open_from) return ag_paper_say(paper, &until, qualified(paper, to, true));
    if (open_to) return ag_paper_say(paper, &since, qualified(paper, from, true));
    return ag_paper_say(paper, &between, qualified(paper, from, true),
                        qualified(paper, to, paper->language == AG_UKRAINIAN));
}

/* Of a moment the day, and the minute in UTC. */
static const char *moment(ag_paper *paper, ag_text time) {
    static const ag_phrase at = {{"{0}, {1} UTC", "{0} {1}(협정 세계시)", "{0}, {1} (UTC)", "{0}, {1} (UTC)"}};
    return ag_paper_say(paper, &at, plain(paper, (ag_text){time.at, 10}, false),
                        ag_document_text(&paper->document, (ag_text){time.at + 11, 5}));
}

const char *ag_paper_date(ag_paper *paper, const char *edtf) {
    const ag_text text = ag_text_of(edtf);
    int64_t seconds;
    ag_date date;
    if (ag_time_parse(text, &seconds)) return moment(paper, text);
    if (!ag_date_parse_edtf(text, &date)) return text.n ? edtf : "";
    const char *slash = memchr(text.at, '/', text.n);
    if (!slash) return qualified(paper, text, false);
    return interval(paper, (ag_text){text.at, (size_t)(slash - text.at)},
                    (ag_text){slash + 1, text.n - (size_t)(slash - text.at) - 1});
}
