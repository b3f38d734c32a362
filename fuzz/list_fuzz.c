/* Any bytes as a list of persons and as a reviewer's answers. What was read as a list can be linked with itself. */
#include <stdint.h>
#include <stdlib.h>

#include "formats/list_file.h"
#include "people/link.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 };

static void link_records(const ag_list *list) {
    static ag_link_record record[MOST];
    ag_linkage linkage;
    ag_link_options how = ag_link_defaults();
    const uint32_t n = list->n < MOST ? list->n : MOST;
    how.threads = 1;
    for (uint32_t i = 0; i < n; i++) {
        const ag_list_row *r = &list->row[i];
        const ag_link_text text = {r->name, r->given, r->place, r->unit, r->number, r->born, r->died};
        ag_link_record_of(&text, &record[i]);
    }
    if (n < 4 || ag_link(record, n / 2, n - n / 2, &how, &linkage, NULL) != AG_OK) return;
    for (size_t i = 0; i < linkage.pairs; i++)
        if (!(linkage.pair[i].posterior >= 0 && linkage.pair[i].posterior <= 1)) abort();
    ag_linkage_deinit(&linkage);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ag_review_row *answers;
    ag_diagnostics d;
    ag_arena arena;
    ag_list list;
    ag_file file;
    size_t n;
    ag_arena_init(&arena);
    ag_diagnostics_init(&d);
    if (ag_file_of_bytes("a.csv", data, size, &file, NULL) != AG_OK) abort();
    if (ag_list_file_read(&file, NULL, &arena, &list, &d, NULL) == AG_OK) link_records(&list);
    ag_file_deinit(&file);
    if (ag_file_of_bytes("review-1.csv", data, size, &file, NULL) != AG_OK) abort();
    ag_review_file_read(&file, &arena, &answers, &n, &d, NULL);
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
    ag_arena_deinit(&arena);
    return 0;
}
