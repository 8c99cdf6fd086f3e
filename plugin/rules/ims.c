/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on IMS registrations (TS 24.229 5.1.1, RFC 7315).
 */
#include "rules/judgement.h"
