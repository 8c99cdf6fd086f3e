/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the registration event package (RFC 3680).
 */
#include "rules/judgement.h"

static void say(struct judgement *judgement, const struct facts_ended *ended,
                const struct binding *binding)
{
    int64_t left = binding->lapses_at - judgement->event->time;
    char rest[DURATION_TEXT_SIZE];
    enum rule_severity severity = SEVERITY_NOTE;
    const char *advice = "the client should register again";

    if (g_strcmp0(ended->event, "expired") == 0) {
        if (left <= 5 * G_GINT64_CONSTANT(1000000000))
            return;
        advice = "it ended before its time";
    } else if (g_strcmp0(ended->event, "rejected") == 0) {
        severity = SEVERITY_WARN;
        advice = "registering again will not help";
    } else if (g_strcmp0(ended->event, "unregistered") == 0) {
        severity = SEVERITY_WARN;
        advice = "no removal is in the capture";
    } else if (g_strcmp0(ended->event, "probation") == 0) {
        advice = "the client should try again later";
    }
    finding_add_as(judgement, RULE_regevent_terminated, severity,
                   "The network ended %s (event %s%s), granted in frame %" PRIu32
                   " with %s left: %s",
                   binding->contact, ended->event ? ended->event : "missing",
                   ended->retry_after_s ? ", with retry-after" : "", binding->granted_in,
                   duration_text(left, rest), advice);
}

/* The NOTIFY may overtake the 200 of the client's own removal or change. */
static bool is_being_changed(const struct binding *binding)
{
    const struct attempt *attempt = &binding->owner->attempt;

    return attempt->open &&
           (attempt->intent == INTENT_REMOVE || attempt->intent == INTENT_REMOVE_ALL ||
            attempt->intent == INTENT_CHANGE);
}

/* RFC 3680 4.7.1. */
void rule_regevent_terminated(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    for (unsigned i = 0; i < event->facts->ended_count; i++) {
        const struct facts_ended *ended = &event->facts->ended[i];
        const struct binding *binding = aor_find_binding(event->aor, NULL, ended->uri, NULL, 0);

        if (binding && binding->state == BINDING_LIVE && !is_being_changed(binding))
            say(judgement, ended, binding);
    }
}
