/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for challenges, credentials and nonces.
 */
#include "diagnosis/cause_vocabulary.h"
#include "diagnosis/suspicion.h"

#include <stdio.h>

/* The latest challenge before the message, else the message itself. */
static struct value offer(const struct words *words)
{
    const struct event *event = words->event;

    if (event->challenge && event->challenge->frame)
        return of_frame(event->challenge->frame);
    return of_frame(event->registration ? event->registration->past->challenge.frame : 0);
}

/* The challenge whose nonce was refused, or the one that no credentials follow. */
static struct value challenge(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;

    return refused && refused->use ? of_frame(refused->use->nonce->issued_in) : offer(words);
}

/* What shows that it is of another server. */
static struct value node_sign(const struct words *words)
{
    static const char *const names[] = {"To tag", "nonce", "Server header"};
    const struct nodes *nodes = cause_nodes(words->event);
    enum node_sign sign = nodes ? nodes_differ(nodes) : NODE_SIGNS;

    return of_text(sign == NODE_SIGNS ? NULL : names[sign]);
}

/* The latest challenge to the client. */
static struct value unfollowed(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->past->challenge.frame : 0);
}

/* A phrase: what the registrar can do for a client that does not follow that. */
static struct value nonce_hint(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const struct report *challenge = registration ? registration->past->challenge.report : NULL;

    return of_phrase(challenge && challenge->is_stale ? "; keep nonces longer at the registrar"
                                                      : "; make the registrar send stale=true");
}

/* The same challenge on the hop before. */
static struct value other_hop(const struct words *words)
{
    const struct event_response *response = words->event->response;

    return of_frame(response && response->hop_challenges ? response->hop_challenges->frame : 0);
}

/* The challenges in a row that no credentials follow, a number. */
static struct value unused(const struct words *words)
{
    return of_number(cause_unused_challenges(words->event));
}

/* The schemes of the latest challenge, which is kept up to two. */
static struct value schemes(const struct words *words)
{
    const struct challenge *latest = cause_challenge(words->event);
    char text[64] = "";

    for (unsigned i = 0; latest && i < latest->count; i++) {
        if (i)
            (void)g_strlcat(text, " and ", sizeof(text));
        (void)g_strlcat(text, latest->each[i].scheme_name, sizeof(text));
    }
    return word_text(words, text);
}

/* What the client does then, as a clause. */
static struct value reaction(const struct words *words)
{
    const struct report *sent = cause_request(words->event);
    char text[64];

    if (!sent || !(words->event->triggers & ON_ANY_RESPONSE))
        return of_text("no credentials follow");
    (void)snprintf(text, sizeof(text), "frame %u %s", sent->frame,
                   cause_has_credentials(words->event) ? "uses Digest" : "has no credentials");
    return word_text(words, text);
}

static const struct facts_challenge *first_challenge(const struct event *event)
{
    const struct challenge *latest = cause_challenge(event);

    return latest && latest->count ? &latest->each[0] : NULL;
}

/* The realm of the challenge. */
static struct value realm(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;
    const struct facts_challenge *first = first_challenge(words->event);

    if (refused && refused->use)
        return word_quoted(words, refused->use->nonce->realm);
    return word_quoted(words, first ? first->realm : NULL);
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

/* A phrase: whether it is the only algorithm of the challenge. */
static struct value rank(const struct words *words)
{
    const struct challenge *latest = cause_challenge(words->event);

    return of_phrase(latest && latest->count > 1 ? " first" : " only");
}

/* What is odd about the challenge, and what to send instead. */
static struct value challenge_oddity(const struct words *words)
{
    static const char *const has[] = {
        [CHALLENGE_USUAL] = "is usual",
        [CHALLENGE_SMALL_LETTERS] = "names the algorithm in lowercase",
        [CHALLENGE_QUOTED] = "quotes the algorithm",
        [CHALLENGE_AUTH_INT] = "offers qop=\"auth-int\" beside \"auth\"",
    };

    return of_phrase(has[cause_challenge_oddity(words->event)]);
}

static struct value usual_challenge(const struct words *words)
{
    static const char *const usual[] = {
        [CHALLENGE_USUAL] = "a usual challenge",
        [CHALLENGE_SMALL_LETTERS] = "algorithm=MD5",
        [CHALLENGE_QUOTED] = "algorithm=MD5",
        [CHALLENGE_AUTH_INT] = "qop=\"auth\" alone",
    };

    return of_phrase(usual[cause_challenge_oddity(words->event)]);
}

/* A phrase: what the registrar can offer instead, where it offers something else as well. */
static struct value qop_hint(const struct words *words)
{
    const struct facts_challenge *first = first_challenge(words->event);
    bool is_plain = first && first->has_qop && first->qop == SIP_QOP_AUTH;

    return of_phrase(is_plain ? "" : ", or configure the registrar to offer only qop=\"auth\"");
}

/* The address of the server that issued the nonce. */
static struct value challenger(const struct words *words)
{
    const struct challenge *latest = words->event->challenge;
    const struct event_refused *refused = words->event->refused;

    if (refused && refused->use && refused->use->nonce->issuer_vias > 1)
        return word_address(words, &refused->use->nonce->issuer);
    return word_address(words, latest && latest->frame ? &latest->server : NULL);
}

/* The address that the challenged REGISTER went to. */
static struct value asked(const struct words *words)
{
    const struct challenge *latest = cause_challenge(words->event);

    return word_address(words, latest ? &latest->asked : NULL);
}

/* The address of who refused the nonce, behind a balancer. */
static struct value refuser(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;
    const struct transaction *transaction = words->event->transaction;

    if (refused && refused->challenge && refused->challenge->issuer_vias > 1)
        return word_address(words, &refused->challenge->issuer);
    return word_address(words, transaction ? &transaction->server : NULL);
}

/* A phrase: the age of the refused nonce when the REGISTER used it. */
static struct value nonce_age(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;
    char age[DURATION_TEXT_SIZE], text[DURATION_TEXT_SIZE + 8] = "";

    if (refused && refused->use && refused->age >= MILLISECOND)
        (void)snprintf(text, sizeof(text), " (%s old)", duration_text(refused->age, age));
    return word_phrase(words, text);
}

/* The challenge with the newest nonce. */
static struct value newer(const struct words *words)
{
    const struct event_refused *refused = words->event->refused;

    return of_frame(refused && refused->newer ? refused->newer->frame : 0);
}

/* The user name in the credentials. */
static struct value user(const struct words *words)
{
    const struct event *event = words->event;
    const struct nonce_use *use = event->refused && event->refused->use ? event->refused->use
                                  : event->transaction ? event->transaction->uses[0]
                                                       : NULL;

    return word_quoted(words, use ? use->username : NULL);
}

/* What is wrong with them, by the accounts in the preferences. */
static struct value verdict(const struct words *words)
{
    const struct event *event = words->event;
    bool is_refused = event->refused && event->refused->use;
    const struct report_digest *digest = is_refused ? event_refused_digest(event) : NULL;

    return of_text(digest ? digest->verdict : NULL);
}

/* The REGISTER with the credentials that this one lacks. */
static struct value left_out(const struct words *words)
{
    return of_frame(words->event->response ? words->event->response->left_out : 0);
}

/* The REGISTER without credentials whose Contact was bound. */
static struct value unauthenticated(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->unauthenticated.frame : 0);
}

/* The message where the same credentials were sent first. */
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

/* Attempts in a row without a pause, a number, */
static struct value storm(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return registration ? of_number(registration->past->storm.count) : of_text(NULL);
}

/* ... and the last of them that got a response. */
static struct value storm_in(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->past->storm.in : 0);
}

/* How often credentials of this client were refused in a row. */
static struct value rejections(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return registration ? of_number(registration->past->rejections) : of_text(NULL);
}

/* The latest message that did so. */
static struct value rejected(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->past->rejected_in : 0);
}

/* The 2xx of another server to credentials for the same realm. */
static struct value authenticated(const struct words *words)
{
    const struct registration *elsewhere = cause_accepted_elsewhere(words->event);

    return of_frame(elsewhere ? elsewhere->past->authenticated_in : 0);
}

/* The address of that server. */
static struct value accepter(const struct words *words)
{
    const struct registration *elsewhere = cause_accepted_elsewhere(words->event);

    return word_address(words, elsewhere ? &elsewhere->past->authenticated_by : NULL);
}

/* The user, with a domain, of the credentials that the server accepted last, and the frame of that 2xx. */
static struct value whole_user(const struct words *words)
{
    return word_quoted(words, words->event->server ? words->event->server->whole_user : NULL);
}

static struct value whole_user_in(const struct words *words)
{
    return of_frame(words->event->server ? words->event->server->whole_user_in : 0);
}

/* The user name in the client's latest accepted credentials. */
static struct value accepted_user(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return word_quoted(words, registration ? registration->past->authenticated_user : NULL);
}

static struct value accepted_user_later(const struct words *words,
                                        const struct suspicion *suspicion)
{
    const char *user = suspicion->registration->past->authenticated_user;

    return user ? word_quoted(words, user) : (struct value){0};
}

/* The REGISTER with credentials for the realm of the challenge whose response refuses something else. */
static struct value tried_with(const struct words *words)
{
    const struct tried_credentials *tried = cause_tried_credentials(words->event);

    return of_frame(tried ? tried->frame : 0);
}

/* The 423 of the attempt. */
static struct value brief_in(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->attempt.min_expires_in : 0);
}

const struct cause_word cause_words_on_auth[] = {
    CAUSE_WORD(offer),
    CAUSE_WORD(challenge),
    CAUSE_WORD(unfollowed),
    CAUSE_WORD(nonce_hint),
    CAUSE_WORD(node_sign),
    CAUSE_WORD(other_hop),
    CAUSE_WORD(unused),
    CAUSE_WORD(schemes),
    CAUSE_WORD(reaction),
    CAUSE_WORD(realm),
    CAUSE_WORD(algorithm),
    CAUSE_WORD(rank),
    CAUSE_WORD(qop_hint),
    CAUSE_WORD(challenger),
    CAUSE_WORD(asked),
    CAUSE_WORD(refuser),
    CAUSE_WORD(nonce_age),
    CAUSE_WORD(newer),
    CAUSE_WORD(user),
    CAUSE_WORD(verdict),
    CAUSE_WORD(left_out),
    CAUSE_WORD(unauthenticated),
    CAUSE_WORD(replayed),
    CAUSE_WORD(rejections),
    CAUSE_WORD(storm),
    CAUSE_WORD(storm_in),
    CAUSE_WORD(rejected),
    CAUSE_WORD(authenticated),
    CAUSE_WORD(accepter),
    CAUSE_WORD_LATER(accepted_user, accepted_user, accepted_user_later),
    CAUSE_WORD(tried_with),
    CAUSE_WORD(brief_in),
    CAUSE_WORD(challenge_oddity),
    CAUSE_WORD(usual_challenge),
    CAUSE_WORD(whole_user),
    CAUSE_WORD(whole_user_in),
    {.name = NULL},
};
