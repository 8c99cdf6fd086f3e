/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sequence.h"
void test_diagnosis(void)
{
}
