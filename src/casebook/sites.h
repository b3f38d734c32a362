/* What endangers those who look for the dead: words of sites and of recoveries. */
#ifndef AG_CASEBOOK_SITES_H
#define AG_CASEBOOK_SITES_H

extern const char *const ag_hazards[]; /* NULL-ended */

#endif
