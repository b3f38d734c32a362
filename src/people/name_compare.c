/* Two names compared, and keys for blocking: see name.h.
 *
 * By sound, the two readings that differ least are taken; each jamo is the same (a syllable that both can mean), near,
 * or far. Let A and B be the sets of syllables that a and b can mean, and P the share of people. The weight of a
 * syllable is
 *
 *     log2 P(A ∩ B) / (P(A) P(B)) - cost
 *
 * (for a Hangul syllable against itself -log2 of its share; for a spelling that many names have, less). Where a jamo is
 * near, A is widened by what is near; where it is far, by every jamo in its place; the cost is -log2 of the odds of
 * such a slip. A syllable is never below FLOOR, since a name may be misheard altogether. The odds are judgements, not
 * measurements, and docs/names.md says so; record linkage estimates its own from data and takes the levels alone.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "people/index.h"

#include "base/banned.h"

/* Bits that a jamo costs which is the same, near and far: -log2 of the odds of the slip. */
static const double cost[3][3] = {{0, 2, 6}, {0, 2, 6}, {0, 1.5, 5}}; /* initial, medial, final */
static const double FLOOR = -6, GAP = 8, MOST = 17 /* all three far */;

/* ---- Near sounds ------------------------------------------------------------------------------------------------- */

/* What each is near to, itself included: lenis, tense and aspirate of one place; ㄴ ㄹ and ㅇ; ㅅ ㅆ. */
#define B(i) ((uint32_t)1 << (i))
enum { G = 1 << 0 | 1 << 1 | 1 << 15, D = 1 << 3 | 1 << 4 | 1 << 16, P = 1 << 7 | 1 << 8 | 1 << 17 };
enum { J = 1 << 12 | 1 << 13 | 1 << 14, S = 1 << 9 | 1 << 10, L = 1 << 2 | 1 << 5 | 1 << 11, M = 1 << 6, H = 1 << 18 };
static const uint32_t near_initial[AG_INITIALS] = {G, G, L, D, D, L, M, P, P, S, S, L, J, J, J, G, D, P, H};

/* ㅓ–ㅗ–ㅜ–ㅡ, ㅓ–ㅕ, ㅕ–ㅛ–ㅠ, ㅐ–ㅔ–ㅖ–ㅒ, ㅚ–ㅙ–ㅞ–ㅔ, ㅟ–ㅢ–ㅣ–ㅡ, ㅘ–ㅏ, ㅝ–ㅗ–ㅓ, ㅑ–ㅏ. */
static const uint32_t near_medial[AG_MEDIALS] = {
    B(0) | B(2) | B(9),                         /* ㅏ */
    B(1) | B(5) | B(3),                         /* ㅐ */
    B(2) | B(0),                                /* ㅑ */
    B(3) | B(7) | B(1),                         /* ㅒ */
    B(4) | B(6) | B(8) | B(13) | B(18) | B(14), /* ㅓ */
    B(5) | B(1) | B(7) | B(15) | B(11),         /* ㅔ */
    B(6) | B(4) | B(12) | B(17),                /* ㅕ */
    B(7) | B(3) | B(5),                         /* ㅖ */
    B(8) | B(4) | B(13) | B(14) | B(11),        /* ㅗ */
    B(9) | B(0),                                /* ㅘ */
    B(10) | B(11) | B(15),                      /* ㅙ */
    B(11) | B(10) | B(15) | B(8) | B(5),        /* ㅚ */
    B(12) | B(6) | B(17),                       /* ㅛ */
    B(13) | B(8) | B(4) | B(18),                /* ㅜ */
    B(14) | B(8) | B(4),                        /* ㅝ */
    B(15) | B(5) | B(10) | B(11),               /* ㅞ */
    B(16) | B(19) | B(20),                      /* ㅟ */
    B(17) | B(12) | B(6),                       /* ㅠ */
    B(18) | B(4) | B(13) | B(19) | B(20),       /* ㅡ */
    B(19) | B(18) | B(16) | B(20),              /* ㅢ */
    B(20) | B(16) | B(19) | B(18),              /* ㅣ */
};
/* Finals of one coda; ㄴ and ㅇ, ㄴ and ㄹ, ㄴ and ㅁ. */
enum { CG = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 9 | 1 << 24, CN = 1 << 4 | 1 << 5 | 1 << 6, CNG = 1 << 21 };
enum { CD = 1 << 7 | 1 << 19 | 1 << 20 | 1 << 22 | 1 << 23 | 1 << 25 | 1 << 27, CM = 1 << 10 | 1 << 16 };
enum { CR = 1 << 8 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 15, CB = 1 << 14 | 1 << 17 | 1 << 18 | 1 << 26 };
enum { NN = CN | CNG | CR | CM };
static const uint32_t near_final[AG_FINALS] = {
    1,  CG,      CG,      CG, NN, NN, NN, CD,       CR | CN, CG, CM | CN, CR | CN, CR | CN, CR | CN,
    CB, CR | CN, CM | CN, CB, CB, CD, CD, CNG | CN, CD,      CD, CG,      CD,      CB,      CD};

static uint32_t near(const uint32_t *table, uint32_t mask) {
    uint32_t all = mask;
    for (; mask; mask &= mask - 1) all |= table[__builtin_ctz(mask)];
    return all;
}

/* 0 the same, 1 near, 2 far; whatever is far from a is far from b. */
static uint8_t distance(const uint32_t *table, uint32_t a, uint32_t b) {
    return a & b ? 0 : near(table, a) & b || near(table, b) & a ? 1 : 2;
}

static void measure(const ag_syllable_set *a, const ag_syllable_set *b, ag_name_part *part) {
    part->initial = distance(near_initial, a->initial, b->initial);
    part->medial = distance(near_medial, a->medial, b->medial);
    part->final = distance(near_final, a->final, b->final);
}

static double cost_of(const ag_name_part *part) {
    return part->a < 0 || part->b < 0 ? GAP : cost[0][part->initial] + cost[1][part->medial] + cost[2][part->final];
}

/* ---- Shares ------------------------------------------------------------------------------------------------------ */

static double share_of(const float *share, const ag_syllable_set *set) {
    double sum = 0;
    for (uint32_t i = set->initial; i; i &= i - 1)
        for (uint32_t m = set->medial; m; m &= m - 1) {
            const float *row = share + (__builtin_ctz(i) * AG_MEDIALS + __builtin_ctz(m)) * AG_FINALS;
            for (uint32_t f = set->final; f; f &= f - 1) sum += (double)row[__builtin_ctz(f)];
        }
    return sum;
}

/* What a can mean after a slip of this size; `all` are the jamo of the place. */
static uint32_t widened(const uint32_t *table, uint32_t mask, uint8_t far, int all) {
    return far == 0 ? mask : far == 1 ? near(table, mask) : B(all) - 1;
}

/* P(A) P(B) / P(A ∩ B), with a widened. */
static double chance(const float *share, const ag_syllable_set *a, const ag_syllable_set *b, const ag_name_part *part) {
    static const double rarest = 1e-4; /* no table knows smaller shares */
    const ag_syllable_set wide = {widened(near_initial, a->initial, part->initial, AG_INITIALS),
                                  widened(near_medial, a->medial, part->medial, AG_MEDIALS),
                                  widened(near_final, a->final, part->final, AG_FINALS)};
    const ag_syllable_set common = {wide.initial & b->initial, wide.medial & b->medial, wide.final & b->final};
    const double p_a = share_of(share, &wide), p_b = share_of(share, b), p_common = share_of(share, &common);
    const double p = p_common > 0 ? p_a * p_b / p_common : rarest;
    return p > rarest ? p : rarest;
}

/* The smaller weight of slips there and back, so that a with b is b with a. */
static void weigh(const ag_names *names, const ag_syllable_set *a, const ag_syllable_set *b, bool surname,
                  ag_name_part *part) {
    const float *share = surname ? names->surname_share : names->given_share;
    const bool apart = (part->initial == 2) + (part->medial == 2) + (part->final == 2) > 1; /* chance plays no part */
    const double there = apart ? 1 : chance(share, a, b, part), back = apart ? 1 : chance(share, b, a, part);
    part->share = there > back ? there : back;
    part->weight_log2 = -cost_of(part) - log2(part->share);
    if (part->weight_log2 < FLOOR) part->weight_log2 = FLOOR;
}

/* ---- Readings ---------------------------------------------------------------------------------------------------- */

/* Syllable by syllable; given names of unequal length from their beginnings or, with `end`, from their ends. Ends
 * early when the *sum of costs is no better than `best`. */
static int pair_up(const ag_name_reading *a, const ag_name_reading *b, bool end, double best, ag_name_part *part,
                   double *sum) {
    const int most = a->n > b->n ? a->n : b->n, fixed = a->surname;
    *sum = 0;
    const int skip_a = end ? most - a->n : 0, skip_b = end ? most - b->n : 0;
    for (int i = 0; i < most && *sum < best; i++) {
        const int at_a = i < fixed ? i : i - skip_a, at_b = i < fixed ? i : i - skip_b;
        part[i] =
            (ag_name_part){.a = at_a >= fixed || i < fixed ? at_a : -1, .b = at_b >= fixed || i < fixed ? at_b : -1};
        if (part[i].a >= a->n) part[i].a = -1;
        if (part[i].b >= b->n) part[i].b = -1;
        if (part[i].a >= 0 && part[i].b >= 0) measure(&a->syllable[part[i].a], &b->syllable[part[i].b], &part[i]);
        *sum += cost_of(&part[i]);
    }
    return most;
}

static double total(const ag_name_part *part, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += cost_of(&part[i]);
    return sum;
}

/* The two readings that differ least, the first of those alike; false: none have surnames of one length. */
static bool best_readings(const ag_name_features *a, const ag_name_features *b, ag_name_comparison *out) {
    double best = INFINITY;
    for (int i = 0; i < a->readings; i++)
        for (int j = 0; j < b->readings; j++) {
            const ag_name_reading *x = &a->reading[i], *y = &b->reading[j];
            if (x->surname != y->surname) continue;
            if (GAP * abs(x->n - y->n) >= best) continue;
            const int ends = x->n != y->n ? 2 : 1;
            for (int end = 0; end < ends; end++) {
                ag_name_part part[AG_NAME_SYLLABLES];
                double sum;
                const int n = pair_up(x, y, end, best, part, &sum);
                if (sum >= best) continue;
                best = sum;
                out->reading_a = i;
                out->reading_b = j;
                out->parts = n;
                memcpy(out->part, part, sizeof *part * (size_t)n);
            }
            if (best <= 0) return true;
        }
    return best < INFINITY;
}

static ag_name_level level_of(const ag_name_part *part, int n) {
    int worst = 0;
    for (int i = 0; i < n; i++) {
        if (part[i].a < 0 || part[i].b < 0) return AG_NAME_DIFFERENT;
        const int far[] = {part[i].initial, part[i].medial, part[i].final};
        for (int k = 0; k < 3; k++)
            if (far[k] > worst) worst = far[k];
    }
    return worst == 0 ? AG_NAME_SAME : worst == 1 ? AG_NAME_NEAR : AG_NAME_DIFFERENT;
}

static ag_name_level both(ag_name_level surname, ag_name_level given) {
    const ag_name_level low = surname < given ? surname : given, high = surname < given ? given : surname;
    return low >= AG_NAME_NEAR ? low : high >= AG_NAME_NEAR ? AG_NAME_PART : AG_NAME_DIFFERENT;
}

static void compare_sounds(const ag_names *names, const ag_name_features *a, const ag_name_features *b,
                           ag_name_comparison *out) {
    const ag_name_reading *x = &a->reading[out->reading_a], *y = &b->reading[out->reading_b];
    for (int i = 0; i < out->parts; i++) {
        ag_name_part *part = &out->part[i];
        if (part->a < 0 || part->b < 0)
            part->weight_log2 = FLOOR;
        else
            weigh(names, &x->syllable[part->a], &y->syllable[part->b], i < x->surname, part);
        out->weight_log2 += part->weight_log2;
    }
    const int given = out->parts - x->surname;
    out->surname = level_of(out->part, x->surname);
    out->given = given ? level_of(out->part + x->surname, given) : AG_NAME_DIFFERENT;
    out->level = both(out->surname, out->given);
    out->similarity = 1 - total(out->part, out->parts) / (MOST * out->parts);
}

/* ---- Letters ----------------------------------------------------------------------------------------------------- */

/* Jaro's similarity with Winkler's prefix of at most four letters, a tenth each (Winkler 1990). */
static double jaro_winkler(const char *a, const char *b) {
    const int na = (int)strlen(a), nb = (int)strlen(b), longer = na > nb ? na : nb;
    const int window = longer / 2 > 1 ? longer / 2 - 1 : 0;
    bool hit_a[AG_NAME_WORD_BYTES] = {false}, hit_b[AG_NAME_WORD_BYTES] = {false};
    int m = 0, crossed = 0, prefix = 0;
    for (int i = 0; i < na; i++)
        for (int j = i > window ? i - window : 0; j < nb && j <= i + window; j++) {
            if (hit_b[j] || a[i] != b[j]) continue;
            hit_a[i] = hit_b[j] = true;
            m++;
            break;
        }
    if (!m) return 0;
    for (int i = 0, j = 0; i < na; i++) {
        if (!hit_a[i]) continue;
        while (!hit_b[j]) j++;
        crossed += a[i] != b[j++];
    }
    while (prefix < 4 && a[prefix] && a[prefix] == b[prefix]) prefix++;
    const double jaro = ((double)m / na + (double)m / nb + (m - crossed / 2.0) / m) / 3;
    return jaro + prefix * 0.1 * (1 - jaro);
}

/* Each word of the shorter name with a word of the longer, the most alike first; a single word says less. */
static double words_alike(const ag_name_features *a, const ag_name_features *b) {
    double alike[AG_NAME_WORDS][AG_NAME_WORDS], sum = 0;
    bool used_a[AG_NAME_WORDS] = {false}, used_b[AG_NAME_WORDS] = {false};
    const int few = a->words < b->words ? a->words : b->words;
    for (int i = 0; i < a->words; i++)
        for (int j = 0; j < b->words; j++) alike[i][j] = jaro_winkler(a->word[i], b->word[j]);
    for (int k = 0; k < few; k++) {
        int x = 0, y = 0;
        double most = -1;
        for (int i = 0; i < a->words; i++)
            for (int j = 0; j < b->words; j++)
                if (!used_a[i] && !used_b[j] && alike[i][j] > most) most = alike[i][j], x = i, y = j;
        used_a[x] = used_b[y] = true;
        sum += most;
    }
    const double mean = few ? sum / few : 0;
    return few == 1 && a->words != b->words ? 0.9 * mean : mean;
}

static void compare_letters(const ag_name_features *a, const ag_name_features *b, ag_name_comparison *out) {
    static const double SAME = 0.98, NEAR = 0.92, PART = 0.85;
    static const double bits[] = {FLOOR, 0, 4, 8}; /* of each level; rare or common is not known of them */
    out->similarity = words_alike(a, b);
    out->level = out->similarity >= SAME   ? AG_NAME_SAME
                 : out->similarity >= NEAR ? AG_NAME_NEAR
                 : out->similarity >= PART ? AG_NAME_PART
                                           : AG_NAME_DIFFERENT;
    out->surname = out->given = out->level;
    out->weight_log2 = bits[out->level];
}

void ag_name_compare(const ag_names *names, const ag_name_features *a, const ag_name_features *b,
                     ag_name_comparison *out) {
    *out = (ag_name_comparison){.by_sound = false};
    out->by_sound = best_readings(a, b, out);
    if (out->by_sound)
        compare_sounds(names, a, b, out);
    else
        compare_letters(a, b, out);
}

/* ---- What a reading says ----------------------------------------------------------------------------------------- */

/* The most likely syllable of the set. */
static ag_syllable commonest(const float *share, const ag_syllable_set *set) {
    ag_syllable best = {0, 0, 0};
    float most = -1;
    for (int i = 0; i < AG_SYLLABLES; i++) {
        const ag_syllable s = ag_syllable_at(i);
        if (!(set->initial >> s.initial & 1) || !(set->medial >> s.medial & 1) || !(set->final >> s.final & 1))
            continue;
        if (share[i] <= most) continue;
        most = share[i];
        best = s;
    }
    return best;
}

void ag_name_likeliest(const ag_names *names, const ag_name_reading *reading, ag_buffer *out) {
    for (int i = 0; i < reading->n; i++) {
        const bool surname = reading->surname == 1 && i == 0;
        ag_syllable s = commonest(surname ? names->surname_share : names->given_share, &reading->syllable[i]);
        const uint8_t twin = ag_initial_twin(s.initial, s.medial);
        if (surname && twin == AG_I_R && reading->syllable[i].initial >> twin & 1) s.initial = twin;
        ag_syllable_add(out, s);
    }
}

/* ---- Keys -------------------------------------------------------------------------------------------------------- */

/* Classes of initials that no system tells apart reliably. */
static uint32_t classes(uint32_t initials) {
    static const uint32_t class[] = {G, D, P, J, S, L, M, H};
    uint32_t all = 0;
    for (int i = 0; i < 8; i++)
        if (initials & class[i]) all |= B(i);
    return all;
}

static int add_key(uint64_t *key, int n, uint64_t one) {
    for (int i = 0; i < n; i++)
        if (key[i] == one) return n;
    if (n < AG_NAME_KEYS) key[n++] = one;
    return n;
}

/* Number of syllables, and the classes of the surname and of the first and last syllable of the given name. */
static int reading_keys(const ag_name_reading *r, uint64_t *key, int n) {
    const uint32_t surname = classes(r->syllable[0].initial), first = classes(r->syllable[r->surname % r->n].initial),
                   last = classes(r->syllable[r->n - 1].initial);
    for (unsigned a = 0; a < 8; a++)
        for (unsigned b = 0; b < 8; b++)
            for (unsigned c = 0; c < 8; c++)
                if (surname >> a & 1 && first >> b & 1 && last >> c & 1)
                    n = add_key(key, n, (uint64_t)1 << 32 | r->n << 9 | a << 6 | b << 3 | c);
    return n;
}

/* The first consonants of a word, without its vowels after the first letter. */
static uint64_t word_key(const char *word) {
    uint64_t key = (uint64_t)(unsigned char)word[0];
    for (int i = 1, n = 1; word[i] && n < 3; i++)
        if (!strchr("aeiou", word[i])) key = key << 8 | (unsigned char)word[i], n++;
    return (uint64_t)2 << 32 | key;
}

int ag_name_block_keys(const ag_name_features *features, uint64_t key[AG_NAME_KEYS]) {
    int n = 0;
    for (int i = 0; i < features->readings; i++) n = reading_keys(&features->reading[i], key, n);
    for (int i = 0; i < features->words && !features->readings; i++) n = add_key(key, n, word_key(features->word[i]));
    return n;
}
