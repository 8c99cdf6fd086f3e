/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for what lies between client and server: the path, the other clients at the same address, the connections
 * that end on it, and packets without SIP.
 */
#include "diagnosis/cause_vocabulary.h"

#include "diagnosis/causes_path.h"
#include "diagnosis/causes_source.h"
#include "diagnosis/suspicion.h"

#include <stdio.h>

/* "192.0.2.7 (UDP)". */
static struct value path_text(const struct words *words, const struct accepted_path *path)
{
    char host[ENDPOINT_TEXT_SIZE], text[ENDPOINT_TEXT_SIZE + 16] = "another path";

    if (path)
        (void)snprintf(text, sizeof(text), "%s (%s)", endpoint_to_text(&path->client, false, host),
                       report_transport_name(path->transport));
    return word_phrase(words, text);
}

/* A phrase: source address and transport of the REGISTER. */
static struct value path(const struct words *words)
{
    const struct accepted_path own = cause_path(words->event);

    return path_text(words, &own);
}

/* A phrase: those of another one that is accepted for the AOR. */
static struct value other_path(const struct words *words)
{
    return path_text(words, cause_other_path(words->event));
}

/* The 2xx there. */
static struct value other_path_in(const struct words *words)
{
    const struct accepted_path *other = cause_other_path(words->event);

    return of_frame(other ? other->frame : 0);
}

/* In what the two differ, a text. */
static struct value path_part(const struct words *words)
{
    return of_text(cause_path_part(cause_path_difference(words->event)));
}

/* ... the IP version or transport of this one, a text. */
static struct value over(const struct words *words)
{
    const struct accepted_path own = cause_path(words->event);

    return of_text(cause_path_over(&own, cause_path_difference(words->event)));
}

/* ... and of the other one. */
static struct value other_over(const struct words *words)
{
    const struct accepted_path *other = cause_other_path(words->event);

    return of_text(other ? cause_path_over(other, cause_path_difference(words->event)) : NULL);
}

/* Clients at the same address that have had a response, a number. */
static struct value served(const struct words *words)
{
    return of_number(cause_neighbours(words->event).served);
}

/* ... and the latest REGISTER of another one that has none. */
static struct value other_silent(const struct words *words)
{
    return of_frame(cause_neighbours(words->event).other_in);
}

/* Where the REGISTER comes from, an address: as the server sees it. */
static struct value source_address(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const struct transaction *transaction = words->event->transaction;

    if (registration && registration->past->public_address.at.family != ENDPOINT_NONE)
        return word_address(words, &registration->past->public_address.at);
    return word_address(words, transaction ? &transaction->client : NULL);
}

/* A phrase: how many clients there were accepted just before. */
static struct value burst(const struct words *words)
{
    unsigned count = cause_burst(words->event);
    char text[64] = "";

    if (count)
        (void)snprintf(text, sizeof(text), " after a burst of %u", count);
    return word_phrase(words, text);
}

static const struct heard_packet *heard_other(const struct words *words)
{
    const struct server_record *server = words->event->server;

    return server && server->other.in ? &server->other : NULL;
}

/* The packet without SIP that came from the server, or from the path to it, last: what it is, a text. */
static struct value other_packet(const struct words *words)
{
    static const char *const kinds[] = {
        [HEARD_ACK] = "TCP ACK",
        [HEARD_SEGMENT] = "TCP data",
        [HEARD_END] = "TCP FIN or RST",
        [HEARD_UNREACHABLE] = "ICMP unreachable",
        [HEARD_EXPIRED] = "ICMP time exceeded",
        [HEARD_TOO_BIG] = "ICMP packet too big",
        [HEARD_FRAGMENT] = "ICMP fragment missing",
        [HEARD_ERROR] = "ICMP error",
    };
    const struct heard_packet *other = heard_other(words);

    return of_text(other ? kinds[other->kind] : NULL);
}

/* That packet, */
static struct value other_packet_in(const struct words *words)
{
    const struct heard_packet *other = heard_other(words);

    return of_frame(other ? other->in : 0);
}

/* ... and its source, an address. */
static struct value other_packet_from(const struct words *words)
{
    const struct heard_packet *other = heard_other(words);

    return word_address(words, other ? &other->from : NULL);
}

/* The RST on the connection of another client, likewise. */
static struct value forgotten_too(const struct words *words)
{
    const struct flow *flow = words->event->flow;

    return of_frame(flow ? flow->forgotten_too : 0);
}

static const struct idle_losses *idle_losses(const struct words *words)
{
    static const struct idle_losses none;

    return words->event->aor ? &words->event->aor->rare->idle_losses : &none;
}

/* Seconds without a packet after which connections end, a number. */
static struct value idle(const struct words *words)
{
    int64_t time = idle_losses(words)->idle;
    return of_number((uint64_t)MAX((time + SECOND / 2) / SECOND, 0));
}

/* The end of the last but one, */
static struct value idle_before(const struct words *words)
{
    return of_frame(idle_losses(words)->frames[1]);
}

/* ... and of the last one. */
static struct value idle_last(const struct words *words)
{
    return of_frame(idle_losses(words)->frames[2]);
}

/* The last but one connection that was reset when the client used it after a pause, */
static struct value reset_before(const struct words *words)
{
    return of_frame(words->event->aor ? words->event->aor->rare->idle_resets.frames[1] : 0);
}

/* ... and the shortest of these pauses. */
static struct value reset_after(const struct words *words)
{
    return word_duration(0, words->event->aor ? words->event->aor->rare->idle_resets.idle : 0);
}

/* --- What differs between the path of the suspicion and that of the event that strengthens it */

static bool has_other_path(const struct words *words, const struct suspicion *suspicion)
{
    return words->event->transaction && !suspicion_is_of(suspicion, words->event);
}

static struct value other_path_later(const struct words *words, const struct suspicion *suspicion)
{
    return has_other_path(words, suspicion) ? path(words) : (struct value){0};
}

static struct value other_path_in_later(const struct words *words,
                                        const struct suspicion *suspicion)
{
    return has_other_path(words, suspicion) ? of_frame(words->event->report->frame)
                                            : (struct value){0};
}

static struct value path_part_later(const struct words *words, const struct suspicion *suspicion)
{
    enum path_difference difference;

    if (!has_other_path(words, suspicion))
        return (struct value){0};
    difference = suspicion_path_difference(words->event, suspicion);
    return of_text(cause_path_part(difference));
}

static struct value over_path(const struct words *words, const struct suspicion *suspicion,
                              const struct accepted_path *path)
{
    enum path_difference difference;

    if (!has_other_path(words, suspicion))
        return (struct value){0};
    difference = suspicion_path_difference(words->event, suspicion);
    return of_text(cause_path_over(path, difference));
}

static struct value over_later(const struct words *words, const struct suspicion *suspicion)
{
    const struct accepted_path before = {.client = suspicion->client,
                                         .transport = suspicion->transport};

    return over_path(words, suspicion, &before);
}

static struct value other_over_later(const struct words *words, const struct suspicion *suspicion)
{
    const struct accepted_path now = cause_path(words->event);

    return over_path(words, suspicion, &now);
}

const struct cause_word cause_words_on_path[] = {
    CAUSE_WORD(served),
    CAUSE_WORD(other_silent),
    CAUSE_WORD(source_address),
    CAUSE_WORD(burst),
    CAUSE_WORD(other_packet),
    CAUSE_WORD(other_packet_in),
    CAUSE_WORD(other_packet_from),
    CAUSE_WORD(forgotten_too),
    CAUSE_WORD(idle),
    CAUSE_WORD(idle_before),
    CAUSE_WORD(idle_last),
    CAUSE_WORD(reset_before),
    CAUSE_WORD(reset_after),
    CAUSE_WORD(path),
    CAUSE_WORD_LATER(other_path, other_path, other_path_later),
    CAUSE_WORD_LATER(other_path_in, other_path_in, other_path_in_later),
    CAUSE_WORD_LATER(path_part, path_part, path_part_later),
    CAUSE_WORD_LATER(over, over, over_later),
    CAUSE_WORD_LATER(other_over, other_over, other_over_later),
    {.name = NULL},
};
