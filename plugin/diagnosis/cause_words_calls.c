/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for calls to a client, for what is behind its proxy, and for what else is bound in its place.
 */
#include "diagnosis/cause_vocabulary.h"

/* The AOR that a refused call is for. */
static struct value called(const struct words *words)
{
    return of_text(words->event->facts ? words->event->facts->aor : NULL);
}

/* The server that refuses it. */
static struct value responder(const struct words *words)
{
    return word_endpoint(words, words->event->facts ? &words->event->facts->packet->source : NULL);
}

static const struct reach *latest_reach(const struct words *words)
{
    return words->event->registration ? words->event->registration->reach : NULL;
}

/* The frame of an earlier response of the client. */
static struct value responded(const struct words *words)
{
    return of_frame(latest_reach(words) ? latest_reach(words)->responded_in : 0);
}

/* The frame of the latest request to it. */
static struct value unanswered(const struct words *words)
{
    return of_frame(latest_reach(words) ? latest_reach(words)->frame : 0);
}

static const struct registration *front(const struct words *words)
{
    const struct registration *client = cause_passage(words->event).client;

    return client ? client : words->event->registration;
}

/* The proxy or SBC that the client registers at. */
static struct value edge(const struct words *words)
{
    return word_endpoint(words, front(words) ? &front(words)->last.destination : NULL);
}

/* The frame of its latest 2xx. */
static struct value edge_in(const struct words *words)
{
    return of_frame(front(words) && front(words)->accepted ? front(words)->accepted->frame : 0);
}

/* The frame of the response behind it. */
static struct value up_in(const struct words *words)
{
    return of_frame(cause_passage(words->event).frame);
}

/* The code of that. */
static struct value up_code(const struct words *words)
{
    return of_number(cause_passage(words->event).status);
}

/* The other of two clients that replace each other's binding. */
static struct value rival(const struct words *words)
{
    const struct event_bindings *bindings = words->event->bindings;

    return word_endpoint(words, bindings && bindings->turns ? &bindings->turns->from : NULL);
}

/* The frame of the 2xx to the binding that the client left behind. */
static struct value left_in(const struct words *words)
{
    const struct binding *left = cause_left_behind(words->event);

    return of_frame(left ? left->granted_in : 0);
}

/* The AOR of another client behind the same port. */
static struct value neighbor(const struct words *words)
{
    const struct registration *other = words->event->reach ? words->event->reach->neighbor : NULL;

    return of_text(other ? other->aor->name : NULL);
}

/* ... and for how many seconds it is still valid. */
static struct value left_s(const struct words *words)
{
    const struct binding *left = cause_left_behind(words->event);
    int64_t time = left ? left->expires_at - words->event->time : 0;

    return of_number(time > 0 ? time / SECOND : 0);
}

/* The bindings of the client's earlier starts, a number, */
static struct value kept_bindings(const struct words *words)
{
    return of_number(cause_bindings_left(words->event).count);
}

/* ... and the 2xx to the latest of them. */
static struct value kept_in(const struct words *words)
{
    return of_frame(cause_bindings_left(words->event).last_in);
}

const struct cause_word cause_words_on_calls[] = {
    CAUSE_WORD(called),        CAUSE_WORD(responder), CAUSE_WORD(responded), CAUSE_WORD(unanswered),
    CAUSE_WORD(edge),          CAUSE_WORD(edge_in),   CAUSE_WORD(up_in),     CAUSE_WORD(up_code),
    CAUSE_WORD(rival),         CAUSE_WORD(left_in),   CAUSE_WORD(neighbor),  CAUSE_WORD(left_s),
    CAUSE_WORD(kept_bindings), CAUSE_WORD(kept_in),   {.name = NULL},
};
