/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the Contacts of a REGISTER and their time (RFC 3261 10.2.1, 20.10).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 20: what belongs to the URI has to be within the brackets. Most receivers see a transport
 * or a user parameter outside as one of the header, and ignore it. */
void rule_reg_contact_brackets(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_NO_BRACKETS];

    if (!text)
        return;
    finding_printf(context, RULE_reg_contact_brackets,
                "%s lacks its angle brackets: the parameters behind the URI do not count as part "
                "of it (RFC 3261 20)",
                or_none(text));
}

/* RFC 3261 10.2.2, 10.3 step 6: a Contact parameter cannot stand in for the header. */
void rule_reg_star_expires(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->has_star || (facts->has_expires && facts->expires_s == 0) ||
        (facts->incomplete && !facts->has_expires))
        return;
    if (facts->has_expires)
        finding_printf(context, RULE_reg_star_expires,
                    "Contact: * with Expires: %" PRIu32 "; only 0 is allowed, the registrar has to "
                    "answer 400 (RFC 3261 10.2.2)",
                    facts->expires_s);
    else
        finding_printf(context, RULE_reg_star_expires,
                    "Contact: * without the header Expires: 0; the registrar has to answer 400 "
                    "(RFC 3261 10.2.2)");
}

/* RFC 3261 10.3 step 6. */
void rule_reg_star_mixed(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->has_star || !facts->contact_count)
        return;
    finding_printf(context, RULE_reg_star_mixed,
                "Contact: * stands beside %s; the registrar has to answer 400 (RFC 3261 10.3)",
                or_none(facts->contacts[0].uri));
}

/* RFC 3261 25.1, RFC 5626 4.2.3. */
void rule_reg_star_param(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_STAR_PARAM];

    if (!text)
        return;
    finding_printf(context, RULE_reg_star_param,
                "Contact: %s; the * takes no parameters (RFC 3261 25.1)", or_none(text));
}

/* RFC 3261 25.1. */
void rule_reg_contact_q(struct rule_context *context)
{
    const char *q = context->event->facts->flaws[FLAW_CONTACT_Q];

    if (!q)
        return;
    finding_printf(context, RULE_reg_contact_q,
                "A Contact has q=%s; it goes from 0 to 1 with up to three decimals (RFC 3261 25.1)",
                q);
}

/* RFC 3261 10.2: some devices still send what RFC 2543 had. */
void rule_reg_contact_action(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_CONTACT_ACTION];

    if (!text)
        return;
    finding_printf(context, RULE_reg_contact_action,
                "The Contact %s has the parameter action, which RFC 3261 10.2 deprecates", text);
}

/* RFC 3261 25.1, 10.2. A date, as RFC 2543 had it, is none. In an answer it matters where the answer
 * grants. */
void rule_reg_expires_malformed(struct rule_context *context)
{
    const struct event *event = context->event;
    const char *text = event->facts->flaws[FLAW_EXPIRES];

    if (!text || (!event->facts->is_request && !event_is_accepted(event)))
        return;
    finding_printf(context, RULE_reg_expires_malformed,
                "The expires value %s is not a plain number of seconds; the receiver should assume "
                "3600 (RFC 3261 10.2)",
                or_none(text));
}

/* RFC 3261 10.2, 20.19. */
void rule_reg_expires_overflow(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_EXPIRES_OVERFLOW];

    if (!text)
        return;
    finding_printf(context, RULE_reg_expires_overflow,
                "The expires value %s is above the limit of 4294967295, and may be taken as that "
                "(RFC 3261 10.2)",
                or_none(text));
}

/* RFC 3261 10.2.1.1, 10.3 step 7: both is legal, and neither. A Contact that is removed beside others
 * always has a time of its own. */
void rule_reg_expires_conflict(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!contact->has_expires && !facts->incomplete) {
            finding_printf(context, RULE_reg_expires_conflict,
                        "Neither an Expires header nor a parameter gives a time for %s: the "
                        "registrar chooses (RFC 3261 10.2.1.1)",
                        or_none(contact->uri));
            return;
        }
        if (!contact->has_param || !facts->has_expires || contact->expires_s == facts->expires_s ||
            (contact->expires_s == 0 && facts->contact_count > 1))
            continue;
        finding_printf(context, RULE_reg_expires_conflict,
                    "The Contact asks for %" PRIu32 " s and the Expires header for %" PRIu32
                    " s; the Contact parameter counts (RFC 3261 10.2.1.1)",
                    contact->expires_s, facts->expires_s);
        return;
    }
}

/* RFC 3261 10.2.1 allows it; a registrar that makes GRUUs, as the client asks for, has to refuse it
 * with 403 (RFC 5627 5.1). */
void rule_reg_contact_not_sip(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];
        bool is_refused = contact->instance && contact->expires_s && facts->supports_gruu;

        if (contact->is_sip)
            continue;
        finding_printf_as(
            context, RULE_reg_contact_not_sip, is_refused ? SEVERITY_WARN : SEVERITY_CHAT,
            "The Contact %s is not a SIP URI%s", or_none(contact->uri),
            is_refused ? "; with its +sip.instance a registrar that makes GRUUs has to answer "
                         "403 (RFC 5627 5.1)"
                       : ", which RFC 3261 10.2.1 allows");
        return;
    }
}

/* RFC 5627 5.1. A public GRUU equals its AOR, since the comparison passes over unknown parameters
 * (RFC 5627 5.4): it is told by the parameter gr. */
void rule_reg_contact_is_aor(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < MIN(facts->contact_count, (unsigned)EVENT_CONTACTS_MAX); i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->host_mark != facts->to_host_mark || contact->is_gruu ||
            contact->expires_s == 0 || !facts_same_uri(contact->uri, facts->aor))
            continue;
        finding_printf_as(
            context, RULE_reg_contact_is_aor, contact->instance ? SEVERITY_WARN : SEVERITY_NOTE,
            "The Contact %s is the AOR itself: calls to it come back to the registrar%s",
            contact->uri,
            contact->instance ? ", which has to answer 403 where there is a +sip.instance "
                                "(RFC 5627 5.1)"
                              : "");
        return;
    }
}

/* Removing one and adding it again in the same request is in order. */
static bool is_pair(const struct facts_contact *a, const struct facts_contact *b, bool *is_secured)
{
    if (a->expires_s == 0 || b->expires_s == 0)
        return false;
    *is_secured = a->is_sips != b->is_sips;
    return *is_secured ? facts_same_but_secure(a->uri, b->uri) : facts_same_uri(a->uri, b->uri);
}

/* RFC 3261 10.3 step 7, 19.1.4; RFC 5630 5.1.1.1 for sip and sips; RFC 5626 6 has the same Contact
 * with two reg-id refused as well. */
void rule_reg_contact_duplicate(struct rule_context *context)
{
    enum { COMPARED_MAX = 8 }; /* clients list one or two of their own; all pairs are compared */
    const struct facts *facts = context->event->facts;
    unsigned count = MIN(facts->contact_count, (unsigned)COMPARED_MAX);

    for (unsigned i = 1; i < count; i++) {
        for (unsigned j = 0; j < i; j++) {
            const struct facts_contact *a = &facts->contacts[j], *b = &facts->contacts[i];
            bool is_secured;

            if (!is_pair(a, b, &is_secured))
                continue;
            finding_printf_as(
                context, RULE_reg_contact_duplicate, is_secured ? SEVERITY_WARN : SEVERITY_NOTE,
                "%s and %s are %s", or_none(a->uri), or_none(b->uri),
                is_secured ? "the SIP and the SIPS form of one Contact; only one of them may be "
                             "registered (RFC 5630 5.1.1.1)"
                           : "one and the same Contact (RFC 3261 19.1.4)");
            return;
        }
    }
}
