/* Composing a paper: records into sentences, numbers and blocks. See paper.h. */
#include "report/paper.h"

#include <string.h>

#include "report/words.h"

#include "base/banned.h"

const char *ag_paper_fill(ag_paper *paper, const ag_phrase *phrase, const char *const *value) {
    return ag_sentence_fill(paper->arena, paper->language, phrase->in[paper->language], value);
}

const char *ag_paper_text(const json_t *of, const char *name) {
    const char *text = json_string_value(json_object_get(of, name));
    return text ? text : "";
}

const char *ag_paper_id(const char *subject) {
    const char *colon = strchr(subject, ':');
    return colon ? colon + 1 : subject;
}

int64_t ag_paper_integer(const json_t *of, const char *name) { return json_integer_value(json_object_get(of, name)); }

const char *ag_paper_count(ag_paper *paper, int64_t count) {
    char digits[24];
    ag_buffer out = {0};
    const int n = snprintf(digits, sizeof digits, "%lld", (long long)count);
    for (int k = 0; k < n; k++) {
        if (k > 0 && (n - k) % 3 == 0 && digits[k - 1] != '-')
            ag_buffer_puts(&out, ag_language_thousands(paper->language));
        ag_buffer_putc(&out, digits[k]);
    }
    const char *text = ag_document_text(&paper->document, (ag_text){out.data, out.n});
    ag_buffer_deinit(&out);
    return text;
}

const char *ag_paper_term(ag_paper *paper, const ag_term *terms, const char *word) {
    for (; terms->word; terms++)
        if (strcmp(terms->word, word) == 0) return terms->phrase.in[paper->language];
    return word;
}

void ag_paper_fact(ag_paper *paper, ag_node *facts, const ag_phrase *label, const char *value) {
    if (!value || !*value) return;
    ag_document_labelled(&paper->document, facts, AG_BLOCK_FACT, label->in[paper->language], value);
}

ag_node *ag_paper_section(ag_paper *paper, const ag_phrase *title) {
    ag_node *section = ag_document_add(&paper->document, &paper->document.root, AG_BLOCK_SECTION, NULL);
    ag_document_heading(&paper->document, section, 2, title->in[paper->language]);
    return section;
}

void ag_paper_paragraph(ag_paper *paper, ag_node *parent, const char *text) {
    ag_document_add(&paper->document, parent, AG_BLOCK_PARAGRAPH, text);
}

ag_node *ag_paper_table(ag_paper *paper, ag_node *parent, const ag_phrase *caption, const ag_phrase *column, int n) {
    ag_node *table = ag_document_labelled(&paper->document, parent, AG_BLOCK_TABLE,
                                          caption ? caption->in[paper->language] : NULL, NULL);
    ag_node *head = ag_document_add(&paper->document, table, AG_BLOCK_COLUMNS, NULL);
    for (int i = 0; i < n; i++) {
        const char *name = column[i].in[paper->language];
        const bool number = column[i].in[AG_ENGLISH][0] == '#';
        ag_document_add(&paper->document, head, number ? AG_BLOCK_NUMBER : AG_BLOCK_CELL,
                        name[0] == '#' ? name + 1 : name);
    }
    return table;
}

void ag_paper_row(ag_paper *paper, ag_node *table, const char *const *cell, int n) {
    ag_node *row = ag_document_add(&paper->document, table, AG_BLOCK_ROW, NULL);
    const ag_node *head = table->first ? table->first->first : NULL;
    for (int i = 0; i < n; i++, head = head ? head->next : NULL)
        ag_document_add(&paper->document, row,
                        head && head->block == AG_BLOCK_NUMBER ? AG_BLOCK_NUMBER
                        : i                                    ? AG_BLOCK_CELL
                                                               : AG_BLOCK_NAME,
                        cell[i] ? cell[i] : "");
}

void ag_paper_signature(ag_paper *paper, const ag_phrase *who) {
    static const ag_phrase line[] = {
        {{"Name", "이름", "Фамилия, имя", "Прізвище, ім’я"}},
        {{"Office", "직책", "Должность", "Посада"}},
        {{"Date", "날짜", "Дата", "Дата"}},
        {{"Signature", "서명", "Подпись", "Підпис"}},
    };
    ag_node *sign =
        ag_document_labelled(&paper->document, &paper->document.root, AG_BLOCK_SIGN, who->in[paper->language], NULL);
    for (size_t i = 0; i < sizeof line / sizeof *line; i++)
        ag_document_add(&paper->document, sign, AG_BLOCK_BLANK, line[i].in[paper->language]);
}
