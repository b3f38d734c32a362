/* Papers: documents that leave the casebook, with a number, a digest, a checkpoint and a signed QR code.
 *
 *     rows, sealed fields ─gather→ record (JSON, of no language) ─paper.issue→ entry ─compose(language)→ ag_document ─→
 * PDF
 *
 * A paper type is one row of a table (papers/TYPE.c, listed in paper_types.c): which subjects it is about, who may
 * issue it, how its record is gathered and how it is composed. The words of a type stand in its own file, in every
 * language side by side.
 *
 * Invariants: the record is all that compose sees, so a paper that is made again from its entry, in any language, has
 * the same bytes; essentials (at most AG_PAPER_ESSENTIALS short texts of the record, of no language: a name in its own
 * script, dates, a number) stand in the QR code under the site's signature, so that who holds only the paper and the
 * site's public key can compare them with what is printed. A sealed field comes into a record through ag_gather_open
 * alone, which leaves an entry. No genotype comes into any record.
 */
#ifndef AG_REPORT_PAPER_H
#define AG_REPORT_PAPER_H

#include <jansson.h>

#include "casebook/casebook.h"
#include "report/document.h"
#include "report/report.h"

enum { AG_PAPER_ESSENTIALS = 6, AG_PAPER_ESSENTIAL_BYTES = 80 };

/* ---- Gathering: casebook → record ----------------------------------------------------------------------------- */

typedef struct ag_gather {
    ag_view view; /* of the subject: rows through ag_view_row, ag_view_rows, facts; texts in view.arena */
    const ag_actor *actor;
    json_t *record;      /* owned by the caller; gather fills it; texts NFC, numbers as whole numbers or texts */
    const char *purpose; /* why sealed fields are opened, as their entry says */
} ag_gather;

/* The sealed field of a row, in the arena, leaving an entry; empty: there is none, or its key was erased. AG_REFUSED:
 * the actor may not read it. */
ag_status ag_gather_open(ag_gather *gather, const ag_row *row, const char *field, ag_text *out, ag_error *err);
/* The same of many at once, with one entry. */
ag_status ag_gather_open_many(ag_gather *gather, ag_wanted *wanted, int n, ag_error *err);
/* record[name] = text; an empty one is left out. */
void ag_gather_text(ag_gather *gather, json_t *into, const char *name, ag_text text);
/* The open column of a row under its own name. */
void ag_gather_column(ag_gather *gather, json_t *into, const ag_row *row, const char *column);
/* Adds to record["essentials"]. */
void ag_gather_essential(ag_gather *gather, ag_text text);

/* ---- Composing: record → document ----------------------------------------------------------------------------- */

/* A sentence in every language, in the order of ag_language: English, Korean, Russian, Ukrainian. Gaps and forms as in
 * words.h: "{0}", "{0:form|form|form}". */
typedef struct ag_phrase {
    const char *in[AG_LANGUAGES];
} ag_phrase;

typedef struct ag_paper {
    ag_document document; /* compose adds to document.root; title, number, page numbers, digest, checkpoint and QR code
                             are added by the caller of compose */
    ag_arena *arena;
    ag_language language;
    const json_t *record;
} ag_paper;

/* The phrase with its gaps filled; in the arena, never NULL. */
#define ag_paper_say(paper, ...)                                                                                       \
    ag_paper_fill((paper), ag_paper_first_of(__VA_ARGS__), (const char *const[]){ag_paper_rest_of(__VA_ARGS__)})
#define ag_paper_first_of(...) ag_paper_first_of_(__VA_ARGS__, 0)
#define ag_paper_first_of_(first, ...) first
#define ag_paper_rest_of(...) ag_paper_rest_of_(__VA_ARGS__, NULL)
#define ag_paper_rest_of_(first, ...) __VA_ARGS__
const char *ag_paper_fill(ag_paper *paper, const ag_phrase *phrase, const char *const *value);
/* A text of the record ("" where there is none): record[name], or of an object in it. */
const char *ag_paper_text(const json_t *of, const char *name);
/* What stands after the kind in a subject, or the whole where there is none. */
const char *ag_paper_id(const char *subject);
int64_t ag_paper_integer(const json_t *of, const char *name);
/* An EDTF date or a moment (2025-06-16T09:12:00Z) in the words of the language: 16 June 2025, 2025년 6월 16일, 16 июня
 * 2025 г., 16 червня 2025 р.; "about", "between … and …" for uncertain ones. */
const char *ag_paper_date(ag_paper *paper, const char *edtf);
const char *ag_paper_count(ag_paper *paper, int64_t count); /* 12,345 */
/* One word of a choice or state ("in-kind", "REFUSED_EXPRESS") in the language, from a table of its file that ends with
 * {NULL}; the word itself where the table lacks it. */
typedef struct ag_term {
    const char *word;
    ag_phrase phrase;
} ag_term;
const char *ag_paper_term(ag_paper *paper, const ag_term *terms, const char *word);
/* label: value in a block of facts; an empty value: the line is left out. */
void ag_paper_fact(ag_paper *paper, ag_node *facts, const ag_phrase *label, const char *value);
ag_node *ag_paper_section(ag_paper *paper, const ag_phrase *title);
void ag_paper_paragraph(ag_paper *paper, ag_node *parent, const char *text);
/* A table with its columns' names; then one call for each row, `n` texts; a column whose name begins with '#' in
 * English is of numbers (the '#' is not shown). */
ag_node *ag_paper_table(ag_paper *paper, ag_node *parent, const ag_phrase *caption, const ag_phrase *column, int n);
void ag_paper_row(ag_paper *paper, ag_node *table, const char *const *cell, int n);
/* Lines for a signature by hand, under who signs. */
void ag_paper_signature(ag_paper *paper, const ag_phrase *who);

/* ---- The table of types --------------------------------------------------------------------------------------- */

enum {
    AG_PAPER_LABEL = 1,  /* small sheets with number and check only: not issued as an entry, no name, no nationality */
    AG_PAPER_LETTER = 2, /* to people: on no list of recalls, for they hear that from people; a copy is made only while
                            it could be made for the first time */
};

typedef struct ag_paper_type {
    const char *name;  /* "custody-history"; NULL ends the table */
    const char *kinds; /* of its subject, separated by blanks */
    unsigned roles;    /* who may issue it */
    unsigned flags;
    ag_phrase title;
    ag_status (*gather)(ag_gather *gather, ag_error *err);
    void (*compose)(ag_paper *paper);
    const char *help; /* one line */
} ag_paper_type;

extern const ag_paper_type *const ag_paper_types[]; /* paper_types.c; NULL-ended */
const ag_paper_type *ag_paper_type_find(ag_text name);

#endif
