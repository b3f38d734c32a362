/* What `antigone verify` does to a release: cmd_verify.c recognises it, verify_release.c tells what is proved. */
#ifndef AG_CLI_VERIFY_H
#define AG_CLI_VERIFY_H

#include <stdint.h>

#include "base/text.h"

/* `open`: the site's public key as it was named, or NULL. `against`: a checkpoint that was kept, or empty. */
ag_status ag_verify_release(const char *path, const uint8_t *open, ag_text against, ag_error *err);

#endif
