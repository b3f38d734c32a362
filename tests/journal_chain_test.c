/* Chains and bundles: a good one raises no alarm, and a fault is found and named by its entry. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/limits.h"
#include "journal/bundle.h"
#include "support.h"

#include "base/banned.h"

enum { MOST = 40, START = 9 * 3600 };

typedef struct chain {
    int n;
    ag_buffer bytes[MOST], box[MOST];
    ag_digest leaf[MOST];
    ag_signer site, person;
} chain;

static ag_text text_of(const ag_buffer *b) { return (ag_text){b->data, b->n}; }

static void make_signer(uint8_t fill, ag_signer *out) {
    ag_secret seed;
    memset(&seed, fill, sizeof seed);
    ag_signer_of(&seed, out);
}

static void chain_init(chain *c) {
    *c = (chain){0};
    make_signer(1, &c->site);
    make_signer(2, &c->person);
}

static void chain_deinit(chain *c) {
    for (int i = 0; i < MOST; i++) {
        ag_buffer_deinit(&c->bytes[i]);
        ag_buffer_deinit(&c->box[i]);
    }
}

/* What an entry is made with; the chain gives seq and prev. */
typedef struct making {
    const char *action;
    int seconds;
    uint64_t salt;
    bool boxed, is_signed;
    const char *files, *list; /* of a casebook.give; NULL: none */
} making;

static void seal_entry(chain *c, int i, uint64_t salt, char digest[AG_DIGEST_HEX + 1]) {
    ag_buffer_printf(&c->box[i], "box %" PRIu64 " of %d", salt, i);
    const ag_digest d = ag_sha256(c->box[i].data, c->box[i].n);
    ag_digest_hex(&d, digest);
}

static bool chain_add(chain *c, making how) {
    const int i = c->n++;
    char at[40], digest[AG_DIGEST_HEX + 1] = "", number[24];
    ag_error err;
    const int s = START + how.seconds;
    snprintf(at, sizeof at, "2025-06-16T%02d:%02d:%02dZ", s / 3600, s / 60 % 60, s % 60);
    snprintf(number, sizeof number, "%" PRIu64, how.salt);
    if (how.boxed) seal_entry(c, i, how.salt, digest);
    json_t *data = json_pack("{s:s,s:n}", "number", number, "place"), *sig = json_array();
    if (how.files) json_object_set_new(data, "files", json_string(how.files));
    if (how.files) json_object_set_new(data, "list", json_string(how.list));
    ag_entry e = {.seq = (uint64_t)i,
                  .at = ag_text_of(at),
                  .by = AG_TEXT("registrar-2"),
                  .role = AG_TEXT("registrar"),
                  .site = AG_TEXT("odesa-3"),
                  .action = ag_text_of(how.action),
                  .subject = AG_TEXT("remains:7"),
                  .sealed = ag_text_of(digest),
                  .box = ag_text_of(digest),
                  .data = data};
    if (i) e.prev = c->leaf[i - 1];
    bool held = !how.is_signed || ag_entry_sign(&e, e.by, &c->person, sig, &err) == AG_OK;
    if (how.is_signed) e.sig = sig;
    held = held && ag_entry_format(&e, &c->bytes[i], &err) == AG_OK;
    c->leaf[i] = ag_tree_leaf(c->bytes[i].data, c->bytes[i].n);
    json_decref(data);
    json_decref(sig);
    return held;
}

static bool chain_random(draws *d, chain *c, int least) {
    int seconds = 0;
    bool held = true;
    chain_init(c);
    const int n = least + (int)draw_below(d, (uint64_t)(MOST - least + 1));
    while (c->n < n && held) {
        seconds += (int)draw_below(d, 100);
        held = chain_add(c, (making){.action = "remains.recover",
                                     .seconds = seconds,
                                     .salt = draw_below(d, 1000000),
                                     .boxed = draw_bool(d),
                                     .is_signed = draw_below(d, 4) == 3});
    }
    return held;
}

/* A good chain of n entries, the fourth of each with a box, the fifth of each signed. */
static void chain_of(chain *c, int n) {
    chain_init(c);
    while (c->n < n)
        assert_true(chain_add(c, (making){.action = "remains.recover",
                                          .seconds = c->n * 60,
                                          .salt = (uint64_t)c->n * 7,
                                          .boxed = c->n % 4 == 3,
                                          .is_signed = c->n % 5 == 4}));
}

static void note_of(const chain *c, uint64_t size, ag_buffer *out) {
    ag_buffer origin = {0};
    ag_note_origin(AG_TEXT("odesa-3"), &c->leaf[0], &origin);
    const ag_checkpoint checkpoint = {text_of(&origin), size, ag_tree_root_of(c->leaf, size)};
    ag_buffer_clear(out);
    ag_note_format(&checkpoint, AG_TEXT("odesa-3"), &c->site, out);
    ag_buffer_deinit(&origin);
}

/* ---- Faults -------------------------------------------------------------------------------------------------- */

/* The entries as a verifier gets them: places in the chain, in this order. */
typedef struct order {
    int at[MOST + 1], n;
} order;

static order whole(const chain *c) {
    order o = {.n = c->n};
    for (int i = 0; i < c->n; i++) o.at[i] = i;
    return o;
}

/* After entry `from` was changed: prev of what follows, as a forger who has no keys would make it. */
static void rechain(chain *c, int from) {
    for (int i = from; i < c->n; i++) {
        char hex[AG_DIGEST_HEX + 1];
        if (i > from)
            memcpy(strstr(c->bytes[i].data, "\"prev\":\"") + 8, ag_digest_hex(&c->leaf[i - 1], hex), AG_DIGEST_HEX);
        c->leaf[i] = ag_tree_leaf(c->bytes[i].data, c->bytes[i].n);
    }
}

static void change_digit(ag_buffer *bytes, const char *after) {
    char *at = strstr(bytes->data, after) + strlen(after);
    *at = *at == '0' ? '1' : '0';
}

typedef enum mischief { NONE, FLIP, DROP, DOUBLE, SWAP, FORGE, TAIL, BOX, SIGNATURE, MISCHIEFS } mischief;

/* The entry that a finding must name; -1: this chain has no place for it. */
static int do_mischief(draws *d, mischief what, chain *c, order *o) {
    const int k = (int)draw_below(d, (uint64_t)c->n), last = c->n - 1;
    int j;
    switch (what) {
    case FLIP:
        j = (int)draw_below(d, 8 * c->bytes[k].n);
        c->bytes[k].data[j / 8] = (char)(c->bytes[k].data[j / 8] ^ 1 << j % 8);
        return k;
    case DROP:
        if (k == last) return -1;
        memmove(&o->at[k], &o->at[k + 1], (size_t)(last - k) * sizeof *o->at);
        o->n--;
        return k;
    case DOUBLE:
        memmove(&o->at[k + 1], &o->at[k], (size_t)(last - k + 1) * sizeof *o->at);
        o->n++;
        return k;
    case SWAP:
        if (k == last) return -1;
        o->at[k] = k + 1;
        o->at[k + 1] = k;
        return k;
    case FORGE:
        change_digit(&c->bytes[k], "\"number\":\"");
        rechain(c, k);
        return k;
    case TAIL:
        o->n = k;
        return k;
    case BOX:
        j = (int)draw_below(d, (uint64_t)c->n);
        if (j == k || !c->box[j].n || !c->box[k].n) return -1;
        const ag_buffer box = c->box[j];
        c->box[j] = c->box[k];
        c->box[k] = box;
        return k;
    case SIGNATURE:
        if (!strstr(c->bytes[k].data, "\"sig\":\"")) return -1;
        change_digit(&c->bytes[k], "\"sig\":\"");
        rechain(c, k);
        return k;
    default:
        return -1;
    }
}

/* ---- Verification -------------------------------------------------------------------------------------------- */

typedef struct verdict {
    ag_status status;
    ag_diagnostics found;
    uint64_t size;
    ag_digest root;
} verdict;

/* `inside` before the entries, `outside` after them. */
static verdict verify(const chain *c, const order *o, ag_text inside, ag_text outside) {
    verdict v = {0};
    ag_error err;
    ag_verifier *verifier = ag_verifier_new("chain", 2, &v.found);
    v.status = ag_verifier_expect(verifier, inside, c->site.open, "the checkpoint inside", &err);
    for (int i = 0; i < o->n && v.status == AG_OK; i++)
        v.status = ag_verifier_push(verifier, text_of(&c->bytes[o->at[i]]), text_of(&c->box[o->at[i]]), &err);
    if (v.status == AG_OK && outside.n)
        v.status = ag_verifier_expect(verifier, outside, c->site.open, "the checkpoint outside", &err);
    if (v.status == AG_OK) v.status = ag_verifier_finish(verifier, &v.size, &v.root, &err);
    ag_verifier_free(verifier);
    return v;
}

/* "entry k" stands in a finding. */
static bool names(const ag_diagnostics *found, int k) {
    char words[32];
    const int n = snprintf(words, sizeof words, "entry %d", k);
    for (size_t i = 0; i < found->n; i++)
        for (const char *at = found->item[i].what; (at = strstr(at, words)); at++)
            if (at[n] < '0' || at[n] > '9') return true;
    return false;
}

/* A checkpoint says that something from an entry not after k on is wrong. */
static bool doubts(const ag_diagnostics *found, int k) {
    for (size_t i = 0; i < found->n; i++)
        if (strstr(found->item[i].what, "checkpoint") && found->item[i].row <= k) return true;
    return false;
}

/* Seen from the chain alone; a changed last entry, a forgery and a dropped tail only against the checkpoint. */
static bool is_found(const verdict *v, mischief what, int k, int last) {
    if (what == FORGE) return doubts(&v->found, k);
    return names(&v->found, k) || (what == FLIP && k == last && doubts(&v->found, k));
}

static bool fault_is_found(draws *d, void *context) {
    (void)context;
    chain c;
    ag_buffer inside = {0}, outside = {0};
    bool held = chain_random(d, &c, 1);
    order o = whole(&c);
    const mischief what = draw_below(d, MISCHIEFS);
    note_of(&c, (uint64_t)c.n, &outside);
    const int last = c.n - 1, k = do_mischief(d, what, &c, &o);
    /* the forger has the site's checkpoints of what was before */
    note_of(&c, draw_below(d, (uint64_t)(k < 0 ? c.n : k) + 1), &inside);
    verdict v = verify(&c, &o, text_of(&inside), text_of(&outside));
    const char *first = v.found.n ? v.found.item[0].what : "nothing";
    if (!held)
        draw_note(d, "no chain could be made");
    else if (k < 0 && (held = v.status == AG_OK && !v.found.n, !held))
        draw_note(d, "an alarm over nothing: %s", first);
    else if (k >= 0 && (held = v.status == AG_FINDINGS && is_found(&v, what, k, last), !held))
        draw_note(d, "mischief %d at %d of %d: %s", what, k, c.n, first);
    ag_diagnostics_deinit(&v.found);
    ag_buffer_deinit(&inside);
    ag_buffer_deinit(&outside);
    chain_deinit(&c);
    return held;
}

static void a_fault_is_found_and_named_and_a_good_chain_raises_no_alarm(void **state) {
    (void)state;
    check_property("a fault of a chain is found and named, and a good chain has none", 2000, fault_is_found, NULL);
}

static verdict verify_whole(const chain *c, ag_text outside) {
    ag_buffer inside = {0};
    const order o = whole(c);
    note_of(c, (uint64_t)c->n, &inside);
    const verdict v = verify(c, &o, text_of(&inside), outside);
    ag_buffer_deinit(&inside);
    return v;
}

static void a_forgery_hides_from_all_but_a_checkpoint_kept_outside(void **state) {
    (void)state;
    chain c;
    ag_buffer outside = {0};
    chain_of(&c, 12);
    note_of(&c, 9, &outside);
    change_digit(&c.bytes[5], "\"number\":\"");
    rechain(&c, 5);
    verdict v = verify_whole(&c, (ag_text){NULL, 0}); /* whoever has the site's key signs what he likes */
    assert_int_equal(v.status, AG_OK);
    v = verify_whole(&c, text_of(&outside));
    assert_int_equal(v.status, AG_FINDINGS);
    assert_int_equal(v.found.n, 1);
    ag_diagnostics_deinit(&v.found);
    ag_buffer_deinit(&outside);
    chain_deinit(&c);
}

static void a_dropped_tail_is_missing_from_its_first_entry_on(void **state) {
    (void)state;
    chain c;
    ag_buffer outside = {0};
    chain_of(&c, 12);
    note_of(&c, 12, &outside);
    c.n = 9;
    verdict v = verify_whole(&c, text_of(&outside));
    assert_int_equal(v.status, AG_FINDINGS);
    assert_int_equal(v.found.n, 1);
    assert_int_equal(v.found.item[0].row, 9);
    ag_diagnostics_deinit(&v.found);
    ag_buffer_deinit(&outside);
    chain_deinit(&c);
}

static void a_clock_that_went_back_must_say_so(void **state) {
    (void)state;
    static const struct {
        const char *action[3];
        int seconds[3];
        size_t findings;
    } cases[] = {{{"a.b", "a.b", "a.b"}, {60, 60, 61}, 0},
                 {{"a.b", "a.b", "a.b"}, {60, 59, 61}, 1},
                 {{"a.b", "casebook.clock", "a.b"}, {60, 20, 21}, 0},  /* recorded with the new time */
                 {{"a.b", "casebook.clock", "a.b"}, {60, 60, 21}, 0},  /* or with the old one */
                 {{"casebook.clock", "a.b", "a.b"}, {60, 60, 21}, 1}}; /* long ago is no excuse */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chain c;
        chain_init(&c);
        for (int k = 0; k < 3; k++)
            assert_true(
                chain_add(&c, (making){.action = cases[i].action[k], .seconds = cases[i].seconds[k], .salt = 1}));
        verdict v = verify_whole(&c, (ag_text){NULL, 0});
        assert_int_equal(v.found.n, cases[i].findings);
        ag_diagnostics_deinit(&v.found);
        chain_deinit(&c);
    }
}

static void what_is_no_checkpoint_of_the_site_is_a_finding(void **state) {
    (void)state;
    chain c;
    ag_buffer outside = {0};
    chain_of(&c, 3);
    const ag_signer site = c.site;
    c.site = c.person;
    note_of(&c, 3, &outside);
    c.site = site;
    verdict v = verify_whole(&c, text_of(&outside));
    assert_int_equal(v.status, AG_FINDINGS);
    ag_diagnostics_deinit(&v.found);
    v = verify_whole(&c, AG_TEXT("what is this?"));
    assert_int_equal(v.status, AG_FINDINGS);
    ag_diagnostics_deinit(&v.found);
    ag_buffer_deinit(&outside);
    chain_deinit(&c);
}

static void blocks_and_threads_change_no_finding(void **state) {
    (void)state;
    enum { N = 5000 };
    chain c;
    chain_of(&c, 2);
    char *first[2] = {NULL, NULL};
    for (int threads = 1; threads <= 2; threads++) { /* the second entry again and again: a finding for each */
        ag_error err;
        ag_diagnostics found = {0};
        ag_buffer all = {0};
        uint64_t size;
        ag_digest root;
        ag_verifier *v = ag_verifier_new("chain", threads, &found);
        assert_ok(ag_verifier_push(v, text_of(&c.bytes[0]), (ag_text){NULL, 0}, &err), &err);
        for (int i = 1; i < N; i++)
            assert_ok(ag_verifier_push(v, text_of(&c.bytes[1]), (ag_text){NULL, 0}, &err), &err);
        assert_status(ag_verifier_finish(v, &size, &root, &err), AG_FINDINGS, &err);
        assert_int_equal(size, N);
        assert_int_equal(found.errors, N - 2);
        for (size_t i = 0; i < found.n; i++) ag_buffer_printf(&all, "%ld %s\n", found.item[i].row, found.item[i].what);
        first[threads - 1] = all.data;
        ag_verifier_free(v);
        ag_diagnostics_deinit(&found);
    }
    assert_string_equal(first[0], first[1]);
    free(first[0]);
    free(first[1]);
    chain_deinit(&c);
}

/* ---- Bundles ------------------------------------------------------------------------------------------------- */

static const uint8_t recipient[AG_PUBLIC_BYTES] = {9, 9, 9};

static void put_nothing(ag_bundle_writer *w, const void *what) {
    (void)w;
    (void)what;
}

static void bundle_with(const chain *c, int first, void (*put_files)(ag_bundle_writer *w, const void *files),
                        const void *files, ag_buffer *out) {
    ag_buffer note = {0};
    ag_bundle_head head = {.site = "odesa-3", .genesis = c->leaf[0]};
    memcpy(head.site_key, c->site.open, AG_PUBLIC_BYTES);
    for (int i = 0; i < first; i++) ag_tree_push(&head.before, &c->leaf[i]);
    if (first) head.prev = c->leaf[first - 1];
    ag_bundle_writer *w = ag_bundle_writer_new(&head, out);
    for (int i = first; i < c->n; i++) {
        ag_bundle_put_entry(w, (uint64_t)i, text_of(&c->bytes[i]));
        if (!c->box[i].n) continue;
        ag_bundle_put_box(w, (uint64_t)i, text_of(&c->box[i]));
        ag_bundle_put_key(w, (uint64_t)i, recipient, AG_TEXT("wrapped for him"));
    }
    put_files(w, files);
    note_of(c, (uint64_t)c->n, &note);
    ag_bundle_finish(w, text_of(&note));
    ag_buffer_deinit(&note);
}

static void bundle_of(const chain *c, int first, ag_buffer *out) { bundle_with(c, first, put_nothing, NULL, out); }

static verdict verify_file(const char *path, const void *bytes, size_t n, ag_text against) {
    verdict v = {0};
    ag_error err;
    write_file(path, bytes, n);
    v.status = ag_bundle_verify(path, 1, against, &v.found, &v.size, &v.root, &err);
    return v;
}

static void a_bundle_verifies_from_any_entry_on(void **state) {
    (void)state;
    chain c;
    ag_buffer bundle = {0}, outside = {0};
    const char *path = path_join(scratch_folder(), "a.agb");
    chain_of(&c, 13);
    const ag_digest root = ag_tree_root_of(c.leaf, 13);
    for (int first = 0; first <= 13; first++) {
        ag_buffer_clear(&bundle);
        bundle_of(&c, first, &bundle);
        for (int kept = 1; kept <= 13; kept++) {
            note_of(&c, (uint64_t)kept, &outside);
            verdict v = verify_file(path, bundle.data, bundle.n, text_of(&outside));
            assert_int_equal(v.status, AG_OK);
            assert_int_equal(v.found.warnings, kept < first);
            assert_int_equal(v.size, 13);
            assert_true(ag_digest_equal(&v.root, &root));
            ag_diagnostics_deinit(&v.found);
        }
    }
    ag_buffer_deinit(&bundle);
    ag_buffer_deinit(&outside);
    chain_deinit(&c);
}

static void a_bundle_reads_back_piece_by_piece(void **state) {
    (void)state;
    chain c;
    ag_error err;
    ag_buffer bundle = {0}, again = {0};
    ag_bundle_head head;
    ag_bundle_reader *reader;
    ag_bundle_item item;
    const char *path = path_join(scratch_folder(), "a.agb");
    chain_of(&c, 13);
    bundle_of(&c, 5, &bundle);
    write_file(path, bundle.data, bundle.n);
    assert_ok(ag_bundle_open(path, &head, &reader, &err), &err);
    assert_string_equal(head.site, "odesa-3");
    assert_int_equal(head.before.size, 5);
    assert_true(ag_digest_equal(&head.genesis, &c.leaf[0]));
    ag_bundle_writer *w = ag_bundle_writer_new(&head, &again);
    do {
        assert_ok(ag_bundle_next(reader, &item, &err), &err);
        if (item.kind == AG_BUNDLE_ENTRY) ag_bundle_put_entry(w, item.seq, item.bytes);
        if (item.kind == AG_BUNDLE_BOX) assert_true(ag_text_equal(item.bytes, text_of(&c.box[item.seq])));
        if (item.kind == AG_BUNDLE_BOX) ag_bundle_put_box(w, item.seq, item.bytes);
        if (item.kind == AG_BUNDLE_KEY) assert_memory_equal(item.recipient, recipient, sizeof recipient);
        if (item.kind == AG_BUNDLE_KEY) ag_bundle_put_key(w, item.seq, item.recipient, item.bytes);
        if (item.kind == AG_BUNDLE_CHECKPOINT) ag_bundle_finish(w, item.bytes);
    } while (item.kind != AG_BUNDLE_END);
    assert_int_equal(item.seq, 8);
    assert_true(ag_text_equal(text_of(&bundle), text_of(&again)));
    ag_bundle_close(reader);
    ag_buffer_deinit(&bundle);
    ag_buffer_deinit(&again);
    chain_deinit(&c);
}

static void no_byte_of_a_bundle_can_change_or_be_cut_off(void **state) {
    (void)state;
    chain c;
    ag_buffer bundle = {0};
    const char *path = path_join(scratch_folder(), "a.agb");
    chain_of(&c, 6);
    bundle_of(&c, 2, &bundle);
    for (size_t i = 0; i < bundle.n; i++) {
        bundle.data[i] ^= 1;
        verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
        assert_true(v.status == AG_BAD_INPUT || (v.status == AG_FINDINGS && v.found.errors));
        ag_diagnostics_deinit(&v.found);
        bundle.data[i] ^= 1;
        v = verify_file(path, bundle.data, i, (ag_text){NULL, 0});
        assert_true(v.status == AG_BAD_INPUT || (v.status == AG_FINDINGS && v.found.errors));
        ag_diagnostics_deinit(&v.found);
    }
    ag_buffer_puts(&bundle, "more");
    verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
    assert_int_equal(v.status, AG_FINDINGS);
    ag_diagnostics_deinit(&v.found);
    ag_buffer_deinit(&bundle);
    chain_deinit(&c);
}

/* The last line made right again, as a forger would. */
static void put_end_right(ag_buffer *bundle, int entries) {
    char hex[AG_DIGEST_HEX + 1];
    const char *end = strstr(bundle->data, "\nend ");
    bundle->n = (size_t)(end + 1 - bundle->data);
    const ag_digest digest = ag_sha256(bundle->data, bundle->n);
    ag_buffer_printf(bundle, "end %d %s\n", entries, ag_digest_hex(&digest, hex));
}

static void a_bundle_that_was_tampered_with_names_the_entry(void **state) {
    (void)state;
    chain c;
    ag_buffer bundle = {0};
    const char *path = path_join(scratch_folder(), "a.agb");
    chain_of(&c, 8);
    bundle_of(&c, 2, &bundle);
    change_digit(&bundle, "\"number\":\"28");
    put_end_right(&bundle, 6);
    verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
    assert_int_equal(v.status, AG_FINDINGS);
    assert_true(names(&v.found, 4));
    ag_diagnostics_deinit(&v.found);
    ag_buffer_clear(&bundle);
    bundle_of(&c, 2, &bundle);
    char *fifth = strstr(strstr(bundle.data, "\"seq\":4"), "\n") + 1, *sixth = strchr(fifth, '\n') + 1;
    memmove(fifth, sixth, (size_t)(bundle.data + bundle.n - sixth) + 1);
    bundle.n -= (size_t)(sixth - fifth);
    put_end_right(&bundle, 5);
    v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
    assert_int_equal(v.status, AG_FINDINGS);
    assert_true(names(&v.found, 5));
    ag_diagnostics_deinit(&v.found);
    ag_buffer_deinit(&bundle);
    chain_deinit(&c);
}

static void a_bundle_of_another_chain_or_site_is_found(void **state) {
    (void)state;
    chain c;
    ag_buffer bundle = {0}, outside = {0};
    const char *path = path_join(scratch_folder(), "a.agb");
    chain_of(&c, 4);
    note_of(&c, 4, &outside);
    change_digit(&c.bytes[0], "\"number\":\"");
    rechain(&c, 0);
    bundle_of(&c, 0, &bundle);
    verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
    assert_int_equal(v.status, AG_OK);
    v = verify_file(path, bundle.data, bundle.n, text_of(&outside));
    assert_int_equal(v.status, AG_FINDINGS);
    ag_diagnostics_deinit(&v.found);
    change_digit(&bundle, "genesis ");
    put_end_right(&bundle, 4);
    v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
    assert_int_equal(v.found.errors, 2); /* the first entry, and the origin of the checkpoint */
    ag_diagnostics_deinit(&v.found);
    ag_buffer_deinit(&bundle);
    ag_buffer_deinit(&outside);
    chain_deinit(&c);
}

static void what_is_no_bundle_is_refused_with_its_line(void **state) {
    (void)state;
    static const char head[] = "antigone-bundle 1\n", site[] = "site odesa-3 ",
                      hex[] = "0000000000000000000000000000000000000000000000000000000000000000";
    ag_error err;
    ag_bundle_head h;
    ag_bundle_reader *reader;
    ag_buffer b = {0};
    const char *path = path_join(scratch_folder(), "a.agb");
    assert_status(ag_bundle_open(path, &h, &reader, &err), AG_BAD_INPUT, &err);
    write_file(path, "SQLite format 3\n", 16);
    assert_status(ag_bundle_open(path, &h, &reader, &err), AG_BAD_INPUT, &err);
    assert_int_equal(err.row, 1);
    ag_buffer_printf(&b, "%s%s%sgg\n", head, site, hex);
    write_file(path, b.data, b.n);
    assert_status(ag_bundle_open(path, &h, &reader, &err), AG_BAD_INPUT, &err);
    assert_int_equal(err.row, 2);
    ag_buffer_clear(&b);
    ag_buffer_printf(&b, "%s%s%s\ngenesis %s\nafter 1 %s AAAAAAAAAAA=\n", head, site, hex, hex, hex);
    write_file(path, b.data, b.n); /* the tree is of no entries */
    assert_status(ag_bundle_open(path, &h, &reader, &err), AG_BAD_INPUT, &err);
    assert_int_equal(err.row, 4);
    assert_null(reader);
    ag_buffer_deinit(&b);
}

/* A bundle whose first line after the head has n bytes. */
static ag_status long_line(const char *path, size_t n, ag_error *err) {
    chain c;
    ag_buffer b = {0};
    ag_bundle_head head;
    ag_bundle_reader *reader;
    ag_bundle_item item;
    chain_of(&c, 1);
    bundle_of(&c, 0, &b);
    b.n = (size_t)(strchr(b.data, '{') - b.data);
    for (size_t i = 0; i < n; i++) ag_buffer_putc(&b, 'x');
    ag_buffer_putc(&b, '\n');
    write_file(path, b.data, b.n);
    assert_ok(ag_bundle_open(path, &head, &reader, err), err);
    const ag_status status = ag_bundle_next(reader, &item, err);
    ag_bundle_close(reader);
    ag_buffer_deinit(&b);
    chain_deinit(&c);
    return status;
}

static void a_line_of_a_bundle_has_a_cap(void **state) {
    (void)state;
    ag_error err;
    const char *path = path_join(scratch_folder(), "a.agb");
    assert_ok(long_line(path, AG_MAX_BUNDLE_LINE, &err), &err); /* read, and no entry: that is the verifier's to say */
    assert_status(long_line(path, AG_MAX_BUNDLE_LINE + 1, &err), AG_BAD_INPUT, &err);
    assert_int_equal(err.row, 5);
}

/* What tools/verify.py says of the file: its first line, and its exit status. */
static int ask_python(const char *path, char *line, int size) {
    char command[1000];
    snprintf(command, sizeof command, "python3 '%s' '%s'", source_path("tools/verify.py"), path);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    if (!fgets(line, size, f)) line[0] = 0;
    while (fgetc(f) != EOF) continue;
    return WEXITSTATUS(pclose(f));
}

/* ---- Files in a bundle ---------------------------------------------------------------------------------------- */

enum { FILES = 4 };

/* Four boxes, one of a byte, one of a whole part and one of two parts. */
typedef struct kept {
    ag_bundle_file file[FILES];
    ag_buffer box[FILES];
} kept;

static void kept_init(kept *k) {
    static const size_t length[FILES] = {1, 300, AG_BUNDLE_PART, AG_BUNDLE_PART + 1};
    *k = (kept){0};
    for (int i = 0; i < FILES; i++) {
        memset(k->file[i].content.byte, 16 * (i + 1), AG_DIGEST_BYTES);
        memset(k->file[i].commitment.byte, i, AG_DIGEST_BYTES);
        for (size_t n = 0; n < length[i]; n++) ag_buffer_putc(&k->box[i], (char)(n * 7 + (size_t)i));
        k->file[i].box = ag_sha256(k->box[i].data, k->box[i].n);
    }
}

static void kept_deinit(kept *k) {
    for (int i = 0; i < FILES; i++) ag_buffer_deinit(&k->box[i]);
}

static void put_content(ag_bundle_writer *w, const kept *k, int i) {
    for (size_t at = 0; at < k->box[i].n; at += AG_BUNDLE_PART) {
        const size_t left = k->box[i].n - at;
        ag_bundle_put_part(w, &k->file[i].content,
                           (ag_text){k->box[i].data + at, left < AG_BUNDLE_PART ? left : AG_BUNDLE_PART});
    }
    ag_bundle_put_file_key(w, &k->file[i].content, recipient, AG_TEXT("wrapped for him"));
}

static void put_all(ag_bundle_writer *w, const void *files) {
    const kept *k = files;
    for (int i = 0; i < FILES; i++) ag_bundle_put_file(w, &k->file[i]);
    for (int i = 0; i < FILES; i++) put_content(w, k, i);
}

/* Entries of which the last says that these files were given. */
static void chain_giving(chain *c, const ag_bundle_file *file, size_t n) {
    char hex[AG_DIGEST_HEX + 1], files[24];
    const ag_digest list = ag_bundle_files_digest(file, n);
    chain_of(c, 3);
    snprintf(files, sizeof files, "%zu", n);
    assert_true(chain_add(c, (making){.action = "casebook.give",
                                      .seconds = 3600,
                                      .is_signed = true,
                                      .files = files,
                                      .list = ag_digest_hex(&list, hex)}));
}

static void files_come_back_part_by_part(void **state) {
    (void)state;
    chain c;
    kept k;
    ag_error err;
    ag_buffer bundle = {0}, box[FILES] = {{0}};
    ag_bundle_head head;
    ag_bundle_reader *reader;
    ag_bundle_item item;
    const char *path = path_join(scratch_folder(), "a.agb");
    char line[400];
    int listed = 0, keys = 0, parts = 0;
    kept_init(&k);
    chain_giving(&c, k.file, FILES);
    bundle_with(&c, 0, put_all, &k, &bundle);
    verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
    assert_int_equal(v.status, AG_OK);
    assert_int_equal(ask_python(path, line, sizeof line), 0);
    assert_ok(ag_bundle_open(path, &head, &reader, &err), &err);
    do {
        assert_ok(ag_bundle_next(reader, &item, &err), &err);
        if (item.kind == AG_BUNDLE_FILE) assert_memory_equal(&item.file, &k.file[listed++], sizeof item.file);
        const int i = item.file.content.byte[0] / 16 - 1;
        if (item.kind == AG_BUNDLE_PART_OF) ag_buffer_add(&box[i], item.bytes.at, item.bytes.n);
        parts += item.kind == AG_BUNDLE_PART_OF;
        keys += item.kind == AG_BUNDLE_FILE_KEY && memcmp(item.recipient, recipient, sizeof recipient) == 0;
    } while (item.kind != AG_BUNDLE_END);
    assert_int_equal(listed, FILES);
    assert_int_equal(keys, FILES);
    assert_int_equal(parts, FILES + 1);
    for (int i = 0; i < FILES; i++) assert_true(ag_text_equal(text_of(&box[i]), text_of(&k.box[i])));
    ag_bundle_close(reader);
    for (int i = 0; i < FILES; i++) ag_buffer_deinit(&box[i]);
    ag_buffer_deinit(&bundle);
    kept_deinit(&k);
    chain_deinit(&c);
}

/* What a forger does with the files of a bundle. */
static void put_without_second(ag_bundle_writer *w, const void *files) {
    const kept *k = files;
    for (int i = 0; i < FILES; i++) ag_bundle_put_file(w, &k->file[i]);
    for (int i = 0; i < FILES; i++)
        if (i != 1) put_content(w, k, i);
}

static void put_another_second(ag_bundle_writer *w, const void *files) {
    kept k = *(const kept *)files;
    char last[] = "x";
    k.box[1] = (ag_buffer){.data = last, .n = 1};
    put_all(w, &k);
}

static void put_second_as_third(ag_bundle_writer *w, const void *files) {
    const kept *k = files;
    for (int i = 0; i < FILES; i++)
        if (i != 1) ag_bundle_put_file(w, &k->file[i]);
    for (int i = 0; i < FILES; i++) put_content(w, k, i);
}

static void put_one_listed_otherwise(ag_bundle_writer *w, const void *files) {
    kept k = *(const kept *)files;
    char last[] = "x";
    k.box[1] = (ag_buffer){.data = last, .n = 1};
    k.file[1].box = ag_sha256(last, 1);
    put_all(w, &k);
}

static void a_file_that_is_missing_or_changed_is_named(void **state) {
    (void)state;
    static const struct {
        void (*put)(ag_bundle_writer *w, const void *files);
        bool named;
        const char *what;
        size_t errors;
    } forgery[] = {{put_without_second, true, "is missing", 1},
                   {put_another_second, true, "was changed", 1},
                   {put_second_as_third, true, "is not in the list of files", 2},
                   {put_one_listed_otherwise, false, "is not the one that was signed", 1},
                   {put_nothing, false, "is not the one that was signed", 1}};
    chain c;
    kept k;
    char second[AG_DIGEST_HEX + 1], line[400];
    kept_init(&k);
    chain_giving(&c, k.file, FILES);
    ag_digest_hex(&k.file[1].content, second);
    const char *path = path_join(scratch_folder(), "a.agb");
    for (size_t i = 0; i < sizeof forgery / sizeof *forgery; i++) {
        ag_buffer bundle = {0};
        bundle_with(&c, 0, forgery[i].put, &k, &bundle);
        verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
        assert_int_equal(v.status, AG_FINDINGS);
        assert_int_equal(v.found.errors, forgery[i].errors);
        assert_non_null(strstr(v.found.item[0].what, forgery[i].what));
        assert_int_equal(strstr(v.found.item[0].what, second) != NULL, forgery[i].named);
        assert_int_equal(ask_python(path, line, sizeof line), 5);
        ag_diagnostics_deinit(&v.found);
        ag_buffer_deinit(&bundle);
    }
    kept_deinit(&k);
    chain_deinit(&c);
}

static void no_byte_of_a_file_can_change_unseen(void **state) {
    (void)state;
    chain c;
    kept k;
    ag_buffer bundle = {0};
    const char *path = path_join(scratch_folder(), "a.agb");
    kept_init(&k);
    for (int i = 0; i < FILES; i++) { /* short ones: each of their bytes is tried */
        k.box[i].n = 20;
        k.file[i].box = ag_sha256(k.box[i].data, k.box[i].n);
    }
    chain_giving(&c, k.file, FILES);
    bundle_with(&c, 3, put_all, &k, &bundle);
    const size_t start = (size_t)(strstr(bundle.data, "\nfile ") - bundle.data);
    const size_t end = (size_t)(strstr(bundle.data, "\nfilekey ") - bundle.data);
    for (size_t i = start; i < end; i++) {
        bundle.data[i] ^= 1;
        put_end_right(&bundle, 1);
        verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
        assert_true(v.status == AG_FINDINGS && v.found.errors);
        ag_diagnostics_deinit(&v.found);
        bundle.data[i] ^= 1;
    }
    put_end_right(&bundle, 1);
    verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
    assert_int_equal(v.status, AG_OK);
    ag_buffer_deinit(&bundle);
    kept_deinit(&k);
    chain_deinit(&c);
}

/* Lines of files that a bundle may not have so. */
static void a_bundle_with_files_is_written_in_one_way_only(void **state) {
    (void)state;
    static const char a[] = "1010101010101010101010101010101010101010101010101010101010101010",
                      b[] = "2020202020202020202020202020202020202020202020202020202020202020";
    ag_buffer wrong[7] = {{0}};
    ag_buffer_printf(&wrong[0], "file %s %s %s\nfile %s %s %s\n", b, a, a, a, a, a);           /* order */
    ag_buffer_printf(&wrong[1], "file %s %s %s\nfile %s %s %s\n", a, a, a, a, a, a);           /* twice */
    ag_buffer_printf(&wrong[2], "file %s %s %s\npart %s AAAA\npart %s AAAA\n", a, a, a, a, a); /* short part first */
    ag_buffer_printf(&wrong[3], "file %s %s %s\npart %s AAAA\npart %s AAAA\n", a, a, a, b, a); /* order of contents */
    ag_buffer_printf(&wrong[4], "file %s %s %s\nfilekey %s %s AAAA\n", a, a, a, a, a);         /* of no part */
    ag_buffer_printf(&wrong[5], "file %s %s %s\npart %s AAAA\nfilekey %s %s AAAA\n", a, a, a, a, b, a); /* of another */
    ag_buffer_printf(&wrong[6], "part %s AAAA\n", a); /* before the list */
    const char *path = path_join(scratch_folder(), "a.agb");
    for (int i = 0; i < 7; i++) {
        chain c;
        ag_buffer bundle = {0};
        ag_bundle_head head;
        ag_bundle_reader *reader;
        ag_bundle_item item = {0};
        ag_error err;
        chain_of(&c, 1);
        bundle_of(&c, 0, &bundle);
        bundle.n = (size_t)(strstr(bundle.data, "checkpoint ") - bundle.data);
        ag_buffer_add(&bundle, wrong[i].data, wrong[i].n);
        write_file(path, bundle.data, bundle.n);
        assert_ok(ag_bundle_open(path, &head, &reader, &err), &err);
        ag_status status = AG_OK;
        while (status == AG_OK) status = ag_bundle_next(reader, &item, &err);
        assert_status(status, AG_BAD_INPUT, &err);
        assert_non_null(strstr(err.what, "this line should be"));
        ag_bundle_close(reader);
        ag_buffer_deinit(&bundle);
        ag_buffer_deinit(&wrong[i]);
        chain_deinit(&c);
    }
}

/* A list of n files, none of which came. */
static ag_status long_list(const char *path, int n, long *missing, ag_error *err) {
    chain c;
    ag_buffer bundle = {0};
    ag_bundle_file file = {0};
    ag_bundle_head head;
    ag_bundle_reader *reader;
    ag_bundle_item item = {0};
    chain_of(&c, 1);
    bundle_of(&c, 0, &bundle);
    bundle.n = (size_t)(strstr(bundle.data, "checkpoint ") - bundle.data);
    for (int i = 0; i < n; i++) {
        char content[AG_DIGEST_HEX + 1], other[AG_DIGEST_HEX + 1];
        for (int k = 0; k < 4; k++) file.content.byte[k] = (uint8_t)(i >> (24 - 8 * k));
        ag_digest_hex(&file.content, content);
        ag_digest_hex(&file.box, other);
        ag_buffer_printf(&bundle, "file %s %s %s\n", content, other, other);
    }
    write_file(path, bundle.data, bundle.n);
    assert_ok(ag_bundle_open(path, &head, &reader, err), err);
    ag_status status = AG_OK;
    *missing = -1;
    while (status == AG_OK) {
        status = ag_bundle_next(reader, &item, err);
        *missing += status == AG_OK;
    }
    ag_bundle_close(reader);
    ag_buffer_deinit(&bundle);
    chain_deinit(&c);
    return status;
}

static void the_files_of_a_bundle_have_a_cap(void **state) {
    (void)state;
    ag_error err;
    long files;
    const char *path = path_join(scratch_folder(), "a.agb");
    assert_status(long_list(path, AG_MAX_BUNDLE_FILES, &files, &err), AG_BAD_INPUT, &err);
    assert_int_equal(files, AG_MAX_BUNDLE_FILES);
    assert_non_null(strstr(err.what, "cut short"));
    assert_status(long_list(path, AG_MAX_BUNDLE_FILES + 1, &files, &err), AG_BAD_INPUT, &err);
    assert_int_equal(files, AG_MAX_BUNDLE_FILES);
    assert_non_null(strstr(err.what, "too many files"));
}

/* ---- An independent verifier --------------------------------------------------------------------------------- */

static void an_independent_verifier_agrees(void **state) {
    (void)state;
    chain c;
    ag_buffer bundle = {0};
    char line[400], expected[200], hex[AG_DIGEST_HEX + 1];
    const char *path = path_join(scratch_folder(), "a.agb");
    chain_of(&c, 11);
    for (int first = 0; first < 11; first += 5) {
        ag_buffer_clear(&bundle);
        bundle_of(&c, first, &bundle);
        verdict v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
        assert_int_equal(v.status, AG_OK);
        assert_int_equal(ask_python(path, line, sizeof line), 0);
        snprintf(expected, sizeof expected, "%" PRIu64 " entries, root %s\n", v.size, ag_digest_hex(&v.root, hex));
        assert_string_equal(line, expected);
        change_digit(&bundle, "\"number\":\"");
        put_end_right(&bundle, 11 - first);
        v = verify_file(path, bundle.data, bundle.n, (ag_text){NULL, 0});
        assert_int_equal(v.status, AG_FINDINGS);
        assert_int_equal(ask_python(path, line, sizeof line), 5);
        ag_diagnostics_deinit(&v.found);
    }
    ag_buffer_deinit(&bundle);
    chain_deinit(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_is_found_and_named_and_a_good_chain_raises_no_alarm),
        cmocka_unit_test(a_forgery_hides_from_all_but_a_checkpoint_kept_outside),
        cmocka_unit_test(a_dropped_tail_is_missing_from_its_first_entry_on),
        cmocka_unit_test(a_clock_that_went_back_must_say_so),
        cmocka_unit_test(what_is_no_checkpoint_of_the_site_is_a_finding),
        cmocka_unit_test(blocks_and_threads_change_no_finding),
        cmocka_unit_test(a_bundle_verifies_from_any_entry_on),
        cmocka_unit_test(a_bundle_reads_back_piece_by_piece),
        cmocka_unit_test(no_byte_of_a_bundle_can_change_or_be_cut_off),
        cmocka_unit_test(a_bundle_that_was_tampered_with_names_the_entry),
        cmocka_unit_test(a_bundle_of_another_chain_or_site_is_found),
        cmocka_unit_test(what_is_no_bundle_is_refused_with_its_line),
        cmocka_unit_test(a_line_of_a_bundle_has_a_cap),
        cmocka_unit_test(files_come_back_part_by_part),
        cmocka_unit_test(a_file_that_is_missing_or_changed_is_named),
        cmocka_unit_test(no_byte_of_a_file_can_change_unseen),
        cmocka_unit_test(a_bundle_with_files_is_written_in_one_way_only),
        cmocka_unit_test(the_files_of_a_bundle_have_a_cap),
        cmocka_unit_test(an_independent_verifier_agrees),
    };
    ag_error err;
    if (ag_secrets_start(&err) != AG_OK) return 1;
    return cmocka_run_group_tests_name("journal chain", tests, NULL, NULL);
}
