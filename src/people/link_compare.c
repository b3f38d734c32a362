/* Records, their levels of agreement, and the lines of the blocking rule: see link.h. */
#include <stdlib.h>

#include "people/link_code.h"
#include "people/link_inside.h"

#include "base/banned.h"

enum { SOUND_BITS = 4, MARK_BITS = 6, YEARS = 2, DAYS = 31, NO_DAY = INT32_MIN };

static const int levels[AG_LINK_FIELDS] = {5, 4, 4, 4, 4, 6, 5};
static const char *const field_word[AG_LINK_FIELDS] = {"surname", "given", "place", "unit", "number", "born", "died"};

const char *ag_link_field_word(ag_link_field field) { return field_word[field]; }
int ag_link_levels_of(ag_link_field field) { return levels[field]; }

const char *ag_link_level_word(ag_link_field field, int level) {
    static const char *const text[] = {"missing", "different", "near", "same", "swapped"};
    static const char *const born[] = {"missing", "different", "near", "part", "rough", "same"};
    static const char *const died[] = {"missing", "different", "near", "rough", "same"};
    return field < AG_LINK_TEXTS ? text[level] : field == AG_LINK_BORN ? born[level] : died[level];
}

const char *ag_link_line_word(ag_link_line line) {
    static const char *const word[AG_LINK_LINES + 1] = {"number",    "name+born", "name+unit", "surname+day",
                                                        "given+day", "unit+day",  "place+day", "none"};
    return word[line];
}

/* ---- Records ----------------------------------------------------------------------------------------------------- */

static int32_t day_of(ag_text t, ag_date *out) {
    int64_t y, m, d;
    *out = (ag_date){NO_DAY, NO_DAY};
    if (!t.n || !ag_date_parse_edtf(t, out)) return 0;
    const bool day = out->first == out->last && t.n >= 10 && ag_parse_int((ag_text){t.at, 4}, &y) &&
                     ag_parse_int((ag_text){t.at + 5, 2}, &m) && ag_parse_int((ag_text){t.at + 8, 2}, &d);
    return day ? (int32_t)(y * 512 + m * 32 + d) : 0;
}

/* Of the first ten, as symbols that no number has. */
static uint64_t marks_of_sounds(uint64_t sounds) {
    uint64_t bits = 0;
    for (int i = 0; i < 10 && sounds; i++, sounds >>= SOUND_BITS) bits |= ((sounds & 15) + 40) << MARK_BITS * i;
    return bits;
}

void ag_link_record_of(const ag_link_text *text, ag_link_record *out) {
    ag_text surname = text->name, given = text->given;
    if (!given.n) ag_link_split(text->name, &surname, &given);
    *out = (ag_link_record){.code = {ag_link_sound(surname, true), ag_link_sound(given, true),
                                     ag_link_sound(text->place, false), ag_link_numbers(text->unit),
                                     ag_link_marks(text->number)}};
    if (!out->code[AG_LINK_UNIT]) out->code[AG_LINK_UNIT] = marks_of_sounds(ag_link_sound(text->unit, false));
    out->ymd[0] = day_of(text->born, &out->date[0]);
    out->ymd[1] = day_of(text->died, &out->date[1]);
}

bool ag_link_date_missing(const ag_link_record *r, int which) { return r->date[which].first == NO_DAY; }

/* ---- Levels ------------------------------------------------------------------------------------------------------ */

static int text_level(uint64_t a, uint64_t b, int bits) {
    if (!a || !b) return AG_LINK_MISSING;
    if (a == b) return AG_LINK_SAME;
    return ag_link_near(a, b, bits) ? AG_LINK_NEAR : AG_LINK_DIFFERENT;
}

/* Days between two ranges; 0 where they overlap. */
static int64_t apart(ag_date a, ag_date b) {
    if (a.last < b.first) return (int64_t)b.first - a.last;
    return b.last < a.first ? (int64_t)a.first - b.last : 0;
}

static bool part(int32_t a, int32_t b) {
    const int32_t month = a / 32 % 16, day = a % 32, month_b = b / 32 % 16, day_b = b % 32;
    return a / 512 == b / 512 && (month == month_b || day == day_b || (month == day_b && day == month_b));
}

/* Unknown times fit. */
static bool born_near(const ag_link_record *a, const ag_link_record *b) {
    if (ag_link_date_missing(a, 0) || ag_link_date_missing(b, 0)) return true;
    return apart(a->date[0], b->date[0]) <= YEARS * 366;
}

static int born_level(const ag_link_record *a, const ag_link_record *b) {
    if (ag_link_date_missing(a, 0) || ag_link_date_missing(b, 0)) return AG_LINK_MISSING;
    if (a->ymd[0] && a->ymd[0] == b->ymd[0]) return AG_LINK_DAY;
    const bool days = a->ymd[0] && b->ymd[0];
    if (days && part(a->ymd[0], b->ymd[0])) return AG_LINK_PART;
    if (!days && !apart(a->date[0], b->date[0])) return AG_LINK_ROUGH;
    return born_near(a, b) ? AG_LINK_NEAR : AG_LINK_DIFFERENT;
}

static int died_level(const ag_link_record *a, const ag_link_record *b) {
    if (ag_link_date_missing(a, 1) || ag_link_date_missing(b, 1)) return AG_LINK_MISSING;
    if (a->ymd[1] && a->ymd[1] == b->ymd[1]) return AG_LINK_DIED_DAY;
    const int64_t days = apart(a->date[1], b->date[1]);
    if (!days) return AG_LINK_DIED_ROUGH;
    return days <= DAYS ? AG_LINK_NEAR : AG_LINK_DIFFERENT;
}

static bool swapped(const ag_link_record *a, const ag_link_record *b) {
    const uint64_t *x = a->code, *y = b->code;
    return x[0] && x[1] && x[0] == y[1] && x[1] == y[0] && x[0] != x[1];
}

ag_link_pattern ag_link_compare(const ag_link_record *a, const ag_link_record *b) {
    ag_link_pattern pattern = 0;
    int level[AG_LINK_FIELDS];
    for (int f = 0; f < AG_LINK_TEXTS; f++)
        level[f] = text_level(a->code[f], b->code[f], f >= AG_LINK_UNIT ? MARK_BITS : SOUND_BITS);
    /* What is exchanged agrees once: the given name then says nothing more. */
    if (swapped(a, b)) level[AG_LINK_SURNAME] = AG_LINK_SWAPPED, level[AG_LINK_GIVEN] = AG_LINK_MISSING;
    level[AG_LINK_BORN] = born_level(a, b);
    level[AG_LINK_DIED] = died_level(a, b);
    for (int f = AG_LINK_FIELDS; f--;) pattern = pattern * (ag_link_pattern)levels[f] + (ag_link_pattern)level[f];
    return pattern;
}

void ag_link_pattern_levels(ag_link_pattern pattern, int level[AG_LINK_FIELDS]) {
    for (int f = 0; f < AG_LINK_FIELDS; f++) {
        level[f] = (int)(pattern % (ag_link_pattern)levels[f]);
        pattern /= (ag_link_pattern)levels[f];
    }
}

/* ---- The rule ---------------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t x) { /* the finaliser of SplitMix64 */
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
    x = (x ^ x >> 27) * 0x94D049BB133111EBU;
    return x ^ x >> 31;
}

/* The same for surname and given name in either order. */
static uint64_t name_key(const ag_link_record *r) {
    const uint64_t s = r->code[AG_LINK_SURNAME], g = r->code[AG_LINK_GIVEN];
    return s && g ? mix(s) + mix(g) : 0;
}

static bool same_name(const ag_link_record *a, const ag_link_record *b) {
    const uint64_t *x = a->code, *y = b->code;
    return x[0] && x[1] && ((x[0] == y[0] && x[1] == y[1]) || (x[0] == y[1] && x[1] == y[0]));
}

static bool same_text(const ag_link_record *a, const ag_link_record *b, int field) {
    return a->code[field] && a->code[field] == b->code[field];
}

static const ag_link_field day_with[AG_LINK_LINES] = {[AG_LINK_BY_SURNAME_DAY] = AG_LINK_SURNAME,
                                                      [AG_LINK_BY_GIVEN_DAY] = AG_LINK_GIVEN,
                                                      [AG_LINK_BY_UNIT_DAY] = AG_LINK_UNIT,
                                                      [AG_LINK_BY_PLACE_DAY] = AG_LINK_PLACE};

bool ag_link_satisfies(const ag_link_record *a, const ag_link_record *b, ag_link_line line) {
    switch (line) {
    case AG_LINK_BY_NUMBER:
        return same_text(a, b, AG_LINK_NUMBER);
    case AG_LINK_BY_NAME_BORN:
        return same_name(a, b) && born_near(a, b);
    case AG_LINK_BY_NAME_UNIT:
        return same_name(a, b) && same_text(a, b, AG_LINK_UNIT);
    case AG_LINK_BY_SURNAME_DAY:
    case AG_LINK_BY_GIVEN_DAY:
    case AG_LINK_BY_UNIT_DAY:
    case AG_LINK_BY_PLACE_DAY:
        return a->ymd[0] && a->ymd[0] == b->ymd[0] && same_text(a, b, day_with[line]);
    case AG_LINK_LINES:
        break;
    }
    return false;
}

ag_link_line ag_link_rule(const ag_link_record *a, const ag_link_record *b) {
    int line = 0;
    while (line < AG_LINK_LINES && !ag_link_satisfies(a, b, (ag_link_line)line)) line++;
    return (ag_link_line)line;
}

static uint64_t both(uint64_t a, uint64_t b) { return a && b ? mix(mix(a) + b) | 1 : 0; }

uint64_t ag_link_block_key(const ag_link_record *r, ag_link_line line) {
    switch (line) {
    case AG_LINK_BY_NUMBER:
        return r->code[AG_LINK_NUMBER];
    case AG_LINK_BY_NAME_BORN:
        return name_key(r);
    case AG_LINK_BY_NAME_UNIT:
        return both(name_key(r), r->code[AG_LINK_UNIT]);
    case AG_LINK_BY_SURNAME_DAY:
    case AG_LINK_BY_GIVEN_DAY:
    case AG_LINK_BY_UNIT_DAY:
    case AG_LINK_BY_PLACE_DAY:
        return both((uint64_t)r->ymd[0], r->code[day_with[line]]);
    case AG_LINK_LINES:
        break;
    }
    return 0;
}
