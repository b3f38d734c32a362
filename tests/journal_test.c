/* The journal's parts: canonical JSON, the Merkle tree, secrets, sealed payloads, entries and checkpoints. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "journal/base64.h"
#include "journal/canonical.h"
#include "journal/entry.h"
#include "journal/note.h"
#include "journal/seal.h"
#include "support.h"

#include "base/banned.h"

static ag_text text_of(const ag_buffer *b) { return (ag_text){b->data ? b->data : "", b->n}; }

static void hex(const char *digits, uint8_t *out, size_t n) { assert_true(ag_hex_parse(ag_text_of(digits), out, n)); }

/* ---- Canonical JSON ------------------------------------------------------------------------------------------ */

static void writes(const char *json, const char *expected) {
    ag_error err;
    ag_buffer out = {0};
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    assert_ok(ag_canonical_write(value, &out, &err), &err);
    assert_string_equal(out.data, expected);
    json_t *again;
    assert_ok(ag_canonical_parse(text_of(&out), &again, &err), &err);
    ag_buffer twice = {0};
    assert_ok(ag_canonical_write(again, &twice, &err), &err);
    assert_string_equal(twice.data, expected);
    ag_buffer_deinit(&out);
    ag_buffer_deinit(&twice);
    json_decref(value);
    json_decref(again);
}

static void one_value_has_one_spelling(void **state) {
    (void)state;
    writes(" { \"b\" : 1, \"a\" : [ true , false, null ] } ", "{\"a\":[true,false,null],\"b\":1}");
    writes("{\"\xc3\xa9\":1,\"z\":2,\"\xf0\x9f\x98\x80\":3,\"\xef\xbf\xbd\":4}", /* é, z, U+1F600, U+FFFD: by UTF-8 */
           "{\"z\":2,\"\xc3\xa9\":1,\"\xef\xbf\xbd\":4,\"\xf0\x9f\x98\x80\":3}");
    writes("\"\\u00e9\\/\\u001f\\b\\f\\n\\r\\t\\\"\\\\\\u007f\"", "\"\xc3\xa9/\\u001f\\b\\f\\n\\r\\t\\\"\\\\\x7f\"");
    writes("\"e\\u0301\"", "\"\xc3\xa9\"");                  /* é of two characters becomes one */
    writes("\"\\u1112\\u1161\\u11ab\"", "\"\xed\x95\x9c\""); /* Hangul of three letters: 한 */
    writes("\"\\n\\u0303\"", "\"\\n\xcc\x83\"");             /* a tilde over a line end composes with nothing */
    writes("{\"\\\"\":1,\"#\":2,\"\\n\":3,\"!\":4}",
           "{\"\\n\":3,\"!\":4,\"\\\"\":1,\"#\":2}"); /* as they are, not as spelt */
    writes("[1.0,-0.0,0.1,1e2,1e18,1e19,1e-7,-9223372036854775808,9223372036854775807]",
           "[1,0,0.1,100,1000000000000000000,1e+19,1e-07,-9223372036854775808,9223372036854775807]");
    writes("[]", "[]");
    writes("{}", "{}");
}

static void long_text_is_normalised_too(void **state) {
    (void)state;
    ag_error err;
    json_t *value;
    ag_buffer apart = {0}, out = {0};
    for (int i = 0; i < 1000; i++) ag_buffer_puts(&apart, "e\xcc\x81");
    assert_ok(ag_canonical_write_text(text_of(&apart), &out, &err), &err);
    assert_int_equal(out.n, 2 * 1000 + 2);
    assert_ok(ag_canonical_parse(text_of(&out), &value, &err), &err);
    json_decref(value);
    ag_buffer_deinit(&apart);
    ag_buffer_deinit(&out);
}

static void refuses(const char *bytes, long column) {
    ag_error err;
    json_t *value;
    assert_status(ag_canonical_parse(ag_text_of(bytes), &value, &err), AG_BAD_INPUT, &err);
    assert_null(value);
    if (err.column != column) fail_msg("%s: column %ld, expected %ld", bytes, err.column, column);
}

static void another_spelling_is_refused_where_it_stands(void **state) {
    (void)state;
    refuses("", 1);
    refuses(" 1", 1);
    refuses("1 ", 2);
    refuses("{\"a\": 1}", 6);
    refuses("{\"a\":1,\"a\":2}", 8);
    refuses("{\"b\":1,\"a\":2}", 8);
    refuses("[1.0]", 2);
    refuses("1e2", 1);
    refuses("1E+19", 1);
    refuses("1e19", 1);
    refuses("-0", 1);
    refuses("-", 1);
    refuses("01", 1);
    refuses("+1", 1);
    refuses(".5", 1);
    refuses("0.10", 1);
    refuses("1e+400", 1);
    refuses("9223372036854775808", 1);
    refuses("\"\\/\"", 2);
    refuses("\"\\u0041\"", 2);
    refuses("\"\\u001F\"", 2);
    refuses("\"\\u000a\"", 2);
    refuses("\"a\\u0000\"", 3);
    refuses("\"\x01\"", 2);
    refuses("\"e\xcc\x81\"", 2);
    refuses("\"\\n\xc3\"", 4);
    refuses("\"\xed\xa0\x80\"", 2); /* half of a surrogate pair */
    refuses("\"open", 6);
    refuses("[1,]", 4);
    refuses("[1", 3);
    refuses("{\"a\"}", 5);
    refuses("nul", 1);
    refuses("NaN", 1);
    refuses("[1][2]", 4);
}

static void what_has_no_canonical_form_is_not_written(void **state) {
    (void)state;
    ag_error err;
    ag_buffer out = {0};
    json_t *two = json_pack("{s:i,s:i}", "\xc3\xa9", 1, "e\xcc\x81", 2), *zero = json_stringn("a\0b", 3);
    assert_status(ag_canonical_write(two, &out, &err), AG_BAD_INPUT, &err);
    assert_status(ag_canonical_write(zero, &out, &err), AG_BAD_INPUT, &err);
    assert_status(ag_canonical_write_text((ag_text){"\xff", 1}, &out, &err), AG_BAD_INPUT, &err);
    json_decref(two);
    json_decref(zero);
    ag_buffer_deinit(&out);
}

static json_t *nested(int depth) {
    json_t *value = json_array();
    for (int i = 1; i < depth; i++) {
        json_t *around = json_array();
        json_array_append_new(around, value);
        value = around;
    }
    return value;
}

static void depth_and_length_have_caps(void **state) {
    (void)state;
    ag_error err;
    ag_buffer out = {0};
    json_t *within = nested(AG_MAX_ENTRY_DEPTH), *beyond = nested(AG_MAX_ENTRY_DEPTH + 1), *value;
    assert_ok(ag_canonical_write(within, &out, &err), &err);
    assert_ok(ag_canonical_parse(text_of(&out), &value, &err), &err);
    json_decref(value);
    assert_status(ag_canonical_write(beyond, &out, &err), AG_BAD_INPUT, &err);
    ag_buffer_clear(&out);
    for (int i = 0; i <= AG_MAX_ENTRY_DEPTH; i++) ag_buffer_putc(&out, '[');
    for (int i = 0; i <= AG_MAX_ENTRY_DEPTH; i++) ag_buffer_putc(&out, ']');
    assert_status(ag_canonical_parse(text_of(&out), &value, &err), AG_BAD_INPUT, &err);
    json_decref(within);
    json_decref(beyond);
    ag_buffer_clear(&out);
    ag_buffer_putc(&out, '"');
    while (out.n < AG_MAX_ENTRY_BYTES - 1) ag_buffer_putc(&out, 'a');
    ag_buffer_putc(&out, '"');
    assert_ok(ag_canonical_parse(text_of(&out), &value, &err), &err);
    json_decref(value);
    out.data[out.n - 1] = 'a';
    ag_buffer_putc(&out, '"');
    assert_status(ag_canonical_parse(text_of(&out), &value, &err), AG_BAD_INPUT, &err);
    ag_buffer_deinit(&out);
}

static json_t *random_text(draws *d) {
    static const char *const part[] = {"a",
                                       "e",
                                       "\"",
                                       "\\",
                                       "\n",
                                       "\x1f",
                                       "\x7f",
                                       "\xcc\x81",
                                       "\xd0\x99",
                                       "\xd0\xb8\xcc\x86",
                                       "\xe1\x84\x92\xe1\x85\xa1",
                                       "\xed\x95\x9c",
                                       "\xf0\x9f\x98\x80",
                                       "/"};
    char text[200] = "";
    size_t n = 0;
    while (n < 150 && draw_bool(d)) {
        const char *p = part[draw_below(d, sizeof part / sizeof *part)];
        memcpy(text + n, p, strlen(p));
        n += strlen(p);
    }
    return json_stringn(text, n);
}

static json_t *random_number(draws *d) {
    double value;
    if (draw_bool(d))
        return json_integer((json_int_t)draw_below(d, UINT64_MAX) - (json_int_t)draw_below(d, UINT64_MAX));
    const uint64_t bits = draw_below(d, UINT64_MAX);
    memcpy(&value, &bits, sizeof value);
    return json_real(isfinite(value) ? value : 0.5);
}

static json_t *random_value(draws *d, int depth) {
    const uint64_t kind = draw_below(d, depth < 4 ? 6 : 4);
    if (kind == 0) return json_null();
    if (kind == 1) return json_boolean(draw_bool(d));
    if (kind == 2) return random_number(d);
    if (kind == 3) return random_text(d);
    json_t *value = kind == 4 ? json_array() : json_object();
    while (draw_bool(d))
        if (kind == 4) {
            json_array_append_new(value, random_value(d, depth + 1));
        } else {
            json_t *key = random_text(d);
            json_object_set_new(value, json_string_value(key), random_value(d, depth + 1));
            json_decref(key);
        }
    return value;
}

static bool reads_back(draws *d, void *context) {
    (void)context;
    json_t *value = random_value(d, 0), *again = NULL;
    ag_buffer one = {0}, two = {0};
    ag_error err = {0};
    bool held = true;
    if (ag_canonical_write(value, &one, &err) == AG_OK) /* two keys may be one in NFC */
        held = ag_canonical_parse(text_of(&one), &again, &err) == AG_OK &&
               ag_canonical_write(again, &two, &err) == AG_OK && ag_text_equal(text_of(&one), text_of(&two));
    if (!held) draw_note(d, "%s: %s", err.what, one.data);
    json_decref(value);
    json_decref(again);
    ag_buffer_deinit(&one);
    ag_buffer_deinit(&two);
    return held;
}

static void any_value_reads_back_as_it_was_written(void **state) {
    (void)state;
    check_property("what was written canonically parses and is written the same again", 20000, reads_back, NULL);
}

/* ---- The tree ------------------------------------------------------------------------------------------------ */

/* The eight leaves of certificate-transparency's merkle_tree_test and their roots as published there. */
static const char *const ct_leaf[] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
static const char *const ct_root[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

static void ct_leaves(ag_digest leaf[8]) {
    for (int i = 0; i < 8; i++) {
        uint8_t bytes[16];
        const size_t n = strlen(ct_leaf[i]) / 2;
        hex(ct_leaf[i], bytes, n);
        leaf[i] = ag_tree_leaf(bytes, n);
    }
}

static void assert_digest(const ag_digest *d, const char *expected) {
    char text[AG_DIGEST_HEX + 1];
    assert_string_equal(ag_digest_hex(d, text), expected);
}

static void roots_are_those_published(void **state) {
    (void)state;
    ag_digest leaf[8];
    ag_tree tree;
    ct_leaves(leaf);
    ag_tree_init(&tree);
    ag_digest root = ag_tree_root(&tree);
    assert_digest(&root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (uint64_t n = 1; n <= 8; n++) {
        ag_tree_push(&tree, &leaf[n - 1]);
        root = ag_tree_root(&tree);
        assert_digest(&root, ct_root[n - 1]);
        root = ag_tree_root_of(leaf, n);
        assert_digest(&root, ct_root[n - 1]);
    }
}

static int vector_path(const json_t *list, ag_digest *path) {
    for (size_t i = 0; i < json_array_size(list); i++)
        assert_true(ag_digest_parse(ag_text_of(json_string_value(json_array_get(list, i))), &path[i]));
    return (int)json_array_size(list);
}

static void assert_path(const ag_digest *path, int n, const json_t *expected) {
    ag_digest wanted[AG_MAX_PROOF];
    assert_int_equal(n, vector_path(expected, wanted));
    assert_memory_equal(path, wanted, (size_t)n * sizeof *path);
}

static void proofs_are_those_of_rfc_6962(void **state) {
    (void)state;
    ag_digest leaf[8], path[AG_MAX_PROOF], root;
    ct_leaves(leaf);
    json_t *vectors = json_load_file(shared_path("claims/rfc6962_vectors.json"), 0, NULL), *v;
    size_t i;
    assert_true(json_array_size(json_object_get(vectors, "inclusion")) > 0);
    json_array_foreach(json_object_get(vectors, "inclusion"), i, v) {
        const uint64_t at = (uint64_t)json_integer_value(json_object_get(v, "leaf")),
                       n = (uint64_t)json_integer_value(json_object_get(v, "size"));
        const int hashes = ag_tree_inclusion(leaf, n, at, path);
        assert_path(path, hashes, json_object_get(v, "path"));
        root = ag_tree_root_of(leaf, n);
        assert_true(ag_tree_check_inclusion(&leaf[at], at, n, path, hashes, &root));
    }
    assert_true(json_array_size(json_object_get(vectors, "consistency")) > 0);
    json_array_foreach(json_object_get(vectors, "consistency"), i, v) {
        const uint64_t m = (uint64_t)json_integer_value(json_object_get(v, "old")),
                       n = (uint64_t)json_integer_value(json_object_get(v, "new"));
        const int hashes = ag_tree_consistency(leaf, m, n, path);
        assert_path(path, hashes, json_object_get(v, "proof"));
        const ag_digest old = ag_tree_root_of(leaf, m);
        root = ag_tree_root_of(leaf, n);
        assert_true(ag_tree_check_consistency(m, &old, n, &root, path, hashes));
    }
    json_decref(vectors);
}

/* MTH of RFC 6962, 2.1, word for word. */
static ag_digest brute_root(const ag_digest *leaf, uint64_t n) {
    if (n == 0) return ag_sha256("", 0);
    if (n == 1) return leaf[0];
    uint64_t k = 1;
    while (k * 2 < n) k *= 2;
    uint8_t both[65] = {1};
    const ag_digest left = brute_root(leaf, k), right = brute_root(leaf + k, n - k);
    memcpy(both + 1, left.byte, 32);
    memcpy(both + 33, right.byte, 32);
    return ag_sha256(both, sizeof both);
}

enum { MOST_LEAVES = 70 };

static void random_leaves(draws *d, ag_digest *leaf, uint64_t n) {
    const uint64_t salt = draw_below(d, 1000);
    for (uint64_t i = 0; i < n; i++) leaf[i] = ag_sha256(&(uint64_t[]){salt, i}, 16);
}

static bool inclusion_holds(draws *d, void *context) {
    (void)context;
    ag_digest leaf[MOST_LEAVES], path[AG_MAX_PROOF], other;
    const uint64_t n = 1 + draw_below(d, MOST_LEAVES), at = draw_below(d, n);
    random_leaves(d, leaf, n);
    ag_digest root = brute_root(leaf, n), mine = ag_tree_root_of(leaf, n);
    const int hashes = ag_tree_inclusion(leaf, n, at, path);
    if (!ag_digest_equal(&root, &mine)) return draw_note(d, "root of %d leaves", (int)n);
    if (!ag_tree_check_inclusion(&leaf[at], at, n, path, hashes, &root))
        return draw_note(d, "%d of %d", (int)at, (int)n);
    if (ag_tree_check_inclusion(&leaf[at], at, n, path, hashes - 1, &root) && hashes)
        return draw_note(d, "a hash too few");
    path[hashes] = root;
    if (hashes < AG_MAX_PROOF && ag_tree_check_inclusion(&leaf[at], at, n, path, hashes + 1, &root))
        return draw_note(d, "a hash too many");
    const uint64_t index = draw_below(d, n);
    if (index != at && ag_tree_check_inclusion(&leaf[at], index, n, path, hashes, &root)) return draw_note(d, "index");
    other = leaf[at];
    ag_digest *const changed[] = {&other, &root, hashes ? &path[draw_below(d, (uint64_t)hashes)] : &root};
    changed[draw_below(d, 3)]->byte[draw_below(d, 32)] ^= (uint8_t)(1 << draw_below(d, 8));
    if (ag_tree_check_inclusion(&other, at, n, path, hashes, &root)) return draw_note(d, "a changed hash is accepted");
    return true;
}

static bool consistency_holds(draws *d, void *context) {
    (void)context;
    ag_digest leaf[MOST_LEAVES], path[AG_MAX_PROOF];
    const uint64_t n = 1 + draw_below(d, MOST_LEAVES), m = 1 + draw_below(d, n);
    random_leaves(d, leaf, n);
    ag_digest root = brute_root(leaf, n), old = brute_root(leaf, m);
    const int hashes = ag_tree_consistency(leaf, m, n, path);
    if (!ag_tree_check_consistency(m, &old, n, &root, path, hashes)) return draw_note(d, "%d of %d", (int)m, (int)n);
    if (hashes && ag_tree_check_consistency(m, &old, n, &root, path, hashes - 1)) return draw_note(d, "a hash too few");
    path[hashes] = root;
    if (ag_tree_check_consistency(m, &old, n, &root, path, hashes + 1)) return draw_note(d, "a hash too many");
    const uint64_t size = 1 + draw_below(d, n);
    const ag_digest other = brute_root(leaf, size);
    if (size != m && ag_tree_check_consistency(m, &other, n, &root, path, hashes))
        return draw_note(d, "another old root");
    ag_digest *const changed[] = {&old, &root, hashes ? &path[draw_below(d, (uint64_t)hashes)] : &root};
    changed[draw_below(d, 3)]->byte[draw_below(d, 32)] ^= (uint8_t)(1 << draw_below(d, 8));
    if (ag_tree_check_consistency(m, &old, n, &root, path, hashes)) return draw_note(d, "a changed hash is accepted");
    return true;
}

static void proofs_hold_and_changed_ones_do_not(void **state) {
    (void)state;
    check_property("an inclusion proof holds, and no other", 20000, inclusion_holds, NULL);
    check_property("a consistency proof holds, and no other", 20000, consistency_holds, NULL);
}

/* The path for one place does not prove another; nor one size another of a different shape. */
static void a_leaf_beyond_the_tree_is_not_included(void **state) {
    (void)state;
    ag_digest leaf[8], path[AG_MAX_PROOF];
    ct_leaves(leaf);
    const ag_digest root = ag_tree_root_of(leaf, 8);
    const int hashes = ag_tree_inclusion(leaf, 8, 5, path);
    assert_true(ag_tree_check_inclusion(&leaf[5], 5, 8, path, hashes, &root));
    assert_false(ag_tree_check_inclusion(&leaf[5], 5, 16, path, hashes, &root));
    assert_false(ag_tree_check_inclusion(&leaf[5], 5, 5, path, hashes, &root));
    assert_false(ag_tree_check_consistency(0, &root, 8, &root, path, 0));
    assert_false(ag_tree_check_consistency(9, &root, 8, &root, path, 0));
}

static void a_tree_is_kept_and_goes_on(void **state) {
    (void)state;
    ag_digest leaf[8];
    ag_tree tree, again;
    ct_leaves(leaf);
    ag_tree_init(&tree);
    for (int i = 0; i < 8; i++) {
        ag_buffer bytes = {0};
        ag_tree_format(&tree, &bytes);
        assert_true(ag_tree_parse(text_of(&bytes), &again));
        ag_tree_push(&again, &leaf[i]);
        ag_tree_push(&tree, &leaf[i]);
        const ag_digest root = ag_tree_root(&again);
        assert_digest(&root, ct_root[i]);
        assert_false(ag_tree_parse((ag_text){bytes.data, bytes.n - 1}, &again));
        ag_buffer_putc(&bytes, 'x');
        assert_false(ag_tree_parse(text_of(&bytes), &again));
        ag_buffer_deinit(&bytes);
    }
}

static void digests_are_read_in_lower_case_alone(void **state) {
    (void)state;
    ag_digest d;
    char text[AG_DIGEST_HEX + 1];
    /* SHA-256 of "abc": FIPS 180-4, example */
    static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_true(ag_digest_parse(ag_text_of(abc), &d));
    const ag_digest found = ag_sha256("abc", 3);
    assert_true(ag_digest_equal(&d, &found));
    assert_string_equal(ag_digest_hex(&found, text), abc);
    text[0] = 'B';
    assert_false(ag_digest_parse(ag_text_of(text), &d));
    assert_false(ag_digest_parse((ag_text){abc, 62}, &d));
}

/* ---- Secrets ------------------------------------------------------------------------------------------------- */

/* RFC 8032, 7.1, TEST 3. */
static void signatures_are_those_of_rfc_8032(void **state) {
    (void)state;
    ag_secret seed;
    ag_signer signer;
    uint8_t open[AG_PUBLIC_BYTES], expected[AG_SIGNATURE_BYTES], found[AG_SIGNATURE_BYTES];
    hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", seed.byte, sizeof seed.byte);
    hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", open, sizeof open);
    hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed2"
        "8dc02"
        "7beceea1ec40a",
        expected, sizeof expected);
    const ag_text message = {"\xaf\x82", 2};
    ag_signer_of(&seed, &signer);
    assert_memory_equal(signer.open, open, sizeof open);
    ag_sign(&signer, message, found);
    assert_memory_equal(found, expected, sizeof expected);
    assert_true(ag_signature_holds(open, message, expected));
    for (int i = 0; i < 8 * AG_SIGNATURE_BYTES; i++) {
        found[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_false(ag_signature_holds(open, message, found));
        found[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    assert_false(ag_signature_holds(open, AG_TEXT("\xaf\x83"), expected));
}

static void one_passphrase_and_salt_make_one_secret(void **state) {
    (void)state;
    ag_error err;
    ag_secret a, b;
    uint8_t salt[AG_SALT_BYTES] = {1};
    assert_ok(ag_secret_of_passphrase(AG_TEXT("open sesame"), salt, &a, &err), &err);
    assert_ok(ag_secret_of_passphrase(AG_TEXT("open sesame"), salt, &b, &err), &err);
    assert_memory_equal(&a, &b, sizeof a);
    salt[0] = 2;
    assert_ok(ag_secret_of_passphrase(AG_TEXT("open sesame"), salt, &b, &err), &err);
    assert_memory_not_equal(&a, &b, sizeof a);
}

static void a_key_file_reads_back_and_says_what_it_is_instead(void **state) {
    (void)state;
    static const char *const other[] = {
        "",
        "\n",
        "ssh-ed25519 AAAA",
        "antigone-key-1 ",
        "antigone-key-1 0123",
        "antigone-key-1 zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "antigone-key-1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00"};
    ag_error err;
    ag_secret secret, again;
    ag_buffer file = {0};
    ag_secret_random(&secret, sizeof secret);
    ag_secret_format(&secret, &file);
    assert_int_equal(file.n, 15 + 64 + 1);
    assert_ok(ag_secret_parse(text_of(&file), &again, &err), &err);
    assert_memory_equal(&secret, &again, sizeof secret);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        assert_status(ag_secret_parse(ag_text_of(other[i]), &again, &err), AG_BAD_INPUT, &err);
        assert_null(strstr(err.what, "0123"));
        assert_memory_equal(again.byte, (uint8_t[AG_SECRET_BYTES]){0}, AG_SECRET_BYTES);
    }
    ag_buffer_deinit(&file);
}

static void each_purpose_has_its_own_key(void **state) {
    (void)state;
    ag_secret secret, a, b;
    uint8_t expected[AG_SECRET_BYTES];
    memset(&secret, 7, sizeof secret);
    ag_secret_derive(&secret, "site", &a);
    /* python3 -c 'import hashlib; print(hashlib.blake2b(b"site", key=b"\7"*32, digest_size=32).hexdigest())' */
    hex("3e920cc692408e9637b12e4025d458911bf603f8156c9391ab062e89c34cd336", expected, sizeof expected);
    assert_memory_equal(a.byte, expected, sizeof expected);
    ag_secret_derive(&secret, "sources", &b);
    assert_memory_not_equal(&a, &b, sizeof a);
    ag_secret_wipe(&a, sizeof a);
    assert_memory_equal(a.byte, (uint8_t[AG_SECRET_BYTES]){0}, AG_SECRET_BYTES);
}

/* ---- Sealed payloads ----------------------------------------------------------------------------------------- */

typedef struct safe {
    ag_secret key;
    ag_sealed sealed;
    ag_text wrapped, box;
} safe;

static const ag_text content = {"{\"name\":\"Polyneikes\"}", 21};

static void safe_init(safe *s) {
    ag_error err;
    *s = (safe){0};
    ag_secret_random(&s->key, sizeof s->key);
    assert_ok(ag_seal(&s->key, content, &s->sealed, &err), &err);
    s->wrapped = (ag_text){(const char *)s->sealed.wrapped, AG_WRAPPED_BYTES};
    s->box = text_of(&s->sealed.box);
}

static ag_status unseal(const safe *s, ag_buffer *out, ag_error *err) {
    ag_buffer_clear(out);
    return ag_unseal(&s->key, s->wrapped, s->box, &s->sealed.commitment, out, err);
}

static void what_was_sealed_opens_and_never_looks_the_same(void **state) {
    (void)state;
    ag_error err;
    safe a, b;
    ag_buffer out = {0};
    safe_init(&a);
    safe_init(&b);
    assert_ok(unseal(&a, &out, &err), &err);
    assert_true(ag_text_equal(text_of(&out), content));
    assert_false(ag_digest_equal(&a.sealed.commitment, &b.sealed.commitment));
    const ag_digest digest = ag_sha256(a.box.at, a.box.n);
    assert_true(ag_digest_equal(&digest, &a.sealed.box_digest));
    assert_ok(ag_seal(&a.key, AG_TEXT(""), &a.sealed, &err), &err); /* over what was there */
    a.box = text_of(&a.sealed.box);
    assert_ok(unseal(&a, &out, &err), &err);
    assert_int_equal(out.n, 0);
    ag_buffer_deinit(&out);
    ag_sealed_deinit(&a.sealed);
    ag_sealed_deinit(&b.sealed);
}

/* Flips each bit of n bytes and expects `status`. */
static void each_bit_counts(const safe *s, void *bytes, size_t n, ag_status status) {
    ag_error err;
    ag_buffer out = {0};
    for (size_t i = 0; i < 8 * n; i++) {
        ((uint8_t *)bytes)[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_status(unseal(s, &out, &err), status, &err);
        assert_int_equal(out.n, 0);
        ((uint8_t *)bytes)[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    assert_ok(unseal(s, &out, &err), &err);
    ag_buffer_deinit(&out);
}

static void no_bit_of_what_is_sealed_can_change(void **state) {
    (void)state;
    safe s;
    safe_init(&s);
    each_bit_counts(&s, s.sealed.box.data, s.sealed.box.n, AG_BAD_INPUT);
    each_bit_counts(&s, s.sealed.wrapped, AG_WRAPPED_BYTES, AG_REFUSED);
    each_bit_counts(&s, s.sealed.commitment.byte, AG_DIGEST_BYTES, AG_BAD_INPUT);
    each_bit_counts(&s, s.key.byte, AG_SECRET_BYTES, AG_REFUSED);
    ag_sealed_deinit(&s.sealed);
}

static void an_erased_key_leaves_nothing_to_open(void **state) {
    (void)state;
    ag_error err;
    ag_buffer out = {0};
    safe s;
    safe_init(&s);
    s.wrapped = (ag_text){NULL, 0};
    assert_status(unseal(&s, &out, &err), AG_REFUSED, &err);
    assert_non_null(strstr(err.what, "erased"));
    ag_sealed_deinit(&s.sealed);
    ag_buffer_deinit(&out);
}

static void a_key_is_wrapped_anew_for_another_passphrase(void **state) {
    (void)state;
    ag_error err;
    ag_buffer out = {0};
    ag_secret other;
    uint8_t again[AG_WRAPPED_BYTES];
    safe s;
    safe_init(&s);
    ag_secret_random(&other, sizeof other);
    assert_status(ag_rewrap(&other, &s.key, s.wrapped, again, &err), AG_REFUSED, &err);
    assert_ok(ag_rewrap(&s.key, &other, s.wrapped, again, &err), &err);
    s.key = other;
    assert_status(unseal(&s, &out, &err), AG_REFUSED, &err);
    s.wrapped.at = (const char *)again;
    assert_ok(unseal(&s, &out, &err), &err);
    assert_true(ag_text_equal(text_of(&out), content));
    ag_sealed_deinit(&s.sealed);
    ag_buffer_deinit(&out);
}

static void a_recipient_opens_what_was_wrapped_for_him(void **state) {
    (void)state;
    ag_error err;
    ag_buffer out = {0}, given = {0};
    ag_secret seed[2], his;
    ag_signer signer[2];
    uint8_t wrapped[AG_WRAPPED_BYTES];
    const uint8_t none[AG_PUBLIC_BYTES] = {0};
    safe s;
    safe_init(&s);
    for (int i = 0; i < 2; i++) {
        ag_secret_random(&seed[i], sizeof seed[i]);
        ag_signer_of(&seed[i], &signer[i]);
    }
    ag_secret_random(&his, sizeof his);
    assert_status(ag_wrap_for(&s.key, s.wrapped, none, &given, &err), AG_BAD_INPUT, &err);
    assert_ok(ag_wrap_for(&s.key, s.wrapped, signer[0].open, &given, &err), &err);
    assert_status(ag_unwrap_as(&signer[1], text_of(&given), &his, wrapped, &err), AG_REFUSED, &err);
    assert_status(ag_unwrap_as(&signer[0], (ag_text){given.data, given.n - 1}, &his, wrapped, &err), AG_REFUSED, &err);
    assert_ok(ag_unwrap_as(&signer[0], text_of(&given), &his, wrapped, &err), &err);
    s.key = his;
    s.wrapped.at = (const char *)wrapped;
    assert_ok(unseal(&s, &out, &err), &err);
    assert_true(ag_text_equal(text_of(&out), content));
    ag_sealed_deinit(&s.sealed);
    ag_buffer_deinit(&out);
    ag_buffer_deinit(&given);
}

static void sealed_content_has_a_cap(void **state) {
    (void)state;
    ag_error err;
    ag_sealed sealed = {0};
    ag_secret key;
    char *bytes = calloc(1, AG_MAX_SEALED_BYTES + 1);
    assert_non_null(bytes);
    ag_secret_random(&key, sizeof key);
    assert_ok(ag_seal(&key, (ag_text){bytes, AG_MAX_SEALED_BYTES}, &sealed, &err), &err);
    /* What an entry seals fits a line of a bundle. */
    assert_ok(ag_seal(&key, (ag_text){bytes, AG_MAX_ENTRY_BYTES}, &sealed, &err), &err);
    assert_true((sealed.box.n + 2) / 3 * 4 + 40 <= AG_MAX_BUNDLE_LINE);
    assert_status(ag_seal(&key, (ag_text){bytes, AG_MAX_SEALED_BYTES + 1}, &sealed, &err), AG_BAD_INPUT, &err);
    ag_sealed_deinit(&sealed);
    free(bytes);
}

/* ---- Entries ------------------------------------------------------------------------------------------------- */

#define PREV "\"prev\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\","
static const char plain_entry[] =
    "{\"action\":\"remains.recover\",\"at\":\"2025-06-16T09:12:44Z\",\"by\":\"registrar-2\",\"data\":{\"number\":\"7\","
    "\"place\":null}," PREV
    "\"role\":\"registrar\",\"seq\":1027,\"site\":\"odesa-3\",\"subject\":\"remains:7\",\"v\":1}";

static ag_entry plain(json_t *data) {
    return (ag_entry){.seq = 3,
                      .at = AG_TEXT("2025-06-16T09:12:44Z"),
                      .by = AG_TEXT("registrar-2"),
                      .role = AG_TEXT("registrar"),
                      .site = AG_TEXT("odesa-3"),
                      .action = AG_TEXT("remains.recover"),
                      .subject = AG_TEXT("remains:7"),
                      .data = data};
}

static void an_entry_reads_back(void **state) {
    (void)state;
    ag_error err;
    ag_entry entry;
    ag_buffer out = {0};
    assert_ok(ag_entry_parse(ag_text_of(plain_entry), &entry, &err), &err);
    assert_int_equal(entry.seq, 1027);
    assert_true(ag_text_equal(entry.subject, AG_TEXT("remains:7")));
    assert_int_equal(entry.when.n + entry.sealed.n + entry.box.n, 0);
    assert_null(entry.sig);
    assert_digest(&entry.prev, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    assert_ok(ag_entry_format(&entry, &out, &err), &err);
    assert_string_equal(out.data, plain_entry);
    ag_entry_deinit(&entry);
    ag_buffer_deinit(&out);
}

/* The example of docs/journal.md, hashed there with sha256sum. */
static void the_example_of_the_documentation_holds(void **state) {
    (void)state;
    ag_error err;
    ag_entry entry[2];
    ag_digest leaf[2];
    size_t n;
    const char *page = read_file(source_path("docs/journal.md"), &n),
               *at = strstr(page, "    {\"action\":\"casebook.init");
    assert_non_null(at);
    for (int i = 0; i < 2; i++) {
        const char *end = strchr(at, '\n');
        const ag_text bytes = {at + 4, (size_t)(end - at) - 4};
        assert_ok(ag_entry_parse(bytes, &entry[i], &err), &err);
        leaf[i] = ag_tree_leaf(bytes.at, bytes.n);
        at = end + 1;
    }
    assert_true(ag_digest_equal(&entry[1].prev, &leaf[0]));
    assert_digest(&leaf[1], "386fc3c8e27bbbf4bf794eaafee8bbf4d06b270ec59cae2062538424ecf363c1");
    const ag_digest root = ag_tree_root_of(leaf, 2);
    assert_digest(&root, "147fee504b048ea9bb8095ea494bd4247a6fc2e8ff94672630156aa4fc5c4d83");
    for (int i = 0; i < 2; i++) ag_entry_deinit(&entry[i]);
}

/* plain_entry with the first `from` replaced. */
static void refuses_entry(const char *from, const char *to, const char *names) {
    ag_error err;
    ag_entry entry;
    ag_buffer bytes = {0};
    const char *at = strstr(plain_entry, from);
    assert_non_null(at);
    ag_buffer_add(&bytes, plain_entry, (size_t)(at - plain_entry));
    ag_buffer_puts(&bytes, to);
    ag_buffer_puts(&bytes, at + strlen(from));
    assert_status(ag_entry_parse(text_of(&bytes), &entry, &err), AG_BAD_INPUT, &err);
    if (!strstr(err.what, names)) fail_msg("\"%s\" does not name %s", err.what, names);
    ag_buffer_deinit(&bytes);
}

static void an_entry_of_another_form_is_refused_by_name(void **state) {
    (void)state;
    static const char digest[] = "\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"";
    char box[100];
    snprintf(box, sizeof box, "\"box\":%s,\"by\"", digest);
    refuses_entry("\"v\":1", "\"v\":2", "\"v\"");
    refuses_entry(",\"v\":1", "", "no \"v\"");
    refuses_entry("\"v\":1", "\"v\":1,\"w\":1", "\"w\"");
    refuses_entry("{\"action\"", "{\"Action\":1,\"action\"", "\"Action\"");
    refuses_entry("\"action\":\"remains.recover\",", "", "no \"action\"");
    refuses_entry("\"remains.recover\"", "\"\"", "\"action\"");
    refuses_entry("\"remains.recover\"", "7", "\"action\"");
    refuses_entry("1027", "-1", "\"seq\"");
    refuses_entry("1027", "\"1027\"", "\"seq\"");
    refuses_entry("0011", "001g", "\"prev\"");
    refuses_entry("{\"number\":\"7\",\"place\":null}", "[]", "\"data\"");
    refuses_entry("09:12:44Z", "24:12:44Z", "\"at\"");
    refuses_entry("06-16T", "06-31T", "\"at\"");
    refuses_entry("44Z", "44z", "\"at\"");
    refuses_entry("44Z", "60Z", "\"at\"");
    refuses_entry("\"by\"", box, "\"sealed\"");
    refuses_entry("\"site\"", "\"sig\":[],\"site\"", "\"sig\"");
    refuses_entry("\"site\"", "\"sig\":[1],\"site\"", "signature 1");
    refuses_entry("\"place\"", "\"number\"", "canonical");
}

static void what_would_not_parse_is_not_formatted(void **state) {
    (void)state;
    ag_error err;
    ag_buffer out = {0};
    json_t *data = json_object();
    ag_entry entry = plain(data);
    assert_ok(ag_entry_format(&entry, &out, &err), &err);
    entry.site = AG_TEXT("");
    assert_status(ag_entry_format(&entry, &out, &err), AG_BAD_INPUT, &err);
    entry = plain(data);
    entry.at = AG_TEXT("yesterday");
    assert_status(ag_entry_format(&entry, &out, &err), AG_BAD_INPUT, &err);
    json_decref(data);
    ag_buffer_deinit(&out);
}

/* An entry of exactly n bytes. */
static ag_status format_of_size(size_t n, ag_error *err) {
    ag_buffer out = {0};
    json_t *data = json_pack("{s:s}", "t", "");
    ag_entry entry = plain(data);
    assert_ok(ag_entry_format(&entry, &out, err), err);
    const size_t more = n - out.n;
    char *text = calloc(1, more + 1);
    assert_non_null(text);
    memset(text, 'x', more);
    json_object_set_new(data, "t", json_stringn(text, more));
    ag_buffer_clear(&out);
    const ag_status status = ag_entry_format(&entry, &out, err);
    assert_int_equal(out.n, n);
    free(text);
    json_decref(data);
    ag_buffer_deinit(&out);
    return status;
}

static void an_entry_has_a_cap(void **state) {
    (void)state;
    ag_error err;
    assert_ok(format_of_size(AG_MAX_ENTRY_BYTES, &err), &err);
    assert_status(format_of_size(AG_MAX_ENTRY_BYTES + 1, &err), AG_BAD_INPUT, &err);
}

static void a_signature_holds_wherever_the_entry_is_chained(void **state) {
    (void)state;
    ag_error err;
    ag_secret seed;
    ag_signer signer;
    json_t *data = json_pack("{s:s}", "grave", "12"), *sig = json_array();
    ag_entry entry = plain(data), again;
    ag_buffer out = {0};
    ag_secret_random(&seed, sizeof seed);
    ag_signer_of(&seed, &signer);
    assert_ok(ag_entry_check_signatures(&entry, &err), &err);
    assert_ok(ag_entry_sign(&entry, AG_TEXT("registrar-2"), &signer, sig, &err), &err);
    assert_ok(ag_entry_sign(&entry, AG_TEXT("reviewer-1"), &signer, sig, &err), &err);
    entry.sig = sig;
    entry.seq = 900;
    entry.prev = ag_sha256("x", 1);
    assert_ok(ag_entry_format(&entry, &out, &err), &err);
    assert_ok(ag_entry_parse(text_of(&out), &again, &err), &err);
    assert_ok(ag_entry_check_signatures(&again, &err), &err);
    again.subject = AG_TEXT("remains:8");
    assert_status(ag_entry_check_signatures(&again, &err), AG_BAD_INPUT, &err);
    ag_entry_deinit(&again);
    json_decref(data);
    json_decref(sig);
    ag_buffer_deinit(&out);
}

/* ---- Checkpoints --------------------------------------------------------------------------------------------- */

/* The key that every Go toolchain carries (cmd/go/internal/modfetch/key.go), and the signature that C2SP's
 * tlog-checkpoint took for its example: it is sum.golang.org's own of this size and root. */
static const char sum_golang_org[] =
    "go.sum database tree\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "\xe2\x80\x94 sum.golang.org "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

static void the_key_of_sum_golang_org(uint8_t open[AG_PUBLIC_BYTES]) {
    uint8_t kind_and_key[1 + AG_PUBLIC_BYTES];
    assert_true(
        ag_base64_parse(AG_TEXT("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"), kind_and_key, sizeof kind_and_key));
    memcpy(open, kind_and_key + 1, AG_PUBLIC_BYTES);
}

static void a_published_checkpoint_is_read_and_holds(void **state) {
    (void)state;
    ag_error err;
    ag_checkpoint checkpoint;
    uint8_t open[AG_PUBLIC_BYTES];
    the_key_of_sum_golang_org(open);
    assert_ok(ag_note_parse(ag_text_of(sum_golang_org), open, &checkpoint, &err), &err);
    assert_int_equal(checkpoint.size, 20852163);
    assert_true(ag_text_equal(checkpoint.origin, AG_TEXT("go.sum database tree")));
    assert_digest(&checkpoint.root, "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
    open[0] ^= 1;
    assert_status(ag_note_parse(ag_text_of(sum_golang_org), open, &checkpoint, &err), AG_REFUSED, &err);
}

/* The same note with C2SP's origin and a cosignature of a witness, as tlog-cosignature prints it. */
static void other_signatures_and_lines_are_let_stand(void **state) {
    (void)state;
    ag_error err;
    ag_checkpoint checkpoint;
    uint8_t open[AG_PUBLIC_BYTES];
    the_key_of_sum_golang_org(open);
    ag_buffer note = {0};
    ag_buffer_puts(&note, sum_golang_org);
    ag_buffer_puts(&note, "\xe2\x80\x94 witness.example.com/w1 "
                          "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZ"
                          "qhf5nNo0xUe+mbIUBkBIfZ+qnA==\n");
    assert_ok(ag_note_parse(text_of(&note), open, &checkpoint, &err), &err);
    ag_buffer_deinit(&note);
    assert_ok(
        ag_note_parse(AG_TEXT("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n\n\xe2\x80\x94 n AAAA\n"),
                      NULL, &checkpoint, &err),
        &err);
}

static void no_byte_of_a_checkpoint_can_change(void **state) {
    (void)state;
    ag_error err;
    ag_checkpoint found;
    ag_secret seed;
    ag_signer signer;
    ag_buffer note = {0}, origin = {0};
    const ag_digest genesis = ag_sha256("first", 5);
    ag_secret_random(&seed, sizeof seed);
    ag_signer_of(&seed, &signer);
    ag_note_origin(AG_TEXT("odesa-3"), &genesis, &origin);
    const ag_checkpoint checkpoint = {text_of(&origin), 1027, ag_sha256("root", 4)};
    ag_note_format(&checkpoint, AG_TEXT("odesa-3"), &signer, &note);
    assert_ok(ag_note_parse(text_of(&note), signer.open, &found, &err), &err);
    assert_int_equal(found.size, 1027);
    assert_true(ag_text_equal(found.origin, checkpoint.origin));
    assert_true(ag_digest_equal(&found.root, &checkpoint.root));
    for (size_t i = 0; i < note.n; i++) {
        note.data[i] ^= 1;
        assert_int_not_equal(ag_note_parse(text_of(&note), signer.open, &found, &err), AG_OK);
        note.data[i] ^= 1;
        assert_int_not_equal(ag_note_parse((ag_text){note.data, i}, signer.open, &found, &err), AG_OK);
    }
    ag_buffer_deinit(&note);
    ag_buffer_deinit(&origin);
}

static void what_is_no_checkpoint_is_refused(void **state) {
    (void)state;
    static const char *const other[] = {
        "",
        "origin\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 n AAAA\n",
        "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 n AAAA\n",
        "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 n AAAA\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n\n\xe2\x80\x94 n AAAA\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n- n AAAA\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 n+m AAAA\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 n AAAA",
    };
    ag_error err;
    ag_checkpoint checkpoint;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_status(ag_note_parse(ag_text_of(other[i]), NULL, &checkpoint, &err), AG_BAD_INPUT, &err);
    assert_false(ag_note_name_fits(AG_TEXT("a b")));
    assert_false(ag_note_name_fits(AG_TEXT("")));
    assert_true(ag_note_name_fits(AG_TEXT("odesa-3")));
}

static void base64_has_one_spelling(void **state) {
    (void)state;
    static const char *const other[] = {"A", "AA", "AA=", "AB==", "AA==AA==", "A\nA=", "AA-_", "====", "AA\xb3\xbe"};
    ag_buffer bytes = {0}, text = {0}, again = {0};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(ag_base64_read(ag_text_of(other[i]), &bytes));
    ag_buffer_clear(&bytes);
    for (int n = 0; n < 200; n++) {
        ag_buffer_clear(&text);
        ag_base64_write(bytes.data, bytes.n, &text);
        assert_true(ag_base64_read(text_of(&text), &again));
        assert_true(ag_text_equal(text_of(&again), text_of(&bytes)));
        ag_buffer_putc(&bytes, (char)(n * 37));
    }
    ag_buffer_deinit(&bytes);
    ag_buffer_deinit(&text);
    ag_buffer_deinit(&again);
}

/* RFC 4648, section 10, and its section 5 for 62 and 63. */
static void base64url_has_one_spelling(void **state) {
    (void)state;
    static const char *const good[][2] = {
        {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"\xfb\xff", "-_8"}};
    static const char *const other[] = {"Zg==", "+/8", "Zh", "Z", "Zm9v Yg", "Zm\xb3v"};
    ag_buffer bytes = {0}, text = {0};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ag_buffer_clear(&text);
        ag_base64url_write(good[i][0], strlen(good[i][0]), &text);
        assert_string_equal(text.data, good[i][1]);
        assert_true(ag_base64url_read(text_of(&text), &bytes));
        assert_true(ag_text_equal(text_of(&bytes), ag_text_of(good[i][0])));
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(ag_base64url_read(ag_text_of(other[i]), &bytes));
    ag_buffer_deinit(&bytes);
    ag_buffer_deinit(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_value_has_one_spelling),
        cmocka_unit_test(long_text_is_normalised_too),
        cmocka_unit_test(another_spelling_is_refused_where_it_stands),
        cmocka_unit_test(what_has_no_canonical_form_is_not_written),
        cmocka_unit_test(depth_and_length_have_caps),
        cmocka_unit_test(any_value_reads_back_as_it_was_written),
        cmocka_unit_test(roots_are_those_published),
        cmocka_unit_test(proofs_are_those_of_rfc_6962),
        cmocka_unit_test(proofs_hold_and_changed_ones_do_not),
        cmocka_unit_test(a_leaf_beyond_the_tree_is_not_included),
        cmocka_unit_test(a_tree_is_kept_and_goes_on),
        cmocka_unit_test(digests_are_read_in_lower_case_alone),
        cmocka_unit_test(signatures_are_those_of_rfc_8032),
        cmocka_unit_test(one_passphrase_and_salt_make_one_secret),
        cmocka_unit_test(a_key_file_reads_back_and_says_what_it_is_instead),
        cmocka_unit_test(each_purpose_has_its_own_key),
        cmocka_unit_test(what_was_sealed_opens_and_never_looks_the_same),
        cmocka_unit_test(no_bit_of_what_is_sealed_can_change),
        cmocka_unit_test(an_erased_key_leaves_nothing_to_open),
        cmocka_unit_test(a_key_is_wrapped_anew_for_another_passphrase),
        cmocka_unit_test(a_recipient_opens_what_was_wrapped_for_him),
        cmocka_unit_test(sealed_content_has_a_cap),
        cmocka_unit_test(an_entry_reads_back),
        cmocka_unit_test(the_example_of_the_documentation_holds),
        cmocka_unit_test(an_entry_of_another_form_is_refused_by_name),
        cmocka_unit_test(what_would_not_parse_is_not_formatted),
        cmocka_unit_test(an_entry_has_a_cap),
        cmocka_unit_test(a_signature_holds_wherever_the_entry_is_chained),
        cmocka_unit_test(a_published_checkpoint_is_read_and_holds),
        cmocka_unit_test(other_signatures_and_lines_are_let_stand),
        cmocka_unit_test(no_byte_of_a_checkpoint_can_change),
        cmocka_unit_test(what_is_no_checkpoint_is_refused),
        cmocka_unit_test(base64_has_one_spelling),
        cmocka_unit_test(base64url_has_one_spelling),
    };
    ag_error err;
    if (ag_secrets_start(&err) != AG_OK) return 1;
    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
