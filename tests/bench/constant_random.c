/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Preloaded by tests/bench/run: Wireshark seeds its hash tables with g_random_int, and with another seed another number
 * of keys collide.
 */
#include <stdint.h>

uint32_t g_random_int(void);

uint32_t g_random_int(void)
{
    return 0x12345678;
}
