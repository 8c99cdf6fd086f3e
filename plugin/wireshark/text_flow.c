/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/text_parts.h"

#include <string.h>

/* Bytes: "401 nonce 4f2a91c..." has the 20 characters that tshark shows. */
enum { NONCE_START = 7 };

static void add_nonce(struct text *line, const struct report *report)
{
    if (!report->nonce)
        return;
    text_add(line, "nonce ");
    text_add_start(line, report->nonce->text, NONCE_START);
}

/* "3600 s" */
static void add_requested(struct text *line, const struct report *report)
{
    if (report->contact_count == 0 || !report->contacts[0].has_requested)
        return;
    text_add_number(line, report->contacts[0].requested_s);
    text_add(line, " s");
}

static void add_response(struct text *line, const struct report *report)
{
    bool is_granted = report->contact_count > 0 && report->contacts[0].has_grant;

    if (text_is_removal(report)) {
        text_add(line, " removed");
    } else if (report->intent == INTENT_FETCH && report->has_binding_list) {
        text_add_figure(line, " ", report->bindings_listed);
        text_add(line, report->bindings_listed == 1 ? " binding" : " bindings");
    } else if (is_granted) {
        text_add(line, " granted ");
        text_add_expires(line, report);
    } else {
        text_add(line, " accepted");
    }
}

static void add_copy(struct text *line, const struct report *report)
{
    text_add(line, " copy");
    if (report->hop > 1)
        text_add_figure(line, ", hop ", report->hop);
    if (report->copy_of > 0)
        text_add_figure(line, ", of frame ", report->copy_of);
}

/* What is new in it comes first: the nonce, or after a 423 the interval that is requested. */
static void add_retry(struct text *line, const struct report *report)
{
    bool is_new_nonce = report->nonce && report->nonce->use <= 1;

    text_add_piece(line, 0, " ", is_new_nonce ? add_nonce : add_requested, report);
    text_add_piece(line, 0, ", ", is_new_nonce ? add_requested : add_nonce, report);
    text_add(line, ", retry");
}

/* What stands behind "REGISTER" or the status. */
static void add_step(struct text *line, const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_REQUEST:
        text_add_piece(line, 0, " ", add_requested, report);
        text_add_piece(line, 0, ", ", text_add_attempt, report);
        text_add_piece(line, 0, ", ", add_nonce, report);
        break;
    case STEP_RETRY:
        add_retry(line, report);
        break;
    case STEP_CHALLENGE:
        text_add(line, report->is_stale ? " stale," : "");
        text_add_piece(line, 0, " ", report->nonce ? add_nonce : text_add_step, report);
        break;
    case STEP_INTERVAL_TOO_BRIEF:
        text_add_piece(line, 0, " ", text_add_expires, report);
        break;
    case STEP_ACCEPTED:
        add_response(line, report);
        break;
    case STEP_COPY:
        add_copy(line, report);
        break;
    case STEP_RETRANSMISSION:
        text_add_figure(line, " retransmission of frame ", report->retransmission_of);
        break;
    case STEP_PROVISIONAL:
    case STEP_REDIRECT:
    case STEP_REJECTED:
        text_add_piece(line, 0, " ", text_add_step, report);
        break;
    case STEP_UNDELIVERABLE:
    case STEP_NONE:
        break;
    }
}

void text_of_arrow(struct text *line, const struct report *report)
{
    text_begin(line);
    if (report->kind != REPORT_REGISTER || report->step == STEP_UNDELIVERABLE) {
        text_add_step(line, report);
        if (report->step == STEP_UNDELIVERABLE && report->request_in > 0)
            text_add_figure(line, ": frame ", report->request_in);
        return;
    }
    if (report->status > 0)
        text_add_number(line, report->status);
    else
        text_add(line, "REGISTER");
    add_step(line, report);
}

/* The same rule says something more serious here. */
static bool is_outweighed(const struct report *report, const struct finding *finding)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->rule == finding->rule && each->severity > finding->severity)
            return true;
    }
    return false;
}

/* The most serious first. What is quite ordinary is no news beside an arrow. */
static void add_findings(struct text *line, const struct report *report)
{
    const char *separator = "";
    char sentence[SENTENCE_SIZE];

    for (int severity = SEVERITY_ERROR; severity > SEVERITY_CHAT; severity--) {
        for (const struct finding *each = report->findings; each; each = each->next) {
            if (each->severity != severity || is_outweighed(report, each))
                continue;
            if (line->length + strlen(separator) + strlen(finding_text(each, sentence)) >
                TEXT_MAX) {
                text_add(line, *separator ? "; ..." : "...");
                return;
            }
            text_add(line, separator);
            text_add(line, sentence);
            separator = "; ";
        }
    }
}

/* Where an outage begins and where it ends, with its verdict. */
static void add_outage(struct text *line, const struct report *report)
{
    const struct outage *outage = report_related_outage(report);
    bool ends = outage && !outage->is_open && outage->last_in == report->frame;
    char text[SENTENCE_SIZE];

    if (outage && (ends || outage->first_in == report->frame))
        text_add(line, outage_text(outage, ends, text));
}

/* Where the nonce of these credentials comes from, which the start of it on the arrow does not prove. */
static void add_origin(struct text *line, const struct report *report)
{
    const struct report_nonce *nonce = report->nonce;

    if (nonce && nonce->verdict != NONCE_NO_VERDICT && nonce->issued_in > 0)
        text_add_figure(line, "nonce of frame ", nonce->issued_in);
}

/* The window shows some 35 characters: what matters comes first. */
void text_of_comment(struct text *line, const struct report *report)
{
    size_t start;

    text_begin(line);
    if (report->registration != REPORT_NO_REGISTRATION)
        text_add_figure(line, "#", report->registration);
    start = line->length;
    text_add_piece(line, 0, " ", add_outage, report);
    text_add_piece(line, 0, line->length > start ? "; " : " ", add_findings, report);
    text_add_piece(line, 0, line->length > start ? "; " : " ", add_origin, report);
    text_add_piece(line, 0, line->length > start ? "; " : " ", text_add_aor, report);
}
