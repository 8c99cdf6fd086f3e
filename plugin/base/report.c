/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/report.h"

#include "base/packet.h"
#include "base/pool.h"

#include <stddef.h>

static const char *name_of(const char *const *names, size_t count, unsigned value)
{
    return value < count && names[value] ? names[value] : "";
}

#define NAME_OF(names, value) name_of(names, sizeof(names) / sizeof((names)[0]), value)

const char *report_step_name(unsigned step)
{
    static const char *const names[] = {
        [STEP_REQUEST] = "request",
        [STEP_RETRY] = "retry",
        [STEP_RETRANSMISSION] = "retransmission",
        [STEP_COPY] = "copy",
        [STEP_PROVISIONAL] = "provisional",
        [STEP_CHALLENGE] = "challenge",
        [STEP_INTERVAL_TOO_BRIEF] = "interval-too-brief",
        [STEP_REDIRECT] = "redirect",
        [STEP_ACCEPTED] = "accepted",
        [STEP_REJECTED] = "rejected",
        [STEP_UNDELIVERABLE] = "undeliverable",
    };
    return NAME_OF(names, step);
}

const char *call_loss_name(unsigned loss)
{
    static const char *const names[] = {
        [CALL_LOST_OUT] = "not registered",
        [CALL_LOST_ENDED] = "former Contact",
        [CALL_LOST_UNREACHABLE] = "Contact unreachable",
        [CALL_LOST_SILENT] = "Contact does not respond",
        [CALL_LOST_FORGOTTEN] = "NAT mapping expired",
        [CALL_LOST_CONNECTION] = "connection lost",
    };

    return NAME_OF(names, loss);
}

const char *report_call_reason(const struct report_call *call)
{
    bool has_outage = call->outage && call->outage->kind != OUTAGE_NONE;

    return call->loss == CALL_LOST_OUT && has_outage ? outage_kind_name(call->outage->kind)
                                                     : call_loss_name(call->loss);
}

const char *report_intent_name(unsigned intent)
{
    static const char *const names[] = {
        [INTENT_REGISTER] = "register", [INTENT_REFRESH] = "refresh",
        [INTENT_ADD] = "add",           [INTENT_CHANGE] = "change",
        [INTENT_REMOVE] = "remove",     [INTENT_REMOVE_ALL] = "remove-all",
        [INTENT_FETCH] = "fetch",
    };
    return NAME_OF(names, intent);
}

const char *report_state_name(unsigned state)
{
    static const char *const names[] = {
        [STATE_UNKNOWN] = "unknown",       [STATE_REGISTERING] = "registering",
        [STATE_CHALLENGED] = "challenged", [STATE_REGISTERED] = "registered",
        [STATE_REMOVED] = "removed",       [STATE_EXPIRED] = "expired",
        [STATE_REJECTED] = "rejected",     [STATE_UNANSWERED] = "unanswered",
    };
    return NAME_OF(names, state);
}

const char *report_nonce_verdict_name(unsigned verdict)
{
    static const char *const names[] = {
        [NONCE_FIRST_USE] = "first use",
        [NONCE_FROM_NEXTNONCE] = "from nextnonce",
        [NONCE_REUSED_HIGHER_NC] = "reused with higher nc",
        [NONCE_REUSED_WITHOUT_NC] = "reused without nc",
        [NONCE_NC_REPEATED] = "nc repeated",
        [NONCE_NC_WENT_BACK] = "nc went back",
        [NONCE_REPLAYED] = "replayed",
        [NONCE_NOT_ISSUED_HERE] = "not issued here",
    };
    return NAME_OF(names, verdict);
}

const char *report_rspauth_name(unsigned verdict)
{
    static const char *const names[] = {
        [RSPAUTH_CORRECT] = "correct",
        [RSPAUTH_AS_REQUEST] = "computed as for a request",
        [RSPAUTH_WRONG] = "wrong",
    };
    return NAME_OF(names, verdict);
}

const char *report_mac_name(unsigned is_right)
{
    static const char *const names[] = {"wrong", "correct"};

    return NAME_OF(names, is_right);
}

const char *report_transport_name(unsigned transport)
{
    static const char *const names[] = {
        [TRANSPORT_UDP] = "UDP",   [TRANSPORT_TCP] = "TCP", [TRANSPORT_TLS] = "TLS",
        [TRANSPORT_SCTP] = "SCTP", [TRANSPORT_WS] = "WS",   [TRANSPORT_WSS] = "WSS",
    };

    return NAME_OF(names, transport);
}

const char *report_same_name(unsigned same)
{
    static const char *const names[] = {
        [SAME_CALL_ID] = "call_id", [SAME_FROM_TAG] = "from_tag",
        [SAME_FROM] = "from",       [SAME_TO] = "to",
        [SAME_CONTACT] = "contact", [SAME_REQUEST_URI] = "request_uri",
        [SAME_SOURCE] = "source",   [SAME_DESTINATION] = "destination",
    };
    return NAME_OF(names, same);
}

const char *finding_text(const struct finding *finding, char text[SENTENCE_SIZE])
{
    struct value values[VALUES_MAX];

    for (unsigned i = 0; i < finding->value_count; i++)
        values[i] = finding_value(finding, i);
    if (finding->template)
        template_compose(finding->template, values, finding->value_count, text, SENTENCE_SIZE);
    else
        text[0] = '\0';
    return text;
}

const struct report_place report_no_place = {.registration = REPORT_NO_REGISTRATION};
const struct report_rare report_nothing_rare;

struct report_rare *report_make_rare(struct report *report, struct pool *pool)
{
    if (!report->rare)
        report->rare = pool_allocate(pool, sizeof(*report->rare));
    return (struct report_rare *)report->rare;
}

const struct finding *report_worst(const struct report *report)
{
    const struct finding *worst = report->findings;

    for (const struct finding *each = worst; each; each = each->next) {
        if (each->severity > worst->severity)
            worst = each;
    }
    return worst;
}

/* Without those that turned out to be none. */
const struct outage *report_related_outage(const struct report *report)
{
    const struct outage *outage = report->outage;

    while (outage && outage->kind == OUTAGE_NONE)
        outage = outage->before;
    return outage;
}

const struct verdict *report_verdict(const struct report *report)
{
    const struct outage *outage = report_related_outage(report);
    const struct history *history = report_place(report)->history;
    const struct verdict *standing = history ? &history->standing : NULL;
    bool is_in_it = report->in_outage && outage == report->outage;

    if (standing && !standing->best[0])
        standing = NULL;
    if (outage && outage->verdict.best[0] && (is_in_it || !standing || standing->is_minor))
        return &outage->verdict;
    return standing;
}

/* The outage that this verdict is on, where it was over at the message; NULL: it was not. The attempt that led to it
 * tells why, too, and so do all messages before the one that ends it. */
static const struct outage *past_outage(const struct report *report, const struct verdict *verdict)
{
    const struct outage *outage = report_related_outage(report);
    bool is_past = outage && verdict == &outage->verdict && !outage->is_open &&
                   report->frame >= outage->last_in;

    return is_past ? outage : NULL;
}

const char *report_diagnosis_in_parts(const struct report *report, char text[SENTENCE_SIZE],
                                      struct verdict_parts *parts)
{
    const struct verdict *verdict = report_verdict(report);

    return verdict ? verdict_text_in_parts(verdict, past_outage(report, verdict), text, parts)
                   : NULL;
}

const char *report_cause(const struct report *report, char text[SENTENCE_SIZE])
{
    const struct verdict *verdict = report_verdict(report);

    return verdict && !past_outage(report, verdict) ? verdict_short_text(verdict, text) : NULL;
}

const char *report_diagnosis(const struct report *report, char text[SENTENCE_SIZE])
{
    struct verdict_parts parts;

    return report_diagnosis_in_parts(report, text, &parts);
}
