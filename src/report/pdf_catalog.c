/* What cairo's PDF lacks: the language of the document, and that its structure may be relied on, for those who hear it
 * read. Added as PDF adds things: the catalog once more at the end, with a table that refers to the one before. A file
 * whose catalog is not where this looks for it stays as it is. */
#include <stdlib.h>
#include <string.h>

#include "report/pdf_flow.h"

#include "base/banned.h"

/* The last place of `what` before `end`; NULL: none. */
static const char *last(const ag_buffer *file, const char *end, const char *what) {
    const size_t n = strlen(what);
    for (const char *at = end - n; at >= file->data; at--)
        if (memcmp(at, what, n) == 0) return at;
    return NULL;
}

/* From `from`, which begins a dictionary, to its end. */
static ag_text dictionary(const char *from, const char *end) {
    int depth = 0;
    for (const char *at = from; at + 1 < end; at++) {
        depth += at[0] == '<' && at[1] == '<';
        depth -= at[0] == '>' && at[1] == '>';
        if (!depth && at > from) return (ag_text){from + 2, (size_t)(at - from) - 2};
        at += (at[0] == '<' && at[1] == '<') || (at[0] == '>' && at[1] == '>');
    }
    return (ag_text){NULL, 0};
}

void ag_pdf_complete_catalog(ag_buffer *file, const char *language) {
    const char *end = file->data + file->n;
    const char *trailer = file->data ? last(file, end, "trailer\n<<") : NULL,
               *table = trailer ? last(file, end, "startxref\n") : NULL,
               *catalog = trailer ? last(file, trailer, " 0 obj\n<< /Type /Catalog") : NULL;
    if (!table || !catalog) return;
    const char *number = catalog;
    while (number > file->data && number[-1] >= '0' && number[-1] <= '9') number--;
    const ag_text of_catalog = dictionary(catalog + sizeof " 0 obj\n" - 1, end),
                  of_trailer = dictionary(trailer + sizeof "trailer\n" - 1, end);
    if (!of_catalog.n || !of_trailer.n) return;
    const long before = strtol(table + sizeof "startxref\n" - 1, NULL, 10), object = strtol(number, NULL, 10);
    ag_buffer more = {0};
    const size_t object_at = file->n;
    ag_buffer_printf(&more,
                     "%ld 0 obj\n<<%.*s   /Lang (%s)\n   /MarkInfo << /Marked true >>\n"
                     "   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n",
                     object, (int)of_catalog.n, of_catalog.at, language);
    const size_t table_at = object_at + more.n;
    ag_buffer_printf(&more, "xref\n%ld 1\n%010zu 00000 n \ntrailer\n<<%.*s   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
                     object, object_at, (int)of_trailer.n, of_trailer.at, before, table_at);
    ag_buffer_add(file, more.data, more.n);
    file->failed = file->failed || more.failed;
    ag_buffer_deinit(&more);
}
