/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header field names (RFC 3261 7.3.1), full and compact (7.3.3), for message.c alone.
 */
#ifndef SIPREG_SIP_HEADER_NAME_H
#define SIPREG_SIP_HEADER_NAME_H

#include "sip/message.h"

/* SIP_HEADER_OTHER for a name that the core does not use. Case does not matter. */
enum sip_header_id sip_header_id_of(struct span name);

enum { SIP_HEADER_SLOTS = 256 };

/* Two names in one slot do not compile (-Woverride-init, part of -Wextra): change a factor then. */
#define SIP_HEADER_SLOT(first, last, length)                                                       \
    (((first) + 3U * (last) + 111U * (length)) % SIP_HEADER_SLOTS)

struct sip_header_name {
    char text[30]; /* zeros behind it */
    uint8_t length;
    uint8_t id; /* enum sip_header_id */
};

extern const struct sip_header_name sip_header_names[SIP_HEADER_SLOTS];

static inline const struct sip_header_name *sip_header_candidate(char first, char last,
                                                                 size_t length)
{
    /* Lower case, if it is a letter; what else it may become does not matter. */
    return &sip_header_names[SIP_HEADER_SLOT((unsigned char)(first | 0x20),
                                             (unsigned char)(last | 0x20), length)];
}

/* The header whose name in its usual spelling, and a ":", SPAN_NAME_BYTES begin with; SIP_HEADER_OTHER: this needs a
 * closer look. */
static inline enum sip_header_id sip_header_usual(const char *line, unsigned *length)
{
    struct span_name name = span_name_read(line, ':');
    const struct sip_header_name *known;

    *length = name.n;
    if (name.n == 0)
        return SIP_HEADER_OTHER;
    known = sip_header_candidate(line[0], line[name.n - 1], name.n);
    return name.n == known->length && span_name_is(&name, known->text) ? known->id
                                                                       : SIP_HEADER_OTHER;
}

#endif
