/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <stdlib.h>
#include <string.h>

/* The top Via as the registrar returns it (RFC 3261 18.2.1, RFC 3581 4): received and rport filled in,
 * or as given in the line. Sets the destination of the response. */
char *wire_response_via(struct words *words, const char *via, const struct wire *request,
                        struct endpoint *destination)
{
    const struct endpoint *source = &request->packet.source;
    char *host = wire_host(source);
    const char *received = words_value(words, "received");
    const char *rport = words_value(words, "rport");
    const char *branch = words_value(words, "branch");
    const char *sent_by = words_value(words, "sent-by");
    char **parts = g_strsplit(via, ";", -1);
    GString *text = g_string_new(NULL);
    const char *space = strchr(parts[0], ' ');
    bool has_rport = false;

    for (unsigned i = 1; parts[i]; i++)
        has_rport = has_rport || strcmp(parts[i], "rport") == 0;
    if (sent_by)
        g_string_append_printf(text, "%.*s %s", (int)(space - parts[0]), parts[0], sent_by);
    else
        g_string_append(text, parts[0]);
    *destination = *source;
    if (!has_rport && request->packet.transport == TRANSPORT_UDP)
        destination->port = strrchr(space, ':') > strchr(space, ']')
                                ? (uint16_t)atoi(strrchr(space, ':') + 1)
                                : 5060;
    if (!received && !strstr(space, host))
        received = host;
    for (unsigned i = 1; parts[i]; i++) {
        if (strcmp(parts[i], "rport") == 0 && !(rport && strcmp(rport, "none") == 0)) {
            if (!received || strcmp(received, "none") != 0)
                g_string_append_printf(text, ";received=%s", received ? received : host);
            g_string_append(text, ";rport=");
            if (rport)
                g_string_append(text, rport);
            else
                g_string_append_printf(text, "%u", source->port);
        } else if (branch && g_str_has_prefix(parts[i], "branch=")) {
            g_string_append_printf(text, ";branch=z9hG4bK%s", branch);
        } else {
            g_string_append_printf(text, ";%s", parts[i]);
        }
    }
    if (!has_rport && received && strcmp(received, "none") != 0)
        g_string_append_printf(text, ";received=%s", received);
    if (!has_rport && rport && strcmp(rport, "none") != 0)
        g_string_append_printf(text, ";rport=%s", rport);
    g_strfreev(parts);
    g_free(host);
    return g_string_free(text, FALSE);
}

static const char *reason_of(unsigned status)
{
    static const struct {
        unsigned status;
        const char *reason;
    } reasons[] = {
        {100, "Trying"},
        {200, "OK"},
        {302, "Moved Temporarily"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {407, "Proxy Authentication Required"},
        {405, "Method Not Allowed"},
        {423, "Interval Too Brief"},
        {480, "Temporarily Unavailable"},
        {483, "Too Many Hops"},
        {484, "Address Incomplete"},
        {486, "Busy Here"},
        {488, "Not Acceptable Here"},
        {494, "Security Agreement Required"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {580, "Precondition Failure"},
        {600, "Busy Everywhere"},
        {604, "Does Not Exist Anywhere"},
        {606, "Not Acceptable"},
        {500, "Server Internal Error"},
        {503, "Service Unavailable"},
        {0, "Some Reason"},
    };
    unsigned i = 0;

    while (reasons[i].status && reasons[i].status != status)
        i++;
    return reasons[i].reason;
}

static void add_status_items(struct wire *wire, struct words *words, const char *kind,
                             unsigned status)
{
    char **items = bracket_items(kind);

    if (status == 401 || status == 407) {
        for (unsigned i = 0; items[i]; i++)
            wire_add_challenge(wire, words->text,
                               status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate", items[i]);
    } else if (status < 400) {
        if (!items[0] && status >= 200 && strcmp(wire->method, "REGISTER") == 0)
            script_error(words->text,
                         "a 2xx needs its list of bindings: 200[K1;3600], or 200[] for none");
        if (items[0] && items[0][0])
            wire_add_contacts(wire, items);
    } else if (items[0]) {
        wire_add(wire, "%s: %s", status == 423 ? "Min-Expires" : "Retry-After", items[0]);
    }
    g_strfreev(items);
}

static void set_if_given(struct wire *wire, struct words *words, const char *name,
                         const char *header)
{
    const char *value = words_value(words, name);

    if (value)
        wire_header_set(wire, header, value);
}

struct wire *wire_response(struct words *words, const char *kind, const struct wire *request)
{
    struct wire *wire = wire_new();
    unsigned status = (unsigned)atoi(kind);
    bool is_top = true;
    const char *to_tag, *value;

    wire->method = g_strdup(request->method);
    wire->user = g_strdup(request->user);
    wire->packet.transport = request->packet.transport;
    wire->packet.source = request->packet.destination;
    wire->packet.destination = request->packet.source;
    wire->start_line = g_strdup_printf("SIP/2.0 %u %s", status,
                                       words_value_or(words, "reason", reason_of(status)));
    for (unsigned i = 0; i < request->headers->len; i++) {
        const char *header = request->headers->pdata[i];

        if (!wire_is_header(header, "Via"))
            continue;
        if (is_top) {
            char *via = wire_response_via(words, header + strlen("Via: "), request,
                                          &wire->packet.destination);

            wire_add(wire, "Via: %s", via);
            g_free(via);
        } else {
            wire_add(wire, "%s", header);
        }
        is_top = false;
    }
    to_tag = words_value_or(words, "to-tag", status == 100 ? "none" : "s1");
    wire_add(wire, "To: %s%s%s", wire_header(request, "To"), strcmp(to_tag, "none") ? ";tag=" : "",
             strcmp(to_tag, "none") ? to_tag : "");
    wire_add(wire, "From: %s", wire_header(request, "From"));
    wire_add(wire, "Call-ID: %s", wire_header(request, "Call-ID"));
    wire_add(wire, "CSeq: %s", wire_header(request, "CSeq"));
    set_if_given(wire, words, "from", "From");
    set_if_given(wire, words, "to", "To");
    set_if_given(wire, words, "call-id", "Call-ID");
    set_if_given(wire, words, "cseq", "CSeq");
    if ((value = words_value(words, "via")))
        wire_add(wire, "Via: %s", value);
    add_status_items(wire, words, kind, status);
    if ((value = words_value(words, "expires")))
        wire_add(wire, "Expires: %s", value);
    if ((value = words_value(words, "nextnonce")))
        wire_add(wire, "Authentication-Info: nextnonce=\"%s\"", value);
    if ((value = words_value(words, "rspauth")))
        wire_add_rspauth(wire, request, value, words_value_or(words, "rspauth-method", ""));
    return wire_finish(wire, words);
}
