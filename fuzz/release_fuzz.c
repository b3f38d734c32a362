/* Any bytes as a release: it is refused with words, or what it says of itself is there. */
#include <stdint.h>
#include <stdlib.h>

#include "journal/release.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ag_text file = {(const char *)data, size};
    ag_release release;
    ag_error err = {0};
    const ag_status status = ag_release_check(file, NULL, (ag_text){NULL, 0}, &release, &err);
    if (status == AG_OK) {
        if (release.facts != release.whole + release.hashed + release.attested) abort();
        if (!release.about || !release.checkpoint.size || !release.by[AG_RELEASE_ACTS - 1][0]) abort();
    } else if ((status != AG_BAD_INPUT && status != AG_FINDINGS) || !err.what[0]) {
        abort();
    }
    ag_release_deinit(&release);
    return 0;
}
