/* What the tests share: assertions on doubles, random properties that shrink, scratch folders, shared data.
 *
 * cmocka's own float assertion is single precision: use assert_relative, assert_close or assert_ulp. A message says
 * what broke in the user's words; AG_RUNS=n (a factor on the number of runs) and AG_SEED=n steer the properties.
 */
#ifndef ANTIGONE_TESTS_SUPPORT_H
#define ANTIGONE_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "antigone/status.h"

/* ---- Assertions ---------------------------------------------------------------------------------------------- */

/* |actual - expected| <= tolerance * max(|actual|, |expected|). Equal infinities agree; a NaN never does. */
#define assert_relative(actual, expected, tolerance)                                                                   \
    support_relative((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)
/* |actual - expected| <= tolerance. */
#define assert_close(actual, expected, tolerance)                                                                      \
    support_close((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)
/* At most `ulps` representable doubles apart; 0 asks for the same bits, except that -0 is 0. */
#define assert_ulp(actual, expected, ulps) support_ulp((actual), (expected), (ulps), #actual, __FILE__, __LINE__)
/* A call that answers AG_OK; else the error's text fails the test: assert_ok(f(..., &err), &err). */
#define assert_ok(call, err) support_status((call), AG_OK, (err), #call, __FILE__, __LINE__)
#define assert_status(call, expected, err) support_status((call), (expected), (err), #call, __FILE__, __LINE__)

void support_relative(double actual, double expected, double tolerance, const char *what, const char *file, int line);
void support_close(double actual, double expected, double tolerance, const char *what, const char *file, int line);
void support_ulp(double actual, double expected, uint64_t ulps, const char *what, const char *file, int line);
void support_status(ag_status actual, ag_status expected, const ag_error *err, const char *what, const char *file,
                    int line);
uint64_t ulp_distance(double a, double b);

/* ---- Properties ---------------------------------------------------------------------------------------------- */

/* A property makes its case from draws and answers whether it holds. On failure the recorded draws are shrunk
 * (deleted, made smaller) as long as the property still fails, so make a small draw a simple case
 * (and a list of unknown length by `while (draw_bool(d))`, which shrinks better than a count drawn first); the smallest
 * failing case is run once more and what it said with draw_note is the test's message. A property must not assert
 * and must free what it made before it answers. */
typedef struct draws draws;
typedef bool property(draws *d, void *context);

uint64_t draw_below(draws *d, uint64_t n); /* 0 … n-1, n > 0 */
int draw_between(draws *d, int low, int high);
double draw_unit(draws *d); /* [0, 1) */
bool draw_bool(draws *d);
/* n probabilities > 0 that sum to 1. */
void draw_distribution(draws *d, double *out, int n);
/* Answers false, so that a property can write: return draw_note(d, "lost pair %d", i); */
bool draw_note(draws *d, const char *format, ...) AG_PRINTF(2, 3);

/* `claim` is the sentence that a failure contradicts: "no pair at or above the limit is lost". */
void check_property(const char *claim, int runs, property *holds, void *context);
/* Whether it holds in all runs; else the note of the smallest failing case is in `note`. */
bool find_counterexample(int runs, property *holds, void *context, char *note, size_t note_size);

/* ---- Files --------------------------------------------------------------------------------------------------- */

/* Paths live until the test program ends. The data of other programs: skips the test where it is absent. */
const char *shared_path(const char *below);
/* A file of the project, by its path below the root: source_path("data/sample"). */
const char *source_path(const char *below);
/* A new empty folder, removed with all in it when the program ends. */
const char *scratch_folder(void);
/* folder/name */
const char *path_join(const char *folder, const char *name);
void write_file(const char *path, const char *bytes, size_t n);
/* All of a file, terminated; n may be NULL. A file that is absent fails the test. Freed at the end. */
char *read_file(const char *path, size_t *n);

#endif
