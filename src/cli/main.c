/* SPDX-License-Identifier: Apache-2.0
 * The program: finds the command and runs it.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/match.h"
#include "cli/output.h"
#include "cli/read.h"

static const char help[] =
    "usage: custody COMMAND [OPTION...]\n"
    "\n"
    "Custody keeps track of political prisoners: who is held, who is free, and who says so.\n"
    "\n"
    "  read FILE...       reports in, claims out\n"
    "  match NAME NAME    whether two names are one, in any spelling and script\n"
    "\n"
    "custody COMMAND --help explains a command; so does its manual page.\n";

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {{"read", cli_read}, {"match", cli_match}};

/* A file opened while a standard descriptor is closed would take its number and receive what is
 * meant for people. Opened for reading, 1 and 2 still refuse writes. */
static void hold_standard_descriptors(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

static int print(const char *text)
{
    struct cu_error err;
    if (cli_write(STDOUT_FILENO, text, strlen(text), &err) == CU_OK)
        return 0;
    cli_complain(&err);
    return 2;
}

int main(int argc, char **argv)
{
    hold_standard_descriptors();
    /* A closed pipe then shows as a failed write, which is reported. */
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2)
        return cli_usage("which command? custody read FILE... reads reports; see custody --help");
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
        return print(help);
    if (strcmp(name, "--version") == 0)
        return print("custody " CUSTODY_VERSION "\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return cli_usage("there is no command \"%s\"; see custody --help", name);
}
