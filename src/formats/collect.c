/* Gathering records into a batch: see collect.h. */
#include "formats/collect.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/locus_key.h"

#include "base/banned.h"

enum { EXTRAS_MAX = 256 };

void ag_collector_init(ag_collector *c, ag_batch *batch, ag_diagnostics *d, const char *file) {
    *c = (ag_collector){.batch = batch, .diagnostics = d, .file = file};
    c->failed = !ag_loci_init(&c->loci, batch);
}

void ag_collector_deinit(ag_collector *c) {
    ag_loci_deinit(&c->loci);
    free(c->profile);
    free(c->person);
    free(c->frequency);
    free(c->cell);
}

bool ag_collect_room(void **array, size_t n, size_t *capacity, size_t size) {
    if (n < *capacity) return true;
    const size_t more = *capacity ? *capacity * 2 : 16;
    if (more > SIZE_MAX / size) return false;
    void *grown = realloc(*array, more * size);
    if (!grown) return false;
    *array = grown;
    *capacity = more;
    return true;
}

ag_text ag_collect_join(ag_collector *c, ag_text first, const char *between, ag_text second) {
    const size_t middle = strlen(between), n = first.n + middle + second.n;
    char *at = ag_arena_alloc(&c->batch->arena, n + 1);
    if (!at) {
        c->failed = true;
        return (ag_text){"", 0};
    }
    if (first.n) memcpy(at, first.at, first.n);
    memcpy(at + first.n, between, middle);
    if (second.n) memcpy(at + first.n + middle, second.at, second.n);
    return (ag_text){at, n};
}

ag_text ag_collect_text(ag_collector *c, ag_text text) { return ag_collect_join(c, text, "", (ag_text){"", 0}); }

uint32_t ag_collect_find_locus(const ag_collector *c, ag_text name) {
    const int at = ag_loci_find(&c->loci, name);
    return at < 0 ? AG_NOWHERE : (uint32_t)at;
}

static uint32_t refuse_locus(ag_collector *c, uint32_t row, const char *hint, const char *what) {
    if (!c->full) ag_diagnose(c->diagnostics, AG_ERROR, c->file, row, 0, hint, "%s", what);
    c->full = true;
    return AG_NOWHERE;
}

uint32_t ag_collect_locus(ag_collector *c, ag_text name, uint32_t row) {
    const uint32_t old = ag_collect_find_locus(c, name);
    if (old != AG_NOWHERE) return old;
    if (c->batch->loci == AG_MAX_LOCI)
        return refuse_locus(c, row, "leave out what is not needed", "the file has more than 256 loci");
    const int at = ag_loci_add(&c->loci, ag_collect_text(c, name));
    return at < 0 ? refuse_locus(c, row, "give it a name of at most 200 bytes", "a locus has no usable name")
                  : (uint32_t)at;
}

ag_text ag_collect_unique(ag_collector *c, ag_map *taken, ag_text text) {
    bool added = false;
    uint32_t *place = ag_map_add(taken, text, 1, &added);
    while (place && !added && !c->failed) {
        ag_buffer b = {0};
        const uint32_t count = ++*place; /* kept with the name, so that many equal names stay cheap */
        ag_buffer_add(&b, text.at, text.n);
        ag_buffer_printf(&b, " (%u)", count);
        const ag_text numbered = b.failed ? text : ag_collect_text(c, (ag_text){b.data, b.n});
        c->failed |= b.failed;
        ag_buffer_deinit(&b);
        if (ag_map_add(taken, numbered, 1, &added) && added) return numbered;
        place = ag_map_find(taken, text);
    }
    c->failed |= !place;
    return text;
}

uint32_t ag_collect_profile(ag_collector *c, const ag_batch_profile *profile) {
    if (c->profiles >= AG_MAX_PERSONS) {
        refuse_locus(c, profile->row, "split the file", "the file has more samples than one incident may have");
        return AG_NOWHERE;
    }
    if (!ag_collect_room((void **)&c->profile, c->profiles, &c->profile_capacity, sizeof *c->profile)) {
        c->failed = true;
        return AG_NOWHERE;
    }
    c->profile[c->profiles] = *profile;
    return (uint32_t)c->profiles++;
}

static void add_cell(ag_collector *c, ag_collected_cell cell) {
    if (cell.profile == AG_NOWHERE || cell.column == AG_NOWHERE || cell.text.n == 0) return;
    if (ag_collect_room((void **)&c->cell, c->cells, &c->cell_capacity, sizeof *c->cell))
        c->cell[c->cells++] = cell;
    else
        c->failed = true;
}

void ag_collect_cell(ag_collector *c, uint32_t profile, uint32_t locus, ag_text text, uint32_t row) {
    add_cell(c, (ag_collected_cell){.profile = profile, .column = locus, .text = text, .row = row});
}

/* Columns that are no loci are few: a scan is enough. */
static uint32_t find_extra(ag_collector *c, ag_role role, ag_text name) {
    ag_batch *b = c->batch;
    for (uint32_t i = 0; i < b->extras[role]; i++)
        if (ag_text_equal_fold(b->extra[role][i], name)) return i;
    if (!b->extra[role]) b->extra[role] = AG_NEW(&b->arena, ag_text, EXTRAS_MAX);
    if (!b->extra[role] || b->extras[role] == EXTRAS_MAX) return AG_NOWHERE;
    b->extra[role][b->extras[role]] = ag_collect_text(c, name);
    return b->extras[role]++;
}

void ag_collect_extra(ag_collector *c, uint32_t profile, ag_text column, ag_text text, uint32_t row) {
    if (profile == AG_NOWHERE || text.n == 0) return;
    const uint32_t at = find_extra(c, c->profile[profile].role, column);
    add_cell(c, (ag_collected_cell){.profile = profile, .column = at, .text = text, .row = row, .extra = true});
}

void ag_collect_person(ag_collector *c, const ag_batch_person *person) {
    if (ag_collect_room((void **)&c->person, c->persons, &c->person_capacity, sizeof *c->person))
        c->person[c->persons++] = *person;
    else
        c->failed = true;
}

void ag_collect_frequency(ag_collector *c, const ag_batch_frequency *frequency) {
    if (ag_collect_room((void **)&c->frequency, c->frequencies, &c->frequency_capacity, sizeof *c->frequency))
        c->frequency[c->frequencies++] = *frequency;
    else
        c->failed = true;
}

static void put_cell(ag_collector *c, const ag_collected_cell *cell, ag_text *to) {
    if (!to->n) {
        *to = cell->text;
        return;
    }
    const ag_batch_profile *p = &c->profile[cell->profile];
    const ag_text name = cell->extra ? c->batch->extra[p->role][cell->column] : c->batch->locus[cell->column];
    ag_diagnose(c->diagnostics, AG_ERROR, c->file, cell->row, 0,
                "keep one reading of each locus, or give the samples different names",
                "sample '%.*s' has %.*s more than once", (int)(p->sample.n < 80 ? p->sample.n : 80), p->sample.at,
                (int)(name.n < 40 ? name.n : 40), name.at);
}

static bool lay_out_cells(ag_collector *c) {
    ag_batch *b = c->batch;
    for (size_t i = 0; i < c->profiles; i++) {
        c->profile[i].cell = AG_NEW(&b->arena, ag_text, b->loci);
        c->profile[i].extra = AG_NEW(&b->arena, ag_text, b->extras[c->profile[i].role]);
    }
    if (b->arena.failed) return false;
    for (size_t i = 0; i < c->cells; i++) {
        const ag_batch_profile *p = &c->profile[c->cell[i].profile];
        /* The rows are ours until the batch is handed out; its readers see them const. */
        ag_text *row = (ag_text *)(uintptr_t)(c->cell[i].extra ? p->extra : p->cell);
        put_cell(c, &c->cell[i], &row[c->cell[i].column]);
    }
    return true;
}

static void *keep_array(ag_batch *b, const void *from, size_t n, size_t size) {
    void *to = ag_arena_array(&b->arena, n, size);
    if (to && n) memcpy(to, from, n * size);
    return to;
}

ag_status ag_collect_finish(ag_collector *c) {
    ag_batch *b = c->batch;
    if (c->failed || !lay_out_cells(c)) return AG_ENVIRONMENT;
    b->profile = AG_NEW(&b->arena, ag_batch_profile, c->profiles);
    if (!b->profile) return AG_ENVIRONMENT;
    for (int role = AG_REMAINS; role <= AG_ELIMINATION; role++)
        for (size_t i = 0; i < c->profiles; i++)
            if ((int)c->profile[i].role == role) b->profile[b->profiles++] = c->profile[i];
    b->person = keep_array(b, c->person, c->persons, sizeof *b->person);
    b->persons = (uint32_t)c->persons;
    b->frequency = keep_array(b, c->frequency, c->frequencies, sizeof *b->frequency);
    b->frequencies = (uint32_t)c->frequencies;
    return b->arena.failed ? AG_ENVIRONMENT : AG_OK;
}

static bool has_key_start(ag_text name, const char *const *start, size_t n) {
    char key[AG_MAX_ID_BYTES];
    const size_t length = ag_locus_key(name, key, sizeof key);
    for (size_t i = 0; i < n; i++)
        if (length >= strlen(start[i]) && memcmp(key, start[i], strlen(start[i])) == 0) return true;
    return false;
}

bool ag_is_y_locus(ag_text name) {
    static const char *const start[] = {"dys", "dyf", "ygata", "yindel"};
    return has_key_start(name, start, sizeof start / sizeof *start);
}

bool ag_is_amelogenin(ag_text name) {
    static const char *const start[] = {"amel"};
    return has_key_start(name, start, 1);
}

uint32_t ag_cell_split(ag_text cell, ag_text *part, uint32_t most) {
    uint32_t n = 0;
    while (cell.n) {
        const char *slash = memchr(cell.at, '/', cell.n);
        const size_t length = slash ? (size_t)(slash - cell.at) : cell.n;
        if (n < most) part[n] = (ag_text){cell.at, length};
        n++;
        const size_t step = length + (slash != NULL);
        cell.at += step;
        cell.n -= step;
    }
    return n;
}
