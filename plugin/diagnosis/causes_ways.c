/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Causes that connections without SIP show, for a client that registers, or tries to, otherwise.
 */
#include "diagnosis/causes.h"

/* Attempts: one may meet a server that starts. */
#define ATTEMPTS_FROM 2

/* The port of the latest Security-Server, at which no protected REGISTER has followed. */
bool cause_is_protected_port_shut(const struct event *event)
{
    const struct ims *ims = event->registration ? event->registration->ims : NULL;

    return ims && event->way &&
           (event->way->state == CONNECTION_SILENT || event->way->state == CONNECTION_REFUSED) &&
           ims->server.port && ims->server.port == event->way->target.port &&
           endpoint_same_ip(&ims->server_at, &event->way->target) &&
           ims->verify_in < ims->server_in;
}

/* The latest REGISTER went to the same port over UDP, and the server has never responded to anybody. */
bool cause_is_refused_over_tcp_too(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct server_record *server = event->server;

    return event->way && event->way->state == CONNECTION_REFUSED &&
           event->way->attempts >= ATTEMPTS_FROM && registration &&
           registration->last.transport == TRANSPORT_UDP && !registration->last.has_response &&
           !registration->attempt.open &&
           endpoint_equal(&registration->last.destination, &event->way->target) && server &&
           !server->has_responded && !server->other.in;
}
