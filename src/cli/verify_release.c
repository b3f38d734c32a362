/* antigone verify of a release: what is proved in it, by what, and what cannot be seen. */
#include <stdio.h>

#include "cli/verify.h"
#include "formats/file.h"
#include "journal/release.h"

#include "base/banned.h"

static const char *about_text(const ag_release *release, const char *key) {
    return json_string_value(json_object_get(release->about, key));
}

static void tell(const char *path, const ag_release *r, bool known) {
    char key[AG_DIGEST_HEX + 1];
    printf("%s: a release of %s by %s, for %s (%s), on the basis of %s.\n\n", path, about_text(r, "dossier"), r->site,
           about_text(r, "to"), about_text(r, "profile"), about_text(r, "basis"));
    printf("%8llu facts, of which\n%8llu stand in entries that are shown whole, %llu of them with what was sealed;\n"
           "%8llu have the hash of their entry: something was recorded at that place by then,\n"
           "         and the site cannot show another entry for it later;\n"
           "%8llu rest on the signature of the site alone.\n\n",
           (unsigned long long)r->facts, (unsigned long long)r->whole, (unsigned long long)r->opened,
           (unsigned long long)r->hashed, (unsigned long long)r->attested);
    printf("Proposed by %s, approved by %s, issued by %s; each signed it. Whose keys these\n"
           "are the file cannot prove.\n",
           r->by[0], r->by[1], r->by[2]);
    printf("The checkpoint covers %llu entries. What the site has recorded and not released is\n"
           "not in the file, nor is whether there is any.\n",
           (unsigned long long)r->checkpoint.size);
    printf("Signed with %s%s\n", ag_hex_format(r->site_key, AG_PUBLIC_BYTES, key),
           known ? ", the key that was named."
                 : ".\nCompare that key with one that the site gave you by another way: --site-key HEX.");
}

ag_status ag_verify_release(const char *path, const uint8_t *open, ag_text against, ag_error *err) {
    ag_file file;
    ag_release release;
    ag_status status = ag_secrets_start(err);
    if (status == AG_OK) status = ag_file_read(path, path, false, &file, err);
    if (status != AG_OK) return status;
    status = ag_release_check((ag_text){file.at, file.n}, open, against, &release, err);
    if (status == AG_OK)
        tell(path, &release, open != NULL);
    else if (err)
        snprintf(err->file, sizeof err->file, "%.150s", path);
    ag_release_deinit(&release);
    ag_file_deinit(&file);
    return status;
}
