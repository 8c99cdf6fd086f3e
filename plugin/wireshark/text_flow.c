/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/text_parts.h"

#include <string.h>

/* Bytes: "retry: nonce 4f2a91c" has the 20 characters that tshark shows. */
enum { NONCE_START = 7, ARROW_MIN = 11 };

/* Bytes, in a comment: of an AOR; less of a sentence tells little. */
enum { AOR_MAX = 60, SENTENCE_START = 40 };

static void add_nonce(struct text *line, const struct report *report)
{
    const char *nonce = report_nonce_text(report);

    if (nonce)
        text_add_start(line, nonce, NONCE_START);
}

static void add_named_nonce(struct text *line, const struct report *report)
{
    if (!report->nonce_count)
        return;
    text_add(line, "nonce ");
    add_nonce(line, report);
}

static void add_attempt(struct text *line, const struct report *report)
{
    if (report->intent == INTENT_REGISTER)
        text_add(line, "registration");
    else if (report->intent == INTENT_NONE)
        text_add(line, "REGISTER");
    else
        text_add_attempt(line, report);
}

static void add_request(struct text *line, const struct report *report)
{
    size_t start;

    add_attempt(line, report);
    start = line->length;
    text_add_piece(line, 0, ": ", text_add_requested, report);
    text_add_piece(line, 0, line->length > start ? ", " : ": ", add_named_nonce, report);
}

/* What is new in it comes first: the nonce, or after a 423 the interval that is requested. */
static void add_retry(struct text *line, const struct report *report)
{
    bool is_new_nonce = text_answers_challenge(report);
    size_t start;

    if (text_is_removal(report))
        add_attempt(line, report);
    else
        text_add(line, "retry");
    start = line->length;
    text_add_piece(line, 0, ": ", is_new_nonce ? add_named_nonce : text_add_requested, report);
    text_add_piece(line, 0, line->length > start ? ", " : ": ",
                   is_new_nonce ? text_add_requested : add_named_nonce, report);
    if (report->intent == INTENT_REFRESH)
        text_add_piece(line, 0, ", ", text_add_attempt, report);
}

static void add_granted(struct text *line, const struct report *report)
{
    bool is_granted = report->contact_count > 0 && report->contacts[0].has_grant;

    if (text_is_removal(report)) {
        text_add(line, "removed");
    } else if (report->intent == INTENT_FETCH && report->has_binding_list) {
        text_add_number(line, report->bindings_listed);
        text_add(line, report->bindings_listed == 1 ? " binding" : " bindings");
    } else if (is_granted) {
        text_add_expires(line, report); /* "1800 s of 3600 s" needs no more words */
        if (report->contacts[0].granted_s == report->contacts[0].requested_s ||
            !report->contacts[0].has_requested)
            text_add(line, " granted");
    } else {
        text_add(line, "accepted");
    }
}

/* Where credentials are challenged again they were not accepted. */
static void add_challenge(struct text *line, const struct report *report)
{
    text_add(line, report->is_stale ? "stale, " : report->to_credentials ? "again, " : "nonce ");
    add_nonce(line, report);
}

static void add_refusal(struct text *line, const struct report *report)
{
    const char *told = report_rare(report)->told;

    if (!told) {
        text_add_step(line, report);
        return;
    }
    text_add(line, "\"");
    text_add(line, told);
    text_add(line, "\"");
}

/* A response is captured on the far hop first: what it is a copy of comes later. */
static void add_copy(struct text *line, const struct report *report)
{
    text_add(line, "copy");
    if (report->copy_of > 0)
        text_add_figure(line, " of frame ", report->copy_of);
    if (report->hop > 1)
        text_add_figure(line, ", hop ", report->hop);
}

static void add_retransmission(struct text *line, const struct report *report)
{
    text_add_figure(line, "frame ", report->retransmission_of);
    text_add(line, " retransmitted");
}

static void add_step(struct text *line, const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_REQUEST:
        add_request(line, report);
        break;
    case STEP_RETRY:
        add_retry(line, report);
        break;
    case STEP_CHALLENGE:
        if (report->nonce_count)
            add_challenge(line, report);
        else
            text_add_step(line, report);
        break;
    case STEP_INTERVAL_TOO_BRIEF:
        if (report->has_minimum)
            text_add_expires(line, report);
        else
            text_add_step(line, report);
        break;
    case STEP_ACCEPTED:
        add_granted(line, report);
        break;
    case STEP_REJECTED:
        add_refusal(line, report);
        break;
    case STEP_COPY:
        add_copy(line, report);
        break;
    case STEP_RETRANSMISSION:
        add_retransmission(line, report);
        break;
    case STEP_UNDELIVERABLE:
    case STEP_PROVISIONAL:
    case STEP_REDIRECT:
    case STEP_NONE:
        text_add_step(line, report);
        break;
    }
}

/* Behind an arrow with less, tshark shifts the columns. */
static void pad(struct text *line)
{
    while (line->length < ARROW_MIN)
        text_add(line, " ");
}

/* "INVITE", "480 call lost" */
static void add_call(struct text *line, const struct report *report)
{
    const struct report_call *call = report_rare(report)->call;

    if (report->status > 0)
        text_add_number(line, report->status);
    else
        text_add(line, call->method);
    if (call->loss)
        text_add(line, " call lost");
}

/* All requests are a REGISTER, which goes without saying: tshark shows 20 characters. */
void text_of_arrow(struct text *line, const struct report *report)
{
    text_begin(line);
    if (report_rare(report)->call) {
        add_call(line, report);
        pad(line);
        return;
    }
    if (report->step == STEP_UNDELIVERABLE) {
        if (report->request_in > 0) {
            text_add_figure(line, "frame ", report->request_in);
            text_add(line, " ");
        }
    } else if (report->kind == REPORT_REGISTER && report->status > 0) {
        text_add_number(line, report->status);
        text_add(line, ": ");
    }
    add_step(line, report);
    pad(line);
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

/* A sentence, or as much of it as there is room for, behind a semicolon. False: the room is used up. */
static bool add_sentence(struct text *line, size_t room, const char *sentence)
{
    const char *separator = line->length > 0 ? "; " : "";
    size_t length = line->length + strlen(separator);

    if (length + SENTENCE_START > room)
        return false;
    text_add(line, separator);
    text_add_start(line, sentence, room - length - strlen("..."));
    return length + strlen(sentence) <= room;
}

/* The most serious first. What is quite ordinary is no news beside an arrow. */
static void add_findings(struct text *line, size_t room, const struct report *report)
{
    char sentence[SENTENCE_SIZE];

    for (int severity = SEVERITY_ERROR; severity > SEVERITY_CHAT; severity--) {
        for (const struct finding *each = report->findings; each; each = each->next) {
            if (each->severity != severity || is_outweighed(report, each))
                continue;
            if (!add_sentence(line, room, finding_text(each, sentence)))
                return;
        }
    }
}

/* Where an outage begins and where it ends, with its verdict. */
static void add_outage(struct text *line, size_t room, const struct report *report)
{
    const struct outage *outage = report_related_outage(report);
    bool ends = outage && !outage->is_open && outage->last_in == report->frame;
    char text[SENTENCE_SIZE];

    if (outage && (ends || outage->first_in == report->frame))
        add_sentence(line, room, outage_text(outage, ends, text));
}

/* Where the nonce of these credentials comes from, which the start of it on the arrow does not prove. */
static void add_origin(struct text *line, const struct report *report)
{
    const struct report_nonce *nonce = report_nonce(report);

    if (nonce && nonce->verdict != NONCE_NO_VERDICT && nonce->issued_in > 0)
        text_add_figure(line, "nonce of frame ", nonce->issued_in);
}

static void add_aor(struct text *line, const struct report *report)
{
    const char *aor = report_place(report)->aor;

    if (aor)
        text_add_start(line, aor, AOR_MAX);
}

/* "#0 in frame 27, sip:alice@sip.example": nothing else in a flow graph tells the frame, which others name. Of the AOR
 * the window may show only the beginning. */
static void add_place(struct text *line, const struct report *report)
{
    if (report_registration(report) != REPORT_NO_REGISTRATION)
        text_add_figure(line, "#", report_registration(report));
    text_add_figure(line, line->length > 0 ? " in frame " : "frame ", report->frame);
    text_add_piece(line, 0, ", ", add_aor, report);
}

void text_of_comment(struct text *line, const struct report *report)
{
    struct text end;
    size_t room;

    text_begin(&end);
    text_add_piece(&end, 0, "; ", add_origin, report);
    text_add_piece(&end, 0, "; ", add_place, report);
    room = TEXT_MAX - end.length - strlen("; ");

    text_begin(line);
    add_outage(line, room, report);
    add_findings(line, room, report);
    text_add(line, line->length > 0 ? "; " : "");
    text_add(line, end.text);
}
