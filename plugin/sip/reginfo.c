/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/reginfo.h"

enum {
    /* reginfo, registration, contact, uri; extensions add a level or two. The parser keeps a stack
     * of open elements, whose depth a document must not control. */
    DEPTH_MAX = 32
};

/* Parser state. */
struct reading {
    struct sip_reginfo *info;
    unsigned depth;
    const char *aor; /* of the open registration */
    bool in_contact; /* inside a contact that is kept */
    char **text;     /* receives the character data; NULL: none does */
    bool seen_reginfo;
};

/* Namespace prefixes are ignored: the local name decides. */
static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

struct attributes {
    const char **names;
    const char **values;
};

static const char *attribute(const struct attributes *attributes, const char *name)
{
    for (unsigned i = 0; attributes->names[i]; i++) {
        if (strcmp(attributes->names[i], name) == 0)
            return attributes->values[i];
    }
    return NULL;
}

static bool number_attribute(const struct attributes *attributes, const char *name,
                             uint32_t *number)
{
    uint64_t read;

    if (!span_to_number(span_of(attribute(attributes, name)), &read))
        return false;
    *number = (uint32_t)MIN(read, UINT32_MAX);
    return true;
}

static bool has_value(const struct attributes *attributes, const char *name, const char *value)
{
    return g_strcmp0(attribute(attributes, name), value) == 0;
}

/* RFC 3680 5.1. `element`, `name` and `event` are literals. */
static void demand(struct reading *reading, const struct attributes *attributes,
                   const char *element, const char *name, const char *event)
{
    struct sip_reginfo_gap *gap = &reading->info->gap;

    if (!gap->element && (!event || has_value(attributes, "event", event)) &&
        !attribute(attributes, name))
        *gap = (struct sip_reginfo_gap){element, name, event};
}

static void start_reginfo(struct reading *reading, const struct attributes *attributes)
{
    reading->seen_reginfo = true;
    demand(reading, attributes, "reginfo", "version", NULL);
    demand(reading, attributes, "reginfo", "state", NULL);
    reading->info->is_full = has_value(attributes, "state", "full");
    reading->info->has_version =
        span_to_number(span_of(attribute(attributes, "version")), &reading->info->version);
}

static void start_registration(struct reading *reading, const struct attributes *attributes)
{
    struct sip_reginfo *info = reading->info;

    demand(reading, attributes, "registration", "aor", NULL);
    demand(reading, attributes, "registration", "id", NULL);
    demand(reading, attributes, "registration", "state", NULL);
    reading->aor = NULL;
    if (info->registration_count == SIP_REGINFO_REGISTRATIONS_MAX)
        return;
    reading->aor = info->aors[info->registration_count++] = g_strdup(attribute(attributes, "aor"));
}

static void start_contact(struct reading *reading, const struct attributes *attributes)
{
    struct sip_reginfo *info = reading->info;

    demand(reading, attributes, "contact", "id", NULL);
    demand(reading, attributes, "contact", "state", NULL);
    demand(reading, attributes, "contact", "event", NULL);
    demand(reading, attributes, "contact", "retry-after", "probation");
    demand(reading, attributes, "contact", "expires", "shortened");
    reading->in_contact = info->contact_count < SIP_REGINFO_CONTACTS_MAX;
    reading->text = NULL;
    info->contacts_cut |= !reading->in_contact;
    if (!reading->in_contact)
        return;

    struct sip_reginfo_contact *contact = &info->contacts[info->contact_count++];
    *contact = (struct sip_reginfo_contact){
        .aor = reading->aor,
        .event = g_strdup(attribute(attributes, "event")),
        .call_id = g_strdup(attribute(attributes, "callid")),
        .active = has_value(attributes, "state", "active"),
        .terminated = has_value(attributes, "state", "terminated"),
    };
    contact->has_expires = number_attribute(attributes, "expires", &contact->expires_s);
    contact->has_cseq = number_attribute(attributes, "cseq", &contact->cseq);
    number_attribute(attributes, "retry-after", &contact->retry_after_s);
}

static void start_inside_contact(struct reading *reading, const char *name,
                                 const struct attributes *attributes)
{
    struct sip_reginfo *info = reading->info;

    if (strcmp(name, "uri") == 0)
        reading->text = &info->contacts[info->contact_count - 1].uri;
    else if (strcmp(name, "unknown-param") == 0 && has_value(attributes, "name", "+sip.instance"))
        reading->text = &info->contacts[info->contact_count - 1].instance;
}

static void start_element(GMarkupParseContext *context, const char *element, const char **names,
                          const char **values, void *data, GError **error)
{
    struct reading *reading = data;
    const struct attributes attributes = {names, values};
    const char *name = local_name(element);

    (void)context;
    if (++reading->depth > DEPTH_MAX)
        g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "nested too deeply");
    else if (strcmp(name, "reginfo") == 0)
        start_reginfo(reading, &attributes);
    else if (strcmp(name, "registration") == 0)
        start_registration(reading, &attributes);
    else if (strcmp(name, "contact") == 0)
        start_contact(reading, &attributes);
    else if (reading->in_contact)
        start_inside_contact(reading, name, &attributes);
}

static void end_element(GMarkupParseContext *context, const char *element, void *data,
                        GError **error)
{
    struct reading *reading = data;
    const char *name = local_name(element);

    (void)context;
    (void)error;
    reading->depth--;
    reading->text = NULL;
    if (strcmp(name, "contact") == 0)
        reading->in_contact = false;
    else if (strcmp(name, "registration") == 0)
        reading->aor = NULL;
}

/* Strips blanks, and the quotes and brackets around an instance id. */
static struct span bare(struct span text)
{
    text = span_trim(text);
    if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"')
        text = span_trim((struct span){text.p + 1, text.n - 2});
    if (text.n >= 2 && text.p[0] == '<' && text.p[text.n - 1] == '>')
        text = span_trim((struct span){text.p + 1, text.n - 2});
    return text;
}

static void text(GMarkupParseContext *context, const char *text, size_t length, void *data,
                 GError **error)
{
    struct reading *reading = data;
    struct span value = bare((struct span){text, length});

    (void)context;
    (void)error;
    if (reading->text && !*reading->text && value.n > 0)
        *reading->text = g_strndup(value.p, value.n);
}

bool sip_reginfo_read(struct span body, struct sip_reginfo *info)
{
    static const GMarkupParser parser = {
        .start_element = start_element,
        .end_element = end_element,
        .text = text,
    };
    struct reading reading = {.info = info};
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &reading, NULL);

    memset(info, 0, sizeof(*info));
    bool whole = body.n > 0 &&
                 g_markup_parse_context_parse(context, body.p, (gssize)body.n, NULL) &&
                 g_markup_parse_context_end_parse(context, NULL) && reading.seen_reginfo;
    g_markup_parse_context_free(context);
    if (!whole)
        sip_reginfo_done(info);
    return whole;
}

void sip_reginfo_done(struct sip_reginfo *info)
{
    for (unsigned i = 0; i < info->registration_count; i++)
        g_free(info->aors[i]);
    for (unsigned i = 0; i < info->contact_count; i++) {
        g_free(info->contacts[i].uri);
        g_free(info->contacts[i].event);
        g_free(info->contacts[i].call_id);
        g_free(info->contacts[i].instance);
    }
    memset(info, 0, sizeof(*info));
}
