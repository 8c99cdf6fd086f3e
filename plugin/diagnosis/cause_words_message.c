/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for the REGISTER of an event, its transaction and its responses.
 */
#include "diagnosis/cause_vocabulary.h"
#include "diagnosis/register_form.h"
#include "diagnosis/suspicion.h"

#include <stdio.h>

/* The message that the event is about. */
static struct value frame(const struct words *words)
{
    return of_frame(words->event->report->frame);
}

/* The REGISTER that it is about. */
static struct value request(const struct words *words)
{
    const struct report *sent = cause_request(words->event);

    return of_frame(sent ? sent->frame : words->event->report->request_in);
}

static const struct last_request *request_before(const struct words *words)
{
    return words->event->before ? &words->event->before->last : NULL;
}

/* The REGISTER before this one. */
static struct value earlier(const struct words *words)
{
    return of_frame(request_before(words) ? request_before(words)->frame : 0);
}

/* Where that came from. */
static struct value earlier_client(const struct words *words)
{
    return word_endpoint(words, request_before(words) ? &request_before(words)->source : NULL);
}

/* The last REGISTER of the attempt before. */
static struct value attempt_before(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->past->before.frame : 0);
}

/* The time since that. */
static struct value elapsed(const struct words *words)
{
    return request_before(words) ? word_duration(request_before(words)->time, words->event->time)
                                 : of_text(NULL);
}

/* The same REGISTER on the hop where it was seen first. */
static struct value original(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    const struct transaction *first = transaction ? transaction->original : NULL;

    return of_frame(first && first->request ? first->request->frame : 0);
}

/* The same REGISTER on the next hop, where an intermediary has changed it. */
static struct value next_hop(const struct words *words)
{
    const struct hop_change *change = cause_hop_change(words->event);

    return of_frame(change ? change->frame : 0);
}

/* The address of that intermediary. */
static struct value changer(const struct words *words)
{
    const struct hop_change *change = cause_hop_change(words->event);

    return word_address(words, change ? &change->by : NULL);
}

/* The bytes of the REGISTER, a number, where a rule finds them too many for UDP. */
static struct value size(const struct words *words)
{
    const struct report *sent = cause_request(words->event);
    const struct finding *found = sent ? finding_of(sent, RULE_reg_udp_oversize) : NULL;

    return found ? finding_value(found, 0) : of_text(NULL);
}

/* What carried it: "TCP". */
static struct value over_stream(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    const char *name = transaction ? report_transport_name(transaction->transport) : "";

    return of_text(name[0] ? name : "a connection");
}

/* A clause: how often the REGISTER was retransmitted. */
static struct value resends(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    unsigned count = transaction ? transaction->retransmissions : 0;
    char text[32] = "not retransmitted";

    if (count)
        (void)snprintf(text, sizeof(text), "%u retransmission%s", count, count > 1 ? "s" : "");
    return word_text(words, text);
}

/* The first final response to the REGISTER. */
static struct value final(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return of_frame(transaction && transaction->final ? transaction->final->frame : 0);
}

/* The first final response, where the event is a retransmission, or its silence. */
static struct value response(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return transaction && transaction->final ? of_frame(transaction->final->frame) : frame(words);
}

/* The response that the client does not have. */
static struct value missed(const struct words *words)
{
    const struct report *report = cause_missed_response(words->event);

    return of_frame(report ? report->frame : 0);
}

/* How long that took. */
static struct value waited(const struct words *words)
{
    const struct report *report = cause_missed_response(words->event);

    return report && report->response_time >= MILLISECOND ? of_time(report->response_time)
                                                          : of_text("some time");
}

/* The response to an earlier REGISTER that the server repeats. */
static struct value repeated(const struct words *words)
{
    return of_frame(cause_repeated_response(words->event));
}

static struct value cseq(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return transaction ? of_number(transaction->cseq) : of_text(NULL);
}

/* The server of the transaction. */
static struct value server(const struct words *words)
{
    const struct event *event = words->event;

    return word_endpoint(words, event->transaction    ? &event->transaction->server
                                : event->registration ? &event->registration->last.destination
                                                      : NULL);
}

/* The one that accepts the client instead. */
static struct value server_later(const struct words *words, const struct suspicion *suspicion)
{
    bool is_another = words->event->transaction && !suspicion_is_of(suspicion, words->event);

    return is_another ? server(words) : (struct value){0};
}

static struct value client(const struct words *words)
{
    const struct event *event = words->event;

    return word_endpoint(words, event->transaction    ? &event->transaction->client
                                : event->registration ? &event->registration->last.source
                                                      : NULL);
}

/* What the top Via of the REGISTER names, an address and port. */
static struct value sent_by(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return word_endpoint(words, transaction ? &transaction->sent_by : NULL);
}

/* Where the response comes from, which the server may only pass on. What it has made of another one is its own. */
static struct value origin(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    const struct report *relayed = transaction ? transaction->rare->relayed : NULL;
    bool is_passed_on = transaction && transaction->rare->relayed_from.family != ENDPOINT_NONE &&
                        !(relayed && relayed->status != transaction->status);

    return is_passed_on ? word_endpoint(words, &transaction->rare->relayed_from) : server(words);
}

/* The address that has sent the response itself. */
static struct value sender(const struct words *words)
{
    const struct facts *facts = words->event->facts;

    return word_address(words, facts ? &facts->packet->source : NULL);
}

/* The address of the intermediary that added Path. */
static struct value adder(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return word_address(words, transaction ? &transaction->rare->path_added.by : NULL);
}

/* The code and the reason phrase. */
static struct value status(const struct words *words)
{
    const struct event *event = words->event;
    const char *reason = event->facts && event->facts->reason ? event->facts->reason : "";
    char text[VALUE_TEXT_MAX];

    (void)snprintf(text, sizeof(text), "%u%s%s", event->report->status, reason[0] ? " " : "",
                   reason);
    return word_text(words, text);
}

static struct value code(const struct words *words)
{
    return of_number(words->event->report->status);
}

/* What the response says beyond its code. */
static struct value told(const struct words *words)
{
    return word_quoted(words, report_rare(words->event->report)->told);
}

/* A phrase: what a 420 does not support. */
static struct value options(const struct words *words)
{
    const struct event *event = words->event;
    const struct redirect *redirect = event->registration ? event->registration->redirect : NULL;
    char text[128] = "";

    if (redirect && redirect->frame == event->report->frame && redirect->unsupported_count)
        (void)snprintf(text, sizeof(text), " (%.40s)", or_none(redirect->unsupported[0]));
    return word_phrase(words, text);
}

/* The Min-Expires of the 423, s. The attempt that this REGISTER begins has none yet. */
static struct value minimum(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    uint32_t minimum_s = 0;

    if (registration)
        minimum_s = registration->attempt.min_expires_s
                        ? registration->attempt.min_expires_s
                        : registration->past->rare->interval.minimum_s;
    return minimum_s ? of_number(minimum_s) : of_text(NULL);
}

/* The redirection that the REGISTER should have followed. */
static struct value redirection(const struct words *words)
{
    const struct event_before *before = words->event->before;

    return of_frame(before && before->redirect ? before->redirect->frame : 0);
}

static const struct retry_after *retry_after_of(const struct words *words)
{
    static const struct retry_after none;
    const struct registration *registration = words->event->registration;

    return registration ? &registration->past->retry_after : &none;
}

/* The latest refusal: what ended the attempt, unless its Retry-After came otherwise, */
static struct value refused_in(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    uint32_t told_in = retry_after_of(words)->frame;

    if (registration && registration->latest_final && told_in < registration->last.frame)
        return of_frame(registration->latest_final->frame);
    return of_frame(told_in);
}

/* A phrase: what it says. */
static struct value refused_as(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const struct report *final = registration ? registration->latest_final : NULL;

    return final && final->frame == refused_in(words).number ? word_refusal(words, final)
                                                             : of_phrase("");
}

/* ... and its Retry-After, s. */
static struct value retry_after(const struct words *words)
{
    return of_number(retry_after_of(words)->seconds);
}

/* A phrase: what else a client has to do that sent this REGISTER too early. */
static struct value backoff(const struct words *words)
{
    const struct report *sent = cause_request(words->event);

    return of_phrase(sent && finding_of(sent, RULE_retry_after_ignored)
                         ? ", and make the client obey Retry-After"
                         : "");
}

/* As part of a sentence: an article is written small. */
static char *write_inside(const char *summary, char *text, size_t size)
{
    static const char *const articles[] = {"The ", "A ", "An ", "No ", "Each "};

    (void)g_strlcpy(text, summary, size);
    for (unsigned i = 0; i < G_N_ELEMENTS(articles); i++) {
        if (g_str_has_prefix(text, articles[i]))
            text[0] = g_ascii_tolower(text[0]);
    }
    return text;
}

/* The summary of the rule that fired. */
static struct value fault(const struct words *words)
{
    const char *summary = words->proof ? rule_texts[words->proof->rule].summary : "a finding";
    char text[256];

    return word_phrase(words, write_inside(summary, text, sizeof(text)));
}

/* The user of the AOR where it is one that manuals write for that of the reader: "" otherwise. */
static void write_placeholder(const struct words *words, char *text, size_t size)
{
    static const char *const placeholders[] = {
        "yourname",      "your_name",  "your-name",  "yourusername",  "your_username",
        "your-username", "youruser",   "yournumber", "youraccount",   "myusername",
        "username",      "user_name",  "user-name",  "accountnumber", "accountname",
        "1234567890",    "0123456789", "changeme",
    };
    const char *name = words->event->aor ? words->event->aor->name : "";
    const char *user = strchr(name, ':'), *end = user ? strchr(user, '@') : NULL;

    text[0] = '\0';
    for (unsigned i = 0; end && i < G_N_ELEMENTS(placeholders); i++) {
        size_t length = strlen(placeholders[i]);

        if ((size_t)(end - user) == length + 1 &&
            g_ascii_strncasecmp(user + 1, placeholders[i], length) == 0)
            (void)snprintf(text, size, "%.*s", (int)length, user + 1);
    }
}

/* A phrase: that user. */
static struct value placeholder(const struct words *words)
{
    char user[32], text[80] = "";

    write_placeholder(words, user, sizeof(user));
    if (user[0])
        (void)snprintf(text, sizeof(text), " the user %s, which looks like a placeholder, and",
                       user);
    return word_phrase(words, text);
}

/* Whether the server knows the user at all, or refuses the address. */
static void write_suspect(const struct words *words, char *text, size_t size)
{
    enum { NAME_MAX_BYTES = 40 }; /* a longer one leaves no room for the rest */
    const struct event *event = words->event;
    bool is_known = cause_bound_from_here(event) || !event->aor ||
                    event->aor->auth->client.family != ENDPOINT_NONE;
    char user[32];

    write_placeholder(words, user, sizeof(user));
    if (user[0])
        (void)snprintf(text, size, "; %s looks like a placeholder", user);
    else if (is_known)
        (void)g_strlcpy(text, "; look for a block of this address", size);
    else
        (void)snprintf(text, size, "; if %s exists there, look for a block of this address",
                       strlen(event->aor->name) <= NAME_MAX_BYTES ? event->aor->name : "the user");
}

/* A phrase: what is odd about the request, where a rule says so; else what is known of its user and address. */
static struct value oddity(const struct words *words)
{
    const struct report *sent = cause_request(words->event);
    char text[256] = "", summary[224];

    for (const struct finding *each = sent ? sent->findings : NULL; each && !text[0];
         each = each->next) {
        if (each->severity > SEVERITY_CHAT && g_str_has_prefix(rule_table[each->rule].id, "reg."))
            (void)snprintf(text, sizeof(text), " (here %s)",
                           write_inside(rule_texts[each->rule].summary, summary, sizeof(summary)));
    }
    if (!text[0])
        write_suspect(words, text, sizeof(text));
    return word_phrase(words, text);
}

/* The User-Agent. */
static struct value agent(const struct words *words)
{
    const struct event *event = words->event;
    bool is_request = event->facts && event->facts->is_request;

    return word_quoted(words, is_request            ? event->facts->user_agent
                              : event->registration ? event->registration->user_agent
                                                    : NULL);
}

/* A phrase: what shows that frames are missing. */
static struct value tcp_gap(const struct words *words)
{
    const struct event_capture *capture = words->event->capture;
    char text[48] = "";

    if (capture && capture->hole_in)
        (void)snprintf(text, sizeof(text), " (TCP gap in frame %u)", capture->hole_in);
    return word_phrase(words, text);
}

/* The message that strengthens the cause, which is set then. */
static struct value witness(const struct words *words)
{
    (void)words;
    return of_frame(0);
}

static struct value witness_later(const struct words *words, const struct suspicion *suspicion)
{
    return of_frame(suspicion->row->strengthened->witness(words->event, suspicion));
}

/* A phrase: what the REGISTER that the server accepts has instead, which is set when it does. */
static struct value form_difference(const struct words *words)
{
    (void)words;
    return of_phrase("in another form");
}

/* What the REGISTER that the server accepts has instead. */
static struct value form_difference_later(const struct words *words,
                                          const struct suspicion *suspicion)
{
    struct register_form accepted = register_form_of(words->event);
    char text[160];

    (void)register_form_difference(&suspicion->form, &accepted, text, sizeof(text));
    return of_phrase(pool_intern(words->pool, (struct span){text, strlen(text)}));
}

/* The name of the server that responds. */
static struct value product(const struct words *words)
{
    return word_quoted(words,
                       words->event->facts ? facts_server_product(words->event->facts) : NULL);
}

const struct cause_word cause_words_on_message[] = {
    CAUSE_WORD(frame),
    CAUSE_WORD(request),
    CAUSE_WORD(earlier),
    CAUSE_WORD(attempt_before),
    CAUSE_WORD(earlier_client),
    CAUSE_WORD(elapsed),
    CAUSE_WORD(original),
    CAUSE_WORD(next_hop),
    CAUSE_WORD(changer),
    CAUSE_WORD(size),
    CAUSE_WORD(resends),
    CAUSE_WORD(final),
    CAUSE_WORD(response),
    CAUSE_WORD(missed),
    CAUSE_WORD(waited),
    CAUSE_WORD(repeated),
    CAUSE_WORD(cseq),
    CAUSE_WORD(server),
    CAUSE_WORD_LATER(new_server, server, server_later),
    CAUSE_WORD(client),
    CAUSE_WORD(sent_by),
    CAUSE_WORD(retry_after),
    CAUSE_WORD(refused_in),
    CAUSE_WORD(refused_as),
    CAUSE_WORD(origin),
    CAUSE_WORD(sender),
    CAUSE_WORD(adder),
    CAUSE_WORD(status),
    CAUSE_WORD(code),
    CAUSE_WORD(told),
    CAUSE_WORD(options),
    CAUSE_WORD(minimum),
    CAUSE_WORD(redirection),
    CAUSE_WORD(backoff),
    CAUSE_WORD(fault),
    CAUSE_WORD(placeholder),
    CAUSE_WORD(oddity),
    CAUSE_WORD(agent),
    CAUSE_WORD(tcp_gap),
    CAUSE_WORD_LATER(witness, witness, witness_later),
    CAUSE_WORD(product),
    CAUSE_WORD(over_stream),
    CAUSE_WORD_LATER(form_difference, form_difference, form_difference_later),
    {.name = NULL},
};
