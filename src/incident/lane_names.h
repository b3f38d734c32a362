/* What missing persons are called where one name must do: bare where no other person of the incident has it, else
 * family:person. */
#ifndef AG_INCIDENT_LANE_NAMES_H
#define AG_INCIDENT_LANE_NAMES_H

#include "incident/lanes.h"

/* One name for each lane, in the arena or the batch's. */
ag_status ag_lane_names(const ag_incident *incident, const ag_lane *lane, size_t lanes, ag_arena *arena,
                        const ag_text **out, ag_error *err);

#endif
