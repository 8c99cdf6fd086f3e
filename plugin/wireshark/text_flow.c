/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/text_parts.h"

/* Bytes: "401 nonce 4f2a91c..." has the 20 characters that tshark shows. */
enum { NONCE_START = 7 };

static void add_nonce(struct words *words, const struct report *report)
{
    if (!report->nonce)
        return;
    words_add(words, "nonce ");
    words_add_start(words, report->nonce->text, NONCE_START);
}

/* "3600 s" */
static void add_asked(struct words *words, const struct report *report)
{
    if (report->contact_count == 0 || !report->contacts[0].has_requested)
        return;
    words_add_number(words, report->contacts[0].requested_s);
    words_add(words, " s");
}

static void add_answer(struct words *words, const struct report *report)
{
    bool is_granted = report->contact_count > 0 && report->contacts[0].has_grant;

    if (words_is_removal(report)) {
        words_add(words, " removed");
    } else if (report->intent == INTENT_FETCH && report->has_binding_list) {
        words_add_figure(words, " ", report->bindings_listed);
        words_add(words, report->bindings_listed == 1 ? " binding" : " bindings");
    } else if (is_granted) {
        words_add(words, " granted ");
        words_add_expires(words, report);
    } else {
        words_add(words, " accepted");
    }
}

static void add_copy(struct words *words, const struct report *report)
{
    words_add(words, " copy");
    if (report->hop > 1)
        words_add_figure(words, ", hop ", report->hop);
    if (report->copy_of > 0)
        words_add_figure(words, ", of frame ", report->copy_of);
}

/* What is new in it comes first: the nonce, or after a 423 the time that is asked for. */
static void add_retry(struct words *words, const struct report *report)
{
    bool is_new_nonce = report->nonce && report->nonce->use <= 1;

    words_add_piece(words, 0, " ", is_new_nonce ? add_nonce : add_asked, report);
    words_add_piece(words, 0, ", ", is_new_nonce ? add_asked : add_nonce, report);
    words_add(words, ", retry");
}

/* What stands behind "REGISTER" or the status. */
static void add_step(struct words *words, const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_REQUEST:
        words_add_piece(words, 0, " ", add_asked, report);
        words_add_piece(words, 0, ", ", words_add_attempt, report);
        words_add_piece(words, 0, ", ", add_nonce, report);
        break;
    case STEP_RETRY:
        add_retry(words, report);
        break;
    case STEP_CHALLENGE:
        words_add(words, report->is_stale ? " stale," : "");
        words_add_piece(words, 0, " ", report->nonce ? add_nonce : words_add_step, report);
        break;
    case STEP_INTERVAL_TOO_BRIEF:
        words_add_piece(words, 0, " ", words_add_expires, report);
        break;
    case STEP_ACCEPTED:
        add_answer(words, report);
        break;
    case STEP_COPY:
        add_copy(words, report);
        break;
    case STEP_RETRANSMISSION:
        words_add_figure(words, " retransmission of frame ", report->retransmission_of);
        break;
    case STEP_PROVISIONAL:
    case STEP_REDIRECT:
    case STEP_REJECTED:
        words_add_piece(words, 0, " ", words_add_step, report);
        break;
    case STEP_UNDELIVERABLE:
    case STEP_NONE:
        break;
    }
}

void words_of_arrow(struct words *words, const struct report *report)
{
    words_begin(words);
    if (report->kind != REPORT_REGISTER || report->step == STEP_UNDELIVERABLE) {
        words_add_step(words, report);
        if (report->step == STEP_UNDELIVERABLE && report->request_in > 0)
            words_add_figure(words, ": frame ", report->request_in);
        return;
    }
    if (report->status > 0)
        words_add_number(words, report->status);
    else
        words_add(words, "REGISTER");
    add_step(words, report);
}

/* The most serious first. What is quite ordinary is no news beside an arrow. */
static void add_findings(struct words *words, const struct report *report)
{
    const char *separator = "";

    for (int severity = SEVERITY_ERROR; severity > SEVERITY_CHAT; severity--) {
        for (const struct finding *each = report->findings; each; each = each->next) {
            if (each->severity != severity)
                continue;
            words_add(words, separator);
            words_add(words, rule_table[each->rule].id);
            separator = ", ";
        }
    }
}

/* Where the nonce of these credentials comes from, which the start of it on the arrow does not prove. */
static void add_origin(struct words *words, const struct report *report)
{
    const struct report_nonce *nonce = report->nonce;

    if (nonce && nonce->verdict != NONCE_NO_VERDICT && nonce->issued_in > 0)
        words_add_figure(words, "nonce of frame ", nonce->issued_in);
}

void words_of_comment(struct words *words, const struct report *report)
{
    size_t start;

    words_begin(words);
    if (report->registration != REPORT_NO_REGISTRATION)
        words_add_figure(words, "#", report->registration);
    start = words->length;
    words_add_piece(words, 0, " ", add_findings, report);
    words_add_piece(words, 0, words->length > start ? "; " : " ", words_add_aor, report);
    words_add_piece(words, 0, ", ", add_origin, report);
}
