/* Letters of Russian and Ukrainian, folding: see letters.h. */
#include "people/letters.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/banned.h"

const char *const ag_letters_name[AG_LETTERS_N] = {"icao", "gost", "kmu"};

/* Of each letter: icao, gost, kmu within a word, kmu at its beginning where that is another. "" is nothing; NULL in a
 * column: the alphabet of that system has no such letter, and what the next one has is taken. */
static const struct {
    UChar32 letter;
    const char *latin[AG_LETTERS_N], *kmu_first;
} table[] = {
    {L'а', {"a", "a", "a"}, NULL},         {L'б', {"b", "b", "b"}, NULL},    {L'в', {"v", "v", "v"}, NULL},
    {L'г', {"g", "g", "h"}, NULL},         {L'ґ', {"g", "g", "g"}, NULL},    {L'д', {"d", "d", "d"}, NULL},
    {L'е', {"e", "e", "e"}, NULL},         {L'ё', {"e", "yo", "io"}, NULL},  {L'є', {"ie", "ye", "ie"}, "ye"},
    {L'ж', {"zh", "zh", "zh"}, NULL},      {L'з', {"z", "z", "z"}, NULL},    {L'и', {"i", "i", "y"}, NULL},
    {L'і', {"i", "i", "i"}, NULL},         {L'ї', {"i", "yi", "i"}, "yi"},   {L'й', {"i", "j", "i"}, "y"},
    {L'к', {"k", "k", "k"}, NULL},         {L'л', {"l", "l", "l"}, NULL},    {L'м', {"m", "m", "m"}, NULL},
    {L'н', {"n", "n", "n"}, NULL},         {L'о', {"o", "o", "o"}, NULL},    {L'п', {"p", "p", "p"}, NULL},
    {L'р', {"r", "r", "r"}, NULL},         {L'с', {"s", "s", "s"}, NULL},    {L'т', {"t", "t", "t"}, NULL},
    {L'у', {"u", "u", "u"}, NULL},         {L'ф', {"f", "f", "f"}, NULL},    {L'х', {"kh", "x", "kh"}, NULL},
    {L'ц', {"ts", "cz", "ts"}, NULL},      {L'ч', {"ch", "ch", "ch"}, NULL}, {L'ш', {"sh", "sh", "sh"}, NULL},
    {L'щ', {"shch", "shh", "shch"}, NULL}, {L'ъ', {"ie", "``", ""}, NULL},   {L'ы', {"y", "y`", "y"}, NULL},
    {L'ь', {"", "`", ""}, NULL},           {L'э', {"e", "e`", "e"}, NULL},   {L'ю', {"iu", "yu", "iu"}, "yu"},
    {L'я', {"ia", "ya", "ia"}, "ya"},
};

static const char *latin_of(ag_letters system, UChar32 letter, UChar32 before, UChar32 after) {
    if (system == AG_LETTERS_GOST && letter == L'ц' &&
        (after == L'е' || after == L'и' || after == L'й' || after == L'ы'))
        return "c"; /* before i, e, y, j */
    if (system == AG_LETTERS_KMU && letter == L'г' && before == L'з') return "gh";
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].letter == letter)
            return system == AG_LETTERS_KMU && !u_isalpha(before) && table[i].kmu_first ? table[i].kmu_first
                                                                                        : table[i].latin[system];
    return NULL;
}

static UChar32 peek(ag_text t, int32_t at) {
    UChar32 c = 0;
    if (at < (int32_t)t.n) U8_NEXT((const uint8_t *)t.at, at, (int32_t)t.n, c);
    return c < 0 ? 0 : u_tolower(c);
}

void ag_letters_write(ag_letters system, ag_text cyrillic, ag_buffer *out) {
    UChar32 c, before = 0;
    for (int32_t at = 0, next = 0; next < (int32_t)cyrillic.n; at = next) {
        U8_NEXT((const uint8_t *)cyrillic.at, next, (int32_t)cyrillic.n, c);
        const UChar32 lower = c < 0 ? 0 : u_tolower(c);
        const char *latin = latin_of(system, lower, before, peek(cyrillic, next));
        const bool mark = (lower == L'\'' || lower == 0x2019 || lower == 0x02BC) && system == AG_LETTERS_KMU;
        if (latin && c != lower && latin[0]) {
            ag_buffer_putc(out, (char)(latin[0] >= 'a' && latin[0] <= 'z' ? latin[0] - 32 : latin[0]));
            ag_buffer_puts(out, latin + 1);
        } else if (latin) {
            ag_buffer_puts(out, latin);
        } else if (!mark) { /* the apostrophe of Ukrainian is not written */
            ag_buffer_add(out, cyrillic.at + at, (size_t)(next - at));
        }
        before = mark ? before : lower;
    }
}

ag_alphabet ag_letters_alphabet(ag_text cyrillic) {
    ag_alphabet alphabet = AG_ALPHABET_EITHER;
    UChar32 c;
    for (int32_t at = 0; at < (int32_t)cyrillic.n;) {
        U8_NEXT((const uint8_t *)cyrillic.at, at, (int32_t)cyrillic.n, c);
        const UChar32 lower = c < 0 ? 0 : u_tolower(c);
        if (lower == L'і' || lower == L'ї' || lower == L'є' || lower == L'ґ') return AG_ALPHABET_UKRAINIAN;
        if (lower == L'ё' || lower == L'ъ' || lower == L'ы' || lower == L'э') alphabet = AG_ALPHABET_RUSSIAN;
    }
    return alphabet;
}

/* ---- Folding ----------------------------------------------------------------------------------------------------- */

static bool is_apostrophe(UChar32 c) {
    return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0x02BB || c == 0x00B4;
}

/* What stands for c in a folded name: a letter, 0x2019 for every apostrophe, ' ' for what parts words, 0 for nothing.
 */
static UChar32 folded(UChar32 c) {
    if (is_apostrophe(c)) return 0x2019;
    if (c == 0x01D2 || c == 0x00F4) return 0x014F; /* ǒ, ô for ŏ */
    if (c == 0x01D4 || c == 0x00FB) return 0x016D; /* ǔ, û for ŭ */
    if (u_isalpha(c)) return c;
    return u_isspace(c) || u_ispunct(c) ? ' ' : 0;
}

static void note_script(UChar32 c, ag_script *script) {
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode code = uscript_getScript(c, &error);
    if (code == USCRIPT_HANGUL) *script = AG_SCRIPT_HANGUL;
    if (code == USCRIPT_CYRILLIC && *script == AG_SCRIPT_LATIN) *script = AG_SCRIPT_CYRILLIC;
}

size_t ag_name_fold(ag_text name, char out[AG_FOLDED_BYTES], ag_script *script) {
    enum { UNITS = 256 };
    UChar wide[UNITS], even[UNITS];
    int32_t units = 0, n = 0;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&error);
    out[0] = 0;
    *script = AG_SCRIPT_LATIN;
    if (name.n >= UNITS) return 0;
    u_strFromUTF8(wide, UNITS, &units, name.at, (int32_t)name.n, &error);
    units = U_SUCCESS(error) ? unorm2_normalize(form, wide, units, even, UNITS, &error) : 0;
    if (U_FAILURE(error)) return 0;
    bool letters = false;
    for (int32_t i = 0; i < units && n + 2 * U8_MAX_LENGTH < AG_FOLDED_BYTES; i++) {
        const UChar32 c = folded(even[i]); /* no name is written beyond the first plane of Unicode */
        if (!c || (c == ' ' && (!n || out[n - 1] == ' '))) continue;
        if (u_isalpha(c)) letters = true;
        note_script(c, script);
        U8_APPEND_UNSAFE((uint8_t *)out, n, (uint32_t)c);
    }
    if (n && out[n - 1] == ' ') n--;
    out[n] = 0;
    return letters ? (size_t)n : 0;
}

/* ---- Skeletons --------------------------------------------------------------------------------------------------- */

static bool is_vowel(char c) { return c && strchr("aeiou", c); }

/* Longest first. */
static const char *const merged[][2] = {{"shch", "s"}, {"shh", "s"}, {"sch", "s"}, {"kh", "h"}, {"zh", "z"},
                                        {"sh", "s"},   {"ts", "c"},  {"tz", "c"},  {"cz", "c"}, {"ch", "c"},
                                        {"ph", "f"},   {"w", "v"},   {"y", "i"},   {"j", "i"},  {"x", "h"}};

/* ASCII letters of the word without marks. */
static size_t plain(ag_text word, bool ukrainian, char *out, size_t room) {
    enum { UNITS = 512 };
    UChar wide[UNITS], parted[UNITS];
    int32_t units = 0;
    size_t n = 0;
    ag_buffer latin = {0};
    UErrorCode error = U_ZERO_ERROR;
    ag_letters_write(ukrainian ? AG_LETTERS_KMU : AG_LETTERS_ICAO, word, &latin);
    const UNormalizer2 *form = unorm2_getNFDInstance(&error);
    u_strFromUTF8(wide, UNITS, &units, latin.data ? latin.data : "", (int32_t)latin.n, &error);
    units = U_SUCCESS(error) ? unorm2_normalize(form, wide, units, parted, UNITS, &error) : 0;
    for (int32_t i = 0; i < units && U_SUCCESS(error) && n + 1 < room; i++)
        if (parted[i] >= 'a' && parted[i] <= 'z') out[n++] = (char)parted[i];
    out[n] = 0;
    ag_buffer_deinit(&latin);
    return n;
}

void ag_name_skeleton(ag_text word, bool ukrainian, char out[AG_NAME_WORD_BYTES]) {
    char letters[64];
    size_t n = 0;
    plain(word, ukrainian, letters, sizeof letters);
    for (const char *at = letters; *at && n + 1 < AG_NAME_WORD_BYTES;) {
        char c = *at;
        size_t used = 1;
        for (size_t m = 0; m < sizeof merged / sizeof *merged; m++)
            if (strncmp(at, merged[m][0], strlen(merged[m][0])) == 0) {
                c = merged[m][1][0];
                used = strlen(merged[m][0]);
                break;
            }
        at += used;
        if (c == 'i' && is_vowel(*at)) continue; /* a glide */
        if (n && out[n - 1] == c) continue;
        out[n++] = c;
    }
    out[n] = 0;
}
