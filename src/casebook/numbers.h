/* Numbers of remains and containers: what stands on the label.
 *
 *     20250616 0312 000123 0        arrival (or sighting), institution, serial, check digit: 19 digits without blanks
 *     2025061603120001230.p01       a part of it; .s01 a sample, .e01 an effect found with it
 *     2025061603120001230.p01.s01   a sample of the part
 *
 * The check digit is ISO 7064 MOD 11,10: it finds every single wrong digit. Invariants: a number is the id of its
 * subject and is never given twice, also when it was spoiled or void. Numbers of others (17 digits in Ukraine) are
 * fields beside it, as written.
 */
#ifndef AG_CASEBOOK_NUMBERS_H
#define AG_CASEBOOK_NUMBERS_H

#include "casebook/deed.h"

enum { AG_NUMBER_DIGITS = 19, AG_MAX_SERIAL = 999999, AG_MAX_SUFFIX = 9999 };

/* The check digit (as a character) of n digits. */
char ag_number_check_digit(const char *digits, size_t n);
/* day: since 1970-01-01. institution: four digits. serial: 1 … AG_MAX_SERIAL. */
char *ag_number_format(int32_t day, ag_text institution, int serial, char out[AG_NUMBER_DIGITS + 1]);

/* ag_kind.check_id: NULL, or what is wrong with it. Of effects and samples suffixes are asked for, of containers
 * forbidden. */
const char *ag_number_check(ag_text id);
const char *ag_number_check_whole(ag_text id);
const char *ag_number_check_effect(ag_text id);

/* The next serial of the day and the institution that neither remains nor a container have; AG_MAX_SERIAL + 1: none is
 * left. */
int ag_number_next_serial(const ag_view *view, int32_t day, ag_text institution);
/* Four digits, from the casebook's settings. */
ag_text ag_number_institution(const ag_view *view);
/* ag_kind.new_id of remains and containers; "" when none is left. In the deed's arena. */
const char *ag_number_new(const ag_deed *deed);
/* Many numbers in a row, in a search for each only as long as others were given in between. */
typedef struct ag_number_run {
    const ag_view *view;
    int32_t day;
    ag_text institution;
    int serial; /* the next to be tried */
} ag_number_run;
void ag_number_run_init(ag_number_run *run, const ag_view *view, int32_t day);
bool ag_number_run_next(ag_number_run *run, char out[AG_NUMBER_DIGITS + 1]); /* false: none is left */
/* The next free id of `kind` that is `base` with a suffix of `letter`: 's' for samples. "" when 9,999 are taken. */
const char *ag_number_new_below(const ag_view *view, const ag_kind *kind, ag_text base, char letter);

/* The number that somebody else gave, as they wrote it (rule K4). */
#define AG_FOREIGN_FIELDS                                                                                              \
    {"foreign_scheme",                                                                                                 \
     AG_FIELD_CODE,                                                                                                    \
     0,                                                                                                                \
     NULL,                                                                                                             \
     "whose number it is: ua17 for Ukraine's 17 digits, or a code of your own",                                        \
     0},                                                                                                               \
        {"foreign_number", AG_FIELD_CODE, 0, NULL, "the number that they gave, such as 20250616031200123", 0}, {       \
        "foreign_written", AG_FIELD_TEXT, 0, NULL,                                                                     \
            "the same exactly as it is written, where that has blanks or other letters", 0                             \
    }

const char *ag_foreign_number_fits(const ag_deed *deed); /* guard K4, of fields */

/* The content of the label's QR code: "AG1 NUMBER KEY MAC", KEY naming the register's key (8 hex digits), MAC 16 hex
 * digits: BLAKE2b keyed with it over the number. No name, no nationality. Nothing without the casebook's key. A fact.
 */
ag_status ag_number_label_fact(const ag_view *view, ag_buffer *out, ag_error *err);

#endif
