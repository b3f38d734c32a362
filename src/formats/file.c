/* Files as bytes: see file.h. */
#include "formats/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

#include "base/banned.h"

enum { PIECE = 8 * 1024 * 1024 };

static ag_status fail_at(ag_error *err, ag_status status, const char *name, const char *hint, const char *what) {
    ag_fail(err, status, hint, "%s", what);
    if (err) snprintf(err->file, sizeof err->file, "%s", name);
    return status;
}

static ag_status fail_errno(ag_error *err, const char *name, const char *doing, int number) {
    char what[160];
    snprintf(what, sizeof what, "cannot %s the file: %s", doing, strerror(number));
    if (number == ENOENT || number == ENOTDIR)
        return fail_at(err, AG_BAD_INPUT, name, "check the name and the folder", "there is no such file");
    return fail_at(err, AG_ENVIRONMENT, name, number == EACCES ? "check who may read and write there" : NULL, what);
}

static ag_status check_regular(const struct stat *info, const char *name, ag_error *err) {
    if (S_ISDIR(info->st_mode))
        return fail_at(err, AG_BAD_INPUT, name, "give the name of a file", "this is a folder, not a file");
    if (!S_ISREG(info->st_mode))
        return fail_at(err, AG_BAD_INPUT, name, "copy the data into an ordinary file",
                       "this is a pipe or a device, not an ordinary file");
    if (info->st_size > AG_MAX_FILE_BYTES)
        return fail_at(err, AG_BAD_INPUT, name, "split the data", "the file is larger than 4 GiB");
    return AG_OK;
}

/* Bytes at the end of [bytes, bytes + n) behind the last line end. */
static size_t unfinished_line(const char *bytes, size_t n) {
    size_t i = n;
    while (i && bytes[i - 1] != '\n' && bytes[i - 1] != '\r') i--;
    return n - i;
}

static ag_status fail_line(const char *bytes, size_t n, const char *name, ag_error *err) {
    long row = 1;
    for (size_t i = 0; i < n; i++) row += bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < n && bytes[i + 1] != '\n');
    fail_at(err, AG_BAD_INPUT, name, "is this really a table? Look for missing line ends",
            "the line is longer than 1 MiB");
    if (err) err->row = row;
    return AG_BAD_INPUT;
}

/* Memory grows with what was read, so that the size that the system states need not be believed. */
static ag_status read_all(int fd, size_t stated, bool lines, ag_file *out, ag_error *err) {
    size_t capacity = stated > PIECE && lines ? PIECE : stated + 1, open_line = 0;
    for (;;) {
        char *bytes = realloc(out->owned, capacity);
        if (!bytes)
            return fail_at(err, AG_ENVIRONMENT, out->name, "free some memory", "not enough memory to read the file");
        out->owned = bytes;
        const ssize_t got = read(fd, bytes + out->n, capacity - out->n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_errno(err, out->name, "read", errno);
        if (got == 0) return AG_OK;
        const size_t fresh = unfinished_line(bytes + out->n, (size_t)got);
        open_line = fresh == (size_t)got ? open_line + fresh : fresh;
        out->n += (size_t)got;
        if (lines && open_line > 4u * AG_MAX_LINE_BYTES) return fail_line(bytes, out->n, out->name, err);
        if ((long long)out->n > AG_MAX_FILE_BYTES)
            return fail_at(err, AG_BAD_INPUT, out->name, "split the data", "the file is larger than 4 GiB");
        if (out->n == capacity) capacity = stated > out->n ? stated + 1 : capacity * 2;
    }
}

ag_status ag_file_read(const char *path, const char *name, bool lines, ag_file *out, ag_error *err) {
    *out = (ag_file){.name = name};
    /* Without O_NONBLOCK a pipe that nobody writes to would hang the program. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return fail_errno(err, name, "open", errno);
    struct stat info;
    ag_status status = fstat(fd, &info) ? fail_errno(err, name, "read", errno) : check_regular(&info, name, err);
    if (status == AG_OK) status = read_all(fd, (size_t)info.st_size, lines, out, err);
    close(fd);
    if (status != AG_OK) ag_file_deinit(out);
    out->at = out->owned;
    return status;
}

ag_status ag_file_of_bytes(const char *name, const void *bytes, size_t n, ag_file *out, ag_error *err) {
    *out = (ag_file){.name = name, .n = n, .owned = malloc(n ? n : 1)};
    if (!out->owned) return fail_at(err, AG_ENVIRONMENT, name, "free some memory", "not enough memory");
    if (n) memcpy(out->owned, bytes, n);
    out->at = out->owned;
    return AG_OK;
}

void ag_file_deinit(ag_file *file) {
    free(file->owned);
    file->owned = file->at = NULL;
    file->n = 0;
}

bool ag_file_exists(const char *path) {
    struct stat info;
    return stat(path, &info) == 0;
}

static int write_all(int fd, const char *bytes, size_t n) {
    while (n) {
        const ssize_t put = write(fd, bytes, n);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno;
        bytes += put;
        n -= (size_t)put;
    }
    return 0;
}

ag_status ag_file_write(const char *path, const void *bytes, size_t n, ag_error *err) {
    char part[4096];
    const int length = snprintf(part, sizeof part, "%s.part.%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof part) return fail_errno(err, path, "write", ENAMETOOLONG);
    const int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return fail_errno(err, path, "write", errno);
    int fault = write_all(fd, bytes, n);
    if (!fault && fsync(fd) && errno != EINVAL) fault = errno;
    if (close(fd) && !fault) fault = errno;
    if (!fault && rename(part, path)) fault = errno;
    if (!fault) return AG_OK;
    unlink(part);
    return fail_errno(err, path, "write", fault);
}

static bool starts(const char *bytes, size_t n, const char *magic, size_t length) {
    return n >= length && memcmp(bytes, magic, length) == 0;
}

static bool contains(const char *bytes, size_t n, const char *word) {
    const size_t length = strlen(word);
    for (size_t i = 0; i + length <= n; i++)
        if (memcmp(bytes + i, word, length) == 0) return true;
    return false;
}

const char *ag_file_kind(const char *bytes, size_t n) {
    static const struct {
        const char *magic;
        size_t n;
        const char *kind;
    } known[] = {
        {"%PDF", 4, "a PDF document"},
        {"PK\3\4", 4, "a spreadsheet or another ZIP archive"},
        {"\xD0\xCF\x11\xE0", 4, "an old Excel or Word file"},
        {"\x1F\x8B", 2, "a file compressed by gzip"},
        {"\x89PNG", 4, "a picture"},
        {"\xFF\xD8\xFF", 3, "a picture"},
        {"SQLite format 3", 15, "a database"},
        {"{\\rtf", 5, "a text document"},
        {"<!DOCTYPE html", 14, "a web page"},
        {"<html", 5, "a web page"},
        {"<", 1, "an XML file"},
        {"{", 1, "a JSON file"},
        {"Sample Name\t", 12, "a GeneMapper export"},
    };
    if (starts(bytes, n, "\xEF\xBB\xBF", 3)) bytes += 3, n -= 3;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (starts(bytes, n, known[i].magic, known[i].n)) return known[i].kind;
    return contains(bytes, n < 4096 ? n : 4096, "#FALSE#") ? "a Familias file" : NULL;
}

ag_status ag_folder_make(const char *path, bool *made, ag_error *err) {
    ag_buffer part;
    ag_buffer_init(&part);
    bool is_new = false;
    for (const char *p = path; *p; p++) {
        ag_buffer_putc(&part, *p);
        const bool end = p[1] == 0 || (p[1] == '/' && *p != '/');
        if (end && !part.failed) is_new = mkdir(part.data, 0777) == 0; /* what cannot be made shows below */
    }
    const int reason = errno;
    struct stat info;
    const bool good = !part.failed && stat(path, &info) == 0 && S_ISDIR(info.st_mode) && access(path, W_OK) == 0;
    ag_buffer_deinit(&part);
    if (made) *made = is_new;
    if (good) return AG_OK;
    return ag_fail(err, AG_ENVIRONMENT, "check that the folder above it may be written, and that no file has its name",
                   "cannot make the folder \"%.200s\": %s", path, strerror(reason));
}
