/* Any bytes as the lines of a case file. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "formats/case_file.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_case(const ag_case *c) {
    for (uint32_t i = 0; i < c->persons; i++) {
        const ag_case_person *p = &c->person[i];
        if (!p->id.at || (p->father != AG_NO_PERSON && p->father >= c->persons)) abort();
        if (p->mother != AG_NO_PERSON && p->mother >= c->persons) abort();
    }
    for (uint32_t k = 0; k < c->markers; k++) {
        const ag_case_marker *m = &c->marker[k];
        if (!m->alleles || !m->allele || !m->frequency || !m->genotype) abort();
        if (m->has_mutation && !m->mutation.female.model.n) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *at = (const char *)data, *end = at + size;
    ag_arena arena;
    ag_arena_init(&arena);
    for (long row = 1; at < end; row++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        ag_case c;
        ag_error err;
        ag_arena_reset(&arena);
        if (ag_case_parse("cases", row, (ag_text){at, (size_t)(stop - at)}, &arena, &c, &err) == AG_OK) check_case(&c);
        at = stop < end ? stop + 1 : end;
    }
    ag_arena_deinit(&arena);
    return 0;
}
