/* From a subject to the bytes of a paper: see paper_make.h. */
#include "report/paper_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/papers.h"
#include "casebook/standing.h"
#include "journal/base64.h"
#include "journal/canonical.h"
#include "report/paper_code.h"
#include "report/pdf.h"
#include "report/words.h"

#include "base/banned.h"

enum { SALT_BYTES = 16 };

typedef struct making {
    ag_casebook *casebook;
    const ag_actor *actor;
    const ag_paper_type *type;
    ag_language language;
    ag_arena arena;
    ag_view view;   /* of the subject, then of the paper */
    json_t *record; /* owned */
    ag_buffer bytes;
    ag_digest digest; /* of the bytes */
    char hex[AG_DIGEST_HEX + 1];
} making;

static ag_status making_init(making *m, ag_casebook *casebook, const ag_actor *actor, ag_language language,
                             ag_text subject, ag_paper_made *out, ag_error *err) {
    *m = (making){.casebook = casebook, .actor = actor, .language = language};
    *out = (ag_paper_made){0};
    ag_arena_init(&m->arena);
    const ag_status status = ag_casebook_view(casebook, subject, &m->arena, &m->view, err);
    return status == AG_OK && !ag_row_there(&m->view.row)
               ? ag_fail(err, AG_BAD_INPUT, "`antigone list` shows those that are there", "there is no %.*s",
                         AG_SHOWN(subject))
               : status;
}

static void making_deinit(making *m) {
    json_decref(m->record);
    ag_buffer_deinit(&m->bytes);
    ag_arena_deinit(&m->arena);
}

void ag_paper_made_deinit(ag_paper_made *made) {
    ag_buffer_deinit(&made->pdf);
    ag_buffer_deinit(&made->code);
}

/* ---- What it says ----------------------------------------------------------------------------------------------- */

const char *ag_paper_refuses(const ag_paper_type *type, const ag_view *view, const ag_actor *actor) {
    ag_buffer roles = {0};
    if (!ag_words_have(type->kinds, view->row.kind->name))
        return ag_view_say(view, "%s is about: %s", type->name, type->kinds);
    if (type->roles & actor->roles) return NULL;
    for (unsigned bit = 1; bit < AG_ANY_ROLE; bit <<= 1)
        if (type->roles & bit) ag_buffer_printf(&roles, "%s%s", roles.n ? ", " : "", ag_role_name(bit));
    const char *why = ag_view_say(view, "%s is made by: %s", type->name, roles.data ? roles.data : "nobody");
    ag_buffer_deinit(&roles);
    return why;
}

static ag_status check_allowed(const making *m, ag_error *err) {
    const char *why = ag_paper_refuses(m->type, &m->view, m->actor);
    return why ? ag_fail(err, AG_REFUSED, "`antigone report CASEBOOK SUBJECT --paper list` shows what can be made",
                         "%s", why)
               : AG_OK;
}

static ag_status gather(making *m, ag_error *err) {
    ag_gather g = {.view = m->view, .actor = m->actor, .record = m->record = json_object()};
    if (!g.record) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    g.purpose = ag_view_say(&m->view, "paper %s", m->type->name);
    const ag_status status = m->type->gather(&g, err);
    return status == AG_OK && m->arena.failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

/* The record of a paper that was issued. */
static ag_status load_record(making *m, const ag_row *paper, json_t **out, ag_error *err) {
    ag_digest digest;
    ag_buffer bytes = {0};
    *out = NULL;
    if (!ag_digest_parse(ag_row_text(paper, "record"), &digest))
        return ag_fail(err, AG_BAD_INPUT, "`antigone verify` says more", "this paper has no record");
    ag_status status = ag_casebook_file(m->casebook, &digest, &bytes, err);
    if (status == AG_OK) status = ag_canonical_parse((ag_text){bytes.data, bytes.n}, out, err);
    ag_buffer_deinit(&bytes);
    return status;
}

/* Of the paper that stands, so that the same content has the same digest; else a new one. */
static ag_status add_salt(making *m, const ag_row *standing, ag_error *err) {
    uint8_t fresh[SALT_BYTES];
    char hex[2 * SALT_BYTES + 1];
    json_t *before = NULL;
    ag_secret_random(fresh, sizeof fresh);
    const ag_status status = ag_row_there(standing) ? load_record(m, standing, &before, err) : AG_OK;
    const char *salt = json_string_value(json_object_get(before, "salt"));
    json_object_set_new(m->record, "salt", json_string(salt ? salt : ag_hex_format(fresh, sizeof fresh, hex)));
    json_decref(before);
    return status;
}

static ag_status fix_record(making *m, ag_error *err) {
    const ag_status status = ag_canonical_write(m->record, &m->bytes, err);
    if (status != AG_OK) return status;
    m->digest = ag_sha256(m->bytes.data, m->bytes.n);
    ag_digest_hex(&m->digest, m->hex);
    return m->bytes.failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}

/* ---- Its entry -------------------------------------------------------------------------------------------------- */

static ag_status do_it(making *m, const char *action, const char *subject, json_t *field, bool try_first,
                       ag_receipt *receipt, ag_error *err) {
    const ag_request request = {.action = action, .subject = ag_text_of(subject), .field = field, .program = true};
    ag_status status = field ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK && try_first) status = ag_casebook_try(m->casebook, m->actor, &request, NULL, err);
    if (status == AG_OK && try_first)
        status = ag_casebook_keep_file(m->casebook, (ag_text){m->bytes.data, m->bytes.n}, &m->digest, err);
    if (status == AG_OK) status = ag_casebook_do(m->casebook, m->actor, &request, receipt, NULL, err);
    json_decref(field);
    return status;
}

static ag_status issue_new(making *m, ag_text about, ag_paper_made *out, ag_error *err) {
    ag_receipt receipt;
    json_t *field = json_pack("{s:s,s:s%,s:s}", "type", m->type->name, "about", about.at, about.n, "record", m->hex);
    ag_status status = do_it(m, "paper.issue", NULL, field, true, &receipt, err);
    if (status == AG_OK) status = ag_casebook_checkpoint(m->casebook, NULL, err);
    if (status == AG_OK) snprintf(out->subject, sizeof out->subject, "%s", receipt.subject);
    return status;
}

static ag_status copy(making *m, const ag_row *paper, ag_paper_made *out, ag_error *err) {
    ag_receipt receipt;
    const ag_text subject = ag_row_subject(&m->view, paper);
    snprintf(out->subject, sizeof out->subject, "%.*s", AG_SHOWN(subject));
    out->again = true;
    return do_it(m, "paper.copy", out->subject, json_pack("{s:s}", "language", ag_language_tag(m->language)), false,
                 &receipt, err);
}

/* ---- Its bytes -------------------------------------------------------------------------------------------------- */

static const char *base64url(ag_arena *arena, const ag_digest *digest) {
    ag_buffer text = {0};
    ag_base64url_write(digest->byte, AG_DIGEST_BYTES, &text);
    const char *out = ag_arena_text(arena, text.data, text.n);
    ag_buffer_deinit(&text);
    return out ? out : "";
}

static ag_status make_code(making *m, const ag_paper_issue *issue, ag_buffer *out, ag_error *err) {
    json_t *essentials = json_object_get(m->record, "essentials");
    json_t *content = json_pack("{s:s,s:s,s:s,s:s,s:s,s:I,s:s,s:s}", "about", issue->about, "at", issue->at, "digest",
                                base64url(&m->arena, &m->digest), "number", issue->number, "root", issue->root, "size",
                                (json_int_t)issue->size, "site", issue->site, "type", m->type->name);
    if (content && essentials) json_object_set(content, "essentials", essentials);
    const ag_status status = content ? ag_code_make(m->casebook, AG_CODE_PAPER, content, out, err)
                                     : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    json_decref(content);
    return status;
}

static const char *kept(const making *m, ag_text text) {
    const char *out = text.n ? ag_arena_text(m->view.arena, text.at, text.n) : "";
    return out ? out : "";
}

/* From the row and the record alone. */
static ag_status write_paper(making *m, ag_paper_made *out, ag_error *err) {
    char at[21];
    ag_digest root;
    ag_status status = ag_casebook_view(m->casebook, ag_text_of(out->subject), &m->arena, &m->view, err);
    if (status != AG_OK) return status;
    const ag_row *row = &m->view.row;
    ag_paper_issue issue = {.number = kept(m, ag_row_id(row)),
                            .about = kept(m, ag_row_text(row, "about")),
                            .site = kept(m, ag_row_text(row, "origin")),
                            .at = ag_time_format(ag_row_integer(row, "issued", 0), at),
                            .state = kept(m, ag_row_text(row, "state")),
                            .newer = kept(m, ag_row_text(row, "newer")),
                            .digest = m->hex,
                            .size = (uint64_t)ag_row_integer(row, "opened", 0) + 1};
    status = ag_casebook_root(m->casebook, issue.size, &root, err);
    if (status != AG_OK) return status;
    issue.root = base64url(&m->arena, &root);
    status = make_code(m, &issue, &out->code, err);
    issue.code = out->code.data;
    return status == AG_OK ? ag_paper_pdf(m->type, m->record, m->language, &issue, &out->pdf, err) : status;
}

/* ---- Together --------------------------------------------------------------------------------------------------- */

static ag_status make(making *m, ag_text subject, ag_paper_made *out, ag_error *err) {
    ag_status status = check_allowed(m, err);
    if (status == AG_OK) status = ag_pdf_ready(err);
    if (status == AG_OK) status = gather(m, err);
    if (status != AG_OK) return status;
    if (m->type->flags & AG_PAPER_LABEL)
        return ag_paper_pdf(m->type, m->record, m->language, &(const ag_paper_issue){0}, &out->pdf, err);
    const ag_row standing = ag_paper_standing(&m->view, ag_text_of(m->type->name), subject);
    status = add_salt(m, &standing, err);
    if (status == AG_OK) status = fix_record(m, err);
    if (status != AG_OK) return status;
    const bool same = ag_text_equal(ag_row_text(&standing, "record"), ag_text_of(m->hex));
    status = same ? copy(m, &standing, out, err) : issue_new(m, subject, out, err);
    return status == AG_OK ? write_paper(m, out, err) : status;
}

ag_status ag_paper_make(ag_casebook *casebook, const ag_actor *actor, const ag_paper_type *type, ag_text subject,
                        ag_language language, ag_paper_made *out, ag_error *err) {
    making m;
    ag_status status = making_init(&m, casebook, actor, language, subject, out, err);
    m.type = type;
    if (status == AG_OK) status = make(&m, subject, out, err);
    making_deinit(&m);
    return status;
}

static ag_status make_copy(making *m, ag_paper_made *out, ag_error *err) {
    const ag_row paper = m->view.row;
    if (paper.kind != &ag_kind_paper) return ag_fail(err, AG_USAGE, NULL, "a copy is of a paper: paper:ID");
    m->type = ag_paper_type_find(ag_row_text(&paper, "type"));
    if (!m->type) return ag_fail(err, AG_USAGE, NULL, "this program does not know papers of its type");
    if (!ag_text_equal(ag_row_text(&paper, "origin"), ag_text_of(ag_casebook_site(m->casebook))))
        return ag_fail(err, AG_REFUSED, NULL, "only the site that issued it can sign it again");
    m->view.row = ag_view_row(&m->view, ag_row_text(&paper, "about"));
    ag_status status = check_allowed(m, err);
    if (status == AG_OK && m->type->flags & AG_PAPER_LETTER) status = gather(m, err);
    json_decref(m->record);
    m->record = NULL;
    if (status == AG_OK) status = load_record(m, &paper, &m->record, err);
    if (status == AG_OK) status = fix_record(m, err);
    if (status == AG_OK) status = copy(m, &paper, out, err);
    return status == AG_OK ? write_paper(m, out, err) : status;
}

ag_status ag_paper_copy(ag_casebook *casebook, const ag_actor *actor, ag_text paper, ag_language language,
                        ag_paper_made *out, ag_error *err) {
    making m;
    ag_status status = making_init(&m, casebook, actor, language, paper, out, err);
    if (status == AG_OK) status = make_copy(&m, out, err);
    making_deinit(&m);
    return status;
}

/* ---- Recalls ---------------------------------------------------------------------------------------------------- */

/* Sorted, so that their order tells nothing. */
static int compare(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static ag_status fallen(making *m, const char *state, const char *salt, json_t *content, const char *name,
                        ag_error *err) {
    int n, k = 0;
    json_t *list = json_array();
    const ag_row *row = ag_view_rows(&m->view, &ag_kind_paper, "state", ag_text_of(state), 0, &n);
    const char **word = AG_NEW(&m->arena, const char *, n + 1);
    ag_buffer text = {0};
    for (int i = 0; i < n && word; i++) {
        ag_digest digest;
        ag_buffer_clear(&text);
        const ag_paper_type *type = ag_paper_type_find(ag_row_text(&row[i], "type"));
        const bool ours = ag_text_equal(ag_row_text(&row[i], "origin"), ag_text_of(ag_casebook_site(m->casebook))),
                   letter = type && type->flags & AG_PAPER_LETTER;
        if (!ours || letter || !ag_digest_parse(ag_row_text(&row[i], "record"), &digest)) continue;
        ag_recall_digest(salt, kept(m, ag_row_id(&row[i])), base64url(&m->arena, &digest), &text);
        word[k++] = kept(m, (ag_text){text.data, text.n});
    }
    if (word) qsort(word, (size_t)k, sizeof *word, compare);
    for (int i = 0; i < k && word; i++) json_array_append_new(list, json_string(word[i]));
    json_object_set_new(content, name, list);
    ag_buffer_deinit(&text);
    return word ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

static ag_status list_recalls(making *m, ag_buffer *out, ag_error *err) {
    char at[21], salt[2 * SALT_BYTES + 1];
    ag_secret secret;
    if (!ag_casebook_derive(m->casebook, "recalls", &secret))
        return ag_fail(err, AG_REFUSED, "open the casebook with its key", "the list is signed");
    json_t *content = json_pack("{s:s,s:s,s:s}", "site", ag_casebook_site(m->casebook), "at",
                                ag_time_format(ag_casebook_now(m->casebook), at), "salt",
                                ag_hex_format(secret.byte, SALT_BYTES, salt));
    ag_status status = fallen(m, "SUPERSEDED", salt, content, "superseded", err);
    if (status == AG_OK) status = fallen(m, "RECALLED", salt, content, "recalled", err);
    if (status == AG_OK) status = fallen(m, "VOID", salt, content, "void", err);
    if (status == AG_OK) status = ag_code_make(m->casebook, AG_CODE_RECALLS, content, out, err);
    if (status == AG_OK) ag_buffer_putc(out, '\n');
    ag_secret_wipe(&secret, sizeof secret);
    json_decref(content);
    return status;
}

ag_status ag_papers_recalls(ag_casebook *casebook, ag_buffer *out, ag_error *err) {
    making m = {.casebook = casebook};
    ag_arena_init(&m.arena);
    ag_status status = ag_casebook_view(casebook, (ag_text){NULL, 0}, &m.arena, &m.view, err);
    if (status == AG_OK) status = list_recalls(&m, out, err);
    making_deinit(&m);
    return status;
}
