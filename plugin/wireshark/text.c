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
static void add_step_figure(struct words *words, const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_RETRANSMISSION:
        words_add_figure(words, "of frame ", report->retransmission_of);
        break;
    case STEP_COPY:
        /* An answer is seen on the far hop first: what it is a copy of comes later. */
        if (report->copy_of > 0)
            words_add_figure(words, "of frame ", report->copy_of);
        if (report->hop > 1)
            words_add_figure(words, report->copy_of > 0 ? " on hop " : "on hop ", report->hop);
        break;
    case STEP_CHALLENGE:
        words_add_number(words, report->status);
        words_add(words, report->is_stale ? ", nonce stale" : "");
        break;
    case STEP_PROVISIONAL:
    case STEP_REDIRECT:
    case STEP_REJECTED:
        words_add_number(words, report->status);
        break;
    case STEP_ACCEPTED:
        if (report->intent == INTENT_FETCH && report->has_binding_list) {
            words_add_number(words, report->bindings_listed);
            words_add(words, report->bindings_listed == 1 ? " binding" : " bindings");
            break;
        }
        /* fall through */
    case STEP_REQUEST:
    case STEP_RETRY:
    case STEP_INTERVAL_TOO_BRIEF:
        if (!words_is_removal(report))
            words_add_expires(words, report);
        break;
    case STEP_UNDELIVERABLE:
    case STEP_NONE:
        break;
    }
}

/* The rules that ask for attention. */
static void add_issues(struct words *words, const struct report *report)
{
    size_t start = words->length;

    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->severity < SEVERITY_WARN)
            continue;
        words_add(words, words->length > start ? ", " : "");
        words_add(words, rule_table[each->rule].id);
    }
}

void words_of_item(struct words *words, const struct report *report)
{
    const char *joint = *words_step(report) ? step_joint(report) : ", ";
    size_t start;

    words_begin(words);
    words_add(words, "SIP Registration");
    if (report->registration != REPORT_NO_REGISTRATION)
        words_add_figure(words, " #", report->registration);
    words_add(words, ": ");
    start = words->length;
    words_add_piece(words, start, ", ", words_add_aor, report);
    words_add_piece(words, start, ", ", words_add_attempt, report);
    words_add_piece(words, start, ", ", words_add_step, report);
    words_add_piece(words, start, joint, add_step_figure, report);
}

void words_of_info(struct words *words, const struct report *report)
{
    bool is_request = report->step == STEP_REQUEST || report->step == STEP_RETRY;
    bool is_answer = report->step >= STEP_PROVISIONAL;
    const char *joint = step_joint(report);

    if (is_answer || *words_step(report) == '\0')
        joint = ": ";
    words_begin(words);
    words_add(words, "[");
    if (report->registration != REPORT_NO_REGISTRATION)
        words_add_figure(words, "#", report->registration);
    if (is_request)
        words_add_piece(words, 1, " ", words_add_attempt, report);
    words_add_piece(words, 1, is_request ? ": " : " ", words_add_step, report);
    words_add_piece(words, 1, joint, add_step_figure, report);
    words_add_piece(words, 1, "; ", add_issues, report);
    words_add(words, "]");
}

void words_of_expires(struct words *words, const struct report *report)
{
    words_begin(words);
    words_add_expires(words, report);
}
