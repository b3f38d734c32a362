/* Requests in words: see request.h. */
#include "cli/request.h"

#include <stdio.h>
#include <string.h>

#include "cli/actions.h"
#include "formats/file.h"
#include "formats/json.h"

#include "base/banned.h"

void ag_draft_deinit(ag_draft *draft) {
    json_decref(draft->field);
    draft->field = NULL;
}

static ag_status start(const char *action, ag_draft *out, ag_error *err) {
    *out = (ag_draft){.field = json_object()};
    if (!out->field) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    return ag_actions_need(action, &out->action, err);
}

/* "12" is "case:12" where the action is one of cases; what has no subject of its own is subject 1 of its kind. */
static ag_status set_subject(ag_draft *draft, ag_text given, ag_error *err) {
    const char *kind = ag_action_kind(draft->action)->name;
    if (given.n >= sizeof draft->subject - 64)
        return ag_fail(err, AG_USAGE, NULL, "%s: the name of the subject is too long", draft->action->name);
    if (!given.n && !(draft->action->flags & AG_CREATES) && strcmp(kind, "casebook") != 0)
        return ag_fail(err, AG_USAGE, "`antigone list` shows those that are there", "%s needs its subject: %s:ID",
                       draft->action->name, kind);
    if (!given.n && strcmp(kind, "casebook") == 0) given = AG_TEXT("casebook:1");
    const bool full = !given.n || memchr(given.at, ':', given.n);
    snprintf(draft->subject, sizeof draft->subject, "%s%s%.*s", full ? "" : kind, full ? "" : ":", (int)given.n,
             given.at);
    return AG_OK;
}

static ag_status unknown_field(const ag_action *action, const char *name, ag_error *err) {
    const char *word[256];
    char list[120], hint[AG_HINT_BYTES];
    size_t n = 0;
    for (const ag_field *field = action->field; field && field->name && n < 256; field++) word[n++] = field->name;
    snprintf(list, sizeof list, "`antigone actions %s` lists its fields", action->name);
    return ag_fail(err, AG_USAGE, ag_hint_nearest(name, word, n, list, hint), "%s has no field \"%.60s\"", action->name,
                   name);
}

/* A text, or that of the file which "@PATH" names, without the line end that editors add. */
static json_t *text_value(const char *value, ag_error *err) {
    ag_file file;
    if (value[0] != '@') return json_string(value);
    if (value[1] == '@') return json_string(value + 1);
    if (ag_file_read(value + 1, value + 1, false, &file, err) != AG_OK) return NULL;
    ag_text text = {file.at, file.n};
    while (text.n && (text.at[text.n - 1] == '\n' || text.at[text.n - 1] == '\r')) text.n--;
    json_t *out = json_stringn(text.at, text.n);
    ag_file_deinit(&file);
    return out;
}

static ag_status take_field(ag_draft *draft, const char *word, const char *sign, ag_error *err) {
    char name[80];
    snprintf(name, sizeof name, "%.*s", (int)(sign - word), word);
    const ag_field *field = ag_action_field(draft->action, ag_text_of(name));
    if (!field) return unknown_field(draft->action, name, err);
    const char *before = json_string_value(json_object_get(draft->field, name));
    if (before && !(field->flags & AG_MANY)) return ag_fail(err, AG_USAGE, "give it once", "%s is given twice", name);
    const bool file = field->kind == AG_FIELD_FILE;
    if (err) err->what[0] = 0;
    json_t *value = file ? json_string(sign + 1) : text_value(sign + 1, err);
    draft->files = draft->files || file;
    if (value && before) {
        json_t *both = json_sprintf("%s %s", before, json_string_value(value));
        json_decref(value);
        value = both;
    }
    if (value && json_object_set_new(draft->field, name, value) == 0) return AG_OK;
    if (err && err->what[0]) return err->status;
    return ag_fail(err, AG_BAD_INPUT, "save it as UTF-8", "%s: %s: it is not UTF-8 text", draft->action->name, name);
}

ag_status ag_draft_parse(const char *const *word, int n, ag_draft *out, ag_error *err) {
    *out = (ag_draft){0};
    if (n == 0) return ag_fail(err, AG_USAGE, "`antigone actions` lists them", "do needs an action");
    ag_status status = start(word[0], out, err);
    const bool subject = n > 1 && !strchr(word[1], '=');
    if (status == AG_OK) status = set_subject(out, subject ? ag_text_of(word[1]) : (ag_text){0}, err);
    for (int i = 1 + subject; i < n && status == AG_OK; i++) {
        const char *sign = strchr(word[i], '=');
        status = sign ? take_field(out, word[i], sign, err)
                      : ag_fail(err, AG_USAGE, "fields are given as FIELD=VALUE, in quotes where there are blanks",
                                "\"%.60s\" is no field", word[i]);
    }
    return status;
}

/* ---- From JSON -------------------------------------------------------------------------------------------------- */

static ag_status only_known_keys(const json_t *request, ag_error *err) {
    static const char *const known[] = {"action", "subject", "when", "fields"};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)request, key, value) {
        const bool object = strcmp(key, "fields") == 0;
        bool found = false;
        for (size_t i = 0; i < 4; i++) found = found || strcmp(key, known[i]) == 0;
        if (!found)
            return ag_fail(err, AG_BAD_INPUT, "action, subject, when and fields are known",
                           "\"%.60s\" is no part of a request", key);
        if (object ? !json_is_object(value) : !json_is_string(value))
            return ag_fail(err, AG_BAD_INPUT, object ? "{\"name\": \"value\"}" : "a text in quotes",
                           "\"%s\" has the wrong form", key);
    }
    return AG_OK;
}

static ag_text text_at(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return value ? (ag_text){json_string_value(value), json_string_length(value)} : (ag_text){0};
}

ag_status ag_draft_of_json(const json_t *request, ag_draft *out, ag_text *when, ag_error *err) {
    *out = (ag_draft){0};
    if (!json_is_object(request) || !json_object_get(request, "action"))
        return ag_fail(err, AG_BAD_INPUT, "{\"action\": \"...\", \"subject\": \"...\", \"fields\": {...}}",
                       "it is no request");
    ag_status status = only_known_keys(request, err);
    if (status == AG_OK) status = start(json_string_value(json_object_get(request, "action")), out, err);
    if (status == AG_OK) status = set_subject(out, text_at(request, "subject"), err);
    if (status != AG_OK) return status;
    *when = text_at(request, "when");
    const json_t *fields = json_object_get(request, "fields");
    if (fields && json_object_update(out->field, (json_t *)fields) != 0)
        return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (const ag_field *field = out->action->field; field && field->name; field++)
        out->files = out->files || (field->kind == AG_FIELD_FILE && json_object_get(out->field, field->name));
    return AG_OK;
}

/* ---- Files ------------------------------------------------------------------------------------------------------ */

/* Paths become digests. A batch is made elsewhere: it must not be able to name any file of this machine. */
static ag_status place_file(const char *folder, ag_text name, char *out, size_t out_size, ag_error *err) {
    const int n = snprintf(out, out_size, "%s%s%.*s", folder ? folder : "", folder ? "/" : "", (int)name.n, name.at);
    if (n < 0 || (size_t)n >= out_size)
        return ag_fail(err, AG_USAGE, "use a shorter one", "the name of the file is too long");
    if (folder && (name.at[0] == '/' || strstr(out + strlen(folder), "..")))
        return ag_fail(err, AG_REFUSED, "put the file beside the batch",
                       "a batch names files below its own folder alone");
    return AG_OK;
}

char *ag_request_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? strndup(path, (size_t)(slash - path) + (slash == path)) : strdup(".");
}

/* The digest of the file, in hex, after what is in *out. */
static ag_status keep_file(ag_casebook *casebook, const char *path, bool keep, ag_buffer *out, ag_error *err) {
    ag_file file;
    ag_digest digest;
    char hex[AG_DIGEST_HEX + 1];
    ag_status status = ag_file_read(path, path, false, &file, err);
    if (status != AG_OK) return status;
    if (keep)
        status = ag_casebook_keep_file(casebook, (ag_text){file.at, file.n}, &digest, err);
    else
        digest = ag_sha256(file.at, file.n);
    ag_file_deinit(&file);
    if (status == AG_OK) ag_buffer_puts(out, ag_digest_hex(&digest, hex));
    return status;
}

static ag_status keep_named(const ag_session *session, const ag_manner *manner, ag_text name, ag_buffer *out,
                            ag_error *err) {
    ag_digest known;
    char path[4096];
    if (ag_digest_parse(name, &known)) return ag_buffer_add(out, name.at, name.n), AG_OK;
    if (name.n && name.at[0] == '@') name = (ag_text){name.at + 1, name.n - 1};
    const ag_status status = place_file(manner->folder, name, path, sizeof path, err);
    return status == AG_OK ? keep_file(session->casebook, path, !manner->try_only, out, err) : status;
}

/* Of a field of many files, the paths have blanks between, as all its values do. */
static ag_status keep_field(const ag_field *field, json_t *request, const ag_session *session, const ag_manner *manner,
                            ag_error *err) {
    ag_buffer hex = {0};
    ag_status status = AG_OK;
    const char *at = json_string_value(json_object_get(request, field->name));
    while (at && *at && status == AG_OK) {
        const size_t n = field->flags & AG_MANY ? strcspn(at, " ") : strlen(at);
        if (hex.n && n) ag_buffer_putc(&hex, ' ');
        if (n) status = keep_named(session, manner, (ag_text){at, n}, &hex, err);
        at += n + (at[n] == ' ');
    }
    if (status == AG_OK && hex.n && json_object_set_new(request, field->name, json_stringn(hex.data, hex.n)) != 0)
        status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_buffer_deinit(&hex);
    return status;
}

ag_status ag_request_keep_files(const ag_action *action, json_t *request, const ag_session *session,
                                const ag_manner *manner, ag_error *err) {
    ag_status status = AG_OK;
    for (const ag_field *field = action->field; field && field->name && status == AG_OK; field++)
        if (field->kind == AG_FIELD_FILE) status = keep_field(field, request, session, manner, err);
    return status;
}

/* ---- Doing ------------------------------------------------------------------------------------------------------ */

ag_status ag_draft_do(ag_draft *draft, const ag_session *session, const ag_manner *manner, ag_receipt *receipt,
                      ag_refusals *refusals, ag_error *err) {
    ag_casebook *casebook = session->casebook;
    const bool together = draft->files && !manner->try_only;
    ag_status status = together ? ag_casebook_begin(casebook, err) : AG_OK;
    if (status != AG_OK) return status;
    status = ag_request_keep_files(draft->action, draft->field, session, manner, err);
    const ag_request request = {.action = draft->action->name,
                                .subject = ag_text_of(draft->subject),
                                .field = draft->field,
                                .when = manner->when,
                                .second = manner->second};
    if (status == AG_OK)
        status = manner->try_only ? ag_casebook_try(casebook, &session->actor, &request, refusals, err)
                                  : ag_casebook_do(casebook, &session->actor, &request, receipt, refusals, err);
    if (!together) return status;
    if (status == AG_OK) return ag_casebook_commit(casebook, err);
    ag_casebook_rollback(casebook);
    return status;
}

ag_status ag_draft_tell(const ag_draft *draft, bool try_only, ag_status status, const ag_receipt *receipt,
                        const ag_refusals *refusals, ag_error *err) {
    char hex[AG_DIGEST_HEX + 1];
    if (status == AG_OK && try_only) {
        printf("%s%s%s would be done.\n", draft->action->name, draft->subject[0] ? " " : "", draft->subject);
    } else if (status == AG_OK) {
        printf("%s\n%s, entry %llu\nleaf %s\n", receipt->subject, draft->action->name, (unsigned long long)receipt->seq,
               ag_digest_hex(&receipt->leaf, hex));
    } else if (refusals->n) {
        ag_refusals_print(stderr, draft->action->name, draft->subject, refusals);
        err->what[0] = 0;
    }
    return status;
}
