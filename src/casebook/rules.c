/* The table of rules. Numbers L, E, I, P, S are those of the design's casework; K (numbers and labels, 2.3), G
 * (guidance, 1.2), H (handling of remains, 8.2), D (disposition, 8.5) and A (access, from casebook) are ours, with the
 * section that states them as source. */
#include "casebook/rules.h"

#include <string.h>

#include "base/banned.h"

const ag_rule ag_rules[] = {
    /* L: law (1.1) */

    /* G: guidance (1.2, 1.3) */

    /* K: numbers and labels (2.3) */

    /* E: evidence and sources (3) */

    /* H: handling of remains (8.2) */

    /* I: identification (8.3) */

    /* D, P: disposition (8.5) */

    /* S: status of persons (8.6) */

    /* A: access and protection of people (casebook) */
    {"A1", "nobody does what his role does not allow", "casebook, People and roles", 'V', AG_HOLDS_GUARD,
     "nobody does what his role does not allow: all actions and roles"},
    {"A2", "somebody must be able to let people in: the last administrator stays", "casebook, People and roles", 'V',
     AG_HOLDS_GUARD, "the last administrator can neither retire nor lose the role"},
    {"A3", "what passes from hand to hand is signed by both sides", "casework 8.1, CustodyEvent", 'V', AG_HOLDS_GUARD,
     "what passes from hand to hand is signed by both sides, or on paper that is kept"},
    {"A4", "every read of a sealed field leaves an entry", "casebook, People and roles", 'V', AG_HOLDS_STATE,
     "every read of a sealed field leaves an entry, and who may not read gets nothing"},
    {"A5", "erasing a key removes the data and leaves the proof", "casebook, Journal first", 'V', AG_HOLDS_STATE,
     "an erased field is gone for good and the chain still verifies"},
    {"A6", "where two sites have spoken of one subject both stand, and a person decides", "casebook, Journal first",
     'V', AG_HOLDS_STATE, "two sites that worked apart merge and nothing is overwritten"},
    {"A7", "time does not go back in the journal", "casebook, Journal first", 'V', AG_HOLDS_STATE,
     "a clock that jumps back is refused until somebody says what was wrong"},

    {0},
};

const ag_rule *ag_rule_find(const char *number) {
    for (const ag_rule *rule = ag_rules; rule->number; rule++)
        if (strcmp(rule->number, number) == 0) return rule;
    return NULL;
}
