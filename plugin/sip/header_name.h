/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header field names (RFC 3261 7.3.1), full and compact (7.3.3), for message.c alone.
 */
#ifndef SIPREG_SIP_HEADER_NAME_H
#define SIPREG_SIP_HEADER_NAME_H

#include "sip/message.h"

/* SIP_HEADER_OTHER for a name that the core does not use. Case does not matter. */
enum sip_header_id sip_header_id_of(struct span name);

/* The same at a glance: of the name that a line begins with, if it is one of up to 15 letters in its usual spelling and
 * a ":" follows; SIP_HEADER_OTHER: this needs a closer look. SIP_HEADER_USUAL bytes of `line` are looked at. */
enum { SIP_HEADER_USUAL = 16 };
enum sip_header_id sip_header_usual(const char *line, unsigned *length);

#endif
