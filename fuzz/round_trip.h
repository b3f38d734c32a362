/* What every reader of another program's file owes: any bytes are read or refused in words; what was read can be
 * written; what was written is read again; and where the writer says that nothing was lost it is the same batch
 * (`ordered`: also in the same order). A
 * second round gives the same bytes. */
#ifndef ANTIGONE_FUZZ_ROUND_TRIP_H
#define ANTIGONE_FUZZ_ROUND_TRIP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tests/batch_dump.h"

static inline void broken(const char *promise) {
    fprintf(stderr, "broken promise: %s\n", promise);
    abort();
}

/* Written bytes; `more` is the .map of LINKAGE and empty elsewhere. */
typedef struct written {
    ag_buffer bytes, more;
    size_t losses;
} written;

typedef ag_status fuzz_read(ag_text bytes, ag_text more, ag_batch *batch, ag_diagnostics *d);
typedef ag_status fuzz_write(const ag_batch *batch, ag_buffer *bytes, ag_buffer *more, ag_diagnostics *d);

static inline void written_free(written *w) {
    ag_buffer_deinit(&w->bytes);
    ag_buffer_deinit(&w->more);
}

static inline ag_text text_of(const ag_buffer *b) { return (ag_text){b->data ? b->data : "", b->n}; }

/* The batch must be freed whatever the answer. */
static inline bool read_once(fuzz_read *read, ag_text bytes, ag_text more, ag_batch *batch) {
    ag_diagnostics d = {0};
    ag_batch_init(batch);
    const ag_status status = read(bytes, more, batch, &d);
    if (status != AG_OK && (status != AG_BAD_INPUT || !d.errors)) broken("what is refused is refused in words");
    if (status == AG_OK && d.errors) broken("what is read has no error");
    ag_diagnostics_deinit(&d);
    return status == AG_OK;
}

static inline written write_once(fuzz_write *write, const ag_batch *batch) {
    written w = {0};
    ag_diagnostics d = {0};
    if (write(batch, &w.bytes, &w.more, &d) != AG_OK) broken("what was read can be written");
    w.losses = d.n;
    ag_diagnostics_deinit(&d);
    return w;
}

static inline void check_same(const ag_batch *a, const ag_batch *b) {
    ag_buffer one = {0}, two = {0};
    dump_batch(a, &one);
    dump_batch(b, &two);
    if (!ag_text_equal(text_of(&one), text_of(&two))) broken("without losses it is the same batch");
    ag_buffer_deinit(&one);
    ag_buffer_deinit(&two);
}

static inline void check_round_trip(ag_text bytes, ag_text more, fuzz_read *read, fuzz_write *write, bool ordered) {
    ag_batch first, second;
    if (read_once(read, bytes, more, &first)) {
        written one = write_once(write, &first);
        if (!read_once(read, text_of(&one.bytes), text_of(&one.more), &second)) broken("what was written is read");
        if (ordered && !one.losses) check_same(&first, &second);
        written two = write_once(write, &second);
        if (!ag_text_equal(text_of(&one.bytes), text_of(&two.bytes))) broken("a second round gives the same bytes");
        ag_batch_deinit(&second);
        written_free(&one);
        written_free(&two);
    }
    ag_batch_deinit(&first);
}

#endif
