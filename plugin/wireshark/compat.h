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

#define WIRESHARK_IS(major, minor)                                                                 \
    (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR == (minor))

/* What a boolean preference points at. The sizes differ: 4.0 writes four bytes. */
#if WIRESHARK_AT_LEAST(4, 2)
typedef bool preference_bool;
#else
typedef gboolean preference_bool;
#endif

/* What callbacks of a conversation filter return and are given. When that changed is not known to the
 * release: there are none in 4.2. */
#if WIRESHARK_AT_LEAST(4, 4)
#define HAVE_CONVERSATION_FILTER 1
typedef bool filter_bool;
#define FILTER_USER_DATA    , void *user_data _U_
#define FILTER_NO_USER_DATA , NULL
#elif WIRESHARK_IS(4, 0)
#define HAVE_CONVERSATION_FILTER 1
typedef gboolean filter_bool;
#define FILTER_USER_DATA
#define FILTER_NO_USER_DATA
#else
#define HAVE_CONVERSATION_FILTER 0
#endif

/* The series whose flow graphs are known (wireshark/sequence.h), and what an item has for a truth. */
#if WIRESHARK_IS(4, 0)
#define HAVE_SEQUENCE 1
typedef gboolean sequence_bool;
#elif WIRESHARK_IS(4, 4) || WIRESHARK_IS(4, 6)
#define HAVE_SEQUENCE 1
typedef bool sequence_bool;
#else
#define HAVE_SEQUENCE 0
#endif

/* What a -z option of tshark returns. */
#if WIRESHARK_AT_LEAST(4, 6)
typedef bool stat_begun;
#define STAT_BEGUN return true
#else
typedef void stat_begun;
#define STAT_BEGUN return
#endif

/* Bytes of a text, as epan/strutil.h wants them. */
#if WIRESHARK_AT_LEAST(4, 2)
typedef char text_byte;
#else
typedef unsigned char text_byte;
#endif

/* From 4.2 on a plugin says what it is. */
#if WIRESHARK_AT_LEAST(4, 2)
#include <wsutil/plugins.h>
#define PLUGIN_DESCRIPTION WS_PLUGIN_DESC_DISSECTOR
#else
#define PLUGIN_DESCRIPTION 0
#endif

#endif
