/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on registrations in IMS networks (TS 24.229, RFC 7315).
 */
#include "rules/engine.h"

/* A complete 2xx to a REGISTER that binds something. */
static bool lists_identities(const struct event *event)
{
    return event_is_accepted(event) && !event->facts->incomplete &&
           !event->transaction->is_removal && event->transaction->request->contact_count;
}

/* TS 24.229 5.1.1.2.1. Reported only when the list is new. With a tel URI of the same number the identity
 * is barred as well, but callers who dial the number do not notice. */
void rule_ims_barred_identity(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_ims *ims = &event->facts->ims;

    if (!lists_identities(event) || ims->associated == event->ims_before->associated)
        return;
    if (ims->identity == IDENTITY_BY_NUMBER)
        finding_add_as(context, FORM_ims_barred_identity_number, SEVERITY_CHAT,
                       VALUES(of_text(event->aor->name), of_text(ims->default_identity)));
    else if (ims->identity == IDENTITY_ABSENT)
        finding_add(context, FORM_ims_barred_identity,
                    VALUES(of_text(event->aor->name), of_text(ims->default_identity)));
}

/* RFC 7315 4.1.2.2. Only a Note, because an administrator may have emptied the list. */
void rule_ims_assoc_uri_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;

    if (!lists_identities(event) || !before->associated_in || event->facts->ims.associated_count)
        return;
    finding_add(context, FORM_ims_assoc_uri_missing,
                VALUES(of_frame(before->associated_in), of_number(before->associated_count)));
}

/* RFC 7315 4.1. The order matters only for the default identity. */
void rule_ims_assoc_uri_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;
    const struct facts_ims *ims = &event->facts->ims;

    if (!lists_identities(event) || !before->associated_in || !ims->associated_count ||
        ims->associated == before->associated)
        return;
    finding_add(context, FORM_ims_assoc_uri_changed,
                VALUES(of_frame(before->associated_in), of_number(before->associated_count),
                       of_number(ims->associated_count)));
}

/* TS 24.229 5.1.1.3. */
void rule_ims_no_reg_subscribe(struct rule_context *context)
{
    finding_add(context, FORM_ims_no_reg_subscribe,
                VALUES(of_time(settings_timer_f(context->event->settings))));
}

/* TS 24.229 5.1.1.2.1 e), 5.1.1.4.1 e). After a 423 the terminal requests what that demanded. */
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
    finding_add(context, FORM_ims_expiry_request,
                VALUES(of_number(report->contacts[0].requested_s), of_number(EXPIRES)));
}

static bool offers_aka(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (sip_algorithm_is_aka(facts->challenges[i].algorithm))
            return true;
    }
    return false;
}

/* TS 24.229 5.1.1.5.1: the terminal abandons the attempt and starts again with a new Call-ID. Beyond the
 * P-CSCF there is no such list. */
void rule_ims_security_server_missing(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->status != 401 || !offers_aka(event->facts) || event->facts->ims.server.list ||
        event->facts->incomplete || !event->transaction || !event->transaction->offers_ipsec ||
        !event_is_from_terminal(event))
        return;
    finding_add(context, FORM_ims_security_server_missing,
                VALUES(of_frame(event->transaction->request->frame)));
}

/* TS 24.229 5.1.1.5.1. When the terminal rejects the network, with AUTS or an empty response parameter,
 * the values must be new (5.1.1.5.3), as in the next registration. */
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
    finding_add(context, FORM_ims_security_client_changed, VALUES(of_frame(before->client_in)));
}
