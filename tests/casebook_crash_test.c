/* What happens to a casebook when the world ends in the middle of it: writers are killed, the disk is full, the file
 * may not be written, another process does not let go, clocks differ. What was acknowledged is there, the chain has not
 * forked, and the message says what to do. */
#include "casebook_support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/random.h"

enum { WRITERS = 8, KILLS = 40, NOBODY = 65534 };

static void rest(long milliseconds) {
    const struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

/* A process of its own: opens the casebook, adds users as fast as it can, and says of each that it was acknowledged.
 * Ends with the status of the first that was not. */
static ag_status write_on(book *b, int writer, int round, int tell, int limit, ag_error *err) {
    ag_casebook *casebook = NULL;
    const ag_casebook_options options = {.location = b->path, .key = &b->key};
    ag_status status = ag_casebook_open(&options, &casebook, err);
    for (int i = 0; i < limit && status == AG_OK; i++) {
        char subject[64], line[80];
        ag_receipt receipt;
        snprintf(subject, sizeof subject, "user:w%d-%d-%d", writer, round, i);
        json_t *field =
            json_pack("{s:s,s:s,s:s}", "roles", "analyst", "key", &SOME_KEY[4], "name", "a name that is sealed");
        const ag_request request = {.action = "user.add", .subject = ag_text_of(subject), .field = field};
        status = ag_casebook_do(casebook, &b->actor[7], &request, &receipt, NULL, err);
        json_decref(field);
        const int n = snprintf(line, sizeof line, "%s\n", subject);
        if (status == AG_OK && write(tell, line, (size_t)n) != n) _exit(99);
    }
    if (status == AG_OK) ag_casebook_close(casebook);
    return status;
}

static pid_t start(book *b, int writer, int round, int tell) {
    const pid_t child = fork();
    if (child) return child;
    ag_error err;
    _exit((int)write_on(b, writer, round, tell, 1 << 20, &err));
}

/* All that was acknowledged is in the casebook, which is sound. */
static int all_is_there(book *b, const char *told) {
    int n = 0;
    b->now = time(NULL) + 10;
    book_reopen(b);
    for (const char *at = told, *end; (end = strchr(at, '\n')); at = end + 1, n++) {
        char subject[64];
        assert_in_range(end - at, 1, sizeof subject - 1);
        memcpy(subject, at, (size_t)(end - at));
        subject[end - at] = '\0';
        const ag_view view = book_view(b, subject);
        if (!ag_row_there(&view.row)) fail_msg("%s was acknowledged and is lost", subject);
    }
    book_is_sound(b);
    return n;
}

static char *read_all(int from) {
    static char told[1 << 22];
    size_t n = 0;
    for (ssize_t got; (got = read(from, told + n, sizeof told - 1 - n)) > 0;) n += (size_t)got;
    told[n] = '\0';
    return told;
}

static void what_was_acknowledged_survives_kill_9(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_random random;
    int pipe_of[2];
    pid_t child[WRITERS];
    ag_random_init(&random, (uint64_t)time(NULL), 0);
    /* A file takes what a pipe would block on. */
    const char *told = path_join(scratch_folder(), "told");
    FILE *file = fopen(told, "w+");
    assert_non_null(file);
    pipe_of[1] = fileno(file);
    for (int w = 0; w < WRITERS; w++) child[w] = start(b, w, 0, pipe_of[1]);
    for (int k = 1; k <= KILLS; k++) {
        const uint32_t w = ag_random_below(&random, WRITERS);
        rest(5 + ag_random_below(&random, 60));
        assert_int_equal(kill(child[w], SIGKILL), 0);
        waitpid(child[w], NULL, 0);
        child[w] = start(b, (int)w, k, pipe_of[1]);
    }
    for (int w = 0; w < WRITERS; w++) {
        kill(child[w], SIGKILL);
        waitpid(child[w], NULL, 0);
    }
    rewind(file);
    assert_true(all_is_there(b, read_all(pipe_of[1])) > 20);
    fclose(file);
    book_free(b);
}

static const char *path_with(const char *path, const char *ending) {
    static char out[4096];
    snprintf(out, sizeof out, "%s%s", path, ending);
    return out;
}

static void a_full_disk_loses_nothing_and_says_so(void **state) {
    (void)state;
    if (!book_in_file()) skip(); /* the server's disk and rights are the server's */
    book *b = book_new(NULL);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (!child) {
        ag_error err = {0};
        struct stat size;
        signal(SIGXFSZ, SIG_IGN);
        close(ends[0]);
        /* The journal of SQLite is what grows first. */
        if (stat(path_with(b->path, "-wal"), &size) != 0) _exit(98);
        const struct rlimit limit = {(rlim_t)size.st_size + 200000, (rlim_t)size.st_size + 200000};
        setrlimit(RLIMIT_FSIZE, &limit);
        const ag_status status = write_on(b, 0, 0, ends[1], 100000, &err);
        if (status == AG_ENVIRONMENT && err.what[0] && err.hint[0]) _exit(0);
        print_error("status %d: %s; %s\n", status, err.what, err.hint);
        _exit(97);
    }
    close(ends[1]);
    char *told = read_all(ends[0]);
    int how;
    waitpid(child, &how, 0);
    close(ends[0]);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
    assert_true(all_is_there(b, told) > 0);
    book_free(b);
}

static void a_file_that_may_not_be_written_says_so(void **state) {
    (void)state;
    if (!book_in_file()) skip(); /* the server's disk and rights are the server's */
    book *b = book_new(NULL);
    assert_int_equal(chmod(b->path, 0444), 0);
    const pid_t child = fork();
    if (!child) {
        ag_error err = {0};
        int nowhere[2];
        if (getuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)) _exit(98);
        if (pipe(nowhere) != 0) _exit(97);
        const ag_status status = write_on(b, 0, 0, nowhere[1], 1, &err);
        _exit((status == AG_ENVIRONMENT || status == AG_BAD_INPUT) && err.what[0] && err.hint[0] ? 0 : 96);
    }
    int how;
    waitpid(child, &how, 0);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
    chmod(b->path, 0600);
    book_is_sound(b);
    book_free(b);
}

/* A process that begins to write, says so, and goes on after `milliseconds`. */
static pid_t start_holder(const book *b, long milliseconds) {
    int ends[2];
    char one;
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (!child) {
        ag_casebook *casebook = NULL;
        ag_error err;
        const ag_casebook_options options = {.location = b->path, .key = &b->key};
        if (ag_casebook_open(&options, &casebook, &err) != AG_OK || ag_casebook_begin(casebook, &err) != AG_OK)
            _exit(1);
        if (write(ends[1], "x", 1) != 1) _exit(2);
        rest(milliseconds);
        _exit((int)ag_casebook_commit(casebook, &err));
    }
    assert_int_equal(read(ends[0], &one, 1), 1);
    close(ends[0]);
    close(ends[1]);
    return child;
}

static void a_second_writer_waits_for_the_first(void **state) {
    (void)state;
    book *b = book_new(NULL);
    const pid_t child = start_holder(b, 700);
    b->now = time(NULL) + 10;
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:late", NULL, "roles=analyst", SOME_KEY, NULL);
    int how;
    waitpid(child, &how, 0);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
    book_is_sound(b);
    book_free(b);
}

static void a_writer_that_does_not_let_go_is_told_of(void **state) {
    (void)state;
    book *b = book_new(NULL);
    const pid_t child = start_holder(b, 60000);
    ag_error err;
    ag_store_patience(ag_casebook_store(b->casebook), 200);
    assert_status(book_do(b, AG_ADMINISTRATOR, 0, "user.add", "user:late", &err, "roles=analyst", SOME_KEY, NULL),
                  AG_ENVIRONMENT, &err);
    assert_true(err.what[0] && err.hint[0]);
    assert_int_equal(kill(child, SIGKILL), 0);
    waitpid(child, NULL, 0);
    ag_store_patience(ag_casebook_store(b->casebook), 10000); /* a server notices a little later */
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:late", NULL, "roles=analyst", SOME_KEY, NULL);
    book_is_sound(b);
    book_free(b);
}

static int64_t clock_of(void *context) { return *(const int64_t *)context; }

static ag_status add_at(book *b, ag_casebook *desk, const char *subject, ag_receipt *receipt, ag_error *err) {
    json_t *field = json_pack("{s:s,s:s}", "roles", "analyst", "key", &SOME_KEY[4]);
    const ag_request request = {.action = "user.add", .subject = ag_text_of(subject), .field = field};
    const ag_status status = ag_casebook_do(desk, &b->actor[7], &request, receipt, NULL, err);
    json_decref(field);
    return status;
}

static int64_t last_at(book *b) {
    ag_about about;
    ag_error err;
    assert_ok(ag_casebook_about(b->casebook, &about, &err), &err);
    return about.last_at;
}

static void desks_whose_clocks_differ_write_one_chain(void **state) {
    (void)state;
    book *b = book_new(NULL);
    int64_t now = b->now - 30;
    ag_casebook *desk = NULL;
    ag_receipt receipt;
    ag_error err;
    const ag_casebook_options options = {.location = b->path, .key = &b->key, .clock = clock_of, .clock_context = &now};
    assert_ok(ag_casebook_open(&options, &desk, &err), &err);
    assert_ok(add_at(b, desk, "user:behind", &receipt, &err), &err);
    assert_int_equal(last_at(b), b->now);
    now = b->now + 40;
    assert_ok(add_at(b, desk, "user:ahead", &receipt, &err), &err);
    book_ok(b, AG_ADMINISTRATOR, "user.add", "user:next", NULL, "roles=analyst", SOME_KEY, NULL);
    assert_int_equal(last_at(b), now);
    assert_int_equal(b->receipt.seq, receipt.seq + 1);
    now = b->now - 120; /* it jumps back */
    assert_status(add_at(b, desk, "user:back", &receipt, &err), AG_ENVIRONMENT, &err);
    assert_non_null(strstr(err.what, "before the last entry"));
    assert_non_null(strstr(err.hint, "set the clock right"));
    ag_casebook_close(desk);
    book_is_sound(b);
    book_free(b);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"what was acknowledged survives kill -9 of eight writers, and the chain does not fork",
         what_was_acknowledged_survives_kill_9, NULL, NULL, NULL},
        {"a full disk loses nothing, and says what to do", a_full_disk_loses_nothing_and_says_so, NULL, NULL, NULL},
        {"a file that may not be written says so", a_file_that_may_not_be_written_says_so, NULL, NULL, NULL},
        {"a second writer waits for the first", a_second_writer_waits_for_the_first, NULL, NULL, NULL},
        {"a writer that does not let go is told of, and holds nothing when it is killed",
         a_writer_that_does_not_let_go_is_told_of, NULL, NULL, NULL},
        {"desks whose clocks differ write one chain, and one that jumps back is refused",
         desks_whose_clocks_differ_write_one_chain, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("crash", cases, NULL, NULL);
}
