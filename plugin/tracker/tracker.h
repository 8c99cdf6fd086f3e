/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The model of a capture: takes the facts of one message after the other, maintains transactions,
 * attempts, registrations, bindings and nonces, fills in the message's report, and emits an event
 * for each thing that happens. It records and does not judge.
 */
#ifndef SIPREG_TRACKER_TRACKER_H
#define SIPREG_TRACKER_TRACKER_H

#include "tracker/event.h"

/* The report is that of the event, for additions. */
typedef void (*event_handler)(const struct event *event, struct report *report, void *data);

struct tracker;

struct tracker *tracker_new(const struct settings *settings, struct pool *pool,
                            event_handler handler, void *data);
void tracker_free(struct tracker *tracker);

/* Takes one message and fills in its report, which must live until tracker_free. Returns false
 * where the message does not concern registrations; the report may then be discarded. */
bool tracker_take(struct tracker *tracker, const struct facts *facts, struct report *report);

/* The tracker begins at this frame, in the middle of a capture that an earlier one follows from before, and will take its
 * place. What the earlier one has reported of a message is told before the message, NULL: nothing; what it counts goes on
 * here. False: the message belongs to an attempt that began before the frame, and is not to be taken. All messages are
 * TRACKER_SETTLED (times 64*T1) after it. Before the earlier one is freed, this one succeeds it. */
enum { TRACKER_SETTLED = 2 };
void tracker_follow(struct tracker *tracker, struct tracker *earlier, const struct packet *packet);
bool tracker_expect(struct tracker *tracker, const struct report *report,
                    const struct packet *packet);
void tracker_succeed(struct tracker *tracker);

/* The capture lasts at least until this time: emits events for all deadlines until then. */
void tracker_advance(struct tracker *tracker, int64_t time);

/* ... and ends there for now. */
void tracker_settle(struct tracker *tracker, int64_t time);

/* The first is true while packets without SIP matter on some flow, the second if they do between
 * these two. */
bool tracker_watches_traffic(const struct tracker *tracker);
bool tracker_watches(const struct tracker *tracker, const struct endpoint *source,
                     const struct endpoint *destination);

/* Takes such a packet and emits the events that follow from it. */
void tracker_traffic(struct tracker *tracker, const struct traffic *traffic, struct report *report);

/* Takes a packet that leads to SIP, or fails to: the payload of DNS, a segment to or from a server of SIP. True: the report
 * is to be kept. The second is true where an end is such a server. */
bool tracker_connection(struct tracker *tracker, const struct packet *packet,
                        enum packet_content content, struct report *report);
bool tracker_leads_to_sip(const struct tracker *tracker, const struct endpoint *source,
                          const struct endpoint *destination);
/* Whether there are such servers at other ports than those of SIP. */
bool tracker_has_other_servers(const struct tracker *tracker);

/* Whether an ACK of TCP from there is the first packet since the client has sent something. */
bool tracker_awaits_ack(const struct tracker *tracker, const struct endpoint *source,
                        const struct endpoint *destination);

/* The capture includes packets without SIP: what is missing was not sent. */
void tracker_sees_all(struct tracker *tracker);

#endif
