/* The minimum number of individuals: see mni.h. */
#include "incident/mni.h"

#include <stddef.h>

#include "base/banned.h"

const char *const ag_age_groups[] = {"infant", "child", "adolescent", "adult", NULL};

void ag_mni_unit_add(ag_mni_unit *unit, uint16_t anatomy_code) {
    const ag_bones bones = ag_anatomy_bones(anatomy_code);
    unit->pieces |= bones.pieces;
    for (int k = 0; k < AG_BONES_PAIRED; k++)
        if (bones.either >> k & 1 && unit->either[k] < 2) unit->either[k]++;
    unit->body |= bones.body;
    unit->known |= bones.known;
}

/* How many pieces of the k-th pair the unit holds. */
static int pair_of(const ag_mni_unit *unit, int k) {
    const int left = (int)(unit->pieces >> (AG_BONES_UNPAIRED + k) & 1);
    const int right = (int)(unit->pieces >> (AG_BONES_UNPAIRED + AG_BONES_PAIRED + k) & 1);
    const int all = left + right + unit->either[k];
    return unit->body || all > 2 ? 2 : all;
}

void ag_mni_add(ag_mni *mni, const ag_mni_unit *unit) {
    const int age = unit->age;
    mni->units++;
    for (int k = 0; k < AG_BONES; k++) mni->count[k][age] += unit->body || unit->pieces >> k & 1;
    for (int k = 0; k < AG_BONES_PAIRED; k++) mni->count[AG_MNI_PAIR + k][age] += pair_of(unit, k);
    mni->count[AG_MNI_BODY][age] += unit->body;
    mni->count[AG_MNI_OTHER][age] += unit->known && !unit->body;
    mni->count[AG_MNI_DNA][age] += unit->dna;
    mni->count[AG_MNI_DNA_KNOWN][age] += unit->body || (unit->dna && unit->known);
    mni->count[AG_MNI_NAMED][age] += unit->named;
    mni->count[AG_MNI_NAMED_KNOWN][age] += unit->body || (unit->named && unit->known);
}

/* ---- The bound -------------------------------------------------------------------------------------------------- */

typedef struct best {
    int n, reason;
} best;

/* Of one age group, or of all. */
static int counted(const ag_mni *mni, int what, int age) {
    int n = 0;
    for (int a = 0; a < AG_AGE_GROUPS; a++)
        if (age < 0 || a == age) n += mni->count[what][a];
    return n;
}

static best best_of(const ag_mni *mni, int age) {
    best most = {0, AG_MNI_OTHER};
    for (int what = 0; what < AG_MNI_COUNTS; what++) {
        int n = counted(mni, what, age);
        if (what >= AG_MNI_PAIR && what < AG_MNI_BODY) n = (n + 1) / 2;
        if (what == AG_MNI_OTHER) n = (n > 0) + counted(mni, AG_MNI_BODY, age);
        if (n > most.n) most = (best){n, what};
    }
    return most;
}

static void explain(int reason, ag_buffer *why) {
    static const char *const words[AG_MNI_COUNTS] = {
        [AG_MNI_BODY] = "complete bodies",         [AG_MNI_OTHER] = "complete bodies, and what is of none of them",
        [AG_MNI_DNA] = "DNA profiles that differ", [AG_MNI_DNA_KNOWN] = "DNA profiles that differ, and complete bodies",
        [AG_MNI_NAMED] = "persons identified",     [AG_MNI_NAMED_KNOWN] = "persons identified, and complete bodies",
    };
    if (reason < AG_MNI_COUNTS && words[reason]) {
        ag_buffer_puts(why, words[reason]);
        return;
    }
    if (reason >= AG_MNI_PAIR) {
        ag_buffer_printf(why, "%s, two of a body", ag_anatomy_piece(AG_BONES_UNPAIRED + reason - AG_MNI_PAIR));
        return;
    }
    const char *side = reason < AG_BONES_UNPAIRED                     ? ""
                       : reason < AG_BONES_UNPAIRED + AG_BONES_PAIRED ? ", left"
                                                                      : ", right";
    ag_buffer_printf(why, "%s%s", ag_anatomy_piece(reason), side);
}

int ag_mni_bound(const ag_mni *mni, ag_buffer *why) {
    best of_age[AG_AGE_GROUPS] = {{0, 0}}, all = best_of(mni, -1);
    int sum = 0;
    for (int age = 1; age < AG_AGE_GROUPS; age++) sum += (of_age[age] = best_of(mni, age)).n;
    if (!why || (!all.n && !sum)) return all.n > sum ? all.n : sum > 0 ? sum : mni->units > 0;
    if (all.n >= sum) {
        explain(all.reason, why);
        return all.n;
    }
    for (int age = 1, told = 0; age < AG_AGE_GROUPS; age++) {
        if (!of_age[age].n) continue;
        ag_buffer_printf(why, "%s%d %s (", told++ ? ", " : "", of_age[age].n, ag_age_groups[age - 1]);
        explain(of_age[age].reason, why);
        ag_buffer_putc(why, ')');
    }
    return sum;
}
