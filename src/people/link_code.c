/* Codes of texts: see link_code.h.
 *
 * A class stands for all that one Korean sound becomes in some system: ㄱ ㅋ ㄲ, k, kh, g, к, г are one; ㅓ ㅗ ㅕ ㅛ,
 * eo, ŏ, o, о, ё are one. That joins names that differ (the frequency of the code says how often), and keeps together
 * almost all spellings of one (facts of the systems: docs/linkage.md). Letters that no table has count by their base
 * letter in Unicode's decomposition.
 */
#include "people/link_code.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

#include "base/banned.h"

enum { NONE, K, T, P, S, J, N, M, L, H, A, O, U, I, OTHER };
enum { SOUNDS = 16, MARKS = 10, MARK_BITS = 6, FOLDED = 256 };
enum { HANGUL = 0xAC00, HANGUL_END = 0xD7A4, MEDIALS = 21, FINALS = 28 };

/* ---- Letters ----------------------------------------------------------------------------------------------------- */

/* By letter from a; y, w and h are seen to by their neighbours. */
static const uint8_t latin[26] = {A, P, K, T, I, P, K, H, I, J, K, L, M, N, O, P, K, L, S, T, U, P, P, S, I, J};
/* From U+0430 а to U+044F я. */
static const uint8_t cyrillic[32] = {A, P, P, K, T, I, J, J, I, NONE, K,    L, M,    N, O, P,
                                     L, S, T, U, P, H, J, J, S, S,    NONE, U, NONE, I, U, A};
static const uint8_t initial[19] = {K, K, N, T, T, L, M, P, P, S, S, NONE, J, J, J, K, T, P, H};
static const uint8_t medial[MEDIALS] = {A, I, A, I, O, I, O, I, O, A, I, O, O, U, O, I, I, U, U, U, I};
static const uint8_t final[FINALS] = {NONE, K, K, K, N, N, N, T, L, L, L, L, L, L,
                                      L,    L, M, P, P, S, S, N, J, J, K, T, P, H};

static bool is_vowel(int sound) { return sound >= A && sound <= I; }

typedef struct folded {
    UChar32 at[FOLDED];
    int n;
} folded;

static UChar32 base_letter(UChar32 c) {
    UErrorCode code = U_ZERO_ERROR;
    UChar parts[8];
    if (c < 0x80 || c == 0x14F || c == 0x16D || (c >= 0x400 && c < 0x460) || (c >= HANGUL && c < HANGUL_END)) return c;
    const int32_t n = unorm2_getDecomposition(unorm2_getNFDInstance(&code), c, parts, 8, &code);
    return U_SUCCESS(code) && n > 0 ? (UChar32)parts[0] : c;
}

/* Small letters without marks. */
static void fold(ag_text text, folded *out) {
    const uint8_t *at = (const uint8_t *)text.at;
    out->n = 0;
    for (size_t i = 0; i < text.n && out->n < FOLDED;) {
        UChar32 c;
        U8_NEXT(at, i, text.n, c);
        if (c >= 0) out->at[out->n++] = base_letter(u_tolower(c));
    }
}

/* ---- Sounds ------------------------------------------------------------------------------------------------------ */

typedef struct code {
    uint64_t bits;
    int n, last;
    bool run; /* in a run of Latin or Cyrillic vowels, of which the first counts */
} code;

static void add(code *c, int sound) {
    if (sound == NONE || sound == c->last || c->n == SOUNDS) return;
    c->bits |= (uint64_t)sound << 4 * c->n++;
    c->last = sound;
}

static void add_letter(code *c, int sound) {
    if (is_vowel(sound) && c->run) return;
    add(c, sound);
    if (sound != NONE) c->run = is_vowel(sound);
}

static void add_syllable(code *c, UChar32 syllable) {
    const int index = syllable - HANGUL, m = index / FINALS % MEDIALS;
    const bool rounded = m == 9 || m == 10 || (m >= 14 && m <= 16); /* ㅘ ㅙ ㅝ ㅞ ㅟ: w, в */
    add(c, initial[index / FINALS / MEDIALS]);
    if (rounded) add(c, P);
    add(c, medial[m]);
    add(c, final[index % FINALS]);
}

/* A Latin letter with the next: how many were read. */
static int add_latin(code *c, UChar32 x, UChar32 next) {
    int sound = x == 0x14F ? O : x == 0x16D ? U : latin[x - 'a'];
    int read = 1;
    if ((x == 'e' && (next == 'o' || next == 'u')) || (x == 'o' && next == 'o') || (x == 'a' && next == 'e')) {
        sound = x == 'a' ? I : x == 'e' && next == 'o' ? O : U;
        read = 2;
    } else if (next == 'h' && (x == 'c' || x == 'k' || x == 't' || x == 'p' || x == 's' || x == 'z' || x == 'r')) {
        sound = x == 'c' ? J : sound;
        read = 2;
    } else if (x == 'y' &&
               (next == 0x14F || (next < 0x80 && is_vowel(next >= 'a' && next <= 'z' ? latin[next - 'a'] : 0)))) {
        sound = NONE;
    } else if (x == 'n' && next == 'g') {
        read = 2;
    } else if ((x == 't' && next == 's') || (x == 'd' && (next == 'j' || next == 'z'))) {
        sound = J;
        read = 2;
    }
    add_letter(c, sound);
    return read;
}

static int add_cyrillic(code *c, UChar32 x, UChar32 next) {
    const int sound = x == 0x451                               ? O
                      : x == 0x456 || x == 0x457 || x == 0x454 ? I
                      : x < 0x450                              ? cyrillic[x - 0x430]
                                                               : OTHER;
    if (x == 0x434 && (next == 0x436 || next == 0x437)) { /* дж, дз */
        add_letter(c, J);
        return 2;
    }
    add_letter(c, sound);
    const bool breath = next == 0x445 && (sound == K || sound == T || sound == P || x == 0x447); /* кх тх пх чх */
    return breath ? 2 : 1;
}

/* Habits that no system has. */
static bool habit(ag_text text, code *c) {
    const struct {
        ag_text written;
        int sound[3];
    } known[] = {{AG_TEXT("park"), {P, A, K}}, {AG_TEXT("woo"), {U}}, {AG_TEXT("wu"), {U}}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!ag_text_equal_fold(text, known[i].written)) continue;
        for (int k = 0; k < 3; k++) add(c, known[i].sound[k]);
        return true;
    }
    return false;
}

uint64_t ag_link_sound(ag_text text, bool name) {
    folded f;
    code c = {0};
    if (name && habit(text, &c)) return c.bits;
    fold(text, &f);
    for (int i = 0; i < f.n;) {
        const UChar32 x = f.at[i], next = i + 1 < f.n ? f.at[i + 1] : 0;
        int read = 1;
        if (x >= HANGUL && x < HANGUL_END)
            add_syllable(&c, x);
        else if ((x >= 'a' && x <= 'z') || x == 0x14F || x == 0x16D)
            read = add_latin(&c, x, next);
        else if (x >= 0x430 && x < 0x460)
            read = add_cyrillic(&c, x, next);
        else if (u_isalnum(x))
            add(&c, OTHER);
        else if (x == ' ' || x == '-')
            c.run = false;
        i += read;
    }
    const uint64_t first = c.bits & 15;
    return name && (first == L || first == N) && c.n > 1 ? c.bits >> 4 : c.bits;
}

/* ---- Marks ------------------------------------------------------------------------------------------------------- */

static uint64_t mark_of(UChar32 x) {
    if (x >= '0' && x <= '9') return (uint64_t)(x - '0') + 1;
    if (x >= 'a' && x <= 'z') return (uint64_t)(x - 'a') + 11;
    return u_isalnum(x) ? 37 + (uint64_t)x % 26 : 0;
}

static uint64_t last_marks(const folded *f) {
    uint64_t bits = 0;
    int n = 0;
    for (int i = f->n; i-- && n < MARKS;) {
        const uint64_t mark = mark_of(f->at[i]);
        if (mark) bits |= mark << MARK_BITS * n++;
    }
    return bits;
}

uint64_t ag_link_marks(ag_text text) {
    folded f;
    fold(text, &f);
    return last_marks(&f);
}

uint64_t ag_link_numbers(ag_text text) {
    uint64_t bits = 0;
    int n = 0;
    bool inside = false;
    for (size_t i = 0; i < text.n && n < MARKS; i++) {
        const bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (digit && !inside && n) bits |= (uint64_t)63 << MARK_BITS * n++;
        if (digit && n < MARKS) bits |= ((uint64_t)(text.at[i] - '0') + 1) << MARK_BITS * n++;
        inside = digit;
    }
    return bits;
}

bool ag_link_near(uint64_t a, uint64_t b, int bits) {
    if (!a || !b || a == b) return a == b && a;
    const uint64_t one = ((uint64_t)1 << bits) - 1;
    while ((a & one) == (b & one)) a >>= bits, b >>= bits;
    const uint64_t a1 = a >> bits, b1 = b >> bits;
    if (a1 == b1 || a1 == b || a == b1) return true;
    return a1 >> bits == b1 >> bits && (a & one) == (b1 & one) && (b & one) == (a1 & one);
}

/* ---- Names ------------------------------------------------------------------------------------------------------- */

static bool two_syllables(ag_text name) {
    static const char *const known[] = {"남궁", "황보", "제갈", "사공", "선우", "독고", "서문", "동방"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (name.n > 6 && ag_text_starts(name, ag_text_of(known[i]))) return true;
    return false;
}

void ag_link_split(ag_text name, ag_text *surname, ag_text *given) {
    const ag_text t = ag_text_trim(name);
    size_t cut = 0, next = 0;
    while (cut < t.n && t.at[cut] != ',') cut++;
    if (cut == t.n)
        for (cut = 0; cut < t.n && t.at[cut] != ' ';) cut++;
    next = cut < t.n ? cut + 1 : cut;
    const unsigned char *head = (const unsigned char *)t.at;
    if (cut == t.n && t.n >= 6 && head[0] >= 0xEA && head[0] <= 0xED)
        cut = next = two_syllables(t) ? 6 : 3; /* Hangul */
    *surname = ag_text_trim((ag_text){t.at, cut});
    *given = ag_text_trim((ag_text){t.at + next, t.n - next});
}
