/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lists of the security agreement, and the identities of an IMS subscription.
 */
#include "facts/reading.h"
#include "sip/contact.h"

/* Adds the mechanism to the fingerprint of its list, without white space. */
static uint64_t add_mechanism(const struct reading *reading, uint64_t hash, struct span element)
{
    for (size_t i = 0; i < element.n; i++) {
        if (!span_is_space(element.p[i]))
            hash = fingerprint(reading->pool, hash, (struct span){element.p + i, 1});
    }
    return fingerprint(reading->pool, hash, SPAN_LITERAL(","));
}

static uint16_t read_port(struct span value)
{
    uint64_t port;

    return span_to_number(value, &port) && port <= UINT16_MAX ? (uint16_t)port : 0;
}

/* RFC 3329 2.3.1: lists are equal if mechanisms, order and parameters are; white space and the
 * division into header lines do not matter. */
void facts_read_security(struct reading *reading, struct facts_security *security,
                         struct span value)
{
    struct span element;

    while (sip_list_next(&value, &element)) {
        struct span params = element, name, param;
        bool is_media = false, is_ipsec = false;

        security->list = add_mechanism(reading, security->list, element);
        if (sip_param_next(&params, &name, &param))
            is_ipsec = span_is_nocase(name, "ipsec-3gpp");
        while (sip_param_next(&params, &name, &param)) {
            is_media |= span_is_nocase(name, "mediasec");
            if (is_ipsec && !security->port && span_is_nocase(name, "port-s"))
                security->port = read_port(param);
            security->has_q |= span_is_nocase(name, "q");
        }
        security->has_ipsec |= is_ipsec;
        security->is_agreement |= !is_media;
        reading->facts->ims.is_3gpp |= is_ipsec;
        reading->facts->is_ims |= is_ipsec;
    }
}

/* The digits of a telephone number, without visual separators (RFC 3966 3); 0: not a number. */
static size_t read_number(struct span text, char *digits, size_t size)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (g_ascii_isdigit(text.p[i]) && n < size)
            digits[n++] = text.p[i];
        else if (!strchr("+-.()", text.p[i]))
            return 0;
    }
    return n;
}

/* A tel URI and a SIP URI whose user part is the same number. */
static bool is_same_number(struct span tel, struct span user)
{
    enum { DIGITS_MAX = 15 + 1 }; /* E.164 has 15 */
    char left[DIGITS_MAX], right[DIGITS_MAX];
    size_t n;

    if (!span_starts_with_nocase(tel, "tel:"))
        return false;
    tel = span_from(tel, strlen("tel:"));
    n = read_number(span_first(tel, span_find(tel, ';')), left, DIGITS_MAX);
    return n > 0 && n == read_number(user, right, DIGITS_MAX) && memcmp(left, right, n) == 0;
}

static enum facts_identity identity_of(struct reading *reading, const struct sip_uri *uri,
                                       const char *aor, const struct sip_uri *to)
{
    if (span_find(uri->text, '!') < uri->text.n)
        return IDENTITY_UNKNOWN; /* a wildcard, which covers numbers by a pattern */
    if (aor == reading->facts->aor)
        return IDENTITY_LISTED;
    return is_same_number(uri->text, to->user) ? IDENTITY_BY_NUMBER : IDENTITY_ABSENT;
}

static bool better(enum facts_identity a, enum facts_identity b)
{
    static const uint8_t rank[] = {[IDENTITY_ABSENT] = 0,
                                   [IDENTITY_BY_NUMBER] = 1,
                                   [IDENTITY_UNKNOWN] = 2,
                                   [IDENTITY_LISTED] = 3};

    return rank[a] > rank[b];
}

void facts_read_associated(struct reading *reading)
{
    struct facts_ims *ims = &reading->facts->ims;
    enum facts_identity identity = IDENTITY_ABSENT;
    struct span value, element;
    struct sip_uri to;
    unsigned position = 0;

    if (!reading->facts->to_uri || !sip_uri_read(span_of(reading->facts->to_uri), &to))
        return;
    while (
        sip_message_next_header(reading->message, SIP_HEADER_P_ASSOCIATED_URI, &position, &value)) {
        while (sip_list_next(&value, &element)) {
            struct sip_address address;
            enum facts_identity found;
            const char *aor;

            if (!sip_address_read(element, &address) || address.is_star)
                continue;
            if (++ims->associated_count > FACTS_ASSOCIATED_MAX)
                return;
            aor = facts_intern_aor(reading->pool, &address.uri);
            if (!ims->default_identity)
                ims->default_identity = aor;
            ims->associated += fingerprint(reading->pool, 0, span_of(aor));
            found = identity_of(reading, &address.uri, aor, &to);
            if (better(found, identity))
                identity = found;
        }
    }
    if (ims->associated_count)
        ims->identity = (uint8_t)identity;
}
