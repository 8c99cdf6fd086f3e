/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What Wireshark looks for in a plugin.
 */
#define WS_BUILD_DLL
#include <epan/packet.h>

#include "wireshark/compat.h"
#include "wireshark/dissector.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = SIPREG_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

void plugin_register(void)
{
    static proto_plugin plugin;

    plugin.register_protoinfo = dissector_register;
    plugin.register_handoff = dissector_handoff;
    proto_register_plugin(&plugin);
}

uint32_t plugin_describe(void)
{
    return PLUGIN_DESCRIPTION;
}
