/* What the journal costs: writing an entry, sealing a payload, signing, and verifying a chain.
 *
 * Entries of about 500 bytes, half of them with text beyond ASCII. Floors: verification hashes each entry once and
 * makes one node of the tree for it (SHA-256 of the bytes, and of 65 bytes).
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "journal/seal.h"
#include "journal/verify.h"

#include "base/banned.h"

enum { REPEATS = 20000, ENTRIES = 1000000, BATCH = 2000 };

static double read_clock(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Of this program alone, on all cores: what others do beside it does not count. */
static double now(void) { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }

static void must(ag_status status, const ag_error *err) {
    char text[800];
    if (status == AG_OK) return;
    fprintf(stderr, "%s\n", ag_error_format(err, text, sizeof text));
    exit(1);
}

static ag_entry sample(json_t *data) {
    return (ag_entry){.at = AG_TEXT("2025-06-16T09:12:44Z"),
                      .when = AG_TEXT("2025-06-16"),
                      .by = AG_TEXT("registrar-2"),
                      .role = AG_TEXT("registrar"),
                      .site = AG_TEXT("odesa-3"),
                      .action = AG_TEXT("remains.recover"),
                      .subject = AG_TEXT("remains:2025061603120001230"),
                      .data = data};
}

static json_t *sample_data(bool ascii) {
    return json_pack("{s:s,s:s,s:s,s:n,s:i}", "number", "2025061603120001230", "found", "2025-01-05~", "note",
                     ascii ? "two identity discs, left boot" : "дві бирки, лівий черевик", "place", "depth", 45);
}

static void row(const char *what, double seconds, double n) { printf("%-44s %10.2f us\n", what, seconds / n * 1e6); }

static void time_entries(void) {
    ag_error err;
    json_t *data[] = {sample_data(true), sample_data(false)};
    ag_buffer out = {0};
    const double start = now();
    for (int i = 0; i < REPEATS; i++) {
        const ag_entry e = sample(data[i % 2]);
        ag_buffer_clear(&out);
        must(ag_entry_format(&e, &out, &err), &err);
    }
    row("formatting an entry", now() - start, REPEATS);
    const double then = now();
    for (int i = 0; i < REPEATS; i++) {
        ag_entry e;
        must(ag_entry_parse((ag_text){out.data, out.n}, &e, &err), &err);
        ag_entry_deinit(&e);
    }
    row("parsing an entry", now() - then, REPEATS);
    json_decref(data[0]);
    json_decref(data[1]);
    ag_buffer_deinit(&out);
}

static void time_seals(void) {
    ag_error err;
    ag_secret key;
    ag_sealed sealed = {0};
    ag_buffer out = {0};
    const ag_text content = AG_TEXT(
        "{\"born\":\"1991-04-02\",\"name\":\"Polyneikes\",\"phone\":\"+380 44 000 0000\",\"place\":\"50.45 30.52\"}");
    ag_secret_random(&key, sizeof key);
    const double start = now();
    for (int i = 0; i < REPEATS; i++) must(ag_seal(&key, content, &sealed, &err), &err);
    row("sealing a payload of 90 bytes", now() - start, REPEATS);
    const ag_text wrapped = {(const char *)sealed.wrapped, AG_WRAPPED_BYTES}, box = {sealed.box.data, sealed.box.n};
    const double then = now();
    for (int i = 0; i < REPEATS; i++) {
        ag_buffer_clear(&out);
        must(ag_unseal(&key, wrapped, box, &sealed.commitment, &out, &err), &err);
    }
    row("opening it", now() - then, REPEATS);
    ag_buffer_deinit(&out);
    ag_sealed_deinit(&sealed);
}

static void time_signatures(void) {
    ag_error err;
    ag_secret seed;
    ag_signer signer;
    ag_entry e = sample(sample_data(true));
    json_t *sig = json_array();
    ag_secret_random(&seed, sizeof seed);
    ag_signer_of(&seed, &signer);
    const double start = now();
    for (int i = 0; i < REPEATS / 20; i++) {
        json_array_clear(sig);
        must(ag_entry_sign(&e, e.by, &signer, sig, &err), &err);
    }
    row("signing an entry", now() - start, REPEATS / 20);
    e.sig = sig;
    const double then = now();
    for (int i = 0; i < REPEATS / 20; i++) must(ag_entry_check_signatures(&e, &err), &err);
    row("checking a signature", now() - then, REPEATS / 20);
    json_decref(e.data);
    json_decref(sig);
}

typedef struct batch {
    ag_entry next;
    json_t *data[2];
    ag_buffer bytes;
    size_t end[BATCH];
} batch;

static void make_batch(batch *b) {
    ag_error err;
    ag_buffer_clear(&b->bytes);
    for (int i = 0; i < BATCH; i++, b->next.seq++) {
        const size_t start = b->bytes.n;
        b->next.data = b->data[i % 2];
        must(ag_entry_format(&b->next, &b->bytes, &err), &err);
        b->next.prev = ag_tree_leaf(b->bytes.data + start, b->bytes.n - start);
        b->end[i] = b->bytes.n;
    }
}

static void push_batch(ag_verifier *v, const batch *b) {
    ag_error err;
    for (size_t i = 0, at = 0; i < BATCH; at = b->end[i++])
        must(ag_verifier_push(v, (ag_text){b->bytes.data + at, b->end[i] - at}, (ag_text){NULL, 0}, &err), &err);
}

/* Entries are made off the clock, a batch at a time. */
static void time_verification(int threads) {
    ag_error err;
    ag_diagnostics found = {0};
    char digest[AG_DIGEST_HEX + 1];
    ag_digest root = ag_sha256("some", 4);
    uint64_t size;
    double processors = 0, wall = 0, bytes = 0;
    batch b = {.next = sample(NULL), .data = {sample_data(true), sample_data(false)}};
    b.next.sealed = b.next.box = ag_text_of(ag_digest_hex(&root, digest));
    ag_verifier *v = ag_verifier_new("chain", threads, &found);
    if (!v) exit(1);
    for (int i = 0; i <= ENTRIES / BATCH; i++) {
        if (i < ENTRIES / BATCH) make_batch(&b);
        const double start = now(), wall_start = read_clock(CLOCK_MONOTONIC);
        if (i < ENTRIES / BATCH)
            push_batch(v, &b);
        else
            must(ag_verifier_finish(v, &size, &root, &err), &err);
        processors += now() - start;
        wall += read_clock(CLOCK_MONOTONIC) - wall_start;
        if (i < ENTRIES / BATCH) bytes += (double)b.bytes.n;
    }
    printf("verifying %d entries of %.0f bytes, %d threads: %.2f s, %.2f s of processors\n", ENTRIES, bytes / ENTRIES,
           threads, wall, processors);
    ag_verifier_free(v);
    ag_diagnostics_deinit(&found);
    json_decref(b.data[0]);
    json_decref(b.data[1]);
    ag_buffer_deinit(&b.bytes);
}

/* The hashes that no verification can do without. */
static void time_floor(void) {
    char bytes[450] = {0};
    ag_tree tree;
    ag_tree_init(&tree);
    const double start = now();
    for (int i = 0; i < ENTRIES / 10; i++) {
        const ag_digest leaf = ag_tree_leaf(bytes, sizeof bytes);
        ag_tree_push(&tree, &leaf);
    }
    row("hashing an entry of 450 bytes, and a node", now() - start, ENTRIES / 10);
}

int main(void) {
    ag_error err;
    must(ag_secrets_start(&err), &err);
    time_entries();
    time_seals();
    time_signatures();
    time_floor();
    time_verification(1);
    time_verification(2);
    return 0;
}
