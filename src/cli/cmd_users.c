/* antigone users: who works with a casebook. The changes are actions like all others; this spells out their keys. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/actions.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/screen.h"
#include "cli/session.h"

#include "base/banned.h"

enum { NEW_KEY = AG_SESSION_FIRST, TYPED, JSON };
enum { KEY_WORD = 80, USERS = 10000 };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--new-key", "FILE", "the new user's key; made if it is absent", false},
    {"--passphrase", NULL, "the new user types a passphrase here instead", false},
    {"--json", NULL, "the list as JSON", false},
    {NULL, NULL, NULL, false},
};

/* ---- list -------------------------------------------------------------------------------------------------------- */

static ag_status print_json(const ag_row *row, int n, ag_error *err) {
    static const char *const column[] = {"id", "state", "roles", "key"};
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out, .pretty = true};
    ag_json_open(&w, '[');
    for (int i = 0; i < n; i++) {
        ag_json_open(&w, '{');
        for (int c = 0; c < 4; c++) {
            ag_json_key(&w, ag_text_of(column[c]));
            ag_json_put_text(&w, ag_row_text(&row[i], column[c]));
        }
        ag_json_close(&w, '}');
    }
    ag_json_close(&w, ']');
    return ag_output_print(&out, err);
}

static ag_status print_grid(ag_arena *arena, const ag_row *row, int n, ag_error *err) {
    static const char *const name[] = {"user", "state", "opens with", "roles"};
    ag_grid grid;
    ag_grid_init(&grid, arena);
    for (int i = 0; i < 4; i++) ag_grid_column(&grid, name[i]);
    for (int i = 0; i < n; i++) {
        ag_grid_put(&grid, ag_row_id(&row[i]));
        ag_grid_put(&grid, ag_row_text(&row[i], "state"));
        ag_grid_put(&grid, ag_row_text(&row[i], "salt").n ? AG_TEXT("passphrase") : AG_TEXT("key file"));
        ag_grid_put(&grid, ag_row_text(&row[i], "roles"));
    }
    ag_grid_print(&grid, stdout);
    return ag_finish_output(err);
}

static ag_status list_users(const ag_arguments *a, ag_error *err) {
    ag_session session;
    ag_arena arena;
    ag_view view;
    const ag_row *row;
    int n;
    const ag_page page = {.kind = ag_kind_find(AG_TEXT("user")), .limit = USERS};
    ag_status status = ag_session_look(a->operand[0], a, false, &session, err);
    if (status != AG_OK) return status;
    ag_arena_init(&arena);
    status = ag_casebook_view(session.casebook, (ag_text){0}, &arena, &view, err);
    if (status == AG_OK) status = ag_casebook_list(&view, &page, &row, &n, err);
    if (status == AG_OK) status = a->value[JSON] ? print_json(row, n, err) : print_grid(&arena, row, n, err);
    ag_arena_deinit(&arena);
    ag_session_close(&session);
    return status;
}

/* ---- Keys -------------------------------------------------------------------------------------------------------- */

static void put_hex(const char *name, const uint8_t *bytes, size_t n, char out[KEY_WORD]) {
    const int at = snprintf(out, KEY_WORD, "%s=", name);
    ag_hex_format(bytes, n, out + at);
}

/* "key=…" and, of a passphrase, "salt=…"; *words how many. */
static ag_status new_key_words(const ag_arguments *a, const char *user, char word[2][KEY_WORD], int *words, bool *made,
                               ag_error *err) {
    uint8_t salt[AG_SALT_BYTES];
    const uint8_t *salted;
    ag_secret secret = {{0}};
    ag_signer signer;
    const ag_status status = ag_key_make(a->value[NEW_KEY], user, &secret, salt, &salted, made, err);
    if (status == AG_OK) {
        ag_signer_of(&secret, &signer);
        put_hex("key", signer.open, AG_PUBLIC_BYTES, word[0]);
        if (salted) put_hex("salt", salted, AG_SALT_BYTES, word[1]);
        *words = salted ? 2 : 1;
    }
    ag_secret_wipe(&secret, sizeof secret);
    ag_secret_wipe(&signer, sizeof signer);
    return status;
}

/* What somebody sends to the administrator who adds him: his secret stays with him. */
static ag_status print_public(const ag_arguments *a, ag_error *err) {
    char word[2][KEY_WORD];
    int words;
    bool made;
    if (!a->value[NEW_KEY])
        return ag_fail(err, AG_USAGE, "antigone users CASEBOOK public --new-key FILE", "public needs the key file");
    ag_status status = ag_secrets_start(err);
    if (status == AG_OK) status = new_key_words(a, "user", word, &words, &made, err);
    if (status == AG_OK) puts(word[0]);
    return status == AG_OK ? ag_finish_output(err) : status;
}

/* ---- Changes ----------------------------------------------------------------------------------------------------- */

static ag_status act(const ag_session *session, const char *const *word, int n, ag_error *err) {
    const ag_manner manner = {0};
    ag_draft draft;
    ag_receipt receipt = {0};
    ag_refusals refusals = {0};
    ag_status status = ag_draft_parse(word, n, &draft, err);
    if (status == AG_OK) {
        status = ag_draft_do(&draft, session, &manner, &receipt, &refusals, err);
        ag_draft_tell(&draft, false, status, &receipt, &refusals, err);
    }
    ag_draft_deinit(&draft);
    return status;
}

/* "add kim roles=registrar" is `do user.add user:kim roles=registrar key=…`. */
static ag_status change(const ag_arguments *a, const char *action, ag_error *err) {
    ag_session session;
    char key[2][KEY_WORD];
    const char *word[AG_MAX_WORDS + 4];
    int n = 0, keys = 0;
    bool made = false;
    ag_status status = ag_session_enter(a->operand[0], a, &session, err);
    if (status != AG_OK) return status;
    if (a->value[NEW_KEY] || a->value[TYPED]) status = new_key_words(a, a->rest[1], key, &keys, &made, err);
    word[n++] = action;
    for (int i = 1; i < a->rest_n; i++) word[n++] = a->rest[i];
    for (int i = 0; i < keys; i++) word[n++] = key[i];
    if (status == AG_OK) status = act(&session, word, n, err);
    if (status != AG_OK && made) unlink(a->value[NEW_KEY]);
    if (status == AG_OK && made)
        printf("New key file: %s\n  It belongs to the user alone: hand it over, and keep no copy of it.\n",
               a->value[NEW_KEY]);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

static ag_status run_users(const ag_arguments *arguments, ag_error *err) {
    static const char *const verb[] = {"list", "public", "add", "roles", "key", "retire"};
    static const char *const action[] = {NULL, NULL, "user.add", "user.roles", "user.key", "user.retire"};
    const char *given = arguments->rest_n ? arguments->rest[0] : "list";
    if (arguments->value[NEW_KEY] && arguments->value[TYPED])
        return ag_fail(err, AG_USAGE, "one of them", "--new-key and --passphrase exclude each other");
    if (strcmp(given, "list") == 0) return list_users(arguments, err);
    if (strcmp(given, "public") == 0) return print_public(arguments, err);
    for (int i = 2; i < 6; i++) {
        if (strcmp(given, verb[i]) != 0) continue;
        if (arguments->rest_n < 2)
            return ag_fail(err, AG_USAGE, "antigone users CASEBOOK add kim roles=registrar", "%s needs a user", given);
        return change(arguments, action[i], err);
    }
    char hint[AG_HINT_BYTES];
    return ag_fail(err, AG_USAGE, ag_hint_nearest(given, verb, 6, "one of list, public, add, roles, key, retire", hint),
                   "users cannot \"%.40s\"", given);
}

const ag_command ag_command_users = {
    .name = "users",
    .summary = "who works with a casebook: list, add, roles, key, retire",
    .operand = {"CASEBOOK"},
    .rest = "[list|public|add|roles|key|retire] [USER FIELD=VALUE ...]",
    .option = options,
    .help = "list            who there is, with roles (the default)\n"
            "add USER        lets somebody work with it: roles=\"registrar analyst\", and a key: --new-key FILE, or\n"
            "                --passphrase to type one, or key=HEX that the person has sent\n"
            "public          prints key=HEX of --new-key FILE, for the administrator who adds its owner\n"
            "roles USER      roles=\"...\"\n"
            "key USER        another key, given as with add\n"
            "retire USER     reason=\"...\"; what the user did stays",
    .examples = "  antigone users war.casebook\n"
                "  antigone users war.casebook add kim roles=\"registrar analyst\" --new-key kim.key --as admin-1\n"
                "  antigone users war.casebook retire kim reason=\"left on 2025-07-01\" --as admin-1",
    .run = run_users,
};
