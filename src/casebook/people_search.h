/* Search by name: names are sealed, so that the index over them is made in memory, from the casebook's key, and never
 * kept.
 *
 * Names and the text that is looked for are folded alike (NFKC and case folding of Unicode: Hangul, Cyrillic, Latin and
 * the rest; "ё" stays "ё"). A name fits when it has every word of the text somewhere in it; words at the beginning of
 * words come first. After these come names that can be another spelling of the text in any script (people/name.h),
 * those that sound the same before those that sound nearly so. Making the index leaves no entry; showing a name does
 * (ag_casebook_read), as every reading.
 */
#ifndef AG_CASEBOOK_PEOPLE_SEARCH_H
#define AG_CASEBOOK_PEOPLE_SEARCH_H

#include "casebook/casebook.h"

typedef struct ag_name_index ag_name_index;

/* Of the names that stand. AG_REFUSED: the actor may not read names. */
ag_status ag_name_index_new(ag_casebook *casebook, const ag_actor *actor, int threads, ag_name_index **out,
                            ag_error *err);
void ag_name_index_free(ag_name_index *index);

typedef enum ag_found_by { AG_FOUND_LETTERS, AG_FOUND_SAME, AG_FOUND_NEAR } ag_found_by;

typedef struct ag_found_name {
    ag_text name, person; /* subjects */
    ag_text role;         /* true, cover, alias, as-signed, as-printed */
    ag_text original;     /* opened for the actor */
    ag_found_by by;       /* its letters, or as a spelling of the same or of nearly the same name */
} ag_found_name;

/* At most `limit` names, in the arena, best first; *total of them fit. */
ag_status ag_name_index_find(const ag_name_index *index, ag_casebook *casebook, const ag_actor *actor, ag_text text,
                             int limit, ag_arena *arena, ag_found_name **out, int *n, int *total, ag_error *err);
/* The two together, for one search. */
ag_status ag_people_search(ag_casebook *casebook, const ag_actor *actor, ag_text text, int limit, ag_arena *arena,
                           ag_found_name **out, int *n, int *total, ag_error *err);

#endif
