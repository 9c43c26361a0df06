/* SPDX-License-Identifier: Apache-2.0
 * Output and messages. See output.h.
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"

enum cu_status cli_write(int fd, const char *bytes, size_t n, struct cu_error *err)
{
    for (size_t at = 0; at < n;) {
        ssize_t done = write(fd, bytes + at, n - at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EPIPE)
            return cu_fail(err, CU_ERR_IO, NULL, 0, -1,
                           "stopped: nobody reads the output any more");
        if (done < 0)
            return cu_fail(err, CU_ERR_IO, NULL, 0, -1, "cannot write the output: %s",
                           strerror(errno));
        at += (size_t)done;
    }
    return CU_OK;
}

/* File names and broken input may hold control sequences that a terminal would obey. */
static void add_printable(struct cu_buf *out, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n;) {
        size_t from = i;
        uint32_t c = cu_utf8_next(text, n, &i);
        if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfffd)
            cu_buf_putc(out, '?');
        else
            cu_buf_add(out, text + from, i - from);
    }
}

void cli_message(struct cu_buf *out, const struct cu_error *e)
{
    char text[1024];
    cu_error_text(e, text, sizeof text);
    cu_buf_puts(out, "custody: ");
    add_printable(out, text);
    cu_buf_putc(out, '\n');
}

void cli_complain(const struct cu_error *e)
{
    struct cu_buf b;
    cu_buf_init(&b, 4096);
    cli_message(&b, e);
    if (b.failed)
        cli_write(STDERR_FILENO, "custody: not enough memory\n", 27, NULL);
    else
        cli_write(STDERR_FILENO, b.p, b.n, NULL);
    cu_buf_fini(&b);
}

int cli_usage(const char *format, ...)
{
    struct cu_error e;
    char text[sizeof e.message];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cu_fail(&e, CU_ERR_USAGE, NULL, 0, -1, "%s", text);
    cli_complain(&e);
    return 2;
}
