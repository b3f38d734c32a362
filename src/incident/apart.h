/* How likely everything is if nobody here is anybody: the zero of every joint likelihood. */
#ifndef AG_INCIDENT_APART_H
#define AG_INCIDENT_APART_H

#include "incident/incident.h"

/* Sum of ln P of each family's own readings and of each remains as an unrelated person, under the first population.
 * X loci of remains of unknown sex count nothing. AG_REFUSED names a family that is impossible under the model. */
ag_status ag_loglik_apart(ag_engine *engine, const ag_incident *incident, double *loglik_ln, ag_error *err);

#endif
