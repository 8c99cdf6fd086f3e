/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on redirection (RFC 3261 8.1.3.4, 21.3).
 */
#include "sequence.h"

void test_redirect(void)
{
}
