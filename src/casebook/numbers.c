/* Numbers of remains and containers: see numbers.h. */
#include "casebook/numbers.h"

#include <stdio.h>
#include <string.h>

#include "casebook/casebook.h"

#include "base/banned.h"

enum { DATE_DIGITS = 8, INSTITUTION_DIGITS = 4, DAY_SECONDS = 86400 };

/* ISO/IEC 7064:2003, clause 9 (hybrid systems), MOD 11,10. */
char ag_number_check_digit(const char *digits, size_t n) {
    int product = 10;
    for (size_t i = 0; i < n; i++) {
        const int sum = (product + digits[i] - '0') % 10;
        product = 2 * (sum ? sum : 10) % 11;
    }
    return (char)('0' + (11 - product) % 10);
}

char *ag_number_format(int32_t day, ag_text institution, int serial, char out[AG_NUMBER_DIGITS + 1]) {
    char time[21];
    ag_time_format((int64_t)day * DAY_SECONDS, time);
    snprintf(out, AG_NUMBER_DIGITS + 1, "%.4s%.2s%.2s%.4s%06d", time, time + 5, time + 8, institution.at,
             serial % (AG_MAX_SERIAL + 1));
    out[AG_NUMBER_DIGITS - 1] = ag_number_check_digit(out, AG_NUMBER_DIGITS - 1);
    out[AG_NUMBER_DIGITS] = '\0';
    return out;
}

/* ---- Checking --------------------------------------------------------------------------------------------------- */

static bool are_digits(ag_text t) {
    for (size_t i = 0; i < t.n; i++)
        if (t.at[i] < '0' || t.at[i] > '9') return false;
    return true;
}

static bool is_day(const char *digits) {
    char date[11];
    ag_date day;
    snprintf(date, sizeof date, "%.4s-%.2s-%.2s", digits, digits + 4, digits + 6);
    return ag_date_parse(ag_text_of(date), &day);
}

/* Takes ".p01" off the front; its letter, or 0. */
static char take_suffix(ag_text *rest) {
    size_t n = 2;
    if (rest->n < 4 || rest->at[0] != '.' || !strchr("pse", rest->at[1])) return 0;
    while (n < rest->n && rest->at[n] != '.') n++;
    if (n < 4 || n > 6 || !are_digits((ag_text){rest->at + 2, n - 2})) return 0;
    const char letter = rest->at[1];
    *rest = (ag_text){rest->at + n, rest->n - n};
    return letter;
}

/* `last`: the letter that the last suffix must have, 0: no suffix at all, 'p': none or a part. */
static const char *check(ag_text id, char last) {
    if (id.n < AG_NUMBER_DIGITS || !are_digits((ag_text){id.at, AG_NUMBER_DIGITS}))
        return "19 digits without blanks, such as 2025061603120001230: date, institution, serial, check digit";
    if (!is_day(id.at)) return "its first eight digits are a day: 20250616";
    if (ag_number_check_digit(id.at, AG_NUMBER_DIGITS - 1) != id.at[AG_NUMBER_DIGITS - 1])
        return "read the label again: the check digit, its last, does not fit the others";
    ag_text rest = {id.at + AG_NUMBER_DIGITS, id.n - AG_NUMBER_DIGITS};
    if (!rest.n) return !last || last == 'p' ? NULL : "an effect has the number it was found with, and .e01";
    if (!last) return "19 digits and nothing after them";
    char letter = take_suffix(&rest);
    const bool more = letter == 'p' && rest.n;
    if (more) letter = take_suffix(&rest);
    return letter == last && !rest.n && !(more && letter == 'p')
               ? NULL
               : "after the number .p01 for a part, .s01 for a sample, .e01 for an effect";
}

const char *ag_number_check(ag_text id) { return check(id, 'p'); }
const char *ag_number_check_whole(ag_text id) { return check(id, 0); }
const char *ag_number_check_effect(ag_text id) { return check(id, 'e'); }

/* ---- Giving ----------------------------------------------------------------------------------------------------- */

typedef struct sequence {
    const ag_view *view;
    int32_t day;         /* of whole numbers */
    ag_text stem;        /* institution, or the number that a suffix is put after */
    const ag_kind *kind; /* of suffixed ids; NULL: whole numbers */
    char letter;
} sequence;

static const char *member(const sequence *s, int n) {
    char number[AG_NUMBER_DIGITS + 1];
    if (!s->kind) return ag_view_say(s->view, "%s", ag_number_format(s->day, s->stem, n, number));
    return ag_view_say(s->view, "%.*s.%c%02d", (int)s->stem.n, s->stem.at, s->letter, n);
}

static bool is_there(const ag_view *view, const char *kind, const char *id) {
    const ag_row row = ag_view_row(view, ag_text_of(ag_view_say(view, "%s:%s", kind, id)));
    return ag_row_there(&row);
}

static bool is_taken(const sequence *s, int n) {
    const char *id = member(s, n);
    if (s->kind) return is_there(s->view, s->kind->name, id);
    return is_there(s->view, "remains", id) || is_there(s->view, "container", id);
}

/* One that is free and follows one that is taken (or is the first): doubling, then halving. limit + 1: none is left. */
static int next_free(const sequence *s, int limit) {
    int taken = 0, free = 1;
    while (free <= limit && is_taken(s, free)) {
        taken = free;
        free = free < limit && 2 * free > limit ? limit : 2 * free;
    }
    if (free > limit) return limit + 1;
    while (free - taken > 1) {
        const int middle = taken + (free - taken) / 2;
        if (is_taken(s, middle))
            taken = middle;
        else
            free = middle;
    }
    return free;
}

/* The highest serial of the day that subjects of the kind have; 0: none. */
static int highest(const ag_view *view, const char *kind, const char *stem) {
    enum { SERIAL_DIGITS = 6 };
    const ag_row last = ag_view_last(view, ag_kind_find(ag_text_of(kind)), ag_text_of(stem),
                                     ag_text_of(ag_view_say(view, "%s:", stem)));
    const ag_text id = ag_row_id(&last);
    int64_t serial = 0;
    if (id.n < AG_NUMBER_DIGITS ||
        !ag_parse_int((ag_text){id.at + DATE_DIGITS + INSTITUTION_DIGITS, SERIAL_DIGITS}, &serial))
        return 0;
    return (int)serial;
}

int ag_number_next_serial(const ag_view *view, int32_t day, ag_text institution) {
    char number[AG_NUMBER_DIGITS + 1];
    const char *stem =
        ag_view_say(view, "%.*s", DATE_DIGITS + INSTITUTION_DIGITS, ag_number_format(day, institution, 0, number));
    const int remains = highest(view, "remains", stem), containers = highest(view, "container", stem);
    const int serial = remains > containers ? remains : containers;
    if (serial < AG_MAX_SERIAL) return serial + 1;
    /* The last number of the day was given by hand: one before it. */
    const sequence s = {.view = view, .day = day, .stem = institution};
    return next_free(&s, AG_MAX_SERIAL);
}

ag_text ag_number_institution(const ag_view *view) {
    const ag_row casebook = ag_view_row(view, AG_TEXT("casebook:1"));
    const ag_text institution = ag_row_text(&casebook, "institution");
    return institution.n == INSTITUTION_DIGITS ? institution : AG_TEXT("0000");
}

const char *ag_number_new(const ag_deed *deed) {
    char number[AG_NUMBER_DIGITS + 1];
    const ag_text institution = ag_number_institution(&deed->view);
    const int32_t day = ag_deed_day(deed);
    const int serial = ag_number_next_serial(&deed->view, day, institution);
    if (serial > AG_MAX_SERIAL) return "";
    return ag_view_say(&deed->view, "%s", ag_number_format(day, institution, serial, number));
}

void ag_number_run_init(ag_number_run *run, const ag_view *view, int32_t day) {
    *run = (ag_number_run){.view = view, .day = day, .institution = ag_number_institution(view)};
    run->serial = ag_number_next_serial(view, day, run->institution);
}

bool ag_number_run_next(ag_number_run *run, char out[AG_NUMBER_DIGITS + 1]) {
    const sequence s = {.view = run->view, .day = run->day, .stem = run->institution};
    while (run->serial <= AG_MAX_SERIAL && is_taken(&s, run->serial)) run->serial++;
    if (run->serial > AG_MAX_SERIAL) return false;
    ag_number_format(run->day, run->institution, run->serial++, out);
    return true;
}

const char *ag_number_new_below(const ag_view *view, const ag_kind *kind, ag_text base, char letter) {
    const sequence s = {.view = view, .stem = base, .kind = kind, .letter = letter};
    const int n = next_free(&s, AG_MAX_SUFFIX);
    return n > AG_MAX_SUFFIX ? "" : member(&s, n);
}

/* ---- Numbers of others ------------------------------------------------------------------------------------------ */

const char *ag_foreign_number_fits(const ag_deed *deed) {
    enum { UKRAINE_DIGITS = 17 };
    const ag_text scheme = ag_deed_text(deed, "foreign_scheme"), number = ag_deed_text(deed, "foreign_number");
    if (!number.n) return scheme.n || ag_deed_has(deed, "foreign_written") ? "foreign_number: the number itself" : NULL;
    if (!scheme.n) return "foreign_scheme: whose number it is, such as ua17";
    if (!ag_text_equal(scheme, AG_TEXT("ua17"))) return NULL;
    return number.n == UKRAINE_DIGITS && are_digits(number) && is_day(number.at)
               ? NULL
               : "of scheme ua17 are 17 digits that begin with a day, such as 20250616031200123";
}

/* ---- Labels ----------------------------------------------------------------------------------------------------- */

enum { KEY_NAME_BYTES = 4, MAC_BYTES = 8 };

ag_status ag_number_label_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text id = ag_row_id(&view->row);
    char name_hex[2 * KEY_NAME_BYTES + 1], mac_hex[2 * MAC_BYTES + 1];
    ag_secret key, name, mac;
    (void)err;
    if (!ag_casebook_derive(view->casebook, "labels", &key)) return AG_OK;
    ag_secret_derive(&key, "name", &name);
    ag_secret_derive(&key, ag_view_say(view, "number %.*s", (int)id.n, id.at), &mac);
    ag_buffer_printf(out, "AG1 %.*s %s %s", (int)id.n, id.at, ag_hex_format(name.byte, KEY_NAME_BYTES, name_hex),
                     ag_hex_format(mac.byte, MAC_BYTES, mac_hex));
    ag_secret_wipe(&key, sizeof key);
    ag_secret_wipe(&mac, sizeof mac);
    return AG_OK;
}
