/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the text of a parameter stands for, where it is written otherwise. Longer texts than a caller
 * has room for are none of a user or a realm.
 */
#ifndef SIPREG_SIP_AUTH_TEXT_H
#define SIPREG_SIP_AUTH_TEXT_H

#include "sip/span.h"

enum { SIP_AUTH_TEXT_SIZE = 256 };

/* Without the backslashes of quoted pairs (RFC 3261 25.1). As sent where it has none or is too
 * long; otherwise *text holds what is returned. */
struct span sip_auth_unquoted(struct span quoted, char text[SIP_AUTH_TEXT_SIZE]);

/* The value of username* (RFC 7616 3.4, RFC 5987 3.2.1), in *text. SPAN_NONE: it is none of UTF-8,
 * empty, or too long. */
struct span sip_auth_extended(struct span value, char text[SIP_AUTH_TEXT_SIZE]);

#endif
