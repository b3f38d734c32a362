/* Names of missing persons: see lane_names.h. */
#include "incident/lane_names.h"

#include <string.h>

#include "base/map.h"

#include "base/banned.h"

/* How many persons of the incident have each id. */
static bool count_ids(const ag_incident *incident, ag_map *map) {
    for (int f = 0; f < incident->search.families; f++)
        for (int i = 0; i < incident->search.family[f].pedigree.persons; i++) {
            bool added;
            uint32_t *count = ag_map_add(map, incident->family[f].person[i].id, 0, &added);
            if (!count) return false;
            ++*count;
        }
    return true;
}

static ag_text name_of(const ag_incident *incident, ag_lane lane, const ag_map *ids, ag_arena *arena) {
    const ag_incident_family *about = &incident->family[lane.family];
    const ag_text person = about->person[incident->search.family[lane.family].missing[lane.missing]].id;
    if (*ag_map_find(ids, person) == 1) return person;
    char *text = ag_arena_alloc(arena, about->id.n + 1 + person.n);
    if (!text) return person;
    memcpy(text, about->id.at, about->id.n);
    text[about->id.n] = ':';
    memcpy(text + about->id.n + 1, person.at, person.n);
    return (ag_text){text, about->id.n + 1 + person.n};
}

ag_status ag_lane_names(const ag_incident *incident, const ag_lane *lane, size_t lanes, ag_arena *arena,
                        const ag_text **out, ag_error *err) {
    ag_map ids;
    ag_map_init(&ids);
    ag_text *name = AG_NEW(arena, ag_text, lanes + 1);
    const bool good = name && count_ids(incident, &ids);
    for (size_t i = 0; good && i < lanes; i++) name[i] = name_of(incident, lane[i], &ids, arena);
    ag_map_deinit(&ids);
    *out = name;
    return good && !arena->failed ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}
