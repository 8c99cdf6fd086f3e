/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Return routes to an agent: the proxies on them (Path, Service-Route), and the push services that
 * wake it (RFC 8599).
 */
#include "facts/reading.h"
#include "sip/contact.h"

uint64_t facts_place(const struct reading *reading, const struct sip_uri *uri)
{
    uint64_t host = facts_host(reading->pool, uri->port + 1, uri->host);

    return fingerprint(reading->pool, host, uri->user);
}

/* Appends to the list; several headers form one list (RFC 3261 7.3.1). */
static void read_hops(struct reading *reading, struct span value, struct facts_hop *hops,
                      unsigned *count)
{
    struct span element;

    while (sip_list_next(&value, &element)) {
        struct sip_address address;

        if (!sip_address_read(element, &address) || address.is_star)
            continue;
        facts_check_transport(reading, &address.uri);
        if (*count < FACTS_ROUTES_MAX)
            hops[*count] = (struct facts_hop){
                .uri = pool_intern(reading->pool, address.uri.text),
                .host = facts_host(reading->pool, 1, address.uri.host),
                .place = facts_place(reading, &address.uri),
                .has_lr = span_present(sip_uri_param(&address.uri, "lr")),
                .has_ob = span_present(sip_uri_param(&address.uri, "ob")),
            };
        (*count)++;
    }
}

/* One value of +sip.pns may name several services (RFC 6809 6.3). */
static void read_push_services(struct reading *reading, struct span names)
{
    struct facts *facts = reading->facts;
    struct span name;

    while (sip_list_next(&names, &name) && facts->push_service_count < FACTS_PUSH_SERVICES_MAX)
        facts->push_services[facts->push_service_count++] =
            pool_intern(reading->pool, span_trim(name));
}

static void read_feature_caps(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct span element, name, parameter;
    uint64_t number;

    while (sip_list_next(&value, &element)) {
        while (sip_param_next(&element, &name, &parameter)) {
            if (span_is_nocase(name, "+sip.pns")) {
                read_push_services(reading, parameter);
            } else if (span_is_nocase(name, "+sip.pnsreg") &&
                       span_to_number(span_trim(parameter), &number)) {
                facts->has_pnsreg = true;
                facts->pnsreg_s = (uint32_t)MIN(number, UINT32_MAX);
            }
        }
    }
}

void facts_read_routes(struct reading *reading, const struct sip_header *header)
{
    struct facts *facts = reading->facts;

    switch (header->id) {
    case SIP_HEADER_PATH:
        facts->has_path = true;
        read_hops(reading, header->value, facts->path, &facts->path_count);
        break;
    case SIP_HEADER_SERVICE_ROUTE:
        read_hops(reading, header->value, facts->service_route, &facts->service_route_count);
        break;
    case SIP_HEADER_FEATURE_CAPS:
        read_feature_caps(reading, header->value);
        break;
    default:
        break;
    }
}

uint8_t facts_push_param(struct span name)
{
    if (!span_starts_with_nocase(name, "pn-"))
        return 0;
    if (span_is_nocase(name, "pn-provider"))
        return PUSH_PROVIDER;
    if (span_is_nocase(name, "pn-prid"))
        return PUSH_PRID;
    return span_is_nocase(name, "pn-param") ? PUSH_PARAM : 0;
}
