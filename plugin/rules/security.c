/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on patterns that look like an attack (RFC 3261 26.1.1).
 */
#include "rules/judgement.h"

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
void rule_sec_binding_removed_foreign(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    if (!event_is_accepted(event) || !event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->loss_count; i++) {
        const struct binding *lost = &event->losses[i];
        bool proven = event->transaction->has_credentials || event->transaction->incomplete;

        if (!is_foreign(event, lost))
            continue;
        finding_add_as(judgement, RULE_sec_binding_removed_foreign,
                       proven ? SEVERITY_WARN : SEVERITY_ERROR,
                       "%s removed %s, which %s had registered in frame %" PRIu32 "%s",
                       endpoint_to_text(&event->transaction->client, true, here), lost->contact,
                       endpoint_to_text(&lost->source, true, there), lost->granted_in,
                       proven ? "" : ", and the registrar asked for no credentials");
        return;
    }
}

/* The same instance at another address: a phone that moved, as far as one can see. */
static bool moved_here(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    for (unsigned i = 0; i < event->contact_count; i++) {
        const struct event_contact *each = &event->contacts[i];
        const struct binding *before = &each->before;

        if (!each->had_before || before->state != BINDING_LIVE || !before->instance ||
            before->owner != event->registration || before->call_id == event->facts->call_id ||
            is_same_place(event, &before->source, &event->transaction->client))
            continue;
        finding_add_as(judgement, RULE_sec_binding_overwritten, SEVERITY_NOTE,
                       "The device of frame %" PRIu32 " registers from %s now, before from %s: it "
                       "moved, or its instance id was copied",
                       before->granted_in,
                       endpoint_to_text(&event->transaction->client, true, here),
                       endpoint_to_text(&before->source, true, there));
        return true;
    }
    return false;
}

/* RFC 3261 10.3 step 7: another Call-ID updates without any check. */
void rule_sec_binding_overwritten(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct aor *aor = event->aor;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    if (!event_is_accepted(event) || event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->loss_count; i++) {
        const struct binding *lost = &event->losses[i];

        if (!is_foreign(event, lost))
            continue;
        finding_add(judgement, RULE_sec_binding_overwritten,
                    "%s took over %s, which %s had registered in frame %" PRIu32,
                    endpoint_to_text(&event->transaction->client, true, here), lost->contact,
                    endpoint_to_text(&lost->source, true, there), lost->granted_in);
        return;
    }
    if (moved_here(judgement))
        return;
    if (!aor || event->time - aor->taken_at > 10 * SECOND ||
        !endpoint_same_ip(&aor->taken_by, &event->transaction->client) ||
        event->contact_count == 0 || event->contacts[0].outcome != CONTACT_CREATED)
        return;
    finding_add(judgement, RULE_sec_binding_overwritten,
                "%s bound %s after it had removed another client's binding in frame %" PRIu32,
                endpoint_to_text(&event->transaction->client, true, here),
                event->contacts[0].contact->sent, aor->taken_in);
}

/* Many refusals alone are a phone with an old password. */
static bool looks_like_guessing(const struct event *event, const struct crowd_refusals *refusals)
{
    const struct settings *settings = event->settings;

    return refusals->count >= settings->bruteforce_failures &&
           (refusals->call_ids >= settings->bruteforce_spread ||
            refusals->usernames >= settings->bruteforce_spread) &&
           (refusals->most_of_one_user >= 5 || refusals->usernames > 20);
}

void rule_sec_bruteforce(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    struct crowd_refusals refusals;
    const struct nonce_use *use;

    if (!event->transaction || !event->source || event->is_second_final)
        return;
    use = event->transaction->uses[0];
    if (!use || (!event->refused && !event_is_accepted(event)))
        return;
    refusals = crowd_count_refusals(event->source, event->time);
    if (!looks_like_guessing(event, &refusals))
        return;
    if (event->refused && !event->refused_stale)
        finding_add(judgement, RULE_sec_bruteforce,
                    "%u refused credentials from this address within a minute, for %u users under "
                    "%u Call-IDs: somebody is guessing passwords",
                    refusals.count, refusals.usernames, refusals.call_ids);
    else if (event_is_accepted(event) &&
             crowd_was_refused(event->source, use->username, event->time))
        finding_add_as(judgement, RULE_sec_bruteforce, SEVERITY_ERROR,
                       "User \"%s\" got in after %u refused credentials from this address within a "
                       "minute: the password was guessed",
                       use->username ? use->username : "", refusals.count);
}

void rule_sec_enumeration(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    struct crowd_users users;

    if (!event->source || (event->facts && event->facts->status < 400))
        return;
    users = crowd_count_users(event->source, event->time);
    if (users.tried < event->settings->enumeration_users ||
        users.failed * 100 < users.tried * event->settings->enumeration_failed)
        return;
    finding_add(judgement, RULE_sec_enumeration,
                "%u users tried from this address within a minute, %u of them without success: "
                "somebody is looking for accounts",
                users.tried, users.failed);
}
