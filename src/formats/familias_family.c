/* One family of a Familias file: who is father and who is mother, then the rows. See familias_reader.h.
 *
 * Familias writes a relation as (parent, child); which of the two parents is meant follows from the sexes.
 */
#include "formats/familias_reader.h"

#include <stdlib.h>

#include "base/limits.h"
#include "formats/families.h"

#include "base/banned.h"

static const ag_text male = {"M", 1}, female = {"F", 1};

static bool is_male(const ag_fam_person *p) { return ag_text_equal(p->sex, male); }
static ag_text other_sex(const ag_fam_person *p) { return is_male(p) ? female : male; }

uint32_t ag_fam_add_person(ag_fam_reader *r, ag_fam_family *f, const ag_fam_person *person) {
    if (f->persons == AG_MAX_PERSONS_PER_FAMILY) {
        ag_fam_error(r, person->row, "split the family", "the family has more than %d persons",
                     AG_MAX_PERSONS_PER_FAMILY);
        r->broken = true;
        return AG_NOWHERE;
    }
    if (!ag_collect_room((void **)&f->person, f->persons, &f->person_capacity, sizeof *f->person)) {
        r->c.failed = r->broken = true;
        return AG_NOWHERE;
    }
    ag_fam_person *p = &f->person[f->persons];
    *p = *person;
    p->father = p->mother = AG_NOWHERE;
    p->id = ag_plain_name(p->name);
    return (uint32_t)f->persons++;
}

void ag_fam_add_relation(ag_fam_reader *r, ag_fam_family *f, ag_fam_relation relation) {
    if (ag_collect_room((void **)&f->relation, f->relations, &f->relation_capacity, sizeof *f->relation))
        f->relation[f->relations++] = relation;
    else
        r->c.failed = r->broken = true;
}

void ag_fam_family_deinit(ag_fam_family *f) {
    free(f->person);
    free(f->relation);
    *f = (ag_fam_family){0};
}

static uint32_t leader_of(uint32_t *leader, uint32_t i) {
    while (leader[i] != i) i = leader[i] = leader[leader[i]];
    return i;
}

/* Identical twins form groups; the first of a group names the second as twin, all others name the first. */
static void join_twins(ag_fam_family *f) {
    uint32_t leader[AG_MAX_PERSONS_PER_FAMILY];
    for (uint32_t i = 0; i < f->persons; i++) leader[i] = i;
    for (size_t i = 0; i < f->relations; i++) {
        if (!f->relation[i].twins) continue;
        const uint32_t a = leader_of(leader, f->relation[i].parent), b = leader_of(leader, f->relation[i].child);
        leader[a > b ? a : b] = a < b ? a : b;
    }
    for (uint32_t i = 0; i < f->persons; i++) {
        ag_fam_person *first = &f->person[leader_of(leader, i)], *p = &f->person[i];
        if (p == first) continue;
        p->twin = first->id;
        if (!first->twin.n) first->twin = p->id;
    }
}

/* While sexes are not decided, `father` and `mother` are just the first and the second parent. */
static void list_parent(ag_fam_reader *r, ag_fam_family *f, const ag_fam_relation *relation) {
    ag_fam_person *child = &f->person[relation->child];
    if (relation->parent == relation->child)
        ag_fam_error(r, relation->row, "name the parent", "'%.*s' is given as his own parent or twin",
                     ag_fam_shown(child->name), child->name.at);
    else if (relation->twins)
        return;
    else if (child->father == AG_NOWHERE || child->father == relation->parent)
        child->father = relation->parent;
    else if (child->mother == AG_NOWHERE || child->mother == relation->parent)
        child->mother = relation->parent;
    else
        ag_fam_error(r, relation->row, "a person has one father and one mother", "'%.*s' is given a third parent",
                     ag_fam_shown(child->name), child->name.at);
}

/* The sex of a missing person is often the stub's of the program: the other parent of a common child knows better. */
static void correct_missing(ag_fam_reader *r, ag_fam_family *f) {
    for (size_t i = 0; i < f->persons; i++) {
        if (f->person[i].mother == AG_NOWHERE) continue;
        ag_fam_person *a = &f->person[f->person[i].father], *b = &f->person[f->person[i].mother];
        ag_fam_person *stub = ag_is_missing_name(a->name) ? a : b;
        const bool one_is_stub = ag_is_missing_name(a->name) != ag_is_missing_name(b->name);
        if (!a->sex.n || !ag_text_equal(a->sex, b->sex) || !one_is_stub) continue;
        stub->sex = other_sex(stub);
        ag_fam_warn(r, stub->row, "check the sex of the missing person",
                    "family '%.*s': '%.*s' is read as a %s, as the other parent of a common child is not",
                    ag_fam_shown(f->name), f->name.at, ag_fam_shown(stub->name), stub->name.at,
                    is_male(stub) ? "man" : "woman");
    }
}

/* A parent whose sex is open takes it from the other parent. Repeated until nothing changes: each round decides at
 * least one sex, and families are small. */
static void decide_sexes(ag_fam_family *f) {
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < f->persons; i++) {
            if (f->person[i].mother == AG_NOWHERE) continue;
            ag_fam_person *a = &f->person[f->person[i].father], *b = &f->person[f->person[i].mother];
            if (!a->sex.n == !b->sex.n) continue;
            if (a->sex.n)
                b->sex = other_sex(a);
            else
                a->sex = other_sex(b);
            changed = true;
        }
    }
}

static void report_open(ag_fam_reader *r, const ag_fam_family *f, ag_fam_person *parent) {
    if (parent->reported) return;
    parent->reported = true;
    if (ag_is_missing_name(parent->name))
        ag_fam_warn(r, parent->row, "correct father and mother in families.csv if it was a woman",
                    "family '%.*s': nothing says whether '%.*s' is father or mother; entered as father, sex left open",
                    ag_fam_shown(f->name), f->name.at, ag_fam_shown(parent->name), parent->name.at);
    else
        ag_fam_error(r, parent->row, "state the sex, or name the other parent",
                     "family '%.*s': cannot tell whether '%.*s' is father or mother", ag_fam_shown(f->name), f->name.at,
                     ag_fam_shown(parent->name), parent->name.at);
}

/* Puts the two listed parents of a child into their places. */
static void seat_parents(ag_fam_reader *r, ag_fam_family *f, ag_fam_person *child) {
    const uint32_t first = child->father, second = child->mother;
    if (first == AG_NOWHERE) return;
    ag_fam_person *a = &f->person[first];
    if (!a->sex.n) report_open(r, f, a);
    if (second == AG_NOWHERE) {
        if (a->sex.n && !is_male(a)) child->father = AG_NOWHERE, child->mother = first;
        return;
    }
    const ag_fam_person *b = &f->person[second];
    if (!b->sex.n)
        ag_fam_error(r, child->row, "state the sex of one of them",
                     "cannot tell father from mother of '%.*s': the sex of both is open", ag_fam_shown(child->name),
                     child->name.at);
    else if (ag_text_equal(a->sex, b->sex))
        ag_fam_error(r, child->row, "correct the sex of one of them", "'%.*s' has two %s", ag_fam_shown(child->name),
                     child->name.at, is_male(a) ? "fathers" : "mothers");
    if (is_male(b)) child->father = second, child->mother = first;
}

static ag_text id_of(const ag_fam_family *f, uint32_t person) {
    return person == AG_NOWHERE ? (ag_text){"", 0} : f->person[person].id;
}

static void add_reference(ag_fam_reader *r, const ag_fam_family *f, const ag_fam_person *p) {
    const ag_batch_profile profile = {
        .role = AG_REFERENCE,
        .sample = ag_collect_unique(&r->c, &r->sample, ag_collect_join(&r->c, f->name, "-", p->id)),
        .family = f->name,
        .person = p->id,
        .sex = p->sex,
        .quality = p->quality,
        .row = p->row};
    const uint32_t at = ag_collect_profile(&r->c, &profile);
    for (size_t i = 0; i < p->cells; i++) {
        const ag_fam_cell *cell = &r->cell[p->first_cell + i];
        ag_collect_cell(&r->c, at, cell->locus, cell->text, cell->row);
    }
}

static void add_rows(ag_fam_reader *r, ag_fam_family *f) {
    for (size_t i = 0; i < f->persons; i++) {
        const ag_fam_person *p = &f->person[i];
        const ag_batch_person row = {.family = f->name,
                                     .person = p->id,
                                     .father = id_of(f, p->father),
                                     .mother = id_of(f, p->mother),
                                     .sex = p->sex,
                                     .missing = ag_is_missing_name(p->name) ? AG_TEXT("yes") : (ag_text){"", 0},
                                     .born = p->born,
                                     .twin = p->twin,
                                     .row = p->row};
        ag_collect_person(&r->c, &row);
        if (p->cells) add_reference(r, f, p);
    }
}

/* Ids must be unique: "M1" and "Missing: M1" in one family are not. */
static bool check_ids(ag_fam_reader *r, const ag_fam_family *f) {
    ag_map seen;
    ag_map_init(&seen);
    bool ok = true;
    for (size_t i = 0; i < f->persons; i++) {
        bool added = false;
        if (!ag_map_add(&seen, f->person[i].id, 0, &added)) r->c.failed = true;
        if (added) continue;
        ok = false;
        ag_fam_error(r, f->person[i].row, "give every person of a family a name of his own",
                     "two persons of family '%.*s' are called '%.*s'", ag_fam_shown(f->name), f->name.at,
                     ag_fam_shown(f->person[i].id), f->person[i].id.at);
    }
    ag_map_deinit(&seen);
    return ok;
}

void ag_fam_place(ag_fam_reader *r, ag_fam_family *f) {
    const ag_text name = ag_collect_unique(&r->c, &r->family_name, f->name);
    if (!ag_text_equal(name, f->name))
        ag_fam_warn(r, f->row, "rename one of them", "two families are called '%.*s': this one is read as '%.*s'",
                    ag_fam_shown(f->name), f->name.at, ag_fam_shown(name), name.at);
    f->name = name;
    if (!check_ids(r, f)) return;
    join_twins(f);
    for (size_t i = 0; i < f->relations; i++) list_parent(r, f, &f->relation[i]);
    correct_missing(r, f);
    decide_sexes(f);
    for (size_t i = 0; i < f->persons; i++) seat_parents(r, f, &f->person[i]);
    add_rows(r, f);
}
