/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/conversation_filter.h"

#include "wireshark/compat.h"

#if HAVE_CONVERSATION_FILTER

#include <epan/packet.h>

#include <epan/conversation_filter.h>
#include <wsutil/str_util.h>

#include "wireshark/dissector.h"

enum {
    CHOICE_MAX = 64
}; /* of registrations in a packet: more than are sent at a time over one connection */

/* What one filter selects of a packet. */
typedef char *(*value_of)(const struct report *report);

static char *number_of(const struct report *report)
{
    return g_strdup_printf("%u", report_registration(report));
}

/* NULL: it is not known. */
static char *quoted_aor(const struct report *report)
{
    const char *aor = report_place(report)->aor;
    char *quoted, *copy;

    if (!aor)
        return NULL;
    quoted = ws_escape_string(NULL, aor, true);
    copy = g_strdup(quoted);
    wmem_free(NULL, quoted);
    return copy;
}

/* A packet with several messages may be of several registrations. The filter names all of them: those that are not
 * wanted can be deleted in the filter bar. NULL: there is none. */
static char *filter_of(packet_info *pinfo, const char *field, value_of value)
{
    GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
    const struct report *report;
    unsigned next = 0;
    char *filter = NULL, *list;

    while (values->len < CHOICE_MAX && (report = dissector_next_of(pinfo, &next))) {
        char *text = value(report);

        if (text && !g_ptr_array_find_with_equal_func(values, text, g_str_equal, NULL))
            g_ptr_array_add(values, text);
        else
            g_free(text);
    }
    g_ptr_array_add(values, NULL);
    list = g_strjoinv(", ", (char **)values->pdata);
    if (values->len > 2)
        filter = g_strdup_printf("%s in {%s}", field, list);
    else if (values->len == 2)
        filter = g_strdup_printf("%s == %s", field, list);
    g_free(list);
    g_ptr_array_unref(values);
    return filter;
}

static filter_bool has_registration(packet_info *pinfo FILTER_USER_DATA)
{
    unsigned next = 0;

    return dissector_next_of(pinfo, &next) != NULL;
}

static char *registration_filter(packet_info *pinfo FILTER_USER_DATA)
{
    return filter_of(pinfo, "sipreg.id", number_of);
}

static char *aor_filter(packet_info *pinfo FILTER_USER_DATA)
{
    return filter_of(pinfo, "sipreg.aor", quoted_aor);
}

static filter_bool has_aor(packet_info *pinfo FILTER_USER_DATA)
{
    char *filter = filter_of(pinfo, "sipreg.aor", quoted_aor);
    bool has = filter != NULL;

    g_free(filter);
    return has;
}

void conversation_filter_register(void)
{
    register_conversation_filter("sipreg", "SIP Registration", has_registration,
                                 registration_filter FILTER_NO_USER_DATA);
    register_conversation_filter("sipreg", "SIP AOR", has_aor, aor_filter FILTER_NO_USER_DATA);
}

#else

void conversation_filter_register(void)
{
}

#endif
