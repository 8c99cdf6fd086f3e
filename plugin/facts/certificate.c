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

/* RFC 5280 4.1.2.5: YYMMDDHHMMSSZ from 1950 on, or with four digits of the year. 0: unreadable. */
static int64_t read_time(unsigned tag, struct span text)
{
    int fields[6];
    size_t year_digits = tag == TAG_UTC_TIME ? 2 : 4, at = 0;
    GDateTime *date;
    int64_t time;

    if (text.n < year_digits + 11 || text.p[year_digits + 10] != 'Z')
        return 0;
    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        uint64_t number;
        size_t digits = i ? 2 : year_digits;

        if (!span_to_number((struct span){text.p + at, digits}, &number))
            return 0;
        fields[i] = (int)number;
        at += digits;
    }
    if (tag == TAG_UTC_TIME)
        fields[0] += fields[0] < 50 ? 2000 : 1900;
    date = g_date_time_new_utc(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
    if (!date)
        return 0;
    time = CLAMP(g_date_time_to_unix(date), 0, 9000000000) * SECOND;
    g_date_time_unref(date);
    return time;
}

static bool read_validity(struct span validity, struct certificate *certificate)
{
    struct span text;
    unsigned tag;

    if (!take(&validity, &tag, &text))
        return false;
    certificate->not_before = read_time(tag, text);
    if (!take(&validity, &tag, &text))
        return false;
    certificate->not_after = read_time(tag, text);
    return certificate->not_before && certificate->not_after;
}

static void add_name(struct certificate *certificate, struct span name)
{
    if (certificate->name_count < CERTIFICATE_NAMES_MAX)
        certificate->names[certificate->name_count++] = name;
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
            add_name(certificate, value);
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

static void read_alternative_names(struct span octets, struct certificate *certificate)
{
    struct span names, name;
    unsigned tag;

    if (!take_as(&octets, TAG_SEQUENCE, &names))
        return;
    certificate->name_count = 0;
    while (take(&names, &tag, &name)) {
        if (tag == NAME_DNS || (tag == NAME_ADDRESS && (name.n == 4 || name.n == 16)))
            add_name(certificate, name);
        else if (tag == NAME_URI && span_present(host_of_uri(name)))
            add_name(certificate, host_of_uri(name));
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

static bool is_address(struct span name, const struct endpoint *address)
{
    size_t size = address->family == ENDPOINT_IPV6 ? 16 : 4;

    return name.n == size && memcmp(name.p, address->ip, size) == 0;
}

/* RFC 6125 6.4.3: a wildcard stands for one label. RFC 5922 7.2 allows none, but clients take it. */
static bool is_host(struct span name, struct span host)
{
    if (span_starts_with_nocase(name, "*."))
        return span_equal_nocase(span_from(name, 1), span_from(host, span_find(host, '.')));
    return span_equal_nocase(name, host);
}

bool certificate_is_for(const struct certificate *certificate, const char *host)
{
    struct endpoint address;
    bool has_address = endpoint_read_ip(span_of(host), &address);

    for (unsigned i = 0; i < certificate->name_count; i++) {
        if (is_host(certificate->names[i], span_of(host)) ||
            (has_address && is_address(certificate->names[i], &address)))
            return true;
    }
    return false;
}
