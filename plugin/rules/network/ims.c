/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on registrations in IMS networks (TS 24.229, RFC 7315).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* A complete 2xx to a REGISTER that binds something. */
static bool tells_identities(const struct event *event)
{
    return event_is_accepted(event) && !event->facts->incomplete &&
           !event->transaction->is_removal && event->transaction->request->contact_count;
}

/* TS 24.229 5.1.1.2.1. Said where the list is new. A tel URI of the same number bars it all the
 * same, but whoever dials it does not notice. */
void rule_ims_barred_identity(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_ims *ims = &event->facts->ims;

    if (!tells_identities(event) || ims->associated == event->ims_before->associated)
        return;
    if (ims->identity == IDENTITY_BY_NUMBER)
        finding_printf_as(
            context, RULE_ims_barred_identity, SEVERITY_CHAT,
            "P-Associated-URI names %s only by its telephone number; the default identity is %s",
            event->aor->name, or_none(ims->default_identity));
    else if (ims->identity == IDENTITY_ABSENT)
        finding_printf(
            context, RULE_ims_barred_identity,
            "P-Associated-URI does not name %s: this identity can register but neither call "
            "nor be called; the default identity is %s",
            event->aor->name, or_none(ims->default_identity));
}

/* RFC 7315 4.1.2.2. An administrator may have emptied it, so it is no more than worth a look. */
void rule_ims_assoc_uri_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;

    if (!tells_identities(event) || !before->associated_in || event->facts->ims.associated_count)
        return;
    finding_printf(
        context, RULE_ims_assoc_uri_missing,
        "No P-Associated-URI, though the 2xx in frame %" PRIu32
        " had one (identities: %u): it says that the subscription has none any more (RFC 7315 4.1)",
        before->associated_in, before->associated_count);
}

/* RFC 7315 4.1. The order tells the default identity alone. */
void rule_ims_assoc_uri_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;
    const struct facts_ims *ims = &event->facts->ims;

    if (!tells_identities(event) || !before->associated_in || !ims->associated_count ||
        ims->associated == before->associated)
        return;
    finding_printf(context, RULE_ims_assoc_uri_changed,
                "The identities in P-Associated-URI are not those in frame %" PRIu32
                " (%u before, %u now)",
                before->associated_in, before->associated_count, ims->associated_count);
}

/* TS 24.229 5.1.1.3. */
void rule_ims_no_reg_subscribe(struct rule_context *context)
{
    char waited[DURATION_TEXT_SIZE];

    finding_printf(context, RULE_ims_no_reg_subscribe,
                "The terminal does not subscribe to its registration (Event: reg) within %s: it "
                "will not notice if the network ends it (TS 24.229 5.1.1.3)",
                duration_text(settings_timer_f(context->event->settings), waited));
}

/* TS 24.229 5.1.1.2.1 e), 5.1.1.4.1 e). Where a 423 asked for something else, the terminal goes by
 * that. */
void rule_ims_expiry_request(struct rule_context *context)
{
    enum { EXPIRES = 600000 };
    const struct event *event = context->event;
    const struct report *report = event->report;
    const struct ims *ims = event->registration ? event->registration->ims : NULL;

    if (!ims || !ims->is_3gpp || ims->was_brief || event->facts->is_emergency ||
        report->try_number != 1 || report->contact_count == 0 || report->intent == INTENT_REMOVE ||
        report->intent == INTENT_REMOVE_ALL || !report->contacts[0].has_requested ||
        report->contacts[0].requested_s == EXPIRES || report->contacts[0].requested_s == 0)
        return;
    finding_printf(context, RULE_ims_expiry_request,
                "Asks for %" PRIu32 " s; a 3GPP terminal asks for %d s and lets the network choose "
                                    "the time (TS 24.229 5.1.1.2.1)",
                report->contacts[0].requested_s, EXPIRES);
}

static bool offers_aka(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (sip_algorithm_is_aka(facts->challenges[i].algorithm))
            return true;
    }
    return false;
}

/* TS 24.229 5.1.1.5.1: the terminal gives up and begins again with a new Call-ID. Behind the P-CSCF
 * there is no such list. */
void rule_ims_security_server_missing(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->status != 401 || !offers_aka(event->facts) || event->facts->ims.server.list ||
        event->facts->incomplete || !event->transaction || !event->transaction->offers_ipsec ||
        !event_is_from_terminal(event))
        return;
    finding_printf(context, RULE_ims_security_server_missing,
                "No Security-Server, though the terminal offered IPsec in frame %" PRIu32
                ": it has to give up this attempt and begin again (TS 24.229 5.1.1.5.1)",
                event->transaction->request->frame);
}

/* TS 24.229 5.1.1.5.1. After a failed check of the network, with AUTS or an empty response, the values
 * have to be new (5.1.1.5.3), and so they are in the next registration. */
void rule_ims_security_client_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct ims *before = event->ims_before;

    if (!event_answers_challenge(event) || !facts->ims.client.has_ipsec || facts->incomplete ||
        !before->client.has_ipsec || before->client.list == facts->ims.client.list ||
        before->client_in != event->challenge->report->request_in ||
        facts->credentials[0].has_auts || !facts->credentials[0].response_length ||
        !event_is_from_terminal(event))
        return;
    finding_printf(context, RULE_ims_security_client_changed,
                "Security-Client is not that of the REGISTER in frame %" PRIu32
                ", with which the P-CSCF set up the IPsec association (TS 24.229 5.1.1.5.1)",
                before->client_in);
}
