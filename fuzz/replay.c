/* Runs a fuzz target over files without a fuzzer, so that what was once found is tried again by every check.
 *
 * Usage: TARGET FILE-OR-FOLDER... ; each file is given once from an exact allocation, so that reading past its end is
 * seen by the sanitizers.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path, size_t size) {
    FILE *f = fopen(path, "rb");
    uint8_t *data = malloc(size ? size : 1);
    const int ok = f && data && fread(data, 1, size, f) == size;
    if (f) fclose(f);
    if (ok) LLVMFuzzerTestOneInput(data, size);
    if (!ok) fprintf(stderr, "cannot read %s\n", path);
    free(data);
    return ok ? 1 : -1;
}

/* The number of files run, or -1. */
static int replay(const char *path) {
    struct stat about;
    if (stat(path, &about) != 0) return fprintf(stderr, "cannot read %s\n", path), -1;
    if (!S_ISDIR(about.st_mode)) return replay_file(path, (size_t)about.st_size);
    DIR *folder = opendir(path);
    if (!folder) return -1;
    int total = 0;
    for (const struct dirent *entry; total >= 0 && (entry = readdir(folder));) {
        char below[4096];
        if (entry->d_name[0] == '.') continue;
        if (snprintf(below, sizeof below, "%s/%s", path, entry->d_name) >= (int)sizeof below) continue;
        const int n = replay(below);
        total = n < 0 ? -1 : total + n;
    }
    closedir(folder);
    return total;
}

int main(int argc, char **argv) {
    int total = 0;
    for (int i = 1; i < argc; i++) {
        const int n = replay(argv[i]);
        if (n < 0) return 1;
        total += n;
    }
    printf("%d inputs\n", total);
    return total ? 0 : 1;
}
