/* Who is who in a simulated caseload: see case_plan.h. The shares of families by kind are the command's promise; those
 * within a kind, of bodies in parts and of women are chosen to look like the registers of a war. */
#include "incident/case_plan.h"

#include <math.h>
#include <string.h>

#include "base/random.h"

#include "base/banned.h"

static bool chance(ag_random *r, double probability) { return ag_random_unit(r) < probability; }

static ag_sex draw_sex(ag_random *r, double male) { return chance(r, male) ? AG_MALE : AG_FEMALE; }

static void shuffle(uint32_t *item, uint32_t n, ag_random *r) {
    for (uint32_t i = n; i > 1; i--) {
        const uint32_t k = ag_random_below(r, i), kept = item[i - 1];
        item[i - 1] = item[k];
        item[k] = kept;
    }
}

/* ---- Families ---------------------------------------------------------------------------------------------------- */

static const double MALE_AMONG_MISSING = 0.9;

/* Adds a person without parents and answers the index. */
static int8_t add(ag_planned_family *f, const char *id, ag_sex sex) {
    f->person[f->persons] = (ag_planned_person){.id = id, .father = -1, .mother = -1, .sex = (uint8_t)sex};
    return (int8_t)f->persons++;
}

static int8_t add_child(ag_planned_family *f, const char *id, ag_sex sex, int8_t father, int8_t mother) {
    const int8_t i = add(f, id, sex);
    f->person[i].father = father;
    f->person[i].mother = mother;
    return i;
}

static void type(ag_planned_family *f, int8_t i) { f->person[i].typed = true; }

static int8_t add_missing(ag_planned_family *f, const char *id, ag_random *r, int8_t father, int8_t mother) {
    const int8_t i = add_child(f, id, draw_sex(r, MALE_AMONG_MISSING), father, mother);
    f->person[i].missing = true;
    return i;
}

static void plan_parents(ag_planned_family *f, ag_random *r) {
    const int8_t father = add(f, "father", AG_MALE), mother = add(f, "mother", AG_FEMALE);
    const double u = ag_random_unit(r);
    add_missing(f, "M1", r, father, mother);
    if (u < 0.75) type(f, mother);
    if (u >= 0.75 || u < 0.5) type(f, father);
}

static void plan_children(ag_planned_family *f, ag_random *r) {
    static const char *const id[] = {"child1", "child2"};
    const int8_t missing = add_missing(f, "M1", r, -1, -1);
    const bool man = f->person[missing].sex == AG_MALE;
    const int8_t spouse = add(f, "spouse", man ? AG_FEMALE : AG_MALE);
    const int children = 1 + chance(r, 0.3);
    for (int i = 0; i < children; i++)
        type(f, add_child(f, id[i], draw_sex(r, 0.5), man ? missing : spouse, man ? spouse : missing));
    if (chance(r, 0.5)) type(f, spouse);
}

static void plan_siblings(ag_planned_family *f, ag_random *r) {
    static const char *const id[] = {"sib1", "sib2", "sib3"};
    const int8_t father = add(f, "father", AG_MALE), mother = add(f, "mother", AG_FEMALE);
    const int siblings = 1 + (int)ag_random_below(r, 3);
    add_missing(f, "M1", r, father, mother);
    for (int i = 0; i < siblings; i++) type(f, add_child(f, id[i], draw_sex(r, 0.5), father, mother));
    if (chance(r, 0.5)) type(f, chance(r, 0.7) ? mother : father);
}

static void plan_elders(ag_planned_family *f, ag_random *r) {
    const int8_t grandfather = add(f, "grandfather", AG_MALE), grandmother = add(f, "grandmother", AG_FEMALE);
    const bool paternal = chance(r, 0.5);
    const int8_t father = add(f, "father", AG_MALE), mother = add(f, "mother", AG_FEMALE);
    const int8_t child = paternal ? father : mother;
    f->person[child].father = grandfather;
    f->person[child].mother = grandmother;
    add_missing(f, "M1", r, father, mother);
    if (chance(r, 0.5)) {
        type(f, grandmother);
        if (chance(r, 0.6)) type(f, grandfather);
        return;
    }
    const bool both = chance(r, 0.5), uncle = both || chance(r, 0.5);
    if (uncle) type(f, add_child(f, "uncle", AG_MALE, grandfather, grandmother));
    if (both || !uncle) type(f, add_child(f, "aunt", AG_FEMALE, grandfather, grandmother));
}

/* Two of the siblings; or a father and his son, sought by the wife and another child. */
static void plan_two_missing(ag_planned_family *f, ag_random *r) {
    const bool siblings = chance(r, 0.6);
    const int8_t father = add(f, siblings ? "father" : "M1", AG_MALE), mother = add(f, "mother", AG_FEMALE);
    if (siblings) add_missing(f, "M1", r, father, mother);
    f->person[father].missing = !siblings;
    add_missing(f, "M2", r, father, mother);
    type(f, mother);
    type(f, add_child(f, siblings ? "sib1" : "child1", draw_sex(r, 0.5), father, mother));
    if (siblings && chance(r, 0.3)) type(f, father);
}

static int8_t add_lost(ag_planned_family *f, const char *id, int8_t father, int8_t mother) {
    const int8_t i = add_child(f, id, AG_MALE, father, mother);
    f->person[i].missing = true;
    return i;
}

static int8_t add_typed(ag_planned_family *f, const char *id, ag_sex sex, int8_t father, int8_t mother) {
    const int8_t i = add_child(f, id, sex, father, mother);
    type(f, i);
    return i;
}

/* The men of one family who lay together: the brothers M1 and M4 with their sons M2, M3 and M5, and the sons M6 and M7
 * of their sister with M8, the son of M6. The women live. M2 and M3 differ by the child of M2 alone, M6 and M7 by M8:
 * who each is follows from all of them together. */
static void plan_grave8(ag_planned_family *f, ag_random *r) {
    (void)r;
    const int8_t grandfather = add(f, "grandfather", AG_MALE);
    const int8_t grandmother = add_typed(f, "grandmother", AG_FEMALE, -1, -1);
    const int8_t m1 = add_lost(f, "M1", grandfather, grandmother), wife1 = add_typed(f, "wife1", AG_FEMALE, -1, -1);
    add_typed(f, "sister", AG_FEMALE, m1, wife1);
    const int8_t m2 = add_lost(f, "M2", m1, wife1), wife2 = add(f, "wife2", AG_FEMALE);
    add_typed(f, "nephew", AG_MALE, m2, wife2);
    add_lost(f, "M3", m1, wife1);
    const int8_t m4 = add_lost(f, "M4", grandfather, grandmother), wife4 = add_typed(f, "wife4", AG_FEMALE, -1, -1);
    add_lost(f, "M5", m4, wife4);
    const int8_t mother = add_typed(f, "mother", AG_FEMALE, grandfather, grandmother);
    const int8_t father = add(f, "father", AG_MALE), m6 = add_lost(f, "M6", father, mother);
    add_lost(f, "M7", father, mother);
    add_lost(f, "M8", m6, add_typed(f, "wife6", AG_FEMALE, -1, -1));
}

static void plan_family(ag_planned_family *f, ag_random *r, ag_arena *arena) {
    static void (*const plan_of[AG_FAMILY_KINDS])(ag_planned_family *, ag_random *) = {
        plan_parents, plan_children, plan_siblings, plan_elders, plan_two_missing, plan_grave8};
    ag_planned_person person[AG_PLANNED_PERSONS] = {{0}};
    f->person = person;
    plan_of[f->kind](f, r);
    f->person = AG_NEW(arena, ag_planned_person, f->persons);
    if (f->person) memcpy(f->person, person, f->persons * sizeof *person);
}

/* The kind of the family with this rank, before they are shuffled: the promised shares to the nearest family. */
static ag_family_kind kind_of_rank(uint32_t rank, uint32_t families) {
    static const double up_to[] = {1.0 / 3, 1.0 / 3 + 1.0 / 5, 2.0 / 3 + 1.0 / 5, 2.0 / 3 + 1.0 / 5 + 1.0 / 10};
    const double at = (rank + 0.5) / families;
    int kind = 0;
    while (kind < AG_FAMILY_TWO_MISSING && at > up_to[kind]) kind++;
    return (ag_family_kind)kind;
}

static uint8_t kind_of(const ag_case_spec *spec, uint32_t rank) {
    const int kind = spec->shape == AG_CASE_WAR ? (int)kind_of_rank(rank, spec->families)
                                                : AG_FAMILY_PARENTS + ((int)spec->shape - AG_CASE_PARENTS);
    return (uint8_t)kind;
}

static bool plan_families(ag_case_plan *plan, const ag_case_spec *spec, ag_random *r, ag_arena *arena) {
    uint32_t *rank = AG_NEW(arena, uint32_t, plan->families);
    plan->family = AG_NEW(arena, ag_planned_family, plan->families);
    if (arena->failed) return false;
    for (uint32_t f = 0; f < plan->families; f++) rank[f] = f;
    shuffle(rank, plan->families, r);
    for (uint32_t k = 0; k < plan->families; k++) {
        ag_planned_family *f = &plan->family[k];
        *f = (ag_planned_family){.first_person = plan->persons,
                                 .first_reference = plan->references,
                                 .first_missing = plan->missing,
                                 .kind = kind_of(spec, rank[k])};
        plan_family(f, r, arena);
        if (arena->failed) return false;
        plan->persons += f->persons;
        for (int i = 0; i < f->persons; i++) {
            plan->references += f->person[i].typed;
            plan->missing += f->person[i].missing;
        }
    }
    return true;
}

/* ---- Remains ----------------------------------------------------------------------------------------------------- */

static const double NOBODY_AMONG_BODIES = 0.12, MOST_FOUND = 0.95;

static uint32_t draw_parts(ag_random *r) {
    const double u = ag_random_unit(r);
    return u < 0.80 ? 1 : u < 0.95 ? 2 : 3;
}

/* Bodies until there are samples enough: the missing in random order, and among them those without a family here. */
static void plan_bodies(ag_case_plan *plan, const uint32_t *missing, uint32_t *body, ag_random *r) {
    const uint32_t most = (uint32_t)ceil(MOST_FOUND * plan->missing);
    for (uint32_t n = 0; n < plan->samples;) {
        const bool nobody = chance(r, NOBODY_AMONG_BODIES) || plan->found == most;
        const uint32_t number = nobody ? plan->missing + plan->others++ : missing[plan->found++];
        for (uint32_t parts = draw_parts(r); parts && n < plan->samples; parts--) body[n++] = number;
    }
    plan->pool_others = plan->others;
}

/* Section 7 of genetics.md: the priors of parts and of whole bodies are draws from the pool of listed and unlisted.
 * pool[persons + pool_others] starts as zeroes. Who is unlisted is numbered in the order of appearance. */
static void plan_from_pool(ag_case_plan *plan, const ag_case_spec *spec, uint32_t *pool, uint32_t *body, ag_random *r) {
    const uint32_t persons = plan->missing + spec->pool_others;
    uint32_t *number = pool + persons;
    for (uint32_t i = 0; i < persons; i++) pool[i] = i;
    if (spec->draw == AG_DRAW_BODIES) shuffle(pool, persons, r);
    for (uint32_t n = 0; n < plan->samples; n++) {
        const uint32_t drawn = pool[spec->draw == AG_DRAW_BODIES ? n : ag_random_below(r, persons)];
        uint32_t *seen = drawn < plan->missing ? NULL : &number[drawn - plan->missing];
        if (seen && !*seen) *seen = ++plan->others;
        body[n] = seen ? plan->missing + *seen - 1 : drawn;
    }
    plan->pool_others = spec->pool_others;
}

/* Each part is of any of the twenty bodies that has a bone left. */
static void plan_grave(ag_case_plan *plan, uint32_t *body, ag_random *r) {
    enum { BODIES = AG_GRAVE8_MISSING + AG_GRAVE8_OTHERS };
    uint32_t parts[BODIES] = {0};
    for (uint32_t n = 0; n < plan->samples;) {
        const uint32_t b = ag_random_below(r, BODIES);
        if (parts[b] == AG_BONES) continue;
        parts[b]++;
        body[n++] = b;
    }
    plan->others = plan->pool_others = AG_GRAVE8_OTHERS;
}

static bool count_found(ag_case_plan *plan, const uint32_t *body, ag_arena *arena) {
    uint8_t *seen = AG_NEW(arena, uint8_t, plan->missing);
    plan->found = 0;
    for (uint32_t i = 0; seen && i < plan->samples; i++) {
        if (body[i] >= plan->missing) continue;
        plan->found += !seen[body[i]];
        seen[body[i]] = 1;
    }
    return seen != NULL;
}

static void plan_sexes(ag_case_plan *plan, ag_random *r) {
    for (uint32_t k = 0; k < plan->families; k++) {
        const ag_planned_family *f = &plan->family[k];
        for (uint32_t i = 0, m = f->first_missing; i < f->persons; i++) {
            if (!f->person[i].missing) continue;
            plan->family_of[m] = k;
            plan->sex_of[m++] = f->person[i].sex;
        }
    }
    for (uint32_t i = 0; i < plan->others; i++)
        plan->sex_of[plan->missing + i] = (uint8_t)draw_sex(r, MALE_AMONG_MISSING);
}

/* Exactly the share of them is degraded, each as likely as any other. */
static void plan_samples(ag_case_plan *plan, const ag_case_spec *spec, const uint32_t *body, ag_random *r) {
    uint32_t left = (uint32_t)lround(spec->degraded * plan->samples);
    for (uint32_t i = 0; i < plan->samples; i++) {
        ag_planned_sample *s = &plan->sample[i];
        s->body = body[i];
        s->degraded = ag_random_below(r, plan->samples - i) < left;
        s->sex_known = chance(r, s->degraded ? 0.6 : 0.9) && !spec->sex_untold;
        s->bone = -1;
        left -= s->degraded;
    }
}

/* The parts of a body are different bones, in any order. */
static bool plan_bones(ag_case_plan *plan, ag_random *r, ag_arena *arena) {
    const size_t bodies = (size_t)plan->missing + plan->others;
    uint32_t(*bone)[AG_BONES] = ag_arena_array(arena, bodies, sizeof *bone);
    uint8_t *used = AG_NEW(arena, uint8_t, bodies);
    if (arena->failed) return false;
    for (size_t b = 0; b < bodies; b++) {
        for (uint32_t i = 0; i < AG_BONES; i++) bone[b][i] = i;
        shuffle(bone[b], AG_BONES, r);
    }
    for (uint32_t i = 0; i < plan->samples; i++) {
        const uint32_t b = plan->sample[i].body;
        plan->sample[i].bone = (int8_t)bone[b][used[b]++];
    }
    return true;
}

/* Some of those without a family here are an unlisted brother or son of somebody listed. */
static bool plan_kin(ag_case_plan *plan, const ag_case_spec *spec, ag_arena *arena) {
    uint8_t *joined = AG_NEW(arena, uint8_t, plan->families);
    ag_random r;
    ag_random_init(&r, spec->seed, AG_STREAM_KIN);
    plan->kin = AG_NEW(arena, ag_planned_kin, plan->others);
    plan->first_kin = AG_NEW(arena, uint32_t, plan->families);
    if (arena->failed) return false;
    for (uint32_t f = 0; f < plan->families; f++) plan->first_kin[f] = AG_NO_KIN;
    for (uint32_t i = 0; i < plan->others; i++) {
        plan->kin[i] = (ag_planned_kin){AG_NO_KIN, AG_NO_KIN, false};
        if (!chance(&r, spec->relatives)) continue;
        const uint32_t of = ag_random_below(&r, plan->missing), family = plan->family_of[of];
        if (joined[family] == AG_KIN_PER_FAMILY) continue;
        joined[family]++;
        plan->kin[i] = (ag_planned_kin){of, plan->first_kin[family], chance(&r, 0.5)};
        plan->first_kin[family] = i;
        plan->sex_of[plan->missing + i] = AG_MALE;
    }
    return true;
}

static bool plan_who_is_there(ag_case_plan *plan, const ag_case_spec *spec, uint32_t *body, ag_random *r,
                              ag_arena *arena) {
    uint32_t *person = AG_NEW(arena, uint32_t, (size_t)plan->missing + 2 * (size_t)spec->pool_others);
    if (!person) return false;
    if (spec->shape == AG_CASE_GRAVE8) {
        plan_grave(plan, body, r);
    } else if (spec->draw != AG_DRAW_REGISTER) {
        plan_from_pool(plan, spec, person, body, r);
    } else {
        for (uint32_t m = 0; m < plan->missing; m++) person[m] = m;
        shuffle(person, plan->missing, r);
        plan_bodies(plan, person, body, r);
        shuffle(body, plan->samples, r);
    }
    return count_found(plan, body, arena);
}

static bool plan_remains(ag_case_plan *plan, const ag_case_spec *spec, ag_random *r, ag_arena *arena) {
    uint32_t *body = AG_NEW(arena, uint32_t, plan->samples);
    plan->sample = AG_NEW(arena, ag_planned_sample, plan->samples);
    if (arena->failed || !plan_who_is_there(plan, spec, body, r, arena)) return false;
    plan->family_of = AG_NEW(arena, uint32_t, plan->missing);
    plan->sex_of = AG_NEW(arena, uint8_t, (size_t)plan->missing + plan->others);
    if (arena->failed) return false;
    plan_sexes(plan, r);
    plan_samples(plan, spec, body, r);
    return plan_kin(plan, spec, arena) && (spec->shape != AG_CASE_GRAVE8 || plan_bones(plan, r, arena));
}

/* ---- Interface --------------------------------------------------------------------------------------------------- */

ag_status ag_case_plan_make(const ag_case_spec *spec, ag_arena *arena, ag_case_plan *out, ag_error *err) {
    ag_random r;
    ag_random_init(&r, spec->seed, AG_STREAM_PLAN);
    *out = (ag_case_plan){.families = spec->families, .samples = spec->samples};
    if (plan_families(out, spec, &r, arena) && plan_remains(out, spec, &r, arena)) return AG_OK;
    return ag_fail(err, AG_ENVIRONMENT, "simulate fewer remains or families", "not enough memory for the caseload");
}

const char *ag_case_shape_word(ag_case_shape shape) {
    static const char *const word[AG_CASE_SHAPES] = {"war",    "parents",     "children", "siblings",
                                                     "elders", "two-missing", "grave8"};
    return word[shape];
}

enum { UNPAIRED = 4 };

const char *ag_bone_element(int bone) {
    static const char *const unpaired[UNPAIRED] = {"cranium", "mandible", "sternum", "sacrum"};
    static const char *const paired[] = {"femur", "tibia",  "fibula",  "humerus", "radius",
                                         "ulna",  "pelvis", "scapula", "clavicle"};
    return bone < UNPAIRED ? unpaired[bone] : paired[(bone - UNPAIRED) / 2];
}

const char *ag_bone_side(int bone) { return bone < UNPAIRED ? "" : (bone - UNPAIRED) % 2 ? "right" : "left"; }
