/* antigone report --paper and --recalls. */
#include <stdio.h>
#include <string.h>

#include "cli/output.h"
#include "cli/papers.h"
#include "cli/subject.h"
#include "formats/file.h"
#include "report/paper_make.h"

#include "base/banned.h"

enum { MAX_TYPES = 128 };

/* ---- Which there are -------------------------------------------------------------------------------------------- */

static ag_status list_types(const ag_session *session, const char *subject, ag_error *err) {
    ag_arena arena;
    ag_subject s;
    int shown = 0;
    ag_arena_init(&arena);
    ag_status status = ag_subject_find(session, subject, 1, &arena, &s, err);
    for (const ag_paper_type *const *type = ag_paper_types; status == AG_OK && *type; type++) {
        if (!ag_words_have((*type)->kinds, s.view.row.kind->name)) continue;
        const char *why = ag_paper_refuses(*type, &s.view, &session->actor);
        printf("%-24s %s%s%s%s\n", (*type)->name, (*type)->help, why ? " (not by you: " : "", why ? why : "",
               why ? ")" : "");
        shown++;
    }
    if (status == AG_OK && !shown) printf("no paper is made about a %s\n", s.view.row.kind->name);
    ag_arena_deinit(&arena);
    return status == AG_OK ? ag_finish_output(err) : status;
}

static ag_status find_type(const char *name, const ag_paper_type **out, ag_error *err) {
    const char *known[MAX_TYPES + 2];
    char hint[AG_HINT_BYTES];
    size_t n = 0;
    *out = ag_paper_type_find(ag_text_of(name));
    if (*out) return AG_OK;
    for (; n < MAX_TYPES && ag_paper_types[n]; n++) known[n] = ag_paper_types[n]->name;
    known[n++] = "list";
    known[n++] = "copy";
    return ag_fail(err, AG_USAGE,
                   ag_hint_nearest(name, known, n, "--paper list shows those that fit the subject", hint),
                   "there is no paper \"%.60s\"", name);
}

/* ---- Making one ------------------------------------------------------------------------------------------------- */

static ag_status write_files(const ag_paper_order *o, const ag_paper_made *made, ag_error *err) {
    ag_status status = ag_file_write(o->out, made->pdf.data, made->pdf.n, err);
    if (status == AG_OK && o->code && made->code.n) {
        ag_buffer line = {0};
        ag_buffer_printf(&line, "%s\n", made->code.data);
        status = ag_file_write(o->code, line.data, line.n, err);
        ag_buffer_deinit(&line);
    }
    return status;
}

static ag_status make(const ag_session *session, const ag_paper_order *o, ag_language language, ag_error *err) {
    const ag_paper_type *type = NULL;
    ag_paper_made made = {0};
    const bool copy = strcmp(o->type, "copy") == 0;
    ag_status status = copy ? AG_OK : find_type(o->type, &type, err);
    if (status != AG_OK) return status;
    const ag_text subject = ag_text_of(o->subject);
    status = copy ? ag_paper_copy(session->casebook, &session->actor, subject, language, &made, err)
                  : ag_paper_make(session->casebook, &session->actor, type, subject, language, &made, err);
    if (status == AG_OK) status = write_files(o, &made, err);
    if (status == AG_OK)
        printf("%s: %s%s%s\n", o->out, made.subject[0] ? made.subject : type->name, made.subject[0] ? "" : " of ",
               made.subject[0] ? made.again ? ", made again" : ", issued" : o->subject);
    ag_paper_made_deinit(&made);
    return status == AG_OK ? ag_finish_output(err) : status;
}

ag_status ag_report_paper(const ag_arguments *arguments, const ag_paper_order *o, ag_error *err) {
    ag_session session;
    ag_language language = AG_ENGLISH;
    const bool list = strcmp(o->type, "list") == 0;
    if (o->language && !ag_language_parse(ag_text_of(o->language), &language))
        return ag_fail(err, AG_USAGE, "en, ko, ru or uk", "no paper is written in \"%.20s\"", o->language);
    if (!list && !o->out) return ag_fail(err, AG_USAGE, "--out FILE.pdf", "say where the paper is to go");
    ag_status status = list ? ag_session_look(o->location, arguments, false, &session, err)
                            : ag_session_enter(o->location, arguments, &session, err);
    if (status != AG_OK) return status;
    status = list ? list_types(&session, o->subject, err) : make(&session, o, language, err);
    ag_session_close(&session);
    return status;
}

ag_status ag_report_recalls(const ag_arguments *arguments, const char *location, const char *out, ag_error *err) {
    ag_session session;
    ag_buffer text = {0};
    ag_status status = ag_session_unlock(location, arguments, &session, err);
    if (status != AG_OK) return status;
    status = ag_papers_recalls(session.casebook, &text, err);
    if (status == AG_OK) status = ag_file_write(out, text.data, text.n, err);
    ag_buffer_deinit(&text);
    ag_session_close(&session);
    return status;
}

ag_status ag_report_site_key(const ag_arguments *arguments, const char *location, const char *out, ag_error *err) {
    ag_session session;
    ag_arena arena;
    ag_view view;
    ag_buffer line = {0};
    ag_status status = ag_session_look(location, arguments, false, &session, err);
    if (status != AG_OK) return status;
    ag_arena_init(&arena);
    status = ag_casebook_view(session.casebook, AG_TEXT("casebook:1"), &arena, &view, err);
    if (status == AG_OK) {
        const ag_text key = ag_row_text(&view.row, "key");
        ag_buffer_printf(&line, "%s %.*s\n", ag_casebook_site(session.casebook), (int)key.n, key.n ? key.at : "");
        status = ag_file_write(out, line.data, line.n, err);
    }
    ag_buffer_deinit(&line);
    ag_arena_deinit(&arena);
    ag_session_close(&session);
    return status;
}
