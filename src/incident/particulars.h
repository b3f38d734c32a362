/* The lines of a statement that are no genetics: sex, age, stature, place and time. Models: statement.h. */
#ifndef AG_INCIDENT_PARTICULARS_H
#define AG_INCIDENT_PARTICULARS_H

#include "base/map.h"
#include "incident/statement.h"

/* What is recorded of one listed person; NaN and empty where it is not. */
typedef struct ag_listed {
    ag_sex sex;
    double age, age_variance; /* at the loss, in years; the variance is what the precision of the dates leaves open */
    double stature_cm;
    ag_text place; /* in lower case */
    double lost;   /* first day, see base/date.h */
} ag_listed;

/* Means over the listed persons that were asked for; a slot is overwritten by another question. */
enum { AG_AGE_SLOTS = 4096 };
typedef struct ag_age_slot {
    double low, high, mean; /* -1: that end was not given */
    bool used;
} ag_age_slot;

/* Everything is in the arena but for the map. */
typedef struct ag_particulars {
    const ag_incident *incident;
    ag_arena *arena;
    ag_listed *listed; /* lanes by family, then missing */
    size_t n;
    size_t *first; /* [families] lane of a family's first missing person */
    double men, sexed, aged, statures, placed;
    double stature_mean, stature_variance; /* of the pool, a recorded stature's error included */
    ag_map lost_at;                        /* owned: place in lower case → listed persons lost there */
    double *lost;                          /* ascending; those that are known */
    size_t dated;
    ag_age_slot *slot;
} ag_particulars;

/* Deinit in any case. */
ag_status ag_particulars_init(const ag_incident *incident, ag_arena *arena, ag_particulars *out, ag_error *err);
void ag_particulars_deinit(ag_particulars *particulars);
/* Whether some listed person and some remains have what a line of this kind compares. */
bool ag_particulars_have(const ag_particulars *particulars, ag_line_kind kind);
/* Fills a line of one of these kinds that was not comparable before. */
void ag_particulars_line(ag_particulars *particulars, const ag_candidate *candidate, ag_line_kind kind, ag_line *line);

#endif
