/* Documents as HTML: see document.h. One pass over the tree; the styles stand in the page. */
#include "report/document.h"

#include <stdio.h>

#include "base/banned.h"

typedef struct writer {
    ag_buffer *out;
    int figures;
} writer;

/* Element and class of the blocks that need no more than that. */
static const struct {
    const char *tag, *class;
} simple[AG_BLOCKS] = {
    [AG_BLOCK_HEADER] = {"header", NULL}, [AG_BLOCK_CARD] = {"article", NULL},    [AG_BLOCK_SIDE] = {"div", "side"},
    [AG_BLOCK_GROUP] = {"div", "group"},  [AG_BLOCK_PARAGRAPH] = {"p", NULL},     [AG_BLOCK_LEAD] = {"p", "lead"},
    [AG_BLOCK_QUIET] = {"p", "quiet"},    [AG_BLOCK_SECTION] = {"section", NULL}, [AG_BLOCK_TILES] = {"dl", "tiles"},
    [AG_BLOCK_FACTS] = {"dl", "facts"},   [AG_BLOCK_LIST] = {"ul", NULL},         [AG_BLOCK_ITEM] = {"li", NULL},
    [AG_BLOCK_ROW] = {"tr", NULL},        [AG_BLOCK_CELL] = {"td", NULL},         [AG_BLOCK_NUMBER] = {"td", "number"},
    [AG_BLOCK_BLANK] = {"p", "blank"},    [AG_BLOCK_LABEL] = {"p", NULL},
};

static const char style[] =
    ":root{color-scheme:light;--ink:#1c2733;--soft:#4a5866;--rule:#cfd6dc;--deep:#14486b;--warn:#8f3c00}\n"
    "*{box-sizing:border-box}\n"
    "html{background:#eef1f3;-webkit-text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:64rem;padding:2.5rem clamp(1rem,5vw,3.5rem) 4rem;background:#fff;color:var(--ink);"
    "font:1rem/1.55 system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\",\"Noto Sans KR\",\"Noto Sans CJK KR\","
    "\"Malgun Gothic\",\"Apple SD Gothic Neo\",NanumGothic,\"DejaVu Sans\",sans-serif;overflow-wrap:anywhere}\n"
    ":lang(ko){word-break:keep-all}\n"
    "h1,h2,h3{font-family:Georgia,\"Noto Serif\",\"Noto Serif KR\",\"Apple Myungjo\",NanumMyeongjo,\"DejaVu "
    "Serif\",serif;line-height:1.25;font-weight:600;color:var(--deep);margin:0 0 .6rem}\n"
    "h1{font-size:2rem}h2{font-size:1.45rem;margin-top:3rem;padding-top:1rem;border-top:2px solid var(--deep)}"
    "h3{font-size:1.15rem}\n"
    "header{border-top:6px solid var(--deep);padding-top:1.2rem}\n"
    "p{margin:.5rem 0 .8rem;max-width:46rem}.lead{font-size:1.2rem;line-height:1.5}.quiet{color:var(--soft)}\n"
    "a{color:#0b5a8c;text-underline-offset:.15em}a:focus-visible,summary:focus-visible,[tabindex]:focus-visible"
    "{outline:3px solid #d55e00;outline-offset:2px}\n"
    "nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin:1.2rem 0;padding:.7rem 0;"
    "border:solid var(--rule);border-width:1px 0}\n"
    ".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1px;margin:1.4rem 0;"
    "padding:1px}\n"
    ".tiles div{box-shadow:0 0 0 1px var(--rule);padding:.8rem "
    "1rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}"
    ".tiles dt{font-size:.85rem;line-height:1.35;color:var(--soft)}"
    ".tiles dd{margin:0;font-size:1.9rem;line-height:1.2;font-variant-numeric:tabular-nums}\n"
    ".facts{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.25rem 1.4rem;margin:.6rem 0 1rem}"
    ".facts div{display:contents}.facts dt{color:var(--soft);max-width:16rem}"
    ".facts dd{margin:0;font-variant-numeric:tabular-nums}\n"
    ".scroll{overflow-x:auto;margin:.8rem 0 1.2rem}table{border-collapse:collapse;min-width:100%;font-size:.92rem}"
    "caption{text-align:left;color:var(--soft);padding:0 0 .4rem}"
    "th,td{text-align:left;vertical-align:top;padding:.34rem .8rem .34rem 0;line-height:1.4;border-bottom:1px solid "
    "var(--rule)}"
    "th{font-weight:600}thead th{border-bottom:2px solid var(--ink);font-size:.85rem;line-height:1.3;"
    "vertical-align:bottom;overflow-wrap:normal}\n"
    ".number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.number{white-space:normal}."
    "number+td:not(.number),.number+th:not(.number){padding-left:1.2rem}\n"
    "tbody th,td{overflow-wrap:break-word;min-width:3.2rem;max-width:22rem}\n"
    "article{border:1px solid var(--rule);border-left:5px solid var(--deep);padding:1.1rem 1.3rem;margin:1.4rem 0;"
    "break-inside:avoid}\n"
    ".side{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.5rem 1.6rem;align-items:start}"
    ".side .facts{grid-template-columns:minmax(6rem,11rem) 1fr}.side>*{min-width:0}\n"
    "figure{margin:.8rem 0}.group .picture svg{margin:0 auto}.group figcaption{text-align:center;margin:.3rem auto "
    "0}figure svg{display:block;max-width:none;height:auto}figcaption{font-size:.88rem;"
    "color:var(--soft);max-width:46rem;margin-top:.3rem}\n"
    ".picture{overflow-x:auto}\n"
    ".notice{border-left:5px solid #d55e00;background:#fff4e8;padding:.6rem .9rem;margin:.8rem 0;max-width:46rem}"
    ".notice strong{color:var(--warn)}\n"
    ".skip{position:absolute;left:-999rem}.skip:focus{position:static;display:inline-block;padding:.5rem}\n"
    ".sign{border:1px solid var(--rule);padding:.6rem 1rem 1rem;margin:1rem 0;break-inside:avoid}"
    ".blank{display:flex;gap:.6rem;align-items:flex-end;margin:1.6rem 0 0;max-width:none;color:var(--soft)}"
    ".blank::after{content:\"\";flex:1;min-width:6rem;border-bottom:1px solid var(--ink)}\n"
    "details{margin:.6rem 0 1rem}summary{cursor:pointer;color:#0b5a8c}\n"
    "@media screen and (max-width:58rem){.side{grid-template-columns:minmax(0,1fr)}}\n"
    "@media screen and (max-width:40rem){body{padding-top:1.2rem}h1{font-size:1.6rem}.facts,.side "
    ".facts{grid-template-columns:1fr;gap:0}"
    ".facts dd{margin:0 0 .5rem}caption{max-width:calc(100vw - 5rem)}figure svg{max-width:100%}article{padding:.8rem "
    ".9rem}}\n"
    "@page{size:A4;margin:13mm}\n"
    "@media print{html{background:#fff;font-size:9pt}body{max-width:none;padding:0}nav{display:none}"
    "h2,h3{break-after:avoid}figcaption{break-before:avoid}tr,figure{break-inside:avoid}.side figure "
    "svg{max-width:77mm}figure "
    "svg{max-width:100%}article{margin:5mm 0;padding:3mm 4mm}#provenance .facts{break-inside:avoid}"
    ".scroll,.picture{overflow:visible}a{color:inherit;text-decoration:none}"
    "details::details-content{content-visibility:visible;height:auto}}\n";

static void attribute(ag_buffer *out, const char *name, const char *value) {
    if (!value) return;
    ag_buffer_printf(out, " %s=\"", name);
    ag_markup_escape(value, out);
    ag_buffer_putc(out, '"');
}

static void element(ag_buffer *out, const char *tag, const char *class, const char *text) {
    ag_buffer_printf(out, "<%s", tag);
    attribute(out, "class", class);
    ag_buffer_putc(out, '>');
    ag_markup_escape(text, out);
    ag_buffer_printf(out, "</%s>", tag);
}

static void write_children(writer *w, const ag_node *node);

static void linked_text(writer *w, const ag_node *node) {
    if (node->target) {
        ag_buffer_puts(w->out, "<a href=\"#");
        ag_markup_escape(node->target, w->out);
        ag_buffer_puts(w->out, "\">");
    }
    ag_markup_escape(node->text, w->out);
    if (node->target) ag_buffer_puts(w->out, "</a>");
}

static void write_simple(writer *w, const ag_node *node) {
    const char *tag = simple[node->block].tag;
    ag_buffer_printf(w->out, "<%s", tag);
    attribute(w->out, "class", simple[node->block].class);
    attribute(w->out, "id", node->anchor);
    ag_buffer_putc(w->out, '>');
    linked_text(w, node);
    write_children(w, node);
    ag_buffer_printf(w->out, "</%s>", tag);
    if (node->block != AG_BLOCK_CELL && node->block != AG_BLOCK_NUMBER) ag_buffer_putc(w->out, '\n');
}

static void write_labelled(writer *w, const ag_node *node) {
    ag_buffer_puts(w->out, "<div>");
    element(w->out, "dt", NULL, node->label);
    element(w->out, "dd", NULL, node->text);
    ag_buffer_puts(w->out, "</div>\n");
}

static void write_notice(writer *w, const ag_node *node) {
    ag_buffer_puts(w->out, "<p class=\"notice\">");
    element(w->out, "strong", NULL, node->label);
    ag_buffer_putc(w->out, ' ');
    ag_markup_escape(node->text, w->out);
    ag_buffer_puts(w->out, "</p>\n");
}

/* Wide tables and drawings scroll inside themselves, with the keyboard too. */
static void open_scroll(writer *w, const char *class, const char *label) {
    ag_buffer_printf(w->out, "<div class=\"%s\" role=\"group\" tabindex=\"0\"", class);
    attribute(w->out, "aria-label", label);
    ag_buffer_putc(w->out, '>');
}

static void write_columns(writer *w, const ag_node *node) {
    ag_buffer_puts(w->out, "<thead><tr>");
    for (const ag_node *n = node->first; n; n = n->next) {
        ag_buffer_puts(w->out,
                       n->block == AG_BLOCK_NUMBER ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        ag_markup_escape(n->text, w->out);
        ag_buffer_puts(w->out, "</th>");
    }
    ag_buffer_puts(w->out, "</tr></thead>\n");
}

static void write_table(writer *w, const ag_node *node) {
    open_scroll(w, "scroll", node->label);
    ag_buffer_puts(w->out, "<table>");
    element(w->out, "caption", NULL, node->label);
    ag_buffer_putc(w->out, '\n');
    bool body = false;
    for (const ag_node *n = node->first; n; n = n->next) {
        if (n->block == AG_BLOCK_COLUMNS) {
            write_columns(w, n);
            continue;
        }
        if (!body) ag_buffer_puts(w->out, "<tbody>\n");
        body = true;
        write_simple(w, n);
    }
    ag_buffer_puts(w->out, body ? "</tbody></table></div>\n" : "</table></div>\n");
}

static void write_figure(writer *w, const ag_node *node) {
    if (!node->drawing) return;
    ag_buffer_puts(w->out, "<figure>");
    open_scroll(w, "picture", node->drawing->title);
    ag_drawing_svg(node->drawing, ++w->figures, w->out);
    ag_buffer_puts(w->out, "</div>");
    if (node->label) element(w->out, "figcaption", NULL, node->label);
    ag_buffer_puts(w->out, "</figure>\n");
}

static void write_details(writer *w, const ag_node *node) {
    ag_buffer_puts(w->out, "<details>");
    element(w->out, "summary", NULL, node->label);
    ag_buffer_putc(w->out, '\n');
    if (node->text) element(w->out, "p", NULL, node->text);
    write_children(w, node);
    ag_buffer_puts(w->out, "</details>\n");
}

static void write_node(writer *w, const ag_node *node) {
    switch (node->block) {
    case AG_BLOCK_HEADING: {
        char tag[3] = {'h', (char)('0' + node->level), 0};
        element(w->out, tag, NULL, node->text);
        ag_buffer_putc(w->out, '\n');
        break;
    }
    case AG_BLOCK_CONTENTS:
        ag_buffer_puts(w->out, "<nav");
        attribute(w->out, "aria-label", node->label);
        ag_buffer_puts(w->out, "><ul>\n");
        write_children(w, node);
        ag_buffer_puts(w->out, "</ul></nav>\n");
        break;
    case AG_BLOCK_TILE:
    case AG_BLOCK_FACT:
        write_labelled(w, node);
        break;
    case AG_BLOCK_NOTICE:
        write_notice(w, node);
        break;
    case AG_BLOCK_TABLE:
        write_table(w, node);
        break;
    case AG_BLOCK_FIGURE:
        write_figure(w, node);
        break;
    case AG_BLOCK_DETAILS:
        write_details(w, node);
        break;
    case AG_BLOCK_NAME:
        ag_buffer_puts(w->out, "<th scope=\"row\">");
        linked_text(w, node);
        ag_buffer_puts(w->out, "</th>");
        break;
    case AG_BLOCK_SIGN:
        ag_buffer_puts(w->out, "<div class=\"sign\">");
        element(w->out, "p", NULL, node->label);
        write_children(w, node);
        ag_buffer_puts(w->out, "</div>\n");
        break;
    case AG_BLOCK_ROOT:
        write_children(w, node);
        break;
    default:
        write_simple(w, node);
    }
}

static void write_children(writer *w, const ag_node *node) {
    for (const ag_node *n = node->first; n; n = n->next) write_node(w, n);
}

void ag_document_html(const ag_document *d, ag_buffer *out) {
    writer w = {.out = out};
    ag_buffer_puts(out, "<!DOCTYPE html>\n<html");
    attribute(out, "lang", d->language);
    ag_buffer_puts(out, ">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                        "<meta name=\"referrer\" content=\"no-referrer\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                        "style-src 'unsafe-inline'; img-src data:\">\n");
    element(out, "title", NULL, d->title);
    ag_buffer_puts(out, "\n<link rel=\"icon\" href=\"data:,\">\n<style>\n");
    ag_buffer_add(out, style, sizeof style - 1);
    ag_buffer_puts(out, "</style>\n</head>\n<body>\n");
    if (d->skip) {
        ag_buffer_puts(out, "<a class=\"skip\" href=\"#");
        ag_markup_escape(d->skip_to, out);
        ag_buffer_puts(out, "\">");
        ag_markup_escape(d->skip, out);
        ag_buffer_puts(out, "</a>\n");
    }
    ag_buffer_puts(out, "<main>\n");
    write_children(&w, &d->root);
    ag_buffer_puts(out, "</main>\n</body>\n</html>\n");
}
