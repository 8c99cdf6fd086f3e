/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the Contacts of a REGISTER and their time (RFC 3261 10.2.1, 20.10).
 */
#include "rules/judgement.h"

/* RFC 3261 10.2.2, 10.3 step 6: a Contact parameter cannot stand in for the header. */
void rule_reg_star_expires(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;

    if (!facts->has_star || (facts->has_expires && facts->expires_s == 0) ||
        (facts->incomplete && !facts->has_expires))
        return;
    if (facts->has_expires)
        finding_add(judgement, RULE_reg_star_expires,
                    "Contact: * with Expires: %" PRIu32 "; only 0 is allowed, the registrar has to "
                    "answer 400 (RFC 3261 10.2.2)",
                    facts->expires_s);
    else
        finding_add(judgement, RULE_reg_star_expires,
                    "Contact: * without the header Expires: 0; the registrar has to answer 400 "
                    "(RFC 3261 10.2.2)");
}
