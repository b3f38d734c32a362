/* See support.h. */
#include "support.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"

#include "base/banned.h"

/* ---- Assertions ---------------------------------------------------------------------------------------------- */

static void differs(double actual, double expected, const char *what, const char *file, int line) {
    print_error("%s is %.17g, expected %.17g (difference %.3g)\n", what, actual, expected, actual - expected);
    _fail(file, line);
}

void support_relative(double actual, double expected, double tolerance, const char *what, const char *file, int line) {
    if (actual == expected) return;
    const double size = fmax(fabs(actual), fabs(expected));
    if (!isfinite(size) || !(fabs(actual - expected) <= tolerance * size)) differs(actual, expected, what, file, line);
}

void support_close(double actual, double expected, double tolerance, const char *what, const char *file, int line) {
    if (actual != expected && !(fabs(actual - expected) <= tolerance)) differs(actual, expected, what, file, line);
}

/* Doubles in their order as unsigned integers, both zeros in one place. */
static uint64_t rank_of(double x) {
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits & sign ? sign - (bits & ~sign) : sign + bits;
}

uint64_t ulp_distance(double a, double b) {
    if (isnan(a) || isnan(b)) return UINT64_MAX;
    const uint64_t p = rank_of(a), q = rank_of(b);
    return p > q ? p - q : q - p;
}

void support_ulp(double actual, double expected, uint64_t ulps, const char *what, const char *file, int line) {
    if (ulp_distance(actual, expected) > ulps) differs(actual, expected, what, file, line);
}

void support_status(ag_status actual, ag_status expected, const ag_error *err, const char *what, const char *file,
                    int line) {
    char text[800];
    if (actual == expected) return;
    print_error("%s answers %d, expected %d: %s\n", what, (int)actual, (int)expected,
                actual != AG_OK && err ? ag_error_format(err, text, sizeof text) : "no error");
    _fail(file, line);
}

/* ---- Properties ---------------------------------------------------------------------------------------------- */

enum { DRAWS_MAX = 1 << 16, SHRINKS_MAX = 4000, NOTE_BYTES = 1000 };

/* Either records fresh draws or plays recorded ones back, with zeros after their end. */
struct draws {
    ag_random random;
    uint64_t *value;
    size_t n, used;
    bool fresh;
    char note[NOTE_BYTES];
};

uint64_t draw_below(draws *d, uint64_t n) {
    if (d->fresh && d->n < DRAWS_MAX) d->value[d->n++] = ag_random_next(&d->random) >> 1;
    if (d->used >= d->n) return 0;
    uint64_t *value = &d->value[d->used++];
    *value %= n; /* kept small, so that shrinking works on what was used */
    return *value;
}

int draw_between(draws *d, int low, int high) { return low + (int)draw_below(d, (uint64_t)((int64_t)high - low) + 1); }

double draw_unit(draws *d) { return (double)draw_below(d, UINT64_C(1) << 53) * 0x1p-53; }

bool draw_bool(draws *d) { return draw_below(d, 2) != 0; }

void draw_distribution(draws *d, double *out, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += out[i] = (double)(1 + draw_below(d, 1000));
    for (int i = 0; i < n; i++) out[i] /= sum;
}

bool draw_note(draws *d, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(d->note, sizeof d->note, format, args);
    va_end(args);
    return false;
}

static bool replay(draws *d, property *holds, void *context) {
    d->fresh = false;
    d->used = 0;
    d->note[0] = 0;
    return holds(d, context);
}

/* Keeps `candidate` in place of d's draws if the property still fails on it. */
static bool accept(draws *d, const uint64_t *candidate, size_t n, property *holds, void *context) {
    draws trial = {.value = calloc(n + 1, sizeof *trial.value), .n = n};
    if (!trial.value) return false;
    memcpy(trial.value, candidate, n * sizeof *candidate);
    const bool fails = !replay(&trial, holds, context);
    if (fails) {
        memcpy(d->value, trial.value, n * sizeof *candidate);
        d->n = trial.used < n ? trial.used : n; /* what was not asked for does not matter */
    }
    free(trial.value);
    return fails;
}

static bool delete_run(draws *d, size_t at, size_t length, uint64_t *work, property *holds, void *context) {
    memcpy(work, d->value, at * sizeof *work);
    memcpy(work + at, d->value + at + length, (d->n - at - length) * sizeof *work);
    return accept(d, work, d->n - length, holds, context);
}

static bool lower_draw(draws *d, size_t at, uint64_t value, uint64_t *work, property *holds, void *context) {
    if (at >= d->n || value >= d->value[at]) return false;
    memcpy(work, d->value, d->n * sizeof *work);
    work[at] = value;
    return accept(d, work, d->n, holds, context);
}

/* Deletes runs of draws, long ones first, then lowers each draw: to 0, by half, by one. */
static bool shrink_once(draws *d, uint64_t *work, int *budget, property *holds, void *context) {
    bool smaller = false;
    for (size_t length = d->n / 2 + 1; length > 0; length /= 2)
        for (size_t at = 0; at + length <= d->n && --*budget > 0;)
            if (delete_run(d, at, length, work, holds, context))
                smaller = true;
            else
                at += length;
    for (size_t at = 0; at < d->n; at++)
        while (at < d->n && --*budget > 0 &&
               (lower_draw(d, at, 0, work, holds, context) ||
                lower_draw(d, at, d->value[at] / 2, work, holds, context) ||
                lower_draw(d, at, d->value[at] - 1, work, holds, context)))
            smaller = true;
    return smaller;
}

static long environment_number(const char *name, long otherwise) {
    const char *text = getenv(name);
    int64_t value;
    return text && ag_parse_int(ag_text_of(text), &value) ? (long)value : otherwise;
}

/* True when `run` holds; else shrinks it and leaves what the smallest case said in d->note. */
static bool holds_in_run(draws *d, uint64_t seed, uint64_t run, property *holds, void *context) {
    ag_random_init(&d->random, seed, run);
    d->n = d->used = 0;
    d->fresh = true;
    if (holds(d, context)) return true;
    int budget = SHRINKS_MAX;
    while (budget > 0 && shrink_once(d, d->value + DRAWS_MAX, &budget, holds, context)) continue;
    replay(d, holds, context);
    return false;
}

bool find_counterexample(int runs, property *holds, void *context, char *note, size_t note_size) {
    draws d = {.value = calloc(2 * DRAWS_MAX, sizeof *d.value)};
    assert_non_null(d.value);
    const long seed = environment_number("AG_SEED", 1);
    const long times = runs * environment_number("AG_RUNS", 1);
    bool ok = true;
    long run = 0;
    for (; run < times && ok; run++) ok = holds_in_run(&d, (uint64_t)seed, (uint64_t)run, holds, context);
    if (!ok) {
        print_message("# seed %ld, run %ld, %zu draws\n", seed, run - 1, d.n);
        snprintf(note, note_size, "%s", d.note);
    }
    free(d.value);
    return ok;
}

void check_property(const char *claim, int runs, property *holds, void *context) {
    char note[NOTE_BYTES];
    if (find_counterexample(runs, holds, context, note, sizeof note)) return;
    fail_msg("it does not hold that %s: %s", claim, note);
}

/* ---- Files --------------------------------------------------------------------------------------------------- */

/* What lives until the program ends. */
static struct keep { struct keep *next; } * kept;
static char scratch_root[] = "/tmp/antigone-test-XXXXXX";
static bool scratch_made;

static void release(void) {
    while (kept) {
        struct keep *next = kept->next;
        free(kept);
        kept = next;
    }
    if (!scratch_made) return;
    const pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", "--", scratch_root, (char *)NULL);
        _exit(127);
    }
    if (child > 0) waitpid(child, NULL, 0);
}

static void *keep(size_t bytes) {
    struct keep *k = calloc(1, sizeof *k + bytes);
    assert_non_null(k);
    if (!kept) atexit(release);
    k->next = kept;
    kept = k;
    return k + 1;
}

const char *path_join(const char *folder, const char *name) {
    const size_t n = strlen(folder) + strlen(name) + 2;
    char *path = keep(n);
    snprintf(path, n, "%s/%s", folder, name);
    return path;
}

const char *source_path(const char *below) {
    const char *root = getenv("AG_SOURCE");
    return path_join(root ? root : ".", below);
}

const char *shared_path(const char *below) {
    const char *root = getenv("AG_SHARED");
    const char *path = path_join(root ? root : source_path("../shared/data"), below);
    if (access(path, R_OK) != 0) {
        print_message("# skipped: %s is not here\n", path);
        skip();
    }
    return path;
}

const char *scratch_folder(void) {
    static int number;
    char name[32];
    if (!scratch_made) {
        assert_non_null(mkdtemp(scratch_root));
        scratch_made = true;
    }
    snprintf(name, sizeof name, "%d", ++number);
    const char *folder = path_join(scratch_root, name);
    assert_int_equal(mkdir(folder, 0700), 0);
    return folder;
}

void write_file(const char *path, const char *bytes, size_t n) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

char *read_file(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("%s: %s", path, strerror(errno));
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    const long size = ftell(f);
    rewind(f);
    char *bytes = keep((size_t)size + 1);
    assert_int_equal(fread(bytes, 1, (size_t)size, f), size);
    fclose(f);
    if (n) *n = (size_t)size;
    return bytes;
}
