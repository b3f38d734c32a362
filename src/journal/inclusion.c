/* Proofs of inclusion as files: see inclusion.h. */
#include "journal/inclusion.h"

#include <string.h>

#include "journal/base64.h"

#include "base/banned.h"

static const char first_line[] = "c2sp.org/tlog-proof@v1\n";

void ag_inclusion_format(ag_text entry, uint64_t seq, const ag_digest *path, int hashes, ag_text note, ag_buffer *out) {
    ag_buffer_puts(out, first_line);
    ag_buffer_puts(out, "extra ");
    ag_base64_write(entry.at, entry.n, out);
    ag_buffer_printf(out, "\nindex %llu\n", (unsigned long long)seq);
    for (int i = 0; i < hashes; i++) {
        ag_base64_write(path[i].byte, AG_DIGEST_BYTES, out);
        ag_buffer_putc(out, '\n');
    }
    ag_buffer_putc(out, '\n');
    ag_buffer_add(out, note.at, note.n);
}

/* The next line without its end; false: there is none. */
static bool next_line(ag_text *rest, ag_text *line) {
    const char *end = rest->n ? memchr(rest->at, '\n', rest->n) : NULL;
    if (!end) return false;
    *line = (ag_text){rest->at, (size_t)(end - rest->at)};
    *rest = (ag_text){end + 1, rest->n - line->n - 1};
    return true;
}

static bool after_word(ag_text line, ag_text word, ag_text *out) {
    if (!ag_text_starts(line, word)) return false;
    *out = (ag_text){line.at + word.n, line.n - word.n};
    return true;
}

static bool read_head(ag_text *rest, ag_inclusion *out) {
    ag_text line, value;
    int64_t seq;
    if (!ag_text_starts(*rest, AG_TEXT("c2sp.org/tlog-proof@v1\n")) || !next_line(rest, &line)) return false;
    if (!next_line(rest, &line) || !after_word(line, AG_TEXT("extra "), &value) || !ag_base64_read(value, &out->entry))
        return false;
    if (!next_line(rest, &line) || !after_word(line, AG_TEXT("index "), &value)) return false;
    if (!ag_parse_int(value, &seq) || seq < 0) return false;
    out->seq = (uint64_t)seq;
    return true;
}

static bool read_path(ag_text *rest, ag_digest path[AG_MAX_PROOF], int *hashes) {
    ag_text line;
    for (*hashes = 0; next_line(rest, &line) && line.n; ++*hashes)
        if (*hashes == AG_MAX_PROOF || !ag_base64_parse(line, path[*hashes].byte, AG_DIGEST_BYTES)) return false;
    return rest->n > 0;
}

static ag_status check(ag_text file, const uint8_t *open, ag_inclusion *out, ag_error *err) {
    ag_digest path[AG_MAX_PROOF];
    int hashes;
    ag_text rest = file;
    if (!read_head(&rest, out) || !read_path(&rest, path, &hashes))
        return ag_fail(err, AG_BAD_INPUT, "a file that `antigone verify --proof` wrote",
                       "this is no proof of inclusion");
    const ag_status status = ag_note_parse(rest, open, &out->checkpoint, err);
    if (status != AG_OK) return status;
    const ag_digest leaf = ag_tree_leaf(out->entry.data, out->entry.n);
    if (out->seq >= out->checkpoint.size ||
        !ag_tree_check_inclusion(&leaf, out->seq, out->checkpoint.size, path, hashes, &out->checkpoint.root))
        return ag_fail(err, AG_REFUSED, "the entry, the path or the checkpoint was changed",
                       "the entry is not among the %llu that the checkpoint covers",
                       (unsigned long long)out->checkpoint.size);
    return AG_OK;
}

ag_status ag_inclusion_check(ag_text file, const uint8_t *open, ag_inclusion *out, ag_error *err) {
    *out = (ag_inclusion){0};
    const ag_status status = check(file, open, out, err);
    if (status != AG_OK) ag_inclusion_deinit(out);
    return status;
}

void ag_inclusion_deinit(ag_inclusion *inclusion) { ag_buffer_deinit(&inclusion->entry); }
