/* Gathering what a paper says out of a casebook: see paper.h. */
#include "report/paper.h"

#include "base/banned.h"

ag_status ag_gather_open_many(ag_gather *gather, ag_wanted *wanted, int n, ag_error *err) {
    const ag_status status =
        ag_casebook_read(gather->view.casebook, gather->actor, gather->purpose, wanted, n, gather->view.arena, err);
    for (int i = 0; i < n && status == AG_OK; i++)
        if (wanted[i].forbidden)
            return ag_fail(err, AG_REFUSED, "somebody whose role may read it makes the paper",
                           "%s of %.*s is sealed for you", wanted[i].field, (int)wanted[i].subject.n,
                           wanted[i].subject.at);
    return status;
}

ag_status ag_gather_open(ag_gather *gather, const ag_row *row, const char *field, ag_text *out, ag_error *err) {
    *out = (ag_text){NULL, 0};
    if (!ag_row_there(row) || ag_row_integer(row, ag_view_say(&gather->view, "%s_at", field), -1) < 0) return AG_OK;
    ag_wanted wanted = {.subject = ag_row_subject(&gather->view, row), .field = field};
    const ag_status status = ag_gather_open_many(gather, &wanted, 1, err);
    if (status == AG_OK) *out = wanted.value;
    return status;
}

void ag_gather_text(ag_gather *gather, json_t *into, const char *name, ag_text text) {
    (void)gather;
    if (text.n) json_object_set_new(into, name, json_stringn(text.at, text.n));
}

void ag_gather_column(ag_gather *gather, json_t *into, const ag_row *row, const char *column) {
    const ag_text text = ag_row_text(row, column);
    const int64_t number = ag_row_integer(row, column, INT64_MIN);
    if (text.n)
        ag_gather_text(gather, into, column, text);
    else if (number != INT64_MIN)
        json_object_set_new(into, column, json_integer(number));
}

/* Cut between letters. */
void ag_gather_essential(ag_gather *gather, ag_text text) {
    json_t *list = json_object_get(gather->record, "essentials");
    if (!list) {
        list = json_array();
        json_object_set_new(gather->record, "essentials", list);
    }
    if (text.n > AG_PAPER_ESSENTIAL_BYTES) {
        text.n = AG_PAPER_ESSENTIAL_BYTES;
        while (text.n && ((unsigned char)text.at[text.n] & 0xC0) == 0x80) text.n--;
    }
    if (text.n && json_array_size(list) < AG_PAPER_ESSENTIALS)
        json_array_append_new(list, json_stringn(text.at, text.n));
}
