/* The card of one identification, to be signed: hypotheses, data, assumptions, numbers, alternatives, lines of
 * evidence, the family drawn, the evidence by locus. Of a body of several parts the numbers are of the part that says
 * most. */
#include <math.h>

#include "incident/consensus.h"
#include "incident/nearest.h"
#include "incident/statement.h"
#include "report/page.h"

#include "base/banned.h"

enum { MOST_PARTS = 12, MOST_ALTERNATIVES = 3 };

/* Said aloud; the other flags are remarks. */
enum { LOUD_FLAGS = AG_HIT_ALARMS | AG_HIT_INCONSISTENT_LOCUS };

/* ---- Data ------------------------------------------------------------------------------------------------------ */

static const char *part_data(ag_page *page, int remains) {
    const ag_incident_sample *s = &page->incident->remains[remains];
    const char *name = ag_page_sample(page, (uint32_t)remains);
    const char *loci = ag_say(page, AG_SAY_TYPED_LOCI, ag_page_count(page, s->loci));
    if (!s->row->quality.n) return ag_say(page, AG_SAY_DATA_PART, name, loci);
    return ag_say(page, AG_SAY_DATA_QUALITY, name, loci, ag_document_text(&page->document, s->row->quality));
}

static const char *consensus_data(ag_page *page, const ag_decided_body *b) {
    int loci = 0;
    for (int l = 0; l < page->incident->search.loci; l++)
        loci += ag_consensus_of(page->incident, &page->decision->member[b->first], b->n, l).a >= 0;
    return ag_say(page, AG_SAY_DATA_CONSENSUS, ag_say(page, AG_SAY_TYPED_LOCI, ag_page_count(page, loci)));
}

const char *ag_page_data(ag_page *page, int body) {
    const ag_decided_body *b = &page->decision->body[body];
    const char *text = "";
    for (int k = 0; k < b->n && k < MOST_PARTS; k++)
        text = ag_document_format(&page->document, "%s%s%s", text, k ? "; " : "",
                                  part_data(page, page->decision->member[b->first + k]));
    if (b->n > MOST_PARTS) text = ag_say(page, AG_SAY_AND_MORE, text, ag_page_count(page, b->n - MOST_PARTS));
    if (b->n == 1) return text;
    return ag_document_format(&page->document, "%s; %s; %s", text, consensus_data(page, b),
                              ag_say(page, AG_SAY_DATA_TOGETHER, ag_page_percent(page, b->together)));
}

/* ---- Alternatives ---------------------------------------------------------------------------------------------- */

static const char *alternatives(ag_page *page, const ag_verdict *v) {
    const ag_decision *d = page->decision;
    const char *text = "";
    int told = 0;
    for (size_t i = page->first_pairing[v->remains]; i < page->first_pairing[v->remains + 1]; i++) {
        const ag_pairing *p = &d->pairing[i];
        if (p->family == v->family && p->missing == v->missing) continue;
        if (told++ == MOST_ALTERNATIVES) break;
        const char *who =
            p->family < 0 ? ag_page_words(page, AG_SAY_UNLISTED) : ag_page_missing(page, p->family, p->missing);
        text = ag_document_format(&page->document, "%s%s%s", text, *text ? "; " : "",
                                  ag_say(page, AG_SAY_ALTERNATIVE, who, ag_page_share(page, p->posterior)));
    }
    return *text ? text : ag_page_words(page, AG_SAY_ALTERNATIVES_NONE);
}

static const char *ratio(ag_page *page, double lr_ln) {
    return ag_say(page, AG_SAY_LR_VALUE, ag_page_ratio(page, lr_ln), ag_page_log10(page, lr_ln));
}

static ag_status nearest(ag_page *page, const ag_page_pair *pair, const char **out, ag_error *err) {
    const ag_search *s = &page->incident->search;
    const ag_hit *hit = &pair->hit;
    ag_nearest_result r;
    const ag_status status = ag_nearest(page->engine, page->close[pair->population], hit->family, hit->missing,
                                        s->remains_code + (size_t)hit->remains * (size_t)s->loci,
                                        page->incident->remains[hit->remains].sex, &r, err);
    if (status != AG_OK) return status;
    *out = r.nearest < 0 ? ag_page_words(page, AG_SAY_NEAREST_NONE)
                         : ag_say(page, page->has_theta ? AG_SAY_NEAREST_NO_THETA : AG_SAY_NEAREST_VALUE,
                                  ag_page_words(page, (ag_words)(AG_SAY_RELATION_SIBLING + r.nearest)),
                                  ratio(page, r.missing_ln - r.lr_ln[r.nearest]));
    return AG_OK;
}

/* ---- Facts ----------------------------------------------------------------------------------------------------- */

static const char *family_name(ag_page *page, int family) {
    return ag_document_text(&page->document, page->incident->family[family].id);
}

static void hypotheses(ag_page *page, ag_node *facts, const ag_verdict *v, int body) {
    ag_page_fact(
        page, facts, AG_SAY_H1,
        ag_say(page, AG_SAY_H1_VALUE, ag_page_parts(page, body), ag_page_missing(page, v->family, v->missing)));
    ag_page_fact(page, facts, AG_SAY_H2, ag_say(page, AG_SAY_H2_VALUE, family_name(page, v->family)));
    ag_page_fact(page, facts, AG_SAY_DATA, ag_page_data(page, body));
    ag_page_fact(page, facts, AG_SAY_RELATIVES_TYPED, ag_page_typed(page, v->family));
}

static void numbers(ag_page *page, ag_node *facts, const ag_verdict *v, bool parts) {
    const char *lr = ratio(page, v->lr_ln);
    if (parts) lr = ag_say(page, AG_SAY_LR_OF, ag_page_sample(page, (uint32_t)v->remains), lr);
    ag_page_fact(page, facts, AG_SAY_LR, lr);
    ag_page_fact(page, facts, AG_SAY_PRIOR, page->prior);
    ag_page_fact(page, facts, AG_SAY_JOINT_POSTERIOR, ag_page_percent(page, v->posterior));
    if (!isnan(v->glr_ln))
        ag_page_fact(page, facts, AG_SAY_GLR, ag_say(page, AG_SAY_GLR_VALUE, ratio(page, v->glr_ln)));
    ag_page_fact(page, facts, AG_SAY_ALTERNATIVES, alternatives(page, v));
}

static ag_status card_facts(ag_page *page, ag_node *facts, const ag_verdict *v, int body, const ag_page_pair *pair,
                            ag_error *err) {
    const char *relation = "";
    const ag_status status = nearest(page, pair, &relation, err);
    if (status != AG_OK) return status;
    hypotheses(page, facts, v, body);
    numbers(page, facts, v, page->decision->body[body].n > 1);
    ag_page_fact(page, facts, AG_SAY_NEAREST, relation);
    ag_page_fact(page, facts, AG_SAY_LOCI_COMPARED, ag_page_count(page, pair->loci));
    ag_page_fact(page, facts, AG_SAY_EXCLUSIONS, ag_page_count(page, pair->exclusions));
    if (page->incident->populations > 1)
        ag_page_fact(page, facts, AG_SAY_POPULATION,
                     ag_document_text(&page->document, page->incident->population[pair->population]));
    const unsigned quiet = v->flags & ~(unsigned)LOUD_FLAGS;
    if (quiet) ag_page_fact(page, facts, AG_SAY_NOTES, ag_page_flags(page, quiet));
    return AG_OK;
}

/* ---- Lines of evidence ----------------------------------------------------------------------------------------- */

static const char *count_or_dash(ag_page *page, int count) {
    return count < 0 ? "\xE2\x80\x93" : ag_page_count(page, count);
}

static void line_row(ag_page *page, ag_node *table, ag_line_kind kind, const ag_line *line) {
    ag_document *d = &page->document;
    ag_node *row = ag_document_add(d, table, AG_BLOCK_ROW, NULL);
    ag_document_add(d, row, AG_BLOCK_NAME, ag_page_words(page, (ag_words)(AG_SAY_LINE_AUTOSOMAL + (int)kind)));
    const bool known = line->comparable;
    const char *kin = known && line->kins ? ag_say(page, AG_SAY_LINE_KIN, ag_page_count(page, line->kins)) : "";
    const char *remark = !known         ? ag_page_words(page, AG_SAY_NOT_COMPARABLE)
                         : line->review ? ag_page_words(page, AG_SAY_FLAG_REFERENCE_REVIEW)
                                        : kin;
    ag_document_add(d, row, AG_BLOCK_NUMBER, known ? ag_page_log10(page, line->lr_ln) : "");
    ag_document_add(d, row, AG_BLOCK_CELL, ag_page_words(page, known && line->in_product ? AG_SAY_YES : AG_SAY_NO));
    ag_document_add(d, row, AG_BLOCK_NUMBER, known ? count_or_dash(page, line->compared) : "");
    ag_document_add(d, row, AG_BLOCK_NUMBER, known ? count_or_dash(page, line->differences) : "");
    ag_document_add(d, row, AG_BLOCK_NUMBER,
                    known && !isnan(line->bound_ln) ? ag_page_log10(page, line->bound_ln) : "");
    ag_document_add(d, row, AG_BLOCK_CELL, remark);
}

static void line_columns(ag_page *page, ag_node *table) {
    static const ag_words column[] = {AG_SAY_LINE,        AG_SAY_LR_LOG10,   AG_SAY_IN_PRODUCT, AG_SAY_COMPARED,
                                      AG_SAY_DIFFERENCES, AG_SAY_LINE_BOUND, AG_SAY_REMARK};
    static const ag_block block[] = {AG_BLOCK_CELL,   AG_BLOCK_NUMBER, AG_BLOCK_CELL, AG_BLOCK_NUMBER,
                                     AG_BLOCK_NUMBER, AG_BLOCK_NUMBER, AG_BLOCK_CELL};
    ag_node *head = ag_document_add(&page->document, table, AG_BLOCK_COLUMNS, NULL);
    for (int k = 0; k < 7; k++) ag_document_add(&page->document, head, block[k], ag_page_words(page, column[k]));
}

static ag_status lines(ag_page *page, ag_node *card, const ag_verdict *v, ag_error *err) {
    const ag_candidate candidate = {v->remains, v->family, v->missing, v->lr_ln};
    ag_statement s;
    const ag_status status = ag_statement_make(page->statements, &candidate, &s, err);
    if (status != AG_OK) return status;
    ag_node *table =
        ag_document_labelled(&page->document, card, AG_BLOCK_TABLE, ag_page_words(page, AG_SAY_LINES), NULL);
    line_columns(page, table);
    for (int k = 0; k < AG_LINES; k++)
        if (ag_statements_have(page->statements, (ag_line_kind)k)) line_row(page, table, (ag_line_kind)k, &s.line[k]);
    ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
    ag_document_add(&page->document, row, AG_BLOCK_NAME, ag_page_words(page, AG_SAY_LINE_COMBINED));
    ag_document_add(&page->document, row, AG_BLOCK_NUMBER, ag_page_log10(page, s.combined_ln));
    for (int k = 2; k < 7; k++) ag_document_add(&page->document, row, AG_BLOCK_CELL, "");
    return AG_OK;
}

/* ---- Together -------------------------------------------------------------------------------------------------- */

/* The remains that say most, and how many others belong to them. */
static void family(ag_page *page, ag_node *beside, ag_node *below, const ag_verdict *v, int body) {
    const char *sample = ag_page_sample(page, (uint32_t)v->remains);
    const int others = page->decision->body[body].n - 1;
    if (others) sample = ag_document_format(&page->document, "%s (+%d)", sample, others);
    const char *title = ag_say(page, AG_SAY_FAMILY_TITLE, family_name(page, v->family), sample,
                               ag_page_missing(page, v->family, v->missing));
    ag_page_family(page, beside, below, title, v->family, &v->missing, 1, sample);
}

ag_status ag_page_card(ag_page *page, ag_node *parent, size_t lane, ag_error *err) {
    const ag_verdict *v = &page->decision->of_missing[lane];
    const int body = page->body_of[v->remains];
    const char *parts = ag_page_parts(page, body);
    ag_page_pair pair;
    ag_status status = ag_page_pair_ask(page, v, &pair, err);
    if (status != AG_OK) return status;
    ag_node *card = ag_document_add(&page->document, parent, AG_BLOCK_CARD, NULL);
    card->anchor = ag_page_card_anchor(page, lane);
    ag_document_heading(&page->document, card, 3,
                        ag_say(page, AG_SAY_CARD_PAIR, parts, ag_page_missing(page, v->family, v->missing)));
    if (v->flags & LOUD_FLAGS)
        ag_document_labelled(&page->document, card, AG_BLOCK_NOTICE, ag_page_words(page, AG_SAY_LOOK_AT),
                             ag_document_format(&page->document, "%s.", ag_page_flags(page, v->flags & LOUD_FLAGS)));
    ag_node *side = ag_document_add(&page->document, card, AG_BLOCK_SIDE, NULL);
    ag_node *left = ag_document_add(&page->document, side, AG_BLOCK_GROUP, NULL);
    status = card_facts(page, ag_document_add(&page->document, left, AG_BLOCK_FACTS, NULL), v, body, &pair, err);
    ag_node *right = ag_document_add(&page->document, side, AG_BLOCK_GROUP, NULL);
    if (status == AG_OK) status = ag_page_pair_chart(page, &pair, right, err);
    if (status != AG_OK) return status;
    family(page, right, card, v, body);
    status = lines(page, card, v, err);
    ag_page_fact(page, ag_document_add(&page->document, card, AG_BLOCK_FACTS, NULL), AG_SAY_ASSUMPTIONS,
                 page->assumptions);
    return status;
}
