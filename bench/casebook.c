/* What a casebook costs: single durable actions, actions in a batch, verification and replay of a large one.
 *
 *     casebook FOLDER-OR-LOCATION [SCALE]      SCALE 1: 200,000 persons, 60,000 containers, 100,000 remains, 1,000,000
 * custody events
 *
 * Leaves war.casebook in the folder with its key (casebook.key) and a user's (user.key), so that commands can be timed
 * on it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casebook/casebook.h"
#include "formats/file.h"

#include "base/banned.h"

typedef struct bench {
    ag_casebook *casebook;
    ag_actor actor;
    char subject[160]; /* of the last deed */
} bench;

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void must(ag_status status, const ag_error *err) {
    char text[700];
    if (status == AG_OK) return;
    fprintf(stderr, "%s\n", ag_error_format(err, text, sizeof text));
    exit((int)status);
}

/* Texts name, value, name, value, …, ended by NULL. */
static void act(bench *b, const char *action, const char *subject, const char *const *text) {
    ag_error err;
    ag_receipt receipt;
    json_t *field = json_object();
    for (; *text; text += 2) json_object_set_new(field, text[0], json_string(text[1]));
    const ag_request request = {.action = action, .subject = ag_text_of(subject), .field = field};
    must(ag_casebook_do(b->casebook, &b->actor, &request, &receipt, NULL, &err), &err);
    memcpy(b->subject, receipt.subject, sizeof b->subject);
    json_decref(field);
}

static void row(const char *what, double n, double took) {
    printf("| %-44s | %9.0f | %8.2f | %9.0f |\n", what, n, took, n / took);
    fflush(stdout);
}

static void write_key(const char *folder, const char *name, const ag_secret *secret) {
    ag_buffer path = {0}, text = {0};
    ag_error err;
    ag_buffer_printf(&path, "%s/%s", folder, name);
    ag_secret_format(secret, &text);
    must(ag_file_write(path.data, text.data, text.n, &err), &err);
    ag_buffer_deinit(&path);
    ag_buffer_deinit(&text);
}

static const char paper[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void person(bench *b, int i) {
    (void)i;
    act(b, "person.report", NULL, (const char *const[]){"sort", "reported", NULL});
}

static void sighting(bench *b, int i) {
    char place[48];
    snprintf(place, sizeof place, "51.%04d,35.%04d,±50", i % 10000, i / 7 % 10000);
    act(b, "remains.sight", NULL, (const char *const[]){"position", place, "type", "body", NULL});
}

static char (*containers)[32];

static void container(bench *b, int i) {
    act(b, "container.register", NULL, (const char *const[]){"type", "bag", "holder", "odesa-3/morgue", NULL});
    snprintf(containers[i], sizeof containers[i], "%.31s", b->subject);
}

static int container_count;

/* Each container goes to and fro, so that every event joins on to the one before it. */
static void transfer(bench *b, int i) {
    const bool back = i / container_count % 2;
    act(b, "custody.transfer", NULL,
        (const char *const[]){"object", containers[i % container_count], "from", back ? "kyiv-1/lab" : "odesa-3/morgue",
                              "to", back ? "odesa-3/morgue" : "kyiv-1/lab", "place", "the loading bay", "reason",
                              "examination", "paper", paper, NULL});
}

static void batch(bench *b, const char *what, int n, void (*one)(bench *, int)) {
    ag_error err;
    const double start = seconds();
    must(ag_casebook_begin(b->casebook, &err), &err);
    for (int i = 0; i < n; i++) one(b, i);
    must(ag_casebook_commit(b->casebook, &err), &err);
    row(what, n, seconds() - start);
}

static void single(bench *b, const char *what, int n, void (*one)(bench *, int)) {
    const double start = seconds();
    for (int i = 0; i < n; i++) one(b, i);
    row(what, n, seconds() - start);
}

static void verify(bench *b) {
    ag_diagnostics found;
    ag_error err;
    uint64_t size;
    ag_digest root;
    ag_diagnostics_init(&found);
    double start = seconds();
    must(ag_casebook_verify(b->casebook, (ag_text){NULL, 0}, 0, &found, &size, &root, &err), &err);
    row("verify, entries", (double)size, seconds() - start);
    start = seconds();
    must(ag_casebook_rebuild(b->casebook, false, NULL, NULL, &err), &err);
    row("rebuild, entries", (double)size, seconds() - start);
    ag_diagnostics_deinit(&found);
}

int main(int argc, char **argv) {
    const char *where = argc > 1 ? argv[1] : "";
    const double scale = argc > 2 ? strtod(argv[2], NULL) : 0.05;
    bench b = {0};
    ag_error err;
    ag_secret key, user;
    ag_buffer path = {0};
    if (!*where) return fprintf(stderr, "Usage: casebook FOLDER-OR-LOCATION [SCALE]\n"), AG_USAGE;
    must(ag_secrets_start(&err), &err);
    ag_secret_random(&key, sizeof key);
    ag_secret_random(&user, sizeof user);
    const bool folder = strncmp(where, "postgresql:", 11) != 0;
    if (folder) {
        write_key(where, "casebook.key", &key);
        write_key(where, "user.key", &user);
    }
    ag_buffer_printf(&path, folder ? "%s/war.casebook" : "%s", where);
    const ag_casebook_options options = {.location = path.data, .key = &key};
    const ag_founding founding = {
        .name = "bench", .site = "odesa-3", .institution = "0712", .user = "everybody", .user_secret = &user};
    must(ag_casebook_make(&options, &founding, &b.casebook, &err), &err);
    must(ag_casebook_login(b.casebook, "everybody", &user, &b.actor, &err), &err);
    act(&b, "user.roles", "user:everybody",
        (const char *const[]){"roles", "administrator registrar analyst case-officer investigator reviewer", NULL});
    must(ag_casebook_login(b.casebook, "everybody", &user, &b.actor, &err), &err);
    container_count = (int)(60000 * scale);
    containers = calloc((size_t)container_count + 2000, sizeof *containers);
    if (!containers) return AG_ENVIRONMENT;
    printf("| %-44s | %9s | %8s | %9s |\n| --- | ---: | ---: | ---: |\n", "what", "how many", "seconds", "a second");
    batch(&b, "containers registered, one batch", container_count, container);
    single(&b, "custody events, each durable and signed", 2000, transfer);
    if (ag_action_find(ag_text_of("person.report")))
        batch(&b, "persons reported, one batch", (int)(200000 * scale), person);
    batch(&b, "remains sighted, one batch", (int)(100000 * scale), sighting);
    const int events = (int)(1000000 * scale) - 2000;
    for (int done = 0; done < events; done += 50000) {
        const double start = seconds();
        const int n = events - done < 50000 ? events - done : 50000;
        must(ag_casebook_begin(b.casebook, &err), &err);
        for (int i = 0; i < n; i++) transfer(&b, 2000 + done + i);
        must(ag_casebook_commit(b.casebook, &err), &err);
        if (done + n == events || !done) row("custody events imported, one batch", n, seconds() - start);
    }
    verify(&b);
    ag_casebook_close(b.casebook);
    ag_buffer_deinit(&path);
    free(containers);
    return 0;
}
