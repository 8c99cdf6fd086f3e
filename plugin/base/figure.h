/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whole numbers as text, as printf writes them, at a tenth of its price: for the Info column of each message.
 */
#ifndef SIPREG_BASE_FIGURE_H
#define SIPREG_BASE_FIGURE_H

#include <stdint.h>

enum { FIGURE_SIZE = 24 }; /* enough for every number, and for its 0 */

/* Writes the digits, at most FIGURE_SIZE bytes in all, and returns their end, where a 0 is. */
char *figure_write(char *text, uint64_t number);

#endif
