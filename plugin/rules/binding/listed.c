/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the bindings that a 2xx lists (RFC 3261 10.2.3, 10.2.4, 10.3 step 8).
 */
#include "rules/engine.h"

/* A binding that a REGISTER of the capture created is listed because it is still there. */
static bool was_created(const struct event *event, const char *contact)
{
    const struct binding *binding = event->aor->bindings;

    while (binding && !(binding->granted_in && facts_same_uri(binding->contact, contact)))
        binding = binding->next;
    return binding != NULL;
}

/* The Contact of the last REGISTER without credentials, as it is listed, or as the registrar rewrites
 * it to the source of that REGISTER; NULL: it is not. */
static const struct facts_contact *find_unauthenticated(const struct event *event)
{
    const struct facts *facts = event->facts;
    const struct unauthenticated *before = &event->registration->unauthenticated;

    for (unsigned i = 0; before->contact && i < facts->contact_count; i++) {
        const struct facts_contact *listed = &facts->contacts[i];
        bool is_rewritten = endpoint_equal(&listed->host, &before->source) &&
                            facts_same_user_part(listed->uri, before->contact);

        if ((is_rewritten || facts_same_uri(listed->uri, before->contact)) &&
            (!listed->has_expires || listed->expires_s > 0) && !was_created(event, listed->uri))
            return listed;
    }
    return NULL;
}

/* RFC 3261 10.2.4, 10.3 step 8: the client looks for its own Contact by 19.1.4. What became of one that
 * is malformed has no rule. */
void rule_ok_binding_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct event_contact *missing = event_contact_with(event, CONTACT_MISSING);
    const struct facts_contact *unauthenticated;

    if (!event_is_accepted(event) || !missing || event->facts->contact_count == 0 ||
        event->facts->contacts_cut || event->facts->incomplete || missing->contact->is_malformed)
        return;
    unauthenticated = find_unauthenticated(event);
    if (unauthenticated && event->registration->last.has_credentials)
        finding_add(context, FORM_ok_binding_missing_unauthenticated,
                    VALUES(of_text(unauthenticated->uri),
                           of_frame(event->registration->unauthenticated.frame),
                           of_text(missing->contact->sent)));
    else
        finding_add(context, FORM_ok_binding_missing,
                    VALUES(of_number(event->facts->contact_count), of_text(missing->contact->sent),
                           of_text(event->facts->contacts[0].uri)));
}

/* The registrar returns what the client itself sent, which the REGISTER tells. */
static bool is_echo(const struct report *report, const struct facts_contact *listed)
{
    for (unsigned i = 0; i < report->contact_count; i++) {
        if (report->contacts[i].is_malformed && report->contacts[i].sent == listed->uri)
            return true;
    }
    return false;
}

/* By binding, or by host; by the user part, which all devices of an AOR may share, only where nothing
 * else is the client's. */
static bool is_own(const struct event *event, unsigned at)
{
    const struct report *report = event->report;
    bool has_own = false;

    for (unsigned i = 0; i < report->binding_count; i++)
        has_own |= report->bindings[i].own;
    if (report->bindings[at].own)
        return true;
    for (unsigned i = 0; i < report->contact_count; i++) {
        const char *sent = report->contacts[i].sent;
        const char *listed = event->facts->contacts[at].uri;

        if (facts_same_host(sent, listed) || (!has_own && facts_same_user_part(sent, listed)))
            return true;
    }
    return false;
}

/* RFC 3261 25.1, 7.3.1. */
void rule_ok_contact_malformed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const char *flawed = facts->flaws[FLAW_CONTACT_FORM];
    bool is_kept = false;

    if (!event_is_accepted(event) || !flawed)
        return;
    for (unsigned i = 0; i < MIN(facts->contact_count, (unsigned)event->report->binding_count);
         i++) {
        const struct facts_contact *listed = &facts->contacts[i];

        is_kept |= listed->flawed == flawed;
        if (!listed->flawed || is_echo(event->report, listed))
            continue;
        finding_add(context, FORM_ok_contact_malformed,
                    VALUES(of_text(listed->flawed), of_number(listed->flaw - CONTACT_EMPTY),
                           of_number(is_own(event, i))));
        return;
    }
    if (is_kept)
        return;
    if (facts->contact_flaw == CONTACT_EMPTY && facts->contact_count == 0)
        finding_add_as(context, FORM_ok_contact_malformed_unusual, SEVERITY_NOTE, NO_VALUES);
    else
        finding_add(context, FORM_ok_contact_malformed_list,
                    VALUES(of_text(flawed), of_number(facts->contact_flaw - CONTACT_EMPTY)));
}

/* RFC 3261 10.3 step 8: all current bindings. */
void rule_ok_no_contact(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct event_contact *missing = event_contact_with(event, CONTACT_MISSING);

    if (!event_is_accepted(event) || event->facts->contact_count || event->facts->has_star ||
        event->facts->incomplete || event->transaction->incomplete ||
        (!missing && !event->bindings->others_alive))
        return;
    if (missing)
        finding_add(context, FORM_ok_no_contact, VALUES(of_text(missing->contact->sent)));
    else
        finding_add(context, FORM_ok_no_contact_others,
                    VALUES(of_number(event->bindings->others_alive), of_text(event->aor->name)));
}

/* RFC 3261 10.2.4: other devices of the user. A Contact of its own that the client cannot find may be
 * one of them, rewritten; a query has no Contact to compare with. */
void rule_ok_foreign_binding(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report *report = event->report;
    const struct report_binding *first = NULL;
    unsigned count = 0;

    if (!event_is_accepted(event) || report->contact_count == 0 ||
        event_contact_with(event, CONTACT_MISSING))
        return;
    for (unsigned i = 0; i < report->binding_count; i++) {
        if (!report->bindings[i].foreign)
            continue;
        count++;
        if (!first)
            first = &report->bindings[i];
    }
    if (first)
        finding_add(context, FORM_ok_foreign_binding,
                    VALUES(of_number(count), of_number(report->bindings_listed),
                           of_text(first->contact), of_text(event->aor->name)));
}

/* RFC 3261 10.3 step 8. Some border controllers show each client its own binding alone: as long as
 * nothing else was seen of a registrar, its first gap is reported, and more of them are taken for its
 * habit. */
void rule_ok_binding_lost(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *missed = event->bindings->missed;

    if (!event_is_accepted(event) || !missed ||
        (!event->server->shows_others && !event->bindings->first_missed) ||
        finding_of(event->report, RULE_ok_binding_missing) ||
        finding_of(event->report, RULE_ok_no_contact))
        return;
    finding_add(context,
                event->server->shows_others ? FORM_ok_binding_lost : FORM_ok_binding_lost_unsure,
                VALUES(of_text(missed->contact), of_number(event->bindings->missed_count - 1),
                       of_frame(missed->granted_in), of_time(missed->expires_at - event->time)));
}

/* Bindings that one device left behind: same +sip.instance, different hosts. An outbound client has
 * several flows on purpose (RFC 5626 4.2.1). */
static const struct facts_contact *piled_up(const struct facts *facts)
{
    enum { HOSTS = 3 };

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *hosts[HOSTS] = {&facts->contacts[i]};
        unsigned count = 1;

        for (unsigned j = i + 1; j < facts->contact_count; j++) {
            const struct facts_contact *each = &facts->contacts[j];
            bool known = !hosts[0]->instance || each->instance != hosts[0]->instance ||
                         hosts[0]->reg_id || each->reg_id;

            for (unsigned k = 0; k < count && !known; k++)
                known = facts_same_host(each->uri, hosts[k]->uri);
            if (!known)
                hosts[count++] = each;
            if (count == HOSTS)
                return hosts[0];
        }
    }
    return NULL;
}

/* Contacts that by their parameters are different devices, or the numbers of a PBX. */
static bool are_devices(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->is_bulk)
            return true;
        if (!contact->instance)
            return false;
        for (unsigned j = 0; j < i; j++) {
            if (facts->contacts[j].instance == contact->instance && !contact->reg_id)
                return false;
        }
    }
    return true;
}

/* RFC 3261 has no limit; registrars have one, and send 403 or 503 beyond it. */
void rule_ok_binding_count(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *device;

    if (!event_is_accepted(event) || facts->contact_count < 3)
        return;
    device = piled_up(facts);
    if (device)
        finding_add(context, FORM_ok_binding_count_device,
                    VALUES(of_text(device->instance), of_number(facts->contact_count)));
    else if (facts->contact_count >= event->settings->bindings_many && !are_devices(facts))
        finding_add(context, FORM_ok_binding_count,
                    VALUES(of_number(facts->contact_count), of_number(facts->contacts_cut),
                           of_text(event->aor->name)));
}

enum {
    /* How much of a list is compared with itself; a shared line has about 20 bindings. */
    COMPARED_MAX = 24
};

/* RFC 3261 10.3 step 7: what is there is updated. With a reg-id the flow is the key and not the URI
 * (RFC 5626 6). */
void rule_ok_list_duplicate(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_contact *contacts = event->facts->contacts;
    unsigned count = MIN(event->facts->contact_count, (unsigned)COMPARED_MAX);

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 1; i < count; i++) {
        for (unsigned j = 0; j < i; j++) {
            bool is_removed = (contacts[i].has_expires && contacts[i].expires_s == 0) ||
                              (contacts[j].has_expires && contacts[j].expires_s == 0);

            if (is_removed || contacts[i].instance != contacts[j].instance ||
                contacts[i].reg_id != contacts[j].reg_id ||
                !facts_same_uri(contacts[i].uri, contacts[j].uri))
                continue;
            finding_add(context, FORM_ok_list_duplicate,
                        VALUES(of_text(contacts[j].uri), of_text(contacts[i].uri)));
            return;
        }
    }
}

/* RFC 3261 10.2.3. */
void rule_ok_fetch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    /* A Contact that cannot be read is still one. */
    if (facts->contact_count || facts->has_star || facts->incomplete ||
        facts->parts[PART_CONTACT].length)
        return;
    finding_add(context, FORM_ok_fetch, VALUES(of_text(facts->aor), of_number(facts->has_expires)));
}

/* RFC 3261 10.3 step 8: a SHOULD that few registrars follow, so off unless switched on. */
void rule_ok_date_missing(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->settings->date_wanted || !event_is_accepted(event) || event->facts->incomplete ||
        event->facts->present & HEADER_DATE)
        return;
    finding_add(context, FORM_ok_date_missing, NO_VALUES);
}
