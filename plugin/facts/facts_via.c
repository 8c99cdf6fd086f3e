/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The route of a message: its Vias, the NAT that they reveal, and its Route.
 */
#include "facts/reading.h"

static bool is_other_transport(struct span named, uint8_t transport)
{
    static const char *const connections[] = {"TCP", "TLS", "WS", "WSS"};

    for (unsigned i = 0; i < G_N_ELEMENTS(connections); i++) {
        if (span_is_nocase(named, connections[i]))
            return transport == TRANSPORT_UDP;
    }
    return span_is_nocase(named, "UDP") && transport > TRANSPORT_UDP;
}

/* What precedes the parameters of a Via. */
struct sent_by {
    uint64_t mark;           /* fingerprint of host and port */
    struct endpoint address; /* as facts_via.sent_by */
    bool is_secure;
    bool is_other_transport;
};

static struct sent_by learn_sent_by(const struct reading *reading, const struct sip_via *via)
{
    struct sent_by sent_by = {
        .mark = facts_host(reading->pool, via->port + 1, via->host),
        .is_secure = span_is_nocase(via->transport, "TLS") ||
                     span_is_nocase(via->transport, "TLS-SCTP") ||
                     span_is_nocase(via->transport, "WSS"),
        .is_other_transport = is_other_transport(via->transport, reading->facts->packet->transport),
    };

    endpoint_read_ip(via->host, &sent_by.address);
    if (via->port)
        sent_by.address.port = (uint16_t)via->port;
    else
        sent_by.address.port = span_is_nocase(via->transport, "TLS") ? 5061 : 5060;
    return sent_by;
}

/* The parameters differ from request to request, what precedes them does not. NULL: it cannot be read. */
static const struct sent_by *read_via(struct reading *reading, struct span element,
                                      struct sip_via *via, struct sent_by *own)
{
    struct memo *memo = pool_memo(reading->pool);
    size_t semicolon = span_find(element, ';');
    struct span head = span_first(element, semicolon);
    uint64_t mark =
        fingerprint(reading->pool, REMEMBERED_SENT_BY + reading->facts->packet->transport, head);
    const struct sent_by *remembered = memo_find(memo, REMEMBERED_SENT_BY, mark);

    memset(via, 0, sizeof(*via));
    if (!remembered) {
        if (!sip_via_sent_by_read(head, via))
            return NULL;
        *own = learn_sent_by(reading, via);
        memo_keep(memo, REMEMBERED_SENT_BY, mark, own, sizeof(*own));
        remembered = own;
    }
    sip_via_params_read(span_from(element, semicolon + 1), via);
    return remembered;
}

static bool has_cookie(struct span branch)
{
    static const char cookie[] = "z9hG4bK";

    return (branch.n >= strlen(cookie) && memcmp(branch.p, cookie, strlen(cookie)) == 0) ||
           span_starts_with_nocase(branch, cookie);
}

static void read_top_via(struct facts_via *top, const struct sip_via *via,
                         const struct sent_by *sent_by)
{
    *top = (struct facts_via){
        .sent_by = sent_by->address,
        .rport = (uint16_t)via->rport,
        .has_received = span_present(via->received),
        .received_is_bracketed = via->received_is_bracketed,
        .has_maddr = span_present(via->maddr),
        .has_rport = via->has_rport,
        .has_cookie = has_cookie(via->branch),
        .has_keep = via->has_keep,
        .keep_has_value = via->keep_has_value,
        .keep_s = via->keep_s,
        .is_secure = sent_by->is_secure,
        .is_other_transport = sent_by->is_other_transport,
    };
    if (top->has_received)
        endpoint_read_ip(via->received, &top->received);
}

static void add_via(struct reading *reading, struct span element)
{
    struct facts *facts = reading->facts;
    unsigned index = facts->via_count;
    const struct sent_by *sent_by;
    struct sent_by own;
    struct sip_via via;

    facts->branches[index] = facts->vias[index] = 0;
    sent_by = read_via(reading, element, &via, &own);
    if (!sent_by)
        return;
    facts->branches[index] = fingerprint(reading->pool, 0, via.branch);
    facts->vias[index] =
        fingerprint_of(reading->pool, (const uint64_t[]){sent_by->mark, facts->branches[index]}, 2);
    if (index > 0)
        return;
    read_top_via(&facts->via, &via, sent_by);
    if (facts->is_request && !facts->via.has_cookie)
        facts_note_flaw(reading, FLAW_BRANCH,
                        span_present(via.branch) ? via.branch : SPAN_LITERAL(""));
}

void facts_read_via(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct span element;

    facts->missing &= ~MANDATORY_VIA;
    /* Most requests have one. */
    if (facts->via_count == 0 && value.n > 0 && span_find(value, ',') == value.n) {
        add_via(reading, value);
        facts->via_count = 1;
        return;
    }
    while (sip_list_next(&value, &element)) {
        if (facts->via_count < FACTS_VIAS_MAX)
            add_via(reading, element);
        facts->via_count++;
    }
}

bool facts_show_nat(const struct facts *facts, bool address_only)
{
    const struct facts_via *via = &facts->via;

    if (facts->via_count != 1 || via->sent_by.family == ENDPOINT_NONE ||
        endpoint_is_loopback(&via->sent_by) || endpoint_is_loopback(&via->received) ||
        endpoint_is_loopback(&facts->packet->source) ||
        endpoint_is_loopback(&facts->packet->destination))
        return false;
    if (via->received.family != ENDPOINT_NONE && !endpoint_same_ip(&via->received, &via->sent_by))
        return true;
    return facts->packet->transport == TRANSPORT_UDP && !address_only && via->rport &&
           via->rport != via->sent_by.port;
}

void facts_check_transport(struct reading *reading, const struct sip_uri *uri)
{
    if (reading->facts->is_request && uri->params.n > 0 &&
        span_is_nocase(sip_uri_param(uri, "transport"), "tls"))
        facts_note_flaw(reading, FLAW_TRANSPORT_TLS, uri->text);
}

void facts_read_route(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct span element;

    while (sip_list_next(&value, &element)) {
        struct sip_address address;

        if (!sip_address_read(element, &address) || address.is_star)
            continue;
        if (!facts->has_route)
            facts->route_is_sips = address.uri.is_sips;
        facts->has_route = true;
        facts_check_transport(reading, &address.uri);
    }
}
