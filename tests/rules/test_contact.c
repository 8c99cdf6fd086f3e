/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Contacts and their time.
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("reg.star_expires", "Contact * and no Expires header",
          "@0 R contact=* expires=none            -> reg.star_expires"),
    FIRES("reg.star_expires", "Contact * with Expires 60",
          "@0 R contact=* expires=60              -> reg.star_expires"),
    FIRES("reg.star_expires", "A parameter of the * does not replace the header",
          "@0 R contact='*;expires=0' expires=none -> reg.star_expires"),
    SILENT("reg.star_expires", "Contact * with Expires 0",
          "@0 R contact=* expires=0"),
    SILENT("reg.star_expires", "The Expires header was cut away",
          "@0 R contact=* expires=0 cut=Expires"),
};
/* clang-format on */

void test_contact(void)
{
    SEQUENCES_ADD(cases);
}
