/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <string.h>

static const struct {
    const char *name;
    const char *payload;
    enum transport transport; /* unless the line has transport= */
    enum packet_tcp tcp;
} kinds[] = {
    {"traffic", "x", TRANSPORT_UDP, PACKET_TCP_NONE},
    {"data", "x", TRANSPORT_TCP, PACKET_TCP_NONE},
    {"ack", "", TRANSPORT_TCP, PACKET_TCP_NONE},
    {"ping", "\r\n\r\n", TRANSPORT_TCP, PACKET_TCP_NONE},
    {"pong", "\r\n", TRANSPORT_TCP, PACKET_TCP_NONE},
    {"stun", NULL, TRANSPORT_UDP, PACKET_TCP_NONE},
    {"rst", "", TRANSPORT_TCP, PACKET_TCP_RESET},
    {"fin", "", TRANSPORT_TCP, PACKET_TCP_CLOSED},
    {"refused", "", TRANSPORT_TCP, PACKET_TCP_REFUSED},
};

bool wire_is_evidence(const char *kind)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].name, kind) == 0)
            return true;
    }
    return false;
}

static void add16(GString *text, unsigned number)
{
    g_string_append_c(text, (char)(number >> 8));
    g_string_append_c(text, (char)number);
}

/* A Binding request, or, given the address that the server sees, a Binding response. */
static GString *stun_message(const char *mapped)
{
    static const char id[] = "\x21\x12\xA4\x42"
                             "identifier12";
    GString *text = g_string_new(NULL);
    struct endpoint address;
    unsigned size;

    if (!mapped) {
        add16(text, 0x0001);
        add16(text, 0);
        return g_string_append_len(text, id, 16);
    }
    address = wire_endpoint(mapped);
    size = address.family == ENDPOINT_IPV6 ? 16 : 4;
    add16(text, 0x0101);
    add16(text, 12 + 4 + size + 4);
    g_string_append_len(text, id, 16);
    add16(text, 0x8022); /* SOFTWARE, padded */
    add16(text, 5);
    g_string_append_len(text, "phone\0\0\0", 8);
    add16(text, 0x0020);
    add16(text, 4 + size);
    add16(text, address.family == ENDPOINT_IPV6 ? 2 : 1);
    add16(text, address.port ^ 0x2112U);
    for (unsigned i = 0; i < size; i++)
        g_string_append_c(text, (char)(address.ip[i] ^ (unsigned char)id[i]));
    return text;
}

struct wire *wire_evidence(struct words *words, const char *kind)
{
    const char *source = words_take(words), *destination = words_take(words);
    const char *transport = words_value(words, "transport"), *mapped = words_value(words, "mapped");
    struct wire *wire = wire_new();
    unsigned i = 0;

    if (!source || !destination)
        script_error(words->text, "%s needs two addresses", kind);
    while (strcmp(kinds[i].name, kind) != 0)
        i++;
    wire->packet.source = wire_endpoint(source);
    wire->packet.destination = wire_endpoint(destination);
    wire->packet.tcp = (uint8_t)kinds[i].tcp;
    wire->packet.transport = (uint8_t)kinds[i].transport;
    if (transport)
        wire->packet.transport = strcmp(transport, "udp") == 0 ? TRANSPORT_UDP : TRANSPORT_TCP;
    wire->text = kinds[i].payload ? g_string_new(kinds[i].payload) : stun_message(mapped);
    wire->packet.text = (struct span){wire->text->str, wire->text->len};
    return wire;
}
