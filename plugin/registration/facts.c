/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registration/facts.h"

#include "registration/facts_reading.h"
#include "sip/contact.h"
#include "sip/reginfo.h"

/* RFC 3261 10.2: what is to be assumed where the value cannot be read. */
enum { EXPIRES_ASSUMED = 3600 };

void facts_mark_part(struct reading *reading, enum report_part part, struct span value)
{
    size_t start = (size_t)(value.p - reading->message->text.p);
    struct report_span *span = &reading->facts->parts[part];

    if (span->length == 0 && start <= UINT16_MAX && value.n <= UINT16_MAX)
        *span = (struct report_span){(uint16_t)start, (uint16_t)value.n};
}

void facts_note_flaw(struct reading *reading, enum facts_flaw flaw, struct span text)
{
    /* Enough to recognize it by; a packet does not decide how much is kept. */
    enum { SHOWN = 64 };
    const char **place = &reading->facts->flaws[flaw];

    if (!*place)
        *place = pool_intern(reading->pool, span_first(text, MIN(text.n, (size_t)SHOWN)));
}

static bool host_ends_with(const struct sip_uri *uri, const char *suffix)
{
    size_t n = strlen(suffix);

    return uri->host.n >= n && span_is_nocase(span_from(uri->host, uri->host.n - n), suffix);
}

/* Most To headers hold their AOR as it is: then nothing has to be built. */
static bool is_canonical(const struct sip_uri *uri)
{
    for (size_t i = 0; i < uri->host.n; i++) {
        if (g_ascii_isupper(uri->host.p[i]))
            return false;
    }
    return uri->is_sip && !span_present(uri->params) && !span_present(uri->headers) &&
           !span_present(uri->password) && span_find(uri->user, '%') == uri->user.n &&
           g_ascii_islower(uri->scheme.p[0]) && g_ascii_islower(uri->scheme.p[uri->scheme.n - 1]);
}

static const char *intern_aor(struct reading *reading, const struct sip_uri *uri)
{
    char *aor;
    const char *interned;

    if (is_canonical(uri))
        return pool_intern(reading->pool, uri->text);
    aor = sip_uri_aor(uri);
    interned = pool_intern(reading->pool, span_of(aor));
    g_free(aor);
    return interned;
}

static void read_to(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct sip_address to;

    facts_mark_part(reading, PART_TO, value);
    facts->missing &= ~MANDATORY_TO;
    if (facts->aor || !sip_address_read(value, &to) || to.is_star)
        return;
    facts->aor = intern_aor(reading, &to.uri);
    facts->to_uri = pool_intern(reading->pool, to.uri.text);
    facts->has_to_tag = span_present(sip_address_param(&to, "tag"));
    facts->is_ims |= host_ends_with(&to.uri, "3gppnetwork.org");
}

static void read_from(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct sip_address from;

    facts_mark_part(reading, PART_FROM, value);
    facts->missing &= ~MANDATORY_FROM;
    if (facts->from_uri || !sip_address_read(value, &from) || from.is_star)
        return;
    facts->from_uri = pool_intern(reading->pool, from.uri.text);
    facts->from_tag = fingerprint(reading->pool, 0, sip_address_param(&from, "tag"));
}

static void read_cseq(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct sip_cseq cseq;

    facts_mark_part(reading, PART_CSEQ, value);
    facts->missing &= ~MANDATORY_CSEQ;
    if (facts->has_cseq || !sip_cseq_read(value, &cseq))
        return;
    facts->has_cseq = true;
    facts->cseq = (uint32_t)MIN(cseq.number, UINT32_MAX);
    if (facts->is_request && !span_equal(cseq.method, reading->message->method))
        facts_note_flaw(reading, FLAW_CSEQ_METHOD, cseq.method);
}

static void read_top_via(struct facts_via *top, const struct sip_via *via)
{
    *top = (struct facts_via){
        .rport = (uint16_t)via->rport,
        .has_maddr = span_present(via->maddr),
        .has_cookie = span_starts_with_nocase(via->branch, "z9hG4bK"),
    };
    endpoint_read_ip(via->host, &top->sent_by);
    endpoint_read_ip(via->received, &top->received);
    if (via->port)
        top->sent_by.port = (uint16_t)via->port;
    else
        top->sent_by.port = span_is_nocase(via->transport, "TLS") ? 5061 : 5060;
}

static void read_via(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct span element;

    facts->missing &= ~MANDATORY_VIA;
    while (sip_list_next(&value, &element)) {
        struct sip_via via;

        if (facts->via_count < FACTS_VIAS_MAX) {
            facts->branches[facts->via_count] = 0;
            facts->vias[facts->via_count] = 0;
        }
        if (sip_via_read(element, &via) && facts->via_count < FACTS_VIAS_MAX) {
            uint64_t sent_by = fingerprint_nocase(reading->pool, via.port + 1, via.host);

            facts->branches[facts->via_count] = fingerprint(reading->pool, 0, via.branch);
            facts->vias[facts->via_count] = fingerprint(reading->pool, sent_by, via.branch);
            if (facts->via_count == 0)
                read_top_via(&facts->via, &via);
        }
        facts->via_count++;
    }
}

static void read_one_contact(struct reading *reading, struct span element)
{
    struct facts *facts = reading->facts;
    struct sip_contact_params params;
    struct sip_address address;

    if (!sip_address_read(element, &address))
        return;
    if (address.is_star) {
        facts->has_star = true;
        return;
    }
    sip_contact_params_read(&address, &params);
    facts->is_emergency |= span_present(sip_uri_param(&address.uri, "sos"));
    facts->has_gruu |= params.has_pub_gruu || span_present(sip_uri_param(&address.uri, "gr"));
    if (facts->contact_count == FACTS_CONTACTS_MAX) {
        facts->contacts_cut = true;
        return;
    }

    struct facts_contact *contact = &facts->contacts[facts->contact_count++];
    *contact = (struct facts_contact){
        .uri = pool_intern(reading->pool, address.uri.text),
        .instance = pool_intern(reading->pool, params.instance),
        .reg_id = params.reg_id,
        .has_param = params.has_expires,
        .has_expires = params.has_expires,
        .expires_s = params.expires_is_valid ? params.expires_s : EXPIRES_ASSUMED,
    };
}

static void read_contacts(struct reading *reading, struct span value)
{
    struct span element;

    facts_mark_part(reading, PART_CONTACT, value);
    while (sip_list_next(&value, &element))
        read_one_contact(reading, element);
}

/* RFC 3261 10.2.1.1, 10.3 step 7: the header speaks for Contacts without a parameter. */
static void settle_expires(struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        struct facts_contact *contact = &facts->contacts[i];

        if (!contact->has_param && facts->has_expires) {
            contact->has_expires = true;
            contact->expires_s = facts->expires_s;
        }
    }
}

static void read_expires(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;

    facts_mark_part(reading, PART_EXPIRES, value);
    if (facts->has_expires)
        return;
    facts->has_expires = true;
    if (!sip_expires_read(value, facts->packet->time / G_GINT64_CONSTANT(1000000000),
                          &facts->expires_s))
        facts->expires_s = EXPIRES_ASSUMED;
}

static bool list_has(struct span value, const char *option_tag)
{
    struct span element;

    while (sip_list_next(&value, &element)) {
        if (span_is_nocase(span_trim(element), option_tag))
            return true;
    }
    return false;
}

static void read_delta(bool *has, uint32_t *seconds, struct span value)
{
    uint64_t number;
    size_t digits = 0;

    /* Retry-After may have a comment or parameters behind the number (RFC 3261 20.33). */
    while (digits < value.n && g_ascii_isdigit(value.p[digits]))
        digits++;
    if (*has || !span_to_number(span_first(value, digits), &number))
        return;
    *has = true;
    *seconds = (uint32_t)MIN(number, UINT32_MAX);
}

static void read_auth_header(struct reading *reading, const struct sip_header *header)
{
    switch (header->id) {
    case SIP_HEADER_WWW_AUTHENTICATE:
        facts_read_challenge(reading, header->value, false);
        break;
    case SIP_HEADER_PROXY_AUTHENTICATE:
        facts_read_challenge(reading, header->value, true);
        break;
    case SIP_HEADER_AUTHORIZATION:
        facts_read_credentials(reading, header->value, false);
        break;
    case SIP_HEADER_PROXY_AUTHORIZATION:
        facts_read_credentials(reading, header->value, true);
        break;
    case SIP_HEADER_AUTHENTICATION_INFO:
        facts_read_authentication_info(reading, header->value);
        break;
    case SIP_HEADER_CALL_ID:
        facts_mark_part(reading, PART_CALL_ID, header->value);
        reading->facts->missing &= ~MANDATORY_CALL_ID;
        if (!reading->facts->call_id && !span_is_empty(header->value))
            reading->facts->call_id = pool_intern(reading->pool, header->value);
        break;
    case SIP_HEADER_CSEQ:
        read_cseq(reading, header->value);
        break;
    case SIP_HEADER_VIA:
        read_via(reading, header->value);
        break;
    default:
        break;
    }
}

static void read_register_header(struct reading *reading, const struct sip_header *header)
{
    struct facts *facts = reading->facts;

    switch (header->id) {
    case SIP_HEADER_TO:
        read_to(reading, header->value);
        break;
    case SIP_HEADER_FROM:
        read_from(reading, header->value);
        break;
    case SIP_HEADER_CONTACT:
        read_contacts(reading, header->value);
        break;
    case SIP_HEADER_EXPIRES:
        read_expires(reading, header->value);
        break;
    case SIP_HEADER_MIN_EXPIRES:
        facts_mark_part(reading, PART_MIN_EXPIRES, header->value);
        read_delta(&facts->has_min_expires, &facts->min_expires_s, header->value);
        break;
    case SIP_HEADER_RETRY_AFTER:
        read_delta(&facts->has_retry_after, &facts->retry_after_s, header->value);
        break;
    case SIP_HEADER_MAX_FORWARDS:
        facts->missing &= ~MANDATORY_MAX_FORWARDS;
        break;
    case SIP_HEADER_SECURITY_SERVER:
        facts_read_security(reading, &facts->security_server, header->value);
        break;
    case SIP_HEADER_SECURITY_VERIFY:
        facts_read_security(reading, &facts->security_verify, header->value);
        break;
    case SIP_HEADER_SECURITY_CLIENT: {
        uint64_t unused = 0;
        facts_read_security(reading, &unused, header->value);
        break;
    }
    case SIP_HEADER_P_ASSOCIATED_URI:
    case SIP_HEADER_P_VISITED_NETWORK_ID:
        facts->is_ims = true;
        break;
    case SIP_HEADER_PATH:
        facts->has_path = true;
        break;
    case SIP_HEADER_SUPPORTED:
        facts->supports_outbound |= list_has(header->value, "outbound");
        break;
    case SIP_HEADER_REQUIRE:
        facts->requires_outbound |= list_has(header->value, "outbound");
        break;
    case SIP_HEADER_USER_AGENT:
        facts->user_agent = pool_intern(reading->pool, header->value);
        break;
    default:
        break;
    }
}

static uint8_t method_of(const struct sip_message *message, struct pool *pool, const char **name)
{
    struct span method = message->method;
    struct sip_cseq cseq;

    if (!message->is_request) {
        if (!sip_cseq_read(sip_message_header(message, SIP_HEADER_CSEQ), &cseq))
            return message->incomplete ? METHOD_UNKNOWN : METHOD_OTHER;
        method = cseq.method;
    }
    if (span_is(method, "REGISTER")) {
        *name = "REGISTER";
        return METHOD_REGISTER;
    }
    *name = pool_intern(pool, span_first(method, 32));
    return span_is(method, "NOTIFY") ? METHOD_NOTIFY : METHOD_OTHER;
}

static void read_start_line(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    struct facts *facts = reading->facts;
    struct sip_uri uri;

    facts->is_request = message->is_request;
    facts->status = message->is_request ? 0 : message->status;
    if (!message->is_request) {
        if (facts->status >= 300)
            facts->reason = pool_intern(reading->pool, span_first(message->reason, 80));
        return;
    }
    if (facts->method == METHOD_OTHER) {
        facts_read_other(reading);
        return;
    }
    facts->request_uri = pool_intern(reading->pool, message->request_uri);
    facts->request_uri_has_user = sip_uri_read(message->request_uri, &uri) && uri.has_userinfo;
}

/* RFC 3680: only a NOTIFY of the reg package is read, and of it what ended. */
static void read_reginfo(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    struct facts *facts = reading->facts;
    struct sip_reginfo info;

    if (!span_starts_with_nocase(sip_message_header(message, SIP_HEADER_EVENT), "reg") ||
        !span_starts_with_nocase(sip_message_header(message, SIP_HEADER_CONTENT_TYPE),
                                 "application/reginfo+xml") ||
        !sip_reginfo_read(message->body, &info))
        return;

    struct sip_uri aor;
    if (sip_uri_read(span_of(info.aor), &aor))
        facts->reginfo_aor = intern_aor(reading, &aor);
    for (unsigned i = 0; i < info.contact_count && facts->ended_count < FACTS_AUTH_MAX; i++) {
        const struct sip_reginfo_contact *contact = &info.contacts[i];

        if (!contact->terminated)
            continue;
        facts->ended[facts->ended_count++] = (struct facts_ended){
            .uri = pool_intern(reading->pool, span_of(contact->uri)),
            .event = pool_intern(reading->pool, span_of(contact->event)),
            .retry_after_s = contact->retry_after_s,
        };
    }
    sip_reginfo_done(&info);
}

static void read_headers(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    bool all =
        reading->facts->method == METHOD_REGISTER || reading->facts->method == METHOD_UNKNOWN;

    for (unsigned i = 0; i < message->header_count; i++) {
        const struct sip_header *header = &message->headers[i];

        if (header->id == SIP_HEADER_OTHER)
            continue;
        read_auth_header(reading, header);
        if (all)
            read_register_header(reading, header);
    }
}

void facts_read(struct facts *facts, const struct sip_message *message, const struct packet *packet,
                struct pool *pool)
{
    struct reading reading = {facts, message, pool};

    /* The arrays are long and count what is valid in them: clearing them would cost more than all
     * the rest. */
    memset(facts, 0, offsetof(struct facts, arrays));
    facts->packet = packet;
    facts->incomplete = message->incomplete;
    facts->missing = MANDATORY_ALL;
    facts->size = (uint32_t)message->text.n;
    facts->method = method_of(message, pool, &facts->method_name);
    read_start_line(&reading);
    read_headers(&reading);
    if (facts->method == METHOD_NOTIFY && facts->is_request)
        read_reginfo(&reading);
    settle_expires(facts);
}

bool facts_tell_of_nat(const struct facts *facts, bool address_only)
{
    const struct facts_via *via = &facts->via;

    if (facts->via_count != 1 || via->sent_by.family == ENDPOINT_NONE)
        return false;
    if (via->received.family != ENDPOINT_NONE && !endpoint_same_ip(&via->received, &via->sent_by))
        return true;
    return facts->packet->transport == TRANSPORT_UDP && !address_only && via->rport &&
           via->rport != via->sent_by.port;
}
