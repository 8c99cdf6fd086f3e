/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header field names are looked up for every line of every message, hence a table by their first three
 * letters.
 */
#include "sip/header_name.h"

/* The letters are in lower case, and separate arguments because an element of a string literal is no constant
 * expression in C. Of names that begin alike, each has a place of its own, the more frequent ones first. */
#define NAME(a, b, c, place, text, header)                                                         \
    [SIP_HEADER_SLOT(SPAN_START(a, b, c)) + (place)] = {text ":", sizeof(text) - 1,                \
                                                        SIP_HEADER_##header}

/* clang-format off */
const struct sip_header_name sip_header_names[SIP_HEADER_SLOTS + SIP_HEADER_ALIKE] = {
    NAME('a', 'c', 'c', 0, "Accept",                    ACCEPT),
    NAME('a', 'c', 'c', 1, "Accept-Encoding",           ACCEPT_ENCODING),
    NAME('a', 'c', 'c', 2, "Accept-Language",           ACCEPT_LANGUAGE),
    NAME('a', 'l', 'l', 0, "Allow",                     ALLOW),
    NAME('a', 'u', 't', 1, "Authentication-Info",       AUTHENTICATION_INFO),
    NAME('a', 'u', 't', 0, "Authorization",             AUTHORIZATION),
    NAME('c', 'a', 'l', 0, "Call-ID",                   CALL_ID),
    NAME('c', 'o', 'n', 0, "Contact",                   CONTACT),
    NAME('c', 'o', 'n', 1, "Content-Length",            CONTENT_LENGTH),
    NAME('c', 'o', 'n', 2, "Content-Type",              CONTENT_TYPE),
    NAME('c', 's', 'e', 0, "CSeq",                      CSEQ),
    NAME('d', 'a', 't', 0, "Date",                      DATE),
    NAME('e', 'r', 'r', 0, "Error-Info",                ERROR_INFO),
    NAME('e', 'v', 'e', 0, "Event",                     EVENT),
    NAME('e', 'x', 'p', 0, "Expires",                   EXPIRES),
    NAME('f', 'e', 'a', 0, "Feature-Caps",              FEATURE_CAPS),
    NAME('f', 'l', 'o', 0, "Flow-Timer",                FLOW_TIMER),
    NAME('f', 'r', 'o', 0, "From",                      FROM),
    NAME('m', 'a', 'x', 0, "Max-Forwards",              MAX_FORWARDS),
    NAME('m', 'i', 'n', 0, "Min-Expires",               MIN_EXPIRES),
    NAME('p', '-', 'a', 0, "P-Associated-URI",          P_ASSOCIATED_URI),
    NAME('p', '-', 'r', 0, "P-Registrar-Error",         P_REGISTRAR_ERROR),
    NAME('p', '-', 'v', 0, "P-Visited-Network-ID",      P_VISITED_NETWORK_ID),
    NAME('p', 'a', 't', 0, "Path",                      PATH),
    NAME('p', 'r', 'o', 1, "Proxy-Authenticate",        PROXY_AUTHENTICATE),
    NAME('p', 'r', 'o', 3, "Proxy-Authentication-Info", PROXY_AUTHENTICATION_INFO),
    NAME('p', 'r', 'o', 0, "Proxy-Authorization",       PROXY_AUTHORIZATION),
    NAME('p', 'r', 'o', 2, "Proxy-Require",             PROXY_REQUIRE),
    NAME('r', 'e', 'a', 0, "Reason",                    REASON),
    NAME('r', 'e', 'c', 0, "Record-Route",              RECORD_ROUTE),
    NAME('r', 'e', 'q', 0, "Require",                   REQUIRE),
    NAME('r', 'e', 't', 0, "Retry-After",               RETRY_AFTER),
    NAME('r', 'o', 'u', 0, "Route",                     ROUTE),
    NAME('s', 'e', 'c', 0, "Security-Client",           SECURITY_CLIENT),
    NAME('s', 'e', 'c', 1, "Security-Server",           SECURITY_SERVER),
    NAME('s', 'e', 'c', 2, "Security-Verify",           SECURITY_VERIFY),
    NAME('s', 'e', 'r', 0, "Server",                    SERVER),
    NAME('s', 'e', 'r', 1, "Service-Route",             SERVICE_ROUTE),
    NAME('s', 'u', 'p', 0, "Supported",                 SUPPORTED),
    NAME('t', 'o', ':', 0, "To",                        TO),
    NAME('u', 'n', 's', 0, "Unsupported",               UNSUPPORTED),
    NAME('u', 's', 'e', 0, "User-Agent",                USER_AGENT),
    NAME('v', 'i', 'a', 0, "Via",                       VIA),
    NAME('w', 'a', 'r', 0, "Warning",                   WARNING),
    NAME('w', 'w', 'w', 0, "WWW-Authenticate",          WWW_AUTHENTICATE),

    NAME('c', ':', ':', 0, "c", CONTENT_TYPE),
    NAME('f', ':', ':', 0, "f", FROM),
    NAME('i', ':', ':', 0, "i", CALL_ID),
    NAME('k', ':', ':', 0, "k", SUPPORTED),
    NAME('l', ':', ':', 0, "l", CONTENT_LENGTH),
    NAME('m', ':', ':', 0, "m", CONTACT),
    NAME('o', ':', ':', 0, "o", EVENT), /* RFC 6665 8.2.1 */
    NAME('t', ':', ':', 0, "t", TO),
    NAME('v', ':', ':', 0, "v", VIA),
};
/* clang-format on */

enum sip_header_id sip_header_id_of(struct span name)
{
    char start[SPAN_START_BYTES] = {':', ':', ':'};
    const struct sip_header_name *known;

    if (span_is_empty(name))
        return SIP_HEADER_OTHER;
    memcpy(start, name.p, MIN(name.n, 3));
    known = sip_header_candidates(span_start(start));
    for (unsigned i = 0; i < SIP_HEADER_ALIKE; i++, known++) {
        if (name.n == known->length && span_equal_nocase(name, (struct span){known->text, name.n}))
            return known->id;
    }
    return SIP_HEADER_OTHER;
}
