/* SPDX-License-Identifier: Apache-2.0
 * Weights in a model file: what they add up to, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/model.h"

enum { ROWS = 4, CLASSES = 3, HEAD = 16 };

/* A section of ROWS x CLASSES roots. */
struct section {
    uint32_t rows, classes;
    float scale;
    uint32_t kind;
    int8_t roots[ROWS * CLASSES];
};

static const struct section sound = {
    ROWS, CLASSES, 0.5f, CU_ROOTS, {0, 1, -1, 2, -3, 127, -127, 0, 5, 0, 0, 10}};

/* Writes the section, cut to `n` bytes, and opens it as weights; the map lives in *model. */
static enum cu_status open_section(const struct section *s, size_t n, struct cu_model **model,
                                   struct cu_weights *w, struct cu_error *err)
{
    char path[] = "/tmp/custody-model-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct cu_model_part part = {"weights", s, n};
    assert_int_equal(cu_model_write(path, &part, 1, err), CU_OK);
    *model = cu_model_open(path, true, err);
    assert_non_null(*model);
    unlink(path);
    return cu_weights_of(*model, "weights", w, err);
}

static void weights_are_signed_squares(void **state)
{
    (void)state;
    struct cu_model *model;
    struct cu_weights w;
    struct cu_error err = {0};
    assert_int_equal(open_section(&sound, HEAD + ROWS * CLASSES, &model, &w, &err), CU_OK);
    assert_true(w.mask == ROWS - 1 && w.classes == CLASSES && w.scale == 0.5f);
    int32_t scores[CLASSES] = {0};
    cu_weights_add(&w, 1, scores);
    assert_true(scores[0] == 4 && scores[1] == -9 && scores[2] == 16129);
    /* the row is the feature's low bits; sums pile up */
    cu_weights_add(&w, UINT64_C(0xabcdef0000000002), scores);
    assert_true(scores[0] == 4 - 16129 && scores[1] == -9 && scores[2] == 16129 + 25);
    cu_model_free(model);
}

static void another_kind_is_refused(void **state)
{
    static const struct {
        struct section s;
        size_t n;
        const char *why;
    } bad[] = {
        {{ROWS, CLASSES, 1, 0, {0}}, HEAD + ROWS * CLASSES, "train the model again"},
        {{ROWS, CLASSES, 1, 7, {0}}, HEAD + ROWS * CLASSES, "train the model again"},
        {{ROWS, CLASSES, 1, CU_ROOTS, {0}}, HEAD + ROWS * CLASSES - 1, "4 rows of 3 classes"},
        {{3, CLASSES, 1, CU_ROOTS, {0}}, HEAD + 3 * CLASSES, "3 rows of 3 classes"},
        {{0, CLASSES, 1, CU_ROOTS, {0}}, HEAD, "0 rows of 3 classes"},
        {{ROWS, 0, 1, CU_ROOTS, {0}}, HEAD, "4 rows of 0 classes"},
        {{ROWS, CLASSES, 1, CU_ROOTS, {0}}, HEAD - 1, "too small"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cu_model *model;
        struct cu_weights w;
        struct cu_error err = {0};
        assert_int_equal(open_section(&bad[i].s, bad[i].n, &model, &w, &err), CU_ERR_FORMAT);
        char text[800];
        cu_error_text(&err, text, sizeof text);
        if (!strstr(text, bad[i].why))
            fail_msg("case %zu: %s", i, text);
        cu_model_free(model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_signed_squares),
        cmocka_unit_test(another_kind_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
