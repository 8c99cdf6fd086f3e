/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/reginfo.h"

/* Where the parser stands. */
struct reading {
    struct sip_reginfo *info;
    bool in_contact; /* inside a contact that is kept */
    bool in_uri;
    bool seen_reginfo;
};

/* Prefixes of name spaces do not matter: the local name decides. */
static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

static const char *attribute(const char **names, const char **values, const char *name)
{
    for (unsigned i = 0; names[i]; i++) {
        if (strcmp(names[i], name) == 0)
            return values[i];
    }
    return NULL;
}

static bool number_attribute(const char **names, const char **values, const char *name,
                             uint32_t *number)
{
    uint64_t read;

    if (!span_to_number(span_of(attribute(names, values, name)), &read))
        return false;
    *number = (uint32_t)MIN(read, UINT32_MAX);
    return true;
}

static void start_contact(struct reading *reading, const char **names, const char **values)
{
    struct sip_reginfo *info = reading->info;

    reading->in_contact = info->contact_count < SIP_REGINFO_CONTACTS_MAX;
    if (!reading->in_contact)
        return;

    struct sip_reginfo_contact *contact = &info->contacts[info->contact_count++];
    *contact = (struct sip_reginfo_contact){
        .event = g_strdup(attribute(names, values, "event")),
        .terminated = g_strcmp0(attribute(names, values, "state"), "terminated") == 0,
    };
    contact->has_expires = number_attribute(names, values, "expires", &contact->expires_s);
    number_attribute(names, values, "retry-after", &contact->retry_after_s);
}

static void start_element(GMarkupParseContext *context, const char *element, const char **names,
                          const char **values, void *data, GError **error)
{
    struct reading *reading = data;
    const char *name = local_name(element);

    (void)context;
    (void)error;
    if (strcmp(name, "reginfo") == 0) {
        reading->seen_reginfo = true;
        reading->info->is_full = g_strcmp0(attribute(names, values, "state"), "full") == 0;
        span_to_number(span_of(attribute(names, values, "version")), &reading->info->version);
    } else if (strcmp(name, "registration") == 0 && !reading->info->aor) {
        reading->info->aor = g_strdup(attribute(names, values, "aor"));
    } else if (strcmp(name, "contact") == 0) {
        start_contact(reading, names, values);
    } else if (strcmp(name, "uri") == 0) {
        reading->in_uri = reading->in_contact;
    }
}

static void end_element(GMarkupParseContext *context, const char *element, void *data,
                        GError **error)
{
    struct reading *reading = data;
    const char *name = local_name(element);

    (void)context;
    (void)error;
    if (strcmp(name, "contact") == 0)
        reading->in_contact = false;
    else if (strcmp(name, "uri") == 0)
        reading->in_uri = false;
}

static void text(GMarkupParseContext *context, const char *text, size_t length, void *data,
                 GError **error)
{
    struct reading *reading = data;
    struct sip_reginfo *info = reading->info;

    (void)context;
    (void)error;
    if (!reading->in_uri)
        return;

    struct sip_reginfo_contact *contact = &info->contacts[info->contact_count - 1];
    struct span uri = span_trim((struct span){text, length});
    if (!contact->uri)
        contact->uri = g_strndup(uri.p, uri.n);
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
    g_free(info->aor);
    for (unsigned i = 0; i < info->contact_count; i++) {
        g_free(info->contacts[i].uri);
        g_free(info->contacts[i].event);
    }
    memset(info, 0, sizeof(*info));
}
