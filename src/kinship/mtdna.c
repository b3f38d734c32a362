/* mtDNA sequences: see mtdna.h. */
#include "kinship/mtdna.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

/* ---- Ranges ---------------------------------------------------------------------------------------------------- */

static bool is_between(char c) { return c == ' ' || c == ',' || c == ';' || c == '\t'; }

/* The next part of a list; empty at its end. */
static ag_text next_part(ag_text *rest) {
    while (rest->n && is_between(*rest->at)) rest->at++, rest->n--;
    size_t n = 0;
    while (n < rest->n && !is_between(rest->at[n])) n++;
    const ag_text part = {rest->at, n};
    rest->at += n;
    rest->n -= n;
    return part;
}

/* A position at the start of the text, which is taken off it; 0: there is none. */
static int take_position(ag_text *t) {
    int value = 0;
    size_t n = 0;
    while (n < t->n && n < 6 && t->at[n] >= '0' && t->at[n] <= '9') value = value * 10 + (t->at[n++] - '0');
    t->at += n;
    t->n -= n;
    return value <= AG_MT_LENGTH ? value : 0;
}

bool ag_mt_has(const ag_mt_ranges *ranges, int position) { return ranges->word[position / 64] >> position % 64 & 1; }

static void add_range(ag_mt_ranges *ranges, int first, int last) {
    for (int p = first; p <= last; p++) ranges->word[p / 64] |= UINT64_C(1) << p % 64;
}

bool ag_mt_ranges_parse(ag_text text, ag_mt_ranges *out, ag_text *fault) {
    *out = (ag_mt_ranges){{0}};
    *fault = text;
    bool any = false;
    for (ag_text part = next_part(&text); part.n; part = next_part(&text)) {
        *fault = part;
        any = true;
        const int first = take_position(&part);
        int last = first;
        if (part.n && *part.at == '-') {
            part.at++;
            part.n--;
            last = take_position(&part);
        }
        if (!first || !last || part.n) return false;
        if (first <= last) {
            add_range(out, first, last);
        } else {
            add_range(out, first, AG_MT_LENGTH);
            add_range(out, 1, last);
        }
    }
    return any;
}

void ag_mt_intersect(const ag_mt_ranges *a, const ag_mt_ranges *b, ag_mt_ranges *out) {
    for (int i = 0; i < AG_MT_WORDS; i++) out->word[i] = a->word[i] & b->word[i];
}

bool ag_mt_covers(const ag_mt_ranges *all, const ag_mt_ranges *part) {
    for (int i = 0; i < AG_MT_WORDS; i++)
        if (part->word[i] & ~all->word[i]) return false;
    return true;
}

int ag_mt_count(const ag_mt_ranges *ranges) {
    int n = 0;
    for (int i = 0; i < AG_MT_WORDS; i++)
        for (uint64_t word = ranges->word[i]; word; word &= word - 1) n++;
    return n;
}

/* ---- Variants -------------------------------------------------------------------------------------------------- */

enum { A = 1, C = 2, G = 4, T = 8 };

/* IUPAC-IUB 1984: which bases a letter stands for; 0: it is none. */
static uint8_t bases_of(char letter) {
    static const char letters[] = "ACGTURYSWKMBDHVN";
    static const uint8_t bases[] = {A,     C,     G,     T,         T,         A | G,     C | T,     C | G,
                                    A | T, G | T, A | C, C | G | T, A | G | T, A | C | T, A | C | G, A | C | G | T};
    const char *at = letter ? strchr(letters, letter) : NULL;
    return at ? bases[at - letters] : 0;
}

static bool is_deletion(ag_text t) {
    return ag_text_equal(t, AG_TEXT("d")) || ag_text_equal(t, AG_TEXT("-")) || ag_text_equal_fold(t, AG_TEXT("del"));
}

/* 263G, A263G, 309.1C, 523d */
static bool parse_variant(ag_text t, ag_mt_variant *out) {
    if (t.n && bases_of(*t.at)) t.at++, t.n--; /* the reference's base */
    const int position = take_position(&t);
    if (!position || !t.n) return false;
    *out = (ag_mt_variant){.position = (uint16_t)position};
    if (*t.at == '.') {
        t.at++;
        t.n--;
        const int inserted = take_position(&t);
        if (inserted < 1 || inserted > UINT8_MAX) return false;
        out->inserted = (uint8_t)inserted;
    } else if (is_deletion(t)) {
        return true;
    }
    if (t.n != 1) return false;
    out->bases = bases_of(*t.at);
    return out->bases != 0;
}

static int order_of(const ag_mt_variant *a, const ag_mt_variant *b) {
    if (a->position != b->position) return a->position < b->position ? -1 : 1;
    return a->inserted < b->inserted ? -1 : a->inserted > b->inserted;
}

/* Into its place; false: another stands there. Written lists are short and mostly in order. */
static bool insert(ag_mt_variant *list, int n, const ag_mt_variant *v) {
    int i = n;
    for (; i > 0 && order_of(&list[i - 1], v) > 0; i--) list[i] = list[i - 1];
    list[i] = *v;
    return i == 0 || order_of(&list[i - 1], v) != 0;
}

bool ag_mt_variants_parse(ag_text text, ag_arena *arena, ag_mt_sequence *out, int *outside, ag_text *fault) {
    ag_mt_variant list[AG_MT_VARIANTS];
    *outside = 0;
    out->variants = 0;
    for (ag_text part = next_part(&text); part.n; part = next_part(&text)) {
        ag_mt_variant v;
        *fault = part;
        if (out->variants == AG_MT_VARIANTS || !parse_variant(part, &v)) return false;
        if (!ag_mt_has(out->ranges, v.position))
            ++*outside;
        else if (!insert(list, out->variants++, &v))
            return false;
    }
    *fault = (ag_text){"", 0};
    ag_mt_variant *kept = AG_NEW(arena, ag_mt_variant, out->variants);
    if (!kept) return false;
    if (out->variants) memcpy(kept, list, (size_t)out->variants * sizeof *kept);
    out->variant = kept;
    return true;
}

/* ---- Comparison ------------------------------------------------------------------------------------------------ */

/* Stretches of repeats in which the number of bases changes too often to tell lineages apart. */
static bool changes_length(int position) {
    static const uint16_t stretch[][2] = {{16180, 16193}, {303, 315}, {455, 460},  {514, 524},
                                          {568, 573},     {961, 966}, {8276, 8289}};
    for (size_t i = 0; i < sizeof stretch / sizeof *stretch; i++)
        if (position >= stretch[i][0] && position <= stretch[i][1]) return true;
    return false;
}

static double rate_of(int position) {
    const bool fast = (position >= 16024 && position <= 16365) || (position >= 73 && position <= 340);
    return fast ? 5.0e-5 : 4.2e-7;
}

static bool stands_for_several(uint8_t bases) { return (bases & (bases - 1)) != 0; }

static bool is_indel(const ag_mt_variant *v) { return v->inserted || !v->bases; }

/* The next variant from *i on that is compared; one that is left out is as if it had not been written. */
static const ag_mt_variant *next_compared(const ag_mt_sequence *s, int *i, const ag_mt_ranges *where, bool all_indels) {
    for (; *i < s->variants; ++*i) {
        const ag_mt_variant *v = &s->variant[*i];
        const bool left_out = is_indel(v) && !all_indels && changes_length(v->position);
        if (!left_out && ag_mt_has(where, v->position)) return v;
    }
    return NULL;
}

/* Whether two sequences differ where one has `a` and the other `b`; b NULL: the reference (or no inserted base). */
static bool differ(const ag_mt_variant *a, const ag_mt_variant *b) {
    if (b) return a->bases != b->bases && !(a->bases & b->bases);
    return is_indel(a) || !stands_for_several(a->bases);
}

/* A change at these sites in k meioses and to this base, one of three; none at the others (left at 1: they are all but
 * certain). Jukes and Cantor 1969 for one site. */
static double change_ln(int position, int meioses) { return log(-expm1(-meioses * rate_of(position)) / 3); }

int ag_mt_differences(const ag_mt_sequence *a, const ag_mt_sequence *b, const ag_mt_ranges *where,
                      bool count_all_indels, int meioses, double *change) {
    int n = 0, i = 0, j = 0;
    *change = 0;
    while (true) {
        const ag_mt_variant *x = next_compared(a, &i, where, count_all_indels);
        const ag_mt_variant *y = next_compared(b, &j, where, count_all_indels);
        if (!x && !y) return n;
        const int order = !x ? 1 : !y ? -1 : order_of(x, y);
        const ag_mt_variant *first = order > 0 ? y : x, *other = order == 0 ? y : NULL;
        i += order <= 0;
        j += order >= 0;
        if (!differ(first, other)) continue;
        n++;
        *change += change_ln(first->position, meioses);
    }
}

ag_mt_comparison ag_mt_compare(const ag_mt_sequence *a, const ag_mt_sequence *b, bool count_all_indels, int meioses) {
    ag_mt_ranges both;
    ag_mt_comparison out = {0};
    ag_mt_intersect(a->ranges, b->ranges, &both);
    out.compared = ag_mt_count(&both);
    out.differences = ag_mt_differences(a, b, &both, count_all_indels, meioses, &out.change_ln);
    return out;
}

bool ag_mt_key(const ag_mt_sequence *s, const ag_mt_ranges *where, unsigned char *out, size_t *n) {
    *n = 0;
    int i = 0;
    for (const ag_mt_variant *v; (v = next_compared(s, &i, where, false)) != NULL; i++) {
        if (stands_for_several(v->bases)) return false;
        out[(*n)++] = (unsigned char)(v->position >> 8);
        out[(*n)++] = (unsigned char)(v->position & 0xff);
        out[(*n)++] = v->inserted;
        out[(*n)++] = v->bases;
    }
    return true;
}
