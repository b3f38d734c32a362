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

/* The sources of a claim; those of one that goes back to no other claim are where the chain begins. */
static void add_claim(const ag_view *view, const ag_row *claim, ag_origins *o) {
    ag_text via = ag_row_text(claim, "via"), sources = ag_row_text(claim, "source"), word;
    const bool begins = !via.n;
    while (ag_next_word(&sources, &word)) {
        const ag_row source = ag_view_row(view, word);
        o->known = o->known || (begins && ag_row_is(&source, "anonymous", "no"));
        add(o, word);
    }
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

/* Bounds that overlap; the same word; times that overlap where both are given. */
static bool agree(const ag_row *a, const ag_row *b) {
    ag_date of_a, of_b;
    const ag_text valid_a = ag_row_text(a, "valid"), valid_b = ag_row_text(b, "valid");
    if (ag_row_integer(a, "low", 0) > ag_row_integer(b, "high", INT64_MAX)) return false;
    if (ag_row_integer(b, "low", 0) > ag_row_integer(a, "high", INT64_MAX)) return false;
    if (!valid_a.n || !valid_b.n) return true;
    return ag_date_parse_edtf(valid_a, &of_a) && ag_date_parse_edtf(valid_b, &of_b) && of_a.first <= of_b.last &&
           of_b.first <= of_a.last;
}

bool ag_claim_confirms(const ag_view *view, const ag_row *claim, const ag_origins *origins, const ag_row *other) {
    ag_origins *others = AG_NEW(view->arena, ag_origins, 1);
    if (!others || !ag_row_state(other, "STANDING") || !same(claim, other, "topic") ||
        !same(claim, other, "predicate") || !same(claim, other, "about") || !same(claim, other, "value") ||
        !agree(claim, other))
        return false;
    ag_origins_find(view, ag_row_subject(view, other), others);
    return !ag_origins_meet(origins, others);
}
