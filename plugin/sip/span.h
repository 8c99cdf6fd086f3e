/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A span is a piece of somebody else's text: pointer and length, never NUL-terminated, never
 * copied. It lives as long as the text it was cut from.
 */
#ifndef SIPREG_SIP_SPAN_H
#define SIPREG_SIP_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

struct span {
    const char *p; /* NULL: there is no such thing (a missing header or parameter) */
    size_t n;      /* bytes; 0 with p set: there, but empty */
};

#define SPAN_NONE          ((struct span){NULL, 0})
#define SPAN_LITERAL(text) ((struct span){(text), sizeof(text) - 1})

static inline struct span span_of(const char *text)
{
    return (struct span){text, text ? strlen(text) : 0};
}

static inline bool span_present(struct span s)
{
    return s.p != NULL;
}

static inline bool span_is_empty(struct span s)
{
    return s.n == 0;
}

/* Byte for byte; two missing spans are equal, a missing and an empty one too. */
static inline bool span_equal(struct span a, struct span b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline char span_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Equal but for the case of ASCII letters. A NUL is a byte like any other. */
bool span_equal_nocase(struct span a, struct span b);

static inline bool span_is(struct span s, const char *text)
{
    return span_equal(s, span_of(text));
}

static inline bool span_is_nocase(struct span s, const char *text)
{
    /* The length is compared here, where the compiler knows it of a literal. */
    return s.n == strlen(text) && span_equal_nocase(s, span_of(text));
}

/* The bytes from `from` on; empty where the span is shorter. */
static inline struct span span_from(struct span s, size_t from)
{
    size_t skipped = MIN(from, s.n);

    return skipped ? (struct span){s.p + skipped, s.n - skipped} : s;
}

/* The first `n` bytes, or all where there are fewer. */
static inline struct span span_first(struct span s, size_t n)
{
    return (struct span){s.p, MIN(n, s.n)};
}

static inline bool span_starts_with_nocase(struct span s, const char *prefix)
{
    return span_is_nocase(span_first(s, strlen(prefix)), prefix);
}

static inline bool span_ends_with_nocase(struct span s, const char *suffix)
{
    size_t n = strlen(suffix);

    return s.n >= n && span_is_nocase(span_from(s, s.n - n), suffix);
}

/* Where `c` is first found, or s.n. */
static inline size_t span_find(struct span s, char c)
{
    const char *found = s.n ? memchr(s.p, c, s.n) : NULL;

    return found ? (size_t)(found - s.p) : s.n;
}

/* Linear white space: blanks, tabs and the line ends of folded headers (RFC 3261 25.1, LWS). */
static inline bool span_is_space(char c)
{
    /* All of them are below: most bytes need one comparison. */
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static inline struct span span_trim(struct span s)
{
    while (s.n > 0 && span_is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && span_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* How many bytes the quoted string takes with which `s` begins, both quotes included; a backslash
 * takes the meaning from what follows it. All of `s`, and *closed false, where the closing quote is
 * missing. */
size_t span_quoted_length(struct span s, bool *closed);

/* Where one of the `stops`, which are of ",;<", is first found outside quotes and <>, or s.n. What
 * is opened and never closed hides all that follows. */
size_t span_find_unquoted(struct span s, const char *stops);

/* Reads 1*DIGIT that fills the whole span. Returns false, and leaves *value alone, for anything
 * else; a number above UINT64_MAX reads as UINT64_MAX. */
bool span_to_number(struct span s, uint64_t *value);

#endif
