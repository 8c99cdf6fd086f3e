/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on authentication that is weaker than before (RFC 8760 2.4, 3; RFC 4169 4.1).
 */
#include "rules/engine.h"

/* RFC 8760 2.4: a client should use the topmost challenge that it supports. It certainly supports an
 * algorithm only if this client itself, not merely one of the same user, has used it before. */
void rule_auth_not_topmost(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->credentials->weakening.passed_over_in)
        finding_add(context, FORM_auth_not_topmost,
                    VALUES(of_frame(event->challenge->frame),
                           of_frame(event->credentials->weakening.passed_over_in)));
}

/* An intermediary may have removed the stronger challenge. Reported once per server. */
static void judge_challenge(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    for (unsigned i = 0; i < MIN(facts->challenge_count, (unsigned)CHALLENGES_MAX); i++) {
        const struct offered *before = &event->response->offered[i];
        unsigned now = 0;

        if (!before->best_in || before->reported)
            continue;
        for (unsigned j = 0; j < facts->challenge_count; j++) {
            if (facts->challenges[j].realm == facts->challenges[i].realm)
                now |= 1u << facts->challenges[j].algorithm;
        }
        if (sip_algorithm_strongest(now) >= sip_algorithm_strongest(before->algorithms))
            continue;
        finding_add(context, FORM_auth_alg_downgrade,
                    VALUES(of_text(facts->challenges[i].realm), of_frame(before->best_in)));
        return;
    }
}

/* The client uses less than it supports. Reported once per registration, and not if its challenge has
 * been reported already. */
static void judge_credentials(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct weakening *weakening = &event->credentials->weakening;
    const struct report *challenge = event->challenge->report;

    if (!weakening->is_first || (challenge && finding_of(challenge, RULE_auth_alg_downgrade)))
        return;
    if (weakening->exceeded_in)
        finding_add(context, FORM_auth_alg_downgrade_digest,
                    VALUES(of_frame(weakening->exceeded_in)));
    else
        finding_add(context, FORM_auth_alg_downgrade_client,
                    VALUES(of_frame(weakening->passed_over_in), of_frame(event->challenge->frame)));
}

/* RFC 8760 3. */
void rule_auth_alg_downgrade(struct rule_context *context)
{
    if (context->event->triggers & ON_ANY_REQUEST)
        judge_credentials(context);
    else
        judge_challenge(context);
}
