/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Digest AKA (RFC 3310, RFC 4169).
 */
#include "rules/judgement.h"
