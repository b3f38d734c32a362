/* A casebook for targets that read into one: made at the first call in a folder of its own, gone at the end. Its one
 * user has every role. What a target does it undoes. */
#ifndef ANTIGONE_FUZZ_SCRATCH_BOOK_H
#define ANTIGONE_FUZZ_SCRATCH_BOOK_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "casebook/casebook.h"

typedef struct scratch_book {
    char folder[64], path[96];
    ag_casebook *casebook;
    ag_actor actor;
} scratch_book;

static scratch_book scratch;

static void scratch_end(void) {
    static const char *const ending[] = {"", "-wal", "-shm"};
    ag_casebook_close(scratch.casebook);
    for (int i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", scratch.path, ending[i]);
        unlink(path);
    }
    rmdir(scratch.folder);
}

static int64_t scratch_clock(void *context) {
    (void)context;
    return 1750064400; /* 2025-06-16T09:00:00Z */
}

/* What is done to make it must be done. */
static inline void scratch_need(ag_status status, const ag_error *err) {
    if (status == AG_OK) return;
    fprintf(stderr, "the scratch casebook: %s\n", err->what);
    abort();
}

static inline scratch_book *scratch_open(void) {
    ag_secret key, user;
    ag_error err;
    if (scratch.casebook) return &scratch;
    scratch_need(ag_secrets_start(&err), &err);
    ag_secret_random(&key, sizeof key);
    ag_secret_random(&user, sizeof user);
    snprintf(scratch.folder, sizeof scratch.folder, "/tmp/antigone-fuzz-XXXXXX");
    if (!mkdtemp(scratch.folder)) abort();
    snprintf(scratch.path, sizeof scratch.path, "%s/scratch.casebook", scratch.folder);
    const ag_casebook_options options = {.location = scratch.path, .key = &key, .clock = scratch_clock};
    const ag_founding founding = {
        .name = "scratch", .site = "odesa-3", .institution = "0712", .user = "kim", .user_secret = &user};
    scratch_need(ag_casebook_make(&options, &founding, &scratch.casebook, &err), &err);
    atexit(scratch_end);
    scratch_need(ag_casebook_login(scratch.casebook, "kim", &user, &scratch.actor, &err), &err);
    scratch.actor.roles = AG_ANY_ROLE;
    return &scratch;
}

static inline uint64_t scratch_entries(void) {
    ag_about about;
    ag_error err;
    scratch_need(ag_casebook_about(scratch.casebook, &about, &err), &err);
    return about.entries;
}

#endif
