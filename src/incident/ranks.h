/* The order of names, on which answers depend instead of the order of files. */
#ifndef AG_INCIDENT_RANKS_H
#define AG_INCIDENT_RANKS_H

#include "incident/lanes.h"

/* rank[i]: place of remains i, or of lane i, in the order of their ids (family first, then person). Owned by the
 * caller: free. NULL: out of memory. */
uint32_t *ag_rank_remains(const ag_incident *incident);
uint32_t *ag_rank_lanes(const ag_incident *incident, const ag_lane *lane, size_t lanes);

#endif
