/* A private PostgreSQL for a test program: a cluster in a scratch folder, reached by a socket there and by nothing
 * else.
 *
 * Invariants: never the machine's own service. It is started by the first call and ends with the program, also when
 * that fails or is killed. Run by root it belongs to `nobody`, for PostgreSQL refuses root. Nothing is synchronised to
 * the disk (fsync=off): what is tested here is not the disk.
 */
#ifndef ANTIGONE_TESTS_CLUSTER_H
#define ANTIGONE_TESTS_CLUSTER_H

#include <stdbool.h>

/* postgresql://… of a new empty database, valid until the program ends; NULL where PostgreSQL is absent or does not
 * start: a message says so. */
const char *cluster_location(void);
/* Keeps the rows of a database as they are, and puts them back later, in a small part of the time in which another
 * would be made. False: a message says why. */
bool cluster_keep(const char *location);
bool cluster_restore(const char *location);

#endif
