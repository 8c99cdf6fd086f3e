/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Path, Service-Route and GRUU (RFC 3327, RFC 3608, RFC 5627).
 */
#include "sequence.h"

void test_path(void)
{
}
