#include "casebook_support.h"

#include "casebook/engine.h"
#include "cluster.h"

#include <stdlib.h>
#include <string.h>

enum { START = 1750064400 }; /* 2025-06-16T09:00:00Z */

static const char SITE[] = "odesa-3", INSTITUTION[] = "0712";

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

bool book_in_file(void) {
    const char *store = getenv("AG_STORE");
    return !store || strcmp(store, "postgresql") != 0;
}

static book *book_found(const char *location, const char *site, const char *institution) {
    book *b = calloc(1, sizeof *b);
    ag_secret admin;
    ag_error err;
    assert_non_null(b);
    b->now = START;
    b->path = location;
    ag_arena_init(&b->arena);
    assert_ok(ag_secrets_start(&err), &err);
    ag_secret_random(&b->key, sizeof b->key);
    ag_secret_random(&admin, sizeof admin);
    const ag_casebook_options options = options_of(b);
    const ag_founding founding = {.name = "The dead of a test",
                                  .site = site,
                                  .institution = institution,
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

static const char *new_location(void) {
    const char *location = book_in_file() ? path_join(scratch_folder(), "war.casebook") : cluster_location();
    if (!location) skip();
    return location;
}

/* To make the tables and users takes longer than most tests, so a new book begins as the first one did; but not while
 * another is open, from which a test may want it to differ. */
static book first; /* closed */
static int open_books;

static void make_first(void) {
    book *b = book_found(new_location(), SITE, INSTITUTION);
    ag_casebook_close(b->casebook);
    ag_arena_deinit(&b->arena);
    first = *b;
    free(b);
    if (!book_in_file()) assert_true(cluster_keep(first.path));
}

static const char *copy_of_first(void) {
    size_t n;
    if (!book_in_file()) return assert_true(cluster_restore(first.path)), first.path;
    const char *bytes = read_file(first.path, &n), *location = new_location();
    write_file(location, bytes, n);
    return location;
}

book *book_new_at(const char *location, const char *site, const char *institution) {
    open_books++;
    return book_found(location ? location : new_location(), site, institution);
}

book *book_new(const char *location) {
    if (open_books || location) return book_new_at(location, SITE, INSTITUTION);
    open_books++;
    if (!first.path) make_first();
    book *b = malloc(sizeof *b);
    ag_error err;
    assert_non_null(b);
    *b = first;
    ag_arena_init(&b->arena);
    b->path = copy_of_first();
    const ag_casebook_options options = options_of(b);
    assert_ok(ag_casebook_open(&options, &b->casebook, &err), &err);
    return b;
}

void book_free(book *b) {
    open_books--;
    ag_casebook_close(b->casebook);
    ag_arena_deinit(&b->arena);
    free(b->secret);
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

/* Short words may stand in the file for another reason: "gone". */
static void remember_secret(book *b, const char *action, const char *field, const char *value) {
    const ag_action *a = ag_action_find(ag_text_of(action));
    const ag_field *f = a ? ag_action_field(a, ag_text_of(field)) : NULL;
    if (!f || !ag_field_is_sealed(f) || strlen(value) < 8 || !strpbrk(value, " ,=")) return;
    if (b->secrets == b->secret_capacity) {
        b->secret_capacity = b->secret_capacity ? 2 * b->secret_capacity : 64;
        b->secret = realloc(b->secret, (size_t)b->secret_capacity * sizeof *b->secret);
        assert_non_null(b->secret);
    }
    b->secret[b->secrets++] = ag_arena_text(&b->arena, value, strlen(value));
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
        remember_secret(b, action, name, equals + 1);
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

/* ---- What is sealed stays sealed ------------------------------------------------------------------------------ */

static bool has_text(const char *bytes, size_t n, const char *text) {
    const size_t length = strlen(text);
    for (const char *at = bytes, *end = bytes + n;
         n >= length && (at = memchr(at, *text, (size_t)(end - at))) && (size_t)(end - at) >= length; at++)
        if (memcmp(at, text, length) == 0) return true;
    return false;
}

static void shows_no_secret(book *b) {
    if (strncmp(b->path, "postgresql:", 11) == 0) return;
    const char *const ending[] = {"", "-wal"};
    for (int i = 0; i < 2; i++) {
        char path[4096];
        size_t n;
        snprintf(path, sizeof path, "%s%s", b->path, ending[i]);
        FILE *there = fopen(path, "rb");
        if (!there) continue;
        fclose(there);
        const char *bytes = read_file(path, &n);
        for (int k = 0; k < b->secrets; k++)
            if (has_text(bytes, n, b->secret[k])) fail_msg("a stolen file would show: %s", b->secret[k]);
    }
}

/* What the table of actions says of who may read a field, looked up apart from the engine. */
static unsigned readers(const ag_kind *kind, const char *field) {
    for (const ag_action *action = kind->action; action->name; action++)
        for (const ag_field *f = action->field; f && f->name; f++)
            if (strcmp(f->name, field) == 0 && ag_field_is_sealed(f)) return f->readers ? f->readers : kind->readers;
    return 0;
}

static void read_as_each_role(book *b, const ag_row *row, const char *field) {
    const ag_view view = book_view(b, "");
    for (int r = 0; r < AG_ROLES; r++) {
        ag_wanted wanted = {.subject = ag_row_subject(&view, row), .field = field};
        const uint64_t before = b->casebook->tree.size;
        ag_error err;
        assert_ok(ag_casebook_read(b->casebook, &b->other[r], "a test", &wanted, 1, &b->arena, &err), &err);
        const bool admitted = readers(row->kind, field) & 1U << r;
        if (!admitted && (!wanted.forbidden || wanted.value.n))
            fail_msg("%s reads %s of %s", ag_role_name(1U << r), field, row->kind->name);
        if (admitted && wanted.forbidden && !row->kind->may_read)
            fail_msg("%s should read %s of %s", ag_role_name(1U << r), field, row->kind->name);
        if (b->casebook->tree.size != before + !wanted.forbidden) fail_msg("%s was read and no entry says so", field);
    }
}

/* In one transaction, for each reading alone would wait for the disk. */
static void roles_read_what_is_theirs(book *b) {
    enum { ROWS = 2 };
    ag_error err;
    assert_ok(ag_casebook_begin(b->casebook, &err), &err);
    const ag_view view = book_view(b, "");
    for (int k = 0; ag_kinds[k]; k++) {
        int n;
        const ag_row *row = ag_view_rows(&view, ag_kinds[k], NULL, (ag_text){NULL, 0}, ROWS, &n);
        const ag_table *table = ag_kind_table(ag_kinds[k]);
        for (int i = 0; i < n; i++)
            for (int c = ROW_FIXED; c < table->columns; c++) {
                char field[64];
                const size_t length = strlen(table->column[c].name);
                if (row[i].cell[c].null || length < 4 || strcmp(table->column[c].name + length - 3, "_at") != 0)
                    continue;
                snprintf(field, sizeof field, "%.*s", (int)length - 3, table->column[c].name);
                if (readers(ag_kinds[k], field)) read_as_each_role(b, &row[i], field);
            }
    }
    assert_ok(ag_casebook_commit(b->casebook, &err), &err);
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
    shows_no_secret(b);
    roles_read_what_is_theirs(b);
}
