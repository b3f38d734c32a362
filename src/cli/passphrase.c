/* A passphrase typed on the terminal: see session.h. Signals from the keyboard are off while it is typed, so that no
 * way out leaves the terminal without its echo; Ctrl-C is read as a character and answered. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/session.h"

#include "base/banned.h"

enum { CTRL_C = 3 };

static void say(int terminal, const char *text) {
    const ssize_t written = write(terminal, text, strlen(text));
    (void)written; /* a terminal that cannot be written to fails at the read that follows */
}

/* *length: bytes before the end of the line; AG_REFUSED when the line is longer than out. */
static ag_status read_line(int terminal, char *out, size_t out_size, size_t *length, ag_error *err) {
    size_t n = 0;
    for (;;) {
        char c = 0;
        const ssize_t got = read(terminal, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 && n == 0) return ag_fail(err, AG_ENVIRONMENT, NULL, "the terminal is gone");
        if (got > 0 && c == CTRL_C) return ag_fail(err, AG_INTERRUPTED, NULL, "interrupted: nothing was done");
        if (got <= 0 || c == '\n' || c == '\r') break;
        if (n + 1 == out_size)
            return ag_fail(err, AG_REFUSED, "choose a shorter one", "a passphrase has at most %zu bytes", out_size - 1);
        out[n++] = c;
    }
    out[n] = 0;
    *length = n;
    return AG_OK;
}

ag_status ag_passphrase_ask(const char *prompt, char *out, size_t out_size, ag_error *err) {
    struct termios shown, hidden;
    size_t n = 0;
    const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0 || tcgetattr(terminal, &shown) != 0) {
        if (terminal >= 0) close(terminal);
        return ag_fail(err, AG_USAGE, "name a key file: --key FILE for the casebook's, --user-key FILE for your own",
                       "there is no terminal to type \"%s\" on", prompt);
    }
    hidden = shown;
    hidden.c_lflag &= (tcflag_t) ~(ECHO | ISIG);
    hidden.c_cc[VEOL] = CTRL_C; /* ends the line, so that it is read without Enter */
    tcsetattr(terminal, TCSAFLUSH, &hidden);
    say(terminal, prompt);
    say(terminal, ": ");
    const ag_status status = read_line(terminal, out, out_size, &n, err);
    say(terminal, "\n");
    tcsetattr(terminal, TCSAFLUSH, &shown);
    close(terminal);
    if (status != AG_OK) ag_secret_wipe(out, out_size);
    return status;
}
