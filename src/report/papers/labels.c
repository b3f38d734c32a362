/* Labels for a body and its bag: the number, and the code that only this register can make (rule K3). No name, no
 * nationality. Of a handover: of all that was taken in. */
#include "casebook/kinds.h"
#include "casebook/numbers.h"
#include "report/paper_code.h"
#include "report/papers/types.h"

#include "base/banned.h"

static ag_status add_label(ag_gather *g, json_t *list, const ag_row *row, ag_error *err) {
    ag_buffer code = {0};
    ag_view view = g->view;
    view.row = *row;
    const ag_status status = ag_number_label_fact(&view, &code, err);
    const ag_text id = ag_row_id(row);
    if (status == AG_OK && code.n)
        json_array_append_new(list, json_pack("{s:s%,s:s,s:b}", "number", id.at, id.n, "code", code.data, "body",
                                              row->kind == &ag_kind_remains));
    ag_buffer_deinit(&code);
    return status;
}

static ag_status gather(ag_gather *g, ag_error *err) {
    static const ag_kind *const kind[] = {&ag_kind_container, &ag_kind_remains};
    json_t *list = json_array();
    ag_status status = AG_OK;
    json_object_set_new(g->record, "labels", list);
    if (g->view.row.kind != &ag_kind_handover) return add_label(g, list, &g->view.row, err);
    for (int k = 0; k < 2; k++) {
        int n;
        const ag_row *row = ag_view_rows(&g->view, kind[k], "handover", ag_row_subject(&g->view, &g->view.row), 0, &n);
        for (int i = 0; i < n && status == AG_OK; i++) status = add_label(g, list, &row[i], err);
    }
    return status;
}

static const ag_phrase for_body = {{"Body", "시신", "Тело", "Тіло"}};
static const ag_phrase for_bag = {{"Bag", "시신 자루", "Мешок", "Мішок"}};
static const ag_phrase for_container = {{"Container", "용기", "Контейнер", "Контейнер"}};

/* 20250616 0312 000123 0: in groups that can be read aloud. */
static const char *grouped(ag_paper *p, const char *number) {
    const ag_text n = ag_text_of(number);
    if (n.n < AG_NUMBER_DIGITS) return number;
    return ag_document_format(&p->document, "%.8s %.4s %.6s %s", number, number + 8, number + 12, number + 18);
}

static void add(ag_paper *p, const json_t *label, const ag_phrase *where, const ag_drawing *code) {
    ag_document *d = &p->document;
    ag_document_labelled(d, &d->root, AG_BLOCK_LABEL, where->in[p->language],
                         grouped(p, ag_paper_text(label, "number")))
        ->drawing = code;
}

static void compose(ag_paper *p) {
    size_t i;
    const json_t *label;
    json_array_foreach(json_object_get(p->record, "labels"), i, label) {
        const bool body = json_is_true(json_object_get(label, "body"));
        const ag_drawing *code = ag_code_drawing(p->arena, ag_paper_text(label, "code"), "", 100);
        add(p, label, body ? &for_body : &for_container, code);
        add(p, label, body ? &for_bag : &for_container, code);
    }
}

const ag_paper_type ag_paper_labels = {
    .name = "labels",
    .kinds = "remains container handover",
    .roles = AG_WRITERS,
    .flags = AG_PAPER_LABEL,
    .title = {{"Labels", "표찰", "Бирки", "Бирки"}},
    .gather = gather,
    .compose = compose,
    .help = "two labels for each number, for body and bag, on A4 sheets of 2 x 7",
};
