/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Contacts and their expiry.
 */
#include "facts/known_uri.h"
#include "facts/reading.h"
#include "sip/contact.h"

enum {
    /* RFC 3261 10.2: the value to assume for one that cannot be parsed. */
    EXPIRES_ASSUMED = 3600,
    /* Elements that are looked at, Contacts or not: what has more is hostile. */
    ELEMENTS_MAX = 4096
};

static int64_t now_s(const struct reading *reading)
{
    return reading->facts->packet->time / SECOND;
}

/* RFC 3261 20.19: up to 2**32 - 1. */
static void note_overflow(struct reading *reading, struct span text, uint32_t read_as)
{
    uint64_t number;

    if (read_as == UINT32_MAX && span_to_number(text, &number) && number > UINT32_MAX)
        facts_note_flaw(reading, FLAW_EXPIRES_OVERFLOW, text);
}

/* A date by a clock that is wrong, which is no removal; 1970-01-01 00:00:00 may be one (RFC 2543 4.2.5). */
static bool is_date_by_wrong_clock(struct reading *reading, struct span text, uint32_t read_as)
{
    uint32_t since_1970;

    if (read_as || !sip_expires_read(text, 0, &since_1970) || !since_1970)
        return false;
    if (reading->facts->is_request)
        facts_note_flaw(reading, FLAW_EXPIRES_PAST, text);
    return true;
}

void facts_check_brackets(struct reading *reading, const struct sip_address *address)
{
    struct sip_contact_params params;

    if (address->has_brackets)
        return;
    reading->overlooked++;
    if (!reading->facts->is_request)
        return;
    sip_contact_params_read(address, &params);
    if (address->uri.headers.n > 0 || params.has_uri_param)
        facts_note_flaw(reading, FLAW_NO_BRACKETS, address->text);
}

/* RFC 2543 6.13 allowed a quoted date there, too. */
static void read_expires_param(struct reading *reading, const struct sip_contact_params *params,
                               struct facts_contact *contact)
{
    contact->has_param = contact->has_expires = true;
    if (params->expires_is_valid) {
        contact->expires_s = params->expires_s;
        note_overflow(reading, params->expires, params->expires_s);
        if (params->expires_is_quoted)
            facts_note_flaw(reading, FLAW_EXPIRES, params->expires);
    } else if (!sip_expires_read(params->expires, now_s(reading), &contact->expires_s)) {
        contact->expires_is_bad = true;
        contact->expires_s = EXPIRES_ASSUMED;
        facts_note_flaw(reading, FLAW_EXPIRES, params->expires);
    } else if (reading->passing++, contact->expires_s == 0) {
        (void)is_date_by_wrong_clock(reading, params->expires, 0);
        contact->expires_s = EXPIRES_ASSUMED; /* 0 would remove the binding */
    }
}

static void note_of_request(struct reading *reading, enum facts_flaw flaw, struct span text)
{
    reading->overlooked++;
    if (reading->facts->is_request)
        facts_note_flaw(reading, flaw, text);
}

/* The relevant URI parameters, in one pass. */
static void read_uri_params(struct reading *reading, const struct known_uri *uri,
                            struct facts_contact *contact)
{
    struct span rest = known_uri_params(uri);
    struct span name, value;

    while (sip_param_next(&rest, &name, &value)) {
        if (span_is_nocase(name, "sos"))
            contact->is_sos = true;
        else if (span_is_nocase(name, "gr"))
            contact->is_gruu = true, contact->has_gruu_value = value.n > 0;
        else if (span_is_nocase(name, "transport") && span_is_nocase(value, "tls"))
            note_of_request(reading, FLAW_TRANSPORT_TLS, known_uri_span(uri));
        else if (span_is_nocase(name, "bnc"))
            contact->is_bulk = true;
        else if (span_is_nocase(name, "pn-provider"))
            contact->push_provider = pool_intern(reading->pool, value);
        else if (span_is_nocase(name, "pn-param"))
            contact->push_param = pool_intern(reading->pool, value);
        contact->push |= facts_push_param(name);
    }
}

static void check_params(struct reading *reading, const struct sip_address *address,
                         const struct sip_contact_params *params)
{
    if (span_present(params->q) && !sip_qvalue_is_valid(params->q))
        facts_note_flaw(reading, FLAW_CONTACT_Q, params->q);
    if (params->has_action)
        facts_note_flaw(reading, FLAW_CONTACT_ACTION, address->text);
    if (span_present(params->bad_reg_id))
        note_of_request(reading, FLAW_REG_ID, params->bad_reg_id);
    facts_check_brackets(reading, address);
}

/* Of a malformed element, what sentences show. */
static struct span shown_part(struct span text)
{
    enum { SHOWN_MAX = 160 };

    return span_first(text, SHOWN_MAX);
}

/* Records a flaw of the form. */
static void note_form(struct reading *reading, enum sip_contact_flaw flaw, struct span text)
{
    struct facts *facts = reading->facts;
    bool is_tolerated = flaw <= CONTACT_TOLERATED;
    enum facts_flaw kind = is_tolerated ? FLAW_CONTACT_UNUSUAL : FLAW_CONTACT_FORM;

    if (flaw == CONTACT_SOUND)
        return;
    reading->passing++;
    if (facts->flaws[kind])
        return;
    *(is_tolerated ? &facts->contact_oddity : &facts->contact_flaw) = (uint8_t)flaw;
    facts_note_flaw(reading, kind, shown_part(text));
}

/* Where the port is garbled, the default one would be a guess. */
static bool knows_port(enum sip_contact_flaw flaw)
{
    return flaw < CONTACT_PORT_NOT_DIGITS || flaw > CONTACT_PORT_RUN_ON;
}

/* An element of the list, and what is known of its URI; NULL: it cannot be read. */
struct element {
    struct span text;
    enum sip_contact_flaw flaw;
    struct sip_address address;
    struct known_uri own, *uri;
};

/* What is known of its URI; nothing where it cannot be read. */
static void read_contact_uri(struct reading *reading, const struct known_uri *uri,
                             enum sip_contact_flaw flaw, struct facts_contact *contact)
{
    if (uri->params_length > 0)
        read_uri_params(reading, uri, contact);
    contact->uri = uri->text;
    if (knows_port(flaw))
        contact->host = uri->host;
    contact->host_mark = uri->host_mark;
    contact->is_sip = uri->is_sip;
    contact->is_sips = uri->is_sips;
}

static void read_star(struct reading *reading, const struct sip_address *address)
{
    reading->facts->has_star = true;
    reading->passing++;
    if (address->params.n > 0)
        facts_note_flaw(reading, FLAW_STAR_PARAM, address->text);
}

static void note_kind(struct facts *facts, const struct facts_contact *contact, bool has_pub_gruu)
{
    facts->has_gruu |= contact->is_gruu || has_pub_gruu;
    facts->is_emergency |= contact->is_sos;
}

static void add_contact(struct reading *reading, const struct element *element)
{
    const struct sip_address *address = &element->address;
    struct facts *facts = reading->facts;
    struct facts_contact contact = {0};
    struct sip_contact_params params;

    sip_contact_params_read(address, &params);
    contact.has_uri_param_outside = params.has_uri_param;
    if (element->uri)
        read_contact_uri(reading, element->uri, element->flaw, &contact);
    check_params(reading, address, &params);
    note_kind(facts, &contact, span_present(params.pub_gruu));
    if (facts->contact_count == FACTS_CONTACTS_MAX) {
        facts->contacts_cut = true;
        return;
    }
    if (element->flaw > CONTACT_TOLERATED) {
        contact.flawed = pool_intern(reading->pool, shown_part(element->text));
        contact.flaw = (uint8_t)element->flaw;
    }
    if (!element->uri)
        contact.uri = pool_intern(reading->pool, address->uri.text);
    contact.instance = pool_intern(reading->pool, params.instance);
    contact.pub_gruu = pool_intern(reading->pool, params.pub_gruu);
    contact.temp_gruu = pool_intern(reading->pool, params.temp_gruu);
    contact.reg_id = params.reg_id;
    contact.expires_s = EXPIRES_ASSUMED;
    if (params.has_expires)
        read_expires_param(reading, &params, &contact);
    facts->contacts[facts->contact_count++] = contact;
}

/* What the capture cut off is not malformed. */
static bool is_cut(const struct reading *reading, struct span text)
{
    const struct span all = reading->message->text;

    return reading->facts->incomplete && text.p + text.n >= all.p + all.n;
}

static void look_at(struct reading *reading, struct element *element)
{
    element->uri = NULL;
    if (sip_address_split(element->text, &element->address) && element->text.p[0] != '*')
        element->uri = known_uri_get(reading->pool, element->address.uri.text, &element->own);
    if (is_cut(reading, element->text))
        element->flaw = CONTACT_SOUND;
    else if (element->flaw == CONTACT_SOUND && element->uri)
        element->flaw = sip_contact_check_split(&element->address, known_uri_flaw(element->uri));
    else if (element->flaw == CONTACT_SOUND)
        element->flaw = sip_contact_check(element->text);
}

/* False where there is nothing to bind. */
static bool read_element(struct reading *reading, struct element *element)
{
    struct sip_address *address = &element->address;

    if (!element->uri || element->flaw == CONTACT_QUOTE) {
        if (!sip_contact_read(element->text, element->flaw, address))
            return false;
        element->uri = NULL;
        if (span_present(address->uri.scheme))
            element->uri = known_uri_get(reading->pool, address->uri.text, &element->own);
    }
    note_form(reading, element->flaw, element->text);
    if (address->is_star)
        read_star(reading, address);
    else
        add_contact(reading, element);
    return true;
}

/* False: it is not one Contact of the usual form and without a flaw. */
static bool read_usual(struct reading *reading, struct span value)
{
    struct element element = {.flaw = CONTACT_SOUND, .text = value};

    if (!sip_contact_split(value, &element.address))
        return false;
    element.uri = known_uri_get(reading->pool, element.address.uri.text, &element.own);
    if (!element.uri || element.uri->length < element.address.uri.text.n ||
        known_uri_flaw(element.uri) != CONTACT_SOUND)
        return false;
    add_contact(reading, &element);
    return true;
}

static void read_list(struct reading *reading, struct span value)
{
    struct sip_contact_list list = sip_contact_list_read(value);
    struct element element;
    bool was_bare = false;

    if (read_usual(reading, value))
        return;
    while (sip_contact_list_next(&list, &element.text, &element.flaw)) {
        bool is_bare = span_find(element.text, '<') == element.text.n;

        if (reading->elements++ == ELEMENTS_MAX ||
            reading->facts->contact_count == FACTS_CONTACTS_MAX) {
            reading->facts->contacts_cut = true;
            return;
        }
        look_at(reading, &element);
        /* A comma in the user part splits a URI without brackets in two. */
        if (is_bare && was_bare && element.flaw == CONTACT_SCHEME_MISSING) {
            note_form(reading, CONTACT_COMMA, value);
            if (reading->facts->is_request)
                facts_note_flaw(reading, FLAW_NO_BRACKETS, value);
            continue;
        }
        if (element.flaw != CONTACT_EMPTY && read_element(reading, &element))
            was_bare = is_bare;
        else
            note_form(reading, element.flaw, value);
    }
}

/* Most lists have one Contact, without a flaw, that was in an earlier message too. */
void facts_read_contacts(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct memo *memo = pool_memo(reading->pool);
    uint64_t mark = fingerprint(reading->pool, REMEMBERED_CONTACT, value);
    const struct facts_contact *remembered = memo_find(memo, REMEMBERED_CONTACT, mark);
    bool whole = !is_cut(reading, value) && facts->contact_count < FACTS_CONTACTS_MAX;
    unsigned count = facts->contact_count, passing = reading->passing;
    unsigned overlooked = reading->overlooked;

    facts_mark_part(reading, PART_CONTACT, value);
    if (whole && remembered && !(facts->is_request && remembered->is_overlooked)) {
        note_kind(facts, remembered, remembered->pub_gruu);
        facts->contacts[facts->contact_count++] = *remembered;
        return;
    }
    read_list(reading, value);
    if (!whole || facts->contact_count != count + 1 || reading->passing != passing)
        return;
    facts->contacts[count].is_overlooked = reading->overlooked > overlooked;
    memo_keep(memo, REMEMBERED_CONTACT, mark, &facts->contacts[count],
              sizeof(facts->contacts[count]));
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
    if (!sip_expires_read(value, now_s(reading), &facts->expires_s)) {
        facts->expires_s = EXPIRES_ASSUMED;
        facts_note_flaw(reading, FLAW_EXPIRES, value);
    } else if (is_date_by_wrong_clock(reading, value, facts->expires_s)) {
        facts->expires_s = EXPIRES_ASSUMED;
    }
    note_overflow(reading, value, facts->expires_s);
}
