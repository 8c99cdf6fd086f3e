/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Span operations that are too long for the header: case, quotes and numbers. Every loop advances
 * by at least one byte of the text.
 */
#include "sip/span.h"

#include <limits.h>

bool span_equal_nocase(struct span a, struct span b)
{
    if (a.n != b.n)
        return false;
    /* Most that are equal have the same case. */
    if (a.n == 0 || memcmp(a.p, b.p, a.n) == 0)
        return true;
    for (size_t i = 0; i < a.n; i++) {
        if (a.p[i] != b.p[i] && span_lower(a.p[i]) != span_lower(b.p[i]))
            return false;
    }
    return true;
}

size_t span_quoted_length(struct span s, bool *closed)
{
    size_t i = 1 + span_find(span_from(s, 1), '"');

    /* Few are escaped. */
    if (i < s.n && i > 1 && s.p[i - 1] == '\\') {
        for (i = 1; i < s.n && s.p[i] != '"'; i++)
            i += s.p[i] == '\\';
    }
    *closed = i < s.n;
    return *closed ? i + 1 : s.n;
}

/* How many bytes to skip at a character that is not a stop: a quoted string or <...> is skipped
 * whole. */
static size_t passed_over(struct span s)
{
    bool closed;

    if (s.p[0] == '"')
        return span_quoted_length(s, &closed);
    return s.p[0] == '<' ? span_find(s, '>') : 1;
}

static bool is_one_of(char c, const char *stops)
{
    while (*stops && *stops != c)
        stops++;
    return *stops;
}

size_t span_find_unquoted(struct span s, const char *stops)
{
    /* All stops, and the characters that open something which hides them: most bytes are
     * neither. */
    static const bool is_special[UCHAR_MAX + 1] = {
        [','] = true, [';'] = true, ['<'] = true, ['>'] = true, ['"'] = true};
    size_t i = 0;

    for (;;) {
        while (i < s.n && !is_special[(unsigned char)s.p[i]])
            i++;
        if (i == s.n || is_one_of(s.p[i], stops))
            return i;
        i += passed_over(span_from(s, i));
    }
}

bool span_to_number(struct span s, uint64_t *value)
{
    enum { DIGITS_SAFE = 19 }; /* of a number that cannot overflow */
    uint64_t number = 0;
    size_t i = 0;

    if (span_is_empty(s))
        return false;
    for (size_t n = MIN(s.n, (size_t)DIGITS_SAFE); i < n; i++) {
        unsigned digit = (unsigned char)s.p[i] - (unsigned)'0';

        if (digit > 9)
            return false;
        number = number * 10 + digit;
    }
    for (; i < s.n; i++) {
        unsigned digit = (unsigned char)s.p[i] - (unsigned)'0';

        if (digit > 9)
            return false;
        if (number > (UINT64_MAX - digit) / 10)
            number = UINT64_MAX;
        else
            number = number * 10 + digit;
    }
    *value = number;
    return true;
}
