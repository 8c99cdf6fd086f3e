/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/trait.h"

#include "tracker/event.h"

static bool is_challenge(unsigned status)
{
    return status == 401 || status == 407;
}

/* ---- of both */

/* Over a stream Content-Length is mandatory (RFC 3261 18.3). */
static bool is_flawed(const struct facts *facts)
{
    return facts->has_flaws || facts->missing || facts->content_length > facts->body_size ||
           (!facts->has_content_length && facts->packet->transport != TRANSPORT_UDP);
}

static uint64_t traits_of_message(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct event_capture *capture = event->capture;
    const struct event_source *source = event->source;
    const struct registration *registration = event->registration;
    uint64_t traits = 0;

    if (is_flawed(facts))
        traits |= IF_FLAWED;
    if (facts->contact_count != 1 || facts->has_star)
        traits |= IF_LIST;
    if (facts->is_ims || (registration && (registration->is_ims || registration->ims)))
        traits |= IF_IMS;
    if (event->routes_before || (registration && registration->routes) || facts->path_count ||
        facts->service_route_count)
        traits |= IF_ROUTES;
    if (capture->gap != GAP_NONE || capture->is_one_way || capture->disorder ||
        capture->clock_was_set)
        traits |= IF_CAPTURE;
    if (source->scans || source->is_test_tool || source->request_rate || source->guessed.tried ||
        source->refusals.count || source->before_success.count || source->guesses.count ||
        source->failures > event->settings->storm_attempts)
        traits |= IF_ATTACK;
    return traits;
}

/* ---- of a REGISTER */

static bool is_odd_request(const struct event *event)
{
    const struct facts *facts = event->facts;

    return facts->has_to_tag || !facts->from_tag || facts->from_uri != facts->to_uri ||
           facts->request_uri_has_user || facts->foreign_domain || facts->via.is_other_transport ||
           (facts->has_max_forwards && facts->max_forwards == 0) ||
           facts->size > event->settings->udp_size_max || event->before->call_id ||
           facts->cseq <= event->before->server_cseq.cseq || event->report->cseq_step > 1 ||
           (event->transaction && event->transaction->same_branch);
}

static uint64_t traits_of_contacts(const struct facts *facts)
{
    uint64_t traits = 0;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!contact->is_sip || contact->host_mark == facts->to_host_mark)
            traits |= IF_ODD;
        if (contact->is_sips)
            traits |= IF_SIPS;
        if (contact->reg_id || contact->instance || contact->push || contact->is_gruu ||
            contact->pub_gruu || contact->temp_gruu)
            traits |= IF_ROUTES;
    }
    return traits;
}

static uint64_t traits_of_credentials(const struct facts *facts)
{
    uint64_t traits = facts->credentials_count ? IF_CREDENTIALS : 0;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];

        if (credentials->scheme != SIP_AUTH_DIGEST || !credentials->response ||
            credentials->has_auts || credentials->integrity_protected ||
            sip_algorithm_is_aka(credentials->algorithm))
            traits |= IF_SCHEME;
    }
    return traits;
}

static uint64_t traits_of_history(const struct event *event)
{
    const struct event_before *before = event->before;
    unsigned status = before->attempt.last_status;
    uint64_t traits = 0;

    if (status >= 300 || before->continues)
        traits |= IF_RETRY;
    if ((status >= 300 && !is_challenge(status)) || before->redirect || before->backoff.frame)
        traits |= IF_FAILED;
    if (before->last.report && !before->last.has_response)
        traits |= IF_UNANSWERED;
    if ((event->own->binding || event->own->left_behind) && !before->continues)
        traits |= IF_REFRESH;
    return traits;
}

/* The only Contact is the source, which is known to the registrar as the Via says. */
static bool has_no_nat(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct endpoint *seen =
        event->registration ? &event->registration->past->public_address.at : NULL;

    return facts->via.has_rport && facts->contact_count == 1 &&
           endpoint_equal(&facts->contacts[0].host, &facts->packet->source) &&
           (!seen || seen->family == ENDPOINT_NONE || endpoint_same_ip(seen, &facts->via.sent_by));
}

static uint64_t traits_of_request(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct facts_ims *ims = &facts->ims;
    uint64_t traits = traits_of_contacts(facts) | traits_of_credentials(facts) |
                      traits_of_history(event) | TRAITS_OF_RESPONSE;

    if (is_odd_request(event))
        traits |= IF_ODD;
    if (facts->has_path)
        traits |= IF_ROUTES;
    if (ims->client.list || ims->verify.list)
        traits |= IF_IMS;
    if (facts->to_is_sips || facts->from_is_sips || facts->request_uri_is_sips ||
        facts->route_is_sips)
        traits |= IF_SIPS;
    if (!has_no_nat(event))
        traits |= IF_NAT;
    return traits;
}

/* ---- of a response */

static bool is_odd_response(const struct event *event)
{
    const struct facts *facts = event->facts;

    return !facts->has_to_tag || facts->told || facts->info.is_there ||
           facts->proxy_info.is_there || facts->status == 483 || event->response->oracle ||
           event->response->is_second_final || event->response->to_tag_changed;
}

/* It goes back the way that the REGISTER came, and the Via says so. */
static bool has_plain_path(const struct event *event)
{
    const struct facts_via *via = &event->facts->via;
    const struct packet *packet = event->facts->packet;
    const struct transaction *transaction = event->transaction;

    return transaction && via->has_rport && via->rport == via->sent_by.port &&
           !via->received_is_bracketed &&
           (via->received.family == ENDPOINT_NONE ||
            endpoint_same_ip(&via->received, &via->sent_by)) &&
           endpoint_equal(&via->sent_by, &transaction->client) &&
           endpoint_same_ip(&transaction->sent_by, &transaction->client) &&
           endpoint_equal(&packet->source, &transaction->server) &&
           endpoint_equal(&packet->destination, &transaction->client);
}

static uint64_t traits_of_challenges(const struct facts *facts)
{
    uint64_t traits = 0;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (challenge->scheme != SIP_AUTH_DIGEST || challenge->has_keys || challenge->is_sess ||
            sip_algorithm_is_aka(challenge->algorithm))
            traits |= IF_SCHEME;
    }
    return traits;
}

static uint64_t trait_of_status(const struct facts *facts)
{
    if (facts->status >= 200 && facts->status < 300)
        return IF_SUCCESS | (facts->challenge_count ? IF_CHALLENGE : 0);
    if (is_challenge(facts->status))
        return IF_CHALLENGE;
    return IF_FAILURE | (facts->challenge_count ? IF_CHALLENGE : 0);
}

static uint64_t traits_of_response(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;
    uint64_t traits = traits_of_challenges(facts) | trait_of_status(facts) | TRAITS_OF_REQUEST;

    if (is_odd_response(event))
        traits |= IF_ODD;
    if (facts->requires_outbound || facts->has_flow_timer || facts->via.has_keep ||
        (transaction && transaction->wants_outbound))
        traits |= IF_ROUTES;
    if (event->refused->use || event->response->stale_not_flagged)
        traits |= IF_REFUSED;
    if (!has_plain_path(event))
        traits |= IF_NAT;
    return traits;
}

uint64_t traits_of(const struct event *event)
{
    if (event->triggers & ON_ANY_REQUEST)
        return traits_of_message(event) | traits_of_request(event);
    if (event->triggers & ON_ANY_RESPONSE)
        return traits_of_message(event) | traits_of_response(event);
    return TRAITS_ALL;
}
