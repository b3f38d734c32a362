/* The bones of a body: see anatomy.h.
 *
 * A code is the element's place in the table from 1, its side, and whether it is a fragment. */
#include "incident/anatomy.h"

#include <stdio.h>
#include <string.h>

#include "incident/mni.h"

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { SIDE_SHIFT = 8, LEFT = 1, RIGHT = 2, FRAGMENT = 1 << 10, ELEMENT = 0xff, WORD_BYTES = 64, SHOWN = 40 };

/* ---- The table ----------------------------------------------------------------------------------------------- */

/* Pieces that a body has once. */
enum {
    CRANIUM = 1,
    MANDIBLE = 2,
    HYOID = 4,
    STERNUM = 8,
    SACRUM = 16,
    TORSO = 32,
    ATLAS = 64,
    AXIS = 128,
    UNPAIRED = AG_BONES_UNPAIRED
};

/* Pieces that a body has once on each side. */
enum {
    CLAVICLE = 1 << 0,
    SCAPULA = 1 << 1,
    HUMERUS = 1 << 2,
    RADIUS = 1 << 3,
    ULNA = 1 << 4,
    HAND = 1 << 5,
    HIP = 1 << 6,
    FEMUR = 1 << 7,
    PATELLA = 1 << 8,
    TIBIA = 1 << 9,
    FIBULA = 1 << 10,
    FOOT = 1 << 11,
    CALCANEUS = 1 << 12,
    TALUS = 1 << 13,
    PETROUS = 1 << 14,
    PAIRED = AG_BONES_PAIRED
};

static const char *const piece_names[UNPAIRED + PAIRED] = {
    "cranium",  "mandible", "hyoid",   "sternum", "sacrum",    "trunk", "atlas",       "axis",
    "clavicle", "scapula",  "humerus", "radius",  "ulna",      "hand",  "hip bone",    "femur",
    "patella",  "tibia",    "fibula",  "foot",    "calcaneus", "talus", "petrous bone"};

typedef struct bone {
    const char *name;
    uint16_t once, each; /* unpaired pieces; pieces of its side, or of both where it has no side */
    bool both;           /* holds those of both sides */
} bone;

/* "Leg" and "arm" mean the whole limb to some and its lower or upper half to others: they hold what both mean. */
static const bone element_of[] = {
    {"body", 0, 0, false}, /* first: it is asked for by its place */
    {"whole body", 0, 0, false},
    {"complete body", 0, 0, false},
    {"skeleton", 0, 0, false},
    {"complete skeleton", 0, 0, false},
    /* head and trunk */
    {"head", CRANIUM | MANDIBLE, PETROUS, true},
    {"skull", CRANIUM, PETROUS, true},
    {"cranium", CRANIUM, PETROUS, true},
    {"calvarium", 0, 0, false},
    {"mandible", MANDIBLE, 0, false},
    {"maxilla", 0, 0, false},
    {"petrous", 0, PETROUS, false},
    {"petrous bone", 0, PETROUS, false},
    {"temporal", 0, PETROUS, false},
    {"hyoid", HYOID, 0, false},
    {"torso", TORSO, 0, false},
    {"trunk", TORSO, 0, false},
    {"sternum", STERNUM, 0, false},
    {"sacrum", SACRUM, 0, false},
    {"atlas", ATLAS, 0, false},
    {"axis", AXIS, 0, false},
    {"pelvis", 0, HIP, true},
    {"pelvic girdle", 0, HIP, true},
    /* limbs */
    {"clavicle", 0, CLAVICLE, false},
    {"scapula", 0, SCAPULA, false},
    {"upper limb", 0, HUMERUS | RADIUS | ULNA | HAND, false},
    {"arm", 0, HUMERUS, false},
    {"humerus", 0, HUMERUS, false},
    {"forearm", 0, RADIUS | ULNA, false},
    {"radius", 0, RADIUS, false},
    {"ulna", 0, ULNA, false},
    {"hand", 0, HAND, false},
    {"os coxae", 0, HIP, false},
    {"innominate", 0, HIP, false},
    {"hip bone", 0, HIP, false},
    {"lower limb", 0, FEMUR | PATELLA | TIBIA | FIBULA | FOOT | CALCANEUS | TALUS, false},
    {"leg", 0, TIBIA | FIBULA, false},
    {"lower leg", 0, TIBIA | FIBULA, false},
    {"thigh", 0, FEMUR, false},
    {"femur", 0, FEMUR, false},
    {"patella", 0, PATELLA, false},
    {"tibia", 0, TIBIA, false},
    {"fibula", 0, FIBULA, false},
    {"foot", 0, FOOT | CALCANEUS | TALUS, false},
    {"calcaneus", 0, CALCANEUS, false},
    {"talus", 0, TALUS, false},
    /* of which a body has several */
    {"rib", 0, 0, false},
    {"ribs", 0, 0, false},
    {"vertebra", 0, 0, false},
    {"vertebrae", 0, 0, false},
    {"tooth", 0, 0, false},
    {"teeth", 0, 0, false},
    {"molar", 0, 0, false},
    {"premolar", 0, 0, false},
    {"incisor", 0, 0, false},
    {"canine", 0, 0, false},
    {"metacarpal", 0, 0, false},
    {"metatarsal", 0, 0, false},
    {"phalanx", 0, 0, false},
    {"carpal", 0, 0, false},
    {"tarsal", 0, 0, false},
    {"finger", 0, 0, false},
    {"toe", 0, 0, false},
    {"hair", 0, 0, false},
};
enum { BODIES = 5 }; /* the words for a complete body stand first */
_Static_assert(COUNT(element_of) < ELEMENT, "an element's place fits into its bits");

/* Words for what may be anything: known, and without a code. */
static const char *const vague[] = {"bone",         "long bone", "tissue", "soft tissue", "muscle", "body part", "part",
                                    "body portion", "unknown",   "other",  "mixed",       "skin",   "remains"};
static const char *const left_word[] = {"left", "l", "sin", "sinistra"};
static const char *const right_word[] = {"right", "r", "dex", "dextra"};
static const char *const no_side[] = {"unknown", "n/a", "na", "-", "?", "midline", "axial", "both", "u", "none"};

/* ---- Words → code -------------------------------------------------------------------------------------------- */

static bool is_one_of(ag_text word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ag_text_equal_fold(word, ag_text_of(list[i]))) return true;
    return false;
}

static uint16_t parse_side(ag_text word, bool *known) {
    if (is_one_of(word, left_word, COUNT(left_word))) return LEFT;
    if (is_one_of(word, right_word, COUNT(right_word))) return RIGHT;
    *known &= word.n == 0 || is_one_of(word, no_side, COUNT(no_side));
    return 0;
}

/* Takes the last (or first) word off when it is `word` and something is left. */
static bool strip(ag_text *text, const char *word, bool last) {
    const size_t n = strlen(word);
    if (text->n < n + 2) return false;
    const ag_text end = {last ? text->at + text->n - n : text->at, n};
    const char beside = last ? end.at[-1] : end.at[n];
    if ((beside != ' ' && beside != ',') || !ag_text_equal_fold(end, ag_text_of(word))) return false;
    text->n -= n + 1;
    if (!last) text->at += n + 1;
    *text = ag_text_trim(*text);
    if (text->n && text->at[text->n - 1] == ',') text->n--;
    return text->n > 0;
}

/* "left femur", "femur, left" */
static uint16_t strip_side(ag_text *text) {
    if (strip(text, "left", false) || strip(text, "left", true)) return LEFT;
    return strip(text, "right", false) || strip(text, "right", true) ? RIGHT : 0;
}

uint16_t ag_anatomy_code(ag_text name, ag_text side, bool *known) {
    *known = true;
    uint16_t stated = parse_side(side, known);
    const bool fragment = strip(&name, "fragment", true) || strip(&name, "fragments", true);
    const uint16_t told = strip_side(&name);
    if (told && stated && told != stated) {
        *known = false;
        stated = 0;
    } else if (told) {
        stated = told;
    }
    if (!name.n || is_one_of(name, vague, COUNT(vague)) || ag_text_equal_fold(name, AG_TEXT("fragment"))) return 0;
    for (size_t i = 0; i < COUNT(element_of); i++)
        if (ag_text_equal_fold(name, ag_text_of(element_of[i].name)))
            return (uint16_t)((i + 1) | (unsigned)(stated << SIDE_SHIFT) | (fragment ? FRAGMENT : 0U));
    *known = false;
    return 0;
}

/* Words that were not known, each once, as many as a message holds. */
typedef struct strangers {
    char list[160];
    size_t used;
    ag_text shown[8];
    uint32_t n, samples, first;
} strangers;

static void note_stranger(strangers *s, ag_text element, ag_text side, uint32_t profile) {
    if (!s->samples++) s->first = profile;
    for (uint32_t i = 0; i < s->n; i++)
        if (ag_text_equal_fold(s->shown[i], element)) return;
    if (s->n == COUNT(s->shown)) return;
    const int more = snprintf(s->list + s->used, sizeof s->list - s->used, "%s\"%.*s%s%.*s\"", s->n ? ", " : "",
                              (int)(element.n < SHOWN ? element.n : SHOWN), element.at, side.n ? " " : "",
                              (int)(side.n < SHOWN ? side.n : SHOWN), side.at);
    if (more <= 0 || s->used + (size_t)more >= sizeof s->list) {
        s->list[s->used] = 0;
        return;
    }
    s->used += (size_t)more;
    s->shown[s->n++] = element;
}

ag_status ag_anatomy_make(const ag_batch *batch, const ag_sources *sources, int remains, ag_arena *arena,
                          const uint16_t **out, ag_diagnostics *d, ag_error *err) {
    strangers s = {.n = 0};
    uint16_t *code = AG_NEW(arena, uint16_t, remains);
    if (!code) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (uint32_t i = 0; i < (uint32_t)remains; i++) {
        const ag_batch_profile *p = &batch->profile[i];
        const ag_text element = ag_batch_extra(batch, p, "element"), side = ag_batch_extra(batch, p, "side");
        bool known;
        code[i] = ag_anatomy_code(element, side, &known);
        if (!known) note_stranger(&s, element, side, i);
    }
    if (s.samples)
        ag_sources_report(sources, batch, d, AG_WARNING, s.first, -1,
                          "docs/formats.md lists the words; what is not known forbids nothing",
                          "an element or its side is not understood: %s (%u in all)", s.list, s.samples);
    *out = code;
    return AG_OK;
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

static bool is_body(uint16_t code) { return (code & ELEMENT) && (code & ELEMENT) <= BODIES && !(code & FRAGMENT); }

/* Unique pieces of a whole element: the unpaired, then the left, then the right ones. */
static uint64_t pieces_of(uint16_t code) {
    if (!(code & ELEMENT) || code & FRAGMENT) return 0;
    const bone *e = &element_of[(code & ELEMENT) - 1];
    const unsigned stated = code >> SIDE_SHIFT & (LEFT | RIGHT), sides = e->both && !stated ? LEFT | RIGHT : stated;
    uint64_t out = e->both && stated ? 0 : e->once; /* "pelvis, left" is half of one */
    if (sides & LEFT) out |= (uint64_t)e->each << UNPAIRED;
    if (sides & RIGHT) out |= (uint64_t)e->each << (UNPAIRED + PAIRED);
    return out;
}

/* Paired pieces of a whole element that has one of them, on a side that is not known. */
static unsigned either_of(uint16_t code) {
    if (!(code & ELEMENT) || code & FRAGMENT || code >> SIDE_SHIFT & (LEFT | RIGHT)) return 0;
    const bone *e = &element_of[(code & ELEMENT) - 1];
    return e->both ? 0 : e->each;
}

bool ag_anatomy_fit(uint16_t a, uint16_t b) {
    if (!a || !b) return true;
    if (is_body(a) || is_body(b)) return false;
    const uint64_t of_a = pieces_of(a), of_b = pieces_of(b);
    const uint64_t both_of_a = of_a >> UNPAIRED & of_a >> (UNPAIRED + PAIRED);
    const uint64_t both_of_b = of_b >> UNPAIRED & of_b >> (UNPAIRED + PAIRED);
    return !(of_a & of_b) && !(both_of_a & either_of(b)) && !(both_of_b & either_of(a));
}

bool ag_anatomy_together(const ag_incident *incident, int remains1, int remains2) {
    const uint16_t *code = incident->anatomy;
    return !code || remains1 == remains2 || ag_anatomy_fit(code[remains1], code[remains2]);
}

ag_bones ag_anatomy_bones(uint16_t code) {
    return (ag_bones){pieces_of(code), either_of(code), is_body(code), code != 0};
}

const char *ag_anatomy_piece(int piece) { return piece_names[piece < UNPAIRED + PAIRED ? piece : piece - PAIRED]; }

int ag_anatomy_min_individuals(const ag_incident *incident) {
    ag_mni mni = {.units = 0};
    for (int r = 0; r < incident->search.remains; r++) {
        ag_mni_unit unit = {.age = 0};
        if (incident->anatomy) ag_mni_unit_add(&unit, incident->anatomy[r]);
        ag_mni_add(&mni, &unit);
    }
    return ag_mni_bound(&mni, NULL);
}
