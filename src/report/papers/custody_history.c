/* The custody history: every change of hands of one object, those of the containers it was in among them, in the order
 * in which they took place; where the chain does not join on, that is said in its place and again at the end. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "casebook/custody.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "journal/entry.h"
#include "report/papers/types.h"
#include "report/papers/whom.h"

#include "base/banned.h"

/* ---- Gathering -------------------------------------------------------------------------------------------------- */

typedef struct hands {
    ag_gather *gather;
    const ag_row **row; /* arena: [capacity] */
    int n, capacity;
} hands;

static bool is_known(const hands *h, const ag_row *row) {
    for (int i = 0; i < h->n; i++)
        if (ag_text_equal(ag_row_id(h->row[i]), ag_row_id(row))) return true;
    return false;
}

static void add_event_row(hands *h, const ag_row *row) {
    if (is_known(h, row)) return;
    if (h->n == h->capacity) {
        const int capacity = h->capacity ? 2 * h->capacity : 64;
        const ag_row **more = AG_NEW(h->gather->view.arena, const ag_row *, capacity);
        if (!more) return; /* the arena remembers */
        if (h->n) memcpy(more, h->row, (size_t)h->n * sizeof *more);
        h->row = more;
        h->capacity = capacity;
    }
    h->row[h->n++] = row;
}

/* Events of the object that were recorded from `from` on and before `to` (ag_order_of). */
static void add_events(hands *h, ag_text object, int64_t from, int64_t to) {
    int n;
    const ag_row *row = ag_view_rows(&h->gather->view, &ag_kind_custody, "object", object, 0, &n);
    for (int i = 0; i < n; i++) {
        const int64_t recorded = ag_row_integer(&row[i], "recorded", 0);
        if (recorded >= from && recorded < to) add_event_row(h, &row[i]);
    }
}

static int64_t order_of(const ag_entry *entry) {
    int64_t at = 0;
    ag_time_parse(entry->at, &at);
    return ag_order_of(at, entry->seq);
}

/* Its own events, and those of what it was in while it was in it: entries of its history say when it went in and came
 * out. */
static ag_status follow(hands *h, ag_text object, int64_t from, int64_t to, int depth, ag_error *err) {
    const ag_past *past;
    int n;
    ag_text inside = {NULL, 0};
    int64_t since = 0;
    add_events(h, object, from, to);
    if (depth == AG_MAX_CONTAINER_DEPTH) return AG_OK;
    ag_status status = ag_casebook_history(&h->gather->view, object, 0, &past, &n, err);
    for (int i = n - 1; i >= -1 && status == AG_OK; i--) {
        ag_entry entry = {0};
        if (i >= 0) status = ag_entry_parse(past[i].bytes, &entry, err);
        if (status != AG_OK) return status;
        const char *into = json_string_value(json_object_get(entry.data, "container"));
        if (!into) into = json_string_value(json_object_get(entry.data, "packet"));
        const ag_action *action = i >= 0 ? ag_action_find(entry.action) : NULL;
        const int64_t at = i >= 0 ? order_of(&entry) : to;
        if (inside.n && (i < 0 || into || (action && action->apply == ag_custody_apply_leave))) {
            status = follow(h, inside, since > from ? since : from, at < to ? at : to, depth + 1, err);
            inside.n = 0;
        }
        if (into) {
            inside = ag_text_of(ag_view_say(&h->gather->view, "%s", into));
            since = at;
        }
        if (i >= 0) ag_entry_deinit(&entry);
    }
    return status;
}

static int by_moment(const void *a, const void *b) {
    const ag_row *const *x = a, *const *y = b;
    const int64_t mx = ag_row_integer(*x, "moment", 0), my = ag_row_integer(*y, "moment", 0);
    return mx != my ? (mx < my ? -1 : 1) : ag_row_compare(*x, *y);
}

/* Places and explanations are sealed; one entry says that they were read. */
static ag_status open_sealed(const hands *h, ag_wanted **out, ag_error *err) {
    ag_gather *g = h->gather;
    ag_wanted *wanted = AG_NEW(g->view.arena, ag_wanted, 2 * h->n + 1);
    if (!wanted) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < 2 * h->n; i++)
        wanted[i] =
            (ag_wanted){.subject = ag_row_subject(&g->view, h->row[i / 2]), .field = i % 2 ? "explanation" : "place"};
    *out = wanted;
    return h->n ? ag_gather_open_many(g, wanted, 2 * h->n, err) : AG_OK;
}

static json_t *event_of(ag_gather *g, const ag_row *row, const ag_wanted *sealed) {
    static const char *const shown[] = {"object",    "from",   "to",       "seal_before", "seal_after", "reason",
                                        "by_action", "broken", "expected", "sealed",      "state"};
    char moment[21];
    json_t *event = json_object();
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) ag_gather_column(g, event, row, shown[i]);
    const int64_t at = ag_row_integer(row, "moment", 0);
    /* Midnight is a day of which no more is known. */
    ag_time_format(at, moment);
    ag_gather_text(g, event, "when", (ag_text){moment, at % 86400 ? 20 : 10});
    json_object_set_new(event, "entry", json_integer(ag_row_integer(row, "opened", 0)));
    ag_gather_text(g, event, "place", sealed[0].value);
    ag_gather_text(g, event, "explanation", sealed[1].value);
    return event;
}

static ag_status gather(ag_gather *g, ag_error *err) {
    const ag_row *row = &g->view.row;
    const ag_text subject = ag_row_subject(&g->view, row), holder = ag_custody_holder(&g->view, row);
    hands all = {.gather = g}, *h = &all;
    ag_wanted *sealed = NULL;
    int gaps;
    ag_status status = follow(h, subject, 0, INT64_MAX, 0, err);
    if (status != AG_OK) return status;
    const ag_row *gap = ag_custody_gaps(&g->view, row, &gaps);
    for (int i = 0; i < gaps; i++) add_event_row(h, &gap[i]);
    if (h->n) qsort(h->row, (size_t)h->n, sizeof(const ag_row *), by_moment);
    status = open_sealed(h, &sealed, err);
    if (status != AG_OK) return status;
    json_t *events = json_array();
    json_object_set_new(g->record, "events", events);
    for (int i = 0; i < h->n; i++) json_array_append_new(events, event_of(g, h->row[i], &sealed[2 * i]));
    ag_gather_text(g, g->record, "subject", subject);
    ag_gather_text(g, g->record, "holder", holder);
    ag_gather_column(g, g->record, row, "seal");
    ag_gather_column(g, g->record, row, "foreign_number");
    ag_gather_column(g, g->record, row, "state");
    json_object_set_new(g->record, "gaps", json_integer(gaps));
    json_object_set_new(g->record, "unexplained", json_integer(ag_custody_unexplained(&g->view, row)));
    ag_gather_essential(g, subject);
    ag_gather_essential(g, ag_text_of(ag_view_say(&g->view, "%d (▲ %d)", h->n, gaps)));
    ag_gather_essential(g, holder);
    return AG_OK;
}

/* ---- Composing -------------------------------------------------------------------------------------------------- */

static const ag_phrase now = {{"Where it is now", "현재 상태", "Где находится сейчас", "Де перебуває зараз"}};
static const ag_phrase held_by = {{"Held by", "보관 책임자", "Хранитель", "Зберігач"}};
static const ag_phrase seal = {{"Seal", "봉인", "Пломба", "Пломба"}};
static const ag_phrase foreign = {
    {"Number given by others", "다른 기관의 번호", "Номер другого учреждения", "Номер іншої установи"}};
static const ag_phrase changes = {
    {"Changes of hands", "인수인계 기록", "Передачи из рук в руки", "Передавання з рук у руки"}};
static const ag_phrase none = {{"No change of hands has been recorded.", "기록된 인수인계가 없습니다.",
                                "Передач не записано.", "Передавань не записано."}};
static const ag_phrase column[] = {
    {{"When", "일시", "Когда", "Коли"}},
    {{"From", "넘긴 쪽", "От кого", "Від кого"}},
    {{"To", "받은 쪽", "Кому", "Кому"}},
    {{"Place", "장소", "Место", "Місце"}},
    {{"Seal read", "확인한 봉인", "Пломба при передаче", "Пломба при передаванні"}},
    {{"Seal after", "새 봉인", "Пломба после", "Пломба після"}},
    {{"Within", "담긴 곳", "В составе", "У складі"}},
    {{"#Entry", "#기록", "#Запись", "#Запис"}},
};
enum { COLUMNS = sizeof column / sizeof *column };
static const ag_phrase caption = {
    {"In the order in which they took place. A line marked ▲ does not join on to the one before it.",
     "일어난 순서대로 적었습니다. ▲ 표시가 있는 줄은 앞의 기록과 이어지지 않습니다.",
     "В том порядке, в каком они происходили. Строка со знаком ▲ не продолжает предыдущую.",
     "У тому порядку, у якому вони відбувалися. Рядок зі знаком ▲ не продовжує попередній."}};
static const ag_phrase nobody = {{"–", "–", "–", "–"}};
static const ag_phrase gaps_title = {{"Gaps", "끊긴 곳", "Разрывы", "Розриви"}};
static const ag_phrase unbroken = {
    {"The chain of custody is unbroken: every change of hands joins on to the one before it.",
     "보관 경로는 끊긴 곳이 없습니다. 모든 인수인계가 앞의 기록과 이어집니다.",
     "Цепь хранения не прерывалась: каждая передача продолжает предыдущую.",
     "Ланцюг зберігання не переривався: кожне передавання продовжує попереднє."}};
static const ag_phrase broken = {{"The chain of custody is broken in {0} {0:place|places}; {1} not explained.",
                                  "보관 경로가 {0}곳에서 끊겼으며, 그 가운데 {1}곳은 설명되지 않았습니다.",
                                  "Цепь хранения прервана в {0} {0:месте|местах|местах}; не объяснено: {1}.",
                                  "Ланцюг зберігання перервано у {0} {0:місці|місцях|місцях}; не пояснено: {1}."}};
static const ag_phrase attention = {
    {"Custody broken.", "보관 경로가 끊김.", "Цепь хранения прервана.", "Ланцюг зберігання перервано."}};
static const ag_phrase gap_at = {{"Entry {0}, {1}", "기록 {0}, {1}", "Запись {0}, {1}", "Запис {0}, {1}"}};
static const ag_phrase gap_hand = {{"{0} gave it; {1} held it before.",
                                    "{0}이(가) 넘겼으나, 그 전에는 {1}이(가) 가지고 "
                                    "있었습니다.",
                                    "Передал(а) {0}; до этого хранил(а) {1}.",
                                    "Передав(ла) {0}; до цього зберігав(ла) {1}."}};
static const ag_phrase gap_seal = {{"Seal read: {0}; put on before: {1}.", "확인한 봉인: {0}, 전에 붙인 봉인: {1}.",
                                    "Пломба при передаче: {0}; наложена раньше: {1}.",
                                    "Пломба при передаванні: {0}; накладена раніше: {1}."}};
static const ag_phrase gap_time = {
    {"It is dated before the event that precedes it.", "앞의 기록보다 이른 날짜로 되어 있습니다.",
     "Датирована раньше предшествующего события.", "Датовано раніше за попередню подію."}};
static const ag_phrase explained = {{"Explained: {0}", "설명: {0}", "Объяснение: {0}", "Пояснення: {0}"}};
static const ag_phrase unexplained = {{"Not explained.", "설명되지 않았습니다.", "Не объяснено.", "Не пояснено."}};
static const ag_phrase no_seal = {{"none", "없음", "нет", "немає"}};
static const ag_phrase keeper = {{"For the site that issues this history", "이 기록을 발행하는 기관",
                                  "За учреждение, выдавшее эту историю", "За установу, яка видала цю історію"}};

static const char *or_dash(ag_paper *p, const json_t *event, const char *name) {
    const char *text = ag_paper_text(event, name);
    return *text ? text : ag_paper_say(p, &nobody);
}

static bool is_gap(const json_t *event) { return strcmp(ag_paper_text(event, "state"), "JOINED") != 0; }

static void add_event(ag_paper *p, ag_node *table, const json_t *event) {
    const char *when = ag_paper_date(p, ag_paper_text(event, "when")), *object = ag_paper_text(event, "object");
    const char *cell[COLUMNS] = {
        is_gap(event) ? ag_document_format(&p->document, "▲ %s", when) : when,
        ag_whom_power(p, or_dash(p, event, "from")),
        ag_whom_power(p, or_dash(p, event, "to")),
        or_dash(p, event, "place"),
        or_dash(p, event, "seal_before"),
        or_dash(p, event, "seal_after"),
        strcmp(object, ag_paper_text(p->record, "subject")) == 0 ? "" : ag_paper_id(object),
        ag_document_format(&p->document, "%lld", (long long)ag_paper_integer(event, "entry")),
    };
    ag_paper_row(p, table, cell, COLUMNS);
}

static const char *or_none(ag_paper *p, const json_t *event, const char *name) {
    const char *text = ag_paper_text(event, name);
    return *text ? text : ag_paper_say(p, &no_seal);
}

static void add_gap(ag_paper *p, ag_node *section, const json_t *event) {
    const char *what = ag_paper_text(event, "broken"), *why = ag_paper_text(event, "explanation");
    ag_document_heading(
        &p->document, section, 3,
        ag_paper_say(p, &gap_at, ag_document_format(&p->document, "%lld", (long long)ag_paper_integer(event, "entry")),
                     ag_paper_date(p, ag_paper_text(event, "when"))));
    if (strstr(what, "holder"))
        ag_paper_paragraph(p, section,
                           ag_paper_say(p, &gap_hand, or_dash(p, event, "from"), or_dash(p, event, "expected")));
    if (strstr(what, "seal"))
        ag_paper_paragraph(p, section,
                           ag_paper_say(p, &gap_seal, or_none(p, event, "seal_before"), or_none(p, event, "sealed")));
    if (strstr(what, "time")) ag_paper_paragraph(p, section, ag_paper_say(p, &gap_time));
    ag_paper_paragraph(p, section, *why ? ag_paper_say(p, &explained, why) : ag_paper_say(p, &unexplained));
}

static void compose(ag_paper *p) {
    size_t i;
    const json_t *events = json_object_get(p->record, "events"), *event;
    const int64_t gaps = ag_paper_integer(p->record, "gaps");
    ag_node *section = ag_paper_section(p, &now);
    ag_node *facts = ag_document_add(&p->document, section, AG_BLOCK_FACTS, NULL);
    ag_paper_fact(p, facts, &held_by, ag_whom_power(p, ag_paper_text(p->record, "holder")));
    ag_paper_fact(p, facts, &seal, or_none(p, p->record, "seal"));
    ag_paper_fact(p, facts, &foreign, ag_paper_text(p->record, "foreign_number"));
    if (gaps)
        ag_document_labelled(&p->document, section, AG_BLOCK_NOTICE, ag_paper_say(p, &attention),
                             ag_paper_say(p, &broken, ag_paper_count(p, gaps),
                                          ag_paper_count(p, ag_paper_integer(p->record, "unexplained"))));
    else
        ag_paper_paragraph(p, section, ag_paper_say(p, &unbroken));
    section = ag_paper_section(p, &changes);
    if (!json_array_size(events)) ag_paper_paragraph(p, section, ag_paper_say(p, &none));
    ag_node *table = json_array_size(events) ? ag_paper_table(p, section, &caption, column, COLUMNS) : NULL;
    json_array_foreach(events, i, event) { add_event(p, table, event); }
    if (gaps) section = ag_paper_section(p, &gaps_title);
    json_array_foreach(events, i, event) {
        if (is_gap(event)) add_gap(p, section, event);
    }
    ag_paper_signature(p, &keeper);
}

const ag_paper_type ag_paper_custody_history = {
    .name = "custody-history",
    .kinds = "remains container effect packet",
    .roles = AG_WRITERS,
    .title = {{"Custody history", "보관 경로 기록", "История хранения и передачи",
               "Історія зберігання та передавання"}},
    .gather = gather,
    .compose = compose,
    .help = "every change of hands of remains, a container, an effect or a packet, with the gaps",
};
