/* Any bytes as the fields of an action: its name, a line end, and a JSON object. What is accepted are fields of the
 * action, each open or sealed as the table of actions says, and accepting them once more changes nothing. */
#include <stdint.h>
#include <string.h>

#include "casebook/engine.h"
#include "scratch_book.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *name_of(ag_text name, char *out, size_t n) {
    snprintf(out, n, "%.*s", (int)(name.n < n ? name.n : n - 1), name.at);
    return out;
}

static void check_accepted(const ag_action *action, const json_t *open, const json_t *sealed) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)open, key, value) {
        const ag_field *field = ag_action_field(action, ag_text_of(key));
        const bool is_sealed = field && ag_field_is_sealed(field);
        if (!field || is_sealed != json_is_null(value)) abort();
        if (is_sealed != (json_object_get(sealed, key) != NULL)) abort();
        if (!is_sealed && !json_is_string(value)) abort();
    }
    json_object_foreach((json_t *)sealed, key, value) if (!json_is_string(value) || !json_object_get(open, key))
        abort();
}

static bool accept(const ag_view *view, const ag_action *action, const json_t *given, json_t **open, json_t **sealed) {
    ag_error err = {0};
    *open = json_object();
    *sealed = json_object();
    if (!*open || !*sealed) abort();
    const ag_status status = ag_fields_check(view, action, given, *open, *sealed, &err);
    if (status == AG_OK) check_accepted(action, *open, *sealed);
    if (status != AG_OK && (status != AG_USAGE || !err.what[0])) abort();
    return status == AG_OK;
}

static void check(const ag_view *view, const ag_action *action, const json_t *given) {
    json_t *open, *sealed, *open_again, *sealed_again;
    if (accept(view, action, given, &open, &sealed)) {
        json_t *said = json_copy(open);
        if (!said || json_object_update(said, sealed) != 0) abort();
        if (!accept(view, action, said, &open_again, &sealed_again)) abort();
        if (!json_equal(open, open_again) || !json_equal(sealed, sealed_again)) abort();
        json_decref(open_again);
        json_decref(sealed_again);
        json_decref(said);
    }
    json_decref(open);
    json_decref(sealed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const scratch_book *book = scratch_open();
    const char *bytes = (const char *)data, *stop = size ? memchr(bytes, '\n', size) : NULL;
    char name[80];
    ag_arena arena;
    ag_view view;
    ag_error err;
    if (!stop) return 0;
    const ag_action *action =
        ag_action_find(ag_text_of(name_of((ag_text){bytes, (size_t)(stop - bytes)}, name, sizeof name)));
    json_t *given =
        action ? json_loadb(stop + 1, size - (size_t)(stop + 1 - bytes), JSON_REJECT_DUPLICATES, NULL) : NULL;
    ag_arena_init(&arena);
    if (json_is_object(given) && ag_casebook_view(book->casebook, (ag_text){NULL, 0}, &arena, &view, &err) == AG_OK)
        check(&view, action, given);
    ag_arena_deinit(&arena);
    json_decref(given);
    return 0;
}
