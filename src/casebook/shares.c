/* Shares: see shares.h. By the divisions of a rule set: the person's own order stands before all else. */
#include "casebook/shares.h"

#include <string.h>

#include "casebook/kinds.h"
#include "casebook/ledger.h"
#include "casebook/standing.h"

#include "base/banned.h"

/* ---- Dividing ---------------------------------------------------------------------------------------------------- */

/* Those whose class is one of `classes`, together: the total in equal parts, or in that of their per cent. */
static int divide(const ag_shares *all, const char *classes, int64_t total, bool by_percent, ag_shares *out) {
    int64_t weight[AG_MAX_SHARES], minor[AG_MAX_SHARES];
    int which[AG_MAX_SHARES], n = 0;
    for (int i = 0; i < all->n; i++) {
        const ag_text class = ag_row_text(all->row[i], "class");
        char word[32] = "";
        if (class.n < sizeof word) memcpy(word, class.at ? class.at : "", class.n);
        if (!ag_words_have(classes, word)) continue;
        weight[n] = by_percent ? ag_row_integer(all->row[i], "percent", 0) : 1;
        which[n++] = i;
    }
    if (!n || !ag_money_shares(total, weight, n, minor)) return 0;
    for (int i = 0; i < n; i++) {
        out->row[out->n] = all->row[which[i]];
        out->minor[out->n++] = minor[i];
    }
    out->undivided -= total;
    return n;
}

static bool has_class(const ag_shares *all, const char *class) {
    for (int i = 0; i < all->n; i++)
        if (ag_row_is(all->row[i], "class", class)) return true;
    return false;
}

/* Per cent of the total that go by the person's own order: all, once it names as much. */
static bool own_order_is_whole(const ag_shares *all) {
    int64_t percent = 0;
    for (int i = 0; i < all->n; i++)
        if (ag_row_is(all->row[i], "class", "own-order")) percent += ag_row_integer(all->row[i], "percent", 0);
    return percent == 100;
}

static void divide_in_lines(const ag_shares *all, const ag_row *ruleset, int64_t total, ag_shares *out) {
    static const char *const first = "spouse minor-child parent", *const second = "adult-child sibling";
    const int64_t percent = ag_row_integer(ruleset, "second_line", 0);
    const bool any = has_class(all, "adult-child") || has_class(all, "sibling");
    int64_t line[2] = {total, 0};
    if (any) ag_money_shares(total, (const int64_t[]){100 - percent, percent}, 2, line);
    divide(all, first, line[0], false, out);
    if (line[1]) divide(all, second, line[1], false, out);
}

static void divide_by_class(const ag_shares *all, int64_t total, ag_shares *out) {
    static const char *const order[] = {"spouse", "minor-child adult-child", "parent", "heir sibling"};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (divide(all, order[i], total, false, out)) return;
}

static int64_t amount_of(const ag_view *view, const ag_row *entitlement, ag_commodity *of) {
    ag_money total;
    bool goods;
    if (ag_money_parse(ag_row_text(entitlement, "total"), &total)) return *of = total.of, total.minor;
    const ag_balance balance = ag_entitlement_balance(view, entitlement, NULL, 0, &goods);
    return ag_commodity_find(ag_row_text(entitlement, "commodity"), of) ? ag_balance_due(&balance) : 0;
}

bool ag_shares_find(const ag_view *view, const ag_row *entitlement, ag_shares *out) {
    int n;
    ag_shares all = {.n = 0};
    const ag_row ruleset = ag_view_row(view, ag_row_text(entitlement, "ruleset"));
    const ag_row *row = ag_view_rows(view, &ag_kind_share, "entitlement", ag_row_subject(view, entitlement), 0, &n);
    for (int i = 0; i < n && all.n < AG_MAX_SHARES; i++)
        if (ag_row_state(&row[i], "STANDING")) all.row[all.n++] = &row[i];
    *out = (ag_shares){.n = 0};
    const int64_t total = all.n ? amount_of(view, entitlement, &out->of) : 0;
    out->undivided = total;
    if (total <= 0) return false;
    if (own_order_is_whole(&all))
        divide(&all, "own-order", total, true, out);
    else if (ag_row_is(&ruleset, "division", "equal-lines"))
        divide_in_lines(&all, &ruleset, total, out);
    else if (ag_row_is(&ruleset, "division", "order-of-classes"))
        divide_by_class(&all, total, out);
    else
        return false;
    return true;
}

/* ---- The table --------------------------------------------------------------------------------------------------- */

ag_text ag_family_of_person(const ag_view *view, ag_text person) {
    const ag_row member = ag_standing_first(view, &ag_kind_relative, "person", person, "MEMBER");
    return ag_row_text(&member, "family");
}

static const char *const entitlement_kind[] = {"entitlement", NULL}, *const relative_kind[] = {"relative", NULL};
static const char *const classes[] = {"own-order", "spouse",  "minor-child", "adult-child",
                                      "parent",    "sibling", "heir",        NULL};
static const ag_field add_fields[] = {
    {"entitlement", AG_FIELD_REFERENCE, AG_REQUIRED, entitlement_kind, "what is shared", 0},
    {"relative", AG_FIELD_REFERENCE, AG_REQUIRED, relative_kind, "who has a share", 0},
    {"class", AG_FIELD_CHOICE, AG_REQUIRED, classes,
     "as what; own-order: the person ordered it so, and that stands before all else once it names 100 per cent", 0},
    {"percent", AG_FIELD_COUNT, 0, NULL, "of own-order: per cent of the whole", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "certificate of kinship, order or judgment", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

static const char *is_of_the_family(const ag_deed *deed) {
    const ag_row entitlement = ag_view_row(&deed->view, ag_deed_text(deed, "entitlement")),
                 relative = ag_view_row(&deed->view, ag_deed_text(deed, "relative"));
    const ag_text family = ag_family_of_person(&deed->view, ag_row_text(&entitlement, "person"));
    return family.n && ag_row_state(&relative, "MEMBER") && ag_text_equal(family, ag_row_text(&relative, "family"))
               ? NULL
               : "a member of the person's own family, in which the person is a member too (relative.add)";
}

static const char *shares_fit(const ag_deed *deed) {
    int n, standing = 0;
    int64_t percent = ag_deed_count(deed, "percent", 0);
    const bool own = ag_deed_is(deed, "class", "own-order");
    const ag_row *row =
        ag_view_rows(&deed->view, &ag_kind_share, "entitlement", ag_deed_text(deed, "entitlement"), 0, &n);
    for (int i = 0; i < n; i++) {
        if (!ag_row_state(&row[i], "STANDING")) continue;
        standing++;
        percent += own ? ag_row_integer(&row[i], "percent", 0) : 0;
        if (ag_text_equal(ag_row_text(&row[i], "relative"), ag_deed_text(deed, "relative")) &&
            ag_row_is(&row[i], "class", "own-order") == own)
            return "a relative who has no share yet";
    }
    if (standing >= AG_MAX_SHARES)
        return ag_view_say(&deed->view, "at most %d shares of one entitlement", AG_MAX_SHARES);
    if (own != (ag_deed_count(deed, "percent", 0) > 0)) return "percent= with own-order, and with it alone";
    return percent > 100 ? "at most 100 per cent together" : NULL;
}

static const ag_guard add_guards[] = {{"C3", is_of_the_family, true}, {"C3", shares_fit, true}, {0}};
enum { SHARERS = AG_CASE_OFFICER | AG_LEGAL };
static const ag_action actions[] = {
    {"share.add", SHARERS, AG_CREATES | AG_SIGNED, NULL, "STANDING", add_fields, add_guards, NULL, AG_NO_CLOCK,
     "a relative has a share in an entitlement; the program computes how much"},
    {"share.withdraw", SHARERS, AG_SIGNED, "STANDING", "WITHDRAWN", reasons_fields, NULL, NULL, AG_NO_CLOCK,
     "the relative has no share"},
    {0},
};
static const char *const states[] = {"STANDING", "WITHDRAWN", NULL};

const ag_kind ag_kind_share = {
    .name = "share",
    .plural = "shares",
    .help = "a relative's share in an entitlement",
    .state = states,
    .closed = "STANDING WITHDRAWN",
    .action = actions,
    .readers = AG_WRITERS,
};
