/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/text.h"

#include <glib.h>

#include "wireshark/text_parts.h"

/* What stands between that word and the figure, in a sentence. */
static const char *step_joint(const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_ACCEPTED:
        return report->intent == INTENT_FETCH ? ", " : " for ";
    case STEP_RETRY:
    case STEP_INTERVAL_TOO_BRIEF:
        return ", ";
    default:
        return " ";
    }
}

/* The figure that goes with the word: "401", "1800 s of 3600 s"; nothing where there is none. */
static void add_step_figure(struct text *line, const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_RETRANSMISSION:
        text_add_figure(line, "of frame ", report->retransmission_of);
        break;
    case STEP_COPY:
        /* A response is captured on the far hop first: what it is a copy of comes later. */
        if (report->copy_of > 0)
            text_add_figure(line, "of frame ", report->copy_of);
        if (report->hop > 1)
            text_add_figure(line, report->copy_of > 0 ? " on hop " : "on hop ", report->hop);
        break;
    case STEP_CHALLENGE:
        text_add_number(line, report->status);
        text_add(line, report->is_stale ? ", nonce stale" : "");
        break;
    case STEP_PROVISIONAL:
    case STEP_REDIRECT:
    case STEP_REJECTED:
        text_add_number(line, report->status);
        break;
    case STEP_ACCEPTED:
        if (report->intent == INTENT_FETCH && report->has_binding_list) {
            text_add_number(line, report->bindings_listed);
            text_add(line, report->bindings_listed == 1 ? " binding" : " bindings");
            break;
        }
        /* fall through */
    case STEP_REQUEST:
    case STEP_RETRY:
    case STEP_INTERVAL_TOO_BRIEF:
        if (!text_is_removal(report))
            text_add_expires(line, report);
        break;
    case STEP_UNDELIVERABLE:
    case STEP_NONE:
        break;
    }
}

/* The most severe of what needs attention, as the rule says it in general, and how many more there are. */
static void add_issues(struct text *line, const struct report *report)
{
    const struct finding *worst = report_worst(report);
    unsigned count = 0;

    if (!worst || worst->severity < SEVERITY_WARN)
        return;
    for (const struct finding *each = report->findings; each; each = each->next)
        count += each->severity >= SEVERITY_WARN;
    text_add(line, rule_texts[worst->rule].summary);
    if (count > 1)
        text_add_figure(line, ", +", count - 1);
}

void text_of_item(struct text *line, const struct report *report)
{
    const char *joint = *text_step(report) ? step_joint(report) : ", ";
    size_t start;

    text_begin(line);
    text_add(line, "SIP Registration");
    if (report_registration(report) != REPORT_NO_REGISTRATION)
        text_add_figure(line, " #", report_registration(report));
    text_add(line, ": ");
    start = line->length;
    text_add_piece(line, start, ", ", text_add_aor, report);
    text_add_piece(line, start, ", ", text_add_attempt, report);
    text_add_piece(line, start, ", ", text_add_step, report);
    text_add_piece(line, start, joint, add_step_figure, report);
}

static void add_summary(struct text *line, const struct report *report)
{
    bool is_request = report->step == STEP_REQUEST || report->step == STEP_RETRY;
    bool is_response = report->step >= STEP_PROVISIONAL;
    const char *joint = step_joint(report);
    size_t start = line->length;

    if (is_response || *text_step(report) == '\0')
        joint = ": ";
    if (is_request)
        text_add_piece(line, start, "", text_add_attempt, report);
    text_add_piece(line, start, is_request ? ": " : "", text_add_step, report);
    if (report->step != STEP_RETRY)
        text_add_piece(line, start, joint, add_step_figure, report);
    else if (!text_answers_challenge(report)) /* what it requests is news only then */
        text_add_piece(line, start, joint, text_add_requested, report);
}

void text_of_summary(struct text *line, const struct report *report)
{
    text_begin(line);
    add_summary(line, report);
}

void text_of_verdict(struct text *line, const struct report *report)
{
    const struct finding *worst = report_worst(report);
    char sentence[SENTENCE_SIZE];
    const char *cause = report_cause(report, sentence);

    text_begin(line);
    text_add(line, cause ? cause : "");
    if (!worst || worst->severity < SEVERITY_NOTE)
        return;
    text_add(line, cause ? "; " : "");
    text_add(line, finding_text(worst, sentence));
}

void text_of_info(struct text *line, const struct report *report)
{
    text_begin(line);
    text_add(line, "[");
    if (report_registration(report) != REPORT_NO_REGISTRATION)
        text_add_figure(line, "#", report_registration(report));
    text_add_piece(line, 1, " ", add_summary, report);
    text_add_piece(line, 1, "; ", add_issues, report);
    text_add(line, "]");
}

void text_of_expires(struct text *line, const struct report *report)
{
    text_begin(line);
    text_add_expires(line, report);
}
