/* What the parts of a page share: the results being told, and how numbers and persons are written. */
#ifndef AG_REPORT_PAGE_H
#define AG_REPORT_PAGE_H

#include "report/document.h"
#include "report/report.h"
#include "report/words.h"

struct ag_statements; /* incident/statement.h */

enum { AG_NONE = UINT32_MAX };

typedef struct ag_page {
    const ag_incident *incident;
    const ag_check_result *checks; /* may be NULL */
    const ag_identify_result *result;
    const ag_identify_options *options;
    ag_language language;
    ag_arena arena;
    ag_document document;
    ag_engine *engine;
    uint16_t *probe;          /* [loci] their codes, set before each question */
    ag_catalogue **catalogue; /* [populations] of the incident's search, with one remains: */
    ag_incident without;      /* theta, for the next closest relation */
    ag_catalogue **close;     /* [populations] of `without`; the same as `catalogue` where there is no theta */
    bool has_theta;
    double threshold; /* posterior of a proposal */
    double pool;      /* N = M + U */
    double needed_lr; /* that reaches the threshold without another candidate; NaN: none is needed */
    const char *prior;
    const char *assumptions;          /* one sentence: table, mutation, … */
    struct ag_statements *statements; /* owned */
    uint32_t (*best)[2];              /* [remains] the two strongest hits of each, AG_NONE where there is none */
    /* of the joint answer */
    const ag_decision *decision;
    const ag_chance_result *chance;      /* may be NULL */
    int *body_of;                        /* [remains] index into decision->body */
    size_t *first_pairing;               /* [remains + 1] into decision->pairing */
    size_t *first_lane;                  /* [families + 1] into decision->of_missing */
    size_t *lane;                        /* [lanes] by conclusion, then those with the least margin first */
    size_t *rank;                        /* [lanes] where each stands among those of its conclusion */
    size_t first_of[AG_CONCLUSIONS + 1]; /* into `lane` */
    size_t remains_of[AG_CONCLUSIONS];   /* how many remains have each conclusion */
} ag_page;

/* ag_say(page, AG_SAY_X, value, …): the sentence with its gaps filled. */
#define ag_say(page, ...)                                                                                              \
    ag_page_say((page), ag_page_first_of(__VA_ARGS__), (const char *const[]){ag_page_rest_of(__VA_ARGS__)})
#define ag_page_first_of(...) ag_page_first_of_(__VA_ARGS__, 0)
#define ag_page_first_of_(first, ...) first
#define ag_page_rest_of(...) ag_page_rest_of_(__VA_ARGS__, NULL)
#define ag_page_rest_of_(first, ...) __VA_ARGS__

const char *ag_page_say(ag_page *page, ag_words words, const char *const *value);
const char *ag_page_words(const ag_page *page, ag_words words); /* a sentence without gaps */
void ag_page_fact(ag_page *page, ag_node *facts, ag_words label, const char *value);
/* A section with its heading. */
ag_node *ag_page_section(ag_page *page, ag_words title, const char *anchor);

const char *ag_page_count(ag_page *page, double count); /* 12,345 */
const char *ag_page_few(ag_page *page, double value);   /* an expectation: two digits, 3 × 10⁻⁵ when small */
const char *ag_page_ratio(ag_page *page, double lr_ln); /* 2.1 × 10¹² */
const char *ag_page_log10(ag_page *page, double lr_ln); /* 12.32 */
const char *ag_page_percent(ag_page *page, double probability); /* 99.9983 %, never rounded up, at most 99.9999 % */
/* Of a proposal, as stated: 99.95 %. */
const char *ag_page_threshold(ag_page *page);
const char *ag_page_number(ag_page *page, double value); /* shortest */

const char *ag_page_sample(ag_page *page, uint32_t remains);
const char *ag_page_person(ag_page *page, int family, int person);   /* F0022:M1 */
const char *ag_page_missing(ag_page *page, int family, int missing); /* the same, by index of the missing */
const char *ag_page_flags(ag_page *page, unsigned flags);            /* "few loci compared; drop-out assumed" */
int ag_page_typed_loci(const ag_page *page, int family, int person); /* 0: not typed */
const char *ag_page_typed(ag_page *page, int family);                /* "mother (23 loci), sister (22 loci)" */
/* The strongest other hit of the remains of an item, AG_NONE if there is none. */
uint32_t ag_page_rival(const ag_page *page, size_t item);
/* "a, b, c and 12 more" */
const char *ag_page_join(ag_page *page, const char *const *text, size_t shown, size_t all);

/* "R1, R2, R3": all remains of a body. */
const char *ag_page_parts(ag_page *page, int body);
/* 99.98 %, or 3 × 10⁻⁷ where that says little. */
const char *ag_page_share(ag_page *page, double probability);
/* "identified", "held for review", … */
const char *ag_page_conclusion(ag_page *page, ag_conclusion conclusion);
size_t ag_page_lanes(const ag_page *page, ag_conclusion conclusion); /* how many missing persons have it */

/* Cards (identify_card.c, card_family.c, card_evidence.c, group_card.c): all that is said of one conclusion. */
enum { AG_MOST_CARDS = 200, AG_MOST_HELD_CARDS = 40, AG_MOST_GROUP_CARDS = 40 };
/* The anchor of a missing person's card, NULL where there is none. */
const char *ag_page_card_anchor(ag_page *page, size_t lane);
ag_status ag_page_card(ag_page *page, ag_node *parent, size_t lane, ag_error *err);
void ag_page_group_card(ag_page *page, ag_node *parent, int group);
/* The pedigree with `note` below the missing persons that the card is about; NULL: nothing but their symbol. Below if
 * it is wide. */
void ag_page_family(ag_page *page, ag_node *beside, ag_node *below, const char *title, int family, const int *missing,
                    int n, const char *note);
/* ln LR by locus under the least favourable population, and a drawing of it. */
typedef struct ag_page_pair {
    ag_hit hit;
    int loci, exclusions, population;
    double *lr_ln; /* [loci of the search] */
} ag_page_pair;
ag_status ag_page_pair_ask(ag_page *page, const ag_verdict *verdict, ag_page_pair *out, ag_error *err);
ag_status ag_page_pair_chart(ag_page *page, const ag_page_pair *pair, ag_node *parent, ag_error *err);
/* What each remains of a body shows: loci and quality. */
const char *ag_page_data(ag_page *page, int body);
/* The sections after the head, in order. */
ag_status ag_page_sections(ag_page *page, ag_error *err);
void ag_page_head(ag_page *page);
void ag_page_searched(ag_page *page);
const char *ag_page_assumptions(ag_page *page);
void ag_page_conclusions(ag_page *page); /* every missing person and every body, in tables */
void ag_page_findings(ag_page *page);
/* The last section: program and digests. What stands below them may be added. */
ag_node *ag_page_provenance(ag_page *page);
/* Two lines to be signed by hand. */
void ag_page_signatures(ag_page *page);

#endif
