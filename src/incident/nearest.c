/* The next closest plausible relation: see nearest.h. */
#include "incident/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/catalogue.h"

#include "base/banned.h"

/* ---- Relatives ------------------------------------------------------------------------------------------------- */

typedef struct builder {
    ag_person *person;
    int persons;
} builder;

static int add(builder *b, int father, int mother, ag_sex sex) {
    b->person[b->persons] = (ag_person){father, mother, sex, -1, 0};
    return b->persons++;
}

/* Identical twins would need the same parents, and the parents of somebody inbred are related. */
static bool may_have_parents(const builder *b, int p) {
    if (b->person[p].inbreeding > 0 || b->person[p].twin >= 0) return false;
    for (int q = 0; q < b->persons; q++)
        if (b->person[q].twin == p) return false;
    return true;
}

static bool give_parents(builder *b, int p) {
    const ag_person *known = &b->person[p];
    if (known->father >= 0 && known->mother >= 0) return true;
    if (!may_have_parents(b, p)) return false;
    const int father = known->father >= 0 ? known->father : add(b, -1, -1, AG_MALE);
    b->person[p].father = father;
    if (b->person[p].mother < 0) b->person[p].mother = add(b, -1, -1, AG_FEMALE);
    return true;
}

static int add_sibling(builder *b, int p, ag_sex sex) {
    return give_parents(b, p) ? add(b, b->person[p].father, b->person[p].mother, sex) : -1;
}

static int add_child(builder *b, int p, ag_sex sex) {
    if (b->person[p].sex == AG_SEX_UNKNOWN) return -1;
    const int other = add(b, -1, -1, b->person[p].sex == AG_MALE ? AG_FEMALE : AG_MALE);
    return b->person[p].sex == AG_MALE ? add(b, p, other, sex) : add(b, other, p, sex);
}

static int add_relative(builder *b, int p, ag_relation relation, ag_sex sex) {
    if (relation == AG_RELATION_CHILD) return add_child(b, p, sex);
    if (!give_parents(b, p)) return -1;
    const int father = b->person[p].father, mother = b->person[p].mother;
    switch (relation) {
    case AG_RELATION_FULL_SIBLING:
        return add_sibling(b, p, sex);
    case AG_RELATION_PATERNAL_HALF_SIBLING:
        return add(b, father, add(b, -1, -1, AG_FEMALE), sex);
    case AG_RELATION_MATERNAL_HALF_SIBLING:
        return add(b, add(b, -1, -1, AG_MALE), mother, sex);
    case AG_RELATION_FATHER:
        return sex == AG_FEMALE ? -1 : father;
    case AG_RELATION_MOTHER:
        return sex == AG_MALE ? -1 : mother;
    case AG_RELATION_PATERNAL_UNCLE:
        return add_sibling(b, father, sex);
    case AG_RELATION_MATERNAL_UNCLE:
        return add_sibling(b, mother, sex);
    case AG_RELATION_COUSIN: {
        const int uncle = add_sibling(b, father, AG_MALE);
        return uncle < 0 ? -1 : add_child(b, uncle, sex);
    }
    default:
        return -1;
    }
}

bool ag_relative_add(const ag_pedigree *pedigree, int person, ag_relation relation, ag_sex sex, ag_person *room,
                     ag_pedigree *out, int *relative) {
    builder b = {room, pedigree->persons};
    memcpy(room, pedigree->person, (size_t)pedigree->persons * sizeof *room);
    *relative = add_relative(&b, person, relation, sex);
    *out = (ag_pedigree){b.persons, room};
    return *relative >= 0;
}

/* ---- Without theta --------------------------------------------------------------------------------------------- */

bool ag_incident_has_theta(const ag_incident *incident) {
    for (int l = 0; l < incident->search.loci; l++)
        if (incident->search.locus[l]->theta > 0) return true;
    return false;
}

bool ag_incident_without_theta(const ag_incident *incident, ag_arena *arena, ag_incident *out) {
    const size_t loci = (size_t)incident->search.loci, all = loci * (size_t)incident->populations;
    ag_locus *locus = AG_NEW(arena, ag_locus, all + 1);
    const ag_locus **at = AG_NEW(arena, const ag_locus *, all + 1);
    const ag_locus *const **table = AG_NEW(arena, const ag_locus *const *, incident->populations + 1);
    if (arena->failed) return false;
    for (size_t k = 0; k < all; k++) {
        locus[k] = *incident->table[k / loci][k % loci];
        locus[k].theta = 0;
        at[k] = &locus[k];
    }
    for (int p = 0; p < incident->populations; p++) table[p] = at + (size_t)p * loci;
    *out = *incident;
    out->table = table;
    out->search.locus = table[0];
    return true;
}

/* ---- Likelihood ratios ------------------------------------------------------------------------------------------ */

typedef struct asker {
    ag_engine *engine;
    const ag_catalogue *catalogue;
    const ag_family *family;
    const uint16_t *code;
    ag_lane_scratch scratch;
    ag_person *room;
    ag_arena arena;
} asker;

static bool is_typed(const ag_family *f, int person) {
    for (int r = 0; r < f->readings; r++)
        if (f->reading[r].person == person) return true;
    return false;
}

/* P(code | family, seen in this person) over P(code), without theta; see ag_place_rows. */
static ag_status place(asker *a, const ag_pedigree *pedigree, int person, int l, const ag_code_list *list, double *out,
                       bool *possible, ag_error *err) {
    double scale_ln;
    const int n = ag_family_evidence(a->catalogue->search, a->family, l, a->scratch.evidence);
    return ag_place_rows(a->engine, a->catalogue, pedigree, person, l, a->scratch.evidence, n, list, &a->scratch, out,
                         &scale_ln, possible, err);
}

static ag_status locus_lr(asker *a, const ag_pedigree *pedigree, int person, int l, double *lr_ln, ag_error *err) {
    ag_code_list list;
    double related, stranger = 1;
    bool possible, beside = true;
    *lr_ln = 0;
    if (a->code[l] == 0) return AG_OK;
    ag_arena_reset(&a->arena);
    ag_status status = ag_code_list_make(a->catalogue, l, &a->code[l], 1, &a->arena, &list, err);
    if (status == AG_OK) status = place(a, pedigree, person, l, &list, &related, &possible, err);
    if (status == AG_OK && a->catalogue->search->locus[l]->theta > 0) {
        const ag_pedigree *own = &a->family->pedigree;
        memcpy(a->scratch.person, own->person, (size_t)own->persons * sizeof *own->person);
        a->scratch.person[own->persons] = (ag_person){-1, -1, pedigree->person[person].sex, -1, 0};
        const ag_pedigree with = {own->persons + 1, a->scratch.person};
        status = place(a, &with, own->persons, l, &list, &stranger, &beside, err);
    }
    if (status == AG_OK) *lr_ln = possible && beside ? log(related) - log(stranger) : NAN;
    return status;
}

/* A family that is impossible at a locus says nothing there, as in ag_identify. */
static ag_status sum_loci(asker *a, const ag_pedigree *pedigree, int person, double *lr_ln, ag_error *err) {
    *lr_ln = 0;
    for (int l = 0; l < a->catalogue->search->loci; l++) {
        double of_one;
        const ag_status status = locus_lr(a, pedigree, person, l, &of_one, err);
        if (status != AG_OK) return status;
        *lr_ln += isnan(of_one) ? 0 : of_one;
    }
    return AG_OK;
}

static ag_status relation_lr(asker *a, int person, ag_relation relation, ag_sex sex, double *lr_ln, ag_error *err) {
    ag_pedigree pedigree;
    int relative;
    *lr_ln = NAN;
    if (!ag_relative_add(&a->family->pedigree, person, relation, sex, a->room, &pedigree, &relative)) return AG_OK;
    if (relative < a->family->pedigree.persons && is_typed(a->family, relative)) return AG_OK;
    return sum_loci(a, &pedigree, relative, lr_ln, err);
}

static ag_status ask_all(asker *a, int person, ag_sex sex, ag_nearest_result *out, ag_error *err) {
    out->nearest = -1;
    const ag_sex own = a->family->pedigree.person[person].sex;
    ag_status status = sum_loci(a, &a->family->pedigree, person, &out->missing_ln, err);
    for (int k = 0; k < AG_RELATIONS && status == AG_OK; k++) {
        const bool parent = k == AG_RELATION_FATHER || k == AG_RELATION_MOTHER; /* has a sex of his own */
        const ag_sex shown = sex == AG_SEX_UNKNOWN && !parent ? own : sex;
        status = relation_lr(a, person, (ag_relation)k, shown, &out->lr_ln[k], err);
        if (status == AG_OK && !isnan(out->lr_ln[k]) && !isinf(out->lr_ln[k]) &&
            (out->nearest < 0 || out->lr_ln[k] > out->lr_ln[out->nearest]))
            out->nearest = k;
    }
    return status;
}

ag_status ag_nearest(ag_engine *engine, const ag_catalogue *catalogue, int family, int missing, const uint16_t *code,
                     ag_sex sex, ag_nearest_result *out, ag_error *err) {
    const ag_family *f = &catalogue->search->family[family];
    asker a = {.engine = engine, .catalogue = catalogue, .family = f, .code = code};
    *out = (ag_nearest_result){.nearest = -1};
    ag_status status = ag_lane_scratch_init(catalogue, &a.scratch, err);
    if (status != AG_OK) return status;
    ag_arena_init(&a.arena);
    a.room = calloc((size_t)f->pedigree.persons + AG_RELATIVE_ROOM, sizeof *a.room);
    status = a.room ? ask_all(&a, f->missing[missing], sex, out, err)
                    : ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
    free(a.room);
    ag_arena_deinit(&a.arena);
    ag_lane_scratch_deinit(&a.scratch);
    return status;
}
