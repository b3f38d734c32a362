/* Counts of patterns: see lists.h. */
#include "people/lists.h"

#include "base/banned.h"

void ag_lists_init(int lists, ag_lists *out) {
    *out = (ag_lists){.lists = lists, .table = lists <= AG_MAX_TABLE_LISTS};
}

static bool has_room(const ag_lists *l, int64_t count) { return count >= 0 && count <= AG_MAX_LISTED - l->people; }

bool ag_lists_add(ag_lists *l, uint64_t pattern, int64_t count) {
    int times = 0;
    if (!pattern) return true;
    if (!has_room(l, count)) return false;
    for (int i = 0; i < l->lists; i++) {
        if (!(pattern >> i & 1)) continue;
        times++;
        l->size[i] += count;
        for (int j = 0; j < l->lists; j++)
            if (pattern >> j & 1) l->shared[i][j] += count;
    }
    if (l->table) l->cell[pattern] += count;
    l->frequency[times] += count;
    l->people += count;
    return true;
}

bool ag_lists_add_times(ag_lists *l, int times, int64_t count) {
    l->table = false;
    l->anonymous = true;
    if (!has_room(l, count)) return false;
    l->frequency[times] += count;
    l->people += count;
    return true;
}

static bool is_apart(const ag_lists *l, int list) {
    for (int j = 0; j < l->lists; j++)
        if (j != list && l->shared[list][j]) return false;
    return true;
}

unsigned ag_lists_faults(const ag_lists *l, int64_t least) {
    unsigned faults = l->lists < 3 ? AG_LISTS_FEW : 0;
    int64_t triples = 0;
    bool empty_pair = false;
    if (l->anonymous) return faults | AG_LISTS_UNNAMED;
    for (int t = 3; t <= l->lists; t++) triples += l->frequency[t];
    for (int i = 0; i < l->lists; i++) {
        if (l->size[i] < least) faults |= AG_LISTS_SHORT;
        if (is_apart(l, i)) faults |= AG_LISTS_APART;
        for (int j = 0; j < i; j++) empty_pair |= !l->shared[i][j];
    }
    return !triples && empty_pair && l->lists > 2 ? faults | AG_LISTS_NO_TRIPLE : faults;
}
