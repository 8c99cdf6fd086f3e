/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on keep-alives and flows (RFC 5626 4.4, RFC 6223).
 */
#include "sequence.h"

void test_keepalive(void)
{
}
