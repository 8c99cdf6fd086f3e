/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which an intermediary has the response, as another hop shows, and the client does
 * not get it.
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
