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

    {0},
};

const ag_rule *ag_rule_find(const char *number) {
    for (const ag_rule *rule = ag_rules; rule->number; rule++)
        if (strcmp(rule->number, number) == 0) return rule;
    return NULL;
}
