/* Names across Hangul, Cyrillic and Latin: all spellings of one, all Hangul that one may stand for, and whether two are
 * of one person.
 *
 *     name ─fold→ words ─lattice→ readings (sets of Hangul syllables) ─┐
 *                   └──────────→ skeletons (plain Latin letters)      ─┴→ features ─compare→ levels, weight, reasons
 *
 * A name in Hangul has one reading; a Latin or Cyrillic one has every reading that some system of people/romanise.h
 * or some habit of the press can have meant. Names with readings are compared by sound, jamo by jamo; others by their
 * skeletons (Jaro–Winkler). A name must begin or end with a listed surname to have readings in Latin or Cyrillic.
 *
 * Invariants: features are one block of `bytes` bytes without pointers: copy them, keep them, wipe them. A comparison
 * is symmetric and allocates nothing. An ag_names is constant once it is made and is shared by threads.
 */
#ifndef AG_PEOPLE_NAME_H
#define AG_PEOPLE_NAME_H

#include "base/arena.h"
#include "people/hangul.h"

enum {
    AG_NAME_SYLLABLES = 6,   /* surname (1 or 2) and given name (up to 4) of a reading */
    AG_NAME_GIVEN = 4,       /* syllables of a given name */
    AG_NAME_READINGS = 48,   /* of one name */
    AG_NAME_WORDS = 4,       /* of one name that are compared by letters */
    AG_NAME_WORD_BYTES = 20, /* of a skeleton */
    AG_NAME_KEYS = 64        /* block keys of one name */
};

/* The tables of all systems, turned round for reading; some milliseconds to make. NULL: out of memory. */
typedef struct ag_names ag_names;
ag_names *ag_names_new(ag_error *err);
void ag_names_free(ag_names *names);

typedef enum ag_script { AG_SCRIPT_LATIN, AG_SCRIPT_CYRILLIC, AG_SCRIPT_HANGUL } ag_script;

/* What a place of a name may be: each of the initials with each of the medials and finals. */
typedef struct ag_syllable_set {
    uint32_t initial, medial, final;
} ag_syllable_set;

typedef struct ag_name_reading {
    uint8_t surname, n; /* syllables of the surname; all syllables */
    ag_syllable_set syllable[AG_NAME_SYLLABLES];
} ag_name_reading;

typedef struct ag_name_features {
    uint32_t bytes; /* of the whole block */
    uint8_t script; /* ag_script */
    uint8_t words;
    uint8_t readings;
    bool more;                                    /* there were more than AG_NAME_READINGS */
    char word[AG_NAME_WORDS][AG_NAME_WORD_BYTES]; /* skeletons, terminated, in the order of the name */
    ag_name_reading reading[];
} ag_name_features;

/* In the arena. AG_BAD_INPUT: no text in UTF-8 with a letter in it, or longer than AG_MAX_ID_BYTES. */
ag_status ag_name_features_of(const ag_names *names, ag_text name, ag_arena *arena, ag_name_features **out,
                              ag_error *err);
/* Whether a reading has room for these n syllables, `surname` of them the surname. */
bool ag_name_reading_has(const ag_name_reading *reading, const ag_syllable *syllable, int n, int surname);
/* The commonest syllable of each place, in Hangul, the surname as the North writes it. */
void ag_name_likeliest(const ag_names *names, const ag_name_reading *reading, ag_buffer *out);

/* ---- Spellings ----------------------------------------------------------------------------------------------- */

typedef struct ag_spelling {
    ag_text text;       /* arena */
    const char *system; /* name of its system: "dprk", "kontsevich", "icao" …; static */
} ag_spelling;

/* Of a name in Hangul: the official spelling of each system in the order of ag_systems, which may be alike; then, each
 * once, with other joints, without marks, and by the press with the variants of the surname. Of a name in Cyrillic: its
 * official Latin forms. Of one in Latin: none. */
ag_status ag_name_spellings(ag_text name, ag_arena *arena, ag_spelling **out, size_t *n, ag_error *err);

/* ---- Comparison ---------------------------------------------------------------------------------------------- */

/* As levels of a comparison in record linkage; higher is more alike. */
typedef enum ag_name_level {
    AG_NAME_DIFFERENT,
    AG_NAME_PART, /* only the surname, or only the given name, agrees */
    AG_NAME_NEAR, /* the same but for near sounds: lenis, aspirate and tense; ㄴ ㄹ ㅇ; ㅓ ㅗ ㅕ … */
    AG_NAME_SAME  /* can be two spellings of one name */
} ag_name_level;

typedef struct ag_name_part {
    int a, b;                       /* places in the two readings; -1: the other has no such syllable */
    uint8_t initial, medial, final; /* 0: the same, 1: near, 2: far */
    double share;                   /* the chance that two people agree here as far as these do */
    double weight_log2;
} ag_name_part;

typedef struct ag_name_comparison {
    ag_name_level level, surname, given;
    /* log2 of P(these spellings | one name) / P(these spellings | names of two people), bits. */
    double weight_log2;
    double similarity;        /* 0 … 1: jamo that agree, or Jaro–Winkler by letters */
    bool by_sound;            /* false: one of them has no reading in Hangul, so letters were compared */
    int reading_a, reading_b; /* that fit best; by sound only */
    int parts;
    ag_name_part part[AG_NAME_SYLLABLES];
} ag_name_comparison;

void ag_name_compare(const ag_names *names, const ag_name_features *a, const ag_name_features *b,
                     ag_name_comparison *out);

/* Keys for blocking: two spellings of one Hangul name share a key as long as neither has `more` readings. How many. */
int ag_name_block_keys(const ag_name_features *features, uint64_t key[AG_NAME_KEYS]);

#endif
