/* Record linkage: which records of two lists (or of one) are of one person.
 *
 *     record (texts) ─code→ codes ─block→ pairs ─compare→ pattern of levels ─model→ bits ─one to one→ posterior ─→
 * outcome
 *
 * The model is that of Fellegi and Sunter (A theory for record linkage, JASA 64, 1969): given whether two records are
 * of one person, their fields agree independently of each other; each field has a level of agreement, level k with
 * probability m[k] among records of one person and u[k] among others, and adds log2(m[k] / u[k]) bits. A field that is
 * missing in either adds nothing. u is counted on random pairs, and where fields are the same exactly, within the
 * lists; m comes from expectation maximisation (Winkler 1988) over the counts of patterns of all pairs of the blocking
 * rule. Where two agree in a value, its own frequency stands in the place of the mean one (Winkler 2000).
 *
 * The blocking rule (ag_link_rule): pairs that satisfy a line of it are compared, every one of them and each once; what
 * satisfies none is a non-link without being looked at.
 *
 * Invariants: a link is an assertion about two records and changes neither. Results are in the order of (a, b) and the
 * same for any number of threads. Of two lists nobody is linked twice.
 */
#ifndef AG_PEOPLE_LINK_H
#define AG_PEOPLE_LINK_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"

typedef enum ag_link_field {
    AG_LINK_SURNAME,
    AG_LINK_GIVEN,
    AG_LINK_PLACE,
    AG_LINK_UNIT,
    AG_LINK_NUMBER,
    AG_LINK_TEXTS, /* fields above are compared as codes */
    AG_LINK_BORN = AG_LINK_TEXTS,
    AG_LINK_DIED,
    AG_LINK_FIELDS
} ag_link_field;

/* Levels; 0 is missing in every field. Higher is more alike, but for SWAPPED. */
enum {
    AG_LINK_MISSING,
    AG_LINK_DIFFERENT,
    AG_LINK_NEAR, /* one letter of the code added, left out, changed or exchanged with the next; of a date: see below */
    AG_LINK_SAME,
    AG_LINK_SWAPPED, /* surname and given name in each other's place; a level of the surname */
    /* Born: near is at most two years apart. */
    AG_LINK_PART = 3, /* the year and one of day and month agree, or day and month are exchanged */
    AG_LINK_ROUGH,    /* one of them is not known to the day and the other may lie in it */
    AG_LINK_DAY,      /* the same day */
    AG_LINK_LEVELS,
    /* Died: near is at most 31 days apart; an exchanged day and month is not told from another day. */
    AG_LINK_DIED_ROUGH = 3,
    AG_LINK_DIED_DAY
};
enum { AG_LINK_PATTERNS = 5 * 4 * 4 * 4 * 4 * 6 * 5 };

const char *ag_link_field_word(ag_link_field field);            /* "surname" */
const char *ag_link_level_word(ag_link_field field, int level); /* "near" */
int ag_link_levels_of(ag_link_field field);

/* ---- Records ------------------------------------------------------------------------------------------------- */

/* As written in a list; all but `name` may be empty. Where `given` is empty, `name` is the whole name, the surname
 * first, or behind it a comma. */
typedef struct ag_link_text {
    ag_text name, given, place, unit, number, born, died;
} ag_link_text;

/* Codes, 0: missing. Names and places: classes of sounds, the same in Hangul, Latin and Cyrillic where systems of
 * writing Korean agree (link_code.c). Unit: its numbers, or its sounds when it has none. Number: its last ten digits
 * and letters.
 */
typedef struct ag_link_record {
    uint64_t code[AG_LINK_TEXTS];
    ag_date date[2];                     /* born, died; both ends INT32_MIN: missing */
    int32_t ymd[2];                      /* year * 512 + month * 32 + day where known to the day, else 0 */
    float rarity_log2[AG_LINK_UNIT + 1]; /* -log2 of the share of records with this code */
} ag_link_record;

void ag_link_record_of(const ag_link_text *text, ag_link_record *out);
bool ag_link_date_missing(const ag_link_record *r, int which);

/* ---- Comparison ---------------------------------------------------------------------------------------------- */

typedef uint32_t ag_link_pattern; /* < AG_LINK_PATTERNS */
ag_link_pattern ag_link_compare(const ag_link_record *a, const ag_link_record *b);
void ag_link_pattern_levels(ag_link_pattern pattern, int level[AG_LINK_FIELDS]);

/* The lines of the blocking rule. */
typedef enum ag_link_line {
    AG_LINK_BY_NUMBER,      /* the same number */
    AG_LINK_BY_NAME_BORN,   /* the same name in either order, born at most two years apart or at an unknown time */
    AG_LINK_BY_NAME_UNIT,   /* the same name in either order, and the same unit */
    AG_LINK_BY_SURNAME_DAY, /* the same surname and day of birth */
    AG_LINK_BY_GIVEN_DAY,   /* the same given name and day of birth */
    AG_LINK_BY_UNIT_DAY,    /* the same unit and day of birth */
    AG_LINK_BY_PLACE_DAY,   /* the same place and day of birth */
    AG_LINK_LINES
} ag_link_line;

const char *ag_link_line_word(ag_link_line line);
/* Whether two records satisfy a line: the definition that blocking is tested against. */
bool ag_link_satisfies(const ag_link_record *a, const ag_link_record *b, ag_link_line line);
/* The first line that they satisfy; AG_LINK_LINES: none. */
ag_link_line ag_link_rule(const ag_link_record *a, const ag_link_record *b);

/* ---- Model --------------------------------------------------------------------------------------------------- */

typedef struct ag_link_model {
    double m[AG_LINK_FIELDS][AG_LINK_LEVELS], u[AG_LINK_FIELDS][AG_LINK_LEVELS]; /* level 0 unused */
    double matches;                   /* expected pairs of one person among all */
    int rounds;                       /* of expectation maximisation */
    uint64_t random_pairs;            /* that u was counted on */
    uint64_t compared[AG_LINK_LINES]; /* pairs by the first line that they satisfy */
    double pairs;                     /* of the two lists, or of the one */
} ag_link_model;

double ag_link_bits(const ag_link_model *model, ag_link_field field, int level); /* log2(m / u) */

/* ---- The run ------------------------------------------------------------------------------------------------- */

typedef enum ag_link_outcome { AG_LINK_NO, AG_LINK_REVIEW, AG_LINK_YES, AG_LINK_OUTCOMES } ag_link_outcome;

typedef struct ag_link_options {
    double link, review; /* posterior from which a pair is linked (> 0.5), and from which people look at it */
    uint64_t seed;       /* of the random pairs */
    double most_pairs;   /* that the rule may ask to compare; a pair counts once for each line */
    int threads;
    const volatile sig_atomic_t *stop; /* may be NULL */
    void (*progress)(void *context, double done, double of);
    void *context;
} ag_link_options;
ag_link_options ag_link_defaults(void);

typedef struct ag_link_pair {
    uint32_t a, b;
    ag_link_pattern pattern;
    float weight_bits; /* with the frequencies of its values */
    double posterior;
    ag_link_outcome outcome;
} ag_link_pair;

typedef struct ag_linkage {
    ag_link_model model;
    ag_link_pair *pair; /* owned; all with a posterior that matters, in the order of (a, b) */
    size_t pairs;
    size_t count[AG_LINK_OUTCOMES]; /* of `pair`; the rest of the pairs compared are non-links too */
} ag_linkage;

/* The records of list B follow those of A in `record`; n_b = 0: list A is looked through for persons listed twice.
 * Fills in the rarities. AG_REFUSED: the rule asks for more than most_pairs. */
ag_status ag_link(ag_link_record *record, uint32_t n_a, uint32_t n_b, const ag_link_options *options, ag_linkage *out,
                  ag_error *err);
void ag_linkage_deinit(ag_linkage *linkage);

/* Connected records: `cluster[i]` is the least index that record i (of A, then of B) is joined to by links. */
void ag_link_clusters(const ag_linkage *linkage, uint32_t n_a, uint32_t n_b, uint32_t *cluster);

/* ---- Against the truth --------------------------------------------------------------------------------------- */

enum { AG_LINK_BINS = 7, AG_LINK_STEPS = 9 };
typedef struct ag_link_step {
    double threshold;
    uint64_t linked, right; /* pairs at or above it */
} ag_link_step;
typedef struct ag_link_evaluation {
    uint64_t truth;   /* pairs of one person */
    uint64_t outside; /* of them satisfy no line of the rule */
    ag_link_step step[AG_LINK_STEPS];
    struct {
        uint64_t pairs, right;
        double expected; /* sum of their posteriors */
    } bin[AG_LINK_BINS]; /* by posterior */
} ag_link_evaluation;

double ag_link_bin_from(int bin); /* the least posterior of a bin; of AG_LINK_BINS: 1 */
/* `person[i]`: who record i really is, 0: unknown. AG_ENVIRONMENT: no memory. */
ag_status ag_link_evaluate(const ag_linkage *linkage, const ag_link_record *record, uint32_t n_a, uint32_t n_b,
                           const uint32_t *person, ag_link_evaluation *out, ag_error *err);

#endif
