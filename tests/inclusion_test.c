/* Proofs of inclusion as files. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "journal/inclusion.h"

enum { LEAVES = 13 };

typedef struct proof {
    ag_buffer file;
    ag_signer signer;
    ag_text entry;
} proof;

/* A tree of LEAVES small entries, and the proof of one of them. */
static void make_proof(uint64_t seq, proof *out) {
    static char entry[LEAVES][32];
    ag_digest leaf[LEAVES], path[AG_MAX_PROOF];
    ag_secret secret = {{7}};
    ag_buffer note = {0};
    ag_error err;
    assert_ok(ag_secrets_start(&err), &err);
    ag_signer_of(&secret, &out->signer);
    for (int i = 0; i < LEAVES; i++) {
        snprintf(entry[i], sizeof entry[i], "{\"seq\":%d}", i);
        leaf[i] = ag_tree_leaf(entry[i], strlen(entry[i]));
    }
    const ag_checkpoint checkpoint = {AG_TEXT("antigone/test/1"), LEAVES, ag_tree_root_of(leaf, LEAVES)};
    ag_note_format(&checkpoint, AG_TEXT("test"), &out->signer, &note);
    const int hashes = ag_tree_inclusion(leaf, LEAVES, seq, path);
    out->entry = ag_text_of(entry[seq]);
    ag_buffer_init(&out->file);
    ag_inclusion_format(out->entry, seq, path, hashes, (ag_text){note.data, note.n}, &out->file);
    ag_buffer_deinit(&note);
}

static ag_status check(const proof *p, const uint8_t *open, ag_inclusion *out, ag_error *err) {
    return ag_inclusion_check((ag_text){p->file.data, p->file.n}, open, out, err);
}

static void every_entry_of_a_tree_is_proved_and_read_back(void **state) {
    (void)state;
    for (uint64_t seq = 0; seq < LEAVES; seq++) {
        proof p;
        ag_inclusion found;
        ag_error err;
        make_proof(seq, &p);
        assert_ok(check(&p, p.signer.open, &found, &err), &err);
        assert_int_equal(found.seq, seq);
        assert_int_equal(found.checkpoint.size, LEAVES);
        assert_true(ag_text_equal((ag_text){found.entry.data, found.entry.n}, p.entry));
        ag_inclusion_deinit(&found);
        ag_buffer_deinit(&p.file);
    }
}

static void a_signature_of_another_site_is_refused(void **state) {
    (void)state;
    proof p;
    ag_inclusion found;
    ag_signer other;
    ag_error err;
    const ag_secret secret = {{8}};
    make_proof(5, &p);
    ag_signer_of(&secret, &other);
    assert_status(check(&p, other.open, &found, &err), AG_REFUSED, &err);
    assert_ok(check(&p, NULL, &found, &err), &err); /* without a key nothing is said about signatures */
    ag_inclusion_deinit(&found);
    ag_buffer_deinit(&p.file);
}

/* A change of any byte is seen, but in what the signature says, which is another line's business. */
static void no_byte_of_the_proof_can_be_changed(void **state) {
    (void)state;
    proof p;
    ag_error err;
    make_proof(5, &p);
    for (size_t i = 0; i < p.file.n; i++) {
        ag_inclusion found;
        p.file.data[i] ^= 1;
        assert_int_not_equal(check(&p, p.signer.open, &found, &err), AG_OK);
        p.file.data[i] ^= 1;
    }
    ag_buffer_deinit(&p.file);
}

static void what_is_no_proof_is_said_to_be_none(void **state) {
    (void)state;
    static const char *const text[] = {"", "c2sp.org/tlog-proof@v1\n",
                                       "c2sp.org/tlog-proof@v1\nextra eA==\nindex -1\n\n",
                                       "c2sp.org/tlog-proof@v2\nextra eA==\nindex 0\n\nx\n", "hello\n"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        ag_inclusion found;
        ag_error err;
        assert_status(ag_inclusion_check(ag_text_of(text[i]), NULL, &found, &err), AG_BAD_INPUT, &err);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_of_a_tree_is_proved_and_read_back),
        cmocka_unit_test(a_signature_of_another_site_is_refused),
        cmocka_unit_test(no_byte_of_the_proof_can_be_changed),
        cmocka_unit_test(what_is_no_proof_is_said_to_be_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
