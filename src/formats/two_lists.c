/* Two sides' lists, line against line: see two_lists.h. */
#include "formats/two_lists.h"

#include "base/map.h"
#include "formats/encoding.h"
#include "formats/handover_columns.h"

#include "base/banned.h"

const char *ag_list_key_name(ag_list_key key) {
    static const char *const names[AG_LIST_KEYS] = {"number", "seal", "day"};
    return names[key];
}

/* ---- Reading -------------------------------------------------------------------------------------------------- */

typedef struct reading {
    ag_csv *csv;
    const ag_list_filter *filter;
    ag_arena *arena;
    int number, foreign, seal, date, from, to, bodies;
} reading;

static bool is_wanted(const reading *r, const ag_list_line *line, const ag_date *day) {
    const ag_list_filter *f = r->filter;
    ag_date wanted;
    if (f->from.n && !ag_text_equal_fold(f->from, line->from)) return false;
    if (f->to.n && !ag_text_equal_fold(f->to, line->to)) return false;
    return !f->dates.n || !ag_date_parse_edtf(f->dates, &wanted) ||
           (line->date.n && day->first >= wanted.first && day->last <= wanted.last);
}

/* False: the line is left out. */
static bool read_line(reading *r, ag_list_line *out) {
    const ag_text bodies = ag_cell_in(r->csv, r->bodies), date = ag_cell_in(r->csv, r->date);
    ag_date day = {0, 0};
    bool rest;
    *out = (ag_list_line){.number = ag_cell_in(r->csv, r->number),
                          .foreign = ag_cell_in(r->csv, r->foreign),
                          .seal = ag_cell_in(r->csv, r->seal),
                          .from = ag_cell_in(r->csv, r->from),
                          .to = ag_cell_in(r->csv, r->to),
                          .bodies = 1,
                          .row = r->csv->row,
                          .other = -1};
    if (bodies.n && (!ag_parse_int(bodies, &out->bodies) || out->bodies < 0 || out->bodies > AG_MAX_PERSONS))
        ag_csv_report(r->csv, AG_ERROR, r->bodies, "a whole number from 0", "it does not say how many");
    if (date.n && !(out->date = ag_published_date(date, r->arena, &day, &rest)).n)
        ag_csv_report(r->csv, AG_ERROR, r->date, "2025-06-16, 2025-06, or 2022-02/2025-05", "it is no date");
    return is_wanted(r, out, &day);
}

static ag_status read_lines(reading *r, ag_side *side, ag_diagnostics *d, ag_error *err) {
    const size_t left = ag_csv_rows_left(r->csv), room = left < AG_MAX_HANDOVER_LINES ? left : AG_MAX_HANDOVER_LINES;
    side->line = AG_NEW(r->arena, ag_list_line, room + 1);
    if (!side->line) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    while (ag_csv_next(r->csv)) {
        ag_list_line *line = &side->line[side->lines];
        if (!read_line(r, line)) continue;
        if (side->lines == AG_MAX_HANDOVER_LINES) {
            ag_diagnose(d, AG_ERROR, r->csv->file, line->row, 0, "split it by day", "the list has more than %d lines",
                        AG_MAX_HANDOVER_LINES);
            break;
        }
        side->lines++;
        side->bodies += line->bodies;
    }
    return AG_OK;
}

static ag_status read_side(ag_file *file, const ag_list_filter *filter, ag_arena *arena, ag_side *side,
                           ag_diagnostics *d, ag_error *err) {
    static const char *const foreign[] = {"foreign_number", "foreign number", "their number", "number of theirs", NULL};
    ag_status status = ag_file_decode(file, d, err);
    ag_csv *csv = status == AG_OK ? AG_NEW(arena, ag_csv, 1) : NULL;
    if (status != AG_OK) return status;
    if (!csv) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (!ag_csv_open(csv, file, d)) return AG_OK;
    reading r = {csv,
                 filter,
                 arena,
                 ag_column_named(csv, ag_number_columns),
                 ag_column_named(csv, foreign),
                 ag_column_named(csv, ag_seal_columns),
                 ag_csv_column(csv, "date"),
                 ag_csv_column(csv, "from"),
                 ag_csv_column(csv, "to"),
                 ag_column_named(csv, ag_part_columns)};
    if (r.number < 0 && r.foreign < 0 && r.seal < 0 && r.date < 0)
        return ag_diagnose(d, AG_ERROR, csv->file, csv->row, 0, "number, foreign_number, seal or date",
                           "no column says which line is which"),
               AG_OK;
    return read_lines(&r, side, d, err);
}

/* ---- Pairing -------------------------------------------------------------------------------------------------- */

/* Without blanks and hyphens, in small letters; empty stays empty. In the arena. */
static ag_text plain(ag_text t, ag_arena *arena) {
    ag_buffer b = {0};
    for (size_t i = 0; i < t.n; i++)
        if (t.at[i] != ' ' && t.at[i] != '-' && t.at[i] != '\t')
            ag_buffer_putc(&b, (char)(t.at[i] >= 'A' && t.at[i] <= 'Z' ? t.at[i] + 32 : t.at[i]));
    const ag_text out = {ag_arena_text(arena, b.data ? b.data : "", b.n), b.n};
    ag_buffer_deinit(&b);
    return out;
}

/* Day and direction as one text; empty where there is no day. */
static ag_text day_of(const ag_list_line *line, ag_arena *arena) {
    ag_buffer b = {0};
    if (line->date.n)
        ag_buffer_printf(&b, "%.*s|%.*s|%.*s", (int)line->date.n, line->date.at, (int)line->from.n, line->from.at,
                         (int)line->to.n, line->to.at);
    const ag_text out = {ag_arena_text(arena, b.data ? b.data : "", b.n), b.n};
    ag_buffer_deinit(&b);
    return out;
}

static ag_text key_of(const ag_list_line *line, ag_list_key key, bool foreign, ag_arena *arena) {
    if (key == AG_BY_DAY) return day_of(line, arena);
    return plain(key == AG_BY_SEAL ? line->seal : foreign ? line->foreign : line->number, arena);
}

enum { TWICE = UINT32_MAX }; /* more than one line has it: nobody can say which */

static void index_line(ag_map *map, ag_text key, int place) {
    bool added;
    uint32_t *at = key.n ? ag_map_add(map, key, (uint32_t)place, &added) : NULL;
    if (at && !added && *at != (uint32_t)place) *at = TWICE;
}

/* Lines without a pair, by their keys. A number is found under either side's name for it. */
static void index_side(const ag_side *side, ag_list_key key, ag_arena *arena, ag_map *map) {
    for (int i = 0; i < side->lines; i++) {
        if (side->line[i].other >= 0) continue;
        index_line(map, key_of(&side->line[i], key, false, arena), i);
        if (key == AG_BY_NUMBER) index_line(map, key_of(&side->line[i], key, true, arena), i);
    }
}

/* Where the one line of the map with this key stands; -1: there is none, or more than one. */
static int found_in(const ag_map *map, ag_text key) {
    const uint32_t *at = key.n ? ag_map_find(map, key) : NULL;
    return at && *at != TWICE ? (int)*at : -1;
}

static void pair_by(ag_two_lists *lists, ag_list_key key, ag_arena *arena) {
    ag_map ours, theirs;
    ag_map_init(&ours);
    ag_map_init(&theirs);
    index_side(&lists->side[0], key, arena, &ours);
    index_side(&lists->side[1], key, arena, &theirs);
    for (int i = 0; i < lists->side[0].lines; i++) {
        ag_list_line *line = &lists->side[0].line[i];
        for (int foreign = 0; foreign < (key == AG_BY_NUMBER ? 2 : 1) && line->other < 0; foreign++) {
            const ag_text word = key_of(line, key, foreign, arena);
            const int k = found_in(&ours, word) == i ? found_in(&theirs, word) : -1;
            if (k < 0 || lists->side[1].line[k].other >= 0) continue;
            line->other = k;
            lists->side[1].line[k].other = i;
            line->by = lists->side[1].line[k].by = key;
        }
    }
    ag_map_deinit(&ours);
    ag_map_deinit(&theirs);
}

static void count(ag_two_lists *lists) {
    for (int s = 0; s < 2; s++)
        for (int i = 0; i < lists->side[s].lines; i++) {
            const ag_list_line *line = &lists->side[s].line[i];
            if (line->other < 0) {
                lists->side[s].alone++;
                lists->side[s].alone_bodies += line->bodies;
            } else if (!s) {
                lists->pairs++;
                lists->differing += line->bodies != lists->side[1].line[line->other].bodies;
            }
        }
}

ag_status ag_two_lists_read(ag_file *ours, ag_file *theirs, const ag_list_filter *filter, ag_arena *arena,
                            ag_two_lists *out, ag_diagnostics *d, ag_error *err) {
    *out = (ag_two_lists){.pairs = 0};
    ag_status status = read_side(ours, filter, arena, &out->side[0], d, err);
    if (status == AG_OK) status = read_side(theirs, filter, arena, &out->side[1], d, err);
    if (status == AG_OK) status = ag_diagnostics_status(d, err);
    if (status != AG_OK) return status;
    for (int key = 0; key < AG_LIST_KEYS; key++) pair_by(out, (ag_list_key)key, arena);
    count(out);
    return arena->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}
