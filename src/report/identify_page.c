/* The sections of the page: proposals, what needs review, what is below, what was not found, provenance. */
#include <math.h>
#include <string.h>

#include "antigone/antigone.h"
#include "report/chart.h"
#include "report/page.h"
#include "report/pedigree_drawing.h"

#include "base/banned.h"

enum {
    MOST_ROWS = 200,  /* of a table */
    MOST_NAMES = 400, /* of a list of ids */
    MOST_COLUMNS = 40 /* of the chart of hits */
};

/* A rival with this share of the likelihood ratio is worth a word. */
#define RIVAL_SHARE 1e-3

/* ---- Small pieces --------------------------------------------------------------------------------------------- */

static void paragraph(ag_page *page, ag_node *parent, ag_block block, const char *text) {
    ag_document_add(&page->document, parent, block, text);
}

static void cell(ag_page *page, ag_node *row, ag_block block, const char *text) {
    ag_document_add(&page->document, row, block, text);
}

/* ---- Tables of hits ------------------------------------------------------------------------------------------- */

typedef bool hit_filter(const ag_page *page, const ag_identification *item);

static bool has_sex_conflict(const ag_page *page, const ag_identification *item) {
    (void)page;
    return !item->proposed && (item->flags & AG_HIT_SEX_CONFLICT);
}

static bool is_held(const ag_page *page, const ag_identification *item) {
    (void)page;
    return !item->proposed && (item->flags & AG_HIT_ALARMS) && !(item->flags & AG_HIT_SEX_CONFLICT);
}

/* What is settled is told on the card of whoever these remains are. */
static bool is_below(const ag_page *page, const ag_identification *item) {
    const ag_conclusion c = page->decision->of_remains[item->hit.remains].conclusion;
    return !(item->flags & AG_HIT_ALARMS) && c != AG_CONCLUDE_IDENTIFIED && c != AG_CONCLUDE_HELD &&
           c != AG_CONCLUDE_GROUP;
}

static size_t count_hits(const ag_page *page, hit_filter *filter) {
    size_t n = 0;
    for (size_t i = 0; i < page->result->items; i++) n += filter(page, &page->result->item[i]);
    return n;
}

static void hit_columns(ag_page *page, ag_node *table) {
    static const struct {
        ag_block block;
        ag_words words;
    } column[] = {{AG_BLOCK_CELL, AG_SAY_REMAINS},
                  {AG_BLOCK_CELL, AG_SAY_MISSING_PERSON},
                  {AG_BLOCK_NUMBER, AG_SAY_LR_LOG10},
                  {AG_BLOCK_NUMBER, AG_SAY_POSTERIOR_COLUMN},
                  {AG_BLOCK_NUMBER, AG_SAY_LOCI_COMPARED},
                  {AG_BLOCK_NUMBER, AG_SAY_EXCLUSIONS},
                  {AG_BLOCK_CELL, AG_SAY_NOTES}};
    ag_node *head = ag_document_add(&page->document, table, AG_BLOCK_COLUMNS, NULL);
    for (size_t k = 0; k < sizeof column / sizeof *column; k++)
        cell(page, head, column[k].block, ag_page_words(page, column[k].words));
}

/* Its flags, and a rival that explains why a strong hit is no proposal. */
static const char *hit_notes(ag_page *page, size_t index) {
    const ag_identification *item = &page->result->item[index];
    const char *flags = ag_page_flags(page, item->flags);
    uint32_t rival = ag_page_rival(page, index);
    if (item->proposed || rival == AG_NONE) return flags;
    const ag_hit *other = &page->result->item[rival].hit;
    if (other->lr_ln < item->hit.lr_ln - log(1 / RIVAL_SHARE)) return flags;
    const char *fits = ag_say(page, AG_SAY_ALSO_FITS, ag_page_missing(page, other->family, other->missing));
    return *flags ? ag_document_format(&page->document, "%s; %s", fits, flags) : fits;
}

static void hit_row(ag_page *page, ag_node *table, size_t index) {
    const ag_identification *item = &page->result->item[index];
    ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
    cell(page, row, AG_BLOCK_NAME, ag_page_sample(page, (uint32_t)item->hit.remains));
    cell(page, row, AG_BLOCK_CELL, ag_page_missing(page, item->hit.family, item->hit.missing));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_log10(page, item->hit.lr_ln));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_percent(page, item->posterior));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_count(page, item->loci));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_count(page, item->exclusions));
    cell(page, row, AG_BLOCK_CELL, hit_notes(page, index));
}

static void hit_table(ag_page *page, ag_node *parent, hit_filter *filter) {
    const char *caption = ag_say(page, AG_SAY_PRIOR_CAPTION, page->prior);
    ag_node *table = ag_document_labelled(&page->document, parent, AG_BLOCK_TABLE, caption, NULL);
    hit_columns(page, table);
    for (size_t i = 0, shown = 0; i < page->result->items && shown < MOST_ROWS; i++) {
        if (!filter(page, &page->result->item[i])) continue;
        hit_row(page, table, i);
        shown++;
    }
}

/* Cards of the missing persons with this conclusion, the least margin first. */
static ag_status cards(ag_page *page, ag_node *parent, ag_conclusion conclusion, size_t most, ag_error *err) {
    for (size_t k = 0; k < ag_page_lanes(page, conclusion) && k < most; k++) {
        const ag_status status = ag_page_card(page, parent, page->lane[page->first_of[conclusion] + k], err);
        if (status != AG_OK) return status;
    }
    return AG_OK;
}

static void first_of(ag_page *page, ag_node *parent, size_t shown, size_t all) {
    if (all <= shown) return;
    paragraph(page, parent, AG_BLOCK_QUIET,
              ag_say(page, AG_SAY_FIRST_OF, ag_page_count(page, (double)shown), ag_page_count(page, (double)all)));
}

/* ---- Identifications ------------------------------------------------------------------------------------------ */

/* Columns of one, two, five, … units of log10 LR, so that there are not too many. */
static void histogram(ag_page *page, ag_node *parent) {
    const ag_identify_result *r = page->result;
    double low = INFINITY, high = -INFINITY, ln10 = log(10);
    size_t classes[AG_HIT_CLASSES] = {0}, count[MOST_COLUMNS + 1][AG_HIT_CLASSES] = {{0}};
    for (size_t i = 0; i < r->items; i++) {
        if (!isfinite(r->item[i].hit.lr_ln)) continue;
        low = fmin(low, floor(r->item[i].hit.lr_ln / ln10));
        high = fmax(high, floor(r->item[i].hit.lr_ln / ln10) + 1);
    }
    if (r->items < 5 || low >= high || low < -1e6 || high > 1e6) return;
    int width = 1;
    while ((high - low) / width > MOST_COLUMNS) width = width % 2 ? width + (width == 1 ? 1 : 5) : width + 3;
    int columns = (int)ceil((high - low) / width);
    for (size_t i = 0; i < r->items; i++) {
        const ag_identification *item = &r->item[i];
        if (!isfinite(item->hit.lr_ln)) continue;
        ag_hit_class class = item->proposed                ? AG_HIT_PROPOSED
                             : item->flags & AG_HIT_ALARMS ? AG_HIT_HELD
                                                           : AG_HIT_BELOW;
        count[(int)((item->hit.lr_ln / ln10 - low) / width)][class]++;
        classes[class]++;
    }
    ag_hit_histogram h = {.title = ag_page_words(page, AG_SAY_HITS_TITLE),
                          .description = ag_say(page, AG_SAY_HITS_DESCRIPTION, ag_page_count(page, (double)r->items),
                                                ag_page_count(page, (double)classes[AG_HIT_PROPOSED]),
                                                ag_page_count(page, (double)classes[AG_HIT_BELOW]),
                                                ag_page_count(page, (double)classes[AG_HIT_HELD])),
                          .axis = ag_page_words(page, AG_SAY_HITS_AXIS),
                          .word = {ag_page_words(page, AG_SAY_CLASS_PROPOSED), ag_page_words(page, AG_SAY_CLASS_BELOW),
                                   ag_page_words(page, AG_SAY_CLASS_HELD)},
                          .limit_word = ag_say(page, AG_SAY_LIMIT_LINE, ag_page_threshold(page)),
                          .limit_log10 = log10(page->needed_lr),
                          .first = (int)low,
                          .width = width,
                          .columns = columns,
                          .count = (const size_t(*)[AG_HIT_CLASSES])count};
    ag_document_figure(
        &page->document, parent, ag_hit_histogram_draw(&page->arena, &h),
        ag_document_format(&page->document, "%s. %s", h.title, ag_page_words(page, AG_SAY_HITS_CAPTION)));
}

static void key_figure(ag_page *page, ag_node *parent) {
    ag_pedigree_key key = {ag_page_words(page, AG_SAY_KEY),        ag_page_words(page, AG_SAY_KEY_MAN),
                           ag_page_words(page, AG_SAY_KEY_WOMAN),  ag_page_words(page, AG_SAY_KEY_UNKNOWN),
                           ag_page_words(page, AG_SAY_KEY_TYPED),  ag_page_words(page, AG_SAY_KEY_SOUGHT),
                           ag_page_words(page, AG_SAY_KEY_MISSING)};
    ag_document_figure(&page->document, parent, ag_pedigree_key_draw(&page->arena, &key, 880), key.title);
}

static ag_status identifications(ag_page *page, ag_error *err) {
    ag_node *here = ag_page_section(page, AG_SAY_IDENTIFICATIONS, "proposals");
    const size_t all = ag_page_lanes(page, AG_CONCLUDE_IDENTIFIED);
    histogram(page, here);
    paragraph(page, here, AG_BLOCK_PARAGRAPH,
              ag_page_words(page, all ? AG_SAY_IDENTIFICATIONS_INTRO : AG_SAY_IDENTIFICATIONS_NONE));
    if (all > AG_MOST_CARDS)
        paragraph(page, here, AG_BLOCK_PARAGRAPH,
                  ag_say(page, AG_SAY_IDENTIFICATIONS_CAPPED, ag_page_count(page, AG_MOST_CARDS),
                         ag_page_count(page, (double)all)));
    if (all || page->decision->groups) key_figure(page, here);
    return cards(page, here, AG_CONCLUDE_IDENTIFIED, AG_MOST_CARDS, err);
}

static void groups(ag_page *page) {
    const int all = page->decision->groups;
    if (all == 0) return;
    ag_node *here = ag_page_section(page, AG_SAY_GROUPS, "groups");
    if (all > AG_MOST_GROUP_CARDS)
        paragraph(page, here, AG_BLOCK_PARAGRAPH,
                  ag_say(page, AG_SAY_IDENTIFICATIONS_CAPPED, ag_page_count(page, AG_MOST_GROUP_CARDS),
                         ag_page_count(page, all)));
    for (int g = 0; g < all && g < AG_MOST_GROUP_CARDS; g++) ag_page_group_card(page, here, g);
}

/* ---- Review, below -------------------------------------------------------------------------------------------- */

static ag_status review(ag_page *page, ag_error *err) {
    ag_node *here = ag_page_section(page, AG_SAY_REVIEW, "review");
    const size_t held = count_hits(page, is_held), sex = count_hits(page, has_sex_conflict);
    const size_t persons = ag_page_lanes(page, AG_CONCLUDE_HELD);
    paragraph(page, here, AG_BLOCK_PARAGRAPH,
              ag_page_words(page, (held + sex + persons) > 0 ? AG_SAY_REVIEW_INTRO : AG_SAY_REVIEW_NONE));
    const ag_status status = cards(page, here, AG_CONCLUDE_HELD, AG_MOST_HELD_CARDS, err);
    if (held) {
        ag_document_heading(&page->document, here, 3, ag_page_words(page, AG_SAY_REVIEW_HELD));
        hit_table(page, here, is_held);
        first_of(page, here, MOST_ROWS, held);
    }
    if (sex) {
        ag_document_heading(&page->document, here, 3, ag_page_words(page, AG_SAY_REVIEW_SEX));
        hit_table(page, here, has_sex_conflict);
        first_of(page, here, MOST_ROWS, sex);
    }
    return status;
}

static void below(ag_page *page) {
    ag_node *here = ag_page_section(page, AG_SAY_BELOW, "below");
    size_t all = count_hits(page, is_below);
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, all ? AG_SAY_BELOW_INTRO : AG_SAY_BELOW_NONE));
    if (all) hit_table(page, here, is_below);
    first_of(page, here, MOST_ROWS, all);
}

/* ---- Not found ------------------------------------------------------------------------------------------------ */

static void id_list(ag_page *page, ag_node *parent, const char *label, const char *const *id, size_t shown,
                    size_t all) {
    if (all == 0) return;
    ag_document_labelled(&page->document, parent, AG_BLOCK_DETAILS, label, ag_page_join(page, id, shown, all));
}

static void remains_left(ag_page *page, ag_node *here) {
    const char *id[MOST_NAMES];
    size_t shown = 0, all = 0;
    for (int r = 0; r < page->incident->search.remains; r++) {
        if (page->decision->of_remains[r].conclusion != AG_CONCLUDE_NOT_FOUND) continue;
        if (shown < MOST_NAMES) id[shown++] = ag_page_sample(page, (uint32_t)r);
        all++;
    }
    id_list(page, here, ag_say(page, AG_SAY_REMAINS_LEFT, ag_page_count(page, (double)all)), id, shown, all);
}

static void missing_left(ag_page *page, ag_node *here) {
    const char *id[MOST_NAMES];
    const size_t all = ag_page_lanes(page, AG_CONCLUDE_NOT_FOUND), shown = all < MOST_NAMES ? all : MOST_NAMES;
    size_t named = 0;
    for (size_t lane = 0; lane < page->decision->lanes && named < shown; lane++) {
        const ag_verdict *v = &page->decision->of_missing[lane];
        if (v->conclusion == AG_CONCLUDE_NOT_FOUND) id[named++] = ag_page_missing(page, v->family, v->missing);
    }
    id_list(page, here, ag_say(page, AG_SAY_MISSING_LEFT, ag_page_count(page, (double)all)), id, shown, all);
}

static void not_found(ag_page *page) {
    ag_node *here = ag_page_section(page, AG_SAY_NOT_FOUND, "not-found");
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_NOT_FOUND_INTRO));
    remains_left(page, here);
    missing_left(page, here);
}

static void unreachable(ag_page *page) {
    static const ag_words column[] = {AG_SAY_MISSING_PERSON, AG_SAY_RELATIVES_TYPED, AG_SAY_BEST_POSTERIOR};
    const ag_identify_result *r = page->result;
    ag_node *here = ag_page_section(page, AG_SAY_UNREACHABLE, "unreachable");
    if (r->unreachables == 0) {
        paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_UNREACHABLE_NONE));
        return;
    }
    const char *intro = ag_say(page, AG_SAY_UNREACHABLE_INTRO, ag_page_count(page, (double)r->unreachables));
    ag_node *table = ag_document_labelled(&page->document, here, AG_BLOCK_TABLE, intro, NULL);
    ag_node *head = ag_document_add(&page->document, table, AG_BLOCK_COLUMNS, NULL);
    for (int k = 0; k < 3; k++)
        cell(page, head, k < 2 ? AG_BLOCK_CELL : AG_BLOCK_NUMBER, ag_page_words(page, column[k]));
    for (size_t i = 0; i < r->unreachables && i < MOST_ROWS; i++) {
        const ag_unreachable *u = &r->unreachable[i];
        ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
        cell(page, row, AG_BLOCK_NAME, ag_page_missing(page, u->family, u->missing));
        cell(page, row, AG_BLOCK_CELL, ag_page_typed(page, u->family));
        cell(page, row, AG_BLOCK_NUMBER, ag_page_percent(page, u->best_posterior));
    }
    if (r->unreachables > MOST_ROWS)
        paragraph(
            page, here, AG_BLOCK_QUIET,
            ag_say(page, AG_SAY_AND_MORE, "\xE2\x80\xA6", ag_page_count(page, (double)(r->unreachables - MOST_ROWS))));
}

/* ---- The end -------------------------------------------------------------------------------------------------- */

static void reading(ag_page *page) {
    ag_node *here = ag_page_section(page, AG_SAY_READING, "reading");
    for (ag_words w = AG_SAY_READING_LR; w <= AG_SAY_READING_INDEPENDENCE; w++)
        paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, w));
}

ag_node *ag_page_provenance(ag_page *page) {
    static const ag_words digest[] = {AG_SAY_DIGEST_FREQUENCIES, AG_SAY_DIGEST_PARAMETERS, AG_SAY_DIGEST_INPUTS};
    ag_node *here = ag_page_section(page, AG_SAY_PROVENANCE, "provenance");
    ag_node *facts = ag_document_add(&page->document, here, AG_BLOCK_FACTS, NULL);
    ag_document_labelled(&page->document, facts, AG_BLOCK_FACT, ag_page_words(page, AG_SAY_PROGRAM),
                         "Antigone " AG_VERSION);
    for (int k = 2; k >= 0; k--)
        ag_document_labelled(&page->document, facts, AG_BLOCK_FACT, ag_page_words(page, digest[k]),
                             page->incident->digest[k]);
    return here;
}

void ag_page_signatures(ag_page *page) {
    static const ag_words who[] = {AG_SAY_SIGN_COMPUTED, AG_SAY_SIGN_REVIEWED};
    ag_node *here = ag_page_section(page, AG_SAY_SIGNATURES, "signatures");
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_SIGNATURES_INTRO));
    for (int k = 0; k < 2; k++) {
        ag_node *sign = ag_document_labelled(&page->document, here, AG_BLOCK_SIGN, ag_page_words(page, who[k]), NULL);
        for (ag_words w = AG_SAY_SIGN_NAME; w <= AG_SAY_SIGN_SIGNATURE; w++)
            ag_document_add(&page->document, sign, AG_BLOCK_BLANK, ag_page_words(page, w));
    }
}

ag_status ag_page_sections(ag_page *page, ag_error *err) {
    page->assumptions = ag_page_assumptions(page);
    ag_page_head(page);
    ag_page_conclusions(page);
    ag_page_searched(page);
    ag_status status = identifications(page, err);
    if (status != AG_OK) return status;
    groups(page);
    status = review(page, err);
    if (status != AG_OK) return status;
    below(page);
    not_found(page);
    unreachable(page);
    ag_page_findings(page);
    reading(page);
    paragraph(page, ag_page_provenance(page), AG_BLOCK_QUIET, ag_page_words(page, AG_SAY_REPEATABLE));
    ag_page_signatures(page);
    return AG_OK;
}
