/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <stdio.h>
#include <string.h>

static struct wire *copy_of(const struct wire *wire)
{
    struct wire *copy = wire_new();

    copy->packet = wire->packet;
    copy->start_line = g_strdup(wire->start_line);
    copy->method = g_strdup(wire->method);
    copy->user = g_strdup(wire->user);
    copy->body = g_strdup(wire->body);
    copy->is_request = wire->is_request;
    for (unsigned i = 0; i < wire->headers->len; i++)
        g_ptr_array_add(copy->headers, g_strdup(wire->headers->pdata[i]));
    return copy;
}

struct wire *wire_again(struct words *words, const struct wire *wire)
{
    struct wire *copy = copy_of(wire);

    wire_finish(copy, words);
    g_string_assign(copy->text, wire->text->str);
    copy->packet.text = (struct span){copy->text->str, copy->text->len};
    return copy;
}

/* An ALG or proxy that replaces a header: contact=, from=, uri= and so on. */
static void relay_edits(struct wire *copy, struct words *words)
{
    const char *value = words_value(words, "contact");

    if (value) {
        char *text = wire_contact_text(value, copy->user);

        wire_header_set(copy, "Contact", text);
        g_free(text);
    }
    if ((value = words_value(words, "uri"))) {
        g_free(copy->start_line);
        copy->start_line = g_strdup_printf("%s %s SIP/2.0", copy->method, value);
    }
}

struct wire *wire_relay(struct words *words, const struct wire *wire, const struct wire *request,
                        struct wire_memory *memory)
{
    struct wire *copy = copy_of(wire);

    copy->packet.source = wire_endpoint(PROXY);
    if (wire->is_request) {
        struct endpoint unused;
        char *via = wire_response_via(words, wire_header(copy, "Via"), wire, &unused);

        wire_header_set(copy, "Via", via);
        g_ptr_array_insert(
            copy->headers, 0,
            g_strdup_printf("Via: SIP/2.0/UDP " PROXY ";branch=z9hG4bKp%u", ++memory->branches));
        wire_header_set(copy, "Max-Forwards", "69");
        copy->packet.destination = wire_endpoint(REGISTRAR);
        g_free(via);
    } else {
        g_ptr_array_remove_index(copy->headers, (unsigned)wire_header_find(copy, "Via"));
        if (wire_header_find(copy, "Via") < 0 || !request)
            script_error(words->text, "that response did not pass the proxy");
        copy->packet.destination = request->packet.source;
    }
    relay_edits(copy, words);
    return wire_finish(copy, words);
}

struct wire *wire_icmp(struct words *words, const char *kind, const struct wire *quoted)
{
    struct wire *wire = copy_of(quoted);
    char **items = bracket_items(kind);
    unsigned type, code;

    if (!items[0] || sscanf(items[0], "%u/%u", &type, &code) != 2)
        script_error(words->text, "ICMP[type/code]");
    g_strfreev(items);
    wire->is_request = false;
    wire->packet.icmp_v6 = g_str_has_prefix(kind, "ICMP6");
    wire->packet.icmp_type = (uint8_t)type;
    wire->packet.icmp_code = (uint8_t)code;
    wire->packet.kind = packet_kind_of_icmp(wire->packet.icmp_v6, type, code);
    wire->packet.source = quoted->packet.destination;
    wire->packet.destination = quoted->packet.source;
    wire->packet.source.port = 0;
    wire->packet.destination.port = 0;
    return wire_finish(wire, words);
}
