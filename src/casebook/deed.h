/* A deed: an action being done, as its guards and its apply see it; and a view, as derived facts see a subject.
 *
 * Rows are of the tables that ag_kind declares (action.h). A row that was got for change is written back by the engine
 * after apply, in the same transaction, with its state counted. Everything lives in `arena` until the deed is over.
 */
#ifndef AG_CASEBOOK_DEED_H
#define AG_CASEBOOK_DEED_H

#include <jansson.h>

#include "base/date.h"
#include "casebook/action.h"

typedef struct ag_casebook ag_casebook;
typedef struct ag_actor ag_actor; /* casebook.h */

typedef struct ag_row {
    const ag_kind *kind;
    ag_cell *cell; /* [columns of the kind's table]; NULL: there is no such subject */
    bool fresh;    /* made by this deed */
} ag_row;

/* What is asked and found without changing anything. */
typedef struct ag_view {
    ag_casebook *casebook;
    ag_arena *arena;
    int64_t now; /* seconds since 1970, UTC */
    ag_row row;  /* the subject */
} ag_view;

struct ag_deed {
    ag_view view; /* view.now is entry time, also at replay; view.row: as it was (guards), as it becomes (apply) */
    const ag_action *action;
    const ag_kind *kind;
    ag_text id;   /* of the subject, without its kind */
    uint64_t seq; /* in the chain of its site */
    ag_text by, role, site;
    ag_text when;          /* EDTF: when it happened; empty: when it was recorded */
    ag_text second;        /* user who countersigns; empty: none */
    const ag_actor *actor; /* NULL at replay */
    const json_t *data;    /* open fields as texts; null where sealed */
    const json_t *sealed;  /* NULL at replay: guards may look, apply never */
    bool probing;          /* show asks; there are no fields */
};

/* ---- What the request says ------------------------------------------------------------------------------------ */

ag_text ag_deed_text(const ag_deed *deed, const char *field); /* open or (not at replay) sealed; empty: not given */
bool ag_deed_has(const ag_deed *deed, const char *field);     /* also a sealed one at replay */
int64_t ag_deed_count(const ag_deed *deed, const char *field, int64_t otherwise);
bool ag_deed_is(const ag_deed *deed, const char *field, const char *value);
/* The k-th of an AG_MANY field; false: there are no more. */
bool ag_deed_each(const ag_deed *deed, const char *field, int k, ag_text *out);
/* A number that grows from entry to entry, by the time of recording, and is the same at every site. */
int64_t ag_deed_order(const ag_deed *deed);
int64_t ag_order_of(int64_t recorded, uint64_t seq); /* of an entry */
/* When it happened: "when", else when it was recorded. Days since 1970. */
int32_t ag_deed_day(const ag_deed *deed);

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

/* A row that is NULL is one that is not there. */
bool ag_row_there(const ag_row *row);
ag_text ag_row_id(const ag_row *row);
ag_text ag_row_subject(const ag_view *view, const ag_row *row); /* "remains:…"; empty: not there */
ag_text ag_row_text(const ag_row *row, const char *column);     /* empty: none */
int64_t ag_row_integer(const ag_row *row, const char *column, int64_t otherwise);
bool ag_row_is(const ag_row *row, const char *column, const char *value);
bool ag_row_state(const ag_row *row, const char *states); /* is in one of them */
/* Of two rows that are there, at whatever site: in the order in which they were opened. */
int ag_row_compare(const void *a, const void *b);

/* "kind:id" → its row; there is none: row.cell NULL. */
ag_row ag_view_row(const ag_view *view, ag_text subject);
/* Rows of a kind where column = value (both as text; "state" too; value {NULL,0}: not asked), by id, at most `limit`
 * (0: all). *n of them in the arena. */
const ag_row *ag_view_rows(const ag_view *view, const ag_kind *kind, const char *column, ag_text value, int limit,
                           int *n);
/* The last row by id from `from` on and before `below`. */
ag_row ag_view_last(const ag_view *view, const ag_kind *kind, ag_text from, ag_text below);
int64_t ag_view_count(const ag_view *view, const ag_kind *kind, const char *column, ag_text value, const char *state);
const char *ag_view_say(const ag_view *view, const char *format, ...) AG_PRINTF(2, 3); /* in the arena */

/* ---- Changing, in apply alone ---------------------------------------------------------------------------------- */

/* The row of the subject: &deed->view.row. Another: got for change, or made (kind's first state); NULL: out of memory,
 * or no subject was asked for. Of another site's deed: a row that is written nowhere, where there is none. */
ag_row *ag_deed_change(ag_deed *deed, ag_text subject);
ag_row *ag_deed_make(ag_deed *deed, const ag_kind *kind, ag_text id);
void ag_row_set(ag_row *row, const char *column,
                ag_text value); /* empty: NULL. The text must be the arena's or static */
void ag_row_set_integer(ag_row *row, const char *column, int64_t value);
void ag_row_move(ag_row *row, const char *state);
void ag_row_due(ag_row *row, const char *rule, int64_t at); /* rule NULL: nothing is due any more */

/* ---- A failed read is kept and ends the deed: guards and facts need not look ---------------------------------- */

#endif
