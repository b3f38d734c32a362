/* What putting claims together costs: reading a table, combining it, and the page with its pictures.
 *
 *     claims ANTIGONE
 *
 * Seconds are those of the processor, so that other work on the machine does not count; the best of five.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "incident/claims.h"
#include "report/claims_page.h"
#include "report/claims_record.h"

#include "base/banned.h"

enum { RUNS = 5, THINGS = 8, ORIGINS = 40 };

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void must(ag_status status, const ag_error *err) {
    char text[700];
    if (status == AG_OK) return;
    fprintf(stderr, "%s\n", ag_error_format(err, text, sizeof text));
    exit((int)status);
}

/* n claims about 8 things by 40 services through papers, one a day. */
static void make(int n, ag_buffer *out) {
    ag_buffer_puts(out, "id,date,subject,measure,low,point,high,as_of,claimant,attributed_to,relation_to_event\n");
    for (int i = 0; i < n; i++)
        ag_buffer_printf(out, "c%d,%d-%02d-%02d,thing %d,killed,,%d,,%d-%02d,paper %d,service %d,press\n", i,
                         2022 + i / 336, 1 + i / 28 % 12, 1 + i % 28, i * 7 % THINGS, 100 + 13 * i, 2022 + i / 336,
                         1 + i / 28 % 12, i % 90, i * 11 % ORIGINS);
}

static void bench(int n) {
    const ag_claims_question everything = {{NULL, 0}, {NULL, 0}};
    double best[3] = {1e9, 1e9, 1e9};
    ag_buffer table = {0};
    make(n, &table);
    for (int run = 0; run < RUNS; run++) {
        ag_arena arena;
        ag_claim_record *record;
        ag_claims claims;
        ag_diagnostics d;
        ag_buffer html = {0};
        ag_error err;
        ag_file file;
        size_t read;
        double at[4];
        ag_arena_init(&arena);
        ag_diagnostics_init(&d);
        must(ag_file_of_bytes("claims.csv", table.data, table.n, &file, &err), &err);
        at[0] = seconds();
        must(ag_claims_file_read(&file, &arena, &record, &read, &d, &err), &err);
        at[1] = seconds();
        must(ag_claims_combine(record, read, &everything, &arena, &claims, &err), &err);
        at[2] = seconds();
        json_t *said = ag_claims_record(&claims);
        must(ag_report_claims(said, AG_UKRAINIAN, &html, &err), &err);
        at[3] = seconds();
        for (int k = 0; k < 3; k++)
            if (at[k + 1] - at[k] < best[k]) best[k] = at[k + 1] - at[k];
        json_decref(said);
        ag_buffer_deinit(&html);
        ag_file_deinit(&file);
        ag_diagnostics_deinit(&d);
        ag_arena_deinit(&arena);
    }
    printf("| %6d | %8.2f | %8.2f | %8.2f |\n", n, 1e3 * best[0], 1e3 * best[1], 1e3 * best[2]);
    ag_buffer_deinit(&table);
}

int main(void) {
    printf(
        "| claims | reading, ms | combining, ms | the page with its pictures, ms |\n| ---: | ---: | ---: | ---: |\n");
    bench(17);
    bench(1000);
    bench(10000);
    return 0;
}
