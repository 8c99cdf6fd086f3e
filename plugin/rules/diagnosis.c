/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/diagnosis.h"

#define ANY_OF(...)                                                                                \
    {                                                                                              \
        __VA_ARGS__, RULE_COUNT                                                                    \
    }
#define HERE(...)   FOUND_HERE, .rules = ANY_OF(__VA_ARGS__)
#define WARNED(...) FOUND_WARNED, .rules = ANY_OF(__VA_ARGS__)
#define ASKED(...)  FOUND_ASKED, .rules = ANY_OF(__VA_ARGS__)
#define NOTHING     FOUND_NOTHING, .rules = ANY_OF(RULE_COUNT)

static const struct cause_row causes[] = {
#define CAUSE(certainty_, subject_, occasions_, evidence_, condition, sentence_)                   \
    {.certainty = certainty_,                                                                      \
     .subject = subject_,                                                                          \
     .occasions = occasions_,                                                                      \
     .holds = cause_##condition,                                                                   \
     .sentence = sentence_,                                                                        \
     .evidence = evidence_},
#include "rules/causes.def"
#undef CAUSE
};

G_STATIC_ASSERT(G_N_ELEMENTS(causes) <= UINT8_MAX);

/* ---- words of a sentence */

struct words {
    const struct event *event;
    const struct finding *proof; /* NULL: none */
};

static const struct report *asked_by(const struct event *event)
{
    return event->transaction ? event->transaction->request : NULL;
}

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
    const struct report *request = asked_by(words->event);

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
    const struct detour *detour = event->registration ? event->registration->detour : NULL;

    if (detour && detour->frame == event->report->frame && detour->unsupported_count)
        g_string_append_printf(text, " (%s)", or_none(detour->unsupported[0]));
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

static const char *compose(const struct cause_row *row, const struct words *words,
                           struct pool *pool)
{
    GString *text = g_string_new(row->certainty == SURELY ? "" : "probably ");
    const char *rest = row->sentence, *brace, *end, *kept;

    while ((brace = strchr(rest, '{'))) {
        size_t length = strcspn(brace + 1, "}");

        g_string_append_len(text, rest, brace - rest);
        say_word(text, brace + 1, length, words);
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

/* ---- causes */

static struct diagnosis *of_owner(const struct binding *binding)
{
    return binding && binding->owner ? &binding->owner->diagnosis : NULL;
}

static struct diagnosis *subject_of(const struct cause_row *row, const struct event *event)
{
    switch (row->subject) {
    case OF_LOSER:
        return event->loss_count ? of_owner(&event->losses[0]) : NULL;
    case OF_MISSED:
        return of_owner(event->missed);
    case OF_TARGET:
        return of_owner(event->target);
    case OF_NOTIFIED:
        for (unsigned i = 0; i < event->notified_count; i++) {
            if (event->notified[i].binding && event->notified[i].contact->is_terminated)
                return of_owner(event->notified[i].binding);
        }
        return NULL;
    default:
        return event->report->diagnosis;
    }
}

static const struct finding *any_of(const struct finding *findings, const uint16_t *rules,
                                    unsigned severity)
{
    for (; findings; findings = findings->next) {
        for (unsigned i = 0; rules[i] != RULE_COUNT; i++) {
            if (findings->rule == rules[i] && findings->severity >= severity)
                return findings;
        }
    }
    return NULL;
}

static bool find_proof(const struct cause_row *row, const struct event *event,
                       const struct finding *news, const struct finding **proof)
{
    *proof = NULL;
    if (row->evidence == FOUND_NOTHING)
        return true;
    if (row->evidence == FOUND_ASKED)
        news = asked_by(event) ? asked_by(event)->findings : NULL;
    *proof =
        any_of(news, row->rules, row->evidence == FOUND_WARNED ? SEVERITY_WARN : SEVERITY_NOTE);
    return *proof != NULL;
}

/* Most events are of a healthy registration: those end here. */
static bool shows_trouble(const struct event *event, const struct finding *news)
{
    if (event_is_late(event) || cause_has_bad_habits(event))
        return true;
    if (event->facts && event->facts->status >= 300 &&
        (!event_is_challenge(event) || (event->transaction && event->transaction->has_credentials)))
        return true;
    for (; news; news = news->next) {
        if (news->severity > SEVERITY_CHAT)
            return true;
    }
    return event->target != NULL;
}

/* What was guessed from a silence that is over now. */
static void take_back_guess(const struct event *event)
{
    struct diagnosis *diagnosis = event->report->diagnosis;

    if (event->occasions & ON_REQUEST && diagnosis && diagnosis->cause &&
        causes[diagnosis->cause - 1].certainty == UNTIL_HEARD)
        *diagnosis = (struct diagnosis){0};
}

void diagnose(const struct event *event, const struct finding *news, struct pool *pool)
{
    take_back_guess(event);
    if (!shows_trouble(event, news))
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        const struct cause_row *row = &causes[i];
        struct words words = {.event = event};
        struct diagnosis *diagnosis;

        if (!(row->occasions & event->occasions) || !(diagnosis = subject_of(row, event)) ||
            (diagnosis->cause && diagnosis->cause <= i + 1) ||
            !find_proof(row, event, news, &words.proof) || !row->holds(event))
            continue;
        diagnosis->cause = (uint8_t)(i + 1);
        diagnosis->text = compose(row, &words, pool);
    }
}
