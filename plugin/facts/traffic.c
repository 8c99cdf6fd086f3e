/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/traffic.h"

/* RFC 5389 6, 15.2. */
enum {
    STUN_HEADER_SIZE = 20,
    STUN_BINDING_REQUEST = 0x0001,
    STUN_BINDING_SUCCESS = 0x0101,
    STUN_XOR_MAPPED_ADDRESS = 0x0020,
    /* A binding response has one or two: the address, the software. */
    STUN_ATTRIBUTES_MAX = 16
};

static const uint8_t stun_cookie[4] = {0x21, 0x12, 0xA4, 0x42};

static unsigned number16(struct span bytes, size_t at)
{
    return (unsigned)(uint8_t)bytes.p[at] << 8 | (uint8_t)bytes.p[at + 1];
}

/* The address is XORed with the cookie, an IPv6 one also with the transaction id after it. */
static struct endpoint read_mapped(struct span value, struct span header)
{
    struct endpoint mapped = {.family = ENDPOINT_NONE};
    size_t size;

    if (value.n == 8 && value.p[1] == 1)
        mapped.family = ENDPOINT_IPV4;
    else if (value.n == 20 && value.p[1] == 2)
        mapped.family = ENDPOINT_IPV6;
    else
        return mapped;
    size = value.n - 4;
    mapped.port = (uint16_t)(number16(value, 2) ^ number16(header, 4));
    for (size_t i = 0; i < size; i++)
        mapped.ip[i] = (uint8_t)value.p[4 + i] ^ (uint8_t)header.p[4 + i];
    return mapped;
}

static struct endpoint find_mapped(struct span message)
{
    struct span rest = span_from(message, STUN_HEADER_SIZE);

    for (unsigned i = 0; i < STUN_ATTRIBUTES_MAX && rest.n >= 4; i++) {
        size_t length = number16(rest, 2);

        if (length > rest.n - 4)
            break;
        if (number16(rest, 0) == STUN_XOR_MAPPED_ADDRESS)
            return read_mapped((struct span){rest.p + 4, length}, message);
        rest = span_from(rest, 4 + (length + 3) / 4 * 4);
    }
    return (struct endpoint){.family = ENDPOINT_NONE};
}

static void read_payload(struct traffic *traffic, struct span payload)
{
    if (span_is(payload, "\r\n\r\n")) {
        traffic->kind = TRAFFIC_PING;
    } else if (span_is(payload, "\r\n")) {
        traffic->kind = TRAFFIC_PONG;
    } else if (payload.n >= STUN_HEADER_SIZE &&
               memcmp(payload.p + 4, stun_cookie, sizeof(stun_cookie)) == 0) {
        if (number16(payload, 0) == STUN_BINDING_REQUEST)
            traffic->kind = TRAFFIC_STUN_REQUEST;
        else if (number16(payload, 0) == STUN_BINDING_SUCCESS)
            traffic->kind = TRAFFIC_STUN_RESPONSE;
        if (traffic->kind == TRAFFIC_STUN_RESPONSE)
            traffic->mapped = find_mapped(payload);
    }
}

struct traffic traffic_read(const struct packet *packet)
{
    struct traffic traffic = {.packet = packet};

    switch (packet->tcp) {
    case PACKET_TCP_REFUSED:
        traffic.kind = TRAFFIC_REFUSED;
        break;
    case PACKET_TCP_RESET:
        traffic.kind = TRAFFIC_RESET;
        break;
    case PACKET_TCP_CLOSED:
        traffic.kind = TRAFFIC_CLOSED;
        break;
    default:
        if (!packet->cut)
            read_payload(&traffic, packet->text);
    }
    return traffic;
}
