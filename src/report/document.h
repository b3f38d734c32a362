/* A document before it has a format: headings, paragraphs, facts, tables, figures, notices, as a tree.
 *
 *     pages (identify_page.c) ─make→ ag_document ─ag_document_html→ bytes
 *
 * What a block is belongs here; how it looks belongs to the writer. Invariants: texts are plain (writers escape them);
 * a document is complete when its arena has not failed: adding to it never needs a test in between.
 */
#ifndef AG_REPORT_DOCUMENT_H
#define AG_REPORT_DOCUMENT_H

#include "base/arena.h"
#include "base/text.h"
#include "report/drawing.h"

typedef enum ag_block {
    AG_BLOCK_ROOT,
    AG_BLOCK_HEADER,    /* the head of the page */
    AG_BLOCK_CONTENTS,  /* links to the sections */
    AG_BLOCK_SECTION,   /* with an anchor */
    AG_BLOCK_CARD,      /* one thing with all that is said of it */
    AG_BLOCK_GROUP,     /* children that belong together */
    AG_BLOCK_SIDE,      /* children stand side by side where there is room */
    AG_BLOCK_HEADING,   /* of the section or card around it */
    AG_BLOCK_PARAGRAPH, /* text */
    AG_BLOCK_LEAD,      /* the sentence to read first */
    AG_BLOCK_QUIET,     /* a remark */
    AG_BLOCK_NOTICE,    /* label: text, for what somebody must look at */
    AG_BLOCK_TILES,
    AG_BLOCK_TILE, /* label and one number */
    AG_BLOCK_FACTS,
    AG_BLOCK_FACT, /* label and value */
    AG_BLOCK_LIST,
    AG_BLOCK_ITEM,
    AG_BLOCK_DETAILS, /* label opens it */
    AG_BLOCK_TABLE,   /* label is its caption */
    AG_BLOCK_COLUMNS, /* head of a table: cells are names of columns */
    AG_BLOCK_ROW,
    AG_BLOCK_NAME,   /* the cell that names its row */
    AG_BLOCK_CELL,   /* text */
    AG_BLOCK_NUMBER, /* set flush right, in figures of one width */
    AG_BLOCK_FIGURE, /* a drawing with a caption */
    AG_BLOCK_SIGN,   /* label: who signs; children are lines to be filled in by hand */
    AG_BLOCK_BLANK,  /* text, and a line behind it */
    AG_BLOCK_LABEL,  /* one of a sheet of labels: label says where it goes, text what stands on it, and a drawing */
    AG_BLOCKS
} ag_block;

typedef struct ag_node {
    ag_block block;
    int level;          /* of a heading: 1 … 3 */
    const char *text;   /* borrowed or arena */
    const char *label;  /* second text: see above; NULL where there is none */
    const char *anchor; /* a name to link to, or NULL */
    const char *target; /* the anchor that its text links to, or NULL */
    const ag_drawing *drawing;
    struct ag_node *first, *last, *next;
} ag_node;

typedef struct ag_document {
    ag_arena *arena;      /* borrowed */
    const char *language; /* BCP 47 */
    const char *title;
    const char *skip, *skip_to; /* a link for the keyboard, before everything, and the anchor it leads to; or NULL */
    ag_node root;
    ag_node spare; /* what is handed out when memory is gone */
} ag_document;

void ag_document_init(ag_document *document, ag_arena *arena, const char *language, const char *title);
/* A new last child of `parent`. Never NULL. */
ag_node *ag_document_add(ag_document *document, ag_node *parent, ag_block block, const char *text);
ag_node *ag_document_labelled(ag_document *document, ag_node *parent, ag_block block, const char *label,
                              const char *text);
ag_node *ag_document_heading(ag_document *document, ag_node *parent, int level, const char *text);
ag_node *ag_document_figure(ag_document *document, ag_node *parent, const ag_drawing *drawing, const char *caption);
/* printf into the arena; never NULL. */
const char *ag_document_format(ag_document *document, const char *format, ...) AG_PRINTF(2, 3);
const char *ag_document_text(ag_document *document, ag_text text);

/* One self-contained page: styles and drawings inside, no script, nothing fetched. */
void ag_document_html(const ag_document *document, ag_buffer *out);

#endif
