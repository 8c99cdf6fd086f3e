/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Parameter values with quoting and escaping undone. Values that do not fit the caller's buffer are
 * longer than any real user name or realm.
 */
#ifndef SIPREG_SIP_AUTH_TEXT_H
#define SIPREG_SIP_AUTH_TEXT_H

#include "sip/span.h"

enum { SIP_AUTH_TEXT_SIZE = 256 };

/* Removes the backslashes of quoted pairs (RFC 3261 25.1). Returns the text as sent where there are
 * none or it is too long; otherwise the result is in *text. */
struct span sip_auth_unquoted(struct span quoted, char text[SIP_AUTH_TEXT_SIZE]);

/* Decodes username* (RFC 7616 3.4, RFC 5987 3.2.1) into *text. SPAN_NONE: not UTF-8, empty, or too
 * long. */
struct span sip_auth_extended(struct span value, char text[SIP_AUTH_TEXT_SIZE]);

#endif
