/* The rules of casework: number, words, source, how they hold and the test that proves it. `antigone rules` prints
 * them, a refusal quotes them. Numbers, sources and marks are those of the design's casework.md.
 */
#ifndef AG_CASEBOOK_RULES_H
#define AG_CASEBOOK_RULES_H

#include "base/text.h"

typedef enum ag_rule_hold {
    AG_HOLDS_GUARD, /* an action is refused */
    AG_HOLDS_STATE, /* the machine has no such step */
    AG_HOLDS_FACT,  /* derived and shown */
    AG_HOLDS_CLOCK, /* something is due */
    AG_HOLDS_FIELD, /* a record has a place for it */
} ag_rule_hold;

typedef struct ag_rule {
    const char *number; /* "L4"; NULL ends the table */
    const char *words;  /* at most 200 bytes: quoted in refusals */
    const char *source; /* "GC I 17(1)" */
    char mark;          /* 'V' read at its source, 'C' computed, 'M' unverified: from general knowledge */
    ag_rule_hold holds;
    const char *test; /* the sentence that names its test */
} ag_rule;

extern const ag_rule ag_rules[];
const ag_rule *ag_rule_find(const char *number);

#endif
