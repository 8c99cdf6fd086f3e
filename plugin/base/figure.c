/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/figure.h"

char *figure_write(char *text, uint64_t number)
{
    uint64_t rest = number;
    char *end = text;

    do
        end++;
    while (rest /= 10);
    *end = '\0';
    for (char *digit = end; digit > text; number /= 10)
        *--digit = (char)('0' + number % 10);
    return end;
}
