/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on authentication that is weaker than it was (RFC 8760 2.4, 3; RFC 4169 4.1).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 8760 2.4: a client should take the topmost challenge that it knows. That it knows a better one
 * is only certain where it used it before; the one that was told to do without is the phone itself. */
void rule_auth_not_topmost(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->credentials->weakening.passed_over_in)
        finding_printf(context, RULE_auth_not_topmost,
                    "The challenge in frame %" PRIu32
                    " offers a stronger algorithm above the answered one, and this client used it "
                    "in frame %" PRIu32 " (RFC 8760 2.4)",
                    event->challenge->frame, event->credentials->weakening.passed_over_in);
}

/* Somebody on the way may have taken the better challenge out. Once a server. */
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
        finding_printf(context, RULE_auth_alg_downgrade,
                    "Realm \"%s\" is offered with a weaker algorithm than by the same server in "
                    "frame %" PRIu32
                    ": its configuration changed, or somebody on the way removed the better one",
                    or_none(facts->challenges[i].realm), before->best_in);
        return;
    }
}

/* The client does with less than it can. Once a registration, and not where the challenge was found
 * to be the cause. */
static void judge_credentials(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct weakening *weakening = &event->credentials->weakening;
    const struct report *challenge = event->challenge->report;

    if (!weakening->is_first || (challenge && finding_of(challenge, RULE_auth_alg_downgrade)))
        return;
    if (weakening->exceeded_in)
        finding_printf(
            context, RULE_auth_alg_downgrade,
            "Plain Digest, although this client used AKA or a token in frame %" PRIu32
            ": the server no longer asks for it, or somebody on the way removed that challenge",
            weakening->exceeded_in);
    else
        finding_printf(context, RULE_auth_alg_downgrade,
                    "A weaker algorithm than in frame %" PRIu32
                    ", though the challenge in frame %" PRIu32
                    " offers that too: the client was set up anew, or the better challenge did not "
                    "reach it",
                    weakening->passed_over_in, event->challenge->frame);
}

/* RFC 8760 3. */
void rule_auth_alg_downgrade(struct rule_context *context)
{
    if (context->event->triggers & ON_ANY_REQUEST)
        judge_credentials(context);
    else
        judge_challenge(context);
}
