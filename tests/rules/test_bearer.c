/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Bearer tokens (RFC 8898).
 */
#include "sequence.h"

void test_bearer(void)
{
}
