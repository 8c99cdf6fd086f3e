/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What differs between the Wireshark series 4.0 to 4.6. Every version test is here.
 */
#ifndef SIPREG_WIRESHARK_COMPAT_H
#define SIPREG_WIRESHARK_COMPAT_H

#include <glib.h>
#include <stdbool.h>
#include <ws_version.h>

#define WIRESHARK_AT_LEAST(major, minor)                                                           \
    (WIRESHARK_VERSION_MAJOR > (major) ||                                                          \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

/* What a boolean preference points at. The sizes differ: 4.0 writes four bytes. */
#if WIRESHARK_AT_LEAST(4, 2)
typedef bool preference_bool;
#else
typedef gboolean preference_bool;
#endif

/* From 4.2 on a plugin says what it is. */
#if WIRESHARK_AT_LEAST(4, 2)
#include <wsutil/plugins.h>
#define PLUGIN_DESCRIPTION WS_PLUGIN_DESC_DISSECTOR
#else
#define PLUGIN_DESCRIPTION 0
#endif

#endif
