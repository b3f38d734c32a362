/* Checkpoints as signed notes: see note.h. */
#include "journal/note.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "journal/base64.h"

#include "base/banned.h"

enum { ID = 4, SIGNED = ID + AG_SIGNATURE_BYTES };
static const char dash[] = "\xe2\x80\x94 "; /* an em dash and a space begin the line of a signature */

/* ---- Writing ------------------------------------------------------------------------------------------------- */

static void key_id(ag_text name, const uint8_t open[AG_PUBLIC_BYTES], uint8_t out[ID]) {
    static const uint8_t line_and_kind[] = {'\n', 1};
    crypto_hash_sha256_state state;
    ag_digest d;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)name.at, name.n);
    crypto_hash_sha256_update(&state, line_and_kind, sizeof line_and_kind);
    crypto_hash_sha256_update(&state, open, AG_PUBLIC_BYTES);
    crypto_hash_sha256_final(&state, d.byte);
    memcpy(out, d.byte, ID);
}

bool ag_note_name_fits(ag_text name) {
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.at[i] <= ' ' || name.at[i] == '+' || name.at[i] == 0x7f) return false;
    return name.n > 0;
}

void ag_note_origin(ag_text site, const ag_digest *genesis, ag_buffer *out) {
    char hex[AG_DIGEST_HEX + 1];
    ag_buffer_printf(out, "antigone/%.*s/%s", (int)site.n, site.at, ag_digest_hex(genesis, hex));
}

void ag_note_format(const ag_checkpoint *checkpoint, ag_text signer_name, const ag_signer *signer, ag_buffer *out) {
    uint8_t signature[SIGNED];
    assert(ag_note_name_fits(signer_name) && checkpoint->origin.n &&
           !memchr(checkpoint->origin.at, '\n', checkpoint->origin.n));
    const size_t start = out->n;
    ag_buffer_add(out, checkpoint->origin.at, checkpoint->origin.n);
    ag_buffer_printf(out, "\n%" PRIu64 "\n", checkpoint->size);
    ag_base64_write(checkpoint->root.byte, sizeof checkpoint->root.byte, out);
    ag_buffer_putc(out, '\n');
    if (out->failed) return;
    key_id(signer_name, signer->open, signature);
    ag_sign(signer, (ag_text){out->data + start, out->n - start}, signature + ID);
    ag_buffer_printf(out, "\n%s%.*s ", dash, (int)signer_name.n, signer_name.at);
    ag_base64_write(signature, sizeof signature, out);
    ag_buffer_putc(out, '\n');
}

/* ---- Reading ------------------------------------------------------------------------------------------------- */

/* The next line without its end; false: there is none that ends. */
static bool take_line(ag_text *t, ag_text *line) {
    const char *end = t->n ? memchr(t->at, '\n', t->n) : NULL;
    if (!end) return false;
    *line = (ag_text){t->at, (size_t)(end - t->at)};
    t->at += line->n + 1;
    t->n -= line->n + 1;
    return true;
}

static bool parse_size(ag_text t, uint64_t *out) {
    int64_t size;
    if (!t.n || *t.at == '-' || (*t.at == '0' && t.n > 1) || !ag_parse_int(t, &size)) return false;
    *out = (uint64_t)size;
    return true;
}

/* Origin, size, root, and lines of others that are signed as well; *rest begins after the empty line. */
static bool parse_body(ag_text note, ag_checkpoint *out, ag_text *body, ag_text *rest) {
    ag_text line;
    *rest = note;
    if (!take_line(rest, &out->origin) || !out->origin.n || !take_line(rest, &line) || !parse_size(line, &out->size) ||
        !take_line(rest, &line) || !ag_base64_parse(line, out->root.byte, sizeof out->root.byte))
        return false;
    do {
        *body = (ag_text){note.at, (size_t)(rest->at - note.at)};
        if (!take_line(rest, &line)) return false;
    } while (line.n);
    return true;
}

/* "— name base64": the id of a key and what it signed. Signatures of other kinds are longer or shorter and no matter.
 */
static bool parse_signature(ag_text line, ag_text *name, uint8_t out[SIGNED], bool *ours) {
    const size_t skip = sizeof dash - 1;
    if (!ag_text_starts(line, (ag_text){dash, skip})) return false;
    const char *start = line.at + skip, *end = line.at + line.n, *space = memchr(start, ' ', line.n - skip);
    if (!space) return false;
    *name = (ag_text){start, (size_t)(space - start)};
    const ag_text value = {space + 1, (size_t)(end - space - 1)};
    *ours = ag_base64_parse(value, out, SIGNED);
    return ag_note_name_fits(*name) && value.n;
}

/* All lines of signatures; *held: one of them is of `open`. */
static bool parse_signatures(ag_text rest, ag_text body, const uint8_t *open, bool *held) {
    ag_text line, name;
    uint8_t signature[SIGNED], id[ID];
    bool ours;
    *held = false;
    if (!rest.n) return false;
    while (rest.n) {
        if (!take_line(&rest, &line) || !parse_signature(line, &name, signature, &ours)) return false;
        if (!open || !ours) continue;
        key_id(name, open, id);
        *held |= memcmp(id, signature, ID) == 0 && ag_signature_holds(open, body, signature + ID);
    }
    return true;
}

ag_status ag_note_parse(ag_text note, const uint8_t *open, ag_checkpoint *out, ag_error *err) {
    ag_text body, rest;
    bool held;
    *out = (ag_checkpoint){0};
    if (!parse_body(note, out, &body, &rest) || !parse_signatures(rest, body, open, &held))
        return ag_fail(err, AG_BAD_INPUT,
                       "copy the whole of it, from the line of the origin to the line of the signature",
                       "this is no checkpoint");
    if (open && !held)
        return ag_fail(err, AG_REFUSED, "it was changed, or another site signed it",
                       "the checkpoint is not signed with this site's key");
    return AG_OK;
}
