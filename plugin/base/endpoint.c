/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/endpoint.h"

#include "base/figure.h"
#include "sip/hash.h"
#include "sip/uri.h"

#include <arpa/inet.h>

/* Four numbers up to 255 without leading zeros, as inet_pton has them. */
static bool read_ipv4(struct span host, uint8_t ip[4])
{
    size_t i = 0;

    for (unsigned part = 0; part < 4; part++) {
        size_t start = i;
        unsigned number = 0;

        for (; i < host.n && i < start + 3 && g_ascii_isdigit(host.p[i]); i++)
            number = number * 10 + (unsigned)(host.p[i] - '0');
        if (i == start || number > UINT8_MAX || (host.p[start] == '0' && i > start + 1))
            return false;
        ip[part] = (uint8_t)number;
        if (part < 3 && (i == host.n || host.p[i++] != '.'))
            return false;
    }
    return i == host.n;
}

bool endpoint_read_ip(struct span host, struct endpoint *endpoint)
{
    bool bracketed = host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
    struct endpoint read = {0};

    if (bracketed)
        host = (struct span){host.p + 1, host.n - 2};
    if (!bracketed && read_ipv4(host, read.ip)) {
        read.family = ENDPOINT_IPV4;
    } else {
        memset(read.ip, 0, sizeof(read.ip));
        if (!sip_ipv6_read(host, read.ip))
            return false;
        read.family = ENDPOINT_IPV6;
    }
    *endpoint = read;
    return true;
}

/* Chosen when it is first needed: who sends packets cannot know it. */
static uint64_t secret_key(void)
{
    static uint64_t key;

    if (!key)
        key = hash_key(g_random_int(), g_random_int());
    return key;
}

unsigned endpoint_hash(const struct endpoint *endpoint)
{
    uint64_t key = secret_key();
    /* By itself: a part of the address must not make up for the port. */
    uint64_t hash = hash_word(key, (uint64_t)endpoint->port << 8 | endpoint->family, key);

    return hash_fold(hash_words(hash, span_word((const char *)endpoint->ip, 8),
                                span_word((const char *)endpoint->ip + 8, 8), key));
}

unsigned endpoint_table_hash(const void *endpoint)
{
    return endpoint_hash(endpoint);
}

int endpoint_table_equal(const void *a, const void *b)
{
    return endpoint_key_equal(a, b);
}

static bool is_private_ipv4(const uint8_t ip[4])
{
    return ip[0] == 10 || ip[0] == 127 || (ip[0] == 172 && (ip[1] & 0xf0) == 16) ||
           (ip[0] == 192 && ip[1] == 168) || (ip[0] == 169 && ip[1] == 254) ||
           (ip[0] == 100 && (ip[1] & 0xc0) == 64);
}

bool endpoint_is_private(const struct endpoint *endpoint)
{
    /* "IPv4-mapped" (RFC 4291 2.5.5.2): how a dual-stack socket shows IPv4. */
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    static const uint8_t loopback[16] = {[15] = 1};
    const uint8_t *ip = endpoint->ip;

    switch (endpoint->family) {
    case ENDPOINT_IPV4:
        return is_private_ipv4(ip);
    case ENDPOINT_IPV6:
        if (memcmp(ip, mapped, sizeof(mapped)) == 0)
            return is_private_ipv4(ip + sizeof(mapped));
        return (ip[0] & 0xfe) == 0xfc || (ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80) ||
               memcmp(ip, loopback, sizeof(loopback)) == 0;
    default:
        return false;
    }
}

bool endpoint_is_loopback(const struct endpoint *endpoint)
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    static const uint8_t loopback[16] = {[15] = 1};
    const uint8_t *ip = endpoint->ip;

    if (endpoint->family == ENDPOINT_IPV4)
        return ip[0] == 127;
    return endpoint->family == ENDPOINT_IPV6 &&
           (memcmp(ip, loopback, sizeof(loopback)) == 0 ||
            (memcmp(ip, mapped, sizeof(mapped)) == 0 && ip[12] == 127));
}

bool endpoint_is_unroutable(const struct endpoint *endpoint)
{
    const uint8_t *ip = endpoint->ip;

    switch (endpoint->family) {
    case ENDPOINT_IPV4:
        return ip[0] == 0 || ip[0] == 127 || (ip[0] & 0xf0) == 0xe0;
    case ENDPOINT_IPV6:
        return ip[0] == 0xff ||
               (memcmp(ip, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15) == 0 && ip[15] <= 1);
    default:
        return false;
    }
}

bool endpoint_is_link_local(const struct endpoint *endpoint)
{
    const uint8_t *ip = endpoint->ip;

    return endpoint->family == ENDPOINT_IPV4
               ? ip[0] == 169 && ip[1] == 254
               : endpoint->family == ENDPOINT_IPV6 && ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80;
}

bool endpoint_same_network(const struct endpoint *a, const struct endpoint *b, unsigned prefix)
{
    if (a->family != ENDPOINT_IPV4 || b->family != ENDPOINT_IPV4)
        return endpoint_same_ip(a, b);

    for (unsigned bit = 0; bit < MIN(prefix, 32u); bit++) {
        uint8_t mask = 0x80 >> (bit % 8);

        if ((a->ip[bit / 8] ^ b->ip[bit / 8]) & mask)
            return false;
    }
    return true;
}

static char *write_ipv4(char *text, const uint8_t *ip)
{
    for (unsigned i = 0; i < 4; i++) {
        if (i > 0)
            *text++ = '.';
        text = figure_write(text, ip[i]);
    }
    return text;
}

static char *write_ip(char *text, const struct endpoint *endpoint)
{
    if (endpoint->family == ENDPOINT_IPV4)
        return write_ipv4(text, endpoint->ip);
    if (endpoint->family == ENDPOINT_NONE ||
        !inet_ntop(AF_INET6, endpoint->ip, text, INET6_ADDRSTRLEN))
        return g_stpcpy(text, "?");
    return text + strlen(text);
}

const char *endpoint_to_text(const struct endpoint *endpoint, bool with_port,
                             char text[ENDPOINT_TEXT_SIZE])
{
    bool bracketed = with_port && endpoint->family == ENDPOINT_IPV6;
    char *end = text;

    if (bracketed)
        *end++ = '[';
    end = write_ip(end, endpoint);
    if (bracketed)
        *end++ = ']';
    if (with_port) {
        *end++ = ':';
        figure_write(end, endpoint->port);
    }
    return text;
}
