/* libantigone: everything. */
#ifndef ANTIGONE_ANTIGONE_H
#define ANTIGONE_ANTIGONE_H

#include "antigone/genetics.h"
#include "antigone/kinship.h"
#include "antigone/search.h"
#include "antigone/status.h"

#define AG_VERSION "0.1.0"

#endif
