/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for the clients at one address, and for what else the server does meanwhile.
 */
#include "diagnosis/cause_vocabulary.h"
#include "diagnosis/causes_site.h"

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

/* ... that are refused, a number. */
static struct value refused_there(const struct words *words)
{
    return of_number(words->event->registration ? cause_site_refused(words->event).count : 0);
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

const struct cause_word cause_words_on_site[] = {
    CAUSE_WORD(site),
    CAUSE_WORD(last_sent),
    CAUSE_WORD(stopped),
    CAUSE_WORD(refused_there),
    CAUSE_WORD(served_method),
    CAUSE_WORD(served_method_in),
    CAUSE_WORD(missed_besides),
    CAUSE_WORD(other_server),
    CAUSE_WORD(other_server_request),
    {NULL, NULL},
};
