/* What names cost: the tables, spellings, features, comparisons. Seconds are those of the processor. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"
#include "people/frequency.h"
#include "people/name.h"
#include "people/romanise.h"

#include "base/banned.h"

enum { NAMES = 500 };

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void row(const char *what, double n, double took) {
    printf("| %-44s | %9.0f | %8.3f | %11.0f |\n", what, n, took, n / took);
}

static void must(ag_status status) {
    if (status != AG_OK) exit((int)status);
}

/* A surname of one syllable and a given name of two. */
static void draw(ag_random *r, ag_syllable out[3]) {
    ag_syllable listed[2];
    while (ag_surname_syllables(&ag_surnames[ag_random_below(r, (uint32_t)ag_surnames_n)], listed) != 1) continue;
    out[0] = listed[0];
    for (int i = 1; i < 3; i++) out[i] = ag_syllable_at((int)ag_random_below(r, AG_SYLLABLES));
}

static void bench_pairs(const ag_names *names, ag_name_features *const *a, ag_name_features *const *b,
                        const char *what) {
    double sum = 0;
    const double started = seconds();
    for (int i = 0; i < NAMES; i++)
        for (int j = 0; j < NAMES; j++) {
            ag_name_comparison c;
            ag_name_compare(names, a[i], b[j], &c);
            sum += c.weight_log2;
        }
    row(what, (double)NAMES * NAMES, seconds() - started);
    if (sum > 0) puts("random names are alike?");
}

int main(void) {
    static ag_name_features *hangul[NAMES], *latin[NAMES];
    static ag_text text[NAMES], press[NAMES];
    double started = seconds();
    ag_names *names = ag_names_new(NULL);
    ag_arena arena, scratch;
    ag_random random;
    if (!names) return (int)AG_ENVIRONMENT;
    puts("| what                                         |         n |  seconds |         1/s |\n|---|---|---|---|");
    row("tables", 1, seconds() - started);
    ag_arena_init(&arena);
    ag_arena_init(&scratch);
    ag_random_init(&random, 1, 0);
    for (int i = 0; i < NAMES; i++) {
        ag_syllable s[3];
        ag_buffer written = {0}, spelled = {0};
        draw(&random, s);
        for (int k = 0; k < 3; k++) ag_syllable_add(&written, s[k]);
        const ag_korean korean = {s, 3, 1, 0};
        ag_romanise(ag_system_named(AG_TEXT("press")), &korean, 0, &spelled);
        text[i] = (ag_text){ag_arena_text(&arena, written.data, written.n), written.n};
        press[i] = (ag_text){ag_arena_text(&arena, spelled.data, spelled.n), spelled.n};
        ag_buffer_deinit(&written);
        ag_buffer_deinit(&spelled);
    }
    started = seconds();
    for (int i = 0; i < NAMES; i++) {
        ag_spelling *list;
        size_t n;
        ag_arena_reset(&scratch);
        must(ag_name_spellings(text[i], &scratch, &list, &n, NULL));
    }
    row("all spellings of a name in Hangul", NAMES, seconds() - started);
    started = seconds();
    for (int i = 0; i < NAMES; i++) must(ag_name_features_of(names, text[i], &arena, &hangul[i], NULL));
    row("features of a name in Hangul", NAMES, seconds() - started);
    started = seconds();
    for (int i = 0; i < NAMES; i++) must(ag_name_features_of(names, press[i], &arena, &latin[i], NULL));
    row("features of a name in Latin letters", NAMES, seconds() - started);
    bench_pairs(names, hangul, hangul, "pairs, Hangul and Hangul");
    bench_pairs(names, hangul, latin, "pairs, Hangul and Latin");
    bench_pairs(names, latin, latin, "pairs, Latin and Latin");
    ag_arena_deinit(&arena);
    ag_arena_deinit(&scratch);
    ag_names_free(names);
    return 0;
}
