/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for what is bound, and where the client is seen.
 */
#include "diagnosis/cause_vocabulary.h"
#include "diagnosis/suspicion.h"

static struct value aor(const struct words *words)
{
    const struct event *event = words->event;

    return of_text(event->aor ? event->aor->name : report_place(event->report)->aor);
}

/* Another AOR, which the server accepts. */
static struct value aor_later(const struct words *words,
                              const struct suspicion *suspicion G_GNUC_UNUSED)
{
    return words->event->aor ? aor(words) : (struct value){0};
}

static const struct binding *own(const struct words *words)
{
    const struct event *event = words->event;

    return event->own ? event->own->binding : event->binding;
}

/* The interval of the binding that is refreshed or has expired, s; else the least that the 2xx grants. */
static struct value granted(const struct words *words)
{
    const struct report *report = words->event->report;
    uint32_t least = UINT32_MAX;

    if (own(words))
        return of_number(own(words)->granted_s);
    for (unsigned i = 0; i < report->contact_count; i++) {
        if (report->contacts[i].has_grant && report->contacts[i].granted_s)
            least = MIN(least, report->contacts[i].granted_s);
    }
    return least < UINT32_MAX ? of_number(least) : of_text(NULL);
}

/* The 2xx that granted it. */
static struct value granted_in(const struct words *words)
{
    return of_frame(own(words) ? own(words)->granted_in : 0);
}

/* The time since that binding expired. */
static struct value late(const struct words *words)
{
    return own(words) ? word_duration(own(words)->expires_at, words->event->time) : of_text(NULL);
}

/* The latest 2xx. */
static struct value accepted(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration && registration->accepted ? registration->accepted->frame : 0);
}

/* That of another server. */
static struct value bound_elsewhere_in(const struct words *words)
{
    const struct accepted_path *path = cause_bound_at_other_server(words->event);

    return of_frame(path ? path->frame : 0);
}

/* The latest 2xx that removed a binding. */
static struct value removed(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->past->removed_in : 0);
}

/* The first REGISTER since the latest 2xx. */
static struct value tried_in(const struct words *words)
{
    return of_frame(words->event->registration ? words->event->registration->tried_in : 0);
}

/* The URI that the registrar lists instead of the Contact. */
static struct value rewritten(const struct words *words)
{
    const struct report *report = words->event->report;

    if (own(words))
        return word_quoted(words, own(words)->rewritten);
    return word_quoted(words, report->contact_count ? report->contacts[0].granted : NULL);
}

/* What the client had requested in the REGISTER of the latest 2xx, s. */
static struct value requested(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const struct report *accepted = registration ? registration->accepted : NULL;

    return accepted && accepted->contact_count ? of_number(accepted->contacts[0].requested_s)
                                               : of_text(NULL);
}

/* The interval of another Contact in the list of the latest 2xx, s. */
static struct value other_interval(const struct words *words)
{
    return of_number(cause_other_interval(words->event));
}

/* The part of it after which the client comes back, percent. */
static struct value other_share(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_number(registration ? registration->other_share : 0);
}

/* A phrase: what a client may not be able to read in that list. */
static struct value list_fault(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const char *fault =
        registration && registration->accepted ? cause_list_fault(registration->accepted) : NULL;

    return of_phrase(fault ? fault : "");
}

/* The address in the Contact. */
static struct value former(const struct words *words)
{
    const struct report *sent = cause_request(words->event);
    struct endpoint host;

    if (sent && sent->contact_count && facts_uri_endpoint(sent->contacts[0].sent, &host))
        return word_address(words, &host);
    return of_text(NULL);
}

/* The address where the server sees the client. */
static struct value now_at(const struct words *words)
{
    return word_address(words, cause_seen_at(words->event));
}

static struct value now_at_later(const struct words *words, const struct suspicion *suspicion)
{
    return suspicion_is_of(suspicion, words->event) ? (struct value){0} : now_at(words);
}

/* The same, which nothing that comes later changes. */
static struct value seen_from(const struct words *words)
{
    return now_at(words);
}

/* The address in the Contact that cannot be reached. */
static struct value contact_host(const struct words *words)
{
    struct endpoint host;

    if (words->proof && facts_uri_endpoint(words->proof->values[0].text, &host))
        return word_address(words, &host);
    return of_text("a name that stands for no host");
}

/* The client's public address, as the server reports it. */
static struct value seen(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return word_endpoint(words, registration ? &registration->past->public_address.at : NULL);
}

/* ... as it was before. */
static struct value seen_before(const struct words *words)
{
    const struct event_response *response = words->event->response;

    return word_endpoint(words, response ? &response->public_address.at : NULL);
}

/* The time after which late REGISTERs of the client come. */
static struct value late_after(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return registration ? word_duration(0, registration->late_after) : of_text(NULL);
}

/* What the Expires header of this message says, in seconds. */
static struct value header_interval(const struct words *words)
{
    const struct facts *facts = words->event->facts;

    return of_number(facts && facts->has_expires ? facts->expires_s : 0);
}

const struct cause_word cause_words_on_binding[] = {
    CAUSE_WORD(aor),
    CAUSE_WORD_LATER(accepted_as, aor, aor_later),
    CAUSE_WORD(granted),
    CAUSE_WORD(granted_in),
    CAUSE_WORD(late),
    CAUSE_WORD(accepted),
    CAUSE_WORD(bound_elsewhere_in),
    CAUSE_WORD(removed),
    CAUSE_WORD(tried_in),
    CAUSE_WORD(rewritten),
    CAUSE_WORD(requested),
    CAUSE_WORD(other_interval),
    CAUSE_WORD(other_share),
    CAUSE_WORD(list_fault),
    CAUSE_WORD(former),
    CAUSE_WORD_LATER(now_at, now_at, now_at_later),
    CAUSE_WORD(seen_from),
    CAUSE_WORD(contact_host),
    CAUSE_WORD(seen),
    CAUSE_WORD(seen_before),
    CAUSE_WORD(late_after),
    CAUSE_WORD(header_interval),
    {.name = NULL},
};
