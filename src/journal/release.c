/* Releases: see release.h. */
#include "journal/release.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "journal/base64.h"
#include "journal/canonical.h"
#include "journal/seal.h"

#include "base/banned.h"

static const char signed_prefix[] = "antigone-release-1\n";
static const char *const act_names[AG_RELEASE_ACTS] = {"release.propose", "release.approve", "release.issue"};

/* ---- Writing ------------------------------------------------------------------------------------------------- */

void ag_release_put_head(const char *site, const uint8_t key[AG_PUBLIC_BYTES], const ag_digest *genesis,
                         ag_buffer *out) {
    char hex[AG_DIGEST_HEX + 1];
    ag_buffer_printf(out, "antigone-release 1\nsite %s %s\n", site, ag_hex_format(key, AG_PUBLIC_BYTES, hex));
    ag_buffer_printf(out, "genesis %s\n", ag_digest_hex(genesis, hex));
}

ag_status ag_release_put_json(const char *keyword, const json_t *value, ag_buffer *out, ag_error *err) {
    ag_buffer_printf(out, "%s ", keyword);
    const ag_status status = ag_canonical_write(value, out, err);
    ag_buffer_putc(out, '\n');
    return status;
}

void ag_release_put_entry(const char *keyword, uint64_t seq, ag_text bytes, ag_buffer *out) {
    ag_buffer_printf(out, "%s %" PRIu64 " ", keyword, seq);
    ag_buffer_add(out, bytes.at, bytes.n);
    ag_buffer_putc(out, '\n');
}

static void put_base64(const char *keyword, ag_text bytes, ag_buffer *out) {
    ag_buffer_printf(out, "%s ", keyword);
    ag_base64_write(bytes.at, bytes.n, out);
    ag_buffer_putc(out, '\n');
}

void ag_release_put_opening(ag_text plain, ag_buffer *out) { put_base64("opening", plain, out); }

void ag_release_put_leaf(uint64_t seq, const ag_digest *leaf, ag_buffer *out) {
    char hex[AG_DIGEST_HEX + 1];
    ag_buffer_printf(out, "leaf %" PRIu64 " %s\n", seq, ag_digest_hex(leaf, hex));
}

/* What the site signs: the prefix and the file so far. */
static bool signed_message(ag_text bytes, ag_buffer *out) {
    ag_buffer_puts(out, signed_prefix);
    ag_buffer_add(out, bytes.at, bytes.n);
    return !out->failed;
}

void ag_release_finish(ag_text hashes, ag_text note, const ag_signer *site, ag_buffer *out) {
    ag_buffer message = {0};
    uint8_t signature[AG_SIGNATURE_BYTES];
    char hex[2 * AG_SIGNATURE_BYTES + 1];
    for (size_t at = 0; at + AG_DIGEST_BYTES <= hashes.n; at += AG_DIGEST_BYTES)
        put_base64("hash", (ag_text){hashes.at + at, AG_DIGEST_BYTES}, out);
    put_base64("checkpoint", note, out);
    if (signed_message((ag_text){out->data, out->n}, &message)) {
        ag_sign(site, (ag_text){message.data, message.n}, signature);
        ag_buffer_printf(out, "signed %s\n", ag_hex_format(signature, sizeof signature, hex));
    } else {
        out->failed = true;
    }
    ag_buffer_deinit(&message);
}

/* ---- Reading ------------------------------------------------------------------------------------------------- */

typedef struct reader {
    ag_text file;
    size_t at; /* of the next line */
    long row;  /* of the line in `line` */
    ag_text line;
    ag_release *out;
    ag_shown *shown; /* owned: leaves in order */
    size_t n, capacity;
    json_t *fact; /* owned: the last; NULL once what it rests on was read */
    ag_entry entry;
    bool has_entry; /* the last line was an entry whose opening may follow */
    uint64_t frozen;
    int acts;
    ag_buffer hashes, decoded;
    ag_error *err;
} reader;

static ag_status told(const reader *r, ag_status status, const char *hint, const char *what) {
    ag_fail(r->err, status, hint, "%s", what);
    if (r->err) r->err->row = r->row;
    return status;
}

static ag_status wrong(const reader *r, const char *should) {
    ag_fail(r->err, AG_BAD_INPUT, "ask for the release again", "this line should be %s", should);
    if (r->err) r->err->row = r->row;
    return AG_BAD_INPUT;
}

static ag_status changed(const reader *r, const char *what) {
    return told(r, AG_FINDINGS, "keep the file: this is evidence", what);
}

static ag_status no_memory(const reader *r) { return told(r, AG_ENVIRONMENT, NULL, "out of memory"); }

static bool next_line(reader *r) {
    const char *start = r->file.at + r->at, *end = memchr(start, '\n', r->file.n - r->at);
    r->row++;
    if (!end) return false;
    r->line = (ag_text){start, (size_t)(end - start)};
    r->at += r->line.n + 1;
    return r->line.n <= AG_MAX_BUNDLE_LINE;
}

/* What follows "keyword " in the line. */
static bool after(const reader *r, const char *keyword, ag_text *out) {
    const size_t n = strlen(keyword);
    if (r->line.n <= n || memcmp(r->line.at, keyword, n) != 0 || r->line.at[n] != ' ') return false;
    *out = (ag_text){r->line.at + n + 1, r->line.n - n - 1};
    return true;
}

static bool take_number(ag_text *rest, uint64_t *out) {
    const char *space = memchr(rest->at, ' ', rest->n);
    const size_t n = space ? (size_t)(space - rest->at) : 0;
    int64_t value;
    if (!n || (*rest->at == '0' && n > 1) || *rest->at < '0' || *rest->at > '9' ||
        !ag_parse_int((ag_text){rest->at, n}, &value) || value < 0)
        return false;
    *out = (uint64_t)value;
    *rest = (ag_text){space + 1, rest->n - n - 1};
    return true;
}

static ag_status read_site(reader *r) {
    ag_text rest;
    if (!after(r, "site", &rest)) return wrong(r, "the site with its name and public key");
    const char *space = memchr(rest.at, ' ', rest.n);
    const ag_text name = {rest.at, space ? (size_t)(space - rest.at) : 0};
    if (!ag_note_name_fits(name) || name.n >= sizeof r->out->site || memchr(name.at, 0, name.n) ||
        !ag_hex_parse((ag_text){space + 1, rest.n - name.n - 1}, r->out->site_key, AG_PUBLIC_BYTES))
        return wrong(r, "the site with its name and public key");
    memcpy(r->out->site, name.at, name.n);
    return AG_OK;
}

static bool is_text_of(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) && json_string_length(value) > 0;
}

static ag_status read_about(reader *r) {
    static const char should[] = "what the release is about";
    ag_text rest;
    ag_error ignored;
    if (!after(r, "about", &rest) || ag_canonical_parse(rest, &r->out->about, &ignored) != AG_OK)
        return wrong(r, should);
    const json_t *about = r->out->about, *frozen = json_object_get(about, "frozen");
    if (!is_text_of(about, "dossier") || !is_text_of(about, "release") || !is_text_of(about, "profile") ||
        !is_text_of(about, "to") || !is_text_of(about, "basis") || !json_is_integer(frozen) ||
        json_integer_value(frozen) < 0)
        return wrong(r, should);
    r->frozen = (uint64_t)json_integer_value(frozen);
    return AG_OK;
}

static ag_status read_head(reader *r) {
    ag_text rest;
    if (!next_line(r) || !ag_text_equal(r->line, AG_TEXT("antigone-release 1"))) return wrong(r, "antigone-release 1");
    if (!next_line(r)) return wrong(r, "the site with its name and public key");
    const ag_status status = read_site(r);
    if (status != AG_OK) return status;
    if (!next_line(r) || !after(r, "genesis", &rest) || !ag_digest_parse(rest, &r->out->genesis))
        return wrong(r, "the genesis of the chain");
    if (!next_line(r)) return wrong(r, "what the release is about");
    return read_about(r);
}

/* ---- Facts ----------------------------------------------------------------------------------------------------- */

static ag_status add_shown(reader *r, uint64_t index, const ag_digest *leaf) {
    if (r->n && index <= r->shown[r->n - 1].index) return wrong(r, "of a later entry than the one before");
    if (r->n == r->capacity) {
        const size_t capacity = r->capacity ? 2 * r->capacity : 64;
        ag_shown *more = realloc(r->shown, capacity * sizeof *more);
        if (!more) return no_memory(r);
        r->shown = more;
        r->capacity = capacity;
    }
    r->shown[r->n++] = (ag_shown){.index = index, .leaf = *leaf};
    return AG_OK;
}

/* The fact before was not shown to rest on anything else than the signature of the site. */
static void end_fact(reader *r) {
    if (r->has_entry) ag_entry_deinit(&r->entry);
    r->has_entry = false;
    if (r->fact) r->out->attested++;
    json_decref(r->fact);
    r->fact = NULL;
}

static ag_status read_fact(reader *r, ag_text rest) {
    ag_error ignored;
    end_fact(r);
    if (r->out->facts == AG_MAX_RELEASED) return wrong(r, "the end: it has more facts than a release can have");
    if (ag_canonical_parse(rest, &r->fact, &ignored) != AG_OK || !is_text_of(r->fact, "subject") ||
        !json_is_object(json_object_get(r->fact, "fields")))
        return wrong(r, "a fact");
    r->out->facts++;
    return AG_OK;
}

/* "on" is when it happened, or the day on which it was recorded. */
static bool same_day(const json_t *on, const ag_entry *entry) {
    const ag_text day = entry->when.n ? entry->when : (ag_text){entry->at.at, 10};
    return !on || (json_is_string(on) && ag_text_equal(ag_text_of(json_string_value(on)), day));
}

static bool same_text(const json_t *value, ag_text text) {
    return json_is_string(value) && ag_text_equal((ag_text){json_string_value(value), json_string_length(value)}, text);
}

/* What the fact says stands in the entry, or in its sealed part. */
static bool fields_agree(const json_t *fact, const ag_entry *entry, const json_t *opened) {
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(fact, "fields"), name, value) {
        const json_t *said = json_object_get(entry->data, name);
        if (json_is_null(said)) said = json_object_get(opened, name);
        if (!said || !json_equal(said, value)) return false;
    }
    return true;
}

static bool tells_sealed(const json_t *fact, const ag_entry *entry) {
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(fact, "fields"), name, value) {
        if (json_is_null(json_object_get(entry->data, name))) return true;
    }
    return false;
}

static bool of_this_site(const reader *r, const ag_entry *entry, uint64_t seq) {
    return entry->seq == seq && ag_text_equal(entry->site, ag_text_of(r->out->site));
}

static ag_status check_whole(reader *r, uint64_t seq) {
    const json_t *action = json_object_get(r->fact, "action");
    ag_error ignored;
    if (!of_this_site(r, &r->entry, seq) || (action && !same_text(action, r->entry.action)) ||
        !same_text(json_object_get(r->fact, "subject"), r->entry.subject) ||
        !same_day(json_object_get(r->fact, "on"), &r->entry))
        return changed(r, "the entry is not the one that the fact before it comes from");
    if (ag_entry_check_signatures(&r->entry, &ignored) != AG_OK) return changed(r, "a signature does not hold");
    return AG_OK;
}

static ag_status read_entry(reader *r, ag_text rest) {
    uint64_t seq;
    ag_error ignored;
    if (!r->fact || r->has_entry || !take_number(&rest, &seq) || ag_entry_parse(rest, &r->entry, &ignored) != AG_OK)
        return wrong(r, "an entry");
    r->has_entry = true;
    ag_status status = check_whole(r, seq);
    if (status == AG_OK && seq > r->frozen) status = changed(r, "the entry is later than the freezing of the dossier");
    const ag_digest leaf = ag_tree_leaf(rest.at, rest.n);
    if (status == AG_OK) status = add_shown(r, seq, &leaf);
    if (status != AG_OK) return status;
    if (tells_sealed(r->fact, &r->entry)) return AG_OK; /* the opening must follow */
    if (!fields_agree(r->fact, &r->entry, NULL)) return changed(r, "the fact says what its entry does not");
    r->out->whole++;
    json_decref(r->fact);
    r->fact = NULL;
    return AG_OK;
}

/* Salt and content against the commitment of the entry. */
static ag_status read_opening(reader *r, ag_text rest) {
    ag_digest commitment;
    ag_error ignored;
    json_t *content = NULL;
    if (!r->has_entry || !r->fact || !ag_base64_read(rest, &r->decoded) || r->decoded.n < AG_SEAL_SALT_BYTES)
        return wrong(r, "the sealed part of an entry");
    const ag_digest found = ag_sha256(r->decoded.data, r->decoded.n);
    if (!ag_digest_parse(r->entry.sealed, &commitment) || !ag_digest_equal(&found, &commitment))
        return changed(r, "this is not what the entry committed to");
    if (ag_canonical_parse((ag_text){r->decoded.data + AG_SEAL_SALT_BYTES, r->decoded.n - AG_SEAL_SALT_BYTES}, &content,
                           &ignored) != AG_OK)
        return changed(r, "the sealed part cannot be read");
    const bool agree = fields_agree(r->fact, &r->entry, content);
    json_decref(content);
    if (!agree) return changed(r, "the fact says what its entry does not");
    r->out->opened++;
    r->out->whole++;
    json_decref(r->fact);
    r->fact = NULL;
    return AG_OK;
}

static ag_status read_leaf(reader *r, ag_text rest) {
    uint64_t seq;
    ag_digest leaf;
    if (!r->fact || r->has_entry || !take_number(&rest, &seq) || !ag_digest_parse(rest, &leaf))
        return wrong(r, "the leaf of an entry");
    if (seq > r->frozen) return changed(r, "the entry is later than the freezing of the dossier");
    r->out->hashed++;
    json_decref(r->fact);
    r->fact = NULL;
    return add_shown(r, seq, &leaf);
}

/* ---- Acts ------------------------------------------------------------------------------------------------------- */

static bool act_says(const reader *r, const ag_entry *act, const char *key) {
    const json_t *said = json_object_get(act->data, key);
    return said && json_equal(said, json_object_get(r->out->about, key));
}

/* What is particular about each of the three. */
static bool act_fits(const reader *r, const ag_entry *act) {
    char hex[AG_DIGEST_HEX + 1];
    if (r->acts == 0)
        return act_says(r, act, "dossier") && act_says(r, act, "profile") && act_says(r, act, "to") &&
               act_says(r, act, "basis");
    if (r->acts == 1) return strcmp(r->out->by[0], r->out->by[1]) != 0;
    return same_text(json_object_get(act->data, "digest"), ag_text_of(ag_digest_hex(&r->out->content, hex)));
}

static ag_status check_act(reader *r, const ag_entry *act, uint64_t seq) {
    ag_error ignored;
    if (!of_this_site(r, act, seq) || !ag_text_equal(act->action, ag_text_of(act_names[r->acts])) ||
        !same_text(json_object_get(r->out->about, "release"), act->subject) || act->by.n >= sizeof r->out->by[0])
        return changed(r, "this is not the act of this release that should stand here");
    memcpy(r->out->by[r->acts], act->by.at, act->by.n);
    if (!act->sig || ag_entry_check_signatures(act, &ignored) != AG_OK)
        return changed(r, "the signature of who made it does not hold");
    if (seq <= r->frozen || !act_fits(r, act)) return changed(r, "the act is of another content than this");
    return AG_OK;
}

static ag_status read_act(reader *r, ag_text rest, size_t start) {
    uint64_t seq;
    ag_entry act;
    ag_error ignored;
    if (r->acts == AG_RELEASE_ACTS || !take_number(&rest, &seq) || ag_entry_parse(rest, &act, &ignored) != AG_OK)
        return wrong(r, "an act of the release");
    if (!r->acts) {
        end_fact(r);
        r->out->content = ag_sha256(r->file.at, start);
    }
    ag_status status = check_act(r, &act, seq);
    ag_entry_deinit(&act);
    const ag_digest leaf = ag_tree_leaf(rest.at, rest.n);
    if (status == AG_OK) status = add_shown(r, seq, &leaf);
    r->acts++;
    return status;
}

/* ---- The end ----------------------------------------------------------------------------------------------------- */

static ag_status check_tree(reader *r) {
    const ag_release *release = r->out;
    ag_buffer origin = {0};
    ag_digest root;
    const ag_text note = {release->note.data, release->note.n};
    if (ag_note_parse(note, release->site_key, &r->out->checkpoint, NULL) != AG_OK)
        return changed(r, "the checkpoint is not signed by the site");
    ag_note_origin(ag_text_of(release->site), &release->genesis, &origin);
    const bool same = ag_text_equal(release->checkpoint.origin, (ag_text){origin.data, origin.n});
    ag_buffer_deinit(&origin);
    if (!same) return changed(r, "the checkpoint is of another chain");
    if (!ag_subtrees_root(release->checkpoint.size, r->shown, r->n, (ag_text){r->hashes.data, r->hashes.n}, &root) ||
        !ag_digest_equal(&root, &release->checkpoint.root))
        return changed(r, "entries, leaves and hashes do not lead to the checkpoint");
    return AG_OK;
}

static ag_status check_signature(reader *r, ag_text rest, size_t start) {
    uint8_t signature[AG_SIGNATURE_BYTES];
    ag_buffer message = {0};
    if (!ag_hex_parse(rest, signature, sizeof signature) || r->at != r->file.n)
        return wrong(r, "the signature of the site, and the last");
    const bool made = signed_message((ag_text){r->file.at, start}, &message);
    const bool holds = made && ag_signature_holds(r->out->site_key, (ag_text){message.data, message.n}, signature);
    ag_buffer_deinit(&message);
    if (!made) return no_memory(r);
    return holds ? AG_OK : changed(r, "the release was changed after it was signed");
}

static ag_status read_end(reader *r, size_t start) {
    ag_text rest;
    if (r->acts != AG_RELEASE_ACTS || !r->out->note.n || !after(r, "signed", &rest))
        return wrong(r, "the signature of the site, after acts and checkpoint");
    const ag_status status = check_tree(r);
    return status == AG_OK ? check_signature(r, rest, start) : status;
}

static ag_status read_hash(reader *r, ag_text rest) {
    uint8_t hash[AG_DIGEST_BYTES];
    if (r->acts != AG_RELEASE_ACTS || r->out->note.n || !ag_base64_parse(rest, hash, sizeof hash))
        return wrong(r, "a hash of the tree");
    ag_buffer_add(&r->hashes, (const char *)hash, sizeof hash);
    return r->hashes.failed ? no_memory(r) : AG_OK;
}

static ag_status read_checkpoint(reader *r, ag_text rest) {
    if (r->acts != AG_RELEASE_ACTS || r->out->note.n || !ag_base64_read(rest, &r->out->note) || !r->out->note.n)
        return wrong(r, "the checkpoint");
    return AG_OK;
}

/* An entry whose sealed fields the fact tells, and no opening behind it. */
static bool lacks_opening(const reader *r) { return r->has_entry && r->fact; }

static ag_status read_line(reader *r, size_t start, bool *ended) {
    ag_text rest;
    if (lacks_opening(r) && !after(r, "opening", &rest)) return wrong(r, "the sealed part of the entry");
    if (after(r, "fact", &rest) && !r->acts) return read_fact(r, rest);
    if (after(r, "entry", &rest) && !r->acts) return read_entry(r, rest);
    if (after(r, "opening", &rest) && !r->acts) return read_opening(r, rest);
    if (after(r, "leaf", &rest) && !r->acts) return read_leaf(r, rest);
    if (after(r, "act", &rest)) return read_act(r, rest, start);
    if (after(r, "hash", &rest)) return read_hash(r, rest);
    if (after(r, "checkpoint", &rest)) return read_checkpoint(r, rest);
    *ended = true;
    return read_end(r, start);
}

static ag_status check_against(reader *r, ag_text against) {
    ag_checkpoint kept;
    if (ag_note_parse(against, r->out->site_key, &kept, NULL) != AG_OK)
        return told(r, AG_FINDINGS, "a checkpoint of this site",
                    "the checkpoint from outside is not signed by the site");
    if (!ag_text_equal(kept.origin, r->out->checkpoint.origin))
        return told(r, AG_FINDINGS, NULL, "the checkpoint from outside is of another chain");
    if (kept.size != r->out->checkpoint.size) {
        ag_fail(r->err, AG_BAD_INPUT, "ask the site for a checkpoint of that size, or for its bundle",
                "the checkpoint from outside covers %" PRIu64 " entries, the one of the release %" PRIu64
                ": they cannot be compared",
                kept.size, r->out->checkpoint.size);
        return AG_BAD_INPUT;
    }
    return ag_digest_equal(&kept.root, &r->out->checkpoint.root)
               ? AG_OK
               : told(r, AG_FINDINGS, "keep both: this is evidence",
                      "the site has signed two different histories of one length");
}

static ag_status check(reader *r, const uint8_t *open, ag_text against) {
    bool ended = false;
    ag_status status = read_head(r);
    if (status == AG_OK && open && memcmp(open, r->out->site_key, AG_PUBLIC_BYTES) != 0)
        status = changed(r, "the release is signed with another key than the one that was named");
    while (status == AG_OK && !ended) {
        const size_t start = r->at;
        status = next_line(r) ? read_line(r, start, &ended) : wrong(r, "there, and shorter: the release is cut short");
    }
    return status == AG_OK && against.n ? check_against(r, against) : status;
}

ag_status ag_release_check(ag_text file, const uint8_t *open, ag_text against, ag_release *out, ag_error *err) {
    *out = (ag_release){0};
    reader r = {.file = file, .out = out, .err = err};
    const ag_status status =
        file.n <= AG_MAX_RELEASE_BYTES ? check(&r, open, against) : wrong(&r, "shorter: no release is so long");
    end_fact(&r);
    free(r.shown);
    ag_buffer_deinit(&r.hashes);
    ag_buffer_deinit(&r.decoded);
    return status;
}

void ag_release_deinit(ag_release *release) {
    json_decref(release->about);
    ag_buffer_deinit(&release->note);
}
