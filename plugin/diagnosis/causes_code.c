/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that a status code alone names, because it has one meaning for a REGISTER.
 */
#include "diagnosis/suspicion.h"

/* Servers that mean something else by a code say so. */
static unsigned bare_status(const struct event *event)
{
    return event->facts && event->facts->says == SAYS_NOTHING ? cause_status(event) : 0;
}

bool cause_is_overloaded(const struct event *event)
{
    return bare_status(event) == 503 ||
           (cause_status(event) == 503 && event->facts->has_retry_after);
}

bool cause_is_too_large(const struct event *event)
{
    unsigned status = cause_status(event);

    return status == 413 || status == 414 || status == 513 || cause_says_too_large(event);
}

/* A user agent, a gateway, or a proxy without a registrar. */
static bool allows_no_register(const struct event *event)
{
    return cause_status(event) == 405 || cause_status(event) == 501;
}

/* What it has accepted last; NULL: nothing on that port. */
static const struct acceptance *latest_acceptance(const struct event *event)
{
    const struct server_record *server = event->server;

    return server && server->accepted.frame && event->transaction &&
                   endpoint_equal(&server->accepted.by, &event->transaction->server)
               ? &server->accepted
               : NULL;
}

bool cause_serves_no_register(const struct event *event)
{
    return allows_no_register(event) && !latest_acceptance(event);
}

/* Of one refusal alone an earlier or a later 2xx may be what the capture lacks. */
bool strengthens_serves_no_register_again(const struct event *event,
                                          const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && cause_serves_no_register(event) &&
           cause_request(event)->frame > suspicion->frame &&
           endpoint_equal(&event->transaction->server, &suspicion->server);
}

/* Whoever accepts REGISTERs there has another name. */
bool cause_is_other_product(const struct event *event)
{
    const struct acceptance *accepted = latest_acceptance(event);
    const char *product = event->facts ? facts_server_product(event->facts) : NULL;

    return allows_no_register(event) && accepted && accepted->product && product &&
           !facts_same_product(accepted->product, product);
}

bool cause_may_be_other_product(const struct event *event)
{
    return cause_serves_no_register(event) && facts_server_product(event->facts);
}

bool cause_has_too_many_hops(const struct event *event)
{
    return cause_status(event) == 483;
}

/* 493: it cannot decrypt it. */
bool cause_refuses_body(const struct event *event)
{
    return cause_status(event) == 415 || cause_status(event) == 493;
}

bool cause_refuses_scheme(const struct event *event)
{
    return cause_status(event) == 416;
}

bool cause_is_bad_gateway(const struct event *event)
{
    return cause_status(event) == 502;
}

/* The address means nothing to this server, or to any. */
bool cause_knows_no_address(const struct event *event)
{
    return cause_status(event) == 484 || cause_status(event) == 485 ||
           (cause_status(event) == 604 && cause_is_unknown_account(event));
}

/* RFC 3261, 3262, 3265, 3515, 3903, 4028, 5079, 6086 and others define these for sessions, dialogs, subscriptions
 * and what is published. */
static bool is_for_other_requests(const struct event *event)
{
    switch (bare_status(event)) {
    case 412:
    case 422:
    case 429:
    case 433:
    case 469:
    case 470:
    case 481:
    case 486:
    case 487:
    case 488:
    case 489:
    case 491:
    case 580:
    case 600:
    case 606:
    case 607:
    case 608:
        return true;
    default:
        return false;
    }
}

/* A server that has never accepted a REGISTER of the client may be none for it, unless it has a reason. */
bool cause_is_meant_for_calls(const struct event *event)
{
    return is_for_other_requests(event) && !event->registration->accepted &&
           !cause_refuses_public_address(event);
}

/* 411: it lacks Content-Length. */
bool cause_refuses_form(const struct event *event)
{
    return bare_status(event) == 400 || bare_status(event) == 411;
}

bool cause_demands_payment(const struct event *event)
{
    return bare_status(event) == 402;
}

bool cause_refuses_accept(const struct event *event)
{
    return bare_status(event) == 406;
}

bool cause_is_conflict(const struct event *event)
{
    return bare_status(event) == 409;
}

/* RFC 8224. */
bool cause_checks_identity(const struct event *event)
{
    unsigned status = bare_status(event);

    return status == 428 || (status >= 436 && status <= 438);
}

/* RFC 5626 5.3: an edge proxy has lost the flow that a Route or Path names. */
bool cause_is_flow_failed(const struct event *event)
{
    return bare_status(event) == 430;
}

bool cause_refuses_version(const struct event *event)
{
    return bare_status(event) == 505;
}

/* 480 comes from an IMS network whose HSS does not respond (TS 24.229 5.3.1.2). The codes from 506 are not defined,
 * but their class is. A registrar has no use for a code for other requests. */
bool cause_is_server_failed(const struct event *event)
{
    unsigned status = bare_status(event);

    return status == 480 || status == 500 || (status > 505 && status < 600) ||
           is_for_other_requests(event);
}
