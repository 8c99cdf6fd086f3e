/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes why a client is bound at a proxy or SBC, and not at the registrar behind it; and of a
 * removal that is lost between the two.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

/* Not a challenge, nor another response after which the SBC tries again by itself. */
static bool is_refusal(unsigned status)
{
    return status >= 400 && status != 401 && status != 407 && status != 423 && status != 494;
}

/* A registration of the SBC itself for the same AOR, by which it has no binding at the registrar; NULL: none. */
static const struct registration *find_behind(const struct registration *client)
{
    const struct registration *each = client->aor->agents;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (each != client && endpoint_same_ip(&each->last.source, &client->last.destination) &&
            !endpoint_same_ip(&each->last.source, &each->last.destination))
            return each;
    }
    return NULL;
}

/* The client that the SBC, whose registration this is, has bound itself; NULL: none. */
static const struct registration *find_front(const struct registration *behind)
{
    const struct registration *each = behind->aor->agents;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (each != behind && endpoint_same_ip(&each->last.destination, &behind->last.source) &&
            each->accepted && registration_is_bound(each) && find_behind(each) == behind)
            return each;
    }
    return NULL;
}

static bool is_refused_behind(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct upstream *upstream = &event->registration->past->rare->upstream;
    const struct transaction *first = transaction->original ? transaction->original : transaction;

    return first->request && first->status >= 200 && first->status < 300 && !first->is_removal &&
           upstream->request_in == first->request->frame && upstream->refused_in &&
           is_refusal(upstream->status) &&
           !(upstream->accepted_in && event->time < upstream->until);
}

static struct passage refused_by_hop(const struct event *event)
{
    const struct upstream *upstream = &event->registration->past->rare->upstream;

    return is_refused_behind(event)
               ? (struct passage){event->registration, upstream->refused_in, upstream->status}
               : (struct passage){0};
}

static bool is_accepted(const struct event *event)
{
    return event->triggers & ON_RESPONSE && event_is_accepted(event) &&
           !event->transaction->is_removal && registration_is_bound(event->registration);
}

/* All that was granted behind the proxy has expired, and it has not sent anything there since. */
static struct passage lapsed(const struct event *event)
{
    const int64_t grace = 32 * SECOND; /* 64*T1: a refresh may be on its way */
    const struct upstream *upstream = &event->registration->past->rare->upstream;

    return is_accepted(event) && !event->transaction->has_copy && upstream->accepted_in &&
                   upstream->sent_in < upstream->accepted_in &&
                   event->time > upstream->until + grace
               ? (struct passage){event->registration, upstream->accepted_in, 0}
               : (struct passage){0};
}

/* The SBC registers for the client under a Call-ID of its own. */
static struct passage refused_by_other(const struct event *event)
{
    const struct registration *registration = event->registration, *behind, *client;

    if (!registration->aor->agents || !registration->aor->agents->older)
        return (struct passage){0};
    if (cause_status(event) && is_refusal(cause_status(event)) &&
        !registration_is_bound(registration)) {
        client = find_front(registration);
        return client ? (struct passage){client, event->report->frame, event->report->status}
                      : (struct passage){0};
    }
    behind = is_accepted(event) ? find_behind(registration) : NULL;
    return behind && !registration_is_bound(behind) && !behind->attempt.open &&
                   behind->state == STATE_REJECTED && behind->latest_final &&
                   is_refusal(behind->latest_final->status)
               ? (struct passage){registration, behind->latest_final->frame,
                                  behind->latest_final->status}
               : (struct passage){0};
}

struct passage cause_passage(const struct event *event)
{
    struct passage passage = {0};

    if (!(event->triggers & (ON_RESPONSE | ON_RELAYED_RESPONSE)) || !event->registration ||
        !event->transaction)
        return passage;
    if (event->registration->past->rare->upstream.sent_in)
        passage = refused_by_hop(event);
    if (!passage.client && event->registration->past->rare->upstream.accepted_in)
        passage = lapsed(event);
    if (!passage.client && event->triggers & ON_RESPONSE)
        passage = refused_by_other(event);
    return passage;
}

bool cause_is_bound_behind(const struct registration *client, int64_t now)
{
    const struct registration *behind = find_behind(client);

    return (behind && registration_is_bound(behind)) ||
           (client->past->rare->upstream.accepted_in && now < client->past->rare->upstream.until);
}

bool cause_is_refused_upstream(const struct event *event)
{
    struct passage passage = cause_passage(event);

    return passage.client == event->registration && passage.client && passage.status;
}

bool cause_refuses_for_client(const struct event *event)
{
    struct passage passage = cause_passage(event);

    return passage.client && passage.client != event->registration;
}

static bool has_lapsed(const struct event *event)
{
    struct passage passage = cause_passage(event);

    return passage.client == event->registration && passage.client && !passage.status;
}

/* What the proxy has relayed for another client since shows that the hop behind it is still captured. */
static bool is_hop_captured(const struct event *event)
{
    return event->server &&
           event->server->passed_on.at > event->registration->past->rare->upstream.until;
}

bool cause_has_lapsed_upstream(const struct event *event)
{
    return has_lapsed(event) && is_hop_captured(event);
}

bool cause_seems_lapsed_upstream(const struct event *event)
{
    return has_lapsed(event) && !is_hop_captured(event);
}

/* The proxy confirms it, and does not forward it as it did before. */
bool cause_removal_is_kept_back(const struct event *event)
{
    const struct upstream *upstream;

    if (!(event->triggers & ON_RESPONSE) || !event->registration || !event->transaction ||
        !event->transaction->is_removal || event->transaction->has_copy ||
        !event_is_accepted(event))
        return false;
    upstream = &event->registration->past->rare->upstream;
    return upstream->accepted_in && upstream->sent_in < upstream->accepted_in &&
           event->time < upstream->until && !registration_is_bound(event->registration);
}

/* Earlier REGISTERs of the client were seen behind the first hop as well, and this one was not. */
bool cause_removal_is_lost(const struct event *event)
{
    return event->transaction->is_removal && !event->transaction->has_copy &&
           !event->transaction->unreachable && event->registration->past->rare->upstream.sent_in &&
           registration_is_bound(event->registration);
}
