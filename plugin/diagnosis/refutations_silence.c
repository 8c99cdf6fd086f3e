/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes that have to do with silence: of the server, or of the client.
 */
#include "diagnosis/refutations.h"

#include "base/elapsed.h"
#include "state/outage.h"

/* Twice T1, as phones have it. */
#define RETRANSMITS_WITHIN SECOND

/* The request gets a response after all; or the next one gets none either, while others get theirs. */
bool refutes_serves_others(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_TIMEOUT && is_of_client(event, suspicion) &&
            event->report->frame != suspicion->frame && cause_is_silent_for_one(event));
}

/* Neither of the two servers that were silent last responds to the client, and that soon: its line is there. */
static bool is_served_by_third(const struct event *event, const struct suspicion *suspicion)
{
    enum { NEXT_SERVER_WITHIN_S = 120 };
    const struct server_record *server = event->server;

    return is_response_to_client(event, suspicion) && server &&
           event->time - suspicion->raised_at <= NEXT_SERVER_WITHIN_S * SECOND &&
           !is_same_server(event, suspicion) && server->silences[0].server != server &&
           server->silences[1].server != server;
}

/* ... or another server responds to the address meanwhile. */
bool refutes_serves_others_or_line(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_serves_others(event, suspicion) || is_served_by_third(event, suspicion) ||
           (event->triggers & ON_TIMEOUT && is_of_client(event, suspicion) &&
            event->report->frame != suspicion->frame && cause_is_silent_alone(event));
}

/* Others get a response after the last transmission of this client, which still has none. */
static bool serves_later(const struct event *event, const struct suspicion *suspicion)
{
    if (event->triggers & ON_TIMEOUT)
        return is_of_client(event, suspicion) && cause_is_heard_after(event);
    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_later(event, suspicion) && history_open(&suspicion->registration->history) &&
           is_same_server(event, suspicion);
}

/* It gets a response after all, or others do. */
bool refutes_answered_after_all(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || serves_later(event, suspicion);
}

/* ... or others do while the next request gets none. */
bool refutes_serves_anybody(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_answered_after_all(event, suspicion) || refutes_serves_others(event, suspicion);
}

/* What a client waits beyond its Retry-After. */
#define PAUSES_FOR (300 * SECOND)

/* The server works, as another client shows, and this one has long stopped trying, although nothing tells it to wait, or
 * the server has told it when to try again. */
bool strengthens_gave_up(const struct event *event, const struct suspicion *suspicion)
{
    const struct registration *registration = suspicion->registration;
    const struct retry_after *told = &registration->past->retry_after;
    bool is_overdue = told->frame > registration->last.frame &&
                      elapsed_between(told->until, event->time) > PAUSES_FOR;

    return event->triggers & ON_RESPONSE && serves_later(event, suspicion) &&
           told->until < event->time &&
           (is_overdue || elapsed_between(registration->last.resent_at, event->time) >
                              registration_longest_pause(registration));
}

/* The client does try again after it was thought to have given up. */
bool refutes_tries_again(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->weight != LATENT && refutes_heard_client(event, suspicion);
}

/* RFC 5626 4.5: a client that tries again waits no longer than this. */
#define WAITS_FOR (1800 * SECOND)

/* It has not tried again for longer than a client waits, and is served at once when it does. */
bool strengthens_returns_too_late(const struct event *event, const struct suspicion *suspicion)
{
    int64_t tried_at = MAX(suspicion->raised_at, suspicion->registration->past->refused_at);

    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && is_same_server(event, suspicion) &&
           elapsed_between(tried_at, event->time) > WAITS_FOR;
}

bool refutes_responds_too_soon(const struct event *event, const struct suspicion *suspicion)
{
    return is_response_to_client(event, suspicion) && is_later(event, suspicion) &&
           suspicion->weight == LATENT && !strengthens_returns_too_late(event, suspicion);
}

/* The server does respond, or not even to a REGISTER without credentials. */
bool refutes_responds_to_credentials(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_TIMEOUT && is_of_client(event, suspicion) &&
            event->attempt_failed && !cause_has_credentials(event));
}

bool strengthens_serves_later(const struct event *event, const struct suspicion *suspicion)
{
    return serves_later(event, suspicion);
}

/* The same request gets a response, or another one of that size. */
bool refutes_size_passes(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
            is_later(event, suspicion) && is_same_server(event, suspicion) &&
            finding_of(event->transaction->request, RULE_reg_udp_oversize));
}

/* The next REGISTER is what the response required, only late: with the longer interval of a 423, or to
 * another server after a 3xx. */
bool refutes_followed_late(const struct event *event, const struct suspicion *suspicion)
{
    const struct attempt *before;

    if (!is_request_of_client(event, suspicion))
        return false;
    before = &event->before->attempt;
    if (before->last_status == 423)
        return event->report->contact_count && event->report->contacts[0].has_requested &&
               event->report->contacts[0].requested_s >= before->min_expires_s;
    return before->last_status / 100 == 3 &&
           !endpoint_same_ip(&event->facts->packet->destination, &suspicion->server);
}

bool strengthens_followed_late(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_followed_late(event, suspicion);
}

/* The server does state the minimum, here or on another hop. */
bool refutes_minimum_stated(const struct event *event, const struct suspicion *suspicion)
{
    return is_response_to_client(event, suspicion) && event->facts->status == 423 &&
           event->facts->has_min_expires;
}

/* The client sends credentials for the challenge that came late. */
bool refutes_challenge_used(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && event->facts->credentials_count &&
           event->challenge->report &&
           event->challenge->report->request_in == suspicion->request_in;
}

/* The client comes, or is later than usual. */
bool refutes_is_overdue(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_heard_client(event, suspicion) ||
           (event->triggers & ON_ABSENCE && is_of_client(event, suspicion));
}

/* The CSeq rises by more than one to a refresh in time, too: the client counts so. */
bool refutes_counts_so(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           event->report->has_remaining && event->report->remaining >= 0 &&
           event->report->has_cseq_step && event->report->cseq_step > 1 &&
           !event->before->continues;
}

bool strengthens_counts_so(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_counts_so(event, suspicion);
}

/* Over UDP a client that gets no response retransmits: this one has sent its next REGISTER instead. */
bool refutes_not_retransmitted(const struct event *event, const struct suspicion *suspicion)
{
    const struct last_request *last;

    if (!is_request_of_client(event, suspicion))
        return false;
    last = &event->before->last;
    return refutes_continued(event, suspicion) ||
           (last->frame == suspicion->request_in && last->transport == TRANSPORT_UDP &&
            !last->was_retransmitted &&
            elapsed_between(last->time, event->time) > RETRANSMITS_WITHIN);
}

/* The request gets a response after all, or another one with the same flaw does. */
bool refutes_takes_such_requests(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || refutes_flaw_accepted(event, suspicion);
}

/* Another client at its address gets a response, to a REGISTER without the flaw. */
bool strengthens_serves_neighbour_without(const struct event *event,
                                          const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_later(event, suspicion) && is_same_server(event, suspicion) &&
           event->transaction->request && !has_flaw(event, suspicion) &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

/* Another client gets a response afterwards, or has had one before, and this one never had any. */
bool strengthens_others_are_served(const struct event *event, const struct suspicion *suspicion)
{
    if (suspicion->registration->responded_id)
        return false;
    if (event->triggers & ON_TIMEOUT)
        return is_of_client(event, suspicion) && cause_serves_others(event);
    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_later(event, suspicion) && is_same_server(event, suspicion);
}
