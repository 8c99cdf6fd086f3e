/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/reading.h"

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
