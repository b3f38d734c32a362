/* A batch by families: see families.h. */
#include "formats/families.h"

#include <string.h>

#include "base/map.h"

#include "base/banned.h"

bool ag_is_missing_name(ag_text name) {
    return name.n >= 7 && ag_text_equal_fold((ag_text){name.at, 7}, AG_TEXT("Missing"));
}

ag_text ag_plain_name(ag_text name) {
    const size_t n = sizeof "Missing:_" - 1;
    const bool marked = name.n > n && memcmp(name.at, "Missing:", n - 1) == 0;
    if (!marked || (name.at[n - 1] != ' ' && name.at[n - 1] != '_')) return name;
    const ag_text plain = {name.at + n, name.n - n};
    return ag_is_missing_name(plain) ? name : plain;
}

bool ag_kin_is_missing(const ag_kin *kin) { return ag_text_equal_fold(kin->row->missing, AG_TEXT("yes")); }

ag_text ag_kin_sex(const ag_kin *kin) { return kin->row->sex.n || !kin->profile ? kin->row->sex : kin->profile->sex; }

/* A person's key within the batch: family, a byte that no text holds, person. */
static ag_text key_of(ag_arena *arena, ag_text family, ag_text person) {
    char *at = ag_arena_alloc(arena, family.n + person.n + 2);
    if (!at) return (ag_text){"", 0};
    if (family.n) memcpy(at, family.at, family.n);
    if (person.n) memcpy(at + family.n + 1, person.at, person.n);
    return (ag_text){at, family.n + 1 + person.n};
}

typedef struct indexer {
    ag_arena *arena;
    ag_map family, person;
    uint32_t *family_of; /* by person as found */
    ag_kin *found;
    uint32_t n, further;
    bool failed;
} indexer;

/* The person of this family, made of `row` when new. */
static uint32_t add_person(indexer *x, const ag_batch_person *row) {
    bool added;
    const uint32_t *family = ag_map_add(&x->family, row->family, x->family.n, &added);
    const uint32_t *person = ag_map_add(&x->person, key_of(x->arena, row->family, row->person), x->n, &added);
    if (!family || !person || x->arena->failed) {
        x->failed = true;
        return UINT32_MAX;
    }
    if (!added) return *person;
    x->family_of[x->n] = *family;
    x->found[x->n] = (ag_kin){.row = row, .father = UINT32_MAX, .mother = UINT32_MAX, .twin = UINT32_MAX};
    return x->n++;
}

static void add_reference(indexer *x, const ag_batch_profile *p) {
    const uint32_t *old = ag_map_find(&x->person, key_of(x->arena, p->family, p->person));
    ag_batch_person *row = old ? NULL : AG_NEW(x->arena, ag_batch_person, 1);
    if (row) *row = (ag_batch_person){.family = p->family, .person = p->person, .sex = p->sex, .row = p->row};
    const uint32_t at = old ? *old : row ? add_person(x, row) : UINT32_MAX;
    if (at == UINT32_MAX) {
        x->failed = true;
        return;
    }
    if (x->found[at].profile)
        x->further++;
    else
        x->found[at].profile = p;
}

/* Sorts the persons by family, keeping their order; place[i] is where person i went. */
static void sort_by_family(const indexer *x, ag_families *out, uint32_t *place) {
    for (uint32_t i = 0; i < x->n; i++) out->first[x->family_of[i] + 1]++;
    for (uint32_t f = 0; f < out->families; f++) out->first[f + 1] += out->first[f];
    for (uint32_t i = 0; i < x->n; i++) {
        place[i] = out->first[x->family_of[i]]++;
        out->kin[place[i]] = x->found[i];
    }
    memmove(out->first + 1, out->first, out->families * sizeof *out->first);
    out->first[0] = 0;
}

static uint32_t find_relative(const indexer *x, const uint32_t *place, ag_text family, ag_text person,
                              ag_families *out) {
    const uint32_t *at = person.n ? ag_map_find(&x->person, key_of(x->arena, family, person)) : NULL;
    if (person.n && !at) out->unknown_relatives++;
    return at ? place[*at] : UINT32_MAX;
}

static bool lay_out(indexer *x, ag_families *out) {
    uint32_t *place = AG_NEW(x->arena, uint32_t, x->n);
    out->families = x->family.n;
    out->persons = x->n;
    out->further_profiles = x->further;
    out->kin = AG_NEW(x->arena, ag_kin, x->n);
    out->first = AG_NEW(x->arena, uint32_t, (size_t)out->families + 2);
    if (x->arena->failed) return false;
    sort_by_family(x, out, place);
    for (uint32_t i = 0; i < out->persons; i++) {
        const ag_batch_person *row = out->kin[i].row;
        out->kin[i].father = find_relative(x, place, row->family, row->father, out);
        out->kin[i].mother = find_relative(x, place, row->family, row->mother, out);
        out->kin[i].twin = find_relative(x, place, row->family, row->twin, out);
    }
    return !x->arena->failed;
}

bool ag_families_of_batch(const ag_batch *batch, ag_arena *arena, ag_families *out) {
    const size_t most = (size_t)batch->persons + batch->profiles;
    indexer x = {.arena = arena, .family_of = AG_NEW(arena, uint32_t, most), .found = AG_NEW(arena, ag_kin, most)};
    *out = (ag_families){0};
    x.failed = arena->failed;
    for (uint32_t i = 0; i < batch->persons && !x.failed; i++) add_person(&x, &batch->person[i]);
    for (uint32_t i = 0; i < batch->profiles && !x.failed; i++)
        if (batch->profile[i].role == AG_REFERENCE) add_reference(&x, &batch->profile[i]);
    const bool ok = !x.failed && lay_out(&x, out);
    ag_map_deinit(&x.family);
    ag_map_deinit(&x.person);
    return ok;
}
