/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the life of a binding (RFC 3261 10.2.2, 10.2.3).
 */
#include "rules/engine.h"

#include <inttypes.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

/* RFC 3261 10.2.2: soft state. A refresh whose answer the capture missed may have been accepted; a
 * Note says no more than what is seen. */
void rule_binding_expired(struct rule_context *context)
{
    const struct binding *binding = context->event->binding;
    const struct registration *owner = context->event->registration;
    char cause[64] = "no refresh came in that time";

    if (owner->tried_in && owner->tried_at <= binding->expires_at)
        g_snprintf(cause, sizeof(cause), "the refresh in frame %" PRIu32 " %s", owner->tried_in,
                   owner->last.answered ? "was not accepted" : "got no answer");
    finding_printf(context, RULE_binding_expired,
                "%s lapsed: %" PRIu32 " s were granted in frame %" PRIu32 ", and %s",
                binding->contact, binding->granted_s, binding->granted_in, cause);
}

/* When the registrar had to forget it; false: it has not. */
static bool is_over(const struct binding *binding, int64_t *since)
{
    *since = binding->state == BINDING_REMOVED ? binding->removed_at : binding->expires_at;
    return binding->state == BINDING_REMOVED || binding->state == BINDING_EXPIRED;
}

/* Some registrars keep a binding a fifth longer; any request may have been under way for 2 s. */
static int64_t grace_of(const struct binding *binding)
{
    int64_t fifth = (int64_t)binding->granted_s * SECOND / 5;

    return binding->state == BINDING_REMOVED ? 2 * SECOND : MAX(2 * SECOND, fifth);
}

/* RFC 3261 10.2.2, 10.3 step 7: who is not bound is not called. Only what the registrar's address
 * sends counts, others may know the Contact from elsewhere. A refresh whose answer is not in the
 * capture may have been accepted; a gateway has one Contact for many AORs. */
void rule_binding_expired_target(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *target = event->target;
    const struct registration *owner = target ? target->owner : NULL;
    char text[DURATION_TEXT_SIZE];
    int64_t since;

    if (!owner || !target->granted_in || target->aor->shares_contacts || !is_over(target, &since) ||
        event->time - since <= grace_of(target) ||
        !endpoint_same_ip(&event->facts->packet->source, &target->server) ||
        (owner->tried_in && !owner->last.answered))
        return;
    finding_printf(context, RULE_binding_expired_target,
                "%s goes to %s, which %s %s ago (granted in frame %" PRIu32
                "): the server still believes the client is registered",
                event->facts->method_name ? event->facts->method_name : "The request",
                target->contact, target->state == BINDING_REMOVED ? "was removed" : "lapsed",
                duration_text(event->time - since, text), target->granted_in);
}

static void say_outcome(char *text, size_t size, const struct event_contact *each, int64_t now)
{
    static const char *const words[] = {
        [CONTACT_CREATED] = "is bound",      [CONTACT_REFRESHED] = "is refreshed",
        [CONTACT_REMOVED] = "is removed",    [CONTACT_KEPT] = "is still bound",
        [CONTACT_MISSING] = "is not listed", [CONTACT_ZERO] = "is listed with a time of 0",
    };
    const struct report_contact *contact = each->contact;
    int64_t left = each->before.expires_at - now;
    char duration[DURATION_TEXT_SIZE];

    if (each->outcome == CONTACT_REFRESHED && contact->has_grant && left >= 0)
        g_snprintf(text, size, "%s is refreshed for %" PRIu32 " s, %s before its end",
                   contact->sent, contact->granted_s, duration_text(left, duration));
    else if (each->outcome == CONTACT_REFRESHED && contact->has_grant)
        g_snprintf(text, size, "%s is bound again for %" PRIu32 " s, %s after it lapsed",
                   contact->sent, contact->granted_s, duration_text(-left, duration));
    else if (contact->has_grant && contact->granted_s)
        g_snprintf(text, size, "%s %s for %" PRIu32 " s", contact->sent, words[each->outcome],
                   contact->granted_s);
    else
        g_snprintf(text, size, "%s %s", contact->sent, words[each->outcome]);
}

/* RFC 3261 10.2.3: every 2xx says how things stand. */
void rule_binding_status(struct rule_context *context)
{
    const struct event *event = context->event;
    char outcome[320];
    char more[32] = "";

    if (!event_is_accepted(event))
        return;
    if (event->bindings->contact_count)
        say_outcome(outcome, sizeof(outcome), &event->bindings->contacts[0], event->time);
    else
        g_strlcpy(outcome,
                  event->bindings->star_removed ? "All bindings are removed"
                                      : "The bindings were only asked for",
                  sizeof(outcome));
    if (event->bindings->contact_count > 1)
        g_snprintf(more, sizeof(more), ", %u more of its own", event->bindings->contact_count - 1);
    finding_printf(context, RULE_binding_status, "%s%s; %u listed", outcome, more,
                event->facts->contact_count);
}
