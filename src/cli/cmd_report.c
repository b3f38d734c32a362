/* antigone report: a subject's page, to be printed and signed. */
#include <stdio.h>

#include "cli/output.h"
#include "cli/papers.h"
#include "cli/subject.h"
#include "formats/file.h"
#include "report/document.h"

#include "base/banned.h"

enum { OUT = AG_SESSION_FIRST, PAPER, LANGUAGE, CODE, RECALLS, SITE_KEY };
enum { EVERY = 1 << 20 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--out", "FILE", "the page, HTML; of a paper: PDF", false},
    {"--paper", "TYPE", "a signed paper to be given out; `list`: which there are; `copy`: of paper:ID", false},
    {"--language", "LANGUAGE", "of the paper: en, ko, ru, uk; default en", false},
    {"--code", "FILE", "also what the paper's QR code says, as text", false},
    {"--recalls", "FILE", "which papers no longer stand, for those who hold them; no SUBJECT", false},
    {"--site-key", "FILE", "the site's name and public key, for those who check its papers; no SUBJECT", false},
    {NULL, NULL, NULL, false},
};

typedef struct page {
    ag_document document;
    const ag_subject *subject;
    const ag_about *about;
} page;

static ag_node *section(page *p, const char *anchor, const char *title) {
    ag_node *node = ag_document_add(&p->document, &p->document.root, AG_BLOCK_SECTION, NULL);
    node->anchor = anchor;
    ag_document_heading(&p->document, node, 2, title);
    return node;
}

static void add_head(page *p) {
    char time[21];
    ag_document *d = &p->document;
    const ag_view *view = &p->subject->view;
    ag_node *head = ag_document_add(d, &d->root, AG_BLOCK_HEADER, NULL);
    ag_document_heading(d, head, 1, p->subject->name);
    const ag_text state = ag_row_text(&view->row, "state");
    ag_document_add(d, head, AG_BLOCK_LEAD, ag_document_format(d, "%.*s", (int)state.n, state.at ? state.at : ""));
    ag_document_add(d, head, AG_BLOCK_QUIET,
                    ag_document_format(d, "Site %s, %s. What is sealed is not on this page.", p->about->site,
                                       ag_document_text(d, ag_text_of(ag_time_format(view->now, time)))));
}

static void add_facts(page *p) {
    ag_document *d = &p->document;
    ag_node *node = section(p, "facts", "What is known");
    ag_node *facts = ag_document_add(d, node, AG_BLOCK_FACTS, NULL);
    for (int i = 0; i < p->subject->facts; i++)
        ag_document_labelled(d, facts, AG_BLOCK_FACT, p->subject->fact[i].fact->name, p->subject->fact[i].words);
    for (int i = 0; i < p->subject->fields; i++)
        if (!p->subject->field[i].inner)
            ag_document_labelled(d, facts, AG_BLOCK_FACT, p->subject->field[i].name,
                                 p->subject->field[i].value ? p->subject->field[i].value : "(sealed)");
}

static void add_links(page *p) {
    ag_document *d = &p->document;
    if (!p->subject->links) return;
    ag_node *list = ag_document_add(d, section(p, "links", "What names it"), AG_BLOCK_LIST, NULL);
    for (int i = 0; i < p->subject->links; i++) {
        const ag_subject_link *link = &p->subject->link[i];
        for (int r = 0; r < link->rows; r++) {
            const ag_text state = ag_row_text(&link->row[r], "state"),
                          name = ag_row_subject(&p->subject->view, &link->row[r]);
            ag_document_add(d, list, AG_BLOCK_ITEM,
                            ag_document_format(d, "%.*s (%s) %.*s", (int)name.n, name.at, link->column, (int)state.n,
                                               state.at ? state.at : ""));
        }
        if (link->all > link->rows)
            ag_document_add(d, list, AG_BLOCK_ITEM,
                            ag_document_format(d, "and %lld more", (long long)(link->all - link->rows)));
    }
}

static void add_row(page *p, ag_node *table, ag_block head, const char *const *cell, int n) {
    ag_node *row =
        ag_document_add(&p->document, table, head == AG_BLOCK_COLUMNS ? AG_BLOCK_COLUMNS : AG_BLOCK_ROW, NULL);
    for (int i = 0; i < n; i++)
        ag_document_add(&p->document, row, i == 0 && head != AG_BLOCK_COLUMNS ? AG_BLOCK_NAME : AG_BLOCK_CELL, cell[i]);
}

/* The oldest first: a history is read as it went. */
static void add_history(page *p) {
    ag_document *d = &p->document;
    static const char *const head[] = {"Entry", "Recorded", "Happened", "By", "Role", "Action"};
    ag_node *table =
        ag_document_labelled(d, section(p, "history", "History"), AG_BLOCK_TABLE, "Every entry about it", NULL);
    add_row(p, table, AG_BLOCK_COLUMNS, head, 6);
    for (int i = p->subject->events - 1; i >= 0; i--) {
        const ag_subject_event *e = &p->subject->event[i];
        const char *cell[] = {
            ag_document_format(d, "%llu", (unsigned long long)e->seq), e->at, e->when, e->by, e->role, e->action};
        add_row(p, table, AG_BLOCK_ROW, cell, 6);
    }
}

/* Every document carries the checkpoint against which its casebook can be verified. */
static void add_proof(page *p, const char *note) {
    ag_document *d = &p->document;
    ag_node *node = section(p, "proof", "Proof");
    ag_document_add(d, node, AG_BLOCK_PARAGRAPH,
                    "The casebook from which this page was made ended, when it was made, with this signed checkpoint. "
                    "antigone verify --against compares a casebook with it.");
    ag_document_add(d, node, AG_BLOCK_PARAGRAPH, note);
    ag_node *sign = ag_document_labelled(d, node, AG_BLOCK_SIGN, "Who issued this page", NULL);
    static const char *const line[] = {"Name", "Role", "Date", "Signature"};
    for (int i = 0; i < 4; i++) ag_document_add(d, sign, AG_BLOCK_BLANK, line[i]);
}

static ag_status write_page(const ag_subject *subject, const ag_about *about, const char *note, const char *path,
                            ag_error *err) {
    page p = {.subject = subject, .about = about};
    ag_buffer out = {0};
    ag_document_init(&p.document, subject->view.arena, "en", subject->name);
    add_head(&p);
    add_facts(&p);
    add_links(&p);
    add_history(&p);
    add_proof(&p, note);
    ag_document_html(&p.document, &out);
    const bool failed = out.failed || subject->view.arena->failed;
    const ag_status status =
        failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : ag_file_write(path, out.data, out.n, err);
    ag_buffer_deinit(&out);
    return status;
}

static ag_status report(const ag_arguments *a, ag_session *session, ag_error *err) {
    ag_arena arena;
    ag_subject subject;
    ag_about about;
    ag_buffer note = {0};
    ag_arena_init(&arena);
    ag_status status = ag_subject_find(session, a->operand[1], EVERY, &arena, &subject, err);
    if (status == AG_OK) status = ag_casebook_checkpoint(session->casebook, &note, err);
    if (status == AG_OK) status = ag_casebook_about(session->casebook, &about, err);
    if (status == AG_OK) status = write_page(&subject, &about, note.data, a->value[OUT], err);
    ag_buffer_deinit(&note);
    ag_arena_deinit(&arena);
    return status;
}

static ag_status run_page(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    if (!arguments->value[OUT]) return ag_fail(err, AG_USAGE, "--out FILE", "say where the page is to go");
    ag_status status = ag_session_unlock(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    session.actor.roles = AG_ANY_ROLE;
    status = report(arguments, &session, err);
    ag_session_close(&session);
    return status;
}

static ag_status run_report(const ag_arguments *a, ag_error *err) {
    const char *subject = a->operand[1];
    if (a->value[RECALLS] && !subject) return ag_report_recalls(a, a->operand[0], a->value[RECALLS], err);
    if (a->value[SITE_KEY] && !subject) return ag_report_site_key(a, a->operand[0], a->value[SITE_KEY], err);
    if (!subject || a->value[RECALLS] || a->value[SITE_KEY])
        return ag_fail(err, AG_USAGE, "KIND:ID, --recalls FILE or --site-key FILE", "report is about one of these");
    if (!a->value[PAPER]) return run_page(a, err);
    const ag_paper_order order = {.location = a->operand[0],
                                  .subject = subject,
                                  .type = a->value[PAPER],
                                  .language = a->value[LANGUAGE],
                                  .out = a->value[OUT],
                                  .code = a->value[CODE]};
    return ag_report_paper(a, &order, err);
}

const ag_command ag_command_report = {
    .name = "report",
    .summary = "the page of one subject, or a signed paper about it to be given out",
    .operand = {"CASEBOOK", "[SUBJECT]"},
    .option = options,
    .help =
        "Writes one HTML page to be read, printed and signed: open fields, what is computed (custody and its gaps\n"
        "where the subject has any), everything that names the subject, every entry about it, and a new checkpoint.\n"
        "Nothing that is sealed is on it.\n\n"
        "With --paper a PDF that leaves the casebook: signed by you, with a number, and a QR code that whoever has\n"
        "the site's public key can check (antigone verify --paper). While what it says has not changed the same paper\n"
        "is made again, in any language; else the new one takes the place of the old.",
    .examples = "  antigone report war.casebook remains:2025061607120001230 --out custody.html\n"
                "  antigone report war.casebook case:odesa-3-4 --out case-4.html\n"
                "  antigone report war.casebook case:odesa-3-4 --paper list\n"
                "  antigone report war.casebook remains:2025061607120001230 --paper custody-history --language ko \\\n"
                "      --out custody.pdf\n"
                "  antigone report war.casebook handover:odesa-3-1 --paper labels --out labels.pdf\n"
                "  antigone report war.casebook --recalls recalls.txt\n"
                "  antigone report war.casebook --site-key keys.txt",
    .run = run_report,
};
