/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plugin loaded beside the one under test: prints, for each frame, the conversation filters that
 * sipreg offers, called as Wireshark's menus call them. tshark has no other access to them.
 */
#define WS_BUILD_DLL
#include <stdio.h>
#include <string.h>

#include <epan/packet.h>

#include <epan/conversation_filter.h>
#include <epan/tap.h>

#include "wireshark/compat.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

#if WIRESHARK_AT_LEAST(4, 4)
#define OF(filter) , (filter)->user_data
#else
#define OF(filter)
#endif

static tap_packet_status print_filters(void *tap_data _U_, packet_info *pinfo,
                                       epan_dissect_t *edt _U_, const void *data _U_,
                                       tap_flags_t flags _U_)
{
    for (GList *each = packet_conv_filter_list; each; each = each->next) {
        conversation_filter_t *filter = each->data;
        char *text;

        if (strcmp(filter->proto_name, "sipreg") != 0)
            continue;
        text = filter->build_filter_string(pinfo OF(filter));
        if (filter->is_filter_valid(pinfo OF(filter)) != (text != NULL))
            printf("FILTER\t%u\tthe two callbacks disagree\t\n", pinfo->num);
        else if (text)
            printf("FILTER\t%u\t%s\t%s\n", pinfo->num, filter->display_name, text);
        g_free(text);
    }
    return TAP_PACKET_DONT_REDRAW;
}

static void listen(void)
{
    static int listener;

    g_assert_null(register_tap_listener("frame", &listener, NULL, TL_REQUIRES_NOTHING, NULL,
                                        print_filters, NULL, NULL));
}

void plugin_register(void)
{
    static proto_plugin plugin;

    plugin.register_handoff = listen;
    proto_register_plugin(&plugin);
}

uint32_t plugin_describe(void)
{
    return PLUGIN_DESCRIPTION;
}
