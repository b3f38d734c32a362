/* Entries: see entry.h. The form of an entry is one table; reading and writing both go through it. */
#include "journal/entry.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/date.h"
#include "journal/canonical.h"

#include "base/banned.h"

typedef enum kind { TEXT, DIGEST, NUMBER, VERSION, TIME, OBJECT, ARRAY } kind;

/* In the order of the bytes. */
typedef struct form {
    ag_text key;
    kind kind;
    bool may_lack;
} form;

enum { ACTION, AT, BOX, BY, DATA, PREV, ROLE, SEALED, SEQ, SIG, SITE, SUBJECT, V, WHEN, KEYS };
#define KEY(name, kind, may_lack)                                                                                      \
    { {(name), sizeof(name) - 1}, (kind), (may_lack) }
static const form forms[KEYS] = {
    [ACTION] = KEY("action", TEXT, false), [AT] = KEY("at", TIME, false),
    [BOX] = KEY("box", DIGEST, true),      [BY] = KEY("by", TEXT, false),
    [DATA] = KEY("data", OBJECT, false),   [PREV] = KEY("prev", DIGEST, false),
    [ROLE] = KEY("role", TEXT, false),     [SEALED] = KEY("sealed", DIGEST, true),
    [SEQ] = KEY("seq", NUMBER, false),     [SIG] = KEY("sig", ARRAY, true),
    [SITE] = KEY("site", TEXT, false),     [SUBJECT] = KEY("subject", TEXT, false),
    [V] = KEY("v", VERSION, false),        [WHEN] = KEY("when", TEXT, true),
};

/* ---- Reading ------------------------------------------------------------------------------------------------- */

static ag_text inside(ag_text value) { return (ag_text){value.at + 1, value.n - 2}; }

static bool is_time(ag_text t) {
    static const char shape[] = "0000-00-00T00:00:00Z";
    ag_date day;
    if (t.n != sizeof shape - 1) return false;
    for (size_t i = 0; i < t.n; i++)
        if (shape[i] == '0' ? t.at[i] < '0' || t.at[i] > '9' : t.at[i] != shape[i]) return false;
    return ag_date_parse((ag_text){t.at, 10}, &day) && memcmp(t.at + 11, "24", 2) < 0 && t.at[14] < '6' &&
           t.at[17] < '6';
}

/* Canonical, so its first byte says what it is. */
static bool is_kind(ag_text value, kind wanted) {
    ag_digest digest;
    int64_t number;
    switch (wanted) {
    case TEXT:
        return *value.at == '"' && value.n > 2;
    case TIME:
        return *value.at == '"' && is_time(inside(value));
    case DIGEST:
        return *value.at == '"' && ag_digest_parse(inside(value), &digest);
    case NUMBER:
        return ag_parse_int(value, &number) && number >= 0;
    case VERSION:
        return ag_text_equal(value, AG_TEXT("1"));
    case OBJECT:
        return *value.at == '{';
    default:
        return *value.at == '[' && value.n > 2;
    }
}

static const char *kind_name(kind wanted) {
    static const char *const name[] = {
        [TEXT] = "a text that is not empty",
        [DIGEST] = "64 hex digits",
        [NUMBER] = "a number from 0",
        [VERSION] = "1: a later version of Antigone reads it",
        [TIME] = "a time in UTC as 2025-06-16T09:12:44Z",
        [OBJECT] = "an object",
        [ARRAY] = "a list that is not empty",
    };
    return name[wanted];
}

/* value[k] is that of forms[k]; NULL where it is absent. */
static ag_status match(const ag_member *member, int n, ag_text value[KEYS], ag_error *err) {
    for (int i = 0, k = 0; i < n; i++, k++) { /* both are in order */
        while (k < KEYS && !ag_text_equal(forms[k].key, member[i].key)) k++;
        if (k == KEYS)
            return ag_fail(err, AG_BAD_INPUT, NULL, "entries have no key \"%.*s\"",
                           (int)(member[i].key.n < 40 ? member[i].key.n : 40), member[i].key.at);
        if (!is_kind(member[i].value, forms[k].kind))
            return ag_fail(err, AG_BAD_INPUT, kind_name(forms[k].kind), "\"%s\" of the entry is not right",
                           forms[k].key.at);
        value[k] = member[i].value;
    }
    for (int k = 0; k < KEYS; k++)
        if (!value[k].at && !forms[k].may_lack)
            return ag_fail(err, AG_BAD_INPUT, NULL, "the entry has no \"%s\"", forms[k].key.at);
    return !value[BOX].at == !value[SEALED].at
               ? AG_OK
               : ag_fail(err, AG_BAD_INPUT, NULL, "the entry has one of \"box\" and \"sealed\" and not the other");
}

ag_status ag_entry_glance_at(ag_text bytes, ag_entry_glance *out, ag_error *err) {
    ag_member member[KEYS + 1]; /* with one too many, one of them is no key of an entry */
    ag_text value[KEYS] = {0};
    int n, seen;
    ag_status status = ag_canonical_scan(bytes, member, KEYS + 1, &n, err);
    if (status != AG_OK) return status;
    if (*bytes.at != '{') return ag_fail(err, AG_BAD_INPUT, NULL, "an entry is an object");
    seen = n < KEYS + 1 ? n : KEYS + 1;
    if ((status = match(member, seen, value, err)) != AG_OK) return status;
    int64_t seq = 0;
    ag_parse_int(value[SEQ], &seq);
    *out = (ag_entry_glance){.seq = (uint64_t)seq,
                             .at = inside(value[AT]),
                             .action = inside(value[ACTION]),
                             .boxed = value[BOX].at,
                             .has_signatures = value[SIG].at};
    ag_digest_parse(inside(value[PREV]), &out->prev);
    if (out->boxed) ag_digest_parse(inside(value[BOX]), &out->box);
    return AG_OK;
}

/* Of an element of "sig"; false: it is none. */
static bool signature_of(const json_t *element, uint8_t open[AG_PUBLIC_BYTES], uint8_t signature[AG_SIGNATURE_BYTES]) {
    const json_t *by = json_object_get(element, "by"), *key = json_object_get(element, "key"),
                 *sig = json_object_get(element, "sig");
    return json_object_size(element) == 3 && json_string_length(by) && json_is_string(key) && json_is_string(sig) &&
           ag_hex_parse((ag_text){json_string_value(key), json_string_length(key)}, open, AG_PUBLIC_BYTES) &&
           ag_hex_parse((ag_text){json_string_value(sig), json_string_length(sig)}, signature, AG_SIGNATURE_BYTES);
}

/* Each signature has its form; with a `message` it holds as well. */
static ag_status check_each(const json_t *sig, const ag_text *message, ag_error *err) {
    uint8_t open[AG_PUBLIC_BYTES], signature[AG_SIGNATURE_BYTES];
    for (size_t i = 0; i < json_array_size(sig); i++) {
        if (!signature_of(json_array_get(sig, i), open, signature))
            return ag_fail(err, AG_BAD_INPUT, "\"by\", \"key\" and \"sig\", in hex", "signature %zu is none", i + 1);
        if (message && !ag_signature_holds(open, *message, signature))
            return ag_fail(err, AG_BAD_INPUT,
                           "the entry was changed after it was signed, or it was signed with another key",
                           "signature %zu does not hold", i + 1);
    }
    return AG_OK;
}

static ag_text text_at(const json_t *object, int k) {
    const json_t *value = json_object_get(object, forms[k].key.at);
    return value ? (ag_text){json_string_value(value), json_string_length(value)} : (ag_text){"", 0};
}

ag_status ag_entry_parse(ag_text bytes, ag_entry *out, ag_error *err) {
    ag_entry_glance glance;
    *out = (ag_entry){0};
    ag_status status = ag_entry_glance_at(bytes, &glance, err);
    if (status != AG_OK) return status;
    json_t *o = json_loadb(bytes.at, bytes.n, 0, NULL); /* canonical: only memory can fail */
    if (!o) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if ((status = check_each(json_object_get(o, "sig"), NULL, err)) != AG_OK) {
        json_decref(o);
        return status;
    }
    *out = (ag_entry){.seq = glance.seq,
                      .prev = glance.prev,
                      .at = text_at(o, AT),
                      .when = text_at(o, WHEN),
                      .by = text_at(o, BY),
                      .role = text_at(o, ROLE),
                      .site = text_at(o, SITE),
                      .action = text_at(o, ACTION),
                      .subject = text_at(o, SUBJECT),
                      .sealed = text_at(o, SEALED),
                      .box = text_at(o, BOX),
                      .data = json_object_get(o, "data"),
                      .sig = json_object_get(o, "sig"),
                      .owned = o};
    return AG_OK;
}

void ag_entry_deinit(ag_entry *entry) {
    json_decref(entry->owned);
    *entry = (ag_entry){0};
}

/* ---- Writing ------------------------------------------------------------------------------------------------- */

static ag_status put_value(const ag_entry *e, int k, ag_buffer *out, ag_error *err) {
    const ag_text text[KEYS] = {
        [ACTION] = e->action, [AT] = e->at,     [BOX] = e->box,         [BY] = e->by,    [ROLE] = e->role,
        [SEALED] = e->sealed, [SITE] = e->site, [SUBJECT] = e->subject, [WHEN] = e->when};
    char hex[AG_DIGEST_HEX + 1];
    switch (k) {
    case DATA:
        return ag_canonical_write(e->data, out, err);
    case SIG:
        return ag_canonical_write(e->sig, out, err);
    case PREV:
        return ag_canonical_write_text(ag_text_of(ag_digest_hex(&e->prev, hex)), out, err);
    case SEQ:
        ag_buffer_printf(out, "%" PRIu64, e->seq);
        return AG_OK;
    case V:
        ag_buffer_putc(out, '1');
        return AG_OK;
    default:
        return ag_canonical_write_text(text[k], out, err);
    }
}

static bool is_absent(const ag_entry *e, int k) {
    return (k == SIG && !e->sig) || (k == WHEN && !e->when.n) || (k == BOX && !e->box.n) ||
           (k == SEALED && !e->sealed.n);
}

/* `alone`: without what binds it to a chain and without signatures. */
static ag_status put_entry(const ag_entry *entry, bool alone, ag_buffer *out, ag_error *err) {
    ag_status status = AG_OK;
    char before = '{';
    for (int k = 0; k < KEYS && status == AG_OK; k++) {
        if (is_absent(entry, k) || (alone && (k == SEQ || k == PREV || k == SIG))) continue;
        ag_buffer_printf(out, "%c\"%s\":", before, forms[k].key.at);
        status = put_value(entry, k, out, err);
        before = ',';
    }
    ag_buffer_putc(out, '}');
    return status == AG_OK && out->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

ag_status ag_entry_format(const ag_entry *entry, ag_buffer *out, ag_error *err) {
    const size_t start = out->n;
    ag_entry_glance glance;
    ag_status status = put_entry(entry, false, out, err);
    if (status == AG_OK) status = ag_entry_glance_at((ag_text){out->data + start, out->n - start}, &glance, err);
    if (status == AG_OK) status = check_each(entry->sig, NULL, err);
    return status;
}

static ag_status signed_message(const ag_entry *entry, ag_buffer *out, ag_error *err) {
    ag_buffer_puts(out, "antigone-entry-1\n");
    return put_entry(entry, true, out, err);
}

ag_status ag_entry_sign(const ag_entry *entry, ag_text by, const ag_signer *signer, json_t *sig, ag_error *err) {
    ag_buffer message = {0};
    uint8_t signature[AG_SIGNATURE_BYTES];
    char hex[2 * AG_SIGNATURE_BYTES + 1], open[2 * AG_PUBLIC_BYTES + 1];
    ag_status status = signed_message(entry, &message, err);
    if (status == AG_OK) {
        ag_sign(signer, (ag_text){message.data, message.n}, signature);
        sodium_bin2hex(hex, sizeof hex, signature, sizeof signature);
        sodium_bin2hex(open, sizeof open, signer->open, sizeof signer->open);
        json_t *element = json_pack("{s:s%,s:s,s:s}", "by", by.at, by.n, "key", open, "sig", hex);
        if (!element || json_array_append_new(sig, element) != 0)
            status = ag_fail(err, AG_ENVIRONMENT, "out of memory, or the signer's name is not UTF-8", "cannot sign");
    }
    ag_buffer_deinit(&message);
    return status;
}

ag_status ag_entry_check_signatures(const ag_entry *entry, ag_error *err) {
    ag_buffer message = {0};
    if (!entry->sig) return AG_OK;
    ag_status status = signed_message(entry, &message, err);
    if (status == AG_OK) status = check_each(entry->sig, &(ag_text){message.data, message.n}, err);
    ag_buffer_deinit(&message);
    return status;
}
