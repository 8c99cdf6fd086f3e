/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/reginfo.h"

#include "facts/reading.h"

static uint8_t event_of(const char *name)
{
    static const char *const names[REG_EVENT_COUNT] = {
        [REG_EVENT_OTHER] = "",
        [REG_EVENT_REGISTERED] = "registered",
        [REG_EVENT_CREATED] = "created",
        [REG_EVENT_REFRESHED] = "refreshed",
        [REG_EVENT_SHORTENED] = "shortened",
        [REG_EVENT_EXPIRED] = "expired",
        [REG_EVENT_DEACTIVATED] = "deactivated",
        [REG_EVENT_PROBATION] = "probation",
        [REG_EVENT_UNREGISTERED] = "unregistered",
        [REG_EVENT_REJECTED] = "rejected",
    };

    for (unsigned i = 0; name && i < REG_EVENT_COUNT; i++) {
        if (strcmp(name, names[i]) == 0)
            return (uint8_t)i;
    }
    return REG_EVENT_OTHER;
}

static const char *intern_aor(struct reading *reading, const char *text)
{
    struct sip_uri uri;

    return text && sip_uri_read(span_of(text), &uri) ? facts_intern_aor(reading->pool, &uri) : NULL;
}

static void read_contact(struct reading *reading, const struct sip_reginfo_contact *contact)
{
    struct facts *facts = reading->facts;

    if (facts->reginfo.count == FACTS_REG_CONTACTS_MAX) {
        facts->reginfo.contacts_cut = true;
        return;
    }
    facts->reg_contacts[facts->reginfo.count++] = (struct facts_reg_contact){
        .aor = intern_aor(reading, contact->aor),
        .uri = pool_intern(reading->pool, span_of(contact->uri)),
        .instance = pool_intern(reading->pool, span_of(contact->instance)),
        .call_id = pool_intern(reading->pool, span_of(contact->call_id)),
        .event_name = pool_intern(reading->pool, span_of(contact->event)),
        .event = event_of(contact->event),
        .is_active = contact->active,
        .is_terminated = contact->terminated,
        .has_expires = contact->has_expires,
        .has_cseq = contact->has_cseq,
        .expires_s = contact->expires_s,
        .cseq = contact->cseq,
        .retry_after_s = contact->retry_after_s,
    };
}

void facts_read_reginfo(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    struct facts *facts = reading->facts;
    struct sip_reginfo info;

    facts->is_reg_event = facts_is_reg_event(reading);
    if (!facts->is_reg_event ||
        !span_starts_with_nocase(sip_message_header(message, SIP_HEADER_CONTENT_TYPE),
                                 "application/reginfo+xml") ||
        !sip_reginfo_read(message->body, &info))
        return;
    facts_read_from(reading, sip_message_header(message, SIP_HEADER_FROM));
    facts->reginfo = (struct facts_reginfo){
        .is_there = true,
        .is_full = info.is_full,
        .has_version = info.has_version,
        .version = info.version,
        .contacts_cut = info.contacts_cut,
        .missing = info.gap.attribute,
        .missing_of = info.gap.element,
        .missing_at = info.gap.event,
        .aor = intern_aor(reading, info.aors[0]),
    };
    for (unsigned i = 0; i < info.contact_count; i++)
        read_contact(reading, &info.contacts[i]);
    sip_reginfo_done(&info);
}
