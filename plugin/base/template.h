/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sentences that are composed only when displayed: a template and up to four values.
 *
 * Placeholders in a template:
 *   {1}          the first value, by its type: "20", "11.5 s", "frame 27", "192.0.2.1:5060"
 *   {1|a|b|c}    a for 0 and less, b for 1, c for 2 and more; each may contain placeholders, or be empty
 *   {1&a|b|c}    the names of the bits that are set, lowest first, separated by commas
 *   {word}       the value of a word; the n-th word of a template has the n-th value
 * A placeholder that cannot be expanded is printed as it is.
 */
#ifndef SIPREG_BASE_TEMPLATE_H
#define SIPREG_BASE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/endpoint.h"

enum {
    VALUES_MAX = 4,
    /* Bytes of a text in a sentence; of three or four texts, fewer. */
    VALUE_TEXT_MAX = 120,
    /* Of a sentence, including its NUL; longer ones are truncated between two characters. */
    SENTENCE_SIZE = 512
};

enum value_type {
    VALUE_NONE,
    VALUE_NUMBER,
    VALUE_TENTHS,  /* 157 is "15.7" */
    VALUE_NC,      /* a nonce count, as it is sent: 8 hex digits */
    VALUE_TIME,    /* ns */
    VALUE_FRAME,   /* 0: not in the capture */
    VALUE_TEXT,    /* must outlive the sentence; shortened; empty or NULL: "(none)" */
    VALUE_PHRASE,  /* the same, but a constant of ours, which may be empty */
    VALUE_ADDRESS, /* IP address */
    VALUE_ENDPOINT /* ... with its port */
};

/* What a value is, without its type. */
union value_content {
    int64_t number;
    const char *text;
    const struct endpoint *endpoint;
};

struct value {
    union {
        int64_t number;
        const char *text;
        const struct endpoint *endpoint;
        union value_content content;
    };
    uint8_t type; /* enum value_type */
};

struct values {
    unsigned count;
    struct value each[VALUES_MAX];
};

/* VALUES(of_number(2), of_frame(27)), or NO_VALUES. A fifth does not compile. */
#define VALUES(...)                                                                                \
    ((struct values){.count = sizeof((struct value[]){__VA_ARGS__}) / sizeof(struct value),        \
                     .each = {__VA_ARGS__}})
#define NO_VALUES ((struct values){0})

static inline struct value of_number(int64_t number)
{
    return (struct value){.number = number, .type = VALUE_NUMBER};
}

static inline struct value of_tenths(double number)
{
    return (struct value){.number = (int64_t)(number * 10.0 + (number < 0 ? -0.5 : 0.5)),
                          .type = VALUE_TENTHS};
}

static inline struct value of_nc(uint32_t nc)
{
    return (struct value){.number = nc, .type = VALUE_NC};
}

static inline struct value of_time(int64_t ns)
{
    return (struct value){.number = ns, .type = VALUE_TIME};
}

static inline struct value of_frame(uint32_t frame)
{
    return (struct value){.number = frame, .type = VALUE_FRAME};
}

static inline struct value of_text(const char *text)
{
    return (struct value){.text = text, .type = VALUE_TEXT};
}

static inline struct value of_phrase(const char *text)
{
    return (struct value){.text = text, .type = VALUE_PHRASE};
}

static inline struct value of_address(const struct endpoint *endpoint)
{
    return (struct value){.endpoint = endpoint, .type = VALUE_ADDRESS};
}

static inline struct value of_endpoint(const struct endpoint *endpoint)
{
    return (struct value){.endpoint = endpoint, .type = VALUE_ENDPOINT};
}

/* Writes the sentence to `text` and returns its length in bytes, less than `size`. */
size_t template_compose(const char *template, const struct value *values, unsigned count,
                        char *text, size_t size);

/* ... with texts of at most `text_max` bytes. */
size_t template_compose_short(const char *template, const struct value *values, unsigned count,
                              size_t text_max, char *text, size_t size);

/* Finds the next {word} at or after *at, which then points behind it; false: none. The word is not
 * NUL-terminated. */
bool template_next_word(const char **at, const char **word, size_t *length);

/* A duration in ns as text: "55 ms", "15.6 s", "32 s", "12 min 5 s", "2 h 30 min". */
enum { DURATION_TEXT_SIZE = 32 };
const char *duration_text(int64_t duration, char text[DURATION_TEXT_SIZE]);

#endif
