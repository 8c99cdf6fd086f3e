/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <stdlib.h>
#include <string.h>

static unsigned next_cseq(struct words *words, const char *call_id, struct wire_memory *memory)
{
    unsigned cseq = GPOINTER_TO_UINT(g_hash_table_lookup(memory->cseqs, call_id)) + 1;
    const char *value = words_value(words, "cseq");

    if (value)
        cseq = (unsigned)strtoul(value, NULL, 10);
    g_hash_table_insert(memory->cseqs, g_strdup(call_id), GUINT_TO_POINTER(cseq));
    return cseq;
}

static unsigned transport_of(struct words *words)
{
    const char *value = words_value(words, "transport");

    if (!value)
        return TRANSPORT_UDP;
    for (unsigned i = 1; i < TRANSPORT_COUNT; i++) {
        if (g_ascii_strcasecmp(value, wire_transport_names[i]) == 0)
            return i;
    }
    script_error(words->text, "transport %s", value);
}

/* A user name, or the whole value. */
static char *address_text(const char *value)
{
    if (value[0] == '<' || value[0] == '"' || strchr(value, ':'))
        return g_strdup(value);
    return g_strdup_printf("<sip:%s@ex.com>", value);
}

static void add_via(struct wire *wire, struct words *words, const char *sent_by,
                    struct wire_memory *memory)
{
    char *fresh = g_strdup_printf("b%u", ++memory->branches);
    const char *branch = words_value_or(words, "branch", fresh);
    const char *rport = words_value_or(words, "rport", "");
    const char *below;

    wire_add(wire, "Via: SIP/2.0/%s %s;%sbranch=%s%s", wire_transport_names[wire->packet.transport],
             sent_by, strcmp(rport, "none") == 0 ? "" : "rport;",
             words_flag(words, "no-cookie") ? "" : "z9hG4bK", branch);
    if ((below = words_value(words, "via")))
        wire_add(wire, "Via: %s", below);
    g_free(fresh);
}

static void add_request_contacts(struct wire *wire, struct words *words, unsigned client)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(g_free);
    const char *instance = words_value(words, "instance");
    const char *reg_id = words_value(words, "reg-id");
    const char *value;
    unsigned position = 0;
    bool star = false;

    while ((value = words_next_value(words, "contact", &position))) {
        star = star || value[0] == '*';
        if (strcmp(value, "none") != 0)
            g_ptr_array_add(items, g_strdup(value));
    }
    if (client && !words_value(words, "contact"))
        g_ptr_array_add(items, g_strdup_printf("K%u", client));
    for (unsigned i = 0; i < items->len && !star; i++) {
        char *item = items->pdata[i];

        items->pdata[i] = g_strconcat(item, instance ? ";instance=" : "", instance ? instance : "",
                                      reg_id ? ";reg-id=" : "", reg_id ? reg_id : "", NULL);
        g_free(item);
    }
    g_ptr_array_add(items, NULL);
    wire_add_contacts(wire, (char **)items->pdata);
    g_ptr_array_unref(items);
}

struct wire *wire_request(struct words *words, const char *kind, struct wire_memory *memory)
{
    struct wire *wire = wire_new();
    unsigned client = (unsigned)atoi(words_value_or(words, "client", "1"));
    bool is_notify = g_str_has_prefix(kind, "NOTIFY");
    bool is_register = strcmp(kind, "R") == 0;
    char *address = g_strdup_printf("10.0.0.%u:5060", client);
    char *own_call_id = g_strdup_printf("%s%u", is_register ? "c" : is_notify ? "s" : "i", client);
    char *own_tag = g_strdup_printf("f%u", client);
    const char *uri, *call_id, *from_tag, *to_tag, *value;
    char *to, *from;
    unsigned cseq;

    wire->is_request = true;
    wire->method = is_register ? g_strdup("REGISTER") : g_strndup(kind, strcspn(kind, "["));
    wire->user = g_strdup(words_value_or(words, "user", "bob"));
    wire->packet.transport = (uint8_t)transport_of(words);
    wire->packet.source = wire_endpoint(is_notify ? REGISTRAR : address);
    wire->packet.destination = wire_endpoint(is_notify ? address : REGISTRAR);
    uri = words_value_or(words, "uri",
                         is_register ? "sip:ex.com"
                         : is_notify ? "sip:bob@10.0.0.1"
                                     : "sip:carol@ex.com");
    wire->start_line = g_strdup_printf("%s %s SIP/2.0", wire->method, uri);

    add_via(wire, words, words_value_or(words, "sent-by", is_notify ? REGISTRAR : address), memory);
    from = address_text(words_value_or(words, "from", wire->user));
    to = address_text(words_value_or(words, "to", is_register || is_notify ? wire->user : "carol"));
    from_tag = words_value_or(words, "from-tag", own_tag);
    to_tag = words_value(words, "to-tag");
    call_id = words_value_or(words, "call-id", own_call_id);
    cseq = next_cseq(words, call_id, memory);
    wire_add(wire, "Max-Forwards: 70");
    wire_add(wire, "To: %s%s%s", to, to_tag ? ";tag=" : "", to_tag ? to_tag : "");
    if (strcmp(from_tag, "none") == 0)
        wire_add(wire, "From: %s", from);
    else
        wire_add(wire, "From: %s;tag=%s", from, from_tag);
    wire_add(wire, "Call-ID: %s", call_id);
    wire_add(wire, "CSeq: %u %s", cseq, wire->method);
    add_request_contacts(wire, words, is_notify ? 0 : client);
    value = words_value_or(words, "expires", is_register ? "3600" : "none");
    if (strcmp(value, "none") != 0)
        wire_add(wire, "Expires: %s", value);
    while ((value = words_bracketed(words, "A")) || (value = words_bracketed(words, "P"))) {
        char **items = bracket_items(value);

        for (unsigned i = 0; items[i]; i++)
            wire_add_credentials(wire, words->text,
                                 value[0] == 'A' ? "Authorization" : "Proxy-Authorization",
                                 items[i], uri);
        g_strfreev(items);
    }
    if (is_notify && strchr(kind, '['))
        wire_add_reginfo(wire, words, kind);
    if ((value = words_value(words, "body")))
        wire->body = g_strdup(value);
    g_free(to);
    g_free(from);
    g_free(own_tag);
    g_free(own_call_id);
    g_free(address);
    return wire_finish(wire, words);
}
