/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/certificate.h"

#include "base/elapsed.h"
#include "base/endpoint.h"
#include "facts/bytes.h"

/* X.690 8.1.2; RFC 5280 4.1, 4.2.1.6. */
enum {
    TAG_OCTETS = 0x04,
    TAG_OID = 0x06,
    TAG_UTC_TIME = 0x17,
    TAG_TIME = 0x18,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31,
    TAG_VERSION = 0xa0,
    TAG_EXTENSIONS = 0xa3,
    NAME_OTHER = 0xa0,
    NAME_DNS = 0x82,
    NAME_URI = 0x86,
    NAME_ADDRESS = 0x87
};

static const struct span oid_common_name = {"\x55\x04\x03", 3};
static const struct span oid_alternative_names = {"\x55\x1d\x11", 3};

/* Takes one element off the start. DER has no indefinite length (X.690 10.1). */
static bool take(struct span *der, unsigned *tag, struct span *content)
{
    struct span rest = *der, head;
    size_t length;

    if (!bytes_take(&rest, 2, &head))
        return false;
    *tag = (uint8_t)head.p[0];
    length = (uint8_t)head.p[1];
    if (length > 0x80) {
        size_t size = length - 0x80;

        if (size > 4 || !bytes_take(&rest, size, &head))
            return false;
        length = bytes_number(head, 0, size);
    } else if (length == 0x80) {
        return false;
    }
    if (!bytes_take(&rest, length, content))
        return false;
    *der = rest;
    return true;
}

static bool take_as(struct span *der, unsigned tag, struct span *content)
{
    struct span rest = *der;
    unsigned found;

    if (!take(&rest, &found, content) || found != tag)
        return false;
    *der = rest;
    return true;
}

/* RFC 5280 4.1.2.5: YYMMDDHHMMSSZ from 1950 on, or with four digits of the year. */
static bool read_time(unsigned tag, struct span text, int64_t *time)
{
    /* Seconds: differences to a time of the capture do not overflow. */
    const int64_t earliest = -4000000000, latest = 9000000000;
    int fields[6];
    size_t year_digits = tag == TAG_UTC_TIME ? 2 : 4, at = 0;
    GDateTime *date;

    if (text.n < year_digits + 11 || text.p[year_digits + 10] != 'Z')
        return false;
    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        uint64_t number;
        size_t digits = i ? 2 : year_digits;

        if (!span_to_number((struct span){text.p + at, digits}, &number))
            return false;
        fields[i] = (int)number;
        at += digits;
    }
    if (tag == TAG_UTC_TIME)
        fields[0] += fields[0] < 50 ? 2000 : 1900;
    date = g_date_time_new_utc(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
    if (!date)
        return false;
    *time = CLAMP(g_date_time_to_unix(date), earliest, latest) * SECOND;
    g_date_time_unref(date);
    return true;
}

static bool read_validity(struct span validity, struct certificate *certificate)
{
    struct span text;
    unsigned tag;

    return take(&validity, &tag, &text) && read_time(tag, text, &certificate->not_before) &&
           take(&validity, &tag, &text) && read_time(tag, text, &certificate->not_after);
}

static void add_name(struct certificate *certificate, struct span text, bool is_address)
{
    if (certificate->name_count < CERTIFICATE_NAMES_MAX)
        certificate->names[certificate->name_count++] =
            (struct certificate_name){.text = text, .is_address = is_address};
    else
        certificate->has_more_names = true;
}

/* RFC 5280 4.1.2.4: sets of pairs of a type and a value; the last common name is the most specific one. */
static void read_subject(struct span subject, struct certificate *certificate)
{
    struct span set, pair, type, value;
    unsigned tag;

    while (take_as(&subject, TAG_SET, &set)) {
        while (take_as(&set, TAG_SEQUENCE, &pair)) {
            if (!take_as(&pair, TAG_OID, &type) || !span_equal(type, oid_common_name) ||
                !take(&pair, &tag, &value))
                continue;
            certificate->name_count = 0;
            add_name(certificate, value, false);
        }
    }
}

/* RFC 5922 7.1: sip:example.com, without a user. */
static struct span host_of_uri(struct span uri)
{
    static const char *const schemes[] = {"sip:", "sips:"};

    for (unsigned i = 0; i < G_N_ELEMENTS(schemes); i++) {
        if (span_starts_with_nocase(uri, schemes[i]))
            return span_from(uri, strlen(schemes[i]));
    }
    return SPAN_NONE;
}

/* The name of a server; one of no kind that is read is missing. */
static struct certificate_name name_of(unsigned tag, struct span name)
{
    switch (tag) {
    case NAME_DNS:
        return (struct certificate_name){.text = name};
    case NAME_URI:
        return (struct certificate_name){.text = host_of_uri(name)};
    case NAME_ADDRESS:
        return (struct certificate_name){.text = name.n == 4 || name.n == 16 ? name : SPAN_NONE,
                                         .is_address = true};
    default:
        return (struct certificate_name){.text = SPAN_NONE};
    }
}

/* RFC 5922 7.1: the common name counts where no name here is one of a server. */
static void read_alternative_names(struct span octets, struct certificate *certificate)
{
    struct span names, text;
    unsigned tag;
    bool has_names = false;

    if (!take_as(&octets, TAG_SEQUENCE, &names))
        return;
    while (take(&names, &tag, &text)) {
        struct certificate_name name = name_of(tag, text);

        /* It may be the name of a service (RFC 4985). */
        certificate->has_more_names |= tag == NAME_OTHER;
        if (!span_present(name.text))
            continue;
        if (!has_names)
            certificate->name_count = 0;
        has_names = true;
        add_name(certificate, name.text, name.is_address);
    }
}

static void read_extensions(struct span extensions, struct certificate *certificate)
{
    struct span list, extension, type, value;
    unsigned tag;

    if (!take_as(&extensions, TAG_SEQUENCE, &list))
        return;
    while (take_as(&list, TAG_SEQUENCE, &extension)) {
        if (!take_as(&extension, TAG_OID, &type) || !span_equal(type, oid_alternative_names))
            continue;
        while (take(&extension, &tag, &value)) {
            if (tag == TAG_OCTETS)
                read_alternative_names(value, certificate);
        }
    }
}

bool certificate_read(struct span der, struct certificate *certificate)
{
    struct span body, fields, skipped, validity, subject;
    unsigned tag;

    *certificate = (struct certificate){.name_count = 0};
    if (!take_as(&der, TAG_SEQUENCE, &body) || !take_as(&body, TAG_SEQUENCE, &fields))
        return false;
    (void)take_as(&fields, TAG_VERSION, &skipped);
    /* Its number, the algorithm, the issuer. */
    for (unsigned i = 0; i < 3; i++) {
        if (!take(&fields, &tag, &skipped))
            return false;
    }
    if (!take_as(&fields, TAG_SEQUENCE, &validity) || !read_validity(validity, certificate) ||
        !take_as(&fields, TAG_SEQUENCE, &subject))
        return false;
    read_subject(subject, certificate);
    while (take(&fields, &tag, &skipped)) {
        if (tag == TAG_EXTENSIONS)
            read_extensions(skipped, certificate);
    }
    return true;
}

static bool is_address(const struct certificate_name *name, const struct endpoint *address)
{
    size_t size = address->family == ENDPOINT_IPV6 ? 16 : 4;

    return name->is_address && name->text.n == size && memcmp(name->text.p, address->ip, size) == 0;
}

/* RFC 6125 6.4.3: a wildcard stands for one label. RFC 5922 7.2 allows none, but clients take it. */
static bool is_host(const struct certificate_name *name, struct span host)
{
    if (name->is_address)
        return false;
    if (span_starts_with_nocase(name->text, "*."))
        return span_equal_nocase(span_from(name->text, 1), span_from(host, span_find(host, '.')));
    return span_equal_nocase(name->text, host);
}

bool certificate_is_for(const struct certificate *certificate, const char *host)
{
    struct endpoint address;
    bool has_address = endpoint_read_ip(span_of(host), &address);

    for (unsigned i = 0; i < certificate->name_count; i++) {
        if (is_host(&certificate->names[i], span_of(host)) ||
            (has_address && is_address(&certificate->names[i], &address)))
            return true;
    }
    return false;
}
