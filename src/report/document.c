/* The tree of a document: see document.h. */
#include "report/document.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/banned.h"

void ag_document_init(ag_document *d, ag_arena *arena, const char *language, const char *title) {
    *d = (ag_document){.arena = arena, .language = language, .title = title};
    d->root.block = AG_BLOCK_ROOT;
}

ag_node *ag_document_add(ag_document *d, ag_node *parent, ag_block block, const char *text) {
    ag_node *node = AG_NEW(d->arena, ag_node, 1);
    if (!node) {
        d->spare = (ag_node){.block = block};
        return &d->spare;
    }
    node->block = block;
    node->text = text;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

ag_node *ag_document_labelled(ag_document *d, ag_node *parent, ag_block block, const char *label, const char *text) {
    ag_node *node = ag_document_add(d, parent, block, text);
    node->label = label;
    return node;
}

ag_node *ag_document_heading(ag_document *d, ag_node *parent, int level, const char *text) {
    ag_node *node = ag_document_add(d, parent, AG_BLOCK_HEADING, text);
    node->level = level;
    return node;
}

ag_node *ag_document_figure(ag_document *d, ag_node *parent, const ag_drawing *drawing, const char *caption) {
    ag_node *node = ag_document_labelled(d, parent, AG_BLOCK_FIGURE, caption, NULL);
    node->drawing = drawing;
    return node;
}

const char *ag_document_format(ag_document *d, const char *format, ...) {
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int n = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *out = n < 0 ? NULL : ag_arena_array(d->arena, (size_t)n + 1, 1);
    if (out) vsnprintf(out, (size_t)n + 1, format, again);
    va_end(again);
    return out ? out : "";
}

const char *ag_document_text(ag_document *d, ag_text text) {
    const char *out = text.n ? ag_arena_text(d->arena, text.at, text.n) : "";
    return out ? out : "";
}
