/* How numbers and persons are written on a page: see page.h. Every number has a fixed form, so pages can be compared.
 */
#include "report/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/chart.h"

#include "base/banned.h"

#define TIMES " \xC3\x97 10"

const char *ag_page_say(ag_page *page, ag_words words, const char *const *value) {
    return ag_words_fill(&page->arena, page->language, words, value);
}

const char *ag_page_words(const ag_page *page, ag_words words) { return ag_words_of(page->language, words); }

ag_node *ag_page_section(ag_page *page, ag_words title, const char *anchor) {
    ag_node *node = ag_document_add(&page->document, &page->document.root, AG_BLOCK_SECTION, NULL);
    node->anchor = anchor;
    ag_document_heading(&page->document, node, 2, ag_page_words(page, title));
    return node;
}

void ag_page_fact(ag_page *page, ag_node *facts, ag_words label, const char *value) {
    ag_document_labelled(&page->document, facts, AG_BLOCK_FACT, ag_page_words(page, label), value);
}

/* ---- Numbers -------------------------------------------------------------------------------------------------- */

const char *ag_page_count(ag_page *page, double count) {
    char digits[40];
    int n = snprintf(digits, sizeof digits, "%.0f", count);
    ag_buffer out;
    ag_buffer_init(&out);
    for (int k = 0; k < n; k++) {
        if (k > 0 && (n - k) % 3 == 0) ag_buffer_puts(&out, ag_language_thousands(page->language));
        ag_buffer_putc(&out, digits[k]);
    }
    const char *text = ag_document_text(&page->document, (ag_text){out.data ? out.data : "", out.n});
    ag_buffer_deinit(&out);
    return text;
}

static const char *power_of_ten(ag_page *page, int exponent) {
    static const char *const digit[10] = {"\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",
                                          "\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7",
                                          "\xE2\x81\xB8", "\xE2\x81\xB9"};
    const char *text = "";
    unsigned rest = (unsigned)(exponent < 0 ? -exponent : exponent);
    for (; rest > 0; rest /= 10) text = ag_document_format(&page->document, "%s%s", digit[rest % 10], text);
    return ag_document_format(&page->document, "%s%s", exponent < 0 ? "\xE2\x81\xBB" : "", text);
}

/* A number by its logarithm: plain between 0.001 and 100,000, else two digits times a power of ten. */
static const char *by_log10(ag_page *page, double value_log10) {
    if (isinf(value_log10)) return value_log10 < 0 ? "0" : "\xE2\x88\x9E";
    if (isnan(value_log10)) return "\xE2\x80\x93";
    if (value_log10 >= -3 && value_log10 < 1) return ag_document_format(&page->document, "%.2g", pow(10, value_log10));
    if (value_log10 >= 1 && value_log10 < 5) return ag_page_count(page, pow(10, value_log10));
    double exponent = floor(value_log10), mantissa = pow(10, value_log10 - exponent);
    if (mantissa >= 9.95) exponent++, mantissa = 1;
    return ag_document_format(&page->document, "%.1f" TIMES "%s", mantissa, power_of_ten(page, (int)exponent));
}

const char *ag_page_ratio(ag_page *page, double lr_ln) { return by_log10(page, lr_ln / log(10)); }

const char *ag_page_few(ag_page *page, double value) {
    if (value == 0) return "0";
    return by_log10(page, log10(value));
}

const char *ag_page_log10(ag_page *page, double lr_ln) { return ag_chart_number(&page->arena, lr_ln / log(10), 2); }

const char *ag_page_percent(ag_page *page, double p) {
    double percent = p * 100;
    if (percent > 99.9999) percent = 99.9999;
    if (percent <= 0 || isnan(percent))
        return "0"
               "\xC2\xA0"
               "%";
    /* The small addition keeps 0.9995 from being told as 99.9499 %. */
    if (percent < 1) return ag_document_format(&page->document, "%.2g\xC2\xA0%%", percent);
    int decimals = percent < 99 ? 1 : 4;
    double unit = decimals == 1 ? 10 : 1e4, shown = floor(percent * unit + 1e-7) / unit;
    if (shown == floor(shown))
        decimals = 0;
    else if (decimals == 4 && fabs(shown * 100 - round(shown * 100)) < 1e-6)
        decimals = 2;
    return ag_document_format(&page->document, "%.*f\xC2\xA0%%", decimals, shown);
}

const char *ag_page_threshold(ag_page *page) {
    return ag_document_format(&page->document, "%.10g\xC2\xA0%%", page->threshold * 100);
}

const char *ag_page_number(ag_page *page, double value) {
    ag_buffer out;
    ag_buffer_init(&out);
    ag_buffer_double(&out, value);
    const char *text = ag_document_text(&page->document, (ag_text){out.data ? out.data : "", out.n});
    ag_buffer_deinit(&out);
    return text;
}

/* ---- Persons -------------------------------------------------------------------------------------------------- */

const char *ag_page_sample(ag_page *page, uint32_t remains) {
    return ag_document_text(&page->document, page->incident->remains[remains].row->sample);
}

const char *ag_page_person(ag_page *page, int family, int person) {
    const ag_incident_family *f = &page->incident->family[family];
    return ag_document_format(&page->document, "%.*s:%.*s", (int)f->id.n, f->id.at, (int)f->person[person].id.n,
                              f->person[person].id.at);
}

const char *ag_page_missing(ag_page *page, int family, int missing) {
    return ag_page_person(page, family, page->incident->search.family[family].missing[missing]);
}

const char *ag_page_flags(ag_page *page, unsigned flags) {
    static const struct {
        unsigned flag;
        ag_words words;
    } known[] = {{AG_HIT_SEX_CONFLICT, AG_SAY_FLAG_SEX_CONFLICT},
                 {AG_HIT_CONFLICT, AG_SAY_FLAG_CONFLICT},
                 {AG_HIT_MIXTURE, AG_SAY_FLAG_MIXTURE},
                 {AG_HIT_REFERENCE_REVIEW, AG_SAY_FLAG_REFERENCE_REVIEW},
                 {AG_HIT_CONTAMINATION, AG_SAY_FLAG_CONTAMINATION},
                 {AG_HIT_UNUSABLE_FAMILY, AG_SAY_FLAG_UNUSABLE_FAMILY},
                 {AG_HIT_INCONSISTENT_LOCUS, AG_SAY_FLAG_INCONSISTENT_LOCUS},
                 {AG_HIT_FEW_LOCI, AG_SAY_FLAG_FEW_LOCI},
                 {AG_HIT_DROPOUT_ASSUMED, AG_SAY_FLAG_DROPOUT_ASSUMED}};
    const char *text = "";
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (flags & known[k].flag)
            text = ag_document_format(&page->document, "%s%s%s", text, *text ? "; " : "", ag_say(page, known[k].words));
    return text;
}

int ag_page_typed_loci(const ag_page *page, int family, int person) {
    const ag_search *s = &page->incident->search;
    const ag_family *f = &s->family[family];
    int loci = 0;
    for (int l = 0; l < s->loci; l++) {
        bool seen = false;
        for (int r = 0; r < f->readings; r++) seen |= f->reading[r].person == person && f->reading[r].code[l] != 0;
        loci += seen;
    }
    return loci;
}

const char *ag_page_typed(ag_page *page, int family) {
    const ag_family *f = &page->incident->search.family[family];
    const ag_incident_person *who = page->incident->family[family].person;
    const char *text = "";
    for (int p = 0; p < f->pedigree.persons; p++) {
        int loci = ag_page_typed_loci(page, family, p);
        if (loci == 0) continue;
        const char *seen = ag_say(page, AG_SAY_TYPED_LOCI, ag_page_count(page, loci));
        text = ag_document_format(&page->document, "%s%s%.*s (%s)", text, *text ? ", " : "", (int)who[p].id.n,
                                  who[p].id.at, seen);
    }
    return *text ? text : ag_say(page, AG_SAY_NONE_TYPED);
}

uint32_t ag_page_rival(const ag_page *page, size_t item) {
    const uint32_t *best = page->best[page->result->item[item].hit.remains];
    return best[0] == item ? best[1] : best[0];
}

const char *ag_page_join(ag_page *page, const char *const *text, size_t shown, size_t all) {
    ag_buffer out;
    ag_buffer_init(&out);
    for (size_t k = 0; k < shown; k++) {
        if (k) ag_buffer_puts(&out, ", ");
        ag_buffer_puts(&out, text[k]);
    }
    const char *list = ag_document_text(&page->document, (ag_text){out.data ? out.data : "", out.n});
    ag_buffer_deinit(&out);
    return all > shown ? ag_say(page, AG_SAY_AND_MORE, list, ag_page_count(page, (double)(all - shown))) : list;
}

/* ---- The joint answer ----------------------------------------------------------------------------------------- */

const char *ag_page_parts(ag_page *page, int body) {
    enum { NAMED = 40 };
    const char *name[NAMED];
    const ag_decided_body *b = &page->decision->body[body];
    const int shown = b->n < NAMED ? b->n : NAMED;
    for (int k = 0; k < shown; k++) name[k] = ag_page_sample(page, (uint32_t)page->decision->member[b->first + k]);
    return ag_page_join(page, name, (size_t)shown, (size_t)b->n);
}

const char *ag_page_share(ag_page *page, double p) {
    return p < 1e-4 ? ag_page_few(page, p) : ag_page_percent(page, p);
}

const char *ag_page_conclusion(ag_page *page, ag_conclusion conclusion) {
    return ag_page_words(page, (ag_words)(AG_SAY_CONCLUDE_IDENTIFIED + (int)conclusion));
}

size_t ag_page_lanes(const ag_page *page, ag_conclusion conclusion) {
    return page->first_of[conclusion + 1] - page->first_of[conclusion];
}

const char *ag_page_card_anchor(ag_page *page, size_t lane) {
    const ag_verdict *v = &page->decision->of_missing[lane];
    const size_t rank = page->rank[lane];
    if (v->conclusion == AG_CONCLUDE_IDENTIFIED && rank < AG_MOST_CARDS)
        return ag_document_format(&page->document, "p%zu", rank + 1);
    if (v->conclusion == AG_CONCLUDE_HELD && rank < AG_MOST_HELD_CARDS)
        return ag_document_format(&page->document, "h%zu", rank + 1);
    if (v->conclusion == AG_CONCLUDE_GROUP && v->group >= 0 && v->group < AG_MOST_GROUP_CARDS)
        return ag_document_format(&page->document, "g%d", v->group + 1);
    return NULL;
}
