/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

const char *const wire_transport_names[TRANSPORT_COUNT] = {"",     "UDP", "TCP", "TLS",
                                                           "SCTP", "WS",  "WSS"};

void wire_memory_init(struct wire_memory *memory)
{
    memory->cseqs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    memory->branches = 0;
}

void wire_memory_clear(struct wire_memory *memory)
{
    g_hash_table_unref(memory->cseqs);
}

struct endpoint wire_endpoint(const char *text)
{
    struct endpoint endpoint = {0};
    const char *colon = strrchr(text, ':');
    char host[64];
    bool is_ipv6 = text[0] == '[';
    int length = (int)(colon ? colon - text : (long)strlen(text));

    g_snprintf(host, sizeof host, "%.*s", is_ipv6 ? length - 2 : length, text + is_ipv6);
    endpoint.family = is_ipv6 ? ENDPOINT_IPV6 : ENDPOINT_IPV4;
    if (!colon || inet_pton(is_ipv6 ? AF_INET6 : AF_INET, host, endpoint.ip) != 1)
        script_error(text, "not an address with a port");
    endpoint.port = (uint16_t)atoi(colon + 1);
    return endpoint;
}

/* The address without port and brackets, as in `received`. */
char *wire_host(const struct endpoint *endpoint)
{
    char host[INET6_ADDRSTRLEN];

    inet_ntop(endpoint->family == ENDPOINT_IPV6 ? AF_INET6 : AF_INET, endpoint->ip, host,
              sizeof host);
    return g_strdup(host);
}

void wire_add(struct wire *wire, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_ptr_array_add(wire->headers, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

bool wire_is_header(const char *header, const char *name)
{
    size_t length = strlen(name);

    return g_ascii_strncasecmp(header, name, length) == 0 && header[length] == ':';
}

int wire_header_find(const struct wire *wire, const char *name)
{
    for (unsigned i = 0; i < wire->headers->len; i++) {
        if (wire_is_header(wire->headers->pdata[i], name))
            return (int)i;
    }
    return -1;
}

/* The value of the first header of this name; "" if there is none. */
const char *wire_header(const struct wire *wire, const char *name)
{
    int i = wire_header_find(wire, name);

    return i < 0 ? "" : (char *)wire->headers->pdata[i] + strlen(name) + 2;
}

void wire_header_set(struct wire *wire, const char *name, const char *value)
{
    int i = wire_header_find(wire, name);
    char *header = g_strdup_printf("%s: %s", name, value);

    if (i < 0) {
        g_ptr_array_add(wire->headers, header);
    } else {
        g_free(wire->headers->pdata[i]);
        wire->headers->pdata[i] = header;
    }
}

/* The options common to all messages, then the text. */
struct wire *wire_finish(struct wire *wire, struct words *words)
{
    unsigned position = 0;
    const char *value;
    size_t size = 0;

    wire_header_set(wire, "Content-Length", "0");
    if (wire->body) {
        char *length = g_strdup_printf("%zu", strlen(wire->body));

        wire_header_set(wire, "Content-Length", length);
        g_free(length);
    }
    while ((value = words_next_value(words, "drop", &position))) {
        int i = wire_header_find(wire, value);

        if (i < 0)
            script_error(words->text, "no %s to drop", value);
        g_ptr_array_remove_index(wire->headers, (unsigned)i);
    }
    position = 0;
    while ((value = words_next_value(words, "header", &position)))
        wire_add(wire, "%s", value);
    if ((value = words_value(words, "size")))
        size = (size_t)atoi(value);

    wire->text = g_string_new(words_flag(words, "crlf") ? "\r\n\r\n" : "");
    g_string_append_printf(wire->text, "%s\r\n", wire->start_line);
    for (unsigned i = 0; i < wire->headers->len; i++)
        g_string_append_printf(wire->text, "%s\r\n", (char *)wire->headers->pdata[i]);
    if (size) {
        g_string_append(wire->text, "X-Filler: ");
        while (wire->text->len + 4 < size)
            g_string_append_c(wire->text, 'x');
        g_string_append(wire->text, "\r\n");
    }
    g_string_append(wire->text, "\r\n");
    if (wire->body)
        g_string_append(wire->text, wire->body);
    if ((value = words_value(words, "cut"))) {
        const char *end = strstr(wire->text->str, value);

        if (g_ascii_isdigit(value[0]))
            g_string_truncate(wire->text, (size_t)atoi(value));
        else if (end)
            g_string_truncate(wire->text, (size_t)(end - wire->text->str));
        else
            script_error(words->text, "no \"%s\" to cut at", value);
        wire->packet.cut = true;
    }
    wire->packet.text = (struct span){wire->text->str, wire->text->len};
    if ((value = words_value(words, "src")))
        wire->packet.source = wire_endpoint(value);
    if ((value = words_value(words, "dst")))
        wire->packet.destination = wire_endpoint(value);
    return wire;
}

struct wire *wire_new(void)
{
    struct wire *wire = g_new0(struct wire, 1);

    wire->headers = g_ptr_array_new_with_free_func(g_free);
    return wire;
}

void wire_free(void *data)
{
    struct wire *wire = data;

    if (!wire)
        return;
    g_ptr_array_unref(wire->headers);
    if (wire->text)
        g_string_free(wire->text, TRUE);
    g_free(wire->start_line);
    g_free(wire->body);
    g_free(wire->method);
    g_free(wire->user);
    g_free(wire);
}

/* K2 is <sip:USER@10.0.0.2:5060>; the rest stays as it is. */
char *wire_contact_uri(const char *text, const char *user)
{
    if (text[0] == 'K' && g_ascii_isdigit(text[1]))
        return g_strdup_printf("<sip:%s@10.0.0.%s:5060>", user, text + 1);
    return g_strdup(text);
}

/* "K1;60;instance=A;reg-id=1": the first part is the URI; a number is the expires parameter and
 * instance=A a +sip.instance. */
char *wire_contact_text(const char *item, const char *user)
{
    char **parts = item_parts(item);
    char *uri = wire_contact_uri(parts[0], user);
    GString *text = g_string_new(uri);

    for (unsigned i = 1; parts[i]; i++) {
        if (parts[i][0] && strspn(parts[i], "0123456789") == strlen(parts[i]))
            g_string_append_printf(text, ";expires=%s", parts[i]);
        else if (g_str_has_prefix(parts[i], "instance="))
            g_string_append_printf(
                text, ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-00000000000%s>\"",
                parts[i] + strlen("instance="));
        else
            g_string_append_printf(text, ";%s", parts[i]);
    }
    g_free(uri);
    g_strfreev(parts);
    return g_string_free(text, FALSE);
}

void wire_add_contacts(struct wire *wire, char **items)
{
    GString *list = g_string_new(NULL);

    for (unsigned i = 0; items[i]; i++) {
        char *text = wire_contact_text(items[i], wire->user);

        g_string_append_printf(list, "%s%s", list->len ? ", " : "", text);
        g_free(text);
    }
    if (list->len)
        wire_add(wire, "Contact: %s", list->str);
    g_string_free(list, TRUE);
}
