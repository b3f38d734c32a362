/* Reading a bundle: see bundle.h. A line at a time; each kind of line may follow some kinds only. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "journal/base64.h"
#include "journal/bundle.h"

#include "base/banned.h"

enum { PIECE = 64 * 1024 };

struct ag_bundle_reader {
    FILE *file; /* owned */
    char name[160];
    ag_buffer read; /* from the file; read.data + at is the next line */
    size_t at;
    long line;
    ag_buffer decoded;
    crypto_hash_sha256_state hash; /* of the lines taken */
    uint64_t first, entries, seq;  /* seq of the first, how many there were, seq of the last */
    ag_bundle_line before;         /* kind of the line before; after the head: AG_BUNDLE_END */
    ag_digest content;             /* of the file of the last line about one */
    uint64_t files;
    size_t part; /* bytes of the last part */
};

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

static ag_status place(const ag_bundle_reader *r, ag_status status, ag_error *err) {
    if (!err) return status;
    snprintf(err->file, sizeof err->file, "%s", r->name);
    err->row = r->line;
    return status;
}

static ag_status wrong(const ag_bundle_reader *r, const char *should, ag_error *err) {
    return place(r, ag_fail(err, AG_BAD_INPUT, "ask for the bundle again", "this line should be %s", should), err);
}

/* ---- Lines --------------------------------------------------------------------------------------------------- */

/* More bytes behind those that are there; *ended: there are none. */
static ag_status read_piece(ag_bundle_reader *r, bool *ended, ag_error *err) {
    char piece[PIECE];
    const size_t n = fread(piece, 1, sizeof piece, r->file);
    if (ferror(r->file)) return place(r, ag_fail(err, AG_ENVIRONMENT, NULL, "cannot read: %s", strerror(errno)), err);
    if (r->at) memmove(r->read.data, r->read.data + r->at, r->read.n - r->at);
    r->read.n -= r->at;
    r->at = 0;
    ag_buffer_add(&r->read, piece, n);
    *ended = n == 0;
    return r->read.failed ? no_memory(err) : AG_OK;
}

/* Without its end; valid until the next call. */
static ag_status take_line(ag_bundle_reader *r, ag_text *line, ag_error *err) {
    const char *end = NULL;
    size_t seen = 0;
    bool ended = false;
    r->line++;
    while (r->read.n - r->at == seen || !(end = memchr(r->read.data + r->at + seen, '\n', r->read.n - r->at - seen))) {
        seen = r->read.n - r->at;
        if (seen > AG_MAX_BUNDLE_LINE) return wrong(r, "shorter: it is longer than any line of a bundle", err);
        const ag_status status = read_piece(r, &ended, err);
        if (status != AG_OK) return status;
        if (ended)
            return place(
                r, ag_fail(err, AG_BAD_INPUT, "ask for the bundle again", "the bundle is cut short: it has no end"),
                err);
    }
    *line = (ag_text){r->read.data + r->at, (size_t)(end - (r->read.data + r->at))};
    r->at += line->n + 1;
    return line->n > AG_MAX_BUNDLE_LINE ? wrong(r, "shorter: it is longer than any line of a bundle", err) : AG_OK;
}

static void hash_line(ag_bundle_reader *r, ag_text line) {
    crypto_hash_sha256_update(&r->hash, (const unsigned char *)line.at, line.n + 1);
}

/* Up to the next space, or the end. */
static ag_text take_word(ag_text *line) {
    const char *space = line->n ? memchr(line->at, ' ', line->n) : NULL;
    const ag_text word = {line->at, space ? (size_t)(space - line->at) : line->n};
    const size_t skip = word.n + (space ? 1 : 0);
    line->at += skip;
    line->n -= skip;
    return word;
}

static bool take_keyword(ag_text *line, const char *keyword) {
    ag_text rest = *line;
    if (!ag_text_equal(take_word(&rest), ag_text_of(keyword))) return false;
    *line = rest;
    return true;
}

static bool take_number(ag_text *line, uint64_t *out) {
    const ag_text word = take_word(line);
    int64_t value;
    if (!word.n || *word.at == '-' || (*word.at == '0' && word.n > 1) || !ag_parse_int(word, &value)) return false;
    *out = (uint64_t)value;
    return true;
}

static bool take_hex(ag_text *line, uint8_t *out) { return ag_hex_parse(take_word(line), out, AG_DIGEST_BYTES); }

/* ---- The head ------------------------------------------------------------------------------------------------ */

static bool parse_site(ag_text line, ag_bundle_head *head) {
    if (!take_keyword(&line, "site")) return false;
    const ag_text name = take_word(&line);
    if (!ag_note_name_fits(name) || name.n >= sizeof head->site || memchr(name.at, 0, name.n)) return false;
    memcpy(head->site, name.at, name.n);
    return ag_hex_parse(line, head->site_key, AG_PUBLIC_BYTES);
}

static bool parse_genesis(ag_text line, ag_bundle_head *head) {
    return take_keyword(&line, "genesis") && ag_digest_parse(line, &head->genesis);
}

static bool parse_after(ag_bundle_reader *r, ag_text line, ag_bundle_head *head) {
    const ag_digest none = {0};
    if (!take_keyword(&line, "after") || !take_number(&line, &r->first) || !take_hex(&line, head->prev.byte) ||
        !ag_base64_read(line, &r->decoded) || !ag_tree_parse((ag_text){r->decoded.data, r->decoded.n}, &head->before))
        return false;
    return head->before.size == r->first && (r->first || ag_digest_equal(&head->prev, &none));
}

static ag_status read_head(ag_bundle_reader *r, ag_bundle_head *head, ag_error *err) {
    static const char *const should[] = {"antigone-bundle 1", "the site with its name and public key",
                                         "the genesis of the chain",
                                         "after which entry it begins, and the tree so far"};
    for (int i = 0; i < 4; i++) {
        ag_text line;
        const ag_status status = take_line(r, &line, err);
        if (status != AG_OK) return status;
        const bool held = i == 0   ? ag_text_equal(line, ag_text_of(should[0]))
                          : i == 1 ? parse_site(line, head)
                          : i == 2 ? parse_genesis(line, head)
                                   : parse_after(r, line, head);
        if (!held) return wrong(r, should[i], err);
        hash_line(r, line);
    }
    return AG_OK;
}

static ag_status open_file(ag_bundle_reader *r, const char *path, ag_error *err) {
    r->file = fopen(path, "rb");
    if (r->file) return AG_OK;
    const ag_status status = errno == ENOENT ? AG_BAD_INPUT : AG_ENVIRONMENT;
    return place(r, ag_fail(err, status, NULL, "cannot be opened: %s", strerror(errno)), err);
}

ag_status ag_bundle_open(const char *path, ag_bundle_head *head, ag_bundle_reader **out, ag_error *err) {
    ag_bundle_reader *r = calloc(1, sizeof *r);
    *out = NULL;
    *head = (ag_bundle_head){0};
    if (!r) return no_memory(err);
    snprintf(r->name, sizeof r->name, "%s", path);
    r->before = AG_BUNDLE_END;
    crypto_hash_sha256_init(&r->hash);
    ag_status status = open_file(r, path, err);
    if (status == AG_OK) status = read_head(r, head, err);
    if (status == AG_OK)
        *out = r;
    else
        ag_bundle_close(r);
    return status;
}

void ag_bundle_close(ag_bundle_reader *r) {
    if (!r) return;
    if (r->file) fclose(r->file);
    ag_buffer_deinit(&r->read);
    ag_buffer_deinit(&r->decoded);
    free(r);
}

/* ---- The body ------------------------------------------------------------------------------------------------ */

static bool decode(ag_bundle_reader *r, ag_text base64, ag_bundle_item *item) {
    if (!base64.n || !ag_base64_read(base64, &r->decoded)) return false;
    item->bytes = (ag_text){r->decoded.data, r->decoded.n};
    return true;
}

/* " SEQ" of the entry before. */
static bool take_seq(ag_bundle_reader *r, ag_text *line, ag_bundle_item *item) {
    return take_number(line, &item->seq) && item->seq == r->seq;
}

static bool is_about_file(ag_bundle_line line) {
    return line == AG_BUNDLE_FILE || line == AG_BUNDLE_PART_OF || line == AG_BUNDLE_FILE_KEY;
}

static ag_status next_entry(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    ag_entry_glance glance;
    if (r->before == AG_BUNDLE_CHECKPOINT) return wrong(r, "the end", err);
    if (is_about_file(r->before)) return wrong(r, "about a file, or the checkpoint", err);
    item->kind = AG_BUNDLE_ENTRY;
    item->bytes = line;
    item->seq = r->entries ? r->seq + 1 : r->first;
    if (ag_entry_glance_at(line, &glance, NULL) == AG_OK) item->seq = glance.seq;
    r->seq = item->seq;
    r->entries++;
    return AG_OK;
}

static ag_status next_box(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    item->kind = AG_BUNDLE_BOX;
    return r->before == AG_BUNDLE_ENTRY && take_seq(r, &line, item) && decode(r, line, item)
               ? AG_OK
               : wrong(r, "the sealed content of the entry before it", err);
}

static ag_status next_key(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    item->kind = AG_BUNDLE_KEY;
    return (r->before == AG_BUNDLE_BOX || r->before == AG_BUNDLE_KEY) && take_seq(r, &line, item) &&
                   take_hex(&line, item->recipient) && decode(r, line, item)
               ? AG_OK
               : wrong(r, "a recipient's key for the sealed content before it", err);
}

static ag_status next_file(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    item->kind = AG_BUNDLE_FILE;
    if (r->before == AG_BUNDLE_CHECKPOINT || (is_about_file(r->before) && r->before != AG_BUNDLE_FILE) ||
        !take_hex(&line, item->file.content.byte) || !take_hex(&line, item->file.commitment.byte) ||
        !ag_digest_parse(line, &item->file.box) ||
        (r->files && memcmp(item->file.content.byte, r->content.byte, AG_DIGEST_BYTES) <= 0))
        return wrong(r, "the next file, behind the entries", err);
    if (r->files++ == AG_MAX_BUNDLE_FILES) return wrong(r, "the checkpoint: there are too many files", err);
    r->content = item->file.content;
    return AG_OK;
}

/* Of the file of the line before, or of a later one. */
static ag_status next_part(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    item->kind = AG_BUNDLE_PART_OF;
    bool fits = is_about_file(r->before) && take_hex(&line, item->file.content.byte) && decode(r, line, item) &&
                item->bytes.n <= AG_BUNDLE_PART;
    if (fits && r->before != AG_BUNDLE_FILE) {
        const int order = memcmp(item->file.content.byte, r->content.byte, AG_DIGEST_BYTES);
        fits = order > 0 || (order == 0 && r->before == AG_BUNDLE_PART_OF && r->part == AG_BUNDLE_PART);
    }
    if (!fits) return wrong(r, "the next part of a file", err);
    r->content = item->file.content;
    r->part = item->bytes.n;
    return AG_OK;
}

static ag_status next_file_key(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    item->kind = AG_BUNDLE_FILE_KEY;
    return (r->before == AG_BUNDLE_PART_OF || r->before == AG_BUNDLE_FILE_KEY) &&
                   take_hex(&line, item->file.content.byte) && ag_digest_equal(&item->file.content, &r->content) &&
                   take_hex(&line, item->recipient) && decode(r, line, item)
               ? AG_OK
               : wrong(r, "a recipient's key for the file before it", err);
}

static ag_status next_checkpoint(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    item->kind = AG_BUNDLE_CHECKPOINT;
    return r->before != AG_BUNDLE_CHECKPOINT && decode(r, line, item) ? AG_OK : wrong(r, "the one checkpoint", err);
}

static ag_status next_end(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    ag_digest said, found;
    ag_text more;
    item->kind = AG_BUNDLE_END;
    if (r->before != AG_BUNDLE_CHECKPOINT || !take_number(&line, &item->seq) || !ag_digest_parse(line, &said))
        return wrong(r, "an entry or the checkpoint", err);
    crypto_hash_sha256_final(&r->hash, found.byte);
    if (item->seq != r->entries || !ag_digest_equal(&said, &found))
        return place(
            r, ag_fail(err, AG_BAD_INPUT, "ask for the bundle again", "the bundle was changed after it was written"),
            err);
    ag_error none;
    const ag_status status = take_line(r, &more, &none);
    if (status == AG_BAD_INPUT && r->read.n == r->at) return AG_OK; /* what should be: no line, and no piece of one */
    if (status == AG_ENVIRONMENT && err) *err = none;
    return status == AG_ENVIRONMENT ? status : wrong(r, "the last", err);
}

static ag_status next_item(ag_bundle_reader *r, ag_text line, ag_bundle_item *item, ag_error *err) {
    if (take_keyword(&line, "box")) return next_box(r, line, item, err);
    if (take_keyword(&line, "key")) return next_key(r, line, item, err);
    if (take_keyword(&line, "file")) return next_file(r, line, item, err);
    if (take_keyword(&line, "part")) return next_part(r, line, item, err);
    if (take_keyword(&line, "filekey")) return next_file_key(r, line, item, err);
    if (take_keyword(&line, "checkpoint")) return next_checkpoint(r, line, item, err);
    if (take_keyword(&line, "end")) return next_end(r, line, item, err);
    return next_entry(r, line, item, err);
}

ag_status ag_bundle_next(ag_bundle_reader *r, ag_bundle_item *item, ag_error *err) {
    ag_text line;
    *item = (ag_bundle_item){0};
    ag_status status = take_line(r, &line, err);
    if (status == AG_OK) status = next_item(r, line, item, err);
    if (status == AG_OK && item->kind != AG_BUNDLE_END) hash_line(r, line);
    r->before = item->kind;
    return status;
}
