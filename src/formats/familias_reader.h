/* What the three parts of the Familias reader share: lines with their numbers, and a family before it is placed.
 *
 * familias_read.c: part one. familias_dvi.c: the DVI part. familias_family.c: sexes, parents, rows of a family.
 * Internal to these files.
 */
#ifndef AG_FORMATS_FAMILIAS_READER_H
#define AG_FORMATS_FAMILIAS_READER_H

#include "formats/collect.h"

typedef struct ag_fam_cell {
    uint32_t locus, row;
    ag_text text;
} ag_fam_cell;

typedef struct ag_fam_person {
    ag_text name; /* as relations call the person */
    ag_text id;   /* as the batch does */
    ag_text sex, born, quality, twin;
    uint32_t father, mother; /* AG_NOWHERE: none */
    uint32_t row;
    size_t first_cell, cells; /* in ag_fam_reader.cell */
    bool mentioned;           /* by own name in a relation */
    bool reported;            /* that the sex is open */
} ag_fam_person;

typedef struct ag_fam_relation {
    uint32_t parent, child, row;
    bool twins;
} ag_fam_relation;

typedef struct ag_fam_family {
    ag_text name;
    uint32_t row;
    ag_fam_person *person; /* owned */
    ag_fam_relation *relation;
    size_t persons, relations, person_capacity, relation_capacity;
} ag_fam_family;

typedef struct ag_fam_reader {
    ag_collector c;
    const char *at, *end;
    uint32_t row;                        /* of the line last read */
    bool broken;                         /* the layout is lost: nothing further can be read */
    ag_map family_name, sample, remains; /* names that are taken */
    ag_fam_cell *cell;                   /* owned */
    size_t cells, cell_capacity;
} ag_fam_reader;

/* The next line without white space around it; false at the end of the file. */
bool ag_fam_line(ag_fam_reader *r, ag_text *line);
/* Without the double quotes around it. */
ag_text ag_fam_unquote(ag_text line);
void ag_fam_error(ag_fam_reader *r, uint32_t row, const char *hint, const char *what, ...) AG_PRINTF(4, 5);
void ag_fam_warn(ag_fam_reader *r, uint32_t row, const char *hint, const char *what, ...) AG_PRINTF(4, 5);
/* For "%.*s" of a text from a file. */
int ag_fam_shown(ag_text text);

/* Adds a person, AG_NOWHERE beyond the cap of a family (reported). */
uint32_t ag_fam_add_person(ag_fam_reader *r, ag_fam_family *family, const ag_fam_person *person);
void ag_fam_add_relation(ag_fam_reader *r, ag_fam_family *family, ag_fam_relation relation);
void ag_fam_add_cell(ag_fam_reader *r, ag_fam_cell cell);
/* The text of a genotype, copied; empty when it cannot be written as a cell (reported). */
ag_text ag_fam_genotype(ag_fam_reader *r, ag_text first, ag_text second, uint32_t row);
/* A name for messages and ids: not empty, not longer than an id may be. False: reported. */
bool ag_fam_check_name(ag_fam_reader *r, ag_text name, uint32_t row, const char *whose);
/* Decides sexes and parents and hands the family's persons and references to the collector. */
void ag_fam_place(ag_fam_reader *r, ag_fam_family *family);
void ag_fam_family_deinit(ag_fam_family *family);

/* The rest of the file, from the first line in brackets. */
void ag_fam_read_dvi(ag_fam_reader *r, ag_text first_line);

#endif
