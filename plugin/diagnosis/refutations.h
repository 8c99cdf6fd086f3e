/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an event has to do with a cause that was raised before; shared by what strengthens and refutes them.
 */
#ifndef SIPREG_DIAGNOSIS_REFUTATIONS_H
#define SIPREG_DIAGNOSIS_REFUTATIONS_H

#include "base/elapsed.h"
#include "diagnosis/suspicion.h"

/* A user cannot enter a password within this time, though paste one within the shorter one, and a client that retries by
 * itself needs no longer. */
#define SUSPICION_TYPING_TIME  (10 * SECOND)
#define SUSPICION_PASTING_TIME (3 * SECOND)

static inline bool is_of_client(const struct event *event, const struct suspicion *suspicion)
{
    return event->registration == suspicion->registration;
}

static inline bool is_later(const struct event *event, const struct suspicion *suspicion)
{
    return event->report->frame > suspicion->frame;
}

/* Another message's 2xx to the same client, of whatever server. */
static inline bool is_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && event_is_accepted(event) &&
           event->report->frame != suspicion->frame;
}

/* ... a later message. */
static inline bool is_accepted_later(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && is_later(event, suspicion);
}

/* The client sends a REGISTER. */
static inline bool is_request_of_client(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return event->triggers & ON_REQUEST && is_of_client(event, suspicion);
}

/* On whatever hop. */
static inline bool is_response_to_client(const struct event *event,
                                         const struct suspicion *suspicion)
{
    return event->triggers & (ON_RESPONSE | ON_RELAYED_RESPONSE) && is_of_client(event, suspicion);
}

static inline bool is_same_call(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->call_id && event->transaction->call_id == suspicion->call_id;
}

static inline bool is_same_server(const struct event *event, const struct suspicion *suspicion)
{
    return endpoint_same_ip(&event->transaction->server, &suspicion->server);
}

/* The same server sends a 2xx, to whomever. */
static inline bool is_accepted_there(const struct event *event, const struct suspicion *suspicion)
{
    return event_is_accepted(event) && is_same_server(event, suspicion);
}

/* ... to the same client, for another message. */
static inline bool is_accepted_again(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && is_same_server(event, suspicion);
}

static inline bool has_flaw(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->proof &&
           finding_of(event->transaction->request, suspicion->proof->rule) != NULL;
}

/* Nobody has entered another password since credentials were refused. */
static inline bool has_same_password(const struct event *event, const struct suspicion *suspicion)
{
    int64_t since = elapsed_between(suspicion->raised_at, event->transaction->first_time);
    bool is_of_password =
        suspicion->status == 401 || suspicion->status == 403 || suspicion->status == 407;
    bool may_be_corrected = is_of_password && !suspicion->was_accepted;

    return !suspicion->nonce || suspicion->is_right ||
           (since != ELAPSED_UNKNOWN &&
            since < (may_be_corrected ? SUSPICION_PASTING_TIME : SUSPICION_TYPING_TIME));
}

/* It is the client itself, or began since under another Call-ID, by its Via or instance the same: another phone of the
 * account has a connection of its own all the time. */
static inline bool is_client_anew(const struct event *event, const struct suspicion *suspicion)
{
    const struct registration *own = suspicion->registration, *registration = event->registration;

    if (!registration || registration == own)
        return registration != NULL;
    return registration->first_in > suspicion->request_in &&
           (own->instance && registration->instance
                ? own->instance == registration->instance
                : endpoint_same_ip(&event->transaction->sent_by, &suspicion->sent_by));
}

/* A client opens another connection when one does not work, or once several attempts have failed on it. */
#define SUSPICION_RECONNECTS_WITHIN (60 * SECOND)
#define SUSPICION_GIVES_UP_WITHIN   (600 * SECOND)

/* The client gets a response on another connection, soon. */
static inline bool is_served_on_new_connection(const struct event *event,
                                               const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_same_server(event, suspicion) && is_later(event, suspicion) &&
           suspicion->transport != TRANSPORT_UDP &&
           event->report->request_in > suspicion->request_in &&
           event->transaction->transport == suspicion->transport &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client) &&
           event->transaction->client.port != suspicion->client.port &&
           event->time - suspicion->raised_at <= (suspicion->is_silent_again
                                                      ? SUSPICION_GIVES_UP_WITHIN
                                                      : SUSPICION_RECONNECTS_WITHIN);
}

#endif
