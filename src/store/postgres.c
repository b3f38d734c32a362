/* PostgreSQL as a store: refused for now. */
#include "store/backend.h"

#include "base/banned.h"

static ag_status open_database(const char *location, ag_store_mode mode, void **out, ag_error *err) {
    (void)location, (void)mode, (void)out;
    return ag_fail(err, AG_REFUSED, "name a file", "this version keeps its tables in SQLite files only");
}

const ag_backend ag_backend_postgres = {.open = open_database};
