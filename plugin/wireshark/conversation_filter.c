/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/conversation_filter.h"

#include "wireshark/compat.h"

#if HAVE_CONVERSATION_FILTER

#include <epan/packet.h>

#include <epan/conversation_filter.h>
#include <wsutil/str_util.h>

#include "wireshark/dissector.h"

static filter_bool has_registration(packet_info *pinfo FILTER_USER_DATA)
{
    return dissector_registration_of(pinfo) != NULL;
}

static char *registration_filter(packet_info *pinfo FILTER_USER_DATA)
{
    const struct report *report = dissector_registration_of(pinfo);

    return report ? g_strdup_printf("sipreg.id == %u", report->registration) : NULL;
}

static filter_bool has_aor(packet_info *pinfo FILTER_USER_DATA)
{
    const struct report *report = dissector_registration_of(pinfo);

    return report && report->aor;
}

static char *aor_filter(packet_info *pinfo FILTER_USER_DATA)
{
    const struct report *report = dissector_registration_of(pinfo);
    char *quoted, *filter;

    if (!report || !report->aor)
        return NULL;
    quoted = ws_escape_string(NULL, report->aor, true);
    filter = g_strdup_printf("sipreg.aor == %s", quoted);
    wmem_free(NULL, quoted);
    return filter;
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
