/* The people who work with a casebook, their roles and their public keys. Their secrets stay with them. */
#include <string.h>

#include "casebook/engine.h"

#include "base/banned.h"

static const char *const states[] = {"ACTIVE", "RETIRED", NULL};
static const char *const roles[] = {"registrar", "analyst", "reviewer",      "case-officer", "investigator",
                                    "liaison",   "legal",   "administrator", "auditor",      NULL};

static const ag_field add_fields[] = {
    {"roles", AG_FIELD_CHOICE, AG_REQUIRED | AG_MANY, roles, "what this person may do; several with blanks between", 0},
    {"key", AG_FIELD_CODE, AG_REQUIRED, NULL, "public signing key, hex", 0},
    {"salt", AG_FIELD_CODE, 0, NULL, "salt of the passphrase, hex; none for a key file", 0},
    {"name", AG_FIELD_NAME, 0, NULL, "the person's name", 0},
    {0},
};
static const ag_field role_fields[] = {
    {"roles", AG_FIELD_CHOICE, AG_REQUIRED | AG_MANY, roles, "what this person may do from now on", 0},
    {"reason", AG_FIELD_TEXT, 0, NULL, "why", 0},
    {0},
};
static const ag_field key_fields[] = {
    {"key", AG_FIELD_CODE, AG_REQUIRED, NULL, "the new public key, hex", 0},
    {"salt", AG_FIELD_CODE, 0, NULL, "salt of the passphrase, hex; none for a key file", 0},
    {0},
};
static const ag_field retire_fields[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why", 0}, {0}};

static const char *last_administrator(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    int n, others = 0;
    const ag_row *row = ag_view_rows(view, &ag_kind_user, "state", AG_TEXT("ACTIVE"), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text list = ag_row_text(&row[i], "roles");
        others += !ag_text_equal(ag_row_id(&row[i]), deed->id) &&
                  ag_words_have(ag_view_say(view, "%.*s", (int)list.n, list.n ? list.at : ""), "administrator");
    }
    if (others || ag_deed_has(deed, "roles")) {
        const ag_text asked = ag_deed_text(deed, "roles");
        if (others || ag_words_have(ag_view_say(view, "%.*s", (int)asked.n, asked.n ? asked.at : ""), "administrator"))
            return NULL;
    }
    return "make another user administrator first";
}

static const char *key_is_one(const ag_deed *deed) {
    uint8_t key[AG_PUBLIC_BYTES], salt[AG_SALT_BYTES];
    if (!ag_hex_parse(ag_deed_text(deed, "key"), key, sizeof key))
        return "the public key as 64 hex digits: `antigone users` makes it";
    if (ag_deed_has(deed, "salt") && !ag_hex_parse(ag_deed_text(deed, "salt"), salt, sizeof salt))
        return "a salt of 32 hex digits, or none";
    return NULL;
}

static const ag_guard with_key[] = {{"A8", key_is_one, true}, {0}};
static const ag_guard keep_administrator[] = {{"A2", last_administrator, false}, {0}};

static const char *check_user_id(ag_text id) {
    if (id.n > 60) return "at most 60 bytes";
    for (size_t i = 0; i < id.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-._", id.at[i]))
            return "a-z, 0-9 and - . _ only, such as registrar-2";
    return NULL;
}

static const char *id_is_asked_for(const ag_deed *deed) {
    (void)deed;
    return "";
}

static const ag_action actions[] = {
    {"user.add",
     AG_ADMINISTRATOR,
     AG_CREATES | AG_SIGNED,
     NULL,
     "ACTIVE",
     add_fields,
     with_key,
     NULL,
     {0},
     "let a person work with this casebook"},
    {"user.roles",
     AG_ADMINISTRATOR,
     AG_SIGNED,
     "ACTIVE",
     NULL,
     role_fields,
     keep_administrator,
     NULL,
     {0},
     "change what a person may do"},
    {"user.key",
     AG_ADMINISTRATOR,
     AG_SIGNED,
     "ACTIVE",
     NULL,
     key_fields,
     with_key,
     NULL,
     {0},
     "replace a person's key"},
    {"user.retire",
     AG_ADMINISTRATOR,
     AG_SIGNED,
     "ACTIVE",
     "RETIRED",
     retire_fields,
     keep_administrator,
     NULL,
     {0},
     "a person no longer works with this casebook"},
    {0},
};

const ag_kind ag_kind_user = {
    .name = "user",
    .plural = "users",
    .help = "a person who works with this casebook",
    .state = states,
    .closed = "RETIRED",
    .action = actions,
    .readers = AG_ADMINISTRATOR,
    .new_id = id_is_asked_for,
    .check_id = check_user_id,
};
