/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on push notification (RFC 8599).
 */
#include "rules/judgement.h"
