/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plugin loaded beside the one under test: prints, for each frame, the filters that Wireshark's menus offer for it,
 * called as these call them. tshark has no other access to them.
 *   always            the conversation filters of sipreg: FILTER, frame, name, filter
 *   -z probe,rows     "Apply as Filter" of each row that sipreg adds to the tree: ROW, frame, field, filter; no filter
 *                     where the menu does not offer it
 *   -z probe,FILE     which frames pass the filters in the lines of FILE: PASSES, frame, number of the line from 0
 */
#define WS_BUILD_DLL
#include <stdio.h>
#include <string.h>

#include <epan/packet.h>

#include <epan/conversation_filter.h>
#include <epan/epan_dissect.h>
#include <epan/stat_tap_ui.h>
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

static void print_row(proto_node *node, void *data)
{
    epan_dissect_t *edt = data;
    field_info *row = PNODE_FINFO(node);
    char *text = NULL;

    proto_tree_children_foreach(node, print_row, data);
    if (!row || !g_str_has_prefix(row->hfinfo->abbrev, "sipreg"))
        return;
    if (proto_can_match_selected(row, edt))
        text = proto_construct_match_selected_string(row, edt);
    printf("ROW\t%u\t%s\t%s\n", edt->pi.num, row->hfinfo->abbrev, text ? text : "");
    wmem_free(NULL, text);
}

static tap_packet_status print_rows(void *tap_data _U_, packet_info *pinfo _U_, epan_dissect_t *edt,
                                    const void *data _U_, tap_flags_t flags _U_)
{
    proto_tree_children_foreach(edt->tree, print_row, edt);
    return TAP_PACKET_DONT_REDRAW;
}

static tap_packet_status print_pass(void *line, packet_info *pinfo, epan_dissect_t *edt _U_,
                                    const void *data _U_, tap_flags_t flags _U_)
{
    printf("PASSES\t%u\t%u\n", pinfo->num, GPOINTER_TO_UINT(line) - 1);
    return TAP_PACKET_DONT_REDRAW;
}

static void listen_with(void *data, const char *filter, unsigned flags, tap_packet_cb callback)
{
    GString *error =
        register_tap_listener("frame", data, filter, flags, NULL, callback, NULL, NULL);

    if (error)
        printf("INVALID\t%s\t%s\n", filter, error->str);
}

static stat_begun begin(const char *argument, void *data _U_)
{
    const char *path = argument + strlen("probe,");
    char *text, **lines;

    if (strcmp(path, "rows") == 0) {
        listen_with(NULL, NULL, TL_REQUIRES_PROTO_TREE, print_rows);
        STAT_BEGUN;
    }
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i] && *lines[i]; i++)
        listen_with(GUINT_TO_POINTER(i + 1), lines[i], TL_REQUIRES_NOTHING, print_pass);
    g_strfreev(lines);
    g_free(text);
    STAT_BEGUN;
}

static void listen(void)
{
    static const stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .title = "Probe",
        .cli_string = "probe,",
        .tap_init_cb = begin,
    };
    static int listener;

    register_stat_tap_ui((stat_tap_ui *)&ui, NULL);
    listen_with(&listener, NULL, TL_REQUIRES_NOTHING, print_filters);
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
