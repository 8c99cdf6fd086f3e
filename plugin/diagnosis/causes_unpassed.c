/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which an intermediary has the response, as another hop shows, and the client does
 * not get it, or gets another one.
 */
#include "diagnosis/causes.h"

static bool is_without_relayed(const struct event *event)
{
    return event->attempt_failed && event->transaction && event->transaction->rare->relayed;
}

/* The client shows by its retransmissions that it does not have it. */
static bool is_unpassed(const struct event *event)
{
    return is_without_relayed(event) && transaction_is_unpassed(event->transaction);
}

/* The capture has what the one that the client sends to sends back to it: what it does not have was not sent. What
 * goes through IPsec may be seen in one direction only, so the ports count, too. */
static bool sees_way_back(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct server_record *server = event->server;

    return endpoint_same_ip(&transaction->rare->relayed_to, &transaction->server) &&
           (transaction->provisional || (server && server->heard_under == transaction->call_id &&
                                         endpoint_equal(&server->heard_by, &transaction->client)));
}

bool cause_keeps_response(const struct event *event)
{
    return is_unpassed(event) && sees_way_back(event);
}

/* It may send it where this capture does not look, and where the client does not get it. */
bool cause_may_keep_response(const struct event *event)
{
    return is_unpassed(event) && !sees_way_back(event);
}

/* It does not retransmit: it may have the refusal all the same. */
bool cause_keeps_refusal(const struct event *event)
{
    return is_without_relayed(event) && !transaction_is_unpassed(event->transaction);
}

/* With this response the client would be bound, or could go on. A SIM that sends AUTS wants a challenge. */
static bool lets_go_on(const struct event *event, const struct report *relayed)
{
    return (relayed->status >= 200 && relayed->status < 300) ||
           ((relayed->status == 401 || relayed->status == 407) &&
            (!cause_has_credentials(event) || finding_of(cause_request(event), RULE_aka_resync)));
}

/* A proxy says so where a response does not get to it in time, or where it requires another interval; and a client that
 * retransmits may be served by another branch, of which the capture has one hop alone. */
static bool is_for_proxy_to_say(const struct event *event)
{
    unsigned status = event->facts->status;

    return status == 408 || status == 504 || status == 423 ||
           event->registration->last.was_retransmitted;
}

/* The client gets a refusal in place of that. */
static bool refuses_instead(const struct event *event)
{
    const struct report *relayed = event->transaction ? event->transaction->rare->relayed : NULL;

    return relayed && cause_refused_finally(event) && lets_go_on(event, relayed) &&
           !is_for_proxy_to_say(event);
}

/* It has the other response, and 6xx is not that of another branch of a fork, which it prefers (RFC 3261 16.7). */
static bool is_by_recipient(const struct event *event)
{
    return event->facts->status < 600 &&
           endpoint_same_ip(&event->transaction->rare->relayed_to, &event->facts->packet->source);
}

bool cause_says_as_proxy(const struct event *event)
{
    return refuses_instead(event) && is_by_recipient(event) && report_rare(event->report)->told;
}

bool cause_refuses_as_proxy(const struct event *event)
{
    return refuses_instead(event) && is_by_recipient(event) && !report_rare(event->report)->told;
}

/* Its address on the other side is another one, or there are several of them. */
bool cause_refuses_on_the_way(const struct event *event)
{
    return refuses_instead(event) && !is_by_recipient(event);
}

/* The client gets another code, as if for another reason. After 408, 480 and 5xx a proxy may have tried another
 * server. */
bool cause_refusal_is_changed(const struct event *event)
{
    const struct report *relayed = event->transaction ? event->transaction->rare->relayed : NULL;

    return relayed && cause_refused_finally(event) && !is_for_proxy_to_say(event) &&
           relayed->status >= 400 && relayed->status < 500 && relayed->status != 401 &&
           relayed->status != 407 && relayed->status != 408 && relayed->status != 480 &&
           relayed->status != event->facts->status;
}
