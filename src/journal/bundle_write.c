/* Writing a bundle: see bundle.h. */
#include "journal/bundle.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>

#include "journal/base64.h"

#include "base/banned.h"

struct ag_bundle_writer {
    ag_buffer *out;
    size_t start; /* of the bundle in `out` */
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

ag_bundle_writer *ag_bundle_writer_new(const ag_bundle_head *head, ag_buffer *out) {
    assert(ag_note_name_fits(ag_text_of(head->site)));
    ag_bundle_writer *w = malloc(sizeof *w);
    if (!w) return NULL;
    *w = (ag_bundle_writer){out, out->n, head->before.size, head->before.size};
    put_head(head, out);
    return w;
}

void ag_bundle_put_entry(ag_bundle_writer *w, uint64_t seq, ag_text bytes) {
    assert(seq == w->next);
    ag_buffer_add(w->out, bytes.at, bytes.n);
    ag_buffer_putc(w->out, '\n');
    w->next++;
}

void ag_bundle_put_box(ag_bundle_writer *w, uint64_t seq, ag_text box) {
    assert(seq + 1 == w->next);
    ag_buffer_printf(w->out, "box %" PRIu64 " ", seq);
    put_base64_line(w->out, box);
}

void ag_bundle_put_key(ag_bundle_writer *w, uint64_t seq, const uint8_t recipient[AG_PUBLIC_BYTES], ag_text wrapped) {
    char hex[2 * AG_PUBLIC_BYTES + 1];
    assert(seq + 1 == w->next);
    ag_buffer_printf(w->out, "key %" PRIu64 " %s ", seq, sodium_bin2hex(hex, sizeof hex, recipient, AG_PUBLIC_BYTES));
    put_base64_line(w->out, wrapped);
}

void ag_bundle_finish(ag_bundle_writer *w, ag_text note) {
    char hex[AG_DIGEST_HEX + 1];
    ag_buffer_puts(w->out, "checkpoint ");
    put_base64_line(w->out, note);
    const ag_digest digest = ag_sha256(w->out->data + w->start, w->out->n - w->start);
    ag_buffer_printf(w->out, "end %" PRIu64 " %s\n", w->next - w->first, ag_digest_hex(&digest, hex));
    free(w);
}
