/* Which remains can be of one body, by the bones that they are: `element,side` of remains.csv. Section 8 of
 * genetics.md.
 *
 * Concept: an element is a set of unique pieces, those that a body has once: a cranium, a left femur. A whole skull
 * holds a cranium, a hand of either side none that is certain. Two whole elements that share a piece are of two bodies.
 *
 * Invariants: what is not sure forbids nothing. An unknown word, an empty cell, an unknown side, a bone that a body has
 * several of (rib, vertebra, tooth) and a fragment ("femur fragment") can be together with anything, but for one: a
 * complete "body" is together with no other element, whole or not. The relation is symmetric.
 */
#ifndef AG_INCIDENT_ANATOMY_H
#define AG_INCIDENT_ANATOMY_H

#include "incident/incident.h"
#include "incident/sources.h"

/* One code for each remains in the order of the file, 0: unknown. Words that are not known are a warning, once. */
ag_status ag_anatomy_make(const ag_batch *batch, const ag_sources *sources, int remains, ag_arena *arena,
                          const uint16_t **out, ag_diagnostics *d, ag_error *err);

/* Can these two remains be of one body? */
bool ag_anatomy_together(const ag_incident *incident, int remains1, int remains2);
/* At least so many persons are among the remains (incident/mni.h). 0 without remains. */
int ag_anatomy_min_individuals(const ag_incident *incident);

/* The code of an element and a side, as words of remains.csv; *known is false for words that nobody here knows. */
uint16_t ag_anatomy_code(ag_text element, ag_text side, bool *known);
/* Can elements of these two codes be of one body? */
bool ag_anatomy_fit(uint16_t a, uint16_t b);

enum { AG_BONES_UNPAIRED = 8, AG_BONES_PAIRED = 15, AG_BONES = AG_BONES_UNPAIRED + 2 * AG_BONES_PAIRED };

/* The pieces that an element holds and that a body has once. */
typedef struct ag_bones {
    uint64_t pieces; /* bits: unpaired, left, right ones */
    unsigned either; /* bits: paired ones, of a side that is not known */
    bool body;       /* a complete body */
    bool known;      /* it has a code */
} ag_bones;

ag_bones ag_anatomy_bones(uint16_t code);
/* "femur": the name of a piece (0 … AG_BONES - 1), without its side. */
const char *ag_anatomy_piece(int piece);

#endif
