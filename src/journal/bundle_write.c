/* Writing a bundle: see bundle.h. */
#include "journal/bundle.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "journal/base64.h"

#include "base/banned.h"

static_assert(sizeof(ag_bundle_file) == 3 * AG_DIGEST_BYTES, "digests without gaps are hashed as one");

struct ag_bundle_writer {
    ag_buffer *out;
    crypto_hash_sha256_state hash; /* of all that was put */
    uint64_t first, next;
};

static void put_base64_line(ag_buffer *out, ag_text bytes) {
    ag_base64_write(bytes.at, bytes.n, out);
    ag_buffer_putc(out, '\n');
}

static void put_head(const ag_bundle_head *head, ag_buffer *out) {
    char hex[AG_DIGEST_HEX + 1];
    ag_buffer tree = {0};
    ag_buffer_puts(out, "antigone-bundle 1\n");
    ag_buffer_printf(out, "site %s %s\n", head->site, sodium_bin2hex(hex, sizeof hex, head->site_key, AG_PUBLIC_BYTES));
    ag_buffer_printf(out, "genesis %s\n", ag_digest_hex(&head->genesis, hex));
    ag_buffer_printf(out, "after %" PRIu64 " %s ", head->before.size, ag_digest_hex(&head->prev, hex));
    ag_tree_format(&head->before, &tree);
    put_base64_line(out, (ag_text){tree.data, tree.n});
    out->failed |= tree.failed;
    ag_buffer_deinit(&tree);
}

/* What was put since `start`: the buffer may be emptied after it. */
static void hash_from(ag_bundle_writer *w, size_t start) {
    if (w->out->n > start)
        crypto_hash_sha256_update(&w->hash, (const unsigned char *)w->out->data + start, w->out->n - start);
}

ag_bundle_writer *ag_bundle_writer_new(const ag_bundle_head *head, ag_buffer *out) {
    assert(ag_note_name_fits(ag_text_of(head->site)));
    ag_bundle_writer *w = malloc(sizeof *w);
    const size_t start = out->n;
    if (!w) return NULL;
    *w = (ag_bundle_writer){.out = out, .first = head->before.size, .next = head->before.size};
    crypto_hash_sha256_init(&w->hash);
    put_head(head, out);
    hash_from(w, start);
    return w;
}

void ag_bundle_put_entry(ag_bundle_writer *w, uint64_t seq, ag_text bytes) {
    const size_t start = w->out->n;
    assert(seq == w->next);
    ag_buffer_add(w->out, bytes.at, bytes.n);
    ag_buffer_putc(w->out, '\n');
    hash_from(w, start);
    w->next++;
}

void ag_bundle_put_box(ag_bundle_writer *w, uint64_t seq, ag_text box) {
    const size_t start = w->out->n;
    assert(seq + 1 == w->next);
    ag_buffer_printf(w->out, "box %" PRIu64 " ", seq);
    put_base64_line(w->out, box);
    hash_from(w, start);
}

void ag_bundle_put_key(ag_bundle_writer *w, uint64_t seq, const uint8_t recipient[AG_PUBLIC_BYTES], ag_text wrapped) {
    char hex[2 * AG_PUBLIC_BYTES + 1];
    const size_t start = w->out->n;
    assert(seq + 1 == w->next);
    ag_buffer_printf(w->out, "key %" PRIu64 " %s ", seq, sodium_bin2hex(hex, sizeof hex, recipient, AG_PUBLIC_BYTES));
    put_base64_line(w->out, wrapped);
    hash_from(w, start);
}

void ag_bundle_put_file(ag_bundle_writer *w, const ag_bundle_file *file) {
    char content[AG_DIGEST_HEX + 1], commitment[AG_DIGEST_HEX + 1], box[AG_DIGEST_HEX + 1];
    const size_t start = w->out->n;
    ag_buffer_printf(w->out, "file %s %s %s\n", ag_digest_hex(&file->content, content),
                     ag_digest_hex(&file->commitment, commitment), ag_digest_hex(&file->box, box));
    hash_from(w, start);
}

void ag_bundle_put_part(ag_bundle_writer *w, const ag_digest *content, ag_text part) {
    char hex[AG_DIGEST_HEX + 1];
    const size_t start = w->out->n;
    assert(part.n && part.n <= AG_BUNDLE_PART);
    ag_buffer_printf(w->out, "part %s ", ag_digest_hex(content, hex));
    put_base64_line(w->out, part);
    hash_from(w, start);
}

void ag_bundle_put_file_key(ag_bundle_writer *w, const ag_digest *content, const uint8_t recipient[AG_PUBLIC_BYTES],
                            ag_text wrapped) {
    char file[AG_DIGEST_HEX + 1], hex[2 * AG_PUBLIC_BYTES + 1];
    const size_t start = w->out->n;
    ag_buffer_printf(w->out, "filekey %s %s ", ag_digest_hex(content, file),
                     ag_hex_format(recipient, AG_PUBLIC_BYTES, hex));
    put_base64_line(w->out, wrapped);
    hash_from(w, start);
}

void ag_bundle_finish(ag_bundle_writer *w, ag_text note) {
    char hex[AG_DIGEST_HEX + 1];
    ag_digest digest;
    const size_t start = w->out->n;
    ag_buffer_puts(w->out, "checkpoint ");
    put_base64_line(w->out, note);
    hash_from(w, start);
    crypto_hash_sha256_final(&w->hash, digest.byte);
    ag_buffer_printf(w->out, "end %" PRIu64 " %s\n", w->next - w->first, ag_digest_hex(&digest, hex));
    free(w);
}

int ag_bundle_file_compare(const void *a, const void *b) {
    const ag_bundle_file *x = a, *y = b;
    return memcmp(x->content.byte, y->content.byte, AG_DIGEST_BYTES);
}

ag_digest ag_bundle_files_digest(const ag_bundle_file *file, size_t n) { return ag_sha256(file, n * sizeof *file); }
