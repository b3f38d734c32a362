/* The particulars of a person (GC I 16, GC III 122), gathered and set the same way in every paper that names one.
 *
 * A cover identity names nobody: names of that role never come into a record. Dates and places of death are what the
 * paper's issuer certifies and stand apart.
 */
#ifndef AG_REPORT_PAPERS_WHOM_H
#define AG_REPORT_PAPERS_WHOM_H

#include "report/paper.h"

/* into: name, other_names, birth, birthplace, father, mother, service_number, power, force, unit, rank. */
ag_status ag_whom_gather(ag_gather *gather, json_t *into, const ag_row *person, ag_error *err);
/* name and other_names alone. */
ag_status ag_whom_gather_name(ag_gather *gather, json_t *into, const ag_row *person, ag_error *err);
/* One fact a line; `form`: a line for each, with "not known" where there is nothing. */
void ag_whom_compose(ag_paper *paper, ag_node *facts, const json_t *of, bool form);
/* As ag_paper_fact; of a form, "not known" where the value is empty. */
void ag_whom_line(ag_paper *paper, ag_node *facts, const ag_phrase *label, const char *value, bool form);
/* A country's code in words, in whichever letters; a code that is not in the table stays. */
const char *ag_whom_power(ag_paper *paper, const char *code);
/* Next of kin, of whom a paper has no more than a code. */
const char *ag_whom_kin(ag_paper *paper, const char *code);
/* Sealed fields of one row into `into` under their own names, with one entry that says so. `fields` ends with NULL. */
ag_status ag_whom_open(ag_gather *gather, json_t *into, const ag_row *row, const char *const *fields, ag_error *err);
/* into[name]: the day of the last entry of this action about a subject. */
ag_status ag_whom_gather_day(ag_gather *gather, json_t *into, const char *name, ag_text subject, const char *action,
                             ag_error *err);
/* What was done with the remains that a certificate (the subject) is about, by which method, on which ground, in which
 * circumstances (GC I 17, GC III 120): record["orders"], and a section of it; nothing where nothing was done. */
ag_status ag_whom_gather_orders(ag_gather *gather, ag_error *err);
void ag_whom_compose_orders(ag_paper *paper);
/* A block to be signed by hand, with a line for each of n phrases. */
void ag_whom_sign(ag_paper *paper, const ag_phrase *who, const ag_phrase *line, int n);

#endif
