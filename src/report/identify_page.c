/* The sections of the page: proposals, what needs review, what is below, what was not found, provenance. */
#include <math.h>
#include <string.h>

#include "antigone/antigone.h"
#include "report/chart.h"
#include "report/page.h"
#include "report/pedigree_drawing.h"

#include "base/banned.h"

enum {
    MOST_CARDS = 200,     /* proposals with all detail */
    MOST_HELD_CARDS = 40, /* held hits with all detail: those that would be proposals */
    MOST_ROWS = 200,      /* of a table */
    MOST_NAMES = 400,     /* of a list of ids */
    MOST_COLUMNS = 40     /* of the chart of hits */
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

static bool is_proposed(const ag_page *page, const ag_identification *item) {
    (void)page;
    return item->proposed;
}

static bool has_sex_conflict(const ag_page *page, const ag_identification *item) {
    (void)page;
    return !item->proposed && (item->flags & AG_HIT_SEX_CONFLICT);
}

static bool is_held(const ag_page *page, const ag_identification *item) {
    (void)page;
    return !item->proposed && (item->flags & AG_HIT_ALARMS) && !(item->flags & AG_HIT_SEX_CONFLICT);
}

static bool is_below(const ag_page *page, const ag_identification *item) {
    (void)page;
    return !item->proposed && !(item->flags & AG_HIT_ALARMS);
}

/* Held, and a proposal but for that. */
static bool is_held_strong(const ag_page *page, const ag_identification *item) {
    return is_held(page, item) && item->posterior >= page->threshold;
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

static void hit_row(ag_page *page, ag_node *table, size_t index, const char *target) {
    const ag_identification *item = &page->result->item[index];
    ag_node *row = ag_document_add(&page->document, table, AG_BLOCK_ROW, NULL);
    ag_node *name =
        ag_document_add(&page->document, row, AG_BLOCK_NAME, ag_page_sample(page, (uint32_t)item->hit.remains));
    name->target = target;
    cell(page, row, AG_BLOCK_CELL, ag_page_missing(page, item->hit.family, item->hit.missing));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_log10(page, item->hit.lr_ln));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_percent(page, item->posterior));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_count(page, item->loci));
    cell(page, row, AG_BLOCK_NUMBER, ag_page_count(page, item->exclusions));
    cell(page, row, AG_BLOCK_CELL, hit_notes(page, index));
}

/* Hits that pass the filter, all but the first `skip`; those that pass `carded` too link to prefix1, prefix2, … */
static void hit_table(ag_page *page, ag_node *parent, hit_filter *filter, size_t skip, size_t most, hit_filter *carded,
                      size_t cards, const char *prefix) {
    const char *caption = ag_say(page, AG_SAY_PRIOR_CAPTION, page->prior);
    ag_node *table = ag_document_labelled(&page->document, parent, AG_BLOCK_TABLE, caption, NULL);
    size_t shown = 0, card = 0;
    hit_columns(page, table);
    for (size_t i = 0; i < page->result->items && shown < most; i++) {
        const ag_identification *item = &page->result->item[i];
        if (!filter(page, item)) continue;
        if (skip > 0) {
            skip--;
            continue;
        }
        bool linked = carded && carded(page, item) && card < cards;
        hit_row(page, table, i, linked ? ag_document_format(&page->document, "%s%zu", prefix, ++card) : NULL);
        shown++;
    }
}

static ag_status hit_cards(ag_page *page, ag_node *parent, hit_filter *filter, size_t skip, size_t most,
                           const char *prefix, ag_error *err) {
    size_t shown = 0;
    for (size_t i = 0; i < page->result->items && shown < most; i++) {
        if (!filter(page, &page->result->item[i])) continue;
        if (skip > 0) {
            skip--;
            continue;
        }
        const char *anchor = ag_document_format(&page->document, "%s%zu", prefix, ++shown);
        ag_status status = ag_page_card(page, parent, i, anchor, err);
        if (status != AG_OK) return status;
    }
    return AG_OK;
}

static void first_of(ag_page *page, ag_node *parent, size_t shown, size_t all) {
    if (all <= shown) return;
    paragraph(page, parent, AG_BLOCK_QUIET,
              ag_say(page, AG_SAY_FIRST_OF, ag_page_count(page, (double)shown), ag_page_count(page, (double)all)));
}

/* ---- The head ------------------------------------------------------------------------------------------------- */

static void tile(ag_page *page, ag_node *tiles, size_t count, ag_words words) {
    ag_document_labelled(&page->document, tiles, AG_BLOCK_TILE, ag_page_words(page, words),
                         ag_page_count(page, (double)count));
}

static void contents(ag_page *page, ag_node *header) {
    static const struct {
        const char *anchor;
        ag_words words;
    } part[] = {{"searched", AG_SAY_SEARCHED}, {"proposals", AG_SAY_PROPOSALS}, {"review", AG_SAY_REVIEW},
                {"below", AG_SAY_BELOW},       {"not-found", AG_SAY_NOT_FOUND}, {"unreachable", AG_SAY_UNREACHABLE},
                {"findings", AG_SAY_FINDINGS}, {"reading", AG_SAY_READING},     {"provenance", AG_SAY_PROVENANCE}};
    ag_node *list =
        ag_document_labelled(&page->document, header, AG_BLOCK_CONTENTS, ag_page_words(page, AG_SAY_CONTENTS), NULL);
    for (size_t k = 0; k < sizeof part / sizeof *part; k++)
        ag_document_add(&page->document, list, AG_BLOCK_ITEM, ag_page_words(page, part[k].words))->target =
            part[k].anchor;
}

static void page_head(ag_page *page) {
    const ag_identify_result *r = page->result;
    ag_node *header = ag_document_add(&page->document, &page->document.root, AG_BLOCK_HEADER, NULL);
    ag_text name = page->incident->batch->settings.name;
    const char *remains = ag_page_count(page, page->incident->search.remains);
    const char *threshold = ag_page_threshold(page);
    size_t held = count_hits(page, is_held) + count_hits(page, has_sex_conflict);
    paragraph(page, header, AG_BLOCK_QUIET, "Antigone");
    ag_document_heading(
        &page->document, header, 1,
        ag_document_format(&page->document, "%s: %s", ag_page_words(page, AG_SAY_TITLE),
                           name.n ? ag_document_text(&page->document, name) : ag_page_words(page, AG_SAY_UNNAMED)));
    paragraph(page, header, AG_BLOCK_LEAD,
              ag_say(page, r->proposals ? AG_SAY_LEAD_PROPOSED : AG_SAY_LEAD_NONE,
                     ag_page_count(page, (double)r->proposals), remains, threshold));
    if (r->proposals > page->persons)
        paragraph(page, header, AG_BLOCK_PARAGRAPH,
                  ag_say(page, AG_SAY_LEAD_PERSONS, ag_page_count(page, (double)page->persons)));
    if (held)
        paragraph(page, header, AG_BLOCK_PARAGRAPH,
                  ag_say(page, AG_SAY_LEAD_REVIEW, ag_page_count(page, (double)held)));
    paragraph(page, header, AG_BLOCK_PARAGRAPH,
              ag_say(page, AG_SAY_LEAD_NOT_FOUND, ag_page_count(page, (double)r->not_found_remains),
                     ag_page_count(page, (double)r->not_found_missing)));
    paragraph(page, header, AG_BLOCK_QUIET, ag_page_words(page, AG_SAY_PEOPLE_DECIDE));
    ag_node *tiles = ag_document_add(&page->document, header, AG_BLOCK_TILES, NULL);
    tile(page, tiles, r->proposals, AG_SAY_TILE_PROPOSED);
    tile(page, tiles, held, AG_SAY_TILE_REVIEW);
    tile(page, tiles, count_hits(page, is_below), AG_SAY_TILE_BELOW);
    tile(page, tiles, r->not_found_remains, AG_SAY_TILE_REMAINS_LEFT);
    tile(page, tiles, r->not_found_missing, AG_SAY_TILE_MISSING_LEFT);
    contents(page, header);
}

/* ---- Proposals ------------------------------------------------------------------------------------------------ */

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

static ag_status proposals(ag_page *page, ag_error *err) {
    ag_node *here = ag_page_section(page, AG_SAY_PROPOSALS, "proposals");
    size_t all = page->result->proposals, skip = all > MOST_CARDS ? all - MOST_CARDS : 0;
    histogram(page, here);
    if (all == 0) {
        paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_NO_PROPOSALS));
        return AG_OK;
    }
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_PROPOSALS_INTRO));
    if (skip)
        paragraph(
            page, here, AG_BLOCK_PARAGRAPH,
            ag_say(page, AG_SAY_PROPOSALS_CAPPED, ag_page_count(page, MOST_CARDS), ag_page_count(page, (double)all)));
    hit_table(page, here, is_proposed, skip, MOST_CARDS, is_proposed, MOST_CARDS, "p");
    key_figure(page, here);
    return hit_cards(page, here, is_proposed, skip, MOST_CARDS, "p", err);
}

/* ---- Review, below -------------------------------------------------------------------------------------------- */

static ag_status review(ag_page *page, ag_error *err) {
    ag_node *here = ag_page_section(page, AG_SAY_REVIEW, "review");
    size_t held = count_hits(page, is_held), sex = count_hits(page, has_sex_conflict);
    ag_status status = AG_OK;
    paragraph(page, here, AG_BLOCK_PARAGRAPH,
              ag_page_words(page, (held + sex) > 0 ? AG_SAY_REVIEW_INTRO : AG_SAY_REVIEW_NONE));
    if (held) {
        ag_document_heading(&page->document, here, 3, ag_page_words(page, AG_SAY_REVIEW_HELD));
        hit_table(page, here, is_held, 0, MOST_ROWS, is_held_strong, MOST_HELD_CARDS, "h");
        first_of(page, here, MOST_ROWS, held);
        status = hit_cards(page, here, is_held_strong, 0, MOST_HELD_CARDS, "h", err);
    }
    if (sex) {
        ag_document_heading(&page->document, here, 3, ag_page_words(page, AG_SAY_REVIEW_SEX));
        hit_table(page, here, has_sex_conflict, 0, MOST_ROWS, NULL, 0, "");
        first_of(page, here, MOST_ROWS, sex);
    }
    return status;
}

static void below(ag_page *page) {
    ag_node *here = ag_page_section(page, AG_SAY_BELOW, "below");
    size_t all = count_hits(page, is_below);
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, all ? AG_SAY_BELOW_INTRO : AG_SAY_BELOW_NONE));
    if (all) hit_table(page, here, is_below, 0, MOST_ROWS, NULL, 0, "");
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
        if (page->best[r][0] != AG_NONE) continue;
        if (shown < MOST_NAMES) id[shown++] = ag_page_sample(page, (uint32_t)r);
        all++;
    }
    id_list(page, here, ag_say(page, AG_SAY_REMAINS_LEFT, ag_page_count(page, (double)all)), id, shown, all);
}

static void missing_left(ag_page *page, ag_node *here, const size_t *first, const unsigned char *hit) {
    const ag_search *s = &page->incident->search;
    const char *id[MOST_NAMES];
    size_t shown = 0, all = 0;
    for (int f = 0; f < s->families; f++)
        for (int m = 0; m < s->family[f].missings; m++) {
            if (hit[first[f] + (size_t)m]) continue;
            if (shown < MOST_NAMES) id[shown++] = ag_page_missing(page, f, m);
            all++;
        }
    id_list(page, here, ag_say(page, AG_SAY_MISSING_LEFT, ag_page_count(page, (double)all)), id, shown, all);
}

static void not_found(ag_page *page) {
    const ag_search *s = &page->incident->search;
    ag_node *here = ag_page_section(page, AG_SAY_NOT_FOUND, "not-found");
    paragraph(page, here, AG_BLOCK_PARAGRAPH, ag_page_words(page, AG_SAY_NOT_FOUND_INTRO));
    remains_left(page, here);
    size_t *first = AG_NEW(&page->arena, size_t, (size_t)s->families + 1);
    for (int f = 0; first && f < s->families; f++) first[f + 1] = first[f] + (size_t)s->family[f].missings;
    unsigned char *hit = first ? ag_arena_alloc(&page->arena, first[s->families] + 1) : NULL;
    if (!hit) return;
    for (size_t i = 0; i < page->result->items; i++) {
        const ag_hit *h = &page->result->item[i].hit;
        hit[first[h->family] + (size_t)h->missing] = 1;
    }
    missing_left(page, here, first, hit);
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

ag_status ag_page_sections(ag_page *page, ag_error *err) {
    page_head(page);
    ag_page_searched(page);
    ag_status status = proposals(page, err);
    if (status == AG_OK) status = review(page, err);
    if (status != AG_OK) return status;
    below(page);
    not_found(page);
    unreachable(page);
    ag_page_findings(page);
    reading(page);
    paragraph(page, ag_page_provenance(page), AG_BLOCK_QUIET, ag_page_words(page, AG_SAY_REPEATABLE));
    return AG_OK;
}
