/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/reading.h"

void facts_mark_part(struct reading *reading, enum report_part part, struct span value)
{
    size_t start = (size_t)(value.p - reading->message->text.p);
    struct report_span *span = &reading->facts->parts[part];

    if (span->length == 0 && start <= UINT16_MAX && value.n <= UINT16_MAX)
        *span = (struct report_span){(uint16_t)start, (uint16_t)value.n};
}

void facts_note_flaw(struct reading *reading, enum facts_flaw flaw, struct span text)
{
    /* Enough to recognize it; bounds what a packet can make the core keep. */
    enum { SHOWN = 64 };
    const char **place = &reading->facts->flaws[flaw];

    reading->passing++;
    reading->facts->has_flaws = true;
    if (!*place)
        *place = pool_intern(reading->pool, span_first(text, MIN(text.n, (size_t)SHOWN)));
}

uint64_t facts_host(const struct pool *pool, uint64_t seed, struct span host)
{
    char text[SIP_HOST_SIZE];

    return fingerprint_nocase(pool, seed, sip_host_canonical(host, text));
}
