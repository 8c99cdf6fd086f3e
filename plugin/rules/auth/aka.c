/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Digest AKA (RFC 3310, RFC 4169).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3310 3.2. A nonce that is missing altogether is the matter of auth.nonce_missing. */
void rule_aka_nonce_short(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (!sip_algorithm_is_aka(challenge->algorithm) || !challenge->nonce ||
            !challenge->nonce[0] || (challenge->nonce_is_base64 && challenge->nonce_bytes >= 32))
            continue;
        if (challenge->nonce_is_base64)
            finding_printf(context, RULE_aka_nonce_short,
                        "The AKA nonce for realm \"%s\" decodes to %u bytes, but RAND and AUTN "
                        "take 32: the SIM cannot answer it (RFC 3310 3.2)",
                        or_none(challenge->realm), challenge->nonce_bytes);
        else
            finding_printf(context, RULE_aka_nonce_short,
                        "The AKA nonce for realm \"%s\" is not base64: there is no RAND and AUTN "
                        "in it for the SIM (RFC 3310 3.2)",
                        or_none(challenge->realm));
        return;
    }
}

static const struct facts_credentials *find_auts(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].has_auts)
            return &facts->credentials[i];
    }
    return NULL;
}

/* RFC 3310 3.4. Once is how SIM and network come together again. */
void rule_aka_resync(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;

    if (!event->registration || !find_auts(event->facts))
        return;
    if (before->resync_in && before->resync_attempt == event->report->attempt)
        finding_printf_as(context, RULE_aka_resync, SEVERITY_WARN,
                       "The SIM refuses the sequence number once more (AUTS %" PRIu32
                       " of this attempt): the network did not use the AUTS in frame %" PRIu32,
                       before->resyncs + 1, before->resync_in);
    else
        finding_printf(context, RULE_aka_resync,
                    "The SIM refuses the sequence number of the challenge in frame %" PRIu32
                    " and sends AUTS: the network has to correct its own by it and challenge again",
                    event->challenge->frame);
}

/* RFC 3310 3.4. A 403 says that the AUTS itself is wrong; where nothing comes at all, that is what
 * is said of the REGISTER. */
void rule_aka_resync_unanswered(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct report *request;

    if (!event_is_challenge(event) || !event->transaction || !event->transaction->request ||
        facts->incomplete || event->ims_before->resync_in != event->transaction->request->frame)
        return;
    request = event->transaction->request;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].nonce &&
            facts->challenges[i].nonce != event->ims_before->resync_nonce)
            return;
    }
    finding_printf(context, RULE_aka_resync_unanswered,
                "The AUTS in frame %" PRIu32
                " is answered with %s: the SIM will refuse it again (RFC 3310 3.4)",
                request->frame, facts->challenge_count ? "the same nonce" : "no new challenge");
}

static bool is_aka_challenge(const struct challenge *challenge, const char *nonce)
{
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].nonce == nonce && sip_algorithm_is_aka(challenge->each[i].algorithm))
            return true;
    }
    return false;
}

/* TS 24.229 5.1.1.5.3. A new attempt has an empty response too, but an empty nonce with it. */
void rule_aka_mac_failure(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!event_answers_challenge(event) || find_auts(facts))
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];

        if (credentials->response_length || !credentials->nonce || !credentials->nonce[0] ||
            !is_aka_challenge(event->challenge, credentials->nonce))
            continue;
        finding_printf(context, RULE_aka_mac_failure,
                    "The SIM refuses the challenge in frame %" PRIu32
                    " (empty response, no AUTS): the network has another key or OPc for this "
                    "subscriber, or it is a false network",
                    event->challenge->frame);
        return;
    }
}

/* TS 24.229 5.1.1.2.2: private identity, realm and uri with empty nonce and response. Other profiles
 * than IPsec (SIP Digest, GIBA, NASS) go without. */
void rule_aka_initial_no_auth(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->ims.client.has_ipsec || facts->credentials_count || facts->ims.verify.list ||
        facts->incomplete || facts->is_emergency || event->report->try_number != 1 ||
        !event_is_from_terminal(event))
        return;
    finding_printf(context, RULE_aka_initial_no_auth,
                "Security-Client offers IPsec, but no Authorization names the private identity: "
                "the network has to derive it from the To (TS 24.229 5.1.1.2.2)");
}

/* RFC 4169 4.1. */
void rule_aka_version_choice(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = event->challenge;

    if (!event_answers_challenge(event))
        return;
    for (unsigned i = 0; i < event->facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &event->facts->credentials[i];

        if (credentials->algorithm != SIP_ALGORITHM_AKA_V1_MD5 ||
            !is_aka_challenge(challenge, credentials->nonce))
            continue;
        for (unsigned j = 0; j < challenge->count; j++) {
            if (challenge->each[j].algorithm != SIP_ALGORITHM_AKA_V2 ||
                challenge->each[j].realm != credentials->realm)
                continue;
            finding_printf(context, RULE_aka_version_choice,
                        "AKAv1 is used although the challenge in frame %" PRIu32
                        " offers AKAv2 too, which has to be used then (RFC 4169 4.1)",
                        challenge->frame);
            return;
        }
    }
}

/* TS 24.229 5.2.2: the P-CSCF keeps the keys of the IPsec association and takes them out. What comes
 * from an S-CSCF has them. */
void rule_aka_keys_exposed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!event_is_challenge(event) || !event->transaction)
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (!facts->challenges[i].has_keys)
            continue;
        if (event_is_from_terminal(event))
            finding_printf(context, RULE_aka_keys_exposed,
                        "The challenge carries ik or ck to the terminal: whoever reads this packet "
                        "can read and forge what the IPsec association should protect");
        else
            finding_printf_as(
                context, RULE_aka_keys_exposed, SEVERITY_CHAT,
                "The challenge carries ik or ck to the P-CSCF, which has to take them out "
                "before the terminal gets it");
        return;
    }
}

/* TS 24.229 7.2A.2. */
static const char *meaning_of(const char *integrity_protected)
{
    static const struct {
        const char *value, *meaning;
    } meanings[] = {
        {"yes", "it came through the IPsec association of this subscriber"},
        {"no", "it came outside any association, or failed the check of one"},
        {"tls-yes", "it came over the TLS session of this subscriber"},
        {"tls-pending", "it came over TLS, and the subscriber is not authenticated yet"},
        {"tls-connected", "it came over a TLS session that belongs to no registration yet"},
        {"ip-assoc-yes", "it came from the address of this subscriber"},
        {"ip-assoc-pending", "it came from an address that no registration is bound to yet"},
        {"auth-done", "the subscriber was authenticated before"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if (g_ascii_strcasecmp(meanings[i].value, integrity_protected) == 0)
            return meanings[i].meaning;
    }
    return "a value that TS 24.229 7.2A.2 does not know";
}

/* The P-CSCF says so to the S-CSCF. Its own Path and P-Visited-Network-ID tell that it was there, also
 * where it hides the terminal's Via. */
void rule_aka_integrity_param(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    bool is_core = facts->via_count != 1 || facts->has_path || facts->ims.from_core;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const char *value = facts->credentials[i].integrity_protected;

        if (!value)
            continue;
        if (is_core)
            finding_printf_as(context, RULE_aka_integrity_param, SEVERITY_CHAT,
                           "integrity-protected=\"%s\": the P-CSCF says that %s", value,
                           meaning_of(value));
        else
            finding_printf(context, RULE_aka_integrity_param,
                        "integrity-protected=\"%s\" in a REGISTER that no proxy has passed on yet: "
                        "only a P-CSCF may say so, and an S-CSCF may believe it",
                        value);
        return;
    }
}

/* RFC 3310 3.1. How long RES is nobody can tell from outside. */
void rule_aka_sess_variant(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (!facts->challenges[i].is_sess)
            continue;
        finding_printf(context, RULE_aka_sess_variant,
                    "The challenge for realm \"%s\" asks for a -sess variant of AKA: a short RES "
                    "can be searched for offline (RFC 3310 3.1)",
                    or_none(facts->challenges[i].realm));
        return;
    }
}
