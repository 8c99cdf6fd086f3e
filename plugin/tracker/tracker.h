/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The model of a capture: takes the facts of one message after the other, keeps transactions,
 * attempts, registrations, bindings and nonces, fills in the report of the message, and tells of
 * each thing that happened as an event. It records and never judges.
 */
#ifndef SIPREG_TRACKER_TRACKER_H
#define SIPREG_TRACKER_TRACKER_H

#include "tracker/event.h"

/* The report is that of the event, to be added to. */
typedef void (*event_handler)(const struct event *event, struct report *report, void *data);

struct tracker;

struct tracker *tracker_new(const struct settings *settings, struct pool *pool,
                            event_handler handler, void *data);
void tracker_free(struct tracker *tracker);

/* Takes one message and fills in its report, which must live until tracker_free. Returns false
 * where the message has nothing to do with registrations; the report may then be thrown away. */
bool tracker_take(struct tracker *tracker, const struct facts *facts, struct report *report);

/* The capture goes on to this time at least: tells of all that is over by then. */
void tracker_advance(struct tracker *tracker, int64_t time);

/* True while packets without SIP matter on some flow; then, whether they do between these two. */
bool tracker_watches_traffic(const struct tracker *tracker);
bool tracker_watches(const struct tracker *tracker, const struct endpoint *source,
                     const struct endpoint *destination);

/* Takes such a packet and tells of what it means. */
void tracker_traffic(struct tracker *tracker, const struct traffic *evidence,
                      struct report *report);

/* The capture holds more than SIP: what is not in it was not sent. */
void tracker_sees_all(struct tracker *tracker);

#endif
