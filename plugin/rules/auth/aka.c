/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Digest AKA (RFC 3310, RFC 4169).
 */
#include "rules/engine.h"

/* RFC 3310 3.2. A missing nonce is the subject of auth.nonce_missing. */
void rule_aka_nonce_short(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (!sip_algorithm_is_aka(challenge->algorithm) || !challenge->nonce ||
            !challenge->nonce[0] || (challenge->nonce_is_base64 && challenge->nonce_bytes >= 32))
            continue;
        if (challenge->nonce_is_base64)
            finding_add(context, FORM_aka_nonce_short,
                        VALUES(of_text(challenge->realm), of_number(challenge->nonce_bytes)));
        else
            finding_add(context, FORM_aka_nonce_short_encoding, VALUES(of_text(challenge->realm)));
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

/* RFC 3310 3.4. One AUTS is the normal way to resynchronize; a second one shows that the first had no
 * effect. */
void rule_aka_resync(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;

    if (!event->registration || !find_auts(event->facts))
        return;
    if (before->resync_in && before->resync_attempt == event->report->attempt)
        finding_add_as(context, FORM_aka_resync_again, SEVERITY_WARN,
                       VALUES(of_number(before->resyncs + 1), of_frame(before->resync_in)));
    else
        finding_add(context, FORM_aka_resync, VALUES(of_frame(event->challenge->frame)));
}

/* RFC 3310 3.4. A 403 means that the AUTS itself is wrong; no response at all is reported for the
 * REGISTER. */
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
    finding_add(context, FORM_aka_resync_unanswered,
                VALUES(of_frame(request->frame), of_number(facts->challenge_count != 0)));
}

static bool is_aka_challenge(const struct challenge *challenge, const char *nonce)
{
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].nonce == nonce && sip_algorithm_is_aka(challenge->each[i].algorithm))
            return true;
    }
    return false;
}

/* TS 24.229 5.1.1.5.3. A new attempt has an empty response too, but also an empty nonce. */
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
        finding_add(context, FORM_aka_mac_failure, VALUES(of_frame(event->challenge->frame)));
        return;
    }
}

/* TS 24.229 5.1.1.2.2: private identity, realm and uri with empty nonce and response. Profiles other
 * than IPsec (SIP Digest, GIBA, NASS) do not need it. */
void rule_aka_initial_no_auth(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->ims.client.has_ipsec || facts->credentials_count || facts->ims.verify.list ||
        facts->incomplete || facts->is_emergency || event->report->try_number != 1 ||
        !event_is_from_terminal(event))
        return;
    finding_add(context, FORM_aka_initial_no_auth, NO_VALUES);
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
            finding_add(context, FORM_aka_version_choice, VALUES(of_frame(challenge->frame)));
            return;
        }
    }
}

/* TS 24.229 5.2.2: the P-CSCF stores the keys of the IPsec association and removes them. A challenge
 * from an S-CSCF still contains them. */
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
            finding_add(context, FORM_aka_keys_exposed, NO_VALUES);
        else
            finding_add_as(context, FORM_aka_keys_exposed_core, SEVERITY_CHAT, NO_VALUES);
        return;
    }
}

/* TS 24.229 7.2A.2. Which choice of the sentence of aka_integrity_param_core explains the value; the last
 * one is for an unknown value. */
static unsigned meaning_of(const char *integrity_protected)
{
    static const char *const values[] = {
        "yes",           "no",           "tls-yes",          "tls-pending",
        "tls-connected", "ip-assoc-yes", "ip-assoc-pending", "auth-done"};
    unsigned meaning = 0;

    while (meaning < G_N_ELEMENTS(values) &&
           g_ascii_strcasecmp(values[meaning], integrity_protected) != 0)
        meaning++;
    return meaning;
}

/* The P-CSCF sends it to the S-CSCF. Its own Path and P-Visited-Network-ID show that it has forwarded the
 * request, even if it hides the Via of the terminal. */
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
            finding_add_as(context, FORM_aka_integrity_param_core, SEVERITY_CHAT,
                           VALUES(of_text(value), of_number(meaning_of(value))));
        else
            finding_add(context, FORM_aka_integrity_param, VALUES(of_text(value)));
        return;
    }
}

/* RFC 3310 3.1. The length of RES cannot be seen in the capture. */
void rule_aka_sess_variant(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (!facts->challenges[i].is_sess)
            continue;
        finding_add(context, FORM_aka_sess_variant, VALUES(of_text(facts->challenges[i].realm)));
        return;
    }
}
