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
    SIP_HEADER_SLOTS = 128,
    SIP_HEADER_ALIKE = 4 /* names that begin with the same three letters */
};

/* By SPAN_START. Two names in one slot do not compile (-Woverride-init, part of -Wextra): take another factor then. */
#define SIP_HEADER_SLOT(start) ((start)*0xc2f742b9U >> 25)

struct sip_header_name {
    char text[30]; /* with a ":" and zeros behind it */
    uint8_t length;
    uint8_t id; /* enum sip_header_id */
};

extern const struct sip_header_name sip_header_names[SIP_HEADER_SLOTS + SIP_HEADER_ALIKE];

/* Those, SIP_HEADER_ALIKE of them, among which is each name with this span_start. */
static inline const struct sip_header_name *sip_header_candidates(uint32_t start)
{
    return &sip_header_names[SIP_HEADER_SLOT(start)];
}

/* The header whose name in its usual spelling, and a ":", a text of SPAN_NAME_BYTES or more begins with; NULL: this
 * needs a closer look. */
static inline const struct sip_header_name *sip_header_usual(const char *text, const char *end)
{
    const struct sip_header_name *known = sip_header_candidates(span_start(text));

    for (unsigned i = 0; i < SIP_HEADER_ALIKE; i++, known++) {
        if (known->length > 0 && span_begins_with_name(text, end, known->text, known->length + 1U))
            return known;
    }
    return NULL;
}

#endif
