/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/facts.h"

#include "facts/known_uri.h"
#include "facts/reading.h"

static void read_cseq(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct sip_cseq cseq = reading->cseq;

    facts_mark_part(reading, PART_CSEQ, value);
    facts->missing &= ~MANDATORY_CSEQ;
    if (facts->has_cseq || (value.p != reading->cseq_value.p && !sip_cseq_read(value, &cseq)))
        return;
    facts->has_cseq = true;
    facts->cseq = (uint32_t)MIN(cseq.number, UINT32_MAX);
    if (cseq.number > INT32_MAX)
        facts_note_flaw(reading, FLAW_CSEQ_RANGE, span_first(value, span_find(value, ' ')));
    if (facts->is_request && !span_equal(cseq.method, reading->message->method))
        facts_note_flaw(reading, FLAW_CSEQ_METHOD, cseq.method);
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

    /* Retry-After may have a comment or parameters after the number (RFC 3261 20.33). */
    while (digits < value.n && g_ascii_isdigit(value.p[digits]))
        digits++;
    if (*has || !span_to_number(span_first(value, digits), &number))
        return;
    *has = true;
    *seconds = (uint32_t)MIN(number, UINT32_MAX);
}

/* Option tags (RFC 3261 19.2): those a REGISTER requires, those a 420 rejects. */
static void read_tags(struct reading *reading, const char **tags, unsigned *count,
                      struct span value)
{
    struct span element;

    while (*count < FACTS_OPTIONS_MAX && sip_list_next(&value, &element))
        tags[(*count)++] = pool_intern(reading->pool, span_trim(element));
}

static void read_unsupported(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;

    if (facts->status == 420)
        read_tags(reading, facts->unsupported, &facts->unsupported_count, value);
}

/* Require and Proxy-Require. */
static void read_required(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;

    facts->options = fingerprint(reading->pool, facts->options + 1, value);
    if (facts->is_request)
        read_tags(reading, facts->required, &facts->required_count, value);
}

/* What is in a Supported. */
struct supported {
    bool outbound, path, gruu;
};

static struct supported learn_supported(struct span value)
{
    struct supported supported = {false, false, false};
    struct span element;

    while (sip_list_next(&value, &element)) {
        supported.outbound |= span_is_nocase(element, "outbound");
        supported.path |= span_is_nocase(element, "path");
        supported.gruu |= span_is_nocase(element, "gruu");
    }
    return supported;
}

static void read_supported(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct memo *memo = pool_memo(reading->pool);
    uint64_t mark = fingerprint(reading->pool, REMEMBERED_SUPPORTED, value);
    const struct supported *remembered = memo_find(memo, REMEMBERED_SUPPORTED, mark);
    struct supported own;

    if (!remembered) {
        own = learn_supported(value);
        memo_keep(memo, REMEMBERED_SUPPORTED, mark, &own, sizeof(own));
        remembered = &own;
    }
    facts->supports_outbound |= remembered->outbound;
    facts->supports_path |= remembered->path;
    facts->supports_gruu |= remembered->gruu;
    facts->options = fingerprint_of(reading->pool, (const uint64_t[]){facts->options, mark}, 2);
}

/* Of REGISTER and its responses. */
static void read_register_header(struct reading *reading, const struct sip_header *header)
{
    struct facts *facts = reading->facts;

    switch (header->id) {
    case SIP_HEADER_TO:
        facts_read_to(reading, header->value);
        break;
    case SIP_HEADER_FROM:
        facts_read_from(reading, header->value);
        break;
    case SIP_HEADER_CONTACT:
        facts_read_contacts(reading, header->value);
        break;
    case SIP_HEADER_EXPIRES:
        facts_read_expires(reading, header->value);
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
        read_delta(&facts->has_max_forwards, &facts->max_forwards, header->value);
        break;
    case SIP_HEADER_SECURITY_CLIENT:
        facts_read_security(reading, &facts->ims.client, header->value);
        break;
    case SIP_HEADER_SECURITY_SERVER:
        facts_read_security(reading, &facts->ims.server, header->value);
        break;
    case SIP_HEADER_SECURITY_VERIFY:
        facts_read_security(reading, &facts->ims.verify, header->value);
        break;
    case SIP_HEADER_P_ASSOCIATED_URI:
        facts->is_ims = true;
        facts->ims.has_associated = true;
        break;
    case SIP_HEADER_P_VISITED_NETWORK_ID:
        facts->is_ims = true;
        facts->ims.from_core = true;
        break;
    case SIP_HEADER_PATH:
    case SIP_HEADER_SERVICE_ROUTE:
    case SIP_HEADER_FEATURE_CAPS:
        facts_read_routes(reading, header);
        break;
    case SIP_HEADER_FLOW_TIMER:
        read_delta(&facts->has_flow_timer, &facts->flow_timer_s, header->value);
        break;
    case SIP_HEADER_PROXY_REQUIRE:
        facts->ims.proxy_requires_agreement |= list_has(header->value, "sec-agree");
        read_required(reading, header->value);
        break;
    case SIP_HEADER_UNSUPPORTED:
        facts->present |= HEADER_UNSUPPORTED;
        read_unsupported(reading, header->value);
        break;
    case SIP_HEADER_SUPPORTED:
        read_supported(reading, header->value);
        break;
    case SIP_HEADER_ROUTE:
        facts_read_route(reading, header->value);
        break;
    case SIP_HEADER_RECORD_ROUTE:
        facts_note_flaw(reading, FLAW_RECORD_ROUTE, header->value);
        break;
    case SIP_HEADER_REQUIRE:
        facts->present |= HEADER_REQUIRE;
        facts->requires_outbound |= list_has(header->value, "outbound");
        facts->requires_path |= list_has(header->value, "path");
        facts->requires_bulk |= list_has(header->value, "gin");
        read_required(reading, header->value);
        facts->ims.requires_agreement |= list_has(header->value, "sec-agree");
        break;
    case SIP_HEADER_ALLOW:
        facts->present |= HEADER_ALLOW;
        break;
    case SIP_HEADER_ACCEPT:
    case SIP_HEADER_ACCEPT_ENCODING:
    case SIP_HEADER_ACCEPT_LANGUAGE:
        facts->present |= HEADER_ACCEPT;
        break;
    case SIP_HEADER_DATE:
        facts->present |= HEADER_DATE;
        break;
    case SIP_HEADER_SERVER:
        facts->server = pool_intern_again(reading->pool, POOL_SERVER, header->value);
        break;
    case SIP_HEADER_USER_AGENT:
        facts->user_agent = pool_intern_again(reading->pool, POOL_USER_AGENT, header->value);
        break;
    default:
        reading->has_others = true;
        break;
    }
}

/* Those that matter in messages of all methods, and with `all` those of REGISTER and its responses. */
static inline void read_header(struct reading *reading, const struct sip_header *header, bool all)
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
        facts_read_authentication_info(reading, header->value, false);
        break;
    case SIP_HEADER_PROXY_AUTHENTICATION_INFO:
        facts_read_authentication_info(reading, header->value, true);
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
        facts_read_via(reading, header->value);
        break;
    case SIP_HEADER_CONTENT_LENGTH: /* that of the message was read with it */
        break;
    default:
        if (all)
            read_register_header(reading, header);
        break;
    }
}

static uint8_t method_of(struct reading *reading, const char **name)
{
    const struct sip_message *message = reading->message;
    struct span method = message->method;

    if (!message->is_request) {
        struct span value = sip_message_header(message, SIP_HEADER_CSEQ);

        if (!sip_cseq_read(value, &reading->cseq))
            return message->incomplete ? METHOD_UNKNOWN : METHOD_OTHER;
        reading->cseq_value = value;
        method = reading->cseq.method;
    }
    if (span_is(method, "REGISTER")) {
        *name = "REGISTER";
        return METHOD_REGISTER;
    }
    *name = pool_intern(reading->pool, span_first(method, 32));
    return span_is(method, "NOTIFY") ? METHOD_NOTIFY : METHOD_OTHER;
}

static void read_start_line(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    struct facts *facts = reading->facts;

    facts->is_request = message->is_request;
    facts->status = message->is_request ? 0 : message->status;
    if (!message->is_request) {
        if (facts->status >= 300)
            facts->reason = pool_intern(reading->pool, span_first(message->reason, 80));
        if (facts->status >= 400 && facts->method == METHOD_OTHER)
            facts_read_parties(reading);
        if (facts_refuses_call_as_unbound(facts))
            facts_read_refused_call(reading);
        return;
    }
    if (facts->method == METHOD_OTHER) {
        facts_read_other(reading);
        return;
    }
    facts_read_request_uri(reading);
}

static void read_headers(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    bool all =
        reading->facts->method == METHOD_REGISTER || reading->facts->method == METHOD_UNKNOWN;

    for (unsigned i = 0; i < message->header_count; i++) {
        const struct sip_header *header = &message->headers[i];

        if (header->id == SIP_HEADER_OTHER)
            reading->has_others = true;
        else
            read_header(reading, header, all);
    }
}

void facts_read(struct facts *facts, const struct sip_message *message, const struct packet *packet,
                struct pool *pool)
{
    struct reading reading = {.facts = facts, .message = message, .pool = pool};

    /* Only the counts are cleared: clearing the long arrays would cost more than everything
     * else. */
    memset(facts, 0, offsetof(struct facts, arrays));
    facts->packet = packet;
    facts->incomplete = message->incomplete;
    facts->missing = MANDATORY_ALL;
    facts->size = (uint32_t)message->text.n;
    facts->has_content_length = message->has_content_length;
    facts->content_length = message->content_length;
    facts->body_size = (uint32_t)message->body.n;
    facts->body = message->body;
    facts->body_is_cut =
        message->incomplete ||
        (message->has_content_length ? message->content_length > message->body.n : packet->cut);
    facts->method = method_of(&reading, &facts->method_name);
    read_start_line(&reading);
    read_headers(&reading);
    if (facts->method == METHOD_NOTIFY && facts->is_request)
        facts_read_reginfo(&reading);
    if (facts->status >= 200 && facts->method == METHOD_REGISTER)
        facts_read_told(&reading);
    facts_settle_expires(facts);
    /* Each is compared with each. */
    for (unsigned i = 0; facts->contact_count > 1 && i < facts->contact_count; i++)
        known_uri_mark(pool, facts->contacts[i].uri);
    /* RFC 3261 20.23: a limit of 0 s is none. */
    facts->has_min_expires &= facts->min_expires_s > 0;
    if (facts->ims.has_associated)
        facts_read_associated(&reading);
    facts_compare_domains(&reading);
}
