/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/facts.h"

/* Longer credentials are not real; their rspauth is not checked. */
enum { KEPT_SIZE_MAX = 4096 };

static void note_realms(struct verifier *verifier, const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const char *realm = facts->challenges[i].realm;
        bool known = !realm;

        for (unsigned j = 0; j < verifier->realm_count; j++)
            known |= verifier->realms[j] == realm;
        if (known)
            continue;
        verifier->realms[verifier->next] = realm;
        verifier->next = (verifier->next + 1) % VERIFIER_REALMS_MAX;
        verifier->realm_count = MIN(verifier->realm_count + 1, VERIFIER_REALMS_MAX);
    }
}

static struct span keep_text(struct span text, char **place)
{
    struct span kept = {*place, text.n};

    if (text.n)
        memcpy(*place, text.p, text.n);
    *place += text.n;
    return kept;
}

/* A byte-for-byte copy of the input of the credentials, without the secret. */
static const struct kept_digest *keep(const struct check *check, struct span algorithm,
                                      struct pool *pool)
{
    const struct digest_input *input = &check->input;
    const struct span *parts[] = {&algorithm,    &input->user,   &input->realm,
                                  &input->nonce, &input->nc,     &input->cnonce,
                                  &input->qop,   &input->method, &input->uri};
    size_t size = 0;
    struct kept_digest *kept;
    char *place;

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        size += parts[i]->n;
    if (size > KEPT_SIZE_MAX)
        return NULL;
    kept = pool_allocate(pool, sizeof(*kept) + size);
    place = (char *)(kept + 1);
    kept->account = check->account;
    kept->algorithm = keep_text(algorithm, &place);
    kept->input = (struct digest_input){
        .algorithm = input->algorithm,
        .user = keep_text(input->user, &place),
        .realm = keep_text(input->realm, &place),
        .nonce = keep_text(input->nonce, &place),
        .nc = keep_text(input->nc, &place),
        .cnonce = keep_text(input->cnonce, &place),
        .qop = keep_text(input->qop, &place),
        .method = keep_text(input->method, &place),
        .uri = keep_text(input->uri, &place),
    };
    return kept;
}

static struct report_digest report_of(const struct check *check, struct pool *pool)
{
    return (struct report_digest){
        .verdict = pool_intern(pool, span_of(check->verdict)),
        .outcome = (uint8_t)check->outcome,
        .has_aka = check->has_aka,
        .mac_is_right = check->aka.mac_is_right,
        .sqn = check->aka.sqn,
        .has_auts = check->has_aka && check->aka.auts_is_read,
        .auts_is_right = check->aka.auts_is_right,
        .terminal_sqn = check->aka.terminal_sqn,
    };
}

static void check_one(struct facts *facts, unsigned index, struct span value,
                      struct check_message *message, struct pool *pool)
{
    const struct facts_credentials *credentials = &facts->credentials[index];
    struct report_digest *digest = &facts->digests.each[index];
    struct sip_auth auth;
    struct check check;

    *digest = (struct report_digest){0};
    facts->digests.kept[index] = NULL;
    if (credentials->scheme != SIP_AUTH_DIGEST || !sip_auth_read(value, &auth))
        return;
    digest_check(message, &auth, &check);
    *digest = report_of(&check, pool);
    digest->username = credentials->username;
    digest->realm = credentials->realm;
    digest->algorithm = credentials->algorithm_name ? credentials->algorithm_name : "MD5";
    /* With auts the password was empty. */
    if (check.outcome == CHECK_CORRECT && facts->method == METHOD_REGISTER &&
        !credentials->has_auts)
        facts->digests.kept[index] = keep(&check, auth.algorithm, pool);
}

static bool is_credentials(const struct sip_header *header)
{
    return header->id == SIP_HEADER_AUTHORIZATION || header->id == SIP_HEADER_PROXY_AUTHORIZATION;
}

void facts_check_digests(struct facts *facts, const struct sip_message *message,
                         struct verifier *verifier, struct pool *pool)
{
    struct span realms[VERIFIER_REALMS_MAX];
    struct check_message checked = {.accounts = verifier->accounts,
                                    .method = message->method,
                                    .request_uri = message->request_uri,
                                    .body = message->body,
                                    .body_is_cut = facts->body_is_cut,
                                    .realms = realms,
                                    .realm_count = verifier->realm_count};
    struct sip_auth auth;
    unsigned index = 0;

    if (accounts_count(verifier->accounts) == 0)
        return;
    note_realms(verifier, facts);
    if (!facts->is_request || facts->credentials_count == 0)
        return;
    for (unsigned i = 0; i < verifier->realm_count; i++)
        realms[i] = span_of(verifier->realms[i]);
    facts->has_digests = true;
    /* The same lines in the same order as when they were parsed. */
    for (unsigned i = 0; i < message->header_count && index < facts->credentials_count; i++) {
        if (is_credentials(&message->headers[i]) && sip_auth_read(message->headers[i].value, &auth))
            check_one(facts, index++, message->headers[i].value, &checked, pool);
    }
}

enum rspauth_verdict facts_check_rspauth(const struct facts *facts, bool proxy,
                                         const struct kept_digest *kept)
{
    const struct facts_info *info = proxy ? &facts->proxy_info : &facts->info;
    struct span qop = info->qop & SIP_QOP_AUTH_INT ? SPAN_LITERAL("auth-int")
                      : info->qop & SIP_QOP_AUTH   ? SPAN_LITERAL("auth")
                                                   : SPAN_NONE;
    bool with_body = info->qop & SIP_QOP_AUTH_INT || span_is_nocase(kept->input.qop, "auth-int");

    if (!info->rspauth_is_whole || (with_body && facts->body_is_cut))
        return RSPAUTH_NOT_CHECKED;
    return digest_check_rspauth(kept->account, &kept->input, kept->algorithm, qop, facts->body,
                                span_of(facts->digests.rspauth[proxy]));
}

void facts_report_digests(const struct facts *facts, struct report *report, struct pool *pool)
{
    struct report_rare *rare;

    if (!facts->has_digests)
        return;
    rare = report_make_rare(report, pool);
    rare->digests = pool_allocate(pool, facts->credentials_count * sizeof(*rare->digests));
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->digests.each[i].verdict)
            rare->digests[rare->digest_count++] = facts->digests.each[i];
    }
}
