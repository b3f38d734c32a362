/* Notification of families (casework 8.7): who is told what, by whom, in which words; and who is not, for their safety.
 *
 *     DUE → RISK_ASSESSED → (HELD_FOR_SAFETY | PREPARED) → DELIVERED → UNDERSTOOD? → FOLLOWED_UP
 *     LAPSED: what would have been said no longer holds, or the family does not wish to hear it
 *
 * Invariants: HELD_FOR_SAFETY follows from risk flags and is never typed in; what is said is asked anew at each step,
 * for an identification may be challenged between the preparation and the visit. `told` gathers the topics that were
 * told in person, and no others; that somebody was found alive is never made due by the program.
 */
#include "casebook/notification.h"

#include "casebook/kinds.h"
#include "casebook/papers.h"
#include "casebook/people.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum {
    CARERS = AG_CASE_OFFICER | AG_LIAISON,
    HOURS_72 = 72 * 3600,
    MONTH = 30 * 86400,
    YEAR = 365 * 86400,
};

#define UNTOLD "DUE RISK_ASSESSED HELD_FOR_SAFETY PREPARED"
#define TOLD "DELIVERED UNDERSTOOD FOLLOWED_UP"

/* The flag that stands for the family, or for the relative who is to be told. */
static ag_row risk_of(const ag_view *view, ag_text family, ag_text relative) {
    return ag_risk_standing(view, relative.n ? relative : family);
}

/* ---- The families of a person ----------------------------------------------------------------------------------- */

const ag_text *ag_families_of(const ag_view *view, ag_text person, int *n) {
    int members;
    const ag_row *member = ag_person_rows(view, &ag_kind_relative, person, &members);
    ag_text *family = AG_NEW(view->arena, ag_text, members + 1);
    *n = 0;
    for (int i = 0; family && i < members; i++) {
        const ag_text own = ag_row_text(&member[i], "family");
        int k = 0;
        while (k < *n && !ag_text_equal(family[k], own)) k++;
        if (k == *n && own.n && ag_row_state(&member[i], "MEMBER")) family[(*n)++] = own;
    }
    return family;
}

/* That the person is identified, by a case that was not withdrawn since. */
static bool is_news_of_case(const ag_row *notification) {
    return ag_row_is(notification, "news", "identified") && !ag_row_integer(notification, "undone", 0);
}

/* Whether this notification settles that the family knows of an identification that stands; a family that does not wish
 * to hear, or that nobody can find, keeps nobody waiting. */
static bool settles(const ag_view *view, const ag_row *notification) {
    const ag_row identification = ag_view_row(view, ag_row_text(notification, "case"));
    return is_news_of_case(notification) && ag_row_state(&identification, "CONFIRMED") &&
           (ag_row_state(notification, TOLD) ||
            (ag_row_state(notification, "LAPSED") && !ag_row_is(notification, "why", "overtaken") &&
             !ag_row_is(notification, "why", "error")));
}

static bool any_settles(const ag_view *view, const ag_row *row, int n, ag_text family) {
    for (int i = 0; i < n; i++)
        if (ag_text_equal(ag_row_text(&row[i], "family"), family) && settles(view, &row[i])) return true;
    return false;
}

const char *ag_notification_lacks(const ag_view *view, ag_text person) {
    int n = 0, families = 0;
    const ag_row found = ag_standing_case(view, person);
    const ag_row *row = ag_person_rows(view, &ag_kind_notification, person, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]), state = ag_row_text(&row[i], "state");
        if (ag_row_state(&row[i], UNTOLD))
            return ag_view_say(view, "the family first: notification:%.*s is %.*s", AG_SHOWN(id), AG_SHOWN(state));
    }
    if (!ag_row_there(&found)) return NULL;
    const ag_text *family = ag_families_of(view, person, &families);
    for (int i = 0; i < families; i++)
        if (!any_settles(view, row, n, family[i]))
            return ag_view_say(view, "the family first: %.*s has not been told (notification.open)",
                               AG_SHOWN(family[i]));
    return NULL;
}

bool ag_notification_told(const ag_view *view, ag_text family, ag_text person, const char *topic) {
    int n = 0;
    bool found = false;
    const ag_row *row = ag_view_rows(view, &ag_kind_notification, "family", family, 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text told = ag_row_text(&row[i], "told");
        const ag_row risk = risk_of(view, family, ag_row_text(&row[i], "relative"));
        if (ag_row_there(&risk)) return false;
        found = found || ((!person.n || ag_text_equal(ag_row_text(&row[i], "person"), person)) &&
                          ag_words_have(ag_view_say(view, "%.*s", AG_SHOWN(told)), topic));
    }
    return found;
}

ag_status ag_notification_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text person = ag_row_subject(view, &view->row);
    const char *lacks = ag_notification_lacks(view, person);
    int families = 0;
    (void)err;
    ag_families_of(view, person, &families);
    if (families || lacks) ag_buffer_puts(out, lacks ? lacks : "nothing waits to be told to them");
    return AG_OK;
}

/* ---- What is asked before each step ----------------------------------------------------------------------------- */

/* When it is opened the request says, later the notification; a field that the step has too is the request's. */
static ag_text said(const ag_deed *deed, const char *name) {
    const ag_text given = ag_deed_text(deed, name);
    return given.n ? given : ag_row_text(&deed->view.row, name);
}

static const char *is_safe(const ag_deed *deed) {
    const ag_row risk = risk_of(&deed->view, said(deed, "family"), said(deed, "relative"));
    const ag_text id = ag_row_id(&risk);
    return ag_row_there(&risk)
               ? ag_view_say(&deed->view, "risk:%.*s lifted by a case officer (risk.lift)", AG_SHOWN(id))
               : NULL;
}

static const char *is_of_the_family(const ag_deed *deed) {
    int n = 0;
    const ag_text family = said(deed, "family");
    const ag_text *known = ag_families_of(&deed->view, said(deed, "person"), &n);
    for (int i = 0; i < n; i++)
        if (ag_text_equal(known[i], family)) return NULL;
    return "a family with the person among its members (relative.add person=…)";
}

static const char *somebody_is_told(const ag_deed *deed) {
    const ag_row relative = ag_view_row(&deed->view, said(deed, "relative"));
    if (!ag_row_there(&relative)) return "who is to be told (relative=…)";
    return ag_row_state(&relative, "MEMBER") && !ag_row_is(&relative, "living", "no") &&
                   ag_text_equal(ag_row_text(&relative, "family"), said(deed, "family")) &&
                   !ag_text_equal(ag_row_text(&relative, "person"), said(deed, "person"))
               ? NULL
               : "a living member of this family, other than the person himself (relative=…)";
}

static bool is(ag_text word, const char *what) { return ag_text_equal(word, ag_text_of(what)); }

/* What would make this piece of news true; NULL: it is, or nothing can be asked about it. */
static const char *lacks_truth(const ag_deed *deed, ag_text piece) {
    const ag_view *view = &deed->view;
    const ag_text person = said(deed, "person");
    const ag_row who = ag_view_row(view, person), found = ag_standing_case(view, person),
                 of = ag_view_row(view, ag_row_text(&view->row, "case"));
    if (is(piece, "identified") || is(piece, "further-remains"))
        return ag_row_there(&found) ? NULL
                                    : "a confirmed identification that is not challenged (case.confirm, case.uphold)";
    if (is(piece, "withdrawn"))
        return ag_text_equal(ag_row_text(ag_row_there(&of) ? &of : &found, "person"), person)
                   ? "an identification that is withdrawn (case.withdraw)"
                   : NULL;
    if (is(piece, "death-stated") && !ag_row_integer(&who, "said_asserted", 0))
        return "a statement of the death that stands (person.assert_death)";
    if (is(piece, "legal-act") && !ag_row_integer(&who, "said_legal", 0)) return "a legal act on record (person.legal)";
    return NULL;
}

/* That an identification was wrong is owed to a family whoever lives. */
static const char *gives_away(const ag_deed *deed, ag_text piece) {
    const ag_view *view = &deed->view;
    const ag_text person = said(deed, "person");
    const ag_row who = ag_view_row(view, person);
    const bool alive = ag_person_is_alive(view, &who);
    if (is(piece, "found-alive"))
        return alive && ag_row_is(&who, "decision", "tell-kin") &&
                       ag_consent_stands(view, person, "whereabouts", (ag_text){"", 0})
                   ? NULL
                   : "a case officer's decision to tell the kin (person.decide_notice), and the person's consent that "
                     "stands";
    return alive && !is(piece, "withdrawn")
               ? "nothing: the person was found alive, and a case officer decides who is told (person.decide_notice)"
               : NULL;
}

/* Of the news; and of every topic that is said besides. */
static const char *of_topics(const ag_deed *deed, const char *(*lacks)(const ag_deed *, ag_text)) {
    const char *wrong = NULL;
    ag_text topic;
    for (int k = 0; !wrong && ag_deed_each(deed, "topics", k, &topic); k++) wrong = lacks(deed, topic);
    return wrong;
}

static const char *it_is_so(const ag_deed *deed) { return lacks_truth(deed, said(deed, "news")); }
static const char *topics_are_so(const ag_deed *deed) { return of_topics(deed, lacks_truth); }
static const char *nobody_alive_is_given_away(const ag_deed *deed) { return gives_away(deed, said(deed, "news")); }
static const char *no_topic_gives_away(const ag_deed *deed) { return of_topics(deed, gives_away); }

/* What the family chose when it was last asked about later remains (I7). */
static const char *family_wishes_to_hear(const ag_deed *deed) {
    const ag_row found = ag_standing_case(&deed->view, said(deed, "person"));
    const ag_text individual = ag_standing_individual(&deed->view, ag_row_text(&found, "about"));
    const ag_row *last = NULL;
    int n = 0;
    if (!is(said(deed, "news"), "further-remains") || !individual.n) return NULL;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_consequence, "cause", individual, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_text(&row[i], "choice").n &&
            (!last || ag_row_integer(&row[i], "changed", 0) > ag_row_integer(last, "changed", 0)))
            last = &row[i];
    return last && ag_row_is(last, "choice", "never")
               ? "nothing: the family chose not to hear of later remains; it may choose again (consequence.done)"
               : NULL;
}

static const char *nothing_else_waits(const ag_deed *deed) {
    int n = 0;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_notification, "family", said(deed, "family"), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]);
        if (ag_row_state(&row[i], UNTOLD) && ag_text_equal(ag_row_text(&row[i], "person"), said(deed, "person")) &&
            ag_text_equal(ag_row_text(&row[i], "news"), said(deed, "news")))
            return ag_view_say(&deed->view, "go on with notification:%.*s", AG_SHOWN(id));
    }
    return NULL;
}

static const char *the_news_was_told(const ag_deed *deed) {
    ag_text topic;
    const ag_text news = said(deed, "news");
    for (int k = 0; ag_deed_each(deed, "topics", k, &topic); k++)
        if (ag_text_equal(topic, news)) return NULL;
    return is(news, "other")
               ? NULL
               : ag_view_say(&deed->view, "%.*s among the topics: what was not said is not delivered", AG_SHOWN(news));
}

const char *ag_notification_forbids_letter(const ag_view *view) {
    const ag_deed deed = {.view = *view, .probing = true};
    const char *lacks = is_safe(&deed);
    if (lacks) return lacks;
    if (!ag_row_state(&view->row, "PREPARED " TOLD)) return "prepare it first (notification.prepare)";
    if (is(said(&deed, "news"), "found-alive")) return "tell them in person: that somebody lives is not written down";
    if (is(said(&deed, "news"), "other")) return "write to them in words of your own";
    lacks = nobody_alive_is_given_away(&deed);
    return lacks ? lacks : it_is_so(&deed);
}

/* ---- Effects ---------------------------------------------------------------------------------------------------- */

static void hold(ag_row *row, int64_t now) {
    ag_row_move(row, "HELD_FOR_SAFETY");
    ag_row_due(row, "F3", now + YEAR);
}

static ag_status apply_open(ag_deed *deed, ag_error *err) {
    (void)err;
    const ag_row found = ag_standing_case(&deed->view, ag_deed_text(deed, "person"));
    if (ag_deed_is(deed, "news", "identified"))
        ag_row_set(&deed->view.row, "case", ag_row_subject(&deed->view, &found));
    return AG_OK;
}

static bool at_risk(const ag_deed *deed) {
    const ag_row *row = &deed->view.row;
    const ag_row risk = risk_of(&deed->view, ag_row_text(row, "family"), ag_row_text(row, "relative"));
    return ag_row_there(&risk);
}

static ag_status apply_assess(ag_deed *deed, ag_error *err) {
    (void)err;
    if (at_risk(deed)) hold(&deed->view.row, deed->view.now);
    return AG_OK;
}

static ag_status apply_review(ag_deed *deed, ag_error *err) {
    (void)err;
    if (at_risk(deed)) return AG_OK;
    ag_row_move(&deed->view.row, "RISK_ASSESSED");
    ag_row_due(&deed->view.row, "F5", deed->view.now + HOURS_72);
    return AG_OK;
}

/* What was told in person joins what was told before. */
static ag_status apply_told(ag_deed *deed, ag_error *err) {
    const ag_text before = ag_row_text(&deed->view.row, "told");
    const char *told = ag_view_say(&deed->view, "%.*s", AG_SHOWN(before));
    ag_text topic;
    (void)err;
    if (!ag_deed_is(deed, "way", "in-person")) return AG_OK;
    for (int k = 0; ag_deed_each(deed, "topics", k, &topic); k++)
        if (!ag_words_have(told, ag_view_say(&deed->view, "%.*s", AG_SHOWN(topic))))
            told = ag_view_say(&deed->view, "%s%s%.*s", told, *told ? " " : "", AG_SHOWN(topic));
    ag_row_set(&deed->view.row, "told", ag_text_of(told));
    return AG_OK;
}

static void lapse(ag_row *row) {
    ag_row_move(row, "LAPSED");
    ag_row_set(row, "why", AG_TEXT("overtaken"));
    ag_row_due(row, NULL, 0);
}

/* ---- What others make due --------------------------------------------------------------------------------------- */

static ag_status make_due(ag_deed *deed, const char *news, ag_text person, ag_text family, ag_text identification,
                          int k, ag_error *err) {
    const char *id = ag_view_say(&deed->view, "%.*s-%llu.%d", AG_SHOWN(deed->site), (unsigned long long)deed->seq, k);
    ag_row *row = ag_deed_make(deed, &ag_kind_notification, ag_text_of(id));
    if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "one decision has too many families to tell");
    ag_row_set(row, "news", ag_text_of(news));
    ag_row_set(row, "person", person);
    ag_row_set(row, "family", family);
    ag_row_set(row, "case", identification);
    ag_row_due(row, "F5", deed->view.now + HOURS_72);
    return AG_OK;
}

/* Whether a family has been told, or is about to be, that the person is identified by a case that stands. */
static bool is_on_its_way(const ag_view *view, ag_text person, ag_text family) {
    int n = 0;
    const ag_row *row = ag_person_rows(view, &ag_kind_notification, person, &n);
    for (int i = 0; i < n; i++) {
        const ag_row of = ag_view_row(view, ag_row_text(&row[i], "case"));
        if (is_news_of_case(&row[i]) && ag_row_state(&row[i], UNTOLD " " TOLD) &&
            ag_text_equal(ag_row_text(&row[i], "family"), family) && ag_row_state(&of, "CONFIRMED CHALLENGED"))
            return true;
    }
    return false;
}

ag_status ag_notifications_of_case(ag_deed *deed, ag_text person, ag_text identification, ag_error *err) {
    int families = 0;
    ag_status status = AG_OK;
    const ag_text *family = ag_families_of(&deed->view, person, &families);
    for (int i = 0; i < families && status == AG_OK; i++)
        if (!is_on_its_way(&deed->view, person, family[i]))
            status = make_due(deed, "identified", person, family[i], identification, i, err);
    return status;
}

ag_status ag_notification_of_relative(ag_deed *deed, ag_error *err) {
    const ag_row *relative = &deed->view.row;
    const ag_text person = ag_deed_text(deed, "person"), family = ag_row_text(relative, "family");
    const ag_row found = ag_standing_case(&deed->view, person);
    if (!ag_row_there(&found) || is_on_its_way(&deed->view, person, family)) return AG_OK;
    return make_due(deed, "identified", person, family, ag_row_subject(&deed->view, &found), 0, err);
}

ag_status ag_notifications_withdraw(ag_deed *deed, ag_text identification, ag_error *err) {
    int n = 0, k = 0;
    ag_status status = AG_OK;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_notification, "case", identification, 0, &n);
    for (int i = 0; i < n && status == AG_OK; i++) {
        const ag_text subject = ag_row_subject(&deed->view, &row[i]);
        ag_row *undone = is_news_of_case(&row[i]) ? ag_deed_change(deed, subject) : NULL;
        if (!undone) continue;
        ag_papers_fall(deed, subject);
        ag_row_set_integer(undone, "undone", (int64_t)deed->seq);
        if (ag_row_state(undone, TOLD))
            status = make_due(deed, "withdrawn", ag_row_text(undone, "person"), ag_row_text(undone, "family"),
                              identification, k++, err);
        if (ag_row_state(undone, UNTOLD)) lapse(undone);
    }
    return status;
}

void ag_notifications_hold(ag_deed *deed, ag_text about, bool raised) {
    const char *column = ag_text_starts(about, AG_TEXT("family:")) ? "family" : "relative";
    int n = 0;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_notification, column, about, 0, &n);
    for (int i = 0; i < n; i++) {
        ag_row *held = ag_row_state(&row[i], raised ? "RISK_ASSESSED PREPARED" : "HELD_FOR_SAFETY")
                           ? ag_deed_change(deed, ag_row_subject(&deed->view, &row[i]))
                           : NULL;
        if (held && raised) hold(held, deed->view.now);
        if (held && !raised) ag_row_due(held, "F3", deed->view.now);
    }
}

/* ---- The table -------------------------------------------------------------------------------------------------- */

static const char *const a_person[] = {"person", NULL}, *const a_family[] = {"family", NULL},
                         *const a_relative[] = {"relative", NULL};
static const char *const news[] = {"identified", "withdrawn",   "further-remains", "death-stated",
                                   "legal-act",  "found-alive", "other",           NULL};
static const char *const topics[] = {
    "identified",      "withdrawn", "further-remains", "death-stated",   "legal-act", "found-alive",
    "part-of-remains", "condition", "cause",           "date-and-place", "how-known", "grave",
    "return",          "effects",   "recall",          "money",          "other",     NULL};
static const char *const ways[] = {"in-person", "telephone", "letter", "message", "through-others", NULL};
static const char *const whys[] = {"overtaken", "error", "family-does-not-wish", "nobody-can-be-found", NULL};

#define WHOM                                                                                                           \
    { "relative", AG_FIELD_REFERENCE, 0, a_relative, "the member of the family who is told", 0 }
#define WORDS(help)                                                                                                    \
    { "words", AG_FIELD_TEXT, AG_REQUIRED, NULL, help, 0 }

static const ag_field f_open[] = {
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, a_person, "about whom", 0},
    {"family", AG_FIELD_REFERENCE, AG_REQUIRED, a_family, "which family is to be told", 0},
    {"news", AG_FIELD_CHOICE, AG_REQUIRED, news, "what there is to tell", 0},
    WHOM,
    {"note", AG_FIELD_TEXT, 0, NULL, "what the one who goes should know", 0},
    {0}};
static const ag_field f_assess[] = {
    {"assessment", AG_FIELD_TEXT, AG_REQUIRED, NULL,
     "who could learn of the contact and what could follow; if there is a danger, raise a flag first (risk.raise)", 0},
    WHOM,
    {0}};
static const ag_field f_review[] = {
    {"assessment", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what has changed, and what has not", 0}, {0}};
static const ag_field f_prepare[] = {WHOM,
                                     WORDS("what will be said, in the language of the family: short, plain and true"),
                                     {"teller", AG_FIELD_CODE, 0, NULL, "who goes", 0},
                                     {"language", AG_FIELD_CODE, 0, NULL, "ISO 639-3: kor, rus, ukr", 0},
                                     {"visit", AG_FIELD_DATE, 0, NULL, "the day agreed upon", 0},
                                     {0}};
static const ag_field f_deliver[] = {
    {"topics", AG_FIELD_CHOICE, AG_REQUIRED | AG_MANY, topics,
     "everything that was told; a family sees later only what it was told in person", 0},
    {"way", AG_FIELD_CHOICE, AG_REQUIRED, ways, "how; in person wherever that can be done", 0},
    {"teller", AG_FIELD_CODE, AG_REQUIRED, NULL, "who told them", 0},
    WHOM,
    WORDS("the words that were said"),
    {"present", AG_FIELD_TEXT, 0, NULL, "who else was there", 0},
    {"left", AG_FIELD_CODE, 0, NULL, "number of the letter that was left with them", 0},
    {0}};
static const ag_field f_understand[] = {
    WORDS("in their own words, what they have understood"),
    {"questions", AG_FIELD_TEXT, 0, NULL, "what they asked, and what they wish not to be told", 0},
    {0}};
static const ag_field f_follow[] = {WORDS("how they are, what was said, what they need"),
                                    {"topics", AG_FIELD_CHOICE, AG_MANY, topics, "what more was told", 0},
                                    {"way", AG_FIELD_CHOICE, AG_REQUIRED, ways, "how", 0},
                                    {"teller", AG_FIELD_CODE, 0, NULL, "who spoke with them", 0},
                                    {0}};
static const ag_field f_lapse[] = {{"why", AG_FIELD_CHOICE, AG_REQUIRED, whys, "why nobody is told", 0},
                                   {"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "the same in full", 0},
                                   {0}};

#define TRUE_NOW                                                                                                       \
    {"F4", it_is_so, false}, { "A12", nobody_alive_is_given_away, false }
#define TOPICS_TRUE                                                                                                    \
    {"F4", topics_are_so, true}, { "A12", no_topic_gives_away, true }
static const ag_guard guard_open[] = {{"F6", is_of_the_family, true},
                                      {"F4", nothing_else_waits, true},
                                      {"I7", family_wishes_to_hear, true},
                                      TRUE_NOW,
                                      {0}};
static const ag_guard guard_prepare[] = {{"F3", is_safe, false}, TRUE_NOW, {"F6", somebody_is_told, true}, {0}};
static const ag_guard guard_deliver[] = {
    {"F3", is_safe, false},          TRUE_NOW, TOPICS_TRUE, {"F6", somebody_is_told, true},
    {"F2", the_news_was_told, true}, {0}};
static const ag_guard guard_follow[] = {
    {"F3", is_safe, false}, {"A12", nobody_alive_is_given_away, false}, TOPICS_TRUE, {0}};

static const ag_action actions[] = {
    {"notification.open",
     CARERS,
     AG_CREATES,
     NULL,
     "DUE",
     f_open,
     guard_open,
     apply_open,
     {"F5", HOURS_72},
     "Says that a family is to be told something. An identification and its withdrawal do this by themselves."},
    {"notification.assess",
     CARERS,
     0,
     "DUE",
     "RISK_ASSESSED",
     f_assess,
     NULL,
     apply_assess,
     {"F5", HOURS_72},
     "Whether contact may endanger the family. While a risk flag stands, the notification is held for its safety."},
    {"notification.review",
     CARERS,
     AG_SIGNED,
     "HELD_FOR_SAFETY",
     NULL,
     f_review,
     NULL,
     apply_review,
     {"F3", YEAR},
     "The danger is looked at again, every year at least. Goes on when no risk flag stands any more."},
    {"notification.prepare",
     CARERS,
     0,
     "RISK_ASSESSED PREPARED",
     "PREPARED",
     f_prepare,
     guard_prepare,
     NULL,
     {"F5", HOURS_72},
     "Who is told, by whom, in which words."},
    {"notification.deliver",
     CARERS,
     AG_SIGNED,
     "PREPARED",
     "DELIVERED",
     f_deliver,
     guard_deliver,
     apply_told,
     {"F5", MONTH},
     "The family was told: what, by whom, in which words, in person or not."},
    {"notification.understand",
     CARERS,
     0,
     "DELIVERED",
     "UNDERSTOOD",
     f_understand,
     NULL,
     NULL,
     {"F5", MONTH},
     "What they have understood, in their own words. It may take a second visit."},
    {"notification.follow_up", CARERS, 0, "DELIVERED UNDERSTOOD FOLLOWED_UP", "FOLLOWED_UP", f_follow, guard_follow,
     apply_told, AG_NO_CLOCK, "They were visited or spoken with again, and not left alone with it."},
    {"notification.lapse", AG_CASE_OFFICER, AG_SIGNED, UNTOLD, "LAPSED", f_lapse, NULL, NULL, AG_NO_CLOCK,
     "Nobody is told: it no longer holds, or the family does not wish to hear it."},
    {0},
};

static ag_status told_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text told = ag_row_text(&view->row, "told");
    (void)err;
    ag_buffer_printf(out, "%.*s", AG_SHOWN(told));
    return AG_OK;
}

static ag_status risk_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_row risk = risk_of(view, ag_row_text(&view->row, "family"), ag_row_text(&view->row, "relative"));
    const ag_text id = ag_row_id(&risk);
    (void)err;
    if (ag_row_there(&risk))
        ag_buffer_printf(out, "risk:%.*s stands: nobody writes to them, calls or visits", AG_SHOWN(id));
    return AG_OK;
}

static const ag_fact facts[] = {{"told in person", "F2", told_fact}, {"danger", "F3", risk_fact}, {0}};
static const char *const states[] = {"DUE",        "RISK_ASSESSED", "HELD_FOR_SAFETY", "PREPARED", "DELIVERED",
                                     "UNDERSTOOD", "FOLLOWED_UP",   "LAPSED",          NULL};
static const ag_column further[] = {{"case", AG_COLUMN_TEXT, true, false},
                                    {"told", AG_COLUMN_TEXT, false, false},
                                    {"undone", AG_COLUMN_INTEGER, false, false}, /* seq of the withdrawal of the case */
                                    {0}};

const ag_kind ag_kind_notification = {
    .name = "notification",
    .plural = "notifications",
    .help = "that a family is told: what, by whom, in which words, and whether it is safe",
    .state = states,
    .closed = "FOLLOWED_UP LAPSED",
    .action = actions,
    .further = further,
    .indexed = "person family relative",
    .fact = facts,
    .readers = CARERS,
};
