/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the Contacts of a REGISTER and their expiry (RFC 3261 10.2.1, 20.10).
 */
#include "rules/engine.h"

/* The 2xx that accepted this Contact before; 0: none in the capture. */
static uint32_t accepted_in(const struct event *event, const char *flawed)
{
    const struct report *accepted = event->registration ? event->registration->accepted : NULL;
    const struct facts *facts = event->facts;
    const char *uri = NULL;

    for (unsigned i = 0; i < facts->contact_count && !uri; i++) {
        if (facts->contacts[i].flawed == flawed)
            uri = facts->contacts[i].uri;
    }
    for (unsigned i = 0; uri && accepted && i < accepted->contact_count; i++) {
        if (accepted->contacts[i].is_malformed && accepted->contacts[i].sent == uri)
            return accepted->frame;
    }
    return 0;
}

/* Said once: on the 2xx that first binds it. */
static void report_accepted(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; event_is_accepted(event) && i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];

        if (!each->contact->is_malformed || each->outcome != CONTACT_CREATED)
            continue;
        finding_add_as(
            context, FORM_reg_contact_malformed_accepted, SEVERITY_NOTE,
            VALUES(of_text(each->contact->sent), of_frame(event->transaction->request->frame)));
        return;
    }
}

/* RFC 3261 25.1, 20.10; by 21.4.1 the registrar may refuse it with 400. */
void rule_reg_contact_malformed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const char *flawed = facts->flaws[FLAW_CONTACT_FORM];
    const char *unusual = facts->flaws[FLAW_CONTACT_UNUSUAL];

    if (event->triggers & ON_RESPONSE)
        report_accepted(context);
    else if (flawed)
        finding_add(context, FORM_reg_contact_malformed,
                    VALUES(of_text(flawed), of_number(facts->contact_flaw - CONTACT_EMPTY),
                           of_frame(accepted_in(event, flawed))));
    else if (unusual)
        finding_add_as(context, FORM_reg_contact_malformed_unusual, SEVERITY_NOTE,
                       VALUES(of_text(unusual), of_number(facts->contact_oddity)));
}

/* RFC 3261 20: URI parameters must be inside the brackets. Most receivers read a transport or user
 * parameter outside them as a header parameter, and ignore it. */
void rule_reg_contact_brackets(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_NO_BRACKETS];

    unsigned flaw = context->event->facts->contact_flaw;

    if (!text || flaw == CONTACT_COMMA || flaw == CONTACT_NOT_OPENED)
        return;
    finding_add(context, FORM_reg_contact_brackets, VALUES(of_text(text)));
}

/* RFC 3261 10.2.2, 10.3 step 6: a Contact parameter cannot replace the header. */
void rule_reg_star_expires(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->has_star || (facts->has_expires && facts->expires_s == 0) ||
        (facts->incomplete && !facts->has_expires))
        return;
    if (facts->has_expires)
        finding_add(context, FORM_reg_star_expires_other, VALUES(of_number(facts->expires_s)));
    else
        finding_add(context, FORM_reg_star_expires, NO_VALUES);
}

/* RFC 3261 10.3 step 6. */
void rule_reg_star_mixed(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->has_star || !facts->contact_count)
        return;
    finding_add(context, FORM_reg_star_mixed, VALUES(of_text(facts->contacts[0].uri)));
}

/* RFC 3261 25.1, RFC 5626 4.2.3. */
void rule_reg_star_param(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_STAR_PARAM];

    if (!text)
        return;
    finding_add(context, FORM_reg_star_param, VALUES(of_text(text)));
}

/* RFC 3261 25.1. */
void rule_reg_contact_q(struct rule_context *context)
{
    const char *q = context->event->facts->flaws[FLAW_CONTACT_Q];

    if (!q)
        return;
    finding_add(context, FORM_reg_contact_q, VALUES(of_text(q)));
}

/* RFC 3261 10.2. RFC 2543 had it, and some devices still send it. */
void rule_reg_contact_action(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_CONTACT_ACTION];

    if (!text)
        return;
    finding_add(context, FORM_reg_contact_action, VALUES(of_text(text)));
}

/* RFC 3261 25.1, 10.2. A date, as in RFC 2543, is not malformed unless it has passed. In a response it matters
 * only if the response grants an interval. */
void rule_reg_expires_malformed(struct rule_context *context)
{
    const struct event *event = context->event;
    const char *text = event->facts->flaws[FLAW_EXPIRES];
    const char *past = event->facts->flaws[FLAW_EXPIRES_PAST];

    if (!event->facts->is_request && !event_is_accepted(event))
        return;
    if (text)
        finding_add(context, FORM_reg_expires_malformed, VALUES(of_text(text)));
    else if (past)
        finding_add(context, FORM_reg_expires_malformed_past, VALUES(of_text(past)));
}

/* RFC 3261 10.2, 20.19. */
void rule_reg_expires_overflow(struct rule_context *context)
{
    const char *text = context->event->facts->flaws[FLAW_EXPIRES_OVERFLOW];

    if (!text)
        return;
    finding_add(context, FORM_reg_expires_overflow, VALUES(of_text(text)));
}

/* RFC 3261 10.2.1.1, 10.3 step 7: header and parameter together are legal, and so is neither. A Contact
 * that is removed while others are registered always has its own expires parameter. */
void rule_reg_expires_conflict(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!contact->has_expires && !facts->incomplete) {
            finding_add(context, FORM_reg_expires_conflict_none, VALUES(of_text(contact->uri)));
            return;
        }
        if (!contact->has_param || !facts->has_expires || contact->expires_s == facts->expires_s ||
            (contact->expires_s == 0 && facts->contact_count > 1))
            continue;
        finding_add(context, FORM_reg_expires_conflict,
                    VALUES(of_number(contact->expires_s), of_number(facts->expires_s)));
        return;
    }
}

/* RFC 3261 10.2.1 allows it. A registrar that supports GRUU must reject it with 403 if the client
 * requests a GRUU for it (RFC 5627 5.1). */
void rule_reg_contact_not_sip(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];
        bool is_refused = contact->instance && contact->expires_s && facts->supports_gruu;

        if (contact->is_sip || contact->flaw)
            continue;
        if (is_refused)
            finding_add_as(context, FORM_reg_contact_not_sip_gruu, SEVERITY_WARN,
                           VALUES(of_text(contact->uri)));
        else
            finding_add(context, FORM_reg_contact_not_sip, VALUES(of_text(contact->uri)));
        return;
    }
}

/* RFC 5627 5.1. A public GRUU equals its AOR, because the comparison ignores unknown parameters (RFC
 * 5627 5.4); it is recognized by the parameter gr. */
void rule_reg_contact_is_aor(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < MIN(facts->contact_count, (unsigned)EVENT_CONTACTS_MAX); i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->host_mark != facts->to_host_mark || contact->is_gruu ||
            contact->expires_s == 0 || !facts_same_uri(contact->uri, facts->aor))
            continue;
        finding_add_as(context, FORM_reg_contact_is_aor,
                       contact->instance ? SEVERITY_WARN : SEVERITY_NOTE,
                       VALUES(of_text(contact->uri), of_number(contact->instance != NULL)));
        return;
    }
}

/* RFC 5627 3.1: a public GRUU is the AOR with a value of gr; a temporary one has gr without a value and
 * tells nobody whose it is. Somebody who registers a third party may use a GRUU of his own. */
static bool is_gruu_of_aor(const struct event *event, const struct facts_contact *contact)
{
    const struct facts *facts = event->facts;
    const struct routes *before = event->routes_before;

    if (before && (contact->uri == before->pub_gruu || routes_find_gruu(before, contact->uri)))
        return true;
    if (!contact->is_gruu || contact->host_mark != facts->to_host_mark ||
        !facts_same_host(contact->uri, facts->aor))
        return false;
    if (contact->has_gruu_value)
        return facts_same_user(contact->uri, facts->aor);
    return facts_same_user(facts->from_uri, facts->aor);
}

/* RFC 5627 5.1: such a Contact makes a loop; the registrar must reject it with 403. */
void rule_reg_contact_is_gruu(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < MIN(facts->contact_count, (unsigned)EVENT_CONTACTS_MAX); i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->expires_s == 0 || !is_gruu_of_aor(context->event, contact))
            continue;
        finding_add(context, FORM_reg_contact_is_gruu,
                    VALUES(of_text(contact->uri), of_text(facts->aor)));
        return;
    }
}

/* Removing a Contact and adding it again in the same request is legal. */
static bool is_pair(const struct facts_contact *a, const struct facts_contact *b, bool *is_secured)
{
    if (a->expires_s == 0 || b->expires_s == 0)
        return false;
    *is_secured = a->is_sips != b->is_sips;
    return *is_secured ? facts_same_but_secure(a->uri, b->uri) : facts_same_uri(a->uri, b->uri);
}

/* RFC 3261 10.3 step 7, 19.1.4; RFC 5630 5.1.1.1 for sip and sips. By RFC 5626 6 the same Contact with
 * two reg-ids is refused as well. */
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
            if (is_secured)
                finding_add_as(context, FORM_reg_contact_duplicate_sips, SEVERITY_WARN,
                               VALUES(of_text(a->uri), of_text(b->uri)));
            else
                finding_add(context, FORM_reg_contact_duplicate,
                            VALUES(of_text(a->uri), of_text(b->uri)));
            return;
        }
    }
}
