/* SPDX-License-Identifier: Apache-2.0
 * Finding the data folder. See data.h.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/data.h"

static bool is_folder(const char *folder, const char *name)
{
    char path[CLI_PATH_MOST + 16];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool holds_data(const char *folder)
{
    return is_folder(folder, "lexicon") && is_folder(folder, "model");
}

static bool beside_program(const char *relative, char out[CLI_PATH_MOST])
{
    char program[CLI_PATH_MOST];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n <= 0)
        return false;
    program[n] = 0;
    char *slash = strrchr(program, '/');
    if (!slash)
        return false;
    *slash = 0;
    int wrote = snprintf(out, CLI_PATH_MOST, "%s/%s", program, relative);
    return wrote > 0 && wrote < CLI_PATH_MOST && holds_data(out);
}

enum cu_status cli_data_find(const char *named, char out[CLI_PATH_MOST], struct cu_error *err)
{
    const char *from = named ? "--data" : "CUSTODY_DATA";
    const char *chosen = named ? named : getenv("CUSTODY_DATA");
    if (chosen && *chosen) {
        if (strlen(chosen) >= CLI_PATH_MOST || !holds_data(chosen))
            return cu_fail(err, CU_ERR_IO, NULL, 0, -1,
                           "%s: %.200s does not hold the folders lexicon and model", from, chosen);
        snprintf(out, CLI_PATH_MOST, "%s", chosen);
        return CU_OK;
    }
    if (beside_program("..", out) || beside_program("../share/custody", out))
        return CU_OK;
    snprintf(out, CLI_PATH_MOST, "%s", CUSTODY_PREFIX "/share/custody");
    if (holds_data(out))
        return CU_OK;
    return cu_fail(err, CU_ERR_IO, NULL, 0, -1,
                   "lexicon and model not found beside the program or in %s; say where they are "
                   "with --data DIR or CUSTODY_DATA",
                   CUSTODY_PREFIX "/share/custody");
}
