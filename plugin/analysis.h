/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The one door of the core. SIP messages go in, in the order of the capture, each once; a report
 * comes out. It does no I/O, reads no clock but the packets', and has no global state.
 */
#ifndef SIPREG_ANALYSIS_H
#define SIPREG_ANALYSIS_H

#include "base/packet.h"
#include "base/report.h"
#include "base/settings.h"

struct analysis;

/* The settings are copied; of the accounts a reference is kept. Free with analysis_free. */
struct analysis *analysis_new(const struct settings *settings);
void analysis_free(struct analysis *analysis); /* NULL is fine */

/* Takes one message. Returns its report, which stays until analysis_free, or NULL where there is
 * nothing to say: no SIP, or not about registrations. *message is where the message was found in
 * packet->text, SPAN_NONE where none was; a following message begins behind it. */
const struct report *analysis_feed(struct analysis *analysis, const struct packet *packet,
                                   struct span *message);

/* Packets that hold no SIP message are evidence on some flows: keep-alives, the end of a connection.
 * True while there are such flows; then, whether one is between these two. */
bool analysis_watches_traffic(const struct analysis *analysis);
bool analysis_watches(const struct analysis *analysis, const struct endpoint *source,
                      const struct endpoint *destination);

/* Takes such a packet; packet->text is its payload. Returns a report where there is something to say,
 * else NULL. */
const struct report *analysis_traffic(struct analysis *analysis, const struct packet *packet);

/* The capture holds packets without SIP: a keep-alive that is not in it was not sent. */
void analysis_sees_all(struct analysis *analysis);

/* The capture is known to go on to `time` (ns since 1970) at least: what waits for a response or a
 * refresh that did not come until then is judged. Called before a second pass; cheap when nothing
 * is due. */
void analysis_settle(struct analysis *analysis, int64_t time);

#endif
