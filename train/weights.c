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
    float scale = most / 32000.0f;
    *n = 16 + cells * 2;
    unsigned char *bytes = malloc(*n);
    if (!bytes)
        return NULL;
    uint32_t head[4] = {rows, classes, 0, 0};
    memcpy(bytes, head, sizeof head);
    memcpy(bytes + 8, &scale, sizeof scale);
    int16_t *out = (int16_t *)(bytes + 16);
    for (size_t i = 0; i < cells; i++)
        out[i] = (int16_t)lrintf(w[i] / scale);
    return bytes;
}
