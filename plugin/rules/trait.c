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
    return facts->has_flaws || (facts->is_request && facts->missing) ||
           facts->content_length > facts->body_size ||
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

        if (!contact->is_sip || contact->host_mark == facts->to_host_mark ||
            !contact->has_expires || (facts->has_expires && contact->expires_s != facts->expires_s))
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

static bool has_odd_text(const struct facts_credentials *credentials)
{
    return !credentials->response || !credentials->response_is_hex ||
           credentials->response_has_capitals ||
           credentials->response_length != sip_algorithm_response_length(credentials->algorithm) ||
           !credentials->has_qop || credentials->qop & (credentials->qop - 1) ||
           credentials->qop == SIP_QOP_AUTH_INT || !credentials->sends_nc || !credentials->cnonce ||
           !credentials->realm || !credentials->realm[0];
}

/* If they are for the latest challenge, they are as it requests. */
static bool fits_challenge(const struct facts_credentials *credentials,
                           const struct challenge *challenge)
{
    const struct facts_challenge *each = &challenge->each[0];

    return challenge->count == 0 ||
           (challenge->count == 1 && each->proxy == credentials->proxy &&
            (each->nonce != credentials->nonce ||
             (each->opaque == credentials->opaque && !(credentials->qop & ~each->qop))));
}

static bool fits_ledger(const struct nonce_check *check)
{
    const struct facts_credentials *credentials = check->credentials;
    uint32_t before = check->before.highest_nc;

    if (check->nonce->algorithms && !(check->nonce->algorithms & 1u << credentials->algorithm))
        return false;
    if ((check->cnonce.frame && !check->cnonce.was_carried) || check->holder)
        return false;
    if (check->verdict == NONCE_REUSED_HIGHER_NC)
        return !before || credentials->nc - before < 2;
    return credentials->nc == 1 &&
           (check->verdict == NONCE_FIRST_USE || check->verdict == NONCE_FROM_NEXTNONCE);
}

static bool has_plain_digest(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct event_credentials *credentials = event->credentials;
    const struct transaction *transaction = event->transaction;

    return facts->credentials_count == 1 && credentials->count == 1 && transaction &&
           facts->to_uri && !transaction->digest_uri_is_other && !transaction->username_differs &&
           !credentials->weakening.passed_over_in && !credentials->weakening.is_first &&
           facts->credentials[0].scheme == SIP_AUTH_DIGEST &&
           !has_odd_text(&facts->credentials[0]) &&
           fits_challenge(&facts->credentials[0], event->challenge) &&
           fits_ledger(&credentials->checks[0]);
}

static bool is_changed(const struct last_request *before, const struct facts *facts)
{
    const struct packet *packet = facts->packet;

    return !endpoint_equal(&before->source, &packet->source) ||
           !endpoint_equal(&before->destination, &packet->destination) ||
           before->transport != packet->transport || before->request_uri != facts->request_uri ||
           before->call_id != facts->call_id || before->from_tag != facts->from_tag ||
           before->from_uri != facts->from_uri || before->to_uri != facts->to_uri ||
           !facts->from_uri || !facts->to_uri;
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
    if (facts->credentials_count && !has_plain_digest(event))
        traits |= IF_ODD_DIGEST;
    if (is_changed(&event->before->last, facts))
        traits |= IF_CHANGED;
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

/* It comes when it should, with the Via that was sent. */
static bool is_plain_return(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;
    int64_t t1 = (int64_t)event->settings->t1_ms * MILLISECOND;

    return transaction && facts->via_count == 1 && facts->vias[0] == transaction->top_via &&
           event->report->response_time <= t1 && event->time - transaction->last_time <= t1;
}

static bool is_odd_response(const struct event *event)
{
    const struct facts *facts = event->facts;

    return !is_plain_return(event) || !facts->has_to_tag || facts->told || facts->info.is_there ||
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

/* Of a removal, or of what becomes of others, nothing. */
static bool has_plain_effect(const struct event_bindings *bindings,
                             const struct transaction *transaction)
{
    const struct event_contact *own = &bindings->contacts[0];
    const struct report_contact *contact = own->contact;

    return bindings->contact_count == 1 && !bindings->loss_count && !bindings->star_removed &&
           !bindings->missed && own->outcome <= CONTACT_REFRESHED && own->listed &&
           own->listed->uri == contact->sent && own->listed->has_param && !contact->is_malformed &&
           contact->has_requested && contact->has_grant &&
           contact->granted_s == contact->requested_s &&
           !(own->had_before && (own->before.cseq >= transaction->cseq || own->before.instance));
}

static bool is_plain_grant(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct report *report = event->report;

    return transaction && event->aor && transaction->has_credentials && !transaction->is_removal &&
           !transaction->is_third_party && !event->response->other_user &&
           !transaction->is_passed_on && event->challenge->status != 407 &&
           event->facts->contact_count == 1 && report->binding_count == 1 &&
           !report->bindings[0].foreign && !event->aor->rare->taken &&
           has_plain_effect(event->bindings, transaction);
}

static bool has_malformed_contact(const struct event_bindings *bindings)
{
    for (unsigned i = 0; i < bindings->contact_count; i++) {
        if (bindings->contacts[i].contact->is_malformed)
            return true;
    }
    return false;
}

static uint64_t traits_of_response(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;
    uint64_t traits = traits_of_challenges(facts) | trait_of_status(facts) | TRAITS_OF_REQUEST;

    if (is_odd_response(event))
        traits |= IF_ODD;
    if (facts->requires_outbound || facts->has_flow_timer || facts->via.has_keep ||
        (transaction && (transaction->wants_outbound || transaction->wants_bulk)))
        traits |= IF_ROUTES;
    if (traits & IF_SUCCESS && !is_plain_grant(event))
        traits |= IF_OTHER_GRANT;
    if (has_malformed_contact(event->bindings))
        traits |= IF_FLAWED;
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
