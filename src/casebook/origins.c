/* Origins of claims: see origins.h. A walk in breadth, each node once, up to AG_MAX_ORIGINS. */
#include "casebook/origins.h"

#include "casebook/standing.h"

#include "base/banned.h"

static void add(ag_origins *o, ag_text node) {
    for (int i = 0; i < o->n; i++)
        if (ag_text_equal(o->node[i], node)) return;
    if (o->n == AG_MAX_ORIGINS)
        o->cut = true;
    else
        o->node[o->n++] = node;
}

static void add_sources(const ag_view *view, ag_text sources, bool begins, ag_origins *o) {
    ag_text word;
    while (ag_next_word(&sources, &word)) {
        const ag_row source = ag_view_row(view, word);
        o->known = o->known || (begins && ag_row_is(&source, "anonymous", "no"));
        add(o, word);
    }
}

/* Whom it is from, else the sources of a claim that goes back to no other, are where the chain begins. */
static void add_claim(const ag_view *view, const ag_row *claim, ag_origins *o) {
    ag_text via = ag_row_text(claim, "via"), from = ag_row_text(claim, "from"), word;
    add_sources(view, ag_row_text(claim, "source"), !via.n && !from.n, o);
    add_sources(view, from, true, o);
    while (ag_next_word(&via, &word)) add(o, word);
}

void ag_origins_find(const ag_view *view, ag_text claim, ag_origins *out) {
    out->n = 0;
    out->cut = out->known = false;
    add(out, claim);
    for (int i = 0; i < out->n; i++) {
        if (!ag_text_starts(out->node[i], AG_TEXT("claim:"))) continue;
        const ag_row row = ag_view_row(view, out->node[i]);
        add_claim(view, &row, out);
    }
}

static bool has_source(const ag_origins *o) {
    for (int i = 0; i < o->n; i++)
        if (ag_text_starts(o->node[i], AG_TEXT("source:"))) return true;
    return false;
}

bool ag_origins_meet(const ag_origins *a, const ag_origins *b) {
    if (a->cut || b->cut || !has_source(a) || !has_source(b)) return true;
    for (int i = 0; i < a->n; i++)
        for (int k = 0; k < b->n; k++)
            if (ag_text_equal(a->node[i], b->node[k])) return true;
    return false;
}

static bool same(const ag_row *a, const ag_row *b, const char *column) {
    return ag_text_equal(ag_row_text(a, column), ag_row_text(b, column));
}

static int64_t bound(const ag_row *row, const char *column, int64_t otherwise) {
    return ag_row_integer(row, column, ag_row_integer(row, "point", otherwise));
}

static bool time_of(const ag_row *row, ag_date *out) {
    const ag_text valid = ag_row_text(row, "valid");
    return ag_date_parse_edtf(valid.n ? valid : ag_row_text(row, "said"), out);
}

/* Bounds that overlap, and times that do. */
static bool agree(const ag_row *a, const ag_row *b) {
    ag_date of_a, of_b;
    if (bound(a, "low", 0) > bound(b, "high", INT64_MAX)) return false;
    if (bound(b, "low", 0) > bound(a, "high", INT64_MAX)) return false;
    return time_of(a, &of_a) && time_of(b, &of_b) && of_a.first <= of_b.last && of_b.first <= of_a.last;
}

/* Whether `other` stands and says the same of the same; then what it goes back to. */
static bool says_the_same(const ag_view *view, const ag_row *claim, const ag_row *other, ag_origins **origins) {
    *origins = AG_NEW(view->arena, ag_origins, 1);
    if (!*origins || !ag_row_state(other, "STANDING") || !same(claim, other, "topic") ||
        !same(claim, other, "predicate") || !same(claim, other, "about") || !same(claim, other, "value") ||
        !agree(claim, other))
        return false;
    ag_origins_find(view, ag_row_subject(view, other), *origins);
    return true;
}

bool ag_claim_confirms(const ag_view *view, const ag_row *claim, const ag_origins *origins, const ag_row *other) {
    ag_origins *others;
    return says_the_same(view, claim, other, &others) && !ag_origins_meet(origins, others);
}

bool ag_claim_repeats(const ag_view *view, const ag_row *claim, const ag_origins *origins, const ag_row *other) {
    ag_origins *others;
    return !ag_text_equal(ag_row_id(claim), ag_row_id(other)) && !ag_row_is(other, "unheard", "yes") &&
           says_the_same(view, claim, other, &others) && ag_origins_meet(origins, others);
}
