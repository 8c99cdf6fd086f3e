/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/figure.h"

#include <string.h>

char *figure_write(char *text, uint64_t number)
{
    char digits[FIGURE_SIZE];
    char *end = digits + sizeof(digits), *first = end;

    *--first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while (number /= 10);
    memcpy(text, first, (size_t)(end - first));
    return text + (end - first) - 1;
}
