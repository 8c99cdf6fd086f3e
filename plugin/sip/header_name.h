/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Header field names (RFC 3261 7.3.1), full and compact (7.3.3), for message.c alone.
 */
#ifndef SIPREG_SIP_HEADER_NAME_H
#define SIPREG_SIP_HEADER_NAME_H

#include "sip/message.h"

/* SIP_HEADER_OTHER for a name that the core does not use. Case does not matter. */
enum sip_header_id sip_header_id_of(struct span name);

#endif
