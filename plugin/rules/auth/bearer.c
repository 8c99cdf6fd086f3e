/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Bearer tokens (RFC 8898).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 8898 2.1.2. Over TLS to the registrar alone nobody else reads it: worth a look only. */
void rule_auth_bearer_plain_jwt(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    bool is_secure = transport_is_secure(facts->packet->transport);

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (!facts->credentials[i].is_plain_jwt)
            continue;
        finding_printf_as(
            context, RULE_auth_bearer_plain_jwt, is_secure ? SEVERITY_NOTE : SEVERITY_WARN,
            "The Bearer token is signed but not encrypted%s: every server on the way can "
            "read it (RFC 8898 2.1.2)",
            is_secure ? "" : ", and is sent over a connection without TLS");
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
        finding_printf(context, RULE_auth_bearer_challenge,
                    "The Bearer challenge for realm \"%s\" names no https authz_server: the client "
                    "does not learn where to get a token (RFC 8898 2.2)",
                    or_none(challenge->realm));
        return;
    }
}

/* RFC 8898 2.1.3: for further bindings of the same AOR it may be used again. */
void rule_auth_bearer_shared(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct token_use *first = event->before->token;

    if (!first || !event->aor || first->aor == event->aor->name)
        return;
    finding_printf(context, RULE_auth_bearer_shared,
                "The same Bearer token registered %s in frame %" PRIu32 " (RFC 8898 2.1.3)",
                first->aor, first->frame);
}
