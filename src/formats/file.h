/* A file as bytes: read whole, or written so that a reader never sees half of it.
 *
 * Invariants: `at`..`at + n` lies inside `owned` (after a byte order mark has been stepped over) and may be changed
 * in place by a reader. `name` is how messages call the file; it is borrowed and outlives the ag_file.
 * A batch that points into the bytes takes over `owned` (ag_batch.owned) and the reader then sets it to NULL.
 */
#ifndef AG_FORMATS_FILE_H
#define AG_FORMATS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "antigone/status.h"
#include "base/text.h"

typedef struct ag_file {
    const char *name;
    char *owned;
    char *at;
    size_t n;
} ag_file;

/* The whole regular file `path`, at most AG_MAX_FILE_BYTES. With `lines`, gives up early on a file that has no line
 * end for four times AG_MAX_LINE_BYTES, so that a line of 2 GiB costs neither memory nor time.
 * AG_BAD_INPUT: there is none, or it is a folder, a pipe, too large; AG_ENVIRONMENT: the system refuses. The message
 * has the file, the cause and a remedy. */
ag_status ag_file_read(const char *path, const char *name, bool lines, ag_file *out, ag_error *err);
/* A copy of bytes in memory as if it had been read from a file. */
ag_status ag_file_of_bytes(const char *name, const void *bytes, size_t n, ag_file *out, ag_error *err);
void ag_file_deinit(ag_file *file);

/* Writes a temporary file beside `path`, flushes it to the disk and renames it to `path`. */
ag_status ag_file_write(const char *path, const void *bytes, size_t n, ag_error *err);
bool ag_file_exists(const char *path);
/* Makes the folder, and those above it that are missing; one that is there already will do if it may be written.
 * *made (may be NULL): it is new. AG_ENVIRONMENT with the system's reason. */
ag_status ag_folder_make(const char *path, bool *made, ag_error *err);

/* What a file that is no text table looks like ("a PDF document", "an XML file", …), or NULL when nothing is known. */
const char *ag_file_kind(const char *bytes, size_t n);

#endif
