/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Contacts and their time.
 */
#include "registration/facts_reading.h"
#include "sip/contact.h"

/* RFC 3261 10.2: what is to be assumed where the value cannot be read. */
enum { EXPIRES_ASSUMED = 3600 };

/* The parameters of the URI that matter, in one walk. */
static void read_uri_params(struct reading *reading, const struct sip_uri *uri,
                            struct facts_contact *contact)
{
    struct facts *facts = reading->facts;
    struct span rest = uri->params;
    struct span name, value;

    while (sip_param_next(&rest, &name, &value)) {
        facts->is_emergency |= span_is_nocase(name, "sos");
        facts->has_gruu |= span_is_nocase(name, "gr");
        if (span_is_nocase(name, "pn-provider"))
            contact->push_provider = pool_intern(reading->pool, value);
        else if (span_is_nocase(name, "pn-param"))
            contact->push_param = pool_intern(reading->pool, value);
        contact->push |= facts_push_param(name);
    }
}

static void read_one_contact(struct reading *reading, struct span element)
{
    struct facts *facts = reading->facts;
    struct sip_contact_params params;
    struct sip_address address;

    if (!sip_address_read(element, &address))
        return;
    if (address.is_star) {
        facts->has_star = true;
        return;
    }
    sip_contact_params_read(&address, &params);
    facts->has_gruu |= span_present(params.pub_gruu);

    struct facts_contact contact = {
        .uri = pool_intern(reading->pool, address.uri.text),
        .instance = pool_intern(reading->pool, params.instance),
        .pub_gruu = pool_intern(reading->pool, params.pub_gruu),
        .temp_gruu = pool_intern(reading->pool, params.temp_gruu),
        .reg_id = params.reg_id,
        .has_param = params.has_expires,
        .has_expires = params.has_expires,
        .is_bulk = span_present(sip_uri_param(&address.uri, "bnc")),
        .expires_s = params.expires_is_valid ? params.expires_s : EXPIRES_ASSUMED,
    };
    read_uri_params(reading, &address.uri, &contact);
    if (facts->contact_count < FACTS_CONTACTS_MAX)
        facts->contacts[facts->contact_count++] = contact;
    else
        facts->contacts_cut = true;
}

void facts_read_contacts(struct reading *reading, struct span value)
{
    struct span element;

    facts_mark_part(reading, PART_CONTACT, value);
    while (sip_list_next(&value, &element))
        read_one_contact(reading, element);
}

void facts_settle_expires(struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        struct facts_contact *contact = &facts->contacts[i];

        if (!contact->has_param && facts->has_expires) {
            contact->has_expires = true;
            contact->expires_s = facts->expires_s;
        }
    }
}

void facts_read_expires(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;

    facts_mark_part(reading, PART_EXPIRES, value);
    if (facts->has_expires)
        return;
    facts->has_expires = true;
    if (!sip_expires_read(value, facts->packet->time / G_GINT64_CONSTANT(1000000000),
                          &facts->expires_s))
        facts->expires_s = EXPIRES_ASSUMED;
}
