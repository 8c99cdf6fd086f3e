/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for the clients at one address, and for what else the server does meanwhile.
 */
#include "diagnosis/cause_vocabulary.h"
#include "diagnosis/causes_elsewhere.h"
#include "diagnosis/causes_site.h"
#include "diagnosis/suspicion.h"

#include <stdio.h>

/* Where the client was last, an address. */
static struct value site(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return word_address(words, registration ? &registration->last.source : NULL);
}

/* Its latest REGISTER. */
static struct value last_sent(const struct words *words)
{
    return of_frame(words->event->registration ? words->event->registration->last.frame : 0);
}

/* Clients at the address that have stopped by then, a number. */
static struct value stopped(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_number(registration ? cause_site_stopped(registration, words->event->time).count : 0);
}

static struct value stopped_later(const struct words *words, const struct suspicion *suspicion)
{
    return of_number(cause_site_stopped(suspicion->registration, words->event->time).count);
}

/* ... that are refused, a number. */
static struct value refused_there(const struct words *words)
{
    return of_number(words->event->registration ? cause_site_refused(words->event).count : 0);
}

/* A phrase: what to look at first. A server that challenges does not block the address. */
static struct value site_checks(const struct words *words)
{
    return of_phrase(words->event->facts && event_is_challenge(words->event)
                         ? "the passwords there, then ACL and blocks of this address,"
                         : "ACL and blocks of this address, then the accounts,");
}

/* A phrase, known when the client comes back. */
static struct value or_paused(const struct words *words)
{
    (void)words;
    return of_phrase(", or the capture paused");
}

/* No others were accepted so long before that a client that was there would have been, too. */
static struct value or_paused_later(const struct words *words, const struct suspicion *suspicion)
{
    int64_t others_at = 0;

    for (const struct suspicion *each = suspicion->verdict->raised; each; each = each->next)
        others_at = MAX(others_at, each->others_at);
    return !others_at || words->event->time - others_at < suspicion->granted_s * SECOND
               ? or_paused(words)
               : of_phrase("");
}

static const struct other_response *other_response(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return registration && registration->past->rare->other_response.method
               ? &registration->past->rare->other_response
               : NULL;
}

/* The latest response of the server to another request of the client: its method, */
static struct value served_method(const struct words *words)
{
    return of_text(other_response(words) ? other_response(words)->method : NULL);
}

/* ... and the response. */
static struct value served_method_in(const struct words *words)
{
    return of_frame(other_response(words) ? other_response(words)->frame : 0);
}

/* Another server without a response at the same time, an address, */
static struct value other_server(const struct words *words)
{
    const struct silence *other = cause_other_silence(words->event);

    return word_address(words, other ? &other->server->address : NULL);
}

/* ... and the REGISTER to it. */
static struct value other_server_request(const struct words *words)
{
    const struct silence *other = cause_other_silence(words->event);

    return of_frame(other ? other->frame : 0);
}

/* Bindings that the list lacks besides the first one, a number. */
static struct value missed_besides(const struct words *words)
{
    const struct event_bindings *bindings = words->event->bindings;

    return of_number(bindings && bindings->missed_count ? bindings->missed_count - 1 : 0);
}

/* Another server that accepts clients at the same address meanwhile, an address, */
static struct value working_server(const struct words *words)
{
    const struct accepted_path *path = cause_accepted_by_other(words->event);

    return word_address(words, path ? &path->server : NULL);
}

/* ... and its latest 2xx to them. */
static struct value working_server_in(const struct words *words)
{
    const struct accepted_path *path = cause_accepted_by_other(words->event);

    return of_frame(path ? path->frame : 0);
}

/* The address in the Via of the REGISTER. */
static struct value inside(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return word_address(words, transaction ? &transaction->sent_by : NULL);
}

/* That of another client of the same network, at another public address, */
static struct value other_inside(const struct words *words)
{
    const struct behind_nat *other = cause_on_other_line(words->event);

    return word_address(words, other ? &other->inside[0].at : NULL);
}

/* ... which is this, */
static struct value other_line(const struct words *words)
{
    const struct behind_nat *other = cause_on_other_line(words->event);

    return word_address(words, other ? &other->outside : NULL);
}

/* ... and the latest response to it. */
static struct value other_line_in(const struct words *words)
{
    const struct behind_nat *other = cause_on_other_line(words->event);

    return of_frame(other ? other->responded_in : 0);
}

static const struct heard_over *heard_over(const struct words *words)
{
    const struct server_record *server = words->event->server;

    return server && server->over_stream.frame ? &server->over_stream : NULL;
}

/* The connection over which the server responds, a text, */
static struct value stream(const struct words *words)
{
    return of_text(heard_over(words) ? report_transport_name(heard_over(words)->transport) : NULL);
}

/* ... and the latest response over one. */
static struct value stream_in(const struct words *words)
{
    return of_frame(heard_over(words) ? heard_over(words)->frame : 0);
}

static const struct unacknowledged *unacknowledged(const struct words *words)
{
    const struct flow *flow = cause_unacknowledged(words->event);

    return flow ? &flow->unacknowledged : NULL;
}

/* For how long there was no packet on the connection before it, a duration. */
static struct value pause_before(const struct words *words)
{
    const struct unacknowledged *sent = unacknowledged(words);

    return sent ? word_duration(sent->since - sent->idle, sent->since) : of_text(NULL);
}

/* The first packet on the connection that nothing has come back to, */
static struct value unanswered_from(const struct words *words)
{
    const struct unacknowledged *sent = cause_dead_connection(words->event);

    return of_frame(sent ? sent->first_in : 0);
}

/* ... and the pause before it, a phrase. */
static struct value after_pause(const struct words *words)
{
    const struct unacknowledged *sent = cause_dead_connection(words->event);
    char pause[DURATION_TEXT_SIZE], text[DURATION_TEXT_SIZE + 20] = "";

    if (sent && sent->idle >= SECOND)
        (void)snprintf(text, sizeof(text), "idle for %s, then ", duration_text(sent->idle, pause));
    return word_phrase(words, text);
}

/* How often TCP has sent it again, a number, */
static struct value tcp_resends(const struct words *words)
{
    return of_number(unacknowledged(words) ? unacknowledged(words)->resends : 0);
}

/* ... and the last time. */
static struct value tcp_resent_in(const struct words *words)
{
    return of_frame(unacknowledged(words) ? unacknowledged(words)->last_in : 0);
}

const struct cause_word cause_words_on_site[] = {
    CAUSE_WORD(site),
    CAUSE_WORD(site_checks),
    CAUSE_WORD_LATER(or_paused, or_paused, or_paused_later),
    CAUSE_WORD(last_sent),
    CAUSE_WORD_LATER(stopped, stopped, stopped_later),
    CAUSE_WORD(refused_there),
    CAUSE_WORD(served_method),
    CAUSE_WORD(served_method_in),
    CAUSE_WORD(missed_besides),
    CAUSE_WORD(other_server),
    CAUSE_WORD(other_server_request),
    CAUSE_WORD(working_server),
    CAUSE_WORD(working_server_in),
    CAUSE_WORD(inside),
    CAUSE_WORD(other_inside),
    CAUSE_WORD(other_line),
    CAUSE_WORD(other_line_in),
    CAUSE_WORD(stream),
    CAUSE_WORD(stream_in),
    CAUSE_WORD(pause_before),
    CAUSE_WORD(unanswered_from),
    CAUSE_WORD(after_pause),
    CAUSE_WORD(tcp_resends),
    CAUSE_WORD(tcp_resent_in),
    {.name = NULL},
};
