/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header field names are looked up for every line of every message, hence a perfect hash table:
 * first letter, last letter and length distinguish all known names.
 */
#include "sip/header_name.h"

/* First and last letter are separate arguments because an element of a string literal is no
 * constant expression in C. They are in lower case; the name has its usual spelling. */
#define NAME(first, last, text, header)                                                            \
    [SIP_HEADER_SLOT(first, last, sizeof(text) - 1)] = {text, sizeof(text) - 1, SIP_HEADER_##header}

/* clang-format off */
const struct sip_header_name sip_header_names[SIP_HEADER_SLOTS] = {
    NAME('a', 't', "Accept",                    ACCEPT),
    NAME('a', 'g', "Accept-Encoding",           ACCEPT_ENCODING),
    NAME('a', 'e', "Accept-Language",           ACCEPT_LANGUAGE),
    NAME('a', 'w', "Allow",                     ALLOW),
    NAME('a', 'o', "Authentication-Info",       AUTHENTICATION_INFO),
    NAME('a', 'n', "Authorization",             AUTHORIZATION),
    NAME('c', 'd', "Call-ID",                   CALL_ID),
    NAME('c', 't', "Contact",                   CONTACT),
    NAME('c', 'h', "Content-Length",            CONTENT_LENGTH),
    NAME('c', 'e', "Content-Type",              CONTENT_TYPE),
    NAME('c', 'q', "CSeq",                      CSEQ),
    NAME('d', 'e', "Date",                      DATE),
    NAME('e', 'o', "Error-Info",                ERROR_INFO),
    NAME('e', 't', "Event",                     EVENT),
    NAME('e', 's', "Expires",                   EXPIRES),
    NAME('f', 's', "Feature-Caps",              FEATURE_CAPS),
    NAME('f', 'r', "Flow-Timer",                FLOW_TIMER),
    NAME('f', 'm', "From",                      FROM),
    NAME('m', 's', "Max-Forwards",              MAX_FORWARDS),
    NAME('m', 's', "Min-Expires",               MIN_EXPIRES),
    NAME('p', 'i', "P-Associated-URI",          P_ASSOCIATED_URI),
    NAME('p', 'r', "P-Registrar-Error",         P_REGISTRAR_ERROR),
    NAME('p', 'd', "P-Visited-Network-ID",      P_VISITED_NETWORK_ID),
    NAME('p', 'h', "Path",                      PATH),
    NAME('p', 'e', "Proxy-Authenticate",        PROXY_AUTHENTICATE),
    NAME('p', 'o', "Proxy-Authentication-Info", PROXY_AUTHENTICATION_INFO),
    NAME('p', 'n', "Proxy-Authorization",       PROXY_AUTHORIZATION),
    NAME('p', 'e', "Proxy-Require",             PROXY_REQUIRE),
    NAME('r', 'n', "Reason",                    REASON),
    NAME('r', 'e', "Record-Route",              RECORD_ROUTE),
    NAME('r', 'e', "Require",                   REQUIRE),
    NAME('r', 'r', "Retry-After",               RETRY_AFTER),
    NAME('r', 'e', "Route",                     ROUTE),
    NAME('s', 't', "Security-Client",           SECURITY_CLIENT),
    NAME('s', 'r', "Security-Server",           SECURITY_SERVER),
    NAME('s', 'y', "Security-Verify",           SECURITY_VERIFY),
    NAME('s', 'r', "Server",                    SERVER),
    NAME('s', 'e', "Service-Route",             SERVICE_ROUTE),
    NAME('s', 'd', "Supported",                 SUPPORTED),
    NAME('t', 'o', "To",                        TO),
    NAME('u', 'd', "Unsupported",               UNSUPPORTED),
    NAME('u', 't', "User-Agent",                USER_AGENT),
    NAME('v', 'a', "Via",                       VIA),
    NAME('w', 'g', "Warning",                   WARNING),
    NAME('w', 'e', "WWW-Authenticate",          WWW_AUTHENTICATE),

    NAME('c', 'c', "c", CONTENT_TYPE),
    NAME('f', 'f', "f", FROM),
    NAME('i', 'i', "i", CALL_ID),
    NAME('k', 'k', "k", SUPPORTED),
    NAME('l', 'l', "l", CONTENT_LENGTH),
    NAME('m', 'm', "m", CONTACT),
    NAME('o', 'o', "o", EVENT), /* RFC 6665 8.2.1 */
    NAME('t', 't', "t", TO),
    NAME('v', 'v', "v", VIA),
};
/* clang-format on */

enum sip_header_id sip_header_id_of(struct span name)
{
    const struct sip_header_name *known;

    if (span_is_empty(name))
        return SIP_HEADER_OTHER;
    known = sip_header_candidate(name.p[0], name.p[name.n - 1], name.n);
    if (name.n == known->length && span_equal_nocase(name, (struct span){known->text, name.n}))
        return known->id;
    return SIP_HEADER_OTHER;
}
