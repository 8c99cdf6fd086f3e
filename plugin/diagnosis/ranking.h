/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The verdict is the cause that explains most of what is left.
 */
#ifndef SIPREG_DIAGNOSIS_RANKING_H
#define SIPREG_DIAGNOSIS_RANKING_H

#include "diagnosis/suspicion.h"

/* After what was raised in it has changed. */
void ranking_revise(struct verdict *verdict);

#endif
