/* antigone verify, checkpoint, rebuild: that what is there is what was written. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"
#include "cli/papers.h"
#include "cli/session.h"
#include "cli/verify.h"
#include "formats/file.h"
#include "formats/json.h"
#include "journal/base64.h"
#include "journal/bundle.h"
#include "journal/inclusion.h"

#include "base/banned.h"

/* ---- verify --------------------------------------------------------------------------------------------------- */

enum { AGAINST = AG_SESSION_FIRST, SITE_KEY, PROOF, OUT, PAPER, RECALLS, THREADS, JSON };

static const ag_option verify_options[] = {
    AG_SESSION_OPTIONS,
    {"--against", "NOTE", "a checkpoint that was kept elsewhere", false},
    {"--site-key", "HEX", "public key of the site, of a proof, a release or a paper; or a file of SITE HEX", false},
    {"--proof", "SEQ", "also write the proof that this entry is in the casebook", false},
    {"--out", "FILE", "where to, with --proof; by custom .tlog-proof", false},
    {"--paper", "TEXT", "what a paper's QR code says, or a file with it; no FILE", false},
    {"--recalls", "FILE", "of a paper: the site's list of those that no longer stand", false},
    {"--threads", "N", "number of threads; all processors by default", false},
    {"--json", NULL, "as JSON", false},
    {NULL, NULL, NULL, false},
};

typedef enum subject { IS_CASEBOOK, IS_BUNDLE, IS_PROOF, IS_RELEASE } subject;

/* By its first bytes; what is no file is left to the store to open. */
static ag_status recognise(const char *path, subject *out, ag_error *err) {
    char start[64] = "";
    *out = IS_CASEBOOK;
    if (strncmp(path, "postgresql:", 11) == 0 || strncmp(path, "postgres:", 9) == 0) return AG_OK;
    FILE *file = fopen(path, "rb");
    if (!file)
        return ag_fail(err, errno == ENOENT ? AG_BAD_INPUT : AG_ENVIRONMENT, "check its name",
                       "cannot read \"%.200s\": %s", path, strerror(errno));
    const size_t n = fread(start, 1, sizeof start - 1, file);
    fclose(file);
    const char *kind = ag_file_kind(start, n);
    if (strncmp(start, "SQLite format 3", 15) == 0) return AG_OK;
    if (strncmp(start, "antigone-bundle ", 16) == 0) return *out = IS_BUNDLE, AG_OK;
    if (strncmp(start, "c2sp.org/tlog-proof@", 20) == 0) return *out = IS_PROOF, AG_OK;
    if (strncmp(start, "antigone-release ", 17) == 0) return *out = IS_RELEASE, AG_OK;
    return ag_fail(err, AG_BAD_INPUT, "a casebook, a bundle (.agb), a release (.agd) or a proof (.tlog-proof)",
                   "\"%.160s\" is %s", path,
                   n == 0 ? "empty"
                   : kind ? kind
                          : "something else");
}

static void put_finding(ag_json_writer *w, const ag_error *finding) {
    ag_json_open(w, '{');
    ag_json_key(w, AG_TEXT("entry"));
    ag_json_put_int(w, finding->row);
    ag_json_key(w, AG_TEXT("what"));
    ag_json_puts(w, finding->what);
    ag_json_close(w, '}');
}

static ag_status print_json(uint64_t size, const char *root, const ag_diagnostics *findings, ag_error *err) {
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out, .pretty = true};
    ag_json_open(&w, '{');
    ag_json_key(&w, AG_TEXT("entries"));
    ag_json_put_int(&w, (int64_t)size);
    ag_json_key(&w, AG_TEXT("root"));
    ag_json_puts(&w, root);
    ag_json_key(&w, AG_TEXT("findings"));
    ag_json_open(&w, '[');
    for (size_t i = 0; i < findings->n; i++) put_finding(&w, &findings->item[i]);
    ag_json_close(&w, ']');
    ag_json_close(&w, '}');
    return ag_output_print(&out, err);
}

/* What was found, and what the answer rests on. */
static ag_status tell(const ag_arguments *a, ag_status status, uint64_t size, const ag_digest *root,
                      const ag_diagnostics *findings, ag_error *err) {
    ag_buffer root64 = {0};
    ag_base64_write(root->byte, AG_DIGEST_BYTES, &root64);
    const char *hash = root64.data ? root64.data : "";
    if (a->value[JSON]) {
        const ag_status printed = print_json(size, hash, findings, err);
        if (printed != AG_OK) status = printed;
        if (status == AG_FINDINGS) err->what[0] = 0;
    } else {
        ag_print_findings(findings, false);
        printf("%s: %llu entries, %s\nroot %s\n", a->operand[0], (unsigned long long)size,
               status == AG_OK ? "all as they were written" : "and faults among them", hash);
        if (status == AG_OK && !a->value[AGAINST])
            puts("Whether entries are missing at the end shows only against a checkpoint that was\nkept elsewhere: "
                 "--against NOTE.");
    }
    ag_buffer_deinit(&root64);
    return status;
}

static ag_status write_proof(const ag_arguments *a, const ag_session *session, ag_error *err) {
    uint64_t seq = 0;
    ag_buffer out = {0};
    if (!a->value[PROOF]) return AG_OK;
    ag_status status = ag_argument_uint64(&ag_command_verify, a, PROOF, 0, INT64_MAX, &seq, err);
    if (status == AG_OK) status = ag_casebook_prove(session->casebook, seq, &out, err);
    if (status == AG_OK) status = ag_file_write(a->value[OUT], out.data, out.n, err);
    ag_buffer_deinit(&out);
    if (status == AG_OK && !a->value[JSON]) printf("%s: proof of entry %llu\n", a->value[OUT], (unsigned long long)seq);
    return status;
}

static ag_status verify_casebook(const ag_arguments *a, ag_text against, int threads, ag_error *err) {
    ag_session session;
    ag_diagnostics findings;
    uint64_t size = 0;
    ag_digest root = {{0}};
    ag_status status = ag_session_look(a->operand[0], a, false, &session, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&findings);
    ag_progress progress;
    ag_progress_init(&progress, "verifying", a->value[JSON] != NULL);
    ag_casebook_watch(session.casebook, ag_progress_show, &progress);
    status = ag_casebook_verify(session.casebook, against, threads, &findings, &size, &root, err);
    ag_progress_end(&progress);
    if (status == AG_OK || status == AG_FINDINGS) status = tell(a, status, size, &root, &findings, err);
    if (status == AG_OK) status = write_proof(a, &session, err);
    ag_diagnostics_deinit(&findings);
    ag_session_close(&session);
    return status;
}

static ag_status verify_bundle(const ag_arguments *a, ag_text against, int threads, ag_error *err) {
    ag_diagnostics findings;
    uint64_t size = 0;
    ag_digest root = {{0}};
    ag_diagnostics_init(&findings);
    ag_status status = ag_secrets_start(err);
    if (status == AG_OK) status = ag_bundle_verify(a->operand[0], threads, against, &findings, &size, &root, err);
    if (status == AG_OK || status == AG_FINDINGS) status = tell(a, status, size, &root, &findings, err);
    ag_diagnostics_deinit(&findings);
    return status;
}

/* The public key that was named; *open NULL: none was. */
static ag_status named_key(const ag_arguments *a, ag_digest *key, const uint8_t **open, ag_error *err) {
    const char *hex = a->value[SITE_KEY];
    *open = hex ? key->byte : NULL;
    if (hex && !ag_digest_parse(ag_text_of(hex), key))
        return ag_fail(err, AG_USAGE, "64 hex digits, a-f in lower case", "--site-key is no public key");
    return AG_OK;
}

static ag_status verify_release(const ag_arguments *a, ag_text against, ag_error *err) {
    ag_digest key;
    const uint8_t *open;
    const ag_status status = named_key(a, &key, &open, err);
    return status == AG_OK ? ag_verify_release(a->operand[0], open, against, err) : status;
}

static ag_status verify_proof(const ag_arguments *a, ag_error *err) {
    ag_file file;
    ag_digest key;
    const uint8_t *open;
    ag_inclusion proof;
    ag_status status = named_key(a, &key, &open, err);
    if (status == AG_OK) status = ag_secrets_start(err);
    if (status == AG_OK) status = ag_file_read(a->operand[0], a->operand[0], false, &file, err);
    if (status != AG_OK) return status;
    status = ag_inclusion_check((ag_text){file.at, file.n}, open, &proof, err);
    if (status == AG_OK) {
        const ag_text origin = proof.checkpoint.origin;
        printf("%.*s\nEntry %llu is among the %llu entries of %.*s.\n%s\n", (int)proof.entry.n, proof.entry.data,
               (unsigned long long)proof.seq, (unsigned long long)proof.checkpoint.size, (int)origin.n, origin.at,
               open ? "The checkpoint is signed with this key."
                    : "Whose signature the checkpoint has was not checked: --site-key HEX.");
        ag_inclusion_deinit(&proof);
    }
    ag_file_deinit(&file);
    return status == AG_REFUSED ? (err->status = AG_FINDINGS) : status;
}

static ag_status verify_with(const ag_arguments *a, subject what, ag_text against, ag_error *err) {
    ag_run run;
    const ag_status status = ag_argument_run(&ag_command_verify, a, THREADS, -1, &run, err);
    if (status != AG_OK) return status;
    if (what != IS_CASEBOOK && a->value[PROOF])
        return ag_fail(err, AG_USAGE, "name the casebook that has it", "--proof is made from a casebook");
    if (what == IS_PROOF) return verify_proof(a, err);
    if (what == IS_RELEASE) return verify_release(a, against, err);
    return what == IS_BUNDLE ? verify_bundle(a, against, run.threads, err)
                             : verify_casebook(a, against, run.threads, err);
}

static ag_status run_verify(const ag_arguments *arguments, ag_error *err) {
    ag_file note = {0};
    subject what;
    const char *against = arguments->value[AGAINST];
    if ((arguments->value[PROOF] == NULL) != (arguments->value[OUT] == NULL))
        return ag_fail(err, AG_USAGE, "--proof SEQ --out FILE", "--proof and --out go together");
    if (arguments->value[PAPER] && !arguments->operand[0])
        return ag_verify_paper(arguments->value[PAPER], arguments->value[SITE_KEY], arguments->value[RECALLS], err);
    if (arguments->value[PAPER] || arguments->value[RECALLS] || !arguments->operand[0])
        return ag_fail(err, AG_USAGE, "`antigone verify FILE`, or `antigone verify --paper TEXT`",
                       "verify needs a FILE or a paper, one of them");
    ag_status status = recognise(arguments->operand[0], &what, err);
    if (status == AG_OK && against) status = ag_file_read(against, against, false, &note, err);
    if (status == AG_OK) status = verify_with(arguments, what, (ag_text){note.at, note.n}, err);
    ag_file_deinit(&note);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_verify = {
    .name = "verify",
    .summary = "that no entry was changed, taken out or put in: casebook, bundle, release, proof",
    .operand = {"[FILE]"},
    .option = verify_options,
    .help =
        "Checks every entry of a casebook or a bundle: its form, its place in the chain, its time, its signatures,\n"
        "its sealed part, and all checkpoints; of a bundle also the files in it. Needs no key and no other file; with\n"
        "--key the kept files of a casebook are opened and checked too. A proof shows that one entry is in a\n"
        "casebook without showing the others; of a release it says what is proved. Exits with 5 when anything is\n"
        "not as it was written.\n\n"
        "A paper is checked without a casebook: by the text of its QR code and the public key of the site that\n"
        "issued it. Compare what is printed here with what the paper says.",
    .examples = "  antigone verify war.casebook\n"
                "  antigone verify war.casebook --against checkpoint-2025-06-16.txt\n"
                "  antigone verify war.casebook --proof 1027 --out entry-1027.tlog-proof\n"
                "  antigone verify from-lviv.agb\n"
                "  antigone verify dossier.agd --site-key 5f0c...\n"
                "  antigone verify --paper code.txt --site-key keys.txt --recalls recalls.txt",
    .run = run_verify,
};

/* ---- checkpoint ----------------------------------------------------------------------------------------------- */

static const ag_option checkpoint_options[] = {
    AG_SESSION_OPTIONS,
    {"--out", "FILE", "where to; standard output by default", false},
    {NULL, NULL, NULL, false},
};

static ag_status run_checkpoint(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    ag_buffer note = {0};
    const char *out = arguments->value[AG_SESSION_FIRST];
    ag_status status = ag_session_unlock(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    status = ag_casebook_checkpoint(session.casebook, &note, err);
    ag_session_close(&session);
    if (status == AG_OK && out) {
        status = ag_file_write(out, note.data, note.n, err);
        ag_buffer_deinit(&note);
        return status;
    }
    if (status == AG_OK) return ag_output_print(&note, err);
    ag_buffer_deinit(&note);
    return status;
}

const ag_command ag_command_checkpoint = {
    .name = "checkpoint",
    .summary = "a signed note over all entries, to be kept elsewhere",
    .operand = {"CASEBOOK"},
    .option = checkpoint_options,
    .help =
        "Prints a few lines that say how many entries there are and what their hash is, signed by the site. Kept\n"
        "outside – printed, sent to somebody – they show later that nothing was cut off: `antigone verify --against`.",
    .examples = "  antigone checkpoint war.casebook\n"
                "  antigone checkpoint war.casebook --out checkpoint-2025-06-16.txt",
    .run = run_checkpoint,
};

/* ---- rebuild -------------------------------------------------------------------------------------------------- */

static const ag_option rebuild_options[] = {
    AG_SESSION_OPTIONS,
    {"--check", NULL, "change nothing; say which rows differ from what the entries say", false},
    {NULL, NULL, NULL, false},
};

static ag_status run_rebuild(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    ag_diagnostics findings;
    ag_digest digest;
    char hex[AG_DIGEST_HEX + 1];
    const bool check = arguments->value[AG_SESSION_FIRST] != NULL;
    ag_status status = ag_session_look(arguments->operand[0], arguments, true, &session, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&findings);
    ag_progress progress;
    ag_progress_init(&progress, "replaying", false);
    ag_casebook_watch(session.casebook, ag_progress_show, &progress);
    status = ag_casebook_rebuild(session.casebook, check, &findings, &digest, err);
    ag_progress_end(&progress);
    ag_print_findings(&findings, false);
    if (status == AG_OK)
        printf("%s: %s\ndigest %s\n", arguments->operand[0],
               check ? "its tables are what its entries say." : "its tables were made anew from its entries.",
               ag_digest_hex(&digest, hex));
    ag_diagnostics_deinit(&findings);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_rebuild = {
    .name = "rebuild",
    .summary = "the tables of a casebook, made anew from its entries",
    .operand = {"CASEBOOK"},
    .option = rebuild_options,
    .help =
        "The tables that lists are read from follow from the entries alone. This makes them again, or with --check\n"
        "compares them; the digest is the same wherever the same entries are.",
    .examples = "  antigone rebuild war.casebook --check\n"
                "  antigone rebuild war.casebook",
    .run = run_rebuild,
};
