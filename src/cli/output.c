/* Reading incidents and writing files: see output.h. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { FLUSH_BYTES = 1 << 20 };

ag_status ag_load_incident(const char *path, int threads, bool quiet, ag_loaded *out, ag_diagnostics *found,
                           ag_error *err) {
    const ag_status status = ag_loaded_init(path, threads, out, found, err);
    ag_print_findings(found, quiet);
    if (found->errors) err->what[0] = 0;
    return status;
}

/* ---- Files --------------------------------------------------------------------------------------------------- */

static ag_status cannot(const char *what, const char *path, ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "check that the folder is there and may be written, and the disk has room",
                   "cannot %s \"%.200s\": %s", what, path, strerror(errno));
}

ag_status ag_output_open(const char *path, ag_output *out, ag_error *err) {
    *out = (ag_output){.path = path, .fd = STDOUT_FILENO};
    ag_buffer_init(&out->buffer);
    if (strcmp(path, "-") == 0) return AG_OK;
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        out->fd = open(path, O_WRONLY); /* a device or a pipe is written to; to rename over it would replace it */
        return out->fd < 0 ? cannot("write", path, err) : AG_OK;
    }
    const int n = snprintf(out->temporary, sizeof out->temporary, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof out->temporary)
        return ag_fail(err, AG_USAGE, "use a shorter one", "the name of the file is too long");
    out->fd = open(out->temporary, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    return out->fd < 0 ? cannot("write", path, err) : AG_OK;
}

static ag_status write_all(ag_output *output, ag_error *err) {
    size_t at = 0;
    if (output->buffer.failed) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    while (at < output->buffer.n) {
        const ssize_t n = write(output->fd, output->buffer.data + at, output->buffer.n - at);
        if (n < 0 && errno != EINTR) return cannot("write", output->path, err);
        if (n > 0) at += (size_t)n;
    }
    ag_buffer_clear(&output->buffer);
    return AG_OK;
}

ag_status ag_output_flush(ag_output *output, ag_error *err) {
    return output->buffer.n >= FLUSH_BYTES ? write_all(output, err) : AG_OK;
}

ag_status ag_output_close(ag_output *output, ag_status status, ag_error *err) {
    const bool file = output->temporary[0] != 0;
    if (status == AG_OK) status = write_all(output, err);
    if (status == AG_OK && file && fsync(output->fd) && errno != EINVAL) status = cannot("write", output->path, err);
    ag_buffer_deinit(&output->buffer);
    if (output->fd == STDOUT_FILENO) return status;
    if (close(output->fd) != 0 && status == AG_OK) status = cannot("write", output->path, err);
    if (!file) return status;
    if (status == AG_OK && rename(output->temporary, output->path) != 0) status = cannot("write", output->path, err);
    if (status != AG_OK) unlink(output->temporary);
    return status;
}

ag_status ag_output_print(ag_buffer *text, ag_error *err) {
    const bool failed = text->failed;
    if (!failed && text->n) fwrite(text->data, 1, text->n, stdout);
    ag_buffer_deinit(text);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : ag_finish_output(err);
}

void ag_output_number(ag_csv_writer *w, double value, int digits) {
    ag_buffer text = {0};
    ag_buffer_double_digits(&text, value, digits);
    ag_csv_puts(w, text.data ? text.data : "");
    ag_buffer_deinit(&text);
}
