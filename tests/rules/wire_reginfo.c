/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <string.h>

/* "K1;terminated;deactivated;retry-after=60;instance=A" */
static void add_contact(GString *body, const struct wire *wire, const char *line, const char *item,
                        unsigned number)
{
    char **parts = item_parts(item);
    char *uri = wire_contact_uri(parts[0], wire->user);
    char *bare = g_strndup(uri + (uri[0] == '<'), strlen(uri) - 2 * (uri[0] == '<'));
    const char *instance = NULL;

    if (g_strv_length(parts) < 3)
        script_error(line, "NOTIFY[contact;state;event]");
    g_string_append_printf(body, "    <contact id=\"k%u\" state=\"%s\" event=\"%s\"", number,
                           parts[1], parts[2]);
    for (unsigned i = 3; parts[i]; i++) {
        char **pair = g_strsplit(parts[i], "=", 2);

        if (strcmp(pair[0], "instance") == 0)
            instance = strchr(parts[i], '=') + 1;
        else
            g_string_append_printf(body, " %s=\"%s\"", pair[0], pair[1]);
        g_strfreev(pair);
    }
    g_string_append_printf(body, ">\r\n      <uri>%s</uri>\r\n", bare);
    if (instance)
        g_string_append_printf(
            body,
            "      <unknown-param name=\"+sip.instance\">\"&lt;urn:uuid:00000000-"
            "0000-1000-8000-00000000000%s&gt;\"</unknown-param>\r\n",
            instance);
    g_string_append(body, "    </contact>\r\n");
    g_free(bare);
    g_free(uri);
    g_strfreev(parts);
}

/* edit='id="a1"|': removes a text from the document, or replaces it. */
static void edit(GString *body, struct words *words)
{
    const char *value = words_value(words, "edit");
    char **pair = value ? g_strsplit(value, "|", 2) : NULL;

    const char *place = pair && pair[1] ? strstr(body->str, pair[0]) : NULL;

    if (value && !place)
        script_error(words->text, "edit='old text|new text'");
    if (place) {
        gssize start = place - body->str;

        g_string_erase(body, start, (gssize)strlen(pair[0]));
        g_string_insert(body, start, pair[1]);
    }
    g_strfreev(pair);
}

/* application/reginfo+xml (RFC 3680 5). */
void wire_add_reginfo(struct wire *wire, struct words *words, const char *kind)
{
    char **items = bracket_items(kind);
    GString *body = g_string_new("<?xml version=\"1.0\"?>\r\n");

    g_string_append_printf(body,
                           "<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\" version=\"%s\" "
                           "state=\"%s\">\r\n",
                           words_value_or(words, "version", "0"),
                           words_flag(words, "partial") ? "partial" : "full");
    g_string_append_printf(body,
                           "  <registration aor=\"sip:%s@ex.com\" id=\"a1\" state=\"%s\">\r\n",
                           words_value_or(words, "aor", wire->user),
                           strstr(kind, ";active") ? "active" : "terminated");
    for (unsigned i = 0; items[i]; i++)
        add_contact(body, wire, words->text, items[i], i);
    g_string_append(body, "  </registration>\r\n</reginfo>\r\n");
    edit(body, words);
    wire_add(wire, "Event: reg");
    wire_add(wire, "Subscription-State: active;expires=3000");
    wire_add(wire, "Content-Type: application/reginfo+xml");
    wire->body = g_string_free(body, FALSE);
    g_strfreev(items);
}
