/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes that have to do with bindings.
 */
#include "diagnosis/refutations.h"

#include "base/elapsed.h"

/* The client has not been bound by a 2xx since, which would end the trouble and not refute its cause. */
static bool is_unbound_since(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *accepted = suspicion->registration->accepted;

    return !accepted || accepted == event->report || accepted->frame <= suspicion->frame;
}

/* Another client, or a fetch, is told that the Contact has time left. */
static bool is_listed_elsewhere(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *report = event->report;

    if (!(event->triggers & ON_RESPONSE) || event->aor != suspicion->registration->aor ||
        (is_of_client(event, suspicion) && report->intent != INTENT_FETCH))
        return false;
    for (unsigned i = 0; i < report->binding_count; i++) {
        const struct report_binding *each = &report->bindings[i];

        if (each->has_expires && each->expires_s &&
            facts_same_uri(each->contact, suspicion->contact))
            return true;
    }
    return false;
}

static bool is_notified_active(const struct event *event, const struct suspicion *suspicion)
{
    if (!(event->triggers & ON_NOTIFY) || event->notify->is_past)
        return false;
    for (unsigned i = 0; i < event->notify->count; i++) {
        const struct facts_reg_contact *contact = event->notify->contacts[i].contact;

        if (contact->is_active && facts_same_uri(contact->uri, suspicion->contact))
            return true;
    }
    return false;
}

/* By what the registrar tells others or does: a list, a NOTIFY, a call that it sends to the client. */
bool refutes_still_bound(const struct event *event, const struct suspicion *suspicion)
{
    return is_later(event, suspicion) && is_unbound_since(event, suspicion) &&
           (is_listed_elsewhere(event, suspicion) || is_notified_active(event, suspicion) ||
            refutes_reached(event, suspicion));
}

/* ... or the client uses the interval that it requested, as if it were bound; one that does not find its Contact
 * tries again soon. */
bool refutes_refreshes_regardless(const struct event *event, const struct suspicion *suspicion)
{
    const struct report_contact *contact;
    const struct last_request *last;

    if (refutes_still_bound(event, suspicion))
        return true;
    if (!is_request_of_client(event, suspicion) || event->before->continues)
        return false;
    last = &event->before->last;
    if (!last->report || last->frame != suspicion->request_in || !last->report->contact_count)
        return false;
    contact = &last->report->contacts[0];
    return contact->has_requested &&
           cause_is_time_to_refresh(elapsed_between(last->time, event->time), contact->requested_s);
}

/* One refusal may be overcome within a second. */
bool strengthens_refused_again(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && is_later(event, suspicion) &&
           event->triggers & ON_ANY_RESPONSE && cause_refused_after_lost_connection(event);
}

/* A request is sent to the private address, and does not reach the client. */
bool strengthens_private_unreached(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           event->reach->fate != REACH_ANSWERED && endpoint_is_private(&event->reach->to);
}

/* A call is sent where the client registered from, whatever its Contact says. */
bool refutes_reached(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_OTHER_REQUEST && event->target && is_later(event, suspicion) &&
           event->target->owner == suspicion->registration &&
           endpoint_equal(&event->facts->packet->destination,
                          &suspicion->registration->last.source);
}

/* ... or the registrar lists another address in its place. */
bool refutes_replaced_or_reached(const struct event *event, const struct suspicion *suspicion)
{
    const struct report_contact *contact =
        event->report->contact_count ? &event->report->contacts[0] : NULL;

    return refutes_reached(event, suspicion) ||
           (is_accepted_later(event, suspicion) && contact && contact->granted &&
            !facts_same_uri(contact->sent, contact->granted));
}

/* The binding is gone before its time, without another REGISTER of the client. */
bool refutes_removed_after_all(const struct event *event, const struct suspicion *suspicion)
{
    const struct binding *binding = suspicion->registration->aor->bindings;

    if (!(event->triggers & ON_RESPONSE) || !event->report->has_binding_list ||
        event->aor != suspicion->registration->aor || !is_later(event, suspicion) ||
        suspicion->registration->last.frame > suspicion->request_in)
        return false;
    for (unsigned i = 0; i < event->report->binding_count; i++) {
        if (facts_same_uri(event->report->bindings[i].contact, suspicion->contact))
            return false;
    }
    while (binding && !facts_same_uri(binding->contact, suspicion->contact))
        binding = binding->next;
    return binding && event->time < binding->expires_at;
}

/* ... or the credentials come late. */
bool refutes_removed_or_repeated(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_removed_after_all(event, suspicion) || refutes_follows_late(event, suspicion);
}

/* The registrar does say it: in its next 2xx, or in the same one on another hop. */
bool refutes_interval_stated(const struct event *event, const struct suspicion *suspicion)
{
    const struct facts *facts = event->facts;

    return (is_accepted_later(event, suspicion) || (event->triggers & ON_RELAYED_RESPONSE &&
                                                    event->report->copy_of == suspicion->frame)) &&
           facts->contact_count && facts->contacts[0].has_expires && !facts->flaws[FLAW_EXPIRES];
}

/* The list has but one binding, although the others have not expired. */
bool refutes_single_binding(const struct event *event, const struct suspicion *suspicion)
{
    unsigned own = 0;

    if (!is_accepted_later(event, suspicion) || !event->report->has_binding_list)
        return false;
    for (unsigned i = 0; i < event->report->binding_count; i++)
        own += event->report->bindings[i].own;
    return own == 1 && event->report->bindings_listed == 1;
}

/* The registrar grants the expires parameter of a Contact where the header says something else. */
bool refutes_parameter_granted(const struct event *event, const struct suspicion *suspicion)
{
    const struct report_contact *contact =
        event->report->contact_count ? &event->report->contacts[0] : NULL;

    return is_accepted_later(event, suspicion) && contact && contact->has_requested &&
           contact->has_grant && contact->requested_s != event->transaction->header_s &&
           contact->granted_s == contact->requested_s;
}

/* A later 2xx says the same in both, or in one of them alone. */
bool refutes_states_one_interval(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && is_later(event, suspicion) &&
           !event->transaction->is_removal && !cause_states_two_intervals(event);
}

/* The registrar takes the same Contact from the client. */
bool refutes_same_contact(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_later(event, suspicion) && suspicion->contact &&
           facts_same_uri(event->registration->contact, suspicion->contact);
}

/* Outbound is confirmed, to this client or to another one of the same server. */
bool refutes_outbound_confirmed(const struct event *event, const struct suspicion *suspicion)
{
    return event_is_accepted(event) && event->facts->requires_outbound &&
           is_later(event, suspicion) && is_same_server(event, suspicion);
}

/* The client goes on from a 2xx with such a list without a retransmission. */
bool refutes_reads_such_list(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *accepted = suspicion->registration->accepted;

    return is_request_of_client(event, suspicion) && accepted &&
           accepted->frame > suspicion->frame && finding_of(accepted, RULE_ok_contact_malformed) &&
           event->before->last.frame == accepted->request_in &&
           !event->before->last.was_retransmitted;
}

bool strengthens_registers_anew_again(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           cause_registers_anew(event);
}

/* The client waits with its next REGISTER as long as clients do: it knows that it is bound. */
bool refutes_waits_with_list(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *accepted = suspicion->registration->accepted;

    return is_request_of_client(event, suspicion) && is_later(event, suspicion) && accepted &&
           accepted->frame > suspicion->frame && cause_list_fault(accepted) &&
           event->report->has_remaining && event->report->used >= event->settings->early_percent &&
           !cause_registers_anew(event);
}
