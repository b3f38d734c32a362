/* antigone verify --paper: a paper is checked by its code and the site's public key, without a casebook. */
#include <stdio.h>
#include <string.h>

#include "cli/papers.h"
#include "cli/screen.h"
#include "formats/file.h"
#include "journal/base64.h"
#include "journal/note.h"
#include "report/paper.h"
#include "report/paper_code.h"

#include "base/banned.h"

/* The text itself, or the file of that name; appended to `out`. */
static ag_status text_or_file(const char *given, const char *prefix, ag_buffer *out, ag_error *err) {
    ag_file file;
    if (strncmp(given, prefix, strlen(prefix)) == 0) {
        ag_buffer_puts(out, given);
        return AG_OK;
    }
    const ag_status status = ag_file_read(given, given, false, &file, err);
    if (status != AG_OK) return status;
    ag_buffer_add(out, file.at, file.n);
    ag_file_deinit(&file);
    return AG_OK;
}

/* ---- The key ---------------------------------------------------------------------------------------------------- */

/* The key of a site in lines SITE KEY. */
static bool key_in(ag_text lines, ag_text site, ag_digest *out) {
    while (lines.n) {
        const char *end = memchr(lines.at, '\n', lines.n);
        const ag_text line = ag_text_trim((ag_text){lines.at, end ? (size_t)(end - lines.at) : lines.n});
        const char *blank = line.n ? memchr(line.at, ' ', line.n) : NULL;
        if (blank && ag_text_equal((ag_text){line.at, (size_t)(blank - line.at)}, site) &&
            ag_digest_parse(ag_text_trim((ag_text){blank, (size_t)(line.at + line.n - blank)}), out))
            return true;
        if (!end) return false;
        lines = (ag_text){end + 1, lines.n - (size_t)(end + 1 - lines.at)};
    }
    return false;
}

static ag_status find_key(const char *given, ag_text site, ag_digest *out, ag_error *err) {
    ag_file file;
    if (!given)
        return ag_fail(
            err, AG_USAGE,
            "--site-key FILE, as the site gave it to you: `antigone report CASEBOOK --site-key FILE` writes it there",
            "a paper is checked with the public key of the site that issued it");
    if (ag_digest_parse(ag_text_of(given), out)) return AG_OK;
    const ag_status status = ag_file_read(given, given, false, &file, err);
    if (status != AG_OK) return status;
    const bool found = key_in((ag_text){file.at, file.n}, site, out);
    ag_file_deinit(&file);
    return found ? AG_OK
                 : ag_fail(err, AG_REFUSED, "a line with the site, a blank, and the 64 hex digits of its key",
                           "%.100s has no key of the site %.*s", given, (int)site.n, site.n ? site.at : "");
}

/* Which site a code names, before anything is known to be true. */
static ag_status named_site(ag_text code, char out[64], ag_error *err) {
    json_t *content = NULL;
    ag_status status = ag_code_open(code, AG_CODE_PAPER, NULL, &content, err);
    snprintf(out, 64, "%s", ag_paper_text(content, "site"));
    if (status == AG_OK && !ag_note_name_fits(ag_text_of(out)))
        status = ag_fail(err, AG_BAD_INPUT, "do not rely on this paper", "the code names no site");
    json_decref(content);
    return status;
}

/* ---- What it says ----------------------------------------------------------------------------------------------- */

static bool is_among(const json_t *list, ag_text word) {
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item) {
        if (ag_text_equal(ag_text_of(json_string_value(item)), word)) return true;
    }
    return false;
}

static ag_status check_recalls(const json_t *paper, const char *path, const ag_digest *key, ag_error *err) {
    static const char *const lists[] = {"superseded", "recalled", "void"}, *const words[] = {
                                                                               "A newer paper has taken its place.",
                                                                               "What it rested on has been withdrawn.",
                                                                               "It should not have been issued."};
    ag_buffer text = {0}, digest = {0};
    json_t *recalls = NULL;
    ag_status status = text_or_file(path, AG_CODE_RECALLS, &text, err);
    if (status == AG_OK) status = ag_code_open((ag_text){text.data, text.n}, AG_CODE_RECALLS, key->byte, &recalls, err);
    if (status == AG_OK) {
        ag_recall_digest(ag_paper_text(recalls, "salt"), ag_paper_text(paper, "number"), ag_paper_text(paper, "digest"),
                         &digest);
        for (int i = 0; i < 3 && status == AG_OK; i++)
            if (is_among(json_object_get(recalls, lists[i]), (ag_text){digest.data, digest.n}))
                status = ag_fail(err, AG_FINDINGS, "ask the site that issued it for what stands now",
                                 "this paper no longer stands. %s", words[i]);
        if (status == AG_OK)
            printf("It is not among the papers that had fallen by %s.\n", ag_paper_text(recalls, "at"));
    }
    json_decref(recalls);
    ag_buffer_deinit(&text);
    ag_buffer_deinit(&digest);
    return status;
}

static void print_digest(const json_t *paper) {
    char hex[AG_DIGEST_HEX + 1];
    ag_buffer digest = {0};
    ag_base64url_read(ag_text_of(ag_paper_text(paper, "digest")), &digest);
    if (digest.n == AG_DIGEST_BYTES)
        printf("  digest    %s\n", ag_hex_format((const uint8_t *)digest.data, digest.n, hex));
    ag_buffer_deinit(&digest);
}

static void print_paper(const json_t *paper) {
    size_t i;
    ag_arena arena;
    const json_t *list = json_object_get(paper, "essentials"), *line;
    ag_arena_init(&arena);
    printf("The code is signed with this key. The print must say:\n"
           "  number    %s\n  paper     %s\n  about     %s\n  issued    %s by site %s, entry %lld\n",
           ag_paper_text(paper, "number"), ag_paper_text(paper, "type"), ag_paper_text(paper, "about"),
           ag_paper_text(paper, "at"), ag_paper_text(paper, "site"), (long long)ag_paper_integer(paper, "size") - 1);
    json_array_foreach(list, i, line) {
        printf("  %s\n", ag_display_fit(&arena, ag_text_of(json_string_value(line)), 0));
    }
    ag_arena_deinit(&arena);
    print_digest(paper);
}

static ag_status check(ag_text code, const char *key_given, const char *recalls, ag_error *err) {
    char site[64];
    ag_digest key;
    json_t *paper = NULL;
    ag_status status = named_site(code, site, err);
    if (status == AG_OK) status = find_key(key_given, ag_text_of(site), &key, err);
    if (status == AG_OK) status = ag_code_open(code, AG_CODE_PAPER, key.byte, &paper, err);
    if (status == AG_OK) print_paper(paper);
    if (status == AG_OK && recalls) status = check_recalls(paper, recalls, &key, err);
    if (status == AG_OK && !recalls)
        puts("Whether it still stands shows only against the site's list of recalls: --recalls FILE.");
    json_decref(paper);
    return status == AG_REFUSED ? (err->status = AG_FINDINGS) : status;
}

ag_status ag_verify_paper(const char *code, const char *key, const char *recalls, ag_error *err) {
    ag_buffer text = {0};
    ag_status status = ag_secrets_start(err);
    if (status == AG_OK) status = text_or_file(code, AG_CODE_PAPER, &text, err);
    if (status == AG_OK) status = check((ag_text){text.data, text.n}, key, recalls, err);
    ag_buffer_deinit(&text);
    return status == AG_OK ? ag_finish_output(err) : status;
}
