/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The list of bindings in a 2xx: what it still has, and what a client may not be able to read in it.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

/* A client looks for its own Contact in the list, and some for the same URI. This one has never refreshed. */
bool cause_is_listed_otherwise(const struct event *event)
{
    return event->binding->rewritten && event->registration->refreshes == 0 &&
           !event->binding->param_is_moved;
}

/* ... and is there. */
bool cause_is_listed_otherwise_awake(const struct event *event)
{
    return cause_is_listed_otherwise(event) && cause_heard_when_due(event);
}

/* Clients that give up reading a list do not learn when to refresh. */
bool cause_list_was_malformed(const struct event *event)
{
    return finding_of(event->report, RULE_ok_contact_malformed) != NULL;
}

/* A 2xx that does not list the old Contact has ended it. A client that a NAT has given another port has
 * to change its Contact. */
bool cause_keeps_old_contact(const struct event *event)
{
    unsigned count = 0;

    if (!event_is_accepted(event) || finding_of(event->report, RULE_nat_rebinding))
        return false;
    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next)
        count += binding->owner == event->registration && binding_has_time(binding, event->time);
    return count > event->bindings->contact_count;
}

bool cause_is_listed(const struct event *event, const struct binding *binding)
{
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        const struct facts_contact *each = &event->facts->contacts[i];

        if (!(each->has_expires && each->expires_s == 0) &&
            (facts_same_uri(each->uri, binding->contact) ||
             (binding->rewritten && facts_same_uri(each->uri, binding->rewritten))))
            return true;
    }
    return false;
}

/* A device that registers several Contacts does it at the same time. */
#define TOGETHER (60 * SECOND)

/* RFC 5626 6 replaces it where both have a reg-id. Without one the registrar may keep both, and the device does
 * not listen to the old one any more. */
bool cause_keeps_contact_of_instance(const struct event *event)
{
    if (!event_is_accepted(event))
        return false;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];
        const struct binding *before = &each->before;

        if (each->had_before && each->contact->instance && !each->contact->reg_id &&
            each->outcome <= CONTACT_REFRESHED && before->instance == each->contact->instance &&
            binding_has_time(before, event->time) &&
            !facts_same_uri(before->contact, each->contact->sent) &&
            cause_is_listed(event, before) &&
            elapsed_between(before->granted_at, event->time) > TOGETHER)
            return true;
    }
    return false;
}

static bool is_sip(const char *uri)
{
    return g_ascii_strncasecmp(uri, "sip:", 4) == 0 || g_ascii_strncasecmp(uri, "sips:", 5) == 0;
}

/* RFC 3261 10.2.1 allows others, such as tel, and some clients cannot read them. */
static bool lists_other_scheme(const struct report *accepted)
{
    for (unsigned i = 0; i < accepted->binding_count; i++) {
        if (accepted->bindings[i].contact && !is_sip(accepted->bindings[i].contact))
            return true;
    }
    return false;
}

const char *cause_list_fault(const struct report *accepted)
{
    if (finding_of(accepted, RULE_ok_contact_malformed))
        return "is malformed";
    return lists_other_scheme(accepted) ? "has a URI that is not sip" : NULL;
}

/* Long before its binding expires, although the registrar has accepted it. Under the same Call-ID, clients refresh
 * early to keep a NAT mapping. */
bool cause_registers_anew(const struct event *event)
{
    const struct report *accepted = event->registration->accepted;
    bool is_anew = accepted && event->before->last.call_id != event->facts->call_id;

    return accepted && !event->before->continues && event->report->has_remaining &&
           event->report->used < (is_anew ? CAUSE_REFRESH_FROM : event->settings->early_percent) &&
           cause_list_fault(accepted);
}
