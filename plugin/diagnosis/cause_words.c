/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/cause_words.h"

#include <string.h>

#include "diagnosis/diagnosis.h"

struct words {
    const struct event *event;
    const struct finding *proof; /* NULL: none */
    struct pool *pool;
};

static struct value frame(const struct words *words)
{
    return of_frame(words->event->report->frame);
}

static struct value request(const struct words *words)
{
    const struct report *asked = cause_request(words->event);

    return of_frame(asked ? asked->frame : words->event->report->request_in);
}

/* The challenge whose nonce was refused, or the one that is not answered. */
static struct value challenge(const struct words *words)
{
    const struct event *event = words->event;

    if (event->refused && event->refused->use)
        return of_frame(event->refused->use->nonce->issued_in);
    if (event->challenge && event->challenge->frame)
        return of_frame(event->challenge->frame);
    return of_frame(event->registration ? event->registration->challenge.frame : 0);
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
        return of_text(refused->use->nonce->realm);
    return of_text(first ? first->realm : NULL);
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

static struct value user(const struct words *words)
{
    const struct event *event = words->event;
    const struct nonce_use *use = event->refused && event->refused->use ? event->refused->use
                                  : event->transaction ? event->transaction->uses[0]
                                                       : NULL;

    return of_text(use ? use->username : NULL);
}

/* Of the accounts in the preferences. */
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

static struct value endpoint(const struct words *words, const struct endpoint *at)
{
    if (!at)
        return of_text("the other side");
    return of_endpoint(pool_duplicate(words->pool, at, sizeof(*at)));
}

static struct value server(const struct words *words)
{
    const struct event *event = words->event;

    return endpoint(words, event->transaction    ? &event->transaction->server
                           : event->registration ? &event->registration->last.destination
                                                 : NULL);
}

static struct value client(const struct words *words)
{
    const struct event *event = words->event;

    return endpoint(words, event->transaction    ? &event->transaction->client
                           : event->registration ? &event->registration->last.source
                                                 : NULL);
}

static struct value challenger(const struct words *words)
{
    const struct challenge *latest = words->event->challenge;

    return endpoint(words, latest && latest->frame ? &latest->server : NULL);
}

static struct value kept_text(const struct words *words, const char *text)
{
    return of_text(pool_duplicate(words->pool, text, strlen(text) + 1));
}

static struct value status(const struct words *words)
{
    const struct event *event = words->event;
    const char *reason = event->facts && event->facts->reason ? event->facts->reason : "";
    char text[128];

    (void)g_snprintf(text, sizeof(text), "%u%s%s", event->report->status, reason[0] ? " " : "",
                     reason);
    return kept_text(words, text);
}

/* What a 420 does not support. */
static struct value options(const struct words *words)
{
    const struct event *event = words->event;
    const struct redirect *redirect = event->registration ? event->registration->redirect : NULL;
    char text[128] = "";

    if (redirect && redirect->frame == event->report->frame && redirect->unsupported_count)
        (void)g_snprintf(text, sizeof(text), " (%s)", or_none(redirect->unsupported[0]));
    return (struct value){.text = pool_duplicate(words->pool, text, strlen(text) + 1),
                          .type = VALUE_PHRASE};
}

static const struct binding *own(const struct words *words)
{
    return words->event->own ? words->event->own->binding : NULL;
}

static struct value granted(const struct words *words)
{
    return own(words) ? of_number(own(words)->granted_s) : (struct value){0};
}

static struct value granted_in(const struct words *words)
{
    return own(words) ? of_frame(own(words)->granted_in) : (struct value){0};
}

static struct value late(const struct words *words)
{
    return own(words) ? of_time(words->event->time - own(words)->expires_at) : (struct value){0};
}

/* What was found, in the middle of a sentence. */
static struct value fault(const struct words *words)
{
    const char *summary = words->proof ? rule_texts[words->proof->rule].summary : "a finding";
    char text[256];

    (void)g_strlcpy(text, summary, sizeof(text));
    if (g_str_has_prefix(text, "The ") || g_str_has_prefix(text, "A ") ||
        g_str_has_prefix(text, "An "))
        text[0] = g_ascii_tolower(text[0]);
    return kept_text(words, text);
}

static const struct {
    const char *name;
    struct value (*value)(const struct words *words);
} vocabulary[] = {
    {"frame", frame},         /* of the event */
    {"request", request},     /* ... of the REGISTER that it responds to */
    {"challenge", challenge}, /* ... of the challenge */
    {"realm", realm},
    {"algorithm", algorithm},
    {"user", user},
    {"verdict", verdict},
    {"aor", aor},
    {"server", server},
    {"client", client},
    {"challenger", challenger}, /* the server of that challenge */
    {"status", status},         /* and the reason phrase */
    {"options", options},
    {"granted", granted},       /* s, to the binding that is refreshed */
    {"granted_in", granted_in}, /* frame */
    {"late", late},             /* how long ago it expired */
    {"fault", fault},           /* the summary of the rule that fired */
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
    const struct words words = {event, proof, pool};
    unsigned count = 0;
    const char *word;
    size_t length;

    while (count < CAUSE_WORDS_MAX && template_next_word(&template, &word, &length)) {
        int index = index_of(word, length);

        values[count++] = index < 0 ? (struct value){0} : vocabulary[index].value(&words);
    }
    return count;
}
