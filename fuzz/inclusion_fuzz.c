/* Any bytes as a proof of inclusion: it is refused with words, or what it proves is written again as a proof that
 * holds. */
#include <stdint.h>
#include <stdlib.h>

#include "journal/inclusion.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ag_text file = {(const char *)data, size};
    ag_inclusion proof;
    ag_error err = {0};
    const ag_status status = ag_inclusion_check(file, NULL, &proof, &err);
    if (status == AG_OK) {
        const ag_digest leaf = ag_tree_leaf(proof.entry.data, proof.entry.n);
        if (proof.seq >= proof.checkpoint.size) abort();
        if (proof.checkpoint.size == 1 && !ag_digest_equal(&leaf, &proof.checkpoint.root)) abort();
        ag_inclusion_deinit(&proof);
    } else if ((status != AG_BAD_INPUT && status != AG_REFUSED) || !err.what[0]) {
        abort();
    }
    return 0;
}
