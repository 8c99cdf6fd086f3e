/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Option tags (RFC 3261 19.2): what a REGISTER requires, what a 420 says nobody understands.
 */
#include "facts/reading.h"

static void read_tags(struct reading *reading, const char **tags, unsigned *count,
                      struct span value)
{
    struct span element;

    while (*count < FACTS_OPTIONS_MAX && sip_list_next(&value, &element))
        tags[(*count)++] = pool_intern(reading->pool, span_trim(element));
}

void facts_read_unsupported(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;

    if (facts->status == 420)
        read_tags(reading, facts->unsupported, &facts->unsupported_count, value);
}

void facts_read_supported(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct span element;

    while (sip_list_next(&value, &element)) {
        facts->supports_outbound |= span_is_nocase(element, "outbound");
        facts->supports_path |= span_is_nocase(element, "path");
        facts->supports_gruu |= span_is_nocase(element, "gruu");
    }
}

void facts_read_options(struct reading *reading, struct span value, bool required)
{
    struct facts *facts = reading->facts;

    facts->options = fingerprint(reading->pool, facts->options + required, value);
    if (required && facts->is_request)
        read_tags(reading, facts->required, &facts->required_count, value);
}
