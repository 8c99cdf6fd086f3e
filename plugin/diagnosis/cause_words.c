/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/cause_words.h"

#include <stdio.h>
#include <string.h>

#include "base/elapsed.h"
#include "diagnosis/diagnosis.h"

struct words {
    const struct event *event;
    const struct finding *proof; /* NULL: none */
    struct pool *pool;
    const struct value *before; /* what stood for the word the last time; type 0, NULL: nothing */
};

/* A text must not end the quotes that it is put in. */
const char *cause_quotable(const char *text, struct pool *pool)
{
    char *copy;

    if (!text || !strchr(text, '"'))
        return text;
    copy = pool_duplicate(pool, text, strlen(text) + 1);
    return g_strdelimit(copy, "\"", '\'');
}

static struct value of_quoted(const struct words *words, const char *text)
{
    return of_text(cause_quotable(text, words->pool));
}

/* Without the part of a character at its end that was too long. */
static const char *kept(const struct words *words, char *text)
{
    const struct value *before = words->before;
    bool had_one = before->type == VALUE_TEXT || before->type == VALUE_PHRASE;
    const char *end;

    if (!g_utf8_validate(text, -1, &end))
        text[end - text] = '\0';
    if (had_one && before->text && strcmp(before->text, text) == 0)
        return before->text;
    return pool_duplicate(words->pool, text, strlen(text) + 1);
}

static struct value kept_text(const struct words *words, char *text)
{
    return of_text(kept(words, text));
}

static struct value frame(const struct words *words)
{
    return of_frame(words->event->report->frame);
}

static struct value request(const struct words *words)
{
    const struct report *sent = cause_request(words->event);

    return of_frame(sent ? sent->frame : words->event->report->request_in);
}

/* The latest challenge before the message, else the message itself. */
static struct value offer(const struct words *words)
{
    const struct event *event = words->event;

    if (event->challenge && event->challenge->frame)
        return of_frame(event->challenge->frame);
    return of_frame(event->registration ? event->registration->challenge.frame : 0);
}

/* The challenge whose nonce was refused, or the one that no credentials follow. */
static struct value challenge(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;

    return refused && refused->use ? of_frame(refused->use->nonce->issued_in) : offer(words);
}

static const struct facts_challenge *first_challenge(const struct event *event)
{
    const struct challenge *latest = cause_challenge(event);

    return latest && latest->count ? &latest->each[0] : NULL;
}

static struct value realm(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;
    const struct facts_challenge *first = first_challenge(words->event);

    if (refused && refused->use)
        return of_quoted(words, refused->use->nonce->realm);
    return of_quoted(words, first ? first->realm : NULL);
}

static const char *name_of_algorithm(unsigned algorithm)
{
    static const char *const names[] = {
        [SIP_ALGORITHM_MD5] = "MD5",
        [SIP_ALGORITHM_MD5_SESS] = "MD5-sess",
        [SIP_ALGORITHM_SHA_256] = "SHA-256",
        [SIP_ALGORITHM_SHA_256_SESS] = "SHA-256-sess",
        [SIP_ALGORITHM_SHA_512_256] = "SHA-512-256",
        [SIP_ALGORITHM_SHA_512_256_SESS] = "SHA-512-256-sess",
    };

    return algorithm < G_N_ELEMENTS(names) && names[algorithm] ? names[algorithm]
                                                               : "an unknown algorithm";
}

static struct value algorithm(const struct words *words)
{
    const struct facts_challenge *first = first_challenge(words->event);

    return of_text(first ? name_of_algorithm(first->algorithm) : NULL);
}

/* Those of the latest challenge, which is kept up to two. */
static struct value schemes(const struct words *words)
{
    const struct challenge *latest = cause_challenge(words->event);
    char text[64] = "";

    for (unsigned i = 0; latest && i < latest->count; i++) {
        if (i)
            (void)g_strlcat(text, " and ", sizeof(text));
        (void)g_strlcat(text, latest->each[i].scheme_name, sizeof(text));
    }
    return kept_text(words, text);
}

/* What the client does then. */
static struct value reaction(const struct words *words)
{
    const struct report *sent = cause_request(words->event);
    char text[64];

    if (!sent || !(words->event->triggers & ON_ANY_RESPONSE))
        return of_text("no credentials follow");
    (void)snprintf(text, sizeof(text), "frame %u has %s", sent->frame,
                   cause_has_credentials(words->event) ? "Digest" : "no credentials");
    return kept_text(words, text);
}

/* Among the algorithms of the challenge. */
static struct value rank(const struct words *words)
{
    const struct challenge *latest = cause_challenge(words->event);

    return (struct value){.text = latest && latest->count > 1 ? " first" : " only",
                          .type = VALUE_PHRASE};
}

static struct value user(const struct words *words)
{
    const struct event *event = words->event;
    const struct nonce_use *use = event->refused && event->refused->use ? event->refused->use
                                  : event->transaction ? event->transaction->uses[0]
                                                       : NULL;

    return of_quoted(words, use ? use->username : NULL);
}

/* By the accounts in the preferences. */
static struct value verdict(const struct words *words)
{
    const struct event *event = words->event;
    bool is_refused = event->refused && event->refused->use;
    const struct report_digest *digest = is_refused ? event_refused_digest(event) : NULL;

    return of_text(digest ? digest->verdict : NULL);
}

static struct value aor(const struct words *words)
{
    const struct event *event = words->event;

    return of_text(event->aor ? event->aor->name : event->report->aor);
}

/* Causes are raised again and again: in the pool there is no more than what has changed. */
static const struct endpoint *kept_endpoint(const struct words *words, const struct endpoint *at)
{
    const struct value *before = words->before;
    bool had_one = before->type == VALUE_ENDPOINT || before->type == VALUE_ADDRESS;

    return had_one && endpoint_equal(before->endpoint, at)
               ? before->endpoint
               : pool_duplicate(words->pool, at, sizeof(*at));
}

static struct value endpoint(const struct words *words, const struct endpoint *at)
{
    if (!at)
        return of_text("the other side");
    return of_endpoint(kept_endpoint(words, at));
}

static struct value server(const struct words *words)
{
    const struct event *event = words->event;

    return endpoint(words, event->transaction    ? &event->transaction->server
                           : event->registration ? &event->registration->last.destination
                                                 : NULL);
}

/* ... of the response itself, which the server may only pass on. */
static struct value origin(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return transaction && transaction->relayed_from.family != ENDPOINT_NONE
               ? endpoint(words, &transaction->relayed_from)
               : server(words);
}

static struct value client(const struct words *words)
{
    const struct event *event = words->event;

    return endpoint(words, event->transaction    ? &event->transaction->client
                           : event->registration ? &event->registration->last.source
                                                 : NULL);
}

static struct value address(const struct words *words, const struct endpoint *at)
{
    struct value value = endpoint(words, at);

    if (at)
        value.type = VALUE_ADDRESS;
    return value;
}

/* Of Path. */
static struct value adder(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return address(words, transaction ? &transaction->path_added.by : NULL);
}

/* Who refused the nonce, behind a balancer. */
static struct value refuser(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;
    const struct transaction *transaction = words->event->transaction;

    if (refused && refused->challenge && refused->challenge->issuer_vias > 1)
        return address(words, &refused->challenge->issuer);
    return address(words, transaction ? &transaction->server : NULL);
}

static struct value challenger(const struct words *words)
{
    const struct challenge *latest = words->event->challenge;

    const struct event_refused *refused = words->event->refused;

    if (refused && refused->use && refused->use->nonce->issuer_vias > 1)
        return address(words, &refused->use->nonce->issuer);
    return address(words, latest && latest->frame ? &latest->server : NULL);
}

/* It may be empty. */
static struct value phrase(const struct words *words, char *text)
{
    return (struct value){.text = kept(words, text), .type = VALUE_PHRASE};
}

static struct value status(const struct words *words)
{
    const struct event *event = words->event;
    const char *reason = event->facts && event->facts->reason ? event->facts->reason : "";
    char text[VALUE_TEXT_MAX];

    (void)snprintf(text, sizeof(text), "%u%s%s", event->report->status, reason[0] ? " " : "",
                   reason);
    return kept_text(words, text);
}

/* By the server, in its own words. */
static struct value told(const struct words *words)
{
    return of_quoted(words, words->event->report->told);
}

static struct value code(const struct words *words)
{
    return of_number(words->event->report->status);
}

/* What a 420 does not support. */
static struct value options(const struct words *words)
{
    const struct event *event = words->event;
    const struct redirect *redirect = event->registration ? event->registration->redirect : NULL;
    char text[128] = "";

    if (redirect && redirect->frame == event->report->frame && redirect->unsupported_count)
        (void)snprintf(text, sizeof(text), " (%.40s)", or_none(redirect->unsupported[0]));
    return phrase(words, text);
}

static const struct binding *own(const struct words *words)
{
    const struct event *event = words->event;

    return event->own ? event->own->binding : event->binding;
}

/* To the binding that is refreshed or has expired; else the least that the 2xx grants. */
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

static struct value granted_in(const struct words *words)
{
    return of_frame(own(words) ? own(words)->granted_in : 0);
}

/* Less is printed as "0 ms". */

/* The clock may have been set back. */
static struct value duration(int64_t then, int64_t now)
{
    int64_t passed = elapsed_between(then, now);

    return passed >= MILLISECOND ? of_time(passed) : of_text("some time");
}

static struct value late(const struct words *words)
{
    return own(words) ? duration(own(words)->expires_at, words->event->time) : of_text(NULL);
}

static struct value minimum(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return registration && registration->attempt.min_expires_s
               ? of_number(registration->attempt.min_expires_s)
               : of_text(NULL);
}

static struct value cseq(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return transaction ? of_number(transaction->cseq) : of_text(NULL);
}

/* Of the refused nonce when the REGISTER used it. */
static struct value nonce_age(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;
    char age[DURATION_TEXT_SIZE], text[DURATION_TEXT_SIZE + 8] = "";

    if (refused && refused->use && refused->age >= MILLISECOND)
        (void)snprintf(text, sizeof(text), " (%s old)", duration_text(refused->age, age));
    return phrase(words, text);
}

static struct value resends(const struct words *words)
{
    return of_number(words->event->transaction ? words->event->transaction->retransmissions : 0);
}

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

/* The host of its Contact. */
static struct value former(const struct words *words)
{
    const struct report *sent = cause_request(words->event);
    struct endpoint host;

    if (sent && sent->contact_count && facts_uri_endpoint(sent->contacts[0].sent, &host))
        return address(words, &host);
    return of_text(NULL);
}

static struct value now_at(const struct words *words)
{
    return address(words, cause_seen_at(words->event));
}

/* The first REGISTER since the latest 2xx. */
static struct value tried_in(const struct words *words)
{
    return of_frame(words->event->registration ? words->event->registration->tried_in : 0);
}

/* Of the Contact that cannot be reached. */
static struct value contact_host(const struct words *words)
{
    struct endpoint host;

    if (words->proof && facts_uri_endpoint(words->proof->values[0].text, &host))
        return address(words, &host);
    return of_text("a name that stands for no host");
}

/* The same request on the hop where it was seen first. */
static struct value original(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    const struct transaction *first = transaction ? transaction->original : NULL;

    return of_frame(first && first->request ? first->request->frame : 0);
}

/* The same challenge on the hop before. */
static struct value other_hop(const struct words *words)
{
    const struct event_response *response = words->event->response;

    return of_frame(response && response->hop_challenges ? response->hop_challenges->frame : 0);
}

/* The one that the REGISTER should have followed. */
static struct value redirection(const struct words *words)
{
    const struct event_before *before = words->event->before;

    return of_frame(before && before->redirect ? before->redirect->frame : 0);
}

/* The same REGISTER on the next hop, where an intermediary has changed it. */
static struct value next_hop(const struct words *words)
{
    const struct hop_change *change = cause_hop_change(words->event);

    return of_frame(change ? change->frame : 0);
}

static struct value changer(const struct words *words)
{
    const struct hop_change *change = cause_hop_change(words->event);

    return address(words, change ? &change->by : NULL);
}

/* The REGISTER with the credentials that this one lacks. */
static struct value left_out(const struct words *words)
{
    return of_frame(words->event->response ? words->event->response->left_out : 0);
}

/* Where the same credentials were sent first. */
static struct value replayed(const struct words *words)
{
    const struct event_credentials *credentials = words->event->credentials;

    for (unsigned i = 0; credentials && i < credentials->count; i++) {
        const struct nonce_check *check = &credentials->checks[i];

        if (check->verdict == NONCE_REPLAYED && !check->is_failover)
            return of_frame(check->earlier.frame);
    }
    return of_frame(0);
}

static const struct last_request *request_before(const struct words *words)
{
    return words->event->before ? &words->event->before->last : NULL;
}

static struct value earlier(const struct words *words)
{
    return of_frame(request_before(words) ? request_before(words)->frame : 0);
}

static struct value earlier_client(const struct words *words)
{
    return endpoint(words, request_before(words) ? &request_before(words)->source : NULL);
}

static struct value elapsed(const struct words *words)
{
    return request_before(words) ? duration(request_before(words)->time, words->event->time)
                                 : of_text(NULL);
}

static struct value seen(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return endpoint(words, registration ? &registration->public_address.at : NULL);
}

static struct value seen_before(const struct words *words)
{
    const struct event_response *response = words->event->response;

    return endpoint(words, response ? &response->public_address.at : NULL);
}

/* The flow of the client whose trouble it is; NULL: none is known. */
static const struct flow *flow_of(const struct event *event)
{
    const struct registration *registration =
        event->target ? event->target->owner : event->registration;

    return event->flow ? event->flow : registration ? registration->flow : NULL;
}

/* The end of the connection that the client was bound by. */
static struct value lost(const struct words *words)
{
    const struct flow *flow = flow_of(words->event);

    if (!flow)
        return of_frame(0);
    return of_frame(flow->lost_in ? flow->lost_in : flow->closed_by);
}

/* Who did that, as a phrase. */
static struct value closer(const struct words *words)
{
    const struct flow *flow = flow_of(words->event);
    struct value by = {.text = "", .type = VALUE_PHRASE};

    if (flow)
        by.text = flow->closed_by || flow->lost_by_client ? " (closed by the client)"
                                                          : " (closed by the server)";
    return by;
}

/* The request of another method to the client. */
static struct value method(const struct words *words)
{
    return of_text(words->event->reach ? words->event->reach->method : NULL);
}

static struct value sent_in(const struct words *words)
{
    return of_frame(words->event->reach ? words->event->reach->frame : 0);
}

static struct value sent_to(const struct words *words)
{
    return endpoint(words, words->event->reach ? &words->event->reach->to : NULL);
}

static struct value sent_from(const struct words *words)
{
    return endpoint(words, words->event->reach ? &words->event->reach->from : NULL);
}

static struct value registrar(const struct words *words)
{
    return endpoint(words, words->event->reach ? &words->event->reach->server : NULL);
}

/* What shows that frames are missing. */
static struct value tcp_gap(const struct words *words)
{
    const struct event_capture *capture = words->event->capture;
    char text[48] = "";

    if (capture && capture->hole_in)
        (void)snprintf(text, sizeof(text), " (TCP gap in frame %u)", capture->hole_in);
    return phrase(words, text);
}

static struct value interval(const struct words *words)
{
    const struct flow *flow = words->event->flow;

    return flow && flow->keepalive ? of_number(flow->keepalive->interval_s) : of_text(NULL);
}

static struct value others(const struct words *words)
{
    return of_number(cause_other_bindings(words->event));
}

static const struct source *source(const struct words *words)
{
    return words->event->source ? words->event->source->record : NULL;
}

static struct value refusals(const struct words *words)
{
    return source(words) ? of_number(source_count_refusals(source(words), words->event->time).count)
                         : of_text(NULL);
}

static struct value tried(const struct words *words)
{
    return source(words) ? of_number(source_count_users(source(words), words->event->time).tried)
                         : of_text(NULL);
}

/* Refused to another user at the same source. */
static struct source_block block(const struct words *words)
{
    const struct aor *of = words->event->aor;

    return source(words) && of ? source_refused_others(source(words), of->name)
                               : (struct source_block){0};
}

static struct value blocked_user(const struct words *words)
{
    return of_quoted(words, block(words).username);
}

static struct value blocked_in(const struct words *words)
{
    return of_frame(block(words).frame);
}

/* The latest packet by which the client shows that it is running. */
static struct value alive(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->alive_in : 0);
}

/* In a row. */
static struct value unused(const struct words *words)
{
    return of_number(cause_unused_challenges(words->event));
}

static struct value repeated(const struct words *words)
{
    return of_frame(cause_repeated_response(words->event));
}

/* Where the challenged REGISTER went. */
static struct value asked(const struct words *words)
{
    const struct challenge *latest = cause_challenge(words->event);

    return address(words, latest ? &latest->asked : NULL);
}

/* Another client, by the same server. */
static struct value seen_now(const struct words *words)
{
    return address(words, words->event->server ? &words->event->server->seen_at : NULL);
}

static struct value seen_in(const struct words *words)
{
    return of_frame(words->event->server ? words->event->server->seen_in : 0);
}

static struct value other_interval(const struct words *words)
{
    return of_number(cause_other_interval(words->event));
}

/* Of the latest 2xx. */
static struct value list_fault(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const char *fault =
        registration && registration->accepted ? cause_list_fault(registration->accepted) : NULL;

    return (struct value){.text = fault ? fault : "", .type = VALUE_PHRASE};
}

static struct value agent(const struct words *words)
{
    const struct event *event = words->event;
    bool is_request = event->facts && event->facts->is_request;

    return of_quoted(words, is_request            ? event->facts->user_agent
                            : event->registration ? event->registration->user_agent
                                                  : NULL);
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

/* Of credentials, in a row. */
static struct value rejections(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return registration ? of_number(registration->rejections) : of_text(NULL);
}

static struct value rejected(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->rejected_in : 0);
}

/* What was found. */
static struct value fault(const struct words *words)
{
    const char *summary = words->proof ? rule_texts[words->proof->rule].summary : "a finding";
    char text[256];

    return phrase(words, write_inside(summary, text, sizeof(text)));
}

/* What is odd about the request, where a rule says so. */
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
    return phrase(words, text);
}

/* What the registrar lists instead of the Contact. */
static struct value rewritten(const struct words *words)
{
    return of_quoted(words, own(words) ? own(words)->rewritten : NULL);
}

/* Of the client, which has sent this REGISTER too early. */
static struct value backoff(const struct words *words)
{
    const struct report *sent = cause_request(words->event);

    return (struct value){.text = sent && finding_of(sent, RULE_retry_after_ignored)
                                      ? ", and make the client obey Retry-After"
                                      : "",
                          .type = VALUE_PHRASE};
}

/* Seconds between keep-alives: 30 are usual, but less than the silence after which the mapping was gone. */
static struct value keep_every(const struct words *words)
{
    const struct event *event = words->event;
    int64_t idle = event->registration ? cause_idle_time(event) : ELAPSED_UNKNOWN;
    const int64_t usual = 30;

    if (idle == ELAPSED_UNKNOWN || idle > 2 * usual * SECOND)
        return of_number(usual);
    return of_number(MAX(idle / (2 * SECOND), 1));
}

/* Where the server offers something else as well. */
static struct value qop_hint(const struct words *words)
{
    const struct facts_challenge *first = first_challenge(words->event);
    bool is_plain = first && first->has_qop && first->qop == SIP_QOP_AUTH;

    return (struct value){
        .text = is_plain ? "" : ", or configure the registrar to offer only qop=\"auth\"",
        .type = VALUE_PHRASE};
}

/* The latest 2xx. */
static struct value accepted(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration && registration->accepted ? registration->accepted->frame : 0);
}

/* The 2xx of another server to credentials for the same realm, and that server. */
static struct value authenticated(const struct words *words)
{
    const struct registration *elsewhere = cause_accepted_elsewhere(words->event);

    return of_frame(elsewhere ? elsewhere->authenticated_in : 0);
}

static struct value accepter(const struct words *words)
{
    const struct registration *elsewhere = cause_accepted_elsewhere(words->event);

    return address(words, elsewhere ? &elsewhere->authenticated_by : NULL);
}

/* The latest 2xx that removed a binding. */
static struct value removed(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->removed_in : 0);
}

/* The REGISTER without credentials whose Contact was bound. */
static struct value unauthenticated(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->unauthenticated.frame : 0);
}

/* The challenge with the newest nonce. */
static struct value newer(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;

    return of_frame(refused && refused->newer ? refused->newer->frame : 0);
}

/* The latest response of the server, to whomever. */
static struct value heard(const struct words *words)
{
    return of_frame(words->event->server ? words->event->server->heard_in : 0);
}

/* Failed attempts for the AOR from this source within a minute. */
static struct value failures(const struct words *words)
{
    return of_number(words->event->source ? words->event->source->failures : 0);
}

/* Of the client's latest accepted credentials. */
static struct value accepted_user_name(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_quoted(words, registration ? registration->authenticated_user : NULL);
}

static struct value other_refused(const struct words *words)
{
    const struct refused_client *other = cause_other_refused(words->event);

    return of_frame(other ? other->frame : 0);
}

/* Set when the cause is strengthened. */
static struct value witness(const struct words *words)
{
    (void)words;
    return of_frame(0);
}

static const struct {
    const char *name;
    struct value (*value)(const struct words *words);
} vocabulary[] = {
    {"frame", frame},                     /* of the event */
    {"request", request},                 /* ... of the REGISTER that it is about */
    {"challenge", challenge},             /* ... of the challenge */
    {"offer", offer},                     /* ... of the one before, whatever its nonce */
    {"accepted", accepted},               /* ... of the latest 2xx */
    {"tried_in", tried_in},               /* ... of the first REGISTER since that */
    {"former", former},                   /* address in its Contact */
    {"now_at", now_at},                   /* ... and the one where the server sees it */
    {"authenticated", authenticated},     /* ... of the 2xx of another server */
    {"accepter", accepter},               /* the server that sent it */
    {"removed", removed},                 /* ... of the latest 2xx that removed a binding */
    {"newer", newer},                     /* ... of the challenge with the newest nonce */
    {"final", final},                     /* ... of the first final response to that REGISTER */
    {"response", response},               /* ... or of the response that the event is about */
    {"missed", missed},                   /* ... or of the one that the client does not have */
    {"waited", waited},                   /* how long that took */
    {"contact_host", contact_host},       /* address of a Contact that cannot be reached */
    {"original", original},               /* ... of the same REGISTER on the first hop */
    {"unauthenticated", unauthenticated}, /* ... of the latest REGISTER without credentials */
    {"other_hop", other_hop},             /* ... of the same challenge on another hop */
    {"redirection", redirection},         /* ... of the redirection before this REGISTER */
    {"next_hop", next_hop},               /* ... of the same REGISTER, changed by an intermediary */
    {"origin", origin},                   /* server that a response comes from */
    {"adder", adder},                     /* the intermediary that added Path */
    {"changer", changer},                 /* the intermediary */
    {"replayed", replayed},               /* ... where the same credentials were sent first */
    {"earlier", earlier},                 /* ... of the REGISTER before this one */
    {"earlier_client", earlier_client},   /* where that came from */
    {"elapsed", elapsed},                 /* since that */
    {"left_out", left_out}, /* ... of the REGISTER with the credentials that are missing */
    {"realm", realm},
    {"algorithm", algorithm},
    {"schemes", schemes},   /* of the challenge */
    {"reaction", reaction}, /* ... and what the client does then */
    {"rank", rank},         /* a phrase: whether it is the only one */
    {"user", user},
    {"verdict", verdict},
    {"aor", aor},
    {"agent", agent}, /* User-Agent */
    {"cseq", cseq},
    {"server", server},
    {"client", client},
    {"challenger", challenger},   /* the server of the challenge */
    {"refuser", refuser},         /* ... and of the refusal */
    {"seen", seen},               /* the client's public address, as the server reports it */
    {"seen_before", seen_before}, /* ... before */
    {"status", status},           /* code and reason phrase */
    {"code", code},
    {"told", told},                 /* what the response says beyond its code */
    {"options", options},           /* a phrase: what a 420 does not support */
    {"granted", granted},           /* s */
    {"granted_in", granted_in},     /* frame */
    {"late", late},                 /* time since the binding expired */
    {"minimum", minimum},           /* s: Min-Expires of the 423 */
    {"interval", interval},         /* s: agreed between keep-alives */
    {"lost", lost},                 /* frame that ended the connection */
    {"closer", closer},             /* a phrase: who did */
    {"method", method},             /* of a request to the client */
    {"sent_in", sent_in},           /* ... its frame */
    {"sent_to", sent_to},           /* ... and where it went */
    {"sent_from", sent_from},       /* ... and came from */
    {"registrar", registrar},       /* ... where the client registers */
    {"tcp_gap", tcp_gap},           /* a phrase */
    {"nonce_age", nonce_age},       /* a phrase */
    {"resends", resends},           /* retransmissions of the REGISTER */
    {"others", others},             /* bindings of other clients at the AOR */
    {"refusals", refusals},         /* of credentials from this source, within a minute */
    {"rejections", rejections},     /* ... of this client, in a row */
    {"rejected", rejected},         /* frame of the latest of them */
    {"tried", tried},               /* users, from this source within a minute */
    {"blocked_user", blocked_user}, /* refused, at the same source */
    {"blocked_in", blocked_in},     /* frame */
    {"alive", alive},               /* frame */
    {"rewritten", rewritten},       /* URI */
    {"oddity", oddity},             /* a phrase */
    {"keep_every", keep_every},     /* s */
    {"qop_hint", qop_hint},         /* a phrase */
    {"backoff", backoff},           /* a phrase */
    {"heard", heard},               /* frame */
    {"witness", witness},           /* frame that strengthens the cause */
    {"failures", failures},         /* attempts for one AOR, from this source within a minute */
    {"accepted_as", aor},           /* another AOR that the server accepts */
    {"accepted_user", accepted_user_name}, /* of credentials that it accepts */
    {"other_refused", other_refused},      /* frame: of another client that it had accepted */
    {"fault", fault},                      /* the summary of the rule that fired */
    {"unused", unused},                    /* challenges */
    {"other_interval", other_interval},    /* s */
    {"list_fault", list_fault},            /* a phrase */
    {"repeated", repeated},                /* frame */
    {"asked", asked},                      /* address */
    {"seen_now", seen_now},                /* ... of another client, as the server sees it */
    {"seen_in", seen_in},                  /* ... its frame */
};

static int index_of(const char *word, size_t length)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vocabulary); i++) {
        if (strlen(vocabulary[i].name) == length && memcmp(vocabulary[i].name, word, length) == 0)
            return (int)i;
    }
    return -1;
}

bool cause_word_is_known(const char *word, size_t length)
{
    return index_of(word, length) >= 0;
}

unsigned cause_words_fill(const char *template, const struct event *event,
                          const struct finding *proof, struct pool *pool,
                          struct value values[CAUSE_WORDS_MAX])
{
    struct words words = {event, proof, pool, NULL};
    unsigned count = 0;
    const char *word;
    size_t length;

    while (count < CAUSE_WORDS_MAX && template_next_word(&template, &word, &length)) {
        int index = index_of(word, length);

        words.before = &values[count];
        values[count++] = index < 0 ? (struct value){0} : vocabulary[index].value(&words);
    }
    return count;
}
