/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What refutes the causes that have to do with bindings, with NAT, or with silence.
 */
#include "diagnosis/refutations.h"

#include "base/elapsed.h"
#include "state/outage.h"

/* Twice T1, as phones have it. */
#define RETRANSMITS_WITHIN SECOND

static bool is_accepted_later(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && is_later(event, suspicion);
}

/* ---- the registrar has the binding */

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

/* ... or the client goes by the interval that it requested, as if it were bound; one that does not find its Contact
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

/* ---- flows and NAT */

/* A client whose connection had ended would register before it sends anything else on a new one. */
bool refutes_connection_lives(const struct event *event, const struct suspicion *suspicion)
{
    const struct packet *packet = event->triggers & ON_OTHER_REQUEST ? event->facts->packet
                                  : event->triggers & ON_KEEPALIVE   ? event->traffic->packet
                                                                     : NULL;

    return packet && is_of_client(event, suspicion) && packet->transport != TRANSPORT_UDP &&
           endpoint_equal(&packet->source, &suspicion->client);
}

/* A REGISTER on it is accepted. A NAT that gave it another address may do so for the old one, too. */
bool refutes_flow_works(const struct event *event, const struct suspicion *suspicion)
{
    bool has_moved = suspicion->proof && suspicion->proof->rule == RULE_ob_mapping_changed;

    return refutes_reached(event, suspicion) ||
           (!has_moved && is_accepted_later(event, suspicion) &&
            endpoint_equal(&event->transaction->client, &suspicion->client) &&
            endpoint_equal(&event->transaction->server, &suspicion->server));
}

/* The address that the client had before is in use again: its mapping has not expired. */
bool refutes_old_address(const struct event *event, const struct suspicion *suspicion)
{
    if (!is_of_client(event, suspicion) || !is_later(event, suspicion) ||
        suspicion->earlier.family == ENDPOINT_NONE)
        return false;
    if (event->triggers & ON_REQUEST)
        return endpoint_equal(&event->facts->packet->source, &suspicion->earlier) &&
               !endpoint_equal(&event->facts->packet->source, &suspicion->client);
    return event->triggers & ON_RESPONSE &&
           endpoint_equal(&event->registration->past->public_address.at, &suspicion->earlier);
}

/* The next request gets a response; or the client is bound by another Contact. */
bool refutes_responds_there(const struct event *event, const struct suspicion *suspicion)
{
    return (event->triggers & ON_REACH && is_of_client(event, suspicion) &&
            event->reach->fate == REACH_ANSWERED) ||
           (is_accepted_later(event, suspicion) &&
            !facts_same_uri(event->registration->contact, suspicion->contact));
}

/* ... or it stops refreshing, too: it is not there at all. */
bool refutes_responds_or_stops(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responds_there(event, suspicion) ||
           (event->triggers & ON_EXPIRY && is_of_client(event, suspicion) &&
            cause_is_off_network(event));
}

/* The client is there: a request that follows its REGISTER closely gets a response, or one has, and it refreshes in
 * time. */
bool strengthens_reached_after_register(const struct event *event,
                                        const struct suspicion *suspicion)
{
    const struct reach *reach = suspicion->registration->reach;

    if (!is_of_client(event, suspicion) || !is_later(event, suspicion))
        return false;
    if (event->triggers & ON_REACH)
        return event->reach->fate == REACH_ANSWERED && event->reach->is_close;
    return event->triggers & ON_REQUEST && reach && reach->responds_close &&
           event->report->has_remaining && event->report->remaining >= 0 &&
           event->facts->call_id == event->before->last.call_id;
}

/* ... after a silence, too; or not even then. */
bool refutes_reached_when_idle(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           (event->reach->fate == REACH_ANSWERED ? !event->reach->is_close
                                                 : event->reach->is_close);
}

/* It does respond to OPTIONS; that it responds to a call does not say so. */
bool refutes_responds_to_options(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           event->reach->fate == REACH_ANSWERED && g_strcmp0(event->reach->method, "OPTIONS") == 0;
}

bool strengthens_refuses_for_sips_again(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && cause_refuses_for_sips(event);
}

/* The registrar does send requests to the client. */
bool refutes_is_called(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_OTHER_REQUEST && event->target && is_later(event, suspicion) &&
           event->target->owner == suspicion->registration;
}

/* ... by that form of the AOR. */
bool refutes_is_called_so(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_is_called(event, suspicion) &&
           event->facts->aor != suspicion->registration->aor->name;
}

/* ... from the server that was thought not to know the binding. */
bool refutes_is_called_from_there(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_is_called(event, suspicion) &&
           endpoint_same_ip(&event->facts->packet->source, &suspicion->refuser);
}

/* It has refreshed from the same place while it did not respond. One request alone may have come while it was away. */
bool strengthens_registers_still(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           event->reach->fate == REACH_UNANSWERED && event->reach->registers;
}

/* ... or only refreshes from there. */
bool strengthens_registers_there(const struct event *event, const struct suspicion *suspicion)
{
    const struct registration *registration = suspicion->registration;

    return event->triggers & ON_RESPONSE && is_accepted(event, suspicion) &&
           registration->last.call_id == suspicion->call_id &&
           endpoint_equal(&registration->last.source, &suspicion->client) &&
           facts_same_uri(registration->contact, suspicion->contact);
}

/* The client registers another Contact. */
bool refutes_other_contact(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && event->report->contact_count &&
           suspicion->contact &&
           !facts_same_uri(event->report->contacts[0].sent, suspicion->contact);
}

/* It is the client itself that takes another port: its Via has the new one. */
bool refutes_names_its_port(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           endpoint_equal(&event->facts->packet->source, &event->facts->via.sent_by);
}

/* ---- silence */

/* The request gets a response after all; or the next one gets none either, while others get theirs. */
bool refutes_serves_others(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_TIMEOUT && is_of_client(event, suspicion) &&
            event->report->frame != suspicion->frame && cause_is_silent_for_one(event));
}

/* Others get a response after the last transmission of this client, which still has none. */
static bool serves_later(const struct event *event, const struct suspicion *suspicion)
{
    if (event->triggers & ON_TIMEOUT)
        return is_of_client(event, suspicion) && cause_is_heard_after(event);
    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_later(event, suspicion) && history_open(&suspicion->registration->history) &&
           is_same_server(event, suspicion);
}

/* It gets a response after all, or others do. */
bool refutes_answered_after_all(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || serves_later(event, suspicion);
}

/* ... or others do while the next request gets none. */
bool refutes_serves_anybody(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_answered_after_all(event, suspicion) || refutes_serves_others(event, suspicion);
}

/* RFC 5626 4.5: a client that tries again waits no longer than this. */
#define GIVES_UP_AFTER (1800 * SECOND)

/* A connection lasts longer without a packet, or ends sooner. */
bool refutes_connection_outlives(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && event->aor &&
           event->aor->rare->idle_losses.count < G_N_ELEMENTS(event->aor->rare->idle_losses.frames);
}

/* The server works, as another client shows, and this one has long stopped trying. */
bool strengthens_gave_up(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && serves_later(event, suspicion) &&
           elapsed_between(suspicion->registration->last.time, event->time) > GIVES_UP_AFTER;
}

/* The client does try again after it was thought to have given up. */
bool refutes_tries_again(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->weight != LATENT && refutes_heard_client(event, suspicion);
}

/* The server does respond, or not even to a REGISTER without credentials. */
bool refutes_responds_to_credentials(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_TIMEOUT && is_of_client(event, suspicion) &&
            event->attempt_failed && !cause_has_credentials(event));
}

bool strengthens_serves_later(const struct event *event, const struct suspicion *suspicion)
{
    return serves_later(event, suspicion);
}

/* The same request gets a response, or another one of that size. */
bool refutes_size_passes(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
            is_later(event, suspicion) && is_same_server(event, suspicion) &&
            finding_of(event->transaction->request, RULE_reg_udp_oversize));
}

/* The next REGISTER is what the response required, only late: with the longer interval of a 423, or to
 * another server after a 3xx. */
bool refutes_followed_late(const struct event *event, const struct suspicion *suspicion)
{
    const struct attempt *before;

    if (!is_request_of_client(event, suspicion))
        return false;
    before = &event->before->attempt;
    if (before->last_status == 423)
        return event->report->contact_count && event->report->contacts[0].has_requested &&
               event->report->contacts[0].requested_s >= before->min_expires_s;
    return before->last_status / 100 == 3 &&
           !endpoint_same_ip(&event->facts->packet->destination, &suspicion->server);
}

bool strengthens_followed_late(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_followed_late(event, suspicion);
}

/* The server does state the minimum, here or on another hop. */
bool refutes_minimum_stated(const struct event *event, const struct suspicion *suspicion)
{
    return is_response_to_client(event, suspicion) && event->facts->status == 423 &&
           event->facts->has_min_expires;
}

/* The client sends credentials for the challenge that came late. */
bool refutes_challenge_used(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && event->facts->credentials_count &&
           event->challenge->report &&
           event->challenge->report->request_in == suspicion->request_in;
}

/* The client comes, or is later than usual. */
bool refutes_is_overdue(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_heard_client(event, suspicion) ||
           (event->triggers & ON_ABSENCE && is_of_client(event, suspicion));
}

/* The CSeq rises by more than one to a refresh in time, too: the client counts so. */
bool refutes_counts_so(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           event->report->has_remaining && event->report->remaining >= 0 &&
           event->report->has_cseq_step && event->report->cseq_step > 1 &&
           !event->before->continues;
}

bool strengthens_counts_so(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_counts_so(event, suspicion);
}

/* Over UDP a client that gets no response retransmits: this one has sent its next REGISTER instead. */
bool refutes_not_retransmitted(const struct event *event, const struct suspicion *suspicion)
{
    const struct last_request *last;

    if (!is_request_of_client(event, suspicion))
        return false;
    last = &event->before->last;
    return refutes_continued(event, suspicion) ||
           (last->frame == suspicion->request_in && last->transport == TRANSPORT_UDP &&
            !last->was_retransmitted &&
            elapsed_between(last->time, event->time) > RETRANSMITS_WITHIN);
}

/* The request gets a response after all, or another one with the same flaw does. */
bool refutes_takes_such_requests(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || refutes_flaw_accepted(event, suspicion);
}

/* Another client gets a response afterwards, or has had one before, and this one never had any. */
bool strengthens_others_are_served(const struct event *event, const struct suspicion *suspicion)
{
    if (suspicion->registration->responded_id)
        return false;
    if (event->triggers & ON_TIMEOUT)
        return is_of_client(event, suspicion) && cause_serves_others(event);
    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_later(event, suspicion) && is_same_server(event, suspicion);
}
