/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A way of a client to SIP: the packets on it that have a report, and since when the client gets no further.
 */
#include "tracker/tracker_way.h"

const struct registration *tracker_way_latest_at(const struct tracker *tracker,
                                                 const struct endpoint *host)
{
    struct endpoint address = *host;
    const struct source *source;

    address.port = 0;
    source = sources_find(tracker->sources, &address);
    return source ? source_latest_client(source) : NULL;
}

struct registration *tracker_way_registration(const struct tracker *tracker,
                                              const struct endpoint *client)
{
    const struct registration *each = tracker_way_latest_at(tracker, client), *found = NULL;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->neighbour) {
        if (found && found->aor != each->aor)
            return NULL;
        found = found ? found : each;
    }
    return (struct registration *)found;
}

bool tracker_way_place(struct tracker *tracker, struct connection *connection,
                       struct report *report)
{
    struct report_connection *shown = connection->shown;
    struct registration *registration;

    if (report_rare(report)->connection)
        return true;
    if (connection->reports == CONNECTION_REPORTS_MAX)
        return false;
    connection->reports++;
    registration = tracker_way_registration(tracker, &shown->client);
    report->kind = REPORT_CONNECTION;
    report_make_rare(report, tracker->pool)->connection = shown;
    if (registration) {
        shown->aor = registration->aor->name;
        shown->registration = registration->number;
        tracker_fill_place(report, registration);
    }
    return true;
}

struct event_draft tracker_way_event(struct tracker *tracker, const struct connection *connection,
                                     struct report *report, int64_t time)
{
    struct event_draft draft = tracker_event(tracker, NULL, report, ON_CONNECTION);

    draft.event.time = time;
    draft.connection.connection = connection->shown;
    return draft;
}

void tracker_way_recover(struct connection *connection)
{
    connection->failed_at = 0;
    connection->is_told = false;
    if (connection->shown->verdict != CONNECTION_NO_KEYS)
        connection->shown->verdict = CONNECTION_IS_WELL;
    deadline_cancel(&connection->deadline);
}

void tracker_way_fail(struct tracker *tracker, struct connection *connection, struct report *report,
                      int64_t time)
{
    if (!connection->failed_at) {
        connection->failed_at = time;
        deadline_set(tracker->deadlines, &connection->deadline, time + tracker_timer_f(tracker));
    }
    if (!connection->is_told)
        connection->report = report;
}
