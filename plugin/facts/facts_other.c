/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Requests of other methods that concern a registering agent: the sender, and the Contact they are
 * addressed to. Most belong to calls and are forgotten at once, so their text is looked up in the
 * pool but not added to it.
 */
#include "facts/reading.h"
#include "sip/contact.h"

static const char *find_aor(const struct reading *reading, const struct sip_uri *uri)
{
    char *aor = sip_uri_aor(uri);
    const char *known = pool_find(reading->pool, span_of(aor));

    g_free(aor);
    return known;
}

void facts_read_parties(struct reading *reading)
{
    struct facts *facts = reading->facts;
    struct sip_address to, from;

    if (sip_address_read(sip_message_header(reading->message, SIP_HEADER_TO), &to) && !to.is_star) {
        facts->aor = find_aor(reading, &to.uri);
        facts->has_to_tag = span_present(sip_address_param(&to, "tag"));
    }
    if (sip_address_read(sip_message_header(reading->message, SIP_HEADER_FROM), &from) &&
        !from.is_star) {
        facts->from_aor = find_aor(reading, &from.uri);
        facts->from_tag = fingerprint(reading->pool, 0, sip_address_param(&from, "tag"));
    }
}

bool facts_is_call(const struct facts *facts)
{
    return g_strcmp0(facts->method_name, "INVITE") == 0 ||
           g_strcmp0(facts->method_name, "MESSAGE") == 0;
}

bool facts_refuses_call_as_unbound(const struct facts *facts)
{
    return (facts_is_unknown_user(facts->status) || facts->status == 480) && facts_is_call(facts);
}

/* The AOR may be one that nobody has registered. */
void facts_read_refused_call(struct reading *reading)
{
    struct sip_address to;

    if (!reading->facts->aor &&
        sip_address_read(sip_message_header(reading->message, SIP_HEADER_TO), &to) && !to.is_star)
        reading->facts->aor = facts_intern_aor(reading->pool, &to.uri);
    facts_read_told(reading);
}

static uint8_t find_push(struct span params)
{
    struct span name, value;
    uint8_t push = 0;

    while (sip_param_next(&params, &name, &value))
        push |= facts_push_param(name);
    return push;
}

static void read_contacts(struct reading *reading)
{
    struct facts *facts = reading->facts;
    struct span value, element;
    unsigned position = 0;

    while (sip_message_next_header(reading->message, SIP_HEADER_CONTACT, &position, &value)) {
        while (sip_list_next(&value, &element) && facts->contact_count < FACTS_CONTACTS_MAX) {
            struct sip_address address;

            if (!sip_address_read(element, &address) || address.is_star)
                continue;
            facts->contacts[facts->contact_count++] =
                (struct facts_contact){.uri = pool_find(reading->pool, address.uri.text),
                                       .push = find_push(address.uri.params)};
        }
    }
}

static void read_routes(struct reading *reading)
{
    struct facts *facts = reading->facts;
    struct span value, element;
    unsigned position = 0;

    while (sip_message_next_header(reading->message, SIP_HEADER_ROUTE, &position, &value)) {
        while (sip_list_next(&value, &element) && facts->route_count < FACTS_ROUTES_MAX) {
            struct sip_address address;

            if (!sip_address_read(element, &address) || address.is_star)
                continue;
            facts->route_places[facts->route_count] = facts_place(reading, &address.uri);
            facts->routes[facts->route_count++] = pool_find(reading->pool, address.uri.text);
        }
    }
}

bool facts_is_reg_event(const struct reading *reading)
{
    struct span event = sip_message_header(reading->message, SIP_HEADER_EVENT);

    return span_is_nocase(span_trim(span_first(event, span_find(event, ';'))), "reg");
}

/* A client that shuts down ends its subscriptions and its presence, too. */
static bool ends_service(const struct reading *reading)
{
    struct span method = reading->message->method;
    uint64_t expires;

    return (span_is(method, "SUBSCRIBE") || span_is(method, "PUBLISH")) &&
           span_to_number(sip_message_header(reading->message, SIP_HEADER_EXPIRES), &expires) &&
           expires == 0;
}

/* GB/T 28181 9.6, A.2.5: the command is the first element. The document need not be UTF-8. */
static bool is_heartbeat(const struct reading *reading)
{
    enum { SEARCHED_MAX = 512 };
    const struct sip_message *message = reading->message;
    struct span rest = span_first(message->body, SEARCHED_MAX);

    if (!span_is(message->method, "MESSAGE") ||
        !span_starts_with_nocase(sip_message_header(message, SIP_HEADER_CONTENT_TYPE),
                                 "application/manscdp+xml"))
        return false;
    while (rest.n && !span_starts_with_nocase(rest, "CmdType>"))
        rest = span_from(rest, span_find(rest, '<') + 1);
    rest = span_trim(span_from(rest, strlen("CmdType>")));
    return span_starts_with_nocase(rest, "Keepalive");
}

/* A server that forwards a call keeps its To. */
static bool is_forwarded(const struct reading *reading)
{
    struct sip_address to;
    struct sip_uri uri;

    return reading->facts->aor && facts_is_call(reading->facts) &&
           sip_address_read(sip_message_header(reading->message, SIP_HEADER_TO), &to) &&
           sip_uri_read(reading->message->request_uri, &uri) && span_present(uri.user) &&
           !span_equal_nocase(uri.user, to.uri.user);
}

void facts_read_other(struct reading *reading)
{
    struct facts *facts = reading->facts;

    facts->request_uri = pool_find(reading->pool, reading->message->request_uri);
    facts->is_reg_event =
        span_is(reading->message->method, "SUBSCRIBE") && facts_is_reg_event(reading);
    facts->is_emergency = span_starts_with_nocase(reading->message->request_uri, "urn:service:sos");
    facts_read_parties(reading);
    if (facts->has_to_tag)
        return;
    facts->ends_service = ends_service(reading);
    facts->is_heartbeat = is_heartbeat(reading);
    facts->is_forwarded = is_forwarded(reading);
    read_contacts(reading);
    read_routes(reading);
}
