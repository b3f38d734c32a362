/* Cells to codes: see codebook.h. */
#include "incident/codebook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

enum { RECENT_BITS = 11, RECENT_BYTES = 16 };
enum { MOST_CODES = 65535, ALLELE_BYTES = 16, OBSERVATION_KEY = sizeof(ag_allele_set) * 2 + sizeof(double) * 2 + 1 };

/* A text of at most RECENT_BYTES: its first and last bytes and its length say all of it. */
typedef struct recent_text {
    uint64_t head, tail;
    uint32_t n, text; /* n == 0: nothing here */
} recent_text;

/* The different texts at one locus: text i + 1 is texts.key[i], 0 the empty cell. */
typedef struct reading {
    const ag_cell_context *ctx;
    ag_codebook *book;
    const ag_locus_plan *plan;
    int column; /* of ctx->code */
    ag_map texts;
    uint32_t *first; /* owned; [texts] profile of the first cell */
    uint32_t *count; /* owned; [texts][classes] */
    uint16_t *code;  /* owned; [texts + 1][classes] */
    uint8_t *flags;  /* owned; beside it */
    size_t capacity;
    bool overflow;
    recent_text recent[1 << RECENT_BITS]; /* in front of the map: most cells are one of a few texts */
} reading;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

void ag_codebook_init(ag_codebook *book) {
    *book = (ag_codebook){0};
    ag_arena_init(&book->arena);
    ag_diagnostics_init(&book->found);
}

void ag_codebook_deinit(ag_codebook *book) {
    for (int p = 0; book->locus && book->locus[p]; p++) ag_locus_free(book->locus[p]);
    free(book->locus);
    free(book->observation);
    ag_diagnostics_deinit(&book->found);
    ag_arena_deinit(&book->arena);
}

static void reading_deinit(reading *r) {
    ag_map_deinit(&r->texts);
    free(r->first);
    free(r->count);
    free(r->code);
    free(r->flags);
}

static void report(const reading *r, ag_severity severity, uint32_t profile, const char *hint, const char *what) {
    ag_sources_report(r->ctx->sources, r->ctx->batch, &r->book->found, severity, profile, (int)r->plan->locus, hint,
                      "%s", what);
}

/* ---- Different texts ----------------------------------------------------------------------------------------- */

static bool make_room(reading *r) {
    if (r->texts.n < r->capacity) return true;
    const size_t capacity = r->capacity ? r->capacity * 2 : 256, classes = (size_t)r->ctx->classes;
    uint32_t *first = realloc(r->first, capacity * sizeof *first);
    if (first) r->first = first;
    uint32_t *count = realloc(r->count, capacity * classes * sizeof *count);
    if (count) r->count = count;
    if (!first || !count) return false;
    memset(r->count + r->capacity * classes, 0, (capacity - r->capacity) * classes * sizeof *count);
    r->capacity = capacity;
    return true;
}

/* The number of a text, 1 …; 0 beyond the cap; -1: no memory. */
static int enter_text(reading *r, ag_text text, uint32_t profile) {
    if (r->overflow) return 0;
    if (!make_room(r)) return -1;
    bool added;
    const uint32_t *at = ag_map_add(&r->texts, text, r->texts.n, &added);
    if (!at) return -1;
    if (added) r->first[*at] = profile;
    if (added && *at + 1 >= MOST_CODES) r->overflow = true;
    return (int)*at + 1;
}

/* The first and the last bytes of a text of 1 … RECENT_BYTES, overlapping where it is shorter than both together. */
static void load_ends(ag_text text, uint64_t *head, uint64_t *tail) {
    const char *last = text.at + text.n;
    *head = *tail = 0;
    if (text.n >= 8) {
        memcpy(head, text.at, 8);
        memcpy(tail, last - 8, 8);
    } else if (text.n >= 4) {
        memcpy(head, text.at, 4);
        memcpy(tail, last - 4, 4);
    } else {
        for (const char *at = text.at; at < last; at++) *head = *head << 8 | (unsigned char)*at;
    }
}

static int find_text(reading *r, ag_text text, uint32_t profile) {
    if (!text.n) return 0;
    if (text.n > RECENT_BYTES) return enter_text(r, text, profile);
    uint64_t head, tail;
    load_ends(text, &head, &tail);
    const uint64_t hash = (head ^ (tail * 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
    recent_text *recent = &r->recent[hash >> (64 - RECENT_BITS)];
    if (recent->n == text.n && recent->head == head && recent->tail == tail) return (int)recent->text;
    const int at = enter_text(r, text, profile);
    if (at > 0) *recent = (recent_text){head, tail, (uint32_t)text.n, (uint32_t)at};
    return at;
}

static void report_too_many(reading *r, uint32_t profile) {
    report(r, AG_ERROR, profile, "split the incident", "there are more than 65,534 different readings at this locus");
}

/* Row by row, all loci of the task at once; the number of the text waits in the code's place. */
static ag_status find_texts(reading *r, int n, ag_error *err) {
    const ag_cell_context *ctx = r->ctx;
    const size_t loci = (size_t)ctx->tables->loci;
    for (uint32_t p = 0; p < ctx->batch->profiles; p++) {
        const ag_text *cell = ctx->batch->profile[p].cell;
        for (int k = 0; k < n; k++) {
            const int text = find_text(&r[k], cell[r[k].plan->locus], p);
            if (text < 0) return no_memory(err);
            if (text > 0) r[k].count[(size_t)(text - 1) * (size_t)ctx->classes + ctx->class_of[p]]++;
            ctx->code[p * loci + (size_t)r[k].column] = (uint16_t)text;
        }
    }
    for (int k = 0; k < n; k++)
        if (r[k].overflow) report_too_many(&r[k], r[k].first[r[k].texts.n - 1]);
    return AG_OK;
}

/* ---- Alleles that the table lacks ---------------------------------------------------------------------------- */

typedef struct lacking {
    const char *name[AG_MAX_ALLELES];
    uint32_t first[AG_MAX_ALLELES], count[AG_MAX_ALLELES];
    int n;
} lacking;

static uint32_t occurrences(const reading *r, uint32_t text) {
    uint32_t total = 0;
    for (int c = 0; c < r->ctx->classes; c++) total += r->count[(size_t)text * (size_t)r->ctx->classes + (size_t)c];
    return total;
}

static bool note_lacking(reading *r, uint32_t text, const char *name, lacking *out) {
    int i = 0;
    while (i < out->n && strcmp(out->name[i], name) != 0) i++;
    if (i == AG_MAX_ALLELES) return true; /* ag_locus_new refuses so many */
    if (i == out->n) {
        out->name[i] = ag_arena_text(&r->book->arena, name, strlen(name));
        out->first[i] = r->first[text];
        out->count[i] = 0;
        out->n++;
    }
    out->count[i] += occurrences(r, text);
    return out->name[i] != NULL;
}

/* A terminated copy of a cell; cells too long to be one are cut, and then are no reading either. */
static const char *cell_text(ag_text text, char out[AG_MAX_ID_BYTES + 1]) {
    const size_t n = text.n < AG_MAX_ID_BYTES ? text.n : AG_MAX_ID_BYTES;
    memcpy(out, text.at, n);
    out[n] = 0;
    return out;
}

static bool find_lacking(reading *r, const ag_locus *locus, lacking *out) {
    char cell[AG_MAX_ID_BYTES + 1], name[2][ALLELE_BYTES];
    for (uint32_t i = 0; i < r->texts.n; i++) {
        const int n = ag_cell_unlisted(locus, cell_text(r->texts.key[i], cell), name);
        for (int k = 0; k < n; k++)
            if (!note_lacking(r, i, name[k], out)) return false;
    }
    return true;
}

static void warn_lacking(reading *r, const lacking *found) {
    for (int i = 0; i < found->n; i++) {
        char what[160];
        snprintf(what, sizeof what,
                 "the frequency table lacks the allele %s, seen %u %s; it gets the minimum frequency %.6g",
                 found->name[i], found->count[i], found->count[i] == 1 ? "time" : "times", r->book->locus[0]->minimum);
        report(r, AG_WARNING, found->first[i], "check the reading, or add the allele to the table", what);
    }
}

/* ---- The locus ----------------------------------------------------------------------------------------------- */

/* A fault of the table or of the model is a finding about its file. */
static ag_status finding_or_failure(const reading *r, ag_status status, const char *file, long row,
                                    const ag_error *fault, ag_error *err) {
    if (status != AG_BAD_INPUT) {
        if (err) *err = *fault;
        return status;
    }
    ag_diagnose(&r->book->found, AG_ERROR, file, row, 0, fault->hint, "%s: %s", r->plan->spec.name, fault->what);
    return AG_OK;
}

/* book->locus stays without a locus when the table is wrong. */
static ag_status make_loci(reading *r, const lacking *found, ag_error *err) {
    ag_codebook *book = r->book;
    const int populations = r->plan->populations;
    book->locus = calloc((size_t)populations + 1, sizeof(ag_locus *));
    if (!book->locus) return no_memory(err);
    for (int p = 0; p < populations; p++) {
        ag_error fault = {0};
        const ag_status status =
            ag_plan_locus(r->plan, p, true, found->n, found->name, &book->arena, &book->locus[p], &fault);
        if (status != AG_OK) return finding_or_failure(r, status, r->ctx->sources->settings, 0, &fault, err);
    }
    return AG_OK;
}

static ag_status prepare_locus(reading *r, ag_error *err) {
    ag_locus *table = NULL;
    ag_error fault = {0};
    ag_status status = ag_plan_locus(r->plan, 0, false, 0, NULL, &r->book->arena, &table, &fault);
    if (status != AG_OK)
        return finding_or_failure(r, status, r->ctx->sources->frequencies, (long)r->plan->row, &fault, err);
    lacking found = {.n = 0};
    status = find_lacking(r, table, &found) ? make_loci(r, &found, err) : no_memory(err);
    ag_locus_free(table);
    if (status == AG_OK && r->book->locus[0]) warn_lacking(r, &found);
    return status;
}

/* ---- Codes --------------------------------------------------------------------------------------------------- */

/* 15/16 and 16/15 are one observation, and what an asserted homozygote leaves open does not tell two apart. */
static void make_canonical(ag_observation *o) {
    if (o->kind == AG_SEEN_PAIR && memcmp(&o->a, &o->b, sizeof o->a) > 0) {
        const ag_allele_set a = o->a;
        o->a = o->b;
        o->b = a;
    }
    if (o->kind == AG_SEEN_NOTHING || o->kind == AG_SEEN_HOMOZYGOTE || o->kind == AG_SEEN_HALF)
        o->dropout = o->dropout_both = 0;
}

static void observation_key(const ag_observation *o, char key[OBSERVATION_KEY]) {
    char *at = key;
    *at++ = (char)o->kind;
    memcpy(at, &o->a, sizeof o->a);
    memcpy(at += sizeof o->a, &o->b, sizeof o->b);
    memcpy(at += sizeof o->b, &o->dropout, sizeof o->dropout);
    memcpy(at + sizeof o->dropout, &o->dropout_both, sizeof o->dropout_both);
}

static bool is_empty_set(const ag_allele_set *set) {
    for (int w = 0; w < AG_ALLELE_WORDS; w++)
        if (set->word[w]) return false;
    return true;
}

/* Two different alleles: more than one copy can show without drop-in. */
static bool shows_two(const ag_observation *o) {
    ag_allele_set both;
    for (int w = 0; w < AG_ALLELE_WORDS; w++) both.word[w] = o->a.word[w] & o->b.word[w];
    return o->kind == AG_SEEN_PAIR && is_empty_set(&both);
}

/* The code of an observation, a new one if nothing means the same yet; -1: no memory. */
static int enter_observation(reading *r, ag_map *known, ag_observation *o) {
    char key[OBSERVATION_KEY];
    bool added;
    make_canonical(o);
    observation_key(o, key);
    const uint32_t *at = ag_map_find(known, (ag_text){key, sizeof key});
    if (at) return (int)*at;
    const char *kept = ag_arena_text(&r->book->arena, key, sizeof key);
    if (!kept || !ag_map_add(known, (ag_text){kept, sizeof key}, (uint32_t)r->book->codes, &added)) return -1;
    r->book->observation[r->book->codes] = *o;
    return r->book->codes++;
}

static void count_assumed(reading *r, uint32_t text, int class, unsigned flags) {
    ag_cell_count *count = &r->book->count[class];
    const uint32_t n = r->count[(size_t)text * (size_t)r->ctx->classes + (size_t) class];
    if (flags & AG_CELL_DROPOUT_ASSUMED) count->dropout_assumed += n;
    if (flags & AG_CELL_READ_HOMOZYGOTE) count->read_homozygote += n;
    if (flags & (AG_CELL_DROPOUT_ASSUMED | AG_CELL_READ_HOMOZYGOTE) && r->first[text] < count->first)
        count->first = r->first[text];
}

static void report_cell(reading *r, uint32_t text, const ag_error *fault) {
    char what[sizeof fault->what];
    const uint32_t n = occurrences(r, text);
    if (n > 1)
        snprintf(what, sizeof what, "%.200s (in %u samples)", fault->what, n);
    else
        snprintf(what, sizeof what, "%s", fault->what);
    report(r, AG_ERROR, r->first[text], fault->hint, what);
}

/* One text in each class in which it occurs. False: no memory. */
static bool read_text(reading *r, uint32_t text, ag_map *known) {
    const size_t classes = (size_t)r->ctx->classes;
    char cell[AG_MAX_ID_BYTES + 1];
    cell_text(r->texts.key[text], cell);
    for (size_t c = 0; c < classes; c++) {
        if (!r->count[text * classes + c]) continue;
        const ag_observation_rules rules = {r->ctx->class[c].dropout, -1, r->ctx->trust_homozygotes};
        ag_observation o;
        ag_error fault = {0};
        unsigned flags;
        if (ag_observation_parse(r->book->locus[0], cell, &rules, &o, &flags, &fault) != AG_OK) {
            report_cell(r, text, &fault);
            return true;
        }
        const int code = enter_observation(r, known, &o);
        if (code < 0) return false;
        r->code[(text + 1) * classes + c] = (uint16_t)code;
        r->flags[(text + 1) * classes + c] = (uint8_t)flags;
        count_assumed(r, text, (int)c, flags);
    }
    return true;
}

static ag_status make_codes(reading *r, ag_error *err) {
    const size_t classes = (size_t)r->ctx->classes, n = ((size_t)r->texts.n + 1) * classes;
    ag_observation nothing = {.kind = AG_SEEN_NOTHING};
    ag_map known;
    r->code = calloc(n, sizeof *r->code);
    r->flags = calloc(n, sizeof *r->flags);
    r->book->observation = calloc(n + 1, sizeof *r->book->observation);
    r->book->count = AG_NEW(&r->book->arena, ag_cell_count, classes);
    if (!r->code || !r->flags || !r->book->observation || !r->book->count) return no_memory(err);
    for (size_t c = 0; c < classes; c++) r->book->count[c].first = UINT32_MAX;
    ag_map_init(&known);
    bool good = enter_observation(r, &known, &nothing) == 0;
    uint32_t text = 0;
    for (; text < r->texts.n && good && r->book->codes < MOST_CODES - (int)classes; text++)
        good = read_text(r, text, &known);
    ag_map_deinit(&known);
    if (!good) return no_memory(err);
    if (text < r->texts.n) report_too_many(r, r->first[text]);
    ag_observation *fitted = realloc(r->book->observation, (size_t)r->book->codes * sizeof *fitted);
    if (fitted) r->book->observation = fitted;
    return AG_OK;
}

/* ---- Profiles ------------------------------------------------------------------------------------------------ */

typedef struct special {
    uint32_t set_aside, set_aside_first; /* cells of three or more alleles */
    uint32_t two_on_x, two_on_x_first;   /* men with two alleles on the X chromosome */
} special;

static void report_special(reading *r, const special *s) {
    char what[160];
    if (s->set_aside) {
        snprintf(what, sizeof what, "three or more alleles; the locus is set aside (in %u %s)", s->set_aside,
                 s->set_aside == 1 ? "sample" : "samples");
        report(r, AG_WARNING, s->set_aside_first, "at two or more such loci a sample is held as a possible mixture",
               what);
    }
    if (s->two_on_x) {
        snprintf(what, sizeof what, "a man shows two alleles on the X chromosome; the locus is set aside (in %u %s)",
                 s->two_on_x, s->two_on_x == 1 ? "sample" : "samples");
        report(r, AG_WARNING, s->two_on_x_first, "check the sex and the reading", what);
    }
}

static void code_cell(const reading *r, uint32_t profile, const unsigned char *two_on_x, uint16_t *code, special *s) {
    const ag_cell_context *ctx = r->ctx;
    if (!*code) return;
    const size_t at = (size_t)*code * (size_t)ctx->classes + ctx->class_of[profile];
    *code = r->code[at];
    if (r->flags[at] & AG_CELL_SET_ASIDE) {
        if (!s->set_aside++) s->set_aside_first = profile;
        atomic_fetch_add_explicit(&ctx->set_aside[profile], 1, memory_order_relaxed);
    }
    if (r->flags[at] & AG_CELL_DROPOUT_ASSUMED) atomic_store_explicit(&ctx->assumed[profile], 1, memory_order_relaxed);
    if (!two_on_x || !two_on_x[*code] || ctx->sex_of[profile] != AG_MALE) return;
    if (!s->two_on_x++) s->two_on_x_first = profile;
    *code = 0;
}

/* On the X chromosome a man has one copy: two alleles are a mistake unless drop-in explains them. */
static unsigned char *find_two_on_x(const reading *r) {
    const ag_locus *locus = r->book->locus[0];
    if (!locus->x || locus->dropin > 0) return NULL;
    unsigned char *two = AG_NEW(&r->book->arena, unsigned char, r->book->codes);
    for (int i = 0; two && i < r->book->codes; i++) two[i] = shows_two(&r->book->observation[i]);
    return two;
}

static ag_status code_profiles(reading *r, int n, ag_error *err) {
    const ag_cell_context *ctx = r->ctx;
    const size_t loci = (size_t)ctx->tables->loci;
    special *found = calloc((size_t)n, sizeof *found);
    unsigned char **two_on_x = calloc((size_t)n, sizeof(unsigned char *));
    if (!found || !two_on_x) {
        free(found);
        free(two_on_x);
        return no_memory(err);
    }
    for (int k = 0; k < n; k++) two_on_x[k] = find_two_on_x(&r[k]);
    for (uint32_t p = 0; p < ctx->batch->profiles; p++)
        for (int k = 0; k < n; k++)
            code_cell(&r[k], p, two_on_x[k], &ctx->code[p * loci + (size_t)r[k].column], &found[k]);
    for (int k = 0; k < n; k++) report_special(&r[k], &found[k]);
    free(found);
    free(two_on_x);
    return AG_OK;
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

static ag_status read_all(reading *r, int n, ag_error *err) {
    bool good = true;
    ag_status status = find_texts(r, n, err);
    for (int k = 0; k < n && status == AG_OK; k++) {
        status = prepare_locus(&r[k], err);
        const bool made = status == AG_OK && !r[k].book->found.errors;
        if (made) status = make_codes(&r[k], err);
        good = good && made;
    }
    return status == AG_OK && good ? code_profiles(r, n, err) : status;
}

ag_status ag_codebook_read(const ag_cell_context *context, int first, int n, ag_codebook *book, ag_error *err) {
    reading *r = calloc((size_t)n, sizeof *r);
    if (!r) return no_memory(err);
    for (int k = 0; k < n; k++)
        r[k] =
            (reading){.ctx = context, .book = &book[k], .plan = &context->tables->plan[first + k], .column = first + k};
    const ag_status status = read_all(r, n, err);
    for (int k = 0; k < n; k++) reading_deinit(&r[k]);
    free(r);
    return status;
}
