#include "casebook_support.h"

#include <stdlib.h>
#include <string.h>

enum { START = 1750064400 }; /* 2025-06-16T09:00:00Z */

static int64_t book_clock(void *context) { return ((const book *)context)->now; }

static ag_casebook_options options_of(book *b) {
    return (ag_casebook_options){.location = b->path, .key = &b->key, .clock = book_clock, .clock_context = b};
}

static void add_user(book *b, const char *name, unsigned role, ag_actor *out) {
    static const char digit[] = "0123456789abcdef";
    ag_secret secret;
    char subject[96], key[80] = "key=", roles[64] = "roles=";
    ag_error err;
    ag_secret_random(&secret, sizeof secret);
    ag_signer_of(&secret, &out->signer);
    for (int i = 0; i < AG_PUBLIC_BYTES; i++) {
        key[4 + 2 * i] = digit[out->signer.open[i] >> 4];
        key[5 + 2 * i] = digit[out->signer.open[i] & 15];
    }
    snprintf(subject, sizeof subject, "user:%s", name);
    snprintf(roles, sizeof roles, "roles=%s", ag_role_name(role));
    assert_ok(book_do(b, AG_ADMINISTRATOR, 0, "user.add", subject, &err, key, roles, NULL), &err);
    assert_ok(ag_casebook_login(b->casebook, name, &secret, out, &err), &err);
}

book *book_new(const char *location) {
    book *b = calloc(1, sizeof *b);
    ag_secret admin;
    ag_error err;
    assert_non_null(b);
    b->now = START;
    b->path = location ? location : path_join(scratch_folder(), "war.casebook");
    ag_arena_init(&b->arena);
    assert_ok(ag_secrets_start(&err), &err);
    ag_secret_random(&b->key, sizeof b->key);
    ag_secret_random(&admin, sizeof admin);
    const ag_casebook_options options = options_of(b);
    const ag_founding founding = {.name = "The dead of a test",
                                  .site = "odesa-3",
                                  .institution = "0712",
                                  .user = "administrator-0",
                                  .user_secret = &admin};
    assert_ok(ag_casebook_make(&options, &founding, &b->casebook, &err), &err);
    ag_actor first;
    assert_ok(ag_casebook_login(b->casebook, "administrator-0", &admin, &first, &err), &err);
    for (int i = 0; i < AG_ROLES; i++) b->actor[i] = first;
    for (int i = 0; i < AG_ROLES; i++) {
        char name[64];
        const unsigned role = 1U << i;
        ag_actor mine;
        snprintf(name, sizeof name, "%s-1", ag_role_name(role));
        add_user(b, name, role, &mine);
        snprintf(name, sizeof name, "%s-2", ag_role_name(role));
        add_user(b, name, role, &b->other[i]);
        if (role != AG_ADMINISTRATOR) b->actor[i] = mine;
    }
    return b;
}

void book_free(book *b) {
    ag_casebook_close(b->casebook);
    ag_arena_deinit(&b->arena);
    free(b);
}

void book_reopen(book *b) {
    ag_error err;
    const ag_casebook_options options = options_of(b);
    ag_casebook_close(b->casebook);
    assert_ok(ag_casebook_open(&options, &b->casebook, &err), &err);
}

static const ag_actor *actor_of(book *b, unsigned role) {
    for (int i = 0; i < AG_ROLES; i++)
        if (role & 1U << i) return role & BOOK_OTHER ? &b->other[i] : &b->actor[i];
    return NULL;
}

static ag_status do_list(book *b, unsigned role, unsigned second, const char *action, const char *subject,
                         ag_error *err, va_list fields) {
    json_t *object = json_object();
    const char *field;
    *err = (ag_error){0};
    while ((field = va_arg(fields, const char *))) {
        const char *equals = strchr(field, '=');
        char name[64] = "";
        assert_non_null(equals);
        memcpy(name, field, (size_t)(equals - field));
        json_object_set_new(object, name, json_string(equals + 1));
    }
    const ag_request request = {.action = action,
                                .subject = ag_text_of(subject),
                                .field = object,
                                .second = actor_of(b, second),
                                .program = true};
    const ag_status status = ag_casebook_do(b->casebook, actor_of(b, role), &request, &b->receipt, &b->refusals, err);
    json_decref(object);
    return status;
}

ag_status book_do(book *b, unsigned role, unsigned second, const char *action, const char *subject, ag_error *err,
                  ...) {
    va_list fields;
    va_start(fields, err);
    const ag_status status = do_list(b, role, second, action, subject, err, fields);
    va_end(fields);
    return status;
}

static void must_be_done(book *b, ag_status status, const ag_error *err, const char *action, char *made) {
    char text[700];
    if (status != AG_OK) fail_msg("%s should be possible: %s", action, ag_error_format(err, text, sizeof text));
    if (made) snprintf(made, BOOK_SUBJECT, "%s", b->receipt.subject);
}

void book_ok(book *b, unsigned role, const char *action, const char *subject, char *made, ...) {
    va_list fields;
    ag_error err;
    va_start(fields, made);
    const ag_status status = do_list(b, role, 0, action, subject, &err, fields);
    va_end(fields);
    must_be_done(b, status, &err, action, made);
}

void book_ok_signed(book *b, unsigned role, unsigned second, const char *action, const char *subject, char *made, ...) {
    va_list fields;
    ag_error err;
    va_start(fields, made);
    const ag_status status = do_list(b, role, second, action, subject, &err, fields);
    va_end(fields);
    must_be_done(b, status, &err, action, made);
}

void book_refused(book *b, unsigned role, const char *action, const char *subject, const char *rule, ...) {
    va_list fields;
    ag_error err;
    va_start(fields, rule);
    const ag_status status = do_list(b, role, 0, action, subject, &err, fields);
    va_end(fields);
    assert_status(status, AG_REFUSED, &err);
    for (int i = 0; i < b->refusals.n; i++) {
        const ag_refusal *r = &b->refusals.item[i];
        if (rule ? r->rule && strcmp(r->rule->number, rule) == 0 : !r->rule) {
            assert_true(r->satisfy[0]);
            return;
        }
    }
    fail_msg("%s is refused, but not by %s: %s", action, rule ? rule : "its state", err.what);
}

ag_view book_view(book *b, const char *subject) {
    ag_view view;
    ag_error err;
    assert_ok(ag_casebook_view(b->casebook, ag_text_of(subject), &b->arena, &view, &err), &err);
    return view;
}

void book_state_is(book *b, const char *subject, const char *state) {
    const ag_view view = book_view(b, subject);
    const ag_text is = ag_row_text(&view.row, "state");
    if (!ag_text_equal(is, ag_text_of(state)))
        fail_msg("%s is %.*s, not %s", subject, (int)is.n, is.n ? is.at : "", state);
}

const char *book_fact(book *b, const char *subject, const char *fact) {
    const ag_view view = book_view(b, subject);
    ag_buffer out = {0};
    ag_error err;
    assert_true(ag_row_there(&view.row));
    for (const ag_fact *f = view.row.kind->fact; f && f->name; f++) {
        if (strcmp(f->name, fact) != 0) continue;
        assert_ok(f->compute(&view, &out, &err), &err);
        const char *text = ag_view_say(&view, "%s", out.data ? out.data : "");
        ag_buffer_deinit(&out);
        return text;
    }
    fail_msg("%s has no fact %s", subject, fact);
    return "";
}

static void say_findings(const ag_diagnostics *found) {
    char text[700];
    for (size_t i = 0; i < found->n; i++) print_error("%s\n", ag_error_format(&found->item[i], text, sizeof text));
}

void book_is_sound(book *b) {
    ag_diagnostics found;
    ag_error err = {0};
    uint64_t size;
    ag_digest root;
    ag_diagnostics_init(&found);
    ag_status status = ag_casebook_verify(b->casebook, (ag_text){NULL, 0}, 1, &found, &size, &root, &err);
    if (status != AG_OK) say_findings(&found);
    assert_ok(status, &err);
    status = ag_casebook_rebuild(b->casebook, true, &found, NULL, &err);
    if (status != AG_OK) say_findings(&found);
    assert_ok(status, &err);
    ag_diagnostics_deinit(&found);
}
