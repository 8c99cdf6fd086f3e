/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A span is a borrowed piece of text: pointer and length, never NUL-terminated, never copied. It is
 * valid as long as the text it was cut from.
 */
#ifndef SIPREG_SIP_SPAN_H
#define SIPREG_SIP_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

struct span {
    const char *p; /* NULL: missing (a header or parameter that is not there) */
    size_t n;      /* bytes; 0 with p set: present, but empty */
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

/* `n` of up to eight bytes. */
static inline uint64_t span_word(const char *p, size_t n)
{
    uint64_t word = 0;

    memcpy(&word, p, n);
    return word;
}

static inline uint32_t span_half_word(const char *p)
{
    uint32_t word;

    memcpy(&word, p, sizeof(word));
    return word;
}

/* Up to eight bytes of at least one, without a loop; with the length they are the text. */
static inline uint64_t span_last_word(const char *p, size_t n)
{
    if (n >= 4)
        return span_half_word(p) | (uint64_t)span_half_word(p + n - 4) << 32;
    return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 |
           (uint64_t)(unsigned char)p[n - 1] << 16;
}

/* At least one byte of two short texts, compared without a call. */
static inline bool span_same_bytes(const char *a, const char *b, size_t n)
{
    for (; n > 8; a += 8, b += 8, n -= 8) {
        if (span_word(a, 8) != span_word(b, 8))
            return false;
    }
    return span_last_word(a, n) == span_last_word(b, n);
}

/* Names are found by their first three characters, in lower case where these are letters; what else becomes of others
 * does not matter. */
#define SPAN_START(a, b, c) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16)
enum { SPAN_START_BYTES = 4 }; /* how many are read */
static inline uint32_t span_start(const char *p)
{
    return (GUINT32_FROM_LE(span_half_word(p)) & 0xffffff) | SPAN_START(0x20, 0x20, 0x20);
}

/* True if the text at `p`, of SPAN_NAME_BYTES or more, begins with this name and the sign behind it, n bytes in all, at
 * most SPAN_NAME_MAX. The name has zeros behind it up to SPAN_NAME_BYTES, which are compared as two words. */
enum { SPAN_NAME_BYTES = 16, SPAN_NAME_MAX = 32 };
static inline bool span_begins_with_name(const char *p, const char *end, const char *name, size_t n)
{
    static const uint64_t ones[] = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, 0, 0};
    const char *mask = (const char *)ones + SPAN_NAME_MAX - n;

    if (((span_word(p, 8) ^ span_word(name, 8)) & span_word(mask, 8)) |
        ((span_word(p + 8, 8) ^ span_word(name + 8, 8)) & span_word(mask + 8, 8)))
        return false;
    return n <= SPAN_NAME_BYTES ||
           (n <= (size_t)(end - p) &&
            memcmp(p + SPAN_NAME_BYTES, name + SPAN_NAME_BYTES, n - SPAN_NAME_BYTES) == 0);
}

/* Byte for byte; two missing spans are equal, and so are a missing and an empty one. */
static inline bool span_equal(struct span a, struct span b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline char span_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Equal except for the case of ASCII letters. NUL is an ordinary byte. */
bool span_equal_nocase(struct span a, struct span b);

static inline bool span_is(struct span s, const char *text)
{
    return span_equal(s, span_of(text));
}

static inline bool span_is_nocase(struct span s, const char *text)
{
    /* Compared here, where the compiler knows the length of a literal, and its first letter. */
    return s.n == strlen(text) && (s.n == 0 || (s.p && ((s.p[0] ^ text[0]) & ~0x20) == 0)) &&
           span_equal_nocase(s, span_of(text));
}

/* The bytes from offset `from` on; empty if the span is shorter. */
static inline struct span span_from(struct span s, size_t from)
{
    size_t skipped = MIN(from, s.n);

    return skipped ? (struct span){s.p + skipped, s.n - skipped} : s;
}

/* The first `n` bytes, or all if there are fewer. */
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

/* The offset of the first `c`, or s.n. */
static inline size_t span_find(struct span s, char c)
{
    const char *found = s.n ? memchr(s.p, c, s.n) : NULL;

    return found ? (size_t)(found - s.p) : s.n;
}

/* Linear white space: blanks, tabs and the line ends of folded headers (RFC 3261 25.1, LWS). */
static inline bool span_is_space(char c)
{
    /* All others are above: most bytes need one comparison. */
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* The first byte of a class, or `end`; four bytes in each step. */
static inline const char *span_scan(const char *p, const char *end, const uint8_t classes[256],
                                    uint8_t class)
{
    for (; end - p >= 4; p += 4) {
        if (classes[(unsigned char)p[0]] & class)
            return p;
        if (classes[(unsigned char)p[1]] & class)
            return p + 1;
        if (classes[(unsigned char)p[2]] & class)
            return p + 2;
        if (classes[(unsigned char)p[3]] & class)
            return p + 3;
    }
    while (p < end && !(classes[(unsigned char)*p] & class))
        p++;
    return p;
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

/* The length of the quoted string at the start of `s`, both quotes included; a backslash escapes
 * the next character. All of `s`, and *closed false, where the closing quote is missing. */
size_t span_quoted_length(struct span s, bool *closed);

/* The offset of the first of the `stops`, a subset of ",;<>", outside quotes and <>, or s.n. A quote
 * or bracket that is never closed hides all that follows. */
size_t span_find_unquoted(struct span s, const char *stops);

/* Reads 1*DIGIT that fills the whole span. Returns false, and leaves *value alone, for anything
 * else; a number above UINT64_MAX reads as UINT64_MAX. */
bool span_to_number(struct span s, uint64_t *value);

#endif
