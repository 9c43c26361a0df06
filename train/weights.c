/* SPDX-License-Identifier: Apache-2.0
 * Trained numbers as a weights section. See weights.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights.h"

void *tr_weights_section(const float *w, uint32_t rows, uint32_t classes, size_t *n)
{
    size_t cells = (size_t)rows * classes;
    float most = 1e-9f;
    for (size_t i = 0; i < cells; i++)
        most = fabsf(w[i]) > most ? fabsf(w[i]) : most;
    float scale = most / (CU_ROOT_MAX * CU_ROOT_MAX);
    *n = 16 + cells;
    unsigned char *bytes = malloc(*n);
    if (!bytes)
        return NULL;
    uint32_t head[4] = {rows, classes, 0, CU_ROOTS};
    memcpy(bytes, head, sizeof head);
    memcpy(bytes + 8, &scale, sizeof scale);
    int8_t *out = (int8_t *)(bytes + 16);
    for (size_t i = 0; i < cells; i++) {
        long root = lrintf(sqrtf(fabsf(w[i]) / scale));
        out[i] = (int8_t)(w[i] < 0 ? -root : root);
    }
    return bytes;
}
