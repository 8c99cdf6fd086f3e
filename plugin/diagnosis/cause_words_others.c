/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for other clients of the server, and for the source of the REGISTER.
 */
#include "diagnosis/cause_vocabulary.h"
#include "diagnosis/causes_source.h"

/* The bindings of other clients at the AOR, a number. */
static struct value others(const struct words *words)
{
    return of_number(cause_other_bindings(words->event));
}

/* The latest response of the server, to whomever. */
static struct value heard(const struct words *words)
{
    return of_frame(words->event->server ? words->event->server->heard_in : 0);
}

/* The address where the server sees another client. */
static struct value seen_now(const struct words *words)
{
    return word_address(words, words->event->server ? &words->event->server->seen_at : NULL);
}

/* The response that says so. */
static struct value seen_in(const struct words *words)
{
    return of_frame(words->event->server ? words->event->server->seen_in : 0);
}

/* The refusal of another client that the server had accepted. */
static struct value other_refused(const struct words *words)
{
    const struct refused_client *other = cause_other_refused(words->event);

    return of_frame(other ? other->frame : 0);
}

static const struct source *source(const struct words *words)
{
    return words->event->source ? words->event->source->record : NULL;
}

/* Failed attempts for the AOR from this source within a minute, a number. */
static struct value failures(const struct words *words)
{
    return of_number(words->event->source ? words->event->source->failures : 0);
}

/* Refusals of credentials from this source within a minute, a number. */
static struct value refusals(const struct words *words)
{
    return source(words) ? of_number(source_count_refusals(source(words), words->event->time).count)
                         : of_text(NULL);
}

/* Users that were tried from this source within a minute, a number. */
static struct value tried(const struct words *words)
{
    return source(words) ? of_number(source_count_users(source(words), words->event->time).tried)
                         : of_text(NULL);
}

/* Refused to another user at the same source. */
static struct source_block block(const struct words *words)
{
    return cause_block(words->event);
}

/* Another user who was refused at the same source. */
static struct value blocked_user(const struct words *words)
{
    return word_quoted(words, block(words).username);
}

/* The response that did so. */
static struct value blocked_in(const struct words *words)
{
    return of_frame(block(words).frame);
}

/* The latest 2xx of this server, to whomever. */
static struct value acceptance(const struct words *words)
{
    return of_frame(words->event->server ? words->event->server->accepted.frame : 0);
}

/* The name of the server in that. */
static struct value other_product(const struct words *words)
{
    return word_quoted(words, words->event->server ? words->event->server->accepted.product : NULL);
}

/* The method of another request of the client that was refused just before. */
static struct value other_method(const struct words *words)
{
    const struct other_refusal *refusal = cause_other_refusal(words->event);

    return of_text(refusal ? refusal->method : NULL);
}

/* The code of that refusal, a number. */
static struct value other_status(const struct words *words)
{
    const struct other_refusal *refusal = cause_other_refusal(words->event);

    return of_number(refusal ? refusal->status : 0);
}

/* The response that refuses it. */
static struct value other_in(const struct words *words)
{
    const struct other_refusal *refusal = cause_other_refusal(words->event);

    return of_frame(refusal ? refusal->frame : 0);
}

/* What the REGISTER then does, a phrase. */
static struct value withdrawal(const struct words *words)
{
    return of_phrase(intent_removes(words->event->report->intent) ? "removes its binding"
                                                                  : "registers anew");
}

const struct cause_word cause_words_on_others[] = {
    CAUSE_WORD(others),
    CAUSE_WORD(heard),
    CAUSE_WORD(seen_now),
    CAUSE_WORD(seen_in),
    CAUSE_WORD(other_refused),
    CAUSE_WORD(failures),
    CAUSE_WORD(refusals),
    CAUSE_WORD(tried),
    CAUSE_WORD(blocked_user),
    CAUSE_WORD(blocked_in),
    CAUSE_WORD(acceptance),
    CAUSE_WORD(other_product),
    CAUSE_WORD(other_method),
    CAUSE_WORD(other_status),
    CAUSE_WORD(other_in),
    CAUSE_WORD(withdrawal),
    {.name = NULL},
};
