/* Looking up roles, and words in lists: see action.h. */
#include "casebook/action.h"

#include <string.h>

#include "base/banned.h"

static const char *const role_names[AG_ROLES] = {
    "registrar", "analyst", "reviewer", "case-officer", "investigator", "liaison", "legal", "administrator", "auditor"};

const char *ag_role_name(unsigned role) {
    for (int i = 0; i < AG_ROLES; i++)
        if (role == 1U << i) return role_names[i];
    return "";
}

unsigned ag_role_find(ag_text name) {
    for (int i = 0; i < AG_ROLES; i++)
        if (ag_text_equal(name, ag_text_of(role_names[i]))) return 1U << i;
    return 0;
}

bool ag_words_have(const char *words, const char *word) {
    const size_t n = strlen(word);
    for (const char *at = words; at && n && (at = strstr(at, word)); at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n])) return true;
    return false;
}

bool ag_field_is_sealed(const ag_field *field) {
    if (field->flags & AG_SEALED) return true;
    if (field->flags & AG_OPEN) return false;
    return field->kind == AG_FIELD_TEXT || field->kind == AG_FIELD_NAME || field->kind == AG_FIELD_PLACE ||
           field->kind == AG_FIELD_PROFILE;
}

const ag_kind *ag_kind_find(ag_text name) {
    for (const ag_kind *const *kind = ag_kinds; *kind; kind++)
        if (ag_text_equal(name, ag_text_of((*kind)->name))) return *kind;
    return NULL;
}

const ag_kind *ag_action_kind(const ag_action *action) {
    const char *dot = strchr(action->name, '.');
    return ag_kind_find((ag_text){action->name, dot ? (size_t)(dot - action->name) : 0});
}

const ag_action *ag_action_find(ag_text name) {
    const char *dot = name.n ? memchr(name.at, '.', name.n) : NULL;
    const ag_kind *kind = dot ? ag_kind_find((ag_text){name.at, (size_t)(dot - name.at)}) : NULL;
    for (const ag_action *action = kind ? kind->action : NULL; action && action->name; action++)
        if (ag_text_equal(name, ag_text_of(action->name))) return action;
    return NULL;
}

const ag_field *ag_action_field(const ag_action *action, ag_text name) {
    for (const ag_field *field = action->field; field && field->name; field++)
        if (ag_text_equal(name, ag_text_of(field->name))) return field;
    return NULL;
}

bool ag_kind_reveals(const ag_kind *kind, unsigned roles, struct ag_row *row) {
    return !kind->conceal || roles & kind->knowers || kind->conceal(row);
}
