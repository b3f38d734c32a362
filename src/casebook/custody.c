/* Custody events, gaps and their explanations: see custody.h. */
#include "casebook/custody.h"

#include <string.h>

#include "base/limits.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { DAY_SECONDS = 86400 };

/* ---- Guards ----------------------------------------------------------------------------------------------------- */

const char *ag_custody_is_alone(const ag_deed *deed) {
    const ag_text inside = ag_row_text(&deed->view.row, "container");
    if (!inside.n) return NULL;
    return ag_view_say(&deed->view, "take it out of %.*s first, or hand that over with all that is in it",
                       (int)inside.n, inside.at);
}

static const char *fit(const ag_deed *deed, const ag_row *object) {
    const ag_text at = ag_deed_text(deed, "at"), seal = ag_row_text(object, "seal");
    int64_t moment;
    if (ag_text_equal(ag_deed_text(deed, "from"), ag_deed_text(deed, "to")))
        return "`from` and `to` are two different sides";
    if (at.n && !ag_time_parse(at, &moment)) return "write `at` in UTC: 2025-06-16T09:12:00Z";
    if (seal.n && !ag_deed_has(deed, "seal_before"))
        return ag_view_say(&deed->view,
                           "it bears the seal %.*s: read it and write seal_before=…, or none where it is gone",
                           (int)seal.n, seal.at);
    return NULL;
}

const char *ag_custody_fields_fit(const ag_deed *deed) { return fit(deed, &deed->view.row); }

/* ---- Events ----------------------------------------------------------------------------------------------------- */

/* A seal "none" is no seal. */
static ag_text seal_of(ag_text word) { return ag_text_equal(word, AG_TEXT("none")) ? (ag_text){NULL, 0} : word; }

ag_hands ag_custody_hands(const ag_deed *deed) {
    ag_hands hands = {.from = ag_deed_text(deed, "from"),
                      .to = ag_deed_text(deed, "to"),
                      .seal_before = seal_of(ag_deed_text(deed, "seal_before"))};
    hands.seal_after = ag_deed_has(deed, "seal_after") ? seal_of(ag_deed_text(deed, "seal_after")) : hands.seal_before;
    return hands;
}

/* When it took place: exactly, or sometime on a day. */
static void moment_of(const ag_deed *deed, int64_t *first, int64_t *last) {
    if (ag_time_parse(ag_deed_text(deed, "at"), first)) {
        *last = *first;
        return;
    }
    *first = (int64_t)ag_deed_day(deed) * DAY_SECONDS;
    *last = *first + DAY_SECONDS - 1;
}

/* What does not join on: words out of holder, seal and time; NULL: it joins. */
static const char *find_gap(const ag_deed *deed, const ag_row *object, const ag_hands *hands, int64_t last) {
    const ag_text holder = ag_row_text(object, "holder");
    if (!holder.n) return NULL;
    const bool hand = !ag_text_equal(holder, hands->from),
               seal = !ag_text_equal(ag_row_text(object, "seal"), hands->seal_before);
    const bool time = last < ag_row_integer(object, "moved", INT64_MIN);
    if (!hand && !seal && !time) return NULL;
    return ag_view_say(&deed->view, "%s%s%s%s%s", hand ? "holder" : "", hand && (seal || time) ? " " : "",
                       seal ? "seal" : "", seal && time ? " " : "", time ? "time" : "");
}

/* The event's own row: the deed's, or one made beside it. */
static ag_row *event_row(ag_deed *deed, const ag_row *object) {
    if (deed->kind == &ag_kind_custody) return ag_deed_change(deed, ag_row_subject(&deed->view, &deed->view.row));
    const ag_text id = ag_row_id(object);
    return ag_deed_make(deed, &ag_kind_custody,
                        ag_text_of(ag_view_say(&deed->view, "%.*s-%.*s-%llu", (int)id.n, id.at, (int)deed->site.n,
                                               deed->site.at, (unsigned long long)deed->seq)));
}

ag_status ag_custody_record(ag_deed *deed, ag_row *object, const ag_hands *hands, ag_error *err) {
    int64_t first, last;
    moment_of(deed, &first, &last);
    const char *gap = find_gap(deed, object, hands, last);
    ag_row *event = event_row(deed, object);
    if (!event) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_set(event, "object", ag_row_subject(&deed->view, object));
    ag_row_set(event, "from", hands->from);
    ag_row_set(event, "to", hands->to);
    ag_row_set(event, "expected", gap ? ag_row_text(object, "holder") : (ag_text){NULL, 0});
    ag_row_set(event, "sealed", gap ? ag_row_text(object, "seal") : (ag_text){NULL, 0});
    ag_row_set(event, "seal_before", hands->seal_before);
    ag_row_set(event, "seal_after", hands->seal_after);
    ag_row_set(event, "by_action", ag_text_of(deed->action->name));
    ag_row_set(event, "broken", ag_text_of(gap));
    ag_row_set_integer(event, "moment", first);
    ag_row_move(event, gap ? "GAP" : "JOINED");
    if (gap && !ag_row_integer(object, "gap", 0)) ag_row_set_integer(object, "gap", ag_deed_order(deed));
    ag_row_set(object, "holder", hands->to);
    ag_row_set(object, "seal", hands->seal_after);
    ag_row_set_integer(object, "moved", first);
    return AG_OK;
}

/* ---- Containers ------------------------------------------------------------------------------------------------- */

int ag_custody_containers(const ag_view *view, const ag_row *object, ag_row *out) {
    ag_row row = *object;
    for (int depth = 0;; depth++) {
        const ag_text container = ag_row_text(&row, "container");
        if (depth == AG_MAX_CONTAINER_DEPTH || !container.n) return depth;
        row = out[depth] = ag_view_row(view, container);
        if (!ag_row_there(&row)) return depth; /* another site's word of what is not here */
    }
}

ag_text ag_custody_holder(const ag_view *view, const ag_row *object) {
    ag_row container[AG_MAX_CONTAINER_DEPTH];
    const int n = ag_custody_containers(view, object, container);
    return ag_row_text(n ? &container[n - 1] : object, "holder");
}

const char *ag_custody_can_enter(const ag_deed *deed, const ag_row *object, ag_text container) {
    const ag_view *view = &deed->view;
    const ag_row into = ag_view_row(view, container);
    ag_row above[AG_MAX_CONTAINER_DEPTH];
    const int n = ag_custody_containers(view, &into, above);
    const ag_text holder = ag_custody_holder(view, &into), held_by = ag_row_text(object, "holder");
    if (!ag_row_state(&into, "IN_USE OPEN")) return "a container that is in use, or a packet that is open";
    if (ag_row_text(object, "container").n) return "take it out of the container that it is in first";
    if (ag_row_text(&into, "seal").n) return "open its seal first (container.unseal) and seal it again afterwards";
    if (!ag_text_equal(holder, held_by))
        return ag_view_say(view, "hand one of them over first (custody.transfer): the container is held by %.*s",
                           (int)holder.n, holder.at ? holder.at : "");
    for (int i = -1; i < n; i++)
        if (object->kind == into.kind && ag_text_equal(ag_row_id(i < 0 ? &into : &above[i]), ag_row_id(object)))
            return "a container that is not inside this one";
    return n + 1 + ag_row_integer(object, "height", 0) <= AG_MAX_CONTAINER_DEPTH
               ? NULL
               : "a container that is in fewer others: eight at most";
}

const char *ag_custody_may_enter(const ag_deed *deed) {
    return ag_custody_can_enter(deed, &deed->view.row, ag_deed_text(deed, "container"));
}

const char *ag_custody_may_leave(const ag_deed *deed) {
    const ag_text inside = ag_row_text(&deed->view.row, "container");
    const ag_row container = ag_view_row(&deed->view, inside);
    if (!inside.n) return "something that is in a container or a packet";
    return ag_row_text(&container, "seal").n ? "open the seal first (container.unseal, packet.unseal)" : NULL;
}

void ag_custody_enter(ag_deed *deed, ag_row *object, ag_text container) {
    ag_row above[AG_MAX_CONTAINER_DEPTH];
    ag_row_set(object, "container", container);
    ag_row_set_integer(object, "since", ag_deed_order(deed));
    if (object->kind != &ag_kind_container) return;
    const int n = ag_custody_containers(&deed->view, object, above);
    int64_t height = ag_row_integer(object, "height", 0);
    for (int i = 0; i < n; i++) {
        if (ag_row_integer(&above[i], "height", 0) >= ++height) return;
        ag_row *row = ag_deed_change(deed, ag_row_subject(&deed->view, &above[i]));
        if (row) ag_row_set_integer(row, "height", height);
    }
}

void ag_custody_leave(ag_deed *deed, ag_row *object) {
    const ag_view *view = &deed->view;
    ag_row container[AG_MAX_CONTAINER_DEPTH];
    const int n = ag_custody_containers(view, object, container);
    const ag_row *outermost = n ? &container[n - 1] : object;
    int gaps;
    const ag_row *gap = ag_custody_gaps(view, object, &gaps);
    if (gaps && !ag_row_integer(object, "gap", 0))
        ag_row_set_integer(object, "gap", ag_row_integer(&gap[0], "recorded", 0));
    ag_row_set(object, "inherited", ag_custody_gap_words(view, object));
    ag_row_set(object, "holder", ag_row_text(outermost, "holder"));
    ag_row_set_integer(object, "moved", ag_row_integer(outermost, "moved", 0));
    ag_row_set(object, "container", (ag_text){NULL, 0});
}

/* ---- What kinds of objects share -------------------------------------------------------------------------------- */

static ag_row *own(ag_deed *deed) { return ag_deed_change(deed, ag_row_subject(&deed->view, &deed->view.row)); }

ag_status ag_custody_apply_enter(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_custody_enter(deed, own(deed), ag_deed_text(deed, "container"));
    return AG_OK;
}

ag_status ag_custody_apply_leave(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_custody_leave(deed, own(deed));
    return AG_OK;
}

ag_status ag_custody_apply_unseal(ag_deed *deed, ag_error *err) {
    ag_hands hands = ag_custody_hands(deed);
    hands.from = ag_row_text(&deed->view.row, "holder"); /* joins on, also where its container has gone on since */
    hands.to = ag_custody_holder(&deed->view, &deed->view.row);
    hands.seal_after = (ag_text){NULL, 0};
    return ag_custody_record(deed, own(deed), &hands, err);
}

ag_status ag_custody_apply_hand_over(ag_deed *deed, ag_error *err) {
    const ag_hands hands = ag_custody_hands(deed);
    return ag_row_text(&deed->view.row, "container").n ? AG_OK : ag_custody_record(deed, own(deed), &hands, err);
}

/* ---- Gaps ------------------------------------------------------------------------------------------------------- */

typedef struct gap_list {
    const ag_view *view;
    ag_row *row;
    int n, capacity;
} gap_list;

static void add_gap(gap_list *list, const ag_row *event, int64_t since) {
    if (!ag_row_state(event, "GAP EXPLAINED") || ag_row_integer(event, "recorded", 0) < since) return;
    for (int i = 0; i < list->n; i++)
        if (ag_text_equal(ag_row_id(&list->row[i]), ag_row_id(event))) return;
    if (list->n == list->capacity) {
        const int capacity = list->capacity ? 2 * list->capacity : 8;
        ag_row *more = AG_NEW(list->view->arena, ag_row, capacity);
        if (!more) return; /* the arena remembers: the deed or the view ends with it */
        if (list->n) memcpy(more, list->row, (size_t)list->n * sizeof *more);
        list->row = more;
        list->capacity = capacity;
    }
    list->row[list->n++] = *event;
}

/* Those of one object by itself, and those it was left with by containers it is no longer in. */
static void add_own(gap_list *list, const ag_row *object, int64_t since) {
    int n;
    const ag_row *event =
        ag_view_rows(list->view, &ag_kind_custody, "object", ag_row_subject(list->view, object), 0, &n);
    for (int i = 0; i < n; i++) add_gap(list, &event[i], since);
    const ag_text inherited = ag_row_text(object, "inherited");
    for (size_t at = 0, end; at < inherited.n; at = end + 1) {
        for (end = at; end < inherited.n && inherited.at[end] != ' ';) end++;
        const ag_row row = ag_view_row(list->view, (ag_text){inherited.at + at, end - at});
        add_gap(list, &row, since);
    }
}

const ag_row *ag_custody_gaps(const ag_view *view, const ag_row *object, int *n) {
    gap_list list = {.view = view};
    ag_row container[AG_MAX_CONTAINER_DEPTH];
    const int depth = ag_custody_containers(view, object, container);
    int64_t since = 0;
    add_own(&list, object, since);
    for (int i = 0; i < depth; i++) {
        const int64_t inside = ag_row_integer(i ? &container[i - 1] : object, "since", 0);
        if (inside > since) since = inside;
        add_own(&list, &container[i], since);
    }
    *n = list.n;
    return list.row;
}

ag_text ag_custody_gap_words(const ag_view *view, const ag_row *object) {
    int n;
    const ag_row *gap = ag_custody_gaps(view, object, &n);
    const char *words = "";
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_subject(view, &gap[i]);
        words = ag_view_say(view, "%s%s%.*s", words, i ? " " : "", (int)id.n, id.at);
    }
    return ag_text_of(words);
}

int ag_custody_unexplained(const ag_view *view, const ag_row *object) {
    int n, open = 0;
    const ag_row *gap = ag_custody_gaps(view, object, &n);
    for (int i = 0; i < n; i++) open += ag_row_state(&gap[i], "GAP");
    return open;
}

/* ---- Facts ------------------------------------------------------------------------------------------------------ */

static void say_text(ag_buffer *out, ag_text text, const char *otherwise) {
    if (text.n)
        ag_buffer_add(out, text.at, text.n);
    else
        ag_buffer_puts(out, otherwise);
}

static void say_gap(const ag_view *view, const ag_row *gap, ag_buffer *out) {
    char time[21];
    const ag_text broken = ag_row_text(gap, "broken"), object = ag_row_text(gap, "object");
    const ag_text id = ag_row_id(gap);
    ag_buffer_printf(out, "; gap at custody:%.*s, %s, of %.*s: ", (int)id.n, id.at,
                     ag_time_format(ag_row_integer(gap, "moment", 0), time), (int)object.n, object.at);
    say_text(out, ag_row_text(gap, "from"), "nobody");
    ag_buffer_puts(out, " gave it, ");
    say_text(out, ag_row_text(gap, "expected"), "nobody");
    ag_buffer_puts(out, " held it");
    if (broken.n && strstr(ag_view_say(view, "%.*s", (int)broken.n, broken.at), "seal")) {
        ag_buffer_puts(out, ", sealed ");
        say_text(out, ag_row_text(gap, "sealed"), "not at all");
        ag_buffer_puts(out, ", read ");
        say_text(out, ag_row_text(gap, "seal_before"), "none");
    }
    if (broken.n >= 4 && memcmp(broken.at + broken.n - 4, "time", 4) == 0)
        ag_buffer_puts(out, ", before the event before it");
    ag_buffer_puts(out, ag_row_state(gap, "EXPLAINED") ? " (explained)" : " (not explained)");
}

ag_status ag_custody_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text holder = ag_custody_holder(view, &view->row);
    char time[21];
    int n;
    (void)err;
    if (!holder.n) return AG_OK;
    const int64_t events = ag_view_count(view, &ag_kind_custody, "object", ag_row_subject(view, &view->row), NULL);
    const ag_row *gap = ag_custody_gaps(view, &view->row, &n);
    ag_buffer_printf(out, "held by %.*s since %s; %lld events; ", (int)holder.n, holder.at,
                     ag_time_format(ag_row_integer(&view->row, "moved", 0), time), (long long)events);
    ag_buffer_puts(out, n ? "CUSTODY BROKEN" : "unbroken");
    for (int i = 0; i < n; i++) say_gap(view, &gap[i], out);
    return AG_OK;
}

ag_status ag_custody_where_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    ag_row container[AG_MAX_CONTAINER_DEPTH];
    const int n = ag_custody_containers(view, &view->row, container);
    const ag_text grave = ag_row_text(&view->row, "grave"), holder = ag_custody_holder(view, &view->row);
    (void)err;
    if (ag_row_state(&view->row, "INTERIM_BURIED") && grave.n) {
        ag_buffer_printf(out, "in %.*s", (int)grave.n, grave.at);
        return AG_OK;
    }
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&container[i]), type = ag_row_text(&container[i], "type");
        ag_buffer_printf(out, "%s%.*s %.*s", i ? ", in " : "in ", (int)type.n, type.at ? type.at : "", (int)id.n,
                         id.at ? id.at : "");
    }
    if (holder.n) ag_buffer_printf(out, "%swith %.*s", n ? ", " : "", (int)holder.n, holder.at);
    return AG_OK;
}

/* ---- The kind --------------------------------------------------------------------------------------------------- */

static const char *const states[] = {"JOINED", "GAP", "EXPLAINED", NULL};
static const char *const objects[] = {"remains", "container", "effect", "packet", NULL};
static const char *const reasons[] = {"transport", "storage", "examination", "handover",
                                      "return",    "court",   "other",       NULL};
#define HELD "RECOVERED CLEARED IN_CUSTODY EXAMINED IN_USE HELD PACKED SEALED OPEN"

static ag_row object_of(const ag_deed *deed) { return ag_view_row(&deed->view, ag_deed_text(deed, "object")); }

static const char *is_held(const ag_deed *deed) {
    const ag_row object = object_of(deed);
    if (ag_row_state(&object, HELD)) return NULL;
    const ag_text state = ag_row_text(&object, "state");
    return ag_view_say(&deed->view, "something that is held; this is %.*s", (int)state.n, state.at ? state.at : "");
}

static const char *object_is_alone(const ag_deed *deed) {
    ag_deed of_object = *deed;
    of_object.view.row = object_of(deed);
    return ag_custody_is_alone(&of_object);
}

static const char *transfer_fits(const ag_deed *deed) {
    const ag_row object = object_of(deed);
    return fit(deed, &object);
}

/* The hold on remains, or on any that are in a container or in one within it. */
static const char *hold_on(const ag_view *view, const ag_row *object) {
    const ag_text subject = ag_row_subject(view, object);
    const char *hold = NULL;
    int n;
    if (object->kind == &ag_kind_remains) return ag_standing_hold(view, subject);
    if (object->kind != &ag_kind_container) return NULL;
    const ag_row *inside = ag_view_rows(view, &ag_kind_remains, "container", subject, 0, &n);
    for (int i = 0; i < n && !hold; i++) hold = hold_on(view, &inside[i]);
    inside = hold ? NULL : ag_view_rows(view, &ag_kind_container, "container", subject, 0, &n);
    for (int i = 0; i < n && !hold; i++) hold = hold_on(view, &inside[i]);
    return hold;
}

/* Within the house it may be moved, to another side it goes by no other action either. */
static const char *what_is_on_hold_stays(const ag_deed *deed) {
    const ag_text to = ag_deed_text(deed, "to");
    const ag_row object = object_of(deed);
    const bool a_state = to.n == 2 && to.at[0] >= 'A' && to.at[0] <= 'Z' && to.at[1] >= 'A' && to.at[1] <= 'Z';
    return a_state || ag_deed_is(deed, "reason", "handover") || ag_deed_is(deed, "reason", "return")
               ? hold_on(&deed->view, &object)
               : NULL;
}

static ag_status apply_transfer(ag_deed *deed, ag_error *err) {
    ag_row *object = ag_deed_change(deed, ag_deed_text(deed, "object"));
    const ag_hands hands = ag_custody_hands(deed);
    return object ? ag_custody_record(deed, object, &hands, err) : AG_OK;
}

static const ag_field transfer_fields[] = {
    {"object", AG_FIELD_REFERENCE, AG_REQUIRED, objects, "what is handed over: remains:2025061603120001230", 0},
    AG_HANDS_FIELDS,
    {"reason", AG_FIELD_CHOICE, AG_REQUIRED, reasons, "what for", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything the next holder or a court should know", 0},
    {0},
};
static const ag_field explain_fields[] = {
    {"explanation", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what happened between, and how that is known", 0},
    {"document", AG_FIELD_FILE, 0, NULL, "a document that shows it", 0},
    {0},
};

static const ag_guard transfer_guards[] = {{"H10", is_held, true},
                                           {"H9", object_is_alone, true},
                                           {"H12", what_is_on_hold_stays, true},
                                           {"H10", transfer_fits, true},
                                           {0}};

static const ag_action actions[] = {
    {"custody.transfer",
     AG_REGISTRAR | AG_ANALYST | AG_INVESTIGATOR | AG_CASE_OFFICER,
     AG_CREATES | AG_SIGNED | AG_COUNTERSIGNED,
     NULL,
     NULL,
     transfer_fields,
     transfer_guards,
     apply_transfer,
     {0},
     "hand something over from one holder to the next; both sign. If it does not join on to the event before it, it is "
     "recorded and marked"},
    {"custody.explain",
     AG_REGISTRAR | AG_INVESTIGATOR | AG_CASE_OFFICER | AG_REVIEWER,
     AG_SIGNED,
     "GAP",
     "EXPLAINED",
     explain_fields,
     NULL,
     NULL,
     {0},
     "say what happened in a gap; the gap stays on every output"},
    {0},
};

static const ag_column further[] = {
    {"by_action", AG_COLUMN_TEXT, false, false}, {"broken", AG_COLUMN_TEXT, false, false},
    {"moment", AG_COLUMN_INTEGER, false, false}, {"expected", AG_COLUMN_TEXT, false, false},
    {"sealed", AG_COLUMN_TEXT, false, false},    {0}};

const ag_kind ag_kind_custody = {
    .name = "custody",
    .plural = "custody-events",
    .help = "something went from one holder to the next",
    .state = states,
    .closed = "JOINED EXPLAINED",
    .action = actions,
    .further = further,
    .readers = AG_WRITERS,
};
