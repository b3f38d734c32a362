/* Where results go: a file takes its place when it is whole, and what is no file stays what it is. */
#include "support.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/output.h"

static void put(const char *path, const char *text) {
    ag_output output;
    ag_error err;
    assert_ok(ag_output_open(path, &output, &err), &err);
    ag_buffer_puts(&output.buffer, text);
    assert_ok(ag_output_close(&output, AG_OK, &err), &err);
}

static void a_file_takes_its_place_when_it_is_whole(void **state) {
    (void)state;
    const char *path = path_join(scratch_folder(), "table.csv");
    write_file(path, "old", 3);
    ag_output output;
    ag_error err = {0};
    assert_ok(ag_output_open(path, &output, &err), &err);
    ag_buffer_puts(&output.buffer, "half");
    assert_status(ag_output_close(&output, AG_REFUSED, &err), AG_REFUSED, &err);
    assert_string_equal(read_file(path, NULL), "old");
    put(path, "new");
    assert_string_equal(read_file(path, NULL), "new");
}

static void a_pipe_is_written_to_and_stays_a_pipe(void **state) {
    (void)state;
    const char *path = path_join(scratch_folder(), "pipe");
    struct stat about;
    char seen[8] = "";
    assert_int_equal(mkfifo(path, 0600), 0);
    const int reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    put(path, "row");
    assert_int_equal(read(reader, seen, sizeof seen), 3);
    assert_memory_equal(seen, "row", 3);
    assert_int_equal(close(reader), 0);
    assert_int_equal(stat(path, &about), 0);
    assert_true(S_ISFIFO(about.st_mode));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_takes_its_place_when_it_is_whole),
        cmocka_unit_test(a_pipe_is_written_to_and_stays_a_pipe),
    };
    return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
