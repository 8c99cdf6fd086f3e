/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for the flow of a client, and for requests to it.
 */
#include "diagnosis/cause_vocabulary.h"

/* The flow of the client whose trouble it is; NULL: none is known. */
static const struct flow *flow_of(const struct event *event)
{
    const struct registration *registration =
        event->target ? event->target->owner : event->registration;

    return event->flow ? event->flow : registration ? registration->flow : NULL;
}

/* The packet that ended the connection that the client was bound by. */
static struct value lost(const struct words *words)
{
    const struct flow *flow = flow_of(words->event);

    if (!flow)
        return of_frame(0);
    return of_frame(flow->lost_in ? flow->lost_in : flow->closed_by);
}

/* A phrase: who did that. */
static struct value closer(const struct words *words)
{
    const struct flow *flow = flow_of(words->event);

    if (!flow)
        return of_phrase("");
    if (flow->was_forgotten)
        return of_phrase(" (reset on use, as after a failover)");
    return of_phrase(flow->closed_by || flow->lost_by_client ? " (closed by the client)"
                                                             : " (closed by the server)");
}

/* The agreed time between keep-alives, s. */
static struct value interval(const struct words *words)
{
    const struct flow *flow = words->event->flow;

    return flow && flow->keepalive ? of_number(flow->keepalive->interval_s) : of_text(NULL);
}

/* Seconds between keep-alives, a number: 30 as usual, or half of the silence after which the mapping was gone. */
static struct value keep_every(const struct words *words)
{
    const struct event *event = words->event;
    int64_t idle = event->registration ? cause_idle_time(event) : ELAPSED_UNKNOWN;
    const int64_t usual = 30;

    if (idle == ELAPSED_UNKNOWN || idle > 2 * usual * SECOND)
        return of_number(usual);
    return of_number(MAX(idle / (2 * SECOND), 1));
}

/* ... and 30 as usual, or so long that the client was reached, and not after twice that time. */
static struct value keep_idle(const struct words *words)
{
    const struct event *event = words->event;
    const struct reach *known = event->registration ? event->registration->reach : NULL;
    const int64_t usual = 30 * SECOND;
    int64_t idle = event->reach ? event->reach->idle : ELAPSED_UNKNOWN;
    int64_t keep = known ? MAX(known->idle_reached, usual) : usual;

    if (idle > 0)
        keep = MIN(keep, idle / 2);
    return of_number(MAX(keep / SECOND, 1));
}

/* How long the client had sent nothing before a request to it. */
static struct value quiet(const struct words *words)
{
    const struct event_reach *reach = words->event->reach;

    return reach && reach->idle > 0 ? of_time(reach->idle) : of_text(NULL);
}

/* The latest packet by which the client shows that it is running. */
static struct value alive(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->alive_in : 0);
}

/* The latest packet on its connection. */
static struct value connected(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->connected_in : 0);
}

/* The packet of the client that shows it to be there when a refresh was due. */
static struct value heard_due(const struct words *words)
{
    const struct event *event = words->event;

    return of_frame(event->registration && event->binding ? cause_heard_when_due(event) : 0);
}

/* The method of a request to the client. */
static struct value method(const struct words *words)
{
    return of_text(words->event->reach ? words->event->reach->method : NULL);
}

/* Its frame. */
static struct value sent_in(const struct words *words)
{
    return of_frame(words->event->reach ? words->event->reach->frame : 0);
}

/* Where it went. */
static struct value sent_to(const struct words *words)
{
    return word_endpoint(words, words->event->reach ? &words->event->reach->to : NULL);
}

/* Where it came from. */
static struct value sent_from(const struct words *words)
{
    return word_endpoint(words, words->event->reach ? &words->event->reach->from : NULL);
}

/* The server where the client registers. */
static struct value registrar(const struct words *words)
{
    return word_endpoint(words, words->event->reach ? &words->event->reach->server : NULL);
}

static const struct stray_keepalives *strays(const struct words *words)
{
    return flow_strays(words->event->registration ? words->event->registration->flow : NULL);
}

/* Where the client sends its keep-alives instead, an address with port, */
static struct value kept(const struct words *words)
{
    return word_endpoint(words, strays(words) ? &strays(words)->to : NULL);
}

/* ... and the latest of them. */
static struct value keepalive_in(const struct words *words)
{
    return of_frame(strays(words) ? strays(words)->in : 0);
}

/* The ICMP error that shows it to have been down. */
static struct value restarted_in(const struct words *words)
{
    return of_frame(words->event->reach ? words->event->reach->restarted_in : 0);
}

const struct cause_word cause_words_on_flow[] = {
    CAUSE_WORD(lost),         CAUSE_WORD(closer),    CAUSE_WORD(interval),  CAUSE_WORD(keep_every),
    CAUSE_WORD(alive),        CAUSE_WORD(heard_due), CAUSE_WORD(connected), CAUSE_WORD(method),
    CAUSE_WORD(sent_in),      CAUSE_WORD(sent_to),   CAUSE_WORD(sent_from), CAUSE_WORD(registrar),
    CAUSE_WORD(restarted_in), CAUSE_WORD(keep_idle), CAUSE_WORD(quiet),     CAUSE_WORD(kept),
    CAUSE_WORD(keepalive_in), {.name = NULL},
};
