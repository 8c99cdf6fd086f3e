/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registration/facts_reading.h"

void facts_read_challenge(struct reading *reading, struct span value, bool proxy)
{
    struct facts *facts = reading->facts;
    struct sip_auth auth;

    facts_mark_part(reading, PART_CREDENTIALS, value);
    if (facts->challenge_count == FACTS_AUTH_MAX || !sip_auth_read(value, &auth))
        return;

    struct facts_challenge *challenge = &facts->challenges[facts->challenge_count++];
    *challenge = (struct facts_challenge){
        .proxy = proxy,
        .stale = span_is_nocase(auth.stale, "true"),
        .has_qop = !span_is_empty(auth.qop),
        .scheme = (uint8_t)auth.scheme,
        .algorithm = (uint8_t)sip_algorithm_of(auth.algorithm),
        .realm = pool_intern(reading->pool, auth.realm),
        .nonce = pool_intern(reading->pool, auth.nonce),
    };
    facts->is_ims |= sip_algorithm_is_aka(challenge->algorithm);
}

static bool is_hex(struct span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (!g_ascii_isxdigit(text.p[i]))
            return false;
    }
    return true;
}

static bool has_capitals(struct span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (g_ascii_isupper(text.p[i]))
            return true;
    }
    return false;
}

void facts_read_credentials(struct reading *reading, struct span value, bool proxy)
{
    struct facts *facts = reading->facts;
    struct sip_auth auth;

    facts_mark_part(reading, PART_CREDENTIALS, value);
    if (facts->credentials_count == FACTS_AUTH_MAX || !sip_auth_read(value, &auth))
        return;

    struct facts_credentials *credentials = &facts->credentials[facts->credentials_count++];
    *credentials = (struct facts_credentials){
        .proxy = proxy,
        .scheme = (uint8_t)auth.scheme,
        .algorithm = (uint8_t)sip_algorithm_of(auth.algorithm),
        .has_algorithm = span_present(auth.algorithm),
        .algorithm_name = pool_intern(reading->pool, auth.algorithm),
        .has_qop = !span_is_empty(auth.qop),
        .has_auts = span_present(auth.auts),
        .response_is_hex = is_hex(auth.response),
        .response_has_capitals = has_capitals(auth.response),
        .response_length = (uint16_t)MIN(auth.response.n, UINT16_MAX),
        .username = pool_intern(reading->pool, auth.username),
        .realm = pool_intern(reading->pool, auth.realm),
        .nonce = pool_intern(reading->pool, auth.nonce),
    };
    credentials->has_nc = sip_auth_nc(auth.nc, &credentials->nc);
    if (!span_is_empty(auth.response))
        credentials->response = fingerprint(reading->pool, 0, auth.response);

    const struct span parts[] = {auth.username, auth.realm,  auth.nonce,
                                 auth.nc,       auth.cnonce, auth.response};
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        credentials->whole = fingerprint(reading->pool, credentials->whole, parts[i]);
    facts->is_ims |= sip_algorithm_is_aka(credentials->algorithm);
}

void facts_read_authentication_info(struct reading *reading, struct span value)
{
    struct sip_auth info;

    sip_auth_info_read(value, &info);
    reading->facts->nextnonce = pool_intern(reading->pool, info.nextnonce);
}

/* RFC 3329 2.3.1: two lists are equal with the same mechanisms, order and parameters; white space
 * and the split over header lines do not count. */
void facts_read_security(struct reading *reading, uint64_t *list, struct span value)
{
    struct span element;

    while (sip_list_next(&value, &element)) {
        uint64_t hash = *list;
        size_t from = 0;

        for (size_t i = 0; i <= element.n; i++) {
            if (i < element.n && !span_is_space(element.p[i]))
                continue;
            for (size_t j = from; j < i; j++)
                hash = fingerprint(reading->pool, hash, (struct span){element.p + j, 1});
            from = i + 1;
        }
        *list = fingerprint(reading->pool, hash, SPAN_LITERAL(","));
        reading->facts->is_ims |= span_starts_with_nocase(span_trim(element), "ipsec-3gpp");
    }
}
