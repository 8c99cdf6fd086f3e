/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registration/facts_reading.h"
#include "sip/reginfo.h"

void facts_read_reginfo(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    struct facts *facts = reading->facts;
    struct sip_reginfo info;

    facts->is_reg_event = facts_tell_of_reg_event(reading);
    if (!facts->is_reg_event ||
        !span_starts_with_nocase(sip_message_header(message, SIP_HEADER_CONTENT_TYPE),
                                 "application/reginfo+xml") ||
        !sip_reginfo_read(message->body, &info))
        return;

    struct sip_uri aor;
    if (sip_uri_read(span_of(info.aor), &aor))
        facts->reginfo_aor = facts_intern_aor(reading, &aor);
    for (unsigned i = 0; i < info.contact_count && facts->ended_count < FACTS_AUTH_MAX; i++) {
        const struct sip_reginfo_contact *contact = &info.contacts[i];

        if (!contact->terminated)
            continue;
        facts->ended[facts->ended_count++] = (struct facts_ended){
            .uri = pool_intern(reading->pool, span_of(contact->uri)),
            .event = pool_intern(reading->pool, span_of(contact->event)),
            .retry_after_s = contact->retry_after_s,
        };
    }
    sip_reginfo_done(&info);
}
