/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which the form of a message, or its place in the order of messages, explains
 * what nothing else in it does.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

/* The server has words of its own in the 2xx, such as another reason phrase (RFC 3261 7.2), which do not confirm
 * the registration. */
static bool does_not_confirm(const char *told)
{
    return told &&
           (!facts_told_names(told, "ok okay success* accept accepted registered") ||
            facts_told_names(told, "not unable unsuccess* unregister* unaccept* unauthor*"));
}

bool cause_refused_with_2xx(const struct event *event)
{
    return event_is_accepted(event) && cause_missing_own(event) && !event->facts->contact_count &&
           !event->facts->incomplete && does_not_confirm(event->facts->told);
}

/* Some registrars store nothing then, whether the client uses outbound or not. */
bool cause_flow_not_bound(const struct event *event)
{
    const struct report *request = cause_request(event);

    return request && cause_missing_own(event) && !event->facts->contact_count &&
           (finding_of(request, RULE_ob_regid_range) ||
            finding_of(request, RULE_ob_regid_without_instance));
}

/* The client does not take the 2xx for one. */
bool cause_discards_list(const struct event *event)
{
    const struct report *final = event->transaction ? event->transaction->final : NULL;

    return final && finding_of(final, RULE_ok_contact_malformed);
}

/* What is refused may be the credentials as well. */
bool cause_interchanges_identity(const struct event *event)
{
    unsigned status = event->triggers & ON_TIMEOUT ? 0 : cause_status(event);

    if (!cause_has_user_in_uri_alone(event))
        return false;
    if (event->triggers & ON_TIMEOUT)
        return cause_malformed_is_ignored(event);
    return !cause_gives_reason(event) &&
           (cause_is_not_found(event) || status == 400 || status == 403 || status == 484 ||
            (event_is_challenge(event) && cause_refused(event)));
}

/* It takes the Request-URI of a REGISTER for that of a call to the user, or for malformed. */
bool cause_refuses_uri_user(const struct event *event)
{
    return (cause_is_not_found(event) || cause_status(event) == 484 || cause_refused_form(event)) &&
           !cause_gives_reason(event) && !cause_refuses_two_ats(event) &&
           !cause_has_user_in_uri_alone(event);
}

/* A To tag belongs to a dialog, which this server does not have. */
bool cause_refused_as_dialog(const struct event *event)
{
    return cause_status(event) == 481 || cause_refused_form(event);
}

/* It has no credentials, although it follows the challenge, or nothing follows. */
bool cause_is_malformed_too(const struct event *event)
{
    const struct report *sent =
        event->triggers & ON_REQUEST ? event->report : event->registration->latest;

    return sent && finding_of(sent, RULE_reg_contact_malformed) && !cause_knows_password(event);
}

/* The client has sent both before it could know the outcome of the first, which bound it. */
static bool was_just_bound(const struct event *event)
{
    const int64_t t2 = settings_t2(event->settings);
    const struct transaction *transaction = event->transaction;

    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next) {
        if (binding->owner == event->registration && binding_has_time(binding, event->time) &&
            binding->granted_at > transaction->first_time - t2)
            return true;
    }
    return false;
}

/* One with a new Contact has to follow at once. */
bool cause_follows_at_once(const struct event *event)
{
    return cause_refused_form(event) && was_just_bound(event) &&
           !finding_of(cause_request(event), RULE_refresh_contact_changed);
}

/* The client was challenged under another Call-ID at the same time: only the newest nonce may be valid. */
bool cause_has_twin(const struct event *event)
{
    const int64_t at_once = 2 * SECOND;
    const struct nonce_use *use = event->refused ? event->refused->use : NULL;
    const struct offer *own;

    if (!use || !cause_refused(event) || !event_is_challenge(event) || event->refused->is_stale)
        return false;
    own = registration_find_offer(event->registration, use->nonce);
    for (unsigned i = 0; own && i < REGISTRATION_OFFERS_MAX; i++) {
        const struct offer *each = event->registration->past->offers[i];

        if (each && each->call_id != own->call_id && each->nonce->realm == own->nonce->realm &&
            each->time < event->time && ABS(each->time - own->time) <= at_once &&
            endpoint_same_ip(&each->server, &own->server))
            return true;
    }
    return false;
}

/* ... and is bound under that already. */
bool cause_has_bound_twin(const struct event *event)
{
    const int64_t at_once = 2 * SECOND;

    if (!cause_has_twin(event))
        return false;
    for (const struct binding *each = event->registration->aor->bindings; each; each = each->next) {
        if (each->owner == event->registration && binding_has_time(each, event->time) &&
            event->time - each->granted_at <= at_once &&
            each->call_id != event->transaction->call_id)
            return true;
    }
    return false;
}

/* Not the domain of a registrar, but where the REGISTER comes from: an SBC has written it, or nobody has entered one. */
static bool names_itself(const struct event *event)
{
    struct endpoint domain;

    return !event->registration->accepted && event->addresses == ADDRESSES_ARE_REAL &&
           event->transaction->to_uri && facts_uri_endpoint(event->transaction->to_uri, &domain) &&
           endpoint_same_ip(&domain, &event->transaction->client) &&
           !endpoint_same_ip(&domain, &event->transaction->server);
}

bool cause_has_own_address_as_domain(const struct event *event)
{
    unsigned status = cause_status(event);

    return (status == 403 || status == 404 || status == 484 || status == 604 || status == 606) &&
           !cause_gives_reason(event) && !event->refused->use && names_itself(event);
}

/* ... and the server, which may know no such domain, does not respond. */
bool cause_is_silent_to_own_address(const struct event *event)
{
    return cause_malformed_is_ignored(event) && names_itself(event);
}

/* The address of another server than this one: a name would tell where to find it. */
bool cause_has_address_as_domain(const struct event *event)
{
    struct endpoint domain;

    return cause_is_proxy_timeout(event) && event->transaction->to_uri &&
           facts_uri_endpoint(event->transaction->to_uri, &domain) &&
           !endpoint_same_ip(&domain, &event->transaction->server);
}
