/* The section that says what was searched: how many, under which model, against which pool, with which thresholds. */
#include <math.h>

#include "report/page.h"

#include "base/banned.h"

static const char *listed(ag_page *page, const char *before, const char *next) {
    return ag_document_format(&page->document, "%s%s%s", before, *before ? ", " : "", next);
}

/* ---- Who and what --------------------------------------------------------------------------------------------- */

static void counts(ag_page *page, ag_node *facts) {
    const ag_search *s = &page->incident->search;
    const char *families = ag_page_count(page, s->families), *names = "";
    double references = 0;
    for (int f = 0; f < s->families; f++) references += s->family[f].readings;
    for (int l = 0; l < s->loci; l++) names = listed(page, names, s->locus[l]->name);
    ag_page_fact(page, facts, AG_SAY_REMAINS, ag_page_count(page, s->remains));
    ag_page_fact(page, facts, AG_SAY_MISSING,
                 ag_say(page, AG_SAY_MISSING_OF_FAMILIES, ag_page_count(page, page->incident->listed), families));
    ag_page_fact(page, facts, AG_SAY_REFERENCES, ag_page_count(page, references));
    ag_page_fact(page, facts, AG_SAY_PAIRS,
                 ag_say(page, AG_SAY_PAIRS_ALL, ag_page_count(page, page->result->screen.pairs)));
    ag_page_fact(page, facts, AG_SAY_LOCI, ag_say(page, AG_SAY_LOCI_LIST, ag_page_count(page, s->loci), names));
}

/* ---- The model ------------------------------------------------------------------------------------------------ */

static bool is_bounded(const ag_locus *locus) {
    return (!locus->female || locus->female_report.bounded) && (!locus->male || locus->male_report.bounded);
}

static const char *mutation_of(ag_page *page, const ag_batch_mutation *m) {
    if (m->model.n == 0 || ag_text_equal(m->model, AG_TEXT("none"))) return ag_page_words(page, AG_SAY_MUTATION_NONE);
    const char *text = ag_document_text(&page->document, m->model);
    if (!isnan(m->rate)) text = ag_say(page, AG_SAY_RATE, text, ag_page_number(page, m->rate));
    bool stepwise = ag_text_equal(m->model, AG_TEXT("stepwise")), dawid = ag_text_equal(m->model, AG_TEXT("dawid"));
    if (stepwise && !isnan(m->rate2))
        text = ag_document_format(&page->document, "%s, rate2 %s", text, ag_page_number(page, m->rate2));
    if ((stepwise || dawid) && !isnan(m->range))
        text = ag_document_format(&page->document, "%s, range %s", text, ag_page_number(page, m->range));
    if (m->stabilise.n)
        text = ag_document_format(&page->document, "%s, stabilise %.*s", text, (int)m->stabilise.n, m->stabilise.at);
    if (m->reversible.n)
        text = ag_document_format(&page->document, "%s, reversible %.*s", text, (int)m->reversible.n, m->reversible.at);
    return text;
}

static const char *mutation_pair(ag_page *page, const ag_batch_mutation_pair *pair) {
    const char *female = mutation_of(page, &pair->female), *male = mutation_of(page, &pair->male);
    if (ag_text_equal(ag_text_of(female), ag_text_of(male))) return female;
    return ag_document_format(&page->document, "%s; %s", ag_say(page, AG_SAY_MOTHERS, female),
                              ag_say(page, AG_SAY_FATHERS, male));
}

static const char *mutation(ag_page *page) {
    const ag_batch_settings *set = &page->incident->batch->settings;
    const char *general = ag_page_words(page, AG_SAY_MUTATION_NONE), *names = "";
    unsigned own = 0;
    for (uint32_t k = 0; k < set->mutations; k++) {
        if (set->mutation[k].locus.n == 0) {
            general = mutation_pair(page, &set->mutation[k]);
            continue;
        }
        names = listed(page, names, ag_document_text(&page->document, set->mutation[k].locus));
        own++;
    }
    if (own)
        general = ag_document_format(&page->document, "%s; %s", general,
                                     ag_say(page, AG_SAY_MUTATION_OTHER_LOCI, ag_page_count(page, own), names));
    unsigned unbounded = 0;
    for (int l = 0; l < page->incident->search.loci; l++) unbounded += !is_bounded(page->incident->search.locus[l]);
    if (unbounded)
        general = ag_document_format(&page->document, "%s; %s", general,
                                     ag_say(page, AG_SAY_UNBOUNDED_AT, ag_page_count(page, unbounded)));
    return general;
}

static const char *dropout(ag_page *page) {
    const ag_batch_settings *set = &page->incident->batch->settings;
    const char *text = "";
    for (uint32_t k = 0; k < set->dropouts; k++)
        text = listed(page, text,
                      ag_document_format(&page->document, "%.*s %s", (int)set->dropout[k].name.n,
                                         set->dropout[k].name.at, ag_page_number(page, set->dropout[k].value)));
    return *text ? text : ag_page_words(page, AG_SAY_DROPOUT_NONE);
}

static const char *rule(ag_page *page, ag_frequency_rule r) {
    static const ag_words words[] = {AG_SAY_RULE_AS_GIVEN, AG_SAY_RULE_RENORMALISE, AG_SAY_RULE_REST,
                                     AG_SAY_RULE_MINIMUM};
    return ag_page_words(page, words[r]);
}

static const char *number_or(ag_page *page, double value, const char *otherwise) {
    return isnan(value) ? otherwise : ag_page_number(page, value);
}

static const char *pruning(ag_page *page) {
    const bool nothing = page->incident->search.pruning == AG_PRUNE_NOTHING;
    return ag_page_words(page, nothing ? AG_SAY_PRUNE_NOTHING : AG_SAY_PRUNE_FAMILIES);
}

const char *ag_page_assumptions(ag_page *page) {
    const ag_incident *in = page->incident;
    const char *table = in->search.loci > 0 ? rule(page, in->search.locus[0]->rule) : "";
    return ag_say(page, AG_SAY_ASSUMPTIONS_VALUE, table, mutation(page),
                  number_or(page, in->batch->settings.theta, "0"), dropout(page), pruning(page));
}

static void model(ag_page *page, ag_node *facts) {
    const ag_incident *incident = page->incident;
    const ag_batch_settings *set = &incident->batch->settings;
    if (incident->populations > 1) {
        const char *names = "";
        for (int p = 0; p < incident->populations; p++)
            names = listed(page, names, ag_document_text(&page->document, incident->population[p]));
        ag_page_fact(page, facts, AG_SAY_POPULATIONS, ag_say(page, AG_SAY_LEAST_FAVOURABLE, names));
    }
    if (incident->search.loci > 0)
        ag_page_fact(page, facts, AG_SAY_FREQUENCIES, rule(page, incident->search.locus[0]->rule));
    ag_page_fact(page, facts, AG_SAY_MUTATION, mutation(page));
    ag_page_fact(page, facts, AG_SAY_THETA, number_or(page, set->theta, "0"));
    ag_page_fact(page, facts, AG_SAY_DROPOUT, dropout(page));
    ag_page_fact(page, facts, AG_SAY_DROPIN, number_or(page, set->dropin, "0"));
    ag_page_fact(page, facts, AG_SAY_READING_ERROR, number_or(page, set->error, "0"));
    if (set->silents)
        ag_page_fact(page, facts, AG_SAY_SILENT, ag_say(page, AG_SAY_AT_LOCI, ag_page_count(page, set->silents)));
    ag_page_fact(page, facts, AG_SAY_PRUNING, pruning(page));
}

/* ---- From likelihood ratios to proposals ---------------------------------------------------------------------- */

static void simulated(ag_page *page, ag_node *facts, int limit) {
    const ag_chance_result *c = page->chance;
    if (!c || !c->simulated || isnan(c->at[limit].unrelated)) return;
    ag_page_fact(page, facts, AG_SAY_CHANCE,
                 ag_say(page, AG_SAY_CHANCE_VALUE, ag_page_few(page, c->at[limit].unrelated),
                        ag_page_ratio(page, c->limit_ln[limit]), ag_page_few(page, c->at[limit].siblings),
                        ag_page_few(page, c->at[limit].cousins)));
}

static void decision(ag_page *page, ag_node *facts) {
    const ag_incident *incident = page->incident;
    const char *pool = ag_say(page, AG_SAY_POOL_VALUE, ag_page_count(page, page->pool),
                              ag_page_count(page, incident->listed), ag_page_count(page, incident->others));
    if (incident->others_assumed) pool = ag_say(page, AG_SAY_ASSUMED, pool);
    const char *percent = ag_page_threshold(page);
    double chance = page->result->screen.pairs / page->needed_lr;
    ag_page_fact(page, facts, AG_SAY_POOL, pool);
    ag_page_fact(page, facts, AG_SAY_PRIOR, page->prior);
    ag_page_fact(page, facts, AG_SAY_LIMIT,
                 ag_say(page, AG_SAY_LIMIT_VALUE, ag_page_ratio(page, log(page->options->min_lr)),
                        ag_page_few(page, page->result->chance_hits_bound)));
    simulated(page, facts, 0);
    ag_page_fact(page, facts, AG_SAY_THRESHOLD,
                 isnan(page->needed_lr) ? ag_say(page, AG_SAY_THRESHOLD_VALUE, percent)
                                        : ag_say(page, AG_SAY_THRESHOLD_CHANCE, percent,
                                                 ag_page_ratio(page, log(page->needed_lr)), ag_page_few(page, chance)));
    simulated(page, facts, 1);
    ag_page_fact(page, facts, AG_SAY_PIECES, ag_page_words(page, incident->pieces ? AG_SAY_YES : AG_SAY_NO));
}

/* ---- Loci ----------------------------------------------------------------------------------------------------- */

static const char *locus_remark(ag_page *page, const ag_locus *locus) {
    const char *remark = locus->x ? ag_page_words(page, AG_SAY_X_LOCUS) : "";
    return is_bounded(locus) ? remark : listed(page, remark, ag_page_words(page, AG_SAY_UNBOUNDED));
}

static void loci_table(ag_page *page, ag_node *here) {
    static const ag_words column[] = {AG_SAY_LOCUS,
                                      AG_SAY_ALLELES,
                                      AG_SAY_SUM_OF_TABLE,
                                      AG_SAY_FREQUENCIES,
                                      AG_SAY_MUTATION_RATE_FEMALE,
                                      AG_SAY_MUTATION_RATE_MALE,
                                      AG_SAY_REMARK};
    static const ag_block block[] = {AG_BLOCK_CELL,   AG_BLOCK_NUMBER, AG_BLOCK_NUMBER, AG_BLOCK_CELL,
                                     AG_BLOCK_NUMBER, AG_BLOCK_NUMBER, AG_BLOCK_CELL};
    const char *caption = ag_page_words(page, AG_SAY_EVERY_LOCUS);
    ag_node *details = ag_document_labelled(&page->document, here, AG_BLOCK_DETAILS, caption, NULL);
    ag_node *table = ag_document_labelled(&page->document, details, AG_BLOCK_TABLE, caption, NULL);
    ag_node *head = ag_document_add(&page->document, table, AG_BLOCK_COLUMNS, NULL);
    for (int k = 0; k < 7; k++) ag_document_add(&page->document, head, block[k], ag_page_words(page, column[k]));
    for (int l = 0; l < page->incident->search.loci; l++) {
        const ag_locus *locus = page->incident->search.locus[l];
        const char *value[] = {locus->name,
                               ag_page_count(page, locus->n),
                               ag_document_format(&page->document, "%.6f", locus->sum_as_given),
                               rule(page, locus->rule),
                               ag_document_format(&page->document, "%.6f", locus->female_report.overall_rate),
                               ag_document_format(&page->document, "%.6f", locus->male_report.overall_rate),
                               locus_remark(page, locus)};
        ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
        for (int k = 0; k < 7; k++) ag_document_add(&page->document, row, k == 0 ? AG_BLOCK_NAME : block[k], value[k]);
    }
}

void ag_page_searched(ag_page *page) {
    ag_node *here = ag_page_section(page, AG_SAY_SEARCHED, "searched");
    ag_node *facts = ag_document_add(&page->document, here, AG_BLOCK_FACTS, NULL);
    counts(page, facts);
    model(page, facts);
    decision(page, facts);
    const ag_chance_result *c = page->chance;
    if (c && c->simulated)
        ag_document_add(&page->document, here, AG_BLOCK_QUIET,
                        ag_say(page, AG_SAY_CHANCE_HOW, ag_page_count(page, c->simulations),
                               ag_page_count(page, (double)c->persons), ag_page_count(page, page->incident->listed)));
    loci_table(page, here);
}
