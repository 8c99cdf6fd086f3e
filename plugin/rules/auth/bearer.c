/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Bearer tokens (RFC 8898).
 */
#include "rules/engine.h"

/* RFC 8898 2.1.2. Over TLS directly to the registrar no other party reads it: only a Note. */
void rule_auth_bearer_plain_jwt(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    bool is_secure = transport_is_secure(facts->packet->transport);

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (!facts->credentials[i].is_plain_jwt)
            continue;
        finding_add_as(context, FORM_auth_bearer_plain_jwt,
                       is_secure ? SEVERITY_NOTE : SEVERITY_WARN, VALUES(of_number(is_secure)));
        return;
    }
}

/* RFC 8898 2.2, 2.3: the address of the authorization server, as an https URI. */
void rule_auth_bearer_challenge(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (challenge->scheme != SIP_AUTH_BEARER || challenge->has_authz_server ||
            facts->incomplete)
            continue;
        finding_add(context, FORM_auth_bearer_challenge, VALUES(of_text(challenge->realm)));
        return;
    }
}

/* RFC 8898 2.1.3: a token may be used again for further bindings of the same AOR. */
void rule_auth_bearer_shared(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct token_use *first = event->before->token;

    if (!first || !event->aor || first->aor == event->aor->name)
        return;
    finding_add(context, FORM_auth_bearer_shared,
                VALUES(of_text(first->aor), of_frame(first->frame)));
}
