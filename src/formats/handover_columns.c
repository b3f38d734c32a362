/* Columns of lists of handovers: see handover_columns.h. */
#include "formats/handover_columns.h"

#include "base/banned.h"

const char *const ag_number_columns[] = {"number",      "no",    "nr",    "№",    "bag", "bag number",
                                         "body number", "номер", "Номер", "번호", NULL};
const char *const ag_seal_columns[] = {"seal", "seal number", "seal no", "пломба", "Пломба", "봉인", NULL};
const char *const ag_part_columns[] = {"parts",      "bodies",    "count",     "remains", "количество",
                                       "Количество", "кількість", "Кількість", "수량",    NULL};
const char *const ag_description_columns[] = {"description", "remarks", "note", "описание", "Описание",
                                              "опис",        "Опис",    "비고", NULL};

int ag_column_named(const ag_csv *csv, const char *const *names) {
    int column = -1;
    for (int i = 0; names[i] && column < 0; i++) column = ag_csv_column(csv, names[i]);
    return column;
}

ag_text ag_cell_in(const ag_csv *csv, int column) {
    return column < 0 ? (ag_text){"", 0} : ag_text_trim(csv->cell[column]);
}

ag_text ag_published_date(ag_text cell, ag_arena *arena, ag_date *date, bool *rest) {
    size_t n = 0;
    while (n < cell.n && cell.at[n] != ' ' && cell.at[n] != '(') n++;
    ag_buffer edtf = {0};
    for (size_t i = 0; i < n; i++) {
        const bool range = i && i + 1 < n && cell.at[i] == '.' && cell.at[i + 1] == '.';
        ag_buffer_putc(&edtf, range ? '/' : cell.at[i]);
        i += range;
    }
    const ag_text text = {ag_arena_text(arena, edtf.data ? edtf.data : "", edtf.n), edtf.n};
    ag_buffer_deinit(&edtf);
    *rest = n < cell.n;
    return ag_date_parse_edtf(text, date) ? text : (ag_text){NULL, 0};
}
