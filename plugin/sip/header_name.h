/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header field names (RFC 3261 7.3.1), full and compact (7.3.3), for message.c alone.
 */
#ifndef SIPREG_SIP_HEADER_NAME_H
#define SIPREG_SIP_HEADER_NAME_H

#include "sip/message.h"

/* SIP_HEADER_OTHER for a name that the core does not use. Case does not matter. */
enum sip_header_id sip_header_id_of(struct span name);

enum {
    SIP_HEADER_SLOTS = 256,
    /* How many bytes of a line show its name at a glance: one of up to 15 letters, and the ":". */
    SIP_HEADER_USUAL = 16
};

/* Two names in one slot do not compile (-Woverride-init, part of -Wextra): change a factor then. */
#define SIP_HEADER_SLOT(first, last, length) (((first) + 3U * (last) + 111U * (length)) % SIP_HEADER_SLOTS)

struct sip_header_name {
    char text[30]; /* zeros behind it */
    uint8_t length;
    uint8_t id; /* enum sip_header_id */
};

extern const struct sip_header_name sip_header_names[SIP_HEADER_SLOTS];

static inline const struct sip_header_name *sip_header_candidate(char first, char last, size_t length)
{
    /* Lower case, if it is a letter; what else it may become does not matter. */
    return &sip_header_names[SIP_HEADER_SLOT((unsigned char)(first | 0x20), (unsigned char)(last | 0x20), length)];
}

/* The header whose name in its usual spelling, and a ":", SIP_HEADER_USUAL bytes begin with; SIP_HEADER_OTHER: this needs a
 * closer look. */
#if G_BYTE_ORDER == G_LITTLE_ENDIAN

/* The offset of the first ":" in eight bytes of text, or 8. */
static inline unsigned sip_header_colon(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t x = word ^ ones * ':';
    uint64_t found = (x - ones) & ~x & ones << 7; /* its lowest bit belongs to the first one */

    return found ? (unsigned)__builtin_ctzll(found) / 8 : 8;
}

static inline uint64_t sip_header_bytes(uint64_t word, unsigned n)
{
    return n < 8 ? word & (((uint64_t)1 << 8 * n) - 1) : word;
}

static inline enum sip_header_id sip_header_usual(const char *line, unsigned *length)
{
    uint64_t words[2] = {span_word(line, 8), 0};
    unsigned n = sip_header_colon(words[0]);
    const struct sip_header_name *known;

    if (n == 8) {
        words[1] = span_word(line + 8, 8);
        n = sip_header_colon(words[1]);
        words[1] = sip_header_bytes(words[1], n);
        n += 8;
    }
    if (n == 0 || n == SIP_HEADER_USUAL)
        return SIP_HEADER_OTHER;
    words[0] = sip_header_bytes(words[0], n);
    known = sip_header_candidate(line[0], line[n - 1], n);
    *length = n;
    return n == known->length && words[0] == span_word(known->text, 8) &&
                   words[1] == span_word(known->text + 8, 8)
               ? known->id
               : SIP_HEADER_OTHER;
}

#else

static inline enum sip_header_id sip_header_usual(const char *line, unsigned *length)
{
    (void)line;
    (void)length;
    return SIP_HEADER_OTHER;
}

#endif

#endif
