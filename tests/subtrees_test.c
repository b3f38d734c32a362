/* Inclusion of many leaves at once, and releases at their caps. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "journal/release.h"

enum { MOST = 70 };

typedef struct tree {
    ag_digest leaf[MOST];
    ag_shown shown[MOST];
    uint32_t blinded[MOST + 1];
    uint64_t leaves;
    size_t n;
} tree;

static tree drawn(draws *d) {
    tree t = {.leaves = draw_below(d, MOST) + 1};
    for (uint64_t i = 0; i < t.leaves; i++) {
        const uint8_t byte = (uint8_t)i;
        t.leaf[i] = ag_tree_leaf(&byte, 1);
        t.blinded[i + 1] = t.blinded[i] + draw_bool(d);
        if (draw_below(d, 4) == 0) t.shown[t.n++] = (ag_shown){.index = i, .leaf = t.leaf[i]};
    }
    return t;
}

/* The root that leaves and hashes lead to is that of the tree; with a hash too few, a leaf of another content or a tree
 * of another size it is not. */
static bool leads_to_the_root(draws *d, void *context) {
    (void)context;
    tree t = drawn(d);
    ag_buffer hashes = {0};
    ag_digest root, other;
    const ag_digest expected = ag_tree_root_of(t.leaf, t.leaves);
    ag_subtrees_prove(t.leaf, t.leaves, t.shown, t.n, &hashes);
    const ag_text told = {hashes.data, hashes.n};
    bool good = ag_subtrees_root(t.leaves, t.shown, t.n, told, &root) && ag_digest_equal(&root, &expected);
    if (told.n)
        good = good && !ag_subtrees_root(t.leaves, t.shown, t.n, (ag_text){told.at, told.n - AG_DIGEST_BYTES}, &other);
    if (t.n) {
        t.shown[0].leaf.byte[0] ^= 1;
        good = good && ag_subtrees_root(t.leaves, t.shown, t.n, told, &other) && !ag_digest_equal(&other, &expected);
        t.shown[0].leaf.byte[0] ^= 1;
    }
    ag_buffer_add(&hashes, (const char *)expected.byte, AG_DIGEST_BYTES);
    good = good && !ag_subtrees_root(t.leaves, t.shown, t.n, (ag_text){hashes.data, hashes.n}, &other);
    ag_buffer_deinit(&hashes);
    return good || draw_note(d, "%zu of %llu leaves", t.n, (unsigned long long)t.leaves);
}

static void many_leaves_lead_to_the_root(void **state) {
    (void)state;
    check_property("leaves and hashes lead to the root of their tree", 500, leads_to_the_root, NULL);
}

/* For one leaf the hashes are those of RFC 6962's path, in the order of the leaves instead of upwards. */
static void one_leaf_has_its_path(void **state) {
    (void)state;
    ag_digest leaf[MOST], path[AG_MAX_PROOF];
    for (uint64_t i = 0; i < MOST; i++) leaf[i] = ag_tree_leaf(&(uint8_t){(uint8_t)i}, 1);
    for (uint64_t n = 1; n <= MOST; n++)
        for (uint64_t index = 0; index < n; index++) {
            const ag_shown shown = {.index = index, .leaf = leaf[index]};
            const int hashes = ag_tree_inclusion(leaf, n, index, path);
            ag_buffer told = {0};
            ag_subtrees_prove(leaf, n, &shown, 1, &told);
            assert_int_equal(told.n, (size_t)hashes * AG_DIGEST_BYTES);
            for (int i = 0; i < hashes; i++) {
                int found = 0;
                for (int k = 0; k < hashes; k++)
                    found += memcmp(told.data + (size_t)k * AG_DIGEST_BYTES, path[i].byte, AG_DIGEST_BYTES) == 0;
                assert_int_equal(found, 1);
            }
            ag_buffer_deinit(&told);
        }
}

/* Every complete subtree that has to be told (none of its leaves is shown, its sibling has one) covers a blinded leaf:
 * looked for apart, over all subtrees of RFC 6962. */
static bool is_told_safely(const tree *t, uint64_t low, uint64_t size, bool *any) {
    bool left = false, right = false;
    *any = false;
    if (size == 1) {
        for (size_t i = 0; i < t->n; i++) *any = *any || (t->shown[i].index == low && !t->shown[i].dropped);
        return true;
    }
    uint64_t k = 1;
    while (2 * k < size) k *= 2;
    const bool good = is_told_safely(t, low, k, &left) && is_told_safely(t, low + k, size - k, &right);
    *any = left || right;
    if (left == right) return good;
    const uint64_t from = left ? low + k : low, to = left ? low + size : low + k;
    return good && t->blinded[to] > t->blinded[from];
}

static bool tells_nothing_that_can_be_guessed(draws *d, void *context) {
    (void)context;
    tree t = drawn(d);
    bool any;
    ag_subtrees_settle(t.blinded, t.leaves, t.shown, t.n);
    return is_told_safely(&t, 0, t.leaves, &any) || draw_note(d, "of %llu leaves", (unsigned long long)t.leaves);
}

static void hashes_cover_what_cannot_be_guessed(void **state) {
    (void)state;
    check_property("no hash is told that covers nothing blinded", 1000, tells_nothing_that_can_be_guessed, NULL);
}

static ag_status check(const ag_buffer *file, ag_error *err) {
    ag_release release;
    *err = (ag_error){0};
    const ag_status status = ag_release_check((ag_text){file->data, file->n}, NULL, (ag_text){NULL, 0}, &release, err);
    ag_release_deinit(&release);
    return status;
}

static void releases_have_caps(void **state) {
    (void)state;
    ag_buffer file = {0};
    ag_error err;
    const uint8_t key[AG_PUBLIC_BYTES] = {1};
    json_t *about = json_pack("{s:s,s:s,s:s,s:s,s:s,s:i}", "dossier", "d", "release", "r", "profile", "p", "to", "t",
                              "basis", "b", "frozen", 1);
    ag_release_put_head("odesa-3", key, &(ag_digest){{0}}, &file);
    assert_ok(ag_release_put_json("about", about, &file, &err), &err);
    json_decref(about);
    for (int i = 0; i < AG_MAX_RELEASED; i++) ag_buffer_puts(&file, "fact {\"fields\":{},\"subject\":\"s\"}\n");
    assert_status(check(&file, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.what, "cut short")); /* all facts were taken, and there is no end */
    ag_buffer_puts(&file, "fact {\"fields\":{},\"subject\":\"s\"}\n");
    assert_status(check(&file, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.what, "more facts"));
    assert_int_equal(err.row, 5 + AG_MAX_RELEASED);
    ag_buffer_deinit(&file);
    ag_buffer_printf(&file, "%*s", AG_MAX_RELEASE_BYTES, "");
    assert_status(check(&file, &err), AG_BAD_INPUT, &err);
    assert_null(strstr(err.what, "no release is so long"));
    ag_buffer_putc(&file, ' ');
    assert_status(check(&file, &err), AG_BAD_INPUT, &err);
    assert_non_null(strstr(err.what, "no release is so long"));
    ag_buffer_deinit(&file);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"many leaves and a few hashes lead to the root of their tree", many_leaves_lead_to_the_root, NULL, NULL, NULL},
        {"for one leaf the hashes are those of its path", one_leaf_has_its_path, NULL, NULL, NULL},
        {"no hash is told that covers nothing blinded", hashes_cover_what_cannot_be_guessed, NULL, NULL, NULL},
        {"releases have caps", releases_have_caps, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("subtrees", cases, NULL, NULL);
}
