/* Lists of handovers: see import_handover.h. */
#include "casebook/import_handover.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "casebook/kinds.h"
#include "casebook/numbers.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/handover_columns.h"

#include "base/banned.h"

enum { CODE_BYTES = 64, SHOWN = 60, NOT_MATCHED = -1 };

/* One import at work. */
typedef struct importing {
    ag_casebook *casebook;
    const ag_actor *actor;
    const ag_handover_import *options;
    ag_handover_counts *out;
    ag_diagnostics *d;
    ag_csv *csv;
    ag_arena arena;
    ag_view view;
} importing;

/* ---- Deeds ------------------------------------------------------------------------------------------------------ */

static void put(json_t *fields, const char *name, ag_text value) {
    if (value.n) json_object_set_new(fields, name, json_stringn(value.at, value.n));
}

static void put_count(json_t *fields, const char *name, int64_t value) {
    json_object_set_new(fields, name, json_integer(value));
}

/* Does it, or makes a finding of row `row` of why not. Takes `fields` over. *made (may be NULL): the subject, in the
 * import's arena. */
static ag_status do_row(importing *w, uint32_t row, const char *action, const char *subject, json_t *fields,
                        ag_text *made, ag_error *err) {
    const ag_request request = {
        .action = action, .subject = ag_text_of(subject), .field = fields, .when = w->options->when};
    ag_receipt receipt;
    ag_error fault;
    const ag_status status = fields ? ag_casebook_do(w->casebook, w->actor, &request, &receipt, NULL, &fault)
                                    : ag_fail(&fault, AG_ENVIRONMENT, NULL, "out of memory");
    json_decref(fields);
    if (made) *made = (ag_text){NULL, 0};
    if (status == AG_OK) {
        if (made) *made = ag_text_of(ag_arena_text(&w->arena, receipt.subject, strlen(receipt.subject)));
        return AG_OK;
    }
    if (status == AG_ENVIRONMENT) {
        if (err) *err = fault;
        return status;
    }
    ag_diagnose(w->d, AG_ERROR, w->csv->file, row, 0, fault.hint, "%s", fault.what);
    return AG_OK;
}

/* ---- Cells ------------------------------------------------------------------------------------------------------ */

/* As a code; an empty text where it is too long, which is a finding. In the arena. */
static ag_text code_of(importing *w, int column) {
    static const char hex[] = "0123456789abcdef";
    char code[CODE_BYTES];
    size_t n = 0;
    const ag_text cell = ag_cell_in(w->csv, column);
    for (size_t i = 0; i < cell.n; i++) {
        const unsigned char c = (unsigned char)cell.at[i];
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("._/+-:@", c));
        if (c == ' ' || c == '\t') continue;
        if (n + (plain ? 1 : 3) > CODE_BYTES) {
            ag_csv_report(w->csv, AG_ERROR, column, "shorten it: 64 bytes, three for each letter that is not Latin",
                          "\"%.*s\" is too long for a number", (int)(cell.n < SHOWN ? cell.n : SHOWN), cell.at);
            return (ag_text){"", 0};
        }
        if (!plain) {
            code[n++] = '_';
            code[n++] = hex[c >> 4];
        }
        code[n++] = plain ? (char)c : hex[c & 15];
    }
    return (ag_text){ag_arena_text(&w->arena, code, n), n};
}

static int parts_of(importing *w, int column, int otherwise) {
    int64_t n;
    const ag_text cell = ag_cell_in(w->csv, column);
    if (!cell.n) return otherwise;
    if (ag_parse_int(cell, &n) && n >= 0 && n <= AG_MAX_PARTS_IN_BAG) return (int)n;
    ag_csv_report(w->csv, AG_ERROR, column, "a whole number from 0 to 999", "\"%.*s\" is not how many there are",
                  (int)(cell.n < SHOWN ? cell.n : SHOWN), cell.at);
    return otherwise;
}

/* A line of a list or of a count. */
typedef struct line {
    uint32_t row;
    ag_text number, written, seal, description;
    int parts;       /* -1: it does not say */
    bool seal_asked; /* there is a column for seals */
    int match;       /* of a count: place of its item */
} line;

static bool has_digit(ag_text t) {
    for (size_t i = 0; i < t.n; i++)
        if (t.at[i] >= '0' && t.at[i] <= '9') return true;
    return false;
}

/* All lines of the file; *n of them in the arena. */
static ag_status read_lines(importing *w, line **out, int *n, ag_error *err) {
    const int number = ag_column_named(w->csv, ag_number_columns), seal = ag_column_named(w->csv, ag_seal_columns),
              parts = ag_column_named(w->csv, ag_part_columns),
              description = ag_column_named(w->csv, ag_description_columns);
    const size_t bound = ag_csv_rows_left(w->csv);
    line *lines = AG_NEW(&w->arena, line, bound < AG_MAX_HANDOVER_LINES ? bound + 1 : AG_MAX_HANDOVER_LINES);
    *out = lines;
    *n = 0;
    if (!lines) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (number < 0)
        ag_diagnose(w->d, AG_ERROR, w->csv->file, w->csv->row, 0,
                    "call it number; the others are seal, parts and description", "no column says the numbers");
    while (number >= 0 && ag_csv_next(w->csv)) {
        if (*n == AG_MAX_HANDOVER_LINES) {
            ag_csv_report(w->csv, AG_ERROR, -1, "split it into several handovers", "the list has more than %d lines",
                          AG_MAX_HANDOVER_LINES);
            break;
        }
        const ag_text written = ag_cell_in(w->csv, number), told = ag_cell_in(w->csv, description);
        line *l = &lines[(*n)++];
        *l = (line){.row = w->csv->row,
                    .number = code_of(w, number),
                    .seal = code_of(w, seal),
                    .parts = parts_of(w, parts, -1),
                    .seal_asked = seal >= 0,
                    .match = NOT_MATCHED};
        if (!ag_text_equal(written, l->number))
            l->written = (ag_text){ag_arena_text(&w->arena, written.at, written.n), written.n};
        l->description = (ag_text){ag_arena_text(&w->arena, told.at, told.n), told.n};
        if (l->number.n && !has_digit(written))
            ag_csv_report(w->csv, AG_ERROR, number, "names go into the description: numbers are not sealed",
                          "what stands for the number has no digit");
        if (!l->number.n && !l->seal.n)
            ag_csv_report(w->csv, AG_ERROR, number, "write the number, or at least the seal", "the line has no number");
    }
    return AG_OK;
}

/* Lines that nobody can tell apart. */
static ag_status warn_of_doubles(importing *w, const line *lines, int n, ag_error *err) {
    ag_map seen;
    ag_status status = AG_OK;
    ag_map_init(&seen);
    for (int i = 0; i < n && status == AG_OK; i++) {
        bool added = true;
        const uint32_t *first = lines[i].number.n ? ag_map_add(&seen, lines[i].number, lines[i].row, &added) : NULL;
        if (lines[i].number.n && !first) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        if (!added)
            ag_diagnose(w->d, AG_WARNING, w->csv->file, lines[i].row, 0, "both are taken in; look at the papers",
                        "the number of row %u stands here again", *first);
    }
    ag_map_deinit(&seen);
    return status;
}

/* ---- The sender's list ------------------------------------------------------------------------------------------ */

static ag_status open_handover(importing *w, ag_text *handover, ag_error *err) {
    *handover = ag_text_of(w->options->handover);
    if (handover->n) return AG_OK;
    if (!w->options->sender || !w->options->receiver)
        return ag_fail(err, AG_USAGE, "name the handover, or its sender and its receiver",
                       "whose list this is is not known");
    json_t *fields = json_pack("{s:s,s:s,s:s}", "direction", "incoming", "sender", w->options->sender, "receiver",
                               w->options->receiver);
    return do_row(w, 0, "handover.open", NULL, fields, handover, err);
}

static ag_status list_lines(importing *w, const line *lines, int n, ag_error *err) {
    ag_text handover;
    ag_status status = open_handover(w, &handover, err);
    for (int i = 0; i < n && status == AG_OK; i++) {
        const line *l = &lines[i];
        json_t *fields = json_object();
        put(fields, "handover", handover);
        put_count(fields, "line", i + 1);
        put(fields, "number", l->number);
        put(fields, "written", l->written);
        put(fields, "seal", l->seal);
        put(fields, "description", l->description);
        if (l->parts >= 0) put_count(fields, "parts", l->parts);
        status = do_row(w, l->row, "item.list", NULL, fields, NULL, err);
    }
    if (status != AG_OK || !handover.n) return status;
    memcpy(w->out->handover, handover.at,
           handover.n < sizeof w->out->handover ? handover.n : sizeof w->out->handover - 1);
    const ag_row row = ag_view_row(&w->view, handover);
    return do_row(w, 0, "handover.list", handover.at,
                  json_pack("{s:I}", "listed", ag_row_integer(&row, "listed", 0) + n), NULL, err);
}

static ag_status import_list(importing *w, ag_error *err) {
    line *lines;
    ag_status status = read_lines(w, &lines, &w->out->lines, err);
    if (status == AG_OK) status = warn_of_doubles(w, lines, w->out->lines, err);
    if (status == AG_OK) status = ag_diagnostics_status(w->d, err);
    return status == AG_OK ? list_lines(w, lines, w->out->lines, err) : status;
}

/* ---- The receiver's count --------------------------------------------------------------------------------------- */

typedef struct counting {
    importing *w;
    ag_text handover, sender;
    line *line;
    const ag_row *item; /* of the handover, still LISTED */
    bool *taken;        /* by item */
    int *next;          /* by item: the next one with the same number, or seal */
    int lines, items;
    ag_number_run numbers;
} counting;

/* Matches what is left with the items that have the same text in `column`; items with one text are taken in the order
 * of the list. */
static ag_status match_by(counting *c, const char *column, ag_error *err) {
    ag_map first;
    ag_status status = AG_OK;
    ag_map_init(&first);
    for (int i = c->items - 1; i >= 0 && status == AG_OK; i--) {
        const ag_text key = ag_row_text(&c->item[i], column);
        bool added = true;
        uint32_t *at = key.n && !c->taken[i] ? ag_map_add(&first, key, (uint32_t)i, &added) : NULL;
        c->next[i] = at && !added ? (int)*at : NOT_MATCHED;
        if (at)
            *at = (uint32_t)i;
        else if (key.n && !c->taken[i])
            status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    }
    for (int k = 0; k < c->lines && status == AG_OK; k++) {
        line *l = &c->line[k];
        const ag_text key = strcmp(column, "seal") == 0 ? l->seal : l->number;
        const uint32_t *at = l->match == NOT_MATCHED && key.n ? ag_map_find(&first, key) : NULL;
        int i = at ? (int)*at : NOT_MATCHED;
        while (i != NOT_MATCHED && c->taken[i]) i = c->next[i];
        if (i == NOT_MATCHED) continue;
        l->match = i;
        c->taken[i] = true;
    }
    ag_map_deinit(&first);
    return status;
}

/* A difference. `container` may be empty; `item` NULL. */
static ag_status note(counting *c, uint32_t row, const char *type, const ag_row *item, ag_text container,
                      ag_text sender_says, ag_text receiver_says, ag_text *made, ag_error *err) {
    json_t *fields = json_object();
    put(fields, "handover", c->handover);
    put(fields, "type", ag_text_of(type));
    if (item) put(fields, "item", ag_row_subject(&c->w->view, item));
    put(fields, "container", container);
    put(fields, "sender_says", sender_says);
    put(fields, "receiver_says", receiver_says);
    return do_row(c->w, row, "discrepancy.note", NULL, fields, made, err);
}

/* The fields that name the handover and the line, or the difference that says that there is none. */
static json_t *of_line(const counting *c, const ag_row *item, ag_text unlisted) {
    json_t *fields = json_object();
    put(fields, "handover", c->handover);
    if (item) put(fields, "item", ag_row_subject(&c->w->view, item));
    put(fields, "discrepancy", unlisted);
    return fields;
}

static ag_status accept(counting *c, const line *l, const char *kind, json_t *fields, ag_text *made, ag_error *err) {
    char number[AG_NUMBER_DIGITS + 1];
    if (!ag_number_run_next(&c->numbers, number)) {
        json_decref(fields);
        return ag_fail(err, AG_REFUSED, "wait for tomorrow, or use another institution's number",
                       "all numbers of this day are given");
    }
    const char *subject = ag_view_say(&c->w->view, "%s:%s", kind, number);
    return do_row(c->w, l->row, ag_view_say(&c->w->view, "%s.accept", kind), subject, fields, made, err);
}

static ag_text or_none(ag_text seal) { return seal.n ? seal : AG_TEXT("none"); }

static ag_text count_text(const counting *c, int64_t n) {
    return ag_text_of(ag_view_say(&c->w->view, "%lld", (long long)n));
}

/* What list and count say differently of one container. */
static ag_status compare(counting *c, const line *l, const ag_row *item, ag_text container, ag_error *err) {
    const ag_text seal = ag_row_text(item, "seal"), number = ag_row_text(item, "number");
    const int64_t parts = ag_row_integer(item, "parts", -1);
    const bool seals = l->seal_asked && (seal.n || l->seal.n) && !ag_text_equal(seal, l->seal);
    const bool numbers = number.n && l->number.n && !ag_text_equal(number, l->number);
    const bool counts = parts >= 0 && l->parts >= 0 && parts != l->parts;
    ag_status status = AG_OK;
    c->w->out->differing += seals + numbers + counts;
    if (seals) status = note(c, l->row, "seal-differs", item, container, or_none(seal), or_none(l->seal), NULL, err);
    if (numbers && status == AG_OK)
        status = note(c, l->row, "number-differs", item, container, number, l->number, NULL, err);
    if (counts && status == AG_OK)
        status =
            note(c, l->row, "count-differs", item, container, count_text(c, parts), count_text(c, l->parts), NULL, err);
    return status;
}

static ag_status take_in(counting *c, const line *l, ag_error *err) {
    const ag_row *item = l->match == NOT_MATCHED ? NULL : &c->item[l->match];
    ag_text unlisted = {NULL, 0}, container;
    ag_status status = AG_OK;
    if (!item) {
        status = note(c, l->row, "missing-in-list", NULL, unlisted, unlisted, l->number.n ? l->number : l->seal,
                      &unlisted, err);
        c->w->out->unlisted++;
    }
    if (status != AG_OK) return status;
    json_t *fields = of_line(c, item, unlisted);
    put(fields, "type", AG_TEXT("bag"));
    if (l->seal_asked) put(fields, "seal_before", or_none(l->seal));
    if (l->number.n) put(fields, "foreign_scheme", c->sender);
    put(fields, "foreign_number", l->number);
    put(fields, "foreign_written", l->written);
    status = accept(c, l, "container", fields, &container, err);
    c->w->out->containers++;
    for (int k = 0; k < (l->parts < 0 ? 1 : l->parts) && status == AG_OK && container.n; k++) {
        fields = of_line(c, item, unlisted);
        put(fields, "container", container);
        status = accept(c, l, "remains", fields, NULL, err);
        c->w->out->remains++;
    }
    return status == AG_OK && item ? compare(c, l, item, container, err) : status;
}

static ag_status reconcile(counting *c, ag_error *err) {
    ag_status status = AG_OK;
    for (int k = 0; k < c->lines && status == AG_OK; k++) status = take_in(c, &c->line[k], err);
    for (int i = 0; i < c->items && status == AG_OK; i++) {
        if (c->taken[i]) continue;
        status = note(c, 0, "missing-in-fact", &c->item[i], (ag_text){NULL, 0}, ag_row_text(&c->item[i], "number"),
                      (ag_text){NULL, 0}, NULL, err);
        c->w->out->missing++;
    }
    if (status != AG_OK) return status;
    return do_row(c->w, 0, "handover.count", c->handover.at, json_pack("{s:i}", "counted", c->lines), NULL, err);
}

/* Items of the handover in the order of the list that nobody has received yet. */
static int by_line(const void *a, const void *b) {
    const int64_t x = ag_row_integer(a, "line", 0), y = ag_row_integer(b, "line", 0);
    return x < y ? -1 : x > y;
}

static ag_status load_items(counting *c, ag_error *err) {
    int n;
    const ag_row *row = ag_view_rows(&c->w->view, &ag_kind_item, "handover", c->handover, 0, &n);
    ag_row *item = AG_NEW(&c->w->arena, ag_row, n);
    c->taken = AG_NEW(&c->w->arena, bool, n);
    c->next = AG_NEW(&c->w->arena, int, n);
    if (n && (!item || !c->taken || !c->next)) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "LISTED")) item[c->items++] = row[i];
    if (c->items) qsort(item, (size_t)c->items, sizeof *item, by_line);
    c->item = item;
    return AG_OK;
}

static ag_status import_count(importing *w, ag_error *err) {
    counting c = {.w = w, .handover = ag_text_of(w->options->handover)};
    const ag_row handover = ag_view_row(&w->view, c.handover);
    ag_date day;
    if (!ag_row_there(&handover) || handover.kind != &ag_kind_handover)
        return ag_fail(err, AG_USAGE, "import the sender's list first; then handover:ID",
                       "a count belongs to a handover that is there");
    c.sender = ag_row_text(&handover, "sender");
    ag_status status = read_lines(w, &c.line, &c.lines, err);
    w->out->lines = c.lines;
    if (status == AG_OK) status = warn_of_doubles(w, c.line, c.lines, err);
    if (status == AG_OK) status = ag_diagnostics_status(w->d, err);
    if (status == AG_OK) status = load_items(&c, err);
    if (status == AG_OK) status = match_by(&c, "number", err);
    if (status == AG_OK) status = match_by(&c, "seal", err);
    if (status != AG_OK) return status;
    const int32_t today = (int32_t)(w->view.now / 86400);
    ag_number_run_init(&c.numbers, &w->view, ag_date_parse_edtf(w->options->when, &day) ? day.first : today);
    return reconcile(&c, err);
}

/* ---- Published handovers ---------------------------------------------------------------------------------------- */

/* What stands after the date is a remark. */
static ag_text date_of(importing *w, int column) {
    const ag_text cell = ag_cell_in(w->csv, column);
    ag_date date;
    bool rest;
    const ag_text text = ag_published_date(cell, &w->arena, &date, &rest);
    if (!text.n)
        ag_csv_report(w->csv, AG_ERROR, column, "2025-06-16, 2025-06, or 2022-02/2025-05", "\"%.*s\" is no date",
                      (int)(cell.n < SHOWN ? cell.n : SHOWN), cell.at);
    else if (rest)
        ag_csv_report(w->csv, AG_WARNING, column, NULL, "what stands after the date is kept in the remarks alone");
    return text;
}

static ag_status import_published(importing *w, ag_error *err) {
    static const char *const name[] = {"date", "from", "to", "bodies"};
    const int note = ag_csv_column(w->csv, "note"), url = ag_csv_column(w->csv, "url");
    int column[4];
    ag_status status = AG_OK;
    for (int i = 0; i < 4; i++) {
        column[i] = ag_csv_column(w->csv, name[i]);
        if (column[i] < 0)
            ag_diagnose(w->d, AG_ERROR, w->csv->file, w->csv->row, 0, "its columns are date,from,to,bodies,note,url",
                        "the column \"%s\" is missing", name[i]);
    }
    while (!w->d->errors && status == AG_OK && ag_csv_next(w->csv)) {
        const ag_text date = date_of(w, column[0]), written = ag_cell_in(w->csv, column[0]),
                      told = ag_cell_in(w->csv, note);
        if (!date.n) continue;
        json_t *fields = json_object();
        put(fields, "held", date);
        put(fields, "sender", ag_cell_in(w->csv, column[1]));
        put(fields, "receiver", ag_cell_in(w->csv, column[2]));
        put(fields, "bodies", ag_cell_in(w->csv, column[3]));
        put(fields, "source", ag_cell_in(w->csv, url));
        put(fields, "remarks",
            ag_text_of(ag_view_say(&w->view, "%.*s%s%.*s", (int)written.n, written.at, told.n ? "; " : "", (int)told.n,
                                   told.at)));
        w->out->lines++;
        status = do_row(w, w->csv->row, "handover.report", NULL, fields, NULL, err);
    }
    return status;
}

/* ---- The transaction -------------------------------------------------------------------------------------------- */

typedef ag_status import_body(importing *w, ag_error *err);

static ag_status in_transaction(importing *w, import_body *body, ag_error *err) {
    ag_status status = ag_casebook_view(w->casebook, (ag_text){NULL, 0}, &w->arena, &w->view, err);
    if (status == AG_OK) status = ag_casebook_begin(w->casebook, err);
    if (status != AG_OK) return status;
    status = body(w, err);
    if (status == AG_OK && w->arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) status = ag_diagnostics_status(w->d, err);
    if (status == AG_OK && !w->options->check) return ag_casebook_commit(w->casebook, err);
    ag_casebook_rollback(w->casebook);
    return status;
}

static ag_status import(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options, ag_file *file,
                        import_body *body, ag_handover_counts *out, ag_diagnostics *d, ag_error *err) {
    importing w = {.casebook = casebook, .actor = actor, .options = options, .out = out, .d = d};
    *out = (ag_handover_counts){.lines = 0};
    ag_arena_init(&w.arena);
    w.csv = AG_NEW(&w.arena, ag_csv, 1);
    ag_status status = w.csv ? ag_file_decode(file, d, err) : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK && !ag_csv_open(w.csv, file, d)) status = ag_diagnostics_status(d, err);
    if (status == AG_OK) status = in_transaction(&w, body, err);
    ag_arena_deinit(&w.arena);
    return status;
}

ag_status ag_import_sender_list(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options,
                                ag_file *file, ag_handover_counts *out, ag_diagnostics *d, ag_error *err) {
    return import(casebook, actor, options, file, import_list, out, d, err);
}

ag_status ag_import_receiver_count(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options,
                                   ag_file *file, ag_handover_counts *out, ag_diagnostics *d, ag_error *err) {
    return import(casebook, actor, options, file, import_count, out, d, err);
}

ag_status ag_import_published_handovers(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options,
                                        ag_file *file, ag_handover_counts *out, ag_diagnostics *d, ag_error *err) {
    return import(casebook, actor, options, file, import_published, out, d, err);
}
