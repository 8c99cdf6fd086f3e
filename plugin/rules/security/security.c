/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on patterns that look like an attack (RFC 3261 26.1.1).
 */
#include "rules/engine.h"

#include <inttypes.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

/* Public addresses of one pool (SBC, carrier NAT) count as one client. */
static bool is_same_place(const struct event *event, const struct endpoint *a,
                          const struct endpoint *b)
{
    if (endpoint_is_private(a) || endpoint_is_private(b))
        return endpoint_same_ip(a, b);
    return endpoint_same_network(a, b, event->settings->pool_prefix);
}

/* The binding belonged to somebody else: another address, Call-ID and device. */
static bool is_foreign(const struct event *event, const struct binding *lost)
{
    const char *agent = event->registration->user_agent;
    bool same_agent = agent && lost->user_agent == agent && event->transaction->is_star;

    /* A border controller that passes the REGISTER on binds the same Contact itself. */
    if (endpoint_same_ip(&lost->source, &event->transaction->server) ||
        endpoint_same_ip(&lost->server, &event->transaction->client))
        return false;
    return !is_same_place(event, &lost->source, &event->transaction->client) &&
           lost->call_id != event->facts->call_id && !same_agent &&
           !event->transaction->is_third_party &&
           (!lost->instance || lost->instance != event->registration->instance);
}

/* RFC 3261 26.1.1 describes this attack; "*" of a rebooted device is legal (10.2.2). */
void rule_sec_binding_removed_foreign(struct rule_context *context)
{
    const struct event *event = context->event;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    if (!event_is_accepted(event) || !event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->bindings->loss_count; i++) {
        const struct binding *lost = &event->bindings->losses[i];
        bool proven = event->transaction->has_credentials || event->transaction->incomplete;

        if (!is_foreign(event, lost))
            continue;
        finding_printf_as(context, RULE_sec_binding_removed_foreign,
                       proven ? SEVERITY_WARN : SEVERITY_ERROR,
                       "%s removed %s, which %s had registered in frame %" PRIu32 "%s",
                       endpoint_to_text(&event->transaction->client, true, here), lost->contact,
                       endpoint_to_text(&lost->source, true, there), lost->granted_in,
                       proven ? "" : ", and the registrar asked for no credentials");
        return;
    }
}

/* The same instance at another address: a phone that moved, as far as one can see. */
static bool moved_here(struct rule_context *context)
{
    const struct event *event = context->event;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];
        const struct binding *before = &each->before;

        if (!each->had_before || before->state != BINDING_LIVE || !before->instance ||
            before->owner != event->registration || before->call_id == event->facts->call_id ||
            is_same_place(event, &before->source, &event->transaction->client))
            continue;
        finding_printf_as(
            context, RULE_sec_binding_overwritten, SEVERITY_NOTE,
            "The device in frame %" PRIu32
            " registers from %s now, before from %s: it moved, or its instance ID was copied",
            before->granted_in, endpoint_to_text(&event->transaction->client, true, here),
            endpoint_to_text(&before->source, true, there));
        return true;
    }
    return false;
}

/* Who cleared the bindings last was no device of the user, as far as one can see. */
static bool was_robbed(const struct aor *aor)
{
    return aor->taken && finding_of(aor->taken, RULE_sec_binding_removed_foreign);
}

/* Some registrars tell devices apart by their instance or address, and keep the same Contact once for
 * each: two homes may have the same private addresses. */
static bool is_still_listed(const struct facts *facts, const struct binding *lost)
{
    unsigned same = 0;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (lost->instance && facts->contacts[i].instance == lost->instance)
            return true;
        same += facts->contacts[i].uri == lost->contact;
    }
    return same > 1;
}

/* RFC 3261 10.3 step 7: another Call-ID updates without any check. The same Contact from the same kind of
 * device is one that was started again behind a router with a new address, as far as one can see. */
void rule_sec_binding_overwritten(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct aor *aor = event->aor;
    bool is_alike;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    if (!event_is_accepted(event) || event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->bindings->loss_count; i++) {
        const struct binding *lost = &event->bindings->losses[i];

        if (!is_foreign(event, lost) || is_still_listed(event->facts, lost))
            continue;
        is_alike = lost->user_agent && lost->user_agent == event->registration->user_agent;
        finding_printf_as(
            context, RULE_sec_binding_overwritten, is_alike ? SEVERITY_NOTE : SEVERITY_WARN,
            "%s took over %s, which %s had registered in frame %" PRIu32 "%s",
            endpoint_to_text(&event->transaction->client, true, here), lost->contact,
            endpoint_to_text(&lost->source, true, there), lost->granted_in,
            is_alike ? "; the User-Agent is the same, so the device may only have moved" : "");
        return;
    }
    if (moved_here(context))
        return;
    if (!aor || event->time - aor->taken_at > 10 * SECOND || !was_robbed(aor) ||
        !endpoint_same_ip(&aor->taken_by, &event->transaction->client) ||
        event->bindings->contact_count == 0 || event->bindings->contacts[0].outcome != CONTACT_CREATED)
        return;
    finding_printf(context, RULE_sec_binding_overwritten,
                "%s bound %s after it had removed another client's binding in frame %" PRIu32,
                endpoint_to_text(&event->transaction->client, true, here),
                event->bindings->contacts[0].contact->sent, aor->taken->frame);
}

static bool was_taken_over(const struct event *event)
{
    const struct binding *target = event->target;
    const struct finding *taken =
        target->report ? finding_of(target->report, RULE_sec_binding_overwritten) : NULL;

    if (taken && taken->severity >= SEVERITY_WARN)
        return event->time - target->granted_at <= 60 * SECOND;
    return was_robbed(target->aor) && event->time - target->aor->taken_at <= 60 * SECOND &&
           target->granted_at >= target->aor->taken_at &&
           endpoint_same_ip(&target->aor->taken_by, &target->source);
}

/* RFC 3261 26.1.1: the calls are what the attack is for. */
void rule_sec_call_diverted(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *target = event->target;
    char there[ENDPOINT_TEXT_SIZE];

    if (!target || target->state != BINDING_LIVE || !event->facts->is_request ||
        g_strcmp0(event->facts->method_name, "INVITE") != 0 || !was_taken_over(event))
        return;
    finding_printf(context, RULE_sec_call_diverted,
                "The call for %s goes to %s, which %s bound in frame %" PRIu32
                " in place of another client (RFC 3261 26.1.1)",
                target->aor->name, target->contact, endpoint_to_text(&target->source, true, there),
                target->granted_in);
}

/* A binding is there that was not before, or is gone. */
static bool changes_bindings(const struct event *event)
{
    if (event->bindings->loss_count || event->bindings->star_removed)
        return true;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];
        bool was_alive = each->had_before && binding_is_alive(&each->before);

        if ((each->outcome == CONTACT_CREATED && !was_alive) ||
            (each->outcome == CONTACT_REMOVED && was_alive))
            return true;
    }
    return false;
}

/* The registrar asked this AOR for credentials before it got the request; one branch of a fork may
 * challenge what another accepts. */
static bool was_asked_before(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event->aor->was_challenged &&
           endpoint_same_ip(&event->aor->offered.server, &transaction->server) &&
           event->registration->challenge.frame <= transaction->request->frame;
}

/* RFC 3261 10.3 steps 3 and 4. What is secured otherwise needs no credentials: TLS may have shown a
 * certificate, IMS has its IPsec, a proxy in front may have authenticated the client. */
void rule_sec_unauth_change(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    bool is_known;

    if (!event_is_accepted(event) || transaction->has_credentials || transaction->incomplete ||
        transaction->is_third_party || transaction->via_count > 1 || event->registration->is_ims ||
        transport_is_secure(transaction->transport) || !was_asked_before(event) ||
        finding_of(event->report, RULE_sec_binding_removed_foreign) ||
        finding_of(event->report, RULE_sec_binding_overwritten) || !changes_bindings(event))
        return;
    /* Many registrars go on to trust the address that once had the password. */
    is_known = endpoint_same_ip(&event->aor->authenticated, &transaction->client);
    finding_printf_as(context, RULE_sec_unauth_change, is_known ? SEVERITY_NOTE : SEVERITY_WARN,
                   "The REGISTER in frame %" PRIu32
                   " changed bindings without credentials, although this registrar asked for them "
                   "before%s (RFC 3261 10.3)",
                   transaction->request->frame,
                   is_known ? "; it comes from the address that sent them then"
                   : event->aor->authenticated.family == ENDPOINT_NONE
                       ? ""
                       : "; it comes from another address than they did");
}

/* RFC 3261 26.3.2.1. The registration is of one agent; other devices of the user have their own. A
 * border controller may go on in clear text under the same Call-ID. */
void rule_sec_transport_downgrade(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *previous = &event->before->last;

    if (!event->registration || !event->registration->accepted || !previous->report ||
        !transport_is_secure(previous->transport) ||
        !endpoint_same_ip(&previous->source, &event->facts->packet->source) ||
        endpoint_same_ip(&previous->destination, &event->facts->packet->source) ||
        transport_is_secure(event->facts->packet->transport))
        return;
    finding_printf(context, RULE_sec_transport_downgrade,
                "The REGISTER goes without TLS, but the one in frame %" PRIu32
                " used it: TLS failed, or somebody made it fail (RFC 3261 26.3.2.1)",
                previous->frame);
}

/* RFC 3261 26.3.2.1. Once an AOR. */
void rule_sec_cleartext_auth(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->aor || event->aor->clear_in != event->report->frame)
        return;
    finding_printf(context, RULE_sec_cleartext_auth,
                "Digest credentials without TLS: whoever captures this packet can try passwords "
                "against it (RFC 3261 26.3.2.1)");
}

/* A telephone with several lines may have one user name for all of them. */
static bool is_line_of_same_phone(const struct event *event)
{
    return registrations_find_sender(event->response->other_user, &event->transaction->client) != NULL;
}

/* RFC 3261 10.2, 10.3 step 4. Who says in From that he registers somebody else does what the protocol
 * has this for. */
void rule_sec_third_party_accepted(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    const char *username;

    if (!event_is_accepted(event) || transaction->via_count > 1 || event->registration->is_ims ||
        !changes_bindings(event))
        return;
    username = transaction->uses[0] ? transaction->uses[0]->username : NULL;
    if (settings_list_has(event->settings->administrators, username))
        return;
    if (transaction->is_third_party)
        finding_printf_as(context, RULE_sec_third_party_accepted, SEVERITY_CHAT,
                       "%s registered %s (frame %" PRIu32 ")", or_none(transaction->from_uri),
                       or_none(transaction->to_uri), transaction->request->frame);
    else if (event->response->other_user && event->response->other_user != event->aor && event->response->other_user->agents &&
             !is_line_of_same_phone(event))
        finding_printf(context, RULE_sec_third_party_accepted,
                    "The credentials in frame %" PRIu32
                    " are those of %s, who registers elsewhere: one user changed the bindings of "
                    "another (RFC 3261 10.3)",
                    transaction->request->frame, event->response->other_user->name);
}

/* One answer that came to two places has a nonce in both; a server that keeps no state makes a new
 * answer for each retransmission. */
static bool is_same_answer(const struct hop_challenges *before, const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        for (unsigned j = 0; j < before->count; j++) {
            if (facts->challenges[i].nonce && facts->challenges[i].nonce == before->each[j].nonce)
                return true;
        }
    }
    return false;
}

/* All that a client goes by. The keys that a P-CSCF takes out are not among it (TS 24.229 5.2.2.1). */
static bool is_same_challenge(const struct facts_challenge *a, const struct facts_challenge *b)
{
    return a->proxy == b->proxy && a->scheme == b->scheme && a->realm == b->realm &&
           a->nonce == b->nonce && a->opaque == b->opaque && a->algorithm == b->algorithm &&
           a->qop == b->qop && a->stale == b->stale;
}

/* True where the one list holds all of the other, in its order. */
static bool holds(const struct facts_challenge *list, unsigned count,
                  const struct facts_challenge *other, unsigned other_count)
{
    unsigned found = 0;

    for (unsigned i = 0; i < count && found < other_count; i++)
        found += is_same_challenge(&list[i], &other[found]);
    return found == other_count;
}

/* RFC 7616 3.6, RFC 8760 2.5; RFC 3261 16.7 step 7: a proxy may add challenges of its own and of other
 * branches. */
void rule_sec_challenge_stripped(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct hop_challenges *before = event->response->hop_challenges;

    if (!before || !facts->challenge_count || before->status != facts->status ||
        !is_same_answer(before, facts))
        return;
    if (facts->via_count > before->via_count
            ? holds(before->each, before->count, facts->challenges, facts->challenge_count)
            : holds(facts->challenges, facts->challenge_count, before->each, before->count))
        return;
    finding_printf(
        context, RULE_sec_challenge_stripped,
        "The challenges here (number: %u) differ from those of the same answer in frame %" PRIu32
        " (number: %u): somebody between removed or changed one (RFC 7616 3.6)",
        facts->challenge_count, before->frame, before->count);
}
