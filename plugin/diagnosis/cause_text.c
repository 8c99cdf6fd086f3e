/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/cause_text.h"

#include "diagnosis/diagnosis.h"

struct words {
    const struct event *event;
    const struct finding *proof; /* NULL: none */
};

static void append_frame(GString *text, uint32_t frame)
{
    if (frame)
        g_string_append_printf(text, "frame %" PRIu32, frame);
    else
        g_string_append(text, "a frame before the capture");
}

static void say_frame(GString *text, const struct words *words)
{
    append_frame(text, words->event->report->frame);
}

static void say_request(GString *text, const struct words *words)
{
    const struct report *request = cause_request(words->event);

    append_frame(text, request ? request->frame : words->event->report->request_in);
}

/* The challenge whose nonce was refused, or the one that is not answered. */
static void say_challenge(GString *text, const struct words *words)
{
    const struct event *event = words->event;

    append_frame(text, event->refused                  ? event->refused->nonce->issued_in
                       : event->challenge_before.frame ? event->challenge_before.frame
                       : event->registration           ? event->registration->challenge.frame
                                                       : 0);
}

static const struct facts_challenge *first_challenge(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count ? &challenge->each[0] : NULL;
}

static void say_realm(GString *text, const struct words *words)
{
    const struct facts_challenge *challenge = first_challenge(words->event);

    if (words->event->refused)
        g_string_append(text, or_none(words->event->refused->nonce->realm));
    else
        g_string_append(text, or_none(challenge ? challenge->realm : NULL));
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

static void say_algorithm(GString *text, const struct words *words)
{
    const struct facts_challenge *challenge = first_challenge(words->event);

    g_string_append(text, challenge ? name_of_algorithm(challenge->algorithm) : "(none)");
}

static void say_user(GString *text, const struct words *words)
{
    const struct event *event = words->event;
    const struct nonce_use *use = event->refused       ? event->refused
                                  : event->transaction ? event->transaction->uses[0]
                                                       : NULL;

    g_string_append(text, or_none(use ? use->username : NULL));
}

/* Of the accounts in the preferences. */
static void say_verdict(GString *text, const struct words *words)
{
    const struct event *event = words->event;
    const struct report_digest *digest = event->refused ? event_refused_digest(event) : NULL;

    g_string_append(text, or_none(digest ? digest->verdict : NULL));
}

static void say_aor(GString *text, const struct words *words)
{
    const struct event *event = words->event;
    const char *name = event->aor ? event->aor->name : event->report->aor;

    g_string_append(text, or_none(name));
}

static void append_endpoint(GString *text, const struct endpoint *endpoint)
{
    char address[ENDPOINT_TEXT_SIZE];

    g_string_append(text, endpoint ? endpoint_to_text(endpoint, true, address) : "the other side");
}

static void say_server(GString *text, const struct words *words)
{
    const struct event *event = words->event;

    append_endpoint(text, event->transaction    ? &event->transaction->server
                          : event->registration ? &event->registration->last.destination
                                                : NULL);
}

static void say_client(GString *text, const struct words *words)
{
    const struct event *event = words->event;

    append_endpoint(text, event->transaction    ? &event->transaction->client
                          : event->registration ? &event->registration->last.source
                                                : NULL);
}

static void say_challenger(GString *text, const struct words *words)
{
    append_endpoint(text, &words->event->challenge_before.server);
}

static void say_status(GString *text, const struct words *words)
{
    const struct event *event = words->event;

    g_string_append_printf(text, "%u", event->report->status);
    if (event->facts && event->facts->reason && event->facts->reason[0])
        g_string_append_printf(text, " %s", event->facts->reason);
}

/* What a 420 does not support. */
static void say_options(GString *text, const struct words *words)
{
    const struct event *event = words->event;
    const struct redirect *redirect = event->registration ? event->registration->redirect : NULL;

    if (redirect && redirect->frame == event->report->frame && redirect->unsupported_count)
        g_string_append_printf(text, " (%s)", or_none(redirect->unsupported[0]));
}

static void say_granted(GString *text, const struct words *words)
{
    const struct binding *own = words->event->own;

    if (own)
        g_string_append_printf(text, "%" PRIu32 " s granted in frame %" PRIu32, own->granted_s,
                               own->granted_in);
}

/* The finding in the frame has the figures. */
static void say_rule(GString *text, const struct words *words)
{
    g_string_append(text, words->proof ? rule_table[words->proof->rule].id : "a finding");
}

static const struct {
    const char *name;
    void (*say)(GString *text, const struct words *words);
} vocabulary[] = {
    {"frame", say_frame},         /* of the event */
    {"request", say_request},     /* ... of the REGISTER that it answers */
    {"challenge", say_challenge}, /* ... of the challenge */
    {"realm", say_realm},
    {"algorithm", say_algorithm},
    {"user", say_user},
    {"verdict", say_verdict},
    {"aor", say_aor},
    {"server", say_server},
    {"client", say_client},
    {"challenger", say_challenger}, /* the server of that challenge */
    {"status", say_status},
    {"options", say_options},
    {"granted", say_granted},
    {"rule", say_rule}, /* the id of what was found */
};

static void say_word(GString *text, const char *name, size_t length, const struct words *words)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vocabulary); i++) {
        if (strlen(vocabulary[i].name) == length && memcmp(vocabulary[i].name, name, length) == 0) {
            vocabulary[i].say(text, words);
            return;
        }
    }
    g_assert_not_reached();
}

enum {
    /* A name that somebody made long on purpose ends the sentence; others leave it under 240 bytes,
     * which is what Wireshark shows of a line. */
    TEXT_MAX = 511
};

const char *sentence_compose(const char *template, bool is_guess, const struct event *event,
                             const struct finding *proof, struct pool *pool)
{
    const struct words words = {event, proof};
    GString *text = g_string_new(is_guess ? "probably " : "");
    const char *rest = template, *brace, *end, *kept;

    while ((brace = strchr(rest, '{'))) {
        size_t length = strcspn(brace + 1, "}");

        g_string_append_len(text, rest, brace - rest);
        say_word(text, brace + 1, length, &words);
        rest = brace + 1 + length + 1;
    }
    g_string_append(text, rest);
    g_string_truncate(text, MIN(text->len, (size_t)TEXT_MAX));
    if (!g_utf8_validate(text->str, (gssize)text->len, &end))
        g_string_truncate(text, (size_t)(end - text->str)); /* cut inside a character */
    kept = pool_duplicate(pool, text->str, text->len + 1);
    g_string_free(text, TRUE);
    return kept;
}
