/* Claims combined: what is corroborated, what is one origin told many times, what contradicts, and the least and the
 * most that is said, by class of source and over time. Never one number.
 *
 *     records ─chains→ who stands behind each ─pairs→ groups (same topic, measure and subject) ─→ bounds, origins
 *
 * A chain holds a claim, whoever says it, whomever they have it from, and the chains of the claims it passes on. Two
 * claims are independent when their chains hold nothing in common (a source known by name, or a claim); E2 calls one
 * confirmed by another when they are independent and say the same of the same time. Numbers
 * contradict when they exclude each other and are for the same days, or when what is counted so far falls: at least 600
 * in April and at most 350 in September do, at least 300 and later 350 do not.
 *
 * Invariants: the order of the records changes nothing; a further claim widens the running bounds or leaves them; the
 * answer borrows the records, whose ids are unique.
 */
#ifndef AG_INCIDENT_CLAIMS_H
#define AG_INCIDENT_CLAIMS_H

#include "formats/claims_file.h"

/* What stands in chains: sources before claims, each by name. */
typedef struct ag_claim_node {
    ag_text name; /* of a source, or the id of a claim */
    bool claim;
} ag_claim_node;

typedef struct ag_told { /* a claim of the answer */
    const ag_claim_record *record;
    const uint32_t *node, *root; /* sorted: all that stands in its chain; the sources with which it begins */
    int nodes, roots;
    bool anonymous; /* nobody known stands where its chain begins */
    bool cut;       /* its chain is beyond AG_MAX_ORIGINS or names no source: it is independent of nothing */
    uint32_t group; /* into group[] */
    uint32_t line;  /* of the group: claims whose chains meet, one with another, are of one line */
    uint32_t corroborated, repeated, contradicted; /* by how many others of its group */
} ag_told;

/* The claims of one class (or all, AG_CLAIM_CLASSES) in a group that were said by some day. */
typedef struct ag_claim_bounds {
    ag_claim_class relation;
    ag_text said;                        /* that day, as it is written */
    uint32_t claims, so_far;             /* with a number: of that day; until then */
    int64_t least, most;                 /* of that day: the smallest and the largest number that is said */
    int64_t running_least, running_most; /* of all until then */
    bool open, running_open;             /* somebody says "at least" and no more */
    bool unfounded, running_unfounded;   /* somebody says "at most" and no less */
} ag_claim_bounds;

enum {                             /* what a group lacks */
       AG_LACKS_NUMBER = 1,        /* nobody says one */
       AG_LACKS_CORROBORATION = 2, /* no claim is confirmed by an independent one */
       AG_LACKS_SECOND_ORIGIN = 4, /* all chains meet */
       AG_LACKS_LEAST = 8,         /* nobody says "at least" */
       AG_LACKS_MOST = 16,         /* nobody says "at most" */
       AG_LACKS_PARTY = 32,        /* no party to the event speaks */
       AG_LACKS_WITNESS = 64,      /* no witness speaks */
       AG_LACKS_KNOWN = 128,       /* nobody known stands where any chain begins */
       AG_LACKS_TIME = 256,        /* some claim does not say for when it is true */
       AG_LACKS = 9
};

typedef struct ag_claim_group {
    ag_text topic, measure, about;
    bool so_far;
    uint32_t first, claims;                  /* told[first …], in the order in which they were said */
    uint32_t lines;                          /* independent ones */
    uint32_t numbers;                        /* claims with a number */
    uint64_t corroborations, contradictions; /* pairs */
    const ag_claim_bounds *bounds;           /* by class, then by day; all classes last */
    uint32_t bounds_n;
    unsigned lacks;
} ag_claim_group;

/* A source that several chains hold, or with which one begins. */
typedef struct ag_claim_origin {
    uint32_t node;
    bool begins;           /* chains begin with it; else it tells what it has from others */
    bool anonymous;        /* all claims that begin with it are of nobody known */
    const uint32_t *claim; /* into told[], in the order in which they were said */
    uint32_t claims;
} ag_claim_origin;

typedef struct ag_claims {
    ag_told *told; /* by topic, measure and subject, then by when it was said, then by id */
    uint32_t n;
    ag_claim_group *group;
    uint32_t groups;
    const ag_claim_node *node;
    uint32_t nodes;
    ag_claim_origin *origin; /* those with most claims first, then by name */
    uint32_t origins;
} ag_claims;

typedef struct ag_claims_question {
    ag_text topic, measure; /* empty: all; without ASCII case */
} ag_claims_question;

/* In the arena. AG_BAD_INPUT: more than AG_MAX_CLAIMS; AG_ENVIRONMENT: no memory. */
ag_status ag_claims_combine(const ag_claim_record *record, size_t n, const ag_claims_question *question,
                            ag_arena *arena, ag_claims *out, ag_error *err);

typedef struct ag_claim_pair {
    bool independent;
    bool agrees;      /* of the same group: says the same of the same time */
    bool contradicts; /* of the same group: at their word, both cannot be true */
    uint32_t meet;    /* what both chains hold, a source where there is one; AG_NO_MEETING: nothing */
} ag_claim_pair;
#define AG_NO_MEETING UINT32_MAX
ag_claim_pair ag_claims_pair(const ag_claims *claims, uint32_t a, uint32_t b);

#endif
