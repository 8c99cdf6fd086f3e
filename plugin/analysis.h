/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only entry to the core. Each SIP message goes in once, in capture order; a report comes out.
 * No I/O, no clock but the packets', no global state.
 */
#ifndef SIPREG_ANALYSIS_H
#define SIPREG_ANALYSIS_H

#include "base/packet.h"
#include "base/report.h"
#include "base/settings.h"

struct analysis;

/* Copies the settings and takes a reference to the accounts. Free with analysis_free. */
struct analysis *analysis_new(const struct settings *settings);
void analysis_free(struct analysis *analysis); /* accepts NULL */

/* With settings.keep_hours, what is said of a message rests on what was seen in that time before it, and at most in a bit
 * more than twice that time. A registration without a message for longer is forgotten; if it comes back, it has a new
 * number. One whose messages come more often keeps its number and its counts. Each time that something is
 * about to be forgotten, `forgets` is called (NULL: nobody needs it): it lets go of all reports so far, or returns false,
 * and nothing is forgotten from then on. */
typedef bool (*analysis_forgets)(void);
void analysis_ask_before(struct analysis *analysis, analysis_forgets forgets);

/* In place of settings.keep_hours, before the first message: ns, for tests. */
void analysis_keep(struct analysis *analysis, int64_t time);

/* Takes one message. Returns its report, valid until analysis_free, or NULL where there is nothing
 * to report: not SIP, or not about registrations. With settings.keep_hours it is valid until the next call that takes a
 * message. *message is the part of packet->text that holds
 * the message, SPAN_NONE if there is none; a following message starts right after it. */
const struct report *analysis_feed(struct analysis *analysis, const struct packet *packet,
                                   struct span *message);

/* Packets without SIP matter on some flows: keep-alives, the end of a connection. The first
 * function is true while there are such flows, the second if one is between these endpoints. */
bool analysis_watches_traffic(const struct analysis *analysis);
bool analysis_watches(const struct analysis *analysis, const struct endpoint *source,
                      const struct endpoint *destination);

/* Takes such a packet; packet->text is its payload. Returns a report, or NULL where there is
 * nothing to report. */
const struct report *analysis_traffic(struct analysis *analysis, const struct packet *packet);

/* What leads to SIP, or fails to: DNS, and TCP and TLS to the servers of SIP, which listen on its ports, or on others that
 * were seen to have SIP or that SRV has named. The first function takes such a packet, and returns a report, or NULL where
 * there is nothing to report; the second is true if one of the two is such a server, the third if there are any at other
 * ports. */
const struct report *analysis_connection(struct analysis *analysis, const struct packet *packet,
                                         enum packet_content content);
bool analysis_leads_to_sip(const struct analysis *analysis, const struct endpoint *source,
                           const struct endpoint *destination);
bool analysis_has_other_servers(const struct analysis *analysis);

/* Whether an ACK of TCP without data says something: what it acknowledges was sent since the last packet from there. */
bool analysis_awaits_ack(const struct analysis *analysis, const struct endpoint *source,
                         const struct endpoint *destination);

/* The capture includes packets without SIP: a keep-alive that is missing was not sent. */
void analysis_sees_all(struct analysis *analysis);

/* The capture is known to last at least until `time` (ns since 1970): fires what was waiting for a
 * response or a refresh until then, and takes back what was repeated for a first pass. Called before a second
 * pass. */
void analysis_settle(struct analysis *analysis, int64_t time);

#endif
