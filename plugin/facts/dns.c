/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/dns.h"

#include "facts/bytes.h"

/* RFC 1035 4.1. */
enum {
    HEADER_SIZE = 12,
    FLAG_RESPONSE = 0x8000,
    MASK_OPCODE = 0x7800,
    FLAG_TRUNCATED = 0x0200,
    FLAG_RECURSION_DESIRED = 0x0100,
    MASK_OUTCOME = 0x000f,
    CLASS_IN = 1,
    /* A name has at most 127 labels, and a pointer need not lead to another one. */
    STEPS_MAX = 192
};

static uint8_t type_of(unsigned number)
{
    switch (number) {
    case 1:
        return DNS_A;
    case 5:
        return DNS_CNAME;
    case 28:
        return DNS_AAAA;
    case 33:
        return DNS_SRV;
    case 35:
        return DNS_NAPTR;
    default:
        return DNS_OTHER;
    }
}

static uint8_t outcome_of(unsigned number)
{
    switch (number) {
    case 0:
        return DNS_EMPTY; /* until there is a record */
    case 2:
        return DNS_FAILED;
    case 3:
        return DNS_NO_NAME;
    case 5:
        return DNS_REFUSED;
    default:
        return DNS_ERROR;
    }
}

static char plain(char c)
{
    return c > ' ' && c < 0x7f && c != '{' && c != '}' ? span_lower(c) : '?';
}

static bool add_label(char name[DNS_NAME_SIZE], size_t *length, struct span label)
{
    if (*length + label.n + 2 > DNS_NAME_SIZE)
        return false;
    if (*length)
        name[(*length)++] = '.';
    for (size_t i = 0; i < label.n; i++)
        name[(*length)++] = plain(label.p[i]);
    return true;
}

/* RFC 1035 4.1.4. Moves *at behind the name. Pointers may form a circle: the steps are counted. */
static bool read_name(struct span message, size_t *at, char name[DNS_NAME_SIZE])
{
    size_t length = 0, place = *at;
    bool has_jumped = false;

    for (unsigned step = 0; step < STEPS_MAX && place < message.n; step++) {
        size_t size = (uint8_t)message.p[place];

        if (size >= 0xc0) {
            if (place + 2 > message.n)
                return false;
            if (!has_jumped)
                *at = place + 2;
            has_jumped = true;
            place = bytes_number(message, place, 2) & 0x3fff;
            continue;
        }
        if (size == 0) {
            if (!has_jumped)
                *at = place + 1;
            name[length] = '\0';
            return true;
        }
        if (size > 63 || place + 1 + size > message.n ||
            !add_label(name, &length, (struct span){message.p + place + 1, size}))
            return false;
        place += 1 + size;
    }
    return false;
}

bool dns_read_question(struct span message, struct dns *dns)
{
    size_t at = HEADER_SIZE;
    unsigned flags;

    if (message.n < HEADER_SIZE)
        return false;
    flags = bytes_number(message, 2, 2);
    dns->is_response = flags & FLAG_RESPONSE;
    dns->is_truncated = flags & FLAG_TRUNCATED;
    dns->is_for_server = !dns->is_response && !(flags & FLAG_RECURSION_DESIRED);
    dns->outcome = outcome_of(flags & MASK_OUTCOME);
    dns->record_count = 0;
    if (flags & MASK_OPCODE || bytes_number(message, 4, 2) != 1 ||
        !read_name(message, &at, dns->name) || at + 4 > message.n ||
        bytes_number(message, at + 2, 2) != CLASS_IN)
        return false;
    dns->type = type_of(bytes_number(message, at, 2));
    return true;
}

static void read_address(struct dns_record *record, struct span data, size_t size, uint8_t family)
{
    if (data.n != size)
        return;
    record->address.family = family;
    memcpy(record->address.ip, data.p, size);
}

/* RFC 3403 4.1: order, preference, flags, services, regexp; then the name. */
static bool read_naptr(struct span message, struct span data, struct dns_record *record)
{
    struct span skipped, rest = span_from(data, 4);
    size_t at;

    for (unsigned i = 0; i < 3; i++) {
        if (!bytes_take_counted(&rest, 1, &skipped))
            return false;
    }
    at = (size_t)(rest.p - message.p);
    return read_name(message, &at, record->target);
}

static bool read_data(struct span message, size_t at, struct span data, struct dns_record *record)
{
    switch (record->type) {
    case DNS_A:
        read_address(record, data, 4, ENDPOINT_IPV4);
        return record->address.family != ENDPOINT_NONE;
    case DNS_AAAA:
        read_address(record, data, 16, ENDPOINT_IPV6);
        return record->address.family != ENDPOINT_NONE;
    case DNS_CNAME:
        return read_name(message, &at, record->target);
    case DNS_SRV:
        if (data.n < 7)
            return false;
        record->port = (uint16_t)bytes_number(data, 4, 2);
        at += 6;
        return read_name(message, &at, record->target);
    case DNS_NAPTR:
        return read_naptr(message, data, record);
    default:
        return false;
    }
}

/* Moves *at behind the record; false: there is no whole one. */
static bool read_record(struct span message, size_t *at, struct dns_record *record, bool *is_kept)
{
    char owner[DNS_NAME_SIZE];
    size_t size;

    memset(record, 0, sizeof(*record));
    if (!read_name(message, at, owner) || *at + 10 > message.n)
        return false;
    record->type = type_of(bytes_number(message, *at, 2));
    size = bytes_number(message, *at + 8, 2);
    *at += 10;
    if (size > message.n - *at)
        return false;
    *is_kept = read_data(message, *at, (struct span){message.p + *at, size}, record);
    *at += size;
    return true;
}

/* What the query wants; of SRV a server: "." is none (RFC 2782). */
static bool is_wanted(const struct dns *dns, const struct dns_record *record)
{
    return record->type == dns->type && (record->type != DNS_SRV || record->target[0]);
}

void dns_read_records(struct span message, struct dns *dns)
{
    size_t at = HEADER_SIZE;
    unsigned wanted_count = bytes_number(message, 6, 2);
    unsigned count = wanted_count + bytes_number(message, 8, 2) + bytes_number(message, 10, 2);
    char name[DNS_NAME_SIZE];

    if (!read_name(message, &at, name))
        return;
    at += 4;
    for (unsigned i = 0; i < count && dns->record_count < DNS_RECORDS_MAX; i++) {
        struct dns_record *record = &dns->records[dns->record_count];
        bool is_kept;

        if (!read_record(message, &at, record, &is_kept))
            return;
        if (i < wanted_count && is_kept && is_wanted(dns, record) && dns->outcome == DNS_EMPTY)
            dns->outcome = DNS_ANSWERED;
        dns->record_count += is_kept;
    }
}

const char *dns_sip_domain(const char *name)
{
    static const char *const prefixes[] = {"_sip._udp.", "_sip._tcp.",  "_sips._tcp.",
                                           "_sip._tls.", "_sip._sctp.", "_sips._sctp."};

    for (unsigned i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (g_str_has_prefix(name, prefixes[i]) && name[strlen(prefixes[i])])
            return name + strlen(prefixes[i]);
    }
    return NULL;
}
