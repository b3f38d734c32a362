/* The joint answer over an incident: who each body is, over all families and all parts. Sections 7 and 8 of
 * genetics.md.
 *
 *     ag_incident + ag_identify_result (hits) ─ag_decide→ ag_decision ─cli, report→ summary_am.csv, summary_pm.csv, …
 *
 * Concept: remains and families that may concern each other make a component (search/joint.h); each is solved by
 * itself, exactly where it is small enough, else with a bound on what was left out; what joins components, the number
 * of unlisted persons and weak possibilities, is carried exactly or by first order (said in `bound`).
 *
 * Invariants: pairs of conflicting sexes take no part (they stand in hits.csv, apart). With several populations each is
 * solved and the least favourable posterior counts. The answer depends on no order of files, beyond what `bound` says.
 */
#ifndef AG_INCIDENT_DECIDE_H
#define AG_INCIDENT_DECIDE_H

#include "incident/identify.h"

/* One possibility for one remains; family = missing = -1: somebody unlisted. */
typedef struct ag_pairing {
    int remains, family, missing; /* missing: index into search.family[family].missing */
    double posterior;
    double lr_ln;  /* of the pair alone; NaN for unlisted */
    double glr_ln; /* best assignment with this pairing against best without; NaN where not computed */
} ag_pairing;

/* Remains of one person, as in the best assignment. */
typedef struct ag_decided_body {
    int first, n;        /* into ag_decision.member: the remains, in the order of the file */
    int family, missing; /* or -1, -1: unlisted */
    double together;     /* posterior that all of them are one person; 1 for a single one */
} ag_decided_body;

typedef enum ag_conclusion {
    AG_CONCLUDE_IDENTIFIED, /* posterior at or above the threshold, no alarm */
    AG_CONCLUDE_HELD,       /* the same, but an alarm must be answered first */
    AG_CONCLUDE_GROUP,      /* certain as a group of persons and bodies that cannot be told apart */
    AG_CONCLUDE_PROBABLE,   /* the likeliest, posterior at least one half, below the threshold */
    AG_CONCLUDE_OPEN,       /* listed persons have together at least 5 %, none of them one half */
    AG_CONCLUDE_NOT_FOUND,  /* nothing among those examined so far */
    AG_CONCLUSIONS
} ag_conclusion;

/* Of one missing person, or of one remains. */
typedef struct ag_verdict {
    ag_conclusion conclusion;
    int family, missing;  /* of a remains: the partner, -1 when unlisted is likeliest */
    int remains;          /* of a missing person: the partner that says most (of a body of several), -1 for none */
    int group;            /* index into ag_decision.group, or -1 */
    unsigned flags;       /* AG_HIT_… of the pair */
    double lr_ln, glr_ln; /* of the pair; NaN where there is none */
    double posterior;     /* of the partner; for a group, that its members are its bodies in some order */
} ag_verdict;

/* Persons of one family who cannot be told apart, and the bodies that are theirs in some order. */
typedef struct ag_decided_group {
    int family;
    int first_missing, missings; /* into ag_decision.group_missing: indices into family.missing */
    int first_body, bodies;      /* into ag_decision.group_body: indices into body */
    double posterior;
} ag_decided_group;

typedef struct ag_decision {
    ag_pairing *pairing; /* owned; by remains, posterior descending, unlisted among them; those above 1e-9 */
    size_t pairings;
    ag_decided_body *body;  /* owned; all bodies of the best assignment, by their first remains */
    int bodies;             /* at least: the minimum number of individuals is min_individuals */
    int *member;            /* owned, [remains] */
    ag_verdict *of_remains; /* owned, [remains] */
    ag_verdict *of_missing; /* owned, [lanes]: lanes by family, then missing (lanes.h) */
    size_t lanes;
    ag_decided_group *group; /* owned */
    int groups;
    int *group_missing, *group_body; /* owned */
    int min_individuals;             /* minimum number of individuals: no two of so many can be one person */
    double persons_expected;         /* posterior mean number of different persons among the remains */
    int components, exact;           /* components; those solved exactly */
    double bound;                    /* on the posterior mass that was left out of any component */
    double first_order;              /* posterior of a component that lies between it and others, at most */
    double others;                   /* U: more than was stated when so few cannot explain what was found */
    double seconds;
} ag_decision;

/* `checks` may be NULL. */
ag_status ag_decide(const ag_incident *incident, const struct ag_check_result *checks, const ag_identify_result *found,
                    const ag_identify_options *options, ag_decision *out, ag_error *err);
void ag_decision_deinit(ag_decision *decision);
/* The joint posterior instead of that of each remains alone, in every hit; proposals are what is identified. */
void ag_decision_apply(const ag_decision *decision, ag_identify_result *result);
const char *ag_conclusion_word(ag_conclusion conclusion); /* "identified", "held", "group", … */

#endif
