/* What the parts of a page share: the results being told, and how numbers and persons are written. */
#ifndef AG_REPORT_PAGE_H
#define AG_REPORT_PAGE_H

#include "report/document.h"
#include "report/report.h"
#include "report/words.h"

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
    ag_search *search;        /* [populations] the incident's, with one remains: */
    uint16_t *probe;          /* [loci] their codes, set before each question */
    ag_catalogue **catalogue; /* [populations] of those searches */
    double threshold;         /* posterior of a proposal */
    double pool;              /* N = M + U */
    double needed_lr;         /* that reaches the threshold without another candidate; NaN: none is needed */
    const char *prior;
    uint32_t (*best)[2]; /* [remains] the two strongest hits of each, AG_NONE where there is none */
    size_t persons;      /* different ones among the proposals */
    uint32_t *same;      /* [items] the next proposal for the same person, in a ring; AG_NONE for other items */
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

/* All that is said of one hit: numbers, family, evidence by locus. */
ag_status ag_page_card(ag_page *page, ag_node *parent, size_t item, const char *anchor, ag_error *err);
/* The sections after the head, in order. */
ag_status ag_page_sections(ag_page *page, ag_error *err);
void ag_page_searched(ag_page *page);
void ag_page_findings(ag_page *page);
/* The last section: program and digests. What stands below them may be added. */
ag_node *ag_page_provenance(ag_page *page);

#endif
