/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/auth_text.h"

struct span sip_auth_unquoted(struct span quoted, char text[SIP_AUTH_TEXT_SIZE])
{
    size_t length = 0;

    if (quoted.n > SIP_AUTH_TEXT_SIZE || span_find(quoted, '\\') == quoted.n)
        return quoted;
    for (size_t i = 0; i < quoted.n; i++) {
        if (quoted.p[i] == '\\' && i + 1 < quoted.n)
            i++;
        text[length++] = quoted.p[i];
    }
    return (struct span){text, length};
}

struct span sip_auth_extended(struct span value, char text[SIP_AUTH_TEXT_SIZE])
{
    size_t charset = span_find(value, '\'');
    struct span rest = span_from(value, charset + 1);
    struct span coded = span_from(rest, span_find(rest, '\'') + 1);
    char *decoded;
    size_t length = 0;

    if (!span_is_nocase(span_first(value, charset), "UTF-8") || span_is_empty(coded) ||
        coded.n > (size_t)3 * SIP_AUTH_TEXT_SIZE)
        return SPAN_NONE;
    decoded = g_uri_unescape_segment(coded.p, coded.p + coded.n, NULL);
    if (decoded)
        length = strlen(decoded);
    if (length == 0 || length > SIP_AUTH_TEXT_SIZE || !g_utf8_validate(decoded, -1, NULL))
        length = 0;
    else
        memcpy(text, decoded, length);
    g_free(decoded);
    return length ? (struct span){text, length} : SPAN_NONE;
}
